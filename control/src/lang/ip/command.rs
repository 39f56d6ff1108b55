//! `ip [ OPTIONS ] OBJECT { COMMAND | help }` and `ip -batch`.

use super::{
    address,
    context::{Context, Done},
    link, monitor, neigh,
    options::{Family, Options, Select},
    route, rule, tuntap, usage,
};
use crate::lang::{
    Output, Session,
    args::{Args, Failure, Key, find},
    batch,
};

/// The objects that we have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Object {
    Address,
    Route,
    Rule,
    Neighbour,
    Link,
    Tuntap,
    Monitor,
    Help,
    Refused(&'static str),
}

const OBJECTS: &[(Key, Object)] = &[
    (Key::Prefix("address"), Object::Address),
    (Key::Prefix("addrlabel"), Object::Refused("addrlabel")),
    (Key::Prefix("maddress"), Object::Refused("maddress")),
    (Key::Prefix("route"), Object::Route),
    (Key::Prefix("rule"), Object::Rule),
    (Key::Prefix("neighbor"), Object::Neighbour),
    (Key::Prefix("neighbour"), Object::Neighbour),
    (Key::Prefix("ntable"), Object::Refused("ntable")),
    (Key::Prefix("ntbl"), Object::Refused("ntable")),
    (Key::Prefix("link"), Object::Link),
    (Key::Prefix("l2tp"), Object::Refused("l2tp")),
    (Key::Prefix("fou"), Object::Refused("fou")),
    (Key::Prefix("ila"), Object::Refused("ila")),
    (Key::Prefix("macsec"), Object::Refused("macsec")),
    (Key::Prefix("tunnel"), Object::Refused("tunnel")),
    (Key::Prefix("tunl"), Object::Refused("tunnel")),
    (Key::Prefix("tuntap"), Object::Tuntap),
    (Key::Prefix("tap"), Object::Tuntap),
    (Key::Prefix("token"), Object::Refused("token")),
    (Key::Prefix("tcpmetrics"), Object::Refused("tcpmetrics")),
    (Key::Prefix("tcp_metrics"), Object::Refused("tcpmetrics")),
    (Key::Prefix("monitor"), Object::Monitor),
    (Key::Prefix("xfrm"), Object::Refused("xfrm")),
    (Key::Prefix("mroute"), Object::Refused("mroute")),
    (Key::Prefix("mrule"), Object::Refused("mrule")),
    (Key::Prefix("netns"), Object::Refused("netns")),
    (Key::Prefix("netconf"), Object::Refused("netconf")),
    (Key::Prefix("vrf"), Object::Refused("vrf")),
    (Key::Prefix("sr"), Object::Refused("sr")),
    (Key::Prefix("nexthop"), Object::Refused("nexthop")),
    (Key::Prefix("mptcp"), Object::Refused("mptcp")),
    (Key::Prefix("ioam"), Object::Refused("ioam")),
    (Key::Prefix("help"), Object::Help),
    (Key::Prefix("amt"), Object::Refused("amt")),
];

/// The options, in the order in which they are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opt {
    Loops,
    Family,
    Inet,
    Inet6,
    Link,
    OtherFamily,
    Human,
    Iec,
    Statistics,
    Details,
    Resolve,
    Oneline,
    Timestamp,
    TimestampShort,
    Version,
    Force,
    Batch,
    Brief,
    Json,
    Pretty,
    Rcvbuf,
    Help,
    Netns,
    Numeric,
    All,
}

const OPTIONS: &[(Key, Opt)] = &[
    (Key::Prefix("-loops"), Opt::Loops),
    (Key::Prefix("-family"), Opt::Family),
    (Key::Whole("-4"), Opt::Inet),
    (Key::Whole("-6"), Opt::Inet6),
    (Key::Whole("-0"), Opt::Link),
    (Key::Whole("-M"), Opt::OtherFamily),
    (Key::Whole("-B"), Opt::OtherFamily),
    (Key::Prefix("-human-readable"), Opt::Human),
    (Key::Prefix("-iec"), Opt::Iec),
    (Key::Prefix("-stats"), Opt::Statistics),
    (Key::Prefix("-statistics"), Opt::Statistics),
    (Key::Prefix("-details"), Opt::Details),
    (Key::Prefix("-resolve"), Opt::Resolve),
    (Key::Prefix("-oneline"), Opt::Oneline),
    (Key::Prefix("-timestamp"), Opt::Timestamp),
    (Key::Prefix("-tshort"), Opt::TimestampShort),
    (Key::Prefix("-Version"), Opt::Version),
    (Key::Prefix("-force"), Opt::Force),
    (Key::Prefix("-batch"), Opt::Batch),
    (Key::Prefix("-brief"), Opt::Brief),
    (Key::Prefix("-json"), Opt::Json),
    (Key::Prefix("-pretty"), Opt::Pretty),
    (Key::Prefix("-rcvbuf"), Opt::Rcvbuf),
    (Key::Prefix("-help"), Opt::Help),
    (Key::Prefix("-netns"), Opt::Netns),
    (Key::Prefix("-Numeric"), Opt::Numeric),
    (Key::Prefix("-all"), Opt::All),
];

/// Runs a command line of `ip`; `words[0]` is the tool's name. Gives the exit status.
///
/// `stdin` is what the client sends along: for `-batch FILE`, the file's contents (see
/// [`batch_file`]).
pub fn run(
    words: &[&str],
    stdin: Option<&[u8]>,
    session: &mut Session<'_>,
    out: &mut Output,
) -> i32 {
    let mut args = Args::new(words);
    args.next();
    let options = match options(&mut args) {
        Ok(Leading::Options(options)) => options,
        Ok(Leading::Version) => {
            out.stdout
                .extend_from_slice(b"ip utility, iproute2-6.1.0, libbpf 1.1.2\n");
            return 0;
        }
        Err(failure) => return failure.print(out),
    };
    if let Some(name) = &options.batch {
        return batch::run(
            name,
            stdin,
            options.force,
            session,
            out,
            |words, session, out| object(&mut Args::new(words), &options, session, out),
        );
    }
    match object(&mut args, &options, session, out) {
        Ok(()) => 0,
        Err(failure) => failure.print(out),
    }
}

/// The file that `-batch` names in this command line, if it does: the client has to read it, with its
/// own rights, and to send its contents along. `-` is the client's standard input.
#[must_use]
pub fn batch_file(words: &[&str]) -> Option<String> {
    let mut args = Args::new(words);
    args.next();
    match options(&mut args) {
        Ok(Leading::Options(options)) => options.batch,
        Ok(Leading::Version) | Err(_) => None,
    }
}

enum Leading {
    Options(Options),
    Version,
}

fn options(args: &mut Args<'_, '_>) -> Result<Leading, Failure> {
    let mut options = Options {
        loops: 10,
        ..Options::default()
    };
    while let Some(word) = args.peek() {
        if !word.starts_with('-') {
            break;
        }
        args.next();
        if word == "--" {
            break;
        }
        let word = if word.starts_with("--") {
            &word[1..]
        } else {
            word
        };
        let Some(option) = find(OPTIONS, word) else {
            if is_color(word) {
                continue;
            }
            return Err(Failure::exit(
                255,
                format!("Option \"{word}\" is unknown, try \"ip -help\".\n"),
            )
            .at(args.last()));
        };
        let operand = |args: &mut Args<'_, '_>| {
            args.next()
                .map(str::to_owned)
                .ok_or_else(|| usage::exit(usage::IP))
        };
        match option {
            Opt::Loops => {
                options.loops = operand(args)?.parse().unwrap_or(0);
            }
            Opt::Family => {
                options.family = match operand(args)?.as_str() {
                    "inet" => Select::Family(Family::Inet),
                    "inet6" => Select::Family(Family::Inet6),
                    "link" => Select::Link,
                    "help" => return Err(usage::exit(usage::IP)),
                    "mpls" | "bridge" => return Err(refused(args, "this address family")),
                    _ => return Err(args.invalid("invalid protocol family")),
                }
            }
            Opt::Inet => options.family = Select::Family(Family::Inet),
            Opt::Inet6 => options.family = Select::Family(Family::Inet6),
            Opt::Link => options.family = Select::Link,
            Opt::OtherFamily => return Err(refused(args, "this address family")),
            Opt::Human => options.human = true,
            Opt::Iec => options.iec = true,
            Opt::Statistics => options.statistics = options.statistics.saturating_add(1),
            Opt::Details => options.details = true,
            // There is nobody to ask for names: addresses stay numbers, as the tool shows those
            // that do not resolve. Sockets have no receive buffer here.
            Opt::Resolve | Opt::All => {}
            Opt::Rcvbuf => {
                operand(args)?;
            }
            Opt::Oneline => options.oneline = true,
            Opt::Timestamp => options.timestamp = true,
            Opt::TimestampShort => {
                options.timestamp = true;
                options.timestamp_short = true;
            }
            Opt::Version => return Ok(Leading::Version),
            Opt::Force => options.force = true,
            Opt::Batch => options.batch = Some(operand(args)?),
            Opt::Brief => options.brief = true,
            Opt::Json => options.json = true,
            Opt::Pretty => options.pretty = true,
            Opt::Help => return Err(usage::exit(usage::IP)),
            Opt::Netns => return Err(refused(args, "another network namespace")),
            Opt::Numeric => options.numeric = true,
        }
    }
    Ok(Leading::Options(options))
}

/// What the real tool has and we have not.
pub(crate) fn refused(args: &Args<'_, '_>, what: &str) -> Failure {
    Failure::exit(
        255,
        format!("Error: {what} is not supported by tollgate.\n"),
    )
    .at(args.last())
}

/// Whether a word is the option `-color`, which changes nothing here.
pub(crate) fn is_color(word: &str) -> bool {
    let (name, when) = word.split_once('=').unwrap_or((word, "always"));
    name.len() > 1 && "-color".starts_with(name) && matches!(when, "always" | "auto" | "never")
}

/// Runs `OBJECT { COMMAND | help }`.
fn object(
    args: &mut Args<'_, '_>,
    options: &Options,
    session: &mut Session<'_>,
    out: &mut Output,
) -> Done {
    let Some(word) = args.next() else {
        return Err(usage::exit(usage::IP));
    };
    let Some(object) = find(OBJECTS, word) else {
        return Err(Failure::returned(
            1,
            format!("Object \"{word}\" is unknown, try \"ip help\".\n"),
        )
        .at(args.last()));
    };
    let mut context = Context {
        session,
        options,
        text: String::new(),
        out,
    };
    let done = match object {
        Object::Address => address::run(&mut context, args),
        Object::Route => route::run(&mut context, args),
        Object::Rule => rule::run(&mut context, args),
        Object::Neighbour => neigh::run(&mut context, args),
        Object::Link => link::run(&mut context, args),
        Object::Tuntap => tuntap::run(&mut context, args),
        Object::Monitor => monitor::run(&mut context, args),
        Object::Help => Err(usage::exit(usage::IP)),
        Object::Refused(name) => Err(Failure::returned(
            1,
            format!("Error: \"ip {name}\" is not supported by tollgate.\n"),
        )
        .at(args.last())),
    };
    context.flush();
    done
}

/// The command of an object that does not exist.
pub(crate) fn unknown_command(args: &Args<'_, '_>, word: &str, object: &str) -> Failure {
    Failure::exit(
        255,
        format!("Command \"{word}\" is unknown, try \"ip {object} help\".\n"),
    )
    .at(args.last())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colors() {
        assert!(is_color("-c") && is_color("-col=auto") && !is_color("-color=x"));
        assert!(!is_color("-cx") && !is_color("-"));
    }
}
