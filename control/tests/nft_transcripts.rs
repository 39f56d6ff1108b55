//! `nft` against the real one: transcripts that both have to reproduce byte for byte.
//!
//! A transcript (`tests/lang/nft/*.t`, see `transcript/`) is a terminal log of a network namespace that has
//! no tables yet, or of a router that has just booted. The texts are what Debian's nft 1.0.6 printed; with
//! root, the tool that is installed has to print them again. `TOLLGATE_RECORD=1` writes them anew,
//! `TOLLGATE_TRANSCRIPTS=FOLDER` takes others. A file that begins with `#!tollgate` is checked by hand: there
//! we differ.

mod idle_router;
mod transcript;

use idle_router::IdleRouter;
use transcript::{
    Action, Namespace, ask_ours, ask_real_tool, asked::nft_obstacle, joined, status_of,
};

/// What our command prints.
fn ours(router: &mut IdleRouter, action: &Action) -> String {
    let (words, stdin) = action.command();
    let (status, out) = router.execute(words, stdin);
    untimed(&joined(&out.stdout, &out.stderr, status))
}

/// What the real one prints.
fn kernels(namespace: &mut Namespace, action: &Action) -> String {
    let (words, stdin) = action.command();
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

#[test]
fn the_real_tool_prints_the_transcripts() {
    let namespace = |name: &str| Namespace::new(&format!("nft-{name}"));
    ask_real_tool("nft", nft_obstacle(), str::to_owned, namespace, kernels);
}
