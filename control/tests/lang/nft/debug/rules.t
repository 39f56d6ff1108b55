# Rules of a table of both families that come one after the other, and maps of ranges.
| table inet t {
|   chain u { }
|   set strs { type ifname; flags interval; elements = { "eth*", "lo" } }
|   set a { type ipv4_addr; flags interval; }
|   map rng { type ipv4_addr : interval ipv4_addr; flags interval; elements = { 10.0.0.0/8 : 1.1.1.1-1.1.1.9 } }
|   map conc { type ipv4_addr : ipv4_addr . inet_service; elements = { 10.0.0.1 : 1.1.1.1 . 80 } }
|   map conci { type ipv4_addr . inet_service : interval ipv4_addr . inet_service; flags interval; elements = { 10.0.0.1 . 80 : 1.1.1.1-1.1.1.3 . 80-90 } }
|   map dsc { type ipv4_addr : dscp; elements = { 10.0.0.1 : cs1 } }
|   set st { type ipv4_addr; counter; elements = { 1.1.1.1, 1.1.1.2 counter packets 5 bytes 6 } }
|   set tm { type ipv4_addr; flags timeout; timeout 5m; elements = { 1.1.1.1, 1.1.1.2 timeout 30s, 1.1.1.3 timeout 30s expires 10s comment "x" } }
|   chain c { }
| }
inet (null) (null) use 0
inet (null) (null) use 0
strs t 4
strs t 0
	element 00000000 00000000 00000000 00000000  : 1 [end]	element 00687465 00000000 00000000 00000000  : 0 [end]	element 00697465 00000000 00000000 00000000  : 1 [end]	element 00006f6c 00000000 00000000 00000000  : 0 [end]	element 00006f6c 00000000 00000000 01000000  : 1 [end]
a t 4
rng t c
rng t 0
	element 00000000  : 1 [end]	element 0000000a  : 01010101 09010101 0 [end]	element 0000000b  : 1 [end]
conc t 8
conc t 0
	element 0100000a  : 01010101 00005000 0 [end]
conci t 8c
conci t 0
	element 0100000a 00005000  - 0100000a 00005000  : 01010101 00005000 03010101 00005a00 0 [end]
dsc t 8
dsc t 0
	element 0100000a  : 00000008 0 [end]
st t 0
st t 0
	element 01010101  : 0 [end]	element 02010101  : 0 [end]
tm t 10 timeout 300000ms
tm t 0
	element 01010101  : 0 [end]	element 02010101  : 0 [end]	element 03010101  : 0 [end]  userdata = { \x00\x02x\x00 }
> iifname @strs
inet t c
  [ meta load iifname => reg 1 ]
  [ lookup reg 1 set strs ]
> tcp dport 2 counter tcp sport 1
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ counter pkts 0 bytes 0 ]
  [ payload load 4b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x02000100 ]
> tcp sport 1 ip saddr 10.0.0.1 counter tcp dport 2
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000100 ]
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
  [ counter pkts 0 bytes 0 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000200 ]
> tcp sport 1 counter counter tcp dport 2 counter tcp sequence 5
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x02000100 ]
  [ counter pkts 0 bytes 0 ]
  [ counter pkts 0 bytes 0 ]
  [ counter pkts 0 bytes 0 ]
  [ payload load 4b @ transport header + 4 => reg 1 ]
  [ cmp eq reg 1 0x05000000 ]
> tcp sport 1 tcp dport 2 tcp sequence 5 tcp ackseq 6
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x02000100 ]
  [ payload load 4b @ transport header + 4 => reg 1 ]
  [ cmp eq reg 1 0x05000000 ]
  [ payload load 4b @ transport header + 8 => reg 1 ]
  [ cmp eq reg 1 0x06000000 ]
> ether type ip ip saddr 10.0.0.1 ether saddr 00:11:22:33:44:55
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 8b @ link header + 6 => reg 1 ]
  [ cmp eq reg 1 0x33221100 0x00085544 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
> ip ttl 5 ip protocol tcp tcp dport 22
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 2b @ network header + 8 => reg 1 ]
  [ cmp eq reg 1 0x00000605 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
> ip protocol tcp ip ttl 5 tcp dport 22
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 2b @ network header + 8 => reg 1 ]
  [ cmp eq reg 1 0x00000605 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
> ip id 5 ip frag-off 0 ip ttl 1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 4 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
  [ payload load 1b @ network header + 8 => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> ip length 5 ip id 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 2 => reg 1 ]
  [ cmp eq reg 1 0x05000500 ]
> ip length 5 ip id != 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 2b @ network header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
  [ payload load 2b @ network header + 4 => reg 1 ]
  [ cmp neq reg 1 0x00000500 ]
> ip length != 5 ip id != 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 2 => reg 1 ]
  [ cmp neq reg 1 0x05000500 ]
> ip length == 5 ip id 6
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 2 => reg 1 ]
  [ cmp eq reg 1 0x06000500 ]
> ip saddr 10.0.0.0/16 ip checksum 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 2b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 2b @ network header + 10 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> icmp type echo-request icmp code 0 icmp checksum 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 4b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x05000008 ]
> icmp code 0 icmp type echo-request
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 2b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000008 ]
> ip dscp cs1 ip length 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000020 ]
  [ payload load 2b @ network header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> tcp flags syn tcp window 5
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 3b @ transport header + 13 => reg 1 ]
  [ cmp eq reg 1 0x00050002 ]
> tcp flags == syn tcp window 5
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 3b @ transport header + 13 => reg 1 ]
  [ cmp eq reg 1 0x00050002 ]
> tcp dport > 5 tcp sport > 6
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp gt reg 1 0x00000500 ]
  [ payload load 2b @ transport header + 0 => reg 1 ]
  [ cmp gt reg 1 0x00000600 ]
> ip6 hoplimit 5 ip6 saddr ::1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 1b @ network header + 7 => reg 1 ]
  [ cmp eq reg 1 0x00000005 ]
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ cmp eq reg 1 0x00000000 0x00000000 0x00000000 0x01000000 ]
> ip6 saddr ::1 ip6 hoplimit 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ cmp eq reg 1 0x00000000 0x00000000 0x00000000 0x01000000 ]
  [ payload load 1b @ network header + 7 => reg 1 ]
  [ cmp eq reg 1 0x00000005 ]
> ip protocol . tcp dport { tcp . 80 }
__set%d t 3 size 1
__set%d t 0
	element 00000006 00005000  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ network header + 9 => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> ip6 dscp . tcp dport { cs1 . 80 }
__set%d t 3 size 1
__set%d t 0
	element 00000800 00005000  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000c00f ) ^ 0x00000000 ]
  [ bitwise reg 1 = ( reg 1 >> 0x00000006 ) ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> ip version . ip hdrlength { 4 . 5 }
__set%d t 3 size 1
__set%d t 0
	element 00000004 00000005  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000f0 ) ^ 0x00000000 ]
  [ bitwise reg 1 = ( reg 1 >> 0x00000004 ) ]
  [ payload load 1b @ network header + 0 => reg 9 ]
  [ bitwise reg 9 = ( reg 9 & 0x0000000f ) ^ 0x00000000 ]
  [ lookup reg 1 set __set%d ]
> meta l4proto tcp ip saddr 10.0.0.1 tcp dport 22
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
> ip protocol tcp meta l4proto tcp
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 9 => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
> ct protocol tcp tcp dport 22
inet t c
  [ ct load protocol => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
> ct l3proto ipv4 ip saddr 10.0.0.1
inet t c
  [ ct load l3protocol => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
> meta nfproto ipv6 meta nfproto ipv4
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
> meta l4proto { tcp } tcp dport 22
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
> ip protocol { tcp, udp } th dport 5
__set%d t 3 size 2
__set%d t 0
	element 00000006  : 0 [end]	element 00000011  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 9 => reg 1 ]
  [ lookup reg 1 set __set%d ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> ip protocol != udp tcp dport 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 9 => reg 1 ]
  [ cmp neq reg 1 0x00000011 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> ip protocol tcp ip saddr 10.0.0.1 reject with tcp reset
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 9 => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
  [ reject type 1 code 0 ]
> ip6 nexthdr tcp reject with tcp reset
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 1b @ network header + 6 => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ reject type 1 code 0 ]
> tcp dport 80 reject
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ reject type 2 code 1 ]
> ip protocol tcp reject
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 9 => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ reject type 0 code 3 ]
> udp dport 80 ip saddr 1.1.1.1 reject with icmpx port-unreachable
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000011 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x01010101 ]
  [ reject type 2 code 1 ]
> dnat ip to ip saddr map @rng
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set rng dreg 1 ]
  [ nat dnat ip addr_min reg 1 addr_max reg 9 ]
> tcp dport 5 dnat ip addr . port to ip saddr map @conc
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set conc dreg 1 ]
  [ nat dnat ip addr_min reg 1 proto_min reg 9 ]
> tcp dport 5 dnat ip to ip saddr map @conc
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set conc dreg 1 ]
  [ nat dnat ip addr_min reg 1 proto_min reg 9 ]
> tcp dport 5 snat ip interval to ip saddr map @rng
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set rng dreg 1 ]
  [ nat snat ip addr_min reg 1 addr_max reg 9 ]
> snat ip interval to ip saddr map @rng
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set rng dreg 1 ]
  [ nat snat ip addr_min reg 1 addr_max reg 9 ]
> dnat ip to ip saddr . tcp dport map @conci
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set conci dreg 1 ]
  [ nat dnat ip addr_min reg 1 addr_max reg 10 proto_min reg 9 proto_max reg 11 ]
> dnat ip6 to fd00::1-fd00::9
inet t c
  [ immediate reg 1 0x000000fd 0x00000000 0x00000000 0x01000000 ]
  [ immediate reg 2 0x000000fd 0x00000000 0x00000000 0x09000000 ]
  [ nat dnat ip6 addr_min reg 1 addr_max reg 2 ]
> dnat ip6 prefix to ip6 daddr map { fd00::/64 : fd01::/64 }
__map%d t f size 3
__map%d t 0
	element 00000000 00000000 00000000 00000000  : 1 [end]	element 000000fd 00000000 00000000 00000000  : 000001fd 00000000 00000000 00000000 000001fd 00000000 ffffffff ffffffff 0 [end]	element 000000fd 01000000 00000000 00000000  : 1 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 16b @ network header + 24 => reg 1 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ nat dnat ip6 addr_min reg 1 addr_max reg 2 flags 0x40 ]
> tcp dport 80 dnat ip to 1.1.1.1:80 random,persistent
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ immediate reg 1 0x01010101 ]
  [ immediate reg 2 0x00005000 ]
  [ nat dnat ip addr_min reg 1 proto_min reg 2 flags 0xe ]
> icmp type set echo-reply icmp code 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 2b @ transport header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000ff00 ) ^ 0x00000000 ]
  [ payload write reg 1 => 2b @ transport header + 0 csum_type 1 csum_off 2 csum_flags 0x0 ]
  [ payload load 1b @ transport header + 1 => reg 1 ]
  [ cmp eq reg 1 0x00000005 ]
> ip ttl set 64 ip dscp set 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 2b @ network header + 8 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000ff00 ) ^ 0x00000040 ]
  [ payload write reg 1 => 2b @ network header + 8 csum_type 1 csum_off 10 csum_flags 0x0 ]
  [ payload load 2b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000003ff ) ^ 0x00001400 ]
  [ payload write reg 1 => 2b @ network header + 0 csum_type 1 csum_off 10 csum_flags 0x0 ]
> @nh,0,4 set 4
inet t c
  [ payload load 1b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000000f ) ^ 0x00000040 ]
  [ payload write reg 1 => 1b @ network header + 0 csum_type 0 csum_off 0 csum_flags 0x0 ]
> ip6 version set 6
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 1b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000000f ) ^ 0x00000060 ]
  [ payload write reg 1 => 1b @ network header + 0 csum_type 0 csum_off 0 csum_flags 0x0 ]
> ct mark set meta length
inet t c
  [ meta load len => reg 1 ]
  [ ct set mark with reg 1 ]
> meta mark set ip6 flowlabel
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 3b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00ffff0f ) ^ 0x00000000 ]
  [ meta set mark with reg 1 ]
> ip saddr set ip saddr & 255.255.0.0
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000ffff ) ^ 0x00000000 ]
  [ payload write reg 1 => 4b @ network header + 12 csum_type 1 csum_off 10 csum_flags 0x1 ]
> ip saddr set ip saddr & 255.255.0.0 | 0.0.0.1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000ffff ) ^ 0x01000000 ]
  [ payload write reg 1 => 4b @ network header + 12 csum_type 1 csum_off 10 csum_flags 0x1 ]
> ether saddr set ether daddr
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 6b @ link header + 0 => reg 1 ]
  [ payload write reg 1 => 6b @ link header + 6 csum_type 0 csum_off 0 csum_flags 0x0 ]
> meta mark and 3 vmap { 1 : accept, 2 : drop }
__map%d t b size 2
__map%d t 0
	element 00000001  : accept 0 [end]	element 00000002  : drop 0 [end]
inet t c
  [ meta load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000003 ) ^ 0x00000000 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> ip saddr & 255.255.255.0 vmap { 10.0.0.0 : accept }
__map%d t b size 1
__map%d t 0
	element 0000000a  : accept 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00ffffff ) ^ 0x00000000 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> meta mark & 0xff . tcp dport { 1 . 2 }
__set%d t 3 size 1
__set%d t 0
	element 00000001 00000200  : 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ meta load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000ff ) ^ 0x00000000 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> ip saddr & 255.255.255.0 . tcp dport { 10.0.0.0 . 2 }
__set%d t 3 size 1
__set%d t 0
	element 0000000a 00000200  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00ffffff ) ^ 0x00000000 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> ip saddr @a
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set a ]
> ip saddr and 255.255.255.0 @a
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00ffffff ) ^ 0x00000000 ]
  [ lookup reg 1 set a ]
> ct state & (established|related) != 0
inet t c
  [ ct load state => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000006 ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000000 ]
> ct state & new == new
inet t c
  [ ct load state => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000008 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000008 ]
> ct status & (dnat|snat) == dnat
inet t c
  [ ct load status => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000030 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000020 ]
> ct mark and 0x10 != 0
inet t c
  [ ct load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000010 ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000000 ]
> ct state new,untracked
inet t c
  [ ct load state => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000048 ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000000 ]
> ct state { new, established } accept
__set%d t 3 size 2
__set%d t 0
	element 00000008  : 0 [end]	element 00000002  : 0 [end]
inet t c
  [ ct load state => reg 1 ]
  [ lookup reg 1 set __set%d ]
  [ immediate reg 0 accept ]
> ct original ip saddr . meta mark { 1.1.1.1 . 5 }
__set%d t 3 size 1
__set%d t 0
	element 01010101 00000005  : 0 [end]
inet t c
  [ ct load src_ip => reg 1 , dir original ]
  [ meta load mark => reg 9 ]
  [ lookup reg 1 set __set%d ]
> ct state . ip saddr { established . 1.1.1.1-1.1.1.9 }
__set%d t 87 size 1
__set%d t 0
	element 02000000 01010101  - 02000000 09010101  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ ct load state => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ payload load 4b @ network header + 12 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> meta length . ip ttl { 100-200 . 5 }
__set%d t 87 size 1
__set%d t 0
	element 64000000 00000005  - c8000000 00000005  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load len => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ payload load 1b @ network header + 8 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> ct bytes . ip ttl { 100-200 . 5 }
__set%d t 87 size 1
__set%d t 0
	element 00000000 64000000 00000005  - 00000000 c8000000 00000005  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ ct load bytes => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 8, 8) ]
  [ payload load 1b @ network header + 8 => reg 10 ]
  [ lookup reg 1 set __set%d ]
> iifname . ip ttl { "eth0" . 5-8 }
__set%d t 87 size 1
__set%d t 0
	element 30687465 00000000 00000000 00000000 00000005  - 30687465 00000000 00000000 00000000 00000008  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load iifname => reg 1 ]
  [ payload load 1b @ network header + 8 => reg 2 ]
  [ lookup reg 1 set __set%d ]
> iifname . ip saddr . tcp dport vmap { "eth0" . 1.1.1.0/24 . 80 : accept }
__map%d t 8f size 1
__map%d t 0
	element 30687465 00000000 00000000 00000000 00010101 00005000  - 30687465 00000000 00000000 00000000 ff010101 00005000  : accept 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ meta load iifname => reg 1 ]
  [ payload load 4b @ network header + 12 => reg 2 ]
  [ payload load 2b @ transport header + 2 => reg 13 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> meta day . meta hour { "Monday" . "08:00"-"16:00" }
__set%d t 87 size 1
__set%d t 0
	element 00000001 80700000  - 00000001 00e10000  : 0 [end]
inet t c
  [ meta load day => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 2, 1) ]
  [ meta load hour => reg 9 ]
  [ byteorder reg 9 = hton(reg 9, 4, 4) ]
  [ lookup reg 1 set __set%d ]
> fib daddr . iif type vmap { local : accept, unicast : jump u }
__map%d t b size 2
__map%d t 0
	element 00000002  : accept 0 [end]	element 00000001  : jump -> u 0 [end]
inet t c
  [ fib daddr . iif type => reg 1 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> fib saddr oif vmap { lo : accept }
__map%d t b size 1
__map%d t 0
	element 00000001  : accept 0 [end]
inet t c
  [ fib saddr oif => reg 1 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> fib saddr . iif oif . tcp dport { lo . 80 }
__set%d t 3 size 1
__set%d t 0
	element 00000001 00005000  : 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ fib saddr . iif oif => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> rt ip nexthop . tcp dport { 1.1.1.1 . 80 }
__set%d t 3 size 1
__set%d t 0
	element 01010101 00005000  : 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ rt load nexthop4 => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> frag more-fragments . frag id { 1 . 5 }
__set%d t 3 size 1
__set%d t 0
	element 00000001 05000000  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 1b @ 44 + 3 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000001 ) ^ 0x00000000 ]
  [ exthdr load ipv6 4b @ 44 + 4 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> frag frag-off { 1, 2 }
__set%d t 3 size 2
__set%d t 0
	element 00000800  : 0 [end]	element 00001000  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 2b @ 44 + 2 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000f8ff ) ^ 0x00000000 ]
  [ lookup reg 1 set __set%d ]
> frag frag-off > 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ exthdr load ipv6 2b @ 44 + 2 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000f8ff ) ^ 0x00000000 ]
  [ cmp gt reg 1 0x00002800 ]
> tcp option maxseg size { 500-1000 }
inet t c
  [ exthdr load tcpopt 2b @ 2 + 2 => reg 1 ]
  [ cmp gte reg 1 0x0000f401 ]
  [ cmp lte reg 1 0x0000e803 ]
> tcp option maxseg size { 500, 1000 }
__set%d t 3 size 2
__set%d t 0
	element 0000f401  : 0 [end]	element 0000e803  : 0 [end]
inet t c
  [ exthdr load tcpopt 2b @ 2 + 2 => reg 1 ]
  [ lookup reg 1 set __set%d ]
> tcp option maxseg size . tcp dport { 500 . 80 }
__set%d t 3 size 1
__set%d t 0
	element 0000f401 00005000  : 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ exthdr load tcpopt 2b @ 2 + 2 => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> numgen inc mod 4 { 1-2, 3 }
__set%d t 7 size 3
__set%d t 0
	element 00000000  : 1 [end]	element 01000000  : 0 [end]	element 04000000  : 1 [end]
inet t c
  [ numgen reg 1 = inc mod 4 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ lookup reg 1 set __set%d ]
> jhash ct mark mod 4 { 1, 3 }
__set%d t 3 size 2
__set%d t 0
	element 00000001  : 0 [end]	element 00000003  : 0 [end]
inet t c
  [ ct load mark => reg 2 ]
  [ hash reg 1 = jhash(reg 2, 4, 0x0) % mod 4 ]
  [ lookup reg 1 set __set%d ]
> jhash ip saddr . ip daddr . tcp sport . tcp dport mod 100 seed 5 < 50
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ network header + 12 => reg 2 ]
  [ payload load 4b @ network header + 16 => reg 13 ]
  [ payload load 2b @ transport header + 0 => reg 14 ]
  [ payload load 2b @ transport header + 2 => reg 15 ]
  [ hash reg 1 = jhash(reg 2, 16, 0x5) % mod 100 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ cmp lt reg 1 0x32000000 ]
> jhash ip6 saddr . meta iifname mod 4 1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 16b @ network header + 8 => reg 2 ]
  [ meta load iifname => reg 3 ]
  [ hash reg 1 = jhash(reg 2, 32, 0x0) % mod 4 ]
  [ cmp eq reg 1 0x00000001 ]
> symhash mod 100 < 50
inet t c
  [ hash reg 1 = symhash() % mod 100 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ cmp lt reg 1 0x32000000 ]
> log prefix "in:" flags all level info
inet t c
  [ log prefix in: level 6 tcpseq tcpopt ipopt uid macdecode ]
> log group 0
inet t c
  [ log group 0 snaplen 0 qthreshold 0 ]
> ip saddr @st
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set st ]
> ip saddr @tm
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set tm ]
> iif . oif vmap { "lo" . "lo" : drop }
__map%d t b size 1
__map%d t 0
	element 00000001 00000001  : drop 0 [end]
inet t c
  [ meta load iif => reg 1 ]
  [ meta load oif => reg 9 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> iif "lo" oif "lo"
inet t c
  [ meta load iif => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ meta load oif => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> meta secpath exists
inet t c
  [ meta load secpath => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> ip option lsrr ptr 4
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ exthdr load ipv4 1b @ 131 + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000004 ]
> ip option rr length 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ exthdr load ipv4 1b @ 7 + 1 => reg 1 ]
  [ cmp eq reg 1 0x00000005 ]
> ip saddr { 0.0.0.0/0 }
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000000 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000000 ]
> ip saddr { 10.0.0.1, 255.255.255.255, 0.0.0.0 }
__set%d t 3 size 3
__set%d t 0
	element 0100000a  : 0 [end]	element ffffffff  : 0 [end]	element 00000000  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set __set%d ]
> ip saddr { 10.0.0.0/8, 255.0.0.0/8 }
__set%d t 7 size 5
__set%d t 0
	element 00000000  : 1 [end]	element 0000000a  : 0 [end]	element 0000000b  : 1 [end]	element 000000ff  : 0 [end]  userdata = { \x01\x04\x01\x00\x00\x00 }
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set __set%d ]
> tcp dport { 0-100, 65535 }
__set%d t 7 size 4
__set%d t 0
	element 00000000  : 0 [end]	element 00006500  : 1 [end]	element 0000ffff  : 0 [end]  userdata = { \x01\x04\x01\x00\x00\x00 }
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ lookup reg 1 set __set%d ]
> ip saddr . ip protocol { 10.0.0.0/8 . tcp, 1.1.1.1 . 5-8 }
__set%d t 87 size 2
__set%d t 0
	element 0000000a 00000006  - ffffff0a 00000006  : 0 [end]	element 01010101 00000005  - 01010101 00000008  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ payload load 1b @ network header + 9 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> meta mark { 0-10, 0xffffffff }
__set%d t 7 size 4
__set%d t 0
	element 00000000  : 0 [end]	element 0b000000  : 1 [end]	element ffffffff  : 0 [end]  userdata = { \x01\x04\x01\x00\x00\x00 }
inet t c
  [ meta load mark => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ lookup reg 1 set __set%d ]
> iifname { "eth*" }
inet t c
  [ meta load iifname => reg 1 ]
  [ cmp eq reg 1 0x00687465 ]
> iifname != { "eth*", "ppp*" }
__set%d t 7 size 5
__set%d t 0
	element 00000000 00000000 00000000 00000000  : 1 [end]	element 00687465 00000000 00000000 00000000  : 0 [end]	element 00697465 00000000 00000000 00000000  : 1 [end]	element 00707070 00000000 00000000 00000000  : 0 [end]	element 00717070 00000000 00000000 00000000  : 1 [end]
inet t c
  [ meta load iifname => reg 1 ]
  [ lookup reg 1 set __set%d 0x1 ]
> iifname vmap { "eth*" : accept, "lo" : drop }
__map%d t f size 5
__map%d t 0
	element 00000000 00000000 00000000 00000000  : 1 [end]	element 00687465 00000000 00000000 00000000  : accept 0 [end]	element 00697465 00000000 00000000 00000000  : 1 [end]	element 00006f6c 00000000 00000000 00000000  : drop 0 [end]	element 00006f6c 00000000 00000000 01000000  : 1 [end]
inet t c
  [ meta load iifname => reg 1 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> ct helper "ftp" tcp dport 5
inet t c
  [ ct load helper => reg 1 ]
  [ cmp eq reg 1 0x00707466 0x00000000 0x00000000 0x00000000 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> ip saddr != { 10.0.0.1 }
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp neq reg 1 0x0100000a ]
> tcp dport != { 1-5 }
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ range neq reg 1 0x00000100 0x00000500 ]
> ip dscp { cs1 }
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000020 ]
> tcp doff { 5, 6 }
__set%d t 3 size 2
__set%d t 0
	element 00000050  : 0 [end]	element 00000060  : 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 12 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000f0 ) ^ 0x00000000 ]
  [ lookup reg 1 set __set%d ]
> tcp doff vmap { 5 : accept, 6-8 : drop }
__map%d t f size 5
__map%d t 0
	element 00000000  : 1 [end]	element 00000050  : accept 0 [end]	element 00000051  : 1 [end]	element 00000060  : drop 0 [end]	element 00000081  : 1 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 12 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000f0 ) ^ 0x00000000 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> ip hdrlength 5-8
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000000f ) ^ 0x00000000 ]
  [ cmp gte reg 1 0x00000005 ]
  [ cmp lte reg 1 0x00000008 ]
> ip hdrlength { 5-8 }
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000000f ) ^ 0x00000000 ]
  [ cmp gte reg 1 0x00000005 ]
  [ cmp lte reg 1 0x00000008 ]
> ip6 dscp > cs1
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 2b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000c00f ) ^ 0x00000000 ]
  [ cmp gt reg 1 0x00000002 ]
> ip6 flowlabel 1-5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 3b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00ffff0f ) ^ 0x00000000 ]
  [ cmp gte reg 1 0x00010000 ]
  [ cmp lte reg 1 0x00050000 ]
> ip6 flowlabel { 1-5 }
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 3b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00ffff0f ) ^ 0x00000000 ]
  [ cmp gte reg 1 0x00010000 ]
  [ cmp lte reg 1 0x00050000 ]
> ip dscp != { cs1, cs2 }
__set%d t 3 size 2
__set%d t 0
	element 00000020  : 0 [end]	element 00000040  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]
  [ lookup reg 1 set __set%d 0x1 ]
> vlan id { 1, 2 }
__set%d t 3 size 2
__set%d t 0
	element 00000100  : 0 [end]	element 00000200  : 0 [end]
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 2b @ link header + 12 => reg 1 ]
  [ cmp eq reg 1 0x00000081 ]
  [ payload load 2b @ link header + 14 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000ff0f ) ^ 0x00000000 ]
  [ lookup reg 1 set __set%d ]
> vlan id 1-5
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 2b @ link header + 12 => reg 1 ]
  [ cmp eq reg 1 0x00000081 ]
  [ payload load 2b @ link header + 14 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000ff0f ) ^ 0x00000000 ]
  [ cmp gte reg 1 0x00000100 ]
  [ cmp lte reg 1 0x00000500 ]
> vlan pcp 1 ip6 saddr ::1
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 2b @ link header + 12 => reg 1 ]
  [ cmp eq reg 1 0x00000081 ]
  [ payload load 1b @ link header + 14 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000e0 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000020 ]
  [ payload load 2b @ link header + 16 => reg 1 ]
  [ cmp eq reg 1 0x0000dd86 ]
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ cmp eq reg 1 0x00000000 0x00000000 0x00000000 0x01000000 ]
> ether type vlan vlan id 5
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 2b @ link header + 12 => reg 1 ]
  [ cmp eq reg 1 0x00000081 ]
  [ payload load 2b @ link header + 14 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000ff0f ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000500 ]
> ether type vlan ip saddr 1.1.1.1
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 2b @ link header + 12 => reg 1 ]
  [ cmp eq reg 1 0x00000081 ]
  [ payload load 2b @ link header + 16 => reg 1 ]
  [ cmp eq reg 1 0x00000008 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x01010101 ]
> udp dport 5 tcp option maxseg size 5
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000011 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
  [ exthdr load tcpopt 2b @ 2 + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> meta priority set meta priority | 0x1
inet t c
  [ meta load priority => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0xfffffffe ) ^ 0x00000001 ]
  [ meta set priority with reg 1 ]
> meta mark set (meta mark & 0xff) << 8
inet t c
  [ meta load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000ff ) ^ 0x00000000 ]
  [ bitwise reg 1 = ( reg 1 << 0x00000008 ) ]
  [ meta set mark with reg 1 ]
> ct mark set ct mark and 0xff or 0x100 xor 0x3
inet t c
  [ ct load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000103 ]
  [ ct set mark with reg 1 ]
> meta mark set meta mark xor 0xff and 0xf
inet t c
  [ meta load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0xffffffff ) ^ 0x0000000f ]
  [ meta set mark with reg 1 ]
> ct mark and 0x1 and 0x3 == 1
inet t c
  [ ct load mark => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000001 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000001 ]
> meta mark set ip saddr . meta mark map { 1.1.1.1 . 1-5 : 5 }
__map%d t 8f size 1
__map%d t 0
	element 01010101 01000000  - 01010101 05000000  : 00000005 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ meta load mark => reg 9 ]
  [ byteorder reg 9 = hton(reg 9, 4, 4) ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ meta set mark with reg 1 ]
> meta mark set meta mark map { 1 : 2, 3-4 : 5 }
__map%d t f size 5
__map%d t 0
	element 00000000  : 1 [end]	element 01000000  : 00000002 0 [end]	element 02000000  : 1 [end]	element 03000000  : 00000005 0 [end]	element 05000000  : 1 [end]
inet t c
  [ meta load mark => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ meta set mark with reg 1 ]
> ip saddr set ip daddr map { 1.1.1.1 : 2.2.2.2 }
__map%d t b size 1
__map%d t 0
	element 01010101  : 02020202 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 16 => reg 1 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ payload write reg 1 => 4b @ network header + 12 csum_type 1 csum_off 10 csum_flags 0x1 ]
> ip daddr set numgen inc mod 2 map { 0 : 1.1.1.1, 1 : 2.2.2.2 }
__map%d t b size 2
__map%d t 0
	element 00000000  : 01010101 0 [end]	element 00000001  : 02020202 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ numgen reg 1 = inc mod 2 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ payload write reg 1 => 4b @ network header + 16 csum_type 1 csum_off 10 csum_flags 0x1 ]
> meta mark set jhash ip saddr . ip daddr mod 2 seed 0xabcd map { 0 : 1, 1 : 2 }
__map%d t b size 2
__map%d t 0
	element 00000000  : 00000001 0 [end]	element 00000001  : 00000002 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 2 ]
  [ payload load 4b @ network header + 16 => reg 13 ]
  [ hash reg 1 = jhash(reg 2, 8, 0xabcd) % mod 2 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ meta set mark with reg 1 ]
> meta mark set jhash ip saddr & 255.255.255.0 mod 2 seed 0xabcd
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 2 ]
  [ bitwise reg 2 = ( reg 2 & 0x00ffffff ) ^ 0x00000000 ]
  [ hash reg 1 = jhash(reg 2, 4, 0xabcd) % mod 2 ]
  [ meta set mark with reg 1 ]
> meta l4proto { tcp, udp } redirect to :80
__set%d t 3 size 2
__set%d t 0
	element 00000006  : 0 [end]	element 00000011  : 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ lookup reg 1 set __set%d ]
  [ immediate reg 1 0x00005000 ]
  [ redir proto_min reg 1 flags 0x2 ]
> meta l4proto { tcp, udp } dnat ip to 1.1.1.1:80
__set%d t 3 size 2
__set%d t 0
	element 00000006  : 0 [end]	element 00000011  : 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ lookup reg 1 set __set%d ]
  [ immediate reg 1 0x01010101 ]
  [ immediate reg 2 0x00005000 ]
  [ nat dnat ip addr_min reg 1 proto_min reg 2 flags 0x2 ]
> meta nfproto ipv4 masquerade
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ masq ]
> ip6 saddr fd00::/8 masquerade
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 1b @ network header + 8 => reg 1 ]
  [ cmp eq reg 1 0x000000fd ]
  [ masq ]
> ip saddr 1.1.1.1 dnat to 2.2.2.2
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x01010101 ]
  [ immediate reg 1 0x02020202 ]
  [ nat dnat ip addr_min reg 1 ]
> meta nfproto ipv4 dnat to 2.2.2.2
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ immediate reg 1 0x02020202 ]
  [ nat dnat ip addr_min reg 1 ]
> ip saddr 1.1.1.1 redirect
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x01010101 ]
  [ redir ]
> icmp id 5 icmp sequence 6
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
  [ payload load 4b @ transport header + 4 => reg 1 ]
  [ cmp eq reg 1 0x06000500 ]
> icmp id { 5, 6 }
__set%d t 3 size 2
__set%d t 0
	element 00000008  : 0 [end]	element 00000000  : 0 [end]
__set%d t 3 size 2
__set%d t 0
	element 00000500  : 0 [end]	element 00000600  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ lookup reg 1 set __set%d ]
  [ payload load 2b @ transport header + 4 => reg 1 ]
  [ lookup reg 1 set __set%d ]
> icmp id . icmp sequence { 5 . 6 }
__set%d t 3 size 2
__set%d t 0
	element 00000008  : 0 [end]	element 00000000  : 0 [end]
__set%d t 3 size 1
__set%d t 0
	element 00000500 00000600  : 0 [end]
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ lookup reg 1 set __set%d ]
  [ payload load 2b @ transport header + 4 => reg 1 ]
  [ payload load 2b @ transport header + 6 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> icmpv6 mtu 5 icmpv6 type packet-too-big
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x0000003a ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ transport header + 4 => reg 1 ]
  [ cmp eq reg 1 0x05000000 ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
> icmpv6 type echo-reply icmpv6 id 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x0000003a ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000081 ]
  [ payload load 2b @ transport header + 4 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> icmp type echo-reply icmp id 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000000 ]
  [ payload load 2b @ transport header + 4 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> icmp gateway 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000005 ]
  [ payload load 4b @ transport header + 4 => reg 1 ]
  [ cmp eq reg 1 0x05000000 ]
> icmp type redirect icmp gateway 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000005 ]
  [ payload load 4b @ transport header + 4 => reg 1 ]
  [ cmp eq reg 1 0x05000000 ]
> igmp group 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ transport header + 4 => reg 1 ]
  [ cmp eq reg 1 0x05000000 ]
> meta cpu . meta l4proto { 1-3 . tcp }
__set%d t 87 size 1
__set%d t 0
	element 01000000 00000006  - 03000000 00000006  : 0 [end]
inet t c
  [ meta load cpu => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 4, 4) ]
  [ meta load l4proto => reg 9 ]
  [ byteorder reg 9 = hton(reg 9, 2, 1) ]
  [ lookup reg 1 set __set%d ]
> ct direction . meta mark { original . 1-5 }
__set%d t 87 size 1
__set%d t 0
	element 00000000 01000000  - 00000000 05000000  : 0 [end]
inet t c
  [ ct load direction => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 2, 1) ]
  [ meta load mark => reg 9 ]
  [ byteorder reg 9 = hton(reg 9, 4, 4) ]
  [ lookup reg 1 set __set%d ]
> meta l4proto tcp tcp option maxseg missing
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ exthdr load tcpopt 1b @ 2 + 0 present => reg 1 ]
  [ cmp eq reg 1 0x00000000 ]
> meta l4proto tcp tcp option sack-perm exists
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ exthdr load tcpopt 1b @ 4 + 0 present => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> tcp option maxseg missing
inet t c
  [ exthdr load tcpopt 1b @ 2 + 0 present => reg 1 ]
  [ cmp eq reg 1 0x00000000 ]
> tcp dport 22 @th,16,16 set 5
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
  [ immediate reg 1 0x00000500 ]
  [ payload write reg 1 => 2b @ transport header + 2 csum_type 0 csum_off 0 csum_flags 0x0 ]
> @th,16,16 set 5
inet t c
  [ immediate reg 1 0x00000500 ]
  [ payload write reg 1 => 2b @ transport header + 2 csum_type 0 csum_off 0 csum_flags 0x0 ]
> ct protocol tcp @th,16,16 { 22, 23 }
__set%d t 3 size 2
__set%d t 0
	element 00001600  : 0 [end]	element 00001700  : 0 [end]
inet t c
  [ ct load protocol => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ lookup reg 1 set __set%d ]
> ip protocol tcp ct protocol tcp tcp dport 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 9 => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ ct load protocol => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> meta nfproto ipv4 ct protocol tcp tcp dport 5
inet t c
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ ct load protocol => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> ct l3proto ipv6 tcp dport 22
inet t c
  [ ct load l3protocol => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
> ether type ip tcp dport 22
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 2b @ link header + 12 => reg 1 ]
  [ cmp eq reg 1 0x00000008 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
> meta protocol ip tcp dport 22
inet t c
  [ meta load protocol => reg 1 ]
  [ cmp eq reg 1 0x00000008 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
> meta protocol ip ip protocol icmp icmp type echo-request
inet t c
  [ meta load protocol => reg 1 ]
  [ cmp eq reg 1 0x00000008 ]
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 9 => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000008 ]
> vlan id 5 meta protocol ip ip saddr 10.0.0.1
inet t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 2b @ link header + 12 => reg 1 ]
  [ cmp eq reg 1 0x00000081 ]
  [ payload load 2b @ link header + 14 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000ff0f ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000500 ]
  [ meta load protocol => reg 1 ]
  [ cmp eq reg 1 0x00000008 ]
  [ payload load 2b @ link header + 16 => reg 1 ]
  [ cmp eq reg 1 0x00000008 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
> udp sport 5 counter udp dport 6
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000011 ]
  [ payload load 4b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x06000500 ]
  [ counter pkts 0 bytes 0 ]
> tcp sport 5 ip protocol tcp ip saddr 10.0.0.1 tcp dport 6
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x06000500 ]
  [ meta load nfproto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ network header + 9 => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
> meta l4proto { tcp, udp } th dport 53
__set%d t 3 size 2
__set%d t 0
	element 00000006  : 0 [end]	element 00000011  : 0 [end]
inet t c
  [ meta load l4proto => reg 1 ]
  [ lookup reg 1 set __set%d ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00003500 ]
> meta l4proto tcp th dport 53 th sport 54
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x35003600 ]
> udplite sport set 22
inet t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000088 ]
  [ immediate reg 1 0x00001600 ]
  [ payload write reg 1 => 2b @ transport header + 0 csum_type 0 csum_off 0 csum_flags 0x0 ]
