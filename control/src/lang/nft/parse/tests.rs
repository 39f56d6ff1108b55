//! What the parser says, beside what nft says.

use super::*;
use crate::lang::nft::input::NoFiles;

fn parsed(line: &str) -> (Inputs, Parsed) {
    let mut inputs = Inputs::command_line(line);
    let settings = Settings {
        include_paths: &[],
        defines: &[],
        files: &NoFiles,
    };
    let parsed = parse(&mut inputs, &settings);
    (inputs, parsed)
}

/// What is said about a line, as nft prints it.
fn said(line: &str) -> String {
    let (inputs, parsed) = parsed(line);
    let said = parsed.errors.iter().map(|error| inputs.render(error));
    said.collect()
}

#[test]
#[ignore = "dev"]
fn dev() {
    let path = std::env::var("NFT_GOLDEN").unwrap();
    let golden = std::fs::read_to_string(path).unwrap();
    let (mut same, mut all) = (0, 0);
    for case in golden.split("### ").skip(1) {
        let (line, expected) = case.split_once('\n').unwrap_or((case, ""));
        all += 1;
        let got = said(line);
        if got.trim_end() == expected.trim_end() {
            same += 1;
        } else {
            println!("### {line}\nEXPECTED:\n{expected}GOT:\n{got}");
        }
    }
    println!("{same} of {all}");
}
