#!tollgate
# Checked by hand: devices that the kernel of CI has not, and what is ours alone.
! tap ens9 52:54:00:05:99:0b
$ ip link add link ens9 name ens9_v100 type vlan id 100
$ ip link show ens9_v100
3: ens9_v100@ens9: <BROADCAST,MULTICAST,M-DOWN> mtu 1500 qdisc noop state DOWN mode DEFAULT group default qlen 1000
    link/ether 52:54:00:05:99:0b brd ff:ff:ff:ff:ff:ff
$ ip -d link show ens9_v100
3: ens9_v100@ens9: <BROADCAST,MULTICAST,M-DOWN> mtu 1500 qdisc noop state DOWN mode DEFAULT group default qlen 1000
    link/ether 52:54:00:05:99:0b brd ff:ff:ff:ff:ff:ff promiscuity 0  allmulti 0 minmtu 0 maxmtu 65535 
    vlan protocol 802.1Q id 100 <REORDER_HDR> addrgenmode eui64 numtxqueues 1 numrxqueues 1 gso_max_size 65536 gso_max_segs 65535 tso_max_size 65536 tso_max_segs 65535 gro_max_size 65536 
$ ip -d -j -p link show ens9_v100
[ {
        "ifindex": 3,
        "link": "ens9",
        "ifname": "ens9_v100",
        "flags": [ "BROADCAST","MULTICAST","M-DOWN" ],
        "mtu": 1500,
        "qdisc": "noop",
        "operstate": "DOWN",
        "linkmode": "DEFAULT",
        "group": "default",
        "txqlen": 1000,
        "link_type": "ether",
        "address": "52:54:00:05:99:0b",
        "broadcast": "ff:ff:ff:ff:ff:ff",
        "promiscuity": 0,
        "allmulti": 0,
        "min_mtu": 0,
        "max_mtu": 65535,
        "linkinfo": {
            "info_kind": "vlan",
            "info_data": {
                "protocol": "802.1Q",
                "id": 100,
                "flags": [ "REORDER_HDR" ]
            }
        },
        "inet6_addr_gen_mode": "eui64",
        "num_tx_queues": 1,
        "num_rx_queues": 1,
        "gso_max_size": 65536,
        "gso_max_segs": 65535,
        "tso_max_size": 65536,
        "tso_max_segs": 65535,
        "gro_max_size": 65536
    } ]
$ ip -br link show ens9_v100
ens9_v100@ens9   DOWN           52:54:00:05:99:0b <BROADCAST,MULTICAST,M-DOWN> 
$ ip link set ens9_v100 up
RTNETLINK answers: Network is down
[2]
$ ip link set ens9 up
$ ip link set ens9_v100 up
$ ip link show ens9_v100
3: ens9_v100@ens9: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode DEFAULT group default qlen 1000
    link/ether 52:54:00:05:99:0b brd ff:ff:ff:ff:ff:ff
$ ip link add link ens9 ens9.7 address 02:00:00:00:00:07 mtu 1400 type vlan id 7 protocol 802.1ad
$ ip -d -o link show ens9.7
4: ens9.7@ens9: <BROADCAST,MULTICAST> mtu 1400 qdisc noop state DOWN mode DEFAULT group default qlen 1000\    link/ether 02:00:00:00:00:07 brd ff:ff:ff:ff:ff:ff promiscuity 0  allmulti 0 minmtu 0 maxmtu 65535 \    vlan protocol 802.1ad id 7 <REORDER_HDR> addrgenmode eui64 numtxqueues 1 numrxqueues 1 gso_max_size 65536 gso_max_segs 65535 tso_max_size 65536 tso_max_segs 65535 gro_max_size 65536 
$ ip link show type vlan
3: ens9_v100@ens9: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode DEFAULT group default qlen 1000
    link/ether 52:54:00:05:99:0b brd ff:ff:ff:ff:ff:ff
4: ens9.7@ens9: <BROADCAST,MULTICAST> mtu 1400 qdisc noop state DOWN mode DEFAULT group default qlen 1000
    link/ether 02:00:00:00:00:07 brd ff:ff:ff:ff:ff:ff
$ ip link add link ens9 dup type vlan id 100
Error: 8021q: VLAN device already exists.
[2]
$ ip link add link ens9 v type vlan id 4095
Error: 8021q: Invalid VLAN id.
[2]
$ ip link add link ens9 v type vlan id x
Error: argument "x" is wrong: id is invalid
[255]
$ ip link add link ens9 v type vlan
Error: 8021q: VLAN properties not specified.
[2]
$ ip link add v type vlan id 5
Error: 8021q: link not specified.
[2]
$ ip link add link nodev v type vlan id 5
Cannot find device "nodev"
[1]
$ ip link add link ens9 v type vlan id 5 gvrp on
Error: "gvrp" is not supported by tollgate.
[255]
$ ip link add d0 address 02:00:00:00:00:d0 type dummy
$ ip -d link show d0
5: d0: <BROADCAST,NOARP> mtu 1500 qdisc noop state DOWN mode DEFAULT group default qlen 1000
    link/ether 02:00:00:00:00:d0 brd ff:ff:ff:ff:ff:ff promiscuity 0  allmulti 0 minmtu 0 maxmtu 0 
    dummy addrgenmode eui64 numtxqueues 1 numrxqueues 1 gso_max_size 65536 gso_max_segs 65535 tso_max_size 65536 tso_max_segs 65535 gro_max_size 65536 
$ ip link set d0 up
$ ip link show d0
5: d0: <BROADCAST,NOARP,UP,LOWER_UP> mtu 1500 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000
    link/ether 02:00:00:00:00:d0 brd ff:ff:ff:ff:ff:ff
$ ip link add eth1 address 02:00:00:00:00:01 type packet dev eth0
$ ip -d link show eth1
6: eth1: <BROADCAST,MULTICAST> mtu 1500 qdisc noop state DOWN mode DEFAULT group default qlen 1000
    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff promiscuity 0  allmulti 0 minmtu 68 maxmtu 65521 
    packet dev eth0 addrgenmode eui64 numtxqueues 1 numrxqueues 1 gso_max_size 65536 gso_max_segs 65535 tso_max_size 65536 tso_max_segs 65535 gro_max_size 65536 
$ ip -d -j link show eth1
[{"ifindex":6,"ifname":"eth1","flags":["BROADCAST","MULTICAST"],"mtu":1500,"qdisc":"noop","operstate":"DOWN","linkmode":"DEFAULT","group":"default","txqlen":1000,"link_type":"ether","address":"02:00:00:00:00:01","broadcast":"ff:ff:ff:ff:ff:ff","promiscuity":0,"allmulti":0,"min_mtu":68,"max_mtu":65521,"linkinfo":{"info_kind":"packet","info_data":{"dev":"eth0"}},"inet6_addr_gen_mode":"eui64","num_tx_queues":1,"num_rx_queues":1,"gso_max_size":65536,"gso_max_segs":65535,"tso_max_size":65536,"tso_max_segs":65535,"gro_max_size":65536}]
$ ip link add eth2 type packet
Not enough information: "dev" argument is required.
[1]
$ ip link add eth2 type packet dev
Command line is not complete. Try option "help"
[255]
$ ip link add p0 address 02:00:00:00:00:10 type pcap
$ ip -d link show p0
7: p0: <BROADCAST,MULTICAST> mtu 1500 qdisc noop state DOWN mode DEFAULT group default qlen 1000
    link/ether 02:00:00:00:00:10 brd ff:ff:ff:ff:ff:ff promiscuity 0  allmulti 0 minmtu 68 maxmtu 65521 
    pcap addrgenmode eui64 numtxqueues 1 numrxqueues 1 gso_max_size 65536 gso_max_segs 65535 tso_max_size 65536 tso_max_segs 65535 gro_max_size 65536 
$ ip link add p1 type pcap foo
Garbage instead of arguments "foo ...". Try "ip link help".
[1]
$ ip link add x1 address 02:00:00:00:00:11 type xdp dev eth3
$ ip -d link show x1
8: x1: <BROADCAST,MULTICAST> mtu 1500 qdisc noop state DOWN mode DEFAULT group default qlen 1000
    link/ether 02:00:00:00:00:11 brd ff:ff:ff:ff:ff:ff promiscuity 0  allmulti 0 minmtu 68 maxmtu 65521 
    xdp dev eth3 mode copy gro on addrgenmode eui64 numtxqueues 1 numrxqueues 1 gso_max_size 65536 gso_max_segs 65535 tso_max_size 65536 tso_max_segs 65535 gro_max_size 65536 
$ ip link set x1 type xdp gro off
$ ip -d link show x1
8: x1: <BROADCAST,MULTICAST> mtu 1500 qdisc noop state DOWN mode DEFAULT group default qlen 1000
    link/ether 02:00:00:00:00:11 brd ff:ff:ff:ff:ff:ff promiscuity 0  allmulti 0 minmtu 68 maxmtu 65521 
    xdp dev eth3 mode copy gro off addrgenmode eui64 numtxqueues 1 numrxqueues 1 gso_max_size 65536 gso_max_segs 65535 tso_max_size 65536 tso_max_segs 65535 gro_max_size 65536 
$ ip link set x1 type tap gro off
RTNETLINK answers: Operation not supported
[2]
$ ip link set x1 type xdp gro maybe
Error: argument of "gro" must be "on" or "off", not "maybe"
[1]
$ ip link set x1 type xdp mode generic
Garbage instead of arguments "mode ...". Try "ip link help".
[1]
$ ip link del x1
$ ip link add t1 address 02:00:00:00:00:12 type tap gro on
$ ip -d link show t1
9: t1: <BROADCAST,MULTICAST> mtu 1500 qdisc noop state DOWN mode DEFAULT group default qlen 1000
    link/ether 02:00:00:00:00:12 brd ff:ff:ff:ff:ff:ff promiscuity 0  allmulti 0 minmtu 68 maxmtu 65521 
    tap gro on addrgenmode eui64 numtxqueues 1 numrxqueues 1 gso_max_size 65536 gso_max_segs 65535 tso_max_size 65536 tso_max_segs 65535 gro_max_size 65536 
$ ip link set dev t1 type tap gro off
$ ip -d link show t1
9: t1: <BROADCAST,MULTICAST> mtu 1500 qdisc noop state DOWN mode DEFAULT group default qlen 1000
    link/ether 02:00:00:00:00:12 brd ff:ff:ff:ff:ff:ff promiscuity 0  allmulti 0 minmtu 68 maxmtu 65521 
    tap addrgenmode eui64 numtxqueues 1 numrxqueues 1 gso_max_size 65536 gso_max_segs 65535 tso_max_size 65536 tso_max_segs 65535 gro_max_size 65536 
$ ip link del t1
$ ip link add p1 type pcap gro on
Garbage instead of arguments "gro ...". Try "ip link help".
[1]
$ ip -d link show ens9
2: ens9: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast state UP mode DEFAULT group default qlen 1000
    link/ether 52:54:00:05:99:0b brd ff:ff:ff:ff:ff:ff promiscuity 0  allmulti 0 minmtu 68 maxmtu 65521 
    tap addrgenmode eui64 numtxqueues 1 numrxqueues 1 gso_max_size 65536 gso_max_segs 65535 tso_max_size 65536 tso_max_segs 65535 gro_max_size 65536 
$ ip link show type tap
2: ens9: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast state UP mode DEFAULT group default qlen 1000
    link/ether 52:54:00:05:99:0b brd ff:ff:ff:ff:ff:ff
$ ip link del ens9
$ ip -br link
lo               UNKNOWN        00:00:00:00:00:00 <LOOPBACK,UP,LOWER_UP> 
d0               UNKNOWN        02:00:00:00:00:d0 <BROADCAST,NOARP,UP,LOWER_UP> 
eth1             DOWN           02:00:00:00:00:01 <BROADCAST,MULTICAST> 
p0               DOWN           02:00:00:00:00:10 <BROADCAST,MULTICAST> 
$ ip link add x0 type bridge
Error: Unknown device type.
[2]
$ ip -n other link
Error: another network namespace is not supported by tollgate.
[255]
$ ip netns
Error: "ip netns" is not supported by tollgate.
[1]
$ ip -M route
Error: this address family is not supported by tollgate.
[255]
$ ip addr save
Error: "ip address save" is not supported by tollgate.
[255]
$ ip route save
Error: "ip route save" is not supported by tollgate.
[255]
$ ip route add 10/8 dev lo realm 3
Error: "realm" is not supported by tollgate.
[255]
$ ip route add 10/8 nhid 3
Error: "nhid" is not supported by tollgate.
[255]
$ ip rule add uidrange 1-5 table 7
Error: "uidrange" is not supported by tollgate.
[255]
$ ip link set d0 master d0
Error: "master" is not supported by tollgate.
[255]
$ ip link set d0 netns 1
Error: "netns" is not supported by tollgate.
[255]
$ ip addr add 10.0.0.1/24 dev d0
$ ip route add 20.0.0.0/8 via 10.0.0.2
$ ip rule add from 10.0.0.9 table 77
$ ip route add default dev d0 table 77
$ ip route get 20.1.1.1 explain
20.1.1.1 via 10.0.0.2 dev d0 src 10.0.0.1 uid 0 
    cache 
    rule 32766 table main route 20.0.0.0/8 
$ ip route get 20.1.1.1 from 10.0.0.9 iif d0 explain
    rule 32765 table 77 prefix /0 
RTNETLINK answers: No route to host
[2]
$ ip -j route get 20.1.1.1 explain
[{"dst":"20.1.1.1","gateway":"10.0.0.2","dev":"d0","prefsrc":"10.0.0.1","flags":[],"uid":0,"cache":[],"explain":{"rule":32766,"table":"main","route":"20.0.0.0/8"}}]
$ ip route get 30.1.1.1 explain
    no rule leads to a route 
RTNETLINK answers: Network is unreachable
[2]
$ ip rule add to 40.0.0.0/8 prohibit pref 9
$ ip route get 40.1.1.1 explain
    rule 9 prohibit 
RTNETLINK answers: Permission denied
[2]
$ ip route add unreachable 50/8
$ ip route get 50.1.1.1 explain
    rule 32766 table main prefix /8 unreachable 
RTNETLINK answers: No route to host
[2]
$ ip -j route get 50.1.1.1 explain
[{"explain":{"rule":32766,"table":"main","prefixlen":8,"action":"unreachable"}}]
RTNETLINK answers: No route to host
[2]
$ ip link add x0 index 40 address 02:00:00:00:00:40 type xdp dev eth0 mode auto offload on
$ ip -d link show x0
40: x0: <BROADCAST,MULTICAST> mtu 1500 qdisc noop state DOWN mode DEFAULT group default qlen 1000
    link/ether 02:00:00:00:00:40 brd ff:ff:ff:ff:ff:ff promiscuity 0  allmulti 0 minmtu 68 maxmtu 65521 
    xdp dev eth0 mode auto offload on gro on addrgenmode eui64 numtxqueues 1 numrxqueues 1 gso_max_size 65536 gso_max_segs 65535 tso_max_size 65536 tso_max_segs 65535 gro_max_size 65536 
$ ip link add x1 type xdp dev eth1 offload
Command line is not complete. Try option "help"
[255]
$ ip link add x1 type xdp dev eth1 offload perhaps
Error: argument "perhaps" is wrong: "offload" is on or off
[255]
$ ip link add x1 type xdp dev eth1 offload on mode auto
Garbage instead of arguments "mode ...". Try "ip link help".
[1]
