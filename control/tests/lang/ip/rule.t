# Policy rules.
! kernel net.ipv6.conf.default.accept_dad 0
! kernel net.ipv6.conf.default.router_solicitations 0
! tap ens4 02:00:00:00:00:04
! tap ens5 02:00:00:00:00:05
$ ip rule add
"ip rule add" requires arguments.
[1]
$ ip rule add from 1.1.1.0/24 table 100
$ ip rule add from 1.1.1.0/24 table 100
$ ip rule add to 2.2.2.0/24 lookup 101 pref 100
$ ip rule add from 1.1.1.1 to 2.2.2.2 iif ens4 oif ens5 fwmark 0x10/0xff tos 0x10 ipproto tcp sport 100-200 dport 80 table 7 suppress_prefixlength 0 protocol static
$ ip rule add not from 3.3.3.3 fwmark 5 blackhole
$ ip rule add from 4.4.4.4 unreachable pref 50
$ ip rule add from 4.4.4.4 prohibit pref 51
$ ip rule add from 4.4.4.4 goto 32766 pref 52
$ ip rule add from 4.4.4.4 goto 40000 pref 53
$ ip rule add nop pref 54
$ ip rule add iif nodev lookup main pref 55
$ ip rule add from 4.4.4.4 goto 10 pref 56
Error: Backward goto not supported.
[2]
$ ip rule add pref 59 from 0/0 to all table local
$ ip rule add pref 60 fwmark 7 table main tos CS1
Error: Invalid tos.
[2]
$ ip rule add pref 61 ipproto 89 table main
$ ip rule add pref 62 ipproto 200 table main
$ ip rule add pref 63 sport 5 table main
$ ip rule add pref 64 dport 6-5 table main
Error: Invalid dport range.
[2]
$ ip rule add pref 66 from 9.9.9.9/8 table main
$ ip rule add pref 69 fwmark x
Error: argument "x" is wrong: fwmark value is invalid

[255]
$ ip rule add pref x
Error: argument "x" is wrong: preference value is invalid

[255]
$ ip rule add table foo
Error: argument "foo" is wrong: invalid table ID

[255]
$ ip rule add goto x
Error: argument "x" is wrong: invalid target

[255]
$ ip rule add protocol foo
Error: argument "foo" is wrong: "protocol" value is invalid

[255]
$ ip rule add ipproto foo
Error: argument "foo" is wrong: Invalid "ipproto" value

[255]
$ ip rule add tos x
Error: argument "x" is wrong: TOS value is invalid

[255]
$ ip rule add suppress_prefixlength x
Error: argument "x" is wrong: suppress_prefixlength value is invalid

[255]
$ ip rule add from foo
Error: any valid prefix is expected rather than "foo".
[1]
$ ip rule add pref 70 type unreachable
$ ip rule add pref 71 unicast table 9
$ ip rule add pref 73 order 5 table 9
$ ip rule add pref 74 dev ens4 table 9
$ ip rule add pref 76 dsfield AF11 table 9
Error: Invalid tos.
[2]
$ ip rule
0:	from all lookup local
5:	from all lookup 9
50:	from 4.4.4.4 unreachable
51:	from 4.4.4.4 prohibit
52:	from 4.4.4.4 goto 32766
53:	from 4.4.4.4 goto 40000 [unresolved]
54:	from all nop
55:	from all iif nodev [detached] lookup main
59:	from all lookup local
61:	from all ipproto ospf lookup main
62:	from all ipproto ipproto-200 lookup main
63:	from all sport 5 lookup main
66:	from 9.9.9.9/8 lookup main
70:	from all unreachable
71:	from all lookup 9
74:	from all iif ens4 lookup 9
98:	not from 3.3.3.3 fwmark 0x5 blackhole
99:	from 1.1.1.1 to 2.2.2.2 tos 0x10 fwmark 0x10/0xff iif ens4 oif ens5 ipproto tcp sport 100-200 dport 80 lookup 7 suppress_prefixlength 0 proto static
100:	from all to 2.2.2.0/24 lookup 101
32764:	from 1.1.1.0/24 lookup 100
32765:	from 1.1.1.0/24 lookup 100
32766:	from all lookup main
32767:	from all lookup default
$ ip -d rule
0:	from all lookup local proto kernel
5:	from all lookup 9 proto unspec
50:	from 4.4.4.4 unreachable proto unspec
51:	from 4.4.4.4 prohibit proto unspec
52:	from 4.4.4.4 goto 32766 proto unspec
53:	from 4.4.4.4 goto 40000 [unresolved] proto unspec
54:	from all nop proto unspec
55:	from all iif nodev [detached] lookup main proto unspec
59:	from all lookup local proto unspec
61:	from all ipproto ospf lookup main proto unspec
62:	from all ipproto ipproto-200 lookup main proto unspec
63:	from all sport 5 lookup main proto unspec
66:	from 9.9.9.9/8 lookup main proto unspec
70:	from all unreachable proto unspec
71:	from all lookup 9 proto unspec
74:	from all iif ens4 lookup 9 proto unspec
98:	not from 3.3.3.3 fwmark 0x5 blackhole proto unspec
99:	from 1.1.1.1 to 2.2.2.2 tos 0x10 fwmark 0x10/0xff iif ens4 oif ens5 ipproto tcp sport 100-200 dport 80 lookup 7 suppress_prefixlength 0 proto static
100:	from all to 2.2.2.0/24 lookup 101 proto unspec
32764:	from 1.1.1.0/24 lookup 100 proto unspec
32765:	from 1.1.1.0/24 lookup 100 proto unspec
32766:	from all lookup main proto kernel
32767:	from all lookup default proto kernel
$ ip -N rule
0:	from all lookup 255
5:	from all lookup 9
50:	from 4.4.4.4 7
51:	from 4.4.4.4 8
52:	from 4.4.4.4 goto 32766
53:	from 4.4.4.4 goto 40000 [unresolved]
54:	from all nop
55:	from all iif nodev [detached] lookup 254
59:	from all lookup 255
61:	from all ipproto ipproto-89 lookup 254
62:	from all ipproto ipproto-200 lookup 254
63:	from all sport 5 lookup 254
66:	from 9.9.9.9/8 lookup 254
70:	from all 7
71:	from all lookup 9
74:	from all iif ens4 lookup 9
98:	not from 3.3.3.3 fwmark 0x5 6
99:	from 1.1.1.1 to 2.2.2.2 tos 0x10 fwmark 0x10/0xff iif ens4 oif ens5 ipproto ipproto-6 sport 100-200 dport 80 lookup 7 suppress_prefixlength 0 proto 4
100:	from all to 2.2.2.0/24 lookup 101
32764:	from 1.1.1.0/24 lookup 100
32765:	from 1.1.1.0/24 lookup 100
32766:	from all lookup 254
32767:	from all lookup 253
$ ip -j -p rule
[ {
        "priority": 0,
        "src": "all",
        "table": "local"
    },{
        "priority": 5,
        "src": "all",
        "table": "9"
    },{
        "priority": 50,
        "src": "4.4.4.4",
        "action": "unreachable"
    },{
        "priority": 51,
        "src": "4.4.4.4",
        "action": "prohibit"
    },{
        "priority": 52,
        "src": "4.4.4.4",
        "goto": 32766
    },{
        "priority": 53,
        "src": "4.4.4.4",
        "goto": 40000,
        "unresolved": null
    },{
        "priority": 54,
        "src": "all",
        "nop": null
    },{
        "priority": 55,
        "src": "all",
        "iif": "nodev",
        "iif_detached": null,
        "table": "main"
    },{
        "priority": 59,
        "src": "all",
        "table": "local"
    },{
        "priority": 61,
        "src": "all",
        "ipproto": "ospf",
        "table": "main"
    },{
        "priority": 62,
        "src": "all",
        "ipproto": "ipproto-200",
        "table": "main"
    },{
        "priority": 63,
        "src": "all",
        "sport": 5,
        "table": "main"
    },{
        "priority": 66,
        "src": "9.9.9.9",
        "srclen": 8,
        "table": "main"
    },{
        "priority": 70,
        "src": "all",
        "action": "unreachable"
    },{
        "priority": 71,
        "src": "all",
        "table": "9"
    },{
        "priority": 74,
        "src": "all",
        "iif": "ens4",
        "table": "9"
    },{
        "priority": 98,
        "not": null,
        "src": "3.3.3.3",
        "fwmark": "0x5",
        "action": "blackhole"
    },{
        "priority": 99,
        "src": "1.1.1.1",
        "dst": "2.2.2.2",
        "tos": "0x10",
        "fwmark": "0x10",
        "fwmask": "0xff",
        "iif": "ens4",
        "oif": "ens5",
        "ipproto": "tcp",
        "sport_start": 100,
        "sport_end": 200,
        "dport": 80,
        "table": "7",
        "suppress_prefixlen": 0,
        "protocol": "static"
    },{
        "priority": 100,
        "src": "all",
        "dst": "2.2.2.0",
        "dstlen": 24,
        "table": "101"
    },{
        "priority": 32764,
        "src": "1.1.1.0",
        "srclen": 24,
        "table": "100"
    },{
        "priority": 32765,
        "src": "1.1.1.0",
        "srclen": 24,
        "table": "100"
    },{
        "priority": 32766,
        "src": "all",
        "table": "main"
    },{
        "priority": 32767,
        "src": "all",
        "table": "default"
    } ]
$ ip -j -d rule
[{"priority":0,"src":"all","table":"local","protocol":"kernel"},{"priority":5,"src":"all","table":"9","protocol":"unspec"},{"priority":50,"src":"4.4.4.4","action":"unreachable","protocol":"unspec"},{"priority":51,"src":"4.4.4.4","action":"prohibit","protocol":"unspec"},{"priority":52,"src":"4.4.4.4","goto":32766,"protocol":"unspec"},{"priority":53,"src":"4.4.4.4","goto":40000,"unresolved":null,"protocol":"unspec"},{"priority":54,"src":"all","nop":null,"protocol":"unspec"},{"priority":55,"src":"all","iif":"nodev","iif_detached":null,"table":"main","protocol":"unspec"},{"priority":59,"src":"all","table":"local","protocol":"unspec"},{"priority":61,"src":"all","ipproto":"ospf","table":"main","protocol":"unspec"},{"priority":62,"src":"all","ipproto":"ipproto-200","table":"main","protocol":"unspec"},{"priority":63,"src":"all","sport":5,"table":"main","protocol":"unspec"},{"priority":66,"src":"9.9.9.9","srclen":8,"table":"main","protocol":"unspec"},{"priority":70,"src":"all","action":"unreachable","protocol":"unspec"},{"priority":71,"src":"all","table":"9","protocol":"unspec"},{"priority":74,"src":"all","iif":"ens4","table":"9","protocol":"unspec"},{"priority":98,"not":null,"src":"3.3.3.3","fwmark":"0x5","action":"blackhole","protocol":"unspec"},{"priority":99,"src":"1.1.1.1","dst":"2.2.2.2","tos":"0x10","fwmark":"0x10","fwmask":"0xff","iif":"ens4","oif":"ens5","ipproto":"tcp","sport_start":100,"sport_end":200,"dport":80,"table":"7","suppress_prefixlen":0,"protocol":"static"},{"priority":100,"src":"all","dst":"2.2.2.0","dstlen":24,"table":"101","protocol":"unspec"},{"priority":32764,"src":"1.1.1.0","srclen":24,"table":"100","protocol":"unspec"},{"priority":32765,"src":"1.1.1.0","srclen":24,"table":"100","protocol":"unspec"},{"priority":32766,"src":"all","table":"main","protocol":"kernel"},{"priority":32767,"src":"all","table":"default","protocol":"kernel"}]
$ ip -o rule
0:	from all lookup local
5:	from all lookup 9
50:	from 4.4.4.4 unreachable
51:	from 4.4.4.4 prohibit
52:	from 4.4.4.4 goto 32766
53:	from 4.4.4.4 goto 40000 [unresolved]
54:	from all nop
55:	from all iif nodev [detached] lookup main
59:	from all lookup local
61:	from all ipproto ospf lookup main
62:	from all ipproto ipproto-200 lookup main
63:	from all sport 5 lookup main
66:	from 9.9.9.9/8 lookup main
70:	from all unreachable
71:	from all lookup 9
74:	from all iif ens4 lookup 9
98:	not from 3.3.3.3 fwmark 0x5 blackhole
99:	from 1.1.1.1 to 2.2.2.2 tos 0x10 fwmark 0x10/0xff iif ens4 oif ens5 ipproto tcp sport 100-200 dport 80 lookup 7 suppress_prefixlength 0 proto static
100:	from all to 2.2.2.0/24 lookup 101
32764:	from 1.1.1.0/24 lookup 100
32765:	from 1.1.1.0/24 lookup 100
32766:	from all lookup main
32767:	from all lookup default
$ ip -br rule
0:	from all lookup local
5:	from all lookup 9
50:	from 4.4.4.4 unreachable
51:	from 4.4.4.4 prohibit
52:	from 4.4.4.4 goto 32766
53:	from 4.4.4.4 goto 40000 [unresolved]
54:	from all nop
55:	from all iif nodev [detached] lookup main
59:	from all lookup local
61:	from all ipproto ospf lookup main
62:	from all ipproto ipproto-200 lookup main
63:	from all sport 5 lookup main
66:	from 9.9.9.9/8 lookup main
70:	from all unreachable
71:	from all lookup 9
74:	from all iif ens4 lookup 9
98:	not from 3.3.3.3 fwmark 0x5 blackhole
99:	from 1.1.1.1 to 2.2.2.2 tos 0x10 fwmark 0x10/0xff iif ens4 oif ens5 ipproto tcp sport 100-200 dport 80 lookup 7 suppress_prefixlength 0 proto static
100:	from all to 2.2.2.0/24 lookup 101
32764:	from 1.1.1.0/24 lookup 100
32765:	from 1.1.1.0/24 lookup 100
32766:	from all lookup main
32767:	from all lookup default
$ ip -s rule
0:	from all lookup local
5:	from all lookup 9
50:	from 4.4.4.4 unreachable
51:	from 4.4.4.4 prohibit
52:	from 4.4.4.4 goto 32766
53:	from 4.4.4.4 goto 40000 [unresolved]
54:	from all nop
55:	from all iif nodev [detached] lookup main
59:	from all lookup local
61:	from all ipproto ospf lookup main
62:	from all ipproto ipproto-200 lookup main
63:	from all sport 5 lookup main
66:	from 9.9.9.9/8 lookup main
70:	from all unreachable
71:	from all lookup 9
74:	from all iif ens4 lookup 9
98:	not from 3.3.3.3 fwmark 0x5 blackhole
99:	from 1.1.1.1 to 2.2.2.2 tos 0x10 fwmark 0x10/0xff iif ens4 oif ens5 ipproto tcp sport 100-200 dport 80 lookup 7 suppress_prefixlength 0 proto static
100:	from all to 2.2.2.0/24 lookup 101
32764:	from 1.1.1.0/24 lookup 100
32765:	from 1.1.1.0/24 lookup 100
32766:	from all lookup main
32767:	from all lookup default
$ ip rule list table 100
32764:	from 1.1.1.0/24 lookup 100
32765:	from 1.1.1.0/24 lookup 100
$ ip rule list table main
55:	from all iif nodev [detached] lookup main
61:	from all ipproto ospf lookup main
62:	from all ipproto ipproto-200 lookup main
63:	from all sport 5 lookup main
66:	from 9.9.9.9/8 lookup main
32766:	from all lookup main
$ ip rule list pref 100
100:	from all to 2.2.2.0/24 lookup 101
$ ip rule list from 1.1.1.0/24
99:	from 1.1.1.1 to 2.2.2.2 tos 0x10 fwmark 0x10/0xff iif ens4 oif ens5 ipproto tcp sport 100-200 dport 80 lookup 7 suppress_prefixlength 0 proto static
32764:	from 1.1.1.0/24 lookup 100
32765:	from 1.1.1.0/24 lookup 100
$ ip rule list from 1.1.1.1
99:	from 1.1.1.1 to 2.2.2.2 tos 0x10 fwmark 0x10/0xff iif ens4 oif ens5 ipproto tcp sport 100-200 dport 80 lookup 7 suppress_prefixlength 0 proto static
$ ip rule list from all
0:	from all lookup local
5:	from all lookup 9
50:	from 4.4.4.4 unreachable
51:	from 4.4.4.4 prohibit
52:	from 4.4.4.4 goto 32766
53:	from 4.4.4.4 goto 40000 [unresolved]
54:	from all nop
55:	from all iif nodev [detached] lookup main
59:	from all lookup local
61:	from all ipproto ospf lookup main
62:	from all ipproto ipproto-200 lookup main
63:	from all sport 5 lookup main
66:	from 9.9.9.9/8 lookup main
70:	from all unreachable
71:	from all lookup 9
74:	from all iif ens4 lookup 9
98:	not from 3.3.3.3 fwmark 0x5 blackhole
99:	from 1.1.1.1 to 2.2.2.2 tos 0x10 fwmark 0x10/0xff iif ens4 oif ens5 ipproto tcp sport 100-200 dport 80 lookup 7 suppress_prefixlength 0 proto static
100:	from all to 2.2.2.0/24 lookup 101
32764:	from 1.1.1.0/24 lookup 100
32765:	from 1.1.1.0/24 lookup 100
32766:	from all lookup main
32767:	from all lookup default
$ ip rule list to 2.2.2.0/24
99:	from 1.1.1.1 to 2.2.2.2 tos 0x10 fwmark 0x10/0xff iif ens4 oif ens5 ipproto tcp sport 100-200 dport 80 lookup 7 suppress_prefixlength 0 proto static
100:	from all to 2.2.2.0/24 lookup 101
$ ip rule list iif ens4
74:	from all iif ens4 lookup 9
99:	from 1.1.1.1 to 2.2.2.2 tos 0x10 fwmark 0x10/0xff iif ens4 oif ens5 ipproto tcp sport 100-200 dport 80 lookup 7 suppress_prefixlength 0 proto static
$ ip rule list oif ens5
99:	from 1.1.1.1 to 2.2.2.2 tos 0x10 fwmark 0x10/0xff iif ens4 oif ens5 ipproto tcp sport 100-200 dport 80 lookup 7 suppress_prefixlength 0 proto static
$ ip rule list fwmark 5
98:	not from 3.3.3.3 fwmark 0x5 blackhole
$ ip rule list fwmark 0x10/0xff
99:	from 1.1.1.1 to 2.2.2.2 tos 0x10 fwmark 0x10/0xff iif ens4 oif ens5 ipproto tcp sport 100-200 dport 80 lookup 7 suppress_prefixlength 0 proto static
$ ip rule list tos 0x10
99:	from 1.1.1.1 to 2.2.2.2 tos 0x10 fwmark 0x10/0xff iif ens4 oif ens5 ipproto tcp sport 100-200 dport 80 lookup 7 suppress_prefixlength 0 proto static
$ ip rule list ipproto tcp
99:	from 1.1.1.1 to 2.2.2.2 tos 0x10 fwmark 0x10/0xff iif ens4 oif ens5 ipproto tcp sport 100-200 dport 80 lookup 7 suppress_prefixlength 0 proto static
$ ip rule list sport 100-200
99:	from 1.1.1.1 to 2.2.2.2 tos 0x10 fwmark 0x10/0xff iif ens4 oif ens5 ipproto tcp sport 100-200 dport 80 lookup 7 suppress_prefixlength 0 proto static
$ ip rule list dport 80
99:	from 1.1.1.1 to 2.2.2.2 tos 0x10 fwmark 0x10/0xff iif ens4 oif ens5 ipproto tcp sport 100-200 dport 80 lookup 7 suppress_prefixlength 0 proto static
$ ip rule list protocol static
0:	from all lookup local
5:	from all lookup 9
50:	from 4.4.4.4 unreachable
51:	from 4.4.4.4 prohibit
52:	from 4.4.4.4 goto 32766
53:	from 4.4.4.4 goto 40000 [unresolved]
54:	from all nop
55:	from all iif nodev [detached] lookup main
59:	from all lookup local
61:	from all ipproto ospf lookup main
62:	from all ipproto ipproto-200 lookup main
63:	from all sport 5 lookup main
66:	from 9.9.9.9/8 lookup main
70:	from all unreachable
71:	from all lookup 9
74:	from all iif ens4 lookup 9
98:	not from 3.3.3.3 fwmark 0x5 blackhole
99:	from 1.1.1.1 to 2.2.2.2 tos 0x10 fwmark 0x10/0xff iif ens4 oif ens5 ipproto tcp sport 100-200 dport 80 lookup 7 suppress_prefixlength 0 proto static
100:	from all to 2.2.2.0/24 lookup 101
32764:	from 1.1.1.0/24 lookup 100
32765:	from 1.1.1.0/24 lookup 100
32766:	from all lookup main
32767:	from all lookup default
$ ip rule list proto kernel
0:	from all lookup local
5:	from all lookup 9
50:	from 4.4.4.4 unreachable
51:	from 4.4.4.4 prohibit
52:	from 4.4.4.4 goto 32766
53:	from 4.4.4.4 goto 40000 [unresolved]
54:	from all nop
55:	from all iif nodev [detached] lookup main
59:	from all lookup local
61:	from all ipproto ospf lookup main
62:	from all ipproto ipproto-200 lookup main
63:	from all sport 5 lookup main
66:	from 9.9.9.9/8 lookup main
70:	from all unreachable
71:	from all lookup 9
74:	from all iif ens4 lookup 9
98:	not from 3.3.3.3 fwmark 0x5 blackhole
99:	from 1.1.1.1 to 2.2.2.2 tos 0x10 fwmark 0x10/0xff iif ens4 oif ens5 ipproto tcp sport 100-200 dport 80 lookup 7 suppress_prefixlength 0 proto static
100:	from all to 2.2.2.0/24 lookup 101
32764:	from 1.1.1.0/24 lookup 100
32765:	from 1.1.1.0/24 lookup 100
32766:	from all lookup main
32767:	from all lookup default
$ ip rule list not
98:	not from 3.3.3.3 fwmark 0x5 blackhole
$ ip rule list blackhole
Error: inet prefix is expected rather than "blackhole".
[1]
$ ip rule list goto 32766
Error: inet prefix is expected rather than "goto".
[1]
$ ip rule list foo
Error: inet prefix is expected rather than "foo".
[1]
$ ip rule list table foo
Error: argument "foo" is wrong: table id value is invalid

[255]
$ ip rule show
0:	from all lookup local
5:	from all lookup 9
50:	from 4.4.4.4 unreachable
51:	from 4.4.4.4 prohibit
52:	from 4.4.4.4 goto 32766
53:	from 4.4.4.4 goto 40000 [unresolved]
54:	from all nop
55:	from all iif nodev [detached] lookup main
59:	from all lookup local
61:	from all ipproto ospf lookup main
62:	from all ipproto ipproto-200 lookup main
63:	from all sport 5 lookup main
66:	from 9.9.9.9/8 lookup main
70:	from all unreachable
71:	from all lookup 9
74:	from all iif ens4 lookup 9
98:	not from 3.3.3.3 fwmark 0x5 blackhole
99:	from 1.1.1.1 to 2.2.2.2 tos 0x10 fwmark 0x10/0xff iif ens4 oif ens5 ipproto tcp sport 100-200 dport 80 lookup 7 suppress_prefixlength 0 proto static
100:	from all to 2.2.2.0/24 lookup 101
32764:	from 1.1.1.0/24 lookup 100
32765:	from 1.1.1.0/24 lookup 100
32766:	from all lookup main
32767:	from all lookup default
$ ip rule lst
0:	from all lookup local
5:	from all lookup 9
50:	from 4.4.4.4 unreachable
51:	from 4.4.4.4 prohibit
52:	from 4.4.4.4 goto 32766
53:	from 4.4.4.4 goto 40000 [unresolved]
54:	from all nop
55:	from all iif nodev [detached] lookup main
59:	from all lookup local
61:	from all ipproto ospf lookup main
62:	from all ipproto ipproto-200 lookup main
63:	from all sport 5 lookup main
66:	from 9.9.9.9/8 lookup main
70:	from all unreachable
71:	from all lookup 9
74:	from all iif ens4 lookup 9
98:	not from 3.3.3.3 fwmark 0x5 blackhole
99:	from 1.1.1.1 to 2.2.2.2 tos 0x10 fwmark 0x10/0xff iif ens4 oif ens5 ipproto tcp sport 100-200 dport 80 lookup 7 suppress_prefixlength 0 proto static
100:	from all to 2.2.2.0/24 lookup 101
32764:	from 1.1.1.0/24 lookup 100
32765:	from 1.1.1.0/24 lookup 100
32766:	from all lookup main
32767:	from all lookup default
$ ip rule foo
Command "foo" is unknown, try "ip rule help".
[255]
$ ip rule del
"ip rule del" requires arguments.
[1]
$ ip rule del pref 100
$ ip rule del pref 100
RTNETLINK answers: No such file or directory
[2]
$ ip rule del from 1.1.1.0/24
$ ip rule del from 1.1.1.0/24
$ ip rule del table 7
$ ip rule del fwmark 5
$ ip rule del not fwmark 5
RTNETLINK answers: No such file or directory
[2]
$ ip -6 rule add from 2001:db8::/32 table 100
$ ip -6 rule add from 1.1.1.1 table 100
Error: inet6 prefix is expected rather than "1.1.1.1".
[1]
$ ip rule add from 2001:db8:1::/48 to 2001:db8::1 table 101 pref 5
Error: Invalid source address.
[2]
$ ip -6 rule
0:	from all lookup local
32765:	from 2001:db8::/32 lookup 100
32766:	from all lookup main
$ ip -6 rule del pref 5
RTNETLINK answers: No such file or directory
[2]
$ ip rule flush
$ ip -6 rule flush
$ ip rule
0:	from all lookup local
$ ip rule flush table main
$ ip rule flush foo
Error: inet prefix is expected rather than "foo".
[1]
$ ip rule add pref 0 table 5
$ ip rule add pref 1 table 5
$ ip rule add table 6
$ ip rule
0:	from all lookup local
0:	from all lookup 5
0:	from all lookup 6
1:	from all lookup 5
$ ip rule del pref 0
$ ip rule
0:	from all lookup 5
0:	from all lookup 6
1:	from all lookup 5
$ ip rule add table 7
$ ip rule
0:	from all lookup 5
0:	from all lookup 6
0:	from all lookup 7
1:	from all lookup 5
$ ip -6 rule
0:	from all lookup local
$ ip rule add to 2001:db8::1 table 7
Error: Invalid dst address.
[2]
$ ip rule del from 2001:db8::/32
Error: Invalid source address.
[2]
$ ip rule add from 1.1.1.1 tos 0x11 table 7
Error: Invalid dsfield (tos): ECN bits must be 0.
[2]
$ ip -6 rule add tos 0x20 table 7
$ ip -6 rule
0:	from all lookup local
0:	from all tos CS1 lookup 7
$ ip -j -6 rule
[{"priority":0,"src":"all","table":"local"},{"priority":0,"src":"all","tos":"CS1","table":"7"}]
$ ip -6 rule add not to 2001:db8::1/128 iif lo fwmark 1/1 ipproto icmp prohibit
$ ip -6 -j rule list pref 0
[{"priority":0,"src":"all","table":"local"},{"priority":0,"src":"all","tos":"CS1","table":"7"},{"priority":0,"not":null,"src":"all","dst":"2001:db8::1","fwmark":"0x1","fwmask":"0x1","iif":"lo","ipproto":"icmp","action":"prohibit"}]
$ ip -6 rule list
0:	from all lookup local
0:	from all tos CS1 lookup 7
0:	not from all to 2001:db8::1 fwmark 0x1/0x1 iif lo ipproto icmp prohibit
