//! `-m addrtype`: what kind of address it is.

use crate::filter::Test;

/// Kinds of addresses, as a set: bit `n` stands for the kernel's `RTN_n` (0 unspec, 1 unicast, 2 local,
/// 3 broadcast, 4 anycast, 5 multicast, 6 blackhole, 7 unreachable, 8 prohibit, 9 throw, 10 nat,
/// 11 xresolve).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct AddrTypes(pub u16);

/// `-m addrtype`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Addrtype {
    /// `--src-type`.
    pub src: Option<Test<AddrTypes>>,
    /// `--dst-type`.
    pub dst: Option<Test<AddrTypes>>,
    /// `--limit-iface-in`.
    pub limit_iface_in: bool,
    /// `--limit-iface-out`.
    pub limit_iface_out: bool,
}
