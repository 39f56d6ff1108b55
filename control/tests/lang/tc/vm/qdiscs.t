# Qdiscs that the kernel of CI does not have: Linux 6.1.192 of Debian.
! tap ens4 02:00:00:00:00:04
! kernel net/ipv6/conf/ens4/disable_ipv6 1
$ ip link set ens4 up
$ tc qdisc add dev ens4 root handle 1: prio
$ tc qdisc show dev ens4
qdisc prio 1: root refcnt 2 bands 3 priomap 1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 1
$ tc -j -p qdisc show dev ens4
[ {
        "kind": "prio",
        "handle": "1:",
        "root": true,
        "refcnt": 2,
        "options": {
            "bands": 3,
            "priomap": [ 1,2,2,2,1,2,0,0,1,1,1,1,1,1,1,1 ],
            "multiqueue": false
        }
    } ]
$ tc -s qdisc show dev ens4
qdisc prio 1: root refcnt 2 bands 3 priomap 1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 1
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
$ tc class show dev ens4
class prio 1:1 parent 1: 
class prio 1:2 parent 1: 
class prio 1:3 parent 1: 
$ tc -s class show dev ens4
class prio 1:1 parent 1: 
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
class prio 1:2 parent 1: 
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
class prio 1:3 parent 1: 
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
$ tc qdisc change dev ens4 root prio bands 4
$ tc qdisc show dev ens4
qdisc prio 1: root refcnt 2 bands 4 priomap 1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 1
$ tc qdisc change dev ens4 root prio bands 2
RTNETLINK answers: Invalid argument
[2]
$ tc qdisc change dev ens4 root prio bands 2 priomap 1 1 0 0
RTNETLINK answers: Invalid argument
[2]
$ tc qdisc show dev ens4
qdisc prio 1: root refcnt 2 bands 4 priomap 1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 1
$ tc qdisc change dev ens4 root prio bands 17
RTNETLINK answers: Invalid argument
[2]
$ tc qdisc change dev ens4 root prio bands x
Illegal "bands"
[1]
$ tc qdisc change dev ens4 root prio priomap 9
"priomap" element is out of bands
[1]
$ tc qdisc change dev ens4 root prio priomap x
Illegal "priomap" element
[1]
$ tc qdisc change dev ens4 root prio foo
What is "foo"?
Usage: ... prio bands NUMBER priomap P1 P2...[multiqueue]
[1]
$ tc qdisc change dev ens4 root prio bands 4
$ tc qdisc add dev ens4 parent 1:1 handle 10: sfq
$ tc qdisc add dev ens4 parent 1:2 handle 20: codel
$ tc qdisc add dev ens4 parent 1:3 handle 30: fq_codel
$ tc qdisc add dev ens4 parent 1:4 handle 40: netem delay 10ms
$ tc qdisc add dev ens4 parent 1:5 handle 50: pfifo
Error: Specified class not found.
[2]
$ tc qdisc show dev ens4
qdisc prio 1: root refcnt 2 bands 4 priomap 1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 1
qdisc fq_codel 30: parent 1:3 limit 10240p flows 1024 quantum 1514 target 5ms interval 100ms memory_limit 32Mb ecn drop_batch 64 
qdisc sfq 10: parent 1:1 limit 127p quantum 1514b depth 127 divisor 1024 
qdisc netem 40: parent 1:4 limit 1000 delay 10ms
qdisc codel 20: parent 1:2 limit 1000p target 5ms interval 100ms 
$ tc -s qdisc show dev ens4
qdisc prio 1: root refcnt 2 bands 4 priomap 1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 1
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
qdisc fq_codel 30: parent 1:3 limit 10240p flows 1024 quantum 1514 target 5ms interval 100ms memory_limit 32Mb ecn drop_batch 64 
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
  maxpacket 0 drop_overlimit 0 new_flow_count 0 ecn_mark 0
  new_flows_len 0 old_flows_len 0
qdisc sfq 10: parent 1:1 limit 127p quantum 1514b depth 127 divisor 1024 
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
qdisc netem 40: parent 1:4 limit 1000 delay 10ms
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
qdisc codel 20: parent 1:2 limit 1000p target 5ms interval 100ms 
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
  count 0 lastcount 0 ldelay 0us drop_next 0us
  maxpacket 0 ecn_mark 0 drop_overlimit 0
$ tc -d qdisc show dev ens4
qdisc prio 1: root refcnt 2 bands 4 priomap 1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 1
qdisc fq_codel 30: parent 1:3 limit 10240p flows 1024 quantum 1514 target 5ms interval 100ms memory_limit 32Mb ecn drop_batch 64 
qdisc sfq 10: parent 1:1 limit 127p quantum 1514b depth 127 flows 128 divisor 1024 
qdisc netem 40: parent 1:4 limit 1000 delay 10ms
qdisc codel 20: parent 1:2 limit 1000p target 5ms interval 100ms 
$ tc -j -p -s -d qdisc show dev ens4
[ {
        "kind": "prio",
        "handle": "1:",
        "root": true,
        "refcnt": 2,
        "options": {
            "bands": 4,
            "priomap": [ 1,2,2,2,1,2,0,0,1,1,1,1,1,1,1,1 ],
            "multiqueue": false
        },
        "bytes": 0,
        "packets": 0,
        "drops": 0,
        "overlimits": 0,
        "requeues": 0,
        "backlog": 0,
        "qlen": 0
    },{
        "kind": "fq_codel",
        "handle": "30:",
        "parent": "1:3",
        "options": {
            "limit": 10240,
            "flows": 1024,
            "quantum": 1514,
            "target": 4999,
            "interval": 99999,
            "memory_limit": 33554432,
            "ecn": true,
            "drop_batch": 64
        },
        "bytes": 0,
        "packets": 0,
        "drops": 0,
        "overlimits": 0,
        "requeues": 0,
        "backlog": 0,
        "qlen": 0,
        "maxpacket": 0,
        "drop_overlimit": 0,
        "new_flow_count": 0,
        "ecn_mark": 0,
        "new_flows_len": 0,
        "old_flows_len": 0
    },{
        "kind": "sfq",
        "handle": "10:",
        "parent": "1:1",
        "options": {
            "limit": 127,
            "quantum": 1514,
            "depth": 127,
            "flows": 128,
            "divisor": 1024
        },
        "bytes": 0,
        "packets": 0,
        "drops": 0,
        "overlimits": 0,
        "requeues": 0,
        "backlog": 0,
        "qlen": 0
    },{
        "kind": "netem",
        "handle": "40:",
        "parent": "1:4",
        "options": {
            "limit": 1000,
            "delay": {
                "delay": 0.01,
                "jitter": 0,
                "correlation": 0
            },
            "ecn": false,
            "gap": 0
        },
        "bytes": 0,
        "packets": 0,
        "drops": 0,
        "overlimits": 0,
        "requeues": 0,
        "backlog": 0,
        "qlen": 0
    },{
        "kind": "codel",
        "handle": "20:",
        "parent": "1:2",
        "options": {
            "limit": 1000,
            "target": 4999,
            "interval": 99999
        },
        "bytes": 0,
        "packets": 0,
        "drops": 0,
        "overlimits": 0,
        "requeues": 0,
        "backlog": 0,
        "qlen": 0,
        "count": 0,
        "lastcount": 0,
        "ldelay": 0,
        "drop_next": 0,
        "maxpacket": 0,
        "ecn_mark": 0,
        "drop_overlimit": 0
    } ]
$ tc class show dev ens4
class prio 1:1 parent 1: leaf 10: 
class prio 1:2 parent 1: leaf 20: 
class prio 1:3 parent 1: leaf 30: 
class prio 1:4 parent 1: leaf 40: 
$ tc qdisc change dev ens4 parent 1:1 sfq perturb 10
Error: Change operation not supported by specified qdisc.
[2]
$ tc qdisc show dev ens4 handle 10:
qdisc sfq 10: parent 1:1 limit 127p quantum 1514b depth 127 divisor 1024 
$ tc qdisc change dev ens4 parent 1:1 handle 10: sfq quantum 3000 limit 100 divisor 512 flows 64 depth 20 headdrop perturb 5
Error: Change operation not supported by specified qdisc.
[2]
$ tc qdisc show dev ens4 handle 10:
qdisc sfq 10: parent 1:1 limit 127p quantum 1514b depth 127 divisor 1024 
$ tc -d qdisc show dev ens4 handle 10:
qdisc sfq 10: parent 1:1 limit 127p quantum 1514b depth 127 flows 128 divisor 1024 
$ tc qdisc change dev ens4 parent 1:1 sfq divisor 500
Error: Change operation not supported by specified qdisc.
[2]
$ tc qdisc change dev ens4 parent 1:1 sfq limit x
Illegal "limit"
[1]
$ tc qdisc change dev ens4 parent 1:1 sfq perturb x
Illegal "perturb"
[1]
$ tc qdisc change dev ens4 parent 1:1 sfq quantum x
Illegal "limit"
[1]
$ tc qdisc change dev ens4 parent 1:1 sfq flows x
Illegal "flows"
[1]
$ tc qdisc change dev ens4 parent 1:1 sfq depth x
Illegal "flows"
[1]
$ tc qdisc change dev ens4 parent 1:1 sfq divisor x
Illegal "divisor"
[1]
$ tc qdisc change dev ens4 parent 1:1 sfq foo
What is "foo"?
Usage: ... sfq	[ limit NUMBER ] [ perturb SECS ] [ quantum BYTES ]
		[ divisor NUMBER ] [ flows NUMBER] [ depth NUMBER ]
		[ headdrop ]
		[ redflowlimit BYTES ] [ min BYTES ] [ max BYTES ]
		[ avpkt BYTES ] [ burst PACKETS ] [ probability P ]
		[ ecn ] [ harddrop ]
[1]
$ tc qdisc change dev ens4 parent 1:1 sfq quantum 0
Error: Change operation not supported by specified qdisc.
[2]
$ tc qdisc change dev ens4 parent 1:1 sfq limit 1
Illegal "limit", must be > 1
[1]
$ tc qdisc replace dev ens4 parent 1:1 handle 10: sfq limit 1
Illegal "limit", must be > 1
[1]
$ tc qdisc replace dev ens4 parent 1:1 handle 11: sfq redflowlimit 100000 min 8000 max 60000 avpkt 1000 burst 20 probability 0.1 ecn
$ tc qdisc show dev ens4 handle 11:
qdisc sfq 11: parent 1:1 limit 127p quantum 1514b depth 127 divisor 1024 ewma 5 min 8000b max 60000b probability 0.1 ecn 
$ tc -d -s qdisc show dev ens4 handle 11:
qdisc sfq 11: parent 1:1 limit 127p quantum 1514b depth 127 flows 128 divisor 1024 ewma 5 min 8000b max 60000b probability 0.1 ecn 
  prob_mark 0 prob_mark_head 0 prob_drop 0
  forced_mark 0 forced_mark_head 0 forced_drop 0
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
$ tc qdisc change dev ens4 parent 1:2 codel limit 500 target 3ms interval 50ms ecn ce_threshold 1ms
$ tc qdisc show dev ens4 handle 20:
qdisc codel 20: parent 1:2 limit 500p target 3ms ce_threshold 999us interval 50ms ecn 
$ tc -j -p qdisc show dev ens4 handle 20:
[ {
        "kind": "codel",
        "handle": "20:",
        "parent": "1:2",
        "options": {
            "limit": 500,
            "target": 2999,
            "ce_threshold": 999,
            "interval": 49999,
            "ecn": true
        }
    } ]
$ tc qdisc change dev ens4 parent 1:2 codel noecn
$ tc qdisc show dev ens4 handle 20:
qdisc codel 20: parent 1:2 limit 500p target 3ms ce_threshold 999us interval 50ms 
$ tc qdisc change dev ens4 parent 1:2 codel target 1500ms
$ tc qdisc show dev ens4 handle 20:
qdisc codel 20: parent 1:2 limit 500p target 1.5s ce_threshold 999us interval 50ms 
$ tc qdisc change dev ens4 parent 1:2 codel limit x
Illegal "limit"
[1]
$ tc qdisc change dev ens4 parent 1:2 codel target x
Illegal "target"
[1]
$ tc qdisc change dev ens4 parent 1:2 codel interval x
Illegal "interval"
[1]
$ tc qdisc change dev ens4 parent 1:2 codel ce_threshold x
Illegal "ce_threshold"
[1]
$ tc qdisc change dev ens4 parent 1:2 codel foo
What is "foo"?
Usage: ... codel [ limit PACKETS ] [ target TIME ]
		 [ interval TIME ] [ ecn | noecn ]
		 [ ce_threshold TIME ]
[1]
$ tc qdisc change dev ens4 parent 1:2 codel limit 0
$ tc qdisc change dev ens4 parent 1:3 fq_codel limit 500 target 3ms interval 50ms noecn quantum 300 memory_limit 1mb drop_batch 7 ce_threshold 2ms
$ tc qdisc show dev ens4 handle 30:
qdisc fq_codel 30: parent 1:3 limit 500p flows 1024 quantum 300 target 3ms ce_threshold 2ms interval 50ms memory_limit 1Mb drop_batch 7 
$ tc -j -p qdisc show dev ens4 handle 30:
[ {
        "kind": "fq_codel",
        "handle": "30:",
        "parent": "1:3",
        "options": {
            "limit": 500,
            "flows": 1024,
            "quantum": 300,
            "target": 2999,
            "ce_threshold": 1999,
            "interval": 49999,
            "memory_limit": 1048576,
            "drop_batch": 7
        }
    } ]
$ tc qdisc change dev ens4 parent 1:3 fq_codel flows 10
RTNETLINK answers: Invalid argument
[2]
$ tc qdisc replace dev ens4 parent 1:3 handle 31: fq_codel flows 10 quantum 5
$ tc qdisc show dev ens4 handle 31:
qdisc fq_codel 31: parent 1:3 limit 10240p flows 10 quantum 256 target 5ms interval 100ms memory_limit 32Mb ecn drop_batch 64 
$ tc qdisc replace dev ens4 parent 1:3 handle 31: fq_codel flows 0
$ tc qdisc replace dev ens4 parent 1:3 handle 32: fq_codel flows 70000
RTNETLINK answers: Invalid argument
[2]
$ tc qdisc change dev ens4 parent 1:3 fq_codel limit x
Illegal "limit"
[1]
$ tc qdisc change dev ens4 parent 1:3 fq_codel flows x
Illegal "flows"
[1]
$ tc qdisc change dev ens4 parent 1:3 fq_codel quantum x
Illegal "quantum"
[1]
$ tc qdisc change dev ens4 parent 1:3 fq_codel memory_limit x
Illegal "memory_limit"
[1]
$ tc qdisc change dev ens4 parent 1:3 fq_codel drop_batch x
Illegal "drop_batch"
[1]
$ tc qdisc change dev ens4 parent 1:3 fq_codel foo
What is "foo"?
Usage: ... fq_codel	[ limit PACKETS ] [ flows NUMBER ]
[ memory_limit BYTES ]
[ target TIME ] [ interval TIME ]
[ quantum BYTES ] [ [no]ecn ]
[ ce_threshold TIME ]
[ ce_threshold_selector VALUE/MASK ]
[ drop_batch SIZE ]
[1]
$ tc qdisc del dev ens4 root
$ tc qdisc add dev ens4 root handle 1: red limit 400000 min 30000 max 90000 avpkt 1000 burst 55 ecn adaptive bandwidth 10mbit
$ tc qdisc show dev ens4
qdisc red 1: root refcnt 2 limit 400000b min 30000b max 90000b ecn adaptive 
$ tc -d -s qdisc show dev ens4
qdisc red 1: root refcnt 2 limit 400000b min 30000b max 90000b ecn adaptive ewma 5 probability 0.02 Scell_log 15
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
  marked 0 early 0 pdrop 0 other 0 
$ tc -j -p -s -d qdisc show dev ens4
[ {
        "kind": "red",
        "handle": "1:",
        "root": true,
        "refcnt": 2,
        "options": {
            "limit": 400000,
            "min": 30000,
            "max": 90000,
            "ecn": true,
            "harddrop": false,
            "adaptive": true,
            "nodrop": false,
            "ewma": 5,
            "probability": 0.02,
            "Scell_log": 15
        },
        "bytes": 0,
        "packets": 0,
        "drops": 0,
        "overlimits": 0,
        "requeues": 0,
        "backlog": 0,
        "qlen": 0,
        "marked": 0,
        "early": 0,
        "pdrop": 0,
        "other": 0
    } ]
$ tc class show dev ens4
class red 1:1 parent 1: 
$ tc qdisc change dev ens4 root red limit 60k avpkt 1000
RED: set bandwidth to 10Mbit
$ tc qdisc show dev ens4
qdisc red 1: root refcnt 2 limit 60Kb min 5Kb max 15Kb 
$ tc -s qdisc show dev ens4
qdisc red 1: root refcnt 2 limit 60Kb min 5Kb max 15Kb 
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
  marked 0 early 0 pdrop 0 other 0 
$ tc qdisc change dev ens4 root red limit 60k avpkt 1000 probability 0.1 harddrop
RED: set bandwidth to 10Mbit
$ tc qdisc show dev ens4
qdisc red 1: root refcnt 2 limit 60Kb min 5Kb max 15Kb harddrop 
$ tc -d qdisc show dev ens4
qdisc red 1: root refcnt 2 limit 60Kb min 5Kb max 15Kb harddrop ewma 3 probability 0.1 Scell_log 13
$ tc qdisc change dev ens4 root red limit 60k avpkt 1000 ecn nodrop min 5k max 20k bandwidth 100mbit burst 10
$ tc -d qdisc show dev ens4
qdisc red 1: root refcnt 2 limit 60Kb min 5Kb max 20Kb ecn nodrop ewma 3 probability 0.02 Scell_log 10
$ tc qdisc change dev ens4 root red nodrop limit 60k avpkt 1000
RED: set bandwidth to 10Mbit
Error: sch_red: nodrop mode is only meaningful with ECN.
[2]
$ tc qdisc change dev ens4 root red limit 60k
RED: Required parameter (limit, avpkt) is missing
[1]
$ tc qdisc change dev ens4 root red avpkt 1000
RED: Required parameter (limit, avpkt) is missing
[1]
$ tc qdisc change dev ens4 root red limit x
Illegal "limit"
[1]
$ tc qdisc change dev ens4 root red min x
Illegal "min"
[1]
$ tc qdisc change dev ens4 root red max x
Illegal "max"
[1]
$ tc qdisc change dev ens4 root red burst x
Illegal "burst"
[1]
$ tc qdisc change dev ens4 root red avpkt x
Illegal "avpkt"
[1]
$ tc qdisc change dev ens4 root red probability x
Illegal "probability"
[1]
$ tc qdisc change dev ens4 root red bandwidth x
Illegal "bandwidth"
[1]
$ tc qdisc change dev ens4 root red foo
What is "foo"?
Usage: ... red	limit BYTES [min BYTES] [max BYTES] avpkt BYTES [burst PACKETS]
		[adaptive] [probability PROBABILITY] [bandwidth KBPS]
		[ecn] [harddrop] [nodrop]
		[qevent early_drop block IDX] [qevent mark block IDX]
[1]
$ tc qdisc change dev ens4 root red limit 60k avpkt 1000 min 30k max 20k
RED: set bandwidth to 10Mbit
tc_red_eval_ewma() burst 27 is too small ? Try burst 31
RED: failed to calculate EWMA constant.
[1]
$ tc qdisc change dev ens4 root red limit 60k avpkt 1000 burst 1 min 20k max 40k
RED: set bandwidth to 10Mbit
tc_red_eval_ewma() burst 1 is too small ? Try burst 21
RED: failed to calculate EWMA constant.
[1]
$ tc qdisc add dev ens4 parent 1:1 handle 2: pfifo limit 7
$ tc qdisc show dev ens4
qdisc red 1: root refcnt 2 limit 60Kb min 5Kb max 20Kb ecn nodrop 
qdisc pfifo 2: parent 1:1 limit 7p
$ tc qdisc add dev ens4 parent 1: handle 3: pfifo limit 7
Error: NLM_F_REPLACE needed to override.
[2]
$ tc qdisc del dev ens4 root
