//! CPU time of some threads and of the kernel's softirq threads.

use std::{fs, time::Duration};

/// The threads whose time is counted, besides `ksoftirqd`.
#[derive(Clone, Debug, Default)]
pub(super) struct Accounts {
    /// All threads of these processes.
    pub(super) pids: Vec<u32>,
}

impl Accounts {
    /// CPU time so far. The scheduler's own count is used (`/proc/…/schedstat`), which includes the
    /// softirqs that ran on a thread's back: on a kernel without `IRQ_TIME_ACCOUNTING` nothing else
    /// sees those exactly.
    pub(super) fn now(&self) -> Duration {
        let nanos = softirq_threads().iter().map(|&pid| runtime(pid, pid)).sum();
        Duration::from_nanos(nanos) + self.processes()
    }

    /// CPU time of the processes alone.
    pub(super) fn processes(&self) -> Duration {
        let of = |&pid: &u32| -> u64 { threads(pid).iter().map(|&tid| runtime(pid, tid)).sum() };
        Duration::from_nanos(self.pids.iter().map(of).sum())
    }
}

fn numbers(directory: &str) -> Vec<u32> {
    fs::read_dir(directory)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .collect()
}

fn threads(pid: u32) -> Vec<u32> {
    numbers(&format!("/proc/{pid}/task"))
}

fn softirq_threads() -> Vec<u32> {
    numbers("/proc")
        .into_iter()
        .filter(|pid| {
            fs::read_to_string(format!("/proc/{pid}/comm"))
                .is_ok_and(|name| name.starts_with("ksoftirqd/"))
        })
        .collect()
}

/// Nanoseconds that a thread has run.
fn runtime(pid: u32, tid: u32) -> u64 {
    fs::read_to_string(format!("/proc/{pid}/task/{tid}/schedstat"))
        .ok()
        .and_then(|text| text.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}
