//! Commands.

use super::{
    Owner, Parse, Parser, STRINGS, Scope, Token, expr::Side, name::By, object::is_object,
    statement::begins_statement,
};
use crate::{
    config::nft::{NftFamily, ObjectKind},
    lang::nft::syntax::{At, Command, InTable, Object, TableName, Verb, Watched, WatchedObject},
};

/// All objects of a kind.
const ALL_OBJECTS: [(Token, Result<ObjectKind, &str>); 5] = [
    (Token::COUNTERS, Ok(ObjectKind::Counter)),
    (Token::QUOTAS, Ok(ObjectKind::Quota)),
    (Token::LIMITS, Ok(ObjectKind::Limit)),
    (Token::SECMARKS, Err("secmark")),
    (Token::SYNPROXYS, Err("synproxy")),
];

impl Parser<'_> {
    /// A command. What begins none adds a rule.
    pub(super) fn command(&mut self) -> Parse<Command> {
        let start = self.peeked().place;
        let (verb, object) = match self.peek() {
            Token::ADD => {
                self.take();
                (Verb::Add, self.added(Verb::Add)?)
            }
            Token::CREATE => {
                self.take();
                (Verb::Create, self.added(Verb::Create)?)
            }
            Token::INSERT => {
                self.take();
                self.expect(Token::RULE)?;
                (Verb::Insert, self.placed_rule()?)
            }
            Token::REPLACE => {
                self.take();
                self.expect(Token::RULE)?;
                let chain = self.in_table(By::Name)?;
                let handle = self.rule_handle()?;
                let rule = self.rule()?;
                (Verb::Replace, Object::Rule(chain, Some(handle), Some(rule)))
            }
            Token::DELETE => {
                self.take();
                (Verb::Delete, self.deleted()?)
            }
            Token::GET => {
                self.take();
                self.expect(Token::ELEMENT)?;
                let set = self.in_table(By::Name)?;
                (Verb::Get, Object::Elements(set, self.set_elements()?))
            }
            Token::LIST => {
                self.take();
                let object = self.listed()?;
                self.leave(Scope::List);
                (Verb::List, object)
            }
            Token::RESET => {
                self.take();
                let object = self.reset()?;
                self.leave(Scope::Reset);
                (Verb::Reset, object)
            }
            Token::FLUSH => {
                self.take();
                (Verb::Flush, self.flushed()?)
            }
            Token::RENAME => {
                self.take();
                self.expect(Token::CHAIN)?;
                let chain = self.in_table(By::Name)?;
                let name = self.identifier()?;
                (Verb::Rename, Object::Chain(chain, None, Some(name)))
            }
            token @ (Token::IMPORT | Token::EXPORT) => {
                self.take();
                let ruleset = self.eat(Token::RULESET).is_some();
                self.markup(!ruleset)?;
                self.leave(if token == Token::IMPORT {
                    Scope::Import
                } else {
                    Scope::Export
                });
                (Verb::List, Object::Foreign(token.name()))
            }
            Token::MONITOR => {
                self.take();
                let watched = self.watched()?;
                self.leave(Scope::Monitor);
                (Verb::Monitor, Object::Monitor(watched))
            }
            Token::DESCRIBE => {
                self.take();
                let expr = self.primary(Side::Left)?;
                (Verb::Describe, Object::Describe(expr))
            }
            _ => (Verb::Add, self.added_without_verb()?),
        };
        Ok(Command {
            verb,
            object,
            place: self.since(start),
        })
    }

    fn added_without_verb(&mut self) -> Parse<Object> {
        const BEGIN: [Token; 20] = [
            Token::TABLE,
            Token::CHAIN,
            Token::RULE,
            Token::SET,
            Token::MAP,
            Token::ELEMENT,
            Token::FLOWTABLE,
            Token::COUNTER,
            Token::QUOTA,
            Token::LIMIT,
            Token::CT,
            Token::SECMARK,
            Token::SYNPROXY,
            Token::STRING,
            Token::IP,
            Token::IP6,
            Token::INET,
            Token::ARP,
            Token::BRIDGE,
            Token::NETDEV,
        ];
        if BEGIN.contains(&self.peek()) {
            self.added(Verb::Add)
        } else {
            Err(self.unexpected(&[]))
        }
    }

    /// Behind `add` and `create`.
    fn added(&mut self, verb: Verb) -> Parse<Object> {
        let token = self.peek();
        match token {
            Token::TABLE => {
                self.take();
                let table = self.table_name(By::Name)?;
                let block = match self.peek() {
                    Token::BRACE_OPEN => Some(self.table_block()?),
                    _ => None,
                };
                Ok(Object::Table(table, block))
            }
            Token::CHAIN => {
                self.take();
                self.chain()
            }
            Token::RULE if verb == Verb::Add => {
                self.take();
                self.placed_rule()
            }
            Token::SET => {
                self.take();
                let set = self.in_table(By::Name)?;
                Ok(Object::Set(set, Some(self.set_block(Owner::Command)?)))
            }
            Token::MAP => {
                self.take();
                let map = self.in_table(By::Name)?;
                Ok(Object::Map(map, Some(self.map_block(Owner::Command)?)))
            }
            Token::ELEMENT => {
                self.take();
                let set = self.in_table(By::Name)?;
                Ok(Object::Elements(set, self.set_elements()?))
            }
            Token::FLOWTABLE => {
                self.take();
                self.in_table(By::Name)?;
                self.flowtable_block(Owner::Command)?;
                Ok(Object::Foreign("flowtable"))
            }
            Token::CT => {
                self.take();
                let kind = self.ct_object()?;
                let name = self.in_table(By::Name)?;
                let object = match kind {
                    Ok(kind) => {
                        let block = self.named_block(kind, Owner::Command)?;
                        Object::Named(kind, name, Some(block))
                    }
                    Err(foreign) => {
                        self.foreign_object_block(foreign, Owner::Command)?;
                        Object::Foreign(foreign)
                    }
                };
                self.leave(Scope::Ct);
                Ok(object)
            }
            token if is_object(token) => self.added_object(verb),
            _ if verb == Verb::Add => self.placed_rule(),
            _ => Err(self.unexpected(&[])),
        }
    }

    /// `counter`, `quota`, … of `add` and of `create`, which has no blocks of them.
    fn added_object(&mut self, verb: Verb) -> Parse<Object> {
        let or_block = verb == Verb::Add;
        let Some((kind, scope)) = self.object_word() else {
            return Err(self.unexpected(&[]));
        };
        let name = self.in_table(By::Name)?;
        let object = match kind {
            Ok(kind) => {
                let block = self.named(kind, or_block)?;
                Object::Named(kind, name, Some(block))
            }
            Err(foreign) => {
                self.foreign_object(foreign, or_block)?;
                Object::Foreign(foreign)
            }
        };
        self.leave(scope);
        Ok(object)
    }

    /// What is behind the name of a `secmark` or `synproxy`.
    fn foreign_object(&mut self, kind: &'static str, or_block: bool) -> Parse<()> {
        /// Most bytes of a security context.
        const LONGEST: usize = 256;
        let mut expected = vec![Token::MSS];
        if kind == "secmark" {
            expected = STRINGS.to_vec();
        }
        if or_block {
            expected.push(Token::BRACE_OPEN);
        }
        if !expected.contains(&self.peek()) {
            return Err(self.unexpected(&expected));
        }
        match self.peek() {
            Token::BRACE_OPEN => self.foreign_object_block(kind, Owner::Command),
            Token::MSS => self.synproxy_values(),
            _ => {
                let word = self.take();
                let context = self.text(word);
                if context.is_empty() || context.len() >= LONGEST {
                    let message = format!("invalid context '{context}', max length is {LONGEST}\n");
                    return Err(self.error(message, word.place));
                }
                Ok(())
            }
        }
    }

    /// An object of the table that is only named.
    fn named_object(&mut self, by: By) -> Parse<Object> {
        let Some((kind, scope)) = self.object_word() else {
            return Err(self.unexpected(&[]));
        };
        let name = self.in_table(by)?;
        self.leave(scope);
        Ok(without_block(kind, name))
    }

    /// A chain, with a block perhaps.
    fn chain(&mut self) -> Parse<Object> {
        let chain = self.in_table(By::Name)?;
        let block = match self.peek() {
            Token::BRACE_OPEN => Some(self.chain_block(Owner::Command)?),
            _ => None,
        };
        Ok(Object::Chain(chain, block, None))
    }

    /// A rule, with where it is to be.
    fn placed_rule(&mut self) -> Parse<Object> {
        let chain = self.in_table(By::Name)?;
        let position = self.position()?;
        if !begins_statement(self.peek()) {
            return Err(self.unexpected(&[]));
        }
        Ok(Object::Rule(chain, position, Some(self.rule()?)))
    }

    fn deleted(&mut self) -> Parse<Object> {
        let token = self.peek();
        match token {
            Token::TABLE => {
                self.take();
                Ok(Object::Table(self.table_name(By::NameOrHandle)?, None))
            }
            Token::CHAIN => {
                self.take();
                Ok(Object::Chain(self.in_table(By::NameOrHandle)?, None, None))
            }
            Token::RULE => {
                self.take();
                let chain = self.in_table(By::Name)?;
                let handle = self.rule_handle()?;
                Ok(Object::Rule(chain, Some(handle), None))
            }
            Token::SET => {
                self.take();
                Ok(Object::Set(self.in_table(By::NameOrHandle)?, None))
            }
            Token::MAP => {
                self.take();
                Ok(Object::Map(self.in_table(By::Name)?, None))
            }
            Token::ELEMENT => {
                self.take();
                let set = self.in_table(By::Name)?;
                Ok(Object::Elements(set, self.set_elements()?))
            }
            Token::FLOWTABLE => {
                self.take();
                self.in_table(By::NameOrHandle)?;
                if self.peek() == Token::BRACE_OPEN {
                    self.flowtable_block(Owner::Command)?;
                }
                Ok(Object::Foreign("flowtable"))
            }
            Token::CT => {
                self.take();
                let kind = self.ct_object()?;
                let name = self.in_table(By::Name)?;
                self.leave(Scope::Ct);
                Ok(without_block(kind, name))
            }
            _ => self.named_object(By::NameOrHandle),
        }
    }

    fn listed(&mut self) -> Parse<Object> {
        let token = self.peek();
        if ALL_OBJECTS.iter().any(|(word, _)| *word == token) {
            return self.all_objects();
        }
        if let Some(object) = self.listed_or_flushed()? {
            return Ok(object);
        }
        match token {
            Token::TABLES => {
                self.take();
                Ok(Object::Tables(self.family()))
            }
            Token::CHAINS => {
                self.take();
                Ok(Object::Chains(self.family()))
            }
            Token::SETS => {
                self.take();
                let (family, table) = self.family_or_table()?;
                Ok(Object::Sets(family, table))
            }
            Token::MAPS => {
                self.take();
                Ok(Object::Maps(self.family()))
            }
            Token::METERS => {
                self.take();
                self.family();
                Ok(Object::Foreign("meters"))
            }
            Token::FLOW => {
                self.take();
                let next = self.expect_of(&[Token::TABLE, Token::TABLES])?;
                if next.token == Token::TABLE {
                    self.meter_name()
                } else {
                    self.family();
                    Ok(Object::Foreign("meters"))
                }
            }
            Token::FLOWTABLES => {
                self.take();
                self.family();
                Ok(Object::Foreign("flowtables"))
            }
            Token::FLOWTABLE => {
                self.take();
                self.in_table(By::Name)?;
                Ok(Object::Foreign("flowtable"))
            }
            Token::HOOKS => {
                self.take();
                self.family();
                if self.eat(Token::DEVICE).is_some() {
                    self.expect(Token::STRING)?;
                }
                Ok(Object::Foreign("hooks"))
            }
            Token::CT => {
                self.take();
                let object = self.listed_ct()?;
                self.leave(Scope::Ct);
                Ok(object)
            }
            _ => self.named_object(By::Name),
        }
    }

    /// Behind `list ct`: one object, or all of a table.
    fn listed_ct(&mut self) -> Parse<Object> {
        let word = self.expect_of(&[
            Token::HELPER,
            Token::TIMEOUT,
            Token::EXPECTATION,
            Token::HELPERS,
        ])?;
        let kind = match word.token {
            Token::HELPER | Token::HELPERS => Ok(ObjectKind::CtHelper),
            Token::TIMEOUT => Err("ct timeout"),
            _ => Err("ct expectation"),
        };
        let all = word.token == Token::HELPERS || (kind.is_err() && self.peek() == Token::TABLE);
        if !all {
            let name = self.in_table(By::Name)?;
            return Ok(without_block(kind, name));
        }
        self.expect(Token::TABLE)?;
        let table = self.table_name(By::Name)?;
        Ok(match kind {
            Ok(kind) => Object::AllNamed(kind, None, Some(table)),
            Err(foreign) => Object::Foreign(foreign),
        })
    }

    /// A meter of old, which is a set.
    fn meter_name(&mut self) -> Parse<Object> {
        Ok(Object::Set(self.in_table(By::Name)?, None))
    }

    /// `counters`, `counters ip`, `counters table t`.
    fn all_objects(&mut self) -> Parse<Object> {
        let kind = self.one_of(&ALL_OBJECTS)?;
        let (family, table) = self.family_or_table()?;
        Ok(match kind {
            Ok(kind) => Object::AllNamed(kind, family, table),
            Err(foreign) => Object::Foreign(foreign),
        })
    }

    fn family_or_table(&mut self) -> Parse<(Option<At<NftFamily>>, Option<TableName>)> {
        if self.eat(Token::TABLE).is_some() {
            return Ok((None, Some(self.table_name(By::Name)?)));
        }
        Ok((self.family(), None))
    }

    fn reset(&mut self) -> Parse<Object> {
        match self.peek() {
            Token::COUNTERS | Token::QUOTAS => self.all_objects(),
            Token::COUNTER | Token::QUOTA => self.named_object(By::Name),
            _ => Err(self.unexpected(&[
                Token::COUNTER,
                Token::COUNTERS,
                Token::QUOTAS,
                Token::QUOTA,
            ])),
        }
    }

    fn flushed(&mut self) -> Parse<Object> {
        if self.eat(Token::FLOW).is_some() {
            self.expect(Token::TABLE)?;
            return self.meter_name();
        }
        match self.listed_or_flushed()? {
            Some(object) => Ok(object),
            None => Err(self.unexpected(&[])),
        }
    }

    /// What both `list` and `flush` may be about, if it is one of that.
    fn listed_or_flushed(&mut self) -> Parse<Option<Object>> {
        let token = self.peek();
        Ok(Some(match token {
            Token::TABLE => {
                self.take();
                Object::Table(self.table_name(By::Name)?, None)
            }
            Token::CHAIN => {
                self.take();
                Object::Chain(self.in_table(By::Name)?, None, None)
            }
            Token::SET => {
                self.take();
                Object::Set(self.in_table(By::Name)?, None)
            }
            Token::MAP => {
                self.take();
                Object::Map(self.in_table(By::Name)?, None)
            }
            Token::METER => {
                self.take();
                self.meter_name()?
            }
            Token::RULESET => {
                self.take();
                Object::Ruleset(self.family())
            }
            _ => return Ok(None),
        }))
    }

    /// Behind `import` and `export`: a format, which `ruleset` may be in front of.
    fn markup(&mut self, or_ruleset: bool) -> Parse<()> {
        let expected = [Token::RULESET, Token::XML, Token::JSON, Token::VM];
        let expected = if or_ruleset {
            &expected[..]
        } else {
            &expected[1..]
        };
        let token = self.peek();
        if token == Token::RULESET || !expected.contains(&token) {
            return Err(self.unexpected(expected));
        }
        self.take();
        if token == Token::VM {
            self.expect(Token::JSON)?;
        }
        Ok(())
    }

    /// Behind `monitor`.
    fn watched(&mut self) -> Parse<Watched> {
        const OBJECTS: [(Token, WatchedObject); 7] = [
            (Token::TABLES, WatchedObject::Tables),
            (Token::CHAINS, WatchedObject::Chains),
            (Token::SETS, WatchedObject::Sets),
            (Token::RULES, WatchedObject::Rules),
            (Token::ELEMENTS, WatchedObject::Elements),
            (Token::RULESET, WatchedObject::Ruleset),
            (Token::TRACE, WatchedObject::Trace),
        ];
        let mut watched = Watched::default();
        let event = self.eat(Token::STRING).map(|word| self.name_of(word));
        let token = self.peek();
        if let Some((_, of)) = OBJECTS.iter().find(|(word, _)| *word == token) {
            self.take();
            watched.of = Some(*of);
        }
        match self.peek() {
            Token::XML => {
                self.take();
            }
            Token::JSON => {
                self.take();
                watched.json = true;
            }
            Token::VM => {
                self.take();
                self.expect(Token::JSON)?;
                watched.json = true;
            }
            _ => {}
        }
        let Some(event) = event else {
            return Ok(watched);
        };
        watched.new = event.of == "new";
        watched.destroy = event.of == "destroy";
        // What can't be here is wrong before that.
        if !watched.new && !watched.destroy && (self.ends() || self.peek() == Token::EOF) {
            let message = format!("invalid event {}", event.of);
            return Err(self.error(message, event.place));
        }
        Ok(watched)
    }
}

/// An object of the table that is only named.
fn without_block(kind: Result<ObjectKind, &'static str>, name: InTable) -> Object {
    match kind {
        Ok(kind) => Object::Named(kind, name, None),
        Err(foreign) => Object::Foreign(foreign),
    }
}
