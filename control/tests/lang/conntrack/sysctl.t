# The knobs of connection tracking: defaults, and what they take. (nf_conntrack_max and
# nf_conntrack_expect_max can only be written in the initial namespace.)
$ sysctl net.netfilter.nf_conntrack_acct
net.netfilter.nf_conntrack_acct = 0
$ sysctl net.netfilter.nf_conntrack_checksum
net.netfilter.nf_conntrack_checksum = 1
$ sysctl net.netfilter.nf_conntrack_expect_max
net.netfilter.nf_conntrack_expect_max = 4096
$ sysctl net.netfilter.nf_conntrack_generic_timeout
net.netfilter.nf_conntrack_generic_timeout = 600
$ sysctl net.netfilter.nf_conntrack_gre_timeout
net.netfilter.nf_conntrack_gre_timeout = 30
$ sysctl net.netfilter.nf_conntrack_gre_timeout_stream
net.netfilter.nf_conntrack_gre_timeout_stream = 180
$ sysctl net.netfilter.nf_conntrack_icmp_timeout
net.netfilter.nf_conntrack_icmp_timeout = 30
$ sysctl net.netfilter.nf_conntrack_icmpv6_timeout
net.netfilter.nf_conntrack_icmpv6_timeout = 30
$ sysctl net.netfilter.nf_conntrack_log_invalid
net.netfilter.nf_conntrack_log_invalid = 0
$ sysctl net.netfilter.nf_conntrack_max
net.netfilter.nf_conntrack_max = 262144
$ sysctl net.netfilter.nf_conntrack_sctp_timeout_closed
net.netfilter.nf_conntrack_sctp_timeout_closed = 10
$ sysctl net.netfilter.nf_conntrack_sctp_timeout_cookie_echoed
net.netfilter.nf_conntrack_sctp_timeout_cookie_echoed = 3
$ sysctl net.netfilter.nf_conntrack_sctp_timeout_cookie_wait
net.netfilter.nf_conntrack_sctp_timeout_cookie_wait = 3
$ sysctl net.netfilter.nf_conntrack_sctp_timeout_established
net.netfilter.nf_conntrack_sctp_timeout_established = 210
$ sysctl net.netfilter.nf_conntrack_sctp_timeout_heartbeat_sent
net.netfilter.nf_conntrack_sctp_timeout_heartbeat_sent = 30
$ sysctl net.netfilter.nf_conntrack_sctp_timeout_shutdown_ack_sent
net.netfilter.nf_conntrack_sctp_timeout_shutdown_ack_sent = 3
$ sysctl net.netfilter.nf_conntrack_sctp_timeout_shutdown_recd
net.netfilter.nf_conntrack_sctp_timeout_shutdown_recd = 3
$ sysctl net.netfilter.nf_conntrack_sctp_timeout_shutdown_sent
net.netfilter.nf_conntrack_sctp_timeout_shutdown_sent = 3
$ sysctl net.netfilter.nf_conntrack_tcp_be_liberal
net.netfilter.nf_conntrack_tcp_be_liberal = 0
$ sysctl net.netfilter.nf_conntrack_tcp_ignore_invalid_rst
net.netfilter.nf_conntrack_tcp_ignore_invalid_rst = 0
$ sysctl net.netfilter.nf_conntrack_tcp_loose
net.netfilter.nf_conntrack_tcp_loose = 1
$ sysctl net.netfilter.nf_conntrack_tcp_max_retrans
net.netfilter.nf_conntrack_tcp_max_retrans = 3
$ sysctl net.netfilter.nf_conntrack_tcp_timeout_close
net.netfilter.nf_conntrack_tcp_timeout_close = 10
$ sysctl net.netfilter.nf_conntrack_tcp_timeout_close_wait
net.netfilter.nf_conntrack_tcp_timeout_close_wait = 60
$ sysctl net.netfilter.nf_conntrack_tcp_timeout_established
net.netfilter.nf_conntrack_tcp_timeout_established = 432000
$ sysctl net.netfilter.nf_conntrack_tcp_timeout_fin_wait
net.netfilter.nf_conntrack_tcp_timeout_fin_wait = 120
$ sysctl net.netfilter.nf_conntrack_tcp_timeout_last_ack
net.netfilter.nf_conntrack_tcp_timeout_last_ack = 30
$ sysctl net.netfilter.nf_conntrack_tcp_timeout_max_retrans
net.netfilter.nf_conntrack_tcp_timeout_max_retrans = 300
$ sysctl net.netfilter.nf_conntrack_tcp_timeout_syn_recv
net.netfilter.nf_conntrack_tcp_timeout_syn_recv = 60
$ sysctl net.netfilter.nf_conntrack_tcp_timeout_syn_sent
net.netfilter.nf_conntrack_tcp_timeout_syn_sent = 120
$ sysctl net.netfilter.nf_conntrack_tcp_timeout_time_wait
net.netfilter.nf_conntrack_tcp_timeout_time_wait = 120
$ sysctl net.netfilter.nf_conntrack_tcp_timeout_unacknowledged
net.netfilter.nf_conntrack_tcp_timeout_unacknowledged = 300
$ sysctl net.netfilter.nf_conntrack_timestamp
net.netfilter.nf_conntrack_timestamp = 0
$ sysctl net.netfilter.nf_conntrack_udp_timeout
net.netfilter.nf_conntrack_udp_timeout = 30
$ sysctl net.netfilter.nf_conntrack_udp_timeout_stream
net.netfilter.nf_conntrack_udp_timeout_stream = 120
$ sysctl net.netfilter.nf_conntrack_buckets
net.netfilter.nf_conntrack_buckets = 262144
$ sysctl net.netfilter.nf_conntrack_count
net.netfilter.nf_conntrack_count = 0
$ sysctl -w net.netfilter.nf_conntrack_udp_timeout=-1
net.netfilter.nf_conntrack_udp_timeout = -1
$ sysctl -w net.netfilter.nf_conntrack_udp_timeout=-8589935
sysctl: setting key "net.netfilter.nf_conntrack_udp_timeout": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_udp_timeout=8589934
net.netfilter.nf_conntrack_udp_timeout = 8589934
$ sysctl -w net.netfilter.nf_conntrack_udp_timeout=8589935
sysctl: setting key "net.netfilter.nf_conntrack_udp_timeout": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_udp_timeout=2147483648
sysctl: setting key "net.netfilter.nf_conntrack_udp_timeout": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_udp_timeout=foo
sysctl: setting key "net.netfilter.nf_conntrack_udp_timeout": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_udp_timeout=1x
sysctl: setting key "net.netfilter.nf_conntrack_udp_timeout": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_udp_timeout=0x10
net.netfilter.nf_conntrack_udp_timeout = 0x10
$ sysctl -n net.netfilter.nf_conntrack_udp_timeout
16
$ sysctl -w net.netfilter.nf_conntrack_tcp_timeout_established=-1
net.netfilter.nf_conntrack_tcp_timeout_established = -1
$ sysctl -w net.netfilter.nf_conntrack_tcp_timeout_established=-8589935
sysctl: setting key "net.netfilter.nf_conntrack_tcp_timeout_established": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_tcp_timeout_established=8589934
net.netfilter.nf_conntrack_tcp_timeout_established = 8589934
$ sysctl -w net.netfilter.nf_conntrack_tcp_timeout_established=8589935
sysctl: setting key "net.netfilter.nf_conntrack_tcp_timeout_established": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_tcp_timeout_established=2147483648
sysctl: setting key "net.netfilter.nf_conntrack_tcp_timeout_established": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_tcp_timeout_established=foo
sysctl: setting key "net.netfilter.nf_conntrack_tcp_timeout_established": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_tcp_timeout_established=1x
sysctl: setting key "net.netfilter.nf_conntrack_tcp_timeout_established": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_tcp_timeout_established=0x10
net.netfilter.nf_conntrack_tcp_timeout_established = 0x10
$ sysctl -n net.netfilter.nf_conntrack_tcp_timeout_established
16
$ sysctl -w net.netfilter.nf_conntrack_acct=-1
sysctl: setting key "net.netfilter.nf_conntrack_acct": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_acct=2
sysctl: setting key "net.netfilter.nf_conntrack_acct": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_acct=1x
sysctl: setting key "net.netfilter.nf_conntrack_acct": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_acct=0
net.netfilter.nf_conntrack_acct = 0
$ sysctl -w net.netfilter.nf_conntrack_acct=1
net.netfilter.nf_conntrack_acct = 1
$ sysctl -n net.netfilter.nf_conntrack_acct
1
$ sysctl -w net.netfilter.nf_conntrack_checksum=-1
sysctl: setting key "net.netfilter.nf_conntrack_checksum": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_checksum=2
sysctl: setting key "net.netfilter.nf_conntrack_checksum": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_checksum=1x
sysctl: setting key "net.netfilter.nf_conntrack_checksum": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_checksum=0
net.netfilter.nf_conntrack_checksum = 0
$ sysctl -w net.netfilter.nf_conntrack_checksum=1
net.netfilter.nf_conntrack_checksum = 1
$ sysctl -n net.netfilter.nf_conntrack_checksum
1
$ sysctl -w net.netfilter.nf_conntrack_timestamp=-1
sysctl: setting key "net.netfilter.nf_conntrack_timestamp": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_timestamp=2
sysctl: setting key "net.netfilter.nf_conntrack_timestamp": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_timestamp=1x
sysctl: setting key "net.netfilter.nf_conntrack_timestamp": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_timestamp=0
net.netfilter.nf_conntrack_timestamp = 0
$ sysctl -w net.netfilter.nf_conntrack_timestamp=1
net.netfilter.nf_conntrack_timestamp = 1
$ sysctl -n net.netfilter.nf_conntrack_timestamp
1
$ sysctl -w net.netfilter.nf_conntrack_tcp_loose=-1
sysctl: setting key "net.netfilter.nf_conntrack_tcp_loose": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_tcp_loose=2
sysctl: setting key "net.netfilter.nf_conntrack_tcp_loose": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_tcp_loose=1x
sysctl: setting key "net.netfilter.nf_conntrack_tcp_loose": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_tcp_loose=0
net.netfilter.nf_conntrack_tcp_loose = 0
$ sysctl -w net.netfilter.nf_conntrack_tcp_loose=1
net.netfilter.nf_conntrack_tcp_loose = 1
$ sysctl -n net.netfilter.nf_conntrack_tcp_loose
1
$ sysctl -w net.netfilter.nf_conntrack_tcp_be_liberal=-1
sysctl: setting key "net.netfilter.nf_conntrack_tcp_be_liberal": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_tcp_be_liberal=2
sysctl: setting key "net.netfilter.nf_conntrack_tcp_be_liberal": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_tcp_be_liberal=1x
sysctl: setting key "net.netfilter.nf_conntrack_tcp_be_liberal": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_tcp_be_liberal=0
net.netfilter.nf_conntrack_tcp_be_liberal = 0
$ sysctl -w net.netfilter.nf_conntrack_tcp_be_liberal=1
net.netfilter.nf_conntrack_tcp_be_liberal = 1
$ sysctl -n net.netfilter.nf_conntrack_tcp_be_liberal
1
$ sysctl -w net.netfilter.nf_conntrack_tcp_ignore_invalid_rst=-1
sysctl: setting key "net.netfilter.nf_conntrack_tcp_ignore_invalid_rst": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_tcp_ignore_invalid_rst=2
sysctl: setting key "net.netfilter.nf_conntrack_tcp_ignore_invalid_rst": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_tcp_ignore_invalid_rst=1x
sysctl: setting key "net.netfilter.nf_conntrack_tcp_ignore_invalid_rst": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_tcp_ignore_invalid_rst=0
net.netfilter.nf_conntrack_tcp_ignore_invalid_rst = 0
$ sysctl -w net.netfilter.nf_conntrack_tcp_ignore_invalid_rst=1
net.netfilter.nf_conntrack_tcp_ignore_invalid_rst = 1
$ sysctl -n net.netfilter.nf_conntrack_tcp_ignore_invalid_rst
1
$ sysctl -w net.netfilter.nf_conntrack_log_invalid=-1
sysctl: setting key "net.netfilter.nf_conntrack_log_invalid": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_log_invalid=256
sysctl: setting key "net.netfilter.nf_conntrack_log_invalid": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_log_invalid=255
net.netfilter.nf_conntrack_log_invalid = 255
$ sysctl -w net.netfilter.nf_conntrack_log_invalid=0x10
net.netfilter.nf_conntrack_log_invalid = 0x10
$ sysctl -n net.netfilter.nf_conntrack_log_invalid
16
$ sysctl -w net.netfilter.nf_conntrack_tcp_max_retrans=-1
sysctl: setting key "net.netfilter.nf_conntrack_tcp_max_retrans": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_tcp_max_retrans=256
sysctl: setting key "net.netfilter.nf_conntrack_tcp_max_retrans": Invalid argument
[1]
$ sysctl -w net.netfilter.nf_conntrack_tcp_max_retrans=255
net.netfilter.nf_conntrack_tcp_max_retrans = 255
$ sysctl -w net.netfilter.nf_conntrack_tcp_max_retrans=0x10
net.netfilter.nf_conntrack_tcp_max_retrans = 0x10
$ sysctl -n net.netfilter.nf_conntrack_tcp_max_retrans
16
$ sysctl -w net.netfilter.nf_conntrack_count=5
sysctl: setting key "net.netfilter.nf_conntrack_count": Invalid argument
$ sysctl -n net.netfilter.nf_conntrack_count
0
$ sysctl -w net.netfilter.nf_conntrack_buckets=5
sysctl: setting key "net.netfilter.nf_conntrack_buckets": Invalid argument
$ sysctl -n net.netfilter.nf_conntrack_buckets
262144
$ sysctl -w net.netfilter.nf_conntrack_foo=1
sysctl: cannot stat /proc/sys/net/netfilter/nf_conntrack_foo: No such file or directory
[1]
$ conntrack -I -p udp -s 1.1.1.1 -d 2.2.2.2 --sport 1 --dport 2 -t 100
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ sysctl net.netfilter.nf_conntrack_count
net.netfilter.nf_conntrack_count = 1
