//! A case: what was typed and received, in order, and what the kernel sent and printed. As text it is
//! a file that can be kept:
//!
//! ```text
//! # A comment.
//! ip link set p0 up
//! iptables -A FORWARD -j DROP
//! > p0 0200…
//! < p1 0200…
//! $ iptables -S
//! | -P INPUT ACCEPT
//! ```
//!
//! A line is a command; a frame that is received (`>`) and those that are sent because of it (`<`);
//! or a question (`$`) and what it prints (`|`).

use scenarios::oracle::{Sent, hex, unhex};

/// One thing that happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// A command line.
    Run(String),
    /// A frame is received by a port.
    Receive {
        port: usize,
        frame: Vec<u8>,
        /// What the kernel sent because of it, when the case was made.
        sent: Sent,
    },
    /// A question.
    Ask {
        line: String,
        /// What was printed when the case was made.
        text: String,
    },
}

impl Event {
    fn print(&self, text: &mut String) {
        let frames = |text: &mut String, sign: char, port: usize, frame: &[u8]| {
            *text += &format!("{sign} p{port} {}\n", hex(frame));
        };
        match self {
            Self::Run(line) => *text += &format!("{line}\n"),
            Self::Receive { port, frame, sent } => {
                frames(text, '>', *port, frame);
                for (port, frame) in sent {
                    frames(text, '<', *port, frame);
                }
            }
            Self::Ask { line, text: answer } => {
                *text += &format!("$ {line}\n");
                for line in answer.lines() {
                    *text += &format!("| {line}\n");
                }
            }
        }
    }
}

/// The text of a case.
pub(crate) fn print(events: &[Event]) -> String {
    let mut text = String::new();
    for event in events {
        event.print(&mut text);
    }
    text
}

/// The case of a text.
///
/// # Errors
/// The line that is none.
pub(crate) fn parse(text: &str) -> Result<Vec<Event>, String> {
    let mut events: Vec<Event> = Vec::new();
    for line in text.lines() {
        let bad = || line.to_owned();
        let frame = |rest: &str| {
            let (port, frame) = rest.strip_prefix('p')?.split_once(' ')?;
            Some((port.parse().ok()?, unhex(frame)?))
        };
        match line.split_at_checked(2) {
            None if line.is_empty() || line == "#" => {}
            Some(("# ", _)) => {}
            Some(("> ", rest)) => {
                let (port, frame) = frame(rest).ok_or_else(bad)?;
                events.push(Event::Receive {
                    port,
                    frame,
                    sent: Sent::new(),
                });
            }
            Some(("< ", rest)) => match events.last_mut() {
                Some(Event::Receive { sent, .. }) => sent.push(frame(rest).ok_or_else(bad)?),
                _ => return Err(bad()),
            },
            Some(("$ ", line)) => events.push(Event::Ask {
                line: line.to_owned(),
                text: String::new(),
            }),
            None | Some(("| ", _)) => match events.last_mut() {
                Some(Event::Ask { text, .. }) => {
                    *text += line.get(2..).unwrap_or("");
                    *text += "\n";
                }
                _ => return Err(bad()),
            },
            Some(_) => events.push(Event::Run(line.to_owned())),
        }
    }
    Ok(events)
}

#[test]
fn cases_are_printed_and_parsed() {
    let events = vec![
        Event::Run("ip link set p0 up".into()),
        Event::Receive {
            port: 0,
            frame: vec![1, 2, 0xff],
            sent: vec![(1, vec![3]), (2, vec![])],
        },
        Event::Ask {
            line: "iptables -S".into(),
            text: "-P INPUT ACCEPT\n\nx\n".into(),
        },
    ];
    assert_eq!(parse(&print(&events)), Ok(events));
    assert_eq!(parse("> px 00"), Err("> px 00".into()));
}
