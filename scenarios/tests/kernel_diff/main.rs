//! Linux is the oracle: random configurations and frames are given to the kernel and to Tollgate,
//! and what each sends because of every single frame is compared byte for byte.
//!
//! Needs root. Without more said, the same configurations are tried each time. `TOLLGATE_DIFF_SEED`
//! begins elsewhere (seeds name configurations and frames for good), and `TOLLGATE_DIFF_SECONDS`
//! goes on for that long.
//! What disagrees is printed with all that is needed to see it again.

mod case;
mod frames;
mod mask;

use std::time::{Duration, Instant};

use scenarios::oracle::{Dice, Kernel, Sent, Tollgate, hex};

use case::Case;

/// Frames given to each configuration.
const FRAMES: usize = 1000;
/// Configurations tried if no time is given.
const CASES: usize = 40;
/// Disagreements shown in full.
const SHOWN: usize = 10;
/// Frames in a million that may disagree: see docs/src/fidelity.md for what is known to.
const MAY_DISAGREE: usize = 1000;

#[derive(Default)]
struct Score {
    cases: usize,
    frames: usize,
    /// Frames that made somebody send something.
    answered: usize,
    differ: usize,
    /// Those in which one has sent a redirect, and the other has not.
    limited: usize,
    /// Those about frames from or to `::`.
    unspecified: usize,
    /// Command lines that one accepts and the other refuses.
    refused: usize,
}

impl Score {
    /// Gives one configuration and its frames to both.
    fn compare(&mut self, seed: u64) {
        let case = Case::new(seed);
        let macs = [0, 1, 2].map(case::router_mac);
        let mut kernel = Kernel::new(&macs);
        let mut tollgate = Tollgate::new(seed, &macs);
        let errors = kernel.run(&case.lines);
        for (line, theirs) in case.lines.iter().zip(errors) {
            let ours = tollgate.run(line).err().unwrap_or_default();
            if ours.is_empty() != theirs.is_empty() {
                self.refused += 1;
                println!("seed {seed}: {line}: kernel {theirs:?}, tollgate {ours:?}");
            }
        }
        // The ports' and that of `lo`.
        kernel.settle(case.own6.len() + 1);
        kernel.collect();
        tollgate.collect();
        self.cases += 1;
        let mut printed = false;
        let mut dice = Dice::new(seed);
        for number in 0..FRAMES {
            let arrival = frames::frame(&case, &mut dice, number);
            let theirs = kernel.exchange(arrival.port, &arrival.frame);
            let ours = tollgate.exchange(arrival.port, &arrival.frame);
            let (theirs, ours) = (comparable(&case, theirs), comparable(&case, ours));
            self.frames += 1;
            self.answered += usize::from(!theirs.is_empty());
            if ours != theirs && mask::is_limited(&theirs, &ours) {
                self.limited += 1;
            } else if ours != theirs && mask::is_unspecified(&arrival.frame) {
                self.unspecified += 1;
            } else if ours != theirs {
                self.differ += 1;
                if self.differ <= shown() {
                    if !std::mem::replace(&mut printed, true) {
                        println!("=== seed {seed}\n{}", case.lines.join("\n"));
                    }
                    println!("--- seed {seed} frame {number} by p{}", arrival.port);
                    println!("in       {}", hex(&arrival.frame));
                    show("kernel  ", &theirs);
                    show("tollgate", &ours);
                }
            }
        }
        let totals = tollgate.router().totals();
        let left = totals.sent + totals.consumed + totals.dropped() + totals.held();
        assert_eq!(
            totals.received + totals.made,
            left,
            "every frame is accounted for"
        );
    }
}

/// Frames in the order and form in which they are compared: one frame's consequences have no order.
fn comparable(case: &Case, sent: Sent) -> Sent {
    let mut sent: Sent = sent
        .into_iter()
        .filter(|(_, frame)| !mask::is_membership(frame))
        .collect();
    for (_, frame) in &mut sent {
        mask::mask(case, frame);
    }
    sent.sort();
    sent
}

fn show(who: &str, sent: &Sent) {
    for (port, frame) in sent {
        println!("{who} p{port} {}", hex(frame));
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn shown() -> usize {
    number("TOLLGATE_DIFF_SHOW").map_or(SHOWN, |count| count as usize)
}

#[test]
fn the_kernel_and_tollgate_send_the_same() {
    if !scenarios::netns::available(&["unshare", "bash", "sysctl"]) {
        return;
    }
    let start = Instant::now();
    let budget = number("TOLLGATE_DIFF_SECONDS").map(Duration::from_secs);
    let first = number("TOLLGATE_DIFF_SEED").unwrap_or(0);
    let mut score = Score::default();
    for seed in first.. {
        score.compare(seed);
        if budget.map_or(score.cases >= CASES, |budget| start.elapsed() >= budget) {
            break;
        }
    }
    let Score {
        cases,
        frames,
        answered,
        differ,
        limited,
        unspecified,
        refused,
    } = score;
    println!(
        "{frames} frames to {cases} configurations, {answered} of them answered or forwarded by \
         the kernel: {differ} disagreements, besides {limited} about limited redirects and \
         {unspecified} from or to ::, and {refused} command lines"
    );
    assert_eq!(refused, 0, "command lines that only one of them accepts");
    let differ = differ + limited + unspecified;
    assert!(
        differ * 1_000_000 <= frames * MAY_DISAGREE,
        "more disagreements than are known"
    );
}
