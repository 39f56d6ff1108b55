//! Reading a test file.

use std::{fs, net::IpAddr, path::Path};

use dataplane::{drop_reason::DropReason, wire::tcp::flags};

use super::{
    expect::Expectation,
    file::{Case, Expect, Setup, Step, TestFile, What},
    outcome::STATES,
    rule::Who,
    value::{self, Refusal, Side},
};
use crate::{
    explain::{PacketSpec, Transport},
    lang::{
        LoadError,
        diag::Diagnostic,
        runbook::{Action, Command, Input, Runbook, Word},
        span::Span,
    },
};

/// What may begin a line of a test.
const WORDS: &str = "in a test stand packet, handshake, then, after, and what is expected: accept, drop, \
                     reject, delivered, leaves, source, destination, mark, class, ttl, tos, new, \
                     established, related, invalid, untracked, matches, misses, logs";

/// What an end of a packet looks like.
const SIDE: &str = "an address: 2.2.2.1, 2.2.2.1:40000, 2.2.2.0/24:1024-65535, [2001:db8::1]:53";

/// What a rule is named by.
const RULES: &str = "a rule: TABLE:CHAIN:NUMBER, FILE:LINE or a part of its text";

impl TestFile {
    /// Reads the test file at `path`. Files that it names are looked for where it is.
    ///
    /// # Errors
    /// If it can't be read, and the first thing in it that is wrong.
    pub fn open(path: &Path) -> Result<Self, LoadError> {
        let name = path.to_string_lossy();
        let text = fs::read_to_string(path)
            .map_err(|error| LoadError::File(name.clone().into_owned(), error))?;
        let folder = path.parent().unwrap_or_else(|| Path::new(""));
        Ok(Self::read(&name, text, folder)?)
    }

    /// Reads `text`, called `name` in messages; files that it names are in `folder`.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn read(name: &str, text: String, folder: &Path) -> Result<Self, Diagnostic> {
        let mut file = Self {
            name: name.to_owned(),
            book: Runbook::new(name, text),
            setup: Vec::new(),
            cases: Vec::new(),
        };
        let book = file.book.clone();
        for command in book.commands() {
            let command = command.map_err(unquoted)?;
            let mut words = Words {
                book: &book,
                command: &command,
                next: 1,
            };
            match command.words[0].text.as_str() {
                "test" => file.begin(&mut words)?,
                "runbook" if file.cases.is_empty() => {
                    let word = words.word("a file's name is missing")?;
                    let path = folder.join(&word.text);
                    let span = word.span;
                    file.setup.push(Setup::Runbook { path, span });
                    words.end()?;
                }
                _ => match file.cases.last_mut() {
                    Some(case) => line(case, &mut words)?,
                    None => {
                        if command.action() == Action::NotFound {
                            return Err(words.about(
                                command.words[0].span,
                                "before the first test stand commands of a runbook, and `runbook FILE`",
                            ));
                        }
                        let mut command = command.clone();
                        if let Some(Input::File(word)) = &mut command.input {
                            word.text = folder.join(&word.text).to_string_lossy().into_owned();
                        }
                        file.setup.push(Setup::Command(command));
                    }
                },
            }
        }
        match file.cases.last() {
            Some(case) => complete(&book, case)?,
            None => {
                let start = Span {
                    line: 1,
                    column: 1,
                    width: 1,
                };
                return Err(book.complaint("there is no test in this file", start));
            }
        }
        Ok(file)
    }

    /// `test NAME`.
    fn begin(&mut self, words: &mut Words<'_>) -> Result<(), Diagnostic> {
        if let Some(before) = self.cases.last() {
            complete(words.book, before)?;
        }
        let mut name = words.word("the test's name is missing")?.text.clone();
        while let Some(word) = words.take() {
            name.push(' ');
            name.push_str(&word.text);
        }
        if let Some(other) = self.cases.iter().find(|other| other.name == name) {
            let message = format!("the test in line {} has this name", other.span.line);
            return Err(words.about(words.command.span(), &message));
        }
        self.cases.push(Case {
            name,
            span: words.command.span(),
            steps: Vec::new(),
        });
        Ok(())
    }
}

/// What a shell would take for a redirection is most often the arrow of a packet.
fn unquoted(mut diagnostic: Diagnostic) -> Diagnostic {
    if diagnostic.message.contains("`>'") {
        diagnostic.message.push_str("; a packet stands in quotes");
    }
    diagnostic
}

/// A test that expects nothing can't fail.
fn complete(book: &Runbook, case: &Case) -> Result<(), Diagnostic> {
    let expects = case
        .steps
        .iter()
        .any(|step| !step.expects.is_empty() || matches!(step.what, What::Handshake { .. }));
    if expects {
        return Ok(());
    }
    Err(book.complaint("this test expects nothing", case.span))
}

/// A line of a test.
fn line(case: &mut Case, words: &mut Words<'_>) -> Result<(), Diagnostic> {
    let first = &words.command.words[0];
    let begun = !case.steps.is_empty();
    let what = match first.text.as_str() {
        "packet" | "handshake" if begun => {
            let message = "this is not the test's first packet: it begins with `then`";
            return Err(words.about(first.span, message));
        }
        "then" if !begun => {
            let message = "the test's first packet begins with `packet`";
            return Err(words.about(first.span, message));
        }
        "packet" => packet(words)?,
        "handshake" => handshake(words)?,
        "then" => then(case, words)?,
        "after" if begun => {
            What::After(words.value("a time as 100ms, 35s, 2min, 1h, 5d", value::time)?)
        }
        "after" => return Err(words.about(first.span, "time passes behind a packet")),
        _ => return expect(case, words),
    };
    words.end()?;
    case.steps.push(Step {
        span: words.command.span(),
        what,
        expects: Vec::new(),
    });
    Ok(())
}

/// A line that says what is expected of the packet before it.
fn expect(case: &mut Case, words: &mut Words<'_>) -> Result<(), Diagnostic> {
    let what = expectation(words)?;
    words.end()?;
    let span = words.command.span();
    let all = words.command.words.iter().map(|word| word.text.as_str());
    let text = all.collect::<Vec<_>>().join(" ");
    let packet = case.steps.last_mut();
    match packet.filter(|step| !matches!(step.what, What::After(_))) {
        Some(step) => {
            step.expects.push(Expect { span, text, what });
            Ok(())
        }
        None => Err(words.about(
            span,
            "there is no packet before this of which it is expected",
        )),
    }
}

/// `[--in PORT]`.
fn port(words: &mut Words<'_>) -> Result<Option<String>, Diagnostic> {
    if words.next_is("--in") {
        words.take();
        return Ok(Some(words.word("a port's name is missing")?.text.clone()));
    }
    Ok(None)
}

/// `[--in PORT] PACKET`.
fn described(words: &mut Words<'_>) -> Result<(Option<String>, PacketSpec), Diagnostic> {
    let port = port(words)?;
    let word = words.word("a packet is missing: 'tcp 1.1.1.11:40000 > 2.2.2.12:22 syn'")?;
    let spec = word.text.parse::<PacketSpec>().map_err(|error| {
        let (before, width) = error.place();
        // Behind the opening quote.
        words.inside(word, before, width, error.message())
    })?;
    Ok((port, spec))
}

fn packet(words: &mut Words<'_>) -> Result<What, Diagnostic> {
    let (port, spec) = described(words)?;
    Ok(What::Packet { port, spec })
}

fn handshake(words: &mut Words<'_>) -> Result<What, Diagnostic> {
    let (port, spec) = described(words)?;
    let span = words.last();
    match spec.transport {
        Transport::Tcp(tcp) if tcp.flags == flags::SYN => Ok(What::Handshake { port, spec }),
        Transport::Tcp(_) => Err(words.about(span, "a handshake begins with syn")),
        Transport::Udp { .. } | Transport::Icmp { .. } | Transport::Other { .. } => {
            Err(words.about(span, "only TCP has a handshake"))
        }
    }
}

/// What stands behind `then`.
fn then(case: &Case, words: &mut Words<'_>) -> Result<What, Diagnostic> {
    let what: fn(String) -> What = match words.peek() {
        Some("handshake") => {
            words.take();
            return handshake(words);
        }
        Some("reply") => What::Reply,
        Some("next") => What::Next,
        Some(_) | None => return packet(words),
    };
    words.take();
    let mut text = String::new();
    let mut starts = Vec::new();
    while let Some(word) = words.take() {
        if !text.is_empty() {
            text.push(' ');
        }
        starts.push((text.chars().count(), word.span));
        text.push_str(&word.text);
    }
    // The words that fit depend on the protocol alone, which answers have in common.
    let mut sample = case.steps.iter().rev().find_map(|step| match &step.what {
        What::Packet { spec, .. } | What::Handshake { spec, .. } => Some(spec.clone()),
        What::Reply(_) | What::Next(_) | What::After(_) => None,
    });
    if let Some(sample) = &mut sample {
        sample.amend(&text).map_err(|error| {
            let (place, _) = error.place();
            let word = starts.iter().rev().find(|(start, _)| *start <= place);
            let span = word.map_or(words.last(), |(_, span)| *span);
            words.about(span, error.message())
        })?;
    }
    Ok(what(text))
}

/// `rule …`, `comment …`, `policy …`.
fn who(words: &mut Words<'_>) -> Result<Who, Diagnostic> {
    let kind = words.word("`rule`, `comment` or `policy` is missing")?;
    match kind.text.as_str() {
        "rule" => words.value(RULES, Who::rule),
        "comment" => words.value("a comment", |word| Some(Who::Comment(word.to_owned()))),
        "policy" => words.value("a chain: TABLE:CHAIN", Who::policy),
        _ => Err(words.about(kind.span, "here stands `rule`, `comment` or `policy`")),
    }
}

/// `[by WHO]`.
fn by(words: &mut Words<'_>) -> Result<Option<Who>, Diagnostic> {
    if words.next_is("by") {
        words.take();
        return who(words).map(Some);
    }
    Ok(None)
}

/// What is expected.
fn expectation(words: &mut Words<'_>) -> Result<Expectation, Diagnostic> {
    let first = &words.command.words[0];
    if let Some((_, state)) = STATES.iter().find(|(name, _)| *name == first.text) {
        return Ok(Expectation::State(*state));
    }
    Ok(match first.text.as_str() {
        "accept" => Expectation::Accept(by(words)?),
        "drop" if words.next_is("reason") => {
            words.take();
            let reason = |word: &str| {
                let mut all = DropReason::ALL.iter();
                all.find(|reason| reason.name() == word).copied()
            };
            Expectation::DropReason(words.value("a reason as `tollgate drops` shows it", reason)?)
        }
        "drop" => Expectation::Drop(by(words)?),
        "reject" => {
            let mut refusal = None;
            if words.next_is("with") {
                words.take();
                let what = "what a sender is told: tcp-reset, icmp-port-unreachable, \
                            icmp6-adm-prohibited, …";
                refusal = Some(words.value(what, Refusal::read)?);
            }
            Expectation::Reject(refusal, by(words)?)
        }
        "delivered" => Expectation::Delivered,
        "leaves" => {
            let port = words.word("a port's name is missing")?.text.clone();
            let mut via = None;
            if words.next_is("via") {
                words.take();
                via = Some(words.value("an address", |word| word.parse::<IpAddr>().ok())?);
            }
            Expectation::Leaves(port, via)
        }
        "source" => Expectation::Source(words.value(SIDE, Side::read)?),
        "destination" => Expectation::Destination(words.value(SIDE, Side::read)?),
        "mark" => {
            let (value, mask) = words.value("a mark, MARK or MARK/MASK", value::masked)?;
            Expectation::Mark(value, mask)
        }
        "class" => Expectation::Class(words.value("a class as 1:30", value::class)?),
        "ttl" => Expectation::Ttl(words.value("a number below 256", value::number)?),
        "tos" => Expectation::Tos(words.value("a number below 256", value::number)?),
        "matches" => Expectation::Matches(who(words)?),
        "misses" => Expectation::Misses(who(words)?),
        "logs" => Expectation::Logs(words.word("a part of the line is missing")?.text.clone()),
        _ => return Err(words.about(first.span, WORDS)),
    })
}

/// The words of one line.
struct Words<'b> {
    book: &'b Runbook,
    command: &'b Command,
    next: usize,
}

impl<'b> Words<'b> {
    fn take(&mut self) -> Option<&'b Word> {
        let word = self.command.words.get(self.next)?;
        self.next += 1;
        Some(word)
    }

    fn peek(&self) -> Option<&'b str> {
        let word = self.command.words.get(self.next)?;
        Some(&word.text)
    }

    fn next_is(&self, text: &str) -> bool {
        self.peek() == Some(text)
    }

    /// The place of the word that was taken last.
    fn last(&self) -> Span {
        self.command.words[self.next - 1].span
    }

    fn about(&self, span: Span, message: &str) -> Diagnostic {
        self.book.complaint(message, span)
    }

    /// About some characters of a word, which stands in quotes if it has a space.
    fn inside(&self, word: &Word, before: usize, width: usize, message: &str) -> Diagnostic {
        let quote = u32::from(word.span.width as usize == word.text.chars().count() + 2);
        let span = Span {
            column: word.span.column + quote + before as u32,
            width: width as u32,
            ..word.span
        };
        self.about(span, message)
    }

    /// The next word; `missing` says what it should be.
    fn word(&mut self, missing: &str) -> Result<&'b Word, Diagnostic> {
        let end = self.last();
        self.take().ok_or_else(|| {
            let span = Span {
                column: end.column + end.width,
                width: 1,
                ..end
            };
            self.about(span, missing)
        })
    }

    /// The value that the next word is.
    fn value<T>(
        &mut self,
        what: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, Diagnostic> {
        let word = self.word(&format!("missing: {what}"))?;
        read(&word.text).ok_or_else(|| self.about(word.span, &format!("this is not {what}")))
    }

    /// That there are no more words.
    fn end(&mut self) -> Result<(), Diagnostic> {
        match self.take() {
            Some(word) => Err(self.about(word.span, "nothing is expected behind the words before")),
            None => Ok(()),
        }
    }
}
