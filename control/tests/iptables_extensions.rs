//! The cases of the extensions of `iptables` (`tests/lang/iptables/ext/*.t`, recorded by the tests in
//! `src/lang/iptables/extension_tests.rs`, which say what the lines mean) through the whole command:
//! with the loading of matches, abbreviated options, the columns of listings, and the kernel's checks.

mod shell_words;

use std::{fs, path::Path};

use control::{
    config::Model,
    lang::{Offline, Output, Session, execute, use_label_file},
};
use shell_words::words;

/// A router without packets.
#[derive(Default)]
struct Router {
    model: Model,
    live: Offline,
}

impl Router {
    fn run(&mut self, words: &[String]) -> (i32, String, String) {
        let mut out = Output::default();
        let mut session = Session {
            model: &mut self.model,
            live: &mut self.live,
            origin: None,
        };
        let status = execute(words, None, &mut session, &mut out);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        (status, text(out.stdout), text(out.stderr))
    }
}

/// What we answer to a command, as the files have it.
fn answer(command: &str) -> Vec<String> {
    let words = words(command);
    let tool = words[0].as_str();
    let table = (words.iter().position(|word| word == "-t")).map_or("filter", |at| &words[at + 1]);
    let mut router = Router::default();
    let (status, _, stderr) = router.run(&words);
    if status != 0 {
        let message = stderr.split("Try `").next().unwrap_or_default();
        let prefix = match status {
            2 => format!("{tool} v1.8.9 (legacy): "),
            _ => format!("{tool}: "),
        };
        let Some((warnings, message)) = message.split_once(&prefix) else {
            return vec![format!("{status}? {stderr}")];
        };
        let message = message.strip_suffix('\n').unwrap_or(message);
        let mut answer: Vec<_> = warnings.lines().map(|line| format!("W {line}")).collect();
        answer.push(format!("{status} {}", message.replace('\n', "\\n")));
        return answer;
    }
    let mut listing = |options: &[&str]| {
        let line: Vec<String> = [&[tool, "-t", table], options]
            .concat()
            .into_iter()
            .map(str::to_owned)
            .collect();
        let (status, stdout, stderr) = router.run(&line);
        assert_eq!(status, 0, "{line:?}: {stderr}");
        stdout
    };
    // The only rule there is.
    let shown = |listing: String| {
        let is_rule = |line: &&str| {
            !line.is_empty() && !line.starts_with("Chain ") && !line.starts_with("target ")
        };
        listing.lines().find(is_rule).unwrap_or_default().to_owned()
    };
    let rules = listing(&["-S"]);
    let rule = rules.lines().find(|line| line.starts_with("-A "));
    let mut answer: Vec<_> = stderr.lines().map(|line| format!("W {line}")).collect();
    answer.extend([
        format!("S {}", rule.unwrap_or_default()),
        format!("L {}$", shown(listing(&["-L"]))),
        format!("N {}$", shown(listing(&["-L", "-n"]))),
    ]);
    answer
}

#[test]
fn commands_with_extensions_answer_as_the_real_tool_does() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lang");
    use_label_file(Some(tests.join("etc/xtables/connlabel.conf")));
    let folder = tests.join("iptables/ext");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let mut wrong = Vec::new();
    let mut count = 0;
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let mut lines = text
            .lines()
            .filter(|line| !line.starts_with('#'))
            .peekable();
        while let Some(command) = lines.next() {
            let mut real = Vec::new();
            while let Some(line) = lines.next_if(|line| line.starts_with("  ")) {
                real.push(line[2..].to_owned());
            }
            let ours = answer(command);
            count += 1;
            if ours != real {
                let (real, ours) = (real.join("\n    "), ours.join("\n    "));
                wrong.push(format!("{command}\n  real\n    {real}\n  ours\n    {ours}"));
            }
        }
    }
    assert!(count > 900, "only {count} cases");
    assert!(
        wrong.is_empty(),
        "{} of {count} differ\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
