# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -t nat -A PREROUTING -j NETMAP --to 1.1.1.0/24
  S -A PREROUTING -j NETMAP --to 1.1.1.0/24
  L NETMAP     all  --  anywhere             anywhere             to:1.1.1.0/24$
  N NETMAP     0    --  0.0.0.0/0            0.0.0.0/0            to:1.1.1.0/24$
iptables -t nat -A PREROUTING -j NETMAP --to 1.1.1.5/24
  S -A PREROUTING -j NETMAP --to 1.1.1.0/24
  L NETMAP     all  --  anywhere             anywhere             to:1.1.1.0/24$
  N NETMAP     0    --  0.0.0.0/0            0.0.0.0/0            to:1.1.1.0/24$
iptables -t nat -A PREROUTING -j NETMAP --to 1.1.1.5
  S -A PREROUTING -j NETMAP --to 1.1.1.5/32
  L NETMAP     all  --  anywhere             anywhere             to:1.1.1.5/32$
  N NETMAP     0    --  0.0.0.0/0            0.0.0.0/0            to:1.1.1.5/32$
iptables -t nat -A PREROUTING -j NETMAP --to 1.1.1.0/255.255.255.0
  S -A PREROUTING -j NETMAP --to 1.1.1.0/24
  L NETMAP     all  --  anywhere             anywhere             to:1.1.1.0/24$
  N NETMAP     0    --  0.0.0.0/0            0.0.0.0/0            to:1.1.1.0/24$
iptables -t nat -A PREROUTING -j NETMAP --to 1.1.1.0/255.0.255.0
  S -A PREROUTING -j NETMAP --to 1.1.1.0/32
  L NETMAP     all  --  anywhere             anywhere             to:1.1.1.0/32$
  N NETMAP     0    --  0.0.0.0/0            0.0.0.0/0            to:1.1.1.0/32$
iptables -t nat -A PREROUTING -j NETMAP --to 1.1.1.0/33
  S -A PREROUTING -j NETMAP --to 1.1.1.0/32
  L NETMAP     all  --  anywhere             anywhere             to:1.1.1.0/32$
  N NETMAP     0    --  0.0.0.0/0            0.0.0.0/0            to:1.1.1.0/32$
iptables -t nat -A PREROUTING -j NETMAP --to 0.0.0.0/0
  S -A PREROUTING -j NETMAP --to 0.0.0.0/0
  L NETMAP     all  --  anywhere             anywhere             to:0.0.0.0/0$
  N NETMAP     0    --  0.0.0.0/0            0.0.0.0/0            to:0.0.0.0/0$
iptables -t nat -A PREROUTING -j NETMAP --to x
  2 getaddrinfo: Temporary failure in name resolution\n
iptables -t nat -A PREROUTING -j NETMAP
  2 NETMAP: option "--to" must be specified\n
iptables -t nat -A PREROUTING -j NETMAP --to 1.1.1.0/24 --to 1.1.1.0/24
  2 NETMAP: option "--to" can only be used once.\n
iptables -t nat -A POSTROUTING -j NETMAP --to 1.1.1.0/24
  S -A POSTROUTING -j NETMAP --to 1.1.1.0/24
  L NETMAP     all  --  anywhere             anywhere             to:1.1.1.0/24$
  N NETMAP     0    --  0.0.0.0/0            0.0.0.0/0            to:1.1.1.0/24$
ip6tables -t nat -A PREROUTING -j NETMAP --to 2001:db8::/64
  S -A PREROUTING -j NETMAP --to 2001:db8::/64
  L NETMAP     all  --  anywhere             anywhere             to:2001:db8::/64$
  N NETMAP     0    --  ::/0                 ::/0                 to:2001:db8::/64$
ip6tables -t nat -A PREROUTING -j NETMAP --to 2001:db8::1
  S -A PREROUTING -j NETMAP --to 2001:db8::1/128
  L NETMAP     all  --  anywhere             anywhere             to:2001:db8::1/128$
  N NETMAP     0    --  ::/0                 ::/0                 to:2001:db8::1/128$
ip6tables -t nat -A PREROUTING -j NETMAP --to 2001:db8::1/64
  S -A PREROUTING -j NETMAP --to 2001:db8::/64
  L NETMAP     all  --  anywhere             anywhere             to:2001:db8::/64$
  N NETMAP     0    --  ::/0                 ::/0                 to:2001:db8::/64$
ip6tables -t nat -A PREROUTING -j NETMAP --to 2001:db8::/ffff::
  S -A PREROUTING -j NETMAP --to 2001::/16
  L NETMAP     all  --  anywhere             anywhere             to:2001::/16$
  N NETMAP     0    --  ::/0                 ::/0                 to:2001::/16$
ip6tables -t nat -A PREROUTING -j NETMAP --to 2001:db8::/ffff::1
  S -A PREROUTING -j NETMAP --to 2001:db8::/128
  L NETMAP     all  --  anywhere             anywhere             to:2001:db8::/128$
  N NETMAP     0    --  ::/0                 ::/0                 to:2001:db8::/128$
iptables -t nat -A PREROUTING -j NETMAP --to 1.1.1./24
  2 getaddrinfo: Temporary failure in name resolution\n
iptables -t nat -A PREROUTING -j NETMAP --to 1..1
  2 getaddrinfo: Name or service not known\n
iptables -t nat -A PREROUTING -j NETMAP --to a_b.c
  2 getaddrinfo: Temporary failure in name resolution\n
iptables -t nat -A PREROUTING -j NETMAP --to a:b
  2 getaddrinfo: Name or service not known\n
