# Fields of all kinds in comparisons, maps and statements.
| table ip t {
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
> ether daddr { 00:01:02:03:04:05, ff:ff:ff:ff:ff:ff, 00:00:00:00:00:00 }
= ether daddr { 00:00:00:00:00:00, 00:01:02:03:04:05, ff:ff:ff:ff:ff:ff }
> ether daddr set 00:01:02:03:04:05
> ether saddr >= 00:00:00:00:00:00
> ether saddr @nosuch
! Error: No such file or directory
! add rule ip t c ether saddr @nosuch
!                             ^^^^^^^
> ether type > ip
> ether type & ip == ip
> vlan pcp set 5
> vlan id >= 0
> vlan type > ip
> ip version != { 0, 5 }
> ip hdrlength != 15
> ip dscp != ef
> meta mark set ip dscp map { cs1 : 1, 5 : 2 }
= meta mark set ip dscp map { 0x05 : 0x00000002, cs1 : 0x00000001 }
> ip ecn @nosuch
! Error: No such file or directory
! add rule ip t c ip ecn @nosuch
!                        ^^^^^^^
> ip length & 5 == 5
> ip frag-off @nosuch
! Error: No such file or directory
! add rule ip t c ip frag-off @nosuch
!                             ^^^^^^^
> ip ttl & 5 == 5
> ip protocol > tcp
> ip protocol set tcp
! Error: syntax error, unexpected newline
! add rule ip t c ip protocol set tcp
!                                    ^
> ip checksum . meta mark { 5 . 5, 0 . 0x100 }
= ip checksum . meta mark { 5 . 0x00000005, 0 . 0x00000100 }
> ip saddr vmap { 10.0.0.1 : accept, 192.168.0.0/16 : drop }
> meta mark set ip daddr map { 10.0.0.1 : 1, 10.0.0.0/31 : 2 }
! Error: conflicting intervals specified
! add rule ip t c meta mark set ip daddr map { 10.0.0.1 : 1, 10.0.0.0/31 : 2 }
!                                              ^^^^^^^^      ~~~~~~~~~~~
> icmp type . meta mark { echo-request . 5, 3 . 0x100 }
= icmp type . meta mark { echo-request . 0x00000005, destination-unreachable . 0x00000100 }
> icmp checksum { 5, 65535, 0 }
= icmp checksum { 0, 5, 65535 }
> icmp checksum @nosuch
! Error: No such file or directory
! add rule ip t c icmp checksum @nosuch
!                               ^^^^^^^
> icmp id & 5 == 5
= icmp type { echo-reply, echo-request } icmp id & 5 == 5
> icmp sequence set 5
= icmp type { echo-reply, echo-request } icmp sequence set 5
> icmp gateway @nosuch
! Error: No such file or directory
! add rule ip t c icmp gateway @nosuch
!                              ^^^^^^^
> igmp type membership-query
> igmp type membership-query-leave-group
! Error: Could not parse IGMP type
! add rule ip t c igmp type membership-query-leave-group
!                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
> igmp mrt { 5, 255, 0 }
= igmp mrt { 0, 5, 255 }
> meta mark set igmp mrt map { 5 : 1, 0 : 2 }
= meta mark set igmp mrt map { 0 : 0x00000002, 5 : 0x00000001 }
> igmp checksum { 5, 65535, 0 }
= igmp checksum { 0, 5, 65535 }
> igmp checksum set 5
> igmp group set 5
> ah nexthdr vmap { tcp : accept, 17 : drop }
= ah nexthdr vmap { tcp : accept, udp : drop }
> ah hdrlength { 5, 255, 0 }
= ah hdrlength { 0, 5, 255 }
> ah hdrlength & 5 == 5
> ah reserved set 5
> ah spi vmap { 5 : accept, 4294967295 : drop }
> ah sequence 5
> ah sequence @nosuch
! Error: No such file or directory
! add rule ip t c ah sequence @nosuch
!                             ^^^^^^^
> meta mark set esp spi map { 5 : 1, 0 : 2 }
= meta mark set esp spi map { 0 : 0x00000002, 5 : 0x00000001 }
> esp sequence >= 0
> comp nexthdr != { icmp, tcp }
> comp flags != { 4, 1 }
= comp flags != { 0x1, 0x4 }
> comp cpi != 65535
> meta mark set comp cpi map { 5 : 1, 0 : 2 }
= meta mark set comp cpi map { 0 : 0x00000002, 5 : 0x00000001 }
> udp sport 22-http
= udp sport 22-80
> udp dport >= 65535
> udp dport & 22 == 22
> udp length @nosuch
! Error: No such file or directory
! add rule ip t c udp length @nosuch
!                            ^^^^^^^
> udp checksum vmap { 5 : accept, 65535 : drop }
> udplite sport { 22, http, 65535 }
= udplite sport { 22, 80, 65535 }
> udplite sport set 22
> udplite dport 22-http
= udplite dport 22-80
> udplite dport @nosuch
! Error: No such file or directory
! add rule ip t c udplite dport @nosuch
!                               ^^^^^^^
> udplite csumcov set 5
> udplite checksum . meta mark { 5 . 5, 0 . 0x100 }
= udplite checksum . meta mark { 5 . 0x00000005, 0 . 0x00000100 }
> meta mark set tcp sport map { 22 : 1, 65535 : 2 }
= meta mark set tcp sport map { 22 : 0x00000001, 65535 : 0x00000002 }
> tcp dport > 22
> tcp sequence { 5, 4294967295, 0 }
= tcp sequence { 0, 5, 4294967295 }
> tcp sequence . meta mark { 5 . 5, 0 . 0x100 }
= tcp sequence . meta mark { 5 . 0x00000005, 0 . 0x00000100 }
> tcp ackseq > 5
> tcp doff != 15
> tcp reserved { 5, 15, 0 }
= tcp reserved { 0, 5, 15 }
> tcp flags != ack
> meta mark set tcp flags map { syn : 1, urg : 2 }
= meta mark set tcp flags map { syn : 0x00000001, urg : 0x00000002 }
> tcp window >= 0
> tcp checksum 5
> meta mark set tcp checksum map { 5 : 1, 0 : 2 }
= meta mark set tcp checksum map { 0 : 0x00000002, 5 : 0x00000001 }
> meta mark set tcp urgptr map { 5 : 1, 0 : 2 }
= meta mark set tcp urgptr map { 0 : 0x00000002, 5 : 0x00000001 }
> dccp sport { 22, http, 65535 }
= dccp sport { 22, 80, 65535 }
> meta mark set dccp sport map { 22 : 1, 65535 : 2 }
= meta mark set dccp sport map { 22 : 0x00000001, 65535 : 0x00000002 }
> dccp dport & 22 == 22
> dccp type set request
> sctp sport > 22
> sctp dport > 22
> sctp vtag 5
> sctp vtag . meta mark { 5 . 5, 0 . 0x100 }
= sctp vtag . meta mark { 5 . 0x00000005, 0 . 0x00000100 }
> sctp checksum != { 0, 5 }
> th sport > 22
> th dport != { 65535, 22 }
= th dport != { 22, 65535 }
> meta length >= 0
> meta protocol > ip
> meta priority != { none, 1:10 }
> meta mark { 5, 0x100, 0xffffffff }
= meta mark { 0x00000005, 0x00000100, 0xffffffff }
> meta mark @nosuch
! Error: No such file or directory
! add rule ip t c meta mark @nosuch
!                           ^^^^^^^
> meta iif @nosuch
! Error: No such file or directory
! add rule ip t c meta iif @nosuch
!                          ^^^^^^^
> meta iiftype != ppp
> meta iiftype @nosuch
! Error: No such file or directory
! add rule ip t c meta iiftype @nosuch
!                              ^^^^^^^
> meta skuid root-5
! Error: User does not exist
! add rule ip t c meta skuid root-5
!                            ^^^^^^
> meta mark set meta skgid map { root : 1, 1000 : 2 }
= meta mark set meta skgid map { 0 : 0x00000001, 1000 : 0x00000002 }
> meta nfproto ipv4
! Error: meta nfproto is only useful in the inet family
! add rule ip t c meta nfproto ipv4
!                 ^^^^^^^^^^^^
> meta nfproto @nosuch
! Error: meta nfproto is only useful in the inet family
! add rule ip t c meta nfproto @nosuch
!                 ^^^^^^^^^^^^
> meta mark set meta l4proto map { tcp : 1, 1 : 2 }
= meta mark set meta l4proto map { icmp : 0x00000002, tcp : 0x00000001 }
> meta pkttype broadcast-host
! Error: Could not parse packet type
! add rule ip t c meta pkttype broadcast-host
!                              ^^^^^^^^^^^^^^
> meta cpu { 1, 2, 0 }
= meta cpu { 0, 1, 2 }
> meta cpu @nosuch
! Error: No such file or directory
! add rule ip t c meta cpu @nosuch
!                          ^^^^^^^
> meta mark set meta iifgroup map { default : 1, 7 : 2 }
= meta mark set iifgroup map { "default" : 0x00000001, 7 : 0x00000002 }
> meta oifgroup vmap { 0 : accept, 5 : drop }
= oifgroup vmap { "default" : accept, 5 : drop }
> meta cgroup != { 3, 1 }
= meta cgroup != { 1, 3 }
> meta cgroup & 1 == 1
> meta random @nosuch
! Error: No such file or directory
! add rule ip t c meta random @nosuch
!                             ^^^^^^^
> meta ipsec >= exists
> meta iifkind "vlan"
> meta iifkind @nosuch
! Error: No such file or directory
! add rule ip t c meta iifkind @nosuch
!                              ^^^^^^^
> meta time @nosuch
! Error: No such file or directory
! add rule ip t c meta time @nosuch
!                           ^^^^^^^
> meta day "Monday"-"Friday"
= meta day 1-5
> meta hour > "10:00"
> ct direction original
> ct status != dnat
> ct status @nosuch
! Error: No such file or directory
! add rule ip t c ct status @nosuch
!                           ^^^^^^^
> ct mark vmap { 5 : accept, 0x100 : drop }
= ct mark vmap { 0x00000005 : accept, 0x00000100 : drop }
> ct expiration >= 10
= ct expiration >= 10s
> ct helper != { "tftp", "ftp" }
= ct helper != { "ftp", "tftp" }
> ct l3proto > ipv4
> ct protocol tcp
> ct protocol . meta mark { tcp . 5, 1 . 0x100 }
= ct protocol . meta mark { tcp . 0x00000005, icmp . 0x00000100 }
> ct packets 5
> ct bytes > 5
> ct avgpkt 5
> ct avgpkt vmap { 5 : accept, 100 : drop }
> ct zone & 5 == 5
> ct id 5-100
> ct original ip saddr != 10.0.0.0/8
> ct reply ip daddr 10.0.0.1
> ct original packets != 6
> ct reply bytes != 6
> ct original zone != 6
> fib daddr type local
> fib daddr type vmap { local : accept, unicast : drop }
= fib daddr type vmap { unicast : drop, local : accept }
> fib daddr type @nosuch
! Error: No such file or directory
! add rule ip t c fib daddr type @nosuch
!                                ^^^^^^^
> fib saddr . iif oif > lo
= fib saddr . iif oif > "lo"
> meta mark set fib saddr . iif oif map { lo : 1, 0 : 2 }
! Error: syntax error, unexpected fib
! add rule ip t c meta mark set fib saddr . iif oif map { lo : 1, 0 : 2 }
!                               ^^^
> fib daddr . mark oifname != "a"
> fib daddr . mark oifname "lo"-"a"
! Error: Range expression is undefined for string types
! add rule ip t c fib daddr . mark oifname "lo"-"a"
!                                          ^^^^~~~~
> fib daddr . mark oifname & "lo" == "lo"
> rt classid != { 7, 5 }
= rt classid != { 5, 7 }
> rt classid . meta mark { 5 . 5, 7 . 0x100 }
= rt classid . meta mark { 5 . 0x00000005, 7 . 0x00000100 }
> rt ip nexthop 10.0.0.1
> rt ip nexthop >= 1.1.1.1
> rt ip nexthop set 10.0.0.1
! Error: syntax error, unexpected set
! add rule ip t c rt ip nexthop set 10.0.0.1
!                               ^^^
> rt mtu { 5, 6, 7 }
> rt mtu vmap { 5 : accept, 6 : drop }
> rt mtu @nosuch
! Error: No such file or directory
! add rule ip t c rt mtu @nosuch
!                        ^^^^^^^
> tcp option maxseg size > 5
> meta mark set tcp option maxseg size map { 5 : 1, 536 : 2 }
= meta mark set tcp option maxseg size map { 5 : 0x00000001, 536 : 0x00000002 }
> tcp option window count != 2
> tcp option window count 1-2
> tcp option window count @nosuch
! Error: No such file or directory
! add rule ip t c tcp option window count @nosuch
!                                         ^^^^^^^
> tcp option timestamp tsecr > 1
> meta mark set tcp option timestamp tsecr map { 1 : 1, 3 : 2 }
= meta mark set tcp option timestamp tsecr map { 1 : 0x00000001, 3 : 0x00000002 }
> tcp option sack left != 2
> tcp option sack left 1-2
> tcp option sack left & 1 == 1
> tcp option sack1 right != { 3, 1 }
= tcp option sack1 right != { 1, 3 }
> tcp option sack1 right . meta mark { 1 . 5, 3 . 0x100 }
= tcp option sack1 right . meta mark { 1 . 0x00000005, 3 . 0x00000100 }
> numgen inc mod 10 1
> numgen inc mod 10 >= 9
> numgen inc mod 10 set 1
! Error: syntax error, unexpected set
! add rule ip t c numgen inc mod 10 set 1
!                                   ^^^
> numgen random mod 10 offset 5 { 6, 7, 14 }
> numgen random mod 10 offset 5 vmap { 6 : accept, 7 : drop }
> numgen random mod 10 offset 5 @nosuch
! Error: No such file or directory
! add rule ip t c numgen random mod 10 offset 5 @nosuch
!                                               ^^^^^^^
> symhash mod 4 > 1
> meta mark set symhash mod 4 map { 1 : 1, 3 : 2 }
= meta mark set symhash mod 4 map { 1 : 0x00000001, 3 : 0x00000002 }
> jhash ip saddr . ip daddr mod 4 seed 0x5 != 2
> jhash ip saddr . ip daddr mod 4 seed 0x5 1-2
> jhash ip saddr . ip daddr mod 4 seed 0x5 & 1 == 1
> @th,0,16 != { 3, 1 }
= th sport != { 1, 3 }
> @th,0,16 . meta mark { 1 . 5, 3 . 0x100 }
= th sport . meta mark { 1 . 0x00000005, 3 . 0x00000100 }
> @th,4,12 1
= th sport & 4095 == 1
> @nh,64,8 5
= ip ttl 5
> @nh,64,8 vmap { 5 : accept, 6 : drop }
= ip ttl vmap { 5 : accept, 6 : drop }
> @ll,96,16 5
= @ll,96,16 0x5
> @ll,96,16 >= 7
= @ll,96,16 >= 0x7
> @ll,96,16 & 5 == 5
= @ll,96,16 & 0x5 == 0x5
> ip option rr ptr != { 3, 1 }
= ip option rr ptr != { 1, 3 }
> ip option rr ptr . meta mark { 1 . 5, 3 . 0x100 }
= ip option rr ptr . meta mark { 1 . 0x00000005, 3 . 0x00000100 }
> ct protocol tcp tcp dport 80
= tcp dport 80
> ct protocol tcp th dport 80
= tcp dport 80
> ct protocol tcp tcp flags syn
= tcp flags syn
> ct protocol tcp meta l4proto tcp
> ct protocol tcp meta l4proto tcp tcp dport 80
= ct protocol tcp tcp dport 80
> ct protocol tcp udp dport 80
! Error: conflicting protocols specified: tcp vs. udp
! add rule ip t c ct protocol tcp udp dport 80
!                                 ^^^^^^^^^
> ct protocol tcp tcp option maxseg exists
= tcp option maxseg exists
> ct protocol tcp @th,16,16 5
= tcp dport 5
> ct protocol tcp tcp dport { 80, 81 }
= tcp dport { 80, 81 }
> ct protocol tcp th dport { 80, 90 }
= tcp dport { 80, 90 }
> ct protocol tcp meta mark set th dport map { 1 : 2 }
= meta mark set tcp dport map { 1 : 0x00000002 }
> ct protocol tcp counter tcp dport 80
= ct protocol tcp counter packets 0 bytes 0 tcp dport 80
> ct protocol 200 th dport 80
= th dport 80
> ip protocol 200 th dport 80
= th dport 80
> meta l4proto 200 th dport 80
= th dport 80
> ct protocol icmp icmp type 1
= icmp type 1
> ct protocol tcp reject with tcp reset
= reject with tcp reset
> ct l3proto ipv4 ip saddr 1.1.1.1
= ip saddr 1.1.1.1
> ct protocol tcp ip saddr 1.1.1.1 tcp dport 80
= ip saddr 1.1.1.1 tcp dport 80
> ip saddr & 255.255.0.0 == 10.0.1.1
= ip saddr 10.0.1.1/16
> ip saddr & 255.255.0.0 != 10.0.1.1
= ip saddr != 10.0.1.1/16
> ip saddr & 255.255.255.255 == 10.0.1.1
= ip saddr 10.0.1.1
> ip saddr & 255.255.0.255 == 10.0.1.1
