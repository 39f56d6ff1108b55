# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A INPUT -m conntrack --ctstate NEW -m limit --limit 3/min -m comment --comment "x y" -j LOG --log-prefix "new: "
  S -A INPUT -m conntrack --ctstate NEW -m limit --limit 3/min -m comment --comment "x y" -j LOG --log-prefix "new: "
  L LOG        all  --  anywhere             anywhere             ctstate NEW limit: avg 3/min burst 5 /* x y */ LOG level warn prefix "new: "$
  N LOG        0    --  0.0.0.0/0            0.0.0.0/0            ctstate NEW limit: avg 3/min burst 5 /* x y */ LOG flags 0 level 4 prefix "new: "$
iptables -A INPUT -p tcp -m tcp --dport 22 -m conntrack --ctstate NEW -j REJECT --reject-with tcp-reset
  S -A INPUT -p tcp -m tcp --dport 22 -m conntrack --ctstate NEW -j REJECT --reject-with tcp-reset
  L REJECT     tcp  --  anywhere             anywhere             tcp dpt:ssh ctstate NEW reject-with tcp-reset$
  N REJECT     6    --  0.0.0.0/0            0.0.0.0/0            tcp dpt:22 ctstate NEW reject-with tcp-reset$
iptables -t nat -A PREROUTING -p tcp --dport 2222 -m mark --mark 1 -j DNAT --to-destination 2.2.2.12:22
  S -A PREROUTING -p tcp -m tcp --dport 2222 -m mark --mark 0x1 -j DNAT --to-destination 2.2.2.12:22
  L DNAT       tcp  --  anywhere             anywhere             tcp dpt:2222 mark match 0x1 to:2.2.2.12:22$
  N DNAT       6    --  0.0.0.0/0            0.0.0.0/0            tcp dpt:2222 mark match 0x1 to:2.2.2.12:22$
