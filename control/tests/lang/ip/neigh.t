# Neighbours. A dump has the order of the kernel's hash table, so only one is there at a time.
! kernel net.ipv6.conf.default.accept_dad 0
! kernel net.ipv6.conf.default.router_solicitations 0
! tap ens4 02:00:00:00:00:04
! tap ens5 02:00:00:00:00:05
$ ip link set ens4 up
$ ip link set ens5 up
$ ip addr add 1.1.1.1/24 dev ens4
$ ip -6 addr add 2001:db8:1::1/64 dev ens4 nodad
$ ip neigh
$ ip neigh add 1.1.1.9 lladdr 02:00:00:00:00:99 dev ens4
$ ip neigh
1.1.1.9 dev ens4 lladdr 02:00:00:00:00:99 PERMANENT 
$ ip -d neigh
1.1.1.9 dev ens4 lladdr 02:00:00:00:00:99 PERMANENT 
$ ip -o neigh
1.1.1.9 dev ens4 lladdr 02:00:00:00:00:99 PERMANENT 
$ ip -br neigh
1.1.1.9                                 ens4             02:00:00:00:00:99
$ ip -j neigh
[{"dst":"1.1.1.9","dev":"ens4","lladdr":"02:00:00:00:00:99","state":["PERMANENT"]}]
$ ip -j -p neigh
[ {
        "dst": "1.1.1.9",
        "dev": "ens4",
        "lladdr": "02:00:00:00:00:99",
        "state": [ "PERMANENT" ]
    } ]
$ ip -br -j neigh
[{"dst":"1.1.1.9","dev":"ens4","lladdr":"02:00:00:00:00:99"}]
$ ip neigh show dev ens4
1.1.1.9 lladdr 02:00:00:00:00:99 PERMANENT 
$ ip -j neigh show dev ens4
[{"dst":"1.1.1.9","lladdr":"02:00:00:00:00:99","state":["PERMANENT"]}]
$ ip neigh show dev ens5
$ ip -br neigh show dev ens4
1.1.1.9                                 02:00:00:00:00:99
$ ip neigh show nud permanent
1.1.1.9 dev ens4 lladdr 02:00:00:00:00:99 PERMANENT 
$ ip neigh show nud stale
$ ip neigh show nud all to 1.1.1.9
1.1.1.9 dev ens4 lladdr 02:00:00:00:00:99 PERMANENT 
$ ip neigh show to 1.1.1.0/24
1.1.1.9 dev ens4 lladdr 02:00:00:00:00:99 PERMANENT 
$ ip neigh show 1.1.2.0/24
$ ip neigh show nomaster
1.1.1.9 dev ens4 lladdr 02:00:00:00:00:99 PERMANENT 
$ ip neigh show proxy
$ ip -4 neigh
1.1.1.9 dev ens4 lladdr 02:00:00:00:00:99 PERMANENT 
$ ip -6 neigh show nud permanent
$ ip neigh add 1.1.1.9 lladdr 02:00:00:00:00:98 dev ens4
RTNETLINK answers: File exists
[2]
$ ip neigh replace 1.1.1.9 lladdr 02:00:00:00:00:98 dev ens4 nud reachable
$ ip neigh
1.1.1.9 dev ens4 lladdr 02:00:00:00:00:98 REACHABLE 
$ ip neigh change 1.1.1.10 lladdr 02:00:00:00:00:98 dev ens4
RTNETLINK answers: No such file or directory
[2]
$ ip neigh change 1.1.1.9 nud stale dev ens4
$ ip n
1.1.1.9 dev ens4 lladdr 02:00:00:00:00:98 STALE 
$ ip neigh get 1.1.1.9 dev ens4
1.1.1.9 dev ens4 lladdr 02:00:00:00:00:98 STALE 
$ ip -j neigh get 1.1.1.9 dev ens4
1.1.1.9 dev ens4 lladdr 02:00:00:00:00:98 STALE 
$ ip neigh get 1.1.1.9
Device and address are required arguments.
[1]
$ ip neigh get 1.1.1.77 dev ens4
Error: Neighbour entry not found.
[2]
$ ip neigh get dev ens4
Device and address are required arguments.
[1]
$ ip neigh get foo dev ens4
Error: any valid address is expected rather than "foo".
[1]
$ ip neigh del 1.1.1.9 dev ens4
$ ip neigh show 1.1.1.9
$ ip neigh del 1.1.1.77 dev ens4
RTNETLINK answers: No such file or directory
[2]
$ ip neigh del 1.1.1.9
Device and destination are required arguments.
[255]
$ ip neigh add 1.1.1.13 dev ens4 nud noarp lladdr 02:00:00:00:00:96
$ ip neigh show 1.1.1.13
$ ip neigh show nud noarp to 1.1.1.13
1.1.1.13 dev ens4 lladdr 02:00:00:00:00:96 NOARP 
$ ip neigh del 1.1.1.13 dev ens4
$ ip neigh add 1.1.1.12 dev ens4 nud failed
$ ip neigh show 1.1.1.12
1.1.1.12 dev ens4 FAILED 
$ ip neigh show nud failed 
1.1.1.12 dev ens4 FAILED 
$ ip neigh del 1.1.1.12 dev ens4
$ ip neigh add 1.1.1.19 dev ens4 lladdr 02:00:00:00:00:95 protocol static
$ ip neigh
1.1.1.19 dev ens4 lladdr 02:00:00:00:00:95 PERMANENT proto static 
$ ip -j neigh
[{"dst":"1.1.1.19","dev":"ens4","lladdr":"02:00:00:00:00:95","state":["PERMANENT"],"protocol":"static"}]
$ ip -N neigh
1.1.1.19 dev ens4 lladdr 02:00:00:00:00:95 PERMANENT proto 4 
$ ip neigh show protocol static
1.1.1.19 dev ens4 lladdr 02:00:00:00:00:95 PERMANENT proto static 
$ ip neigh show protocol kernel
$ ip neigh del 1.1.1.19 dev ens4
$ ip neigh add 2001:db8:1::9 lladdr 02:00:00:00:00:99 dev ens4 router
$ ip -6 neigh
2001:db8:1::9 dev ens4 lladdr 02:00:00:00:00:99 router PERMANENT 
$ ip -j -6 neigh
[{"dst":"2001:db8:1::9","dev":"ens4","lladdr":"02:00:00:00:00:99","router":null,"state":["PERMANENT"]}]
$ ip neigh del 2001:db8:1::9 dev ens4
$ ip neigh add proxy 1.1.1.24 dev ens4
$ ip neigh show proxy
1.1.1.24 dev ens4 proxy 
$ ip -j neigh show proxy
[{"dst":"1.1.1.24","dev":"ens4","proxy":null}]
$ ip neigh get proxy 1.1.1.24 dev ens4
1.1.1.24 dev ens4 proxy 
$ ip neigh get proxy 1.1.1.25 dev ens4
Error: Proxy neighbour entry not found.
[2]
$ ip neigh del proxy 1.1.1.24 dev ens4
$ ip neigh del proxy 1.1.1.24 dev ens4
RTNETLINK answers: No such file or directory
[2]
$ ip neigh add 1.1.1.18 dev ens4 lladdr 02:00:00:00:00:95 nud foo
Error: argument "foo" is wrong: nud state is bad
[255]
$ ip neigh add 1.1.1.9 dev ens4
Error: No link layer address given.
[2]
$ ip neigh add 1.1.1.9 dev foo
Cannot find device "foo"
[1]
$ ip neigh add foo dev ens4
Error: any valid address is expected rather than "foo".
[1]
$ ip neigh add 1.1.1.9/24 dev ens4
Error: any valid address is expected rather than "1.1.1.9/24".
[1]
$ ip neigh add 1.1.1.9 lladdr 1:2 dev ens4
Error: Invalid link address.
[2]
$ ip neigh add 1.1.1.9 lladdr x dev ens4
"x" is invalid lladdr.
[1]
$ ip neigh add 1.1.1.9 1.1.1.8 dev ens4
Error: either "to" is duplicate, or "1.1.1.8" is a garbage.
[255]
$ ip neigh add
Device and destination are required arguments.
[255]
$ ip neigh show dev foo
Cannot find device "foo"
[1]
$ ip neigh show foo
Error: any valid prefix is expected rather than "foo".
[1]
$ ip neigh show nud foo
Error: argument "foo" is wrong: nud state is bad
[255]
$ ip neigh show master foo
Error: argument "foo" is wrong: Device does not exist

[255]
$ ip neigh flush
Flush requires arguments.
[1]
$ ip neigh flush foo
Error: any valid prefix is expected rather than "foo".
[1]
$ ip -s neigh flush dev ens5
Nothing to flush.
$ ip neigh add 1.1.1.11 lladdr 02:00:00:00:00:97 dev ens4 nud stale
$ ip -s neigh flush dev ens4 to 1.1.1.11

*** Round 1, deleting 1 entries ***
*** Flush is complete after 1 round ***
$ ip neigh add 1.1.1.11 lladdr 02:00:00:00:00:97 dev ens4
$ ip -s neigh flush dev ens4 nud permanent

*** Round 1, deleting 1 entries ***
*** Flush is complete after 1 round ***
$ ip neigh foo
Command "foo" is unknown, try "ip neigh help".
[255]
$ ip neigh help
Usage: ip neigh { add | del | change | replace }
                { ADDR [ lladdr LLADDR ] [ nud STATE ] proxy ADDR }
                [ dev DEV ] [ router ] [ use ] [ managed ] [ extern_learn ]
                [ protocol PROTO ]

	ip neigh { show | flush } [ proxy ] [ to PREFIX ] [ dev DEV ] [ nud STATE ]
				  [ vrf NAME ] [ nomaster ]
	ip neigh get { ADDR | proxy ADDR } dev DEV

STATE := { delay | failed | incomplete | noarp | none |
           permanent | probe | reachable | stale }
[255]
