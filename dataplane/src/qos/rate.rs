//! Rates.

/// What of a link's framing is added to a packet's length (`TC_LINKLAYER_*`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LinkLayer {
    /// Nothing.
    #[default]
    Ethernet,
    /// Cells of 53 bytes that carry 48 (ATM, ADSL).
    Atm,
}

/// A rate, and which length of a packet counts against it (`struct tc_ratespec`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RateSpec {
    /// Bytes a second.
    pub bytes_per_second: u64,
    /// Added to each packet's length, in bytes (`overhead`).
    pub overhead: u16,
    /// A shorter packet counts as this many bytes (`mpu`).
    pub mpu: u16,
    /// The framing (`linklayer`).
    pub linklayer: LinkLayer,
}
