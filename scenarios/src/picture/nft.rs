//! What a lesson's packet meets of the rules that `nft` has made, as the lesson's own transcript shows it.

use control::explain::PacketSpec;

use crate::lesson::{KeyPacket, Lesson};

/// What is met at a hook: the hook's name as iptables writes it, what to say, and whether that ends the packet.
pub(super) type Met = (String, String, bool);

/// A base chain that a lesson makes.
struct Chain {
    /// Family, table and name.
    name: String,
    /// Its hook, as iptables writes it.
    hook: String,
}

impl Chain {
    /// Reads `nft add chain FAMILY TABLE NAME '{ type T hook H … }'`.
    fn read(command: &str) -> Option<Self> {
        let words: Vec<&str> = command.split_whitespace().collect();
        let ["nft", "add", "chain", family, table, name, rest @ ..] = words.as_slice() else {
            return None;
        };
        let hook = rest.iter().position(|word| *word == "hook")?;
        Some(Self {
            name: format!("{family} {table} {name}"),
            hook: rest.get(hook + 1)?.to_uppercase(),
        })
    }
}

/// What the packet of `lesson` meets of the chains that the lesson makes: the lines of `nft monitor trace` about
/// it; where there are none, that nobody says.
pub(super) fn met(lesson: &Lesson) -> Vec<Met> {
    let Some(KeyPacket {
        machine, packet, ..
    }) = &lesson.packet
    else {
        return Vec::new();
    };
    let steps = || {
        lesson
            .steps_on("lab")
            .filter(|step| step.host.as_deref() == Some(machine))
    };
    let lines: Vec<&str> = steps().flat_map(|step| step.output.lines()).collect();
    let mut met = Vec::new();
    for Chain { name, hook } in steps().filter_map(|step| Chain::read(&step.command)) {
        let told = traced(&lines, &name, packet);
        if told.is_empty() {
            let note = format!("nft chain {name}: not followed, Tollgate does not speak nft yet");
            met.push((hook.clone(), note, false));
        }
        for line in told {
            let ends = line.ends_with("(verdict drop)") || line == "policy drop";
            met.push((hook.clone(), format!("nft {name}: {line}"), ends));
        }
    }
    met
}

/// What `nft monitor trace` says of a packet in a chain: `rule …` and `policy …`.
fn traced<'l>(lines: &[&'l str], chain: &str, packet: &str) -> Vec<&'l str> {
    let Ok(PacketSpec { src, dst, .. }) = packet.parse() else {
        return Vec::new();
    };
    let family = if src.is_ipv4() { "ip" } else { "ip6" };
    let between = format!(" {family} saddr {src} {family} daddr {dst} ");
    let mut is_meant = false;
    let mut told = Vec::new();
    for line in lines.iter().filter(|line| line.starts_with("trace id ")) {
        let Some((_, what)) = line.split_once(&format!(" {chain} ")) else {
            continue;
        };
        if what.starts_with("packet: ") {
            is_meant = what.contains(&between);
        } else if is_meant {
            told.push(what);
        }
    }
    told
}
