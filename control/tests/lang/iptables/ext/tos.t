# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A INPUT -m tos --tos 4
  S -A INPUT -m tos --tos 0x04/0xff
  L            all  --  anywhere             anywhere             tos match0x04/0xff$
  N            0    --  0.0.0.0/0            0.0.0.0/0            tos match0x04/0xff$
iptables -A INPUT -m tos --tos 4/0xfc
  S -A INPUT -m tos --tos 0x04/0xfc
  L            all  --  anywhere             anywhere             tos match0x04/0xfc$
  N            0    --  0.0.0.0/0            0.0.0.0/0            tos match0x04/0xfc$
iptables -A INPUT -m tos ! --tos Minimize-Delay
  S -A INPUT -m tos ! --tos 0x10/0x3f
  L            all  --  anywhere             anywhere             tos match! Minimize-Delay$
  N            0    --  0.0.0.0/0            0.0.0.0/0            tos match!0x10/0x3f$
iptables -A INPUT -m tos --tos normal-service
  S -A INPUT -m tos --tos 0x00/0x3f
  L            all  --  anywhere             anywhere             tos match Normal-Service$
  N            0    --  0.0.0.0/0            0.0.0.0/0            tos match0x00/0x3f$
iptables -A INPUT -m tos --tos maximize-throughput
  S -A INPUT -m tos --tos 0x08/0x3f
  L            all  --  anywhere             anywhere             tos match Maximize-Throughput$
  N            0    --  0.0.0.0/0            0.0.0.0/0            tos match0x08/0x3f$
iptables -A INPUT -m tos --tos Minimize
  2 Symbolic name "Minimize" is unknown
iptables -A INPUT -m tos --tos 256
  2 Symbolic name "256" is unknown
iptables -A INPUT -m tos --tos 1x
  2 Illegal value: "1x"
iptables -A INPUT -m tos --tos 1/x
  2 Illegal value: "1/x"
iptables -A INPUT -m tos --tos 1/2x
  2 Illegal value: "1/2x"
iptables -A INPUT -m tos --tos x
  2 Symbolic name "x" is unknown
iptables -A INPUT -m tos --tos 16
  S -A INPUT -m tos --tos 0x10/0xff
  L            all  --  anywhere             anywhere             tos match0x10/0xff$
  N            0    --  0.0.0.0/0            0.0.0.0/0            tos match0x10/0xff$
iptables -A INPUT -m tos --tos 0x10/0x3f
  S -A INPUT -m tos --tos 0x10/0x3f
  L            all  --  anywhere             anywhere             tos match Minimize-Delay$
  N            0    --  0.0.0.0/0            0.0.0.0/0            tos match0x10/0x3f$
iptables -A INPUT -m tos
  2 tos: option "--tos" must be specified\n
ip6tables -A INPUT -m tos --tos 4
  S -A INPUT -m tos --tos 0x04/0xff
  L            all  --  anywhere             anywhere             tos match0x04/0xff$
  N            0    --  ::/0                 ::/0                 tos match0x04/0xff$
ip6tables -A INPUT -m tos --tos Minimize-Cost
  S -A INPUT -m tos --tos 0x02/0x3f
  L            all  --  anywhere             anywhere             tos match Minimize-Cost$
  N            0    --  ::/0                 ::/0                 tos match0x02/0x3f$
iptables -A INPUT -m tos --tos 4 --tos 5
  2 tos: option "--tos" can only be used once.\n
iptables -A INPUT -m tos --tos " 4"
  S -A INPUT -m tos --tos 0x04/0xff
  L            all  --  anywhere             anywhere             tos match0x04/0xff$
  N            0    --  0.0.0.0/0            0.0.0.0/0            tos match0x04/0xff$
iptables -A INPUT -m tos --tos -4
  2 Symbolic name "-4" is unknown
iptables -A INPUT -m tos --tos 4/
  2 Illegal value: "4/"
iptables -A INPUT -m tos --tos 4/256
  2 Illegal value: "4/256"
iptables -A INPUT -m tos --tos ""
  2 Symbolic name "" is unknown
