# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A INPUT -m recent
iptables -A INPUT -m recent --set
ip6tables -A INPUT -m recent --set
iptables -A INPUT -m recent ! --set
iptables -A INPUT -m recent --rcheck
iptables -A INPUT -m recent ! --rcheck --name A
iptables -A INPUT -m recent --update --seconds 60 --hitcount 4 --rttl --name ssh --rsource
ip6tables -A INPUT -m recent --update --seconds 60 --hitcount 4 --rttl --name ssh --rdest
iptables -A INPUT -m recent --remove --name A-b_c --rdest
iptables -A INPUT -m recent ! --remove
iptables -A INPUT -m recent --set --rcheck
iptables -A INPUT -m recent --set --remove
iptables -A INPUT -m recent --update --rcheck --remove
iptables -A INPUT -m recent --set --set
iptables -A INPUT -m recent --rcheck --reap
iptables -A INPUT -m recent --rcheck --reap --seconds 5
iptables -A INPUT -m recent --set --rttl
iptables -A INPUT -m recent --remove --rttl
iptables -A INPUT -m recent --set --seconds 5
iptables -A INPUT -m recent --set --hitcount 5
iptables -A INPUT -m recent --remove --seconds 3 --reap
iptables -A INPUT -m recent --rcheck --seconds 0
iptables -A INPUT -m recent --rcheck --seconds 4294967295
iptables -A INPUT -m recent --rcheck --seconds 4294967296
iptables -A INPUT -m recent --rcheck --seconds x
iptables -A INPUT -m recent --rcheck --seconds 0x10
iptables -A INPUT -m recent --rcheck --hitcount 0
iptables -A INPUT -m recent --rcheck --hitcount 1
iptables -A INPUT -m recent --rcheck --hitcount 65535
iptables -A INPUT -m recent --rcheck --hitcount 65536
iptables -A INPUT -m recent --rcheck --hitcount -1
iptables -A INPUT -m recent --rcheck ! --hitcount 3
iptables -A INPUT -m recent --rcheck ! --name A
iptables -A INPUT -m recent --rcheck --name ''
iptables -A INPUT -m recent --rcheck --name a/b
iptables -A INPUT -m recent --rcheck --name ..
iptables -A INPUT -m recent --rcheck --name a.b
iptables -A INPUT -m recent --rcheck --name 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567
iptables -A INPUT -m recent --rcheck --rsource --rdest
iptables -A INPUT -m recent --rcheck --rdest --rsource
iptables -A INPUT -m recent --rcheck --mask 255.255.0.0
iptables -A INPUT -m recent --rcheck --mask 255.0.255.0
iptables -A INPUT -m recent --rcheck --mask 16
iptables -A INPUT -m recent --rcheck --mask 0
iptables -A INPUT -m recent --rcheck --mask x
iptables -A INPUT -m recent --rcheck --mask ffff::
ip6tables -A INPUT -m recent --rcheck --mask ffff:ffff::
ip6tables -A INPUT -m recent --rcheck --mask ::
ip6tables -A INPUT -m recent --rcheck --mask 255.255.255.0
iptables -A FORWARD -p tcp --dport 22 -m recent --rcheck --name ONE --seconds 10 -m recent --set --name TWO
iptables -A FORWARD -m recent --set -m recent --update --seconds 3
