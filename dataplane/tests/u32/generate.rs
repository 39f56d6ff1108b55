//! Random tables and frames that have something to do with each other.

use dataplane::qos::{Handle, U32Hash, U32Key, U32Node, U32Spec};

/// Classes that filters name: 1:2 and on.
pub(crate) const CLASSES: u8 = 5;

/// A small generator, so that a failure is repeated by its seed.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..8 {
            random.next();
        }
        random
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.next() >> 20) as usize % bound
    }

    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// A frame, and its mark.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub(crate) bytes: Vec<u8>,
    pub(crate) mark: u32,
}

/// What words of the frames look like: where, and which bits and values are worth a question.
const FIELDS: &[(i32, u32, &[u32])] = &[
    // Version, header length, type of service.
    (0, 0x0f00_0000, &[0x0500_0000, 0x0600_0000]),
    (0, 0x00ff_0000, &[0, 0x0010_0000, 0x00b8_0000]),
    // Length.
    (0, 0x0000_ffc0, &[0, 0x40, 0x80]),
    // Fragments.
    (4, 0x0000_3fff, &[0, 0x2000]),
    // Protocol.
    (8, 0x00ff_0000, &[0x0006_0000, 0x0011_0000, 0x0001_0000]),
    // Addresses.
    (12, 0xffff_ff00, &[0x0a00_0000, 0x0a00_0100]),
    (16, 0xffff_ffff, &[0x0a00_0001, 0x0a00_0002, 0x0a00_0003]),
    (16, 0x0000_0001, &[0, 1]),
    // Where ports are without options.
    (20, 0x0000_ffff, &[22, 53, 80]),
    (20, 0xffff_0000, &[22 << 16, 1000 << 16]),
    // The link layer.
    (-12, 0x0000_00ff, &[0x01, 0x02]),
    (-4, 0x0000_ffff, &[0x0800, 0x0806]),
    // Often behind the end.
    (60, 0x0000_0000, &[0]),
    (120, 0xff00_0000, &[0, 0x5500_0000]),
];

/// The words at the next header.
const NEXT_FIELDS: &[(i32, u32, &[u32])] = &[
    (0, 0x0000_ffff, &[22, 53, 80]),
    (0, 0xffff_0000, &[22 << 16, 1000 << 16]),
    (12, 0x00ff_0000, &[0x0002_0000, 0x0010_0000]),
    (4, 0x0000_0000, &[0]),
];

fn key(random: &mut Random, next_header: bool) -> U32Key {
    let fields = if next_header { NEXT_FIELDS } else { FIELDS };
    let (offset, mask, values) = random.pick(fields);
    U32Key {
        value: random.pick(values) & mask,
        mask,
        offset,
        next_header,
    }
}

/// Tables 800, 1 and 2, with links from lower to higher ones and now and then back.
pub(crate) fn spec(random: &mut Random, marks: bool) -> U32Spec {
    let ids = [0x800, 1, 2];
    let tables = ids.iter().enumerate().map(|(level, &id)| {
        let divisor = if level == 0 {
            1
        } else {
            random.pick(&[1, 1, 4, 16])
        };
        let mut nodes = Vec::new();
        for bucket in 0..divisor as u8 {
            for node in 1..=1 + random.below(3) as u16 {
                nodes.push(self::node(random, level, bucket, node * 0x10, marks));
            }
        }
        U32Hash { id, divisor, nodes }
    });
    U32Spec {
        tables: tables.collect(),
    }
}

fn node(random: &mut Random, level: usize, bucket: u8, node: u16, marks: bool) -> U32Node {
    let count = random.pick(&[0, 1, 1, 1, 2]);
    let mut keys: Vec<U32Key> = Vec::new();
    for _ in 0..count {
        let next_header = level > 0 && random.chance(50);
        let key = key(random, next_header);
        // The tool makes one of two at one place, and refuses them if they contradict each other.
        if keys.iter().all(|other| other.offset != key.offset) {
            keys.push(key);
        }
    }
    let link = match level {
        0 if random.chance(60) => Some(random.pick(&[1, 2])),
        1 if random.chance(30) => Some(2),
        // Round and round.
        2 if random.chance(3) => Some(1),
        _ => None,
    };
    let class = (link.is_none() || random.chance(20))
        .then(|| Handle::new(1, 2 + random.below(CLASSES.into()) as u16));
    let mut made = U32Node {
        bucket,
        node,
        keys,
        class,
        link,
        hash: None,
        offset: 0,
        offset_at: None,
        eat: false,
        mark: (marks && random.chance(10)).then(|| (random.pick(&[1, 2]), 0xf)),
        actions: Vec::new(),
    };
    if link.is_some() {
        // The header's length, and a fixed one.
        if random.chance(60) {
            made.offset_at = Some((0, 0x0f00, 6));
        }
        if random.chance(20) {
            made.offset = random.pick(&[4, 8, 20, 22]);
        }
        made.eat = random.chance(30);
        if random.chance(60) {
            made.hash = Some(random.pick(&[
                (0x00ff_0000, 8),
                (0x0000_000f, 16),
                (0x0000_0f00, 12),
                (0x0000_0003, 0),
            ]));
        }
    }
    made
}

/// A frame of IPv4, whole and unfragmented or not; sometimes of something else.
pub(crate) fn frame(random: &mut Random, marks: bool) -> Frame {
    let mut bytes = vec![2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1];
    if random.chance(5) {
        bytes.extend([0x08, 0x06]);
        bytes.extend((0..46).map(|_| random.next() as u8));
        return Frame { bytes, mark: 0 };
    }
    bytes.extend([0x08, 0x00]);
    let words = random.pick(&[5_u8, 5, 5, 6]);
    let header_len = usize::from(words) * 4;
    let protocol = random.pick(&[6_u8, 17, 1]);
    let payload = random.below(90);
    let total = (header_len + 8 + payload) as u16;
    let mut ip = vec![0; header_len];
    ip[0] = 0x40 | words;
    ip[1] = random.pick(&[0, 0x10, 0xb8]);
    ip[2..4].copy_from_slice(&total.to_be_bytes());
    ip[6] = random.pick(&[0, 0, 0, 0x20]);
    ip[8] = 64;
    ip[9] = protocol;
    ip[12..16].copy_from_slice(&[10, 0, random.pick(&[0, 1]), 9]);
    ip[16..20].copy_from_slice(&[10, 0, 0, random.pick(&[1, 2, 3])]);
    if header_len > 20 {
        ip[20..].fill(1);
    }
    let (from, to) = (random.pick(&[22_u16, 1000]), random.pick(&[22_u16, 53, 80]));
    ip.extend(from.to_be_bytes());
    ip.extend(to.to_be_bytes());
    ip.extend([0, 8, 0, 0]);
    ip.extend((0..payload).map(|at| {
        if at == 8 {
            random.pick(&[2, 0x10])
        } else {
            0x55
        }
    }));
    bytes.extend(ip);
    let mark = if marks { random.below(4) as u32 } else { 0 };
    Frame { bytes, mark }
}
