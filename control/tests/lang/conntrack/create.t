$ conntrack -A -t 30 -u UNSET -s ::1 -d ::2 -r ::2 -q ::1 -p icmpv6 --icmpv6-type 128 --icmpv6-code 0 --icmpv6-id 5
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been added.
$ conntrack -A -t 30 -u UNSET -s 1.1.1.11 -d 2.2.2.12 -r 2.2.2.12 -q 1.1.1.11 -p gre --srckey 16 --dstkey 32 --reply-key-src 32 --reply-key-dst 16
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been added.
$ conntrack -A -t 30 -u UNSET -s 1.1.1.11 -d 2.2.2.12 -r 2.2.2.12 -q 1.1.1.11 -p icmp --icmp-type 8 --icmp-code 0 --icmp-id 5
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been added.
$ conntrack -A -t 30 -u UNSET -s 1.1.1.11 -d 2.2.2.12 -r 2.2.2.12 -q 1.1.1.11 -p 99
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been added.
$ conntrack -A -t 30 -u UNSET -s 1.1.1.11 -d 2.2.2.12 -r 2.2.2.12 -q 1.1.1.11 -p sctp --sport 1 --dport 2 --reply-port-src 2 --reply-port-dst 1 --state ESTABLISHED --orig-vtag 3 --reply-vtag 4
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been added.
$ conntrack -A -t 30 -u UNSET -w 3 -s 1.1.1.11 -d 2.2.2.12 -r 2.2.2.12 -q 1.1.1.11 -p tcp --sport 40000 --dport 22 --reply-port-src 22 --reply-port-dst 40000 --state SYN_SENT
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been added.
$ conntrack -A -t 30 -u SEEN_REPLY -s 1.1.1.11 -d 2.2.2.12 -g 5.5.5.5 -q 1.1.1.11 -p tcp --sport 40000 --dport 25 --reply-port-src 77 --reply-port-dst 40000 --state SYN_SENT
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been added.
$ conntrack -L
gre      47 30 src=1.1.1.11 dst=2.2.2.12 srckey=0x10 dstkey=0x20 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 srckey=0x20 dstkey=0x10 mark=0 use=1
icmp     1 30 src=1.1.1.11 dst=2.2.2.12 type=8 code=0 id=5 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 type=0 code=0 id=5 mark=0 use=1
icmpv6   58 30 src=::1 dst=::2 type=128 code=0 id=5 [UNREPLIED] src=::2 dst=::1 type=129 code=0 id=5 mark=0 use=1
sctp     132 30 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=1 dport=2 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=2 dport=1 mark=0 use=1
tcp      6 30 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=0 zone=3 use=1
tcp      6 30 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=25 src=5.5.5.5 dst=1.1.1.11 sport=77 dport=40000 mark=0 use=1
unknown  99 30 src=1.1.1.11 dst=2.2.2.12 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 mark=0 use=1
conntrack v1.4.7 (conntrack-tools): 7 flow entries have been shown.
$ conntrack -I -p tcp -t 10 -s 1.1.1.1 -d 2.2.2.2 --sport 1 --dport 2 --state LISTEN
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p udp -t 10 -s 1.1.1.1 -d 2.2.2.2 --sport 1 --dport 2
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -A -p udp -t 99 -s 1.1.1.1 -d 2.2.2.2 --sport 1 --dport 2
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been added.
$ conntrack -I -p udp -t 10 -s 1.1.1.1 -d 2.2.2.2 --sport 9 --dport 9 -n 5.5.5.5 -r 2.2.2.2 -q 1.1.1.1 --reply-port-src 9 --reply-port-dst 9
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p udp -t 10 -s 1.1.1.1 -d 2.2.2.2 --sport 8 --dport 9 -g 5.5.5.5 -n 6.6.6.6 -u SEEN_REPLY
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p udp -t 10 -s 1.1.1.1 -d 2.2.2.2 --sport 8 --dport 8 -g :5
conntrack v1.4.7 (conntrack-tools): Invalid IP address `'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -I -p udp -t 10 -s 1.1.1.1 -d 2.2.2.2 --sport 7 --dport 8 --dst-nat 1.1.1.1:5
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p udp -t 10 -s 1.1.1.1 -d 2.2.2.2 --sport 6 --dport 8 -g ::1
conntrack v1.4.7 (conntrack-tools): mismatched address family
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -I -p udp -t 5 -s ::1 -d ::2 --sport 6 --dport 8 -g ::3
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p udp -t 5 -s ::1 -d ::2 --sport 6 --dport 9 -n [::3]:99
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p icmp -t 10 -s 1.1.1.1 -d 2.2.2.2 --icmp-type 8 --icmp-code 0 --icmp-id 6 -n 3.3.3.3
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p 99 -t 10 -s 1.1.1.1 -d 2.2.2.2 -n 3.3.3.3
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p udp -t 5 -s ::1 -d ::2 --sport 6 --dport 9
conntrack v1.4.7 (conntrack-tools): Operation failed: Such conntrack exists, try -U to update
[1]
$ conntrack -L
gre      47 30 src=1.1.1.11 dst=2.2.2.12 srckey=0x10 dstkey=0x20 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 srckey=0x20 dstkey=0x10 mark=0 use=1
icmp     1 10 src=1.1.1.1 dst=2.2.2.2 type=8 code=0 id=6 [UNREPLIED] src=2.2.2.2 dst=3.3.3.3 type=0 code=0 id=6 mark=0 use=1
icmp     1 30 src=1.1.1.11 dst=2.2.2.12 type=8 code=0 id=5 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 type=0 code=0 id=5 mark=0 use=1
icmpv6   58 30 src=::1 dst=::2 type=128 code=0 id=5 [UNREPLIED] src=::2 dst=::1 type=129 code=0 id=5 mark=0 use=1
sctp     132 30 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=1 dport=2 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=2 dport=1 mark=0 use=1
tcp      6 10 SYN_SENT2 src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 sport=2 dport=1 mark=0 use=1
tcp      6 30 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=0 zone=3 use=1
tcp      6 30 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=25 src=5.5.5.5 dst=1.1.1.11 sport=77 dport=40000 mark=0 use=1
udp      17 10 src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 sport=2 dport=1 mark=0 use=1
udp      17 10 src=1.1.1.1 dst=2.2.2.2 sport=7 dport=8 [UNREPLIED] src=1.1.1.1 dst=1.1.1.1 sport=5 dport=7 mark=0 use=1
udp      17 10 src=1.1.1.1 dst=2.2.2.2 sport=8 dport=9 src=5.5.5.5 dst=6.6.6.6 sport=9 dport=8 mark=0 use=1
udp      17 10 src=1.1.1.1 dst=2.2.2.2 sport=9 dport=9 [UNREPLIED] src=2.2.2.2 dst=5.5.5.5 sport=9 dport=9 mark=0 use=1
udp      17 10 src=::1 dst=::2 sport=6 dport=8 [UNREPLIED] src=::3 dst=::1 sport=8 dport=6 mark=0 use=1
udp      17 10 src=::1 dst=::2 sport=6 dport=9 [UNREPLIED] src=::2 dst=::3 sport=9 dport=99 mark=0 use=1
unknown  99 10 src=1.1.1.1 dst=2.2.2.2 [UNREPLIED] src=2.2.2.2 dst=3.3.3.3 mark=0 use=1
unknown  99 30 src=1.1.1.11 dst=2.2.2.12 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 mark=0 use=1
conntrack v1.4.7 (conntrack-tools): 16 flow entries have been shown.
$ conntrack -L -o save
-A -t 10 -u SEEN_REPLY -s 1.1.1.1 -d 2.2.2.2 -g 5.5.5.5 -n 6.6.6.6 -p udp --sport 8 --dport 9 --reply-port-src 9 --reply-port-dst 8
-A -t 10 -u UNSET -s 1.1.1.1 -d 2.2.2.2 -g 1.1.1.1 -q 1.1.1.1 -p udp --sport 7 --dport 8 --reply-port-src 5 --reply-port-dst 7
-A -t 10 -u UNSET -s 1.1.1.1 -d 2.2.2.2 -r 2.2.2.2 -n 3.3.3.3 -p 99
-A -t 10 -u UNSET -s 1.1.1.1 -d 2.2.2.2 -r 2.2.2.2 -n 3.3.3.3 -p icmp --icmp-type 8 --icmp-code 0 --icmp-id 6
-A -t 10 -u UNSET -s 1.1.1.1 -d 2.2.2.2 -r 2.2.2.2 -n 5.5.5.5 -p udp --sport 9 --dport 9 --reply-port-src 9 --reply-port-dst 9
-A -t 10 -u UNSET -s 1.1.1.1 -d 2.2.2.2 -r 2.2.2.2 -q 1.1.1.1 -p tcp --sport 1 --dport 2 --reply-port-src 2 --reply-port-dst 1 --state SYN_SENT2
-A -t 10 -u UNSET -s 1.1.1.1 -d 2.2.2.2 -r 2.2.2.2 -q 1.1.1.1 -p udp --sport 1 --dport 2 --reply-port-src 2 --reply-port-dst 1
-A -t 10 -u UNSET -s ::1 -d ::2 -g ::3 -q ::1 -p udp --sport 6 --dport 8 --reply-port-src 8 --reply-port-dst 6
-A -t 10 -u UNSET -s ::1 -d ::2 -r ::2 -n ::3 -p udp --sport 6 --dport 9 --reply-port-src 9 --reply-port-dst 99
-A -t 30 -u SEEN_REPLY -s 1.1.1.11 -d 2.2.2.12 -g 5.5.5.5 -q 1.1.1.11 -p tcp --sport 40000 --dport 25 --reply-port-src 77 --reply-port-dst 40000 --state SYN_SENT
-A -t 30 -u UNSET -s 1.1.1.11 -d 2.2.2.12 -r 2.2.2.12 -q 1.1.1.11 -p 99
-A -t 30 -u UNSET -s 1.1.1.11 -d 2.2.2.12 -r 2.2.2.12 -q 1.1.1.11 -p gre --srckey 16 --dstkey 32 --reply-key-src 32 --reply-key-dst 16
-A -t 30 -u UNSET -s 1.1.1.11 -d 2.2.2.12 -r 2.2.2.12 -q 1.1.1.11 -p icmp --icmp-type 8 --icmp-code 0 --icmp-id 5
-A -t 30 -u UNSET -s 1.1.1.11 -d 2.2.2.12 -r 2.2.2.12 -q 1.1.1.11 -p sctp --sport 1 --dport 2 --reply-port-src 2 --reply-port-dst 1 --state ESTABLISHED --orig-vtag 3 --reply-vtag 4
-A -t 30 -u UNSET -s ::1 -d ::2 -r ::2 -q ::1 -p icmpv6 --icmpv6-type 128 --icmpv6-code 0 --icmpv6-id 5
-A -t 30 -u UNSET -w 3 -s 1.1.1.11 -d 2.2.2.12 -r 2.2.2.12 -q 1.1.1.11 -p tcp --sport 40000 --dport 22 --reply-port-src 22 --reply-port-dst 40000 --state SYN_SENT
conntrack v1.4.7 (conntrack-tools): 16 flow entries have been shown.
$ conntrack -L -n
icmp     1 10 src=1.1.1.1 dst=2.2.2.2 type=8 code=0 id=6 [UNREPLIED] src=2.2.2.2 dst=3.3.3.3 type=0 code=0 id=6 mark=0 use=1
udp      17 10 src=1.1.1.1 dst=2.2.2.2 sport=8 dport=9 src=5.5.5.5 dst=6.6.6.6 sport=9 dport=8 mark=0 use=1
udp      17 10 src=1.1.1.1 dst=2.2.2.2 sport=9 dport=9 [UNREPLIED] src=2.2.2.2 dst=5.5.5.5 sport=9 dport=9 mark=0 use=1
udp      17 10 src=::1 dst=::2 sport=6 dport=9 [UNREPLIED] src=::2 dst=::3 sport=9 dport=99 mark=0 use=1
unknown  99 10 src=1.1.1.1 dst=2.2.2.2 [UNREPLIED] src=2.2.2.2 dst=3.3.3.3 mark=0 use=1
conntrack v1.4.7 (conntrack-tools): 5 flow entries have been shown.
$ conntrack -L -g
icmp     1 10 src=1.1.1.1 dst=2.2.2.2 type=8 code=0 id=6 [UNREPLIED] src=2.2.2.2 dst=3.3.3.3 type=0 code=0 id=6 mark=0 use=1
tcp      6 30 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=25 src=5.5.5.5 dst=1.1.1.11 sport=77 dport=40000 mark=0 use=1
udp      17 10 src=1.1.1.1 dst=2.2.2.2 sport=7 dport=8 [UNREPLIED] src=1.1.1.1 dst=1.1.1.1 sport=5 dport=7 mark=0 use=1
udp      17 10 src=1.1.1.1 dst=2.2.2.2 sport=8 dport=9 src=5.5.5.5 dst=6.6.6.6 sport=9 dport=8 mark=0 use=1
udp      17 10 src=::1 dst=::2 sport=6 dport=8 [UNREPLIED] src=::3 dst=::1 sport=8 dport=6 mark=0 use=1
conntrack v1.4.7 (conntrack-tools): 5 flow entries have been shown.
$ conntrack -L -n -g
icmp     1 10 src=1.1.1.1 dst=2.2.2.2 type=8 code=0 id=6 [UNREPLIED] src=2.2.2.2 dst=3.3.3.3 type=0 code=0 id=6 mark=0 use=1
udp      17 10 src=1.1.1.1 dst=2.2.2.2 sport=8 dport=9 src=5.5.5.5 dst=6.6.6.6 sport=9 dport=8 mark=0 use=1
conntrack v1.4.7 (conntrack-tools): 2 flow entries have been shown.
$ conntrack -L -n -p udp -f ipv6
udp      17 10 src=::1 dst=::2 sport=6 dport=9 [UNREPLIED] src=::2 dst=::3 sport=9 dport=99 mark=0 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -U -f ipv4 -p tcp --sport 1 -t 20
tcp      6 20 SYN_SENT2 src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 sport=2 dport=1 mark=0 use=2
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.
$ conntrack -U -f ipv4 -p udp --sport 8 -u EXPECTED
udp      17 10 src=1.1.1.1 dst=2.2.2.2 sport=8 dport=9 src=5.5.5.5 dst=6.6.6.6 sport=9 dport=8 mark=0 use=2
Operation failed: Device or resource busy
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.
$ conntrack -U -f ipv4 -w 4 -m 4
conntrack v1.4.7 (conntrack-tools): Illegal option `--zone' with this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -U -f ipv4 -p udp -m 0
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been updated.
[1]
$ conntrack -U -f ipv4 -t 55 -p icmp --icmp-id 6 -o id
icmp     1 60 src=1.1.1.1 dst=2.2.2.2 type=8 code=0 id=6 [UNREPLIED] src=2.2.2.2 dst=3.3.3.3 type=0 code=0 id=6 mark=0 use=2 id=0
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.
$ conntrack -D -t 5 -p udp --sport 8
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been deleted.
[1]
$ conntrack -D -u UNSET -p tcp
tcp      6 20 SYN_SENT2 src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 sport=2 dport=1 mark=0 use=1
tcp      6 30 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=0 zone=3 use=1
tcp      6 30 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=25 src=5.5.5.5 dst=1.1.1.11 sport=77 dport=40000 mark=0 use=1
conntrack v1.4.7 (conntrack-tools): 3 flow entries have been deleted.
$ conntrack -D -f ipv6 -n
udp      17 10 src=::1 dst=::2 sport=6 dport=9 [UNREPLIED] src=::2 dst=::3 sport=9 dport=99 mark=0 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been deleted.
$ conntrack -D -p udp -u !SEEN_REPLY
udp      17 10 src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 sport=2 dport=1 mark=0 use=1
udp      17 10 src=1.1.1.1 dst=2.2.2.2 sport=7 dport=8 [UNREPLIED] src=1.1.1.1 dst=1.1.1.1 sport=5 dport=7 mark=0 use=1
udp      17 10 src=1.1.1.1 dst=2.2.2.2 sport=8 dport=9 src=5.5.5.5 dst=6.6.6.6 sport=9 dport=8 mark=0 use=1
udp      17 10 src=1.1.1.1 dst=2.2.2.2 sport=9 dport=9 [UNREPLIED] src=2.2.2.2 dst=5.5.5.5 sport=9 dport=9 mark=0 use=1
udp      17 10 src=::1 dst=::2 sport=6 dport=8 [UNREPLIED] src=::3 dst=::1 sport=8 dport=6 mark=0 use=1
conntrack v1.4.7 (conntrack-tools): 5 flow entries have been deleted.
$ conntrack -D -p icmp -i 5
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been deleted.
[1]
$ conntrack -D -p 99 --src 1.1.1.1
unknown  99 10 src=1.1.1.1 dst=2.2.2.2 [UNREPLIED] src=2.2.2.2 dst=3.3.3.3 mark=0 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been deleted.
$ conntrack -D -r 2.2.2.2 -m 0/5
icmp     1 60 src=1.1.1.1 dst=2.2.2.2 type=8 code=0 id=6 [UNREPLIED] src=2.2.2.2 dst=3.3.3.3 type=0 code=0 id=6 mark=0 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been deleted.
$ conntrack -F
conntrack v1.4.7 (conntrack-tools): connection tracking table has been emptied.
$ conntrack -I -p tcp -s 1.1.1.1 -d 2.2.2.2 --sport 1 --dport 2 -t 10 --state SYN_SENT -u ASSURED,SEEN_REPLY,FIXED_TIMEOUT -m 0xffffffff
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -L -o save
-A -t 10 -u SEEN_REPLY,ASSURED,FIXED_TIMEOUT -s 1.1.1.1 -d 2.2.2.2 -r 2.2.2.2 -q 1.1.1.1 -p tcp --sport 1 --dport 2 --reply-port-src 2 --reply-port-dst 1 --state SYN_SENT
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -L -o xml
<?xml version="1.0" encoding="utf-8"?>
<conntrack>
<flow><meta direction="original"><layer3 protonum="2" protoname="ipv4"><src>1.1.1.1</src><dst>2.2.2.2</dst></layer3><layer4 protonum="6" protoname="tcp"><sport>1</sport><dport>2</dport></layer4></meta><meta direction="reply"><layer3 protonum="2" protoname="ipv4"><src>2.2.2.2</src><dst>1.1.1.1</dst></layer3><layer4 protonum="6" protoname="tcp"><sport>2</sport><dport>1</dport></layer4></meta><meta direction="independent"><state>SYN_SENT</state><timeout>10</timeout><mark>4294967295</mark><use>1</use><id>0</id><assured/></meta></flow>
</conntrack>
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -I -p tcp -t 10 -s 10.0.0.1 -d 10.0.0.1 --sport 1 --dport 1 --state SYN_SENT
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p udp -t 10 -s 0.0.0.0 -d 0.0.0.0 --sport 0 --dport 0
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p udp -t 10 -s 0.0.0.0 -d 1.0.0.0 --sport 0 --dport 0
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p udp -t 10 -s 1.0.0.0 -d 0.0.0.0 --sport 0 --dport 0
conntrack v1.4.7 (conntrack-tools): Operation failed: Such conntrack exists, try -U to update
[1]
$ conntrack -I -p udp -t 10 -s 1.0.0.0 -d 2.0.0.0 --sport 0x10 --dport 010
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p icmp -t 10 -s 1.0.0.0 -d 2.0.0.0 --icmp-type 0x8 --icmp-code 010
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p icmp -t 10 -s 1.0.0.0 -d 2.0.0.0 --icmp-type 0 --icmp-code 0
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -L
icmp     1 10 src=1.0.0.0 dst=2.0.0.0 type=0 code=0 id=0 [UNREPLIED] src=2.0.0.0 dst=1.0.0.0 type=8 code=0 id=0 mark=0 use=1
icmp     1 10 src=1.0.0.0 dst=2.0.0.0 type=0 code=10 id=0 [UNREPLIED] src=2.0.0.0 dst=1.0.0.0 type=8 code=10 id=0 mark=0 use=1
tcp      6 10 SYN_SENT src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 src=2.2.2.2 dst=1.1.1.1 sport=2 dport=1 [ASSURED] mark=4294967295 use=1
tcp      6 10 SYN_SENT src=10.0.0.1 dst=10.0.0.1 sport=1 dport=1 [UNREPLIED] src=10.0.0.1 dst=10.0.0.1 sport=1 dport=1 mark=0 use=1
udp      17 10 src=0.0.0.0 dst=0.0.0.0 sport=0 dport=0 [UNREPLIED] src=0.0.0.0 dst=0.0.0.0 sport=0 dport=0 mark=0 use=1
udp      17 10 src=0.0.0.0 dst=1.0.0.0 sport=0 dport=0 [UNREPLIED] src=1.0.0.0 dst=0.0.0.0 sport=0 dport=0 mark=0 use=1
udp      17 10 src=1.0.0.0 dst=2.0.0.0 sport=0 dport=10 [UNREPLIED] src=2.0.0.0 dst=1.0.0.0 sport=10 dport=0 mark=0 use=1
conntrack v1.4.7 (conntrack-tools): 7 flow entries have been shown.
