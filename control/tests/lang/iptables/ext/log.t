# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A INPUT -j LOG
  S -A INPUT -j LOG
  L LOG        all  --  anywhere             anywhere             LOG level warn$
  N LOG        0    --  0.0.0.0/0            0.0.0.0/0            LOG flags 0 level 4$
ip6tables -A INPUT -j LOG --log-prefix x
  S -A INPUT -j LOG --log-prefix x
  L LOG        all  --  anywhere             anywhere             LOG level warn prefix "x"$
  N LOG        0    --  ::/0                 ::/0                 LOG flags 0 level 4 prefix "x"$
iptables -A INPUT -j LOG --log-level debug
  S -A INPUT -j LOG --log-level 7
  L LOG        all  --  anywhere             anywhere             LOG level debug$
  N LOG        0    --  0.0.0.0/0            0.0.0.0/0            LOG flags 0 level 7$
iptables -A INPUT -j LOG --log-level 6
  S -A INPUT -j LOG --log-level 6
  L LOG        all  --  anywhere             anywhere             LOG level info$
  N LOG        0    --  0.0.0.0/0            0.0.0.0/0            LOG flags 0 level 6$
iptables -A INPUT -j LOG --log-level 0x6
  S -A INPUT -j LOG --log-level 6
  L LOG        all  --  anywhere             anywhere             LOG level info$
  N LOG        0    --  0.0.0.0/0            0.0.0.0/0            LOG flags 0 level 6$
iptables -A INPUT -j LOG --log-level 4
  S -A INPUT -j LOG
  L LOG        all  --  anywhere             anywhere             LOG level warn$
  N LOG        0    --  0.0.0.0/0            0.0.0.0/0            LOG flags 0 level 4$
iptables -A INPUT -j LOG --log-level warn
  2 log level "warn" unknown\n
iptables -A INPUT -j LOG --log-level warning
  S -A INPUT -j LOG
  L LOG        all  --  anywhere             anywhere             LOG level warn$
  N LOG        0    --  0.0.0.0/0            0.0.0.0/0            LOG flags 0 level 4$
iptables -A INPUT -j LOG --log-level err
  2 log level "err" unknown\n
iptables -A INPUT -j LOG --log-level error
  S -A INPUT -j LOG --log-level 3
  L LOG        all  --  anywhere             anywhere             LOG level err$
  N LOG        0    --  0.0.0.0/0            0.0.0.0/0            LOG flags 0 level 3$
iptables -A INPUT -j LOG --log-level panic
  S -A INPUT -j LOG --log-level 0
  L LOG        all  --  anywhere             anywhere             LOG level emerg$
  N LOG        0    --  0.0.0.0/0            0.0.0.0/0            LOG flags 0 level 0$
iptables -A INPUT -j LOG --log-level DEBUG
  2 log level "DEBUG" unknown\n
iptables -A INPUT -j LOG --log-level 8
  2 log level "8" unknown\n
iptables -A INPUT -j LOG --log-level ""
  2 log level "" unknown\n
iptables -A INPUT -j LOG --log-level emerg
  S -A INPUT -j LOG --log-level 0
  L LOG        all  --  anywhere             anywhere             LOG level emerg$
  N LOG        0    --  0.0.0.0/0            0.0.0.0/0            LOG flags 0 level 0$
iptables -A INPUT -j LOG --log-level crit
  S -A INPUT -j LOG --log-level 2
  L LOG        all  --  anywhere             anywhere             LOG level crit$
  N LOG        0    --  0.0.0.0/0            0.0.0.0/0            LOG flags 0 level 2$
iptables -A INPUT -j LOG --log-level notice
  S -A INPUT -j LOG --log-level 5
  L LOG        all  --  anywhere             anywhere             LOG level notice$
  N LOG        0    --  0.0.0.0/0            0.0.0.0/0            LOG flags 0 level 5$
iptables -A INPUT -j LOG --log-level info
  S -A INPUT -j LOG --log-level 6
  L LOG        all  --  anywhere             anywhere             LOG level info$
  N LOG        0    --  0.0.0.0/0            0.0.0.0/0            LOG flags 0 level 6$
iptables -A INPUT -j LOG --log-level alert
  S -A INPUT -j LOG --log-level 1
  L LOG        all  --  anywhere             anywhere             LOG level alert$
  N LOG        0    --  0.0.0.0/0            0.0.0.0/0            LOG flags 0 level 1$
iptables -A INPUT -j LOG --log-level alert --log-level crit
  2 LOG: option "--log-level" can only be used once.\n
iptables -A INPUT -j LOG --log-prefix "a b: "
  S -A INPUT -j LOG --log-prefix "a b: "
  L LOG        all  --  anywhere             anywhere             LOG level warn prefix "a b: "$
  N LOG        0    --  0.0.0.0/0            0.0.0.0/0            LOG flags 0 level 4 prefix "a b: "$
iptables -A INPUT -j LOG --log-prefix DROP
  S -A INPUT -j LOG --log-prefix DROP
  L LOG        all  --  anywhere             anywhere             LOG level warn prefix "DROP"$
  N LOG        0    --  0.0.0.0/0            0.0.0.0/0            LOG flags 0 level 4 prefix "DROP"$
iptables -A INPUT -j LOG --log-prefix ""
  2 Argument must have a minimum length of 1 characters\n
iptables -A INPUT -j LOG --log-prefix 123456789012345678901234567890
  S -A INPUT -j LOG --log-prefix 12345678901234567890123456789
  L LOG        all  --  anywhere             anywhere             LOG level warn prefix "12345678901234567890123456789"$
  N LOG        0    --  0.0.0.0/0            0.0.0.0/0            LOG flags 0 level 4 prefix "12345678901234567890123456789"$
iptables -A INPUT -j LOG --log-prefix 12345678901234567890123456789
  S -A INPUT -j LOG --log-prefix 12345678901234567890123456789
  L LOG        all  --  anywhere             anywhere             LOG level warn prefix "12345678901234567890123456789"$
  N LOG        0    --  0.0.0.0/0            0.0.0.0/0            LOG flags 0 level 4 prefix "12345678901234567890123456789"$
iptables -A INPUT -j LOG --log-prefix "a'b\\c\""
  S -A INPUT -j LOG --log-prefix "a\'b\\c\""
  L LOG        all  --  anywhere             anywhere             LOG level warn prefix "a'b\c""$
  N LOG        0    --  0.0.0.0/0            0.0.0.0/0            LOG flags 0 level 4 prefix "a'b\c""$
iptables -A INPUT -j LOG --log-prefix a --log-prefix b
  2 LOG: option "--log-prefix" can only be used once.\n
iptables -A INPUT -j LOG --log-tcp-sequence --log-tcp-options --log-ip-options --log-uid --log-macdecode
  S -A INPUT -j LOG --log-tcp-sequence --log-tcp-options --log-ip-options --log-uid --log-macdecode
  L LOG        all  --  anywhere             anywhere             LOG level warn tcp-sequence tcp-options ip-options uid macdecode$
  N LOG        0    --  0.0.0.0/0            0.0.0.0/0            LOG flags 47 level 4$
iptables -A INPUT -j LOG --log-macdecode --log-tcp-sequence
  S -A INPUT -j LOG --log-tcp-sequence --log-macdecode
  L LOG        all  --  anywhere             anywhere             LOG level warn tcp-sequence macdecode$
  N LOG        0    --  0.0.0.0/0            0.0.0.0/0            LOG flags 33 level 4$
iptables -A INPUT -j LOG --log-uid --log-uid
  2 LOG: option "--log-uid" can only be used once.\n
iptables -A INPUT -j LOG --log-prefix x --log-level 4 --log-ip-options
  S -A INPUT -j LOG --log-prefix x --log-ip-options
  L LOG        all  --  anywhere             anywhere             LOG level warn ip-options prefix "x"$
  N LOG        0    --  0.0.0.0/0            0.0.0.0/0            LOG flags 4 level 4 prefix "x"$
iptables -A INPUT -j LOG --log-tcp-options --log-level 7 --log-prefix "x y"
  S -A INPUT -j LOG --log-prefix "x y" --log-level 7 --log-tcp-options
  L LOG        all  --  anywhere             anywhere             LOG level debug tcp-options prefix "x y"$
  N LOG        0    --  0.0.0.0/0            0.0.0.0/0            LOG flags 2 level 7 prefix "x y"$
iptables -A INPUT -j LOG ! --log-prefix x
  2 LOG: option "--log-prefix" cannot be inverted.\n
iptables -A INPUT -j LOG ! --log-uid
  2 LOG: option "--log-uid" cannot be inverted.\n
