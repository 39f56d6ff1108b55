//! `tc [ OPTIONS ] OBJECT { COMMAND | help }` and `tc -batch`.

use super::{
    action, class,
    context::{Context, Done, minus_one},
    filter, monitor,
    options::Options,
    qdisc, usage,
};
use crate::lang::{
    Output, Session,
    args::{Args, Failure, Key, find},
    batch,
    ip::{is_color, refused},
};

/// The objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Object {
    Qdisc,
    Class,
    Filter,
    Chain,
    Actions,
    Monitor,
    Exec,
    Help,
}

const OBJECTS: &[(Key, Object)] = &[
    (Key::Prefix("qdisc"), Object::Qdisc),
    (Key::Prefix("class"), Object::Class),
    (Key::Prefix("filter"), Object::Filter),
    (Key::Prefix("chain"), Object::Chain),
    (Key::Prefix("actions"), Object::Actions),
    (Key::Prefix("monitor"), Object::Monitor),
    (Key::Prefix("exec"), Object::Exec),
    (Key::Prefix("help"), Object::Help),
];

/// The options, in the order in which they are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opt {
    Statistics,
    Details,
    Raw,
    Pretty,
    Graph,
    Version,
    Iec,
    Help,
    Force,
    Batch,
    Netns,
    Numeric,
    Names,
    Conf,
    Timestamp,
    TimestampShort,
    Json,
    Oneline,
    Brief,
}

const OPTIONS: &[(Key, Opt)] = &[
    (Key::Prefix("-stats"), Opt::Statistics),
    (Key::Prefix("-statistics"), Opt::Statistics),
    (Key::Prefix("-details"), Opt::Details),
    (Key::Prefix("-raw"), Opt::Raw),
    (Key::Prefix("-pretty"), Opt::Pretty),
    (Key::Prefix("-graph"), Opt::Graph),
    (Key::Prefix("-Version"), Opt::Version),
    (Key::Prefix("-iec"), Opt::Iec),
    (Key::Prefix("-help"), Opt::Help),
    (Key::Prefix("-force"), Opt::Force),
    (Key::Prefix("-batch"), Opt::Batch),
    (Key::Prefix("-netns"), Opt::Netns),
    (Key::Prefix("-Numeric"), Opt::Numeric),
    (Key::Prefix("-names"), Opt::Names),
    (Key::Prefix("-nm"), Opt::Names),
    (Key::Prefix("-cf"), Opt::Conf),
    (Key::Prefix("-conf"), Opt::Conf),
    (Key::Prefix("-timestamp"), Opt::Timestamp),
    (Key::Prefix("-tshort"), Opt::TimestampShort),
    (Key::Prefix("-json"), Opt::Json),
    (Key::Prefix("-oneline"), Opt::Oneline),
    (Key::Prefix("-brief"), Opt::Brief),
];

/// What the options say.
enum Leading {
    Options(Options),
    Version,
    /// The usage was asked for.
    Usage,
}

/// Runs a command line of `tc`; `words[0]` is the tool's name. Gives the exit status.
///
/// `stdin` is what the client sends along: for `-batch FILE`, the file's contents (see [`batch_file`]).
pub(in crate::lang) fn run(
    words: &[&str],
    stdin: Option<&[u8]>,
    session: &mut Session<'_>,
    out: &mut Output,
) -> i32 {
    let mut args = Args::new(words);
    args.next();
    let (leading, prints) = options(&mut args);
    for _ in 0..prints {
        out.stderr.extend_from_slice(usage::TC.as_bytes());
    }
    let options = match leading {
        Ok(Leading::Options(options)) => options,
        Ok(Leading::Version) => {
            out.stdout
                .extend_from_slice(b"tc utility, iproute2-6.1.0, libbpf 1.1.2\n");
            return 0;
        }
        Ok(Leading::Usage) => {
            out.stderr.extend_from_slice(usage::TC.as_bytes());
            return 0;
        }
        Err(failure) => return failure.print(out),
    };
    if let Some(name) = &options.shown.batch {
        let force = options.shown.force;
        return batch::run(name, stdin, force, session, out, |words, session, out| {
            object(&mut Args::new(words), &options, session, out)
        });
    }
    if args.is_empty() {
        out.stderr.extend_from_slice(usage::TC.as_bytes());
        return 0;
    }
    match object(&mut args, &options, session, out) {
        Ok(()) => 0,
        Err(failure) => failure.print(out),
    }
}

/// The file that `-batch` names in this command line, if it does: the client has to read it, with its
/// own rights, and to send its contents along. `-` is the client's standard input.
#[must_use]
pub(in crate::lang) fn batch_file(words: &[&str]) -> Option<String> {
    let mut args = Args::new(words);
    args.next();
    match options(&mut args).0 {
        Ok(Leading::Options(options)) => options.shown.batch,
        Ok(Leading::Version | Leading::Usage) | Err(_) => None,
    }
}

/// Reads the options; gives also how often the usage was printed on the way.
fn options(args: &mut Args<'_, '_>) -> (Result<Leading, Failure>, usize) {
    let mut options = Options::default();
    let shown = &mut options.shown;
    let mut prints = 0;
    while let Some(word) = args.peek() {
        if !word.starts_with('-') {
            break;
        }
        args.next();
        let Some(option) = find(OPTIONS, word) else {
            if is_color(word) {
                continue;
            }
            let message = format!("Option \"{word}\" is unknown, try \"tc -help\".\n");
            return (Err(minus_one(message).at(args.last())), prints);
        };
        match option {
            Opt::Statistics => shown.statistics = shown.statistics.saturating_add(1),
            Opt::Details => shown.details = true,
            Opt::Raw => options.raw = true,
            Opt::Pretty => shown.pretty = true,
            Opt::Version => return (Ok(Leading::Version), prints),
            Opt::Iec => shown.iec = true,
            Opt::Help => return (Ok(Leading::Usage), prints),
            Opt::Force => shown.force = true,
            Opt::Batch => match args.next() {
                Some(file) => shown.batch = Some(file.to_owned()),
                // The tool goes on, with nothing left.
                None => prints += 1,
            },
            Opt::Netns => return (Err(refused(args, "another network namespace")), prints),
            Opt::Conf => {
                if let Err(failure) = args.value() {
                    return (Err(failure), prints);
                }
            }
            Opt::Json => shown.json = true,
            Opt::Oneline => shown.oneline = true,
            Opt::Numeric => shown.numeric = true,
            // No class has a name, and trees are shown as lists.
            Opt::Brief => options.brief = true,
            Opt::Timestamp => shown.timestamp = true,
            Opt::TimestampShort => {
                shown.timestamp = true;
                shown.timestamp_short = true;
            }
            Opt::Graph | Opt::Names => {}
        }
    }
    (Ok(Leading::Options(options)), prints)
}

/// Runs `OBJECT { COMMAND | help }`.
fn object(
    args: &mut Args<'_, '_>,
    options: &Options,
    session: &mut Session<'_>,
    out: &mut Output,
) -> Done {
    let word = args.next().unwrap_or_default();
    let Some(object) = find(OBJECTS, word) else {
        let message = format!("Object \"{word}\" is unknown, try \"tc help\".\n");
        return Err(minus_one(message).at(args.last()));
    };
    let mut context = Context {
        session,
        options,
        text: String::new(),
        out,
    };
    let done = match object {
        Object::Qdisc => qdisc::run(&mut context, args),
        Object::Class => class::run(&mut context, args),
        Object::Filter => filter::run(&mut context, args),
        Object::Chain => filter::run_chain(&mut context, args),
        Object::Actions => action::run(&mut context, args),
        Object::Monitor => monitor::run(options, args, context.out),
        Object::Exec if args.is_empty() => {
            Err(minus_one("No command given, try \"tc exec help\".\n").at(args.last()))
        }
        Object::Exec => Err(refused(args, "tc exec")),
        Object::Help => {
            context.warn(usage::TC);
            Ok(())
        }
    };
    context.flush();
    done
}
