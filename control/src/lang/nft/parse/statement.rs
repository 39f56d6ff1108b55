//! Rules and their statements.

use dataplane::filter::{
    nft::{CtKey, DynsetOp, NatKind},
    targets::LogOptions,
};

use super::{
    Lexed, Parse, Parser, STRINGS, Scope, Token, element::plain_verdict, expr::Side,
    field::begins_field, meta::is_secmark,
};
use crate::{
    config::nft::{BinOp, LogStatement, ObjectKind, RelOp},
    lang::nft::syntax::{
        At, Expr, ExprKind, Log, Name, Place, Reject, RejectFamily, Rule, Statement, Verdict,
    },
};

/// Words that begin statements and nothing else.
const WORDS: [Token; 30] = [
    Token::ACCEPT,
    Token::DROP,
    Token::CONTINUE,
    Token::RETURN,
    Token::JUMP,
    Token::GOTO,
    Token::COUNTER,
    Token::LIMIT,
    Token::QUOTA,
    Token::LOG,
    Token::REJECT,
    Token::SNAT,
    Token::DNAT,
    Token::MASQUERADE,
    Token::REDIRECT,
    Token::TPROXY,
    Token::QUEUE,
    Token::DUP,
    Token::FWD,
    Token::SYNPROXY,
    Token::NOTRACK,
    Token::FLOW,
    Token::METER,
    Token::XT,
    Token::RESET,
    Token::SET,
    Token::ADD,
    Token::UPDATE,
    Token::DELETE,
    Token::BRACE_OPEN,
];

/// Whether `set` may stand behind a field.
fn is_settable(kind: &ExprKind) -> bool {
    const FOREIGN: [&str; 3] = ["meta", "tcp option", "sctp chunk"];
    const COUNTS: [CtKey; 4] = [CtKey::Bytes, CtKey::Pkts, CtKey::AvgPkt, CtKey::Zone];
    // Of a connection's directions only what may be of both.
    matches!(kind, ExprKind::Ct(key, direction) if direction.is_none() || COUNTS.contains(key))
        || matches!(kind, ExprKind::Foreign(name) if FOREIGN.iter().any(|field| name.starts_with(field)))
        || matches!(
            kind,
            ExprKind::Payload(_)
                | ExprKind::Raw { .. }
                | ExprKind::TcpOption(..)
                | ExprKind::TcpOptionExists(_)
                | ExprKind::IpOption(..)
                | ExprKind::Meta(_)
        )
}

/// Whether a token begins a statement.
pub(super) fn begins_statement(token: Token) -> bool {
    WORDS.contains(&token)
        || STRINGS.contains(&token)
        || matches!(token, Token::NUMBER | Token::DOLLAR | Token::PAREN_OPEN)
        || begins_field(token)
}

impl Parser<'_> {
    /// A rule: statements, and a comment perhaps.
    pub(super) fn rule(&mut self) -> Parse<Rule> {
        let start = self.peeked().place;
        if !begins_statement(self.peek()) {
            return Err(self.unexpected(&[]));
        }
        let mut rule = Rule {
            statements: Vec::new(),
            comment: None,
            place: start,
        };
        while begins_statement(self.peek()) {
            rule.statements.push(self.statement()?);
        }
        if self.peek() == Token::COMMENT {
            self.comment(&mut rule.comment)?;
        }
        rule.place = self.since(start);
        Ok(rule)
    }

    /// A statement.
    fn statement(&mut self) -> Parse<At<Statement>> {
        let start = self.peeked().place;
        let of = self.within(|parser| parser.apart(|parser| parser.statement_at(start)))?;
        Ok(At {
            of,
            place: self.since(start),
        })
    }

    fn statement_at(&mut self, start: Place) -> Parse<Statement> {
        let token = self.peek();
        if let Some(verdict) = plain_verdict(token) {
            self.take();
            return Ok(Statement::Verdict(verdict));
        }
        match token {
            Token::COUNTER | Token::LIMIT | Token::QUOTA => {
                if let Some(statement) = self.stateful()? {
                    return Ok(statement.of);
                }
                Err(self.unexpected(&[]))
            }
            Token::JUMP | Token::GOTO => self.jump(),
            Token::LOG => {
                self.take();
                self.log().map(Statement::Log)
            }
            Token::REJECT => {
                self.take();
                self.reject().map(Statement::Reject)
            }
            Token::SNAT => self.translated(NatKind::Source),
            Token::DNAT => self.translated(NatKind::Destination),
            Token::MASQUERADE => self.translated(NatKind::Masquerade),
            Token::REDIRECT => self.translated(NatKind::Redirect),
            Token::NOTRACK => {
                self.take();
                Ok(Statement::Notrack)
            }
            Token::RESET => {
                self.take();
                self.expect(Token::TCP)?;
                self.expect(Token::OPTION)?;
                let place = self.peeked().place;
                let option = self.tcp_option()?;
                self.leave(Scope::Tcp);
                Ok(Statement::ResetTcpOption(Expr {
                    kind: ExprKind::TcpOptionExists(option),
                    place,
                }))
            }
            Token::ADD | Token::UPDATE | Token::DELETE => self.change_set(),
            Token::SET => self.change_set_of_old(),
            Token::METER => self.meter(),
            Token::CT => self.connection(start),
            Token::TPROXY
            | Token::QUEUE
            | Token::DUP
            | Token::FWD
            | Token::SYNPROXY
            | Token::FLOW => self.foreign(token),
            Token::XT => {
                self.take();
                self.expect(Token::STRING)?;
                self.expect_of(&STRINGS)?;
                let place = self.since(start);
                let message =
                    "unsupported xtables compat expression, use iptables-nft with this ruleset";
                Err(self.error(message, place))
            }
            Token::BRACE_OPEN => {
                let set = self.set(false)?;
                self.compared(set)
            }
            _ => {
                let first = self.primary(Side::Left)?;
                self.field_statement(first, start)
            }
        }
    }

    /// A field has been read: it is set or compared.
    fn field_statement(&mut self, first: Expr, start: Place) -> Parse<Statement> {
        if is_settable(&first.kind) && self.peek() == Token::SET {
            return self.assignment(first);
        }
        let (left, fields) = self.left_of(first, start)?;
        if fields && self.eat(Token::VMAP).is_some() {
            let map = self.verdict_map()?;
            return Ok(Statement::Vmap(left, map));
        }
        self.compared(left)
    }

    /// `FIELD set …`, of which the field has been read.
    fn assignment(&mut self, field: Expr) -> Parse<Statement> {
        self.take();
        let held = self.held.take();
        let value = self.statement_expr()?;
        if let Some(scope) = held {
            self.leave(scope);
        }
        if let ExprKind::Ct(CtKey::Helper, None) = field.kind {
            return Ok(Statement::Object(ObjectKind::CtHelper, value));
        }
        if is_secmark(&field.kind) && !matches!(value.kind, ExprKind::Ct(..)) {
            return Ok(Statement::Foreign("secmark"));
        }
        Ok(Statement::Set(field, value))
    }

    /// `ct …` as a statement or a field.
    fn connection(&mut self, start: Place) -> Parse<Statement> {
        let word = self.take();
        match self.peek() {
            Token::COUNT => {
                self.take();
                self.conn_count()
            }
            token @ (Token::TIMEOUT | Token::EXPECTATION) => {
                self.take();
                self.expect(Token::SET)?;
                self.statement_expr()?;
                self.leave(Scope::Ct);
                Ok(Statement::Foreign(if token == Token::TIMEOUT {
                    "ct timeout"
                } else {
                    "ct expectation"
                }))
            }
            _ => {
                let kind = self.ct_key()?;
                let first = Expr {
                    kind,
                    place: self.since(word.place),
                };
                self.field_statement(first, start)
            }
        }
    }

    /// What a left side is compared with.
    fn compared(&mut self, left: Expr) -> Parse<Statement> {
        const OPERATORS: [(Token, RelOp); 7] = [
            (Token::EQ, RelOp::Eq),
            (Token::NEQ, RelOp::Neq),
            (Token::LT, RelOp::Lt),
            (Token::GT, RelOp::Gt),
            (Token::GTE, RelOp::Gte),
            (Token::LTE, RelOp::Lte),
            (Token::NOT, RelOp::Negation),
        ];
        let token = self.peek();
        let op = OPERATORS.iter().find(|(word, _)| *word == token);
        let op = op.map_or(RelOp::Implicit, |(_, op)| *op);
        if op != RelOp::Implicit {
            self.take();
        }
        let (right, mask) = self.flags_or_value()?;
        let Some(mask) = mask else {
            return Ok(Statement::Match { left, op, right });
        };
        // `flags a,b / c,d` is `flags & (c | d) == a | b`.
        let place = left.place;
        Ok(Statement::Match {
            left: Expr {
                kind: ExprKind::Binary(BinOp::And, Box::new(left), Box::new(mask)),
                place,
            },
            op: if op == RelOp::Implicit { RelOp::Eq } else { op },
            right,
        })
    }

    /// A right side; of flags there may be a mask behind `/`.
    fn flags_or_value(&mut self) -> Parse<(Expr, Option<Expr>)> {
        if let Token::BRACE_OPEN | Token::AT = self.peek() {
            return Ok((self.right(true)?, None));
        }
        let start = self.peeked().place;
        let first = self.basic(Side::Right)?;
        match self.peek() {
            Token::COMMA => {
                let list = self.flags(first, start)?;
                let mask = match self.eat(Token::SLASH) {
                    Some(_) => Some(self.mask()?),
                    None => None,
                };
                Ok((list, mask))
            }
            Token::SLASH => {
                self.take();
                if self.peek() != Token::NUMBER {
                    let mask = self.mask()?;
                    return Ok((first, Some(mask)));
                }
                let Lexed { number, place, .. } = self.peeked();
                let length = self.number_expr();
                let masks = [
                    Token::COMMA,
                    Token::AMPERSAND,
                    Token::PIPE,
                    Token::CARET,
                    Token::SHIFT_LEFT,
                    Token::SHIFT_RIGHT,
                ];
                if masks.contains(&self.peek()) {
                    let mask = self.operators(length, place, Side::Right, 0)?;
                    let mask = self.list_of(mask, place)?;
                    return Ok((first, Some(mask)));
                }
                let network = Expr {
                    kind: ExprKind::Prefix(Box::new(first), super::expr::saturate(number)),
                    place: self.since(start),
                };
                Ok((self.concatenated_right(network, start)?, None))
            }
            _ => {
                let first = self.range_or_prefix(first, start, Side::Right)?;
                Ok((self.concatenated_right(first, start)?, None))
            }
        }
    }

    /// Behind `/`: at least two flags.
    fn mask(&mut self) -> Parse<Expr> {
        let start = self.peeked().place;
        let first = self.basic(Side::Right)?;
        self.list_of(first, start)
    }

    fn list_of(&mut self, first: Expr, start: Place) -> Parse<Expr> {
        if self.peek() != Token::COMMA {
            return Err(self.unexpected(&[Token::COMMA]));
        }
        self.flags(first, start)
    }

    /// `jump CHAIN`, `goto CHAIN`, or one with the rules in braces.
    fn jump(&mut self) -> Parse<Statement> {
        let jumps = self.take().token == Token::JUMP;
        if self.peek() == Token::BRACE_OPEN {
            return self.scoped(|parser| {
                parser.take();
                while parser.peek() != Token::BRACE_CLOSE {
                    if parser.ends() {
                        parser.take();
                        continue;
                    }
                    parser.rule()?;
                    parser.separator()?;
                }
                parser.take();
                Ok(Statement::Foreign("anonymous chain"))
            });
        }
        let chain = self.chain_name(&[Token::BRACE_OPEN])?;
        Ok(Statement::Verdict(if jumps {
            Verdict::Jump(chain)
        } else {
            Verdict::Goto(chain)
        }))
    }

    fn translated(&mut self, kind: NatKind) -> Parse<Statement> {
        self.take();
        self.nat(kind).map(Statement::Nat)
    }

    /// Behind `log`.
    fn log(&mut self) -> Parse<Log> {
        let mut log = Log::default();
        loop {
            match self.peek() {
                Token::PREFIX => {
                    self.take();
                    let text = self.expect_of(&STRINGS)?;
                    log.prefix = Some(self.expanded(text)?);
                }
                Token::LEVEL => {
                    self.take();
                    let word = self.expect_of(&STRINGS)?;
                    let level = self.name_of(word);
                    if !LogStatement::LEVELS.contains(&level.of.as_str()) {
                        return Err(self.error("invalid log level", word.place));
                    }
                    log.level = Some(level);
                }
                Token::GROUP => log.group = Some(self.value()?),
                Token::SNAPLEN => log.snaplen = Some(self.value()?),
                Token::QUEUE_THRESHOLD => log.queue_threshold = Some(self.value()?),
                Token::FLAGS => {
                    self.take();
                    log.flags |= self.log_flags()?;
                }
                _ => break,
            }
        }
        self.leave(Scope::Log);
        Ok(log)
    }

    /// The number behind a word.
    fn value(&mut self) -> Parse<At<u64>> {
        self.take();
        self.number()
    }

    /// A text with what its `$names` stand for.
    fn expanded(&mut self, text: Lexed) -> Parse<Name> {
        let name = self.name_of(text);
        let mut parts = name.of.split('$');
        let mut of = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let end = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            let (variable, behind) = part.split_at(end.unwrap_or(part.len()));
            let value = self.value_of(variable, text.place)?;
            of += &self.name_value(value)?.of;
            of += behind;
        }
        Ok(Name {
            of,
            place: name.place,
        })
    }

    fn log_flags(&mut self) -> Parse<u8> {
        const ALL: u8 = 0x2f;
        match self.peek() {
            Token::TCP => {
                self.take();
                let mut flags = 0;
                loop {
                    flags |= self.one_of(&[
                        (Token::SEQ, LogOptions::TCP_SEQUENCE.0),
                        (Token::OPTIONS, LogOptions::TCP_OPTIONS.0),
                    ])?;
                    if self.eat(Token::COMMA).is_none() {
                        break;
                    }
                }
                self.leave(Scope::Tcp);
                Ok(flags)
            }
            Token::IP => {
                self.take();
                self.expect(Token::OPTIONS)?;
                self.leave(Scope::Ip);
                Ok(LogOptions::IP_OPTIONS.0)
            }
            Token::SKUID => {
                self.take();
                Ok(LogOptions::UID.0)
            }
            Token::ETHER => {
                self.take();
                self.leave(Scope::Ether);
                Ok(LogOptions::MAC_DECODE.0)
            }
            Token::ALL => {
                self.take();
                Ok(ALL)
            }
            _ => Err(self.unexpected(&[])),
        }
    }

    /// Behind `reject`.
    fn reject(&mut self) -> Parse<Reject> {
        if self.eat(Token::WITH).is_none() {
            self.leave(Scope::Reject);
            return Ok(Reject::Default);
        }
        let word = self.expect_of(&[Token::ICMP, Token::ICMPV6, Token::TCP, Token::ICMPX])?;
        let family = match word.token {
            Token::ICMP => RejectFamily::Icmp,
            Token::ICMPV6 => RejectFamily::Icmpv6,
            Token::ICMPX => RejectFamily::Icmpx,
            _ => {
                self.leave(Scope::Tcp);
                self.expect(Token::RESET)?;
                self.leave(Scope::Reset);
                self.leave(Scope::Reject);
                return Ok(Reject::TcpReset);
            }
        };
        let typed = self.peek() == Token::TYPE;
        let mut expected = vec![Token::NUMBER, Token::STRING];
        if typed {
            self.take();
        } else {
            expected.push(Token::TYPE);
        }
        let code = match self.peek() {
            Token::NUMBER => self.number_expr(),
            Token::STRING => self.primary(Side::Right)?,
            _ => return Err(self.unexpected(&expected)),
        };
        // Without `type` what `icmp` begins is never left: so it is in nft.
        if typed {
            self.leave(Scope::Type);
            if family != RejectFamily::Icmpx {
                self.leave(Scope::Icmp);
            }
        }
        self.leave(Scope::Reject);
        Ok(Reject::With(family, code))
    }

    /// `add @set { KEY … }` and the like.
    fn change_set(&mut self) -> Parse<Statement> {
        let op = self.change()?;
        let set = self.set_name()?;
        self.expect(Token::BRACE_OPEN)?;
        let mut element = self.dynamic_key()?;
        while let Some(statement) = self.stateful()? {
            element.statements.push(statement);
        }
        if self.eat(Token::COLON).is_some() {
            let data = self.dynamic_key()?;
            element.data = Some(data.key);
            self.expect(Token::BRACE_CLOSE)?;
        } else if self.eat(Token::BRACE_CLOSE).is_none() {
            return Err(self.unexpected(&[]));
        }
        Ok(Statement::ChangeSet {
            op,
            set,
            element: Box::new(element),
        })
    }

    /// `set add KEY @set`.
    fn change_set_of_old(&mut self) -> Parse<Statement> {
        self.take();
        let op = self.change()?;
        let element = self.dynamic_key()?;
        let set = self.set_name()?;
        Ok(Statement::ChangeSet {
            op,
            set,
            element: Box::new(element),
        })
    }

    fn change(&mut self) -> Parse<DynsetOp> {
        self.one_of(&[
            (Token::ADD, DynsetOp::Add),
            (Token::UPDATE, DynsetOp::Update),
            (Token::DELETE, DynsetOp::Delete),
        ])
    }

    /// `@name`, or a variable that stands for it: the name.
    fn set_name(&mut self) -> Parse<Name> {
        let set = self.set_reference()?;
        let ExprKind::SetRef(of) = set.kind else {
            return Err(self.error("Expression does not refer to a set", set.place));
        };
        Ok(Name {
            of,
            place: set.place,
        })
    }

    /// `meter NAME [size N] { KEY STATEMENT }`.
    fn meter(&mut self) -> Parse<Statement> {
        self.take();
        let name = self.expect(Token::STRING)?;
        let name = self.name_of(name);
        let next = self.expect_of(&[Token::SIZE, Token::BRACE_OPEN])?;
        let mut size = None;
        if next.token == Token::SIZE {
            size = Some(self.number()?);
            self.expect(Token::BRACE_OPEN)?;
        }
        self.meter_body(name, size)
    }

    fn meter_body(&mut self, name: Name, size: Option<At<u64>>) -> Parse<Statement> {
        let mut element = self.dynamic_key()?;
        if !begins_statement(self.peek()) {
            return Err(self.unexpected(&[]));
        }
        element.statements.push(self.statement()?);
        self.expect(Token::BRACE_CLOSE)?;
        Ok(Statement::Meter {
            name,
            size,
            element: Box::new(element),
        })
    }

    /// Statements of which Tollgate has only the words.
    fn foreign(&mut self, token: Token) -> Parse<Statement> {
        self.take();
        match token {
            Token::TPROXY => {
                self.to()?;
                if self.eat(Token::COLON).is_some() {
                    self.statement_expr()?;
                } else {
                    self.statement_expr()?;
                    if self.eat(Token::COLON).is_some() {
                        self.statement_expr()?;
                    }
                }
                self.leave(Scope::Tproxy);
            }
            Token::DUP => {
                self.expect(Token::TO)?;
                self.statement_expr()?;
                if self.eat(Token::DEVICE).is_some() {
                    self.statement_expr()?;
                }
                self.leave(Scope::Dup);
            }
            Token::FWD => {
                if self.to()? {
                    self.statement_expr()?;
                    self.expect(Token::DEVICE)?;
                }
                self.statement_expr()?;
                self.leave(Scope::Fwd);
            }
            Token::SYNPROXY => self.synproxy()?,
            Token::QUEUE => self.queue()?,
            _ => return self.flow(),
        }
        Ok(Statement::Foreign(token.name()))
    }

    /// `to`, `ip to` or `ip6 to`: whether there is a family.
    fn to(&mut self) -> Parse<bool> {
        if let Token::IP | Token::IP6 = self.peek() {
            self.family();
            self.expect(Token::TO)?;
            return Ok(true);
        }
        self.expect_of(&[Token::TO, Token::IP, Token::IP6])?;
        Ok(false)
    }

    fn synproxy(&mut self) -> Parse<()> {
        if self.eat(Token::NAME).is_some() {
            self.statement_expr()?;
        }
        loop {
            match self.peek() {
                Token::MSS | Token::WSCALE => {
                    self.take();
                    self.expect(Token::NUMBER)?;
                }
                Token::TIMESTAMP | Token::SACK_PERMITTED => {
                    self.take();
                }
                _ => break,
            }
        }
        self.leave(Scope::Synproxy);
        Ok(())
    }

    fn queue(&mut self) -> Parse<()> {
        match self.peek() {
            Token::TO => {
                self.take();
                self.queue_number()?;
            }
            Token::FLAGS => {
                self.take();
                self.queue_flags()?;
                // (No comma, or it would have been read.)
                let next = self.expect_of(&[Token::TO, Token::NUM, Token::COMMA])?;
                if next.token == Token::TO {
                    self.queue_number()?;
                } else {
                    self.queue_range()?;
                }
            }
            _ => loop {
                match self.peek() {
                    Token::NUM => {
                        self.take();
                        self.queue_range()?;
                    }
                    Token::BYPASS | Token::FANOUT => self.queue_flags()?,
                    _ => break,
                }
            },
        }
        self.leave(Scope::Queue);
        Ok(())
    }

    fn queue_flags(&mut self) -> Parse<()> {
        loop {
            self.expect_of(&[Token::BYPASS, Token::FANOUT])?;
            if self.eat(Token::COMMA).is_none() {
                return Ok(());
            }
        }
    }

    /// Behind `to`: a number, a range, or what a hash or map gives.
    fn queue_number(&mut self) -> Parse<()> {
        match self.peek() {
            Token::NUMBER | Token::DOLLAR => self.queue_range(),
            _ => {
                let (expr, fields) = self.left()?;
                let gives_number = matches!(
                    expr.kind,
                    ExprKind::Numgen { .. } | ExprKind::Jhash { .. } | ExprKind::Symhash { .. }
                );
                if fields && !gives_number {
                    return Err(self.unexpected(&[Token::DOT, Token::MAP]));
                }
                Ok(())
            }
        }
    }

    /// One queue or several.
    fn queue_range(&mut self) -> Parse<()> {
        self.queue_end()?;
        if self.eat(Token::DASH).is_some() {
            self.queue_end()?;
        }
        Ok(())
    }

    fn queue_end(&mut self) -> Parse<()> {
        match self.peek() {
            Token::NUMBER => {
                self.take();
                Ok(())
            }
            Token::DOLLAR => self.variable().map(drop),
            _ => Err(self.unexpected(&[Token::NUMBER, Token::DOLLAR])),
        }
    }

    /// `flow add @table`, and meters in their first form.
    fn flow(&mut self) -> Parse<Statement> {
        match self.peek() {
            Token::OFFLOAD | Token::ADD => {
                self.take();
                self.expect(Token::AT)?;
                self.expect_of(&STRINGS)?;
                self.leave(Scope::At);
                Ok(Statement::Foreign("flow"))
            }
            Token::TABLE => {
                let mut name = None;
                while self.eat(Token::TABLE).is_some() {
                    let word = self.expect(Token::STRING)?;
                    name = Some(self.name_of(word));
                }
                if self.peek() != Token::BRACE_OPEN {
                    return Err(self.unexpected(&[Token::TABLE, Token::BRACE_OPEN]));
                }
                self.take();
                let Some(name) = name else {
                    return Err(self.unexpected(&[Token::TABLE]));
                };
                self.meter_body(name, None)
            }
            _ => Err(self.unexpected(&[Token::TABLE])),
        }
    }
}
