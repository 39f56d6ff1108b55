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
| 	chain c { type filter hook forward priority 0; }
| }
> ip saddr 10.0.0.1 accept
> ip saddr != 10.0.0.0/8 drop
> ip saddr 10.0.0.1/8 drop
= ip saddr 10.0.0.0/8 drop
> ip saddr 0.0.0.0/0 drop
> ip saddr 1.2.3.4/32 drop
= ip saddr 1.2.3.4 drop
> ip saddr 192.168.0.0-192.168.255.255
> ip saddr 192.168.0.0-192.168.255.254
> ip saddr { 192.168.0.0-192.168.255.255, 10.0.0.1 }
= ip saddr { 10.0.0.1, 192.168.0.0/16 }
> ip saddr { 192.168.0.0/24, 192.168.1.0/24 }
= ip saddr { 192.168.0.0/23 }
> ip saddr { 192.168.0.0/24, 192.168.0.1 }
= ip saddr { 192.168.0.0/24 }
> ip saddr { 192.168.0.1, 192.168.0.1 }
= ip saddr { 192.168.0.1 }
> ip saddr { 192.168.0.1-192.168.0.9, 192.168.0.5-192.168.0.20 }
= ip saddr { 192.168.0.1-192.168.0.20 }
> ip saddr { 192.168.0.1-192.168.0.9, 192.168.0.10 }
= ip saddr { 192.168.0.1-192.168.0.10 }
> ip saddr 10.0.0.9-10.0.0.1
! Error: Range has zero or negative size
! add rule ip t c ip saddr 10.0.0.9-10.0.0.1
!                          ^^^^^^^^^^^^^^^^^
> ip6 saddr ::1
! Error: conflicting protocols specified: ip vs. ip6
! add rule ip t c ip6 saddr ::1
!                 ^^^^^^^^^
> meta nfproto ipv4 accept
! Error: meta nfproto is only useful in the inet family
! add rule ip t c meta nfproto ipv4 accept
!                 ^^^^^^^^^^^^
> meta nfproto ipv4 ip saddr 1.2.3.4
! Error: meta nfproto is only useful in the inet family
! add rule ip t c meta nfproto ipv4 ip saddr 1.2.3.4
!                 ^^^^^^^^^^^^
> meta protocol ip ip saddr 1.2.3.4
= ip saddr 1.2.3.4
> ip protocol tcp tcp dport 22
= tcp dport 22
> ip protocol tcp accept
> meta l4proto tcp tcp dport 22
= tcp dport 22
> tcp dport 22 udp sport 1
! Error: conflicting protocols specified: tcp vs. udp
! add rule ip t c tcp dport 22 udp sport 1
!                              ^^^^^^^^^
> tcp dport 22 meta l4proto tcp
> tcp dport 22 ip protocol tcp
> ip protocol udp tcp dport 22
! Error: conflicting protocols specified: udp vs. tcp
! add rule ip t c ip protocol udp tcp dport 22
!                                 ^^^^^^^^^
> meta l4proto udp tcp dport 22
! Error: conflicting protocols specified: udp vs. tcp
! add rule ip t c meta l4proto udp tcp dport 22
!                                  ^^^^^^^^^
> ip protocol { tcp, udp } tcp dport 22
! Error: conflicting protocols specified: udp vs. tcp
! add rule ip t c ip protocol { tcp, udp } tcp dport 22
!                                          ^^^^^^^^^
> meta l4proto { tcp, udp } th dport 22
> meta l4proto tcp th dport 22
= tcp dport 22
> tcp dport 22-80
> tcp dport 0-65535
> tcp dport ssh
= tcp dport 22
> tcp dport nosuch
! Error: Could not resolve service: Servname not supported for ai_socktype
! add rule ip t c tcp dport nosuch
!                           ^^^^^^
> tcp dport 70000
! Error: Service out of range
! add rule ip t c tcp dport 70000
!                           ^^^^^
> tcp dport { ssh, 80, 443-1000 }
= tcp dport { 22, 80, 443-1000 }
> tcp dport != { ssh, 80 }
= tcp dport != { 22, 80 }
> tcp dport > 1024
> tcp dport >= 1024
> tcp dport < 0
> tcp dport > 65535
> tcp dport <= 65535
> tcp flags syn
> tcp flags & (syn|ack) == syn
= tcp flags syn / syn,ack
> tcp flags & (fin|syn|rst|ack) == syn
= tcp flags syn / fin,syn,rst,ack
> tcp flags & (syn|ack) == syn|ack
= tcp flags syn,ack / syn,ack
> tcp flags & syn == syn
> tcp flags & syn != 0
= tcp flags syn
> tcp flags & (syn|fin) != 0
= tcp flags fin,syn
> tcp flags == syn
> tcp flags != syn
> tcp flags syn,ack
> tcp flags ! syn,ack
> tcp flags syn / syn,ack
> tcp flags != syn,ack / syn,ack,rst
= tcp flags != syn,ack / syn,rst,ack
> tcp flags & (syn|ack) == { syn, ack }
= tcp flags & (syn | ack) == { syn, ack }
> tcp flags == syn|ack
= tcp flags == 0x12
> tcp flags syn|ack
= tcp flags syn,ack
> ct state new
> ct state established,related
> ct state related,established accept
= ct state established,related accept
> ct state != new
> ct state != new,established
= ct state != established | new
> ct state == new
> ct state ! new
> ct state { new, established }
= ct state { established, new }
> ct state vmap { invalid : drop, established : accept, related : accept }
> ct state new,established,related,invalid,untracked
= ct state invalid,established,related,new,untracked
> ct state == established,related
= ct state established | related
> ct state established|related
= ct state established,related
> ct state & (new|established) != 0
= ct state established,new
> ct state & (new|established) == new
= ct state new / established,new
> ct status dnat
> ct status != dnat,snat
= ct status != snat | dnat
> ct mark 1
= ct mark 0x00000001
> ct mark & 0xff == 1
= ct mark & 0x000000ff == 0x00000001
> ct mark and 0xff 1
= ct mark & 0x000000ff == 0x00000001
> ct mark 0x10-0x20
= ct mark 0x00000010-0x00000020
> ct direction original
> ct protocol tcp ct original proto-dst 22
> ct original saddr 1.2.3.4
= ct original ip saddr 1.2.3.4
> ct original ip saddr 1.2.3.4
> ct original proto-dst 22
! Error: Can't parse symbolic invalid expressions
! add rule ip t c ct original proto-dst 22
!                                       ^^
> ct expiration 30s
> ct expiration 1m-5m
= ct expiration 60s-300s
> ct helper "ftp"
> ct zone 1
> ct packets > 100
> ct original bytes > 100000
> ct avgpkt 200
> ct label 1
> ct label 1,2
> ct id 1
> iif lo
= iif "lo"
> iif "lo" accept
> iifname "eth0"
> iifname eth0
= iifname "eth0"
> iifname "eth*"
> iifname eth*
= iifname "eth*"
> iifname { "eth0", "eth1", "eth*" }
= iifname { "eth*" }
> iifname != { "eth0", "lo" }
= iifname != { "lo", "eth0" }
> iif { lo }
= iif "lo"
> iif nosuch
! Error: Interface does not exist
! add rule ip t c iif nosuch
!                     ^^^^^^
> oifname "verylonginterfacename"
! Error: String exceeds maximum length of 16
! add rule ip t c oifname "verylonginterfacename"
!                         ^^^^^^^^^^^^^^^^^^^^^^^
> meta iif lo
= iif "lo"
> iiftype ether
= meta iiftype ether
> iif 1
= iif "lo"
> iif 77
> iifgroup default
= iifgroup "default"
> iifgroup 5
> counter
= counter packets 0 bytes 0
> counter packets 5 bytes 10
> limit rate 10/second
> limit rate over 10/minute burst 20 packets
> limit rate 10 mbytes/second
> limit rate 10 kbytes/second burst 5 kbytes
> limit rate 10/second burst 0 packets
! Error: packet limit burst must be > 0
! add rule ip t c limit rate 10/second burst 0 packets
!                                      ^^^^^^^^^^^^^^^
> limit rate 0/second
! Error: Could not process rule: Invalid argument
! add rule ip t c limit rate 0/second
!                 ^^^^^^^^^^^^^^^^^^^
> limit rate 1 bytes/second burst 10 bytes
> quota over 10 mbytes
> quota 1500 bytes used 10 bytes
> ct count 5
> ct count over 5
> last
! Error: syntax error, unexpected newline
! add rule ip t c last
!                     ^
> log
> log prefix "x: " level info
> log level warn
= log
> log level emerg
> log level audit
> log level nosuch
! Error: invalid log level
! add rule ip t c log level nosuch
!                           ^^^^^^
> log group 2 snaplen 100 queue-threshold 5
> log prefix "x" group 2 level info
! Error: level and group are mutually exclusive
! add rule ip t c log prefix "x" group 2 level info
!                 ^^^
> log flags all
> log flags tcp sequence,options flags skuid
> log group 1 flags all
! Error: flags and group are mutually exclusive
! add rule ip t c log group 1 flags all
!                 ^^^
> log flags ether
> log level audit prefix "a"
! Error: log level audit doesn't support any further options
! add rule ip t c log level audit prefix "a"
!                 ^^^
> log prefix "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
! Error: Could not process rule: Numerical result out of range
! add rule ip t c log prefix "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
!                 ^^^
> reject
> reject with icmp type port-unreachable
= reject
> reject with icmp port-unreachable
= reject
> reject with icmp host-unreachable
> reject with icmp 3
= reject
> reject with icmp 13
= reject with icmp admin-prohibited
> reject with icmp 77
> reject with icmpx port-unreachable
! Error: abstracted ICMP unreachable not supported
! add rule ip t c reject with icmpx port-unreachable
!                 ~~~~~~            ^^^^^^^^^^^^^^^^
> reject with icmpx admin-prohibited
! Error: abstracted ICMP unreachable not supported
! add rule ip t c reject with icmpx admin-prohibited
!                 ~~~~~~            ^^^^^^^^^^^^^^^^
> reject with icmpv6 no-route
! Error: conflicting protocols specified: ip vs ip6
! add rule ip t c reject with icmpv6 no-route
!                 ~~~~~~             ^^^^^^^^
> reject with tcp reset
> tcp dport 22 reject with tcp reset
> tcp dport 22 reject
> meta l4proto tcp reject with tcp reset
= reject with tcp reset
> meta l4proto tcp reject
> ip protocol tcp reject with tcp reset
= reject with tcp reset
> udp dport 22 reject with tcp reset
! Error: you cannot use tcp reset with this protocol
! add rule ip t c udp dport 22 reject with tcp reset
!                 ~~~~~~~~~    ^^^^^^
> meta l4proto udp reject with tcp reset
! Error: you cannot use tcp reset with this protocol
! add rule ip t c meta l4proto udp reject with tcp reset
!                 ~~~~~~~~~~~~~~~~ ^^^^^^
> notrack
> accept drop
! Error: Statement after terminal statement has no effect
! add rule ip t c accept drop
!                 ~~~~~~ ^^^^
> drop counter
! Error: Statement after terminal statement has no effect
! add rule ip t c drop counter
!                 ~~~~ ^^^^^^^
> jump other
> goto other
> continue
> return
> meta mark set 1
= meta mark set 0x00000001
> meta mark set 0xff
= meta mark set 0x000000ff
> meta mark set mark and 0xff
= meta mark set meta mark & 0x000000ff
> meta mark set meta mark & 0xff
= meta mark set meta mark & 0x000000ff
> meta mark set meta mark or 0x10
= meta mark set meta mark | 0x00000010
> meta mark set meta mark ^ 0x10
= meta mark set meta mark ^ 0x00000010
> meta mark set meta mark & 0xffffff00 | 0x10
= meta mark set meta mark & 0xffffff10 | 0x00000010
> meta mark set mark and 0xff or 0x10
= meta mark set meta mark & 0x000000ff | 0x00000010
> meta mark set ct mark
> ct mark set meta mark
> ct mark set meta mark & 0xff
= ct mark set meta mark & 0x000000ff
> ct mark set 5
= ct mark set 0x00000005
> meta priority set 1:10
> meta priority set 0x10010
= meta priority set 1:10
> meta priority set root
> meta priority set none
> meta priority 1:10
> meta nftrace set 1
> meta pkttype broadcast
> meta pkttype { broadcast, multicast }
> ct zone set 1
> ct label set 1
> ct event set new,destroy
> ct helper set "ftp"
> ct original zone set 1
> ip dscp set cs1
> ip dscp set 10
= ip dscp set af11
> ip dscp cs1
> ip dscp { cs1, af11 }
> ip dscp != 0x20
= ip dscp != cs4
> ip dscp 64
! Error: Value 64 exceeds valid range 0-63
! add rule ip t c ip dscp 64
!                         ^^
> ip ecn ce
> ip ttl set 64
> ip ttl 64
> ip ttl > 5
> ip ttl 300
! Error: Value 300 exceeds valid range 0-255
! add rule ip t c ip ttl 300
!                        ^^^
> ip saddr set 1.2.3.4
> tcp dport set 80
> tcp option maxseg size set 1360
> tcp flags & (fin|syn|rst|ack) == syn tcp option maxseg size set rt mtu
= tcp flags syn / fin,syn,rst,ack tcp option maxseg size set rt mtu
> tcp flags syn tcp option maxseg size set rt mtu
> ip version 4
> ip hdrlength 5
> ip length 100-200
> ip id 1
> ip frag-off 1
> ip frag-off & 0x1fff != 0
= ip frag-off & 8191 != 0
> ip checksum 1
> ip protocol 6
= ip protocol tcp
> ip protocol { icmp, tcp }
> ip protocol nosuch
! Error: Could not resolve protocol name
! add rule ip t c ip protocol nosuch
!                             ^^^^^^
> ip protocol 300
! Error: Protocol out of range
! add rule ip t c ip protocol 300
!                             ^^^
> meta protocol ip
> meta length 100
> meta length > 100
> meta l4proto 17
= meta l4proto udp
> meta l4proto icmp
> meta l4proto { 6, 17 }
= meta l4proto { tcp, udp }
> meta skuid root
= meta skuid 0
> meta skuid 1000
> meta skuid nosuch
! Error: User does not exist
! add rule ip t c meta skuid nosuch
!                            ^^^^^^
> meta skgid root
= meta skgid 0
> meta cpu 1
> meta rtclassid 5
> meta random 5
> meta day "Monday"
> meta day 3
= meta day "Wednesday"
> meta hour "10:00"-"12:00"
> meta hour "17:00"
> meta time "2020-06-06 17:00"
= meta time "2020-06-06 17:00:00"
> meta time < "2020-06-06 17:00:20"
> meta cgroup 5
> meta iifkind "vlan"
> meta secpath exists
= meta ipsec exists
> icmp type echo-request
> icmp type { echo-request, echo-reply }
= icmp type { echo-reply, echo-request }
> icmp type 8
= icmp type echo-request
> icmp type != echo-request
> icmp code 1
= icmp code host-unreachable
> icmp code port-unreachable
> icmp type destination-unreachable icmp code host-unreachable
> icmp id 5
= icmp type { echo-reply, echo-request } icmp id 5
> icmp sequence 5
= icmp type { echo-reply, echo-request } icmp sequence 5
> icmp mtu 1400
> icmp gateway 1.2.3.4
! Error: Could not parse integer
! add rule ip t c icmp gateway 1.2.3.4
!                              ^^^^^^^
> icmp type echo-request icmp id 5
> icmp id 5 icmp sequence 3
= icmp type { echo-reply, echo-request } icmp id 5 icmp sequence 3
> icmp id 5 icmp mtu 3
! Error: incompatible icmp match: rule has 8, need 3
! add rule ip t c icmp id 5 icmp mtu 3
!                           ^^^^^^^^
> icmp type { echo-request, echo-reply } icmp id 5
= icmp type { echo-reply, echo-request } icmp id 5
> icmpv6 type echo-request
> tcp dport 22 icmp type echo-request
! Error: conflicting protocols specified: tcp vs. icmp
! add rule ip t c tcp dport 22 icmp type echo-request
!                              ^^^^^^^^^
> udp dport 53
> udp length 100
> udp dport { 53, 67-68 }
> sctp dport 22
> dccp type request
> dccp dport 5
> udplite dport 5
> esp spi 5
> ah spi 5
> ah spi 5-10
> comp cpi 5
> igmp type membership-query
> ether saddr 00:01:02:03:04:05
> ether type ip
> vlan id 5
> @th,16,16 22
= th dport 22
> @nh,96,32 0x0a000001
= ip saddr 10.0.0.1
> @th,0,16 0x16
= th sport 22
> @ll,0,48 0x1
> @th,16,16 { 22, 80 }
= th dport { 22, 80 }
> tcp dport 22 @th,0,16 5
= tcp sport 5 tcp dport 22
> @nh,8,8 & 0xf0 == 0x10
> ip saddr & 0xff == 1
= ip saddr & 0.0.0.255 == 0.0.0.1
> ip saddr & 255.255.255.0 == 10.0.0.0
= ip saddr 10.0.0.0/24
> ip saddr & 255.255.0.255 == 10.0.0.1
> ip saddr & 0.0.0.255 < 10
= ip saddr & 0.0.0.255 < 0.0.0.10
> tcp dport & 1 == 1
> tcp dport & 0xff00 == 0x100
= tcp dport & 65280 == 256
> tcp sport | 1 == 1
> tcp sport ^ 1 == 1
= tcp sport 0
> meta mark & 0xff == 0x10
= meta mark & 0x000000ff == 0x00000010
> meta mark & 0xff != 0
= meta mark & 0x000000ff != 0x00000000
> meta mark and 0x3 == 0x1
= meta mark & 0x00000003 == 0x00000001
> meta mark & 0xff { 1, 2 }
= meta mark & 0x000000ff == { 0x00000001, 0x00000002 }
> meta mark { 1, 2 }
= meta mark { 0x00000001, 0x00000002 }
> meta mark 1-5
= meta mark 0x00000001-0x00000005
> meta mark != 5
= meta mark != 0x00000005
> meta mark | 0x1 == 5
= meta mark | 0x00000001 == 0x00000005
> meta mark & 0xff == { 1, 2 }
= meta mark & 0x000000ff == { 0x00000001, 0x00000002 }
> mark 0x10
= meta mark 0x00000010
> ip saddr @a4
> ip saddr != @a4
> ip saddr == @a4
= ip saddr @a4
> tcp dport @a4
! Error: datatype mismatch, expected internet network service, expression has type IPv4 address
! add rule ip t c tcp dport @a4
!                 ~~~~~~~~~ ^^^
> ip saddr @nosuch
! Error: No such file or directory
! add rule ip t c ip saddr @nosuch
!                          ^^^^^^^
> ip saddr @a6
! Error: datatype mismatch, expected IPv4 address, expression has type IPv6 address
! add rule ip t c ip saddr @a6
!                 ~~~~~~~~ ^^^
> ip saddr @to
> ip saddr . tcp dport @ap
> ip saddr . udp dport @ap
> ip saddr . ip daddr @ap
! Error: datatype mismatch, expected concatenation of (IPv4 address, IPv4 address), expression has type concatenation of (IPv4 address, internet network service)
! add rule ip t c ip saddr . ip daddr @ap
!                 ~~~~~~~~~~~~~~~~~~~ ^^^
> ip saddr . tcp dport @a4
! Error: datatype mismatch, expected concatenation of (IPv4 address, internet network service), expression has type IPv4 address
! add rule ip t c ip saddr . tcp dport @a4
!                 ~~~~~~~~~~~~~~~~~~~~ ^^^
> ip saddr @ap
! Error: datatype mismatch, expected IPv4 address, expression has type concatenation of (IPv4 address, internet network service)
! add rule ip t c ip saddr @ap
!                 ~~~~~~~~ ^^^
> ip saddr @v
> iifname @ifs
> meta mark @mk
> meta l4proto . th dport @pt
> ip protocol . tcp dport @pt
> ip saddr . tcp dport { 1.2.3.4 . 22, 10.0.0.0/8 . 80-90 }
> ip saddr . tcp dport { 1.2.3.4 . 22, 1.2.3.3 . 22 }
= ip saddr . tcp dport { 1.2.3.3 . 22, 1.2.3.4 . 22 }
> ip saddr . tcp dport 1.2.3.4 . 22
! Error: Use concatenations with sets and maps, not singleton values
! add rule ip t c ip saddr . tcp dport 1.2.3.4 . 22
!                 ^^^^^^^^^^^^^^^^^^^^ ~~~~~~~~~~~~
> ip saddr . tcp dport != { 1.2.3.4 . 22 }
> ip saddr . ip daddr . tcp dport vmap { 1.2.3.4 . 1.2.3.5 . 22 : accept }
> ip saddr . tcp dport { 1.2.3.4 . 22 . 5 }
! Error: too many concatenation components
! add rule ip t c ip saddr . tcp dport { 1.2.3.4 . 22 . 5 }
!                 ~~~~~~~~~~~~~~~~~~~~   ^^^^^^^^^^^^^^^^
> ip saddr . tcp dport { 1.2.3.4 }
! Error: invalid data type, expected concatenation of (IPv4 address, internet network service)
! add rule ip t c ip saddr . tcp dport { 1.2.3.4 }
!                                        ^^^^^^^
> iifname . ip saddr { "eth0" . 1.2.3.4, "lo" . 10.0.0.0/8 }
> iif . ip saddr { "lo" . 1.2.3.4 }
> ct state . ct mark { new . 0x12345678, new . 0x34127856, established . 0x12785634 }
= ct state . ct mark { new . 0x12345678, established . 0x12785634, new . 0x34127856 }
> ip saddr vmap { 1.2.3.4 : accept, 1.2.3.5 : drop }
> ip saddr vmap { 1.2.3.4 : accept, 10.0.0.0/8 : jump other, * : drop }
> ip saddr vmap @v
> ip saddr vmap @a4
! Error: Expression is not a map
! add rule ip t c ip saddr vmap @a4
!                               ^^^
> ip saddr vmap @m4p
! Error: datatype mismatch: expected netfilter verdict, expression has type internet network service
! add rule ip t c ip saddr vmap @m4p
!                 ^^^^^^^^^^^^^^^^^^
> tcp dport vmap @v
! Error: datatype mismatch, map expects IPv4 address, mapping expression has type internet network service
! add rule ip t c tcp dport vmap @v
!                 ~~~~~~~~~      ^^
> iifname vmap @vi
> iifname vmap { "lo" : accept, "eth*" : jump other }
= iifname vmap { "eth*" : jump other, "lo" : accept }
> ip saddr vmap { 1.2.3.4 : accept, 1.2.3.4 : drop }
! Error: Could not process rule: File exists
! add rule ip t c ip saddr vmap { 1.2.3.4 : accept, 1.2.3.4 : drop }
!                                                   ^^^^^^^
> ip saddr vmap { 10.0.0.0/8 : accept, 10.1.0.0/16 : drop }
! Error: conflicting intervals specified
! add rule ip t c ip saddr vmap { 10.0.0.0/8 : accept, 10.1.0.0/16 : drop }
!                                 ~~~~~~~~~~           ^^^^^^^^^^^
> ip saddr vmap { 10.0.0.0/8 : accept, 10.1.0.0/16 : accept }
! Error: conflicting intervals specified
! add rule ip t c ip saddr vmap { 10.0.0.0/8 : accept, 10.1.0.0/16 : accept }
!                                 ~~~~~~~~~~           ^^^^^^^^^^^
> ip saddr vmap { 10.0.0.0/8 : accept, 11.0.0.0/8 : accept }
> ip saddr { 10.0.0.0/8, * }
> ip saddr { * }
> ip saddr vmap { 1.2.3.4 : 5 }
! Error: syntax error, unexpected number
! add rule ip t c ip saddr vmap { 1.2.3.4 : 5 }
!                                           ^
> ip saddr vmap { 1.2.3.4 }
! Error: syntax error, unexpected '}', expecting colon
! add rule ip t c ip saddr vmap { 1.2.3.4 }
!                                         ^
> ip saddr { 1.2.3.4 : accept }
! Error: mapping outside of map context
! add rule ip t c ip saddr { 1.2.3.4 : accept }
!                            ^^^^^^^
> ip saddr { }
! Error: syntax error, unexpected '}'
! add rule ip t c ip saddr { }
!                            ^
> meta mark set ip saddr map { 1.2.3.4 : 1, 1.2.3.5 : 2 }
= meta mark set ip saddr map { 1.2.3.4 : 0x00000001, 1.2.3.5 : 0x00000002 }
> meta mark set ip saddr map @m4m
> meta mark set ip saddr map @m4p
! Error: datatype mismatch: expected packet mark, expression has type internet network service
! add rule ip t c meta mark set ip saddr map @m4p
!                 ~~~~~~~~~~~~~~^^^^^^^^^^^^^^^^^
> meta mark set tcp dport map @m4m
! Error: datatype mismatch, map expects IPv4 address, mapping expression has type internet network service
! add rule ip t c meta mark set tcp dport map @m4m
!                               ~~~~~~~~~     ^^^^
> ct mark set ip saddr map @m4m
> meta priority set tcp dport map { 22 : 1:10, 80 : 1:20 }
> counter name cc
= counter name "cc"
> counter name "cc"
> quota name qq
= quota name "qq"
> limit name ll
= limit name "ll"
> counter name ip saddr map { 1.2.3.4 : "cc" }
> counter name ip saddr map { 1.2.3.4 : cc }
= counter name ip saddr map { 1.2.3.4 : "cc" }
> counter name ip saddr map @oc
> limit name ip saddr map @ol
> counter name ip saddr map @ol
= limit name ip saddr map @ol
> counter name tcp dport map @oc
! Error: datatype mismatch, map expects IPv4 address, mapping expression has type internet network service
! add rule ip t c counter name tcp dport map @oc
!                              ~~~~~~~~~     ^^^
> ct helper set ip saddr map { 1.2.3.4 : "ftp" }
> add @dyn { ip saddr }
> add @dyn { ip saddr timeout 30s }
> update @dyn { ip saddr timeout 30s }
> update @dyn { ip saddr limit rate 10/second }
> update @dyn { ip saddr limit rate over 10/second burst 20 packets } drop
> update @dyn { ip saddr counter }
> delete @dyn { ip saddr }
> add @dynp { ip saddr . tcp dport }
> add @dyn { tcp dport }
! Error: datatype mismatch: expected IPv4 address, expression has type internet network service
! add rule ip t c add @dyn { tcp dport }
!                 ~~~~~~~~~~~^^^^^^^^^~~
> add @a4 { ip saddr }
> add @nosuch { ip saddr }
! Error: No such file or directory
! add rule ip t c add @nosuch { ip saddr }
!                     ^^^^^^^
> add @dynp { ip saddr }
! Error: datatype mismatch: expected concatenation of (IPv4 address, internet network service), expression has type IPv4 address
! add rule ip t c add @dynp { ip saddr }
!                 ~~~~~~~~~~~~^^^^^^^^~~
> add @dyn { ip saddr & 255.255.255.0 }
> add @dyn { ip saddr . tcp dport }
! Error: datatype mismatch: expected IPv4 address, expression has type concatenation of (IPv4 address, internet network service)
! add rule ip t c add @dyn { ip saddr . tcp dport }
!                 ~~~~~~~~~~~^^^^^^^^^^^^^^^^^^^^~~
> add @dm { ip saddr : tcp dport }
> update @dm { ip saddr : 80 }
> set add ip saddr @dyn
= add @dyn { ip saddr }
> fib saddr . iif oif missing
> fib saddr . iif oif exists
> fib saddr . iif oif 0
> fib daddr type local
> fib daddr type { local, broadcast }
> fib daddr . iif type != { local, broadcast, multicast }
> fib daddr oifname "lo"
> fib daddr oif lo
= fib daddr oif "lo"
> fib saddr . daddr oif lo
! Error: fib: saddr and daddr are mutually exclusive
! add rule ip t c fib saddr . daddr oif lo
!                     ^^^^^^^^^^^^^
> fib iif oif lo
! Error: fib: need either saddr or daddr
! add rule ip t c fib iif oif lo
!                     ^^^
> fib saddr . iif oif eq 0
= fib saddr . iif oif 0
> fib saddr . mark . iif oif 0
> fib daddr oif != 0
> rt classid 5
> rt nexthop 1.2.3.4
= rt ip nexthop 1.2.3.4
> rt ip nexthop 1.2.3.4
> rt mtu 1400
> rt ipsec exists
> tcp option maxseg exists
> tcp option maxseg size 1-500
> tcp option sack-perm missing
> tcp option window count 3
> tcp option timestamp tsval 5
> tcp option sack left 5
> tcp option sack1 left 5
> tcp option 255 exists
> tcp option 253 missing
> reset tcp option maxseg
> reset tcp option sack-perm
> reset tcp option 5
= reset tcp option sack
> ip option lsrr exists
> ip option rr ptr 1
> ip option lsrr type 1
> exthdr hbh exists
! Error: cannot use exthdr with ip
! add rule ip t c exthdr hbh exists
!                 ^^^^^^^^^^
> frag id 5
! Error: cannot use exthdr with ip
! add rule ip t c frag id 5
!                 ^^^^^^^
> numgen inc mod 10 5
> numgen random mod 10 < 5
> numgen inc mod 10 offset 100 105
> jhash ip saddr mod 2 1
> jhash ip saddr . tcp dport mod 2 seed 0xbeef 1
> symhash mod 2 offset 10 11
> meta mark set numgen inc mod 4
> meta mark set jhash ip saddr mod 4 seed 5 offset 1
= meta mark set jhash ip saddr mod 4 seed 0x5 offset 1
> meta mark set symhash mod 4
> ct mark set numgen random mod 4 offset 7
> accept comment "hello"
> ip saddr 1.2.3.4 ip daddr 1.2.3.5 tcp dport 22 ct state new counter accept comment "x"
= ip saddr 1.2.3.4 ip daddr 1.2.3.5 tcp dport 22 ct state new counter packets 0 bytes 0 accept comment "x"
> 5
! Error: syntax error, unexpected newline
! add rule ip t c 5
!                  ^
> ip saddr
! Error: syntax error, unexpected newline
! add rule ip t c ip saddr
!                         ^
> ip saddr eth0
! Error: Could not resolve hostname: Temporary failure in name resolution
! add rule ip t c ip saddr eth0
!                          ^^^^
> ip saddr 1.2.3
! Error: syntax error, unexpected newline
! add rule ip t c ip saddr 1.2.3
!                               ^
> ip saddr ::1
! Error: Could not resolve hostname: Address family for hostname not supported
! add rule ip t c ip saddr ::1
!                          ^^^
> ip saddr 1.2.3.4/33
! Error: Prefix length 33 is invalid for type of 32 bits width
! add rule ip t c ip saddr 1.2.3.4/33
!                          ^^^^^^^^^^
> tcp dport 80/8
= tcp dport 0/8
> ip saddr != 1.2.3.4,1.2.3.5
! Error: Basetype of type IPv4 address is not bitmask
! add rule ip t c ip saddr != 1.2.3.4,1.2.3.5
!                             ^^^^^^^
> tcp dport 22,80
! Error: Basetype of type internet network service is not bitmask
! add rule ip t c tcp dport 22,80
!                           ^^
> ct state foo
! Error: Could not parse conntrack state
! add rule ip t c ct state foo
!                          ^^^
> ct state { new, foo }
! Error: Could not parse conntrack state
! add rule ip t c ct state { new, foo }
!                                 ^^^
> ip protocol tcp,udp
! Error: Basetype of type Internet protocol is not bitmask
! add rule ip t c ip protocol tcp,udp
!                             ^^^
> tcp flags foo
! Error: Could not parse TCP flag
! add rule ip t c tcp flags foo
!                           ^^^
> ip dscp foo
! Error: Could not parse Differentiated Services Code Point
! add rule ip t c ip dscp foo
!                         ^^^
> icmp type foo
! Error: Could not parse ICMP type
! add rule ip t c icmp type foo
!                           ^^^
> ct mark foo
! Error: Could not parse packet mark
! add rule ip t c ct mark foo
!                         ^^^
> ct mark 0x1ffffffff
! Error: Value 8589934591 exceeds valid range 0-4294967295
! add rule ip t c ct mark 0x1ffffffff
!                         ^^^^^^^^^^^
> meta mark 4294967296
! Error: Value 4294967296 exceeds valid range 0-4294967295
! add rule ip t c meta mark 4294967296
!                           ^^^^^^^^^^
> tcp dport 99999999999
! Error: Service out of range
! add rule ip t c tcp dport 99999999999
!                           ^^^^^^^^^^^
> ip ttl -1
! Error: syntax error, unexpected -
! add rule ip t c ip ttl -1
!                        ^
> ip saddr > 10.0.0.1
> ip saddr < 10.0.0.0/8
! Error: Relational expression (<) is undefined for prefix expressions
! add rule ip t c ip saddr < 10.0.0.0/8
!                          ~ ^^^^^^^^^^
> iifname > "eth0"
> tcp dport > { 1, 2 }
! Error: Relational expression (>) is undefined for set expressions
! add rule ip t c tcp dport > { 1, 2 }
!                           ~ ^^^^^^^^
> tcp dport > 1-5
! Error: Relational expression (>) is undefined for range expressions
! add rule ip t c tcp dport > 1-5
!                           ~ ^^^
> ip saddr localhost
= ip saddr 127.0.0.1
> meta l4proto ip saddr
! Error: syntax error, unexpected newline
! add rule ip t c meta l4proto ip saddr
!                                      ^
> ip saddr ip daddr
! Error: syntax error, unexpected newline
! add rule ip t c ip saddr ip daddr
!                                  ^
> ip saddr == ip daddr
! Error: syntax error, unexpected newline
! add rule ip t c ip saddr == ip daddr
!                                     ^
> 1.2.3.4 == ip saddr
! Error: syntax error, unexpected newline
! add rule ip t c 1.2.3.4 == ip saddr
!                                    ^
> tcp dport { 1, 2 } udp dport 5
! Error: conflicting protocols specified: tcp vs. udp
! add rule ip t c tcp dport { 1, 2 } udp dport 5
!                                    ^^^^^^^^^
> tcp dport != 5 udp dport 5
! Error: conflicting protocols specified: tcp vs. udp
! add rule ip t c tcp dport != 5 udp dport 5
!                                ^^^^^^^^^
> meta l4proto != tcp udp dport 5
> meta l4proto != tcp tcp dport 5
> tcp dport { 22 }
= tcp dport 22
> tcp dport != { 22 }
= tcp dport != 22
> tcp dport == { 22 }
= tcp dport 22
> ip saddr { 10.0.0.0/8 }
= ip saddr 10.0.0.0/8
> ip saddr { 10.0.0.1-10.0.0.3 }
= ip saddr 10.0.0.1-10.0.0.3
> ip saddr { 1.2.3.4 } accept
= ip saddr 1.2.3.4 accept
> ct state { new }
= ct state new
> tcp flags { syn }
= tcp flags syn
> tcp dport { 22, 22 }
= tcp dport { 22 }
> tcp dport { 22, 20-25 }
= tcp dport { 20-25 }
> tcp dport { 80, 22, 443, 1-3 }
= tcp dport { 1-3, 22, 80, 443 }
> tcp dport { 1, 2, 3 }
> tcp dport { 1-2, 3 }
= tcp dport { 1-3 }
> tcp dport { 22 comment "x", 80 }
> tcp dport { 22 timeout 5s, 80 }
! Error: Could not process rule: Invalid argument
! add rule ip t c tcp dport { 22 timeout 5s, 80 }
!                             ^^
> tcp dport { 22 counter, 80 }
= tcp dport { 22 counter packets 0 bytes 0, 80 }
> ip saddr . tcp dport { 1.2.3.4 . 22 }
> ip saddr . tcp dport { 1.2.3.4 . 22-25 }
> meta mark { 5, 300, 256, 1 }
= meta mark { 0x00000001, 0x00000005, 0x00000100, 0x0000012c }
> meta mark { 5-10, 300 }
= meta mark { 0x00000005-0x0000000a, 0x0000012c }
> ct mark { 1-5, 6-7 }
= ct mark { 0x00000001-0x00000007 }
> iif { lo, "lo" }
= iif { "lo" }
> iif != lo
= iif != "lo"
> iifname { lo }
= iifname "lo"
> iifname { "a*" }
= iifname "a*"
> meta l4proto { tcp }
= meta l4proto tcp
> ip protocol { tcp } tcp dport 5
= tcp dport 5
> ip dscp { 1, 2-5 }
= ip dscp { 0x01-0x05 }
> ip dscp 1-5
= ip dscp 0x01-0x05
> ip dscp != { cs1, cs2 }
> ip dscp > 5
= ip dscp > 0x05
> meta mark set ip dscp
! Error: datatype mismatch: expected packet mark, expression has type Differentiated Services Code Point
! add rule ip t c meta mark set ip dscp
!                 ~~~~~~~~~~~~~~^^^^^^^
> meta mark set ip dscp << 2
! Error: datatype mismatch: expected packet mark, expression has type Differentiated Services Code Point
! add rule ip t c meta mark set ip dscp << 2
!                 ~~~~~~~~~~~~~~^^^^^^^^^^^^
> meta mark set ip dscp map { cs1 : 5 }
= meta mark set ip dscp map { cs1 : 0x00000005 }
> meta priority set ip dscp map { cs1 : 1:10 }
> ct mark set ip dscp << 2 | 0x10
! Error: datatype mismatch: expected packet mark, expression has type Differentiated Services Code Point
! add rule ip t c ct mark set ip dscp << 2 | 0x10
!                 ~~~~~~~~~~~~^^^^^^^^^^^^^^^^^^^
> meta mark set tcp dport
! Error: datatype mismatch: expected packet mark, expression has type internet network service
! add rule ip t c meta mark set tcp dport
!                 ~~~~~~~~~~~~~~^^^^^^^^^
> meta mark set ip saddr
! Error: datatype mismatch: expected packet mark, expression has type IPv4 address
! add rule ip t c meta mark set ip saddr
!                 ~~~~~~~~~~~~~~^^^^^^^^
> ct mark set ct mark | 0x1
= ct mark set ct mark | 0x00000001
> ct mark set ct mark & 0xffff0000 | meta mark & 0xffff
! Error: Right hand side of binary operation (|) must be constant
! add rule ip t c ct mark set ct mark & 0xffff0000 | meta mark & 0xffff
!                             ~~~~~~~~~~~~~~~~~~~~~~~^^^^^^^^^^^^^^^^^^
> meta mark set ct mark | meta mark
! Error: Right hand side of binary operation (|) must be constant
! add rule ip t c meta mark set ct mark | meta mark
!                               ~~~~~~~~~~^^^^^^^^^
> meta mark set mark << 8
= meta mark set meta mark << 8
> meta mark set mark >> 8
= meta mark set meta mark >> 8
> meta mark set (mark & 0xff) << 8
= meta mark set (meta mark & 0x000000ff) << 8
> meta mark set mark & 0xff | 0x100 ^ 5
= meta mark set meta mark & 0x000001ff | 0x00000105
> meta mark set mark | 5 | 10
= meta mark set meta mark | 0x0000000f
> meta mark set mark & 0xff & 0xf0
= meta mark set meta mark & 0x000000f0
> meta mark set mark ^ 0xff & 0xf0
= meta mark set meta mark ^ 0x000000f0
> meta mark set 5 | 3
= meta mark set 0x00000007
> meta mark 5|3
= meta mark 0x00000007
> (meta mark & 0xf0) >> 4 == 5
! Error: datatype mismatch, expected packet mark, expression has type integer
! add rule ip t c (meta mark & 0xf0) >> 4 == 5
!                 ~~~~~~~~~~~~~~~~~~~~~~~    ^
> ip dscp set ip dscp | cs1
! Error: Right hand side of binary operation (^) must be constant
! add rule ip t c ip dscp set ip dscp | cs1
!                 ^^^^^^^
> ip dscp set ip dscp
! Error: Right hand side of binary operation (^) must be constant
! add rule ip t c ip dscp set ip dscp
!                 ^^^^^^^
> ip ecn set ce
> ip ttl set ip ttl
! Error: Left shift of 8 bits is undefined for type of 8 bits width
! add rule ip t c ip ttl set ip ttl
!                 ^^^^^^     ~~~~~~
> ip dscp set 100
! Error: Value 100 exceeds valid range 0-63
! add rule ip t c ip dscp set 100
!                             ^^^
> meta mark set 0x1ffffffff
! Error: Value 8589934591 exceeds valid range 0-4294967295
! add rule ip t c meta mark set 0x1ffffffff
!                               ^^^^^^^^^^^
> meta mark set foo
! Error: Could not parse packet mark
! add rule ip t c meta mark set foo
!                               ^^^
> meta mark set { 1, 2 }
! Error: syntax error, unexpected '{'
! add rule ip t c meta mark set { 1, 2 }
!                               ^
> meta mark set @mk
! Error: unknown raw payload base
! add rule ip t c meta mark set @mk
!                                ^^
> meta mark set "x"
! Error: Could not parse packet mark
! add rule ip t c meta mark set "x"
!                               ^^^
> ct zone set 70000
! Error: Value 70000 exceeds valid range 0-65535
! add rule ip t c ct zone set 70000
!                             ^^^^^
> ct helper set ftp
= ct helper set "ftp"
> ct original mark set 5
! Error: syntax error, unexpected mark
! add rule ip t c ct original mark set 5
!                             ^^^^
> ct original state new
! Error: syntax error, unexpected state
! add rule ip t c ct original state new
!                             ^^^^^
> ct mark set meta mark map { 1 : 2 }
= ct mark set meta mark map { 0x00000001 : 0x00000002 }
> ct saddr 1.2.3.4
! Error: Could not process rule: Invalid argument
! add rule ip t c ct saddr 1.2.3.4
!                 ^^^^^^^^
> ct original ip6 saddr ::1
! Error: conflicting protocols specified: ip vs. ip6
! add rule ip t c ct original ip6 saddr ::1
!                 ^^^^^^^^^^^^^^^^^^^^^
> ct proto-src 5
! Error: Can't parse symbolic invalid expressions
! add rule ip t c ct proto-src 5
!                              ^
> ct reply proto-dst 5
! Error: Can't parse symbolic invalid expressions
! add rule ip t c ct reply proto-dst 5
!                                    ^
> meta l4proto tcp ct reply proto-dst 5
> ct protocol tcp
> ct l3proto ipv4
> ct status { dnat, snat }
= ct status { snat, dnat }
> ct status dnat,snat
= ct status snat,dnat
> ct status expected|seen-reply
= ct status expected,seen-reply
> ct status & dnat == dnat
> ct status & (dnat|snat) == dnat
= ct status dnat / snat,dnat
> ct status & (dnat|snat) == 0
= ct status ! snat,dnat
> ct state & new == new
> ct state and new != 0
= ct state new
> ct state 5
= ct state invalid,related
> ct state 8
= ct state new
> ct state 0x8|0x2
= ct state established,new
> tcp flags 2
= tcp flags syn
> tcp flags 0x12
= tcp flags syn,ack
> tcp flags == 0x12
> tcp flags & 0x12 == 0x2
= tcp flags syn / syn,ack
> tcp flags & (syn|ack) == 0
= tcp flags ! syn,ack
> tcp flags & (syn|ack) == ack
= tcp flags ack / syn,ack
> tcp flags & (fin|syn) == (fin|syn)
= tcp flags fin,syn / fin,syn
> tcp flags & (fin|syn) == fin|syn
= tcp flags fin,syn / fin,syn
> tcp flags & (fin|syn) != (fin|syn)
= tcp flags != fin,syn / fin,syn
> tcp flags & (fin|syn) != syn
= tcp flags != syn / fin,syn
> tcp flags & fin == 0
= tcp flags ! fin
> tcp flags & fin|syn == 0
= tcp flags & (fin | syn) | syn == 0x0
> tcp flags fin,syn / fin,syn,ack
> tcp flags & (fin|syn|rst|psh|ack|urg) == fin|psh|urg
= tcp flags fin,psh,urg / fin,syn,rst,psh,ack,urg
> tcp flags & (fin|syn|rst|psh|ack|urg|ecn|cwr) == 0
= tcp flags == 0x0
> tcp flags == 0
= tcp flags == 0x0
> tcp flags ! fin
> tcp flags ! { fin }
= tcp flags ! fin
> ip saddr ! 1.2.3.4
! Error: negation can only be used with singleton bitmask values
! add rule ip t c ip saddr ! 1.2.3.4
!                 ^^^^^^^^   ~~~~~~~
> tcp flags syn / syn
! Error: syntax error, unexpected newline, expecting comma
! add rule ip t c tcp flags syn / syn
!                                    ^
> tcp flags != syn / syn
! Error: syntax error, unexpected newline, expecting comma
! add rule ip t c tcp flags != syn / syn
!                                       ^
> tcp flags ! syn / ack
! Error: syntax error, unexpected newline, expecting comma
! add rule ip t c tcp flags ! syn / ack
!                                      ^
> tcp flags syn,ack / ack
! Error: syntax error, unexpected newline, expecting comma
! add rule ip t c tcp flags syn,ack / ack
!                                        ^
> tcp flags . ip saddr { syn . 1.2.3.4 }
> tcp flags & (syn|ack) vmap { syn : accept, ack : drop }
= tcp flags & (syn | ack) vmap { syn : accept, ack : drop }
> tcp flags & (syn|ack) { syn, ack }
= tcp flags & (syn | ack) == { syn, ack }
> tcp flags != { syn, ack }
> ct state . tcp flags { new . syn }
> ct label foo
! Error: /etc/connlabel.conf: could not parse conntrack label "foo"
! add rule ip t c ct label foo
!                          ^^^
> ct label & 5 == 5
> ct event set foo
! Error: Could not parse conntrack event bits
! add rule ip t c ct event set foo
!                              ^^^
> ct direction 0
= ct direction original
> ct direction { original, reply }
> meta pkttype 0
= meta pkttype host
> meta pkttype foo
! Error: Could not parse packet type
! add rule ip t c meta pkttype foo
!                              ^^^
> meta nftrace set 0
> meta l4proto 300
! Error: Protocol out of range
! add rule ip t c meta l4proto 300
!                              ^^^
> meta l4proto foo
! Error: Could not resolve protocol name
! add rule ip t c meta l4proto foo
!                              ^^^
> meta protocol foo
! Error: Could not parse Ethernet protocol
! add rule ip t c meta protocol foo
!                               ^^^
> meta protocol 0x800
= meta protocol ip
> meta protocol vlan
= meta protocol 8021q
> meta protocol != ip
> ip protocol tcp ip saddr 1.2.3.4 tcp dport 22
= ip saddr 1.2.3.4 tcp dport 22
> meta l4proto tcp ip saddr 1.2.3.4 tcp dport 22
= ip saddr 1.2.3.4 tcp dport 22
> ip protocol tcp counter tcp dport 22
= ip protocol tcp counter packets 0 bytes 0 tcp dport 22
> ip protocol tcp log tcp dport 22
> ip protocol tcp tcp dport 22 tcp sport 5
= tcp sport 5 tcp dport 22
> ip protocol tcp ip saddr 1.2.3.4
> meta l4proto tcp accept
> meta l4proto tcp tcp dport { 1, 2 }
= tcp dport { 1, 2 }
> meta l4proto tcp tcp dport vmap { 1 : accept }
= tcp dport vmap { 1 : accept }
> meta l4proto tcp ip saddr . tcp dport { 1.2.3.4 . 5 }
= ip saddr . tcp dport { 1.2.3.4 . 5 }
> tcp option maxseg size 5 meta l4proto tcp tcp dport 5
= tcp option maxseg size 5 tcp dport 5
> meta l4proto tcp reset tcp option maxseg
> meta l4proto tcp tcp flags syn
= tcp flags syn
> meta protocol ip tcp dport 5
= tcp dport 5
> meta protocol ip counter ip saddr 1.2.3.4
= counter packets 0 bytes 0 ip saddr 1.2.3.4
> meta protocol ip6 ip6 saddr ::1
! Error: conflicting protocols specified: ip vs. ip6
! add rule ip t c meta protocol ip6 ip6 saddr ::1
!                                   ^^^^^^^^^
> meta protocol ip meta l4proto tcp tcp dport 5
= tcp dport 5
> ether type ip ip saddr 1.2.3.4
= ip saddr 1.2.3.4
> ether type ip6 ip6 saddr ::1
= ip6 saddr ::1
> icmp type echo-request icmp code 0
= icmp type echo-request icmp code net-unreachable
> ip protocol icmp icmp type echo-request
= icmp type echo-request
> icmp type echo-request icmp sequence 5
> icmp type echo-reply icmp id 5
> icmp type destination-unreachable icmp id 5
! Error: incompatible icmp match: rule has 3, need 8
! add rule ip t c icmp type destination-unreachable icmp id 5
!                                                   ^^^^^^^
> icmp type destination-unreachable icmp mtu 5
= icmp mtu 5
> icmp id { 5, 6 }
= icmp type { echo-reply, echo-request } icmp id { 5, 6 }
> icmp id != 5
= icmp type { echo-reply, echo-request } icmp id != 5
> icmp id . icmp sequence { 1 . 2 }
= icmp type { echo-reply, echo-request } icmp id . icmp sequence { 1 . 2 }
> icmp type { echo-request, destination-unreachable } icmp id 5
! Error: incompatible icmp match: rule has 3, need 8
! add rule ip t c icmp type { echo-request, destination-unreachable } icmp id 5
!                                                                     ^^^^^^^
> icmp type != echo-request icmp id 5
= icmp type != echo-request icmp type { echo-reply, echo-request } icmp id 5
> icmp id 5 counter icmp type echo-request
= icmp type { echo-reply, echo-request } icmp id 5 counter packets 0 bytes 0 icmp type echo-request
> meta protocol ip log ip saddr 1.2.3.4
= log ip saddr 1.2.3.4
> meta protocol ip counter counter ip saddr 1.2.3.4
= counter packets 0 bytes 0 counter packets 0 bytes 0 ip saddr 1.2.3.4
> meta protocol ip counter
= counter packets 0 bytes 0
> meta protocol ip counter meta mark 5
= counter packets 0 bytes 0 meta mark 0x00000005
> meta protocol ip accept
= accept
> meta protocol ip meta mark 5
= meta mark 0x00000005
> meta protocol ip meta mark 5 accept
= meta mark 0x00000005 accept
> meta protocol ip ct state new
= ct state new
> meta protocol ip6 ct state new
> ip daddr 1.2.3.4 ip saddr 5.6.7.8
> ip saddr 1.2.3.4 ip daddr 5.6.7.8
> ip daddr 1.2.3.4 ct state new ip saddr 5.6.7.8
> ip daddr 1.2.3.4 counter ip saddr 5.6.7.8
= ip daddr 1.2.3.4 counter packets 0 bytes 0 ip saddr 5.6.7.8
> ip daddr 1.2.3.4 iifname "lo" ip saddr 5.6.7.8
> ip daddr 1.2.3.4 tcp dport 5 ip saddr 5.6.7.8
> ip daddr 1.2.3.4 tcp dport 5 ip saddr 5.6.7.8 tcp sport 7
= ip daddr 1.2.3.4 ip saddr 5.6.7.8 tcp sport 7 tcp dport 5
> ip daddr 1.2.3.4 ip saddr 5.6.7.0/24
> ip daddr 1.2.3.4 ip saddr { 1.1.1.1, 2.2.2.2 } ip protocol tcp
> ip daddr 1.2.3.4 ip saddr != 5.6.7.8
> ip daddr != 1.2.3.4 ip saddr != 5.6.7.8
> ip daddr != 1.2.3.4 ip saddr 5.6.7.8
> tcp dport 5 tcp sport != 7
> tcp dport 5 tcp sport 7 tcp dport 5
= tcp sport 7 tcp dport 5 tcp dport 5
> tcp dport 5 tcp dport 5
> tcp dport 5 tcp dport 6
> tcp dport 5 tcp sequence 7
> tcp sequence 7 tcp dport 5
> tcp dport 5 tcp checksum 7
> ip protocol tcp ip ttl 5
= ip ttl 5 ip protocol tcp
> ip ttl 5 ip protocol tcp
> ip ttl 5 ip protocol tcp tcp dport 5
= ip ttl 5 tcp dport 5
> ip protocol tcp ip ttl 5 tcp dport 5
= ip ttl 5 tcp dport 5
> ip protocol tcp ip saddr 5.6.7.8 ip daddr 1.2.3.4 tcp dport 22
= ip saddr 5.6.7.8 ip daddr 1.2.3.4 tcp dport 22
> ip ttl 5 ip saddr 1.2.3.4
> ip protocol 6 ip saddr 1.2.3.4 ip checksum 7
= ip protocol tcp ip checksum 7 ip saddr 1.2.3.4
> ip checksum 7 ip protocol 6
= ip protocol tcp ip checksum 7
> udp dport 5 udp length 7
> udp length 7 udp dport 5 udp checksum 3
= udp dport 5 udp length 7 udp checksum 3
> udp length > 7 udp dport 5 udp sport 3
= udp length > 7 udp sport 3 udp dport 5
> icmp code 0 icmp type echo-request
= icmp type echo-request icmp code net-unreachable
> icmp sequence 5 icmp id 3
= icmp type { echo-reply, echo-request } icmp id 3 icmp sequence 5
> icmp type echo-request icmp sequence 5 icmp id 3
= icmp type echo-request icmp id 3 icmp sequence 5
> icmp type echo-request icmp id 3 icmp sequence 5
> ip version 4 ip hdrlength 5
> ip dscp cs1 ip saddr 1.2.3.4
> ip saddr 1.2.3.4 ip dscp cs1
> ip dscp cs1 ip ecn ce
> ip length 5 ip id 7 ip frag-off 8
> ip frag-off 8 ip length 5 ip id 7
> ether daddr 00:00:00:00:00:01 ether saddr 00:00:00:00:00:02
> ether saddr 00:00:00:00:00:02 ether daddr 00:00:00:00:00:01
= ether daddr 00:00:00:00:00:01 ether saddr 00:00:00:00:00:02
> vlan id 5 vlan pcp 3
> @th,0,16 5 @th,16,16 6
= @th,0,32 0x50006
> @th,0,32 5
= @th,0,32 0x5
> @th,0,8 5
= @th,0,8 0x5
> @th,16,16 != 5
= th dport != 5
> tcp dport 5 @th,0,32 0x00050006
= tcp dport 5 tcp sport 5 tcp dport 6
> tcp dport 5 @th,32,32 7
= tcp dport 5 tcp sequence 7
> tcp dport 5 @th,160,16 7
= tcp dport 5 @th,160,16 0x7
> ip saddr 1.2.3.4 @nh,128,32 0x01020304
= ip saddr 1.2.3.4 ip daddr 1.2.3.4
> @nh,128,32 0x01020304
= ip daddr 1.2.3.4
> @nh,12,4 1
= @nh,8,8 & 0xf == 0x1
> @nh,0,4 4
= ip version 4
> @nh,8,6 1
= ip dscp lephb
> @nh,8,8 4
= ip dscp lephb ip ecn not-ect
> @nh,72,8 6
= ip protocol tcp
> @nh,64,16 0x4006
= ip ttl 64 ip protocol tcp
> @ih,0,16 5
= @ih,0,16 0x5
> @th,0,1 1
= @th,0,8 & 0x80 == 0x80
> @th,3,13 5
= th sport & 8191 == 5
> tcp dport 5 @ih,0,8 7
= tcp dport 5 @ih,0,8 0x7
> udp dport 53 @ih,32,16 1
= udp dport 53 @ih,32,16 0x1
> @th,16,16 { 5, 6-7 }
= th dport { 5-7 }
> @th,16,16 5-7
= th dport 5-7
> @th,16,16 > 5
= th dport > 5
> ip saddr . @th,16,16 { 1.2.3.4 . 5 }
= ip saddr . th dport { 1.2.3.4 . 5 }
> meta mark set @th,16,16
! Error: datatype mismatch: expected packet mark, expression has type internet network service
! add rule ip t c meta mark set @th,16,16
!                 ~~~~~~~~~~~~~~^^^^^^^^^
> @th,16,16 set 5
= th dport set 5
> @nh,64,8 set 5
= ip ttl set 5
> th sport 5 th dport 6
= @th,0,32 0x50006
> th dport 6 th sport 5
= @th,0,32 0x50006
> udp dport 5 th sport 6
= udp sport 6 udp dport 5
> meta l4proto { tcp, udp } th sport 5 th dport 7
= meta l4proto { tcp, udp } @th,0,32 0x50007
> ip protocol { udp, tcp } tcp dport 5
! Error: conflicting protocols specified: udp vs. tcp
! add rule ip t c ip protocol { udp, tcp } tcp dport 5
!                                          ^^^^^^^^^
> udp dport 5 tcp option maxseg exists
> ip option lsrr exists tcp option maxseg exists
> udp dport 5 tcp option maxseg size set 5
> tcp dport 5 tcp option maxseg size set rt mtu
> udp dport 5 reset tcp option maxseg
> ip saddr exists
! Error: datatype mismatch, expected IPv4 address, expression has type boolean type
! add rule ip t c ip saddr exists
!                 ~~~~~~~~ ^^^^^^
> tcp dport exists
! Error: datatype mismatch, expected internet network service, expression has type boolean type
! add rule ip t c tcp dport exists
!                 ~~~~~~~~~ ^^^^^^
> meta secpath 1
= meta ipsec exists
> tcp option maxseg size exists
! Error: datatype mismatch, expected integer, expression has type boolean type
! add rule ip t c tcp option maxseg size exists
!                 ~~~~~~~~~~~~~~~~~~~~~~ ^^^^^^
> fib daddr type exists
! Error: Could not process rule: Invalid argument
! add rule ip t c fib daddr type exists
!                 ^^^^^^^^^^^^^^
> fib daddr oifname exists
! Error: Could not process rule: Invalid argument
! add rule ip t c fib daddr oifname exists
!                 ^^^^^^^^^^^^^^^^^
> exthdr hbh 1
! Error: cannot use exthdr with ip
! add rule ip t c exthdr hbh 1
!                 ^^^^^^^^^^
> numgen inc mod 10 20
! Error: Value 20 exceeds valid range 0-9
! add rule ip t c numgen inc mod 10 20
!                                   ^^
> numgen inc mod 10 offset 5 20
! Error: Value 20 exceeds valid range 0-14
! add rule ip t c numgen inc mod 10 offset 5 20
!                                            ^^
> jhash ip saddr mod 2 5
! Error: Value 5 exceeds valid range 0-1
! add rule ip t c jhash ip saddr mod 2 5
!                                      ^
> meta hour "22:00"-"06:00"
= meta hour != "06:00"-"22:00"
> ip saddr 10.0.0.1-10.0.0.1
> ip saddr { 10.0.0.1-10.0.0.1, 10.0.0.3 }
= ip saddr { 10.0.0.1, 10.0.0.3 }
> tcp dport { 0-255, 300 }
> tcp dport { 256/8 }
= tcp dport 256/8
> tcp dport { 256/8, 5 }
= tcp dport { 5, 256-511 }
> meta mark { 0-255, 300 }
= meta mark { 0x00000000/24, 0x0000012c }
> ip dscp { 0-7, 9 }
= ip dscp { 0x00-0x07, 0x09 }
> ct mark { 256-511, 5 }
= ct mark { 0x00000005, 0x00000100/24 }
> tcp dport 256-511
> ip saddr { 10.0.0.0/8, 10.0.0.0/16 }
= ip saddr { 10.0.0.0/8 }
> ip saddr vmap { 10.0.0.0/16 : accept, 10.0.0.0/8 : drop }
! Error: conflicting intervals specified
! add rule ip t c ip saddr vmap { 10.0.0.0/16 : accept, 10.0.0.0/8 : drop }
!                                 ^^^^^^^^^^^           ~~~~~~~~~~
> ip saddr vmap { 10.1.0.0/16 : accept, 10.0.0.0/8 : drop }
! Error: conflicting intervals specified
! add rule ip t c ip saddr vmap { 10.1.0.0/16 : accept, 10.0.0.0/8 : drop }
!                                 ^^^^^^^^^^^           ~~~~~~~~~~
> ip saddr vmap { 10.0.0.5 : accept, 10.0.0.0/8 : drop, 10.0.0.0/8 : accept }
! Error: conflicting intervals specified
! add rule ip t c ip saddr vmap { 10.0.0.5 : accept, 10.0.0.0/8 : drop, 10.0.0.0/8 : accept }
!                                 ^^^^^^^^           ~~~~~~~~~~
> ip saddr vmap { 10.0.0.0/8 : drop, 10.0.0.0/8 : accept }
! Error: Could not process rule: File exists
! add rule ip t c ip saddr vmap { 10.0.0.0/8 : drop, 10.0.0.0/8 : accept }
!                                 ^^^^^^^^^^
> ip saddr vmap { 10.0.0.0/8 : drop, 10.0.0.0/8 : drop }
= ip saddr vmap { 10.0.0.0/8 : drop }
> ip saddr . tcp dport . ip daddr { 1.2.3.4 . 22 }
! Error: datatype mismatch, expected concatenation of (IPv4 address, internet network service, IPv4 address), expression has type concatenation of (IPv4 address, internet network service)
! add rule ip t c ip saddr . tcp dport . ip daddr { 1.2.3.4 . 22 }
!                                                   ^^^^^^^^^^^^
> ip saddr { 1.2.3.4 . 22 }
! Error: Can't parse symbolic invalid expressions
! add rule ip t c ip saddr { 1.2.3.4 . 22 }
!                            ^^^^^^^
> ip saddr { 1.2.3.4 . 22, 1.2.3.4 }
! Error: Can't parse symbolic invalid expressions
! add rule ip t c ip saddr { 1.2.3.4 . 22, 1.2.3.4 }
!                            ^^^^^^^
> ct original saddr . ip daddr { 1.2.3.4 . 1.2.3.4 }
! Error: specify either ip or ip6 for address matching
! add rule ip t c ct original saddr . ip daddr { 1.2.3.4 . 1.2.3.4 }
!                 ^^^^^^^^^^^^^^^^^
> ct original ip saddr . ip daddr { 1.2.3.4 . 1.2.3.4 }
> ip saddr . ct state vmap { 1.2.3.4 . new : accept, 1.2.3.4 . established : drop }
= ip saddr . ct state vmap { 1.2.3.4 . established : drop, 1.2.3.4 . new : accept }
> iifname . oifname { "eth0" . "lo", "lo" . "eth0", "a" . "b" }
= iifname . oifname { "a" . "b", "eth0" . "lo", "lo" . "eth0" }
> ip saddr . meta l4proto { 1.2.3.4 . tcp }
> ip saddr . meta mark & 0xff { 1.2.3.4 . 5 }
= ip saddr . meta mark & 0x000000ff { 1.2.3.4 . 0x00000005 }
> ip saddr . (meta mark & 0xff) { 1.2.3.4 . 5 }
= ip saddr . meta mark & 0x000000ff { 1.2.3.4 . 0x00000005 }
> ip saddr & 255.255.255.0 . tcp dport { 1.2.3.0 . 5 }
> meta iifname . meta mark { "lo" . 0x5, "eth0" . 0x3 }
= iifname . meta mark { "eth0" . 0x00000003, "lo" . 0x00000005 }
> tcp dport != 5 tcp sport != 7
= tcp sport != 7 tcp dport != 5
> tcp dport 5-5
> accept log prefix "x"
! Error: Statement after terminal statement has no effect
! add rule ip t c accept log prefix "x"
!                 ~~~~~~ ^^^
> log prefix "x" accept drop
! Error: Statement after terminal statement has no effect
! add rule ip t c log prefix "x" accept drop
!                                ~~~~~~ ^^^^
> jump other accept
! Error: Statement after terminal statement has no effect
! add rule ip t c jump other accept
!                 ~~~~~~~~~~ ^^^^^^
> goto other accept
! Error: Statement after terminal statement has no effect
! add rule ip t c goto other accept
!                 ~~~~~~~~~~ ^^^^^^
> return accept
! Error: Statement after terminal statement has no effect
! add rule ip t c return accept
!                 ~~~~~~ ^^^^^^
> continue accept
> reject accept
! Error: Statement after terminal statement has no effect
! add rule ip t c reject accept
!                 ~~~~~~ ^^^^^^
> ip saddr vmap { 1.2.3.4 : accept } accept
> accept comment "x"
> limit rate 10 bytes/second
> limit rate 1 mbytes/minute burst 3 bytes
> limit rate 10/hour
> limit rate 10/day burst 3 packets
> limit rate 10/week
> limit rate over 1 gbytes/second
! Error: Wrong rate format
! add rule ip t c limit rate over 1 gbytes/second
!                                 ^^^^^^^^^^^^^^^
> meta nfproto ipv4 meta l4proto tcp reject with tcp reset
! Error: meta nfproto is only useful in the inet family
! add rule ip t c meta nfproto ipv4 meta l4proto tcp reject with tcp reset
!                 ^^^^^^^^^^^^
> counter reject with tcp reset
= meta l4proto tcp counter packets 0 bytes 0 reject with tcp reset
> reject with icmp 300
= reject with icmp 44
> reject with icmp foo
! Error: Could not parse icmp code
! add rule ip t c reject with icmp foo
!                                  ^^^
> reject with icmpv6 3
! Error: conflicting protocols specified: ip vs ip6
! add rule ip t c reject with icmpv6 3
!                 ~~~~~~             ^
> meta mark set ct mark & 0xff
= meta mark set ct mark & 0x000000ff
> meta mark set ct mark map { 1 : 2 }
= meta mark set ct mark map { 0x00000001 : 0x00000002 }
> meta mark set ct mark and 0xff map { 1 : 2 }
= meta mark set ct mark & 0x000000ff map { 0x00000001 : 0x00000002 }
> meta mark set ip saddr . tcp dport map { 1.2.3.4 . 5 : 7 }
= meta mark set ip saddr . tcp dport map { 1.2.3.4 . 5 : 0x00000007 }
> meta mark set 0x10 map { 1 : 2 }
! Error: No symbol type information
! add rule ip t c meta mark set 0x10 map { 1 : 2 }
!                               ^^^^
> meta mark set ip saddr map { 1.2.3.4 : 10.0.0.1 }
! Error: Could not parse packet mark
! add rule ip t c meta mark set ip saddr map { 1.2.3.4 : 10.0.0.1 }
!                                                        ^^^^^^^^
> meta mark set ip saddr map { 1.2.3.4 : accept }
! Error: Could not process rule: Invalid argument
! add rule ip t c meta mark set ip saddr map { 1.2.3.4 : accept }
!                                              ^^^^^^^
> meta mark set ip saddr map { 10.0.0.0/8 : 5, * : 7 }
= meta mark set ip saddr map { 10.0.0.0/8 : 0x00000005, * : 0x00000007 }
> ct mark set numgen inc mod 3 map { 0 : 5, 1 : 6, 2 : 7 }
= ct mark set numgen inc mod 3 map { 0 : 0x00000005, 1 : 0x00000006, 2 : 0x00000007 }
> meta priority set ip saddr map { 1.2.3.4 : 1:5 }
> meta mark set meta cpu
> meta mark set meta priority
! Error: datatype mismatch: expected packet mark, expression has type TC classid
! add rule ip t c meta mark set meta priority
!                 ~~~~~~~~~~~~~~^^^^^^^^^^^^^
> meta priority set meta mark
! Error: datatype mismatch: expected TC classid, expression has type packet mark
! add rule ip t c meta priority set meta mark
!                 ~~~~~~~~~~~~~~~~~~^^^^^^^^^
> meta mark set meta iif
! Error: datatype mismatch: expected packet mark, expression has type network interface index
! add rule ip t c meta mark set meta iif
!                 ~~~~~~~~~~~~~~^^^^^^^^
> meta mark set meta length
> meta mark set ct packets
> ct mark set rt classid
! Error: datatype mismatch: expected packet mark, expression has type routing realm
! add rule ip t c ct mark set rt classid
!                 ~~~~~~~~~~~~^^^^^^^^^^
> ct mark set meta l4proto
! Error: datatype mismatch: expected packet mark, expression has type Internet protocol
! add rule ip t c ct mark set meta l4proto
!                 ~~~~~~~~~~~~^^^^^^^^^^^^
> tcp dport set numgen inc mod 3 map { 0 : 5, 1 : 6, 2 : 7 }
> ip saddr set ip daddr map { 1.2.3.4 : 5.6.7.8 }
> ip daddr set ip saddr
> tcp sport set tcp dport
> ip saddr set ::1
! Error: Could not resolve hostname: Address family for hostname not supported
! add rule ip t c ip saddr set ::1
!                              ^^^
> ether saddr set 00:11:22:33:44:55
> udp checksum set 0
> ip dscp set cs1 ip dscp set cs2
> ip6 dscp set cs1
! Error: conflicting protocols specified: ip vs. ip6
! add rule ip t c ip6 dscp set cs1
!                 ^^^^^^^^
> ip version set 4
> ip frag-off set 5
> tcp flags set syn
> tcp flags set syn|ack
= tcp flags set syn | ack
> tcp flags set tcp flags & (fin|syn)
! Error: Right hand side of binary operation (^) must be constant
! add rule ip t c tcp flags set tcp flags & (fin|syn)
!                 ~~~~~~~~~     ^^^^^^^^^^^^^^^^^^^^^
> tcp option maxseg size set 70000
! Error: Value 70000 exceeds valid range 0-65535
! add rule ip t c tcp option maxseg size set 70000
!                                            ^^^^^
> tcp option maxseg size set rt mtu
> tcp option timestamp tsval set 5
> ct event set new
> ct event set new|destroy
= ct event set new,destroy
> ct label set 1,2
! Error: syntax error, unexpected comma, expecting end of file or newline or semicolon
! add rule ip t c ct label set 1,2
!                               ^
> ct label set foo
! Error: /etc/connlabel.conf: could not parse conntrack label "foo"
! add rule ip t c ct label set foo
!                              ^^^
> ct mark set ct mark or 5 and 7
= ct mark set ct mark | 0x00000005
> quota name ip saddr map { 1.2.3.4 : "qq" }
> counter name ip saddr map @a4
! Error: Expression is not a map with objects
! add rule ip t c counter name ip saddr map @a4
!                                           ^^^
> counter name ip saddr map @m4p
! Error: Expression is not a map with objects
! add rule ip t c counter name ip saddr map @m4p
!                                           ^^^^
> ip saddr @a4 . 5
! Error: syntax error, unexpected ., expecting end of file or newline or semicolon
! add rule ip t c ip saddr @a4 . 5
!                              ^
> ip saddr { @a4, 1.2.3.4 }
! Error: syntax error, unexpected @
! add rule ip t c ip saddr { @a4, 1.2.3.4 }
!                            ^
> ip saddr vmap { @a4 : accept }
! Error: syntax error, unexpected @
! add rule ip t c ip saddr vmap { @a4 : accept }
!                                 ^
> ip saddr != @a4i
> ip saddr > @a4
! Error: Relational expression (>) is undefined for set reference expressions
! add rule ip t c ip saddr > @a4
!                          ~ ^^^
> ip saddr map @m4p
! Error: syntax error, unexpected newline
! add rule ip t c ip saddr map @m4p
!                                  ^
> add @dyn { ip saddr comment "x" }
! Error: Key expression comments are not supported
! add rule ip t c add @dyn { ip saddr comment "x" }
!                            ^^^^^^^^
> add @dyn { ip saddr expires 5s }
= add @dyn { ip saddr }
> add @dyn { ip saddr timeout 5s counter limit rate 5/second }
> add @dyn { ip daddr & 255.255.255.0 timeout 5s }
> add @dm { ip saddr : 5-7 }
! Error: syntax error, unexpected -, expecting '}'
! add rule ip t c add @dm { ip saddr : 5-7 }
!                                       ^
> add @dm { ip saddr : ip daddr }
! Error: datatype mismatch: expected internet network service, expression has type IPv4 address
! add rule ip t c add @dm { ip saddr : ip daddr }
!                 ~~~~~~~~~~~~~~~~~~~~~^^^^^^^^~~
> add @dm { ip saddr }
! Error: Could not process rule: Invalid argument
! add rule ip t c add @dm { ip saddr }
!                 ^^^^^^^^^^^^^^^^^^^^
> add @m4p { ip saddr : tcp dport }
> delete @dm { ip saddr : 80 }
> add @v { ip saddr : accept }
! Error: syntax error, unexpected accept
! add rule ip t c add @v { ip saddr : accept }
!                                     ^^^^^^
> update @dynp { ip saddr . 22 }
> update @dynp { ip saddr . tcp dport . ip daddr }
! Error: datatype mismatch: expected concatenation of (IPv4 address, internet network service), expression has type concatenation of (IPv4 address, internet network service, IPv4 address)
! add rule ip t c update @dynp { ip saddr . tcp dport . ip daddr }
!                 ~~~~~~~~~~~~~~~^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^~~
> update @dyn { iifname }
! Error: datatype mismatch: expected IPv4 address, expression has type network interface name
! add rule ip t c update @dyn { iifname }
!                 ~~~~~~~~~~~~~~^^^^^^^~~
> ct count over 5 drop
> ct count 0
> quota over 0 bytes
> quota 5 mbytes used 7 mbytes
! Error: Could not process rule: Invalid argument
! add rule ip t c quota 5 mbytes used 7 mbytes
!                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
> log level 5
! Error: syntax error, unexpected number, expecting string or quoted string or string with a trailing asterisk
! add rule ip t c log level 5
!                           ^
> log level debug
> log group 70000
= log group 4464
> log snaplen 5
= log
> log snaplen 5 level info
! Error: level and group are mutually exclusive
! add rule ip t c log snaplen 5 level info
!                 ^^^
> log queue-threshold 5
= log
> log flags ip options
> log flags tcp sequence
> log flags tcp options,sequence
= log flags tcp sequence,options
> log flags skuid flags ether
> meta mark & 0xffffff00 == 0x1200
= meta mark 0x00001200/24
> meta mark & 0xffffff00 != 0x1200
= meta mark != 0x00001200/24
> meta mark & 0xffffff00 { 0x1200, 0x1300 }
= meta mark & 0xffffff00 == { 0x00001200, 0x00001300 }
> ct mark & 0xf0000000 == 0x10000000
= ct mark 0x10000000/4
> meta rtclassid & 0xffffff00 == 0x1200
= meta rtclassid 4608/24
> meta iifgroup & 0xffffff00 == 0x1200
= iifgroup 4608/24
> meta priority & 0xffff0000 == 1:0
= meta priority & ffff:0 == 1:0
> ether saddr & ff:ff:ff:00:00:00 == 00:11:22:00:00:00
> ip id & 0xff00 == 0x1200
= ip id & 65280 == 4608
> ip id { 0-255, 300 }
> meta rtclassid { 0-255, 300 }
= meta rtclassid { "cosmos"/24, 300 }
> meta iifgroup { 0-255, 300 }
= iifgroup { "default"/24, 300 }
> meta skuid { 0-255, 300 }
> meta skuid 0-255
> ether saddr { 00:11:22:00:00:00-00:11:22:ff:ff:ff, 00:00:00:00:00:01 }
= ether saddr { 00:00:00:00:00:01, 00:11:22:00:00:00-00:11:22:ff:ff:ff }
> meta priority { 1:0-1:ffff, 2:5 }
> meta length { 0-255, 300 }
> ip ttl { 0-127, 200 }
> @nh,0,32 { 0-255, 300 }
= @nh,0,32 { 0x0-0xff, 0x12c }
> ip saddr & 255.0.0.0 { 10.0.0.0, 11.0.0.0 }
= ip saddr & 255.0.0.0 == { 10.0.0.0, 11.0.0.0 }
> ip saddr & 255.0.0.0 10.0.0.0
= ip saddr 10.0.0.0/8
> ip saddr & 255.255.255.255 == 1.2.3.4
= ip saddr 1.2.3.4
> ip saddr and 255.0.0.0 != 10.0.0.0
= ip saddr != 10.0.0.0/8
> meta mark 0x100/24
= meta mark 0x00000100/24
> meta mark != 0x100/24
= meta mark != 0x00000100/24
> tcp dport & 0xff00 == 0
= tcp dport & 65280 == 0
> tcp dport & 0xffff == 5
= tcp dport 5
> meta mark & 0xffffffff == 5
= meta mark 0x00000005
> meta mark | 0 == 5
= meta mark 0x00000005
> meta mark & 0 == 0
= meta mark 0x00000000/0
> meta mark ^ 5 == 3
= meta mark 0x00000006
> meta mark ^ 5 & 0xff == 3
= meta mark 0x00000006
> meta mark & 0xff ^ 5 == 3
= meta mark & 0x000000ff == 0x00000006
> meta mark & 0xff | 5 == 7
= meta mark & 0x000000ff | 0x00000005 == 0x00000007
> meta mark << 1 == 4
! Error: datatype mismatch, expected packet mark, expression has type integer
! add rule ip t c meta mark << 1 == 4
!                 ~~~~~~~~~~~~~~    ^
> meta mark >> 8 == 4
! Error: datatype mismatch, expected packet mark, expression has type integer
! add rule ip t c meta mark >> 8 == 4
!                 ~~~~~~~~~~~~~~    ^
> tcp dport >> 8 == 4
! Error: datatype mismatch, expected internet network service, expression has type integer
! add rule ip t c tcp dport >> 8 == 4
!                 ~~~~~~~~~~~~~~    ^
> tcp dport & 0xff > 5
= tcp dport & 255 > 5
> tcp dport & 0xff 5-7
= tcp dport & 255 == 5-7
> tcp dport & 0xff { 5-7, 9 }
= tcp dport & 255 == { 5-7, 9 }
> tcp dport & 0xff != { 5, 9 }
= tcp dport & 255 != { 5, 9 }
> ct mark & ct mark == 5
! Error: syntax error, unexpected ct
! add rule ip t c ct mark & ct mark == 5
!                           ^^
> meta mark set meta mark & 0
= meta mark set meta mark & 0x00000000
> meta mark set meta mark | 0xffffffff
> meta mark set meta mark ^ 0xff ^ 0xf
= meta mark set meta mark ^ 0x000000f0
> meta mark set meta mark & 0xffffffff
= meta mark set meta mark
> meta mark set meta mark | 0
= meta mark set meta mark
> meta mark set meta mark << 2 | 1
= meta mark set meta mark << 2 | 0x00000001
> meta mark set (meta mark << 2) | 1
= meta mark set meta mark << 2 | 0x00000001
> meta mark set (meta mark | 1) << 2
= meta mark set (meta mark | 0x00000001) << 2
> meta mark set meta mark >> 2 & 0xff
= meta mark set meta mark >> 2 & 0x000000ff
> meta mark set meta mark << 40
! Error: Left shift of 40 bits is undefined for type of 32 bits width
! add rule ip t c meta mark set meta mark << 40
!                               ~~~~~~~~~    ^^
> meta mark set ct mark & 0xff ^ 0x1
= meta mark set ct mark & 0x000000ff ^ 0x00000001
> tcp flags & (syn|ack) syn
= tcp flags syn / syn,ack
> tcp flags & syn syn
= tcp flags & syn == syn
> tcp flags 0
= tcp flags 0x0
> ct state != { new, established }
= ct state != { established, new }
> ct state != new|established
= ct state != established | new
> ct state ! new,established
= ct state ! established,new
> tcp flags != syn,ack
= tcp flags != 0x12
> tcp flags & (syn | ack) != (syn,ack)
! Error: syntax error, unexpected comma, expecting ')'
! add rule ip t c tcp flags & (syn | ack) != (syn,ack)
!                                                ^
> tcp flags & syn,ack == syn
! Error: syntax error, unexpected comma
! add rule ip t c tcp flags & syn,ack == syn
!                                ^
> tcp flags == { syn }
= tcp flags == syn
> tcp flags != { syn }
= tcp flags != syn
> ct status & (snat|dnat) != 0
= ct status snat,dnat
> ct status & seen-reply == 0
= ct status ! seen-reply
> ct state invalid
> ct state invalid,new drop
> ct label 1,5
> ct label != 1,5
= ct label != 1 | 5
> tcp flags 300
! Error: Value 300 exceeds valid range 0-255
! add rule ip t c tcp flags 300
!                           ^^^
> tcp flags syn,300
! Error: Value 300 exceeds valid range 0-255
! add rule ip t c tcp flags syn,300
!                               ^^^
> ct state 0x1ffffffff
! Error: Value 8589934591 exceeds valid range 0-4294967295
! add rule ip t c ct state 0x1ffffffff
!                          ^^^^^^^^^^^
> ip saddr 1.2.3.4-5
! Error: Range has zero or negative size
! add rule ip t c ip saddr 1.2.3.4-5
!                          ^^^^^^^^^
> ip saddr 1.2.3.4-::5
! Error: Could not resolve hostname: Address family for hostname not supported
! add rule ip t c ip saddr 1.2.3.4-::5
!                                  ^^^
> tcp dport 5-foo
! Error: Could not resolve service: Servname not supported for ai_socktype
! add rule ip t c tcp dport 5-foo
!                             ^^^
> ct original proto-dst 5 tcp dport 5
! Error: Can't parse symbolic invalid expressions
! add rule ip t c ct original proto-dst 5 tcp dport 5
!                                       ^
> tcp dport 5 ct original proto-dst 5
> icmp type echo-request ct original proto-dst 5
> ip saddr 1.2.3.4 rt nexthop 5.6.7.8
= ip saddr 1.2.3.4 rt ip nexthop 5.6.7.8
> rt ip6 nexthop ::1
! Error: ip6 nexthop will not match
! add rule ip t c rt ip6 nexthop ::1
!                 ^^^^^^^^^^^^^^
> meta iifname ""
! Error: Empty string is not allowed
! add rule ip t c meta iifname ""
!                              ^^
> meta iifname "*"
! Error: All-wildcard strings are not supported
! add rule ip t c meta iifname "*"
!                              ^^^
> meta iifname "1234567890123456"
! Error: String exceeds maximum length of 16
! add rule ip t c meta iifname "1234567890123456"
!                              ^^^^^^^^^^^^^^^^^^
> meta iifname "12345678901234567"
! Error: String exceeds maximum length of 16
! add rule ip t c meta iifname "12345678901234567"
!                              ^^^^^^^^^^^^^^^^^^^
> meta iifname "123456789012345*"
! Error: String exceeds maximum length of 16
! add rule ip t c meta iifname "123456789012345*"
!                              ^^^^^^^^^^^^^^^^^^
> meta iifname "1234567890123456*"
! Error: String exceeds maximum length of 16
! add rule ip t c meta iifname "1234567890123456*"
!                              ^^^^^^^^^^^^^^^^^^^
> ct helper "averyveryverylonghelper"
! Error: String exceeds maximum length of 16
! add rule ip t c ct helper "averyveryverylonghelper"
!                           ^^^^^^^^^^^^^^^^^^^^^^^^^
> ct helper { "ftp", "tftp" }
> udp dport { 53 } tcp dport 5
! Error: conflicting protocols specified: udp vs. tcp
! add rule ip t c udp dport { 53 } tcp dport 5
!                                  ^^^^^^^^^
> tcp dport . udp dport { 5 . 6 }
! Error: conflicting protocols specified: tcp vs. udp
! add rule ip t c tcp dport . udp dport { 5 . 6 }
!                             ^^^^^^^^^
> tcp dport 5 ip protocol udp udp dport 6
! Error: conflicting protocols specified: tcp vs. udp
! add rule ip t c tcp dport 5 ip protocol udp udp dport 6
!                                             ^^^^^^^^^
> xt match foo
! Error: unsupported xtables compat expression, use iptables-nft with this ruleset
! add rule ip t c xt match foo
!                 ^^^^^^^^^^^^
> meta iif . meta oif vmap { "lo" . "lo" : accept }
= iif . oif vmap { "lo" . "lo" : accept }
> ip saddr @a4 ip daddr @a4
> ip saddr . ip daddr . ip protocol . tcp dport { 1.2.3.4 . 1.2.3.5 . tcp . 22 }
> icmp type { 8, 0 } accept
= icmp type { echo-reply, echo-request } accept
> icmp type . icmp code { 3 . 4 }
= icmp type . icmp code { destination-unreachable . frag-needed }
> meta mark set 5 meta mark 5
= meta mark set 0x00000005 meta mark 0x00000005
> meta mark 5 meta mark set 6
= meta mark 0x00000005 meta mark set 0x00000006
> meta mark 5 meta mark 5
= meta mark 0x00000005 meta mark 0x00000005
> ct state established,related accept
> ct state vmap { established : accept, related : accept, invalid : drop }
= ct state vmap { invalid : drop, established : accept, related : accept }
> limit rate 400/minute burst 20 packets accept
> tcp flags & (fin|syn|rst|ack) != syn ct state new drop
= tcp flags != syn / fin,syn,rst,ack ct state new drop
> tcp flags & (fin|syn) == (fin|syn) drop
= tcp flags fin,syn / fin,syn drop
> ip frag-off & 0x1fff != 0 drop
= ip frag-off & 8191 != 0 drop
> tcp flags syn tcp option maxseg size 1-535 drop
> meta pkttype != host drop
> iifname "eth0" oifname "eth1" ct state new accept
> iif != lo ip daddr 127.0.0.0/8 drop
= iif != "lo" ip daddr 127.0.0.0/8 drop
> ip daddr 224.0.0.0/4 accept
> fib saddr . iif oif missing drop
> ip saddr { 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 } drop
> ip saddr { 10.0.0.0-10.255.255.255 }
= ip saddr 10.0.0.0-10.255.255.255
> ip saddr { 10.0.0.0-10.255.255.255, 11.0.0.0-11.0.0.255 }
= ip saddr { 10.0.0.0-11.0.0.255 }
> udp sport 67 udp dport 68
> tcp sport 1024-65535 tcp dport { 80, 443 }
> tcp dport 22 tcp sport 1024-65535
> ip saddr 1.2.3.4 tcp sport 5 tcp dport 6 ct state new
> ether type arp
> meta l4proto 255
> ip protocol 255
> tcp ackseq 5 tcp sequence 3
> tcp checksum 5 tcp window 3
= tcp window 3 tcp checksum 5
> tcp urgptr 5 tcp checksum 3
= tcp checksum 3 tcp urgptr 5
> ip ttl 5 ip length 3
> ip id 5 ip frag-off 0
> ip frag-off 0 ip id 5
= ip id 5 ip frag-off 0
> udp checksum 0 udp length 5 udp dport 6 udp sport 7
= udp length 5 udp checksum 0 udp sport 7 udp dport 6
> tcp dport 5 accept comment "x y"
> ip saddr @a4s
! Error: No such file or directory; did you mean set ‘a4’ in table ip ‘t’?
! add rule ip t c ip saddr @a4s
!                          ^^^^
> ip saddr vmap @vv
! Error: No such file or directory; did you mean set ‘a4’ in table ip ‘t’?
! add rule ip t c ip saddr vmap @vv
!                               ^^^
> add @dynn { ip saddr }
! Error: No such file or directory; did you mean set ‘dyn’ in table ip ‘t’?
! add rule ip t c add @dynn { ip saddr }
!                     ^^^^^
> vlan type ip
> vlan id 5 ip saddr 1.2.3.4
> ether type ip tcp dport 5
= tcp dport 5
> ether type ip meta l4proto tcp tcp dport 5
= tcp dport 5
> meta iiftype ether ip saddr 1.2.3.4
> meta iiftype != ether ether saddr 00:01:02:03:04:05
> meta l4proto tcp ip protocol tcp tcp dport 5
= meta l4proto tcp tcp dport 5
> ip protocol tcp meta l4proto tcp tcp dport 5
= ip protocol tcp tcp dport 5
> meta l4proto tcp meta l4proto tcp tcp dport 5
= meta l4proto tcp tcp dport 5
> meta l4proto tcp tcp dport 5 meta l4proto tcp tcp sport 6
= meta l4proto tcp tcp sport 6 tcp dport 5
> meta l4proto tcp @th,16,16 5
= tcp dport 5
> meta l4proto tcp @th,16,16 { 5, 6 }
= tcp dport { 5, 6 }
> meta l4proto tcp @th,32,32 5
= tcp sequence 5
> meta l4proto tcp @th,8,8 5
= meta l4proto tcp @th,8,8 0x5
> meta l4proto udp th dport 5 th sport 7
= udp sport 7 udp dport 5
> ip protocol tcp th dport 5
= tcp dport 5
> ip protocol { tcp, udp } th dport 5
> meta l4proto 6 meta mark 5 tcp dport 5
= meta mark 0x00000005 tcp dport 5
> meta l4proto tcp limit rate 5/second tcp dport 5
> meta l4proto tcp ct count 5 tcp dport 5
> meta l4proto tcp quota 5 bytes tcp dport 5
> meta l4proto tcp meta mark set 5 tcp dport 5
= meta l4proto tcp meta mark set 0x00000005 tcp dport 5
> meta l4proto tcp add @dyn { ip saddr } tcp dport 5
> meta l4proto tcp counter name cc tcp dport 5
= meta l4proto tcp counter name "cc" tcp dport 5
> meta l4proto tcp notrack tcp dport 5
> meta l4proto tcp ip saddr vmap { 1.2.3.4 : continue } tcp dport 5
= ip saddr vmap { 1.2.3.4 : continue } tcp dport 5
> meta l4proto tcp ip ttl set 5 tcp dport 5
> meta l4proto tcp tcp option maxseg size 5 tcp dport 5
= tcp option maxseg size 5 tcp dport 5
> meta l4proto tcp tcp option maxseg size set 5 tcp dport 5
> meta l4proto tcp meta mark set tcp dport map { 5 : 6 }
= meta mark set tcp dport map { 5 : 0x00000006 }
> meta l4proto tcp numgen inc mod 5 1 tcp dport 5
= numgen inc mod 5 1 tcp dport 5
> meta l4proto tcp jhash tcp dport mod 5 1
= jhash tcp dport mod 5 1
> meta l4proto tcp update @dynp { ip saddr . tcp dport }
= update @dynp { ip saddr . tcp dport }
> meta l4proto tcp tcp dport & 5 == 5
= tcp dport & 5 == 5
> meta l4proto tcp tcp dport 5-6
= tcp dport 5-6
> meta l4proto tcp tcp dport > 5
= tcp dport > 5
> meta l4proto tcp tcp dport @p
= tcp dport @p
> meta l4proto tcp tcp dport != 5
= tcp dport != 5
> meta l4proto == tcp tcp dport 5
= tcp dport 5
> ip protocol == tcp tcp dport 5
= tcp dport 5
> meta l4proto { tcp } tcp dport 5
= tcp dport 5
> ct protocol udp tcp dport 5
! Error: conflicting protocols specified: udp vs. tcp
! add rule ip t c ct protocol udp tcp dport 5
!                                 ^^^^^^^^^
> ct protocol tcp tcp dport 5
= tcp dport 5
> ct original ip daddr { 1.2.3.4, 5.6.7.8 }
> ct original daddr { 1.2.3.4, 5.6.7.8 }
! Error: specify either ip or ip6 for address matching
! add rule ip t c ct original daddr { 1.2.3.4, 5.6.7.8 }
!                 ^^^^^^^^^^^^^^^^^
> ct reply saddr 10.0.0.1-10.0.0.9
= ct reply ip saddr 10.0.0.1-10.0.0.9
> ct original saddr != 1.2.3.4
= ct original ip saddr != 1.2.3.4
> ct original saddr @a4
! Error: specify either ip or ip6 for address matching
! add rule ip t c ct original saddr @a4
!                 ^^^^^^^^^^^^^^^^^
> meta mark set ct original saddr map { 1.2.3.4 : 5 }
! Error: specify either ip or ip6 for address matching
! add rule ip t c meta mark set ct original saddr map { 1.2.3.4 : 5 }
!                               ^^^^^^^^^^^^^^^^^
> igmp group 224.0.0.1
! Error: Could not parse integer
! add rule ip t c igmp group 224.0.0.1
!                            ^^^^^^^^^
> meta mark . ct helper { 5 . "ftp" }
! Error: can not use variable sized data types (string) in concat expressions
! add rule ip t c meta mark . ct helper { 5 . "ftp" }
!                 ~~~~~~~~~~~~^^^^^^^^^
> vlan type { ip, arp }
> vlan type != ip
> meta day { 1, 9 }
! Error: Value 9 exceeds valid range 0-6
! add rule ip t c meta day { 1, 9 }
!                               ^
> meta hour { "10:00"-"12:00", "13:00" }
> meta hour != "10:00"-"12:00"
> meta hour { "22:00"-"06:00" }
! Error: Range has zero or negative size
! add rule ip t c meta hour { "22:00"-"06:00" }
!                             ^^^^^^^^^^^^^^^
> meta hour { "22:00"-"06:00", "10:00" }
! Error: Range has zero or negative size
! add rule ip t c meta hour { "22:00"-"06:00", "10:00" }
!                             ^^^^^^^^^^^^^^^
> meta time "2020-06-06"-"2021-06-06"
= meta time "2020-06-06 00:00:00"-"2021-06-06 00:00:00"
> ip saddr { 1.2.3.4-1.2.3.1, 5.6.7.8 }
! Error: Range has zero or negative size
! add rule ip t c ip saddr { 1.2.3.4-1.2.3.1, 5.6.7.8 }
!                            ^^^^^^^^^^^^^^^
> tcp dport 5-3
! Error: Range has zero or negative size
! add rule ip t c tcp dport 5-3
!                           ^^^
> add @dyn { ip saddr timeout 1m30s counter } accept
> add @dyn { ip saddr & 255.255.255.0 timeout 1m limit rate over 10/second } drop
> set update ip saddr timeout 5s @dyn
= update @dyn { ip saddr timeout 5s }
> add @dyn { ip saddr quota over 5 mbytes }
> add @dyn { ip saddr last }
! Error: syntax error, unexpected string
! add rule ip t c add @dyn { ip saddr last }
!                                     ^^^^
> add @ifs { iifname }
> add @mk { meta mark }
> add @mk { ct mark & 0xff }
= add @mk { ct mark & 0x000000ff }
> add @pt { meta l4proto . th dport }
> add @pt { ip protocol . tcp dport }
> add @to { ip daddr }
> add @a4 { numgen inc mod 5 }
> add @ap { ip saddr . numgen inc mod 5 }
! Error: datatype mismatch: expected concatenation of (IPv4 address, internet network service), expression has type concatenation of (IPv4 address, integer)
! add rule ip t c add @ap { ip saddr . numgen inc mod 5 }
!                 ~~~~~~~~~~^^^^^^^^^^^^^^^^^^^^^^^^^^^~~
> map update { ip saddr : tcp dport } @dm
! Error: syntax error, unexpected map
! add rule ip t c map update { ip saddr : tcp dport } @dm
!                 ^^^
> log prefix "a b c" flags all
> log prefix "x" level debug flags tcp sequence flags ip options
> log level alert
> log group 0
> log group 5 prefix "x"
= log prefix "x" group 5
> log group 65535 snaplen 0
> limit rate 100 kbytes/second burst 200 kbytes
> limit rate 1023 bytes/second burst 1025 bytes
> limit rate over 5 mbytes/hour
! Error: Could not process rule: Value too large for defined data type
! add rule ip t c limit rate over 5 mbytes/hour
!                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
> quota until 5 mbytes
= quota 5 mbytes
> quota over 1024 bytes
= quota over 1 kbytes
> quota 5 kbytes used 1 kbytes
> ct count until 5
! Error: syntax error, unexpected string, expecting number or over
! add rule ip t c ct count until 5
!                          ^^^^^
> counter packets 18446744073709551615 bytes 5
> meta priority set 0:1
> meta priority set ffff:ffff
= meta priority set root
> meta priority 0
= meta priority none
> meta priority root
> meta priority { 1:10, none }
= meta priority { none, 1:10 }
> meta mark set 0
= meta mark set 0x00000000
> ct mark set ct mark | 0x1 accept
= ct mark set ct mark | 0x00000001 accept
> ct zone set 5 notrack
> ct zone set meta mark map { 1 : 5 }
= ct zone set meta mark map { 0x00000001 : 5 }
> ct label set 127
> ct label set 128
! Error: 128: bit 128 out of range (128 max)
! add rule ip t c ct label set 128
!                              ^^^
> ct label 128
! Error: 128: bit 128 out of range (128 max)
! add rule ip t c ct label 128
!                          ^^^
> ct label 5,127
> ct status confirmed
> ct status expected,seen-reply,assured,confirmed,snat,dnat,dying
> ct state untracked,invalid
= ct state invalid,untracked
> ct state invalid drop
> ct state established,related counter accept
= ct state established,related counter packets 0 bytes 0 accept
> ct state vmap { established : accept, related : accept, new : jump other, invalid : drop }
= ct state vmap { invalid : drop, established : accept, related : accept, new : jump other }
> ct state != established,related
= ct state != established | related
> ct expiration > 1h
> ct expiration 1d2h3m4s
> ct expiration 90
= ct expiration 1m30s
> ct expiration != 1m
> ct expiration { 1m, 5m-10m }
= ct expiration { 1m, 300s-600s }
> ct bytes > 1000000
> ct original packets > 5
> ct avgpkt > 5
> ct direction original ct state new
> ct l3proto ipv6
> ct protocol . ct mark { tcp . 5 }
= ct protocol . ct mark { tcp . 0x00000005 }
> icmp type . ip saddr { echo-request . 1.2.3.4 }
> icmp code { port-unreachable, 5 }
> icmp type echo-reply counter
= icmp type echo-reply counter packets 0 bytes 0
> icmp type 50
> icmp code 50
> ip saddr { 0.0.0.0/1, 128.0.0.0/1 }
= ip saddr { 0.0.0.0/0 }
> ip saddr { 0.0.0.0/0, 1.2.3.4 }
= ip saddr { 0.0.0.0/0 }
> ip saddr { 255.255.255.255, 255.255.255.254 }
= ip saddr { 255.255.255.254, 255.255.255.255 }
> ip saddr { 255.255.255.254/31, 1.1.1.1 }
= ip saddr { 1.1.1.1, 255.255.255.254/31 }
> tcp dport { 0-65535, 5 }
= tcp dport { 0-65535 }
> tcp dport { 65535, 65534 }
= tcp dport { 65534, 65535 }
> ip saddr != { 10.0.0.0/8, 192.168.0.0/16 }
> ip saddr { 10.0.0.0/8, 10.0.0.0/8 }
= ip saddr { 10.0.0.0/8 }
> ip saddr { 10.0.0.1, 10.0.0.2, 10.0.0.3-10.0.0.9 }
= ip saddr { 10.0.0.1-10.0.0.9 }
> ip saddr vmap { 10.0.0.1 : drop, 10.0.0.2-10.0.0.9 : accept, 10.0.0.10/31 : drop }
> tcp dport vmap { 0-1023 : drop, 1024-65535 : accept }
> meta mark vmap { 1-5 : drop, 6 : accept }
= meta mark vmap { 0x00000001-0x00000005 : drop, 0x00000006 : accept }
> iifname vmap { "eth*" : drop, "lo" : accept, "wlan0" : return }
> iifname { "eth*", "et*" }
= iifname { "et*" }
> iifname { "eth0", "eth1" }
> iifname != "eth*"
> iifname . ip saddr { "eth*" . 1.2.3.4 }
> iif vmap { "lo" : accept }
> meta l4proto vmap { tcp : jump other, udp : jump other2, icmp : accept }
= meta l4proto vmap { icmp : accept, tcp : jump other, udp : jump other2 }
> ip protocol vmap { tcp : jump other, udp : drop }
> ip saddr . ip daddr vmap { 1.2.3.4 . 5.6.7.8 : accept, 10.0.0.0/8 . 11.0.0.0/8 : drop }
> ip saddr . tcp dport vmap { 1.2.3.4 . 22 : accept, 1.2.3.4 . 22 : drop }
! Error: Could not process rule: File exists
! add rule ip t c ip saddr . tcp dport vmap { 1.2.3.4 . 22 : accept, 1.2.3.4 . 22 : drop }
!                                                                    ^^^^^^^^^^^^
> ip saddr . tcp dport { 1.2.3.4 . 22, 1.2.3.4 . 22 }
= ip saddr . tcp dport { 1.2.3.4 . 22 }
> ip saddr . tcp dport . meta mark { 1.2.3.4 . 22 . 5, 1.2.3.5 . 22-23 . 0x10-0x20 }
= ip saddr . tcp dport . meta mark { 1.2.3.4 . 22 . 0x00000005, 1.2.3.5 . 22-23 . 0x00000010-0x00000020 }
> meta mark set ip saddr map { 1.2.3.4 : 0x10, 10.0.0.0/8 : 0x20, * : 0x30 }
= meta mark set ip saddr map { 1.2.3.4 : 0x00000010, 10.0.0.0/8 : 0x00000020, * : 0x00000030 }
> meta mark set iifname map { "eth0" : 1, "eth1" : 2 }
= meta mark set iifname map { "eth0" : 0x00000001, "eth1" : 0x00000002 }
> meta mark set ct state map { new : 1, established : 2 }
= meta mark set ct state map { established : 0x00000002, new : 0x00000001 }
> meta mark set ip protocol . tcp dport map { tcp . 5 : 7 }
= meta mark set ip protocol . tcp dport map { tcp . 5 : 0x00000007 }
> ip ttl set 300
! Error: Value 300 exceeds valid range 0-255
! add rule ip t c ip ttl set 300
!                            ^^^
> ip dscp set ef
> ip dscp set 0
= ip dscp set cs0
> ip ecn set 0
= ip ecn set not-ect
> ip daddr set 10.0.0.1 ip saddr set 10.0.0.2
> tcp dport set ssh
= tcp dport set 22
> tcp dport set 70000
! Error: Service out of range
! add rule ip t c tcp dport set 70000
!                               ^^^^^
> udp sport set 5 udp dport set 6
> tcp option maxseg size set rt mtu counter
= tcp option maxseg size set rt mtu counter packets 0 bytes 0
> tcp option maxseg size set tcp option maxseg size map { 1-5 : 6 }
> tcp option maxseg size > 5
> tcp option maxseg size { 5, 6 }
> tcp option window exists
> tcp option sack-perm kind 5
! Error: syntax error, unexpected newline
! add rule ip t c tcp option sack-perm kind 5
!                                            ^
> tcp option eol exists
> tcp option fastopen exists
> tcp option md5sig missing
> tcp option mptcp exists
> tcp option mptcp subtype 1
> tcp option 6 exists
> fib saddr oif 0 drop
> fib saddr type != local drop
> fib saddr . iif type { local, unicast } accept
= fib saddr . iif type { unicast, local } accept
> fib daddr . oif type local
> fib saddr . iif . oif type local
! Error: fib: iif and oif are mutually exclusive
! add rule ip t c fib saddr . iif . oif type local
!                     ^^^^^^^^^^^^^^^^^
> fib saddr . mark oif exists
> fib daddr type vmap { local : accept, broadcast : drop }
> fib saddr . iif oif vmap { 0 : drop, "lo" : accept }
> rt ip6 nexthop fe80::1
! Error: ip6 nexthop will not match
! add rule ip t c rt ip6 nexthop fe80::1
!                 ^^^^^^^^^^^^^^
> ip option ssrr exists
> ip option ra value 0
> ip option rr length 5
> exthdr frag exists
! Error: cannot use exthdr with ip
! add rule ip t c exthdr frag exists
!                 ^^^^^^^^^^^
> jhash ip saddr mod 10 seed 5 offset 3 7
= jhash ip saddr mod 10 seed 0x5 offset 3 7
> jhash ip saddr . ip daddr . tcp dport mod 10 { 1, 2 }
> jhash ip saddr mod 10 seed 0x123 5-7
> numgen inc mod 2 vmap { 0 : jump other, 1 : jump other2 }
> numgen random mod 100 < 50
> numgen inc mod 0 5
! Error: Could not process rule: Numerical result out of range
! add rule ip t c numgen inc mod 0 5
!                 ^^^^^^^^^^^^^^^^
> symhash mod 2 vmap { 0 : accept, 1 : drop }
> meta time > 1591462800
= meta time > "2020-06-06 17:00:00"
> meta time "2020-06-06"
= meta time "2020-06-06 00:00:00"
> meta hour "10:00:30"
> meta day { "Monday", "Friday" }
> meta day Monday
= meta day "Monday"
> meta day mon
! Error: Could not parse Day of week of packet reception
! add rule ip t c meta day mon
!                          ^^^
> meta nftrace set 1 accept
> meta nftrace set 2
! Error: Value 2 exceeds valid range 0-1
! add rule ip t c meta nftrace set 2
!                                  ^
> meta skuid { root, 1000 }
= meta skuid { 0, 1000 }
> meta skuid != 1000
> meta cgroup 1048577
> meta iifgroup "default"
= iifgroup "default"
> meta oifgroup { 1, 2 }
= oifgroup { 1, 2 }
> meta rtclassid cosmos
= meta rtclassid "cosmos"
> meta iifkind "veth"
> meta secpath missing
= meta ipsec missing
> meta broute set 1
! Error: syntax error, unexpected broute, known keys are length, protocol, priority, mark, iif, oif, iifname, oifname, iiftype, oiftype, skuid, skgid, nftrace, rtclassid, secmark, nfproto, l4proto, ibrname, obrname, pkttype, cpu, iifgroup, oifgroup, cgroup, random, ipsec, iifkind, oifkind, ibrpvid, ibrvproto, time, day, hour, sdif, sdifname
! add rule ip t c meta broute set 1
!                 ^^^^^^^^^^^^^^^^^
> tcp dport { ssh, http, https } tcp sport >= 1024
= tcp dport { 22, 80, 443 } tcp sport >= 1024
> tcp flags & (fin|syn|rst|psh|ack|urg) == fin|syn|rst|psh|ack|urg drop
= tcp flags fin,syn,rst,psh,ack,urg / fin,syn,rst,psh,ack,urg drop
> tcp flags & (fin|syn|rst|psh|ack|urg) == 0x0 drop
= tcp flags ! fin,syn,rst,psh,ack,urg drop
> tcp flags fin,psh,urg / fin,syn,rst,psh,ack,urg drop
> tcp flags != fin,syn / fin,syn
> tcp flags ! fin,syn / ack,rst
! Error: either == or != is allowed
! add rule ip t c tcp flags ! fin,syn / ack,rst
!                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
> tcp flags & (syn|rst) == (syn|rst) counter drop
= tcp flags syn,rst / syn,rst counter packets 0 bytes 0 drop
> tcp doff > 5
> tcp window < 100
> tcp urgptr != 0
> th dport { 22, 53 } th sport 5
> udp dport 53 udp length < 20
> sctp vtag 5
> sctp dport { 5, 6 }
> dccp type { request, response }
> ah hdrlength 5
> ah spi { 5, 6-9 }
= ah spi { 5-9 }
> esp spi != 5
> esp sequence 22
> comp flags 0x1
> ip version != 4
> ip hdrlength > 5
> ip checksum 0x1234
= ip checksum 4660
> ip frag-off & 0x2000 == 0x2000
= ip frag-off & 8192 == 8192
> ip frag-off & 0x3fff != 0
= ip frag-off & 16383 != 0
> ip protocol != tcp
> ip protocol { 1, 6, 17 } accept
= ip protocol { icmp, tcp, udp } accept
> ether daddr ff:ff:ff:ff:ff:ff drop
> ether saddr { 00:01:02:03:04:05, 00:01:02:03:04:06 }
> ether saddr . ip saddr { 00:01:02:03:04:05 . 1.2.3.4 }
> vlan id 4095
> vlan pcp > 3
> arp operation request
! Error: conflicting protocols specified: ip vs. arp
! add rule ip t c arp operation request
!                 ^^^^^^^^^^^^^
> tcp flags & (fin|syn) ! fin
! Error: cannot combine negation with binary expression
! add rule ip t c tcp flags & (fin|syn) ! fin
!                 ^^^^^^^^^^^^^^^^^^^^^   ~~~
> ct state & (new|established) ! new
! Error: cannot combine negation with binary expression
! add rule ip t c ct state & (new|established) ! new
!                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^   ~~~
> limit rate 1/week burst 4294967295 packets
! Error: Could not process rule: Value too large for defined data type
! add rule ip t c limit rate 1/week burst 4294967295 packets
!                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
> limit rate 1 bytes/week burst 4000000000 bytes
! Error: Could not process rule: Value too large for defined data type
! add rule ip t c limit rate 1 bytes/week burst 4000000000 bytes
!                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
> @th,0,128 5
= @th,0,128 0x5
> @nh,2040,8 5
= @nh,2040,8 0x5
> @th,0,64 5 @th,64,64 7
= @th,0,128 0x50000000000000007
> tcp dport 5 meta l4proto udp udp dport 6
! Error: conflicting protocols specified: tcp vs. udp
! add rule ip t c tcp dport 5 meta l4proto udp udp dport 6
!                                              ^^^^^^^^^
> ip saddr 1.2.3.4 vlan id 5
> ip saddr tcp
! Error: datatype mismatch, expected IPv4 address, expression has type Internet protocol
! add rule ip t c ip saddr tcp
!                 ~~~~~~~~ ^^^
> iifname tcp
! Error: datatype mismatch, expected network interface name, expression has type Internet protocol
! add rule ip t c iifname tcp
!                 ~~~~~~~ ^^^
> iifname "tcp"
> meta mark set tcp
! Error: syntax error, unexpected newline
! add rule ip t c meta mark set tcp
!                                  ^
> ip saddr . foo { 1.2.3.4 . 5 }
! Error: Can't parse symbolic invalid expressions
! add rule ip t c ip saddr . foo { 1.2.3.4 . 5 }
!                            ^^^
> tcp dport esp
! Error: datatype mismatch, expected internet network service, expression has type Internet protocol
! add rule ip t c tcp dport esp
!                 ~~~~~~~~~ ^^^
> ct helper tcp
! Error: datatype mismatch, expected string, expression has type Internet protocol
! add rule ip t c ct helper tcp
!                 ~~~~~~~~~ ^^^
> ip protocol tcp meta mark 5 ip ttl 5
= ip ttl 5 ip protocol tcp meta mark 0x00000005
> ip ttl 5 meta mark 5 ip protocol tcp
= meta mark 0x00000005 ip ttl 5 ip protocol tcp
> icmp type 8 meta mark 5 icmp code 0
= icmp type echo-request icmp code net-unreachable meta mark 0x00000005
> icmp code 0 meta mark 5 icmp type 8
= meta mark 0x00000005 icmp type echo-request icmp code net-unreachable
> tcp dport 5 meta mark 5 tcp sport 6
= meta mark 0x00000005 tcp sport 6 tcp dport 5
> tcp sport 5 meta mark 5 tcp dport 6
= tcp sport 5 tcp dport 6 meta mark 0x00000005
> ip checksum 5 meta mark 5 ip protocol tcp meta mark 6 ip ttl 5
= meta mark 0x00000005 ip ttl 5 ip protocol tcp ip checksum 5 meta mark 0x00000006
