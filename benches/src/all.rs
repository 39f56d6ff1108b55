//! `tollgate-bench all`: everything that docs/src/performance.md shows, one after the other.

use std::{
    io,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::Instant,
};

/// What is measured and how.
#[derive(Clone, Debug)]
pub struct AllOptions {
    /// The folder for the results.
    pub results: PathBuf,
    /// Only steps with this in their name.
    pub filter: Option<String>,
    /// As short as can be: to see that everything works.
    pub quick: bool,
}

/// One run of this program.
#[derive(Clone, Copy, Debug)]
struct Step {
    /// The file of its results, without `.json`.
    name: &'static str,
    /// Whether it is kept on one processor.
    pinned: bool,
    /// Its arguments.
    arguments: &'static str,
    /// How long it measures, and how long it does when quick.
    time: [&'static str; 2],
}

/// Those of the step that cargo builds programs for.
const CRITERION: &str = "criterion";

/// All of them.
const STEPS: &[Step] = &[
    Step {
        name: "criterion",
        pinned: true,
        arguments: CRITERION,
        time: ["--time 3", "--time 0.2"],
    },
    Step {
        name: "memory",
        pinned: false,
        arguments: "memory --sizes 64 --work nat --rules 100",
        time: ["--rounds 5 --time 100", "--rounds 1 --time 20"],
    },
    Step {
        name: "matrix",
        pinned: true,
        arguments: "memory --workers 1",
        time: ["--rounds 3 --time 50", "--rounds 1 --time 5"],
    },
    Step {
        name: "scale",
        pinned: false,
        arguments: "scale",
        time: ["--rounds 5 --time 100", "--rounds 1 --time 20"],
    },
    Step {
        name: "lookup",
        pinned: true,
        arguments: "lookup --sizes 1000,100000,1000000",
        time: ["--rounds 5", "--rounds 1"],
    },
    Step {
        name: "new-flows",
        pinned: false,
        arguments: "new-flows",
        time: ["--rounds 3", "--rounds 1"],
    },
    Step {
        name: "live-plain",
        pinned: false,
        arguments: "live --plain --only tcp,frames --routers kernel,packet,tap --rate 900000",
        time: ["--rounds 3 --time 2", "--rounds 1 --time 0.5"],
    },
    Step {
        name: "live",
        pinned: false,
        arguments: "live --routers kernel,packet,tap,xdp --rate 400000",
        time: ["--rounds 3 --time 1", "--rounds 1 --time 0.5"],
    },
    Step {
        name: "live-offload",
        pinned: false,
        arguments: "live --only frames --routers kernel,xdp,generic-offload --rate 400000",
        time: ["--rounds 3 --time 2", "--rounds 1 --time 0.5"],
    },
    Step {
        name: "live-xdp-frames",
        pinned: false,
        arguments: "live --only frames --xdp-frames --routers kernel,packet,xdp,xdp-offload --rate 400000",
        time: ["--rounds 3 --time 2", "--rounds 1 --time 0.5"],
    },
];

/// Measures everything, each step by a process of its own. What fails does not keep the rest from being measured.
///
/// # Errors
/// If a step failed.
pub fn run(options: &AllOptions) -> io::Result<()> {
    let filter = options.filter.as_deref().unwrap_or_default();
    let steps: Vec<_> = STEPS
        .iter()
        .filter(|step| step.name.contains(filter))
        .collect();
    let begin = Instant::now();
    if steps.iter().any(|step| step.arguments == CRITERION) {
        // Before it is kept on one processor.
        let cargo = ["bench", "--quiet", "-p", "tollgate-benches", "--no-run"];
        Command::new("cargo").args(cargo).status()?;
    }
    let mut failed = Vec::new();
    for (number, step) in steps.iter().enumerate() {
        let mut command = step.command(&options.results, options.quick)?;
        let took = begin.elapsed().as_secs();
        let (number, all, line) = (number + 1, steps.len(), step.line(options.quick));
        eprintln!("=== {number} of {all}, after {took} s: {}", line.join(" "));
        if !command.status()?.success() {
            failed.push(step.name);
        }
    }
    eprintln!("=== {} s", begin.elapsed().as_secs());
    if failed.is_empty() {
        return Ok(());
    }
    Err(io::Error::other(format!("failed: {}", failed.join(", "))))
}

impl Step {
    fn words(&self, quick: bool) -> impl Iterator<Item = &'static str> {
        let words = self.arguments.split_whitespace();
        words.chain(self.time[usize::from(quick)].split_whitespace())
    }

    fn command(&self, results: &Path, quick: bool) -> io::Result<Command> {
        let program = std::env::current_exe()?;
        let mut command = if self.pinned {
            // The last one: interrupts go to the first one more often than not.
            let last = thread::available_parallelism()?.get() - 1;
            let mut command = Command::new("taskset");
            command.args(["-c", &last.to_string()]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.args(self.words(quick)).arg("--json");
        command.arg(results.join(self.name).with_extension("json"));
        Ok(command)
    }

    /// The command line, without where results go.
    fn line(&self, quick: bool) -> Vec<&'static str> {
        std::iter::once("tollgate-bench")
            .chain(self.words(quick))
            .collect()
    }
}

/// The command lines of all steps, in order.
#[must_use]
pub fn command_lines() -> Vec<Vec<&'static str>> {
    let both = |step: &'static Step| [false, true].map(|quick| step.line(quick));
    STEPS.iter().flat_map(both).collect()
}
