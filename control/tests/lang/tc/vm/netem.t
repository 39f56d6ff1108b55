# netem: Linux 6.1.192 of Debian.
! tap ens4 02:00:00:00:00:04
open: No such file or directory
Cannot find device "ens4"
! kernel net/ipv6/conf/ens4/disable_ipv6 1
sysctl: error: 'net.ipv6.conf.ens4/disable_ipv6' is an unknown key
$ ip link set ens4 up
Cannot find device "ens4"
[1]
$ tc qdisc add dev ens4 root handle 1: netem
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc class show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root netem delay 100ms
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root netem delay 100ms 10ms
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root netem delay 100ms 10ms 25%
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc -j -p qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root netem delay 100ms 20ms distribution normal
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root netem delay 100ms 20ms distribution pareto
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root netem delay 100ms 20ms distribution paretonormal
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root netem delay 100ms distribution normal
distribution specified but no latency and jitter values
Usage: ... netem [ limit PACKETS ]
                 [ delay TIME [ JITTER [CORRELATION]]]
                 [ distribution {uniform|normal|pareto|paretonormal} ]
                 [ corrupt PERCENT [CORRELATION]]
                 [ duplicate PERCENT [CORRELATION]]
                 [ loss random PERCENT [CORRELATION]]
                 [ loss state P13 [P31 [P32 [P23 P14]]]
                 [ loss gemodel PERCENT [R [1-H [1-K]]]
                 [ ecn ]
                 [ reorder PERCENT [CORRELATION] [ gap DISTANCE ]]
                 [ rate RATE [PACKETOVERHEAD] [CELLSIZE] [CELLOVERHEAD]]
                 [ slot MIN_DELAY [MAX_DELAY] [packets MAX_PACKETS] [bytes MAX_BYTES]]
                 [ slot distribution {uniform|normal|pareto|paretonormal|custom}
                   DELAY JITTER [packets MAX_PACKETS] [bytes MAX_BYTES]]
[1]
$ tc qdisc change dev ens4 root netem delay 100ms 20ms distribution nosuch
No distribution data for nosuch (/usr/lib/x86_64-linux-gnu/tc//nosuch.dist: No such file or directory)
[1]
$ tc qdisc change dev ens4 root netem loss 1%
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root netem loss 0.3% 25%
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc -j -p qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root netem loss random 0.3% 25%
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root netem drop 5%
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root netem duplicate 1% 10%
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc -j -p qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root netem corrupt 0.1%
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root netem corrupt 0.1% 5%
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc -j -p qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root netem delay 10ms reorder 25% 50%
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root netem gap 5 delay 10ms
gap specified without reorder probability
Usage: ... netem [ limit PACKETS ]
                 [ delay TIME [ JITTER [CORRELATION]]]
                 [ distribution {uniform|normal|pareto|paretonormal} ]
                 [ corrupt PERCENT [CORRELATION]]
                 [ duplicate PERCENT [CORRELATION]]
                 [ loss random PERCENT [CORRELATION]]
                 [ loss state P13 [P31 [P32 [P23 P14]]]
                 [ loss gemodel PERCENT [R [1-H [1-K]]]
                 [ ecn ]
                 [ reorder PERCENT [CORRELATION] [ gap DISTANCE ]]
                 [ rate RATE [PACKETOVERHEAD] [CELLSIZE] [CELLOVERHEAD]]
                 [ slot MIN_DELAY [MAX_DELAY] [packets MAX_PACKETS] [bytes MAX_BYTES]]
                 [ slot distribution {uniform|normal|pareto|paretonormal|custom}
                   DELAY JITTER [packets MAX_PACKETS] [bytes MAX_BYTES]]
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root netem delay 10ms reorder 10% gap 5
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc -j -p qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root netem rate 5kbit 20 100 5
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc -j -p qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root netem rate 5gbit
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root netem rate 100gbit
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root netem limit 7 delay 1ms loss 5% duplicate 3% corrupt 2% reorder 1% rate 1mbit
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc -d -s qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root netem delay 1s 100us
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root netem delay 123456us loss 33.3333%
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root netem loss 101%
Illegal "loss percent"
[1]
$ tc qdisc change dev ens4 root netem loss x
Unknown loss parameter: x
[1]
$ tc qdisc change dev ens4 root netem loss 5
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root netem delay x
Illegal "latency"
[1]
$ tc qdisc change dev ens4 root netem delay
Command line is not complete. Try option "help"
[255]
$ tc qdisc change dev ens4 root netem limit x
Illegal "limit"
[1]
$ tc qdisc change dev ens4 root netem reorder 25%
reordering not possible without specifying some delay
Usage: ... netem [ limit PACKETS ]
                 [ delay TIME [ JITTER [CORRELATION]]]
                 [ distribution {uniform|normal|pareto|paretonormal} ]
                 [ corrupt PERCENT [CORRELATION]]
                 [ duplicate PERCENT [CORRELATION]]
                 [ loss random PERCENT [CORRELATION]]
                 [ loss state P13 [P31 [P32 [P23 P14]]]
                 [ loss gemodel PERCENT [R [1-H [1-K]]]
                 [ ecn ]
                 [ reorder PERCENT [CORRELATION] [ gap DISTANCE ]]
                 [ rate RATE [PACKETOVERHEAD] [CELLSIZE] [CELLOVERHEAD]]
                 [ slot MIN_DELAY [MAX_DELAY] [packets MAX_PACKETS] [bytes MAX_BYTES]]
                 [ slot distribution {uniform|normal|pareto|paretonormal|custom}
                   DELAY JITTER [packets MAX_PACKETS] [bytes MAX_BYTES]]
[1]
$ tc qdisc change dev ens4 root netem gap x
Illegal "gap"
[1]
$ tc qdisc change dev ens4 root netem duplicate x
Illegal "duplicate"
[1]
$ tc qdisc change dev ens4 root netem corrupt x
Illegal "corrupt"
[1]
$ tc qdisc change dev ens4 root netem reorder x
Illegal "reorder"
[1]
$ tc qdisc change dev ens4 root netem rate x
Illegal "rate"
[1]
$ tc qdisc change dev ens4 root netem rate 1mbit x
What is "x"?
Usage: ... netem [ limit PACKETS ]
                 [ delay TIME [ JITTER [CORRELATION]]]
                 [ distribution {uniform|normal|pareto|paretonormal} ]
                 [ corrupt PERCENT [CORRELATION]]
                 [ duplicate PERCENT [CORRELATION]]
                 [ loss random PERCENT [CORRELATION]]
                 [ loss state P13 [P31 [P32 [P23 P14]]]
                 [ loss gemodel PERCENT [R [1-H [1-K]]]
                 [ ecn ]
                 [ reorder PERCENT [CORRELATION] [ gap DISTANCE ]]
                 [ rate RATE [PACKETOVERHEAD] [CELLSIZE] [CELLOVERHEAD]]
                 [ slot MIN_DELAY [MAX_DELAY] [packets MAX_PACKETS] [bytes MAX_BYTES]]
                 [ slot distribution {uniform|normal|pareto|paretonormal|custom}
                   DELAY JITTER [packets MAX_PACKETS] [bytes MAX_BYTES]]
[1]
$ tc qdisc change dev ens4 root netem foo
What is "foo"?
Usage: ... netem [ limit PACKETS ]
                 [ delay TIME [ JITTER [CORRELATION]]]
                 [ distribution {uniform|normal|pareto|paretonormal} ]
                 [ corrupt PERCENT [CORRELATION]]
                 [ duplicate PERCENT [CORRELATION]]
                 [ loss random PERCENT [CORRELATION]]
                 [ loss state P13 [P31 [P32 [P23 P14]]]
                 [ loss gemodel PERCENT [R [1-H [1-K]]]
                 [ ecn ]
                 [ reorder PERCENT [CORRELATION] [ gap DISTANCE ]]
                 [ rate RATE [PACKETOVERHEAD] [CELLSIZE] [CELLOVERHEAD]]
                 [ slot MIN_DELAY [MAX_DELAY] [packets MAX_PACKETS] [bytes MAX_BYTES]]
                 [ slot distribution {uniform|normal|pareto|paretonormal|custom}
                   DELAY JITTER [packets MAX_PACKETS] [bytes MAX_BYTES]]
[1]
$ tc qdisc change dev ens4 root netem help
Usage: ... netem [ limit PACKETS ]
                 [ delay TIME [ JITTER [CORRELATION]]]
                 [ distribution {uniform|normal|pareto|paretonormal} ]
                 [ corrupt PERCENT [CORRELATION]]
                 [ duplicate PERCENT [CORRELATION]]
                 [ loss random PERCENT [CORRELATION]]
                 [ loss state P13 [P31 [P32 [P23 P14]]]
                 [ loss gemodel PERCENT [R [1-H [1-K]]]
                 [ ecn ]
                 [ reorder PERCENT [CORRELATION] [ gap DISTANCE ]]
                 [ rate RATE [PACKETOVERHEAD] [CELLSIZE] [CELLOVERHEAD]]
                 [ slot MIN_DELAY [MAX_DELAY] [packets MAX_PACKETS] [bytes MAX_BYTES]]
                 [ slot distribution {uniform|normal|pareto|paretonormal|custom}
                   DELAY JITTER [packets MAX_PACKETS] [bytes MAX_BYTES]]
[1]
$ tc qdisc add dev ens4 parent 1:1 handle 10: pfifo limit 9
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc class show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root netem
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc replace dev ens4 root netem delay 5ms
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
