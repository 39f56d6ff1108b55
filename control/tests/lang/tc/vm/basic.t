# Classifiers that the kernel of CI does not have: Linux 6.1.192 of Debian.
! tap ens4 02:00:00:00:00:04
! kernel net/ipv6/conf/ens4/disable_ipv6 1
$ ip link set ens4 up
$ tc qdisc add dev ens4 root handle 1: htb
$ tc class add dev ens4 parent 1: classid 1:1 htb rate 1mbit
$ tc filter add dev ens4 parent 1: protocol ip prio 1 basic
RTNETLINK answers: Invalid argument
We have an error talking to the kernel
[2]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 basic classid 1:1
$ tc filter add dev ens4 parent 1: protocol ip prio 1 basic match 'meta(priority eq 5)' classid 1:1
$ tc filter add dev ens4 parent 1: protocol ip prio 1 basic match 'meta(nf_mark mask 0xff gt 5)' classid 1:1
$ tc filter add dev ens4 parent 1: protocol ip prio 1 basic match 'u32(u8 0x06 0xff at 9)' classid 1:1
$ tc filter add dev ens4 parent 1: protocol ip prio 1 basic match 'cmp(u16 at 2 layer 2 eq 80)' classid 1:1
$ tc filter add dev ens4 parent 1: protocol ip prio 1 basic match 'meta(priority eq 5) and not u32(u16 0x1600 0xffff at nexthdr+0)' classid 1:1
$ tc filter add dev ens4 parent 1: protocol ip prio 1 handle 0x50 basic match 'u32(u32 0x01020304 0xffffffff at 16)' classid 1:1
$ tc filter add dev ens4 parent 1: protocol ip prio 1 basic match meta(priority eq 5) classid 1:1
$ tc filter add dev ens4 parent 1: protocol ip prio 1 basic match 'cmp(u32 at 12 layer network gt 0x0a000000)' and 'meta(fwmark eq 1)' classid 1:1
$ tc filter add dev ens4 parent 1: protocol ip prio 1 basic match 'cmp(u8 at 0 layer link mask 0xff lt 0x10)' classid 1:1
$ tc filter add dev ens4 parent 1: protocol ip prio 1 basic match 'meta(priority eq 5) or (meta(pkt_len lt 100) and meta(protocol eq 0x800))' action drop
$ tc filter add dev ens4 parent 1: protocol ip prio 1 basic match nosuch(5)
Unknown ematch "nosuch"
Illegal "ematch"
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 basic match 'meta(foo eq 5)'
meta: unknown meta id

... ...
... meta(>>foo<< eq 5)...
Usage: meta(OBJECT { eq | lt | gt } OBJECT)
where: OBJECT  := { META_ID | VALUE }
       META_ID := id [ shift SHIFT ] [ mask MASK ]

Example: meta(nf_mark gt 24)
         meta(indev shift 1 eq "ppp")
         meta(tcindex mask 0xf0 eq 0xf0)

For a list of meta identifiers, use meta(list).
Illegal "ematch"
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 basic match 'meta(priority foo 5)'
meta: invalid operand
... ...
... meta(priority >>foo<< 5)...
Usage: meta(OBJECT { eq | lt | gt } OBJECT)
where: OBJECT  := { META_ID | VALUE }
       META_ID := id [ shift SHIFT ] [ mask MASK ]

Example: meta(nf_mark gt 24)
         meta(indev shift 1 eq "ppp")
         meta(tcindex mask 0xf0 eq 0xf0)

For a list of meta identifiers, use meta(list).
Illegal "ematch"
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 basic match 'meta(priority eq 5'
Parse error: syntax error
... >>meta(priority eq 5<< ...
Usage: EXPR
where: EXPR  := TERM [ { and | or } EXPR ]
       TERM  := [ not ] { MATCH | '(' EXPR ')' }
       MATCH := module '(' ARGS ')'
       ARGS := ARG1 ARG2 ...

Example: a(x y) and not (b(x) or c(x y z))
Illegal "ematch"
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 basic match 'u32(u8 x 0xff at 9)'
u32: invalid key, must be numeric
... ...
... u32(u8 >>x<< 0xff at 9)...
Usage: u32(ALIGN VALUE MASK at [ nexthdr+ ] OFFSET)
where: ALIGN  := { u8 | u16 | u32 }

Example: u32(u16 0x1122 0xffff at nexthdr+4)
Illegal "ematch"
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 basic match 'cmp(u16 at x layer 2 eq 80)'
cmp: invalid offset, must be numeric
... ...
... cmp(u16 at >>x<< layer 2 eq 80)...
Usage: cmp(ALIGN at OFFSET [ ATTRS ] { eq | lt | gt } VALUE)
where: ALIGN  := { u8 | u16 | u32 }
       ATTRS  := [ layer LAYER ] [ mask MASK ] [ trans ]
       LAYER  := { link | network | transport | 0..2 }

Example: cmp(u16 at 3 layer 2 mask 0xff00 gt 20)
Illegal "ematch"
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 basic foo
What is "foo"?
Usage: ... basic [ match EMATCH_TREE ]
                 [ action ACTION_SPEC ] [ classid CLASSID ]

Where:	SELECTOR := SAMPLE SAMPLE ...
	FILTERID := X:Y:Z
	ACTION_SPEC := ... look at individual actions

NOTE: CLASSID is parsed as hexadecimal input.
[1]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 handle x basic
RTNETLINK answers: Invalid argument
We have an error talking to the kernel
[2]
$ tc filter add dev ens4 parent 1: protocol ip prio 1 basic classid zz
Illegal "classid"
[1]
$ tc filter show dev ens4
filter parent 1: protocol ip pref 1 basic chain 0 
filter parent 1: protocol ip pref 1 basic chain 0 handle 0xa 
  meta(priority eq 5)
  OR (
    meta(pkt_len lt 100)
    AND meta(protocol eq 2048)
  ) 
	action order 1: gact action drop
	 random type none pass val 0
	 index 1 ref 1 bind 1

filter parent 1: protocol ip pref 1 basic chain 0 handle 0x9 flowid 1:1 
  cmp(u8 at 0 layer 0 mask 0xff lt 16)

filter parent 1: protocol ip pref 1 basic chain 0 handle 0x8 flowid 1:1 
  cmp(u32 at 12 layer 1 gt 167772160)
  AND meta(nf_mark eq 1)

filter parent 1: protocol ip pref 1 basic chain 0 handle 0x7 flowid 1:1 
  meta(priority eq 5)

filter parent 1: protocol ip pref 1 basic chain 0 handle 0x50 flowid 1:1 
  u32(01020304/ffffffff at 16)

filter parent 1: protocol ip pref 1 basic chain 0 handle 0x6 flowid 1:1 
  meta(priority eq 5)
  AND NOT u32(16000000/ffff0000 at nexthdr+0)

filter parent 1: protocol ip pref 1 basic chain 0 handle 0x5 flowid 1:1 
  cmp(u16 at 2 layer 2 eq 80)

filter parent 1: protocol ip pref 1 basic chain 0 handle 0x4 flowid 1:1 
  u32(00060000/00ff0000 at 8)

filter parent 1: protocol ip pref 1 basic chain 0 handle 0x3 flowid 1:1 
  meta(nf_mark mask 0x000000ff gt 5)

filter parent 1: protocol ip pref 1 basic chain 0 handle 0x2 flowid 1:1 
  meta(priority eq 5)

filter parent 1: protocol ip pref 1 basic chain 0 handle 0x1 flowid 1:1 
$ tc -s filter show dev ens4
filter parent 1: protocol ip pref 1 basic chain 0 
filter parent 1: protocol ip pref 1 basic chain 0 handle 0xa 
  meta(priority eq 5)
  OR (
    meta(pkt_len lt 100)
    AND meta(protocol eq 2048)
  ) 
	action order 1: gact action drop
	 random type none pass val 0
	 index 1 ref 1 bind 1 installed 2 sec used 2 sec
	Action statistics:
	Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) 
	backlog 0b 0p requeues 0

filter parent 1: protocol ip pref 1 basic chain 0 handle 0x9 flowid 1:1 
  cmp(u8 at 0 layer 0 mask 0xff lt 16)

filter parent 1: protocol ip pref 1 basic chain 0 handle 0x8 flowid 1:1 
  cmp(u32 at 12 layer 1 gt 167772160)
  AND meta(nf_mark eq 1)

filter parent 1: protocol ip pref 1 basic chain 0 handle 0x7 flowid 1:1 
  meta(priority eq 5)

filter parent 1: protocol ip pref 1 basic chain 0 handle 0x50 flowid 1:1 
  u32(01020304/ffffffff at 16)

filter parent 1: protocol ip pref 1 basic chain 0 handle 0x6 flowid 1:1 
  meta(priority eq 5)
  AND NOT u32(16000000/ffff0000 at nexthdr+0)

filter parent 1: protocol ip pref 1 basic chain 0 handle 0x5 flowid 1:1 
  cmp(u16 at 2 layer 2 eq 80)

filter parent 1: protocol ip pref 1 basic chain 0 handle 0x4 flowid 1:1 
  u32(00060000/00ff0000 at 8)

filter parent 1: protocol ip pref 1 basic chain 0 handle 0x3 flowid 1:1 
  meta(nf_mark mask 0x000000ff gt 5)

filter parent 1: protocol ip pref 1 basic chain 0 handle 0x2 flowid 1:1 
  meta(priority eq 5)

filter parent 1: protocol ip pref 1 basic chain 0 handle 0x1 flowid 1:1 
