# ip route get.
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
$ ip -6 route add default via 2001:db8:1::9
$ ip -6 route add 2001:db8:9::/48 via fe80::1 dev ens4 pref high mtu 1300
$ ip -6 route add 2001:db8:a::/48 nexthop via 2001:db8:1::2 weight 3 nexthop via 2001:db8:2::2
$ ip -6 route add blackhole 2001:db8:b::/48
$ ip -6 route add unreachable 2001:db8:c::/48 metric 5
$ ip route get 1.1.1.5
1.1.1.5 dev ens4 src 1.1.1.1 uid 0 
    cache 
$ ip -d route get 1.1.1.5
unicast 1.1.1.5 dev ens4 table main src 1.1.1.1 uid 0 
    cache 
$ ip -j -p route get 1.1.1.5
[ {
        "dst": "1.1.1.5",
        "dev": "ens4",
        "prefsrc": "1.1.1.1",
        "flags": [ ],
        "uid": 0,
        "cache": [ ]
    } ]
$ ip route get 1.1.1.1
local 1.1.1.1 dev lo src 1.1.1.1 uid 0 
    cache <local> 
$ ip route get 1.1.1.255
broadcast 1.1.1.255 dev ens4 src 1.1.1.1 uid 0 
    cache <local,brd> 
$ ip route get 10.1.1.1
10.1.1.1 via 2.2.2.9 dev ens5 src 2.2.2.1 uid 0 
    cache mtu lock 1400 window 1000 advmss 1000 hoplimit 5 initcwnd 10 initrwnd 20 
$ ip -j route get 10.1.1.1
[{"dst":"10.1.1.1","gateway":"2.2.2.9","dev":"ens5","prefsrc":"2.2.2.1","flags":[],"uid":0,"cache":[],"metrics":[{"mtu":1400,"window":1000,"advmss":1000,"hoplimit":5,"initcwnd":10,"initrwnd":20}]}]
$ ip route get 13.1.1.1
13.1.1.1 via inet6 2001:db8:1::5 dev ens4 src 1.1.1.1 uid 0 
    cache 
$ ip route get 14.1.1.1
RTNETLINK answers: Invalid argument
[2]
$ ip route get 15.1.1.1
RTNETLINK answers: No route to host
[2]
$ ip route get 16.1.1.1
RTNETLINK answers: Permission denied
[2]
$ ip route get 224.1.1.1
multicast 224.1.1.1 dev ens4 src 1.1.1.1 rt_offload_failed uid 0 
    cache <mc> 
$ ip route get 224.0.0.1 oif ens4
multicast 224.0.0.1 dev ens4 src 1.1.1.1 rt_offload_failed uid 0 
    cache <local,mc> 
$ ip route get 255.255.255.255
broadcast 255.255.255.255 dev ens4 src 1.1.1.1 uid 0 
    cache <local,brd> 
$ ip route get 127.0.0.1
local 127.0.0.1 dev lo src 127.0.0.1 uid 0 
    cache <local> 
$ ip route get 0.0.0.0
local 0.0.0.0 dev lo src 127.0.0.1 uid 0 
    cache <local> 
$ ip route get 99.1.1.1 from 2.2.2.1
99.1.1.1 from 2.2.2.1 via 1.1.1.2 dev ens4 uid 0 
    cache 
$ ip route get 99.1.1.1 from 2.2.2.8
RTNETLINK answers: Network is unreachable
[2]
$ ip route get 99.1.1.1 from 2.2.2.8 iif ens5
RTNETLINK answers: No route to host
[2]
! sysctl net.ipv4.ip_forward 1
$ ip route get 99.1.1.1 from 2.2.2.8 iif ens5
99.1.1.1 from 2.2.2.8 via 1.1.1.2 dev ens4 
    cache iif ens5 
$ ip -j route get 99.1.1.1 from 2.2.2.8 iif ens5
[{"dst":"99.1.1.1","from":"2.2.2.8","gateway":"1.1.1.2","dev":"ens4","flags":[],"cache":[],"iif":"ens5"}]
$ ip -d route get 99.1.1.1 from 2.2.2.8 iif ens5
unicast 99.1.1.1 from 2.2.2.8 via 1.1.1.2 dev ens4 table main 
    cache iif ens5 
$ ip route get 99.1.1.1 iif ens5
RTNETLINK answers: Invalid argument
[2]
$ ip route get 1.1.1.1 from 2.2.2.8 iif ens5
local 1.1.1.1 from 2.2.2.8 dev lo 
    cache <local> iif ens5 
$ ip route get 1.1.1.255 from 2.2.2.8 iif ens5
broadcast 1.1.1.255 from 2.2.2.8 dev lo 
    cache <local,brd> iif ens5 
$ ip route get 14.1.1.1 from 2.2.2.8 iif ens5
RTNETLINK answers: Invalid argument
[2]
$ ip route get 15.1.1.1 from 2.2.2.8 iif ens5
RTNETLINK answers: No route to host
[2]
$ ip route get 99.1.1.1 from 224.0.0.1 iif ens5
RTNETLINK answers: Invalid argument
[2]
$ ip route get 99.1.1.1 from 1.1.1.1 iif ens5
RTNETLINK answers: Invalid argument
[2]
$ ip route get 99.1.1.1 oif ens5
99.1.1.1 dev ens5 src 2.2.2.1 uid 0 
    cache 
$ ip route get 99.1.1.1 oif foo
Cannot find device "foo"
[1]
$ ip route get 99.1.1.1 dev ens5
99.1.1.1 dev ens5 src 2.2.2.1 uid 0 
    cache 
$ ip route get 99.1.1.1 mark 7
99.1.1.1 via 1.1.1.2 dev ens4 src 1.1.1.1 mark 7 uid 0 
    cache 
$ ip route get 99.1.1.1 mark x
Error: argument "x" is wrong: invalid mark value
[255]
$ ip route get 99.1.1.1 tos 0x10
99.1.1.1 via 1.1.1.2 dev ens4 src 1.1.1.1 uid 0 
    cache 
$ ip route get 12.1.1.1 tos 0x10
12.1.1.1 tos 0x10 dev ens4 src 1.1.1.1 uid 0 
    cache 
$ ip route get 12.1.1.1 tos 0x20
12.1.1.1 via 1.1.1.2 dev ens4 src 1.1.1.1 uid 0 
    cache 
$ ip route get 12.1.1.1
12.1.1.1 via 1.1.1.2 dev ens4 src 1.1.1.1 uid 0 
    cache 
$ ip route get 99.1.1.1 uid 1000
99.1.1.1 via 1.1.1.2 dev ens4 src 1.1.1.1 uid 1000 
    cache 
$ ip route get 99.1.1.1 uid x
Error: argument "x" is wrong: invalid UID

[255]
$ ip route get 99.1.1.1 ipproto tcp sport 10 dport 20
99.1.1.1 via 1.1.1.2 dev ens4 src 1.1.1.1 uid 0 
    cache 
$ ip route get 99.1.1.1 ipproto foo
Error: argument "foo" is wrong: Invalid "ipproto" value

[255]
$ ip route get 99.1.1.1 ipproto UDP sport 10 dport 20
99.1.1.1 via 1.1.1.2 dev ens4 src 1.1.1.1 uid 0 
    cache 
$ ip route get 99.1.1.1 ipproto Udp sport 10 dport 20
Error: argument "Udp" is wrong: Invalid "ipproto" value

[255]
$ ip route get 99.1.1.1 sport 10
99.1.1.1 via 1.1.1.2 dev ens4 src 1.1.1.1 uid 0 
    cache 
$ ip route get 99.1.1.1 ipproto udp sport x
Error: argument "x" is wrong: invalid sport

[255]
$ ip route get fibmatch 99.1.1.1
default via 1.1.1.2 dev ens4 
$ ip -d route get fibmatch 99.1.1.1
unicast default via 1.1.1.2 dev ens4 table main proto boot scope global 
$ ip -j route get fibmatch 10.1.1.1
[{"dst":"10.0.0.0/8","gateway":"2.2.2.9","dev":"ens5","protocol":"static","prefsrc":"2.2.2.1","metric":16,"flags":[],"metrics":[{"mtu":1400,"window":1000,"advmss":1000,"hoplimit":5,"initcwnd":10,"initrwnd":20}]}]
$ ip route get fibmatch 1.1.1.1
local 1.1.1.1 dev ens4 proto kernel scope host src 1.1.1.1 
$ ip route get fibmatch 14.1.1.1
RTNETLINK answers: Invalid argument
[2]
$ ip route get to 1.1.1.5
1.1.1.5 dev ens4 src 1.1.1.1 uid 0 
    cache 
$ ip route get 1.1.1.5/32
1.1.1.5 dev ens4 src 1.1.1.1 uid 0 
    cache 
$ ip route get 1.1.1.0/24
1.1.1.0 dev ens4 src 1.1.1.1 uid 0 
    cache 
Warning: /24 as prefix is invalid, only /32 (or none) is supported.
$ ip route get 1.1.1.5 1.1.1.6
1.1.1.6 dev ens4 src 1.1.1.1 uid 0 
    cache 
$ ip route get default
local 0.0.0.0 dev lo src 127.0.0.1 uid 0 
    cache <local> 
$ ip route get foo
Error: any valid prefix is expected rather than "foo".
[1]
$ ip -6 route get 1.1.1.1
Error: inet6 prefix is expected rather than "1.1.1.1".
[1]
$ ip -6 route get 2001:db8:1::5
2001:db8:1::5 from :: dev ens4 proto kernel src 2001:db8:1::1 metric 256 pref medium
$ ip -d -6 route get 2001:db8:1::5
unicast 2001:db8:1::5 from :: dev ens4 table main proto kernel scope global src 2001:db8:1::1 metric 256 pref medium
$ ip -j -6 route get 2001:db8:1::5
[{"dst":"2001:db8:1::5","from":"::","dev":"ens4","protocol":"kernel","prefsrc":"2001:db8:1::1","metric":256,"flags":[],"pref":"medium"}]
$ ip route get 2001:db8:1::1
local 2001:db8:1::1 from :: dev lo table local proto kernel src 2001:db8:1::1 metric 0 pref medium
$ ip route get 2001:db8:9::1
2001:db8:9::1 from :: via fe80::1 dev ens4 src 2001:db8:1::1 metric 1024 mtu 1300 pref high
$ ip route get 2001:db8:b::1
RTNETLINK answers: Invalid argument
[2]
$ ip route get 2001:db8:c::1
RTNETLINK answers: No route to host
[2]
$ ip route get ff02::1
multicast ff02::1 from :: dev ens4 table local proto kernel src fe80::ff:fe00:4 metric 256 pref medium
$ ip route get ff02::1 oif ens4
multicast ff02::1 from :: dev ens4 table local proto kernel src fe80::ff:fe00:4 metric 256 pref medium
$ ip route get fe80::1
fe80::1 from :: dev ens4 proto kernel src fe80::ff:fe00:4 metric 256 pref medium
$ ip route get fe80::1 oif ens5
fe80::1 from :: dev ens5 proto kernel src fe80::ff:fe00:5 metric 256 pref medium
$ ip route get ::1
local ::1 from :: dev lo table local proto kernel src ::1 metric 0 pref medium
$ ip route get 2001:db8:ffff::1 from 2001:db8:2::1
2001:db8:ffff::1 from 2001:db8:2::1 via 2001:db8:1::9 dev ens4 src 2001:db8:1::1 metric 1024 pref medium
$ ip route get 2001:db8:ffff::1 from 2001:db8:2::9 iif ens5
2001:db8:ffff::1 from 2001:db8:2::9 via 2001:db8:1::9 dev ens4 metric 1024 iif ens5 pref medium
$ ip route get fibmatch 2001:db8:1::1
local 2001:db8:1::1 dev ens4 table local proto kernel metric 0 pref medium
$ ip route get 2001:db8:ffff::1 oif ens5
RTNETLINK answers: Network is unreachable
[2]
$ ip -6 route get 2001:db8:ffff::1 mark 3 uid 5 ipproto udp sport 1 dport 2
2001:db8:ffff::1 from :: via 2001:db8:1::9 dev ens4 src 2001:db8:1::1 metric 1024 pref medium
$ ip route get 20.1.1.1
20.1.1.1 via 1.1.1.2 dev ens4 src 1.1.1.1 uid 0 
    cache 
$ ip route get 13.1.1.1 from 2.2.2.8 iif ens5
13.1.1.1 from 2.2.2.8 via inet6 2001:db8:1::5 dev ens4 
    cache iif ens5 
$ ip -o -d -j -p route get 10.1.1.1 from 2.2.2.1
[ {
        "type": "unicast",
        "dst": "10.1.1.1",
        "from": "2.2.2.1",
        "gateway": "2.2.2.9",
        "dev": "ens5",
        "table": "main",
        "flags": [ ],
        "uid": 0,
        "cache": [ ],
        "metrics": [ {
                "mtu": 1400,
                "window": 1000,
                "advmss": 1000,
                "hoplimit": 5,
                "initcwnd": 10,
                "initrwnd": 20
            } ]
    } ]
$ ip rule add from 9.9.9.9 table 100
$ ip route get 1.1.1.1
local 1.1.1.1 dev lo table local src 1.1.1.1 uid 0 
    cache <local> 
$ ip route get 1.1.1.5
1.1.1.5 dev ens4 src 1.1.1.1 uid 0 
    cache 
$ ip route get 1.1.1.255
broadcast 1.1.1.255 dev ens4 table local src 1.1.1.1 uid 0 
    cache <local,brd> 
$ ip route get fibmatch 1.1.1.1
local 1.1.1.1 dev ens4 table local proto kernel scope host src 1.1.1.1 
$ ip -j route get 127.0.0.1
[{"type":"local","dst":"127.0.0.1","dev":"lo","table":"local","prefsrc":"127.0.0.1","flags":[],"uid":0,"cache":["local"]}]
$ ip rule add to 99.0.0.0/8 prohibit pref 5
$ ip route get 99.1.1.1
RTNETLINK answers: Permission denied
[2]
$ ip rule add to 98.0.0.0/8 unreachable pref 6
$ ip route get 98.1.1.1
RTNETLINK answers: Network is unreachable
[2]
$ ip rule add to 97.0.0.0/8 blackhole pref 7
$ ip route get 97.1.1.1
RTNETLINK answers: Invalid argument
[2]
$ ip rule add fwmark 9 table 200
$ ip route get 20.1.1.1 mark 9
20.1.1.1 via 9.9.9.9 dev ens4 table 200 src 1.1.1.1 mark 9 uid 0 
    cache 
$ ip -j route get 20.1.1.1 mark 9
[{"dst":"20.1.1.1","gateway":"9.9.9.9","dev":"ens4","table":"200","prefsrc":"1.1.1.1","flags":[],"mark":9,"uid":0,"cache":[]}]
$ ip route get 20.1.1.1 mark 0x19
20.1.1.1 via 1.1.1.2 dev ens4 src 1.1.1.1 mark 0x19 uid 0 
    cache 
$ ip route get 10.1.1.1 from 2.2.2.8 iif ens4
10.1.1.1 from 2.2.2.8 via 2.2.2.9 dev ens5 
    cache mtu lock 1400 window 1000 advmss 1000 hoplimit 5 initcwnd 10 initrwnd 20 iif ens4 
$ ip route get 1.1.1.7 from 1.1.1.8 iif ens4
1.1.1.7 from 1.1.1.8 dev ens4 
    cache <redirect> iif ens4 
$ ip route get 1.1.1.7 from 1.1.1.8 iif foo
Cannot find device "foo"
[1]
$ ip route get 127.0.0.1 oif ens5
127.0.0.1 dev ens5 src 2.2.2.1 uid 0 
    cache 
$ ip route get 1.1.1.255 oif ens5
1.1.1.255 dev ens5 src 2.2.2.1 uid 0 
    cache 
$ ip route get 1.1.1.1 oif lo
1.1.1.1 dev lo src 1.1.1.1 uid 0 
    cache <local> 
$ ip rule add from all pref 5 goto 6
$ ip rule del pref 5
