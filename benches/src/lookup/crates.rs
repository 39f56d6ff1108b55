//! The structures of other crates, each with a table in it.

use std::{
    hint::black_box,
    net::{Ipv4Addr, Ipv6Addr},
};

use ipnet::{Ipv4Net, Ipv6Net};
use poptrie::Poptrie;
use prefix_trie::PrefixMap;
use treebitmap::IpLookupTable;

/// Looks destinations up.
pub type Lookup<A> = Box<dyn Fn(&[A])>;
/// A structure's name, and what fills one.
pub type Peer<'r, A> = (&'static str, Box<dyn FnOnce() -> Lookup<A> + 'r>);

/// The crates have no trait in common that both families' types fit.
macro_rules! peers {
    ($(#[$doc:meta])* $name:ident, $net:ty, $addr:ty) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name(routes: &[($net, u32)]) -> [Peer<'_, $addr>; 3] {
            let treebitmap = move || {
                let mut table: IpLookupTable<$addr, u32> = IpLookupTable::new();
                for (net, info) in routes {
                    table.insert(net.network(), net.prefix_len().into(), *info);
                }
                each(move |addr: $addr| {
                    black_box(table.longest_match(addr));
                })
            };
            let prefix_trie = move || {
                let table: PrefixMap<$net, u32> = routes.iter().copied().collect();
                each(move |addr: $addr| {
                    black_box(table.get_lpm(&<$net>::from(addr)));
                })
            };
            let poptrie = move || {
                let table: Poptrie<_, u32> = routes.iter().copied().collect();
                each(move |addr: $addr| {
                    black_box(table.lookup(addr));
                })
            };
            [
                ("treebitmap", Box::new(treebitmap)),
                ("prefix-trie", Box::new(prefix_trie)),
                ("poptrie", Box::new(poptrie)),
            ]
        }
    };
}

peers!(
    /// Those for IPv4.
    peers4, Ipv4Net, Ipv4Addr
);
peers!(
    /// Those for IPv6.
    peers6, Ipv6Net, Ipv6Addr
);

/// `one` for each destination.
fn each<A: Copy + 'static>(one: impl Fn(A) + 'static) -> Lookup<A> {
    Box::new(move |addrs| addrs.iter().for_each(|&addr| one(addr)))
}
