# Connections of all protocols, listed in all ways.
! sysctl net.netfilter.nf_conntrack_acct 1
! sysctl net.netfilter.nf_conntrack_timestamp 1
$ conntrack -I -p tcp -s 1.1.1.11 -d 2.2.2.12 --sport 40000 --dport 22 -t 1000 --state SYN_SENT -w 3
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p tcp -s 1.1.1.11 -d 2.2.2.12 --sport 40000 --dport 23 -t 1000 --state SYN_SENT --orig-zone 3
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p tcp -s 1.1.1.11 -d 2.2.2.12 --sport 40000 --dport 24 -t 1000 --state SYN_SENT --reply-zone 3 -u FIXED_TIMEOUT
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p tcp -s 1.1.1.11 -d 2.2.2.12 --sport 40000 --dport 24 -t 1000 --state SYN_SENT --reply-zone 3 -u SEEN_REPLY -n 5.5.5.5
conntrack v1.4.7 (conntrack-tools): Operation failed: Such conntrack exists, try -U to update
[1]
$ conntrack -I -p tcp -s 1.1.1.11 -d 2.2.2.12 --sport 40000 --dport 25 -t 1000 --state SYN_SENT -u SEEN_REPLY -g 5.5.5.5:77
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p icmp -s 1.1.1.11 -d 2.2.2.12 --icmp-type 8 --icmp-code 0 --icmp-id 5 -t 1000
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p icmp -s 1.1.1.11 -d 2.2.2.12 --icmp-type 3 --icmp-code 0 --icmp-id 5 -t 1000
conntrack v1.4.7 (conntrack-tools): Operation failed: invalid parameters
[1]
$ conntrack -I -p icmp -s 1.1.1.11 -d 2.2.2.12 --icmp-type 8 -t 1000
conntrack v1.4.7 (conntrack-tools): You need to supply the `--icmp-code' option for this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -I -p gre -s 1.1.1.11 -d 2.2.2.12 --srckey 0x10 --dstkey 0x20 -t 1000
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p 99 -s 1.1.1.11 -d 2.2.2.12 -t 1000
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p sctp -s 1.1.1.11 -d 2.2.2.12 --sport 1 --dport 2 --state ESTABLISHED --orig-vtag 3 --reply-vtag 4 -t 1000
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p udplite -s 1.1.1.11 -d 2.2.2.12 --sport 1 --dport 2 -t 1000
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -L -o extended,ktimestamp,id
ipv4     2 gre      47 1000 src=1.1.1.11 dst=2.2.2.12 srckey=0x10 dstkey=0x20 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 srckey=0x20 dstkey=0x10 packets=0 bytes=0 mark=0 delta-time=0 [start=] use=1 id=0
ipv4     2 icmp     1 1000 src=1.1.1.11 dst=2.2.2.12 type=8 code=0 id=5 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 type=0 code=0 id=5 packets=0 bytes=0 mark=0 delta-time=0 [start=] use=1 id=0
ipv4     2 sctp     132 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=1 dport=2 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=2 dport=1 packets=0 bytes=0 mark=0 delta-time=0 [start=] use=1 id=0
ipv4     2 tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 packets=0 bytes=0 mark=0 zone=3 delta-time=0 [start=] use=1 id=0
ipv4     2 tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=23 zone-orig=3 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=23 dport=40000 packets=0 bytes=0 mark=0 delta-time=0 [start=] use=1 id=0
ipv4     2 tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=24 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=24 dport=40000 zone-reply=3 packets=0 bytes=0 mark=0 delta-time=0 [start=] use=1 id=0
ipv4     2 tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=25 packets=0 bytes=0 src=5.5.5.5 dst=1.1.1.11 sport=77 dport=40000 packets=0 bytes=0 mark=0 delta-time=0 [start=] use=1 id=0
ipv4     2 udplite  136 1000 src=1.1.1.11 dst=2.2.2.12 sport=1 dport=2 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=2 dport=1 packets=0 bytes=0 mark=0 delta-time=0 [start=] use=1 id=0
ipv4     2 unknown  99 1000 src=1.1.1.11 dst=2.2.2.12 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 packets=0 bytes=0 mark=0 delta-time=0 [start=] use=1 id=0
conntrack v1.4.7 (conntrack-tools): 9 flow entries have been shown.
$ conntrack -L -o xml,id,extended
<?xml version="1.0" encoding="utf-8"?>
<conntrack>
<flow><meta direction="original"><layer3 protonum="2" protoname="ipv4"><src>1.1.1.11</src><dst>2.2.2.12</dst></layer3><layer4 protonum="1" protoname="icmp"></layer4><counters><packets>0</packets><bytes>0</bytes></counters></meta><meta direction="reply"><layer3 protonum="2" protoname="ipv4"><src>2.2.2.12</src><dst>1.1.1.11</dst></layer3><layer4 protonum="1" protoname="icmp"></layer4><counters><packets>0</packets><bytes>0</bytes></counters></meta><meta direction="independent"><timeout>1000</timeout><mark>0</mark><use>1</use><id>0</id><unreplied/><deltatime>0</deltatime></meta></flow>
<flow><meta direction="original"><layer3 protonum="2" protoname="ipv4"><src>1.1.1.11</src><dst>2.2.2.12</dst></layer3><layer4 protonum="132" protoname="sctp"><sport>1</sport><dport>2</dport></layer4><counters><packets>0</packets><bytes>0</bytes></counters></meta><meta direction="reply"><layer3 protonum="2" protoname="ipv4"><src>2.2.2.12</src><dst>1.1.1.11</dst></layer3><layer4 protonum="132" protoname="sctp"><sport>2</sport><dport>1</dport></layer4><counters><packets>0</packets><bytes>0</bytes></counters></meta><meta direction="independent"><state>FIN_WAIT</state><timeout>1000</timeout><mark>0</mark><use>1</use><id>0</id><unreplied/><deltatime>0</deltatime></meta></flow>
<flow><meta direction="original"><layer3 protonum="2" protoname="ipv4"><src>1.1.1.11</src><dst>2.2.2.12</dst></layer3><layer4 protonum="136" protoname="udplite"><sport>1</sport><dport>2</dport></layer4><counters><packets>0</packets><bytes>0</bytes></counters></meta><meta direction="reply"><layer3 protonum="2" protoname="ipv4"><src>2.2.2.12</src><dst>1.1.1.11</dst></layer3><layer4 protonum="136" protoname="udplite"><sport>2</sport><dport>1</dport></layer4><counters><packets>0</packets><bytes>0</bytes></counters></meta><meta direction="independent"><timeout>1000</timeout><mark>0</mark><use>1</use><id>0</id><unreplied/><deltatime>0</deltatime></meta></flow>
<flow><meta direction="original"><layer3 protonum="2" protoname="ipv4"><src>1.1.1.11</src><dst>2.2.2.12</dst></layer3><layer4 protonum="47" protoname="gre"><srckey>0x10</srckey><dstkey>0x20</dstkey></layer4><counters><packets>0</packets><bytes>0</bytes></counters></meta><meta direction="reply"><layer3 protonum="2" protoname="ipv4"><src>2.2.2.12</src><dst>1.1.1.11</dst></layer3><layer4 protonum="47" protoname="gre"><srckey>0x20</srckey><dstkey>0x10</dstkey></layer4><counters><packets>0</packets><bytes>0</bytes></counters></meta><meta direction="independent"><timeout>1000</timeout><mark>0</mark><use>1</use><id>0</id><unreplied/><deltatime>0</deltatime></meta></flow>
<flow><meta direction="original"><layer3 protonum="2" protoname="ipv4"><src>1.1.1.11</src><dst>2.2.2.12</dst></layer3><layer4 protonum="6" protoname="tcp"><sport>40000</sport><dport>22</dport></layer4><counters><packets>0</packets><bytes>0</bytes></counters></meta><meta direction="reply"><layer3 protonum="2" protoname="ipv4"><src>2.2.2.12</src><dst>1.1.1.11</dst></layer3><layer4 protonum="6" protoname="tcp"><sport>22</sport><dport>40000</dport></layer4><counters><packets>0</packets><bytes>0</bytes></counters></meta><meta direction="independent"><state>SYN_SENT</state><timeout>1000</timeout><mark>0</mark><zone>3</zone><use>1</use><id>0</id><unreplied/><deltatime>0</deltatime></meta></flow>
<flow><meta direction="original"><layer3 protonum="2" protoname="ipv4"><src>1.1.1.11</src><dst>2.2.2.12</dst></layer3><layer4 protonum="6" protoname="tcp"><sport>40000</sport><dport>23</dport></layer4><zone>3</zone><counters><packets>0</packets><bytes>0</bytes></counters></meta><meta direction="reply"><layer3 protonum="2" protoname="ipv4"><src>2.2.2.12</src><dst>1.1.1.11</dst></layer3><layer4 protonum="6" protoname="tcp"><sport>23</sport><dport>40000</dport></layer4><counters><packets>0</packets><bytes>0</bytes></counters></meta><meta direction="independent"><state>SYN_SENT</state><timeout>1000</timeout><mark>0</mark><use>1</use><id>0</id><unreplied/><deltatime>0</deltatime></meta></flow>
<flow><meta direction="original"><layer3 protonum="2" protoname="ipv4"><src>1.1.1.11</src><dst>2.2.2.12</dst></layer3><layer4 protonum="6" protoname="tcp"><sport>40000</sport><dport>24</dport></layer4><counters><packets>0</packets><bytes>0</bytes></counters></meta><meta direction="reply"><layer3 protonum="2" protoname="ipv4"><src>2.2.2.12</src><dst>1.1.1.11</dst></layer3><layer4 protonum="6" protoname="tcp"><sport>24</sport><dport>40000</dport></layer4><zone>3</zone><counters><packets>0</packets><bytes>0</bytes></counters></meta><meta direction="independent"><state>SYN_SENT</state><timeout>1000</timeout><mark>0</mark><use>1</use><id>0</id><unreplied/><deltatime>0</deltatime></meta></flow>
<flow><meta direction="original"><layer3 protonum="2" protoname="ipv4"><src>1.1.1.11</src><dst>2.2.2.12</dst></layer3><layer4 protonum="6" protoname="tcp"><sport>40000</sport><dport>25</dport></layer4><counters><packets>0</packets><bytes>0</bytes></counters></meta><meta direction="reply"><layer3 protonum="2" protoname="ipv4"><src>5.5.5.5</src><dst>1.1.1.11</dst></layer3><layer4 protonum="6" protoname="tcp"><sport>77</sport><dport>40000</dport></layer4><counters><packets>0</packets><bytes>0</bytes></counters></meta><meta direction="independent"><state>SYN_SENT</state><timeout>1000</timeout><mark>0</mark><use>1</use><id>0</id><deltatime>0</deltatime></meta></flow>
<flow><meta direction="original"><layer3 protonum="2" protoname="ipv4"><src>1.1.1.11</src><dst>2.2.2.12</dst></layer3><layer4 protonum="99" protoname="unknown"></layer4><counters><packets>0</packets><bytes>0</bytes></counters></meta><meta direction="reply"><layer3 protonum="2" protoname="ipv4"><src>2.2.2.12</src><dst>1.1.1.11</dst></layer3><layer4 protonum="99" protoname="unknown"></layer4><counters><packets>0</packets><bytes>0</bytes></counters></meta><meta direction="independent"><timeout>1000</timeout><mark>0</mark><use>1</use><id>0</id><unreplied/><deltatime>0</deltatime></meta></flow>
</conntrack>
conntrack v1.4.7 (conntrack-tools): 9 flow entries have been shown.
$ conntrack -L -o save
-A -t 1000 -u FIXED_TIMEOUT --reply-zone 3 -s 1.1.1.11 -d 2.2.2.12 -r 2.2.2.12 -q 1.1.1.11 -p tcp --sport 40000 --dport 24 --reply-port-src 24 --reply-port-dst 40000 --state SYN_SENT
-A -t 1000 -u SEEN_REPLY -s 1.1.1.11 -d 2.2.2.12 -g 5.5.5.5 -q 1.1.1.11 -p tcp --sport 40000 --dport 25 --reply-port-src 77 --reply-port-dst 40000 --state SYN_SENT
-A -t 1000 -u UNSET --orig-zone 3 -s 1.1.1.11 -d 2.2.2.12 -r 2.2.2.12 -q 1.1.1.11 -p tcp --sport 40000 --dport 23 --reply-port-src 23 --reply-port-dst 40000 --state SYN_SENT
-A -t 1000 -u UNSET -s 1.1.1.11 -d 2.2.2.12 -r 2.2.2.12 -q 1.1.1.11 -p 99
-A -t 1000 -u UNSET -s 1.1.1.11 -d 2.2.2.12 -r 2.2.2.12 -q 1.1.1.11 -p gre --srckey 16 --dstkey 32 --reply-key-src 32 --reply-key-dst 16
-A -t 1000 -u UNSET -s 1.1.1.11 -d 2.2.2.12 -r 2.2.2.12 -q 1.1.1.11 -p icmp --icmp-type 8 --icmp-code 0 --icmp-id 5
-A -t 1000 -u UNSET -s 1.1.1.11 -d 2.2.2.12 -r 2.2.2.12 -q 1.1.1.11 -p sctp --sport 1 --dport 2 --reply-port-src 2 --reply-port-dst 1 --state ESTABLISHED --orig-vtag 3 --reply-vtag 4
-A -t 1000 -u UNSET -s 1.1.1.11 -d 2.2.2.12 -r 2.2.2.12 -q 1.1.1.11 -p udplite --sport 1 --dport 2 --reply-port-src 2 --reply-port-dst 1
-A -t 1000 -u UNSET -w 3 -s 1.1.1.11 -d 2.2.2.12 -r 2.2.2.12 -q 1.1.1.11 -p tcp --sport 40000 --dport 22 --reply-port-src 22 --reply-port-dst 40000 --state SYN_SENT
conntrack v1.4.7 (conntrack-tools): 9 flow entries have been shown.
$ conntrack -L -o ktimestamp,timestamp
gre      47 1000 src=1.1.1.11 dst=2.2.2.12 srckey=0x10 dstkey=0x20 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 srckey=0x20 dstkey=0x10 packets=0 bytes=0 mark=0 delta-time=0 [start=] use=1
icmp     1 1000 src=1.1.1.11 dst=2.2.2.12 type=8 code=0 id=5 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 type=0 code=0 id=5 packets=0 bytes=0 mark=0 delta-time=0 [start=] use=1
sctp     132 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=1 dport=2 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=2 dport=1 packets=0 bytes=0 mark=0 delta-time=0 [start=] use=1
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 packets=0 bytes=0 mark=0 zone=3 delta-time=0 [start=] use=1
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=23 zone-orig=3 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=23 dport=40000 packets=0 bytes=0 mark=0 delta-time=0 [start=] use=1
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=24 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=24 dport=40000 zone-reply=3 packets=0 bytes=0 mark=0 delta-time=0 [start=] use=1
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=25 packets=0 bytes=0 src=5.5.5.5 dst=1.1.1.11 sport=77 dport=40000 packets=0 bytes=0 mark=0 delta-time=0 [start=] use=1
udplite  136 1000 src=1.1.1.11 dst=2.2.2.12 sport=1 dport=2 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=2 dport=1 packets=0 bytes=0 mark=0 delta-time=0 [start=] use=1
unknown  99 1000 src=1.1.1.11 dst=2.2.2.12 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 packets=0 bytes=0 mark=0 delta-time=0 [start=] use=1
conntrack v1.4.7 (conntrack-tools): 9 flow entries have been shown.
$ conntrack -L -w 3
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 packets=0 bytes=0 mark=0 zone=3 delta-time=0 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -L --orig-zone 3
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=23 zone-orig=3 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=23 dport=40000 packets=0 bytes=0 mark=0 delta-time=0 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -L --reply-zone 3
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=24 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=24 dport=40000 zone-reply=3 packets=0 bytes=0 mark=0 delta-time=0 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -L -n
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -g
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=25 packets=0 bytes=0 src=5.5.5.5 dst=1.1.1.11 sport=77 dport=40000 packets=0 bytes=0 mark=0 delta-time=0 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -L -j
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=25 packets=0 bytes=0 src=5.5.5.5 dst=1.1.1.11 sport=77 dport=40000 packets=0 bytes=0 mark=0 delta-time=0 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -L -n 5.5.5.5
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -j 5.5.5.5
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=25 packets=0 bytes=0 src=5.5.5.5 dst=1.1.1.11 sport=77 dport=40000 packets=0 bytes=0 mark=0 delta-time=0 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -L -g 5.5.5.5:77
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=25 packets=0 bytes=0 src=5.5.5.5 dst=1.1.1.11 sport=77 dport=40000 packets=0 bytes=0 mark=0 delta-time=0 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -L -g 5.5.5.5:78
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -s 1.1.1.0/24 -d 0.0.0.0/0
gre      47 1000 src=1.1.1.11 dst=2.2.2.12 srckey=0x10 dstkey=0x20 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 srckey=0x20 dstkey=0x10 packets=0 bytes=0 mark=0 delta-time=0 use=1
icmp     1 1000 src=1.1.1.11 dst=2.2.2.12 type=8 code=0 id=5 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 type=0 code=0 id=5 packets=0 bytes=0 mark=0 delta-time=0 use=1
sctp     132 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=1 dport=2 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=2 dport=1 packets=0 bytes=0 mark=0 delta-time=0 use=1
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 packets=0 bytes=0 mark=0 zone=3 delta-time=0 use=1
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=23 zone-orig=3 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=23 dport=40000 packets=0 bytes=0 mark=0 delta-time=0 use=1
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=24 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=24 dport=40000 zone-reply=3 packets=0 bytes=0 mark=0 delta-time=0 use=1
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=25 packets=0 bytes=0 src=5.5.5.5 dst=1.1.1.11 sport=77 dport=40000 packets=0 bytes=0 mark=0 delta-time=0 use=1
udplite  136 1000 src=1.1.1.11 dst=2.2.2.12 sport=1 dport=2 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=2 dport=1 packets=0 bytes=0 mark=0 delta-time=0 use=1
unknown  99 1000 src=1.1.1.11 dst=2.2.2.12 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 packets=0 bytes=0 mark=0 delta-time=0 use=1
conntrack v1.4.7 (conntrack-tools): 9 flow entries have been shown.
$ conntrack -L -s 1.1.1.0 --mask-src 255.255.255.0 -p tcp --dport 25
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=25 packets=0 bytes=0 src=5.5.5.5 dst=1.1.1.11 sport=77 dport=40000 packets=0 bytes=0 mark=0 delta-time=0 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -L --mask-src 255.255.255.0
conntrack v1.4.7 (conntrack-tools): Can't use --mask-src without --src
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -r 2.2.2.0/24
conntrack v1.4.7 (conntrack-tools): CIDR notation unavailable for `--reply-src'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -q 1.1.1.11 -p tcp --reply-port-src 22
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 packets=0 bytes=0 mark=0 zone=3 delta-time=0 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -L -p tcp --state SYN_SENT
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 packets=0 bytes=0 mark=0 zone=3 delta-time=0 use=1
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=23 zone-orig=3 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=23 dport=40000 packets=0 bytes=0 mark=0 delta-time=0 use=1
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=24 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=24 dport=40000 zone-reply=3 packets=0 bytes=0 mark=0 delta-time=0 use=1
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=25 packets=0 bytes=0 src=5.5.5.5 dst=1.1.1.11 sport=77 dport=40000 packets=0 bytes=0 mark=0 delta-time=0 use=1
conntrack v1.4.7 (conntrack-tools): 4 flow entries have been shown.
$ conntrack -L -p icmp --icmp-type 8
icmp     1 1000 src=1.1.1.11 dst=2.2.2.12 type=8 code=0 id=5 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 type=0 code=0 id=5 packets=0 bytes=0 mark=0 delta-time=0 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -L -u SEEN_REPLY
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=25 packets=0 bytes=0 src=5.5.5.5 dst=1.1.1.11 sport=77 dport=40000 packets=0 bytes=0 mark=0 delta-time=0 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -L -u UNREPLIED
gre      47 1000 src=1.1.1.11 dst=2.2.2.12 srckey=0x10 dstkey=0x20 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 srckey=0x20 dstkey=0x10 packets=0 bytes=0 mark=0 delta-time=0 use=1
icmp     1 1000 src=1.1.1.11 dst=2.2.2.12 type=8 code=0 id=5 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 type=0 code=0 id=5 packets=0 bytes=0 mark=0 delta-time=0 use=1
sctp     132 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=1 dport=2 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=2 dport=1 packets=0 bytes=0 mark=0 delta-time=0 use=1
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 packets=0 bytes=0 mark=0 zone=3 delta-time=0 use=1
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=23 zone-orig=3 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=23 dport=40000 packets=0 bytes=0 mark=0 delta-time=0 use=1
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=24 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=24 dport=40000 zone-reply=3 packets=0 bytes=0 mark=0 delta-time=0 use=1
udplite  136 1000 src=1.1.1.11 dst=2.2.2.12 sport=1 dport=2 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=2 dport=1 packets=0 bytes=0 mark=0 delta-time=0 use=1
unknown  99 1000 src=1.1.1.11 dst=2.2.2.12 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 packets=0 bytes=0 mark=0 delta-time=0 use=1
conntrack v1.4.7 (conntrack-tools): 8 flow entries have been shown.
$ conntrack -L -u FIXED_TIMEOUT
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=24 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=24 dport=40000 zone-reply=3 packets=0 bytes=0 mark=0 delta-time=0 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -L -m 0
gre      47 1000 src=1.1.1.11 dst=2.2.2.12 srckey=0x10 dstkey=0x20 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 srckey=0x20 dstkey=0x10 packets=0 bytes=0 mark=0 delta-time=0 use=1
icmp     1 1000 src=1.1.1.11 dst=2.2.2.12 type=8 code=0 id=5 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 type=0 code=0 id=5 packets=0 bytes=0 mark=0 delta-time=0 use=1
sctp     132 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=1 dport=2 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=2 dport=1 packets=0 bytes=0 mark=0 delta-time=0 use=1
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 packets=0 bytes=0 mark=0 zone=3 delta-time=0 use=1
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=23 zone-orig=3 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=23 dport=40000 packets=0 bytes=0 mark=0 delta-time=0 use=1
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=24 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=24 dport=40000 zone-reply=3 packets=0 bytes=0 mark=0 delta-time=0 use=1
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=25 packets=0 bytes=0 src=5.5.5.5 dst=1.1.1.11 sport=77 dport=40000 packets=0 bytes=0 mark=0 delta-time=0 use=1
udplite  136 1000 src=1.1.1.11 dst=2.2.2.12 sport=1 dport=2 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=2 dport=1 packets=0 bytes=0 mark=0 delta-time=0 use=1
unknown  99 1000 src=1.1.1.11 dst=2.2.2.12 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 packets=0 bytes=0 mark=0 delta-time=0 use=1
conntrack v1.4.7 (conntrack-tools): 9 flow entries have been shown.
$ conntrack -L -t 5
conntrack v1.4.7 (conntrack-tools): Illegal option `--timeout' with this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -l foo
nfct_labelmap_new: No such file or directory
conntrack v1.4.7 (conntrack-tools): unknown label 'foo'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -p 6
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 packets=0 bytes=0 mark=0 zone=3 delta-time=0 use=1
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=23 zone-orig=3 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=23 dport=40000 packets=0 bytes=0 mark=0 delta-time=0 use=1
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=24 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=24 dport=40000 zone-reply=3 packets=0 bytes=0 mark=0 delta-time=0 use=1
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=25 packets=0 bytes=0 src=5.5.5.5 dst=1.1.1.11 sport=77 dport=40000 packets=0 bytes=0 mark=0 delta-time=0 use=1
conntrack v1.4.7 (conntrack-tools): 4 flow entries have been shown.
$ conntrack -L -p VRRP
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -p Vrrp
conntrack v1.4.7 (conntrack-tools): `Vrrp' unsupported protocol
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -p ipip
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -p 300
conntrack v1.4.7 (conntrack-tools): `300' unsupported protocol
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -p TCP
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 packets=0 bytes=0 mark=0 zone=3 delta-time=0 use=1
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=23 zone-orig=3 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=23 dport=40000 packets=0 bytes=0 mark=0 delta-time=0 use=1
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=24 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=24 dport=40000 zone-reply=3 packets=0 bytes=0 mark=0 delta-time=0 use=1
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=25 packets=0 bytes=0 src=5.5.5.5 dst=1.1.1.11 sport=77 dport=40000 packets=0 bytes=0 mark=0 delta-time=0 use=1
conntrack v1.4.7 (conntrack-tools): 4 flow entries have been shown.
$ conntrack -L -z -p icmp
conntrack v1.4.7 (conntrack-tools): Can't use -z with filtering parameters
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -p icmp
icmp     1 1000 src=1.1.1.11 dst=2.2.2.12 type=8 code=0 id=5 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 type=0 code=0 id=5 packets=0 bytes=0 mark=0 delta-time=0 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -D -p tcp --dport 24
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=24 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=24 dport=40000 zone-reply=3 packets=0 bytes=0 mark=0 delta-time=0 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been deleted.
$ conntrack -U -s 1.1.1.11 -p icmp --icmp-id 5 -m 0x3
icmp     1 1000 src=1.1.1.11 dst=2.2.2.12 type=8 code=0 id=5 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 type=0 code=0 id=5 packets=0 bytes=0 mark=3 delta-time=0 use=2
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.
$ conntrack -U -s 1.1.1.11 -p icmp --icmp-id 5 -m 0x10/0xf0
icmp     1 1000 src=1.1.1.11 dst=2.2.2.12 type=8 code=0 id=5 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 type=0 code=0 id=5 packets=0 bytes=0 mark=19 delta-time=0 use=2
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.
$ conntrack -L -m 0x10/0xf0
icmp     1 1000 src=1.1.1.11 dst=2.2.2.12 type=8 code=0 id=5 packets=0 bytes=0 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 type=0 code=0 id=5 packets=0 bytes=0 mark=19 delta-time=0 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -D -i 55
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been deleted.
[1]
$ conntrack -D -g
tcp      6 1000 SYN_SENT src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=25 packets=0 bytes=0 src=5.5.5.5 dst=1.1.1.11 sport=77 dport=40000 packets=0 bytes=0 mark=0 delta-time=0 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been deleted.
$ conntrack -F
conntrack v1.4.7 (conntrack-tools): connection tracking table has been emptied.
$ conntrack -D -w 5
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been deleted.
[1]
$ conntrack -D -f ipv4
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been deleted.
[1]
$ conntrack -C
0
