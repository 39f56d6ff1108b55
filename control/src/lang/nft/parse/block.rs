//! Blocks of tables and chains.

use super::{
    Owner, Parse, Parser, Scope, Token, define::int, object::is_object, statement::begins_statement,
};
use crate::lang::nft::syntax::{
    At, BaseChain, ChainBlock, Expr, ExprKind, Name, Place, Priority, TableBlock, TableItem,
};

/// What chains can be for.
const CHAIN_TYPES: [&str; 3] = ["filter", "nat", "route"];

/// Where they can be.
const HOOKS: [&str; 7] = [
    "ingress",
    "egress",
    "prerouting",
    "input",
    "forward",
    "postrouting",
    "output",
];

/// Most bytes of an interface's name, as the parser takes them.
const LONGEST_INTERFACE: usize = 16;

impl Parser<'_> {
    /// `{ … }` of a table.
    pub(super) fn table_block(&mut self) -> Parse<TableBlock> {
        self.scoped(|parser| {
            parser.expect(Token::BRACE_OPEN)?;
            let mut block = TableBlock::default();
            parser.block(Owner::Command, |parser| parser.table_item(&mut block))?;
            Ok(block)
        })
    }

    fn table_item(&mut self, block: &mut TableBlock) -> Parse<()> {
        let start = self.peeked().place;
        let item = match self.peek() {
            Token::FLAGS => {
                self.take();
                let word = self.expect(Token::STRING)?;
                let flag = self.name_of(word);
                if !matches!(flag.of.as_str(), "dormant" | "owner") {
                    let message = format!("unknown table option {}", flag.of);
                    return Err(self.error(message, flag.place));
                }
                block.flags.push(flag);
                return self.separator();
            }
            Token::COMMENT => {
                self.comment(&mut block.comment)?;
                return self.separator();
            }
            Token::CHAIN => {
                self.take();
                let name = self.identifier()?;
                TableItem::Chain(name, self.chain_block(Owner::Table)?)
            }
            Token::SET => {
                self.take();
                let name = self.identifier()?;
                TableItem::Set(name, self.set_block(Owner::Table)?)
            }
            Token::MAP => {
                self.take();
                let name = self.identifier()?;
                TableItem::Map(name, self.map_block(Owner::Table)?)
            }
            Token::FLOWTABLE => {
                self.take();
                self.identifier()?;
                self.flowtable_block(Owner::Table)?;
                TableItem::Foreign("flowtable")
            }
            token if token == Token::CT || is_object(token) => self.object_item()?,
            _ => return Err(self.unexpected(&[])),
        };
        // The end of the line has been taken.
        let place = Place {
            end: self.last.start,
            ..start
        };
        block.items.push(At { of: item, place });
        Ok(())
    }

    /// An object in the block of a table.
    fn object_item(&mut self) -> Parse<TableItem> {
        let (kind, scope) = match self.object_word() {
            Some(object) => object,
            None => {
                self.expect(Token::CT)?;
                (self.ct_object()?, Scope::Ct)
            }
        };
        let name = self.identifier()?;
        let item = match kind {
            Ok(kind) => {
                let block = self.named_block(kind, Owner::Table)?;
                TableItem::Named(kind, name, block)
            }
            Err(foreign) => {
                self.foreign_object_block(foreign, Owner::Table)?;
                TableItem::Foreign(foreign)
            }
        };
        self.leave(scope);
        Ok(item)
    }

    /// `{ … }` of a chain.
    pub(super) fn chain_block(&mut self, owner: Owner) -> Parse<ChainBlock> {
        self.scoped(|parser| {
            parser.expect(Token::BRACE_OPEN)?;
            let mut block = ChainBlock::default();
            parser.block(owner, |parser| parser.chain_item(&mut block))?;
            Ok(block)
        })
    }

    fn chain_item(&mut self, block: &mut ChainBlock) -> Parse<()> {
        match self.peek() {
            Token::TYPE => {
                let base = self.base_chain()?;
                block.base = Some(base);
            }
            Token::POLICY => self.policy(block)?,
            Token::FLAGS => {
                self.take();
                let flag = self.expect(Token::OFFLOAD)?;
                block.flags.push(self.name_of(flag));
            }
            Token::DEVICES => {
                self.take();
                self.expect(Token::ASSIGN)?;
                let devices = self.devices()?;
                if let Some(base) = &mut block.base {
                    base.devices.extend(devices);
                }
            }
            Token::COMMENT => self.comment(&mut block.comment)?,
            token if begins_statement(token) => {
                let rule = self.rule()?;
                self.separator()?;
                block.rules.push(rule);
                return Ok(());
            }
            _ => return Err(self.unexpected(&[])),
        }
        self.separator()
    }

    /// `type filter hook input priority 0`.
    fn base_chain(&mut self) -> Parse<BaseChain> {
        self.take();
        self.leave(Scope::Type);
        let word = self.expect(Token::STRING)?;
        let kind = self.name_of(word);
        self.expect(Token::HOOK)?;
        let word = self.expect(Token::STRING)?;
        let hook = self.name_of(word);
        let devices = match self.peek() {
            Token::DEVICE => {
                self.take();
                vec![self.device(&[
                    Token::STRING,
                    Token::QUOTED,
                    Token::WILDCARDED,
                    Token::DOLLAR,
                ])?]
            }
            Token::DEVICES => {
                self.take();
                self.expect(Token::ASSIGN)?;
                self.devices()?
            }
            _ => Vec::new(),
        };
        let priority = self.priority()?;
        if !CHAIN_TYPES.contains(&kind.of.as_str()) {
            return Err(self.error("unknown chain type", kind.place));
        }
        if !HOOKS.contains(&hook.of.as_str()) {
            return Err(self.error("unknown chain hook", hook.place));
        }
        Ok(BaseChain {
            kind,
            hook,
            devices,
            priority,
        })
    }

    /// `priority filter + 5`.
    pub(super) fn priority(&mut self) -> Parse<At<Priority>> {
        let word = self.expect(Token::PRIORITY)?;
        let of = match self.peek() {
            Token::NUMBER => Priority {
                name: None,
                number: int(self.take().number),
            },
            Token::DASH => {
                self.take();
                let number = self.expect(Token::NUMBER)?;
                Priority {
                    name: None,
                    number: int(number.number).wrapping_neg(),
                }
            }
            Token::DOLLAR => {
                let value = self.variable()?;
                let name = self.name_value(value)?;
                match name.of.parse() {
                    Ok(number) => Priority { name: None, number },
                    Err(_) => Priority {
                        name: Some(name.of),
                        number: 0,
                    },
                }
            }
            Token::STRING | Token::OUT => {
                let name = self.take();
                let name = Some(self.text(name));
                let sign = self.peek();
                let mut number = 0;
                if let Token::PLUS | Token::DASH = sign {
                    self.take();
                    number = int(self.expect(Token::NUMBER)?.number);
                    if sign == Token::DASH {
                        number = number.wrapping_neg();
                    }
                }
                Priority { name, number }
            }
            _ => return Err(self.unexpected(&[])),
        };
        Ok(At {
            of,
            place: self.since(word.place),
        })
    }

    /// `policy drop`.
    fn policy(&mut self, block: &mut ChainBlock) -> Parse<()> {
        let word = self.take();
        let of = match self.peek() {
            Token::ACCEPT | Token::DROP => self.take().token.name().to_owned(),
            Token::DOLLAR => {
                let value = self.variable()?;
                self.name_value(value)?.of
            }
            _ => {
                return Err(self.unexpected(&[Token::ACCEPT, Token::DROP, Token::DOLLAR]));
            }
        };
        self.leave(Scope::Policy);
        let place = self.since(word.place);
        if block.policy.is_some() {
            return Err(self.error("you cannot set chain policy twice", place));
        }
        block.policy = Some(Name { of, place });
        Ok(())
    }

    /// `{ eth0, $others }`, or a variable that stands for it.
    pub(super) fn devices(&mut self) -> Parse<Vec<Name>> {
        if self.peek() == Token::DOLLAR {
            let value = self.variable()?;
            return self.device_values(value);
        }
        if self.eat(Token::BRACE_OPEN).is_none() {
            return Err(self.unexpected(&[Token::BRACE_OPEN, Token::DOLLAR]));
        }
        const MEMBER: [Token; 3] = [Token::STRING, Token::QUOTED, Token::DOLLAR];
        let mut devices = vec![self.device(&MEMBER)?];
        loop {
            let next = self.expect_of(&[Token::COMMA, Token::BRACE_CLOSE])?;
            if next.token == Token::BRACE_CLOSE {
                return Ok(devices);
            }
            if MEMBER.contains(&self.peek()) {
                devices.push(self.device(&MEMBER)?);
            } else {
                self.eat(Token::NEWLINE);
            }
        }
    }

    /// The name of an interface, or a variable that stands for it.
    fn device(&mut self, expected: &[Token]) -> Parse<Name> {
        if !expected.contains(&self.peek()) {
            return Err(self.unexpected(expected));
        }
        if self.peek() == Token::DOLLAR {
            let value = self.variable()?;
            return self.name_value(value);
        }
        let word = self.take();
        let name = self.name_of(word);
        let wrong = match name.of.len() {
            0 => "empty interface name",
            len if len > LONGEST_INTERFACE => "interface name too long",
            _ => return Ok(name),
        };
        Err(self.error(wrong, word.place))
    }

    fn device_values(&mut self, value: Expr) -> Parse<Vec<Name>> {
        let values = match value {
            Expr {
                kind: ExprKind::Set(elements),
                ..
            } => elements.into_iter().map(|element| element.key).collect(),
            Expr {
                kind: ExprKind::List(values),
                ..
            } => values,
            value => vec![value],
        };
        let values = values.into_iter();
        values.map(|value| self.name_value(value)).collect()
    }

    /// `{ … }` of a flowtable, of which nothing is kept.
    pub(super) fn flowtable_block(&mut self, owner: Owner) -> Parse<()> {
        self.expect(Token::BRACE_OPEN)?;
        self.block(owner, Self::flowtable_item)
    }

    fn flowtable_item(&mut self) -> Parse<()> {
        match self.peek() {
            Token::HOOK => {
                self.take();
                let hook = self.expect(Token::STRING)?;
                self.priority()?;
                self.separator()?;
                if !HOOKS.contains(&self.inputs.at(hook.place)) {
                    return Err(self.error("unknown chain hook", hook.place));
                }
                return Ok(());
            }
            Token::DEVICES => {
                self.take();
                self.expect(Token::ASSIGN)?;
                self.devices()?;
            }
            Token::COUNTER => {
                self.take();
                self.leave(Scope::Counter);
                return Ok(());
            }
            Token::FLAGS => {
                self.take();
                self.expect(Token::OFFLOAD)?;
            }
            _ => return Err(self.unexpected(&[])),
        }
        self.separator()
    }
}
