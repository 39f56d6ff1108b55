# Tables, chains and rules: what is there, what is not, and what is refused.
$ nft add table x
$ nft add table x
$ nft create table x
Error: Could not process rule: File exists
create table x
             ^
[1]
$ nft add table inet y
$ nft add chain x a
$ nft add chain x a
$ nft create chain x a
Error: Could not process rule: File exists
create chain x a
               ^
[1]
$ nft add chain x in '{ type filter hook input priority 0; }'
$ nft add chain x in '{ type filter hook input priority 0; policy drop; }'
$ nft add chain x in '{ type filter hook input priority 1; }'
Error: Could not process rule: Operation not supported
add chain x in { type filter hook input priority 1; }
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft add chain x in '{ type filter hook forward priority 0; }'
Error: Could not process rule: Operation not supported
add chain x in { type filter hook forward priority 0; }
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft add rule x a tcp dport '{22,80}' accept
$ nft add set x s '{ type ipv4_addr; }'
$ nft add counter x c
$ nft add rule x in jump a
$ nft -a list ruleset
table ip x { # handle 1
	counter c { # handle 6
		packets 0 bytes 0
	}

	set s { # handle 5
		type ipv4_addr
	}

	chain a { # handle 1
		tcp dport { 22, 80 } accept # handle 4
	}

	chain in { # handle 2
		type filter hook input priority filter; policy drop;
		jump a # handle 7
	}
}
table inet y { # handle 2
}
$ nft add rule x nochain accept
Error: Could not process rule: No such file or directory
add rule x nochain accept
           ^^^^^^^
[1]
$ nft add rule nt a accept
Error: No such file or directory; did you mean table ‘x’ in family ip?
add rule nt a accept
         ^^
[1]
$ nft add rule x in jump nowhere
Error: Could not process rule: No such file or directory
add rule x in jump nowhere
                   ^^^^^^^
[1]
$ nft delete chain x a
Error: Could not process rule: Device or resource busy
delete chain x a
               ^
[1]
$ nft delete chain x nochain
Error: Could not process rule: No such file or directory
delete chain x nochain
               ^^^^^^^
[1]
$ nft delete rule x a handle 99
Error: No such file or directory; did you mean chain ‘in’ in table ip ‘x’?
delete rule x a handle 99
                       ^^
[1]
$ nft delete rule x a
Error: syntax error, unexpected newline, expecting handle
delete rule x a
               ^
[1]
$ nft insert rule x a index 5 accept
Error: Could not process rule: No such file or directory
insert rule x a index 5 accept
                ^^^^^^^
[1]
$ nft insert rule x a index 0 accept
$ nft add rule x a index 0 drop
$ nft add rule x a handle 4 log
$ nft add rule x a position 4 log
$ nft add rule x a handle 444 log
Error: Could not process rule: No such file or directory
add rule x a handle 444 log
                    ^^^
[1]
$ nft replace rule x a handle 4 log
$ nft -a list chain x a
table ip x {
	chain a { # handle 1
		accept # handle 9
		drop # handle 10
		log # handle 4
		log # handle 12
		log # handle 11
	}
}
$ nft delete rule x a handle 4
$ nft delete table x2
Error: No such file or directory; did you mean table ‘x’ in family ip?
delete table x2
             ^^
[1]
$ nft delete table ip handle 99
Error: Could not process rule: No such file or directory
delete table ip handle 99
                       ^^
[1]
$ nft delete set x s2
Error: No such file or directory; did you mean set ‘s’ in table ip ‘x’?
delete set x s2
             ^^
[1]
$ nft delete set x c
Error: Could not process rule: No such file or directory
delete set x c
             ^
[1]
$ nft delete counter x s
Error: Could not process rule: No such file or directory
delete counter x s
                 ^
[1]
$ nft rename chain x a b
$ nft rename chain x b in
Error: Could not process rule: File exists
rename chain x b in
^^^^^^^^^^^^^^^^^^^^
[1]
$ nft rename chain x nob in
Error: No such file or directory; did you mean chain ‘b’ in table ip ‘x’?
rename chain x nob in
               ^^^
[1]
$ nft list table x2
Error: No such file or directory
list table x2
           ^^
[1]
$ nft list chain x ax
Error: No such file or directory
list chain x ax
             ^^
[1]
$ nft list set x ss
Error: No such file or directory
list set x ss
           ^^
[1]
$ nft flush chain x q
Error: Could not process rule: No such file or directory
flush chain x q
              ^
[1]
$ nft flush table q
Error: Could not process rule: No such file or directory
flush table q
            ^
[1]
$ nft flush set x q
Error: No such file or directory
flush set x q
            ^
[1]
$ nft 'add table z; add chain z y; add rule z yy accept; add rule q y accept; add chain w e'
Error: No such file or directory
add table z; add chain z y; add rule z yy accept; add rule q y accept; add chain w e
                                                                                 ^
[1]
$ nft list tables
table ip x
table inet y
$ nft 'add table z; add chain z y; list ruleset'
table ip x {
	counter c {
		packets 0 bytes 0
	}

	set s {
		type ipv4_addr
	}

	chain b {
		accept
		drop
		log
		log
	}

	chain in {
		type filter hook input priority filter; policy drop;
		jump b
	}
}
table inet y {
}
table ip z {
	chain y {
	}
}
$ nft -a list ruleset
table ip x { # handle 1
	counter c { # handle 6
		packets 0 bytes 0
	}

	set s { # handle 5
		type ipv4_addr
	}

	chain b { # handle 1
		accept # handle 9
		drop # handle 10
		log # handle 12
		log # handle 11
	}

	chain in { # handle 2
		type filter hook input priority filter; policy drop;
		jump b # handle 7
	}
}
table inet y { # handle 2
}
table ip z { # handle 3
	chain y { # handle 1
	}
}
$ nft add chain x n1 '{ type nat hook forward priority 0; }'
Error: Could not process rule: Operation not supported
add chain x n1 { type nat hook forward priority 0; }
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft add chain x n2 '{ type nat hook prerouting priority -200; }'
Error: Could not process rule: Operation not supported
add chain x n2 { type nat hook prerouting priority -200; }
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft add chain x n2 '{ type nat hook prerouting priority -199; }'
$ nft add chain x n3 '{ type route hook input priority 0; }'
Error: Could not process rule: Operation not supported
add chain x n3 { type route hook input priority 0; }
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft add chain x n4 '{ type filter hook ingress priority 0; }'
Error: The ip family does not support this hook
add chain x n4 { type filter hook ingress priority 0; }
                                  ^^^^^^^
[1]
$ nft add chain x n4 '{ type filter hook input priority 0; policy accept; foo }'
Error: syntax error, unexpected '}'
add chain x n4 { type filter hook input priority 0; policy accept; foo }
                                                                       ^
Error: syntax error, unexpected end of file
add chain x n4 { type filter hook input priority 0; policy accept; foo }
^
[1]
$ nft add chain x n5 '{ type nat hook postrouting priority 100; policy drop; }'
$ nft add chain x n6 '{ type fltr hook postrouting priority 100; }'
Error: unknown chain type
add chain x n6 { type fltr hook postrouting priority 100; }
                      ^^^^
[1]
$ nft add chain x n7 '{ policy drop; }'
Error: Could not process rule: Operation not supported
add chain x n7 { policy drop; }
                 ^^^^^^^^^^^
[1]
$ nft add chain x a2 '{ policy drop; }'
Error: Could not process rule: Operation not supported
add chain x a2 { policy drop; }
                 ^^^^^^^^^^^
[1]
$ nft add chain x in '{ policy accept; }'
$ nft add chain nope in '{ policy accept; }'
Error: No such file or directory
add chain nope in { policy accept; }
          ^^^^
[1]
$ nft -a list table x
table ip x { # handle 1
	counter c { # handle 6
		packets 0 bytes 0
	}

	set s { # handle 5
		type ipv4_addr
	}

	chain b { # handle 1
		accept # handle 9
		drop # handle 10
		log # handle 12
		log # handle 11
	}

	chain in { # handle 2
		type filter hook input priority filter; policy accept;
		jump b # handle 7
	}

	chain n2 { # handle 13
		type nat hook prerouting priority -199; policy accept;
	}

	chain n5 { # handle 14
		type nat hook postrouting priority srcnat; policy drop;
	}
}
