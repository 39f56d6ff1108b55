! tap ens4 02:00:00:00:00:04
! kernel net/ipv6/conf/ens4/disable_ipv6 1
! tap ens5 02:00:00:00:00:05
! kernel net/ipv6/conf/ens5/disable_ipv6 1
$ ip link set ens4 up
$ ip link set ens5 up
$ tc qdisc add dev ens4 root handle 1: htb default 30
$ tc qdisc add dev ens4 root handle 1: htb default 30
Error: Exclusivity flag on, cannot modify.
[2]
$ tc qdisc add dev ens4 root htb
Error: Exclusivity flag on, cannot modify.
[2]
$ tc qdisc add dev ens4 root handle 2: htb
Error: NLM_F_REPLACE needed to override.
[2]
$ tc class add dev ens4 parent 1: classid 1:1 htb rate 100kbps
$ tc class add dev ens4 parent 1: classid 1:2 htb rate 100kbps
$ tc class add dev ens4 parent 1: classid 1:2 htb rate 100kbps
RTNETLINK answers: File exists
[2]
$ tc class add dev ens4 parent 1:99 classid 1:3 htb rate 1gbit
Warning: sch_htb: quantum of class 10003 is big. Consider r2q change.
$ tc filter add dev ens4 protocol ip parent 1:0 prio 1 u32 match ip dst 2.2.2.12/32 flowid 1:1
$ tc filter add dev ens4 protocol ip parent 1:0 prio 1 u32 match ip dst 1.1.1.11/32 flowid 1:2
$ tc qdisc show dev ens4
qdisc htb 1: root refcnt 2 r2q 10 default 0x30 direct_packets_stat 0 direct_qlen 1000
$ tc -s -d qdisc show dev ens4
qdisc htb 1: root refcnt 2 r2q 10 default 0x30 direct_packets_stat 0 ver 3.17 direct_qlen 1000
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
$ tc -j -p qdisc show dev ens4
[ {
        "kind": "htb",
        "handle": "1:",
        "root": true,
        "refcnt": 2,
        "options": {
            "r2q": 10,
            "default": "0x30",
            "direct_packets_stat": 0,
            "direct_qlen": 1000
        }
    } ]
$ tc -j -s -p qdisc show dev ens4
[ {
        "kind": "htb",
        "handle": "1:",
        "root": true,
        "refcnt": 2,
        "options": {
            "r2q": 10,
            "default": "0x30",
            "direct_packets_stat": 0,
            "direct_qlen": 1000
        },
        "bytes": 0,
        "packets": 0,
        "drops": 0,
        "overlimits": 0,
        "requeues": 0,
        "backlog": 0,
        "qlen": 0
    } ]
$ tc class show dev ens4
class htb 1:1 root prio 0 rate 800Kbit ceil 800Kbit burst 1600b cburst 1600b 
class htb 1:2 root prio 0 rate 800Kbit ceil 800Kbit burst 1600b cburst 1600b 
class htb 1:3 root prio 0 rate 1Gbit ceil 1Gbit burst 1375b cburst 1375b 
$ tc -s class show dev ens4
class htb 1:1 root prio 0 rate 800Kbit ceil 800Kbit burst 1600b cburst 1600b 
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
 lended: 0 borrowed: 0 giants: 0
 tokens: 250000 ctokens: 250000

class htb 1:2 root prio 0 rate 800Kbit ceil 800Kbit burst 1600b cburst 1600b 
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
 lended: 0 borrowed: 0 giants: 0
 tokens: 250000 ctokens: 250000

class htb 1:3 root prio 0 rate 1Gbit ceil 1Gbit burst 1375b cburst 1375b 
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
 lended: 0 borrowed: 0 giants: 0
 tokens: 187 ctokens: 187

$ tc -s -d class show dev ens4
class htb 1:1 root prio 0 quantum 10000 rate 800Kbit ceil 800Kbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 0 
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
 lended: 0 borrowed: 0 giants: 0
 tokens: 250000 ctokens: 250000

class htb 1:2 root prio 0 quantum 10000 rate 800Kbit ceil 800Kbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 0 
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
 lended: 0 borrowed: 0 giants: 0
 tokens: 250000 ctokens: 250000

class htb 1:3 root prio 0 quantum 200000 rate 1Gbit ceil 1Gbit linklayer ethernet burst 1375b/1 mpu 0b cburst 1375b/1 mpu 0b level 0 
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
 lended: 0 borrowed: 0 giants: 0
 tokens: 187 ctokens: 187

$ tc -j -p -s -d class show dev ens4
class htb 1:1 root prio 0 quantum 10000 rate 800Kbit ceil 800Kbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 0 
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
 lended: 0 borrowed: 0 giants: 0
 tokens: 250000 ctokens: 250000

class htb 1:2 root prio 0 quantum 10000 rate 800Kbit ceil 800Kbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 0 
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
 lended: 0 borrowed: 0 giants: 0
 tokens: 250000 ctokens: 250000

class htb 1:3 root prio 0 quantum 200000 rate 1Gbit ceil 1Gbit linklayer ethernet burst 1375b/1 mpu 0b cburst 1375b/1 mpu 0b level 0 
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
 lended: 0 borrowed: 0 giants: 0
 tokens: 187 ctokens: 187

$ tc filter show dev ens4
filter parent 1: protocol ip pref 1 u32 chain 0 
filter parent 1: protocol ip pref 1 u32 chain 0 fh 800: ht divisor 1 
filter parent 1: protocol ip pref 1 u32 chain 0 fh 800::800 order 2048 key ht 800 bkt 0 *flowid 1:1 not_in_hw 
  match 0202020c/ffffffff at 16
filter parent 1: protocol ip pref 1 u32 chain 0 fh 800::801 order 2049 key ht 800 bkt 0 *flowid 1:2 not_in_hw 
  match 0101010b/ffffffff at 16
$ tc -r qdisc show dev ens4
qdisc htb 1:[00010000] root refcnt 2 r2q 10 default 0x30 direct_packets_stat 0 direct_qlen 1000
$ tc -p filter show dev ens4
filter parent 1: protocol ip pref 1 u32 chain 0 
filter parent 1: protocol ip pref 1 u32 chain 0 fh 800: ht divisor 1 
filter parent 1: protocol ip pref 1 u32 chain 0 fh 800::800 order 2048 key ht 800 bkt 0 *flowid 1:1 not_in_hw 
  match IP dst 2.2.2.12/32
filter parent 1: protocol ip pref 1 u32 chain 0 fh 800::801 order 2049 key ht 800 bkt 0 *flowid 1:2 not_in_hw 
  match IP dst 1.1.1.11/32
$ tc qdisc add dev ens4 parent 1:1 handle 10: pfifo limit 5
$ tc qdisc add dev ens4 parent 1:2 handle 12: tbf rate 1mbit burst 10k latency 50ms
$ tc qdisc add dev ens4 parent 1:77 tbf rate 1mbit burst 10k latency 50ms
Error: Specified class not found.
[2]
$ tc qdisc add dev ens4 parent 7: tbf rate 1mbit burst 10k latency 50ms
Error: Failed to find specified qdisc.
[2]
$ tc qdisc show dev ens4
qdisc htb 1: root refcnt 2 r2q 10 default 0x30 direct_packets_stat 0 direct_qlen 1000
qdisc pfifo 10: parent 1:1 limit 5p
qdisc tbf 12: parent 1:2 rate 1Mbit burst 10Kb lat 50ms 
$ tc qdisc show
qdisc noqueue 0: dev lo root refcnt 2 
qdisc htb 1: dev ens4 root refcnt 2 r2q 10 default 0x30 direct_packets_stat 0 direct_qlen 1000
qdisc pfifo 10: dev ens4 parent 1:1 limit 5p
qdisc tbf 12: dev ens4 parent 1:2 rate 1Mbit burst 10Kb lat 50ms 
qdisc pfifo_fast 0: dev ens5 root refcnt 2 bands 3 priomap 1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 1
$ tc -d qdisc show dev ens4
qdisc htb 1: root refcnt 2 r2q 10 default 0x30 direct_packets_stat 0 ver 3.17 direct_qlen 1000
qdisc pfifo 10: parent 1:1 limit 5p
qdisc tbf 12: parent 1:2 rate 1Mbit burst 10Kb/1 mpu 0b lat 50ms linklayer ethernet 
$ tc -j qdisc show dev ens4
[{"kind":"htb","handle":"1:","root":true,"refcnt":2,"options":{"r2q":10,"default":"0x30","direct_packets_stat":0,"direct_qlen":1000}},{"kind":"pfifo","handle":"10:","parent":"1:1","options":{"limit":5}},{"kind":"tbf","handle":"12:","parent":"1:2","options":{"rate":125000,"burst":10240,"lat":50000}}]
$ tc class show dev ens4
class htb 1:1 root leaf 10: prio 0 rate 800Kbit ceil 800Kbit burst 1600b cburst 1600b 
class htb 1:2 root leaf 12: prio 0 rate 800Kbit ceil 800Kbit burst 1600b cburst 1600b 
class htb 1:3 root prio 0 rate 1Gbit ceil 1Gbit burst 1375b cburst 1375b 
class tbf 12:1 parent 12: 
$ tc class del dev ens4 classid 1:1
Error: HTB class in use.
[2]
$ tc class del dev ens4 classid 1:9
RTNETLINK answers: No such file or directory
[2]
$ tc class del dev ens4 classid 1:3
$ tc qdisc del dev ens4 parent 1:2
$ tc qdisc del dev ens4 parent 1:2
Error: Cannot delete qdisc with handle of zero.
[2]
$ tc qdisc del dev ens4 handle 10:
Error: Classid cannot be zero.
[2]
$ tc qdisc del dev ens4
Error: Failed to find qdisc with specified handle.
[2]
$ tc qdisc del dev ens4 root handle 3:
Error: Invalid handle.
[2]
$ tc qdisc del dev ens4 root prio
Error: Invalid qdisc name: must match existing qdisc.
[2]
$ tc qdisc del dev ens4 root
$ tc qdisc del dev ens4 root
Error: Cannot delete qdisc with handle of zero.
[2]
$ tc qdisc add dev ens4 root nosuch
Error: Specified qdisc kind is unknown.
[2]
$ tc qdisc add dev ens4 root nosuch x
Unknown qdisc "nosuch", hence option "x" is unparsable
[1]
$ tc qdisc add dev v9 root htb
Cannot find device "v9"
[1]
$ tc qdisc add root htb
RTNETLINK answers: No such device
[2]
$ tc qdisc add dev ens4 htb
Error: Handle cannot be zero.
[2]
$ tc qdisc add dev ens4 root
Error: Specified qdisc kind is unknown.
[2]
$ tc qdisc add dev ens4
Error: Handle cannot be zero.
[2]
$ tc qdisc change dev ens4 root htb
Error: Qdisc not found. To create specify NLM_F_CREATE flag.
[2]
$ tc qdisc replace dev ens4 root htb
$ tc qdisc replace dev ens4 root htb r2q 5
Error: Change operation not supported by specified qdisc.
[2]
$ tc qdisc show dev ens4
qdisc htb 8115: root refcnt 2 r2q 10 default 0 direct_packets_stat 0 direct_qlen 1000
$ tc qdisc replace dev ens4 root tbf rate 1mbit burst 10k limit 3000
$ tc qdisc link dev ens4 root
$ tc qdisc foo
Command "foo" is unknown, try "tc qdisc help".
[255]
$ tc foo
Object "foo" is unknown, try "tc help".
[255]
$ tc
Usage:	tc [ OPTIONS ] OBJECT { COMMAND | help }
	tc [-force] -batch filename
where  OBJECT := { qdisc | class | filter | chain |
		    action | monitor | exec }
       OPTIONS := { -V[ersion] | -s[tatistics] | -d[etails] | -r[aw] |
		    -o[neline] | -j[son] | -p[retty] | -c[olor]
		    -b[atch] [filename] | -n[etns] name | -N[umeric] |
		     -nm | -nam[es] | { -cf | -conf } path
		     -br[ief] }
$ tc qdisc show dev v9
Cannot find device "v9"
[1]
$ tc class show
$ tc class show dev v9
Cannot find device "v9"
[1]
$ tc filter show
$ tc filter show dev ens4
$ tc filter show dev ens5
$ tc filter show dev ens5 parent 5:
$ tc -x
Option "-x" is unknown, try "tc -help".
[255]
$ tc qdisc del dev ens4 root
$ tc qdisc add dev ens4 root handle 5: pfifo_head_drop limit 5
$ tc qdisc show dev ens4
qdisc pfifo_head_drop 5: root refcnt 2 limit 5p
$ tc -s qdisc show dev ens4
qdisc pfifo_head_drop 5: root refcnt 2 limit 5p
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
$ tc -j qdisc show dev ens4
[{"kind":"pfifo_head_drop","handle":"5:","root":true,"refcnt":2,"options":{"limit":5}}]
$ tc qdisc change dev ens4 root handle 5: pfifo_head_drop limit 7
$ tc qdisc change dev ens4 root handle 5: pfifo_head_drop foo
pfifo_head_drop: unknown parameter "foo"
Usage: ... <[p|b]fifo | pfifo_head_drop> [ limit NUMBER ]
[1]
$ tc qdisc change dev ens4 root handle 5: pfifo_head_drop help
Usage: ... <[p|b]fifo | pfifo_head_drop> [ limit NUMBER ]
[1]
$ tc qdisc add dev ens5 root pfifo_head_drop
$ tc qdisc show dev ens5
qdisc pfifo_head_drop 8117: root refcnt 2 limit 1000p
