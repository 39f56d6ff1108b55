! tap ens4 02:00:00:00:00:04
! kernel net/ipv6/conf/ens4/disable_ipv6 1
! tap ens5 02:00:00:00:00:05
! kernel net/ipv6/conf/ens5/disable_ipv6 1
$ ip link set ens4 up
$ ip link set ens5 up
$ tc qdisc add dev ens4 root tbf
tbf: the "rate" parameter is mandatory.
tbf: the "burst" parameter is mandatory.
tbf: either "limit" or "latency" is required.
Usage: ... tbf limit BYTES burst BYTES[/BYTES] rate KBPS [ mtu BYTES[/BYTES] ]
	[ peakrate KBPS ] [ latency TIME ] [ overhead BYTES ] [ linklayer TYPE ]
[1]
$ tc qdisc add dev ens4 root tbf rate
Command line is not complete. Try option "help"
[255]
$ tc qdisc add dev ens4 root tbf rate x
tbf: illegal value for "rate": "x"
[1]
$ tc qdisc add dev ens4 root tbf rate 10%
tbf: the "burst" parameter is mandatory.
tbf: either "limit" or "latency" is required.
Usage: ... tbf limit BYTES burst BYTES[/BYTES] rate KBPS [ mtu BYTES[/BYTES] ]
	[ peakrate KBPS ] [ latency TIME ] [ overhead BYTES ] [ linklayer TYPE ]
[1]
$ tc qdisc add dev ens4 root tbf rate 1mbit burst x
tbf: illegal value for "burst": "x"
[1]
$ tc qdisc add dev ens4 root tbf rate 1mbit burst 1k limit 1k latency 5ms
tbf: specifying both "limit" and "/latency" is not allowed
[1]
$ tc qdisc add dev ens4 root tbf rate 1mbit rate 2mbit
tbf: duplicate "rate" specification
[1]
$ tc qdisc add dev ens4 root tbf foo
tbf: unknown parameter "foo"
Usage: ... tbf limit BYTES burst BYTES[/BYTES] rate KBPS [ mtu BYTES[/BYTES] ]
	[ peakrate KBPS ] [ latency TIME ] [ overhead BYTES ] [ linklayer TYPE ]
[1]
$ tc qdisc add dev ens4 root tbf linklayer x
tbf: illegal value for "linklayer": "x"
[1]
$ tc qdisc add dev ens4 root tbf overhead x
tbf: illegal value for "overhead": "x"
[1]
$ tc qdisc add dev ens4 root tbf rate 1mbit burst 10k latency x
tbf: illegal value for "latency": "x"
[1]
$ tc qdisc add dev ens4 root tbf rate 1mbit burst 10k limit 10k peakrate 2mbit
tbf: when "peakrate" is specified, "mtu" must also be specified.
Usage: ... tbf limit BYTES burst BYTES[/BYTES] rate KBPS [ mtu BYTES[/BYTES] ]
	[ peakrate KBPS ] [ latency TIME ] [ overhead BYTES ] [ linklayer TYPE ]
[1]
$ tc qdisc add dev ens4 root tbf rate 1mbit burst 10k limit 10k peakrate 1mbit mtu 1500
RTNETLINK answers: Invalid argument
[2]
$ tc qdisc add dev ens4 root handle 1: tbf rate 1mbit burst 10k limit 10k peakrate 2mbit mtu 1540 overhead 5 mpu 64 linklayer atm
$ tc -d qdisc show dev ens4
qdisc tbf 1: root refcnt 2 rate 1Mbit burst 11342b/1 mpu 64b peakrate 2Mbit mtu 1748b/1 mpu 64b lat 34ms overhead 5 linklayer atm 
$ tc -d -r qdisc show dev ens4
qdisc tbf 1:[00010000] root refcnt 2 rate 1Mbit burst 11342b/1 mpu 64b [0015a216] peakrate 2Mbit mtu 1748b/1 mpu 64b [0001ab00] lat 34ms limit 10Kb overhead 5 linklayer atm 
$ tc -j -d -r qdisc show dev ens4
[{"kind":"tbf","handle":"1:","root":true,"refcnt":2,"options":{"rate":125000,"burst":"11342b/1","mpu":64,"burst_raw":"15a216","mtu":"1748b/1","mpu":64,"mtu_raw":"1ab00","lat":33965,"limit":10240,"overhead":5,"linklayer":"atm"}}]
$ tc qdisc show dev ens4
qdisc tbf 1: root refcnt 2 rate 1Mbit burst 11342b peakrate 2Mbit minburst 1748b lat 34ms overhead 5 linklayer atm 
$ tc qdisc change dev ens4 handle 1: tbf rate 10mbit burst 10k limit 10k
$ tc qdisc change dev ens4 root tbf rate 10mbit burst 10k limit 10k
$ tc qdisc change dev ens4 root pfifo
$ tc -d qdisc show dev ens4
qdisc pfifo 8052: root refcnt 2 limit 1000p
$ tc -s qdisc show dev ens4
qdisc pfifo 8052: root refcnt 2 limit 1000p
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
$ tc qdisc replace dev ens4 root tbf rate 20% burst 10k latency 10ms
$ tc qdisc show dev ens4
qdisc tbf 8053: root refcnt 2 rate 2Gbit burst 10000b lat 10ms 
$ tc qdisc replace dev ens4 root handle 3: htb default 20 r2q 5 direct_qlen 77
$ tc qdisc show dev ens4
qdisc htb 3: root refcnt 2 r2q 5 default 0x20 direct_packets_stat 0 direct_qlen 77
$ tc qdisc add dev ens4 root htb default
Command line is not complete. Try option "help"
[255]
$ tc qdisc add dev ens4 root htb default x
Illegal "default"
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
$ tc qdisc add dev ens4 root htb foo
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
$ tc qdisc add dev ens4 root htb r2q -1
Illegal "r2q"
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
$ tc qdisc add dev ens4 root handle 1:1 htb
Error: NLM_F_REPLACE needed to override.
[2]
$ tc qdisc add dev ens4 root handle x htb
Error: argument "x" is wrong: invalid qdisc ID
[255]
$ tc qdisc add dev ens4 root parent 1: htb
Error: duplicate "parent": "1:" is the second value.
[255]
$ tc qdisc add dev ens4 root root
Error: "root" is duplicate parent ID
[255]
$ tc qdisc add dev ens4 parent x htb
Error: argument "x" is wrong: invalid parent ID
[255]
$ tc qdisc add dev ens4 dev ens4
Error: duplicate "dev": "ens4" is the second value.
[255]
$ tc qdisc add dev ens4 root estimator 1s 4s htb
Error: Exclusivity flag on, cannot modify.
[2]
$ tc qdisc add dev ens4 root estimator 1s
Command line is not complete. Try option "help"
[255]
$ tc qdisc add dev ens4 root estimator 1s 1s htb
Error: estimator parameters are out of range.
[255]
$ tc qdisc add dev ens4 root pfifo limit x
pfifo: Illegal value for "limit": "x"
[1]
$ tc qdisc add dev ens4 root pfifo foo 1
pfifo: unknown parameter "foo"
Usage: ... <[p|b]fifo | pfifo_head_drop> [ limit NUMBER ]
[1]
$ tc qdisc add dev ens4 root bfifo limit x
bfifo: Illegal value for "limit": "x"
[1]
$ tc qdisc add dev ens4 root pfifo 5
pfifo: unknown parameter "5"
Usage: ... <[p|b]fifo | pfifo_head_drop> [ limit NUMBER ]
[1]
$ tc qdisc add dev ens4 root pfifo_fast
$ tc qdisc add dev ens4 root pfifo_fast x
qdisc 'pfifo_fast' does not support option parsing
[255]
$ tc qdisc add dev ens4 root noqueue x
Unknown qdisc "noqueue", hence option "x" is unparsable
[1]
$ tc qdisc add dev ens4 root noqueue
$ tc qdisc add dev ens4 root ingress x
Error: "ingress" is a duplicate parent ID
[255]
$ tc qdisc add dev ens4 root clsact x
Error: "clsact" is a duplicate parent ID
[255]
$ tc qdisc add dev ens4 root clsact
Error: "clsact" is a duplicate parent ID
[255]
$ tc qdisc add dev ens4 clsact foo
What is "foo"?
Usage: ... clsact
[1]
$ tc qdisc add help
Usage: tc qdisc [ add | del | replace | change | show ] dev STRING
       [ handle QHANDLE ] [ root | ingress | clsact | parent CLASSID ]
       [ estimator INTERVAL TIME_CONSTANT ]
       [ stab [ help | STAB_OPTIONS] ]
       [ ingress_block BLOCK_INDEX ] [ egress_block BLOCK_INDEX ]
       [ [ QDISC_KIND ] [ help | OPTIONS ] ]

       tc qdisc { show | list } [ dev STRING ] [ QDISC_ID ] [ invisible ]
Where:
QDISC_KIND := { [p|b]fifo | tbf | prio | cbq | red | etc. }
OPTIONS := ... try tc qdisc add <desired QDISC_KIND> help
STAB_OPTIONS := ... try tc qdisc add stab help
QDISC_ID := { root | ingress | handle QHANDLE | parent CLASSID }
RTNETLINK answers: No such device
[2]
$ tc qdisc add dev ens4 root help
Usage: tc qdisc [ add | del | replace | change | show ] dev STRING
       [ handle QHANDLE ] [ root | ingress | clsact | parent CLASSID ]
       [ estimator INTERVAL TIME_CONSTANT ]
       [ stab [ help | STAB_OPTIONS] ]
       [ ingress_block BLOCK_INDEX ] [ egress_block BLOCK_INDEX ]
       [ [ QDISC_KIND ] [ help | OPTIONS ] ]

       tc qdisc { show | list } [ dev STRING ] [ QDISC_ID ] [ invisible ]
Where:
QDISC_KIND := { [p|b]fifo | tbf | prio | cbq | red | etc. }
OPTIONS := ... try tc qdisc add <desired QDISC_KIND> help
STAB_OPTIONS := ... try tc qdisc add stab help
QDISC_ID := { root | ingress | handle QHANDLE | parent CLASSID }
Error: Exclusivity flag on, cannot modify.
[2]
$ tc -d class show dev ens4
$ tc -r class show dev ens4
$ tc -iec class show dev ens4
$ tc -g class show dev ens4
$ tc qdisc add
RTNETLINK answers: No such device
[2]
$ tc qdisc show foo
What is "foo"? Try "tc qdisc help".
[255]
$ tc qdisc show dev ens4 handle 3:
$ tc qdisc show dev ens4 handle 4:
$ tc qdisc show handle 3:
$ tc qdisc show dev ens4 root
qdisc noqueue 8055: root refcnt 2 
$ tc qdisc show dev ens4 parent 3:
$ tc qdisc show dev ens4 ingress
$ tc qdisc show dev ens4 clsact
$ tc qdisc list
qdisc noqueue 0: dev lo root refcnt 2 
qdisc noqueue 8055: dev ens4 root refcnt 2 
qdisc pfifo_fast 0: dev ens5 root refcnt 2 bands 3 priomap 1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 1
$ tc qdisc show help
qdisc noqueue 0: dev lo root refcnt 2 
qdisc noqueue 8055: dev ens4 root refcnt 2 
qdisc pfifo_fast 0: dev ens5 root refcnt 2 bands 3 priomap 1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 1
Usage: tc qdisc [ add | del | replace | change | show ] dev STRING
       [ handle QHANDLE ] [ root | ingress | clsact | parent CLASSID ]
       [ estimator INTERVAL TIME_CONSTANT ]
       [ stab [ help | STAB_OPTIONS] ]
       [ ingress_block BLOCK_INDEX ] [ egress_block BLOCK_INDEX ]
       [ [ QDISC_KIND ] [ help | OPTIONS ] ]

       tc qdisc { show | list } [ dev STRING ] [ QDISC_ID ] [ invisible ]
Where:
QDISC_KIND := { [p|b]fifo | tbf | prio | cbq | red | etc. }
OPTIONS := ... try tc qdisc add <desired QDISC_KIND> help
STAB_OPTIONS := ... try tc qdisc add stab help
QDISC_ID := { root | ingress | handle QHANDLE | parent CLASSID }
$ tc q
qdisc noqueue 0: dev lo root refcnt 2 
qdisc noqueue 8055: dev ens4 root refcnt 2 
qdisc pfifo_fast 0: dev ens5 root refcnt 2 bands 3 priomap 1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 1
$ tc -V
tc utility, iproute2-6.1.0, libbpf 1.1.2
$ tc -b
Usage:	tc [ OPTIONS ] OBJECT { COMMAND | help }
	tc [-force] -batch filename
where  OBJECT := { qdisc | class | filter | chain |
		    action | monitor | exec }
       OPTIONS := { -V[ersion] | -s[tatistics] | -d[etails] | -r[aw] |
		    -o[neline] | -j[son] | -p[retty] | -c[olor]
		    -b[atch] [filename] | -n[etns] name | -N[umeric] |
		     -nm | -nam[es] | { -cf | -conf } path
		     -br[ief] }
Usage:	tc [ OPTIONS ] OBJECT { COMMAND | help }
	tc [-force] -batch filename
where  OBJECT := { qdisc | class | filter | chain |
		    action | monitor | exec }
       OPTIONS := { -V[ersion] | -s[tatistics] | -d[etails] | -r[aw] |
		    -o[neline] | -j[son] | -p[retty] | -c[olor]
		    -b[atch] [filename] | -n[etns] name | -N[umeric] |
		     -nm | -nam[es] | { -cf | -conf } path
		     -br[ief] }
$ tc -force
Usage:	tc [ OPTIONS ] OBJECT { COMMAND | help }
	tc [-force] -batch filename
where  OBJECT := { qdisc | class | filter | chain |
		    action | monitor | exec }
       OPTIONS := { -V[ersion] | -s[tatistics] | -d[etails] | -r[aw] |
		    -o[neline] | -j[son] | -p[retty] | -c[olor]
		    -b[atch] [filename] | -n[etns] name | -N[umeric] |
		     -nm | -nam[es] | { -cf | -conf } path
		     -br[ief] }
$ tc -s -- qdisc
Option "--" is unknown, try "tc -help".
[255]
$ tc --stats qdisc
Option "--stats" is unknown, try "tc -help".
[255]
$ tc -nm qdisc show dev ens4
qdisc noqueue 8055: root refcnt 2 
$ tc -cf /x qdisc
qdisc noqueue 0: dev lo root refcnt 2 
qdisc noqueue 8055: dev ens4 root refcnt 2 
qdisc pfifo_fast 0: dev ens5 root refcnt 2 bands 3 priomap 1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 1
$ tc -N qdisc show dev ens4
qdisc noqueue 8055: root refcnt 2 
$ tc -color=always qdisc show dev ens4
qdisc noqueue 8055: root refcnt 2 
$ tc -t qdisc show dev ens4
qdisc noqueue 8055: root refcnt 2 
