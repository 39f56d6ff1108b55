# Rules of a table of both families.
| table inet t {
|   set addrs { type ipv4_addr; elements = { 10.0.0.1, 10.0.0.2 } }
|   set nets { type ipv4_addr; flags interval; elements = { 10.0.0.0/8, 192.168.1.7 } }
|   set nets6 { type ipv6_addr; flags interval; elements = { fd00::/8 } }
|   set ports { type inet_service; flags interval; elements = { 22, 80-90 } }
|   set marks { type mark; elements = { 1, 0x10 } }
|   set wide { type mark; flags interval; elements = { 1-10, 0x100 } }
|   set pairs { type ipv4_addr . inet_service; elements = { 10.0.0.1 . 22 } }
|   set both { type ipv4_addr . inet_service; flags interval; elements = { 10.0.0.0/8 . 80-90, 1.2.3.4 . 22 } }
|   set three { type ipv4_addr . inet_proto . inet_service; flags interval; elements = { 10.0.0.0/8 . tcp . 80 } }
|   set ifs { type ifname; elements = { "lo", "eth0" } }
|   set ifpair { type ifname . ipv4_addr; flags interval; elements = { "lo" . 10.0.0.0/8 } }
|   set seen { type ipv4_addr; flags dynamic,timeout; timeout 1m; }
|   set seen6 { type ipv6_addr; size 1000; flags dynamic; }
|   set meters { type ipv4_addr . inet_service; flags dynamic; }
|   set markpair { type mark . inet_service; flags interval; elements = { 1-5 . 80 } }
|   map ports2 { type ipv4_addr : inet_service; elements = { 10.0.0.1 : 8080 } }
|   map to4 { type inet_service : ipv4_addr; elements = { 80 : 10.0.0.1 } }
|   map marks2 { type ipv4_addr : mark; flags interval; elements = { 10.0.0.0/8 : 5 } }
|   map dyn { type ipv4_addr : mark; flags dynamic; }
|   map verdicts { type inet_service : verdict; flags interval; elements = { 22 : accept, 80-90 : jump u } }
|   map mverdicts { type mark : verdict; flags interval; elements = { 1-10 : accept, 20 : drop } }
|   map dscps { type dscp : verdict; elements = { cs1 : accept } }
|   map counters { type ipv4_addr : counter; elements = { 10.0.0.1 : "c1" } }
|   counter c1 { }
|   quota q1 { over 10 mbytes }
|   limit l1 { rate 10/second }
|   ct helper ftp1 { type "ftp" protocol tcp; }
|   chain u { }
|   chain c { }
| }
inet (null) (null) use 0
inet (null) (null) use 0
table (null) name (null) use 0 [ counter pkts 0 bytes 0 ]
table (null) name (null) use 0 [ quota bytes 10485760 flags 1 ]
table (null) name (null) use 0 [ limit rate 10 unit 1 burst 5 type 0 flags 0 ]
table (null) name (null) use 0 [ ct_helper name ftp family 0 protocol 6 ]
addrs t 0
addrs t 0
	element 0100000a  : 0 [end]	element 0200000a  : 0 [end]
nets t 4
nets t 0
	element 00000000  : 1 [end]	element 0000000a  : 0 [end]	element 0000000b  : 1 [end]	element 0701a8c0  : 0 [end]	element 0801a8c0  : 1 [end]
nets6 t 4
nets6 t 0
	element 00000000 00000000 00000000 00000000  : 1 [end]	element 000000fd 00000000 00000000 00000000  : 0 [end]	element 000000fe 00000000 00000000 00000000  : 1 [end]
ports t 4
ports t 0
	element 00000000  : 1 [end]	element 00001600  : 0 [end]	element 00001700  : 1 [end]	element 00005000  : 0 [end]	element 00005b00  : 1 [end]
marks t 0
marks t 0
	element 00000001  : 0 [end]	element 00000010  : 0 [end]
wide t 4
wide t 0
	element 00000000  : 1 [end]	element 01000000  : 0 [end]	element 0b000000  : 1 [end]	element 00010000  : 0 [end]	element 01010000  : 1 [end]
pairs t 0
pairs t 0
	element 0100000a 00001600  : 0 [end]
both t 84
both t 0
	element 0000000a 00005000  - ffffff0a 00005a00  : 0 [end]	element 04030201 00001600  - 04030201 00001600  : 0 [end]
three t 84
three t 0
	element 0000000a 00000006 00005000  - ffffff0a 00000006 00005000  : 0 [end]
ifs t 0
ifs t 0
	element 00006f6c 00000000 00000000 00000000  : 0 [end]	element 30687465 00000000 00000000 00000000  : 0 [end]
ifpair t 84
ifpair t 0
	element 00006f6c 00000000 00000000 00000000 0000000a  - 00006f6c 00000000 00000000 00000000 ffffff0a  : 0 [end]
seen t 30 timeout 60000ms
seen6 t 20 size 1000
meters t 20
markpair t 84
markpair t 0
	element 01000000 00005000  - 05000000 00005000  : 0 [end]
ports2 t 8
ports2 t 0
	element 0100000a  : 0000901f 0 [end]
to4 t 8
to4 t 0
	element 00005000  : 0100000a 0 [end]
marks2 t c
marks2 t 0
	element 00000000  : 1 [end]	element 0000000a  : 00000005 0 [end]	element 0000000b  : 1 [end]
dyn t 28
verdicts t c
verdicts t 0
	element 00000000  : 1 [end]	element 00001600  : accept 0 [end]	element 00001700  : 1 [end]	element 00005000  : jump -> u 0 [end]	element 00005b00  : 1 [end]
mverdicts t c
mverdicts t 0
	element 00000000  : 1 [end]	element 01000000  : accept 0 [end]	element 0b000000  : 1 [end]	element 14000000  : drop 0 [end]	element 15000000  : 1 [end]
dscps t 8
dscps t 0
	element 00000008  : accept 0 [end]
counters t 40
counters t 0
	element 0100000a  : 0 [end]
> tcp dport 22
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
> tcp dport 22 accept
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
  [ immediate reg 0 accept ]
> tcp dport ssh counter drop
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
  [ counter pkts 0 bytes 0 ]
  [ immediate reg 0 drop ]
> udp sport 53 udp dport 53
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000011 ]
  [ payload load 4b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x35003500 ]
> tcp sport 1024-65535 tcp dport 80
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 0 => reg 1 ]
  [ cmp gte reg 1 0x00000004 ]
  [ cmp lte reg 1 0x0000ffff ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
> tcp dport != 22
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp neq reg 1 0x00001600 ]
> tcp dport != 22-25
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ range neq reg 1 0x00001600 0x00001900 ]
> tcp dport > 1024
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp gt reg 1 0x00000004 ]
> tcp dport >= 1024
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp gte reg 1 0x00000004 ]
> tcp dport < 1024
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp lt reg 1 0x00000004 ]
> tcp dport <= 1024
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp lte reg 1 0x00000004 ]
> tcp dport { 22, 80, 443 } accept
__set%d t 3 size 3
__set%d t 0
	element 00001600  : 0 [end]	element 00005000  : 0 [end]	element 0000bb01  : 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ lookup reg 1 set __set%d ]
  [ immediate reg 0 accept ]
> tcp dport { 22, 80-90 } accept
__set%d t 7 size 5
__set%d t 0
	element 00000000  : 1 [end]	element 00001600  : 0 [end]	element 00001700  : 1 [end]	element 00005000  : 0 [end]	element 00005b00  : 1 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ lookup reg 1 set __set%d ]
  [ immediate reg 0 accept ]
> tcp dport != { 22, 80 } drop
__set%d t 3 size 2
__set%d t 0
	element 00001600  : 0 [end]	element 00005000  : 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ lookup reg 1 set __set%d 0x1 ]
  [ immediate reg 0 drop ]
> tcp dport @ports
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ lookup reg 1 set ports ]
> tcp dport != @ports
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ lookup reg 1 set ports 0x1 ]
> th dport 53
inet t c
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00003500 ]
> th dport { 53, 853 }
__set%d t 3 size 2
__set%d t 0
	element 00003500  : 0 [end]	element 00005503  : 0 [end]
inet t c
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ lookup reg 1 set __set%d ]
> meta l4proto { tcp, udp } th dport 53 accept
__set%d t 3 size 2
__set%d t 0
	element 00000006  : 0 [end]	element 00000011  : 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ lookup reg 1 set __set%d ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00003500 ]
  [ immediate reg 0 accept ]
> meta l4proto tcp tcp dport 22
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
> meta l4proto tcp th dport 22
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
> meta l4proto udp
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000011 ]
> meta l4proto { tcp, udp }
__set%d t 3 size 2
__set%d t 0
	element 00000006  : 0 [end]	element 00000011  : 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ lookup reg 1 set __set%d ]
> meta l4proto != tcp
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp neq reg 1 0x00000006 ]
> meta l4proto 6-17
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp gte reg 1 0x00000006 ]
  [ cmp lte reg 1 0x00000011 ]
> meta nfproto ipv4
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
> meta nfproto ipv6 tcp dport 22
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
> meta nfproto { ipv4, ipv6 }
__set%d t 3 size 2
__set%d t 0
	element 00000002  : 0 [end]	element 0000000a  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ lookup reg 1 set __set%d ]
> meta nfproto ipv4 ip saddr 10.0.0.1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
> meta protocol ip
inet t c
  [ meta load protocol => reg 1 ]
  [ cmp eq reg 1 0x00000008 ]
> meta protocol ip6 tcp dport 22
inet t c
  [ meta load protocol => reg 1 ]
  [ cmp eq reg 1 0x0000dd86 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
> meta protocol ip ip saddr 10.0.0.1
inet t c
  [ meta load protocol => reg 1 ]
  [ cmp eq reg 1 0x00000008 ]
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
> meta protocol { ip, ip6 }
__set%d t 3 size 2
__set%d t 0
	element 00000008  : 0 [end]	element 0000dd86  : 0 [end]
inet t c
  [ meta load protocol => reg 1 ]
  [ lookup reg 1 set __set%d ]
> ip saddr 10.0.0.1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
> ip saddr 10.0.0.0/8
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
> ip saddr 10.16.0.0/12
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000f0ff ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x0000100a ]
> ip saddr 10.0.0.0/16 ip daddr 10.1.0.0/24
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 2b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 3b @ network header + 16 => reg 1 ]
  [ cmp eq reg 1 0x0000010a ]
> ip saddr 10.0.0.1 ip daddr 10.0.0.2
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
  [ payload load 4b @ network header + 16 => reg 1 ]
  [ cmp eq reg 1 0x0200000a ]
> ip saddr 10.0.0.1 ip daddr 10.0.0.2 tcp dport 22
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
  [ payload load 4b @ network header + 16 => reg 1 ]
  [ cmp eq reg 1 0x0200000a ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
> ip saddr != 10.0.0.0/8
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 12 => reg 1 ]
  [ cmp neq reg 1 0x0000000a ]
> ip saddr != 10.16.0.0/12
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000f0ff ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x0000100a ]
> ip saddr 10.0.0.1-10.0.0.9
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp gte reg 1 0x0100000a ]
  [ cmp lte reg 1 0x0900000a ]
> ip saddr != 10.0.0.1-10.0.0.9
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ range neq reg 1 0x0100000a 0x0900000a ]
> ip saddr { 10.0.0.1, 10.0.0.2 }
__set%d t 3 size 2
__set%d t 0
	element 0100000a  : 0 [end]	element 0200000a  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set __set%d ]
> ip saddr { 10.0.0.0/8, 192.168.0.1-192.168.0.9 }
__set%d t 7 size 5
__set%d t 0
	element 00000000  : 1 [end]	element 0000000a  : 0 [end]	element 0000000b  : 1 [end]	element 0100a8c0  : 0 [end]	element 0a00a8c0  : 1 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set __set%d ]
> ip saddr != { 10.0.0.0/8, 192.168.0.0/16 } drop
__set%d t 7 size 5
__set%d t 0
	element 00000000  : 1 [end]	element 0000000a  : 0 [end]	element 0000000b  : 1 [end]	element 0000a8c0  : 0 [end]	element 0000a9c0  : 1 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set __set%d 0x1 ]
  [ immediate reg 0 drop ]
> ip saddr @addrs
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set addrs ]
> ip saddr @nets
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set nets ]
> ip saddr != @nets
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set nets 0x1 ]
> ip saddr & 0.0.0.255 == 0.0.0.5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0xff000000 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x05000000 ]
> ip saddr & 255.255.0.0 == 10.0.0.0
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000ffff ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x0000000a ]
> ip saddr 0.0.0.0/0
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000000 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000000 ]
> ip version 4
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000f0 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000040 ]
> ip hdrlength 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000000f ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000005 ]
> ip hdrlength != 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000000f ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000005 ]
> ip dscp cs1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000020 ]
> ip dscp != cs1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000020 ]
> ip dscp { cs1, af11 }
__set%d t 3 size 2
__set%d t 0
	element 00000020  : 0 [end]	element 00000028  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]
  [ lookup reg 1 set __set%d ]
> ip dscp 0x3f
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x000000fc ]
> ip ecn ce
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000003 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000003 ]
> ip ecn != not-ect
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000003 ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000000 ]
> ip ecn { ect0, ect1 }
__set%d t 3 size 2
__set%d t 0
	element 00000002  : 0 [end]	element 00000001  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000003 ) ^ 0x00000000 ]
  [ lookup reg 1 set __set%d ]
> ip length 100
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 2b @ network header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00006400 ]
> ip length 100-200
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 2b @ network header + 2 => reg 1 ]
  [ cmp gte reg 1 0x00006400 ]
  [ cmp lte reg 1 0x0000c800 ]
> ip length > 1000
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 2b @ network header + 2 => reg 1 ]
  [ cmp gt reg 1 0x0000e803 ]
> ip id 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 2b @ network header + 4 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> ip frag-off 0
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 2b @ network header + 6 => reg 1 ]
  [ cmp eq reg 1 0x00000000 ]
> ip frag-off != 0
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 2b @ network header + 6 => reg 1 ]
  [ cmp neq reg 1 0x00000000 ]
> ip frag-off & 0x1fff != 0
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 2b @ network header + 6 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000ff1f ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000000 ]
> ip frag-off & 0x2000 != 0
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 2b @ network header + 6 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000020 ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000000 ]
> ip ttl 64
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 8 => reg 1 ]
  [ cmp eq reg 1 0x00000040 ]
> ip ttl 1-5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 8 => reg 1 ]
  [ cmp gte reg 1 0x00000001 ]
  [ cmp lte reg 1 0x00000005 ]
> ip ttl > 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 8 => reg 1 ]
  [ cmp gt reg 1 0x00000005 ]
> ip ttl { 1, 64 }
__set%d t 3 size 2
__set%d t 0
	element 00000001  : 0 [end]	element 00000040  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 8 => reg 1 ]
  [ lookup reg 1 set __set%d ]
> ip protocol tcp
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 9 => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
> ip protocol tcp tcp dport 22
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 9 => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
> ip protocol { tcp, udp }
__set%d t 3 size 2
__set%d t 0
	element 00000006  : 0 [end]	element 00000011  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 9 => reg 1 ]
  [ lookup reg 1 set __set%d ]
> ip protocol != icmp
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 9 => reg 1 ]
  [ cmp neq reg 1 0x00000001 ]
> ip protocol icmp icmp type echo-request
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 9 => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000008 ]
> ip checksum 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 2b @ network header + 10 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> ip6 saddr fd00::1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ cmp eq reg 1 0x000000fd 0x00000000 0x00000000 0x01000000 ]
> ip6 saddr fd00::/8
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 1b @ network header + 8 => reg 1 ]
  [ cmp eq reg 1 0x000000fd ]
> ip6 saddr fd00::/12
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000f0ff 0x00000000 0x00000000 0x00000000 ) ^ 0x00000000 0x00000000 0x00000000 0x00000000 ]
  [ cmp eq reg 1 0x000000fd 0x00000000 0x00000000 0x00000000 ]
> ip6 saddr ::1 ip6 daddr ::1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ cmp eq reg 1 0x00000000 0x00000000 0x00000000 0x01000000 ]
  [ payload load 16b @ network header + 24 => reg 1 ]
  [ cmp eq reg 1 0x00000000 0x00000000 0x00000000 0x01000000 ]
> ip6 saddr fd00::1-fd00::9
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ cmp gte reg 1 0x000000fd 0x00000000 0x00000000 0x01000000 ]
  [ cmp lte reg 1 0x000000fd 0x00000000 0x00000000 0x09000000 ]
> ip6 saddr { fd00::1, fd00::2 }
__set%d t 3 size 2
__set%d t 0
	element 000000fd 00000000 00000000 01000000  : 0 [end]	element 000000fd 00000000 00000000 02000000  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ lookup reg 1 set __set%d ]
> ip6 saddr { fd00::/8, fe80::/10 }
__set%d t 7 size 5
__set%d t 0
	element 00000000 00000000 00000000 00000000  : 1 [end]	element 000000fd 00000000 00000000 00000000  : 0 [end]	element 000000fe 00000000 00000000 00000000  : 1 [end]	element 000080fe 00000000 00000000 00000000  : 0 [end]	element 0000c0fe 00000000 00000000 00000000  : 1 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ lookup reg 1 set __set%d ]
> ip6 saddr @nets6
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ lookup reg 1 set nets6 ]
> ip6 daddr & ffff:: == fd00::
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 16b @ network header + 24 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000ffff 0x00000000 0x00000000 0x00000000 ) ^ 0x00000000 0x00000000 0x00000000 0x00000000 ]
  [ cmp eq reg 1 0x000000fd 0x00000000 0x00000000 0x00000000 ]
> ip6 version 6
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 1b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000f0 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000060 ]
> ip6 dscp cs1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 2b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000c00f ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000002 ]
> ip6 dscp { cs1, cs2 }
__set%d t 3 size 2
__set%d t 0
	element 00000002  : 0 [end]	element 00000004  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 2b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000c00f ) ^ 0x00000000 ]
  [ lookup reg 1 set __set%d ]
> ip6 dscp != cs3
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 2b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000c00f ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000006 ]
> ip6 ecn ce
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 1b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000030 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000030 ]
> ip6 flowlabel 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 3b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00ffff0f ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00050000 ]
> ip6 flowlabel != 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 3b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00ffff0f ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00050000 ]
> ip6 flowlabel { 1, 5 }
__set%d t 3 size 2
__set%d t 0
	element 00010000  : 0 [end]	element 00050000  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 3b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00ffff0f ) ^ 0x00000000 ]
  [ lookup reg 1 set __set%d ]
> ip6 length 100
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 2b @ network header + 4 => reg 1 ]
  [ cmp eq reg 1 0x00006400 ]
> ip6 nexthdr tcp
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 1b @ network header + 6 => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
> ip6 nexthdr tcp tcp dport 22
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 1b @ network header + 6 => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
> ip6 nexthdr ipv6-icmp icmpv6 type echo-request
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 1b @ network header + 6 => reg 1 ]
  [ cmp eq reg 1 0x0000003a ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000080 ]
> ip6 hoplimit 64
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 1b @ network header + 7 => reg 1 ]
  [ cmp eq reg 1 0x00000040 ]
> ip6 hoplimit > 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 1b @ network header + 7 => reg 1 ]
  [ cmp gt reg 1 0x00000005 ]
> icmp type echo-request
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000008 ]
> icmp type { echo-request, echo-reply }
__set%d t 3 size 2
__set%d t 0
	element 00000008  : 0 [end]	element 00000000  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ lookup reg 1 set __set%d ]
> icmp type != echo-request
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp neq reg 1 0x00000008 ]
> icmp code 0
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 1b @ transport header + 1 => reg 1 ]
  [ cmp eq reg 1 0x00000000 ]
> icmp code port-unreachable
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 1b @ transport header + 1 => reg 1 ]
  [ cmp eq reg 1 0x00000003 ]
> icmp type destination-unreachable icmp code host-unreachable
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 2b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000103 ]
> icmp id 5
__set%d t 3 size 2
__set%d t 0
	element 00000008  : 0 [end]	element 00000000  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ lookup reg 1 set __set%d ]
  [ payload load 2b @ transport header + 4 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> icmp sequence 5
__set%d t 3 size 2
__set%d t 0
	element 00000008  : 0 [end]	element 00000000  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ lookup reg 1 set __set%d ]
  [ payload load 2b @ transport header + 6 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> icmp type echo-request icmp id 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000008 ]
  [ payload load 2b @ transport header + 4 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> icmp mtu 1400
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000003 ]
  [ payload load 2b @ transport header + 6 => reg 1 ]
  [ cmp eq reg 1 0x00007805 ]
> icmp checksum 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> icmpv6 type echo-request
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x0000003a ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000080 ]
> icmpv6 type { nd-neighbor-solicit, nd-router-advert }
__set%d t 3 size 2
__set%d t 0
	element 00000087  : 0 [end]	element 00000086  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x0000003a ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ lookup reg 1 set __set%d ]
> icmpv6 code no-route
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x0000003a ]
  [ payload load 1b @ transport header + 1 => reg 1 ]
  [ cmp eq reg 1 0x00000000 ]
> icmpv6 id 5
__set%d t 3 size 2
__set%d t 0
	element 00000080  : 0 [end]	element 00000081  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x0000003a ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ lookup reg 1 set __set%d ]
  [ payload load 2b @ transport header + 4 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> icmpv6 mtu 1280
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x0000003a ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ transport header + 4 => reg 1 ]
  [ cmp eq reg 1 0x00050000 ]
> icmpv6 sequence 4
__set%d t 3 size 2
__set%d t 0
	element 00000080  : 0 [end]	element 00000081  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x0000003a ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ lookup reg 1 set __set%d ]
  [ payload load 2b @ transport header + 6 => reg 1 ]
  [ cmp eq reg 1 0x00000400 ]
> icmpv6 max-delay 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x0000003a ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000082 ]
  [ payload load 2b @ transport header + 4 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> igmp type membership-query
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000011 ]
> igmp mrt 10
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ transport header + 1 => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
> tcp flags syn
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000002 ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000000 ]
> tcp flags syn,ack
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000012 ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000000 ]
> tcp flags != syn
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ cmp neq reg 1 0x00000002 ]
> tcp flags ! syn
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000002 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000000 ]
> tcp flags ! syn,rst
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000006 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000000 ]
> tcp flags == syn
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
> tcp flags != syn,ack
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ cmp neq reg 1 0x00000012 ]
> tcp flags == syn|ack
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ cmp eq reg 1 0x00000012 ]
> tcp flags { syn, syn|ack }
__set%d t 3 size 2
__set%d t 0
	element 00000002  : 0 [end]	element 00000012  : 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ lookup reg 1 set __set%d ]
> tcp flags & (fin|syn|rst|ack) == syn
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000017 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000002 ]
> tcp flags & (fin|syn) == fin|syn
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000003 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000003 ]
> tcp flags & (fin|syn) != 0
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000003 ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000000 ]
> tcp flags & syn != 0
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000002 ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000000 ]
> tcp flags & (fin|syn|rst|ack) != syn
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000017 ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000002 ]
> tcp flags & (syn|ack) == (syn|ack)
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000012 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000012 ]
> tcp flags & (fin|syn|rst|psh|ack|urg) < 5
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000003f ) ^ 0x00000000 ]
  [ cmp lt reg 1 0x00000005 ]
> tcp flags syn / fin,syn,rst,ack
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000017 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000002 ]
> tcp flags fin,syn / fin,syn
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000003 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000003 ]
> tcp flags != syn / fin,syn,rst,ack
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000017 ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000002 ]
> tcp sequence 5
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ transport header + 4 => reg 1 ]
  [ cmp eq reg 1 0x05000000 ]
> tcp ackseq > 5
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ transport header + 8 => reg 1 ]
  [ cmp gt reg 1 0x05000000 ]
> tcp doff 8
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 12 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000f0 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000080 ]
> tcp doff > 5
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 12 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000f0 ) ^ 0x00000000 ]
  [ cmp gt reg 1 0x00000050 ]
> tcp reserved 1
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 12 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000000f ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000001 ]
> tcp window 100
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 14 => reg 1 ]
  [ cmp eq reg 1 0x00006400 ]
> tcp window { 1, 1000-2000 }
__set%d t 7 size 5
__set%d t 0
	element 00000000  : 1 [end]	element 00000100  : 0 [end]	element 00000200  : 1 [end]	element 0000e803  : 0 [end]	element 0000d107  : 1 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 14 => reg 1 ]
  [ lookup reg 1 set __set%d ]
> tcp checksum 5
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 16 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> tcp urgptr 5
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 18 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> tcp sport 1 tcp dport 2
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x02000100 ]
> tcp dport 2 tcp sport 1
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x02000100 ]
> tcp sport 1 counter tcp dport 2
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x02000100 ]
  [ counter pkts 0 bytes 0 ]
> tcp sport 1 ip saddr 10.0.0.1 tcp dport 2
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x02000100 ]
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
> tcp sport != 1 tcp dport != 2
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ transport header + 0 => reg 1 ]
  [ cmp neq reg 1 0x02000100 ]
> tcp sport != 1 tcp dport 2
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 0 => reg 1 ]
  [ cmp neq reg 1 0x00000100 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000200 ]
> udp length 8
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000011 ]
  [ payload load 2b @ transport header + 4 => reg 1 ]
  [ cmp eq reg 1 0x00000800 ]
> udp checksum 0
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000011 ]
  [ payload load 2b @ transport header + 6 => reg 1 ]
  [ cmp eq reg 1 0x00000000 ]
> udplite sport 5
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000088 ]
  [ payload load 2b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> udplite checksum 5
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000088 ]
  [ payload load 2b @ transport header + 6 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> sctp sport 5
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000084 ]
  [ payload load 2b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> sctp dport { 1, 2 }
__set%d t 3 size 2
__set%d t 0
	element 00000100  : 0 [end]	element 00000200  : 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000084 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ lookup reg 1 set __set%d ]
> sctp vtag 5
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000084 ]
  [ payload load 4b @ transport header + 4 => reg 1 ]
  [ cmp eq reg 1 0x05000000 ]
> dccp sport 5
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000021 ]
  [ payload load 2b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> dccp type request
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000021 ]
  [ payload load 1b @ transport header + 8 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000001e ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000000 ]
> dccp type { request, response }
__set%d t 3 size 2
__set%d t 0
	element 00000000  : 0 [end]	element 00000002  : 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000021 ]
  [ payload load 1b @ transport header + 8 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000001e ) ^ 0x00000000 ]
  [ lookup reg 1 set __set%d ]
> dccp type != data
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000021 ]
  [ payload load 1b @ transport header + 8 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000001e ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000004 ]
> ah spi 5
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000033 ]
  [ payload load 4b @ transport header + 4 => reg 1 ]
  [ cmp eq reg 1 0x05000000 ]
> ah hdrlength 5
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000033 ]
  [ payload load 1b @ transport header + 1 => reg 1 ]
  [ cmp eq reg 1 0x00000005 ]
> ah sequence 5
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000033 ]
  [ payload load 4b @ transport header + 8 => reg 1 ]
  [ cmp eq reg 1 0x05000000 ]
> esp spi 5
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000032 ]
  [ payload load 4b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x05000000 ]
> esp spi { 1, 100-200 }
__set%d t 7 size 5
__set%d t 0
	element 00000000  : 1 [end]	element 01000000  : 0 [end]	element 02000000  : 1 [end]	element 64000000  : 0 [end]	element c9000000  : 1 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000032 ]
  [ payload load 4b @ transport header + 0 => reg 1 ]
  [ lookup reg 1 set __set%d ]
> esp sequence 5
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000032 ]
  [ payload load 4b @ transport header + 4 => reg 1 ]
  [ cmp eq reg 1 0x05000000 ]
> comp cpi 5
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x0000006c ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> comp flags 1
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x0000006c ]
  [ payload load 1b @ transport header + 1 => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> ether saddr 00:11:22:33:44:55
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 6b @ link header + 6 => reg 1 ]
  [ cmp eq reg 1 0x33221100 0x00005544 ]
> ether daddr { 00:11:22:33:44:55, 00:11:22:33:44:66 }
__set%d t 3 size 2
__set%d t 0
	element 33221100 00005544  : 0 [end]	element 33221100 00006644  : 0 [end]
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 6b @ link header + 0 => reg 1 ]
  [ lookup reg 1 set __set%d ]
> ether type ip
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 2b @ link header + 12 => reg 1 ]
  [ cmp eq reg 1 0x00000008 ]
> ether type ip6
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 2b @ link header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0000dd86 ]
> ether saddr 00:11:22:33:44:55 ip saddr 10.0.0.1
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 8b @ link header + 6 => reg 1 ]
  [ cmp eq reg 1 0x33221100 0x00085544 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
> ether daddr 00:11:22:33:44:55 ether saddr 00:11:22:33:44:66
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 12b @ link header + 0 => reg 1 ]
  [ cmp eq reg 1 0x33221100 0x11005544 0x66443322 ]
> vlan id 5
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 2b @ link header + 12 => reg 1 ]
  [ cmp eq reg 1 0x00000081 ]
  [ payload load 2b @ link header + 14 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000ff0f ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000500 ]
> vlan pcp 5
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 2b @ link header + 12 => reg 1 ]
  [ cmp eq reg 1 0x00000081 ]
  [ payload load 1b @ link header + 14 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000e0 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x000000a0 ]
> vlan id 5 ip saddr 10.0.0.1
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 2b @ link header + 12 => reg 1 ]
  [ cmp eq reg 1 0x00000081 ]
  [ payload load 2b @ link header + 14 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000ff0f ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000500 ]
  [ payload load 2b @ link header + 16 => reg 1 ]
  [ cmp eq reg 1 0x00000008 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
> vlan dei 1
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 2b @ link header + 12 => reg 1 ]
  [ cmp eq reg 1 0x00000081 ]
  [ payload load 1b @ link header + 14 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000010 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000010 ]
> @th,16,16 22
inet t c
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
> @th,0,32 0x00010002
inet t c
  [ payload load 4b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x02000100 ]
> @nh,8,8 5
inet t c
  [ payload load 1b @ network header + 1 => reg 1 ]
  [ cmp eq reg 1 0x00000005 ]
> @nh,96,32 0x0a000001
inet t c
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
> @nh,72,8 6
inet t c
  [ payload load 1b @ network header + 9 => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
> @ll,0,48 0x001122334455
inet t c
  [ payload load 6b @ link header + 0 => reg 1 ]
  [ cmp eq reg 1 0x33221100 0x00005544 ]
> @ih,0,32 0x41414141
inet t c
  [ payload load 4b @ inner header + 0 => reg 1 ]
  [ cmp eq reg 1 0x41414141 ]
> @th,4,4 5
inet t c
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000000f ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000005 ]
> @nh,12,12 0x123
inet t c
  [ payload load 2b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000ff0f ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00002301 ]
> @th,16,16 { 22, 80 }
__set%d t 3 size 2
__set%d t 0
	element 00001600  : 0 [end]	element 00005000  : 0 [end]
inet t c
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ lookup reg 1 set __set%d ]
> @th,16,16 > 1024
inet t c
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp gt reg 1 0x00000004 ]
> @th,20,8 5
inet t c
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000f00f ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00005000 ]
> meta length 100
inet t c
  [ meta load len => reg 1 ]
  [ cmp eq reg 1 0x00000064 ]
> meta length 100-200
inet t c
  [ meta load len => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ cmp gte reg 1 0x64000000 ]
  [ cmp lte reg 1 0xc8000000 ]
> meta length > 1000
inet t c
  [ meta load len => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ cmp gt reg 1 0xe8030000 ]
> meta length { 1, 100-200 }
__set%d t 7 size 5
__set%d t 0
	element 00000000  : 1 [end]	element 01000000  : 0 [end]	element 02000000  : 1 [end]	element 64000000  : 0 [end]	element c9000000  : 1 [end]
inet t c
  [ meta load len => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ lookup reg 1 set __set%d ]
> meta length != 5
inet t c
  [ meta load len => reg 1 ]
  [ cmp neq reg 1 0x00000005 ]
> meta mark 5
inet t c
  [ meta load mark => reg 1 ]
  [ cmp eq reg 1 0x00000005 ]
> meta mark != 0
inet t c
  [ meta load mark => reg 1 ]
  [ cmp neq reg 1 0x00000000 ]
> meta mark 0x10-0x20
inet t c
  [ meta load mark => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ cmp gte reg 1 0x10000000 ]
  [ cmp lte reg 1 0x20000000 ]
> meta mark != 0x10-0x20
inet t c
  [ meta load mark => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ range neq reg 1 0x10000000 0x20000000 ]
> meta mark > 5
inet t c
  [ meta load mark => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ cmp gt reg 1 0x05000000 ]
> meta mark { 1, 2 }
__set%d t 3 size 2
__set%d t 0
	element 00000001  : 0 [end]	element 00000002  : 0 [end]
inet t c
  [ meta load mark => reg 1 ]
  [ lookup reg 1 set __set%d ]
> meta mark { 1-5, 10 }
__set%d t 7 size 5
__set%d t 0
	element 00000000  : 1 [end]	element 01000000  : 0 [end]	element 06000000  : 1 [end]	element 0a000000  : 0 [end]	element 0b000000  : 1 [end]
inet t c
  [ meta load mark => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ lookup reg 1 set __set%d ]
> meta mark @marks
inet t c
  [ meta load mark => reg 1 ]
  [ lookup reg 1 set marks ]
> meta mark @wide
inet t c
  [ meta load mark => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ lookup reg 1 set wide ]
> meta mark & 0xff == 0x10
inet t c
  [ meta load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000ff ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000010 ]
> meta mark & 0xff != 0x10
inet t c
  [ meta load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000ff ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000010 ]
> meta mark & 0xff > 0x10
inet t c
  [ meta load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000ff ) ^ 0x00000000 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ cmp gt reg 1 0x10000000 ]
> meta mark & 0xff { 1, 2 }
__set%d t 3 size 2
__set%d t 0
	element 00000001  : 0 [end]	element 00000002  : 0 [end]
inet t c
  [ meta load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000ff ) ^ 0x00000000 ]
  [ lookup reg 1 set __set%d ]
> meta mark & 0xff 1-5
inet t c
  [ meta load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000ff ) ^ 0x00000000 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ cmp gte reg 1 0x01000000 ]
  [ cmp lte reg 1 0x05000000 ]
> meta mark | 1 == 3
inet t c
  [ meta load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0xfffffffe ) ^ 0x00000001 ]
  [ cmp eq reg 1 0x00000003 ]
> meta mark ^ 1 == 3
inet t c
  [ meta load mark => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
> meta mark & 0x0f | 0x10 == 0x15
inet t c
  [ meta load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000000f ) ^ 0x00000010 ]
  [ cmp eq reg 1 0x00000015 ]
> meta priority 1:10
inet t c
  [ meta load priority => reg 1 ]
  [ cmp eq reg 1 0x00010010 ]
> meta priority none
inet t c
  [ meta load priority => reg 1 ]
  [ cmp eq reg 1 0x00000000 ]
> meta priority 0-5
inet t c
  [ meta load priority => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ cmp gte reg 1 0x00000000 ]
  [ cmp lte reg 1 0x05000000 ]
> meta iif lo
inet t c
  [ meta load iif => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> meta iif != lo
inet t c
  [ meta load iif => reg 1 ]
  [ cmp neq reg 1 0x00000001 ]
> iif lo accept
inet t c
  [ meta load iif => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ immediate reg 0 accept ]
> oif lo
inet t c
  [ meta load oif => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> iifname eth0
inet t c
  [ meta load iifname => reg 1 ]
  [ cmp eq reg 1 0x30687465 0x00000000 0x00000000 0x00000000 ]
> iifname "eth*"
inet t c
  [ meta load iifname => reg 1 ]
  [ cmp eq reg 1 0x00687465 ]
> iifname != "eth*"
inet t c
  [ meta load iifname => reg 1 ]
  [ cmp neq reg 1 0x00687465 ]
> iifname != eth0
inet t c
  [ meta load iifname => reg 1 ]
  [ cmp neq reg 1 0x30687465 0x00000000 0x00000000 0x00000000 ]
> iifname { eth0, lo }
__set%d t 3 size 2
__set%d t 0
	element 30687465 00000000 00000000 00000000  : 0 [end]	element 00006f6c 00000000 00000000 00000000  : 0 [end]
inet t c
  [ meta load iifname => reg 1 ]
  [ lookup reg 1 set __set%d ]
> iifname { "eth*", lo }
__set%d t 7 size 5
__set%d t 0
	element 00000000 00000000 00000000 00000000  : 1 [end]	element 00687465 00000000 00000000 00000000  : 0 [end]	element 00697465 00000000 00000000 00000000  : 1 [end]	element 00006f6c 00000000 00000000 00000000  : 0 [end]	element 00006f6c 00000000 00000000 01000000  : 1 [end]
inet t c
  [ meta load iifname => reg 1 ]
  [ lookup reg 1 set __set%d ]
> iifname @ifs
inet t c
  [ meta load iifname => reg 1 ]
  [ lookup reg 1 set ifs ]
> oifname eth1
inet t c
  [ meta load oifname => reg 1 ]
  [ cmp eq reg 1 0x31687465 0x00000000 0x00000000 0x00000000 ]
> iiftype ether
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> iiftype { ether, loopback }
__set%d t 3 size 2
__set%d t 0
	element 00000001  : 0 [end]	element 00000304  : 0 [end]
inet t c
  [ meta load iiftype => reg 1 ]
  [ lookup reg 1 set __set%d ]
> oiftype != loopback
inet t c
  [ meta load oiftype => reg 1 ]
  [ cmp neq reg 1 0x00000304 ]
> meta skuid 0
inet t c
  [ meta load skuid => reg 1 ]
  [ cmp eq reg 1 0x00000000 ]
> meta skuid root
inet t c
  [ meta load skuid => reg 1 ]
  [ cmp eq reg 1 0x00000000 ]
> meta skuid 1000-2000
inet t c
  [ meta load skuid => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ cmp gte reg 1 0xe8030000 ]
  [ cmp lte reg 1 0xd0070000 ]
> meta skgid 5
inet t c
  [ meta load skgid => reg 1 ]
  [ cmp eq reg 1 0x00000005 ]
> meta skgid { 1, 5-9 }
__set%d t 7 size 5
__set%d t 0
	element 00000000  : 1 [end]	element 01000000  : 0 [end]	element 02000000  : 1 [end]	element 05000000  : 0 [end]	element 0a000000  : 1 [end]
inet t c
  [ meta load skgid => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ lookup reg 1 set __set%d ]
> meta rtclassid 5
inet t c
  [ meta load rtclassid => reg 1 ]
  [ cmp eq reg 1 0x00000005 ]
> meta pkttype unicast
inet t c
  [ meta load pkttype => reg 1 ]
  [ cmp eq reg 1 0x00000000 ]
> meta pkttype { broadcast, multicast }
__set%d t 3 size 2
__set%d t 0
	element 00000001  : 0 [end]	element 00000002  : 0 [end]
inet t c
  [ meta load pkttype => reg 1 ]
  [ lookup reg 1 set __set%d ]
> pkttype host
inet t c
  [ meta load pkttype => reg 1 ]
  [ cmp eq reg 1 0x00000000 ]
> meta cpu 1
inet t c
  [ meta load cpu => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> meta cpu 1-3
inet t c
  [ meta load cpu => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ cmp gte reg 1 0x01000000 ]
  [ cmp lte reg 1 0x03000000 ]
> meta iifgroup default
inet t c
  [ meta load iifgroup => reg 1 ]
  [ cmp eq reg 1 0x00000000 ]
> meta iifgroup 5
inet t c
  [ meta load iifgroup => reg 1 ]
  [ cmp eq reg 1 0x00000005 ]
> meta oifgroup { 1-3 }
inet t c
  [ meta load oifgroup => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ cmp gte reg 1 0x01000000 ]
  [ cmp lte reg 1 0x03000000 ]
> meta cgroup 5
inet t c
  [ meta load cgroup => reg 1 ]
  [ cmp eq reg 1 0x00000005 ]
> meta random 5
inet t c
  [ meta load prandom => reg 1 ]
  [ cmp eq reg 1 0x05000000 ]
> meta random < 1000
inet t c
  [ meta load prandom => reg 1 ]
  [ cmp lt reg 1 0xe8030000 ]
> meta ipsec exists
inet t c
  [ meta load secpath => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> meta ipsec missing
inet t c
  [ meta load secpath => reg 1 ]
  [ cmp eq reg 1 0x00000000 ]
> meta iifkind "vlan"
inet t c
  [ meta load iifkind => reg 1 ]
  [ cmp eq reg 1 0x6e616c76 0x00000000 0x00000000 0x00000000 ]
> meta oifkind "bridge"
inet t c
  [ meta load oifkind => reg 1 ]
  [ cmp eq reg 1 0x64697262 0x00006567 0x00000000 0x00000000 ]
> meta time 1000
inet t c
  [ meta load time => reg 1 ]
  [ cmp eq reg 1 0xd4a51000 0x000000e8 ]
> meta time 1000-2000
inet t c
  [ meta load time => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 8, 8) ]
  [ cmp gte reg 1 0xe8000000 0x0010a5d4 ]
  [ cmp lte reg 1 0xd1010000 0x00204aa9 ]
> meta hour "08:00"-"16:00"
inet t c
  [ meta load hour => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ cmp gte reg 1 0x80700000 ]
  [ cmp lte reg 1 0x00e10000 ]
> meta hour "22:00"-"06:00"
inet t c
  [ meta load hour => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ range neq reg 1 0x60540000 0x60350100 ]
> meta hour "12:00"
inet t c
  [ meta load hour => reg 1 ]
  [ cmp eq reg 1 0x0000a8c0 ]
> meta day "Monday"
inet t c
  [ meta load day => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> meta day 1-5
inet t c
  [ meta load day => reg 1 ]
  [ cmp gte reg 1 0x00000001 ]
  [ cmp lte reg 1 0x00000005 ]
> meta day { "Saturday", "Sunday" }
__set%d t 3 size 2
__set%d t 0
	element 00000006  : 0 [end]	element 00000000  : 0 [end]
inet t c
  [ meta load day => reg 1 ]
  [ lookup reg 1 set __set%d ]
> ct state new
inet t c
  [ ct load state => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000008 ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000000 ]
> ct state established,related accept
inet t c
  [ ct load state => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000006 ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000000 ]
  [ immediate reg 0 accept ]
> ct state { established, related }
__set%d t 3 size 2
__set%d t 0
	element 00000002  : 0 [end]	element 00000004  : 0 [end]
inet t c
  [ ct load state => reg 1 ]
  [ lookup reg 1 set __set%d ]
> ct state != new
inet t c
  [ ct load state => reg 1 ]
  [ cmp neq reg 1 0x00000008 ]
> ct state ! new
inet t c
  [ ct load state => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000008 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000000 ]
> ct state != established,related
inet t c
  [ ct load state => reg 1 ]
  [ cmp neq reg 1 0x00000006 ]
> ct state invalid drop
inet t c
  [ ct load state => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000001 ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000000 ]
  [ immediate reg 0 drop ]
> ct state vmap { established : accept, related : accept, invalid : drop }
__map%d t b size 3
__map%d t 0
	element 00000002  : accept 0 [end]	element 00000004  : accept 0 [end]	element 00000001  : drop 0 [end]
inet t c
  [ ct load state => reg 1 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> ct state vmap { established : accept, new : jump u }
__map%d t b size 2
__map%d t 0
	element 00000002  : accept 0 [end]	element 00000008  : jump -> u 0 [end]
inet t c
  [ ct load state => reg 1 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> ct direction original
inet t c
  [ ct load direction => reg 1 ]
  [ cmp eq reg 1 0x00000000 ]
> ct direction != reply
inet t c
  [ ct load direction => reg 1 ]
  [ cmp neq reg 1 0x00000001 ]
> ct status snat
inet t c
  [ ct load status => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000010 ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000000 ]
> ct status dnat,snat
inet t c
  [ ct load status => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000030 ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000000 ]
> ct status != expected
inet t c
  [ ct load status => reg 1 ]
  [ cmp neq reg 1 0x00000001 ]
> ct status assured
inet t c
  [ ct load status => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000004 ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000000 ]
> ct mark 5
inet t c
  [ ct load mark => reg 1 ]
  [ cmp eq reg 1 0x00000005 ]
> ct mark != 0
inet t c
  [ ct load mark => reg 1 ]
  [ cmp neq reg 1 0x00000000 ]
> ct mark & 0xff == 1
inet t c
  [ ct load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000ff ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000001 ]
> ct mark 1-5
inet t c
  [ ct load mark => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ cmp gte reg 1 0x01000000 ]
  [ cmp lte reg 1 0x05000000 ]
> ct mark { 1-5, 7 }
__set%d t 7 size 5
__set%d t 0
	element 00000000  : 1 [end]	element 01000000  : 0 [end]	element 06000000  : 1 [end]	element 07000000  : 0 [end]	element 08000000  : 1 [end]
inet t c
  [ ct load mark => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ lookup reg 1 set __set%d ]
> ct mark > 5
inet t c
  [ ct load mark => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ cmp gt reg 1 0x05000000 ]
> ct expiration 30s
inet t c
  [ ct load expiration => reg 1 ]
  [ cmp eq reg 1 0x00007530 ]
> ct expiration > 30s
inet t c
  [ ct load expiration => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ cmp gt reg 1 0x30750000 ]
> ct expiration 1m-1h
inet t c
  [ ct load expiration => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ cmp gte reg 1 0x60ea0000 ]
  [ cmp lte reg 1 0x80ee3600 ]
> ct helper "ftp"
inet t c
  [ ct load helper => reg 1 ]
  [ cmp eq reg 1 0x00707466 0x00000000 0x00000000 0x00000000 ]
> ct helper { "ftp", "tftp" }
__set%d t 3 size 2
__set%d t 0
	element 00707466 00000000 00000000 00000000  : 0 [end]	element 70746674 00000000 00000000 00000000  : 0 [end]
inet t c
  [ ct load helper => reg 1 ]
  [ lookup reg 1 set __set%d ]
> ct l3proto ipv4
inet t c
  [ ct load l3protocol => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
> ct l3proto ipv4 ct original ip saddr 10.0.0.1
inet t c
  [ ct load l3protocol => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ ct load src_ip => reg 1 , dir original ]
  [ cmp eq reg 1 0x0100000a ]
> ct protocol tcp
inet t c
  [ ct load protocol => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
> ct original protocol tcp
inet t c
  [ ct load protocol => reg 1 , dir original ]
  [ cmp eq reg 1 0x00000006 ]
> ct original ip saddr 10.0.0.1
inet t c
  [ ct load src_ip => reg 1 , dir original ]
  [ cmp eq reg 1 0x0100000a ]
> ct original ip saddr 10.0.0.0/8
inet t c
  [ ct load src_ip => reg 1 , dir original ]
  [ cmp eq reg 1 0x0000000a ]
> ct original ip daddr { 10.0.0.1, 10.0.0.2 }
__set%d t 3 size 2
__set%d t 0
	element 0100000a  : 0 [end]	element 0200000a  : 0 [end]
inet t c
  [ ct load dst_ip => reg 1 , dir original ]
  [ lookup reg 1 set __set%d ]
> ct reply ip6 saddr fd00::1
inet t c
  [ ct load src_ip6 => reg 1 , dir reply ]
  [ cmp eq reg 1 0x000000fd 0x00000000 0x00000000 0x01000000 ]
> ct reply ip6 daddr fd00::/16
inet t c
  [ ct load dst_ip6 => reg 1 , dir reply ]
  [ cmp eq reg 1 0x000000fd ]
> ct label 5
inet t c
  [ ct load label => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000020 0x00000000 0x00000000 0x00000000 ) ^ 0x00000000 0x00000000 0x00000000 0x00000000 ]
  [ cmp neq reg 1 0x00000000 0x00000000 0x00000000 0x00000000 ]
> ct label 1
inet t c
  [ ct load label => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000002 0x00000000 0x00000000 0x00000000 ) ^ 0x00000000 0x00000000 0x00000000 0x00000000 ]
  [ cmp neq reg 1 0x00000000 0x00000000 0x00000000 0x00000000 ]
> ct label != 7
inet t c
  [ ct load label => reg 1 ]
  [ cmp neq reg 1 0x00000080 0x00000000 0x00000000 0x00000000 ]
> ct packets > 5
inet t c
  [ ct load packets => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 8, 8) ]
  [ cmp gt reg 1 0x00000000 0x05000000 ]
> ct bytes > 1000
inet t c
  [ ct load bytes => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 8, 8) ]
  [ cmp gt reg 1 0x00000000 0xe8030000 ]
> ct original bytes 1000-2000
inet t c
  [ ct load bytes => reg 1 , dir original ]
  [ byteorder reg 1 = hton(reg 1, 8, 8) ]
  [ cmp gte reg 1 0x00000000 0xe8030000 ]
  [ cmp lte reg 1 0x00000000 0xd0070000 ]
> ct reply packets 5
inet t c
  [ ct load packets => reg 1 , dir reply ]
  [ cmp eq reg 1 0x00000005 0x00000000 ]
> ct avgpkt > 100
inet t c
  [ ct load avgpkt => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 8, 8) ]
  [ cmp gt reg 1 0x00000000 0x64000000 ]
> ct original avgpkt 100
inet t c
  [ ct load avgpkt => reg 1 , dir original ]
  [ cmp eq reg 1 0x00000064 0x00000000 ]
> ct zone 5
inet t c
  [ ct load zone => reg 1 ]
  [ cmp eq reg 1 0x00000005 ]
> ct original zone 5
inet t c
  [ ct load zone => reg 1 , dir original ]
  [ cmp eq reg 1 0x00000005 ]
> ct zone 1-5
inet t c
  [ ct load zone => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 2, 2) ]
  [ cmp gte reg 1 0x00000100 ]
  [ cmp lte reg 1 0x00000500 ]
> ct id 5
inet t c
  [ ct load unknown => reg 1 ]
  [ cmp eq reg 1 0x05000000 ]
> ct count 5
inet t c
  [ connlimit count 5 flags 0 ]
> ct count over 20 drop
inet t c
  [ connlimit count 20 flags 1 ]
  [ immediate reg 0 drop ]
> rt classid 5
inet t c
  [ rt load classid => reg 1 ]
  [ cmp eq reg 1 0x00000005 ]
> rt ip nexthop 10.0.0.1
inet t c
  [ rt load nexthop4 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
> rt ip6 nexthop fd00::1
inet t c
  [ rt load nexthop6 => reg 1 ]
  [ cmp eq reg 1 0x000000fd 0x00000000 0x00000000 0x01000000 ]
> rt ip nexthop 10.0.0.0/8
inet t c
  [ rt load nexthop4 => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
> rt mtu 1400
inet t c
  [ rt load tcpmss => reg 1 ]
  [ cmp eq reg 1 0x00000578 ]
> rt mtu > 1000
inet t c
  [ rt load tcpmss => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 2, 2) ]
  [ cmp gt reg 1 0x0000e803 ]
> rt ipsec exists
inet t c
  [ rt load ipsec => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> tcp option maxseg size set rt mtu
inet t c
  [ rt load tcpmss => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 2, 2) ]
  [ exthdr write tcpopt reg 1 => 2b @ 2 + 2 ]
> tcp flags syn tcp option maxseg size set 1400
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000002 ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000000 ]
  [ immediate reg 1 0x00007805 ]
  [ exthdr write tcpopt reg 1 => 2b @ 2 + 2 ]
> tcp option maxseg size set 1400
inet t c
  [ immediate reg 1 0x00007805 ]
  [ exthdr write tcpopt reg 1 => 2b @ 2 + 2 ]
> tcp option maxseg exists
inet t c
  [ exthdr load tcpopt 1b @ 2 + 0 present => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> tcp option maxseg missing
inet t c
  [ exthdr load tcpopt 1b @ 2 + 0 present => reg 1 ]
  [ cmp eq reg 1 0x00000000 ]
> tcp option maxseg size 1400
inet t c
  [ exthdr load tcpopt 2b @ 2 + 2 => reg 1 ]
  [ cmp eq reg 1 0x00007805 ]
> tcp option maxseg size > 1000
inet t c
  [ exthdr load tcpopt 2b @ 2 + 2 => reg 1 ]
  [ cmp gt reg 1 0x0000e803 ]
> tcp option maxseg size 500-1000
inet t c
  [ exthdr load tcpopt 2b @ 2 + 2 => reg 1 ]
  [ cmp gte reg 1 0x0000f401 ]
  [ cmp lte reg 1 0x0000e803 ]
> tcp option window count 5
inet t c
  [ exthdr load tcpopt 1b @ 3 + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000005 ]
> tcp option timestamp tsval 5
inet t c
  [ exthdr load tcpopt 4b @ 8 + 2 => reg 1 ]
  [ cmp eq reg 1 0x05000000 ]
> tcp option timestamp exists
inet t c
  [ exthdr load tcpopt 1b @ 8 + 0 present => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> tcp option sack-perm exists
inet t c
  [ exthdr load tcpopt 1b @ 4 + 0 present => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> tcp option sack left 5
inet t c
  [ exthdr load tcpopt 4b @ 5 + 2 => reg 1 ]
  [ cmp eq reg 1 0x05000000 ]
> tcp option sack1 right 5
inet t c
  [ exthdr load tcpopt 4b @ 5 + 14 => reg 1 ]
  [ cmp eq reg 1 0x05000000 ]
> tcp option nop exists
inet t c
  [ exthdr load tcpopt 1b @ 1 + 0 present => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> tcp option eol missing
inet t c
  [ exthdr load tcpopt 1b @ 0 + 0 present => reg 1 ]
  [ cmp eq reg 1 0x00000000 ]
> tcp option 42 exists
inet t c
  [ exthdr load tcpopt 1b @ 42 + 0 present => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> tcp option @42,16,4 2
inet t c
  [ exthdr load tcpopt 1b @ 42 + 2 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000f0 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000020 ]
~/dev/stdin:32:19-37: Error: Could not process rule: No such file or directory
~add rule inet t c tcp option @42,16,4 2
~                  ^^^^^^^^^^^^^^^^^^^
> tcp option maxseg length 4
inet t c
  [ exthdr load tcpopt 1b @ 2 + 1 => reg 1 ]
  [ cmp eq reg 1 0x00000004 ]
> reset tcp option sack-perm
inet t c
  [ exthdr reset tcpopt 4 ]
> socket transparent 1
inet t c
  [ socket load transparent => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> socket mark 5
inet t c
  [ socket load mark => reg 1 ]
  [ cmp eq reg 1 0x00000005 ]
> socket wildcard 0
inet t c
  [ socket load wildcard => reg 1 ]
  [ cmp eq reg 1 0x00000000 ]
> socket mark 1-5
inet t c
  [ socket load mark => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ cmp gte reg 1 0x01000000 ]
  [ cmp lte reg 1 0x05000000 ]
> fib saddr . iif oif missing drop
inet t c
  [ fib saddr . iif oif present => reg 1 ]
  [ cmp eq reg 1 0x00000000 ]
  [ immediate reg 0 drop ]
> fib saddr . iif oif exists
inet t c
  [ fib saddr . iif oif present => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> fib saddr . iif oif 0
inet t c
  [ fib saddr . iif oif => reg 1 ]
  [ cmp eq reg 1 0x00000000 ]
> fib saddr . iif oif lo
inet t c
  [ fib saddr . iif oif => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> fib daddr . iif type local
inet t c
  [ fib daddr . iif type => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
> fib daddr type { local, broadcast }
__set%d t 3 size 2
__set%d t 0
	element 00000002  : 0 [end]	element 00000003  : 0 [end]
inet t c
  [ fib daddr type => reg 1 ]
  [ lookup reg 1 set __set%d ]
> fib daddr . iif type != { local, broadcast, multicast }
__set%d t 3 size 3
__set%d t 0
	element 00000002  : 0 [end]	element 00000003  : 0 [end]	element 00000005  : 0 [end]
inet t c
  [ fib daddr . iif type => reg 1 ]
  [ lookup reg 1 set __set%d 0x1 ]
> fib saddr . iif oifname "lo"
inet t c
  [ fib saddr . iif oifname => reg 1 ]
  [ cmp eq reg 1 0x00006f6c 0x00000000 0x00000000 0x00000000 ]
> fib saddr . mark . iif oifname { "lo", "eth0" }
__set%d t 3 size 2
__set%d t 0
	element 00006f6c 00000000 00000000 00000000  : 0 [end]	element 30687465 00000000 00000000 00000000  : 0 [end]
inet t c
  [ fib saddr . mark . iif oifname => reg 1 ]
  [ lookup reg 1 set __set%d ]
> fib daddr . oif type local
inet t c
  [ fib daddr . oif type => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
> fib daddr . mark oif exists
inet t c
  [ fib daddr . mark oif present => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> fib saddr type unicast
inet t c
  [ fib saddr type => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> exthdr hbh exists
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 1b @ 0 + 0 present => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> exthdr frag missing
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 1b @ 44 + 0 present => reg 1 ]
  [ cmp eq reg 1 0x00000000 ]
> frag frag-off 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 2b @ 44 + 2 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000f8ff ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00002800 ]
> frag id 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 4b @ 44 + 4 => reg 1 ]
  [ cmp eq reg 1 0x05000000 ]
> frag more-fragments 1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 1b @ 44 + 3 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000001 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000001 ]
> frag reserved 1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 1b @ 44 + 1 => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> frag nexthdr tcp
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 1b @ 44 + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
> frag nexthdr { tcp, udp }
__set%d t 3 size 2
__set%d t 0
	element 00000006  : 0 [end]	element 00000011  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 1b @ 44 + 0 => reg 1 ]
  [ lookup reg 1 set __set%d ]
> frag reserved2 1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 1b @ 44 + 3 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000006 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000002 ]
> hbh nexthdr tcp
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 1b @ 0 + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
> hbh hdrlength 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 1b @ 0 + 1 => reg 1 ]
  [ cmp eq reg 1 0x00000005 ]
> rt type 0
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 1b @ 43 + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000000 ]
> rt nexthdr tcp
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 1b @ 43 + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
> rt hdrlength 1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 1b @ 43 + 1 => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> rt seg-left 1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 1b @ 43 + 3 => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> rt0 addr[1] fd00::1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 16b @ 43 + 8 => reg 1 ]
  [ cmp eq reg 1 0x000000fd 0x00000000 0x00000000 0x01000000 ]
> srh last-entry 1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 1b @ 43 + 4 => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> srh flags 1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 1b @ 43 + 5 => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> srh tag 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 2b @ 43 + 6 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> srh sid[1] fd00::1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 16b @ 43 + 8 => reg 1 ]
  [ cmp eq reg 1 0x000000fd 0x00000000 0x00000000 0x01000000 ]
> dst nexthdr tcp
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 1b @ 60 + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
> dst hdrlength 1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 1b @ 60 + 1 => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> mh type binding-refresh-request
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 1b @ 135 + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000000 ]
> mh nexthdr 1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 1b @ 135 + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> mh checksum 1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 2b @ 135 + 4 => reg 1 ]
  [ cmp eq reg 1 0x00000100 ]
> mh type { binding-refresh-request, home-test-init }
__set%d t 3 size 2
__set%d t 0
	element 00000000  : 0 [end]	element 00000001  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 1b @ 135 + 2 => reg 1 ]
  [ lookup reg 1 set __set%d ]
> ip option rr exists
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ exthdr load ipv4 1b @ 7 + 0 present => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> ip option ra value 1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ exthdr load ipv4 2b @ 148 + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000100 ]
> ip option rr ptr 1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ exthdr load ipv4 1b @ 7 + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> numgen inc mod 2 0
inet t c
  [ numgen reg 1 = inc mod 2 ]
  [ cmp eq reg 1 0x00000000 ]
> numgen inc mod 10 offset 5 6
inet t c
  [ numgen reg 1 = inc mod 10 offset 5 ]
  [ cmp eq reg 1 0x00000006 ]
> numgen random mod 10 < 5
inet t c
  [ numgen reg 1 = random mod 10 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ cmp lt reg 1 0x05000000 ]
> numgen inc mod 2 vmap { 0 : accept, 1 : drop }
__map%d t b size 2
__map%d t 0
	element 00000000  : accept 0 [end]	element 00000001  : drop 0 [end]
inet t c
  [ numgen reg 1 = inc mod 2 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> numgen random mod 100 vmap { 0-49 : jump u, 50-99 : drop }
__map%d t f size 4
__map%d t 0
	element 00000000  : jump -> u 0 [end]	element 32000000  : drop 0 [end]	element 64000000  : 1 [end]
inet t c
  [ numgen reg 1 = random mod 100 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ lookup reg 1 set __map%d dreg 0 ]
> jhash ip saddr mod 2 0
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 2 ]
  [ hash reg 1 = jhash(reg 2, 4, 0x0) % mod 2 ]
  [ cmp eq reg 1 0x00000000 ]
> jhash ip saddr . tcp dport mod 4 seed 0xdeadbeef 3
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ network header + 12 => reg 2 ]
  [ payload load 2b @ transport header + 2 => reg 13 ]
  [ hash reg 1 = jhash(reg 2, 8, 0xdeadbeef) % mod 4 ]
  [ cmp eq reg 1 0x00000003 ]
> jhash ip saddr mod 2 seed 0x1 offset 10 11
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 2 ]
  [ hash reg 1 = jhash(reg 2, 4, 0x1) % mod 2 offset 10 ]
  [ cmp eq reg 1 0x0000000b ]
> symhash mod 4 1
inet t c
  [ hash reg 1 = symhash() % mod 4 ]
  [ cmp eq reg 1 0x00000001 ]
> symhash mod 4 offset 5 vmap { 5 : accept }
__map%d t b size 1
__map%d t 0
	element 00000005  : accept 0 [end]
inet t c
  [ hash reg 1 = symhash() % mod 4 offset 5 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> ip saddr . tcp dport @pairs
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set pairs ]
> ip saddr . tcp dport @both
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set both ]
> ip saddr . ip protocol . tcp dport @three
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ payload load 1b @ network header + 9 => reg 9 ]
  [ payload load 2b @ transport header + 2 => reg 10 ]
  [ lookup reg 1 set three ]
> ip saddr . tcp dport { 10.0.0.1 . 22, 10.0.0.2 . 80 }
__set%d t 3 size 2
__set%d t 0
	element 0100000a 00001600  : 0 [end]	element 0200000a 00005000  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> ip saddr . tcp dport { 10.0.0.0/8 . 22, 10.0.0.2 . 80-90 }
__set%d t 87 size 2
__set%d t 0
	element 0000000a 00001600  - ffffff0a 00001600  : 0 [end]	element 0200000a 00005000  - 0200000a 00005a00  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> ip saddr . ip daddr . tcp sport . tcp dport { 10.0.0.1 . 10.0.0.2 . 1 . 2 }
__set%d t 3 size 1
__set%d t 0
	element 0100000a 0200000a 00000100 00000200  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ payload load 4b @ network header + 16 => reg 9 ]
  [ payload load 2b @ transport header + 0 => reg 10 ]
  [ payload load 2b @ transport header + 2 => reg 11 ]
  [ lookup reg 1 set __set%d ]
> ip6 saddr . ip6 daddr . tcp dport { fd00::1 . fd00::2 . 80 }
__set%d t 3 size 1
__set%d t 0
	element 000000fd 00000000 00000000 01000000 000000fd 00000000 00000000 02000000 00005000  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ payload load 16b @ network header + 24 => reg 2 ]
  [ payload load 2b @ transport header + 2 => reg 3 ]
  [ lookup reg 1 set __set%d ]
> meta mark . tcp dport { 1 . 80 }
__set%d t 3 size 1
__set%d t 0
	element 00000001 00005000  : 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ meta load mark => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> meta mark . tcp dport { 1-5 . 80 }
__set%d t 87 size 1
__set%d t 0
	element 01000000 00005000  - 05000000 00005000  : 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ meta load mark => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> meta mark . tcp dport @markpair
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ meta load mark => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set markpair ]
> meta l4proto . th dport { tcp . 80, udp . 53 }
__set%d t 3 size 2
__set%d t 0
	element 00000006 00005000  : 0 [end]	element 00000011 00003500  : 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> meta l4proto . th dport vmap { tcp . 80 : accept, udp . 53 : drop }
__map%d t b size 2
__map%d t 0
	element 00000006 00005000  : accept 0 [end]	element 00000011 00003500  : drop 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> iifname . ip saddr { lo . 10.0.0.1 }
__set%d t 3 size 1
__set%d t 0
	element 00006f6c 00000000 00000000 00000000 0100000a  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load iifname => reg 1 ]
  [ payload load 4b @ network header + 12 => reg 2 ]
  [ lookup reg 1 set __set%d ]
> iifname . ip saddr @ifpair
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load iifname => reg 1 ]
  [ payload load 4b @ network header + 12 => reg 2 ]
  [ lookup reg 1 set ifpair ]
> iif . meta mark { lo . 5 }
__set%d t 3 size 1
__set%d t 0
	element 00000001 00000005  : 0 [end]
inet t c
  [ meta load iif => reg 1 ]
  [ meta load mark => reg 9 ]
  [ lookup reg 1 set __set%d ]
> iifname . oifname { "lo" . "eth0" } accept
__set%d t 3 size 1
__set%d t 0
	element 00006f6c 00000000 00000000 00000000 30687465 00000000 00000000 00000000  : 0 [end]
inet t c
  [ meta load iifname => reg 1 ]
  [ meta load oifname => reg 2 ]
  [ lookup reg 1 set __set%d ]
  [ immediate reg 0 accept ]
> ip dscp . tcp dport { cs1 . 80 }
__set%d t 3 size 1
__set%d t 0
	element 00000008 00005000  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]
  [ bitwise reg 1 = ( reg 1 >> 0x00000002 ) ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> tcp flags . tcp dport { syn . 80 }
__set%d t 3 size 1
__set%d t 0
	element 00000002 00005000  : 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> ct state . ct mark { new . 1 }
__set%d t 3 size 1
__set%d t 0
	element 00000008 00000001  : 0 [end]
inet t c
  [ ct load state => reg 1 ]
  [ ct load mark => reg 9 ]
  [ lookup reg 1 set __set%d ]
> ip saddr . ip daddr vmap { 10.0.0.1 . 10.0.0.2 : drop }
__map%d t b size 1
__map%d t 0
	element 0100000a 0200000a  : drop 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ payload load 4b @ network header + 16 => reg 9 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> ip saddr . ip daddr . meta l4proto { 10.0.0.1 . 10.0.0.2 . tcp }
__set%d t 3 size 1
__set%d t 0
	element 0100000a 0200000a 00000006  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ payload load 4b @ network header + 16 => reg 9 ]
  [ meta load l4proto => reg 10 ]
  [ lookup reg 1 set __set%d ]
> ether saddr . ip saddr { 00:11:22:33:44:55 . 10.0.0.1 }
__set%d t 3 size 1
__set%d t 0
	element 33221100 00005544 0100000a  : 0 [end]
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 2b @ link header + 12 => reg 1 ]
  [ cmp eq reg 1 0x00000008 ]
  [ payload load 6b @ link header + 6 => reg 1 ]
  [ payload load 4b @ network header + 12 => reg 10 ]
  [ lookup reg 1 set __set%d ]
> tcp dport vmap { 22 : accept, 80 : drop }
__map%d t b size 2
__map%d t 0
	element 00001600  : accept 0 [end]	element 00005000  : drop 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> tcp dport vmap { 22 : accept, 80-90 : jump u, 100 : goto u }
__map%d t f size 7
__map%d t 0
	element 00000000  : 1 [end]	element 00001600  : accept 0 [end]	element 00001700  : 1 [end]	element 00005000  : jump -> u 0 [end]	element 00005b00  : 1 [end]	element 00006400  : goto -> u 0 [end]	element 00006500  : 1 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> tcp dport vmap @verdicts
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ lookup reg 1 set verdicts dreg 0 ]
> tcp dport vmap { 22 : accept, * : drop }
__map%d t b size 2
__map%d t 0
	element 00001600  : accept 0 [end]	element  : drop 2 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> meta mark vmap @mverdicts
inet t c
  [ meta load mark => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ lookup reg 1 set mverdicts dreg 0 ]
> meta mark vmap { 1-10 : accept }
__map%d t f size 3
__map%d t 0
	element 00000000  : 1 [end]	element 01000000  : accept 0 [end]	element 0b000000  : 1 [end]
inet t c
  [ meta load mark => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ lookup reg 1 set __map%d dreg 0 ]
> ip dscp vmap @dscps
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]
  [ bitwise reg 1 = ( reg 1 >> 0x00000002 ) ]
  [ lookup reg 1 set dscps dreg 0 ]
> ip dscp vmap { cs1 : accept, cs2 : drop }
__map%d t b size 2
__map%d t 0
	element 00000020  : accept 0 [end]	element 00000040  : drop 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> ip6 dscp vmap { cs1 : accept, cs2 : drop }
__map%d t b size 2
__map%d t 0
	element 00000002  : accept 0 [end]	element 00000004  : drop 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 2b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000c00f ) ^ 0x00000000 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> iifname vmap { lo : accept, "eth0" : jump u }
__map%d t b size 2
__map%d t 0
	element 00006f6c 00000000 00000000 00000000  : accept 0 [end]	element 30687465 00000000 00000000 00000000  : jump -> u 0 [end]
inet t c
  [ meta load iifname => reg 1 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> meta iif vmap { lo : accept }
__map%d t b size 1
__map%d t 0
	element 00000001  : accept 0 [end]
inet t c
  [ meta load iif => reg 1 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> ip saddr vmap { 10.0.0.0/8 : accept, 192.168.0.0/16 : drop }
__map%d t f size 5
__map%d t 0
	element 00000000  : 1 [end]	element 0000000a  : accept 0 [end]	element 0000000b  : 1 [end]	element 0000a8c0  : drop 0 [end]	element 0000a9c0  : 1 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> ip protocol vmap { tcp : accept, udp : drop }
__map%d t b size 2
__map%d t 0
	element 00000006  : accept 0 [end]	element 00000011  : drop 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 9 => reg 1 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> accept
inet t c
  [ immediate reg 0 accept ]
> drop
inet t c
  [ immediate reg 0 drop ]
> continue
inet t c
  [ immediate reg 0 continue ]
> return
inet t c
  [ immediate reg 0 return ]
> jump u
inet t c
  [ immediate reg 0 jump -> u ]
> goto u
inet t c
  [ immediate reg 0 goto -> u ]
> counter
inet t c
  [ counter pkts 0 bytes 0 ]
> counter packets 5 bytes 100
inet t c
  [ counter pkts 5 bytes 100 ]
> counter name c1
inet t c
  [ objref type 1 name c1 ]
> counter name ip saddr map @counters
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ objref sreg 1 set counters ]
> counter name ip saddr map { 10.0.0.1 : "c1" }
__objmap%d t 43 size 1
__objmap%d t 0
	element 0100000a  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ objref sreg 1 set __objmap%d ]
> quota 10 mbytes
inet t c
  [ quota bytes 10485760 consumed 0 flags 0 ]
> quota over 10 mbytes
inet t c
  [ quota bytes 10485760 consumed 0 flags 1 ]
> quota 100 bytes used 50 bytes
inet t c
  [ quota bytes 100 consumed 50 flags 0 ]
> quota name q1
inet t c
  [ objref type 2 name q1 ]
> limit rate 10/second
inet t c
  [ limit rate 10/second burst 5 type packets flags 0x0 ]
> limit rate 10/minute burst 3 packets
inet t c
  [ limit rate 10/minute burst 3 type packets flags 0x0 ]
> limit rate over 10/hour
inet t c
  [ limit rate 10/hour burst 5 type packets flags 0x1 ]
> limit rate 10 mbytes/second
inet t c
  [ limit rate 10485760/second burst 0 type bytes flags 0x0 ]
> limit rate over 100 kbytes/second burst 10 kbytes
inet t c
  [ limit rate 102400/second burst 10240 type bytes flags 0x1 ]
> limit rate 400/day
inet t c
  [ limit rate 400/day burst 5 type packets flags 0x0 ]
> limit rate 5/week
inet t c
  [ limit rate 5/week burst 5 type packets flags 0x0 ]
> limit name l1
inet t c
  [ objref type 4 name l1 ]
> ct helper set ftp1
inet t c
  [ objref type 3 name ftp1 ]
> tcp dport 21 ct helper set ftp1
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001500 ]
  [ objref type 3 name ftp1 ]
> log
inet t c
  [ log ]
> log prefix "hello "
inet t c
  [ log prefix hello  ]
> log level debug
inet t c
  [ log level 7 ]
> log prefix "x" level warn
inet t c
  [ log prefix x level 4 ]
> log level emerg
inet t c
  [ log level 0 ]
> log flags all
inet t c
  [ log tcpseq tcpopt ipopt uid macdecode ]
> log flags tcp sequence,options
inet t c
  [ log tcpseq tcpopt ]
> log flags ip options flags skuid flags ether
inet t c
  [ log ipopt uid macdecode ]
> log group 5
inet t c
  [ log group 5 snaplen 0 qthreshold 0 ]
> log prefix "y" group 5 snaplen 100 queue-threshold 10
inet t c
  [ log prefix y group 5 snaplen 100 qthreshold 10 ]
> log level audit
inet t c
  [ log level 8 ]
> reject
inet t c
  [ reject type 2 code 1 ]
> reject with tcp reset
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ reject type 1 code 0 ]
> tcp dport 22 reject with tcp reset
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
  [ reject type 1 code 0 ]
> meta l4proto tcp reject with tcp reset
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ reject type 1 code 0 ]
> reject with icmp port-unreachable
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ reject type 0 code 3 ]
> reject with icmp type host-unreachable
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ reject type 0 code 1 ]
> reject with icmp admin-prohibited
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ reject type 0 code 13 ]
> reject with icmp 13
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ reject type 0 code 13 ]
> reject with icmpv6 no-route
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ reject type 0 code 0 ]
> reject with icmpv6 addr-unreachable
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ reject type 0 code 3 ]
> reject with icmpx admin-prohibited
inet t c
  [ reject type 2 code 3 ]
> reject with icmpx host-unreachable
inet t c
  [ reject type 2 code 2 ]
> reject with icmpx no-route
inet t c
  [ reject type 2 code 0 ]
> ip saddr 10.0.0.1 reject
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
  [ reject type 0 code 3 ]
> ip saddr 10.0.0.1 reject with icmp net-unreachable
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
  [ reject type 0 code 0 ]
> ip6 saddr ::1 reject
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ cmp eq reg 1 0x00000000 0x00000000 0x00000000 0x01000000 ]
  [ reject type 0 code 4 ]
> snat ip to 10.0.0.1
inet t c
  [ immediate reg 1 0x0100000a ]
  [ nat snat ip addr_min reg 1 ]
> snat ip to 10.0.0.1-10.0.0.9
inet t c
  [ immediate reg 1 0x0100000a ]
  [ immediate reg 2 0x0900000a ]
  [ nat snat ip addr_min reg 1 addr_max reg 2 ]
> snat ip6 to fd00::1
inet t c
  [ immediate reg 1 0x000000fd 0x00000000 0x00000000 0x01000000 ]
  [ nat snat ip6 addr_min reg 1 ]
> tcp dport 80 snat ip to 10.0.0.1:1024
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ immediate reg 1 0x0100000a ]
  [ immediate reg 2 0x00000004 ]
  [ nat snat ip addr_min reg 1 proto_min reg 2 flags 0x2 ]
> tcp dport 80 snat ip to 10.0.0.1:1024-2048
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ immediate reg 1 0x0100000a ]
  [ immediate reg 2 0x00000004 ]
  [ immediate reg 3 0x00000008 ]
  [ nat snat ip addr_min reg 1 proto_min reg 2 proto_max reg 3 flags 0x2 ]
> tcp dport 80 snat ip to 10.0.0.1-10.0.0.3:1024-2048 random
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ immediate reg 1 0x0100000a ]
  [ immediate reg 2 0x0300000a ]
  [ immediate reg 3 0x00000004 ]
  [ immediate reg 4 0x00000008 ]
  [ nat snat ip addr_min reg 1 addr_max reg 2 proto_min reg 3 proto_max reg 4 flags 0x6 ]
> dnat ip to 10.0.0.1
inet t c
  [ immediate reg 1 0x0100000a ]
  [ nat dnat ip addr_min reg 1 ]
> tcp dport 80 dnat ip to 10.0.0.1:8080
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ immediate reg 1 0x0100000a ]
  [ immediate reg 2 0x0000901f ]
  [ nat dnat ip addr_min reg 1 proto_min reg 2 flags 0x2 ]
> tcp dport 80 dnat ip6 to [fd00::1]:8080
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ immediate reg 1 0x000000fd 0x00000000 0x00000000 0x01000000 ]
  [ immediate reg 2 0x0000901f ]
  [ nat dnat ip6 addr_min reg 1 proto_min reg 2 flags 0x2 ]
> tcp dport 80 dnat to :8080
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ immediate reg 1 0x0000901f ]
  [ nat dnat inet proto_min reg 1 flags 0x2 ]
> tcp dport 80 dnat ip to 10.0.0.1:8080-8090 persistent
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ immediate reg 1 0x0100000a ]
  [ immediate reg 2 0x0000901f ]
  [ immediate reg 3 0x00009a1f ]
  [ nat dnat ip addr_min reg 1 proto_min reg 2 proto_max reg 3 flags 0xa ]
> ip saddr 10.0.0.1 snat ip to 10.0.0.2
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
  [ immediate reg 1 0x0200000a ]
  [ nat snat ip addr_min reg 1 ]
> ip saddr 10.0.0.1 tcp dport 80 dnat to 10.0.0.2:80
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ immediate reg 1 0x0200000a ]
  [ immediate reg 2 0x00005000 ]
  [ nat dnat ip addr_min reg 1 proto_min reg 2 flags 0x2 ]
> snat ip to 10.0.0.1 random,persistent
inet t c
  [ immediate reg 1 0x0100000a ]
  [ nat snat ip addr_min reg 1 flags 0xc ]
> snat ip to 10.0.0.1 fully-random
inet t c
  [ immediate reg 1 0x0100000a ]
  [ nat snat ip addr_min reg 1 flags 0x10 ]
> snat ip prefix to 10.0.0.0/24
inet t c
  [ immediate reg 1 0x0000000a ]
  [ immediate reg 2 0xff00000a ]
  [ nat snat ip addr_min reg 1 addr_max reg 2 flags 0x40 ]
> dnat ip prefix to ip daddr map { 10.0.0.0/24 : 10.1.0.0/24 }
__map%d t f size 3
__map%d t 0
	element 00000000  : 1 [end]	element 0000000a  : 0000010a ff00010a 0 [end]	element 0001000a  : 1 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 16 => reg 1 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ nat dnat ip addr_min reg 1 addr_max reg 9 flags 0x40 ]
> dnat ip to tcp dport map @to4
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ lookup reg 1 set to4 dreg 1 ]
  [ nat dnat ip addr_min reg 1 ]
> dnat ip to tcp dport map { 80 : 10.0.0.1, 443 : 10.0.0.2 }
__map%d t b size 2
__map%d t 0
	element 00005000  : 0100000a 0 [end]	element 0000bb01  : 0200000a 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ nat dnat ip addr_min reg 1 ]
> dnat ip to ip saddr map { 10.0.0.1 : 10.1.0.1, 10.0.0.2 : 10.1.0.2 }
__map%d t b size 2
__map%d t 0
	element 0100000a  : 0100010a 0 [end]	element 0200000a  : 0200010a 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ nat dnat ip addr_min reg 1 ]
> dnat ip to ip saddr map { 10.0.0.0/24 : 10.1.0.1-10.1.0.9 }
__map%d t f size 3
__map%d t 0
	element 00000000  : 1 [end]	element 0000000a  : 0100010a 0900010a 0 [end]	element 0001000a  : 1 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ nat dnat ip addr_min reg 1 addr_max reg 9 ]
> dnat ip to ip saddr . tcp dport map { 10.0.0.1 . 80 : 10.1.0.1 . 8080 }
__map%d t b size 1
__map%d t 0
	element 0100000a 00005000  : 0100010a 0000901f 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ nat dnat ip addr_min reg 1 proto_min reg 9 ]
> dnat ip to ip saddr . tcp dport map { 10.0.0.1 . 80 : 10.1.0.1 }
__map%d t b size 1
__map%d t 0
	element 0100000a 00005000  : 0100010a 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ nat dnat ip addr_min reg 1 ]
> snat ip to numgen inc mod 2 map { 0 : 10.0.0.1, 1 : 10.0.0.2 }
__map%d t b size 2
__map%d t 0
	element 00000000  : 0100000a 0 [end]	element 00000001  : 0200000a 0 [end]
inet t c
  [ numgen reg 1 = inc mod 2 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ nat snat ip addr_min reg 1 ]
> snat ip to jhash ip saddr mod 2 map { 0 : 10.0.0.1, 1 : 10.0.0.2 }
__map%d t b size 2
__map%d t 0
	element 00000000  : 0100000a 0 [end]	element 00000001  : 0200000a 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 2 ]
  [ hash reg 1 = jhash(reg 2, 4, 0x0) % mod 2 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ nat snat ip addr_min reg 1 ]
> tcp dport 80 dnat ip to 10.0.0.1 : tcp dport map { 80 : 8080 }
__map%d t b size 1
__map%d t 0
	element 00005000  : 0000901f 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ immediate reg 1 0x0100000a ]
  [ payload load 2b @ transport header + 2 => reg 2 ]
  [ lookup reg 2 set __map%d dreg 2 ]
  [ nat dnat ip addr_min reg 1 proto_min reg 2 flags 0x2 ]
> masquerade
inet t c
  [ masq ]
> masquerade random
inet t c
  [ masq flags 0x4 ]
> masquerade fully-random,persistent
inet t c
  [ masq flags 0x18 ]
> tcp dport 80 masquerade to :1024-2048
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ immediate reg 1 0x00000004 ]
  [ immediate reg 2 0x00000008 ]
  [ masq proto_min reg 1 proto_max reg 2 flags 0x2 ]
> udp dport 53 masquerade to :1024
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000011 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00003500 ]
  [ immediate reg 1 0x00000004 ]
  [ masq proto_min reg 1 flags 0x2 ]
> redirect
inet t c
  [ redir ]
> tcp dport 80 redirect to :8080
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ immediate reg 1 0x0000901f ]
  [ redir proto_min reg 1 flags 0x2 ]
> tcp dport 80 redirect to :8080-8090 random
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ immediate reg 1 0x0000901f ]
  [ immediate reg 2 0x00009a1f ]
  [ redir proto_min reg 1 proto_max reg 2 flags 0x6 ]
> tcp dport 80 redirect to :tcp dport map { 80 : 8080, 443 : 8443 }
__map%d t b size 2
__map%d t 0
	element 00005000  : 0000901f 0 [end]	element 0000bb01  : 0000fb20 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ redir proto_min reg 1 flags 0x2 ]
> ip protocol tcp redirect to :8080
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 9 => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ immediate reg 1 0x0000901f ]
  [ redir proto_min reg 1 flags 0x2 ]
> notrack
inet t c
  [ notrack ]
> meta mark set 5
inet t c
  [ immediate reg 1 0x00000005 ]
  [ meta set mark with reg 1 ]
> meta mark set meta mark & 0xff
inet t c
  [ meta load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000ff ) ^ 0x00000000 ]
  [ meta set mark with reg 1 ]
> meta mark set meta mark | 0x10
inet t c
  [ meta load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0xffffffef ) ^ 0x00000010 ]
  [ meta set mark with reg 1 ]
> meta mark set meta mark & 0xff | 0x10
inet t c
  [ meta load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000ef ) ^ 0x00000010 ]
  [ meta set mark with reg 1 ]
> meta mark set meta mark ^ 0x10
inet t c
  [ meta load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0xffffffff ) ^ 0x00000010 ]
  [ meta set mark with reg 1 ]
> meta mark set meta mark << 8
inet t c
  [ meta load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 << 0x00000008 ) ]
  [ meta set mark with reg 1 ]
> meta mark set ct mark
inet t c
  [ ct load mark => reg 1 ]
  [ meta set mark with reg 1 ]
> meta mark set ct mark & 0xff
inet t c
  [ ct load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000ff ) ^ 0x00000000 ]
  [ meta set mark with reg 1 ]
> meta mark set ct mark & 0xffff00ff | 0x100
inet t c
  [ ct load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0xffff00ff ) ^ 0x00000100 ]
  [ meta set mark with reg 1 ]
> meta mark set ip saddr map @marks2
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set marks2 dreg 1 ]
  [ meta set mark with reg 1 ]
> meta mark set ip saddr map { 10.0.0.1 : 5 }
__map%d t b size 1
__map%d t 0
	element 0100000a  : 00000005 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ meta set mark with reg 1 ]
> meta mark set tcp dport map { 22 : 1, 80-90 : 2 }
__map%d t f size 5
__map%d t 0
	element 00000000  : 1 [end]	element 00001600  : 00000001 0 [end]	element 00001700  : 1 [end]	element 00005000  : 00000002 0 [end]	element 00005b00  : 1 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ meta set mark with reg 1 ]
> meta mark set iifname map { lo : 1, eth0 : 2 }
__map%d t b size 2
__map%d t 0
	element 00006f6c 00000000 00000000 00000000  : 00000001 0 [end]	element 30687465 00000000 00000000 00000000  : 00000002 0 [end]
inet t c
  [ meta load iifname => reg 1 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ meta set mark with reg 1 ]
> meta mark set numgen inc mod 2
inet t c
  [ numgen reg 1 = inc mod 2 ]
  [ meta set mark with reg 1 ]
> meta mark set jhash ip saddr mod 4 offset 100
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 2 ]
  [ hash reg 1 = jhash(reg 2, 4, 0x0) % mod 4 offset 100 ]
  [ meta set mark with reg 1 ]
> meta mark set symhash mod 4
inet t c
  [ hash reg 1 = symhash() % mod 4 ]
  [ meta set mark with reg 1 ]
> meta mark set meta cpu
inet t c
  [ meta load cpu => reg 1 ]
  [ meta set mark with reg 1 ]
> meta mark set ip saddr . tcp dport map { 10.0.0.1 . 80 : 5 }
__map%d t b size 1
__map%d t 0
	element 0100000a 00005000  : 00000005 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ meta set mark with reg 1 ]
> meta mark set ip dscp map { cs1 : 1, cs2 : 2 }
__map%d t b size 2
__map%d t 0
	element 00000020  : 00000001 0 [end]	element 00000040  : 00000002 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ meta set mark with reg 1 ]
> meta priority set 1:10
inet t c
  [ immediate reg 1 0x00010010 ]
  [ meta set priority with reg 1 ]
> meta priority set none
inet t c
  [ immediate reg 1 0x00000000 ]
  [ meta set priority with reg 1 ]
> meta priority set ip dscp map { cs1 : 1:10, cs2 : 1:20 }
__map%d t b size 2
__map%d t 0
	element 00000020  : 00010010 0 [end]	element 00000040  : 00010020 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ meta set priority with reg 1 ]
> meta nftrace set 1
inet t c
  [ immediate reg 1 0x00000001 ]
  [ meta set nftrace with reg 1 ]
> meta pkttype set unicast
inet t c
  [ immediate reg 1 0x00000000 ]
  [ meta set pkttype with reg 1 ]
> ct mark set 5
inet t c
  [ immediate reg 1 0x00000005 ]
  [ ct set mark with reg 1 ]
> ct mark set meta mark
inet t c
  [ meta load mark => reg 1 ]
  [ ct set mark with reg 1 ]
> ct mark set meta mark | 0x10
inet t c
  [ meta load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0xffffffef ) ^ 0x00000010 ]
  [ ct set mark with reg 1 ]
> ct mark set ct mark & 0xff
inet t c
  [ ct load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000ff ) ^ 0x00000000 ]
  [ ct set mark with reg 1 ]
> ct mark set ct mark | 1
inet t c
  [ ct load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0xfffffffe ) ^ 0x00000001 ]
  [ ct set mark with reg 1 ]
> ct mark set ip saddr map { 10.0.0.1 : 5 }
__map%d t b size 1
__map%d t 0
	element 0100000a  : 00000005 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ ct set mark with reg 1 ]
> ct label set 5
inet t c
  [ immediate reg 1 0x00000020 0x00000000 0x00000000 0x00000000 ]
  [ ct set label with reg 1 ]
> ct zone set 5
inet t c
  [ immediate reg 1 0x00000005 ]
  [ ct set zone with reg 1 ]
> ct original zone set 5
inet t c
  [ immediate reg 1 0x00000005 ]
  [ ct set zone with reg 1 , dir original ]
> ct reply zone set 5
inet t c
  [ immediate reg 1 0x00000005 ]
  [ ct set zone with reg 1 , dir reply ]
> ct zone set iif map { lo : 5 }
__map%d t b size 1
__map%d t 0
	element 00000001  : 00000005 0 [end]
inet t c
  [ meta load iif => reg 1 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ ct set zone with reg 1 ]
> ct event set new,destroy
inet t c
  [ immediate reg 1 0x00000005 ]
  [ ct set event with reg 1 ]
> ct event set new
inet t c
  [ immediate reg 1 0x00000001 ]
  [ ct set event with reg 1 ]
> ip saddr set 10.0.0.1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ immediate reg 1 0x0100000a ]
  [ payload write reg 1 => 4b @ network header + 12 csum_type 1 csum_off 10 csum_flags 0x1 ]
> ip daddr set 10.0.0.1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ immediate reg 1 0x0100000a ]
  [ payload write reg 1 => 4b @ network header + 16 csum_type 1 csum_off 10 csum_flags 0x1 ]
> ip ttl set 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 2b @ network header + 8 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000ff00 ) ^ 0x00000005 ]
  [ payload write reg 1 => 2b @ network header + 8 csum_type 1 csum_off 10 csum_flags 0x0 ]
> ip dscp set cs1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 2b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000003ff ) ^ 0x00002000 ]
  [ payload write reg 1 => 2b @ network header + 0 csum_type 1 csum_off 10 csum_flags 0x0 ]
> ip dscp set 0
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 2b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000003ff ) ^ 0x00000000 ]
  [ payload write reg 1 => 2b @ network header + 0 csum_type 1 csum_off 10 csum_flags 0x0 ]
> ip ecn set ce
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 2b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000fcff ) ^ 0x00000300 ]
  [ payload write reg 1 => 2b @ network header + 0 csum_type 1 csum_off 10 csum_flags 0x0 ]
> ip id set 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ immediate reg 1 0x00000500 ]
  [ payload write reg 1 => 2b @ network header + 4 csum_type 1 csum_off 10 csum_flags 0x0 ]
> ip length set 100
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ immediate reg 1 0x00006400 ]
  [ payload write reg 1 => 2b @ network header + 2 csum_type 1 csum_off 10 csum_flags 0x1 ]
> ip protocol set 6
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 2b @ network header + 8 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000ff ) ^ 0x00000600 ]
  [ payload write reg 1 => 2b @ network header + 8 csum_type 1 csum_off 10 csum_flags 0x1 ]
> ip checksum set 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ immediate reg 1 0x00000500 ]
  [ payload write reg 1 => 2b @ network header + 10 csum_type 1 csum_off 10 csum_flags 0x0 ]
> ip version set 4
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 2b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000ff0f ) ^ 0x00000040 ]
  [ payload write reg 1 => 2b @ network header + 0 csum_type 1 csum_off 10 csum_flags 0x0 ]
> ip hdrlength set 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 2b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000fff0 ) ^ 0x00000005 ]
  [ payload write reg 1 => 2b @ network header + 0 csum_type 1 csum_off 10 csum_flags 0x0 ]
> ip frag-off set 0
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ immediate reg 1 0x00000000 ]
  [ payload write reg 1 => 2b @ network header + 6 csum_type 1 csum_off 10 csum_flags 0x0 ]
> ip saddr set ip daddr
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 16 => reg 1 ]
  [ payload write reg 1 => 4b @ network header + 12 csum_type 1 csum_off 10 csum_flags 0x1 ]
> ip6 saddr set fd00::1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ immediate reg 1 0x000000fd 0x00000000 0x00000000 0x01000000 ]
  [ payload write reg 1 => 16b @ network header + 8 csum_type 0 csum_off 0 csum_flags 0x1 ]
> ip6 dscp set cs1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 2b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00003ff0 ) ^ 0x00000002 ]
  [ payload write reg 1 => 2b @ network header + 0 csum_type 0 csum_off 0 csum_flags 0x0 ]
> ip6 ecn set ce
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 1b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000cf ) ^ 0x00000030 ]
  [ payload write reg 1 => 1b @ network header + 1 csum_type 0 csum_off 0 csum_flags 0x0 ]
> ip6 flowlabel set 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 3b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000f0 ) ^ 0x00050000 ]
  [ payload write reg 1 => 3b @ network header + 1 csum_type 0 csum_off 0 csum_flags 0x0 ]
> ip6 hoplimit set 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ immediate reg 1 0x00000005 ]
  [ payload write reg 1 => 1b @ network header + 7 csum_type 0 csum_off 0 csum_flags 0x0 ]
> ip6 nexthdr set 6
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ immediate reg 1 0x00000006 ]
  [ payload write reg 1 => 1b @ network header + 6 csum_type 0 csum_off 0 csum_flags 0x1 ]
> ip6 length set 6
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ immediate reg 1 0x00000600 ]
  [ payload write reg 1 => 2b @ network header + 4 csum_type 0 csum_off 0 csum_flags 0x1 ]
> tcp dport set 80
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ immediate reg 1 0x00005000 ]
  [ payload write reg 1 => 2b @ transport header + 2 csum_type 1 csum_off 16 csum_flags 0x0 ]
> tcp sport set 80
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ immediate reg 1 0x00005000 ]
  [ payload write reg 1 => 2b @ transport header + 0 csum_type 1 csum_off 16 csum_flags 0x0 ]
> tcp flags set syn
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 12 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000ff ) ^ 0x00000200 ]
  [ payload write reg 1 => 2b @ transport header + 12 csum_type 1 csum_off 16 csum_flags 0x0 ]
> tcp window set 100
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ immediate reg 1 0x00006400 ]
  [ payload write reg 1 => 2b @ transport header + 14 csum_type 1 csum_off 16 csum_flags 0x0 ]
> tcp checksum set 0
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ immediate reg 1 0x00000000 ]
  [ payload write reg 1 => 2b @ transport header + 16 csum_type 1 csum_off 16 csum_flags 0x0 ]
> tcp doff set 5
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 12 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000ff0f ) ^ 0x00000050 ]
  [ payload write reg 1 => 2b @ transport header + 12 csum_type 1 csum_off 16 csum_flags 0x0 ]
> tcp sequence set 5
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ immediate reg 1 0x05000000 ]
  [ payload write reg 1 => 4b @ transport header + 4 csum_type 1 csum_off 16 csum_flags 0x0 ]
> udp dport set 53
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000011 ]
  [ immediate reg 1 0x00003500 ]
  [ payload write reg 1 => 2b @ transport header + 2 csum_type 1 csum_off 6 csum_flags 0x0 ]
> udp checksum set 0
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000011 ]
  [ immediate reg 1 0x00000000 ]
  [ payload write reg 1 => 2b @ transport header + 6 csum_type 1 csum_off 6 csum_flags 0x0 ]
> udp length set 8
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000011 ]
  [ immediate reg 1 0x00000800 ]
  [ payload write reg 1 => 2b @ transport header + 4 csum_type 1 csum_off 6 csum_flags 0x0 ]
> sctp dport set 5
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000084 ]
  [ immediate reg 1 0x00000500 ]
  [ payload write reg 1 => 2b @ transport header + 2 csum_type 2 csum_off 8 csum_flags 0x0 ]
> th dport set 5
inet t c
  [ immediate reg 1 0x00000500 ]
  [ payload write reg 1 => 2b @ transport header + 2 csum_type 0 csum_off 0 csum_flags 0x0 ]
> icmp type set echo-reply
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 2b @ transport header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000ff00 ) ^ 0x00000000 ]
  [ payload write reg 1 => 2b @ transport header + 0 csum_type 1 csum_off 2 csum_flags 0x0 ]
> icmp code set 0
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 2b @ transport header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000ff ) ^ 0x00000000 ]
  [ payload write reg 1 => 2b @ transport header + 0 csum_type 1 csum_off 2 csum_flags 0x0 ]
> ether saddr set 00:11:22:33:44:55
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ immediate reg 1 0x33221100 0x00005544 ]
  [ payload write reg 1 => 6b @ link header + 6 csum_type 0 csum_off 0 csum_flags 0x0 ]
> ether daddr set 00:11:22:33:44:55
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ immediate reg 1 0x33221100 0x00005544 ]
  [ payload write reg 1 => 6b @ link header + 0 csum_type 0 csum_off 0 csum_flags 0x0 ]
> @nh,96,32 set 0x0a000001
inet t c
  [ immediate reg 1 0x0100000a ]
  [ payload write reg 1 => 4b @ network header + 12 csum_type 0 csum_off 0 csum_flags 0x0 ]
> @th,16,16 set 22
inet t c
  [ immediate reg 1 0x00001600 ]
  [ payload write reg 1 => 2b @ transport header + 2 csum_type 0 csum_off 0 csum_flags 0x0 ]
> @nh,8,8 set 4
inet t c
  [ immediate reg 1 0x00000004 ]
  [ payload write reg 1 => 1b @ network header + 1 csum_type 0 csum_off 0 csum_flags 0x0 ]
> @th,20,8 set 4
inet t c
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000ff0 ) ^ 0x00004000 ]
  [ payload write reg 1 => 2b @ transport header + 2 csum_type 0 csum_off 0 csum_flags 0x0 ]
> tcp dport set tcp sport
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 0 => reg 1 ]
  [ payload write reg 1 => 2b @ transport header + 2 csum_type 1 csum_off 16 csum_flags 0x0 ]
> tcp dport set numgen inc mod 10 offset 1000
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ numgen reg 1 = inc mod 10 offset 1000 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ payload write reg 1 => 2b @ transport header + 2 csum_type 1 csum_off 16 csum_flags 0x0 ]
> add @seen { ip saddr }
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ dynset add reg_key 1 set seen ]
> add @seen { ip saddr timeout 30s }
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ dynset add reg_key 1 set seen timeout 30000ms ]
> update @seen { ip saddr timeout 1h limit rate 10/second }
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ dynset update reg_key 1 set seen timeout 3600000ms expr [ limit rate 10/second burst 5 type packets flags 0x0 ] ]
> update @seen { ip saddr counter }
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ dynset update reg_key 1 set seen expr [ counter pkts 0 bytes 0 ] ]
> delete @seen { ip saddr }
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ dynset delete reg_key 1 set seen ]
> add @seen6 { ip6 saddr ct count over 5 } drop
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ dynset add reg_key 1 set seen6 expr [ connlimit count 5 flags 1 ] ]
  [ immediate reg 0 drop ]
> add @meters { ip saddr . tcp dport limit rate over 10/second burst 5 packets } drop
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ dynset add reg_key 1 set meters expr [ limit rate 10/second burst 5 type packets flags 0x1 ] ]
  [ immediate reg 0 drop ]
> add @meters { ip saddr . tcp dport counter }
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ dynset add reg_key 1 set meters expr [ counter pkts 0 bytes 0 ] ]
> update @dyn { ip saddr : meta mark }
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ meta load mark => reg 2 ]
  [ dynset update reg_key 1 set dyn sreg_data 2 ]
> add @dyn { ip saddr : 5 }
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ immediate reg 2 0x00000005 ]
  [ dynset add reg_key 1 set dyn sreg_data 2 ]
> add @seen { ip saddr & 255.255.255.0 }
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00ffffff ) ^ 0x00000000 ]
  [ dynset add reg_key 1 set seen ]
> update @seen { ip saddr limit rate 10/second counter }
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ dynset update reg_key 1 set seen expr [ limit rate 10/second burst 5 type packets flags 0x0 ] expr [ counter pkts 0 bytes 0 ] ]
> meter m1 { ip saddr limit rate 10/second }
m1 t 21
m1 t 0
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ dynset add reg_key 1 set m1 expr [ limit rate 10/second burst 5 type packets flags 0x0 ] ]
~/dev/stdin:32:19-60: Error: Could not process rule: No such file or directory
~add rule inet t c meter m1 { ip saddr limit rate 10/second }
~                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
> meter m2 size 1000 { ip saddr timeout 30s limit rate over 10/second } drop
m2 t 31 size 1000
m2 t 0
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ dynset update reg_key 1 set m2 timeout 30000ms expr [ limit rate 10/second burst 5 type packets flags 0x1 ] ]
  [ immediate reg 0 drop ]
~/dev/stdin:32:19-87: Error: Could not process rule: No such file or directory
~add rule inet t c meter m2 size 1000 { ip saddr timeout 30s limit rate over 10/second } drop
~                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
> meter m3 { tcp dport . ip saddr ct count 5 }
m3 t 21
m3 t 0
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ payload load 4b @ network header + 12 => reg 9 ]
  [ dynset add reg_key 1 set m3 expr [ connlimit count 5 flags 0 ] ]
~/dev/stdin:32:19-62: Error: Could not process rule: No such file or directory
~add rule inet t c meter m3 { tcp dport . ip saddr ct count 5 }
~                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
> iifname lo ip saddr 127.0.0.0/8 ct state new tcp dport { 22, 80 } counter log prefix "in " accept
__set%d t 3 size 2
__set%d t 0
	element 00001600  : 0 [end]	element 00005000  : 0 [end]
inet t c
  [ meta load iifname => reg 1 ]
  [ cmp eq reg 1 0x00006f6c 0x00000000 0x00000000 0x00000000 ]
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0000007f ]
  [ ct load state => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000008 ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000000 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ lookup reg 1 set __set%d ]
  [ counter pkts 0 bytes 0 ]
  [ log prefix in  ]
  [ immediate reg 0 accept ]
> ct state established ip saddr 10.0.0.1 tcp dport 22 limit rate 5/second log accept
inet t c
  [ ct load state => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000002 ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000000 ]
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
  [ limit rate 5/second burst 5 type packets flags 0x0 ]
  [ log ]
  [ immediate reg 0 accept ]
> ip saddr 10.0.0.1 meta l4proto tcp tcp dport 22 ct state new accept
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
  [ ct load state => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000008 ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000000 ]
  [ immediate reg 0 accept ]
> tcp dport 22 ip saddr 10.0.0.1 tcp sport 5
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
  [ payload load 4b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x16000500 ]
> ip saddr 10.0.0.1 icmp type echo-request
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000008 ]
> ip6 saddr ::1 icmpv6 type echo-request
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ cmp eq reg 1 0x00000000 0x00000000 0x00000000 0x01000000 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x0000003a ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000080 ]
> icmp type echo-request ip saddr 10.0.0.1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000008 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
> ip protocol udp udp dport 53 ip saddr 10.0.0.1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 9 => reg 1 ]
  [ cmp eq reg 1 0x00000011 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00003500 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
> meta l4proto ipv6-icmp icmpv6 type echo-request
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x0000003a ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000080 ]
> meta l4proto icmp icmp type echo-request
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000008 ]
> ct protocol tcp th dport 80
inet t c
  [ ct load protocol => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
> meta nfproto ipv4 ct protocol tcp th dport 80
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ ct load protocol => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
> meta l4proto 200 th dport 80
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x000000c8 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
> ct protocol tcp tcp dport 80 reject with icmpv6 type no-route
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ ct load protocol => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ reject type 0 code 0 ]
> ct protocol udp counter udp sport 53 reject with icmp type host-unreachable
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ ct load protocol => reg 1 ]
  [ cmp eq reg 1 0x00000011 ]
  [ counter pkts 0 bytes 0 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000011 ]
  [ payload load 2b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00003500 ]
  [ reject type 0 code 1 ]
