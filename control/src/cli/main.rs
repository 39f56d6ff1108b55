//! From arguments to what they ask for.

use std::{
    env,
    ffi::OsString,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use clap::{CommandFactory, Parser};
use rustix::process;

use super::{
    args::{Cli, LogFormat, ReplayArgs, RunArgs, Verb},
    explain,
    links::{self, TOOLS},
    test, top,
};
use crate::{
    api::{self, ClientError, Request},
    config::Model,
    daemon,
    lang::{Offline, input::input, load},
    replay,
};

/// The exit status when the daemon can't be asked.
pub(super) const NO_DAEMON: u8 = 255;

/// Does what `args` say (the program's name first). Without arguments that is `tour`.
pub fn main(args: impl IntoIterator<Item = OsString>, tour: impl FnOnce() -> ExitCode) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    if let Some(tool) = args.first().and_then(|name| tool_name(Path::new(name))) {
        return act_as(&environment_socket(), tool, &args[1..]);
    }
    if args.len() <= 1 {
        return tour();
    }
    if let Some((socket, tool, rest)) = tool_call(&args[1..]) {
        return act_as(&socket, tool, rest);
    }
    let Cli { socket, verb } = match Cli::try_parse_from(&args) {
        Ok(cli) => cli,
        Err(error) => {
            // Nowhere to complain if even that fails.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let socket = socket.unwrap_or_else(default_socket);
    match verb {
        Verb::Run(args) => run(args, socket),
        Verb::Replay(args) => replay(args),
        Verb::Test(args) => test::run(&args),
        Verb::Explain(args) => explain::run(args, &socket),
        Verb::Trace(args) => explain::trace(args, &socket),
        Verb::Check { files } => check(&files),
        Verb::Top(args) => top::run(&args, &socket),
        Verb::Save => ask(&socket, &["save"]),
        Verb::Reload => ask(&socket, &["reload"]),
        Verb::Drops { json } => ask(&socket, if json { &["drops", "-j"] } else { &["drops"] }),
        Verb::Flows { verbose, json } => {
            let options = [(json, "-j"), (verbose, "-v")];
            let options = options.iter().filter(|(given, _)| *given);
            let words: Vec<&str> = std::iter::once("flows")
                .chain(options.map(|(_, option)| *option))
                .collect();
            ask(&socket, &words)
        }
        Verb::Status { json } => ask(&socket, if json { &["status", "-j"] } else { &["status"] }),
        Verb::InstallLinks { dir } => match links::install(&dir) {
            Ok(made) => {
                print(made.iter().map(|path| format!("{}\n", path.display())));
                ExitCode::SUCCESS
            }
            Err(error) => fail(error),
        },
        Verb::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "tollgate", &mut script);
            print([String::from_utf8_lossy(&script)]);
            ExitCode::SUCCESS
        }
        // `tool_call` took them, unless options it does not know stand in front.
        Verb::Ip(_)
        | Verb::Tc(_)
        | Verb::Nft(_)
        | Verb::Conntrack(_)
        | Verb::Sysctl(_)
        | Verb::Iptables(_)
        | Verb::IptablesSave(_)
        | Verb::IptablesRestore(_)
        | Verb::Ip6tables(_)
        | Verb::Ip6tablesSave(_)
        | Verb::Ip6tablesRestore(_) => fail("only --socket may stand in front of a tool's name"),
    }
}

/// Prints to the standard output; a reader that left is no error. Whether somebody still reads.
pub(super) fn print(parts: impl IntoIterator<Item = impl AsRef<str>>) -> bool {
    let mut stdout = io::stdout().lock();
    let mut parts = parts.into_iter();
    parts.all(|part| stdout.write_all(part.as_ref().as_bytes()).is_ok()) && stdout.flush().is_ok()
}

/// Says what is wrong; gives the status for it.
pub(super) fn fail(message: impl std::fmt::Display) -> ExitCode {
    eprintln!("tollgate: {message}");
    ExitCode::FAILURE
}

/// Is the router.
fn run(args: RunArgs, socket: PathBuf) -> ExitCode {
    let format = match args.log_format {
        LogFormat::Text => daemon::LogFormat::Text,
        LogFormat::Json => daemon::LogFormat::Json,
    };
    if let Err(error) = daemon::log_to_stderr(&args.log, format) {
        return fail(error);
    }
    let options = daemon::Options {
        files: args.files,
        socket,
        workers: args.workers.into(),
        cpus: args.cpus.map(|list| list.0).unwrap_or_default(),
        kernel_log: args.kernel_log,
        flow_cache: !args.no_flow_cache,
        gather: Duration::from_micros(args.rx_usecs.into()),
    };
    match daemon::run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Replays captures, and says what became of them.
fn replay(args: ReplayArgs) -> ExitCode {
    let options = replay::Options {
        config: args.config,
        inputs: args
            .input
            .into_iter()
            .map(|input| (input.port, input.file))
            .collect(),
        out: args.out,
        nanoseconds: args.nanoseconds,
        seed: args.seed,
        flow_cache: !args.no_flow_cache,
    };
    match replay::replay(&options) {
        Ok(report) => {
            print([report.to_string()]);
            ExitCode::from(if report.is_complete() { 0 } else { 1 })
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Loads runbooks for nothing but their errors.
fn check(files: &[PathBuf]) -> ExitCode {
    match load(files, &mut Model::new(), &mut Offline::default()) {
        Ok(warnings) => {
            for warning in warnings {
                eprintln!("{warning}");
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// The tool that a path to the binary names, if it does.
fn tool_name(path: &Path) -> Option<&'static str> {
    let name = path.file_name()?.to_str()?;
    TOOLS.iter().find(|&&tool| tool == name).copied()
}

/// Where the daemon listens if nobody says otherwise.
fn default_socket() -> PathBuf {
    match env::var_os("XDG_RUNTIME_DIR") {
        Some(dir) if !process::geteuid().is_root() => PathBuf::from(dir).join("tollgate.sock"),
        Some(_) | None => PathBuf::from("/run/tollgate.sock"),
    }
}

fn environment_socket() -> PathBuf {
    env::var_os("TOLLGATE_SOCKET").map_or_else(default_socket, PathBuf::from)
}

/// `[--socket S] TOOL ARGUMENT…`: the arguments are the tool's own business.
fn tool_call(args: &[OsString]) -> Option<(PathBuf, &'static str, &[OsString])> {
    let (socket, rest) = match args {
        [flag, socket, rest @ ..] if flag == "--socket" => (PathBuf::from(socket), rest),
        [flag, rest @ ..] => match flag
            .to_str()
            .and_then(|flag| flag.strip_prefix("--socket="))
        {
            Some(socket) => (PathBuf::from(socket), rest),
            None => (environment_socket(), args),
        },
        [] => return None,
    };
    let (tool, rest) = rest.split_first()?;
    let tool = TOOLS.iter().find(|&&name| tool == name)?;
    Some((socket, tool, rest))
}

/// Gives the daemon a tool's command line.
fn act_as(socket: &Path, tool: &str, arguments: &[OsString]) -> ExitCode {
    let mut argv = vec![tool.to_owned()];
    argv.extend(arguments.iter().map(|a| a.to_string_lossy().into_owned()));
    let stdin = match input(&argv) {
        Ok(stdin) => stdin,
        Err((message, status)) => {
            eprint!("{message}");
            return exit_code(status);
        }
    };
    call(socket, &Request { argv, stdin })
}

/// Gives the daemon one of our own verbs.
pub(super) fn ask(socket: &Path, verb: &[&str]) -> ExitCode {
    let argv = [&["tollgate"], verb].concat();
    let argv = argv.into_iter().map(str::to_owned).collect();
    call(socket, &Request { argv, stdin: None })
}

fn call(socket: &Path, request: &Request) -> ExitCode {
    match api::call(socket, request, &mut io::stdout(), &mut io::stderr()) {
        Ok(status) => exit_code(status),
        // The reader of a pipe has left: what `head` does to any tool.
        Err(ClientError::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("tollgate: {error}");
            ExitCode::from(NO_DAEMON)
        }
    }
}

/// What a shell sees of a status.
fn exit_code(status: i32) -> ExitCode {
    ExitCode::from(status as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tools_arguments_are_left_alone() {
        let words = |line: &str| line.split(' ').map(OsString::from).collect::<Vec<_>>();
        let args = words("--socket /s ip --socket x -h");
        let (socket, tool, rest) = tool_call(&args).expect("a tool");
        assert_eq!((socket.as_path(), tool), (Path::new("/s"), "ip"));
        assert_eq!(rest, words("--socket x -h"));
        let args = words("--socket=/s sysctl");
        assert_eq!(
            tool_call(&args).map(|(_, tool, rest)| (tool, rest.len())),
            Some(("sysctl", 0))
        );
        assert!(tool_call(&words("drops ip")).is_none());
        assert_eq!(tool_name(Path::new("/usr/local/bin/ip")), Some("ip"));
        assert_eq!(tool_name(Path::new("./tollgate")), None);
    }
}
