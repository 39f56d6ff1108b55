//! Matches that remember addresses, accounts and connections, which rules may share by name.

use super::{matches::ask_again, *};
use crate::{
    conntrack::{Ct, Tcp, TcpState},
    filter::{
        SharedTables,
        matches::{Connlimit, Hashlimit, HashlimitKeys, Recent, RecentAction, Side},
    },
};

const ALICE: [u8; 4] = [10, 1, 0, 1];
const BOB: [u8; 4] = [10, 1, 0, 2];

fn from(src: [u8; 4]) -> Packet {
    udp_between(src, RIGHT, (1000, 2000))
}

fn recent(name: &str, action: RecentAction) -> Recent {
    Recent {
        name: name.into(),
        action: Test::is(action),
        seconds: 0,
        reap: false,
        hit_count: 0,
        ttl: false,
        side: Side::Source,
        mask: addr("255.255.255.255"),
    }
}

fn hashlimit(avg: u64, burst: u64) -> Hashlimit {
    Hashlimit {
        name: "name".into(),
        above: false,
        bytes: false,
        rate_match: false,
        keys: HashlimitKeys::SRC,
        avg,
        burst,
        size: 0,
        max: 0,
        gc_interval: 1000,
        expire: 1000,
        interval: 0,
        src_mask: 32,
        dst_mask: 32,
    }
}

/// Rules of one match each, which share what has a name, at one hook.
struct Rules {
    bench: Bench,
    tables: SharedTables,
    rules: Vec<(RuleSpec, RuleState)>,
}

impl Rules {
    fn of(matches: &[Match]) -> Self {
        let mut rules = Self {
            bench: Bench::new(),
            tables: SharedTables::default(),
            rules: Vec::new(),
        };
        rules.replace(matches);
        rules
    }

    /// Puts other rules in the place of those there are, as a command does.
    fn replace(&mut self, matches: &[Match]) {
        let specs = matches.iter();
        let specs: Vec<_> = specs
            .map(|one| rule(IpMatch::default(), vec![one.clone()], Target::Continue))
            .collect();
        for spec in &specs {
            self.tables.acquire(spec, Family::V4);
        }
        for (spec, _) in &self.rules {
            self.tables.release(spec, Family::V4);
        }
        let with_state = specs.into_iter().map(|spec| {
            let state = RuleState::sharing(&spec, Family::V4, &self.tables);
            (spec, state)
        });
        self.rules = with_state.collect();
    }

    fn ask(&mut self, number: usize, packet: &Packet) -> bool {
        self.answer(number, packet).expect("not dropped")
    }

    fn answer(&mut self, number: usize, packet: &Packet) -> Result<bool, DropReason> {
        let (spec, state) = &self.rules[number];
        ask_again(&mut self.bench, Hook::Forward, spec, state, packet)
    }

    fn wait(&mut self, millis: u64) {
        self.bench.now += Duration::from_millis(millis);
    }
}

#[test]
fn an_address_is_remembered_by_the_list_of_that_name() {
    let mut rules = Rules::of(&[
        Match::Recent(recent("A", RecentAction::Set)),
        Match::Recent(recent("A", RecentAction::Check)),
        Match::Recent(recent("B", RecentAction::Check)),
        Match::Recent(recent("A", RecentAction::Remove)),
    ]);
    assert!(!rules.ask(1, &from(ALICE)));
    assert!(rules.ask(0, &from(ALICE)), "set always matches");
    assert!(rules.ask(1, &from(ALICE)));
    assert!(!rules.ask(1, &from(BOB)));
    assert!(!rules.ask(2, &from(ALICE)), "another list");
    assert!(!rules.ask(3, &from(BOB)));
    assert!(rules.ask(3, &from(ALICE)));
    assert!(!rules.ask(1, &from(ALICE)), "it is gone");
}

#[test]
fn a_negated_set_never_matches_but_sets() {
    let mut set = recent("A", RecentAction::Set);
    set.action.not = true;
    let check = recent("A", RecentAction::Check);
    let mut rules = Rules::of(&[Match::Recent(set), Match::Recent(check)]);
    assert!(!rules.ask(0, &from(ALICE)));
    assert!(!rules.ask(0, &from(ALICE)));
    assert!(rules.ask(1, &from(ALICE)));
}

#[test]
fn only_what_was_seen_in_the_last_seconds_counts() {
    let within = |action, hit_count| {
        Match::Recent(Recent {
            seconds: 10,
            hit_count,
            ..recent("A", action)
        })
    };
    let mut rules = Rules::of(&[
        Match::Recent(recent("A", RecentAction::Set)),
        within(RecentAction::Check, 0),
        within(RecentAction::Check, 2),
        within(RecentAction::Update, 0),
    ]);
    rules.ask(0, &from(ALICE));
    rules.wait(10_000);
    assert!(rules.ask(1, &from(ALICE)), "ten seconds are within ten");
    assert!(!rules.ask(2, &from(ALICE)), "it was once");
    rules.wait(4);
    assert!(!rules.ask(1, &from(ALICE)));
    assert!(
        !rules.ask(3, &from(ALICE)),
        "what does not match is not noted"
    );
    assert!(!rules.ask(1, &from(ALICE)));
    rules.ask(0, &from(ALICE));
    rules.wait(9000);
    assert!(rules.ask(3, &from(ALICE)));
    rules.wait(9000);
    assert!(rules.ask(1, &from(ALICE)), "the update was noted");
    rules.ask(0, &from(ALICE));
    assert!(rules.ask(2, &from(ALICE)), "twice");
}

#[test]
fn a_list_holds_a_hundred_addresses_and_forgets_the_oldest() {
    let mut rules = Rules::of(&[
        Match::Recent(recent("A", RecentAction::Set)),
        Match::Recent(recent("A", RecentAction::Check)),
    ]);
    for last in 0..100 {
        rules.ask(0, &from([10, 1, 2, last]));
    }
    rules.ask(0, &from([10, 1, 2, 0]));
    rules.ask(0, &from(ALICE));
    assert!(rules.ask(1, &from([10, 1, 2, 0])), "it was noted again");
    assert!(!rules.ask(1, &from([10, 1, 2, 1])));
    assert!(rules.ask(1, &from([10, 1, 2, 2])));
    assert!(rules.ask(1, &from(ALICE)));
}

#[test]
fn old_entries_are_reaped_one_at_a_time() {
    let reap = Recent {
        seconds: 5,
        reap: true,
        ..recent("A", RecentAction::Check)
    };
    let mut rules = Rules::of(&[
        Match::Recent(recent("A", RecentAction::Set)),
        Match::Recent(recent("A", RecentAction::Check)),
        Match::Recent(reap),
    ]);
    rules.ask(0, &from(ALICE));
    rules.wait(6000);
    rules.ask(0, &from(BOB));
    assert!(
        rules.ask(1, &from(ALICE)),
        "it is there for who does not ask for the time"
    );
    assert!(rules.ask(2, &from(BOB)));
    assert!(!rules.ask(1, &from(ALICE)), "the question has reaped it");
    assert!(rules.ask(1, &from(BOB)));
}

#[test]
fn the_time_to_live_is_that_before_forwarding() {
    let with_ttl = |ttl| {
        let mut packet = from(ALICE);
        packet.network_mut()[8] = ttl;
        packet
    };
    let check = Recent {
        ttl: true,
        ..recent("A", RecentAction::Check)
    };
    let mut rules = Rules::of(&[
        Match::Recent(recent("A", RecentAction::Set)),
        Match::Recent(check),
    ]);
    rules.ask(0, &with_ttl(63));
    assert!(rules.ask(1, &with_ttl(63)));
    assert!(!rules.ask(1, &with_ttl(62)));
    // At PREROUTING it has not been lowered yet.
    let (spec, state) = &rules.rules[1];
    let at_prerouting = ask_again(
        &mut rules.bench,
        Hook::Prerouting,
        spec,
        state,
        &with_ttl(64),
    );
    assert_eq!(at_prerouting, Ok(true));
}

#[test]
fn a_list_has_the_mask_that_it_was_made_with() {
    let wide = Recent {
        mask: addr("255.255.255.0"),
        ..recent("A", RecentAction::Set)
    };
    let mut rules = Rules::of(&[
        Match::Recent(wide),
        Match::Recent(recent("A", RecentAction::Check)),
    ]);
    rules.ask(0, &from(ALICE));
    assert!(rules.ask(1, &from(BOB)));
    assert!(!rules.ask(1, &from([10, 1, 1, 1])));
}

#[test]
fn what_has_a_name_outlives_a_change_of_the_rules_and_goes_with_the_last_of_them() {
    let (set, check) = (
        Match::Recent(recent("A", RecentAction::Set)),
        Match::Recent(recent("A", RecentAction::Check)),
    );
    let limit = Match::Hashlimit(hashlimit(1_000_000 * 3600, 1));
    let mut rules = Rules::of(&[set, check.clone(), limit.clone()]);
    rules.ask(0, &from(ALICE));
    assert!(rules.ask(2, &from(ALICE)));
    rules.replace(&[check.clone(), limit.clone()]);
    assert!(rules.ask(0, &from(ALICE)));
    assert!(!rules.ask(1, &from(ALICE)));
    rules.replace(&[]);
    rules.replace(&[check, limit]);
    assert!(!rules.ask(0, &from(ALICE)));
    assert!(rules.ask(1, &from(ALICE)));
}

#[test]
fn a_rule_that_wants_more_hits_empties_the_list() {
    let check = |hit_count| {
        Match::Recent(Recent {
            hit_count,
            ..recent("A", RecentAction::Check)
        })
    };
    let set = Match::Recent(recent("A", RecentAction::Set));
    let mut rules = Rules::of(&[set.clone(), check(0)]);
    rules.ask(0, &from(ALICE));
    rules.replace(&[set.clone(), check(0), check(32)]);
    assert!(rules.ask(1, &from(ALICE)), "there was room for 32");
    rules.replace(&[set, check(0), check(33)]);
    assert!(!rules.ask(1, &from(ALICE)));
    for _ in 0..33 {
        assert!(!rules.ask(2, &from(ALICE)));
        rules.ask(0, &from(ALICE));
    }
    assert!(rules.ask(2, &from(ALICE)));
}

#[test]
fn each_source_has_an_account() {
    // --hashlimit-upto 10/second --hashlimit-burst 3
    let mut rules = Rules::of(&[Match::Hashlimit(hashlimit(100_000, 3))]);
    let passed = |rules: &mut Rules, src, packets: usize| {
        (0..packets).filter(|_| rules.ask(0, &from(src))).count()
    };
    assert_eq!(passed(&mut rules, ALICE, 10), 3);
    assert_eq!(passed(&mut rules, BOB, 10), 3);
    rules.wait(96);
    assert_eq!(passed(&mut rules, ALICE, 10), 0);
    rules.wait(4);
    assert_eq!(passed(&mut rules, ALICE, 10), 1);
    assert_eq!(passed(&mut rules, BOB, 10), 1);
}

#[test]
fn above_is_the_opposite_of_upto_and_shares_its_accounts() {
    let above = Hashlimit {
        above: true,
        ..hashlimit(3_600_000_000, 2)
    };
    let mut rules = Rules::of(&[
        Match::Hashlimit(hashlimit(3_600_000_000, 2)),
        Match::Hashlimit(above),
    ]);
    assert!(rules.ask(0, &from(ALICE)));
    assert!(!rules.ask(1, &from(ALICE)));
    assert!(!rules.ask(0, &from(ALICE)), "both have taken one");
    assert!(rules.ask(1, &from(ALICE)));
}

#[test]
fn an_account_is_closed_when_nobody_uses_it() {
    let mut rules = Rules::of(&[Match::Hashlimit(hashlimit(3_600_000_000, 1))]);
    assert!(rules.ask(0, &from(ALICE)));
    rules.wait(900);
    assert!(!rules.ask(0, &from(ALICE)));
    rules.wait(1050);
    let late = rules.ask(0, &from(ALICE));
    assert!(
        !late,
        "its time was over at 1.9 s, but the last look was at 1 s"
    );
    rules.wait(1050);
    assert!(rules.ask(0, &from(ALICE)), "at 3 s it was closed");
}

#[test]
fn bytes_are_paid_for_in_pieces_of_sixteen() {
    // --hashlimit-upto 1kb/s: 65 pieces of 16 bytes, of which a packet of 35 bytes has three.
    let limit = Hashlimit {
        bytes: true,
        ..hashlimit(u64::from(u32::MAX / 65), 0)
    };
    let mut rules = Rules::of(&[Match::Hashlimit(limit)]);
    let passed = (0..100).filter(|_| rules.ask(0, &from(ALICE))).count();
    assert_eq!(passed, 65 / 3);
    rules.wait(1000);
    let passed = (0..100).filter(|_| rules.ask(0, &from(ALICE))).count();
    assert_eq!(passed, 65 / 3);
}

#[test]
fn a_rate_is_measured_in_windows() {
    // --hashlimit-above 10/second --hashlimit-rate-match --hashlimit-burst 5
    let limit = Hashlimit {
        above: true,
        rate_match: true,
        interval: 1,
        expire: 60_000,
        ..hashlimit(100_000, 5)
    };
    let mut rules = Rules::of(&[Match::Hashlimit(limit)]);
    let above = (0..20).filter(|_| rules.ask(0, &from(ALICE))).count();
    assert_eq!(above, 5, "15 are within the rate and the burst");
    rules.wait(1000);
    assert!(
        rules.ask(0, &from(ALICE)),
        "in the window before there were too many"
    );
    rules.wait(1000);
    assert!(!rules.ask(0, &from(ALICE)));
}

#[test]
fn a_table_that_is_full_lets_no_stranger_pass() {
    let limit = Hashlimit {
        size: 2,
        max: 2,
        ..hashlimit(1_000_000, 5)
    };
    let mut rules = Rules::of(&[Match::Hashlimit(limit)]);
    assert!(rules.ask(0, &from(ALICE)));
    assert!(rules.ask(0, &from(BOB)));
    let third = from([10, 1, 0, 3]);
    assert_eq!(rules.answer(0, &third), Err(DropReason::NetfilterDrop));
    assert!(rules.ask(0, &from(BOB)));
    rules.wait(3000);
    assert!(rules.ask(0, &third), "the others' time was over");
}

/// A SYN from a port, tracked; known to others if it is `confirmed`.
fn syn_from(rules: &mut Rules, src: [u8; 4], port: u16, confirmed: bool) -> Packet {
    let mut bytes = Vec::new();
    let builder = PacketBuilder::ipv4(src, RIGHT, 64)
        .tcp(port, 80, 1000, 64_000)
        .syn();
    builder.write(&mut bytes, b"").expect("fits");
    let mut packet = packet(&bytes);
    rules.bench.track(&mut packet);
    if confirmed {
        rules.bench.confirm(&mut packet);
    }
    packet
}

/// What becomes of a packet's connection.
fn set_state(rules: &mut Rules, packet: &Packet, state: Option<TcpState>) {
    let Ct::Of(ct) = packet.meta.ct else {
        unreachable!("tracked")
    };
    rules.bench.at((Family::V4, Hook::Forward), |cx, _| {
        let table = cx.conntrack();
        match state {
            Some(state) => {
                let conn = table.get_mut(ct.id).expect("there");
                conn.proto = crate::conntrack::Proto::Tcp(Tcp::in_state(state));
            }
            None => assert!(table.delete(ct.id)),
        }
    });
}

fn connlimit(limit: u32) -> Match {
    Match::Connlimit(Connlimit {
        limit,
        upto: false,
        mask: 32,
        side: Side::Source,
    })
}

#[test]
fn connections_of_a_source_are_counted_as_long_as_they_live() {
    let mut rules = Rules::of(&[connlimit(1)]);
    let above = |rules: &mut Rules, src, port| {
        let mut packet = syn_from(rules, src, port, false);
        let answer = rules.ask(0, &packet);
        rules.bench.confirm(&mut packet);
        (answer, packet)
    };
    let (answer, first) = above(&mut rules, ALICE, 1);
    assert!(!answer);
    let (answer, second) = above(&mut rules, ALICE, 2);
    assert!(answer, "two are more than one");
    assert!(!above(&mut rules, BOB, 1).0);
    set_state(&mut rules, &first, Some(TcpState::TimeWait));
    assert!(
        above(&mut rules, ALICE, 3).0,
        "the first does not count, the second and third do"
    );
    set_state(&mut rules, &second, None);
    assert!(above(&mut rules, ALICE, 4).0);
    assert!(!above(&mut rules, [10, 1, 0, 9], 4).0);
}

#[test]
fn a_connection_that_was_never_confirmed_does_not_count_for_the_next() {
    let mut rules = Rules::of(&[connlimit(1)]);
    for port in 1..10 {
        let packet = syn_from(&mut rules, ALICE, port, false);
        assert!(!rules.ask(0, &packet), "port {port}");
    }
}

#[test]
fn packets_of_known_connections_are_counted_with_and_not_added() {
    let mut rules = Rules::of(&[connlimit(1)]);
    let first = syn_from(&mut rules, ALICE, 1, true);
    let second = syn_from(&mut rules, ALICE, 2, true);
    assert!(!rules.ask(0, &first), "the first that was seen");
    assert!(!rules.ask(0, &second), "it is known: so it is not added");
    assert!(!rules.ask(0, &first));
    set_state(&mut rules, &first, Some(TcpState::Close));
    let dropped = Err(DropReason::NetfilterDrop);
    assert_eq!(
        rules.answer(0, &second),
        dropped,
        "as Linux 6.18 does: none is left"
    );
}

#[test]
fn a_mask_counts_networks() {
    let wide = Match::Connlimit(Connlimit {
        limit: 1,
        upto: true,
        mask: 24,
        side: Side::Source,
    });
    let mut rules = Rules::of(&[wide]);
    let mut first = syn_from(&mut rules, ALICE, 1, false);
    assert!(rules.ask(0, &first));
    rules.bench.confirm(&mut first);
    let second = syn_from(&mut rules, BOB, 2, false);
    assert!(!rules.ask(0, &second));
}
