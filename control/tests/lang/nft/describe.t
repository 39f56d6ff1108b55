# What expressions and types are.
$ nft describe ct state
ct expression, datatype ct_state (conntrack state) (basetype bitmask, integer), 32 bits

pre-defined symbolic constants (in hexadecimal):
	invalid                       	0x00000001
	new                           	0x00000008
	established                   	0x00000002
	related                       	0x00000004
	untracked                     	0x00000040
$ nft describe ct_state
datatype ct_state (conntrack state) (basetype bitmask, integer), 32 bits

pre-defined symbolic constants (in hexadecimal):
	invalid                       	0x00000001
	new                           	0x00000008
	established                   	0x00000002
	related                       	0x00000004
	untracked                     	0x00000040
$ nft describe tcp dport
payload expression, datatype inet_service (internet network service) (basetype integer), 16 bits
$ nft describe iifname
meta expression, datatype ifname (network interface name) (basetype string), 16 characters
$ nft describe ip saddr
payload expression, datatype ipv4_addr (IPv4 address) (basetype integer), 32 bits
$ nft describe meta priority
meta expression, datatype classid (TC classid) (basetype integer), 32 bits
$ nft describe ip dscp
payload expression, datatype dscp (Differentiated Services Code Point) (basetype integer), 6 bits

pre-defined symbolic constants (in hexadecimal):
	cs0                           	0x00
	cs1                           	0x08
	cs2                           	0x10
	cs3                           	0x18
	cs4                           	0x20
	cs5                           	0x28
	cs6                           	0x30
	cs7                           	0x38
	df                            	0x00
	be                            	0x00
	lephb                         	0x01
	af11                          	0x0a
	af12                          	0x0c
	af13                          	0x0e
	af21                          	0x12
	af22                          	0x14
	af23                          	0x16
	af31                          	0x1a
	af32                          	0x1c
	af33                          	0x1e
	af41                          	0x22
	af42                          	0x24
	af43                          	0x26
	va                            	0x2c
	ef                            	0x2e
$ nft describe mark
meta expression, datatype mark (packet mark) (basetype integer), 32 bits
$ nft describe tcp flags
payload expression, datatype tcp_flag (TCP flag) (basetype bitmask, integer), 8 bits

pre-defined symbolic constants (in hexadecimal):
	fin                           	0x01
	syn                           	0x02
	rst                           	0x04
	psh                           	0x08
	ack                           	0x10
	urg                           	0x20
	ecn                           	0x40
	cwr                           	0x80
$ nft describe icmp type
payload expression, datatype icmp_type (ICMP type) (basetype integer), 8 bits

pre-defined symbolic constants (in decimal):
	echo-reply                    	                   0
	destination-unreachable       	                   3
	source-quench                 	                   4
	redirect                      	                   5
	echo-request                  	                   8
	router-advertisement          	                   9
	router-solicitation           	                  10
	time-exceeded                 	                  11
	parameter-problem             	                  12
	timestamp-request             	                  13
	timestamp-reply               	                  14
	info-request                  	                  15
	info-reply                    	                  16
	address-mask-request          	                  17
	address-mask-reply            	                  18
$ nft describe inet_service
datatype inet_service (internet network service) (basetype integer), 16 bits
$ nft describe fib daddr type
fib expression, datatype fib_addrtype (fib address type) (basetype integer), 32 bits

pre-defined symbolic constants (in decimal):
	unspec                        	                   0
	unicast                       	                   1
	local                         	                   2
	broadcast                     	                   3
	anycast                       	                   4
	multicast                     	                   5
	blackhole                     	                   6
	unreachable                   	                   7
	prohibit                      	                   8
$ nft describe numgen inc mod 2
numgen expression, datatype integer (integer), 32 bits
$ nft describe meta mark
meta expression, datatype mark (packet mark) (basetype integer), 32 bits
$ nft describe rt classid
rt expression, datatype realm (routing realm) (basetype integer), 32 bits
$ nft describe verdict
datatype verdict (netfilter verdict), 0 bits
$ nft describe boolean
datatype boolean (boolean type) (basetype integer), 1 bits

pre-defined symbolic constants (in decimal):
	exists                        	                   1
	missing                       	                   0
$ nft describe ip6 nexthdr
payload expression, datatype inet_proto (Internet protocol) (basetype integer), 8 bits
	ip                            	0
	icmp                          	1
	igmp                          	2
	ggp                           	3
	ipencap                       	4
	st                            	5
	tcp                           	6
	egp                           	8
	igp                           	9
	pup                           	12
	udp                           	17
	hmp                           	20
	xns-idp                       	22
	rdp                           	27
	iso-tp4                       	29
	dccp                          	33
	xtp                           	36
	ddp                           	37
	idpr-cmtp                     	38
	ipv6                          	41
	ipv6-route                    	43
	ipv6-frag                     	44
	idrp                          	45
	rsvp                          	46
	gre                           	47
	esp                           	50
	ah                            	51
	skip                          	57
	ipv6-icmp                     	58
	ipv6-nonxt                    	59
	ipv6-opts                     	60
	rspf                          	73
	vmtp                          	81
	eigrp                         	88
	ospf                          	89
	ax.25                         	93
	ipip                          	94
	etherip                       	97
	encap                         	98
	pim                           	103
	ipcomp                        	108
	vrrp                          	112
	l2tp                          	115
	isis                          	124
	sctp                          	132
	fc                            	133
	mobility-header               	135
	udplite                       	136
	mpls-in-ip                    	137
	manet                         	138
	hip                           	139
	shim6                         	140
	wesp                          	141
	rohc                          	142
	ethernet                      	143
$ nft describe tcp option maxseg size
exthdr expression, datatype integer (integer), 16 bits
$ nft describe frag id
exthdr expression, datatype integer (integer), 32 bits
$ nft describe meta day
meta expression, datatype day (Day of week of packet reception) (basetype integer), 8 bits

pre-defined symbolic constants (in decimal):
	Sunday                        	                   0
	Monday                        	                   1
	Tuesday                       	                   2
	Wednesday                     	                   3
	Thursday                      	                   4
	Friday                        	                   5
	Saturday                      	                   6
$ nft describe ether type
payload expression, datatype ether_type (Ethernet protocol) (basetype integer), 16 bits

pre-defined symbolic constants (in hexadecimal):
	ip                            	0x0800
	arp                           	0x0806
	ip6                           	0x86dd
	8021q                         	0x8100
	8021ad                        	0x88a8
	vlan                          	0x8100
$ nft describe symhash mod 2
hash expression, datatype integer (integer), 32 bits
$ nft describe jhash ip saddr mod 2
hash expression, datatype integer (integer), 32 bits
$ nft describe integer
datatype integer (integer), 0 bits
$ nft describe ct label
ct expression, datatype ct_label (conntrack label) (basetype bitmask, integer), 128 bits
$ nft describe meta iiftype
meta expression, datatype iface_type (network interface type) (basetype integer), 16 bits

pre-defined symbolic constants (in hexadecimal):
	ether                         	0x0001
	ppp                           	0x0200
	ipip                          	0x0300
	ipip6                         	0x0301
	loopback                      	0x0304
	sit                           	0x0308
	ipgre                         	0x030a
$ nft describe icmpx_code
datatype icmpx_code (icmpx code) (basetype integer), 8 bits

pre-defined symbolic constants (in decimal):
	port-unreachable              	                   1
	admin-prohibited              	                   3
	no-route                      	                   0
	host-unreachable              	                   2
$ nft describe string
datatype string (string), 0 bits
$ nft describe classid
datatype classid (TC classid) (basetype integer), 32 bits
$ nft describe rt ip6 nexthop
rt expression, datatype ipv6_addr (IPv6 address) (basetype integer), 128 bits
$ nft describe ct original ip saddr
ct expression, datatype ipv4_addr (IPv4 address) (basetype integer), 32 bits
$ nft describe exthdr hbh
exthdr expression, datatype inet_proto (Internet protocol) (basetype integer), 8 bits
	ip                            	0
	icmp                          	1
	igmp                          	2
	ggp                           	3
	ipencap                       	4
	st                            	5
	tcp                           	6
	egp                           	8
	igp                           	9
	pup                           	12
	udp                           	17
	hmp                           	20
	xns-idp                       	22
	rdp                           	27
	iso-tp4                       	29
	dccp                          	33
	xtp                           	36
	ddp                           	37
	idpr-cmtp                     	38
	ipv6                          	41
	ipv6-route                    	43
	ipv6-frag                     	44
	idrp                          	45
	rsvp                          	46
	gre                           	47
	esp                           	50
	ah                            	51
	skip                          	57
	ipv6-icmp                     	58
	ipv6-nonxt                    	59
	ipv6-opts                     	60
	rspf                          	73
	vmtp                          	81
	eigrp                         	88
	ospf                          	89
	ax.25                         	93
	ipip                          	94
	etherip                       	97
	encap                         	98
	pim                           	103
	ipcomp                        	108
	vrrp                          	112
	l2tp                          	115
	isis                          	124
	sctp                          	132
	fc                            	133
	mobility-header               	135
	udplite                       	136
	mpls-in-ip                    	137
	manet                         	138
	hip                           	139
	shim6                         	140
	wesp                          	141
	rohc                          	142
	ethernet                      	143
$ nft describe meta ipsec
meta expression, datatype boolean (boolean type) (basetype integer), 8 bits

pre-defined symbolic constants (in decimal):
	exists                        	                   1
	missing                       	                   0
$ nft describe ct_status
datatype ct_status (conntrack status) (basetype bitmask, integer), 32 bits

pre-defined symbolic constants (in hexadecimal):
	expected                      	0x00000001
	seen-reply                    	0x00000002
	assured                       	0x00000004
	confirmed                     	0x00000008
	snat                          	0x00000010
	dnat                          	0x00000020
	dying                         	0x00000200
$ nft describe ether_addr
datatype ether_addr (Ethernet address) (basetype link layer address, integer), 48 bits
$ nft describe uid
datatype uid (user ID) (basetype integer), 32 bits
$ nft describe devgroup
datatype devgroup (devgroup name) (basetype integer), 32 bits
$ nft describe ct helper
ct expression, datatype string (string), 16 characters
$ nft describe ifname
datatype ifname (network interface name) (basetype string), 128 bits
$ nft describe igmp_type
datatype igmp_type (IGMP type) (basetype integer), 8 bits

pre-defined symbolic constants (in decimal):
	membership-query              	                  17
	membership-report-v1          	                  18
	membership-report-v2          	                  22
	membership-report-v3          	                  34
	leave-group                   	                  23
$ nft describe hour
meta expression, datatype hour (Hour of day of packet reception) (basetype integer), 32 bits
$ nft describe ct status
ct expression, datatype ct_status (conntrack status) (basetype bitmask, integer), 32 bits

pre-defined symbolic constants (in hexadecimal):
	expected                      	0x00000001
	seen-reply                    	0x00000002
	assured                       	0x00000004
	confirmed                     	0x00000008
	snat                          	0x00000010
	dnat                          	0x00000020
	dying                         	0x00000200
$ nft describe ct event
ct expression, datatype ct_event (conntrack event bits) (basetype bitmask, integer), 32 bits

pre-defined symbolic constants (in hexadecimal):
	new                           	0x00000001
	related                       	0x00000002
	destroy                       	0x00000004
	reply                         	0x00000008
	assured                       	0x00000010
	protoinfo                     	0x00000020
	helper                        	0x00000040
	mark                          	0x00000080
	seqadj                        	0x00000100
	secmark                       	0x00000200
	label                         	0x00000400
$ nft describe ct mark
ct expression, datatype mark (packet mark) (basetype integer), 32 bits
$ nft describe ct expiration
ct expression, datatype time (relative time) (basetype integer), 32 bits
$ nft describe meta iifname
meta expression, datatype ifname (network interface name) (basetype string), 16 characters
$ nft describe iif
meta expression, datatype iface_index (network interface index) (basetype integer), 32 bits
$ nft describe meta l4proto
meta expression, datatype inet_proto (Internet protocol) (basetype integer), 8 bits
	ip                            	0
	icmp                          	1
	igmp                          	2
	ggp                           	3
	ipencap                       	4
	st                            	5
	tcp                           	6
	egp                           	8
	igp                           	9
	pup                           	12
	udp                           	17
	hmp                           	20
	xns-idp                       	22
	rdp                           	27
	iso-tp4                       	29
	dccp                          	33
	xtp                           	36
	ddp                           	37
	idpr-cmtp                     	38
	ipv6                          	41
	ipv6-route                    	43
	ipv6-frag                     	44
	idrp                          	45
	rsvp                          	46
	gre                           	47
	esp                           	50
	ah                            	51
	skip                          	57
	ipv6-icmp                     	58
	ipv6-nonxt                    	59
	ipv6-opts                     	60
	rspf                          	73
	vmtp                          	81
	eigrp                         	88
	ospf                          	89
	ax.25                         	93
	ipip                          	94
	etherip                       	97
	encap                         	98
	pim                           	103
	ipcomp                        	108
	vrrp                          	112
	l2tp                          	115
	isis                          	124
	sctp                          	132
	fc                            	133
	mobility-header               	135
	udplite                       	136
	mpls-in-ip                    	137
	manet                         	138
	hip                           	139
	shim6                         	140
	wesp                          	141
	rohc                          	142
	ethernet                      	143
$ nft describe meta protocol
meta expression, datatype ether_type (Ethernet protocol) (basetype integer), 16 bits

pre-defined symbolic constants (in hexadecimal):
	ip                            	0x0800
	arp                           	0x0806
	ip6                           	0x86dd
	8021q                         	0x8100
	8021ad                        	0x88a8
	vlan                          	0x8100
$ nft describe meta hour
meta expression, datatype hour (Hour of day of packet reception) (basetype integer), 32 bits
$ nft describe meta time
meta expression, datatype time (Relative time of packet reception) (basetype integer), 64 bits
$ nft describe meta pkttype
meta expression, datatype pkt_type (packet type) (basetype integer), 8 bits

pre-defined symbolic constants (in decimal):
	host                          	                   0
	unicast                       	                   0
	broadcast                     	                   1
	multicast                     	                   2
	other                         	                   3
$ nft describe meta nfproto
meta expression, datatype nf_proto (netfilter protocol) (basetype integer), 8 bits

pre-defined symbolic constants (in decimal):
	ipv4                          	                   2
	ipv6                          	                  10
$ nft describe meta skuid
meta expression, datatype uid (user ID) (basetype integer), 32 bits
$ nft describe icmp code
payload expression, datatype icmp_code (icmp code) (basetype integer), 8 bits

pre-defined symbolic constants (in decimal):
	net-unreachable               	                   0
	host-unreachable              	                   1
	prot-unreachable              	                   2
	port-unreachable              	                   3
	net-prohibited                	                   9
	host-prohibited               	                  10
	admin-prohibited              	                  13
	frag-needed                   	                   4
$ nft describe icmpv6 type
payload expression, datatype icmpv6_type (ICMPv6 type) (basetype integer), 8 bits

pre-defined symbolic constants (in decimal):
	destination-unreachable       	                   1
	packet-too-big                	                   2
	time-exceeded                 	                   3
	parameter-problem             	                   4
	echo-request                  	                 128
	echo-reply                    	                 129
	mld-listener-query            	                 130
	mld-listener-report           	                 131
	mld-listener-done             	                 132
	mld-listener-reduction        	                 132
	nd-router-solicit             	                 133
	nd-router-advert              	                 134
	nd-neighbor-solicit           	                 135
	nd-neighbor-advert            	                 136
	nd-redirect                   	                 137
	router-renumbering            	                 138
	ind-neighbor-solicit          	                 141
	ind-neighbor-advert           	                 142
	mld2-listener-report          	                 143
$ nft describe icmpv6 code
payload expression, datatype icmpv6_code (icmpv6 code) (basetype integer), 8 bits

pre-defined symbolic constants (in decimal):
	no-route                      	                   0
	admin-prohibited              	                   1
	addr-unreachable              	                   3
	port-unreachable              	                   4
	policy-fail                   	                   5
	reject-route                  	                   6
$ nft describe igmp type
payload expression, datatype igmp_type (IGMP type) (basetype integer), 8 bits

pre-defined symbolic constants (in decimal):
	membership-query              	                  17
	membership-report-v1          	                  18
	membership-report-v2          	                  22
	membership-report-v3          	                  34
	leave-group                   	                  23
$ nft describe ip ecn
payload expression, datatype ecn (Explicit Congestion Notification) (basetype integer), 2 bits

pre-defined symbolic constants (in hexadecimal):
	not-ect                       	0x00
	ect1                          	0x01
	ect0                          	0x02
	ce                            	0x03
$ nft describe ether saddr
payload expression, datatype ether_addr (Ethernet address) (basetype link layer address, integer), 48 bits
$ nft describe arp operation
payload expression, datatype arp_op (ARP operation) (basetype integer), 16 bits

pre-defined symbolic constants (in hexadecimal):
	request                       	0x0001
	reply                         	0x0002
	rrequest                      	0x0003
	rreply                        	0x0004
	inrequest                     	0x0008
	inreply                       	0x0009
	nak                           	0x000a
$ nft describe vlan id
payload expression, datatype integer (integer), 12 bits
$ nft describe dccp type
payload expression, datatype dccp_pkttype (DCCP packet type) (basetype integer), 4 bits

pre-defined symbolic constants (in hexadecimal):
	request                       	0x00
	response                      	0x01
	data                          	0x02
	ack                           	0x03
	dataack                       	0x04
	closereq                      	0x05
	close                         	0x06
	reset                         	0x07
	sync                          	0x08
	syncack                       	0x09
$ nft describe mh type
exthdr expression, datatype mh_type (Mobility Header Type) (basetype integer), 8 bits

pre-defined symbolic constants (in decimal):
	binding-refresh-request       	                   0
	home-test-init                	                   1
	careof-test-init              	                   2
	home-test                     	                   3
	careof-test                   	                   4
	binding-update                	                   5
	binding-acknowledgement       	                   6
	binding-error                 	                   7
	fast-binding-update           	                   8
	fast-binding-acknowledgement  	                   9
	fast-binding-advertisement    	                  10
	experimental-mobility-header  	                  11
	home-agent-switch-message     	                  12
$ nft describe exthdr frag
exthdr expression, datatype inet_proto (Internet protocol) (basetype integer), 8 bits
	ip                            	0
	icmp                          	1
	igmp                          	2
	ggp                           	3
	ipencap                       	4
	st                            	5
	tcp                           	6
	egp                           	8
	igp                           	9
	pup                           	12
	udp                           	17
	hmp                           	20
	xns-idp                       	22
	rdp                           	27
	iso-tp4                       	29
	dccp                          	33
	xtp                           	36
	ddp                           	37
	idpr-cmtp                     	38
	ipv6                          	41
	ipv6-route                    	43
	ipv6-frag                     	44
	idrp                          	45
	rsvp                          	46
	gre                           	47
	esp                           	50
	ah                            	51
	skip                          	57
	ipv6-icmp                     	58
	ipv6-nonxt                    	59
	ipv6-opts                     	60
	rspf                          	73
	vmtp                          	81
	eigrp                         	88
	ospf                          	89
	ax.25                         	93
	ipip                          	94
	etherip                       	97
	encap                         	98
	pim                           	103
	ipcomp                        	108
	vrrp                          	112
	l2tp                          	115
	isis                          	124
	sctp                          	132
	fc                            	133
	mobility-header               	135
	udplite                       	136
	mpls-in-ip                    	137
	manet                         	138
	hip                           	139
	shim6                         	140
	wesp                          	141
	rohc                          	142
	ethernet                      	143
$ nft describe tcp option maxseg
exthdr expression, datatype integer (integer), 8 bits
$ nft describe ip option ra value
exthdr expression, datatype integer (integer), 16 bits
$ nft describe ip option lsrr
exthdr expression, datatype integer (integer), 8 bits
$ nft describe fib saddr oif
fib expression, datatype iface_index (network interface index) (basetype integer), 32 bits
$ nft describe fib saddr oifname
fib expression, datatype string (string), 16 characters
$ nft describe rt ip nexthop
rt expression, datatype ipv4_addr (IPv4 address) (basetype integer), 32 bits
$ nft describe rt mtu
rt expression, datatype integer (integer), 16 bits
$ nft describe rt ipsec
rt expression, datatype boolean (boolean type) (basetype integer), 8 bits

pre-defined symbolic constants (in decimal):
	exists                        	                   1
	missing                       	                   0
$ nft describe socket mark
socket expression, datatype mark (packet mark) (basetype integer), 32 bits
$ nft describe socket transparent
socket expression, datatype integer (integer), 8 bits
$ nft describe @th,0,16
payload expression, datatype inet_service (internet network service) (basetype integer), 16 bits
$ nft describe @nh,0,8
payload expression, datatype integer (integer) (basetype integer), 8 bits
$ nft describe comp flags
payload expression, datatype bitmask (bitmask) (basetype integer), 8 bits
$ nft describe ip6 flowlabel
payload expression, datatype integer (integer), 20 bits
$ nft describe ipv4_addr
datatype ipv4_addr (IPv4 address) (basetype integer), 32 bits
$ nft describe ipv6_addr
datatype ipv6_addr (IPv6 address) (basetype integer), 128 bits
$ nft describe inet_proto
datatype inet_proto (Internet protocol) (basetype integer), 8 bits
	ip                            	0
	icmp                          	1
	igmp                          	2
	ggp                           	3
	ipencap                       	4
	st                            	5
	tcp                           	6
	egp                           	8
	igp                           	9
	pup                           	12
	udp                           	17
	hmp                           	20
	xns-idp                       	22
	rdp                           	27
	iso-tp4                       	29
	dccp                          	33
	xtp                           	36
	ddp                           	37
	idpr-cmtp                     	38
	ipv6                          	41
	ipv6-route                    	43
	ipv6-frag                     	44
	idrp                          	45
	rsvp                          	46
	gre                           	47
	esp                           	50
	ah                            	51
	skip                          	57
	ipv6-icmp                     	58
	ipv6-nonxt                    	59
	ipv6-opts                     	60
	rspf                          	73
	vmtp                          	81
	eigrp                         	88
	ospf                          	89
	ax.25                         	93
	ipip                          	94
	etherip                       	97
	encap                         	98
	pim                           	103
	ipcomp                        	108
	vrrp                          	112
	l2tp                          	115
	isis                          	124
	sctp                          	132
	fc                            	133
	mobility-header               	135
	udplite                       	136
	mpls-in-ip                    	137
	manet                         	138
	hip                           	139
	shim6                         	140
	wesp                          	141
	rohc                          	142
	ethernet                      	143
$ nft describe realm
datatype realm (routing realm) (basetype integer), 32 bits
$ nft describe tcp_flag
datatype tcp_flag (TCP flag) (basetype bitmask, integer), 8 bits

pre-defined symbolic constants (in hexadecimal):
	fin                           	0x01
	syn                           	0x02
	rst                           	0x04
	psh                           	0x08
	ack                           	0x10
	urg                           	0x20
	ecn                           	0x40
	cwr                           	0x80
$ nft describe
Error: syntax error, unexpected newline
describe
        ^
[1]
$ nft describe ip
Error: syntax error, unexpected newline
describe ip
           ^
[1]
$ nft describe ip saddr . tcp dport
Error: syntax error, unexpected ., expecting end of file or newline or semicolon
describe ip saddr . tcp dport
                  ^
[1]
$ nft describe reject
Error: syntax error, unexpected reject
describe reject
         ^^^^^^
[1]
