# What is there already; where statements can be.
$ nft add table x
$ nft add chain x a
$ nft add chain x a '{ type filter hook input priority 0; }'
Error: Could not process rule: File exists
add chain x a { type filter hook input priority 0; }
            ^
[1]
$ nft add chain x b '{ type filter hook input priority 0; }'
$ nft add chain x b '{ type nat hook input priority 0; }'
Error: Could not process rule: File exists
add chain x b { type nat hook input priority 0; }
            ^
[1]
$ nft add chain x b '{ type filter hook input priority 0; policy drop; }'
$ nft add set x s '{ type ipv4_addr; timeout 10s; }'
$ nft add set x s '{ type ipv4_addr; timeout 20s; }'
$ nft add set x s '{ type ipv4_addr; flags timeout; size 3; }'
$ nft list set x s
table ip x {
	set s {
		type ipv4_addr
		size 3
		flags timeout
	}
}
$ nft add element x s '{ 1.1.1.1 timeout 1h }'
$ nft add element x s '{ 1.1.1.1 timeout 2h }'
$ nft list set x s
table ip x {
	set s {
		type ipv4_addr
		size 3
		flags timeout
		elements = { 1.1.1.1 timeout 2h expires TIME }
	}
}
$ nft add element x s '{ 1.1.1.1 }'
$ nft list set x s
table ip x {
	set s {
		type ipv4_addr
		size 3
		flags timeout
		elements = { 1.1.1.1 }
	}
}
$ nft add quota x q '{ over 10 mbytes }'
$ nft add quota x q '{ over 20 mbytes }'
$ nft add counter x c '{ packets 5 bytes 5 }'
$ nft add counter x c '{ packets 6 bytes 5 }'
$ nft add limit x l '{ rate 1/second }'
$ nft add limit x l '{ rate 2/second }'
$ nft list table x
table ip x {
	quota q {
		over 20 mbytes
	}

	counter c {
		packets 5 bytes 5
	}

	limit l {
		rate 1/second
	}

	set s {
		type ipv4_addr
		size 3
		flags timeout
		elements = { 1.1.1.1 }
	}

	chain a {
	}

	chain b {
		type filter hook input priority filter; policy drop;
	}
}
$ nft add rule x b counter packets 10 bytes 20
$ nft add rule x b quota over 10 mbytes used 1 mbytes
$ nft -a list chain x b
table ip x {
	chain b { # handle 2
		type filter hook input priority filter; policy drop;
		counter packets 10 bytes 20 # handle 7
		quota over 10 mbytes used 1 mbytes # handle 8
	}
}
$ nft reset quotas
table ip x {
	quota q {
		over 20 mbytes
	}
}
$ nft reset counters
table ip x {
	counter c {
		packets 5 bytes 5
	}
}
$ nft reset quota x q
table ip x {
	quota q {
		over 20 mbytes
	}
}
$ nft list chain x b
table ip x {
	chain b {
		type filter hook input priority filter; policy drop;
		counter packets 10 bytes 20
		quota over 10 mbytes used 1 mbytes
	}
}
$ nft add map x om '{ type ipv4_addr : counter; elements = { 1.1.1.1 : "c" } }'
$ nft add element x om '{ 2.2.2.2 : "nc" }'
Error: Could not process rule: No such file or directory
add element x om { 2.2.2.2 : "nc" }
                   ^^^^^^^
[1]
$ nft add element x om '{ 1.1.1.1 : "c" }'
$ nft add rule x b counter name ip saddr map '@om'
$ nft delete counter x c
Error: Could not process rule: Device or resource busy
delete counter x c
                 ^
[1]
$ nft delete map x om
Error: Could not process rule: Device or resource busy
delete map x om
             ^^
[1]
$ nft delete chain x handle 1
$ nft list chains
table ip x {
	chain b {
		type filter hook input priority filter; policy drop;
	}
}
$ nft delete table handle 1
$ nft list tables
$ nft delete table handle 1
Error: Could not process rule: No such file or directory
delete table handle 1
                    ^
[1]
$ nft add table ip y '{ flags dormant; chain a { } }'
Error: syntax error, unexpected '}', expecting newline or semicolon
add table ip y { flags dormant; chain a { } }
                                            ^
Error: syntax error, unexpected end of file
add table ip y { flags dormant; chain a { } }
^
[1]
$ nft add table ip y '{ flags foo; }'
Error: unknown table option foo
add table ip y { flags foo; }
                       ^^^
[1]
$ nft list tables
$ nft add rule y a index 0 accept
Error: No such file or directory
add rule y a index 0 accept
         ^
[1]
$ nft add rule y a accept
Error: Could not process rule: No such file or directory
add rule y a accept
         ^
[1]
$ nft add rule y a index 1 accept
Error: No such file or directory
add rule y a index 1 accept
         ^
[1]
$ nft add rule y a index 0 drop
Error: No such file or directory
add rule y a index 0 drop
         ^
[1]
$ nft insert rule y a index 0 log
Error: No such file or directory
insert rule y a index 0 log
            ^
[1]
$ nft insert rule y a counter
Error: Could not process rule: No such file or directory
insert rule y a counter
            ^
[1]
$ nft -a list table y
Error: No such file or directory
list table y
           ^
[1]
$ nft 'insert rule y a index 0 tcp dport 1; insert rule y a index 1 tcp dport 2; add rule y a index 2 tcp dport 3; add rule y a tcp dport 4; add rule y a index 8 tcp dport 5'
Error: No such file or directory
insert rule y a index 0 tcp dport 1; insert rule y a index 1 tcp dport 2; add rule y a index 2 tcp dport 3; add rule y a tcp dport 4; add rule y a index 8 tcp dport 5
            ^
Error: No such file or directory
insert rule y a index 0 tcp dport 1; insert rule y a index 1 tcp dport 2; add rule y a index 2 tcp dport 3; add rule y a tcp dport 4; add rule y a index 8 tcp dport 5
                                                 ^
Error: No such file or directory
insert rule y a index 0 tcp dport 1; insert rule y a index 1 tcp dport 2; add rule y a index 2 tcp dport 3; add rule y a tcp dport 4; add rule y a index 8 tcp dport 5
                                                                                   ^
Error: No such file or directory
insert rule y a index 0 tcp dport 1; insert rule y a index 1 tcp dport 2; add rule y a index 2 tcp dport 3; add rule y a tcp dport 4; add rule y a index 8 tcp dport 5
                                                                                                                     ^
Error: No such file or directory
insert rule y a index 0 tcp dport 1; insert rule y a index 1 tcp dport 2; add rule y a index 2 tcp dport 3; add rule y a tcp dport 4; add rule y a index 8 tcp dport 5
                                                                                                                                               ^
[1]
$ nft -a list table y
Error: No such file or directory
list table y
           ^
[1]
$ nft replace rule y a handle 400 drop
Error: Could not process rule: No such file or directory
replace rule y a handle 400 drop
             ^
[1]
$ nft replace rule y nochn handle 400 drop
Error: Could not process rule: No such file or directory
replace rule y nochn handle 400 drop
             ^
[1]
$ nft replace rule y a handle 2
Error: syntax error, unexpected newline
replace rule y a handle 2
                         ^
[1]
$ nft delete rule y a index 2
Error: syntax error, unexpected index, expecting handle
delete rule y a index 2
                ^^^^^
[1]
$ nft delete rule y b handle 2
Error: Could not process rule: No such file or directory
delete rule y b handle 2
            ^
[1]
$ nft add chain y aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
Error: No such file or directory
add chain y aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
          ^
[1]
$ nft add chain x accept
Error: syntax error, unexpected accept, expecting string
add chain x accept
            ^^^^^^
[1]
$ nft add chain y foo '{ type filter hook input priority filter + 10; policy accept; comment "x"; }'
Error: No such file or directory
add chain y foo { type filter hook input priority filter + 10; policy accept; comment "x"; }
          ^
[1]
$ nft add chain y foo2 '{ type nat hook prerouting priority dstnat - 200; policy accept; }'
Error: No such file or directory
add chain y foo2 { type nat hook prerouting priority dstnat - 200; policy accept; }
          ^
[1]
$ nft add chain inet y foo3 '{ type nat hook prerouting priority dstnat; policy accept; }'
Error: No such file or directory
add chain inet y foo3 { type nat hook prerouting priority dstnat; policy accept; }
               ^
[1]
$ nft add table inet y
$ nft add chain inet y foo3 '{ type nat hook prerouting priority dstnat; policy accept; }'
$ nft add chain inet y foo4 '{ type route hook output priority mangle; policy accept; }'
$ nft add chain inet y foo5 '{ type filter hook prerouting priority -400; policy accept; }'
$ nft 'add rule inet y foo4 ip daddr 1.1.1.1 meta mark set 1'
$ nft 'add rule inet y foo3 ip daddr 1.1.1.1 dnat to 10.0.0.1'
$ nft 'add rule inet y foo3 ip daddr 1.1.1.1 dnat ip to 10.0.0.1'
$ nft 'add rule inet y foo3 redirect to :80'
Error: transport protocol mapping is only valid after transport protocol match
add rule inet y foo3 redirect to :80
                     ~~~~~~~~     ^^
[1]
$ nft 'add rule inet y foo3 masquerade'
Error: Could not process rule: Operation not supported
add rule inet y foo3 masquerade
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft 'add rule inet y foo5 notrack'
$ nft 'add rule inet y foo5 reject'
$ nft 'add rule inet y foo5 rt mtu 100'
Error: Could not process rule: Operation not supported
add rule inet y foo5 rt mtu 100
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft 'add rule inet y foo5 tcp option maxseg size set rt mtu'
Error: Could not process rule: Operation not supported
add rule inet y foo5 tcp option maxseg size set rt mtu
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft 'add rule inet y foo4 tcp option maxseg size set rt mtu'
$ nft 'add rule inet y foo5 fib saddr . iif oif missing drop'
$ nft 'add rule inet y foo5 fib daddr . iif type local'
$ nft 'add rule inet y foo5 fib daddr . oif type local'
Error: Could not process rule: Operation not supported
add rule inet y foo5 fib daddr . oif type local
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft 'add rule inet y foo4 fib daddr . iif type local'
Error: Could not process rule: Operation not supported
add rule inet y foo4 fib daddr . iif type local
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft 'add rule inet y foo4 fib saddr . iif oif missing'
Error: Could not process rule: Operation not supported
add rule inet y foo4 fib saddr . iif oif missing
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft 'add rule inet y foo5 socket transparent 1'
$ nft 'add rule inet y foo4 socket transparent 1'
$ nft 'add rule inet y foo5 ct helper set "x"'
Error: Could not process rule: No such file or directory
add rule inet y foo5 ct helper set "x"
                                   ^^^
[1]
$ nft 'add rule inet y foo5 meta secpath exists'
$ nft 'add rule inet y foo4 meta secpath exists'
Error: Could not process rule: Operation not supported
add rule inet y foo4 meta secpath exists
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft 'add rule inet y foo5 oifname "x"'
$ nft 'add rule inet y foo5 update @s { ip saddr }'
Error: No such file or directory
add rule inet y foo5 update @s { ip saddr }
                            ^^
[1]
$ nft 'add set inet y s { type ipv4_addr; }'
$ nft 'add rule inet y foo5 update @s { ip saddr }'
$ nft 'add set inet y sd { type ipv4_addr; flags dynamic; }'
$ nft 'add rule inet y foo5 update @sd { ip saddr }'
$ nft 'add rule inet y foo5 update @sd { ip saddr timeout 1m }'
Error: Could not process rule: Operation not supported
add rule inet y foo5 update @sd { ip saddr timeout 1m }
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft 'add rule inet y foo5 update @sd { ip saddr counter }'
$ nft 'list table inet y'
table inet y {
	set s {
		type ipv4_addr
		size 65535
	}

	set sd {
		type ipv4_addr
		size 65535
		flags dynamic
	}

	chain foo3 {
		type nat hook prerouting priority dstnat; policy accept;
		ip daddr 1.1.1.1 dnat ip to 10.0.0.1
		ip daddr 1.1.1.1 dnat ip to 10.0.0.1
	}

	chain foo4 {
		type route hook output priority mangle; policy accept;
		ip daddr 1.1.1.1 meta mark set 0x00000001
		tcp option maxseg size set rt mtu
		socket transparent 1
	}

	chain foo5 {
		type filter hook prerouting priority -400; policy accept;
		notrack
		reject
		fib saddr . iif oif missing drop
		fib daddr . iif type local
		socket transparent 1
		meta ipsec exists
		oifname "x"
		update @s { ip saddr }
		update @sd { ip saddr }
		update @sd { ip saddr counter }
	}
}
$ nft 'delete set inet y sd'
Error: Could not process rule: Device or resource busy
delete set inet y sd
                  ^^
[1]
$ nft 'add ct helper inet y h { type "ftp" protocol tcp; }'
$ nft 'add ct helper inet y h2 { type "foo" protocol tcp; }'
Error: Could not process rule: No such file or directory
add ct helper inet y h2 { type "foo" protocol tcp; }
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft 'add ct helper inet y h3 { type "ftp" protocol udp; }'
Error: Could not process rule: No such file or directory
add ct helper inet y h3 { type "ftp" protocol udp; }
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft 'list ruleset'
table inet y {
	ct helper h {
		type "ftp" protocol tcp
		l3proto inet
	}

	set s {
		type ipv4_addr
		size 65535
	}

	set sd {
		type ipv4_addr
		size 65535
		flags dynamic
	}

	chain foo3 {
		type nat hook prerouting priority dstnat; policy accept;
		ip daddr 1.1.1.1 dnat ip to 10.0.0.1
		ip daddr 1.1.1.1 dnat ip to 10.0.0.1
	}

	chain foo4 {
		type route hook output priority mangle; policy accept;
		ip daddr 1.1.1.1 meta mark set 0x00000001
		tcp option maxseg size set rt mtu
		socket transparent 1
	}

	chain foo5 {
		type filter hook prerouting priority -400; policy accept;
		notrack
		reject
		fib saddr . iif oif missing drop
		fib daddr . iif type local
		socket transparent 1
		meta ipsec exists
		oifname "x"
		update @s { ip saddr }
		update @sd { ip saddr }
		update @sd { ip saddr counter }
	}
}
