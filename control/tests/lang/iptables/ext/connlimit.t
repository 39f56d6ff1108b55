# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A INPUT -m connlimit
  2 You must specify "--connlimit-above" or "--connlimit-upto".
iptables -A INPUT -m connlimit --connlimit-above 3
  S -A INPUT -m connlimit --connlimit-above 3 --connlimit-mask 32 --connlimit-saddr
  L            all  --  anywhere             anywhere             #conn src/32 > 3$
  N            0    --  0.0.0.0/0            0.0.0.0/0            #conn src/32 > 3$
ip6tables -A INPUT -m connlimit --connlimit-above 3
  S -A INPUT -m connlimit --connlimit-above 3 --connlimit-mask 128 --connlimit-saddr
  L            all  --  anywhere             anywhere             #conn src/128 > 3$
  N            0    --  ::/0                 ::/0                 #conn src/128 > 3$
iptables -A INPUT -p tcp --syn -m connlimit --connlimit-upto 0
  S -A INPUT -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -m connlimit --connlimit-upto 0 --connlimit-mask 32 --connlimit-saddr
  L            tcp  --  anywhere             anywhere             tcp flags:FIN,SYN,RST,ACK/SYN #conn src/32 <= 0$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp flags:0x17/0x02 #conn src/32 <= 0$
iptables -A INPUT -m connlimit ! --connlimit-above 3
  S -A INPUT -m connlimit --connlimit-upto 3 --connlimit-mask 32 --connlimit-saddr
  L            all  --  anywhere             anywhere             #conn src/32 <= 3$
  N            0    --  0.0.0.0/0            0.0.0.0/0            #conn src/32 <= 3$
iptables -A INPUT -m connlimit ! --connlimit-upto 3
  S -A INPUT -m connlimit --connlimit-above 3 --connlimit-mask 32 --connlimit-saddr
  L            all  --  anywhere             anywhere             #conn src/32 > 3$
  N            0    --  0.0.0.0/0            0.0.0.0/0            #conn src/32 > 3$
iptables -A INPUT -m connlimit --connlimit-above 3 --connlimit-upto 4
  2 connlimit: option "--connlimit-upto" cannot be used together with "--connlimit-above".\n
iptables -A INPUT -m connlimit --connlimit-above 3 --connlimit-above 4
  2 connlimit: option "--connlimit-above" can only be used once.\n
iptables -A INPUT -m connlimit --connlimit-above x
  2 connlimit: bad value for option "--connlimit-above", or out of range (0-4294967295).\n
iptables -A INPUT -m connlimit --connlimit-above -1
  2 connlimit: bad value for option "--connlimit-above", or out of range (0-4294967295).\n
iptables -A INPUT -m connlimit --connlimit-above 4294967295
  S -A INPUT -m connlimit --connlimit-above 4294967295 --connlimit-mask 32 --connlimit-saddr
  L            all  --  anywhere             anywhere             #conn src/32 > 4294967295$
  N            0    --  0.0.0.0/0            0.0.0.0/0            #conn src/32 > 4294967295$
iptables -A INPUT -m connlimit --connlimit-above 4294967296
  2 connlimit: bad value for option "--connlimit-above", or out of range (0-4294967295).\n
iptables -A INPUT -m connlimit --connlimit-above 0x10
  S -A INPUT -m connlimit --connlimit-above 16 --connlimit-mask 32 --connlimit-saddr
  L            all  --  anywhere             anywhere             #conn src/32 > 16$
  N            0    --  0.0.0.0/0            0.0.0.0/0            #conn src/32 > 16$
iptables -A INPUT -m connlimit --connlimit-mask 24
  2 You must specify "--connlimit-above" or "--connlimit-upto".
iptables -A INPUT -m connlimit --connlimit-above 3 --connlimit-mask 24
  S -A INPUT -m connlimit --connlimit-above 3 --connlimit-mask 24 --connlimit-saddr
  L            all  --  anywhere             anywhere             #conn src/24 > 3$
  N            0    --  0.0.0.0/0            0.0.0.0/0            #conn src/24 > 3$
iptables -A INPUT -m connlimit --connlimit-above 3 --connlimit-mask 0
  S -A INPUT -m connlimit --connlimit-above 3 --connlimit-mask 0 --connlimit-saddr
  L            all  --  anywhere             anywhere             #conn src/0 > 3$
  N            0    --  0.0.0.0/0            0.0.0.0/0            #conn src/0 > 3$
iptables -A INPUT -m connlimit --connlimit-above 3 --connlimit-mask 32
  S -A INPUT -m connlimit --connlimit-above 3 --connlimit-mask 32 --connlimit-saddr
  L            all  --  anywhere             anywhere             #conn src/32 > 3$
  N            0    --  0.0.0.0/0            0.0.0.0/0            #conn src/32 > 3$
iptables -A INPUT -m connlimit --connlimit-above 3 --connlimit-mask 33
  S -A INPUT -m connlimit --connlimit-above 3 --connlimit-mask 32 --connlimit-saddr
  L            all  --  anywhere             anywhere             #conn src/32 > 3$
  N            0    --  0.0.0.0/0            0.0.0.0/0            #conn src/32 > 3$
iptables -A INPUT -m connlimit --connlimit-above 3 --connlimit-mask 255.255.0.0
  S -A INPUT -m connlimit --connlimit-above 3 --connlimit-mask 16 --connlimit-saddr
  L            all  --  anywhere             anywhere             #conn src/16 > 3$
  N            0    --  0.0.0.0/0            0.0.0.0/0            #conn src/16 > 3$
iptables -A INPUT -m connlimit --connlimit-above 3 ! --connlimit-mask 24
  2 connlimit: option "--connlimit-mask" cannot be inverted.\n
ip6tables -A INPUT -m connlimit --connlimit-above 3 --connlimit-mask 64
  S -A INPUT -m connlimit --connlimit-above 3 --connlimit-mask 64 --connlimit-saddr
  L            all  --  anywhere             anywhere             #conn src/64 > 3$
  N            0    --  ::/0                 ::/0                 #conn src/64 > 3$
ip6tables -A INPUT -m connlimit --connlimit-above 3 --connlimit-mask 0
  S -A INPUT -m connlimit --connlimit-above 3 --connlimit-mask 0 --connlimit-saddr
  L            all  --  anywhere             anywhere             #conn src/0 > 3$
  N            0    --  ::/0                 ::/0                 #conn src/0 > 3$
ip6tables -A INPUT -m connlimit --connlimit-above 3 --connlimit-mask 129
  2 connlimit: bad value for option "--connlimit-mask", neither a valid network mask nor valid CIDR (0-128).\n
iptables -A INPUT -m connlimit --connlimit-above 3 --connlimit-saddr
  S -A INPUT -m connlimit --connlimit-above 3 --connlimit-mask 32 --connlimit-saddr
  L            all  --  anywhere             anywhere             #conn src/32 > 3$
  N            0    --  0.0.0.0/0            0.0.0.0/0            #conn src/32 > 3$
iptables -A INPUT -m connlimit --connlimit-above 3 --connlimit-daddr
  S -A INPUT -m connlimit --connlimit-above 3 --connlimit-mask 32 --connlimit-daddr
  L            all  --  anywhere             anywhere             #conn dst/32 > 3$
  N            0    --  0.0.0.0/0            0.0.0.0/0            #conn dst/32 > 3$
ip6tables -A INPUT -m connlimit --connlimit-upto 3 --connlimit-daddr --connlimit-mask 48
  S -A INPUT -m connlimit --connlimit-upto 3 --connlimit-mask 48 --connlimit-daddr
  L            all  --  anywhere             anywhere             #conn dst/48 <= 3$
  N            0    --  ::/0                 ::/0                 #conn dst/48 <= 3$
iptables -A INPUT -m connlimit --connlimit-above 3 --connlimit-daddr --connlimit-saddr
  2 connlimit: option "--connlimit-saddr" cannot be used together with "--connlimit-daddr".\n
iptables -A INPUT -m connlimit --connlimit-above 3 ! --connlimit-daddr
  2 connlimit: option "--connlimit-daddr" cannot be inverted.\n
