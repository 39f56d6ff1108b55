//! The extensions against the real tool: each file in control/tests/lang/iptables/ext/ has commands and
//! what iptables 1.8.9 (legacy) answers. `TOLLGATE_RECORD=1` asks it again and writes the files; that
//! needs root, and Linux with netfilter.
//!
//! A line that is not indented is a command, in the words of a shell. Below it, indented:
//! - `S RULE`: it was accepted, and this is `-S`;
//! - `L LINE$`, `N LINE$`: what `-L` and `-L -n` show, with a `$` at the end of the line;
//! - `W MESSAGE`: a warning, before all that;
//! - `2 MESSAGE`: the complaint, without the tool's name; `\n` at its end stands for an empty line;
//! - `1 MESSAGE`: what the kernel complained of.

#[path = "../../../tests/shell_words/mod.rs"]
mod shell_words;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use dataplane::{
    filter::{Match, Target, Test},
    route::Family,
};
use proptest::{prelude::*, strategy::ValueTree as _};

use shell_words::words;

use super::{
    extension::{Complaint, Given, MatchParser, Opt, RuleView, TargetParser},
    matches, proto, targets,
};
use crate::lang::use_label_file;

/// A command and its answer.
struct Case {
    command: String,
    answer: Vec<String>,
}

/// The part of a rule that extensions make.
#[derive(Debug, PartialEq)]
struct Parsed {
    view: RuleView,
    matches: Vec<Match>,
    target: Option<(&'static str, Target)>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lang/iptables/ext")
}

/// A folder with files that stand in /etc for the tests.
fn etc() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lang/etc")
}

fn read(path: &Path) -> (Vec<String>, Vec<Case>) {
    let mut comments = Vec::new();
    let mut cases: Vec<Case> = Vec::new();
    for line in fs::read_to_string(path).unwrap().lines() {
        if let Some(answer) = line.strip_prefix("  ") {
            cases.last_mut().unwrap().answer.push(answer.to_owned());
        } else if line.starts_with('#') {
            comments.push(line.to_owned());
        } else if !line.is_empty() {
            cases.push(Case {
                command: line.to_owned(),
                answer: Vec::new(),
            });
        }
    }
    (comments, cases)
}

fn files() -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "t"))
        .collect();
    files.sort();
    files
}

enum Loaded {
    Match(&'static [Opt], Box<dyn MatchParser>),
    Target(&'static str, &'static [Opt], Box<dyn TargetParser>),
}

impl Loaded {
    fn options(&self) -> &'static [Opt] {
        match self {
            Self::Match(options, _) | Self::Target(_, options, _) => options,
        }
    }
}

/// Parses the extensions of a command as the core does, as far as these tests need it.
fn parse(words: &[String]) -> Result<Parsed, Complaint> {
    parse_and_warn(words, &mut Vec::new())
}

fn parse_and_warn(words: &[String], warnings: &mut Vec<String>) -> Result<Parsed, Complaint> {
    let family = match words[0].as_str() {
        "iptables" => Family::V4,
        _ => Family::V6,
    };
    let mut view = RuleView {
        family,
        proto: None,
    };
    let mut loaded: Vec<Loaded> = Vec::new();
    let mut not = false;
    let mut rest = words[1..].iter().map(String::as_str).peekable();
    while let Some(word) = rest.next() {
        match word {
            "!" => {
                not = true;
                continue;
            }
            "-t" | "-A" => {
                rest.next();
            }
            "-p" => {
                let name = rest.next().unwrap();
                let of = proto::read(name).ok_or_else(|| Complaint::Other(name.to_owned()))?;
                view.proto = Some(Test { not, of });
            }
            "-m" => loaded.push(load_match(rest.next().unwrap(), family)),
            "-j" => {
                let name = rest.next().unwrap();
                let target = targets::find(name, family).unwrap_or_else(|| panic!("-j {name}"));
                let parser = (target.parser)(family);
                loaded.push(Loaded::Target(target.name, target.options, parser));
            }
            option => {
                let name = option
                    .strip_prefix("--")
                    .unwrap_or_else(|| panic!("{option}"));
                if find(&loaded, name).is_none() {
                    let protocol = match view.proto.map(|proto| proto.of) {
                        Some(1) => "icmp",
                        Some(6) => "tcp",
                        Some(17) => "udp",
                        Some(58) => "icmp6",
                        _ => panic!("unknown option {option}"),
                    };
                    loaded.push(load_match(protocol, family));
                }
                let (at, opt) = find(&loaded, name).unwrap_or_else(|| panic!("{option}"));
                let value = if opt.value { rest.next() } else { None };
                let second = if opt.second {
                    rest.next_if(|word| !word.starts_with(['-', '!']))
                } else {
                    None
                };
                let given = Given {
                    name: opt.name,
                    not,
                    value,
                    second,
                    rule: view,
                };
                let (taken, warning) = match &mut loaded[at] {
                    Loaded::Match(.., parser) => (parser.take(given), parser.warning()),
                    Loaded::Target(.., parser) => (parser.take(given), parser.warning()),
                };
                warnings.extend(warning);
                taken?;
            }
        }
        not = false;
    }
    let mut parsed = Parsed {
        view,
        matches: Vec::new(),
        target: None,
    };
    let mut target = None;
    for extension in loaded {
        match extension {
            Loaded::Match(.., parser) => parsed.matches.push(parser.finish(view)?),
            Loaded::Target(name, _, parser) => target = Some((name, parser)),
        }
    }
    if let Some((name, parser)) = target {
        parsed.target = Some((name, parser.finish(view)?));
    }
    Ok(parsed)
}

fn load_match(name: &str, family: Family) -> Loaded {
    let extension = matches::find(name, family).unwrap_or_else(|| panic!("-m {name}"));
    let parser = (extension.parser)(family);
    Loaded::Match(extension.options, parser)
}

/// The option of this name, or the only one that begins so; of the extension that was named last.
fn find(loaded: &[Loaded], name: &str) -> Option<(usize, Opt)> {
    let all =
        || {
            loaded.iter().enumerate().rev().flat_map(|(at, extension)| {
                extension.options().iter().map(move |option| (at, *option))
            })
        };
    all().find(|(_, option)| option.name == name).or_else(|| {
        let mut begin = all().filter(|(_, option)| option.name.starts_with(name));
        let first = begin.next();
        first.filter(|_| begin.next().is_none())
    })
}

/// The rule as `-S` shows it, behind the protocol.
fn save(parsed: &Parsed) -> String {
    let mut out = String::new();
    for found in &parsed.matches {
        out.push_str(" -m ");
        out.push_str(found.name());
        matches::save(found, parsed.view, &mut out);
    }
    if let Some((name, target)) = &parsed.target {
        out.push_str(" -j ");
        out.push_str(name);
        targets::save(target, parsed.view, &mut out);
    }
    out
}

/// The rule as `-L` shows it, behind the columns.
fn print(parsed: &Parsed, numeric: bool) -> String {
    let mut out = String::new();
    for found in &parsed.matches {
        matches::print(found, parsed.view, numeric, &mut out);
    }
    if let Some((_, target)) = &parsed.target {
        targets::print(target, parsed.view, numeric, &mut out);
    }
    out
}

/// What a saved rule has behind the chain and the protocol.
fn behind_protocol(rule: &str) -> &str {
    let rest = rule.strip_prefix("-A ").unwrap();
    let rest = &rest[rest.find(' ').unwrap_or(rest.len())..];
    let inverted = rest.strip_prefix(" !").unwrap_or(rest);
    match inverted.strip_prefix(" -p ") {
        Some(proto) => &proto[proto.find(' ').unwrap_or(proto.len())..],
        None => rest,
    }
}

/// The part of a line of an answer that extensions do not make: the chain and the protocol of a saved
/// rule, the columns of a listed one.
fn frame<'a>(answer: &'a [String], mark: &str) -> &'a str {
    let Some(line) = answer.iter().find_map(|line| line.strip_prefix(mark)) else {
        return "";
    };
    if mark == "S " {
        return line.strip_suffix(behind_protocol(line)).unwrap();
    }
    let end = ANY.iter().find_map(|any| Some(line.find(any)? + any.len()));
    &line[..end.unwrap()]
}

/// The destination of a listed rule that has none, of IPv4, IPv6, and without `-n`, with what is in
/// front of it.
const ANY: [&str; 3] = [
    " 0.0.0.0/0            0.0.0.0/0           ",
    " ::/0                 ::/0                ",
    " anywhere             anywhere            ",
];

/// What we answer, as the files have it.
fn answer(words: &[String], real: &[String]) -> Vec<String> {
    let mut warnings = Vec::new();
    let parsed = parse_and_warn(words, &mut warnings);
    let mut answer: Vec<String> = warnings.iter().map(|text| format!("W {text}")).collect();
    match parsed {
        Ok(parsed) => answer.extend([
            format!("S {}{}", frame(real, "S "), save(&parsed)),
            format!("L {}{}$", frame(real, "L "), print(&parsed, false)),
            format!("N {}{}$", frame(real, "N "), print(&parsed, true)),
        ]),
        Err(Complaint::Parameter(message)) => {
            answer.push(format!("2 {}", message.replace('\n', "\\n")));
        }
        Err(Complaint::Other(message)) => answer.push(format!("1 {message}")),
        Err(Complaint::Resource(message)) => answer.push(format!("4 {message}")),
    }
    answer
}

#[test]
fn extensions_answer_as_the_real_tool_does() {
    use_label_file(Some(etc().join("xtables/connlabel.conf")));
    let record = std::env::var_os("TOLLGATE_RECORD").is_some();
    let mut wrong = Vec::new();
    let mut count = 0;
    for path in files() {
        let (comments, mut cases) = read(&path);
        if record {
            for case in &mut cases {
                case.answer = ask(&words(&case.command));
            }
            write(&path, &comments, &cases);
        }
        for case in &cases {
            count += 1;
            let ours = answer(&words(&case.command), &case.answer);
            // What the kernel refuses is accepted here.
            let refused = case.answer.iter().any(|line| line.starts_with("1 "));
            if ours != case.answer && !refused {
                let (real, ours) = (case.answer.join("\n    "), ours.join("\n    "));
                wrong.push(format!(
                    "{}: {}\n  real\n    {real}\n  ours\n    {ours}",
                    path.file_name().unwrap().display(),
                    case.command
                ));
            }
        }
    }
    assert!(count > 300, "only {count} cases");
    assert!(
        wrong.is_empty(),
        "{} of {count} differ\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// What a family's tool says of an extension when it is asked for help, behind what it says of itself.
fn real_help(family: Family, option: &str, name: &str) -> String {
    let tool = match family {
        Family::V4 => "iptables-legacy",
        Family::V6 => "ip6tables-legacy",
    };
    let output = Command::new("unshare")
        .args(["--net", tool, option, name, "-h"])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let (_, help) = text.split_once("print package version.\n\n").unwrap();
    help.to_owned()
}

#[test]
fn extensions_help_as_the_real_tool_does() {
    let version = Command::new("iptables-legacy").arg("-V").output();
    let there = version.is_ok_and(|output| output.stdout == b"iptables v1.8.9 (legacy)\n");
    if !there || !rustix::process::geteuid().is_root() {
        assert!(
            std::env::var_os("TOLLGATE_REQUIRE_ALL").is_none(),
            "no root, or no iptables-legacy 1.8.9"
        );
        eprintln!("SKIPPED: no root, or no iptables-legacy 1.8.9");
        return;
    }
    for extension in matches::ALL {
        for family in extension.families {
            let real = real_help(*family, "-m", extension.name);
            assert_eq!(extension.help, real, "-m {} {family:?}", extension.name);
        }
    }
    for extension in targets::ALL {
        for family in extension.families {
            let mut real = real_help(*family, "-j", extension.name);
            if extension.name == "CONNMARK" {
                // Deviation: there are no shifts.
                real = (real.split_inclusive('\n'))
                    .filter(|line| !line.contains("-shift-mark"))
                    .collect();
            }
            assert_eq!(extension.help, real, "-j {} {family:?}", extension.name);
        }
    }
}

/// Asks the real tool.
fn ask(words: &[String]) -> Vec<String> {
    let tool = words[0].as_str();
    let table = (words.iter().position(|word| word == "-t")).map_or("filter", |at| &words[at + 1]);
    // The names of labels are those of the tests.
    let script = r#"
        mount -t overlay overlay -o "lowerdir=$1:/etc" /etc || exit 99; shift
        tool=$1-legacy table=$2; shift 2
        "$tool" "$@" || exit
        echo; echo @S; "$tool" -t "$table" -S
        echo @L; "$tool" -t "$table" -L
        echo @N; "$tool" -t "$table" -L -n"#;
    let output = Command::new("unshare")
        .args(["--net", "--mount", "sh", "-c", script, "sh"])
        .arg(etc())
        .args([tool, table])
        .args(&words[1..])
        .env("LC_ALL", "C")
        .output()
        .unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    if output.status.success() {
        let section = |name: &str| {
            let begin = stdout.find(name).unwrap() + name.len();
            stdout[begin..].split("\n@").next().unwrap().to_owned()
        };
        let rule = section("\n@S\n");
        let rule = rule.lines().find(|line| line.starts_with("-A ")).unwrap();
        let shown = |name: &str| {
            let listing = section(name);
            let is_rule = |line: &&str| ANY.iter().any(|any| line.contains(any));
            listing.lines().find(is_rule).unwrap().to_owned()
        };
        let mut answer: Vec<_> = stderr.lines().map(|line| format!("W {line}")).collect();
        answer.extend([
            format!("S {rule}"),
            format!("L {}$", shown("\n@L\n")),
            format!("N {}$", shown("\n@N\n")),
        ]);
        return answer;
    }
    let status = output.status.code().unwrap();
    let message = stderr.split("Try `").next().unwrap();
    let message = message.strip_suffix('\n').unwrap();
    let prefix = match status {
        2 => format!("{tool} v1.8.9 (legacy): "),
        _ => format!("{tool}: "),
    };
    let (warnings, message) = message
        .split_once(&prefix)
        .unwrap_or_else(|| panic!("{words:?}: {message}"));
    let mut answer: Vec<_> = warnings.lines().map(|line| format!("W {line}")).collect();
    answer.push(format!("{status} {}", message.replace('\n', "\\n")));
    answer
}

fn write(path: &Path, comments: &[String], cases: &[Case]) {
    let mut text = comments.join("\n");
    text.push('\n');
    for case in cases {
        text.push_str(&case.command);
        text.push('\n');
        for line in &case.answer {
            text.push_str("  ");
            text.push_str(line);
            text.push('\n');
        }
    }
    fs::write(path, text).unwrap();
}

/// What iptables itself saves in a way that means something else when it is read again.
fn loses_when_saved(parsed: &Parsed) -> bool {
    let target = parsed.target.as_ref().is_some_and(|(_, target)| {
        if let Target::Snat(nat) = target {
            // The base of the ports, for which it has no place.
            nat.range.base_port.is_some()
        } else if let Target::Dnat(nat) = target {
            // A range of one port is saved as that port, which can't have a base.
            let one = nat.range.ports.is_some_and(|(first, last)| first == last);
            nat.range.base_port.is_some() && one
        } else if let Target::Ct(ct) = target {
            // Names are not quoted: the kernel knows no odd ones.
            let names = [ct.helper.as_deref(), ct.timeout.as_deref()];
            let plain = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric());
            !names.into_iter().flatten().all(plain)
        } else {
            false
        }
    });
    target || parsed.matches.iter().any(match_loses)
}

fn match_loses(found: &Match) -> bool {
    let all_ports = |ports: Option<Test<(u16, u16)>>| {
        ports.is_some_and(|ports| ports.not && ports.of == (0, u16::MAX))
    };
    let port_zero = |ports: Option<Test<(u16, u16)>>| {
        ports.is_some_and(|ports| ports.of.1 == 0 && ports.of.0 != 0)
    };
    let some_codes = |codes: (u8, u8)| codes != (0, 255) && codes.0 != codes.1;
    if let Match::Tcp(tcp) = found {
        let no_flags = |flags: Test<(u8, u8)>| !flags.not && flags.of.0 == 0;
        all_ports(tcp.sport) || all_ports(tcp.dport) || tcp.flags.is_some_and(no_flags)
    } else if let Match::Udp(udp) = found {
        all_ports(udp.sport) || all_ports(udp.dport)
    } else if let Match::Icmp(icmp) = found {
        let of = icmp.icmp_type.of;
        some_codes(of.codes) || of.kind == 255 && of.codes != (0, 255)
    } else if let Match::Icmp6(icmp) = found {
        some_codes(icmp.icmp_type.of.codes)
    } else if let Match::Conntrack(conntrack) = found {
        port_zero(conntrack.orig_src_port)
            || port_zero(conntrack.orig_dst_port)
            || port_zero(conntrack.reply_src_port)
            || port_zero(conntrack.reply_dst_port)
    } else if let Match::Recent(recent) = found {
        // Names are not quoted, and numbers have a sign.
        let plain = |byte: u8| byte.is_ascii_alphanumeric();
        let signed = [recent.seconds, recent.hit_count].map(u32::cast_signed);
        let named = !recent.name.is_empty() && recent.name.bytes().all(plain);
        !named || signed.iter().any(|number| *number < 0)
    } else if let Match::Hashlimit(limit) = found {
        // Nor are they here; numbers of bytes are rounded, and so are rates in some units.
        let plain = |byte: u8| byte.is_ascii_alphanumeric();
        !limit.name.bytes().all(plain) || limit.bytes || limit.rate_match || limit.interval != 0
    } else {
        false
    }
}

fn read_again(command: &[String], parsed: &Parsed) {
    let proto = parsed.view.proto.map_or(String::new(), |proto| {
        format!(" {}-p {}", if proto.not { "! " } else { "" }, proto.of)
    });
    let again = format!("{} -A CHAIN{proto}{}", command[0], save(parsed));
    let saved = parse(&words(&again)).unwrap_or_else(|error| {
        panic!("{command:?} → {again}: {error:?}");
    });
    assert_eq!(&saved, parsed, "{command:?} → {again}");
    assert_eq!(save(&saved), save(parsed), "{command:?}");
}

#[test]
fn what_is_saved_means_the_same_when_read_again() {
    for path in files() {
        for case in read(&path).1 {
            let words = words(&case.command);
            if let Ok(parsed) = parse(&words)
                && !loses_when_saved(&parsed)
            {
                read_again(&words, &parsed);
            }
        }
    }
}

/// The commands that the real tool accepts.
fn accepted() -> &'static [Vec<String>] {
    static ACCEPTED: OnceLock<Vec<Vec<String>>> = OnceLock::new();
    ACCEPTED.get_or_init(|| {
        files()
            .iter()
            .flat_map(|path| read(path).1)
            .filter(|case| case.answer.iter().any(|line| line.starts_with("S ")))
            .map(|case| words(&case.command))
            .collect()
    })
}

/// The places of the values of options in a command.
fn values(command: &[String]) -> Vec<usize> {
    (1..command.len())
        .filter(|&at| {
            let before = command[at - 1].as_str();
            !command[at].starts_with(['-', '!'])
                && !matches!(before, "-t" | "-A" | "-p" | "-m" | "-j")
        })
        .collect()
}

/// Commands that were recorded, with other letters and digits in the values.
fn changed() -> impl Strategy<Value = Vec<String>> {
    let change = (
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        "[0-9a-fx:/,. -]{0,3}|.{0,2}",
    );
    (
        any::<prop::sample::Index>(),
        prop::collection::vec(change, 0..4),
    )
        .prop_map(|(pick, changes)| {
            let mut command = pick.get(accepted()).clone();
            let places = values(&command);
            for (place, at, text) in changes {
                if places.is_empty() {
                    break;
                }
                let value = &mut command[*place.get(&places)];
                let mut letters: Vec<String> = value.chars().map(String::from).collect();
                match letters.len() {
                    0 => letters.push(text),
                    len => letters[at.index(len)] = text,
                }
                *value = letters.concat();
            }
            command
        })
}

/// `TOLLGATE_CASES` says how many commands to try.
#[test]
#[ignore = "asks the real tool, which takes its time"]
fn changed_commands_are_answered_as_by_the_real_tool() {
    let count = std::env::var("TOLLGATE_CASES").map_or(1000, |count| count.parse().unwrap());
    let mut runner = proptest::test_runner::TestRunner::default();
    let mut wrong = Vec::new();
    for _ in 0..count {
        let command = changed().new_tree(&mut runner).unwrap().current();
        // The tool cuts characters into bytes, and words end at a zero.
        let plain = |word: &String| word.is_ascii() && !word.contains('\0');
        if !command.iter().all(plain) {
            continue;
        }
        let real = ask(&command);
        let ours = answer(&command, &real);
        let refused = real.iter().any(|line| line.starts_with("1 "));
        if ours != real && !refused {
            wrong.push(format!("{command:?}\n  real {real:?}\n  ours {ours:?}"));
        }
    }
    let found = wrong.len();
    assert!(
        found == 0,
        "{found} of {count} differ\n{}",
        wrong.join("\n")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn values_of_changed_commands_mean_the_same_when_saved_and_read_again(command in changed()) {
        if let Ok(parsed) = parse(&command)
            && !loses_when_saved(&parsed)
        {
            read_again(&command, &parsed);
        }
    }
}
