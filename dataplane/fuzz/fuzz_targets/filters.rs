//! Arbitrary filters and actions on arbitrary frames.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "shared/filters.rs"]
mod filters;

fuzz_target!(|data: &[u8]| filters::fuzz(data));
