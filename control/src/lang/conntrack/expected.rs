//! Expected connections, as commands see them and as libnetfilter_conntrack prints them.

use std::fmt::Write as _;

use dataplane::{
    conntrack::{CtEvent, Tuple},
    time::Duration,
};

use super::{
    print::{element, element_begin, family, line_begin, protocol_name},
    protocol::Protocol,
};

/// An expected connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// Time until it is not expected any more.
    pub timeout: Duration,
    /// The tuple that its first packet has.
    pub tuple: Tuple,
    /// The bits of its source that count; all of its destination do.
    pub mask: Tuple,
    /// The original tuple of the connection that expects it.
    pub master: Tuple,
    /// The class of such connections that it is in.
    pub class: u8,
    /// It holds for more than one connection.
    pub permanent: bool,
    /// The helper that found out.
    pub helper: Option<&'static str>,
}

/// Which of the three tuples is written, and what stands in front of its addresses.
const TUPLES: [(&str, &str); 3] = [("expected", ""), ("mask", "mask-"), ("master", "master-")];

impl Expected {
    const fn tuples(&self) -> [&Tuple; 3] {
        [&self.tuple, &self.mask, &self.master]
    }

    /// As a line, without its end.
    pub(super) fn line(&self, event: Option<CtEvent>) -> String {
        let mut text = String::with_capacity(256);
        text.push_str(line_begin(event));
        let (timeout, proto) = (self.timeout.as_secs(), self.tuple.proto);
        let _ = write!(text, "{timeout} proto={proto} ");
        for (tuple, (_, prefix)) in self.tuples().into_iter().zip(TUPLES) {
            let (src, dst) = (tuple.src_addr(), tuple.dst_addr());
            let _ = write!(text, "{prefix}src={src} {prefix}dst={dst} ");
            if has_ports(self.tuple.proto) {
                let (src, dst) = (tuple.src_port, tuple.dst_port);
                let _ = write!(text, "sport={src} dport={dst} ");
            }
        }
        if self.tuple.zone != 0 {
            let _ = write!(text, "zone={} ", self.tuple.zone);
        }
        if self.permanent {
            text.push_str("PERMANENT ");
        }
        let _ = write!(text, "class={} ", self.class);
        if let Some(helper) = self.helper {
            let _ = write!(text, "helper={helper}");
        }
        text.truncate(text.trim_end().len());
        text
    }

    /// As an element of a document.
    pub(super) fn xml(&self, event: Option<CtEvent>) -> String {
        let mut text = String::with_capacity(700);
        text.push_str(element_begin(event));
        let (number, name) = family(&self.tuple);
        let _ = write!(text, "<layer3 protonum=\"{number}\" protoname=\"{name}\">");
        for (tuple, (element, _)) in self.tuples().into_iter().zip(TUPLES) {
            let (src, dst) = (tuple.src_addr(), tuple.dst_addr());
            let _ = write!(
                text,
                "<{element}><src>{src}</src><dst>{dst}</dst></{element}>"
            );
        }
        let proto = self.tuple.proto;
        let name = protocol_name(proto);
        let _ = write!(
            text,
            "</layer3><layer4 protonum=\"{proto}\" protoname=\"{name}\">"
        );
        for (tuple, (element, _)) in self.tuples().into_iter().zip(TUPLES) {
            let (src, dst) = (tuple.src_port, tuple.dst_port);
            let _ = write!(
                text,
                "<{element}><sport>{src}</sport><dport>{dst}</dport></{element}>"
            );
        }
        text.push_str("</layer4><meta>");
        element(&mut text, "helper-name", self.helper);
        element(&mut text, "timeout", Some(self.timeout.as_secs()));
        element(&mut text, "class", Some(self.class));
        text.push_str("</meta></flow>");
        text
    }
}

/// Whether ports are told of a protocol.
fn has_ports(proto: u8) -> bool {
    matches!(
        Protocol::from_number(proto),
        Some(Protocol::Tcp | Protocol::Udp | Protocol::UdpLite | Protocol::Sctp | Protocol::Dccp)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tuple(src: &str, dst: &str, ports: (u16, u16)) -> Tuple {
        let addr = |text: &str| dataplane::conntrack::octets(text.parse().unwrap());
        Tuple {
            src: addr(src),
            dst: addr(dst),
            src_port: ports.0,
            dst_port: ports.1,
            zone: 0,
            proto: 6,
            ipv6: src.contains(':'),
        }
    }

    /// What conntrack 1.4.7 printed of an FTP transfer through a masquerading Linux 6.18.
    #[test]
    fn an_expectation_is_printed_as_the_real_tool_prints_it() {
        let expected = Expected {
            timeout: Duration::from_secs(299),
            tuple: tuple("203.0.113.21", "203.0.113.7", (0, 51111)),
            mask: tuple("255.255.255.255", "255.255.255.255", (0, 65535)),
            master: tuple("192.168.1.10", "203.0.113.21", (37036, 21)),
            class: 0,
            permanent: false,
            helper: Some("ftp"),
        };
        let line = "299 proto=6 src=203.0.113.21 dst=203.0.113.7 sport=0 dport=51111 \
            mask-src=255.255.255.255 mask-dst=255.255.255.255 sport=0 dport=65535 \
            master-src=192.168.1.10 master-dst=203.0.113.21 sport=37036 dport=21 class=0 helper=ftp";
        assert_eq!(expected.line(None), line);
        assert_eq!(
            expected.line(Some(CtEvent::New)),
            format!("    [NEW] {line}")
        );
        assert_eq!(
            expected.xml(Some(CtEvent::Destroy)),
            "<flow type=\"destroy\"><layer3 protonum=\"2\" protoname=\"ipv4\">\
             <expected><src>203.0.113.21</src><dst>203.0.113.7</dst></expected>\
             <mask><src>255.255.255.255</src><dst>255.255.255.255</dst></mask>\
             <master><src>192.168.1.10</src><dst>203.0.113.21</dst></master></layer3>\
             <layer4 protonum=\"6\" protoname=\"tcp\">\
             <expected><sport>0</sport><dport>51111</dport></expected>\
             <mask><sport>0</sport><dport>65535</dport></mask>\
             <master><sport>37036</sport><dport>21</dport></master></layer4>\
             <meta><helper-name>ftp</helper-name><timeout>299</timeout><class>0</class></meta></flow>"
        );
    }
}
