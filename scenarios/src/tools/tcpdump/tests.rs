//! Against what tcpdump 4.99.3 itself prints of the same frames (`golden/all.pcap`).

use std::net::IpAddr;

use super::{
    filter::{self, Filter, FilterError},
    print::{Printer, Style},
    select::selects,
};

/// The frames of the capture.
fn frames() -> Vec<Vec<u8>> {
    let bytes = include_bytes!("golden/all.pcap");
    let mut rest = &bytes[24..];
    let mut frames = Vec::new();
    while let Some((header, after)) = rest.split_first_chunk::<16>() {
        let len = u32::from_le_bytes([header[8], header[9], header[10], header[11]]) as usize;
        frames.push(after[..len].to_vec());
        rest = &after[len..];
    }
    frames
}

#[track_caller]
fn prints(style: Style, golden: &str) {
    let mut printer = Printer {
        style,
        ..Printer::default()
    };
    let ours: String = frames()
        .iter()
        .enumerate()
        .map(|(n, frame)| format!("09:00:00.{n:03}000 {}\n", printer.frame(frame)))
        .collect();
    let trim = |text: &str| -> Vec<String> {
        text.lines()
            .map(|line| line.trim_end().to_owned())
            .collect()
    };
    for (ours, golden) in trim(&ours).iter().zip(trim(golden)) {
        assert_eq!(*ours, golden);
    }
    assert_eq!(ours.lines().count(), golden.lines().count());
}

#[test]
fn frames_are_printed_as_by_tcpdump() {
    let style = |verbose, link| Style {
        verbose,
        link,
        ..Style::default()
    };
    prints(style(0, false), include_str!("golden/n.txt"));
    prints(style(1, false), include_str!("golden/nv.txt"));
    prints(style(1, true), include_str!("golden/nve.txt"));
    prints(style(2, false), include_str!("golden/nvv.txt"));
}

fn names(name: &str) -> Option<IpAddr> {
    (name == "server2").then(|| "2.2.2.12".parse().expect("address"))
}

/// The numbers of the frames that real tcpdump selects (`tcpdump -ttnr golden/all.pcap FILTER`). Not those
/// with a tag: in a file it is part of the frame, on a live Linux interface it is not.
#[test]
fn filters_select_what_pcap_selects() {
    let golden = include_str!("golden/filters.txt");
    let frames = frames();
    for line in golden.lines() {
        let (text, numbers) = line
            .split_once(" => ")
            .expect("a filter and what it selects");
        let filter = filter::parse(text, &names).unwrap_or_else(|error| panic!("{text}: {error}"));
        let ours: Vec<String> = frames
            .iter()
            .enumerate()
            .filter(|(_, frame)| frame[12..14] != [0x81, 0x00])
            .filter(|(_, frame)| selects(&filter, frame))
            .map(|(number, _)| (number + 1).to_string())
            .collect();
        assert_eq!(ours.join(" "), numbers, "{text}");
    }
}

#[test]
fn bad_filters_are_complained_of() {
    for (text, error) in [
        ("icmp and", FilterError::Syntax),
        ("foo", FilterError::Syntax),
        ("tcp[", FilterError::Syntax),
        ("icmp icmp", FilterError::Syntax),
        ("host nosuch", FilterError::Host("nosuch".to_owned())),
        ("port nosuch", FilterError::Port("nosuch".to_owned())),
        ("ether host x", FilterError::EtherHost("x".to_owned())),
        (
            "net 10.0.0.1/24",
            FilterError::NetBits("10.0.0.1/24".to_owned()),
        ),
    ] {
        assert_eq!(filter::parse(text, &names), Err(error), "{text}");
    }
    assert_eq!(filter::parse("", &names), Ok(Filter::All));
    assert!(filter::parse("dst server2", &names).is_ok());
}
