# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A INPUT -m conntrack --ctstate ESTABLISH,rel
  S -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED
  L            all  --  anywhere             anywhere             ctstate RELATED,ESTABLISHED$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctstate RELATED,ESTABLISHED$
iptables -A INPUT -m conntrack --ctstate foo
  2 Bad ctstate "foo"
iptables -A INPUT -m conntrack --ctstate NEW,foo,INVALID
  2 Bad ctstate "foo,INVALID"
iptables -A INPUT -m conntrack --ctstate ,NEW
  2 Bad ctstate ",NEW"
iptables -A INPUT -m conntrack --ctstate NEW,
  2 Bad ctstate ""
iptables -A INPUT -m conntrack --ctstate NEW,,INVALID
  2 Bad ctstate ",INVALID"
iptables -A INPUT -m conntrack --ctstate ""
  2 Bad ctstate ""
iptables -A INPUT -m conntrack --ctstate NEWX
  2 Bad ctstate "NEWX"
iptables -A INPUT -m conntrack --ctstate invalid,untracked,snat,dnat,new,related,established
  S -A INPUT -m conntrack --ctstate INVALID,NEW,RELATED,ESTABLISHED,UNTRACKED,SNAT,DNAT
  L            all  --  anywhere             anywhere             ctstate INVALID,NEW,RELATED,ESTABLISHED,UNTRACKED,SNAT,DNAT$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctstate INVALID,NEW,RELATED,ESTABLISHED,UNTRACKED,SNAT,DNAT$
iptables -A INPUT -m conntrack ! --ctstate i,u,s,d
  S -A INPUT -m conntrack ! --ctstate INVALID,UNTRACKED,SNAT,DNAT
  L            all  --  anywhere             anywhere             ! ctstate INVALID,UNTRACKED,SNAT,DNAT$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ! ctstate INVALID,UNTRACKED,SNAT,DNAT$
ip6tables -A INPUT -m conntrack --ctstate NEW
  S -A INPUT -m conntrack --ctstate NEW
  L            all  --  anywhere             anywhere             ctstate NEW$
  N            0    --  ::/0                 ::/0                 ctstate NEW$
iptables -A INPUT -m conntrack --ctstate NEW,NEW
  S -A INPUT -m conntrack --ctstate NEW
  L            all  --  anywhere             anywhere             ctstate NEW$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctstate NEW$
iptables -A INPUT -m conntrack
  2 conntrack: At least one option is required
iptables -A INPUT -m conntrack --ctstate NEW --ctstate NEW
  2 conntrack: option "--ctstate" can only be used once.\n
iptables -A INPUT -m conntrack ! --ctproto tcp
  S -A INPUT -m conntrack ! --ctproto 6
  L            all  --  anywhere             anywhere             ! ctproto 6$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ! ctproto 6$
iptables -A INPUT -m conntrack --ctproto udp
  S -A INPUT -m conntrack --ctproto 17
  L            all  --  anywhere             anywhere             ctproto 17$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctproto 17$
iptables -A INPUT -m conntrack --ctproto 17
  S -A INPUT -m conntrack --ctproto 17
  L            all  --  anywhere             anywhere             ctproto 17$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctproto 17$
iptables -A INPUT -m conntrack --ctproto 0
  S -A INPUT -m conntrack --ctproto 0
  L            all  --  anywhere             anywhere             ctproto 0$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctproto 0$
iptables -A INPUT -m conntrack --ctproto all
  S -A INPUT -m conntrack --ctproto 0
  L            all  --  anywhere             anywhere             ctproto 0$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctproto 0$
iptables -A INPUT -m conntrack ! --ctproto 0
  S -A INPUT -m conntrack ! --ctproto 0
  L            all  --  anywhere             anywhere             ! ctproto 0$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ! ctproto 0$
iptables -A INPUT -m conntrack --ctproto 256
  2 unknown protocol "256" specified
iptables -A INPUT -m conntrack --ctproto foo
  2 unknown protocol "foo" specified
iptables -A INPUT -m conntrack --ctproto ICMP
  S -A INPUT -m conntrack --ctproto 1
  L            all  --  anywhere             anywhere             ctproto 1$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctproto 1$
iptables -A INPUT -m conntrack --ctorigsrc 1.2.3.4
  S -A INPUT -m conntrack --ctorigsrc 1.2.3.4
  L            all  --  anywhere             anywhere             ctorigsrc 1.2.3.4$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctorigsrc 1.2.3.4$
iptables -A INPUT -m conntrack --ctorigsrc 1.2.3.4/24
  S -A INPUT -m conntrack --ctorigsrc 1.2.3.4/24
  L            all  --  anywhere             anywhere             ctorigsrc 1.2.3.4/24$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctorigsrc 1.2.3.4/24$
iptables -A INPUT -m conntrack --ctorigsrc 1.2.3.4/32
  S -A INPUT -m conntrack --ctorigsrc 1.2.3.4
  L            all  --  anywhere             anywhere             ctorigsrc 1.2.3.4$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctorigsrc 1.2.3.4$
iptables -A INPUT -m conntrack --ctorigsrc 1.2.3.4/0
  S -A INPUT -m conntrack --ctorigsrc 1.2.3.4/0
  L            all  --  anywhere             anywhere             ctorigsrc 1.2.3.4/0$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctorigsrc 1.2.3.4/0$
iptables -A INPUT -m conntrack --ctorigsrc 1.2.3.4/255.255.0.0
  S -A INPUT -m conntrack --ctorigsrc 1.2.3.4/16
  L            all  --  anywhere             anywhere             ctorigsrc 1.2.3.4/16$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctorigsrc 1.2.3.4/16$
iptables -A INPUT -m conntrack --ctorigsrc 1.2.3.4/255.0.255.0
  S -A INPUT -m conntrack --ctorigsrc 1.2.3.4
  L            all  --  anywhere             anywhere             ctorigsrc 1.2.3.4$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctorigsrc 1.2.3.4$
iptables -A INPUT -m conntrack --ctorigsrc 1.2.3.4/
  2 conntrack: bad value for option "--ctorigsrc", neither a valid network mask nor valid CIDR (0-32).\n
iptables -A INPUT -m conntrack --ctorigsrc 1.2.3.4/x
  2 conntrack: bad value for option "--ctorigsrc", neither a valid network mask nor valid CIDR (0-32).\n
iptables -A INPUT -m conntrack --ctorigsrc 1.2.3.4/8/8
  2 conntrack: bad value for option "--ctorigsrc", neither a valid network mask nor valid CIDR (0-32).\n
iptables -A INPUT -m conntrack ! --ctorigdst 1.2.3.4/16
  S -A INPUT -m conntrack ! --ctorigdst 1.2.3.4/16
  L            all  --  anywhere             anywhere             ! ctorigdst 1.2.3.4/16$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ! ctorigdst 1.2.3.4/16$
iptables -A INPUT -m conntrack ! --ctreplsrc 1.2.3.4/16 --ctrepldst 5.6.7.8
  S -A INPUT -m conntrack ! --ctreplsrc 1.2.3.4/16 --ctrepldst 5.6.7.8
  L            all  --  anywhere             anywhere             ! ctreplsrc 1.2.3.4/16 ctrepldst 5.6.7.8$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ! ctreplsrc 1.2.3.4/16 ctrepldst 5.6.7.8$
iptables -A INPUT -m conntrack --ctorigsrc 0.0.0.0/0
  S -A INPUT -m conntrack --ctorigsrc 0.0.0.0/0
  L            all  --  anywhere             anywhere             ctorigsrc anywhere$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctorigsrc 0.0.0.0/0$
iptables -A INPUT -m conntrack --ctorigsrc 0.0.0.0
  S -A INPUT -m conntrack --ctorigsrc 0.0.0.0
  L            all  --  anywhere             anywhere             ctorigsrc anywhere$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctorigsrc 0.0.0.0$
iptables -A INPUT -m conntrack --ctorigsrc 1.2.3.4/33
  S -A INPUT -m conntrack --ctorigsrc 1.2.3.4
  L            all  --  anywhere             anywhere             ctorigsrc 1.2.3.4$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctorigsrc 1.2.3.4$
iptables -A INPUT -m conntrack --ctorigsrc 1.2.3
  S -A INPUT -m conntrack --ctorigsrc 1.2.0.3
  L            all  --  anywhere             anywhere             ctorigsrc 1.2.0.3$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctorigsrc 1.2.0.3$
iptables -A INPUT -m conntrack --ctorigsrc 0x01020304
  S -A INPUT -m conntrack --ctorigsrc 1.2.3.4
  L            all  --  anywhere             anywhere             ctorigsrc 1.2.3.4$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctorigsrc 1.2.3.4$
iptables -A INPUT -m conntrack --ctorigsrc foo.invalid
  2 getaddrinfo: Temporary failure in name resolution\n
iptables -A INPUT -m conntrack --ctorigsrc ::1
  2 getaddrinfo: Address family for hostname not supported\n
iptables -A INPUT -m conntrack --ctorigsrc 1.2.3.4 --ctorigsrc 1.2.3.5
  2 conntrack: option "--ctorigsrc" can only be used once.\n
ip6tables -A INPUT -m conntrack --ctorigsrc 2001:db8::1/64 --ctrepldst ::1
  S -A INPUT -m conntrack --ctorigsrc 2001:db8::1/64 --ctrepldst ::1
  L            all  --  anywhere             anywhere             ctorigsrc 2001:db8::1/64 ctrepldst ::1$
  N            0    --  ::/0                 ::/0                 ctorigsrc 2001:db8::1/64 ctrepldst ::1$
ip6tables -A INPUT -m conntrack ! --ctorigdst 2001:db8::/ffff:ffff::
  S -A INPUT -m conntrack ! --ctorigdst 2001:db8::/32
  L            all  --  anywhere             anywhere             ! ctorigdst 2001:db8::/32$
  N            0    --  ::/0                 ::/0                 ! ctorigdst 2001:db8::/32$
ip6tables -A INPUT -m conntrack --ctorigdst 2001:db8::/ffff::ffff
  S -A INPUT -m conntrack --ctorigdst 2001:db8::
  L            all  --  anywhere             anywhere             ctorigdst 2001:db8::$
  N            0    --  ::/0                 ::/0                 ctorigdst 2001:db8::$
ip6tables -A INPUT -m conntrack --ctorigsrc ::/0
  S -A INPUT -m conntrack --ctorigsrc ::/0
  L            all  --  anywhere             anywhere             ctorigsrc anywhere$
  N            0    --  ::/0                 ::/0                 ctorigsrc ::/0$
ip6tables -A INPUT -m conntrack --ctorigsrc ::1/129
  2 conntrack: bad value for option "--ctorigsrc", neither a valid network mask nor valid CIDR (0-128).\n
ip6tables -A INPUT -m conntrack --ctorigsrc ::1/128
  S -A INPUT -m conntrack --ctorigsrc ::1
  L            all  --  anywhere             anywhere             ctorigsrc ::1$
  N            0    --  ::/0                 ::/0                 ctorigsrc ::1$
ip6tables -A INPUT -m conntrack --ctorigsrc ::1.2.3.4/127
  S -A INPUT -m conntrack --ctorigsrc ::1.2.3.4/127
  L            all  --  anywhere             anywhere             ctorigsrc ::1.2.3.4/127$
  N            0    --  ::/0                 ::/0                 ctorigsrc ::1.2.3.4/127$
ip6tables -A INPUT -m conntrack --ctorigsrc 1.2.3.4
  2 getaddrinfo: Address family for hostname not supported\n
iptables -A INPUT -m conntrack --ctorigsrcport 22:23 ! --ctrepldstport ssh
  S -A INPUT -m conntrack --ctorigsrcport 22:23 ! --ctrepldstport 22
  L            all  --  anywhere             anywhere             ctorigsrcport 22:23 ! ctrepldstport 22$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctorigsrcport 22:23 ! ctrepldstport 22$
iptables -A INPUT -m conntrack --ctorigdstport 22 --ctreplsrcport 5:6
  S -A INPUT -m conntrack --ctorigdstport 22 --ctreplsrcport 5:6
  L            all  --  anywhere             anywhere             ctorigdstport 22 ctreplsrcport 5:6$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctorigdstport 22 ctreplsrcport 5:6$
iptables -A INPUT -m conntrack --ctorigsrcport 22:
  S -A INPUT -m conntrack --ctorigsrcport 22:65535
  L            all  --  anywhere             anywhere             ctorigsrcport 22:65535$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctorigsrcport 22:65535$
iptables -A INPUT -m conntrack --ctorigsrcport :22
  S -A INPUT -m conntrack --ctorigsrcport 0:22
  L            all  --  anywhere             anywhere             ctorigsrcport 0:22$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctorigsrcport 0:22$
iptables -A INPUT -m conntrack --ctorigsrcport 5:0
  S -A INPUT -m conntrack --ctorigsrcport 5
  L            all  --  anywhere             anywhere             ctorigsrcport 5$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctorigsrcport 5$
iptables -A INPUT -m conntrack --ctorigsrcport 0
  S -A INPUT -m conntrack --ctorigsrcport 0
  L            all  --  anywhere             anywhere             ctorigsrcport 0$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctorigsrcport 0$
iptables -A INPUT -m conntrack --ctorigsrcport 5:3
  S -A INPUT -m conntrack --ctorigsrcport 5:3
  L            all  --  anywhere             anywhere             ctorigsrcport 5:3$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctorigsrcport 5:3$
iptables -A INPUT -m conntrack --ctorigsrcport 5:3:4
  2 conntrack: Too many components for option "--ctorigsrcport" (max: 2)\n
iptables -A INPUT -m conntrack --ctorigsrcport foo
  2 Port "foo" does not resolve to anything.\n
iptables -A INPUT -m conntrack --ctstatus NONE
  S -A INPUT -m conntrack --ctstatus NONE
  L            all  --  anywhere             anywhere             ctstatus NONE$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctstatus NONE$
iptables -A INPUT -m conntrack ! --ctstatus NONE
  S -A INPUT -m conntrack ! --ctstatus NONE
  L            all  --  anywhere             anywhere             ! ctstatus NONE$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ! ctstatus NONE$
iptables -A INPUT -m conntrack --ctstatus seen,ass,conf,exp
  S -A INPUT -m conntrack --ctstatus EXPECTED,SEEN_REPLY,ASSURED,CONFIRMED
  L            all  --  anywhere             anywhere             ctstatus EXPECTED,SEEN_REPLY,ASSURED,CONFIRMED$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctstatus EXPECTED,SEEN_REPLY,ASSURED,CONFIRMED$
iptables -A INPUT -m conntrack --ctstatus NONE,seen
  S -A INPUT -m conntrack --ctstatus SEEN_REPLY
  L            all  --  anywhere             anywhere             ctstatus SEEN_REPLY$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctstatus SEEN_REPLY$
iptables -A INPUT -m conntrack --ctstatus ""
  2 Bad ctstatus ""
iptables -A INPUT -m conntrack --ctstatus SEEN_REPLY,
  2 Bad ctstatus ""
iptables -A INPUT -m conntrack --ctstatus x
  2 Bad ctstatus "x"
iptables -A INPUT -m conntrack --ctexpire 10
  S -A INPUT -m conntrack --ctexpire 10
  L            all  --  anywhere             anywhere             ctexpire 10$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctexpire 10$
iptables -A INPUT -m conntrack ! --ctexpire 10:20
  S -A INPUT -m conntrack ! --ctexpire 10:20
  L            all  --  anywhere             anywhere             ! ctexpire 10:20$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ! ctexpire 10:20$
iptables -A INPUT -m conntrack --ctexpire 10:
  S -A INPUT -m conntrack --ctexpire 10:4294967295
  L            all  --  anywhere             anywhere             ctexpire 10:4294967295$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctexpire 10:4294967295$
iptables -A INPUT -m conntrack --ctexpire :10
  S -A INPUT -m conntrack --ctexpire 0:10
  L            all  --  anywhere             anywhere             ctexpire 0:10$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctexpire 0:10$
iptables -A INPUT -m conntrack --ctexpire :
  S -A INPUT -m conntrack --ctexpire 0:4294967295
  L            all  --  anywhere             anywhere             ctexpire 0:4294967295$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctexpire 0:4294967295$
iptables -A INPUT -m conntrack --ctexpire ""
  S -A INPUT -m conntrack --ctexpire 0
  L            all  --  anywhere             anywhere             ctexpire 0$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctexpire 0$
iptables -A INPUT -m conntrack --ctexpire 20:10
  S -A INPUT -m conntrack --ctexpire 20:10
  L            all  --  anywhere             anywhere             ctexpire 20:10$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctexpire 20:10$
iptables -A INPUT -m conntrack --ctexpire 1:2:3
  2 conntrack: Too many components for option "--ctexpire" (max: 2)\n
iptables -A INPUT -m conntrack --ctexpire x
  2 conntrack: bad value for option "--ctexpire" near "x", or out of range (0-4294967295).\n
iptables -A INPUT -m conntrack --ctexpire 1:x
  2 conntrack: bad value for option "--ctexpire" near "x", or out of range (0-4294967295).\n
iptables -A INPUT -m conntrack --ctexpire 1x
  2 conntrack: Argument to "--ctexpire" has unexpected characters near "x".\n
iptables -A INPUT -m conntrack --ctexpire 4294967296
  2 conntrack: bad value for option "--ctexpire" near "4294967296", or out of range (0-4294967295).\n
iptables -A INPUT -m conntrack --ctdir original
  S -A INPUT -m conntrack --ctdir ORIGINAL
  L            all  --  anywhere             anywhere             ctdir ORIGINAL$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctdir ORIGINAL$
iptables -A INPUT -m conntrack --ctdir REPLY
  S -A INPUT -m conntrack --ctdir REPLY
  L            all  --  anywhere             anywhere             ctdir REPLY$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctdir REPLY$
iptables -A INPUT -m conntrack ! --ctdir reply
  2 conntrack: option "--ctdir" cannot be inverted.\n
iptables -A INPUT -m conntrack --ctdir rep
  2 conntrack: Bad value for "--ctdir" option: "rep"
iptables -A INPUT -m conntrack --ctdir REPLY --ctstate NEW --ctexpire 5 --ctstatus ASSURED --ctproto 6 --ctorigsrc 1.1.1.1 --ctorigsrcport 1
  S -A INPUT -m conntrack --ctstate NEW --ctproto 6 --ctorigsrc 1.1.1.1 --ctorigsrcport 1 --ctstatus ASSURED --ctexpire 5 --ctdir REPLY
  L            all  --  anywhere             anywhere             ctstate NEW ctproto 6 ctorigsrc 1.1.1.1 ctorigsrcport 1 ctstatus ASSURED ctexpire 5 ctdir REPLY$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ctstate NEW ctproto 6 ctorigsrc 1.1.1.1 ctorigsrcport 1 ctstatus ASSURED ctexpire 5 ctdir REPLY$
iptables -A INPUT -m state --state NEW,EST
  S -A INPUT -m state --state NEW,ESTABLISHED
  L            all  --  anywhere             anywhere             state NEW,ESTABLISHED$
  N            0    --  0.0.0.0/0            0.0.0.0/0            state NEW,ESTABLISHED$
iptables -A INPUT -m state ! --state NEW,SNAT
  2 Bad state "SNAT"
iptables -A INPUT -m state --state NEW,
  2 "--state" requires a list of states with no spaces, e.g. ESTABLISHED,RELATED
iptables -A INPUT -m state --state ,NEW
  2 Bad state ",NEW"
iptables -A INPUT -m state --state ""
  2 "--state" requires a list of states with no spaces, e.g. ESTABLISHED,RELATED
iptables -A INPUT -m state --state x,NEW
  2 Bad state "x,NEW"
iptables -A INPUT -m state --state NEW,x
  2 Bad state "x"
iptables -A INPUT -m state ! --state NEW,UNTRACKED
  S -A INPUT -m state ! --state NEW,UNTRACKED
  L            all  --  anywhere             anywhere             ! state NEW,UNTRACKED$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ! state NEW,UNTRACKED$
ip6tables -A INPUT -m state --state INVALID,RELATED
  S -A INPUT -m state --state INVALID,RELATED
  L            all  --  anywhere             anywhere             state INVALID,RELATED$
  N            0    --  ::/0                 ::/0                 state INVALID,RELATED$
iptables -A INPUT -m state --state NEW --state NEW
  2 state: option "--state" can only be used once.\n
iptables -A INPUT -m state
  2 state: option "--state" must be specified\n
