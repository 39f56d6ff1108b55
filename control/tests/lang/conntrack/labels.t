# Labels of connections: there is room for them once a rule asks for labels.
! file /etc/xtables/connlabel.conf etc/xtables/connlabel.conf
$ conntrack -I -p tcp -s 1.1.1.11 -d 2.2.2.12 --sport 40000 --dport 22 --state ESTABLISHED -t 1000 --label-add ssh
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -L -o labels
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=0 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -U -f ipv4 -p tcp --label-add ssh -m 5
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=5 use=2
Operation failed: No space left on device
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.
$ conntrack -U -f ipv4 -p tcp --label-add toobig
Operation failed: Numerical result out of range
conntrack v1.4.7 (conntrack-tools): Operation failed: Numerical result out of range
[1]
$ conntrack -U -f ipv4 -p tcp --label-del ssh
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been updated.
[1]
$ conntrack -U -f ipv4 -p tcp --label-del
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been updated.
[1]
$ conntrack -D -p tcp
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=5 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been deleted.
$ iptables -A INPUT -m connlabel --label 2
$ conntrack -I -p tcp -s 1.1.1.11 -d 2.2.2.12 --sport 40000 --dport 22 --state ESTABLISHED -t 1000 -w 3
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -L -o labels
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=0 zone=3 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -U -f ipv4 -p tcp --label-del ssh
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been updated.
[1]
$ conntrack -U -f ipv4 -p tcp --label-add toobig,ssh
Operation failed: Numerical result out of range
conntrack v1.4.7 (conntrack-tools): Operation failed: Numerical result out of range
[1]
$ conntrack -D -p tcp
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=0 zone=3 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been deleted.
$ conntrack -I -p tcp -s 1.1.1.11 -d 2.2.2.12 --sport 40000 --dport 22 --state ESTABLISHED -t 1000
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -U -f ipv4 -p tcp --label-add ssh
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=0 use=2 labels=ssh
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.
$ conntrack -U -f ipv4 -p tcp --label-add ssh
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=0 use=2 labels=ssh
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.
$ conntrack -U -f ipv4 -p tcp --label-add last,eth0-in --label-add forty
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=0 use=2 labels=eth0-in,ssh,forty,last
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.
$ conntrack -U -f ipv4 -p tcp --label-add toobig
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=0 use=2 labels=eth0-in,ssh,forty,last
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.
$ conntrack -L -o labels
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=0 use=1 labels=eth0-in,ssh,forty,last
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -L -o labels,id,extended
ipv4     2 tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=0 use=1 id=0 labels=eth0-in,ssh,forty,last
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -L -o xml,labels
<?xml version="1.0" encoding="utf-8"?>
<conntrack>
<flow><meta direction="original"><layer3 protonum="2" protoname="ipv4"><src>1.1.1.11</src><dst>2.2.2.12</dst></layer3><layer4 protonum="6" protoname="tcp"><sport>40000</sport><dport>22</dport></layer4></meta><meta direction="reply"><layer3 protonum="2" protoname="ipv4"><src>2.2.2.12</src><dst>1.1.1.11</dst></layer3><layer4 protonum="6" protoname="tcp"><sport>22</sport><dport>40000</dport></layer4></meta><meta direction="independent"><state>ESTABLISHED</state><timeout>1000</timeout><mark>0</mark><labels><label>eth0-in</label><label>ssh</label><label>forty</label><label>last</label></labels><use>1</use><id>0</id><unreplied/></meta></flow>
</conntrack>
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -L
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=0 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -L -o xml
<?xml version="1.0" encoding="utf-8"?>
<conntrack>
<flow><meta direction="original"><layer3 protonum="2" protoname="ipv4"><src>1.1.1.11</src><dst>2.2.2.12</dst></layer3><layer4 protonum="6" protoname="tcp"><sport>40000</sport><dport>22</dport></layer4></meta><meta direction="reply"><layer3 protonum="2" protoname="ipv4"><src>2.2.2.12</src><dst>1.1.1.11</dst></layer3><layer4 protonum="6" protoname="tcp"><sport>22</sport><dport>40000</dport></layer4></meta><meta direction="independent"><state>ESTABLISHED</state><timeout>1000</timeout><mark>0</mark><use>1</use><id>0</id><unreplied/></meta></flow>
</conntrack>
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -L -o save
-A -t 1000 -u UNSET -s 1.1.1.11 -d 2.2.2.12 -r 2.2.2.12 -q 1.1.1.11 -p tcp --sport 40000 --dport 22 --reply-port-src 22 --reply-port-dst 40000 --state ESTABLISHED
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -L -o save -l ssh
-A -t 1000 -u UNSET -s 1.1.1.11 -d 2.2.2.12 -r 2.2.2.12 -q 1.1.1.11 -p tcp --sport 40000 --dport 22 --reply-port-src 22 --reply-port-dst 40000 --state ESTABLISHED
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -L -o save,labels
conntrack v1.4.7 (conntrack-tools): cannot combine save output with any other output type, use -o save only
[1]
$ conntrack -L -l ssh
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=0 use=1 labels=eth0-in,ssh,forty,last
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -L -l ssh,last -o xml
<?xml version="1.0" encoding="utf-8"?>
<conntrack>
<flow><meta direction="original"><layer3 protonum="2" protoname="ipv4"><src>1.1.1.11</src><dst>2.2.2.12</dst></layer3><layer4 protonum="6" protoname="tcp"><sport>40000</sport><dport>22</dport></layer4></meta><meta direction="reply"><layer3 protonum="2" protoname="ipv4"><src>2.2.2.12</src><dst>1.1.1.11</dst></layer3><layer4 protonum="6" protoname="tcp"><sport>22</sport><dport>40000</dport></layer4></meta><meta direction="independent"><state>ESTABLISHED</state><timeout>1000</timeout><mark>0</mark><labels><label>eth0-in</label><label>ssh</label><label>forty</label><label>last</label></labels><use>1</use><id>0</id><unreplied/></meta></flow>
</conntrack>
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -L --label ssh --label last
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=0 use=1 labels=eth0-in,ssh,forty,last
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -L -l eth0-out
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -l ssh,eth0-out
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -l toobig
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -l ssh,toobig
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -l nope
conntrack v1.4.7 (conntrack-tools): unknown label 'nope'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -l 2
conntrack v1.4.7 (conntrack-tools): unknown label '2'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -l ssh,nope
conntrack v1.4.7 (conntrack-tools): unknown label 'nope'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -l ssh,
conntrack v1.4.7 (conntrack-tools): unknown label ''
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -l ,ssh
conntrack v1.4.7 (conntrack-tools): unknown label ''
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -l nonum
conntrack v1.4.7 (conntrack-tools): unknown label 'nonum'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -l a;b
conntrack v1.4.7 (conntrack-tools): unknown label 'a;b'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -l indented,octal,hexed,trailing
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -z -l ssh
conntrack v1.4.7 (conntrack-tools): Can't use -z with filtering parameters
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -l
conntrack v1.4.7 (conntrack-tools): option `-l' requires an argument
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L --label-add ssh
conntrack v1.4.7 (conntrack-tools): Illegal option `--label-add' with this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -l ssh --label-add nope
conntrack v1.4.7 (conntrack-tools): unknown label 'nope'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -G -p tcp -s 1.1.1.11 -d 2.2.2.12 --sport 40000 --dport 22
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=0 use=2
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -G -p tcp -s 1.1.1.11 -d 2.2.2.12 --sport 40000 --dport 22 -o labels
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=0 use=2 labels=eth0-in,ssh,forty,last
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -G -p tcp -s 1.1.1.11 -d 2.2.2.12 --sport 40000 --dport 22 -l ssh
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=0 use=2 labels=eth0-in,ssh,forty,last
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -G -p tcp -s 1.1.1.11 -d 2.2.2.12 --sport 40000 --dport 22 -l eth0-out
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
[1]
$ conntrack -U -f ipv4 -p tcp --label-del ssh
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=0 use=2 labels=eth0-in,forty,last
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.
$ conntrack -U -f ipv4 -p tcp --label-del toobig
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=0 use=2 labels=eth0-in,forty,last
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.
$ conntrack -U -f ipv4 -p tcp --label-del ssh,eth0-in --label-del eth0-out
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=0 use=2 labels=forty,last
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.
$ conntrack -U -f ipv4 -p tcp -m 6
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=6 use=2
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.
$ conntrack -U -f ipv4 -p tcp -m 7 -o labels
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=7 use=2 labels=forty,last
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.
$ conntrack -U -f ipv4 -p tcp -m 8 -l forty
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=8 use=2 labels=forty,last
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.
$ conntrack -U -f ipv4 -p tcp -m 9 -l ssh
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been updated.
[1]
$ conntrack -U -f ipv4 -p tcp -l forty
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been updated.
[1]
$ conntrack -U -f ipv4 -p tcp -l forty --label-add ssh -o xml
<flow><meta direction="original"><layer3 protonum="2" protoname="ipv4"><src>1.1.1.11</src><dst>2.2.2.12</dst></layer3><layer4 protonum="6" protoname="tcp"><sport>40000</sport><dport>22</dport></layer4></meta><meta direction="reply"><layer3 protonum="2" protoname="ipv4"><src>2.2.2.12</src><dst>1.1.1.11</dst></layer3><layer4 protonum="6" protoname="tcp"><sport>22</sport><dport>40000</dport></layer4></meta><meta direction="independent"><state>ESTABLISHED</state><timeout>1000</timeout><mark>8</mark><labels><label>ssh</label><label>forty</label><label>last</label></labels><use>2</use><id>0</id><unreplied/></meta></flow>
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.
$ conntrack -U -f ipv4 -p tcp -m 8 --label-add ssh -o save
-A -t 1000 -u UNSET -s 1.1.1.11 -d 2.2.2.12 -r 2.2.2.12 -q 1.1.1.11 -p tcp --sport 40000 --dport 22 --reply-port-src 22 --reply-port-dst 40000 --state ESTABLISHED
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.
$ conntrack -U -f ipv4 -p tcp --label-add ssh --label-del ssh
conntrack v1.4.7 (conntrack-tools): cannot use --label-add and --label-del at the same time
[1]
$ conntrack -U -f ipv4 -p tcp --label-del --label-add ssh
conntrack v1.4.7 (conntrack-tools): cannot use --label-add and --label-del at the same time
[1]
$ conntrack -U -f ipv4 -p tcp --label-add
conntrack v1.4.7 (conntrack-tools): option `--label-add' requires an argument
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -U -f ipv4 -p tcp --label-del=forty
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=8 use=2
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.
$ conntrack -U -f ipv4 -p tcp --label-del
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been updated.
[1]
$ conntrack -U -f ipv4 -p tcp --label-add forty
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=8 use=2 labels=forty
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.
$ conntrack -U -f ipv4 -p tcp --label-del
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=8 use=2
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.
$ conntrack -L -o labels
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=8 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -I -p udp -s 1.1.1.11 -d 2.2.2.12 --sport 1 --dport 2 -t 1000 --label-add ssh,forty
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -A -p udp -s 1.1.1.11 -d 2.2.2.12 --sport 2 --dport 2 -t 1000 --label-add ssh
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been added.
$ conntrack -I -p udp -s fc00::1 -d fc00::2 --sport 1 --dport 2 -t 1000 --label-add last
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -I -p udp -s 1.1.1.11 -d 2.2.2.12 --sport 3 --dport 2 -t 1000 --label-add toobig
conntrack v1.4.7 (conntrack-tools): Operation failed: Numerical result out of range
[1]
$ conntrack -I -p udp -s 1.1.1.11 -d 2.2.2.12 --sport 3 --dport 2 -t 1000 --label-add nope
conntrack v1.4.7 (conntrack-tools): unknown label 'nope'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -I -p udp -s 1.1.1.11 -d 2.2.2.12 --sport 3 --dport 2 -t 1000 --label-del ssh
conntrack v1.4.7 (conntrack-tools): Illegal option `--label-del' with this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -I -p udp -s 1.1.1.11 -d 2.2.2.12 --sport 3 --dport 2 -t 1000 -l ssh
conntrack v1.4.7 (conntrack-tools): Illegal option `--label' with this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -R -
> -A -p udp -s 1.1.1.11 -d 2.2.2.12 --sport 19 --dport 2 -t 1000 --label-add "two words",ssh
$ conntrack -L -o labels
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=8 use=1
udp      17 1000 src=1.1.1.11 dst=2.2.2.12 sport=1 dport=2 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=2 dport=1 mark=0 use=1 labels=ssh,forty
udp      17 1000 src=1.1.1.11 dst=2.2.2.12 sport=19 dport=2 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=2 dport=19 mark=0 use=1 labels=two words
udp      17 1000 src=1.1.1.11 dst=2.2.2.12 sport=2 dport=2 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=2 dport=2 mark=0 use=1 labels=ssh
udp      17 1000 src=fc00::1 dst=fc00::2 sport=1 dport=2 [UNREPLIED] src=fc00::2 dst=fc00::1 sport=2 dport=1 mark=0 use=1 labels=last
conntrack v1.4.7 (conntrack-tools): 5 flow entries have been shown.
$ conntrack -L -f ipv6 -o labels
udp      17 1000 src=fc00::1 dst=fc00::2 sport=1 dport=2 [UNREPLIED] src=fc00::2 dst=fc00::1 sport=2 dport=1 mark=0 use=1 labels=last
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -D -l eth0-in
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been deleted.
[1]
$ conntrack -D -l forty
udp      17 1000 src=1.1.1.11 dst=2.2.2.12 sport=1 dport=2 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=2 dport=1 mark=0 use=1
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been deleted.
$ conntrack -D -l ssh -o xml,labels
<flow><meta direction="original"><layer3 protonum="2" protoname="ipv4"><src>1.1.1.11</src><dst>2.2.2.12</dst></layer3><layer4 protonum="17" protoname="udp"><sport>2</sport><dport>2</dport></layer4></meta><meta direction="reply"><layer3 protonum="2" protoname="ipv4"><src>2.2.2.12</src><dst>1.1.1.11</dst></layer3><layer4 protonum="17" protoname="udp"><sport>2</sport><dport>2</dport></layer4></meta><meta direction="independent"><timeout>1000</timeout><mark>0</mark><use>1</use><id>0</id><unreplied/></meta></flow>
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been deleted.
$ conntrack -D --label-del ssh
conntrack v1.4.7 (conntrack-tools): Illegal option `--label-del' with this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L expect -l ssh
conntrack v1.4.7 (conntrack-tools): Illegal option `--label' with this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -F -l ssh
conntrack v1.4.7 (conntrack-tools): Illegal option `--label' with this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -E -l nope
conntrack v1.4.7 (conntrack-tools): unknown label 'nope'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -E --label-add ssh
conntrack v1.4.7 (conntrack-tools): Illegal option `--label-add' with this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
# What is there keeps its labels, and its room for them, when nobody asks any more.
$ conntrack -F
conntrack v1.4.7 (conntrack-tools): connection tracking table has been emptied.
$ conntrack -I -p tcp -s 1.1.1.11 -d 2.2.2.12 --sport 40000 --dport 22 --state ESTABLISHED -t 1000 --label-add ssh
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ iptables -F
$ conntrack -L -o labels
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=0 use=1 labels=ssh
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -U -f ipv4 -p tcp --label-add last
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=0 use=2 labels=ssh,last
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.
$ ip6tables -A FORWARD -m connlabel --label last --set
$ conntrack -I -p udp -s 1.1.1.11 -d 2.2.2.12 --sport 1 --dport 2 -t 1000 --label-add ssh,forty
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -L -o labels
tcp      6 1000 ESTABLISHED src=1.1.1.11 dst=2.2.2.12 sport=40000 dport=22 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=22 dport=40000 mark=0 use=1 labels=ssh,last
udp      17 1000 src=1.1.1.11 dst=2.2.2.12 sport=1 dport=2 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=2 dport=1 mark=0 use=1 labels=ssh,forty
conntrack v1.4.7 (conntrack-tools): 2 flow entries have been shown.
$ conntrack -F
conntrack v1.4.7 (conntrack-tools): connection tracking table has been emptied.
