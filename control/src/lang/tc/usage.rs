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
pub(super) const ACTIONS: &str = include_str!("usage/actions.txt");
/// `tc monitor help`.
pub(super) const MONITOR: &str = include_str!("usage/monitor.txt");

/// `pfifo` and its like.
pub(super) const FIFO: &str = include_str!("usage/q_pfifo.txt");
/// `tbf`.
pub(super) const TBF: &str = include_str!("usage/q_tbf.txt");
/// `prio`.
pub(super) const PRIO: &str = include_str!("usage/q_prio.txt");
/// `sfq`.
pub(super) const SFQ: &str = include_str!("usage/q_sfq.txt");
/// `codel`.
pub(super) const CODEL: &str = include_str!("usage/q_codel.txt");
/// `fq_codel`.
pub(super) const FQ_CODEL: &str = include_str!("usage/q_fq_codel.txt");
/// `red`.
pub(super) const RED: &str = include_str!("usage/q_red.txt");
/// `netem`.
pub(super) const NETEM: &str = include_str!("usage/q_netem.txt");
/// `htb`, qdisc and class.
pub(super) const HTB: &str = include_str!("usage/c_htb.txt");

/// `u32`.
pub(super) const U32: &str = include_str!("usage/f_u32.txt");
/// `fw`.
pub(super) const FW: &str = include_str!("usage/f_fw.txt");
/// `flower`.
pub(super) const FLOWER: &str = include_str!("usage/f_flower.txt");
/// `matchall`.
pub(super) const MATCHALL: &str = include_str!("usage/f_matchall.txt");
/// `basic`.
pub(super) const BASIC: &str = include_str!("usage/f_basic.txt");

/// `gact`.
pub(super) const GACT: &str = include_str!("usage/a_gact.txt");
/// `police`.
pub(super) const POLICE: &str = include_str!("usage/a_police.txt");
/// `mirred`.
pub(super) const MIRRED: &str = include_str!("usage/a_mirred.txt");
/// `skbedit`.
pub(super) const SKBEDIT: &str = include_str!("usage/a_skbedit.txt");
/// `pedit`.
pub(super) const PEDIT: &str = include_str!("usage/a_pedit.txt");
