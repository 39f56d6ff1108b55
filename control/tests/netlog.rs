//! The lines of `-j LOG` are the kernel's.
//!
//! `netlog/lines.txt` was recorded from Linux 6.18: frames that a router with LOG rules received, and
//! what its log said about them. A line `frame L3 HEX` gives a frame as it was at the hook, the lines
//! below it say `HOOK IN OUT OPTIONS MARK "LINE"`.

use std::{env, fs};

use control::netlog::line;
use dataplane::{
    filter::{Hook, targets::LogOptions},
    iface::IfIndex,
    packet::Mark,
    trace::{LogKind, LogRecord},
};

/// A case: what the kernel knew, and what it wrote.
struct Case {
    record: LogRecord,
    written: String,
}

fn cases(text: &str) -> Vec<Case> {
    let (mut l3, mut frame) = (0, Vec::new());
    let mut cases = Vec::new();
    for row in text.lines().filter(|row| !row.starts_with('#')) {
        let mut words = row.splitn(6, ' ');
        let mut word = || words.next().expect("six words");
        let first = word();
        if first == "frame" {
            l3 = word().parse().expect("an offset");
            frame = bytes(word());
            continue;
        }
        let hook = Hook::ALL.into_iter().find(|hook| hook.chain() == first);
        let [iif, oif] = [word(), word()].map(interface);
        let options = u8::from_str_radix(word(), 16).expect("options");
        let mark = u32::from_str_radix(word(), 16).expect("a mark");
        let written = word().strip_prefix('"').and_then(|w| w.strip_suffix('"'));
        let written = written.expect("a line in quotes");
        let prefix = &written[..written.find("IN=").expect("every line has it")];
        let record = LogRecord {
            kind: LogKind::Log,
            hook: hook.expect("a hook"),
            iif,
            oif,
            level: 4,
            prefix: prefix.to_owned(),
            options: LogOptions(options),
            mark: Mark(mark),
            len: frame.len(),
            frame: frame.clone(),
            l3,
        };
        cases.push(Case {
            record,
            written: written.to_owned(),
        });
    }
    cases
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks_exact(2);
    let byte = |pair| u8::from_str_radix(str::from_utf8(pair).expect("ASCII"), 16);
    digits.map(|pair| byte(pair).expect("digits")).collect()
}

fn interface(name: &str) -> Option<(IfIndex, String)> {
    let number = match name {
        "-" => return None,
        "lo" => 1,
        _ => 2,
    };
    Some((IfIndex::new(number).expect("not 0"), name.to_owned()))
}

#[test]
fn the_kernel_wrote_the_same_lines() {
    let file = env::var("TOLLGATE_LOG_LINES");
    let file = file.unwrap_or_else(|_| "tests/netlog/lines.txt".to_owned());
    let cases = cases(&fs::read_to_string(file).expect("the recorded lines"));
    assert!(cases.len() > 400, "{} lines are not all", cases.len());
    let differences: Vec<_> = cases
        .iter()
        .map(|case| (line(&case.record), &case.written, &case.record.frame))
        .filter(|(ours, written, _)| ours != *written)
        .collect();
    for (ours, written, frame) in differences.iter().take(5) {
        eprintln!("{frame:02x?}\n  kernel {written:?}\n  ours   {ours:?}");
    }
    let (differ, all) = (differences.len(), cases.len());
    assert_eq!(differ, 0, "of {all} lines");
}
