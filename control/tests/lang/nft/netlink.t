# What `--debug=netlink` prints of what is added: see also debug/.
$ nft --debug=netlink -f -
> table ip t {
>  set a { type ipv4_addr; timeout 1m; gc-interval 10s; size 5; }
>  set b { type ipv4_addr; policy memory; }
>  set m { type ipv4_addr; flags interval; auto-merge; comment "ho"; elements = { 1.1.1.1 comment "hello", 1.1.1.5-1.1.1.9 comment "x y" } }
>  set open { type inet_service; flags interval; elements = { 0-22, 60000-65535 } }
>  map v { type mark : verdict; elements = { 1 : accept, 2 : jump u } }
>  map i { type ipv4_addr : interval ipv4_addr; flags interval; elements = { 1.1.1.0/24 : 2.2.2.1-2.2.2.9 } }
>  ct helper h { type "tftp" protocol udp; l3proto ip; }
>  limit l { rate over 5 mbytes/minute burst 10 kbytes }
>  quota q { over 10 bytes used 5 bytes }
>  counter cc { packets 5 bytes 6 }
>  chain u { }
>  chain n { type nat hook postrouting priority srcnat; }
>  chain p { type route hook output priority -5; policy drop; comment "c" ; }
>  chain f { type filter hook forward priority filter; policy drop;
>   ip saddr @m counter packets 1 bytes 2 jump u comment "foo"
>   tcp dport { 22, 80-90 } accept
>  }
> }
ip (null) (null) use 0
ip (null) (null) use 0 type nat hook postrouting prio 100 packets 0 bytes 0
ip (null) (null) use 0 type route hook output prio -5 packets 0 bytes 0
ip (null) (null) use 0 type filter hook forward prio 0 packets 0 bytes 0
table (null) name (null) use 0 [ ct_helper name tftp family 2 protocol 17 ]
table (null) name (null) use 0 [ limit rate 5242880 unit 60 burst 10240 type 1 flags 1 ]
table (null) name (null) use 0 [ quota bytes 10 flags 1 ]
table (null) name (null) use 0 [ counter pkts 5 bytes 6 ]
a t 10 timeout 60000ms gc_interval 10000ms size 5
b t 0 policy 1
m t 4
m t 0
	element 00000000  : 1 [end]	element 01010101  : 0 [end]  userdata = { \x00\x06hello\x00 }	element 02010101  : 1 [end]	element 05010101  : 0 [end]  userdata = { \x00\x04x y\x00 }	element 0a010101  : 1 [end]
open t 4
open t 0
	element 00000000  : 0 [end]	element 00001700  : 1 [end]	element 000060ea  : 0 [end]  userdata = { \x01\x04\x01\x00\x00\x00 }
v t 8
v t 0
	element 00000001  : accept 0 [end]	element 00000002  : jump -> u 0 [end]
i t c
i t 0
	element 00000000  : 1 [end]	element 00010101  : 01020202 09020202 0 [end]	element 00020101  : 1 [end]
ip t f
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set m ]
  [ counter pkts 1 bytes 2 ]
  [ immediate reg 0 jump -> u ]
  userdata = { \x00\x04foo\x00 }
__set%d t 7 size 5
__set%d t 0
	element 00000000  : 1 [end]	element 00001600  : 0 [end]	element 00001700  : 1 [end]	element 00005000  : 0 [end]	element 00005b00  : 1 [end]
ip t f
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ lookup reg 1 set __set%d ]
  [ immediate reg 0 accept ]

$ nft --debug=netlink delete table ip t
$ nft --debug=netlink -c add table ip x
$ nft --debug=nothing add table ip x
invalid debug parameter `nothing'
[1]
