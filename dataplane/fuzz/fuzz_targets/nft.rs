//! The grammar of `nft`.

#![no_main]

use control::lang::nft::{
    input::{Inputs, NoFiles},
    parse::{Settings, parse},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let settings = Settings {
        include_paths: &[],
        defines: &[("wan".to_owned(), "{ eth0, eth1 }".to_owned())],
        files: &NoFiles,
    };
    let mut inputs = Inputs::file("input", data);
    let parsed = parse(&mut inputs, &settings);
    for error in &parsed.errors {
        assert!(inputs.render(error).contains("Error: "));
    }
    // What was read once is read again.
    let again = parse(&mut Inputs::file("input", data), &settings);
    assert_eq!(parsed.errors, again.errors);
    assert_eq!(parsed.commands, again.commands);
});
