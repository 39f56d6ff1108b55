//! `nft` against the real one: transcripts that both have to reproduce byte for byte.
//!
//! A transcript (`tests/lang/nft/*.t`, see `transcript/`) is a terminal log of a network namespace that has
//! no tables yet, or of a router that has just booted. The texts are what Debian's nft 1.0.6 printed; with
//! root, the tool that is installed has to print them again. `TOLLGATE_RECORD=1` writes them anew,
//! `TOLLGATE_TRANSCRIPTS=FOLDER` takes others. A file that begins with `#!tollgate` is checked by hand: there
//! we differ.

mod idle_router;
mod transcript;

use std::process::Command;

use idle_router::IdleRouter;
use transcript::{Action, Namespace, ask_ours, ask_real_tool, joined, status_of};

fn command(action: &Action) -> (&[String], &str) {
    match action {
        Action::Run { words, stdin } => (words, stdin),
        Action::Directive(words) => unreachable!("no such directive: {words:?}"),
    }
}

/// What our command prints.
fn ours(router: &mut IdleRouter, action: &Action) -> String {
    let (words, stdin) = command(action);
    let (status, out) = router.execute(words, stdin);
    untimed(&joined(&out.stdout, &out.stderr, status))
}

/// What the real one prints.
fn kernels(namespace: &mut Namespace, action: &Action) -> String {
    let (words, stdin) = command(action);
    let out = namespace.run(words, stdin);
    untimed(&joined(&out.stdout, &out.stderr, status_of(&out)))
}

/// With one time for all that elements have left, and one process for all that say which they are.
fn untimed(text: &str) -> String {
    let text = replaced(text, " expires ", "TIME");
    let text = replaced(&text, "\"expires\": ", "TIME");
    replaced(&text, " by process ", "PROCESS")
}

/// With `by` in place of the word behind each `marker`.
fn replaced(text: &str, marker: &str, by: &str) -> String {
    let mut parts = text.split(marker);
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(marker);
        kept.push_str(by);
        let end = part.find([' ', ',', '\n', '}']).unwrap_or(part.len());
        kept.push_str(&part[end..]);
    }
    kept
}

#[test]
fn ours_prints_the_transcripts() {
    ask_ours("nft", str::to_owned, IdleRouter::new, ours);
}

/// Why the real tool can't be asked here.
fn obstacle() -> Option<&'static str> {
    let Ok(version) = Command::new("nft").arg("--version").output() else {
        return Some("no nft");
    };
    if !rustix::process::geteuid().is_root() {
        return Some("not root");
    }
    if !version.stdout.starts_with(b"nftables v1.0.6 ") {
        return Some("nft is not 1.0.6");
    }
    None
}

#[test]
fn the_real_tool_prints_the_transcripts() {
    let namespace = |name: &str| Namespace::new(&format!("nft-{name}"));
    ask_real_tool("nft", obstacle(), str::to_owned, namespace, kernels);
}
