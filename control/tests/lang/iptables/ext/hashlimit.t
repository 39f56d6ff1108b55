# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A INPUT -m hashlimit
  2 You have to specify --hashlimit
iptables -A INPUT -m hashlimit --hashlimit-name a
  2 You have to specify --hashlimit
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s
  2 hashlimit: option "--hashlimit-name" must be specified\n
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a
  S -A INPUT -m hashlimit --hashlimit-upto 3/sec --hashlimit-burst 5 --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 3/sec burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 3/sec burst 5$
ip6tables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a
  S -A INPUT -m hashlimit --hashlimit-upto 3/sec --hashlimit-burst 5 --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 3/sec burst 5$
  N            0    --  ::/0                 ::/0                 limit: up to 3/sec burst 5$
iptables -A INPUT -m hashlimit --hashlimit 3/s --hashlimit-name a
  S -A INPUT -m hashlimit --hashlimit-upto 3/sec --hashlimit-burst 5 --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 3/sec burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 3/sec burst 5$
iptables -A INPUT -m hashlimit --hashlimit-above 3/min --hashlimit-name a --hashlimit-burst 10
  S -A INPUT -m hashlimit --hashlimit-above 3/min --hashlimit-burst 10 --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: above 3/min burst 10$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: above 3/min burst 10$
iptables -A INPUT -m hashlimit ! --hashlimit-above 3/min --hashlimit-name a
  S -A INPUT -m hashlimit --hashlimit-upto 3/min --hashlimit-burst 5 --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 3/min burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 3/min burst 5$
iptables -A INPUT -m hashlimit ! --hashlimit-upto 3/min --hashlimit-name a
  S -A INPUT -m hashlimit --hashlimit-above 3/min --hashlimit-burst 5 --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: above 3/min burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: above 3/min burst 5$
iptables -A INPUT -m hashlimit --hashlimit-upto 3/min --hashlimit-above 4/min --hashlimit-name a
  2 hashlimit: option "--hashlimit-upto" cannot be used together with "--hashlimit-above".\n
iptables -A INPUT -m hashlimit --hashlimit-upto 3/min --hashlimit 4/min --hashlimit-name a
  2 hashlimit: option "--hashlimit-upto" can only be used once.\n
iptables -A INPUT -m hashlimit --hashlimit-upto 5 --hashlimit-name a
  S -A INPUT -m hashlimit --hashlimit-upto 5/sec --hashlimit-burst 5 --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 5/sec burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 5/sec burst 5$
iptables -A INPUT -m hashlimit --hashlimit-upto 5/ --hashlimit-name a
  2 hashlimit: Bad value for "--hashlimit-upto" option: "5/"
iptables -A INPUT -m hashlimit --hashlimit-upto 5/x --hashlimit-name a
  2 hashlimit: Bad value for "--hashlimit-upto" option: "5/x"
iptables -A INPUT -m hashlimit --hashlimit-above 5/x --hashlimit-name a
  2 hashlimit: Bad value for "--hashlimit-above" option: "5/x"
iptables -A INPUT -m hashlimit --hashlimit-upto 5/HOUR --hashlimit-name a
  S -A INPUT -m hashlimit --hashlimit-upto 5/hour --hashlimit-burst 5 --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 5/hour burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 5/hour burst 5$
iptables -A INPUT -m hashlimit --hashlimit-upto 0/s --hashlimit-name a
  2 hashlimit: Bad value for "--hashlimit-upto" option: "0/s"
iptables -A INPUT -m hashlimit --hashlimit-upto x --hashlimit-name a
  2 hashlimit: Bad value for "--hashlimit-upto" option: "x"
iptables -A INPUT -m hashlimit --hashlimit-upto -1/s --hashlimit-name a
  2 Rate too fast "-1/s"
iptables -A INPUT -m hashlimit --hashlimit-upto 333/s --hashlimit-name a
  S -A INPUT -m hashlimit --hashlimit-upto 333/sec --hashlimit-burst 5 --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 333/sec burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 333/sec burst 5$
iptables -A INPUT -m hashlimit --hashlimit-upto 700/minute --hashlimit-name a
  S -A INPUT -m hashlimit --hashlimit-upto 700/min --hashlimit-burst 5 --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 700/min burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 700/min burst 5$
iptables -A INPUT -m hashlimit --hashlimit-upto 7/day --hashlimit-name a
  S -A INPUT -m hashlimit --hashlimit-upto 7/day --hashlimit-burst 5 --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 7/day burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 7/day burst 5$
iptables -A INPUT -m hashlimit --hashlimit-upto 1/day --hashlimit-name a
  1 Numerical result out of range.
iptables -A INPUT -m hashlimit --hashlimit-upto 1/day --hashlimit-name a --hashlimit-burst 1
  S -A INPUT -m hashlimit --hashlimit-upto 1/day --hashlimit-burst 1 --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 1/day burst 1$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 1/day burst 1$
iptables -A INPUT -m hashlimit --hashlimit-upto 1/hour --hashlimit-name a --hashlimit-burst 1000
  S -A INPUT -m hashlimit --hashlimit-upto 1/hour --hashlimit-burst 1000 --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 1/hour burst 1000$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 1/hour burst 1000$
iptables -A INPUT -m hashlimit --hashlimit-upto 1000000/s --hashlimit-name a
  S -A INPUT -m hashlimit --hashlimit-upto 1000000/sec --hashlimit-burst 5 --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 1000000/sec burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 1000000/sec burst 5$
iptables -A INPUT -m hashlimit --hashlimit-upto 1000001/s --hashlimit-name a
  2 Rate too fast "1000001/s"
iptables -A INPUT -m hashlimit --hashlimit-upto 600000/s --hashlimit-name a
  S -A INPUT -m hashlimit --hashlimit-upto 1000000/sec --hashlimit-burst 5 --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 1000000/sec burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 1000000/sec burst 5$
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-burst 0
  2 bad value for option "--hashlimit-burst", or out of range (1-1000000).
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-burst 1000000
  S -A INPUT -m hashlimit --hashlimit-upto 3/sec --hashlimit-burst 1000000 --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 3/sec burst 1000000$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 3/sec burst 1000000$
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-burst 1000001
  2 bad value for option "--hashlimit-burst", or out of range (1-1000000).
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-burst x
  2 bad value for option "--hashlimit-burst", or out of range (1-1000000).
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-burst 10k
  S -A INPUT -m hashlimit --hashlimit-upto 3/sec --hashlimit-burst 10240 --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 3/sec burst 10240$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 3/sec burst 10240$
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-burst 2m
  2 bad value for option "--hashlimit-burst", or out of range (1-1000000).
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-mode srcip
  S -A INPUT -m hashlimit --hashlimit-upto 3/sec --hashlimit-burst 5 --hashlimit-mode srcip --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 3/sec burst 5 mode srcip$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 3/sec burst 5 mode srcip$
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-mode dstip,srcip,dstport,srcport
  S -A INPUT -m hashlimit --hashlimit-upto 3/sec --hashlimit-burst 5 --hashlimit-mode srcip,srcport,dstip,dstport --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 3/sec burst 5 mode srcip-srcport-dstip-dstport$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 3/sec burst 5 mode srcip-srcport-dstip-dstport$
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-mode 'dstip|dstport'
  S -A INPUT -m hashlimit --hashlimit-upto 3/sec --hashlimit-burst 5 --hashlimit-mode dstip,dstport --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 3/sec burst 5 mode dstip-dstport$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 3/sec burst 5 mode dstip-dstport$
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-mode srcport
  S -A INPUT -m hashlimit --hashlimit-upto 3/sec --hashlimit-burst 5 --hashlimit-mode srcport --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 3/sec burst 5 mode srcport$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 3/sec burst 5 mode srcport$
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-mode srcip,x
  2 hashlimit: Bad value for "--hashlimit-mode" option: "srcip,x"
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-mode srcip,,dstip
  S -A INPUT -m hashlimit --hashlimit-upto 3/sec --hashlimit-burst 5 --hashlimit-mode srcip,dstip --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 3/sec burst 5 mode srcip-dstip$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 3/sec burst 5 mode srcip-dstip$
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-mode ''
  S -A INPUT -m hashlimit --hashlimit-upto 3/sec --hashlimit-burst 5 --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 3/sec burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 3/sec burst 5$
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-srcmask 24 --hashlimit-dstmask 16
  S -A INPUT -m hashlimit --hashlimit-upto 3/sec --hashlimit-burst 5 --hashlimit-name a --hashlimit-srcmask 24 --hashlimit-dstmask 16
  L            all  --  anywhere             anywhere             limit: up to 3/sec burst 5 srcmask 24 dstmask 16$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 3/sec burst 5 srcmask 24 dstmask 16$
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-srcmask 33
  1 Invalid argument. Run `dmesg' for more information.
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-srcmask 0 --hashlimit-mode srcip
  S -A INPUT -m hashlimit --hashlimit-upto 3/sec --hashlimit-burst 5 --hashlimit-mode srcip --hashlimit-name a --hashlimit-srcmask 0
  L            all  --  anywhere             anywhere             limit: up to 3/sec burst 5 mode srcip srcmask 0$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 3/sec burst 5 mode srcip srcmask 0$
ip6tables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-srcmask 64 --hashlimit-mode srcip,dstport
  S -A INPUT -m hashlimit --hashlimit-upto 3/sec --hashlimit-burst 5 --hashlimit-mode srcip,dstport --hashlimit-name a --hashlimit-srcmask 64
  L            all  --  anywhere             anywhere             limit: up to 3/sec burst 5 mode srcip-dstport srcmask 64$
  N            0    --  ::/0                 ::/0                 limit: up to 3/sec burst 5 mode srcip-dstport srcmask 64$
ip6tables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-dstmask 129
  2 hashlimit: bad value for option "--hashlimit-dstmask", neither a valid network mask nor valid CIDR (0-128).\n
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name ''
  2 Argument must have a minimum length of 1 characters\n
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a/b
  1 Invalid argument. Run `dmesg' for more information.
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name .
  1 Invalid argument. Run `dmesg' for more information.
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a.b
  S -A INPUT -m hashlimit --hashlimit-upto 3/sec --hashlimit-burst 5 --hashlimit-name a.b
  L            all  --  anywhere             anywhere             limit: up to 3/sec burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 3/sec burst 5$
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-htable-size 100 --hashlimit-htable-max 200
  S -A INPUT -m hashlimit --hashlimit-upto 3/sec --hashlimit-burst 5 --hashlimit-name a --hashlimit-htable-size 100 --hashlimit-htable-max 200
  L            all  --  anywhere             anywhere             limit: up to 3/sec burst 5 htable-size 100 htable-max 200$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 3/sec burst 5 htable-size 100 htable-max 200$
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-htable-size 10000000 --hashlimit-htable-max 4294967295
  S -A INPUT -m hashlimit --hashlimit-upto 3/sec --hashlimit-burst 5 --hashlimit-name a --hashlimit-htable-size 1048576 --hashlimit-htable-max 1048576
  L            all  --  anywhere             anywhere             limit: up to 3/sec burst 5 htable-size 1048576 htable-max 1048576$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 3/sec burst 5 htable-size 1048576 htable-max 1048576$
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-htable-size -1
  2 hashlimit: bad value for option "--hashlimit-htable-size", or out of range (0-4294967295).\n
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-htable-gcinterval 500 --hashlimit-htable-expire 60000
  S -A INPUT -m hashlimit --hashlimit-upto 3/sec --hashlimit-burst 5 --hashlimit-name a --hashlimit-htable-gcinterval 500 --hashlimit-htable-expire 60000
  L            all  --  anywhere             anywhere             limit: up to 3/sec burst 5 htable-gcinterval 500 htable-expire 60000$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 3/sec burst 5 htable-gcinterval 500 htable-expire 60000$
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-htable-gcinterval 0
  1 Invalid argument. Run `dmesg' for more information.
iptables -A INPUT -m hashlimit --hashlimit-upto 3/s --hashlimit-name a --hashlimit-htable-expire 0
  1 Invalid argument. Run `dmesg' for more information.
iptables -A INPUT -m hashlimit --hashlimit-upto 3/min --hashlimit-name a --hashlimit-htable-expire 60000
  S -A INPUT -m hashlimit --hashlimit-upto 3/min --hashlimit-burst 5 --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 3/min burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 3/min burst 5$
iptables -A INPUT -m hashlimit --hashlimit-upto 512kb/s --hashlimit-name a
  S -A INPUT -m hashlimit --hashlimit-upto 512kb/s --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 512kb/s$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 512kb/s$
iptables -A INPUT -m hashlimit --hashlimit-above 512kb/s --hashlimit-name a --hashlimit-burst 1m
  S -A INPUT -m hashlimit --hashlimit-above 512kb/s --hashlimit-burst 1mb --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: above 512kb/s burst 1mb$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: above 512kb/s burst 1mb$
iptables -A INPUT -m hashlimit --hashlimit-upto 3mb/s --hashlimit-name a
  S -A INPUT -m hashlimit --hashlimit-upto 3mb/s --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 3mb/s$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 3mb/s$
iptables -A INPUT -m hashlimit --hashlimit-upto 1000b/s --hashlimit-name a
  S -A INPUT -m hashlimit --hashlimit-upto 992b/s --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 992b/s$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 992b/s$
iptables -A INPUT -m hashlimit --hashlimit-upto 1000b/s --hashlimit-name a --hashlimit-burst 5000
  S -A INPUT -m hashlimit --hashlimit-upto 992b/s --hashlimit-burst 5kb --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 992b/s burst 5kb$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 992b/s burst 5kb$
iptables -A INPUT -m hashlimit --hashlimit-upto 1000b/s --hashlimit-name a --hashlimit-burst 5
  2 burst cannot be smaller than 992b
iptables -A INPUT -m hashlimit --hashlimit-upto 3b/s --hashlimit-name a
  S -A INPUT -m hashlimit --hashlimit-upto 0b/s --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 0b/s$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 0b/s$
iptables -A INPUT -m hashlimit --hashlimit-upto 0b/s --hashlimit-name a
  2 hashlimit: Bad value for "--hashlimit-upto" option: "0b/s"
iptables -A INPUT -m hashlimit --hashlimit-upto b/s --hashlimit-name a
  2 hashlimit: Bad value for "--hashlimit-upto" option: "b/s"
iptables -A INPUT -m hashlimit --hashlimit-upto 500mb/s --hashlimit-name a --hashlimit-burst 900m
  S -A INPUT -m hashlimit --hashlimit-upto 500mb/s --hashlimit-burst 1000mb --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 500mb/s burst 1000mb$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 500mb/s burst 1000mb$
iptables -A INPUT -m hashlimit --hashlimit-upto 20000mb/s --hashlimit-name a
  S -A INPUT -m hashlimit --hashlimit-upto 22906492224b/s --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 22906492224b/s$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 22906492224b/s$
iptables -A INPUT -m hashlimit --hashlimit-upto 12345kb/s --hashlimit-name a --hashlimit-htable-expire 15000
  S -A INPUT -m hashlimit --hashlimit-upto 12345kb/s --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 12345kb/s$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 12345kb/s$
iptables -A INPUT -m hashlimit --hashlimit-upto 5kb/s --hashlimit-name a --hashlimit-burst 60k --hashlimit-htable-expire 60000
  S -A INPUT -m hashlimit --hashlimit-upto 5kb/s --hashlimit-burst 60kb --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: up to 5kb/s burst 60kb$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: up to 5kb/s burst 60kb$
iptables -A INPUT -m hashlimit --hashlimit-above 100/s --hashlimit-name a --hashlimit-rate-match
  S -A INPUT -m hashlimit --hashlimit-above 100/sec --hashlimit-burst 5 --hashlimit-name a --hashlimit-rate-match
  L            all  --  anywhere             anywhere             limit: above 100/sec burst 5 rate-match$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: above 100/sec burst 5 rate-match$
iptables -A INPUT -m hashlimit --hashlimit-above 100/min --hashlimit-name a --hashlimit-rate-match
  S -A INPUT -m hashlimit --hashlimit-above 100/sec --hashlimit-burst 5 --hashlimit-name a --hashlimit-htable-expire 60000 --hashlimit-rate-match --hashlimit-rate-interval 60
  L            all  --  anywhere             anywhere             limit: above 100/min burst 5 rate-match rate-interval 60$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: above 100/min burst 5 rate-match rate-interval 60$
iptables -A INPUT -m hashlimit --hashlimit-above 100/s --hashlimit-name a --hashlimit-rate-match --hashlimit-rate-interval 10
  S -A INPUT -m hashlimit --hashlimit-above 100/sec --hashlimit-burst 5 --hashlimit-name a --hashlimit-rate-match --hashlimit-rate-interval 10
  L            all  --  anywhere             anywhere             limit: above 10/sec burst 5 rate-match rate-interval 10$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: above 10/sec burst 5 rate-match rate-interval 10$
iptables -A INPUT -m hashlimit --hashlimit-above 3mb/s --hashlimit-name a --hashlimit-rate-match --hashlimit-rate-interval 2
  S -A INPUT -m hashlimit --hashlimit-above 3mb/s --hashlimit-name a --hashlimit-rate-match --hashlimit-rate-interval 2
  L            all  --  anywhere             anywhere             limit: above 3mb/s rate-match rate-interval 2$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: above 3mb/s rate-match rate-interval 2$
iptables -A INPUT -m hashlimit --hashlimit-above 3mb/s --hashlimit-name a --hashlimit-rate-match --hashlimit-burst 9m
  S -A INPUT -m hashlimit --hashlimit-above 3mb/s --hashlimit-burst 9mb --hashlimit-name a --hashlimit-rate-match
  L            all  --  anywhere             anywhere             limit: above 3mb/s burst 9mb rate-match$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: above 3mb/s burst 9mb rate-match$
iptables -A INPUT -m hashlimit --hashlimit-above 3mb/s --hashlimit-name a --hashlimit-rate-interval 2
  S -A INPUT -m hashlimit --hashlimit-above 3mb/s --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: above 3mb/s$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: above 3mb/s$
iptables -A INPUT -m hashlimit --hashlimit-above 30/min --hashlimit-name a --hashlimit-rate-interval 2
  S -A INPUT -m hashlimit --hashlimit-above 30/min --hashlimit-burst 5 --hashlimit-name a
  L            all  --  anywhere             anywhere             limit: above 15/min burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: above 15/min burst 5$
iptables -A INPUT -m hashlimit --hashlimit-above 3/s --hashlimit-name a --hashlimit-rate-match --hashlimit-rate-interval 0
  2 hashlimit: Bad value for "--hashlimit-rate-interval" option: "0"
iptables -A INPUT -m hashlimit --hashlimit-above 3/s --hashlimit-name a --hashlimit-rate-match --hashlimit-rate-interval x
  2 hashlimit: Bad value for "--hashlimit-rate-interval" option: "x"
iptables -A INPUT -m hashlimit --hashlimit-above 1/day --hashlimit-name a --hashlimit-rate-match
  S -A INPUT -m hashlimit --hashlimit-above 1/sec --hashlimit-burst 5 --hashlimit-name a --hashlimit-htable-expire 86400000 --hashlimit-rate-match --hashlimit-rate-interval 86400
  L            all  --  anywhere             anywhere             limit: above 1/day burst 5 rate-match rate-interval 86400$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: above 1/day burst 5 rate-match rate-interval 86400$
