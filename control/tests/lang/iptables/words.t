# Words that have the option in them, and rules that are not there.
$ iptables -A INPUT -s 3.3.3.3
$ iptables -v -C INPUT -s 9.9.9.9
  all opt -- in * out *  9.9.9.9  -> 0.0.0.0/0  
iptables: Bad rule (does a matching rule exist in that chain?).
[1]
$ iptables -C INPUT -s 3.3.3.3,9.9.9.9
iptables: Bad rule (does a matching rule exist in that chain?).
[1]
$ iptables -C INPUT -s 9.9.9.9,3.3.3.3
iptables: Bad rule (does a matching rule exist in that chain?).
[1]
$ iptables -C INPUT -s 9.9.9.9,8.8.8.8
iptables: Bad rule (does a matching rule exist in that chain?).
[1]
$ iptables -D INPUT -s 9.9.9.9,3.3.3.3
iptables: Bad rule (does a matching rule exist in that chain?).
[1]
$ iptables -D INPUT -s 3.3.3.3,9.9.9.9
iptables: Bad rule (does a matching rule exist in that chain?).
[1]
$ iptables -C INPUT -s 9.9.9.9 -j ACCEPT
iptables: Bad rule (does a matching rule exist in that chain?).
[1]
$ iptables -v -C INPUT -s 9.9.9.9 -j ACCEPT
ACCEPT  all opt -- in * out *  9.9.9.9  -> 0.0.0.0/0  
iptables: Bad rule (does a matching rule exist in that chain?).
[1]
$ iptables -v -C INPUT -s 9.9.9.9 -j LOG
LOG  all opt -- in * out *  9.9.9.9  -> 0.0.0.0/0   LOG flags 0 level 4
iptables: No chain/target/match by that name.
[1]
$ iptables -N a
$ iptables -C INPUT -s 9.9.9.9 -j a
iptables: No chain/target/match by that name.
[1]
$ iptables -v -D INPUT -s 9.9.9.9 -j a
a  all opt -- in * out *  9.9.9.9  -> 0.0.0.0/0  
iptables: No chain/target/match by that name.
[1]
$ iptables -D INPUT -s 9.9.9.9 -g a
iptables: No chain/target/match by that name.
[1]
$ iptables -A INPUT -ieth0
$ iptables -A INPUT --in-interface=eth1
iptables v1.8.9 (legacy): interface name `--in-interface=eth1' must be shorter than IFNAMSIZ (15)
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -s1.2.3.4
iptables v1.8.9 (legacy): host/network `-s1.2.3.4' not found
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -jACCEPT
iptables v1.8.9 (legacy): Couldn't load target `-jACCEPT':No such file or directory

Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -j a
$ iptables -C INPUT -s 9.9.9.9 -j a
iptables: No chain/target/match by that name.
[1]
$ iptables -D nowhere -s 9.9.9.9 -j a
iptables: Bad rule (does a matching rule exist in that chain?).
[1]
$ iptables -C nowhere -s 9.9.9.9 -j a
iptables: Bad rule (does a matching rule exist in that chain?).
[1]
$ iptables -S
-P INPUT ACCEPT
-P FORWARD ACCEPT
-P OUTPUT ACCEPT
-N a
-A INPUT -s 3.3.3.3/32
-A INPUT -i -ieth0
-A INPUT -j a
$ iptables -S INPUT x
iptables v1.8.9 (legacy): Invalid rule number `x'
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -c5,6
$ iptables -A INPUT -pTCP
iptables v1.8.9 (legacy): unknown protocol "-ptcp" specified
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -ga
$ iptables -A INPUT --goto=a
$ iptables -A INPUT -mtcp -p tcp
$ iptables -S INPUT
-P INPUT ACCEPT
-A INPUT -s 3.3.3.3/32
-A INPUT -i -ieth0
-A INPUT -j a
-A INPUT
-A INPUT -g a
-A INPUT -g a
-A INPUT -p tcp -m tcp
