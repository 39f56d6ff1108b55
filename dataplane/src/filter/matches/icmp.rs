//! `-m icmp` and `-m icmp6`: type and code of a message.

use crate::filter::Test;

/// Types and codes of ICMP messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct IcmpType {
    /// The type; 255 stands for any in `-m icmp`.
    pub kind: u8,
    /// The codes (first, last): (0, 255) for all.
    pub codes: (u8, u8),
}

/// `-m icmp`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Icmp {
    /// `--icmp-type`.
    pub icmp_type: Test<IcmpType>,
}

/// `-m icmp6`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Icmp6 {
    /// `--icmpv6-type`.
    pub icmp_type: Test<IcmpType>,
}
