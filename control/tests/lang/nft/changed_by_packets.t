# Sets that rules change: what they are said to be depends on whether they came with the rule.
$ nft add table t
$ nft add chain t c
$ nft add set t a '{ type ipv4_addr; flags timeout; }'
$ nft add rule t c 'add @a { ip saddr timeout 1s }'
$ nft add set t b '{ type ipv4_addr; }'
$ nft add element t b '{ 1.2.3.4 }'
$ nft add rule t c 'add @b { ip saddr }'
$ nft add set t d '{ type ipv4_addr; size 128; }'
$ nft 'add set t e { type ipv4_addr; size 128; }; add rule t c update @e { ip saddr }'
$ nft 'add set t g { type ipv4_addr; flags timeout; }; add rule t c add @g { ip saddr timeout 1s }'
$ nft list sets
table ip t {
	set a {
		type ipv4_addr
		size 65535
		flags timeout
	}
	set b {
		type ipv4_addr
		size 65535
		elements = { 1.2.3.4 }
	}
	set d {
		type ipv4_addr
		size 128
	}
	set e {
		type ipv4_addr
		size 128
		flags dynamic
	}
	set g {
		type ipv4_addr
		size 65535
		flags dynamic,timeout
	}
}
