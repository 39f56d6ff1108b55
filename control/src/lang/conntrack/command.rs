//! Doing what a command line says.

use std::fmt::Write as _;

use dataplane::{
    conntrack::{CtStats, Tuple},
    route::Family,
    time::Duration,
};

use super::{
    connection::Connection,
    create::LabelCommand,
    events::Events,
    grammar::Command,
    options::{Parsed, Problem},
    print::{self, Context},
    protocol,
};
use crate::{
    config::Errno,
    lang::{Live, Output, Session},
};

/// How the tool begins what it says.
pub(super) const NAME: &str = "conntrack v1.4.7 (conntrack-tools)";

const USAGE: &str = include_str!("usage.txt");

/// Runs a command line of `conntrack`; `words[0]` is the tool's name. Gives the exit status.
///
/// `stdin` holds what `-R FILE` reads.
///
/// Deviations: some things work that fail in version 1.4.7: `-U` without a family, of many connections,
/// in a zone or in a file of `-R`; `-G` by the reply tuple; `-D -t` alone deletes only what has that
/// timeout. Expectations can't be made, deleted or asked for one by one. There are no security marks.
pub fn run(
    words: &[String],
    stdin: Option<&[u8]>,
    session: &mut Session<'_>,
    out: &mut Output,
) -> i32 {
    let mut run = Run {
        live: session.live,
        out,
        shown: 0,
    };
    let done = if load_file(words).is_some() {
        run.load(stdin.unwrap_or_default())
    } else {
        Parsed::parse(words).and_then(|parsed| {
            run.say(&parsed.warnings);
            run.command(&parsed)?;
            Ok(run.conclude(&parsed))
        })
    };
    match done {
        Ok(status) => status,
        Err(problem) => run.fail(problem),
    }
}

/// The file that `-R FILE` names.
pub(crate) fn load_file(words: &[String]) -> Option<&str> {
    match words {
        [_, option, file, ..] if option == "-R" || option == "--load-file" => Some(file),
        _ => None,
    }
}

/// What the tool says if that file can't be read.
pub(crate) fn no_file(file: &str) -> (String, i32) {
    let text = format!("{NAME}: Failed to open file {file} for reading\n{TRY_HELP}");
    (text, 2)
}

const TRY_HELP: &str = "Try `conntrack -h' or 'conntrack --help' for more information.\n";

/// Why a command failed.
type Done = Result<(), Problem>;

struct Run<'a> {
    live: &'a mut dyn Live,
    out: &'a mut Output,
    /// Connections that the command was about.
    shown: usize,
}

impl Run<'_> {
    fn say(&mut self, text: &str) {
        self.out.stderr.extend_from_slice(text.as_bytes());
    }

    fn print(&mut self, text: &str) {
        self.out.stdout.extend_from_slice(text.as_bytes());
    }

    fn fail(&mut self, problem: Problem) -> i32 {
        self.out.blame = self.out.blame.or(problem.word);
        self.say(&problem.warnings);
        self.say(&format!("{NAME}: {}\n", problem.message));
        if problem.of_parameters {
            self.say(TRY_HELP);
            2
        } else {
            1
        }
    }

    /// `-R`: the lines of a file, of which each is a command line. All are read before the first is
    /// executed.
    fn load(&mut self, contents: &[u8]) -> Result<i32, Problem> {
        let text = String::from_utf8_lossy(contents);
        let mut commands = Vec::new();
        for line in text.lines() {
            let line = line.trim_start_matches([' ', '\t']);
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let mut words = vec!["conntrack".to_owned()];
            words.extend(split(line));
            // Words of a file are no words of the command line.
            let parsed = Parsed::parse(&words).map_err(|problem| Problem {
                word: None,
                ..problem
            })?;
            self.say(&parsed.warnings);
            commands.push(parsed);
        }
        for parsed in &commands {
            let allowed = matches!(
                parsed.command,
                Some(
                    Command::Create
                        | Command::Add
                        | Command::Update
                        | Command::Delete
                        | Command::Flush
                )
            );
            if !allowed {
                let name = parsed.command.map_or("unknown", name);
                return Err(Problem::new(format!(
                    "Cannot use command `{name}' with --load-file"
                )));
            }
        }
        for parsed in &commands {
            self.command(parsed)?;
        }
        Ok(0)
    }

    fn command(&mut self, parsed: &Parsed) -> Done {
        let output = parsed.output;
        match parsed.command {
            Some(Command::List) => return self.list(parsed),
            Some(Command::Create) => return self.create(parsed, false),
            Some(Command::Add) => return self.create(parsed, true),
            Some(Command::Delete) => return self.delete(parsed),
            Some(Command::Update) => return self.update(parsed),
            Some(Command::Get) => return self.get(parsed),
            Some(Command::Event) => {
                let events = Events::new(parsed)?;
                if let Some(size) = &parsed.buffer_size {
                    self.say(&format!(
                        "NOTICE: Netlink socket buffer size has been set to {size} bytes.\n"
                    ));
                }
                self.out.connections = Some(events);
            }
            Some(Command::Flush) => {
                self.live.connections_flush();
                self.say(&format!(
                    "{NAME}: connection tracking table has been emptied.\n"
                ));
            }
            Some(Command::Count) => {
                let count = self.live.connection_count();
                self.print(&format!("{count}\n"));
            }
            Some(Command::Stats) => {
                for (cpu, stats) in self.live.connection_stats().iter().enumerate() {
                    self.print(&stats_line(cpu, stats));
                }
            }
            Some(Command::Version) => self.print("conntrack v1.4.7 (conntrack-tools)\n"),
            Some(Command::Help) | None => {
                self.print(USAGE);
                if let Some(protocol) = parsed.protocol {
                    self.print(&protocol::help(protocol));
                }
            }
            Some(Command::ExpectList) => self.list_expected(parsed),
            Some(Command::ExpectCount) => {
                let count = self.live.expectations().len();
                self.print(&format!("{count}\n"));
            }
            Some(Command::ExpectStats) => {
                for (cpu, stats) in self.live.connection_stats().iter().enumerate() {
                    self.print(&format!(
                        "cpu={cpu:<4}\texpect_new={} expect_create={} expect_delete={} \n",
                        stats.expect_new, stats.expect_create, stats.expect_delete,
                    ));
                }
            }
            Some(Command::ExpectFlush) => {
                self.live.expectations_flush();
                self.say(&format!("{NAME}: expectation table has been emptied.\n"));
            }
            Some(Command::ExpectEvent) => {
                self.out.connections = Some(Events::of_expectations(output))
            }
            Some(Command::ExpectCreate) => return Err(failed(Errno::OpNotSupp, None)),
            Some(Command::ExpectDelete | Command::ExpectGet) => {
                return Err(failed(Errno::NoEnt, None));
            }
        }
        Ok(())
    }

    /// The last line, and the status.
    fn conclude(&mut self, parsed: &Parsed) -> i32 {
        let shown = self.shown;
        let (what, fails) = match parsed.command {
            Some(Command::List) => ("flow entries have been shown", false),
            Some(Command::Get) => ("flow entries have been shown", true),
            Some(Command::Create) => ("flow entries have been created", true),
            Some(Command::Add) => ("flow entries have been added", false),
            Some(Command::Update) => ("flow entries have been updated", true),
            Some(Command::Delete) => ("flow entries have been deleted", true),
            Some(Command::ExpectList) => ("expectations have been shown", false),
            Some(
                Command::Event
                | Command::Flush
                | Command::Version
                | Command::Help
                | Command::Count
                | Command::Stats
                | Command::ExpectCreate
                | Command::ExpectDelete
                | Command::ExpectGet
                | Command::ExpectFlush
                | Command::ExpectEvent
                | Command::ExpectCount
                | Command::ExpectStats,
            )
            | None => return 0,
        };
        self.say(&format!("{NAME}: {shown} {what}.\n"));
        i32::from(fails && shown == 0)
    }

    fn show(&mut self, connection: &Connection, parsed: &Parsed, context: Context) {
        let names = parsed.names.as_deref();
        let mut line = print::line(connection, parsed.output, context, names);
        line.push('\n');
        self.print(&line);
    }

    /// The connections that `wanted` holds for.
    fn select(&mut self, wanted: impl Fn(&Connection) -> bool) -> Vec<Connection> {
        let mut found = Vec::new();
        self.live.connections(false, &mut |connection| {
            if wanted(connection) {
                found.push(connection.clone());
            }
        });
        found
    }

    fn list(&mut self, parsed: &Parsed) -> Done {
        if parsed.hidden_table {
            return Ok(());
        }
        let zero = parsed.given.has('z');
        if zero && parsed.given.any("psdrqmcuiwl()") {
            return Err(Problem::new("Can't use -z with filtering parameters"));
        }
        parsed.check_masks()?;
        if parsed.given.has('u') && parsed.template.status_mask == 0 {
            return Err(failed(Errno::Inval, Some(Command::List)));
        }
        let now = self.live.wall_clock();
        let Self { live, out, shown } = self;
        live.connections(zero, &mut |connection| {
            if !parsed.selects(connection) || !parsed.template.fits_status(connection) {
                return;
            }
            if parsed.output.xml && *shown == 0 {
                out.stdout.extend_from_slice(XML_BEGIN.as_bytes());
            }
            let names = parsed.names.as_deref();
            let mut line = print::line(connection, parsed.output, Context::listed(now), names);
            line.push('\n');
            out.stdout.extend_from_slice(line.as_bytes());
            *shown += 1;
        });
        if parsed.output.xml && self.shown > 0 {
            self.print(XML_END);
        }
        Ok(())
    }

    /// The expectations of one family: IPv4 if none is given.
    fn list_expected(&mut self, parsed: &Parsed) {
        let ipv6 = parsed.family == Some(Family::V6);
        for expected in self.live.expectations() {
            if expected.tuple.ipv6 != ipv6 {
                continue;
            }
            let xml = parsed.output.xml;
            if xml && self.shown == 0 {
                self.print(EXPECT_BEGIN);
            }
            let line = if xml {
                expected.xml(None)
            } else {
                expected.line(None)
            };
            self.print(&format!("{line}\n"));
            self.shown += 1;
        }
        if parsed.output.xml && self.shown > 0 {
            self.print("</expect>\n");
        }
    }

    fn create(&mut self, parsed: &Parsed, add: bool) -> Done {
        let command = Some(if add { Command::Add } else { Command::Create });
        let new = parsed.template.create();
        let done = new.and_then(|new| self.live.connection_create(&new));
        match done {
            Ok(()) => self.shown += 1,
            Err(Errno::Exist) if add => {}
            Err(errno) => return Err(failed(errno, command)),
        }
        Ok(())
    }

    fn delete(&mut self, parsed: &Parsed) -> Done {
        parsed.check_masks()?;
        let context = Context::listed(self.live.wall_clock());
        for connection in self.select(|connection| parsed.selects(connection)) {
            match self.live.connection_delete(&connection) {
                Ok(()) => {
                    // The tool means it as a command to repeat the deletion.
                    let context = if parsed.output.save {
                        Context::deleted(context.now)
                    } else {
                        context
                    };
                    // The tool shows no labels of what is gone.
                    let mut line = print::line(&connection, parsed.output, context, None);
                    line.push('\n');
                    self.print(&line);
                    self.shown += 1;
                }
                // It went by itself meanwhile.
                Err(Errno::NoEnt) => {}
                Err(errno) => return Err(failed(errno, parsed.command)),
            }
        }
        Ok(())
    }

    fn update(&mut self, parsed: &Parsed) -> Done {
        parsed.check_masks()?;
        let context = Context::asked(self.live.wall_clock());
        let template = &parsed.template;
        let found = self.select(|connection| {
            parsed.is_of_family(connection)
                && template.fits_nat(parsed.nat(), connection)
                && template.fits_labels(connection)
                && template.id.is_none_or(|id| id == connection.id)
                && template.fits_original(connection)
                && template.fits_reply(connection)
        });
        let labels = if parsed.given.has('<') {
            Some(LabelCommand::Add)
        } else {
            parsed.given.has('>').then_some(LabelCommand::Delete)
        };
        for connection in found {
            let change = template.change(&connection, labels).map_err(|errno| {
                // It fails again when the tool asks what it has changed.
                let text = error_text(errno, parsed.command);
                self.say(&format!("Operation failed: {text}\n"));
                failed(errno, parsed.command)
            })?;
            let Some(change) = change else {
                continue;
            };
            let shown = match self.live.connection_change(&connection, &change) {
                Ok(changed) => changed,
                Err(Errno::NoEnt) => continue,
                Err(errno) => {
                    let text = error_text(errno, parsed.command);
                    self.say(&format!("Operation failed: {text}\n"));
                    // What came before the mistake has happened.
                    let now = self.live.connection(&connection.original);
                    now.unwrap_or(connection)
                }
            };
            self.show(&shown, parsed, context);
            self.shown += 1;
        }
        Ok(())
    }

    fn get(&mut self, parsed: &Parsed) -> Done {
        let template = &parsed.template;
        let tuple: Option<Tuple> = template.original().or_else(|| template.replies());
        let context = Context::asked(self.live.wall_clock());
        let Some(connection) = tuple.and_then(|tuple| self.live.connection(&tuple)) else {
            return Err(failed(Errno::NoEnt, parsed.command));
        };
        if parsed.selects(&connection) {
            if parsed.output.xml {
                // The tool does not end what it begins here.
                self.print(XML_BEGIN);
            }
            self.show(&connection, parsed, context);
            self.shown += 1;
        }
        Ok(())
    }
}

/// What stands in front of XML.
pub(super) const XML_BEGIN: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<conntrack>\n";
/// The same of expectations.
pub(super) const EXPECT_BEGIN: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<expect>\n";
const XML_END: &str = "</conntrack>\n";

impl Parsed {
    /// Whether translations are asked for: of sources, of destinations, of any.
    pub(super) fn nat(&self) -> (bool, bool, bool) {
        (
            self.given.has('n'),
            self.given.has('g'),
            self.given.has('j'),
        )
    }

    pub(super) fn is_of_family(&self, connection: &Connection) -> bool {
        self.family
            .is_none_or(|family| (family == Family::V6) == connection.original.ipv6)
    }

    /// Whether a connection is one of those that the command is about (`nfct_filter`).
    pub(super) fn selects(&self, connection: &Connection) -> bool {
        self.is_of_family(connection)
            && self.template.fits_nat(self.nat(), connection)
            && self.template.fits_mark(connection)
            && self.template.fits_labels(connection)
            && self.template.fits(connection)
    }

    /// Masks are nothing without addresses.
    pub(super) fn check_masks(&self) -> Done {
        for (mask, address, name) in [('{', 's', "src"), ('}', 'd', "dst")] {
            if self.given.has(mask) && !self.given.has(address) {
                return Err(Problem::new(format!(
                    "Can't use --mask-{name} without --{name}"
                )));
            }
        }
        Ok(())
    }
}

fn failed(errno: Errno, command: Option<Command>) -> Problem {
    Problem::other(format!("Operation failed: {}", error_text(errno, command)))
}

/// The tool's texts for errors.
fn error_text(errno: Errno, command: Option<Command>) -> &'static str {
    use Command as C;
    match (errno, command) {
        (Errno::Inval, _) => "invalid parameters",
        (Errno::Exist, Some(C::Create)) => "Such conntrack exists, try -U to update",
        (Errno::NoEnt, Some(C::Create | C::Add | C::Get | C::Delete)) => {
            "such conntrack doesn't exist"
        }
        (Errno::NoMem, Some(C::Create | C::Add | C::Get)) => "not enough memory",
        (Errno::Perm, _) => "sorry, you must be root or get CAP_NET_ADMIN capability to do this",
        (errno, _) => errno.text(),
    }
}

/// The name of a command in complaints about `-R`.
const fn name(command: Command) -> &'static str {
    match command {
        Command::List => "-L",
        Command::Get => "-G",
        Command::Event => "-E",
        Command::Version => "-V",
        Command::Help => "-h",
        Command::Count => "-C",
        Command::Stats => "-S",
        Command::ExpectList => "-L expect",
        Command::ExpectCreate => "-C expect",
        Command::ExpectDelete => "-D expect",
        Command::ExpectGet => "-G expect",
        Command::ExpectFlush => "-F expect",
        Command::ExpectEvent => "-E expect",
        Command::ExpectCount => "-C expect",
        Command::ExpectStats => "-S expect",
        Command::Create | Command::Add | Command::Delete | Command::Update | Command::Flush => {
            "unknown"
        }
    }
}

fn stats_line(cpu: usize, stats: &CtStats) -> String {
    let mut line = format!("cpu={cpu:<4}\t");
    for (name, value) in [
        ("found", stats.found),
        ("invalid", stats.invalid),
        ("insert", stats.insert),
        ("insert_failed", stats.insert_failed),
        ("drop", stats.drop),
        ("early_drop", stats.early_drop),
        ("error", stats.error),
        ("search_restart", stats.search_restart),
        ("clash_resolve", stats.clash_resolve),
        ("chaintoolong", stats.chaintoolong),
    ] {
        let _ = write!(line, "{name}={value} ");
    }
    line.push('\n');
    line
}

/// The words of a line of `-R`; double quotes hold a word together.
fn split(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let (mut quoted, mut escaped) = (false, false);
    for c in line.chars() {
        match c {
            _ if escaped => {
                escaped = false;
                word.push(c);
            }
            '\\' if quoted => escaped = true,
            '"' => {
                quoted = !quoted;
                if !quoted {
                    words.push(std::mem::take(&mut word));
                }
            }
            ' ' | '\t' if !quoted => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            c => word.push(c),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// The time since the Unix epoch, as `-o timestamp` shows it.
pub(super) fn timestamp(now: Duration) -> String {
    format!("[{}.{:06}]\t", now.as_secs(), now.subsec_micros())
}
