# Fields of all kinds in comparisons, maps and statements.
| table inet t {
| 	set a4 { type ipv4_addr; }
| 	set a4i { type ipv4_addr; flags interval; }
| 	set a6 { type ipv6_addr; }
| 	set p { type inet_service; }
| 	set ap { type ipv4_addr . inet_service; }
| 	set pt { type inet_proto . inet_service; }
| 	set dyn { type ipv4_addr; flags dynamic,timeout; timeout 1m; size 1000; }
| 	set dynp { type ipv4_addr . inet_service; flags dynamic; }
| 	set ifs { type ifname; }
| 	set mk { type mark; }
| 	set to { typeof ip saddr; }
| 	map m4p { type ipv4_addr : inet_service; }
| 	map p4 { type inet_service : ipv4_addr; }
| 	map p4p { type inet_service : ipv4_addr . inet_service; }
| 	map v { type ipv4_addr : verdict; }
| 	map vi { type ifname : verdict; }
| 	map m4m { type ipv4_addr : mark; }
| 	map oc { type ipv4_addr : counter; }
| 	map ol { type ipv4_addr : limit; }
| 	map dm { type ipv4_addr : inet_service; flags dynamic; }
| 	counter cc { }
| 	quota qq { 1 mbytes }
| 	limit ll { rate 10/second }
| 	chain other { }
| 	chain other2 { }
| 	ct helper ftp { type "ftp" protocol tcp; }
| 	chain c { type filter hook forward priority 0; }
| }
> ether daddr 00:01:02:03:04:05
> ether daddr & 00:01:02:03:04:05 == 00:01:02:03:04:05
> ether type ip-0x1234
! Error: Could not parse Ethernet protocol
! add rule inet t c ether type ip-0x1234
!                              ^^^^^^^^^
> vlan pcp != { 0, 5 }
> vlan dei { 1, 1, 0 }
= vlan dei { 0, 1 }
> vlan dei set 1
> vlan id > 5
> vlan type { ip, 0x1234, arp }
= vlan type { ip, arp, 0x1234 }
> vlan type & ip == ip
> ip version >= 0
> ip hdrlength 5-15
> ip dscp > cs1
> ip ecn > ce
> meta mark set ip ecn map { ce : 1, 0 : 2 }
= meta mark set ip ecn map { not-ect : 0x00000002, ce : 0x00000001 }
> ip length 5-65535
> ip id 5
> ip id >= 0
> ip id @nosuch
! Error: No such file or directory
! add rule inet t c ip id @nosuch
!                         ^^^^^^^
> ip frag-off > 5
> ip frag-off set 5
> ip ttl vmap { 5 : accept, 255 : drop }
> ip protocol & tcp == tcp
> ip checksum 5-65535
> ip saddr { 10.0.0.1, 192.168.0.0/16, 10.0.0.0/31 }
= ip saddr { 10.0.0.0/31, 192.168.0.0/16 }
> ip saddr set 10.0.0.1
> ip daddr != { 10.0.0.0/31, 10.0.0.1 }
= ip daddr != { 10.0.0.0/31 }
> icmp type { echo-request, redirect, 3 }
= icmp type { destination-unreachable, redirect, echo-request }
> meta mark set icmp type map { echo-request : 1, 3 : 2 }
= meta mark set icmp type map { destination-unreachable : 0x00000002, echo-request : 0x00000001 }
> icmp code != { 0, port-unreachable }
= icmp code != { net-unreachable, port-unreachable }
> meta mark set icmp code map { port-unreachable : 1, 0 : 2 }
= meta mark set icmp code map { net-unreachable : 0x00000002, port-unreachable : 0x00000001 }
> icmp checksum . meta mark { 5 . 5, 0 . 0x100 }
= icmp checksum . meta mark { 5 . 0x00000005, 0 . 0x00000100 }
> icmp id > 5
= icmp type { echo-reply, echo-request } icmp id > 5
> icmp sequence 5
= icmp type { echo-reply, echo-request } icmp sequence 5
> icmp sequence 5-65535
= icmp type { echo-reply, echo-request } icmp sequence 5-65535
> icmp gateway > 5
> icmp gateway set 5
> icmp mtu > 5
> icmp mtu @nosuch
! Error: No such file or directory
! add rule inet t c icmp mtu @nosuch
!                            ^^^^^^^
> igmp mrt >= 0
= meta nfproto ipv4 igmp mrt >= 0
> igmp checksum & 5 == 5
= meta nfproto ipv4 igmp checksum & 5 == 5
> igmp group > 5
= meta nfproto ipv4 igmp group > 5
> ip6 version { 5, 15, 0 }
= ip6 version { 0, 5, 15 }
> ip6 dscp >= 5
= ip6 dscp >= 0x05
> meta mark set ip6 ecn map { ce : 1, 0 : 2 }
= meta mark set ip6 ecn map { not-ect : 0x00000002, ce : 0x00000001 }
> ip6 flowlabel > 5
> ip6 length . meta mark { 5 . 5, 0 . 0x100 }
= ip6 length . meta mark { 5 . 0x00000005, 0 . 0x00000100 }
> ip6 nexthdr != 17
= ip6 nexthdr != udp
> ip6 nexthdr & tcp == tcp
> ip6 hoplimit . meta mark { 5 . 5, 0 . 0x100 }
= ip6 hoplimit . meta mark { 5 . 0x00000005, 0 . 0x00000100 }
> ip6 saddr != { 2001:db8::/33, ::1 }
= ip6 saddr != { ::1, 2001:db8::/33 }
> ip6 daddr > ::1
> ip6 daddr & ::1 == ::1
> icmpv6 code != 5
= icmpv6 code != policy-fail
> icmpv6 checksum { 5, 65535, 0 }
= icmpv6 checksum { 0, 5, 65535 }
> icmpv6 parameter-problem != 4294967295
! Error: syntax error, unexpected string
! add rule inet t c icmpv6 parameter-problem != 4294967295
!                          ^^^^^^^^^^^^^^^^^
> icmpv6 parameter-problem @nosuch
! Error: syntax error, unexpected string
! add rule inet t c icmpv6 parameter-problem @nosuch
!                          ^^^^^^^^^^^^^^^^^
> icmpv6 mtu set 5
> icmpv6 id . meta mark { 5 . 5, 0 . 0x100 }
= icmpv6 type { echo-request, echo-reply } icmpv6 id . meta mark { 5 . 0x00000005, 0 . 0x00000100 }
> icmpv6 sequence 5-65535
= icmpv6 type { echo-request, echo-reply } icmpv6 sequence 5-65535
> icmpv6 max-delay > 5
> ah nexthdr != { icmp, tcp }
> ah hdrlength >= 0
> ah reserved > 5
> ah reserved & 5 == 5
> meta mark set ah spi map { 5 : 1, 0 : 2 }
= meta mark set ah spi map { 0 : 0x00000002, 5 : 0x00000001 }
> ah sequence . meta mark { 5 . 5, 0 . 0x100 }
= ah sequence . meta mark { 5 . 0x00000005, 0 . 0x00000100 }
> esp spi > 5
> esp sequence { 5, 4294967295, 0 }
= esp sequence { 0, 5, 4294967295 }
> esp sequence & 5 == 5
> meta mark set comp nexthdr map { tcp : 1, icmp : 2 }
= meta mark set comp nexthdr map { icmp : 0x00000002, tcp : 0x00000001 }
> comp flags >= 4
= comp flags >= 0x4
> comp cpi >= 0
> udp sport != http
= udp sport != 80
> meta mark set udp sport map { 22 : 1, 65535 : 2 }
= meta mark set udp sport map { 22 : 0x00000001, 65535 : 0x00000002 }
> udp dport . meta mark { 22 . 5, 65535 . 0x100 }
= udp dport . meta mark { 22 . 0x00000005, 65535 . 0x00000100 }
> udp length >= 0
> udp checksum { 5, 65535, 0 }
= udp checksum { 0, 5, 65535 }
> udplite sport != http
= udplite sport != 80
> udplite dport { 22, http, 65535 }
= udplite dport { 22, 80, 65535 }
> udplite csumcov != 65535
> udplite csumcov & 5 == 5
> udplite checksum 5-65535
> tcp sport { 22, http, 65535 }
= tcp sport { 22, 80, 65535 }
> tcp sport set 22
> tcp dport . meta mark { 22 . 5, 65535 . 0x100 }
= tcp dport . meta mark { 22 . 0x00000005, 65535 . 0x00000100 }
> meta mark set tcp sequence map { 5 : 1, 0 : 2 }
= meta mark set tcp sequence map { 0 : 0x00000002, 5 : 0x00000001 }
> tcp ackseq vmap { 5 : accept, 4294967295 : drop }
> tcp doff >= 0
> tcp reserved != 15
> tcp reserved set 5
> tcp flags @nosuch
! Error: No such file or directory
! add rule inet t c tcp flags @nosuch
!                             ^^^^^^^
> tcp window set 5
> tcp checksum vmap { 5 : accept, 65535 : drop }
> tcp urgptr != 65535
> dccp sport != { 65535, 22 }
= dccp sport != { 22, 65535 }
> dccp dport != http
= dccp dport != 80
> dccp dport . meta mark { 22 . 5, 65535 . 0x100 }
= dccp dport . meta mark { 22 . 0x00000005, 65535 . 0x00000100 }
> dccp type >= 5
= dccp type >= closereq
> sctp sport . meta mark { 22 . 5, 65535 . 0x100 }
= sctp sport . meta mark { 22 . 0x00000005, 65535 . 0x00000100 }
> sctp dport { 22, http, 65535 }
= sctp dport { 22, 80, 65535 }
> sctp dport set 22
> sctp vtag & 5 == 5
> sctp checksum & 5 == 5
> th sport != { 65535, 22 }
= th sport != { 22, 65535 }
> th sport & 22 == 22
> th dport vmap { 22 : accept, http : drop }
= th dport vmap { 22 : accept, 80 : drop }
> hbh nexthdr >= icmp
> hbh hdrlength != 255
> hbh hdrlength . meta mark { 5 . 5, 0 . 0x100 }
= hbh hdrlength . meta mark { 5 . 0x00000005, 0 . 0x00000100 }
> rt nexthdr . meta mark { tcp . 5, icmp . 0x100 }
= rt nexthdr . meta mark { tcp . 0x00000005, icmp . 0x00000100 }
> rt hdrlength > 5
> rt type != { 0, 5 }
> rt seg-left != 255
> rt2 reserved != 4294967295
! Error: syntax error, unexpected string, expecting addr
! add rule inet t c rt2 reserved != 4294967295
!                       ^^^^^^^^
> frag nexthdr tcp
> frag nexthdr @nosuch
! Error: No such file or directory
! add rule inet t c frag nexthdr @nosuch
!                                ^^^^^^^
> meta mark set frag reserved map { 5 : 1, 0 : 2 }
! Error: syntax error, unexpected frag
! add rule inet t c meta mark set frag reserved map { 5 : 1, 0 : 2 }
!                                 ^^^^
> frag frag-off > 5
> frag reserved2 { 3, 3, 0 }
= frag reserved2 { 0, 3 }
> frag reserved2 vmap { 3 : accept, 3 : drop }
! Error: Could not process rule: File exists
! add rule inet t c frag reserved2 vmap { 3 : accept, 3 : drop }
!                                                     ^
> frag more-fragments >= 0
> frag id . meta mark { 5 . 5, 0 . 0x100 }
= frag id . meta mark { 5 . 0x00000005, 0 . 0x00000100 }
> dst nexthdr != { icmp, tcp }
> dst hdrlength != { 0, 5 }
> mh nexthdr > tcp
> mh hdrlength 5-255
> mh type >= 0
= mh type >= binding-refresh-request
> mh reserved != 255
> mh checksum != 65535
> mh checksum @nosuch
! Error: No such file or directory
! add rule inet t c mh checksum @nosuch
!                               ^^^^^^^
> meta length > 5
> meta length @nosuch
! Error: No such file or directory
! add rule inet t c meta length @nosuch
!                               ^^^^^^^
> meta protocol & ip == ip
> meta mark set meta priority map { 1:10 : 1, none : 2 }
= meta mark set meta priority map { none : 0x00000002, 1:10 : 0x00000001 }
> meta mark > 5
= meta mark > 0x00000005
> meta iif lo
= iif "lo"
> meta iif . meta mark { lo . 5, lo . 0x100 }
= iif . meta mark { "lo" . 0x00000005, "lo" . 0x00000100 }
> meta oifname >= "a*"
! Error: Relational expression (>=) is undefined for prefix expressions
! add rule inet t c meta oifname >= "a*"
!                                ~~ ^^^^
> meta iiftype ether
> meta skuid root
= meta skuid 0
> meta skgid != 5
> meta skgid vmap { root : accept, 5 : drop }
= meta skgid vmap { 0 : accept, 5 : drop }
> meta rtclassid != { 0, 5 }
= meta rtclassid != { "cosmos", 5 }
> meta mark set meta rtclassid map { 5 : 1, 0 : 2 }
= meta mark set meta rtclassid map { "cosmos" : 0x00000002, 5 : 0x00000001 }
> meta nfproto ipv4-ipv6
! Error: Could not parse netfilter protocol
! add rule inet t c meta nfproto ipv4-ipv6
!                                ^^^^^^^^^
> meta l4proto != { 1, tcp }
= meta l4proto != { icmp, tcp }
> meta pkttype { broadcast, host, multicast }
= meta pkttype { host, broadcast, multicast }
> meta pkttype @nosuch
! Error: No such file or directory
! add rule inet t c meta pkttype @nosuch
!                                ^^^^^^^
> meta iifgroup default
= iifgroup "default"
> meta iifgroup & default == default
= iifgroup "default"/0
> meta oifgroup @nosuch
! Error: No such file or directory
! add rule inet t c meta oifgroup @nosuch
!                                 ^^^^^^^
> meta cgroup @nosuch
! Error: No such file or directory
! add rule inet t c meta cgroup @nosuch
!                               ^^^^^^^
> meta random 5-6
> meta mark set meta ipsec map { exists : 1, exists : 2 }
! Error: Could not process rule: File exists
! add rule inet t c meta mark set meta ipsec map { exists : 1, exists : 2 }
!                                                              ^^^^^^
> meta iifkind . meta mark { "vlan" . 5, "a" . 0x100 }
= meta iifkind . meta mark { "vlan" . 0x00000005, "a" . 0x00000100 }
> meta time "2020-06-06 17:00"-"2021-06-06 17:00:10"
= meta time "2020-06-06 17:00:00"-"2021-06-06 17:00:10"
> meta day > "Monday"
> meta hour != "12:30"
> meta hour & "10:00" == "10:00"
> ct state . meta mark { new . 5, related . 0x100 }
= ct state . meta mark { new . 0x00000005, related . 0x00000100 }
> ct direction > original
> ct direction @nosuch
! Error: No such file or directory
! add rule inet t c ct direction @nosuch
!                                ^^^^^^^
> ct mark 5
= ct mark 0x00000005
> ct mark @nosuch
! Error: No such file or directory
! add rule inet t c ct mark @nosuch
!                           ^^^^^^^
> ct expiration . meta mark { 5s . 5, 10 . 0x100 }
= ct expiration . meta mark { 5s . 0x00000005, 10s . 0x00000100 }
> ct helper "ftp"-"sip"
! Error: Range expression is undefined for string types
! add rule inet t c ct helper "ftp"-"sip"
!                             ^^^^^~~~~~~
> ct l3proto ipv4
> ct l3proto @nosuch
! Error: No such file or directory
! add rule inet t c ct l3proto @nosuch
!                              ^^^^^^^
> ct protocol set tcp
! Error: syntax error, unexpected newline
! add rule inet t c ct protocol set tcp
!                                      ^
> ct label 1-5
> ct packets 5-100
> ct bytes != 100
> ct bytes @nosuch
! Error: No such file or directory
! add rule inet t c ct bytes @nosuch
!                            ^^^^^^^
> ct avgpkt & 5 == 5
> ct zone 5-100
> ct id 5
> ct original ip saddr > 10.0.0.1
> ct original ip saddr @nosuch
! Error: No such file or directory
! add rule inet t c ct original ip saddr @nosuch
!                                        ^^^^^^^
> ct reply ip daddr vmap { 10.0.0.1 : accept, 10.0.0.0/8 : drop }
! Error: conflicting intervals specified
! add rule inet t c ct reply ip daddr vmap { 10.0.0.1 : accept, 10.0.0.0/8 : drop }
!                                            ^^^^^^^^           ~~~~~~~~~~
> ct original packets { 5, 6, 7 }
> ct original packets vmap { 5 : accept, 6 : drop }
> ct reply bytes vmap { 5 : accept, 6 : drop }
> ct original zone > 5
> meta mark set ct original zone map { 5 : 1, 7 : 2 }
= meta mark set ct original zone map { 5 : 0x00000001, 7 : 0x00000002 }
> ct protocol tcp tcp dport 80
> ct protocol tcp th dport 80
= th dport 80
> ct protocol tcp tcp flags syn
> ct protocol tcp meta l4proto tcp
> ct protocol tcp meta l4proto tcp tcp dport 80
= ct protocol tcp tcp dport 80
> ct protocol tcp udp dport 80
> ct protocol tcp tcp option maxseg exists
= tcp option maxseg exists
> ct protocol tcp @th,16,16 5
= th dport 5
> ct protocol tcp @th,0,8 80
= ct protocol tcp @th,0,8 0x50
> ct protocol tcp tcp dport { 80, 81 }
> ct protocol tcp th dport { 80, 90 }
= th dport { 80, 90 }
> ct protocol tcp meta mark set th dport map { 1 : 2 }
= meta mark set th dport map { 1 : 0x00000002 }
> ct protocol tcp counter tcp dport 80
= ct protocol tcp counter packets 0 bytes 0 tcp dport 80
> ct protocol 200 th dport 80
= th dport 80
> ip protocol 200 th dport 80
> meta l4proto 200 th dport 80
= th dport 80
> ct protocol icmp icmp type 1
> ct protocol tcp reject with tcp reset
= meta l4proto tcp ct protocol tcp reject with tcp reset
> ct l3proto ipv4 ip saddr 1.1.1.1
= ip saddr 1.1.1.1
> ct protocol tcp ip saddr 1.1.1.1 tcp dport 80
> ip saddr & 255.255.0.0 == 10.0.1.1
= ip saddr 10.0.1.1/16
> ip saddr & 255.255.0.0 != 10.0.1.1
= ip saddr != 10.0.1.1/16
> ip saddr & 255.255.255.255 == 10.0.1.1
= ip saddr 10.0.1.1
> ip saddr & 255.255.0.255 == 10.0.1.1
> ct l3proto ipv4 ct protocol tcp tcp dport 80
= tcp dport 80
> meta nfproto ipv4 ct protocol tcp tcp dport 80
= tcp dport 80
> meta protocol ip ct protocol tcp tcp dport 80
= ct protocol tcp tcp dport 80
> ip saddr 1.1.1.1 ct protocol tcp tcp dport 80
= ip saddr 1.1.1.1 tcp dport 80
> ct l3proto ipv4 meta nfproto ipv4 ip saddr 1.1.1.1
= ct l3proto ipv4 ip saddr 1.1.1.1
> meta nfproto ipv4 ct protocol udp tcp dport 22
! Error: conflicting protocols specified: udp vs. tcp
! add rule inet t c meta nfproto ipv4 ct protocol udp tcp dport 22
!                                                     ^^^^^^^^^
> ip saddr 1.2.3.4 ct original saddr & 255.255.255.0 == 1.2.3.0
= ip saddr 1.2.3.4 ct original ip saddr 1.2.3.0/24
> ip saddr 1.2.3.4 ct original saddr & 255.0.255.0 == 1.0.3.0
= ip saddr 1.2.3.4 ct original ip saddr & 255.0.255.0 == 1.0.3.0
