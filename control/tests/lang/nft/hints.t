# Names that there are not, and what was perhaps meant; several commands at once.
$ nft 'add table x; add chain x foo; add set x myset { type ipv4_addr; }; add counter x mycnt; add chain x c'
$ nft delete table inet x
Error: Could not process rule: No such file or directory
delete table inet x
                  ^
[1]
$ nft delete chain inet x foo
Error: No such file or directory; did you mean table ‘x’ in family ip?
delete chain inet x foo
                  ^
[1]
$ nft delete chain inet x c
Error: No such file or directory; did you mean table ‘x’ in family ip?
delete chain inet x c
                  ^
[1]
$ nft delete chain y foo
Error: No such file or directory; did you mean table ‘x’ in family ip?
delete chain y foo
             ^
[1]
$ nft delete chain x fooo
Error: No such file or directory; did you mean chain ‘foo’ in table ip ‘x’?
delete chain x fooo
               ^^^^
[1]
$ nft delete rule x foo handle 99
Error: Could not process rule: No such file or directory
delete rule x foo handle 99
                         ^^
[1]
$ nft add rule inet x foo accept
Error: No such file or directory; did you mean table ‘x’ in family ip?
add rule inet x foo accept
              ^
[1]
$ nft add rule inet x c accept
Error: No such file or directory; did you mean table ‘x’ in family ip?
add rule inet x c accept
              ^
[1]
$ nft add rule y c accept
Error: No such file or directory; did you mean table ‘x’ in family ip?
add rule y c accept
         ^
[1]
$ nft delete set inet x myset
Error: No such file or directory; did you mean table ‘x’ in family ip?
delete set inet x myset
                ^
[1]
$ nft delete set y myset
Error: No such file or directory; did you mean table ‘x’ in family ip?
delete set y myset
           ^
[1]
$ nft delete set x mystt
Error: No such file or directory; did you mean set ‘myset’ in table ip ‘x’?
delete set x mystt
             ^^^^^
[1]
$ nft delete map x mystt
Error: No such file or directory; did you mean set ‘myset’ in table ip ‘x’?
delete map x mystt
             ^^^^^
[1]
$ nft delete counter inet x mycnt
Error: No such file or directory; did you mean table ‘x’ in family ip?
delete counter inet x mycnt
                    ^
[1]
$ nft delete counter x mycn
Error: No such file or directory; did you mean obj ‘mycnt’ in table ip ‘x’?
delete counter x mycn
                 ^^^^
[1]
$ nft add set y s '{ type ipv4_addr; }'
Error: No such file or directory
add set y s { type ipv4_addr; }
        ^
[1]
$ nft add chain inet x c
Error: No such file or directory
add chain inet x c
               ^
[1]
$ nft add counter inet x c
Error: No such file or directory
add counter inet x c
                 ^
[1]
$ nft add counter y c
Error: No such file or directory
add counter y c
            ^
[1]
$ nft add element inet x myset '{ 1.1.1.1 }'
Error: No such file or directory
add element inet x myset { 1.1.1.1 }
                 ^
[1]
$ nft add element x myst '{ 1.1.1.1 }'
Error: No such file or directory; did you mean set ‘myset’ in table ip ‘x’?
add element x myst { 1.1.1.1 }
              ^^^^
[1]
$ nft delete element x myst '{ 1.1.1.1 }'
Error: No such file or directory; did you mean set ‘myset’ in table ip ‘x’?
delete element x myst { 1.1.1.1 }
                 ^^^^
[1]
$ nft get element x myst '{ 1.1.1.1 }'
Error: No such file or directory; did you mean set ‘myset’ in table ip ‘x’?
get element x myst { 1.1.1.1 }
              ^^^^
[1]
$ nft flush set x myst
Error: No such file or directory; did you mean set ‘myset’ in table ip ‘x’?
flush set x myst
            ^^^^
[1]
$ nft flush chain x fo
Error: Could not process rule: No such file or directory
flush chain x fo
              ^^
[1]
$ nft list table inet x
Error: No such file or directory
list table inet x
                ^
[1]
$ nft list table xx
Error: No such file or directory
list table xx
           ^^
[1]
$ nft list set x myst
Error: No such file or directory
list set x myst
           ^^^^
[1]
$ nft list chain x fo
Error: No such file or directory
list chain x fo
             ^^
[1]
$ nft list counter x mycn
Error: No such file or directory; did you mean obj ‘mycnt’ in table ip ‘x’?
list counter x mycn
               ^^^^
[1]
$ nft list map x myset
Error: No such file or directory
list map x myset
           ^^^^^
[1]
$ nft rename chain x fo bar
Error: No such file or directory; did you mean chain ‘foo’ in table ip ‘x’?
rename chain x fo bar
               ^^
[1]
$ nft rename chain inet x foo bar
Error: No such file or directory
rename chain inet x foo bar
                  ^
[1]
$ nft rename chain y foo bar
Error: No such file or directory
rename chain y foo bar
             ^
[1]
$ nft add rule x foo ip saddr @myst accept
Error: No such file or directory; did you mean set ‘myset’ in table ip ‘x’?
add rule x foo ip saddr @myst accept
                        ^^^^^
[1]
$ nft add rule x foo counter name mycn
Error: Could not process rule: No such file or directory
add rule x foo counter name mycn
                            ^^^^
[1]
$ nft add rule x foo jump fo
Error: Could not process rule: No such file or directory
add rule x foo jump fo
                    ^^
[1]
$ nft replace rule x foo handle 5 jump fo
Error: Could not process rule: No such file or directory
replace rule x foo handle 5 jump fo
                          ^
[1]
$ nft insert rule x fo index 0 accept
Error: No such file or directory; did you mean chain ‘foo’ in table ip ‘x’?
insert rule x fo index 0 accept
              ^^
[1]
$ nft insert rule x foo index 0 accept
Error: Could not process rule: No such file or directory
insert rule x foo index 0 accept
                  ^^^^^^^
[1]
$ nft add rule x foo accept
$ nft 'add rule x foo index 0 log; add rule x foo index 1 log; add rule x foo index 3 log'
Error: Could not process rule: No such file or directory
add rule x foo index 0 log; add rule x foo index 1 log; add rule x foo index 3 log
                                                                       ^^^^^^^
[1]
$ nft 'add rule x foo index 0 log; delete rule x foo handle 6; add rule x foo index 0 counter'
Error: Could not process rule: No such file or directory
add rule x foo index 0 log; delete rule x foo handle 6; add rule x foo index 0 counter
                                                     ^
[1]
$ nft 'insert rule x foo index 0 ip saddr {1.1.1.1,2.2.2.2}; insert rule x foo ip saddr {1.1.1.1,2.2.2.2}; insert rule x foo index 0 counter'
$ nft -a list chain x foo
table ip x {
	chain foo { # handle 1
		counter packets 0 bytes 0 # handle 14
		ip saddr { 1.1.1.1, 2.2.2.2 } # handle 13
		ip saddr { 1.1.1.1, 2.2.2.2 } # handle 11
		accept # handle 7
	}
}
$ nft list ruleset inet
$ nft list rule x foo
Error: syntax error, unexpected rule
list rule x foo
     ^^^^
[1]
$ nft list rules
Error: syntax error, unexpected string
list rules
     ^^^^^
[1]
$ nft list elements x myset
Error: syntax error, unexpected elements
list elements x myset
     ^^^^^^^^
[1]
$ nft list
Error: syntax error, unexpected newline
list
    ^
[1]
$ nft delete rule x foo
Error: syntax error, unexpected newline, expecting handle
delete rule x foo
                 ^
[1]
$ nft 'list tables; list table zz; list tables'
Error: No such file or directory
list tables; list table zz; list tables
                        ^^
[1]
$ nft 'list tables; add table zz; list tables; bar'
Error: syntax error, unexpected newline, expecting string
list tables; add table zz; list tables; bar
                                           ^
[1]
$ nft 'add table zz; list tables; add chain zz2 c'
Error: No such file or directory; did you mean table ‘zz’ in family ip?
add table zz; list tables; add chain zz2 c
                                     ^^^
[1]
$ nft 'add table z2; delete table z3; list tables'
table ip x
table ip z2
Error: No such file or directory; did you mean table ‘x’ in family ip?
add table z2; delete table z3; list tables
                           ^^
[1]
$ nft -c 'add table z2; list tables'
table ip x
table ip z2
$ nft list counters x
Error: syntax error, unexpected string, expecting end of file or newline or semicolon
list counters x
              ^
[1]
$ nft list chains ip
table ip x {
	chain foo {
	}
	chain c {
	}
}
$ nft list chains ip6
$ nft list sets table ip x
table ip x {
	set myset {
		type ipv4_addr
	}
}
$ nft 'list sets ip x'
Error: syntax error, unexpected string, expecting end of file or newline or semicolon
list sets ip x
             ^
[1]
$ nft 'list maps table ip x'
Error: syntax error, unexpected table, expecting end of file or newline or semicolon
list maps table ip x
          ^^^^^
[1]
$ nft 'reset counters ip6'
$ nft 'list counters ip6'
$ nft list table x
table ip x {
	counter mycnt {
		packets 0 bytes 0
	}

	set myset {
		type ipv4_addr
	}

	chain foo {
		counter packets 0 bytes 0
		ip saddr { 1.1.1.1, 2.2.2.2 }
		ip saddr { 1.1.1.1, 2.2.2.2 }
		accept
	}

	chain c {
	}
}
