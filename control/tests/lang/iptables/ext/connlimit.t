# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A INPUT -m connlimit
iptables -A INPUT -m connlimit --connlimit-above 3
ip6tables -A INPUT -m connlimit --connlimit-above 3
iptables -A INPUT -p tcp --syn -m connlimit --connlimit-upto 0 -j ACCEPT
iptables -A INPUT -m connlimit ! --connlimit-above 3
iptables -A INPUT -m connlimit ! --connlimit-upto 3
iptables -A INPUT -m connlimit --connlimit-above 3 --connlimit-upto 4
iptables -A INPUT -m connlimit --connlimit-above 3 --connlimit-above 4
iptables -A INPUT -m connlimit --connlimit-above x
iptables -A INPUT -m connlimit --connlimit-above -1
iptables -A INPUT -m connlimit --connlimit-above 4294967295
iptables -A INPUT -m connlimit --connlimit-above 4294967296
iptables -A INPUT -m connlimit --connlimit-above 0x10
iptables -A INPUT -m connlimit --connlimit-mask 24
iptables -A INPUT -m connlimit --connlimit-above 3 --connlimit-mask 24
iptables -A INPUT -m connlimit --connlimit-above 3 --connlimit-mask 0
iptables -A INPUT -m connlimit --connlimit-above 3 --connlimit-mask 32
iptables -A INPUT -m connlimit --connlimit-above 3 --connlimit-mask 33
iptables -A INPUT -m connlimit --connlimit-above 3 --connlimit-mask 255.255.0.0
iptables -A INPUT -m connlimit --connlimit-above 3 ! --connlimit-mask 24
ip6tables -A INPUT -m connlimit --connlimit-above 3 --connlimit-mask 64
ip6tables -A INPUT -m connlimit --connlimit-above 3 --connlimit-mask 0
ip6tables -A INPUT -m connlimit --connlimit-above 3 --connlimit-mask 129
iptables -A INPUT -m connlimit --connlimit-above 3 --connlimit-saddr
iptables -A INPUT -m connlimit --connlimit-above 3 --connlimit-daddr
ip6tables -A INPUT -m connlimit --connlimit-upto 3 --connlimit-daddr --connlimit-mask 48
iptables -A INPUT -m connlimit --connlimit-above 3 --connlimit-daddr --connlimit-saddr
iptables -A INPUT -m connlimit --connlimit-above 3 ! --connlimit-daddr
