//! Runbooks of `conntrack`.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "shared/runbook.rs"]
mod runbook;

fuzz_target!(|data: &[u8]| runbook::fuzz("", data));
