# Tables of one family.
$ nft add table ip t
$ nft add chain ip t c
$ nft add table ip6 t
$ nft add chain ip6 t c
$ nft add chain ip t x
$ nft -f -
> add rule ip t c ip saddr 10.0.0.1 tcp dport 22
> add rule ip t c ip protocol tcp tcp dport 22
> add rule ip t c meta l4proto tcp tcp dport 22
> add rule ip t c meta protocol ip tcp dport 22
> add rule ip t c icmp type echo-request
$ nft list chain ip t c
table ip t {
	chain c {
		ip saddr 10.0.0.1 tcp dport 22
		tcp dport 22
		tcp dport 22
		tcp dport 22
		icmp type echo-request
	}
}
$ nft flush chain ip t c
$ nft -f -
> add rule ip t c icmpv6 type echo-request
> add rule ip t c ct original saddr 10.0.0.1
> add rule ip t c ct original ip saddr 10.0.0.1
> add rule ip t c ip protocol tcp ct original proto-dst 22
> add rule ip t c tcp dport 22 ct reply proto-src 22
$ nft list chain ip t c
table ip t {
	chain c {
		icmpv6 type echo-request
		ct original ip saddr 10.0.0.1
		ct original ip saddr 10.0.0.1
		ip protocol tcp ct original proto-dst 22
		tcp dport 22 ct reply proto-src 22
	}
}
$ nft flush chain ip t c
$ nft -f -
> add rule ip t c rt nexthop 10.0.0.1
> add rule ip t c reject
> add rule ip t c reject with icmp port-unreachable
> add rule ip t c reject with icmp host-unreachable
> add rule ip t c reject with tcp reset
$ nft list chain ip t c
table ip t {
	chain c {
		rt ip nexthop 10.0.0.1
		reject
		reject
		reject with icmp host-unreachable
		reject with tcp reset
	}
}
$ nft flush chain ip t c
$ nft -f -
> add rule ip t c ip protocol tcp reject with tcp reset
> add rule ip t c tcp dport 22 reject
> add rule ip t c @nh,4,4 5
> add rule ip t c @nh,96,32 0x0a000001
$ nft list chain ip t c
table ip t {
	chain c {
		reject with tcp reset
		tcp dport 22 reject
		ip hdrlength 5
		ip saddr 10.0.0.1
	}
}
$ nft flush chain ip t c
$ nft add rule ip t c ct original protocol tcp ct original proto-dst 22
$ nft add rule ip t c ct reply l3proto ipv4
$ nft list chain ip t c
table ip t {
	chain c {
		ct protocol tcp ct original proto-dst 22
		ct l3proto ipv4
	}
}
$ nft flush chain ip t c
$ nft add rule ip t c meta nfproto ipv4
Error: meta nfproto is only useful in the inet family
add rule ip t c meta nfproto ipv4
                ^^^^^^^^^^^^
[1]
$ nft add rule ip t c reject with icmpx port-unreachable
Error: abstracted ICMP unreachable not supported
add rule ip t c reject with icmpx port-unreachable
                ~~~~~~            ^^^^^^^^^^^^^^^^
[1]
$ nft add rule ip t c exthdr hbh exists
Error: cannot use exthdr with ip
add rule ip t c exthdr hbh exists
                ^^^^^^^^^^
[1]
$ nft -f -
> add rule ip6 t c ip6 saddr ::1 tcp dport 22
> add rule ip6 t c ip6 nexthdr tcp tcp dport 22
> add rule ip6 t c icmpv6 type echo-request
> add rule ip6 t c ct original saddr ::1
> add rule ip6 t c rt nexthop ::1
$ nft list chain ip6 t c
table ip6 t {
	chain c {
		ip6 saddr ::1 tcp dport 22
		tcp dport 22
		icmpv6 type echo-request
		ct original ip6 saddr ::1
		rt ip6 nexthop ::1
	}
}
$ nft flush chain ip6 t c
$ nft -f -
> add rule ip6 t c reject
> add rule ip6 t c reject with icmpv6 port-unreachable
> add rule ip6 t c reject with icmpv6 admin-prohibited
> add rule ip6 t c reject with tcp reset
$ nft list chain ip6 t c
table ip6 t {
	chain c {
		reject
		reject
		reject with icmpv6 admin-prohibited
		reject with tcp reset
	}
}
$ nft flush chain ip6 t c
