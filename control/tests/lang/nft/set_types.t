# Sets and maps: their types, and elements that do not go together.
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; elements = { 1.2.3.4, 1.1.1.1, 1.2.3.4 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; elements = { 1.2.3.0/24 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; elements = { 1.2.3.0-1.2.3.5 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; flags interval; elements = { 1.2.3.0/24, 1.2.3.5 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; flags interval; auto-merge; elements = { 1.2.3.0/24, 1.2.3.5, 1.2.4.0/24, 10.0.0.1-10.0.0.7, 10.0.0.8 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; flags interval; elements = { 1.2.3.0/24, 1.2.4.0/24, 10.0.0.1-10.0.0.7, 10.0.0.8, 5.0.0.0-5.0.0.255, 5.0.1.0/24 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; flags interval; elements = { 10.0.0.1-10.0.0.7, 10.0.0.8, 10.0.0.0 }
> }
> }
$ nft 'add element ip t a { 10.0.0.9 }'
$ nft 'add element ip t a { 10.0.0.7 }'
$ nft 'add element ip t a { 10.0.0.7-10.0.0.20 }'
$ nft 'add element ip t a { 10.0.0.1-10.0.0.7 }'
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; flags interval; auto-merge; elements = { 10.0.0.1-10.0.0.7 }
> }
> }
$ nft 'add element ip t a { 10.0.0.8 }'
$ nft 'add element ip t a { 10.0.0.7-10.0.0.20 }'
$ nft 'delete element ip t a { 10.0.0.10 }'
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; elements = { 1.2.3.5 timeout 1h }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type foo;
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr . foo;
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { flags interval;
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { map a { type ipv4_addr;
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type string;
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type integer;
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr . string;
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { typeof ip saddr . tcp dport; elements = { 1.2.3.4 . 22 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { typeof ip saddr . meta mark . iifname; elements = { 1.2.3.4 . 22 . "lo" }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { typeof vlan id; elements = { 5, 4096 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { typeof ip dscp; elements = { cs1, 5 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { typeof @th,16,16; elements = { 5 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { typeof numgen inc mod 5; elements = { 5 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { typeof ct count; elements = { 5 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { typeof ip6 saddr; elements = { ::1 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { map m { typeof ip saddr : meta mark; elements = { 1.2.3.4 : 5 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { map m { type ipv4_addr : verdict; elements = { 1.2.3.4 : accept, 1.2.3.5 : jump x, 1.2.3.6 : goto x }
> }
>  chain x { }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { map m { type ipv4_addr : interval ipv4_addr; flags interval; elements = { 1.2.3.4 : 10.0.0.1-10.0.0.7, 1.2.3.6 : 10.0.1.0/24 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { map m { type ipv4_addr : ipv4_addr; elements = { 1.2.3.4 : 10.0.0.1-10.0.0.7 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { map m { type ipv4_addr : ipv4_addr . inet_service; elements = { 1.2.3.4 : 10.0.0.1 . 80 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { map m { type ipv4_addr : interval ipv4_addr . inet_service; flags interval; elements = { 1.2.3.4 : 10.0.0.1-10.0.0.2 . 80-90 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { counter c { }
>  map m { type ipv4_addr : counter; elements = { 1.2.3.4 : c, 1.2.3.5 : "c" }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr . inet_service; flags interval; elements = { 1.2.3.4 . 22, 10.0.0.0/8 . 80-90, 11.0.0.1-11.0.0.5 . 1, 1.2.3.4 . 25 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr . inet_service; flags interval; elements = { 1.2.3.4 . 22, 1.2.3.4 . 20-25 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr . inet_service; flags interval; elements = { 1.2.3.0/24 . 20-25, 1.2.3.4 . 22 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr . inet_service; elements = { 1.2.3.0/24 . 20 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; counter; elements = { 1.2.3.1, 1.2.3.2 counter packets 5 bytes 10 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; elements = { 1.2.3.2 counter packets 5 bytes 10 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; counter; limit rate 5/second; elements = { 1.2.3.2 counter packets 5 bytes 10 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; counter; elements = { 1.2.3.2 limit rate 5/second }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; log;
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ifname; elements = { "eth0", lo, "wlan*" }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ifname; flags interval; elements = { "eth0", lo, "wlan*" }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type inet_service; flags interval; elements = { 22, 80-90, 100-65535, 0-5 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type inet_service; flags interval; elements = { 0-65535 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; flags interval; elements = { 1.2.3.4, * }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; elements = { 1.2.3.4, * }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { map a { type ipv4_addr : mark; elements = { 1.2.3.4 : 5, * : 6 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { map a { type ipv4_addr : mark; elements = { 1.2.3.4 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; elements = { 1.2.3.4 : 5 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type mark; elements = { 5, 0x100, 300, 1 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ct_state; elements = { new, established, new|established }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ct_state; elements = { established,related }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type tcp_flag; elements = { syn, syn|ack }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type inet_proto; elements = { tcp, udp, 47 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv6_addr; flags interval; elements = { ::1, fe80::/10, 2001:db8::1-2001:db8::5 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ether_addr; elements = { 00:11:22:33:44:55 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; elements = { eth0 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; elements = { { 1.2.3.4, 1.2.3.5 }, 1.2.3.6 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr; auto-merge; elements = { 1.2.3.4, 1.2.3.5 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type ipv4_addr . ipv4_addr; flags interval; auto-merge; elements = { 1.2.3.4 . 1.2.3.5 }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type verdict;
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type iface_index; elements = { lo }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type devgroup; elements = { 5, default }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type icmp_type; elements = { echo-request }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type time; elements = { 5s, 1m }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type boolean; elements = { exists }
> }
> }
$ nft list ruleset
$ nft flush ruleset
$ nft -f -
> table ip t { set a { type classid; elements = { 1:10 }
> }
> }
$ nft list ruleset
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
$ nft flush ruleset
$ nft add table ip t
$ nft 'add set ip t abcdef { type string; }'
$ nft 'add set ip t abcdef { type ipv4_addr; auto-merge; elements = { 1.2.3.4 } }'
$ nft 'add map ip t abcdef { type ipv4_addr; }'
$ nft 'add set ip t abcdef { type ipv4_addr; elements = { 1.2.3.4 : 5 } }'
$ nft 'add set ip t abcdef { typeof ip saddr . ip6 saddr; }'
$ nft 'add set ip t abcdef3 { typeof tcp flags; elements = { syn, 5 } }'
$ nft 'add map ip t abcdef4 { typeof ip saddr : tcp dport; elements = { 1.2.3.4 : 70000 } }'
$ nft 'add map ip t abcdef5 { typeof ip saddr : ip dscp; elements = { 1.2.3.4 : cs1 } }'
$ nft 'add map ip t abcdef7 { type ipv4_addr : integer; }'
$ nft 'add set ip t s1 { type ipv4_addr . inet_service . mark; }'
$ nft 'add element ip t s1 { 1.2.3.4 . 5 . 7 }'
$ nft 'add element ip t s1 { 1.2.3.4 . 5 }'
$ nft 'add element ip t s1 { 1.2.3.4 }'
$ nft 'add element ip t s1 { 1.2.3.4 . 5-7 . 7 }'
$ nft 'add set ip t s2 { type inet_proto; flags interval; }'
$ nft 'add element ip t s2 { tcp, 5-10, udp }'
$ nft 'add element ip t s2 { 5 }'
$ nft 'add element ip t s2 { 6, 6 }'
$ nft 'add element ip t s2 { 50, 50 }'
$ nft 'add element ip t s2 { 60-70, 65 }'
$ nft list ruleset
