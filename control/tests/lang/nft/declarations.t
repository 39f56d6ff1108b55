# Base chains by hook and priority; sets and their elements.
$ nft add table x
$ nft add table inet i
$ nft add chain x c0 '{ type filter hook foo priority 0; }'
Error: unknown chain hook
add chain x c0 { type filter hook foo priority 0; }
                                  ^^^
[1]
$ nft add chain x c0 '{ type filter hook egress priority 0; }'
Error: The ip family does not support this hook
add chain x c0 { type filter hook egress priority 0; }
                                  ^^^^^^
[1]
$ nft add chain inet i c0 '{ type filter hook egress device lo priority 0; }'
Error: The inet family does not support this hook
add chain inet i c0 { type filter hook egress device lo priority 0; }
                                       ^^^^^^
[1]
$ nft add chain x c0 '{ type filter hook input priority foo; }'
Error: invalid priority expression value in this context.
add chain x c0 { type filter hook input priority foo; }
                                        ^^^^^^^^^^^^
[1]
$ nft add chain x c0 '{ type filter hook input priority filter + 5; policy foo; }'
Error: syntax error, unexpected string, expecting accept or drop or '$'
add chain x c0 { type filter hook input priority filter + 5; policy foo; }
                                                                    ^^^
[1]
$ nft add chain x c0 '{ type filter hook input priority 0; policy queue; }'
Error: syntax error, unexpected queue, expecting accept or drop or '$'
add chain x c0 { type filter hook input priority 0; policy queue; }
                                                           ^^^^^
[1]
$ nft add chain x c0 '{ type filter hook input device eth0 priority 0; }'
Error: This chain type cannot be bound to device
add chain x c0 { type filter hook input device eth0 priority 0; }
                                        ^^^^^^^^^^^
[1]
$ nft add chain x c0 '{ type filter hook input priority 9999999999; }'
$ nft add chain x c0 '{ type nat hook prerouting priority dstnat - 200; }'
Error: Could not process rule: Operation not supported
add chain x c0 { type nat hook prerouting priority dstnat - 200; }
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft add chain x accept1 '{ type filter hook output priority 2147483647; }'
$ nft add chain x accept2 '{ type filter hook output priority -2147483648; }'
$ nft add table x '{ flags dormant,owner; }'
Error: syntax error, unexpected comma, expecting newline or semicolon
add table x { flags dormant,owner; }
                           ^
[1]
$ nft add table x '{ flags owner; }'
Error: Could not process rule: Operation not supported
add table x { flags owner; }
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft list table x
table ip x {
	chain c0 {
		type filter hook input priority 1410065407; policy accept;
	}

	chain accept1 {
		type filter hook output priority 2147483647; policy accept;
	}

	chain accept2 {
		type filter hook output priority -2147483648; policy accept;
	}
}
$ nft delete chain x
Error: syntax error, unexpected newline, expecting handle or string
delete chain x
              ^
[1]
$ nft add set x s '{ type ipv4_addr; flags interval, timeout; timeout 1h; gc-interval 10s; size 10; policy memory; auto-merge; comment "foo"; elements = { 1.1.1.1/24 } }'
$ nft add element x s '{ 1.1.1.0/25 }'
$ nft add element x s '{ 1.1.2.0/24 }'
$ nft list set x s
table ip x {
	set s {
		type ipv4_addr
		policy memory
		size 10
		flags interval,timeout
		auto-merge
		timeout 1h
		gc-interval 10s
		comment "foo"
		elements = { 1.1.1.0-1.1.2.255 expires TIME }
	}
}
$ nft delete element x s '{ 1.1.1.5 }'
Error: element does not exist
delete element x s { 1.1.1.5 }
                     ^^^^^^^
[1]
$ nft list set x s
table ip x {
	set s {
		type ipv4_addr
		policy memory
		size 10
		flags interval,timeout
		auto-merge
		timeout 1h
		gc-interval 10s
		comment "foo"
		elements = { 1.1.1.0-1.1.2.255 expires TIME }
	}
}
$ nft delete element x s '{ 2.1.1.5 }'
Error: element does not exist
delete element x s { 2.1.1.5 }
                     ^^^^^^^
[1]
$ nft add set x p '{ type ipv4_addr . inet_service; flags interval; elements = { 1.1.1.0/24 . 80-90 } }'
$ nft add element x p '{ 1.1.1.0/25 . 80 }'
Error: Could not process rule: File exists
add element x p { 1.1.1.0/25 . 80 }
                  ^^^^^^^^^^^^^^^
[1]
$ nft add element x p '{ 1.1.1.0/24 . 80-90 }'
$ nft create element x p '{ 1.1.1.0/24 . 80-90 }'
Error: Could not process rule: File exists
create element x p { 1.1.1.0/24 . 80-90 }
                     ^^^^^^^^^^^^^^^^^^
[1]
$ nft list set x p
table ip x {
	set p {
		type ipv4_addr . inet_service
		flags interval
		elements = { 1.1.1.0/24 . 80-90 }
	}
}
$ nft get element x p '{ 1.1.1.7 . 85 }'
table ip x {
	set p {
		type ipv4_addr . inet_service
		flags interval
		elements = { 1.1.1.0/24 . 80-90 }
	}
}
$ nft add set x c '{ type ipv4_addr; counter; elements = { 1.1.1.1 counter packets 5 bytes 6, 2.2.2.2 } }'
$ nft list set x c
table ip x {
	set c {
		type ipv4_addr
		counter
		elements = { 1.1.1.1 counter packets 5 bytes 6, 2.2.2.2 counter packets 0 bytes 0 }
	}
}
$ nft add element x c '{ 3.3.3.3 }'
$ nft add element x c '{ 3.3.3.3, 4.4.4.4 comment "hi" }'
$ nft list set x c
table ip x {
	set c {
		type ipv4_addr
		counter
		elements = { 1.1.1.1 counter packets 5 bytes 6, 2.2.2.2 counter packets 0 bytes 0,
			     3.3.3.3 counter packets 0 bytes 0, 4.4.4.4 counter packets 0 bytes 0 comment "hi" }
	}
}
$ nft flush set x c
$ nft delete set x c
$ nft add set x c
Error: syntax error, unexpected newline, expecting '{'
add set x c
           ^
[1]
$ nft add set x c '{ }'
Error: set definition does not specify key
add set x c { }
            ^
[1]
$ nft add set x c '{ type foo; }'
Error: unknown datatype foo
add set x c { type foo; }
                   ^^^
Error: set definition does not specify key
add set x c { type foo; }
            ^^^^^^^^^^^
[1]
$ nft add map x c '{ type ipv4_addr; }'
Error: syntax error, unexpected semicolon, expecting colon or .
add map x c { type ipv4_addr; }
                            ^
Error: set definition does not specify key
add map x c { type ipv4_addr; }
            ^^^^^^^^^^^^^^^^^
[1]
$ nft add rule inet i nochain ip saddr '{ 1.1.1.1 }' accept
Error: Could not process rule: No such file or directory
add rule inet i nochain ip saddr { 1.1.1.1 } accept
                ^^^^^^^
[1]
$ nft list ruleset
table ip x {
	set s {
		type ipv4_addr
		policy memory
		size 10
		flags interval,timeout
		auto-merge
		timeout 1h
		gc-interval 10s
		comment "foo"
		elements = { 1.1.1.0-1.1.2.255 expires TIME }
	}

	set p {
		type ipv4_addr . inet_service
		flags interval
		elements = { 1.1.1.0/24 . 80-90 }
	}

	chain c0 {
		type filter hook input priority 1410065407; policy accept;
	}

	chain accept1 {
		type filter hook output priority 2147483647; policy accept;
	}

	chain accept2 {
		type filter hook output priority -2147483648; policy accept;
	}
}
table inet i {
}
