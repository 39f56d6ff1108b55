# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A INPUT -m iprange --src-range 1.1.1.1-1.1.1.5
  S -A INPUT -m iprange --src-range 1.1.1.1-1.1.1.5
  L            all  --  anywhere             anywhere             source IP range 1.1.1.1-1.1.1.5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            source IP range 1.1.1.1-1.1.1.5$
iptables -A INPUT -m iprange ! --src-range 1.1.1.1-1.1.1.5 --dst-range 2.2.2.2-2.2.2.3
  S -A INPUT -m iprange ! --src-range 1.1.1.1-1.1.1.5 --dst-range 2.2.2.2-2.2.2.3
  L            all  --  anywhere             anywhere             source IP range ! 1.1.1.1-1.1.1.5 destination IP range 2.2.2.2-2.2.2.3$
  N            0    --  0.0.0.0/0            0.0.0.0/0            source IP range ! 1.1.1.1-1.1.1.5 destination IP range 2.2.2.2-2.2.2.3$
iptables -A INPUT -m iprange --src-range 1.1.1.1
  S -A INPUT -m iprange --src-range 1.1.1.1-1.1.1.1
  L            all  --  anywhere             anywhere             source IP range 1.1.1.1-1.1.1.1$
  N            0    --  0.0.0.0/0            0.0.0.0/0            source IP range 1.1.1.1-1.1.1.1$
iptables -A INPUT -m iprange --src-range 1.1.1.5-1.1.1.1
  W xt_iprange: range 1.1.1.5-1.1.1.1 is reversed and will never match
  S -A INPUT -m iprange --src-range 1.1.1.5-1.1.1.1
  L            all  --  anywhere             anywhere             source IP range 1.1.1.5-1.1.1.1$
  N            0    --  0.0.0.0/0            0.0.0.0/0            source IP range 1.1.1.5-1.1.1.1$
iptables -A INPUT -m iprange --src-range 1.1.1-1.1.1.5
  S -A INPUT -m iprange --src-range 1.1.1.0-1.1.1.5
  L            all  --  anywhere             anywhere             source IP range 1.1.1.0-1.1.1.5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            source IP range 1.1.1.0-1.1.1.5$
iptables -A INPUT -m iprange --src-range x
  2 iprange: Bad value for "--src-range" option: "x"
iptables -A INPUT -m iprange --src-range 1.1.1.1-x
  2 iprange: Bad value for "--src-range" option: "x"
iptables -A INPUT -m iprange --src-range 1.1.1.1-
  2 iprange: Bad value for "--src-range" option: ""
iptables -A INPUT -m iprange
  2 iprange match: You must specify `--src-range' or `--dst-range'
iptables -A INPUT -m iprange --src-range 1.1.1.1 --src-range 1.1.1.2
  2 iprange: option "--src-range" can only be used once.\n
ip6tables -A INPUT -m iprange --src-range 2001:db8::1-2001:db8::9
  S -A INPUT -m iprange --src-range 2001:db8::1-2001:db8::9
  L            all  --  anywhere             anywhere             source IP range 2001:db8::1-2001:db8::9$
  N            0    --  ::/0                 ::/0                 source IP range 2001:db8::1-2001:db8::9$
ip6tables -A INPUT -m iprange ! --dst-range 2001:db8::9-2001:db8::1
  W xt_iprange: range 2001:db8::9-2001:db8::1 is reversed and will never match
  S -A INPUT -m iprange ! --dst-range 2001:db8::9-2001:db8::1
  L            all  --  anywhere             anywhere             destination IP range ! 2001:db8::9-2001:db8::1$
  N            0    --  ::/0                 ::/0                 destination IP range ! 2001:db8::9-2001:db8::1$
ip6tables -A INPUT -m iprange ! --dst-range 1.1.1.1
  2 iprange: Bad value for "--dst-range" option: "1.1.1.1"
iptables -A INPUT -m iprange --src-range 010.1.1.1-1
  W xt_iprange: range 010.1.1.1-1 is reversed and will never match
  S -A INPUT -m iprange --src-range 8.1.1.1-1.0.0.0
  L            all  --  anywhere             anywhere             source IP range 8.1.1.1-1.0.0.0$
  N            0    --  0.0.0.0/0            0.0.0.0/0            source IP range 8.1.1.1-1.0.0.0$
iptables -A INPUT -m iprange --src-range 1.1.1.1-2.2.2.2-3.3.3.3
  2 iprange: Bad value for "--src-range" option: "2.2.2.2-3.3.3.3"
iptables -A INPUT -m iprange --src-range 1.1.1.1.1
  2 iprange: Bad value for "--src-range" option: "1.1.1.1.1"
iptables -A INPUT -m iprange --src-range 1.1.1.1111111111111111111111
  2 iprange: Bad value for "--src-range" option: "1.1.1.1111111111111111111111"
ip6tables -A INPUT -m iprange --src-range 1::-x
  2 iprange: Bad value for "--src-range" option: "x"
iptables -A INPUT -m iprange --src-range 1.1.1.1:1.1.1.2
  2 iprange: Bad value for "--src-range" option: "1.1.1.1:1.1.1.2"
