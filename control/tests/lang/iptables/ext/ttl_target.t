# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
ip6tables -t mangle -A PREROUTING -j HL --hl-set 5
  S -A PREROUTING -j HL --hl-set 5
  L HL         all  --  anywhere             anywhere             HL set to 5$
  N HL         0    --  ::/0                 ::/0                 HL set to 5$
ip6tables -t mangle -A PREROUTING -j HL --hl-inc 5
  S -A PREROUTING -j HL --hl-inc 5
  L HL         all  --  anywhere             anywhere             HL increment by 5$
  N HL         0    --  ::/0                 ::/0                 HL increment by 5$
ip6tables -t mangle -A PREROUTING -j HL --hl-dec 5
  S -A PREROUTING -j HL --hl-dec 5
  L HL         all  --  anywhere             anywhere             HL decrement by 5$
  N HL         0    --  ::/0                 ::/0                 HL decrement by 5$
ip6tables -t mangle -A PREROUTING -j HL --hl-dec 0
  2 HL: bad value for option "--hl-dec", or out of range (1-255).\n
ip6tables -t mangle -A PREROUTING -j HL --hl-inc 0
  2 HL: bad value for option "--hl-inc", or out of range (1-255).\n
ip6tables -t mangle -A PREROUTING -j HL --hl-set 256
  2 HL: bad value for option "--hl-set", or out of range (0-255).\n
ip6tables -t mangle -A PREROUTING -j HL --hl-set 0
  S -A PREROUTING -j HL --hl-set 0
  L HL         all  --  anywhere             anywhere             HL set to 0$
  N HL         0    --  ::/0                 ::/0                 HL set to 0$
ip6tables -t mangle -A PREROUTING -j HL
  2 HL: You must specify an action
ip6tables -t mangle -A PREROUTING -j HL --hl-set 1 --hl-inc 1
  2 HL: option "--hl-set" cannot be used together with "--hl-inc".\n
ip6tables -t mangle -A PREROUTING -j HL --hl-set 1 --hl-set 1
  2 HL: option "--hl-set" can only be used once.\n
ip6tables -t mangle -A PREROUTING -j HL ! --hl-set 1
  2 HL: option "--hl-set" cannot be inverted.\n
ip6tables -A INPUT -j HL --hl-set 1
  1 Invalid argument. Run `dmesg' for more information.
iptables -t mangle -A PREROUTING -j TTL --ttl-set 5
  S -A PREROUTING -j TTL --ttl-set 5
  L TTL        all  --  anywhere             anywhere             TTL set to 5$
  N TTL        0    --  0.0.0.0/0            0.0.0.0/0            TTL set to 5$
iptables -t mangle -A PREROUTING -j TTL --ttl-inc 5
  S -A PREROUTING -j TTL --ttl-inc 5
  L TTL        all  --  anywhere             anywhere             TTL increment by 5$
  N TTL        0    --  0.0.0.0/0            0.0.0.0/0            TTL increment by 5$
iptables -t mangle -A PREROUTING -j TTL --ttl-dec 5
  S -A PREROUTING -j TTL --ttl-dec 5
  L TTL        all  --  anywhere             anywhere             TTL decrement by 5$
  N TTL        0    --  0.0.0.0/0            0.0.0.0/0            TTL decrement by 5$
iptables -t mangle -A PREROUTING -j TTL --ttl-dec 0
  2 TTL: bad value for option "--ttl-dec", or out of range (1-255).\n
iptables -t mangle -A PREROUTING -j TTL --ttl-inc 0
  2 TTL: bad value for option "--ttl-inc", or out of range (1-255).\n
iptables -t mangle -A PREROUTING -j TTL --ttl-set 256
  2 TTL: bad value for option "--ttl-set", or out of range (0-255).\n
iptables -t mangle -A PREROUTING -j TTL --ttl-set 0
  S -A PREROUTING -j TTL --ttl-set 0
  L TTL        all  --  anywhere             anywhere             TTL set to 0$
  N TTL        0    --  0.0.0.0/0            0.0.0.0/0            TTL set to 0$
iptables -t mangle -A PREROUTING -j TTL
  2 TTL: You must specify an action
iptables -t mangle -A PREROUTING -j TTL --ttl-set 1 --ttl-inc 1
  2 TTL: option "--ttl-set" cannot be used together with "--ttl-inc".\n
iptables -t mangle -A PREROUTING -j TTL --ttl-inc 1 --ttl-dec 1
  2 TTL: option "--ttl-dec" cannot be used together with "--ttl-inc".\n
iptables -t mangle -A PREROUTING -j TTL --ttl-set 3 --ttl-dec 2 --ttl-inc 1
  2 TTL: option "--ttl-set" cannot be used together with "--ttl-inc".\n
