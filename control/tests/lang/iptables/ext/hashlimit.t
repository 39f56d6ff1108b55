# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A INPUT -m hashlimit
iptables -A INPUT -m hashlimit --hashlimit-name a
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a
ip6tables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a
iptables -A INPUT -m hashlimit --hashlimit 3/s --hashlimit-name a
iptables -A INPUT -m hashlimit --hashlimit-above 3/min --hashlimit-name a --hashlimit-burst 10
iptables -A INPUT -m hashlimit ! --hashlimit-above 3/min --hashlimit-name a
iptables -A INPUT -m hashlimit ! --hashlimit-upto 3/min --hashlimit-name a
iptables -A INPUT -m hashlimit --hashlimit-upto 3/min --hashlimit-above 4/min --hashlimit-name a
iptables -A INPUT -m hashlimit --hashlimit-upto 3/min --hashlimit 4/min --hashlimit-name a
iptables -A INPUT -m hashlimit --hashlimit-upto 5 --hashlimit-name a
iptables -A INPUT -m hashlimit --hashlimit-upto 5/ --hashlimit-name a
iptables -A INPUT -m hashlimit --hashlimit-upto 5/x --hashlimit-name a
iptables -A INPUT -m hashlimit --hashlimit-above 5/x --hashlimit-name a
iptables -A INPUT -m hashlimit --hashlimit-upto 5/HOUR --hashlimit-name a
iptables -A INPUT -m hashlimit --hashlimit-upto 0/s --hashlimit-name a
iptables -A INPUT -m hashlimit --hashlimit-upto x --hashlimit-name a
iptables -A INPUT -m hashlimit --hashlimit-upto -1/s --hashlimit-name a
iptables -A INPUT -m hashlimit --hashlimit-upto 333/s --hashlimit-name a
iptables -A INPUT -m hashlimit --hashlimit-upto 700/minute --hashlimit-name a
iptables -A INPUT -m hashlimit --hashlimit-upto 7/day --hashlimit-name a
iptables -A INPUT -m hashlimit --hashlimit-upto 1/day --hashlimit-name a
iptables -A INPUT -m hashlimit --hashlimit-upto 1/day --hashlimit-name a --hashlimit-burst 1
iptables -A INPUT -m hashlimit --hashlimit-upto 1/hour --hashlimit-name a --hashlimit-burst 1000
iptables -A INPUT -m hashlimit --hashlimit-upto 1000000/s --hashlimit-name a
iptables -A INPUT -m hashlimit --hashlimit-upto 1000001/s --hashlimit-name a
iptables -A INPUT -m hashlimit --hashlimit-upto 600000/s --hashlimit-name a
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-burst 0
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-burst 1000000
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-burst 1000001
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-burst x
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-burst 10k
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-burst 2m
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-mode srcip
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-mode dstip,srcip,dstport,srcport
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-mode 'dstip|dstport'
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-mode srcport
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-mode srcip,x
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-mode srcip,,dstip
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-mode ''
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-srcmask 24 --hashlimit-dstmask 16
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-srcmask 33
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-srcmask 0 --hashlimit-mode srcip
ip6tables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-srcmask 64 --hashlimit-mode srcip,dstport
ip6tables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-dstmask 129
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name ''
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a/b
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name .
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a.b
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-htable-size 100 --hashlimit-htable-max 200
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-htable-size 10000000 --hashlimit-htable-max 4294967295
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-htable-size -1
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-htable-gcinterval 500 --hashlimit-htable-expire 60000
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-htable-gcinterval 0
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-htable-expire 0
iptables -A INPUT -m hashlimit --hashlimit-upto 3/min --hashlimit-name a --hashlimit-htable-expire 60000
iptables -A INPUT -m hashlimit --hashlimit-upto 512kb/s --hashlimit-name a
iptables -A INPUT -m hashlimit --hashlimit-above 512kb/s --hashlimit-name a --hashlimit-burst 1m
iptables -A INPUT -m hashlimit --hashlimit-upto 3mb/s --hashlimit-name a
iptables -A INPUT -m hashlimit --hashlimit-upto 1000b/s --hashlimit-name a
iptables -A INPUT -m hashlimit --hashlimit-upto 1000b/s --hashlimit-name a --hashlimit-burst 5000
iptables -A INPUT -m hashlimit --hashlimit-upto 1000b/s --hashlimit-name a --hashlimit-burst 5
iptables -A INPUT -m hashlimit --hashlimit-upto 3b/s --hashlimit-name a
iptables -A INPUT -m hashlimit --hashlimit-upto 0b/s --hashlimit-name a
iptables -A INPUT -m hashlimit --hashlimit-upto b/s --hashlimit-name a
iptables -A INPUT -m hashlimit --hashlimit-upto 500mb/s --hashlimit-name a --hashlimit-burst 900m
iptables -A INPUT -m hashlimit --hashlimit-upto 20000mb/s --hashlimit-name a
iptables -A INPUT -m hashlimit --hashlimit-upto 12345kb/s --hashlimit-name a --hashlimit-htable-expire 15000
iptables -A INPUT -m hashlimit --hashlimit-upto 5kb/s --hashlimit-name a --hashlimit-burst 60k --hashlimit-htable-expire 60000
iptables -A INPUT -m hashlimit --hashlimit-above 100/s --hashlimit-name a --hashlimit-rate-match
iptables -A INPUT -m hashlimit --hashlimit-above 100/min --hashlimit-name a --hashlimit-rate-match
iptables -A INPUT -m hashlimit --hashlimit-above 100/s --hashlimit-name a --hashlimit-rate-match --hashlimit-rate-interval 10
iptables -A INPUT -m hashlimit --hashlimit-above 3mb/s --hashlimit-name a --hashlimit-rate-match --hashlimit-rate-interval 2
iptables -A INPUT -m hashlimit --hashlimit-above 3mb/s --hashlimit-name a --hashlimit-rate-match --hashlimit-burst 9m
iptables -A INPUT -m hashlimit --hashlimit-above 3mb/s --hashlimit-name a --hashlimit-rate-interval 2
iptables -A INPUT -m hashlimit --hashlimit-above 30/min --hashlimit-name a --hashlimit-rate-interval 2
iptables -A INPUT -m hashlimit --hashlimit-above 3/s --hashlimit-name a --hashlimit-rate-match --hashlimit-rate-interval 0
iptables -A INPUT -m hashlimit --hashlimit-above 3/s --hashlimit-name a --hashlimit-rate-match --hashlimit-rate-interval x
iptables -A INPUT -m hashlimit --hashlimit-above 1/day --hashlimit-name a --hashlimit-rate-match
