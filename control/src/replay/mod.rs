//! `tollgate replay`: captures through a configuration, in virtual time.

mod capture;
mod merge;

pub use capture::{Capture, CaptureError, CaptureWriter, Frame};
