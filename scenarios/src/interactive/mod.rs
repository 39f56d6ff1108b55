//! `tollgate lab shell`: a lab to play with, in one process.

mod world;

pub use world::{World, standard};
