# Each command once, good and bad.
$ iptables -A
iptables v1.8.9 (legacy): option "-A" requires an argument
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A FOO -j ACCEPT
iptables: No chain/target/match by that name.
[1]
$ iptables -A INPUT -j FOO
iptables v1.8.9 (legacy): Couldn't load target `FOO':No such file or directory

Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -m foo
iptables v1.8.9 (legacy): Couldn't load match `foo':No such file or directory

Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -N A
$ iptables -N A
iptables: Chain already exists.
[1]
$ iptables -N ACCEPT
iptables v1.8.9 (legacy): chain name may not clash with target name
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -N -x
iptables v1.8.9 (legacy): chain name not allowed to start with `-'
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -N LOG
iptables v1.8.9 (legacy): chain name may not clash with target name
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A A -j A
$ iptables -S A
-N A
-A A -j A
$ iptables -A INPUT -j A
iptables: Too many levels of symbolic links.
[1]
$ iptables -A INPUT -j A
iptables: Too many levels of symbolic links.
[1]
$ iptables -L
Chain INPUT (policy ACCEPT)
target     prot opt source               destination         

Chain FORWARD (policy ACCEPT)
target     prot opt source               destination         

Chain OUTPUT (policy ACCEPT)
target     prot opt source               destination         

Chain A (1 references)
target     prot opt source               destination         
A          all  --  anywhere             anywhere            
$ iptables -L A
Chain A (1 references)
target     prot opt source               destination         
A          all  --  anywhere             anywhere            
$ iptables -L A 1 -v
    0     0 A          all  --  any    any     anywhere             anywhere            
$ iptables -X A
iptables: Too many links.
[1]
$ iptables -F A
$ iptables -X A
$ iptables -X INPUT
iptables: Invalid argument. Run `dmesg' for more information.
[1]
$ iptables -X FOO
iptables: No chain/target/match by that name.
[1]
$ iptables -F FOO
iptables: No chain/target/match by that name.
[1]
$ iptables -E A B
iptables: No chain/target/match by that name.
[1]
$ iptables -E A INPUT
iptables: File exists.
[1]
$ iptables -E X Y
iptables: No chain/target/match by that name.
[1]
$ iptables -E B INPUT
iptables: File exists.
[1]
$ iptables -E B ACCEPT
iptables: File exists.
[1]
$ iptables -P INPUT FOO
iptables: Bad policy name. Run `dmesg' for more information.
[1]
$ iptables -P B DROP
iptables: Bad built-in chain name.
[1]
$ iptables -P FOO DROP
iptables: Bad built-in chain name.
[1]
$ iptables -P INPUT
iptables v1.8.9 (legacy): -P requires a chain and a policy
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -t nat -P PREROUTING DROP
iptables v1.8.9 (legacy): 
The "nat" table is not intended for filtering, the use of DROP is therefore inhibited.


Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -t nat -A PREROUTING -j DROP
iptables v1.8.9 (legacy): 
The "nat" table is not intended for filtering, the use of DROP is therefore inhibited.


Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -t foo -L
iptables v1.8.9 (legacy): can't initialize iptables table `foo': Table does not exist (do you need to insmod?)
Perhaps iptables or your kernel needs to be upgraded.
[3]
$ iptables -L FOO
iptables: No chain/target/match by that name.
[1]
$ iptables -S FOO
iptables: No chain/target/match by that name.
[1]
$ iptables -D INPUT 5
iptables: Index of deletion too big.
[1]
$ iptables -D INPUT 0
iptables v1.8.9 (legacy): Invalid rule number `0'
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -D INPUT x
iptables v1.8.9 (legacy): Invalid rule number `x'
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -D INPUT -s 1.2.3.4 -j ACCEPT
iptables: Bad rule (does a matching rule exist in that chain?).
[1]
$ iptables -C INPUT -s 1.2.3.4 -j ACCEPT
iptables: Bad rule (does a matching rule exist in that chain?).
[1]
$ iptables -D FOO -j ACCEPT
iptables: Bad rule (does a matching rule exist in that chain?).
[1]
$ iptables -D FOO 1
iptables: No chain/target/match by that name.
[1]
$ iptables -I INPUT 7 -j ACCEPT
iptables: Index of insertion too big.
[1]
$ iptables -I FOO 7 -j ACCEPT
iptables: No chain/target/match by that name.
[1]
$ iptables -I FOO -j ACCEPT
iptables: No chain/target/match by that name.
[1]
$ iptables -R INPUT 9 -j ACCEPT
iptables: Index of replacement too big.
[1]
$ iptables -R INPUT
iptables v1.8.9 (legacy): -R requires a rule number
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -R FOO 1 -j ACCEPT
iptables: No chain/target/match by that name.
[1]
$ iptables -Z FOO
iptables: No chain/target/match by that name.
[1]
$ iptables -Z INPUT 44
iptables: Index of counter too big.
[1]
$ iptables -Z FOO 1
iptables: No chain/target/match by that name.
[1]
$ iptables -A INPUT --foo
iptables v1.8.9 (legacy): unknown option "--foo"
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -q
iptables v1.8.9 (legacy): unknown option "-q"
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -s
iptables v1.8.9 (legacy): option "-s" requires an argument
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT bar
Bad argument `bar'
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT --s 1.2.3.4
iptables v1.8.9 (legacy): unknown option "--s"
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT --sourc 1.2.3.4 -s 1.2.3.4
iptables v1.8.9 (legacy): multiple -s flags not allowed
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT ! -j ACCEPT
iptables v1.8.9 (legacy): cannot have ! before -j
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT ! -m tcp
iptables v1.8.9 (legacy): unexpected ! flag before --match
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT ! ! -s 1.2.3.4
iptables v1.8.9 (legacy): multiple consecutive ! not allowed
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -s ! 1.2.3.4
Bad argument `1.2.3.4'
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -p ! tcp
iptables v1.8.9 (legacy): unknown protocol "!" specified
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -p foo
iptables v1.8.9 (legacy): unknown protocol "foo" specified
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT ! -p all
iptables v1.8.9 (legacy): rule would never match protocol
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT --dport 80
iptables v1.8.9 (legacy): unknown option "--dport"
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -p tcp --dport 80 -j ACCEPT
$ iptables -A INPUT -p 6 --dport 81
$ iptables -A INPUT -p tcp --dpor 82
$ iptables -A INPUT -s foo
iptables v1.8.9 (legacy): host/network `foo' not found
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -s 1.2.3.4/33
iptables v1.8.9 (legacy): invalid mask `33' specified
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -s 1.2.3
$ iptables -A INPUT -s 1.2.3.4/255.0.255.0
$ iptables -A INPUT -s 1.2.3.4,5.6.7.8/8 -d 9.9.9.9,8.8.8.8 -v
  all opt -- in * out *  1.2.3.4  -> 9.9.9.9  
  all opt -- in * out *  1.2.3.4  -> 8.8.8.8  
  all opt -- in * out *  5.0.0.0/8  -> 9.9.9.9  
  all opt -- in * out *  5.0.0.0/8  -> 8.8.8.8  
$ iptables -A INPUT ! -s 1.2.3.4,5.6.7.8
iptables v1.8.9 (legacy): ! not allowed with multiple source or destination IP addresses
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -i 12345678901234567
iptables v1.8.9 (legacy): interface name `12345678901234567' must be shorter than IFNAMSIZ (15)
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -i ''
iptables v1.8.9 (legacy): Empty interface is likely to be undesired
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -i +
$ iptables -A INPUT ! -i +
$ iptables -A INPUT -o eth0
iptables v1.8.9 (legacy): Can't use -o with INPUT

Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A OUTPUT -i eth0
iptables v1.8.9 (legacy): Can't use -i with OUTPUT

Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -L
iptables v1.8.9 (legacy): Cannot use -L with -A
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -L -A INPUT
iptables v1.8.9 (legacy): Cannot use -A with -L
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables
iptables v1.8.9 (legacy): no command specified
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -n
iptables v1.8.9 (legacy): no command specified
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -n -A INPUT
iptables v1.8.9 (legacy): Illegal option `-n' with this command
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -V
iptables v1.8.9 (legacy)
$ iptables ! -V
Not 1.8.9 (legacy) ;-)
$ iptables -L -v -v INPUT
Bad argument `INPUT'
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -c 5
iptables v1.8.9 (legacy): -c requires packet and byte counter
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -c 5 x
iptables v1.8.9 (legacy): -c byte counter not numeric
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -c x 5
iptables v1.8.9 (legacy): -c packet counter not numeric
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -c 5,6
$ iptables -A INPUT -c 123456 1234567890123
$ iptables -A INPUT -c 99999 100000
$ iptables -L INPUT -v -n --line
Chain INPUT (policy ACCEPT 0 packets, 0 bytes)
num   pkts bytes target     prot opt in     out     source               destination         
1        0     0 ACCEPT     6    --  *      *       0.0.0.0/0            0.0.0.0/0            tcp dpt:80
2        0     0            6    --  *      *       0.0.0.0/0            0.0.0.0/0            tcp dpt:81
3        0     0            6    --  *      *       0.0.0.0/0            0.0.0.0/0            tcp dpt:82
4        0     0            0    --  *      *       1.2.3.0              0.0.0.0/0           
5        0     0            0    --  *      *       1.0.3.0/255.0.255.0  0.0.0.0/0           
6        0     0            0    --  *      *       1.2.3.4              9.9.9.9             
7        0     0            0    --  *      *       1.2.3.4              8.8.8.8             
8        0     0            0    --  *      *       5.0.0.0/8            9.9.9.9             
9        0     0            0    --  *      *       5.0.0.0/8            8.8.8.8             
10       0     0            0    --  +      *       0.0.0.0/0            0.0.0.0/0           
11       0     0            0    --  !+     *       0.0.0.0/0            0.0.0.0/0           
12       5     6            0    --  *      *       0.0.0.0/0            0.0.0.0/0           
13    123K 1235G            0    --  *      *       0.0.0.0/0            0.0.0.0/0           
14   99999  100K            0    --  *      *       0.0.0.0/0            0.0.0.0/0           
$ iptables -L INPUT -vnx
Chain INPUT (policy ACCEPT 0 packets, 0 bytes)
    pkts      bytes target     prot opt in     out     source               destination         
       0        0 ACCEPT     6    --  *      *       0.0.0.0/0            0.0.0.0/0            tcp dpt:80
       0        0            6    --  *      *       0.0.0.0/0            0.0.0.0/0            tcp dpt:81
       0        0            6    --  *      *       0.0.0.0/0            0.0.0.0/0            tcp dpt:82
       0        0            0    --  *      *       1.2.3.0              0.0.0.0/0           
       0        0            0    --  *      *       1.0.3.0/255.0.255.0  0.0.0.0/0           
       0        0            0    --  *      *       1.2.3.4              9.9.9.9             
       0        0            0    --  *      *       1.2.3.4              8.8.8.8             
       0        0            0    --  *      *       5.0.0.0/8            9.9.9.9             
       0        0            0    --  *      *       5.0.0.0/8            8.8.8.8             
       0        0            0    --  +      *       0.0.0.0/0            0.0.0.0/0           
       0        0            0    --  !+     *       0.0.0.0/0            0.0.0.0/0           
       5        6            0    --  *      *       0.0.0.0/0            0.0.0.0/0           
  123456 1234567890123            0    --  *      *       0.0.0.0/0            0.0.0.0/0           
   99999   100000            0    --  *      *       0.0.0.0/0            0.0.0.0/0           
$ iptables -S -v
-P INPUT ACCEPT -c 0 0
-P FORWARD ACCEPT -c 0 0
-P OUTPUT ACCEPT -c 0 0
-A INPUT -p tcp -m tcp --dport 80 -c 0 0 -j ACCEPT
-A INPUT -p tcp -m tcp --dport 81 -c 0 0
-A INPUT -p tcp -m tcp --dport 82 -c 0 0
-A INPUT -s 1.2.3.0/32 -c 0 0
-A INPUT -s 1.0.3.0/255.0.255.0 -c 0 0
-A INPUT -s 1.2.3.4/32 -d 9.9.9.9/32 -c 0 0
-A INPUT -s 1.2.3.4/32 -d 8.8.8.8/32 -c 0 0
-A INPUT -s 5.0.0.0/8 -d 9.9.9.9/32 -c 0 0
-A INPUT -s 5.0.0.0/8 -d 8.8.8.8/32 -c 0 0
-A INPUT -c 0 0
-A INPUT -c 0 0
-A INPUT -c 5 6
-A INPUT -c 123456 1234567890123
-A INPUT -c 99999 100000
$ iptables -nL INPUT --line-numbers
Chain INPUT (policy ACCEPT)
num  target     prot opt source               destination         
1    ACCEPT     6    --  0.0.0.0/0            0.0.0.0/0            tcp dpt:80
2               6    --  0.0.0.0/0            0.0.0.0/0            tcp dpt:81
3               6    --  0.0.0.0/0            0.0.0.0/0            tcp dpt:82
4               0    --  1.2.3.0              0.0.0.0/0           
5               0    --  1.0.3.0/255.0.255.0  0.0.0.0/0           
6               0    --  1.2.3.4              9.9.9.9             
7               0    --  1.2.3.4              8.8.8.8             
8               0    --  5.0.0.0/8            9.9.9.9             
9               0    --  5.0.0.0/8            8.8.8.8             
10              0    --  0.0.0.0/0            0.0.0.0/0           
11              0    --  0.0.0.0/0            0.0.0.0/0           
12              0    --  0.0.0.0/0            0.0.0.0/0           
13              0    --  0.0.0.0/0            0.0.0.0/0           
14              0    --  0.0.0.0/0            0.0.0.0/0           
$ iptables -L INPUT 3
           tcp  --  anywhere             anywhere             tcp dpt:82
$ iptables -g FOO -A INPUT
iptables v1.8.9 (legacy): goto 'FOO' is not a chain
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -g B
iptables v1.8.9 (legacy): goto 'B' is not a chain
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -L INPUT -n
Chain INPUT (policy ACCEPT)
target     prot opt source               destination         
ACCEPT     6    --  0.0.0.0/0            0.0.0.0/0            tcp dpt:80
           6    --  0.0.0.0/0            0.0.0.0/0            tcp dpt:81
           6    --  0.0.0.0/0            0.0.0.0/0            tcp dpt:82
           0    --  1.2.3.0              0.0.0.0/0           
           0    --  1.0.3.0/255.0.255.0  0.0.0.0/0           
           0    --  1.2.3.4              9.9.9.9             
           0    --  1.2.3.4              8.8.8.8             
           0    --  5.0.0.0/8            9.9.9.9             
           0    --  5.0.0.0/8            8.8.8.8             
           0    --  0.0.0.0/0            0.0.0.0/0           
           0    --  0.0.0.0/0            0.0.0.0/0           
           0    --  0.0.0.0/0            0.0.0.0/0           
           0    --  0.0.0.0/0            0.0.0.0/0           
           0    --  0.0.0.0/0            0.0.0.0/0           
$ iptables -A INPUT -6
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -4
$ iptables -w 5 -L OUTPUT
Chain OUTPUT (policy ACCEPT)
target     prot opt source               destination         
$ iptables -w5 -L OUTPUT
Chain OUTPUT (policy ACCEPT)
target     prot opt source               destination         
$ iptables -w x -L OUTPUT
iptables v1.8.9 (legacy): wait seconds not numeric
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -W 5 -L OUTPUT
Ignoring deprecated --wait-interval option.
iptables v1.8.9 (legacy): --wait-interval only makes sense with --wait

Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -w -W 5 -L OUTPUT
Chain OUTPUT (policy ACCEPT)
target     prot opt source               destination         
Ignoring deprecated --wait-interval option.
$ iptables -L OUTPUT -W x
iptables v1.8.9 (legacy): wait interval not numeric
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -j ''
iptables v1.8.9 (legacy): Invalid target name (too short)
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -j 123456789012345678901234567890
iptables v1.8.9 (legacy): Invalid target name `123456789012345678901234567890' (28 chars max)
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -j 'a b'
iptables v1.8.9 (legacy): Invalid target name `a b'
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -N 123456789012345678901234567890
iptables v1.8.9 (legacy): chain name `123456789012345678901234567890' too long (must be under 29 chars)
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A 123456789012345678901234567890
iptables v1.8.9 (legacy): chain name `123456789012345678901234567890' too long (must be under 29 chars)
Try `iptables -h' or 'iptables --help' for more information.
[2]
$ iptables -A INPUT -f -j ACCEPT
$ iptables -A INPUT ! -f -j ACCEPT
$ iptables -L -n
Chain INPUT (policy ACCEPT)
target     prot opt source               destination         
ACCEPT     6    --  0.0.0.0/0            0.0.0.0/0            tcp dpt:80
           6    --  0.0.0.0/0            0.0.0.0/0            tcp dpt:81
           6    --  0.0.0.0/0            0.0.0.0/0            tcp dpt:82
           0    --  1.2.3.0              0.0.0.0/0           
           0    --  1.0.3.0/255.0.255.0  0.0.0.0/0           
           0    --  1.2.3.4              9.9.9.9             
           0    --  1.2.3.4              8.8.8.8             
           0    --  5.0.0.0/8            9.9.9.9             
           0    --  5.0.0.0/8            8.8.8.8             
           0    --  0.0.0.0/0            0.0.0.0/0           
           0    --  0.0.0.0/0            0.0.0.0/0           
           0    --  0.0.0.0/0            0.0.0.0/0           
           0    --  0.0.0.0/0            0.0.0.0/0           
           0    --  0.0.0.0/0            0.0.0.0/0           
           0    --  0.0.0.0/0            0.0.0.0/0           
ACCEPT     0    -f  0.0.0.0/0            0.0.0.0/0           
ACCEPT     0    !f  0.0.0.0/0            0.0.0.0/0           

Chain FORWARD (policy ACCEPT)
target     prot opt source               destination         

Chain OUTPUT (policy ACCEPT)
target     prot opt source               destination         
$ iptables -F -v
Flushing chain `INPUT'
Flushing chain `FORWARD'
Flushing chain `OUTPUT'
$ iptables -X -v
$ iptables -Z -v
Zeroing chain `INPUT'
Zeroing chain `FORWARD'
Zeroing chain `OUTPUT'
$ iptables -L -Z
Chain INPUT (policy ACCEPT)
target     prot opt source               destination         

Chain FORWARD (policy ACCEPT)
target     prot opt source               destination         

Chain OUTPUT (policy ACCEPT)
target     prot opt source               destination         
$ iptables -Z -L INPUT
Chain INPUT (policy ACCEPT)
target     prot opt source               destination         
$ iptables -S -Z
-P INPUT ACCEPT
-P FORWARD ACCEPT
-P OUTPUT ACCEPT
$ iptables -M x -L OUTPUT
Chain OUTPUT (policy ACCEPT)
target     prot opt source               destination         
$ iptables -h x
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
