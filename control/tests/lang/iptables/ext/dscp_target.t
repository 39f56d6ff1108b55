# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -t mangle -A PREROUTING -j DSCP --set-dscp 5
  S -A PREROUTING -j DSCP --set-dscp 0x05
  L DSCP       all  --  anywhere             anywhere             DSCP set 0x05$
  N DSCP       0    --  0.0.0.0/0            0.0.0.0/0            DSCP set 0x05$
iptables -t mangle -A PREROUTING -j DSCP --set-dscp 64
  2 DSCP: bad value for option "--set-dscp", or out of range (0-63).\n
iptables -t mangle -A PREROUTING -j DSCP --set-dscp-class EF
  S -A PREROUTING -j DSCP --set-dscp 0x2e
  L DSCP       all  --  anywhere             anywhere             DSCP set 0x2e$
  N DSCP       0    --  0.0.0.0/0            0.0.0.0/0            DSCP set 0x2e$
iptables -t mangle -A PREROUTING -j DSCP --set-dscp-class cs7
  S -A PREROUTING -j DSCP --set-dscp 0x38
  L DSCP       all  --  anywhere             anywhere             DSCP set 0x38$
  N DSCP       0    --  0.0.0.0/0            0.0.0.0/0            DSCP set 0x38$
iptables -t mangle -A PREROUTING -j DSCP --set-dscp-class x
  2 Invalid DSCP value `x'
iptables -t mangle -A PREROUTING -j DSCP --set-dscp 1 --set-dscp-class EF
  2 DSCP: option "--set-dscp" cannot be used together with "--set-dscp-class".\n
iptables -t mangle -A PREROUTING -j DSCP --set-dscp 1 --set-dscp 1
  2 DSCP: option "--set-dscp" can only be used once.\n
iptables -t mangle -A PREROUTING -j DSCP
  2 DSCP target: Parameter --set-dscp is required
ip6tables -t mangle -A PREROUTING -j DSCP --set-dscp 5
  S -A PREROUTING -j DSCP --set-dscp 0x05
  L DSCP       all  --  anywhere             anywhere             DSCP set 0x05$
  N DSCP       0    --  ::/0                 ::/0                 DSCP set 0x05$
iptables -A INPUT -j DSCP --set-dscp 5
  1 Invalid argument. Run `dmesg' for more information.
