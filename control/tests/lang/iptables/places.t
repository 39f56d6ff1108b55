# Which matches and targets may be used where.
$ iptables -A INPUT -j DNAT --to 1.2.3.4
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -A INPUT -j SNAT --to 1.2.3.4
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t nat -A PREROUTING -j DNAT --to 1.2.3.4
$ iptables -t nat -A PREROUTING -j SNAT --to 1.2.3.4
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t nat -A PREROUTING -j MASQUERADE
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t nat -A PREROUTING -j REDIRECT
$ iptables -t nat -A PREROUTING -j REJECT
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t nat -A INPUT -j DNAT --to 1.2.3.4
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t nat -A INPUT -j SNAT --to 1.2.3.4
$ iptables -t nat -A INPUT -j MASQUERADE
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t nat -A INPUT -j REDIRECT
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t nat -A OUTPUT -j DNAT --to 1.2.3.4
$ iptables -t nat -A OUTPUT -j SNAT --to 1.2.3.4
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t nat -A OUTPUT -j MASQUERADE
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t nat -A OUTPUT -j REDIRECT
$ iptables -t nat -A POSTROUTING -j DNAT --to 1.2.3.4
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t nat -A POSTROUTING -j SNAT --to 1.2.3.4
$ iptables -t nat -A POSTROUTING -j MASQUERADE
$ iptables -t nat -A POSTROUTING -j REDIRECT
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t nat -A POSTROUTING -j TRACE
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t nat -A POSTROUTING -j LOG
$ iptables -t nat -A POSTROUTING -j MARK --set-mark 1
$ iptables -t mangle -A PREROUTING -j REJECT
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t mangle -A FORWARD -j REJECT
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t raw -A PREROUTING -j TRACE
$ iptables -t raw -A OUTPUT -j TRACE
$ iptables -t filter -A OUTPUT -j TRACE
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t mangle -A OUTPUT -j MARK --set-mark 1
$ iptables -t security -A OUTPUT -j MARK --set-mark 1
$ iptables -A FORWARD -p tcp -j REJECT --reject-with tcp-reset
$ iptables -A FORWARD -p udp -j REJECT --reject-with tcp-reset
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -A FORWARD ! -p tcp -j REJECT --reject-with tcp-reset
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -A FORWARD -j REJECT --reject-with tcp-reset
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -A INPUT -m tcp --dport 1
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -A INPUT ! -p tcp -m tcp --dport 1
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -A INPUT -p udp -m tcp --dport 1
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -A INPUT -p udplite -m udp --dport 1
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -A INPUT -m icmp --icmp-type 8
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -A INPUT -p 58 -m icmp --icmp-type 8
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ ip6tables -A INPUT -m icmp6 --icmpv6-type 128
ip6tables: Invalid argument. Run `dmesg' for more information.
[1]
$ ip6tables -A INPUT -p icmp -m icmp6 --icmpv6-type 128
ip6tables: Invalid argument. Run `dmesg' for more information.
[1]
$ ip6tables -A INPUT -p icmpv6 --icmpv6-type 128
$ ip6tables -t nat -A PREROUTING -j DNAT --to 2001:db8::1
$ ip6tables -t nat -A POSTROUTING -j DNAT --to 2001:db8::1
ip6tables: Invalid argument. Run `dmesg' for more information.
[1]
$ ip6tables -t nat -A POSTROUTING -j MASQUERADE
$ iptables -A INPUT -m multiport --dports 1,2
iptables v1.8.9 (legacy): multiport needs `-p tcp', `-p udp', `-p udplite', `-p sctp' or `-p dccp'
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -p sctp -m multiport --dports 1,2
$ iptables -A INPUT -p 47 -m multiport --dports 1,2
iptables v1.8.9 (legacy): multiport only works with TCP, UDP, UDPLITE, SCTP and DCCP
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -m limit --limit 1/day --limit-burst 10000
iptables: Numerical result out of range.
[1]
$ iptables -A INPUT -m limit --limit 1/day --limit-burst 4
iptables: Numerical result out of range.
[1]
# Chains of users inherit the hooks of those that go there.
$ iptables -N A
$ iptables -t nat -N A
$ iptables -t nat -A A -j MASQUERADE
$ iptables -t nat -A PREROUTING -j A
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t nat -A POSTROUTING -j A
$ iptables -t nat -A A -j DNAT --to 1.2.3.4
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t nat -N B
$ iptables -t nat -A A -j B
$ iptables -t nat -A B -j REDIRECT
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t nat -A B -s 1.2.3.4 -j MASQUERADE
$ iptables -t nat -A PREROUTING -p tcp -g B
iptables: Invalid argument. Run `dmesg' for more information.
[1]
# Behind a rule that ends the way of all packets nothing is reached.
$ iptables -t nat -I PREROUTING -j ACCEPT
$ iptables -t nat -A PREROUTING -j A
$ iptables -t nat -D PREROUTING 1
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -t nat -S
-P PREROUTING ACCEPT
-P INPUT ACCEPT
-P OUTPUT ACCEPT
-P POSTROUTING ACCEPT
-N A
-N B
-A PREROUTING -j ACCEPT
-A PREROUTING -j DNAT --to-destination 1.2.3.4
-A PREROUTING -j REDIRECT
-A PREROUTING -j A
-A INPUT -j SNAT --to-source 1.2.3.4
-A OUTPUT -j DNAT --to-destination 1.2.3.4
-A OUTPUT -j REDIRECT
-A POSTROUTING -j SNAT --to-source 1.2.3.4
-A POSTROUTING -j MASQUERADE
-A POSTROUTING -j LOG
-A POSTROUTING -j MARK --set-xmark 0x1/0xffffffff
-A POSTROUTING -j A
-A A -j MASQUERADE
-A A -j B
-A B -s 1.2.3.4/32 -j MASQUERADE
# Loops.
$ iptables -N B
$ iptables -A A -j B
$ iptables -A B -j A
$ iptables -A INPUT -j ACCEPT
$ iptables -A INPUT -j A
$ iptables -A FORWARD -p tcp -j A
iptables: Too many levels of symbolic links.
[1]
$ iptables -D B -j A
$ iptables -A FORWARD -p tcp -j A
$ iptables -A FORWARD -p udp -j A
$ iptables -A B -g A
iptables: Too many levels of symbolic links.
[1]
$ iptables -A B -j RETURN
$ iptables -A B -j A
$ iptables -A FORWARD -g INPUT
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -I FORWARD -j INPUT
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -A FORWARD -j FORWARD
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -E A C
$ iptables -E C LOG
$ iptables -E LOG 123456789012345678901234567890
$ iptables -S
-P INPUT ACCEPT
-P FORWARD ACCEPT
-P OUTPUT ACCEPT
-N 12345678901234567890123456789
-N B
-A INPUT -p sctp -m multiport --dports 1,2
-A INPUT -j ACCEPT
-A INPUT -j 12345678901234567890123456789
-A FORWARD -p tcp -j REJECT --reject-with tcp-reset
-A FORWARD -p tcp -j 12345678901234567890123456789
-A FORWARD -p udp -j 12345678901234567890123456789
-A 12345678901234567890123456789 -j B
-A B -j RETURN
-A B -j 12345678901234567890123456789
