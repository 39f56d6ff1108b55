# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A INPUT -m pkttype --pkt-type broadcast
  S -A INPUT -m pkttype --pkt-type broadcast
  L            all  --  anywhere             anywhere             PKTTYPE = broadcast$
  N            0    --  0.0.0.0/0            0.0.0.0/0            PKTTYPE = broadcast$
iptables -A INPUT -m pkttype ! --pkt-type multicast
  S -A INPUT -m pkttype ! --pkt-type multicast
  L            all  --  anywhere             anywhere             PKTTYPE != multicast$
  N            0    --  0.0.0.0/0            0.0.0.0/0            PKTTYPE != multicast$
iptables -A INPUT -m pkttype --pkt-type host
  S -A INPUT -m pkttype --pkt-type unicast
  L            all  --  anywhere             anywhere             PKTTYPE = unicast$
  N            0    --  0.0.0.0/0            0.0.0.0/0            PKTTYPE = unicast$
iptables -A INPUT -m pkttype --pkt-type unicast
  S -A INPUT -m pkttype --pkt-type unicast
  L            all  --  anywhere             anywhere             PKTTYPE = unicast$
  N            0    --  0.0.0.0/0            0.0.0.0/0            PKTTYPE = unicast$
iptables -A INPUT -m pkttype --pkt-type other
  2 Bad packet type 'other'
iptables -A INPUT -m pkttype --pkt-type otherhost
  S -A INPUT -m pkttype --pkt-type otherhost
  L            all  --  anywhere             anywhere             PKTTYPE = otherhost$
  N            0    --  0.0.0.0/0            0.0.0.0/0            PKTTYPE = otherhost$
iptables -A INPUT -m pkttype --pkt-type outgoing
  2 Bad packet type 'outgoing'
iptables -A INPUT -m pkttype --pkt-type bc
  2 Bad packet type 'bc'
iptables -A INPUT -m pkttype --pkt-type mcast
  S -A INPUT -m pkttype --pkt-type multicast
  L            all  --  anywhere             anywhere             PKTTYPE = multicast$
  N            0    --  0.0.0.0/0            0.0.0.0/0            PKTTYPE = multicast$
iptables -A INPUT -m pkttype --pkt-type broad
  2 Bad packet type 'broad'
iptables -A INPUT -m pkttype --pkt-type b
  2 Bad packet type 'b'
iptables -A INPUT -m pkttype --pkt-type x
  2 Bad packet type 'x'
iptables -A INPUT -m pkttype --pkt-type ""
  2 Bad packet type ''
iptables -A INPUT -m pkttype --pkt-type UNICAST
  S -A INPUT -m pkttype --pkt-type unicast
  L            all  --  anywhere             anywhere             PKTTYPE = unicast$
  N            0    --  0.0.0.0/0            0.0.0.0/0            PKTTYPE = unicast$
iptables -A INPUT -m pkttype
  2 pkttype: option "--pkt-type" must be specified\n
iptables -A INPUT -m pkttype --pkt-type bcast
  S -A INPUT -m pkttype --pkt-type broadcast
  L            all  --  anywhere             anywhere             PKTTYPE = broadcast$
  N            0    --  0.0.0.0/0            0.0.0.0/0            PKTTYPE = broadcast$
iptables -A INPUT -m pkttype --pkt-type Host
  S -A INPUT -m pkttype --pkt-type unicast
  L            all  --  anywhere             anywhere             PKTTYPE = unicast$
  N            0    --  0.0.0.0/0            0.0.0.0/0            PKTTYPE = unicast$
ip6tables -A INPUT -m pkttype --pkt-type multicast
  S -A INPUT -m pkttype --pkt-type multicast
  L            all  --  anywhere             anywhere             PKTTYPE = multicast$
  N            0    --  ::/0                 ::/0                 PKTTYPE = multicast$
