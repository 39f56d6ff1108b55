//! `-m ecn`: explicit congestion notification.

use crate::filter::Test;

/// `-m ecn`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ecn {
    /// `--ecn-ip-ect`, 0 to 3: the two bits of the IP header.
    pub ip_ect: Option<Test<u8>>,
    /// `--ecn-tcp-ece`: `not` asks for the bit to be clear.
    pub tcp_ece: Option<Test<()>>,
    /// `--ecn-tcp-cwr`.
    pub tcp_cwr: Option<Test<()>>,
}
