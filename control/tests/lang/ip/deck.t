# The commands of the course (slides 10 to 15, 24, 28 and 32).
! kernel net.ipv6.conf.default.disable_ipv6 1
! tap ens3 52:54:00:00:00:03
! tap ens4 52:54:00:00:00:04
! tap ens5 52:54:00:00:00:05
$ ip a a 10.2.1.22/24 brd 10.2.1.255 dev ens3
$ ip l s up ens3
$ ip a a 1.1.1.1/24 dev ens4
$ ip l s up ens4
$ ip a a 2.2.2.1/24 dev ens5
$ ip l s up ens5
$ ip -4 -o a
1: lo    inet 127.0.0.1/8 scope host lo\       valid_lft forever preferred_lft forever
2: ens3    inet 10.2.1.22/24 brd 10.2.1.255 scope global ens3\       valid_lft forever preferred_lft forever
3: ens4    inet 1.1.1.1/24 scope global ens4\       valid_lft forever preferred_lft forever
4: ens5    inet 2.2.2.1/24 scope global ens5\       valid_lft forever preferred_lft forever
$ ip r a default via 10.2.1.1 dev ens3 proto static
$ ip r a 5.5.5.0/25 via 2.2.2.13 dev ens5 metric 10
$ ip r a 5.5.5.0/24 via 1.1.1.12 dev ens4 metric 10
$ ip route
default via 10.2.1.1 dev ens3 proto static 
1.1.1.0/24 dev ens4 proto kernel scope link src 1.1.1.1 
2.2.2.0/24 dev ens5 proto kernel scope link src 2.2.2.1 
5.5.5.0/25 via 2.2.2.13 dev ens5 metric 10 
5.5.5.0/24 via 1.1.1.12 dev ens4 metric 10 
10.2.1.0/24 dev ens3 proto kernel scope link src 10.2.1.22 
$ ip rule list
0:	from all lookup local
32766:	from all lookup main
32767:	from all lookup default
$ ip route show table main
default via 10.2.1.1 dev ens3 proto static 
1.1.1.0/24 dev ens4 proto kernel scope link src 1.1.1.1 
2.2.2.0/24 dev ens5 proto kernel scope link src 2.2.2.1 
5.5.5.0/25 via 2.2.2.13 dev ens5 metric 10 
5.5.5.0/24 via 1.1.1.12 dev ens4 metric 10 
10.2.1.0/24 dev ens3 proto kernel scope link src 10.2.1.22 
$ ip route show table local
local 1.1.1.1 dev ens4 proto kernel scope host src 1.1.1.1 
broadcast 1.1.1.255 dev ens4 proto kernel scope link src 1.1.1.1 
local 2.2.2.1 dev ens5 proto kernel scope host src 2.2.2.1 
broadcast 2.2.2.255 dev ens5 proto kernel scope link src 2.2.2.1 
local 10.2.1.22 dev ens3 proto kernel scope host src 10.2.1.22 
broadcast 10.2.1.255 dev ens3 proto kernel scope link src 10.2.1.22 
local 127.0.0.0/8 dev lo proto kernel scope host src 127.0.0.1 
local 127.0.0.1 dev lo proto kernel scope host src 127.0.0.1 
broadcast 127.255.255.255 dev lo proto kernel scope link src 127.0.0.1 
$ ip r d default
$ ip r a default via 1.1.1.11
$ ip r
default via 1.1.1.11 dev ens4 
1.1.1.0/24 dev ens4 proto kernel scope link src 1.1.1.1 
2.2.2.0/24 dev ens5 proto kernel scope link src 2.2.2.1 
5.5.5.0/25 via 2.2.2.13 dev ens5 metric 10 
5.5.5.0/24 via 1.1.1.12 dev ens4 metric 10 
10.2.1.0/24 dev ens3 proto kernel scope link src 10.2.1.22 
$ ip ro ls
default via 1.1.1.11 dev ens4 
1.1.1.0/24 dev ens4 proto kernel scope link src 1.1.1.1 
2.2.2.0/24 dev ens5 proto kernel scope link src 2.2.2.1 
5.5.5.0/25 via 2.2.2.13 dev ens5 metric 10 
5.5.5.0/24 via 1.1.1.12 dev ens4 metric 10 
10.2.1.0/24 dev ens3 proto kernel scope link src 10.2.1.22 
$ ip nei
$ ip route get 5.5.5.1
5.5.5.1 via 2.2.2.13 dev ens5 src 2.2.2.1 uid 0 
    cache 
$ ip route get 5.5.5.200
5.5.5.200 via 1.1.1.12 dev ens4 src 1.1.1.1 uid 0 
    cache 
$ ip neighbor
$ ip -h
Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }
       ip [ -force ] -batch filename
where  OBJECT := { address | addrlabel | amt | fou | help | ila | ioam | l2tp |
                   link | macsec | maddress | monitor | mptcp | mroute | mrule |
                   neighbor | neighbour | netconf | netns | nexthop | ntable |
                   ntbl | route | rule | sr | tap | tcpmetrics |
                   token | tunnel | tuntap | vrf | xfrm }
       OPTIONS := { -V[ersion] | -s[tatistics] | -d[etails] | -r[esolve] |
                    -h[uman-readable] | -iec | -j[son] | -p[retty] |
                    -f[amily] { inet | inet6 | mpls | bridge | link } |
                    -4 | -6 | -M | -B | -0 |
                    -l[oops] { maximum-addr-flush-attempts } | -br[ief] |
                    -o[neline] | -t[imestamp] | -ts[hort] | -b[atch] [filename] |
                    -rc[vbuf] [size] | -n[etns] name | -N[umeric] | -a[ll] |
                    -c[olor]}
[255]
