# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A INPUT -p udp --dport 53
  S -A INPUT -p udp -m udp --dport 53
  L            udp  --  anywhere             anywhere             udp dpt:domain$
  N            17   --  0.0.0.0/0            0.0.0.0/0            udp dpt:53$
iptables -A INPUT -p udp -m udp
  S -A INPUT -p udp -m udp
  L            udp  --  anywhere             anywhere             udp$
  N            17   --  0.0.0.0/0            0.0.0.0/0            udp$
ip6tables -A INPUT -p udp --sport domain ! --dport 1:2
  S -A INPUT -p udp -m udp --sport 53 ! --dport 1:2
  L            udp  --  anywhere             anywhere             udp spt:domain dpts:!1:2$
  N            17   --  ::/0                 ::/0                 udp spt:53 dpts:!1:2$
iptables -A INPUT -p udp --dport 70000
  S -A INPUT -p udp -m udp --dport 4464
  L            udp  --  anywhere             anywhere             udp dpt:4464$
  N            17   --  0.0.0.0/0            0.0.0.0/0            udp dpt:4464$
iptables -A INPUT -p udp --dport 4294967295
  2 Port "4294967295" does not resolve to anything.\n
iptables -A INPUT -p udp --dport 4294967301
  S -A INPUT -p udp -m udp --dport 5
  L            udp  --  anywhere             anywhere             udp dpt:5$
  N            17   --  0.0.0.0/0            0.0.0.0/0            udp dpt:5$
iptables -A INPUT -p udp --dport -1
  2 Port "-1" does not resolve to anything.\n
iptables -A INPUT -p udp --dport bootps:http
  S -A INPUT -p udp -m udp --dport 67:80
  L            udp  --  anywhere             anywhere             udp dpts:bootps:80$
  N            17   --  0.0.0.0/0            0.0.0.0/0            udp dpts:67:80$
iptables -A INPUT -p udp --dport ssh
  S -A INPUT -p udp -m udp --dport 22
  L            udp  --  anywhere             anywhere             udp dpt:22$
  N            17   --  0.0.0.0/0            0.0.0.0/0            udp dpt:22$
iptables -A INPUT -p udp --dport tftp
  S -A INPUT -p udp -m udp --dport 69
  L            udp  --  anywhere             anywhere             udp dpt:tftp$
  N            17   --  0.0.0.0/0            0.0.0.0/0            udp dpt:69$
iptables -A INPUT -p udp --dport 5:3
  S -A INPUT -p udp -m udp --dport 5:3
  L            udp  --  anywhere             anywhere             udp dpts:5:3$
  N            17   --  0.0.0.0/0            0.0.0.0/0            udp dpts:5:3$
iptables -A INPUT -p udp --dport 1:2:3
  2 udp: Too many components for option "--destination-port" (max: 2)\n
iptables -A INPUT -p udp --dport foo
  2 Port "foo" does not resolve to anything.\n
iptables -A INPUT -p udp --dport 0x16
  2 Port "0x16" does not resolve to anything.\n
iptables -A INPUT -p udp --dport 010
  S -A INPUT -p udp -m udp --dport 10
  L            udp  --  anywhere             anywhere             udp dpt:10$
  N            17   --  0.0.0.0/0            0.0.0.0/0            udp dpt:10$
iptables -A INPUT -p udp --dport " 7"
  S -A INPUT -p udp -m udp --dport 7
  L            udp  --  anywhere             anywhere             udp dpt:echo$
  N            17   --  0.0.0.0/0            0.0.0.0/0            udp dpt:7$
iptables -A INPUT -p udp --dport ""
  S -A INPUT -p udp -m udp --dport 0
  L            udp  --  anywhere             anywhere             udp dpt:0$
  N            17   --  0.0.0.0/0            0.0.0.0/0            udp dpt:0$
iptables -A INPUT -p udp --dport :
  S -A INPUT -p udp -m udp
  L            udp  --  anywhere             anywhere             udp$
  N            17   --  0.0.0.0/0            0.0.0.0/0            udp$
iptables -A INPUT -p udp --dport :5
  S -A INPUT -p udp -m udp --dport 0:5
  L            udp  --  anywhere             anywhere             udp dpts:0:5$
  N            17   --  0.0.0.0/0            0.0.0.0/0            udp dpts:0:5$
iptables -A INPUT -p udp --dport 5:
  S -A INPUT -p udp -m udp --dport 5:65535
  L            udp  --  anywhere             anywhere             udp dpts:5:65535$
  N            17   --  0.0.0.0/0            0.0.0.0/0            udp dpts:5:65535$
iptables -A INPUT -p udp ! --dport 0:
  S -A INPUT -p udp -m udp
  L            udp  --  anywhere             anywhere             udp dpts:!0:65535$
  N            17   --  0.0.0.0/0            0.0.0.0/0            udp dpts:!0:65535$
iptables -A INPUT -p udp ! --sport 7
  S -A INPUT -p udp -m udp ! --sport 7
  L            udp  --  anywhere             anywhere             udp spt:!echo$
  N            17   --  0.0.0.0/0            0.0.0.0/0            udp spt:!7$
iptables -A INPUT -p udp --sport 3 --source-port 4
  2 udp: option "--source-port" can only be used once.\n
iptables -A INPUT -p udp --dport 3 --dport 4
  2 udp: option "--destination-port" can only be used once.\n
iptables -A INPUT -m udp --dport 22
  1 Invalid argument. Run `dmesg' for more information.
