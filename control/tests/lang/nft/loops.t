# Jumps that go too deep or round; blocks; listings and resets; the command line.
$ nft 'add table x; add chain x f { type filter hook forward priority 0; }; add chain x a; add chain x b'
$ nft add rule x a jump b
$ nft add rule x f jump a
$ nft add rule x b jump a
Error: Could not process rule: Too many links
add rule x b jump a
^^^^^^^^^^^^^^^^^^^^
[1]
$ nft add rule x b goto a
Error: Could not process rule: Too many links
add rule x b goto a
^^^^^^^^^^^^^^^^^^^^
[1]
$ nft add rule x b goto b
Error: Could not process rule: Too many links
add rule x b goto b
^^^^^^^^^^^^^^^^^^^^
[1]
$ nft add rule x f jump f
Error: Could not process rule: Operation not supported
add rule x f jump f
                  ^
[1]
$ nft add rule x a jump f
Error: Could not process rule: Operation not supported
add rule x a jump f
                  ^
[1]
$ nft add chain x l1
$ nft add chain x l2
$ nft add chain x l3
$ nft add chain x l4
$ nft add chain x l5
$ nft add chain x l6
$ nft add chain x l7
$ nft add chain x l8
$ nft add chain x l9
$ nft add chain x l10
$ nft add chain x l11
$ nft add chain x l12
$ nft add chain x l13
$ nft add chain x l14
$ nft add chain x l15
$ nft add chain x l16
$ nft add chain x l17
$ nft add chain x l18
$ nft add rule x l1 jump l2
$ nft add rule x l2 jump l3
$ nft add rule x l3 jump l4
$ nft add rule x l4 jump l5
$ nft add rule x l5 jump l6
$ nft add rule x l6 jump l7
$ nft add rule x l7 jump l8
$ nft add rule x l8 jump l9
$ nft add rule x l9 jump l10
$ nft add rule x l10 jump l11
$ nft add rule x l11 jump l12
$ nft add rule x l12 jump l13
$ nft add rule x l13 jump l14
$ nft add rule x l14 jump l15
$ nft add rule x l15 jump l16
$ nft add rule x l16 jump l17
$ nft add rule x l17 jump l18
$ nft add rule x f jump l1
Error: Could not process rule: Too many links
add rule x f jump l1
^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft add rule x f jump l2
Error: Could not process rule: Too many links
add rule x f jump l2
^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft add rule x f jump l3
Error: Could not process rule: Too many links
add rule x f jump l3
^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft add rule x f jump l4
$ nft add rule x f jump l5
$ nft add rule x f goto l2
Error: Could not process rule: Too many links
add rule x f goto l2
^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft add rule x f goto l3
Error: Could not process rule: Too many links
add rule x f goto l3
^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft delete rule x f handle 1
Error: No such file or directory; did you mean chain ‘l1’ in table ip ‘x’?
delete rule x f handle 1
                       ^
[1]
$ nft flush ruleset
$ nft -f -
> table inet q {
> 	set s1 { type ipv4_addr; elements = { 1.2.3.4 } }
> 	map m1 { type ipv4_addr : verdict; elements = { 1.2.3.4 : jump c2 } }
> 	chain c1 {
> 		type filter hook input priority 0; policy drop;
> 		jump c2
> 		tcp dport { 1, 2 } jump c3
> 		ip saddr vmap @m1
> 	}
> 	chain c2 { }
> 	counter k { }
> 	chain c3 { comment "hi"; }
> 	limit l { rate 1/second }
> }
$ nft -a list ruleset
table inet q { # handle 2
	counter k { # handle 4
		packets 0 bytes 0
	}

	limit l { # handle 5
		rate 1/second
	}

	set s1 { # handle 6
		type ipv4_addr
		elements = { 1.2.3.4 }
	}

	map m1 { # handle 7
		type ipv4_addr : verdict
		elements = { 1.2.3.4 : jump c2 }
	}

	chain c1 { # handle 1
		type filter hook input priority filter; policy drop;
		jump c2 # handle 8
		tcp dport { 1, 2 } jump c3 # handle 10
		ip saddr vmap @m1 # handle 11
	}

	chain c2 { # handle 2
	}

	chain c3 { # handle 3
		comment "hi"
	}
}
$ nft delete chain inet q c2
Error: Could not process rule: Device or resource busy
delete chain inet q c2
                    ^^
[1]
$ nft delete chain inet q c3
Error: Could not process rule: Device or resource busy
delete chain inet q c3
                    ^^
[1]
$ nft flush chain inet q c1
$ nft delete chain inet q c2
Error: Could not process rule: Device or resource busy
delete chain inet q c2
                    ^^
[1]
$ nft delete chain inet q c3
$ nft delete element inet q m1 '{ 1.2.3.4 }'
$ nft delete chain inet q c2
$ nft add table inet q '{ flags dormant; }'
$ nft list table inet q
table inet q {
	flags dormant

	counter k {
		packets 0 bytes 0
	}

	limit l {
		rate 1/second
	}

	set s1 {
		type ipv4_addr
		elements = { 1.2.3.4 }
	}

	map m1 {
		type ipv4_addr : verdict
	}

	chain c1 {
		type filter hook input priority filter; policy drop;
	}
}
$ nft add table inet q
$ nft list table inet q
table inet q {
	counter k {
		packets 0 bytes 0
	}

	limit l {
		rate 1/second
	}

	set s1 {
		type ipv4_addr
		elements = { 1.2.3.4 }
	}

	map m1 {
		type ipv4_addr : verdict
	}

	chain c1 {
		type filter hook input priority filter; policy drop;
	}
}
$ nft add table inet q '{ comment "x"; }'
$ nft create chain inet q cz '{ type filter hook input priority 0; policy drop; comment "foo"; }'
$ nft 'add chain inet q cz { comment "foo2"; }'
$ nft 'list chain inet q cz'
table inet q {
	chain cz {
		comment "foo"
		type filter hook input priority filter; policy drop;
	}
}
$ nft -a add rule inet q cz counter
$ nft 'reset counters'
table inet q {
	counter k {
		packets 0 bytes 0
	}
}
$ nft 'reset counters table inet q'
table inet q {
	counter k {
		packets 0 bytes 0
	}
}
$ nft 'reset counter inet q k'
table inet q {
	counter k {
		packets 0 bytes 0
	}
}
$ nft 'reset counter inet q kk'
Error: Could not process rule: No such file or directory
reset counter inet q kk
^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft 'list counter inet q kk'
Error: No such file or directory; did you mean obj ‘k’ in table inet ‘q’?
list counter inet q kk
                    ^^
[1]
$ nft 'list counters table inet q'
table inet q {
	counter k {
		packets 0 bytes 0
	}
}
$ nft 'list counters table inet qq'
Error: No such file or directory; did you mean table ‘q’ in family inet?
list counters table inet qq
                         ^^
[1]
$ nft 'list chains inet'
table inet q {
	chain c1 {
		type filter hook input priority filter; policy drop;
	}
	chain cz {
		comment "foo"
		type filter hook input priority filter; policy drop;
	}
}
$ nft 'list chains'
table inet q {
	chain c1 {
		type filter hook input priority filter; policy drop;
	}
	chain cz {
		comment "foo"
		type filter hook input priority filter; policy drop;
	}
}
$ nft 'list sets'
table inet q {
	set s1 {
		type ipv4_addr
		elements = { 1.2.3.4 }
	}
}
$ nft 'list sets inet'
table inet q {
	set s1 {
		type ipv4_addr
		elements = { 1.2.3.4 }
	}
}
$ nft 'list maps'
table inet q {
	map m1 {
		type ipv4_addr : verdict
	}
}
$ nft 'list tables ip'
$ nft 'list ruleset ip'
$ nft 'list limits'
table inet q {
	limit l {
		rate 1/second
	}
}
$ nft 'list quotas'
table inet q {
}
$ nft 'list ct helpers table inet q'
table inet q {
}
$ nft 'list flowtables'
table inet q {
}
$ nft 'list meters'
table inet q {
}
$ nft 'list hooks'
$ nft 'list map inet q s1'
Error: No such file or directory
list map inet q s1
                ^^
[1]
$ nft 'list set inet q m1'
Error: No such file or directory
list set inet q m1
                ^^
[1]
$ nft 'list chain inet q zz'
Error: No such file or directory
list chain inet q zz
                  ^^
[1]
$ nft 'list chain inet qq zz'
Error: No such file or directory
list chain inet qq zz
                ^^
[1]
$ nft 'reset rules'
Error: syntax error, unexpected string, expecting counter or counters or quotas or quota
reset rules
      ^^^^^
[1]
$ nft 'flush set inet q m1'
Error: No such file or directory
flush set inet q m1
                 ^^
[1]
$ nft 'flush map inet q m1'
$ nft 'flush ruleset ip'
$ nft 'flush ruleset inet'
$ nft 'list ruleset'
$ nft -v
nftables v1.0.6 (Lester Gooch #5)
$ nft -h
Usage: nft [ options ] [ cmds... ]

Options (general):
  -h, --help                      Show this help
  -v, --version                   Show version information
  -V                              Show extended version information

Options (ruleset input handling):
  -f, --file <filename>           Read input from <filename>
  -D, --define <name=value>       Define variable, e.g. --define foo=1.2.3.4
  -i, --interactive               Read input from interactive CLI
  -I, --includepath <directory>   Add <directory> to the paths searched for include files. Default is: /etc
  -c, --check                     Check commands validity without actually applying the changes.
  -o, --optimize                  Optimize ruleset

Options (ruleset list formatting):
  -a, --handle                    Output rule handle.
  -s, --stateless                 Omit stateful information of ruleset.
  -t, --terse                     Omit contents of sets.
  -S, --service                   Translate ports to service names as described in /etc/services.
  -N, --reversedns                Translate IP addresses to names.
  -u, --guid                      Print UID/GID as defined in /etc/passwd and /etc/group.
  -n, --numeric                   Print fully numerical output.
  -y, --numeric-priority          Print chain priority numerically.
  -p, --numeric-protocol          Print layer 4 protocols numerically.
  -T, --numeric-time              Print time values numerically.

Options (command output formatting):
  -e, --echo                      Echo what has been added, inserted or replaced.
  -j, --json                      Format output in JSON
  -d, --debug <level [,level...]> Specify debugging level (scanner, parser, eval, netlink, mnl, proto-ctx, segtree, all)

$ nft --foo
nft: unrecognized option '--foo'
[1]
$ nft -x
nft: invalid option -- 'x'
[1]
$ nft -n
nft: no command specified
[1]
$ nft -f
nft: option requires an argument -- 'f'
[1]
$ nft -I
nft: option requires an argument -- 'I'
[1]
$ nft add
Error: syntax error, unexpected newline, expecting string
add
   ^
[1]
$ nft 'add table foo' 'list ruleset'
Error: syntax error, unexpected list, expecting end of file or newline or semicolon
add table foo list ruleset
              ^^^^
[1]
$ nft add -a table foo

   ^    ~~
Error: syntax error, options must be specified before commands
nft add -a table foo [1]
$ nft -- list tables
$ nft list tables -a

   ^            ~~
Error: syntax error, options must be specified before commands
nft list tables -a [1]
$ nft -nnaas list tables
$ nft -u -y -S -p -N -T -t list tables
