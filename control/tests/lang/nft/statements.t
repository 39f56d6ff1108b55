# What rules do.
$ nft -f -
> table inet t {
>  set s { type ipv4_addr; flags dynamic; }
>  set st { type ipv4_addr . inet_service; flags dynamic,timeout; timeout 1m; }
>  map m { type ipv4_addr : ipv4_addr; flags dynamic; }
>  map mk { type ipv4_addr : mark; }
>  map objs { type ipv4_addr : counter; }
>  map vm { type ipv4_addr : verdict; }
>  counter cnt { }
>  quota q { 10 mbytes }
>  limit l { rate 5/second }
>  ct helper h { type "ftp" protocol tcp; }
>  chain d { }
>  chain c { }
> }
$ nft list ruleset
table inet t {
	counter cnt {
		packets 0 bytes 0
	}

	quota q {
		10 mbytes
	}

	limit l {
		rate 5/second
	}

	ct helper h {
		type "ftp" protocol tcp
		l3proto inet
	}

	set s {
		type ipv4_addr
		flags dynamic
	}

	set st {
		type ipv4_addr . inet_service
		flags dynamic,timeout
		timeout 1m
	}

	map m {
		type ipv4_addr : ipv4_addr
		flags dynamic
	}

	map mk {
		type ipv4_addr : mark
	}

	map objs {
		type ipv4_addr : counter
	}

	map vm {
		type ipv4_addr : verdict
	}

	chain d {
	}

	chain c {
	}
}
# Verdicts.
$ nft -f -
> add rule inet t c accept
> add rule inet t c drop
> add rule inet t c continue
> add rule inet t c return
> add rule inet t c jump d
> add rule inet t c goto d
$ nft list chain inet t c
table inet t {
	chain c {
		accept
		drop
		continue
		return
		jump d
		goto d
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c ip saddr 10.0.0.1 jump d
> add rule inet t c ip saddr vmap @vm
> add rule inet t c ip saddr vmap { 10.0.0.1 : jump d, 10.0.0.2 : goto d, 10.0.0.3 : return, 10.0.0.4 : continue }
> add rule inet t c ip saddr 10.0.0.1 accept comment "hello world"
$ nft list chain inet t c
table inet t {
	chain c {
		ip saddr 10.0.0.1 jump d
		ip saddr vmap @vm
		ip saddr vmap { 10.0.0.1 : jump d, 10.0.0.2 : goto d, 10.0.0.3 : return, 10.0.0.4 : continue }
		ip saddr 10.0.0.1 accept comment "hello world"
	}
}
$ nft flush chain inet t c
# Counters, limits and quotas.
$ nft -f -
> add rule inet t c counter
> add rule inet t c counter packets 5 bytes 600
> add rule inet t c counter accept
> add rule inet t c tcp dport 22 counter packets 1 bytes 2 drop comment "c"
> add rule inet t c limit rate 1/second
> add rule inet t c limit rate 10/minute
$ nft list chain inet t c
table inet t {
	chain c {
		counter packets 0 bytes 0
		counter packets 5 bytes 600
		counter packets 0 bytes 0 accept
		tcp dport 22 counter packets 1 bytes 2 drop comment "c"
		limit rate 1/second
		limit rate 10/minute
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c limit rate 10/hour burst 7 packets
> add rule inet t c limit rate 10/day burst 5 packets
> add rule inet t c limit rate 10/week burst 1 packets
> add rule inet t c limit rate over 10/second
> add rule inet t c limit rate over 10/second burst 20 packets accept
> add rule inet t c limit rate 100 bytes/second
$ nft list chain inet t c
table inet t {
	chain c {
		limit rate 10/hour burst 7 packets
		limit rate 10/day
		limit rate 10/week burst 1 packets
		limit rate over 10/second
		limit rate over 10/second burst 20 packets accept
		limit rate 100 bytes/second
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c limit rate 10 kbytes/second
> add rule inet t c limit rate 10 mbytes/minute burst 1 mbytes
> add rule inet t c limit rate over 1024 kbytes/second burst 1024 bytes
> add rule inet t c limit rate 1536 bytes/second burst 100 bytes
> add rule inet t c quota 10 mbytes
> add rule inet t c quota over 10 mbytes drop
$ nft list chain inet t c
table inet t {
	chain c {
		limit rate 10 kbytes/second
		limit rate 10 mbytes/minute burst 1 mbytes
		limit rate over 1 mbytes/second burst 1 kbytes
		limit rate 1536 bytes/second burst 100 bytes
		quota 10 mbytes
		quota over 10 mbytes drop
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c quota until 1000 bytes
> add rule inet t c quota over 1024 kbytes used 512 bytes
> add rule inet t c quota 1073741824 bytes
> add rule inet t c ct count 5
> add rule inet t c ct count over 20 drop
> add rule inet t c counter name "cnt"
$ nft list chain inet t c
table inet t {
	chain c {
		quota 1000 bytes
		quota over 1 mbytes used 512 bytes
		quota 1024 mbytes
		ct count 5
		ct count over 20 drop
		counter name "cnt"
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c counter name cnt accept
> add rule inet t c quota name "q" drop
> add rule inet t c limit name "l"
> add rule inet t c counter name ip saddr map @objs
> add rule inet t c counter name ip saddr map { 10.0.0.1 : "cnt" }
> add rule inet t c ct helper set "h"
$ nft list chain inet t c
table inet t {
	chain c {
		counter name "cnt" accept
		quota name "q" drop
		limit name "l"
		counter name ip saddr map @objs
		counter name ip saddr map { 10.0.0.1 : "cnt" }
		ct helper set "h"
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c tcp dport 21 ct helper set "h"
$ nft list chain inet t c
table inet t {
	chain c {
		tcp dport 21 ct helper set "h"
	}
}
$ nft flush chain inet t c
# Logs.
$ nft -f -
> add rule inet t c log
> add rule inet t c log prefix "in: "
> add rule inet t c log level warn
> add rule inet t c log level crit
> add rule inet t c log level emerg
> add rule inet t c log level debug
$ nft list chain inet t c
table inet t {
	chain c {
		log
		log prefix "in: "
		log
		log level crit
		log level emerg
		log level debug
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c log level audit
> add rule inet t c log prefix "x" level info
> add rule inet t c log group 5
> add rule inet t c log prefix "x" group 0
> add rule inet t c log group 5 snaplen 20 queue-threshold 10
> add rule inet t c log snaplen 20
$ nft list chain inet t c
table inet t {
	chain c {
		log level audit
		log prefix "x" level info
		log group 5
		log prefix "x" group 0
		log group 5 snaplen 20 queue-threshold 10
		log
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c log flags all
> add rule inet t c log flags tcp sequence
> add rule inet t c log flags tcp options
> add rule inet t c log flags tcp sequence,options
> add rule inet t c log flags ip options
> add rule inet t c log flags skuid
$ nft list chain inet t c
table inet t {
	chain c {
		log flags all
		log flags tcp sequence
		log flags tcp options
		log flags tcp sequence,options
		log flags ip options
		log flags skuid
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c log flags ether
> add rule inet t c log flags tcp sequence,options flags ip options flags skuid flags ether
> add rule inet t c log level debug flags skuid
> add rule inet t c log prefix "x" counter drop
$ nft list chain inet t c
table inet t {
	chain c {
		log flags ether
		log flags all
		log level debug flags skuid
		log prefix "x" counter packets 0 bytes 0 drop
	}
}
$ nft flush chain inet t c
# Rejections.
$ nft -f -
> add rule inet t c reject
> add rule inet t c reject with icmp port-unreachable
> add rule inet t c reject with icmp type host-prohibited
> add rule inet t c reject with icmp host-unreachable
> add rule inet t c reject with icmp 5
> add rule inet t c reject with icmpv6 port-unreachable
$ nft list chain inet t c
table inet t {
	chain c {
		reject
		reject with icmp port-unreachable
		reject with icmp host-prohibited
		reject with icmp host-unreachable
		reject with icmp 5
		reject with icmpv6 port-unreachable
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c reject with icmpv6 no-route
> add rule inet t c reject with icmpv6 admin-prohibited
> add rule inet t c reject with icmpx port-unreachable
> add rule inet t c reject with icmpx admin-prohibited
> add rule inet t c reject with icmpx type no-route
> add rule inet t c reject with icmpx host-unreachable
$ nft list chain inet t c
table inet t {
	chain c {
		reject with icmpv6 no-route
		reject with icmpv6 admin-prohibited
		reject
		reject with icmpx admin-prohibited
		reject with icmpx no-route
		reject with icmpx host-unreachable
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c reject with tcp reset
> add rule inet t c tcp dport 22 reject with tcp reset
> add rule inet t c ip protocol tcp reject with tcp reset
> add rule inet t c ip saddr 10.0.0.1 reject
> add rule inet t c ip6 saddr ::1 reject
> add rule inet t c meta nfproto ipv4 reject
$ nft list chain inet t c
table inet t {
	chain c {
		meta l4proto tcp reject with tcp reset
		tcp dport 22 reject with tcp reset
		ip protocol tcp reject with tcp reset
		ip saddr 10.0.0.1 reject with icmp port-unreachable
		ip6 saddr ::1 reject with icmpv6 port-unreachable
		reject with icmp port-unreachable
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c meta nfproto ipv6 reject with icmpv6 admin-prohibited
> add rule inet t c meta nfproto ipv4 reject with icmp host-unreachable
> add rule inet t c tcp dport 22 reject
> add rule inet t c udp dport 53 reject with icmpx port-unreachable
$ nft list chain inet t c
table inet t {
	chain c {
		reject with icmpv6 admin-prohibited
		reject with icmp host-unreachable
		tcp dport 22 reject
		udp dport 53 reject
	}
}
$ nft flush chain inet t c
# What is set.
$ nft -f -
> add rule inet t c meta mark set 5
> add rule inet t c meta mark set 0x10 | 0x1
> add rule inet t c meta mark set meta mark | 0x100
> add rule inet t c meta mark set meta mark & 0xff
> add rule inet t c meta mark set meta mark & 0xff | 0x100
> add rule inet t c meta mark set meta mark and 0xffff00ff xor 0x100
$ nft list chain inet t c
table inet t {
	chain c {
		meta mark set 0x00000005
		meta mark set 0x00000011
		meta mark set meta mark | 0x00000100
		meta mark set meta mark & 0x000000ff
		meta mark set meta mark & 0x000001ff | 0x00000100
		meta mark set meta mark & 0xffff01ff | 0x00000100
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c meta mark set ct mark
> add rule inet t c meta mark set ct mark & 0xff
> add rule inet t c meta mark set meta mark << 8
> add rule inet t c meta mark set (meta mark & 0xff) << 8
> add rule inet t c meta mark set ip saddr map @mk
> add rule inet t c meta mark set ip saddr map { 10.0.0.1 : 5, 10.0.0.2 : 6 }
$ nft list chain inet t c
table inet t {
	chain c {
		meta mark set ct mark
		meta mark set ct mark & 0x000000ff
		meta mark set meta mark << 8
		meta mark set (meta mark & 0x000000ff) << 8
		meta mark set ip saddr map @mk
		meta mark set ip saddr map { 10.0.0.1 : 0x00000005, 10.0.0.2 : 0x00000006 }
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c meta mark set tcp dport map { 22 : 1, 80-90 : 2, * : 3 }
> add rule inet t c meta mark set numgen inc mod 2
> add rule inet t c meta mark set numgen random mod 10 offset 100
> add rule inet t c meta mark set jhash ip saddr . tcp dport mod 2 seed 0xdeadbeef
> add rule inet t c meta mark set symhash mod 2 offset 100
> add rule inet t c meta priority set 1:10
$ nft list chain inet t c
table inet t {
	chain c {
		meta mark set tcp dport map { 22 : 0x00000001, 80-90 : 0x00000002, * : 0x00000003 }
		meta mark set numgen inc mod 2
		meta mark set numgen random mod 10 offset 100
		meta mark set jhash ip saddr . tcp dport mod 2 seed 0xdeadbeef
		meta mark set symhash mod 2 offset 100
		meta priority set 1:10
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c meta priority set none
> add rule inet t c meta priority set ip dscp map { ef : 1:1, cs1 : 1:2 }
> add rule inet t c meta pkttype set host
> add rule inet t c meta nftrace set 1
> add rule inet t c ct mark set 5
> add rule inet t c ct mark set meta mark
$ nft list chain inet t c
table inet t {
	chain c {
		meta priority set none
		meta priority set ip dscp map { cs1 : 1:2, ef : 1:1 }
		meta pkttype set host
		meta nftrace set 1
		ct mark set 0x00000005
		ct mark set meta mark
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c ct mark set meta mark | 1
> add rule inet t c ct mark set ct mark or 0x5 xor 0x3
> add rule inet t c ct event set new,destroy
> add rule inet t c ct label set 5
> add rule inet t c ct zone set 5
> add rule inet t c ct original zone set 5
$ nft list chain inet t c
table inet t {
	chain c {
		ct mark set meta mark | 0x00000001
		ct mark set ct mark | 0x00000006
		ct event set new,destroy
		ct label set 5
		ct zone set 5
		ct original zone set 5
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c ip ttl set 64
> add rule inet t c ip dscp set ef
> add rule inet t c ip dscp set 0
> add rule inet t c ip ecn set ce
> add rule inet t c ip saddr set 10.0.0.1
> add rule inet t c ip6 dscp set af11
$ nft list chain inet t c
table inet t {
	chain c {
		ip ttl set 64
		ip dscp set ef
		ip dscp set cs0
		ip ecn set ce
		ip saddr set 10.0.0.1
		ip6 dscp set af11
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c ip6 hoplimit set 64
> add rule inet t c ip6 flowlabel set 5
> add rule inet t c ip6 daddr set ::1
> add rule inet t c tcp dport set 22
> add rule inet t c tcp flags set syn
> add rule inet t c udp sport set 53
$ nft list chain inet t c
table inet t {
	chain c {
		ip6 hoplimit set 64
		ip6 flowlabel set 5
		ip6 daddr set ::1
		tcp dport set 22
		tcp flags set syn
		udp sport set 53
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c udp checksum set 0
> add rule inet t c tcp option maxseg size set 1460
> add rule inet t c tcp option maxseg size set rt mtu
> add rule inet t c tcp flags syn tcp option maxseg size set rt mtu
> add rule inet t c ether saddr set 02:00:00:00:00:01
> add rule inet t c notrack
$ nft list chain inet t c
table inet t {
	chain c {
		udp checksum set 0
		tcp option maxseg size set 1460
		tcp option maxseg size set rt mtu
		tcp flags syn tcp option maxseg size set rt mtu
		ether saddr set 02:00:00:00:00:01
		notrack
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c ip saddr 10.0.0.1 notrack
> add rule inet t c @th,16,16 set 22
$ nft list chain inet t c
table inet t {
	chain c {
		ip saddr 10.0.0.1 notrack
		th dport set 22
	}
}
$ nft flush chain inet t c
# Changes of sets.
$ nft -f -
> add rule inet t c add @s { ip saddr }
> add rule inet t c update @s { ip daddr }
> add rule inet t c delete @s { ip saddr }
> add rule inet t c add @st { ip saddr . tcp dport }
> add rule inet t c add @st { ip saddr . tcp dport timeout 5m }
> add rule inet t c update @st { ip saddr . tcp dport timeout 30s counter }
$ nft list chain inet t c
table inet t {
	chain c {
		add @s { ip saddr }
		update @s { ip daddr }
		delete @s { ip saddr }
		add @st { ip saddr . tcp dport }
		add @st { ip saddr . tcp dport timeout 5m }
		update @st { ip saddr . tcp dport timeout 30s counter }
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c update @s { ip saddr limit rate 5/second }
> add rule inet t c update @s { ip saddr limit rate over 5/second burst 10 packets } drop
> add rule inet t c add @s { ip saddr ct count over 5 } reject
> add rule inet t c update @s { ip saddr counter packets 5 bytes 6 }
> add rule inet t c add @m { ip saddr : ip daddr }
> add rule inet t c update @m { ip saddr : 10.0.0.1 }
$ nft list chain inet t c
table inet t {
	chain c {
		update @s { ip saddr limit rate 5/second }
		update @s { ip saddr limit rate over 5/second burst 10 packets } drop
		add @s { ip saddr ct count over 5 } reject with icmp port-unreachable
		update @s { ip saddr counter }
		add @m { ip saddr : ip daddr }
		update @m { ip saddr : 10.0.0.1 }
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c set add ip saddr @s
$ nft list chain inet t c
table inet t {
	chain c {
		add @s { ip saddr }
	}
}
$ nft flush chain inet t c
$ nft list ruleset
table inet t {
	counter cnt {
		packets 0 bytes 0
	}

	quota q {
		10 mbytes
	}

	limit l {
		rate 5/second
	}

	ct helper h {
		type "ftp" protocol tcp
		l3proto inet
	}

	set s {
		type ipv4_addr
		size 65535
		flags dynamic
	}

	set st {
		type ipv4_addr . inet_service
		size 65535
		flags dynamic,timeout
		timeout 1m
	}

	map m {
		type ipv4_addr : ipv4_addr
		size 65535
		flags dynamic
	}

	map mk {
		type ipv4_addr : mark
	}

	map objs {
		type ipv4_addr : counter
	}

	map vm {
		type ipv4_addr : verdict
	}

	chain d {
	}

	chain c {
	}
}
