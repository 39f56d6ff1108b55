# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -t raw -A PREROUTING -j TRACE
  S -A PREROUTING -j TRACE
  L TRACE      all  --  anywhere             anywhere            $
  N TRACE      0    --  0.0.0.0/0            0.0.0.0/0           $
ip6tables -t raw -A PREROUTING -p icmpv6 -j TRACE
  S -A PREROUTING -p ipv6-icmp -j TRACE
  L TRACE      ipv6-icmp --  anywhere             anywhere            $
  N TRACE      58   --  ::/0                 ::/0                $
iptables -A INPUT -j TRACE
  1 Invalid argument. Run `dmesg' for more information.
