# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A INPUT -p tcp -m multiport --dports 22,80,443
  S -A INPUT -p tcp -m multiport --dports 22,80,443
  L            tcp  --  anywhere             anywhere             multiport dports ssh,http,https$
  N            6    --  0.0.0.0/0            0.0.0.0/0            multiport dports 22,80,443$
iptables -A INPUT -p tcp -m multiport --dport 22
  S -A INPUT -p tcp -m multiport --dports 22
  L            tcp  --  anywhere             anywhere             multiport dports ssh$
  N            6    --  0.0.0.0/0            0.0.0.0/0            multiport dports 22$
iptables -A INPUT -p tcp -m multiport --sport 22
  S -A INPUT -p tcp -m multiport --sports 22
  L            tcp  --  anywhere             anywhere             multiport sports ssh$
  N            6    --  0.0.0.0/0            0.0.0.0/0            multiport sports 22$
iptables -A INPUT -p tcp -m multiport --destination-ports 22
  S -A INPUT -p tcp -m multiport --dports 22
  L            tcp  --  anywhere             anywhere             multiport dports ssh$
  N            6    --  0.0.0.0/0            0.0.0.0/0            multiport dports 22$
iptables -A INPUT -p tcp -m multiport --source-ports 22
  S -A INPUT -p tcp -m multiport --sports 22
  L            tcp  --  anywhere             anywhere             multiport sports ssh$
  N            6    --  0.0.0.0/0            0.0.0.0/0            multiport sports 22$
ip6tables -A INPUT -p tcp -m multiport --dports 22,80,443
  S -A INPUT -p tcp -m multiport --dports 22,80,443
  L            tcp  --  anywhere             anywhere             multiport dports ssh,http,https$
  N            6    --  ::/0                 ::/0                 multiport dports 22,80,443$
iptables -A INPUT -p tcp -m multiport ! --sports 22,1024:65535
  S -A INPUT -p tcp -m multiport ! --sports 22,1024:65535
  L            tcp  --  anywhere             anywhere             multiport sports  !ssh,1024:65535$
  N            6    --  0.0.0.0/0            0.0.0.0/0            multiport sports  !22,1024:65535$
iptables -A INPUT -p tcp -m multiport ! --ports 22
  S -A INPUT -p tcp -m multiport ! --ports 22
  L            tcp  --  anywhere             anywhere             multiport ports  !ssh$
  N            6    --  0.0.0.0/0            0.0.0.0/0            multiport ports  !22$
iptables -A INPUT -p udp -m multiport --ports domain
  S -A INPUT -p udp -m multiport --ports 53
  L            udp  --  anywhere             anywhere             multiport ports domain$
  N            17   --  0.0.0.0/0            0.0.0.0/0            multiport ports 53$
iptables -A INPUT -p udp -m multiport --ports ssh
  2 invalid port/service `ssh' specified
iptables -A INPUT -p udp -m multiport --port 53
  S -A INPUT -p udp -m multiport --ports 53
  L            udp  --  anywhere             anywhere             multiport ports domain$
  N            17   --  0.0.0.0/0            0.0.0.0/0            multiport ports 53$
iptables -A INPUT -p 17 -m multiport --ports 53
  S -A INPUT -p udp -m multiport --ports 53
  L            udp  --  anywhere             anywhere             multiport ports domain$
  N            17   --  0.0.0.0/0            0.0.0.0/0            multiport ports 53$
iptables -A INPUT -p udplite -m multiport --ports 53
  S -A INPUT -p udplite -m multiport --ports 53
  L            udplite --  anywhere             anywhere             multiport ports 53$
  N            136  --  0.0.0.0/0            0.0.0.0/0            multiport ports 53$
iptables -A INPUT -p dccp -m multiport --ports 53
  S -A INPUT -p dccp -m multiport --ports 53
  L            dccp --  anywhere             anywhere             multiport ports 53$
  N            33   --  0.0.0.0/0            0.0.0.0/0            multiport ports 53$
iptables -A INPUT -p sctp -m multiport --ports 53,80
  S -A INPUT -p sctp -m multiport --ports 53,80
  L            sctp --  anywhere             anywhere             multiport ports 53,80$
  N            132  --  0.0.0.0/0            0.0.0.0/0            multiport ports 53,80$
iptables -A INPUT -p icmp -m multiport --ports 53
  2 multiport only works with TCP, UDP, UDPLITE, SCTP and DCCP
iptables -A INPUT -m multiport --ports 53
  2 multiport needs `-p tcp', `-p udp', `-p udplite', `-p sctp' or `-p dccp'
iptables -A INPUT -p all -m multiport --ports 53
  2 multiport needs `-p tcp', `-p udp', `-p udplite', `-p sctp' or `-p dccp'
iptables -A INPUT ! -p tcp -m multiport --ports 53
  2 multiport only works with TCP, UDP, UDPLITE, SCTP and DCCP
iptables -A INPUT -m multiport --ports 53 -p tcp
  2 multiport needs `-p tcp', `-p udp', `-p udplite', `-p sctp' or `-p dccp'
iptables -A INPUT -p tcp -m multiport
  2 multiport expection an option
iptables -A INPUT -m multiport
  2 multiport expection an option
iptables -A INPUT -p tcp -m multiport --ports 53 --dports 5
  2 multiport: option "--destination-ports" cannot be used together with "--ports".\n
iptables -A INPUT -p tcp -m multiport --sports 53 --ports 5
  2 multiport: option "--source-ports" cannot be used together with "--ports".\n
iptables -A INPUT -p tcp -m multiport --dports 53 --sports 5
  2 multiport: option "--source-ports" cannot be used together with "--destination-ports".\n
iptables -A INPUT -p tcp -m multiport --dports 53 --dports 5
  2 multiport: option "--destination-ports" can only be used once.\n
iptables -A INPUT -p tcp -m multiport --dports 53 --destination-ports 5
  2 multiport: option "--destination-ports" can only be used once.\n
iptables -A INPUT -p tcp -m multiport --ports 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
  S -A INPUT -p tcp -m multiport --ports 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
  L            tcp  --  anywhere             anywhere             multiport ports tcpmux,2,3,4,5,6,echo,8,discard,10,systat,12,daytime,14,netstat$
  N            6    --  0.0.0.0/0            0.0.0.0/0            multiport ports 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15$
iptables -A INPUT -p tcp -m multiport --ports 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16
  2 too many ports specified
iptables -A INPUT -p tcp -m multiport --ports 1:2,3:4,5:6,7:8,9:10,11:12,13:14,15
  S -A INPUT -p tcp -m multiport --ports 1:2,3:4,5:6,7:8,9:10,11:12,13:14,15
  L            tcp  --  anywhere             anywhere             multiport ports tcpmux:2,3:4,5:6,echo:8,discard:10,systat:12,daytime:14,netstat$
  N            6    --  0.0.0.0/0            0.0.0.0/0            multiport ports 1:2,3:4,5:6,7:8,9:10,11:12,13:14,15$
iptables -A INPUT -p tcp -m multiport --ports 1:2,3:4,5:6,7:8,9:10,11:12,13:14,15:16
  2 too many ports specified
iptables -A INPUT -p tcp -m multiport --ports 5:3
  2 invalid portrange specified
iptables -A INPUT -p tcp -m multiport --ports 5:5
  2 invalid portrange specified
iptables -A INPUT -p tcp -m multiport --ports 5:
  2 invalid port/service `' specified
iptables -A INPUT -p tcp -m multiport --ports :5
  2 invalid port/service `' specified
iptables -A INPUT -p tcp -m multiport --ports foo
  2 invalid port/service `foo' specified
iptables -A INPUT -p tcp -m multiport --ports 1,
  2 invalid port/service `' specified
iptables -A INPUT -p tcp -m multiport --ports ,1
  2 invalid port/service `' specified
iptables -A INPUT -p tcp -m multiport --ports 1:2:3
  2 invalid port/service `2:3' specified
iptables -A INPUT -p tcp -m multiport --ports 7,7,7
  S -A INPUT -p tcp -m multiport --ports 7,7,7
  L            tcp  --  anywhere             anywhere             multiport ports echo,echo,echo$
  N            6    --  0.0.0.0/0            0.0.0.0/0            multiport ports 7,7,7$
iptables -A INPUT -p tcp -m multiport --ports 70000
  2 invalid port/service `70000' specified
iptables -A INPUT -p tcp -m multiport --ports ssh,http:8080
  S -A INPUT -p tcp -m multiport --ports 22,80:8080
  L            tcp  --  anywhere             anywhere             multiport ports ssh,http:http-alt$
  N            6    --  0.0.0.0/0            0.0.0.0/0            multiport ports 22,80:8080$
