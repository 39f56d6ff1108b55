# Which further matches and targets may be used where.
$ iptables -A OUTPUT -m mac --mac-source 02:00:00:00:00:01
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -A FORWARD -m mac --mac-source 02:00:00:00:00:01
$ iptables -t mangle -A POSTROUTING -m mac --mac-source 02:00:00:00:00:01
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -A INPUT -m rpfilter
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t raw -A PREROUTING -m rpfilter --loose
$ iptables -t mangle -A PREROUTING -m rpfilter --invert
$ iptables -t mangle -A FORWARD -m rpfilter --invert
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t raw -A OUTPUT -m rpfilter
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t nat -A PREROUTING -m rpfilter
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -A INPUT -m addrtype --dst-type LOCAL --limit-iface-in
$ iptables -A INPUT -m addrtype --dst-type LOCAL --limit-iface-out
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -A OUTPUT -m addrtype --dst-type LOCAL --limit-iface-in
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -A OUTPUT -m addrtype --dst-type LOCAL --limit-iface-out
$ iptables -A FORWARD -m addrtype --dst-type LOCAL --limit-iface-in
$ iptables -A FORWARD -m addrtype --src-type BLACKHOLE,BROADCAST,PROHIBIT
$ ip6tables -A FORWARD -m addrtype --src-type BLACKHOLE
ip6tables: Invalid argument. Run `dmesg' for more information.
[1]
$ ip6tables -A FORWARD -m addrtype --src-type BROADCAST
ip6tables: Invalid argument. Run `dmesg' for more information.
[1]
$ ip6tables -A FORWARD -m addrtype --src-type PROHIBIT
ip6tables: Invalid argument. Run `dmesg' for more information.
[1]
$ ip6tables -A FORWARD -m addrtype ! --src-type THROW
ip6tables: Invalid argument. Run `dmesg' for more information.
[1]
$ ip6tables -A FORWARD -m addrtype --src-type UNICAST,LOCAL,ANYCAST,MULTICAST,UNREACHABLE
$ iptables -A INPUT -m ecn --ecn-tcp-cwr
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -A INPUT -p tcp -m ecn --ecn-tcp-cwr
$ iptables -A INPUT -m ecn --ecn-ip-ect 1
$ iptables -A INPUT ! -p tcp -m ecn --ecn-tcp-ece
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -A INPUT -m ttl --ttl-lt 3
$ ip6tables -A INPUT -m hl --hl-lt 3
$ iptables -A INPUT -m connmark --mark 1
$ iptables -A INPUT -m dscp --dscp 3
$ iptables -A INPUT -m tos --tos 4
$ iptables -A INPUT -m statistic --mode nth --every 3
iptables v1.8.9 (legacy): statistic: option "--every" also requires "--packet".

Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -m pkttype --pkt-type broadcast
$ iptables -A INPUT -m length --length 5:7
$ iptables -A INPUT -m iprange --src-range 1.1.1.1-1.1.1.9
$ iptables -A FORWARD -p tcp --syn -j TCPMSS --clamp-mss-to-pmtu
$ iptables -A INPUT -p tcp --syn -j TCPMSS --clamp-mss-to-pmtu
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t mangle -A PREROUTING -p tcp --syn -j TCPMSS --clamp-mss-to-pmtu
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t mangle -A PREROUTING -p tcp --syn -j TCPMSS --set-mss 1400
$ iptables -t mangle -A POSTROUTING -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
$ iptables -A FORWARD -p tcp --tcp-flags SYN,RST RST -j TCPMSS --set-mss 1400
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -A FORWARD -p tcp ! --syn -j TCPMSS --set-mss 1400
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -A FORWARD -p tcp -j TCPMSS --set-mss 1400
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -A FORWARD -j TCPMSS --set-mss 1400
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ ip6tables -A FORWARD -p tcp --syn -j TCPMSS --clamp-mss-to-pmtu
$ iptables -A FORWARD -j TTL --ttl-set 3
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t mangle -A FORWARD -j TTL --ttl-set 3
$ ip6tables -t mangle -A FORWARD -j HL --hl-dec 1
$ ip6tables -A FORWARD -j HL --hl-dec 1
ip6tables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -A FORWARD -j TOS --set-tos 4
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t mangle -A FORWARD -j TOS --set-tos 4
$ iptables -A FORWARD -j DSCP --set-dscp 4
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t mangle -A FORWARD -j DSCP --set-dscp 4
$ iptables -A FORWARD -p tcp -j ECN --ecn-tcp-remove
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t mangle -A FORWARD -p tcp -j ECN --ecn-tcp-remove
$ iptables -t mangle -A FORWARD -j ECN --ecn-tcp-remove
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t mangle -A FORWARD -p udp -j ECN --ecn-tcp-remove
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -A FORWARD -j CLASSIFY --set-class 1:2
$ iptables -A INPUT -j CLASSIFY --set-class 1:2
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t mangle -A PREROUTING -j CLASSIFY --set-class 1:2
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t raw -A OUTPUT -j CLASSIFY --set-class 1:2
$ iptables -t nat -A OUTPUT -j CLASSIFY --set-class 1:2
$ iptables -A FORWARD -j CONNMARK --set-mark 1
$ iptables -t raw -A PREROUTING -j CONNMARK --save-mark
$ iptables -t nat -A PREROUTING -j CONNMARK --restore-mark
$ iptables -A FORWARD -j NOTRACK
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t raw -A PREROUTING -j NOTRACK
$ iptables -t raw -A PREROUTING -j CT --notrack
$ iptables -t raw -A PREROUTING -j CT --zone 5
$ iptables -t mangle -A PREROUTING -j CT --zone 5
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t nat -A PREROUTING -j NETMAP --to 10.0.0.0/8
$ iptables -t nat -A INPUT -j NETMAP --to 10.0.0.0/8
$ iptables -t nat -A OUTPUT -j NETMAP --to 10.0.0.0/8
$ iptables -t nat -A POSTROUTING -j NETMAP --to 10.0.0.0/8
$ iptables -A FORWARD -j NETMAP --to 10.0.0.0/8
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ ip6tables -t nat -A POSTROUTING -j NETMAP --to 2001:db8::/32
$ iptables-save
\# Generated by iptables-save v1.8.9 on DATE
*nat
:PREROUTING ACCEPT [0:0]
:INPUT ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
-A PREROUTING -j CONNMARK --restore-mark --nfmask 0xffffffff --ctmask 0xffffffff
-A PREROUTING -j NETMAP --to 10.0.0.0/8
-A INPUT -j NETMAP --to 10.0.0.0/8
-A OUTPUT -j CLASSIFY --set-class 0001:0002
-A OUTPUT -j NETMAP --to 10.0.0.0/8
-A POSTROUTING -j NETMAP --to 10.0.0.0/8
COMMIT
\# Completed on DATE
\# Generated by iptables-save v1.8.9 on DATE
*raw
:PREROUTING ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
-A PREROUTING -m rpfilter --loose
-A PREROUTING -j CONNMARK --save-mark --nfmask 0xffffffff --ctmask 0xffffffff
-A PREROUTING -j NOTRACK
-A PREROUTING -j CT --notrack
-A PREROUTING -j CT --zone 5
-A OUTPUT -j CLASSIFY --set-class 0001:0002
COMMIT
\# Completed on DATE
\# Generated by iptables-save v1.8.9 on DATE
*mangle
:PREROUTING ACCEPT [0:0]
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
-A PREROUTING -m rpfilter --invert
-A PREROUTING -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j TCPMSS --set-mss 1400
-A FORWARD -j TTL --ttl-set 3
-A FORWARD -j TOS --set-tos 0x04/0xff
-A FORWARD -j DSCP --set-dscp 0x04
-A FORWARD -p tcp -j ECN --ecn-tcp-remove
-A POSTROUTING -p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
COMMIT
\# Completed on DATE
\# Generated by iptables-save v1.8.9 on DATE
*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
-A INPUT -m addrtype --dst-type LOCAL --limit-iface-in
-A INPUT -p tcp -m ecn --ecn-tcp-cwr
-A INPUT -m ecn --ecn-ip-ect 1
-A INPUT -m ttl --ttl-lt 3
-A INPUT -m connmark --mark 0x1
-A INPUT -m dscp --dscp 0x03
-A INPUT -m tos --tos 0x04/0xff
-A INPUT -m pkttype --pkt-type broadcast
-A INPUT -m length --length 5:7
-A INPUT -m iprange --src-range 1.1.1.1-1.1.1.9
-A FORWARD -m mac --mac-source 02:00:00:00:00:01
-A FORWARD -m addrtype --dst-type LOCAL --limit-iface-in
-A FORWARD -m addrtype --src-type BROADCAST,BLACKHOLE,PROHIBIT
-A FORWARD -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j TCPMSS --clamp-mss-to-pmtu
-A FORWARD -j CLASSIFY --set-class 0001:0002
-A FORWARD -j CONNMARK --set-xmark 0x1/0xffffffff
-A OUTPUT -m addrtype --dst-type LOCAL --limit-iface-out
COMMIT
\# Completed on DATE
$ ip6tables-save
\# Generated by ip6tables-save v1.8.9 on DATE
*nat
:PREROUTING ACCEPT [0:0]
:INPUT ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
-A POSTROUTING -j NETMAP --to 2001:db8::/32
COMMIT
\# Completed on DATE
\# Generated by ip6tables-save v1.8.9 on DATE
*mangle
:PREROUTING ACCEPT [0:0]
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
-A FORWARD -j HL --hl-dec 1
COMMIT
\# Completed on DATE
\# Generated by ip6tables-save v1.8.9 on DATE
*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
-A INPUT -m hl --hl-lt 3
-A FORWARD -m addrtype --src-type UNICAST,LOCAL,ANYCAST,MULTICAST,UNREACHABLE
-A FORWARD -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j TCPMSS --clamp-mss-to-pmtu
COMMIT
\# Completed on DATE
