# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A INPUT -m addrtype --src-type LOCAL
  S -A INPUT -m addrtype --src-type LOCAL
  L            all  --  anywhere             anywhere             ADDRTYPE match src-type LOCAL$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ADDRTYPE match src-type LOCAL$
iptables -A INPUT -m addrtype --src-type local,unicast ! --dst-type BROADCAST
  S -A INPUT -m addrtype --src-type UNICAST,LOCAL ! --dst-type BROADCAST
  L            all  --  anywhere             anywhere             ADDRTYPE match src-type UNICAST,LOCAL dst-type !BROADCAST$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ADDRTYPE match src-type UNICAST,LOCAL dst-type !BROADCAST$
iptables -A INPUT -m addrtype --src-type UNSPEC,UNICAST,LOCAL,BROADCAST,ANYCAST,MULTICAST,BLACKHOLE,UNREACHABLE,PROHIBIT,THROW,NAT,XRESOLVE
  S -A INPUT -m addrtype --src-type UNSPEC,UNICAST,LOCAL,BROADCAST,ANYCAST,MULTICAST,BLACKHOLE,UNREACHABLE,PROHIBIT,THROW,NAT,XRESOLVE
  L            all  --  anywhere             anywhere             ADDRTYPE match src-type UNSPEC,UNICAST,LOCAL,BROADCAST,ANYCAST,MULTICAST,BLACKHOLE,UNREACHABLE,PROHIBIT,THROW,NAT,XRESOLVE$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ADDRTYPE match src-type UNSPEC,UNICAST,LOCAL,BROADCAST,ANYCAST,MULTICAST,BLACKHOLE,UNREACHABLE,PROHIBIT,THROW,NAT,XRESOLVE$
iptables -A INPUT -m addrtype --src-type uni
  S -A INPUT -m addrtype --src-type UNICAST
  L            all  --  anywhere             anywhere             ADDRTYPE match src-type UNICAST$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ADDRTYPE match src-type UNICAST$
iptables -A INPUT -m addrtype --src-type x
  S -A INPUT -m addrtype --src-type XRESOLVE
  L            all  --  anywhere             anywhere             ADDRTYPE match src-type XRESOLVE$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ADDRTYPE match src-type XRESOLVE$
iptables -A INPUT -m addrtype --src-type UN
  S -A INPUT -m addrtype --src-type UNSPEC
  L            all  --  anywhere             anywhere             ADDRTYPE match src-type UNSPEC$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ADDRTYPE match src-type UNSPEC$
iptables -A INPUT -m addrtype --src-type LOCAL,
  2 addrtype: bad type ""
iptables -A INPUT -m addrtype --src-type ,LOCAL
  2 addrtype: bad type `,LOCAL'
iptables -A INPUT -m addrtype --src-type ""
  2 addrtype: bad type ""
iptables -A INPUT -m addrtype
  2 addrtype: you must specify --src-type or --dst-type
iptables -A INPUT -m addrtype --limit-iface-in
  2 addrtype: you must specify --src-type or --dst-type
iptables -A INPUT -m addrtype --src-type LOCAL --limit-iface-in
  S -A INPUT -m addrtype --src-type LOCAL --limit-iface-in
  L            all  --  anywhere             anywhere             ADDRTYPE match src-type LOCAL limit-in$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ADDRTYPE match src-type LOCAL limit-in$
iptables -A OUTPUT -m addrtype --src-type LOCAL --limit-iface-out
  S -A OUTPUT -m addrtype --src-type LOCAL --limit-iface-out
  L            all  --  anywhere             anywhere             ADDRTYPE match src-type LOCAL limit-out$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ADDRTYPE match src-type LOCAL limit-out$
iptables -A INPUT -m addrtype --src-type LOCAL --limit-iface-in --limit-iface-out
  2 addrtype: option "--limit-iface-in" cannot be used together with "--limit-iface-out".\n
iptables -A INPUT -m addrtype --src-type LOCAL ! --limit-iface-in
  2 addrtype: option "--limit-iface-in" cannot be inverted.\n
iptables -A INPUT -m addrtype --src-type LOCAL --src-type LOCAL
  2 addrtype: option "--src-type" can only be used once.\n
ip6tables -A INPUT -m addrtype --dst-type LOCAL
  S -A INPUT -m addrtype --dst-type LOCAL
  L            all  --  anywhere             anywhere             ADDRTYPE match dst-type LOCAL$
  N            0    --  ::/0                 ::/0                 ADDRTYPE match dst-type LOCAL$
ip6tables -A INPUT -m addrtype --dst-type BLACKHOLE
  1 Invalid argument. Run `dmesg' for more information.
