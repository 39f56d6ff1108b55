# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -t mangle -A PREROUTING -j TOS --set-tos 4
  S -A PREROUTING -j TOS --set-tos 0x04/0xff
  L TOS        all  --  anywhere             anywhere             TOS set 0x04/0xff$
  N TOS        0    --  0.0.0.0/0            0.0.0.0/0            TOS set 0x04/0xff$
iptables -t mangle -A PREROUTING -j TOS --set-tos 4/0xf
  S -A PREROUTING -j TOS --set-tos 0x04/0x0f
  L TOS        all  --  anywhere             anywhere             TOS set 0x04/0x0f$
  N TOS        0    --  0.0.0.0/0            0.0.0.0/0            TOS set 0x04/0x0f$
iptables -t mangle -A PREROUTING -j TOS --set-tos Minimize-Delay
  S -A PREROUTING -j TOS --set-tos 0x10/0x3f
  L TOS        all  --  anywhere             anywhere              TOS setMinimize-Delay$
  N TOS        0    --  0.0.0.0/0            0.0.0.0/0            TOS set 0x10/0x3f$
iptables -t mangle -A PREROUTING -j TOS --set-tos Normal-Service
  S -A PREROUTING -j TOS --set-tos 0x00/0x3f
  L TOS        all  --  anywhere             anywhere              TOS setNormal-Service$
  N TOS        0    --  0.0.0.0/0            0.0.0.0/0            TOS set 0x00/0x3f$
iptables -t mangle -A PREROUTING -j TOS --set-tos 0
  S -A PREROUTING -j TOS --set-tos 0x00/0xff
  L TOS        all  --  anywhere             anywhere             TOS and 0x00$
  N TOS        0    --  0.0.0.0/0            0.0.0.0/0            TOS set 0x00/0xff$
iptables -t mangle -A PREROUTING -j TOS --set-tos 0/0
  S -A PREROUTING -j TOS --set-tos 0x00/0x00
  L TOS        all  --  anywhere             anywhere             TOS and 0xff$
  N TOS        0    --  0.0.0.0/0            0.0.0.0/0            TOS set 0x00/0x00$
iptables -t mangle -A PREROUTING -j TOS --set-tos 5/5
  S -A PREROUTING -j TOS --set-tos 0x05/0x05
  L TOS        all  --  anywhere             anywhere             TOS or 0x05$
  N TOS        0    --  0.0.0.0/0            0.0.0.0/0            TOS set 0x05/0x05$
iptables -t mangle -A PREROUTING -j TOS --set-tos 5/0
  S -A PREROUTING -j TOS --set-tos 0x05/0x00
  L TOS        all  --  anywhere             anywhere             TOS xor 0x05$
  N TOS        0    --  0.0.0.0/0            0.0.0.0/0            TOS set 0x05/0x00$
iptables -t mangle -A PREROUTING -j TOS --set-tos 0/0x3f
  S -A PREROUTING -j TOS --set-tos 0x00/0x3f
  L TOS        all  --  anywhere             anywhere              TOS setNormal-Service$
  N TOS        0    --  0.0.0.0/0            0.0.0.0/0            TOS set 0x00/0x3f$
iptables -t mangle -A PREROUTING -j TOS --set-tos 0x10/0x3f
  S -A PREROUTING -j TOS --set-tos 0x10/0x3f
  L TOS        all  --  anywhere             anywhere              TOS setMinimize-Delay$
  N TOS        0    --  0.0.0.0/0            0.0.0.0/0            TOS set 0x10/0x3f$
iptables -t mangle -A PREROUTING -j TOS --and-tos 0xf0
  S -A PREROUTING -j TOS --set-tos 0x00/0x0f
  L TOS        all  --  anywhere             anywhere             TOS and 0xf0$
  N TOS        0    --  0.0.0.0/0            0.0.0.0/0            TOS set 0x00/0x0f$
iptables -t mangle -A PREROUTING -j TOS --or-tos 0x0f
  S -A PREROUTING -j TOS --set-tos 0x0f/0x0f
  L TOS        all  --  anywhere             anywhere             TOS or 0x0f$
  N TOS        0    --  0.0.0.0/0            0.0.0.0/0            TOS set 0x0f/0x0f$
iptables -t mangle -A PREROUTING -j TOS --xor-tos 0x0f
  S -A PREROUTING -j TOS --set-tos 0x0f/0x00
  L TOS        all  --  anywhere             anywhere             TOS xor 0x0f$
  N TOS        0    --  0.0.0.0/0            0.0.0.0/0            TOS set 0x0f/0x00$
iptables -t mangle -A PREROUTING -j TOS --xor-tos 0
  S -A PREROUTING -j TOS --set-tos 0x00/0x00
  L TOS        all  --  anywhere             anywhere             TOS and 0xff$
  N TOS        0    --  0.0.0.0/0            0.0.0.0/0            TOS set 0x00/0x00$
iptables -t mangle -A PREROUTING -j TOS --or-tos 0xff
  S -A PREROUTING -j TOS --set-tos 0xff/0xff
  L TOS        all  --  anywhere             anywhere             TOS or 0xff$
  N TOS        0    --  0.0.0.0/0            0.0.0.0/0            TOS set 0xff/0xff$
iptables -t mangle -A PREROUTING -j TOS --and-tos 256
  2 TOS: bad value for option "--and-tos", or out of range (0-255).\n
iptables -t mangle -A PREROUTING -j TOS --set-tos 256
  2 Symbolic name "256" is unknown
iptables -t mangle -A PREROUTING -j TOS --set-tos x
  2 Symbolic name "x" is unknown
iptables -t mangle -A PREROUTING -j TOS
  2 TOS: An action is required
iptables -t mangle -A PREROUTING -j TOS --set-tos 1 --or-tos 2
  2 TOS: option "--set-tos" cannot be used together with "--or-tos".\n
iptables -t mangle -A PREROUTING -j TOS --set-tos 1 --set-tos 2
  2 TOS: option "--set-tos" can only be used once.\n
ip6tables -t mangle -A PREROUTING -j TOS --set-tos 1
  S -A PREROUTING -j TOS --set-tos 0x01/0xff
  L TOS        all  --  anywhere             anywhere             TOS set 0x01/0xff$
  N TOS        0    --  ::/0                 ::/0                 TOS set 0x01/0xff$
iptables -A INPUT -j TOS --set-tos 1
  1 Invalid argument. Run `dmesg' for more information.
iptables -t mangle -A PREROUTING -j TOS --set-tos 0xf5/0x0f
  S -A PREROUTING -j TOS --set-tos 0xf5/0x0f
  L TOS        all  --  anywhere             anywhere             TOS set 0xf5/0x0f$
  N TOS        0    --  0.0.0.0/0            0.0.0.0/0            TOS set 0xf5/0x0f$
