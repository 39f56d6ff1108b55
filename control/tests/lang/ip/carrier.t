# Links that are up without a carrier, and what becomes of their addresses and routes.
! kernel net.ipv6.conf.default.accept_dad 0
! kernel net.ipv6.conf.default.router_solicitations 0
! tap ens4 02:00:00:00:00:04
! idle ens6 02:00:00:00:00:06
$ ip addr add 6.6.6.1/24 dev ens6
$ ip addr add 6.6.7.1/24 dev ens6 scope link
$ ip addr add 6.6.6.2/24 dev ens6
$ ip -6 addr add 2001:db8:6::1/64 dev ens6 nodad
$ ip addr show ens6
3: ens6: <BROADCAST,MULTICAST> mtu 1500 qdisc noop state DOWN group default qlen 1000
    link/ether 02:00:00:00:00:06 brd ff:ff:ff:ff:ff:ff
    inet 6.6.7.1/24 scope link ens6
       valid_lft forever preferred_lft forever
    inet 6.6.6.1/24 scope global ens6
       valid_lft forever preferred_lft forever
    inet 6.6.6.2/24 scope global secondary ens6
       valid_lft forever preferred_lft forever
    inet6 2001:db8:6::1/64 scope global nodad 
       valid_lft forever preferred_lft forever
$ ip route show table all
local 6.6.6.1 dev ens6 table local proto kernel scope host src 6.6.6.1 
local 6.6.6.2 dev ens6 table local proto kernel scope host src 6.6.6.1 
local 6.6.7.1 dev ens6 table local proto kernel scope host src 6.6.7.1 
local 127.0.0.0/8 dev lo table local proto kernel scope host src 127.0.0.1 
local 127.0.0.1 dev lo table local proto kernel scope host src 127.0.0.1 
broadcast 127.255.255.255 dev lo table local proto kernel scope link src 127.0.0.1 
local ::1 dev lo table local proto kernel metric 0 pref medium
local 2001:db8:6::1 dev ens6 table local proto kernel metric 0 pref medium
$ ip link set ens6 up
$ ip link set ens4 up
$ ip addr add 4.4.4.1/24 dev ens4
$ ip link
1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
2: ens4: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast state UP mode DEFAULT group default qlen 1000
    link/ether 02:00:00:00:00:04 brd ff:ff:ff:ff:ff:ff
3: ens6: <NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1500 qdisc pfifo_fast state DOWN mode DEFAULT group default qlen 1000
    link/ether 02:00:00:00:00:06 brd ff:ff:ff:ff:ff:ff
$ ip -br link
lo               UNKNOWN        00:00:00:00:00:00 <LOOPBACK,UP,LOWER_UP> 
ens4             UP             02:00:00:00:00:04 <BROADCAST,MULTICAST,UP,LOWER_UP> 
ens6             DOWN           02:00:00:00:00:06 <NO-CARRIER,BROADCAST,MULTICAST,UP> 
$ ip -br addr
lo               UNKNOWN        127.0.0.1/8 ::1/128 
ens4             UP             4.4.4.1/24 fe80::ff:fe00:4/64 
ens6             DOWN           6.6.7.1/24 6.6.6.1/24 6.6.6.2/24 2001:db8:6::1/64 
$ ip route add default via 6.6.6.9
$ ip route add 7.0.0.0/8 nexthop via 6.6.6.9 nexthop via 4.4.4.9 weight 3
$ ip -6 route add 2001:db8:7::/48 via 2001:db8:6::9
$ ip route
default via 6.6.6.9 dev ens6 linkdown 
4.4.4.0/24 dev ens4 proto kernel scope link src 4.4.4.1 
6.6.6.0/24 dev ens6 proto kernel scope link src 6.6.6.1 linkdown 
6.6.7.0/24 dev ens6 proto kernel scope link src 6.6.7.1 linkdown 
7.0.0.0/8 
	nexthop via 6.6.6.9 dev ens6 weight 1 linkdown 
	nexthop via 4.4.4.9 dev ens4 weight 3 
$ ip -j route
[{"dst":"default","gateway":"6.6.6.9","dev":"ens6","flags":["linkdown"]},{"dst":"4.4.4.0/24","dev":"ens4","protocol":"kernel","scope":"link","prefsrc":"4.4.4.1","flags":[]},{"dst":"6.6.6.0/24","dev":"ens6","protocol":"kernel","scope":"link","prefsrc":"6.6.6.1","flags":["linkdown"]},{"dst":"6.6.7.0/24","dev":"ens6","protocol":"kernel","scope":"link","prefsrc":"6.6.7.1","flags":["linkdown"]},{"dst":"7.0.0.0/8","flags":[],"nexthops":[{"gateway":"6.6.6.9","dev":"ens6","weight":1,"flags":["linkdown"]},{"gateway":"4.4.4.9","dev":"ens4","weight":3,"flags":[]}]}]
$ ip -6 route
2001:db8:6::/64 dev ens6 proto kernel metric 256 linkdown pref medium
2001:db8:7::/48 via 2001:db8:6::9 dev ens6 metric 1024 linkdown pref medium
fe80::/64 dev ens4 proto kernel metric 256 pref medium
$ ip -4 route show table local
local 4.4.4.1 dev ens4 proto kernel scope host src 4.4.4.1 
broadcast 4.4.4.255 dev ens4 proto kernel scope link src 4.4.4.1 
local 6.6.6.1 dev ens6 proto kernel scope host src 6.6.6.1 
local 6.6.6.2 dev ens6 proto kernel scope host src 6.6.6.1 
broadcast 6.6.6.255 dev ens6 proto kernel scope link src 6.6.6.1 linkdown 
local 6.6.7.1 dev ens6 proto kernel scope host src 6.6.7.1 
broadcast 6.6.7.255 dev ens6 proto kernel scope link src 6.6.7.1 linkdown 
local 127.0.0.0/8 dev lo proto kernel scope host src 127.0.0.1 
local 127.0.0.1 dev lo proto kernel scope host src 127.0.0.1 
broadcast 127.255.255.255 dev lo proto kernel scope link src 127.0.0.1 
$ ip -6 -j route show table local
[{"type":"local","dst":"::1","dev":"lo","protocol":"kernel","metric":0,"flags":[],"pref":"medium"},{"type":"local","dst":"2001:db8:6::1","dev":"ens6","protocol":"kernel","metric":0,"flags":[],"pref":"medium"},{"type":"local","dst":"fe80::ff:fe00:4","dev":"ens4","protocol":"kernel","metric":0,"flags":[],"pref":"medium"},{"type":"multicast","dst":"ff00::/8","dev":"ens4","protocol":"kernel","metric":256,"flags":[],"pref":"medium"}]
$ ip route get 6.6.6.7
6.6.6.7 dev ens6 src 6.6.6.1 uid 0 
    cache 
$ ip route get 7.1.1.1 oif ens4
7.1.1.1 via 4.4.4.9 dev ens4 src 4.4.4.1 uid 0 
    cache 
$ ip link set ens4 down
$ ip route
default via 6.6.6.9 dev ens6 linkdown 
6.6.6.0/24 dev ens6 proto kernel scope link src 6.6.6.1 linkdown 
6.6.7.0/24 dev ens6 proto kernel scope link src 6.6.7.1 linkdown 
7.0.0.0/8 
	nexthop via 6.6.6.9 dev ens6 weight 1 linkdown 
	nexthop via 4.4.4.9 dev ens4 weight 3 dead linkdown 
$ ip link set ens4 up
$ ip route
default via 6.6.6.9 dev ens6 linkdown 
4.4.4.0/24 dev ens4 proto kernel scope link src 4.4.4.1 
6.6.6.0/24 dev ens6 proto kernel scope link src 6.6.6.1 linkdown 
6.6.7.0/24 dev ens6 proto kernel scope link src 6.6.7.1 linkdown 
7.0.0.0/8 
	nexthop via 6.6.6.9 dev ens6 weight 1 linkdown 
	nexthop via 4.4.4.9 dev ens4 weight 3 
$ ip link set ens6 down
$ ip route
4.4.4.0/24 dev ens4 proto kernel scope link src 4.4.4.1 
7.0.0.0/8 
	nexthop via 6.6.6.9 dev ens6 weight 1 dead linkdown 
	nexthop via 4.4.4.9 dev ens4 weight 3 
$ ip -6 route
fe80::/64 dev ens4 proto kernel metric 256 pref medium
$ ip addr show ens6
3: ens6: <BROADCAST,MULTICAST> mtu 1500 qdisc pfifo_fast state DOWN group default qlen 1000
    link/ether 02:00:00:00:00:06 brd ff:ff:ff:ff:ff:ff
    inet 6.6.7.1/24 scope link ens6
       valid_lft forever preferred_lft forever
    inet 6.6.6.1/24 scope global ens6
       valid_lft forever preferred_lft forever
    inet 6.6.6.2/24 scope global secondary ens6
       valid_lft forever preferred_lft forever
$ ip addr del 6.6.6.1/24 dev ens6
$ ip addr show ens6
3: ens6: <BROADCAST,MULTICAST> mtu 1500 qdisc pfifo_fast state DOWN group default qlen 1000
    link/ether 02:00:00:00:00:06 brd ff:ff:ff:ff:ff:ff
    inet 6.6.7.1/24 scope link ens6
       valid_lft forever preferred_lft forever
$ ip link set ens6 name ens66
$ ip link show ens66
3: ens66: <BROADCAST,MULTICAST> mtu 1500 qdisc pfifo_fast state DOWN mode DEFAULT group default qlen 1000
    link/ether 02:00:00:00:00:06 brd ff:ff:ff:ff:ff:ff
$ ip addr show ens66
3: ens66: <BROADCAST,MULTICAST> mtu 1500 qdisc pfifo_fast state DOWN group default qlen 1000
    link/ether 02:00:00:00:00:06 brd ff:ff:ff:ff:ff:ff
    inet 6.6.7.1/24 scope link ens66
       valid_lft forever preferred_lft forever
$ ip link set ens66 up
$ ip route
4.4.4.0/24 dev ens4 proto kernel scope link src 4.4.4.1 
6.6.7.0/24 dev ens66 proto kernel scope link src 6.6.7.1 linkdown 
7.0.0.0/8 
	nexthop via 6.6.6.9 dev ens66 weight 1 linkdown 
	nexthop via 4.4.4.9 dev ens4 weight 3 
$ ip link set ens66 name ens67
$ ip link set ens66 up
Cannot find device "ens66"
[1]
$ ip link set ens4 promisc on
$ ip link show ens4
2: ens4: <BROADCAST,MULTICAST,PROMISC,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast state UP mode DEFAULT group default qlen 1000
    link/ether 02:00:00:00:00:04 brd ff:ff:ff:ff:ff:ff
$ ip link set ens4 arp off multicast off allmulticast on
$ ip -j link show ens4
[{"ifindex":2,"ifname":"ens4","flags":["BROADCAST","NOARP","ALLMULTI","PROMISC","UP","LOWER_UP"],"mtu":1500,"qdisc":"pfifo_fast","operstate":"UP","linkmode":"DEFAULT","group":"default","txqlen":1000,"link_type":"ether","address":"02:00:00:00:00:04","broadcast":"ff:ff:ff:ff:ff:ff"}]
$ ip link set dev ens4 mtu 1280 txqueuelen 5 alias "to the west" group 3
$ ip link show group 3
2: ens4: <BROADCAST,NOARP,ALLMULTI,PROMISC,UP,LOWER_UP> mtu 1280 qdisc pfifo_fast state UP mode DEFAULT group 3 qlen 5
    link/ether 02:00:00:00:00:04 brd ff:ff:ff:ff:ff:ff
    alias to the west
$ ip -br link show group 3
ens4             UP             02:00:00:00:00:04 <BROADCAST,NOARP,ALLMULTI,PROMISC,UP,LOWER_UP> 
$ ip link set ens4 alias ''
$ ip link show ens4
2: ens4: <BROADCAST,NOARP,ALLMULTI,PROMISC,UP,LOWER_UP> mtu 1280 qdisc pfifo_fast state UP mode DEFAULT group 3 qlen 5
    link/ether 02:00:00:00:00:04 brd ff:ff:ff:ff:ff:ff
$ ip link del ens4
$ ip link show
1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
3: ens67: <NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1500 qdisc pfifo_fast state DOWN mode DEFAULT group default qlen 1000
    link/ether 02:00:00:00:00:06 brd ff:ff:ff:ff:ff:ff
$ ip route
6.6.7.0/24 dev ens67 proto kernel scope link src 6.6.7.1 linkdown 
$ ip addr add 9.9.9.1/32 dev lo
$ ip addr add 9.9.9.2/24 dev lo
$ ip addr show lo
1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
    inet 9.9.9.1/32 scope global lo
       valid_lft forever preferred_lft forever
    inet 9.9.9.2/24 scope global lo
       valid_lft forever preferred_lft forever
    inet6 ::1/128 scope host 
       valid_lft forever preferred_lft forever
$ ip -4 route show table all
6.6.7.0/24 dev ens67 proto kernel scope link src 6.6.7.1 linkdown 
local 6.6.7.1 dev ens67 table local proto kernel scope host src 6.6.7.1 
broadcast 6.6.7.255 dev ens67 table local proto kernel scope link src 6.6.7.1 linkdown 
local 9.9.9.0/24 dev lo table local proto kernel scope host src 9.9.9.2 
local 9.9.9.1 dev lo table local proto kernel scope host src 9.9.9.1 
local 9.9.9.2 dev lo table local proto kernel scope host src 9.9.9.2 
broadcast 9.9.9.255 dev lo table local proto kernel scope link src 9.9.9.2 
local 127.0.0.0/8 dev lo table local proto kernel scope host src 127.0.0.1 
local 127.0.0.1 dev lo table local proto kernel scope host src 127.0.0.1 
broadcast 127.255.255.255 dev lo table local proto kernel scope link src 127.0.0.1 
$ ip addr flush dev lo to 9.9.9.0/24
$ ip addr show lo
1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
    inet6 ::1/128 scope host 
       valid_lft forever preferred_lft forever
$ ip link set ens67 alias "a 'quoted' name"
$ ip addr show ens67
3: ens67: <NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1500 qdisc pfifo_fast state DOWN group default qlen 1000
    link/ether 02:00:00:00:00:06 brd ff:ff:ff:ff:ff:ff
    inet 6.6.7.1/24 scope link ens67
       valid_lft forever preferred_lft forever
$ ip -j addr show ens67
[{"ifindex":3,"ifname":"ens67","flags":["NO-CARRIER","BROADCAST","MULTICAST","UP"],"mtu":1500,"qdisc":"pfifo_fast","operstate":"DOWN","group":"default","txqlen":1000,"link_type":"ether","address":"02:00:00:00:00:06","broadcast":"ff:ff:ff:ff:ff:ff","addr_info":[{"family":"inet","local":"6.6.7.1","prefixlen":24,"scope":"link","label":"ens67","valid_life_time":4294967295,"preferred_life_time":4294967295}]}]
$ ip -j link show ens67
[{"ifindex":3,"ifname":"ens67","flags":["NO-CARRIER","BROADCAST","MULTICAST","UP"],"mtu":1500,"qdisc":"pfifo_fast","operstate":"DOWN","linkmode":"DEFAULT","group":"default","txqlen":1000,"link_type":"ether","address":"02:00:00:00:00:06","broadcast":"ff:ff:ff:ff:ff:ff","ifalias":"a 'quoted' name"}]
