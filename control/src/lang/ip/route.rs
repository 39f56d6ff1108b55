//! To come.

use super::context::{Context, Done};
use crate::lang::args::{Args, Failure};

/// Runs it.
pub(crate) fn run(_context: &mut Context<'_, '_>, _args: &mut Args<'_, '_>) -> Done {
    Err(Failure::returned(1, "not yet\n"))
}
