# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs. The names are
# those of control/tests/lang/etc/xtables/connlabel.conf.
iptables -A INPUT -m connlabel --label ssh
  S -A INPUT -m connlabel --label "ssh"
  L            all  --  anywhere             anywhere             connlabel 'ssh'$
  N            0    --  0.0.0.0/0            0.0.0.0/0            connlabel 2$
iptables -A INPUT -m connlabel --label 2
  S -A INPUT -m connlabel --label "ssh"
  L            all  --  anywhere             anywhere             connlabel 'ssh'$
  N            0    --  0.0.0.0/0            0.0.0.0/0            connlabel 2$
iptables -A INPUT -m connlabel ! --label 2
  S -A INPUT -m connlabel ! --label "ssh"
  L            all  --  anywhere             anywhere             connlabel ! 'ssh'$
  N            0    --  0.0.0.0/0            0.0.0.0/0            connlabel ! 2$
iptables -A INPUT -m connlabel --label ssh --set
  S -A INPUT -m connlabel --label "ssh" --set
  L            all  --  anywhere             anywhere             connlabel 'ssh' set$
  N            0    --  0.0.0.0/0            0.0.0.0/0            connlabel 2 set$
iptables -A INPUT -m connlabel ! --label "two words" --set
  S -A INPUT -m connlabel ! --label "two words" --set
  L            all  --  anywhere             anywhere             connlabel ! 'two words' set$
  N            0    --  0.0.0.0/0            0.0.0.0/0            connlabel ! 7 set$
ip6tables -A INPUT -m connlabel --label forty
  S -A INPUT -m connlabel --label "forty"
  L            all  --  anywhere             anywhere             connlabel 'forty'$
  N            0    --  ::/0                 ::/0                 connlabel 40$
ip6tables -A INPUT -m connlabel --set --label 41
  S -A INPUT -m connlabel --label "41" --set
  L            all  --  anywhere             anywhere             connlabel 41 set$
  N            0    --  ::/0                 ::/0                 connlabel 41 set$
iptables -A INPUT -m connlabel --label ssh -m connlabel --label last --set
  S -A INPUT -m connlabel --label "ssh" -m connlabel --label "last" --set
  L            all  --  anywhere             anywhere             connlabel 'ssh' connlabel 'last' set$
  N            0    --  0.0.0.0/0            0.0.0.0/0            connlabel 2 connlabel 127 set$
iptables -A INPUT -m connlabel --label 0x10
  S -A INPUT -m connlabel --label "16"
  L            all  --  anywhere             anywhere             connlabel 16$
  N            0    --  0.0.0.0/0            0.0.0.0/0            connlabel 16$
iptables -A INPUT -m connlabel --label 010
  S -A INPUT -m connlabel --label "8"
  L            all  --  anywhere             anywhere             connlabel 8$
  N            0    --  0.0.0.0/0            0.0.0.0/0            connlabel 8$
iptables -A INPUT -m connlabel --label " 12"
  S -A INPUT -m connlabel --label "octal"
  L            all  --  anywhere             anywhere             connlabel 'octal'$
  N            0    --  0.0.0.0/0            0.0.0.0/0            connlabel 12$
iptables -A INPUT -m connlabel --label +13
  S -A INPUT -m connlabel --label "hexed"
  L            all  --  anywhere             anywhere             connlabel 'hexed'$
  N            0    --  0.0.0.0/0            0.0.0.0/0            connlabel 13$
iptables -A INPUT -m connlabel --label octal
  S -A INPUT -m connlabel --label "octal"
  L            all  --  anywhere             anywhere             connlabel 'octal'$
  N            0    --  0.0.0.0/0            0.0.0.0/0            connlabel 12$
iptables -A INPUT -m connlabel --label hexed
  S -A INPUT -m connlabel --label "hexed"
  L            all  --  anywhere             anywhere             connlabel 'hexed'$
  N            0    --  0.0.0.0/0            0.0.0.0/0            connlabel 13$
iptables -A INPUT -m connlabel --label trailing
  S -A INPUT -m connlabel --label "trailing"
  L            all  --  anywhere             anywhere             connlabel 'trailing'$
  N            0    --  0.0.0.0/0            0.0.0.0/0            connlabel 11$
iptables -A INPUT -m connlabel --label 127
  S -A INPUT -m connlabel --label "last"
  L            all  --  anywhere             anywhere             connlabel 'last'$
  N            0    --  0.0.0.0/0            0.0.0.0/0            connlabel 127$
iptables -A INPUT -m connlabel --label 128
  1 Numerical result out of range.
iptables -A INPUT -m connlabel --label toobig
  1 Numerical result out of range.
iptables -A INPUT -m connlabel --label 65535
  1 Numerical result out of range.
iptables -A INPUT -m connlabel --label 65536
  S -A INPUT -m connlabel --label "eth0-in"
  L            all  --  anywhere             anywhere             connlabel 'eth0-in'$
  N            0    --  0.0.0.0/0            0.0.0.0/0            connlabel 0$
iptables -A INPUT -m connlabel --label 4294967298
  S -A INPUT -m connlabel --label "ssh"
  L            all  --  anywhere             anywhere             connlabel 'ssh'$
  N            0    --  0.0.0.0/0            0.0.0.0/0            connlabel 2$
iptables -A INPUT -m connlabel --label 2147483648
  2 label '2147483648' not found or invalid value
iptables -A INPUT -m connlabel --label -1
  2 label '-1' not found or invalid value
iptables -A INPUT -m connlabel --label 18446744073709551616
  2 label '18446744073709551616' not found or invalid value
iptables -A INPUT -m connlabel --label nope
  2 label 'nope' not found or invalid value
iptables -A INPUT -m connlabel --label nonum
  2 label 'nonum' not found or invalid value
iptables -A INPUT -m connlabel --label a;b
  2 label 'a;b' not found or invalid value
iptables -A INPUT -m connlabel --label 1x
  2 label '1x' not found or invalid value
iptables -A INPUT -m connlabel --label 0x
  2 label '0x' not found or invalid value
iptables -A INPUT -m connlabel --label ""
  2 Argument must have a minimum length of 1 characters\n
iptables -A INPUT -m connlabel --label " "
  2 label ' ' not found or invalid value
iptables -A INPUT -m connlabel
  2 connlabel: option "--label" must be specified\n
iptables -A INPUT -m connlabel --set
  2 connlabel: option "--label" must be specified\n
iptables -A INPUT -m connlabel --label ssh --label last
  2 connlabel: option "--label" can only be used once.\n
iptables -A INPUT -m connlabel --label nope --label 3
  2 label 'nope' not found or invalid value
iptables -A INPUT -m connlabel --label ssh --set --set
  2 connlabel: option "--set" can only be used once.\n
iptables -A INPUT -m connlabel --label last ! --set
  2 connlabel: option "--set" cannot be inverted.\n
