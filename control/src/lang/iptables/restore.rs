//! `iptables-restore` and `ip6tables-restore`.

use std::{borrow::Cow, collections::BTreeSet, sync::Arc};

use dataplane::filter::{Counts, SourceLine};

use super::{
    chain_name::{MAX_NAME, is_target},
    getopt::{Arg, long},
    parse::{Request, parse, scan},
    program::Program,
    run::{self, Refusal, readings, table_kind},
    tool_options::{Given, ToolOptions},
    usage,
};
use crate::{
    config::netfilter::{Draft, Readings},
    lang::{Output, Session, args::Failure},
};

const OPTIONS: ToolOptions = ToolOptions {
    flags: "bcvVthnwW",
    values: "MT",
    long: &[
        long("counters", Arg::No, 'c'),
        long("verbose", Arg::No, 'v'),
        long("version", Arg::No, 'V'),
        long("test", Arg::No, 't'),
        long("help", Arg::No, 'h'),
        long("noflush", Arg::No, 'n'),
        long("modprobe", Arg::Required, 'M'),
        long("table", Arg::Required, 'T'),
        long("wait", Arg::Optional, 'w'),
        long("wait-interval", Arg::Optional, 'W'),
    ],
};

/// The most words of a line.
const MOST_WORDS: usize = 255;
/// The length that a word does not reach.
const LONGEST_WORD: usize = 1024;

/// Whether a command line reads rules, and the name of the file if it names one.
pub(super) fn reads<'s>(words: &[&'s str]) -> Option<Option<&'s str>> {
    let read = OPTIONS.read(words).ok()?;
    let ends = |(letter, _): &Given<'_>| matches!(letter, 'h' | 'V');
    if read.options.iter().any(ends) {
        return None;
    }
    match read.plain.as_slice() {
        [] => Some(None),
        [(_, file)] => Some(Some(file)),
        _ => None,
    }
}

/// The options.
#[derive(Clone, Copy, Debug, Default)]
struct Settings<'s> {
    counters: bool,
    verbose: u8,
    test: bool,
    noflush: bool,
    table: Option<&'s str>,
}

/// Runs a command line; `stdin` is what it reads.
pub(super) fn run(
    words: &[&str],
    stdin: Option<&[u8]>,
    program: &Program,
    session: &mut Session<'_>,
    out: &mut Output,
) -> Result<(), Failure> {
    let read = OPTIONS.read(words);
    let given = match &read {
        Ok(words) => &words.options,
        Err((_, options, _)) => options,
    };
    let Some(settings) = settings(given, program, out)? else {
        return Ok(());
    };
    let read = read.map_err(|(message, _, at)| {
        let help = format!("Try `{} -h' for more information.\n", program.name);
        Failure::exit(1, message + &help).at(at)
    })?;
    let file = match read.plain.as_slice() {
        [] => None,
        [(at, file)] => Some((*at, *file)),
        [_, (at, _), ..] => {
            return Err(Failure::exit(1, "Unknown arguments found on commandline\n").at(*at));
        }
    };
    let letters: BTreeSet<char> = read.options.iter().map(|(letter, _)| *letter).collect();
    if letters.contains(&'W') && !letters.contains(&'w') {
        let message = "Option --wait-interval requires option --wait\n";
        return Err(Failure::exit(1, message));
    }
    let text = match (stdin, file) {
        (Some(text), _) => String::from_utf8_lossy(text),
        (None, None) => Cow::Borrowed(""),
        (None, Some((at, file))) => {
            let message = format!("Can't open {file}: No such file or directory\n");
            return Err(Failure::exit(1, message).at(at));
        }
    };
    // Lines count from the start of the file, or of what follows the command.
    let source = match file {
        Some((_, file)) => Some(SourceLine {
            file: file.into(),
            line: 0,
        }),
        None => session.origin.as_ref().map(run::source_line),
    };
    let readings = readings(session, program.family);
    Restore {
        settings,
        program: *program,
        session,
        readings,
        source,
        draft: None,
        table: String::new(),
        announced: BTreeSet::new(),
        out,
    }
    .run(&text)
}

/// Reads the options; `None` if there is no more to do.
fn settings<'s>(
    given: &[Given<'s>],
    program: &Program,
    out: &mut Output,
) -> Result<Option<Settings<'s>>, Failure> {
    let mut settings = Settings::default();
    for &(letter, value) in given {
        match letter {
            'b' => {
                let notice = b"-b/--binary option is not implemented\n";
                out.stderr.extend_from_slice(notice);
            }
            'c' => settings.counters = true,
            'v' => settings.verbose = settings.verbose.saturating_add(1),
            'V' => {
                let version = format!("{}\n", program.version());
                out.stdout.extend_from_slice(version.as_bytes());
                return Ok(None);
            }
            't' => settings.test = true,
            'h' => {
                out.stderr
                    .extend_from_slice(usage::restore(program).as_bytes());
                return Ok(None);
            }
            'n' => settings.noflush = true,
            'T' => settings.table = value,
            'w' if value.is_some_and(|value| scan(value).is_none()) => {
                return Err(program.at_line(0).parameter("wait seconds not numeric"));
            }
            'W' => {
                let Some(value) = value else {
                    return Err(program.at_line(0).parameter("wait interval value required"));
                };
                if scan(value).is_none() {
                    return Err(program.at_line(0).parameter("wait interval not numeric"));
                }
                let notice = b"Ignoring deprecated --wait-interval option.\n";
                out.stderr.extend_from_slice(notice);
            }
            _ => {}
        }
    }
    Ok(Some(settings))
}

struct Restore<'r, 'a, 's> {
    settings: Settings<'s>,
    program: Program,
    session: &'r mut Session<'a>,
    readings: Readings,
    source: Option<SourceLine>,
    /// The table between its name and `COMMIT`.
    draft: Option<Draft>,
    /// The name of the table that was named last.
    table: String,
    /// Chains that have the names of targets, and hide them.
    announced: BTreeSet<String>,
    out: &'r mut Output,
}

impl Restore<'_, '_, '_> {
    fn run(mut self, text: &str) -> Result<(), Failure> {
        let mut number = 0;
        for line in text.split_inclusive('\n') {
            number += 1;
            self.program.line = Some(number);
            if self.line(line)? {
                return Ok(());
            }
        }
        if self.draft.is_some() {
            let name = self.program.name;
            let message = format!("{name}: COMMIT expected at line {}\n", number + 1);
            return Err(Failure::exit(1, message));
        }
        Ok(())
    }

    fn failed(&self) -> Failure {
        let line = self.program.line.unwrap_or_default();
        Failure::exit(1, format!("{}: line {line} failed\n", self.program.name))
    }

    /// Executes a line; `true` if nothing comes after it.
    fn line(&mut self, line: &str) -> Result<bool, Failure> {
        if line == "\n" {
            return Ok(false);
        }
        if line.starts_with('#') {
            if self.settings.verbose > 0 {
                self.out.stdout.extend_from_slice(line.as_bytes());
            }
            return Ok(false);
        }
        let Some(draft) = &mut self.draft else {
            return match line.strip_prefix('*') {
                Some(name) => self.begin(name).map(|()| false),
                None if self.is_other_table() => Ok(false),
                None => Err(self.failed()),
            };
        };
        if line == "COMMIT\n" {
            let done = match self.draft.take() {
                Some(draft) if !self.settings.test => self.commit(draft),
                Some(_) | None => true,
            };
            return if done || self.is_other_table() {
                Ok(false)
            } else {
                Err(self.failed())
            };
        }
        if let Some(rest) = line.strip_prefix(':') {
            chain(
                rest,
                &self.settings,
                &self.program,
                draft,
                &self.readings,
                &mut self.announced,
            )?;
            return Ok(false);
        }
        self.command(line)
    }

    /// Whether the table that was named last is not the one that was asked for.
    fn is_other_table(&self) -> bool {
        self.settings.table.is_some_and(|asked| asked != self.table)
    }

    fn commit(&mut self, draft: Draft) -> bool {
        let tables = self.session.model.netfilter_mut();
        let done = tables
            .of_mut(self.program.family)
            .commit(draft, &self.readings);
        if let Err(error) = done.clone() {
            Refusal::from(error).log();
        }
        if done.is_ok() {
            // Counters of the next table are read with those of this one.
            self.readings = readings(self.session, self.program.family);
        }
        done.is_ok()
    }

    /// `*TABLE`
    fn begin(&mut self, rest: &str) -> Result<(), Failure> {
        let program = self.program;
        let Some(name) = words(rest).next() else {
            let line = program.line.unwrap_or_default();
            return Err(program.parameter(format_args!(
                "{}: line {line} table name invalid",
                program.name
            )));
        };
        name.clone_into(&mut self.table);
        if self.is_other_table() {
            return Ok(());
        }
        let Some(kind) = table_kind(name) else {
            return Err(program.parameter(format_args!(
                "{}: unable to initialize table '{name}'",
                program.name
            )));
        };
        let tables = self.session.model.netfilter_mut();
        let mut draft = tables.of_mut(program.family).draft(kind);
        if !self.settings.noflush {
            let verbose = self.settings.verbose > 0;
            let mut text = String::new();
            // Neither can fail: all chains are empty before one is deleted.
            let _ = run::each(
                &mut draft,
                None,
                verbose,
                &mut text,
                "Flushing",
                true,
                Draft::flush,
            );
            let delete = Draft::delete_chain;
            let _ = run::each(
                &mut draft, None, verbose, &mut text, "Deleting", false, delete,
            );
            self.out.stdout.extend_from_slice(text.as_bytes());
        }
        self.draft = Some(draft);
        Ok(())
    }

    /// A rule, or another command.
    fn command(&mut self, line: &str) -> Result<bool, Failure> {
        let program = self.program;
        let Some(draft) = &mut self.draft else {
            return Ok(false);
        };
        let (counters, rest) = rule_counters(line, &program)?;
        let given = split(rest, &program)?;
        let mut argv: Vec<&str> = vec![program.name, "-t", &self.table];
        if !self.settings.noflush {
            argv.extend((0..self.settings.verbose).map(|_| "-v"));
        }
        if let Some((packets, bytes)) = counters
            && self.settings.counters
        {
            argv.extend(["--set-counters", packets, bytes]);
        }
        argv.extend(given.iter().map(|word| &**word));
        let parsed = match parse(&argv, &program, &self.announced, self.out) {
            Ok(Request::Command(parsed)) => *parsed,
            Ok(Request::Print(text)) => {
                self.out.stdout.extend_from_slice(text.as_bytes());
                return Ok(true);
            }
            Ok(Request::Nothing) => return Ok(false),
            Err(failure) => return Err(elsewhere(failure)),
        };
        let source = self.source.as_ref().map(|source| SourceLine {
            file: Arc::clone(&source.file),
            line: source.line + program.line.unwrap_or_default(),
        });
        let readings = &self.readings;
        let done = run::command(&parsed, &program, draft, readings, source, self.out);
        match done.map_err(elsewhere)? {
            Ok(()) => Ok(false),
            Err(_) => Err(self.failed()),
        }
    }
}

/// The words of a line are not those of our own command line.
fn elsewhere(failure: Failure) -> Failure {
    Failure {
        word: None,
        ..failure
    }
}

/// What stands between blanks (`strtok`).
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\t', '\n'])
        .filter(|word| !word.is_empty())
}

/// `:CHAIN POLICY [PACKETS:BYTES]`
fn chain(
    rest: &str,
    settings: &Settings<'_>,
    program: &Program,
    draft: &mut Draft,
    readings: &Readings,
    announced: &mut BTreeSet<String>,
) -> Result<(), Failure> {
    let tool = program.name;
    let line = program.line.unwrap_or_default();
    let mut words = words(rest);
    let Some(name) = words.next() else {
        return Err(program.parameter(format_args!("{tool}: line {line} chain name invalid")));
    };
    if name.len() >= MAX_NAME {
        let most = MAX_NAME - 1;
        return Err(program.parameter(format_args!(
            "Invalid chain name `{name}' ({most} chars max)"
        )));
    }
    match draft.table().chain(name) {
        Some(chain) if chain.base.is_some() => {}
        Some(_) if settings.noflush => {
            if let Err(error) = draft.flush(name) {
                let message = format_args!("error flushing chain '{name}':{error}");
                return Err(program.parameter(message));
            }
        }
        Some(_) | None => {
            if let Err(error) = draft.new_chain(name) {
                let message = format_args!("error creating chain '{name}':{error}");
                return Err(program.parameter(message));
            }
        }
    }
    let Some(policy) = words.next() else {
        return Err(program.parameter(format_args!("{tool}: line {line} policy invalid")));
    };
    if policy != "-" {
        let mut counts = Counts::default();
        if settings.counters {
            let given = words.next().and_then(policy_counters);
            counts = given.ok_or_else(|| {
                program.parameter(format_args!("invalid policy counters for chain '{name}'"))
            })?;
        }
        run::set_policy(draft, name, policy, counts, readings).map_err(|refusal: Refusal| {
            program.other(format_args!(
                "Can't set policy `{policy}' on `{name}' line {line}: {}",
                refusal.text()
            ))
        })?;
    }
    if is_target(name, program.family) {
        announced.insert(name.to_owned());
    }
    Ok(())
}

/// `[PACKETS:BYTES]`
fn policy_counters(word: &str) -> Option<Counts> {
    let (packets, bytes) = word.strip_prefix('[')?.split_once(':')?;
    Some(Counts {
        packets: scan(packets)?,
        bytes: scan(bytes)?,
    })
}

/// The packets and bytes in front of a rule, if they are there, and the rest of the line
/// (`tokenize_rule_counters`).
#[expect(clippy::type_complexity, reason = "two words and the rest")]
fn rule_counters<'l>(
    line: &'l str,
    program: &Program,
) -> Result<(Option<(&'l str, &'l str)>, &'l str), Failure> {
    let Some(inner) = line.strip_prefix('[') else {
        return Ok((None, line));
    };
    let bad = |what| {
        let number = program.line.unwrap_or_default();
        program.parameter(format_args!("Bad line {number}: need {what}"))
    };
    let (_, rest) = inner.split_once(']').ok_or_else(|| bad("]"))?;
    let inner = inner.trim_start_matches(':');
    if inner.is_empty() {
        return Err(bad(":"));
    }
    let (packets, behind) = inner.split_once(':').unwrap_or((inner, ""));
    let behind = behind.trim_start_matches(']');
    if behind.is_empty() {
        return Err(bad("]"));
    }
    let bytes = behind.split(']').next().unwrap_or_default();
    Ok((Some((packets, bytes)), rest))
}

/// The words of a rule: blanks, and double quotes in which `\` takes the next character as it is
/// (`add_param_to_argv`).
fn split<'l>(line: &'l str, program: &Program) -> Result<Vec<Cow<'l, str>>, Failure> {
    let mut argv: Vec<Cow<'l, str>> = Vec::with_capacity(16);
    let too_many = || program.parameter("Parser cannot handle more arguments");
    if !line.contains('"') {
        for word in words(line) {
            if word.len() >= LONGEST_WORD {
                return Err(program.parameter("Parameter too long!"));
            }
            argv.push(Cow::Borrowed(word));
        }
        return if argv.len() > MOST_WORDS {
            Err(too_many())
        } else {
            Ok(argv)
        };
    }
    let mut word = String::new();
    let mut quoted = false;
    let mut escaped = false;
    for c in line.chars() {
        let ends = match c {
            _ if escaped => {
                escaped = false;
                word.push(c);
                false
            }
            '\\' if quoted => {
                escaped = true;
                false
            }
            '"' => {
                quoted = !quoted;
                // An empty word ends here too.
                !quoted
            }
            ' ' | '\t' | '\n' if !quoted => !word.is_empty(),
            c => {
                word.push(c);
                false
            }
        };
        if word.len() >= LONGEST_WORD {
            return Err(program.parameter("Parameter too long!"));
        }
        if ends {
            argv.push(Cow::Owned(std::mem::take(&mut word)));
        }
    }
    if !word.is_empty() {
        argv.push(Cow::Owned(word));
    }
    if argv.len() > MOST_WORDS {
        return Err(too_many());
    }
    Ok(argv)
}
