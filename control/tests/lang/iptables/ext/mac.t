# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A INPUT -m mac --mac-source 00:11:22:aa:BB:cc
  S -A INPUT -m mac --mac-source 00:11:22:aa:bb:cc
  L            all  --  anywhere             anywhere             MAC 00:11:22:aa:bb:cc$
  N            0    --  0.0.0.0/0            0.0.0.0/0            MAC 00:11:22:aa:bb:cc$
iptables -A INPUT -m mac ! --mac-source 0:1:2:3:4:5
  S -A INPUT -m mac ! --mac-source 00:01:02:03:04:05
  L            all  --  anywhere             anywhere             MAC ! 00:01:02:03:04:05$
  N            0    --  0.0.0.0/0            0.0.0.0/0            MAC ! 00:01:02:03:04:05$
iptables -A INPUT -m mac --mac-source 00:11:22:aa:BB
  2 Invalid MAC address specified.
iptables -A INPUT -m mac --mac-source 00:11:22:aa:BB:ccc
  2 Invalid MAC address specified.
iptables -A INPUT -m mac --mac-source 00:11:22:aa:BB:gg
  2 Invalid MAC address specified.
iptables -A INPUT -m mac --mac-source ::::: 
  S -A INPUT -m mac --mac-source 00:00:00:00:00:00
  L            all  --  anywhere             anywhere             MAC 00:00:00:00:00:00$
  N            0    --  0.0.0.0/0            0.0.0.0/0            MAC 00:00:00:00:00:00$
iptables -A INPUT -m mac
  2 mac: option "--mac-source" must be specified\n
iptables -A OUTPUT -m mac --mac-source 00:11:22:aa:BB:cc
  1 Invalid argument. Run `dmesg' for more information.
ip6tables -A INPUT -m mac --mac-source 00:11:22:aa:BB:cc
  S -A INPUT -m mac --mac-source 00:11:22:aa:bb:cc
  L            all  --  anywhere             anywhere             MAC 00:11:22:aa:bb:cc$
  N            0    --  ::/0                 ::/0                 MAC 00:11:22:aa:bb:cc$
iptables -A INPUT -m mac --mac-source -1:+2:3:4:5:6
  S -A INPUT -m mac --mac-source ff:02:03:04:05:06
  L            all  --  anywhere             anywhere             MAC ff:02:03:04:05:06$
  N            0    --  0.0.0.0/0            0.0.0.0/0            MAC ff:02:03:04:05:06$
iptables -A INPUT -m mac --mac-source "1: 2:3:4:5:6"
  S -A INPUT -m mac --mac-source 01:02:03:04:05:06
  L            all  --  anywhere             anywhere             MAC 01:02:03:04:05:06$
  N            0    --  0.0.0.0/0            0.0.0.0/0            MAC 01:02:03:04:05:06$
iptables -A INPUT -m mac --mac-source 1:2:3:4:5:6:7
  2 Invalid MAC address specified.
iptables -A INPUT -m mac --mac-source 1:2:3:4:5:
  S -A INPUT -m mac --mac-source 01:02:03:04:05:00
  L            all  --  anywhere             anywhere             MAC 01:02:03:04:05:00$
  N            0    --  0.0.0.0/0            0.0.0.0/0            MAC 01:02:03:04:05:00$
