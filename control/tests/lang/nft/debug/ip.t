# Rules of a table of IPv4: the family is known.
| table ip t {
|   set nets { type ipv4_addr; flags interval; elements = { 10.0.0.0/8 } }
|   map to { type inet_service : ipv4_addr . inet_service; elements = { 80 : 10.0.0.1 . 8080 } }
|   set seen { type ipv4_addr . inet_service; flags dynamic,timeout; timeout 1m; }
|   map jumps { type ipv4_addr : verdict; elements = { 10.0.0.1 : jump u } }
|   counter c1 { }
|   chain u { }
|   chain c { }
| }
ip (null) (null) use 0
ip (null) (null) use 0
table (null) name (null) use 0 [ counter pkts 0 bytes 0 ]
nets t 4
nets t 0
	element 00000000  : 1 [end]	element 0000000a  : 0 [end]	element 0000000b  : 1 [end]
to t 8
to t 0
	element 00005000  : 0100000a 0000901f 0 [end]
seen t 30 timeout 60000ms
jumps t 8
jumps t 0
	element 0100000a  : jump -> u 0 [end]
> ip saddr 10.0.0.1
ip t c
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
> ip saddr 10.0.0.0/24 ip daddr 10.1.0.0/16
ip t c
  [ payload load 3b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 2b @ network header + 16 => reg 1 ]
  [ cmp eq reg 1 0x0000010a ]
> tcp dport 22
ip t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
> ip protocol tcp tcp dport 22
ip t c
  [ payload load 1b @ network header + 9 => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
> ip protocol tcp
ip t c
  [ payload load 1b @ network header + 9 => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
> ip protocol { tcp, udp } th dport 53
__set%d t 3 size 2
__set%d t 0
	element 00000006  : 0 [end]	element 00000011  : 0 [end]
ip t c
  [ payload load 1b @ network header + 9 => reg 1 ]
  [ lookup reg 1 set __set%d ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00003500 ]
> meta l4proto tcp tcp dport 22
ip t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
> icmp type echo-request
ip t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000008 ]
> icmp type { echo-request, destination-unreachable }
__set%d t 3 size 2
__set%d t 0
	element 00000008  : 0 [end]	element 00000003  : 0 [end]
ip t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ lookup reg 1 set __set%d ]
> icmp id 5
__set%d t 3 size 2
__set%d t 0
	element 00000008  : 0 [end]	element 00000000  : 0 [end]
ip t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ lookup reg 1 set __set%d ]
  [ payload load 2b @ transport header + 4 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> icmp code 5
ip t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 1b @ transport header + 1 => reg 1 ]
  [ cmp eq reg 1 0x00000005 ]
> igmp type membership-report-v2
ip t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000016 ]
> ip dscp cs1
ip t c
  [ payload load 1b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000020 ]
> ip dscp { cs1, cs2 }
__set%d t 3 size 2
__set%d t 0
	element 00000020  : 0 [end]	element 00000040  : 0 [end]
ip t c
  [ payload load 1b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]
  [ lookup reg 1 set __set%d ]
> ip ttl 5
ip t c
  [ payload load 1b @ network header + 8 => reg 1 ]
  [ cmp eq reg 1 0x00000005 ]
> ip frag-off & 0x1fff != 0
ip t c
  [ payload load 2b @ network header + 6 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000ff1f ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000000 ]
> ip option rr exists
ip t c
  [ exthdr load ipv4 1b @ 7 + 0 present => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> ip saddr @nets
ip t c
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set nets ]
> ip saddr . tcp dport { 10.0.0.1 . 80 }
__set%d t 3 size 1
__set%d t 0
	element 0100000a 00005000  : 0 [end]
ip t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ lookup reg 1 set __set%d ]
> meta protocol ip ip saddr 1.1.1.1
ip t c
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x01010101 ]
> ct state new
ip t c
  [ ct load state => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000008 ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000000 ]
> ct original saddr 10.0.0.1
ip t c
  [ ct load src => reg 1 , dir original ]
  [ cmp eq reg 1 0x0100000a ]
> ct reply daddr 10.0.0.0/8
ip t c
  [ ct load dst => reg 1 , dir reply ]
  [ cmp eq reg 1 0x0000000a ]
> ct original ip saddr 10.0.0.1
ip t c
  [ ct load src_ip => reg 1 , dir original ]
  [ cmp eq reg 1 0x0100000a ]
> ct original protocol tcp
ip t c
  [ ct load protocol => reg 1 , dir original ]
  [ cmp eq reg 1 0x00000006 ]
> rt nexthop 10.0.0.1
ip t c
  [ rt load nexthop4 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
> rt nexthop 10.0.0.0/24
ip t c
  [ rt load nexthop4 => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
> fib saddr . iif oif missing
ip t c
  [ fib saddr . iif oif present => reg 1 ]
  [ cmp eq reg 1 0x00000000 ]
> ether saddr 00:11:22:33:44:55
ip t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 6b @ link header + 6 => reg 1 ]
  [ cmp eq reg 1 0x33221100 0x00005544 ]
> ether saddr 00:11:22:33:44:55 ip saddr 10.0.0.1
ip t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 6b @ link header + 6 => reg 1 ]
  [ cmp eq reg 1 0x33221100 0x00005544 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
> ether saddr 00:11:22:33:44:55 tcp dport 5
ip t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 6b @ link header + 6 => reg 1 ]
  [ cmp eq reg 1 0x33221100 0x00005544 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> reject
ip t c
  [ reject type 0 code 3 ]
> reject with icmp host-unreachable
ip t c
  [ reject type 0 code 1 ]
> reject with tcp reset
ip t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ reject type 1 code 0 ]
> reject with icmp prot-unreachable
ip t c
  [ reject type 0 code 2 ]
> reject with icmp net-prohibited
ip t c
  [ reject type 0 code 9 ]
> reject with icmp host-prohibited
ip t c
  [ reject type 0 code 10 ]
> reject with icmp admin-prohibited
ip t c
  [ reject type 0 code 13 ]
> reject with icmp net-unreachable
ip t c
  [ reject type 0 code 0 ]
> reject with icmp 7
ip t c
  [ reject type 0 code 7 ]
> snat to 10.0.0.1
ip t c
  [ immediate reg 1 0x0100000a ]
  [ nat snat ip addr_min reg 1 ]
> snat to 10.0.0.1-10.0.0.9
ip t c
  [ immediate reg 1 0x0100000a ]
  [ immediate reg 2 0x0900000a ]
  [ nat snat ip addr_min reg 1 addr_max reg 2 ]
> tcp dport 80 snat to 10.0.0.1:1024-2048
ip t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ immediate reg 1 0x0100000a ]
  [ immediate reg 2 0x00000004 ]
  [ immediate reg 3 0x00000008 ]
  [ nat snat ip addr_min reg 1 proto_min reg 2 proto_max reg 3 flags 0x2 ]
> tcp dport 80 snat to :1024
ip t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ immediate reg 1 0x00000004 ]
  [ nat snat ip proto_min reg 1 flags 0x2 ]
> tcp dport 80 dnat to 10.0.0.1:80
ip t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ immediate reg 1 0x0100000a ]
  [ immediate reg 2 0x00005000 ]
  [ nat dnat ip addr_min reg 1 proto_min reg 2 flags 0x2 ]
> tcp dport 80 dnat to :80
ip t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ immediate reg 1 0x00005000 ]
  [ nat dnat ip proto_min reg 1 flags 0x2 ]
> dnat to 10.0.0.1
ip t c
  [ immediate reg 1 0x0100000a ]
  [ nat dnat ip addr_min reg 1 ]
> ip protocol tcp dnat to 10.0.0.1:80
ip t c
  [ payload load 1b @ network header + 9 => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ immediate reg 1 0x0100000a ]
  [ immediate reg 2 0x00005000 ]
  [ nat dnat ip addr_min reg 1 proto_min reg 2 flags 0x2 ]
> tcp dport 80 dnat to tcp dport map @to
ip t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ lookup reg 1 set to dreg 1 ]
  [ nat dnat ip addr_min reg 1 proto_min reg 9 ]
> tcp dport 80 dnat to numgen inc mod 2 map { 0 : 10.0.0.1, 1 : 10.0.0.2 }
__map%d t b size 2
__map%d t 0
	element 00000000  : 0100000a 0 [end]	element 00000001  : 0200000a 0 [end]
ip t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ numgen reg 1 = inc mod 2 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ nat dnat ip addr_min reg 1 ]
> dnat to ip saddr map { 10.0.0.1 : 10.1.0.1 }
__map%d t b size 1
__map%d t 0
	element 0100000a  : 0100010a 0 [end]
ip t c
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ nat dnat ip addr_min reg 1 ]
> snat prefix to ip saddr map { 10.0.0.0/24 : 10.1.0.0/24 }
__map%d t f size 3
__map%d t 0
	element 00000000  : 1 [end]	element 0000000a  : 0000010a ff00010a 0 [end]	element 0001000a  : 1 [end]
ip t c
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ nat snat ip addr_min reg 1 addr_max reg 9 flags 0x40 ]
> snat prefix to 10.0.0.0/24
ip t c
  [ immediate reg 1 0x0000000a ]
  [ immediate reg 2 0xff00000a ]
  [ nat snat ip addr_min reg 1 addr_max reg 2 flags 0x40 ]
> dnat prefix to 10.0.0.0/30
ip t c
  [ immediate reg 1 0x0000000a ]
  [ immediate reg 2 0x0300000a ]
  [ nat dnat ip addr_min reg 1 addr_max reg 2 flags 0x40 ]
> masquerade
ip t c
  [ masq ]
> tcp sport 1-5 masquerade to :1-5
ip t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 0 => reg 1 ]
  [ cmp gte reg 1 0x00000100 ]
  [ cmp lte reg 1 0x00000500 ]
  [ immediate reg 1 0x00000100 ]
  [ immediate reg 2 0x00000500 ]
  [ masq proto_min reg 1 proto_max reg 2 flags 0x2 ]
> redirect
ip t c
  [ redir ]
> tcp dport 22 redirect to :23
ip t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
  [ immediate reg 1 0x00001700 ]
  [ redir proto_min reg 1 flags 0x2 ]
> ip saddr set 1.1.1.1
ip t c
  [ immediate reg 1 0x01010101 ]
  [ payload write reg 1 => 4b @ network header + 12 csum_type 1 csum_off 10 csum_flags 0x1 ]
> ip dscp set cs1
ip t c
  [ payload load 2b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000003ff ) ^ 0x00002000 ]
  [ payload write reg 1 => 2b @ network header + 0 csum_type 1 csum_off 10 csum_flags 0x0 ]
> ip ttl set 5
ip t c
  [ payload load 2b @ network header + 8 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000ff00 ) ^ 0x00000005 ]
  [ payload write reg 1 => 2b @ network header + 8 csum_type 1 csum_off 10 csum_flags 0x0 ]
> tcp dport set 5
ip t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ immediate reg 1 0x00000500 ]
  [ payload write reg 1 => 2b @ transport header + 2 csum_type 1 csum_off 16 csum_flags 0x0 ]
> udp sport set 5
ip t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000011 ]
  [ immediate reg 1 0x00000500 ]
  [ payload write reg 1 => 2b @ transport header + 0 csum_type 1 csum_off 6 csum_flags 0x0 ]
> tcp option maxseg size set 500
ip t c
  [ immediate reg 1 0x0000f401 ]
  [ exthdr write tcpopt reg 1 => 2b @ 2 + 2 ]
> tcp flags syn tcp option maxseg size set rt mtu
ip t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000002 ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000000 ]
  [ rt load tcpmss => reg 1 ]
  [ byteorder reg 1 = hton(reg 1, 2, 2) ]
  [ exthdr write tcpopt reg 1 => 2b @ 2 + 2 ]
> add @seen { ip saddr . tcp dport }
ip t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ dynset add reg_key 1 set seen ]
> add @seen { ip saddr . tcp dport timeout 5s counter }
ip t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 9 ]
  [ dynset add reg_key 1 set seen timeout 5000ms expr [ counter pkts 0 bytes 0 ] ]
> ip saddr vmap @jumps
ip t c
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set jumps dreg 0 ]
> ip saddr vmap { 10.0.0.1 : goto u, 10.0.0.2 : return }
__map%d t b size 2
__map%d t 0
	element 0100000a  : goto -> u 0 [end]	element 0200000a  : return 0 [end]
ip t c
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> counter name "c1" accept
ip t c
  [ objref type 1 name c1 ]
  [ immediate reg 0 accept ]
> iifname eth0 ip saddr 10.0.0.0/8 tcp dport { 22, 80 } ct state new accept
__set%d t 3 size 2
__set%d t 0
	element 00001600  : 0 [end]	element 00005000  : 0 [end]
ip t c
  [ meta load iifname => reg 1 ]
  [ cmp eq reg 1 0x30687465 0x00000000 0x00000000 0x00000000 ]
  [ payload load 1b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ lookup reg 1 set __set%d ]
  [ ct load state => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000008 ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000000 ]
  [ immediate reg 0 accept ]
> ip saddr 10.0.0.1 ip protocol udp ip daddr 10.0.0.2
ip t c
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
  [ payload load 1b @ network header + 9 => reg 1 ]
  [ cmp eq reg 1 0x00000011 ]
  [ payload load 4b @ network header + 16 => reg 1 ]
  [ cmp eq reg 1 0x0200000a ]
> ip version 4 ip hdrlength 5
ip t c
  [ payload load 1b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000f0 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000040 ]
  [ payload load 1b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000000f ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000005 ]
> ip length 20 ip id 5
ip t c
  [ payload load 4b @ network header + 2 => reg 1 ]
  [ cmp eq reg 1 0x05001400 ]
> meta l4proto { tcp, udp } th dport 53 redirect to :5353
__set%d t 3 size 2
__set%d t 0
	element 00000006  : 0 [end]	element 00000011  : 0 [end]
ip t c
  [ meta load l4proto => reg 1 ]
  [ lookup reg 1 set __set%d ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00003500 ]
  [ immediate reg 1 0x0000e914 ]
  [ redir proto_min reg 1 flags 0x2 ]
> ct mark set 1
ip t c
  [ immediate reg 1 0x00000001 ]
  [ ct set mark with reg 1 ]
> meta mark set 1 accept
ip t c
  [ immediate reg 1 0x00000001 ]
  [ meta set mark with reg 1 ]
  [ immediate reg 0 accept ]
> ip id set 0
ip t c
  [ immediate reg 1 0x00000000 ]
  [ payload write reg 1 => 2b @ network header + 4 csum_type 1 csum_off 10 csum_flags 0x0 ]
> ip ecn set ce
ip t c
  [ payload load 2b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000fcff ) ^ 0x00000300 ]
  [ payload write reg 1 => 2b @ network header + 0 csum_type 1 csum_off 10 csum_flags 0x0 ]
> @nh,96,8 10
ip t c
  [ payload load 1b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0000000a ]
> @th,0,16 22
ip t c
  [ payload load 2b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
> tcp flags & (fin|syn|rst|ack) == syn
ip t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 1b @ transport header + 13 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000017 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000002 ]
> meta iif lo ip saddr 127.0.0.1
ip t c
  [ meta load iif => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100007f ]
> limit rate 10/second burst 3 packets drop
ip t c
  [ limit rate 10/second burst 3 type packets flags 0x0 ]
  [ immediate reg 0 drop ]
> log prefix "x: " level info flags all
ip t c
  [ log prefix x:  level 6 tcpseq tcpopt ipopt uid macdecode ]
> numgen random mod 2 0
ip t c
  [ numgen reg 1 = random mod 2 ]
  [ cmp eq reg 1 0x00000000 ]
> symhash mod 2 1
ip t c
  [ hash reg 1 = symhash() % mod 2 ]
  [ cmp eq reg 1 0x00000001 ]
> jhash ip saddr . ip daddr mod 2 seed 0xff 1
ip t c
  [ payload load 4b @ network header + 12 => reg 2 ]
  [ payload load 4b @ network header + 16 => reg 13 ]
  [ hash reg 1 = jhash(reg 2, 8, 0xff) % mod 2 ]
  [ cmp eq reg 1 0x00000001 ]
> ct protocol tcp tcp dport 5
ip t c
  [ ct load protocol => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> ct protocol tcp @th,16,16 { 22, 23 }
__set%d t 3 size 2
__set%d t 0
	element 00001600  : 0 [end]	element 00001700  : 0 [end]
ip t c
  [ ct load protocol => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ lookup reg 1 set __set%d ]
> ip protocol tcp tcp dport 22 counter tcp sport 23
ip t c
  [ payload load 1b @ network header + 9 => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
  [ counter pkts 0 bytes 0 ]
  [ payload load 2b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00001700 ]
> meta protocol ip ip protocol udp udp dport 53
ip t c
  [ payload load 1b @ network header + 9 => reg 1 ]
  [ cmp eq reg 1 0x00000011 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00003500 ]
> ip saddr 10.0.0.1 meta protocol ip
ip t c
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ cmp eq reg 1 0x0100000a ]
  [ meta load protocol => reg 1 ]
  [ cmp eq reg 1 0x00000008 ]
> ip saddr & 255.0.0.0 == 10.0.0.0 ip daddr 1.1.1.1
ip t c
  [ payload load 4b @ network header + 12 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000ff ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x0000000a ]
  [ payload load 4b @ network header + 16 => reg 1 ]
  [ cmp eq reg 1 0x01010101 ]
