# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A INPUT -m mark --mark 0x1/0xff
  S -A INPUT -m mark --mark 0x1/0xff
  L            all  --  anywhere             anywhere             mark match 0x1/0xff$
  N            0    --  0.0.0.0/0            0.0.0.0/0            mark match 0x1/0xff$
ip6tables -A INPUT -m mark --mark 17
  S -A INPUT -m mark --mark 0x11
  L            all  --  anywhere             anywhere             mark match 0x11$
  N            0    --  ::/0                 ::/0                 mark match 0x11$
iptables -A INPUT -m mark --mark 0x1/
  2 mark: bad integer value for option "--mark", or out of range.\n
iptables -A INPUT -m mark --mark x
  2 mark: bad integer value for option "--mark", or out of range.\n
iptables -A INPUT -m mark --mark ""
  2 mark: bad integer value for option "--mark", or out of range.\n
iptables -A INPUT -m mark --mark 1x
  2 mark: trailing garbage after value for option "--mark".\n
iptables -A INPUT -m mark --mark 1/2x
  2 mark: trailing garbage after value for option "--mark".\n
iptables -A INPUT -m mark --mark 1/x
  2 mark: bad integer value for option "--mark", or out of range.\n
iptables -A INPUT -m mark --mark 1/2/3
  2 mark: trailing garbage after value for option "--mark".\n
iptables -A INPUT -m mark --mark 0x1ffffffff
  2 mark: bad integer value for option "--mark", or out of range.\n
iptables -A INPUT -m mark --mark 0xffffffff
  S -A INPUT -m mark --mark 0xffffffff
  L            all  --  anywhere             anywhere             mark match 0xffffffff$
  N            0    --  0.0.0.0/0            0.0.0.0/0            mark match 0xffffffff$
iptables -A INPUT -m mark --mark 0xff/0xffffffff
  S -A INPUT -m mark --mark 0xff
  L            all  --  anywhere             anywhere             mark match 0xff$
  N            0    --  0.0.0.0/0            0.0.0.0/0            mark match 0xff$
iptables -A INPUT -m mark --mark 0xff/0xf
  S -A INPUT -m mark --mark 0xff/0xf
  L            all  --  anywhere             anywhere             mark match 0xff/0xf$
  N            0    --  0.0.0.0/0            0.0.0.0/0            mark match 0xff/0xf$
iptables -A INPUT -m mark --mark 010/010
  S -A INPUT -m mark --mark 0x8/0x8
  L            all  --  anywhere             anywhere             mark match 0x8/0x8$
  N            0    --  0.0.0.0/0            0.0.0.0/0            mark match 0x8/0x8$
iptables -A INPUT -m mark --mark -1
  2 mark: bad integer value for option "--mark", or out of range.\n
iptables -A INPUT -m mark --mark 0/0
  S -A INPUT -m mark --mark 0x0/0x0
  L            all  --  anywhere             anywhere             mark match 0x0/0x0$
  N            0    --  0.0.0.0/0            0.0.0.0/0            mark match 0x0/0x0$
iptables -A INPUT -m mark ! --mark 0x1/0xff
  S -A INPUT -m mark ! --mark 0x1/0xff
  L            all  --  anywhere             anywhere             mark match ! 0x1/0xff$
  N            0    --  0.0.0.0/0            0.0.0.0/0            mark match ! 0x1/0xff$
iptables -A INPUT -m mark ! --mark 5 --mark 6
  2 mark: option "--mark" can only be used once.\n
iptables -A INPUT -m mark
  2 mark: option "--mark" must be specified\n
iptables -A INPUT -m connmark ! --mark 0x1/0xff
  S -A INPUT -m connmark ! --mark 0x1/0xff
  L            all  --  anywhere             anywhere             connmark match ! 0x1/0xff$
  N            0    --  0.0.0.0/0            0.0.0.0/0            connmark match ! 0x1/0xff$
iptables -A INPUT -m connmark --mark 0x1
  S -A INPUT -m connmark --mark 0x1
  L            all  --  anywhere             anywhere             connmark match  0x1$
  N            0    --  0.0.0.0/0            0.0.0.0/0            connmark match  0x1$
ip6tables -A INPUT -m connmark --mark 0x1/7
  S -A INPUT -m connmark --mark 0x1/0x7
  L            all  --  anywhere             anywhere             connmark match  0x1/0x7$
  N            0    --  ::/0                 ::/0                 connmark match  0x1/0x7$
iptables -A INPUT -m connmark --mark 1 --mark 2
  2 connmark: option "--mark" can only be used once.\n
iptables -A INPUT -m connmark --mark z
  2 connmark: bad integer value for option "--mark", or out of range.\n
iptables -A INPUT -m connmark --mark 1z
  2 connmark: trailing garbage after value for option "--mark".\n
iptables -A INPUT -m connmark
  2 connmark: option "--mark" must be specified\n
