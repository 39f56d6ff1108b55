# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -t raw -A PREROUTING -j CT --notrack
  S -A PREROUTING -j CT --notrack
  L CT         all  --  anywhere             anywhere             CT notrack$
  N CT         0    --  0.0.0.0/0            0.0.0.0/0            CT notrack$
iptables -t raw -A PREROUTING -j NOTRACK
  S -A PREROUTING -j NOTRACK
  L CT         all  --  anywhere             anywhere             NOTRACK$
  N CT         0    --  0.0.0.0/0            0.0.0.0/0            NOTRACK$
iptables -t raw -A PREROUTING -j CT
  S -A PREROUTING -j CT
  L CT         all  --  anywhere             anywhere             CT$
  N CT         0    --  0.0.0.0/0            0.0.0.0/0            CT$
iptables -t raw -A PREROUTING -j CT --zone 5
  S -A PREROUTING -j CT --zone 5
  L CT         all  --  anywhere             anywhere             CT zone 5$
  N CT         0    --  0.0.0.0/0            0.0.0.0/0            CT zone 5$
iptables -t raw -A PREROUTING -j CT --zone mark
  S -A PREROUTING -j CT --zone mark
  L CT         all  --  anywhere             anywhere             CT zone mark$
  N CT         0    --  0.0.0.0/0            0.0.0.0/0            CT zone mark$
iptables -t raw -A PREROUTING -j CT --zone-orig 5
  S -A PREROUTING -j CT --zone-orig 5
  L CT         all  --  anywhere             anywhere             CT zone-orig 5$
  N CT         0    --  0.0.0.0/0            0.0.0.0/0            CT zone-orig 5$
iptables -t raw -A PREROUTING -j CT --zone-reply mark
  S -A PREROUTING -j CT --zone-reply mark
  L CT         all  --  anywhere             anywhere             CT zone-reply mark$
  N CT         0    --  0.0.0.0/0            0.0.0.0/0            CT zone-reply mark$
iptables -t raw -A PREROUTING -j CT --zone 5 --zone-orig 6
  S -A PREROUTING -j CT --zone-orig 6
  L CT         all  --  anywhere             anywhere             CT zone-orig 6$
  N CT         0    --  0.0.0.0/0            0.0.0.0/0            CT zone-orig 6$
iptables -t raw -A PREROUTING -j CT --zone-orig 5 --zone-reply 6
  S -A PREROUTING -j CT --zone 6
  L CT         all  --  anywhere             anywhere             CT zone 6$
  N CT         0    --  0.0.0.0/0            0.0.0.0/0            CT zone 6$
iptables -t raw -A PREROUTING -j CT --zone 65535
  S -A PREROUTING -j CT --zone 65535
  L CT         all  --  anywhere             anywhere             CT zone 65535$
  N CT         0    --  0.0.0.0/0            0.0.0.0/0            CT zone 65535$
iptables -t raw -A PREROUTING -j CT --zone 65536
  2 Cannot parse 65536 as a zone ID
iptables -t raw -A PREROUTING -j CT --zone x
  2 Cannot parse x as a zone ID
iptables -t raw -A PREROUTING -j CT --zone 5x
  2 Cannot parse 5x as a zone ID
iptables -t raw -A PREROUTING -j CT --zone 0
  S -A PREROUTING -j CT
  L CT         all  --  anywhere             anywhere             CT$
  N CT         0    --  0.0.0.0/0            0.0.0.0/0            CT$
iptables -t raw -A PREROUTING -j CT --zone-orig 0
  S -A PREROUTING -j CT
  L CT         all  --  anywhere             anywhere             CT$
  N CT         0    --  0.0.0.0/0            0.0.0.0/0            CT$
iptables -t raw -A PREROUTING -j CT --zone 5 --notrack
  S -A PREROUTING -j CT --notrack --zone 5
  L CT         all  --  anywhere             anywhere             CT notrack zone 5$
  N CT         0    --  0.0.0.0/0            0.0.0.0/0            CT notrack zone 5$
iptables -t raw -A PREROUTING -j CT --notrack --notrack
  2 CT: option "--notrack" can only be used once.\n
iptables -t raw -A PREROUTING -p tcp -j CT --helper ftp
  S -A PREROUTING -p tcp -j CT --helper ftp
  L CT         tcp  --  anywhere             anywhere             CT helper ftp$
  N CT         6    --  0.0.0.0/0            0.0.0.0/0            CT helper ftp$
iptables -t raw -A PREROUTING -j CT --helper ftp
  1 No chain/target/match by that name.
iptables -t raw -A PREROUTING -p tcp -j CT --helper nosuch
  1 No chain/target/match by that name.
iptables -t raw -A PREROUTING -p tcp -j CT --helper 12345678901234567
  1 No chain/target/match by that name.
iptables -t raw -A PREROUTING -p tcp -j CT --helper ""
  S -A PREROUTING -p tcp -j CT
  L CT         tcp  --  anywhere             anywhere             CT$
  N CT         6    --  0.0.0.0/0            0.0.0.0/0            CT$
iptables -t raw -A PREROUTING -j CT --ctevents new
  S -A PREROUTING -j CT --ctevents new
  L CT         all  --  anywhere             anywhere             CT ctevents new$
  N CT         0    --  0.0.0.0/0            0.0.0.0/0            CT ctevents new$
iptables -t raw -A PREROUTING -j CT --ctevents new,related,destroy,reply,assured,protoinfo,helper,mark,natseqinfo,secmark
  S -A PREROUTING -j CT --ctevents new,related,destroy,reply,assured,protoinfo,helper,mark,natseqinfo,secmark
  L CT         all  --  anywhere             anywhere             CT ctevents new,related,destroy,reply,assured,protoinfo,helper,mark,natseqinfo,secmark$
  N CT         0    --  0.0.0.0/0            0.0.0.0/0            CT ctevents new,related,destroy,reply,assured,protoinfo,helper,mark,natseqinfo,secmark$
iptables -t raw -A PREROUTING -j CT --ctevents NEW
  2 Unknown event type "NEW"
iptables -t raw -A PREROUTING -j CT --ctevents x
  2 Unknown event type "x"
iptables -t raw -A PREROUTING -j CT --ctevents new,x
  2 Unknown event type "x"
iptables -t raw -A PREROUTING -j CT --ctevents new,
  2 Unknown event type ""
iptables -t raw -A PREROUTING -j CT --ctevents ""
  2 Unknown event type ""
iptables -t raw -A PREROUTING -j CT --expevents new
  S -A PREROUTING -j CT --expevents new
  L CT         all  --  anywhere             anywhere             CT expevents new$
  N CT         0    --  0.0.0.0/0            0.0.0.0/0            CT expevents new$
iptables -t raw -A PREROUTING -j CT --expevents x
  2 Unknown event type "x"
iptables -t raw -A PREROUTING -j CT --ctevents new --expevents new --zone 3
  S -A PREROUTING -j CT --ctevents new --expevents new --zone 3
  L CT         all  --  anywhere             anywhere             CT ctevents new expevents new zone 3$
  N CT         0    --  0.0.0.0/0            0.0.0.0/0            CT ctevents new expevents new zone 3$
iptables -t raw -A PREROUTING -p tcp -j CT --timeout foo
  1 No chain/target/match by that name.
iptables -t raw -A PREROUTING -j CT --timeout foo
  1 Invalid argument. Run `dmesg' for more information.
iptables -A INPUT -j CT --zone 5
  1 Invalid argument. Run `dmesg' for more information.
ip6tables -t raw -A PREROUTING -j CT --zone 5
  S -A PREROUTING -j CT --zone 5
  L CT         all  --  anywhere             anywhere             CT zone 5$
  N CT         0    --  ::/0                 ::/0                 CT zone 5$
ip6tables -t raw -A PREROUTING -j NOTRACK
  S -A PREROUTING -j NOTRACK
  L CT         all  --  anywhere             anywhere             NOTRACK$
  N CT         0    --  ::/0                 ::/0                 NOTRACK$
iptables -t raw -A PREROUTING -j CT --ctevents ne
  2 Unknown event type "ne"
iptables -t raw -A PREROUTING -j CT --zone mark --zone-orig 5
  S -A PREROUTING -j CT --zone-orig mark
  L CT         all  --  anywhere             anywhere             CT zone-orig mark$
  N CT         0    --  0.0.0.0/0            0.0.0.0/0            CT zone-orig mark$
iptables -t raw -A PREROUTING -j CT --zone Mark
  S -A PREROUTING -j CT --zone mark
  L CT         all  --  anywhere             anywhere             CT zone mark$
  N CT         0    --  0.0.0.0/0            0.0.0.0/0            CT zone mark$
