# Translations.
$ nft -f -
> table ip n {
>  chain pre { type nat hook prerouting priority dstnat; }
>  chain post { type nat hook postrouting priority srcnat; }
> }
$ nft -f -
> table ip6 n {
>  chain pre { type nat hook prerouting priority dstnat; }
>  chain post { type nat hook postrouting priority srcnat; }
> }
$ nft -f -
> table inet n {
>  chain pre { type nat hook prerouting priority dstnat; }
>  chain post { type nat hook postrouting priority srcnat; }
> }
$ nft -f -
> add rule ip n pre dnat to 10.0.0.1
> add rule ip n pre dnat to 10.0.0.1-10.0.0.9
> add rule ip n pre dnat to 10.0.0.0/24
> add rule ip n pre dnat to 10.0.0.0-10.0.0.3
> add rule ip n pre tcp dport 80 dnat to 10.0.0.1:8080
$ nft list chain ip n pre
table ip n {
	chain pre {
		type nat hook prerouting priority dstnat; policy accept;
		dnat to 10.0.0.1
		dnat to 10.0.0.1-10.0.0.9
		dnat to 10.0.0.0/24
		dnat to 10.0.0.0/30
		tcp dport 80 dnat to 10.0.0.1:8080
	}
}
$ nft flush chain ip n pre
$ nft -f -
> add rule ip n pre tcp dport 80 dnat to 10.0.0.1:8080-8090
> add rule ip n pre tcp dport 80 dnat to 10.0.0.1-10.0.0.9:8080-8090 random
> add rule ip n pre tcp dport 80 dnat to :8080
> add rule ip n pre ip protocol tcp dnat to :8080
> add rule ip n pre dnat to 10.0.0.1 persistent
$ nft list chain ip n pre
table ip n {
	chain pre {
		type nat hook prerouting priority dstnat; policy accept;
		tcp dport 80 dnat to 10.0.0.1:8080-8090
		tcp dport 80 dnat to 10.0.0.1-10.0.0.9:8080-8090 random
		tcp dport 80 dnat to :8080
		ip protocol tcp dnat to :8080
		dnat to 10.0.0.1 persistent
	}
}
$ nft flush chain ip n pre
$ nft -f -
> add rule ip n pre dnat to 10.0.0.1 persistent,random
> add rule ip n pre dnat to 10.0.0.1 fully-random
> add rule ip n pre dnat to ip saddr map { 10.1.0.1 : 10.0.0.1, 10.1.0.2 : 10.0.0.2 }
> add rule ip n pre dnat to numgen inc mod 2 map { 0 : 10.0.0.1, 1 : 10.0.0.2 }
> add rule ip n pre dnat to jhash ip saddr mod 2 map { 0 : 10.0.0.1, 1 : 10.0.0.2 }
$ nft list chain ip n pre
table ip n {
	chain pre {
		type nat hook prerouting priority dstnat; policy accept;
		dnat to 10.0.0.1 random,persistent
		dnat to 10.0.0.1 fully-random
		dnat to ip saddr map { 10.1.0.1 : 10.0.0.1, 10.1.0.2 : 10.0.0.2 }
		dnat to numgen inc mod 2 map { 0 : 10.0.0.1, 1 : 10.0.0.2 }
		dnat to jhash ip saddr mod 2 map { 0 : 10.0.0.1, 1 : 10.0.0.2 }
	}
}
$ nft flush chain ip n pre
$ nft -f -
> add rule ip n pre dnat to tcp dport map { 80 : 10.0.0.1 . 8080 }
> add rule ip n pre dnat ip addr . port to tcp dport map { 80 : 10.0.0.1 . 8080 }
> add rule ip n pre tcp dport 80 dnat to ip saddr map { 10.1.0.1 : 10.0.0.1 }:8080
> add rule ip n pre dnat ip prefix to ip daddr map { 10.0.0.0/24 : 11.0.0.0/24 }
> add rule ip n pre dnat ip to 10.0.0.1
$ nft list chain ip n pre
table ip n {
	chain pre {
		type nat hook prerouting priority dstnat; policy accept;
		dnat ip to tcp dport map { 80 : 10.0.0.1 . 8080 }
		dnat ip to tcp dport map { 80 : 10.0.0.1 . 8080 }
		tcp dport 80 dnat to ip saddr map { 10.1.0.1 : 10.0.0.1 }:8080
		dnat ip prefix to ip daddr map { 10.0.0.0/24 : 11.0.0.0/24 }
		dnat to 10.0.0.1
	}
}
$ nft flush chain ip n pre
$ nft -f -
> add rule ip n pre redirect
> add rule ip n pre redirect random
> add rule ip n pre tcp dport 80 redirect to :8080
> add rule ip n pre tcp dport 80 redirect to :8080-8090 random,persistent
> add rule ip n pre tcp dport 80 redirect to :tcp dport map { 80 : 8080, 443 : 8443 }
$ nft list chain ip n pre
table ip n {
	chain pre {
		type nat hook prerouting priority dstnat; policy accept;
		redirect
		redirect random
		tcp dport 80 redirect to :8080
		tcp dport 80 redirect to :8080-8090 random,persistent
		tcp dport 80 redirect to :tcp dport map { 80 : 8080, 443 : 8443 }
	}
}
$ nft flush chain ip n pre
$ nft -f -
> add rule ip n pre udp dport 53 redirect
$ nft list chain ip n pre
table ip n {
	chain pre {
		type nat hook prerouting priority dstnat; policy accept;
		udp dport 53 redirect
	}
}
$ nft flush chain ip n pre
$ nft -f -
> add rule ip n post snat to 10.0.0.1
> add rule ip n post snat to 10.0.0.1-10.0.0.9
> add rule ip n post snat ip to ip saddr map { 10.1.0.1 : 10.0.0.1-10.0.0.5 }
> add rule ip n post ip protocol tcp snat to 10.0.0.1:1024-65535
> add rule ip n post tcp dport 80 snat to :1024
$ nft list chain ip n post
table ip n {
	chain post {
		type nat hook postrouting priority srcnat; policy accept;
		snat to 10.0.0.1
		snat to 10.0.0.1-10.0.0.9
		snat ip to ip saddr map { 10.1.0.1 : 10.0.0.1-10.0.0.5 }
		ip protocol tcp snat to 10.0.0.1:1024-65535
		tcp dport 80 snat to :1024
	}
}
$ nft flush chain ip n post
$ nft -f -
> add rule ip n post snat to 10.0.0.1 random
> add rule ip n post masquerade
> add rule ip n post masquerade random
> add rule ip n post masquerade fully-random,persistent
> add rule ip n post tcp dport 80 masquerade to :1024-65535
$ nft list chain ip n post
table ip n {
	chain post {
		type nat hook postrouting priority srcnat; policy accept;
		snat to 10.0.0.1 random
		masquerade
		masquerade random
		masquerade fully-random,persistent
		tcp dport 80 masquerade to :1024-65535
	}
}
$ nft flush chain ip n post
$ nft -f -
> add rule ip n post ip saddr 10.0.0.0/8 oifname "eth0" masquerade
> add rule ip n post snat ip prefix to ip saddr map { 10.0.0.0/8 : 11.0.0.0/8 }
$ nft list chain ip n post
table ip n {
	chain post {
		type nat hook postrouting priority srcnat; policy accept;
		ip saddr 10.0.0.0/8 oifname "eth0" masquerade
		snat ip prefix to ip saddr map { 10.0.0.0/8 : 11.0.0.0/8 }
	}
}
$ nft flush chain ip n post
$ nft -f -
> add rule ip6 n pre dnat to 2001:db8::1
> add rule ip6 n pre dnat to [2001:db8::1]
> add rule ip6 n pre dnat to 2001:db8::1-2001:db8::9
> add rule ip6 n pre tcp dport 80 dnat to [2001:db8::1]:8080
> add rule ip6 n pre tcp dport 80 dnat to [2001:db8::1]-[2001:db8::9]:8080-8090
$ nft list chain ip6 n pre
table ip6 n {
	chain pre {
		type nat hook prerouting priority dstnat; policy accept;
		dnat to 2001:db8::1
		dnat to 2001:db8::1
		dnat to 2001:db8::1-2001:db8::9
		tcp dport 80 dnat to [2001:db8::1]:8080
		tcp dport 80 dnat to [2001:db8::1]-[2001:db8::9]:8080-8090
	}
}
$ nft flush chain ip6 n pre
$ nft -f -
> add rule ip6 n pre tcp dport 80 dnat to :8080
> add rule ip6 n pre dnat prefix to 2001:db8::/64
> add rule ip6 n pre tcp dport 80 redirect to :8080
$ nft list chain ip6 n pre
table ip6 n {
	chain pre {
		type nat hook prerouting priority dstnat; policy accept;
		tcp dport 80 dnat to :8080
		dnat prefix to 2001:db8::/64
		tcp dport 80 redirect to :8080
	}
}
$ nft flush chain ip6 n pre
$ nft -f -
> add rule ip6 n post snat to 2001:db8::1
> add rule ip6 n post snat to 2001:db8::/64
> add rule ip6 n post masquerade
$ nft list chain ip6 n post
table ip6 n {
	chain post {
		type nat hook postrouting priority srcnat; policy accept;
		snat to 2001:db8::1
		snat to 2001:db8::/64
		masquerade
	}
}
$ nft flush chain ip6 n post
$ nft -f -
> add rule inet n pre dnat ip to 10.0.0.1
> add rule inet n pre meta nfproto ipv4 dnat to 10.0.0.1
> add rule inet n pre ip saddr 10.1.0.1 dnat to 10.0.0.1
> add rule inet n pre dnat ip6 to 2001:db8::1
> add rule inet n pre tcp dport 80 dnat ip to 10.0.0.1:8080
$ nft list chain inet n pre
table inet n {
	chain pre {
		type nat hook prerouting priority dstnat; policy accept;
		dnat ip to 10.0.0.1
		meta nfproto ipv4 dnat ip to 10.0.0.1
		ip saddr 10.1.0.1 dnat ip to 10.0.0.1
		dnat ip6 to 2001:db8::1
		tcp dport 80 dnat ip to 10.0.0.1:8080
	}
}
$ nft flush chain inet n pre
$ nft -f -
> add rule inet n pre tcp dport 80 dnat ip6 to [2001:db8::1]:8080
> add rule inet n pre tcp dport 80 dnat to :8080
> add rule inet n pre dnat ip to tcp dport map { 80 : 10.0.0.1 . 8080 }
> add rule inet n pre dnat ip to tcp dport map { 80 : 10.0.0.1, 443 : 10.0.0.2 }
> add rule inet n pre tcp dport 80 redirect to :8080
$ nft list chain inet n pre
table inet n {
	chain pre {
		type nat hook prerouting priority dstnat; policy accept;
		tcp dport 80 dnat ip6 to [2001:db8::1]:8080
		tcp dport 80 dnat to :8080
		dnat ip to tcp dport map { 80 : 10.0.0.1 . 8080 }
		dnat ip to tcp dport map { 80 : 10.0.0.1, 443 : 10.0.0.2 }
		tcp dport 80 redirect to :8080
	}
}
$ nft flush chain inet n pre
$ nft -f -
> add rule inet n pre redirect
$ nft list chain inet n pre
table inet n {
	chain pre {
		type nat hook prerouting priority dstnat; policy accept;
		redirect
	}
}
$ nft flush chain inet n pre
$ nft -f -
> add rule inet n post snat ip to 10.0.0.1
> add rule inet n post snat ip to 10.0.0.1-10.0.0.9 persistent
> add rule inet n post snat ip to 10.0.0.0-10.0.0.15
> add rule inet n post snat ip6 to 2001:db8::1
> add rule inet n post masquerade
$ nft list chain inet n post
table inet n {
	chain post {
		type nat hook postrouting priority srcnat; policy accept;
		snat ip to 10.0.0.1
		snat ip to 10.0.0.1-10.0.0.9 persistent
		snat ip to 10.0.0.0/28
		snat ip6 to 2001:db8::1
		masquerade
	}
}
$ nft flush chain inet n post
$ nft -f -
> add rule inet n post tcp dport 80 masquerade to :1024-65535
> add rule inet n post oifname "eth0" masquerade
$ nft list chain inet n post
table inet n {
	chain post {
		type nat hook postrouting priority srcnat; policy accept;
		tcp dport 80 masquerade to :1024-65535
		oifname "eth0" masquerade
	}
}
$ nft flush chain inet n post
$ nft add rule inet n post snat to 10.0.0.1
Error: ip or ip6 must be specified with address for inet tables.
add rule inet n post snat to 10.0.0.1
                     ^^^^
[1]
$ nft add rule ip n pre dnat to 10.0.0.1:80
Error: transport protocol mapping is only valid after transport protocol match
add rule ip n pre dnat to 10.0.0.1:80
                  ~~~~             ^^
[1]
$ nft add rule ip n pre masquerade
Error: Could not process rule: Operation not supported
add rule ip n pre masquerade
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft add rule ip n post dnat to 10.0.0.1
Error: Could not process rule: Operation not supported
add rule ip n post dnat to 10.0.0.1
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft add rule inet n pre dnat ip to ::1
Error: Could not resolve hostname: Address family for hostname not supported
add rule inet n pre dnat ip to ::1
                               ^^^
[1]
