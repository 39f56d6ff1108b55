//! Sets in braces, and their elements.

use super::{Parse, Parser, STRINGS, Scope, Token, expr::Side, stateful::Within};
use crate::lang::nft::syntax::{At, Element, Expr, ExprKind, Name, Place, Statement, Verdict};

impl Parser<'_> {
    /// `{ a, b : c }`; nothing at all may be in it if `empty`.
    pub(super) fn set(&mut self, empty: bool) -> Parse<Expr> {
        self.within(|parser| {
            let open = parser.expect(Token::BRACE_OPEN)?;
            if empty && parser.peek() == Token::BRACE_CLOSE {
                parser.take();
                return Ok(Expr {
                    kind: ExprKind::Set(Vec::new()),
                    place: parser.since(open.place),
                });
            }
            let elements = parser.members(true, Self::member)?;
            Ok(Expr {
                kind: ExprKind::Set(elements),
                place: parser.since(open.place),
            })
        })
    }

    /// The map of a `vmap`.
    pub(super) fn verdict_map(&mut self) -> Parse<Expr> {
        match self.peek() {
            Token::BRACE_OPEN => {}
            Token::AT | Token::DOLLAR => return self.set_reference(),
            _ => {
                return Err(self.unexpected(&[Token::AT, Token::BRACE_OPEN, Token::DOLLAR]));
            }
        }
        self.within(|parser| {
            let open = parser.take();
            let elements = parser.members(false, Self::verdict_member)?;
            Ok(Expr {
                kind: ExprKind::Set(elements),
                place: parser.since(open.place),
            })
        })
    }

    /// What is in braces, and the closing one. Around each element and behind each comma there may be a newline; what is
    /// behind the last comma may be missing. With `sets` there may be sets among them.
    fn members(
        &mut self,
        sets: bool,
        mut member: impl FnMut(&mut Self, &mut Vec<Element>) -> Parse<()>,
    ) -> Parse<Vec<Element>> {
        let mut elements = Vec::new();
        self.eat(Token::NEWLINE);
        self.apart(|parser| member(parser, &mut elements))?;
        loop {
            self.eat(Token::NEWLINE);
            loop {
                match self.peek() {
                    Token::COMMA => self.take(),
                    Token::BRACE_CLOSE => {
                        self.take();
                        return Ok(elements);
                    }
                    _ => return Err(self.unexpected(&[Token::COMMA, Token::BRACE_CLOSE])),
                };
                self.eat(Token::NEWLINE);
                if self.begins_element() || (sets && self.peek() == Token::BRACE_OPEN) {
                    break;
                }
            }
            self.apart(|parser| member(parser, &mut elements))?;
        }
    }

    /// Whether the token ahead begins an element (others end the set, or are wrong).
    fn begins_element(&mut self) -> bool {
        let token = self.peek();
        const BEGIN: [Token; 6] = [
            Token::ASTERISK,
            Token::NUMBER,
            Token::DOLLAR,
            Token::PAREN_OPEN,
            Token::EXISTS,
            Token::MISSING,
        ];
        BEGIN.contains(&token) || STRINGS.contains(&token) || super::expr::is_right_word(token)
    }

    fn member(&mut self, elements: &mut Vec<Element>) -> Parse<()> {
        if self.peek() == Token::BRACE_OPEN {
            let inner = self.set(false)?;
            splice(inner, elements);
            return Ok(());
        }
        let mut element = self.element()?;
        if self.eat(Token::COLON).is_some() {
            element.data = Some(match self.verdict()? {
                Some(verdict) => verdict,
                None => self.right_value()?,
            });
        }
        let plain = element.data.is_none()
            && element.statements.is_empty()
            && element.timeout.is_none()
            && element.expires.is_none()
            && element.comment.is_none();
        // A variable may stand for elements.
        if plain && matches!(element.key.kind, ExprKind::Set(_)) {
            splice(element.key, elements);
        } else {
            elements.push(element);
        }
        Ok(())
    }

    fn verdict_member(&mut self, elements: &mut Vec<Element>) -> Parse<()> {
        let mut element = self.element()?;
        self.expect(Token::COLON)?;
        let Some(verdict) = self.verdict()? else {
            return Err(self.unexpected(&[]));
        };
        element.data = Some(verdict);
        elements.push(element);
        Ok(())
    }

    /// A key with what it has: statements, times, a comment.
    fn element(&mut self) -> Parse<Element> {
        let start = self.peeked().place;
        let key = match self.eat(Token::ASTERISK) {
            Some(star) => Expr {
                kind: ExprKind::Wildcard,
                place: star.place,
            },
            None => self.right_value()?,
        };
        let place = self.since(start);
        let mut element = new_element(key, place);
        while let Some(statement) = self.element_statement()? {
            element.statements.push(statement);
        }
        self.element_options(&mut element)?;
        Ok(element)
    }

    /// `counter`, `limit …`, `ct count …` of an element.
    fn element_statement(&mut self) -> Parse<Option<At<Statement>>> {
        let start = self.peeked().place;
        let of = match self.peek() {
            Token::COUNTER => {
                self.take();
                let (packets, bytes) = match self.peek() {
                    Token::PACKETS => self.counts()?,
                    _ => (0, 0),
                };
                self.leave(Scope::Counter);
                Statement::Counter(packets, bytes)
            }
            Token::LIMIT => {
                self.take();
                self.expect(Token::RATE)?;
                let limit = self.limit(Within::Element)?;
                self.leave(Scope::Limit);
                Statement::Limit(limit)
            }
            Token::CT => {
                self.take();
                self.expect(Token::COUNT)?;
                self.conn_count()?
            }
            _ => return Ok(None),
        };
        Ok(Some(At {
            of,
            place: self.since(start),
        }))
    }

    /// `timeout`, `expires` and `comment`, in any order.
    pub(super) fn element_options(&mut self, element: &mut Element) -> Parse<()> {
        loop {
            match self.peek() {
                Token::TIMEOUT => {
                    self.take();
                    element.timeout = Some(self.time()?.of);
                }
                Token::EXPIRES => {
                    self.take();
                    element.expires = Some(self.time()?.of);
                }
                Token::COMMENT => self.comment(&mut element.comment)?,
                _ => return Ok(()),
            }
        }
    }

    /// `comment "…"`, which may be there once.
    pub(super) fn comment(&mut self, comment: &mut Option<Name>) -> Parse<()> {
        let word = self.expect(Token::COMMENT)?;
        let text = self.expect_of(&STRINGS)?;
        let name = self.name_of(text);
        if name.of.len() > LONGEST_COMMENT {
            let message = format!("comment too long, {LONGEST_COMMENT} characters maximum allowed");
            return Err(self.error(message, text.place));
        }
        let place = word.place.to(text.place);
        if comment.is_some() {
            let message = "You can only specify this once. This statement is duplicated.";
            return Err(self.error(message, place));
        }
        *comment = Some(name);
        Ok(())
    }

    /// A verdict as what a map maps to; `None` if the token ahead begins none.
    fn verdict(&mut self) -> Parse<Option<Expr>> {
        let start = self.peeked().place;
        let verdict = match self.peek() {
            token @ (Token::JUMP | Token::GOTO) => {
                self.take();
                let chain = self.chain_name(&[Token::STRING, Token::DOLLAR])?;
                if token == Token::JUMP {
                    Verdict::Jump(chain)
                } else {
                    Verdict::Goto(chain)
                }
            }
            token => match plain_verdict(token) {
                Some(verdict) => {
                    self.take();
                    verdict
                }
                None => return Ok(None),
            },
        };
        Ok(Some(Expr {
            kind: ExprKind::Verdict(Box::new(verdict)),
            place: self.since(start),
        }))
    }

    /// The chain of a `jump`: a name, or a variable that stands for one.
    pub(super) fn chain_name(&mut self, expected: &[Token]) -> Parse<Name> {
        match self.peek() {
            Token::STRING => {
                let name = self.take();
                Ok(self.name_of(name))
            }
            Token::DOLLAR => {
                let value = self.variable()?;
                self.name_value(value)
            }
            _ => Err(self.unexpected(expected)),
        }
    }

    /// The word that a variable stands for.
    pub(super) fn name_value(&mut self, value: Expr) -> Parse<Name> {
        let (ExprKind::Symbol(of) | ExprKind::Text(of)) = value.kind else {
            // nft looks at it later.
            let message = if let ExprKind::Range(..) = value.kind {
                "Range expression is undefined for string types"
            } else {
                "you cannot use a set here, unknown value to use"
            };
            return Err(self.error(message, value.place));
        };
        Ok(Name {
            of,
            place: value.place,
        })
    }

    /// The key of `add @set { … }` and of meters: an expression of the packet.
    pub(super) fn dynamic_key(&mut self) -> Parse<Element> {
        let start = self.peeked().place;
        let key = self.basic(Side::Left)?;
        let key = self.concatenated(key, start, |parser| parser.basic(Side::Left))?;
        let place = self.since(start);
        let mut element = new_element(key, place);
        self.element_options(&mut element)?;
        Ok(element)
    }
}

/// Longest `comment`, in bytes: `NFTNL_UDATA_COMMENT_MAXLEN`.
const LONGEST_COMMENT: usize = 128;

/// Verdicts that are one word.
pub(super) const fn plain_verdict(token: Token) -> Option<Verdict> {
    Some(match token {
        Token::ACCEPT => Verdict::Accept,
        Token::DROP => Verdict::Drop,
        Token::CONTINUE => Verdict::Continue,
        Token::RETURN => Verdict::Return,
        _ => return None,
    })
}

const fn new_element(key: Expr, place: Place) -> Element {
    Element {
        key,
        data: None,
        timeout: None,
        expires: None,
        comment: None,
        statements: Vec::new(),
        place,
    }
}

/// A set within a set is as if its elements were there.
fn splice(set: Expr, elements: &mut Vec<Element>) {
    if let ExprKind::Set(mut inner) = set.kind {
        elements.append(&mut inner);
    }
}
