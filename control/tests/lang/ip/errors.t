# What the tool says to what it does not understand.
! kernel net.ipv6.conf.default.accept_dad 0
! kernel net.ipv6.conf.default.router_solicitations 0
! tap ens4 02:00:00:00:00:04
$ ip
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
$ ip foo
Object "foo" is unknown, try "ip help".
[1]
$ ip -foo link
Option "-foo" is unknown, try "ip -help".
[255]
$ ip help
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
$ ip -V
ip utility, iproute2-6.1.0, libbpf 1.1.2
$ ip -help
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
$ ip -f foo link
Error: argument "foo" is wrong: invalid protocol family
[255]
$ ip -f
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
$ ip -b
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
$ ip -- link show lo
1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
$ ip --json link show lo
[{"ifindex":1,"ifname":"lo","flags":["LOOPBACK","UP","LOWER_UP"],"mtu":65536,"qdisc":"noqueue","operstate":"UNKNOWN","linkmode":"DEFAULT","group":"default","txqlen":1000,"link_type":"loopback","address":"00:00:00:00:00:00","broadcast":"00:00:00:00:00:00"}]
$ ip -c=never -br link show lo
lo               UNKNOWN        00:00:00:00:00:00 <LOOPBACK,UP,LOWER_UP> 
$ ip -col=x link
Option "-col=x" is unknown, try "ip -help".
[255]
$ ip link foo
Command "foo" is unknown, try "ip link help".
[255]
$ ip link add
Not enough information: "type" argument is required
[1]
$ ip link add foo type bar
Error: Unknown device type.
[2]
$ ip link add foo type bar baz
Garbage instead of arguments "baz ...". Try "ip link help".
[1]
$ ip link set
Not enough information: "dev" argument is required.
[255]
$ ip link set foo up
Cannot find device "foo"
[1]
$ ip link set ens4 foo
Error: either "dev" is duplicate, or "foo" is a garbage.
[255]
$ ip link set ens4 mtu x
Error: argument "x" is wrong: Invalid "mtu" value

[255]
$ ip link set mtu 2000
Not enough information: "dev" argument is required.
[255]
$ ip link set ens4 name
Command line is not complete. Try option "help"
[255]
$ ip link show foo
Device "foo" does not exist.
[1]
$ ip link show ens4 ens4
Error: either "dev" is duplicate, or "ens4" is a garbage.
[255]
$ ip link del
Not enough information: "dev" argument is required.
[255]
$ ip link del foo
Cannot find device "foo"
[1]
$ ip link flush
Command "flush" is unknown, try "ip link help".
[255]
$ ip route add
Usage: ip route { list | flush } SELECTOR
       ip route save SELECTOR
       ip route restore
       ip route showdump
       ip route get [ ROUTE_GET_FLAGS ] ADDRESS
                            [ from ADDRESS iif STRING ]
                            [ oif STRING ] [ tos TOS ]
                            [ mark NUMBER ] [ vrf NAME ]
                            [ uid NUMBER ] [ ipproto PROTOCOL ]
                            [ sport NUMBER ] [ dport NUMBER ]
       ip route { add | del | change | append | replace } ROUTE
SELECTOR := [ root PREFIX ] [ match PREFIX ] [ exact PREFIX ]
            [ table TABLE_ID ] [ vrf NAME ] [ proto RTPROTO ]
            [ type TYPE ] [ scope SCOPE ]
ROUTE := NODE_SPEC [ INFO_SPEC ]
NODE_SPEC := [ TYPE ] PREFIX [ tos TOS ]
             [ table TABLE_ID ] [ proto RTPROTO ]
             [ scope SCOPE ] [ metric METRIC ]
             [ ttl-propagate { enabled | disabled } ]
INFO_SPEC := { NH | nhid ID } OPTIONS FLAGS [ nexthop NH ]...
NH := [ encap ENCAPTYPE ENCAPHDR ] [ via [ FAMILY ] ADDRESS ]
      [ dev STRING ] [ weight NUMBER ] NHFLAGS
FAMILY := [ inet | inet6 | mpls | bridge | link ]
OPTIONS := FLAGS [ mtu NUMBER ] [ advmss NUMBER ] [ as [ to ] ADDRESS ]
           [ rtt TIME ] [ rttvar TIME ] [ reordering NUMBER ]
           [ window NUMBER ] [ cwnd NUMBER ] [ initcwnd NUMBER ]
           [ ssthresh NUMBER ] [ realms REALM ] [ src ADDRESS ]
           [ rto_min TIME ] [ hoplimit NUMBER ] [ initrwnd NUMBER ]
           [ features FEATURES ] [ quickack BOOL ] [ congctl NAME ]
           [ pref PREF ] [ expires TIME ] [ fastopen_no_cookie BOOL ]
TYPE := { unicast | local | broadcast | multicast | throw |
          unreachable | prohibit | blackhole | nat }
TABLE_ID := [ local | main | default | all | NUMBER ]
SCOPE := [ host | link | global | NUMBER ]
NHFLAGS := [ onlink | pervasive ]
RTPROTO := [ kernel | boot | static | NUMBER ]
PREF := [ low | medium | high ]
TIME := NUMBER[s|ms]
BOOL := [1|0]
FEATURES := ecn
ENCAPTYPE := [ mpls | ip | ip6 | seg6 | seg6local | rpl | ioam6 | xfrm ]
ENCAPHDR := [ MPLSLABEL | SEG6HDR | SEG6LOCAL | IOAM6HDR | XFRMINFO ]
SEG6HDR := [ mode SEGMODE ] segs ADDR1,ADDRi,ADDRn [hmac HMACKEYID] [cleanup]
SEGMODE := [ encap | encap.red | inline | l2encap | l2encap.red ]
SEG6LOCAL := action ACTION [ OPTIONS ] [ count ]
ACTION := { End | End.X | End.T | End.DX2 | End.DX6 | End.DX4 |
            End.DT6 | End.DT4 | End.DT46 | End.B6 | End.B6.Encaps |
            End.BM | End.S | End.AS | End.AM | End.BPF }
OPTIONS := OPTION [ OPTIONS ]
OPTION := { flavors FLAVORS | srh SEG6HDR | nh4 ADDR | nh6 ADDR | iif DEV | oif DEV |
            table TABLEID | vrftable TABLEID | endpoint PROGNAME }
FLAVORS := { FLAVOR[,FLAVOR] }
FLAVOR := { psp | usp | usd | next-csid }
IOAM6HDR := trace prealloc type IOAM6_TRACE_TYPE ns IOAM6_NAMESPACE size IOAM6_TRACE_SIZE
XFRMINFO := if_id IF_ID [ link_dev LINK ]
ROUTE_GET_FLAGS := [ fibmatch ]
[255]
$ ip route add 1.1.1
RTNETLINK answers: No such device
[2]
$ ip route add x
Command line is not complete. Try option "help"
[255]
$ ip route add foo/8
Error: any valid prefix is expected rather than "foo/8".
[1]
$ ip route add 10.0.0.0/8
RTNETLINK answers: No such device
[2]
$ ip route add 10.0.0.0/8 via
Command line is not complete. Try option "help"
[255]
$ ip route add 10.0.0.0/8 via x
Error: inet address is expected rather than "x".
[1]
$ ip route add 10.0.0.0/8 via 1.1.1.2 dev foo
Cannot find device "foo"
[1]
$ ip route add 10.0.0.0/8 via 1.1.1.2 metric x
Error: argument "x" is wrong: "metric" value is invalid

[255]
$ ip route add 10.0.0.0/8 via 9.1.1.2
Error: Nexthop has invalid gateway.
[2]
$ ip route add 10.0.0.0/8 foo
Error: either "to" is duplicate, or "foo" is a garbage.
[255]
$ ip route add 10.0.0.0/8 10.0.0.0/8
Error: either "to" is duplicate, or "10.0.0.0/8" is a garbage.
[255]
$ ip route foo
Command "foo" is unknown, try "ip route help".
[255]
$ ip route add 10.0.0.1/8 dev lo
Error: Invalid prefix for given prefix length.
[2]
$ ip route add 1.2.3.4 dev
Command line is not complete. Try option "help"
[255]
$ ip route add 10/8 dev ens4 mtu x
Error: argument "x" is wrong: "mtu" value is invalid

[255]
$ ip route add 10/8 dev ens4 advmss x
Error: argument "x" is wrong: "mss" value is invalid

[255]
$ ip route add 10/8 dev ens4 hoplimit 256
Error: argument "256" is wrong: "hoplimit" value is invalid

[255]
$ ip route add 10/8 dev ens4 scope x
Error: argument "x" is wrong: invalid "scope" value

[255]
$ ip route add 10/8 dev ens4 proto x
Error: argument "x" is wrong: "protocol" value is invalid

[255]
$ ip route add 10/8 dev ens4 table x
Error: argument "x" is wrong: "table" value is invalid

[255]
$ ip route add 10/8 dev ens4 tos x
Error: argument "x" is wrong: "tos" value is invalid

[255]
$ ip route add 10/8 dev ens4 pref x
Error: argument "x" is wrong: "pref" value is invalid

[255]
$ ip route add 10/8 nexthop
Error: unexpected end of line after "nexthop"
[255]
$ ip route add 10/8 nexthop via 1.1.1.1 weight 0
Error: argument "0" is wrong: "weight" is invalid

[255]
$ ip route add 10/8 nexthop via 1.1.1.1 weight 257
Error: argument "257" is wrong: "weight" is invalid

[255]
$ ip route add 10/8 nexthop via 1.1.1.1 foo
Error: "nexthop" or end of line is expected instead of "foo"
[255]
$ ip route add 10/8 nexthop dev foo
Cannot find device "foo"
Error: cannot parse nexthop
[255]
$ ip route add 10/8 vrf foo
Error: argument "foo" is wrong: Invalid VRF

[255]
$ ip route add 10/8 via 1.1.1.1 via 1.1.1.2
Error: argument "via" is wrong: use nexthop syntax to specify multiple via

[255]
$ ip -6 route add 1.1.1.1/32 dev ens4
Error: inet6 prefix is expected rather than "1.1.1.1/32".
[1]
$ ip -4 route add ::/0 dev ens4
Error: inet prefix is expected rather than "::/0".
[1]
$ ip route add ::/0 dev ens4
Error: Nexthop device is not up.
[2]
$ ip route add 2001:db8::/32 via 1.1.1.2
Error: inet6 address is expected rather than "1.1.1.2".
[1]
$ ip route add 10/8 dev ens4
Error: Device for nexthop is not up.
[2]
$ ip route del 10/8
RTNETLINK answers: No such process
[2]
$ ip route del 10/8 foo
Error: either "to" is duplicate, or "foo" is a garbage.
[255]
$ ip route change 10/8 dev ens4
Error: Device for nexthop is not up.
[2]
$ ip route get
need at least a destination address
[1]
$ ip route get foo
Error: any valid prefix is expected rather than "foo".
[1]
$ ip route show table foo
Error: argument "foo" is wrong: table id value is invalid

[255]
$ ip route show table 101
Error: ipv4: FIB table does not exist.
Dump terminated
[2]
$ ip -6 route show table 101
Error: ipv6: FIB table does not exist.
Dump terminated
[2]
$ ip -j route show table 101
[Error: ipv4: FIB table does not exist.
Dump terminated
[2]
$ ip route flush
"ip route flush" requires arguments.
[1]
$ ip route flush table 101
Error: ipv4: FIB table does not exist.
Flush terminated
[2]
$ ip route help
Usage: ip route { list | flush } SELECTOR
       ip route save SELECTOR
       ip route restore
       ip route showdump
       ip route get [ ROUTE_GET_FLAGS ] ADDRESS
                            [ from ADDRESS iif STRING ]
                            [ oif STRING ] [ tos TOS ]
                            [ mark NUMBER ] [ vrf NAME ]
                            [ uid NUMBER ] [ ipproto PROTOCOL ]
                            [ sport NUMBER ] [ dport NUMBER ]
       ip route { add | del | change | append | replace } ROUTE
SELECTOR := [ root PREFIX ] [ match PREFIX ] [ exact PREFIX ]
            [ table TABLE_ID ] [ vrf NAME ] [ proto RTPROTO ]
            [ type TYPE ] [ scope SCOPE ]
ROUTE := NODE_SPEC [ INFO_SPEC ]
NODE_SPEC := [ TYPE ] PREFIX [ tos TOS ]
             [ table TABLE_ID ] [ proto RTPROTO ]
             [ scope SCOPE ] [ metric METRIC ]
             [ ttl-propagate { enabled | disabled } ]
INFO_SPEC := { NH | nhid ID } OPTIONS FLAGS [ nexthop NH ]...
NH := [ encap ENCAPTYPE ENCAPHDR ] [ via [ FAMILY ] ADDRESS ]
      [ dev STRING ] [ weight NUMBER ] NHFLAGS
FAMILY := [ inet | inet6 | mpls | bridge | link ]
OPTIONS := FLAGS [ mtu NUMBER ] [ advmss NUMBER ] [ as [ to ] ADDRESS ]
           [ rtt TIME ] [ rttvar TIME ] [ reordering NUMBER ]
           [ window NUMBER ] [ cwnd NUMBER ] [ initcwnd NUMBER ]
           [ ssthresh NUMBER ] [ realms REALM ] [ src ADDRESS ]
           [ rto_min TIME ] [ hoplimit NUMBER ] [ initrwnd NUMBER ]
           [ features FEATURES ] [ quickack BOOL ] [ congctl NAME ]
           [ pref PREF ] [ expires TIME ] [ fastopen_no_cookie BOOL ]
TYPE := { unicast | local | broadcast | multicast | throw |
          unreachable | prohibit | blackhole | nat }
TABLE_ID := [ local | main | default | all | NUMBER ]
SCOPE := [ host | link | global | NUMBER ]
NHFLAGS := [ onlink | pervasive ]
RTPROTO := [ kernel | boot | static | NUMBER ]
PREF := [ low | medium | high ]
TIME := NUMBER[s|ms]
BOOL := [1|0]
FEATURES := ecn
ENCAPTYPE := [ mpls | ip | ip6 | seg6 | seg6local | rpl | ioam6 | xfrm ]
ENCAPHDR := [ MPLSLABEL | SEG6HDR | SEG6LOCAL | IOAM6HDR | XFRMINFO ]
SEG6HDR := [ mode SEGMODE ] segs ADDR1,ADDRi,ADDRn [hmac HMACKEYID] [cleanup]
SEGMODE := [ encap | encap.red | inline | l2encap | l2encap.red ]
SEG6LOCAL := action ACTION [ OPTIONS ] [ count ]
ACTION := { End | End.X | End.T | End.DX2 | End.DX6 | End.DX4 |
            End.DT6 | End.DT4 | End.DT46 | End.B6 | End.B6.Encaps |
            End.BM | End.S | End.AS | End.AM | End.BPF }
OPTIONS := OPTION [ OPTIONS ]
OPTION := { flavors FLAVORS | srh SEG6HDR | nh4 ADDR | nh6 ADDR | iif DEV | oif DEV |
            table TABLEID | vrftable TABLEID | endpoint PROGNAME }
FLAVORS := { FLAVOR[,FLAVOR] }
FLAVOR := { psp | usp | usd | next-csid }
IOAM6HDR := trace prealloc type IOAM6_TRACE_TYPE ns IOAM6_NAMESPACE size IOAM6_TRACE_SIZE
XFRMINFO := if_id IF_ID [ link_dev LINK ]
ROUTE_GET_FLAGS := [ fibmatch ]
[255]
$ ip addr add foo dev ens4
Error: any valid prefix is expected rather than "foo".
[1]
$ ip addr add 1.1.1.1/24
Not enough information: "dev" argument is required.
[1]
$ ip addr add 1.1.1.1/24 dev foo
Cannot find device "foo"
[1]
$ ip addr add 1.1.1.1/33 dev ens4
Error: any valid prefix is expected rather than "1.1.1.1/33".
[1]
$ ip addr add 1.1.1.1/24 1.1.1.3 dev ens4
Error: either "local" is duplicate, or "1.1.1.3" is a garbage.
[255]
$ ip addr add 1.1.1.1 dev ens4 local
Command line is not complete. Try option "help"
[255]
$ ip addr add 1.1.1.1 local 2.2.2.2 dev ens4
Error: either "local" is duplicate, or "2.2.2.2" is a garbage.
[255]
$ ip addr del 1.1.1.1/24 dev ens4
Error: ipv4: Address not found.
[2]
$ ip -6 addr add 1.1.1.1/24 dev ens4
Error: inet6 prefix is expected rather than "1.1.1.1/24".
[1]
$ ip -6 addr del 2001:db8::1/64 dev ens4
Error: ipv6: address not found.
[2]
$ ip rule add
"ip rule add" requires arguments.
[1]
$ ip rule del
"ip rule del" requires arguments.
[1]
$ ip rule add from x
Error: any valid prefix is expected rather than "x".
[1]
$ ip rule foo
Command "foo" is unknown, try "ip rule help".
[255]
$ ip rule help
Usage: ip rule { add | del } SELECTOR ACTION
       ip rule { flush | save | restore }
       ip rule [ list [ SELECTOR ]]
SELECTOR := [ not ] [ from PREFIX ] [ to PREFIX ] [ tos TOS ]
            [ fwmark FWMARK[/MASK] ]
            [ iif STRING ] [ oif STRING ] [ pref NUMBER ] [ l3mdev ]
            [ uidrange NUMBER-NUMBER ]
            [ ipproto PROTOCOL ]
            [ sport [ NUMBER | NUMBER-NUMBER ]
            [ dport [ NUMBER | NUMBER-NUMBER ] ]
ACTION := [ table TABLE_ID ]
          [ protocol PROTO ]
          [ nat ADDRESS ]
          [ realms [SRCREALM/]DSTREALM ]
          [ goto NUMBER ]
          SUPPRESSOR
SUPPRESSOR := [ suppress_prefixlength NUMBER ]
              [ suppress_ifgroup DEVGROUP ]
TABLE_ID := [ local | main | default | NUMBER ]
[255]
$ ip monitor foo
Argument "foo" is unknown, try "ip monitor help".
[255]
$ ip monitor dev foo
Error: argument "foo" is wrong: Device does not exist

[255]
$ ip monitor help
Usage: ip monitor [ all | OBJECTS ] [ FILE ] [ label ] [ all-nsid ]
                  [ dev DEVICE ]
OBJECTS :=  address | link | mroute | neigh | netconf |
            nexthop | nsid | prefix | route | rule | stats
FILE := file FILENAME
[255]
$ ip tuntap add
You failed to specify a tunnel mode
[1]
$ ip tuntap foo
Command "foo" is unknown, try "ip tuntap help".
[255]
$ ip route show table default
Error: ipv4: FIB table does not exist.
Dump terminated
[2]
$ ip route del 9/8 table default
Error: FIB table does not exist.
[2]
$ ip -6 route show table default
Error: ipv6: FIB table does not exist.
Dump terminated
[2]
$ ip -6 route del default
RTNETLINK answers: No such file or directory
[2]
$ ip -6 route del default metric 5
RTNETLINK answers: No such process
[2]
$ ip -6 route del 2001:db8::/32
RTNETLINK answers: No such process
[2]
