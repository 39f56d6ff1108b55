# IPv6 routes.
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
$ ip -6 route add default via 2001:db8:1::9
$ ip -6 route add 2001:db8:9::/48 via fe80::1 dev ens4 pref high mtu 1300
$ ip -6 route add 2001:db8:a::/48 nexthop via 2001:db8:1::2 weight 3 nexthop via 2001:db8:2::2
$ ip -6 route add blackhole 2001:db8:b::/48
$ ip -6 route add unreachable 2001:db8:c::/48 metric 5
$ ip -6 route append 2001:db8:d::1 via 2001:db8:1::2
$ ip -6 route
2001:db8:1::/64 dev ens4 proto kernel metric 256 pref medium
2001:db8:2::/64 dev ens5 proto kernel metric 256 pref medium
2001:db8:9::/48 via fe80::1 dev ens4 metric 1024 mtu 1300 pref high
2001:db8:a::/48 metric 1024 pref medium
	nexthop via 2001:db8:1::2 dev ens4 weight 3 
	nexthop via 2001:db8:2::2 dev ens5 weight 1 
blackhole 2001:db8:b::/48 dev lo metric 1024 pref medium
unreachable 2001:db8:c::/48 dev lo metric 5 pref medium
2001:db8:d::1 via 2001:db8:1::2 dev ens4 metric 1024 pref medium
fe80::/64 dev ens4 proto kernel metric 256 pref medium
fe80::/64 dev ens5 proto kernel metric 256 pref medium
default via 2001:db8:1::9 dev ens4 metric 1024 pref medium
$ ip -d -6 route
unicast 2001:db8:1::/64 dev ens4 proto kernel scope global metric 256 pref medium
unicast 2001:db8:2::/64 dev ens5 proto kernel scope global metric 256 pref medium
unicast 2001:db8:9::/48 via fe80::1 dev ens4 proto boot scope global metric 1024 mtu 1300 pref high
unicast 2001:db8:a::/48 proto boot scope global metric 1024 pref medium
	nexthop via 2001:db8:1::2 dev ens4 weight 3 
	nexthop via 2001:db8:2::2 dev ens5 weight 1 
blackhole 2001:db8:b::/48 dev lo proto boot scope global metric 1024 pref medium
unreachable 2001:db8:c::/48 dev lo proto boot scope global metric 5 pref medium
unicast 2001:db8:d::1 via 2001:db8:1::2 dev ens4 proto boot scope global metric 1024 pref medium
unicast fe80::/64 dev ens4 proto kernel scope global metric 256 pref medium
unicast fe80::/64 dev ens5 proto kernel scope global metric 256 pref medium
unicast default via 2001:db8:1::9 dev ens4 proto boot scope global metric 1024 pref medium
$ ip -j -p -6 route
[ {
        "dst": "2001:db8:1::/64",
        "dev": "ens4",
        "protocol": "kernel",
        "metric": 256,
        "flags": [ ],
        "pref": "medium"
    },{
        "dst": "2001:db8:2::/64",
        "dev": "ens5",
        "protocol": "kernel",
        "metric": 256,
        "flags": [ ],
        "pref": "medium"
    },{
        "dst": "2001:db8:9::/48",
        "gateway": "fe80::1",
        "dev": "ens4",
        "metric": 1024,
        "flags": [ ],
        "metrics": [ {
                "mtu": 1300
            } ],
        "pref": "high"
    },{
        "dst": "2001:db8:a::/48",
        "metric": 1024,
        "flags": [ ],
        "pref": "medium",
        "nexthops": [ {
                "gateway": "2001:db8:1::2",
                "dev": "ens4",
                "weight": 3,
                "flags": [ ]
            },{
                "gateway": "2001:db8:2::2",
                "dev": "ens5",
                "weight": 1,
                "flags": [ ]
            } ]
    },{
        "type": "blackhole",
        "dst": "2001:db8:b::/48",
        "dev": "lo",
        "metric": 1024,
        "flags": [ ],
        "pref": "medium"
    },{
        "type": "unreachable",
        "dst": "2001:db8:c::/48",
        "dev": "lo",
        "metric": 5,
        "flags": [ ],
        "pref": "medium"
    },{
        "dst": "2001:db8:d::1",
        "gateway": "2001:db8:1::2",
        "dev": "ens4",
        "metric": 1024,
        "flags": [ ],
        "pref": "medium"
    },{
        "dst": "fe80::/64",
        "dev": "ens4",
        "protocol": "kernel",
        "metric": 256,
        "flags": [ ],
        "pref": "medium"
    },{
        "dst": "fe80::/64",
        "dev": "ens5",
        "protocol": "kernel",
        "metric": 256,
        "flags": [ ],
        "pref": "medium"
    },{
        "dst": "default",
        "gateway": "2001:db8:1::9",
        "dev": "ens4",
        "metric": 1024,
        "flags": [ ],
        "pref": "medium"
    } ]
$ ip -6 route show dev ens5
2001:db8:2::/64 proto kernel metric 256 pref medium
fe80::/64 proto kernel metric 256 pref medium
$ ip -6 route show default
default via 2001:db8:1::9 dev ens4 metric 1024 pref medium
$ ip route show table all
1.1.1.0/24 dev ens4 proto kernel scope link src 1.1.1.1 
2.2.2.0/24 dev ens5 proto kernel scope link src 2.2.2.1 
local 1.1.1.1 dev ens4 table local proto kernel scope host src 1.1.1.1 
broadcast 1.1.1.255 dev ens4 table local proto kernel scope link src 1.1.1.1 
local 2.2.2.1 dev ens5 table local proto kernel scope host src 2.2.2.1 
broadcast 2.2.2.255 dev ens5 table local proto kernel scope link src 2.2.2.1 
local 127.0.0.0/8 dev lo table local proto kernel scope host src 127.0.0.1 
local 127.0.0.1 dev lo table local proto kernel scope host src 127.0.0.1 
broadcast 127.255.255.255 dev lo table local proto kernel scope link src 127.0.0.1 
2001:db8:1::/64 dev ens4 proto kernel metric 256 pref medium
2001:db8:2::/64 dev ens5 proto kernel metric 256 pref medium
2001:db8:9::/48 via fe80::1 dev ens4 metric 1024 mtu 1300 pref high
2001:db8:a::/48 metric 1024 pref medium
	nexthop via 2001:db8:1::2 dev ens4 weight 3 
	nexthop via 2001:db8:2::2 dev ens5 weight 1 
blackhole 2001:db8:b::/48 dev lo metric 1024 pref medium
unreachable 2001:db8:c::/48 dev lo metric 5 pref medium
2001:db8:d::1 via 2001:db8:1::2 dev ens4 metric 1024 pref medium
fe80::/64 dev ens4 proto kernel metric 256 pref medium
fe80::/64 dev ens5 proto kernel metric 256 pref medium
default via 2001:db8:1::9 dev ens4 metric 1024 pref medium
local ::1 dev lo table local proto kernel metric 0 pref medium
local 2001:db8:1::1 dev ens4 table local proto kernel metric 0 pref medium
local 2001:db8:2::1 dev ens5 table local proto kernel metric 0 pref medium
local fe80::ff:fe00:4 dev ens4 table local proto kernel metric 0 pref medium
local fe80::ff:fe00:5 dev ens5 table local proto kernel metric 0 pref medium
multicast ff00::/8 dev ens4 table local proto kernel metric 256 pref medium
multicast ff00::/8 dev ens5 table local proto kernel metric 256 pref medium
$ ip -6 -d route show table all
unicast 2001:db8:1::/64 dev ens4 table main proto kernel scope global metric 256 pref medium
unicast 2001:db8:2::/64 dev ens5 table main proto kernel scope global metric 256 pref medium
unicast 2001:db8:9::/48 via fe80::1 dev ens4 table main proto boot scope global metric 1024 mtu 1300 pref high
unicast 2001:db8:a::/48 table main proto boot scope global metric 1024 pref medium
	nexthop via 2001:db8:1::2 dev ens4 weight 3 
	nexthop via 2001:db8:2::2 dev ens5 weight 1 
blackhole 2001:db8:b::/48 dev lo table main proto boot scope global metric 1024 pref medium
unreachable 2001:db8:c::/48 dev lo table main proto boot scope global metric 5 pref medium
unicast 2001:db8:d::1 via 2001:db8:1::2 dev ens4 table main proto boot scope global metric 1024 pref medium
unicast fe80::/64 dev ens4 table main proto kernel scope global metric 256 pref medium
unicast fe80::/64 dev ens5 table main proto kernel scope global metric 256 pref medium
unicast default via 2001:db8:1::9 dev ens4 table main proto boot scope global metric 1024 pref medium
local ::1 dev lo table local proto kernel scope global metric 0 pref medium
local 2001:db8:1::1 dev ens4 table local proto kernel scope global metric 0 pref medium
local 2001:db8:2::1 dev ens5 table local proto kernel scope global metric 0 pref medium
local fe80::ff:fe00:4 dev ens4 table local proto kernel scope global metric 0 pref medium
local fe80::ff:fe00:5 dev ens5 table local proto kernel scope global metric 0 pref medium
multicast ff00::/8 dev ens4 table local proto kernel scope global metric 256 pref medium
multicast ff00::/8 dev ens5 table local proto kernel scope global metric 256 pref medium
$ ip -6 route del 2001:db8:9::/48
$ ip -6 route del 2001:db8:a::/48 via 2001:db8:1::2
$ ip -6 route
2001:db8:1::/64 dev ens4 proto kernel metric 256 pref medium
2001:db8:2::/64 dev ens5 proto kernel metric 256 pref medium
2001:db8:a::/48 via 2001:db8:2::2 dev ens5 metric 1024 pref medium
blackhole 2001:db8:b::/48 dev lo metric 1024 pref medium
unreachable 2001:db8:c::/48 dev lo metric 5 pref medium
2001:db8:d::1 via 2001:db8:1::2 dev ens4 metric 1024 pref medium
fe80::/64 dev ens4 proto kernel metric 256 pref medium
fe80::/64 dev ens5 proto kernel metric 256 pref medium
default via 2001:db8:1::9 dev ens4 metric 1024 pref medium
$ ip -6 route del default
$ ip -6 route del default
RTNETLINK answers: No such file or directory
[2]
$ ip -6 route del blackhole 2001:db8:b::/48
$ ip -6 route replace 2001:db8:e::/48 via 2001:db8:1::3
$ ip -6 route replace 2001:db8:e::/48 via 2001:db8:1::4
$ ip -6 route add 2001:db8:e::/48 via 2001:db8:1::4
RTNETLINK answers: File exists
[2]
$ ip -6 route append 2001:db8:e::/48 via 2001:db8:1::5
$ ip -6 route add 2001:db8:f::1/48 via 2001:db8:1::5
$ ip -6 route add prohibit 2001:db8:10::/48 dev lo
$ ip -6 route add throw 2001:db8:11::/48 table 9
$ ip -6 route show table 9
throw 2001:db8:11::/48 dev lo metric 1024 pref medium
$ ip -6 route show table 10
Error: ipv6: FIB table does not exist.
Dump terminated
[2]
$ ip -6 route flush 2001:db8:e::/48
$ ip -6 route
2001:db8:1::/64 dev ens4 proto kernel metric 256 pref medium
2001:db8:2::/64 dev ens5 proto kernel metric 256 pref medium
2001:db8:a::/48 via 2001:db8:2::2 dev ens5 metric 1024 pref medium
unreachable 2001:db8:c::/48 dev lo metric 5 pref medium
2001:db8:d::1 via 2001:db8:1::2 dev ens4 metric 1024 pref medium
2001:db8:f::/48 via 2001:db8:1::5 dev ens4 metric 1024 pref medium
prohibit 2001:db8:10::/48 dev lo metric 1024 pref medium
fe80::/64 dev ens4 proto kernel metric 256 pref medium
fe80::/64 dev ens5 proto kernel metric 256 pref medium
$ ip -o -6 route
2001:db8:1::/64 dev ens4 proto kernel metric 256 pref medium
2001:db8:2::/64 dev ens5 proto kernel metric 256 pref medium
2001:db8:a::/48 via 2001:db8:2::2 dev ens5 metric 1024 pref medium
unreachable 2001:db8:c::/48 dev lo metric 5 pref medium
2001:db8:d::1 via 2001:db8:1::2 dev ens4 metric 1024 pref medium
2001:db8:f::/48 via 2001:db8:1::5 dev ens4 metric 1024 pref medium
prohibit 2001:db8:10::/48 dev lo metric 1024 pref medium
fe80::/64 dev ens4 proto kernel metric 256 pref medium
fe80::/64 dev ens5 proto kernel metric 256 pref medium
$ ip -j -6 route show table local
[{"type":"local","dst":"::1","dev":"lo","protocol":"kernel","metric":0,"flags":[],"pref":"medium"},{"type":"local","dst":"2001:db8:1::1","dev":"ens4","protocol":"kernel","metric":0,"flags":[],"pref":"medium"},{"type":"local","dst":"2001:db8:2::1","dev":"ens5","protocol":"kernel","metric":0,"flags":[],"pref":"medium"},{"type":"local","dst":"fe80::ff:fe00:4","dev":"ens4","protocol":"kernel","metric":0,"flags":[],"pref":"medium"},{"type":"local","dst":"fe80::ff:fe00:5","dev":"ens5","protocol":"kernel","metric":0,"flags":[],"pref":"medium"},{"type":"multicast","dst":"ff00::/8","dev":"ens4","protocol":"kernel","metric":256,"flags":[],"pref":"medium"},{"type":"multicast","dst":"ff00::/8","dev":"ens5","protocol":"kernel","metric":256,"flags":[],"pref":"medium"}]
