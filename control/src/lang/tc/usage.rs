//! The usage texts, as the tool prints them.

/// `tc help`.
pub(super) const TC: &str = include_str!("usage/tc.txt");
/// `tc qdisc help`.
pub(super) const QDISC: &str = include_str!("usage/qdisc.txt");
/// `tc class help`.
pub(super) const CLASS: &str = include_str!("usage/class.txt");
/// `tc filter help`.
pub(super) const FILTER: &str = include_str!("usage/filter.txt");
/// `tc chain help`.
pub(super) const CHAIN: &str = include_str!("usage/chain.txt");
/// `tc actions help`.
pub(super) const ACTION: &str = include_str!("usage/action.txt");

/// `pfifo` and its like.
pub(super) const FIFO: &str = include_str!("usage/q_pfifo.txt");
/// `tbf`.
pub(super) const TBF: &str = include_str!("usage/q_tbf.txt");
/// `htb`, qdisc and class.
pub(super) const HTB: &str = include_str!("usage/c_htb.txt");

/// `u32`.
pub(super) const U32: &str = include_str!("usage/f_u32.txt");
/// `fw`.
pub(super) const FW: &str = include_str!("usage/f_fw.txt");
