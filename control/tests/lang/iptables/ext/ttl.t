# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A INPUT -m ttl --ttl-eq 5
  S -A INPUT -m ttl --ttl-eq 5
  L            all  --  anywhere             anywhere             TTL match TTL == 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            TTL match TTL == 5$
iptables -A INPUT -m ttl ! --ttl-eq 5
  S -A INPUT -m ttl ! --ttl-eq 5
  L            all  --  anywhere             anywhere             TTL match TTL != 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            TTL match TTL != 5$
iptables -A INPUT -m ttl --ttl 5
  S -A INPUT -m ttl --ttl-eq 5
  L            all  --  anywhere             anywhere             TTL match TTL == 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            TTL match TTL == 5$
iptables -A INPUT -m ttl --ttl-lt 5
  S -A INPUT -m ttl --ttl-lt 5
  L            all  --  anywhere             anywhere             TTL match TTL < 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            TTL match TTL < 5$
iptables -A INPUT -m ttl --ttl-gt 5
  S -A INPUT -m ttl --ttl-gt 5
  L            all  --  anywhere             anywhere             TTL match TTL > 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            TTL match TTL > 5$
iptables -A INPUT -m ttl ! --ttl-gt 5
  2 ttl: option "--ttl-gt" cannot be inverted.\n
iptables -A INPUT -m ttl --ttl-gt 300
  2 ttl: bad value for option "--ttl-gt", or out of range (0-255).\n
iptables -A INPUT -m ttl --ttl-eq 300
  2 ttl: bad value for option "--ttl-eq", or out of range (0-255).\n
iptables -A INPUT -m ttl --ttl-eq x
  2 ttl: bad value for option "--ttl-eq", or out of range (0-255).\n
iptables -A INPUT -m ttl
  2 TTL match: You must specify one of `--ttl-eq', `--ttl-lt', `--ttl-gt
iptables -A INPUT -m ttl --ttl-gt 3 --ttl-lt 5
  2 ttl: option "--ttl-lt" cannot be used together with "--ttl-gt".\n
iptables -A INPUT -m ttl --ttl-gt 3 --ttl-gt 5
  2 ttl: option "--ttl-gt" can only be used once.\n
ip6tables -A INPUT -m hl --hl-eq 5
  S -A INPUT -m hl --hl-eq 5
  L            all  --  anywhere             anywhere             HL match HL == 5$
  N            0    --  ::/0                 ::/0                 HL match HL == 5$
ip6tables -A INPUT -m hl ! --hl-eq 5
  S -A INPUT -m hl ! --hl-eq 5
  L            all  --  anywhere             anywhere             HL match HL != 5$
  N            0    --  ::/0                 ::/0                 HL match HL != 5$
ip6tables -A INPUT -m hl --hl-lt 5
  S -A INPUT -m hl --hl-lt 5
  L            all  --  anywhere             anywhere             HL match HL < 5$
  N            0    --  ::/0                 ::/0                 HL match HL < 5$
ip6tables -A INPUT -m hl --hl-gt 5
  S -A INPUT -m hl --hl-gt 5
  L            all  --  anywhere             anywhere             HL match HL > 5$
  N            0    --  ::/0                 ::/0                 HL match HL > 5$
ip6tables -A INPUT -m hl ! --hl-gt 5
  2 hl: option "--hl-gt" cannot be inverted.\n
ip6tables -A INPUT -m hl ! --hl-lt 5
  2 hl: option "--hl-lt" cannot be inverted.\n
ip6tables -A INPUT -m hl --hl 5
  S -A INPUT -m hl --hl-eq 5
  L            all  --  anywhere             anywhere             HL match HL == 5$
  N            0    --  ::/0                 ::/0                 HL match HL == 5$
ip6tables -A INPUT -m hl --hl-eq 300
  2 hl: bad value for option "--hl-eq", or out of range (0-255).\n
ip6tables -A INPUT -m hl
  2 HL match: You must specify one of `--hl-eq', `--hl-lt', `--hl-gt'
ip6tables -A INPUT -m hl --hl-gt 3 --hl-lt 5
  2 hl: option "--hl-lt" cannot be used together with "--hl-gt".\n
iptables -A INPUT -m ttl --ttl 5 --ttl-eq 6
  2 ttl: option "--ttl-eq" can only be used once.\n
ip6tables -A INPUT -m hl --hl 5 --hl-eq 6
  2 hl: option "--hl-eq" can only be used once.\n
