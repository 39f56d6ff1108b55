# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A INPUT -p icmp --icmp-type 8
  S -A INPUT -p icmp -m icmp --icmp-type 8
  L            icmp --  anywhere             anywhere             icmp echo-request$
  N            1    --  0.0.0.0/0            0.0.0.0/0            icmptype 8$
iptables -A INPUT -p icmp --icmp-type echo-request
  S -A INPUT -p icmp -m icmp --icmp-type 8
  L            icmp --  anywhere             anywhere             icmp echo-request$
  N            1    --  0.0.0.0/0            0.0.0.0/0            icmptype 8$
iptables -A INPUT -p icmp --icmp-type ping
  S -A INPUT -p icmp -m icmp --icmp-type 8
  L            icmp --  anywhere             anywhere             icmp echo-request$
  N            1    --  0.0.0.0/0            0.0.0.0/0            icmptype 8$
iptables -A INPUT -p icmp --icmp-type pong
  S -A INPUT -p icmp -m icmp --icmp-type 0
  L            icmp --  anywhere             anywhere             icmp echo-reply$
  N            1    --  0.0.0.0/0            0.0.0.0/0            icmptype 0$
iptables -A INPUT -p icmp ! --icmp-type 3/4
  S -A INPUT -p icmp -m icmp ! --icmp-type 3/4
  L            icmp --  anywhere             anywhere             icmp !fragmentation-needed$
  N            1    --  0.0.0.0/0            0.0.0.0/0            icmp !type 3 code 4$
iptables -A INPUT -p icmp ! --icmp-type 8
  S -A INPUT -p icmp -m icmp ! --icmp-type 8
  L            icmp --  anywhere             anywhere             icmp !echo-request$
  N            1    --  0.0.0.0/0            0.0.0.0/0            icmp !type 8$
iptables -A INPUT -p icmp --icmp-type 3
  S -A INPUT -p icmp -m icmp --icmp-type 3
  L            icmp --  anywhere             anywhere             icmp destination-unreachable$
  N            1    --  0.0.0.0/0            0.0.0.0/0            icmptype 3$
iptables -A INPUT -p icmp --icmp-type any
  S -A INPUT -p icmp -m icmp --icmp-type any
  L            icmp --  anywhere             anywhere             icmp any$
  N            1    --  0.0.0.0/0            0.0.0.0/0            icmptype 255$
iptables -A INPUT -p icmp ! --icmp-type any
  S -A INPUT -p icmp -m icmp ! --icmp-type any
  L            icmp --  anywhere             anywhere             icmp !any$
  N            1    --  0.0.0.0/0            0.0.0.0/0            icmp !type 255$
iptables -A INPUT -p icmp --icmp-type echo
  2 Ambiguous ICMP type `echo': `echo-reply' or `echo-request'?
iptables -A INPUT -p icmp --icmp-type dest
  S -A INPUT -p icmp -m icmp --icmp-type 3
  L            icmp --  anywhere             anywhere             icmp destination-unreachable$
  N            1    --  0.0.0.0/0            0.0.0.0/0            icmptype 3$
iptables -A INPUT -p icmp --icmp-type host
  2 Ambiguous ICMP type `host': `host-unreachable' or `host-unknown'?
iptables -A INPUT -p icmp --icmp-type tos-net
  2 Ambiguous ICMP type `tos-net': `TOS-network-unreachable' or `TOS-network-redirect'?
iptables -A INPUT -p icmp --icmp-type foo
  2 Unknown ICMP type `foo'
iptables -A INPUT -p icmp --icmp-type network-un
  2 Ambiguous ICMP type `network-un': `network-unreachable' or `network-unknown'?
iptables -A INPUT -p icmp --icmp-type 256
  2 Unknown ICMP type `256'
iptables -A INPUT -p icmp --icmp-type 255
  S -A INPUT -p icmp -m icmp --icmp-type any
  L            icmp --  anywhere             anywhere             icmp any$
  N            1    --  0.0.0.0/0            0.0.0.0/0            icmptype 255$
iptables -A INPUT -p icmp --icmp-type 255/3
  S -A INPUT -p icmp -m icmp --icmp-type any
  L            icmp --  anywhere             anywhere             icmptype 255 code 3$
  N            1    --  0.0.0.0/0            0.0.0.0/0            icmptype 255 code 3$
iptables -A INPUT -p icmp --icmp-type 3/x
  2 Unknown ICMP code `3/x'
iptables -A INPUT -p icmp --icmp-type 3/256
  2 Unknown ICMP code `3/256'
iptables -A INPUT -p icmp --icmp-type 3/1-5
  2 unknown character -
iptables -A INPUT -p icmp --icmp-type 3-5
  2 unknown character -
iptables -A INPUT -p icmp --icmp-type 3/
  2 Unknown ICMP code `3/'
iptables -A INPUT -p icmp --icmp-type /3
  2 Unknown ICMP type `/3'
iptables -A INPUT -p icmp --icmp-type 0x8/0x0
  S -A INPUT -p icmp -m icmp --icmp-type 8/0
  L            icmp --  anywhere             anywhere             icmptype 8 code 0$
  N            1    --  0.0.0.0/0            0.0.0.0/0            icmptype 8 code 0$
iptables -A INPUT -p icmp -m icmp
  2 icmp: option "--icmp-type" must be specified\n
iptables -A INPUT -p icmp --icmp-type 8 --icmp-type 9
  2 icmp: option "--icmp-type" can only be used once.\n
iptables -A INPUT -p icmp --icmp-type 77/3
  S -A INPUT -p icmp -m icmp --icmp-type 77/3
  L            icmp --  anywhere             anywhere             icmptype 77 code 3$
  N            1    --  0.0.0.0/0            0.0.0.0/0            icmptype 77 code 3$
iptables -A INPUT -p icmp --icmp-type 11/0
  S -A INPUT -p icmp -m icmp --icmp-type 11/0
  L            icmp --  anywhere             anywhere             icmp ttl-zero-during-transit$
  N            1    --  0.0.0.0/0            0.0.0.0/0            icmptype 11 code 0$
iptables -A INPUT -p icmp --icmp-type 11
  S -A INPUT -p icmp -m icmp --icmp-type 11
  L            icmp --  anywhere             anywhere             icmp time-exceeded$
  N            1    --  0.0.0.0/0            0.0.0.0/0            icmptype 11$
iptables -A INPUT -p icmp --icmp-type 12/1
  S -A INPUT -p icmp -m icmp --icmp-type 12/1
  L            icmp --  anywhere             anywhere             icmp required-option-missing$
  N            1    --  0.0.0.0/0            0.0.0.0/0            icmptype 12 code 1$
iptables -A INPUT -p icmp --icmp-type 0
  S -A INPUT -p icmp -m icmp --icmp-type 0
  L            icmp --  anywhere             anywhere             icmp echo-reply$
  N            1    --  0.0.0.0/0            0.0.0.0/0            icmptype 0$
iptables -A INPUT -p icmp --icmp-type ECHO-REQUEST
  S -A INPUT -p icmp -m icmp --icmp-type 8
  L            icmp --  anywhere             anywhere             icmp echo-request$
  N            1    --  0.0.0.0/0            0.0.0.0/0            icmptype 8$
iptables -A INPUT -p icmp --icmp-type fragmentation-needed
  S -A INPUT -p icmp -m icmp --icmp-type 3/4
  L            icmp --  anywhere             anywhere             icmp fragmentation-needed$
  N            1    --  0.0.0.0/0            0.0.0.0/0            icmptype 3 code 4$
iptables -A INPUT -p icmp --icmp-type redirect
  S -A INPUT -p icmp -m icmp --icmp-type 5
  L            icmp --  anywhere             anywhere             icmp redirect$
  N            1    --  0.0.0.0/0            0.0.0.0/0            icmptype 5$
iptables -A INPUT -p icmp --icmp-type host-redirect
  S -A INPUT -p icmp -m icmp --icmp-type 5/1
  L            icmp --  anywhere             anywhere             icmp host-redirect$
  N            1    --  0.0.0.0/0            0.0.0.0/0            icmptype 5 code 1$
iptables -A INPUT -p icmp --icmp-type timestamp-reply
  S -A INPUT -p icmp -m icmp --icmp-type 14
  L            icmp --  anywhere             anywhere             icmp timestamp-reply$
  N            1    --  0.0.0.0/0            0.0.0.0/0            icmptype 14$
iptables -A INPUT -p icmp --icmp-type 8/255
  S -A INPUT -p icmp -m icmp --icmp-type 8/255
  L            icmp --  anywhere             anywhere             icmptype 8 code 255$
  N            1    --  0.0.0.0/0            0.0.0.0/0            icmptype 8 code 255$
iptables -A INPUT -p icmp --icmp-type ""
  2 Ambiguous ICMP type `': `any' or `echo-reply'?
iptables -A INPUT -p icmp --icmp-type 3:5
  2 ICMP type range not supported
iptables -A INPUT -p icmp --icmp-type 3:3
  S -A INPUT -p icmp -m icmp --icmp-type 3
  L            icmp --  anywhere             anywhere             icmp destination-unreachable$
  N            1    --  0.0.0.0/0            0.0.0.0/0            icmptype 3$
iptables -A INPUT -p icmp --icmp-type 3/1:5
  S -A INPUT -p icmp -m icmp --icmp-type 3/1
  L            icmp --  anywhere             anywhere             icmptype 3 codes 1-5$
  N            1    --  0.0.0.0/0            0.0.0.0/0            icmptype 3 codes 1-5$
iptables -A INPUT -p icmp --icmp-type 3/5:1
  S -A INPUT -p icmp -m icmp --icmp-type 3/5
  L            icmp --  anywhere             anywhere             icmptype 3 codes 5-1$
  N            1    --  0.0.0.0/0            0.0.0.0/0            icmptype 3 codes 5-1$
iptables -A INPUT -p icmp --icmp-type 3/:
  2 Unknown ICMP code `3/:'
iptables -A INPUT -p icmp --icmp-type 3/1:
  2 Unknown ICMP code `3/1:'
iptables -A INPUT -p icmp --icmp-type 3:
  2 Unknown ICMP type `3:'
iptables -A INPUT -p icmp --icmp-type :3
  2 Unknown ICMP type `:3'
iptables -A INPUT -p icmp --icmp-type 3/1/2
  2 unknown character /
iptables -A INPUT -p icmp --icmp-type 3x
  2 unknown character x
iptables -A INPUT -p icmp --icmp-type 3/1x
  2 unknown character x
iptables -A INPUT -p icmp --icmp-type 3:2
  2 ICMP type range not supported
iptables -A INPUT -p icmp --icmp-type 3:300
  2 Unknown ICMP type `3:300'
iptables -A INPUT -p icmp --icmp-type 3/0:255
  S -A INPUT -p icmp -m icmp --icmp-type 3
  L            icmp --  anywhere             anywhere             icmp destination-unreachable$
  N            1    --  0.0.0.0/0            0.0.0.0/0            icmptype 3$
iptables -A INPUT -p icmp --icmp-type -1
  2 Unknown ICMP type `-1'
iptables -A INPUT -m icmp --icmp-type 8
  1 Invalid argument. Run `dmesg' for more information.
ip6tables -A INPUT -p icmpv6 --icmpv6-type 128
  S -A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type 128
  L            ipv6-icmp --  anywhere             anywhere             ipv6-icmp echo-request$
  N            58   --  ::/0                 ::/0                 ipv6-icmptype 128$
ip6tables -A INPUT -p icmpv6 --icmpv6-type echo-request
  S -A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type 128
  L            ipv6-icmp --  anywhere             anywhere             ipv6-icmp echo-request$
  N            58   --  ::/0                 ::/0                 ipv6-icmptype 128$
ip6tables -A INPUT -p ipv6-icmp --icmpv6-type ping
  S -A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type 128
  L            ipv6-icmp --  anywhere             anywhere             ipv6-icmp echo-request$
  N            58   --  ::/0                 ::/0                 ipv6-icmptype 128$
ip6tables -A INPUT -p icmpv6 --icmpv6-type 1/4
  S -A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type 1/4
  L            ipv6-icmp --  anywhere             anywhere             ipv6-icmp port-unreachable$
  N            58   --  ::/0                 ::/0                 ipv6-icmptype 1 code 4$
ip6tables -A INPUT -p icmpv6 ! --icmpv6-type 1/9
  S -A INPUT -p ipv6-icmp -m icmp6 ! --icmpv6-type 1/9
  L            ipv6-icmp --  anywhere             anywhere             ipv6-icmp !type 1 code 9$
  N            58   --  ::/0                 ::/0                 ipv6-icmp !type 1 code 9$
ip6tables -A INPUT -p icmpv6 ! --icmpv6-type neighbour
  2 Ambiguous ICMPv6 type `neighbour': `neighbour-solicitation' or `neighbour-advertisement'?
ip6tables -A INPUT -p icmpv6 --icmpv6-type any
  2 Unknown ICMPv6 type `any'
ip6tables -A INPUT -p icmpv6 --icmpv6-type 255
  S -A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type 255
  L            ipv6-icmp --  anywhere             anywhere             ipv6-icmptype 255$
  N            58   --  ::/0                 ::/0                 ipv6-icmptype 255$
ip6tables -A INPUT -p icmpv6 --icmpv6-type pong
  S -A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type 129
  L            ipv6-icmp --  anywhere             anywhere             ipv6-icmp echo-reply$
  N            58   --  ::/0                 ::/0                 ipv6-icmptype 129$
ip6tables -A INPUT -p icmpv6 -m icmp6
  2 icmp6: option "--icmpv6-type" must be specified\n
ip6tables -A INPUT -p icmpv6 --icmpv6-type 300
  2 Unknown ICMPv6 type `300'
ip6tables -A INPUT -p icmpv6 --icmpv6-type redirect
  S -A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type 137
  L            ipv6-icmp --  anywhere             anywhere             ipv6-icmp redirect$
  N            58   --  ::/0                 ::/0                 ipv6-icmptype 137$
ip6tables -A INPUT -p icmpv6 --icmpv6-type packet-too-big
  S -A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type 2
  L            ipv6-icmp --  anywhere             anywhere             ipv6-icmp packet-too-big$
  N            58   --  ::/0                 ::/0                 ipv6-icmptype 2$
ip6tables -A INPUT -p icmpv6 --icmpv6-type neighbor-advertisement
  S -A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type 136
  L            ipv6-icmp --  anywhere             anywhere             ipv6-icmp neighbour-advertisement$
  N            58   --  ::/0                 ::/0                 ipv6-icmptype 136$
ip6tables -A INPUT -p icmpv6 --icmpv6-type router-solicitation
  S -A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type 133
  L            ipv6-icmp --  anywhere             anywhere             ipv6-icmp router-solicitation$
  N            58   --  ::/0                 ::/0                 ipv6-icmptype 133$
ip6tables -A INPUT -p icmpv6 --icmpv6-type failed
  S -A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type 1/5
  L            ipv6-icmp --  anywhere             anywhere             ipv6-icmp failed-policy$
  N            58   --  ::/0                 ::/0                 ipv6-icmptype 1 code 5$
ip6tables -A INPUT -p icmpv6 --icmpv6-type 1/1:3
  S -A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type 1/1
  L            ipv6-icmp --  anywhere             anywhere             ipv6-icmptype 1 codes 1-3$
  N            58   --  ::/0                 ::/0                 ipv6-icmptype 1 codes 1-3$
ip6tables -A INPUT -p icmpv6 --icmpv6-type 1/7x
  2 unknown character x
ip6tables -A INPUT -p icmpv6 --icmpv6-type 1:2
  2 ICMPv6 type range not supported
