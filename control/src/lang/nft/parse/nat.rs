//! `snat`, `dnat`, `masquerade`, `redirect`.

use dataplane::filter::nft::NatKind;

use super::{Lexed, Parse, Parser, Scope, Token, expr::Side, meta::family_scope};
use crate::{
    config::nft::NftFamily,
    lang::nft::syntax::{At, Expr, Name, Nat},
};

/// How to choose.
const FLAGS: [Token; 3] = [Token::RANDOM, Token::FULLY_RANDOM, Token::PERSISTENT];

impl Parser<'_> {
    /// Behind the word; the scope is left.
    pub(super) fn nat(&mut self, kind: NatKind) -> Parse<Nat> {
        let mut nat = Nat {
            kind,
            family: None,
            prefix: false,
            addr_and_port: false,
            addr: None,
            port: None,
            flags: Vec::new(),
        };
        match kind {
            NatKind::Source | NatKind::Destination => {
                self.translation(&mut nat)?;
                while FLAGS.contains(&self.peek()) {
                    nat.flags = self.nat_flags()?;
                }
            }
            NatKind::Masquerade => {
                if self.eat(Token::TO).is_some() {
                    self.expect(Token::COLON)?;
                    nat.port = Some(self.statement_expr()?);
                }
            }
            NatKind::Redirect => {
                if self.eat(Token::TO).is_some() {
                    self.eat(Token::COLON);
                    nat.port = Some(self.statement_expr()?);
                }
            }
        }
        if FLAGS.contains(&self.peek()) {
            nat.flags = self.nat_flags()?;
        }
        self.leave(Scope::Nat);
        Ok(nat)
    }

    /// Behind `snat` and `dnat`: to what.
    fn translation(&mut self, nat: &mut Nat) -> Parse<()> {
        match self.peek() {
            Token::IP | Token::IP6 => return self.of_family(nat),
            Token::COLON => {
                self.take();
                nat.port = Some(self.statement_expr()?);
                return Ok(());
            }
            Token::INTERVAL | Token::PREFIX => return self.networks(nat),
            Token::TO => {
                self.take();
                if self.eat(Token::COLON).is_some() {
                    nat.port = Some(self.statement_expr()?);
                    return Ok(());
                }
            }
            _ => {}
        }
        let addr = self.statement_expr()?;
        self.addr_and_port(nat, addr)
    }

    /// `ADDR` has been read: there may be a port.
    fn addr_and_port(&mut self, nat: &mut Nat, addr: Expr) -> Parse<()> {
        nat.addr = Some(addr);
        if self.eat(Token::COLON).is_some() {
            nat.port = Some(self.statement_expr()?);
        }
        Ok(())
    }

    /// `ip to …`, `ip prefix to …`, `ip addr . port to …`; or an expression that begins with the word.
    fn of_family(&mut self, nat: &mut Nat) -> Parse<()> {
        let word = self.take();
        match self.peek() {
            Token::TO | Token::ADDR | Token::INTERVAL | Token::PREFIX => {}
            _ => {
                let first = self.behind_header(word, Side::Statement)?;
                let addr = self.statement_expr_of(first, word)?;
                return self.addr_and_port(nat, addr);
            }
        }
        self.leave(family_scope(word.token));
        nat.family = Some(At {
            of: if word.token == Token::IP {
                NftFamily::Ip
            } else {
                NftFamily::Ip6
            },
            place: word.place,
        });
        match self.peek() {
            Token::TO => {
                self.take();
                let addr = self.statement_expr()?;
                self.addr_and_port(nat, addr)
            }
            Token::ADDR => {
                self.take();
                self.expect(Token::DOT)?;
                self.expect(Token::PORT)?;
                self.expect(Token::TO)?;
                nat.addr_and_port = true;
                nat.addr = Some(self.statement_expr()?);
                Ok(())
            }
            _ => self.networks(nat),
        }
    }

    /// `interval to …` and `prefix to …`.
    fn networks(&mut self, nat: &mut Nat) -> Parse<()> {
        nat.prefix = self.take().token == Token::PREFIX;
        self.expect(Token::TO)?;
        nat.addr = Some(self.statement_expr()?);
        Ok(())
    }

    fn nat_flags(&mut self) -> Parse<Vec<Name>> {
        let mut flags = Vec::new();
        loop {
            let flag: Lexed = self.expect_of(&FLAGS)?;
            flags.push(self.name_of(flag));
            if self.eat(Token::COMMA).is_none() {
                return Ok(flags);
            }
        }
    }
}
