! tap ens4 02:00:00:00:00:04
! kernel net/ipv6/conf/ens4/disable_ipv6 1
! tap ens5 02:00:00:00:00:05
! kernel net/ipv6/conf/ens5/disable_ipv6 1
$ ip link set ens4 up
$ ip link set ens5 up
$ tc qdisc add dev ens4 root handle 1: htb
$ tc class add dev ens4 parent 1: classid 1:1 htb rate 10mbit ceil 20mbit prio 3
$ tc filter add dev ens4 parent 1: u32 match u32 0 0 flowid 1:1
$ tc filter add dev ens4 parent 1: u32 match u32 0 0 flowid 1:1
$ tc filter add dev ens4 parent 1: protocol ip u32 match u32 0 0 flowid 1:2
$ tc filter add dev ens4 parent 1: protocol ip prio 5 u32 divisor 4
$ tc filter add dev ens4 parent 1: protocol ip prio 5 handle 2: u32 divisor 4
$ tc filter add dev ens4 parent 1: protocol ip prio 5 u32 ht 2:3: match ip sport 1 0xffff match ip dport 5 0xffff flowid :1
$ tc filter add dev ens4 parent 1: protocol ip prio 5 u32 match ip protocol 6 0xff link 2: hashkey mask 0x00ff0000 at 12 offset at 0 mask 0f00 shift 6 plus 4 eat
$ tc filter add dev ens4 parent 1: protocol ip prio 5 handle ::5 u32 match u8 5 0xff at 0  classid 1:1
$ tc filter add dev ens4 parent 1: protocol ip prio 5 handle ::5 u32 match u8 5 0xff at 0  classid 1:1
RTNETLINK answers: No space left on device
We have an error talking to the kernel
[2]
$ tc filter add dev ens4 parent 1: protocol ipv6 prio 5 u32 match ip6 dst ::1 flowid 1:1
Error: Protocol mismatch for filter with specified priority.
We have an error talking to the kernel
[2]
$ tc filter add dev ens4 parent 1: protocol ipv6 prio 6 u32 match ip6 dst ::1 flowid 1:1
$ tc filter add dev ens4 protocol arp prio 7 u32 match u32 0 0 flowid 1:1
$ tc filter show dev ens4
filter parent 1: protocol ip pref 5 u32 chain 0 
filter parent 1: protocol ip pref 5 u32 chain 0 fh 2: ht divisor 4 
filter parent 1: protocol ip pref 5 u32 chain 0 fh 2:3:800 order 2048 key ht 2 bkt 3 *flowid :1 not_in_hw 
  match 00010005/ffffffff at 20
filter parent 1: protocol ip pref 5 u32 chain 0 fh 804: ht divisor 4 
filter parent 1: protocol ip pref 5 u32 chain 0 fh 803: ht divisor 1 
filter parent 1: protocol ip pref 5 u32 chain 0 fh 803::5 order 5 key ht 803 bkt 0 *flowid 1:1 not_in_hw 
  match 05000000/ff000000 at 0
filter parent 1: protocol ip pref 5 u32 chain 0 fh 803::800 order 2048 key ht 803 bkt 0 link 2: not_in_hw 
  match 00060000/00ff0000 at 8
    offset 0f00>>6 at 0 plus 4  eat 
    hash mask 00ff0000 at 12 
filter parent 1: protocol ipv6 pref 6 u32 chain 0 
filter parent 1: protocol ipv6 pref 6 u32 chain 0 fh 805: ht divisor 1 
filter parent 1: protocol ipv6 pref 6 u32 chain 0 fh 805::800 order 2048 key ht 805 bkt 0 *flowid 1:1 not_in_hw 
  match 00000000/ffffffff at 24
  match 00000000/ffffffff at 28
  match 00000000/ffffffff at 32
  match 00000001/ffffffff at 36
filter parent 1: protocol arp pref 7 u32 chain 0 
filter parent 1: protocol arp pref 7 u32 chain 0 fh 806: ht divisor 1 
filter parent 1: protocol arp pref 7 u32 chain 0 fh 806::800 order 2048 key ht 806 bkt 0 *flowid 1:1 not_in_hw 
  match 00000000/00000000 at 0
filter parent 1: protocol ip pref 49150 u32 chain 0 
filter parent 1: protocol ip pref 49150 u32 chain 0 fh 802: ht divisor 1 
filter parent 1: protocol ip pref 49150 u32 chain 0 fh 802::800 order 2048 key ht 802 bkt 0 *flowid 1:2 not_in_hw 
  match 00000000/00000000 at 0
filter parent 1: protocol all pref 49151 u32 chain 0 
filter parent 1: protocol all pref 49151 u32 chain 0 fh 801: ht divisor 1 
filter parent 1: protocol all pref 49151 u32 chain 0 fh 801::800 order 2048 key ht 801 bkt 0 *flowid 1:1 not_in_hw 
  match 00000000/00000000 at 0
filter parent 1: protocol all pref 49152 u32 chain 0 
filter parent 1: protocol all pref 49152 u32 chain 0 fh 800: ht divisor 1 
filter parent 1: protocol all pref 49152 u32 chain 0 fh 800::800 order 2048 key ht 800 bkt 0 *flowid 1:1 not_in_hw 
  match 00000000/00000000 at 0
$ tc -p filter show dev ens4
filter parent 1: protocol ip pref 5 u32 chain 0 
filter parent 1: protocol ip pref 5 u32 chain 0 fh 2: ht divisor 4 
filter parent 1: protocol ip pref 5 u32 chain 0 fh 2:3:800 order 2048 key ht 2 bkt 3 *flowid :1 not_in_hw 
  match dport 5, match sport 1
filter parent 1: protocol ip pref 5 u32 chain 0 fh 804: ht divisor 4 
filter parent 1: protocol ip pref 5 u32 chain 0 fh 803: ht divisor 1 
filter parent 1: protocol ip pref 5 u32 chain 0 fh 803::5 order 5 key ht 803 bkt 0 *flowid 1:1 not_in_hw 
filter parent 1: protocol ip pref 5 u32 chain 0 fh 803::800 order 2048 key ht 803 bkt 0 link 2: not_in_hw 
  match IP protocol 6
    offset 0f00>>6 at 0 plus 4  eat 
    hash mask 00ff0000 at 12 
filter parent 1: protocol ipv6 pref 6 u32 chain 0 
filter parent 1: protocol ipv6 pref 6 u32 chain 0 fh 805: ht divisor 1 
filter parent 1: protocol ipv6 pref 6 u32 chain 0 fh 805::800 order 2048 key ht 805 bkt 0 *flowid 1:1 not_in_hw 
filter parent 1: protocol arp pref 7 u32 chain 0 
filter parent 1: protocol arp pref 7 u32 chain 0 fh 806: ht divisor 1 
filter parent 1: protocol arp pref 7 u32 chain 0 fh 806::800 order 2048 key ht 806 bkt 0 *flowid 1:1 not_in_hw 
  match 00000000/00000000 at 0
filter parent 1: protocol ip pref 49150 u32 chain 0 
filter parent 1: protocol ip pref 49150 u32 chain 0 fh 802: ht divisor 1 
filter parent 1: protocol ip pref 49150 u32 chain 0 fh 802::800 order 2048 key ht 802 bkt 0 *flowid 1:2 not_in_hw 
filter parent 1: protocol all pref 49151 u32 chain 0 
filter parent 1: protocol all pref 49151 u32 chain 0 fh 801: ht divisor 1 
filter parent 1: protocol all pref 49151 u32 chain 0 fh 801::800 order 2048 key ht 801 bkt 0 *flowid 1:1 not_in_hw 
  match 00000000/00000000 at 0
filter parent 1: protocol all pref 49152 u32 chain 0 
filter parent 1: protocol all pref 49152 u32 chain 0 fh 800: ht divisor 1 
filter parent 1: protocol all pref 49152 u32 chain 0 fh 800::800 order 2048 key ht 800 bkt 0 *flowid 1:1 not_in_hw 
  match 00000000/00000000 at 0
$ tc filter show dev ens4 protocol ip
filter parent 1: pref 5 u32 chain 0 
filter parent 1: pref 5 u32 chain 0 fh 2: ht divisor 4 
filter parent 1: pref 5 u32 chain 0 fh 2:3:800 order 2048 key ht 2 bkt 3 *flowid :1 not_in_hw 
  match 00010005/ffffffff at 20
filter parent 1: pref 5 u32 chain 0 fh 804: ht divisor 4 
filter parent 1: pref 5 u32 chain 0 fh 803: ht divisor 1 
filter parent 1: pref 5 u32 chain 0 fh 803::5 order 5 key ht 803 bkt 0 *flowid 1:1 not_in_hw 
  match 05000000/ff000000 at 0
filter parent 1: pref 5 u32 chain 0 fh 803::800 order 2048 key ht 803 bkt 0 link 2: not_in_hw 
  match 00060000/00ff0000 at 8
    offset 0f00>>6 at 0 plus 4  eat 
    hash mask 00ff0000 at 12 
filter parent 1: pref 49150 u32 chain 0 
filter parent 1: pref 49150 u32 chain 0 fh 802: ht divisor 1 
filter parent 1: pref 49150 u32 chain 0 fh 802::800 order 2048 key ht 802 bkt 0 *flowid 1:2 not_in_hw 
  match 00000000/00000000 at 0
$ tc filter show dev ens4 parent 1:
filter protocol ip pref 5 u32 chain 0 
filter protocol ip pref 5 u32 chain 0 fh 2: ht divisor 4 
filter protocol ip pref 5 u32 chain 0 fh 2:3:800 order 2048 key ht 2 bkt 3 *flowid :1 not_in_hw 
  match 00010005/ffffffff at 20
filter protocol ip pref 5 u32 chain 0 fh 804: ht divisor 4 
filter protocol ip pref 5 u32 chain 0 fh 803: ht divisor 1 
filter protocol ip pref 5 u32 chain 0 fh 803::5 order 5 key ht 803 bkt 0 *flowid 1:1 not_in_hw 
  match 05000000/ff000000 at 0
filter protocol ip pref 5 u32 chain 0 fh 803::800 order 2048 key ht 803 bkt 0 link 2: not_in_hw 
  match 00060000/00ff0000 at 8
    offset 0f00>>6 at 0 plus 4  eat 
    hash mask 00ff0000 at 12 
filter protocol ipv6 pref 6 u32 chain 0 
filter protocol ipv6 pref 6 u32 chain 0 fh 805: ht divisor 1 
filter protocol ipv6 pref 6 u32 chain 0 fh 805::800 order 2048 key ht 805 bkt 0 *flowid 1:1 not_in_hw 
  match 00000000/ffffffff at 24
  match 00000000/ffffffff at 28
  match 00000000/ffffffff at 32
  match 00000001/ffffffff at 36
filter protocol arp pref 7 u32 chain 0 
filter protocol arp pref 7 u32 chain 0 fh 806: ht divisor 1 
filter protocol arp pref 7 u32 chain 0 fh 806::800 order 2048 key ht 806 bkt 0 *flowid 1:1 not_in_hw 
  match 00000000/00000000 at 0
filter protocol ip pref 49150 u32 chain 0 
filter protocol ip pref 49150 u32 chain 0 fh 802: ht divisor 1 
filter protocol ip pref 49150 u32 chain 0 fh 802::800 order 2048 key ht 802 bkt 0 *flowid 1:2 not_in_hw 
  match 00000000/00000000 at 0
filter protocol all pref 49151 u32 chain 0 
filter protocol all pref 49151 u32 chain 0 fh 801: ht divisor 1 
filter protocol all pref 49151 u32 chain 0 fh 801::800 order 2048 key ht 801 bkt 0 *flowid 1:1 not_in_hw 
  match 00000000/00000000 at 0
filter protocol all pref 49152 u32 chain 0 
filter protocol all pref 49152 u32 chain 0 fh 800: ht divisor 1 
filter protocol all pref 49152 u32 chain 0 fh 800::800 order 2048 key ht 800 bkt 0 *flowid 1:1 not_in_hw 
  match 00000000/00000000 at 0
$ tc filter show dev ens4 prio 5
filter parent 1: protocol ip u32 chain 0 
filter parent 1: protocol ip u32 chain 0 fh 2: ht divisor 4 
filter parent 1: protocol ip u32 chain 0 fh 2:3:800 order 2048 key ht 2 bkt 3 *flowid :1 not_in_hw 
  match 00010005/ffffffff at 20
filter parent 1: protocol ip u32 chain 0 fh 804: ht divisor 4 
filter parent 1: protocol ip u32 chain 0 fh 803: ht divisor 1 
filter parent 1: protocol ip u32 chain 0 fh 803::5 order 5 key ht 803 bkt 0 *flowid 1:1 not_in_hw 
  match 05000000/ff000000 at 0
filter parent 1: protocol ip u32 chain 0 fh 803::800 order 2048 key ht 803 bkt 0 link 2: not_in_hw 
  match 00060000/00ff0000 at 8
    offset 0f00>>6 at 0 plus 4  eat 
    hash mask 00ff0000 at 12 
$ tc filter show dev ens4 chain 0
filter parent 1: protocol ip pref 5 u32 
filter parent 1: protocol ip pref 5 u32 fh 2: ht divisor 4 
filter parent 1: protocol ip pref 5 u32 fh 2:3:800 order 2048 key ht 2 bkt 3 *flowid :1 not_in_hw 
  match 00010005/ffffffff at 20
filter parent 1: protocol ip pref 5 u32 fh 804: ht divisor 4 
filter parent 1: protocol ip pref 5 u32 fh 803: ht divisor 1 
filter parent 1: protocol ip pref 5 u32 fh 803::5 order 5 key ht 803 bkt 0 *flowid 1:1 not_in_hw 
  match 05000000/ff000000 at 0
filter parent 1: protocol ip pref 5 u32 fh 803::800 order 2048 key ht 803 bkt 0 link 2: not_in_hw 
  match 00060000/00ff0000 at 8
    offset 0f00>>6 at 0 plus 4  eat 
    hash mask 00ff0000 at 12 
filter parent 1: protocol ipv6 pref 6 u32 
filter parent 1: protocol ipv6 pref 6 u32 fh 805: ht divisor 1 
filter parent 1: protocol ipv6 pref 6 u32 fh 805::800 order 2048 key ht 805 bkt 0 *flowid 1:1 not_in_hw 
  match 00000000/ffffffff at 24
  match 00000000/ffffffff at 28
  match 00000000/ffffffff at 32
  match 00000001/ffffffff at 36
filter parent 1: protocol arp pref 7 u32 
filter parent 1: protocol arp pref 7 u32 fh 806: ht divisor 1 
filter parent 1: protocol arp pref 7 u32 fh 806::800 order 2048 key ht 806 bkt 0 *flowid 1:1 not_in_hw 
  match 00000000/00000000 at 0
filter parent 1: protocol ip pref 49150 u32 
filter parent 1: protocol ip pref 49150 u32 fh 802: ht divisor 1 
filter parent 1: protocol ip pref 49150 u32 fh 802::800 order 2048 key ht 802 bkt 0 *flowid 1:2 not_in_hw 
  match 00000000/00000000 at 0
filter parent 1: protocol all pref 49151 u32 
filter parent 1: protocol all pref 49151 u32 fh 801: ht divisor 1 
filter parent 1: protocol all pref 49151 u32 fh 801::800 order 2048 key ht 801 bkt 0 *flowid 1:1 not_in_hw 
  match 00000000/00000000 at 0
filter parent 1: protocol all pref 49152 u32 
filter parent 1: protocol all pref 49152 u32 fh 800: ht divisor 1 
filter parent 1: protocol all pref 49152 u32 fh 800::800 order 2048 key ht 800 bkt 0 *flowid 1:1 not_in_hw 
  match 00000000/00000000 at 0
$ tc filter show dev ens4 chain 1
$ tc filter show dev ens4 root
$ tc filter get dev ens4 parent 1: protocol ip prio 5 handle 800::800 u32
filter parent 1: protocol ip pref 5 u32 chain 0 fh 800::800 order 2048 key ht 800 bkt 0 *flowid 1:1 not_in_hw 
  match 00000000/00000000 at 0
$ tc class del dev ens4 classid 1:1
Error: HTB class in use.
[2]
$ tc filter del dev ens4 parent 1: protocol ip prio 5 handle 2: u32
Error: cls_u32: Can not delete in-use filter.
We have an error talking to the kernel
[2]
$ tc filter del dev ens4 parent 1: protocol ip prio 5 handle 9: u32
Error: Specified filter handle not found.
We have an error talking to the kernel
[2]
$ tc filter del dev ens4 parent 1: protocol ip prio 5 handle 801::800 u32
$ tc filter del dev ens4 parent 1: protocol ip prio 77
Error: Filter with specified priority/protocol not found.
We have an error talking to the kernel
[2]
$ tc filter del dev ens4 parent 1: protocol arp prio 5
Error: Protocol mismatch for filter with specified priority.
We have an error talking to the kernel
[2]
$ tc filter del dev ens4 parent 1: protocol ip prio 5 u32
$ tc filter del dev ens4 parent 1: prio 49152
$ tc filter del dev ens4 parent 1:
$ tc filter show dev ens4
$ tc class del dev ens4 classid 1:1
$ tc qdisc add dev ens4 clsact
$ tc qdisc show dev ens4
qdisc htb 1: root refcnt 2 r2q 10 default 0 direct_packets_stat 0 direct_qlen 1000
qdisc clsact ffff: parent ffff:fff1 
$ tc qdisc add dev ens4 ingress
Error: Exclusivity flag on, cannot modify.
[2]
$ tc filter show dev ens4 ingress
$ tc -s filter show dev ens4 ingress
$ tc filter show dev ens4 egress
$ tc -s -j -p qdisc show dev ens4
[ {
        "kind": "htb",
        "handle": "1:",
        "root": true,
        "refcnt": 2,
        "options": {
            "r2q": 10,
            "default": "0",
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
    },{
        "kind": "clsact",
        "handle": "ffff:",
        "parent": "ffff:fff1",
        "options": {},
        "bytes": 0,
        "packets": 0,
        "drops": 0,
        "overlimits": 0,
        "requeues": 0,
        "backlog": 0,
        "qlen": 0
    } ]
$ tc filter show dev ens4
$ tc qdisc del dev ens4 clsact
$ tc qdisc del dev ens4 clsact
Error: Invalid handle.
[2]
$ tc qdisc add dev ens4 root bfifo limit 10k
$ tc qdisc replace dev ens4 root bfifo limit 10k
$ tc qdisc replace dev ens4 root pfifo
$ tc qdisc replace dev ens4 root handle 5: bfifo
$ tc qdisc show dev ens4
qdisc bfifo 5: root refcnt 2 limit 1514000b
$ tc -s qdisc show dev ens4
qdisc bfifo 5: root refcnt 2 limit 1514000b
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
$ tc qdisc add dev ens4 parent 5:1 pfifo
Error: Parent qdisc is not classful.
[2]
$ tc class add dev ens4 parent 5: classid 5:1 htb rate 1mbit
RTNETLINK answers: Invalid argument
[2]
$ tc filter add dev ens4 parent 5: u32 match u32 0 0 flowid 5:1
Error: Qdisc not classful.
We have an error talking to the kernel
[2]
$ tc filter add dev ens4 parent 9: u32 match u32 0 0 flowid 5:1
Error: Parent Qdisc doesn't exists.
We have an error talking to the kernel
[2]
$ tc filter add dev ens4 u32 match u32 0 0 flowid 5:1
Error: Qdisc not classful.
We have an error talking to the kernel
[2]
$ tc filter add dev ens4 u32 match u32 0 0 flowid zz
Illegal "classid"
[1]
$ tc filter add dev ens4 u32 foo
What is "foo"?
Usage: ... u32 [ match SELECTOR ... ] [ link HTID ] [ classid CLASSID ]
               [ action ACTION_SPEC ] [ offset OFFSET_SPEC ]
               [ ht HTID ] [ hashkey HASHKEY_SPEC ]
               [ sample SAMPLE ] [skip_hw | skip_sw]
or         u32 divisor DIVISOR

Where: SELECTOR := SAMPLE SAMPLE ...
       SAMPLE := { ip | ip6 | udp | tcp | icmp | u{32|16|8} | mark }
                 SAMPLE_ARGS [ divisor DIVISOR ]
       FILTERID := X:Y:Z

NOTE: CLASSID is parsed at hexadecimal input.
[1]
