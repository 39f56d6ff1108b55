//! Classifiers (`net/sched/cls_*`): the filters of one place at work.

mod basic;
mod classifier;
mod entry;
mod flower;
mod frame;
mod fw;
mod u32;

#[cfg(test)]
mod tests;

pub(crate) use classifier::{Classifier, Verdict};
pub(crate) use frame::{Frame, place};
