# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -t raw -A PREROUTING -j CT --notrack
  S -A PREROUTING -j CT --notrack
  L CT notrack
  N CT notrack
iptables -t raw -A PREROUTING -j NOTRACK
  S -A PREROUTING -j NOTRACK
  L NOTRACK
  N NOTRACK
iptables -t raw -A PREROUTING -j CT
  S -A PREROUTING -j CT
  L CT
  N CT
iptables -t raw -A PREROUTING -j CT --zone 5
  S -A PREROUTING -j CT --zone 5
  L CT zone 5
  N CT zone 5
iptables -t raw -A PREROUTING -j CT --zone mark
  S -A PREROUTING -j CT --zone mark
  L CT zone mark
  N CT zone mark
iptables -t raw -A PREROUTING -j CT --zone-orig 5
  S -A PREROUTING -j CT --zone-orig 5
  L CT zone-orig 5
  N CT zone-orig 5
iptables -t raw -A PREROUTING -j CT --zone-reply mark
  S -A PREROUTING -j CT --zone-reply mark
  L CT zone-reply mark
  N CT zone-reply mark
iptables -t raw -A PREROUTING -j CT --zone 5 --zone-orig 6
  S -A PREROUTING -j CT --zone-orig 6
  L CT zone-orig 6
  N CT zone-orig 6
iptables -t raw -A PREROUTING -j CT --zone-orig 5 --zone-reply 6
  S -A PREROUTING -j CT --zone 6
  L CT zone 6
  N CT zone 6
iptables -t raw -A PREROUTING -j CT --zone 65535
  S -A PREROUTING -j CT --zone 65535
  L CT zone 65535
  N CT zone 65535
iptables -t raw -A PREROUTING -j CT --zone 65536
  2 Cannot parse 65536 as a zone ID
iptables -t raw -A PREROUTING -j CT --zone x
  2 Cannot parse x as a zone ID
iptables -t raw -A PREROUTING -j CT --zone 5x
  2 Cannot parse 5x as a zone ID
iptables -t raw -A PREROUTING -j CT --zone 0
  S -A PREROUTING -j CT
  L CT
  N CT
iptables -t raw -A PREROUTING -j CT --zone-orig 0
  S -A PREROUTING -j CT
  L CT
  N CT
iptables -t raw -A PREROUTING -j CT --zone 5 --notrack
  S -A PREROUTING -j CT --notrack --zone 5
  L CT notrack zone 5
  N CT notrack zone 5
iptables -t raw -A PREROUTING -j CT --notrack --notrack
  2 CT: option "--notrack" can only be used once.\n
iptables -t raw -A PREROUTING -p tcp -j CT --helper ftp
  S -A PREROUTING -p tcp -j CT --helper ftp
  L CT helper ftp
  N CT helper ftp
iptables -t raw -A PREROUTING -j CT --helper ftp
  1 No chain/target/match by that name.
iptables -t raw -A PREROUTING -p tcp -j CT --helper nosuch
  1 No chain/target/match by that name.
iptables -t raw -A PREROUTING -p tcp -j CT --helper 12345678901234567
  1 No chain/target/match by that name.
iptables -t raw -A PREROUTING -p tcp -j CT --helper ""
  S -A PREROUTING -p tcp -j CT
  L CT
  N CT
iptables -t raw -A PREROUTING -j CT --ctevents new
  S -A PREROUTING -j CT --ctevents new
  L CT ctevents new
  N CT ctevents new
iptables -t raw -A PREROUTING -j CT --ctevents new,related,destroy,reply,assured,protoinfo,helper,mark,natseqinfo,secmark
  S -A PREROUTING -j CT --ctevents new,related,destroy,reply,assured,protoinfo,helper,mark,natseqinfo,secmark
  L CT ctevents new,related,destroy,reply,assured,protoinfo,helper,mark,natseqinfo,secmark
  N CT ctevents new,related,destroy,reply,assured,protoinfo,helper,mark,natseqinfo,secmark
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
  L CT expevents new
  N CT expevents new
iptables -t raw -A PREROUTING -j CT --expevents x
  2 Unknown event type "x"
iptables -t raw -A PREROUTING -j CT --ctevents new --expevents new --zone 3
  S -A PREROUTING -j CT --ctevents new --expevents new --zone 3
  L CT ctevents new expevents new zone 3
  N CT ctevents new expevents new zone 3
iptables -t raw -A PREROUTING -p tcp -j CT --timeout foo
  1 No chain/target/match by that name.
iptables -t raw -A PREROUTING -j CT --timeout foo
  1 Invalid argument. Run `dmesg' for more information.
iptables -A INPUT -j CT --zone 5
  1 Invalid argument. Run `dmesg' for more information.
ip6tables -t raw -A PREROUTING -j CT --zone 5
  S -A PREROUTING -j CT --zone 5
  L CT zone 5
  N CT zone 5
ip6tables -t raw -A PREROUTING -j NOTRACK
  S -A PREROUTING -j NOTRACK
  L NOTRACK
  N NOTRACK
iptables -t raw -A PREROUTING -j CT --ctevents ne
  2 Unknown event type "ne"
iptables -t raw -A PREROUTING -j CT --zone mark --zone-orig 5
  S -A PREROUTING -j CT --zone-orig mark
  L CT zone-orig mark
  N CT zone-orig mark
iptables -t raw -A PREROUTING -j CT --zone Mark
  S -A PREROUTING -j CT --zone mark
  L CT zone mark
  N CT zone mark
