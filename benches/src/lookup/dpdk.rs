//! DPDK's structures, by a driver in C that is built where Debian's dpdk-dev is installed.

use std::{collections::BTreeMap, fs, io, path::PathBuf, process::Command};

use dataplane::conntrack::Tuple;

use crate::peers;

/// Huge pages of 2 MiB that DPDK is given, if it may be done.
const HUGE_PAGES: u32 = 800;
/// Where that is said.
const NR_HUGE_PAGES: &str = "/proc/sys/vm/nr_hugepages";

/// Stands in the driver's input where the bytes of an address do otherwise.
const HASH: u32 = 0;

/// The program.
#[derive(Clone, Debug)]
pub(super) struct Driver {
    program: PathBuf,
}

/// Of a structure: its name, nanoseconds a lookup of each round, bytes.
pub(super) type Measured = (String, Vec<f64>, usize);

impl Driver {
    /// Builds it; `None` where DPDK or a compiler is not installed.
    ///
    /// # Errors
    /// If it is there and the driver can't be built.
    pub(super) fn build() -> io::Result<Option<Self>> {
        let flags = |what: &str| {
            let output = Command::new("pkg-config")
                .args([what, "libdpdk"])
                .output()
                .ok()?;
            let text = String::from_utf8(output.stdout).ok()?;
            let words = text.split_whitespace().map(str::to_owned);
            output.status.success().then(|| words.collect::<Vec<_>>())
        };
        let Some((cflags, libs)) = flags("--cflags").zip(flags("--libs")) else {
            return Ok(None);
        };
        let program = peers::build("dpdk", &cflags, &libs)?;
        Ok(program.map(|program| Self { program }))
    }

    /// Runs it.
    ///
    /// # Errors
    /// If it fails.
    pub(super) fn run(&self, words: &[u32], rounds: usize) -> io::Result<Vec<Measured>> {
        let path = self.program.with_extension("tables");
        let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_ne_bytes()).collect();
        fs::write(&path, bytes)?;
        let huge = HugePages::reserve();
        let mut command = Command::new(&self.program);
        if huge.is_some() {
            command.env("HUGE", "1");
        }
        let output = command.arg(&path).arg(rounds.to_string()).output()?;
        fs::remove_file(&path)?;
        Ok(read(&peers::said(&self.program, &output)?))
    }
}

/// What the driver printed.
fn read(text: &str) -> Vec<Measured> {
    let mut all: BTreeMap<String, (Vec<f64>, usize)> = BTreeMap::new();
    for line in text.lines() {
        let mut words = line.split(' ');
        let (name, nanos, bytes) = (words.next(), words.next(), words.next());
        let nanos = nanos.and_then(|word| word.parse().ok());
        let bytes = bytes.and_then(|word| word.parse().ok());
        if let (Some(name), Some(nanos), Some(bytes)) = (name, nanos, bytes) {
            let entry = all.entry(name.replace(',', ", ")).or_default();
            entry.0.push(nanos);
            entry.1 = bytes;
        }
    }
    let each = |(name, (rounds, bytes))| (name, rounds, bytes);
    all.into_iter().map(each).collect()
}

/// Huge pages that were reserved for a while.
struct HugePages {
    before: String,
}

impl HugePages {
    /// `None` without the permission or the memory.
    fn reserve() -> Option<Self> {
        let before = fs::read_to_string(NR_HUGE_PAGES).ok()?;
        fs::write(NR_HUGE_PAGES, HUGE_PAGES.to_string()).ok()?;
        let reserved = Self { before };
        let got: u32 = fs::read_to_string(NR_HUGE_PAGES)
            .ok()?
            .trim()
            .parse()
            .ok()?;
        (got >= HUGE_PAGES).then_some(reserved)
    }
}

impl Drop for HugePages {
    fn drop(&mut self) {
        let _ = fs::write(NR_HUGE_PAGES, self.before.trim());
    }
}

/// The driver's input: routes and destinations of IPv4.
pub(super) fn words4(routes: &[(u32, u8, u32)], dsts: &[u32]) -> Vec<u32> {
    let mut words = vec![4, routes.len() as u32];
    for &(prefix, len, info) in routes {
        words.extend([prefix.to_be(), len.into(), info]);
    }
    words.push(dsts.len() as u32);
    words.extend(dsts.iter().map(|dst| dst.to_be()));
    words
}

/// The same of IPv6.
pub(super) fn words6(routes: &[(u128, u8, u32)], dsts: &[u128]) -> Vec<u32> {
    let address = |bits: u128| {
        let bytes = bits.to_be_bytes();
        let (chunks, _) = bytes.as_chunks::<4>();
        [0, 1, 2, 3].map(|at| u32::from_ne_bytes(chunks[at]))
    };
    let mut words = vec![16, routes.len() as u32];
    for &(prefix, len, info) in routes {
        words.extend(address(prefix));
        words.extend([len.into(), info]);
    }
    words.push(dsts.len() as u32);
    words.extend(dsts.iter().flat_map(|&dst| address(dst)));
    words
}

/// The driver's input: the tuples of connections, and those that are looked for, of 16 bytes each.
pub(super) fn words_of_tuples(connections: &[[Tuple; 2]], tuples: &[Tuple]) -> Vec<u32> {
    let key = |tuple: &Tuple| {
        let word = |bytes: &[u8; 16]| u32::from_ne_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        let ports = u32::from(tuple.src_port) << 16 | u32::from(tuple.dst_port);
        [
            word(&tuple.src),
            word(&tuple.dst),
            ports,
            tuple.proto.into(),
        ]
    };
    let mut words = vec![HASH, 2 * connections.len() as u32];
    words.extend(connections.as_flattened().iter().flat_map(key));
    words.push(tuples.len() as u32);
    words.extend(tuples.iter().flat_map(key));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_driver_prints_is_collected_by_structure() {
        let text = "rte_lpm 6.5 100\nrte_fib,AVX-512 4 200\nrte_lpm 7.5 100\n";
        assert_eq!(
            read(text),
            [
                ("rte_fib, AVX-512".to_owned(), vec![4.0], 200),
                ("rte_lpm".to_owned(), vec![6.5, 7.5], 100),
            ]
        );
    }
}
