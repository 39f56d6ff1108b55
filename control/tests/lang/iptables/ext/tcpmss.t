# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A FORWARD -p tcp --syn -j TCPMSS --set-mss 1200
  S -A FORWARD -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j TCPMSS --set-mss 1200
  L TCPMSS     tcp  --  anywhere             anywhere             tcp flags:FIN,SYN,RST,ACK/SYN TCPMSS set 1200$
  N TCPMSS     6    --  0.0.0.0/0            0.0.0.0/0            tcp flags:0x17/0x02 TCPMSS set 1200$
iptables -A FORWARD -p tcp --syn -j TCPMSS --clamp-mss-to-pmtu
  S -A FORWARD -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j TCPMSS --clamp-mss-to-pmtu
  L TCPMSS     tcp  --  anywhere             anywhere             tcp flags:FIN,SYN,RST,ACK/SYN TCPMSS clamp to PMTU$
  N TCPMSS     6    --  0.0.0.0/0            0.0.0.0/0            tcp flags:0x17/0x02 TCPMSS clamp to PMTU$
iptables -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
  S -A FORWARD -p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
  L TCPMSS     tcp  --  anywhere             anywhere             tcp flags:SYN,RST/SYN TCPMSS clamp to PMTU$
  N TCPMSS     6    --  0.0.0.0/0            0.0.0.0/0            tcp flags:0x06/0x02 TCPMSS clamp to PMTU$
iptables -A FORWARD -p tcp -j TCPMSS --clamp-mss-to-pmtu
  1 Invalid argument. Run `dmesg' for more information.
iptables -A FORWARD -j TCPMSS --clamp-mss-to-pmtu
  1 Invalid argument. Run `dmesg' for more information.
iptables -A FORWARD -p tcp ! --syn -j TCPMSS --clamp-mss-to-pmtu
  1 Invalid argument. Run `dmesg' for more information.
iptables -A FORWARD -p tcp --tcp-flags SYN SYN -j TCPMSS --clamp-mss-to-pmtu
  S -A FORWARD -p tcp -m tcp --tcp-flags SYN SYN -j TCPMSS --clamp-mss-to-pmtu
  L TCPMSS     tcp  --  anywhere             anywhere             tcp flags:SYN/SYN TCPMSS clamp to PMTU$
  N TCPMSS     6    --  0.0.0.0/0            0.0.0.0/0            tcp flags:0x02/0x02 TCPMSS clamp to PMTU$
iptables -A FORWARD -p tcp --tcp-flags ALL ACK -j TCPMSS --clamp-mss-to-pmtu
  1 Invalid argument. Run `dmesg' for more information.
iptables -A INPUT -p tcp --syn -j TCPMSS --clamp-mss-to-pmtu
  1 Invalid argument. Run `dmesg' for more information.
iptables -A OUTPUT -p tcp --syn -j TCPMSS --clamp-mss-to-pmtu
  S -A OUTPUT -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j TCPMSS --clamp-mss-to-pmtu
  L TCPMSS     tcp  --  anywhere             anywhere             tcp flags:FIN,SYN,RST,ACK/SYN TCPMSS clamp to PMTU$
  N TCPMSS     6    --  0.0.0.0/0            0.0.0.0/0            tcp flags:0x17/0x02 TCPMSS clamp to PMTU$
iptables -A INPUT -p tcp --syn -j TCPMSS --set-mss 5
  S -A INPUT -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j TCPMSS --set-mss 5
  L TCPMSS     tcp  --  anywhere             anywhere             tcp flags:FIN,SYN,RST,ACK/SYN TCPMSS set 5$
  N TCPMSS     6    --  0.0.0.0/0            0.0.0.0/0            tcp flags:0x17/0x02 TCPMSS set 5$
iptables -A FORWARD -p tcp --syn -j TCPMSS
  2 TCPMSS target: At least one parameter is required
iptables -A FORWARD -p tcp --syn -j TCPMSS --set-mss 1 --clamp-mss-to-pmtu
  S -A FORWARD -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j TCPMSS --clamp-mss-to-pmtu
  L TCPMSS     tcp  --  anywhere             anywhere             tcp flags:FIN,SYN,RST,ACK/SYN TCPMSS clamp to PMTU$
  N TCPMSS     6    --  0.0.0.0/0            0.0.0.0/0            tcp flags:0x17/0x02 TCPMSS clamp to PMTU$
iptables -A FORWARD -p tcp --syn -j TCPMSS --set-mss 70000
  2 TCPMSS: bad value for option "--set-mss", or out of range (0-65515).\n
iptables -A FORWARD -p tcp --syn -j TCPMSS --set-mss 65535
  2 TCPMSS: bad value for option "--set-mss", or out of range (0-65515).\n
iptables -A FORWARD -p tcp --syn -j TCPMSS --set-mss 65496
  S -A FORWARD -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j TCPMSS --set-mss 65496
  L TCPMSS     tcp  --  anywhere             anywhere             tcp flags:FIN,SYN,RST,ACK/SYN TCPMSS set 65496$
  N TCPMSS     6    --  0.0.0.0/0            0.0.0.0/0            tcp flags:0x17/0x02 TCPMSS set 65496$
iptables -A FORWARD -p tcp --syn -j TCPMSS --set-mss 65495
  S -A FORWARD -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j TCPMSS --set-mss 65495
  L TCPMSS     tcp  --  anywhere             anywhere             tcp flags:FIN,SYN,RST,ACK/SYN TCPMSS set 65495$
  N TCPMSS     6    --  0.0.0.0/0            0.0.0.0/0            tcp flags:0x17/0x02 TCPMSS set 65495$
iptables -A FORWARD -p tcp --syn -j TCPMSS --set-mss 0
  S -A FORWARD -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j TCPMSS --set-mss 0
  L TCPMSS     tcp  --  anywhere             anywhere             tcp flags:FIN,SYN,RST,ACK/SYN TCPMSS set 0$
  N TCPMSS     6    --  0.0.0.0/0            0.0.0.0/0            tcp flags:0x17/0x02 TCPMSS set 0$
ip6tables -A FORWARD -p tcp --syn -j TCPMSS --set-mss 65495
  S -A FORWARD -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j TCPMSS --set-mss 65495
  L TCPMSS     tcp  --  anywhere             anywhere             tcp flags:FIN,SYN,RST,ACK/SYN TCPMSS set 65495$
  N TCPMSS     6    --  ::/0                 ::/0                 tcp flags:0x17/0x02 TCPMSS set 65495$
ip6tables -A FORWARD -p tcp --syn -j TCPMSS --set-mss 65476
  S -A FORWARD -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j TCPMSS --set-mss 65476
  L TCPMSS     tcp  --  anywhere             anywhere             tcp flags:FIN,SYN,RST,ACK/SYN TCPMSS set 65476$
  N TCPMSS     6    --  ::/0                 ::/0                 tcp flags:0x17/0x02 TCPMSS set 65476$
ip6tables -A FORWARD -p tcp --syn -j TCPMSS --clamp-mss-to-pmtu
  S -A FORWARD -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j TCPMSS --clamp-mss-to-pmtu
  L TCPMSS     tcp  --  anywhere             anywhere             tcp flags:FIN,SYN,RST,ACK/SYN TCPMSS clamp to PMTU$
  N TCPMSS     6    --  ::/0                 ::/0                 tcp flags:0x17/0x02 TCPMSS clamp to PMTU$
iptables -A FORWARD -p tcp --syn -j TCPMSS --clamp-mss-to-pmtu --set-mss 1
  S -A FORWARD -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j TCPMSS --set-mss 1
  L TCPMSS     tcp  --  anywhere             anywhere             tcp flags:FIN,SYN,RST,ACK/SYN TCPMSS set 1$
  N TCPMSS     6    --  0.0.0.0/0            0.0.0.0/0            tcp flags:0x17/0x02 TCPMSS set 1$
ip6tables -A FORWARD -p tcp --syn -j TCPMSS --set-mss 65496
  2 TCPMSS: bad value for option "--set-mss", or out of range (0-65495).\n
