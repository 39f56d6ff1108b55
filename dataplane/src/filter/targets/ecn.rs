//! `-j ECN`: explicit congestion notification (IPv4).

/// `-j ECN`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EcnTarget {
    /// `--ecn-ip-ect`.
    pub ip_ect: Option<u8>,
    /// `--ecn-tcp-ece`, 0 or 1.
    pub tcp_ece: Option<u8>,
    /// `--ecn-tcp-cwr`, 0 or 1.
    pub tcp_cwr: Option<u8>,
    /// `--ecn-tcp-remove`.
    pub tcp_remove: bool,
}
