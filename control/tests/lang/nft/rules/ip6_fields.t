# Fields of all kinds in comparisons, maps and statements.
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
> ip6 version 5
> ip6 version @nosuch
! Error: No such file or directory
! add rule ip6 t c ip6 version @nosuch
!                              ^^^^^^^
> meta mark set ip6 dscp map { cs1 : 1, 5 : 2 }
= meta mark set ip6 dscp map { 0x05 : 0x00000002, cs1 : 0x00000001 }
> ip6 ecn != { 0, ce }
= ip6 ecn != { not-ect, ce }
> ip6 flowlabel != { 0, 5 }
> ip6 length 5
> ip6 length >= 0
> ip6 nexthdr vmap { tcp : accept, 17 : drop }
= ip6 nexthdr vmap { tcp : accept, udp : drop }
> ip6 hoplimit > 5
> ip6 saddr != fe80::/10
> ip6 saddr & ::1 == ::1
> ip6 daddr == fe80::/10
= ip6 daddr fe80::/10
> icmpv6 type { echo-request, nd-redirect, 2 }
= icmpv6 type { packet-too-big, echo-request, nd-redirect }
> icmpv6 type @nosuch
! Error: No such file or directory
! add rule ip6 t c icmpv6 type @nosuch
!                              ^^^^^^^
> icmpv6 code no-route-5
! Error: Could not parse icmpv6 code
! add rule ip6 t c icmpv6 code no-route-5
!                              ^^^^^^^^^^
> icmpv6 checksum 5-65535
> icmpv6 checksum @nosuch
! Error: No such file or directory
! add rule ip6 t c icmpv6 checksum @nosuch
!                                  ^^^^^^^
> icmpv6 parameter-problem >= 0
! Error: syntax error, unexpected string
! add rule ip6 t c icmpv6 parameter-problem >= 0
!                         ^^^^^^^^^^^^^^^^^
> icmpv6 mtu > 5
> icmpv6 id != 65535
= icmpv6 type { echo-request, echo-reply } icmpv6 id != 65535
> meta mark set icmpv6 id map { 5 : 1, 0 : 2 }
= icmpv6 type { echo-request, echo-reply } meta mark set icmpv6 id map { 0 : 0x00000002, 5 : 0x00000001 }
> icmpv6 sequence > 5
= icmpv6 type { echo-request, echo-reply } icmpv6 sequence > 5
> icmpv6 max-delay != 65535
> icmpv6 max-delay & 5 == 5
> hbh nexthdr . meta mark { tcp . 5, icmp . 0x100 }
= hbh nexthdr . meta mark { tcp . 0x00000005, icmp . 0x00000100 }
> meta mark set hbh hdrlength map { 5 : 1, 0 : 2 }
! Error: syntax error, unexpected hbh
! add rule ip6 t c meta mark set hbh hdrlength map { 5 : 1, 0 : 2 }
!                                ^^^
> rt nexthdr > tcp
> rt hdrlength 5-255
> rt type != 255
> rt type @nosuch
! Error: No such file or directory
! add rule ip6 t c rt type @nosuch
!                          ^^^^^^^
> rt seg-left 5-255
> rt2 reserved > 5
! Error: syntax error, unexpected string, expecting addr
! add rule ip6 t c rt2 reserved > 5
!                      ^^^^^^^^
> rt2 reserved @nosuch
! Error: syntax error, unexpected string, expecting addr
! add rule ip6 t c rt2 reserved @nosuch
!                      ^^^^^^^^
> frag nexthdr > tcp
> frag reserved > 5
> frag frag-off { 5, 8191, 0 }
= frag frag-off { 0, 5, 8191 }
> frag more-fragments { 1, 1, 0 }
= frag more-fragments { 0, 1 }
> meta mark set frag more-fragments map { 1 : 1, 0 : 2 }
! Error: syntax error, unexpected frag
! add rule ip6 t c meta mark set frag more-fragments map { 1 : 1, 0 : 2 }
!                                ^^^^
> frag id >= 0
> dst nexthdr > tcp
> dst nexthdr @nosuch
! Error: No such file or directory
! add rule ip6 t c dst nexthdr @nosuch
!                              ^^^^^^^
> dst hdrlength set 5
! Error: syntax error, unexpected set
! add rule ip6 t c dst hdrlength set 5
!                                ^^^
> mh nexthdr >= icmp
> mh nexthdr @nosuch
! Error: No such file or directory
! add rule ip6 t c mh nexthdr @nosuch
!                             ^^^^^^^
> mh hdrlength . meta mark { 5 . 5, 0 . 0x100 }
= mh hdrlength . meta mark { 5 . 0x00000005, 0 . 0x00000100 }
> mh type binding-update-5
! Error: Could not parse Mobility Header Type
! add rule ip6 t c mh type binding-update-5
!                          ^^^^^^^^^^^^^^^^
> mh reserved > 5
> mh checksum { 5, 65535, 0 }
= mh checksum { 0, 5, 65535 }
