//! `-j CONNMARK`: the mark of the connection, from and to the packet's.

/// `-j CONNMARK`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnmarkTarget {
    /// `--set-xmark VALUE/MASK` (and its other forms): the connection's mark is ANDed with the
    /// complement of `mask` and XORed with `value`.
    Set {
        /// The bits to flip.
        value: u32,
        /// The bits to clear.
        mask: u32,
    },
    /// `--save-mark`: connection = (connection & ~ctmask) ^ (packet & nfmask).
    Save {
        /// `--nfmask`.
        nfmask: u32,
        /// `--ctmask`.
        ctmask: u32,
    },
    /// `--restore-mark`: packet = (packet & ~nfmask) ^ (connection & ctmask).
    Restore {
        /// `--nfmask`.
        nfmask: u32,
        /// `--ctmask`.
        ctmask: u32,
    },
}
