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
| 	chain c { type nat hook prerouting priority -100; }
| }
> dnat to 10.0.0.1
! Error: ip or ip6 must be specified with address for inet tables.
! add rule inet t c dnat to 10.0.0.1
!                   ^^^^
> dnat ip to 10.0.0.1
> dnat ip6 to ::1
> dnat ip to ::1
! Error: Could not resolve hostname: Address family for hostname not supported
! add rule inet t c dnat ip to ::1
!                              ^^^
> ip saddr 1.2.3.4 dnat to 10.0.0.1
= ip saddr 1.2.3.4 dnat ip to 10.0.0.1
> meta nfproto ipv4 dnat to 10.0.0.1
= meta nfproto ipv4 dnat ip to 10.0.0.1
> tcp dport 80 dnat ip to 10.0.0.1:8080
> tcp dport 80 dnat to :8080
> ip6 saddr ::1 dnat ip to 10.0.0.1
! Error: conflicting protocols specified: ip6 vs. ip. You must specify ip or ip6 family in nat statement
! add rule inet t c ip6 saddr ::1 dnat ip to 10.0.0.1
!                   ~~~~~~~~~     ^^^^
> dnat ip to tcp dport map @p4p
> dnat ip addr . port to tcp dport map @p4p
= dnat ip to tcp dport map @p4p
> dnat ip to ip saddr map { 1.1.1.1 : 2.2.2.2 }
> dnat to ip saddr map { 1.1.1.1 : 2.2.2.2 }
! Error: ip or ip6 must be specified with address for inet tables.
! add rule inet t c dnat to ip saddr map { 1.1.1.1 : 2.2.2.2 }
!                   ^^^^
> ip saddr 1.2.3.4 dnat to ip saddr map { 1.1.1.1 : 2.2.2.2 }
= ip saddr 1.2.3.4 dnat ip to ip saddr map { 1.1.1.1 : 2.2.2.2 }
> meta nfproto ipv6 dnat ip to 1.2.3.4
! Error: conflicting protocols specified: ip6 vs. ip. You must specify ip or ip6 family in nat statement
! add rule inet t c meta nfproto ipv6 dnat ip to 1.2.3.4
!                   ~~~~~~~~~~~~~~~~~ ^^^^
> dnat ip prefix to ip daddr map { 10.0.0.0/24 : 192.168.0.0/24 }
