# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A INPUT -m rpfilter
  1 Invalid argument. Run `dmesg' for more information.
iptables -t raw -A PREROUTING -m rpfilter
  S -A PREROUTING -m rpfilter
  L            all  --  anywhere             anywhere             rpfilter$
  N            0    --  0.0.0.0/0            0.0.0.0/0            rpfilter$
iptables -t raw -A PREROUTING -m rpfilter --invert
  S -A PREROUTING -m rpfilter --invert
  L            all  --  anywhere             anywhere             rpfilter invert$
  N            0    --  0.0.0.0/0            0.0.0.0/0            rpfilter invert$
iptables -t raw -A PREROUTING -m rpfilter --loose --validmark --accept-local --invert
  S -A PREROUTING -m rpfilter --loose --validmark --accept-local --invert
  L            all  --  anywhere             anywhere             rpfilter loose validmark accept-local invert$
  N            0    --  0.0.0.0/0            0.0.0.0/0            rpfilter loose validmark accept-local invert$
iptables -t raw -A PREROUTING -m rpfilter ! --invert
  2 rpfilter: option "--invert" cannot be inverted.\n
iptables -t raw -A PREROUTING -m rpfilter --loose --loose
  2 rpfilter: option "--loose" can only be used once.\n
ip6tables -t mangle -A PREROUTING -m rpfilter --validmark
  S -A PREROUTING -m rpfilter --validmark
  L            all  --  anywhere             anywhere             rpfilter validmark$
  N            0    --  ::/0                 ::/0                 rpfilter validmark$
iptables -t raw -A OUTPUT -m rpfilter
  1 Invalid argument. Run `dmesg' for more information.
