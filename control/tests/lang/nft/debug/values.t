# Fields, sets and values that are seldom used.
| table inet t {
|   chain u { }
|   set dn { type dscp; elements = { cs1 } }
|   set tl { typeof meta length; flags interval; elements = { 100-200, 5 } }
|   set tl2 { typeof meta length; elements = { 100 } }
|   set td { typeof tcp doff; elements = { 5 } }
|   set tv { typeof ip version . ip hdrlength; elements = { 4 . 5 } }
|   set st { type ct_state; elements = { new } }
|   set c128 { type ifname . ifname . ipv6_addr; elements = { "lo" . "eth0" . ::1 } }
|   map m128 { type ipv6_addr : ipv6_addr; elements = { ::1 : ::2 } }
|   map mif { type ifname : verdict; flags interval; elements = { "eth*" : accept } }
|   map mob { type ipv4_addr : quota; flags interval; elements = { 1.1.1.0/24 : "q" } }
|   map mq { typeof ip dscp : meta mark; elements = { cs1 : 5 } }
|   quota q { 10 bytes }
|   chain c { }
| }
inet (null) (null) use 0
inet (null) (null) use 0
table (null) name (null) use 0 [ quota bytes 10 flags 0 ]
dn t 0
dn t 0
	element 00000008  : 0 [end]
tl t 4
tl t 0
	element 00000000  : 1 [end]	element 05000000  : 0 [end]	element 06000000  : 1 [end]	element 64000000  : 0 [end]	element c9000000  : 1 [end]
tl2 t 0
tl2 t 0
	element 00000064  : 0 [end]
td t 0
td t 0
	element 00000005  : 0 [end]
tv t 0
tv t 0
	element 00000004 00000005  : 0 [end]
st t 0
st t 0
	element 00000008  : 0 [end]
c128 t 0
c128 t 0
	element 00006f6c 00000000 00000000 00000000 30687465 00000000 00000000 00000000 00000000 00000000 00000000 01000000  : 0 [end]
m128 t 8
m128 t 0
	element 00000000 00000000 00000000 01000000  : 00000000 00000000 00000000 02000000 0 [end]
mif t c
mif t 0
	element 00000000 00000000 00000000 00000000  : 1 [end]	element 00687465 00000000 00000000 00000000  : accept 0 [end]	element 00697465 00000000 00000000 00000000  : 1 [end]
mob t 44
mob t 0
	element 00000000  : 1 [end]	element 00010101  : 0 [end]	element 00020101  : 1 [end]
mq t 8
mq t 0
	element 00000008  : 00000005 0 [end]
> ip dscp & 0x3 == 1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]
  [ bitwise reg 1 = ( reg 1 >> 0x00000002 ) ]
  [ bitwise reg 1 = ( reg 1 & 0x00000003 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000001 ]
> ip dscp and 0x38 == cs1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]
  [ bitwise reg 1 = ( reg 1 >> 0x00000002 ) ]
  [ bitwise reg 1 = ( reg 1 & 0x00000038 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000008 ]
> ip dscp or 0x3 == cs1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]
  [ bitwise reg 1 = ( reg 1 >> 0x00000002 ) ]
  [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000003 ]
  [ cmp eq reg 1 0x00000008 ]
> tcp doff & 1 == 1
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 12 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000f0 ) ^ 0x00000000 ]
  [ bitwise reg 1 = ( reg 1 >> 0x00000004 ) ]
  [ bitwise reg 1 = ( reg 1 & 0x00000001 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000001 ]
> tcp doff & 1 { 0, 1 }
__set%d t 3 size 2
__set%d t 0
	element 00000000  : 0 [end]	element 00000001  : 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 12 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000f0 ) ^ 0x00000000 ]
  [ bitwise reg 1 = ( reg 1 >> 0x00000004 ) ]
  [ bitwise reg 1 = ( reg 1 & 0x00000001 ) ^ 0x00000000 ]
  [ lookup reg 1 set __set%d ]
> ip6 dscp & 0x38 == cs1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 2b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000c00f ) ^ 0x00000000 ]
  [ bitwise reg 1 = ( reg 1 >> 0x00000006 ) ]
  [ bitwise reg 1 = ( reg 1 & 0x00003800 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000008 ]
~inet t c
~  [ meta load nfproto => reg 1 ]
~  [ cmp eq reg 1 0x0000000a ]
~  [ payload load 2b @ network header + 0 => reg 1 ]
~  [ bitwise reg 1 = ( reg 1 & 0x0000c00f ) ^ 0x00000000 ]
~  [ bitwise reg 1 = ( reg 1 >> 0x00000006 ) ]
~  [ bitwise reg 1 = ( reg 1 & 0x00003800 ) ^ 0x00000000 ]
~  [ cmp eq reg 1 0x00000800 ]
> ip dscp >= cs1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]
  [ cmp gte reg 1 0x00000020 ]
> frag frag-off & 0x1 == 1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 2b @ 44 + 2 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000f8ff ) ^ 0x00000000 ]
  [ bitwise reg 1 = ( reg 1 >> 0x00000003 ) ]
  [ bitwise reg 1 = ( reg 1 & 0x00000100 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000100 ]
> ip hdrlength & 3 == 1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000003 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000001 ]
> ip dscp ^ 1 == 1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]
  [ bitwise reg 1 = ( reg 1 >> 0x00000002 ) ]
  [ cmp eq reg 1 0x00000000 ]
> ip dscp @dn
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]
  [ bitwise reg 1 = ( reg 1 >> 0x00000002 ) ]
  [ lookup reg 1 set dn ]
> meta length @tl
inet t c
  [ meta load len => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ lookup reg 1 set tl ]
> meta length @tl2
inet t c
  [ meta load len => reg 1 ]
  [ lookup reg 1 set tl2 ]
> tcp doff @td
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 12 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000f0 ) ^ 0x00000000 ]
  [ bitwise reg 1 = ( reg 1 >> 0x00000004 ) ]
  [ lookup reg 1 set td ]
> ip version . ip hdrlength @tv
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000f0 ) ^ 0x00000000 ]
  [ bitwise reg 1 = ( reg 1 >> 0x00000004 ) ]
  [ payload load 1b @ network header + 0 => reg 9 ]
  [ bitwise reg 9 = ( reg 9 & 0x0000000f ) ^ 0x00000000 ]
  [ lookup reg 1 set tv ]
> ct state @st
inet t c
  [ ct load state => reg 1 ]
  [ lookup reg 1 set st ]
> iifname . oifname . ip6 saddr @c128
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ meta load iifname => reg 1 ]
  [ meta load oifname => reg 2 ]
  [ payload load 16b @ network header + 8 => reg 3 ]
  [ lookup reg 1 set c128 ]
> ip6 saddr set ip6 saddr map @m128
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ lookup reg 1 set m128 dreg 1 ]
  [ payload write reg 1 => 16b @ network header + 8 csum_type 0 csum_off 0 csum_flags 0x1 ]
> iifname vmap @mif
inet t c
  [ meta load iifname => reg 1 ]
  [ lookup reg 1 set mif dreg 0 ]
> quota name ip saddr map @mob
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ objref sreg 1 set mob ]
> meta mark set ip dscp map @mq
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]
  [ bitwise reg 1 = ( reg 1 >> 0x00000002 ) ]
  [ lookup reg 1 set mq dreg 1 ]
  [ meta set mark with reg 1 ]
> @nh,0,4 4
inet t c
  [ payload load 1b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000f0 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000040 ]
> @nh,0,4 { 4, 6 }
__set%d t 3 size 2
__set%d t 0
	element 00000040  : 0 [end]	element 00000060  : 0 [end]
inet t c
  [ payload load 1b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000f0 ) ^ 0x00000000 ]
  [ lookup reg 1 set __set%d ]
> @th,0,16 . @th,16,16 { 1 . 2 }
__set%d t 3 size 1
__set%d t 0
	element 00000100 00000200  : 0 [end]
inet t c
  [ payload load 2b @ transport header + 0 => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> @nh,0,4 . @th,16,16 { 1 . 2 }
__set%d t 3 size 1
__set%d t 0
	element 00000001 00000200  : 0 [end]
inet t c
  [ payload load 1b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000f0 ) ^ 0x00000000 ]
  [ bitwise reg 1 = ( reg 1 >> 0x00000004 ) ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> @th,16,16 . tcp dport { 1 . 2 }
__set%d t 3 size 1
__set%d t 0
	element 00000100 00000200  : 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> @nh,64,64 5
inet t c
  [ payload load 8b @ network header + 8 => reg 1 ]
  [ cmp eq reg 1 0x00000000 0x05000000 ]
> @nh,64,128 5
inet t c
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ cmp eq reg 1 0x00000000 0x00000000 0x00000000 0x05000000 ]
> @ih,32,8 & 0xf == 3
inet t c
  [ payload load 1b @ inner header + 4 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000000f ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000003 ]
> meta mark 0x10/28
inet t c
  [ meta load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0xfffffff0 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000010 ]
> meta mark { 0x10/28 }
inet t c
  [ meta load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0xfffffff0 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000010 ]
> meta length 1 meta length 2
inet t c
  [ meta load len => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ meta load len => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
> meta nfproto ipv6 ct original saddr ::1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ ct load src => reg 1 , dir original ]
  [ cmp eq reg 1 0x00000000 0x00000000 0x00000000 0x01000000 ]
> meta nfproto ipv4 ct original saddr 1.1.1.0/24
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ ct load src => reg 1 , dir original ]
  [ cmp eq reg 1 0x00010101 ]
> ip protocol tcp ct original proto-dst 80
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 9 => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ ct load proto_dst => reg 1 , dir original ]
  [ cmp eq reg 1 0x00005000 ]
> tcp dport 80 ct original proto-dst 80
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ ct load proto_dst => reg 1 , dir original ]
  [ cmp eq reg 1 0x00005000 ]
> tcp dport 80 ct original proto-dst 80-90
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ ct load proto_dst => reg 1 , dir original ]
  [ cmp gte reg 1 0x00005000 ]
  [ cmp lte reg 1 0x00005a00 ]
> udp dport 80 ct reply proto-src { 1, 2 }
__set%d t 3 size 2
__set%d t 0
	element 00000100  : 0 [end]	element 00000200  : 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000011 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ ct load proto_src => reg 1 , dir reply ]
  [ lookup reg 1 set __set%d ]
> meta l4proto tcp ct original proto-src != 22
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ ct load proto_src => reg 1 , dir original ]
  [ cmp neq reg 1 0x00001600 ]
> meta nfproto ipv4 rt nexthop 1.1.1.1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ rt load nexthop4 => reg 1 ]
  [ cmp eq reg 1 0x01010101 ]
> ip6 saddr ::1 rt nexthop fd00::1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ cmp eq reg 1 0x00000000 0x00000000 0x00000000 0x01000000 ]
  [ rt load nexthop6 => reg 1 ]
  [ cmp eq reg 1 0x000000fd 0x00000000 0x00000000 0x01000000 ]
> iifname "eth\*"
inet t c
  [ meta load iifname => reg 1 ]
  [ cmp eq reg 1 0x2a687465 0x00000000 0x00000000 0x00000000 ]
> iifname "eth0" oifname "eth1"
inet t c
  [ meta load iifname => reg 1 ]
  [ cmp eq reg 1 0x30687465 0x00000000 0x00000000 0x00000000 ]
  [ meta load oifname => reg 1 ]
  [ cmp eq reg 1 0x31687465 0x00000000 0x00000000 0x00000000 ]
> ct state invalid,new ct mark 0
inet t c
  [ ct load state => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000009 ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000000 ]
  [ ct load mark => reg 1 ]
  [ cmp eq reg 1 0x00000000 ]
> meta protocol ip meta mark 1
inet t c
  [ meta load protocol => reg 1 ]
  [ cmp eq reg 1 0x00000008 ]
  [ meta load mark => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> meta protocol ip tcp dport 5
inet t c
  [ meta load protocol => reg 1 ]
  [ cmp eq reg 1 0x00000008 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> meta protocol ip6 icmpv6 type 1
inet t c
  [ meta load protocol => reg 1 ]
  [ cmp eq reg 1 0x0000dd86 ]
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x0000003a ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> ether type ip6 icmpv6 type 1
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 2b @ link header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0000dd86 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x0000003a ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> ether type ip icmp type 1
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 2b @ link header + 12 => reg 1 ]
  [ cmp eq reg 1 0x00000008 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> ether saddr 00:11:22:33:44:55 icmp type 1
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 8b @ link header + 6 => reg 1 ]
  [ cmp eq reg 1 0x33221100 0x00085544 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> iiftype ether ether saddr 00:11:22:33:44:55
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 6b @ link header + 6 => reg 1 ]
  [ cmp eq reg 1 0x33221100 0x00005544 ]
> ether type 0x0800 tcp dport 5
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 2b @ link header + 12 => reg 1 ]
  [ cmp eq reg 1 0x00000008 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> tcp dport 5 ether saddr 00:11:22:33:44:55 ip saddr 1.1.1.1
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 8b @ link header + 6 => reg 1 ]
  [ cmp eq reg 1 0x33221100 0x00085544 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x01010101 ]
> ip saddr 1.1.1.1 ether saddr 00:11:22:33:44:55
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x01010101 ]
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 6b @ link header + 6 => reg 1 ]
  [ cmp eq reg 1 0x33221100 0x00005544 ]
> tcp sport . tcp dport { 1 . 2, 3 . 4-5 }
__set%d t 87 size 2
__set%d t 0
	element 00000100 00000200  - 00000100 00000200  : 0 [end]	element 00000300 00000400  - 00000300 00000500  : 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 0 => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> icmp type . icmp code { 3 . 1 }
__set%d t 3 size 1
__set%d t 0
	element 00000003 00000001  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ payload load 1b @ transport header + 1 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> icmpv6 type . icmpv6 code vmap { 1 . 1 : drop }
__map%d t b size 1
__map%d t 0
	element 00000001 00000001  : drop 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x0000003a ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ payload load 1b @ transport header + 1 => reg 9 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> meta l4proto vmap { tcp : accept, udp : drop }
__map%d t b size 2
__map%d t 0
	element 00000006  : accept 0 [end]	element 00000011  : drop 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> meta nfproto vmap { ipv4 : accept, ipv6 : drop }
__map%d t b size 2
__map%d t 0
	element 00000002  : accept 0 [end]	element 0000000a  : drop 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> meta protocol vmap { ip : accept, ip6 : drop }
__map%d t b size 2
__map%d t 0
	element 00000008  : accept 0 [end]	element 0000dd86  : drop 0 [end]
inet t c
  [ meta load protocol => reg 1 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> ct original protocol vmap { tcp : accept }
__map%d t b size 1
__map%d t 0
	element 00000006  : accept 0 [end]
inet t c
  [ ct load protocol => reg 1 , dir original ]
  [ lookup reg 1 set __map%d dreg 0 ]
> ct status & (snat|dnat) != 0 accept
inet t c
  [ ct load status => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000030 ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000000 ]
  [ immediate reg 0 accept ]
> ct expiration { 10s, 1m-1h }
__set%d t 7 size 5
__set%d t 0
	element 00000000  : 1 [end]	element 10270000  : 0 [end]	element 11270000  : 1 [end]	element 60ea0000  : 0 [end]	element 81ee3600  : 1 [end]
inet t c
  [ ct load expiration => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ lookup reg 1 set __set%d ]
> ct label set 127
inet t c
  [ immediate reg 1 0x00000000 0x00000000 0x00000000 0x80000000 ]
  [ ct set label with reg 1 ]
> ct label 127
inet t c
  [ ct load label => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000000 0x00000000 0x00000000 0x80000000 ) ^ 0x00000000 0x00000000 0x00000000 0x00000000 ]
  [ cmp neq reg 1 0x00000000 0x00000000 0x00000000 0x00000000 ]
> ct label { 1, 2 }
__set%d t 3 size 2
__set%d t 0
	element 00000002 00000000 00000000 00000000  : 0 [end]	element 00000004 00000000 00000000 00000000  : 0 [end]
inet t c
  [ ct load label => reg 1 ]
  [ lookup reg 1 set __set%d ]
> ct label & 3 == 1
inet t c
  [ ct load label => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000008 0x00000000 0x00000000 0x00000000 ) ^ 0x00000000 0x00000000 0x00000000 0x00000000 ]
  [ cmp eq reg 1 0x00000002 0x00000000 0x00000000 0x00000000 ]
> ct zone { 1, 2 }
__set%d t 3 size 2
__set%d t 0
	element 00000001  : 0 [end]	element 00000002  : 0 [end]
inet t c
  [ ct load zone => reg 1 ]
  [ lookup reg 1 set __set%d ]
> ct zone { 1-5, 7 }
__set%d t 7 size 5
__set%d t 0
	element 00000000  : 1 [end]	element 00000100  : 0 [end]	element 00000600  : 1 [end]	element 00000700  : 0 [end]	element 00000800  : 1 [end]
inet t c
  [ ct load zone => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 2, 2) ]
  [ lookup reg 1 set __set%d ]
> ct avgpkt { 1-5, 7 }
__set%d t 7 size 5
__set%d t 0
	element 00000000 00000000  : 1 [end]	element 00000000 01000000  : 0 [end]	element 00000000 06000000  : 1 [end]	element 00000000 07000000  : 0 [end]	element 00000000 08000000  : 1 [end]
inet t c
  [ ct load avgpkt => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 8, 8) ]
  [ lookup reg 1 set __set%d ]
> meta time { 1000-2000, 5000 }
__set%d t 7 size 5
__set%d t 0
	element 00000000 00000000  : 1 [end]	element e8000000 0010a5d4  : 0 [end]	element d1010000 01204aa9  : 1 [end]	element 8c040000 00503927  : 0 [end]	element 8c040000 01503927  : 1 [end]
inet t c
  [ meta load time => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 8, 8) ]
  [ lookup reg 1 set __set%d ]
> meta time "2024-01-01 10:00:00"
inet t c
  [ meta load time => reg 1 ]
  [ cmp eq reg 1 0xe89b4000 0x17a630d4 ]
> meta time > "2024-01-01"
inet t c
  [ meta load time => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 8, 8) ]
  [ cmp gt reg 1 0x1710a617 0x00006501 ]
> meta hour { "08:00"-"09:00", "10:00"-"11:00" }
__set%d t 7 size 5
__set%d t 0
	element 00000000  : 1 [end]	element 80700000  : 0 [end]	element 917e0000  : 1 [end]	element a08c0000  : 0 [end]	element b19a0000  : 1 [end]
inet t c
  [ meta load hour => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ lookup reg 1 set __set%d ]
> meta hour != "08:00"-"09:00"
inet t c
  [ meta load hour => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ range neq reg 1 0x80700000 0x907e0000 ]
> meta hour != "22:00"-"06:00"
inet t c
  [ meta load hour => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ cmp gte reg 1 0x60540000 ]
  [ cmp lte reg 1 0x60350100 ]
> meta hour >= "08:00"
inet t c
  [ meta load hour => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ cmp gte reg 1 0x80700000 ]
> meta day != "Monday"
inet t c
  [ meta load day => reg 1 ]
  [ cmp neq reg 1 0x00000001 ]
> meta day > 3
inet t c
  [ meta load day => reg 1 ]
  [ cmp gt reg 1 0x00000003 ]
> meta cgroup 5-10
inet t c
  [ meta load cgroup => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ cmp gte reg 1 0x05000000 ]
  [ cmp lte reg 1 0x0a000000 ]
> meta random { 1-5 }
inet t c
  [ meta load prandom => reg 1 ]
  [ cmp gte reg 1 0x01000000 ]
  [ cmp lte reg 1 0x05000000 ]
> meta random 1-5
inet t c
  [ meta load prandom => reg 1 ]
  [ cmp gte reg 1 0x01000000 ]
  [ cmp lte reg 1 0x05000000 ]
> meta skuid { 0, 1000-2000 }
__set%d t 7 size 4
__set%d t 0
	element 00000000  : 0 [end]	element 01000000  : 1 [end]	element e8030000  : 0 [end]	element d1070000  : 1 [end]
inet t c
  [ meta load skuid => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ lookup reg 1 set __set%d ]
> meta iif { "lo" }
inet t c
  [ meta load iif => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> iif { "lo", 5 }
__set%d t 3 size 2
__set%d t 0
	element 00000001  : 0 [end]	element 00000005  : 0 [end]
inet t c
  [ meta load iif => reg 1 ]
  [ lookup reg 1 set __set%d ]
> iif > 5
inet t c
  [ meta load iif => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ cmp gt reg 1 0x05000000 ]
> meta iifgroup . meta oifgroup { 1 . 2 }
__set%d t 3 size 1
__set%d t 0
	element 00000001 00000002  : 0 [end]
inet t c
  [ meta load iifgroup => reg 1 ]
  [ meta load oifgroup => reg 9 ]
  [ lookup reg 1 set __set%d ]
> meta rtclassid { 1, 2 }
__set%d t 3 size 2
__set%d t 0
	element 00000001  : 0 [end]	element 00000002  : 0 [end]
inet t c
  [ meta load rtclassid => reg 1 ]
  [ lookup reg 1 set __set%d ]
> rt classid { 1-2, 5 }
__set%d t 7 size 5
__set%d t 0
	element 00000000  : 1 [end]	element 01000000  : 0 [end]	element 03000000  : 1 [end]	element 05000000  : 0 [end]	element 06000000  : 1 [end]
inet t c
  [ rt load classid => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ lookup reg 1 set __set%d ]
> rt mtu { 1000-1400, 1500 }
__set%d t 7 size 5
__set%d t 0
	element 00000000  : 1 [end]	element 0000e803  : 0 [end]	element 00007905  : 1 [end]	element 0000dc05  : 0 [end]	element 0000dd05  : 1 [end]
inet t c
  [ rt load tcpmss => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 2, 2) ]
  [ lookup reg 1 set __set%d ]
> socket mark { 1-5, 7 }
__set%d t 7 size 5
__set%d t 0
	element 00000000  : 1 [end]	element 01000000  : 0 [end]	element 06000000  : 1 [end]	element 07000000  : 0 [end]	element 08000000  : 1 [end]
inet t c
  [ socket load mark => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ lookup reg 1 set __set%d ]
> socket mark . tcp dport { 1 . 5 }
__set%d t 3 size 1
__set%d t 0
	element 00000001 00000500  : 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ socket load mark => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> socket transparent . tcp dport { 1 . 5 }
__set%d t 3 size 1
__set%d t 0
	element 00000001 00000500  : 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ socket load transparent => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> fib daddr type . tcp dport { local . 5 }
__set%d t 3 size 1
__set%d t 0
	element 00000002 00000500  : 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ fib daddr type => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> fib saddr . iif oif { "lo", 5 }
__set%d t 3 size 2
__set%d t 0
	element 00000001  : 0 [end]	element 00000005  : 0 [end]
inet t c
  [ fib saddr . iif oif => reg 1 ]
  [ lookup reg 1 set __set%d ]
> fib saddr . iif oifname != "lo"
inet t c
  [ fib saddr . iif oifname => reg 1 ]
  [ cmp neq reg 1 0x00006f6c 0x00000000 0x00000000 0x00000000 ]
> fib daddr . iif type . ip saddr { local . 1.1.1.0/24 }
__set%d t 87 size 1
__set%d t 0
	element 02000000 00010101  - 02000000 ff010101  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ fib daddr . iif type => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ payload load 4b @ network header + 12 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> symhash mod 4 { 1-2, 3 }
__set%d t 7 size 3
__set%d t 0
	element 00000000  : 1 [end]	element 01000000  : 0 [end]	element 04000000  : 1 [end]
inet t c
  [ hash reg 1 = symhash() % mod 4 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ lookup reg 1 set __set%d ]
> notrack meta mark set 5
inet t c
  [ notrack ]
  [ immediate reg 1 0x00000005 ]
  [ meta set mark with reg 1 ]
> counter accept
inet t c
  [ counter pkts 0 bytes 0 ]
  [ immediate reg 0 accept ]
> log prefix "a" counter drop
inet t c
  [ log prefix a ]
  [ counter pkts 0 bytes 0 ]
  [ immediate reg 0 drop ]
> limit rate 1/second accept
inet t c
  [ limit rate 1/second burst 5 type packets flags 0x0 ]
  [ immediate reg 0 accept ]
> limit rate 1 bytes/second
inet t c
  [ limit rate 1/second burst 0 type bytes flags 0x0 ]
> limit rate 5 kbytes/minute burst 3 kbytes
inet t c
  [ limit rate 5120/minute burst 3072 type bytes flags 0x0 ]
> limit rate 1024 bytes/second burst 512 bytes
inet t c
  [ limit rate 1024/second burst 512 type bytes flags 0x0 ]
> quota until 5 kbytes
inet t c
  [ quota bytes 5120 consumed 0 flags 0 ]
> quota over 500 bytes used 20 bytes drop
inet t c
  [ quota bytes 500 consumed 20 flags 1 ]
  [ immediate reg 0 drop ]
> ct count 1 accept
inet t c
  [ connlimit count 1 flags 0 ]
  [ immediate reg 0 accept ]
> ip saddr 1.1.1.1 snat ip to 1.1.1.2-1.1.1.4 persistent
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x01010101 ]
  [ immediate reg 1 0x02010101 ]
  [ immediate reg 2 0x04010101 ]
  [ nat snat ip addr_min reg 1 addr_max reg 2 flags 0x8 ]
> snat ip to ip saddr map { 1.1.1.1 : 2.2.2.2 } random
__map%d t b size 1
__map%d t 0
	element 01010101  : 02020202 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ nat snat ip addr_min reg 1 flags 0x4 ]
> dnat ip to jhash ip saddr . ip daddr mod 2 seed 1 map { 0 : 1.1.1.1, 1 : 2.2.2.2 }
__map%d t b size 2
__map%d t 0
	element 00000000  : 01010101 0 [end]	element 00000001  : 02020202 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 2 ]
  [ payload load 4b @ network header + 16 => reg 13 ]
  [ hash reg 1 = jhash(reg 2, 8, 0x1) % mod 2 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ nat dnat ip addr_min reg 1 ]
> tcp dport 80 dnat ip to numgen random mod 2 map { 0 : 1.1.1.1 . 80, 1 : 2.2.2.2 . 81 }
__map%d t b size 2
__map%d t 0
	element 00000000  : 01010101 00005000 0 [end]	element 00000001  : 02020202 00005100 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ numgen reg 1 = random mod 2 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ nat dnat ip addr_min reg 1 proto_min reg 9 ]
> tcp dport 80 dnat ip to ip saddr . ip daddr map { 1.1.1.1 . 2.2.2.2 : 3.3.3.3 . 80 }
__map%d t b size 1
__map%d t 0
	element 01010101 02020202  : 03030303 00005000 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ payload load 4b @ network header + 16 => reg 9 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ nat dnat ip addr_min reg 1 proto_min reg 9 ]
> tcp dport 80 dnat ip6 to ip6 saddr map { ::1 : ::2 . 80 }
__map%d t b size 1
__map%d t 0
	element 00000000 00000000 00000000 01000000  : 00000000 00000000 00000000 02000000 00005000 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ nat dnat ip6 addr_min reg 1 proto_min reg 2 ]
> tcp dport 80 dnat ip6 to ip6 saddr . tcp dport map { ::1 . 80 : ::2 . 80 }
__map%d t b size 1
__map%d t 0
	element 00000000 00000000 00000000 01000000 00005000  : 00000000 00000000 00000000 02000000 00005000 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 2 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ nat dnat ip6 addr_min reg 1 proto_min reg 2 ]
> tcp dport 80-90 dnat ip to 1.1.1.1:8080-8090
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp gte reg 1 0x00005000 ]
  [ cmp lte reg 1 0x00005a00 ]
  [ immediate reg 1 0x01010101 ]
  [ immediate reg 2 0x0000901f ]
  [ immediate reg 3 0x00009a1f ]
  [ nat dnat ip addr_min reg 1 proto_min reg 2 proto_max reg 3 flags 0x2 ]
> meta l4proto tcp dnat ip to 1.1.1.1:80
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ immediate reg 1 0x01010101 ]
  [ immediate reg 2 0x00005000 ]
  [ nat dnat ip addr_min reg 1 proto_min reg 2 flags 0x2 ]
> meta l4proto udp redirect to :53
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000011 ]
  [ immediate reg 1 0x00003500 ]
  [ redir proto_min reg 1 flags 0x2 ]
> tcp dport { 80, 443 } redirect to :8080 fully-random
__set%d t 3 size 2
__set%d t 0
	element 00005000  : 0 [end]	element 0000bb01  : 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ lookup reg 1 set __set%d ]
  [ immediate reg 1 0x0000901f ]
  [ redir proto_min reg 1 flags 0x12 ]
> udp sport 5 masquerade to :100-200 random,persistent
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000011 ]
  [ payload load 2b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
  [ immediate reg 1 0x00006400 ]
  [ immediate reg 2 0x0000c800 ]
  [ masq proto_min reg 1 proto_max reg 2 flags 0xe ]
> tcp dport 80 redirect to :numgen inc mod 2 map { 0 : 80, 1 : 81 }
__map%d t b size 2
__map%d t 0
	element 00000000  : 00005000 0 [end]	element 00000001  : 00005100 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ numgen reg 1 = inc mod 2 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ redir proto_min reg 1 flags 0x2 ]
> tcp dport 80 masquerade to :numgen inc mod 2 map { 0 : 80, 1 : 81 }
__map%d t b size 2
__map%d t 0
	element 00000000  : 00005000 0 [end]	element 00000001  : 00005100 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ numgen reg 1 = inc mod 2 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ masq proto_min reg 1 flags 0x2 ]
> tcp dport 80 redirect to :numgen inc mod 2 offset 100
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ numgen reg 1 = inc mod 2 offset 100 ]
  [ redir proto_min reg 1 flags 0x2 ]
> tcp dport 80 dnat ip to 1.1.1.1:numgen inc mod 2 offset 100
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ immediate reg 1 0x01010101 ]
  [ numgen reg 2 = inc mod 2 offset 100 ]
  [ nat dnat ip addr_min reg 1 proto_min reg 2 flags 0x2 ]
> ip6 flowlabel set 5 ip6 hoplimit set 6
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 3b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000f0 ) ^ 0x00050000 ]
  [ payload write reg 1 => 3b @ network header + 1 csum_type 0 csum_off 0 csum_flags 0x0 ]
  [ immediate reg 1 0x00000006 ]
  [ payload write reg 1 => 1b @ network header + 7 csum_type 0 csum_off 0 csum_flags 0x0 ]
> ip dscp set af11 counter accept
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 2b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000003ff ) ^ 0x00002800 ]
  [ payload write reg 1 => 2b @ network header + 0 csum_type 1 csum_off 10 csum_flags 0x0 ]
  [ counter pkts 0 bytes 0 ]
  [ immediate reg 0 accept ]
> ip ecn set 0 ip ttl set 1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 2b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000fcff ) ^ 0x00000000 ]
  [ payload write reg 1 => 2b @ network header + 0 csum_type 1 csum_off 10 csum_flags 0x0 ]
  [ payload load 2b @ network header + 8 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000ff00 ) ^ 0x00000001 ]
  [ payload write reg 1 => 2b @ network header + 8 csum_type 1 csum_off 10 csum_flags 0x0 ]
> ip id set 0
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ immediate reg 1 0x00000000 ]
  [ payload write reg 1 => 2b @ network header + 4 csum_type 1 csum_off 10 csum_flags 0x0 ]
> tcp option maxseg size set 500
inet t c
  [ immediate reg 1 0x0000f401 ]
  [ exthdr write tcpopt reg 1 => 2b @ 2 + 2 ]
> tcp option timestamp tsval set 5
inet t c
  [ immediate reg 1 0x05000000 ]
  [ exthdr write tcpopt reg 1 => 4b @ 8 + 2 ]
> tcp option window length 3
inet t c
  [ exthdr load tcpopt 1b @ 3 + 1 => reg 1 ]
  [ cmp eq reg 1 0x00000003 ]
> tcp option mptcp exists
inet t c
  [ exthdr load tcpopt 1b @ 30 + 0 present => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> tcp option mptcp subtype 1
inet t c
  [ exthdr load tcpopt 1b @ 30 + 2 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000f0 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000010 ]
> tcp option fastopen exists
inet t c
  [ exthdr load tcpopt 1b @ 34 + 0 present => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> tcp option md5sig exists
inet t c
  [ exthdr load tcpopt 1b @ 19 + 0 present => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> tcp option sack2 left > 5
inet t c
  [ exthdr load tcpopt 4b @ 5 + 18 => reg 1 ]
  [ cmp gt reg 1 0x05000000 ]
> reset tcp option timestamp
inet t c
  [ exthdr reset tcpopt 8 ]
> reset tcp option 42
inet t c
  [ exthdr reset tcpopt 42 ]
> tcp dport 5 reset tcp option maxseg
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
  [ exthdr reset tcpopt 2 ]
> ip protocol tcp ip protocol udp
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 9 => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ network header + 9 => reg 1 ]
  [ cmp eq reg 1 0x00000011 ]
> tcp flags & (syn|ack) == syn,ack
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000012 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000012 ]
> tcp flags syn,ack / syn,ack
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000012 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000012 ]
> tcp flags ! syn,ack accept
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000012 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000000 ]
  [ immediate reg 0 accept ]
> tcp flags & syn == 0
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000002 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000000 ]
> tcp flags & (syn|ack) { syn, ack }
__set%d t 3 size 2
__set%d t 0
	element 00000002  : 0 [end]	element 00000010  : 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000012 ) ^ 0x00000000 ]
  [ lookup reg 1 set __set%d ]
> tcp flags vmap { syn : accept, syn|ack : drop }
__map%d t b size 2
__map%d t 0
	element 00000002  : accept 0 [end]	element 00000012  : drop 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> tcp flags > 5
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ cmp gt reg 1 0x00000005 ]
> tcp flags 0x10-0x20
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ cmp gte reg 1 0x00000010 ]
  [ cmp lte reg 1 0x00000020 ]
> ct state > 5
inet t c
  [ ct load state => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ cmp gt reg 1 0x05000000 ]
> ct mark set meta mark & 0xff | 0x100
inet t c
  [ meta load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000ff ) ^ 0x00000100 ]
  [ ct set mark with reg 1 ]
> ct mark set meta mark map { 1 : 2 }
__map%d t b size 1
__map%d t 0
	element 00000001  : 00000002 0 [end]
inet t c
  [ meta load mark => reg 1 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ ct set mark with reg 1 ]
> ct mark set numgen inc mod 5
inet t c
  [ numgen reg 1 = inc mod 5 ]
  [ ct set mark with reg 1 ]
> ct mark set 0x10 & 0xff
inet t c
  [ immediate reg 1 0x00000010 ]
  [ ct set mark with reg 1 ]
> ct mark set jhash ip saddr mod 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 2 ]
  [ hash reg 1 = jhash(reg 2, 4, 0x0) % mod 5 ]
  [ ct set mark with reg 1 ]
> ct mark set ct mark << 4
inet t c
  [ ct load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 << 0x00000004 ) ]
  [ ct set mark with reg 1 ]
> ct mark set ct mark >> 4
inet t c
  [ ct load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 >> 0x00000004 ) ]
  [ ct set mark with reg 1 ]
> meta mark set ct id
inet t c
  [ ct load unknown => reg 1 ]
  [ meta set mark with reg 1 ]
> meta mark set socket mark
inet t c
  [ socket load mark => reg 1 ]
  [ meta set mark with reg 1 ]
> meta priority set root
inet t c
  [ immediate reg 1 0xffffffff ]
  [ meta set priority with reg 1 ]
> tcp sport 5 tcp dport 6 tcp flags == 2 tcp window 7 tcp checksum 8
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x06000500 ]
  [ payload load 3b @ transport header + 13 => reg 1 ]
  [ cmp eq reg 1 0x00070002 ]
  [ payload load 2b @ transport header + 16 => reg 1 ]
  [ cmp eq reg 1 0x00000800 ]
> ip saddr 1.1.1.1 ip protocol tcp ip ttl 5 tcp dport 3
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x01010101 ]
  [ payload load 2b @ network header + 8 => reg 1 ]
  [ cmp eq reg 1 0x00000605 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000300 ]
> udp length 5 udp checksum 6 udp sport 7 udp dport 8
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000011 ]
  [ payload load 4b @ transport header + 4 => reg 1 ]
  [ cmp eq reg 1 0x06000500 ]
  [ payload load 4b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x08000700 ]
> ip6 nexthdr tcp ip6 hoplimit 5 tcp dport 6
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 2b @ network header + 6 => reg 1 ]
  [ cmp eq reg 1 0x00000506 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000600 ]
> ip6 length 5 ip6 nexthdr tcp ip6 hoplimit 5 tcp dport 6
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 4b @ network header + 4 => reg 1 ]
  [ cmp eq reg 1 0x05060500 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000600 ]
> ether type ip ether daddr 00:11:22:33:44:55 ip saddr 1.1.1.1
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 2b @ link header + 12 => reg 1 ]
  [ cmp eq reg 1 0x00000008 ]
  [ payload load 6b @ link header + 0 => reg 1 ]
  [ cmp eq reg 1 0x33221100 0x00005544 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x01010101 ]
> ip saddr & 255.255.0.0 == 10.0.1.1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000ffff ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x0101000a ]
> ip saddr & 255.255.0.0 != 10.0.0.0
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000ffff ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x0000000a ]
> meta mark ^ 3 == 5
inet t c
  [ meta load mark => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
> meta mark & 0xf0 ^ 3 == 0x13
inet t c
  [ meta load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000f0 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000010 ]
~inet t c
~  [ meta load mark => reg 1 ]
~  [ bitwise reg 1 = ( reg 1 & 0x000000f0 ) ^ 0x00000003 ]
~  [ cmp eq reg 1 0x00000013 ]
> tcp flags & (syn | ack) == 0
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000012 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000000 ]
> tcp flags & (syn | ack) != 0
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000012 ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000000 ]
> meta hour != "22:00"-"06:00"
inet t c
  [ meta load hour => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ cmp gte reg 1 0x60540000 ]
  [ cmp lte reg 1 0x60350100 ]
> log level warn flags all
inet t c
  [ log level 4 tcpseq tcpopt ipopt uid macdecode ]
> ip daddr & 0.0.0.255 == 0.0.0.1 ip saddr & 255.0.0.0 == 10.0.0.0
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 16 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0xff000000 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x01000000 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000ff ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x0000000a ]
> meta nfproto ipv4 ct original saddr & 255.255.0.0 == 10.0.0.0
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ ct load src => reg 1 , dir original ]
  [ bitwise reg 1 = ( reg 1 & 0x0000ffff ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x0000000a ]
> meta nfproto ipv4 ct original saddr 10.0.0.1-10.0.0.9
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ ct load src => reg 1 , dir original ]
  [ cmp gte reg 1 0x0100000a ]
  [ cmp lte reg 1 0x0900000a ]
> meta nfproto ipv4 ct original saddr != 10.0.0.1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ ct load src => reg 1 , dir original ]
  [ cmp neq reg 1 0x0100000a ]
> ip saddr { 10.0.0.0/8, * }
__set%d t 7 size 4
__set%d t 0
	element 00000000  : 1 [end]	element 0000000a  : 0 [end]	element 0000000b  : 1 [end]	element  : 2 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set __set%d ]
