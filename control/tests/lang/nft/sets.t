# Sets.
$ nft -f -
> table inet t {
>  set a { type ipv4_addr; }
>  set b { type ipv4_addr; elements = { 10.0.0.1 } }
>  set c { type ipv4_addr; elements = { 10.0.0.3, 10.0.0.1, 10.0.0.2 } }
>  set d { type inet_service; elements = { 9, 8, 7, 6, 5, 4, 3, 2, 1, 10, 11 } }
>  set e { type ipv6_addr; elements = { ::1, fe80::1 } }
>  set f { type ether_addr; elements = { 02:00:00:00:00:01, 02:00:00:00:00:02 } }
>  set g { type mark; elements = { 1, 2, 3, 4, 5, 6 } }
>  set h { type ifname; elements = { "eth0", "lo" } }
>  set i { type inet_proto; elements = { tcp, udp, icmp, sctp, esp, ah } }
>  set j { type icmp_type; elements = { echo-request, echo-reply } }
>  set k { type icmpv6_type; elements = { nd-router-advert, echo-reply } }
>  set l { type ct_state; elements = { new, established, related } }
>  set m { type pkt_type; elements = { host, broadcast, multicast } }
>  set n { type dscp; elements = { ef, cs1 } }
>  set o { type uid; elements = { 0, 1, 2, 3, 4, 5 } }
>  set p { type ether_type; elements = { ip, arp, ip6 } }
>  set q { type fib_addrtype; elements = { local, unicast } }
>  set r { type classid; elements = { 1:10, 1:20 } }
>  set s { type iface_index; elements = { "lo" } }
>  set u { type tcp_flag; elements = { syn, ack } }
>  set v { type nf_proto; elements = { ipv4, ipv6 } }
>  set w { type ct_dir; elements = { original } }
>  set x { type devgroup; elements = { 5, 0 } }
>  set y { type realm; elements = { 5 } }
>  set z { type ct_status; elements = { snat, dnat, assured } }
> }
$ nft list ruleset
table inet t {
	set a {
		type ipv4_addr
	}

	set b {
		type ipv4_addr
		elements = { 10.0.0.1 }
	}

	set c {
		type ipv4_addr
		elements = { 10.0.0.1, 10.0.0.2,
			     10.0.0.3 }
	}

	set d {
		type inet_service
		elements = { 1, 2, 3, 4, 5,
			     6, 7, 8, 9, 10,
			     11 }
	}

	set e {
		type ipv6_addr
		elements = { ::1,
			     fe80::1 }
	}

	set f {
		type ether_addr
		elements = { 02:00:00:00:00:01,
			     02:00:00:00:00:02 }
	}

	set g {
		type mark
		elements = { 0x00000001, 0x00000002, 0x00000003, 0x00000004, 0x00000005,
			     0x00000006 }
	}

	set h {
		type ifname
		elements = { "lo",
			     "eth0" }
	}

	set i {
		type inet_proto
		elements = { icmp, tcp, udp, esp, ah,
			     sctp }
	}

	set j {
		type icmp_type
		elements = { echo-reply,
			     echo-request }
	}

	set k {
		type icmpv6_type
		elements = { echo-reply,
			     nd-router-advert }
	}

	set l {
		type ct_state
		elements = { established, related,
			     new }
	}

	set m {
		type pkt_type
		elements = { host, broadcast,
			     multicast }
	}

	set n {
		type dscp
		elements = { cs1,
			     ef }
	}

	set o {
		type uid
		elements = { 0, 1, 2, 3, 4,
			     5 }
	}

	set p {
		type ether_type
		elements = { ip,
			     arp,
			     ip6 }
	}

	set q {
		type fib_addrtype
		elements = { unicast,
			     local }
	}

	set r {
		type classid
		elements = { 1:10, 1:20 }
	}

	set s {
		type iface_index
		elements = { "lo" }
	}

	set u {
		type tcp_flag
		elements = { syn, ack }
	}

	set v {
		type nf_proto
		elements = { ipv4, ipv6 }
	}

	set w {
		type ct_dir
		elements = { original }
	}

	set x {
		type devgroup
		elements = { "default",
			     5 }
	}

	set y {
		type realm
		elements = { 5 }
	}

	set z {
		type ct_status
		elements = { assured, snat,
			     dnat }
	}
}
$ nft -n list table inet t
table inet t {
	set a {
		type ipv4_addr
	}

	set b {
		type ipv4_addr
		elements = { 10.0.0.1 }
	}

	set c {
		type ipv4_addr
		elements = { 10.0.0.1, 10.0.0.2,
			     10.0.0.3 }
	}

	set d {
		type inet_service
		elements = { 1, 2, 3, 4, 5,
			     6, 7, 8, 9, 10,
			     11 }
	}

	set e {
		type ipv6_addr
		elements = { ::1,
			     fe80::1 }
	}

	set f {
		type ether_addr
		elements = { 02:00:00:00:00:01,
			     02:00:00:00:00:02 }
	}

	set g {
		type mark
		elements = { 0x00000001, 0x00000002, 0x00000003, 0x00000004, 0x00000005,
			     0x00000006 }
	}

	set h {
		type ifname
		elements = { "lo",
			     "eth0" }
	}

	set i {
		type inet_proto
		elements = { 1, 6, 17, 50, 51,
			     132 }
	}

	set j {
		type icmp_type
		elements = { 0,
			     8 }
	}

	set k {
		type icmpv6_type
		elements = { 129,
			     134 }
	}

	set l {
		type ct_state
		elements = { 0x2, 0x4,
			     0x8 }
	}

	set m {
		type pkt_type
		elements = { 0, 1,
			     2 }
	}

	set n {
		type dscp
		elements = { 0x08,
			     0x2e }
	}

	set o {
		type uid
		elements = { 0, 1, 2, 3, 4,
			     5 }
	}

	set p {
		type ether_type
		elements = { 0x0800,
			     0x0806,
			     0x86dd }
	}

	set q {
		type fib_addrtype
		elements = { 1,
			     2 }
	}

	set r {
		type classid
		elements = { 1:10, 1:20 }
	}

	set s {
		type iface_index
		elements = { "lo" }
	}

	set u {
		type tcp_flag
		elements = { 0x2, 0x10 }
	}

	set v {
		type nf_proto
		elements = { 2, 10 }
	}

	set w {
		type ct_dir
		elements = { 0 }
	}

	set x {
		type devgroup
		elements = { 0,
			     5 }
	}

	set y {
		type realm
		elements = { 5 }
	}

	set z {
		type ct_status
		elements = { 0x4, 0x10,
			     0x20 }
	}
}
$ nft list sets
table inet t {
	set a {
		type ipv4_addr
	}
	set b {
		type ipv4_addr
		elements = { 10.0.0.1 }
	}
	set c {
		type ipv4_addr
		elements = { 10.0.0.1, 10.0.0.2,
			     10.0.0.3 }
	}
	set d {
		type inet_service
		elements = { 1, 2, 3, 4, 5,
			     6, 7, 8, 9, 10,
			     11 }
	}
	set e {
		type ipv6_addr
		elements = { ::1,
			     fe80::1 }
	}
	set f {
		type ether_addr
		elements = { 02:00:00:00:00:01,
			     02:00:00:00:00:02 }
	}
	set g {
		type mark
		elements = { 0x00000001, 0x00000002, 0x00000003, 0x00000004, 0x00000005,
			     0x00000006 }
	}
	set h {
		type ifname
		elements = { "lo",
			     "eth0" }
	}
	set i {
		type inet_proto
		elements = { icmp, tcp, udp, esp, ah,
			     sctp }
	}
	set j {
		type icmp_type
		elements = { echo-reply,
			     echo-request }
	}
	set k {
		type icmpv6_type
		elements = { echo-reply,
			     nd-router-advert }
	}
	set l {
		type ct_state
		elements = { established, related,
			     new }
	}
	set m {
		type pkt_type
		elements = { host, broadcast,
			     multicast }
	}
	set n {
		type dscp
		elements = { cs1,
			     ef }
	}
	set o {
		type uid
		elements = { 0, 1, 2, 3, 4,
			     5 }
	}
	set p {
		type ether_type
		elements = { ip,
			     arp,
			     ip6 }
	}
	set q {
		type fib_addrtype
		elements = { unicast,
			     local }
	}
	set r {
		type classid
		elements = { 1:10, 1:20 }
	}
	set s {
		type iface_index
		elements = { "lo" }
	}
	set u {
		type tcp_flag
		elements = { syn, ack }
	}
	set v {
		type nf_proto
		elements = { ipv4, ipv6 }
	}
	set w {
		type ct_dir
		elements = { original }
	}
	set x {
		type devgroup
		elements = { "default",
			     5 }
	}
	set y {
		type realm
		elements = { 5 }
	}
	set z {
		type ct_status
		elements = { assured, snat,
			     dnat }
	}
}
$ nft -a list set inet t c
table inet t {
	set c { # handle 3
		type ipv4_addr
		elements = { 10.0.0.1, 10.0.0.2,
			     10.0.0.3 }
	}
}
$ nft -t list set inet t c
table inet t {
	set c {
		type ipv4_addr
	}
}
$ nft list set inet t nosuch
Error: No such file or directory
list set inet t nosuch
                ^^^^^^
[1]
$ nft list sets table inet t
table inet t {
	set a {
		type ipv4_addr
	}
	set b {
		type ipv4_addr
		elements = { 10.0.0.1 }
	}
	set c {
		type ipv4_addr
		elements = { 10.0.0.1, 10.0.0.2,
			     10.0.0.3 }
	}
	set d {
		type inet_service
		elements = { 1, 2, 3, 4, 5,
			     6, 7, 8, 9, 10,
			     11 }
	}
	set e {
		type ipv6_addr
		elements = { ::1,
			     fe80::1 }
	}
	set f {
		type ether_addr
		elements = { 02:00:00:00:00:01,
			     02:00:00:00:00:02 }
	}
	set g {
		type mark
		elements = { 0x00000001, 0x00000002, 0x00000003, 0x00000004, 0x00000005,
			     0x00000006 }
	}
	set h {
		type ifname
		elements = { "lo",
			     "eth0" }
	}
	set i {
		type inet_proto
		elements = { icmp, tcp, udp, esp, ah,
			     sctp }
	}
	set j {
		type icmp_type
		elements = { echo-reply,
			     echo-request }
	}
	set k {
		type icmpv6_type
		elements = { echo-reply,
			     nd-router-advert }
	}
	set l {
		type ct_state
		elements = { established, related,
			     new }
	}
	set m {
		type pkt_type
		elements = { host, broadcast,
			     multicast }
	}
	set n {
		type dscp
		elements = { cs1,
			     ef }
	}
	set o {
		type uid
		elements = { 0, 1, 2, 3, 4,
			     5 }
	}
	set p {
		type ether_type
		elements = { ip,
			     arp,
			     ip6 }
	}
	set q {
		type fib_addrtype
		elements = { unicast,
			     local }
	}
	set r {
		type classid
		elements = { 1:10, 1:20 }
	}
	set s {
		type iface_index
		elements = { "lo" }
	}
	set u {
		type tcp_flag
		elements = { syn, ack }
	}
	set v {
		type nf_proto
		elements = { ipv4, ipv6 }
	}
	set w {
		type ct_dir
		elements = { original }
	}
	set x {
		type devgroup
		elements = { "default",
			     5 }
	}
	set y {
		type realm
		elements = { 5 }
	}
	set z {
		type ct_status
		elements = { assured, snat,
			     dnat }
	}
}
$ nft delete table inet t
# Intervals.
$ nft -f -
> table inet t {
>  set a { type ipv4_addr; flags interval; elements = { 10.0.0.0/8, 192.168.0.1, 172.16.0.1-172.16.0.9 } }
>  set b { type inet_service; flags interval; elements = { 1-10, 20, 30-40, 50-60, 70-80, 90-100 } }
>  set c { type inet_service; flags interval; auto-merge; elements = { 1-10, 5-20, 21, 30 } }
>  set d { type ipv6_addr; flags interval; elements = { 2001:db8::/32, ::1, fe80::-fe80::ff } }
>  set e { type ifname; flags interval; elements = { "eth*", "lo" } }
>  set f { type ipv4_addr; flags interval; elements = { 0.0.0.0/0 } }
>  set g { type ipv4_addr . inet_service; flags interval; elements = { 10.0.0.0/8 . 22, 192.168.0.1 . 1-1024 } }
>  set h { type ipv4_addr; flags constant, interval; elements = { 10.0.0.0-10.0.0.255 } }
>  set i { type mark; flags interval; elements = { 1-5 } }
>  set j { type ipv4_addr; flags interval; counter; elements = { 10.0.0.0/8, * } }
> }
$ nft list ruleset
table inet t {
	set a {
		type ipv4_addr
		flags interval
		elements = { 10.0.0.0/8, 172.16.0.1-172.16.0.9,
			     192.168.0.1 }
	}

	set b {
		type inet_service
		flags interval
		elements = { 1-10, 20, 30-40, 50-60, 70-80,
			     90-100 }
	}

	set c {
		type inet_service
		flags interval
		auto-merge
		elements = { 1-21, 30 }
	}

	set d {
		type ipv6_addr
		flags interval
		elements = { ::1,
			     2001:db8::/32,
			     fe80::/120 }
	}

	set e {
		type ifname
		flags interval
		elements = { "eth*",
			     "lo" }
	}

	set f {
		type ipv4_addr
		flags interval
		elements = { 0.0.0.0/0 }
	}

	set g {
		type ipv4_addr . inet_service
		flags interval
		elements = { 10.0.0.0/8 . 22,
			     192.168.0.1 . 1-1024 }
	}

	set h {
		type ipv4_addr
		flags constant,interval
		elements = { 10.0.0.0/24 }
	}

	set i {
		type mark
		flags interval
		elements = { 0x00000001-0x00000005 }
	}

	set j {
		type ipv4_addr
		flags interval
		counter
		elements = { 10.0.0.0/8 counter packets 0 bytes 0, * counter packets 0 bytes 0 }
	}
}
$ nft add element inet t a { 10.1.0.0/16 }
Error: interval overlaps with an existing one
add element inet t a { 10.1.0.0/16 }
                       ^^^^^^^^^^^
[1]
$ nft add element inet t a { 11.0.0.0/8, 12.0.0.1 }
$ nft list set inet t a
table inet t {
	set a {
		type ipv4_addr
		flags interval
		elements = { 10.0.0.0/8, 11.0.0.0/8,
			     12.0.0.1, 172.16.0.1-172.16.0.9,
			     192.168.0.1 }
	}
}
$ nft add element inet t c { 25-40 }
$ nft list set inet t c
table inet t {
	set c {
		type inet_service
		flags interval
		auto-merge
		elements = { 1-21, 25-40 }
	}
}
$ nft delete element inet t a { 11.0.0.0/8 }
$ nft list set inet t a
table inet t {
	set a {
		type ipv4_addr
		flags interval
		elements = { 10.0.0.0/8, 12.0.0.1,
			     172.16.0.1-172.16.0.9, 192.168.0.1 }
	}
}
$ nft get element inet t b { 35 }
table inet t {
	set b {
		type inet_service
		flags interval
		elements = { 30-40 }
	}
}
$ nft get element inet t a { 10.1.2.3 }
table inet t {
	set a {
		type ipv4_addr
		flags interval
		elements = { 10.0.0.0/8 }
	}
}
$ nft get element inet t a { 9.1.2.3 }
Error: Could not process rule: No such file or directory
get element inet t a { 9.1.2.3 }
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft delete table inet t
# What else sets have.
$ nft -f -
> table inet t {
>  set a { type ipv4_addr; size 100; policy memory; comment "small"; }
>  set b { type ipv4_addr; flags timeout; }
>  set c { type ipv4_addr; timeout 1h30m; }
>  set d { type ipv4_addr; flags dynamic, timeout; timeout 1500ms; gc-interval 10s; size 1000; }
>  set e { type ipv4_addr; flags constant; elements = { 10.0.0.1 comment "first", 10.0.0.2 } }
>  set f { type ipv4_addr; counter; elements = { 10.0.0.1, 10.0.0.2 counter packets 5 bytes 6 } }
>  set g { type ipv4_addr; flags dynamic; limit rate 10/second; }
>  set h { type ipv4_addr; flags dynamic; quota over 10 mbytes; }
>  set i { type ipv4_addr; flags dynamic; ct count over 10; }
>  set j { type ipv4_addr; flags timeout; elements = { 10.0.0.1 timeout 1d, 10.0.0.2 timeout 5m30s comment "x", 10.0.0.3 } }
>  set k { type ipv4_addr . inet_service . ifname; elements = { 10.0.0.1 . 22 . "lo" } }
>  set l { type ipv4_addr; policy performance; }
>  set n { type ipv4_addr; flags dynamic, timeout; size 5; timeout 5s; gc-interval 5s; policy memory; comment "x"; counter; }
>  set o { type ipv4_addr; flags interval, timeout; size 5; timeout 5s; gc-interval 5s; policy memory; auto-merge; comment "x"; counter; }
>  set p { type ipv4_addr; flags dynamic; limit rate 5/second; counter; elements = { 10.0.0.1, 10.0.0.2 limit rate 6/second counter } }
>  set q { type ipv4_addr; flags constant; size 5; policy memory; elements = { 10.0.0.1 } }
>  set r { type ipv4_addr; flags dynamic; quota 500 bytes used 7 bytes; elements = { 10.0.0.1 } }
>  set m { type ipv4_addr; counter; timeout 1d; elements = { 10.0.0.1 timeout 2d } }
> }
$ nft list ruleset
table inet t {
	set a {
		type ipv4_addr
		policy memory
		size 100
		comment "small"
	}

	set b {
		type ipv4_addr
		flags timeout
	}

	set c {
		type ipv4_addr
		timeout 1h30m
	}

	set d {
		type ipv4_addr
		size 1000
		flags dynamic,timeout
		timeout 1s500ms
		gc-interval 10s
	}

	set e {
		type ipv4_addr
		flags constant
		elements = { 10.0.0.1 comment "first", 10.0.0.2 }
	}

	set f {
		type ipv4_addr
		counter
		elements = { 10.0.0.1 counter packets 0 bytes 0, 10.0.0.2 counter packets 5 bytes 6 }
	}

	set g {
		type ipv4_addr
		flags dynamic
		limit rate 10/second
	}

	set h {
		type ipv4_addr
		flags dynamic
		quota over 10 mbytes
	}

	set i {
		type ipv4_addr
		flags dynamic
		ct count over 10
	}

	set j {
		type ipv4_addr
		flags timeout
		elements = { 10.0.0.1 timeout 1d expires TIME, 10.0.0.2 timeout 5m30s expires TIME comment "x",
			     10.0.0.3 }
	}

	set k {
		type ipv4_addr . inet_service . ifname
		elements = { 10.0.0.1 . 22 . "lo" }
	}

	set l {
		type ipv4_addr
	}

	set n {
		type ipv4_addr
		policy memory
		size 5
		flags dynamic,timeout
		counter
		timeout 5s
		gc-interval 5s
		comment "x"
	}

	set o {
		type ipv4_addr
		policy memory
		size 5
		flags interval,timeout
		counter
		auto-merge
		timeout 5s
		gc-interval 5s
		comment "x"
	}

	set p {
		type ipv4_addr
		flags dynamic
		limit rate 5/second counter
		elements = { 10.0.0.1 limit rate 5/second counter packets 0 bytes 0, 10.0.0.2 limit rate 6/second counter packets 0 bytes 0 }
	}

	set q {
		type ipv4_addr
		flags constant
		elements = { 10.0.0.1 }
	}

	set r {
		type ipv4_addr
		flags dynamic
		quota 500 bytes
		elements = { 10.0.0.1 quota 500 bytes used 7 bytes }
	}

	set m {
		type ipv4_addr
		counter
		timeout 1d
		elements = { 10.0.0.1 counter packets 0 bytes 0 timeout 2d expires TIME }
	}
}
$ nft -s list ruleset
table inet t {
	set a {
		type ipv4_addr
		policy memory
		size 100
		comment "small"
	}

	set b {
		type ipv4_addr
		flags timeout
	}

	set c {
		type ipv4_addr
		timeout 1h30m
	}

	set d {
		type ipv4_addr
		size 1000
		flags dynamic,timeout
		timeout 1s500ms
		gc-interval 10s
	}

	set e {
		type ipv4_addr
		flags constant
		elements = { 10.0.0.1 comment "first", 10.0.0.2 }
	}

	set f {
		type ipv4_addr
		counter
		elements = { 10.0.0.1 counter, 10.0.0.2 counter }
	}

	set g {
		type ipv4_addr
		flags dynamic
		limit rate 10/second
	}

	set h {
		type ipv4_addr
		flags dynamic
		quota over 10 mbytes
	}

	set i {
		type ipv4_addr
		flags dynamic
		ct count over 10
	}

	set j {
		type ipv4_addr
		flags timeout
		elements = { 10.0.0.1 timeout 1d, 10.0.0.2 timeout 5m30s comment "x",
			     10.0.0.3 }
	}

	set k {
		type ipv4_addr . inet_service . ifname
		elements = { 10.0.0.1 . 22 . "lo" }
	}

	set l {
		type ipv4_addr
	}

	set n {
		type ipv4_addr
		policy memory
		size 5
		flags dynamic,timeout
		counter
		timeout 5s
		gc-interval 5s
		comment "x"
	}

	set o {
		type ipv4_addr
		policy memory
		size 5
		flags interval,timeout
		counter
		auto-merge
		timeout 5s
		gc-interval 5s
		comment "x"
	}

	set p {
		type ipv4_addr
		flags dynamic
		limit rate 5/second counter
		elements = { 10.0.0.1 limit rate 5/second counter, 10.0.0.2 limit rate 6/second counter }
	}

	set q {
		type ipv4_addr
		flags constant
		elements = { 10.0.0.1 }
	}

	set r {
		type ipv4_addr
		flags dynamic
		quota 500 bytes
		elements = { 10.0.0.1 quota 500 bytes }
	}

	set m {
		type ipv4_addr
		counter
		timeout 1d
		elements = { 10.0.0.1 counter timeout 2d }
	}
}
$ nft -T list set inet t d
table inet t {
	set d {
		type ipv4_addr
		size 1000
		flags dynamic,timeout
		timeout 1s
		gc-interval 10s
	}
}
$ nft -n list set inet t j
table inet t {
	set j {
		type ipv4_addr
		flags timeout
		elements = { 10.0.0.1 timeout 86400s expires TIME, 10.0.0.2 timeout 330s expires TIME comment "x",
			     10.0.0.3 }
	}
}
$ nft delete table inet t
# Types of expressions.
$ nft -f -
> table inet t {
>  set a { typeof ip saddr; elements = { 10.0.0.1 } }
>  set b { typeof ip saddr . tcp dport; elements = { 10.0.0.1 . 22 } }
>  set c { typeof ip dscp; elements = { ef } }
>  set d { typeof vlan id; elements = { 5 } }
>  set e { typeof ip saddr . vlan id; elements = { 10.0.0.1 . 5 } }
>  set f { typeof meta iifname; elements = { "lo" } }
>  set g { typeof ct original ip saddr; elements = { 10.0.0.1 } }
>  set h { typeof fib saddr . iif oif; elements = { "lo" } }
>  set i { typeof @th,0,32; elements = { 1, 2 } }
>  set j { typeof tcp option maxseg size; elements = { 1460 } }
>  set k { typeof ct mark; elements = { 5 } }
>  set l { typeof meta l4proto . th dport; elements = { tcp . 22 } }
>  set m { typeof ip protocol . ct state . meta mark; }
>  set n { typeof numgen inc mod 2; }
>  set o { typeof ct helper; elements = { "ftp" } }
>  set p { typeof frag frag-off; elements = { 1 } }
>  set q { typeof rt classid; }
>  set r { typeof socket mark; }
>  set u { typeof meta time; }
>  set v { typeof ip length; elements = { 1, 2, 3, 4, 5, 6 } }
>  set w { typeof ct bytes; elements = { 1, 2 } }
> }
$ nft list ruleset
table inet t {
	set a {
		typeof ip saddr
		elements = { 10.0.0.1 }
	}

	set b {
		typeof ip saddr . tcp dport
		elements = { 10.0.0.1 . 22 }
	}

	set c {
		typeof ip dscp
		elements = { ef }
	}

	set d {
		typeof vlan id
		elements = { 5 }
	}

	set e {
		typeof ip saddr . vlan id
		elements = { 10.0.0.1 . 5 }
	}

	set f {
		typeof iifname
		elements = { "lo" }
	}

	set g {
		typeof ct original ip saddr
		elements = { 10.0.0.1 }
	}

	set h {
		typeof fib saddr . iif oif
		elements = { "lo" }
	}

	set i {
		typeof @th,0,32
		elements = { 0x1, 0x2 }
	}

	set j {
		typeof tcp option maxseg size
		elements = { 1460 }
	}

	set k {
		typeof ct mark
		elements = { 0x00000005 }
	}

	set l {
		typeof meta l4proto . th dport
		elements = { tcp . 22 }
	}

	set m {
		typeof ip protocol . ct state . meta mark
	}

	set n {
		typeof numgen inc mod 2
	}

	set o {
		typeof ct helper
		elements = { "ftp" }
	}

	set p {
		typeof frag frag-off
		elements = { 1 }
	}

	set q {
		typeof rt classid
	}

	set r {
		typeof socket mark
	}

	set u {
		typeof meta time
	}

	set v {
		typeof ip length
		elements = { 1, 2, 3, 4, 5,
			     6 }
	}

	set w {
		typeof ct bytes
		elements = { 1, 2 }
	}
}
$ nft delete table inet t
# What is wrong with sets.
$ nft add table inet t
$ nft add set inet t s
Error: syntax error, unexpected newline, expecting '{'
add set inet t s
                ^
[1]
$ nft add set inet t s { type nosuch \; }
Error: unknown datatype nosuch
add set inet t s { type nosuch ; }
                        ^^^^^^
Error: set definition does not specify key
add set inet t s { type nosuch ; }
                 ^^^^^^^^^^^^^^^
[1]
$ nft add set inet t s { type integer \; }
Error: unqualified type integer specified in set definition. Try "typeof expression" instead of "type datatype".
add set inet t s { type integer ; }
                 ^^^^^^^^^^^^^^^^
[1]
$ nft add set inet t s { type string \; }
Error: unqualified type string specified in set definition. Try "typeof expression" instead of "type datatype".
add set inet t s { type string ; }
                 ^^^^^^^^^^^^^^^
[1]
$ nft add set inet t s { typeof ip \; }
Error: syntax error, unexpected semicolon
add set inet t s { typeof ip ; }
                             ^
Error: set definition does not specify key
add set inet t s { typeof ip ; }
                 ^^^^^^^^^^^^^
[1]
$ nft add set inet t s { type ipv4_addr \; flags nosuch \; }
Error: syntax error, unexpected string, expecting constant or interval or dynamic or timeout
add set inet t s { type ipv4_addr ; flags nosuch ; }
                                          ^^^^^^
[1]
$ nft add set inet t s { type ipv4_addr \; elements = { ::1 } \; }
Error: Could not resolve hostname: Address family for hostname not supported
add set inet t s { type ipv4_addr ; elements = { ::1 } ; }
                                                 ^^^
[1]
$ nft add set inet t s { type ipv4_addr \; elements = { 10.0.0.0/8 } \; }
Error: You must add 'flags interval' to your set declaration if you want to add prefix elements
add set inet t s { type ipv4_addr ; elements = { 10.0.0.0/8 } ; }
                                                 ^^^^^^^^^^
[1]
$ nft add set inet t s { type ipv4_addr \; elements = { 10.0.0.1-10.0.0.2 } \; }
Error: You must add 'flags interval' to your set declaration if you want to add range elements
add set inet t s { type ipv4_addr ; elements = { 10.0.0.1-10.0.0.2 } ; }
                                                 ^^^^^^^^^^^^^^^^^
[1]
$ nft add set inet t s { type inet_service \; elements = { 70000 } \; }
Error: Service out of range
add set inet t s { type inet_service ; elements = { 70000 } ; }
                                                    ^^^^^
[1]
$ nft add set inet t s { type ipv4_addr \; size 0 \; }
$ nft add map inet t s { type ipv4_addr \; }
Error: syntax error, unexpected semicolon, expecting colon or .
add map inet t s { type ipv4_addr ; }
                                  ^
Error: set definition does not specify key
add map inet t s { type ipv4_addr ; }
                 ^^^^^^^^^^^^^^^^^^
[1]
$ nft add set inet t s { type ipv4_addr : mark \; }
Error: syntax error, unexpected colon, expecting newline or semicolon or .
add set inet t s { type ipv4_addr : mark ; }
                                  ^
Error: set definition does not specify key
add set inet t s { type ipv4_addr : mark ; }
                 ^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft add set inet t s { type ipv4_addr \; timeout 0s \; }
$ nft list ruleset
table inet t {
	set s {
		type ipv4_addr
	}
}
# What touches is one; ports are never networks.
$ nft -f -
> table inet u {
>  set a { type inet_service; flags interval; auto-merge; elements = { 1024-1279 }; }
>  set b { type ipv4_addr; flags interval; auto-merge; elements = { 10.0.0.0/25 }; }
> }
$ nft add element inet u a { 1280-1535 }
$ nft add element inet u b { 10.0.0.128/25 }
$ nft list table inet u
table inet u {
	set a {
		type inet_service
		flags interval
		auto-merge
		elements = { 1024-1535 }
	}

	set b {
		type ipv4_addr
		flags interval
		auto-merge
		elements = { 10.0.0.0/24 }
	}
}
