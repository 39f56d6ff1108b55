# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A INPUT -m conntrack --ctstate ESTABLISH,rel
  S -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED
  L ctstate RELATED,ESTABLISHED
  N ctstate RELATED,ESTABLISHED
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
  L ctstate INVALID,NEW,RELATED,ESTABLISHED,UNTRACKED,SNAT,DNAT
  N ctstate INVALID,NEW,RELATED,ESTABLISHED,UNTRACKED,SNAT,DNAT
iptables -A INPUT -m conntrack ! --ctstate i,u,s,d
  S -A INPUT -m conntrack ! --ctstate INVALID,UNTRACKED,SNAT,DNAT
  L ! ctstate INVALID,UNTRACKED,SNAT,DNAT
  N ! ctstate INVALID,UNTRACKED,SNAT,DNAT
ip6tables -A INPUT -m conntrack --ctstate NEW
  S -A INPUT -m conntrack --ctstate NEW
  L ctstate NEW
  N ctstate NEW
iptables -A INPUT -m conntrack --ctstate NEW,NEW
  S -A INPUT -m conntrack --ctstate NEW
  L ctstate NEW
  N ctstate NEW
iptables -A INPUT -m conntrack
  2 conntrack: At least one option is required
iptables -A INPUT -m conntrack --ctstate NEW --ctstate NEW
  2 conntrack: option "--ctstate" can only be used once.\n
iptables -A INPUT -m conntrack ! --ctproto tcp
  S -A INPUT -m conntrack ! --ctproto 6
  L ! ctproto 6
  N ! ctproto 6
iptables -A INPUT -m conntrack --ctproto udp
  S -A INPUT -m conntrack --ctproto 17
  L ctproto 17
  N ctproto 17
iptables -A INPUT -m conntrack --ctproto 17
  S -A INPUT -m conntrack --ctproto 17
  L ctproto 17
  N ctproto 17
iptables -A INPUT -m conntrack --ctproto 0
  S -A INPUT -m conntrack --ctproto 0
  L ctproto 0
  N ctproto 0
iptables -A INPUT -m conntrack --ctproto all
  S -A INPUT -m conntrack --ctproto 0
  L ctproto 0
  N ctproto 0
iptables -A INPUT -m conntrack ! --ctproto 0
  S -A INPUT -m conntrack ! --ctproto 0
  L ! ctproto 0
  N ! ctproto 0
iptables -A INPUT -m conntrack --ctproto 256
  2 unknown protocol "256" specified
iptables -A INPUT -m conntrack --ctproto foo
  2 unknown protocol "foo" specified
iptables -A INPUT -m conntrack --ctproto ICMP
  S -A INPUT -m conntrack --ctproto 1
  L ctproto 1
  N ctproto 1
iptables -A INPUT -m conntrack --ctorigsrc 1.2.3.4
  S -A INPUT -m conntrack --ctorigsrc 1.2.3.4
  L ctorigsrc 1.2.3.4
  N ctorigsrc 1.2.3.4
iptables -A INPUT -m conntrack --ctorigsrc 1.2.3.4/24
  S -A INPUT -m conntrack --ctorigsrc 1.2.3.4/24
  L ctorigsrc 1.2.3.4/24
  N ctorigsrc 1.2.3.4/24
iptables -A INPUT -m conntrack --ctorigsrc 1.2.3.4/32
  S -A INPUT -m conntrack --ctorigsrc 1.2.3.4
  L ctorigsrc 1.2.3.4
  N ctorigsrc 1.2.3.4
iptables -A INPUT -m conntrack --ctorigsrc 1.2.3.4/0
  S -A INPUT -m conntrack --ctorigsrc 1.2.3.4/0
  L ctorigsrc 1.2.3.4/0
  N ctorigsrc 1.2.3.4/0
iptables -A INPUT -m conntrack --ctorigsrc 1.2.3.4/255.255.0.0
  S -A INPUT -m conntrack --ctorigsrc 1.2.3.4/16
  L ctorigsrc 1.2.3.4/16
  N ctorigsrc 1.2.3.4/16
iptables -A INPUT -m conntrack --ctorigsrc 1.2.3.4/255.0.255.0
  S -A INPUT -m conntrack --ctorigsrc 1.2.3.4
  L ctorigsrc 1.2.3.4
  N ctorigsrc 1.2.3.4
iptables -A INPUT -m conntrack --ctorigsrc 1.2.3.4/
  2 conntrack: bad value for option "--ctorigsrc", neither a valid network mask nor valid CIDR (0-32).\n
iptables -A INPUT -m conntrack --ctorigsrc 1.2.3.4/x
  2 conntrack: bad value for option "--ctorigsrc", neither a valid network mask nor valid CIDR (0-32).\n
iptables -A INPUT -m conntrack --ctorigsrc 1.2.3.4/8/8
  2 conntrack: bad value for option "--ctorigsrc", neither a valid network mask nor valid CIDR (0-32).\n
iptables -A INPUT -m conntrack ! --ctorigdst 1.2.3.4/16
  S -A INPUT -m conntrack ! --ctorigdst 1.2.3.4/16
  L ! ctorigdst 1.2.3.4/16
  N ! ctorigdst 1.2.3.4/16
iptables -A INPUT -m conntrack ! --ctreplsrc 1.2.3.4/16 --ctrepldst 5.6.7.8
  S -A INPUT -m conntrack ! --ctreplsrc 1.2.3.4/16 --ctrepldst 5.6.7.8
  L ! ctreplsrc 1.2.3.4/16 ctrepldst 5.6.7.8
  N ! ctreplsrc 1.2.3.4/16 ctrepldst 5.6.7.8
iptables -A INPUT -m conntrack --ctorigsrc 0.0.0.0/0
  S -A INPUT -m conntrack --ctorigsrc 0.0.0.0/0
  L ctorigsrc anywhere
  N ctorigsrc 0.0.0.0/0
iptables -A INPUT -m conntrack --ctorigsrc 0.0.0.0
  S -A INPUT -m conntrack --ctorigsrc 0.0.0.0
  L ctorigsrc anywhere
  N ctorigsrc 0.0.0.0
iptables -A INPUT -m conntrack --ctorigsrc 1.2.3.4/33
  S -A INPUT -m conntrack --ctorigsrc 1.2.3.4
  L ctorigsrc 1.2.3.4
  N ctorigsrc 1.2.3.4
iptables -A INPUT -m conntrack --ctorigsrc 1.2.3
  S -A INPUT -m conntrack --ctorigsrc 1.2.0.3
  L ctorigsrc 1.2.0.3
  N ctorigsrc 1.2.0.3
iptables -A INPUT -m conntrack --ctorigsrc 0x01020304
  S -A INPUT -m conntrack --ctorigsrc 1.2.3.4
  L ctorigsrc 1.2.3.4
  N ctorigsrc 1.2.3.4
iptables -A INPUT -m conntrack --ctorigsrc foo.invalid
  2 getaddrinfo: Temporary failure in name resolution\n
iptables -A INPUT -m conntrack --ctorigsrc ::1
  2 getaddrinfo: Address family for hostname not supported\n
iptables -A INPUT -m conntrack --ctorigsrc 1.2.3.4 --ctorigsrc 1.2.3.5
  2 conntrack: option "--ctorigsrc" can only be used once.\n
ip6tables -A INPUT -m conntrack --ctorigsrc 2001:db8::1/64 --ctrepldst ::1
  S -A INPUT -m conntrack --ctorigsrc 2001:db8::1/64 --ctrepldst ::1
  L ctorigsrc 2001:db8::1/64 ctrepldst ::1
  N ctorigsrc 2001:db8::1/64 ctrepldst ::1
ip6tables -A INPUT -m conntrack ! --ctorigdst 2001:db8::/ffff:ffff::
  S -A INPUT -m conntrack ! --ctorigdst 2001:db8::/32
  L ! ctorigdst 2001:db8::/32
  N ! ctorigdst 2001:db8::/32
ip6tables -A INPUT -m conntrack --ctorigdst 2001:db8::/ffff::ffff
  S -A INPUT -m conntrack --ctorigdst 2001:db8::
  L ctorigdst 2001:db8::
  N ctorigdst 2001:db8::
ip6tables -A INPUT -m conntrack --ctorigsrc ::/0
  S -A INPUT -m conntrack --ctorigsrc ::/0
  L ctorigsrc anywhere
  N ctorigsrc ::/0
ip6tables -A INPUT -m conntrack --ctorigsrc ::1/129
  2 conntrack: bad value for option "--ctorigsrc", neither a valid network mask nor valid CIDR (0-128).\n
ip6tables -A INPUT -m conntrack --ctorigsrc ::1/128
  S -A INPUT -m conntrack --ctorigsrc ::1
  L ctorigsrc ::1
  N ctorigsrc ::1
ip6tables -A INPUT -m conntrack --ctorigsrc ::1.2.3.4/127
  S -A INPUT -m conntrack --ctorigsrc ::1.2.3.4/127
  L ctorigsrc ::1.2.3.4/127
  N ctorigsrc ::1.2.3.4/127
ip6tables -A INPUT -m conntrack --ctorigsrc 1.2.3.4
  2 getaddrinfo: Address family for hostname not supported\n
iptables -A INPUT -m conntrack --ctorigsrcport 22:23 ! --ctrepldstport ssh
  S -A INPUT -m conntrack --ctorigsrcport 22:23 ! --ctrepldstport 22
  L ctorigsrcport 22:23 ! ctrepldstport 22
  N ctorigsrcport 22:23 ! ctrepldstport 22
iptables -A INPUT -m conntrack --ctorigdstport 22 --ctreplsrcport 5:6
  S -A INPUT -m conntrack --ctorigdstport 22 --ctreplsrcport 5:6
  L ctorigdstport 22 ctreplsrcport 5:6
  N ctorigdstport 22 ctreplsrcport 5:6
iptables -A INPUT -m conntrack --ctorigsrcport 22:
  S -A INPUT -m conntrack --ctorigsrcport 22:65535
  L ctorigsrcport 22:65535
  N ctorigsrcport 22:65535
iptables -A INPUT -m conntrack --ctorigsrcport :22
  S -A INPUT -m conntrack --ctorigsrcport 0:22
  L ctorigsrcport 0:22
  N ctorigsrcport 0:22
iptables -A INPUT -m conntrack --ctorigsrcport 5:0
  S -A INPUT -m conntrack --ctorigsrcport 5
  L ctorigsrcport 5
  N ctorigsrcport 5
iptables -A INPUT -m conntrack --ctorigsrcport 0
  S -A INPUT -m conntrack --ctorigsrcport 0
  L ctorigsrcport 0
  N ctorigsrcport 0
iptables -A INPUT -m conntrack --ctorigsrcport 5:3
  S -A INPUT -m conntrack --ctorigsrcport 5:3
  L ctorigsrcport 5:3
  N ctorigsrcport 5:3
iptables -A INPUT -m conntrack --ctorigsrcport 5:3:4
  2 conntrack: Too many components for option "--ctorigsrcport" (max: 2)\n
iptables -A INPUT -m conntrack --ctorigsrcport foo
  2 Port "foo" does not resolve to anything.\n
iptables -A INPUT -m conntrack --ctstatus NONE
  S -A INPUT -m conntrack --ctstatus NONE
  L ctstatus NONE
  N ctstatus NONE
iptables -A INPUT -m conntrack ! --ctstatus NONE
  S -A INPUT -m conntrack ! --ctstatus NONE
  L ! ctstatus NONE
  N ! ctstatus NONE
iptables -A INPUT -m conntrack --ctstatus seen,ass,conf,exp
  S -A INPUT -m conntrack --ctstatus EXPECTED,SEEN_REPLY,ASSURED,CONFIRMED
  L ctstatus EXPECTED,SEEN_REPLY,ASSURED,CONFIRMED
  N ctstatus EXPECTED,SEEN_REPLY,ASSURED,CONFIRMED
iptables -A INPUT -m conntrack --ctstatus NONE,seen
  S -A INPUT -m conntrack --ctstatus SEEN_REPLY
  L ctstatus SEEN_REPLY
  N ctstatus SEEN_REPLY
iptables -A INPUT -m conntrack --ctstatus ""
  2 Bad ctstatus ""
iptables -A INPUT -m conntrack --ctstatus SEEN_REPLY,
  2 Bad ctstatus ""
iptables -A INPUT -m conntrack --ctstatus x
  2 Bad ctstatus "x"
iptables -A INPUT -m conntrack --ctexpire 10
  S -A INPUT -m conntrack --ctexpire 10
  L ctexpire 10
  N ctexpire 10
iptables -A INPUT -m conntrack ! --ctexpire 10:20
  S -A INPUT -m conntrack ! --ctexpire 10:20
  L ! ctexpire 10:20
  N ! ctexpire 10:20
iptables -A INPUT -m conntrack --ctexpire 10:
  S -A INPUT -m conntrack --ctexpire 10:4294967295
  L ctexpire 10:4294967295
  N ctexpire 10:4294967295
iptables -A INPUT -m conntrack --ctexpire :10
  S -A INPUT -m conntrack --ctexpire 0:10
  L ctexpire 0:10
  N ctexpire 0:10
iptables -A INPUT -m conntrack --ctexpire :
  S -A INPUT -m conntrack --ctexpire 0:4294967295
  L ctexpire 0:4294967295
  N ctexpire 0:4294967295
iptables -A INPUT -m conntrack --ctexpire ""
  S -A INPUT -m conntrack --ctexpire 0
  L ctexpire 0
  N ctexpire 0
iptables -A INPUT -m conntrack --ctexpire 20:10
  S -A INPUT -m conntrack --ctexpire 20:10
  L ctexpire 20:10
  N ctexpire 20:10
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
  L ctdir ORIGINAL
  N ctdir ORIGINAL
iptables -A INPUT -m conntrack --ctdir REPLY
  S -A INPUT -m conntrack --ctdir REPLY
  L ctdir REPLY
  N ctdir REPLY
iptables -A INPUT -m conntrack ! --ctdir reply
  2 conntrack: option "--ctdir" cannot be inverted.\n
iptables -A INPUT -m conntrack --ctdir rep
  2 conntrack: Bad value for "--ctdir" option: "rep"
iptables -A INPUT -m conntrack --ctdir REPLY --ctstate NEW --ctexpire 5 --ctstatus ASSURED --ctproto 6 --ctorigsrc 1.1.1.1 --ctorigsrcport 1
  S -A INPUT -m conntrack --ctstate NEW --ctproto 6 --ctorigsrc 1.1.1.1 --ctorigsrcport 1 --ctstatus ASSURED --ctexpire 5 --ctdir REPLY
  L ctstate NEW ctproto 6 ctorigsrc 1.1.1.1 ctorigsrcport 1 ctstatus ASSURED ctexpire 5 ctdir REPLY
  N ctstate NEW ctproto 6 ctorigsrc 1.1.1.1 ctorigsrcport 1 ctstatus ASSURED ctexpire 5 ctdir REPLY
iptables -A INPUT -m state --state NEW,EST
  S -A INPUT -m state --state NEW,ESTABLISHED
  L state NEW,ESTABLISHED
  N state NEW,ESTABLISHED
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
  L ! state NEW,UNTRACKED
  N ! state NEW,UNTRACKED
ip6tables -A INPUT -m state --state INVALID,RELATED
  S -A INPUT -m state --state INVALID,RELATED
  L state INVALID,RELATED
  N state INVALID,RELATED
iptables -A INPUT -m state --state NEW --state NEW
  2 state: option "--state" can only be used once.\n
iptables -A INPUT -m state
  2 state: option "--state" must be specified\n
