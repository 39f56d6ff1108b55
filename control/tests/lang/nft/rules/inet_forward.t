# Rules of tables of inet.
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
> ip saddr 10.0.0.1 ip6 saddr ::1
! Error: conflicting protocols specified: ip vs. ip6
! add rule inet t c ip saddr 10.0.0.1 ip6 saddr ::1
!                                     ^^^^^^^^^
> meta nfproto ipv4 ip saddr 10.0.0.1
= ip saddr 10.0.0.1
> meta nfproto ipv6 ip saddr 10.0.0.1
! Error: conflicting protocols specified: ip6 vs. ip
! add rule inet t c meta nfproto ipv6 ip saddr 10.0.0.1
!                                     ^^^^^^^^
> ip saddr 10.0.0.1 meta nfproto ipv4
> meta nfproto ipv4 accept
> meta protocol ip ip saddr 1.2.3.4
> ether type ip ip saddr 1.2.3.4
= ip saddr 1.2.3.4
> meta l4proto tcp tcp dport 22
= tcp dport 22
> ip protocol tcp tcp dport 22
> meta l4proto tcp counter tcp dport 22
= meta l4proto tcp counter packets 0 bytes 0 tcp dport 22
> ip6 nexthdr tcp tcp dport 22
> meta l4proto udp th dport 22
= udp dport 22
> th dport 22
> ct original ip saddr 1.2.3.4
> ct original saddr 1.2.3.4
! Error: cannot determine ip protocol version, use "ip saddr" or "ip6 saddr" instead
! add rule inet t c ct original saddr 1.2.3.4
!                   ^^^^^^^^^^^^^^^^^
! Error: Can't parse symbolic invalid expressions
! add rule inet t c ct original saddr 1.2.3.4
!                                     ^^^^^^^
> reject
> reject with icmp host-unreachable
> reject with icmpv6 no-route
> reject with icmpx port-unreachable
= reject
> reject with icmpx admin-prohibited
> meta nfproto ipv4 reject with icmp host-unreachable
= reject with icmp host-unreachable
> meta nfproto ipv4 reject
= reject with icmp port-unreachable
> meta nfproto ipv6 reject
= reject with icmpv6 port-unreachable
> meta nfproto ipv4 reject with icmpv6 no-route
! Error: conflicting protocols specified: ip vs ip6
! add rule inet t c meta nfproto ipv4 reject with icmpv6 no-route
!                   ~~~~~~~~~~~~~~~~~                    ^^^^^^^^
> meta nfproto ipv4 reject with icmpx no-route
> ip saddr 1.2.3.4 reject
= ip saddr 1.2.3.4 reject with icmp port-unreachable
> ip6 saddr ::1 reject
= ip6 saddr ::1 reject with icmpv6 port-unreachable
> ip saddr 1.2.3.4 reject with icmp port-unreachable
> meta l4proto tcp reject with tcp reset
> tcp dport 22 reject with tcp reset
> reject with tcp reset
= meta l4proto tcp reject with tcp reset
> meta mark 1 reject with tcp reset
= meta l4proto tcp meta mark 0x00000001 reject with tcp reset
> meta protocol ip6
> meta protocol { ip, ip6 }
> icmp type echo-request
> icmpv6 type echo-request
> ip protocol icmp icmp type echo-request
> meta nfproto ipv4 icmp type echo-request
= icmp type echo-request
> meta l4proto icmp icmp type echo-request
= icmp type echo-request
> meta l4proto ipv6-icmp icmpv6 type echo-request
= icmpv6 type echo-request
> ip6 nexthdr icmpv6 icmpv6 type echo-request
= ip6 nexthdr ipv6-icmp icmpv6 type echo-request
> meta nfproto ipv6 icmpv6 type echo-request
= icmpv6 type echo-request
> ip saddr 1.2.3.4 icmp type echo-request
> ip6 saddr ::1 icmpv6 type echo-request
> ip saddr 1.2.3.4 icmpv6 type echo-request
> ip saddr 1.2.3.4 tcp dport 22
> ip6 saddr fe80::/10 udp dport 547
> tcp dport 22 ip saddr 1.2.3.4
> ether saddr 00:01:02:03:04:05 ip saddr 1.2.3.4
> ether type ip6
> ether type vlan
= ether type 8021q
> vlan id 5
> vlan id 5000
! Error: Value 5000 exceeds valid range 0-4095
! add rule inet t c vlan id 5000
!                           ^^^^
> vlan pcp 3
> arp operation request
! Error: conflicting protocols specified: inet vs. arp
! add rule inet t c arp operation request
!                   ^^^^^^^^^^^^^
> rt nexthop 1.2.3.4
! Error: cannot determine ip protocol version, use "ip nexthop" or "ip6 nexthop" instead
! add rule inet t c rt nexthop 1.2.3.4
!                   ^^^^^^^^^^
> rt ip nexthop 1.2.3.4
> rt ip6 nexthop ::1
> exthdr hbh exists
> frag id 5
> ip saddr 1.2.3.4 frag id 5
! Error: cannot use exthdr with ip
! add rule inet t c ip saddr 1.2.3.4 frag id 5
!                                    ^^^^^^^
> ip6 saddr ::1 frag id 5
> meta nfproto != ipv4 ip saddr 1.2.3.4
> meta nfproto { ipv4, ipv6 } ip saddr 1.2.3.4
! Error: conflicting protocols specified: ip6 vs. ip
! add rule inet t c meta nfproto { ipv4, ipv6 } ip saddr 1.2.3.4
!                                               ^^^^^^^^
> meta protocol { ip, ip6 } ip saddr 1.2.3.4
> ip version 4
> ip length > 5 meta nfproto ipv4 tcp dport 5
> ct l3proto ipv4
> meta nfproto 2
= meta nfproto ipv4
> meta nfproto { ipv4, ipv6 }
> meta nfproto vmap { ipv4 : accept, ipv6 : drop }
> meta l4proto { icmp, ipv6-icmp } accept
> meta l4proto vmap { tcp : accept }
> ip protocol tcp
> ip protocol tcp meta l4proto tcp
> ip version 4 tcp dport 5
> ip saddr 1.2.3.4 ip daddr 5.6.7.8 ip protocol tcp tcp dport 22
> ip protocol tcp ip saddr 1.2.3.4 tcp dport 22
> meta nfproto ipv4 ip saddr . tcp dport { 1.2.3.4 . 5 }
= ip saddr . tcp dport { 1.2.3.4 . 5 }
> meta nfproto ipv4 meta l4proto tcp ip saddr 1.2.3.4 tcp dport 5
= ip saddr 1.2.3.4 tcp dport 5
> meta nfproto ipv4 meta l4proto tcp tcp dport 5
= meta nfproto ipv4 tcp dport 5
> meta nfproto ipv4 tcp dport 5
> meta nfproto ipv4 udp dport 5 ip saddr 1.2.3.4
= udp dport 5 ip saddr 1.2.3.4
> meta nfproto ipv4 counter ip saddr 1.2.3.4
= meta nfproto ipv4 counter packets 0 bytes 0 ip saddr 1.2.3.4
> meta nfproto ipv4 ct state new ip saddr 1.2.3.4
= ct state new ip saddr 1.2.3.4
> meta nfproto ipv4 meta mark 5 ip saddr 1.2.3.4
= meta mark 0x00000005 ip saddr 1.2.3.4
> meta nfproto ipv4 iifname lo ip saddr 1.2.3.4
= iifname "lo" ip saddr 1.2.3.4
> meta nfproto ipv4 fib saddr type local
> meta nfproto ipv4 fib saddr type local ip saddr 1.2.3.4
= fib saddr type local ip saddr 1.2.3.4
> meta nfproto ipv4 ct original ip saddr 1.2.3.4
> meta nfproto ipv4 ip protocol tcp tcp dport 5
= ip protocol tcp tcp dport 5
> meta nfproto ipv4 ip saddr @a4
= ip saddr @a4
> meta nfproto ipv4 meta nfproto ipv4 ip saddr 1.2.3.4
= meta nfproto ipv4 ip saddr 1.2.3.4
> meta nfproto ipv4 rt ip nexthop 1.2.3.4
> meta nfproto ipv4 reject with icmp net-unreachable
= reject with icmp net-unreachable
> meta nfproto ipv4 meta mark set ip saddr map { 1.2.3.4 : 5 }
= meta mark set ip saddr map { 1.2.3.4 : 0x00000005 }
> meta nfproto ipv4 add @dyn { ip saddr }
= add @dyn { ip saddr }
> meta nfproto ipv4 update @dyn { ip saddr counter }
= update @dyn { ip saddr counter }
> meta nfproto ipv4 ip ttl set 5
= ip ttl set 5
> meta nfproto ipv4 ip dscp set 5
= ip dscp set 0x05
> meta nfproto ipv4 log prefix "x" ip saddr 1.2.3.4
> meta nfproto ipv4 jump other
> meta l4proto tcp meta nfproto ipv4 ip saddr 1.2.3.4 tcp dport 5
= ip saddr 1.2.3.4 tcp dport 5
> meta l4proto tcp ip saddr 1.2.3.4 tcp dport 5
= ip saddr 1.2.3.4 tcp dport 5
> meta l4proto tcp ct state new tcp dport 5
= ct state new tcp dport 5
> meta l4proto tcp ct protocol tcp
> meta l4proto tcp th dport 5
= tcp dport 5
> meta l4proto { tcp, udp } th dport 5
> meta l4proto icmp icmp type echo-request icmp code 0
= icmp type echo-request icmp code net-unreachable
> meta l4proto tcp tcp option maxseg size set 5
> meta l4proto tcp tcp option maxseg exists
= tcp option maxseg exists
> meta protocol ip tcp dport 5
> meta protocol ip6 ip6 saddr ::1
> ether type ip6 ip6 saddr ::1
= ip6 saddr ::1
> ether type ip ip saddr 1.2.3.4 ip daddr 5.6.7.8
= ip saddr 1.2.3.4 ip daddr 5.6.7.8
> ether type ip tcp dport 5
> ether saddr 00:01:02:03:04:05 ip6 saddr ::1
> ether saddr 00:01:02:03:04:05 ether type ip ip saddr 1.2.3.4
= ether saddr 00:01:02:03:04:05 ip saddr 1.2.3.4
> vlan id 5 ip saddr 1.2.3.4
> iiftype ether ether saddr 00:01:02:03:04:05
= ether saddr 00:01:02:03:04:05
> meta iiftype ether ether type ip
= ether type ip
> meta protocol ip ct state new
> meta protocol ip meta mark 5
= meta protocol ip meta mark 0x00000005
> meta protocol ip meta l4proto tcp
> meta nfproto ipv4 meta l4proto tcp
> meta nfproto ipv4 meta l4proto icmp
= meta l4proto icmp
> meta nfproto ipv4 meta l4proto ipv6-icmp
> meta nfproto ipv4 meta protocol ip
> meta nfproto ipv4 meta protocol ip ip saddr 1.2.3.4
= meta nfproto ipv4 ip saddr 1.2.3.4
> meta protocol ip meta nfproto ipv4 ip saddr 1.2.3.4
= meta protocol ip ip saddr 1.2.3.4
> ip saddr 1.2.3.4 meta mark 5 ct state new
= ip saddr 1.2.3.4 meta mark 0x00000005 ct state new
> meta nfproto ipv4 ct l3proto ipv4
> meta nfproto ipv4 ct protocol tcp
= ct protocol tcp
> meta nfproto ipv4 ct original saddr 1.2.3.4
= ct original ip saddr 1.2.3.4
> meta nfproto ipv6 ct original saddr ::1
= ct original ip6 saddr ::1
> meta nfproto ipv6 ct original ip6 saddr ::1
> meta nfproto ipv4 ct original saddr 1.2.3.4 ip saddr 1.2.3.4
= ct original ip saddr 1.2.3.4 ip saddr 1.2.3.4
> ct original ip saddr 1.2.3.4 ip saddr 5.6.7.8
> meta nfproto ipv4 meta iifname lo
= meta nfproto ipv4 iifname "lo"
> meta nfproto ipv4 meta protocol ip6
> icmp code 0 icmp type echo-request
= icmp type echo-request icmp code net-unreachable
> ether saddr 00:00:00:00:00:02 ether type ip
> ether type ip ether saddr 00:00:00:00:00:02
= ether saddr 00:00:00:00:00:02 ether type ip
> @nh,96,32 0x01020304
= @nh,96,32 0x1020304
> @nh,0,8 5
= @nh,0,8 0x5
> @th,0,16 5
= th sport 5
> @ih,0,16 5
= @ih,0,16 0x5
> meta protocol ip6 ip saddr 1.2.3.4
> meta protocol { ip6, ip } ip saddr 1.2.3.4
= meta protocol { ip, ip6 } ip saddr 1.2.3.4
> ip saddr 1.2.3.4 meta protocol ip6 ip saddr 1.2.3.4
= ip saddr 1.2.3.4 ip saddr 1.2.3.4
> ip option lsrr exists
> ip option lsrr exists ip6 saddr ::1
! Error: conflicting protocols specified: ip vs. ip6
! add rule inet t c ip option lsrr exists ip6 saddr ::1
!                                         ^^^^^^^^^
> exthdr hbh exists ip saddr 1.2.3.4
! Error: conflicting protocols specified: ip6 vs. ip
! add rule inet t c exthdr hbh exists ip saddr 1.2.3.4
!                                     ^^^^^^^^
> ct original saddr . ip daddr { 1.2.3.4 . 1.2.3.4 }
! Error: specify either ip or ip6 for address matching
! add rule inet t c ct original saddr . ip daddr { 1.2.3.4 . 1.2.3.4 }
!                   ^^^^^^^^^^^^^^^^^
> meta nfproto ipv4 meta l4proto tcp reject with tcp reset
= meta l4proto tcp reject with tcp reset
> meta nfproto ipv4 reject with tcp reset
= meta l4proto tcp reject with tcp reset
> counter reject with icmp host-unreachable
= meta nfproto ipv4 counter packets 0 bytes 0 reject with icmp host-unreachable
> counter reject with tcp reset
= meta l4proto tcp counter packets 0 bytes 0 reject with tcp reset
> log reject
> meta l4proto tcp reject
> tcp dport 5 reject
> tcp dport 5 reject with icmp host-unreachable
> ip protocol tcp reject with tcp reset
> ip protocol tcp reject
= ip protocol tcp reject with icmp port-unreachable
> meta l4proto udp reject with tcp reset
! Error: you cannot use tcp reset with this protocol
! add rule inet t c meta l4proto udp reject with tcp reset
!                   ~~~~~~~~~~~~~~~~ ^^^^^^
> reject with icmpx 4
! Error: Could not process rule: Invalid argument
! add rule inet t c reject with icmpx 4
!                   ^^^^^^
> reject with icmpx 1
= reject
> ip saddr set 1.2.3.4
> ip6 dscp set cs1
> tcp dport set 5
> ip saddr 1.2.3.4 ct original saddr 1.2.3.4
= ip saddr 1.2.3.4 ct original ip saddr 1.2.3.4
> ip saddr 1.2.3.4 rt nexthop 5.6.7.8
= ip saddr 1.2.3.4 rt ip nexthop 5.6.7.8
> ip saddr 1.2.3.4 rt ip6 nexthop ::1
> ip saddr . tcp dport @ap
> ip6 saddr . tcp dport @ap
! Error: datatype mismatch, expected concatenation of (IPv6 address, internet network service), expression has type concatenation of (IPv4 address, internet network service)
! add rule inet t c ip6 saddr . tcp dport @ap
!                   ~~~~~~~~~~~~~~~~~~~~~ ^^^
> meta nfproto ipv4 meta l4proto tcp ip saddr . tcp dport @ap
= ip saddr . tcp dport @ap
> meta l4proto { tcp, udp } th dport { 22, 53 }
> meta l4proto . th dport @pt
> icmp type echo-request ip6 saddr ::1
! Error: conflicting protocols specified: ip vs. ip6
! add rule inet t c icmp type echo-request ip6 saddr ::1
!                                          ^^^^^^^^^
> icmp type echo-request reject
= icmp type echo-request reject with icmp port-unreachable
> icmp type echo-request icmpv6 type echo-request
! Error: conflicting protocols specified: icmp vs. icmpv6
! add rule inet t c icmp type echo-request icmpv6 type echo-request
!                                          ^^^^^^^^^^^
> icmpv6 type echo-request reject
= icmpv6 type echo-request reject with icmpv6 port-unreachable
> icmpv6 type echo-request counter reject with icmpv6 no-route
= icmpv6 type echo-request counter packets 0 bytes 0 reject with icmpv6 no-route
> igmp type membership-query ip saddr 1.2.3.4
> counter igmp type membership-query
= counter packets 0 bytes 0 meta nfproto ipv4 igmp type membership-query
> meta l4proto icmp ip6 saddr ::1
> meta l4proto icmp reject
> meta nfproto ipv6 icmp type echo-request
> meta nfproto ipv6 igmp type membership-query
> ip6 saddr ::1 icmp type echo-request
> icmp type { echo-request, echo-reply } ip saddr 1.2.3.4
= icmp type { echo-reply, echo-request } ip saddr 1.2.3.4
> icmp type vmap { echo-request : accept }
> ip saddr . icmp type { 1.2.3.4 . echo-request }
> vlan id 5 vlan type ip ip saddr 1.2.3.4
= vlan id 5 ip saddr 1.2.3.4
> vlan type ip6 ip6 saddr ::1
= ether type 8021q ip6 saddr ::1
> vlan type ip6 ip saddr 1.2.3.4
! Error: conflicting protocols specified: ip6 vs. ip
! add rule inet t c vlan type ip6 ip saddr 1.2.3.4
!                                 ^^^^^^^^
> vlan id { 5, 6 } tcp dport 5
> ether type vlan ip saddr 1.2.3.4
= ether type 8021q ip saddr 1.2.3.4
> ether type 8021q vlan pcp 5
= vlan pcp 5
> ether type 8021q ether saddr 00:01:02:03:04:05
= ether saddr 00:01:02:03:04:05 ether type 8021q
> ether saddr 00:01:02:03:04:05 vlan id 5
> ether saddr 00:01:02:03:04:05 tcp dport 5
> ether saddr 00:01:02:03:04:05 meta nfproto ipv4 ip saddr 1.2.3.4
= ether saddr 00:01:02:03:04:05 ip saddr 1.2.3.4
> ether type ip meta l4proto tcp tcp dport 5
= ether type ip tcp dport 5
> ether type ip6 icmpv6 type echo-request
= icmpv6 type echo-request
> meta iiftype ether ip saddr 1.2.3.4
= ip saddr 1.2.3.4
> meta iiftype ether meta protocol ip
= meta protocol ip
> meta oiftype ether ether saddr 00:01:02:03:04:05
> ip protocol tcp ct state new tcp dport 5
> ip6 nexthdr { tcp, udp } tcp dport 5
! Error: conflicting protocols specified: udp vs. tcp
! add rule inet t c ip6 nexthdr { tcp, udp } tcp dport 5
!                                            ^^^^^^^^^
> ip6 nexthdr udp counter udp dport 5
= ip6 nexthdr udp counter packets 0 bytes 0 udp dport 5
> ip protocol tcp th dport 5
= ip protocol tcp tcp dport 5
> meta nfproto ipv6 frag id 5
= frag id 5
> meta nfproto ipv6 exthdr hbh exists
= exthdr hbh exists
> meta nfproto ipv4 ip option lsrr exists
= ip option lsrr exists
> ip6 nexthdr icmpv6 icmpv6 type nd-neighbor-solicit
= ip6 nexthdr ipv6-icmp icmpv6 type nd-neighbor-solicit
> meta nfproto ipv6 meta l4proto ipv6-icmp icmpv6 type echo-request
= icmpv6 type echo-request
> meta nfproto ipv4 meta l4proto { icmp, tcp } accept
> meta nfproto ipv4 meta l4proto != icmp
> meta nfproto ipv4 ct protocol icmp accept
= ct protocol icmp accept
> meta nfproto ipv4 ct direction original
> meta nfproto ipv4 ct original proto-dst 5
! Error: Can't parse symbolic invalid expressions
! add rule inet t c meta nfproto ipv4 ct original proto-dst 5
!                                                           ^
> meta nfproto ipv4 meta l4proto tcp ct original proto-dst 5
> ct l3proto ipv4 ip saddr 1.2.3.4
= ip saddr 1.2.3.4
> ct l3proto ipv4 ct original saddr 1.2.3.4
= ct original ip saddr 1.2.3.4
> ct l3proto ipv6 ip saddr 1.2.3.4
! Error: conflicting protocols specified: ip6 vs. ip
! add rule inet t c ct l3proto ipv6 ip saddr 1.2.3.4
!                                   ^^^^^^^^
> igmp type membership-query
= meta nfproto ipv4 igmp type membership-query
> ip saddr 1.2.3.4 igmp type membership-query
> meta l4proto igmp igmp type membership-query
= igmp type membership-query
> vlan type ip
= ether type 8021q vlan type ip
> ether type vlan vlan type ip
= ether type 8021q vlan type ip
> ether type vlan vlan id 5
= vlan id 5
> vlan id 5 vlan type ip
> vlan type ip ip saddr 1.2.3.4
= ether type 8021q ip saddr 1.2.3.4
> ether type 8021q
> sctp chunk foo exists
! Error: syntax error, unexpected string
! add rule inet t c sctp chunk foo exists
!                              ^^^
> vlan type != ip
= ether type 8021q vlan type != ip
> vlan type ip-arp
! Error: Could not parse Ethernet protocol
! add rule inet t c vlan type ip-arp
!                             ^^^^^^
> rt mtu > 1400
> meta l4proto 22 tcp dport 5
! Error: conflicting protocols specified: unknown vs. tcp
! add rule inet t c meta l4proto 22 tcp dport 5
!                                   ^^^^^^^^^
> ip saddr 1.2.3.4 meta nfproto ipv6 ip6 saddr ::1
= ip saddr 1.2.3.4 ip6 saddr ::1
> ip saddr 1.2.3.4 ct l3proto ipv6 ip6 saddr ::1
= ip saddr 1.2.3.4 ip6 saddr ::1
> ip saddr 1.2.3.4 ether type ip6 ip6 saddr ::1
= ip saddr 1.2.3.4 ip6 saddr ::1
> ip saddr 1.2.3.4 vlan id 5
! Error: conflicting protocols specified: ether vs. vlan
! add rule inet t c ip saddr 1.2.3.4 vlan id 5
!                                    ^^^^^^^
> tcp dport 5 vlan id 5
> vlan id 5 ip saddr 1.2.3.4 vlan pcp 3
> ip saddr 1.2.3.4 ether saddr 00:01:02:03:04:05
> ip saddr 1.2.3.4 ether type vlan
= ip saddr 1.2.3.4 ether type 8021q
