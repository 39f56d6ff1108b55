# Maps.
$ nft -f -
> table inet t {
>  counter k1 { }
>  quota q1 { 10 mbytes }
>  chain c1 { }
>  map a { type ipv4_addr : ipv4_addr; elements = { 10.0.0.1 : 11.0.0.1, 10.0.0.2 : 11.0.0.2, 10.0.0.3 : 11.0.0.3 } }
>  map b { type ipv4_addr : verdict; elements = { 10.0.0.1 : accept, 10.0.0.2 : jump c1, 10.0.0.3 : drop } }
>  map c { type inet_service : ipv4_addr . inet_service; elements = { 80 : 10.0.0.1 . 8080 } }
>  map d { type ipv4_addr : counter; elements = { 10.0.0.1 : "k1" } }
>  map e { type ipv4_addr : quota; elements = { 10.0.0.1 : "q1" } }
>  map f { type ipv4_addr : mark; flags interval; elements = { 10.0.0.0/8 : 1, 11.0.0.1-11.0.0.5 : 2 } }
>  map g { type ipv4_addr : interval ipv4_addr; flags interval; elements = { 10.0.0.0/8 : 11.0.0.0/8 } }
>  map h { type mark : mark; elements = { 1 : 2, 3 comment "yes" : 4 } }
>  map i { type ipv4_addr . inet_service : verdict; elements = { 10.0.0.1 . 22 : accept, 10.0.0.2 . 22 : drop } }
>  map j { type ifname : verdict; elements = { "lo" : accept } }
>  map k { type ipv4_addr : mark; flags timeout; timeout 2m3s; }
>  map l { type ipv4_addr : verdict; counter; elements = { 10.0.0.1 : accept } }
>  map m { type inet_service : verdict; flags interval; elements = { 1-10 : accept, * : drop } }
>  map n { typeof ip saddr : ip daddr; }
>  map o { typeof ip saddr . tcp dport : meta mark; size 10; }
>  map p { typeof ip saddr : verdict; }
>  map q { type dscp : classid; elements = { ef : 1:10, cs1 : 1:20 } }
>  map r { typeof ip saddr : ip daddr . tcp dport; elements = { 10.0.0.1 : 11.0.0.1 . 80 } }
>  map s { type ipv4_addr . inet_service : mark; flags interval; elements = { 10.0.0.0/8 . 1-1024 : 5 } }
>  map u { type inet_proto . inet_service : verdict; elements = { tcp . 22 : accept } }
>  map w { type inet_service : inet_service; elements = { 1 : 2, 3 : 4, 5 : 6, 7 : 8, 9 : 10, 11 : 12 } }
>  chain c {
>   ip saddr vmap @b
>   meta mark set ip saddr map @f
>   ip saddr . tcp dport vmap @i
>   counter name ip saddr map @d
>  }
> }
$ nft list ruleset
table inet t {
	counter k1 {
		packets 0 bytes 0
	}

	quota q1 {
		10 mbytes
	}

	map a {
		type ipv4_addr : ipv4_addr
		elements = { 10.0.0.1 : 11.0.0.1, 10.0.0.2 : 11.0.0.2,
			     10.0.0.3 : 11.0.0.3 }
	}

	map b {
		type ipv4_addr : verdict
		elements = { 10.0.0.1 : accept, 10.0.0.2 : jump c1,
			     10.0.0.3 : drop }
	}

	map c {
		type inet_service : ipv4_addr . inet_service
		elements = { 80 : 10.0.0.1 . 8080 }
	}

	map d {
		type ipv4_addr : counter
		elements = { 10.0.0.1 : "k1" }
	}

	map e {
		type ipv4_addr : quota
		elements = { 10.0.0.1 : "q1" }
	}

	map f {
		type ipv4_addr : mark
		flags interval
		elements = { 10.0.0.0/8 : 0x00000001, 11.0.0.1-11.0.0.5 : 0x00000002 }
	}

	map g {
		type ipv4_addr : interval ipv4_addr
		flags interval
		elements = { 10.0.0.0/8 : 11.0.0.0/8 }
	}

	map h {
		type mark : mark
		elements = { 0x00000001 : 0x00000002, 0x00000003 comment "yes" : 0x00000004 }
	}

	map i {
		type ipv4_addr . inet_service : verdict
		elements = { 10.0.0.1 . 22 : accept,
			     10.0.0.2 . 22 : drop }
	}

	map j {
		type ifname : verdict
		elements = { "lo" : accept }
	}

	map k {
		type ipv4_addr : mark
		timeout 2m3s
	}

	map l {
		type ipv4_addr : verdict
		counter
		elements = { 10.0.0.1 counter packets 0 bytes 0 : accept }
	}

	map m {
		type inet_service : verdict
		flags interval
		elements = { 1-10 : accept, * : drop }
	}

	map n {
		typeof ip saddr : ip daddr
	}

	map o {
		typeof ip saddr . tcp dport : meta mark
		size 10
	}

	map p {
		typeof ip saddr : verdict
	}

	map q {
		type dscp : classid
		elements = { cs1 : 1:20,
			     ef : 1:10 }
	}

	map r {
		typeof ip saddr : ip daddr . tcp dport
		elements = { 10.0.0.1 : 11.0.0.1 . 80 }
	}

	map s {
		type ipv4_addr . inet_service : mark
		flags interval
		elements = { 10.0.0.0/8 . 1-1024 : 0x00000005 }
	}

	map u {
		type inet_proto . inet_service : verdict
		elements = { tcp . 22 : accept }
	}

	map w {
		type inet_service : inet_service
		elements = { 1 : 2, 3 : 4, 5 : 6, 7 : 8, 9 : 10,
			     11 : 12 }
	}

	chain c1 {
	}

	chain c {
		ip saddr vmap @b
		meta mark set ip saddr map @f
		ip saddr . tcp dport vmap @i
		counter name ip saddr map @d
	}
}
$ nft -n list map inet t b
table inet t {
	map b {
		type ipv4_addr : verdict
		elements = { 10.0.0.1 : accept, 10.0.0.2 : jump c1,
			     10.0.0.3 : drop }
	}
}
$ nft list maps
table inet t {
	map a {
		type ipv4_addr : ipv4_addr
		elements = { 10.0.0.1 : 11.0.0.1, 10.0.0.2 : 11.0.0.2,
			     10.0.0.3 : 11.0.0.3 }
	}
	map b {
		type ipv4_addr : verdict
		elements = { 10.0.0.1 : accept, 10.0.0.2 : jump c1,
			     10.0.0.3 : drop }
	}
	map c {
		type inet_service : ipv4_addr . inet_service
		elements = { 80 : 10.0.0.1 . 8080 }
	}
	map d {
		type ipv4_addr : counter
		elements = { 10.0.0.1 : "k1" }
	}
	map e {
		type ipv4_addr : quota
		elements = { 10.0.0.1 : "q1" }
	}
	map f {
		type ipv4_addr : mark
		flags interval
		elements = { 10.0.0.0/8 : 0x00000001, 11.0.0.1-11.0.0.5 : 0x00000002 }
	}
	map g {
		type ipv4_addr : interval ipv4_addr
		flags interval
		elements = { 10.0.0.0/8 : 11.0.0.0/8 }
	}
	map h {
		type mark : mark
		elements = { 0x00000001 : 0x00000002, 0x00000003 comment "yes" : 0x00000004 }
	}
	map i {
		type ipv4_addr . inet_service : verdict
		elements = { 10.0.0.1 . 22 : accept,
			     10.0.0.2 . 22 : drop }
	}
	map j {
		type ifname : verdict
		elements = { "lo" : accept }
	}
	map k {
		type ipv4_addr : mark
		timeout 2m3s
	}
	map l {
		type ipv4_addr : verdict
		counter
		elements = { 10.0.0.1 counter packets 0 bytes 0 : accept }
	}
	map m {
		type inet_service : verdict
		flags interval
		elements = { 1-10 : accept, * : drop }
	}
	map n {
		typeof ip saddr : ip daddr
	}
	map o {
		typeof ip saddr . tcp dport : meta mark
		size 10
	}
	map p {
		typeof ip saddr : verdict
	}
	map q {
		type dscp : classid
		elements = { cs1 : 1:20,
			     ef : 1:10 }
	}
	map r {
		typeof ip saddr : ip daddr . tcp dport
		elements = { 10.0.0.1 : 11.0.0.1 . 80 }
	}
	map s {
		type ipv4_addr . inet_service : mark
		flags interval
		elements = { 10.0.0.0/8 . 1-1024 : 0x00000005 }
	}
	map u {
		type inet_proto . inet_service : verdict
		elements = { tcp . 22 : accept }
	}
	map w {
		type inet_service : inet_service
		elements = { 1 : 2, 3 : 4, 5 : 6, 7 : 8, 9 : 10,
			     11 : 12 }
	}
}
$ nft -a list maps inet
table inet t {
	map a { # handle 5
		type ipv4_addr : ipv4_addr
		elements = { 10.0.0.1 : 11.0.0.1, 10.0.0.2 : 11.0.0.2,
			     10.0.0.3 : 11.0.0.3 }
	}
	map b { # handle 6
		type ipv4_addr : verdict
		elements = { 10.0.0.1 : accept, 10.0.0.2 : jump c1,
			     10.0.0.3 : drop }
	}
	map c { # handle 7
		type inet_service : ipv4_addr . inet_service
		elements = { 80 : 10.0.0.1 . 8080 }
	}
	map d { # handle 8
		type ipv4_addr : counter
		elements = { 10.0.0.1 : "k1" }
	}
	map e { # handle 9
		type ipv4_addr : quota
		elements = { 10.0.0.1 : "q1" }
	}
	map f { # handle 10
		type ipv4_addr : mark
		flags interval
		elements = { 10.0.0.0/8 : 0x00000001, 11.0.0.1-11.0.0.5 : 0x00000002 }
	}
	map g { # handle 11
		type ipv4_addr : interval ipv4_addr
		flags interval
		elements = { 10.0.0.0/8 : 11.0.0.0/8 }
	}
	map h { # handle 12
		type mark : mark
		elements = { 0x00000001 : 0x00000002, 0x00000003 comment "yes" : 0x00000004 }
	}
	map i { # handle 13
		type ipv4_addr . inet_service : verdict
		elements = { 10.0.0.1 . 22 : accept,
			     10.0.0.2 . 22 : drop }
	}
	map j { # handle 14
		type ifname : verdict
		elements = { "lo" : accept }
	}
	map k { # handle 15
		type ipv4_addr : mark
		timeout 2m3s
	}
	map l { # handle 16
		type ipv4_addr : verdict
		counter
		elements = { 10.0.0.1 counter packets 0 bytes 0 : accept }
	}
	map m { # handle 17
		type inet_service : verdict
		flags interval
		elements = { 1-10 : accept, * : drop }
	}
	map n { # handle 18
		typeof ip saddr : ip daddr
	}
	map o { # handle 19
		typeof ip saddr . tcp dport : meta mark
		size 10
	}
	map p { # handle 20
		typeof ip saddr : verdict
	}
	map q { # handle 21
		type dscp : classid
		elements = { cs1 : 1:20,
			     ef : 1:10 }
	}
	map r { # handle 22
		typeof ip saddr : ip daddr . tcp dport
		elements = { 10.0.0.1 : 11.0.0.1 . 80 }
	}
	map s { # handle 23
		type ipv4_addr . inet_service : mark
		flags interval
		elements = { 10.0.0.0/8 . 1-1024 : 0x00000005 }
	}
	map u { # handle 24
		type inet_proto . inet_service : verdict
		elements = { tcp . 22 : accept }
	}
	map w { # handle 25
		type inet_service : inet_service
		elements = { 1 : 2, 3 : 4, 5 : 6, 7 : 8, 9 : 10,
			     11 : 12 }
	}
}
$ nft -s list map inet t l
table inet t {
	map l {
		type ipv4_addr : verdict
		counter
		elements = { 10.0.0.1 counter : accept }
	}
}
$ nft -t list map inet t a
table inet t {
	map a {
		type ipv4_addr : ipv4_addr
	}
}
$ nft add element inet t a { 10.0.0.9 : 11.0.0.9 }
$ nft add element inet t b { 10.0.0.9 : goto c1 }
$ nft delete element inet t a { 10.0.0.1 : 11.0.0.1 }
$ nft delete element inet t a { 10.0.0.2 }
$ nft list map inet t a
table inet t {
	map a {
		type ipv4_addr : ipv4_addr
		elements = { 10.0.0.3 : 11.0.0.3, 10.0.0.9 : 11.0.0.9 }
	}
}
$ nft list map inet t b
table inet t {
	map b {
		type ipv4_addr : verdict
		elements = { 10.0.0.1 : accept, 10.0.0.2 : jump c1,
			     10.0.0.3 : drop, 10.0.0.9 : goto c1 }
	}
}
$ nft get element inet t a { 10.0.0.3 }
table inet t {
	map a {
		type ipv4_addr : ipv4_addr
		elements = { 10.0.0.3 : 11.0.0.3 }
	}
}
$ nft get element inet t b { 10.0.0.2 : jump c1 }
table inet t {
	map b {
		type ipv4_addr : verdict
		elements = { 10.0.0.2 : jump c1 }
	}
}
$ nft list set inet t a
Error: No such file or directory
list set inet t a
                ^
[1]
$ nft list map inet t nosuch
Error: No such file or directory
list map inet t nosuch
                ^^^^^^
[1]
$ nft add map inet t z { type ipv4_addr : nosuch \; }
Error: unknown datatype nosuch
add map inet t z { type ipv4_addr : nosuch ; }
                                    ^^^^^^
Error: set definition does not specify key
add map inet t z { type ipv4_addr : nosuch ; }
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^
[1]
$ nft add element inet t a { 10.0.0.7 }
Error: Could not process rule: Invalid argument
add element inet t a { 10.0.0.7 }
                       ^^^^^^^^
[1]
$ nft add element inet t b { 10.0.0.7 : jump nosuch }
Error: Could not process rule: No such file or directory
add element inet t b { 10.0.0.7 : jump nosuch }
                       ^^^^^^^^
[1]
$ nft add element inet t f { 10.5.0.0/16 : 7 }
Error: interval overlaps with an existing one
add element inet t f { 10.5.0.0/16 : 7 }
                       ^^^^^^^^^^^
[1]
$ nft flush map inet t a
$ nft list map inet t a
table inet t {
	map a {
		type ipv4_addr : ipv4_addr
	}
}
