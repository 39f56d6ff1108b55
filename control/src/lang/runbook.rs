//! The runbook: a configuration that is a script of commands.
//!
//! A runbook is read as a small part of what a shell reads:
//!
//! - one command on a line, or several with `;` or `&&` between them (a runbook ends at its first
//!   error anyhow);
//! - `#` at the start of a word begins a comment, so that `#!/bin/sh` is one too;
//! - `\` at the end of a line continues it, elsewhere it takes the next character as it is;
//! - `'…'` quotes everything, `"…"` everything but `\"`, `\\`, `\$`, `` \` `` and a continued line;
//! - `< FILE` gives a command the file to read, and `<< WORD` (also `<<- WORD`) the lines up to one
//!   that is the word: as they are if a part of the word is quoted;
//! - `set -e` and its like, `:` and `true` are taken and do nothing;
//! - `echo VALUE > /proc/sys/net/…` is `sysctl -q -w`.
//!
//! What a shell would expand or start (`$`, `` ` ``, pipes, other redirections, `&`, parentheses) is
//! refused at its place, never passed on as text.

use std::{borrow::Cow, iter, sync::Arc};

use super::{
    diag::Diagnostic,
    iptables,
    span::{Origin, Span},
};

/// A word of a command, with the quotes gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The text.
    pub text: String,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// A command of a runbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// The words; there is at least one.
    pub words: Vec<Word>,
    /// What it reads, if that is said.
    pub input: Option<Input>,
}

/// What a command reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// `< FILE`: the file's name.
    File(Word),
    /// `<< WORD`: the lines that follow.
    Here {
        /// The lines.
        text: String,
        /// The number of the first.
        line: u32,
    },
}

/// A here-document whose lines are still to come.
struct Pending {
    /// The line that ends it.
    end: String,
    /// A part of the word was quoted: the lines are taken as they are.
    quoted: bool,
    /// `<<-`: without the tabs at the starts of lines.
    tabs: bool,
    /// Where `<<` stands.
    span: Span,
}

/// What a command of a runbook is, before its own language reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// To be executed: the tool's name without its folder, and its arguments.
    Execute(Vec<String>),
    /// Does nothing here (`set -e`).
    Nothing,
    /// There is no such command.
    NotFound,
}

/// The tools that a runbook may call, besides those of iptables.
const TOOLS: &[&str] = &["ip", "tc", "nft", "sysctl", "conntrack"];

/// Whether a runbook may call the tool of that name.
fn is_tool(name: &str) -> bool {
    TOOLS.contains(&name) || iptables::is_tool(name)
}

/// The folders that a script may name in front of a tool.
const FOLDERS: &[&str] = &["/bin", "/sbin", "/usr/bin", "/usr/sbin"];

impl Command {
    /// The place of the whole command, as far as it stands on its first line.
    #[must_use]
    pub fn span(&self) -> Span {
        let mut span = self.words[0].span;
        for word in &self.words {
            span = span.to(word.span);
        }
        span
    }

    /// What it is.
    #[must_use]
    pub fn action(&self) -> Action {
        let name = self.words[0].text.as_str();
        let tool = match name.rsplit_once('/') {
            Some((folder, tool)) if FOLDERS.contains(&folder) => tool,
            Some(_) => return Action::NotFound,
            None => name,
        };
        let arguments = self.words[1..].iter().map(|word| word.text.clone());
        if is_tool(tool) {
            return Action::Execute(iter::once(tool.to_owned()).chain(arguments).collect());
        }
        match tool {
            "set" | ":" | "true" => Action::Nothing,
            "echo" => self.proc_write().map_or(Action::NotFound, |setting| {
                Action::Execute(["sysctl", "-q", "-w", &setting].map(str::to_owned).into())
            }),
            _ => Action::NotFound,
        }
    }

    /// `KEY=VALUE` of `echo VALUE > /proc/sys/KEY`, which the lexer lets through as four words.
    fn proc_write(&self) -> Option<String> {
        let [_, value, redirection, path] = self.words.as_slice() else {
            return None;
        };
        let key = path.text.strip_prefix("/proc/sys/")?;
        (redirection.text == ">").then(|| format!("{key}={}", value.text))
    }

    /// Where an argument of the tool stands (0: its name); `None` if the tool was given other
    /// words than these.
    #[must_use]
    pub fn argument(&self, argument: usize) -> Option<Span> {
        let word = self.words.get(argument)?;
        (self.words[0].text != "echo").then_some(word.span)
    }

    /// The word that a tool's message is about: one that it quotes (the last if it is there several
    /// times), else the whole command.
    #[must_use]
    pub fn blame(&self, message: &str) -> Span {
        message
            .split(['"', '\'', '“', '”'])
            .skip(1)
            .step_by(2)
            .find_map(|quoted| self.words.iter().rev().find(|word| word.text == quoted))
            .map_or_else(|| self.span(), |word| word.span)
    }
}

/// A runbook's name and text.
#[derive(Clone, Debug)]
pub struct Runbook {
    file: Arc<str>,
    text: String,
}

impl Runbook {
    /// The runbook `text`, called `file` in messages.
    #[must_use]
    pub fn new(file: &str, text: String) -> Self {
        Self {
            file: Arc::from(file),
            text,
        }
    }

    /// Its commands in order, up to the first place that can't be read.
    pub fn commands(&self) -> impl Iterator<Item = Result<Command, Diagnostic>> + '_ {
        let mut lexer = Lexer::new(&self.text);
        iter::from_fn(move || {
            lexer.command().map(|command| {
                command.map_err(|SyntaxError { message, span }| {
                    Diagnostic::shell(&message, &self.file, &self.text, span)
                })
            })
        })
    }

    /// What the objects that `command` makes remember.
    #[must_use]
    pub fn origin(&self, command: &Command) -> Origin {
        Origin {
            file: Arc::clone(&self.file),
            line: command.words[0].span.line,
        }
    }

    /// A message about `span`.
    #[must_use]
    pub fn diagnostic(&self, message: &str, span: Span) -> Diagnostic {
        Diagnostic::new(message, &self.file, &self.text, span)
    }

    /// The message about a command that there is not.
    #[must_use]
    pub fn not_found(&self, command: &Command) -> Diagnostic {
        let word = &command.words[0];
        self.complaint(&format!("{}: command not found", word.text), word.span)
    }

    /// A message about `span` with the place in front of it.
    #[must_use]
    pub fn complaint(&self, message: &str, span: Span) -> Diagnostic {
        Diagnostic::shell(message, &self.file, &self.text, span)
    }
}

/// What the lexer can't read.
struct SyntaxError {
    message: Cow<'static, str>,
    span: Span,
}

/// Cuts a text into commands.
struct Lexer<'a> {
    rest: iter::Peekable<std::str::Chars<'a>>,
    line: u32,
    column: u32,
    /// After an error there are no more commands.
    ended: bool,
}

impl<'a> Lexer<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            rest: text.chars().peekable(),
            line: 1,
            column: 1,
            ended: false,
        }
    }

    fn next(&mut self) -> Option<char> {
        let c = self.rest.next()?;
        if c == '\n' {
            self.line += 1;
            self.column = 1;
        } else {
            self.column += 1;
        }
        Some(c)
    }

    /// Where the next character stands.
    fn here(&self) -> Span {
        Span {
            line: self.line,
            column: self.column,
            width: 1,
        }
    }

    /// The next command, `None` at the end.
    fn command(&mut self) -> Option<Result<Command, SyntaxError>> {
        let mut words: Vec<Word> = Vec::new();
        let mut input = None;
        let mut pending: Option<Pending> = None;
        while !self.ended {
            let span = self.here();
            let Some(&c) = self.rest.peek() else {
                self.ended = true;
                break;
            };
            let refused = match c {
                '\n' | ';' | '&' => {
                    self.next();
                    let and = c == '&' && self.rest.next_if_eq(&'&').is_some();
                    if and {
                        self.column += 1;
                    }
                    if c == '&' && !and {
                        Some("`&': a runbook starts nothing in the background".into())
                    } else if let Some(here) = pending.take() {
                        if c == '\n' {
                            match self.here_document(&here) {
                                Ok(document) => input = Some(document),
                                Err(error) => {
                                    self.ended = true;
                                    return Some(Err(error));
                                }
                            }
                            break;
                        }
                        Some("`<<': a here-document stands at the end of its line".into())
                    } else if !words.is_empty() {
                        break;
                    } else if c == '\n' {
                        None
                    } else {
                        let token = if and { "&&" } else { ";" };
                        Some(format!("syntax error near unexpected token `{token}'").into())
                    }
                }
                ' ' | '\t' | '\r' => {
                    self.next();
                    None
                }
                '#' => {
                    while self.rest.next_if(|&c| c != '\n').is_some() {
                        self.column += 1;
                    }
                    None
                }
                '<' if words.is_empty() => {
                    Some("`<': a runbook reads no file without a command".into())
                }
                '<' => match self.redirection(span) {
                    Ok(Ok(file)) => {
                        input = Some(Input::File(file));
                        None
                    }
                    Ok(Err(here)) => {
                        pending = Some(here);
                        None
                    }
                    Err(error) => {
                        self.ended = true;
                        return Some(Err(error));
                    }
                },
                '>' if words.len() == 2 && words[0].text == "echo" => {
                    self.next();
                    let text = c.to_string();
                    words.push(Word { text, span });
                    None
                }
                _ => match self.word() {
                    Ok(Some(word)) => {
                        words.push(word);
                        None
                    }
                    Ok(None) => None,
                    Err(error) => {
                        self.ended = true;
                        return Some(Err(error));
                    }
                },
            };
            if let Some(message) = refused {
                self.ended = true;
                return Some(Err(SyntaxError { message, span }));
            }
        }
        if let Some(here) = pending {
            return Some(Err(here.unended()));
        }
        (!words.is_empty()).then_some(Ok(Command { words, input }))
    }

    /// What stands behind `<` or `<<`.
    fn redirection(&mut self, span: Span) -> Result<Result<Word, Pending>, SyntaxError> {
        self.next();
        let here = self.rest.next_if_eq(&'<').is_some();
        if here {
            self.column += 1;
        }
        let tabs = here && self.rest.next_if_eq(&'-').is_some();
        if tabs {
            self.column += 1;
        }
        while self.rest.next_if(|c| matches!(c, ' ' | '\t')).is_some() {
            self.column += 1;
        }
        let before = self.rest.clone();
        let Some(word) = self.word()? else {
            let message = "syntax error: a word is missing behind `<'".into();
            return Err(SyntaxError { message, span });
        };
        if !here {
            return Ok(Ok(word));
        }
        let written = before.take(word.span.width as usize);
        let quoted = written.into_iter().any(|c| matches!(c, '\'' | '"' | '\\'));
        Ok(Err(Pending {
            end: word.text,
            quoted,
            tabs,
            span,
        }))
    }

    /// The lines of a here-document, which begin here.
    fn here_document(&mut self, pending: &Pending) -> Result<Input, SyntaxError> {
        let first = self.line;
        let mut text = String::new();
        loop {
            if self.rest.peek().is_none() {
                return Err(pending.unended());
            }
            if pending.tabs {
                while self.rest.next_if_eq(&'\t').is_some() {
                    self.column += 1;
                }
            }
            let mut line = String::new();
            loop {
                let here = self.here();
                match self.next() {
                    None | Some('\n') => break,
                    Some(c @ ('$' | '`')) if !pending.quoted => return Err(expansion(c, here)),
                    Some('\\') if !pending.quoted => match self.next() {
                        Some('\n') => {}
                        Some(c @ ('\\' | '$' | '`')) => line.push(c),
                        Some(c) => line.extend(['\\', c]),
                        None => line.push('\\'),
                    },
                    Some(c) => line.push(c),
                }
            }
            if line == pending.end {
                return Ok(Input::Here { text, line: first });
            }
            text.push_str(&line);
            text.push('\n');
        }
    }

    /// The next word; `None` if there was only a continued line.
    fn word(&mut self) -> Result<Option<Word>, SyntaxError> {
        let start = self.here();
        let mut end = start;
        let mut text = String::new();
        let mut quoted = false;
        while let Some(&c) = self.rest.peek() {
            let here = self.here();
            match c {
                ' ' | '\t' | '\r' | '\n' | ';' | '&' | '<' => break,
                '\'' | '"' => {
                    self.next();
                    quoted = true;
                    self.quotes(c, here, &mut text)?;
                }
                '\\' => {
                    self.next();
                    match self.next() {
                        // A continued line; bash takes a backslash at the end of the file as it is.
                        Some('\n') => continue,
                        Some(escaped) => text.push(escaped),
                        None => text.push(c),
                    }
                    quoted = true;
                }
                '$' | '`' => return Err(expansion(c, here)),
                '|' | '>' | '(' | ')' => {
                    let message =
                        format!("`{c}': a runbook has no pipes, redirections or subshells").into();
                    return Err(SyntaxError {
                        message,
                        span: here,
                    });
                }
                _ => {
                    self.next();
                    text.push(c);
                }
            }
            end = self.here();
        }
        if text.is_empty() && !quoted {
            return Ok(None);
        }
        let width = if end.line == start.line {
            end.column - start.column
        } else {
            text.chars().count() as u32
        };
        let span = Span { width, ..start };
        Ok(Some(Word { text, span }))
    }

    /// What stands in quotes, up to the closing one.
    fn quotes(&mut self, quote: char, start: Span, text: &mut String) -> Result<(), SyntaxError> {
        loop {
            let here = self.here();
            match self.next() {
                Some(c) if c == quote => return Ok(()),
                Some('\\') if quote == '"' => match self.next() {
                    Some('\n') => {}
                    Some(c @ ('"' | '\\' | '$' | '`')) => text.push(c),
                    Some(c) => text.extend(['\\', c]),
                    None => {}
                },
                Some(c @ ('$' | '`')) if quote == '"' => return Err(expansion(c, here)),
                Some(c) => text.push(c),
                None => {
                    return Err(SyntaxError {
                        message: format!("unexpected EOF while looking for matching `{quote}'")
                            .into(),
                        span: start,
                    });
                }
            }
        }
    }
}

impl Pending {
    fn unended(&self) -> SyntaxError {
        SyntaxError {
            message: format!("here-document without its end `{}'", self.end).into(),
            span: self.span,
        }
    }
}

fn expansion(c: char, span: Span) -> SyntaxError {
    SyntaxError {
        message: format!("`{c}': a runbook expands nothing").into(),
        span,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Vec<String>>, String> {
        Runbook::new("f", text.to_owned())
            .commands()
            .map(|command| {
                command
                    .map(|c| c.words.into_iter().map(|word| word.text).collect())
                    .map_err(|diagnostic| diagnostic.message)
            })
            .collect()
    }

    #[test]
    fn words_are_cut_as_a_shell_cuts_them() {
        let cases: &[(&str, &[&[&str]])] = &[
            ("", &[]),
            ("#!/bin/sh\n\n  # nothing\n", &[]),
            ("ip link\nip addr", &[&["ip", "link"], &["ip", "addr"]]),
            ("ip link; ip addr;", &[&["ip", "link"], &["ip", "addr"]]),
            ("ip link && ip addr", &[&["ip", "link"], &["ip", "addr"]]),
            ("ip a\\\ndd", &[&["ip", "add"]]),
            ("ip a \\\n  dd # rest", &[&["ip", "a", "dd"]]),
            (
                "a 'b c'\"d \\\" \\n\"e\\ f#g",
                &[&["a", "b cd \" \\ne f#g"]],
            ),
            ("a '' \"\"", &[&["a", "", ""]]),
            ("a \"x\\\ny\"", &[&["a", "xy"]]),
            ("a\r\nb", &[&["a"], &["b"]]),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text).as_deref(), Ok(&words(expected)[..]), "{text:?}");
        }
    }

    fn words(commands: &[&[&str]]) -> Vec<Vec<String>> {
        commands
            .iter()
            .map(|words| words.iter().map(|&word| word.to_owned()).collect())
            .collect()
    }

    #[test]
    fn what_a_shell_would_expand_or_start_is_refused() {
        let cases = [
            ("ip link\nip a $X", "f:2:6: `$': a runbook expands nothing"),
            ("ip \"`x`\"", "f:1:5: ``': a runbook expands nothing"),
            (
                "ip a | cat",
                "f:1:6: `|': a runbook has no pipes, redirections or subshells",
            ),
            (
                "ip a > x",
                "f:1:6: `>': a runbook has no pipes, redirections or subshells",
            ),
            (
                "ip a &",
                "f:1:6: `&': a runbook starts nothing in the background",
            ),
            (
                "ip a << E\nE x\n",
                "f:1:6: here-document without its end `E'",
            ),
            (
                "ip a << E\n$x\nE\n",
                "f:2:1: `$': a runbook expands nothing",
            ),
            (
                "ip a << E; ip b\nE\n",
                "f:1:10: `<<': a here-document stands at the end of its line",
            ),
            (
                "ip a <\n",
                "f:1:6: syntax error: a word is missing behind `<'",
            ),
            (
                "<a",
                "f:1:1: `<': a runbook reads no file without a command",
            ),
            ("; ip a", "f:1:1: syntax error near unexpected token `;'"),
            (
                "ip a\nip 'b\n",
                "f:2:4: unexpected EOF while looking for matching `''",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), Err(expected.to_owned()), "{text:?}");
        }
    }

    #[test]
    fn a_command_reads_a_file_or_the_lines_that_follow() {
        let read = |text: &str| -> Vec<Command> {
            let book = Runbook::new("f", text.to_owned());
            book.commands().map(|c| c.expect("good")).collect()
        };
        let inputs = |text: &str| -> Vec<Option<Input>> {
            read(text)
                .into_iter()
                .map(|command| command.input)
                .collect()
        };
        let here = |text: &str, line| {
            let text = text.to_owned();
            Some(Input::Here { text, line })
        };
        let file = |text: &str| match &inputs(text)[0] {
            Some(Input::File(word)) => Some((word.text.clone(), word.span.column)),
            Some(Input::Here { .. }) | None => None,
        };
        assert_eq!(file("a < 'b c' -n"), Some(("b c".to_owned(), 5)));
        assert_eq!(file("a <b"), Some(("b".to_owned(), 4)));
        assert_eq!(read("a < b -n")[0].words.len(), 2);
        assert_eq!(
            inputs("a <<EOF -n\n*x\\\\\n\nEOF\nb"),
            [here("*x\\\n\n", 2), None]
        );
        assert_eq!(
            inputs("a << 'E F'\n\t$x \\\\ \\\" #\nE F\n"),
            [here("\t$x \\\\ \\\" #\n", 2)]
        );
        assert_eq!(inputs("a <<-E\n\tb\n\tE\n"), [here("b\n", 2)]);
        assert_eq!(inputs("a <<E\nE"), [here("", 2)]);
    }

    #[test]
    fn words_know_where_they_stand() {
        let book = Runbook::new("f", "\tip link \\\n set 'a b' up".to_owned());
        let command = book.commands().next().expect("one").expect("good");
        let spans: Vec<_> = command
            .words
            .iter()
            .map(|word| (word.span.line, word.span.column, word.span.width))
            .collect();
        assert_eq!(
            spans,
            [(1, 2, 2), (1, 5, 4), (2, 2, 3), (2, 6, 5), (2, 12, 2)]
        );
        assert_eq!(command.span().width, 7);
        assert_eq!(command.blame("Cannot find device \"a b\"").column, 6);
        assert_eq!(command.blame("RTNETLINK answers: File exists").column, 2);
    }

    #[test]
    fn a_command_is_known_by_its_name() {
        let action = |text: &str| {
            let book = Runbook::new("f", text.to_owned());
            let command = book.commands().next().expect("one").expect("good");
            command.action()
        };
        let execute =
            |words: &[&str]| Action::Execute(words.iter().map(|&word| word.to_owned()).collect());
        assert_eq!(action("/sbin/ip a"), execute(&["ip", "a"]));
        assert_eq!(action("set -eu"), Action::Nothing);
        assert_eq!(
            action("echo 1 >/proc/sys/net/ipv4/ip_forward"),
            execute(&["sysctl", "-q", "-w", "net/ipv4/ip_forward=1"])
        );
        for unknown in ["echo 1 > /etc/passwd", "echo hello", "/tmp/ip a", "ipp a"] {
            assert_eq!(action(unknown), Action::NotFound, "{unknown}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "[ -~\\n\\t]{0,80}") {
            for command in Runbook::new("f", text).commands().flatten() {
                proptest::prop_assert!(!command.words.is_empty());
                let _ = (command.span(), command.action());
            }
        }
    }
}
