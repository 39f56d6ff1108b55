# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A INPUT -m dscp --dscp 10
  S -A INPUT -m dscp --dscp 0x0a
  L            all  --  anywhere             anywhere             DSCP match 0x0a$
  N            0    --  0.0.0.0/0            0.0.0.0/0            DSCP match 0x0a$
iptables -A INPUT -m dscp --dscp 64
  2 dscp: bad value for option "--dscp", or out of range (0-63).\n
iptables -A INPUT -m dscp ! --dscp 0x3f
  S -A INPUT -m dscp ! --dscp 0x3f
  L            all  --  anywhere             anywhere             DSCP match !0x3f$
  N            0    --  0.0.0.0/0            0.0.0.0/0            DSCP match !0x3f$
iptables -A INPUT -m dscp --dscp-class EF
  S -A INPUT -m dscp --dscp 0x2e
  L            all  --  anywhere             anywhere             DSCP match 0x2e$
  N            0    --  0.0.0.0/0            0.0.0.0/0            DSCP match 0x2e$
iptables -A INPUT -m dscp ! --dscp-class cs1
  S -A INPUT -m dscp ! --dscp 0x08
  L            all  --  anywhere             anywhere             DSCP match !0x08$
  N            0    --  0.0.0.0/0            0.0.0.0/0            DSCP match !0x08$
iptables -A INPUT -m dscp --dscp-class af13
  S -A INPUT -m dscp --dscp 0x0e
  L            all  --  anywhere             anywhere             DSCP match 0x0e$
  N            0    --  0.0.0.0/0            0.0.0.0/0            DSCP match 0x0e$
iptables -A INPUT -m dscp --dscp-class foo
  2 Invalid DSCP value `foo'
iptables -A INPUT -m dscp --dscp-class BE
  S -A INPUT -m dscp --dscp 0x00
  L            all  --  anywhere             anywhere             DSCP match 0x00$
  N            0    --  0.0.0.0/0            0.0.0.0/0            DSCP match 0x00$
iptables -A INPUT -m dscp --dscp 0 --dscp-class BE
  2 dscp: option "--dscp" cannot be used together with "--dscp-class".\n
iptables -A INPUT -m dscp
  2 DSCP match: Parameter --dscp is required
iptables -A INPUT -m dscp --dscp 1 --dscp 2
  2 dscp: option "--dscp" can only be used once.\n
ip6tables -A INPUT -m dscp --dscp 1
  S -A INPUT -m dscp --dscp 0x01
  L            all  --  anywhere             anywhere             DSCP match 0x01$
  N            0    --  ::/0                 ::/0                 DSCP match 0x01$
iptables -A INPUT -m dscp --dscp-class af1
  2 Invalid DSCP value `af1'
iptables -A INPUT -m dscp --dscp-class ""
  2 Invalid DSCP value `'
iptables -A INPUT -m dscp --dscp-class LE
  2 Invalid DSCP value `LE'
iptables -A INPUT -m dscp --dscp-class cs0
  S -A INPUT -m dscp --dscp 0x00
  L            all  --  anywhere             anywhere             DSCP match 0x00$
  N            0    --  0.0.0.0/0            0.0.0.0/0            DSCP match 0x00$
iptables -A INPUT -m dscp --dscp-class EFx
  S -A INPUT -m dscp --dscp 0x2e
  L            all  --  anywhere             anywhere             DSCP match 0x2e$
  N            0    --  0.0.0.0/0            0.0.0.0/0            DSCP match 0x2e$
