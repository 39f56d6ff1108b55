# What the C library says of options.
$ nft --de
nft: option '--de' is ambiguous; possibilities: '--define' '--debug'
[1]
$ nft --d=3
nft: option '--d=3' is ambiguous; possibilities: '--define' '--debug'
[1]
$ nft --h
nft: option '--h' is ambiguous; possibilities: '--help' '--handle'
[1]
$ nft --s list ruleset
nft: option '--s' is ambiguous; possibilities: '--stateless' '--service'
[1]
$ nft --num
nft: option '--num' is ambiguous; possibilities: '--numeric' '--numeric-priority' '--numeric-protocol' '--numeric-time'
[1]
$ nft --numeric-pr list ruleset
nft: option '--numeric-pr' is ambiguous; possibilities: '--numeric-priority' '--numeric-protocol'
[1]
$ nft --in
nft: option '--in' is ambiguous; possibilities: '--interactive' '--includepath'
[1]
$ nft --xx=3
nft: unrecognized option '--xx=3'
[1]
$ nft --handle=3
nft: option '--handle' doesn't allow an argument
[1]
$ nft --he=
nft: option '--help' doesn't allow an argument
[1]
$ nft --t=x list ruleset
nft: option '--terse' doesn't allow an argument
[1]
$ nft --ve=1
nft: option '--version' doesn't allow an argument
[1]
$ nft --fi
nft: option '--file' requires an argument
[1]
$ nft -aQ
nft: invalid option -- 'Q'
[1]
$ nft --ter list ruleset
