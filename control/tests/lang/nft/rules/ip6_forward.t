# Rules of tables of ip6.
| table ip6 t {
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
> ip saddr 10.0.0.1
! Error: conflicting protocols specified: ip6 vs. ip
! add rule ip6 t c ip saddr 10.0.0.1
!                  ^^^^^^^^
> ip6 nexthdr tcp tcp dport 22
= tcp dport 22
> reject
> reject with icmpv6 no-route
> reject with icmpv6 port-unreachable
= reject
> reject with icmp host-unreachable
! Error: conflicting protocols specified: ip vs ip6
! add rule ip6 t c reject with icmp host-unreachable
!                  ~~~~~~           ^^^^^^^^^^^^^^^^
> ip6 dscp set cs1
> ip6 hoplimit set 5
> ip6 flowlabel 5
> ip6 flowlabel set 5
> ip6 dscp cs1
> icmp type echo-request
> icmpv6 type echo-request
> icmpv6 type { nd-neighbor-solicit, nd-router-advert }
= icmpv6 type { nd-router-advert, nd-neighbor-solicit }
> icmpv6 code 1
= icmpv6 code admin-prohibited
> icmpv6 id 1
= icmpv6 type { echo-request, echo-reply } icmpv6 id 1
> icmpv6 mtu 1280
> icmpv6 parameter-problem 1
! Error: syntax error, unexpected string
! add rule ip6 t c icmpv6 parameter-problem 1
!                         ^^^^^^^^^^^^^^^^^
> ip6 saddr 2001:db8::/32
> ip6 saddr ::/0
> ip6 saddr { ::1, 2001:db8::/32 }
> ip6 saddr 2001:db8::1-2001:db8::ff
> ip6 nexthdr tcp
> ip6 nexthdr { tcp, udp }
> exthdr hbh exists
> exthdr frag missing
> hbh nexthdr tcp
> frag frag-off 5
> frag more-fragments 1
> frag id 5
> frag reserved2 1
> rt type 0
> dst nexthdr tcp
> mh type binding-update
> srh last-entry 1
> meta mark set ip6 dscp
! Error: datatype mismatch: expected packet mark, expression has type Differentiated Services Code Point
! add rule ip6 t c meta mark set ip6 dscp
!                  ~~~~~~~~~~~~~~^^^^^^^^
> meta protocol ip6 ip6 saddr ::1
= ip6 saddr ::1
> icmpv6 type echo-request icmpv6 id 5
> icmpv6 sequence 5
= icmpv6 type { echo-request, echo-reply } icmpv6 sequence 5
> icmpv6 type packet-too-big icmpv6 mtu 5
= icmpv6 mtu 5
> icmpv6 max-delay 5
> icmpv6 type nd-router-advert
> ip6 daddr ::1 ip6 saddr ::2
> ip6 nexthdr tcp ip6 hoplimit 5
> ip6 hoplimit 5 ip6 nexthdr tcp
= ip6 nexthdr tcp ip6 hoplimit 5
> ip6 hoplimit 5 ip6 saddr ::1
> ip6 length 3 ip6 nexthdr tcp tcp dport 5
= ip6 length 3 tcp dport 5
> @nh,64,128 1
= ip6 saddr ::1
> ip option lsrr exists
! Error: cannot use exthdr with ip6
! add rule ip6 t c ip option lsrr exists
!                  ^^^^^^^^^^^^^^
> reset tcp option maxseg
> exthdr hbh 1
= exthdr hbh exists
> exthdr hbh 5
> exthdr hbh != exists
> reject with icmpv6 4
= reject
> ip6 saddr & ffff:: == fe80::
= ip6 saddr fe80::/16
> ip6 saddr & ::ffff == ::1
> icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert, nd-router-solicit } accept
= icmpv6 type { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert } accept
> ip6 hoplimit 5 ip6 length 3
> ip6 nexthdr tcp counter tcp dport 5
= ip6 nexthdr tcp counter packets 0 bytes 0 tcp dport 5
> ip6 nexthdr tcp ip6 saddr ::1 tcp dport 5
= ip6 saddr ::1 tcp dport 5
> meta l4proto tcp ip6 nexthdr tcp tcp dport 5
= meta l4proto tcp tcp dport 5
> frag id 5 frag more-fragments 1
> exthdr frag exists frag id 5
> icmpv6 code no-route
> icmpv6 type { echo-request, 1, nd-neighbor-advert }
= icmpv6 type { destination-unreachable, echo-request, nd-neighbor-advert }
> icmpv6 parameter-problem 5
! Error: syntax error, unexpected string
! add rule ip6 t c icmpv6 parameter-problem 5
!                         ^^^^^^^^^^^^^^^^^
> icmpv6 type parameter-problem icmpv6 code 1
= icmpv6 type parameter-problem icmpv6 code admin-prohibited
> icmpv6 type mld-listener-query icmpv6 max-delay 5
= icmpv6 max-delay 5
> icmpv6 type nd-router-advert icmpv6 id 5
! Error: incompatible icmp match: rule has 134, need 128
! add rule ip6 t c icmpv6 type nd-router-advert icmpv6 id 5
!                                               ^^^^^^^^^
> ip6 saddr . ip6 daddr { ::1 . ::2, fe80::/10 . ::/0 }
> ip6 saddr { ::/0 }
= ip6 saddr ::/0
> ip6 saddr { ::/1, 8000::/1 }
= ip6 saddr { ::/0 }
> hbh hdrlength 5
> dst hdrlength { 5, 6 }
> frag frag-off 1-5
> rt seg-left > 0
> rt type 2
> mh type { binding-update, binding-refresh-request }
= mh type { binding-refresh-request, binding-update }
> srh sid[1] ::1
> srh tag 5
> exthdr srh exists
! Error: syntax error, unexpected srh
! add rule ip6 t c exthdr srh exists
!                         ^^^
> exthdr mh missing
> ip6 nexthdr 6 udp dport 5
! Error: conflicting protocols specified: tcp vs. udp
! add rule ip6 t c ip6 nexthdr 6 udp dport 5
!                                ^^^^^^^^^
> ip6 nexthdr tcp meta mark 5 ip6 hoplimit 5 ip6 length 3
= ip6 length 3 ip6 nexthdr tcp ip6 hoplimit 5 meta mark 0x00000005
> ip6 nexthdr tcp meta mark 5 ip6 length 3
= ip6 length 3 ip6 nexthdr tcp meta mark 0x00000005
> ip6 hoplimit 5 meta mark 5 ip6 length 3 meta mark 6 ip6 nexthdr tcp
= meta mark 0x00000005 meta mark 0x00000006 ip6 length 3 ip6 nexthdr tcp ip6 hoplimit 5
> ip6 length 3 meta mark 5 ip6 hoplimit 5 meta mark 6 ip6 nexthdr tcp
= meta mark 0x00000005 meta mark 0x00000006 ip6 length 3 ip6 nexthdr tcp ip6 hoplimit 5
> ip6 nexthdr tcp meta mark 5 ip6 length 3 meta mark 6 ip6 hoplimit 5
= ip6 length 3 ip6 nexthdr tcp ip6 hoplimit 5 meta mark 0x00000005 meta mark 0x00000006
