//! What the parser reads and what it says, beside what nft says.

use std::{collections::BTreeMap, time::Instant};

use dataplane::filter::nft::{CtKey, DynsetOp, LimitUnit, MetaKey, NatKind};
use proptest::prelude::*;

use super::*;
use crate::{
    config::nft::{BinOp, NftFamily, RelOp},
    lang::nft::{
        input::NoFiles,
        syntax::{
            Element, Expr, ExprKind, Handled, Object, Position, Priority, Statement, TableItem,
            TypeName, Verb, Verdict,
        },
    },
};

const REFUSED: &str = include_str!("../../../../tests/lang/nft-syntax/refused.txt");
const ACCEPTED: &str = include_str!("../../../../tests/lang/nft-syntax/accepted.nft");
const MANUAL: &str = include_str!("../../../../tests/lang/nft-syntax/manual.nft");

fn parse_with(inputs: &mut Inputs, files: &dyn Files) -> Parsed {
    let settings = Settings {
        include_paths: &[],
        defines: &[],
        files,
    };
    parse(inputs, &settings)
}

/// What is said about a line, as nft prints it.
fn said(line: &str) -> String {
    let mut inputs = Inputs::command_line(line);
    let parsed = parse_with(&mut inputs, &NoFiles);
    let said = parsed.errors.iter().map(|error| inputs.render(error));
    said.collect()
}

/// The commands of a line that nothing is wrong with.
fn commands(line: &str) -> Vec<Command> {
    let mut inputs = Inputs::command_line(line);
    let parsed = parse_with(&mut inputs, &NoFiles);
    assert_eq!(parsed.errors, [], "{line}");
    parsed.commands
}

/// The statements of `add rule t c …`.
fn statements(rule: &str) -> Vec<Statement> {
    let mut commands = commands(&format!("add rule t c {rule}"));
    assert_eq!(commands.len(), 1, "{rule}");
    let Object::Rule(_, _, Some(rule)) = commands.remove(0).object else {
        panic!("{rule} is no rule");
    };
    rule.statements.into_iter().map(|at| at.of).collect()
}

fn statement(rule: &str) -> Statement {
    let mut statements = statements(rule);
    assert_eq!(statements.len(), 1, "{rule}");
    statements.remove(0)
}

/// An expression in short: operators with their operands in parentheses.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what is not made of others is shown as it is"
)]
fn short(expr: &Expr) -> String {
    let all = |exprs: &[Expr], between: &str| {
        let parts: Vec<String> = exprs.iter().map(short).collect();
        parts.join(between)
    };
    match &expr.kind {
        ExprKind::Symbol(text) => text.clone(),
        ExprKind::Text(text) => format!("\"{text}\""),
        ExprKind::Wildcard => "*".to_owned(),
        ExprKind::Prefix(of, len) => format!("{}/{len}", short(of)),
        ExprKind::Range(from, to) => format!("{}-{}", short(from), short(to)),
        ExprKind::List(list) => format!("[{}]", all(list, ",")),
        ExprKind::Set(elements) => {
            let parts: Vec<String> = elements.iter().map(short_element).collect();
            format!("{{{}}}", parts.join(","))
        }
        ExprKind::SetRef(name) => format!("@{name}"),
        ExprKind::Concat(parts) => format!("<{}>", all(parts, " . ")),
        ExprKind::Binary(op, left, right) => {
            let op = match op {
                BinOp::And => "&",
                BinOp::Or => "|",
                BinOp::Xor => "^",
                BinOp::ShiftLeft => "<<",
                BinOp::ShiftRight => ">>",
            };
            format!("({} {op} {})", short(left), short(right))
        }
        ExprKind::Map(key, map) => format!("({} map {})", short(key), short(map)),
        ExprKind::Exists(yes) => format!("exists:{yes}"),
        ExprKind::Payload(field) => {
            format!("{} {}", field.header.name(), field.template().name)
        }
        ExprKind::Verdict(verdict) => format!("{verdict:?}")
            .split(' ')
            .next()
            .unwrap_or_default()
            .to_owned(),
        kind => format!("{kind:?}"),
    }
}

fn short_element(element: &Element) -> String {
    let data = element.data.iter().map(|data| format!(":{}", short(data)));
    short(&element.key) + &data.collect::<String>()
}

#[test]
fn what_nft_refuses_is_refused_with_its_words() {
    let cases = REFUSED.strip_prefix("$ ").expect("a case").split("\n$ ");
    let mut wrong = Vec::new();
    let mut count = 0;
    for case in cases {
        let (line, expected) = case.split_once('\n').expect("a message");
        count += 1;
        let got = said(line);
        if got.trim_end() != expected.trim_end() {
            wrong.push(format!("$ {line}\n{got}instead of\n{expected}\n"));
        }
    }
    assert!(count > 500, "{count} cases");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_nft_accepts_is_accepted() {
    for line in ACCEPTED.lines() {
        assert_eq!(said(line), "");
    }
    assert!(ACCEPTED.lines().count() > 300);
}

#[test]
fn the_manuals_examples_are_accepted() {
    let mut inputs = Inputs::file("manual.nft", MANUAL.as_bytes());
    let parsed = parse_with(&mut inputs, &NoFiles);
    let said: String = parsed
        .errors
        .iter()
        .map(|error| inputs.render(error))
        .collect();
    assert_eq!(said, "");
    assert_eq!(parsed.commands.len(), 37);
    let Some(Object::Table(_, Some(block))) = parsed.commands.last().map(|last| &last.object)
    else {
        panic!("the last is no table");
    };
    let kinds: Vec<&str> = block
        .items
        .iter()
        .map(|item| match &item.of {
            TableItem::Chain(..) => "chain",
            TableItem::Set(..) => "set",
            TableItem::Map(..) => "map",
            TableItem::Named(..) => "object",
            TableItem::Foreign(name) => name,
        })
        .collect();
    assert_eq!(
        kinds,
        [
            "object",
            "ct timeout",
            "ct expectation",
            "object",
            "object",
            "object",
            "secmark",
            "synproxy",
            "flowtable",
            "set",
            "map",
            "map",
            "chain",
            "chain",
        ]
    );
}

#[test]
fn comparisons_are_read_as_nft_reads_them() {
    for (rule, left, op, right) in [
        ("tcp dport 22", "tcp dport", RelOp::Implicit, "22"),
        ("tcp dport 0x16", "tcp dport", RelOp::Implicit, "22"),
        ("tcp dport 026", "tcp dport", RelOp::Implicit, "22"),
        ("tcp dport ssh", "tcp dport", RelOp::Implicit, "ssh"),
        (
            "iifname \"eth*\"",
            "Meta(IifName)",
            RelOp::Implicit,
            "\"eth*\"",
        ),
        ("iifname eth*", "Meta(IifName)", RelOp::Implicit, "eth*"),
        ("tcp dport != 1-5", "tcp dport", RelOp::Neq, "1-5"),
        (
            "ip saddr 10.0.0.0/8",
            "ip saddr",
            RelOp::Implicit,
            "10.0.0.0/8",
        ),
        ("ip6 saddr [::1]", "ip6 saddr", RelOp::Implicit, "::1"),
        (
            "meta priority 1:10",
            "Meta(Priority)",
            RelOp::Implicit,
            "1:10",
        ),
        (
            "ct expiration 1d2h",
            "Ct(Expiration, None)",
            RelOp::Implicit,
            "1d2h",
        ),
        (
            "ct state new,related",
            "Ct(State, None)",
            RelOp::Implicit,
            "[new,related]",
        ),
        (
            "tcp flags & (syn | ack) == syn",
            "(tcp flags & (syn | ack))",
            RelOp::Eq,
            "syn",
        ),
        (
            "tcp flags syn / syn,ack",
            "(tcp flags & [syn,ack])",
            RelOp::Eq,
            "syn",
        ),
        (
            "tcp flags != syn,fin / 2,3",
            "(tcp flags & [2,3])",
            RelOp::Neq,
            "[syn,fin]",
        ),
        (
            "meta mark & 1 | 2 ^ 3 << 4 & 5 == 6",
            "((Meta(Mark) & 1) | (2 ^ ((3 << 4) & 5)))",
            RelOp::Eq,
            "6",
        ),
        (
            "meta mark 1 | 2 | 4",
            "Meta(Mark)",
            RelOp::Implicit,
            "((1 | 2) | 4)",
        ),
        (
            "ip saddr . tcp dport { 1.1.1.1 . 22, 2.0.0.0/8 . 1-3, }",
            "<ip saddr . tcp dport>",
            RelOp::Implicit,
            "{<1.1.1.1 . 22>,<2.0.0.0/8 . 1-3>}",
        ),
        ("ip saddr != @s", "ip saddr", RelOp::Neq, "@s"),
        (
            "ip saddr { 1, { 2, 3 } }",
            "ip saddr",
            RelOp::Implicit,
            "{1,2,3}",
        ),
        ("tcp flags ! syn", "tcp flags", RelOp::Negation, "syn"),
        ("ip protocol tcp", "ip protocol", RelOp::Implicit, "tcp"),
        (
            "exthdr frag missing",
            "ExthdrExists(Fragment)",
            RelOp::Implicit,
            "exists:false",
        ),
    ] {
        let Statement::Match {
            left: l,
            op: o,
            right: r,
        } = statement(rule)
        else {
            panic!("{rule} is no comparison");
        };
        assert_eq!(
            (short(&l).as_str(), o, short(&r).as_str()),
            (left, op, right),
            "{rule}"
        );
    }
}

#[test]
fn statements_have_what_is_written() {
    let Statement::Limit(limit) = statement("limit rate over 10 mbytes/minute burst 5 kbytes")
    else {
        panic!("no limit");
    };
    assert_eq!(
        (
            limit.rate,
            limit.unit,
            limit.seconds,
            limit.burst,
            limit.over
        ),
        (10 << 20, LimitUnit::Bytes, 60, Some(5 << 10), true)
    );
    let Statement::Quota(quota) = statement("quota over 25 mbytes used 3 kbytes") else {
        panic!("no quota");
    };
    assert_eq!(
        (quota.bytes, quota.used, quota.over),
        (25 << 20, 3 << 10, true)
    );
    let Statement::Log(log) = statement("log prefix \"a b\" level warn flags tcp sequence,options")
    else {
        panic!("no log");
    };
    assert_eq!(log.prefix.map(|name| name.of), Some("a b".to_owned()));
    assert_eq!(
        (log.level.map(|name| name.of), log.flags),
        (Some("warn".to_owned()), 3)
    );
    let Statement::Set(field, value) = statement("meta mark set ct mark and 0xff or 1") else {
        panic!("no assignment");
    };
    assert_eq!(field.kind, ExprKind::Meta(MetaKey::Mark));
    assert_eq!(short(&value), "((Ct(Mark, None) & 255) | 1)");
    let Statement::Vmap(key, map) = statement("ct state vmap { new : jump a, * : drop }") else {
        panic!("no verdict map");
    };
    assert_eq!(key.kind, ExprKind::Ct(CtKey::State, None));
    assert_eq!(short(&map), "{new:Jump(At,*:Drop}");
    let Statement::ChangeSet { op, set, element } =
        statement("update @s { ip saddr timeout 5m limit rate 1/second : meta mark }")
    else {
        panic!("no change of a set");
    };
    assert_eq!((op, set.of.as_str()), (DynsetOp::Update, "s"));
    assert_eq!(short_element(&element), "ip saddr:Meta(Mark)");
    assert_eq!(
        (element.timeout, element.statements.len()),
        (Some(300_000), 1)
    );
    let Statement::Meter {
        name,
        size,
        element,
    } = statement("meter m size 9 { ip saddr ct count over 3 }")
    else {
        panic!("no meter");
    };
    assert_eq!((name.of.as_str(), size.map(|size| size.of)), ("m", Some(9)));
    assert_eq!(
        element.statements[0].of,
        Statement::ConnCount {
            count: 3,
            over: true
        }
    );
    assert_eq!(
        statements("accept drop jump x")[..2],
        [
            Statement::Verdict(Verdict::Accept),
            Statement::Verdict(Verdict::Drop)
        ]
    );
}

#[test]
fn translations_have_all_their_forms() {
    for (rule, kind, family, addr, port, flags) in [
        ("snat to 1.1.1.1", NatKind::Source, None, "1.1.1.1", "", 0),
        (
            "snat ip6 to [fe80::1]:80",
            NatKind::Source,
            Some(NftFamily::Ip6),
            "fe80::1",
            "80",
            0,
        ),
        (
            "snat to 1.1.1.1-1.1.1.9:5-6 random,persistent",
            NatKind::Source,
            None,
            "1.1.1.1-1.1.1.9",
            "5-6",
            2,
        ),
        (
            "snat ip prefix to ip saddr map { 10.0.0.0/24 : 11.0.0.0/24 }",
            NatKind::Source,
            Some(NftFamily::Ip),
            "(ip saddr map {10.0.0.0/24:11.0.0.0/24})",
            "",
            0,
        ),
        (
            "dnat ip to ip daddr . tcp dport map { 1.1.1.1 . 80 : 2.2.2.2 . 81 }",
            NatKind::Destination,
            Some(NftFamily::Ip),
            "(<ip daddr . tcp dport> map {<1.1.1.1 . 80>:<2.2.2.2 . 81>})",
            "",
            0,
        ),
        (
            "dnat ip addr . port to ip saddr map @m",
            NatKind::Destination,
            Some(NftFamily::Ip),
            "(ip saddr map @m)",
            "",
            0,
        ),
        (
            "dnat to ip daddr : tcp dport map @p",
            NatKind::Destination,
            None,
            "ip daddr",
            "(tcp dport map @p)",
            0,
        ),
        (
            "masquerade to :1-5 fully-random",
            NatKind::Masquerade,
            None,
            "",
            "1-5",
            1,
        ),
        (
            "redirect to :80-90 random",
            NatKind::Redirect,
            None,
            "",
            "80-90",
            1,
        ),
        ("redirect", NatKind::Redirect, None, "", "", 0),
    ] {
        let Statement::Nat(nat) = statement(rule) else {
            panic!("{rule} is no translation");
        };
        let text = |expr: &Option<Expr>| expr.as_ref().map(short).unwrap_or_default();
        assert_eq!(
            (
                nat.kind,
                nat.family.map(|at| at.of),
                text(&nat.addr).as_str(),
                text(&nat.port).as_str(),
                nat.flags.len()
            ),
            (kind, family, addr, port, flags),
            "{rule}"
        );
        assert_eq!(nat.prefix, rule.contains("prefix"), "{rule}");
        assert_eq!(nat.addr_and_port, rule.contains("addr . port"), "{rule}");
    }
}

#[test]
fn commands_say_what_they_are_about() {
    let command = commands("t c index 2 accept").remove(0);
    assert_eq!(command.verb, Verb::Add);
    let Object::Rule(chain, Some(Position::Index(index)), Some(_)) = command.object else {
        panic!("no rule");
    };
    assert_eq!(chain.table.family, None);
    assert_eq!((index.of, index.place.start, index.place.end), (2, 4, 11));
    let command = commands("delete chain inet t handle 0x10").remove(0);
    let Object::Chain(chain, None, None) = command.object else {
        panic!("no chain");
    };
    assert_eq!(chain.table.family.map(|at| at.of), Some(NftFamily::Inet));
    assert!(matches!(chain.name, Handled::Handle(at) if at.of == 16));
    let command =
        commands("add chain t c { type nat hook output priority dstnat - 5; policy drop; }")
            .remove(0);
    let Object::Chain(_, Some(block), None) = command.object else {
        panic!("no chain");
    };
    let base = block.base.expect("a base chain");
    assert_eq!(
        base.priority.of,
        Priority {
            name: Some("dstnat".to_owned()),
            number: -5
        }
    );
    assert_eq!(block.policy.map(|name| name.of), Some("drop".to_owned()));
    let command = commands("add map t m { typeof ip saddr . tcp dport : verdict; }").remove(0);
    let Object::Map(_, Some(block)) = command.object else {
        panic!("no map");
    };
    let Some(TypeName::TypeOf(key)) = block.key.map(|at| at.of) else {
        panic!("no type");
    };
    assert_eq!(short(&key), "<ip saddr . tcp dport>");
    assert!(
        matches!(block.data.map(|at| at.of), Some(TypeName::Names(names)) if names[0].of == "verdict")
    );
}

#[test]
fn words_are_names_where_they_mean_nothing() {
    for name in [
        "mss", "rate", "saddr", "foo/bar", "a.b-c", "last", "icmpx", "seq", "_x", "8021q",
    ] {
        commands(&format!("add chain {name} {name}"));
    }
    for name in ["tcp", "limit", "ct", "add", "to*", "22", "\"x\"", "th"] {
        assert_ne!(said(&format!("add chain t {name}")), "", "{name}");
    }
    // What `reject with icmp` begins is never left.
    assert_ne!(
        said("t c reject with icmp host-unreachable; add table code"),
        ""
    );
    assert_eq!(
        said("t c reject with icmp type host-unreachable; add table code"),
        ""
    );
}

#[test]
fn definitions_are_put_in_where_they_are_named() {
    let last = |text: &str| {
        let command = commands(text).pop().expect("a command");
        let Object::Rule(_, _, Some(rule)) = command.object else {
            panic!("no rule");
        };
        let Some(Statement::Match { right, .. }) =
            rule.statements.into_iter().next().map(|at| at.of)
        else {
            panic!("no comparison");
        };
        short(&right)
    };
    assert_eq!(last("define a = 5; t c tcp dport $a"), "5");
    assert_eq!(last("define a = 5; redefine a = 6; t c tcp dport $a"), "6");
    assert_eq!(
        last("define a = 5; table t { redefine a = 6; undefine a; }; t c tcp dport $a"),
        "5"
    );
    let gone = said("define a = 5; redefine a = 6; undefine a; t c tcp dport $a");
    assert!(gone.contains("unknown identifier 'a'"), "{gone}");
    assert_eq!(
        last("define a = { 1, 2 }; define b = { $a, 3 }; t c tcp dport { 0, $b }"),
        "{0,1,2,3}"
    );
    assert_eq!(
        last("define a = new,related; t c ct state $a"),
        "[new,related]"
    );
    assert_eq!(
        last("define a = 1-5; t c tcp dport . udp dport $a . $a"),
        "<1-5 . 1-5>"
    );
    assert!(said("table t { define a = 1; }; t c tcp dport $a").contains("unknown identifier 'a'"));
    assert!(said("define wan = 1; t c tcp dport $wam").contains("did you mean identifier ‘wan’?"));
    let mut inputs = Inputs::command_line("t c tcp dport $a");
    let settings = Settings {
        include_paths: &[],
        defines: &[("a".to_owned(), "5".to_owned())],
        files: &NoFiles,
    };
    assert_eq!(parse(&mut inputs, &settings).errors, []);
}

/// Files in memory.
struct Memory(BTreeMap<&'static str, &'static str>);

impl Files for Memory {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let contents = self.0.get(path).map(|text| text.as_bytes().to_vec());
        contents.ok_or_else(|| "No such file or directory".to_owned())
    }

    fn matching(&self, pattern: &str) -> Vec<String> {
        let (begin, end) = pattern.split_once('*').unwrap_or((pattern, ""));
        let star = pattern.contains('*');
        let names = self.0.keys().filter(|name| {
            if star {
                name.starts_with(begin) && name.ends_with(end)
            } else {
                **name == pattern
            }
        });
        names.map(|name| (*name).to_owned()).collect()
    }
}

/// What is said about a file (recorded of nft 1.0.6).
#[test]
fn files_are_told_with_their_lines() {
    let files = Memory(BTreeMap::from([
        ("./inc/x.nft", "add table t\n\tadd rule\tt c )\n"),
        ("./inc/y.nft", "define foo = 1"),
        ("./j.nft", "include \"./j.nft\"\n"),
        ("/etc/inc.nft", "define foo = 1\n"),
    ]));
    let loops = format!(
        "In file included from ./j.nft:1:1-18:\n{}                 from j.nft:1:1-18:\n\
         ./j.nft:1:1-18: Error: Include nested too deeply, max 16 levels\n\
         include \"./j.nft\"\n^^^^^^^^^^^^^^^^^^\n",
        "                 from ./j.nft:1:1-18:\n".repeat(13)
    );
    for (name, contents, expected) in [
        (
            "a.nft",
            "add table t\nadd chain t c {\n\ttype filter hook inputt priority 0;\n\tfoo\n}\n",
            "a.nft:3:19-24: Error: unknown chain hook\n\
             \ttype filter hook inputt priority 0;\n\
             \t                 ^^^^^^\n\
             a.nft:4:5-5: Error: syntax error, unexpected newline\n\
             \tfoo\n\
             \t   ^\n",
        ),
        (
            "b.nft",
            "add table )",
            "b.nft:1:11-11: Error: syntax error, unexpected ')', expecting string\n\
             add table )\n          ^\n",
        ),
        (
            "c.nft",
            "# x\nadd table t # y\nfoo bar",
            "c.nft:3:8-8: Error: syntax error, unexpected end of file\nfoo bar\n       ^\n",
        ),
        (
            "d.nft",
            "include \"inc/x.nft\"\nadd table t\n",
            "d.nft:1:1-20: Error: File not found: inc/x.nft\n\
             include \"inc/x.nft\"\n^^^^^^^^^^^^^^^^^^^^\n",
        ),
        (
            "e.nft",
            "include \"./inc/*.nft\"\nadd rule t c $foo\n",
            "In file included from e.nft:1:1-22:\n\
             ./inc/x.nft:2:15-15: Error: syntax error, unexpected ')'\n\
             \tadd rule\tt c )\n\
             \t        \t    ^\n\
             e.nft:2:1-3: Error: syntax error, unexpected add, expecting newline or semicolon\n\
             add rule t c $foo\n^^^\n",
        ),
        (
            "g.nft",
            "add table t {\n",
            "g.nft:2:1-1: Error: syntax error, unexpected end of file\nadd table t {\n^\n",
        ),
        (
            "h.nft",
            "add rule t c comment \"a\nb\" )\nadd rule )\n",
            "h.nft:1:14-20: Error: syntax error, unexpected comment\n\
             add rule t c comment \"a\n             ^^^^^^^\n\
             h.nft:2:10-10: Error: syntax error, unexpected ')', expecting string\n\
             add rule )\n         ^\n",
        ),
        (
            "i.nft",
            "add rule t c \\\n  )\n",
            "i.nft:2:3-3: Error: syntax error, unexpected ')'\n  )\n  ^\n",
        ),
        ("j.nft", "include \"./j.nft\"\n", &loops),
        (
            "k.nft",
            "add set t s { type ipv4_addr; elements = { 1.1.1.1,\n # foo\n 2.2.2.2,\n } }\n",
            "",
        ),
        (
            "l.nft",
            "add rule t c tcp dport {\n 1,\n 2\n}\n}\n",
            "l.nft:5:1-1: Error: syntax error, unexpected '}'\n}\n^\n",
        ),
        ("m.nft", "", ""),
        ("n.nft", "   ", ""),
        (
            "o.nft",
            "add table t\n# foo",
            "o.nft:2:1-1: Error: syntax error, unexpected junk\n# foo\n^\n",
        ),
        ("p.nft", "include \"inc.nft\"\nt c tcp dport $foo\n", ""),
    ] {
        let mut inputs = Inputs::file(name, contents.as_bytes());
        let parsed = parse_with(&mut inputs, &files);
        let said: String = parsed
            .errors
            .iter()
            .map(|error| inputs.render(error))
            .collect();
        assert_eq!(said, expected, "{name}");
    }
}

#[test]
fn a_file_that_is_not_there_is_told_as_nft_does() {
    let error = Error::no_file("nowhere", "No such file or directory");
    assert_eq!(
        Inputs::default().render(&error),
        "internal:0:0-0: Error: Could not open file \"nowhere\": No such file or directory\n\n\n"
    );
}

#[test]
fn ten_errors_are_enough_and_what_is_right_is_kept() {
    let mut inputs = Inputs::command_line(&format!("add table a; {}add table b", "); ".repeat(8)));
    let parsed = parse_with(&mut inputs, &NoFiles);
    assert_eq!((parsed.errors.len(), parsed.commands.len()), (8, 2));
    let mut inputs = Inputs::command_line(&format!("add table a; {}add table b", "); ".repeat(80)));
    let parsed = parse_with(&mut inputs, &NoFiles);
    assert_eq!((parsed.errors.len(), parsed.commands.len()), (10, 1));
}

#[test]
fn what_is_deep_or_long_takes_neither_the_stack_nor_forever() {
    let many = 100_000;
    let start = Instant::now();
    for text in [
        format!("t c tcp dport {}", "(".repeat(many)),
        format!("t c ({}", "(".repeat(many)),
        format!("t c ip saddr {}", "{".repeat(many)),
        format!("t c tcp dport 1{}", "|1".repeat(many)),
        format!("t c tcp dport 1{}", "&1".repeat(many)),
        format!("t c {}", "jhash ".repeat(many)),
        format!("t c {}", "jhash { ".repeat(many)),
        format!("t c {}", "jump { ".repeat(many)),
        format!("t c {}", "meter x { ip saddr ".repeat(many)),
        format!("t c tcp dport {{ 1{} }}", ",1".repeat(many)),
        format!("t c {}", "accept ".repeat(many)),
        format!("t c tcp dport 1{}", " . 1".repeat(many)),
        "#".repeat(10 * many),
        "\"".repeat(many),
        "1:".repeat(many),
        "::".repeat(many),
        "a".repeat(10 * many),
        "1".repeat(10 * many),
        "1.".repeat(many),
        "a ".repeat(many),
        "table t { ".repeat(many),
        ") ;".repeat(many),
        (0..40).fold("define a0 = { 1, 2 };".to_owned(), |text, n| {
            format!("{text} define a{} = {{ $a{n}, $a{n} }};", n + 1)
        }),
        (0..many).fold("define a = 1;".to_owned(), |text, _| {
            text + " redefine a = $a | 1;"
        }),
    ] {
        let _ = said(&text);
    }
    // Seconds, where anything quadratic would take minutes.
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

/// Words and signs that a text may be made of.
fn token() -> impl Strategy<Value = String> {
    let words: Vec<String> = ACCEPTED
        .split([' ', ';', '\n'])
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    prop_oneof![
        10 => proptest::sample::select(words),
        1 => "[a-z0-9.:/*\\\\\"#$@{}()<>=!|&^,;\n\t -]{1,6}",
        1 => "\\PC{1,3}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_or_refused(tokens in proptest::collection::vec(token(), 0..30)) {
        let text = tokens.join(" ");
        for mut inputs in [Inputs::command_line(&text), Inputs::file("x", text.as_bytes())] {
            let parsed = parse_with(&mut inputs, &NoFiles);
            for error in &parsed.errors {
                let said = inputs.render(error);
                prop_assert!(said.contains("Error: "));
                for place in &error.places {
                    prop_assert!(place.start <= place.end);
                }
            }
        }
    }
}
