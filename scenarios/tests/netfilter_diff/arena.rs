//! The two routers side by side: each event of a case is given to both, and what they do is compared.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    thread,
    time::{Duration, Instant},
};

use scenarios::oracle::{Answer, Kernel, Sent, Tollgate, hex};

use crate::{
    case::Event,
    mask::{self, Connection},
    names::Names,
    nft, number,
    topology::{PORTS, router_mac},
};

/// Longer than two ticks of the kernel's clock: for so long it keeps a counted connection that is not in its
/// table, if another CPU has met it.
const PATIENCE: Duration = Duration::from_millis(13);

/// In a case that takes no longer, no UDP connection is as old as one has to be to be ASSURED, two seconds: whether it
/// is that depends on the moment at which each side looks at the time.
const YOUNG: Duration = Duration::from_millis(1_900);

/// Seconds that two timeouts may differ by: each side rounds down, at its own moment.
const CLOCKS: u64 = 2;

/// Something in which the two disagree.
#[derive(Clone, Debug)]
pub(crate) struct Disagreement {
    /// The event, by its place in the case.
    pub(crate) event: usize,
    pub(crate) kind: Kind,
    /// What each of them did.
    pub(crate) text: String,
}

/// What kind of thing it is that two routers disagree in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One takes a command line, and the other refuses it.
    Refused,
    /// What is sent.
    Sent,
    /// What is printed.
    Printed,
    /// One of the two, where chance decides which way it goes (see [`Arena::is_unlucky`] and [`Arena::is_old`]).
    Luck,
}

/// What is compared with the kernel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// Tollgate.
    Tollgate,
    /// Another kernel: what they disagree in is the method's fault.
    Kernel,
}

/// The router that is compared with the kernel.
enum Own {
    Tollgate(Box<Tollgate>),
    Kernel(Kernel),
}

impl Own {
    fn query(&mut self, line: &str) -> Answer {
        match self {
            Self::Tollgate(tollgate) => tollgate.query(line),
            Self::Kernel(kernel) => kernel.query(line),
        }
    }

    /// The exit status, and the complaint.
    fn run(&mut self, line: &str) -> (i32, String) {
        match self {
            Self::Tollgate(tollgate) => {
                let answer = tollgate.query(line);
                (answer.status, answer.stderr)
            }
            Self::Kernel(kernel) => kernel.status(line),
        }
    }

    fn exchange(&mut self, port: usize, frame: &[u8]) -> Sent {
        match self {
            Self::Tollgate(tollgate) => tollgate.exchange(port, frame),
            Self::Kernel(kernel) => kernel.exchange(port, frame),
        }
    }
}

/// Both routers, and what is known of the ports that they chose.
pub(crate) struct Arena {
    kernel: Option<Kernel>,
    own: Own,
    /// The kernel's ports for those of the case's file.
    kernel_names: Names,
    /// Tollgate's ports for the kernel's, or, if there is no kernel, the file's.
    own_names: Names,
    /// Addresses that IPv6 has to get ready before anything is received.
    addresses6: usize,
    settled: bool,
    /// Ranges of ports that rules translate to: a port chosen at random is in one of them for both, or
    /// for none.
    ranges: Vec<(u16, u16)>,
    /// Ranges of ports that rules match: whether a port chosen at random is in one is chance.
    matched: Vec<(u16, u16)>,
    /// A rule counts connections.
    unhurried: bool,
    begun: Instant,
}

impl Arena {
    /// Two unconfigured routers; without the kernel, Tollgate is compared with what was kept.
    pub(crate) fn new(seed: u64, subject: Subject, with_kernel: bool) -> Self {
        let macs: Vec<_> = (0..PORTS).map(router_mac).collect();
        let own = match subject {
            Subject::Tollgate => {
                let tollgate = Tollgate::with_workers(seed, &macs, workers(seed));
                Own::Tollgate(Box::new(tollgate))
            }
            Subject::Kernel => Own::Kernel(kernel()),
        };
        Self {
            kernel: with_kernel.then(kernel),
            own,
            kernel_names: Names::default(),
            own_names: Names::default(),
            addresses6: 1,
            settled: false,
            ranges: Vec::new(),
            matched: Vec::new(),
            unhurried: false,
            begun: Instant::now(),
        }
    }

    /// Lets an event happen; notes what the kernel did in it.
    ///
    /// # Errors
    /// What the two disagree in.
    pub(crate) fn play(&mut self, number: usize, event: &mut Event) -> Result<(), Disagreement> {
        let found = match event {
            Event::Run(line) => self.run(line),
            Event::Receive { port, frame, sent } => self.receive(*port, frame, sent),
            Event::Ask { line, text } => self.ask(line, text),
        };
        found.map_err(|(kind, text)| Disagreement {
            event: number,
            kind: if kind != Kind::Refused && (self.is_old() || self.is_unlucky()) {
                Kind::Luck
            } else {
                kind
            },
            text,
        })
    }

    /// Whether the two need not do the same: time matters.
    fn is_old(&self) -> bool {
        self.begun.elapsed() > YOUNG
    }

    /// Whether the two need not do the same: they chose ports of which a rule matches one, but not the
    /// other.
    fn is_unlucky(&mut self) -> bool {
        let unshown = self.unshown();
        let mut pairs = self.own_names.pairs().chain(unshown);
        pairs.any(|(theirs, ours)| !alike(&self.matched, theirs, ours))
    }

    /// Ports that sources of connections were translated to, the kernel's and Tollgate's: packets need
    /// not have shown them.
    fn unshown(&mut self) -> Vec<(u16, u16)> {
        let Some(kernel) = &mut self.kernel else {
            return Vec::new();
        };
        let mut pairs = Vec::new();
        for line in ["conntrack -L -f ipv4", "conntrack -L -f ipv6"] {
            let theirs = kernel.query(line).stdout;
            let theirs = theirs
                .lines()
                .filter_map(|line| mask::translated(line, line));
            let theirs: BTreeMap<String, u16> = theirs.collect();
            for line in self.own.query(line).stdout.lines() {
                let named = self.own_names.line_to_reference(line);
                if let Some((connection, port)) = mask::translated(line, &named)
                    && let Some(chosen) = theirs.get(&connection)
                {
                    pairs.push((*chosen, port));
                }
            }
        }
        pairs
    }

    fn run(&mut self, line: &str) -> Result<(), (Kind, String)> {
        if line.starts_with("ip6tables") || line.starts_with("iptables") {
            self.settle();
            self.ranges.extend(ranges(line));
            self.matched.extend(matched(line));
            self.unhurried |= line.contains("-m connlimit");
        }
        if line.starts_with("nft") {
            self.settle();
            self.ranges.extend(nft::ranges(line));
            self.matched.extend(nft::matched(line));
        }
        let ours = self.own.run(line);
        if ours.0 == 2 && std::env::var_os("SKIP").is_some() {
            println!("SKIPPED {line}: {}", ours.1.lines().next().unwrap_or(""));
            return Ok(());
        }
        // Without the kernel: only lines that it took are kept.
        let theirs = match &mut self.kernel {
            Some(kernel) => kernel.status(line),
            None => (0, String::new()),
        };
        if !self.settled && theirs.0 == 0 {
            let address = line.contains("address add") && line.contains(':');
            let link = line.starts_with("ip link set") && line.ends_with(" up");
            self.addresses6 += usize::from(address || link);
        }
        if ours.0 == theirs.0 {
            return Ok(());
        }
        let text = format!(
            "{line}\nkernel   {} {}\ntollgate {} {}\n",
            theirs.0, theirs.1, ours.0, ours.1
        );
        Err((Kind::Refused, text))
    }

    /// Waits until the kernel's IPv6 is quiet.
    fn settle(&mut self) {
        if std::mem::replace(&mut self.settled, true) {
            return;
        }
        let mut kernels: Vec<&mut Kernel> = self.kernel.iter_mut().collect();
        match &mut self.own {
            Own::Kernel(kernel) => kernels.push(kernel),
            Own::Tollgate(tollgate) => {
                tollgate.collect();
            }
        }
        for kernel in kernels {
            kernel.settle(self.addresses6);
            std::thread::sleep(std::time::Duration::from_millis(30));
            kernel.collect();
        }
    }

    fn receive(
        &mut self,
        port: usize,
        frame: &[u8],
        kept: &mut Sent,
    ) -> Result<(), (Kind, String)> {
        self.settle();
        let (reference, frame) = match &mut self.kernel {
            Some(kernel) => {
                if self.unhurried {
                    thread::sleep(PATIENCE);
                }
                let frame = self.kernel_names.to_own(frame);
                let sent = comparable(&frame, kernel.exchange(port, &frame));
                agree(&mut self.kernel_names, &self.ranges, &frame, kept, &sent);
                (sent, frame)
            }
            None => (kept.clone(), frame.to_vec()),
        };
        let own_frame = self.own_names.to_own(&frame);
        let own = comparable(&own_frame, self.own.exchange(port, &own_frame));
        kept.clone_from(&reference);
        let names = &mut self.own_names;
        if agree(names, &self.ranges, &frame, &reference, &own) {
            return Ok(());
        }
        // What the router made may by chance have the identification of what it received. When `connlimit`
        // forgets connections that have ended goes by the kernel's ticks, which a busy machine makes late.
        let [theirs, ours] = [&reference, &own].map(unidentified);
        let is_alike = agree(&mut names.clone(), &self.ranges, &frame, &theirs, &ours);
        let kind = match is_alike || self.unhurried {
            true => Kind::Luck,
            false => Kind::Sent,
        };
        let mut text = format!("in       p{port} {}\n", hex(&frame));
        for (who, sent) in [("kernel  ", &reference), ("tollgate", &own)] {
            for (port, frame) in sent {
                let _ = writeln!(text, "{who} p{port} {}", hex(frame));
            }
        }
        Err((kind, text))
    }

    fn ask(&mut self, line: &str, kept: &mut String) -> Result<(), (Kind, String)> {
        let reference = match &mut self.kernel {
            Some(kernel) => kernel.query(line),
            None => Answer {
                stdout: kept.clone(),
                ..Answer::default()
            },
        };
        let own = self.own.query(line);
        kept.clone_from(&reference.stdout);
        let difference = if line.starts_with("conntrack") {
            self.differing_connections(&reference.stdout, &own.stdout)
        } else if line.starts_with("nft") {
            let [theirs, ours] = [&reference, &own].map(|answer| nft::in_one_order(&answer.stdout));
            differing_lines(&theirs, &ours)
        } else {
            differing_lines(&reference.stdout, &own.stdout)
        };
        if difference.is_empty() && reference.status == own.status {
            return Ok(());
        }
        Err((
            Kind::Printed,
            format!(
                "{line}\n{difference}kernel   {}{}\ntollgate {}{}\n",
                reference.status, reference.stderr, own.status, own.stderr
            ),
        ))
    }

    fn differing_connections(&self, theirs: &str, ours: &str) -> String {
        let parse = |text: &str, named: &dyn Fn(&str) -> String| -> Vec<Connection> {
            let lines = text.lines();
            lines
                .map(|line| Connection::of(line, &self.ranges, named))
                .collect()
        };
        let theirs = parse(theirs, &str::to_owned);
        let ours = parse(ours, &|line| self.own_names.line_to_reference(line));
        // Each has an order of its own.
        let keys = |of: &[Connection], others: &[Connection]| -> Vec<(String, u64)> {
            let known: BTreeSet<&str> = others.iter().map(|other| other.line.as_str()).collect();
            let key = |connection: &Connection| {
                if known.contains(connection.line.as_str()) {
                    connection.line.clone()
                } else {
                    connection.veiled.clone()
                }
            };
            let mut keys: Vec<_> = of.iter().map(|one| (key(one), one.timeout)).collect();
            keys.sort();
            keys
        };
        let lines = |of: &[Connection]| -> String {
            let mut lines: Vec<String> = of.iter().map(|one| format!("{}\n", one.line)).collect();
            lines.sort();
            lines.concat()
        };
        let pairs = (keys(&theirs, &ours), keys(&ours, &theirs));
        if !pairs
            .0
            .iter()
            .map(|(key, _)| key)
            .eq(pairs.1.iter().map(|(key, _)| key))
        {
            return differing_lines(&lines(&theirs), &lines(&ours));
        }
        let mut difference = String::new();
        for ((line, theirs), (_, ours)) in pairs.0.iter().zip(&pairs.1) {
            if theirs.abs_diff(*ours) > CLOCKS {
                let _ = writeln!(difference, "{line}: kernel {theirs} s, tollgate {ours} s");
            }
        }
        difference
    }

    /// Packets that Tollgate's workers handed over to one another.
    pub(crate) fn handed(&self) -> u64 {
        match &self.own {
            Own::Tollgate(tollgate) => tollgate.router().totals().handed,
            Own::Kernel(_) => 0,
        }
    }

    /// Whether every frame that Tollgate received is accounted for.
    pub(crate) fn is_accounted_for(&self) -> bool {
        let Own::Tollgate(tollgate) = &self.own else {
            return true;
        };
        let totals = tollgate.router().totals();
        let left = totals.sent + totals.consumed + totals.dropped() + totals.held();
        totals.received + totals.made == left
    }
}

/// How many workers Tollgate has in this case: mostly one, and sometimes three, which hand over to one another.
fn workers(seed: u64) -> usize {
    let usual = if seed % 3 == 2 { 3 } else { 1 };
    number("TOLLGATE_DIFF_WORKERS").map_or(usual, |workers| workers as usize)
}

/// A router made of the kernel.
pub(crate) fn kernel() -> Kernel {
    let macs: Vec<_> = (0..PORTS).map(router_mac).collect();
    let mut kernel = Kernel::new(&macs);
    // Listener reports are repeated at random times, and would be counted by rules.
    let quiet = |port| {
        format!("sysctl -q -w net.ipv6.conf.p{port}.mldv2_unsolicited_report_interval=9999999")
    };
    let lines: Vec<String> = (0..PORTS).map(quiet).collect();
    let errors = kernel.run(&lines);
    assert!(errors.iter().all(String::is_empty), "{errors:?}");
    kernel
}

/// Whether the frames are the same; learns ports chosen at random.
fn agree(
    names: &mut Names,
    ranges: &[(u16, u16)],
    input: &[u8],
    reference: &Sent,
    own: &Sent,
) -> bool {
    names.agree(input, reference, own, |a, b| alike(ranges, a, b))
}

/// Whether each of the ranges has both ports, or none.
fn alike(ranges: &[(u16, u16)], a: u16, b: u16) -> bool {
    let mut ranges = ranges.iter();
    ranges.all(|(low, high)| (*low..=*high).contains(&a) == (*low..=*high).contains(&b))
}

/// The frames without their identifications.
fn unidentified(sent: &Sent) -> Sent {
    let mut sent = sent.clone();
    for (_, frame) in &mut sent {
        mask::forget_identification(frame);
    }
    sent.sort();
    sent
}

/// Frames in the order and form in which they are compared: one frame's consequences have no order.
fn comparable(input: &[u8], sent: Sent) -> Sent {
    let mut sent: Sent = sent
        .into_iter()
        .filter(|(_, frame)| !mask::is_membership(frame))
        .collect();
    for (_, frame) in &mut sent {
        mask::mask(input, frame);
    }
    sent.sort();
    sent
}

/// Lines that only one of two texts has, and all if they only have another order: `theirs` are those of
/// the reference.
pub(crate) fn differing_lines(theirs: &str, ours: &str) -> String {
    let mut difference = String::new();
    if theirs == ours {
        return difference;
    }
    let (theirs, ours): (Vec<&str>, Vec<&str>) = (theirs.lines().collect(), ours.lines().collect());
    let same_lines = {
        let (mut theirs, mut ours) = (theirs.clone(), ours.clone());
        theirs.sort_unstable();
        ours.sort_unstable();
        theirs == ours
    };
    for (who, lines, others) in [("reference", &theirs, &ours), ("tollgate ", &ours, &theirs)] {
        for line in lines {
            if same_lines || !others.contains(line) {
                let _ = writeln!(difference, "{who} {line}");
            }
        }
    }
    if difference.is_empty() {
        difference = "lines that are there several times\n".into();
    }
    difference
}

/// The ranges of ports that a rule matches.
fn matched(line: &str) -> Vec<(u16, u16)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let of_ports = |option: &str| {
        let name = option.strip_prefix("--").unwrap_or_default();
        matches!(name, "sport" | "dport" | "sports" | "dports" | "ports")
            || name.starts_with("ct") && name.ends_with("port")
    };
    let range = |word: &str| {
        let (low, high) = word.split_once(':').unwrap_or((word, word));
        (low.parse().unwrap_or(0), high.parse().unwrap_or(u16::MAX))
    };
    let values = words.windows(2).filter(|pair| of_ports(pair[0]));
    values
        .flat_map(|pair| pair[1].split(',').map(range))
        .collect()
}

#[test]
fn ports_that_rules_match_are_found() {
    let line = "iptables -A INPUT -p udp ! --dport 20000: -m conntrack --ctorigsrcport :100";
    assert_eq!(matched(line), [(20_000, 65_535), (0, 100)]);
    let line = "iptables -A INPUT -p tcp -m multiport --ports 22,1:1023 -j DROP";
    assert_eq!(matched(line), [(22, 22), (1, 1023)]);
    assert!(alike(&matched(line), 22, 22) && !alike(&matched(line), 22, 23));
}

/// The ranges of ports that a rule translates to.
fn ranges(line: &str) -> Vec<(u16, u16)> {
    let last = |word: &str| -> Option<(u16, u16)> {
        let ports = word.rsplit(':').next()?;
        let (low, high) = ports.split_once('-')?;
        Some((low.parse().ok()?, high.parse().ok()?))
    };
    let words: Vec<&str> = line.split_whitespace().collect();
    words
        .windows(2)
        .filter(|pair| matches!(pair[0], "--to-source" | "--to-destination" | "--to-ports"))
        .filter_map(|pair| last(pair[1]))
        .collect()
}
