# ip -batch.
! kernel net.ipv6.conf.default.accept_dad 0
! tap ens4 02:00:00:00:00:04
$ ip -batch -
> link set lo up
> link set ens4 up
> # a comment
>  
> addr add 1.1.1.1/24 dev ens4 # another
> route add 10.0.0.0/8 \
>   via 1.1.1.2
> 'route' "show"
1.1.1.0/24 dev ens4 proto kernel scope link src 1.1.1.1 
10.0.0.0/8 via 1.1.1.2 dev ens4 
$ ip -batch -
> route add 11.0.0.0/8 via 1.1.1.3
> route add 10.0.0.0/8 via 1.1.1.3
> route add 12.0.0.0/8 via 1.1.1.3
RTNETLINK answers: File exists
Command failed -:2
[1]
$ ip -force -batch -
> route add 10.0.0.0/8 via 1.1.1.3
> foo
> route add 12.0.0.0/8 via 1.1.1.3
> link show dev foo
RTNETLINK answers: File exists
Command failed -:1
Object "foo" is unknown, try "ip help".
Command failed -:2
Device "foo" does not exist.
Command failed -:4
[1]
$ ip -force -b -
> route add 13.0.0.0/8 foo
> route add 14.0.0.0/8 via 1.1.1.3
Error: either "to" is duplicate, or "foo" is a garbage.
[255]
$ ip -b -
> route add 14.0.0.0/8 via 1.1.1.3 dev 'ens4
Unterminated quoted string
[1]
$ ip -j -b -
> route show 10.0.0.0/8
> route show 11.0.0.0/8
[{"dst":"10.0.0.0/8","gateway":"1.1.1.2","dev":"ens4","flags":[]}]
[{"dst":"11.0.0.0/8","gateway":"1.1.1.3","dev":"ens4","flags":[]}]
$ ip -6 -b -
> route show table local
local ::1 dev lo proto kernel metric 0 pref medium
local fe80::ff:fe00:4 dev ens4 proto kernel metric 0 pref medium
multicast ff00::/8 dev ens4 proto kernel metric 256 pref medium
$ ip route
1.1.1.0/24 dev ens4 proto kernel scope link src 1.1.1.1 
10.0.0.0/8 via 1.1.1.2 dev ens4 
11.0.0.0/8 via 1.1.1.3 dev ens4 
12.0.0.0/8 via 1.1.1.3 dev ens4 
