//! `iptables` and `ip6tables` (`do_command4`, `do_command6`).

use std::{collections::BTreeSet, sync::Arc};

use dataplane::{
    filter::{Counts, IpMatch, Masked, RuleSpec, SourceLine, TableKind, Target, Test},
    route::Family,
};

use super::{
    list,
    options::Commands,
    parse::{Parsed, Parts, Request, no_extension, parse},
    program::Program,
    show,
};
use crate::{
    config::netfilter::{Draft, Readings, Rule, Table, TableError, Tables},
    lang::{Output, Session, args::Failure, span::Origin},
};

/// Runs a command line; gives the exit status.
pub(super) fn run(
    words: &[&str],
    program: &Program,
    session: &mut Session<'_>,
    out: &mut Output,
) -> Result<(), Failure> {
    let parsed = match parse(words, program, &BTreeSet::new(), out)? {
        Request::Command(parsed) => *parsed,
        Request::Print(text) => {
            out.stdout.extend_from_slice(text.as_bytes());
            return Ok(());
        }
        Request::Nothing => return Ok(()),
    };
    let readings = readings(session, program.family);
    let kind = table_kind(parsed.table).ok_or_else(|| {
        let table = parsed.table;
        let failure = program.too_old(format_args!(
            "can't initialize iptables table `{table}': Table does not exist (do you need to insmod?)"
        ));
        match parsed.places.table {
            Some(word) => failure.at(word),
            None => failure,
        }
    })?;
    let source = session.origin.as_ref().map(source_line);
    let tables = session.model.netfilter_mut().of_mut(program.family);
    let done = match parsed.commands {
        Commands::APPEND | Commands::INSERT => {
            add(&parsed, program, (tables, kind), &readings, source, out)?
        }
        _ => {
            let mut draft = tables.draft(kind);
            let done = command(&parsed, program, &mut draft, &readings, source, out)?;
            done.and_then(|()| tables.commit(draft, &readings).map_err(Refusal::from))
        }
    };
    done.map_err(|refusal| {
        refusal.log();
        let text = refusal.to_string();
        let failure = Failure::returned(1, format!("{}: {text}\n", program.name));
        match blamed(&parsed, &refusal) {
            Some(word) => failure.at(word),
            None => failure,
        }
    })
}

/// What the counters show.
pub(super) fn readings(session: &mut Session<'_>, family: Family) -> Readings {
    let snapshot = session.live.snapshot(session.model);
    Readings::of(snapshot.map(|snapshot| snapshot.filter(family).counters.clone()))
}

/// The table of that name.
pub(super) fn table_kind(name: &str) -> Option<TableKind> {
    TableKind::ALL.into_iter().find(|kind| kind.name() == name)
}

/// The line that a rule remembers.
pub(super) fn source_line(origin: &Origin) -> SourceLine {
    SourceLine {
        file: Arc::clone(&origin.file),
        line: origin.line,
    }
}

/// Why the table does not take a command, and which of libiptc's functions says so: its texts depend on
/// that.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    error: TableError,
    text: Option<&'static str>,
}

impl From<TableError> for Refusal {
    fn from(error: TableError) -> Self {
        Self { error, text: None }
    }
}

impl Refusal {
    /// If the error is `of`, libiptc says `text` of it.
    fn says(error: TableError, of: &TableError, text: &'static str) -> Self {
        Self {
            text: (error == *of).then_some(text),
            error,
        }
    }

    /// Writes what the kernel would write to its log: the tool's text says little.
    pub(super) fn log(&self) {
        if let TableError::Violation(violation) = &self.error {
            tracing::warn!("{}", violation.log);
        }
    }

    /// Whether the text alone leaves questions that the kernel's log answers.
    const fn is_invalid(&self) -> bool {
        match &self.error {
            TableError::BuiltIn | TableError::BadPolicy | TableError::NameTooLong => true,
            TableError::Violation(violation) => {
                matches!(violation.errno, crate::config::Errno::Inval)
            }
            TableError::NoChain
            | TableError::ChainExists
            | TableError::NotBuiltIn
            | TableError::HasReferences
            | TableError::NotEmpty
            | TableError::IndexTooBig
            | TableError::NoSuchRule
            | TableError::Loop => false,
        }
    }
}

impl Refusal {
    /// What libiptc says (`iptc_strerror`).
    pub(super) fn text(&self) -> String {
        let unknown = matches!(self.error, TableError::NoChain)
            || matches!(&self.error, TableError::Violation(violation)
                if matches!(violation.errno, crate::config::Errno::NoEnt));
        match self.text {
            Some(text) => text.to_owned(),
            None if unknown => "No chain/target/match by that name".to_owned(),
            None => self.error.to_string(),
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.", self.text())?;
        if self.is_invalid() {
            f.write_str(" Run `dmesg' for more information.")?;
        }
        Ok(())
    }
}

/// The word that a refusal is about.
fn blamed(parsed: &Parsed<'_>, refusal: &Refusal) -> Option<usize> {
    let places = &parsed.places;
    match &refusal.error {
        TableError::NoChain
        | TableError::ChainExists
        | TableError::NameTooLong
        | TableError::BuiltIn
        | TableError::NotBuiltIn
        | TableError::HasReferences
        | TableError::NotEmpty => places.chain,
        TableError::BadPolicy => places.policy,
        TableError::IndexTooBig => places.number,
        TableError::Loop | TableError::Violation(_) => places.jump,
        TableError::NoSuchRule => None,
    }
}

/// Executes a command on a draft of its table.
///
/// # Errors
/// What ends the tool itself; the inner one is the table's refusal.
pub(super) fn command(
    parsed: &Parsed<'_>,
    program: &Program,
    draft: &mut Draft,
    readings: &Readings,
    source: Option<SourceLine>,
    out: &mut Output,
) -> Result<Result<(), Refusal>, Failure> {
    let mut text = String::new();
    let done = if parsed.commands.any(Commands::RULE) {
        let target = target(parsed, program, draft.table(), out)?;
        rule_command(parsed, program.family, target, draft, source, &mut text)
    } else {
        other_command(parsed, program.family, draft, readings, &mut text)
    };
    out.stdout.extend_from_slice(text.as_bytes());
    Ok(done)
}

/// Adds rules to a table (`-A`, `-I`), at once: the result is as in [`command`].
fn add(
    parsed: &Parsed<'_>,
    program: &Program,
    (tables, kind): (&mut Tables, TableKind),
    readings: &Readings,
    source: Option<SourceLine>,
    out: &mut Output,
) -> Result<Result<(), Refusal>, Failure> {
    let target = target(parsed, program, &tables.ask(kind), out)?;
    let specs = rules(&parsed.rule, &target);
    if parsed.verbose > 0 {
        let mut text = String::new();
        for spec in &specs {
            show::told(&mut text, program.family, spec);
        }
        out.stdout.extend_from_slice(text.as_bytes());
    }
    let counts = parsed.counters.unwrap_or_default();
    let rules = specs.into_iter();
    let rules = rules.map(|spec| Rule::new(spec, counts, source.clone()));
    let done = tables.add(kind, place(parsed), rules.collect(), readings);
    Ok(done.map_err(|error| not_added(parsed, error)))
}

/// Where rules are to be added.
fn place<'a>(parsed: &'a Parsed<'_>) -> (&'a str, Option<usize>) {
    let at = parsed.number.wrapping_sub(1);
    let inserted = parsed.commands == Commands::INSERT;
    (parsed.chain.unwrap_or_default(), inserted.then_some(at))
}

/// Why rules were not added.
fn not_added(parsed: &Parsed<'_>, error: TableError) -> Refusal {
    match parsed.commands {
        Commands::INSERT => Refusal::says(
            error,
            &TableError::IndexTooBig,
            "Index of insertion too big",
        ),
        _ => error.into(),
    }
}

/// What the rule is to do: the target, or the chain of that name.
fn target(
    parsed: &Parsed<'_>,
    program: &Program,
    table: &Table,
    out: &mut Output,
) -> Result<Target, Failure> {
    let target = named_target(&parsed.rule, program, table, out);
    target.map_err(|failure| match parsed.places.jump {
        Some(word) => failure.at(word),
        None => failure,
    })
}

fn named_target(
    parts: &Parts<'_>,
    program: &Program,
    table: &Table,
    out: &mut Output,
) -> Result<Target, Failure> {
    let name = parts.jump;
    if !name.is_empty() && table.chain(name).is_some() {
        if parts.target.is_some() {
            let warning = format!("Warning: using chain {name}, not extension\n");
            out.stderr.extend_from_slice(warning.as_bytes());
        }
        return Ok(Target::Chain {
            name: name.into(),
            goto: parts.goto,
        });
    }
    if let Some(target) = &parts.target {
        return Ok(target.clone());
    }
    if name.is_empty() {
        return Ok(Target::Continue);
    }
    if parts.goto {
        return Err(program.parameter(format_args!("goto '{name}' is not a chain")));
    }
    Err(program.parameter(no_extension("target", name)))
}

/// The rules that are meant: one for each pair of addresses.
fn rules(parts: &Parts<'_>, target: &Target) -> Vec<Arc<RuleSpec>> {
    let address =
        |not: bool, of: Masked| (not || !of.mask.is_unspecified()).then_some(Test { not, of });
    let mut rules = Vec::with_capacity(1);
    for &source in &parts.sources {
        for &destination in &parts.destinations {
            rules.push(Arc::new(RuleSpec {
                ip: IpMatch {
                    src: address(parts.not_source, source),
                    dst: address(parts.not_destination, destination),
                    iif: parts.iif.clone(),
                    oif: parts.oif.clone(),
                    proto: parts.proto,
                    fragment: parts.fragment,
                },
                matches: parts.matches.clone(),
                target: target.clone(),
            }));
        }
    }
    rules
}

fn rule_command(
    parsed: &Parsed<'_>,
    family: Family,
    target: Target,
    draft: &mut Draft,
    source: Option<SourceLine>,
    text: &mut String,
) -> Result<(), Refusal> {
    let chain = parsed.chain.unwrap_or_default();
    let counts = parsed.counters.unwrap_or_default();
    let at = parsed.number.wrapping_sub(1);
    let rules = rules(&parsed.rule, &target);
    let mut done = Ok(());
    for spec in rules {
        if parsed.verbose > 0 {
            show::told(text, family, &spec);
        }
        let rule = |spec| Rule::new(spec, counts, source.clone());
        let result = match parsed.commands {
            Commands::APPEND | Commands::INSERT => draft.add(place(parsed), rule(spec)),
            Commands::REPLACE => draft.replace(chain, at, rule(spec)),
            Commands::DELETE => draft.delete(chain, &spec),
            _ => draft.find(chain, &spec).map(|_| ()),
        };
        done = done.and(result);
    }
    done.map_err(|error| match parsed.commands {
        Commands::APPEND | Commands::INSERT => not_added(parsed, error),
        Commands::REPLACE => Refusal::says(
            error,
            &TableError::IndexTooBig,
            "Index of replacement too big",
        ),
        _ => {
            let verdict = matches!(
                target,
                Target::Continue | Target::Accept | Target::Drop | Target::Return
            );
            // libiptc forgets that it was to find a rule when it looks for where another target goes.
            let text = if verdict || draft.table().chain(chain).is_none() {
                "Bad rule (does a matching rule exist in that chain?)"
            } else {
                "No chain/target/match by that name"
            };
            Refusal::says(error, &TableError::NoSuchRule, text)
        }
    })
}

fn other_command(
    parsed: &Parsed<'_>,
    family: Family,
    draft: &mut Draft,
    readings: &Readings,
    text: &mut String,
) -> Result<(), Refusal> {
    let chain = parsed.chain.unwrap_or_default();
    let verbose = parsed.verbose > 0;
    let list = Commands::LIST.with(Commands::LIST_RULES);
    let zero = Commands::ZERO.with(Commands::ZERO_NUM);
    if parsed.commands.any(list) {
        let found = if parsed.commands.any(Commands::LIST) {
            list::list(parsed, family, draft.table(), readings, text)
        } else {
            list::list_rules(parsed, family, draft.table(), readings, text)
        };
        if !found {
            return Err(TableError::NoChain.into());
        }
        if !parsed.commands.any(zero) {
            return Ok(());
        }
    }
    match parsed.commands.without(list) {
        Commands::DELETE_NUM => {
            let at = parsed.number.wrapping_sub(1);
            draft.delete_at(chain, at).map_err(|error| {
                Refusal::says(error, &TableError::IndexTooBig, "Index of deletion too big")
            })
        }
        Commands::FLUSH => each(
            draft,
            parsed.chain,
            verbose,
            text,
            "Flushing",
            true,
            Draft::flush,
        ),
        Commands::ZERO => {
            let zero = |draft: &mut Draft, chain: &str| draft.zero(chain, readings);
            each(draft, parsed.chain, verbose, text, "Zeroing", true, zero)
        }
        Commands::ZERO_NUM => {
            let at = parsed.number.wrapping_sub(1);
            let done = draft.zero_at(chain, at, readings);
            done.map_err(|error| {
                Refusal::says(error, &TableError::IndexTooBig, "Index of counter too big")
            })
        }
        Commands::NEW_CHAIN => draft.new_chain(chain).map_err(|error| {
            Refusal::says(error, &TableError::ChainExists, "Chain already exists")
        }),
        Commands::DELETE_CHAIN => each(
            draft,
            parsed.chain,
            verbose,
            text,
            "Deleting",
            false,
            Draft::delete_chain,
        ),
        Commands::RENAME_CHAIN => Ok(draft.rename_chain(chain, parsed.new_name)?),
        Commands::SET_POLICY => {
            let counts = parsed.counters.unwrap_or_default();
            set_policy(draft, chain, parsed.policy, counts, readings)
        }
        _ => Ok(()),
    }
}

/// Sets a policy, with libiptc's words for what is wrong.
pub(super) fn set_policy(
    draft: &mut Draft,
    chain: &str,
    policy: &str,
    counts: Counts,
    readings: &Readings,
) -> Result<(), Refusal> {
    let done = draft.set_policy(chain, policy, counts, readings);
    done.map_err(|error| {
        let text = if error == TableError::BadPolicy {
            "Bad policy name"
        } else {
            "Bad built-in chain name"
        };
        Refusal {
            error,
            text: Some(text),
        }
    })
}

/// Does something with the chain that was named, or else with all (of the user's, unless `built_in`).
/// The tool goes on after one that fails.
pub(super) fn each(
    draft: &mut Draft,
    chain: Option<&str>,
    verbose: bool,
    text: &mut String,
    verb: &str,
    built_in: bool,
    mut act: impl FnMut(&mut Draft, &str) -> Result<(), TableError>,
) -> Result<(), Refusal> {
    let names: Vec<Arc<str>> = match chain {
        Some(chain) => vec![chain.into()],
        None => draft
            .table()
            .chains()
            .iter()
            .filter(|chain| built_in || chain.base.is_none())
            .map(|chain| Arc::clone(&chain.name))
            .collect(),
    };
    let mut done = Ok(());
    for name in names {
        if verbose {
            text.push_str(verb);
            text.push_str(" chain `");
            text.push_str(&name);
            text.push_str("'\n");
        }
        // Of several errors the tool shows the last.
        if let Err(error) = act(draft, &name) {
            done = Err(error.into());
        }
    }
    done
}
