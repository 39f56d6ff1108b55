//! Blocks of sets and maps.

use super::{Owner, Parse, Parser, Scope, Token, expr::Side};
use crate::{
    config::nft::DataType,
    lang::nft::syntax::{At, Element, Expr, ExprKind, Name, Place, SetBlock, TypeName},
};

impl Parser<'_> {
    /// `{ … }` of a set.
    pub(super) fn set_block(&mut self, owner: Owner) -> Parse<SetBlock> {
        self.members_block(owner, false)
    }

    /// `{ … }` of a map.
    pub(super) fn map_block(&mut self, owner: Owner) -> Parse<SetBlock> {
        self.members_block(owner, true)
    }

    fn members_block(&mut self, owner: Owner, map: bool) -> Parse<SetBlock> {
        let open = self.expect(Token::BRACE_OPEN)?.place;
        let mut block = SetBlock::default();
        self.block(owner, |parser| parser.set_item(&mut block, map))?;
        if owner == Owner::Command {
            let inside = Place {
                end: self.last.start,
                ..open
            };
            let len = self.inputs.at(inside).trim_end().len();
            block.place = Some(Place {
                end: open.start + u32::try_from(len).unwrap_or_default(),
                ..open
            });
        }
        Ok(block)
    }

    fn set_item(&mut self, block: &mut SetBlock, map: bool) -> Parse<()> {
        match self.peek() {
            Token::TYPE => {
                self.take();
                let key = self.data_type(if map {
                    &[Token::DOT, Token::COLON]
                } else {
                    &[Token::DOT, Token::NEWLINE, Token::SEMICOLON]
                })?;
                let data = if map { Some(self.data(block)?) } else { None };
                self.separator()?;
                self.leave(Scope::Type);
                block.key = Some(key);
                block.data = data;
                return Ok(());
            }
            Token::TYPEOF => {
                self.take();
                let key = self.type_of("primary expression")?;
                if map && self.eat(Token::COLON).is_none() {
                    return Err(self.unexpected(&[Token::COLON, Token::DOT]));
                }
                let data = if map {
                    block.interval_data = self.eat(Token::INTERVAL).is_some();
                    let what = if block.interval_data {
                        "primary expression"
                    } else {
                        "map data"
                    };
                    Some(self.type_of(what)?)
                } else {
                    None
                };
                if !self.ends() {
                    let one = matches!(&data, Some(data) if !is_concatenated(&data.of));
                    // nft has decided by then that a single one is all that a map maps to.
                    let mut expected = vec![Token::NEWLINE, Token::SEMICOLON];
                    if !one || block.interval_data {
                        expected.push(Token::DOT);
                    }
                    return Err(self.unexpected(&expected));
                }
                self.take();
                block.key = Some(key);
                block.data = data;
                return Ok(());
            }
            Token::FLAGS => {
                self.take();
                block.flags = self.set_flags()?;
                if !self.ends() {
                    return Err(self.unexpected(&[Token::NEWLINE, Token::SEMICOLON, Token::COMMA]));
                }
            }
            Token::TIMEOUT => {
                self.take();
                block.timeout = Some(self.time()?);
            }
            Token::GC_INTERVAL if !map => {
                self.take();
                block.gc_interval = Some(self.time()?);
            }
            Token::AUTO_MERGE if !map => {
                self.take();
                block.auto_merge = true;
                return Ok(());
            }
            Token::ELEMENTS => {
                self.take();
                self.expect(Token::ASSIGN)?;
                block.elements = Some(self.set_elements()?);
                return Ok(());
            }
            Token::POLICY => {
                self.take();
                let word = self.expect_of(&[Token::PERFORMANCE, Token::MEMORY])?;
                self.leave(Scope::Policy);
                block.policy = Some(self.name_of(word));
            }
            Token::SIZE => {
                self.take();
                block.size = Some(self.number()?);
            }
            Token::COMMENT => self.comment(&mut block.comment)?,
            Token::COUNTER | Token::LIMIT | Token::QUOTA | Token::CT => {
                while let Some(statement) = self.stateful()? {
                    block.statements.push(statement);
                }
                if !self.ends() {
                    return Err(self.unexpected(&[]));
                }
            }
            _ => return Err(self.unexpected(&[])),
        }
        self.separator()
    }

    /// `ipv4_addr . inet_service`. `expected` can come behind it.
    fn data_type(&mut self, expected: &[Token]) -> Parse<At<TypeName>> {
        let start = self.peeked().place;
        let mut names = vec![self.type_name()?];
        while self.eat(Token::DOT).is_some() {
            names.push(self.type_name()?);
        }
        let place = self.since(start);
        if !expected.contains(&self.peek()) {
            return Err(self.unexpected(expected));
        }
        Ok(At {
            of: TypeName::Names(names),
            place,
        })
    }

    fn type_name(&mut self) -> Parse<Name> {
        let token = self.peek();
        let words = [
            Token::MARK,
            Token::DSCP,
            Token::ECN,
            Token::CLASSID,
            Token::TIME,
        ];
        if token != Token::STRING && !words.contains(&token) {
            return Err(self.unexpected(&[]));
        }
        let word = self.take();
        let name = self.name_of(word);
        if name.of != "verdict" && DataType::named(&name.of).is_none() {
            let message = format!("unknown datatype {}", name.of);
            return Err(self.error(message, name.place));
        }
        Ok(name)
    }

    /// Behind the key of a map: what it maps to.
    fn data(&mut self, block: &mut SetBlock) -> Parse<At<TypeName>> {
        self.expect(Token::COLON)?;
        let start = self.peeked().place;
        if let Some((kind, scope)) = self.object_word() {
            self.leave(scope);
            let of = match kind {
                Ok(kind) => TypeName::Objects(kind),
                Err(foreign) => TypeName::Names(vec![Name {
                    of: foreign.to_owned(),
                    place: start,
                }]),
            };
            if !self.ends() {
                return Err(self.unexpected(&[Token::NEWLINE, Token::SEMICOLON]));
            }
            return Ok(At { of, place: start });
        }
        block.interval_data = self.eat(Token::INTERVAL).is_some();
        self.data_type(&[Token::DOT, Token::NEWLINE, Token::SEMICOLON])
    }

    /// `ip saddr . tcp dport` behind `typeof`; `what` is what it is called if it can't be that.
    fn type_of(&mut self, what: &str) -> Parse<At<TypeName>> {
        let start = self.peeked().place;
        let first = self.primary(Side::Left)?;
        if what == "map data" && first.kind == ExprKind::Symbol("verdict".to_owned()) {
            let name = Name {
                of: "verdict".to_owned(),
                place: first.place,
            };
            return Ok(At {
                of: TypeName::Names(vec![name]),
                place: start,
            });
        }
        if let Some(kind) = without_type(&first) {
            let message = format!("{what} type '{kind}' lacks typeof serialization");
            return Err(self.error(message, first.place));
        }
        let expr = self.concatenated(first, start, |parser| parser.primary(Side::Left))?;
        let place = expr.place;
        Ok(At {
            of: TypeName::TypeOf(expr),
            place,
        })
    }

    fn set_flags(&mut self) -> Parse<Vec<Name>> {
        let mut flags = Vec::new();
        loop {
            let flag = self.expect_of(&[
                Token::CONSTANT,
                Token::INTERVAL,
                Token::TIMEOUT,
                Token::DYNAMIC,
            ])?;
            flags.push(self.name_of(flag));
            if self.eat(Token::COMMA).is_none() {
                return Ok(flags);
            }
        }
    }

    /// `{ … }` of `elements = …` and of commands, or a variable that stands for it.
    pub(super) fn set_elements(&mut self) -> Parse<Vec<Element>> {
        let set = match self.peek() {
            Token::BRACE_OPEN => self.set(false)?,
            Token::DOLLAR => self.variable()?,
            _ => return Err(self.unexpected(&[Token::BRACE_OPEN, Token::DOLLAR])),
        };
        let ExprKind::Set(elements) = set.kind else {
            return Err(self.error("Value of variable is no set", set.place));
        };
        Ok(elements)
    }
}

fn is_concatenated(name: &TypeName) -> bool {
    matches!(name, TypeName::TypeOf(expr) if matches!(expr.kind, ExprKind::Concat(_)))
}

/// What nft calls an expression whose type a set can't remember.
const fn without_type(expr: &Expr) -> Option<&'static str> {
    match &expr.kind {
        ExprKind::Symbol(_) | ExprKind::Text(_) => Some("symbol"),
        ExprKind::Binary(..) => Some("binop"),
        ExprKind::Set(_) => Some("set"),
        ExprKind::Range(..) => Some("range"),
        ExprKind::Prefix(..) => Some("prefix"),
        ExprKind::List(_) => Some("list"),
        ExprKind::SetRef(_) => Some("set reference"),
        ExprKind::Wildcard
        | ExprKind::Concat(_)
        | ExprKind::Map(..)
        | ExprKind::Exists(_)
        | ExprKind::Verdict(_)
        | ExprKind::Payload(_)
        | ExprKind::Raw { .. }
        | ExprKind::Meta(_)
        | ExprKind::Ct(..)
        | ExprKind::Rt(..)
        | ExprKind::Socket(_)
        | ExprKind::Fib(_)
        | ExprKind::Exthdr(..)
        | ExprKind::ExthdrExists(_)
        | ExprKind::TcpOption(..)
        | ExprKind::TcpOptionExists(_)
        | ExprKind::IpOption(..)
        | ExprKind::Numgen { .. }
        | ExprKind::Jhash { .. }
        | ExprKind::Symhash { .. }
        | ExprKind::Foreign(_) => None,
    }
}
