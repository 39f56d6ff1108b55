# Rules of a table of both families.
| table inet t {
|   set addrs { type ipv4_addr; elements = { 10.0.0.1, 10.0.0.2 } }
|   set nets { type ipv4_addr; flags interval; elements = { 10.0.0.0/8, 192.168.1.7 } }
|   set nets6 { type ipv6_addr; flags interval; elements = { fd00::/8 } }
|   set ports { type inet_service; flags interval; elements = { 22, 80-90 } }
|   set marks { type mark; elements = { 1, 0x10 } }
|   set wide { type mark; flags interval; elements = { 1-10, 0x100 } }
|   set pairs { type ipv4_addr . inet_service; elements = { 10.0.0.1 . 22 } }
|   set both { type ipv4_addr . inet_service; flags interval; elements = { 10.0.0.0/8 . 80-90, 1.2.3.4 . 22 } }
|   set three { type ipv4_addr . inet_proto . inet_service; flags interval; elements = { 10.0.0.0/8 . tcp . 80 } }
|   set ifs { type ifname; elements = { "lo", "eth0" } }
|   set ifpair { type ifname . ipv4_addr; flags interval; elements = { "lo" . 10.0.0.0/8 } }
|   set seen { type ipv4_addr; flags dynamic,timeout; timeout 1m; }
|   set seen6 { type ipv6_addr; size 1000; flags dynamic; }
|   set meters { type ipv4_addr . inet_service; flags dynamic; }
|   set markpair { type mark . inet_service; flags interval; elements = { 1-5 . 80 } }
|   map ports2 { type ipv4_addr : inet_service; elements = { 10.0.0.1 : 8080 } }
|   map to4 { type inet_service : ipv4_addr; elements = { 80 : 10.0.0.1 } }
|   map marks2 { type ipv4_addr : mark; flags interval; elements = { 10.0.0.0/8 : 5 } }
|   map dyn { type ipv4_addr : mark; flags dynamic; }
|   map verdicts { type inet_service : verdict; flags interval; elements = { 22 : accept, 80-90 : jump u } }
|   map mverdicts { type mark : verdict; flags interval; elements = { 1-10 : accept, 20 : drop } }
|   map dscps { type dscp : verdict; elements = { cs1 : accept } }
|   map counters { type ipv4_addr : counter; elements = { 10.0.0.1 : "c1" } }
|   counter c1 { }
|   quota q1 { over 10 mbytes }
|   limit l1 { rate 10/second }
|   ct helper ftp1 { type "ftp" protocol tcp; }
|   chain u { }
|   chain c { }
| }
> tcp dport 22
> tcp dport 22 accept
> tcp dport ssh counter drop
> udp sport 53 udp dport 53
> tcp sport 1024-65535 tcp dport 80
> tcp dport != 22
> tcp dport != 22-25
> tcp dport > 1024
> tcp dport >= 1024
> tcp dport < 1024
> tcp dport <= 1024
> tcp dport { 22, 80, 443 } accept
> tcp dport { 22, 80-90 } accept
> tcp dport != { 22, 80 } drop
> tcp dport @ports
> tcp dport != @ports
> th dport 53
> th dport { 53, 853 }
> meta l4proto { tcp, udp } th dport 53 accept
> meta l4proto tcp tcp dport 22
> meta l4proto tcp th dport 22
> meta l4proto udp
> meta l4proto { tcp, udp }
> meta l4proto != tcp
> meta l4proto 6-17
> meta nfproto ipv4
> meta nfproto ipv6 tcp dport 22
> meta nfproto { ipv4, ipv6 }
> meta nfproto ipv4 ip saddr 10.0.0.1
> meta protocol ip
> meta protocol ip6 tcp dport 22
> meta protocol ip ip saddr 10.0.0.1
> meta protocol { ip, ip6 }
> ip saddr 10.0.0.1
> ip saddr 10.0.0.0/8
> ip saddr 10.16.0.0/12
> ip saddr 10.0.0.0/16 ip daddr 10.1.0.0/24
> ip saddr 10.0.0.1 ip daddr 10.0.0.2
> ip saddr 10.0.0.1 ip daddr 10.0.0.2 tcp dport 22
> ip saddr != 10.0.0.0/8
> ip saddr != 10.16.0.0/12
> ip saddr 10.0.0.1-10.0.0.9
> ip saddr != 10.0.0.1-10.0.0.9
> ip saddr { 10.0.0.1, 10.0.0.2 }
> ip saddr { 10.0.0.0/8, 192.168.0.1-192.168.0.9 }
> ip saddr != { 10.0.0.0/8, 192.168.0.0/16 } drop
> ip saddr @addrs
> ip saddr @nets
> ip saddr != @nets
> ip saddr & 0.0.0.255 == 0.0.0.5
> ip saddr & 255.255.0.0 == 10.0.0.0
> ip saddr 0.0.0.0/0
> ip version 4
> ip hdrlength 5
> ip hdrlength != 5
> ip dscp cs1
> ip dscp != cs1
> ip dscp { cs1, af11 }
> ip dscp cs1-cs3
> ip dscp 0x3f
> ip ecn ce
> ip ecn != not-ect
> ip ecn { ect0, ect1 }
> ip length 100
> ip length 100-200
> ip length > 1000
> ip id 5
> ip frag-off 0
> ip frag-off != 0
> ip frag-off & 0x1fff != 0
> ip frag-off & 0x2000 != 0
> ip ttl 64
> ip ttl 1-5
> ip ttl > 5
> ip ttl { 1, 64 }
> ip protocol tcp
> ip protocol tcp tcp dport 22
> ip protocol { tcp, udp }
> ip protocol != icmp
> ip protocol icmp icmp type echo-request
> ip checksum 5
> ip6 saddr fd00::1
> ip6 saddr fd00::/8
> ip6 saddr fd00::/12
> ip6 saddr ::1 ip6 daddr ::1
> ip6 saddr fd00::1-fd00::9
> ip6 saddr { fd00::1, fd00::2 }
> ip6 saddr { fd00::/8, fe80::/10 }
> ip6 saddr @nets6
> ip6 daddr & ffff:: == fd00::
> ip6 version 6
> ip6 dscp cs1
> ip6 dscp { cs1, cs2 }
> ip6 dscp != cs3
> ip6 ecn ce
> ip6 flowlabel 5
> ip6 flowlabel != 5
> ip6 flowlabel { 1, 5 }
> ip6 length 100
> ip6 nexthdr tcp
> ip6 nexthdr tcp tcp dport 22
> ip6 nexthdr ipv6-icmp icmpv6 type echo-request
> ip6 hoplimit 64
> ip6 hoplimit > 5
> icmp type echo-request
> icmp type { echo-request, echo-reply }
> icmp type != echo-request
> icmp code 0
> icmp code port-unreachable
> icmp type destination-unreachable icmp code host-unreachable
> icmp id 5
> icmp sequence 5
> icmp type echo-request icmp id 5
> icmp mtu 1400
> icmp gateway 10.0.0.1
> icmp checksum 5
> icmpv6 type echo-request
> icmpv6 type { nd-neighbor-solicit, nd-router-advert }
> icmpv6 code no-route
> icmpv6 id 5
> icmpv6 mtu 1280
> icmpv6 sequence 4
> icmpv6 parameter-problem 4
> icmpv6 max-delay 5
> igmp type membership-query
> igmp group 224.0.0.1
> igmp mrt 10
> tcp flags syn
> tcp flags syn,ack
> tcp flags != syn
> tcp flags ! syn
> tcp flags ! syn,rst
> tcp flags == syn
> tcp flags != syn,ack
> tcp flags == syn|ack
> tcp flags { syn, syn|ack }
> tcp flags & (fin|syn|rst|ack) == syn
> tcp flags & (fin|syn) == fin|syn
> tcp flags & (fin|syn) != 0
> tcp flags & syn != 0
> tcp flags & (fin|syn|rst|ack) != syn
> tcp flags & (syn|ack) == (syn|ack)
> tcp flags & (fin|syn|rst|psh|ack|urg) < 5
> tcp flags syn / fin,syn,rst,ack
> tcp flags fin,syn / fin,syn
> tcp flags != syn / fin,syn,rst,ack
> tcp sequence 5
> tcp ackseq > 5
> tcp doff 8
> tcp doff > 5
> tcp reserved 1
> tcp window 100
> tcp window { 1, 1000-2000 }
> tcp checksum 5
> tcp urgptr 5
> tcp sport 1 tcp dport 2
> tcp dport 2 tcp sport 1
> tcp sport 1 counter tcp dport 2
> tcp sport 1 ip saddr 10.0.0.1 tcp dport 2
> tcp sport != 1 tcp dport != 2
> tcp sport != 1 tcp dport 2
> udp length 8
> udp checksum 0
> udplite sport 5
> udplite checksum 5
> sctp sport 5
> sctp dport { 1, 2 }
> sctp vtag 5
> dccp sport 5
> dccp type request
> dccp type { request, response }
> dccp type != data
> ah spi 5
> ah nexthdr tcp
> ah hdrlength 5
> ah sequence 5
> esp spi 5
> esp spi { 1, 100-200 }
> esp sequence 5
> comp cpi 5
> comp nexthdr tcp
> comp flags 1
> ether saddr 00:11:22:33:44:55
> ether daddr { 00:11:22:33:44:55, 00:11:22:33:44:66 }
> ether type ip
> ether type ip6
> ether saddr 00:11:22:33:44:55 ip saddr 10.0.0.1
> ether daddr 00:11:22:33:44:55 ether saddr 00:11:22:33:44:66
> vlan id 5
> vlan pcp 5
> vlan id 5 ip saddr 10.0.0.1
> vlan dei 1
> @th,16,16 22
> @th,0,32 0x00010002
> @nh,8,8 5
> @nh,96,32 0x0a000001
> @nh,72,8 6
> @ll,0,48 0x001122334455
> @ih,0,32 0x41414141
> @th,4,4 5
> @nh,12,12 0x123
> @th,16,16 { 22, 80 }
> @th,16,16 > 1024
> @th,20,8 5
> meta length 100
> meta length 100-200
> meta length > 1000
> meta length { 1, 100-200 }
> meta length != 5
> meta mark 5
> meta mark != 0
> meta mark 0x10-0x20
> meta mark != 0x10-0x20
> meta mark > 5
> meta mark { 1, 2 }
> meta mark { 1-5, 10 }
> meta mark @marks
> meta mark @wide
> meta mark & 0xff == 0x10
> meta mark & 0xff != 0x10
> meta mark & 0xff > 0x10
> meta mark & 0xff { 1, 2 }
> meta mark & 0xff 1-5
> meta mark | 1 == 3
> meta mark ^ 1 == 3
> meta mark & 0xff0 >> 4 == 3
> meta mark >> 8 == 3
> meta mark << 8 == 0x300
> meta mark & 0x0f | 0x10 == 0x15
> meta priority 1:10
> meta priority none
> meta priority 0-5
> meta iif lo
> meta iif != lo
> iif lo accept
> oif lo
> iifname eth0
> iifname "eth*"
> iifname != "eth*"
> iifname != eth0
> iifname { eth0, lo }
> iifname { "eth*", lo }
> iifname @ifs
> oifname eth1
> oifname "*"
> iiftype ether
> iiftype { ether, loopback }
> oiftype != loopback
> meta skuid 0
> meta skuid root
> meta skuid 1000-2000
> meta skgid 5
> meta skgid { 1, 5-9 }
> meta nftrace 1
> meta rtclassid 5
> meta pkttype unicast
> meta pkttype { broadcast, multicast }
> pkttype host
> meta cpu 1
> meta cpu 1-3
> meta iifgroup default
> meta iifgroup 5
> meta oifgroup { 1-3 }
> meta cgroup 5
> meta random 5
> meta random < 1000
> meta ipsec exists
> meta ipsec missing
> meta iifkind "vlan"
> meta oifkind "bridge"
> meta time 1000
> meta time 1000-2000
> meta hour "08:00"-"16:00"
> meta hour "22:00"-"06:00"
> meta hour "12:00"
> meta day "Monday"
> meta day 1-5
> meta day { "Saturday", "Sunday" }
> ct state new
> ct state established,related accept
> ct state { established, related }
> ct state != new
> ct state ! new
> ct state != established,related
> ct state invalid drop
> ct state vmap { established : accept, related : accept, invalid : drop }
> ct state vmap { established : accept, new : jump u }
> ct direction original
> ct direction != reply
> ct status snat
> ct status dnat,snat
> ct status != expected
> ct status assured
> ct mark 5
> ct mark != 0
> ct mark & 0xff == 1
> ct mark 1-5
> ct mark { 1-5, 7 }
> ct mark > 5
> ct expiration 30s
> ct expiration > 30s
> ct expiration 1m-1h
> ct helper "ftp"
> ct helper { "ftp", "tftp" }
> ct l3proto ipv4
> ct l3proto ipv4 ct original ip saddr 10.0.0.1
> ct protocol tcp
> ct original protocol tcp
> ct original ip saddr 10.0.0.1
> ct original ip saddr 10.0.0.0/8
> ct original ip daddr { 10.0.0.1, 10.0.0.2 }
> ct reply ip6 saddr fd00::1
> ct reply ip6 daddr fd00::/16
> ct original proto-src 5
> ct protocol tcp ct original proto-dst 80
> ct original proto-dst { 1, 80-90 }
> ct label 5
> ct label 1
> ct label != 7
> ct packets > 5
> ct bytes > 1000
> ct original bytes 1000-2000
> ct reply packets 5
> ct avgpkt > 100
> ct original avgpkt 100
> ct zone 5
> ct original zone 5
> ct zone 1-5
> ct id 5
> ct count 5
> ct count over 20 drop
> rt classid 5
> rt ip nexthop 10.0.0.1
> rt ip6 nexthop fd00::1
> rt ip nexthop 10.0.0.0/8
> rt mtu 1400
> rt mtu > 1000
> rt ipsec exists
> tcp option maxseg size set rt mtu
> tcp flags syn tcp option maxseg size set 1400
> tcp option maxseg size set 1400
> tcp option maxseg exists
> tcp option maxseg missing
> tcp option maxseg size 1400
> tcp option maxseg size > 1000
> tcp option maxseg size 500-1000
> tcp option window count 5
> tcp option timestamp tsval 5
> tcp option timestamp exists
> tcp option sack-perm exists
> tcp option sack left 5
> tcp option sack1 right 5
> tcp option nop exists
> tcp option eol missing
> tcp option 42 exists
> tcp option @42,16,4 2
> tcp option maxseg length 4
> reset tcp option sack-perm
> socket transparent 1
> socket mark 5
> socket wildcard 0
> socket mark set 5
> socket mark 1-5
> fib saddr . iif oif missing drop
> fib saddr . iif oif exists
> fib saddr . iif oif 0
> fib saddr . iif oif lo
> fib daddr . iif type local
> fib daddr type { local, broadcast }
> fib daddr . iif type != { local, broadcast, multicast }
> fib saddr . iif oifname "lo"
> fib saddr . mark . iif oifname { "lo", "eth0" }
> fib daddr . oif type local
> fib daddr . mark oif exists
> fib saddr type unicast
> exthdr hbh exists
> exthdr frag missing
> frag frag-off 5
> frag id 5
> frag more-fragments 1
> frag reserved 1
> frag nexthdr tcp
> frag nexthdr { tcp, udp }
> frag reserved2 1
> hbh nexthdr tcp
> hbh hdrlength 5
> rt type 0
> rt nexthdr tcp
> rt hdrlength 1
> rt seg-left 1
> rt0 addr[1] fd00::1
> rt2 addr fd00::1
> srh last-entry 1
> srh flags 1
> srh tag 5
> srh sid[1] fd00::1
> dst nexthdr tcp
> dst hdrlength 1
> mh type binding-refresh-request
> mh nexthdr 1
> mh checksum 1
> mh type { binding-refresh-request, home-test-init }
> ip option rr exists
> ip option lsrr addr 10.0.0.1
> ip option ra value 1
> ip option rr ptr 1
> numgen inc mod 2 0
> numgen inc mod 10 offset 5 6
> numgen random mod 10 < 5
> numgen inc mod 2 vmap { 0 : accept, 1 : drop }
> numgen random mod 100 vmap { 0-49 : jump u, 50-99 : drop }
> jhash ip saddr mod 2 0
> jhash ip saddr . tcp dport mod 4 seed 0xdeadbeef 3
> jhash ip saddr mod 2 seed 0x1 offset 10 11
> symhash mod 4 1
> symhash mod 4 offset 5 vmap { 5 : accept }
> ip saddr . tcp dport @pairs
> ip saddr . tcp dport @both
> ip saddr . ip protocol . tcp dport @three
> ip saddr . tcp dport { 10.0.0.1 . 22, 10.0.0.2 . 80 }
> ip saddr . tcp dport { 10.0.0.0/8 . 22, 10.0.0.2 . 80-90 }
> ip saddr . ip daddr . tcp sport . tcp dport { 10.0.0.1 . 10.0.0.2 . 1 . 2 }
> ip6 saddr . ip6 daddr . tcp dport { fd00::1 . fd00::2 . 80 }
> meta mark . tcp dport { 1 . 80 }
> meta mark . tcp dport { 1-5 . 80 }
> meta mark . tcp dport @markpair
> meta l4proto . th dport { tcp . 80, udp . 53 }
> meta l4proto . th dport vmap { tcp . 80 : accept, udp . 53 : drop }
> iifname . ip saddr { lo . 10.0.0.1 }
> iifname . ip saddr @ifpair
> iif . meta mark { lo . 5 }
> iifname . oifname { "lo" . "eth0" } accept
> ip dscp . tcp dport { cs1 . 80 }
> tcp flags . tcp dport { syn . 80 }
> ct state . ct mark { new . 1 }
> ip saddr . ip daddr vmap { 10.0.0.1 . 10.0.0.2 : drop }
> ip saddr . ip daddr . meta l4proto { 10.0.0.1 . 10.0.0.2 . tcp }
> ether saddr . ip saddr { 00:11:22:33:44:55 . 10.0.0.1 }
> tcp dport vmap { 22 : accept, 80 : drop }
> tcp dport vmap { 22 : accept, 80-90 : jump u, 100 : goto u }
> tcp dport vmap @verdicts
> tcp dport vmap { 22 : accept, * : drop }
> meta mark vmap @mverdicts
> meta mark vmap { 1-10 : accept }
> ip dscp vmap @dscps
> ip dscp vmap { cs1 : accept, cs2 : drop }
> ip6 dscp vmap { cs1 : accept, cs2 : drop }
> iifname vmap { lo : accept, "eth0" : jump u }
> meta iif vmap { lo : accept }
> ip saddr vmap { 10.0.0.0/8 : accept, 192.168.0.0/16 : drop }
> ip protocol vmap { tcp : accept, udp : drop }
> accept
> drop
> continue
> return
> jump u
> goto u
> counter
> counter packets 5 bytes 100
> counter name c1
> counter name ip saddr map @counters
> counter name ip saddr map { 10.0.0.1 : "c1" }
> quota 10 mbytes
> quota over 10 mbytes
> quota 100 bytes used 50 bytes
> quota name q1
> limit rate 10/second
> limit rate 10/minute burst 3 packets
> limit rate over 10/hour
> limit rate 10 mbytes/second
> limit rate over 100 kbytes/second burst 10 kbytes
> limit rate 400/day
> limit rate 5/week
> limit name l1
> ct helper set ftp1
> tcp dport 21 ct helper set ftp1
> last
> log
> log prefix "hello "
> log level debug
> log prefix "x" level warn
> log level emerg
> log flags all
> log flags tcp sequence,options
> log flags ip options flags skuid flags ether
> log group 5
> log prefix "y" group 5 snaplen 100 queue-threshold 10
> log level audit
> reject
> reject with tcp reset
> tcp dport 22 reject with tcp reset
> meta l4proto tcp reject with tcp reset
> reject with icmp port-unreachable
> reject with icmp type host-unreachable
> reject with icmp admin-prohibited
> reject with icmp 13
> reject with icmpv6 no-route
> reject with icmpv6 addr-unreachable
> reject with icmpx admin-prohibited
> reject with icmpx host-unreachable
> reject with icmpx no-route
> ip saddr 10.0.0.1 reject
> ip saddr 10.0.0.1 reject with icmp net-unreachable
> ip6 saddr ::1 reject
> snat ip to 10.0.0.1
> snat to 10.0.0.1
> snat ip to 10.0.0.1-10.0.0.9
> snat ip6 to fd00::1
> tcp dport 80 snat ip to 10.0.0.1:1024
> tcp dport 80 snat ip to 10.0.0.1:1024-2048
> tcp dport 80 snat ip to 10.0.0.1-10.0.0.3:1024-2048 random
> dnat ip to 10.0.0.1
> tcp dport 80 dnat ip to 10.0.0.1:8080
> tcp dport 80 dnat to 10.0.0.1:8080
> tcp dport 80 dnat ip6 to [fd00::1]:8080
> tcp dport 80 dnat to :8080
> tcp dport 80 dnat ip to 10.0.0.1:8080-8090 persistent
> ip saddr 10.0.0.1 snat ip to 10.0.0.2
> ip saddr 10.0.0.1 tcp dport 80 dnat to 10.0.0.2:80
> snat ip to 10.0.0.1 random,persistent
> snat ip to 10.0.0.1 fully-random
> snat ip prefix to 10.0.0.0/24
> dnat ip prefix to ip daddr map { 10.0.0.0/24 : 10.1.0.0/24 }
> dnat ip to tcp dport map @to4
> dnat ip to tcp dport map { 80 : 10.0.0.1, 443 : 10.0.0.2 }
> dnat ip to ip saddr map { 10.0.0.1 : 10.1.0.1, 10.0.0.2 : 10.1.0.2 }
> dnat ip to ip saddr map { 10.0.0.0/24 : 10.1.0.1-10.1.0.9 }
> dnat ip to ip saddr . tcp dport map { 10.0.0.1 . 80 : 10.1.0.1 . 8080 }
> dnat ip to ip saddr . tcp dport map { 10.0.0.1 . 80 : 10.1.0.1 }
> dnat ip addr . port to ip saddr map { 10.0.0.1 : 10.1.0.1 . 8080 }
> snat ip to numgen inc mod 2 map { 0 : 10.0.0.1, 1 : 10.0.0.2 }
> snat ip to jhash ip saddr mod 2 map { 0 : 10.0.0.1, 1 : 10.0.0.2 }
> tcp dport 80 dnat to numgen inc mod 2 map { 0 : 10.0.0.1, 1 : 10.0.0.2 }
> tcp dport 80 dnat ip to 10.0.0.1 : tcp dport map { 80 : 8080 }
> masquerade
> masquerade random
> masquerade fully-random,persistent
> tcp dport 80 masquerade to :1024-2048
> udp dport 53 masquerade to :1024
> redirect
> tcp dport 80 redirect to :8080
> tcp dport 80 redirect to :8080-8090 random
> tcp dport 80 redirect to :tcp dport map { 80 : 8080, 443 : 8443 }
> ip protocol tcp redirect to :8080
> notrack
> meta mark set 5
> meta mark set meta mark & 0xff
> meta mark set meta mark | 0x10
> meta mark set meta mark & 0xff | 0x10
> meta mark set meta mark ^ 0x10
> meta mark set meta mark << 8
> meta mark set meta mark & 0xff00 >> 8
> meta mark set ct mark
> meta mark set ct mark & 0xff
> meta mark set ct mark & 0xffff00ff | 0x100
> meta mark set ip saddr map @marks2
> meta mark set ip saddr map { 10.0.0.1 : 5 }
> meta mark set tcp dport map { 22 : 1, 80-90 : 2 }
> meta mark set iifname map { lo : 1, eth0 : 2 }
> meta mark set numgen inc mod 2
> meta mark set jhash ip saddr mod 4 offset 100
> meta mark set symhash mod 4
> meta mark set meta cpu
> meta mark set ip saddr . tcp dport map { 10.0.0.1 . 80 : 5 }
> meta mark set ip dscp map { cs1 : 1, cs2 : 2 }
> meta priority set 1:10
> meta priority set none
> meta priority set ip dscp map { cs1 : 1:10, cs2 : 1:20 }
> meta nftrace set 1
> meta pkttype set unicast
> meta secmark set 1
> ct mark set 5
> ct mark set meta mark
> ct mark set meta mark | 0x10
> ct mark set ct mark & 0xff
> ct mark set ct mark | 1
> ct mark set ip saddr map { 10.0.0.1 : 5 }
> ct label set 5
> ct label set bit
> ct zone set 5
> ct original zone set 5
> ct reply zone set 5
> ct zone set iif map { lo : 5 }
> ct event set new,destroy
> ct event set new
> ip saddr set 10.0.0.1
> ip daddr set 10.0.0.1
> ip ttl set 5
> ip dscp set cs1
> ip dscp set 0
> ip ecn set ce
> ip id set 5
> ip length set 100
> ip protocol set 6
> ip checksum set 5
> ip version set 4
> ip hdrlength set 5
> ip frag-off set 0
> ip saddr set ip daddr
> ip dscp set ip dscp map { cs1 : cs2 }
> ip6 saddr set fd00::1
> ip6 dscp set cs1
> ip6 ecn set ce
> ip6 flowlabel set 5
> ip6 hoplimit set 5
> ip6 nexthdr set 6
> ip6 length set 6
> tcp dport set 80
> tcp sport set 80
> tcp flags set syn
> tcp window set 100
> tcp checksum set 0
> tcp doff set 5
> tcp sequence set 5
> udp dport set 53
> udp checksum set 0
> udp length set 8
> sctp dport set 5
> th dport set 5
> icmp type set echo-reply
> icmp code set 0
> ether saddr set 00:11:22:33:44:55
> ether daddr set 00:11:22:33:44:55
> @nh,96,32 set 0x0a000001
> @th,16,16 set 22
> @nh,8,8 set 4
> @th,20,8 set 4
> tcp dport set tcp sport
> tcp dport set numgen inc mod 10 offset 1000
> add @seen { ip saddr }
> add @seen { ip saddr timeout 30s }
> update @seen { ip saddr timeout 1h limit rate 10/second }
> update @seen { ip saddr counter }
> delete @seen { ip saddr }
> add @seen6 { ip6 saddr ct count over 5 } drop
> add @meters { ip saddr . tcp dport limit rate over 10/second burst 5 packets } drop
> add @meters { ip saddr . tcp dport counter }
> update @dyn { ip saddr : meta mark }
> add @dyn { ip saddr : 5 }
> add @seen { ip saddr & 255.255.255.0 }
> update @seen { ip saddr limit rate 10/second counter }
> meter m1 { ip saddr limit rate 10/second }
> meter m2 size 1000 { ip saddr timeout 30s limit rate over 10/second } drop
> meter m3 { tcp dport . ip saddr ct count 5 }
> iifname lo ip saddr 127.0.0.0/8 ct state new tcp dport { 22, 80 } counter log prefix "in " accept
> ct state established ip saddr 10.0.0.1 tcp dport 22 limit rate 5/second log accept
> ip saddr 10.0.0.1 ip6 hoplimit 5
> tcp dport 22 udp dport 53
> ip saddr 10.0.0.1 meta l4proto tcp tcp dport 22 ct state new accept
> tcp dport 22 ip saddr 10.0.0.1 tcp sport 5
> ip saddr 10.0.0.1 icmp type echo-request
> ip6 saddr ::1 icmpv6 type echo-request
> icmp type echo-request ip saddr 10.0.0.1
> ip protocol udp udp dport 53 ip saddr 10.0.0.1
> meta l4proto ipv6-icmp icmpv6 type echo-request
> meta l4proto icmp icmp type echo-request
