# netem: Linux 6.1.192 of Debian.
! tap ens4 02:00:00:00:00:04
! kernel net/ipv6/conf/ens4/disable_ipv6 1
$ ip link set ens4 up
$ tc qdisc add dev ens4 root handle 1: netem
$ tc qdisc show dev ens4
qdisc netem 1: root refcnt 2 limit 1000
$ tc class show dev ens4
$ tc qdisc change dev ens4 root netem delay 100ms
$ tc qdisc show dev ens4
qdisc netem 1: root refcnt 2 limit 1000 delay 100ms
$ tc qdisc change dev ens4 root netem delay 100ms 10ms
$ tc qdisc show dev ens4
qdisc netem 1: root refcnt 2 limit 1000 delay 100ms  10ms
$ tc qdisc change dev ens4 root netem delay 100ms 10ms 25%
$ tc qdisc show dev ens4
qdisc netem 1: root refcnt 2 limit 1000 delay 100ms  10ms 25%
$ tc -j -p qdisc show dev ens4
[ {
        "kind": "netem",
        "handle": "1:",
        "root": true,
        "refcnt": 2,
        "options": {
            "limit": 1000,
            "delay": {
                "delay": 0.1,
                "jitter": 0.01,
                "correlation": 0.25
            },
            "ecn": false,
            "gap": 0
        }
    } ]
$ tc qdisc change dev ens4 root netem delay 100ms 20ms distribution normal
$ tc qdisc show dev ens4
qdisc netem 1: root refcnt 2 limit 1000 delay 100ms  20ms 25%
$ tc qdisc change dev ens4 root netem delay 100ms 20ms distribution pareto
$ tc qdisc change dev ens4 root netem delay 100ms 20ms distribution paretonormal
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
$ tc qdisc show dev ens4
qdisc netem 1: root refcnt 2 limit 1000 loss 1%
$ tc qdisc change dev ens4 root netem loss 0.3% 25%
$ tc qdisc show dev ens4
qdisc netem 1: root refcnt 2 limit 1000 loss 0.3% 25%
$ tc -j -p qdisc show dev ens4
[ {
        "kind": "netem",
        "handle": "1:",
        "root": true,
        "refcnt": 2,
        "options": {
            "limit": 1000,
            "loss-random": {
                "loss": 0.003,
                "correlation": 0.25
            },
            "ecn": false,
            "gap": 0
        }
    } ]
$ tc qdisc change dev ens4 root netem loss random 0.3% 25%
$ tc qdisc change dev ens4 root netem drop 5%
$ tc qdisc show dev ens4
qdisc netem 1: root refcnt 2 limit 1000 loss 5% 25%
$ tc qdisc change dev ens4 root netem duplicate 1% 10%
$ tc qdisc show dev ens4
qdisc netem 1: root refcnt 2 limit 1000 duplicate 1%
$ tc -j -p qdisc show dev ens4
[ {
        "kind": "netem",
        "handle": "1:",
        "root": true,
        "refcnt": 2,
        "options": {
            "limit": 1000,
            "duplicate": {
                "duplicate": 0.01,
                "correlation": 0
            },
            "ecn": false,
            "gap": 0
        }
    } ]
$ tc qdisc change dev ens4 root netem corrupt 0.1%
$ tc qdisc show dev ens4
qdisc netem 1: root refcnt 2 limit 1000 corrupt 0.1%
$ tc qdisc change dev ens4 root netem corrupt 0.1% 5%
$ tc qdisc show dev ens4
qdisc netem 1: root refcnt 2 limit 1000 corrupt 0.1% 5%
$ tc -j -p qdisc show dev ens4
[ {
        "kind": "netem",
        "handle": "1:",
        "root": true,
        "refcnt": 2,
        "options": {
            "limit": 1000,
            "corrupt": {
                "corrupt": 0.001,
                "correlation": 0.05
            },
            "ecn": false,
            "gap": 0
        }
    } ]
$ tc qdisc change dev ens4 root netem delay 10ms reorder 25% 50%
$ tc qdisc show dev ens4
qdisc netem 1: root refcnt 2 limit 1000 delay 10ms reorder 25% 50% corrupt 0.1% 5% gap 1
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
qdisc netem 1: root refcnt 2 limit 1000 delay 10ms reorder 25% 50% corrupt 0.1% 5% gap 1
$ tc qdisc change dev ens4 root netem delay 10ms reorder 10% gap 5
$ tc qdisc show dev ens4
qdisc netem 1: root refcnt 2 limit 1000 delay 10ms reorder 10% corrupt 0.1% 5% gap 5
$ tc -j -p qdisc show dev ens4
[ {
        "kind": "netem",
        "handle": "1:",
        "root": true,
        "refcnt": 2,
        "options": {
            "limit": 1000,
            "delay": {
                "delay": 0.01,
                "jitter": 0,
                "correlation": 0
            },
            "reorder": {
                "reorder": 0.1,
                "correlation": 0
            },
            "corrupt": {
                "corrupt": 0.001,
                "correlation": 0.05
            },
            "ecn": false,
            "gap": 5
        }
    } ]
$ tc qdisc change dev ens4 root netem rate 5kbit 20 100 5
$ tc qdisc show dev ens4
qdisc netem 1: root refcnt 2 limit 1000 reorder 10% corrupt 0.1% 5% rate 5Kbit packetoverhead 20 cellsize 100 celloverhead 5
$ tc -j -p qdisc show dev ens4
[ {
        "kind": "netem",
        "handle": "1:",
        "root": true,
        "refcnt": 2,
        "options": {
            "limit": 1000,
            "reorder": {
                "reorder": 0.1,
                "correlation": 0
            },
            "corrupt": {
                "corrupt": 0.001,
                "correlation": 0.05
            },
            "rate": {
                "rate": 625,
                "packetoverhead": 20,
                "cellsize": 100,
                "celloverhead": 5
            },
            "ecn": false,
            "gap": 0
        }
    } ]
$ tc qdisc change dev ens4 root netem rate 5gbit
$ tc qdisc show dev ens4
qdisc netem 1: root refcnt 2 limit 1000 reorder 10% corrupt 0.1% 5% rate 5Gbit
$ tc qdisc change dev ens4 root netem rate 100gbit
$ tc qdisc show dev ens4
qdisc netem 1: root refcnt 2 limit 1000 reorder 10% corrupt 0.1% 5% rate 100Gbit
$ tc qdisc change dev ens4 root netem limit 7 delay 1ms loss 5% duplicate 3% corrupt 2% reorder 1% rate 1mbit
$ tc qdisc show dev ens4
qdisc netem 1: root refcnt 2 limit 7 delay 1ms loss 5% duplicate 3% reorder 1% corrupt 2% rate 1Mbit gap 1
$ tc -d -s qdisc show dev ens4
qdisc netem 1: root refcnt 2 limit 7 delay 1ms loss 5% duplicate 3% reorder 1% corrupt 2% rate 1Mbit gap 1
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
$ tc qdisc change dev ens4 root netem delay 1s 100us
$ tc qdisc show dev ens4
qdisc netem 1: root refcnt 2 limit 1000 delay 1s  99us reorder 1% corrupt 2% rate 1Mbit
$ tc qdisc change dev ens4 root netem delay 123456us loss 33.3333%
$ tc qdisc show dev ens4
qdisc netem 1: root refcnt 2 limit 1000 delay 123ms loss 33.3333% reorder 1% corrupt 2% rate 1Mbit
$ tc qdisc change dev ens4 root netem loss 101%
Illegal "loss percent"
[1]
$ tc qdisc change dev ens4 root netem loss x
Unknown loss parameter: x
[1]
$ tc qdisc change dev ens4 root netem loss 5
$ tc qdisc show dev ens4
qdisc netem 1: root refcnt 2 limit 1000 loss 5% reorder 1% corrupt 2% rate 1Mbit
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
$ tc qdisc show dev ens4
qdisc netem 1: root refcnt 2 limit 1000 loss 5% reorder 1% corrupt 2% rate 1Mbit
qdisc pfifo 10: parent 1:1 limit 9p
$ tc class show dev ens4
class netem 1:1 parent 1: leaf 10: 
$ tc qdisc change dev ens4 root netem
$ tc qdisc show dev ens4
qdisc netem 1: root refcnt 2 limit 1000 reorder 1% corrupt 2% rate 1Mbit
qdisc pfifo 10: parent 1:1 limit 9p
$ tc qdisc replace dev ens4 root netem delay 5ms
$ tc qdisc show dev ens4
qdisc netem 1: root refcnt 2 limit 1000 delay 5ms reorder 1% corrupt 2% rate 1Mbit
qdisc pfifo 10: parent 1:1 limit 9p
