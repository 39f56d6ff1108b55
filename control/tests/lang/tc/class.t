! tap ens4 02:00:00:00:00:04
! kernel net/ipv6/conf/ens4/disable_ipv6 1
$ ip link set ens4 up
$ tc qdisc add dev ens4 root handle 3: htb default 20 r2q 5 direct_qlen 77
$ tc class add dev ens4 foo
Error: Qdisc "foo" is classless.
[1]
$ tc class add dev ens4 parent 3: classid 3:1 htb
"rate" is required.
[1]
$ tc class add dev ens4 parent 3: classid 3:1 htb rate
Command line is not complete. Try option "help"
[255]
$ tc class add dev ens4 parent 3: classid 3:1 htb rate x
Illegal "rate"
Usage: ... qdisc add ... htb [default N] [r2q N]
                      [direct_qlen P] [offload]
 default  minor id of class to which unclassified packets are sent {0}
 r2q      DRR quantums are computed as rate in Bps/r2q {10}
 debug    string of 16 numbers each 0-3 {0}

 direct_qlen  Limit of the direct queue {in packets}
 offload  enable hardware offload
... class add ... htb rate R1 [burst B1] [mpu B] [overhead O]
                      [prio P] [slot S] [pslot PS]
                      [ceil R2] [cburst B2] [mtu MTU] [quantum Q]
 rate     rate allocated to this class (class can still borrow)
 burst    max bytes burst which can be accumulated during idle period {computed}
 mpu      minimum packet size used in rate computations
 overhead per-packet size overhead used in rate computations
 linklay  adapting to a linklayer e.g. atm
 ceil     definite upper class rate (no borrows) {rate}
 cburst   burst but for ceil {computed}
 mtu      max packet size we create rate map for {1600}
 prio     priority of leaf; lower are served first {0}
 quantum  how much bytes to serve from leaf at once {use r2q}

TC HTB version 3.3
[1]
$ tc class add dev ens4 parent 3: classid 3:1 htb rate 10%
Warning: sch_htb: quantum of class 30001 is big. Consider r2q change.
$ tc class add dev ens4 parent 3: classid 3:1 htb rate 1mbit rate 1mbit
Double "rate" spec
[1]
$ tc class add dev ens4 parent 3: classid 3:2 htb rate 1mbit prio x
Illegal "prio"
Usage: ... qdisc add ... htb [default N] [r2q N]
                      [direct_qlen P] [offload]
 default  minor id of class to which unclassified packets are sent {0}
 r2q      DRR quantums are computed as rate in Bps/r2q {10}
 debug    string of 16 numbers each 0-3 {0}

 direct_qlen  Limit of the direct queue {in packets}
 offload  enable hardware offload
... class add ... htb rate R1 [burst B1] [mpu B] [overhead O]
                      [prio P] [slot S] [pslot PS]
                      [ceil R2] [cburst B2] [mtu MTU] [quantum Q]
 rate     rate allocated to this class (class can still borrow)
 burst    max bytes burst which can be accumulated during idle period {computed}
 mpu      minimum packet size used in rate computations
 overhead per-packet size overhead used in rate computations
 linklay  adapting to a linklayer e.g. atm
 ceil     definite upper class rate (no borrows) {rate}
 cburst   burst but for ceil {computed}
 mtu      max packet size we create rate map for {1600}
 prio     priority of leaf; lower are served first {0}
 quantum  how much bytes to serve from leaf at once {use r2q}

TC HTB version 3.3
[1]
$ tc class add dev ens4 parent 3: classid 3:2 htb rate 1mbit foo
What is "foo"?
Usage: ... qdisc add ... htb [default N] [r2q N]
                      [direct_qlen P] [offload]
 default  minor id of class to which unclassified packets are sent {0}
 r2q      DRR quantums are computed as rate in Bps/r2q {10}
 debug    string of 16 numbers each 0-3 {0}

 direct_qlen  Limit of the direct queue {in packets}
 offload  enable hardware offload
... class add ... htb rate R1 [burst B1] [mpu B] [overhead O]
                      [prio P] [slot S] [pslot PS]
                      [ceil R2] [cburst B2] [mtu MTU] [quantum Q]
 rate     rate allocated to this class (class can still borrow)
 burst    max bytes burst which can be accumulated during idle period {computed}
 mpu      minimum packet size used in rate computations
 overhead per-packet size overhead used in rate computations
 linklay  adapting to a linklayer e.g. atm
 ceil     definite upper class rate (no borrows) {rate}
 cburst   burst but for ceil {computed}
 mtu      max packet size we create rate map for {1600}
 prio     priority of leaf; lower are served first {0}
 quantum  how much bytes to serve from leaf at once {use r2q}

TC HTB version 3.3
[1]
$ tc class add dev ens4 parent 3: classid 3:2 pfifo limit 5
Error: Qdisc "pfifo" is classless.
[1]
$ tc class add dev ens4 parent 3: classid 3:2 nosuch
Error: Qdisc "nosuch" is classless.
[1]
$ tc class add dev ens4 parent 3: classid 3:2 nosuch 5
Error: Qdisc "nosuch" is classless.
[1]
$ tc class add dev ens4 parent 3: classid 3:2
RTNETLINK answers: Invalid argument
[2]
$ tc class add dev ens4 parent 3: handle 3:2 htb
Error: try "classid" instead of "handle"
[255]
$ tc class add dev ens4 parent 3: classid 4:2 htb rate 1mbit
RTNETLINK answers: Invalid argument
[2]
$ tc class add dev ens4 classid 3:4 htb rate 1mbit
$ tc class add dev ens4 parent 3: htb rate 1mbit
RTNETLINK answers: Invalid argument
[2]
$ tc class add dev ens4 root classid 3:5 htb rate 1mbit
$ tc class add dev ens4 parent 9: classid 9:5 htb rate 1mbit
RTNETLINK answers: No such file or directory
[2]
$ tc class add dev ens4 parent 3:1 classid 3:6 htb rate 1mbit prio 9 quantum 3000 burst 15k cburst 10k mtu 1500 mpu 64 overhead 24 linklayer adsl
$ tc class add dev ens4 parent 3:1 classid 3:7 htb rate 1bit
"rate" is required.
[1]
$ tc class change dev ens4 classid 3:7 htb rate 10kbit
RTNETLINK answers: No such file or directory
[2]
$ tc class change dev ens4 classid 3:8 htb rate 10kbit
RTNETLINK answers: No such file or directory
[2]
$ tc class replace dev ens4 classid 3:8 htb rate 100gbit ceil 200gbit
Warning: sch_htb: quantum of class 30008 is big. Consider r2q change.
$ tc class replace dev ens4 parent 3: classid 3:8 htb rate 8tbit
Warning: sch_htb: quantum of class 30008 is big. Consider r2q change.
$ tc -d class show dev ens4
class htb 3:8 root prio 0 quantum 200000 rate 8Tbit ceil 8Tbit linklayer ethernet burst 0b/1 mpu 0b cburst 0b/1 mpu 0b level 0 
class htb 3:1 root rate 1Gbit ceil 1Gbit linklayer ethernet burst 1375b/1 mpu 0b cburst 1375b/1 mpu 0b level 7 
class htb 3:4 root prio 0 quantum 25000 rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 0 
class htb 3:5 root prio 0 quantum 25000 rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 0 
class htb 3:6 parent 3:1 prio 7 quantum 3000 rate 1Mbit overhead 24 ceil 1Mbit linklayer atm burst 15Kb/1 mpu 64b cburst 10Kb/1 mpu 64b level 0 
$ tc class show dev ens4
class htb 3:8 root prio 0 rate 8Tbit ceil 8Tbit burst 0b cburst 0b 
class htb 3:1 root rate 1Gbit ceil 1Gbit burst 1375b cburst 1375b 
class htb 3:4 root prio 0 rate 1Mbit ceil 1Mbit burst 1600b cburst 1600b 
class htb 3:5 root prio 0 rate 1Mbit ceil 1Mbit burst 1600b cburst 1600b 
class htb 3:6 parent 3:1 prio 7 rate 1Mbit overhead 24 ceil 1Mbit linklayer atm burst 15Kb cburst 10Kb 
$ tc -r class show dev ens4
class htb 3:8 root prio 0 rate 8Tbit ceil 8Tbit burst 0b cburst 0b buffer [00000000] cbuffer [00000000] 
class htb 3:1 root rate 1Gbit ceil 1Gbit burst 1375b cburst 1375b buffer [000000bb] cbuffer [000000bb] 
class htb 3:4 root prio 0 rate 1Mbit ceil 1Mbit burst 1600b cburst 1600b buffer [00030d40] cbuffer [00030d40] 
class htb 3:5 root prio 0 rate 1Mbit ceil 1Mbit burst 1600b cburst 1600b buffer [00030d40] cbuffer [00030d40] 
class htb 3:6 parent 3:1 prio 7 rate 1Mbit overhead 24 ceil 1Mbit linklayer atm burst 15Kb cburst 10Kb buffer [001d4c00] cbuffer [00138800] 
$ tc -iec class show dev ens4
class htb 3:8 root prio 0 rate 7450Gibit ceil 7450Gibit burst 0b cburst 0b 
class htb 3:1 root rate 976562Kibit ceil 976562Kibit burst 1375b cburst 1375b 
class htb 3:4 root prio 0 rate 1000000bit ceil 1000000bit burst 1600b cburst 1600b 
class htb 3:5 root prio 0 rate 1000000bit ceil 1000000bit burst 1600b cburst 1600b 
class htb 3:6 parent 3:1 prio 7 rate 1000000bit overhead 24 ceil 1000000bit linklayer atm burst 15Kb cburst 10Kb 
$ tc class show dev ens4 root
$ tc class show dev ens4 parent 3:1
class htb 3:8 root prio 0 rate 8Tbit ceil 8Tbit burst 0b cburst 0b 
class htb 3:1 root rate 1Gbit ceil 1Gbit burst 1375b cburst 1375b 
class htb 3:4 root prio 0 rate 1Mbit ceil 1Mbit burst 1600b cburst 1600b 
class htb 3:5 root prio 0 rate 1Mbit ceil 1Mbit burst 1600b cburst 1600b 
class htb 3:6 parent 3:1 prio 7 rate 1Mbit overhead 24 ceil 1Mbit linklayer atm burst 15Kb cburst 10Kb 
$ tc class show dev ens4 classid 3:6
class htb 3:6 parent 3:1 prio 7 rate 1Mbit overhead 24 ceil 1Mbit linklayer atm burst 15Kb cburst 10Kb 
$ tc class show dev ens4 qdisc 3:
class htb :8 root prio 0 rate 8Tbit ceil 8Tbit burst 0b cburst 0b 
class htb :1 root rate 1Gbit ceil 1Gbit burst 1375b cburst 1375b 
class htb :4 root prio 0 rate 1Mbit ceil 1Mbit burst 1600b cburst 1600b 
class htb :5 root prio 0 rate 1Mbit ceil 1Mbit burst 1600b cburst 1600b 
class htb :6 parent :1 prio 7 rate 1Mbit overhead 24 ceil 1Mbit linklayer atm burst 15Kb cburst 10Kb 
$ tc class show dev ens4 qdisc 4:
$ tc class show dev ens4 foo
What is "foo"? Try "tc class help".
[255]
$ tc class del dev ens4 parent 3:1
RTNETLINK answers: No such file or directory
[2]
$ tc class del dev ens4
RTNETLINK answers: No such file or directory
[2]
$ tc class get dev ens4 classid 3:6
Command "get" is unknown, try "tc class help".
[255]
$ tc class foo
Command "foo" is unknown, try "tc class help".
[255]
$ tc class add
RTNETLINK answers: No such device
[2]
$ tc class del dev ens4 classid 3:7
RTNETLINK answers: No such file or directory
[2]
$ tc class del dev ens4 classid 3:6
$ tc class del dev ens4 classid 3:7
RTNETLINK answers: No such file or directory
[2]
$ tc -d class show dev ens4
class htb 3:8 root prio 0 quantum 200000 rate 8Tbit ceil 8Tbit linklayer ethernet burst 0b/1 mpu 0b cburst 0b/1 mpu 0b level 0 
class htb 3:1 root prio 0 quantum 200000 rate 1Gbit ceil 1Gbit linklayer ethernet burst 1375b/1 mpu 0b cburst 1375b/1 mpu 0b level 0 
class htb 3:4 root prio 0 quantum 25000 rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 0 
class htb 3:5 root prio 0 quantum 25000 rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 0 
$ tc class change dev ens4 parent 3:8 classid 3:1 htb rate 5mbit ceil 10mbit prio 2
$ tc class change dev ens4 classid 3:1 htb rate 5mbit quantum 1500
$ tc class change dev ens4 classid 3:1 htb rate 0
"rate" is required.
[1]
$ tc -d class show dev ens4
class htb 3:8 root prio 0 quantum 200000 rate 8Tbit ceil 8Tbit linklayer ethernet burst 0b/1 mpu 0b cburst 0b/1 mpu 0b level 0 
class htb 3:1 root prio 0 quantum 1500 rate 5Mbit ceil 5Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 0 
class htb 3:4 root prio 0 quantum 25000 rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 0 
class htb 3:5 root prio 0 quantum 25000 rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 0 
$ tc class add dev ens4 parent 3:1 classid 3:10 htb rate 1mbit
$ tc class add dev ens4 parent 3:10 classid 3:11 htb rate 1mbit
$ tc class add dev ens4 parent 3:11 classid 3:12 htb rate 1mbit
$ tc class add dev ens4 parent 3:12 classid 3:13 htb rate 1mbit
$ tc class add dev ens4 parent 3:13 classid 3:14 htb rate 1mbit
$ tc class add dev ens4 parent 3:14 classid 3:15 htb rate 1mbit
$ tc class add dev ens4 parent 3:15 classid 3:16 htb rate 1mbit
$ tc class add dev ens4 parent 3:16 classid 3:17 htb rate 1mbit
Error: sch_htb: tree is too deep.
[2]
$ tc class add dev ens4 parent 3:17 classid 3:18 htb rate 1mbit
$ tc class add dev ens4 parent 3:18 classid 3:19 htb rate 1mbit
$ tc class add dev ens4 parent 3:19 classid 3:1a htb rate 1mbit
$ tc -d class show dev ens4
class htb 3:11 parent 3:10 rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 5 
class htb 3:10 parent 3:1 rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 6 
class htb 3:13 parent 3:12 rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 3 
class htb 3:12 parent 3:11 rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 4 
class htb 3:15 parent 3:14 rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 1 
class htb 3:14 parent 3:13 rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 2 
class htb 3:16 parent 3:15 prio 0 quantum 25000 rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 0 
class htb 3:19 parent 3:18 rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 6 
class htb 3:18 root rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 7 
class htb 3:1a parent 3:19 prio 0 quantum 25000 rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 0 
class htb 3:1 root rate 5Mbit ceil 5Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 7 
class htb 3:4 root prio 0 quantum 25000 rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 0 
class htb 3:5 root prio 0 quantum 25000 rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 0 
class htb 3:8 root prio 0 quantum 200000 rate 8Tbit ceil 8Tbit linklayer ethernet burst 0b/1 mpu 0b cburst 0b/1 mpu 0b level 0 
$ tc qdisc add dev ens4 parent 3:10 pfifo
RTNETLINK answers: Invalid argument
[2]
$ tc qdisc add dev ens4 parent 3:18 handle 77: pfifo
RTNETLINK answers: Invalid argument
[2]
$ tc class add dev ens4 parent 3:18 classid 3:99 htb rate 3mbit ceil 1%
$ tc class show dev ens4 classid 3:99
class htb 3:99 parent 3:18 prio 0 rate 3Mbit ceil 100Mbit burst 1599b cburst 1600b 
$ tc qdisc show dev ens4
qdisc htb 3: root refcnt 2 r2q 5 default 0x20 direct_packets_stat 0 direct_qlen 77
$ tc class add dev ens4 parent 3: classid :55 htb rate 1kbit
Warning: sch_htb: quantum of class 30055 is small. Consider r2q change.
$ tc class add dev ens4 parent 3:0 classid 3:ffff htb rate 1kbps burst 3k
Warning: sch_htb: quantum of class 3FFFF is small. Consider r2q change.
$ tc class add dev ens4 parent root classid 3:fff0 htb rate 1kbps burst 3k
Warning: sch_htb: quantum of class 3FFF0 is small. Consider r2q change.
$ tc class show dev ens4 parent root
$ tc class show dev ens4 root
$ tc -s class show dev ens4 classid 3:55
class htb 3:55 root prio 0 rate 1Kbit ceil 1Kbit burst 1600b cburst 1600b 
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
 lended: 0 borrowed: 0 giants: 0
 tokens: 200000000 ctokens: 200000000

$ tc class del dev ens4 classid 3:99
$ tc qdisc show dev ens4
qdisc htb 3: root refcnt 2 r2q 5 default 0x20 direct_packets_stat 0 direct_qlen 77
$ tc class del dev ens4 classid 3:18
Error: HTB class in use.
[2]
$ tc -d class show dev ens4 parent 3:16
class htb 3:ffff root prio 0 quantum 1000 rate 8Kbit ceil 8Kbit linklayer ethernet burst 3Kb/1 mpu 0b cburst 1600b/1 mpu 0b level 0 
class htb 3:55 root prio 0 quantum 1000 rate 1Kbit ceil 1Kbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 0 
class htb 3:11 parent 3:10 rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 5 
class htb 3:10 parent 3:1 rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 6 
class htb 3:13 parent 3:12 rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 3 
class htb 3:12 parent 3:11 rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 4 
class htb 3:15 parent 3:14 rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 1 
class htb 3:14 parent 3:13 rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 2 
class htb 3:16 parent 3:15 prio 0 quantum 25000 rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 0 
class htb 3:19 parent 3:18 rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 6 
class htb 3:18 root rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 7 
class htb 3:1a parent 3:19 prio 0 quantum 25000 rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 0 
class htb 3:fff0 root prio 0 quantum 1000 rate 8Kbit ceil 8Kbit linklayer ethernet burst 3Kb/1 mpu 0b cburst 1600b/1 mpu 0b level 0 
class htb 3:1 root rate 5Mbit ceil 5Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 7 
class htb 3:4 root prio 0 quantum 25000 rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 0 
class htb 3:5 root prio 0 quantum 25000 rate 1Mbit ceil 1Mbit linklayer ethernet burst 1600b/1 mpu 0b cburst 1600b/1 mpu 0b level 0 
class htb 3:8 root prio 0 quantum 200000 rate 8Tbit ceil 8Tbit linklayer ethernet burst 0b/1 mpu 0b cburst 0b/1 mpu 0b level 0 
$ tc qdisc add dev ens4 parent 3:19 handle 10: tbf rate 1mbit burst 5k limit 3k
RTNETLINK answers: Invalid argument
[2]
$ tc qdisc add dev ens4 parent 10:1 handle 20: pfifo limit 7
Error: Failed to find specified qdisc.
[2]
$ tc qdisc add dev ens4 parent 10:5 handle 30: pfifo limit 7
Error: Failed to find specified qdisc.
[2]
$ tc qdisc show dev ens4
qdisc htb 3: root refcnt 2 r2q 5 default 0x20 direct_packets_stat 0 direct_qlen 77
$ tc class show dev ens4
class htb 3:ffff root prio 0 rate 8Kbit ceil 8Kbit burst 3Kb cburst 1600b 
class htb 3:55 root prio 0 rate 1Kbit ceil 1Kbit burst 1600b cburst 1600b 
class htb 3:11 parent 3:10 rate 1Mbit ceil 1Mbit burst 1600b cburst 1600b 
class htb 3:10 parent 3:1 rate 1Mbit ceil 1Mbit burst 1600b cburst 1600b 
class htb 3:13 parent 3:12 rate 1Mbit ceil 1Mbit burst 1600b cburst 1600b 
class htb 3:12 parent 3:11 rate 1Mbit ceil 1Mbit burst 1600b cburst 1600b 
class htb 3:15 parent 3:14 rate 1Mbit ceil 1Mbit burst 1600b cburst 1600b 
class htb 3:14 parent 3:13 rate 1Mbit ceil 1Mbit burst 1600b cburst 1600b 
class htb 3:16 parent 3:15 prio 0 rate 1Mbit ceil 1Mbit burst 1600b cburst 1600b 
class htb 3:19 parent 3:18 rate 1Mbit ceil 1Mbit burst 1600b cburst 1600b 
class htb 3:18 root rate 1Mbit ceil 1Mbit burst 1600b cburst 1600b 
class htb 3:1a parent 3:19 prio 0 rate 1Mbit ceil 1Mbit burst 1600b cburst 1600b 
class htb 3:fff0 root prio 0 rate 8Kbit ceil 8Kbit burst 3Kb cburst 1600b 
class htb 3:1 root rate 5Mbit ceil 5Mbit burst 1600b cburst 1600b 
class htb 3:4 root prio 0 rate 1Mbit ceil 1Mbit burst 1600b cburst 1600b 
class htb 3:5 root prio 0 rate 1Mbit ceil 1Mbit burst 1600b cburst 1600b 
class htb 3:8 root prio 0 rate 8Tbit ceil 8Tbit burst 0b cburst 0b 
$ tc class add dev ens4 parent 10: classid 10:2 htb rate 1mbit
RTNETLINK answers: No such file or directory
[2]
$ tc class del dev ens4 classid 10:1
RTNETLINK answers: No such file or directory
[2]
$ tc qdisc change dev ens4 parent 3:19 handle 11: pfifo
Error: Qdisc not found. To create specify NLM_F_CREATE flag.
[2]
$ tc qdisc replace dev ens4 parent 3:19 handle 11: pfifo limit 9
RTNETLINK answers: Invalid argument
[2]
$ tc qdisc replace dev ens4 parent 3:19 handle 3: htb
Error: Cannot move an existing qdisc to a different parent.
[2]
$ tc qdisc replace dev ens4 parent 3:19 noqueue
Error: Cannot assign noqueue to a class.
[2]
$ tc qdisc show dev ens4
qdisc htb 3: root refcnt 2 r2q 5 default 0x20 direct_packets_stat 0 direct_qlen 77
$ tc qdisc add dev ens4 parent ffff:1 pfifo
Error: Failed to find specified qdisc.
[2]
$ tc qdisc add dev ens4 parent 3:19 ingress
Error: "ingress" is a duplicate parent ID
[255]
$ tc qdisc add dev ens4 handle ffff: ingress
$ tc qdisc show dev ens4
qdisc htb 3: root refcnt 2 r2q 5 default 0x20 direct_packets_stat 0 direct_qlen 77
qdisc ingress ffff: parent ffff:fff1 ---------------- 
$ tc qdisc add dev ens4 clsact
Error: Exclusivity flag on, cannot modify.
[2]
$ tc qdisc replace dev ens4 clsact
Error: Invalid qdisc name: must match existing qdisc.
[2]
$ tc qdisc show dev ens4
qdisc htb 3: root refcnt 2 r2q 5 default 0x20 direct_packets_stat 0 direct_qlen 77
qdisc ingress ffff: parent ffff:fff1 ---------------- 
$ tc qdisc del dev ens4 ingress
$ tc qdisc del dev ens4 clsact
Error: Invalid handle.
[2]
$ tc qdisc add dev ens4 parent ffff:fff1 pfifo
Error: Specified parent ID is reserved for ingress and clsact Qdiscs.
[2]
$ tc qdisc add dev ens4 root handle ffff: ingress
Error: "ingress" is a duplicate parent ID
[255]
$ tc qdisc del dev ens4 root
$ tc class show dev ens4
$ tc qdisc show dev ens4
qdisc pfifo_fast 0: root refcnt 2 bands 3 priomap 1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 1
$ ip link set ens4 down
$ tc qdisc show dev ens4
qdisc pfifo_fast 0: root refcnt 2 bands 3 priomap 1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 1
$ tc qdisc add dev ens4 root handle 1: htb
$ tc qdisc show dev ens4
qdisc htb 1: root refcnt 2 r2q 10 default 0 direct_packets_stat 0 direct_qlen 1000
$ tc qdisc del dev ens4 root
$ ip link show ens4
2: ens4: <BROADCAST,MULTICAST> mtu 1500 qdisc noop state DOWN mode DEFAULT group default qlen 1000
    link/ether 02:00:00:00:00:04 brd ff:ff:ff:ff:ff:ff
$ tc qdisc show dev ens4
$ ip link set ens4 up
$ tc qdisc show dev ens4
qdisc pfifo_fast 0: root refcnt 2 bands 3 priomap 1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 1
$ ip link set ens4 txqueuelen 5
$ tc qdisc add dev ens4 root handle 1: htb
$ tc qdisc show dev ens4
qdisc htb 1: root refcnt 2 r2q 10 default 0 direct_packets_stat 0 direct_qlen 5
$ tc qdisc replace dev ens4 root bfifo
$ tc qdisc show dev ens4
qdisc bfifo 804b: root refcnt 2 limit 7570b
$ tc qdisc replace dev ens4 root pfifo
$ tc qdisc show dev ens4
qdisc pfifo 804c: root refcnt 2 limit 5p
