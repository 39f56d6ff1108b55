//! `tollgate drops`: what became of every packet.

use std::fmt::Write;

use dataplane::{counters::Totals, drop_reason::DropReason};
use serde_json::{Value, json};

/// For people: the totals, then every reason with its count.
pub(super) fn text(totals: &Totals) -> String {
    let mut text = String::new();
    let dropped = totals.dropped();
    let rows = [
        ("received", totals.received, "Frames that ports gave."),
        (
            "made",
            totals.made,
            "Packets that the router made itself: answers, errors, fragments.",
        ),
        ("sent", totals.sent, "Frames that ports took."),
        (
            "consumed",
            totals.consumed,
            "Packets that ended in the router.",
        ),
        ("dropped", dropped, "Packets dropped, by reason below."),
        (
            "held",
            totals.held(),
            "Packets that wait for a neighbour or for fragments.",
        ),
        (
            "forwarded",
            totals.forwarded,
            "Packets that went through the router.",
        ),
    ];
    let reasons = DropReason::ALL.iter().map(|reason| {
        let count = totals.drops[reason.index()];
        (reason.name(), count, reason.description())
    });
    let width = |rows: &mut dyn Iterator<Item = u64>| {
        rows.map(|count| count.to_string().len())
            .max()
            .unwrap_or_default()
    };
    let counts = width(&mut rows.iter().map(|row| row.1));
    let names = DropReason::ALL
        .iter()
        .map(|reason| reason.name().len())
        .max()
        .unwrap_or_default();
    // Writing to a string never fails.
    for (name, count, description) in rows {
        let _ = writeln!(text, "{name:names$}  {count:>counts$}  {description}");
    }
    let _ = writeln!(
        text,
        "\nreceived + made = sent + consumed + dropped + held: {} + {} = {} + {} + {} + {}\n",
        totals.received,
        totals.made,
        totals.sent,
        totals.consumed,
        dropped,
        totals.held()
    );
    for (name, count, description) in reasons {
        let _ = writeln!(text, "{name:names$}  {count:>counts$}  {description}");
    }
    text
}

/// For programs: the same as an object.
pub(super) fn json(totals: &Totals) -> Value {
    let drops: Vec<Value> = DropReason::ALL
        .iter()
        .map(|reason| {
            json!({
                "reason": reason.name(),
                "count": totals.drops[reason.index()],
                "description": reason.description(),
            })
        })
        .collect();
    json!({
        "received": totals.received,
        "made": totals.made,
        "sent": totals.sent,
        "consumed": totals.consumed,
        "dropped": totals.dropped(),
        "held": totals.held(),
        "forwarded": totals.forwarded,
        "drops": drops,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_shown_with_its_count() {
        let mut drops = [0; DropReason::COUNT];
        drops[DropReason::OtherHost.index()] = 3;
        let totals = Totals {
            received: 100,
            made: 2,
            sent: 90,
            consumed: 8,
            forwarded: 88,
            handed: 0,
            drops,
        };
        let text = text(&totals);
        assert!(text.contains("100 + 2 = 90 + 8 + 3 + 1"), "{text}");
        let otherhost = text.lines().find(|line| line.starts_with("otherhost "));
        let words: Vec<_> = otherhost.expect("shown").split_whitespace().collect();
        assert_eq!(words[1], "3");
        for reason in DropReason::ALL {
            assert!(text.contains(reason.description()), "{}", reason.name());
        }
        let json = json(&totals);
        assert_eq!(json["held"], 1);
        let shown = json["drops"].as_array().map(Vec::len);
        assert_eq!(shown, Some(DropReason::COUNT));
    }
}
