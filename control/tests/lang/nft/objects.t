# Objects.
$ nft -f -
> table inet t {
>  counter a { }
>  counter b { packets 5 bytes 600; }
>  counter c { packets 1 bytes 2; comment "counts" }
>  quota d { 10 mbytes }
>  quota e { over 1024 kbytes used 512 bytes }
>  quota f { 1000 bytes; comment "little" }
>  limit g { rate 10/second }
>  limit h { rate over 10/minute burst 20 packets }
>  limit i { rate 10 mbytes/second burst 5 kbytes }
>  limit j { rate 1/day; comment "rare" }
>  ct helper k { type "ftp" protocol tcp; }
>  ct helper l { type "tftp" protocol udp; l3proto ip; }
>  ct helper m { type "ftp" protocol tcp; l3proto inet; comment "files" }
> }
$ nft list ruleset
table inet t {
	counter a {
		packets 0 bytes 0
	}

	counter b {
		packets 5 bytes 600
	}

	counter c {
		comment "counts"
		packets 1 bytes 2
	}

	quota d {
		10 mbytes
	}

	quota e {
		over 1 mbytes used 512 bytes
	}

	quota f {
		comment "little"
		1000 bytes
	}

	limit g {
		rate 10/second
	}

	limit h {
		rate over 10/minute burst 20 packets
	}

	limit i {
		rate 10 mbytes/second burst 5 kbytes
	}

	limit j {
		comment "rare"
		rate 1/day
	}

	ct helper k {
		type "ftp" protocol tcp
		l3proto inet
	}

	ct helper l {
		type "tftp" protocol udp
		l3proto ip
	}

	ct helper m {
		comment "files"
		type "ftp" protocol tcp
		l3proto inet
	}
}
$ nft -a list ruleset
table inet t { # handle 1
	counter a { # handle 1
		packets 0 bytes 0
	}

	counter b { # handle 2
		packets 5 bytes 600
	}

	counter c { # handle 3
		comment "counts"
		packets 1 bytes 2
	}

	quota d { # handle 4
		10 mbytes
	}

	quota e { # handle 5
		over 1 mbytes used 512 bytes
	}

	quota f { # handle 6
		comment "little"
		1000 bytes
	}

	limit g { # handle 7
		rate 10/second
	}

	limit h { # handle 8
		rate over 10/minute burst 20 packets
	}

	limit i { # handle 9
		rate 10 mbytes/second burst 5 kbytes
	}

	limit j { # handle 10
		comment "rare"
		rate 1/day
	}

	ct helper k { # handle 11
		type "ftp" protocol tcp
		l3proto inet
	}

	ct helper l { # handle 12
		type "tftp" protocol udp
		l3proto ip
	}

	ct helper m { # handle 13
		comment "files"
		type "ftp" protocol tcp
		l3proto inet
	}
}
$ nft -s list ruleset
table inet t {
	counter a {
	}

	counter b {
	}

	counter c {
		comment "counts"
	}

	quota d {
		10 mbytes
	}

	quota e {
		over 1 mbytes
	}

	quota f {
		comment "little"
		1000 bytes
	}

	limit g {
		rate 10/second
	}

	limit h {
		rate over 10/minute burst 20 packets
	}

	limit i {
		rate 10 mbytes/second burst 5 kbytes
	}

	limit j {
		comment "rare"
		rate 1/day
	}

	ct helper k {
		type "ftp" protocol tcp
		l3proto inet
	}

	ct helper l {
		type "tftp" protocol udp
		l3proto ip
	}

	ct helper m {
		comment "files"
		type "ftp" protocol tcp
		l3proto inet
	}
}
$ nft list counters
table inet t {
	counter a {
		packets 0 bytes 0
	}
	counter b {
		packets 5 bytes 600
	}
	counter c {
		comment "counts"
		packets 1 bytes 2
	}
}
$ nft list quotas
table inet t {
	quota d {
		10 mbytes
	}
	quota e {
		over 1 mbytes used 512 bytes
	}
	quota f {
		comment "little"
		1000 bytes
	}
}
$ nft list limits
table inet t {
	limit g {
		rate 10/second
	}
	limit h {
		rate over 10/minute burst 20 packets
	}
	limit i {
		rate 10 mbytes/second burst 5 kbytes
	}
	limit j {
		comment "rare"
		rate 1/day
	}
}
$ nft list counters table inet t
table inet t {
	counter a {
		packets 0 bytes 0
	}
	counter b {
		packets 5 bytes 600
	}
	counter c {
		comment "counts"
		packets 1 bytes 2
	}
}
$ nft list quotas table inet t
table inet t {
	quota d {
		10 mbytes
	}
	quota e {
		over 1 mbytes used 512 bytes
	}
	quota f {
		comment "little"
		1000 bytes
	}
}
$ nft list limits table inet t
table inet t {
	limit g {
		rate 10/second
	}
	limit h {
		rate over 10/minute burst 20 packets
	}
	limit i {
		rate 10 mbytes/second burst 5 kbytes
	}
	limit j {
		comment "rare"
		rate 1/day
	}
}
$ nft list ct helpers table inet t
table inet t {
	ct helper k {
		type "ftp" protocol tcp
		l3proto inet
	}
	ct helper l {
		type "tftp" protocol udp
		l3proto ip
	}
	ct helper m {
		comment "files"
		type "ftp" protocol tcp
		l3proto inet
	}
}
$ nft list counters inet
table inet t {
	counter a {
		packets 0 bytes 0
	}
	counter b {
		packets 5 bytes 600
	}
	counter c {
		comment "counts"
		packets 1 bytes 2
	}
}
$ nft list counter inet t b
table inet t {
	counter b {
		packets 5 bytes 600
	}
}
$ nft list quota inet t e
table inet t {
	quota e {
		over 1 mbytes used 512 bytes
	}
}
$ nft list limit inet t i
table inet t {
	limit i {
		rate 10 mbytes/second burst 5 kbytes
	}
}
$ nft list ct helper inet t k
table inet t {
	ct helper k {
		type "ftp" protocol tcp
		l3proto inet
	}
}
$ nft list counter inet t nosuch
Error: No such file or directory
list counter inet t nosuch
                    ^^^^^^
[1]
$ nft list quota inet t a
Error: No such file or directory
list quota inet t a
                  ^
[1]
$ nft list counters table inet nosuch
Error: No such file or directory
list counters table inet nosuch
                         ^^^^^^
[1]
$ nft -a list counters
table inet t {
	counter a { # handle 1
		packets 0 bytes 0
	}
	counter b { # handle 2
		packets 5 bytes 600
	}
	counter c { # handle 3
		comment "counts"
		packets 1 bytes 2
	}
}
$ nft -s list counters
table inet t {
	counter a {
	}
	counter b {
	}
	counter c {
		comment "counts"
	}
}
$ nft reset counter inet t b
table inet t {
	counter b {
		packets 5 bytes 600
	}
}
$ nft list counter inet t b
table inet t {
	counter b {
		packets 0 bytes 0
	}
}
$ nft reset counters
table inet t {
	counter a {
		packets 0 bytes 0
	}
	counter b {
		packets 0 bytes 0
	}
	counter c {
		comment "counts"
		packets 1 bytes 2
	}
}
$ nft list counters
table inet t {
	counter a {
		packets 0 bytes 0
	}
	counter b {
		packets 0 bytes 0
	}
	counter c {
		comment "counts"
		packets 0 bytes 0
	}
}
$ nft reset quota inet t e
table inet t {
	quota e {
		over 1 mbytes used 512 bytes
	}
}
$ nft list quotas
table inet t {
	quota d {
		10 mbytes
	}
	quota e {
		over 1 mbytes
	}
	quota f {
		comment "little"
		1000 bytes
	}
}
$ nft add counter inet t n
$ nft add counter inet t o { packets 7 bytes 8 \; }
$ nft add quota inet t p { over 5 mbytes }
$ nft add quota inet t q over 5 mbytes
$ nft add limit inet t r { rate 5/second }
$ nft add limit inet t s rate 5/second
$ nft create counter inet t a
Error: Could not process rule: File exists
create counter inet t a
                      ^
[1]
$ nft delete counter inet t a
$ nft delete counter inet t a
Error: Could not process rule: No such file or directory
delete counter inet t a
                      ^
[1]
$ nft list table inet t
table inet t {
	counter b {
		packets 0 bytes 0
	}

	counter c {
		comment "counts"
		packets 0 bytes 0
	}

	quota d {
		10 mbytes
	}

	quota e {
		over 1 mbytes
	}

	quota f {
		comment "little"
		1000 bytes
	}

	limit g {
		rate 10/second
	}

	limit h {
		rate over 10/minute burst 20 packets
	}

	limit i {
		rate 10 mbytes/second burst 5 kbytes
	}

	limit j {
		comment "rare"
		rate 1/day
	}

	ct helper k {
		type "ftp" protocol tcp
		l3proto inet
	}

	ct helper l {
		type "tftp" protocol udp
		l3proto ip
	}

	ct helper m {
		comment "files"
		type "ftp" protocol tcp
		l3proto inet
	}

	counter n {
		packets 0 bytes 0
	}

	counter o {
		packets 7 bytes 8
	}

	quota p {
		over 5 mbytes
	}

	quota q {
		over 5 mbytes
	}

	limit r {
		rate 5/second
	}

	limit s {
		rate 5/second
	}
}
