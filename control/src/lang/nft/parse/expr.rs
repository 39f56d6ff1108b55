//! Expressions: the left sides of comparisons, the right ones, and those of statements (`meta mark set …`) have each their
//! own words.

use super::{Lexed, Parse, Parser, STRINGS, Scope, Token};
use crate::{
    config::nft::BinOp,
    lang::nft::syntax::{Expr, ExprKind, Place},
};

/// Where an expression stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// What is compared.
    Left,
    /// With what.
    Right,
    /// In a statement.
    Statement,
}

/// Words of the right side that are keywords elsewhere.
const PROTOCOLS: [(Token, Option<Scope>); 12] = [
    (Token::TCP, Some(Scope::Tcp)),
    (Token::UDP, Some(Scope::Udp)),
    (Token::UDPLITE, Some(Scope::Udplite)),
    (Token::ESP, Some(Scope::Esp)),
    (Token::AH, Some(Scope::Ah)),
    (Token::ICMP, Some(Scope::Icmp)),
    (Token::IGMP, None),
    (Token::ICMPV6, Some(Scope::Icmp)),
    (Token::COMP, Some(Scope::Comp)),
    (Token::DCCP, Some(Scope::Dccp)),
    (Token::SCTP, Some(Scope::Sctp)),
    (Token::REDIRECT, Some(Scope::Nat)),
];

/// Words of the right side and of statements that are keywords elsewhere.
const WORDS: [(Token, Option<Scope>); 12] = [
    (Token::ETHER, Some(Scope::Ether)),
    (Token::IP, Some(Scope::Ip)),
    (Token::IP6, Some(Scope::Ip6)),
    (Token::VLAN, Some(Scope::Vlan)),
    (Token::ARP, Some(Scope::Arp)),
    (Token::DNAT, Some(Scope::Nat)),
    (Token::SNAT, Some(Scope::Nat)),
    (Token::ECN, None),
    (Token::RESET, Some(Scope::Reset)),
    (Token::ORIGINAL, None),
    (Token::REPLY, None),
    (Token::LABEL, None),
];

impl Parser<'_> {
    /// A right side: values, ranges and networks, concatenated or not, a set or its name; a list of flags if `list`.
    pub(super) fn right(&mut self, list: bool) -> Parse<Expr> {
        match self.peek() {
            Token::BRACE_OPEN => return self.set(false),
            Token::AT => return self.set_symbol(),
            _ => {}
        }
        let start = self.peeked().place;
        let first = self.basic(Side::Right)?;
        if list && self.peek() == Token::COMMA {
            return self.flags(first, start);
        }
        let first = self.range_or_prefix(first, start, Side::Right)?;
        self.concatenated_right(first, start)
    }

    /// A key or value of a set: what [`Self::right`] reads besides sets and lists.
    pub(super) fn right_value(&mut self) -> Parse<Expr> {
        let start = self.peeked().place;
        let first = self.basic(Side::Right)?;
        let first = self.range_or_prefix(first, start, Side::Right)?;
        self.concatenated_right(first, start)
    }

    /// What may be behind the first part of a right side: ` . b-c . d/24`.
    pub(super) fn concatenated_right(&mut self, first: Expr, start: Place) -> Parse<Expr> {
        self.concatenated(first, start, |parser| {
            let start = parser.peeked().place;
            let part = parser.basic(Side::Right)?;
            parser.range_or_prefix(part, start, Side::Right)
        })
    }

    /// `a,b,c`, of which the first has been read.
    pub(super) fn flags(&mut self, first: Expr, start: Place) -> Parse<Expr> {
        let mut list = vec![first];
        while self.eat(Token::COMMA).is_some() {
            list.push(self.basic(Side::Right)?);
        }
        Ok(Expr {
            kind: ExprKind::List(list),
            place: self.since(start),
        })
    }

    /// What comes behind an expression, if it is a range or network.
    pub(super) fn range_or_prefix(&mut self, first: Expr, start: Place, side: Side) -> Parse<Expr> {
        let kind = match self.peek() {
            Token::SLASH => {
                self.take();
                let length = self.expect(Token::NUMBER)?;
                ExprKind::Prefix(Box::new(first), saturate(length.number))
            }
            Token::DASH => {
                self.take();
                let last = self.basic(side)?;
                ExprKind::Range(Box::new(first), Box::new(last))
            }
            _ => return Ok(first),
        };
        Ok(Expr {
            kind,
            place: self.since(start),
        })
    }

    /// `a . b . c`, of which the first has been read.
    pub(super) fn concatenated(
        &mut self,
        first: Expr,
        start: Place,
        mut part: impl FnMut(&mut Self) -> Parse<Expr>,
    ) -> Parse<Expr> {
        if self.peek() != Token::DOT {
            return Ok(first);
        }
        let mut parts = vec![first];
        while let Some(dot) = self.eat(Token::DOT) {
            let mut part = part(self)?;
            // nft underlines the dot in front of all but the first two.
            if parts.len() >= 2 {
                part.place = self.since(dot.place);
            }
            parts.push(part);
        }
        Ok(Expr {
            kind: ExprKind::Concat(parts),
            place: self.since(start),
        })
    }

    /// An expression of a statement.
    pub(super) fn statement_expr(&mut self) -> Parse<Expr> {
        let word = self.peeked();
        let first = self.primary(Side::Statement)?;
        self.statement_expr_of(first, word)
    }

    /// An expression of a statement of which the first part has been read, which begins with `word`.
    pub(super) fn statement_expr_of(&mut self, first: Expr, word: Lexed) -> Parse<Expr> {
        let Lexed {
            token,
            place: start,
            ..
        } = word;
        let first = self.operators(first, start, Side::Statement, 0)?;
        match self.peek() {
            Token::SLASH | Token::DASH => self.range_or_prefix(first, start, Side::Statement),
            Token::COMMA if is_word(token, &first) => {
                let mut list = vec![first];
                while self.eat(Token::COMMA).is_some() {
                    list.push(self.symbol_of_list()?);
                }
                Ok(Expr {
                    kind: ExprKind::List(list),
                    place: self.since(start),
                })
            }
            _ => {
                let key =
                    self.concatenated(first, start, |parser| parser.primary(Side::Statement))?;
                if self.eat(Token::MAP).is_none() {
                    return Ok(key);
                }
                let map = match self.peek() {
                    Token::BRACE_OPEN => self.set(false)?,
                    Token::AT | Token::DOLLAR => self.set_reference()?,
                    _ => {
                        return Err(self.unexpected(&[
                            Token::AT,
                            Token::BRACE_OPEN,
                            Token::DOLLAR,
                        ]));
                    }
                };
                Ok(self.mapped(key, map, start))
            }
        }
    }

    /// Lists of statements are of words only.
    fn symbol_of_list(&mut self) -> Parse<Expr> {
        let token = self.peek();
        if STRINGS.contains(&token) || token == Token::DOLLAR {
            return self.primary(Side::Statement);
        }
        match self.word(&WORDS) {
            Some(word) => Ok(word),
            None => Err(self.unexpected(&[])),
        }
    }

    /// What is compared or hashed: fields, concatenated or not, a set, or what a map maps to. True if it is no more than fields.
    pub(super) fn left(&mut self) -> Parse<(Expr, bool)> {
        if self.peek() == Token::BRACE_OPEN {
            return Ok((self.set(false)?, false));
        }
        let word = self.peeked();
        let first = self.primary(Side::Left)?;
        self.left_of(first, word.place)
    }

    /// What is compared, of which the first part has been read.
    pub(super) fn left_of(&mut self, first: Expr, start: Place) -> Parse<(Expr, bool)> {
        let first = self.operators(first, start, Side::Right, 0)?;
        let key = self.concatenated(first, start, |parser| parser.basic(Side::Left))?;
        if self.eat(Token::MAP).is_none() {
            return Ok((key, true));
        }
        let map = self.right(false)?;
        Ok((self.mapped(key, map, start), false))
    }

    /// Values and fields, and work on their bits: shifts bind most, then `&`, `^` and `|`.
    pub(super) fn basic(&mut self, side: Side) -> Parse<Expr> {
        let start = self.peeked().place;
        let first = self.primary(side)?;
        let side = if side == Side::Left {
            Side::Right
        } else {
            side
        };
        self.operators(first, start, side, 0)
    }

    pub(super) fn operators(
        &mut self,
        mut left: Expr,
        start: Place,
        side: Side,
        least: u8,
    ) -> Parse<Expr> {
        while let Some((op, strength)) = operator(self.peek())
            && strength >= least
        {
            self.take();
            self.deeper(1)?;
            let begin = self.peeked().place;
            let mut right = self.primary(side)?;
            while operator(self.peek()).is_some_and(|(_, next)| next > strength) {
                right = self.operators(right, begin, side, strength + 1)?;
            }
            left = Expr {
                kind: ExprKind::Binary(op, Box::new(left), Box::new(right)),
                place: self.since(start),
            };
        }
        Ok(left)
    }

    /// One value or field, or an expression in parentheses.
    pub(super) fn primary(&mut self, side: Side) -> Parse<Expr> {
        match self.peek() {
            Token::DOLLAR => return self.variable(),
            token if STRINGS.contains(&token) => {
                let word = self.take();
                let text = self.text(word);
                let kind = if token == Token::QUOTED {
                    ExprKind::Text(text)
                } else {
                    ExprKind::Symbol(text)
                };
                return Ok(Expr {
                    kind,
                    place: word.place,
                });
            }
            Token::NUMBER => return Ok(self.number_expr()),
            Token::PAREN_OPEN => {
                self.take();
                self.deeper(1)?;
                let inner = self.within(|parser| parser.basic(side))?;
                self.expect(Token::PAREN_CLOSE)?;
                return Ok(inner);
            }
            token @ (Token::EXISTS | Token::MISSING) if side != Side::Left => {
                let word = self.take();
                return Ok(Expr {
                    kind: ExprKind::Exists(token == Token::EXISTS),
                    place: word.place,
                });
            }
            _ => {}
        }
        let found = match side {
            Side::Left => self.field(side)?,
            Side::Right => self.word(&WORDS).or_else(|| self.word(&PROTOCOLS)),
            Side::Statement => match self.field(side)? {
                Some(field) => Some(field),
                None => self.word(&WORDS),
            },
        };
        found.map_or_else(|| Err(self.unexpected(&[])), Ok)
    }

    /// A number. What it is of is known to what it is compared with.
    pub(super) fn number_expr(&mut self) -> Expr {
        let number = self.take();
        Expr {
            kind: ExprKind::Symbol(number.number.to_string()),
            place: number.place,
        }
    }

    /// `key map map`, which begins at `start`.
    pub(super) fn mapped(&self, key: Expr, map: Expr, start: Place) -> Expr {
        Expr {
            kind: ExprKind::Map(Box::new(key), Box::new(map)),
            place: self.since(start),
        }
    }

    /// A keyword that stands for itself.
    fn word(&mut self, words: &[(Token, Option<Scope>)]) -> Option<Expr> {
        let token = self.peek();
        let (_, scope) = words.iter().find(|(word, _)| *word == token)?;
        let word = self.take();
        if let Some(scope) = scope {
            self.leave(*scope);
        }
        Some(symbol(token.name(), word.place))
    }
}

/// A word.
pub(super) fn symbol(text: &str, place: Place) -> Expr {
    Expr {
        kind: ExprKind::Symbol(text.to_owned()),
        place,
    }
}

/// Whether a token is a keyword that may be a value.
pub(super) fn is_right_word(token: Token) -> bool {
    WORDS
        .iter()
        .chain(&PROTOCOLS)
        .any(|(word, _)| *word == token)
}

/// Whether an expression that begins with a token is a word, and not a number.
fn is_word(token: Token, expr: &Expr) -> bool {
    let begins = STRINGS.contains(&token) || WORDS.iter().any(|(word, _)| *word == token);
    let is = matches!(expr.kind, ExprKind::Symbol(_) | ExprKind::Text(_));
    token == Token::DOLLAR || (begins && is)
}

/// What an operator does, and how much it binds.
const fn operator(token: Token) -> Option<(BinOp, u8)> {
    Some(match token {
        Token::PIPE => (BinOp::Or, 0),
        Token::CARET => (BinOp::Xor, 1),
        Token::AMPERSAND => (BinOp::And, 2),
        Token::SHIFT_LEFT => (BinOp::ShiftLeft, 3),
        Token::SHIFT_RIGHT => (BinOp::ShiftRight, 3),
        _ => return None,
    })
}

/// Numbers that are too large for what they are of stay so.
pub(super) fn saturate(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
