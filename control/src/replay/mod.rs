//! `tollgate replay`: captures through a configuration, in virtual time.

mod capture;

pub use capture::{Capture, CaptureError, CaptureWriter, Frame};
