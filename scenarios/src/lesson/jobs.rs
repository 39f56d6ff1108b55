//! What is typed at a prompt: a command, one that goes on beside the others, or what ends such a one.
//!
//! The notation is that of a shell: `COMMAND &` starts a job, `fg` (or `wait`) waits for its end,
//! `kill %1` and `kill -INT %1` end it. `%1` may be left out for `fg`: the job started last.

use crate::backend::JobId;

/// A line, as far as jobs are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Typed<'a> {
    /// To be run to its end.
    Command(&'a str),
    /// To be started.
    Start(&'a str),
    /// To be waited for.
    Wait(Option<usize>),
    /// To be sent a signal.
    Kill(&'a str, usize),
}

impl<'a> Typed<'a> {
    pub(super) fn read(line: &'a str) -> Self {
        let words: Vec<&str> = line.split_whitespace().collect();
        let number = |word: &str| word.strip_prefix('%')?.parse::<usize>().ok();
        match words.as_slice() {
            ["fg" | "wait"] => Self::Wait(None),
            ["fg" | "wait", job] if number(job).is_some() => Self::Wait(number(job)),
            ["kill", job] => match number(job) {
                Some(job) => Self::Kill("TERM", job),
                None => Self::Command(line),
            },
            ["kill", signal, job] => match (signal.strip_prefix('-'), number(job)) {
                (Some(signal), Some(job)) => Self::Kill(signal, job),
                _ => Self::Command(line),
            },
            _ => match line.strip_suffix('&').filter(|rest| !rest.ends_with('&')) {
                Some(command) => Self::Start(command.trim_end()),
                None => Self::Command(line),
            },
        }
    }
}

/// A job.
#[derive(Debug)]
pub(super) struct Job {
    node: usize,
    number: usize,
    pub(super) id: JobId,
    /// So many bytes of its output have been shown.
    pub(super) shown: usize,
}

/// The jobs of all nodes.
#[derive(Debug, Default)]
pub(super) struct Jobs(Vec<Job>);

impl Jobs {
    /// Notes a job; a shell gives it the number behind the highest.
    pub(super) fn add(&mut self, node: usize, id: JobId, shown: usize) {
        let numbers = self.0.iter().filter(|job| job.node == node);
        let number = numbers.map(|job| job.number).max().unwrap_or(0) + 1;
        self.0.push(Job {
            node,
            number,
            id,
            shown,
        });
    }

    /// Takes a job out; without a number, the one that the node started last.
    pub(super) fn take(&mut self, node: usize, number: Option<usize>) -> Option<Job> {
        let wanted =
            |job: &Job| job.node == node && number.is_none_or(|number| job.number == number);
        let at = self.0.iter().rposition(wanted)?;
        Some(self.0.remove(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_a_shell_reads_them() {
        for (line, typed) in [
            ("ping -c 1 a", Typed::Command("ping -c 1 a")),
            ("true && true", Typed::Command("true && true")),
            ("tcpdump -n &", Typed::Start("tcpdump -n")),
            ("fg", Typed::Wait(None)),
            ("fg %2", Typed::Wait(Some(2))),
            ("kill %1", Typed::Kill("TERM", 1)),
            ("kill -INT %1", Typed::Kill("INT", 1)),
            ("kill 17", Typed::Command("kill 17")),
        ] {
            assert_eq!(Typed::read(line), typed);
        }
    }

    #[test]
    fn numbers_are_given_as_a_shell_gives_them() {
        let mut jobs = Jobs::default();
        jobs.add(0, JobId(7), 0);
        jobs.add(1, JobId(8), 0);
        jobs.add(0, JobId(9), 0);
        assert_eq!(jobs.take(0, Some(1)).map(|job| job.id), Some(JobId(7)));
        jobs.add(0, JobId(10), 0);
        assert_eq!(jobs.take(0, Some(3)).map(|job| job.id), Some(JobId(10)));
        assert_eq!(jobs.take(0, None).map(|job| job.id), Some(JobId(9)));
        assert!(jobs.take(0, None).is_none());
    }
}
