# IPv4 routes.
! kernel net.ipv6.conf.default.accept_dad 0
! kernel net.ipv6.conf.default.router_solicitations 0
! tap ens4 02:00:00:00:00:04
! tap ens5 02:00:00:00:00:05
$ ip link set lo up
$ ip link set ens4 up
$ ip link set ens5 up
$ ip addr add 1.1.1.1/24 dev ens4
$ ip addr add 2.2.2.1/24 brd + dev ens5
$ ip -6 addr add 2001:db8:1::1/64 dev ens4 nodad
$ ip -6 addr add 2001:db8:2::1/64 dev ens5 nodad
$ ip route add default via 1.1.1.2
$ ip route add default via 1.1.1.2
RTNETLINK answers: File exists
[2]
$ ip route add 10.0.0.0/8 via 2.2.2.9 metric 0x10 proto static src 2.2.2.1 mtu lock 1400 advmss 1000 hoplimit 5 window 1000 initcwnd 10 initrwnd 20
$ ip route add 11.0.0.0/8 nexthop via 1.1.1.2 weight 2 nexthop via 2.2.2.3 dev ens5 onlink
$ ip route add 12.0.0.0/8 dev ens4 tos 0x10
$ ip route add 12.0.0.0/8 dev ens5 tos CS1 metric 3
$ ip route add 13/8 via inet6 2001:db8:1::5 dev ens4
$ ip route add blackhole 14/8
$ ip route add unreachable 15/8 metric 5
$ ip route add prohibit 16/8 proto 77
$ ip route add throw 17/8 table 100
$ ip route add local 18.0.0.1 dev lo
$ ip route add broadcast 18.0.0.255 dev ens4
$ ip route add multicast 224.1.0.0/16 dev ens4
$ ip route add 20/8 via 9.9.9.9 dev ens4 onlink table 200
$ ip route add anycast 21.0.0.1 dev ens4
$ ip route add default dev ens5 scope host metric 9
$ ip route append 10/8 via 1.1.1.8 metric 16
$ ip route prepend 10/8 via 1.1.1.7 metric 16
$ ip route change 10/8 via 1.1.1.6
RTNETLINK answers: No such file or directory
[2]
$ ip route replace 22/8 via 1.1.1.6
$ ip route
default via 1.1.1.2 dev ens4 
default dev ens5 scope host metric 9 
1.1.1.0/24 dev ens4 proto kernel scope link src 1.1.1.1 
2.2.2.0/24 dev ens5 proto kernel scope link src 2.2.2.1 
10.0.0.0/8 via 1.1.1.7 dev ens4 metric 16 
10.0.0.0/8 via 2.2.2.9 dev ens5 proto static src 2.2.2.1 metric 16 mtu lock 1400 window 1000 advmss 1000 hoplimit 5 initcwnd 10 initrwnd 20 
10.0.0.0/8 via 1.1.1.8 dev ens4 metric 16 
11.0.0.0/8 
	nexthop via 1.1.1.2 dev ens4 weight 2 
	nexthop via 2.2.2.3 dev ens5 weight 1 onlink 
12.0.0.0/8 tos CS1 dev ens5 scope link metric 3 
12.0.0.0/8 tos 0x10 dev ens4 scope link 
13.0.0.0/8 via inet6 2001:db8:1::5 dev ens4 
blackhole 14.0.0.0/8 
unreachable 15.0.0.0/8 metric 5 
prohibit 16.0.0.0/8 proto 77 
22.0.0.0/8 via 1.1.1.6 dev ens4 
multicast 224.1.0.0/16 dev ens4 scope link 
$ ip -j -p route
[ {
        "dst": "default",
        "gateway": "1.1.1.2",
        "dev": "ens4",
        "flags": [ ]
    },{
        "dst": "default",
        "dev": "ens5",
        "scope": "host",
        "metric": 9,
        "flags": [ ]
    },{
        "dst": "1.1.1.0/24",
        "dev": "ens4",
        "protocol": "kernel",
        "scope": "link",
        "prefsrc": "1.1.1.1",
        "flags": [ ]
    },{
        "dst": "2.2.2.0/24",
        "dev": "ens5",
        "protocol": "kernel",
        "scope": "link",
        "prefsrc": "2.2.2.1",
        "flags": [ ]
    },{
        "dst": "10.0.0.0/8",
        "gateway": "1.1.1.7",
        "dev": "ens4",
        "metric": 16,
        "flags": [ ]
    },{
        "dst": "10.0.0.0/8",
        "gateway": "2.2.2.9",
        "dev": "ens5",
        "protocol": "static",
        "prefsrc": "2.2.2.1",
        "metric": 16,
        "flags": [ ],
        "metrics": [ {
                "mtu": 1400,
                "window": 1000,
                "advmss": 1000,
                "hoplimit": 5,
                "initcwnd": 10,
                "initrwnd": 20
            } ]
    },{
        "dst": "10.0.0.0/8",
        "gateway": "1.1.1.8",
        "dev": "ens4",
        "metric": 16,
        "flags": [ ]
    },{
        "dst": "11.0.0.0/8",
        "flags": [ ],
        "nexthops": [ {
                "gateway": "1.1.1.2",
                "dev": "ens4",
                "weight": 2,
                "flags": [ ]
            },{
                "gateway": "2.2.2.3",
                "dev": "ens5",
                "weight": 1,
                "flags": [ "onlink" ]
            } ]
    },{
        "dst": "12.0.0.0/8",
        "tos": "CS1",
        "dev": "ens5",
        "scope": "link",
        "metric": 3,
        "flags": [ ]
    },{
        "dst": "12.0.0.0/8",
        "tos": "0x10",
        "dev": "ens4",
        "scope": "link",
        "flags": [ ]
    },{
        "dst": "13.0.0.0/8",
        "via": {
            "family": "inet6",
            "host": "2001:db8:1::5"
        },
        "dev": "ens4",
        "flags": [ ]
    },{
        "type": "blackhole",
        "dst": "14.0.0.0/8",
        "flags": [ ]
    },{
        "type": "unreachable",
        "dst": "15.0.0.0/8",
        "metric": 5,
        "flags": [ ]
    },{
        "type": "prohibit",
        "dst": "16.0.0.0/8",
        "protocol": "77",
        "flags": [ ]
    },{
        "dst": "22.0.0.0/8",
        "gateway": "1.1.1.6",
        "dev": "ens4",
        "flags": [ ]
    },{
        "type": "multicast",
        "dst": "224.1.0.0/16",
        "dev": "ens4",
        "scope": "link",
        "flags": [ ]
    } ]
$ ip -o route show 11/8
11.0.0.0/8 \	nexthop via 1.1.1.2 dev ens4 weight 2 \	nexthop via 2.2.2.3 dev ens5 weight 1 onlink 
$ ip -j route show table local
[{"type":"local","dst":"1.1.1.1","dev":"ens4","protocol":"kernel","scope":"host","prefsrc":"1.1.1.1","flags":[]},{"type":"broadcast","dst":"1.1.1.255","dev":"ens4","protocol":"kernel","scope":"link","prefsrc":"1.1.1.1","flags":[]},{"type":"local","dst":"2.2.2.1","dev":"ens5","protocol":"kernel","scope":"host","prefsrc":"2.2.2.1","flags":[]},{"type":"broadcast","dst":"2.2.2.255","dev":"ens5","protocol":"kernel","scope":"link","prefsrc":"2.2.2.1","flags":[]},{"type":"local","dst":"18.0.0.1","dev":"lo","scope":"host","flags":[]},{"type":"broadcast","dst":"18.0.0.255","dev":"ens4","scope":"link","flags":[]},{"type":"anycast","dst":"21.0.0.1","dev":"ens4","scope":"link","flags":[]},{"type":"local","dst":"127.0.0.0/8","dev":"lo","protocol":"kernel","scope":"host","prefsrc":"127.0.0.1","flags":[]},{"type":"local","dst":"127.0.0.1","dev":"lo","protocol":"kernel","scope":"host","prefsrc":"127.0.0.1","flags":[]},{"type":"broadcast","dst":"127.255.255.255","dev":"lo","protocol":"kernel","scope":"link","prefsrc":"127.0.0.1","flags":[]}]
$ ip route show table 200
20.0.0.0/8 via 9.9.9.9 dev ens4 onlink 
$ ip -j route show table 200
[{"dst":"20.0.0.0/8","gateway":"9.9.9.9","dev":"ens4","flags":["onlink"]}]
$ ip -j route show table all proto 77
[{"type":"prohibit","dst":"16.0.0.0/8","flags":[]}]
$ ip route show root 10/7
10.0.0.0/8 via 1.1.1.7 dev ens4 metric 16 
10.0.0.0/8 via 2.2.2.9 dev ens5 proto static src 2.2.2.1 metric 16 mtu lock 1400 window 1000 advmss 1000 hoplimit 5 initcwnd 10 initrwnd 20 
10.0.0.0/8 via 1.1.1.8 dev ens4 metric 16 
11.0.0.0/8 
	nexthop via 1.1.1.2 dev ens4 weight 2 
	nexthop via 2.2.2.3 dev ens5 weight 1 onlink 
$ ip route show match 10.1.1.1
default via 1.1.1.2 dev ens4 
default dev ens5 scope host metric 9 
10.0.0.0/8 via 1.1.1.7 dev ens4 metric 16 
10.0.0.0/8 via 2.2.2.9 dev ens5 proto static src 2.2.2.1 metric 16 mtu lock 1400 window 1000 advmss 1000 hoplimit 5 initcwnd 10 initrwnd 20 
10.0.0.0/8 via 1.1.1.8 dev ens4 metric 16 
$ ip route show exact 10/8
10.0.0.0/8 via 1.1.1.7 dev ens4 metric 16 
10.0.0.0/8 via 2.2.2.9 dev ens5 proto static src 2.2.2.1 metric 16 mtu lock 1400 window 1000 advmss 1000 hoplimit 5 initcwnd 10 initrwnd 20 
10.0.0.0/8 via 1.1.1.8 dev ens4 metric 16 
$ ip route show 10/8
10.0.0.0/8 via 1.1.1.7 dev ens4 metric 16 
10.0.0.0/8 via 2.2.2.9 dev ens5 proto static src 2.2.2.1 metric 16 mtu lock 1400 window 1000 advmss 1000 hoplimit 5 initcwnd 10 initrwnd 20 
10.0.0.0/8 via 1.1.1.8 dev ens4 metric 16 
$ ip route show 10.1/16
$ ip route show to root 10/7 metric 16
10.0.0.0/8 via 1.1.1.7 dev ens4 
10.0.0.0/8 via 2.2.2.9 dev ens5 proto static src 2.2.2.1 mtu lock 1400 window 1000 advmss 1000 hoplimit 5 initcwnd 10 initrwnd 20 
10.0.0.0/8 via 1.1.1.8 dev ens4 
$ ip route show via 1.1.1.2
default dev ens4 
$ ip route show via 2.2.2.3
$ ip route show dev ens5
default scope host metric 9 
2.2.2.0/24 proto kernel scope link src 2.2.2.1 
10.0.0.0/8 via 2.2.2.9 proto static src 2.2.2.1 metric 16 mtu lock 1400 window 1000 advmss 1000 hoplimit 5 initcwnd 10 initrwnd 20 
12.0.0.0/8 tos CS1 scope link metric 3 
$ ip -j route show dev ens5
[{"dst":"default","scope":"host","metric":9,"flags":[]},{"dst":"2.2.2.0/24","protocol":"kernel","scope":"link","prefsrc":"2.2.2.1","flags":[]},{"dst":"10.0.0.0/8","gateway":"2.2.2.9","protocol":"static","prefsrc":"2.2.2.1","metric":16,"flags":[],"metrics":[{"mtu":1400,"window":1000,"advmss":1000,"hoplimit":5,"initcwnd":10,"initrwnd":20}]},{"dst":"12.0.0.0/8","tos":"CS1","scope":"link","metric":3,"flags":[]}]
$ ip -4 route show dev lo table local
local 18.0.0.1 scope host 
local 127.0.0.0/8 proto kernel scope host src 127.0.0.1 
local 127.0.0.1 proto kernel scope host src 127.0.0.1 
broadcast 127.255.255.255 proto kernel scope link src 127.0.0.1 
$ ip route show src 2.2.2.1
2.2.2.0/24 dev ens5 proto kernel scope link 
10.0.0.0/8 via 2.2.2.9 dev ens5 proto static metric 16 mtu lock 1400 window 1000 advmss 1000 hoplimit 5 initcwnd 10 initrwnd 20 
$ ip route show proto kernel
1.1.1.0/24 dev ens4 scope link src 1.1.1.1 
2.2.2.0/24 dev ens5 scope link src 2.2.2.1 
$ ip route show proto static
10.0.0.0/8 via 2.2.2.9 dev ens5 src 2.2.2.1 metric 16 mtu lock 1400 window 1000 advmss 1000 hoplimit 5 initcwnd 10 initrwnd 20 
$ ip -j route show proto static
[{"dst":"10.0.0.0/8","gateway":"2.2.2.9","dev":"ens5","prefsrc":"2.2.2.1","metric":16,"flags":[],"metrics":[{"mtu":1400,"window":1000,"advmss":1000,"hoplimit":5,"initcwnd":10,"initrwnd":20}]}]
$ ip route show proto all
default via 1.1.1.2 dev ens4 
default dev ens5 scope host metric 9 
1.1.1.0/24 dev ens4 proto kernel scope link src 1.1.1.1 
2.2.2.0/24 dev ens5 proto kernel scope link src 2.2.2.1 
10.0.0.0/8 via 1.1.1.7 dev ens4 metric 16 
10.0.0.0/8 via 2.2.2.9 dev ens5 proto static src 2.2.2.1 metric 16 mtu lock 1400 window 1000 advmss 1000 hoplimit 5 initcwnd 10 initrwnd 20 
10.0.0.0/8 via 1.1.1.8 dev ens4 metric 16 
11.0.0.0/8 
	nexthop via 1.1.1.2 dev ens4 weight 2 
	nexthop via 2.2.2.3 dev ens5 weight 1 onlink 
12.0.0.0/8 tos CS1 dev ens5 scope link metric 3 
12.0.0.0/8 tos 0x10 dev ens4 scope link 
13.0.0.0/8 via inet6 2001:db8:1::5 dev ens4 
blackhole 14.0.0.0/8 
unreachable 15.0.0.0/8 metric 5 
prohibit 16.0.0.0/8 proto 77 
22.0.0.0/8 via 1.1.1.6 dev ens4 
multicast 224.1.0.0/16 dev ens4 scope link 
$ ip route show scope link
1.1.1.0/24 dev ens4 proto kernel src 1.1.1.1 
2.2.2.0/24 dev ens5 proto kernel src 2.2.2.1 
12.0.0.0/8 tos CS1 dev ens5 metric 3 
12.0.0.0/8 tos 0x10 dev ens4 
multicast 224.1.0.0/16 dev ens4 
$ ip -j route show scope link
[{"dst":"1.1.1.0/24","dev":"ens4","protocol":"kernel","prefsrc":"1.1.1.1","flags":[]},{"dst":"2.2.2.0/24","dev":"ens5","protocol":"kernel","prefsrc":"2.2.2.1","flags":[]},{"dst":"12.0.0.0/8","tos":"CS1","dev":"ens5","metric":3,"flags":[]},{"dst":"12.0.0.0/8","tos":"0x10","dev":"ens4","flags":[]},{"type":"multicast","dst":"224.1.0.0/16","dev":"ens4","flags":[]}]
$ ip route show scope all
default via 1.1.1.2 dev ens4 
default dev ens5 scope host metric 9 
1.1.1.0/24 dev ens4 proto kernel scope link src 1.1.1.1 
2.2.2.0/24 dev ens5 proto kernel scope link src 2.2.2.1 
10.0.0.0/8 via 1.1.1.7 dev ens4 metric 16 
10.0.0.0/8 via 2.2.2.9 dev ens5 proto static src 2.2.2.1 metric 16 mtu lock 1400 window 1000 advmss 1000 hoplimit 5 initcwnd 10 initrwnd 20 
10.0.0.0/8 via 1.1.1.8 dev ens4 metric 16 
11.0.0.0/8 
	nexthop via 1.1.1.2 dev ens4 weight 2 
	nexthop via 2.2.2.3 dev ens5 weight 1 onlink 
12.0.0.0/8 tos CS1 dev ens5 scope link metric 3 
12.0.0.0/8 tos 0x10 dev ens4 scope link 
13.0.0.0/8 via inet6 2001:db8:1::5 dev ens4 
blackhole 14.0.0.0/8 
unreachable 15.0.0.0/8 metric 5 
prohibit 16.0.0.0/8 proto 77 
22.0.0.0/8 via 1.1.1.6 dev ens4 
multicast 224.1.0.0/16 dev ens4 scope link 
$ ip route show type blackhole
blackhole 14.0.0.0/8 
$ ip -j route show type blackhole
[{"type":"blackhole","dst":"14.0.0.0/8","flags":[]}]
$ ip route show type unicast metric 16
10.0.0.0/8 via 1.1.1.7 dev ens4 
10.0.0.0/8 via 2.2.2.9 dev ens5 proto static src 2.2.2.1 mtu lock 1400 window 1000 advmss 1000 hoplimit 5 initcwnd 10 initrwnd 20 
10.0.0.0/8 via 1.1.1.8 dev ens4 
$ ip route show tos 0x10
12.0.0.0/8 dev ens4 scope link 
$ ip route show tos all
Error: argument "all" is wrong: TOS value is invalid

[255]
$ ip route show cache
$ ip route show foo
Error: any valid prefix is expected rather than "foo".
[1]
$ ip route show dev foo
Cannot find device "foo"
[1]
$ ip route show table
Command line is not complete. Try option "help"
[255]
$ ip route show metric x
Error: argument "x" is wrong: "metric" value is invalid

[255]
$ ip route show default
default via 1.1.1.2 dev ens4 
default dev ens5 scope host metric 9 
$ ip route show all
default via 1.1.1.2 dev ens4 
default dev ens5 scope host metric 9 
1.1.1.0/24 dev ens4 proto kernel scope link src 1.1.1.1 
2.2.2.0/24 dev ens5 proto kernel scope link src 2.2.2.1 
10.0.0.0/8 via 1.1.1.7 dev ens4 metric 16 
10.0.0.0/8 via 2.2.2.9 dev ens5 proto static src 2.2.2.1 metric 16 mtu lock 1400 window 1000 advmss 1000 hoplimit 5 initcwnd 10 initrwnd 20 
10.0.0.0/8 via 1.1.1.8 dev ens4 metric 16 
11.0.0.0/8 
	nexthop via 1.1.1.2 dev ens4 weight 2 
	nexthop via 2.2.2.3 dev ens5 weight 1 onlink 
12.0.0.0/8 tos CS1 dev ens5 scope link metric 3 
12.0.0.0/8 tos 0x10 dev ens4 scope link 
13.0.0.0/8 via inet6 2001:db8:1::5 dev ens4 
blackhole 14.0.0.0/8 
unreachable 15.0.0.0/8 metric 5 
prohibit 16.0.0.0/8 proto 77 
22.0.0.0/8 via 1.1.1.6 dev ens4 
multicast 224.1.0.0/16 dev ens4 scope link 
$ ip route show any
default via 1.1.1.2 dev ens4 
default dev ens5 scope host metric 9 
1.1.1.0/24 dev ens4 proto kernel scope link src 1.1.1.1 
2.2.2.0/24 dev ens5 proto kernel scope link src 2.2.2.1 
10.0.0.0/8 via 1.1.1.7 dev ens4 metric 16 
10.0.0.0/8 via 2.2.2.9 dev ens5 proto static src 2.2.2.1 metric 16 mtu lock 1400 window 1000 advmss 1000 hoplimit 5 initcwnd 10 initrwnd 20 
10.0.0.0/8 via 1.1.1.8 dev ens4 metric 16 
11.0.0.0/8 
	nexthop via 1.1.1.2 dev ens4 weight 2 
	nexthop via 2.2.2.3 dev ens5 weight 1 onlink 
12.0.0.0/8 tos CS1 dev ens5 scope link metric 3 
12.0.0.0/8 tos 0x10 dev ens4 scope link 
13.0.0.0/8 via inet6 2001:db8:1::5 dev ens4 
blackhole 14.0.0.0/8 
unreachable 15.0.0.0/8 metric 5 
prohibit 16.0.0.0/8 proto 77 
22.0.0.0/8 via 1.1.1.6 dev ens4 
multicast 224.1.0.0/16 dev ens4 scope link 
$ ip route list table main 0/0
default via 1.1.1.2 dev ens4 
default dev ens5 scope host metric 9 
$ ip route show exact default
default via 1.1.1.2 dev ens4 
default dev ens5 scope host metric 9 
$ ip route show match default
default via 1.1.1.2 dev ens4 
default dev ens5 scope host metric 9 
$ ip route show vrf foo
Error: argument "foo" is wrong: Invalid VRF

[255]
$ ip route show mark 7
$ ip route show unicast
Error: any valid prefix is expected rather than "unicast".
[1]
$ ip route show dead
Error: any valid prefix is expected rather than "dead".
[1]
$ ip route show linkdown
Error: any valid prefix is expected rather than "linkdown".
[1]
$ ip -d route
unicast default via 1.1.1.2 dev ens4 proto boot scope global 
unicast default dev ens5 proto boot scope host metric 9 
unicast 1.1.1.0/24 dev ens4 proto kernel scope link src 1.1.1.1 
unicast 2.2.2.0/24 dev ens5 proto kernel scope link src 2.2.2.1 
unicast 10.0.0.0/8 via 1.1.1.7 dev ens4 proto boot scope global metric 16 
unicast 10.0.0.0/8 via 2.2.2.9 dev ens5 proto static scope global src 2.2.2.1 metric 16 mtu lock 1400 window 1000 advmss 1000 hoplimit 5 initcwnd 10 initrwnd 20 
unicast 10.0.0.0/8 via 1.1.1.8 dev ens4 proto boot scope global metric 16 
unicast 11.0.0.0/8 proto boot scope global 
	nexthop via 1.1.1.2 dev ens4 weight 2 
	nexthop via 2.2.2.3 dev ens5 weight 1 onlink 
unicast 12.0.0.0/8 tos CS1 dev ens5 proto boot scope link metric 3 
unicast 12.0.0.0/8 tos 0x10 dev ens4 proto boot scope link 
unicast 13.0.0.0/8 via inet6 2001:db8:1::5 dev ens4 proto boot scope global 
blackhole 14.0.0.0/8 proto boot scope global 
unreachable 15.0.0.0/8 proto boot scope global metric 5 
prohibit 16.0.0.0/8 proto 77 scope global 
unicast 22.0.0.0/8 via 1.1.1.6 dev ens4 proto boot scope global 
multicast 224.1.0.0/16 dev ens4 proto boot scope link 
$ ip -d -j route
[{"type":"unicast","dst":"default","gateway":"1.1.1.2","dev":"ens4","protocol":"boot","scope":"global","flags":[]},{"type":"unicast","dst":"default","dev":"ens5","protocol":"boot","scope":"host","metric":9,"flags":[]},{"type":"unicast","dst":"1.1.1.0/24","dev":"ens4","protocol":"kernel","scope":"link","prefsrc":"1.1.1.1","flags":[]},{"type":"unicast","dst":"2.2.2.0/24","dev":"ens5","protocol":"kernel","scope":"link","prefsrc":"2.2.2.1","flags":[]},{"type":"unicast","dst":"10.0.0.0/8","gateway":"1.1.1.7","dev":"ens4","protocol":"boot","scope":"global","metric":16,"flags":[]},{"type":"unicast","dst":"10.0.0.0/8","gateway":"2.2.2.9","dev":"ens5","protocol":"static","scope":"global","prefsrc":"2.2.2.1","metric":16,"flags":[],"metrics":[{"mtu":1400,"window":1000,"advmss":1000,"hoplimit":5,"initcwnd":10,"initrwnd":20}]},{"type":"unicast","dst":"10.0.0.0/8","gateway":"1.1.1.8","dev":"ens4","protocol":"boot","scope":"global","metric":16,"flags":[]},{"type":"unicast","dst":"11.0.0.0/8","protocol":"boot","scope":"global","flags":[],"nexthops":[{"gateway":"1.1.1.2","dev":"ens4","weight":2,"flags":[]},{"gateway":"2.2.2.3","dev":"ens5","weight":1,"flags":["onlink"]}]},{"type":"unicast","dst":"12.0.0.0/8","tos":"CS1","dev":"ens5","protocol":"boot","scope":"link","metric":3,"flags":[]},{"type":"unicast","dst":"12.0.0.0/8","tos":"0x10","dev":"ens4","protocol":"boot","scope":"link","flags":[]},{"type":"unicast","dst":"13.0.0.0/8","via":{"family":"inet6","host":"2001:db8:1::5"},"dev":"ens4","protocol":"boot","scope":"global","flags":[]},{"type":"blackhole","dst":"14.0.0.0/8","protocol":"boot","scope":"global","flags":[]},{"type":"unreachable","dst":"15.0.0.0/8","protocol":"boot","scope":"global","metric":5,"flags":[]},{"type":"prohibit","dst":"16.0.0.0/8","protocol":"77","scope":"global","flags":[]},{"type":"unicast","dst":"22.0.0.0/8","gateway":"1.1.1.6","dev":"ens4","protocol":"boot","scope":"global","flags":[]},{"type":"multicast","dst":"224.1.0.0/16","dev":"ens4","protocol":"boot","scope":"link","flags":[]}]
$ ip -N -d route show table all
9 17.0.0.0/8 table 100 proto 3 scope 0 
1 20.0.0.0/8 via 9.9.9.9 dev ens4 table 200 proto 3 scope 0 onlink 
1 default via 1.1.1.2 dev ens4 table 254 proto 3 scope 0 
1 default dev ens5 table 254 proto 3 scope 254 metric 9 
1 1.1.1.0/24 dev ens4 table 254 proto 2 scope 253 src 1.1.1.1 
1 2.2.2.0/24 dev ens5 table 254 proto 2 scope 253 src 2.2.2.1 
1 10.0.0.0/8 via 1.1.1.7 dev ens4 table 254 proto 3 scope 0 metric 16 
1 10.0.0.0/8 via 2.2.2.9 dev ens5 table 254 proto 4 scope 0 src 2.2.2.1 metric 16 mtu lock 1400 window 1000 advmss 1000 hoplimit 5 initcwnd 10 initrwnd 20 
1 10.0.0.0/8 via 1.1.1.8 dev ens4 table 254 proto 3 scope 0 metric 16 
1 11.0.0.0/8 table 254 proto 3 scope 0 
	nexthop via 1.1.1.2 dev ens4 weight 2 
	nexthop via 2.2.2.3 dev ens5 weight 1 onlink 
1 12.0.0.0/8 tos 0x20 dev ens5 table 254 proto 3 scope 253 metric 3 
1 12.0.0.0/8 tos 0x10 dev ens4 table 254 proto 3 scope 253 
1 13.0.0.0/8 via inet6 2001:db8:1::5 dev ens4 table 254 proto 3 scope 0 
6 14.0.0.0/8 table 254 proto 3 scope 0 
7 15.0.0.0/8 table 254 proto 3 scope 0 metric 5 
8 16.0.0.0/8 table 254 proto 77 scope 0 
1 22.0.0.0/8 via 1.1.1.6 dev ens4 table 254 proto 3 scope 0 
5 224.1.0.0/16 dev ens4 table 254 proto 3 scope 253 
2 1.1.1.1 dev ens4 table 255 proto 2 scope 254 src 1.1.1.1 
3 1.1.1.255 dev ens4 table 255 proto 2 scope 253 src 1.1.1.1 
2 2.2.2.1 dev ens5 table 255 proto 2 scope 254 src 2.2.2.1 
3 2.2.2.255 dev ens5 table 255 proto 2 scope 253 src 2.2.2.1 
2 18.0.0.1 dev lo table 255 proto 3 scope 254 
3 18.0.0.255 dev ens4 table 255 proto 3 scope 253 
4 21.0.0.1 dev ens4 table 255 proto 3 scope 253 
2 127.0.0.0/8 dev lo table 255 proto 2 scope 254 src 127.0.0.1 
2 127.0.0.1 dev lo table 255 proto 2 scope 254 src 127.0.0.1 
3 127.255.255.255 dev lo table 255 proto 2 scope 253 src 127.0.0.1 
1 2001:db8:1::/64 dev ens4 table 254 proto 2 scope 0 metric 256 pref medium
1 2001:db8:2::/64 dev ens5 table 254 proto 2 scope 0 metric 256 pref medium
1 fe80::/64 dev ens4 table 254 proto 2 scope 0 metric 256 pref medium
1 fe80::/64 dev ens5 table 254 proto 2 scope 0 metric 256 pref medium
2 ::1 dev lo table 255 proto 2 scope 0 metric 0 pref medium
2 2001:db8:1::1 dev ens4 table 255 proto 2 scope 0 metric 0 pref medium
2 2001:db8:2::1 dev ens5 table 255 proto 2 scope 0 metric 0 pref medium
2 fe80::ff:fe00:4 dev ens4 table 255 proto 2 scope 0 metric 0 pref medium
2 fe80::ff:fe00:5 dev ens5 table 255 proto 2 scope 0 metric 0 pref medium
5 ff00::/8 dev ens4 table 255 proto 2 scope 0 metric 256 pref medium
5 ff00::/8 dev ens5 table 255 proto 2 scope 0 metric 256 pref medium
$ ip -4 route show table all
throw 17.0.0.0/8 table 100 
20.0.0.0/8 via 9.9.9.9 dev ens4 table 200 onlink 
default via 1.1.1.2 dev ens4 
default dev ens5 scope host metric 9 
1.1.1.0/24 dev ens4 proto kernel scope link src 1.1.1.1 
2.2.2.0/24 dev ens5 proto kernel scope link src 2.2.2.1 
10.0.0.0/8 via 1.1.1.7 dev ens4 metric 16 
10.0.0.0/8 via 2.2.2.9 dev ens5 proto static src 2.2.2.1 metric 16 mtu lock 1400 window 1000 advmss 1000 hoplimit 5 initcwnd 10 initrwnd 20 
10.0.0.0/8 via 1.1.1.8 dev ens4 metric 16 
11.0.0.0/8 
	nexthop via 1.1.1.2 dev ens4 weight 2 
	nexthop via 2.2.2.3 dev ens5 weight 1 onlink 
12.0.0.0/8 tos CS1 dev ens5 scope link metric 3 
12.0.0.0/8 tos 0x10 dev ens4 scope link 
13.0.0.0/8 via inet6 2001:db8:1::5 dev ens4 
blackhole 14.0.0.0/8 
unreachable 15.0.0.0/8 metric 5 
prohibit 16.0.0.0/8 proto 77 
22.0.0.0/8 via 1.1.1.6 dev ens4 
multicast 224.1.0.0/16 dev ens4 scope link 
local 1.1.1.1 dev ens4 table local proto kernel scope host src 1.1.1.1 
broadcast 1.1.1.255 dev ens4 table local proto kernel scope link src 1.1.1.1 
local 2.2.2.1 dev ens5 table local proto kernel scope host src 2.2.2.1 
broadcast 2.2.2.255 dev ens5 table local proto kernel scope link src 2.2.2.1 
local 18.0.0.1 dev lo table local scope host 
broadcast 18.0.0.255 dev ens4 table local scope link 
anycast 21.0.0.1 dev ens4 table local scope link 
local 127.0.0.0/8 dev lo table local proto kernel scope host src 127.0.0.1 
local 127.0.0.1 dev lo table local proto kernel scope host src 127.0.0.1 
broadcast 127.255.255.255 dev lo table local proto kernel scope link src 127.0.0.1 
$ ip route flush table 100
$ ip -s route flush table 200

*** Round 1, deleting 1 entries ***
*** Flush is complete after 1 round ***
$ ip -s -s route flush 10/8
10.0.0.0/8 via 1.1.1.7 dev ens4 metric 16 
10.0.0.0/8 via 2.2.2.9 dev ens5 proto static src 2.2.2.1 metric 16 mtu lock 1400 window 1000 advmss 1000 hoplimit 5 initcwnd 10 initrwnd 20 
10.0.0.0/8 via 1.1.1.8 dev ens4 metric 16 

*** Round 1, deleting 3 entries ***
*** Flush is complete after 1 round ***
$ ip route flush
"ip route flush" requires arguments.
[1]
$ ip route flush cache
$ ip -s route flush cache
*** IPv4 routing cache is flushed.
$ ip route flush root 11/8
$ ip -s route flush proto static
Nothing to flush.
$ ip route
default via 1.1.1.2 dev ens4 
default dev ens5 scope host metric 9 
1.1.1.0/24 dev ens4 proto kernel scope link src 1.1.1.1 
2.2.2.0/24 dev ens5 proto kernel scope link src 2.2.2.1 
12.0.0.0/8 tos CS1 dev ens5 scope link metric 3 
12.0.0.0/8 tos 0x10 dev ens4 scope link 
13.0.0.0/8 via inet6 2001:db8:1::5 dev ens4 
blackhole 14.0.0.0/8 
unreachable 15.0.0.0/8 metric 5 
prohibit 16.0.0.0/8 proto 77 
22.0.0.0/8 via 1.1.1.6 dev ens4 
multicast 224.1.0.0/16 dev ens4 scope link 
$ ip route del 12/8
RTNETLINK answers: No such process
[2]
$ ip route del 12/8 tos 0x20
$ ip route del 12/8 tos 0x20 metric 3
RTNETLINK answers: No such process
[2]
$ ip route del default dev ens4
$ ip route del default
$ ip route del default
RTNETLINK answers: No such process
[2]
$ ip route
1.1.1.0/24 dev ens4 proto kernel scope link src 1.1.1.1 
2.2.2.0/24 dev ens5 proto kernel scope link src 2.2.2.1 
12.0.0.0/8 tos 0x10 dev ens4 scope link 
13.0.0.0/8 via inet6 2001:db8:1::5 dev ens4 
blackhole 14.0.0.0/8 
unreachable 15.0.0.0/8 metric 5 
prohibit 16.0.0.0/8 proto 77 
22.0.0.0/8 via 1.1.1.6 dev ens4 
multicast 224.1.0.0/16 dev ens4 scope link 
$ ip route del 1.1.1.0/24 via 1.1.1.9
RTNETLINK answers: No such process
[2]
$ ip route del blackhole 14/8
$ ip route del unreachable 15/8
$ ip route
1.1.1.0/24 dev ens4 proto kernel scope link src 1.1.1.1 
2.2.2.0/24 dev ens5 proto kernel scope link src 2.2.2.1 
12.0.0.0/8 tos 0x10 dev ens4 scope link 
13.0.0.0/8 via inet6 2001:db8:1::5 dev ens4 
prohibit 16.0.0.0/8 proto 77 
22.0.0.0/8 via 1.1.1.6 dev ens4 
multicast 224.1.0.0/16 dev ens4 scope link 
$ ip link set ens5 down
$ ip route
1.1.1.0/24 dev ens4 proto kernel scope link src 1.1.1.1 
12.0.0.0/8 tos 0x10 dev ens4 scope link 
13.0.0.0/8 via inet6 2001:db8:1::5 dev ens4 
prohibit 16.0.0.0/8 proto 77 
22.0.0.0/8 via 1.1.1.6 dev ens4 
multicast 224.1.0.0/16 dev ens4 scope link 
$ ip -4 route show table all
1.1.1.0/24 dev ens4 proto kernel scope link src 1.1.1.1 
12.0.0.0/8 tos 0x10 dev ens4 scope link 
13.0.0.0/8 via inet6 2001:db8:1::5 dev ens4 
prohibit 16.0.0.0/8 proto 77 
22.0.0.0/8 via 1.1.1.6 dev ens4 
multicast 224.1.0.0/16 dev ens4 scope link 
local 1.1.1.1 dev ens4 table local proto kernel scope host src 1.1.1.1 
broadcast 1.1.1.255 dev ens4 table local proto kernel scope link src 1.1.1.1 
local 2.2.2.1 dev ens5 table local proto kernel scope host src 2.2.2.1 
local 18.0.0.1 dev lo table local scope host 
broadcast 18.0.0.255 dev ens4 table local scope link 
anycast 21.0.0.1 dev ens4 table local scope link 
local 127.0.0.0/8 dev lo table local proto kernel scope host src 127.0.0.1 
local 127.0.0.1 dev lo table local proto kernel scope host src 127.0.0.1 
broadcast 127.255.255.255 dev lo table local proto kernel scope link src 127.0.0.1 
