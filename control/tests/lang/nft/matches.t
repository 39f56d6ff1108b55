# What rules match.
$ nft add table inet t
$ nft add chain inet t c
$ nft add table ip6 t
$ nft add chain ip6 t c
# Fields of IPv4.
$ nft -f -
> add rule inet t c ip saddr 10.0.0.1
> add rule inet t c ip saddr != 10.0.0.1
> add rule inet t c ip daddr 10.0.0.0/8
> add rule inet t c ip daddr != 10.0.0.0/8
> add rule inet t c ip saddr 192.168.1.77/24
> add rule inet t c ip saddr 10.0.0.1-10.0.0.9
$ nft list chain inet t c
table inet t {
	chain c {
		ip saddr 10.0.0.1
		ip saddr != 10.0.0.1
		ip daddr 10.0.0.0/8
		ip daddr != 10.0.0.0/8
		ip saddr 192.168.1.0/24
		ip saddr 10.0.0.1-10.0.0.9
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c ip saddr != 10.0.0.1-10.0.0.9
> add rule inet t c ip saddr 0.0.0.0/0
> add rule inet t c ip saddr & 255.255.255.0 == 10.0.0.0
> add rule inet t c ip saddr & 0.0.0.255 == 0.0.0.1
> add rule inet t c ip saddr & 255.0.255.0 != 10.0.1.0
> add rule inet t c ip ttl 64
$ nft list chain inet t c
table inet t {
	chain c {
		ip saddr != 10.0.0.1-10.0.0.9
		ip saddr 0.0.0.0/0
		ip saddr 10.0.0.0/24
		ip saddr & 0.0.0.255 == 0.0.0.1
		ip saddr & 255.0.255.0 != 10.0.1.0
		ip ttl 64
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c ip ttl != 64
> add rule inet t c ip ttl < 5
> add rule inet t c ip ttl 5-10
> add rule inet t c ip protocol tcp
> add rule inet t c ip protocol 6
> add rule inet t c ip protocol != udp
$ nft list chain inet t c
table inet t {
	chain c {
		ip ttl != 64
		ip ttl < 5
		ip ttl 5-10
		ip protocol tcp
		ip protocol tcp
		ip protocol != udp
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c ip protocol { tcp, udp, icmp }
> add rule inet t c ip dscp ef
> add rule inet t c ip dscp 5
> add rule inet t c ip dscp != cs1
> add rule inet t c ip dscp { af11, cs1, 0x3f }
> add rule inet t c ip ecn ce
$ nft list chain inet t c
table inet t {
	chain c {
		ip protocol { icmp, tcp, udp }
		ip dscp ef
		ip dscp 0x05
		ip dscp != cs1
		ip dscp { cs1, af11, 0x3f }
		ip ecn ce
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c ip ecn != not-ect
> add rule inet t c ip length > 1000
> add rule inet t c ip id 7
> add rule inet t c ip frag-off & 0x1fff != 0
> add rule inet t c ip frag-off 0x2000
> add rule inet t c ip version 4
$ nft list chain inet t c
table inet t {
	chain c {
		ip ecn != not-ect
		ip length > 1000
		ip id 7
		ip frag-off & 8191 != 0
		ip frag-off 8192
		ip version 4
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c ip hdrlength 5
> add rule inet t c ip hdrlength != 5
> add rule inet t c ip checksum 0
> add rule inet t c ip option lsrr exists
> add rule inet t c ip option ra value 0
> add rule inet t c ip option rr ptr 4
$ nft list chain inet t c
table inet t {
	chain c {
		ip hdrlength 5
		ip hdrlength != 5
		ip checksum 0
		ip option lsrr exists
		ip option ra value 0
		ip option rr ptr 4
	}
}
$ nft flush chain inet t c
# Fields of IPv6.
$ nft -f -
> add rule ip6 t c ip6 saddr ::1
> add rule ip6 t c ip6 saddr != fe80::/10
> add rule ip6 t c ip6 saddr 2001:db8::/32
> add rule ip6 t c ip6 saddr 2001:db8::1-2001:db8::ff
> add rule ip6 t c ip6 daddr & ffff:ffff:: == 2001:db8::
> add rule ip6 t c ip6 daddr ::/0
$ nft list chain ip6 t c
table ip6 t {
	chain c {
		ip6 saddr ::1
		ip6 saddr != fe80::/10
		ip6 saddr 2001:db8::/32
		ip6 saddr 2001:db8::1-2001:db8::ff
		ip6 daddr 2001:db8::/32
		ip6 daddr ::/0
	}
}
$ nft flush chain ip6 t c
$ nft -f -
> add rule ip6 t c ip6 hoplimit 255
> add rule ip6 t c ip6 hoplimit < 5
> add rule ip6 t c ip6 nexthdr tcp
> add rule ip6 t c ip6 nexthdr { tcp, udp, ipv6-icmp }
> add rule ip6 t c ip6 flowlabel 5
> add rule ip6 t c ip6 dscp af41
$ nft list chain ip6 t c
table ip6 t {
	chain c {
		ip6 hoplimit 255
		ip6 hoplimit < 5
		ip6 nexthdr tcp
		ip6 nexthdr { tcp, udp, ipv6-icmp }
		ip6 flowlabel 5
		ip6 dscp af41
	}
}
$ nft flush chain ip6 t c
$ nft -f -
> add rule ip6 t c ip6 ecn ect0
> add rule ip6 t c ip6 length 100-200
> add rule ip6 t c ip6 version 6
> add rule ip6 t c icmpv6 type nd-router-solicit
> add rule ip6 t c icmpv6 type { nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert }
> add rule ip6 t c icmpv6 type != echo-request
$ nft list chain ip6 t c
table ip6 t {
	chain c {
		ip6 ecn ect0
		ip6 length 100-200
		ip6 version 6
		icmpv6 type nd-router-solicit
		icmpv6 type { nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert }
		icmpv6 type != echo-request
	}
}
$ nft flush chain ip6 t c
$ nft -f -
> add rule ip6 t c icmpv6 code no-route
> add rule ip6 t c icmpv6 type echo-request icmpv6 id 5
> add rule ip6 t c icmpv6 mtu 1280
> add rule ip6 t c icmpv6 param-problem 4
> add rule ip6 t c exthdr hbh exists
> add rule ip6 t c exthdr frag missing
$ nft list chain ip6 t c
table ip6 t {
	chain c {
		icmpv6 code no-route
		icmpv6 type echo-request icmpv6 id 5
		icmpv6 mtu 1280
		icmpv6 parameter-problem 4
		exthdr hbh exists
		exthdr frag missing
	}
}
$ nft flush chain ip6 t c
$ nft -f -
> add rule ip6 t c exthdr dst exists
> add rule ip6 t c exthdr rt != exists
> add rule ip6 t c frag frag-off 100
> add rule ip6 t c frag more-fragments 1
> add rule ip6 t c frag id 7
> add rule ip6 t c frag nexthdr udp
$ nft list chain ip6 t c
table ip6 t {
	chain c {
		exthdr dst exists
		exthdr rt != exists
		frag frag-off 100
		frag more-fragments 1
		frag id 7
		frag nexthdr udp
	}
}
$ nft flush chain ip6 t c
$ nft -f -
> add rule ip6 t c hbh nexthdr tcp
> add rule ip6 t c dst hdrlength 5
> add rule ip6 t c rt type 0
> add rule ip6 t c rt seg-left 1
> add rule ip6 t c srh tag 5
> add rule ip6 t c mh type binding-update
$ nft list chain ip6 t c
table ip6 t {
	chain c {
		hbh nexthdr tcp
		dst hdrlength 5
		rt type 0
		rt seg-left 1
		srh tag 5
		mh type binding-update
	}
}
$ nft flush chain ip6 t c
$ nft -f -
> add rule ip6 t c tcp dport 22
> add rule ip6 t c udp dport 53
> add rule ip6 t c tcp flags syn
$ nft list chain ip6 t c
table ip6 t {
	chain c {
		tcp dport 22
		udp dport 53
		tcp flags syn
	}
}
$ nft flush chain ip6 t c
# Transport protocols.
$ nft -f -
> add rule inet t c tcp dport 22
> add rule inet t c tcp dport 0x16
> add rule inet t c tcp dport 026
> add rule inet t c tcp dport ssh
> add rule inet t c tcp dport == 22
> add rule inet t c tcp dport eq 22
$ nft list chain inet t c
table inet t {
	chain c {
		tcp dport 22
		tcp dport 22
		tcp dport 22
		tcp dport 22
		tcp dport 22
		tcp dport 22
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c tcp dport != 22
> add rule inet t c tcp dport ne 22
> add rule inet t c tcp dport < 1024
> add rule inet t c tcp dport > 1024
> add rule inet t c tcp dport <= 1024
> add rule inet t c tcp dport >= 1024
$ nft list chain inet t c
table inet t {
	chain c {
		tcp dport != 22
		tcp dport != 22
		tcp dport < 1024
		tcp dport > 1024
		tcp dport <= 1024
		tcp dport >= 1024
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c tcp dport lt 1024
> add rule inet t c tcp dport 1024-2048
> add rule inet t c tcp dport != 1024-2048
> add rule inet t c tcp dport { 22 }
> add rule inet t c tcp dport { 22, 80, 443 }
> add rule inet t c tcp dport != { 22, 80 }
$ nft list chain inet t c
table inet t {
	chain c {
		tcp dport < 1024
		tcp dport 1024-2048
		tcp dport != 1024-2048
		tcp dport 22
		tcp dport { 22, 80, 443 }
		tcp dport != { 22, 80 }
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c tcp dport { 22-25, 80, 8000-8080 }
> add rule inet t c tcp dport { https, http }
> add rule inet t c tcp sport 1024-65535 tcp dport { 22, 80 }
> add rule inet t c tcp sequence 7
> add rule inet t c tcp ackseq > 7
> add rule inet t c tcp doff 5
$ nft list chain inet t c
table inet t {
	chain c {
		tcp dport { 22-25, 80, 8000-8080 }
		tcp dport { 80, 443 }
		tcp sport 1024-65535 tcp dport { 22, 80 }
		tcp sequence 7
		tcp ackseq > 7
		tcp doff 5
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c tcp window 1024
> add rule inet t c tcp checksum 0
> add rule inet t c tcp urgptr 0
> add rule inet t c udp dport 53
> add rule inet t c udp sport 53 udp dport 1024-65535
> add rule inet t c udp length > 512
$ nft list chain inet t c
table inet t {
	chain c {
		tcp window 1024
		tcp checksum 0
		tcp urgptr 0
		udp dport 53
		udp sport 53 udp dport 1024-65535
		udp length > 512
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c udp checksum 0
> add rule inet t c udplite csumcov 8
> add rule inet t c sctp dport 80
> add rule inet t c sctp vtag 5
> add rule inet t c dccp type request
$ nft list chain inet t c
table inet t {
	chain c {
		udp checksum 0
		udplite csumcov 8
		sctp dport 80
		sctp vtag 5
		dccp type request
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c dccp type { request, response }
> add rule inet t c dccp dport 5
> add rule inet t c esp spi 5
> add rule inet t c esp sequence 6
> add rule inet t c ah spi 5-10
> add rule inet t c ah sequence > 4
$ nft list chain inet t c
table inet t {
	chain c {
		dccp type { request, response }
		dccp dport 5
		esp spi 5
		esp sequence 6
		ah spi 5-10
		ah sequence > 4
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c comp cpi 5
> add rule inet t c comp flags 5
> add rule inet t c th dport 53
> add rule inet t c th sport { 53, 123 }
> add rule inet t c meta l4proto { tcp, udp } th dport 53
> add rule inet t c meta l4proto tcp
$ nft list chain inet t c
table inet t {
	chain c {
		comp cpi 5
		comp flags 0x5
		th dport 53
		th sport { 53, 123 }
		meta l4proto { tcp, udp } th dport 53
		meta l4proto tcp
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c meta l4proto tcp tcp dport 22
> add rule inet t c meta l4proto != tcp
> add rule inet t c meta l4proto { tcp, udp }
> add rule inet t c meta l4proto 47
> add rule inet t c meta l4proto icmpv6
> add rule inet t c icmp type echo-request
$ nft list chain inet t c
table inet t {
	chain c {
		tcp dport 22
		meta l4proto != tcp
		meta l4proto { tcp, udp }
		meta l4proto gre
		meta l4proto ipv6-icmp
		icmp type echo-request
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c icmp type { echo-request, echo-reply }
> add rule inet t c icmp type != redirect
> add rule inet t c icmp code port-unreachable
> add rule inet t c icmp type echo-request icmp id 5
> add rule inet t c icmp type echo-reply icmp sequence 5
> add rule inet t c icmp type destination-unreachable icmp code port-unreachable
$ nft list chain inet t c
table inet t {
	chain c {
		icmp type { echo-reply, echo-request }
		icmp type != redirect
		icmp code port-unreachable
		icmp type echo-request icmp id 5
		icmp type echo-reply icmp sequence 5
		icmp type destination-unreachable icmp code port-unreachable
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c icmp mtu 1400
> add rule inet t c icmp gateway 5
> add rule inet t c icmp id 7
> add rule inet t c igmp type membership-query
> add rule inet t c igmp group 5
$ nft list chain inet t c
table inet t {
	chain c {
		icmp mtu 1400
		icmp gateway 5
		icmp type { echo-reply, echo-request } icmp id 7
		meta nfproto ipv4 igmp type membership-query
		meta nfproto ipv4 igmp group 5
	}
}
$ nft flush chain inet t c
# Flags of TCP.
$ nft -f -
> add rule inet t c tcp flags syn
> add rule inet t c tcp flags == syn
> add rule inet t c tcp flags != syn
> add rule inet t c tcp flags syn,ack
> add rule inet t c tcp flags == syn,ack
> add rule inet t c tcp flags != syn,ack
$ nft list chain inet t c
table inet t {
	chain c {
		tcp flags syn
		tcp flags == syn
		tcp flags != syn
		tcp flags syn,ack
		tcp flags == 0x12
		tcp flags != 0x12
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c tcp flags syn | ack
> add rule inet t c tcp flags == syn | ack
> add rule inet t c tcp flags ! syn
> add rule inet t c tcp flags ! syn,ack
> add rule inet t c tcp flags & (fin | syn) == syn
> add rule inet t c tcp flags & (fin | syn | rst | ack) == syn
$ nft list chain inet t c
table inet t {
	chain c {
		tcp flags syn,ack
		tcp flags == 0x12
		tcp flags ! syn
		tcp flags ! syn,ack
		tcp flags syn / fin,syn
		tcp flags syn / fin,syn,rst,ack
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c tcp flags & (fin | syn | rst | ack) != syn
> add rule inet t c tcp flags & (fin | syn) == (fin | syn)
> add rule inet t c tcp flags & syn == 0
> add rule inet t c tcp flags & syn != 0
> add rule inet t c tcp flags & syn == syn
> add rule inet t c tcp flags & (syn | ack) == 0
$ nft list chain inet t c
table inet t {
	chain c {
		tcp flags != syn / fin,syn,rst,ack
		tcp flags fin,syn / fin,syn
		tcp flags ! syn
		tcp flags syn
		tcp flags & syn == syn
		tcp flags ! syn,ack
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c tcp flags & (syn | ack) != 0
> add rule inet t c tcp flags & 0x17 == 0x2
> add rule inet t c tcp flags syn / fin,syn
> add rule inet t c tcp flags != syn / fin,syn
> add rule inet t c tcp flags syn,ack / fin,syn,ack
> add rule inet t c tcp flags { syn, ack }
$ nft list chain inet t c
table inet t {
	chain c {
		tcp flags syn,ack
		tcp flags syn / fin,syn,rst,ack
		tcp flags syn / fin,syn
		tcp flags != syn / fin,syn
		tcp flags syn,ack / fin,syn,ack
		tcp flags { syn, ack }
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c tcp flags { ack, syn | ack }
> add rule inet t c tcp flags & (fin | syn) { syn, fin }
> add rule inet t c tcp flags vmap { syn : accept, ack : drop }
> add rule inet t c tcp flags 0
> add rule inet t c tcp flags == 0
> add rule inet t c tcp flags 0x12
$ nft list chain inet t c
table inet t {
	chain c {
		tcp flags { syn | ack, ack }
		tcp flags & (fin | syn) == { fin, syn }
		tcp flags vmap { syn : accept, ack : drop }
		tcp flags 0x0
		tcp flags == 0x0
		tcp flags syn,ack
	}
}
$ nft flush chain inet t c
# Options of TCP.
$ nft -f -
> add rule inet t c tcp option maxseg size 1460
> add rule inet t c tcp option maxseg size 1-500
> add rule inet t c tcp option maxseg size > 1400
> add rule inet t c tcp option maxseg exists
> add rule inet t c tcp option maxseg missing
> add rule inet t c tcp option window count 7
$ nft list chain inet t c
table inet t {
	chain c {
		tcp option maxseg size 1460
		tcp option maxseg size 1-500
		tcp option maxseg size > 1400
		tcp option maxseg exists
		tcp option maxseg missing
		tcp option window count 7
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c tcp option sack-perm exists
> add rule inet t c tcp option sack-permitted missing
> add rule inet t c tcp option sack left 1
> add rule inet t c tcp option sack0 left 1
> add rule inet t c tcp option sack1 left 1
> add rule inet t c tcp option sack3 right 1
$ nft list chain inet t c
table inet t {
	chain c {
		tcp option sack-perm exists
		tcp option sack-perm missing
		tcp option sack left 1
		tcp option sack left 1
		tcp option sack1 left 1
		tcp option sack3 right 1
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c tcp option timestamp tsval 5
> add rule inet t c tcp option timestamp tsecr > 5
> add rule inet t c tcp option timestamp exists
> add rule inet t c tcp option md5sig exists
> add rule inet t c tcp option mptcp exists
> add rule inet t c tcp option mptcp subtype 1
$ nft list chain inet t c
table inet t {
	chain c {
		tcp option timestamp tsval 5
		tcp option timestamp tsecr > 5
		tcp option timestamp exists
		tcp option md5sig exists
		tcp option mptcp exists
		tcp option mptcp subtype 1
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c tcp option fastopen exists
> add rule inet t c tcp option nop exists
> add rule inet t c tcp option eol exists
> add rule inet t c tcp option 77 exists
> add rule inet t c tcp option 5 exists
> add rule inet t c tcp option maxseg length 4
$ nft list chain inet t c
table inet t {
	chain c {
		tcp option fastopen exists
		tcp option nop exists
		tcp option eol exists
		tcp option 77 exists
		tcp option sack exists
		tcp option maxseg length 4
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c reset tcp option sack-perm
> add rule inet t c reset tcp option 5
$ nft list chain inet t c
table inet t {
	chain c {
		reset tcp option sack-perm
		reset tcp option sack
	}
}
$ nft flush chain inet t c
# Connections.
$ nft -f -
> add rule inet t c ct state new
> add rule inet t c ct state established,related
> add rule inet t c ct state related,established accept
> add rule inet t c ct state { new, established }
> add rule inet t c ct state != { new, established }
> add rule inet t c ct state != new
$ nft list chain inet t c
table inet t {
	chain c {
		ct state new
		ct state established,related
		ct state established,related accept
		ct state { established, new }
		ct state != { established, new }
		ct state != new
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c ct state == new
> add rule inet t c ct state ! new
> add rule inet t c ct state ! new,established
> add rule inet t c ct state invalid drop
> add rule inet t c ct state untracked
> add rule inet t c ct state new | established
$ nft list chain inet t c
table inet t {
	chain c {
		ct state == new
		ct state ! new
		ct state ! established,new
		ct state invalid drop
		ct state untracked
		ct state established,new
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c ct state == new | established
> add rule inet t c ct state != new | established
> add rule inet t c ct state & new == new
> add rule inet t c ct state & (new | established) != 0
> add rule inet t c ct state & (new | established) == 0
> add rule inet t c ct state & (new | established) == new
$ nft list chain inet t c
table inet t {
	chain c {
		ct state established | new
		ct state != established | new
		ct state & new == new
		ct state established,new
		ct state ! established,new
		ct state new / established,new
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c ct state vmap { established : accept, related : accept, invalid : drop }
> add rule inet t c ct state new,established counter
> add rule inet t c ct direction original
> add rule inet t c ct direction != reply
> add rule inet t c ct status snat
> add rule inet t c ct status assured,confirmed
$ nft list chain inet t c
table inet t {
	chain c {
		ct state vmap { invalid : drop, established : accept, related : accept }
		ct state established,new counter packets 0 bytes 0
		ct direction original
		ct direction != reply
		ct status snat
		ct status assured,confirmed
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c ct status ! dnat
> add rule inet t c ct status & dnat == dnat
> add rule inet t c ct mark 5
> add rule inet t c ct mark != 0
> add rule inet t c ct mark & 0xff == 0x10
> add rule inet t c ct mark and 0xff eq 0x10
$ nft list chain inet t c
table inet t {
	chain c {
		ct status ! dnat
		ct status & dnat == dnat
		ct mark 0x00000005
		ct mark != 0x00000000
		ct mark & 0x000000ff == 0x00000010
		ct mark & 0x000000ff == 0x00000010
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c ct mark & 0xff00 != 0x100
> add rule inet t c ct mark { 1, 2, 3 }
> add rule inet t c ct mark 1-10
> add rule inet t c ct mark or 0x1 == 0x3
> add rule inet t c ct mark xor 0x3 == 0x5
> add rule inet t c ct expiration 30s
$ nft list chain inet t c
table inet t {
	chain c {
		ct mark & 0x0000ff00 != 0x00000100
		ct mark { 0x00000001, 0x00000002, 0x00000003 }
		ct mark 0x00000001-0x0000000a
		ct mark | 0x00000001 == 0x00000003
		ct mark 0x00000006
		ct expiration 30s
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c ct expiration < 1h
> add rule inet t c ct expiration 1m-1h
> add rule inet t c ct expiration { 1h, 2h }
> add rule inet t c ct expiration 1d2h3m4s
> add rule inet t c ct helper "ftp"
> add rule inet t c ct helper { "ftp", "tftp" }
$ nft list chain inet t c
table inet t {
	chain c {
		ct expiration < 1h
		ct expiration 60s-3600s
		ct expiration { 1h, 2h }
		ct expiration 1d2h3m4s
		ct helper "ftp"
		ct helper { "ftp", "tftp" }
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c ct l3proto ipv4
> add rule inet t c ct protocol tcp
> add rule inet t c ct zone 5
> add rule inet t c ct id 77
> add rule inet t c ct label 5
> add rule inet t c ct packets > 100
$ nft list chain inet t c
table inet t {
	chain c {
		ct l3proto ipv4
		ct protocol tcp
		ct zone 5
		ct id 77
		ct label 5
		ct packets > 100
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c ct original packets > 100
> add rule inet t c ct reply bytes > 1000
> add rule inet t c ct bytes 1000-2000
> add rule inet t c ct avgpkt > 100
> add rule inet t c ct original ip saddr 10.0.0.0/8
> add rule inet t c ct original ip daddr { 10.0.0.1, 10.0.0.2 }
$ nft list chain inet t c
table inet t {
	chain c {
		ct original packets > 100
		ct reply bytes > 1000
		ct bytes 1000-2000
		ct avgpkt > 100
		ct original ip saddr 10.0.0.0/8
		ct original ip daddr { 10.0.0.1, 10.0.0.2 }
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c ct reply ip saddr != 10.0.0.1
> add rule inet t c ct reply ip6 saddr ::1
> add rule inet t c ct original zone 5
$ nft list chain inet t c
table inet t {
	chain c {
		ct reply ip saddr != 10.0.0.1
		ct reply ip6 saddr ::1
		ct original zone 5
	}
}
$ nft flush chain inet t c
# Surroundings.
$ nft -f -
> add rule inet t c iif lo
> add rule inet t c iif != lo
> add rule inet t c iif "lo" oif "lo"
> add rule inet t c iif { "lo" }
> add rule inet t c iif 77
> add rule inet t c iifname "eth0"
$ nft list chain inet t c
table inet t {
	chain c {
		iif "lo"
		iif != "lo"
		iif "lo" oif "lo"
		iif "lo"
		iif 77
		iifname "eth0"
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c iifname eth0
> add rule inet t c iifname != "eth0"
> add rule inet t c iifname "eth*"
> add rule inet t c iifname != "eth*"
> add rule inet t c iifname { "eth0", "lo" }
> add rule inet t c iifname { "eth*", "lo" }
$ nft list chain inet t c
table inet t {
	chain c {
		iifname "eth0"
		iifname != "eth0"
		iifname "eth*"
		iifname != "eth*"
		iifname { "lo", "eth0" }
		iifname { "eth*", "lo" }
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c meta oifname "ppp0"
> add rule inet t c oifname { "a", "b", "c" }
> add rule inet t c iifgroup 5
> add rule inet t c oifgroup default
> add rule inet t c iifgroup { 1, 2 }
> add rule inet t c meta iiftype ether
$ nft list chain inet t c
table inet t {
	chain c {
		oifname "ppp0"
		oifname { "a", "b", "c" }
		iifgroup 5
		oifgroup "default"
		iifgroup { 1, 2 }
		meta iiftype ether
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c meta iiftype { ether, loopback }
> add rule inet t c meta iiftype 77
> add rule inet t c meta length 100
> add rule inet t c meta length > 100
> add rule inet t c meta length 100-200
> add rule inet t c meta protocol ip
$ nft list chain inet t c
table inet t {
	chain c {
		meta iiftype { ether, loopback }
		meta iiftype 77
		meta length 100
		meta length > 100
		meta length 100-200
		meta protocol ip
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c meta protocol { ip, ip6 }
> add rule inet t c meta protocol 0x1234
> add rule inet t c meta nfproto ipv4
> add rule inet t c meta nfproto { ipv4, ipv6 }
> add rule inet t c meta mark 5
> add rule inet t c meta mark != 0x10
$ nft list chain inet t c
table inet t {
	chain c {
		meta protocol { ip, ip6 }
		meta protocol 0x1234
		meta nfproto ipv4
		meta nfproto { ipv4, ipv6 }
		meta mark 0x00000005
		meta mark != 0x00000010
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c meta mark { 1, 2 }
> add rule inet t c meta mark 1-10
> add rule inet t c meta mark & 0xff == 5
> add rule inet t c meta mark & 0xffff0000 == 0x10000
> add rule inet t c meta mark & 0x3 { 1, 2 }
> add rule inet t c mark 7
$ nft list chain inet t c
table inet t {
	chain c {
		meta mark { 0x00000001, 0x00000002 }
		meta mark 0x00000001-0x0000000a
		meta mark & 0x000000ff == 0x00000005
		meta mark 0x00010000/16
		meta mark & 0x00000003 == { 0x00000001, 0x00000002 }
		meta mark 0x00000007
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c meta priority 1:10
> add rule inet t c meta priority none
> add rule inet t c meta priority root
> add rule inet t c meta priority { 1:10, 2:0 }
> add rule inet t c meta pkttype multicast
> add rule inet t c meta pkttype { broadcast, multicast }
$ nft list chain inet t c
table inet t {
	chain c {
		meta priority 1:10
		meta priority none
		meta priority root
		meta priority { 1:10, 2:0 }
		meta pkttype multicast
		meta pkttype { broadcast, multicast }
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c meta pkttype unicast
> add rule inet t c meta skuid root
> add rule inet t c meta skuid { 0, 1000-2000 }
> add rule inet t c meta skgid 5
> add rule inet t c meta cpu 0
> add rule inet t c meta cgroup 5
$ nft list chain inet t c
table inet t {
	chain c {
		meta pkttype host
		meta skuid 0
		meta skuid { 0, 1000-2000 }
		meta skgid 5
		meta cpu 0
		meta cgroup 5
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c meta random < 0x10000000
> add rule inet t c meta rtclassid 5
> add rule inet t c meta ipsec exists
> add rule inet t c meta ipsec missing
> add rule inet t c meta iifkind "vlan"
> add rule inet t c meta day Monday
$ nft list chain inet t c
table inet t {
	chain c {
		meta random < 268435456
		meta rtclassid 5
		meta ipsec exists
		meta ipsec missing
		meta iifkind "vlan"
		meta day "Monday"
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c meta day { Monday, Tuesday }
> add rule inet t c meta day 1-5
> add rule inet t c meta hour "10:00"-"12:00"
> add rule inet t c meta hour "10:00:30"
> add rule inet t c meta hour { "10:00"-"11:00", "13:00"-"14:00" }
> add rule inet t c meta time "2023-01-01"
$ nft list chain inet t c
table inet t {
	chain c {
		meta day { "Monday", "Tuesday" }
		meta day 1-5
		meta hour "10:00"-"12:00"
		meta hour "10:00:30"
		meta hour { "10:00"-"11:00", "13:00"-"14:00" }
		meta time "2023-01-01 00:00:00"
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c meta time < "2023-01-01 10:00:30"
> add rule inet t c meta time "2023-01-01"-"2024-01-01"
> add rule inet t c fib saddr . iif oif missing drop
> add rule inet t c fib saddr oif exists
> add rule inet t c fib saddr oif != 0
> add rule inet t c fib daddr type local
$ nft list chain inet t c
table inet t {
	chain c {
		meta time < "2023-01-01 10:00:30"
		meta time "2023-01-01 00:00:00"-"2024-01-01 00:00:00"
		fib saddr . iif oif missing drop
		fib saddr oif exists
		fib saddr oif != 0
		fib daddr type local
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c fib daddr . iif type != { local, broadcast }
> add rule inet t c fib daddr . mark . oif type { local, multicast }
> add rule inet t c fib saddr oifname "lo"
> add rule inet t c rt classid 5
> add rule inet t c rt ip nexthop 10.0.0.1
> add rule inet t c rt ip6 nexthop fe80::1
$ nft list chain inet t c
table inet t {
	chain c {
		fib daddr . iif type != { local, broadcast }
		fib daddr . mark . oif type { local, multicast }
		fib saddr oifname "lo"
		rt classid 5
		rt ip nexthop 10.0.0.1
		rt ip6 nexthop fe80::1
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c rt mtu 1400
> add rule inet t c rt ipsec missing
> add rule inet t c socket transparent 1
> add rule inet t c socket mark 5
> add rule inet t c socket wildcard 0
> add rule inet t c ether saddr 02:00:00:00:00:01
$ nft list chain inet t c
table inet t {
	chain c {
		rt mtu 1400
		rt ipsec missing
		socket transparent 1
		socket mark 0x00000005
		socket wildcard 0
		ether saddr 02:00:00:00:00:01
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c ether daddr != ff:ff:ff:ff:ff:ff
> add rule inet t c ether saddr { 02:00:00:00:00:01, 2:0:0:0:0:2 }
> add rule inet t c ether type ip
> add rule inet t c ether type 0x1234
> add rule inet t c vlan id 5
> add rule inet t c vlan pcp 3
$ nft list chain inet t c
table inet t {
	chain c {
		ether daddr != ff:ff:ff:ff:ff:ff
		ether saddr { 02:00:00:00:00:01, 02:00:00:00:00:02 }
		ether type ip
		ether type 0x1234
		vlan id 5
		vlan pcp 3
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c vlan dei 1
> add rule inet t c vlan cfi 1
> add rule inet t c vlan type ip
$ nft list chain inet t c
table inet t {
	chain c {
		vlan dei 1
		vlan dei 1
		ether type 8021q vlan type ip
	}
}
$ nft flush chain inet t c
# Bits without names.
$ nft -f -
> add rule inet t c @th,16,16 22
> add rule inet t c @th,16,16 { 22, 23 }
> add rule inet t c @th,0,32 0x16
> add rule inet t c @th,0,32 > 5
> add rule inet t c @th,0,32 5-6
> add rule inet t c @th,0,32 { 5, 6 }
$ nft list chain inet t c
table inet t {
	chain c {
		th dport 22
		th dport { 22, 23 }
		@th,0,32 0x16
		@th,0,32 > 0x5
		@th,0,32 0x5-0x6
		@th,0,32 { 0x5, 0x6 }
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c @th,0,32 vmap { 5 : accept }
> add rule inet t c @nh,8,8 5
> add rule inet t c @nh,9,7 5
> add rule inet t c @nh,64,8 64
> add rule inet t c @ll,0,48 0x010203040506
> add rule inet t c @ih,0,32 0x16
$ nft list chain inet t c
table inet t {
	chain c {
		@th,0,32 vmap { 5 : accept }
		@nh,8,8 0x5
		@nh,8,8 & 0x7f == 0x5
		@nh,64,8 0x40
		@ll,0,48 0x10203040506
		@ih,0,32 0x16
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c @th,0,8 & 0xf == 5
> add rule inet t c @nh,96,32 0x0a000001
> add rule inet t c ip saddr . @th,0,32 { 10.0.0.1 . 5 }
$ nft list chain inet t c
table inet t {
	chain c {
		@th,0,8 & 0xf == 0x5
		@nh,96,32 0xa000001
		ip saddr . @th,0,32 { 10.0.0.1 . 0x5 }
	}
}
$ nft flush chain inet t c
# Numbers that are made.
$ nft -f -
> add rule inet t c numgen inc mod 2 0
> add rule inet t c numgen inc mod 10 < 5
> add rule inet t c numgen random mod 100 offset 5 50
> add rule inet t c numgen inc mod 2 vmap { 0 : accept, 1 : drop }
> add rule inet t c numgen random mod 100 vmap { 0-49 : accept, 50-99 : drop }
> add rule inet t c jhash ip saddr mod 16 5
$ nft list chain inet t c
table inet t {
	chain c {
		numgen inc mod 2 0
		numgen inc mod 10 < 5
		numgen random mod 100 offset 5 50
		numgen inc mod 2 vmap { 0 : accept, 1 : drop }
		numgen random mod 100 vmap { 0-49 : accept, 50-99 : drop }
		jhash ip saddr mod 16 5
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c jhash ip saddr . tcp dport mod 16 seed 0xdeadbeef 5
> add rule inet t c jhash ip saddr . ip daddr mod 16 seed 1 offset 5 vmap { 5 : accept }
> add rule inet t c symhash mod 16 3
> add rule inet t c symhash mod 16 offset 100 vmap { 100 : accept }
$ nft list chain inet t c
table inet t {
	chain c {
		jhash ip saddr . tcp dport mod 16 seed 0xdeadbeef 5
		jhash ip saddr . ip daddr mod 16 seed 0x1 offset 5 vmap { 5 : accept }
		symhash mod 16 3
		symhash mod 16 offset 100 vmap { 100 : accept }
	}
}
$ nft flush chain inet t c
# Several at once.
$ nft -f -
> add rule inet t c ip saddr . ip daddr { 10.0.0.1 . 10.0.0.2 }
> add rule inet t c ip saddr . tcp dport { 10.0.0.1 . 22, 10.0.0.2 . 80 }
> add rule inet t c ip saddr . tcp dport != { 10.0.0.1 . 22 }
> add rule inet t c ip saddr . tcp dport { 10.0.0.0/8 . 22-23 }
> add rule inet t c ip saddr . tcp dport { 10.0.0.1-10.0.0.5 . 22, 192.168.0.0/16 . 1-1024 }
> add rule inet t c iifname . ip saddr . tcp dport vmap { "lo" . 127.0.0.1 . 22 : accept }
$ nft list chain inet t c
table inet t {
	chain c {
		ip saddr . ip daddr { 10.0.0.1 . 10.0.0.2 }
		ip saddr . tcp dport { 10.0.0.1 . 22, 10.0.0.2 . 80 }
		ip saddr . tcp dport != { 10.0.0.1 . 22 }
		ip saddr . tcp dport { 10.0.0.0/8 . 22-23 }
		ip saddr . tcp dport { 10.0.0.1-10.0.0.5 . 22, 192.168.0.0/16 . 1-1024 }
		iifname . ip saddr . tcp dport vmap { "lo" . 127.0.0.1 . 22 : accept }
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c meta l4proto . th dport { tcp . 53, udp . 53 }
> add rule inet t c iif . oif { "lo" . "lo" }
> add rule inet t c ip saddr . ip daddr . ip protocol { 10.0.0.1 . 10.0.0.2 . tcp }
> add rule inet t c ip6 saddr . tcp dport { ::1 . 22 }
> add rule inet t c tcp sport . tcp dport { 1-5 . 6, 7 . 8-9 }
> add rule inet t c ct state . ct mark { new . 5 }
$ nft list chain inet t c
table inet t {
	chain c {
		meta l4proto . th dport { tcp . 53, udp . 53 }
		iif . oif { "lo" . "lo" }
		ip saddr . ip daddr . ip protocol { 10.0.0.1 . 10.0.0.2 . tcp }
		ip6 saddr . tcp dport { ::1 . 22 }
		tcp sport . tcp dport { 1-5 . 6, 7 . 8-9 }
		ct state . ct mark { new . 0x00000005 }
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c icmp type . icmp code { echo-request . 0, 3 . 3 }
> add rule inet t c ether saddr . ip saddr { 02:00:00:00:00:01 . 10.0.0.1 }
> add rule inet t c meta mark . ip saddr { 5 . 10.0.0.1 }
> add rule inet t c tcp dport vmap { 22 : accept, 80-90 : drop, * : return }
> add rule inet t c ip saddr vmap { 10.0.0.0/8 : accept, 192.168.0.1-192.168.0.9 : drop }
> add rule inet t c ip saddr { 10.0.0.0/8, 192.168.0.0/16, 172.16.0.0/12 }
$ nft list chain inet t c
table inet t {
	chain c {
		icmp type . icmp code { echo-request . net-unreachable, destination-unreachable . port-unreachable }
		ether saddr . ip saddr { 02:00:00:00:00:01 . 10.0.0.1 }
		meta mark . ip saddr { 0x00000005 . 10.0.0.1 }
		tcp dport vmap { 22 : accept, 80-90 : drop, * : return }
		ip saddr vmap { 10.0.0.0/8 : accept, 192.168.0.1-192.168.0.9 : drop }
		ip saddr { 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 }
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c ip saddr { 10.0.0.1-10.0.0.5, 10.0.0.7 }
> add rule inet t c ip saddr { 10.0.0.0/24, 10.0.1.0/24 }
> add rule inet t c ip saddr != { 10.0.0.0/8 }
> add rule inet t c ip6 saddr { ::1, fe80::/10 }
> add rule inet t c icmp type vmap { echo-request : accept, destination-unreachable : drop }
> add rule inet t c iifname vmap { "lo" : accept, "eth*" : drop }
$ nft list chain inet t c
table inet t {
	chain c {
		ip saddr { 10.0.0.1-10.0.0.5, 10.0.0.7 }
		ip saddr { 10.0.0.0/23 }
		ip saddr != 10.0.0.0/8
		ip6 saddr { ::1, fe80::/10 }
		icmp type vmap { destination-unreachable : drop, echo-request : accept }
		iifname vmap { "eth*" : drop, "lo" : accept }
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c meta mark vmap { 1 : accept, 2 : drop }
> add rule inet t c ip protocol vmap { tcp : accept, udp : drop }
> add rule inet t c ip daddr & 255.255.255.0 { 10.0.0.0, 10.0.1.0 }
> add rule inet t c ip daddr & 255.255.255.0 vmap { 10.0.0.0 : accept }
$ nft list chain inet t c
table inet t {
	chain c {
		meta mark vmap { 0x00000001 : accept, 0x00000002 : drop }
		ip protocol vmap { tcp : accept, udp : drop }
		ip daddr & 255.255.255.0 == { 10.0.0.0, 10.0.1.0 }
		ip daddr & 255.255.255.0 vmap { 10.0.0.0 : accept }
	}
}
$ nft flush chain inet t c
# What is said twice.
$ nft -f -
> add rule inet t c meta nfproto ipv4 ip saddr 10.0.0.1
> add rule inet t c meta nfproto ipv4 tcp dport 22
> add rule inet t c meta l4proto tcp ip saddr 10.0.0.1 tcp dport 22
> add rule inet t c ip protocol tcp tcp dport 22
> add rule inet t c ip saddr 10.0.0.1 ip protocol tcp tcp dport 22
> add rule inet t c ip saddr 10.0.0.1 tcp dport 22
$ nft list chain inet t c
table inet t {
	chain c {
		ip saddr 10.0.0.1
		meta nfproto ipv4 tcp dport 22
		ip saddr 10.0.0.1 tcp dport 22
		ip protocol tcp tcp dport 22
		ip saddr 10.0.0.1 ip protocol tcp tcp dport 22
		ip saddr 10.0.0.1 tcp dport 22
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c tcp dport 22 ip saddr 10.0.0.1
> add rule inet t c ip6 nexthdr tcp tcp dport 22
> add rule inet t c meta protocol ip ip saddr 10.0.0.1
> add rule inet t c ether type ip ip saddr 10.0.0.1
> add rule inet t c ether saddr 02:00:00:00:00:01 ip saddr 10.0.0.1
> add rule inet t c meta l4proto icmp icmp type echo-request
$ nft list chain inet t c
table inet t {
	chain c {
		tcp dport 22 ip saddr 10.0.0.1
		ip6 nexthdr tcp tcp dport 22
		meta protocol ip ip saddr 10.0.0.1
		ip saddr 10.0.0.1
		ether saddr 02:00:00:00:00:01 ip saddr 10.0.0.1
		icmp type echo-request
	}
}
$ nft flush chain inet t c
$ nft -f -
> add rule inet t c meta l4proto ipv6-icmp icmpv6 type echo-request
> add rule inet t c ip saddr 10.0.0.1 ip saddr 10.0.0.2
> add rule inet t c tcp dport 22 tcp dport 23
> add rule inet t c tcp dport 22 udp dport 53
/dev/stdin:4:32-40: Error: conflicting protocols specified: tcp vs. udp
add rule inet t c tcp dport 22 udp dport 53
                               ^^^^^^^^^
[1]
$ nft list chain inet t c
table inet t {
	chain c {
	}
}
$ nft flush chain inet t c
