# Options of listings.
$ nft -f -
> table inet t {
>  chain c {
>   type filter hook input priority 5; policy accept;
>   tcp dport { 22, 80 } counter packets 1 bytes 2 accept comment "web"
>   udp dport 53 meta skuid 0
>   meta l4proto { tcp, udp, icmp } ct state established,new
>   ct expiration 90s
>   tcp flags syn,ack
>   tcp flags & (fin | syn) == syn
>   icmp type echo-request
>   ip dscp ef ip ecn ce
>   meta protocol ip
>   meta iiftype ether
>   iif "lo" iifgroup default
>   meta day Monday meta hour "10:00" meta time "2023-01-01 10:00:00"
>   fib daddr type local
>   meta pkttype host meta nfproto ipv4
>   tcp dport 80-90
>   quota 10 mbytes used 5 bytes limit rate 5/second
>   reject with icmp host-unreachable
>   ct state vmap { established : accept, invalid : drop }
>   meta priority set 1:10
>   log level debug
>   tcp option sack-perm exists
>   ct direction original ct status snat
>  }
> }
$ nft list ruleset
table inet t {
	chain c {
		type filter hook input priority filter + 5; policy accept;
		tcp dport { 22, 80 } counter packets 1 bytes 2 accept comment "web"
		udp dport 53 meta skuid 0
		meta l4proto { icmp, tcp, udp } ct state established,new
		ct expiration 1m30s
		tcp flags syn,ack
		tcp flags syn / fin,syn
		icmp type echo-request
		ip dscp ef ip ecn ce
		meta protocol ip
		meta iiftype ether
		iif "lo" iifgroup "default"
		meta day "Monday" meta hour "10:00" meta time "2023-01-01 10:00:00"
		fib daddr type local
		meta pkttype host meta nfproto ipv4
		tcp dport 80-90
		quota 10 mbytes used 5 bytes limit rate 5/second
		reject with icmp host-unreachable
		ct state vmap { invalid : drop, established : accept }
		meta priority set 1:10
		log level debug
		tcp option sack-perm exists
		ct direction original ct status snat
	}
}
$ nft -a list ruleset
table inet t { # handle 1
	chain c { # handle 1
		type filter hook input priority filter + 5; policy accept;
		tcp dport { 22, 80 } counter packets 1 bytes 2 accept comment "web" # handle 3
		udp dport 53 meta skuid 0 # handle 4
		meta l4proto { icmp, tcp, udp } ct state established,new # handle 6
		ct expiration 1m30s # handle 7
		tcp flags syn,ack # handle 8
		tcp flags syn / fin,syn # handle 9
		icmp type echo-request # handle 10
		ip dscp ef ip ecn ce # handle 11
		meta protocol ip # handle 12
		meta iiftype ether # handle 13
		iif "lo" iifgroup "default" # handle 14
		meta day "Monday" meta hour "10:00" meta time "2023-01-01 10:00:00" # handle 15
		fib daddr type local # handle 16
		meta pkttype host meta nfproto ipv4 # handle 17
		tcp dport 80-90 # handle 18
		quota 10 mbytes used 5 bytes limit rate 5/second # handle 19
		reject with icmp host-unreachable # handle 20
		ct state vmap { invalid : drop, established : accept } # handle 22
		meta priority set 1:10 # handle 23
		log level debug # handle 24
		tcp option sack-perm exists # handle 25
		ct direction original ct status snat # handle 26
	}
}
$ nft -n list ruleset
table inet t {
	chain c {
		type filter hook input priority 5; policy accept;
		tcp dport { 22, 80 } counter packets 1 bytes 2 accept comment "web"
		udp dport 53 meta skuid 0
		meta l4proto { 1, 6, 17 } ct state 0x2,0x8
		ct expiration 90s
		tcp flags 0x2,0x10
		tcp flags 0x2 / 0x1,0x2
		icmp type 8
		ip dscp 0x2e ip ecn 0x3
		meta protocol 0x0800
		meta iiftype 1
		iif "lo" iifgroup 0
		meta day 1 meta hour "10:00" meta time "2023-01-01 10:00:00"
		fib daddr type 2
		meta pkttype 0 meta nfproto 2
		tcp dport 80-90
		quota 10 mbytes used 5 bytes limit rate 5/second
		reject with icmp 1
		ct state vmap { 0x1 : drop, 0x2 : accept }
		meta priority set 1:10
		log level debug
		tcp option sack-perm 1
		ct direction 0 ct status 0x10
	}
}
$ nft -nn list ruleset
table inet t {
	chain c {
		type filter hook input priority 5; policy accept;
		tcp dport { 22, 80 } counter packets 1 bytes 2 accept comment "web"
		udp dport 53 meta skuid 0
		meta l4proto { 1, 6, 17 } ct state 0x2,0x8
		ct expiration 90s
		tcp flags 0x2,0x10
		tcp flags 0x2 / 0x1,0x2
		icmp type 8
		ip dscp 0x2e ip ecn 0x3
		meta protocol 0x0800
		meta iiftype 1
		iif "lo" iifgroup 0
		meta day 1 meta hour "10:00" meta time "2023-01-01 10:00:00"
		fib daddr type 2
		meta pkttype 0 meta nfproto 2
		tcp dport 80-90
		quota 10 mbytes used 5 bytes limit rate 5/second
		reject with icmp 1
		ct state vmap { 0x1 : drop, 0x2 : accept }
		meta priority set 1:10
		log level debug
		tcp option sack-perm 1
		ct direction 0 ct status 0x10
	}
}
$ nft -s list ruleset
table inet t {
	chain c {
		type filter hook input priority filter + 5; policy accept;
		tcp dport { 22, 80 } counter accept comment "web"
		udp dport 53 meta skuid 0
		meta l4proto { icmp, tcp, udp } ct state established,new
		ct expiration 1m30s
		tcp flags syn,ack
		tcp flags syn / fin,syn
		icmp type echo-request
		ip dscp ef ip ecn ce
		meta protocol ip
		meta iiftype ether
		iif "lo" iifgroup "default"
		meta day "Monday" meta hour "10:00" meta time "2023-01-01 10:00:00"
		fib daddr type local
		meta pkttype host meta nfproto ipv4
		tcp dport 80-90
		quota 10 mbytes limit rate 5/second
		reject with icmp host-unreachable
		ct state vmap { invalid : drop, established : accept }
		meta priority set 1:10
		log level debug
		tcp option sack-perm exists
		ct direction original ct status snat
	}
}
$ nft -S list ruleset
table inet t {
	chain c {
		type filter hook input priority filter + 5; policy accept;
		tcp dport { "ssh", "http" } counter packets 1 bytes 2 accept comment "web"
		udp dport "domain" meta skuid 0
		meta l4proto { icmp, tcp, udp } ct state established,new
		ct expiration 1m30s
		tcp flags syn,ack
		tcp flags syn / fin,syn
		icmp type echo-request
		ip dscp ef ip ecn ce
		meta protocol ip
		meta iiftype ether
		iif "lo" iifgroup "default"
		meta day "Monday" meta hour "10:00" meta time "2023-01-01 10:00:00"
		fib daddr type local
		meta pkttype host meta nfproto ipv4
		tcp dport 80-90
		quota 10 mbytes used 5 bytes limit rate 5/second
		reject with icmp host-unreachable
		ct state vmap { invalid : drop, established : accept }
		meta priority set 1:10
		log level debug
		tcp option sack-perm exists
		ct direction original ct status snat
	}
}
$ nft -y list ruleset
table inet t {
	chain c {
		type filter hook input priority 5; policy accept;
		tcp dport { 22, 80 } counter packets 1 bytes 2 accept comment "web"
		udp dport 53 meta skuid 0
		meta l4proto { icmp, tcp, udp } ct state established,new
		ct expiration 1m30s
		tcp flags syn,ack
		tcp flags syn / fin,syn
		icmp type echo-request
		ip dscp ef ip ecn ce
		meta protocol ip
		meta iiftype ether
		iif "lo" iifgroup "default"
		meta day "Monday" meta hour "10:00" meta time "2023-01-01 10:00:00"
		fib daddr type local
		meta pkttype host meta nfproto ipv4
		tcp dport 80-90
		quota 10 mbytes used 5 bytes limit rate 5/second
		reject with icmp host-unreachable
		ct state vmap { invalid : drop, established : accept }
		meta priority set 1:10
		log level debug
		tcp option sack-perm exists
		ct direction original ct status snat
	}
}
$ nft -p list ruleset
table inet t {
	chain c {
		type filter hook input priority filter + 5; policy accept;
		tcp dport { 22, 80 } counter packets 1 bytes 2 accept comment "web"
		udp dport 53 meta skuid 0
		meta l4proto { 1, 6, 17 } ct state established,new
		ct expiration 1m30s
		tcp flags syn,ack
		tcp flags syn / fin,syn
		icmp type echo-request
		ip dscp ef ip ecn ce
		meta protocol ip
		meta iiftype ether
		iif "lo" iifgroup "default"
		meta day "Monday" meta hour "10:00" meta time "2023-01-01 10:00:00"
		fib daddr type local
		meta pkttype host meta nfproto ipv4
		tcp dport 80-90
		quota 10 mbytes used 5 bytes limit rate 5/second
		reject with icmp host-unreachable
		ct state vmap { invalid : drop, established : accept }
		meta priority set 1:10
		log level debug
		tcp option sack-perm exists
		ct direction original ct status snat
	}
}
$ nft -T list ruleset
table inet t {
	chain c {
		type filter hook input priority filter + 5; policy accept;
		tcp dport { 22, 80 } counter packets 1 bytes 2 accept comment "web"
		udp dport 53 meta skuid 0
		meta l4proto { icmp, tcp, udp } ct state established,new
		ct expiration 90s
		tcp flags syn,ack
		tcp flags syn / fin,syn
		icmp type echo-request
		ip dscp ef ip ecn ce
		meta protocol ip
		meta iiftype ether
		iif "lo" iifgroup "default"
		meta day "Monday" meta hour "10:00" meta time "2023-01-01 10:00:00"
		fib daddr type local
		meta pkttype host meta nfproto ipv4
		tcp dport 80-90
		quota 10 mbytes used 5 bytes limit rate 5/second
		reject with icmp host-unreachable
		ct state vmap { invalid : drop, established : accept }
		meta priority set 1:10
		log level debug
		tcp option sack-perm exists
		ct direction original ct status snat
	}
}
$ nft -u list ruleset
table inet t {
	chain c {
		type filter hook input priority filter + 5; policy accept;
		tcp dport { 22, 80 } counter packets 1 bytes 2 accept comment "web"
		udp dport 53 meta skuid "root"
		meta l4proto { icmp, tcp, udp } ct state established,new
		ct expiration 1m30s
		tcp flags syn,ack
		tcp flags syn / fin,syn
		icmp type echo-request
		ip dscp ef ip ecn ce
		meta protocol ip
		meta iiftype ether
		iif "lo" iifgroup "default"
		meta day "Monday" meta hour "10:00" meta time "2023-01-01 10:00:00"
		fib daddr type local
		meta pkttype host meta nfproto ipv4
		tcp dport 80-90
		quota 10 mbytes used 5 bytes limit rate 5/second
		reject with icmp host-unreachable
		ct state vmap { invalid : drop, established : accept }
		meta priority set 1:10
		log level debug
		tcp option sack-perm exists
		ct direction original ct status snat
	}
}
$ nft -t list ruleset
table inet t {
	chain c {
		type filter hook input priority filter + 5; policy accept;
		tcp dport { 22, 80 } counter packets 1 bytes 2 accept comment "web"
		udp dport 53 meta skuid 0
		meta l4proto { icmp, tcp, udp } ct state established,new
		ct expiration 1m30s
		tcp flags syn,ack
		tcp flags syn / fin,syn
		icmp type echo-request
		ip dscp ef ip ecn ce
		meta protocol ip
		meta iiftype ether
		iif "lo" iifgroup "default"
		meta day "Monday" meta hour "10:00" meta time "2023-01-01 10:00:00"
		fib daddr type local
		meta pkttype host meta nfproto ipv4
		tcp dport 80-90
		quota 10 mbytes used 5 bytes limit rate 5/second
		reject with icmp host-unreachable
		ct state vmap { invalid : drop, established : accept }
		meta priority set 1:10
		log level debug
		tcp option sack-perm exists
		ct direction original ct status snat
	}
}
$ nft -N list ruleset
table inet t {
	chain c {
		type filter hook input priority filter + 5; policy accept;
		tcp dport { 22, 80 } counter packets 1 bytes 2 accept comment "web"
		udp dport 53 meta skuid 0
		meta l4proto { icmp, tcp, udp } ct state established,new
		ct expiration 1m30s
		tcp flags syn,ack
		tcp flags syn / fin,syn
		icmp type echo-request
		ip dscp ef ip ecn ce
		meta protocol ip
		meta iiftype ether
		iif "lo" iifgroup "default"
		meta day "Monday" meta hour "10:00" meta time "2023-01-01 10:00:00"
		fib daddr type local
		meta pkttype host meta nfproto ipv4
		tcp dport 80-90
		quota 10 mbytes used 5 bytes limit rate 5/second
		reject with icmp host-unreachable
		ct state vmap { invalid : drop, established : accept }
		meta priority set 1:10
		log level debug
		tcp option sack-perm exists
		ct direction original ct status snat
	}
}
$ nft -a -s list ruleset
table inet t { # handle 1
	chain c { # handle 1
		type filter hook input priority filter + 5; policy accept;
		tcp dport { 22, 80 } counter accept comment "web" # handle 3
		udp dport 53 meta skuid 0 # handle 4
		meta l4proto { icmp, tcp, udp } ct state established,new # handle 6
		ct expiration 1m30s # handle 7
		tcp flags syn,ack # handle 8
		tcp flags syn / fin,syn # handle 9
		icmp type echo-request # handle 10
		ip dscp ef ip ecn ce # handle 11
		meta protocol ip # handle 12
		meta iiftype ether # handle 13
		iif "lo" iifgroup "default" # handle 14
		meta day "Monday" meta hour "10:00" meta time "2023-01-01 10:00:00" # handle 15
		fib daddr type local # handle 16
		meta pkttype host meta nfproto ipv4 # handle 17
		tcp dport 80-90 # handle 18
		quota 10 mbytes limit rate 5/second # handle 19
		reject with icmp host-unreachable # handle 20
		ct state vmap { invalid : drop, established : accept } # handle 22
		meta priority set 1:10 # handle 23
		log level debug # handle 24
		tcp option sack-perm exists # handle 25
		ct direction original ct status snat # handle 26
	}
}
$ nft -n -S list ruleset
table inet t {
	chain c {
		type filter hook input priority 5; policy accept;
		tcp dport { "ssh", "http" } counter packets 1 bytes 2 accept comment "web"
		udp dport "domain" meta skuid 0
		meta l4proto { 1, 6, 17 } ct state 0x2,0x8
		ct expiration 90s
		tcp flags 0x2,0x10
		tcp flags 0x2 / 0x1,0x2
		icmp type 8
		ip dscp 0x2e ip ecn 0x3
		meta protocol 0x0800
		meta iiftype 1
		iif "lo" iifgroup 0
		meta day 1 meta hour "10:00" meta time "2023-01-01 10:00:00"
		fib daddr type 2
		meta pkttype 0 meta nfproto 2
		tcp dport 80-90
		quota 10 mbytes used 5 bytes limit rate 5/second
		reject with icmp 1
		ct state vmap { 0x1 : drop, 0x2 : accept }
		meta priority set 1:10
		log level debug
		tcp option sack-perm 1
		ct direction 0 ct status 0x10
	}
}
$ nft -anS list ruleset
table inet t { # handle 1
	chain c { # handle 1
		type filter hook input priority 5; policy accept;
		tcp dport { "ssh", "http" } counter packets 1 bytes 2 accept comment "web" # handle 3
		udp dport "domain" meta skuid 0 # handle 4
		meta l4proto { 1, 6, 17 } ct state 0x2,0x8 # handle 6
		ct expiration 90s # handle 7
		tcp flags 0x2,0x10 # handle 8
		tcp flags 0x2 / 0x1,0x2 # handle 9
		icmp type 8 # handle 10
		ip dscp 0x2e ip ecn 0x3 # handle 11
		meta protocol 0x0800 # handle 12
		meta iiftype 1 # handle 13
		iif "lo" iifgroup 0 # handle 14
		meta day 1 meta hour "10:00" meta time "2023-01-01 10:00:00" # handle 15
		fib daddr type 2 # handle 16
		meta pkttype 0 meta nfproto 2 # handle 17
		tcp dport 80-90 # handle 18
		quota 10 mbytes used 5 bytes limit rate 5/second # handle 19
		reject with icmp 1 # handle 20
		ct state vmap { 0x1 : drop, 0x2 : accept } # handle 22
		meta priority set 1:10 # handle 23
		log level debug # handle 24
		tcp option sack-perm 1 # handle 25
		ct direction 0 ct status 0x10 # handle 26
	}
}
$ nft --handle list ruleset
table inet t { # handle 1
	chain c { # handle 1
		type filter hook input priority filter + 5; policy accept;
		tcp dport { 22, 80 } counter packets 1 bytes 2 accept comment "web" # handle 3
		udp dport 53 meta skuid 0 # handle 4
		meta l4proto { icmp, tcp, udp } ct state established,new # handle 6
		ct expiration 1m30s # handle 7
		tcp flags syn,ack # handle 8
		tcp flags syn / fin,syn # handle 9
		icmp type echo-request # handle 10
		ip dscp ef ip ecn ce # handle 11
		meta protocol ip # handle 12
		meta iiftype ether # handle 13
		iif "lo" iifgroup "default" # handle 14
		meta day "Monday" meta hour "10:00" meta time "2023-01-01 10:00:00" # handle 15
		fib daddr type local # handle 16
		meta pkttype host meta nfproto ipv4 # handle 17
		tcp dport 80-90 # handle 18
		quota 10 mbytes used 5 bytes limit rate 5/second # handle 19
		reject with icmp host-unreachable # handle 20
		ct state vmap { invalid : drop, established : accept } # handle 22
		meta priority set 1:10 # handle 23
		log level debug # handle 24
		tcp option sack-perm exists # handle 25
		ct direction original ct status snat # handle 26
	}
}
$ nft --stateless list ruleset
table inet t {
	chain c {
		type filter hook input priority filter + 5; policy accept;
		tcp dport { 22, 80 } counter accept comment "web"
		udp dport 53 meta skuid 0
		meta l4proto { icmp, tcp, udp } ct state established,new
		ct expiration 1m30s
		tcp flags syn,ack
		tcp flags syn / fin,syn
		icmp type echo-request
		ip dscp ef ip ecn ce
		meta protocol ip
		meta iiftype ether
		iif "lo" iifgroup "default"
		meta day "Monday" meta hour "10:00" meta time "2023-01-01 10:00:00"
		fib daddr type local
		meta pkttype host meta nfproto ipv4
		tcp dport 80-90
		quota 10 mbytes limit rate 5/second
		reject with icmp host-unreachable
		ct state vmap { invalid : drop, established : accept }
		meta priority set 1:10
		log level debug
		tcp option sack-perm exists
		ct direction original ct status snat
	}
}
$ nft --numeric list ruleset
table inet t {
	chain c {
		type filter hook input priority 5; policy accept;
		tcp dport { 22, 80 } counter packets 1 bytes 2 accept comment "web"
		udp dport 53 meta skuid 0
		meta l4proto { 1, 6, 17 } ct state 0x2,0x8
		ct expiration 90s
		tcp flags 0x2,0x10
		tcp flags 0x2 / 0x1,0x2
		icmp type 8
		ip dscp 0x2e ip ecn 0x3
		meta protocol 0x0800
		meta iiftype 1
		iif "lo" iifgroup 0
		meta day 1 meta hour "10:00" meta time "2023-01-01 10:00:00"
		fib daddr type 2
		meta pkttype 0 meta nfproto 2
		tcp dport 80-90
		quota 10 mbytes used 5 bytes limit rate 5/second
		reject with icmp 1
		ct state vmap { 0x1 : drop, 0x2 : accept }
		meta priority set 1:10
		log level debug
		tcp option sack-perm 1
		ct direction 0 ct status 0x10
	}
}
$ nft --service list ruleset
table inet t {
	chain c {
		type filter hook input priority filter + 5; policy accept;
		tcp dport { "ssh", "http" } counter packets 1 bytes 2 accept comment "web"
		udp dport "domain" meta skuid 0
		meta l4proto { icmp, tcp, udp } ct state established,new
		ct expiration 1m30s
		tcp flags syn,ack
		tcp flags syn / fin,syn
		icmp type echo-request
		ip dscp ef ip ecn ce
		meta protocol ip
		meta iiftype ether
		iif "lo" iifgroup "default"
		meta day "Monday" meta hour "10:00" meta time "2023-01-01 10:00:00"
		fib daddr type local
		meta pkttype host meta nfproto ipv4
		tcp dport 80-90
		quota 10 mbytes used 5 bytes limit rate 5/second
		reject with icmp host-unreachable
		ct state vmap { invalid : drop, established : accept }
		meta priority set 1:10
		log level debug
		tcp option sack-perm exists
		ct direction original ct status snat
	}
}
$ nft --guid list ruleset
table inet t {
	chain c {
		type filter hook input priority filter + 5; policy accept;
		tcp dport { 22, 80 } counter packets 1 bytes 2 accept comment "web"
		udp dport 53 meta skuid "root"
		meta l4proto { icmp, tcp, udp } ct state established,new
		ct expiration 1m30s
		tcp flags syn,ack
		tcp flags syn / fin,syn
		icmp type echo-request
		ip dscp ef ip ecn ce
		meta protocol ip
		meta iiftype ether
		iif "lo" iifgroup "default"
		meta day "Monday" meta hour "10:00" meta time "2023-01-01 10:00:00"
		fib daddr type local
		meta pkttype host meta nfproto ipv4
		tcp dport 80-90
		quota 10 mbytes used 5 bytes limit rate 5/second
		reject with icmp host-unreachable
		ct state vmap { invalid : drop, established : accept }
		meta priority set 1:10
		log level debug
		tcp option sack-perm exists
		ct direction original ct status snat
	}
}
$ nft --numeric-priority list ruleset
table inet t {
	chain c {
		type filter hook input priority 5; policy accept;
		tcp dport { 22, 80 } counter packets 1 bytes 2 accept comment "web"
		udp dport 53 meta skuid 0
		meta l4proto { icmp, tcp, udp } ct state established,new
		ct expiration 1m30s
		tcp flags syn,ack
		tcp flags syn / fin,syn
		icmp type echo-request
		ip dscp ef ip ecn ce
		meta protocol ip
		meta iiftype ether
		iif "lo" iifgroup "default"
		meta day "Monday" meta hour "10:00" meta time "2023-01-01 10:00:00"
		fib daddr type local
		meta pkttype host meta nfproto ipv4
		tcp dport 80-90
		quota 10 mbytes used 5 bytes limit rate 5/second
		reject with icmp host-unreachable
		ct state vmap { invalid : drop, established : accept }
		meta priority set 1:10
		log level debug
		tcp option sack-perm exists
		ct direction original ct status snat
	}
}
$ nft --numeric-protocol list ruleset
table inet t {
	chain c {
		type filter hook input priority filter + 5; policy accept;
		tcp dport { 22, 80 } counter packets 1 bytes 2 accept comment "web"
		udp dport 53 meta skuid 0
		meta l4proto { 1, 6, 17 } ct state established,new
		ct expiration 1m30s
		tcp flags syn,ack
		tcp flags syn / fin,syn
		icmp type echo-request
		ip dscp ef ip ecn ce
		meta protocol ip
		meta iiftype ether
		iif "lo" iifgroup "default"
		meta day "Monday" meta hour "10:00" meta time "2023-01-01 10:00:00"
		fib daddr type local
		meta pkttype host meta nfproto ipv4
		tcp dport 80-90
		quota 10 mbytes used 5 bytes limit rate 5/second
		reject with icmp host-unreachable
		ct state vmap { invalid : drop, established : accept }
		meta priority set 1:10
		log level debug
		tcp option sack-perm exists
		ct direction original ct status snat
	}
}
$ nft --numeric-time list ruleset
table inet t {
	chain c {
		type filter hook input priority filter + 5; policy accept;
		tcp dport { 22, 80 } counter packets 1 bytes 2 accept comment "web"
		udp dport 53 meta skuid 0
		meta l4proto { icmp, tcp, udp } ct state established,new
		ct expiration 90s
		tcp flags syn,ack
		tcp flags syn / fin,syn
		icmp type echo-request
		ip dscp ef ip ecn ce
		meta protocol ip
		meta iiftype ether
		iif "lo" iifgroup "default"
		meta day "Monday" meta hour "10:00" meta time "2023-01-01 10:00:00"
		fib daddr type local
		meta pkttype host meta nfproto ipv4
		tcp dport 80-90
		quota 10 mbytes used 5 bytes limit rate 5/second
		reject with icmp host-unreachable
		ct state vmap { invalid : drop, established : accept }
		meta priority set 1:10
		log level debug
		tcp option sack-perm exists
		ct direction original ct status snat
	}
}
$ nft --terse list ruleset
table inet t {
	chain c {
		type filter hook input priority filter + 5; policy accept;
		tcp dport { 22, 80 } counter packets 1 bytes 2 accept comment "web"
		udp dport 53 meta skuid 0
		meta l4proto { icmp, tcp, udp } ct state established,new
		ct expiration 1m30s
		tcp flags syn,ack
		tcp flags syn / fin,syn
		icmp type echo-request
		ip dscp ef ip ecn ce
		meta protocol ip
		meta iiftype ether
		iif "lo" iifgroup "default"
		meta day "Monday" meta hour "10:00" meta time "2023-01-01 10:00:00"
		fib daddr type local
		meta pkttype host meta nfproto ipv4
		tcp dport 80-90
		quota 10 mbytes used 5 bytes limit rate 5/second
		reject with icmp host-unreachable
		ct state vmap { invalid : drop, established : accept }
		meta priority set 1:10
		log level debug
		tcp option sack-perm exists
		ct direction original ct status snat
	}
}
$ nft -sa list ruleset
table inet t { # handle 1
	chain c { # handle 1
		type filter hook input priority filter + 5; policy accept;
		tcp dport { 22, 80 } counter accept comment "web" # handle 3
		udp dport 53 meta skuid 0 # handle 4
		meta l4proto { icmp, tcp, udp } ct state established,new # handle 6
		ct expiration 1m30s # handle 7
		tcp flags syn,ack # handle 8
		tcp flags syn / fin,syn # handle 9
		icmp type echo-request # handle 10
		ip dscp ef ip ecn ce # handle 11
		meta protocol ip # handle 12
		meta iiftype ether # handle 13
		iif "lo" iifgroup "default" # handle 14
		meta day "Monday" meta hour "10:00" meta time "2023-01-01 10:00:00" # handle 15
		fib daddr type local # handle 16
		meta pkttype host meta nfproto ipv4 # handle 17
		tcp dport 80-90 # handle 18
		quota 10 mbytes limit rate 5/second # handle 19
		reject with icmp host-unreachable # handle 20
		ct state vmap { invalid : drop, established : accept } # handle 22
		meta priority set 1:10 # handle 23
		log level debug # handle 24
		tcp option sack-perm exists # handle 25
		ct direction original ct status snat # handle 26
	}
}
$ nft -nya list ruleset
table inet t { # handle 1
	chain c { # handle 1
		type filter hook input priority 5; policy accept;
		tcp dport { 22, 80 } counter packets 1 bytes 2 accept comment "web" # handle 3
		udp dport 53 meta skuid 0 # handle 4
		meta l4proto { 1, 6, 17 } ct state 0x2,0x8 # handle 6
		ct expiration 90s # handle 7
		tcp flags 0x2,0x10 # handle 8
		tcp flags 0x2 / 0x1,0x2 # handle 9
		icmp type 8 # handle 10
		ip dscp 0x2e ip ecn 0x3 # handle 11
		meta protocol 0x0800 # handle 12
		meta iiftype 1 # handle 13
		iif "lo" iifgroup 0 # handle 14
		meta day 1 meta hour "10:00" meta time "2023-01-01 10:00:00" # handle 15
		fib daddr type 2 # handle 16
		meta pkttype 0 meta nfproto 2 # handle 17
		tcp dport 80-90 # handle 18
		quota 10 mbytes used 5 bytes limit rate 5/second # handle 19
		reject with icmp 1 # handle 20
		ct state vmap { 0x1 : drop, 0x2 : accept } # handle 22
		meta priority set 1:10 # handle 23
		log level debug # handle 24
		tcp option sack-perm 1 # handle 25
		ct direction 0 ct status 0x10 # handle 26
	}
}
$ nft --nosuch list ruleset
nft: unrecognized option '--nosuch'
[1]
$ nft -X list ruleset
nft: invalid option -- 'X'
[1]
