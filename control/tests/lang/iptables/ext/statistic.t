# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A INPUT -m statistic --mode random --probability 0.5
  S -A INPUT -m statistic --mode random --probability 0.50000000000
  L            all  --  anywhere             anywhere             statistic mode random probability 0.50000000000$
  N            0    --  0.0.0.0/0            0.0.0.0/0            statistic mode random probability 0.50000000000$
iptables -A INPUT -m statistic --mode random ! --probability 0.1
  S -A INPUT -m statistic --mode random ! --probability 0.10000000009
  L            all  --  anywhere             anywhere             statistic mode random ! probability 0.10000000009$
  N            0    --  0.0.0.0/0            0.0.0.0/0            statistic mode random ! probability 0.10000000009$
iptables -A INPUT -m statistic --mode random --probability 1
  S -A INPUT -m statistic --mode random --probability 1.00000000000
  L            all  --  anywhere             anywhere             statistic mode random probability 1.00000000000$
  N            0    --  0.0.0.0/0            0.0.0.0/0            statistic mode random probability 1.00000000000$
iptables -A INPUT -m statistic --mode random --probability 0
  S -A INPUT -m statistic --mode random --probability 0.00000000000
  L            all  --  anywhere             anywhere             statistic mode random probability 0.00000000000$
  N            0    --  0.0.0.0/0            0.0.0.0/0            statistic mode random probability 0.00000000000$
iptables -A INPUT -m statistic --mode random --probability 0.33333
  S -A INPUT -m statistic --mode random --probability 0.33332999982
  L            all  --  anywhere             anywhere             statistic mode random probability 0.33332999982$
  N            0    --  0.0.0.0/0            0.0.0.0/0            statistic mode random probability 0.33332999982$
iptables -A INPUT -m statistic --mode random --probability 1.5
  2 statistic: bad value for option "--probability", or out of range (0-1).\n
iptables -A INPUT -m statistic --mode random --probability x
  2 statistic: bad value for option "--probability", or out of range (0-1).\n
iptables -A INPUT -m statistic --mode random --probability 1e-3
  S -A INPUT -m statistic --mode random --probability 0.00100000016
  L            all  --  anywhere             anywhere             statistic mode random probability 0.00100000016$
  N            0    --  0.0.0.0/0            0.0.0.0/0            statistic mode random probability 0.00100000016$
iptables -A INPUT -m statistic --mode random --probability .25
  S -A INPUT -m statistic --mode random --probability 0.25000000000
  L            all  --  anywhere             anywhere             statistic mode random probability 0.25000000000$
  N            0    --  0.0.0.0/0            0.0.0.0/0            statistic mode random probability 0.25000000000$
iptables -A INPUT -m statistic --mode random
  2 --probability must be specified when using random mode
iptables -A INPUT -m statistic --mode nth --every 3
  2 statistic: option "--every" also requires "--packet".\n
iptables -A INPUT -m statistic --mode nth --every 3 --packet 0
  S -A INPUT -m statistic --mode nth --every 3 --packet 0
  L            all  --  anywhere             anywhere             statistic mode nth every 3$
  N            0    --  0.0.0.0/0            0.0.0.0/0            statistic mode nth every 3$
iptables -A INPUT -m statistic --mode nth ! --every 3 --packet 2
  S -A INPUT -m statistic --mode nth ! --every 3 --packet 2
  L            all  --  anywhere             anywhere             statistic mode nth ! every 3 packet 2$
  N            0    --  0.0.0.0/0            0.0.0.0/0            statistic mode nth ! every 3 packet 2$
iptables -A INPUT -m statistic --mode nth --every 3 --packet 3
  2 the --packet p must be 0 <= p <= n-1
iptables -A INPUT -m statistic --mode nth --every 0 --packet 0
  2 statistic: bad value for option "--every", or out of range (1-4294967295).\n
iptables -A INPUT -m statistic --mode nth --every 1 --packet 0
  S -A INPUT -m statistic --mode nth --every 1 --packet 0
  L            all  --  anywhere             anywhere             statistic mode nth every 1$
  N            0    --  0.0.0.0/0            0.0.0.0/0            statistic mode nth every 1$
iptables -A INPUT -m statistic --mode nth --packet 0
  2 statistic: option "--packet" also requires "--every".\n
iptables -A INPUT -m statistic --mode nth --every x --packet 0
  2 statistic: bad value for option "--every", or out of range (1-4294967295).\n
iptables -A INPUT -m statistic --mode nth --probability 0.5
  2 --every and --packet must be specified when using nth mode
iptables -A INPUT -m statistic --mode random --every 3 --packet 1
  2 --probability must be specified when using random mode
iptables -A INPUT -m statistic --mode random --probability 0.5 --every 3
  2 statistic: option "--probability" cannot be used together with "--every".\n
iptables -A INPUT -m statistic --mode foo
  2 Bad mode "foo"
iptables -A INPUT -m statistic --probability 0.5
  2 statistic: option "--mode" must be specified\n
iptables -A INPUT -m statistic
  2 --probability must be specified when using random mode
iptables -A INPUT -m statistic --mode nth --mode random
  2 statistic: option "--mode" can only be used once.\n
iptables -A INPUT -m statistic --mode nth --packet 3
  2 the --packet p must be 0 <= p <= n-1
iptables -A INPUT -m statistic --mode nth --probability 0.5 --every 5 --packet 1
  2 statistic: option "--probability" cannot be used together with "--every".\n
iptables -A INPUT -m statistic --mode random --probability 0.5 --packet 1
  2 statistic: option "--probability" cannot be used together with "--packet".\n
iptables -A INPUT -m statistic --mode nth --every 4294967295 --packet 7
  S -A INPUT -m statistic --mode nth --every 4294967295 --packet 7
  L            all  --  anywhere             anywhere             statistic mode nth every 4294967295 packet 7$
  N            0    --  0.0.0.0/0            0.0.0.0/0            statistic mode nth every 4294967295 packet 7$
iptables -A INPUT -m statistic --mode random --probability ""
  2 statistic: bad value for option "--probability", or out of range (0-1).\n
iptables -A INPUT -m statistic --mode random --probability " 0.5"
  S -A INPUT -m statistic --mode random --probability 0.50000000000
  L            all  --  anywhere             anywhere             statistic mode random probability 0.50000000000$
  N            0    --  0.0.0.0/0            0.0.0.0/0            statistic mode random probability 0.50000000000$
iptables -A INPUT -m statistic --mode random --probability -0
  S -A INPUT -m statistic --mode random --probability 0.00000000000
  L            all  --  anywhere             anywhere             statistic mode random probability 0.00000000000$
  N            0    --  0.0.0.0/0            0.0.0.0/0            statistic mode random probability 0.00000000000$
iptables -A INPUT -m statistic --mode RANDOM --probability 1
  2 Bad mode "RANDOM"
ip6tables -A INPUT -m statistic --mode nth --every 2 --packet 1
  S -A INPUT -m statistic --mode nth --every 2 --packet 1
  L            all  --  anywhere             anywhere             statistic mode nth every 2 packet 1$
  N            0    --  ::/0                 ::/0                 statistic mode nth every 2 packet 1$
iptables -A INPUT -m statistic --mode random --probability 0x1
  S -A INPUT -m statistic --mode random --probability 1.00000000000
  L            all  --  anywhere             anywhere             statistic mode random probability 1.00000000000$
  N            0    --  0.0.0.0/0            0.0.0.0/0            statistic mode random probability 1.00000000000$
iptables -A INPUT -m statistic --mode random --probability 0x1.8p-1
  S -A INPUT -m statistic --mode random --probability 0.75000000000
  L            all  --  anywhere             anywhere             statistic mode random probability 0.75000000000$
  N            0    --  0.0.0.0/0            0.0.0.0/0            statistic mode random probability 0.75000000000$
iptables -A INPUT -m statistic --mode random --probability 0x
  2 statistic: bad value for option "--probability", or out of range (0-1).\n
iptables -A INPUT -m statistic --mode random --probability 1e
  2 statistic: bad value for option "--probability", or out of range (0-1).\n
iptables -A INPUT -m statistic --mode random --probability 0x.8
  S -A INPUT -m statistic --mode random --probability 0.50000000000
  L            all  --  anywhere             anywhere             statistic mode random probability 0.50000000000$
  N            0    --  0.0.0.0/0            0.0.0.0/0            statistic mode random probability 0.50000000000$
iptables -A INPUT -m statistic --mode random --probability inf
  2 statistic: bad value for option "--probability", or out of range (0-1).\n
