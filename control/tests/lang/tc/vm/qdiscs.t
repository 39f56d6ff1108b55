# Qdiscs that the kernel of CI does not have: Linux 6.1.192 of Debian.
! tap ens4 02:00:00:00:00:04
open: No such file or directory
Cannot find device "ens4"
! kernel net/ipv6/conf/ens4/disable_ipv6 1
sysctl: error: 'net.ipv6.conf.ens4/disable_ipv6' is an unknown key
$ ip link set ens4 up
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc add dev ens4 root handle 1: prio
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc -j -p qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc -s qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc class show dev ens4
Cannot find device "ens4"
[1]
$ tc -s class show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root prio bands 4
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root prio bands 2
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root prio bands 2 priomap 1 1 0 0
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root prio bands 17
Cannot find device "ens4"
[1]
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
$ tc qdisc change dev ens4 root prio multiqueue
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root prio bands 4
Cannot find device "ens4"
[1]
$ tc qdisc add dev ens4 parent 1:1 handle 10: sfq
Cannot find device "ens4"
[1]
$ tc qdisc add dev ens4 parent 1:2 handle 20: codel
Cannot find device "ens4"
[1]
$ tc qdisc add dev ens4 parent 1:3 handle 30: fq_codel
Cannot find device "ens4"
[1]
$ tc qdisc add dev ens4 parent 1:4 handle 40: netem delay 10ms
Cannot find device "ens4"
[1]
$ tc qdisc add dev ens4 parent 1:5 handle 50: pfifo
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc -s qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc -d qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc -j -p -s -d qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc class show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 parent 1:1 sfq perturb 10
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4 handle 10:
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 parent 1:1 handle 10: sfq quantum 3000 limit 100 divisor 512 flows 64 depth 20 headdrop perturb 5
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4 handle 10:
Cannot find device "ens4"
[1]
$ tc -d qdisc show dev ens4 handle 10:
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 parent 1:1 sfq divisor 500
Cannot find device "ens4"
[1]
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
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 parent 1:1 sfq limit 1
Illegal "limit", must be > 1
[1]
$ tc qdisc replace dev ens4 parent 1:1 handle 10: sfq limit 1
Illegal "limit", must be > 1
[1]
$ tc qdisc replace dev ens4 parent 1:1 handle 11: sfq redflowlimit 100000 min 8000 max 60000 avpkt 1000 burst 20 probability 0.1 ecn
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4 handle 11:
Cannot find device "ens4"
[1]
$ tc -d -s qdisc show dev ens4 handle 11:
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 parent 1:2 codel limit 500 target 3ms interval 50ms ecn ce_threshold 1ms
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4 handle 20:
Cannot find device "ens4"
[1]
$ tc -j -p qdisc show dev ens4 handle 20:
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 parent 1:2 codel noecn
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4 handle 20:
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 parent 1:2 codel target 1500ms
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4 handle 20:
Cannot find device "ens4"
[1]
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
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 parent 1:3 fq_codel limit 500 target 3ms interval 50ms noecn quantum 300 memory_limit 1mb drop_batch 7 ce_threshold 2ms
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4 handle 30:
Cannot find device "ens4"
[1]
$ tc -j -p qdisc show dev ens4 handle 30:
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 parent 1:3 fq_codel flows 10
Cannot find device "ens4"
[1]
$ tc qdisc replace dev ens4 parent 1:3 handle 31: fq_codel flows 10 quantum 5
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4 handle 31:
Cannot find device "ens4"
[1]
$ tc qdisc replace dev ens4 parent 1:3 handle 31: fq_codel flows 0
Cannot find device "ens4"
[1]
$ tc qdisc replace dev ens4 parent 1:3 handle 32: fq_codel flows 70000
Cannot find device "ens4"
[1]
$ tc qdisc replace dev ens4 parent 1:3 handle 32: fq_codel ce_threshold_selector 0x3/0x3 ce_threshold 1ms
Cannot find device "ens4"
[1]
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
Cannot find device "ens4"
[1]
$ tc qdisc add dev ens4 root handle 1: red limit 400000 min 30000 max 90000 avpkt 1000 burst 55 ecn adaptive bandwidth 10mbit
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc -d -s qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc -j -p -s -d qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc class show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root red limit 60k avpkt 1000
RED: set bandwidth to 10Mbit
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc -s qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root red limit 60k avpkt 1000 probability 0.1 harddrop
RED: set bandwidth to 10Mbit
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc -d qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root red limit 60k avpkt 1000 ecn nodrop min 5k max 20k bandwidth 100mbit burst 10
Cannot find device "ens4"
[1]
$ tc -d qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root red nodrop limit 60k avpkt 1000
RED: set bandwidth to 10Mbit
Cannot find device "ens4"
[1]
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
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc add dev ens4 parent 1: handle 3: pfifo limit 7
Cannot find device "ens4"
[1]
$ tc qdisc replace dev ens4 root pfifo_head_drop limit 6
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc change dev ens4 root pfifo_head_drop
Cannot find device "ens4"
[1]
$ tc qdisc replace dev ens4 root pfifo_head_drop limit 7
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
$ tc qdisc del dev ens4 root
Cannot find device "ens4"
[1]
$ tc qdisc show dev ens4
Cannot find device "ens4"
[1]
