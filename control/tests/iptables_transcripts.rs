//! `iptables` and its like against the real ones: transcripts that both have to reproduce byte for byte.
//!
//! A transcript (`tests/lang/iptables/*.t`, see `transcript/`) is a terminal log of a network namespace
//! in which nobody has asked for a table yet, or of a router that has just booted. The texts are what
//! Debian's iptables 1.8.9 printed, its legacy variant; with root, the tool that is installed has to
//! print them again. `TOLLGATE_RECORD=1` writes them anew, `TOLLGATE_TRANSCRIPTS=FOLDER` takes others.
//! A file that begins with `#!tollgate` is checked by hand: there we differ.

mod idle_router;
mod transcript;

use std::process::Command;

use idle_router::IdleRouter;
use transcript::{Action, Namespace, ask_ours, ask_real_tool, joined, status_of};

/// What our command prints.
fn ours(router: &mut IdleRouter, action: &Action) -> String {
    let (words, stdin) = action.command();
    let (status, out) = router.execute(words, stdin);
    undated(&joined(&out.stdout, &out.stderr, status))
}

/// What the real one prints.
fn kernels(namespace: &mut Namespace, action: &Action) -> String {
    let (words, stdin) = action.command();
    let mut words = words.to_vec();
    // The plain names may be those of the nft variant.
    for family in ["iptables", "ip6tables"] {
        if let Some(rest) = words[0].strip_prefix(family)
            && !rest.starts_with("-legacy")
        {
            words[0] = format!("{family}-legacy{rest}");
        }
    }
    let out = namespace.run(&words, stdin);
    undated(&joined(&out.stdout, &out.stderr, status_of(&out)))
}

/// With one date for all in the comments of `iptables-save`.
fn undated(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        match line.split_once(" on ") {
            Some((start, _)) if start.starts_with("# ") => {
                kept.push_str(start);
                kept.push_str(" on DATE\n");
            }
            Some(_) | None => kept.push_str(line),
        }
    }
    kept
}

#[test]
fn ours_prints_the_transcripts() {
    ask_ours("iptables", str::to_owned, IdleRouter::new, ours);
}

/// Why the real tool can't be asked here.
fn obstacle() -> Option<&'static str> {
    let Ok(version) = Command::new("iptables-legacy").arg("-V").output() else {
        return Some("no iptables-legacy");
    };
    if !rustix::process::geteuid().is_root() {
        return Some("not root");
    }
    if version.stdout != b"iptables v1.8.9 (legacy)\n" {
        return Some("iptables-legacy is not 1.8.9");
    }
    None
}

#[test]
fn the_real_tool_prints_the_transcripts() {
    let namespace = |name: &str| Namespace::new(&format!("iptables-{name}"));
    ask_real_tool("iptables", obstacle(), str::to_owned, namespace, kernels);
}
