# Addresses.
! kernel net.ipv6.conf.default.accept_dad 0
! kernel net.ipv6.conf.default.router_solicitations 0
! tap ens4 02:00:00:00:00:04
! tap ens5 02:00:00:00:00:05
$ ip link set lo up
$ ip addr add 10.0.0.1/24 brd + dev ens5 metric 77
$ ip addr add 10.0.0.2/24 dev ens5 label ens5:x
$ ip addr add 10.1.0.1 peer 10.1.0.2/30 dev ens5 scope link
$ ip addr add 10.2.0.1/24 brd 10.2.0.99 dev ens5 valid_lft 1000 preferred_lft 500
$ ip addr add 10.3.0.1/24 dev ens5 noprefixroute home nodad
Warning: home option can be set only for IPv6 addresses
Warning: nodad option can be set only for IPv6 addresses
$ ip addr add 2001:db8::1/64 dev ens5 nodad
$ ip addr add 2001:db8::2/64 dev ens5
$ ip addr add 2001:db8:1::2/64 dev ens5 valid_lft 1000 preferred_lft 0 noprefixroute
$ ip addr add 2001:db8:2::2 peer 2001:db8:3::1/64 dev ens5 home mngtmpaddr
$ ip link set ens5 up
$ ip addr show ens5
3: ens5: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast state UP group default qlen 1000
    link/ether 02:00:00:00:00:05 brd ff:ff:ff:ff:ff:ff
    inet 10.1.0.1 peer 10.1.0.2/30 scope link ens5
       valid_lft forever preferred_lft forever
    inet 10.0.0.1/24 metric 77 brd 10.0.0.255 scope global ens5
       valid_lft forever preferred_lft forever
    inet 10.2.0.1/24 brd 10.2.0.99 scope global dynamic ens5
       valid_lft 1000sec preferred_lft 500sec
    inet 10.3.0.1/24 scope global noprefixroute ens5
       valid_lft forever preferred_lft forever
    inet 10.0.0.2/24 scope global secondary ens5:x
       valid_lft forever preferred_lft forever
    inet6 2001:db8:2::2 peer 2001:db8:3::1/64 scope global home mngtmpaddr 
       valid_lft forever preferred_lft forever
    inet6 2001:db8:1::2/64 scope global deprecated dynamic noprefixroute 
       valid_lft 1000sec preferred_lft 0sec
    inet6 2001:db8::2/64 scope global 
       valid_lft forever preferred_lft forever
    inet6 2001:db8::1/64 scope global nodad 
       valid_lft forever preferred_lft forever
    inet6 fe80::ff:fe00:5/64 scope link 
       valid_lft forever preferred_lft forever
$ ip -j -p addr show ens5
[ {
        "ifindex": 3,
        "ifname": "ens5",
        "flags": [ "BROADCAST","MULTICAST","UP","LOWER_UP" ],
        "mtu": 1500,
        "qdisc": "pfifo_fast",
        "operstate": "UP",
        "group": "default",
        "txqlen": 1000,
        "link_type": "ether",
        "address": "02:00:00:00:00:05",
        "broadcast": "ff:ff:ff:ff:ff:ff",
        "addr_info": [ {
                "family": "inet",
                "local": "10.1.0.1",
                "address": "10.1.0.2",
                "prefixlen": 30,
                "scope": "link",
                "label": "ens5",
                "valid_life_time": 4294967295,
                "preferred_life_time": 4294967295
            },{
                "family": "inet",
                "local": "10.0.0.1",
                "prefixlen": 24,
                "metric": 77,
                "broadcast": "10.0.0.255",
                "scope": "global",
                "label": "ens5",
                "valid_life_time": 4294967295,
                "preferred_life_time": 4294967295
            },{
                "family": "inet",
                "local": "10.2.0.1",
                "prefixlen": 24,
                "broadcast": "10.2.0.99",
                "scope": "global",
                "dynamic": true,
                "label": "ens5",
                "valid_life_time": 1000,
                "preferred_life_time": 500
            },{
                "family": "inet",
                "local": "10.3.0.1",
                "prefixlen": 24,
                "scope": "global",
                "noprefixroute": true,
                "label": "ens5",
                "valid_life_time": 4294967295,
                "preferred_life_time": 4294967295
            },{
                "family": "inet",
                "local": "10.0.0.2",
                "prefixlen": 24,
                "scope": "global",
                "secondary": true,
                "label": "ens5:x",
                "valid_life_time": 4294967295,
                "preferred_life_time": 4294967295
            },{
                "family": "inet6",
                "local": "2001:db8:2::2",
                "address": "2001:db8:3::1",
                "prefixlen": 64,
                "scope": "global",
                "home": true,
                "mngtmpaddr": true,
                "valid_life_time": 4294967295,
                "preferred_life_time": 4294967295
            },{
                "family": "inet6",
                "local": "2001:db8:1::2",
                "prefixlen": 64,
                "scope": "global",
                "deprecated": true,
                "dynamic": true,
                "noprefixroute": true,
                "valid_life_time": 1000,
                "preferred_life_time": 0
            },{
                "family": "inet6",
                "local": "2001:db8::2",
                "prefixlen": 64,
                "scope": "global",
                "valid_life_time": 4294967295,
                "preferred_life_time": 4294967295
            },{
                "family": "inet6",
                "local": "2001:db8::1",
                "prefixlen": 64,
                "scope": "global",
                "nodad": true,
                "valid_life_time": 4294967295,
                "preferred_life_time": 4294967295
            },{
                "family": "inet6",
                "local": "fe80::ff:fe00:5",
                "prefixlen": 64,
                "scope": "link",
                "valid_life_time": 4294967295,
                "preferred_life_time": 4294967295
            } ]
    } ]
$ ip -br addr show ens5
ens5             UP             10.1.0.1 peer 10.1.0.2/30 10.0.0.1/24 metric 77 10.2.0.1/24 10.3.0.1/24 10.0.0.2/24 2001:db8:2::2 peer 2001:db8:3::1/64 2001:db8:1::2/64 2001:db8::2/64 2001:db8::1/64 fe80::ff:fe00:5/64 
$ ip -j -o addr show ens5
[{"addr_info":[{"index":3,"dev":"ens5","family":"inet","local":"10.1.0.1","address":"10.1.0.2","prefixlen":30,"scope":"link","label":"ens5","valid_life_time":4294967295,"preferred_life_time":4294967295},{"index":3,"dev":"ens5","family":"inet","local":"10.0.0.1","prefixlen":24,"metric":77,"broadcast":"10.0.0.255","scope":"global","label":"ens5","valid_life_time":4294967295,"preferred_life_time":4294967295},{"index":3,"dev":"ens5","family":"inet","local":"10.2.0.1","prefixlen":24,"broadcast":"10.2.0.99","scope":"global","dynamic":true,"label":"ens5","valid_life_time":1000,"preferred_life_time":500},{"index":3,"dev":"ens5","family":"inet","local":"10.3.0.1","prefixlen":24,"scope":"global","noprefixroute":true,"label":"ens5","valid_life_time":4294967295,"preferred_life_time":4294967295},{"index":3,"dev":"ens5","family":"inet","local":"10.0.0.2","prefixlen":24,"scope":"global","secondary":true,"label":"ens5:x","valid_life_time":4294967295,"preferred_life_time":4294967295},{"index":3,"dev":"ens5","family":"inet6","local":"2001:db8:2::2","address":"2001:db8:3::1","prefixlen":64,"scope":"global","home":true,"mngtmpaddr":true,"valid_life_time":4294967295,"preferred_life_time":4294967295},{"index":3,"dev":"ens5","family":"inet6","local":"2001:db8:1::2","prefixlen":64,"scope":"global","deprecated":true,"dynamic":true,"noprefixroute":true,"valid_life_time":1000,"preferred_life_time":0},{"index":3,"dev":"ens5","family":"inet6","local":"2001:db8::2","prefixlen":64,"scope":"global","valid_life_time":4294967295,"preferred_life_time":4294967295},{"index":3,"dev":"ens5","family":"inet6","local":"2001:db8::1","prefixlen":64,"scope":"global","nodad":true,"valid_life_time":4294967295,"preferred_life_time":4294967295},{"index":3,"dev":"ens5","family":"inet6","local":"fe80::ff:fe00:5","prefixlen":64,"scope":"link","valid_life_time":4294967295,"preferred_life_time":4294967295}]}]
$ ip -N addr show ens5
3: ens5: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast state UP group 0 qlen 1000
    link/[1] 02:00:00:00:00:05 brd ff:ff:ff:ff:ff:ff
    inet 10.1.0.1 peer 10.1.0.2/30 scope 253 ens5
       valid_lft forever preferred_lft forever
    inet 10.0.0.1/24 metric 77 brd 10.0.0.255 scope 0 ens5
       valid_lft forever preferred_lft forever
    inet 10.2.0.1/24 brd 10.2.0.99 scope 0 dynamic ens5
       valid_lft 1000sec preferred_lft 500sec
    inet 10.3.0.1/24 scope 0 noprefixroute ens5
       valid_lft forever preferred_lft forever
    inet 10.0.0.2/24 scope 0 secondary ens5:x
       valid_lft forever preferred_lft forever
    inet6 2001:db8:2::2 peer 2001:db8:3::1/64 scope 0 home mngtmpaddr 
       valid_lft forever preferred_lft forever
    inet6 2001:db8:1::2/64 scope 0 deprecated dynamic noprefixroute 
       valid_lft 1000sec preferred_lft 0sec
    inet6 2001:db8::2/64 scope 0 
       valid_lft forever preferred_lft forever
    inet6 2001:db8::1/64 scope 0 nodad 
       valid_lft forever preferred_lft forever
    inet6 fe80::ff:fe00:5/64 scope 253 
       valid_lft forever preferred_lft forever
$ ip -br -j addr show ens5
[{"ifname":"ens5","operstate":"UP","addr_info":[{"local":"10.1.0.1","address":"10.1.0.2","prefixlen":30},{"local":"10.0.0.1","prefixlen":24,"metric":77},{"local":"10.2.0.1","prefixlen":24},{"local":"10.3.0.1","prefixlen":24},{"local":"10.0.0.2","prefixlen":24},{"local":"2001:db8:2::2","address":"2001:db8:3::1","prefixlen":64},{"local":"2001:db8:1::2","prefixlen":64},{"local":"2001:db8::2","prefixlen":64},{"local":"2001:db8::1","prefixlen":64},{"local":"fe80::ff:fe00:5","prefixlen":64}]}]
$ ip -4 -j addr show ens5 label ens5:x
[{"addr_info":[{},{},{},{},{"family":"inet","local":"10.0.0.2","prefixlen":24,"scope":"global","secondary":true,"label":"ens5:x","valid_life_time":4294967295,"preferred_life_time":4294967295}]}]
$ ip -o addr show ens5 label ens5:x
3: ens5    inet 10.0.0.2/24 scope global secondary ens5:x\       valid_lft forever preferred_lft forever
$ ip addr show ens5 -deprecated
3: ens5: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast state UP group default qlen 1000
    link/ether 02:00:00:00:00:05 brd ff:ff:ff:ff:ff:ff
    inet 10.1.0.1 peer 10.1.0.2/30 scope link ens5
       valid_lft forever preferred_lft forever
    inet 10.0.0.1/24 metric 77 brd 10.0.0.255 scope global ens5
       valid_lft forever preferred_lft forever
    inet 10.2.0.1/24 brd 10.2.0.99 scope global dynamic ens5
       valid_lft 1000sec preferred_lft 500sec
    inet 10.3.0.1/24 scope global noprefixroute ens5
       valid_lft forever preferred_lft forever
    inet 10.0.0.2/24 scope global secondary ens5:x
       valid_lft forever preferred_lft forever
    inet6 2001:db8:2::2 peer 2001:db8:3::1/64 scope global home mngtmpaddr 
       valid_lft forever preferred_lft forever
    inet6 2001:db8::2/64 scope global 
       valid_lft forever preferred_lft forever
    inet6 2001:db8::1/64 scope global nodad 
       valid_lft forever preferred_lft forever
    inet6 fe80::ff:fe00:5/64 scope link 
       valid_lft forever preferred_lft forever
$ ip addr show ens5 deprecated
3: ens5: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast state UP group default qlen 1000
    link/ether 02:00:00:00:00:05 brd ff:ff:ff:ff:ff:ff
    inet6 2001:db8:1::2/64 scope global deprecated dynamic noprefixroute 
       valid_lft 1000sec preferred_lft 0sec
$ ip addr show noprefixroute
2: ens4: <BROADCAST,MULTICAST> mtu 1500 qdisc noop state DOWN group default qlen 1000
    link/ether 02:00:00:00:00:04 brd ff:ff:ff:ff:ff:ff
3: ens5: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast state UP group default qlen 1000
    link/ether 02:00:00:00:00:05 brd ff:ff:ff:ff:ff:ff
    inet 10.3.0.1/24 scope global noprefixroute ens5
       valid_lft forever preferred_lft forever
    inet6 2001:db8:1::2/64 scope global deprecated dynamic noprefixroute 
       valid_lft 1000sec preferred_lft 0sec
$ ip addr show temporary
2: ens4: <BROADCAST,MULTICAST> mtu 1500 qdisc noop state DOWN group default qlen 1000
    link/ether 02:00:00:00:00:04 brd ff:ff:ff:ff:ff:ff
3: ens5: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast state UP group default qlen 1000
    link/ether 02:00:00:00:00:05 brd ff:ff:ff:ff:ff:ff
    inet 10.0.0.2/24 scope global secondary ens5:x
       valid_lft forever preferred_lft forever
$ ip addr show ens5 to 10.0.0.0/16 secondary
3: ens5: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast state UP group default qlen 1000
    inet 10.0.0.2/24 scope global secondary ens5:x
       valid_lft forever preferred_lft forever
$ ip addr del 10.0.0.2 dev ens5
Warning: Executing wildcard deletion to stay compatible with old scripts.
         Explicitly specify the prefix length (10.0.0.2/32) to avoid this warning.
         This special behaviour is likely to disappear in further releases,
         fix your scripts!
$ ip addr del 10.0.0.2/24 dev ens5
Error: ipv4: Address not found.
[2]
$ ip addr add 10.9.0.1/24 dev ens5 label foo
$ ip addr add 10.9.0.1/24 dev ens5 brd + brd +
Error: duplicate "broadcast": "+" is the second value.
[255]
$ ip addr add fe80::7/64 dev ens5 brd +
Broadcast can be set only for IPv4 addresses
[1]
$ ip addr add 10.9.0.1/24 dev ens5 scope foo
Error: argument "foo" is wrong: invalid scope value.
[255]
$ ip addr add 10.9.0.1/24 dev ens5 metric foo
Error: argument "foo" is wrong: "metric" value is invalid

[255]
$ ip addr add 10.9.0.1/24 dev ens5 valid_lft foo
Error: argument "foo" is wrong: valid_lft value
[255]
$ ip addr add 10.9.0.1/24 dev ens5 valid_lft 0
valid_lft is zero
[1]
$ ip addr add 10.9.0.1/24 dev ens5 valid_lft 10 preferred_lft 20
preferred_lft is greater than valid_lft
[1]
$ ip addr add 10.9.0.1/24 peer 10.9.0.2 peer 10.9.0.3 dev ens5
Error: duplicate "peer": "10.9.0.3" is the second value.
[255]
$ ip addr add dev ens5
RTNETLINK answers: Operation not supported
[2]
$ ip addr add default dev ens5
RTNETLINK answers: Operation not supported
[2]
$ ip addr change 10.9.0.1/24 dev ens5
$ ip addr replace 10.9.0.1/24 dev ens5
$ ip addr change 10.9.0.1/24 dev ens5 valid_lft 77 preferred_lft 66
$ ip addr change 10.9.0.9/24 dev ens5 valid_lft 77 preferred_lft 66
$ ip addr show dev ens5 to 10.9/16
3: ens5: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast state UP group default qlen 1000
    inet 10.9.0.1/24 scope global dynamic foo
       valid_lft 77sec preferred_lft 66sec
    inet 10.9.0.9/24 scope global secondary dynamic ens5
       valid_lft 77sec preferred_lft 66sec
$ ip -s addr flush dev ens5 to 10.9/16

*** Round 1, deleting 2 addresses ***
*** Flush is complete after 1 round ***
$ ip -s -s addr flush dev ens5 scope link
3: ens5    inet 10.1.0.1 peer 10.1.0.2/30 scope link ens5
       valid_lft forever preferred_lft forever
3: ens5    inet6 fe80::ff:fe00:5/64 scope link 
       valid_lft forever preferred_lft forever

*** Round 1, deleting 2 addresses ***
*** Flush is complete after 1 round ***
$ ip -6 -s -s -o addr flush dev ens5
3: ens5    inet6 2001:db8:2::2 peer 2001:db8:3::1/64 scope global home mngtmpaddr \       valid_lft forever preferred_lft forever
3: ens5    inet6 2001:db8:1::2/64 scope global deprecated dynamic noprefixroute \       valid_lft 1000sec preferred_lft 0sec
3: ens5    inet6 2001:db8::2/64 scope global \       valid_lft forever preferred_lft forever
3: ens5    inet6 2001:db8::1/64 scope global nodad \       valid_lft forever preferred_lft forever

*** Round 1, deleting 4 addresses ***
*** Flush is complete after 1 round ***
$ ip addr foo
Command "foo" is unknown, try "ip address help".
[255]
$ ip addr get
Command "get" is unknown, try "ip address help".
[255]
$ ip a l
1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
    inet6 ::1/128 scope host 
       valid_lft forever preferred_lft forever
2: ens4: <BROADCAST,MULTICAST> mtu 1500 qdisc noop state DOWN group default qlen 1000
    link/ether 02:00:00:00:00:04 brd ff:ff:ff:ff:ff:ff
3: ens5: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast state UP group default qlen 1000
    link/ether 02:00:00:00:00:05 brd ff:ff:ff:ff:ff:ff
    inet 10.0.0.1/24 metric 77 brd 10.0.0.255 scope global ens5
       valid_lft forever preferred_lft forever
    inet 10.2.0.1/24 brd 10.2.0.99 scope global dynamic ens5
       valid_lft 1000sec preferred_lft 500sec
    inet 10.3.0.1/24 scope global noprefixroute ens5
       valid_lft forever preferred_lft forever
$ ip a d
Not enough information: "dev" argument is required.
[1]
