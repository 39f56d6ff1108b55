# Actions by themselves, and those that filters share: Linux 6.1.192 of Debian.
! tap ens4 02:00:00:00:00:04
! tap ens5 02:00:00:00:00:05
! kernel net/ipv6/conf/ens4/disable_ipv6 1
! kernel net/ipv6/conf/ens5/disable_ipv6 1
$ ip link set ens4 up
$ ip link set ens5 up
$ tc actions
$ tc actions help
usage: tc actions <ACTSPECOP>*
Where: 	ACTSPECOP := ACR | GD | FL
	ACR := add | change | replace <ACTSPEC>*
	GD := get | delete | <ACTISPEC>*
	FL := ls | list | flush | <ACTNAMESPEC>
	ACTNAMESPEC :=  action <ACTNAME>
	ACTISPEC := <ACTNAMESPEC> <INDEXSPEC>
	ACTSPEC := action <ACTDETAIL> [INDEXSPEC] [HWSTATSSPEC] [SKIPSPEC]
	INDEXSPEC := index <32 bit indexvalue>
	HWSTATSSPEC := hw_stats [ immediate | delayed | disabled ]
	SKIPSPEC := [ skip_sw | skip_hw ]
	ACTDETAIL := <ACTNAME> <ACTPARAMS>
		Example ACTNAME is gact, mirred, bpf, etc
		Each action has its own parameters (ACTPARAMS)

[255]
$ tc actions foo
Command "foo" is unknown, try "tc actions help".
[255]
$ tc actions ls
usage: tc actions <ACTSPECOP>*
Where: 	ACTSPECOP := ACR | GD | FL
	ACR := add | change | replace <ACTSPEC>*
	GD := get | delete | <ACTISPEC>*
	FL := ls | list | flush | <ACTNAMESPEC>
	ACTNAMESPEC :=  action <ACTNAME>
	ACTISPEC := <ACTNAMESPEC> <INDEXSPEC>
	ACTSPEC := action <ACTDETAIL> [INDEXSPEC] [HWSTATSSPEC] [SKIPSPEC]
	INDEXSPEC := index <32 bit indexvalue>
	HWSTATSSPEC := hw_stats [ immediate | delayed | disabled ]
	SKIPSPEC := [ skip_sw | skip_hw ]
	ACTDETAIL := <ACTNAME> <ACTPARAMS>
		Example ACTNAME is gact, mirred, bpf, etc
		Each action has its own parameters (ACTPARAMS)

[255]
$ tc actions ls action
usage: tc actions <ACTSPECOP>*
Where: 	ACTSPECOP := ACR | GD | FL
	ACR := add | change | replace <ACTSPEC>*
	GD := get | delete | <ACTISPEC>*
	FL := ls | list | flush | <ACTNAMESPEC>
	ACTNAMESPEC :=  action <ACTNAME>
	ACTISPEC := <ACTNAMESPEC> <INDEXSPEC>
	ACTSPEC := action <ACTDETAIL> [INDEXSPEC] [HWSTATSSPEC] [SKIPSPEC]
	INDEXSPEC := index <32 bit indexvalue>
	HWSTATSSPEC := hw_stats [ immediate | delayed | disabled ]
	SKIPSPEC := [ skip_sw | skip_hw ]
	ACTDETAIL := <ACTNAME> <ACTPARAMS>
		Example ACTNAME is gact, mirred, bpf, etc
		Each action has its own parameters (ACTPARAMS)

[255]
$ tc actions add action drop index 100
$ tc actions add action police rate 1mbit burst 10k drop index 100
$ tc actions add action mirred egress redirect dev ens5 index 100
$ tc actions add action skbedit mark 1 index 100
$ tc actions add action pedit munge ip ttl set 5 index 100
$ tc actions flush action gact
$ tc actions flush action police
$ tc actions flush action mirred
$ tc actions flush action skbedit
$ tc actions flush action pedit
$ tc actions show action gact
$ tc actions ls action nosuch
$ tc actions flush action
usage: tc actions <ACTSPECOP>*
Where: 	ACTSPECOP := ACR | GD | FL
	ACR := add | change | replace <ACTSPEC>*
	GD := get | delete | <ACTISPEC>*
	FL := ls | list | flush | <ACTNAMESPEC>
	ACTNAMESPEC :=  action <ACTNAME>
	ACTISPEC := <ACTNAMESPEC> <INDEXSPEC>
	ACTSPEC := action <ACTDETAIL> [INDEXSPEC] [HWSTATSSPEC] [SKIPSPEC]
	INDEXSPEC := index <32 bit indexvalue>
	HWSTATSSPEC := hw_stats [ immediate | delayed | disabled ]
	SKIPSPEC := [ skip_sw | skip_hw ]
	ACTDETAIL := <ACTNAME> <ACTPARAMS>
		Example ACTNAME is gact, mirred, bpf, etc
		Each action has its own parameters (ACTPARAMS)

[255]
$ tc actions flush action gact
$ tc actions flush action nosuch
Error: Cannot flush unknown TC action.
We have an error flushing
[1]
$ tc actions add
Illegal "action"
[255]
$ tc actions add action
bad action empty 1
parse_action: bad value (0:(null))!
Illegal "action"
[255]
$ tc actions add action police
Command line is not complete. Try option "help"
[255]
$ tc actions add action police rate 1mbit burst 10k index 10
Warning: act_api: Failed to setup tc actions for offload.
$ tc actions add action police rate 1mbit burst 10k index 10
RTNETLINK answers: File exists
We have an error talking to the kernel
[255]
$ tc actions add action police rate 2mbit burst 20k drop index 11
$ tc actions add action police rate 2mbit burst 20k conform-exceed drop/pipe
$ tc actions ls action police
total acts 3

	action order 0:  police 0x1 rate 2Mbit burst 20Kb mtu 2Kb action drop/pipe overhead 0b 
	ref 1 bind 0 
	not_in_hw

	action order 1:  police 0xa rate 1Mbit burst 10Kb mtu 2Kb action reclassify overhead 0b 
	ref 1 bind 0 
	not_in_hw

	action order 2:  police 0xb rate 2Mbit burst 20Kb mtu 2Kb action drop overhead 0b 
	ref 1 bind 0 
	not_in_hw
$ tc -s actions ls action police
total acts 3

	action order 0:  police 0x1 rate 2Mbit burst 20Kb mtu 2Kb action drop/pipe overhead 0b 
	ref 1 bind 0  installed 0 sec used 0 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0
	not_in_hw

	action order 1:  police 0xa rate 1Mbit burst 10Kb mtu 2Kb action reclassify overhead 0b 
	ref 1 bind 0  installed 0 sec used 0 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0
	not_in_hw

	action order 2:  police 0xb rate 2Mbit burst 20Kb mtu 2Kb action drop overhead 0b 
	ref 1 bind 0  installed 0 sec used 0 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0
	not_in_hw
$ tc -j actions ls action police
[{"total acts":3},{"actions":[{"order":0,"kind":"police","index":1,"control_action":{"type":"drop"},"control_action":{"type":"pipe"},"overhead":0,"ref":1,"bind":0,"not_in_hw":true},{"order":1,"kind":"police","index":10,"control_action":{"type":"reclassify"},"overhead":0,"ref":1,"bind":0,"not_in_hw":true},{"order":2,"kind":"police","index":11,"control_action":{"type":"drop"},"overhead":0,"ref":1,"bind":0,"not_in_hw":true}]}]
$ tc -j -p actions ls action police
[ {
        "total acts": 3
    },{
        "actions": [ {
                "order": 0,
                "kind": "police",
                "index": 1,
                "control_action": {
                    "type": "drop"
                },
                "control_action": {
                    "type": "pipe"
                },
                "overhead": 0,
                "ref": 1,
                "bind": 0,
                "not_in_hw": true
            },{
                "order": 1,
                "kind": "police",
                "index": 10,
                "control_action": {
                    "type": "reclassify"
                },
                "overhead": 0,
                "ref": 1,
                "bind": 0,
                "not_in_hw": true
            },{
                "order": 2,
                "kind": "police",
                "index": 11,
                "control_action": {
                    "type": "drop"
                },
                "overhead": 0,
                "ref": 1,
                "bind": 0,
                "not_in_hw": true
            } ]
    } ]
$ tc actions show police
usage: tc actions <ACTSPECOP>*
Where: 	ACTSPECOP := ACR | GD | FL
	ACR := add | change | replace <ACTSPEC>*
	GD := get | delete | <ACTISPEC>*
	FL := ls | list | flush | <ACTNAMESPEC>
	ACTNAMESPEC :=  action <ACTNAME>
	ACTISPEC := <ACTNAMESPEC> <INDEXSPEC>
	ACTSPEC := action <ACTDETAIL> [INDEXSPEC] [HWSTATSSPEC] [SKIPSPEC]
	INDEXSPEC := index <32 bit indexvalue>
	HWSTATSSPEC := hw_stats [ immediate | delayed | disabled ]
	SKIPSPEC := [ skip_sw | skip_hw ]
	ACTDETAIL := <ACTNAME> <ACTPARAMS>
		Example ACTNAME is gact, mirred, bpf, etc
		Each action has its own parameters (ACTPARAMS)

[255]
$ tc actions ls police
usage: tc actions <ACTSPECOP>*
Where: 	ACTSPECOP := ACR | GD | FL
	ACR := add | change | replace <ACTSPEC>*
	GD := get | delete | <ACTISPEC>*
	FL := ls | list | flush | <ACTNAMESPEC>
	ACTNAMESPEC :=  action <ACTNAME>
	ACTISPEC := <ACTNAMESPEC> <INDEXSPEC>
	ACTSPEC := action <ACTDETAIL> [INDEXSPEC] [HWSTATSSPEC] [SKIPSPEC]
	INDEXSPEC := index <32 bit indexvalue>
	HWSTATSSPEC := hw_stats [ immediate | delayed | disabled ]
	SKIPSPEC := [ skip_sw | skip_hw ]
	ACTDETAIL := <ACTNAME> <ACTPARAMS>
		Example ACTNAME is gact, mirred, bpf, etc
		Each action has its own parameters (ACTPARAMS)

[255]
$ tc actions change action police rate 3mbit burst 30k index 10
Warning: act_api: Failed to setup tc actions for offload.
$ tc actions replace action police rate 4mbit burst 30k index 12
Warning: act_api: Failed to setup tc actions for offload.
$ tc actions list action police
total acts 4

	action order 0:  police 0x1 rate 2Mbit burst 20Kb mtu 2Kb action drop/pipe overhead 0b 
	ref 1 bind 0 
	not_in_hw

	action order 1:  police 0xa rate 3Mbit burst 30Kb mtu 2Kb action reclassify overhead 0b 
	ref 1 bind 0 
	not_in_hw

	action order 2:  police 0xb rate 2Mbit burst 20Kb mtu 2Kb action drop overhead 0b 
	ref 1 bind 0 
	not_in_hw

	action order 3:  police 0xc rate 4Mbit burst 30Kb mtu 2Kb action reclassify overhead 0b 
	ref 1 bind 0 
	not_in_hw
$ tc actions get action police index 10
total acts 0

	action order 1:  police 0xa rate 3Mbit burst 30Kb mtu 2Kb action reclassify overhead 0b 
	ref 1 bind 0 
	not_in_hw
$ tc -s actions get action police index 12
total acts 0

	action order 1:  police 0xc rate 4Mbit burst 30Kb mtu 2Kb action reclassify overhead 0b 
	ref 1 bind 0  installed 0 sec used 0 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0
	not_in_hw
$ tc -j actions get action police index 12
[{"total acts":0},{"actions":[{"order":1,"kind":"police","index":12,"control_action":{"type":"reclassify"},"overhead":0,"ref":1,"bind":0,"not_in_hw":true}]}]
$ tc actions get action police index 99
Error: TC action with specified index not found.
We have an error talking to the kernel
Command "action" is unknown, try "tc actions help".
[255]
$ tc actions get action police
Error: no index specified action: police
[255]
$ tc actions get police index 10
Error: no index specified action: gact
[255]
$ tc actions get action police foo
Error: no index specified action: police
[255]
$ tc actions get action police index
Command line is not complete. Try option "help"
[255]
$ tc actions get action police index x
Illegal "index"
[255]
$ tc actions get action nosuch index 10
Error: TC action with specified index not found.
We have an error talking to the kernel
Command "action" is unknown, try "tc actions help".
[255]
$ tc actions get action gact index 10
Error: TC action with specified index not found.
We have an error talking to the kernel
Command "action" is unknown, try "tc actions help".
[255]
$ tc actions get action police index 0
Error: Invalid TC action index value.
We have an error talking to the kernel
Command "action" is unknown, try "tc actions help".
[255]
$ tc actions get action police index 10 action police index 12
total acts 0

	action order 1:  police 0xa rate 3Mbit burst 30Kb mtu 2Kb action reclassify overhead 0b 
	ref 1 bind 0 
	not_in_hw

	action order 2:  police 0xc rate 4Mbit burst 30Kb mtu 2Kb action reclassify overhead 0b 
	ref 1 bind 0 
	not_in_hw
$ tc actions add action drop
$ tc actions add action gact drop
$ tc actions add action gact pass index 7
$ tc actions add action pass index 7
RTNETLINK answers: File exists
We have an error talking to the kernel
[255]
$ tc actions add action ok index 8
$ tc actions add action reclassify
$ tc actions add action continue
$ tc actions add action goto chain 5
Error: can't goto NULL proto/chain.
We have an error talking to the kernel
[255]
$ tc actions add action gact goto chain 5 index 20
Error: can't goto NULL proto/chain.
We have an error talking to the kernel
[255]
$ tc actions add drop
$ tc actions add gact drop index 30
$ tc actions add gact index 31
$ tc actions add action pipe action drop index 33
$ tc actions ls action gact
total acts 11

	action order 0: gact action drop
	 random type none pass val 0
	 index 1 ref 1 bind 0
	not_in_hw

	action order 1: gact action drop
	 random type none pass val 0
	 index 2 ref 1 bind 0
	not_in_hw

	action order 2: gact action reclassify
	 random type none pass val 0
	 index 3 ref 1 bind 0
	not_in_hw

	action order 3: gact action continue
	 random type none pass val 0
	 index 4 ref 1 bind 0
	not_in_hw

	action order 4: gact action drop
	 random type none pass val 0
	 index 5 ref 1 bind 0
	not_in_hw

	action order 5: gact action pipe
	 random type none pass val 0
	 index 6 ref 1 bind 0
	not_in_hw

	action order 6: gact action pass
	 random type none pass val 0
	 index 7 ref 1 bind 0
	not_in_hw

	action order 7: gact action pass
	 random type none pass val 0
	 index 8 ref 1 bind 0
	not_in_hw

	action order 8: gact action drop
	 random type none pass val 0
	 index 30 ref 1 bind 0
	not_in_hw

	action order 9: gact action pass
	 random type none pass val 0
	 index 31 ref 1 bind 0
	not_in_hw

	action order 10: gact action drop
	 random type none pass val 0
	 index 33 ref 1 bind 0
	not_in_hw
$ tc -s actions ls action gact
total acts 11

	action order 0: gact action drop
	 random type none pass val 0
	 index 1 ref 1 bind 0 installed 0 sec used 0 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0
	not_in_hw

	action order 1: gact action drop
	 random type none pass val 0
	 index 2 ref 1 bind 0 installed 0 sec used 0 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0
	not_in_hw

	action order 2: gact action reclassify
	 random type none pass val 0
	 index 3 ref 1 bind 0 installed 0 sec used 0 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0
	not_in_hw

	action order 3: gact action continue
	 random type none pass val 0
	 index 4 ref 1 bind 0 installed 0 sec used 0 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0
	not_in_hw

	action order 4: gact action drop
	 random type none pass val 0
	 index 5 ref 1 bind 0 installed 0 sec used 0 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0
	not_in_hw

	action order 5: gact action pipe
	 random type none pass val 0
	 index 6 ref 1 bind 0 installed 0 sec used 0 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0
	not_in_hw

	action order 6: gact action pass
	 random type none pass val 0
	 index 7 ref 1 bind 0 installed 0 sec used 0 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0
	not_in_hw

	action order 7: gact action pass
	 random type none pass val 0
	 index 8 ref 1 bind 0 installed 0 sec used 0 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0
	not_in_hw

	action order 8: gact action drop
	 random type none pass val 0
	 index 30 ref 1 bind 0 installed 0 sec used 0 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0
	not_in_hw

	action order 9: gact action pass
	 random type none pass val 0
	 index 31 ref 1 bind 0 installed 0 sec used 0 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0
	not_in_hw

	action order 10: gact action drop
	 random type none pass val 0
	 index 33 ref 1 bind 0 installed 0 sec used 0 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0
	not_in_hw
$ tc -j actions ls action gact
[{"total acts":11},{"actions":[{"order":0,"kind":"gact","control_action":{"type":"drop"},"prob":{"random_type":"none","control_action":{"type":"pass"},"val":0},"index":1,"ref":1,"bind":0,"not_in_hw":true},{"order":1,"kind":"gact","control_action":{"type":"drop"},"prob":{"random_type":"none","control_action":{"type":"pass"},"val":0},"index":2,"ref":1,"bind":0,"not_in_hw":true},{"order":2,"kind":"gact","control_action":{"type":"reclassify"},"prob":{"random_type":"none","control_action":{"type":"pass"},"val":0},"index":3,"ref":1,"bind":0,"not_in_hw":true},{"order":3,"kind":"gact","control_action":{"type":"continue"},"prob":{"random_type":"none","control_action":{"type":"pass"},"val":0},"index":4,"ref":1,"bind":0,"not_in_hw":true},{"order":4,"kind":"gact","control_action":{"type":"drop"},"prob":{"random_type":"none","control_action":{"type":"pass"},"val":0},"index":5,"ref":1,"bind":0,"not_in_hw":true},{"order":5,"kind":"gact","control_action":{"type":"pipe"},"prob":{"random_type":"none","control_action":{"type":"pass"},"val":0},"index":6,"ref":1,"bind":0,"not_in_hw":true},{"order":6,"kind":"gact","control_action":{"type":"pass"},"prob":{"random_type":"none","control_action":{"type":"pass"},"val":0},"index":7,"ref":1,"bind":0,"not_in_hw":true},{"order":7,"kind":"gact","control_action":{"type":"pass"},"prob":{"random_type":"none","control_action":{"type":"pass"},"val":0},"index":8,"ref":1,"bind":0,"not_in_hw":true},{"order":8,"kind":"gact","control_action":{"type":"drop"},"prob":{"random_type":"none","control_action":{"type":"pass"},"val":0},"index":30,"ref":1,"bind":0,"not_in_hw":true},{"order":9,"kind":"gact","control_action":{"type":"pass"},"prob":{"random_type":"none","control_action":{"type":"pass"},"val":0},"index":31,"ref":1,"bind":0,"not_in_hw":true},{"order":10,"kind":"gact","control_action":{"type":"drop"},"prob":{"random_type":"none","control_action":{"type":"pass"},"val":0},"index":33,"ref":1,"bind":0,"not_in_hw":true}]}]
$ tc actions ls action drop
$ tc actions add action mirred egress redirect dev ens5
$ tc actions add action mirred egress mirror dev ens5 index 4
$ tc actions add action mirred egress mirror dev nosuch index 4
Cannot find device "nosuch"
bad action parsing
parse_action: bad value (7:mirred)!
Illegal "action"
[255]
$ tc actions ls action mirred
total acts 2

	action order 0: mirred (Egress Redirect to device ens5) stolen
	index 1 ref 1 bind 0
	not_in_hw

	action order 1: mirred (Egress Mirror to device ens5) pipe
	index 4 ref 1 bind 0
	not_in_hw
$ tc actions add action skbedit priority 1:2 index 5
$ tc actions add action skbedit mark 7
$ tc actions ls action skbedit
total acts 2

	action order 0: skbedit  mark 7 pipe
	 index 1 ref 1 bind 0
	not_in_hw

	action order 1: skbedit  priority 1:2 pipe
	 index 5 ref 1 bind 0
	not_in_hw
$ tc actions add action pedit munge ip dst set 1.2.3.4 index 6
$ tc actions add action pedit munge ip ttl set 5 pipe index 8
$ tc actions ls action pedit
total acts 2

	action order 0:  pedit action pass keys 1
 	 index 6 ref 1 bind 0
	 key #0  at 16: val 01020304 mask 00000000
	not_in_hw

	action order 1:  pedit action pipe keys 1
 	 index 8 ref 1 bind 0
	 key #0  at 8: val 05000000 mask 00ffffff
	not_in_hw
$ tc -j actions ls action pedit
[{"total acts":2},{"actions":[{"order":0,"kind":"pedit","control_action":{"type":"pass"},"nkeys":1,"index":6,"ref":1,"bind":0,"keys":[{"htype":"network","offset":16,"cmd":"set","val":"1020304","mask":"0"}],"not_in_hw":true},{"order":1,"kind":"pedit","control_action":{"type":"pipe"},"nkeys":1,"index":8,"ref":1,"bind":0,"keys":[{"htype":"network","offset":8,"cmd":"set","val":"5000000","mask":"ffffff"}],"not_in_hw":true}]}]
$ tc actions delete action police index 11
$ tc actions delete action police index 11
Error: TC action with specified index not found.
We have an error talking to the kernel
Command "action" is unknown, try "tc actions help".
[255]
$ tc actions delete action police index 10 action police index 12
$ tc actions del action nosuch index 10
Error: TC action with specified index not found.
We have an error talking to the kernel
Command "action" is unknown, try "tc actions help".
[255]
$ tc actions del action police
Error: no index specified action: police
[255]
$ tc actions del action gact index 7 action gact index 99
Error: TC action with specified index not found.
We have an error talking to the kernel
Command "action" is unknown, try "tc actions help".
[255]
$ tc actions ls action police
total acts 1

	action order 0:  police 0x1 rate 2Mbit burst 20Kb mtu 2Kb action drop/pipe overhead 0b 
	ref 1 bind 0 
	not_in_hw
$ tc actions get action gact index 7
total acts 0

	action order 1: gact action pass
	 random type none pass val 0
	 index 7 ref 1 bind 0
	not_in_hw
# A filter takes part in an action that is there.
$ tc actions add action police rate 1mbit burst 10k drop index 10
$ tc qdisc add dev ens4 clsact
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.1 action police index 10
$ tc filter add dev ens4 egress protocol ip prio 1 u32 match ip dst 1.1.1.2 action police index 10
$ tc filter add dev ens4 egress protocol ip prio 1 u32 match ip dst 1.1.1.3 action police index 77
$ tc filter add dev ens4 egress protocol ip prio 1 u32 match ip dst 1.1.1.3 action police rate 9mbit burst 10k index 10
$ tc filter add dev ens4 egress protocol ip prio 1 u32 match ip dst 1.1.1.4 action gact index 77
$ tc filter add dev ens4 egress protocol ip prio 1 u32 match ip dst 1.1.1.4 action mirred index 4
$ tc filter add dev ens4 egress protocol ip prio 1 u32 match ip dst 1.1.1.4 action mirred egress mirror index 4
Command line is not complete. Try option "help"
[255]
$ tc filter add dev ens4 egress protocol ip prio 1 u32 match ip dst 1.1.1.4 action skbedit index 5
$ tc filter add dev ens4 egress protocol ip prio 1 u32 match ip dst 1.1.1.4 action skbedit index 55
RTNETLINK answers: Invalid argument
We have an error talking to the kernel
[2]
$ tc filter add dev ens4 egress protocol ip prio 1 u32 match ip dst 1.1.1.5 action pedit index 6
$ tc filter add dev ens4 egress protocol ip prio 1 u32 match ip dst 1.1.1.6 action drop index 8
$ tc filter show dev ens4 ingress
filter protocol ip pref 1 u32 chain 0 
filter protocol ip pref 1 u32 chain 0 fh 801: ht divisor 1 
filter protocol ip pref 1 u32 chain 0 fh 801::800 order 2048 key ht 801 bkt 0 terminal flowid not_in_hw 
  match 01010102/ffffffff at 16
	action order 1:  police 0xa rate 1Mbit burst 10Kb mtu 2Kb action drop overhead 0b 
	ref 4 bind 3 

filter protocol ip pref 1 u32 chain 0 fh 801::801 order 2049 key ht 801 bkt 0 terminal flowid not_in_hw 
  match 01010103/ffffffff at 16
	action order 1:  police 0x4d rate 0bit burst 0b mtu 4096Mb action reclassify overhead 0b 
	ref 1 bind 1 

filter protocol ip pref 1 u32 chain 0 fh 801::802 order 2050 key ht 801 bkt 0 terminal flowid not_in_hw 
  match 01010103/ffffffff at 16
	action order 1:  police 0xa rate 1Mbit burst 10Kb mtu 2Kb action drop overhead 0b 
	ref 4 bind 3 

filter protocol ip pref 1 u32 chain 0 fh 801::803 order 2051 key ht 801 bkt 0 terminal flowid not_in_hw 
  match 01010104/ffffffff at 16
	action order 1: gact action pass
	 random type none pass val 0
	 index 77 ref 1 bind 1

filter protocol ip pref 1 u32 chain 0 fh 801::804 order 2052 key ht 801 bkt 0 terminal flowid not_in_hw 
  match 01010104/ffffffff at 16
	action order 1: mirred (Egress Mirror to device ens5) pipe
	index 4 ref 2 bind 1

filter protocol ip pref 1 u32 chain 0 fh 801::805 order 2053 key ht 801 bkt 0 terminal flowid not_in_hw 
  match 01010104/ffffffff at 16
	action order 1: skbedit  priority 1:2 pipe
	 index 5 ref 2 bind 1

filter protocol ip pref 1 u32 chain 0 fh 801::806 order 2054 key ht 801 bkt 0 terminal flowid not_in_hw 
  match 01010105/ffffffff at 16
	action order 1:  pedit action pass keys 1
 	 index 6 ref 2 bind 1
	 key #0  at 16: val 01020304 mask 00000000

filter protocol ip pref 1 u32 chain 0 fh 801::807 order 2055 key ht 801 bkt 0 terminal flowid not_in_hw 
  match 01010106/ffffffff at 16
	action order 1: gact action pass
	 random type none pass val 0
	 index 8 ref 2 bind 1

filter protocol ip pref 1 u32 chain 0 fh 800: ht divisor 1 
filter protocol ip pref 1 u32 chain 0 fh 800::800 order 2048 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010101/ffffffff at 16
	action order 1:  police 0xa rate 1Mbit burst 10Kb mtu 2Kb action drop overhead 0b 
	ref 4 bind 3 

$ tc filter show dev ens4 egress
filter protocol ip pref 1 u32 chain 0 
filter protocol ip pref 1 u32 chain 0 fh 801: ht divisor 1 
filter protocol ip pref 1 u32 chain 0 fh 801::800 order 2048 key ht 801 bkt 0 terminal flowid not_in_hw 
  match 01010102/ffffffff at 16
	action order 1:  police 0xa rate 1Mbit burst 10Kb mtu 2Kb action drop overhead 0b 
	ref 4 bind 3 

filter protocol ip pref 1 u32 chain 0 fh 801::801 order 2049 key ht 801 bkt 0 terminal flowid not_in_hw 
  match 01010103/ffffffff at 16
	action order 1:  police 0x4d rate 0bit burst 0b mtu 4096Mb action reclassify overhead 0b 
	ref 1 bind 1 

filter protocol ip pref 1 u32 chain 0 fh 801::802 order 2050 key ht 801 bkt 0 terminal flowid not_in_hw 
  match 01010103/ffffffff at 16
	action order 1:  police 0xa rate 1Mbit burst 10Kb mtu 2Kb action drop overhead 0b 
	ref 4 bind 3 

filter protocol ip pref 1 u32 chain 0 fh 801::803 order 2051 key ht 801 bkt 0 terminal flowid not_in_hw 
  match 01010104/ffffffff at 16
	action order 1: gact action pass
	 random type none pass val 0
	 index 77 ref 1 bind 1

filter protocol ip pref 1 u32 chain 0 fh 801::804 order 2052 key ht 801 bkt 0 terminal flowid not_in_hw 
  match 01010104/ffffffff at 16
	action order 1: mirred (Egress Mirror to device ens5) pipe
	index 4 ref 2 bind 1

filter protocol ip pref 1 u32 chain 0 fh 801::805 order 2053 key ht 801 bkt 0 terminal flowid not_in_hw 
  match 01010104/ffffffff at 16
	action order 1: skbedit  priority 1:2 pipe
	 index 5 ref 2 bind 1

filter protocol ip pref 1 u32 chain 0 fh 801::806 order 2054 key ht 801 bkt 0 terminal flowid not_in_hw 
  match 01010105/ffffffff at 16
	action order 1:  pedit action pass keys 1
 	 index 6 ref 2 bind 1
	 key #0  at 16: val 01020304 mask 00000000

filter protocol ip pref 1 u32 chain 0 fh 801::807 order 2055 key ht 801 bkt 0 terminal flowid not_in_hw 
  match 01010106/ffffffff at 16
	action order 1: gact action pass
	 random type none pass val 0
	 index 8 ref 2 bind 1

filter protocol ip pref 1 u32 chain 0 fh 800: ht divisor 1 
filter protocol ip pref 1 u32 chain 0 fh 800::800 order 2048 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010101/ffffffff at 16
	action order 1:  police 0xa rate 1Mbit burst 10Kb mtu 2Kb action drop overhead 0b 
	ref 4 bind 3 

$ tc actions ls action police
total acts 3

	action order 0:  police 0x1 rate 2Mbit burst 20Kb mtu 2Kb action drop/pipe overhead 0b 
	ref 1 bind 0 
	not_in_hw

	action order 1:  police 0xa rate 1Mbit burst 10Kb mtu 2Kb action drop overhead 0b 
	ref 4 bind 3 
	not_in_hw

	action order 2:  police 0x4d rate 0bit burst 0b mtu 4096Mb action reclassify overhead 0b 
	ref 1 bind 1 
	not_in_hw
$ tc actions ls action gact
total acts 12

	action order 0: gact action drop
	 random type none pass val 0
	 index 1 ref 1 bind 0
	not_in_hw

	action order 1: gact action drop
	 random type none pass val 0
	 index 2 ref 1 bind 0
	not_in_hw

	action order 2: gact action reclassify
	 random type none pass val 0
	 index 3 ref 1 bind 0
	not_in_hw

	action order 3: gact action continue
	 random type none pass val 0
	 index 4 ref 1 bind 0
	not_in_hw

	action order 4: gact action drop
	 random type none pass val 0
	 index 5 ref 1 bind 0
	not_in_hw

	action order 5: gact action pipe
	 random type none pass val 0
	 index 6 ref 1 bind 0
	not_in_hw

	action order 6: gact action pass
	 random type none pass val 0
	 index 7 ref 1 bind 0
	not_in_hw

	action order 7: gact action pass
	 random type none pass val 0
	 index 8 ref 2 bind 1
	not_in_hw

	action order 8: gact action drop
	 random type none pass val 0
	 index 30 ref 1 bind 0
	not_in_hw

	action order 9: gact action pass
	 random type none pass val 0
	 index 31 ref 1 bind 0
	not_in_hw

	action order 10: gact action drop
	 random type none pass val 0
	 index 33 ref 1 bind 0
	not_in_hw

	action order 11: gact action pass
	 random type none pass val 0
	 index 77 ref 1 bind 1
	not_in_hw
$ tc actions ls action skbedit
total acts 2

	action order 0: skbedit  mark 7 pipe
	 index 1 ref 1 bind 0
	not_in_hw

	action order 1: skbedit  priority 1:2 pipe
	 index 5 ref 2 bind 1
	not_in_hw
$ tc actions del action police index 10
Error: Failed to delete TC action.
We have an error talking to the kernel
Command "action" is unknown, try "tc actions help".
[255]
$ tc actions ls action police
total acts 3

	action order 0:  police 0x1 rate 2Mbit burst 20Kb mtu 2Kb action drop/pipe overhead 0b 
	ref 1 bind 0 
	not_in_hw

	action order 1:  police 0xa rate 1Mbit burst 10Kb mtu 2Kb action drop overhead 0b 
	ref 4 bind 3 
	not_in_hw

	action order 2:  police 0x4d rate 0bit burst 0b mtu 4096Mb action reclassify overhead 0b 
	ref 1 bind 1 
	not_in_hw
$ tc actions del action police index 10
Error: Failed to delete TC action.
We have an error talking to the kernel
Command "action" is unknown, try "tc actions help".
[255]
$ tc actions flush action police
Warning: Unable to flush all TC actions.
$ tc actions ls action police
total acts 2

	action order 0:  police 0xa rate 1Mbit burst 10Kb mtu 2Kb action drop overhead 0b 
	ref 4 bind 3 
	not_in_hw

	action order 1:  police 0x4d rate 0bit burst 0b mtu 4096Mb action reclassify overhead 0b 
	ref 1 bind 1 
	not_in_hw
$ tc filter del dev ens4 ingress
$ tc actions ls action police
total acts 2

	action order 0:  police 0xa rate 1Mbit burst 10Kb mtu 2Kb action drop overhead 0b 
	ref 3 bind 2 
	not_in_hw

	action order 1:  police 0x4d rate 0bit burst 0b mtu 4096Mb action reclassify overhead 0b 
	ref 1 bind 1 
	not_in_hw
$ tc filter del dev ens4 egress
$ tc actions ls action police
total acts 1

	action order 0:  police 0xa rate 1Mbit burst 10Kb mtu 2Kb action drop overhead 0b 
	ref 1 bind 0 
	not_in_hw
$ tc actions flush action gact
$ tc actions ls action gact
$ tc actions flush action mirred
$ tc actions flush action pedit
$ tc actions ls action mirred
# What a filter made goes with it; what was made by hand stays.
$ tc filter add dev ens4 egress protocol ip prio 1 matchall action drop index 90
$ tc actions change action pass index 90
$ tc filter show dev ens4 egress
filter protocol ip pref 1 matchall chain 0 
filter protocol ip pref 1 matchall chain 0 handle 0x1 
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 90 ref 1 bind 1

$ tc actions add action drop index 90
RTNETLINK answers: File exists
We have an error talking to the kernel
[255]
$ tc actions ls action gact
total acts 1

	action order 0: gact action pass
	 random type none pass val 0
	 index 90 ref 1 bind 1
	not_in_hw
$ tc filter del dev ens4 egress
$ tc actions ls action gact
$ tc filter add dev ens4 egress protocol ip prio 1 matchall action drop index 91
$ tc actions change action pass index 91
$ tc filter replace dev ens4 egress protocol ip prio 1 handle 1 matchall action reclassify index 91
RTNETLINK answers: File exists
We have an error talking to the kernel
[2]
$ tc filter show dev ens4 egress
filter protocol ip pref 1 matchall chain 0 
filter protocol ip pref 1 matchall chain 0 handle 0x1 
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 91 ref 1 bind 1

$ tc actions flush action gact
RTNETLINK answers: Operation not permitted
We have an error flushing
[1]
$ tc actions ls action gact
total acts 1

	action order 0: gact action pass
	 random type none pass val 0
	 index 91 ref 1 bind 1
	not_in_hw
$ tc -batch -
> actions add action drop index 40
> actions add action drop index 41
> actions get action gact index 41
> actions get action gact index 42
> actions ls action gact
total acts 0

	action order 1: gact action drop
	 random type none pass val 0
	 index 41 ref 1 bind 0
	not_in_hw
Error: TC action with specified index not found.
We have an error talking to the kernel
Command "action" is unknown, try "tc actions help".
Command failed -:4
[1]
$ tc actions add action mirred index 9
Error: act_mirred: Unknown mirred option.
We have an error talking to the kernel
[255]
$ tc actions add action mirred index
Command line is not complete. Try option "help"
[255]
$ tc actions add action mirred index 9 foo
Bad action type foo
Usage: ... gact <ACTION> [RAND] [INDEX]
Where: 	ACTION := reclassify | drop | continue | pass | pipe |
       	          goto chain <CHAIN_INDEX> | jump <JUMP_COUNT>
	RAND := random <RANDTYPE> <ACTION> <VAL>
	RANDTYPE := netrand | determ
	VAL : = value not exceeding 10000
	JUMP_COUNT := Absolute jump from start of action list
	INDEX := index value used

[255]
$ tc actions add action pedit index 9
Error: act_pedit: Pedit requires keys to be passed.
We have an error talking to the kernel
[255]
$ tc actions add action pedit
Command line is not complete. Try option "help"
[255]
$ tc actions add action skbedit index 9
RTNETLINK answers: Invalid argument
We have an error talking to the kernel
[255]
$ tc actions add action skbedit
Command line is not complete. Try option "help"
[255]
$ tc actions add action police index 9
Warning: act_api: Failed to setup tc actions for offload.
$ tc actions add action gact index 9
$ tc actions add action gact
Command line is not complete. Try option "help"
[255]
$ tc actions add action gact foo
Bad action type foo
Usage: ... gact <ACTION> [RAND] [INDEX]
Where: 	ACTION := reclassify | drop | continue | pass | pipe |
       	          goto chain <CHAIN_INDEX> | jump <JUMP_COUNT>
	RAND := random <RANDTYPE> <ACTION> <VAL>
	RANDTYPE := netrand | determ
	VAL : = value not exceeding 10000
	JUMP_COUNT := Absolute jump from start of action list
	INDEX := index value used

[255]
$ tc actions add action drop foo
Bad action type foo
Usage: ... gact <ACTION> [RAND] [INDEX]
Where: 	ACTION := reclassify | drop | continue | pass | pipe |
       	          goto chain <CHAIN_INDEX> | jump <JUMP_COUNT>
	RAND := random <RANDTYPE> <ACTION> <VAL>
	RANDTYPE := netrand | determ
	VAL : = value not exceeding 10000
	JUMP_COUNT := Absolute jump from start of action list
	INDEX := index value used

[255]
$ tc actions add action drop index 70 cookie a1B2c3
$ tc actions add action drop index 71 cookie a1b
Error: argument "a1b" is wrong: cookie must be a hex string

[255]
$ tc actions add action drop index 71 cookie xx
Error: argument "xx" is wrong: cookie must be a hex string

[255]
$ tc actions add action drop index 71 cookie 00112233445566778899aabbccddeeff00
Error: argument "00112233445566778899aabbccddeeff00" is wrong: 34 Max allowed size 32
[255]
$ tc actions get action gact index 70
total acts 0

	action order 1: gact action drop
	 random type none pass val 0
	 index 70 ref 1 bind 0
	cookie a1b2c3
	not_in_hw
$ tc -j actions get action gact index 70
[{"total acts":0},{"actions":[{"order":1,"kind":"gact","control_action":{"type":"drop"},"prob":{"random_type":"none","control_action":{"type":"pass"},"val":0},"index":70,"ref":1,"bind":0,"cookie":"a1b2c3","not_in_hw":true}]}]
$ tc filter add dev ens4 egress protocol ip prio 2 matchall action mirred index 99
Error: act_mirred: Unknown mirred option.
We have an error talking to the kernel
[2]
$ tc filter add dev ens4 egress protocol ip prio 2 matchall action pedit index 99
Error: act_pedit: Pedit requires keys to be passed.
We have an error talking to the kernel
[2]
$ tc filter add dev ens4 egress protocol ip prio 2 matchall action drop cookie a1b2
$ tc filter show dev ens4 egress
filter protocol ip pref 1 matchall chain 0 
filter protocol ip pref 1 matchall chain 0 handle 0x1 
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 91 ref 1 bind 1

filter protocol ip pref 2 matchall chain 0 
filter protocol ip pref 2 matchall chain 0 handle 0x1 
  not_in_hw
	action order 1: gact action drop
	 random type none pass val 0
	 index 1 ref 1 bind 1
	cookie a1b2

$ tc actions add action drop index 50 get action gact index 50
total acts 0

	action order 1: gact action drop
	 random type none pass val 0
	 index 50 ref 1 bind 0
	not_in_hw
$ tc actions add action drop index 51 foo
Bad action type foo
Usage: ... gact <ACTION> [RAND] [INDEX]
Where: 	ACTION := reclassify | drop | continue | pass | pipe |
       	          goto chain <CHAIN_INDEX> | jump <JUMP_COUNT>
	RAND := random <RANDTYPE> <ACTION> <VAL>
	RANDTYPE := netrand | determ
	VAL : = value not exceeding 10000
	JUMP_COUNT := Absolute jump from start of action list
	INDEX := index value used

[255]
$ tc actions add action drop index 52 ls action gact
Bad action type ls
Usage: ... gact <ACTION> [RAND] [INDEX]
Where: 	ACTION := reclassify | drop | continue | pass | pipe |
       	          goto chain <CHAIN_INDEX> | jump <JUMP_COUNT>
	RAND := random <RANDTYPE> <ACTION> <VAL>
	RANDTYPE := netrand | determ
	VAL : = value not exceeding 10000
	JUMP_COUNT := Absolute jump from start of action list
	INDEX := index value used

[255]
$ tc actions add action drop index 53 action police rate 1mbit burst 10k index 53 action drop index 53
Error: act_api: Failed to setup tc actions for offload.
We have an error talking to the kernel
[255]
$ tc actions get action gact index 53
Error: TC action with specified index not found.
We have an error talking to the kernel
Command "action" is unknown, try "tc actions help".
[255]
$ tc actions change action police rate 1mbit burst 10k index 53 action drop index 53
Warning: act_api: Failed to setup tc actions for offload.
$ tc actions add action police rate 1mbit burst 10k index 60
Warning: act_api: Failed to setup tc actions for offload.
$ tc actions add action police rate 1mbit burst 10k index 61
Warning: act_api: Failed to setup tc actions for offload.
$ tc actions add action police rate 1mbit burst 10k drop index 62
$ tc filter add dev ens4 egress protocol ip prio 3 matchall action police index 61
$ tc actions flush action police
Warning: Unable to flush all TC actions.
$ tc actions ls action police
total acts 2

	action order 0:  police 0x3d rate 1Mbit burst 10Kb mtu 2Kb action reclassify overhead 0b 
	ref 2 bind 1 
	not_in_hw

	action order 1:  police 0x3e rate 1Mbit burst 10Kb mtu 2Kb action drop overhead 0b 
	ref 1 bind 0 
	not_in_hw
$ tc actions ls action police since x
Error: argument "x" is wrong: dump time "since" is invalid
[255]
$ tc actions ls action police foo
total acts 2

	action order 0:  police 0x3d rate 1Mbit burst 10Kb mtu 2Kb action reclassify overhead 0b 
	ref 2 bind 1 
	not_in_hw

	action order 1:  police 0x3e rate 1Mbit burst 10Kb mtu 2Kb action drop overhead 0b 
	ref 1 bind 0 
	not_in_hw
$ tc actions delete
$ tc actions get
total acts 0
$ tc actions get help
total acts 0
$ tc actions get action help
[255]
$ tc actions add help
Illegal "action"
[255]
$ tc actions add action help
Illegal "action"
[255]
$ tc actions add action gact help
Bad action type help
Usage: ... gact <ACTION> [RAND] [INDEX]
Where: 	ACTION := reclassify | drop | continue | pass | pipe |
       	          goto chain <CHAIN_INDEX> | jump <JUMP_COUNT>
	RAND := random <RANDTYPE> <ACTION> <VAL>
	RANDTYPE := netrand | determ
	VAL : = value not exceeding 10000
	JUMP_COUNT := Absolute jump from start of action list
	INDEX := index value used

[255]
$ tc actions add flowid 1:1
Command "flowid" is unknown, try "tc actions help".
[255]
$ tc actions add action drop flowid 1:1
Command "flowid" is unknown, try "tc actions help".
[255]
$ tc -d actions ls action police
total acts 2

	action order 0:  police 0x3d rate 1Mbit burst 10Kb mtu 2Kb action reclassify overhead 0b linklayer ethernet 
	ref 2 bind 1 
	not_in_hw

	action order 1:  police 0x3e rate 1Mbit burst 10Kb mtu 2Kb action drop overhead 0b linklayer ethernet 
	ref 1 bind 0 
	not_in_hw
$ tc -br actions ls action police
total acts 2

	action order 0: 	 index 61

	action order 1: 	 index 62
$ tc -j actions ls action skbedit
[{"total acts":2},{"actions":[{"order":0,"kind":"skbedit","mark":7,"control_action":{"type":"pipe"},"index":1,"ref":1,"bind":0,"not_in_hw":true},{"order":1,"kind":"skbedit","priority":"1:2","control_action":{"type":"pipe"},"index":5,"ref":1,"bind":0,"not_in_hw":true}]}]
$ tc monitor help
Usage: tc [-timestamp [-tshort] monitor
[255]
$ tc monitor foo
Argument "foo" is unknown, try "tc monitor help".
[255]
$ tc monitor file
Command line is not complete. Try option "help"
[255]
$ tc exec
No command given, try "tc exec help".
[255]
