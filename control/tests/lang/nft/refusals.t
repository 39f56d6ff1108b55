# What the kernel refuses, and where nft puts its marks.
$ nft add table x
$ nft 'add chain x a; add chain x b; add chain x n { type nat hook prerouting priority 0; }; add chain x o { type filter hook output priority 0; }; add chain x f { type filter hook forward priority 0; }; add chain x po { type nat hook postrouting priority 0; }'
$ nft add rule x n masquerade
Error: Could not process rule: Operation not supported
add rule x n masquerade
^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft add rule x a masquerade
$ nft add rule x n jump a
Error: Could not process rule: Operation not supported
add rule x n jump a
^^^^^^^^^^^^^^^^^^^^
[1]
$ nft 'add rule x n jump a; add rule x n accept; add rule x o accept'
Error: Could not process rule: Operation not supported
add rule x n jump a; add rule x n accept; add rule x o accept
^^^^^^^^^^^^^^^^^^^^
Error: Could not process rule: Operation not supported
add rule x n jump a; add rule x n accept; add rule x o accept
                     ^^^^^^^^^^^^^^^^^^^^
Error: Could not process rule: Operation not supported
add rule x n jump a; add rule x n accept; add rule x o accept
                                          ^^^^^^^^^^^^^^^^^^^^
[1]
$ nft add rule x f reject
$ nft add rule x po reject
Error: Could not process rule: Operation not supported
add rule x po reject
^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft add rule x f snat to 1.2.3.4
Error: Could not process rule: Operation not supported
add rule x f snat to 1.2.3.4
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft add rule x po dnat to 1.2.3.4
Error: Could not process rule: Operation not supported
add rule x po dnat to 1.2.3.4
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft add rule x a jump b
$ nft add rule x b jump a
$ nft add rule x f jump a
Error: Could not process rule: Operation not supported
add rule x f jump a
^^^^^^^^^^^^^^^^^^^^
[1]
$ nft add rule x a jump a
$ nft add rule x f 'tcp dport vmap { 22 : jump a, 23 : jump nowhere }'
Error: Could not process rule: No such file or directory
add rule x f tcp dport vmap { 22 : jump a, 23 : jump nowhere }
                                           ^^
[1]
$ nft add rule x f 'tcp dport vmap { 22 : jump a, 23 : jump n }'
Error: Could not process rule: Operation not supported
add rule x f tcp dport vmap { 22 : jump a, 23 : jump n }
                                           ^^
[1]
$ nft add rule x f tcp dport vmap '@nomap'
Error: No such file or directory
add rule x f tcp dport vmap @nomap
                            ^^^^^^
[1]
$ nft add rule x f tcp dport '@noset' accept
Error: No such file or directory
add rule x f tcp dport @noset accept
                       ^^^^^^
[1]
$ nft add set x s '{ type ipv4_addr; elements = { 1.1.1.1, 2.2.2.2 } }'
$ nft add set x s '{ type ipv4_addr; }'
$ nft add set x s '{ type ipv4_addr; flags timeout; }'
Error: Could not process rule: File exists
add set x s { type ipv4_addr; flags timeout; }
          ^
[1]
$ nft add set x s '{ type inet_service; }'
Error: Could not process rule: File exists
add set x s { type inet_service; }
          ^
[1]
$ nft create set x s '{ type ipv4_addr; }'
Error: Could not process rule: File exists
create set x s { type ipv4_addr; }
             ^
[1]
$ nft add map x s '{ type ipv4_addr : verdict; }'
Error: Could not process rule: File exists
add map x s { type ipv4_addr : verdict; }
          ^
[1]
$ nft add element x s '{ 1.1.1.1 }'
$ nft create element x s '{ 1.1.1.1 }'
Error: Could not process rule: File exists
create element x s { 1.1.1.1 }
                     ^^^^^^^
[1]
$ nft create element x s '{ 3.3.3.3, 1.1.1.1 }'
Error: Could not process rule: File exists
create element x s { 3.3.3.3, 1.1.1.1 }
                              ^^^^^^^
[1]
$ nft delete element x s '{ 9.9.9.9 }'
Error: Could not process rule: No such file or directory
delete element x s { 9.9.9.9 }
                     ^^^^^^^
[1]
$ nft delete element x s '{ 1.1.1.1, 9.9.9.9 }'
Error: Could not process rule: No such file or directory
delete element x s { 1.1.1.1, 9.9.9.9 }
                              ^^^^^^^
[1]
$ nft delete element x s2 '{ 1.1.1.1, 9.9.9.9 }'
Error: No such file or directory; did you mean set ‘s’ in table ip ‘x’?
delete element x s2 { 1.1.1.1, 9.9.9.9 }
                 ^^
[1]
$ nft get element x s '{ 9.9.9.9 }'
Error: Could not process rule: No such file or directory
get element x s { 9.9.9.9 }
^^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft get element x s '{ 1.1.1.1 }'
table ip x {
	set s {
		type ipv4_addr
		elements = { 1.1.1.1 }
	}
}
$ nft get element x s '{ 1.1.1.1, 9.9.9.9 }'
Error: Could not process rule: No such file or directory
get element x s { 1.1.1.1, 9.9.9.9 }
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft add map x m '{ type ipv4_addr : inet_service; elements = { 1.1.1.1 : 22 } }'
$ nft add element x m '{ 1.1.1.1 : 22 }'
$ nft add element x m '{ 1.1.1.1 : 23 }'
Error: Could not process rule: File exists
add element x m { 1.1.1.1 : 23 }
                  ^^^^^^^
[1]
$ nft add rule x f ip saddr '@s' accept
$ nft delete set x s
Error: Could not process rule: Device or resource busy
delete set x s
             ^
[1]
$ nft delete map x m
$ nft delete map x s
Error: Could not process rule: Device or resource busy
delete map x s
             ^
[1]
$ nft add set x sz '{ type ipv4_addr; size 2; }'
$ nft add element x sz '{ 1.1.1.1, 2.2.2.2 }'
$ nft add element x sz '{ 3.3.3.3 }'
Error: Could not process rule: Too many open files in system
add element x sz { 3.3.3.3 }
                   ^^^^^^^
[1]
$ nft add element x sz '{ 2.2.2.2 }'
$ nft add set x sy '{ type ipv4_addr; size 2; elements = { 1.1.1.1, 1.1.1.2, 1.1.1.3 } }'
Error: Could not process rule: Too many open files in system
add set x sy { type ipv4_addr; size 2; elements = { 1.1.1.1, 1.1.1.2, 1.1.1.3 } }
                                                                      ^^^^^^^
[1]
$ nft add set x iv '{ type ipv4_addr; flags interval; elements = { 10.0.0.0/8 } }'
$ nft add element x iv '{ 10.0.0.0/8 }'
$ nft add element x iv '{ 10.1.0.0/16 }'
Error: interval overlaps with an existing one
add element x iv { 10.1.0.0/16 }
                   ^^^^^^^^^^^
[1]
$ nft add element x iv '{ 11.0.0.0-11.0.0.5 }'
$ nft create element x iv '{ 10.0.0.0/8 }'
Error: Could not process rule: File exists
create element x iv { 10.0.0.0/8 }
                      ^^^^^^^^^^
[1]
$ nft delete element x iv '{ 10.1.0.0/16 }'
Error: element does not exist
delete element x iv { 10.1.0.0/16 }
                      ^^^^^^^^^^^
[1]
$ nft delete element x iv '{ 10.0.0.0/8 }'
$ nft get element x iv '{ 11.0.0.2 }'
table ip x {
	set iv {
		type ipv4_addr
		flags interval
		elements = { 11.0.0.0-11.0.0.5 }
	}
}
$ nft add counter x c
$ nft add counter x c
$ nft create counter x c
Error: Could not process rule: File exists
create counter x c
                 ^
[1]
$ nft add quota x c '{ over 1 mbytes }'
$ nft add rule x f counter name c
$ nft add rule x f counter name nc
Error: No such file or directory; did you mean chain ‘po’ in table ip ‘x’?
add rule x f counter name nc
                          ^^
[1]
$ nft delete counter x c
Error: Could not process rule: Device or resource busy
delete counter x c
                 ^
[1]
$ nft delete quota x c
$ nft delete counter x nc
Error: No such file or directory; did you mean obj ‘c’ in table ip ‘x’?
delete counter x nc
                 ^^
[1]
$ nft -a list table x
table ip x { # handle 1
	counter c { # handle 40
		packets 0 bytes 0
	}

	set s { # handle 34
		type ipv4_addr
		elements = { 1.1.1.1, 2.2.2.2 }
	}

	set sz { # handle 37
		type ipv4_addr
		size 2
		elements = { 1.1.1.1, 2.2.2.2 }
	}

	set iv { # handle 39
		type ipv4_addr
		flags interval
		elements = { 11.0.0.0-11.0.0.5 }
	}

	chain a { # handle 1
		masquerade # handle 9
		jump b # handle 25
		jump a # handle 29
	}

	chain b { # handle 2
		jump a # handle 26
	}

	chain n { # handle 3
		type nat hook prerouting priority filter; policy accept;
	}

	chain o { # handle 4
		type filter hook output priority filter; policy accept;
	}

	chain f { # handle 5
		type filter hook forward priority filter; policy accept;
		reject # handle 18
		ip saddr @s accept # handle 36
		counter name "c" # handle 42
	}

	chain po { # handle 6
		type nat hook postrouting priority filter; policy accept;
	}
}
$ nft flush table x
$ nft delete chain x n '{ type nat hook prerouting priority 0; }'
Error: syntax error, unexpected '{', expecting end of file or newline or semicolon
delete chain x n { type nat hook prerouting priority 0; }
                 ^
Error: syntax error, unexpected '}'
delete chain x n { type nat hook prerouting priority 0; }
                                                        ^
[1]
$ nft delete chain x a
$ nft 'delete chain x a; delete chain x b'
Error: No such file or directory; did you mean chain ‘po’ in table ip ‘x’?
delete chain x a; delete chain x b
               ^
[1]
$ nft -a list table x
table ip x { # handle 1
	counter c { # handle 40
		packets 0 bytes 0
	}

	set s { # handle 34
		type ipv4_addr
		elements = { 1.1.1.1, 2.2.2.2 }
	}

	set sz { # handle 37
		type ipv4_addr
		size 2
		elements = { 1.1.1.1, 2.2.2.2 }
	}

	set iv { # handle 39
		type ipv4_addr
		flags interval
		elements = { 11.0.0.0-11.0.0.5 }
	}

	chain b { # handle 2
	}

	chain n { # handle 3
		type nat hook prerouting priority filter; policy accept;
	}

	chain o { # handle 4
		type filter hook output priority filter; policy accept;
	}

	chain f { # handle 5
		type filter hook forward priority filter; policy accept;
	}

	chain po { # handle 6
		type nat hook postrouting priority filter; policy accept;
	}
}
$ nft -f -
> table inet q {
> 	chain c1 {
> 		jump c2
> 		tcp dport { 1, 2 } jump c3
> 	}
> 	set s1 { type ipv4_addr; elements = { 1.2.3.4 } }
> 	chain c2 { }
> 	counter k { }
> }
/dev/stdin:4:27-28: Error: Could not process rule: No such file or directory
		tcp dport { 1, 2 } jump c3
		                        ^^
[1]
$ nft -a list table inet q
Error: No such file or directory
list table inet q
                ^
[1]
$ nft -f -
> add table r
> table inet q {
> 	chain c1 {
> 		tcp dport { 1, 2 } jump c3
> 	}
> 	chain c4 { }
> }
> add chain r o
> add rule r oo accept
> add rule r o jump oo
> add rule r o goto oo
> table w {
> 	chain o {
> 		jump pp
> 	}
> }
/dev/stdin:4:27-28: Error: Could not process rule: No such file or directory
		tcp dport { 1, 2 } jump c3
		                        ^^
/dev/stdin:9:12-13: Error: No such file or directory; did you mean chain ‘po’ in table ip ‘x’?
add rule r oo accept
           ^^
/dev/stdin:10:19-20: Error: No such file or directory; did you mean chain ‘po’ in table ip ‘x’?
add rule r o jump oo
                  ^^
/dev/stdin:11:19-20: Error: No such file or directory; did you mean chain ‘po’ in table ip ‘x’?
add rule r o goto oo
                  ^^
/dev/stdin:14:8-9: Error: No such file or directory; did you mean chain ‘po’ in table ip ‘x’?
		jump pp
		     ^^
[1]
$ nft -a list tables
table ip x
$ nft delete table v
Error: Could not process rule: No such file or directory
delete table v
             ^
[1]
$ nft -c add table v
$ nft -c add table v2
$ nft list tables
table ip x
