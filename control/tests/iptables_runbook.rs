//! Commands of `iptables` in a runbook: where their rules come from, and which word is to blame.

mod folder;

use control::{config::Model, lang::LoadError};
use dataplane::{filter::TableKind, route::Family};
use folder::Folder;

/// The lines that the rules of INPUT come from.
fn sources(model: &Model) -> Vec<(String, u32)> {
    let tables = model.netfilter().of(Family::V4);
    let table = tables.get(TableKind::Filter).expect("the table");
    let rules = table.chain("INPUT").expect("the chain").rules().iter();
    rules
        .map(|rule| {
            let source = rule.source.as_ref().expect("a line");
            let file = source.file.rsplit('/').next().unwrap_or_default();
            (file.to_owned(), source.line)
        })
        .collect()
}

#[test]
fn rules_know_the_line_that_they_come_from() {
    let folder = Folder::new();
    let saved = folder.file(
        "saved",
        "*filter\n# a comment\n-A INPUT -s 1.2.3.4\nCOMMIT\n",
    );
    let text = format!(
        "#!/bin/sh\n\
         iptables-restore -n < {saved}\n\
         iptables-restore -n {saved}\n\
         \n\
         iptables-restore -n <<'EOF'\n\
         *filter\n\
         -A INPUT -m comment --comment \"$5 a\"\n\
         COMMIT\n\
         EOF\n\
         iptables -A INPUT \\\n  -j ACCEPT\n"
    );
    let model = folder.load(&text).expect("it loads");
    let lines = [("saved", 3), ("saved", 3), ("runbook", 7), ("runbook", 10)];
    assert_eq!(
        sources(&model),
        lines.map(|(file, line)| (file.to_owned(), line))
    );
}

/// The complaint about a command, and what stands above the caret.
fn blamed(command: &str) -> (String, String) {
    let folder = Folder::new();
    match folder.load(&format!("iptables -N a\n{command}\n")) {
        Err(LoadError::Command(diagnostic)) => {
            let span = diagnostic.span;
            let word = diagnostic
                .source
                .chars()
                .skip(span.column as usize - 1)
                .take(span.width as usize)
                .collect();
            let message = diagnostic.message.lines().next().unwrap_or_default();
            (message.to_owned(), word)
        }
        Err(LoadError::File(..)) => unreachable!("the file is there"),
        Ok(_) => ("no error".to_owned(), String::new()),
    }
}

#[test]
fn the_caret_stands_under_the_word_that_is_to_blame() {
    let cases = [
        (
            "iptables -A INPUT -p tcp --dport x -j DROP",
            "invalid port/service `x' specified",
            "x",
        ),
        (
            "iptables -A INPUT -s 1.2.3.4,1.2.3.x -j DROP",
            "host/network `1.2.3.x' not found",
            "1.2.3.4,1.2.3.x",
        ),
        (
            "iptables -A nowhere -j DROP",
            "No chain/target/match by that name.",
            "nowhere",
        ),
        (
            "iptables -A INPUT -j nowhere -s 1.1.1.1",
            "Couldn't load target `nowhere':No such file or directory",
            "nowhere",
        ),
        (
            "iptables -A INPUT -m nowhere -s 1.1.1.1",
            "Couldn't load match `nowhere':No such file or directory",
            "nowhere",
        ),
        (
            "iptables -t nowhere -A INPUT",
            "can't initialize iptables table `nowhere': Table does not exist (do you need to insmod?)",
            "nowhere",
        ),
        (
            "iptables -I INPUT 7 -j DROP",
            "Index of insertion too big.",
            "7",
        ),
        (
            "iptables -A INPUT -s 1.1.1.1 -j MASQUERADE",
            "Invalid argument. Run `dmesg' for more information.",
            "MASQUERADE",
        ),
        ("iptables -P INPUT REJECT", "Bad policy name.", "REJECT"),
        ("iptables -X INPUT", "Invalid argument.", "INPUT"),
        ("iptables -N a", "Chain already exists.", "a"),
        ("iptables -A INPUT --nothing", "unknown option", "--nothing"),
        (
            "iptables -A INPUT -o eth0",
            "Can't use -o with INPUT",
            "INPUT",
        ),
        (
            "iptables -t nat -A OUTPUT -j DROP",
            "iptables v1.8.9 (legacy):",
            "DROP",
        ),
        ("iptables -L INPUT -L", "Cannot use -L with -L", "-L"),
    ];
    for (command, message, word) in cases {
        let (said, under) = blamed(command);
        assert!(said.contains(message), "{command}: {said}");
        assert_eq!(under, word, "{command}: {said}");
    }
}
