//! `netem`: a bad network, for tests of what runs over it (`net/sched/sch_netem.c`).

mod discipline;
mod distribution;
mod random;
#[cfg(test)]
mod tests;

pub(super) use discipline::Netem;
