//! What is known of a packet besides its bytes: `meta`, `ct`, `rt`, `socket`, `fib`, and numbers that are made up.

use dataplane::{
    conntrack::Direction,
    filter::nft::{CtKey, Fib, FibResult, MetaKey, SocketKey},
};

use super::{
    Parse, Parser, Scope, Token,
    expr::{Side, saturate},
};
use crate::{
    config::nft::{MetaField, NumgenMode},
    lang::nft::syntax::{Expr, ExprKind, Place, RtWord},
};

/// Keys of `meta` that may be written alone.
const BARE: [Token; 23] = [
    Token::MARK,
    Token::IIF,
    Token::IIFNAME,
    Token::IIFTYPE,
    Token::OIF,
    Token::OIFNAME,
    Token::OIFTYPE,
    Token::SKUID,
    Token::SKGID,
    Token::NFTRACE,
    Token::RTCLASSID,
    Token::IBRIPORT,
    Token::OBRIPORT,
    Token::IBRNAME,
    Token::OBRNAME,
    Token::PKTTYPE,
    Token::CPU,
    Token::IIFGROUP,
    Token::OIFGROUP,
    Token::CGROUP,
    Token::TIME,
    Token::DAY,
    Token::HOUR,
];

/// Keys that need `meta` in front of them.
const QUALIFIED: [Token; 5] = [
    Token::LENGTH,
    Token::PROTOCOL,
    Token::PRIORITY,
    Token::RANDOM,
    Token::SECMARK,
];

/// What `meta` knows, as nft lists it.
const META_KEYS: &str = "length, protocol, priority, mark, iif, oif, iifname, oifname, iiftype, oiftype, \
    skuid, skgid, nftrace, rtclassid, secmark, nfproto, l4proto, ibrname, obrname, pkttype, cpu, \
    iifgroup, oifgroup, cgroup, random, ipsec, iifkind, oifkind, ibrpvid, ibrvproto, time, day, hour, \
    sdif, sdifname";

/// What of that is of bridges and VRFs.
const FOREIGN_META_KEYS: [&str; 4] = ["ibrpvid", "ibrvproto", "sdif", "sdifname"];

/// Keys of `ct` that can be asked of one direction or of both.
const CT_COUNTS: [(Token, CtKey); 4] = [
    (Token::BYTES, CtKey::Bytes),
    (Token::PACKETS, CtKey::Pkts),
    (Token::AVGPKT, CtKey::AvgPkt),
    (Token::ZONE, CtKey::Zone),
];

/// Keys of `ct` that can be asked with or without a direction.
const CT_TUPLE: [(Token, CtKey); 6] = [
    (Token::SADDR, CtKey::Src),
    (Token::DADDR, CtKey::Dst),
    (Token::L3PROTO, CtKey::L3Protocol),
    (Token::PROTOCOL, CtKey::Protocol),
    (Token::PROTO_SRC, CtKey::ProtoSrc),
    (Token::PROTO_DST, CtKey::ProtoDst),
];

/// The other keys of `ct`.
const CT_KEYS: [(Token, CtKey); 10] = [
    (Token::MARK, CtKey::Mark),
    (Token::STATE, CtKey::State),
    (Token::DIRECTION, CtKey::Direction),
    (Token::STATUS, CtKey::Status),
    (Token::EXPIRATION, CtKey::Expiration),
    (Token::HELPER, CtKey::Helper),
    (Token::LABEL, CtKey::Labels),
    (Token::EVENT, CtKey::EventMask),
    (Token::SECMARK, CtKey::SecMark),
    (Token::ID, CtKey::Id),
];

/// Whether a token begins what [`Parser::known`] reads.
pub(super) fn is_known(token: Token) -> bool {
    const BEGINS: [Token; 10] = [
        Token::META,
        Token::IPSEC,
        Token::RT,
        Token::CT,
        Token::SOCKET,
        Token::NUMGEN,
        Token::JHASH,
        Token::SYMHASH,
        Token::FIB,
        Token::OSF,
    ];
    BARE.contains(&token) || BEGINS.contains(&token)
}

impl Parser<'_> {
    /// `None` if the token ahead begins nothing of the kind.
    pub(super) fn known(&mut self, token: Token, side: Side) -> Parse<Option<Expr>> {
        let start = self.peeked().place;
        let kind = match token {
            token if BARE.contains(&token) => {
                self.take();
                meta(token.name())
            }
            Token::META => {
                self.take();
                self.meta_key(start)?
            }
            Token::IPSEC => {
                self.take();
                self.ipsec(side)?
            }
            Token::RT => {
                self.take();
                self.route()?
            }
            Token::CT => {
                self.take();
                self.ct_key()?
            }
            Token::SOCKET => {
                self.take();
                self.socket()?
            }
            Token::NUMGEN => {
                self.take();
                self.numgen()?
            }
            Token::JHASH => {
                self.take();
                self.jhash()?
            }
            Token::SYMHASH => {
                self.take();
                let modulus = self.modulus()?;
                let offset = self.offset()?;
                self.leave(Scope::Hash);
                ExprKind::Symhash { modulus, offset }
            }
            Token::FIB if side == Side::Left => {
                self.take();
                self.fib()?
            }
            Token::OSF => {
                self.take();
                self.fingerprint()?
            }
            _ => return Ok(None),
        };
        Ok(Some(Expr {
            kind,
            place: self.since(start),
        }))
    }

    /// What a word began is over, unless it is to be set: it is over behind that.
    fn leave_or_hold(&mut self, scope: Scope) {
        if !self.hashed && self.peek() == Token::SET {
            self.held = Some(scope);
        } else {
            self.leave(scope);
        }
    }

    fn meta_key(&mut self, start: Place) -> Parse<ExprKind> {
        let token = self.peek();
        let kind = if token == Token::STRING {
            let word = self.take();
            let text = self.text(word);
            if FOREIGN_META_KEYS.contains(&text.as_str()) {
                ExprKind::Foreign("meta")
            } else if let Some(key) = MetaField::find(&text) {
                ExprKind::Meta(key)
            } else {
                if self.eat(Token::SET).is_some() {
                    self.statement_expr()?;
                }
                let message =
                    format!("syntax error, unexpected {text}, known keys are {META_KEYS}");
                let place = self.since(start);
                return Err(self.error(message, place));
            }
        } else if QUALIFIED.contains(&token) || BARE.contains(&token) || token == Token::IPSEC {
            self.take();
            match token {
                Token::SECMARK => self.leave(Scope::Secmark),
                Token::IPSEC => self.leave(Scope::Ipsec),
                _ => {}
            }
            meta(token.name())
        } else {
            return Err(self.unexpected(&[]));
        };
        self.leave_or_hold(Scope::Meta);
        Ok(kind)
    }

    /// Behind `ipsec`: a field of the security association, or nothing.
    fn ipsec(&mut self, side: Side) -> Parse<ExprKind> {
        if side != Side::Left || !matches!(self.peek(), Token::IN | Token::OUT) {
            self.leave(Scope::Ipsec);
            return Ok(meta("ipsec"));
        }
        self.take();
        let mut number = None;
        if let Some(word) = self.eat(Token::SPNUM) {
            let value = self.expect(Token::NUMBER)?;
            number = Some((value.number, word.place.to(value.place)));
        }
        let key = self.expect_of(&[Token::IP, Token::IP6, Token::SPI, Token::REQID])?;
        if let Token::IP | Token::IP6 = key.token {
            self.leave(family_scope(key.token));
            self.expect_of(&[Token::SADDR, Token::DADDR])?;
        }
        self.leave(Scope::Ipsec);
        match number {
            Some((number, place)) if number > 255 => Err(self.error("value too large", place)),
            _ => Ok(ExprKind::Foreign("ipsec")),
        }
    }

    /// Behind `rt`.
    pub(super) fn route(&mut self) -> Parse<ExprKind> {
        const KEYS: [(Token, RtWord); 4] = [
            (Token::CLASSID, RtWord::Classid),
            (Token::NEXTHOP, RtWord::NextHop),
            (Token::MTU, RtWord::Mtu),
            (Token::IPSEC, RtWord::Ipsec),
        ];
        let family = match self.peek() {
            Token::IP | Token::IP6 => self.family().map(|family| family.of),
            token if KEYS.iter().any(|(word, _)| *word == token) => None,
            _ => return Err(self.unexpected(&[])),
        };
        let key = self.one_of(&KEYS)?;
        if key == RtWord::Ipsec {
            self.leave(Scope::Ipsec);
        }
        self.leave(Scope::Rt);
        Ok(ExprKind::Rt(key, family))
    }

    fn socket(&mut self) -> Parse<ExprKind> {
        let key = self.expect_of(&[
            Token::TRANSPARENT,
            Token::MARK,
            Token::WILDCARD,
            Token::CGROUPV2,
        ])?;
        let kind = match key.token {
            Token::TRANSPARENT => ExprKind::Socket(SocketKey::Transparent),
            Token::MARK => ExprKind::Socket(SocketKey::Mark),
            Token::WILDCARD => ExprKind::Socket(SocketKey::Wildcard),
            _ => {
                self.expect(Token::LEVEL)?;
                self.expect(Token::NUMBER)?;
                ExprKind::Foreign("socket cgroupv2")
            }
        };
        self.leave(Scope::Socket);
        Ok(kind)
    }

    /// Behind `ct`.
    pub(super) fn ct_key(&mut self) -> Parse<ExprKind> {
        let token = self.peek();
        let direction = match token {
            Token::ORIGINAL => Some(Direction::Original),
            Token::REPLY => Some(Direction::Reply),
            _ => None,
        };
        if direction.is_some() {
            self.take();
            return self.ct_key_of(direction);
        }
        let keys = CT_KEYS.iter().chain(&CT_TUPLE).chain(&CT_COUNTS);
        let Some((_, key)) = keys.into_iter().find(|(word, _)| *word == token) else {
            return Err(self.unexpected(&[]));
        };
        self.take();
        if *key == CtKey::SecMark {
            self.leave(Scope::Secmark);
        }
        self.leave_or_hold(Scope::Ct);
        Ok(ExprKind::Ct(*key, None))
    }

    /// Behind `ct original` and `ct reply`.
    fn ct_key_of(&mut self, direction: Option<Direction>) -> Parse<ExprKind> {
        let token = self.peek();
        if let Token::IP | Token::IP6 = token {
            self.take();
            let (source, destination) = if token == Token::IP {
                (CtKey::SrcIp, CtKey::DstIp)
            } else {
                (CtKey::SrcIp6, CtKey::DstIp6)
            };
            let key = self.one_of(&[(Token::SADDR, source), (Token::DADDR, destination)])?;
            self.leave(family_scope(token));
            self.leave(Scope::Ct);
            return Ok(ExprKind::Ct(key, direction));
        }
        let find = |keys: &[(Token, CtKey)]| {
            let found = keys.iter().find(|(word, _)| *word == token);
            found.map(|(_, key)| *key)
        };
        if let Some(key) = find(&CT_COUNTS) {
            self.take();
            self.leave_or_hold(Scope::Ct);
            return Ok(ExprKind::Ct(key, direction));
        }
        let Some(key) = find(&CT_TUPLE) else {
            return Err(self.unexpected(&[]));
        };
        self.take();
        self.leave(Scope::Ct);
        Ok(ExprKind::Ct(key, direction))
    }

    fn numgen(&mut self) -> Parse<ExprKind> {
        let mode = self.one_of(&[
            (Token::INC, NumgenMode::Incremental),
            (Token::RANDOM, NumgenMode::Random),
        ])?;
        let modulus = self.modulus()?;
        let offset = self.offset()?;
        self.leave(Scope::Numgen);
        Ok(ExprKind::Numgen {
            mode,
            modulus,
            offset,
        })
    }

    fn jhash(&mut self) -> Parse<ExprKind> {
        self.deeper(1)?;
        let before = std::mem::replace(&mut self.hashed, true);
        let of = self.within(Self::left);
        self.hashed = before;
        let (of, _) = of?;
        let modulus = self.modulus()?;
        let seed = match self.eat(Token::SEED) {
            Some(_) => Some(saturate(self.expect(Token::NUMBER)?.number)),
            None => None,
        };
        let offset = self.offset()?;
        self.leave(Scope::Hash);
        Ok(ExprKind::Jhash {
            of: Box::new(of),
            modulus,
            seed,
            offset,
        })
    }

    /// `mod N`.
    fn modulus(&mut self) -> Parse<u32> {
        self.expect(Token::MOD)?;
        Ok(saturate(self.expect(Token::NUMBER)?.number))
    }

    /// `offset N`, if it is there.
    fn offset(&mut self) -> Parse<u32> {
        if self.eat(Token::OFFSET).is_none() {
            return Ok(0);
        }
        Ok(saturate(self.expect(Token::NUMBER)?.number))
    }

    fn fib(&mut self) -> Parse<ExprKind> {
        const FLAGS: [Token; 5] = [
            Token::SADDR,
            Token::DADDR,
            Token::MARK,
            Token::IIF,
            Token::OIF,
        ];
        let start = self.peeked().place;
        let mut seen = Vec::new();
        loop {
            let token = self.peek();
            if !FLAGS.contains(&token) {
                return Err(self.unexpected(&[]));
            }
            self.take();
            if !seen.contains(&token) {
                seen.push(token);
            }
            if self.eat(Token::DOT).is_none() {
                break;
            }
        }
        let flags = self.since(start);
        let result = self.one_of(&[
            (Token::OIF, FibResult::Oif),
            (Token::OIFNAME, FibResult::OifName),
            (Token::TYPE, FibResult::AddrType),
        ])?;
        self.leave(Scope::Fib);
        let has = |token| seen.contains(&token);
        let (source, destination) = (has(Token::SADDR), has(Token::DADDR));
        let (iif, oif) = (has(Token::IIF), has(Token::OIF));
        let wrong = if !source && !destination {
            Some("fib: need either saddr or daddr")
        } else if source && destination {
            Some("fib: saddr and daddr are mutually exclusive")
        } else if iif && oif {
            Some("fib: iif and oif are mutually exclusive")
        } else {
            None
        };
        if let Some(wrong) = wrong {
            return Err(self.error(wrong, flags));
        }
        Ok(ExprKind::Fib(Fib {
            source,
            mark: has(Token::MARK),
            iif,
            oif,
            result,
            present: false,
        }))
    }

    /// Behind `osf`.
    fn fingerprint(&mut self) -> Parse<ExprKind> {
        if self.eat(Token::TTL).is_some() {
            let word = self.expect(Token::STRING)?;
            if !matches!(self.inputs.at(word.place), "loose" | "skip") {
                return Err(self.error("invalid ttl option", word.place));
            }
        }
        self.expect_of(&[Token::VERSION, Token::NAME])?;
        self.leave(Scope::Osf);
        Ok(ExprKind::Foreign("osf"))
    }
}

/// What `ip` and `ip6` begin.
pub(super) const fn family_scope(token: Token) -> Scope {
    match token {
        Token::IP6 => Scope::Ip6,
        _ => Scope::Ip,
    }
}

fn meta(name: &str) -> ExprKind {
    // Words are keywords only if they are keys.
    MetaField::find(name).map_or(ExprKind::Foreign("meta"), ExprKind::Meta)
}

/// Whether a key is one of those that are set by an object of the table.
pub(super) fn is_secmark(kind: &ExprKind) -> bool {
    *kind == ExprKind::Meta(MetaKey::SecMark)
}
