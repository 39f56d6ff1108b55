# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -t mangle -A POSTROUTING -j CLASSIFY --set-class 1:2
  S -A POSTROUTING -j CLASSIFY --set-class 0001:0002
  L CLASSIFY   all  --  anywhere             anywhere             CLASSIFY set 1:2$
  N CLASSIFY   0    --  0.0.0.0/0            0.0.0.0/0            CLASSIFY set 1:2$
iptables -t mangle -A POSTROUTING -j CLASSIFY --set-class abcd:ffff
  S -A POSTROUTING -j CLASSIFY --set-class abcd:ffff
  L CLASSIFY   all  --  anywhere             anywhere             CLASSIFY set abcd:ffff$
  N CLASSIFY   0    --  0.0.0.0/0            0.0.0.0/0            CLASSIFY set abcd:ffff$
iptables -t mangle -A POSTROUTING -j CLASSIFY --set-class 1
  2 Bad class value "1"
iptables -t mangle -A POSTROUTING -j CLASSIFY --set-class x:1
  2 Bad class value "x:1"
iptables -t mangle -A POSTROUTING -j CLASSIFY --set-class 1:
  2 Bad class value "1:"
iptables -t mangle -A POSTROUTING -j CLASSIFY --set-class 12345:1
  S -A POSTROUTING -j CLASSIFY --set-class 2345:0001
  L CLASSIFY   all  --  anywhere             anywhere             CLASSIFY set 2345:1$
  N CLASSIFY   0    --  0.0.0.0/0            0.0.0.0/0            CLASSIFY set 2345:1$
iptables -t mangle -A POSTROUTING -j CLASSIFY --set-class 1:12345
  S -A POSTROUTING -j CLASSIFY --set-class 0001:2345
  L CLASSIFY   all  --  anywhere             anywhere             CLASSIFY set 1:2345$
  N CLASSIFY   0    --  0.0.0.0/0            0.0.0.0/0            CLASSIFY set 1:2345$
iptables -t mangle -A POSTROUTING -j CLASSIFY --set-class 1:2x
  S -A POSTROUTING -j CLASSIFY --set-class 0001:0002
  L CLASSIFY   all  --  anywhere             anywhere             CLASSIFY set 1:2$
  N CLASSIFY   0    --  0.0.0.0/0            0.0.0.0/0            CLASSIFY set 1:2$
iptables -t mangle -A POSTROUTING -j CLASSIFY --set-class " 1:2"
  S -A POSTROUTING -j CLASSIFY --set-class 0001:0002
  L CLASSIFY   all  --  anywhere             anywhere             CLASSIFY set 1:2$
  N CLASSIFY   0    --  0.0.0.0/0            0.0.0.0/0            CLASSIFY set 1:2$
iptables -t mangle -A POSTROUTING -j CLASSIFY --set-class 0x1:0x2
  S -A POSTROUTING -j CLASSIFY --set-class 0001:0002
  L CLASSIFY   all  --  anywhere             anywhere             CLASSIFY set 1:2$
  N CLASSIFY   0    --  0.0.0.0/0            0.0.0.0/0            CLASSIFY set 1:2$
iptables -t mangle -A POSTROUTING -j CLASSIFY --set-class -1:2
  S -A POSTROUTING -j CLASSIFY --set-class ffff:0002
  L CLASSIFY   all  --  anywhere             anywhere             CLASSIFY set ffff:2$
  N CLASSIFY   0    --  0.0.0.0/0            0.0.0.0/0            CLASSIFY set ffff:2$
iptables -t mangle -A POSTROUTING -j CLASSIFY
  2 CLASSIFY: option "--set-class" must be specified\n
iptables -t mangle -A PREROUTING -j CLASSIFY --set-class 1:2
  1 Invalid argument. Run `dmesg' for more information.
iptables -A FORWARD -j CLASSIFY --set-class 1:2
  S -A FORWARD -j CLASSIFY --set-class 0001:0002
  L CLASSIFY   all  --  anywhere             anywhere             CLASSIFY set 1:2$
  N CLASSIFY   0    --  0.0.0.0/0            0.0.0.0/0            CLASSIFY set 1:2$
iptables -t mangle -A POSTROUTING -j CLASSIFY --set-class 1:-1
  S -A POSTROUTING -j CLASSIFY --set-class 0001:ffff
  L CLASSIFY   all  --  anywhere             anywhere             CLASSIFY set 1:ffff$
  N CLASSIFY   0    --  0.0.0.0/0            0.0.0.0/0            CLASSIFY set 1:ffff$
iptables -t mangle -A POSTROUTING -j CLASSIFY --set-class "1: 2"
  S -A POSTROUTING -j CLASSIFY --set-class 0001:0002
  L CLASSIFY   all  --  anywhere             anywhere             CLASSIFY set 1:2$
  N CLASSIFY   0    --  0.0.0.0/0            0.0.0.0/0            CLASSIFY set 1:2$
iptables -t mangle -A POSTROUTING -j CLASSIFY --set-class "1 :2"
  2 Bad class value "1 :2"
iptables -t mangle -A POSTROUTING -j CLASSIFY --set-class 100000001:2
  S -A POSTROUTING -j CLASSIFY --set-class 0001:0002
  L CLASSIFY   all  --  anywhere             anywhere             CLASSIFY set 1:2$
  N CLASSIFY   0    --  0.0.0.0/0            0.0.0.0/0            CLASSIFY set 1:2$
ip6tables -t mangle -A POSTROUTING -j CLASSIFY --set-class 1:2
  S -A POSTROUTING -j CLASSIFY --set-class 0001:0002
  L CLASSIFY   all  --  anywhere             anywhere             CLASSIFY set 1:2$
  N CLASSIFY   0    --  ::/0                 ::/0                 CLASSIFY set 1:2$
