//! What of a packet is named: fields of headers, extension headers and options.

use super::{Lexed, Parse, Parser, Scope, Token, expr::Side};
use crate::{
    config::nft::{ExtHeader, Header, IpOption, TcpOption},
    lang::nft::syntax::{Expr, ExprKind, Place},
};
use dataplane::filter::nft::PayloadBase;

/// A header: the word, what it begins, and its fields.
type Fields<T> = (Token, Scope, T, &'static [Token]);

const HEADERS: [Fields<Header>; 13] = [
    (
        Token::ETHER,
        Scope::Ether,
        Header::Ether,
        &[Token::SADDR, Token::DADDR, Token::TYPE],
    ),
    (
        Token::VLAN,
        Scope::Vlan,
        Header::Vlan,
        &[Token::ID, Token::CFI, Token::DEI, Token::PCP, Token::TYPE],
    ),
    (
        Token::IP,
        Scope::Ip,
        Header::Ip,
        &[
            Token::VERSION,
            Token::HDRLENGTH,
            Token::DSCP,
            Token::ECN,
            Token::LENGTH,
            Token::ID,
            Token::FRAG_OFF,
            Token::TTL,
            Token::PROTOCOL,
            Token::CHECKSUM,
            Token::SADDR,
            Token::DADDR,
        ],
    ),
    (
        Token::ICMP,
        Scope::Icmp,
        Header::Icmp,
        &[
            Token::TYPE,
            Token::CODE,
            Token::CHECKSUM,
            Token::ID,
            Token::SEQ,
            Token::GATEWAY,
            Token::MTU,
        ],
    ),
    (
        Token::IGMP,
        Scope::Igmp,
        Header::Igmp,
        &[Token::TYPE, Token::CHECKSUM, Token::MRT, Token::GROUP],
    ),
    (
        Token::IP6,
        Scope::Ip6,
        Header::Ip6,
        &[
            Token::VERSION,
            Token::DSCP,
            Token::ECN,
            Token::FLOWLABEL,
            Token::LENGTH,
            Token::NEXTHDR,
            Token::HOPLIMIT,
            Token::SADDR,
            Token::DADDR,
        ],
    ),
    (
        Token::ICMPV6,
        Scope::Icmp,
        Header::Icmpv6,
        &[
            Token::TYPE,
            Token::CODE,
            Token::CHECKSUM,
            Token::PARAM_PROBLEM,
            Token::MTU,
            Token::ID,
            Token::SEQ,
            Token::MAX_DELAY,
        ],
    ),
    (
        Token::AH,
        Scope::Ah,
        Header::Ah,
        &[
            Token::NEXTHDR,
            Token::HDRLENGTH,
            Token::RESERVED,
            Token::SPI,
            Token::SEQ,
        ],
    ),
    (
        Token::ESP,
        Scope::Esp,
        Header::Esp,
        &[Token::SPI, Token::SEQ],
    ),
    (
        Token::COMP,
        Scope::Comp,
        Header::Comp,
        &[Token::NEXTHDR, Token::FLAGS, Token::CPI],
    ),
    (
        Token::UDP,
        Scope::Udp,
        Header::Udp,
        &[Token::SPORT, Token::DPORT, Token::LENGTH, Token::CHECKSUM],
    ),
    (
        Token::UDPLITE,
        Scope::Udplite,
        Header::Udplite,
        &[Token::SPORT, Token::DPORT, Token::CSUMCOV, Token::CHECKSUM],
    ),
    (
        Token::DCCP,
        Scope::Dccp,
        Header::Dccp,
        &[Token::SPORT, Token::DPORT, Token::TYPE],
    ),
];

const TRANSPORT: &[Token] = &[Token::SPORT, Token::DPORT];

const SCTP: &[Token] = &[Token::SPORT, Token::DPORT, Token::VTAG, Token::CHECKSUM];

const ARP: &[Token] = &[
    Token::HTYPE,
    Token::PTYPE,
    Token::HLEN,
    Token::PLEN,
    Token::OPERATION,
];

const TCP: &[Token] = &[
    Token::SPORT,
    Token::DPORT,
    Token::SEQ,
    Token::ACKSEQ,
    Token::DOFF,
    Token::RESERVED,
    Token::FLAGS,
    Token::WINDOW,
    Token::CHECKSUM,
    Token::URGPTR,
];

/// Extension headers whose fields are words alone.
const EXTENSIONS: [Fields<ExtHeader>; 4] = [
    (
        Token::HBH,
        Scope::Hbh,
        ExtHeader::HopByHop,
        &[Token::NEXTHDR, Token::HDRLENGTH],
    ),
    (
        Token::FRAG,
        Scope::Frag,
        ExtHeader::Fragment,
        &[
            Token::NEXTHDR,
            Token::RESERVED,
            Token::FRAG_OFF,
            Token::RESERVED2,
            Token::MORE_FRAGMENTS,
            Token::ID,
        ],
    ),
    (
        Token::DST,
        Scope::Dst,
        ExtHeader::Destination,
        &[Token::NEXTHDR, Token::HDRLENGTH],
    ),
    (
        Token::MH,
        Scope::Mh,
        ExtHeader::Mobility,
        &[
            Token::NEXTHDR,
            Token::HDRLENGTH,
            Token::TYPE,
            Token::RESERVED,
            Token::CHECKSUM,
        ],
    ),
];

/// Fields of a routing header; others are of the route (`rt nexthop`).
const ROUTING: [Token; 4] = [
    Token::NEXTHDR,
    Token::HDRLENGTH,
    Token::TYPE,
    Token::SEG_LEFT,
];

/// Options of TCP.
const TCP_OPTIONS: [Token; 15] = [
    Token::ECHO,
    Token::EOL,
    Token::FASTOPEN,
    Token::MD5SIG,
    Token::MPTCP,
    Token::MSS,
    Token::NOP,
    Token::SACK_PERMITTED,
    Token::TIMESTAMP,
    Token::WINDOW,
    Token::SACK,
    Token::SACK0,
    Token::SACK1,
    Token::SACK2,
    Token::SACK3,
];

/// Fields of some of them.
const TCP_OPTION_FIELDS: [(Token, &[Token]); 9] = [
    (Token::MSS, &[Token::SIZE]),
    (Token::SACK, &[Token::LEFT, Token::RIGHT]),
    (Token::SACK0, &[Token::LEFT, Token::RIGHT]),
    (Token::SACK1, &[Token::LEFT, Token::RIGHT]),
    (Token::SACK2, &[Token::LEFT, Token::RIGHT]),
    (Token::SACK3, &[Token::LEFT, Token::RIGHT]),
    (Token::WINDOW, &[Token::COUNT]),
    (Token::TIMESTAMP, &[Token::TSVAL, Token::TSECR]),
    (Token::MPTCP, &[Token::SUBTYPE]),
];

/// Whether a token begins what [`Parser::field`] reads.
pub(super) fn begins_field(token: Token) -> bool {
    const BEGINS: [Token; 9] = [
        Token::AT,
        Token::TCP,
        Token::SCTP,
        Token::TH,
        Token::ARP,
        Token::EXTHDR,
        Token::RT0,
        Token::RT2,
        Token::SRH,
    ];
    BEGINS.contains(&token)
        || HEADERS.iter().any(|(word, ..)| *word == token)
        || EXTENSIONS.iter().any(|(word, ..)| *word == token)
        || super::meta::is_known(token)
}

impl Parser<'_> {
    /// What a packet has: a field of a header, or something else that is known of it. `None` if the token ahead begins none.
    pub(super) fn field(&mut self, side: Side) -> Parse<Option<Expr>> {
        let token = self.peek();
        if let Some(field) = self.header_field(token, side)? {
            return Ok(Some(field));
        }
        if side == Side::Left
            && let Some(field) = self.extension(token)?
        {
            return Ok(Some(field));
        }
        self.known(token, side)
    }

    fn header_field(&mut self, token: Token, side: Side) -> Parse<Option<Expr>> {
        let start = self.peeked().place;
        let kind = match token {
            Token::AT => self.raw()?,
            Token::TCP => {
                self.take();
                let kind = self.tcp()?;
                self.leave(Scope::Tcp);
                kind
            }
            Token::SCTP => {
                self.take();
                self.sctp()?
            }
            Token::TH => {
                self.take();
                let field = self.field_word(TRANSPORT)?;
                self.leave(Scope::Th);
                payload(Header::Th, field)
            }
            Token::ARP => {
                self.take();
                match self.arp(side)? {
                    Some(kind) => kind,
                    None => ExprKind::Symbol("arp".to_owned()),
                }
            }
            _ => {
                if !HEADERS.iter().any(|(word, ..)| *word == token) {
                    return Ok(None);
                }
                let word = self.take();
                return self.behind_header(word, side).map(Some);
            }
        };
        Ok(Some(Expr {
            kind,
            place: self.since(start),
        }))
    }

    /// Behind `ip` or `ip6`, which have been taken.
    pub(super) fn behind_header(&mut self, word: Lexed, side: Side) -> Parse<Expr> {
        let found = HEADERS.iter().find(|(token, ..)| *token == word.token);
        let Some((_, scope, header, fields)) = found else {
            return Err(self.unexpected(&[]));
        };
        let kind = self.field_of(*header, *scope, fields, side)?;
        Ok(Expr {
            kind,
            place: self.since(word.place),
        })
    }

    /// Behind the name of a header.
    fn field_of(
        &mut self,
        header: Header,
        scope: Scope,
        fields: &[Token],
        side: Side,
    ) -> Parse<ExprKind> {
        let word = self.last;
        if header == Header::Ip && self.peek() == Token::OPTION {
            return self.ip_option(word);
        }
        let names_itself = side == Side::Statement
            && matches!(
                header,
                Header::Ether | Header::Vlan | Header::Ip | Header::Ip6
            );
        if names_itself && !fields.contains(&self.peek()) {
            self.leave(scope);
            return Ok(ExprKind::Symbol(header.name().to_owned()));
        }
        let field = self.field_word(fields)?;
        self.leave(scope);
        Ok(payload(header, field))
    }

    /// One of some words, and what it stands for.
    pub(super) fn one_of<T: Copy>(&mut self, words: &[(Token, T)]) -> Parse<T> {
        let token = self.peek();
        let Some((_, found)) = words.iter().find(|(word, _)| *word == token) else {
            let expected: Vec<Token> = words.iter().map(|(word, _)| *word).collect();
            return Err(self.unexpected(&expected));
        };
        self.take_word();
        Ok(*found)
    }

    /// One of the words of fields: its name.
    fn field_word(&mut self, words: &[Token]) -> Parse<&'static str> {
        if !words.contains(&self.peek()) {
            return Err(self.unexpected(words));
        }
        Ok(match self.take_word() {
            Token::SEQ => "sequence",
            word => word.name(),
        })
    }

    /// Takes a word; what `type` begins elsewhere is over at once.
    fn take_word(&mut self) -> Token {
        let token = self.take().token;
        if token == Token::TYPE {
            self.leave(Scope::Type);
        }
        token
    }

    /// `arp saddr ip` and the others; `None` for the word alone.
    fn arp(&mut self, side: Side) -> Parse<Option<ExprKind>> {
        let which = match self.peek() {
            Token::SADDR => Some(("saddr ether", "saddr ip")),
            Token::DADDR => Some(("daddr ether", "daddr ip")),
            _ => None,
        };
        let field = if let Some((ether, ip)) = which {
            self.take();
            let (field, scope) = self.one_of(&[
                (Token::ETHER, (ether, Scope::Ether)),
                (Token::IP, (ip, Scope::Ip)),
            ])?;
            self.leave(scope);
            field
        } else if ARP.contains(&self.peek()) {
            self.field_word(ARP)?
        } else if side == Side::Statement {
            self.leave(Scope::Arp);
            return Ok(None);
        } else {
            return Err(self.unexpected(&[]));
        };
        self.leave(Scope::Arp);
        Ok(Some(payload(Header::Arp, field)))
    }

    /// `@th,16,16`.
    fn raw(&mut self) -> Parse<ExprKind> {
        self.take();
        let word = self.expect_of(&[Token::STRING, Token::LL, Token::NH, Token::TH])?;
        let base = match word.token {
            Token::LL => PayloadBase::LinkLayer,
            Token::NH => PayloadBase::Network,
            Token::TH => {
                self.leave(Scope::Th);
                PayloadBase::Transport
            }
            _ if self.inputs.at(word.place) == "ih" => PayloadBase::Inner,
            _ => return Err(self.error("unknown raw payload base", word.place)),
        };
        self.expect(Token::COMMA)?;
        let offset = self.expect(Token::NUMBER)?;
        self.expect(Token::COMMA)?;
        let bits = self.expect(Token::NUMBER)?;
        self.leave(Scope::At);
        Ok(ExprKind::Raw {
            base,
            offset: u16::try_from(offset.number).unwrap_or(u16::MAX),
            bits: u16::try_from(bits.number).unwrap_or(u16::MAX),
        })
    }

    /// Behind `tcp`.
    fn tcp(&mut self) -> Parse<ExprKind> {
        if self.eat(Token::OPTION).is_none() {
            let field = self.field_word(TCP)?;
            return Ok(payload(Header::Tcp, field));
        }
        if self.eat(Token::AT).is_some() {
            // `tcp option @kind,offset,bits`.
            self.leave(Scope::At);
            self.tcp_option()?;
            for _ in 0..2 {
                self.expect(Token::COMMA)?;
                self.expect(Token::NUMBER)?;
            }
            return Ok(ExprKind::Foreign("tcp option @"));
        }
        let word = self.peek();
        let option = self.tcp_option()?;
        let fields = TCP_OPTION_FIELDS.iter().find(|(name, _)| *name == word);
        let fields = fields.map_or([].as_slice(), |(_, fields)| *fields);
        let token = self.peek();
        if token == Token::LENGTH || fields.contains(&token) {
            self.take();
            return Ok(match option.field(token.name()) {
                Some(field) => ExprKind::TcpOption(option, field),
                None => ExprKind::Foreign("tcp option"),
            });
        }
        Ok(ExprKind::TcpOptionExists(option))
    }

    /// The name or number of an option.
    pub(super) fn tcp_option(&mut self) -> Parse<TcpOption> {
        let Lexed {
            token,
            place,
            number,
        } = self.peeked();
        if token == Token::NUMBER {
            self.take();
            let Ok(kind) = u8::try_from(number) else {
                return Err(self.error("value too large", place));
            };
            return Ok(TcpOption::of_kind(kind));
        }
        if !TCP_OPTIONS.contains(&token) {
            return Err(self.unexpected(&[]));
        }
        self.take();
        match TcpOption::find(token.name()) {
            Some(option) => Ok(option),
            None => Err(self.error("Unknown option", place)),
        }
    }

    /// Behind `ip`: `option lsrr …`.
    fn ip_option(&mut self, word: Place) -> Parse<ExprKind> {
        self.take();
        let option = self.field_word(&[Token::LSRR, Token::RR, Token::SSRR, Token::RA])?;
        let Some(option) = IpOption::find(option) else {
            return Err(self.error("unknown ip option type/field", word));
        };
        const FIELDS: [Token; 5] = [
            Token::TYPE,
            Token::LENGTH,
            Token::VALUE,
            Token::PTR,
            Token::ADDR,
        ];
        if !FIELDS.contains(&self.peek()) {
            self.leave(Scope::Ip);
            return Ok(ExprKind::IpOption(option.0, None));
        }
        let field = self.field_word(&FIELDS)?;
        self.leave(Scope::Ip);
        match option.field(field) {
            Some(field) => Ok(ExprKind::IpOption(option.0, Some(field))),
            None => Err(self.error("unknown ip option type/field", word)),
        }
    }

    /// Behind `sctp`.
    fn sctp(&mut self) -> Parse<ExprKind> {
        if self.eat(Token::CHUNK).is_some() {
            self.sctp_chunk()?;
            self.leave(Scope::SctpChunk);
            self.leave(Scope::Sctp);
            return Ok(ExprKind::Foreign("sctp chunk"));
        }
        if !SCTP.contains(&self.peek()) {
            return Err(self.unexpected(&[]));
        }
        let field = self.field_word(SCTP)?;
        self.leave(Scope::Sctp);
        Ok(payload(Header::Sctp, field))
    }

    /// A kind of chunk, and a field of it.
    fn sctp_chunk(&mut self) -> Parse<()> {
        const CHUNKS: [(Token, &[Token]); 18] = [
            (
                Token::DATA,
                &[Token::TSN, Token::STREAM, Token::SSN, Token::PPID],
            ),
            (Token::INIT, INIT),
            (Token::INIT_ACK, INIT),
            (
                Token::SACK,
                &[
                    Token::CUM_TSN_ACK,
                    Token::A_RWND,
                    Token::NUM_GAP_ACK_BLOCKS,
                    Token::NUM_DUP_TSNS,
                ],
            ),
            (Token::HEARTBEAT, &[]),
            (Token::HEARTBEAT_ACK, &[]),
            (Token::ABORT, &[]),
            (Token::SHUTDOWN, &[Token::CUM_TSN_ACK]),
            (Token::SHUTDOWN_ACK, &[]),
            (Token::ERROR, &[]),
            (Token::COOKIE_ECHO, &[]),
            (Token::COOKIE_ACK, &[]),
            (Token::ECNE, &[Token::LOWEST_TSN]),
            (Token::CWR, &[Token::LOWEST_TSN]),
            (Token::SHUTDOWN_COMPLETE, &[]),
            (Token::ASCONF_ACK, &[Token::SEQNO]),
            (Token::FORWARD_TSN, &[Token::NEW_CUM_TSN]),
            (Token::ASCONF, &[Token::SEQNO]),
        ];
        const INIT: &[Token] = &[
            Token::INIT_TAG,
            Token::A_RWND,
            Token::NUM_OUTBOUND_STREAMS,
            Token::NUM_INBOUND_STREAMS,
            Token::INITIAL_TSN,
        ];
        let fields = self.one_of(&CHUNKS)?;
        let token = self.peek();
        if fields.contains(&token) || matches!(token, Token::TYPE | Token::FLAGS | Token::LENGTH) {
            self.take_word();
        }
        Ok(())
    }

    /// A field of an extension header, or whether there is one.
    fn extension(&mut self, token: Token) -> Parse<Option<Expr>> {
        let start = self.peeked().place;
        let kind = match token {
            Token::EXTHDR => {
                self.take();
                let (header, scope) = self.one_of(&[
                    (Token::HBH, (ExtHeader::HopByHop, Scope::Hbh)),
                    (Token::RT, (ExtHeader::Routing, Scope::Rt)),
                    (Token::FRAG, (ExtHeader::Fragment, Scope::Frag)),
                    (Token::DST, (ExtHeader::Destination, Scope::Dst)),
                    (Token::MH, (ExtHeader::Mobility, Scope::Mh)),
                ])?;
                self.leave(scope);
                ExprKind::ExthdrExists(header)
            }
            Token::RT0 => {
                self.take();
                self.expect(Token::ADDR)?;
                self.indexed(ExtHeader::Routing0, "addr")?
            }
            Token::RT2 => {
                self.take();
                self.expect(Token::ADDR)?;
                self.leave(Scope::Rt);
                extension(ExtHeader::Routing2, "addr")
            }
            Token::SRH => {
                self.take();
                let field =
                    self.field_word(&[Token::LAST_ENTRY, Token::FLAGS, Token::TAG, Token::SID])?;
                if field == "sid" {
                    self.indexed(ExtHeader::Segment, "sid")?
                } else {
                    self.leave(Scope::Rt);
                    extension(ExtHeader::Segment, field)
                }
            }
            Token::RT => {
                self.take();
                if ROUTING.contains(&self.peek()) {
                    let field = self.field_word(&ROUTING)?;
                    self.leave(Scope::Rt);
                    extension(ExtHeader::Routing, field)
                } else {
                    self.route()?
                }
            }
            _ => {
                let Some((_, scope, header, fields)) =
                    EXTENSIONS.iter().find(|(word, ..)| *word == token)
                else {
                    return Ok(None);
                };
                self.take();
                let field = self.field_word(fields)?;
                self.leave(*scope);
                extension(*header, field)
            }
        };
        Ok(Some(Expr {
            kind,
            place: self.since(start),
        }))
    }

    /// `[1]` behind a field of which there are several.
    fn indexed(&mut self, header: ExtHeader, name: &str) -> Parse<ExprKind> {
        self.expect(Token::BRACKET_OPEN)?;
        let number = self.expect(Token::NUMBER)?;
        self.expect(Token::BRACKET_CLOSE)?;
        self.leave(Scope::Rt);
        Ok(extension(header, &format!("{name}[{}]", number.number)))
    }
}

fn payload(header: Header, name: &str) -> ExprKind {
    let field = header.field(name);
    field.map_or(ExprKind::Foreign("payload"), ExprKind::Payload)
}

fn extension(header: ExtHeader, name: &str) -> ExprKind {
    match header.field(name) {
        Some(field) => ExprKind::Exthdr(header, field),
        None => ExprKind::Foreign("exthdr"),
    }
}
