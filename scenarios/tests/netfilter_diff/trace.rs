//! The kernel traces random packets through random rules, and so does Tollgate: the lines of
//! `-j TRACE` and `-j LOG` are compared, and `explain` has to have named the same rules beforehand.

use std::{
    fs::{self, File, OpenOptions},
    io::{Read, Seek, SeekFrom},
    os::unix::fs::OpenOptionsExt,
};

use control::explain::{Seen, Told, Transport};
use dataplane::{
    filter::Target,
    iface::IfIndex,
    trace::{RuleOutcome, TraceStep},
};
use scenarios::oracle::{Dice, Sent, Tollgate};

use crate::{
    TOOLS, arena, mask, number,
    rules::Rules,
    topology::{self, Family, PORTS, router_mac},
    traffic::Traffic,
};

/// Cases that are tried.
const CASES: u64 = 12;
/// Frames for each.
const FRAMES: usize = 150;
/// A knob: namespaces other than the first may write to the log.
const ALL_NETNS: &str = "/proc/sys/net/netfilter/nf_log_all_netns";

/// The kernel's log from now on.
struct Kmsg(File);

impl Kmsg {
    fn open() -> Self {
        /// `O_NONBLOCK` of Linux.
        const NONBLOCK: i32 = 0o4000;
        let mut options = OpenOptions::new();
        options.read(true).custom_flags(NONBLOCK);
        let mut file = options.open("/dev/kmsg").expect("the kernel's log");
        file.seek(SeekFrom::End(0)).expect("its end");
        Self(file)
    }

    /// The lines of netfilter that have come since the last call.
    fn lines(&mut self) -> Vec<String> {
        let mut lines = Vec::new();
        let mut record = [0; 8192];
        while let Ok(len) = self.0.read(&mut record) {
            let text = String::from_utf8_lossy(&record[..len]).into_owned();
            let line = text.split_once(';').map_or("", |(_, line)| line);
            let line = line.lines().next().unwrap_or_default();
            if line.contains("IN=") && line.contains(" OUT=") {
                lines.push(line.to_owned());
            }
        }
        lines
    }
}

/// What both choose by themselves does not count: identifications, flow labels, and ports, which may
/// be translated; nor do the times of their clocks in IPv4 options.
fn masked(line: &str) -> String {
    const FREE: [&str; 6] = ["ID=", "FLOWLBL=", "SPT=", "DPT=", "ID:", "(44"];
    let words = line.split(' ').map(|word| {
        let free = FREE.iter().find(|free| word.starts_with(**free));
        free.map_or(word, |free| free)
    });
    words.collect::<Vec<_>>().join(" ")
}

/// What a rule or the end of a chain is called: table, chain, and the rule's number; of an end, no
/// number.
type Place = (String, String, Option<usize>);

/// The places that a line of `-j TRACE` may mean: a rule that is a bare verdict is traced as an end.
fn traced(line: &str) -> Option<[Place; 2]> {
    let rest = line.strip_prefix("TRACE: ")?;
    let mut parts = rest.split(' ').next()?.split(':');
    let (table, chain) = (parts.next()?.to_owned(), parts.next()?.to_owned());
    let (kind, number) = (parts.next()?, parts.next()?.parse().ok()?);
    let end = (kind != "rule").then_some((table.clone(), chain.clone(), None));
    let rule = (table, chain, Some(number));
    Some([end.unwrap_or_else(|| rule.clone()), rule])
}

/// The places that a packet matched at, once `-j TRACE` was met, and those of what was made because of
/// it.
fn explained(story: &[Told]) -> Vec<Place> {
    let mut places = Vec::new();
    let mut marked: Vec<usize> = Vec::new();
    for told in story {
        // What the router sends to itself stays marked.
        if let TraceStep::Received { iif, .. } = &told.step
            && *iif == IfIndex::LOOPBACK
            && !marked.is_empty()
        {
            marked.push(told.subject);
        }
        let on = marked.contains(&told.subject);
        let mut place = None;
        if let TraceStep::Rule {
            table,
            chain,
            number,
            spec,
            outcome,
            ..
        } = &told.step
            && !matches!(outcome, RuleOutcome::Mismatch(_))
        {
            if spec.target == Target::Trace {
                marked.push(told.subject);
            }
            place = Some((table.name().to_owned(), chain, Some(*number)));
        }
        if let TraceStep::Return { table, chain } | TraceStep::Policy { table, chain, .. } =
            &told.step
        {
            place = Some((table.to_string(), chain, None));
        }
        // Whether it asks for a neighbour, or sends a redirect, depends on when it did so before.
        let on = on && !told.seen.is_discovery() && !is_redirect(&told.seen);
        if let Some((table, chain, number)) = place.filter(|_| on) {
            places.push((table, chain.to_string(), number));
        }
    }
    places
}

/// Whether it is a redirect of IPv6.
fn is_redirect(seen: &Seen) -> bool {
    let transport = seen.packet.as_ref().map(|packet| &packet.transport);
    matches!(transport, Some(Transport::Icmp { kind: 137, .. }))
}

/// Whether both list the same places. A rule that could not read a packet drops it, and is not traced.
fn agree(lines: &[[Place; 2]], told: &[Place]) -> bool {
    let unread = told.len() == lines.len() + 1 && told.last().is_some_and(|last| last.2.is_some());
    (unread || lines.len() == told.len())
        && lines
            .iter()
            .zip(told)
            .all(|(either, place)| either.contains(place))
}

/// Lines that were compared.
#[derive(Default)]
struct Compared {
    lines: usize,
    /// What tracking said of odd packets.
    odd: usize,
    /// Rule sets whose packets were explained to the end.
    cases: usize,
}

/// Lets a case happen; what they disagree in.
fn play(seed: u64, kmsg: &mut Kmsg) -> Result<Compared, String> {
    let mut dice = Dice::new(seed);
    let family = if seed.is_multiple_of(2) {
        Family::V4
    } else {
        Family::V6
    };
    let macs: Vec<_> = (0..PORTS).map(router_mac).collect();
    let (mut kernel, mut tollgate) = (arena::kernel(), Tollgate::new(seed, &macs));
    let mut rules = Rules::new(family, &mut dice);
    let mut lines = topology::network(family, &mut dice);
    let mut added = rules.lines(&mut dice);
    // What is chosen at random is not the same for both.
    added.retain(|line| !line.contains("--random") && !line.contains("--mode random"));
    lines.extend(added);
    for chain in ["PREROUTING", "OUTPUT"] {
        let iptables = family.iptables();
        lines.push(format!("{iptables} -t raw -I {chain} -j TRACE"));
    }
    // What tracking says of odd packets is logged as well: of all, of none, of one protocol.
    let protocol = [255, 0, 6, 255][(seed / 2 % 4) as usize];
    lines.push(format!(
        "sysctl -q -w net.netfilter.nf_conntrack_log_invalid={protocol}"
    ));
    let mut settled = family == Family::V4;
    for line in &lines {
        // What the kernel says by itself at first is not to be counted by rules.
        if line.contains("tables ") && !settled {
            kernel.settle(PORTS + 2);
            kernel.collect();
            settled = true;
        }
        // What is refused is compared elsewhere.
        if tollgate.query(line).status != kernel.query(line).status {
            return Ok(Compared::default());
        }
    }
    // The kernel next to it does not limit its errors either.
    let unlimited = tollgate.query("sysctl -q -w net.ipv6.icmp.ratelimit=0");
    assert_eq!(unlimited.status, 0, "{}", unlimited.stderr);
    let mut traffic = Traffic::new(family);
    let mut compared = Compared::default();
    let (_, _) = (kmsg.lines(), tollgate.log());
    for _ in 0..FRAMES {
        let arrival = traffic.next(&mut dice);
        let explanation = tollgate.explain(arrival.port, &arrival.frame);
        let (_, _) = (kmsg.lines(), tollgate.log());
        let mut theirs = kernel.exchange(arrival.port, &arrival.frame);
        // The kernel says by itself which groups it is in.
        theirs.retain(|(_, frame)| !mask::is_membership(frame));
        let mut kernel_lines = kmsg.lines();
        kernel_lines.retain(|line| !line.contains(" TYPE=143 "));
        let ours = tollgate.exchange(arrival.port, &arrival.frame);
        let own_lines = tollgate.log();
        traffic.saw(&theirs);
        let comparable = |sent: &Sent| {
            let mut sent = sent.clone();
            for (_, frame) in &mut sent {
                mask::mask(&arrival.frame, frame);
            }
            sent.sort();
            sent
        };
        if comparable(&theirs) != comparable(&ours) {
            // What is sent is compared elsewhere, where ports are followed that the two chose.
            return Ok(compared);
        }
        let show = |lines: &[String]| lines.iter().map(|l| format!("  {l}\n")).collect::<String>();
        let differ = || {
            format!(
                "in p{} {}\nkernel\n{}tollgate\n{}rules\n{}\n",
                arrival.port,
                scenarios::oracle::hex(&arrival.frame),
                show(&kernel_lines),
                show(&own_lines),
                lines.join("\n")
            )
        };
        let both = [&kernel_lines, &own_lines].map(|lines| {
            let lines = lines.iter().map(|line| masked(line));
            lines.collect::<Vec<_>>()
        });
        if both[0] != both[1] {
            return Err(differ());
        }
        let places: Vec<_> = kernel_lines
            .iter()
            .filter(|line| {
                let outer = line.split('[').next().unwrap_or_default();
                !outer.contains(" TYPE=135 ") && !outer.contains(" TYPE=137 ")
            })
            .filter_map(|line| traced(line))
            .collect();
        let told = explained(&explanation.packets[0].story);
        if !agree(&places, &told) {
            return Err(format!("explained: {told:?}\n{}", differ()));
        }
        let odd = kernel_lines
            .iter()
            .filter(|line| line.starts_with("nf_ct_"));
        compared.odd += odd.count();
        compared.lines += kernel_lines.len();
    }
    compared.cases += 1;
    Ok(compared)
}

#[test]
fn the_kernel_traces_the_rules_that_explain_names() {
    if !scenarios::netns::available(&TOOLS) {
        return;
    }
    let before = fs::read_to_string(ALL_NETNS).expect("a knob");
    fs::write(ALL_NETNS, "1").expect("it can be set");
    let mut kmsg = Kmsg::open();
    let first = number("TOLLGATE_DIFF_SEED").unwrap_or(1000);
    let count = number("TOLLGATE_DIFF_CASES").unwrap_or(CASES);
    let (mut compared, mut failed) = (Compared::default(), Vec::new());
    for seed in first..first + count {
        // Another test's lines may have come between.
        match play(seed, &mut kmsg).or_else(|text| play(seed, &mut kmsg).map_err(|_| text)) {
            Ok(more) => {
                compared.lines += more.lines;
                compared.odd += more.odd;
                compared.cases += more.cases;
            }
            Err(text) => failed.push((seed, text)),
        }
    }
    fs::write(ALL_NETNS, before).expect("it can be set back");
    for (seed, text) in failed.iter().take(2) {
        println!("=== seed {seed}\n{text}");
    }
    let Compared { lines, odd, cases } = compared;
    println!(
        "{lines} lines compared, {odd} of them about odd packets; {cases} of {count} rule sets to the end"
    );
    let failed: Vec<_> = failed.iter().map(|(seed, _)| seed).collect();
    assert!(failed.is_empty(), "cases that differ: {failed:?}");
    assert!(
        (lines > 1000 && odd > 10) || count < CASES,
        "silence is no agreement"
    );
}
