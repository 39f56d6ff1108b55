# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs. The names are
# those of control/tests/lang/etc/xtables/connlabel.conf.
iptables -A INPUT -m connlabel --label ssh
iptables -A INPUT -m connlabel --label 2
iptables -A INPUT -m connlabel ! --label 2
iptables -A INPUT -m connlabel --label ssh --set
iptables -A INPUT -m connlabel ! --label "two words" --set
ip6tables -A INPUT -m connlabel --label forty
ip6tables -A INPUT -m connlabel --set --label 41
iptables -A INPUT -m connlabel --label ssh -m connlabel --label last --set
iptables -A INPUT -m connlabel --label 0x10
iptables -A INPUT -m connlabel --label 010
iptables -A INPUT -m connlabel --label " 12"
iptables -A INPUT -m connlabel --label +13
iptables -A INPUT -m connlabel --label octal
iptables -A INPUT -m connlabel --label hexed
iptables -A INPUT -m connlabel --label trailing
iptables -A INPUT -m connlabel --label 127
iptables -A INPUT -m connlabel --label 128
iptables -A INPUT -m connlabel --label toobig
iptables -A INPUT -m connlabel --label 65535
iptables -A INPUT -m connlabel --label 65536
iptables -A INPUT -m connlabel --label 4294967298
iptables -A INPUT -m connlabel --label 2147483648
iptables -A INPUT -m connlabel --label -1
iptables -A INPUT -m connlabel --label 18446744073709551616
iptables -A INPUT -m connlabel --label nope
iptables -A INPUT -m connlabel --label nonum
iptables -A INPUT -m connlabel --label a;b
iptables -A INPUT -m connlabel --label 1x
iptables -A INPUT -m connlabel --label 0x
iptables -A INPUT -m connlabel --label ""
iptables -A INPUT -m connlabel --label " "
iptables -A INPUT -m connlabel
iptables -A INPUT -m connlabel --set
iptables -A INPUT -m connlabel --label ssh --label last
iptables -A INPUT -m connlabel --label nope --label 3
iptables -A INPUT -m connlabel --label ssh --set --set
iptables -A INPUT -m connlabel --label last ! --set
