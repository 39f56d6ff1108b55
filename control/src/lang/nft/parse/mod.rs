//! From text to commands.
//!
//! What is accepted, and what is said about what is not, is that of nft 1.0.6, whose parser is made by bison: where fewer than
//! five tokens could go on, the message names them. Behind something optional the parser has already decided that it is
//! not there when it meets a token that it does not know: what it expects is then what comes after that.
//!
//! An error does not end it. Inside of a block and outside of all, what is left of the line (up to a newline or `;`) is
//! skipped, and the next is read; ten errors end it.

mod block;
mod command;
mod define;
mod element;
mod expr;
mod field;
mod meta;
mod name;
mod nat;
mod object;
mod set;
mod stateful;
mod statement;
#[cfg(test)]
mod tests;

use self::define::Definitions;
use super::{
    error::Error,
    input::{Files, Inputs},
    keyword::{Scope, Token},
    lex::{Lexed, Lexer},
    syntax::{At, Command, Name, Place},
};

/// What a parse needs besides its text.
#[derive(Clone, Copy)]
pub struct Settings<'a> {
    /// `-I`: where included files are looked for, in this order, before the default.
    pub include_paths: &'a [String],
    /// `-D`: names and values.
    pub defines: &'a [(String, String)],
    /// Where included files are read from.
    pub files: &'a dyn Files,
}

/// What a text says.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// Its commands. (nft looks at those, too, if there are errors: what is wrong with them is said as well.)
    pub commands: Vec<Command>,
    /// What is wrong with it.
    pub errors: Vec<Error>,
}

/// Reads the first text of `inputs`, and those that it includes.
#[must_use]
pub fn parse(inputs: &mut Inputs, settings: &Settings<'_>) -> Parsed {
    let defines = settings.defines.iter();
    let defines: String = defines
        .map(|(name, value)| format!("define {name}={value}; "))
        .collect();
    let mut definitions = Definitions::default();
    let mut parsed = Parsed::default();
    if !defines.is_empty()
        && let Some(input) = inputs.push(None, defines, None)
    {
        let parser = Parser::new(inputs, settings, input, definitions);
        definitions = parser.run(&mut parsed);
        if !parsed.errors.is_empty() {
            return parsed;
        }
    }
    let parser = Parser::new(inputs, settings, 0, definitions);
    parser.run(&mut parsed);
    parsed
}

/// Why a part was not read; what is wrong has been noted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    /// It goes on with the next line.
    Line,
    /// It does not go on.
    All,
}

/// What a block belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    /// To a command.
    Command,
    /// To the block of a table.
    Table,
}

type Parse<T> = Result<T, Stop>;

/// After so many errors no more are looked for.
const MOST_ERRORS: usize = 10;

/// How deep things may be within each other: as much as the stack is good for. (bison's own ends at 10,000 tokens.)
const DEEPEST: usize = 200;

struct Parser<'a> {
    inputs: &'a mut Inputs,
    settings: &'a Settings<'a>,
    lexer: Lexer,
    /// The token that has been looked at.
    ahead: Option<Lexed>,
    /// Where the last one stands that has been taken.
    last: Place,
    commands: Vec<Command>,
    errors: Vec<Error>,
    /// How many errors have been recovered from.
    recovered: usize,
    definitions: Definitions,
    /// What a word began that is over only behind what it is set to: `ct mark set …`.
    held: Option<Scope>,
    /// What is being read is hashed: nothing of it is set to something.
    hashed: bool,
    /// How deep what is being read is within other things.
    level: usize,
    /// How deep the expression in hand is.
    operators: usize,
}

impl<'a> Parser<'a> {
    fn new(
        inputs: &'a mut Inputs,
        settings: &'a Settings<'a>,
        input: u16,
        definitions: Definitions,
    ) -> Self {
        Self {
            lexer: Lexer::new(inputs, input),
            inputs,
            settings,
            ahead: None,
            last: Place::default(),
            commands: Vec::new(),
            errors: Vec::new(),
            recovered: 0,
            definitions,
            held: None,
            hashed: false,
            level: 0,
            operators: 0,
        }
    }

    fn run(mut self, parsed: &mut Parsed) -> Definitions {
        loop {
            let step = self.line();
            match step {
                Ok(true) => {}
                Ok(false) | Err(Stop::All) => break,
                Err(Stop::Line) => {
                    if self.recover().is_err() {
                        break;
                    }
                }
            }
        }
        parsed.commands.append(&mut self.commands);
        parsed.errors.append(&mut self.errors);
        self.definitions
    }

    /// A line outside of all blocks; false at the end.
    fn line(&mut self) -> Parse<bool> {
        match self.peek() {
            Token::EOF => return Ok(false),
            token if is_separator(token) => {
                self.take();
            }
            token if is_common(token) => self.common()?,
            _ => {
                let command = self.command()?;
                let more = match self.peek() {
                    Token::EOF => false,
                    token if is_separator(token) => {
                        self.take();
                        true
                    }
                    _ => {
                        return Err(self.unexpected(&[
                            Token::EOF,
                            Token::NEWLINE,
                            Token::SEMICOLON,
                        ]));
                    }
                };
                self.commands.push(command);
                return Ok(more);
            }
        }
        Ok(true)
    }

    /// Skips what is left of a line after an error.
    fn recover(&mut self) -> Parse<()> {
        loop {
            match self.peek() {
                Token::EOF => return Err(Stop::All),
                token if is_separator(token) => {
                    self.take();
                    break;
                }
                _ => self.take(),
            };
        }
        self.recovered += 1;
        if self.recovered >= MOST_ERRORS {
            return Err(Stop::All);
        }
        Ok(())
    }

    /// What is inside of `{ … }`, line by line, and the closing brace. Of a block in a table the end of the line belongs to it
    /// too: if it is missing, the block goes on, as far as errors are concerned.
    fn block(&mut self, owner: Owner, mut item: impl FnMut(&mut Self) -> Parse<()>) -> Parse<()> {
        loop {
            let step = match self.peek() {
                Token::BRACE_CLOSE => {
                    self.take();
                    match owner {
                        Owner::Command => return Ok(()),
                        Owner::Table => match self.separator() {
                            Ok(()) => return Ok(()),
                            stop => stop,
                        },
                    }
                }
                token if is_separator(token) => {
                    self.take();
                    Ok(())
                }
                token if is_common(token) => self.common(),
                _ => item(self),
            };
            match step {
                Ok(()) => {}
                Err(Stop::Line) => self.recover()?,
                Err(Stop::All) => return Err(Stop::All),
            }
        }
    }

    /// The token ahead.
    fn peek(&mut self) -> Token {
        self.peeked().token
    }

    fn peeked(&mut self) -> Lexed {
        match self.ahead {
            Some(ahead) => ahead,
            None => *self.ahead.insert(self.lexer.next(self.inputs)),
        }
    }

    fn take(&mut self) -> Lexed {
        let taken = self.peeked();
        // The end stays ahead.
        if taken.token != Token::EOF {
            self.ahead = None;
            self.last = taken.place;
        }
        taken
    }

    /// Takes a token if it is the one ahead.
    fn eat(&mut self, token: Token) -> Option<Lexed> {
        (self.peek() == token).then(|| self.take())
    }

    /// Takes a token: nothing else can come here.
    fn expect(&mut self, token: Token) -> Parse<Lexed> {
        self.expect_of(&[token])
    }

    /// Takes one of these: nothing else can come here.
    fn expect_of(&mut self, tokens: &[Token]) -> Parse<Lexed> {
        if tokens.contains(&self.peek()) {
            Ok(self.take())
        } else {
            Err(self.unexpected(tokens))
        }
    }

    /// A number.
    fn number(&mut self) -> Parse<At<u64>> {
        let number = self.expect(Token::NUMBER)?;
        Ok(At {
            of: number.number,
            place: number.place,
        })
    }

    /// Whether the line ends here.
    fn ends(&mut self) -> bool {
        is_separator(self.peek())
    }

    /// The token ahead can't be here, where these could.
    fn unexpected(&mut self, expected: &[Token]) -> Stop {
        let Lexed { token, place, .. } = self.peeked();
        let mut message = format!("syntax error, unexpected {}", token.name());
        if (1..5).contains(&expected.len()) {
            let mut expected = expected.to_vec();
            expected.sort_unstable();
            let names: Vec<&str> = expected.into_iter().map(Token::name).collect();
            message += ", expecting ";
            message += &names.join(" or ");
        }
        self.error(message, place)
    }

    /// Something is wrong with what stands at a place.
    fn error(&mut self, message: impl Into<String>, place: Place) -> Stop {
        self.errors.push(Error::new(message, place));
        Stop::Line
    }

    /// What a word began is over.
    fn leave(&mut self, scope: Scope) {
        self.lexer.leave(scope);
    }

    /// From a place to the end of what has been taken last.
    fn since(&self, start: Place) -> Place {
        start.to(self.last)
    }

    /// Reads something that may have the like inside.
    fn within<T>(&mut self, read: impl FnOnce(&mut Self) -> Parse<T>) -> Parse<T> {
        if self.level >= DEEPEST {
            return Err(self.exhausted());
        }
        self.level += 1;
        let result = read(self);
        self.level -= 1;
        result
    }

    /// Reads a statement or an element, whose operators do not make its neighbours deeper.
    fn apart<T>(&mut self, read: impl FnOnce(&mut Self) -> Parse<T>) -> Parse<T> {
        let operators = self.operators;
        let result = read(self);
        self.operators = operators;
        result
    }

    /// One more operator of an expression, which makes it deeper.
    fn deeper(&mut self, by: usize) -> Parse<()> {
        self.operators += by;
        if self.operators > DEEPEST {
            return Err(self.exhausted());
        }
        Ok(())
    }

    fn exhausted(&mut self) -> Stop {
        let place = self.peeked().place;
        self.error("memory exhausted", place);
        Stop::All
    }

    /// What is written at a place, without quotes.
    fn text(&self, lexed: Lexed) -> String {
        let text = self.inputs.at(lexed.place);
        let inner = match lexed.token {
            Token::QUOTED => text.get(1..text.len().saturating_sub(1)),
            _ => text
                .strip_prefix('[')
                .and_then(|text| text.strip_suffix(']')),
        };
        inner.unwrap_or(text).to_owned()
    }

    fn name_of(&self, lexed: Lexed) -> Name {
        Name {
            of: self.text(lexed),
            place: lexed.place,
        }
    }
}

/// Whether a token ends a line.
const fn is_separator(token: Token) -> bool {
    matches!(token, Token::NEWLINE | Token::SEMICOLON)
}

/// Whether a token begins what can stand between commands and in blocks alike.
const fn is_common(token: Token) -> bool {
    matches!(
        token,
        Token::INCLUDE | Token::DEFINE | Token::REDEFINE | Token::UNDEFINE
    )
}

const STRINGS: [Token; 3] = [Token::STRING, Token::QUOTED, Token::WILDCARDED];
