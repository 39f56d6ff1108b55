//! Which packets `tollgate trace` shows: `tcp host 1.1.1.11 dport 22 in ens4`.

use std::net::IpAddr;

use dataplane::trace::Selector;
use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::{
    names,
    words::{PacketError, Words},
};

const EXAMPLES: &str = "for example: all\n\
                        \x20            tcp host 1.1.1.11 port 22\n\
                        \x20            in ens4 udp src 1.1.1.0/24 dport 53";

/// What is to be traced.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceRequest {
    /// The filter; empty for packets that have met `-j TRACE`.
    pub filter: String,
    /// The port that packets come in by.
    pub port: Option<String>,
    /// Packets to show; then it ends.
    pub count: Option<u64>,
    /// As JSON, one packet a line.
    pub json: bool,
    /// Without rules that are about other packets.
    pub brief: bool,
}

/// A filter that was read: the interface is still a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// All but the interface.
    pub selector: Selector,
    /// The interface.
    pub iif: Option<String>,
}

/// Reads a filter.
///
/// # Errors
/// What is wrong, and where.
pub fn filter(text: &str) -> Result<Filter, PacketError> {
    let mut words = Words::new(text, EXAMPLES);
    let mut filter = Filter::default();
    while let Some(word) = words.next() {
        let side = match word {
            "src" | "dst" => words.peek() == Some("port"),
            _ => false,
        };
        let selector = &mut filter.selector;
        match word {
            "all" | "and" => {}
            "src" | "dst" if side => {
                words.next();
                let port = words.number("a port")?;
                if word == "src" {
                    selector.sport = Some(port);
                } else {
                    selector.dport = Some(port);
                }
            }
            "src" => selector.src = Some(net(&mut words)?),
            "dst" => selector.dst = Some(net(&mut words)?),
            "host" | "net" => selector.host = Some(net(&mut words)?),
            "port" => selector.port = Some(words.number("a port")?),
            "sport" => selector.sport = Some(words.number("a port")?),
            "dport" => selector.dport = Some(words.number("a port")?),
            "proto" => selector.proto = Some(words.number("a protocol's number")?),
            "in" => filter.iif = Some(words.value("a port's name", |word| Some(word.to_owned()))?),
            name => match names::any_protocol(name) {
                Some(number) => selector.proto = Some(number),
                None => {
                    return Err(words.wrong(
                        "not a word of a filter: all, a protocol (tcp, udp, icmp, icmp6, …, proto \
                         N), host, src, dst ADDRESS[/LEN], port, sport, dport N, in PORT",
                    ));
                }
            },
        }
    }
    Ok(filter)
}

/// An address or a network.
fn net(words: &mut Words<'_>) -> Result<IpNet, PacketError> {
    words.value("an address or a network", |word| {
        let net = word.parse::<IpNet>().map(|net| net.trunc());
        net.or_else(|_| word.parse::<IpAddr>().map(IpNet::from))
            .ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_read() {
        let read = filter("tcp and host 1.1.1.11 src port 5 dport 22 in ens4").expect("right");
        assert_eq!(read.iif.as_deref(), Some("ens4"));
        let expected = Selector {
            proto: Some(6),
            host: Some("1.1.1.11/32".parse().expect("a network")),
            sport: Some(5),
            dport: Some(22),
            ..Selector::default()
        };
        assert_eq!(read.selector, expected);
        assert_eq!(filter("all"), Ok(Filter::default()));
        let v6 = filter("icmp6 src 2001:db8::/32").expect("right").selector;
        assert_eq!(v6.proto, Some(58));
    }

    #[test]
    fn what_is_wrong_is_shown_at_its_place() {
        for (text, caret) in [
            ("tcp hots 1.1.1.1", 4),
            ("port ssh", 5),
            ("src", 4),
            ("dst 1.1.1.1/33", 4),
            ("src port", 9),
        ] {
            let error = filter(text).expect_err(text).to_string();
            let line = error.lines().nth(1).expect("a line with carets");
            assert_eq!(line.find('^'), Some(caret), "{error}");
        }
    }
}
