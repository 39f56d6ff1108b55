# Actions that the kernel of CI does not have: Linux 6.1.192 of Debian.
! tap ens4 02:00:00:00:00:04
! tap ens5 02:00:00:00:00:05
! kernel net/ipv6/conf/ens4/disable_ipv6 1
! kernel net/ipv6/conf/ens5/disable_ipv6 1
$ ip link set ens4 up
$ ip link set ens5 up
$ tc qdisc add dev ens4 clsact
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.1 action drop
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.2 action pass
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.3 action ok
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.4 action gact reclassify
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.5 action continue
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.6 action pipe action drop
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.7 action drop index 50
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.8 action gact index 50
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.9 action stolen
Bad action type stolen
Usage: ... gact <ACTION> [RAND] [INDEX]
Where: 	ACTION := reclassify | drop | continue | pass | pipe |
       	          goto chain <CHAIN_INDEX> | jump <JUMP_COUNT>
	RAND := random <RANDTYPE> <ACTION> <VAL>
	RANDTYPE := netrand | determ
	VAL : = value not exceeding 10000
	JUMP_COUNT := Absolute jump from start of action list
	INDEX := index value used

[255]
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.10 action goto chain 5
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.12 action nosuch
Bad action type nosuch
Usage: ... gact <ACTION> [RAND] [INDEX]
Where: 	ACTION := reclassify | drop | continue | pass | pipe |
       	          goto chain <CHAIN_INDEX> | jump <JUMP_COUNT>
	RAND := random <RANDTYPE> <ACTION> <VAL>
	RANDTYPE := netrand | determ
	VAL : = value not exceeding 10000
	JUMP_COUNT := Absolute jump from start of action list
	INDEX := index value used

[255]
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.12 action
Command line is not complete. Try option "help"
[255]
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.12 action drop foo
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
$ tc filter show dev ens4 ingress
filter protocol ip pref 1 u32 chain 0 
filter protocol ip pref 1 u32 chain 0 fh 800: ht divisor 1 
filter protocol ip pref 1 u32 chain 0 fh 800::800 order 2048 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010101/ffffffff at 16
	action order 1: gact action drop
	 random type none pass val 0
	 index 1 ref 1 bind 1

filter protocol ip pref 1 u32 chain 0 fh 800::801 order 2049 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010102/ffffffff at 16
	action order 1: gact action pass
	 random type none pass val 0
	 index 2 ref 1 bind 1

filter protocol ip pref 1 u32 chain 0 fh 800::802 order 2050 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010103/ffffffff at 16
	action order 1: gact action pass
	 random type none pass val 0
	 index 3 ref 1 bind 1

filter protocol ip pref 1 u32 chain 0 fh 800::803 order 2051 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010104/ffffffff at 16
	action order 1: gact action reclassify
	 random type none pass val 0
	 index 4 ref 1 bind 1

filter protocol ip pref 1 u32 chain 0 fh 800::804 order 2052 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010105/ffffffff at 16
	action order 1: gact action continue
	 random type none pass val 0
	 index 5 ref 1 bind 1

filter protocol ip pref 1 u32 chain 0 fh 800::805 order 2053 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010106/ffffffff at 16
	action order 1: gact action pipe
	 random type none pass val 0
	 index 6 ref 1 bind 1

	action order 2: gact action drop
	 random type none pass val 0
	 index 7 ref 1 bind 1

filter protocol ip pref 1 u32 chain 0 fh 800::806 order 2054 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010107/ffffffff at 16
	action order 1: gact action drop
	 random type none pass val 0
	 index 50 ref 2 bind 2

filter protocol ip pref 1 u32 chain 0 fh 800::807 order 2055 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010108/ffffffff at 16
	action order 1: gact action drop
	 random type none pass val 0
	 index 50 ref 2 bind 2

filter protocol ip pref 1 u32 chain 0 fh 800::808 order 2056 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 0101010a/ffffffff at 16
	action order 1: gact action goto chain 5
	 random type none pass val 0
	 index 8 ref 1 bind 1

$ tc -s filter show dev ens4 ingress
filter protocol ip pref 1 u32 chain 0 
filter protocol ip pref 1 u32 chain 0 fh 800: ht divisor 1 
filter protocol ip pref 1 u32 chain 0 fh 800::800 order 2048 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010101/ffffffff at 16 (success 0 ) 
	action order 1: gact action drop
	 random type none pass val 0
	 index 1 ref 1 bind 1 installed 3 sec used 3 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::801 order 2049 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010102/ffffffff at 16 (success 0 ) 
	action order 1: gact action pass
	 random type none pass val 0
	 index 2 ref 1 bind 1 installed 3 sec used 3 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::802 order 2050 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010103/ffffffff at 16 (success 0 ) 
	action order 1: gact action pass
	 random type none pass val 0
	 index 3 ref 1 bind 1 installed 2 sec used 2 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::803 order 2051 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010104/ffffffff at 16 (success 0 ) 
	action order 1: gact action reclassify
	 random type none pass val 0
	 index 4 ref 1 bind 1 installed 2 sec used 2 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::804 order 2052 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010105/ffffffff at 16 (success 0 ) 
	action order 1: gact action continue
	 random type none pass val 0
	 index 5 ref 1 bind 1 installed 2 sec used 2 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::805 order 2053 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010106/ffffffff at 16 (success 0 ) 
	action order 1: gact action pipe
	 random type none pass val 0
	 index 6 ref 1 bind 1 installed 2 sec used 2 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

	action order 2: gact action drop
	 random type none pass val 0
	 index 7 ref 1 bind 1 installed 2 sec used 2 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::806 order 2054 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010107/ffffffff at 16 (success 0 ) 
	action order 1: gact action drop
	 random type none pass val 0
	 index 50 ref 2 bind 2 installed 1 sec used 1 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::807 order 2055 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010108/ffffffff at 16 (success 0 ) 
	action order 1: gact action drop
	 random type none pass val 0
	 index 50 ref 2 bind 2 installed 1 sec used 1 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::808 order 2056 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 0101010a/ffffffff at 16 (success 0 ) 
	action order 1: gact action goto chain 5
	 random type none pass val 0
	 index 8 ref 1 bind 1 installed 1 sec used 1 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

$ tc filter del dev ens4 ingress
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.1 action police rate 1mbit burst 10k
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.2 action police rate 1mbit burst 10k drop
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.3 action police rate 1mbit burst 10k conform-exceed drop/pass
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.4 action police rate 1mbit burst 10k conform-exceed pipe action drop
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.5 action police rate 1mbit burst 10k peakrate 2mbit mtu 3000 overhead 24 linklayer atm mpu 64
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.6 police rate 1mbit burst 10k drop flowid :1
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.7 police rate 100kbps burst 1600 mtu 1600 continue
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.9 action police rate 1mbit
'burst' requires 'rate'.
bad action parsing
parse_action: bad value (3:police)!
Illegal "action"
[1]
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.9 action police burst 5k
'rate' or 'avrate' or 'mtu' or 'pkts_rate' MUST be specified.
bad action parsing
parse_action: bad value (3:police)!
Illegal "action"
[1]
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.9 action police rate x burst 5k
Error: argument "x" is wrong: rate
[255]
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.9 action police rate 1mbit burst x
Error: argument "x" is wrong: buffer
[255]
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.9 action police rate 1mbit burst 5k foo
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
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.9 action police rate 1mbit burst 5k mtu 1kb peakrate 1mbit
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.9 action police mtu 1000 drop
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.10 action police rate 1mbit burst 10k conform-exceed foo
Bad action type foo
bad action parsing
parse_action: bad value (7:police)!
Illegal "action"
[1]
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.11 action police index 77 rate 1mbit burst 10k
$ tc filter show dev ens4 ingress
filter protocol ip pref 1 u32 chain 0 
filter protocol ip pref 1 u32 chain 0 fh 800: ht divisor 1 
filter protocol ip pref 1 u32 chain 0 fh 800::800 order 2048 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010101/ffffffff at 16
	action order 1:  police 0x1 rate 1Mbit burst 10Kb mtu 2Kb action reclassify overhead 0b 
	ref 1 bind 1 

filter protocol ip pref 1 u32 chain 0 fh 800::801 order 2049 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010102/ffffffff at 16
	action order 1:  police 0x2 rate 1Mbit burst 10Kb mtu 2Kb action drop overhead 0b 
	ref 1 bind 1 

filter protocol ip pref 1 u32 chain 0 fh 800::802 order 2050 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010103/ffffffff at 16
	action order 1:  police 0x3 rate 1Mbit burst 10Kb mtu 2Kb action drop overhead 0b 
	ref 1 bind 1 

filter protocol ip pref 1 u32 chain 0 fh 800::803 order 2051 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010104/ffffffff at 16
	action order 1:  police 0x4 rate 1Mbit burst 10Kb mtu 2Kb action pipe overhead 0b 
	ref 1 bind 1 

	action order 2: gact action drop
	 random type none pass val 0
	 index 1 ref 1 bind 1

filter protocol ip pref 1 u32 chain 0 fh 800::804 order 2052 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010105/ffffffff at 16
	action order 1:  police 0x5 rate 1Mbit burst 10Kb mtu 3000b peakrate 2Mbit action reclassify overhead 24b linklayer atm 
	ref 1 bind 1 

filter protocol ip pref 1 u32 chain 0 fh 800::805 order 2053 key ht 800 bkt 0 *flowid :1 not_in_hw 
  match 01010106/ffffffff at 16
 police 0x6 rate 1Mbit burst 10Kb mtu 2Kb action drop overhead 0b 
	ref 1 bind 1 

filter protocol ip pref 1 u32 chain 0 fh 800::806 order 2054 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010107/ffffffff at 16
 police 0x7 rate 800Kbit burst 1600b mtu 1600b action continue overhead 0b 
	ref 1 bind 1 

filter protocol ip pref 1 u32 chain 0 fh 800::807 order 2055 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010109/ffffffff at 16
	action order 1:  police 0x8 rate 1Mbit burst 5Kb mtu 1Kb peakrate 1Mbit action reclassify overhead 0b 
	ref 1 bind 1 

filter protocol ip pref 1 u32 chain 0 fh 800::808 order 2056 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010109/ffffffff at 16
	action order 1:  police 0x9 rate 0bit burst 0b mtu 1000b action drop overhead 0b 
	ref 1 bind 1 

filter protocol ip pref 1 u32 chain 0 fh 800::809 order 2057 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 0101010b/ffffffff at 16
	action order 1:  police 0x4d rate 1Mbit burst 10Kb mtu 2Kb action reclassify overhead 0b 
	ref 1 bind 1 

$ tc -s filter show dev ens4 ingress
filter protocol ip pref 1 u32 chain 0 
filter protocol ip pref 1 u32 chain 0 fh 800: ht divisor 1 
filter protocol ip pref 1 u32 chain 0 fh 800::800 order 2048 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010101/ffffffff at 16 (success 0 ) 
	action order 1:  police 0x1 rate 1Mbit burst 10Kb mtu 2Kb action reclassify overhead 0b 
	ref 1 bind 1  installed 3 sec used 3 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::801 order 2049 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010102/ffffffff at 16 (success 0 ) 
	action order 1:  police 0x2 rate 1Mbit burst 10Kb mtu 2Kb action drop overhead 0b 
	ref 1 bind 1  installed 3 sec used 3 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::802 order 2050 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010103/ffffffff at 16 (success 0 ) 
	action order 1:  police 0x3 rate 1Mbit burst 10Kb mtu 2Kb action drop overhead 0b 
	ref 1 bind 1  installed 3 sec used 3 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::803 order 2051 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010104/ffffffff at 16 (success 0 ) 
	action order 1:  police 0x4 rate 1Mbit burst 10Kb mtu 2Kb action pipe overhead 0b 
	ref 1 bind 1  installed 2 sec used 2 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

	action order 2: gact action drop
	 random type none pass val 0
	 index 1 ref 1 bind 1 installed 2 sec used 2 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::804 order 2052 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010105/ffffffff at 16 (success 0 ) 
	action order 1:  police 0x5 rate 1Mbit burst 10Kb mtu 3000b peakrate 2Mbit action reclassify overhead 24b linklayer atm 
	ref 1 bind 1  installed 2 sec used 2 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::805 order 2053 key ht 800 bkt 0 *flowid :1 not_in_hw (rule hit 0 success 0)
  match 01010106/ffffffff at 16 (success 0 ) 
 police 0x6 rate 1Mbit burst 10Kb mtu 2Kb action drop overhead 0b 
	ref 1 bind 1  installed 2 sec used 2 sec

 Sent 0 bytes 0 pkts (dropped 0, overlimits 0) 
filter protocol ip pref 1 u32 chain 0 fh 800::806 order 2054 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010107/ffffffff at 16 (success 0 ) 
 police 0x7 rate 800Kbit burst 1600b mtu 1600b action continue overhead 0b 
	ref 1 bind 1  installed 2 sec used 2 sec

 Sent 0 bytes 0 pkts (dropped 0, overlimits 0) 
filter protocol ip pref 1 u32 chain 0 fh 800::807 order 2055 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010109/ffffffff at 16 (success 0 ) 
	action order 1:  police 0x8 rate 1Mbit burst 5Kb mtu 1Kb peakrate 1Mbit action reclassify overhead 0b 
	ref 1 bind 1  installed 0 sec used 0 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::808 order 2056 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010109/ffffffff at 16 (success 0 ) 
	action order 1:  police 0x9 rate 0bit burst 0b mtu 1000b action drop overhead 0b 
	ref 1 bind 1  installed 0 sec used 0 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::809 order 2057 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 0101010b/ffffffff at 16 (success 0 ) 
	action order 1:  police 0x4d rate 1Mbit burst 10Kb mtu 2Kb action reclassify overhead 0b 
	ref 1 bind 1  installed 0 sec used 0 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

$ tc filter del dev ens4 ingress
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.1 action mirred egress redirect dev ens5
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.2 action mirred egress mirror dev ens5
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.3 action mirred ingress redirect dev ens5
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.4 action mirred ingress mirror dev ens5 action drop
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.5 action mirred egress mirror dev ens5 continue
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.6 action mirred egress redirect dev nosuch
Cannot find device "nosuch"
bad action parsing
parse_action: bad value (5:mirred)!
Illegal "action"
[1]
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.6 action mirred egress dev ens5
Command line is not complete. Try option "help"
[255]
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.6 action mirred foo
mirred option not supported foo
bad action parsing
parse_action: bad value (2:mirred)!
Illegal "action"
[1]
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.6 action mirred egress redirect
Command line is not complete. Try option "help"
[255]
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.7 action mirred egress redirect dev ens5 index 9
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.8 action skbedit priority 1:5
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.9 action skbedit mark 5
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.10 action skbedit mark 5/0xf priority 7 pipe
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.11 action skbedit ptype host
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.12 action skbedit ptype otherhost mark 0x10 index 4 action pass
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.13 action skbedit
Command line is not complete. Try option "help"
[255]
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.13 action skbedit mark x
Illegal mark
bad action parsing
parse_action: bad value (3:skbedit)!
Illegal "action"
[1]
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.13 action skbedit priority x
Illegal priority
bad action parsing
parse_action: bad value (3:skbedit)!
Illegal "action"
[1]
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.13 action skbedit ptype x
Illegal ptype (x)
bad action parsing
parse_action: bad value (3:skbedit)!
Illegal "action"
[1]
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.13 action skbedit mark 5 foo
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
$ tc filter show dev ens4 ingress
filter protocol ip pref 1 u32 chain 0 
filter protocol ip pref 1 u32 chain 0 fh 800: ht divisor 1 
filter protocol ip pref 1 u32 chain 0 fh 800::800 order 2048 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010101/ffffffff at 16
	action order 1: mirred (Egress Redirect to device ens5) stolen
	index 1 ref 1 bind 1

filter protocol ip pref 1 u32 chain 0 fh 800::801 order 2049 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010102/ffffffff at 16
	action order 1: mirred (Egress Mirror to device ens5) pipe
	index 2 ref 1 bind 1

filter protocol ip pref 1 u32 chain 0 fh 800::802 order 2050 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010103/ffffffff at 16
	action order 1: mirred (Ingress Redirect to device ens5) stolen
	index 3 ref 1 bind 1

filter protocol ip pref 1 u32 chain 0 fh 800::803 order 2051 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010104/ffffffff at 16
	action order 1: mirred (Ingress Mirror to device ens5) pipe
	index 4 ref 1 bind 1

	action order 2: gact action drop
	 random type none pass val 0
	 index 1 ref 1 bind 1

filter protocol ip pref 1 u32 chain 0 fh 800::804 order 2052 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010105/ffffffff at 16
	action order 1: mirred (Egress Mirror to device ens5) continue
	index 5 ref 1 bind 1

filter protocol ip pref 1 u32 chain 0 fh 800::805 order 2053 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010107/ffffffff at 16
	action order 1: mirred (Egress Redirect to device ens5) stolen
	index 9 ref 1 bind 1

filter protocol ip pref 1 u32 chain 0 fh 800::806 order 2054 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010108/ffffffff at 16
	action order 1: skbedit  priority 1:5 pipe
	 index 1 ref 1 bind 1

filter protocol ip pref 1 u32 chain 0 fh 800::807 order 2055 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010109/ffffffff at 16
	action order 1: skbedit  mark 5 pipe
	 index 2 ref 1 bind 1

filter protocol ip pref 1 u32 chain 0 fh 800::808 order 2056 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 0101010a/ffffffff at 16
	action order 1: skbedit  priority :7 mark 5/0xf pipe
	 index 3 ref 1 bind 1

filter protocol ip pref 1 u32 chain 0 fh 800::809 order 2057 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 0101010b/ffffffff at 16
	action order 1: skbedit  ptype host pipe
	 index 4 ref 2 bind 2

filter protocol ip pref 1 u32 chain 0 fh 800::80a order 2058 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 0101010c/ffffffff at 16
	action order 1: skbedit  ptype host pipe
	 index 4 ref 2 bind 2

	action order 2: gact action pass
	 random type none pass val 0
	 index 2 ref 1 bind 1

$ tc -s filter show dev ens4 ingress
filter protocol ip pref 1 u32 chain 0 
filter protocol ip pref 1 u32 chain 0 fh 800: ht divisor 1 
filter protocol ip pref 1 u32 chain 0 fh 800::800 order 2048 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010101/ffffffff at 16 (success 0 ) 
	action order 1: mirred (Egress Redirect to device ens5) stolen
	index 1 ref 1 bind 1 installed 5 sec used 5 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::801 order 2049 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010102/ffffffff at 16 (success 0 ) 
	action order 1: mirred (Egress Mirror to device ens5) pipe
	index 2 ref 1 bind 1 installed 5 sec used 5 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::802 order 2050 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010103/ffffffff at 16 (success 0 ) 
	action order 1: mirred (Ingress Redirect to device ens5) stolen
	index 3 ref 1 bind 1 installed 4 sec used 4 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::803 order 2051 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010104/ffffffff at 16 (success 0 ) 
	action order 1: mirred (Ingress Mirror to device ens5) pipe
	index 4 ref 1 bind 1 installed 4 sec used 4 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

	action order 2: gact action drop
	 random type none pass val 0
	 index 1 ref 1 bind 1 installed 4 sec used 4 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::804 order 2052 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010105/ffffffff at 16 (success 0 ) 
	action order 1: mirred (Egress Mirror to device ens5) continue
	index 5 ref 1 bind 1 installed 4 sec used 4 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::805 order 2053 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010107/ffffffff at 16 (success 0 ) 
	action order 1: mirred (Egress Redirect to device ens5) stolen
	index 9 ref 1 bind 1 installed 3 sec used 3 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::806 order 2054 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010108/ffffffff at 16 (success 0 ) 
	action order 1: skbedit  priority 1:5 pipe
	 index 1 ref 1 bind 1 installed 2 sec used 2 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::807 order 2055 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010109/ffffffff at 16 (success 0 ) 
	action order 1: skbedit  mark 5 pipe
	 index 2 ref 1 bind 1 installed 2 sec used 2 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::808 order 2056 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 0101010a/ffffffff at 16 (success 0 ) 
	action order 1: skbedit  priority :7 mark 5/0xf pipe
	 index 3 ref 1 bind 1 installed 2 sec used 2 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::809 order 2057 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 0101010b/ffffffff at 16 (success 0 ) 
	action order 1: skbedit  ptype host pipe
	 index 4 ref 2 bind 2 installed 1 sec used 1 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::80a order 2058 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 0101010c/ffffffff at 16 (success 0 ) 
	action order 1: skbedit  ptype host pipe
	 index 4 ref 2 bind 2 installed 1 sec used 1 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

	action order 2: gact action pass
	 random type none pass val 0
	 index 2 ref 1 bind 1 installed 1 sec used 1 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

$ tc filter del dev ens4 ingress
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.1 action pedit munge ip dst set 2.2.2.2
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.2 action pedit munge ip src set 2.2.2.2 munge ip ttl set 5 pipe
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.3 action pedit ex munge ip ttl add 255
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.4 action pedit ex munge tcp dport set 80 munge eth dst set 02:00:00:00:00:01
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.5 action pedit ex munge udp sport set 53 continue
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.6 action pedit munge offset 0 u32 set 5 retain 0xff
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.7 action pedit munge offset 4 u16 set 0x1234
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.8 action pedit munge offset 9 u8 clear
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.9 action pedit munge offset 9 u8 invert
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.10 action pedit munge offset 9 u8 preserve
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.11 action pedit ex munge ip tos set 0x10 retain 0xfc
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.12 action pedit ex munge ip6 dst set 2001:db8::1
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.13 action pedit ex munge eth src set 02:00:00:00:00:09 munge eth type set 0x800
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.14 action pedit
Command line is not complete. Try option "help"
[255]
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.14 action pedit munge ip foo set 1
bad pedit parsing
Bad pedit construct (ip)
Usage: ... pedit munge [ex] <MUNGE> [CONTROL]
Where: MUNGE := <RAW>|<LAYERED>
	<RAW>:= <OFFSETC>[ATC]<CMD>
 		OFFSETC:= offset <offval> <u8|u16|u32>
		ATC:= at <atval> offmask <maskval> shift <shiftval>
		NOTE: offval is byte offset, must be multiple of 4
		NOTE: maskval is a 32 bit hex number
 		NOTE: shiftval is a shift value
		CMD:= clear | invert | set <setval> | add <addval> | decrement | retain
	<LAYERED>:= ip <ipdata> | ip6 <ip6data>
 		| udp <udpdata> | tcp <tcpdata> | icmp <icmpdata>
	CONTROL:= reclassify | pipe | drop | continue | pass |
	          goto chain <CHAIN_INDEX>
	NOTE: if 'ex' is set, extended functionality will be supported (kernel >= 4.11)
For Example usage look at the examples directory
bad action parsing
parse_action: bad value (6:pedit)!
Illegal "action"
[1]
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.14 action pedit munge foo
Command line is not complete. Try option "help"
[255]
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.14 action pedit munge tcp dport set 80
bad pedit parsing
Bad pedit construct (tcp)
Usage: ... pedit munge [ex] <MUNGE> [CONTROL]
Where: MUNGE := <RAW>|<LAYERED>
	<RAW>:= <OFFSETC>[ATC]<CMD>
 		OFFSETC:= offset <offval> <u8|u16|u32>
		ATC:= at <atval> offmask <maskval> shift <shiftval>
		NOTE: offval is byte offset, must be multiple of 4
		NOTE: maskval is a 32 bit hex number
 		NOTE: shiftval is a shift value
		CMD:= clear | invert | set <setval> | add <addval> | decrement | retain
	<LAYERED>:= ip <ipdata> | ip6 <ip6data>
 		| udp <udpdata> | tcp <tcpdata> | icmp <icmpdata>
	CONTROL:= reclassify | pipe | drop | continue | pass |
	          goto chain <CHAIN_INDEX>
	NOTE: if 'ex' is set, extended functionality will be supported (kernel >= 4.11)
For Example usage look at the examples directory
bad action parsing
parse_action: bad value (6:pedit)!
Illegal "action"
[1]
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.14 action pedit munge offset x u8 clear
Bad pedit construct (x)
Usage: ... pedit munge [ex] <MUNGE> [CONTROL]
Where: MUNGE := <RAW>|<LAYERED>
	<RAW>:= <OFFSETC>[ATC]<CMD>
 		OFFSETC:= offset <offval> <u8|u16|u32>
		ATC:= at <atval> offmask <maskval> shift <shiftval>
		NOTE: offval is byte offset, must be multiple of 4
		NOTE: maskval is a 32 bit hex number
 		NOTE: shiftval is a shift value
		CMD:= clear | invert | set <setval> | add <addval> | decrement | retain
	<LAYERED>:= ip <ipdata> | ip6 <ip6data>
 		| udp <udpdata> | tcp <tcpdata> | icmp <icmpdata>
	CONTROL:= reclassify | pipe | drop | continue | pass |
	          goto chain <CHAIN_INDEX>
	NOTE: if 'ex' is set, extended functionality will be supported (kernel >= 4.11)
For Example usage look at the examples directory
bad action parsing
parse_action: bad value (6:pedit)!
Illegal "action"
[1]
$ tc filter add dev ens4 ingress protocol ip prio 1 u32 match ip dst 1.1.1.14 action pedit ex munge ip ttl set x
bad pedit parsing
Bad pedit construct (ip)
Usage: ... pedit munge [ex] <MUNGE> [CONTROL]
Where: MUNGE := <RAW>|<LAYERED>
	<RAW>:= <OFFSETC>[ATC]<CMD>
 		OFFSETC:= offset <offval> <u8|u16|u32>
		ATC:= at <atval> offmask <maskval> shift <shiftval>
		NOTE: offval is byte offset, must be multiple of 4
		NOTE: maskval is a 32 bit hex number
 		NOTE: shiftval is a shift value
		CMD:= clear | invert | set <setval> | add <addval> | decrement | retain
	<LAYERED>:= ip <ipdata> | ip6 <ip6data>
 		| udp <udpdata> | tcp <tcpdata> | icmp <icmpdata>
	CONTROL:= reclassify | pipe | drop | continue | pass |
	          goto chain <CHAIN_INDEX>
	NOTE: if 'ex' is set, extended functionality will be supported (kernel >= 4.11)
For Example usage look at the examples directory
bad action parsing
parse_action: bad value (7:pedit)!
Illegal "action"
[1]
$ tc filter show dev ens4 ingress
filter protocol ip pref 1 u32 chain 0 
filter protocol ip pref 1 u32 chain 0 fh 800: ht divisor 1 
filter protocol ip pref 1 u32 chain 0 fh 800::800 order 2048 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010101/ffffffff at 16
	action order 1:  pedit action pass keys 1
 	 index 1 ref 1 bind 1
	 key #0  at 16: val 02020202 mask 00000000

filter protocol ip pref 1 u32 chain 0 fh 800::801 order 2049 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010102/ffffffff at 16
	action order 1:  pedit action pipe keys 2
 	 index 2 ref 1 bind 1
	 key #0  at 12: val 02020202 mask 00000000
	 key #1  at 8: val 05000000 mask 00ffffff

filter protocol ip pref 1 u32 chain 0 fh 800::802 order 2050 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010103/ffffffff at 16
	action order 1:  pedit action pass keys 1
 	 index 3 ref 1 bind 1
	 key #0  at ipv4+8: add ff000000 mask 00ffffff

filter protocol ip pref 1 u32 chain 0 fh 800::803 order 2051 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010104/ffffffff at 16
	action order 1:  pedit action pass keys 3
 	 index 4 ref 1 bind 1
	 key #0  at tcp+0: val 00000050 mask ffff0000
	 key #1  at eth+0: val 02000000 mask 00000000
	 key #2  at eth+4: val 00010000 mask 0000ffff

filter protocol ip pref 1 u32 chain 0 fh 800::804 order 2052 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010105/ffffffff at 16
	action order 1:  pedit action continue keys 1
 	 index 5 ref 1 bind 1
	 key #0  at udp+0: val 00350000 mask 0000ffff

filter protocol ip pref 1 u32 chain 0 fh 800::805 order 2053 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010106/ffffffff at 16
	action order 1:  pedit action pass keys 1
 	 index 6 ref 1 bind 1
	 key #0  at 0: val 00000005 mask ffffff00

filter protocol ip pref 1 u32 chain 0 fh 800::806 order 2054 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010107/ffffffff at 16
	action order 1:  pedit action pass keys 1
 	 index 7 ref 1 bind 1
	 key #0  at 4: val 12340000 mask 0000ffff

filter protocol ip pref 1 u32 chain 0 fh 800::807 order 2055 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010108/ffffffff at 16
	action order 1:  pedit action pass keys 1
 	 index 8 ref 1 bind 1
	 key #0  at 8: val 00000000 mask ff00ffff

filter protocol ip pref 1 u32 chain 0 fh 800::808 order 2056 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 01010109/ffffffff at 16
	action order 1:  pedit action pass keys 1
 	 index 9 ref 1 bind 1
	 key #0  at 8: val 00ff0000 mask ffffffff

filter protocol ip pref 1 u32 chain 0 fh 800::809 order 2057 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 0101010a/ffffffff at 16
	action order 1:  pedit action pass keys 1
 	 index 10 ref 1 bind 1
	 key #0  at 8: val 00000000 mask ffffffff

filter protocol ip pref 1 u32 chain 0 fh 800::80a order 2058 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 0101010b/ffffffff at 16
	action order 1:  pedit action pass keys 1
 	 index 11 ref 1 bind 1
	 key #0  at ipv4+0: val 00100000 mask ff03ffff

filter protocol ip pref 1 u32 chain 0 fh 800::80b order 2059 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 0101010c/ffffffff at 16
	action order 1:  pedit action pass keys 4
 	 index 12 ref 1 bind 1
	 key #0  at ipv6+24: val 20010db8 mask 00000000
	 key #1  at ipv6+28: val 00000000 mask 00000000
	 key #2  at ipv6+32: val 00000000 mask 00000000
	 key #3  at ipv6+36: val 00000001 mask 00000000

filter protocol ip pref 1 u32 chain 0 fh 800::80c order 2060 key ht 800 bkt 0 terminal flowid not_in_hw 
  match 0101010d/ffffffff at 16
	action order 1:  pedit action pass keys 3
 	 index 13 ref 1 bind 1
	 key #0  at eth+4: val 00000200 mask ffff0000
	 key #1  at eth+8: val 00000009 mask 00000000
	 key #2  at eth+12: val 08000000 mask 0000ffff

$ tc -s filter show dev ens4 ingress
filter protocol ip pref 1 u32 chain 0 
filter protocol ip pref 1 u32 chain 0 fh 800: ht divisor 1 
filter protocol ip pref 1 u32 chain 0 fh 800::800 order 2048 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010101/ffffffff at 16 (success 0 ) 
	action order 1:  pedit action pass keys 1
 	 index 1 ref 1 bind 1 installed 3 sec used 3 sec
	 key #0  at 16: val 02020202 mask 00000000
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::801 order 2049 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010102/ffffffff at 16 (success 0 ) 
	action order 1:  pedit action pipe keys 2
 	 index 2 ref 1 bind 1 installed 3 sec used 3 sec
	 key #0  at 12: val 02020202 mask 00000000
	 key #1  at 8: val 05000000 mask 00ffffff
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::802 order 2050 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010103/ffffffff at 16 (success 0 ) 
	action order 1:  pedit action pass keys 1
 	 index 3 ref 1 bind 1 installed 3 sec used 3 sec
	 key #0  at ipv4+8: add ff000000 mask 00ffffff
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::803 order 2051 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010104/ffffffff at 16 (success 0 ) 
	action order 1:  pedit action pass keys 3
 	 index 4 ref 1 bind 1 installed 3 sec used 3 sec
	 key #0  at tcp+0: val 00000050 mask ffff0000
	 key #1  at eth+0: val 02000000 mask 00000000
	 key #2  at eth+4: val 00010000 mask 0000ffff
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::804 order 2052 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010105/ffffffff at 16 (success 0 ) 
	action order 1:  pedit action continue keys 1
 	 index 5 ref 1 bind 1 installed 3 sec used 3 sec
	 key #0  at udp+0: val 00350000 mask 0000ffff
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::805 order 2053 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010106/ffffffff at 16 (success 0 ) 
	action order 1:  pedit action pass keys 1
 	 index 6 ref 1 bind 1 installed 3 sec used 3 sec
	 key #0  at 0: val 00000005 mask ffffff00
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::806 order 2054 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010107/ffffffff at 16 (success 0 ) 
	action order 1:  pedit action pass keys 1
 	 index 7 ref 1 bind 1 installed 3 sec used 3 sec
	 key #0  at 4: val 12340000 mask 0000ffff
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::807 order 2055 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010108/ffffffff at 16 (success 0 ) 
	action order 1:  pedit action pass keys 1
 	 index 8 ref 1 bind 1 installed 2 sec used 2 sec
	 key #0  at 8: val 00000000 mask ff00ffff
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::808 order 2056 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 01010109/ffffffff at 16 (success 0 ) 
	action order 1:  pedit action pass keys 1
 	 index 9 ref 1 bind 1 installed 2 sec used 2 sec
	 key #0  at 8: val 00ff0000 mask ffffffff
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::809 order 2057 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 0101010a/ffffffff at 16 (success 0 ) 
	action order 1:  pedit action pass keys 1
 	 index 10 ref 1 bind 1 installed 2 sec used 2 sec
	 key #0  at 8: val 00000000 mask ffffffff
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::80a order 2058 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 0101010b/ffffffff at 16 (success 0 ) 
	action order 1:  pedit action pass keys 1
 	 index 11 ref 1 bind 1 installed 2 sec used 2 sec
	 key #0  at ipv4+0: val 00100000 mask ff03ffff
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::80b order 2059 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 0101010c/ffffffff at 16 (success 0 ) 
	action order 1:  pedit action pass keys 4
 	 index 12 ref 1 bind 1 installed 2 sec used 2 sec
	 key #0  at ipv6+24: val 20010db8 mask 00000000
	 key #1  at ipv6+28: val 00000000 mask 00000000
	 key #2  at ipv6+32: val 00000000 mask 00000000
	 key #3  at ipv6+36: val 00000001 mask 00000000
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter protocol ip pref 1 u32 chain 0 fh 800::80c order 2060 key ht 800 bkt 0 terminal flowid not_in_hw (rule hit 0 success 0)
  match 0101010d/ffffffff at 16 (success 0 ) 
	action order 1:  pedit action pass keys 3
 	 index 13 ref 1 bind 1 installed 1 sec used 1 sec
	 key #0  at eth+4: val 00000200 mask ffff0000
	 key #1  at eth+8: val 00000009 mask 00000000
	 key #2  at eth+12: val 08000000 mask 0000ffff
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

$ tc filter del dev ens4 ingress
$ tc filter add dev ens4 egress matchall action mirred egress mirror dev ens5 action skbedit mark 1 action pass
$ tc -j -p -s filter show dev ens4 egress
[ {
        "protocol": "all",
        "pref": 49152,
        "kind": "matchall",
        "chain": 0
    },{
        "protocol": "all",
        "pref": 49152,
        "kind": "matchall",
        "chain": 0,
        "options": {
            "handle": 1,
            "not_in_hw": true,
            "rule_hit": 0,
            "actions": [ {
                    "order": 1,
                    "kind": "mirred",
                    "mirred_action": "mirror",
                    "direction": "egress",
                    "to_dev": "ens5",
                    "control_action": {
                        "type": "pipe"
                    },
                    "index": 1,
                    "ref": 1,
                    "bind": 1,
                    "installed": 0,
                    "last_used": 0,
                    "stats": {
                        "bytes": 0,
                        "packets": 0,
                        "drops": 0,
                        "overlimits": 0,
                        "requeues": 0,
                        "backlog": 0,
                        "qlen": 0
                    }
                },{
                    "order": 2,
                    "kind": "skbedit",
                    "mark": 1,
                    "control_action": {
                        "type": "pipe"
                    },
                    "index": 1,
                    "ref": 1,
                    "bind": 1,
                    "installed": 0,
                    "last_used": 0,
                    "stats": {
                        "bytes": 0,
                        "packets": 0,
                        "drops": 0,
                        "overlimits": 0,
                        "requeues": 0,
                        "backlog": 0,
                        "qlen": 0
                    }
                },{
                    "order": 3,
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
                    "bind": 1,
                    "installed": 0,
                    "last_used": 0,
                    "stats": {
                        "bytes": 0,
                        "packets": 0,
                        "drops": 0,
                        "overlimits": 0,
                        "requeues": 0,
                        "backlog": 0,
                        "qlen": 0
                    }
                } ]
        }
    } ]
$ tc qdisc add dev ens5 handle ffff: ingress
$ tc filter add dev ens5 parent ffff: protocol ip prio 50 u32 match ip src 0.0.0.0/0 police rate 1mbit burst 10k drop flowid :1
$ tc filter show dev ens5 parent ffff:
filter protocol ip pref 50 u32 chain 0 
filter protocol ip pref 50 u32 chain 0 fh 800: ht divisor 1 
filter protocol ip pref 50 u32 chain 0 fh 800::800 order 2048 key ht 800 bkt 0 *flowid :1 not_in_hw 
  match 00000000/00000000 at 12
 police 0x1 rate 1Mbit burst 10Kb mtu 2Kb action drop overhead 0b 
	ref 1 bind 1 

$ tc filter show dev ens5 ingress
filter parent ffff: protocol ip pref 50 u32 chain 0 
filter parent ffff: protocol ip pref 50 u32 chain 0 fh 800: ht divisor 1 
filter parent ffff: protocol ip pref 50 u32 chain 0 fh 800::800 order 2048 key ht 800 bkt 0 *flowid :1 not_in_hw 
  match 00000000/00000000 at 12
 police 0x1 rate 1Mbit burst 10Kb mtu 2Kb action drop overhead 0b 
	ref 1 bind 1 

$ tc filter show dev ens5
