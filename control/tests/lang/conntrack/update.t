# Changes, and questions.
$ conntrack -I -p sctp -t 100 -s 1.1.1.1 -d 2.2.2.2 --sport 1 --dport 2
conntrack v1.4.7 (conntrack-tools): You need to supply the `--state' option for this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -I -p sctp -t 100 -s 1.1.1.1 -d 2.2.2.2 --sport 1 --dport 2 --state ESTABLISHED
conntrack v1.4.7 (conntrack-tools): You need to supply the `--orig-vtag' option for this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -I -p sctp -t 100 -s 1.1.1.1 -d 2.2.2.2 --sport 1 --dport 2 --state ESTABLISHED --orig-vtag 1
conntrack v1.4.7 (conntrack-tools): You need to supply the `--reply-vtag' option for this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -I -p dccp -t 100 -s 1.1.1.1 -d 2.2.2.2 --sport 1 --dport 2
conntrack v1.4.7 (conntrack-tools): You need to supply the `--state' option for this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -I -p dccp -t 100 -s 1.1.1.1 -d 2.2.2.2 --sport 1 --dport 2 --state OPEN
conntrack v1.4.7 (conntrack-tools): You need to supply the `--role' option for this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -I -p dccp -t 100 -s 1.1.1.1 -d 2.2.2.2 --sport 1 --dport 2 --state OPEN --role foo
conntrack v1.4.7 (conntrack-tools): Unknown DCCP role `foo'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -I -p gre -t 100 -s 1.1.1.1 -d 2.2.2.2 --srckey 1
conntrack v1.4.7 (conntrack-tools): you have to specify `--srckey' and `--dstkey'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -I -p gre -t 100 -s 1.1.1.1 -d 2.2.2.2 --reply-key-src 1
conntrack v1.4.7 (conntrack-tools): you have to specify `--reply-src-key' and `--reply-dst-key'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -I -p tcp -t 100 -s 1.1.1.1 -d 2.2.2.2 --mask-port-src 5
conntrack v1.4.7 (conntrack-tools): Illegal option `--mask-port-src' with this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -I -p tcp -t 100 -s 1.1.1.1 -d 2.2.2.2 --tuple-port-src 5 --state NONE
conntrack v1.4.7 (conntrack-tools): Illegal option `--tuple-port-src' with this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -p tcp --mask-port-src 5
conntrack v1.4.7 (conntrack-tools): Illegal option `--mask-port-src' with this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -I -p tcp -t 100 -s 1.1.1.1 -d 2.2.2.2 --reply-port-src 5 --state NONE
conntrack v1.4.7 (conntrack-tools): you have to specify `--reply-src-port' and `--reply-dst-port'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -I -p tcp -t 100 -s 1.1.1.1 -d 2.2.2.2 --state NONE
conntrack v1.4.7 (conntrack-tools): you have to specify `--sport' and `--dport'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -I -p tcp -r 1.1.1.1 -q 2.2.2.2 -t 50 --state NONE
conntrack v1.4.7 (conntrack-tools): you have to specify `--sport' and `--dport'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -G -p tcp -r 1.1.1.1 -q 2.2.2.2
conntrack v1.4.7 (conntrack-tools): you have to specify `--sport' and `--dport'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -I -p tcp -r 1.1.1.1 -q 2.2.2.2 -t 50 --state NONE --reply-port-src 70000 --reply-port-dst 8
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p icmp -s ::1 -d ::2 --icmp-type 8 --icmp-code 0 -t 5
conntrack v1.4.7 (conntrack-tools): Operation failed: invalid parameters
[1]
$ conntrack -I -p icmpv6 -s ::1 -d ::2 --icmpv6-type 1 --icmpv6-code 0 -t 5
conntrack v1.4.7 (conntrack-tools): Operation failed: invalid parameters
[1]
$ conntrack -I -p icmpv6 -s ::1 -d ::2 --icmpv6-type 129 --icmpv6-code 3 -t 50 --icmpv6-id 70000
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p icmpv6 -s ::1 -d ::2 --icmpv6-type 139 --icmpv6-code 3 -t 50 --icmpv6-id 70000
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p icmp -t 100 -s 1.1.1.1 -d 2.2.2.2 --icmp-type 13 --icmp-code 300
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p icmp -t 100 -s 1.1.1.1 -d 2.2.2.2 --icmp-type 15 --icmp-code 0
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p icmp -t 100 -s 1.1.1.1 -d 2.2.2.2 --icmp-type 17 --icmp-code 0
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p udp -t 100 -s 1.1.1.1 -d 2.2.2.2 --sport 1 --dport 2 -u SEEN_REPLY -m 7/0
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p udp -t 100 -s 1.1.1.1 -d 2.2.2.2 --sport 2 --dport 2 -u SEEN_REPLY,UNREPLIED
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p udp -t 100 -s 1.1.1.1 -d 2.2.2.2 --sport 3 --dport 2 -u ASSURED,!SEEN_REPLY
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p udp -t 100 -s 1.1.1.1 -d 2.2.2.2 --sport 4 --dport 2 -u OFFLOAD
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p udp -t 100 -s 1.1.1.1 -d 2.2.2.2 --sport 5 --dport 2 -w 1 --orig-zone 2
conntrack v1.4.7 (conntrack-tools): Operation failed: invalid parameters
[1]
$ conntrack -I -p udp -t 100 -s 1.1.1.1 -d 2.2.2.2 --sport 6 --dport 2 -r 2.2.2.2
conntrack v1.4.7 (conntrack-tools): Operation failed: invalid parameters
[1]
$ conntrack -I -p udp -t 100 -s 1.1.1.1 -d 2.2.2.2 --sport 7 --dport 2 -r 2.2.2.2 -q 4.4.4.4
conntrack v1.4.7 (conntrack-tools): Operation failed: invalid parameters
[1]
$ conntrack -I -p udp -t 100 -s 1.1.1.1 -d 2.2.2.2 --sport 7 --dport 2 -f ipv4
conntrack v1.4.7 (conntrack-tools): Illegal option `--family' with this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -I -p udp -s 1.1.1.1 -d ::2 --sport 7 --dport 2 -t 7
conntrack v1.4.7 (conntrack-tools): mismatched address family
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L
icmp     1 100 src=1.1.1.1 dst=2.2.2.2 type=13 code=44 id=0 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 type=14 code=44 id=0 mark=0 use=1
icmp     1 100 src=1.1.1.1 dst=2.2.2.2 type=15 code=0 id=0 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 type=16 code=0 id=0 mark=0 use=1
icmp     1 100 src=1.1.1.1 dst=2.2.2.2 type=17 code=0 id=0 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 type=18 code=0 id=0 mark=0 use=1
icmpv6   58 50 src=::1 dst=::2 type=129 code=3 id=4464 [UNREPLIED] src=::2 dst=::1 type=128 code=3 id=4464 mark=0 use=1
icmpv6   58 50 src=::1 dst=::2 type=139 code=3 id=4464 [UNREPLIED] src=::2 dst=::1 type=140 code=3 id=4464 mark=0 use=1
tcp      6 50 NONE src=2.2.2.2 dst=1.1.1.1 sport=8 dport=4464 [UNREPLIED] src=1.1.1.1 dst=2.2.2.2 sport=4464 dport=8 mark=0 use=1
udp      17 100 src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 src=2.2.2.2 dst=1.1.1.1 sport=2 dport=1 mark=7 use=1
udp      17 100 src=1.1.1.1 dst=2.2.2.2 sport=2 dport=2 src=2.2.2.2 dst=1.1.1.1 sport=2 dport=2 mark=0 use=1
udp      17 100 src=1.1.1.1 dst=2.2.2.2 sport=3 dport=2 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 sport=2 dport=3 [ASSURED] mark=0 use=1
udp      17 100 src=1.1.1.1 dst=2.2.2.2 sport=4 dport=2 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 sport=2 dport=4 mark=0 use=1
conntrack v1.4.7 (conntrack-tools): 10 flow entries have been shown.
$ conntrack -L -u UNREPLIED
icmp     1 100 src=1.1.1.1 dst=2.2.2.2 type=13 code=44 id=0 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 type=14 code=44 id=0 mark=0 use=1
icmp     1 100 src=1.1.1.1 dst=2.2.2.2 type=15 code=0 id=0 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 type=16 code=0 id=0 mark=0 use=1
icmp     1 100 src=1.1.1.1 dst=2.2.2.2 type=17 code=0 id=0 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 type=18 code=0 id=0 mark=0 use=1
icmpv6   58 50 src=::1 dst=::2 type=129 code=3 id=4464 [UNREPLIED] src=::2 dst=::1 type=128 code=3 id=4464 mark=0 use=1
icmpv6   58 50 src=::1 dst=::2 type=139 code=3 id=4464 [UNREPLIED] src=::2 dst=::1 type=140 code=3 id=4464 mark=0 use=1
tcp      6 50 NONE src=2.2.2.2 dst=1.1.1.1 sport=8 dport=4464 [UNREPLIED] src=1.1.1.1 dst=2.2.2.2 sport=4464 dport=8 mark=0 use=1
udp      17 100 src=1.1.1.1 dst=2.2.2.2 sport=3 dport=2 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 sport=2 dport=3 [ASSURED] mark=0 use=1
udp      17 100 src=1.1.1.1 dst=2.2.2.2 sport=4 dport=2 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 sport=2 dport=4 mark=0 use=1
conntrack v1.4.7 (conntrack-tools): 8 flow entries have been shown.
$ conntrack -L -u UNREPLIED,ASSURED
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -u SEEN_REPLY,ASSURED
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -u ASSURED,!SEEN_REPLY
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -u !SEEN_REPLY
icmp     1 100 src=1.1.1.1 dst=2.2.2.2 type=13 code=44 id=0 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 type=14 code=44 id=0 mark=0 use=1
icmp     1 100 src=1.1.1.1 dst=2.2.2.2 type=15 code=0 id=0 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 type=16 code=0 id=0 mark=0 use=1
icmp     1 100 src=1.1.1.1 dst=2.2.2.2 type=17 code=0 id=0 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 type=18 code=0 id=0 mark=0 use=1
icmpv6   58 50 src=::1 dst=::2 type=129 code=3 id=4464 [UNREPLIED] src=::2 dst=::1 type=128 code=3 id=4464 mark=0 use=1
icmpv6   58 50 src=::1 dst=::2 type=139 code=3 id=4464 [UNREPLIED] src=::2 dst=::1 type=140 code=3 id=4464 mark=0 use=1
tcp      6 50 NONE src=2.2.2.2 dst=1.1.1.1 sport=8 dport=4464 [UNREPLIED] src=1.1.1.1 dst=2.2.2.2 sport=4464 dport=8 mark=0 use=1
udp      17 100 src=1.1.1.1 dst=2.2.2.2 sport=3 dport=2 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 sport=2 dport=3 [ASSURED] mark=0 use=1
udp      17 100 src=1.1.1.1 dst=2.2.2.2 sport=4 dport=2 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 sport=2 dport=4 mark=0 use=1
conntrack v1.4.7 (conntrack-tools): 8 flow entries have been shown.
$ conntrack -L -u UNREPLIE
conntrack v1.4.7 (conntrack-tools): Bad parameter `UNREPLIE'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -u !
conntrack v1.4.7 (conntrack-tools): Bad parameter `'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -u ,
conntrack v1.4.7 (conntrack-tools): Bad parameter `,'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -u ASSURED,FOO
conntrack v1.4.7 (conntrack-tools): Bad parameter `FOO'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -u FOO,ASSURED
conntrack v1.4.7 (conntrack-tools): Bad parameter `FOO,ASSURED'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -m 7
udp      17 100 src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 src=2.2.2.2 dst=1.1.1.1 sport=2 dport=1 mark=7 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -L -m 7/1
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -m 1/7
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -m 1/x
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -m 0x7
udp      17 100 src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 src=2.2.2.2 dst=1.1.1.1 sport=2 dport=1 mark=7 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -L -m 1/1 -p udp
udp      17 100 src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 src=2.2.2.2 dst=1.1.1.1 sport=2 dport=1 mark=7 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -L -w 0
icmp     1 100 src=1.1.1.1 dst=2.2.2.2 type=13 code=44 id=0 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 type=14 code=44 id=0 mark=0 use=1
icmp     1 100 src=1.1.1.1 dst=2.2.2.2 type=15 code=0 id=0 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 type=16 code=0 id=0 mark=0 use=1
icmp     1 100 src=1.1.1.1 dst=2.2.2.2 type=17 code=0 id=0 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 type=18 code=0 id=0 mark=0 use=1
icmpv6   58 50 src=::1 dst=::2 type=129 code=3 id=4464 [UNREPLIED] src=::2 dst=::1 type=128 code=3 id=4464 mark=0 use=1
icmpv6   58 50 src=::1 dst=::2 type=139 code=3 id=4464 [UNREPLIED] src=::2 dst=::1 type=140 code=3 id=4464 mark=0 use=1
tcp      6 50 NONE src=2.2.2.2 dst=1.1.1.1 sport=8 dport=4464 [UNREPLIED] src=1.1.1.1 dst=2.2.2.2 sport=4464 dport=8 mark=0 use=1
udp      17 100 src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 src=2.2.2.2 dst=1.1.1.1 sport=2 dport=1 mark=7 use=1
udp      17 100 src=1.1.1.1 dst=2.2.2.2 sport=2 dport=2 src=2.2.2.2 dst=1.1.1.1 sport=2 dport=2 mark=0 use=1
udp      17 100 src=1.1.1.1 dst=2.2.2.2 sport=3 dport=2 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 sport=2 dport=3 [ASSURED] mark=0 use=1
udp      17 100 src=1.1.1.1 dst=2.2.2.2 sport=4 dport=2 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 sport=2 dport=4 mark=0 use=1
conntrack v1.4.7 (conntrack-tools): 10 flow entries have been shown.
$ conntrack -L --orig-zone 0
icmp     1 100 src=1.1.1.1 dst=2.2.2.2 type=13 code=44 id=0 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 type=14 code=44 id=0 mark=0 use=1
icmp     1 100 src=1.1.1.1 dst=2.2.2.2 type=15 code=0 id=0 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 type=16 code=0 id=0 mark=0 use=1
icmp     1 100 src=1.1.1.1 dst=2.2.2.2 type=17 code=0 id=0 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 type=18 code=0 id=0 mark=0 use=1
icmpv6   58 50 src=::1 dst=::2 type=129 code=3 id=4464 [UNREPLIED] src=::2 dst=::1 type=128 code=3 id=4464 mark=0 use=1
icmpv6   58 50 src=::1 dst=::2 type=139 code=3 id=4464 [UNREPLIED] src=::2 dst=::1 type=140 code=3 id=4464 mark=0 use=1
tcp      6 50 NONE src=2.2.2.2 dst=1.1.1.1 sport=8 dport=4464 [UNREPLIED] src=1.1.1.1 dst=2.2.2.2 sport=4464 dport=8 mark=0 use=1
udp      17 100 src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 src=2.2.2.2 dst=1.1.1.1 sport=2 dport=1 mark=7 use=1
udp      17 100 src=1.1.1.1 dst=2.2.2.2 sport=2 dport=2 src=2.2.2.2 dst=1.1.1.1 sport=2 dport=2 mark=0 use=1
udp      17 100 src=1.1.1.1 dst=2.2.2.2 sport=3 dport=2 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 sport=2 dport=3 [ASSURED] mark=0 use=1
udp      17 100 src=1.1.1.1 dst=2.2.2.2 sport=4 dport=2 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 sport=2 dport=4 mark=0 use=1
conntrack v1.4.7 (conntrack-tools): 10 flow entries have been shown.
$ conntrack -L -p udp --sport 7 -r 2.2.2.2
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -D -u UNREPLIED -p sctp
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been deleted.
[1]
$ conntrack -D -u UNREPLIED -p gre
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been deleted.
[1]
$ conntrack -U -f ipv4 -m 3 -p udp --sport 1 --dport 2
udp      17 100 src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 src=2.2.2.2 dst=1.1.1.1 sport=2 dport=1 mark=3 use=2
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.
$ conntrack -U -f ipv4 -p udp --sport 1 --dport 2 -u ASSURED
udp      17 100 src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 src=2.2.2.2 dst=1.1.1.1 sport=2 dport=1 [ASSURED] mark=3 use=2
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.
$ conntrack -U -f ipv4 -p udp --sport 1 --dport 2 -u SEEN_REPLY
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been updated.
[1]
$ conntrack -U -f ipv4 -p tcp --state ESTABLISHED
tcp      6 50 ESTABLISHED src=2.2.2.2 dst=1.1.1.1 sport=8 dport=4464 [UNREPLIED] src=1.1.1.1 dst=2.2.2.2 sport=4464 dport=8 mark=0 use=2
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.
$ conntrack -U -f ipv4 -p udp --sport 1 --dport 2 -m 4/3 -o xml
<flow><meta direction="original"><layer3 protonum="2" protoname="ipv4"><src>1.1.1.1</src><dst>2.2.2.2</dst></layer3><layer4 protonum="17" protoname="udp"><sport>1</sport><dport>2</dport></layer4></meta><meta direction="reply"><layer3 protonum="2" protoname="ipv4"><src>2.2.2.2</src><dst>1.1.1.1</dst></layer3><layer4 protonum="17" protoname="udp"><sport>2</sport><dport>1</dport></layer4></meta><meta direction="independent"><timeout>100</timeout><mark>4</mark><use>2</use><id>0</id><assured/></meta></flow>
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.
$ conntrack -U -f ipv4 -p udp --sport 1 --dport 2 -m 1/3 -o save
-A -t 100 -u SEEN_REPLY,ASSURED -s 1.1.1.1 -d 2.2.2.2 -r 2.2.2.2 -q 1.1.1.1 -p udp --sport 1 --dport 2 --reply-port-src 2 --reply-port-dst 1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.
$ conntrack -U -f ipv6 -p icmpv6 --icmpv6-type 139 -m 9 -o extended,id
ipv6     10 icmpv6   58 50 src=::1 dst=::2 type=139 code=3 id=4464 [UNREPLIED] src=::2 dst=::1 type=140 code=3 id=4464 mark=9 use=2 id=0
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.
$ conntrack -U -f ipv4 -n -m 9
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been updated.
[1]
$ conntrack -L -p udp --sport 1 -o xml,extended
<?xml version="1.0" encoding="utf-8"?>
<conntrack>
<flow><meta direction="original"><layer3 protonum="2" protoname="ipv4"><src>1.1.1.1</src><dst>2.2.2.2</dst></layer3><layer4 protonum="17" protoname="udp"><sport>1</sport><dport>2</dport></layer4></meta><meta direction="reply"><layer3 protonum="2" protoname="ipv4"><src>2.2.2.2</src><dst>1.1.1.1</dst></layer3><layer4 protonum="17" protoname="udp"><sport>2</sport><dport>1</dport></layer4></meta><meta direction="independent"><timeout>100</timeout><mark>5</mark><use>1</use><id>0</id><assured/></meta></flow>
</conntrack>
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -L -o xml -p 77
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -G -p udp -s 1.1.1.1 -d 2.2.2.2 --sport 1 --dport 2 -o xml
<?xml version="1.0" encoding="utf-8"?>
<conntrack>
<flow><meta direction="original"><layer3 protonum="2" protoname="ipv4"><src>1.1.1.1</src><dst>2.2.2.2</dst></layer3><layer4 protonum="17" protoname="udp"><sport>1</sport><dport>2</dport></layer4></meta><meta direction="reply"><layer3 protonum="2" protoname="ipv4"><src>2.2.2.2</src><dst>1.1.1.1</dst></layer3><layer4 protonum="17" protoname="udp"><sport>2</sport><dport>1</dport></layer4></meta><meta direction="independent"><timeout>100</timeout><mark>5</mark><use>2</use><id>0</id><assured/></meta></flow>
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -G -p udp -s 1.1.1.1 -d 2.2.2.2 --sport 1 --dport 2 -o save
-A -t 100 -u SEEN_REPLY,ASSURED -s 1.1.1.1 -d 2.2.2.2 -r 2.2.2.2 -q 1.1.1.1 -p udp --sport 1 --dport 2 --reply-port-src 2 --reply-port-dst 1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -G -p udp -s 2.2.2.2 -d 1.1.1.1 --sport 2 --dport 1
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
[1]
$ conntrack -G -p udp -s 1.1.1.1 -d 2.2.2.2 --sport 1 --dport 2 -u ASSURED
conntrack v1.4.7 (conntrack-tools): Illegal option `--status' with this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -G -p udp -s 1.1.1.1 -d 2.2.2.2 --sport 1 --dport 2 -i 5
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
[1]
$ conntrack -D -p udp -o xml
<flow><meta direction="original"><layer3 protonum="2" protoname="ipv4"><src>1.1.1.1</src><dst>2.2.2.2</dst></layer3><layer4 protonum="17" protoname="udp"><sport>1</sport><dport>2</dport></layer4></meta><meta direction="reply"><layer3 protonum="2" protoname="ipv4"><src>2.2.2.2</src><dst>1.1.1.1</dst></layer3><layer4 protonum="17" protoname="udp"><sport>2</sport><dport>1</dport></layer4></meta><meta direction="independent"><timeout>100</timeout><mark>5</mark><use>1</use><id>0</id><assured/></meta></flow>
<flow><meta direction="original"><layer3 protonum="2" protoname="ipv4"><src>1.1.1.1</src><dst>2.2.2.2</dst></layer3><layer4 protonum="17" protoname="udp"><sport>2</sport><dport>2</dport></layer4></meta><meta direction="reply"><layer3 protonum="2" protoname="ipv4"><src>2.2.2.2</src><dst>1.1.1.1</dst></layer3><layer4 protonum="17" protoname="udp"><sport>2</sport><dport>2</dport></layer4></meta><meta direction="independent"><timeout>100</timeout><mark>0</mark><use>1</use><id>0</id></meta></flow>
<flow><meta direction="original"><layer3 protonum="2" protoname="ipv4"><src>1.1.1.1</src><dst>2.2.2.2</dst></layer3><layer4 protonum="17" protoname="udp"><sport>3</sport><dport>2</dport></layer4></meta><meta direction="reply"><layer3 protonum="2" protoname="ipv4"><src>2.2.2.2</src><dst>1.1.1.1</dst></layer3><layer4 protonum="17" protoname="udp"><sport>2</sport><dport>3</dport></layer4></meta><meta direction="independent"><timeout>100</timeout><mark>0</mark><use>1</use><id>0</id><assured/><unreplied/></meta></flow>
<flow><meta direction="original"><layer3 protonum="2" protoname="ipv4"><src>1.1.1.1</src><dst>2.2.2.2</dst></layer3><layer4 protonum="17" protoname="udp"><sport>4</sport><dport>2</dport></layer4></meta><meta direction="reply"><layer3 protonum="2" protoname="ipv4"><src>2.2.2.2</src><dst>1.1.1.1</dst></layer3><layer4 protonum="17" protoname="udp"><sport>2</sport><dport>4</dport></layer4></meta><meta direction="independent"><timeout>100</timeout><mark>0</mark><use>1</use><id>0</id><unreplied/></meta></flow>
conntrack v1.4.7 (conntrack-tools): 4 flow entries have been deleted.
$ conntrack -D -o save
-D -t 100 -u UNSET -s 1.1.1.1 -d 2.2.2.2 -r 2.2.2.2 -q 1.1.1.1 -p icmp --icmp-type 13 --icmp-code 44 --icmp-id 0
-D -t 100 -u UNSET -s 1.1.1.1 -d 2.2.2.2 -r 2.2.2.2 -q 1.1.1.1 -p icmp --icmp-type 15 --icmp-code 0 --icmp-id 0
-D -t 100 -u UNSET -s 1.1.1.1 -d 2.2.2.2 -r 2.2.2.2 -q 1.1.1.1 -p icmp --icmp-type 17 --icmp-code 0 --icmp-id 0
-D -t 50 -u UNSET -s 2.2.2.2 -d 1.1.1.1 -r 1.1.1.1 -q 2.2.2.2 -p tcp --sport 8 --dport 4464 --reply-port-src 4464 --reply-port-dst 8 --state ESTABLISHED
-D -t 50 -u UNSET -s ::1 -d ::2 -r ::2 -q ::1 -p icmpv6 --icmpv6-type 129 --icmpv6-code 3 --icmpv6-id 4464
-D -t 50 -u UNSET -s ::1 -d ::2 -r ::2 -q ::1 -p icmpv6 --icmpv6-type 139 --icmpv6-code 3 --icmpv6-id 4464
conntrack v1.4.7 (conntrack-tools): 6 flow entries have been deleted.
$ conntrack -L unc
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L d
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -o xml dying
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack --stats --foo
conntrack v1.4.7 (conntrack-tools): unknown option `--foo'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -S -p tcp
conntrack v1.4.7 (conntrack-tools): Illegal option `--protonum' with this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -V -h
conntrack v1.4.7 (conntrack-tools): Invalid commands combination
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L expect -o xml
conntrack v1.4.7 (conntrack-tools): 0 expectations have been shown.
$ conntrack -L expect -p tcp
conntrack v1.4.7 (conntrack-tools): Illegal option `--protonum' with this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -G expect
conntrack v1.4.7 (conntrack-tools): You need to supply the `--src' option for this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -G expect -p tcp -s 1.1.1.1 -d 2.2.2.2 --sport 4 --dport 5
conntrack v1.4.7 (conntrack-tools): You need to supply the `--reply-port-src' option for this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -A expect
conntrack v1.4.7 (conntrack-tools): Can't do --add on expectations
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -zL
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -Lz
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -xz
conntrack v1.4.7 (conntrack-tools): unknown option `-L'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -s
conntrack v1.4.7 (conntrack-tools): option `-s' requires an argument
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L --src=1.1.1.1
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L --s
conntrack v1.4.7 (conntrack-tools): unknown option `--s'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L --zero=5
conntrack v1.4.7 (conntrack-tools): unknown option `--zero=5'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -- -p
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L --tuple-src 1.1.1.1
conntrack v1.4.7 (conntrack-tools): Illegal option `--tuple-src' with this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -E --tuple-src 1.1.1.1
conntrack v1.4.7 (conntrack-tools): Illegal option `--tuple-src' with this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L --dst-nat=4.4.4.4
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -n 1.2.3.4/24
conntrack v1.4.7 (conntrack-tools): CIDR notation unavailable for `--src-nat'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -n 1.2.3.4:x
conntrack v1.4.7 (conntrack-tools): Invalid port `x'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -n 1.2.3.4:
conntrack v1.4.7 (conntrack-tools): No port specified after `:'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -n [::1]:5
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -n []:5
conntrack v1.4.7 (conntrack-tools): No IPv6 address specified
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -n [::1
conntrack v1.4.7 (conntrack-tools): No closing ']' around IPv6 address
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -n ::1
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -n 1.2.3.4:99999
conntrack v1.4.7 (conntrack-tools): Invalid port `99999'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -n foo
conntrack v1.4.7 (conntrack-tools): Invalid IP address `foo'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -n 1.2.3.4 -j
conntrack v1.4.7 (conntrack-tools): cannot specify `--src-nat' or `--dst-nat' with `--any-nat'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L --src 1.1
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -u ASSURED -z
conntrack v1.4.7 (conntrack-tools): Can't use -z with filtering parameters
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -i 5
conntrack v1.4.7 (conntrack-tools): Illegal option `--id' with this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -E -z
conntrack v1.4.7 (conntrack-tools): Illegal option `--zero' with this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
