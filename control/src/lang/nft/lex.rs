//! What a text is cut into.
//!
//! Of all that can be read at a place the longest counts, and of what is equally long the keyword. Which words are keywords
//! depends on what has been read before: see [`Scope`].

use std::sync::Arc;

use super::{
    input::Inputs,
    keyword::{Scope, Token, keyword},
    syntax::Place,
};

/// A token where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lexed {
    /// What it is.
    pub(super) token: Token,
    /// Where.
    pub(super) place: Place,
    /// Of a [`Token::NUMBER`]: which.
    pub(super) number: u64,
}

/// Reads tokens.
#[derive(Debug)]
pub(super) struct Lexer {
    /// The texts that are being read; those under the last are continued when it ends.
    reading: Vec<Reading>,
    scopes: Vec<Scope>,
    /// How often each scope was begun and has not been left.
    active: [u32; Scope::COUNT],
    /// How many are to be left when the last has been.
    waiting: usize,
}

#[derive(Debug)]
struct Reading {
    input: u16,
    text: Arc<str>,
    at: usize,
    /// Where its last newline is: what looks like a comment behind it is none.
    last_newline: Option<usize>,
}

impl Lexer {
    /// From the beginning of a text.
    pub(super) fn new(inputs: &Inputs, input: u16) -> Self {
        let mut lexer = Self {
            reading: Vec::new(),
            scopes: Vec::new(),
            active: [0; Scope::COUNT],
            waiting: 0,
        };
        lexer.read(inputs, input);
        lexer
    }

    /// Goes on with another text, and then again with this one.
    pub(super) fn read(&mut self, inputs: &Inputs, input: u16) {
        let text = inputs.contents(input);
        self.reading.push(Reading {
            input,
            at: 0,
            last_newline: text.rfind('\n'),
            text,
        });
    }

    /// What a word began is over. If something that began within it is not, its keywords stay until that is; and what an
    /// error has cut off is never left.
    pub(super) fn leave(&mut self, scope: Scope) {
        let active = &mut self.active[scope as usize];
        *active = active.saturating_sub(1);
        if self.scopes.last() != Some(&scope) {
            self.waiting += 1;
            return;
        }
        while self.waiting > 0 {
            self.waiting -= 1;
            self.scopes.pop();
            let last = self.scopes.last();
            if last.is_some_and(|last| self.active[*last as usize] > 0) {
                return;
            }
        }
        self.scopes.pop();
    }

    /// The next token.
    pub(super) fn next(&mut self, inputs: &mut Inputs) -> Lexed {
        loop {
            let included = self.reading.len() > 1;
            let Some(reading) = self.reading.last_mut() else {
                return Lexed {
                    token: Token::EOF,
                    place: Place::default(),
                    number: 0,
                };
            };
            let text = &reading.text[reading.at..];
            let place = |len: usize| {
                // Texts are shorter than 4 GiB.
                let start = u32::try_from(reading.at).unwrap_or(u32::MAX);
                Place {
                    input: reading.input,
                    start,
                    end: start.saturating_add(u32::try_from(len).unwrap_or(u32::MAX)),
                }
            };
            let Some(first) = text.bytes().next() else {
                if included {
                    self.reading.pop();
                    continue;
                }
                return Lexed {
                    token: Token::EOF,
                    place: place(1),
                    number: 0,
                };
            };
            let commented = reading.last_newline.is_some_and(|last| reading.at < last);
            let begins = reading.at == 0 || reading.text.as_bytes()[reading.at - 1] == b'\n';
            if begins
                && commented
                && let Some(skipped) = comment_line(text)
            {
                inputs.line_begins(reading.input, place(skipped).end);
                reading.at += skipped;
                continue;
            }
            if let Some(skipped) = skipped(text, commented) {
                if first == b'\\' {
                    inputs.line_begins(reading.input, place(skipped).end);
                }
                reading.at += skipped;
                continue;
            }
            let scanned = scan(text, self.scopes.last().copied());
            let lexed = Lexed {
                token: scanned.token,
                place: place(scanned.len),
                number: scanned.number,
            };
            reading.at += scanned.len;
            if scanned.token == Token::NEWLINE {
                inputs.line_begins(reading.input, lexed.place.end);
            }
            if let Some(scope) = scanned.opens {
                self.scopes.push(scope);
                self.active[scope as usize] += 1;
            }
            return lexed;
        }
    }
}

/// Bytes of a line that is nothing but a comment, with its end: it is as if it were not there.
fn comment_line(text: &str) -> Option<usize> {
    let rest = text.trim_start_matches([' ', '\t']);
    if !rest.starts_with('#') {
        return None;
    }
    let end = rest.find('\n')?;
    Some(text.len() - rest.len() + end + 1)
}

/// Bytes of spaces, a continued line or a comment (where there can be one).
fn skipped(text: &str, commented: bool) -> Option<usize> {
    let run = |of: u8| text.bytes().take_while(|byte| *byte == of).count();
    match text.as_bytes() {
        [b' ', ..] => Some(run(b' ')),
        [b'\t', ..] => Some(run(b'\t')),
        [b'\\', b'\n', ..] => Some(2),
        // A comment is one only in front of a newline.
        [b'#', ..] if commented => text.find('\n'),
        _ => None,
    }
}

/// A token, its length in bytes, its value and what it begins.
struct Scanned {
    token: Token,
    len: usize,
    number: u64,
    opens: Option<Scope>,
}

impl Scanned {
    const fn new(token: Token, len: usize) -> Self {
        Self {
            token,
            len,
            number: 0,
            opens: None,
        }
    }
}

fn scan(text: &str, scope: Option<Scope>) -> Scanned {
    if let Some(scanned) = word(text, scope) {
        return scanned;
    }
    if let Some((token, len)) = sign(text.as_bytes()) {
        return Scanned {
            opens: (token == Token::AT).then_some(Scope::At),
            ..Scanned::new(token, len)
        };
    }
    if text.starts_with('"')
        && let Some(end) = text[1..].find('"')
    {
        return Scanned::new(Token::QUOTED, end + 2);
    }
    let len = text.chars().next().map_or(1, char::len_utf8);
    Scanned::new(Token::JUNK, len)
}

fn sign(text: &[u8]) -> Option<(Token, usize)> {
    Some(match text {
        [b'=', b'=', ..] => (Token::EQ, 2),
        [b'!', b'=', ..] => (Token::NEQ, 2),
        [b'<', b'=', ..] => (Token::LTE, 2),
        [b'<', b'<', ..] => (Token::SHIFT_LEFT, 2),
        [b'<', ..] => (Token::LT, 1),
        [b'>', b'=', ..] => (Token::GTE, 2),
        [b'>', b'>', ..] => (Token::SHIFT_RIGHT, 2),
        [b'>', ..] => (Token::GT, 1),
        [b'\n', ..] => (Token::NEWLINE, 1),
        [b',', ..] => (Token::COMMA, 1),
        [b'.', ..] => (Token::DOT, 1),
        [b':', ..] => (Token::COLON, 1),
        [b';', ..] => (Token::SEMICOLON, 1),
        [b'{', ..] => (Token::BRACE_OPEN, 1),
        [b'}', ..] => (Token::BRACE_CLOSE, 1),
        [b'[', ..] => (Token::BRACKET_OPEN, 1),
        [b']', ..] => (Token::BRACKET_CLOSE, 1),
        [b'(', ..] => (Token::PAREN_OPEN, 1),
        [b')', ..] => (Token::PAREN_CLOSE, 1),
        [b'^', ..] => (Token::CARET, 1),
        [b'&', ..] => (Token::AMPERSAND, 1),
        [b'|', ..] => (Token::PIPE, 1),
        [b'!', ..] => (Token::NOT, 1),
        [b'/', ..] => (Token::SLASH, 1),
        [b'-', ..] => (Token::DASH, 1),
        [b'*', ..] => (Token::ASTERISK, 1),
        [b'@', ..] => (Token::AT, 1),
        [b'$', ..] => (Token::DOLLAR, 1),
        [b'=', ..] => (Token::ASSIGN, 1),
        [b'+', ..] => (Token::PLUS, 1),
        _ => return None,
    })
}

/// A keyword, name, address or number: whichever is longest, the first of those that are equally long.
fn word(text: &str, scope: Option<Scope>) -> Option<Scanned> {
    let bytes = text.as_bytes();
    let name = name(bytes);
    let digits = digits(bytes);
    // What a class id needs behind it counts for its length.
    let classid = classid(bytes);
    let candidates = [
        (name.max(ethertype(bytes)), Token::STRING),
        (address(bytes), Token::STRING),
        (time(bytes), Token::STRING),
        (digits, Token::NUMBER),
        (classid.map_or(0, |len| len + 1), Token::STRING),
        (wildcarded(bytes, name), Token::WILDCARDED),
    ];
    let mut best = (0, Token::JUNK, 0);
    for (place, (len, token)) in candidates.into_iter().enumerate() {
        if len > best.0 {
            best = (len, token, place);
        }
    }
    let (len, token, place) = best;
    if len == 0 || (len == 1 && bytes[0] == b'.') {
        return None;
    }
    let len = if place == 4 { len - 1 } else { len };
    if place == 0
        && let Some(keyword) = keyword(&text[..len], scope)
    {
        return Some(Scanned {
            opens: keyword.opens,
            ..Scanned::new(keyword.token, len)
        });
    }
    if token == Token::NUMBER {
        // Numbers that are too large or not octal stay words.
        return Some(number(&text[..len]).map_or_else(
            || Scanned::new(Token::STRING, len),
            |number| Scanned {
                number,
                ..Scanned::new(Token::NUMBER, len)
            },
        ));
    }
    Some(Scanned::new(token, len))
}

/// As `strtoull` with base 0 reads it: `0x…`, octal behind `0`, or decimal.
fn number(text: &str) -> Option<u64> {
    match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => u64::from_str_radix(&text[2..], 16).ok(),
        [b'0', ..] => u64::from_str_radix(text, 8).ok(),
        _ => text.parse().ok(),
    }
}

/// The length of `/^[a-zA-Z_.][a-zA-Z0-9/_.-]*/`.
fn name(bytes: &[u8]) -> usize {
    match bytes.first() {
        Some(first) if first.is_ascii_alphabetic() || matches!(first, b'_' | b'.') => {
            1 + run(&bytes[1..], |byte| {
                byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.')
            })
        }
        _ => 0,
    }
}

fn ethertype(bytes: &[u8]) -> usize {
    [b"8021ad".as_slice(), b"8021q"]
        .into_iter()
        .find(|name| bytes.starts_with(name))
        .map_or(0, <[u8]>::len)
}

fn run(bytes: &[u8], of: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| of(**byte)).count()
}

fn digits(bytes: &[u8]) -> usize {
    if let [b'0', b'x' | b'X', rest @ ..] = bytes {
        let hex = run(rest, |byte| byte.is_ascii_hexdigit());
        if hex > 0 {
            return hex + 2;
        }
    }
    run(bytes, |byte| byte.is_ascii_digit())
}

/// `eth*`, `eth\*`, `\*` and `a\*b`.
fn wildcarded(bytes: &[u8], name_len: usize) -> usize {
    match &bytes[name_len..] {
        [b'*', ..] if name_len > 0 => name_len + 1,
        [b'\\', b'*', rest @ ..] => name_len + 2 + if name_len > 0 { name(rest) } else { 0 },
        _ => 0,
    }
}

/// `1d2h3m4s5ms`: any of them, in this order.
fn time(bytes: &[u8]) -> usize {
    const UNITS: [&[u8]; 5] = [b"d", b"h", b"m", b"s", b"ms"];
    let mut len = 0;
    let mut units = UNITS.as_slice();
    loop {
        let digits = run(&bytes[len..], |byte| byte.is_ascii_digit());
        let rest = &bytes[len + digits..];
        if digits == 0 {
            return len;
        }
        let longest = units
            .iter()
            .enumerate()
            .filter(|(_, unit)| rest.starts_with(unit))
            .max_by_key(|(_, unit)| unit.len());
        let Some((place, unit)) = longest else {
            return len;
        };
        len += digits + unit.len();
        units = &units[place + 1..];
    }
}

/// `1:10`, in front of a space, comma, colon, dash or brace; the length without that.
fn classid(bytes: &[u8]) -> Option<usize> {
    let hex = |bytes: &[u8]| {
        let len = run(bytes, |byte| byte.is_ascii_hexdigit());
        (1..=4).contains(&len).then_some(len)
    };
    let major = hex(bytes)?;
    let minor = match &bytes[major..] {
        [b':', rest @ ..] => hex(rest)?,
        _ => return None,
    };
    let len = major + 1 + minor;
    let behind = bytes.get(len)?;
    matches!(behind, b' ' | b'\t' | b'\n' | b':' | b'-' | b'}' | b',').then_some(len)
}

fn address(bytes: &[u8]) -> usize {
    let bracketed = match bytes {
        [b'[', rest @ ..] => match ip6(rest) {
            0 => 0,
            len if rest.get(len) == Some(&b']') => len + 2,
            _ => 0,
        },
        _ => 0,
    };
    bracketed.max(mac(bytes)).max(ip4(bytes)).max(ip6(bytes))
}

fn mac(bytes: &[u8]) -> usize {
    parts::<6>(bytes, b':', 2, |byte| byte.is_ascii_hexdigit())
}

fn ip4(bytes: &[u8]) -> usize {
    parts::<4>(bytes, b'.', 3, |byte| byte.is_ascii_digit())
}

/// The length of so many parts of one to `longest` digits, with `between` in between. (What is behind them may be a digit.)
fn parts<const COUNT: usize>(
    bytes: &[u8],
    between: u8,
    longest: usize,
    digit: impl Fn(u8) -> bool,
) -> usize {
    let mut at = 0;
    for part in 1..=COUNT {
        let digits = run(&bytes[at..], &digit);
        at += digits.min(longest);
        if digits == 0 {
            return 0;
        }
        if part < COUNT {
            if digits > longest || bytes.get(at) != Some(&between) {
                return 0;
            }
            at += 1;
        }
    }
    at
}

/// The longest address that the text begins with.
fn ip6(bytes: &[u8]) -> usize {
    let group = |at: usize| {
        run(&bytes[at.min(bytes.len())..], |byte| {
            byte.is_ascii_hexdigit()
        })
    };
    let colon = |at: usize| bytes.get(at) == Some(&b':');
    // Groups with a colon behind each.
    let mut at = 0;
    let mut groups = 0;
    while groups < 7 {
        let len = group(at);
        if !(1..=4).contains(&len) || !colon(at + len) {
            break;
        }
        at += len + 1;
        groups += 1;
    }
    if groups == 7 && group(at) > 0 {
        return at + group(at).min(4);
    }
    // `::` in place of one or more.
    let compressed = if groups == 0 {
        colon(0) && colon(1)
    } else {
        colon(at)
    };
    if !compressed {
        return 0;
    }
    at += if groups == 0 { 2 } else { 1 };
    let embedded = if groups == 0 { embedded(bytes) } else { 0 };
    let mut left = 7 - groups;
    while left > 0 {
        let len = group(at);
        if len == 0 {
            break;
        }
        at += len.min(4);
        left -= 1;
        if len > 4 || !colon(at) || group(at + 1) == 0 || left == 0 {
            break;
        }
        at += 1;
    }
    at.max(embedded)
}

/// `::1.2.3.4` and `::ffff:1.2.3.4`.
fn embedded(bytes: &[u8]) -> usize {
    let behind = |prefix: usize| match ip4(bytes.get(prefix..).unwrap_or_default()) {
        0 => 0,
        len => prefix + len,
    };
    match bytes.get(2..7) {
        Some(prefix) if prefix.eq_ignore_ascii_case(b"ffff:") => behind(7),
        _ => behind(2),
    }
}
