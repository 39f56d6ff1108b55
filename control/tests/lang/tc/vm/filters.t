# Classifiers that the kernel of CI does not have: Linux 6.1.192 of Debian.
! tap ens4 02:00:00:00:00:04
! kernel net/ipv6/conf/ens4/disable_ipv6 1
$ ip link set ens4 up
$ tc qdisc add dev ens4 root handle 1: htb
$ tc class add dev ens4 parent 1: classid 1:1 htb rate 1mbit
$ tc filter add dev ens4 parent 1: protocol ip prio 1 handle 5 fw flowid 1:1
$ tc filter add dev ens4 parent 1: protocol ip prio 1 handle 5 fw flowid 1:1
Error: Filter already exists.
We have an error talking to the kernel
[2]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 handle 6 fw classid 1:1 indev lo
$ tc filter add dev ens4 parent 1: protocol ip prio 1 handle 0x106 fw classid 1:2
$ tc filter add dev ens4 parent 1: protocol ip prio 1 handle 7/0xff fw flowid 1:1
RTNETLINK answers: Invalid argument
We have an error talking to the kernel
[2]
$ tc filter add dev ens4 parent 1: protocol ip prio 2 handle 7/0xff fw flowid 1:1
$ tc filter add dev ens4 parent 1: protocol ip prio 2 handle 8/0xff fw
RTNETLINK answers: Invalid argument
We have an error talking to the kernel
[2]
$ tc filter add dev ens4 parent 1: protocol ip prio 2 handle 9 fw flowid 1:1
RTNETLINK answers: Invalid argument
We have an error talking to the kernel
[2]
$ tc filter add dev ens4 parent 1: protocol ip prio 4 fw flowid 1:1
RTNETLINK answers: Invalid argument
We have an error talking to the kernel
[2]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 handle x fw flowid 1:1
Illegal "handle"
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 handle 1/x fw flowid 1:1
Illegal "handle" mask
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 handle 1 fw flowid zz
Illegal "classid"
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 handle 1 fw foo
What is "foo"?
Usage: ... fw [ classid CLASSID ] [ indev DEV ] [ action ACTION_SPEC ]
	CLASSID := Push matching packets to the class identified by CLASSID with format X:Y
		CLASSID is parsed as hexadecimal input.
	DEV := specify device for incoming device classification.
	ACTION_SPEC := Apply an action on matching packets.
	NOTE: handle is represented as HANDLE[/FWMASK].
		FWMASK is 0xffffffff by default.
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 handle 11 fw flowid 1:1 action drop
$ tc filter replace dev ens4 parent 1: protocol ip prio 1 handle 5 fw flowid 1:3
$ tc filter show dev ens4
filter parent 1: protocol ip pref 1 fw chain 0 
filter parent 1: protocol ip pref 1 fw chain 0 handle 0x5 classid 1:3 
filter parent 1: protocol ip pref 1 fw chain 0 handle 0x6 classid 1:1 input dev lo 
filter parent 1: protocol ip pref 1 fw chain 0 handle 0x106 classid 1:2 
filter parent 1: protocol ip pref 1 fw chain 0 handle 0xb classid 1:1 

	action order 1: gact action drop
	 random type none pass val 0
	 index 1 ref 1 bind 1

filter parent 1: protocol ip pref 2 fw chain 0 
filter parent 1: protocol ip pref 2 fw chain 0 handle 0x7/0xff classid 1:1 
$ tc -s filter show dev ens4
filter parent 1: protocol ip pref 1 fw chain 0 
filter parent 1: protocol ip pref 1 fw chain 0 handle 0x5 classid 1:3 
filter parent 1: protocol ip pref 1 fw chain 0 handle 0x6 classid 1:1 input dev lo 
filter parent 1: protocol ip pref 1 fw chain 0 handle 0x106 classid 1:2 
filter parent 1: protocol ip pref 1 fw chain 0 handle 0xb classid 1:1 

	action order 1: gact action drop
	 random type none pass val 0
	 index 1 ref 1 bind 1 installed 0 sec used 0 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter parent 1: protocol ip pref 2 fw chain 0 
filter parent 1: protocol ip pref 2 fw chain 0 handle 0x7/0xff classid 1:1 
$ tc filter del dev ens4 parent 1: protocol ip prio 1 handle 99 fw
Error: Specified filter handle not found.
We have an error talking to the kernel
[2]
$ tc filter del dev ens4 parent 1: protocol ip prio 1 handle 6 fw
$ tc filter del dev ens4 parent 1: protocol ip prio 1 u32
Error: Specified filter kind does not match existing one.
We have an error talking to the kernel
[2]
$ tc filter del dev ens4 parent 1: prio 1
$ tc filter del dev ens4 parent 1:
$ tc filter show dev ens4
$ tc filter add dev ens4 parent 1: protocol ip matchall classid 1:1
$ tc filter add dev ens4 parent 1: matchall classid 1:1
$ tc filter add dev ens4 parent 1: prio 5 matchall classid 1:1 action pass
$ tc filter add dev ens4 parent 1: prio 5 matchall classid 1:1
RTNETLINK answers: File exists
We have an error talking to the kernel
[2]
$ tc filter add dev ens4 parent 1: prio 6 handle 7 matchall flowid 1:1
$ tc filter add dev ens4 parent 1: prio 8 matchall
RTNETLINK answers: Invalid argument
We have an error talking to the kernel
[2]
$ tc filter add dev ens4 parent 1: prio 9 matchall foo
What is "foo"?
Usage: ... matchall [skip_sw | skip_hw]
                 [ action ACTION_SPEC ] [ classid CLASSID ]

Where: SELECTOR := SAMPLE SAMPLE ...
       FILTERID := X:Y:Z
       ACTION_SPEC := ... look at individual actions

NOTE: CLASSID is parsed as hexadecimal input.
[1]
$ tc filter add dev ens4 parent 1: prio 9 matchall classid zz
Illegal "classid"
[1]
$ tc filter add dev ens4 parent 1: prio 9 handle x matchall
RTNETLINK answers: Invalid argument
We have an error talking to the kernel
[2]
$ tc filter show dev ens4
filter parent 1: protocol all pref 5 matchall chain 0 
filter parent 1: protocol all pref 5 matchall chain 0 handle 0x1 flowid 1:1 
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 1 ref 1 bind 1

filter parent 1: protocol all pref 6 matchall chain 0 
filter parent 1: protocol all pref 6 matchall chain 0 handle 0x7 flowid 1:1 
  not_in_hw
filter parent 1: protocol all pref 49151 matchall chain 0 
filter parent 1: protocol all pref 49151 matchall chain 0 handle 0x1 flowid 1:1 
  not_in_hw
filter parent 1: protocol ip pref 49152 matchall chain 0 
filter parent 1: protocol ip pref 49152 matchall chain 0 handle 0x1 flowid 1:1 
  not_in_hw
$ tc -s filter show dev ens4
filter parent 1: protocol all pref 5 matchall chain 0 
filter parent 1: protocol all pref 5 matchall chain 0 handle 0x1 flowid 1:1 
  not_in_hw (rule hit 0)
	action order 1: gact action pass
	 random type none pass val 0
	 index 1 ref 1 bind 1 installed 1 sec used 1 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter parent 1: protocol all pref 6 matchall chain 0 
filter parent 1: protocol all pref 6 matchall chain 0 handle 0x7 flowid 1:1 
  not_in_hw (rule hit 0)
filter parent 1: protocol all pref 49151 matchall chain 0 
filter parent 1: protocol all pref 49151 matchall chain 0 handle 0x1 flowid 1:1 
  not_in_hw (rule hit 0)
filter parent 1: protocol ip pref 49152 matchall chain 0 
filter parent 1: protocol ip pref 49152 matchall chain 0 handle 0x1 flowid 1:1 
  not_in_hw (rule hit 0)
$ tc -j -p filter show dev ens4
[ {
        "parent": "1:",
        "protocol": "all",
        "pref": 5,
        "kind": "matchall",
        "chain": 0
    },{
        "parent": "1:",
        "protocol": "all",
        "pref": 5,
        "kind": "matchall",
        "chain": 0,
        "options": {
            "handle": 1,
            "flowid": "1:1",
            "not_in_hw": true,
            "actions": [ {
                    "order": 1,
                    "kind": "gact",
                    "control_action": {
                        "type": "pass"
                    },
                    "prob": {
                        "random_type": "none",
                        "control_action": {
                            "type": "pass"
                        },
                        "val": 0
                    },
                    "index": 1,
                    "ref": 1,
                    "bind": 1
                } ]
        }
    },{
        "parent": "1:",
        "protocol": "all",
        "pref": 6,
        "kind": "matchall",
        "chain": 0
    },{
        "parent": "1:",
        "protocol": "all",
        "pref": 6,
        "kind": "matchall",
        "chain": 0,
        "options": {
            "handle": 7,
            "flowid": "1:1",
            "not_in_hw": true
        }
    },{
        "parent": "1:",
        "protocol": "all",
        "pref": 49151,
        "kind": "matchall",
        "chain": 0
    },{
        "parent": "1:",
        "protocol": "all",
        "pref": 49151,
        "kind": "matchall",
        "chain": 0,
        "options": {
            "handle": 1,
            "flowid": "1:1",
            "not_in_hw": true
        }
    },{
        "parent": "1:",
        "protocol": "ip",
        "pref": 49152,
        "kind": "matchall",
        "chain": 0
    },{
        "parent": "1:",
        "protocol": "ip",
        "pref": 49152,
        "kind": "matchall",
        "chain": 0,
        "options": {
            "handle": 1,
            "flowid": "1:1",
            "not_in_hw": true
        }
    } ]
$ tc filter del dev ens4 parent 1: prio 5 handle 1 matchall
$ tc filter del dev ens4 parent 1:
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower dst_ip 1.2.3.4 classid 1:1
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower dst_ip 1.2.3.4 classid 1:1
RTNETLINK answers: File exists
We have an error talking to the kernel
[2]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower src_ip 10.0.0.0/8 dst_ip 1.2.3.0/24 ip_proto tcp dst_port 80 src_port 1000-2000 action drop
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower src_ip 10.0.0.0/8 dst_ip 1.2.3.0/24 ip_proto tcp dst_port 80 action drop
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower ip_proto udp dst_port 53/0xff action pass
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower ip_proto tcp tcp_flags 0x2/0x12 action pass
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower ip_proto tcp tcp_flags 0x10 action pass
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower ip_proto icmp type 8 code 0 action pass
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower ip_tos 0x10/0xfc ip_ttl 64 action pass
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower ip_tos 0xb8 ip_ttl 64/0xf0 action pass
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower ip_proto 47 action pass
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower ct_state +trk+est action pass
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower ct_state +trk-new ct_mark 5/0xff ct_zone 3 action pass
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower dst_mac 02:00:00:00:00:01 src_mac 02:00:00:00:00:00/ff:ff:00:00:00:00 action pass
$ tc filter add dev ens4 parent 1: protocol ip prio 1 handle 0x77 flower indev lo action pass
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower
$ tc filter add dev ens4 parent 1: protocol ipv6 prio 2 flower dst_ip 2001:db8::/32 ip_proto tcp dst_port 80 classid 1:1
$ tc filter add dev ens4 parent 1: protocol ipv6 prio 2 flower src_ip ::1 ip_proto icmpv6 type 128 classid 1:1
$ tc filter add dev ens4 parent 1: protocol 802.1Q prio 3 flower vlan_id 5 vlan_prio 3 vlan_ethtype ipv4 dst_ip 1.1.1.1 classid 1:1
$ tc filter add dev ens4 parent 1: protocol 802.1Q prio 3 flower vlan_id 6 classid 1:1
$ tc filter add dev ens4 parent 1: protocol all prio 4 flower dst_mac 02:00:00:00:00:01 classid 1:1
$ tc filter show dev ens4
filter parent 1: protocol ip pref 1 flower chain 0 
filter parent 1: protocol ip pref 1 flower chain 0 handle 0x1 classid 1:1 
  eth_type ipv4
  dst_ip 1.2.3.4
  not_in_hw
filter parent 1: protocol ip pref 1 flower chain 0 handle 0x2 
  eth_type ipv4
  ip_proto tcp
  dst_ip 1.2.3.0/24
  src_ip 10.0.0.0/8
  dst_port 80
  src_port 1000-2000
  not_in_hw
	action order 1: gact action drop
	 random type none pass val 0
	 index 1 ref 1 bind 1

filter parent 1: protocol ip pref 1 flower chain 0 handle 0x3 
  eth_type ipv4
  ip_proto tcp
  dst_ip 1.2.3.0/24
  src_ip 10.0.0.0/8
  dst_port 80
  not_in_hw
	action order 1: gact action drop
	 random type none pass val 0
	 index 2 ref 1 bind 1

filter parent 1: protocol ip pref 1 flower chain 0 handle 0x4 
  eth_type ipv4
  ip_proto udp
  dst_port 53/0xff
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 3 ref 1 bind 1

filter parent 1: protocol ip pref 1 flower chain 0 handle 0x5 
  eth_type ipv4
  ip_proto tcp
  tcp_flags 0x2/12
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 4 ref 1 bind 1

filter parent 1: protocol ip pref 1 flower chain 0 handle 0x6 
  eth_type ipv4
  ip_proto tcp
  tcp_flags 0x10/fff
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 5 ref 1 bind 1

filter parent 1: protocol ip pref 1 flower chain 0 handle 0x7 
  eth_type ipv4
  ip_proto icmp
  icmp_type 8
  icmp_code 0
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 6 ref 1 bind 1

filter parent 1: protocol ip pref 1 flower chain 0 handle 0x8 
  eth_type ipv4
  ip_tos 16/0xfc
  ip_ttl 64
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 7 ref 1 bind 1

filter parent 1: protocol ip pref 1 flower chain 0 handle 0x9 
  eth_type ipv4
  ip_tos 184
  ip_ttl 64/0xf0
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 8 ref 1 bind 1

filter parent 1: protocol ip pref 1 flower chain 0 handle 0xa 
  eth_type ipv4
  ip_proto 47
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 9 ref 1 bind 1

filter parent 1: protocol ip pref 1 flower chain 0 handle 0xb 
  eth_type ipv4
  ct_state +trk+est
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 10 ref 1 bind 1

filter parent 1: protocol ip pref 1 flower chain 0 handle 0xc 
  eth_type ipv4
  ct_state +trk-new
  ct_zone 3
  ct_mark 5/0xff
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 11 ref 1 bind 1

filter parent 1: protocol ip pref 1 flower chain 0 handle 0xd 
  dst_mac 02:00:00:00:00:01
  src_mac 02:00:00:00:00:00/16
  eth_type ipv4
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 12 ref 1 bind 1

filter parent 1: protocol ip pref 1 flower chain 0 handle 0xe 
  eth_type ipv4
  not_in_hw
filter parent 1: protocol ip pref 1 flower chain 0 handle 0x77 
  indev lo
  eth_type ipv4
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 13 ref 1 bind 1

filter parent 1: protocol ipv6 pref 2 flower chain 0 
filter parent 1: protocol ipv6 pref 2 flower chain 0 handle 0x1 classid 1:1 
  eth_type ipv6
  ip_proto tcp
  dst_ip 2001:db8::/32
  dst_port 80
  not_in_hw
filter parent 1: protocol ipv6 pref 2 flower chain 0 handle 0x2 classid 1:1 
  eth_type ipv6
  ip_proto icmpv6
  src_ip ::1
  icmp_type 128
  not_in_hw
filter parent 1: protocol 802.1Q pref 3 flower chain 0 
filter parent 1: protocol 802.1Q pref 3 flower chain 0 handle 0x1 classid 1:1 
  vlan_id 5
  vlan_prio 3
  vlan_ethtype ip
  eth_type ipv4
  dst_ip 1.1.1.1
  not_in_hw
filter parent 1: protocol 802.1Q pref 3 flower chain 0 handle 0x2 classid 1:1 
  vlan_id 6
  not_in_hw
filter parent 1: protocol all pref 4 flower chain 0 
filter parent 1: protocol all pref 4 flower chain 0 handle 0x1 classid 1:1 
  dst_mac 02:00:00:00:00:01
  not_in_hw
$ tc -s filter show dev ens4
filter parent 1: protocol ip pref 1 flower chain 0 
filter parent 1: protocol ip pref 1 flower chain 0 handle 0x1 classid 1:1 
  eth_type ipv4
  dst_ip 1.2.3.4
  not_in_hw
filter parent 1: protocol ip pref 1 flower chain 0 handle 0x2 
  eth_type ipv4
  ip_proto tcp
  dst_ip 1.2.3.0/24
  src_ip 10.0.0.0/8
  dst_port 80
  src_port 1000-2000
  not_in_hw
	action order 1: gact action drop
	 random type none pass val 0
	 index 1 ref 1 bind 1 installed 5 sec used 5 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter parent 1: protocol ip pref 1 flower chain 0 handle 0x3 
  eth_type ipv4
  ip_proto tcp
  dst_ip 1.2.3.0/24
  src_ip 10.0.0.0/8
  dst_port 80
  not_in_hw
	action order 1: gact action drop
	 random type none pass val 0
	 index 2 ref 1 bind 1 installed 4 sec used 4 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter parent 1: protocol ip pref 1 flower chain 0 handle 0x4 
  eth_type ipv4
  ip_proto udp
  dst_port 53/0xff
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 3 ref 1 bind 1 installed 4 sec used 4 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter parent 1: protocol ip pref 1 flower chain 0 handle 0x5 
  eth_type ipv4
  ip_proto tcp
  tcp_flags 0x2/12
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 4 ref 1 bind 1 installed 4 sec used 4 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter parent 1: protocol ip pref 1 flower chain 0 handle 0x6 
  eth_type ipv4
  ip_proto tcp
  tcp_flags 0x10/fff
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 5 ref 1 bind 1 installed 4 sec used 4 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter parent 1: protocol ip pref 1 flower chain 0 handle 0x7 
  eth_type ipv4
  ip_proto icmp
  icmp_type 8
  icmp_code 0
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 6 ref 1 bind 1 installed 3 sec used 3 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter parent 1: protocol ip pref 1 flower chain 0 handle 0x8 
  eth_type ipv4
  ip_tos 16/0xfc
  ip_ttl 64
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 7 ref 1 bind 1 installed 3 sec used 3 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter parent 1: protocol ip pref 1 flower chain 0 handle 0x9 
  eth_type ipv4
  ip_tos 184
  ip_ttl 64/0xf0
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 8 ref 1 bind 1 installed 3 sec used 3 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter parent 1: protocol ip pref 1 flower chain 0 handle 0xa 
  eth_type ipv4
  ip_proto 47
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 9 ref 1 bind 1 installed 3 sec used 3 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter parent 1: protocol ip pref 1 flower chain 0 handle 0xb 
  eth_type ipv4
  ct_state +trk+est
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 10 ref 1 bind 1 installed 3 sec used 3 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter parent 1: protocol ip pref 1 flower chain 0 handle 0xc 
  eth_type ipv4
  ct_state +trk-new
  ct_zone 3
  ct_mark 5/0xff
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 11 ref 1 bind 1 installed 2 sec used 2 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter parent 1: protocol ip pref 1 flower chain 0 handle 0xd 
  dst_mac 02:00:00:00:00:01
  src_mac 02:00:00:00:00:00/16
  eth_type ipv4
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 12 ref 1 bind 1 installed 2 sec used 2 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter parent 1: protocol ip pref 1 flower chain 0 handle 0xe 
  eth_type ipv4
  not_in_hw
filter parent 1: protocol ip pref 1 flower chain 0 handle 0x77 
  indev lo
  eth_type ipv4
  not_in_hw
	action order 1: gact action pass
	 random type none pass val 0
	 index 13 ref 1 bind 1 installed 2 sec used 2 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter parent 1: protocol ipv6 pref 2 flower chain 0 
filter parent 1: protocol ipv6 pref 2 flower chain 0 handle 0x1 classid 1:1 
  eth_type ipv6
  ip_proto tcp
  dst_ip 2001:db8::/32
  dst_port 80
  not_in_hw
filter parent 1: protocol ipv6 pref 2 flower chain 0 handle 0x2 classid 1:1 
  eth_type ipv6
  ip_proto icmpv6
  src_ip ::1
  icmp_type 128
  not_in_hw
filter parent 1: protocol 802.1Q pref 3 flower chain 0 
filter parent 1: protocol 802.1Q pref 3 flower chain 0 handle 0x1 classid 1:1 
  vlan_id 5
  vlan_prio 3
  vlan_ethtype ip
  eth_type ipv4
  dst_ip 1.1.1.1
  not_in_hw
filter parent 1: protocol 802.1Q pref 3 flower chain 0 handle 0x2 classid 1:1 
  vlan_id 6
  not_in_hw
filter parent 1: protocol all pref 4 flower chain 0 
filter parent 1: protocol all pref 4 flower chain 0 handle 0x1 classid 1:1 
  dst_mac 02:00:00:00:00:01
  not_in_hw
$ tc -j -p filter show dev ens4
[ {
        "parent": "1:",
        "protocol": "ip",
        "pref": 1,
        "kind": "flower",
        "chain": 0
    },{
        "parent": "1:",
        "protocol": "ip",
        "pref": 1,
        "kind": "flower",
        "chain": 0,
        "options": {
            "handle": 1,
            "classid": "1:1",
            "keys": {
                "eth_type": "ipv4",
                "dst_ip": "1.2.3.4"
            },
            "not_in_hw": true
        }
    },{
        "parent": "1:",
        "protocol": "ip",
        "pref": 1,
        "kind": "flower",
        "chain": 0,
        "options": {
            "handle": 2,
            "keys": {
                "eth_type": "ipv4",
                "ip_proto": "tcp",
                "dst_ip": "1.2.3.0/24",
                "src_ip": "10.0.0.0/8",
                "dst_port": 80,
                "src_port": {
                    "start": 1000,
                    "end": 2000
                }
            },
            "not_in_hw": true,
            "actions": [ {
                    "order": 1,
                    "kind": "gact",
                    "control_action": {
                        "type": "drop"
                    },
                    "prob": {
                        "random_type": "none",
                        "control_action": {
                            "type": "pass"
                        },
                        "val": 0
                    },
                    "index": 1,
                    "ref": 1,
                    "bind": 1
                } ]
        }
    },{
        "parent": "1:",
        "protocol": "ip",
        "pref": 1,
        "kind": "flower",
        "chain": 0,
        "options": {
            "handle": 3,
            "keys": {
                "eth_type": "ipv4",
                "ip_proto": "tcp",
                "dst_ip": "1.2.3.0/24",
                "src_ip": "10.0.0.0/8",
                "dst_port": 80
            },
            "not_in_hw": true,
            "actions": [ {
                    "order": 1,
                    "kind": "gact",
                    "control_action": {
                        "type": "drop"
                    },
                    "prob": {
                        "random_type": "none",
                        "control_action": {
                            "type": "pass"
                        },
                        "val": 0
                    },
                    "index": 2,
                    "ref": 1,
                    "bind": 1
                } ]
        }
    },{
        "parent": "1:",
        "protocol": "ip",
        "pref": 1,
        "kind": "flower",
        "chain": 0,
        "options": {
            "handle": 4,
            "keys": {
                "eth_type": "ipv4",
                "ip_proto": "udp",
                "dst_port": 53,
                "dst_port_mask": "ff"
            },
            "not_in_hw": true,
            "actions": [ {
                    "order": 1,
                    "kind": "gact",
                    "control_action": {
                        "type": "pass"
                    },
                    "prob": {
                        "random_type": "none",
                        "control_action": {
                            "type": "pass"
                        },
                        "val": 0
                    },
                    "index": 3,
                    "ref": 1,
                    "bind": 1
                } ]
        }
    },{
        "parent": "1:",
        "protocol": "ip",
        "pref": 1,
        "kind": "flower",
        "chain": 0,
        "options": {
            "handle": 5,
            "keys": {
                "eth_type": "ipv4",
                "ip_proto": "tcp",
                "tcp_flags": "0x2/12"
            },
            "not_in_hw": true,
            "actions": [ {
                    "order": 1,
                    "kind": "gact",
                    "control_action": {
                        "type": "pass"
                    },
                    "prob": {
                        "random_type": "none",
                        "control_action": {
                            "type": "pass"
                        },
                        "val": 0
                    },
                    "index": 4,
                    "ref": 1,
                    "bind": 1
                } ]
        }
    },{
        "parent": "1:",
        "protocol": "ip",
        "pref": 1,
        "kind": "flower",
        "chain": 0,
        "options": {
            "handle": 6,
            "keys": {
                "eth_type": "ipv4",
                "ip_proto": "tcp",
                "tcp_flags": "0x10/fff"
            },
            "not_in_hw": true,
            "actions": [ {
                    "order": 1,
                    "kind": "gact",
                    "control_action": {
                        "type": "pass"
                    },
                    "prob": {
                        "random_type": "none",
                        "control_action": {
                            "type": "pass"
                        },
                        "val": 0
                    },
                    "index": 5,
                    "ref": 1,
                    "bind": 1
                } ]
        }
    },{
        "parent": "1:",
        "protocol": "ip",
        "pref": 1,
        "kind": "flower",
        "chain": 0,
        "options": {
            "handle": 7,
            "keys": {
                "eth_type": "ipv4",
                "ip_proto": "icmp",
                "icmp_type": "8",
                "icmp_code": "0"
            },
            "not_in_hw": true,
            "actions": [ {
                    "order": 1,
                    "kind": "gact",
                    "control_action": {
                        "type": "pass"
                    },
                    "prob": {
                        "random_type": "none",
                        "control_action": {
                            "type": "pass"
                        },
                        "val": 0
                    },
                    "index": 6,
                    "ref": 1,
                    "bind": 1
                } ]
        }
    },{
        "parent": "1:",
        "protocol": "ip",
        "pref": 1,
        "kind": "flower",
        "chain": 0,
        "options": {
            "handle": 8,
            "keys": {
                "eth_type": "ipv4",
                "ip_tos": 16,
                "ip_tos_mask": "fc",
                "ip_ttl": 64
            },
            "not_in_hw": true,
            "actions": [ {
                    "order": 1,
                    "kind": "gact",
                    "control_action": {
                        "type": "pass"
                    },
                    "prob": {
                        "random_type": "none",
                        "control_action": {
                            "type": "pass"
                        },
                        "val": 0
                    },
                    "index": 7,
                    "ref": 1,
                    "bind": 1
                } ]
        }
    },{
        "parent": "1:",
        "protocol": "ip",
        "pref": 1,
        "kind": "flower",
        "chain": 0,
        "options": {
            "handle": 9,
            "keys": {
                "eth_type": "ipv4",
                "ip_tos": 184,
                "ip_ttl": 64,
                "ip_ttl_mask": "f0"
            },
            "not_in_hw": true,
            "actions": [ {
                    "order": 1,
                    "kind": "gact",
                    "control_action": {
                        "type": "pass"
                    },
                    "prob": {
                        "random_type": "none",
                        "control_action": {
                            "type": "pass"
                        },
                        "val": 0
                    },
                    "index": 8,
                    "ref": 1,
                    "bind": 1
                } ]
        }
    },{
        "parent": "1:",
        "protocol": "ip",
        "pref": 1,
        "kind": "flower",
        "chain": 0,
        "options": {
            "handle": 10,
            "keys": {
                "eth_type": "ipv4",
                "ip_proto": "47"
            },
            "not_in_hw": true,
            "actions": [ {
                    "order": 1,
                    "kind": "gact",
                    "control_action": {
                        "type": "pass"
                    },
                    "prob": {
                        "random_type": "none",
                        "control_action": {
                            "type": "pass"
                        },
                        "val": 0
                    },
                    "index": 9,
                    "ref": 1,
                    "bind": 1
                } ]
        }
    },{
        "parent": "1:",
        "protocol": "ip",
        "pref": 1,
        "kind": "flower",
        "chain": 0,
        "options": {
            "handle": 11,
            "keys": {
                "eth_type": "ipv4",
                "ct_state": "+trk+est"
            },
            "not_in_hw": true,
            "actions": [ {
                    "order": 1,
                    "kind": "gact",
                    "control_action": {
                        "type": "pass"
                    },
                    "prob": {
                        "random_type": "none",
                        "control_action": {
                            "type": "pass"
                        },
                        "val": 0
                    },
                    "index": 10,
                    "ref": 1,
                    "bind": 1
                } ]
        }
    },{
        "parent": "1:",
        "protocol": "ip",
        "pref": 1,
        "kind": "flower",
        "chain": 0,
        "options": {
            "handle": 12,
            "keys": {
                "eth_type": "ipv4",
                "ct_state": "+trk-new",
                "ct_zone": 3,
                "ct_mark": 5,
                "ct_mark_mask": "ff"
            },
            "not_in_hw": true,
            "actions": [ {
                    "order": 1,
                    "kind": "gact",
                    "control_action": {
                        "type": "pass"
                    },
                    "prob": {
                        "random_type": "none",
                        "control_action": {
                            "type": "pass"
                        },
                        "val": 0
                    },
                    "index": 11,
                    "ref": 1,
                    "bind": 1
                } ]
        }
    },{
        "parent": "1:",
        "protocol": "ip",
        "pref": 1,
        "kind": "flower",
        "chain": 0,
        "options": {
            "handle": 13,
            "keys": {
                "dst_mac": "02:00:00:00:00:01",
                "src_mac": "02:00:00:00:00:00/16",
                "eth_type": "ipv4"
            },
            "not_in_hw": true,
            "actions": [ {
                    "order": 1,
                    "kind": "gact",
                    "control_action": {
                        "type": "pass"
                    },
                    "prob": {
                        "random_type": "none",
                        "control_action": {
                            "type": "pass"
                        },
                        "val": 0
                    },
                    "index": 12,
                    "ref": 1,
                    "bind": 1
                } ]
        }
    },{
        "parent": "1:",
        "protocol": "ip",
        "pref": 1,
        "kind": "flower",
        "chain": 0,
        "options": {
            "handle": 14,
            "keys": {
                "eth_type": "ipv4"
            },
            "not_in_hw": true
        }
    },{
        "parent": "1:",
        "protocol": "ip",
        "pref": 1,
        "kind": "flower",
        "chain": 0,
        "options": {
            "handle": 119,
            "indev": "lo",
            "keys": {
                "eth_type": "ipv4"
            },
            "not_in_hw": true,
            "actions": [ {
                    "order": 1,
                    "kind": "gact",
                    "control_action": {
                        "type": "pass"
                    },
                    "prob": {
                        "random_type": "none",
                        "control_action": {
                            "type": "pass"
                        },
                        "val": 0
                    },
                    "index": 13,
                    "ref": 1,
                    "bind": 1
                } ]
        }
    },{
        "parent": "1:",
        "protocol": "ipv6",
        "pref": 2,
        "kind": "flower",
        "chain": 0
    },{
        "parent": "1:",
        "protocol": "ipv6",
        "pref": 2,
        "kind": "flower",
        "chain": 0,
        "options": {
            "handle": 1,
            "classid": "1:1",
            "keys": {
                "eth_type": "ipv6",
                "ip_proto": "tcp",
                "dst_ip": "2001:db8::/32",
                "dst_port": 80
            },
            "not_in_hw": true
        }
    },{
        "parent": "1:",
        "protocol": "ipv6",
        "pref": 2,
        "kind": "flower",
        "chain": 0,
        "options": {
            "handle": 2,
            "classid": "1:1",
            "keys": {
                "eth_type": "ipv6",
                "ip_proto": "icmpv6",
                "src_ip": "::1",
                "icmp_type": "128"
            },
            "not_in_hw": true
        }
    },{
        "parent": "1:",
        "protocol": "802.1Q",
        "pref": 3,
        "kind": "flower",
        "chain": 0
    },{
        "parent": "1:",
        "protocol": "802.1Q",
        "pref": 3,
        "kind": "flower",
        "chain": 0,
        "options": {
            "handle": 1,
            "classid": "1:1",
            "keys": {
                "vlan_id": 5,
                "vlan_prio": 3,
                "vlan_ethtype": "ip",
                "eth_type": "ipv4",
                "dst_ip": "1.1.1.1"
            },
            "not_in_hw": true
        }
    },{
        "parent": "1:",
        "protocol": "802.1Q",
        "pref": 3,
        "kind": "flower",
        "chain": 0,
        "options": {
            "handle": 2,
            "classid": "1:1",
            "keys": {
                "vlan_id": 6
            },
            "not_in_hw": true
        }
    },{
        "parent": "1:",
        "protocol": "all",
        "pref": 4,
        "kind": "flower",
        "chain": 0
    },{
        "parent": "1:",
        "protocol": "all",
        "pref": 4,
        "kind": "flower",
        "chain": 0,
        "options": {
            "handle": 1,
            "classid": "1:1",
            "keys": {
                "dst_mac": "02:00:00:00:00:01"
            },
            "not_in_hw": true
        }
    } ]
$ tc filter del dev ens4 parent 1:
$ tc filter add dev ens4 parent 1: protocol all prio 4 flower dst_ip 1.1.1.1 classid 1:1
Illegal "dst_ip"
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower dst_ip ::1
Error: inet prefix is expected rather than "::1".
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower dst_ip x
Error: inet prefix is expected rather than "x".
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower dst_port 80
Illegal "dst_port"
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower ip_proto tcp dst_port x
Illegal "dst_port"
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower ip_proto tcp dst_port 5-3
max value should be greater than min value
Illegal "dst_port"
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower ip_proto x
Illegal "ip_proto"
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower type 8
Illegal "icmp type"
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower ip_proto icmp type x
Illegal "icmp type"
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower tcp_flags 2
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower ip_tos x
Illegal "ip_tos"
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower ip_ttl x
Illegal "ip_ttl"
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower ct_state foo
Illegal "ct_state"
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower ct_state +foo
Illegal "ct_state"
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower ct_state +est
Error: no trk, so no other flag can be set.
We have an error talking to the kernel
[2]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower ct_state +trk+new+est
Error: new and est are mutually exclusive.
We have an error talking to the kernel
[2]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower ct_mark x
Illegal "ct_mark"
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower ct_zone x
Illegal "ct_zone"
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower vlan_id 5
Can't set "vlan_id" if ethertype isn't 802.1Q or 802.1AD and num_of_vlans is 0
[1]
$ tc filter add dev ens4 parent 1: protocol 802.1Q prio 1 flower vlan_id 5000
Illegal "vlan_id"
[1]
$ tc filter add dev ens4 parent 1: protocol 802.1Q prio 1 flower vlan_prio 8
Illegal "vlan_prio"
[1]
$ tc filter add dev ens4 parent 1: protocol 802.1Q prio 1 flower vlan_ethtype x
Error: argument "x" is wrong: invalid vlan_ethtype
[255]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower dst_mac x
"x" is invalid lladdr.
Illegal "dst_mac"
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower classid zz
Illegal "classid"
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower indev nosuch
Error: Network device not found.
We have an error talking to the kernel
[2]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 handle x flower
Illegal "handle"
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 flower foo
What is "foo"?
Usage: ... flower	[ MATCH-LIST ] [ verbose ]
			[ skip_sw | skip_hw ]
			[ action ACTION-SPEC ] [ classid CLASSID ]

Where: MATCH-LIST := [ MATCH-LIST ] MATCH
       MATCH      := {	indev DEV-NAME |
			num_of_vlans VLANS_COUNT |
			vlan_id VID |
			vlan_prio PRIORITY |
			vlan_ethtype [ ipv4 | ipv6 | ETH-TYPE ] |
			cvlan_id VID |
			cvlan_prio PRIORITY |
			cvlan_ethtype [ ipv4 | ipv6 | ETH-TYPE ] |
			pppoe_sid PSID |
			ppp_proto [ ipv4 | ipv6 | mpls_uc | mpls_mc | PPP_PROTO ]			dst_mac MASKED-LLADDR |
			src_mac MASKED-LLADDR |
			ip_proto [tcp | udp | sctp | icmp | icmpv6 | IP-PROTO ] |
			ip_tos MASKED-IP_TOS |
			ip_ttl MASKED-IP_TTL |
			mpls LSE-LIST |
			mpls_label LABEL |
			mpls_tc TC |
			mpls_bos BOS |
			mpls_ttl TTL |
			dst_ip PREFIX |
			src_ip PREFIX |
			dst_port PORT-NUMBER |
			src_port PORT-NUMBER |
			tcp_flags MASKED-TCP_FLAGS |
			type MASKED-ICMP-TYPE |
			code MASKED-ICMP-CODE |
			arp_tip IPV4-PREFIX |
			arp_sip IPV4-PREFIX |
			arp_op [ request | reply | OP ] |
			arp_tha MASKED-LLADDR |
			arp_sha MASKED-LLADDR |
			enc_dst_ip [ IPV4-ADDR | IPV6-ADDR ] |
			enc_src_ip [ IPV4-ADDR | IPV6-ADDR ] |
			enc_key_id [ KEY-ID ] |
			enc_tos MASKED-IP_TOS |
			enc_ttl MASKED-IP_TTL |
			geneve_opts MASKED-OPTIONS |
			vxlan_opts MASKED-OPTIONS |
                       erspan_opts MASKED-OPTIONS |
			gtp_opts MASKED-OPTIONS |
			ip_flags IP-FLAGS |
			enc_dst_port [ port_number ] |
			ct_state MASKED_CT_STATE |
			ct_label MASKED_CT_LABEL |
			ct_mark MASKED_CT_MARK |
			ct_zone MASKED_CT_ZONE }
	LSE-LIST := [ LSE-LIST ] LSE
	LSE := lse depth DEPTH { label LABEL | tc TC | bos BOS | ttl TTL }
	FILTERID := X:Y:Z
	MASKED_LLADDR := { LLADDR | LLADDR/MASK | LLADDR/BITS }
	MASKED_CT_STATE := combination of {+|-} and flags trk,est,new,rel,rpl,inv
	ACTION-SPEC := ... look at individual actions

NOTE:	CLASSID, IP-PROTO are parsed as hexadecimal input.
NOTE:	There can be only used one mask per one prio. If user needs
	to specify different mask, he has to use different prio.
[1]
$ tc filter show dev ens4
filter parent 1: protocol ip pref 1 flower chain 0 
filter parent 1: protocol ip pref 1 flower chain 0 handle 0x1 
  eth_type ipv4
  not_in_hw
$ tc -s filter show dev ens4
filter parent 1: protocol ip pref 1 flower chain 0 
filter parent 1: protocol ip pref 1 flower chain 0 handle 0x1 
  eth_type ipv4
  not_in_hw
$ tc -j -p filter show dev ens4
[ {
        "parent": "1:",
        "protocol": "ip",
        "pref": 1,
        "kind": "flower",
        "chain": 0
    },{
        "parent": "1:",
        "protocol": "ip",
        "pref": 1,
        "kind": "flower",
        "chain": 0,
        "options": {
            "handle": 1,
            "keys": {
                "eth_type": "ipv4"
            },
            "not_in_hw": true
        }
    } ]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 nosuch
Error: Specified filter kind does not match existing one.
We have an error talking to the kernel
[2]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 nosuch x
Unknown filter "nosuch", hence option "x" is unparsable
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 50 nosuch
Error: TC classifier not found.
We have an error talking to the kernel
[2]
