# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -t mangle -A PREROUTING -j MARK --set-mark 5
  S -A PREROUTING -j MARK --set-xmark 0x5/0xffffffff
  L MARK       all  --  anywhere             anywhere             MARK set 0x5$
  N MARK       0    --  0.0.0.0/0            0.0.0.0/0            MARK set 0x5$
ip6tables -t mangle -A PREROUTING -j MARK --set-mark 5
  S -A PREROUTING -j MARK --set-xmark 0x5/0xffffffff
  L MARK       all  --  anywhere             anywhere             MARK set 0x5$
  N MARK       0    --  ::/0                 ::/0                 MARK set 0x5$
iptables -t mangle -A PREROUTING -j MARK --set-mark 0x5/0xf
  S -A PREROUTING -j MARK --set-xmark 0x5/0xf
  L MARK       all  --  anywhere             anywhere             MARK xset 0x5/0xf$
  N MARK       0    --  0.0.0.0/0            0.0.0.0/0            MARK xset 0x5/0xf$
iptables -t mangle -A PREROUTING -j MARK --set-mark 0xf5/0x0f
  S -A PREROUTING -j MARK --set-xmark 0xf5/0xff
  L MARK       all  --  anywhere             anywhere             MARK xset 0xf5/0xff$
  N MARK       0    --  0.0.0.0/0            0.0.0.0/0            MARK xset 0xf5/0xff$
iptables -t mangle -A PREROUTING -j MARK --set-xmark 0x5/0xf
  S -A PREROUTING -j MARK --set-xmark 0x5/0xf
  L MARK       all  --  anywhere             anywhere             MARK xset 0x5/0xf$
  N MARK       0    --  0.0.0.0/0            0.0.0.0/0            MARK xset 0x5/0xf$
iptables -t mangle -A PREROUTING -j MARK --set-xmark 0xf5/0x0f
  S -A PREROUTING -j MARK --set-xmark 0xf5/0xf
  L MARK       all  --  anywhere             anywhere             MARK xset 0xf5/0xf$
  N MARK       0    --  0.0.0.0/0            0.0.0.0/0            MARK xset 0xf5/0xf$
iptables -t mangle -A PREROUTING -j MARK --set-xmark 0x5
  S -A PREROUTING -j MARK --set-xmark 0x5/0xffffffff
  L MARK       all  --  anywhere             anywhere             MARK set 0x5$
  N MARK       0    --  0.0.0.0/0            0.0.0.0/0            MARK set 0x5$
iptables -t mangle -A PREROUTING -j MARK --and-mark 0xff
  S -A PREROUTING -j MARK --set-xmark 0x0/0xffffff00
  L MARK       all  --  anywhere             anywhere             MARK and 0xff$
  N MARK       0    --  0.0.0.0/0            0.0.0.0/0            MARK and 0xff$
iptables -t mangle -A PREROUTING -j MARK --or-mark 0xff
  S -A PREROUTING -j MARK --set-xmark 0xff/0xff
  L MARK       all  --  anywhere             anywhere             MARK or 0xff$
  N MARK       0    --  0.0.0.0/0            0.0.0.0/0            MARK or 0xff$
iptables -t mangle -A PREROUTING -j MARK --xor-mark 0xff
  S -A PREROUTING -j MARK --set-xmark 0xff/0x0
  L MARK       all  --  anywhere             anywhere             MARK xor 0xff$
  N MARK       0    --  0.0.0.0/0            0.0.0.0/0            MARK xor 0xff$
iptables -t mangle -A PREROUTING -j MARK --xor-mark 0
  S -A PREROUTING -j MARK --set-xmark 0x0/0x0
  L MARK       all  --  anywhere             anywhere             MARK and 0xffffffff$
  N MARK       0    --  0.0.0.0/0            0.0.0.0/0            MARK and 0xffffffff$
iptables -t mangle -A PREROUTING -j MARK --set-xmark 0/0
  S -A PREROUTING -j MARK --set-xmark 0x0/0x0
  L MARK       all  --  anywhere             anywhere             MARK and 0xffffffff$
  N MARK       0    --  0.0.0.0/0            0.0.0.0/0            MARK and 0xffffffff$
iptables -t mangle -A PREROUTING -j MARK --set-mark 0
  S -A PREROUTING -j MARK --set-xmark 0x0/0xffffffff
  L MARK       all  --  anywhere             anywhere             MARK and 0x0$
  N MARK       0    --  0.0.0.0/0            0.0.0.0/0            MARK and 0x0$
iptables -t mangle -A PREROUTING -j MARK --and-mark 0
  S -A PREROUTING -j MARK --set-xmark 0x0/0xffffffff
  L MARK       all  --  anywhere             anywhere             MARK and 0x0$
  N MARK       0    --  0.0.0.0/0            0.0.0.0/0            MARK and 0x0$
iptables -t mangle -A PREROUTING -j MARK --and-mark 0xffffffff
  S -A PREROUTING -j MARK --set-xmark 0x0/0x0
  L MARK       all  --  anywhere             anywhere             MARK and 0xffffffff$
  N MARK       0    --  0.0.0.0/0            0.0.0.0/0            MARK and 0xffffffff$
iptables -t mangle -A PREROUTING -j MARK --or-mark 0xffffffff
  S -A PREROUTING -j MARK --set-xmark 0xffffffff/0xffffffff
  L MARK       all  --  anywhere             anywhere             MARK or 0xffffffff$
  N MARK       0    --  0.0.0.0/0            0.0.0.0/0            MARK or 0xffffffff$
iptables -t mangle -A PREROUTING -j MARK
  2 MARK: One of the --set-xmark, --{and,or,xor,set}-mark options is required
iptables -t mangle -A PREROUTING -j MARK --set-mark 5 --or-mark 6
  2 MARK: option "--set-mark" cannot be used together with "--or-mark".\n
iptables -t mangle -A PREROUTING -j MARK --xor-mark 5 --and-mark 6
  2 MARK: option "--and-mark" cannot be used together with "--xor-mark".\n
iptables -t mangle -A PREROUTING -j MARK --set-mark 5 --set-mark 6
  2 MARK: option "--set-mark" can only be used once.\n
iptables -t mangle -A PREROUTING -j MARK --set-mark x
  2 MARK: bad integer value for option "--set-mark", or out of range.\n
iptables -t mangle -A PREROUTING -j MARK --set-mark 5/
  2 MARK: bad integer value for option "--set-mark", or out of range.\n
iptables -t mangle -A PREROUTING -j MARK --set-mark 5x
  2 MARK: trailing garbage after value for option "--set-mark".\n
iptables -t mangle -A PREROUTING -j MARK --and-mark x
  2 MARK: bad value for option "--and-mark", or out of range (0-4294967295).\n
iptables -t mangle -A PREROUTING -j MARK --and-mark 5/3
  2 MARK: bad value for option "--and-mark", or out of range (0-4294967295).\n
iptables -t mangle -A PREROUTING -j MARK --or-mark 0x100000000
  2 MARK: bad value for option "--or-mark", or out of range (0-4294967295).\n
iptables -t mangle -A PREROUTING -j MARK ! --set-mark 5
  2 MARK: option "--set-mark" cannot be inverted.\n
iptables -t nat -A OUTPUT -j MARK --set-mark 1
  S -A OUTPUT -j MARK --set-xmark 0x1/0xffffffff
  L MARK       all  --  anywhere             anywhere             MARK set 0x1$
  N MARK       0    --  0.0.0.0/0            0.0.0.0/0            MARK set 0x1$
iptables -t mangle -A PREROUTING -j MARK --or-mark 3 --xor-mark 2 --set-xmark 1
  2 MARK: option "--set-xmark" cannot be used together with "--or-mark".\n
iptables -t mangle -A PREROUTING -j MARK --or-mark 3 --xor-mark 2 --and-mark 1
  2 MARK: option "--and-mark" cannot be used together with "--or-mark".\n
