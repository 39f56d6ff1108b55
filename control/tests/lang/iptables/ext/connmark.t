# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -t mangle -A PREROUTING -j CONNMARK --set-mark 5
  S -A PREROUTING -j CONNMARK --set-xmark 0x5/0xffffffff
  L CONNMARK   all  --  anywhere             anywhere             CONNMARK set 0x5$
  N CONNMARK   0    --  0.0.0.0/0            0.0.0.0/0            CONNMARK set 0x5$
iptables -t mangle -A PREROUTING -j CONNMARK --set-mark 5/7
  S -A PREROUTING -j CONNMARK --set-xmark 0x5/0x7
  L CONNMARK   all  --  anywhere             anywhere             CONNMARK xset 0x5/0x7$
  N CONNMARK   0    --  0.0.0.0/0            0.0.0.0/0            CONNMARK xset 0x5/0x7$
iptables -t mangle -A PREROUTING -j CONNMARK --set-xmark 5/3
  S -A PREROUTING -j CONNMARK --set-xmark 0x5/0x3
  L CONNMARK   all  --  anywhere             anywhere             CONNMARK xset 0x5/0x3$
  N CONNMARK   0    --  0.0.0.0/0            0.0.0.0/0            CONNMARK xset 0x5/0x3$
iptables -t mangle -A PREROUTING -j CONNMARK --set-xmark 0xf/0xf
  S -A PREROUTING -j CONNMARK --set-xmark 0xf/0xf
  L CONNMARK   all  --  anywhere             anywhere             CONNMARK or 0xf$
  N CONNMARK   0    --  0.0.0.0/0            0.0.0.0/0            CONNMARK or 0xf$
iptables -t mangle -A PREROUTING -j CONNMARK --and-mark 5
  S -A PREROUTING -j CONNMARK --set-xmark 0x0/0xfffffffa
  L CONNMARK   all  --  anywhere             anywhere             CONNMARK and 0x5$
  N CONNMARK   0    --  0.0.0.0/0            0.0.0.0/0            CONNMARK and 0x5$
iptables -t mangle -A PREROUTING -j CONNMARK --or-mark 5
  S -A PREROUTING -j CONNMARK --set-xmark 0x5/0x5
  L CONNMARK   all  --  anywhere             anywhere             CONNMARK or 0x5$
  N CONNMARK   0    --  0.0.0.0/0            0.0.0.0/0            CONNMARK or 0x5$
iptables -t mangle -A PREROUTING -j CONNMARK --xor-mark 5
  S -A PREROUTING -j CONNMARK --set-xmark 0x5/0x0
  L CONNMARK   all  --  anywhere             anywhere             CONNMARK xor 0x5$
  N CONNMARK   0    --  0.0.0.0/0            0.0.0.0/0            CONNMARK xor 0x5$
iptables -t mangle -A PREROUTING -j CONNMARK --set-mark 0
  S -A PREROUTING -j CONNMARK --set-xmark 0x0/0xffffffff
  L CONNMARK   all  --  anywhere             anywhere             CONNMARK and 0x0$
  N CONNMARK   0    --  0.0.0.0/0            0.0.0.0/0            CONNMARK and 0x0$
iptables -t mangle -A PREROUTING -j CONNMARK --save-mark
  S -A PREROUTING -j CONNMARK --save-mark --nfmask 0xffffffff --ctmask 0xffffffff
  L CONNMARK   all  --  anywhere             anywhere             CONNMARK save$
  N CONNMARK   0    --  0.0.0.0/0            0.0.0.0/0            CONNMARK save$
iptables -t mangle -A PREROUTING -j CONNMARK --restore-mark
  S -A PREROUTING -j CONNMARK --restore-mark --nfmask 0xffffffff --ctmask 0xffffffff
  L CONNMARK   all  --  anywhere             anywhere             CONNMARK restore$
  N CONNMARK   0    --  0.0.0.0/0            0.0.0.0/0            CONNMARK restore$
iptables -t mangle -A PREROUTING -j CONNMARK --save-mark --mask 0xff
  S -A PREROUTING -j CONNMARK --save-mark --nfmask 0xff --ctmask 0xff
  L CONNMARK   all  --  anywhere             anywhere             CONNMARK save mask 0xff$
  N CONNMARK   0    --  0.0.0.0/0            0.0.0.0/0            CONNMARK save mask 0xff$
iptables -t mangle -A PREROUTING -j CONNMARK --restore-mark --mask 0xff
  S -A PREROUTING -j CONNMARK --restore-mark --nfmask 0xff --ctmask 0xff
  L CONNMARK   all  --  anywhere             anywhere             CONNMARK restore mask 0xff$
  N CONNMARK   0    --  0.0.0.0/0            0.0.0.0/0            CONNMARK restore mask 0xff$
iptables -t mangle -A PREROUTING -j CONNMARK --save-mark --nfmask 0xff --ctmask 0xff00
  S -A PREROUTING -j CONNMARK --save-mark --nfmask 0xff --ctmask 0xff00
  L CONNMARK   all  --  anywhere             anywhere             CONNMARK save nfmask 0xff ctmask ~0xff00$
  N CONNMARK   0    --  0.0.0.0/0            0.0.0.0/0            CONNMARK save nfmask 0xff ctmask ~0xff00$
iptables -t mangle -A PREROUTING -j CONNMARK --restore-mark --nfmask 0xff --ctmask 0xff00
  S -A PREROUTING -j CONNMARK --restore-mark --nfmask 0xff --ctmask 0xff00
  L CONNMARK   all  --  anywhere             anywhere             CONNMARK restore ctmask 0xff00 nfmask ~0xff$
  N CONNMARK   0    --  0.0.0.0/0            0.0.0.0/0            CONNMARK restore ctmask 0xff00 nfmask ~0xff$
iptables -t mangle -A PREROUTING -j CONNMARK --save-mark --nfmask 0xff
  S -A PREROUTING -j CONNMARK --save-mark --nfmask 0xff --ctmask 0xffffffff
  L CONNMARK   all  --  anywhere             anywhere             CONNMARK save nfmask 0xff ctmask ~0xffffffff$
  N CONNMARK   0    --  0.0.0.0/0            0.0.0.0/0            CONNMARK save nfmask 0xff ctmask ~0xffffffff$
iptables -t mangle -A PREROUTING -j CONNMARK --restore-mark --ctmask 0xff
  S -A PREROUTING -j CONNMARK --restore-mark --nfmask 0xffffffff --ctmask 0xff
  L CONNMARK   all  --  anywhere             anywhere             CONNMARK restore ctmask 0xff nfmask ~0xffffffff$
  N CONNMARK   0    --  0.0.0.0/0            0.0.0.0/0            CONNMARK restore ctmask 0xff nfmask ~0xffffffff$
iptables -t mangle -A PREROUTING -j CONNMARK --save-mark --nfmask 0xff --ctmask 0xff
  S -A PREROUTING -j CONNMARK --save-mark --nfmask 0xff --ctmask 0xff
  L CONNMARK   all  --  anywhere             anywhere             CONNMARK save mask 0xff$
  N CONNMARK   0    --  0.0.0.0/0            0.0.0.0/0            CONNMARK save mask 0xff$
iptables -t mangle -A PREROUTING -j CONNMARK --nfmask 0xff
  2 CONNMARK target: No operation specified
iptables -t mangle -A PREROUTING -j CONNMARK --ctmask 0xff
  2 CONNMARK target: No operation specified
iptables -t mangle -A PREROUTING -j CONNMARK --mask 0xff
  2 CONNMARK target: No operation specified
iptables -t mangle -A PREROUTING -j CONNMARK --set-mark 1 --mask 0xff
  S -A PREROUTING -j CONNMARK --set-xmark 0x1/0xff
  L CONNMARK   all  --  anywhere             anywhere             CONNMARK xset 0x1/0xff$
  N CONNMARK   0    --  0.0.0.0/0            0.0.0.0/0            CONNMARK xset 0x1/0xff$
iptables -t mangle -A PREROUTING -j CONNMARK --mask 0xff --save-mark
  S -A PREROUTING -j CONNMARK --save-mark --nfmask 0xff --ctmask 0xff
  L CONNMARK   all  --  anywhere             anywhere             CONNMARK save mask 0xff$
  N CONNMARK   0    --  0.0.0.0/0            0.0.0.0/0            CONNMARK save mask 0xff$
iptables -t mangle -A PREROUTING -j CONNMARK --nfmask 0xff --save-mark
  S -A PREROUTING -j CONNMARK --save-mark --nfmask 0xff --ctmask 0xffffffff
  L CONNMARK   all  --  anywhere             anywhere             CONNMARK save nfmask 0xff ctmask ~0xffffffff$
  N CONNMARK   0    --  0.0.0.0/0            0.0.0.0/0            CONNMARK save nfmask 0xff ctmask ~0xffffffff$
iptables -t mangle -A PREROUTING -j CONNMARK --save-mark --mask 0xff --nfmask 1
  2 CONNMARK: option "--nfmask" cannot be used together with "--mask".\n
iptables -t mangle -A PREROUTING -j CONNMARK --save-mark --restore-mark
  2 CONNMARK: option "--save-mark" cannot be used together with "--restore-mark".\n
iptables -t mangle -A PREROUTING -j CONNMARK --set-mark 5 --save-mark
  2 CONNMARK: option "--set-mark" cannot be used together with "--save-mark".\n
iptables -t mangle -A PREROUTING -j CONNMARK
  2 CONNMARK target: No operation specified
iptables -t mangle -A PREROUTING -j CONNMARK --set-mark x
  2 CONNMARK: bad integer value for option "--set-mark", or out of range.\n
iptables -t mangle -A PREROUTING -j CONNMARK --save-mark --mask x
  2 CONNMARK: bad value for option "--mask", or out of range (0-4294967295).\n
iptables -t mangle -A PREROUTING -j CONNMARK --and-mark x
  2 CONNMARK: bad value for option "--and-mark", or out of range (0-4294967295).\n
iptables -A INPUT -j CONNMARK --set-mark 5
  S -A INPUT -j CONNMARK --set-xmark 0x5/0xffffffff
  L CONNMARK   all  --  anywhere             anywhere             CONNMARK set 0x5$
  N CONNMARK   0    --  0.0.0.0/0            0.0.0.0/0            CONNMARK set 0x5$
iptables -t mangle -A PREROUTING -j CONNMARK --or-mark 3 --save-mark --set-xmark 1 --restore-mark
  2 CONNMARK: option "--set-xmark" cannot be used together with "--save-mark".\n
iptables -t mangle -A PREROUTING -j CONNMARK --mask 0xff --set-mark 1
  S -A PREROUTING -j CONNMARK --set-xmark 0x1/0xffffffff
  L CONNMARK   all  --  anywhere             anywhere             CONNMARK set 0x1$
  N CONNMARK   0    --  0.0.0.0/0            0.0.0.0/0            CONNMARK set 0x1$
iptables -t mangle -A PREROUTING -j CONNMARK --mask 0xff --ctmask 1
  2 CONNMARK target: No operation specified
iptables -t mangle -A PREROUTING -j CONNMARK --set-mark 1 --nfmask 7
  S -A PREROUTING -j CONNMARK --set-xmark 0x1/0xffffffff
  L CONNMARK   all  --  anywhere             anywhere             CONNMARK set 0x1$
  N CONNMARK   0    --  0.0.0.0/0            0.0.0.0/0            CONNMARK set 0x1$
iptables -t mangle -A PREROUTING -j CONNMARK --save-mark --mask 1 --mask 2
  2 CONNMARK: option "--mask" can only be used once.\n
ip6tables -t mangle -A PREROUTING -j CONNMARK --save-mark --mask 1
  S -A PREROUTING -j CONNMARK --save-mark --nfmask 0x1 --ctmask 0x1
  L CONNMARK   all  --  anywhere             anywhere             CONNMARK save mask 0x1$
  N CONNMARK   0    --  ::/0                 ::/0                 CONNMARK save mask 0x1$
