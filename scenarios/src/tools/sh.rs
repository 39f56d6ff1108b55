//! A shell for command lines: quotes, `;`, `&&`, `||`, pipes and files. No variables, no loops.

use crate::jobs::{File, Input, Io};

/// A command with what goes in and out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Simple {
    words: Vec<String>,
    from: Option<String>,
    to: Option<(String, bool)>,
}

/// How a pipeline follows the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Join {
    Always,
    IfGood,
    IfBad,
}

/// A command line, ready to be run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    pipelines: Vec<(Join, Vec<Simple>)>,
    /// It ends in `&`.
    pub background: bool,
}

impl Line {
    /// Reads a line.
    ///
    /// # Errors
    /// What bash says of it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let tokens = tokens(text)?;
        let mut line = Self::default();
        let mut join = Join::Always;
        let mut pipeline: Vec<Simple> = Vec::new();
        let mut simple = Simple::default();
        let unexpected =
            |what: &str| Err(format!("bash: syntax error near unexpected token `{what}'"));
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                Token::Word(word) => simple.words.push(word),
                Token::Sign(sign @ ("<" | ">" | ">>")) => {
                    let Some(Token::Word(file)) = tokens.next() else {
                        return unexpected("newline");
                    };
                    match sign {
                        "<" => simple.from = Some(file),
                        _ => simple.to = Some((file, sign == ">>")),
                    }
                }
                Token::Sign(sign) => {
                    if simple == Simple::default() {
                        return unexpected(sign);
                    }
                    pipeline.push(std::mem::take(&mut simple));
                    if sign == "|" {
                        continue;
                    }
                    line.pipelines.push((join, std::mem::take(&mut pipeline)));
                    join = match sign {
                        "&&" => Join::IfGood,
                        "||" => Join::IfBad,
                        _ => Join::Always,
                    };
                    if sign == "&" {
                        if tokens.peek().is_some() {
                            return Err(
                                "bash: only a whole line goes into the background here".into()
                            );
                        }
                        line.background = true;
                    }
                }
            }
        }
        if simple != Simple::default() {
            pipeline.push(simple);
            line.pipelines.push((join, pipeline));
        } else if !pipeline.is_empty() || join != Join::Always {
            return Err("bash: syntax error: unexpected end of file".to_owned());
        }
        Ok(line)
    }

    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pipelines.is_empty()
    }

    /// The words of a line that is one plain command.
    #[must_use]
    pub fn only_command(&self) -> Option<&[String]> {
        match self.pipelines.as_slice() {
            [(_, pipeline)] => match pipeline.as_slice() {
                [simple] if simple.from.is_none() && simple.to.is_none() => Some(&simple.words),
                _ => None,
            },
            _ => None,
        }
    }
}

enum Token {
    Word(String),
    Sign(&'static str),
}

/// Signs, the longer ones first. Both streams are one here: where the second goes says nothing.
const SIGNS: [&str; 8] = ["&&", "||", ">>", ";", "|", "&", "<", ">"];
const NO_MEANING: [&str; 2] = ["2>&1", "2>/dev/null"];

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut word: Option<String> = None;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if word.is_none() {
            if first == '#' {
                break;
            }
            if let Some(sign) = NO_MEANING.iter().find(|sign| rest.starts_with(**sign)) {
                rest = &rest[sign.len()..];
                continue;
            }
        }
        if let Some(sign) = SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
            tokens.extend(word.take().map(Token::Word));
            tokens.push(Token::Sign(sign));
            rest = &rest[sign.len()..];
            continue;
        }
        rest = &rest[first.len_utf8()..];
        match first {
            ' ' | '\t' | '\n' | '\r' => tokens.extend(word.take().map(Token::Word)),
            '\'' | '"' => {
                let inside = word.get_or_insert_default();
                loop {
                    let Some(c) = rest.chars().next() else {
                        return Err(format!(
                            "bash: unexpected EOF while looking for matching `{first}'"
                        ));
                    };
                    rest = &rest[c.len_utf8()..];
                    match (c, first) {
                        (c, quote) if c == quote => break,
                        ('\\', '"') if rest.starts_with(['"', '\\']) => {
                            inside.push_str(&rest[..1]);
                            rest = &rest[1..];
                        }
                        (c, _) => inside.push(c),
                    }
                }
            }
            '\\' => {
                let inside = word.get_or_insert_default();
                if let Some(c) = rest.chars().next() {
                    inside.push(c);
                    rest = &rest[c.len_utf8()..];
                }
            }
            c => word.get_or_insert_default().push(c),
        }
    }
    tokens.extend(word.map(Token::Word));
    Ok(tokens)
}

/// Runs a line; gives its exit status.
pub(super) async fn run(io: &Io, line: &Line) -> i32 {
    let mut status = 0;
    for (join, pipeline) in &line.pipelines {
        let skipped = match join {
            Join::Always => false,
            Join::IfGood => status != 0,
            Join::IfBad => status == 0,
        };
        if !skipped {
            status = run_pipeline(io, pipeline).await;
        }
    }
    status
}

/// One command after the other, each with what the one before it printed.
async fn run_pipeline(io: &Io, pipeline: &[Simple]) -> i32 {
    let mut carried: Option<Vec<u8>> = None;
    let mut status = 0;
    for (place, simple) in pipeline.iter().enumerate() {
        let input = match &simple.from {
            Some(file) if file == "/dev/null" => Some(Vec::new()),
            Some(file) => match io.files().get(file).map(|file| file.read(0, usize::MAX)) {
                Some(bytes) => Some(bytes),
                None => {
                    io.print(format!("bash: {file}: No such file or directory\n"));
                    return 1;
                }
            },
            None => carried.take(),
        };
        let is_last = place + 1 == pipeline.len();
        let words = simple.words.clone();
        if is_last && simple.to.is_none() && input.is_none() {
            return super::command(io.clone(), words).await;
        }
        let inner = io.fork(input.map_or(Input::Nothing, Input::Bytes));
        let streams = is_last && simple.to.is_none();
        let program = super::command(inner.clone(), words);
        status = match streams {
            true => io.relay(&inner, program).await,
            false => program.await,
        };
        let printed = inner.take_output();
        match &simple.to {
            Some((file, _)) if file == "/dev/null" => {}
            Some((file, appends)) => {
                let mut files = io.files_mut();
                let mut bytes = match files.get(file) {
                    Some(old) if *appends => old.read(0, usize::MAX),
                    Some(_) | None => Vec::new(),
                };
                bytes.extend(printed);
                files.insert(file.clone(), File::Bytes(bytes));
            }
            None if is_last => io.print(printed),
            None => carried = Some(printed),
        }
    }
    status
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_as_bash_cuts_them() {
        let line = Line::parse("echo 'a  b' \"c \\\" d\" e\\ f # comment").expect("good");
        let words = line.only_command().expect("one command");
        assert_eq!(words, ["echo", "a  b", "c \" d", "e f"]);
        assert!(Line::parse("").expect("good").is_empty());
        assert!(Line::parse("sleep 5 &").expect("good").background);
        for (text, complaint) in [
            (
                "echo 'a",
                "bash: unexpected EOF while looking for matching `''",
            ),
            ("| cat", "bash: syntax error near unexpected token `|'"),
            (
                "echo >",
                "bash: syntax error near unexpected token `newline'",
            ),
            ("true &&", "bash: syntax error: unexpected end of file"),
        ] {
            assert_eq!(Line::parse(text), Err(complaint.to_owned()), "{text}");
        }
    }
}
