# Values that are none.
$ nft add table inet t
$ nft add chain inet t c
$ nft -f -
> add rule inet t c tcp dport foo
/dev/stdin:1:29-31: Error: Could not resolve service: Servname not supported for ai_socktype
add rule inet t c tcp dport foo
                            ^^^
[1]
$ nft -f -
> add rule inet t c tcp dport 70000
/dev/stdin:1:29-33: Error: Service out of range
add rule inet t c tcp dport 70000
                            ^^^^^
[1]
$ nft -f -
> add rule inet t c tcp dport -1
/dev/stdin:1:29-29: Error: syntax error, unexpected -
add rule inet t c tcp dport -1
                            ^
[1]
$ nft -f -
> add rule inet t c tcp dport 08
$ nft -f -
> add rule inet t c ip protocol foo
/dev/stdin:1:31-33: Error: Could not resolve protocol name
add rule inet t c ip protocol foo
                              ^^^
[1]
$ nft -f -
> add rule inet t c ip protocol 300
/dev/stdin:1:31-33: Error: Protocol out of range
add rule inet t c ip protocol 300
                              ^^^
[1]
$ nft -f -
> add rule inet t c ip saddr foo
/dev/stdin:1:28-30: Error: Could not resolve hostname: Temporary failure in name resolution
add rule inet t c ip saddr foo
                           ^^^
[1]
$ nft -f -
> add rule inet t c ip saddr 1.2.3.400
/dev/stdin:1:28-36: Error: Could not resolve hostname: Name or service not known
add rule inet t c ip saddr 1.2.3.400
                           ^^^^^^^^^
[1]
$ nft -f -
> add rule inet t c ip saddr ::1
/dev/stdin:1:28-30: Error: Could not resolve hostname: Address family for hostname not supported
add rule inet t c ip saddr ::1
                           ^^^
[1]
$ nft -f -
> add rule inet t c ip6 saddr 1.2.3.4
/dev/stdin:1:29-35: Error: Could not resolve hostname: Address family for hostname not supported
add rule inet t c ip6 saddr 1.2.3.4
                            ^^^^^^^
[1]
$ nft -f -
> add rule inet t c ip saddr 1.2.3.4/33
/dev/stdin:1:28-37: Error: Prefix length 33 is invalid for type of 32 bits width
add rule inet t c ip saddr 1.2.3.4/33
                           ^^^^^^^^^^
[1]
$ nft -f -
> add rule inet t c ct state foo
/dev/stdin:1:28-30: Error: Could not parse conntrack state
add rule inet t c ct state foo
                           ^^^
[1]
$ nft -f -
> add rule inet t c ct state establish
/dev/stdin:1:28-36: Error: Could not parse conntrack state
add rule inet t c ct state establish
                           ^^^^^^^^^
[1]
$ nft -f -
> add rule inet t c ct status foo
/dev/stdin:1:29-31: Error: Could not parse conntrack status
add rule inet t c ct status foo
                            ^^^
[1]
$ nft -f -
> add rule inet t c ct direction foo
/dev/stdin:1:32-34: Error: Could not parse conntrack direction
add rule inet t c ct direction foo
                               ^^^
[1]
$ nft -f -
> add rule inet t c ct label foo
/dev/stdin:1:28-30: Error: /etc/connlabel.conf: could not parse conntrack label "foo"
add rule inet t c ct label foo
                           ^^^
[1]
$ nft -f -
> add rule inet t c ct label 200
/dev/stdin:1:28-30: Error: 200: bit 200 out of range (128 max)
add rule inet t c ct label 200
                           ^^^
[1]
$ nft -f -
> add rule inet t c icmp type foo
/dev/stdin:1:29-31: Error: Could not parse ICMP type
add rule inet t c icmp type foo
                            ^^^
[1]
$ nft -f -
> add rule inet t c icmp type 300
/dev/stdin:1:29-31: Error: Value 300 exceeds valid range 0-255
add rule inet t c icmp type 300
                            ^^^
[1]
$ nft -f -
> add rule inet t c icmp code foo
/dev/stdin:1:29-31: Error: Could not parse icmp code
add rule inet t c icmp code foo
                            ^^^
[1]
$ nft -f -
> add rule inet t c icmpv6 type echo-requests
/dev/stdin:1:31-43: Error: Could not parse ICMPv6 type
add rule inet t c icmpv6 type echo-requests
                              ^^^^^^^^^^^^^
[1]
$ nft -f -
> add rule inet t c tcp flags foo
/dev/stdin:1:29-31: Error: Could not parse TCP flag
add rule inet t c tcp flags foo
                            ^^^
[1]
$ nft -f -
> add rule inet t c tcp flags 300
/dev/stdin:1:29-31: Error: Value 300 exceeds valid range 0-255
add rule inet t c tcp flags 300
                            ^^^
[1]
$ nft -f -
> add rule inet t c meta mark foo
/dev/stdin:1:29-31: Error: Could not parse packet mark
add rule inet t c meta mark foo
                            ^^^
[1]
$ nft -f -
> add rule inet t c meta mark 5000000000
/dev/stdin:1:29-38: Error: Value 5000000000 exceeds valid range 0-4294967295
add rule inet t c meta mark 5000000000
                            ^^^^^^^^^^
[1]
$ nft -f -
> add rule inet t c iif foo
/dev/stdin:1:23-25: Error: Interface does not exist
add rule inet t c iif foo
                      ^^^
[1]
$ nft -f -
> add rule inet t c iifname verylonginterfacename
/dev/stdin:1:27-47: Error: String exceeds maximum length of 16
add rule inet t c iifname verylonginterfacename
                          ^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft -f -
> add rule inet t c iifname ""
/dev/stdin:1:27-28: Error: Empty string is not allowed
add rule inet t c iifname ""
                          ^^
[1]
$ nft -f -
> add rule inet t c meta iiftype foo
/dev/stdin:1:32-34: Error: Could not parse network interface type
add rule inet t c meta iiftype foo
                               ^^^
[1]
$ nft -f -
> add rule inet t c meta skuid nosuch
/dev/stdin:1:30-35: Error: User does not exist
add rule inet t c meta skuid nosuch
                             ^^^^^^
[1]
$ nft -f -
> add rule inet t c meta skgid nosuch
/dev/stdin:1:30-35: Error: Group does not exist
add rule inet t c meta skgid nosuch
                             ^^^^^^
[1]
$ nft -f -
> add rule inet t c meta time foo
/dev/stdin:1:29-31: Error: Cannot parse date
add rule inet t c meta time foo
                            ^^^
[1]
$ nft -f -
> add rule inet t c meta hour foo
/dev/stdin:1:29-31: Error: wrong time format
add rule inet t c meta hour foo
                            ^^^
[1]
$ nft -f -
> add rule inet t c meta hour "25:00"
/dev/stdin:1:29-35: Error: wrong time format
add rule inet t c meta hour "25:00"
                            ^^^^^^^
[1]
$ nft -f -
> add rule inet t c meta day foo
/dev/stdin:1:28-30: Error: Could not parse Day of week of packet reception
add rule inet t c meta day foo
                           ^^^
[1]
$ nft -f -
> add rule inet t c meta day 9
/dev/stdin:1:28-28: Error: Value 9 exceeds valid range 0-6
add rule inet t c meta day 9
                           ^
[1]
$ nft -f -
> add rule inet t c ct expiration foo
/dev/stdin:1:33-35: Error: wrong time format
add rule inet t c ct expiration foo
                                ^^^
[1]
$ nft -f -
> add rule inet t c ct expiration 100000000
/dev/stdin:1:33-41: Error: value too large
add rule inet t c ct expiration 100000000
                                ^^^^^^^^^
[1]
$ nft -f -
> add rule inet t c ether saddr foo
/dev/stdin:1:31-33: Error: Invalid LL address
add rule inet t c ether saddr foo
                              ^^^
[1]
$ nft -f -
> add rule inet t c ether type foo
/dev/stdin:1:30-32: Error: Could not parse Ethernet protocol
add rule inet t c ether type foo
                             ^^^
[1]
$ nft -f -
> add rule inet t c ip dscp foo
/dev/stdin:1:27-29: Error: Could not parse Differentiated Services Code Point
add rule inet t c ip dscp foo
                          ^^^
[1]
$ nft -f -
> add rule inet t c ip dscp 64
/dev/stdin:1:27-28: Error: Value 64 exceeds valid range 0-63
add rule inet t c ip dscp 64
                          ^^
[1]
$ nft -f -
> add rule inet t c ip ecn 4
/dev/stdin:1:26-26: Error: Value 4 exceeds valid range 0-3
add rule inet t c ip ecn 4
                         ^
[1]
$ nft -f -
> add rule inet t c meta rtclassid foo
/dev/stdin:1:34-36: Error: Could not parse routing realm
add rule inet t c meta rtclassid foo
                                 ^^^
[1]
$ nft -f -
> add rule inet t c iifgroup foo
/dev/stdin:1:28-30: Error: Could not parse devgroup name
add rule inet t c iifgroup foo
                           ^^^
[1]
$ nft -f -
> add rule inet t c fib daddr type foo
/dev/stdin:1:34-36: Error: Could not parse fib address type
add rule inet t c fib daddr type foo
                                 ^^^
[1]
$ nft -f -
> add rule inet t c meta pkttype foo
/dev/stdin:1:32-34: Error: Could not parse packet type
add rule inet t c meta pkttype foo
                               ^^^
[1]
$ nft -f -
> add rule inet t c meta nfproto foo
/dev/stdin:1:32-34: Error: Could not parse netfilter protocol
add rule inet t c meta nfproto foo
                               ^^^
[1]
$ nft -f -
> add rule inet t c rt ipsec foo
/dev/stdin:1:28-30: Error: Could not parse boolean type
add rule inet t c rt ipsec foo
                           ^^^
[1]
$ nft -f -
> add rule inet t c igmp type foo
/dev/stdin:1:29-31: Error: Could not parse IGMP type
add rule inet t c igmp type foo
                            ^^^
[1]
$ nft -f -
> add rule inet t c mh type foo
/dev/stdin:1:27-29: Error: Could not parse Mobility Header Type
add rule inet t c mh type foo
                          ^^^
[1]
$ nft -f -
> add rule inet t c dccp type 17
/dev/stdin:1:29-30: Error: Value 17 exceeds valid range 0-15
add rule inet t c dccp type 17
                            ^^
[1]
$ nft -f -
> add rule inet t c ip ttl foo
/dev/stdin:1:26-28: Error: Could not parse integer
add rule inet t c ip ttl foo
                         ^^^
[1]
$ nft -f -
> add rule inet t c ip ttl 256
/dev/stdin:1:26-28: Error: Value 256 exceeds valid range 0-255
add rule inet t c ip ttl 256
                         ^^^
[1]
$ nft -f -
> add rule inet t c ip6 flowlabel 0x123456
/dev/stdin:1:33-40: Error: Value 1193046 exceeds valid range 0-1048575
add rule inet t c ip6 flowlabel 0x123456
                                ^^^^^^^^
[1]
$ nft -f -
> add rule inet t c vlan id 5000
/dev/stdin:1:27-30: Error: Value 5000 exceeds valid range 0-4095
add rule inet t c vlan id 5000
                          ^^^^
[1]
$ nft -f -
> add rule inet t c meta nftrace set 2
/dev/stdin:1:36-36: Error: Value 2 exceeds valid range 0-1
add rule inet t c meta nftrace set 2
                                   ^
[1]
$ nft -f -
> add rule inet t c meta nftrace set foo
/dev/stdin:1:36-38: Error: Could not parse integer
add rule inet t c meta nftrace set foo
                                   ^^^
[1]
$ nft -f -
> add rule inet t c ct event set foo
/dev/stdin:1:32-34: Error: Could not parse conntrack event bits
add rule inet t c ct event set foo
                               ^^^
[1]
$ nft -f -
> add rule inet t c arp operation request
/dev/stdin:1:19-31: Error: conflicting protocols specified: inet vs. arp
add rule inet t c arp operation request
                  ^^^^^^^^^^^^^
[1]
$ nft -f -
> add rule inet t c ct proto-dst 22
/dev/stdin:1:32-33: Error: Can't parse symbolic invalid expressions
add rule inet t c ct proto-dst 22
                               ^^
[1]
$ nft -f -
> add rule inet t c ct original saddr 10.0.0.1
/dev/stdin:1:19-35: Error: cannot determine ip protocol version, use "ip saddr" or "ip6 saddr" instead
add rule inet t c ct original saddr 10.0.0.1
                  ^^^^^^^^^^^^^^^^^
/dev/stdin:1:37-44: Error: Can't parse symbolic invalid expressions
add rule inet t c ct original saddr 10.0.0.1
                                    ^^^^^^^^
[1]
$ nft -f -
> add rule inet t c rt nexthop 10.0.0.1
/dev/stdin:1:19-28: Error: cannot determine ip protocol version, use "ip nexthop" or "ip6 nexthop" instead
add rule inet t c rt nexthop 10.0.0.1
                  ^^^^^^^^^^
[1]
$ nft -f -
> add rule inet t c meta secmark 5
/dev/stdin:1:32-32: Error: Cannot be used with right hand side constant value
add rule inet t c meta secmark 5
                  ~~~~~~~~~~~~ ^
[1]
$ nft list ruleset
table inet t {
	chain c {
		tcp dport 8
	}
}
