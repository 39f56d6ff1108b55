//! What counts and limits: `counter`, `limit`, `quota`, `ct count`.

use dataplane::filter::nft::LimitUnit;

use super::{Lexed, Parse, Parser, Scope, Token, expr::saturate};
use crate::{
    config::nft::{ObjectKind, relative_time},
    lang::nft::syntax::{At, Limit, Place, Quota, Statement},
};

/// Where a limit stands: what is wrong with it depends on that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    /// In a rule, or in front of the elements of a set.
    Rule,
    /// In an element.
    Element,
    /// In an object.
    Object,
}

impl Parser<'_> {
    /// What each element of a set may have, or a rule: `None` if the token ahead begins nothing of the kind.
    pub(super) fn stateful(&mut self) -> Parse<Option<At<Statement>>> {
        let start = self.peeked().place;
        let of = match self.peek() {
            Token::COUNTER => {
                self.take();
                self.counter()?
            }
            Token::LIMIT => {
                self.take();
                let next = self.expect_of(&[Token::RATE, Token::NAME])?;
                let statement = if next.token == Token::NAME {
                    Statement::Object(ObjectKind::Limit, self.statement_expr()?)
                } else {
                    Statement::Limit(self.limit(Within::Rule)?)
                };
                self.leave(Scope::Limit);
                statement
            }
            Token::QUOTA => {
                self.take();
                let statement = if self.eat(Token::NAME).is_some() {
                    Statement::Object(ObjectKind::Quota, self.statement_expr()?)
                } else {
                    Statement::Quota(self.quota(start)?)
                };
                self.leave(Scope::Quota);
                statement
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

    /// Behind `counter`.
    fn counter(&mut self) -> Parse<Statement> {
        let named = match self.eat(Token::NAME) {
            Some(_) => Some(self.statement_expr()?),
            None => None,
        };
        let (mut packets, mut bytes) = (0, 0);
        loop {
            match self.peek() {
                Token::PACKETS => {
                    self.take();
                    packets = self.expect(Token::NUMBER)?.number;
                }
                Token::BYTES => {
                    self.take();
                    bytes = self.expect(Token::NUMBER)?.number;
                }
                _ => break,
            }
        }
        self.leave(Scope::Counter);
        Ok(match named {
            Some(name) => Statement::Object(ObjectKind::Counter, name),
            None => Statement::Counter(packets, bytes),
        })
    }

    /// `packets N bytes N`.
    pub(super) fn counts(&mut self) -> Parse<(u64, u64)> {
        self.expect(Token::PACKETS)?;
        let packets = self.expect(Token::NUMBER)?.number;
        self.expect(Token::BYTES)?;
        let bytes = self.expect(Token::NUMBER)?.number;
        Ok((packets, bytes))
    }

    /// Behind `ct count`.
    pub(super) fn conn_count(&mut self) -> Parse<Statement> {
        let next = self.expect_of(&[Token::NUMBER, Token::OVER])?;
        let over = next.token == Token::OVER;
        let number = if over {
            self.expect(Token::NUMBER)?
        } else {
            next
        };
        self.leave(Scope::Ct);
        Ok(Statement::ConnCount {
            count: saturate(number.number),
            over,
        })
    }

    /// Behind `limit rate`.
    pub(super) fn limit(&mut self, within: Within) -> Parse<Limit> {
        let over = self.over();
        let number = self.expect(Token::NUMBER)?;
        let (rate, unit, seconds) = self.rate(number)?;
        let burst = match self.eat(Token::BURST) {
            None => None,
            Some(word) => {
                let number = self.expect(Token::NUMBER)?;
                let burst = if unit == LimitUnit::Packets {
                    self.expect(Token::PACKETS)?;
                    number.number
                } else {
                    self.bytes(number)?
                };
                Some((burst, self.since(word.place)))
            }
        };
        let nothing = match (within, unit, burst) {
            (Within::Object, ..) => None,
            (Within::Rule, LimitUnit::Packets, Some((0, place))) => {
                Some(("packet limit burst must be > 0", place))
            }
            (Within::Element, LimitUnit::Packets, Some((0, place))) => {
                Some(("limit burst must be > 0", place))
            }
            // nft wants a burst there, and underlines what is behind it.
            (Within::Element, LimitUnit::Bytes, None | Some((0, _))) => {
                Some(("limit burst must be > 0", end_of(self.last)))
            }
            _ => None,
        };
        if let Some((message, place)) = nothing {
            return Err(self.error(message, place));
        }
        Ok(Limit {
            rate,
            unit,
            seconds,
            burst: burst.map(|(burst, _)| burst),
            over,
        })
    }

    /// `over` (true) or `until`, if one of them is there.
    fn over(&mut self) -> bool {
        let over = self.eat(Token::OVER).is_some();
        if !over {
            self.eat(Token::UNTIL);
        }
        over
    }

    /// Behind the number of a rate: `/second`, `mbytes/second`; so many, of what, in so many seconds.
    fn rate(&mut self, number: Lexed) -> Parse<(u64, LimitUnit, u64)> {
        let word = self.expect_of(&[Token::SLASH, Token::STRING, Token::BYTES])?;
        if word.token == Token::SLASH {
            let seconds = self.time_unit()?;
            return Ok((number.number, LimitUnit::Packets, seconds));
        }
        if word.token == Token::STRING && self.peek() != Token::SLASH {
            // One word, with the slash in it.
            let text = self.text(word);
            let place = number.place.to(word.place);
            let Some((unit, time)) = text.split_once('/') else {
                return Err(self.error("wrong rate format", place));
            };
            let found = data_unit(unit).zip(time_unit(time));
            let Some((factor, seconds)) = found else {
                return Err(self.error("Wrong rate format", place));
            };
            let rate = number.number.wrapping_mul(factor);
            return Ok((rate, LimitUnit::Bytes, seconds));
        }
        let rate = self.in_unit(number, word, number.place.to(word.place))?;
        self.expect(Token::SLASH)?;
        let seconds = self.time_unit()?;
        Ok((rate, LimitUnit::Bytes, seconds))
    }

    fn time_unit(&mut self) -> Parse<u64> {
        let token = self.peek();
        let (Token::SECOND | Token::MINUTE | Token::HOUR | Token::DAY | Token::WEEK) = token else {
            return Err(self.unexpected(&[]));
        };
        self.take();
        // They are all units.
        Ok(time_unit(token.name()).unwrap_or(1))
    }

    /// Behind a number: `bytes`, `kbytes`, `mbytes`.
    fn bytes(&mut self, number: Lexed) -> Parse<u64> {
        let word = self.expect_of(&[Token::STRING, Token::BYTES])?;
        self.in_unit(number, word, number.place.to(word.place))
    }

    /// A number of bytes; `place` is underlined if the unit is none.
    fn in_unit(&mut self, number: Lexed, unit: Lexed, place: Place) -> Parse<u64> {
        match data_unit(self.inputs.at(unit.place)) {
            Some(factor) => Ok(number.number.wrapping_mul(factor)),
            None => Err(self.error("Wrong rate format", place)),
        }
    }

    /// Behind `quota`, or all of an object. `start` is where what is underlined begins.
    pub(super) fn quota(&mut self, start: Place) -> Parse<Quota> {
        let over = self.over();
        let number = self.expect(Token::NUMBER)?;
        let unit = self.expect_of(&[Token::STRING, Token::BYTES])?;
        let used = match self.eat(Token::USED) {
            Some(word) => {
                let number = self.expect(Token::NUMBER)?;
                let unit = self.expect_of(&[Token::STRING, Token::BYTES])?;
                self.in_unit(number, unit, word.place.to(unit.place))?
            }
            None => 0,
        };
        let place = self.since(start);
        Ok(Quota {
            bytes: self.in_unit(number, unit, place)?,
            used,
            over,
        })
    }

    /// `1d2h`, in milliseconds.
    pub(super) fn time(&mut self) -> Parse<At<u64>> {
        let word = self.expect(Token::STRING)?;
        let text = self.text(word);
        match relative_time(&text) {
            Ok(of) => Ok(At {
                of,
                place: word.place,
            }),
            Err(message) => Err(self.error(message, word.place)),
        }
    }
}

/// The last byte of a place.
const fn end_of(place: Place) -> Place {
    Place {
        start: place.end.saturating_sub(1),
        ..place
    }
}

/// How many bytes; what is behind the unit's name does not count.
fn data_unit(word: &str) -> Option<u64> {
    let units = [("bytes", 1), ("kbytes", 1024), ("mbytes", 1024 * 1024)];
    let found = units.iter().find(|(unit, _)| word.starts_with(unit));
    found.map(|(_, factor)| *factor)
}

/// In seconds.
fn time_unit(word: &str) -> Option<u64> {
    Some(match word {
        "second" => 1,
        "minute" => 60,
        "hour" => 60 * 60,
        "day" => 60 * 60 * 24,
        "week" => 60 * 60 * 24 * 7,
        _ => return None,
    })
}
