# Without names of labels.
$ conntrack -I -p udp -s 1.1.1.11 -d 2.2.2.12 --sport 1 --dport 2 -t 1000
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.
$ conntrack -L -o labels
udp      17 1000 src=1.1.1.11 dst=2.2.2.12 sport=1 dport=2 [UNREPLIED] src=2.2.2.12 dst=1.1.1.11 sport=2 dport=1 mark=0 use=1
nfct_labelmap_new: No such file or directory
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -L -o labels -l a
nfct_labelmap_new: No such file or directory
nfct_labelmap_new: No such file or directory
conntrack v1.4.7 (conntrack-tools): unknown label 'a'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -l a -o labels
nfct_labelmap_new: No such file or directory
conntrack v1.4.7 (conntrack-tools): unknown label 'a'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -l a,b -o id,labels
nfct_labelmap_new: No such file or directory
conntrack v1.4.7 (conntrack-tools): unknown label 'a'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -o id,labels -o labels,xml
<?xml version="1.0" encoding="utf-8"?>
<conntrack>
<flow><meta direction="original"><layer3 protonum="2" protoname="ipv4"><src>1.1.1.11</src><dst>2.2.2.12</dst></layer3><layer4 protonum="17" protoname="udp"><sport>1</sport><dport>2</dport></layer4></meta><meta direction="reply"><layer3 protonum="2" protoname="ipv4"><src>2.2.2.12</src><dst>1.1.1.11</dst></layer3><layer4 protonum="17" protoname="udp"><sport>2</sport><dport>1</dport></layer4></meta><meta direction="independent"><timeout>1000</timeout><mark>0</mark><use>1</use><id>0</id><unreplied/></meta></flow>
</conntrack>
nfct_labelmap_new: No such file or directory
nfct_labelmap_new: No such file or directory
conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.
$ conntrack -U -f ipv4 --label-del
nfct_labelmap_new: No such file or directory
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been updated.
[1]
$ conntrack -U -f ipv4 --label-del x
nfct_labelmap_new: No such file or directory
conntrack v1.4.7 (conntrack-tools): unknown label 'x'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -U -f ipv4 --label-add x
nfct_labelmap_new: No such file or directory
conntrack v1.4.7 (conntrack-tools): unknown label 'x'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -U -f ipv4 --label-add x --label-del x
nfct_labelmap_new: No such file or directory
conntrack v1.4.7 (conntrack-tools): unknown label 'x'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -E -o labels -z
nfct_labelmap_new: No such file or directory
conntrack v1.4.7 (conntrack-tools): Illegal option `--zero' with this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ iptables -A INPUT -m connlabel --label 2
$ iptables -A INPUT -m connlabel --label ssh
Warning: cannot open /etc/xtables/connlabel.conf: No such file or directory
iptables v1.8.9 (legacy): label 'ssh' not found or invalid value
Try `iptables -h' or 'iptables --help' for more information.
[2]
