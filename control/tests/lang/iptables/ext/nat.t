# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:22
  S -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:22
  L DNAT       tcp  --  anywhere             anywhere             to:1.1.1.1:22$
  N DNAT       6    --  0.0.0.0/0            0.0.0.0/0            to:1.1.1.1:22$
iptables -t nat -A PREROUTING -p tcp -j DNAT --to 1.1.1.1:22
  S -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:22
  L DNAT       tcp  --  anywhere             anywhere             to:1.1.1.1:22$
  N DNAT       6    --  0.0.0.0/0            0.0.0.0/0            to:1.1.1.1:22$
iptables -t nat -A PREROUTING -j DNAT --to-destination 1.1.1.1:22 -p tcp
  2 Need TCP, UDP, SCTP or DCCP with port specification
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1-1.1.1.9:22-25
  S -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1-1.1.1.9:22-25
  L DNAT       tcp  --  anywhere             anywhere             to:1.1.1.1-1.1.1.9:22-25$
  N DNAT       6    --  0.0.0.0/0            0.0.0.0/0            to:1.1.1.1-1.1.1.9:22-25$
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:22-25/2000
  S -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:22-25/2000
  L DNAT       tcp  --  anywhere             anywhere             to:1.1.1.1:22-25/2000$
  N DNAT       6    --  0.0.0.0/0            0.0.0.0/0            to:1.1.1.1:22-25/2000$
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:22-25/ssh
  S -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:22-25/22
  L DNAT       tcp  --  anywhere             anywhere             to:1.1.1.1:22-25/22$
  N DNAT       6    --  0.0.0.0/0            0.0.0.0/0            to:1.1.1.1:22-25/22$
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:22-25/foo
  2 Port `foo' not valid
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:22/80
  2 Garbage after port value: `/80'
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:22-22
  S -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:22
  L DNAT       tcp  --  anywhere             anywhere             to:1.1.1.1:22$
  N DNAT       6    --  0.0.0.0/0            0.0.0.0/0            to:1.1.1.1:22$
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination :8080
  S -A PREROUTING -p tcp -j DNAT --to-destination :8080
  L DNAT       tcp  --  anywhere             anywhere             to::8080$
  N DNAT       6    --  0.0.0.0/0            0.0.0.0/0            to::8080$
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination :8080-8090/5
  S -A PREROUTING -p tcp -j DNAT --to-destination :8080-8090/5
  L DNAT       tcp  --  anywhere             anywhere             to::8080-8090/5$
  N DNAT       6    --  0.0.0.0/0            0.0.0.0/0            to::8080-8090/5$
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:ssh
  S -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:22
  L DNAT       tcp  --  anywhere             anywhere             to:1.1.1.1:22$
  N DNAT       6    --  0.0.0.0/0            0.0.0.0/0            to:1.1.1.1:22$
iptables -t nat -A PREROUTING -p udp -j DNAT --to-destination 1.1.1.1:ssh
  S -A PREROUTING -p udp -j DNAT --to-destination 1.1.1.1:22
  L DNAT       udp  --  anywhere             anywhere             to:1.1.1.1:22$
  N DNAT       17   --  0.0.0.0/0            0.0.0.0/0            to:1.1.1.1:22$
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:foo
  2 Port `foo' not valid
iptables -t nat -A PREROUTING -j DNAT --to-destination 1.1.1.1:22
  2 Need TCP, UDP, SCTP or DCCP with port specification
iptables -t nat -A PREROUTING -j DNAT --to-destination 1.1.1.1:foo
  2 Need TCP, UDP, SCTP or DCCP with port specification
iptables -t nat -A PREROUTING -p gre -j DNAT --to-destination 1.1.1.1:22
  2 Need TCP, UDP, SCTP or DCCP with port specification
iptables -t nat -A PREROUTING -p icmp -j DNAT --to-destination 1.1.1.1:22
  S -A PREROUTING -p icmp -j DNAT --to-destination 1.1.1.1:22
  L DNAT       icmp --  anywhere             anywhere             to:1.1.1.1:22$
  N DNAT       1    --  0.0.0.0/0            0.0.0.0/0            to:1.1.1.1:22$
iptables -t nat -A PREROUTING -j DNAT --to-destination 1.1.1.1
  S -A PREROUTING -j DNAT --to-destination 1.1.1.1
  L DNAT       all  --  anywhere             anywhere             to:1.1.1.1$
  N DNAT       0    --  0.0.0.0/0            0.0.0.0/0            to:1.1.1.1$
iptables -t nat -A PREROUTING -j DNAT --to-destination 1.1.1.1-1.1.1.1
  S -A PREROUTING -j DNAT --to-destination 1.1.1.1
  L DNAT       all  --  anywhere             anywhere             to:1.1.1.1$
  N DNAT       0    --  0.0.0.0/0            0.0.0.0/0            to:1.1.1.1$
iptables -t nat -A PREROUTING -j DNAT --to-destination 1.1.1.1 --random --persistent
  S -A PREROUTING -j DNAT --to-destination 1.1.1.1 --random --persistent
  L DNAT       all  --  anywhere             anywhere             to:1.1.1.1 random persistent$
  N DNAT       0    --  0.0.0.0/0            0.0.0.0/0            to:1.1.1.1 random persistent$
iptables -t nat -A PREROUTING -j DNAT --persistent --random --to-destination 1.1.1.1
  S -A PREROUTING -j DNAT --to-destination 1.1.1.1 --random --persistent
  L DNAT       all  --  anywhere             anywhere             to:1.1.1.1 random persistent$
  N DNAT       0    --  0.0.0.0/0            0.0.0.0/0            to:1.1.1.1 random persistent$
iptables -t nat -A PREROUTING -j DNAT --random --to-destination 1.1.1.1 --random
  2 DNAT: option "--random" can only be used once.\n
iptables -t nat -A PREROUTING -j DNAT
  2 DNAT: option "--to-destination" must be specified\n
iptables -t nat -A PREROUTING -j DNAT --random
  2 DNAT: option "--to-destination" must be specified\n
iptables -t nat -A PREROUTING -j DNAT --to-destination x
  2 Bad IP address "x"
iptables -t nat -A PREROUTING -j DNAT --to-destination 1.1.1.9-1.1.1.1
  S -A PREROUTING -j DNAT --to-destination 1.1.1.9-1.1.1.1
  L DNAT       all  --  anywhere             anywhere             to:1.1.1.9-1.1.1.1$
  N DNAT       0    --  0.0.0.0/0            0.0.0.0/0            to:1.1.1.9-1.1.1.1$
iptables -t nat -A PREROUTING -j DNAT --to-destination 1.1.1.1-x
  2 Bad IP address "x"
iptables -t nat -A PREROUTING -j DNAT --to-destination 1.1.1.1-1.1.1.2-1.1.1.3
  2 Bad IP address "1.1.1.2-1.1.1.3"
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:25-22
  2 Port range `22' funky
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:22:23
  2 Bad IP address "1.1.1.1:22:23"
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:22x
  2 Garbage after port value: `x'
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:22-23x
  2 Garbage after port range: `x'
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:22-x
  2 Port `x' not valid
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:99999
  2 Port `99999' not valid
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:
  2 Port `' not valid
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination ""
  2 Bad IP address ""
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1-:22
  2 Bad IP address ""
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:http-22
  2 Port `http-22' not valid
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:22-30/0
  2 Port `0' not valid
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:22-30/70000
  2 Port `70000' not valid
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:22-30/5x
  S -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:22-30/5
  L DNAT       tcp  --  anywhere             anywhere             to:1.1.1.1:22-30/5$
  N DNAT       6    --  0.0.0.0/0            0.0.0.0/0            to:1.1.1.1:22-30/5$
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1
  2 Bad IP address "1.1.1"
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 01.1.1.1
  2 Bad IP address "01.1.1.1"
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 0.0.0.0
  S -A PREROUTING -p tcp -j DNAT --to-destination 0.0.0.0
  L DNAT       tcp  --  anywhere             anywhere             to:0.0.0.0$
  N DNAT       6    --  0.0.0.0/0            0.0.0.0/0            to:0.0.0.0$
iptables -t nat -A PREROUTING -j DNAT --to-destination 1.1.1.1 --to-destination 1.1.1.2
  2 DNAT: option "--to-destination" can only be used once.\n
iptables -t nat -A PREROUTING -j DNAT ! --to-destination 1.1.1.1
  2 DNAT: option "--to-destination" cannot be inverted.\n
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination [1.1.1.1]:22
  2 Invalid address format
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 2001:db8::1
  2 Bad IP address "2001:db8::1"
ip6tables -t nat -A PREROUTING -p tcp -j DNAT --to-destination [2001:db8::1]:22
  S -A PREROUTING -p tcp -j DNAT --to-destination [2001:db8::1]:22
  L DNAT       tcp  --  anywhere             anywhere             to:[2001:db8::1]:22$
  N DNAT       6    --  ::/0                 ::/0                 to:[2001:db8::1]:22$
ip6tables -t nat -A PREROUTING -p tcp -j DNAT --to-destination [2001:db8::1-2001:db8::5]:22-23
  S -A PREROUTING -p tcp -j DNAT --to-destination [2001:db8::1-2001:db8::5]:22-23
  L DNAT       tcp  --  anywhere             anywhere             to:[2001:db8::1-2001:db8::5]:22-23$
  N DNAT       6    --  ::/0                 ::/0                 to:[2001:db8::1-2001:db8::5]:22-23$
ip6tables -t nat -A PREROUTING -p tcp -j DNAT --to-destination [2001:db8::1]:22-30/7
  S -A PREROUTING -p tcp -j DNAT --to-destination [2001:db8::1]:22-30/7
  L DNAT       tcp  --  anywhere             anywhere             to:[2001:db8::1]:22-30/7$
  N DNAT       6    --  ::/0                 ::/0                 to:[2001:db8::1]:22-30/7$
ip6tables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 2001:db8::1
  S -A PREROUTING -p tcp -j DNAT --to-destination 2001:db8::1
  L DNAT       tcp  --  anywhere             anywhere             to:2001:db8::1$
  N DNAT       6    --  ::/0                 ::/0                 to:2001:db8::1$
ip6tables -t nat -A PREROUTING -p tcp -j DNAT --to-destination [2001:db8::1]
  S -A PREROUTING -p tcp -j DNAT --to-destination 2001:db8::1
  L DNAT       tcp  --  anywhere             anywhere             to:2001:db8::1$
  N DNAT       6    --  ::/0                 ::/0                 to:2001:db8::1$
ip6tables -t nat -A PREROUTING -p tcp -j DNAT --to-destination [2001:db8::1
  2 Invalid address format
ip6tables -t nat -A PREROUTING -p tcp -j DNAT --to-destination []:22
  S -A PREROUTING -p tcp -j DNAT --to-destination :22
  L DNAT       tcp  --  anywhere             anywhere             to::22$
  N DNAT       6    --  ::/0                 ::/0                 to::22$
ip6tables -t nat -A PREROUTING -p tcp -j DNAT --to-destination []
  2 Bad IP address ""
ip6tables -t nat -A PREROUTING -p tcp -j DNAT --to-destination :22
  S -A PREROUTING -p tcp -j DNAT --to-destination :22
  L DNAT       tcp  --  anywhere             anywhere             to::22$
  N DNAT       6    --  ::/0                 ::/0                 to::22$
ip6tables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 2001:db8::1-2001:db8::9
  S -A PREROUTING -p tcp -j DNAT --to-destination 2001:db8::1-2001:db8::9
  L DNAT       tcp  --  anywhere             anywhere             to:2001:db8::1-2001:db8::9$
  N DNAT       6    --  ::/0                 ::/0                 to:2001:db8::1-2001:db8::9$
ip6tables -t nat -A PREROUTING -p tcp -j DNAT --to-destination [2001:db8::1]-[2001:db8::3]:22
  2 Port `db8::3]:22' not valid
ip6tables -t nat -A PREROUTING -p tcp -j DNAT --to-destination [2001:db8::1]x
  S -A PREROUTING -p tcp -j DNAT --to-destination 2001:db8::1
  L DNAT       tcp  --  anywhere             anywhere             to:2001:db8::1$
  N DNAT       6    --  ::/0                 ::/0                 to:2001:db8::1$
ip6tables -t nat -A PREROUTING -p tcp -j DNAT --to-destination [2001:db8::1]x:22
  S -A PREROUTING -p tcp -j DNAT --to-destination [2001:db8::1]:22
  L DNAT       tcp  --  anywhere             anywhere             to:[2001:db8::1]:22$
  N DNAT       6    --  ::/0                 ::/0                 to:[2001:db8::1]:22$
ip6tables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1
  2 Bad IP address "1.1.1.1"
ip6tables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:22
  2 Bad IP address "1.1.1.1"
ip6tables -t nat -A PREROUTING -p tcp -j DNAT --to-destination ::ffff:1.1.1.1
  S -A PREROUTING -p tcp -j DNAT --to-destination ::ffff:1.1.1.1
  L DNAT       tcp  --  anywhere             anywhere             to:::ffff:1.1.1.1$
  N DNAT       6    --  ::/0                 ::/0                 to:::ffff:1.1.1.1$
ip6tables -t nat -A PREROUTING -p tcp -j DNAT --to-destination ::1.1.1.1
  S -A PREROUTING -p tcp -j DNAT --to-destination ::1.1.1.1
  L DNAT       tcp  --  anywhere             anywhere             to:::1.1.1.1$
  N DNAT       6    --  ::/0                 ::/0                 to:::1.1.1.1$
ip6tables -t nat -A PREROUTING -p tcp -j DNAT --to-destination ::
  S -A PREROUTING -p tcp -j DNAT --to-destination ::
  L DNAT       tcp  --  anywhere             anywhere             to:::$
  N DNAT       6    --  ::/0                 ::/0                 to:::$
ip6tables -t nat -A PREROUTING -p tcp -j DNAT --to-destination ::1
  S -A PREROUTING -p tcp -j DNAT --to-destination ::1
  L DNAT       tcp  --  anywhere             anywhere             to:::1$
  N DNAT       6    --  ::/0                 ::/0                 to:::1$
ip6tables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 2001:db8:0:0:1:0:0:1
  S -A PREROUTING -p tcp -j DNAT --to-destination 2001:db8::1:0:0:1
  L DNAT       tcp  --  anywhere             anywhere             to:2001:db8::1:0:0:1$
  N DNAT       6    --  ::/0                 ::/0                 to:2001:db8::1:0:0:1$
ip6tables -t nat -A PREROUTING -p icmpv6 -j DNAT --to-destination [2001:db8::1]:22
  2 Need TCP, UDP, SCTP or DCCP with port specification
iptables -t nat -A POSTROUTING -j SNAT --to-source 1.1.1.1
  S -A POSTROUTING -j SNAT --to-source 1.1.1.1
  L SNAT       all  --  anywhere             anywhere             to:1.1.1.1$
  N SNAT       0    --  0.0.0.0/0            0.0.0.0/0            to:1.1.1.1$
iptables -t nat -A POSTROUTING -j SNAT --to 1.1.1.1
  S -A POSTROUTING -j SNAT --to-source 1.1.1.1
  L SNAT       all  --  anywhere             anywhere             to:1.1.1.1$
  N SNAT       0    --  0.0.0.0/0            0.0.0.0/0            to:1.1.1.1$
iptables -t nat -A POSTROUTING -p udp -j SNAT --to-source 1.1.1.1-1.1.1.3:1000-2000 --random --random-fully --persistent
  S -A POSTROUTING -p udp -j SNAT --to-source 1.1.1.1-1.1.1.3:1000-2000 --random --random-fully --persistent
  L SNAT       udp  --  anywhere             anywhere             to:1.1.1.1-1.1.1.3:1000-2000 random random-fully persistent$
  N SNAT       17   --  0.0.0.0/0            0.0.0.0/0            to:1.1.1.1-1.1.1.3:1000-2000 random random-fully persistent$
iptables -t nat -A POSTROUTING -p udp -j SNAT --to-source 1.1.1.1:10-20/5
  S -A POSTROUTING -p udp -j SNAT --to-source 1.1.1.1:10-20/0
  L SNAT       udp  --  anywhere             anywhere             to:1.1.1.1:10-20/0$
  N SNAT       17   --  0.0.0.0/0            0.0.0.0/0            to:1.1.1.1:10-20/0$
iptables -t nat -A POSTROUTING -j SNAT --to-source :5
  2 Need TCP, UDP, SCTP or DCCP with port specification
iptables -t nat -A POSTROUTING -p 33 -j SNAT --to-source :5
  S -A POSTROUTING -p dccp -j SNAT --to-source :5
  L SNAT       dccp --  anywhere             anywhere             to::5$
  N SNAT       33   --  0.0.0.0/0            0.0.0.0/0            to::5$
iptables -t nat -A POSTROUTING -p 132 -j SNAT --to-source :5
  S -A POSTROUTING -p sctp -j SNAT --to-source :5
  L SNAT       sctp --  anywhere             anywhere             to::5$
  N SNAT       132  --  0.0.0.0/0            0.0.0.0/0            to::5$
iptables -t nat -A POSTROUTING -j SNAT
  2 SNAT: option "--to-source" must be specified\n
iptables -t nat -A POSTROUTING -j SNAT --to-source 1.1.1.1 --random-fully
  S -A POSTROUTING -j SNAT --to-source 1.1.1.1 --random-fully
  L SNAT       all  --  anywhere             anywhere             to:1.1.1.1 random-fully$
  N SNAT       0    --  0.0.0.0/0            0.0.0.0/0            to:1.1.1.1 random-fully$
ip6tables -t nat -A POSTROUTING -p tcp -j SNAT --to-source [2001:db8::1]:22-30/7
  S -A POSTROUTING -p tcp -j SNAT --to-source [2001:db8::1]:22-30/0
  L SNAT       tcp  --  anywhere             anywhere             to:[2001:db8::1]:22-30/0$
  N SNAT       6    --  ::/0                 ::/0                 to:[2001:db8::1]:22-30/0$
ip6tables -t nat -A POSTROUTING -j SNAT --to-source 2001:db8::1 --persistent
  S -A POSTROUTING -j SNAT --to-source 2001:db8::1 --persistent
  L SNAT       all  --  anywhere             anywhere             to:2001:db8::1 persistent$
  N SNAT       0    --  ::/0                 ::/0                 to:2001:db8::1 persistent$
iptables -t nat -A POSTROUTING -j MASQUERADE
  S -A POSTROUTING -j MASQUERADE
  L MASQUERADE  all  --  anywhere             anywhere            $
  N MASQUERADE  0    --  0.0.0.0/0            0.0.0.0/0           $
iptables -t nat -A POSTROUTING -j MASQUERADE --random
  S -A POSTROUTING -j MASQUERADE --random
  L MASQUERADE  all  --  anywhere             anywhere             random$
  N MASQUERADE  0    --  0.0.0.0/0            0.0.0.0/0            random$
iptables -t nat -A POSTROUTING -p tcp -j MASQUERADE --to-ports 1000-2000 --random
  S -A POSTROUTING -p tcp -j MASQUERADE --to-ports 1000-2000 --random
  L MASQUERADE  tcp  --  anywhere             anywhere             masq ports: 1000-2000 random$
  N MASQUERADE  6    --  0.0.0.0/0            0.0.0.0/0            masq ports: 1000-2000 random$
iptables -t nat -A POSTROUTING -p tcp -j MASQUERADE --to-ports 1000 --random-fully
  S -A POSTROUTING -p tcp -j MASQUERADE --to-ports 1000 --random-fully
  L MASQUERADE  tcp  --  anywhere             anywhere             masq ports: 1000 random-fully$
  N MASQUERADE  6    --  0.0.0.0/0            0.0.0.0/0            masq ports: 1000 random-fully$
iptables -t nat -A POSTROUTING -p tcp -j MASQUERADE --random --random-fully
  S -A POSTROUTING -p tcp -j MASQUERADE --random --random-fully
  L MASQUERADE  tcp  --  anywhere             anywhere             random random-fully$
  N MASQUERADE  6    --  0.0.0.0/0            0.0.0.0/0            random random-fully$
iptables -t nat -A POSTROUTING -p tcp -j MASQUERADE --to-ports 1000 --to-ports 1001
  2 MASQUERADE: option "--to-ports" can only be used once.\n
iptables -t nat -A POSTROUTING -p tcp -j MASQUERADE --to-ports x
  2 Port `x' not valid
iptables -t nat -A POSTROUTING -j MASQUERADE --to-ports 1000
  2 Need TCP, UDP, SCTP or DCCP with port specification
ip6tables -t nat -A POSTROUTING -p udp -j MASQUERADE --to-ports 53
  S -A POSTROUTING -p udp -j MASQUERADE --to-ports 53
  L MASQUERADE  udp  --  anywhere             anywhere             masq ports: 53$
  N MASQUERADE  17   --  ::/0                 ::/0                 masq ports: 53$
ip6tables -t nat -A POSTROUTING -j MASQUERADE
  S -A POSTROUTING -j MASQUERADE
  L MASQUERADE  all  --  anywhere             anywhere            $
  N MASQUERADE  0    --  ::/0                 ::/0                $
iptables -t nat -A PREROUTING -p tcp -j REDIRECT --to-ports 8080
  S -A PREROUTING -p tcp -j REDIRECT --to-ports 8080
  L REDIRECT   tcp  --  anywhere             anywhere             redir ports 8080$
  N REDIRECT   6    --  0.0.0.0/0            0.0.0.0/0            redir ports 8080$
iptables -t nat -A PREROUTING -p tcp -j REDIRECT --to-port http-alt
  S -A PREROUTING -p tcp -j REDIRECT --to-ports 8080
  L REDIRECT   tcp  --  anywhere             anywhere             redir ports 8080$
  N REDIRECT   6    --  0.0.0.0/0            0.0.0.0/0            redir ports 8080$
iptables -t nat -A PREROUTING -p tcp -j REDIRECT --to-ports 80-90 --random
  S -A PREROUTING -p tcp -j REDIRECT --to-ports 80-90 --random
  L REDIRECT   tcp  --  anywhere             anywhere             redir ports 80-90 random$
  N REDIRECT   6    --  0.0.0.0/0            0.0.0.0/0            redir ports 80-90 random$
iptables -t nat -A PREROUTING -j REDIRECT
  S -A PREROUTING -j REDIRECT
  L REDIRECT   all  --  anywhere             anywhere            $
  N REDIRECT   0    --  0.0.0.0/0            0.0.0.0/0           $
iptables -t nat -A PREROUTING -j REDIRECT --random
  S -A PREROUTING -j REDIRECT --random
  L REDIRECT   all  --  anywhere             anywhere             random$
  N REDIRECT   0    --  0.0.0.0/0            0.0.0.0/0            random$
iptables -t nat -A PREROUTING -p udp -j REDIRECT --to-ports foo
  2 Port `foo' not valid
iptables -t nat -A PREROUTING ! -p tcp -j REDIRECT --to-ports 10
  S -A PREROUTING ! -p tcp -j REDIRECT --to-ports 10
  L REDIRECT  !tcp  --  anywhere             anywhere             redir ports 10$
  N REDIRECT  !6    --  0.0.0.0/0            0.0.0.0/0            redir ports 10$
iptables -t nat -A PREROUTING -p tcp -j REDIRECT --to-ports 10:20
  2 Invalid port:port syntax - use dash
iptables -t nat -A PREROUTING -p tcp -j REDIRECT --to-ports 10-20/5
  2 Shifted portmap ranges not supported with this kernel
iptables -t nat -A PREROUTING -p tcp -j REDIRECT --to-ports 0
  S -A PREROUTING -p tcp -j REDIRECT --to-ports 0
  L REDIRECT   tcp  --  anywhere             anywhere             redir ports 0$
  N REDIRECT   6    --  0.0.0.0/0            0.0.0.0/0            redir ports 0$
iptables -t nat -A PREROUTING -p tcp -j REDIRECT --to-ports ""
  2 Port `' not valid
ip6tables -t nat -A PREROUTING -p udp -j REDIRECT --to-ports 53
  S -A PREROUTING -p udp -j REDIRECT --to-ports 53
  L REDIRECT   udp  --  anywhere             anywhere             redir ports 53$
  N REDIRECT   17   --  ::/0                 ::/0                 redir ports 53$
ip6tables -t nat -A PREROUTING -p tcp -j REDIRECT --to-ports 10-20/5
  2 Shifted portmap ranges not supported with this kernel
iptables -A INPUT -j MASQUERADE
  1 Invalid argument. Run `dmesg' for more information.
iptables -t nat -A PREROUTING -j SNAT --to-source 1.1.1.1
  1 Invalid argument. Run `dmesg' for more information.
iptables -t nat -A POSTROUTING -j DNAT --to-destination 1.1.1.1
  1 Invalid argument. Run `dmesg' for more information.
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 12:80
  S -A PREROUTING -p tcp -j DNAT --to-destination :80
  L DNAT       tcp  --  anywhere             anywhere             to::80$
  N DNAT       6    --  0.0.0.0/0            0.0.0.0/0            to::80$
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 1:80
  2 Bad IP address "1"
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 123:80
  2 Bad IP address "123"
iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:2-2/2000
  S -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:2/2000
  L DNAT       tcp  --  anywhere             anywhere             to:1.1.1.1:2/2000$
  N DNAT       6    --  0.0.0.0/0            0.0.0.0/0            to:1.1.1.1:2/2000$
