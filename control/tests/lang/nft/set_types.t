# Sets and maps: their types, and elements that do not go together.
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; elements = { 1.2.3.4, 1.1.1.1, 1.2.3.4 }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		type ipv4_addr
		elements = { 1.1.1.1, 1.2.3.4 }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; elements = { 1.2.3.0/24 }
> }
> }
/dev/stdin:1:51-60: Error: You must add 'flags interval' to your set declaration if you want to add prefix elements
table ip t { set a { type ipv4_addr; elements = { 1.2.3.0/24 }
                                                  ^^^^^^^^^^
[1]
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; elements = { 1.2.3.0-1.2.3.5 }
> }
> }
/dev/stdin:1:51-65: Error: You must add 'flags interval' to your set declaration if you want to add range elements
table ip t { set a { type ipv4_addr; elements = { 1.2.3.0-1.2.3.5 }
                                                  ^^^^^^^^^^^^^^^
[1]
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; flags interval; elements = { 1.2.3.0/24, 1.2.3.5 }
> }
> }
/dev/stdin:1:79-85: Error: conflicting intervals specified
table ip t { set a { type ipv4_addr; flags interval; elements = { 1.2.3.0/24, 1.2.3.5 }
                                                                  ~~~~~~~~~~  ^^^^^^^
[1]
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; flags interval; auto-merge; elements = { 1.2.3.0/24, 1.2.3.5, 1.2.4.0/24, 10.0.0.1-10.0.0.7, 10.0.0.8 }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		type ipv4_addr
		flags interval
		auto-merge
		elements = { 1.2.3.0-1.2.4.255, 10.0.0.1-10.0.0.8 }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; flags interval; elements = { 1.2.3.0/24, 1.2.4.0/24, 10.0.0.1-10.0.0.7, 10.0.0.8, 5.0.0.0-5.0.0.255, 5.0.1.0/24 }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		type ipv4_addr
		flags interval
		elements = { 1.2.3.0/24, 1.2.4.0/24,
			     5.0.0.0/24, 5.0.1.0/24,
			     10.0.0.1-10.0.0.7, 10.0.0.8 }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; flags interval; elements = { 10.0.0.1-10.0.0.7, 10.0.0.8, 10.0.0.0 }
> }
> }
$ nft 'add element ip t a { 10.0.0.9 }'
$ nft 'add element ip t a { 10.0.0.7 }'
Error: interval overlaps with an existing one
add element ip t a { 10.0.0.7 }
                     ^^^^^^^^
[1]
$ nft 'add element ip t a { 10.0.0.7-10.0.0.20 }'
Error: interval overlaps with an existing one
add element ip t a { 10.0.0.7-10.0.0.20 }
                     ^^^^^^^^^^^^^^^^^^
[1]
$ nft 'add element ip t a { 10.0.0.1-10.0.0.7 }'
$ nft list ruleset
table ip t {
	set a {
		type ipv4_addr
		flags interval
		elements = { 10.0.0.0, 10.0.0.1-10.0.0.7,
			     10.0.0.8, 10.0.0.9 }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; flags interval; auto-merge; elements = { 10.0.0.1-10.0.0.7 }
> }
> }
$ nft 'add element ip t a { 10.0.0.8 }'
$ nft 'add element ip t a { 10.0.0.7-10.0.0.20 }'
$ nft 'delete element ip t a { 10.0.0.10 }'
Error: element does not exist
delete element ip t a { 10.0.0.10 }
                        ^^^^^^^^^
[1]
$ nft list ruleset
table ip t {
	set a {
		type ipv4_addr
		flags interval
		auto-merge
		elements = { 10.0.0.1-10.0.0.20 }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; elements = { 1.2.3.5 timeout 1h }
> }
> }
/dev/stdin:1:51-57: Error: Could not process rule: Invalid argument
table ip t { set a { type ipv4_addr; elements = { 1.2.3.5 timeout 1h }
                                                  ^^^^^^^
[1]
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type foo;
> }
> }
/dev/stdin:1:27-29: Error: unknown datatype foo
table ip t { set a { type foo;
                          ^^^
/dev/stdin:1:18-18: Error: set definition does not specify key
table ip t { set a { type foo;
                 ^
[1]
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr . foo;
> }
> }
/dev/stdin:1:39-41: Error: unknown datatype foo
table ip t { set a { type ipv4_addr . foo;
                                      ^^^
/dev/stdin:1:18-18: Error: set definition does not specify key
table ip t { set a { type ipv4_addr . foo;
                 ^
[1]
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { flags interval;
> }
> }
/dev/stdin:1:18-18: Error: set definition does not specify key
table ip t { set a { flags interval;
                 ^
[1]
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { map a { type ipv4_addr;
> }
> }
/dev/stdin:1:36-36: Error: syntax error, unexpected semicolon, expecting colon or .
table ip t { map a { type ipv4_addr;
                                   ^
/dev/stdin:1:18-18: Error: set definition does not specify key
table ip t { map a { type ipv4_addr;
                 ^
[1]
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type string;
> }
> }
/dev/stdin:1:18-18: Error: unqualified type string specified in set definition. Try "typeof expression" instead of "type datatype".
table ip t { set a { type string;
                 ^
[1]
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type integer;
> }
> }
/dev/stdin:1:18-18: Error: unqualified type integer specified in set definition. Try "typeof expression" instead of "type datatype".
table ip t { set a { type integer;
                 ^
[1]
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr . string;
> }
> }
/dev/stdin:1:39-44: Error: can not use variable sized data types (string) in concat expressions
table ip t { set a { type ipv4_addr . string;
                          ~~~~~~~~~~~~^^^^^^
[1]
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { typeof ip saddr . tcp dport; elements = { 1.2.3.4 . 22 }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		typeof ip saddr . tcp dport
		elements = { 1.2.3.4 . 22 }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { typeof ip saddr . meta mark . iifname; elements = { 1.2.3.4 . 22 . "lo" }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		typeof ip saddr . meta mark . iifname
		elements = { 1.2.3.4 . 0x00000016 . "lo" }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { typeof vlan id; elements = { 5, 4096 }
> }
> }
/dev/stdin:1:54-57: Error: Value 4096 exceeds valid range 0-4095
table ip t { set a { typeof vlan id; elements = { 5, 4096 }
                                                     ^^^^
[1]
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { typeof ip dscp; elements = { cs1, 5 }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		typeof ip dscp
		elements = { 0x05,
			     cs1 }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { typeof @th,16,16; elements = { 5 }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		typeof th dport
		elements = { 5 }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { typeof numgen inc mod 5; elements = { 5 }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		typeof numgen inc mod 5
		elements = { 5 }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { typeof ct count; elements = { 5 }
> }
> }
/dev/stdin:1:32-36: Error: syntax error, unexpected count
table ip t { set a { typeof ct count; elements = { 5 }
                               ^^^^^
/dev/stdin:1:18-18: Error: set definition does not specify key
table ip t { set a { typeof ct count; elements = { 5 }
                 ^
[1]
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { typeof ip6 saddr; elements = { ::1 }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		typeof ip6 saddr
		elements = { ::1 }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { map m { typeof ip saddr : meta mark; elements = { 1.2.3.4 : 5 }
> }
> }
$ nft list ruleset
table ip t {
	map m {
		typeof ip saddr : meta mark
		elements = { 1.2.3.4 : 0x00000005 }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { map m { type ipv4_addr : verdict; elements = { 1.2.3.4 : accept, 1.2.3.5 : jump x, 1.2.3.6 : goto x }
> }
>  chain x { }
> }
$ nft list ruleset
table ip t {
	map m {
		type ipv4_addr : verdict
		elements = { 1.2.3.4 : accept, 1.2.3.5 : jump x,
			     1.2.3.6 : goto x }
	}

	chain x {
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { map m { type ipv4_addr : interval ipv4_addr; flags interval; elements = { 1.2.3.4 : 10.0.0.1-10.0.0.7, 1.2.3.6 : 10.0.1.0/24 }
> }
> }
$ nft list ruleset
table ip t {
	map m {
		type ipv4_addr : interval ipv4_addr
		flags interval
		elements = { 1.2.3.4 : 10.0.0.1-10.0.0.7, 1.2.3.6 : 10.0.1.0/24 }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { map m { type ipv4_addr : ipv4_addr; elements = { 1.2.3.4 : 10.0.0.1-10.0.0.7 }
> }
> }
/dev/stdin:1:73-89: Error: Value must be a singleton
table ip t { map m { type ipv4_addr : ipv4_addr; elements = { 1.2.3.4 : 10.0.0.1-10.0.0.7 }
                                                                        ^^^^^^^^^^^^^^^^^
[1]
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { map m { type ipv4_addr : ipv4_addr . inet_service; elements = { 1.2.3.4 : 10.0.0.1 . 80 }
> }
> }
$ nft list ruleset
table ip t {
	map m {
		type ipv4_addr : ipv4_addr . inet_service
		elements = { 1.2.3.4 : 10.0.0.1 . 80 }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { map m { type ipv4_addr : interval ipv4_addr . inet_service; flags interval; elements = { 1.2.3.4 : 10.0.0.1-10.0.0.2 . 80-90 }
> }
> }
$ nft list ruleset
table ip t {
	map m {
		type ipv4_addr : interval ipv4_addr . inet_service
		flags interval
		elements = { 1.2.3.4 : 10.0.0.1-10.0.0.2 . 80-90 }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { counter c { }
>  map m { type ipv4_addr : counter; elements = { 1.2.3.4 : c, 1.2.3.5 : "c" }
> }
> }
$ nft list ruleset
table ip t {
	counter c {
		packets 0 bytes 0
	}

	map m {
		type ipv4_addr : counter
		elements = { 1.2.3.4 : "c", 1.2.3.5 : "c" }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr . inet_service; flags interval; elements = { 1.2.3.4 . 22, 10.0.0.0/8 . 80-90, 11.0.0.1-11.0.0.5 . 1, 1.2.3.4 . 25 }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		type ipv4_addr . inet_service
		flags interval
		elements = { 1.2.3.4 . 22,
			     10.0.0.0/8 . 80-90,
			     11.0.0.1-11.0.0.5 . 1,
			     1.2.3.4 . 25 }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr . inet_service; flags interval; elements = { 1.2.3.4 . 22, 1.2.3.4 . 20-25 }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		type ipv4_addr . inet_service
		flags interval
		elements = { 1.2.3.4 . 22,
			     1.2.3.4 . 20-25 }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr . inet_service; flags interval; elements = { 1.2.3.0/24 . 20-25, 1.2.3.4 . 22 }
> }
> }
/dev/stdin:1:102-113: Error: Could not process rule: File exists
table ip t { set a { type ipv4_addr . inet_service; flags interval; elements = { 1.2.3.0/24 . 20-25, 1.2.3.4 . 22 }
                                                                                                     ^^^^^^^^^^^^
[1]
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr . inet_service; elements = { 1.2.3.0/24 . 20 }
> }
> }
/dev/stdin:1:66-75: Error: You must add 'flags interval' to your set declaration if you want to add prefix elements
table ip t { set a { type ipv4_addr . inet_service; elements = { 1.2.3.0/24 . 20 }
                                                                 ^^^^^^^^^^
[1]
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; counter; elements = { 1.2.3.1, 1.2.3.2 counter packets 5 bytes 10 }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		type ipv4_addr
		counter
		elements = { 1.2.3.1 counter packets 0 bytes 0, 1.2.3.2 counter packets 5 bytes 10 }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; elements = { 1.2.3.2 counter packets 5 bytes 10 }
> }
> }
/dev/stdin:1:59-84: Error: missing statement in set declaration
table ip t { set a { type ipv4_addr; elements = { 1.2.3.2 counter packets 5 bytes 10 }
                                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; counter; limit rate 5/second; elements = { 1.2.3.2 counter packets 5 bytes 10 }
> }
> }
/dev/stdin:1:81-87: Error: number of statements mismatch, set expects 2 but element has 1
table ip t { set a { type ipv4_addr; counter; limit rate 5/second; elements = { 1.2.3.2 counter packets 5 bytes 10 }
                                                                                ^^^^^^^
[1]
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; counter; elements = { 1.2.3.2 limit rate 5/second }
> }
> }
/dev/stdin:1:68-86: Error: statement mismatch, element expects limit, but set has type counter
table ip t { set a { type ipv4_addr; counter; elements = { 1.2.3.2 limit rate 5/second }
                                                                   ^^^^^^^^^^^^^^^^^^^
[1]
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; log;
> }
> }
/dev/stdin:1:38-40: Error: syntax error, unexpected log
table ip t { set a { type ipv4_addr; log;
                                     ^^^
[1]
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ifname; elements = { "eth0", lo, "wlan*" }
> }
> }
/dev/stdin:1:60-66: Error: You must add 'flags interval' to your set declaration if you want to add prefix elements
table ip t { set a { type ifname; elements = { "eth0", lo, "wlan*" }
                                                           ^^^^^^^
[1]
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ifname; flags interval; elements = { "eth0", lo, "wlan*" }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		type ifname
		flags interval
		elements = { "eth0",
			     "lo",
			     "wlan*" }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type inet_service; flags interval; elements = { 22, 80-90, 100-65535, 0-5 }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		type inet_service
		flags interval
		elements = { 0-5, 22, 80-90, 100-65535 }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type inet_service; flags interval; elements = { 0-65535 }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		type inet_service
		flags interval
		elements = { 0-65535 }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; flags interval; elements = { 1.2.3.4, * }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		type ipv4_addr
		flags interval
		elements = { 1.2.3.4, * }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; elements = { 1.2.3.4, * }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		type ipv4_addr
		elements = { 1.2.3.4, * }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { map a { type ipv4_addr : mark; elements = { 1.2.3.4 : 5, * : 6 }
> }
> }
$ nft list ruleset
table ip t {
	map a {
		type ipv4_addr : mark
		elements = { 1.2.3.4 : 0x00000005, * : 0x00000006 }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { map a { type ipv4_addr : mark; elements = { 1.2.3.4 }
> }
> }
/dev/stdin:1:58-64: Error: Could not process rule: Invalid argument
table ip t { map a { type ipv4_addr : mark; elements = { 1.2.3.4 }
                                                         ^^^^^^^
[1]
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; elements = { 1.2.3.4 : 5 }
> }
> }
/dev/stdin:1:18-18: Error: set is not a map
table ip t { set a { type ipv4_addr; elements = { 1.2.3.4 : 5 }
                 ^
[1]
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type mark; elements = { 5, 0x100, 300, 1 }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		type mark
		elements = { 0x00000001, 0x00000005, 0x00000100, 0x0000012c }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ct_state; elements = { new, established, new|related }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		type ct_state
		elements = { established, related | new,
			     new }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ct_state; elements = { established,related }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		type ct_state
		elements = { established, related }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type inet_proto; elements = { tcp, udp, 47 }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		type inet_proto
		elements = { tcp, udp, gre }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv6_addr; flags interval; elements = { ::1, fe80::/10, 2001:db8::1-2001:db8::5 }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		type ipv6_addr
		flags interval
		elements = { ::1,
			     2001:db8::1-2001:db8::5,
			     fe80::/10 }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ether_addr; elements = { 00:11:22:33:44:55 }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		type ether_addr
		elements = { 00:11:22:33:44:55 }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; elements = { eth0 }
> }
> }
/dev/stdin:1:51-54: Error: Could not resolve hostname: Temporary failure in name resolution
table ip t { set a { type ipv4_addr; elements = { eth0 }
                                                  ^^^^
[1]
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; elements = { { 1.2.3.4, 1.2.3.5 }, 1.2.3.6 }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		type ipv4_addr
		elements = { 1.2.3.4, 1.2.3.5,
			     1.2.3.6 }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; auto-merge; elements = { 1.2.3.4, 1.2.3.5 }
> }
> }
/dev/stdin:1:18-18: Error: auto-merge only works with interval sets
table ip t { set a { type ipv4_addr; auto-merge; elements = { 1.2.3.4, 1.2.3.5 }
                 ^
[1]
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr . ipv4_addr; flags interval; auto-merge; elements = { 1.2.3.4 . 1.2.3.5 }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		type ipv4_addr . ipv4_addr
		flags interval
		auto-merge
		elements = { 1.2.3.4 . 1.2.3.5 }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type verdict;
> }
> }
/dev/stdin:1:18-18: Error: unqualified type verdict specified in set definition. Try "typeof expression" instead of "type datatype".
table ip t { set a { type verdict;
                 ^
[1]
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type iface_index; elements = { lo }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		type iface_index
		elements = { "lo" }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type devgroup; elements = { 5, default }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		type devgroup
		elements = { "default",
			     5 }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type icmp_type; elements = { echo-request }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		type icmp_type
		elements = { echo-request }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type time; elements = { 5s, 1m }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		type time
		elements = { 5s,
			     1m }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type boolean; elements = { exists }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		type boolean
		elements = { exists }
	}
}
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type classid; elements = { 1:10 }
> }
> }
$ nft list ruleset
table ip t {
	set a {
		type classid
		elements = { 1:10 }
	}
}
$ nft flush ruleset
$ nft -f -
> table inet t { counter c { packets 5 bytes 6 }
> quota q { over 10 mbytes used 5 bytes }
> limit l { rate over 5/minute burst 7 packets }
> limit l2 { rate 5 kbytes/second }
> counter d { comment "x";
> }
> }
$ nft list ruleset
table inet t {
	counter c {
		packets 5 bytes 6
	}

	quota q {
		over 10 mbytes used 5 bytes
	}

	limit l {
		rate over 5/minute burst 7 packets
	}

	limit l2 {
		rate 5 kbytes/second
	}

	counter d {
		comment "x"
		packets 0 bytes 0
	}
}
$ nft flush ruleset
$ nft add table ip t
$ nft 'add set ip t abcdef { type string; }'
Error: unqualified type string specified in set definition. Try "typeof expression" instead of "type datatype".
add set ip t abcdef { type string; }
                    ^^^^^^^^^^^^^^
[1]
$ nft 'add set ip t abcdef { type ipv4_addr; auto-merge; elements = { 1.2.3.4 } }'
Error: auto-merge only works with interval sets
add set ip t abcdef { type ipv4_addr; auto-merge; elements = { 1.2.3.4 } }
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft 'add map ip t abcdef { type ipv4_addr; }'
Error: syntax error, unexpected semicolon, expecting colon or .
add map ip t abcdef { type ipv4_addr; }
                                    ^
Error: set definition does not specify key
add map ip t abcdef { type ipv4_addr; }
                    ^^^^^^^^^^^^^^^^^
[1]
$ nft 'add set ip t abcdef { type ipv4_addr; elements = { 1.2.3.4 : 5 } }'
Error: set is not a map
add set ip t abcdef { type ipv4_addr; elements = { 1.2.3.4 : 5 } }
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft 'add set ip t abcdef { typeof ip saddr . ip6 saddr; }'
$ nft 'add set ip t abcdef3 { typeof tcp flags; elements = { syn, 5 } }'
$ nft 'add map ip t abcdef4 { typeof ip saddr : tcp dport; elements = { 1.2.3.4 : 70000 } }'
Error: Service out of range
add map ip t abcdef4 { typeof ip saddr : tcp dport; elements = { 1.2.3.4 : 70000 } }
                                                                           ^^^^^
[1]
$ nft 'add map ip t abcdef5 { typeof ip saddr : ip dscp; elements = { 1.2.3.4 : cs1 } }'
$ nft 'add map ip t abcdef7 { type ipv4_addr : integer; }'
Error: unqualified type integer specified in map definition. Try "typeof expression" instead of "type datatype".
add map ip t abcdef7 { type ipv4_addr : integer; }
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft 'add set ip t s1 { type ipv4_addr . inet_service . mark; }'
$ nft 'add element ip t s1 { 1.2.3.4 . 5 . 7 }'
$ nft 'add element ip t s1 { 1.2.3.4 . 5 }'
Error: datatype mismatch, expected concatenation of (IPv4 address, internet network service, packet mark), expression has type concatenation of (IPv4 address, internet network service)
add element ip t s1 { 1.2.3.4 . 5 }
                      ^^^^^^^^^^^
[1]
$ nft 'add element ip t s1 { 1.2.3.4 }'
Error: invalid data type, expected concatenation of (IPv4 address, internet network service, packet mark)
add element ip t s1 { 1.2.3.4 }
                      ^^^^^^^
[1]
$ nft 'add element ip t s1 { 1.2.3.4 . 5-7 . 7 }'
Error: You must add 'flags interval' to your set declaration if you want to add range elements
add element ip t s1 { 1.2.3.4 . 5-7 . 7 }
                                ^^^
[1]
$ nft 'add set ip t s2 { type inet_proto; flags interval; }'
$ nft 'add element ip t s2 { tcp, 5-10, udp }'
Error: conflicting intervals specified
add element ip t s2 { tcp, 5-10, udp }
                      ^^^  ~~~~
[1]
$ nft 'add element ip t s2 { 5 }'
$ nft 'add element ip t s2 { 6, 6 }'
$ nft 'add element ip t s2 { 50, 50 }'
$ nft 'add element ip t s2 { 60-70, 65 }'
Error: conflicting intervals specified
add element ip t s2 { 60-70, 65 }
                      ~~~~~  ^^
[1]
$ nft list ruleset
table ip t {
	set abcdef {
		typeof ip saddr . ip6 saddr
	}

	set abcdef3 {
		typeof tcp flags
		elements = { fin | rst, syn }
	}

	map abcdef5 {
		typeof ip saddr : ip dscp
		elements = { 1.2.3.4 : cs1 }
	}

	set s1 {
		type ipv4_addr . inet_service . mark
		elements = { 1.2.3.4 . 5 . 0x00000007 }
	}

	set s2 {
		type inet_proto
		flags interval
		elements = { st, tcp, esp }
	}
}
