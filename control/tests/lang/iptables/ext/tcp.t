# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A INPUT -p tcp --dport 22
  S -A INPUT -p tcp -m tcp --dport 22
  L            tcp  --  anywhere             anywhere             tcp dpt:ssh$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp dpt:22$
iptables -A INPUT -p tcp -m tcp --sport 1024:65535 --dport ssh
  S -A INPUT -p tcp -m tcp --sport 1024:65535 --dport 22
  L            tcp  --  anywhere             anywhere             tcp spts:1024:65535 dpt:ssh$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp spts:1024:65535 dpt:22$
ip6tables -A INPUT -p tcp --dport 22
  S -A INPUT -p tcp -m tcp --dport 22
  L            tcp  --  anywhere             anywhere             tcp dpt:ssh$
  N            6    --  ::/0                 ::/0                 tcp dpt:22$
ip6tables -A INPUT -p tcp ! --sport http:https
  S -A INPUT -p tcp -m tcp ! --sport 80:443
  L            tcp  --  anywhere             anywhere             tcp spts:!http:https$
  N            6    --  ::/0                 ::/0                 tcp spts:!80:443$
iptables -A INPUT -p tcp --destination-port 80 --source-port 1
  S -A INPUT -p tcp -m tcp --sport 1 --dport 80
  L            tcp  --  anywhere             anywhere             tcp spt:tcpmux dpt:http$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp spt:1 dpt:80$
iptables -A INPUT -p tcp --dp 80
  S -A INPUT -p tcp -m tcp --dport 80
  L            tcp  --  anywhere             anywhere             tcp dpt:http$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp dpt:80$
iptables -A INPUT -p tcp --dport www
  S -A INPUT -p tcp -m tcp --dport 80
  L            tcp  --  anywhere             anywhere             tcp dpt:http$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp dpt:80$
iptables -A INPUT -p tcp --dport 5:3
  2 invalid portrange (min > max)
iptables -A INPUT -p tcp --dport 1:2:3
  2 invalid port/service `2:3' specified
iptables -A INPUT -p tcp --dport foo
  2 invalid port/service `foo' specified
iptables -A INPUT -p tcp --dport tftp
  2 invalid port/service `tftp' specified
iptables -A INPUT -p tcp --dport 65536
  2 invalid port/service `65536' specified
iptables -A INPUT -p tcp --dport -1
  2 invalid port/service `-1' specified
iptables -A INPUT -p tcp --dport ""
  2 invalid port/service `' specified
iptables -A INPUT -p tcp --dport 5-10
  2 invalid port/service `5-10' specified
iptables -A INPUT -p tcp --dport 22,23
  2 invalid port/service `22,23' specified
iptables -A INPUT -p tcp --dport :22
  S -A INPUT -p tcp -m tcp --dport 0:22
  L            tcp  --  anywhere             anywhere             tcp dpts:0:ssh$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp dpts:0:22$
iptables -A INPUT -p tcp --dport 22:
  S -A INPUT -p tcp -m tcp --dport 22:65535
  L            tcp  --  anywhere             anywhere             tcp dpts:ssh:65535$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp dpts:22:65535$
iptables -A INPUT -p tcp --dport 0:
  S -A INPUT -p tcp -m tcp
  L            tcp  --  anywhere             anywhere             tcp$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp$
iptables -A INPUT -p tcp --dport :
  S -A INPUT -p tcp -m tcp
  L            tcp  --  anywhere             anywhere             tcp$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp$
iptables -A INPUT -p tcp --dport 0
  S -A INPUT -p tcp -m tcp --dport 0
  L            tcp  --  anywhere             anywhere             tcp dpt:0$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp dpt:0$
iptables -A INPUT -p tcp --dport 22:22
  S -A INPUT -p tcp -m tcp --dport 22
  L            tcp  --  anywhere             anywhere             tcp dpt:ssh$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp dpt:22$
iptables -A INPUT -p tcp ! --dport 0:
  S -A INPUT -p tcp -m tcp
  L            tcp  --  anywhere             anywhere             tcp dpts:!0:65535$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp dpts:!0:65535$
iptables -A INPUT -p tcp ! --sport 0:65535 --dport 1
  S -A INPUT -p tcp -m tcp --dport 1
  L            tcp  --  anywhere             anywhere             tcp spts:!0:65535 dpt:tcpmux$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp spts:!0:65535 dpt:1$
iptables -A INPUT -p tcp ! --dport 22
  S -A INPUT -p tcp -m tcp ! --dport 22
  L            tcp  --  anywhere             anywhere             tcp dpt:!ssh$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp dpt:!22$
iptables -A INPUT -p tcp --dport 0x16
  S -A INPUT -p tcp -m tcp --dport 22
  L            tcp  --  anywhere             anywhere             tcp dpt:ssh$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp dpt:22$
iptables -A INPUT -p tcp --dport 026
  S -A INPUT -p tcp -m tcp --dport 22
  L            tcp  --  anywhere             anywhere             tcp dpt:ssh$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp dpt:22$
iptables -A INPUT -p tcp --tcp-flags ALL,NONE SYN,ack ! --syn
  2 Only one of `--syn' or `--tcp-flags'  allowed
iptables -A INPUT -p tcp --tcp-flags ALL SYN,ack --tcp-option 5
  S -A INPUT -p tcp -m tcp --tcp-option 5 --tcp-flags FIN,SYN,RST,PSH,ACK,URG SYN,ACK
  L            tcp  --  anywhere             anywhere             tcp option=5 flags:FIN,SYN,RST,PSH,ACK,URG/SYN,ACK$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp option=5 flags:0x3F/0x12$
iptables -A INPUT -p tcp --tcp-flags foo SYN
  2 Unknown TCP flag `foo'
iptables -A INPUT -p tcp --tcp-flags SYN foo
  2 Unknown TCP flag `foo'
iptables -A INPUT -p tcp --tcp-flags ALL
  2 --tcp-flags requires two args.
iptables -A INPUT -p tcp --tcp-flags ALL --syn
  2 --tcp-flags requires two args.
iptables -A INPUT -p tcp --tcp-flags ALL ! --dport 5
  2 --tcp-flags requires two args.
iptables -A INPUT -p tcp ! --tcp-option 8
  S -A INPUT -p tcp -m tcp ! --tcp-option 8
  L            tcp  --  anywhere             anywhere             tcp option=!8$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp option=!8$
iptables -A INPUT -p tcp --tcp-option 0
  2 Bad TCP option "0"
iptables -A INPUT -p tcp --tcp-option 300
  2 Bad TCP option "300"
iptables -A INPUT -p tcp --tcp-option x
  2 Bad TCP option "x"
iptables -A INPUT -p tcp --tcp-option 255
  S -A INPUT -p tcp -m tcp --tcp-option 255
  L            tcp  --  anywhere             anywhere             tcp option=255$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp option=255$
iptables -A INPUT -p tcp --tcp-option 3 --tcp-option 4
  2 Only one `--tcp-option' allowed
iptables -A INPUT -p tcp --sport 3 --source-port 4
  2 Only one `--source-port' allowed
iptables -A INPUT -p tcp --dport 3 ! --dport 4
  2 Only one `--destination-port' allowed
iptables -A INPUT -p tcp --syn --syn
  2 Only one of `--syn' or `--tcp-flags'  allowed
iptables -A INPUT -p tcp --syn
  S -A INPUT -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN
  L            tcp  --  anywhere             anywhere             tcp flags:FIN,SYN,RST,ACK/SYN$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp flags:0x17/0x02$
iptables -A INPUT -p tcp ! --syn
  S -A INPUT -p tcp -m tcp ! --tcp-flags FIN,SYN,RST,ACK SYN
  L            tcp  --  anywhere             anywhere             tcp flags:!FIN,SYN,RST,ACK/SYN$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp flags:!0x17/0x02$
ip6tables -A INPUT -p tcp --syn
  S -A INPUT -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN
  L            tcp  --  anywhere             anywhere             tcp flags:FIN,SYN,RST,ACK/SYN$
  N            6    --  ::/0                 ::/0                 tcp flags:0x17/0x02$
iptables -A INPUT -p tcp -m tcp
  S -A INPUT -p tcp -m tcp
  L            tcp  --  anywhere             anywhere             tcp$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp$
iptables -A INPUT -p tcp -m tcp --tcp-flags NONE NONE
  S -A INPUT -p tcp -m tcp
  L            tcp  --  anywhere             anywhere             tcp$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp$
iptables -A INPUT -p tcp -m tcp --tcp-flags NONE SYN
  S -A INPUT -p tcp -m tcp
  L            tcp  --  anywhere             anywhere             tcp$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp$
iptables -A INPUT -p tcp -m tcp --tcp-flags ALL NONE
  S -A INPUT -p tcp -m tcp --tcp-flags FIN,SYN,RST,PSH,ACK,URG NONE
  L            tcp  --  anywhere             anywhere             tcp flags:FIN,SYN,RST,PSH,ACK,URG/NONE$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp flags:0x3F/0x00$
iptables -A INPUT -p tcp -m tcp --tcp-flags all all
  S -A INPUT -p tcp -m tcp --tcp-flags FIN,SYN,RST,PSH,ACK,URG FIN,SYN,RST,PSH,ACK,URG
  L            tcp  --  anywhere             anywhere             tcp flags:FIN,SYN,RST,PSH,ACK,URG/FIN,SYN,RST,PSH,ACK,URG$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp flags:0x3F/0x3F$
iptables -A INPUT -p tcp -m tcp --tcp-flags fin,syn,rst,psh,ack,urg fin,psh,urg
  S -A INPUT -p tcp -m tcp --tcp-flags FIN,SYN,RST,PSH,ACK,URG FIN,PSH,URG
  L            tcp  --  anywhere             anywhere             tcp flags:FIN,SYN,RST,PSH,ACK,URG/FIN,PSH,URG$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp flags:0x3F/0x29$
iptables -A INPUT -p tcp -m tcp ! --tcp-flags NONE NONE
  S -A INPUT -p tcp -m tcp ! --tcp-flags NONE NONE
  L            tcp  --  anywhere             anywhere             tcp flags:!NONE/NONE$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp flags:!0x00/0x00$
iptables -A INPUT -p tcp -m tcp ! --tcp-flags SYN,RST RST
  S -A INPUT -p tcp -m tcp ! --tcp-flags SYN,RST RST
  L            tcp  --  anywhere             anywhere             tcp flags:!SYN,RST/RST$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp flags:!0x06/0x04$
iptables -A INPUT -p tcp -m tcp --tcp-flags ,SYN,,ACK SYN
  S -A INPUT -p tcp -m tcp --tcp-flags SYN,ACK SYN
  L            tcp  --  anywhere             anywhere             tcp flags:SYN,ACK/SYN$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp flags:0x12/0x02$
iptables -A INPUT -p tcp -m tcp --tcp-flags "" ""
  S -A INPUT -p tcp -m tcp
  L            tcp  --  anywhere             anywhere             tcp$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp$
iptables -A INPUT -p tcp -m tcp --dport 1 -m tcp --dport 2
  S -A INPUT -p tcp -m tcp --dport 1 -m tcp --dport 2
  L            tcp  --  anywhere             anywhere             tcp dpt:tcpmux tcp dpt:2$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp dpt:1 tcp dpt:2$
iptables -A INPUT -m tcp --dport 22
  1 Invalid argument. Run `dmesg' for more information.
iptables -A INPUT -p udp -m tcp --dport 22
  1 Invalid argument. Run `dmesg' for more information.
