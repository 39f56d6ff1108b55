//! The tables of all routes, as the kernel orders them: dense, for millions of routes.

mod body;
mod table4;
mod table6;

pub(super) use body::{Bodies, BodyId, Entry, RouteBody, SourceFiles, SourceLine, quick_hash};
pub(super) use table4::{Fib4, Found4, Key4};
pub(super) use table6::{Fib6, Found6, Key6};
