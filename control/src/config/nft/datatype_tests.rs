//! Values against what nft 1.0.6 makes of the same words.

use super::{DataType, Interfaces, Numeric, Value, relative_time};

/// An interface that is there.
struct Lo;

impl Interfaces for Lo {
    fn index(&self, name: &str) -> Option<u32> {
        (name == "lo").then_some(1)
    }

    fn name(&self, index: u32) -> Option<String> {
        (index == 1).then(|| "lo".to_owned())
    }
}

/// What nft 1.0.6 lists a word as, or says is wrong with it, by name of type.
fn listed(datatype: &DataType, text: &str) -> String {
    match datatype.parse(text, &Lo) {
        Ok(value) => value.print(Numeric::default(), &Lo),
        Err(error) => error,
    }
}

#[test]
fn words_are_listed_as_nft_lists_them() {
    use DataType as T;
    for (datatype, text, expected) in [
        (T::InetService, "http", "80"),
        (
            T::InetService,
            "sssh",
            "Could not resolve service: Servname not supported for ai_socktype",
        ),
        (T::InetService, "70000", "Service out of range"),
        (T::InetProto, "6", "tcp"),
        (T::InetProto, "06", "tcp"),
        (T::InetProto, "icmpv6", "ipv6-icmp"),
        (T::InetProto, "250", "250"),
        (T::InetProto, "300", "Protocol out of range"),
        (T::InetProto, "tcpp", "Could not resolve protocol name"),
        (T::Ipv4Addr, "010.1.1.1", "8.1.1.1"),
        (T::Ipv4Addr, "1.2.3", "1.2.0.3"),
        (T::Ipv4Addr, "1", "0.0.0.1"),
        (
            T::Ipv4Addr,
            "::1",
            "Could not resolve hostname: Address family for hostname not supported",
        ),
        (
            T::Ipv4Addr,
            "1.2.3.400",
            "Could not resolve hostname: Name or service not known",
        ),
        (T::Ipv6Addr, "::ffff:1.2.3.4", "::ffff:1.2.3.4"),
        (T::CtState, "new", "new"),
        (T::CtState, "0x80", "0x80"),
        (T::CtState, "0", "0x0"),
        (T::CtState, "foo", "Could not parse conntrack state"),
        (T::CtLabel, "127", "127"),
        (T::CtLabel, "200", "200: bit 200 out of range (128 max)"),
        (
            T::CtLabel,
            "5x",
            "/etc/connlabel.conf: could not parse conntrack label \"5x\"",
        ),
        (T::IcmpType, "8", "echo-request"),
        (T::IcmpType, "99", "99"),
        (T::Icmpv6Type, "mld-listener-reduction", "mld-listener-done"),
        (T::TcpFlag, "syn", "syn"),
        (T::Mark, "0x10", "0x00000010"),
        (T::IfIndex, "lo", "\"lo\""),
        (T::IfIndex, "77", "77"),
        (T::IfIndex, "foo", "Interface does not exist"),
        (T::IfName, "eth0", "\"eth0\""),
        (T::IfName, "", "Empty string is not allowed"),
        (
            T::String,
            "verylonginterfacename",
            "String exceeds maximum length of 16",
        ),
        (T::Uid, "root", "0"),
        (T::Uid, "nosuch", "User does not exist"),
        (T::Uid, "4294967296", "Value too large"),
        (T::DateTime, "5", "\"1970-01-01 00:00:05\""),
        (T::DateTime, "2023-1-1 1:1", "\"2023-01-01 01:01:00\""),
        (T::DateTime, "2024-02-29 foo", "\"2024-02-29 00:00:00\""),
        (
            T::DateTime,
            "1700000000000000000",
            "\"2356-07-19 07:48:09\"",
        ),
        (T::DateTime, "foo", "Cannot parse date"),
        (T::Hour, "10:00:30", "\"10:00:30\""),
        (T::Hour, "1:2", "\"01:02\""),
        (T::Hour, "25h", "\"01:00\""),
        (T::Hour, "25:00", "wrong time format"),
        (T::Day, "1", "\"Monday\""),
        (
            T::Day,
            "mon",
            "Could not parse Day of week of packet reception",
        ),
        (T::Time, "90", "1m30s"),
        (T::Time, "1d2h3m4s500ms", "1d2h3m4s500ms"),
        (T::Time, "0", ""),
        (T::Time, "100000000", "value too large"),
        (T::EtherAddr, "1:2:3:4:5:6", "01:02:03:04:05:06"),
        (T::EtherAddr, "foo", "Invalid LL address"),
        (T::EtherType, "vlan", "8021q"),
        (T::EtherType, "5", "0x0005"),
        (T::ClassId, "1:10", "1:10"),
        (T::ClassId, "5", "0:5"),
        (T::ClassId, "foo", "none"),
        (T::ClassId, "root", "root"),
        (T::ClassId, "fffff:1", "ffff:1"),
        (T::Dscp, "5", "0x05"),
        (T::Dscp, "be", "cs0"),
        (T::Ecn, "2", "ect0"),
        (T::Boolean, "1", "exists"),
        (T::Invalid, "1", "Can't parse symbolic invalid expressions"),
        (T::Integer, "010", "8"),
        (T::Integer, "08", "Could not parse integer"),
    ] {
        assert_eq!(
            listed(&datatype, text),
            expected,
            "{} {text}",
            datatype.name()
        );
    }
}

#[test]
fn flags_of_the_tool_make_words_of_numbers_and_numbers_of_words() {
    let print = |datatype, number: u32, numeric| Value::new(datatype, number).print(numeric, &());
    let services = Numeric {
        service: true,
        ..Numeric::default()
    };
    assert_eq!(print(DataType::InetService, 80, services), "\"http\"");
    assert_eq!(print(DataType::InetService, 80, Numeric::ALL), "80");
    assert_eq!(print(DataType::InetProto, 6, Numeric::ALL), "6");
    assert_eq!(print(DataType::CtState, 2, Numeric::ALL), "0x2");
    assert_eq!(print(DataType::Dscp, 0x2e, Numeric::ALL), "0x2e");
    assert_eq!(print(DataType::Ecn, 2, Numeric::ALL), "0x2");
    assert_eq!(print(DataType::EtherType, 0x800, Numeric::ALL), "0x0800");
    assert_eq!(print(DataType::Time, 90_000, Numeric::ALL), "90s");
    assert_eq!(print(DataType::Day, 1, Numeric::ALL), "1");
    let names = Numeric {
        guid: true,
        ..Numeric::default()
    };
    assert_eq!(print(DataType::Uid, 0, names), "\"root\"");
    assert_eq!(print(DataType::Uid, 4_294_967_294, names), "4294967294");
}

#[test]
fn texts_are_padded_at_their_end() {
    let value = Value::of_text(DataType::IfName, 128, "lo");
    assert_eq!(value.number, 0x6c6f << 112);
    assert_eq!(value.text(), "lo");
    let value = Value::of_text(DataType::String, 24, "ftp");
    assert_eq!((value.number, value.bits), (0x66_7470, 24));
    assert_eq!(value.text(), "ftp");
    let longest = Value::of_text(DataType::String, 128, "0123456789abcdef");
    assert_eq!(longest.text(), "0123456789abcdef");
}

#[test]
fn a_span_of_time_has_each_unit_once() {
    assert_eq!(relative_time("1s1h"), Ok(3_601_000));
    assert_eq!(
        relative_time("1h1h"),
        Err("Hour has been specified twice".to_owned())
    );
    assert_eq!(relative_time("5x"), Err("wrong time format".to_owned()));
    assert_eq!(relative_time(""), Ok(0));
}
