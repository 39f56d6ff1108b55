# Links.
! kernel net.ipv6.conf.default.accept_dad 0
! kernel net.ipv6.conf.default.router_solicitations 0
! tap ens4 02:00:00:00:00:04
! tap ens5 02:00:00:00:00:05
$ ip link set lo up
$ ip link set ens5 up
$ ip link help vlan
Usage: ... vlan id VLANID
		[ protocol VLANPROTO ]
		[ reorder_hdr { on | off } ]
		[ gvrp { on | off } ]
		[ mvrp { on | off } ]
		[ loose_binding { on | off } ]
		[ bridge_binding { on | off } ]
		[ ingress-qos-map QOS-MAP ]
		[ egress-qos-map QOS-MAP ]

VLANID := 0-4095
VLANPROTO: [ 802.1Q | 802.1ad ]
QOS-MAP := [ QOS-MAP ] QOS-MAPPING
QOS-MAPPING := FROM:TO
$ ip link add v type foo bar
Garbage instead of arguments "bar ...". Try "ip link help".
[1]
$ ip link set ens5 address 1
Invalid address length 1 - must be 6 bytes
[1]
$ ip link set ens5 address 1:2:3:4:5:6:7
Invalid address length 7 - must be 6 bytes
[1]
$ ip link set ens5 address 1:2:3:4:5:g
"g" is invalid lladdr.
[1]
$ ip link set ens5 address 1:2:3:4:5:6
RTNETLINK answers: Cannot assign requested address
[2]
$ ip link set ens5 up
$ ip link set ens5 name 0123456789abcdef
Error: argument "0123456789abcdef" is wrong: "name" not a valid ifname
[255]
$ ip link set ens5 name a/b
Error: argument "a/b" is wrong: "name" not a valid ifname
[255]
$ ip link set ens5 name lo
RTNETLINK answers: File exists
[2]
$ ip link set ens5 arp foo
Error: argument of "arp" must be "on" or "off", not "foo"
[1]
$ ip link set ens5 promisc on allmulticast on multicast off arp off
$ ip link set ens5 promisc off allmulticast off multicast on arp on txqueuelen 77 group 5 alias hello
$ ip link show ens5
3: ens5: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast state UP mode DEFAULT group 5 qlen 77
    link/ether 02:00:00:00:00:05 brd ff:ff:ff:ff:ff:ff
    alias hello
$ ip link set group 5 mtu 1400
$ ip link set group 5 foo
Cannot find device "foo"
[1]
$ ip link set ens5 txqueuelen x
Error: argument "x" is wrong: Invalid "txqueuelen" value

[255]
$ ip link set ens5 mtu 10
Error: mtu less than device minimum.
[2]
$ ip link set ens5 mtu 100000
Error: mtu greater than device maximum.
[2]
$ ip link set ens5 index 7
index can be used only when creating devices or when moving device to another netns.
[255]
$ ip link set lo down
$ ip link set lo up
$ ip link del lo
RTNETLINK answers: Operation not supported
[2]
$ ip link del foo
Cannot find device "foo"
[1]
$ ip link del
Not enough information: "dev" argument is required.
[255]
$ ip link set ens5 master foo
Error: argument "foo" is wrong: Device does not exist

[255]
$ ip link set ens5 mode foo
Error: argument "foo" is wrong: Invalid link mode

[255]
$ ip link set ens5 state foo
Error: argument "foo" is wrong: Invalid operstate

[255]
$ ip link show ens5
3: ens5: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1400 qdisc pfifo_fast state UP mode DEFAULT group 5 qlen 77
    link/ether 02:00:00:00:00:05 brd ff:ff:ff:ff:ff:ff
    alias hello
