//! Names of tables and what is in them.

use super::{Parse, Parser, Scope, Token};
use crate::{
    config::nft::NftFamily,
    lang::nft::syntax::{At, Handled, InTable, Name, Position, TableName},
};

/// Whether a name or a handle is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// A name.
    Name,
    /// A name, or `handle N`.
    NameOrHandle,
}

impl Parser<'_> {
    /// `ip`, `ip6`, `inet`, …, if one of them is there.
    pub(super) fn family(&mut self) -> Option<At<NftFamily>> {
        let (of, scope) = match self.peek() {
            Token::IP => (NftFamily::Ip, Some(Scope::Ip)),
            Token::IP6 => (NftFamily::Ip6, Some(Scope::Ip6)),
            Token::INET => (NftFamily::Inet, None),
            Token::ARP => (NftFamily::Arp, Some(Scope::Arp)),
            Token::BRIDGE => (NftFamily::Bridge, None),
            Token::NETDEV => (NftFamily::Netdev, None),
            _ => return None,
        };
        let word = self.take();
        if let Some(scope) = scope {
            self.leave(scope);
        }
        Some(At {
            of,
            place: word.place,
        })
    }

    /// A table.
    pub(super) fn table_name(&mut self, by: By) -> Parse<TableName> {
        let family = self.family();
        let name = self.handled(by)?;
        Ok(TableName { family, name })
    }

    /// Something in a table.
    pub(super) fn in_table(&mut self, by: By) -> Parse<InTable> {
        let table = self.table_name(By::Name)?;
        let name = self.handled(by)?;
        Ok(InTable { table, name })
    }

    fn handled(&mut self, by: By) -> Parse<Handled> {
        if by == By::Name {
            return Ok(Handled::Name(self.identifier()?));
        }
        let next = self.expect_of(&[Token::HANDLE, Token::STRING])?;
        if next.token == Token::STRING {
            return Ok(Handled::Name(self.name_of(next)));
        }
        Ok(Handled::Handle(self.number()?))
    }

    /// A name.
    pub(super) fn identifier(&mut self) -> Parse<Name> {
        let word = self.expect(Token::STRING)?;
        Ok(self.name_of(word))
    }

    /// `handle N`, `position N` or `index N`, if one of them is there.
    pub(super) fn position(&mut self) -> Parse<Option<Position>> {
        let word = match self.peek() {
            Token::HANDLE | Token::POSITION | Token::INDEX => self.take(),
            _ => return Ok(None),
        };
        let number = self.number()?;
        let whole = At {
            place: word.place.to(number.place),
            ..number
        };
        Ok(Some(match word.token {
            Token::INDEX => Position::Index(whole),
            Token::POSITION => Position::Handle(whole),
            _ => Position::Handle(number),
        }))
    }

    /// `handle N`.
    pub(super) fn rule_handle(&mut self) -> Parse<Position> {
        self.expect(Token::HANDLE)?;
        Ok(Position::Handle(self.number()?))
    }
}
