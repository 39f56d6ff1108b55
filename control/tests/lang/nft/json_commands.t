#!tollgate
# Commands in JSON are refused; listings of what is dormant say so.
$ nft -j '{"nftables": [{"list": {"tables": {}}}]}'
nft: commands in JSON are not supported
[1]
$ nft -j -f -
> {"nftables": []}
nft: commands in JSON are not supported
[1]
$ nft add table t { flags dormant \; }
$ nft -j list tables
{"nftables": [{"metainfo": {"version": "1.0.6", "release_name": "Lester Gooch #5", "json_schema_version": 1}}, {"table": {"family": "ip", "name": "t", "handle": 1, "flags": "dormant"}}]}
