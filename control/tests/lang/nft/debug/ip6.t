# Rules of a table of IPv6: the family is known.
| table ip6 t {
|   set nets { type ipv6_addr; flags interval; elements = { fd00::/8, ::1 } }
|   set seen { type ipv6_addr; flags dynamic,timeout; timeout 1m; }
|   chain u { }
|   chain c { }
| }
ip6 (null) (null) use 0
ip6 (null) (null) use 0
nets t 4
nets t 0
	element 00000000 00000000 00000000 00000000  : 1 [end]	element 00000000 00000000 00000000 01000000  : 0 [end]	element 00000000 00000000 00000000 02000000  : 1 [end]	element 000000fd 00000000 00000000 00000000  : 0 [end]	element 000000fe 00000000 00000000 00000000  : 1 [end]
seen t 30 timeout 60000ms
> ip6 saddr fd00::1
ip6 t c
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ cmp eq reg 1 0x000000fd 0x00000000 0x00000000 0x01000000 ]
> ip6 saddr fd00::/8 ip6 daddr fd00::/64
ip6 t c
  [ payload load 1b @ network header + 8 => reg 1 ]
  [ cmp eq reg 1 0x000000fd ]
  [ payload load 8b @ network header + 24 => reg 1 ]
  [ cmp eq reg 1 0x000000fd 0x00000000 ]
> ip6 saddr fd00::/13
ip6 t c
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000f8ff 0x00000000 0x00000000 0x00000000 ) ^ 0x00000000 0x00000000 0x00000000 0x00000000 ]
  [ cmp eq reg 1 0x000000fd 0x00000000 0x00000000 0x00000000 ]
> ip6 saddr != ::/0
ip6 t c
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000000 0x00000000 0x00000000 0x00000000 ) ^ 0x00000000 0x00000000 0x00000000 0x00000000 ]
  [ cmp neq reg 1 0x00000000 0x00000000 0x00000000 0x00000000 ]
> ip6 saddr @nets
ip6 t c
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ lookup reg 1 set nets ]
> ip6 saddr { ::1, fd00::1-fd00::5 }
__set%d t 7 size 5
__set%d t 0
	element 00000000 00000000 00000000 00000000  : 1 [end]	element 00000000 00000000 00000000 01000000  : 0 [end]	element 00000000 00000000 00000000 02000000  : 1 [end]	element 000000fd 00000000 00000000 01000000  : 0 [end]	element 000000fd 00000000 00000000 06000000  : 1 [end]
ip6 t c
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ lookup reg 1 set __set%d ]
> ip6 nexthdr tcp tcp dport 22
ip6 t c
  [ payload load 1b @ network header + 6 => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
> ip6 nexthdr { tcp, udp } th dport 22
__set%d t 3 size 2
__set%d t 0
	element 00000006  : 0 [end]	element 00000011  : 0 [end]
ip6 t c
  [ payload load 1b @ network header + 6 => reg 1 ]
  [ lookup reg 1 set __set%d ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
> tcp dport 22
ip6 t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
> meta l4proto tcp tcp dport 22
ip6 t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00001600 ]
> icmpv6 type echo-request
ip6 t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x0000003a ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000080 ]
> icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit, nd-router-advert }
__set%d t 3 size 4
__set%d t 0
	element 00000087  : 0 [end]	element 00000088  : 0 [end]	element 00000085  : 0 [end]	element 00000086  : 0 [end]
ip6 t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x0000003a ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ lookup reg 1 set __set%d ]
> icmpv6 id 5
__set%d t 3 size 2
__set%d t 0
	element 00000080  : 0 [end]	element 00000081  : 0 [end]
ip6 t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x0000003a ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ lookup reg 1 set __set%d ]
  [ payload load 2b @ transport header + 4 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
> icmpv6 code 5
ip6 t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x0000003a ]
  [ payload load 1b @ transport header + 1 => reg 1 ]
  [ cmp eq reg 1 0x00000005 ]
> icmpv6 mtu 1280
ip6 t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x0000003a ]
  [ payload load 1b @ transport header + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000002 ]
  [ payload load 4b @ transport header + 4 => reg 1 ]
  [ cmp eq reg 1 0x00050000 ]
> ip6 dscp cs1
ip6 t c
  [ payload load 2b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000c00f ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000002 ]
> ip6 ecn ce
ip6 t c
  [ payload load 1b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000030 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000030 ]
> ip6 flowlabel 1
ip6 t c
  [ payload load 3b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00ffff0f ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00010000 ]
> ip6 hoplimit 255
ip6 t c
  [ payload load 1b @ network header + 7 => reg 1 ]
  [ cmp eq reg 1 0x000000ff ]
> ip6 version 6
ip6 t c
  [ payload load 1b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000f0 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000060 ]
> exthdr frag exists
ip6 t c
  [ exthdr load ipv6 1b @ 44 + 0 present => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
> frag more-fragments 1
ip6 t c
  [ exthdr load ipv6 1b @ 44 + 3 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000001 ) ^ 0x00000000 ]
  [ cmp eq reg 1 0x00000001 ]
> rt type 0
ip6 t c
  [ exthdr load ipv6 1b @ 43 + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000000 ]
> hbh nexthdr tcp
ip6 t c
  [ exthdr load ipv6 1b @ 0 + 0 => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
> ct original saddr fd00::1
ip6 t c
  [ ct load src => reg 1 , dir original ]
  [ cmp eq reg 1 0x000000fd 0x00000000 0x00000000 0x01000000 ]
> ct original saddr fd00::/8
ip6 t c
  [ ct load src => reg 1 , dir original ]
  [ cmp eq reg 1 0x000000fd ]
> ct original ip6 saddr fd00::1
ip6 t c
  [ ct load src_ip6 => reg 1 , dir original ]
  [ cmp eq reg 1 0x000000fd 0x00000000 0x00000000 0x01000000 ]
> rt nexthop fd00::1
ip6 t c
  [ rt load nexthop6 => reg 1 ]
  [ cmp eq reg 1 0x000000fd 0x00000000 0x00000000 0x01000000 ]
> ether saddr 00:11:22:33:44:55 ip6 saddr ::1
ip6 t c
  [ meta load iiftype => reg 1 ]
  [ cmp eq reg 1 0x00000001 ]
  [ payload load 6b @ link header + 6 => reg 1 ]
  [ cmp eq reg 1 0x33221100 0x00005544 ]
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ cmp eq reg 1 0x00000000 0x00000000 0x00000000 0x01000000 ]
> reject
ip6 t c
  [ reject type 0 code 4 ]
> reject with icmpv6 no-route
ip6 t c
  [ reject type 0 code 0 ]
> reject with icmpv6 admin-prohibited
ip6 t c
  [ reject type 0 code 1 ]
> reject with icmpv6 addr-unreachable
ip6 t c
  [ reject type 0 code 3 ]
> reject with icmpv6 port-unreachable
ip6 t c
  [ reject type 0 code 4 ]
> reject with icmpv6 policy-fail
ip6 t c
  [ reject type 0 code 5 ]
> reject with icmpv6 reject-route
ip6 t c
  [ reject type 0 code 6 ]
> reject with tcp reset
ip6 t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ reject type 1 code 0 ]
> snat to fd00::1
ip6 t c
  [ immediate reg 1 0x000000fd 0x00000000 0x00000000 0x01000000 ]
  [ nat snat ip6 addr_min reg 1 ]
> snat to fd00::1-fd00::9
ip6 t c
  [ immediate reg 1 0x000000fd 0x00000000 0x00000000 0x01000000 ]
  [ immediate reg 2 0x000000fd 0x00000000 0x00000000 0x09000000 ]
  [ nat snat ip6 addr_min reg 1 addr_max reg 2 ]
> tcp dport 80 dnat to [fd00::1]:80
ip6 t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ immediate reg 1 0x000000fd 0x00000000 0x00000000 0x01000000 ]
  [ immediate reg 2 0x00005000 ]
  [ nat dnat ip6 addr_min reg 1 proto_min reg 2 flags 0x2 ]
> tcp dport 80 dnat to [fd00::1]:80-90
ip6 t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ immediate reg 1 0x000000fd 0x00000000 0x00000000 0x01000000 ]
  [ immediate reg 2 0x00005000 ]
  [ immediate reg 3 0x00005a00 ]
  [ nat dnat ip6 addr_min reg 1 proto_min reg 2 proto_max reg 3 flags 0x2 ]
> dnat to ip6 saddr map { fd00::1 : fd01::1 }
__map%d t b size 1
__map%d t 0
	element 000000fd 00000000 00000000 01000000  : 000001fd 00000000 00000000 01000000 0 [end]
ip6 t c
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ lookup reg 1 set __map%d dreg 1 ]
  [ nat dnat ip6 addr_min reg 1 ]
> snat prefix to fd00::/64
ip6 t c
  [ immediate reg 1 0x000000fd 0x00000000 0x00000000 0x00000000 ]
  [ immediate reg 2 0x000000fd 0x00000000 0xffffffff 0xffffffff ]
  [ nat snat ip6 addr_min reg 1 addr_max reg 2 flags 0x40 ]
> masquerade
ip6 t c
  [ masq ]
> redirect
ip6 t c
  [ redir ]
> tcp dport 80 redirect to :80
ip6 t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00005000 ]
  [ immediate reg 1 0x00005000 ]
  [ redir proto_min reg 1 flags 0x2 ]
> ip6 saddr set fd00::1
ip6 t c
  [ immediate reg 1 0x000000fd 0x00000000 0x00000000 0x01000000 ]
  [ payload write reg 1 => 16b @ network header + 8 csum_type 0 csum_off 0 csum_flags 0x1 ]
> ip6 hoplimit set 5
ip6 t c
  [ immediate reg 1 0x00000005 ]
  [ payload write reg 1 => 1b @ network header + 7 csum_type 0 csum_off 0 csum_flags 0x0 ]
> ip6 dscp set cs1
ip6 t c
  [ payload load 2b @ network header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00003ff0 ) ^ 0x00000002 ]
  [ payload write reg 1 => 2b @ network header + 0 csum_type 0 csum_off 0 csum_flags 0x0 ]
> ip6 flowlabel set 5
ip6 t c
  [ payload load 3b @ network header + 1 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x000000f0 ) ^ 0x00050000 ]
  [ payload write reg 1 => 3b @ network header + 1 csum_type 0 csum_off 0 csum_flags 0x0 ]
> icmpv6 type set echo-reply
ip6 t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x0000003a ]
  [ payload load 2b @ transport header + 0 => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x0000ff00 ) ^ 0x00000081 ]
  [ payload write reg 1 => 2b @ transport header + 0 csum_type 1 csum_off 2 csum_flags 0x0 ]
> add @seen { ip6 saddr }
ip6 t c
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ dynset add reg_key 1 set seen ]
> add @seen { ip6 saddr limit rate over 5/minute } drop
ip6 t c
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ dynset add reg_key 1 set seen expr [ limit rate 5/minute burst 5 type packets flags 0x1 ] ]
  [ immediate reg 0 drop ]
> ip6 saddr . tcp dport { fd00::1 . 80 }
__set%d t 3 size 1
__set%d t 0
	element 000000fd 00000000 00000000 01000000 00005000  : 0 [end]
ip6 t c
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ payload load 2b @ transport header + 2 => reg 2 ]
  [ lookup reg 1 set __set%d ]
> ip6 saddr . ip6 daddr . meta l4proto vmap { fd00::1 . fd00::2 . tcp : drop }
__map%d t b size 1
__map%d t 0
	element 000000fd 00000000 00000000 01000000 000000fd 00000000 00000000 02000000 00000006  : drop 0 [end]
ip6 t c
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ payload load 16b @ network header + 24 => reg 2 ]
  [ meta load l4proto => reg 3 ]
  [ lookup reg 1 set __map%d dreg 0 ]
> ip6 length 100 ip6 nexthdr udp
ip6 t c
  [ payload load 3b @ network header + 4 => reg 1 ]
  [ cmp eq reg 1 0x00116400 ]
> ip6 saddr ::1 ip6 daddr ::2 tcp dport 5 ct state new
ip6 t c
  [ payload load 16b @ network header + 8 => reg 1 ]
  [ cmp eq reg 1 0x00000000 0x00000000 0x00000000 0x01000000 ]
  [ payload load 16b @ network header + 24 => reg 1 ]
  [ cmp eq reg 1 0x00000000 0x00000000 0x00000000 0x02000000 ]
  [ meta load l4proto => reg 1 ]
  [ cmp eq reg 1 0x00000006 ]
  [ payload load 2b @ transport header + 2 => reg 1 ]
  [ cmp eq reg 1 0x00000500 ]
  [ ct load state => reg 1 ]
  [ bitwise reg 1 = ( reg 1 & 0x00000008 ) ^ 0x00000000 ]
  [ cmp neq reg 1 0x00000000 ]
> jhash ip6 saddr . ip6 daddr mod 2 seed 1 1
ip6 t c
  [ payload load 16b @ network header + 8 => reg 2 ]
  [ payload load 16b @ network header + 24 => reg 3 ]
  [ hash reg 1 = jhash(reg 2, 32, 0x1) % mod 2 ]
  [ cmp eq reg 1 0x00000001 ]
> fib saddr . iif oif missing drop
ip6 t c
  [ fib saddr . iif oif present => reg 1 ]
  [ cmp eq reg 1 0x00000000 ]
  [ immediate reg 0 drop ]
> tcp option maxseg size set 1220
ip6 t c
  [ immediate reg 1 0x0000c404 ]
  [ exthdr write tcpopt reg 1 => 2b @ 2 + 2 ]
