# Tables and chains.
$ nft list ruleset
$ nft list tables
$ nft add table t
$ nft add table ip6 t
$ nft add table inet u
$ nft list tables
table ip t
table ip6 t
table inet u
$ nft list tables ip6
table ip6 t
$ nft list tables arp
$ nft list ruleset
table ip t {
}
table ip6 t {
}
table inet u {
}
$ nft -a list ruleset
table ip t { # handle 1
}
table ip6 t { # handle 2
}
table inet u { # handle 3
}
$ nft list ruleset inet
table inet u {
}
$ nft list table inet u
table inet u {
}
$ nft list table nosuch
Error: No such file or directory
list table nosuch
           ^^^^^^
[1]
$ nft -f -
> table inet v {
>  comment "a table"
>  chain a { }
>  chain b { comment "a chain"
>  }
> }
> table inet w {
>  flags dormant
>  comment "sleeps"
>  chain a { type filter hook input priority 0; policy drop; comment "base"
>   accept
>  }
> }
$ nft list table inet v
table inet v {
	comment "a table"
	chain a {
	}

	chain b {
		comment "a chain"
	}
}
$ nft -a list table inet v
table inet v { # handle 4
	comment "a table"
	chain a { # handle 1
	}

	chain b { # handle 2
		comment "a chain"
	}
}
$ nft list table inet w
table inet w {
	flags dormant
	comment "sleeps"

	chain a {
		comment "base"
		type filter hook input priority filter; policy drop;
		accept
	}
}
$ nft add table inet w { flags dormant \; comment "other" \; }
$ nft list ruleset
table ip t {
}
table ip6 t {
}
table inet u {
}
table inet v {
	comment "a table"
	chain a {
	}

	chain b {
		comment "a chain"
	}
}
table inet w {
	flags dormant
	comment "sleeps"

	chain a {
		comment "base"
		type filter hook input priority filter; policy drop;
		accept
	}
}
$ nft list chains
table ip t {
}
table ip6 t {
}
table inet u {
}
table inet v {
	chain a {
	}
	chain b {
		comment "a chain"
	}
}
table inet w {
	chain a {
		comment "base"
		type filter hook input priority filter; policy drop;
	}
}
$ nft -a list chains inet
table inet u {
}
table inet v {
	chain a { # handle 1
	}
	chain b { # handle 2
		comment "a chain"
	}
}
table inet w {
	chain a { # handle 1
		comment "base"
		type filter hook input priority filter; policy drop;
	}
}
$ nft list chain inet v b
table inet v {
	chain b {
		comment "a chain"
	}
}
$ nft list chain inet v nosuch
Error: No such file or directory
list chain inet v nosuch
                  ^^^^^^
[1]
$ nft list chain nosuch c
Error: No such file or directory
list chain nosuch c
           ^^^^^^
[1]
$ nft -f -
> table ip p {
>  chain p1 { type filter hook prerouting priority raw; }
>  chain p2 { type filter hook prerouting priority mangle; }
>  chain p3 { type nat hook prerouting priority dstnat; }
>  chain p4 { type filter hook prerouting priority filter; }
>  chain p5 { type filter hook prerouting priority security; }
>  chain p6 { type nat hook postrouting priority srcnat; }
>  chain p7 { type filter hook prerouting priority dstnat + 5; }
>  chain p8 { type filter hook prerouting priority filter - 10; }
>  chain p9 { type filter hook prerouting priority filter + 11; }
>  chain q1 { type filter hook forward priority -100; }
>  chain q2 { type filter hook forward priority 100; }
>  chain q3 { type filter hook input priority 7; }
>  chain q4 { type route hook output priority -150; policy accept; }
>  chain q5 { type nat hook output priority -100; }
>  chain q6 { type nat hook input priority 100; }
>  chain q7 { type filter hook output priority -2147483648; }
>  chain q8 { type filter hook postrouting priority 105; policy drop; }
> }
$ nft list table ip p
table ip p {
	chain p1 {
		type filter hook prerouting priority raw; policy accept;
	}

	chain p2 {
		type filter hook prerouting priority mangle; policy accept;
	}

	chain p3 {
		type nat hook prerouting priority dstnat; policy accept;
	}

	chain p4 {
		type filter hook prerouting priority filter; policy accept;
	}

	chain p5 {
		type filter hook prerouting priority security; policy accept;
	}

	chain p6 {
		type nat hook postrouting priority srcnat; policy accept;
	}

	chain p7 {
		type filter hook prerouting priority dstnat + 5; policy accept;
	}

	chain p8 {
		type filter hook prerouting priority filter - 10; policy accept;
	}

	chain p9 {
		type filter hook prerouting priority 11; policy accept;
	}

	chain q1 {
		type filter hook forward priority -100; policy accept;
	}

	chain q2 {
		type filter hook forward priority 100; policy accept;
	}

	chain q3 {
		type filter hook input priority filter + 7; policy accept;
	}

	chain q4 {
		type route hook output priority mangle; policy accept;
	}

	chain q5 {
		type nat hook output priority -100; policy accept;
	}

	chain q6 {
		type nat hook input priority 100; policy accept;
	}

	chain q7 {
		type filter hook output priority -2147483648; policy accept;
	}

	chain q8 {
		type filter hook postrouting priority srcnat + 5; policy drop;
	}
}
$ nft -y list table ip p
table ip p {
	chain p1 {
		type filter hook prerouting priority -300; policy accept;
	}

	chain p2 {
		type filter hook prerouting priority -150; policy accept;
	}

	chain p3 {
		type nat hook prerouting priority -100; policy accept;
	}

	chain p4 {
		type filter hook prerouting priority 0; policy accept;
	}

	chain p5 {
		type filter hook prerouting priority 50; policy accept;
	}

	chain p6 {
		type nat hook postrouting priority 100; policy accept;
	}

	chain p7 {
		type filter hook prerouting priority -95; policy accept;
	}

	chain p8 {
		type filter hook prerouting priority -10; policy accept;
	}

	chain p9 {
		type filter hook prerouting priority 11; policy accept;
	}

	chain q1 {
		type filter hook forward priority -100; policy accept;
	}

	chain q2 {
		type filter hook forward priority 100; policy accept;
	}

	chain q3 {
		type filter hook input priority 7; policy accept;
	}

	chain q4 {
		type route hook output priority -150; policy accept;
	}

	chain q5 {
		type nat hook output priority -100; policy accept;
	}

	chain q6 {
		type nat hook input priority 100; policy accept;
	}

	chain q7 {
		type filter hook output priority -2147483648; policy accept;
	}

	chain q8 {
		type filter hook postrouting priority 105; policy drop;
	}
}
$ nft -n list table ip p
table ip p {
	chain p1 {
		type filter hook prerouting priority -300; policy accept;
	}

	chain p2 {
		type filter hook prerouting priority -150; policy accept;
	}

	chain p3 {
		type nat hook prerouting priority -100; policy accept;
	}

	chain p4 {
		type filter hook prerouting priority 0; policy accept;
	}

	chain p5 {
		type filter hook prerouting priority 50; policy accept;
	}

	chain p6 {
		type nat hook postrouting priority 100; policy accept;
	}

	chain p7 {
		type filter hook prerouting priority -95; policy accept;
	}

	chain p8 {
		type filter hook prerouting priority -10; policy accept;
	}

	chain p9 {
		type filter hook prerouting priority 11; policy accept;
	}

	chain q1 {
		type filter hook forward priority -100; policy accept;
	}

	chain q2 {
		type filter hook forward priority 100; policy accept;
	}

	chain q3 {
		type filter hook input priority 7; policy accept;
	}

	chain q4 {
		type route hook output priority -150; policy accept;
	}

	chain q5 {
		type nat hook output priority -100; policy accept;
	}

	chain q6 {
		type nat hook input priority 100; policy accept;
	}

	chain q7 {
		type filter hook output priority -2147483648; policy accept;
	}

	chain q8 {
		type filter hook postrouting priority 105; policy drop;
	}
}
$ nft add chain ip p r1 { type filter hook input priority dstnat \; }
Error: invalid priority expression value in this context.
add chain ip p r1 { type filter hook input priority dstnat ; }
                                           ^^^^^^^^^^^^^^^
[1]
$ nft add chain ip p r2 { type filter hook input priority nosuch \; }
Error: invalid priority expression value in this context.
add chain ip p r2 { type filter hook input priority nosuch ; }
                                           ^^^^^^^^^^^^^^^
[1]
$ nft add chain ip p r3 { type nosuch hook input priority 0 \; }
Error: unknown chain type
add chain ip p r3 { type nosuch hook input priority 0 ; }
                         ^^^^^^
[1]
$ nft add chain ip p r4 { type filter hook nosuch priority 0 \; }
Error: unknown chain hook
add chain ip p r4 { type filter hook nosuch priority 0 ; }
                                     ^^^^^^
[1]
$ nft add chain ip p r5 { type nat hook forward priority 0 \; }
Error: Could not process rule: Operation not supported
add chain ip p r5 { type nat hook forward priority 0 ; }
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft add chain ip p r6 { type route hook input priority 0 \; }
Error: Could not process rule: Operation not supported
add chain ip p r6 { type route hook input priority 0 ; }
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft delete table ip p
$ nft flush ruleset
$ nft list ruleset
