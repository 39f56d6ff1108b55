# Options and addresses, of both families.
$ ip6tables -A INPUT -s 2001:db8::1/64 -j ACCEPT
$ ip6tables -A INPUT -s ::ffff:1.2.3.4 -p icmpv6 -j ACCEPT
$ ip6tables -A INPUT -p tcp --dport 80 -j REJECT
$ ip6tables -A INPUT -f
ip6tables v1.8.9 (legacy): `-f' is not supported in IPv6, use -m frag instead
Try `ip6tables -h' or 'ip6tables --help' for more information.
[2]
$ ip6tables -A INPUT --fragments
ip6tables v1.8.9 (legacy): unknown option "--fragments"
Try `ip6tables -h' or 'ip6tables --help' for more information.
[2]
$ ip6tables -A INPUT -s ::/ff00::ff
$ ip6tables -A INPUT -s 2001:db8::1/ffff::ff
$ ip6tables -A INPUT -p all
$ ip6tables -A INPUT -p ah
Warning: never matched protocol: ah. use extension match instead.
$ ip6tables -A INPUT ! -s ::/0
$ ip6tables -L -v
Chain INPUT (policy ACCEPT 0 packets, 0 bytes)
 pkts bytes target     prot opt in     out     source               destination         
    0     0 ACCEPT     all  --  any    any     2001:db8::/64        anywhere            
    0     0 ACCEPT     ipv6-icmp --  any    any     ::ffff:1.2.3.4       anywhere            
    0     0 REJECT     tcp  --  any    any     anywhere             anywhere             tcp dpt:http reject-with icmp6-port-unreachable
    0     0            all  --  any    any     anywhere             anywhere            
    0     0            all  --  any    any     2001::1/ffff::ff     anywhere            
    0     0            all  --  any    any     anywhere             anywhere            
    0     0            ah   --  any    any     anywhere             anywhere            
    0     0            all  --  any    any    !anywhere             anywhere            

Chain FORWARD (policy ACCEPT 0 packets, 0 bytes)
 pkts bytes target     prot opt in     out     source               destination         

Chain OUTPUT (policy ACCEPT 0 packets, 0 bytes)
 pkts bytes target     prot opt in     out     source               destination         
$ ip6tables -L -n
Chain INPUT (policy ACCEPT)
target     prot opt source               destination         
ACCEPT     0    --  2001:db8::/64        ::/0                
ACCEPT     58   --  ::ffff:1.2.3.4       ::/0                
REJECT     6    --  ::/0                 ::/0                 tcp dpt:80 reject-with icmp6-port-unreachable
           0    --  ::/ff00::ff          ::/0                
           0    --  2001::1/ffff::ff     ::/0                
           0    --  ::/0                 ::/0                
           51   --  ::/0                 ::/0                
           0    -- !::/0                 ::/0                

Chain FORWARD (policy ACCEPT)
target     prot opt source               destination         

Chain OUTPUT (policy ACCEPT)
target     prot opt source               destination         
$ ip6tables -S
-P INPUT ACCEPT
-P FORWARD ACCEPT
-P OUTPUT ACCEPT
-A INPUT -s 2001:db8::/64 -j ACCEPT
-A INPUT -s ::ffff:1.2.3.4/128 -p ipv6-icmp -j ACCEPT
-A INPUT -p tcp -m tcp --dport 80 -j REJECT --reject-with icmp6-port-unreachable
-A INPUT -s ::/ff00::ff
-A INPUT -s 2001::1/ffff::ff
-A INPUT
-A INPUT -p ah
-A INPUT ! -s ::/0
$ ip6tables -A INPUT -v -s 2001:db8::1 -j ACCEPT
ACCEPT  all opt -- in * out *  2001:db8::1  -> ::/0  
$ ip6tables -A INPUT -4
Try `ip6tables -h' or 'ip6tables --help' for more information.
[2]
$ iptables -A INPUT --line-numbers
iptables v1.8.9 (legacy): Illegal option `-0' with this command
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -x
iptables v1.8.9 (legacy): Illegal option `-x' with this command
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -S -n
iptables v1.8.9 (legacy): Illegal option `-n' with this command
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -L -s 1.2.3.4
iptables v1.8.9 (legacy): Illegal option `-s' with this command
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -L -j ACCEPT
iptables v1.8.9 (legacy): Illegal option `-j' with this command
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -F -c 1 2
iptables v1.8.9 (legacy): Illegal option `-c' with this command
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -P INPUT ACCEPT -c 1 2
$ iptables -L -v
Chain INPUT (policy ACCEPT 1 packets, 2 bytes)
 pkts bytes target     prot opt in     out     source               destination         

Chain FORWARD (policy ACCEPT 0 packets, 0 bytes)
 pkts bytes target     prot opt in     out     source               destination         

Chain OUTPUT (policy ACCEPT 0 packets, 0 bytes)
 pkts bytes target     prot opt in     out     source               destination         
$ iptables -N B
$ iptables -A B
$ iptables -X B
iptables: Directory not empty.
[1]
$ iptables -X
iptables: Directory not empty.
[1]
$ iptables -A INPUT -j B -v
B  all opt -- in * out *  0.0.0.0/0  -> 0.0.0.0/0  
$ iptables -A INPUT -j MASQUERADE
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -A INPUT -g B -v
B  all opt -- in * out *  0.0.0.0/0  -> 0.0.0.0/0  [goto] 
$ iptables -L
Chain INPUT (policy ACCEPT)
target     prot opt source               destination         
B          all  --  anywhere             anywhere            
B          all  --  anywhere             anywhere            [goto] 

Chain FORWARD (policy ACCEPT)
target     prot opt source               destination         

Chain OUTPUT (policy ACCEPT)
target     prot opt source               destination         

Chain B (2 references)
target     prot opt source               destination         
           all  --  anywhere             anywhere            
$ iptables -A INPUT -p gre -v
  47 opt -- in * out *  0.0.0.0/0  -> 0.0.0.0/0  
$ iptables -L INPUT -n
Chain INPUT (policy ACCEPT)
target     prot opt source               destination         
B          0    --  0.0.0.0/0            0.0.0.0/0           
B          0    --  0.0.0.0/0            0.0.0.0/0           [goto] 
           47   --  0.0.0.0/0            0.0.0.0/0           
$ iptables -L INPUT
Chain INPUT (policy ACCEPT)
target     prot opt source               destination         
B          all  --  anywhere             anywhere            
B          all  --  anywhere             anywhere            [goto] 
           gre  --  anywhere             anywhere            
$ iptables -A INPUT -m tcp
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -A INPUT -m tcp -p udp
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -S
-P INPUT ACCEPT
-P FORWARD ACCEPT
-P OUTPUT ACCEPT
-N B
-A INPUT -j B
-A INPUT -g B
-A INPUT -p gre
-A B
$ iptables -Z INPUT 1
$ iptables -L INPUT -Z 1
iptables: No chain/target/match by that name.
[1]
$ iptables -Z INPUT -L
Chain INPUT (policy ACCEPT)
target     prot opt source               destination         
B          all  --  anywhere             anywhere            
B          all  --  anywhere             anywhere            [goto] 
           gre  --  anywhere             anywhere            
$ iptables --list-rules=INPUT
-P INPUT ACCEPT
-A INPUT -j B
-A INPUT -g B
-A INPUT -p gre
$ iptables -LINPUT
Chain INPUT (policy ACCEPT)
target     prot opt source               destination         
B          all  --  anywhere             anywhere            
B          all  --  anywhere             anywhere            [goto] 
           gre  --  anywhere             anywhere            
$ iptables --listx
iptables v1.8.9 (legacy): unknown option "--listx"
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables --numeric=5 -L
iptables v1.8.9 (legacy): unknown option "--numeric=5"
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -- foo
iptables v1.8.9 (legacy): unknown arguments found on commandline
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT !
iptables v1.8.9 (legacy): nothing appropriate following !
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT ! -t filter
iptables v1.8.9 (legacy): unexpected ! flag before --table
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables ! -A INPUT
iptables v1.8.9 (legacy): unexpected '!' flag
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -E A
iptables v1.8.9 (legacy): -E requires old-chain-name and new-chain-name
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT ! -i ''
iptables v1.8.9 (legacy): Empty interface is likely to be undesired
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -i 'a/b'
Warning: weird character in interface `a/b' ('/' and ' ' are not allowed by the kernel).
$ iptables -A INPUT -s 1.2.3.4/
iptables v1.8.9 (legacy): invalid mask `' specified
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -s /8
iptables v1.8.9 (legacy): host/network `' not found
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -s 1.2.3.4/255.255.255.0.0
iptables v1.8.9 (legacy): invalid mask `255.255.255.0.0' specified
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -s 300.2.3.4
iptables v1.8.9 (legacy): host/network `300.2.3.4' not found
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -s 1.2.3.4,
iptables v1.8.9 (legacy): host/network `' not found
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -s '1.2.3.4, 5.6.7.8'
$ iptables -A INPUT -s 0x1.2.3.4
$ iptables -A INPUT -s 010.2.3.4
$ iptables -A INPUT -s 10
$ iptables -A INPUT -s 10/8
$ iptables -A INPUT -s any/0
$ iptables -S INPUT
-P INPUT ACCEPT
-A INPUT -j B
-A INPUT -g B
-A INPUT -p gre
-A INPUT -i a/b
-A INPUT -s 1.2.3.4/32
-A INPUT -s 5.6.7.8/32
-A INPUT -s 1.2.3.4/32
-A INPUT -s 8.2.3.4/32
-A INPUT -s 10.0.0.0/32
-A INPUT -s 10.0.0.0/8
-A INPUT
$ iptables -t nat -A PREROUTING -j ACCEPT
$ iptables -t mangle -L
Chain PREROUTING (policy ACCEPT)
target     prot opt source               destination         

Chain INPUT (policy ACCEPT)
target     prot opt source               destination         

Chain FORWARD (policy ACCEPT)
target     prot opt source               destination         

Chain OUTPUT (policy ACCEPT)
target     prot opt source               destination         

Chain POSTROUTING (policy ACCEPT)
target     prot opt source               destination         
$ iptables-legacy-save
\# Generated by iptables-save v1.8.9 on DATE
*mangle
:PREROUTING ACCEPT [0:0]
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
COMMIT
\# Completed on DATE
\# Generated by iptables-save v1.8.9 on DATE
*nat
:PREROUTING ACCEPT [0:0]
:INPUT ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
-A PREROUTING -j ACCEPT
COMMIT
\# Completed on DATE
\# Generated by iptables-save v1.8.9 on DATE
*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:B - [0:0]
-A INPUT -j B
-A INPUT -g B
-A INPUT -p gre
-A INPUT -i a/b
-A INPUT -s 1.2.3.4/32
-A INPUT -s 5.6.7.8/32
-A INPUT -s 1.2.3.4/32
-A INPUT -s 8.2.3.4/32
-A INPUT -s 10.0.0.0/32
-A INPUT -s 10.0.0.0/8
-A INPUT
-A B
COMMIT
\# Completed on DATE
$ iptables-legacy-save -t nat
\# Generated by iptables-save v1.8.9 on DATE
*nat
:PREROUTING ACCEPT [0:0]
:INPUT ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
-A PREROUTING -j ACCEPT
COMMIT
\# Completed on DATE
$ iptables-legacy-save -t foo
iptables-save v1.8.9 (legacy): Cannot initialize: Table does not exist (do you need to insmod?)
[1]
$ iptables-legacy-save -x
iptables-legacy-save: invalid option -- 'x'
Look at manual page `iptables-save.8' for more information.
[1]
$ iptables-legacy-save foo
Unknown arguments found on commandline
[1]
$ iptables-legacy-save -c -t nat
\# Generated by iptables-save v1.8.9 on DATE
*nat
:PREROUTING ACCEPT [0:0]
:INPUT ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
[0:0] -A PREROUTING -j ACCEPT
COMMIT
\# Completed on DATE
$ iptables-legacy-save -h
iptables-legacy-save: invalid option -- 'h'
Look at manual page `iptables-save.8' for more information.
[1]
$ iptables-legacy-save -V
iptables-save v1.8.9 (legacy)
$ iptables-legacy-restore -x
iptables-legacy-restore: invalid option -- 'x'
Try `iptables-restore -h' for more information.
[1]
$ iptables-legacy-restore a b
Unknown arguments found on commandline
[1]
$ iptables-legacy-restore -V
iptables-restore v1.8.9 (legacy)
