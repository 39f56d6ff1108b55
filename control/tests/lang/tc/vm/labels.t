# Labels of connections, and a queue that drops its oldest: Linux 6.1.192 of Debian.
! tap ens4 02:00:00:00:00:04
! kernel net/ipv6/conf/ens4/disable_ipv6 1
$ ip link set ens4 up
$ tc qdisc add dev ens4 clsact
$ tc filter add dev ens4 egress protocol ip prio 1 flower ct_label 01 action pass
$ tc filter add dev ens4 egress protocol ip prio 2 flower ct_label 1 action pass
$ tc filter add dev ens4 egress protocol ip prio 2 flower ct_label 0102/ff action pass
$ tc filter add dev ens4 egress protocol ip prio 2 flower ct_label 0102/ffff action pass
$ tc filter add dev ens4 egress protocol ip prio 2 flower ct_label 0x0102/ffff action pass
Error: argument "0x0102" is wrong: labels must be a hex string

[255]
$ tc filter add dev ens4 egress protocol ip prio 2 flower ct_label xx action pass
Error: argument "xx" is wrong: labels must be a hex string

[255]
$ tc filter add dev ens4 egress protocol ip prio 2 flower ct_label 00112233445566778899aabbccddeeff/0f action pass
$ tc filter add dev ens4 egress protocol ip prio 2 flower ct_label 00112233445566778899aabbccddeeff action pass
$ tc filter add dev ens4 egress protocol ip prio 2 flower ct_label 00112233445566778899aabbccddeeff00 action pass
Error: argument "00112233445566778899aabbccddeeff00" is wrong: 34 Max allowed size 32
[255]
$ tc filter add dev ens4 egress protocol ip prio 3 flower ct_label 00112233445566778899aabbccddeeff ct_mark 5 ct_state +trk ct_zone 3 action pass
$ tc filter add dev ens4 egress protocol ip prio 2 flower ct_label / action pass
$ tc filter add dev ens4 egress protocol ip prio 2 flower ct_label 05/ action pass
RTNETLINK answers: File exists
We have an error talking to the kernel
[2]
$ tc filter show dev ens4 egress
filter protocol ip pref 1 flower chain 0 
filter protocol ip pref 1 flower chain 0 handle 0x1 
  eth_type ipv4
  ct_label 01000000000000000000000000000000
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 1 ref 1 bind 1

filter protocol ip pref 2 flower chain 0 
filter protocol ip pref 2 flower chain 0 handle 0x1 
  eth_type ipv4
  ct_label 00000000000000000000000000000000
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 2 ref 1 bind 1

filter protocol ip pref 2 flower chain 0 handle 0x2 
  eth_type ipv4
  ct_label 01020000000000000000000000000000/ff000000000000000000000000000000
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 3 ref 1 bind 1

filter protocol ip pref 2 flower chain 0 handle 0x3 
  eth_type ipv4
  ct_label 01020000000000000000000000000000/ffff0000000000000000000000000000
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 4 ref 1 bind 1

filter protocol ip pref 2 flower chain 0 handle 0x4 
  eth_type ipv4
  ct_label 00112233445566778899aabbccddeeff/0f000000000000000000000000000000
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 5 ref 1 bind 1

filter protocol ip pref 2 flower chain 0 handle 0x5 
  eth_type ipv4
  ct_label 00112233445566778899aabbccddeeff
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 6 ref 1 bind 1

filter protocol ip pref 2 flower chain 0 handle 0x6 
  eth_type ipv4
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 8 ref 1 bind 1

filter protocol ip pref 3 flower chain 0 
filter protocol ip pref 3 flower chain 0 handle 0x1 
  eth_type ipv4
  ct_state +trk
  ct_zone 3
  ct_mark 5
  ct_label 00112233445566778899aabbccddeeff
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 7 ref 1 bind 1

$ tc -j filter show dev ens4 egress
[{"protocol":"ip","pref":1,"kind":"flower","chain":0},{"protocol":"ip","pref":1,"kind":"flower","chain":0,"options":{"handle":1,"keys":{"eth_type":"ipv4","ct_label":"01000000000000000000000000000000"},"not_in_hw":true,"actions":[{"order":1,"kind":"gact","control_action":{"type":"pass"},"prob":{"random_type":"none","control_action":{"type":"pass"},"val":0},"index":1,"ref":1,"bind":1}]}},{"protocol":"ip","pref":2,"kind":"flower","chain":0},{"protocol":"ip","pref":2,"kind":"flower","chain":0,"options":{"handle":1,"keys":{"eth_type":"ipv4","ct_label":"00000000000000000000000000000000"},"not_in_hw":true,"actions":[{"order":1,"kind":"gact","control_action":{"type":"pass"},"prob":{"random_type":"none","control_action":{"type":"pass"},"val":0},"index":2,"ref":1,"bind":1}]}},{"protocol":"ip","pref":2,"kind":"flower","chain":0,"options":{"handle":2,"keys":{"eth_type":"ipv4","ct_label":"01020000000000000000000000000000/ff000000000000000000000000000000"},"not_in_hw":true,"actions":[{"order":1,"kind":"gact","control_action":{"type":"pass"},"prob":{"random_type":"none","control_action":{"type":"pass"},"val":0},"index":3,"ref":1,"bind":1}]}},{"protocol":"ip","pref":2,"kind":"flower","chain":0,"options":{"handle":3,"keys":{"eth_type":"ipv4","ct_label":"01020000000000000000000000000000/ffff0000000000000000000000000000"},"not_in_hw":true,"actions":[{"order":1,"kind":"gact","control_action":{"type":"pass"},"prob":{"random_type":"none","control_action":{"type":"pass"},"val":0},"index":4,"ref":1,"bind":1}]}},{"protocol":"ip","pref":2,"kind":"flower","chain":0,"options":{"handle":4,"keys":{"eth_type":"ipv4","ct_label":"00112233445566778899aabbccddeeff/0f000000000000000000000000000000"},"not_in_hw":true,"actions":[{"order":1,"kind":"gact","control_action":{"type":"pass"},"prob":{"random_type":"none","control_action":{"type":"pass"},"val":0},"index":5,"ref":1,"bind":1}]}},{"protocol":"ip","pref":2,"kind":"flower","chain":0,"options":{"handle":5,"keys":{"eth_type":"ipv4","ct_label":"00112233445566778899aabbccddeeff"},"not_in_hw":true,"actions":[{"order":1,"kind":"gact","control_action":{"type":"pass"},"prob":{"random_type":"none","control_action":{"type":"pass"},"val":0},"index":6,"ref":1,"bind":1}]}},{"protocol":"ip","pref":2,"kind":"flower","chain":0,"options":{"handle":6,"keys":{"eth_type":"ipv4"},"not_in_hw":true,"actions":[{"order":1,"kind":"gact","control_action":{"type":"pass"},"prob":{"random_type":"none","control_action":{"type":"pass"},"val":0},"index":8,"ref":1,"bind":1}]}},{"protocol":"ip","pref":3,"kind":"flower","chain":0},{"protocol":"ip","pref":3,"kind":"flower","chain":0,"options":{"handle":1,"keys":{"eth_type":"ipv4","ct_state":"+trk","ct_zone":3,"ct_mark":5,"ct_label":"00112233445566778899aabbccddeeff"},"not_in_hw":true,"actions":[{"order":1,"kind":"gact","control_action":{"type":"pass"},"prob":{"random_type":"none","control_action":{"type":"pass"},"val":0},"index":7,"ref":1,"bind":1}]}}]
$ tc qdisc add dev ens4 root handle 5: pfifo_head_drop limit 5
$ tc qdisc show dev ens4
qdisc pfifo_head_drop 5: root refcnt 2 limit 5p
qdisc clsact ffff: parent ffff:fff1 
$ tc -s qdisc show dev ens4
qdisc pfifo_head_drop 5: root refcnt 2 limit 5p
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
qdisc clsact ffff: parent ffff:fff1 
 Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
 backlog 0b 0p requeues 0
$ tc -j qdisc show dev ens4
[{"kind":"pfifo_head_drop","handle":"5:","root":true,"refcnt":2,"options":{"limit":5}},{"kind":"clsact","handle":"ffff:","parent":"ffff:fff1","options":{}}]
$ tc qdisc change dev ens4 root handle 5: pfifo_head_drop limit 7
$ tc qdisc change dev ens4 root handle 5: pfifo_head_drop foo
pfifo_head_drop: unknown parameter "foo"
Usage: ... <[p|b]fifo | pfifo_head_drop> [ limit NUMBER ]
[1]
$ tc qdisc change dev ens4 root handle 5: pfifo_head_drop help
Usage: ... <[p|b]fifo | pfifo_head_drop> [ limit NUMBER ]
[1]
$ tc qdisc replace dev ens4 root pfifo_head_drop
$ tc qdisc show dev ens4
qdisc pfifo_head_drop 5: root refcnt 2 limit 7p
qdisc clsact ffff: parent ffff:fff1 
