# A rule of nft's that looks at what connections have carried has it counted from then on, also if it is refused.
$ nft add table inet t
$ nft add chain inet t out '{ type filter hook output priority 0; }'
$ nft add rule inet t out ct state new counter
$ sysctl net.netfilter.nf_conntrack_acct
net.netfilter.nf_conntrack_acct = 0
$ nft add rule inet t out ct bytes gt 200 jump nowhere
Error: Could not process rule: No such file or directory
add rule inet t out ct bytes gt 200 jump nowhere
                                         ^^^^^^^
[1]
$ sysctl net.netfilter.nf_conntrack_acct
net.netfilter.nf_conntrack_acct = 1
$ sysctl -q -w net.netfilter.nf_conntrack_acct=0
$ nft -c add rule inet t out ct original packets lt 3
$ sysctl net.netfilter.nf_conntrack_acct
net.netfilter.nf_conntrack_acct = 1
$ sysctl -q -w net.netfilter.nf_conntrack_acct=0
$ nft add rule inet t out ct avgpkt gt 60
$ sysctl net.netfilter.nf_conntrack_acct
net.netfilter.nf_conntrack_acct = 1
