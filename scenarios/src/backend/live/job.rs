//! Processes that go on beside a node's shell.

use std::{
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

use crate::{backend::READY, netns::wait_until};

/// A job waits for something to happen if it has used no processor time for so long.
pub(super) const QUIET: Duration = Duration::from_millis(120);

/// A process that a node's shell has started, the leader of its group.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) node: usize,
    pub(super) pid: u32,
    /// Where it writes.
    pub(super) output: PathBuf,
}

impl Job {
    /// What it has printed so far.
    pub(super) fn printed(&self) -> String {
        let bytes = fs::read(&self.output).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// Waits until a job has done what it can do: until it uses no time any more, or is gone.
pub(super) fn settle(job: &Job) {
    let mut since = Instant::now();
    let mut before = None;
    wait_until(READY, || {
        let Some(effort) = effort(job.pid) else {
            return true;
        };
        let now = (effort, job.printed().len());
        if before != Some(now) {
            before = Some(now);
            since = Instant::now();
        }
        since.elapsed() >= QUIET
    });
}

/// Processor time of a process and its children so far, in ticks; `None` if it is gone.
pub(super) fn effort(pid: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // Behind the name, which may hold anything, proc(5) has state (3), …, utime (14), stime (15).
    let (_, fields) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = fields.split_whitespace().collect();
    if fields.first().is_none_or(|state| *state == "Z") {
        return None;
    }
    let ticks = fields
        .iter()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<u64>().ok());
    let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
    let children = children.unwrap_or_default();
    let children = children
        .split_whitespace()
        .filter_map(|pid| effort(pid.parse().ok()?));
    Some(ticks.sum::<u64>() + children.sum::<u64>())
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn a_process_that_waits_makes_no_effort() {
        let mut child = Command::new("sleep").arg("100").spawn().expect("sleep");
        let job = Job {
            node: 0,
            pid: child.id(),
            output: PathBuf::from("/nowhere"),
        };
        let began = Instant::now();
        settle(&job);
        assert!((QUIET..READY).contains(&began.elapsed()));
        assert!(effort(job.pid).is_some());
        child.kill().expect("killed");
        assert!(wait_until(READY, || effort(job.pid).is_none()));
        child.wait().expect("reaped");
    }
}
