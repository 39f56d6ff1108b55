//! `nft`: a command line, and what it does.

use std::sync::Arc;

use dataplane::{route::Family, snapshot::Snapshot, time::Instant};

use super::{
    batch::Batch,
    bundle::Bundle,
    debug,
    error::Error,
    input::Inputs,
    list::List,
    monitor::{self, Monitor},
    options::{End, Options},
    parse::{self, Settings},
    print,
    syntax::{Command, Handled, InTable, Object, Verb},
};
use crate::{
    config::{
        Model,
        netfilter::Readings,
        nft::{Draft, Element, Numeric, Set, members},
    },
    lang::{self, Output, Session},
};

/// After so many errors in commands nft looks at no more of them.
const MOST_ERRORS: usize = 10;

/// Executes a command line; gives the exit status. `stdin` is what the client has read for it.
pub(in crate::lang) fn run(
    words: &[&str],
    stdin: Option<&[u8]>,
    session: &mut Session<'_>,
    out: &mut Output,
) -> i32 {
    let done = Options::read(words)
        .and_then(|options| execute(&options, words, stdin.unwrap_or_default(), session, out));
    done.unwrap_or_else(|end| {
        out.stdout.extend_from_slice(end.stdout.as_bytes());
        out.stderr.extend_from_slice(end.stderr.as_bytes());
        end.status
    })
}

fn execute(
    options: &Options,
    words: &[&str],
    stdin: &[u8],
    session: &mut Session<'_>,
    out: &mut Output,
) -> Result<i32, End> {
    let tool = words.first().copied().unwrap_or_default();
    let refuse = |what: &str| Err(End::complained(format!("{tool}: {what}\n")));
    let bundle = Bundle::read(stdin);
    let line = options.line();
    let text = line.as_deref().map_or_else(|| bundle.text(), str::as_bytes);
    let Some(mut inputs) = options.inputs(text) else {
        return refuse(match options.interactive {
            true => "interactive input (-i) is not supported",
            false => "no command specified",
        });
    };
    if options.json && text.trim_ascii_start().starts_with(b"{") {
        return refuse("commands in JSON are not supported");
    }
    if options.optimize && line.is_none() {
        return refuse("optimization (-o) is not supported");
    }
    let settings = Settings {
        include_paths: &options.include_paths,
        defines: &options.defines,
        files: &bundle,
    };
    let mut parsed = parse::parse(&mut inputs, &settings);
    collapse(&mut parsed.commands);
    let mut run = Run {
        options,
        inputs: &inputs,
        commands: &parsed.commands,
        live: LiveState::of(session, options.echo || parsed.commands.iter().any(asks)),
        session,
        out,
    };
    Ok(run.batch(parsed.errors))
}

/// Makes one of commands that add elements to the same set, one after the other, as nft does.
fn collapse(commands: &mut Vec<Command>) {
    let name = |name: &Handled| match name {
        Handled::Name(name) => name.of.clone(),
        Handled::Handle(handle) => handle.of.to_string(),
    };
    let set = |of: &InTable| (of.table.family(), name(&of.table.name), name(&of.name));
    commands.dedup_by(|next, first| {
        let adds = matches!(first.verb, Verb::Add | Verb::Create) && next.verb == first.verb;
        if let (Object::Elements(of, all), Object::Elements(other, more)) =
            (&mut first.object, &mut next.object)
            && adds
            && set(of) == set(other)
        {
            all.append(more);
            return true;
        }
        false
    });
}

struct Run<'a, 's, 'm> {
    options: &'a Options,
    inputs: &'a Inputs,
    commands: &'a [Command],
    live: LiveState,
    session: &'s mut Session<'m>,
    out: &'s mut Output,
}

/// What was found out about the commands of a batch.
struct Evaluated {
    draft: Draft,
    errors: Vec<Error>,
    refusals: Vec<Error>,
}

/// Whether a command changes the rule set.
pub(super) const fn changes(command: &Command) -> bool {
    match command.verb {
        Verb::Add
        | Verb::Create
        | Verb::Insert
        | Verb::Replace
        | Verb::Delete
        | Verb::Flush
        | Verb::Rename => true,
        Verb::Get | Verb::List | Verb::Reset | Verb::Monitor | Verb::Describe => false,
    }
}

/// Whether a command has to know what packets have done.
fn asks(command: &Command) -> bool {
    if matches!(command.object, Object::Set(..) | Object::Map(..)) {
        return true;
    }
    if matches!(command.object, Object::Elements(..)) {
        return !matches!(command.verb, Verb::Add | Verb::Create);
    }
    !changes(command)
}

impl Run<'_, '_, '_> {
    /// Executes all commands; gives the exit status. `syntax` is what is wrong with the text.
    fn batch(&mut self, syntax: Vec<Error>) -> i32 {
        let mut done = self.evaluate(false);
        if syntax.is_empty()
            && done.errors.is_empty()
            && done.refusals.is_empty()
            && !done.draft.is_valid()
        {
            // The kernel then tries the changes one by one, to find out which it was.
            self.session.model.undo_nft(done.draft);
            done = self.evaluate(true);
        }
        let Evaluated {
            draft,
            errors,
            refusals,
        } = done;
        let errors: Vec<Error> = syntax.into_iter().chain(errors).collect();
        if !errors.is_empty() {
            self.session.model.undo_nft_unasked(draft);
            return self.say(&errors);
        }
        let (draft, listed) = self.list(draft);
        if let Err(errors) = listed {
            self.session.model.undo_nft_unasked(draft);
            return self.say(&errors);
        }
        self.debug(&draft);
        if !refusals.is_empty() {
            self.session.model.undo_nft(draft);
            return self.say(&refusals);
        }
        if self.options.check {
            self.session.model.undo_nft(draft);
            return 0;
        }
        if let Some(done) = self.session.model.commit_nft(draft)
            && self.options.echo
        {
            let model = &*self.session.model;
            let members = self.live.members();
            let cx = self.context(model, &members);
            let text = monitor::echo(&done, model.nft().ruleset(), &cx);
            self.out.stdout.extend_from_slice(text.as_bytes());
        }
        self.watch();
        0
    }

    /// Prints what is sent to the kernel, if that is asked for.
    fn debug(&mut self, draft: &Draft) {
        if !self.options.debug_netlink {
            return;
        }
        for event in draft.events() {
            let (family, name) = event.table();
            if let Some(table) = draft.ruleset().table(family, name) {
                let text = debug::added(event, table);
                self.out.stdout.extend_from_slice(text.as_bytes());
            }
        }
    }

    /// Complains; gives the exit status.
    fn say(&mut self, errors: &[Error]) -> i32 {
        for error in errors {
            let text = self.inputs.render(error);
            self.out.stderr.extend_from_slice(text.as_bytes());
        }
        1
    }

    /// Evaluates the commands, one after the other.
    fn evaluate(&mut self, strict: bool) -> Evaluated {
        let draft = self.session.model.nft_draft(strict);
        let mut batch = Batch {
            inputs: self.inputs,
            draft,
            links: &*self.session.model,
            origin: self.session.origin.as_ref(),
            errors: Vec::new(),
            refusals: Vec::new(),
            guesses: Vec::new(),
            indexed: self.commands.iter().any(|command| {
                let beside = matches!(command.object, Object::Rule(_, Some(_), Some(_)));
                beside && command.verb != Verb::Replace
            }),
            members: &self.live.members(),
            refused_tables: Vec::new(),
        };
        let mut wrong = 0;
        for command in self.commands.iter().filter(|command| changes(command)) {
            let before = batch.errors.len();
            batch.command(command);
            wrong += usize::from(batch.errors.len() > before);
            if wrong == MOST_ERRORS {
                break;
            }
        }
        batch.guess();
        Evaluated {
            draft: batch.draft,
            errors: batch.errors,
            refusals: batch.refusals,
        }
    }

    /// Prints what is asked for.
    fn list(&mut self, mut draft: Draft) -> (Draft, Result<(), Vec<Error>>) {
        let asked = self.commands.iter().filter(|command| !changes(command));
        let asked: Vec<&Command> = asked.collect();
        if asked.is_empty() {
            return (draft, Ok(()));
        }
        let known = (asked.len() < self.commands.len()).then(|| draft.known_to_nft());
        let members = self.live.members();
        let list = List {
            cx: self.context(self.session.model, &members),
            known: known.as_ref(),
        };
        let mut text = String::new();
        // nft looks for what is to be listed before it lists anything.
        let mut listed = Vec::new();
        let mut missing = Vec::new();
        if asked.len() > 1 {
            for command in asked.iter().filter(|command| command.verb == Verb::List) {
                match list.command(command, &mut draft) {
                    Ok(text) => listed.push(text),
                    Err(error) => missing.push(error),
                }
            }
        }
        if !missing.is_empty() {
            return (draft, Err(missing));
        }
        let mut listed = listed.into_iter();
        let mut has_reset = false;
        let mut done = Ok(());
        for command in asked {
            has_reset |= command.verb == Verb::Reset;
            let ready = match command.verb {
                Verb::List => listed.next().filter(|_| !has_reset),
                _ => None,
            };
            match ready.map_or_else(|| list.command(command, &mut draft), Ok) {
                Ok(listed) => text.push_str(&listed),
                Err(error) => {
                    done = Err(vec![error]);
                    break;
                }
            }
        }
        self.out.stdout.extend_from_slice(text.as_bytes());
        (draft, done)
    }

    /// Begins to watch, if that was asked for (`monitor`).
    fn watch(&mut self) {
        let watched = self.commands.iter().find_map(|command| {
            if let Object::Monitor(watched) = &command.object {
                return Some(*watched);
            }
            None
        });
        if let Some(watched) = watched {
            let model = &*self.session.model;
            let members = self.live.members();
            let cx = self.context(model, &members);
            let monitor = Monitor::new(watched, model.nft().ruleset(), &cx);
            self.out.monitor = Some(lang::Monitor::Nft(monitor));
        }
    }

    /// What listings need.
    fn context<'c>(
        &'c self,
        model: &'c Model,
        members: &'c dyn Fn(&Set) -> Option<Vec<Element>>,
    ) -> print::Context<'c> {
        print::Context {
            options: listing(self.options),
            interfaces: model,
            readings: &self.live.readings,
            now: model.now(),
            members,
        }
    }
}

/// What packets have done to what is listed.
struct LiveState {
    readings: Readings,
    snapshot: Option<Arc<Snapshot>>,
    now: Instant,
}

impl LiveState {
    /// That of a router, if it is `wanted`: everything that was changed before is in force.
    fn of(session: &mut Session<'_>, wanted: bool) -> Self {
        let snapshot = if wanted {
            session.live.snapshot(session.model)
        } else {
            None
        };
        // Both families count with the same counters; the newer rule set has more of them.
        let readings = Readings::of(snapshot.as_ref().map(|snapshot| {
            let of = |family| &snapshot.filter(family).counters;
            let (v4, v6) = (of(Family::V4), of(Family::V6));
            let newer = if v4.capacity() < v6.capacity() {
                v6
            } else {
                v4
            };
            newer.clone()
        }));
        Self {
            readings,
            snapshot,
            now: session.model.now(),
        }
    }

    /// What is in sets that packets change.
    fn members(&self) -> impl Fn(&Set) -> Option<Vec<Element>> + '_ {
        |set| {
            let snapshot = self.snapshot.as_ref()?;
            [Family::V4, Family::V6]
                .into_iter()
                .find_map(|family| members(set, &snapshot.filter(family).nft, self.now))
        }
    }
}

/// All tables as `nft -f` reads them: without what was counted, but with all that rules ask for.
pub(in crate::lang) fn configuration(model: &Model) -> String {
    let cx = print::Context {
        options: print::Options {
            stateless: true,
            meant: true,
            ..print::Options::default()
        },
        interfaces: model,
        readings: &Readings::default(),
        now: model.now(),
        members: &|_| None,
    };
    print::ruleset(model.nft().ruleset(), None, &cx)
}

/// How listings are wanted.
fn listing(options: &Options) -> print::Options {
    let numeric = options.numeric;
    print::Options {
        handles: options.handles,
        stateless: options.stateless,
        terse: options.terse,
        json: options.json,
        meant: false,
        numeric: Numeric {
            symbol: numeric,
            protocol: numeric || options.numeric_protocol,
            priority: numeric || options.numeric_priority,
            time: numeric || options.numeric_time,
            service: options.services,
            guid: options.guid,
        },
    }
}
