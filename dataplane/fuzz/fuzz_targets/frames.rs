//! Arbitrary frames through a router without rules.

#![no_main]

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;

#[path = "shared/frames.rs"]
mod frames;

thread_local! {
    static TARGET: RefCell<frames::Target> = RefCell::new(frames::Target::new(""));
}

fuzz_target!(|data: &[u8]| TARGET.with_borrow_mut(|target| target.fuzz(data)));
