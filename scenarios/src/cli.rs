//! `tollgate lab`: lessons are listed and run.

use std::{
    env,
    ffi::OsString,
    fs,
    io::{self, BufRead, IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use clap::{Parser, Subcommand, ValueEnum};

use crate::{
    backend::{self, BackendError, Kind, Setup},
    interactive::{self, Console, Pipe, Session, Terminal, World},
    lesson::{self, Lesson, Options, Report},
    picture::book,
};

/// Lessons: networks of hosts and routers, with transcripts that are run and checked
#[derive(Debug, Parser)]
#[command(name = "tollgate lab", bin_name = "tollgate lab")]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List the lessons, one a line
    List,
    /// Run lessons: prints each with what really happens, and what differs from what is written
    Run(RunArgs),
    /// Write the lessons as pages of the book, with their pictures
    Docs {
        /// The book's sources: docs/src
        #[arg(value_name = "DIR")]
        dir: PathBuf,
    },
    /// Play with a lesson's network, or with two servers and a router: every machine has a prompt
    Shell(ShellArgs),
}

#[derive(Debug, clap::Args)]
struct ShellArgs {
    /// The lesson whose network it is, by name or as a file; without one, two servers and a router
    #[arg(value_name = "NAME|FILE")]
    lesson: Option<String>,
    /// Where the lab's random numbers come from: the same seed gives the same bytes
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

#[derive(Debug, clap::Args)]
struct RunArgs {
    /// Lessons, by name or as a file
    #[arg(required_unless_present = "all", value_name = "NAME|FILE")]
    lessons: Vec<String>,
    /// Run all of them
    #[arg(long, conflicts_with = "lessons")]
    all: bool,
    /// Where: in this process; in network namespaces with a live Tollgate; or with the kernel as
    /// the router
    #[arg(long, value_enum, default_value_t = On::Lab)]
    on: On,
    /// Wait for Enter before each command
    #[arg(long)]
    step: bool,
    /// Write what every card saw to DIR/LESSON/NODE-NIC.pcap
    #[arg(long, value_name = "DIR")]
    pcap: Option<PathBuf>,
    /// Where the lab's random numbers come from: the same seed gives the same bytes
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Print only the commands, not the text between them
    #[arg(long)]
    bare: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum On {
    Lab,
    Netns,
    Kernel,
}

impl From<On> for Kind {
    fn from(on: On) -> Self {
        match on {
            On::Lab => Self::Lab,
            On::Netns => Self::Netns,
            On::Kernel => Self::Kernel,
        }
    }
}

/// Does what `tollgate lab ARGS…` says; `args` begin with the verb `lab`.
pub fn lab(args: &[OsString]) -> ExitCode {
    let Cli { verb } = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Nowhere to complain if even that fails.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let mut out = io::stdout();
    let done = match verb {
        Verb::List => list(&mut out).map(|()| true),
        Verb::Run(args) => run(&args, &mut out),
        Verb::Docs { dir } => book::write(&lesson::library(), &dir)
            .map(|()| true)
            .map_err(io::Error::other),
        Verb::Shell(args) => shell(&args),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        // `tollgate lab run … | head` is no failure.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tollgate: {error}");
            ExitCode::FAILURE
        }
    }
}

fn list(out: &mut dyn Write) -> io::Result<()> {
    let lessons = lesson::library();
    let width = lessons.iter().map(|lesson| lesson.name.len()).max();
    let width = width.unwrap_or_default();
    for Lesson {
        name,
        title,
        slides,
        ..
    } in &lessons
    {
        let slides = slides
            .as_ref()
            .map_or(String::new(), |slides| format!(" (slides {slides})"));
        writeln!(out, "{name:width$}  {title}{slides}")?;
    }
    Ok(())
}

/// The lesson of that name, or in that file.
fn lesson(name: &str) -> Result<Lesson, String> {
    if let Some(lesson) = lesson::find(name) {
        return Ok(lesson);
    }
    let path = Path::new(name);
    let page = match fs::read_to_string(path) {
        Ok(page) => page,
        Err(_) if !name.contains(['/', '.']) => {
            return Err(format!(
                "there is no lesson {name}; `tollgate lab list` lists them"
            ));
        }
        Err(error) => return Err(format!("{name}: {error}")),
    };
    let stem = path
        .file_stem()
        .map_or(name.into(), |stem| stem.to_string_lossy());
    Lesson::read(&stem, &page).map_err(|error| format!("{name}: {error}"))
}

/// An interactive lab; whether the last command was successful.
fn shell(args: &ShellArgs) -> io::Result<bool> {
    let world = match &args.lesson {
        None => Ok(interactive::standard(args.seed)),
        Some(name) => lesson(name).and_then(|lesson| World::of_lesson(&lesson, args.seed)),
    };
    let world = world.map_err(io::Error::other)?;
    let stdin = io::stdin();
    let status = if stdin.is_terminal() && io::stdout().is_terminal() {
        let mut terminal = Terminal::open()?;
        terminal.show("lab help says what can be done here; exit leaves.\n")?;
        Session::new(world, true).run(&mut terminal)?
    } else {
        let mut pipe = Pipe::new(stdin.lock(), io::stdout());
        Session::new(world, false).run(&mut pipe)?
    };
    Ok(status == 0)
}

/// Runs lessons; whether all that ran passed.
fn run(args: &RunArgs, out: &mut dyn Write) -> io::Result<bool> {
    let lessons = if args.all {
        lesson::library()
    } else {
        let read: Result<Vec<Lesson>, String> =
            args.lessons.iter().map(|name| lesson(name)).collect();
        read.map_err(io::Error::other)?
    };
    let mut well = true;
    let mut summary = Vec::new();
    for lesson in &lessons {
        let began = Instant::now();
        let outcome = run_one(lesson, args, out)?;
        let on = Kind::from(args.on).name();
        let seconds = began.elapsed().as_secs_f64();
        let name = &lesson.name;
        summary.push(match outcome {
            Outcome::Ran(report) => {
                well &= report.passed();
                let known: Vec<_> = report.known.iter().map(|(_, why)| why.as_str()).collect();
                let known = match known.len() {
                    0 => String::new(),
                    count => format!(", {count} known to fail ({})", known.join("; ")),
                };
                match report.troubles.len() {
                    0 => format!(
                        "ok      {name} on {on}: {} commands{known}, {seconds:.2} s",
                        report.commands
                    ),
                    troubles => format!(
                        "FAILED  {name} on {on}: {troubles} of {} commands{known}, {seconds:.2} s",
                        report.commands
                    ),
                }
            }
            Outcome::NotRun(why) => format!("not run {name} on {on}: {why}"),
            Outcome::Broken(error) => {
                well = false;
                format!("FAILED  {name} on {on}: {error}")
            }
        });
    }
    writeln!(out, "\n{}", summary.join("\n"))?;
    Ok(well)
}

enum Outcome {
    Ran(Report),
    /// It is not for this backend, or needs what this kernel lacks.
    NotRun(String),
    /// The backend could not be made, or failed.
    Broken(BackendError),
}

fn run_one(lesson: &Lesson, args: &RunArgs, out: &mut dyn Write) -> io::Result<Outcome> {
    let kind = Kind::from(args.on);
    if let Some(reason) = lesson.excluded_on(kind.name()) {
        return Ok(Outcome::NotRun(reason.to_owned()));
    }
    let setup = Setup {
        seed: args.seed,
        captures: args.pcap.is_some(),
        tollgate: env::current_exe()?,
    };
    let mut backend = match backend::open(kind, lesson, &setup) {
        Ok(backend) => backend,
        Err(error) => {
            return Ok(match error.lacks(lesson) {
                Some(lacks) => Outcome::NotRun(format!("this kernel has no {lacks}")),
                None => Outcome::Broken(error),
            });
        }
    };
    let mut wait_for_enter = || {
        let _ = io::stdin().lock().read_line(&mut String::new());
    };
    let mut options = Options {
        colour: io::stdout().is_terminal(),
        bare: args.bare,
        pause: args.step.then_some(&mut wait_for_enter as &mut dyn FnMut()),
    };
    let report = lesson::play(lesson, &mut *backend, &mut options, out)?;
    if let Some(folder) = &args.pcap {
        let folder = folder.join(&lesson.name);
        fs::create_dir_all(&folder)?;
        match backend.captures(&folder) {
            Ok(files) => {
                for file in files {
                    writeln!(out, "{}", file.display())?;
                }
            }
            Err(error) => return Ok(Outcome::Broken(error)),
        }
    }
    Ok(Outcome::Ran(report))
}
