! tap ens4 02:00:00:00:00:04
! kernel net/ipv6/conf/ens4/disable_ipv6 1
$ ip link set ens4 up
$ tc -batch -
> qdisc add dev ens4 root handle 1: htb default 20
> # a comment
> class add dev ens4 parent 1: classid 1:1 htb rate 10mbit # another
> class add dev ens4 parent 1:1 \
>   classid 1:10 htb rate 4mbit ceil 10mbit
> class add dev ens4 parent 1:1 classid 1:20 htb rate 1mbit
> 'qdisc' add dev ens4 parent 1:20 handle 20: pfifo limit 5
> filter add dev ens4 protocol ip parent 1: prio 1 u32 match ip dst 2.2.2.12/32 flowid 1:10
> class show dev ens4
> filter show dev ens4
class htb 1:10 parent 1:1 prio 0 rate 4Mbit ceil 10Mbit burst 1600b cburst 1600b 
class htb 1:1 root rate 10Mbit ceil 10Mbit burst 1600b cburst 1600b 
class htb 1:20 parent 1:1 leaf 20: prio 0 rate 1Mbit ceil 1Mbit burst 1600b cburst 1600b 
filter parent 1: protocol ip pref 1 u32 chain 0 
filter parent 1: protocol ip pref 1 u32 chain 0 fh 800: ht divisor 1 
filter parent 1: protocol ip pref 1 u32 chain 0 fh 800::800 order 2048 key ht 800 bkt 0 *flowid 1:10 not_in_hw 
  match 0202020c/ffffffff at 16
$ tc -batch -
> class change dev ens4 classid 1:20 htb rate 2mbit
> class del dev ens4 classid 1:10
> class add dev ens4 parent 1:1 classid 1:30 htb rate 1mbit
Error: HTB class in use.
Command failed -:2
[1]
$ tc -force -batch -
> class del dev ens4 classid 1:10
> foo
> qdisc add dev ens4 root handle 1: htb
> class add dev ens4 parent 1:1 classid 1:30 htb rate 1mbit
> class show dev ens9
Error: HTB class in use.
Command failed -:1
Object "foo" is unknown, try "tc help".
Command failed -:2
Error: Exclusivity flag on, cannot modify.
Command failed -:3
Cannot find device "ens9"
Command failed -:5
[1]
$ tc class show dev ens4
class htb 1:1 root rate 10Mbit ceil 10Mbit burst 1600b cburst 1600b 
class htb 1:10 parent 1:1 prio 0 rate 4Mbit ceil 10Mbit burst 1600b cburst 1600b 
class htb 1:20 parent 1:1 leaf 20: prio 0 rate 2Mbit ceil 2Mbit burst 1600b cburst 1600b 
class htb 1:30 parent 1:1 prio 0 rate 1Mbit ceil 1Mbit burst 1600b cburst 1600b 
$ tc qdisc show dev ens4
qdisc htb 1: root refcnt 2 r2q 10 default 0x20 direct_packets_stat 0 direct_qlen 1000
qdisc pfifo 20: parent 1:20 limit 5p
$ tc -s -batch -
> filter del dev ens4 parent 1: prio 1
> class del dev ens4 classid 1:10
> class del dev ens4 classid 1:1
> qdisc del dev ens4 root
> qdisc show dev ens4
Error: HTB class in use.
Command failed -:3
[1]
