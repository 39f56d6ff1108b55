# What iptables 1.8.9 (legacy) answers; see control/src/lang/iptables/extension_tests.rs.
iptables -A INPUT -m recent
  2 recent: you must specify one of `--set', `--rcheck' `--update' or `--remove'
iptables -A INPUT -m recent --set
  S -A INPUT -m recent --set --name DEFAULT --mask 255.255.255.255 --rsource
  L            all  --  anywhere             anywhere             recent: SET name: DEFAULT side: source mask: 255.255.255.255$
  N            0    --  0.0.0.0/0            0.0.0.0/0            recent: SET name: DEFAULT side: source mask: 255.255.255.255$
ip6tables -A INPUT -m recent --set
  S -A INPUT -m recent --set --name DEFAULT --mask ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff --rsource
  L            all  --  anywhere             anywhere             recent: SET name: DEFAULT side: source mask: ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff$
  N            0    --  ::/0                 ::/0                 recent: SET name: DEFAULT side: source mask: ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff$
iptables -A INPUT -m recent ! --set
  S -A INPUT -m recent ! --set --name DEFAULT --mask 255.255.255.255 --rsource
  L            all  --  anywhere             anywhere             ! recent: SET name: DEFAULT side: source mask: 255.255.255.255$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ! recent: SET name: DEFAULT side: source mask: 255.255.255.255$
iptables -A INPUT -m recent --rcheck
  S -A INPUT -m recent --rcheck --name DEFAULT --mask 255.255.255.255 --rsource
  L            all  --  anywhere             anywhere             recent: CHECK name: DEFAULT side: source mask: 255.255.255.255$
  N            0    --  0.0.0.0/0            0.0.0.0/0            recent: CHECK name: DEFAULT side: source mask: 255.255.255.255$
iptables -A INPUT -m recent ! --rcheck --name A
  S -A INPUT -m recent ! --rcheck --name A --mask 255.255.255.255 --rsource
  L            all  --  anywhere             anywhere             ! recent: CHECK name: A side: source mask: 255.255.255.255$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ! recent: CHECK name: A side: source mask: 255.255.255.255$
iptables -A INPUT -m recent --update --seconds 60 --hitcount 4 --rttl --name ssh --rsource
  S -A INPUT -m recent --update --seconds 60 --hitcount 4 --rttl --name ssh --mask 255.255.255.255 --rsource
  L            all  --  anywhere             anywhere             recent: UPDATE seconds: 60 hit_count: 4 TTL-Match name: ssh side: source mask: 255.255.255.255$
  N            0    --  0.0.0.0/0            0.0.0.0/0            recent: UPDATE seconds: 60 hit_count: 4 TTL-Match name: ssh side: source mask: 255.255.255.255$
ip6tables -A INPUT -m recent --update --seconds 60 --hitcount 4 --rttl --name ssh --rdest
  S -A INPUT -m recent --update --seconds 60 --hitcount 4 --rttl --name ssh --mask ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff --rdest
  L            all  --  anywhere             anywhere             recent: UPDATE seconds: 60 hit_count: 4 TTL-Match name: ssh side: dest mask: ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff$
  N            0    --  ::/0                 ::/0                 recent: UPDATE seconds: 60 hit_count: 4 TTL-Match name: ssh side: dest mask: ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff$
iptables -A INPUT -m recent --remove --name A-b_c --rdest
  S -A INPUT -m recent --remove --name A-b_c --mask 255.255.255.255 --rdest
  L            all  --  anywhere             anywhere             recent: REMOVE name: A-b_c side: dest mask: 255.255.255.255$
  N            0    --  0.0.0.0/0            0.0.0.0/0            recent: REMOVE name: A-b_c side: dest mask: 255.255.255.255$
iptables -A INPUT -m recent ! --remove
  S -A INPUT -m recent ! --remove --name DEFAULT --mask 255.255.255.255 --rsource
  L            all  --  anywhere             anywhere             ! recent: REMOVE name: DEFAULT side: source mask: 255.255.255.255$
  N            0    --  0.0.0.0/0            0.0.0.0/0            ! recent: REMOVE name: DEFAULT side: source mask: 255.255.255.255$
iptables -A INPUT -m recent --set --rcheck
  2 recent: option "--set" cannot be used together with "--rcheck".\n
iptables -A INPUT -m recent --set --remove
  2 recent: option "--set" cannot be used together with "--remove".\n
iptables -A INPUT -m recent --update --rcheck --remove
  2 recent: option "--rcheck" cannot be used together with "--update".\n
iptables -A INPUT -m recent --set --set
  2 recent: option "--set" can only be used once.\n
iptables -A INPUT -m recent --rcheck --reap
  2 recent: option "--reap" also requires "--seconds".\n
iptables -A INPUT -m recent --rcheck --reap --seconds 5
  S -A INPUT -m recent --rcheck --seconds 5 --reap --name DEFAULT --mask 255.255.255.255 --rsource
  L            all  --  anywhere             anywhere             recent: CHECK seconds: 5 reap name: DEFAULT side: source mask: 255.255.255.255$
  N            0    --  0.0.0.0/0            0.0.0.0/0            recent: CHECK seconds: 5 reap name: DEFAULT side: source mask: 255.255.255.255$
iptables -A INPUT -m recent --set --rttl
  2 recent: option "--rttl" cannot be used together with "--set".\n
iptables -A INPUT -m recent --remove --rttl
  2 recent: option "--rttl" cannot be used together with "--remove".\n
iptables -A INPUT -m recent --set --seconds 5
  1 Invalid argument. Run `dmesg' for more information.
iptables -A INPUT -m recent --set --hitcount 5
  1 Invalid argument. Run `dmesg' for more information.
iptables -A INPUT -m recent --remove --seconds 3 --reap
  1 Invalid argument. Run `dmesg' for more information.
iptables -A INPUT -m recent --rcheck --seconds 0
  2 recent: bad value for option "--seconds", or out of range (1-4294967295).\n
iptables -A INPUT -m recent --rcheck --seconds 4294967295
  S -A INPUT -m recent --rcheck --seconds -1 --name DEFAULT --mask 255.255.255.255 --rsource
  L            all  --  anywhere             anywhere             recent: CHECK seconds: -1 name: DEFAULT side: source mask: 255.255.255.255$
  N            0    --  0.0.0.0/0            0.0.0.0/0            recent: CHECK seconds: -1 name: DEFAULT side: source mask: 255.255.255.255$
iptables -A INPUT -m recent --rcheck --seconds 4294967296
  2 recent: bad value for option "--seconds", or out of range (1-4294967295).\n
iptables -A INPUT -m recent --rcheck --seconds x
  2 recent: bad value for option "--seconds", or out of range (1-4294967295).\n
iptables -A INPUT -m recent --rcheck --seconds 0x10
  S -A INPUT -m recent --rcheck --seconds 16 --name DEFAULT --mask 255.255.255.255 --rsource
  L            all  --  anywhere             anywhere             recent: CHECK seconds: 16 name: DEFAULT side: source mask: 255.255.255.255$
  N            0    --  0.0.0.0/0            0.0.0.0/0            recent: CHECK seconds: 16 name: DEFAULT side: source mask: 255.255.255.255$
iptables -A INPUT -m recent --rcheck --hitcount 0
  S -A INPUT -m recent --rcheck --name DEFAULT --mask 255.255.255.255 --rsource
  L            all  --  anywhere             anywhere             recent: CHECK name: DEFAULT side: source mask: 255.255.255.255$
  N            0    --  0.0.0.0/0            0.0.0.0/0            recent: CHECK name: DEFAULT side: source mask: 255.255.255.255$
iptables -A INPUT -m recent --rcheck --hitcount 1
  S -A INPUT -m recent --rcheck --hitcount 1 --name DEFAULT --mask 255.255.255.255 --rsource
  L            all  --  anywhere             anywhere             recent: CHECK hit_count: 1 name: DEFAULT side: source mask: 255.255.255.255$
  N            0    --  0.0.0.0/0            0.0.0.0/0            recent: CHECK hit_count: 1 name: DEFAULT side: source mask: 255.255.255.255$
iptables -A INPUT -m recent --rcheck --hitcount 65535
  S -A INPUT -m recent --rcheck --hitcount 65535 --name DEFAULT --mask 255.255.255.255 --rsource
  L            all  --  anywhere             anywhere             recent: CHECK hit_count: 65535 name: DEFAULT side: source mask: 255.255.255.255$
  N            0    --  0.0.0.0/0            0.0.0.0/0            recent: CHECK hit_count: 65535 name: DEFAULT side: source mask: 255.255.255.255$
iptables -A INPUT -m recent --rcheck --hitcount 65536
  1 Invalid argument. Run `dmesg' for more information.
iptables -A INPUT -m recent --rcheck --hitcount -1
  2 recent: bad value for option "--hitcount", or out of range (0-4294967295).\n
iptables -A INPUT -m recent --rcheck ! --hitcount 3
  2 recent: option "--hitcount" cannot be inverted.\n
iptables -A INPUT -m recent --rcheck ! --name A
  2 recent: option "--name" cannot be inverted.\n
iptables -A INPUT -m recent --rcheck --name ''
  1 Invalid argument. Run `dmesg' for more information.
iptables -A INPUT -m recent --rcheck --name a/b
  1 Invalid argument. Run `dmesg' for more information.
iptables -A INPUT -m recent --rcheck --name ..
  1 Invalid argument. Run `dmesg' for more information.
iptables -A INPUT -m recent --rcheck --name a.b
  S -A INPUT -m recent --rcheck --name a.b --mask 255.255.255.255 --rsource
  L            all  --  anywhere             anywhere             recent: CHECK name: a.b side: source mask: 255.255.255.255$
  N            0    --  0.0.0.0/0            0.0.0.0/0            recent: CHECK name: a.b side: source mask: 255.255.255.255$
iptables -A INPUT -m recent --rcheck --name 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567
  S -A INPUT -m recent --rcheck --name 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678 --mask 255.255.255.255 --rsource
  L            all  --  anywhere             anywhere             recent: CHECK name: 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678 side: source mask: 255.255.255.255$
  N            0    --  0.0.0.0/0            0.0.0.0/0            recent: CHECK name: 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678 side: source mask: 255.255.255.255$
iptables -A INPUT -m recent --rcheck --rsource --rdest
  S -A INPUT -m recent --rcheck --name DEFAULT --mask 255.255.255.255 --rdest
  L            all  --  anywhere             anywhere             recent: CHECK name: DEFAULT side: dest mask: 255.255.255.255$
  N            0    --  0.0.0.0/0            0.0.0.0/0            recent: CHECK name: DEFAULT side: dest mask: 255.255.255.255$
iptables -A INPUT -m recent --rcheck --rdest --rsource
  S -A INPUT -m recent --rcheck --name DEFAULT --mask 255.255.255.255 --rsource
  L            all  --  anywhere             anywhere             recent: CHECK name: DEFAULT side: source mask: 255.255.255.255$
  N            0    --  0.0.0.0/0            0.0.0.0/0            recent: CHECK name: DEFAULT side: source mask: 255.255.255.255$
iptables -A INPUT -m recent --rcheck --mask 255.255.0.0
  S -A INPUT -m recent --rcheck --name DEFAULT --mask 255.255.0.0 --rsource
  L            all  --  anywhere             anywhere             recent: CHECK name: DEFAULT side: source mask: 255.255.0.0$
  N            0    --  0.0.0.0/0            0.0.0.0/0            recent: CHECK name: DEFAULT side: source mask: 255.255.0.0$
iptables -A INPUT -m recent --rcheck --mask 255.0.255.0
  S -A INPUT -m recent --rcheck --name DEFAULT --mask 255.0.255.0 --rsource
  L            all  --  anywhere             anywhere             recent: CHECK name: DEFAULT side: source mask: 255.0.255.0$
  N            0    --  0.0.0.0/0            0.0.0.0/0            recent: CHECK name: DEFAULT side: source mask: 255.0.255.0$
iptables -A INPUT -m recent --rcheck --mask 16
  S -A INPUT -m recent --rcheck --name DEFAULT --mask 0.0.0.16 --rsource
  L            all  --  anywhere             anywhere             recent: CHECK name: DEFAULT side: source mask: 0.0.0.16$
  N            0    --  0.0.0.0/0            0.0.0.0/0            recent: CHECK name: DEFAULT side: source mask: 0.0.0.16$
iptables -A INPUT -m recent --rcheck --mask 0
  S -A INPUT -m recent --rcheck --name DEFAULT --mask 0.0.0.0 --rsource
  L            all  --  anywhere             anywhere             recent: CHECK name: DEFAULT side: source mask: 0.0.0.0$
  N            0    --  0.0.0.0/0            0.0.0.0/0            recent: CHECK name: DEFAULT side: source mask: 0.0.0.0$
iptables -A INPUT -m recent --rcheck --mask x
  2 getaddrinfo: Temporary failure in name resolution\n
iptables -A INPUT -m recent --rcheck --mask ffff::
  2 getaddrinfo: Address family for hostname not supported\n
ip6tables -A INPUT -m recent --rcheck --mask ffff:ffff::
  S -A INPUT -m recent --rcheck --name DEFAULT --mask ffff:ffff:: --rsource
  L            all  --  anywhere             anywhere             recent: CHECK name: DEFAULT side: source mask: ffff:ffff::$
  N            0    --  ::/0                 ::/0                 recent: CHECK name: DEFAULT side: source mask: ffff:ffff::$
ip6tables -A INPUT -m recent --rcheck --mask ::
  S -A INPUT -m recent --rcheck --name DEFAULT --mask :: --rsource
  L            all  --  anywhere             anywhere             recent: CHECK name: DEFAULT side: source mask: ::$
  N            0    --  ::/0                 ::/0                 recent: CHECK name: DEFAULT side: source mask: ::$
ip6tables -A INPUT -m recent --rcheck --mask 255.255.255.0
  2 getaddrinfo: Address family for hostname not supported\n
iptables -A FORWARD -p tcp --dport 22 -m recent --rcheck --name ONE --seconds 10 -m recent --set --name TWO
  S -A FORWARD -p tcp -m tcp --dport 22 -m recent --rcheck --seconds 10 --name ONE --mask 255.255.255.255 --rsource -m recent --set --name TWO --mask 255.255.255.255 --rsource
  L            tcp  --  anywhere             anywhere             tcp dpt:ssh recent: CHECK seconds: 10 name: ONE side: source mask: 255.255.255.255 recent: SET name: TWO side: source mask: 255.255.255.255$
  N            6    --  0.0.0.0/0            0.0.0.0/0            tcp dpt:22 recent: CHECK seconds: 10 name: ONE side: source mask: 255.255.255.255 recent: SET name: TWO side: source mask: 255.255.255.255$
iptables -A FORWARD -m recent --set -m recent --update --seconds 3
  S -A FORWARD -m recent --set --name DEFAULT --mask 255.255.255.255 --rsource -m recent --update --seconds 3 --name DEFAULT --mask 255.255.255.255 --rsource
  L            all  --  anywhere             anywhere             recent: SET name: DEFAULT side: source mask: 255.255.255.255 recent: UPDATE seconds: 3 name: DEFAULT side: source mask: 255.255.255.255$
  N            0    --  0.0.0.0/0            0.0.0.0/0            recent: SET name: DEFAULT side: source mask: 255.255.255.255 recent: UPDATE seconds: 3 name: DEFAULT side: source mask: 255.255.255.255$
