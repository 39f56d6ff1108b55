# Slide 39, as it stands.
! tap ens4 02:00:00:00:00:04
! kernel net/ipv6/conf/ens4/disable_ipv6 1
$ ip link set ens4 up
$ tc qdisc add dev ens4 root handle 1: htb default 30
$ tc class add dev ens4 parent 1: classid 1:1 htb rate 100kbps
$ tc class add dev ens4 parent 1: classid 1:2 htb rate 100kbps
$ tc filter add dev ens4 protocol ip parent 1:0 prio 1 u32 match ip dst 2.2.2.12/32 flowid 1:1
$ tc filter add dev ens4 protocol ip parent 1:0 prio 1 u32 match ip dst 1.1.1.11/32 flowid 1:2
$ tc qdisc show dev ens4
qdisc htb 1: root refcnt 2 r2q 10 default 0x30 direct_packets_stat 0 direct_qlen 1000
$ tc class show dev ens4
class htb 1:1 root prio 0 rate 800Kbit ceil 800Kbit burst 1600b cburst 1600b 
class htb 1:2 root prio 0 rate 800Kbit ceil 800Kbit burst 1600b cburst 1600b 
$ tc filter show dev ens4
filter parent 1: protocol ip pref 1 u32 chain 0 
filter parent 1: protocol ip pref 1 u32 chain 0 fh 800: ht divisor 1 
filter parent 1: protocol ip pref 1 u32 chain 0 fh 800::800 order 2048 key ht 800 bkt 0 *flowid 1:1 not_in_hw 
  match 0202020c/ffffffff at 16
filter parent 1: protocol ip pref 1 u32 chain 0 fh 800::801 order 2049 key ht 800 bkt 0 *flowid 1:2 not_in_hw 
  match 0101010b/ffffffff at 16
$ tc -p filter show dev ens4
filter parent 1: protocol ip pref 1 u32 chain 0 
filter parent 1: protocol ip pref 1 u32 chain 0 fh 800: ht divisor 1 
filter parent 1: protocol ip pref 1 u32 chain 0 fh 800::800 order 2048 key ht 800 bkt 0 *flowid 1:1 not_in_hw 
  match IP dst 2.2.2.12/32
filter parent 1: protocol ip pref 1 u32 chain 0 fh 800::801 order 2049 key ht 800 bkt 0 *flowid 1:2 not_in_hw 
  match IP dst 1.1.1.11/32
$ tc filter show dev ens4 parent 1:
filter protocol ip pref 1 u32 chain 0 
filter protocol ip pref 1 u32 chain 0 fh 800: ht divisor 1 
filter protocol ip pref 1 u32 chain 0 fh 800::800 order 2048 key ht 800 bkt 0 *flowid 1:1 not_in_hw 
  match 0202020c/ffffffff at 16
filter protocol ip pref 1 u32 chain 0 fh 800::801 order 2049 key ht 800 bkt 0 *flowid 1:2 not_in_hw 
  match 0101010b/ffffffff at 16
$ ip link show ens4
2: ens4: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc htb state UP mode DEFAULT group default qlen 1000
    link/ether 02:00:00:00:00:04 brd ff:ff:ff:ff:ff:ff
$ tc qdisc del dev ens4 root
$ ip link show ens4
2: ens4: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast state UP mode DEFAULT group default qlen 1000
    link/ether 02:00:00:00:00:04 brd ff:ff:ff:ff:ff:ff
