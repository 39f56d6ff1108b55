# Wrong command lines.
$ conntrack -h tcp
conntrack v1.4.7 (conntrack-tools): unknown type `tcp'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -o ext
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -o ti
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -o xml,save
conntrack v1.4.7 (conntrack-tools): cannot combine save output with any other output type, use -o save only
[1]
$ conntrack -L -o ,
conntrack v1.4.7 (conntrack-tools): Bad parameter `,'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -u !ASSURED
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -u SRC_NAT
WARNING: ignoring SRC_NAT, use --src-nat instead
conntrack v1.4.7 (conntrack-tools): Operation failed: invalid parameters
[1]
$ conntrack -L -w 70000
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -w
conntrack v1.4.7 (conntrack-tools): option `-w' requires an argument
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L --zone
conntrack v1.4.7 (conntrack-tools): option `--zone' requires an argument
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L --zo 5
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L --foo
conntrack v1.4.7 (conntrack-tools): unknown option `--foo'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L --state
conntrack v1.4.7 (conntrack-tools): unknown option `--state'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -p tcp --state
conntrack v1.4.7 (conntrack-tools): option `--state' requires an argument
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -p tcp --sport foo
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -p tcp --sport 70000
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -p tcp --sport ssh
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -p udp --state ESTABLISHED
conntrack v1.4.7 (conntrack-tools): unknown option `--state'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -s 1.2.3.4/33
conntrack v1.4.7 (conntrack-tools): Invalid netmask
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -s 1.2.3.4/x
conntrack v1.4.7 (conntrack-tools): Invalid netmask
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -n 1.2.3.4/24
conntrack v1.4.7 (conntrack-tools): CIDR notation unavailable for `--src-nat'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -r 1.2.3.4/24
conntrack v1.4.7 (conntrack-tools): CIDR notation unavailable for `--reply-src'
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
$ conntrack -L -n 1.2.3.4 -j
conntrack v1.4.7 (conntrack-tools): cannot specify `--src-nat' or `--dst-nat' with `--any-nat'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L --src 1.1
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L --mask-src 255.0.0.0
conntrack v1.4.7 (conntrack-tools): Can't use --mask-src without --src
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
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
$ conntrack -D dying
conntrack v1.4.7 (conntrack-tools): Can't do that command with tables `dying' and `unconfirmed'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -I expect
conntrack v1.4.7 (conntrack-tools): You need to supply the `--src' option for this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -D expect
conntrack v1.4.7 (conntrack-tools): You need to supply the `--src' option for this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -U expect
conntrack v1.4.7 (conntrack-tools): Can't do --update on expectations
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -A expect
conntrack v1.4.7 (conntrack-tools): Can't do --add on expectations
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -G expect
conntrack v1.4.7 (conntrack-tools): You need to supply the `--src' option for this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -E expect -e NEW
conntrack v1.4.7 (conntrack-tools): Illegal option `--event-mask' with this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L foo bar
conntrack v1.4.7 (conntrack-tools): unknown type `foo'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -C foo
conntrack v1.4.7 (conntrack-tools): unknown type `foo'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -C -f ipv4
conntrack v1.4.7 (conntrack-tools): Illegal option `--family' with this command
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
$ conntrack -L -C
conntrack v1.4.7 (conntrack-tools): Invalid commands combination
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -Q
conntrack v1.4.7 (conntrack-tools): unknown option `-Q'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -R
conntrack v1.4.7 (conntrack-tools): unknown option `-R'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -xz
conntrack v1.4.7 (conntrack-tools): unknown option `-L'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
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
$ conntrack -L -n []:5
conntrack v1.4.7 (conntrack-tools): No IPv6 address specified
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -n [::1
conntrack v1.4.7 (conntrack-tools): No closing ']' around IPv6 address
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
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
$ conntrack -L -i 5
conntrack v1.4.7 (conntrack-tools): Illegal option `--id' with this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -E -z
conntrack v1.4.7 (conntrack-tools): Illegal option `--zero' with this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L expect -p tcp
conntrack v1.4.7 (conntrack-tools): Illegal option `--protonum' with this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -t 5
conntrack v1.4.7 (conntrack-tools): Illegal option `--timeout' with this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -l foo
nfct_labelmap_new: No such file or directory
conntrack v1.4.7 (conntrack-tools): unknown label 'foo'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -o labels
nfct_labelmap_new: No such file or directory
conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
$ conntrack -L -p 300
conntrack v1.4.7 (conntrack-tools): `300' unsupported protocol
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -b 500
conntrack v1.4.7 (conntrack-tools): Illegal option `--buffer-size' with this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -s 1.2.3.4 -f ipv6
conntrack v1.4.7 (conntrack-tools): mismatched address family
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -s 1.2.3.4 -d ::1
conntrack v1.4.7 (conntrack-tools): mismatched address family
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -f foo
conntrack v1.4.7 (conntrack-tools): `foo' unsupported protocol
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -p foo
conntrack v1.4.7 (conntrack-tools): `foo' unsupported protocol
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -p tcp --state FOO
conntrack v1.4.7 (conntrack-tools): unknown TCP state `FOO'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L --sport 5
conntrack v1.4.7 (conntrack-tools): unknown option `--sport'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -m
conntrack v1.4.7 (conntrack-tools): option `-m' requires an argument
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -u FOO
conntrack v1.4.7 (conntrack-tools): Bad parameter `FOO'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -E -e FOO
conntrack v1.4.7 (conntrack-tools): Bad parameter `FOO'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -e NEW
conntrack v1.4.7 (conntrack-tools): Illegal option `--event-mask' with this command
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L --mask-src 255.0.0.0
conntrack v1.4.7 (conntrack-tools): Can't use --mask-src without --src
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -r 2.2.2.0/24
conntrack v1.4.7 (conntrack-tools): CIDR notation unavailable for `--reply-src'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -z -p icmp
conntrack v1.4.7 (conntrack-tools): Can't use -z with filtering parameters
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -u ASSURED -z
conntrack v1.4.7 (conntrack-tools): Can't use -z with filtering parameters
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -o ,
conntrack v1.4.7 (conntrack-tools): Bad parameter `,'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -u !
conntrack v1.4.7 (conntrack-tools): Bad parameter `'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -u FOO,ASSURED
conntrack v1.4.7 (conntrack-tools): Bad parameter `FOO,ASSURED'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
$ conntrack -L -u UNREPLIE
conntrack v1.4.7 (conntrack-tools): Bad parameter `UNREPLIE'
Try `conntrack -h' or 'conntrack --help' for more information.
[2]
