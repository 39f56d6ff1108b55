$ iptables -A INPUT -j REJECT -v
REJECT  all opt -- in * out *  0.0.0.0/0  -> 0.0.0.0/0   reject-with icmp-port-unreachable
$ iptables -A INPUT -v -p tcp --dport 80
  tcp opt -- in * out *  0.0.0.0/0  -> 0.0.0.0/0   tcp dpt:80
$ iptables -A FORWARD -j INPUT
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -L
Chain INPUT (policy ACCEPT)
target     prot opt source               destination         
REJECT     all  --  anywhere             anywhere             reject-with icmp-port-unreachable
           tcp  --  anywhere             anywhere             tcp dpt:http

Chain FORWARD (policy ACCEPT)
target     prot opt source               destination         

Chain OUTPUT (policy ACCEPT)
target     prot opt source               destination         
$ iptables -S
-P INPUT ACCEPT
-P FORWARD ACCEPT
-P OUTPUT ACCEPT
-A INPUT -j REJECT --reject-with icmp-port-unreachable
-A INPUT -p tcp -m tcp --dport 80
$ iptables -A INPUT -j FORWARD
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -L -vx
Chain INPUT (policy ACCEPT 0 packets, 0 bytes)
    pkts      bytes target     prot opt in     out     source               destination         
       0        0 REJECT     all  --  any    any     anywhere             anywhere             reject-with icmp-port-unreachable
       0        0            tcp  --  any    any     anywhere             anywhere             tcp dpt:http

Chain FORWARD (policy ACCEPT 0 packets, 0 bytes)
    pkts      bytes target     prot opt in     out     source               destination         

Chain OUTPUT (policy ACCEPT 0 packets, 0 bytes)
    pkts      bytes target     prot opt in     out     source               destination         
$ iptables -P FORWARD ACCEPT -c 18446744073709551615 18446744073709551615
$ iptables -P INPUT ACCEPT -c 9999500 99999
$ iptables -L -v
Chain INPUT (policy ACCEPT 10M packets, 99999 bytes)
 pkts bytes target     prot opt in     out     source               destination         
    0     0 REJECT     all  --  any    any     anywhere             anywhere             reject-with icmp-port-unreachable
    0     0            tcp  --  any    any     anywhere             anywhere             tcp dpt:http

Chain FORWARD (policy ACCEPT 0 packets, 0 bytes)
 pkts bytes target     prot opt in     out     source               destination         

Chain OUTPUT (policy ACCEPT 0 packets, 0 bytes)
 pkts bytes target     prot opt in     out     source               destination         
$ iptables -A INPUT -c 18446744073709551615 18446744073709551614
$ iptables -L -v
Chain INPUT (policy ACCEPT 0 packets, 0 bytes)
 pkts bytes target     prot opt in     out     source               destination         
    0     0 REJECT     all  --  any    any     anywhere             anywhere             reject-with icmp-port-unreachable
    0     0            tcp  --  any    any     anywhere             anywhere             tcp dpt:http
   0K    0K            all  --  any    any     anywhere             anywhere            

Chain FORWARD (policy ACCEPT 0 packets, 0 bytes)
 pkts bytes target     prot opt in     out     source               destination         

Chain OUTPUT (policy ACCEPT 0 packets, 0 bytes)
 pkts bytes target     prot opt in     out     source               destination         
$ iptables -A INPUT ! -p tcp -v
 !tcp opt -- in * out *  0.0.0.0/0  -> 0.0.0.0/0  
$ iptables -L -Z INPUT 
Chain INPUT (policy ACCEPT)
target     prot opt source               destination         
REJECT     all  --  anywhere             anywhere             reject-with icmp-port-unreachable
           tcp  --  anywhere             anywhere             tcp dpt:http
           all  --  anywhere             anywhere            
          !tcp  --  anywhere             anywhere            
