# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A INPUT -m limit
  S -A INPUT -m limit --limit 3/hour
  L            all  --  anywhere             anywhere             limit: avg 3/hour burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: avg 3/hour burst 5$
ip6tables -A INPUT -m limit --limit 3/min
  S -A INPUT -m limit --limit 3/min
  L            all  --  anywhere             anywhere             limit: avg 3/min burst 5$
  N            0    --  ::/0                 ::/0                 limit: avg 3/min burst 5$
iptables -A INPUT -m limit --limit 5
  S -A INPUT -m limit --limit 5/sec
  L            all  --  anywhere             anywhere             limit: avg 5/sec burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: avg 5/sec burst 5$
iptables -A INPUT -m limit --limit 5/s --limit-burst 10
  S -A INPUT -m limit --limit 5/sec --limit-burst 10
  L            all  --  anywhere             anywhere             limit: avg 5/sec burst 10$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: avg 5/sec burst 10$
iptables -A INPUT -m limit --limit 7/sec
  S -A INPUT -m limit --limit 7/sec
  L            all  --  anywhere             anywhere             limit: avg 7/sec burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: avg 7/sec burst 5$
iptables -A INPUT -m limit --limit 700/minute
  S -A INPUT -m limit --limit 700/min
  L            all  --  anywhere             anywhere             limit: avg 700/min burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: avg 700/min burst 5$
iptables -A INPUT -m limit --limit 1/day
  1 Numerical result out of range.
iptables -A INPUT -m limit --limit 1/day --limit-burst 1
  S -A INPUT -m limit --limit 1/day --limit-burst 1
  L            all  --  anywhere             anywhere             limit: avg 1/day burst 1$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: avg 1/day burst 1$
iptables -A INPUT -m limit --limit 7/day --limit-burst 2
  S -A INPUT -m limit --limit 7/day --limit-burst 2
  L            all  --  anywhere             anywhere             limit: avg 7/day burst 2$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: avg 7/day burst 2$
iptables -A INPUT -m limit --limit 10001/s
  2 Rate too fast "10001/s"
iptables -A INPUT -m limit --limit 10000/s
  S -A INPUT -m limit --limit 10000/sec
  L            all  --  anywhere             anywhere             limit: avg 10000/sec burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: avg 10000/sec burst 5$
iptables -A INPUT -m limit --limit 9999/s
  S -A INPUT -m limit --limit 10000/sec
  L            all  --  anywhere             anywhere             limit: avg 10000/sec burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: avg 10000/sec burst 5$
iptables -A INPUT -m limit --limit 333/s
  S -A INPUT -m limit --limit 333/sec
  L            all  --  anywhere             anywhere             limit: avg 333/sec burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: avg 333/sec burst 5$
iptables -A INPUT -m limit --limit 5001/s
  S -A INPUT -m limit --limit 10000/sec
  L            all  --  anywhere             anywhere             limit: avg 10000/sec burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: avg 10000/sec burst 5$
iptables -A INPUT -m limit --limit 0/s
  2 bad rate "0/s"'
iptables -A INPUT -m limit --limit 5/x
  2 bad rate "5/x"'
iptables -A INPUT -m limit --limit 5/
  2 bad rate "5/"'
iptables -A INPUT -m limit --limit 5/SECOND
  S -A INPUT -m limit --limit 5/sec
  L            all  --  anywhere             anywhere             limit: avg 5/sec burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: avg 5/sec burst 5$
iptables -A INPUT -m limit --limit 5/sec/x
  2 bad rate "5/sec/x"'
iptables -A INPUT -m limit --limit x/s
  2 bad rate "x/s"'
iptables -A INPUT -m limit --limit 5x/h
  S -A INPUT -m limit --limit 5/hour
  L            all  --  anywhere             anywhere             limit: avg 5/hour burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: avg 5/hour burst 5$
iptables -A INPUT -m limit --limit " 5/m"
  S -A INPUT -m limit --limit 5/min
  L            all  --  anywhere             anywhere             limit: avg 5/min burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: avg 5/min burst 5$
iptables -A INPUT -m limit --limit +5/m
  S -A INPUT -m limit --limit 5/min
  L            all  --  anywhere             anywhere             limit: avg 5/min burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: avg 5/min burst 5$
iptables -A INPUT -m limit --limit -1/s
  2 Rate too fast "-1/s"
iptables -A INPUT -m limit --limit ""
  2 bad rate ""'
iptables -A INPUT -m limit ! --limit 1/s
  2 limit: option "--limit" cannot be inverted.\n
iptables -A INPUT -m limit ! --limit-burst 1
  2 limit: option "--limit-burst" cannot be inverted.\n
iptables -A INPUT -m limit --limit 5/s --limit 6/s
  2 limit: option "--limit" can only be used once.\n
iptables -A INPUT -m limit --limit-burst 0
  1 Numerical result out of range.
iptables -A INPUT -m limit --limit-burst 100
  S -A INPUT -m limit --limit 3/hour --limit-burst 100
  L            all  --  anywhere             anywhere             limit: avg 3/hour burst 100$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: avg 3/hour burst 100$
iptables -A INPUT -m limit --limit-burst 10000
  1 Numerical result out of range.
iptables -A INPUT -m limit --limit-burst 10001
  2 limit: bad value for option "--limit-burst", or out of range (0-10000).\n
iptables -A INPUT -m limit --limit-burst x
  2 limit: bad value for option "--limit-burst", or out of range (0-10000).\n
iptables -A INPUT -m limit --limit-burst 0x10
  S -A INPUT -m limit --limit 3/hour --limit-burst 16
  L            all  --  anywhere             anywhere             limit: avg 3/hour burst 16$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: avg 3/hour burst 16$
iptables -A INPUT -m limit --limit 1/minutes
  2 bad rate "1/minutes"'
iptables -A INPUT -m limit --limit 13/hour
  S -A INPUT -m limit --limit 13/hour
  L            all  --  anywhere             anywhere             limit: avg 13/hour burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: avg 13/hour burst 5$
iptables -A INPUT -m limit --limit 61/min
  S -A INPUT -m limit --limit 61/min
  L            all  --  anywhere             anywhere             limit: avg 61/min burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: avg 61/min burst 5$
iptables -A INPUT -m limit --limit 59/min
  S -A INPUT -m limit --limit 59/min
  L            all  --  anywhere             anywhere             limit: avg 59/min burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: avg 59/min burst 5$
iptables -A INPUT -m limit --limit 60/min
  S -A INPUT -m limit --limit 1/sec
  L            all  --  anywhere             anywhere             limit: avg 1/sec burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: avg 1/sec burst 5$
iptables -A INPUT -m limit --limit 120/min
  S -A INPUT -m limit --limit 2/sec
  L            all  --  anywhere             anywhere             limit: avg 2/sec burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: avg 2/sec burst 5$
iptables -A INPUT -m limit --limit 24/day
  S -A INPUT -m limit --limit 1/hour
  L            all  --  anywhere             anywhere             limit: avg 1/hour burst 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: avg 1/hour burst 5$
iptables -A INPUT -m limit --limit 30/day --limit-burst 6
  S -A INPUT -m limit --limit 30/day --limit-burst 6
  L            all  --  anywhere             anywhere             limit: avg 30/day burst 6$
  N            0    --  0.0.0.0/0            0.0.0.0/0            limit: avg 30/day burst 6$
