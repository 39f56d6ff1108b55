# Actions by themselves, of the kind that the kernel of CI has.
! tap ens4 02:00:00:00:00:04
! kernel net/ipv6/conf/ens4/disable_ipv6 1
! tap ens5 02:00:00:00:00:05
! kernel net/ipv6/conf/ens5/disable_ipv6 1
$ ip link set ens4 up
$ ip link set ens5 up
$ tc actions ls action mirred
$ tc -j actions ls action mirred
[]
$ tc -j -p actions ls action mirred
[ ]
$ tc actions add action mirred egress redirect dev ens5 index 7
$ tc actions add action mirred egress redirect dev ens5 index 7
RTNETLINK answers: File exists
We have an error talking to the kernel
[255]
$ tc actions add action mirred egress mirror dev ens5
$ tc actions replace action mirred egress mirror dev ens5 pipe index 8 cookie 00ff
$ tc actions change action mirred ingress redirect dev ens4 index 7
$ tc actions ls action mirred
total acts 3

	action order 0: mirred (Egress Mirror to device ens5) pipe
	index 1 ref 1 bind 0
	not_in_hw
	used_hw_stats disabled

	action order 1: mirred (Ingress Redirect to device ens4) stolen
	index 7 ref 1 bind 0
	not_in_hw
	used_hw_stats disabled

	action order 2: mirred (Egress Mirror to device ens5) pipe
	index 8 ref 1 bind 0
	cookie 00ff
	not_in_hw
	used_hw_stats disabled
$ tc -j -p actions ls action mirred
[ {
        "total acts": 3
    },{
        "actions": [ {
                "order": 0,
                "kind": "mirred",
                "mirred_action": "mirror",
                "direction": "egress",
                "to_dev": "ens5",
                "control_action": {
                    "type": "pipe"
                },
                "index": 1,
                "ref": 1,
                "bind": 0,
                "not_in_hw": true,
                "used_hw_stats": [ "disabled" ]
            },{
                "order": 1,
                "kind": "mirred",
                "mirred_action": "redirect",
                "direction": "ingress",
                "to_dev": "ens4",
                "control_action": {
                    "type": "stolen"
                },
                "index": 7,
                "ref": 1,
                "bind": 0,
                "not_in_hw": true,
                "used_hw_stats": [ "disabled" ]
            },{
                "order": 2,
                "kind": "mirred",
                "mirred_action": "mirror",
                "direction": "egress",
                "to_dev": "ens5",
                "control_action": {
                    "type": "pipe"
                },
                "index": 8,
                "ref": 1,
                "bind": 0,
                "cookie": "00ff",
                "not_in_hw": true,
                "used_hw_stats": [ "disabled" ]
            } ]
    } ]
$ tc actions get action mirred index 7
total acts 0

	action order 1: mirred (Ingress Redirect to device ens4) stolen
	index 7 ref 1 bind 0
	not_in_hw
	used_hw_stats disabled
$ tc actions get action mirred index 9
Error: TC action with specified index not found.
We have an error talking to the kernel
Command "action" is unknown, try "tc actions help".
[255]
$ tc qdisc add dev ens4 clsact
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.1 action mirred index 7
$ tc filter add dev ens4 egress protocol ip prio 1 u32 match ip dst 1.1.1.1 action mirred index 7
$ tc filter add dev ens4 egress protocol ip prio 1 u32 match ip dst 1.1.1.1 action mirred index 9
Error: act_mirred: Unknown mirred option.
We have an error talking to the kernel
[2]
$ tc filter show dev ens4 ingress
filter protocol ip pref 1 u32 chain 0 
filter protocol ip pref 1 u32 chain 0 fh 801: ht divisor 1 
filter protocol ip pref 1 u32 chain 0 fh 801::800 order 2048 key ht 801 bkt 0 terminal flowid not_in_hw 
  match 01010101/ffffffff at 16
	action order 1: mirred (Ingress Redirect to device ens4) stolen
	index 7 ref 3 bind 2
	used_hw_stats disabled

filter protocol ip pref 1 u32 chain 0 fh 800: ht divisor 1 
filter protocol ip pref 1 u32 chain 0 fh 800::800 order 2048 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010101/ffffffff at 16
	action order 1: mirred (Ingress Redirect to device ens4) stolen
	index 7 ref 3 bind 2
	used_hw_stats disabled

$ tc actions ls action mirred
total acts 3

	action order 0: mirred (Egress Mirror to device ens5) pipe
	index 1 ref 1 bind 0
	not_in_hw
	used_hw_stats disabled

	action order 1: mirred (Ingress Redirect to device ens4) stolen
	index 7 ref 3 bind 2
	not_in_hw
	used_hw_stats disabled

	action order 2: mirred (Egress Mirror to device ens5) pipe
	index 8 ref 1 bind 0
	cookie 00ff
	not_in_hw
	used_hw_stats disabled
$ tc actions del action mirred index 7
Error: Failed to delete TC action.
We have an error talking to the kernel
Command "action" is unknown, try "tc actions help".
[255]
$ tc actions del action mirred index 8
$ tc actions del action mirred index 8
Error: TC action with specified index not found.
We have an error talking to the kernel
Command "action" is unknown, try "tc actions help".
[255]
$ tc actions flush action mirred
Warning: Unable to flush all TC actions.
$ tc actions flush action mirred
RTNETLINK answers: Operation not permitted
We have an error flushing
[1]
