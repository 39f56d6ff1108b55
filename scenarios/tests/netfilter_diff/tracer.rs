//! What is told of a packet's way through the rules: by the kernel's `-j TRACE`, by Tollgate's, and by
//! `tollgate explain` before the packet even came.

use std::io;

use dataplane::{
    drop_reason::DropReason,
    filter::{Ruleset, TableKind, Target},
    trace::{RuleOutcome, TraceStep},
};
use scenarios::oracle::{KernelLog, Tollgate};

/// Compares what is told of one frame after the other.
#[derive(Debug)]
pub(crate) struct Tracer {
    log: KernelLog,
    /// What was explained of the frame: `table:chain:number` of what it meets, or why nothing was.
    explained: Result<Vec<String>, String>,
    /// Steps that were told alike.
    pub(crate) steps: usize,
    /// Frames that were not compared, for others filled the kernel's log.
    pub(crate) unheard: usize,
}

/// What source addresses of frames begin with: the kernel's log is that of all namespaces.
fn mark() -> [u8; 5] {
    let [a, b, c, d] = std::process::id().to_be_bytes();
    [0x02 | a << 2, 0xaa, b, c, d]
}

impl Tracer {
    pub(crate) fn new() -> Self {
        Self {
            log: KernelLog::open().expect("the kernel's log can be read"),
            explained: Ok(Vec::new()),
            steps: 0,
            unheard: 0,
        }
    }

    /// Marks a frame that is to be received, so that lines about it are known.
    pub(crate) fn begin(&mut self, frame: &mut [u8]) {
        if let Some(address) = frame.get_mut(6..11) {
            address.copy_from_slice(&mark());
        }
        // What others logged meanwhile.
        while self.log.read().is_err_and(|error| is_lost(&error)) {}
    }

    /// Has the way explained of a frame that Tollgate is to receive.
    pub(crate) fn foretell(&mut self, tollgate: &mut Tollgate, port: usize, frame: &[u8]) {
        tollgate.log();
        self.explained = match tollgate.explain(port, frame) {
            Ok(explanation) => {
                let snapshot = &explanation.snapshot;
                let rules = if frame[12..14] == [0x86, 0xdd] {
                    &snapshot.filter6
                } else {
                    &snapshot.filter4
                };
                let story = explanation.packets[0].story.iter();
                let own = story.filter(|told| told.subject == 0);
                Ok(met(own.map(|told| &told.step), rules))
            }
            Err(error) => Err(error.to_string()),
        };
    }

    /// Compares what the three told of the frame that both have received.
    pub(crate) fn compare(&mut self, tollgate: &mut Tollgate) -> Result<(), String> {
        let lines = match self.log.read() {
            Err(error) if is_lost(&error) => {
                self.unheard += 1;
                return Ok(());
            }
            lines => lines.expect("the log can be read"),
        };
        let source = mark().map(|byte| format!("{byte:02x}")).join(":");
        let about = |line: &str| line.contains(&format!(":{source}:"));
        let steps = |lines: Vec<String>| -> Vec<String> {
            lines
                .iter()
                .filter(|line| about(line))
                .filter_map(|line| line.strip_prefix("TRACE: "))
                .filter_map(|line| line.split_once(' '))
                .map(|(step, _)| step.to_owned())
                .collect()
        };
        let kernel = steps(lines);
        let own = steps(tollgate.log());
        let without_kind = |step: &String| match step.split(':').collect::<Vec<_>>()[..] {
            [table, chain, _, number] => format!("{table}:{chain}:{number}"),
            _ => step.clone(),
        };
        let named: Vec<_> = kernel.iter().map(without_kind).collect();
        if kernel == own && self.explained.as_ref() == Ok(&named) {
            self.steps += kernel.len();
            return Ok(());
        }
        Err(format!(
            "kernel   {kernel:?}\ntollgate {own:?}\nexplain  {:?}\n",
            self.explained
        ))
    }
}

/// Whether lines were overwritten before they were read.
fn is_lost(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}

/// Where a packet was that `-j TRACE` is asked to trace: from behind that rule on.
fn met<'s>(steps: impl Iterator<Item = &'s TraceStep>, rules: &Ruleset) -> Vec<String> {
    let mut traced = false;
    let mut met = Vec::new();
    for step in steps {
        let (table, chain, number) = match step {
            TraceStep::Rule {
                outcome: RuleOutcome::Mismatch(_),
                ..
            } => continue,
            // A match could not read the packet and dropped it: the kernel does not say which.
            TraceStep::Rule {
                spec,
                outcome: RuleOutcome::Drop(DropReason::NetfilterDrop),
                ..
            } if spec.target != Target::Drop => continue,
            TraceStep::Rule {
                table,
                chain,
                number,
                spec,
                ..
            } => {
                if !traced {
                    traced = spec.target == Target::Trace;
                    continue;
                }
                (*table, chain, *number)
            }
            TraceStep::Return { table, chain } | TraceStep::Policy { table, chain, .. } => {
                (*table, chain, rules_of(rules, *table, chain) + 1)
            }
            _ => continue,
        };
        if traced {
            met.push(format!("{}:{chain}:{number}", table.name()));
        }
    }
    met
}

/// Rules in a chain.
fn rules_of(rules: &Ruleset, table: TableKind, chain: &str) -> usize {
    let mut chains = rules.chains.iter();
    chains
        .find(|one| one.table == table && &*one.name == chain)
        .map_or(0, |one| one.rules.len())
}
