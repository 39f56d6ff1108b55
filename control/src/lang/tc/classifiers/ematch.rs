//! Extended matches: `meta(…)`, `u32(…)`, `cmp(…)`, with `and`, `or`, `not` and parentheses.

use dataplane::qos::{BasicMatch, U32Key};

use crate::lang::{
    args::{Args, Failure},
    ip::{number, refused},
    tc::context::illegal,
};

const USAGE: &str = "\
Usage: EXPR
where: EXPR  := TERM [ { and | or } EXPR ]
       TERM  := [ not ] { MATCH | '(' EXPR ')' }
       MATCH := module '(' ARGS ')'
       ARGS := ARG1 ARG2 ...

Example: a(x y) and not (b(x) or c(x y z))
";

const META_USAGE: &str = "\
Usage: meta(OBJECT { eq | lt | gt } OBJECT)
where: OBJECT  := { META_ID | VALUE }
       META_ID := id [ shift SHIFT ] [ mask MASK ]

Example: meta(nf_mark gt 24)
         meta(indev shift 1 eq \"ppp\")
         meta(tcindex mask 0xf0 eq 0xf0)

For a list of meta identifiers, use meta(list).
";

const U32_USAGE: &str = "\
Usage: u32(ALIGN VALUE MASK at [ nexthdr+ ] OFFSET)
where: ALIGN  := { u8 | u16 | u32 }

Example: u32(u16 0x1122 0xffff at nexthdr+4)
";

const CMP_USAGE: &str = "\
Usage: cmp(ALIGN at OFFSET [ ATTRS ] { eq | lt | gt } VALUE)
where: ALIGN  := { u8 | u16 | u32 }
       ATTRS  := [ layer LAYER ] [ mask MASK ] [ trans ]
       LAYER  := { link | network | transport | 0..2 }

Example: cmp(u16 at 3 layer 2 mask 0xff00 gt 20)
";

/// What `meta` can compare: the tool's names, and the name it is kept and shown under.
const OBJECTS: &[(&str, &str)] = &[
    ("priority", "priority"),
    ("protocol", "protocol"),
    ("pkt_len", "pkt_len"),
    ("nf_mark", "nf_mark"),
    ("fwmark", "nf_mark"),
    ("pkttype", "pkttype"),
];

/// Matches that the tool has and we have not.
const REFUSED: &[&str] = &["nbyte", "text", "canid", "ipset", "ipt", "container"];

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    Word(String),
}

/// Reads tokens out of the words of a command, which may have several each.
#[derive(Clone)]
struct Lexer<'w, 's> {
    args: Args<'w, 's>,
    rest: &'s str,
}

impl Lexer<'_, '_> {
    fn token(&mut self) -> Option<Token> {
        loop {
            self.rest = self.rest.trim_start();
            let Some(first) = self.rest.chars().next() else {
                self.rest = self.args.next()?;
                continue;
            };
            match first {
                '(' | ')' => {
                    self.rest = &self.rest[1..];
                    return Some(if first == '(' {
                        Token::Open
                    } else {
                        Token::Close
                    });
                }
                _ => {}
            }
            let end = self
                .rest
                .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')'));
            let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
            self.rest = rest;
            return Some(Token::Word(word.to_owned()));
        }
    }

    /// The next token, if it is one of these words.
    fn take(&mut self, words: &[&str]) -> Option<String> {
        let mut ahead = self.clone();
        match ahead.token()? {
            Token::Word(word) if words.contains(&word.as_str()) => {
                *self = ahead;
                Some(word)
            }
            Token::Word(_) | Token::Open | Token::Close => None,
        }
    }
}

/// Why an expression can't be read: what the tool says.
struct Bad(String);

/// Reads an expression.
///
/// # Errors
/// What the tool says.
pub(super) fn parse(args: &mut Args<'_, '_>) -> Result<BasicMatch, Failure> {
    let from = args.last() + 1;
    let mut lexer = Lexer {
        args: args.clone(),
        rest: "",
    };
    let parsed = expression(&mut lexer, 0);
    let all = lexer.args.since(from).join(" ");
    let at = lexer.args.last();
    match parsed {
        Ok(expression) => {
            *args = lexer.args;
            Ok(expression)
        }
        Err(None) => {
            let message = format!("Parse error: syntax error\n... >>{all}<< ...\n{USAGE}");
            Err(illegal(format!("{message}Illegal \"ematch\"\n")).at(at))
        }
        Err(Some(Bad(message))) if message.is_empty() => Err(refused(&lexer.args, "this ematch")),
        Err(Some(Bad(message))) => Err(illegal(format!("{message}Illegal \"ematch\"\n")).at(at)),
    }
}

/// Deepest nesting of parentheses: as deep as the kernel's stack of matches.
const DEEPEST: usize = 32;

fn expression(lexer: &mut Lexer<'_, '_>, depth: usize) -> Result<BasicMatch, Option<Bad>> {
    if depth > DEEPEST {
        return Err(None);
    }
    let first = term(lexer, depth)?;
    match lexer.take(&["and", "or", "AND", "OR"]) {
        Some(word) if word.eq_ignore_ascii_case("and") => {
            Ok(BasicMatch::And(vec![first, expression(lexer, depth + 1)?]))
        }
        Some(_) => Ok(BasicMatch::Or(vec![first, expression(lexer, depth + 1)?])),
        None => Ok(first),
    }
}

fn term(lexer: &mut Lexer<'_, '_>, depth: usize) -> Result<BasicMatch, Option<Bad>> {
    if lexer.take(&["not", "NOT", "!"]).is_some() {
        return Ok(BasicMatch::Not(Box::new(term(lexer, depth + 1)?)));
    }
    if depth > DEEPEST {
        return Err(None);
    }
    match lexer.token().ok_or(None)? {
        Token::Open => {
            let inner = expression(lexer, depth + 1)?;
            if lexer.token() != Some(Token::Close) {
                return Err(None);
            }
            Ok(inner)
        }
        Token::Close => Err(None),
        Token::Word(name) => {
            if lexer.token() != Some(Token::Open) {
                return Err(None);
            }
            let mut words = Vec::new();
            loop {
                match lexer.token().ok_or(None)? {
                    Token::Close => break,
                    Token::Word(word) => words.push(word),
                    Token::Open => return Err(None),
                }
            }
            module(&name, &words).map_err(Some)
        }
    }
}

fn module(name: &str, words: &[String]) -> Result<BasicMatch, Bad> {
    let call = Call {
        name,
        words,
        next: 0,
    };
    match name {
        "meta" => call.meta(),
        "u32" => call.u32(),
        "cmp" => call.cmp(),
        _ if REFUSED.contains(&name) => Err(Bad(String::new())),
        _ => Err(Bad(format!("Unknown ematch \"{name}\"\n"))),
    }
}

/// A match with its arguments.
struct Call<'c> {
    name: &'c str,
    words: &'c [String],
    next: usize,
}

impl Call<'_> {
    fn word(&mut self) -> &str {
        let word = self.words.get(self.next).map_or("", String::as_str);
        self.next += 1;
        word
    }

    fn take(&mut self, word: &str) -> bool {
        let here = self.words.get(self.next).is_some_and(|next| next == word);
        self.next += usize::from(here);
        here
    }

    /// Something is wrong with the word taken last.
    fn bad(&self, why: &str) -> Bad {
        let last = self.next.saturating_sub(1);
        let shown: Vec<String> = self
            .words
            .iter()
            .enumerate()
            .map(|(at, word)| match at == last {
                true => format!(">>{word}<<"),
                false => word.clone(),
            })
            .collect();
        let usage = match self.name {
            "meta" => META_USAGE,
            "u32" => U32_USAGE,
            _ => CMP_USAGE,
        };
        let (name, shown) = (self.name, shown.join(" "));
        Bad(format!(
            "{name}: {why}\n... ...\n... {name}({shown})...\n{usage}"
        ))
    }

    fn number(&mut self, why: &str) -> Result<u32, Bad> {
        let number = number::u32(self.word());
        number.ok_or_else(|| self.bad(why))
    }

    fn ordering(&mut self, why: &str) -> Result<i8, Bad> {
        match self.word() {
            "eq" => Ok(0),
            "lt" => Ok(-1),
            "gt" => Ok(1),
            _ => Err(self.bad(why)),
        }
    }

    fn done(&mut self, found: BasicMatch) -> Result<BasicMatch, Bad> {
        if self.next < self.words.len() {
            self.next += 1;
            return Err(self.bad("unexpected trailer"));
        }
        Ok(found)
    }

    fn meta(mut self) -> Result<BasicMatch, Bad> {
        let word = self.word().to_owned();
        let mut objects = OBJECTS.iter();
        let Some((_, object)) = objects.find(|(name, _)| *name == word) else {
            return Err(self.bad("unknown meta id\n"));
        };
        if self.take("shift") {
            return Err(Bad(String::new()));
        }
        let mask = match self.take("mask") {
            true => self.number("invalid mask, must be numeric")?,
            false => u32::MAX,
        };
        let ordering = self.ordering("invalid operand")?;
        let value = self.number("invalid value")?;
        self.done(BasicMatch::Meta {
            object,
            ordering,
            mask,
            value,
        })
    }

    fn align(&mut self) -> Result<u8, Bad> {
        match self.word() {
            "u8" => Ok(1),
            "u16" => Ok(2),
            "u32" => Ok(4),
            _ => Err(self.bad("invalid alignment")),
        }
    }

    fn u32(mut self) -> Result<BasicMatch, Bad> {
        let bytes = u32::from(self.align()?);
        let value = self.number("invalid key, must be numeric")?;
        let mask = self.number("invalid mask, must be numeric")?;
        if !self.take("at") {
            self.next += 1;
            return Err(self.bad("missing \"at\""));
        }
        let word = self.word().to_owned();
        let (next_header, offset) = match word.strip_prefix("nexthdr+") {
            Some(rest) => (true, rest),
            None => (false, word.as_str()),
        };
        let offset =
            number::i32(offset).ok_or_else(|| self.bad("invalid offset, must be numeric"))?;
        let most = u32::MAX >> (32 - 8 * bytes);
        if value > most || mask > most {
            return Err(self.bad("value or mask is too large"));
        }
        let shift = match bytes {
            1 => 24 - 8 * (offset & 3),
            2 if offset & 3 == 0 => 16,
            _ => 0,
        };
        self.done(BasicMatch::U32(U32Key {
            value: value << shift & mask << shift,
            mask: mask << shift,
            offset: offset & !3,
            next_header,
        }))
    }

    fn cmp(mut self) -> Result<BasicMatch, Bad> {
        let align = self.align()?;
        if !self.take("at") {
            self.next += 1;
            return Err(self.bad("missing \"at\""));
        }
        let offset =
            number::u16(self.word()).ok_or_else(|| self.bad("invalid offset, must be numeric"))?;
        let (mut layer, mut mask) = (1, 0);
        loop {
            if self.take("layer") {
                layer = match self.word() {
                    "link" => 0,
                    "network" => 1,
                    "transport" | "tcp" => 2,
                    word => number::u8(word)
                        .filter(|layer| *layer <= 2)
                        .ok_or_else(|| self.bad("invalid layer"))?,
                };
            } else if self.take("mask") {
                mask = self.number("invalid mask, must be numeric")?;
            } else if self.take("trans") {
                return Err(Bad(String::new()));
            } else {
                break;
            }
        }
        let ordering = self.ordering("invalid operand")?;
        let value = self.number("invalid value")?;
        self.done(BasicMatch::Cmp {
            align,
            layer,
            offset,
            mask,
            ordering,
            value,
        })
    }
}

/// Shows an expression on lines of its own.
pub(super) fn show(text: &mut String, expression: &BasicMatch, depth: usize) {
    text.push_str(&"  ".repeat(depth));
    chain(text, expression, depth);
}

/// An expression behind what stands on the line already.
fn chain(text: &mut String, expression: &BasicMatch, depth: usize) {
    let (parts, word) = match expression {
        BasicMatch::And(parts) => (parts, "AND"),
        BasicMatch::Or(parts) => (parts, "OR"),
        single @ (BasicMatch::Not(_)
        | BasicMatch::All
        | BasicMatch::U32(_)
        | BasicMatch::Cmp { .. }
        | BasicMatch::Meta { .. }) => return one(text, single, depth),
    };
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            text.push('\n');
            text.push_str(&"  ".repeat(depth));
            text.push_str(word);
            text.push(' ');
        }
        one(text, part, depth);
    }
}

fn one(text: &mut String, expression: &BasicMatch, depth: usize) {
    match expression {
        BasicMatch::Not(inner) => {
            text.push_str("NOT ");
            one(text, inner, depth);
        }
        BasicMatch::And(_) | BasicMatch::Or(_) => {
            text.push_str("(\n");
            show(text, expression, depth + 1);
            text.push('\n');
            text.push_str(&"  ".repeat(depth));
            text.push_str(") ");
        }
        BasicMatch::All | BasicMatch::U32(_) | BasicMatch::Cmp { .. } | BasicMatch::Meta { .. } => {
            text.push_str(&leaf(expression, true));
        }
    }
}

const fn ordering_name(ordering: i8) -> &'static str {
    match ordering {
        0 => "eq",
        1 => "gt",
        _ => "lt",
    }
}

/// A match: as it is shown, or as it is read again.
fn leaf(expression: &BasicMatch, shown: bool) -> String {
    match expression {
        BasicMatch::U32(key) => {
            let next = if key.next_header { "nexthdr+" } else { "" };
            let (value, mask, offset) = (key.value, key.mask, key.offset);
            if shown {
                format!("u32({value:08x}/{mask:08x} at {next}{offset})")
            } else {
                format!("u32(u32 {value:#x} {mask:#x} at {next}{offset})")
            }
        }
        BasicMatch::Cmp {
            align,
            layer,
            offset,
            mask,
            ordering,
            value,
        } => {
            let bits = align * 8;
            let mask = match mask {
                0 => String::new(),
                mask => format!("mask {mask:#x} "),
            };
            let ordering = ordering_name(*ordering);
            format!("cmp(u{bits} at {offset} layer {layer} {mask}{ordering} {value})")
        }
        BasicMatch::Meta {
            object,
            ordering,
            mask,
            value,
        } => {
            let mask = match mask {
                &u32::MAX => String::new(),
                mask => format!("mask 0x{mask:08x} "),
            };
            format!("meta({object} {mask}{} {value})", ordering_name(*ordering))
        }
        BasicMatch::All | BasicMatch::And(_) | BasicMatch::Or(_) | BasicMatch::Not(_) => {
            String::new()
        }
    }
}

/// The words that make an expression.
pub(super) fn words(expression: &BasicMatch) -> String {
    let nested = |part: &BasicMatch| {
        if matches!(part, BasicMatch::And(_) | BasicMatch::Or(_)) {
            format!("({})", words(part))
        } else {
            words(part)
        }
    };
    let joined =
        |parts: &[BasicMatch], word: &str| parts.iter().map(nested).collect::<Vec<_>>().join(word);
    match expression {
        BasicMatch::And(parts) => joined(parts, " and "),
        BasicMatch::Or(parts) => joined(parts, " or "),
        BasicMatch::Not(inner) => format!("not {}", nested(inner)),
        single @ (BasicMatch::All
        | BasicMatch::U32(_)
        | BasicMatch::Cmp { .. }
        | BasicMatch::Meta { .. }) => leaf(single, false),
    }
}
