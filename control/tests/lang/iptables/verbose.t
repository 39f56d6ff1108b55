# What -v tells, and commands with several addresses.
$ iptables -N a
$ iptables -v -A INPUT -s 1.1.1.1,2.2.2.2 -p tcp --dport 80 -m comment --comment "a b" -j ACCEPT
ACCEPT  tcp opt -- in * out *  1.1.1.1  -> 0.0.0.0/0   tcp dpt:80 /* a b */
ACCEPT  tcp opt -- in * out *  2.2.2.2  -> 0.0.0.0/0   tcp dpt:80 /* a b */
$ iptables -v -I INPUT 2 -s 3.3.3.3,4.4.4.4 -i eth+ -j a
a  all opt -- in eth+ out *  3.3.3.3  -> 0.0.0.0/0  
a  all opt -- in eth+ out *  4.4.4.4  -> 0.0.0.0/0  
$ iptables -v -R INPUT 1 -s 5.5.5.5 ! -i eth0 -j LOG --log-prefix x
LOG  all opt -- in !eth0 out *  5.5.5.5  -> 0.0.0.0/0   LOG flags 0 level 4 prefix "x"
$ iptables -v -R INPUT 1 -s 5.5.5.5,6.6.6.6 -j DROP
iptables v1.8.9 (legacy): Replacement rule does not specify a unique address
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -v -C INPUT -s 3.3.3.3,4.4.4.4 -i eth+ -j a
a  all opt -- in eth+ out *  3.3.3.3  -> 0.0.0.0/0  
a  all opt -- in eth+ out *  4.4.4.4  -> 0.0.0.0/0  
$ iptables -v -C INPUT -s 3.3.3.3,9.9.9.9 -i eth+ -j a
a  all opt -- in eth+ out *  3.3.3.3  -> 0.0.0.0/0  
a  all opt -- in eth+ out *  9.9.9.9  -> 0.0.0.0/0  
iptables: No chain/target/match by that name.
[1]
$ iptables -v -D INPUT -s 3.3.3.3,9.9.9.9 -i eth+ -j a
a  all opt -- in eth+ out *  3.3.3.3  -> 0.0.0.0/0  
a  all opt -- in eth+ out *  9.9.9.9  -> 0.0.0.0/0  
iptables: No chain/target/match by that name.
[1]
$ iptables -S
-P INPUT ACCEPT
-P FORWARD ACCEPT
-P OUTPUT ACCEPT
-N a
-A INPUT -s 5.5.5.5/32 ! -i eth0 -j LOG --log-prefix x
-A INPUT -s 4.4.4.4/32 -i eth+ -j a
-A INPUT -s 3.3.3.3/32 -i eth+ -j a
-A INPUT -s 2.2.2.2/32 -p tcp -m tcp --dport 80 -m comment --comment "a b" -j ACCEPT
$ iptables -v -D INPUT -s 3.3.3.3,4.4.4.4 -i eth+ -j a
a  all opt -- in eth+ out *  3.3.3.3  -> 0.0.0.0/0  
a  all opt -- in eth+ out *  4.4.4.4  -> 0.0.0.0/0  
$ iptables -v -D INPUT 2
$ iptables -S INPUT 1
-A INPUT -s 5.5.5.5/32 ! -i eth0 -j LOG --log-prefix x
$ iptables -S INPUT 9
$ iptables -L INPUT 9
$ iptables -L INPUT 2 -n --line
$ iptables -L a -v
Chain a (0 references)
 pkts bytes target     prot opt in     out     source               destination         
$ iptables -v -A a -f -o ppp0 -j RETURN
RETURN  all opt -f in * out ppp0  0.0.0.0/0  -> 0.0.0.0/0  
$ iptables -v -A a ! -f -d 1.2.3.4 -g a
a  all opt !f in * out *  0.0.0.0/0  -> 1.2.3.4  [goto] 
$ iptables -v -A OUTPUT -p 0 -j ACCEPT
ACCEPT  all opt -- in * out *  0.0.0.0/0  -> 0.0.0.0/0  
$ iptables -v -A OUTPUT -j CONTINUE
iptables v1.8.9 (legacy): Couldn't load target `CONTINUE':No such file or directory

Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -v -Z
Zeroing chain `INPUT'
Zeroing chain `FORWARD'
Zeroing chain `OUTPUT'
Zeroing chain `a'
$ iptables -v -Z INPUT
Zeroing chain `INPUT'
$ iptables -v -Z INPUT 1
$ iptables -v -F a
Flushing chain `a'
$ iptables -v -X a
Deleting chain `a'
$ iptables -v -X
$ iptables -v -N b
$ iptables -v -E b c
$ iptables -v -P INPUT DROP
$ iptables -v -P FOO DROP
iptables: Bad built-in chain name.
[1]
$ iptables -v -X c
Deleting chain `c'
$ iptables -L -v -n -x --line-numbers
Chain INPUT (policy DROP 0 packets, 0 bytes)
num      pkts      bytes target     prot opt in     out     source               destination         
1           0        0 LOG        0    --  !eth0  *       5.5.5.5              0.0.0.0/0            LOG flags 0 level 4 prefix "x"

Chain FORWARD (policy ACCEPT 0 packets, 0 bytes)
num      pkts      bytes target     prot opt in     out     source               destination         

Chain OUTPUT (policy ACCEPT 0 packets, 0 bytes)
num      pkts      bytes target     prot opt in     out     source               destination         
1           0        0 ACCEPT     0    --  *      *       0.0.0.0/0            0.0.0.0/0           
$ iptables -v -F
Flushing chain `INPUT'
Flushing chain `FORWARD'
Flushing chain `OUTPUT'
$ iptables -v -t nat -F
Flushing chain `PREROUTING'
Flushing chain `INPUT'
Flushing chain `OUTPUT'
Flushing chain `POSTROUTING'
$ iptables -t nat -L -n -v
Chain PREROUTING (policy ACCEPT 0 packets, 0 bytes)
 pkts bytes target     prot opt in     out     source               destination         

Chain INPUT (policy ACCEPT 0 packets, 0 bytes)
 pkts bytes target     prot opt in     out     source               destination         

Chain OUTPUT (policy ACCEPT 0 packets, 0 bytes)
 pkts bytes target     prot opt in     out     source               destination         

Chain POSTROUTING (policy ACCEPT 0 packets, 0 bytes)
 pkts bytes target     prot opt in     out     source               destination         
$ ip6tables -v -A INPUT -s 2001:db8::/32,::1 -p icmpv6 -j ACCEPT
ACCEPT  ipv6-icmp opt -- in * out *  2001:db8::/32  -> ::/0  
ACCEPT  ipv6-icmp opt -- in * out *  ::1  -> ::/0  
$ ip6tables -v -A INPUT ! -p tcp -j REJECT
REJECT !tcp opt -- in * out *  ::/0  -> ::/0   reject-with icmp6-port-unreachable
$ ip6tables -v -D INPUT 9
ip6tables: Index of deletion too big.
[1]
$ ip6tables -S
-P INPUT ACCEPT
-P FORWARD ACCEPT
-P OUTPUT ACCEPT
-A INPUT -s 2001:db8::/32 -p ipv6-icmp -j ACCEPT
-A INPUT -s ::1/128 -p ipv6-icmp -j ACCEPT
-A INPUT ! -p tcp -j REJECT --reject-with icmp6-port-unreachable
$ ip6tables-save -c
\# Generated by ip6tables-save v1.8.9 on DATE
*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
[0:0] -A INPUT -s 2001:db8::/32 -p ipv6-icmp -j ACCEPT
[0:0] -A INPUT -s ::1/128 -p ipv6-icmp -j ACCEPT
[0:0] -A INPUT ! -p tcp -j REJECT --reject-with icmp6-port-unreachable
COMMIT
\# Completed on DATE
$ ip6tables-restore -v
> *filter
> :INPUT DROP [0:0]
> -A INPUT -s ::1 -j ACCEPT
> COMMIT
Flushing chain `INPUT'
Flushing chain `FORWARD'
Flushing chain `OUTPUT'
ACCEPT  all opt -- in * out *  ::1  -> ::/0  
$ ip6tables -L
Chain INPUT (policy DROP)
target     prot opt source               destination         
ACCEPT     all  --  ::1                  anywhere            

Chain FORWARD (policy ACCEPT)
target     prot opt source               destination         

Chain OUTPUT (policy ACCEPT)
target     prot opt source               destination         
# Abbreviations.
$ iptables --app INPUT --so 1.2.3.4 --dest 5.6.7.8 --in eth0 --ju ACCEPT
iptables v1.8.9 (legacy): unknown option "--in"
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables --append INPUT --des 5.6.7.8
$ iptables --de INPUT 1
iptables v1.8.9 (legacy): unknown option "--de"
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables --delete INPUT 1
$ iptables --lis
iptables v1.8.9 (legacy): unknown option "--lis"
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables --list-r INPUT
-P INPUT DROP
$ iptables --line -L INPUT --num
Chain INPUT (policy DROP)
num  target     prot opt source               destination         
$ iptables --new x
$ iptables --rename x y
$ iptables --delete-c y
$ iptables --po INPUT ACCEPT
$ iptables --pol OUTPUT ACCEPT --set 4 5
$ iptables --set-counters=7,8 -A INPUT
$ iptables --sr 1.1.1.1 -A INPUT
$ iptables --ver
iptables v1.8.9 (legacy): unknown option "--ver"
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables --vers
iptables v1.8.9 (legacy)
$ iptables --ip -L OUTPUT
iptables v1.8.9 (legacy): unknown option "--ip"
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables --ipv4 -L OUTPUT
Chain OUTPUT (policy ACCEPT)
target     prot opt source               destination         
$ iptables --table=mangle --list=OUTPUT
Chain OUTPUT (policy ACCEPT)
target     prot opt source               destination         
$ iptables -tmangle -LOUTPUT
Chain OUTPUT (policy ACCEPT)
target     prot opt source               destination         
$ iptables -nvL OUTPUT
Chain OUTPUT (policy ACCEPT 0 packets, 0 bytes)
 pkts bytes target     prot opt in     out     source               destination         
$ iptables -vnLOUTPUT
Chain OUTPUT (policy ACCEPT 0 packets, 0 bytes)
 pkts bytes target     prot opt in     out     source               destination         
$ iptables -Lvn OUTPUT
iptables v1.8.9 (legacy): Invalid rule number `OUTPUT'
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -p tcp --d 80
iptables v1.8.9 (legacy): unknown option "--d"
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -p tcp --dp 80
$ iptables -A INPUT -ptcp -mtcp --sport=80:90 -jACCEPT
iptables v1.8.9 (legacy): unknown protocol "-ptcp" specified
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT --protocol=udp --dport 53:
iptables v1.8.9 (legacy): unknown protocol "--protocol=udp" specified
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -p UDP --dport domain
$ iptables -A INPUT -p tcp --tcp-flags ALL
iptables v1.8.9 (legacy): --tcp-flags requires two args.
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -p tcp --dport
iptables v1.8.9 (legacy): option "--dport" requires an argument
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -p tcp --syn 5
Bad argument `5'
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -p tcp -m udp --dport 5
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -A INPUT -p icmp --dport 5
iptables v1.8.9 (legacy): unknown option "--dport"
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -p tcp --foo
iptables v1.8.9 (legacy): unknown option "--foo"
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -p icmp --icmp-type echo-request -j DROP
$ iptables -S INPUT
-P INPUT ACCEPT
-A INPUT
-A INPUT -s 1.1.1.1/32
-A INPUT -p tcp -m tcp --dport 80
-A INPUT -p udp -m udp --dport 53
-A INPUT -p icmp -m icmp --icmp-type 8 -j DROP
$ iptables -A INPUT -j ACCEPT --to 1.2.3.4
iptables v1.8.9 (legacy): unknown option "--to"
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -j REJECT -j DROP
iptables v1.8.9 (legacy): multiple -j flags not allowed
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -j a -g a
iptables v1.8.9 (legacy): multiple -j flags not allowed
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -m tcp -m tcp -p tcp --dport 1
$ iptables -A INPUT -m comment --comment x -m comment --comment y
$ iptables -A INPUT ! -s 1.1.1.1 ! -d 2.2.2.2 ! -p tcp ! -i e
$ iptables -A INPUT -p tcp ! --dport 80 ! --syn
$ iptables -S INPUT
-P INPUT ACCEPT
-A INPUT
-A INPUT -s 1.1.1.1/32
-A INPUT -p tcp -m tcp --dport 80
-A INPUT -p udp -m udp --dport 53
-A INPUT -p icmp -m icmp --icmp-type 8 -j DROP
-A INPUT -p tcp -m tcp -m tcp --dport 1
-A INPUT -m comment --comment x -m comment --comment y
-A INPUT ! -s 1.1.1.1/32 ! -d 2.2.2.2/32 ! -i e ! -p tcp
-A INPUT -p tcp -m tcp ! --dport 80 ! --tcp-flags FIN,SYN,RST,ACK SYN
$ iptables -D INPUT ! -s 1.1.1.1 ! -d 2.2.2.2 ! -p tcp ! -i e
$ iptables -D INPUT -p tcp -m tcp ! --dport 80 ! --syn
$ iptables -D INPUT -p tcp --dport 1
iptables: Bad rule (does a matching rule exist in that chain?).
[1]
$ iptables -D INPUT -m tcp -p tcp --dport 1 -m tcp
iptables: Bad rule (does a matching rule exist in that chain?).
[1]
$ iptables -h -j LOG
iptables v1.8.9 (legacy)

Usage: iptables -[ACD] chain rule-specification [options]
       iptables -I chain [rulenum] rule-specification [options]
       iptables -R chain rulenum rule-specification [options]
       iptables -D chain rulenum [options]
       iptables -[LS] [chain [rulenum]] [options]
       iptables -[FZ] [chain] [options]
       iptables -[NX] chain
       iptables -E old-chain-name new-chain-name
       iptables -P chain target [options]
       iptables -h (print this help information)

Commands:
Either long or short options are allowed.
  --append  -A chain		Append to chain
  --check   -C chain		Check for the existence of a rule
  --delete  -D chain		Delete matching rule from chain
  --delete  -D chain rulenum
				Delete rule rulenum (1 = first) from chain
  --insert  -I chain [rulenum]
				Insert in chain as rulenum (default 1=first)
  --replace -R chain rulenum
				Replace rule rulenum (1 = first) in chain
  --list    -L [chain [rulenum]]
				List the rules in a chain or all chains
  --list-rules -S [chain [rulenum]]
				Print the rules in a chain or all chains
  --flush   -F [chain]		Delete all rules in  chain or all chains
  --zero    -Z [chain [rulenum]]
				Zero counters in chain or all chains
  --new     -N chain		Create a new user-defined chain
  --delete-chain
            -X [chain]		Delete a user-defined chain
  --policy  -P chain target
				Change policy on chain to target
  --rename-chain
            -E old-chain new-chain
				Change chain name, (moving any references)

Options:
    --ipv4	-4		Nothing (line is ignored by ip6tables-restore)
    --ipv6	-6		Error (line is ignored by iptables-restore)
[!] --protocol	-p proto	protocol: by number or name, eg. `tcp'
[!] --source	-s address[/mask][...]
				source specification
[!] --destination -d address[/mask][...]
				destination specification
[!] --in-interface -i input name[+]
				network interface name ([+] for wildcard)
 --jump	-j target
				target for rule (may load target extension)
  --goto      -g chain
			       jump to chain with no return
  --match	-m match
				extended match (may load extension)
  --numeric	-n		numeric output of addresses and ports
[!] --out-interface -o output name[+]
				network interface name ([+] for wildcard)
  --table	-t table	table to manipulate (default: `filter')
  --verbose	-v		verbose mode
  --wait	-w [seconds]	maximum wait to acquire xtables lock before give up
  --line-numbers		print line numbers when listing
  --exact	-x		expand numbers (display exact values)
[!] --fragment	-f		match second or further fragments only
  --modprobe=<command>		try to insert modules using this command
  --set-counters -c PKTS BYTES	set the counter during insert/append
[!] --version	-V		print package version.
$ ip6tables -h
ip6tables v1.8.9 (legacy)

Usage: ip6tables -[ACD] chain rule-specification [options]
       ip6tables -I chain [rulenum] rule-specification [options]
       ip6tables -R chain rulenum rule-specification [options]
       ip6tables -D chain rulenum [options]
       ip6tables -[LS] [chain [rulenum]] [options]
       ip6tables -[FZ] [chain] [options]
       ip6tables -[NX] chain
       ip6tables -E old-chain-name new-chain-name
       ip6tables -P chain target [options]
       ip6tables -h (print this help information)

Commands:
Either long or short options are allowed.
  --append  -A chain		Append to chain
  --check   -C chain		Check for the existence of a rule
  --delete  -D chain		Delete matching rule from chain
  --delete  -D chain rulenum
				Delete rule rulenum (1 = first) from chain
  --insert  -I chain [rulenum]
				Insert in chain as rulenum (default 1=first)
  --replace -R chain rulenum
				Replace rule rulenum (1 = first) in chain
  --list    -L [chain [rulenum]]
				List the rules in a chain or all chains
  --list-rules -S [chain [rulenum]]
				Print the rules in a chain or all chains
  --flush   -F [chain]		Delete all rules in  chain or all chains
  --zero    -Z [chain [rulenum]]
				Zero counters in chain or all chains
  --new     -N chain		Create a new user-defined chain
  --delete-chain
            -X [chain]		Delete a user-defined chain
  --policy  -P chain target
				Change policy on chain to target
  --rename-chain
            -E old-chain new-chain
				Change chain name, (moving any references)

Options:
    --ipv4	-4		Error (line is ignored by ip6tables-restore)
    --ipv6	-6		Nothing (line is ignored by iptables-restore)
[!] --protocol	-p proto	protocol: by number or name, eg. `tcp'
[!] --source	-s address[/mask][...]
				source specification
[!] --destination -d address[/mask][...]
				destination specification
[!] --in-interface -i input name[+]
				network interface name ([+] for wildcard)
 --jump	-j target
				target for rule (may load target extension)
  --goto      -g chain
			       jump to chain with no return
  --match	-m match
				extended match (may load extension)
  --numeric	-n		numeric output of addresses and ports
[!] --out-interface -o output name[+]
				network interface name ([+] for wildcard)
  --table	-t table	table to manipulate (default: `filter')
  --verbose	-v		verbose mode
  --wait	-w [seconds]	maximum wait to acquire xtables lock before give up
  --line-numbers		print line numbers when listing
  --exact	-x		expand numbers (display exact values)
  --modprobe=<command>		try to insert modules using this command
  --set-counters -c PKTS BYTES	set the counter during insert/append
[!] --version	-V		print package version.
