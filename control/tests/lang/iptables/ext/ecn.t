# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A INPUT -p tcp -m ecn --ecn-tcp-cwr
  S -A INPUT -p tcp -m ecn --ecn-tcp-cwr
  L            tcp  --  anywhere             anywhere             ECN match CWR$
  N            6    --  0.0.0.0/0            0.0.0.0/0            ECN match CWR$
iptables -A INPUT -p tcp -m ecn ! --ecn-tcp-ece --ecn-ip-ect 2
  S -A INPUT -p tcp -m ecn ! --ecn-tcp-ece --ecn-ip-ect 2
  L            tcp  --  anywhere             anywhere             ECN match !ECE ECT=2$
  N            6    --  0.0.0.0/0            0.0.0.0/0            ECN match !ECE ECT=2$
iptables -A INPUT -m ecn ! --ecn-ip-ect 2
  S -A INPUT -m ecn ! --ecn-ip-ect 2
  L            all  --  anywhere             anywhere             ECN match !ECT=2$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ECN match !ECT=2$
iptables -A INPUT -m ecn --ecn-ip-ect 4
  2 ecn: bad value for option "--ecn-ip-ect", or out of range (0-3).\n
iptables -A INPUT -m ecn --ecn-tcp-cwr
  1 Invalid argument. Run `dmesg' for more information.
iptables -A INPUT -m ecn
  2 ECN match: some option required
iptables -A INPUT -p tcp -m ecn --ecn-tcp-cwr ! --ecn-tcp-cwr
  2 ecn: option "--ecn-tcp-cwr" can only be used once.\n
ip6tables -A INPUT -m ecn --ecn-ip-ect 1
  S -A INPUT -m ecn --ecn-ip-ect 1
  L            all  --  anywhere             anywhere             ECN match ECT=1$
  N            0    --  ::/0                 ::/0                 ECN match ECT=1$
