# Rules of tables of ip.
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
| 	chain c { type nat hook prerouting priority -100; }
| }
> dnat to 10.0.0.1
> dnat to 10.0.0.1:80
! Error: transport protocol mapping is only valid after transport protocol match
! add rule ip t c dnat to 10.0.0.1:80
!                 ~~~~             ^^
> dnat 10.0.0.1
= dnat to 10.0.0.1
> tcp dport 80 dnat to 10.0.0.1:8080
> tcp dport 80 dnat to :8080
> dnat to :8080
! Error: transport protocol mapping is only valid after transport protocol match
! add rule ip t c dnat to :8080
!                 ~~~~     ^^^^
> meta l4proto tcp dnat to :8080
> meta l4proto { tcp, udp } dnat to 1.2.3.4:8080
> ip protocol tcp dnat to 1.2.3.4:8080
> ip protocol { tcp, udp } dnat to 1.2.3.4:8080
> th dport 53 dnat to 1.2.3.4:8080
! Error: transport protocol mapping is only valid after transport protocol match
! add rule ip t c th dport 53 dnat to 1.2.3.4:8080
!                             ~~~~            ^^^^
> tcp dport 80 dnat to 10.0.0.1-10.0.0.9:8080-8090
> dnat to 10.0.0.1-10.0.0.9
> dnat to 10.0.0.0/24
> dnat ip prefix to 10.0.0.0/24
= dnat prefix to 10.0.0.0/24
> dnat prefix to ip daddr map { 10.0.0.0/24 : 192.168.0.0/24 }
= dnat ip prefix to ip daddr map { 10.0.0.0/24 : 192.168.0.0/24 }
> dnat ip prefix to ip daddr map { 10.0.0.0/24 : 192.168.0.0/24 }
> dnat ip to 10.0.0.1
= dnat to 10.0.0.1
> dnat ip6 to ::1
! Error: conflicting protocols specified: ip vs. ip6. You must specify ip or ip6 family in nat statement
! add rule ip t c dnat ip6 to ::1
!                 ^^^^
> dnat to ::1
! Error: Could not resolve hostname: Address family for hostname not supported
! add rule ip t c dnat to ::1
!                         ^^^
> dnat to ip saddr map { 1.1.1.1 : 2.2.2.2, 3.3.3.3 : 4.4.4.4 }
> dnat to tcp dport map { 80 : 10.0.0.1, 443 : 10.0.0.2 }
> dnat to tcp dport map @p4
> dnat to ip saddr map @m4p
! Error: datatype mismatch: expected IPv4 address, expression has type internet network service
! add rule ip t c dnat to ip saddr map @m4p
!                 ~~~~    ^^^^^^^^^^^^^^^^^
> dnat to tcp dport map @nosuch
! Error: No such file or directory
! add rule ip t c dnat to tcp dport map @nosuch
!                                       ^^^^^^^
! Error: No such file or directory
! add rule ip t c dnat to tcp dport map @nosuch
!                                       ^^^^^^^
> dnat ip addr . port to tcp dport map { 80 : 10.0.0.1 . 8080, 443 : 10.0.0.2 . 8443 }
= dnat ip to tcp dport map { 80 : 10.0.0.1 . 8080, 443 : 10.0.0.2 . 8443 }
> dnat to tcp dport map { 80 : 10.0.0.1 . 8080 }
= dnat ip to tcp dport map { 80 : 10.0.0.1 . 8080 }
> dnat ip to tcp dport map @p4p
> dnat to tcp dport map @p4p
= dnat ip to tcp dport map @p4p
> dnat ip to ip saddr . tcp dport map { 1.1.1.1 . 80 : 2.2.2.2 . 8080 }
> tcp dport 80 dnat to numgen random mod 2 map { 0 : 10.0.0.1, 1 : 10.0.0.2 }
> dnat to jhash ip saddr mod 2 map { 0 : 10.0.0.1, 1 : 10.0.0.2 }
> dnat to symhash mod 2 map { 0 : 10.0.0.1, 1 : 10.0.0.2 }
> dnat to numgen inc mod 10 map { 0-5 : 10.0.0.1, 6-9 : 10.0.0.2 }
> dnat ip interval to ip saddr map { 1.1.1.1 : 2.2.2.2-2.2.2.9 }
= dnat ip to ip saddr map { 1.1.1.1 : 2.2.2.2-2.2.2.9 }
> redirect
> redirect to :80
! Error: transport protocol mapping is only valid after transport protocol match
! add rule ip t c redirect to :80
!                 ~~~~~~~~     ^^
> tcp dport 80 redirect to :8080
> tcp dport 80 redirect to 8080
= tcp dport 80 redirect to :8080
> tcp dport 80 redirect to :8080-8090 random
> redirect to tcp dport map { 80 : 8080, 443 : 8443 }
! Error: transport protocol mapping is only valid after transport protocol match
! add rule ip t c redirect to tcp dport map { 80 : 8080, 443 : 8443 }
!                 ~~~~~~~~    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
> redirect to :tcp dport map { 80 : 8080, 443 : 8443 }
! Error: transport protocol mapping is only valid after transport protocol match
! add rule ip t c redirect to :tcp dport map { 80 : 8080, 443 : 8443 }
!                 ~~~~~~~~     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
> dnat to 10.0.0.0-10.0.0.255
= dnat to 10.0.0.0/24
> dnat to 10.0.0.0-10.0.0.254
> tcp dport 5 dnat to 10.0.0.1:80-80
> tcp dport 5 dnat to 10.0.0.1:0-65535
> dnat to 1.2.3.4 accept
! Error: Statement after terminal statement has no effect
! add rule ip t c dnat to 1.2.3.4 accept
!                 ~~~~            ^^^^^^
> redirect accept
! Error: Statement after terminal statement has no effect
! add rule ip t c redirect accept
!                 ~~~~~~~~ ^^^^^^
> dnat ip to ip saddr map { 1.1.1.1 : 2.2.2.2 . 80 }
! Error: transport protocol mapping is only valid after transport protocol match
! add rule ip t c dnat ip to ip saddr map { 1.1.1.1 : 2.2.2.2 . 80 }
!                 ~~~~       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
> dnat to ip saddr map { 1.1.1.1 : 2.2.2.2 . 80 }
! Error: transport protocol mapping is only valid after transport protocol match
! add rule ip t c dnat to ip saddr map { 1.1.1.1 : 2.2.2.2 . 80 }
!                 ~~~~    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
> dnat to 10.0.0.0/24 persistent
> meta l4proto tcp dnat ip to ip saddr map { 1.1.1.1 : 2.2.2.2 . 80-90 }
> tcp dport 80 dnat to ip saddr map { 1.1.1.1 : 2.2.2.2 }:8080
> tcp dport 80 dnat to 1.2.3.4:tcp dport map { 80 : 8080 }
> tcp dport 80 redirect to :tcp dport map { 80 : 8080, 443 : 8443 }
> tcp dport 80 redirect to tcp dport map { 80 : 8080, 443 : 8443 }
= tcp dport 80 redirect to :tcp dport map { 80 : 8080, 443 : 8443 }
> tcp dport 80 redirect to :8080 persistent
> dnat to 1.2.3.4,1.2.3.5
! Error: Basetype of type IPv4 address is not bitmask
! add rule ip t c dnat to 1.2.3.4,1.2.3.5
!                         ^^^^^^^
> dnat to @a4
! Error: unknown raw payload base
! add rule ip t c dnat to @a4
!                          ^^
> dnat to foo
! Error: Could not resolve hostname: Temporary failure in name resolution
! add rule ip t c dnat to foo
!                         ^^^
> tcp dport 5 dnat to 1.2.3.4:foo
! Error: Could not resolve service: Servname not supported for ai_socktype
! add rule ip t c tcp dport 5 dnat to 1.2.3.4:foo
!                                             ^^^
> tcp dport 5 dnat to 1.2.3.4:70000
! Error: Service out of range
! add rule ip t c tcp dport 5 dnat to 1.2.3.4:70000
!                                             ^^^^^
> dnat to ip daddr & 255.255.255.0
> dnat to ip daddr
> dnat to tcp dport
! Error: datatype mismatch: expected IPv4 address, expression has type internet network service
! add rule ip t c dnat to tcp dport
!                 ~~~~    ^^^^^^^^^
> ip protocol . th dport vmap { tcp . 22 : accept, udp . 53 : drop }
> meta l4proto . th dport { tcp . 22, udp . 53 }
> meta l4proto tcp dnat to 1.2.3.4:tcp dport map { 5 : 6 }
> meta l4proto tcp redirect to :tcp dport map { 5 : 6 }
