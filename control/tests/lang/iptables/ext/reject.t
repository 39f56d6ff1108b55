# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A INPUT -j REJECT
  S -A INPUT -j REJECT --reject-with icmp-port-unreachable
  L REJECT     all  --  anywhere             anywhere             reject-with icmp-port-unreachable$
  N REJECT     0    --  0.0.0.0/0            0.0.0.0/0            reject-with icmp-port-unreachable$
iptables -A INPUT -j REJECT --reject-with icmp-host-prohib
  S -A INPUT -j REJECT --reject-with icmp-host-prohibited
  L REJECT     all  --  anywhere             anywhere             reject-with icmp-host-prohibited$
  N REJECT     0    --  0.0.0.0/0            0.0.0.0/0            reject-with icmp-host-prohibited$
iptables -A INPUT -j REJECT --reject-with host-prohib
  S -A INPUT -j REJECT --reject-with icmp-host-prohibited
  L REJECT     all  --  anywhere             anywhere             reject-with icmp-host-prohibited$
  N REJECT     0    --  0.0.0.0/0            0.0.0.0/0            reject-with icmp-host-prohibited$
iptables -A INPUT -j REJECT --reject-with icmp
  S -A INPUT -j REJECT --reject-with icmp-net-unreachable
  L REJECT     all  --  anywhere             anywhere             reject-with icmp-net-unreachable$
  N REJECT     0    --  0.0.0.0/0            0.0.0.0/0            reject-with icmp-net-unreachable$
iptables -A INPUT -j REJECT --reject-with host
  S -A INPUT -j REJECT --reject-with icmp-host-unreachable
  L REJECT     all  --  anywhere             anywhere             reject-with icmp-host-unreachable$
  N REJECT     0    --  0.0.0.0/0            0.0.0.0/0            reject-with icmp-host-unreachable$
iptables -A INPUT -j REJECT --reject-with ICMP-NET
  S -A INPUT -j REJECT --reject-with icmp-net-unreachable
  L REJECT     all  --  anywhere             anywhere             reject-with icmp-net-unreachable$
  N REJECT     0    --  0.0.0.0/0            0.0.0.0/0            reject-with icmp-net-unreachable$
iptables -A INPUT -j REJECT --reject-with net-prohib
  S -A INPUT -j REJECT --reject-with icmp-net-prohibited
  L REJECT     all  --  anywhere             anywhere             reject-with icmp-net-prohibited$
  N REJECT     0    --  0.0.0.0/0            0.0.0.0/0            reject-with icmp-net-prohibited$
iptables -A INPUT -j REJECT --reject-with icmp-proto-unreachable
  S -A INPUT -j REJECT --reject-with icmp-proto-unreachable
  L REJECT     all  --  anywhere             anywhere             reject-with icmp-proto-unreachable$
  N REJECT     0    --  0.0.0.0/0            0.0.0.0/0            reject-with icmp-proto-unreachable$
iptables -A INPUT -j REJECT --reject-with icmp-admin-prohibited
  S -A INPUT -j REJECT --reject-with icmp-admin-prohibited
  L REJECT     all  --  anywhere             anywhere             reject-with icmp-admin-prohibited$
  N REJECT     0    --  0.0.0.0/0            0.0.0.0/0            reject-with icmp-admin-prohibited$
iptables -A INPUT -j REJECT --reject-with icmp-admin-prohibitedx
  2 unknown reject type "icmp-admin-prohibitedx"
iptables -A INPUT -p tcp -j REJECT --reject-with tcp-reset
  S -A INPUT -p tcp -j REJECT --reject-with tcp-reset
  L REJECT     tcp  --  anywhere             anywhere             reject-with tcp-reset$
  N REJECT     6    --  0.0.0.0/0            0.0.0.0/0            reject-with tcp-reset$
iptables -A INPUT -p tcp -j REJECT --reject-with tcp-rst
  S -A INPUT -p tcp -j REJECT --reject-with tcp-reset
  L REJECT     tcp  --  anywhere             anywhere             reject-with tcp-reset$
  N REJECT     6    --  0.0.0.0/0            0.0.0.0/0            reject-with tcp-reset$
iptables -A INPUT -p tcp -j REJECT --reject tcp
  S -A INPUT -p tcp -j REJECT --reject-with tcp-reset
  L REJECT     tcp  --  anywhere             anywhere             reject-with tcp-reset$
  N REJECT     6    --  0.0.0.0/0            0.0.0.0/0            reject-with tcp-reset$
iptables -A INPUT -j REJECT --reject-with tcp-reset
  1 Invalid argument. Run `dmesg' for more information.
iptables -A INPUT ! -p tcp -j REJECT --reject-with tcp-reset
  1 Invalid argument. Run `dmesg' for more information.
iptables -A INPUT -p udp -j REJECT --reject-with tcp-reset
  1 Invalid argument. Run `dmesg' for more information.
iptables -A INPUT -j REJECT --reject-with tcp-reset -p tcp
  S -A INPUT -p tcp -j REJECT --reject-with tcp-reset
  L REJECT     tcp  --  anywhere             anywhere             reject-with tcp-reset$
  N REJECT     6    --  0.0.0.0/0            0.0.0.0/0            reject-with tcp-reset$
iptables -A INPUT -j REJECT --reject-with foo
  2 unknown reject type "foo"
iptables -A INPUT -j REJECT --reject-with proto-unreach
  S -A INPUT -j REJECT --reject-with icmp-proto-unreachable
  L REJECT     all  --  anywhere             anywhere             reject-with icmp-proto-unreachable$
  N REJECT     0    --  0.0.0.0/0            0.0.0.0/0            reject-with icmp-proto-unreachable$
iptables -A INPUT -j REJECT --reject-with prot-unreach
  2 unknown reject type "prot-unreach"
iptables -A INPUT -j REJECT --reject-with admin-prohib
  S -A INPUT -j REJECT --reject-with icmp-admin-prohibited
  L REJECT     all  --  anywhere             anywhere             reject-with icmp-admin-prohibited$
  N REJECT     0    --  0.0.0.0/0            0.0.0.0/0            reject-with icmp-admin-prohibited$
iptables -A INPUT -j REJECT --reject-with ""
  S -A INPUT -j REJECT --reject-with icmp-net-unreachable
  L REJECT     all  --  anywhere             anywhere             reject-with icmp-net-unreachable$
  N REJECT     0    --  0.0.0.0/0            0.0.0.0/0            reject-with icmp-net-unreachable$
iptables -A INPUT -j REJECT ! --reject-with tcp-reset
  2 REJECT: option "--reject-with" cannot be inverted.\n
iptables -A INPUT -j REJECT --reject-with icmp-net-unreachable --reject-with icmp-host-unreachable
  2 REJECT: option "--reject-with" can only be used once.\n
ip6tables -A INPUT -j REJECT
  S -A INPUT -j REJECT --reject-with icmp6-port-unreachable
  L REJECT     all  --  anywhere             anywhere             reject-with icmp6-port-unreachable$
  N REJECT     0    --  ::/0                 ::/0                 reject-with icmp6-port-unreachable$
ip6tables -A INPUT -j REJECT --reject-with adm
  S -A INPUT -j REJECT --reject-with icmp6-adm-prohibited
  L REJECT     all  --  anywhere             anywhere             reject-with icmp6-adm-prohibited$
  N REJECT     0    --  ::/0                 ::/0                 reject-with icmp6-adm-prohibited$
ip6tables -A INPUT -j REJECT --reject-with icmp6-adm-prohibited
  S -A INPUT -j REJECT --reject-with icmp6-adm-prohibited
  L REJECT     all  --  anywhere             anywhere             reject-with icmp6-adm-prohibited$
  N REJECT     0    --  ::/0                 ::/0                 reject-with icmp6-adm-prohibited$
ip6tables -A INPUT -j REJECT --reject-with adm-prohib
  S -A INPUT -j REJECT --reject-with icmp6-adm-prohibited
  L REJECT     all  --  anywhere             anywhere             reject-with icmp6-adm-prohibited$
  N REJECT     0    --  ::/0                 ::/0                 reject-with icmp6-adm-prohibited$
ip6tables -A INPUT -j REJECT --reject-with admin-prohib
  2 unknown reject type "admin-prohib"
ip6tables -A INPUT -j REJECT --reject-with no-route
  S -A INPUT -j REJECT --reject-with icmp6-no-route
  L REJECT     all  --  anywhere             anywhere             reject-with icmp6-no-route$
  N REJECT     0    --  ::/0                 ::/0                 reject-with icmp6-no-route$
ip6tables -A INPUT -j REJECT --reject-with icmp6-policy-fail
  S -A INPUT -j REJECT --reject-with icmp6-policy-fail
  L REJECT     all  --  anywhere             anywhere             reject-with icmp6-policy-fail$
  N REJECT     0    --  ::/0                 ::/0                 reject-with icmp6-policy-fail$
ip6tables -A INPUT -j REJECT --reject-with policy-fail
  S -A INPUT -j REJECT --reject-with icmp6-policy-fail
  L REJECT     all  --  anywhere             anywhere             reject-with icmp6-policy-fail$
  N REJECT     0    --  ::/0                 ::/0                 reject-with icmp6-policy-fail$
ip6tables -A INPUT -j REJECT --reject-with reject-route
  S -A INPUT -j REJECT --reject-with icmp6-reject-route
  L REJECT     all  --  anywhere             anywhere             reject-with icmp6-reject-route$
  N REJECT     0    --  ::/0                 ::/0                 reject-with icmp6-reject-route$
ip6tables -A INPUT -j REJECT --reject-with addr-unreach
  S -A INPUT -j REJECT --reject-with icmp6-addr-unreachable
  L REJECT     all  --  anywhere             anywhere             reject-with icmp6-addr-unreachable$
  N REJECT     0    --  ::/0                 ::/0                 reject-with icmp6-addr-unreachable$
ip6tables -A INPUT -j REJECT --reject-with port-unreach
  S -A INPUT -j REJECT --reject-with icmp6-port-unreachable
  L REJECT     all  --  anywhere             anywhere             reject-with icmp6-port-unreachable$
  N REJECT     0    --  ::/0                 ::/0                 reject-with icmp6-port-unreachable$
ip6tables -A INPUT -p tcp -j REJECT --reject-with tcp-reset
  S -A INPUT -p tcp -j REJECT --reject-with tcp-reset
  L REJECT     tcp  --  anywhere             anywhere             reject-with tcp-reset$
  N REJECT     6    --  ::/0                 ::/0                 reject-with tcp-reset$
ip6tables -A INPUT -p tcp -j REJECT --reject-with tcp-rst
  2 unknown reject type "tcp-rst"
ip6tables -A INPUT -j REJECT --reject-with tcp-reset
  1 Invalid argument. Run `dmesg' for more information.
ip6tables -A INPUT -j REJECT --reject-with icmp-port-unreachable
  2 unknown reject type "icmp-port-unreachable"
ip6tables -A INPUT -j REJECT --reject-with beyond-scope
  2 unknown reject type "beyond-scope"
iptables -A INPUT -j REJECT --reject-with echo-reply
  W --reject-with echo-reply no longer supported
  2 unknown reject type "echo-reply"
iptables -A INPUT -j REJECT --reject-with echo
  W --reject-with echo-reply no longer supported
  2 unknown reject type "echo"
ip6tables -A INPUT -j REJECT --reject-with echo
  2 unknown reject type "echo"
