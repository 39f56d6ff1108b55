# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A INPUT -m length --length 5
  S -A INPUT -m length --length 5
  L            all  --  anywhere             anywhere             length 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            length 5$
iptables -A INPUT -m length --length 5:10
  S -A INPUT -m length --length 5:10
  L            all  --  anywhere             anywhere             length 5:10$
  N            0    --  0.0.0.0/0            0.0.0.0/0            length 5:10$
iptables -A INPUT -m length ! --length 5:
  S -A INPUT -m length ! --length 5:65535
  L            all  --  anywhere             anywhere             length !5:65535$
  N            0    --  0.0.0.0/0            0.0.0.0/0            length !5:65535$
iptables -A INPUT -m length --length :5
  S -A INPUT -m length --length 0:5
  L            all  --  anywhere             anywhere             length 0:5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            length 0:5$
iptables -A INPUT -m length --length 10:5
  S -A INPUT -m length --length 10:5
  L            all  --  anywhere             anywhere             length 10:5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            length 10:5$
iptables -A INPUT -m length --length 70000
  2 length: bad value for option "--length" near "70000", or out of range (0-65535).\n
iptables -A INPUT -m length --length 5x
  2 length: Argument to "--length" has unexpected characters near "x".\n
iptables -A INPUT -m length --length 1:2:3
  2 length: Too many components for option "--length" (max: 2)\n
iptables -A INPUT -m length
  2 length: option "--length" must be specified\n
iptables -A INPUT -m length --length ""
  S -A INPUT -m length --length 0
  L            all  --  anywhere             anywhere             length 0$
  N            0    --  0.0.0.0/0            0.0.0.0/0            length 0$
iptables -A INPUT -m length --length :
  S -A INPUT -m length --length 0:65535
  L            all  --  anywhere             anywhere             length 0:65535$
  N            0    --  0.0.0.0/0            0.0.0.0/0            length 0:65535$
ip6tables -A INPUT -m length ! --length 40:1280
  S -A INPUT -m length ! --length 40:1280
  L            all  --  anywhere             anywhere             length !40:1280$
  N            0    --  ::/0                 ::/0                 length !40:1280$
