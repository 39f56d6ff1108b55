# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -t mangle -A PREROUTING -p tcp -j ECN --ecn-tcp-remove
  S -A PREROUTING -p tcp -j ECN --ecn-tcp-remove
  L ECN        tcp  --  anywhere             anywhere             ECN TCP remove$
  N ECN        6    --  0.0.0.0/0            0.0.0.0/0            ECN TCP remove$
iptables -t mangle -A PREROUTING -j ECN --ecn-tcp-remove
  1 Invalid argument. Run `dmesg' for more information.
iptables -t mangle -A PREROUTING -p tcp -j ECN --ecn-tcp-ece 1
  S -A PREROUTING -p tcp -j ECN --ecn-tcp-ece 1
  L ECN        tcp  --  anywhere             anywhere             ECN ECE=1$
  N ECN        6    --  0.0.0.0/0            0.0.0.0/0            ECN ECE=1$
iptables -t mangle -A PREROUTING -p tcp -j ECN --ecn-tcp-cwr 0
  S -A PREROUTING -p tcp -j ECN --ecn-tcp-cwr 0
  L ECN        tcp  --  anywhere             anywhere             ECN CWR=0$
  N ECN        6    --  0.0.0.0/0            0.0.0.0/0            ECN CWR=0$
iptables -t mangle -A PREROUTING -p tcp -j ECN --ecn-tcp-cwr 0 --ecn-tcp-ece 1 --ecn-ip-ect 3
  S -A PREROUTING -p tcp -j ECN --ecn-tcp-ece 1 --ecn-tcp-cwr 0 --ecn-ip-ect 3
  L ECN        tcp  --  anywhere             anywhere             ECN ECE=1 CWR=0 ECT codepoint=3$
  N ECN        6    --  0.0.0.0/0            0.0.0.0/0            ECN ECE=1 CWR=0 ECT codepoint=3$
iptables -t mangle -A PREROUTING -p tcp -j ECN --ecn-tcp-cwr 2
  2 ECN: bad value for option "--ecn-tcp-cwr", or out of range (0-1).\n
iptables -t mangle -A PREROUTING -j ECN --ecn-ip-ect 4
  2 ECN: bad value for option "--ecn-ip-ect", or out of range (0-3).\n
iptables -t mangle -A PREROUTING -j ECN --ecn-ip-ect 2
  S -A PREROUTING -j ECN --ecn-ip-ect 2
  L ECN        all  --  anywhere             anywhere             ECN ECT codepoint=2$
  N ECN        0    --  0.0.0.0/0            0.0.0.0/0            ECN ECT codepoint=2$
iptables -t mangle -A PREROUTING -j ECN
  2 ECN target: An operation is required
iptables -t mangle -A PREROUTING -p tcp -j ECN --ecn-tcp-remove --ecn-tcp-cwr 1
  2 ECN: option "--ecn-tcp-remove" cannot be used together with "--ecn-tcp-cwr".\n
iptables -t mangle -A PREROUTING -p tcp -j ECN --ecn-tcp-remove --ecn-ip-ect 1
  S -A PREROUTING -p tcp -j ECN --ecn-tcp-ece 0 --ecn-tcp-cwr 0 --ecn-ip-ect 1
  L ECN        tcp  --  anywhere             anywhere             ECN ECE=0 CWR=0 ECT codepoint=1$
  N ECN        6    --  0.0.0.0/0            0.0.0.0/0            ECN ECE=0 CWR=0 ECT codepoint=1$
iptables -t mangle -A PREROUTING -p tcp -j ECN --ecn-tcp-remove --ecn-tcp-remove
  2 ECN: option "--ecn-tcp-remove" can only be used once.\n
iptables -t mangle -A PREROUTING -p tcp -j ECN --ecn-tcp-cwr 0 --ecn-tcp-ece 0
  S -A PREROUTING -p tcp -j ECN --ecn-tcp-remove
  L ECN        tcp  --  anywhere             anywhere             ECN TCP remove$
  N ECN        6    --  0.0.0.0/0            0.0.0.0/0            ECN TCP remove$
iptables -t mangle -A PREROUTING -p tcp -j ECN --ecn-ip-ect 1 --ecn-tcp-remove
  S -A PREROUTING -p tcp -j ECN --ecn-tcp-remove
  L ECN        tcp  --  anywhere             anywhere             ECN TCP remove$
  N ECN        6    --  0.0.0.0/0            0.0.0.0/0            ECN TCP remove$
