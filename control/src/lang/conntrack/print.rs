//! Connections as libnetfilter_conntrack prints them.

use std::fmt::Write as _;

use dataplane::{
    conntrack::{CtEvent, Status, TcpState, Tuple},
    time::Duration,
};

use super::{
    connection::{Connection, Count, ProtocolState, same_number},
    options::Output,
    protocol::Protocol,
    template::{translated, zones},
};
use crate::lang::{date::Date, labels::LabelNames};

/// What is said of a connection besides itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    /// The time since the Unix epoch.
    pub(super) now: Duration,
    /// The event that the connection is shown for.
    pub(super) event: Option<CtEvent>,
    /// How many hold the entry (`use=`), as far as this is told.
    pub(super) uses: Option<u32>,
    /// The mark is told even if it is 0.
    pub(super) mark: bool,
}

impl Context {
    /// For a listing.
    pub(super) const fn listed(now: Duration) -> Self {
        Self {
            now,
            event: None,
            uses: Some(1),
            mark: true,
        }
    }

    /// For an answer to a question about this one, which holds it.
    pub(super) const fn asked(now: Duration) -> Self {
        Self {
            uses: Some(2),
            ..Self::listed(now)
        }
    }

    /// For an event. Only of what is gone counts and times are told.
    pub(super) const fn event(now: Duration, event: CtEvent) -> Self {
        Self {
            now,
            event: Some(event),
            uses: None,
            mark: false,
        }
    }

    /// For `-o save` of what was deleted.
    pub(super) const fn deleted(now: Duration) -> Self {
        Self::event(now, CtEvent::Destroy)
    }

    fn tells_counts(&self) -> bool {
        matches!(self.event, None | Some(CtEvent::Destroy))
    }

    fn shows_mark(&self, connection: &Connection) -> bool {
        self.mark || connection.mark != 0
    }
}

/// Whole seconds of the clock from one time to another, whatever was between them.
const fn seconds_since(began: Duration, now: Duration) -> u64 {
    now.as_secs().saturating_sub(began.as_secs())
}

/// A connection as a line, without the line's end.
///
/// Labels are shown if there are names for them.
pub(super) fn line(
    connection: &Connection,
    output: Output,
    context: Context,
    names: Option<&LabelNames>,
) -> String {
    let mut told = connection.clone();
    if !context.tells_counts() {
        told.counts = None;
        told.began = None;
    }
    let connection = &told;
    if output.save {
        save(connection, context.event)
    } else if output.xml {
        xml(connection, output, context, names)
    } else {
        plain(connection, output, context, names)
    }
}

/// What a line about an event begins with.
pub(super) const fn line_begin(event: Option<CtEvent>) -> &'static str {
    match event {
        Some(CtEvent::New) => "    [NEW] ",
        Some(CtEvent::Update) => " [UPDATE] ",
        Some(CtEvent::Destroy) => "[DESTROY] ",
        None => "",
    }
}

/// What an element of a document begins with.
pub(super) const fn element_begin(event: Option<CtEvent>) -> &'static str {
    match event {
        Some(CtEvent::New) => "<flow type=\"new\">",
        Some(CtEvent::Update) => "<flow type=\"update\">",
        Some(CtEvent::Destroy) => "<flow type=\"destroy\">",
        None => "<flow>",
    }
}

pub(super) const fn family(tuple: &Tuple) -> (u8, &'static str) {
    if tuple.ipv6 {
        (10, "ipv6")
    } else {
        (2, "ipv4")
    }
}

pub(crate) fn protocol_name(number: u8) -> &'static str {
    Protocol::from_number(number).map_or("unknown", Protocol::name)
}

fn plain(
    connection: &Connection,
    output: Output,
    context: Context,
    names: Option<&LabelNames>,
) -> String {
    let mut text = String::with_capacity(160);
    text.push_str(line_begin(context.event));
    if output.extended {
        let (number, name) = family(&connection.original);
        let _ = write!(text, "{name:<8} {number} ");
    }
    let proto = connection.proto();
    let _ = write!(text, "{:<8} {proto} ", protocol_name(proto));
    let _ = write!(text, "{} ", connection.timeout.as_secs());
    match connection.state {
        ProtocolState::None => {}
        ProtocolState::Tcp(state) => {
            let _ = write!(text, "{} ", state.name());
        }
        ProtocolState::Sctp(state, _) => {
            let _ = write!(text, "{} ", state.name());
        }
    }
    let zone = zones(connection);
    tuple(&mut text, &connection.original);
    named(&mut text, "zone-orig", zone.original);
    counts(&mut text, connection.counts, 0);
    if !connection.status.has(Status::SEEN_REPLY) {
        text.push_str("[UNREPLIED] ");
    }
    tuple(&mut text, &connection.reply);
    named(&mut text, "zone-reply", zone.reply);
    counts(&mut text, connection.counts, 1);
    if connection.status.has(Status::ASSURED) {
        text.push_str("[ASSURED] ");
    }
    if context.shows_mark(connection) {
        let _ = write!(text, "mark={} ", connection.mark);
    }
    named(&mut text, "zone", zone.both);
    if let Some(began) = connection.began {
        let age = seconds_since(began, context.now);
        let _ = write!(text, "delta-time={age} ");
        if output.ktimestamp {
            let _ = write!(text, "[start={}] ", Date::of(began));
            if context.event == Some(CtEvent::Destroy) {
                let _ = write!(text, "[stop={}] ", Date::of(context.now));
            }
        }
    }
    if let Some(helper) = connection.helper {
        let _ = write!(text, "helper={helper} ");
    }
    if let Some(uses) = context.uses {
        let uses = uses.saturating_add(connection.children);
        let _ = write!(text, "use={uses} ");
    }
    if output.id {
        let _ = write!(text, "id={} ", connection.id);
    }
    if let Some(names) = names
        && connection.labels != 0
    {
        // The library ends with a comma and takes back one character, whatever that is.
        text.push_str("labels=");
        for name in names.of(connection.labels) {
            let _ = write!(text, "{name},");
        }
        text.pop();
    }
    text.truncate(text.trim_end().len());
    text
}

fn named(text: &mut String, name: &str, zone: u16) {
    if zone != 0 {
        let _ = write!(text, "{name}={zone} ");
    }
}

fn counts(text: &mut String, counts: Option<[Count; 2]>, direction: usize) {
    if let Some(counts) = counts {
        let Count { packets, bytes } = counts[direction];
        let _ = write!(text, "packets={packets} bytes={bytes} ");
    }
}

fn tuple(text: &mut String, tuple: &Tuple) {
    let _ = write!(text, "src={} dst={} ", tuple.src_addr(), tuple.dst_addr());
    let (src, dst) = (tuple.src_port, tuple.dst_port);
    let _ = match Protocol::from_number(tuple.proto) {
        None => Ok(()),
        Some(Protocol::Icmp | Protocol::Icmp6) => {
            let [kind, code] = dst.to_be_bytes();
            write!(text, "type={kind} code={code} id={src} ")
        }
        Some(Protocol::Gre) => write!(text, "srckey={src:#x} dstkey={dst:#x} "),
        Some(
            Protocol::Tcp | Protocol::Udp | Protocol::UdpLite | Protocol::Sctp | Protocol::Dccp,
        ) => write!(text, "sport={src} dport={dst} "),
    };
}

fn xml(
    connection: &Connection,
    output: Output,
    context: Context,
    names: Option<&LabelNames>,
) -> String {
    let mut text = String::with_capacity(700);
    text.push_str(element_begin(context.event));
    let zone = zones(connection);
    for (name, tuple, zone, direction) in [
        ("original", &connection.original, zone.original, 0),
        ("reply", &connection.reply, zone.reply, 1),
    ] {
        let _ = write!(text, "<meta direction=\"{name}\">");
        xml_tuple(&mut text, tuple);
        element(&mut text, "zone", (zone != 0).then_some(zone));
        if let Some(counts) = connection.counts {
            let Count { packets, bytes } = counts[direction];
            let _ = write!(
                text,
                "<counters><packets>{packets}</packets><bytes>{bytes}</bytes></counters>"
            );
        }
        text.push_str("</meta>");
    }
    text.push_str("<meta direction=\"independent\">");
    let state = match connection.state {
        ProtocolState::None => None,
        ProtocolState::Tcp(state) => Some(state.name()),
        // The library takes its number for one of TCP's.
        ProtocolState::Sctp(state, _) => same_number(state).map(TcpState::name),
    };
    element(&mut text, "state", state);
    element(&mut text, "timeout", Some(connection.timeout.as_secs()));
    let mark = context.shows_mark(connection).then_some(connection.mark);
    element(&mut text, "mark", mark);
    if let Some(names) = names
        && connection.labels != 0
    {
        text.push_str("<labels>");
        for name in names.of(connection.labels) {
            element(&mut text, "label", Some(name));
        }
        text.push_str("</labels>");
    }
    element(&mut text, "zone", (zone.both != 0).then_some(zone.both));
    let uses = context.uses;
    let uses = uses.map(|uses| uses.saturating_add(connection.children));
    element(&mut text, "use", uses);
    element(&mut text, "id", Some(connection.id));
    if connection.status.has(Status::ASSURED) {
        text.push_str("<assured/>");
    }
    if !connection.status.has(Status::SEEN_REPLY) {
        text.push_str("<unreplied/>");
    }
    if let Some(began) = connection.began {
        if output.ktimestamp {
            text.push_str("<timestamp>");
            element(&mut text, "start", Some(began.as_nanos()));
            let ended = context.event == Some(CtEvent::Destroy);
            element(&mut text, "stop", ended.then_some(context.now.as_nanos()));
            text.push_str("</timestamp>");
        }
        let age = if context.event.is_some() {
            context.now.saturating_sub(began).as_secs()
        } else {
            seconds_since(began, context.now)
        };
        element(&mut text, "deltatime", Some(age));
    }
    text.push_str("</meta>");
    element(&mut text, "helper", connection.helper);
    if output.timestamp && context.event.is_some() {
        when(&mut text, context.now);
    }
    text.push_str("</flow>");
    text
}

pub(super) fn element(text: &mut String, name: &str, value: Option<impl std::fmt::Display>) {
    if let Some(value) = value {
        let _ = write!(text, "<{name}>{value}</{name}>");
    }
}

/// Today, as the library's `<when>`, which counts the days of the week from 1.
fn when(text: &mut String, now: Duration) {
    let Date {
        year,
        month,
        day,
        weekday,
        hour,
        minute,
        second,
    } = Date::of(now);
    let weekday = weekday + 1;
    let _ = write!(
        text,
        "<when><hour>{hour}</hour><min>{minute:02}</min><sec>{second:02}</sec>\
         <wday>{weekday}</wday><day>{day}</day><month>{month}</month><year>{year}</year></when>"
    );
}

fn xml_tuple(text: &mut String, tuple: &Tuple) {
    let (number, name) = family(tuple);
    let _ = write!(
        text,
        "<layer3 protonum=\"{number}\" protoname=\"{name}\"><src>{}</src><dst>{}</dst></layer3>\
         <layer4 protonum=\"{}\" protoname=\"{}\">",
        tuple.src_addr(),
        tuple.dst_addr(),
        tuple.proto,
        protocol_name(tuple.proto),
    );
    let (src, dst) = (tuple.src_port, tuple.dst_port);
    let _ = match Protocol::from_number(tuple.proto) {
        None | Some(Protocol::Icmp | Protocol::Icmp6) => Ok(()),
        Some(Protocol::Gre) => write!(text, "<srckey>{src:#x}</srckey><dstkey>{dst:#x}</dstkey>"),
        Some(
            Protocol::Tcp | Protocol::Udp | Protocol::UdpLite | Protocol::Sctp | Protocol::Dccp,
        ) => write!(text, "<sport>{src}</sport><dport>{dst}</dport>"),
    };
    text.push_str("</layer4>");
}

/// The bits of the status that `-o save` names.
const STATUS: &[(Status, &str)] = &[
    (Status::EXPECTED, "EXPECTED"),
    (Status::SEEN_REPLY, "SEEN_REPLY"),
    (Status::ASSURED, "ASSURED"),
    (Status::FIXED_TIMEOUT, "FIXED_TIMEOUT"),
];

/// As a command that makes the connection again.
fn save(connection: &Connection, event: Option<CtEvent>) -> String {
    let mut text = String::from(match event {
        None | Some(CtEvent::New) => "-A",
        Some(CtEvent::Update) => "-U",
        Some(CtEvent::Destroy) => "-D",
    });
    let _ = write!(text, " -t {} -u ", connection.timeout.as_secs());
    let mut names = STATUS
        .iter()
        .filter(|(bit, _)| connection.status.has(*bit))
        .map(|(_, name)| *name)
        .peekable();
    if names.peek().is_none() {
        text.push_str("UNSET");
    }
    while let Some(name) = names.next() {
        text.push_str(name);
        if names.peek().is_some() {
            text.push(',');
        }
    }
    let zone = zones(connection);
    for (option, zone) in [
        ("-w", zone.both),
        ("--orig-zone", zone.original),
        ("--reply-zone", zone.reply),
    ] {
        if zone != 0 {
            let _ = write!(text, " {option} {zone}");
        }
    }
    let (original, reply) = (&connection.original, &connection.reply);
    let is = translated(connection);
    let _ = write!(
        text,
        " -s {} -d {} {} {} {} {}",
        original.src_addr(),
        original.dst_addr(),
        if is.dst_address { "-g" } else { "-r" },
        reply.src_addr(),
        if is.src_address { "-n" } else { "-q" },
        reply.dst_addr(),
    );
    let Some(protocol) = Protocol::from_number(original.proto) else {
        let _ = write!(text, " -p {}", original.proto);
        return text;
    };
    let name = protocol.name();
    let _ = write!(text, " -p {name}");
    if protocol.is_icmp() {
        let [kind, code] = original.dst_port.to_be_bytes();
        let id = original.src_port;
        let _ = write!(
            text,
            " --{name}-type {kind} --{name}-code {code} --{name}-id {id}"
        );
        return text;
    }
    let values = [
        original.src_port,
        original.dst_port,
        reply.src_port,
        reply.dst_port,
    ];
    for ((_, option), value) in protocol.fields().zip(values) {
        let _ = write!(text, " --{option} {value}");
    }
    let _ = match connection.state {
        ProtocolState::None => Ok(()),
        ProtocolState::Tcp(state) => write!(text, " --state {}", state.name()),
        ProtocolState::Sctp(state, [original, reply]) => write!(
            text,
            " --state {} --orig-vtag {original} --reply-vtag {reply}",
            state.name()
        ),
    };
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A connection with these labels, in the parts of its lines that tell of them.
    fn told(labels: u128, event: Option<CtEvent>) -> [String; 2] {
        let names = LabelNames::parse(b"0 first\n2 ssh\n").unwrap();
        let tuple = Tuple {
            src: [0; 16],
            dst: [0; 16],
            src_port: 1,
            dst_port: 2,
            ipv6: false,
            proto: 17,
            zone: 0,
        };
        let connection = Connection {
            id: 7,
            original: tuple,
            reply: tuple,
            status: Status(0),
            mark: 0,
            timeout: Duration::from_secs(30),
            state: ProtocolState::None,
            counts: None,
            began: None,
            children: 0,
            helper: None,
            labels,
        };
        let context = match event {
            None => Context::listed(Duration::ZERO),
            Some(event) => Context::event(Duration::ZERO, event),
        };
        [false, true].map(|xml| {
            let output = Output {
                xml,
                id: true,
                ..Output::default()
            };
            let text = line(&connection, output, context, Some(&names));
            let from = text.find(if xml { "<timeout>" } else { "id=" }).unwrap();
            text[from..].to_owned()
        })
    }

    /// As conntrack-tools 1.4.7 shows it.
    #[test]
    fn labels_are_told_by_their_names() {
        let end = "<use>1</use><id>7</id><unreplied/></meta></flow>";
        let xml = |labels: &str| format!("<timeout>30</timeout><mark>0</mark>{labels}{end}");
        assert_eq!(told(0, None), ["id=7".to_owned(), xml("")]);
        assert_eq!(
            told(0b101, None),
            [
                "id=7 labels=first,ssh".to_owned(),
                xml("<labels><label>first</label><label>ssh</label></labels>")
            ]
        );
        // One that has no name.
        assert_eq!(
            told(1 << 41, None),
            ["id=7 labels".to_owned(), xml("<labels></labels>")]
        );
        assert_eq!(
            told(0b100 | 1 << 41, Some(CtEvent::Update)),
            [
                "id=7 labels=ssh".to_owned(),
                "<timeout>30</timeout><labels><label>ssh</label></labels><id>7</id><unreplied/>\
                 </meta></flow>"
                    .to_owned()
            ]
        );
    }
}
