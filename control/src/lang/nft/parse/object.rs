//! Named objects: `counter`, `quota`, `limit`, `ct helper`.

use dataplane::filter::nft::LimitUnit;

use super::{Owner, Parse, Parser, STRINGS, Scope, Token, stateful::Within};
use crate::{
    config::nft::ObjectKind,
    lang::nft::syntax::{Limit, Name, NamedBlock, NamedState, Quota},
};

/// Objects, and what their words begin; the names of those that Tollgate has not as errors.
const OBJECTS: [(Token, Result<ObjectKind, &str>, Scope); 5] = [
    (Token::COUNTER, Ok(ObjectKind::Counter), Scope::Counter),
    (Token::QUOTA, Ok(ObjectKind::Quota), Scope::Quota),
    (Token::LIMIT, Ok(ObjectKind::Limit), Scope::Limit),
    (Token::SECMARK, Err("secmark"), Scope::Secmark),
    (Token::SYNPROXY, Err("synproxy"), Scope::Synproxy),
];

/// Whether a token is what [`Parser::object_word`] takes.
pub(super) fn is_object(token: Token) -> bool {
    OBJECTS.iter().any(|(word, ..)| *word == token)
}

impl Parser<'_> {
    /// `counter` and the like, and what the word begins.
    pub(super) fn object_word(&mut self) -> Option<(Result<ObjectKind, &'static str>, Scope)> {
        let token = self.peek();
        let (_, kind, scope) = OBJECTS.iter().find(|(word, ..)| *word == token)?;
        self.take();
        Some((*kind, *scope))
    }

    /// Behind `ct`: which kind of object; the name of one that Tollgate has not as an error.
    pub(super) fn ct_object(&mut self) -> Parse<Result<ObjectKind, &'static str>> {
        self.one_of(&[
            (Token::HELPER, Ok(ObjectKind::CtHelper)),
            (Token::TIMEOUT, Err("ct timeout")),
            (Token::EXPECTATION, Err("ct expectation")),
        ])
    }

    /// What is behind the name of an object in `add`: all on the line, or a block if there may be one.
    pub(super) fn named(&mut self, kind: ObjectKind, or_block: bool) -> Parse<NamedBlock> {
        if or_block && self.peek() == Token::BRACE_OPEN {
            return self.named_block(kind, Owner::Command);
        }
        let mut block = NamedBlock {
            state: nothing(kind),
            comment: None,
        };
        match kind {
            ObjectKind::Counter => {
                if self.peek() == Token::PACKETS {
                    self.counter_of(&mut block)?;
                }
            }
            ObjectKind::Quota => self.quota_of(&mut block)?,
            ObjectKind::Limit => {
                if or_block && self.peek() != Token::RATE {
                    return Err(self.unexpected(&[Token::RATE, Token::BRACE_OPEN]));
                }
                self.limit_of(&mut block)?;
            }
            ObjectKind::CtHelper => return Err(self.unexpected(&[Token::BRACE_OPEN])),
        }
        Ok(block)
    }

    /// `{ … }` of an object.
    pub(super) fn named_block(&mut self, kind: ObjectKind, owner: Owner) -> Parse<NamedBlock> {
        self.expect(Token::BRACE_OPEN)?;
        let mut block = NamedBlock {
            state: nothing(kind),
            comment: None,
        };
        self.block(owner, |parser| parser.named_item(kind, &mut block))?;
        Ok(block)
    }

    fn named_item(&mut self, kind: ObjectKind, block: &mut NamedBlock) -> Parse<()> {
        let token = self.peek();
        match (kind, token) {
            (_, Token::COMMENT) => self.comment(&mut block.comment),
            (ObjectKind::Counter, Token::PACKETS) => self.counter_of(block),
            (ObjectKind::Quota, Token::OVER | Token::UNTIL | Token::NUMBER) => self.quota_of(block),
            (ObjectKind::Limit, Token::RATE) => self.limit_of(block),
            (ObjectKind::CtHelper, Token::TYPE | Token::L3PROTO) => self.helper(block),
            _ => Err(self.unexpected(&[])),
        }
    }

    fn counter_of(&mut self, block: &mut NamedBlock) -> Parse<()> {
        let (packets, bytes) = self.counts()?;
        block.state = NamedState::Counter(packets, bytes);
        Ok(())
    }

    fn quota_of(&mut self, block: &mut NamedBlock) -> Parse<()> {
        let start = self.peeked().place;
        block.state = NamedState::Quota(self.quota(start)?);
        Ok(())
    }

    fn limit_of(&mut self, block: &mut NamedBlock) -> Parse<()> {
        self.expect(Token::RATE)?;
        block.state = NamedState::Limit(self.limit(Within::Object)?);
        Ok(())
    }

    /// `type "ftp" protocol tcp` and `l3proto ip`.
    fn helper(&mut self, block: &mut NamedBlock) -> Parse<()> {
        /// Most bytes of the name of a helper, with the one at its end.
        const LONGEST: usize = 16;
        let token = self.take().token;
        let NamedState::CtHelper {
            helper,
            protocol,
            l3proto,
        } = &mut block.state
        else {
            return Ok(());
        };
        if token == Token::L3PROTO {
            let Some(family) = self.family() else {
                return Err(self.unexpected(&[]));
            };
            *l3proto = Some(family);
            return self.separator();
        }
        let word = self.expect(Token::QUOTED)?;
        let name = self.name_of(word);
        self.expect(Token::PROTOCOL)?;
        *protocol = Some(self.l4proto()?);
        self.separator()?;
        self.leave(Scope::Type);
        if name.of.is_empty() || name.of.len() >= LONGEST {
            let message = format!("invalid name '{}', max length is {LONGEST}\n", name.of);
            return Err(self.error(message, name.place));
        }
        *helper = Some(name);
        Ok(())
    }

    /// `tcp` or `udp`.
    fn l4proto(&mut self) -> Parse<Name> {
        let word = self.expect_of(&[Token::UDP, Token::TCP])?;
        self.leave(if word.token == Token::TCP {
            Scope::Tcp
        } else {
            Scope::Udp
        });
        Ok(self.name_of(word))
    }

    /// `{ … }` of what Tollgate has not: `ct timeout`, `ct expectation`, `secmark`, `synproxy`.
    pub(super) fn foreign_object_block(&mut self, kind: &'static str, owner: Owner) -> Parse<()> {
        self.expect(Token::BRACE_OPEN)?;
        self.block(owner, |parser| parser.foreign_object_item(kind))
    }

    fn foreign_object_item(&mut self, kind: &'static str) -> Parse<()> {
        let token = self.peek();
        match (kind, token) {
            (_, Token::COMMENT) => {
                let mut comment = None;
                return self.comment(&mut comment);
            }
            ("secmark", token) if STRINGS.contains(&token) => {
                self.take();
                return Ok(());
            }
            ("synproxy", Token::MSS) => return self.synproxy_values(),
            ("ct timeout" | "ct expectation", Token::PROTOCOL) => {
                self.take();
                self.l4proto()?;
            }
            ("ct timeout" | "ct expectation", Token::L3PROTO) => {
                self.take();
                if self.family().is_none() {
                    return Err(self.unexpected(&[]));
                }
            }
            ("ct timeout", Token::POLICY) => {
                self.take();
                self.expect(Token::ASSIGN)?;
                self.expect(Token::BRACE_OPEN)?;
                loop {
                    self.expect(Token::STRING)?;
                    self.expect(Token::COLON)?;
                    self.expect(Token::NUMBER)?;
                    let next = self.expect_of(&[Token::COMMA, Token::BRACE_CLOSE])?;
                    if next.token == Token::BRACE_CLOSE {
                        break;
                    }
                }
                self.separator()?;
                self.leave(Scope::Policy);
                return Ok(());
            }
            ("ct expectation", Token::DPORT | Token::SIZE) => {
                self.take();
                self.expect(Token::NUMBER)?;
            }
            ("ct expectation", Token::TIMEOUT) => {
                self.take();
                self.time()?;
            }
            _ => return Err(self.unexpected(&[])),
        }
        self.separator()
    }

    /// `mss N wscale N [timestamp] [sack-perm]`, on one line or several.
    pub(super) fn synproxy_values(&mut self) -> Parse<()> {
        self.expect(Token::MSS)?;
        self.expect(Token::NUMBER)?;
        let separated = self.ends();
        if separated {
            self.take();
            self.expect(Token::WSCALE)?;
        } else {
            self.expect_of(&[Token::WSCALE, Token::NEWLINE, Token::SEMICOLON])?;
        }
        self.expect(Token::NUMBER)?;
        if separated {
            self.separator()?;
        }
        self.eat(Token::TIMESTAMP);
        self.eat(Token::SACK_PERMITTED);
        Ok(())
    }
}

/// An object of which nothing has been said.
const fn nothing(kind: ObjectKind) -> NamedState {
    match kind {
        ObjectKind::Counter => NamedState::Counter(0, 0),
        ObjectKind::Quota => NamedState::Quota(Quota {
            bytes: 0,
            used: 0,
            over: false,
        }),
        ObjectKind::Limit => NamedState::Limit(Limit {
            rate: 0,
            unit: LimitUnit::Packets,
            seconds: 0,
            burst: None,
            over: false,
        }),
        ObjectKind::CtHelper => NamedState::CtHelper {
            helper: None,
            protocol: None,
            l3proto: None,
        },
    }
}
