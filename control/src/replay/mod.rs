//! `tollgate replay`: captures through a configuration, in virtual time.

mod capture;
mod merge;
mod run;

pub use capture::{Capture, CaptureError, CaptureWriter, Frame};
pub use run::{Options, ReplayError, Report, replay};
