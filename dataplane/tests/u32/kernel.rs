//! The kernel's `u32`: frames come in by one link and are sent out of another by its traffic control, with
//! `htb` there, whose classes count them. (The port's own socket goes past a link's qdisc.)

use std::{fmt::Write as _, io::Write, process::Command, thread, time::Duration};

use dataplane::{
    io::{Isolation, PortQueue, Spread, open_packet},
    packet::{Batch, Packet, PacketBuf, Pool},
    qos::{U32Hash, U32Node, U32Spec},
};

use super::generate::{CLASSES, Frame};

/// Whether there is a kernel to ask.
pub(crate) fn is_there() -> bool {
    let root = rustix::process::geteuid().is_root();
    let tools = Command::new("tc").arg("-V").output().is_ok();
    if root && tools {
        return true;
    }
    let all = std::env::var_os("TOLLGATE_REQUIRE_ALL").is_some();
    assert!(!all, "needs root and tc");
    eprintln!("skipped: needs root and tc");
    false
}

/// Two pairs of links: what is sent by the first leaves by the second, and is classified there.
pub(crate) struct Kernel {
    /// The second.
    link: String,
    first: String,
    queue: Box<dyn PortQueue>,
    pool: Pool,
}

impl Drop for Kernel {
    fn drop(&mut self) {
        for link in [&self.link, &self.first] {
            let _ = Command::new("ip").args(["link", "del", link]).output();
        }
    }
}

fn run(line: &str) {
    let mut words = line.split_whitespace();
    let output = Command::new(words.next().expect("a command"))
        .args(words)
        .output();
    let output = output.expect("it starts");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{line}: {error}");
}

impl Kernel {
    pub(crate) fn new(name: &str) -> Self {
        let (first, link) = (format!("{name}a"), format!("{name}b"));
        for link in [&first, &link] {
            let _ = Command::new("ip").args(["link", "del", link]).output();
            run(&format!(
                "ip link add name {link} type veth peer name {link}p"
            ));
            for end in [link.clone(), format!("{link}p")] {
                run(&format!("sysctl -qw net.ipv6.conf.{end}.disable_ipv6=1"));
                run(&format!("ip link set {end} up"));
            }
        }
        run(&format!("tc qdisc add dev {first}p clsact"));
        run(&format!(
            "tc filter add dev {first}p ingress protocol all u32 match u32 0 0 at 0 \
             action mirred egress redirect dev {link}"
        ));
        let mut port = open_packet(&first, Spread::over(1), Isolation::Shared).expect("it opens");
        thread::sleep(Duration::from_millis(100));
        Self {
            link,
            first,
            queue: port.queues.remove(0),
            pool: Pool::new(64),
        }
    }

    /// How many of `frames` are in each class: first those that no filter wants.
    pub(crate) fn classified(&mut self, spec: &U32Spec, frames: &[Frame]) -> Vec<u64> {
        let link = &self.link;
        let _ = Command::new("tc")
            .args(["qdisc", "del", "dev", link, "root"])
            .output();
        let mut tc = Command::new("tc");
        tc.args(["-batch", "-"]).stdin(std::process::Stdio::piped());
        let mut child = tc.spawn().expect("tc starts");
        let mut stdin = child.stdin.take().expect("it is piped");
        stdin
            .write_all(commands(spec, link).as_bytes())
            .expect("tc reads");
        drop(stdin);
        assert!(
            child.wait().expect("tc ends").success(),
            "{}",
            commands(spec, link)
        );
        for frame in frames {
            let mut batch = Batch::new();
            batch.push(Packet {
                buf: PacketBuf::copy_from(&frame.bytes),
                ..Packet::default()
            });
            self.queue.tx(&mut self.pool, &mut batch);
        }
        let mut counts = Vec::new();
        for _ in 0..100 {
            thread::sleep(Duration::from_millis(5));
            counts = self.counts();
            if counts.iter().sum::<u64>() >= frames.len() as u64 {
                break;
            }
        }
        counts
    }

    fn counts(&self) -> Vec<u64> {
        let output = Command::new("tc")
            .args(["-s", "class", "show", "dev", &self.link])
            .output();
        let text = String::from_utf8(output.expect("tc starts").stdout).expect("text");
        let mut counts = vec![0; usize::from(CLASSES) + 1];
        let mut class = None;
        for line in text.lines() {
            let mut words = line.split_whitespace();
            match (words.next(), words.next(), words.next()) {
                (Some("class"), Some("htb"), Some(name)) => {
                    let minor = name.strip_prefix("1:").expect("of this qdisc");
                    class = Some(minor.parse::<usize>().expect("a number") - 1);
                }
                (Some("Sent"), ..) => {
                    let count = words.next().expect("Sent BYTES bytes PACKETS pkt");
                    counts[class.take().expect("behind a class")] =
                        count.parse().expect("a number");
                }
                _ => {}
            }
        }
        counts
    }
}

/// What `tc` is told.
pub(crate) fn commands(spec: &U32Spec, link: &str) -> String {
    let mut text = format!("qdisc add dev {link} root handle 1: htb default 1\n");
    for minor in 1..=1 + CLASSES {
        let _ = writeln!(
            text,
            "class add dev {link} parent 1: classid 1:{minor} htb rate 1gbit"
        );
    }
    let filter = format!("filter add dev {link} parent 1: protocol all prio 1");
    // The root table is there with the first filter.
    for table in spec.tables.iter().filter(|table| table.id != 0x800) {
        let (id, divisor) = (table.id, table.divisor);
        let _ = writeln!(text, "{filter} handle {id:x}: u32 divisor {divisor}");
    }
    // What is linked to is there first.
    for table in spec.tables.iter().rev() {
        for node in &table.nodes {
            let _ = writeln!(text, "{filter} {}", command(table, node));
        }
    }
    text
}

fn command(table: &U32Hash, node: &U32Node) -> String {
    let (id, bucket, number) = (table.id, node.bucket, node.node);
    let mut text = format!("handle {id:x}:{bucket:x}:{number:x} u32 ht {id:x}:{bucket:x}:");
    for key in &node.keys {
        let base = if key.next_header { "nexthdr+" } else { "" };
        let _ = write!(
            text,
            " match u32 {:#x} {:#x} at {base}{}",
            key.value, key.mask, key.offset
        );
    }
    if node.keys.is_empty() {
        text.push_str(" match u32 0 0 at 0");
    }
    if let Some(link) = node.link {
        let _ = write!(text, " link {link:x}:");
    }
    if let Some((mask, at)) = node.hash {
        let _ = write!(text, " hashkey mask {mask:#x} at {at}");
    }
    if node.offset > 0 || node.offset_at.is_some() || node.eat {
        text.push_str(" offset");
        if let Some((at, mask, shift)) = node.offset_at {
            let _ = write!(text, " at {at} mask {mask:#x} shift {shift}");
        }
        if node.offset > 0 {
            let _ = write!(text, " plus {}", node.offset);
        }
        if node.eat {
            text.push_str(" eat");
        }
    }
    if let Some(class) = node.class {
        let _ = write!(text, " flowid 1:{:x}", class.minor());
    }
    text
}
