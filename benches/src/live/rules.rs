//! Rule sets that the kernel and Tollgate both load, by `iptables-restore`.

use std::{fmt::Write as _, net::Ipv4Addr};

use super::Place;

/// A filter table with `count` rules, each about one client that nobody is, and one that accepts what is
/// established.
pub(super) fn filter(place: Place, count: u32) -> String {
    const ESTABLISHED: &str = "-A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT\n";
    let mut others = String::new();
    for n in 0..count {
        let client = Ipv4Addr::from(0xc000_0000 + n);
        // Writing to a string never fails.
        let _ = writeln!(
            others,
            "-A FORWARD -s {client}/32 -p udp -m udp --dport 53 -j DROP"
        );
    }
    let rules = match place {
        Place::Nowhere => ESTABLISHED.to_owned(),
        Place::Behind => ESTABLISHED.to_owned() + &others,
        Place::InFront => others + ESTABLISHED,
    };
    format!(
        "*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n\
         {rules}-A FORWARD -p udp -j ACCEPT\nCOMMIT\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_stand_where_they_are_wanted() {
        let lines = |place| {
            let text = filter(place, 3);
            let rules = text.lines().filter(|line| line.starts_with("-A"));
            let established = |line: &str| line.contains("ESTABLISHED");
            rules.map(established).collect::<Vec<_>>()
        };
        assert_eq!(lines(Place::Nowhere), [true, false]);
        assert_eq!(lines(Place::Behind), [true, false, false, false, false]);
        assert_eq!(lines(Place::InFront), [false, false, false, true, false]);
        assert!(filter(Place::Behind, 3).contains("-s 192.0.0.2/32 -p udp"));
    }
}
