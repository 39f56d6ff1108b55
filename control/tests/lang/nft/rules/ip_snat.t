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
| 	chain c { type nat hook postrouting priority 100; }
| }
> snat to 10.0.0.1 random
> snat to 10.0.0.1 random,persistent
> snat to 10.0.0.1 fully-random
> snat to 10.0.0.1 persistent,random
= snat to 10.0.0.1 random,persistent
> snat to 10.0.0.1-10.0.0.1
= snat to 10.0.0.1/32
> snat to 10.0.0.9-10.0.0.1
! Error: Range has zero or negative size
! add rule ip t c snat to 10.0.0.9-10.0.0.1
!                         ^^^^^^^^^^^^^^^^^
> masquerade
> masquerade random
> masquerade to :1024-65535
! Error: transport protocol mapping is only valid after transport protocol match
! add rule ip t c masquerade to :1024-65535
!                 ~~~~~~~~~~     ^^^^^^^^^^
> tcp sport 1 masquerade to :1024-65535
> meta l4proto tcp masquerade to :1024-65535 random
> masquerade accept
! Error: Statement after terminal statement has no effect
! add rule ip t c masquerade accept
!                 ~~~~~~~~~~ ^^^^^^
> snat to 10.0.0.1-10.0.0.3 fully-random,persistent
