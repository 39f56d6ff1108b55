//! Actions (`net/sched/act_*`): what is done to packets that a filter matches, besides naming their class.

mod list;
mod mirred;
mod pedit;
mod police;
mod skbedit;
mod spec;
mod state;

#[cfg(test)]
mod tests;

pub(crate) use list::{ActionList, Taken};
pub use spec::{
    Action, ActionKind, Control, GactSpec, MirredSpec, PeditKey, PeditSpec, PoliceSpec, SkbeditSpec,
};
pub use state::ActionState;
