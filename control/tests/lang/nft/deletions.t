# What is used can't be deleted: what a batch has deleted and added before counts.
$ nft -f -
> table t {
>   counter k { }
>   counter l { }
>   set s { type ipv4_addr; }
>   set r { type ipv4_addr; }
>   map v { type ipv4_addr : verdict; }
>   map o { type ipv4_addr : counter; }
>   chain a { jump b; ip saddr @s counter name "k"; }
>   chain b { goto c; }
>   chain c { }
>   chain d { }
>   chain e { }
>   chain f { ip saddr vmap { 10.0.0.1 : jump e }; }
> }
$ nft 'delete chain t d; delete chain t c'
Error: Could not process rule: Device or resource busy
delete chain t d; delete chain t c
                                 ^
[1]
$ nft 'delete chain t d; flush chain t b; delete chain t c; delete chain t b'
Error: Could not process rule: Device or resource busy
delete chain t d; flush chain t b; delete chain t c; delete chain t b
                                                                    ^
[1]
$ nft 'delete chain t d; flush chain t b; delete chain t c'
$ nft -a list chain t a
table ip t {
	chain a { # handle 1
		jump b # handle 13
		ip saddr @s counter name "k" # handle 14
	}
}
$ nft 'delete set t r; delete rule t a handle 13; delete chain t b; delete set t s'
Error: Could not process rule: Device or resource busy
delete set t r; delete rule t a handle 13; delete chain t b; delete set t s
                                                                          ^
[1]
$ nft list table t
table ip t {
	counter k {
		packets 0 bytes 0
	}

	counter l {
		packets 0 bytes 0
	}

	set s {
		type ipv4_addr
	}

	set r {
		type ipv4_addr
	}

	map v {
		type ipv4_addr : verdict
	}

	map o {
		type ipv4_addr : counter
	}

	chain a {
		jump b
		ip saddr @s counter name "k"
	}

	chain b {
	}

	chain e {
	}

	chain f {
		ip saddr vmap { 10.0.0.1 : jump e }
	}
}
$ nft 'add chain t n; delete chain t n; add chain t n; add rule t a jump n; delete chain t n'
Error: Could not process rule: Device or resource busy
add chain t n; delete chain t n; add chain t n; add rule t a jump n; delete chain t n
                                                                                    ^
[1]
$ nft 'add chain t n; add element t v { 10.0.0.1 : jump n }'
$ nft 'delete element t v { 10.0.0.1 }; delete chain t n'
$ nft 'add chain t n; delete chain t n; add chain t n; add element t v { 10.0.0.2 : goto n }; delete chain t n'
Error: Could not process rule: Device or resource busy
add chain t n; delete chain t n; add chain t n; add element t v { 10.0.0.2 : goto n }; delete chain t n
                                                                                                      ^
[1]
$ nft 'add chain t n; add element t v { 10.0.0.2 : goto n, 10.0.0.3 : goto n }'
$ nft 'delete element t v { 10.0.0.2 }; delete chain t n'
Error: Could not process rule: Device or resource busy
delete element t v { 10.0.0.2 }; delete chain t n
                                                ^
[1]
$ nft 'delete chain t e'
Error: Could not process rule: Device or resource busy
delete chain t e
               ^
[1]
$ nft 'flush map t v; delete chain t n; delete map t v'
$ nft 'delete counter t l; add element t o { 10.0.0.1 : "k" }; flush chain t a; delete counter t k'
Error: Could not process rule: Device or resource busy
delete counter t l; add element t o { 10.0.0.1 : "k" }; flush chain t a; delete counter t k
                                                                                          ^
[1]
$ nft 'flush chain t a; flush map t o; delete counter t l; delete counter t k'
$ nft 'add counter t m; add rule t a counter name "m"; delete counter t m'
Error: Could not process rule: Device or resource busy
add counter t m; add rule t a counter name "m"; delete counter t m
                                                                 ^
[1]
$ nft 'add counter t m; add rule t a counter name "m"; replace rule t a handle 99 accept; delete counter t m'
Error: Could not process rule: No such file or directory
add counter t m; add rule t a counter name "m"; replace rule t a handle 99 accept; delete counter t m
                                                                        ^^
Error: Could not process rule: Device or resource busy
add counter t m; add rule t a counter name "m"; replace rule t a handle 99 accept; delete counter t m
                                                                                                    ^
[1]
$ nft 'delete set t s; add rule t a ip saddr @s'
Error: No such file or directory
delete set t s; add rule t a ip saddr @s
                                      ^^
[1]
$ nft list table t
table ip t {
	set s {
		type ipv4_addr
	}

	set r {
		type ipv4_addr
	}

	map o {
		type ipv4_addr : counter
	}

	chain a {
	}

	chain b {
	}

	chain e {
	}

	chain f {
		ip saddr vmap { 10.0.0.1 : jump e }
	}
}
