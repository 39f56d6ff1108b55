//! Which queue the kernel gives a frame to, and whose the router says it is.

use dataplane::{
    conntrack::Tuple,
    io::{Isolation, Port, Spread, open_packet, open_tap},
    neigh::NeighCache,
    packet::{Batch, Packet, PacketBuf, Pool},
    snapshot::Snapshot,
    time::Instant,
    wire::ipv4::protocol::{ICMP, ICMPV6, TCP, UDP, UDPLITE},
    worker::Router,
};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};

use rustix::thread::{CapabilitySet, capabilities, set_capabilities};

use super::{Arc, Duration, Namespace, OURS, able, packet_in, thread, veth, wait_for};

const SCTP: u8 = 132;
const GRE: u8 = 47;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// A header without more.
    Plain,
    /// IPv4 with options, IPv6 with an extension header.
    Extended,
    FirstFragment,
    LaterFragment,
}

/// An IP packet in a frame.
#[derive(Clone, Debug)]
struct Sent {
    ipv6: bool,
    form: Form,
    proto: u8,
    addresses: [u8; 32],
    ports: [u16; 2],
    /// With a VLAN tag, which the kernel takes out and keeps beside the frame.
    tagged: bool,
    /// Bytes that are there of the packet.
    cut: usize,
}

fn sent() -> impl Strategy<Value = Sent> {
    let form = prop_oneof![
        6 => Just(Form::Plain),
        1 => Just(Form::Extended),
        1 => Just(Form::FirstFragment),
        1 => Just(Form::LaterFragment),
    ];
    let proto = prop_oneof![
        3 => Just(TCP),
        3 => Just(UDP),
        2 => Just(ICMP),
        1 => prop::sample::select(vec![UDPLITE, SCTP, GRE, 50, 4]),
    ];
    let ports = prop_oneof![
        4 => any::<[u16; 2]>(),
        1 => any::<u16>().prop_map(|port| [port, port]),
        1 => prop::sample::select(vec![[0, 0], [0, 1], [0xffff, 0], [0xffff, 0xffff]]),
    ];
    let cut = prop_oneof![8 => Just(usize::MAX), 1 => 2..72_usize];
    let addresses = any::<[u8; 32]>();
    (
        any::<bool>(),
        form,
        proto,
        addresses,
        ports,
        any::<bool>(),
        cut,
    )
        .prop_map(|(ipv6, form, proto, addresses, ports, tagged, cut)| Sent {
            ipv6,
            form,
            proto: if ipv6 && proto == ICMP { ICMPV6 } else { proto },
            addresses,
            ports,
            tagged,
            cut,
        })
}

impl Sent {
    fn addresses(&self) -> [&[u8]; 2] {
        let len = if self.ipv6 { 16 } else { 4 };
        [&self.addresses[..len], &self.addresses[16..16 + len]]
    }

    fn network(&self) -> Vec<u8> {
        let mut bytes = if self.ipv6 { self.ipv6() } else { self.ipv4() };
        if self.proto == ICMP || self.proto == ICMPV6 {
            let request = if self.ipv6 { 128 } else { 8 };
            bytes.extend([request, 0, 0, 0]);
        }
        for port in self.ports {
            bytes.extend(port.to_be_bytes());
        }
        bytes.extend([0; 16]);
        bytes.truncate(self.cut);
        bytes
    }

    fn ipv4(&self) -> Vec<u8> {
        let (first, options): (_, &[u8]) = match self.form {
            Form::Extended => (0x46, &[1; 4]),
            Form::Plain | Form::FirstFragment | Form::LaterFragment => (0x45, &[]),
        };
        let fragment: [u8; 2] = match self.form {
            Form::FirstFragment => [0x20, 0],
            Form::LaterFragment => [0, 5],
            Form::Plain | Form::Extended => [0x40, 0],
        };
        let mut bytes = vec![first, 0, 0, 44, 0, 0];
        bytes.extend(fragment);
        bytes.extend([64, self.proto, 0, 0]);
        bytes.extend(self.addresses().concat());
        bytes.extend(options);
        bytes
    }

    fn ipv6(&self) -> Vec<u8> {
        let extension: Option<[u8; 8]> = match self.form {
            Form::Plain => None,
            Form::Extended => Some([self.proto, 0, 1, 4, 0, 0, 0, 0]),
            Form::FirstFragment => Some([self.proto, 0, 0, 1, 0, 0, 0, 9]),
            Form::LaterFragment => Some([self.proto, 0, 0, 0x40, 0, 0, 0, 9]),
        };
        let next = match self.form {
            Form::Plain => self.proto,
            Form::Extended => 0,
            Form::FirstFragment | Form::LaterFragment => 44,
        };
        let mut bytes = vec![0x60, 0, 0, 0, 0, 24, next, 64];
        bytes.extend(self.addresses().concat());
        bytes.extend(extension.iter().flatten());
        bytes
    }

    fn tuple(&self, proto: u8, [src_port, dst_port]: [u16; 2]) -> Tuple {
        let mut tuple = Tuple {
            src: [0; 16],
            dst: [0; 16],
            src_port,
            dst_port,
            zone: 0,
            proto,
            ipv6: self.ipv6,
        };
        let [src, dst] = self.addresses();
        tuple.src[..src.len()].copy_from_slice(src);
        tuple.dst[..dst.len()].copy_from_slice(dst);
        tuple
    }

    /// Whose it is. What the kernel's program does not look into is whose it would be without ports, and what
    /// is cut too short is the first one's: the router hands those over, or drops them.
    fn owner(&self, router: &Router) -> usize {
        let header = if self.ipv6 { 40 } else { 20 };
        let (tuple, needed) = match self.proto {
            _ if self.form != Form::Plain => (self.tuple(GRE, [0, 0]), header),
            TCP | UDP | UDPLITE | SCTP => (self.tuple(self.proto, self.ports), header + 4),
            ICMP | ICMPV6 => {
                let request = if self.ipv6 { 128 << 8 } else { 8 << 8 };
                (self.tuple(self.proto, [self.ports[0], request]), header + 6)
            }
            _ => (self.tuple(GRE, [0, 0]), header),
        };
        if self.network().len() < needed {
            return 0;
        }
        router.conntrack.owner(&tuple)
    }
}

/// A port and what sends to it.
struct Steered {
    router: Arc<Router>,
    sender: Port,
    receiver: Port,
    pool: Pool,
}

impl Steered {
    /// A port that gets what is sent by `device` of `a`.
    fn new(
        a: &Namespace,
        device: &'static str,
        queues: usize,
        open: impl FnOnce(Spread) -> Port,
    ) -> Self {
        let (router, _) = Router::new(Snapshot::default(), NeighCache::new(1), queues);
        router.key_connections((7, 0x1234_5678_9abc_def0));
        let mut receiver = open(Spread {
            queues,
            key: router.conntrack.port_key(),
        });
        assert!(receiver.without.is_empty(), "{:?}", receiver.without);
        assert!(wait_for(&mut receiver, |state| state.carrier).carrier);
        Self {
            router,
            sender: packet_in(a, device, 1),
            receiver,
            pool: Pool::new(256),
        }
    }

    /// A tap behind a bridge, as a virtual machine has it.
    fn tap(a: &Namespace, queues: usize, open: impl FnOnce(Spread) -> Port) -> Self {
        // Where the host's rules are for bridges too, it drops what is no valid packet.
        for family in ["iptables", "ip6tables"] {
            a.exec(&format!("sysctl -qew net.bridge.bridge-nf-call-{family}=0"));
        }
        veth(a, "v0", a, "v1");
        a.ip("link add br0 type bridge");
        a.ip("link set br0 up");
        a.ip("link set v1 master br0");
        Self::new(a, "v0", queues, |spread| {
            let port = open(spread);
            a.ip("link set t0 up master br0");
            port
        })
    }

    /// Sends frames, and compares where they come to with whose they are.
    fn check(&mut self, all: &[Sent]) -> Result<(), TestCaseError> {
        let mut batch = Batch::new();
        for (number, sent) in all.iter().enumerate() {
            let mut frame = vec![0x02, 0xfe, 0xed, 0xfe, 0xed, number as u8];
            frame.extend(OURS.0);
            if sent.tagged {
                frame.extend([0x81, 0, 0, 7]);
            }
            frame.extend(if sent.ipv6 { [0x86, 0xdd] } else { [8, 0] });
            frame.extend(sent.network());
            let buf = PacketBuf::copy_from(&frame);
            let meta = Default::default();
            batch.push(Packet { buf, meta });
        }
        let report = self.sender.queues[0].tx(&mut self.pool, &mut batch);
        prop_assert_eq!(report.sent as usize, all.len(), "{:?}", report);
        let mut came = vec![None; all.len()];
        for _ in 0..500 {
            for (queue, port) in self.receiver.queues.iter_mut().enumerate() {
                port.rx(&mut self.pool, &mut batch, Instant::ZERO)
                    .expect("it works");
                for packet in batch.drain() {
                    // The host's own multicast is not ours.
                    if let [0x02, 0xfe, 0xed, 0xfe, 0xed, number, ..] = *packet.buf.bytes() {
                        let before = came[usize::from(number)].replace(queue);
                        prop_assert_eq!(before, None, "twice: {}", number);
                    }
                    self.pool.recycle(packet);
                }
            }
            if came.iter().all(Option::is_some) {
                break;
            }
            thread::sleep(Duration::from_millis(1));
        }
        for (sent, came) in all.iter().zip(came) {
            prop_assert_eq!(came, Some(sent.owner(&self.router)), "{:?}", sent);
        }
        Ok(())
    }

    /// The same with many frames.
    fn check_random(&mut self) {
        let config = Config {
            cases: 64,
            max_shrink_iters: 50,
            failure_persistence: None,
            ..Config::default()
        };
        let rig = std::cell::RefCell::new(self);
        TestRunner::new(config)
            .run(&prop::collection::vec(sent(), 1..60), |all| {
                rig.borrow_mut().check(&all)
            })
            .expect("every frame comes to its owner");
    }
}

fn open_t0(a: &Namespace, spread: Spread) -> Port {
    a.within(move || open_tap("t0", OURS, spread))
        .expect("a tap port")
}

#[test]
fn a_packet_port_gives_each_frame_to_its_owner() {
    if !able() {
        return;
    }
    for queues in [2, 3] {
        let (a, r) = (Namespace::new("fa"), Namespace::new("fr"));
        veth(&a, "v0", &r, "r0");
        Steered::new(&a, "v0", queues, |spread| {
            r.within(move || open_packet("r0", spread, Isolation::Isolated))
                .expect("a packet port")
        })
        .check_random();
    }
}

#[test]
fn a_tap_port_gives_each_frame_to_its_owner() {
    if !able() {
        return;
    }
    for queues in [2, 3] {
        let a = Namespace::new("ft");
        Steered::tap(&a, queues, |spread| open_t0(&a, spread)).check_random();
    }
}

/// Whoever may not load programs has a tap that works nevertheless.
#[test]
fn a_tap_that_cannot_be_steered_says_so() {
    if !able() {
        return;
    }
    let a = Namespace::new("fc");
    let port = a.within(|| {
        let mut sets = capabilities(None).expect("they are known");
        sets.effective
            .remove(CapabilitySet::BPF | CapabilitySet::SYS_ADMIN);
        set_capabilities(None, sets).expect("fewer are allowed");
        open_tap("t0", OURS, Spread::over(2))
    });
    let without = port.expect("a tap port").without;
    let anybody = std::fs::read_to_string("/proc/sys/kernel/unprivileged_bpf_disabled");
    if anybody.is_ok_and(|disabled| disabled.trim() == "0") {
        assert!(without.is_empty(), "{without:?}");
        return;
    }
    let [why] = without.as_slice() else {
        panic!("{without:?}");
    };
    let why = why.to_string();
    assert!(
        why.contains("tap interface t0: Operation not permitted"),
        "{why}"
    );
    assert!(why.contains("CAP_BPF"), "{why}");
}

/// A tap that others made stays when its port is closed; what said whose frames are whose does not.
#[test]
fn a_tap_that_stays_is_not_steered_when_its_port_is_closed() {
    if !able() {
        return;
    }
    let a = Namespace::new("fs");
    a.ip("tuntap add t0 mode tap multi_queue");
    drop(open_t0(&a, Spread::over(2)));
    let mut rig = Steered::tap(&a, 2, |_| {
        let [mut port, other] = [(); 2].map(|()| open_t0(&a, Spread::over(1)));
        port.queues.extend(other.queues);
        port
    });
    let many: Vec<_> = (0..60)
        .map(|n| Sent {
            ipv6: false,
            form: Form::Plain,
            proto: UDP,
            addresses: [9; 32],
            ports: [1000 + n, 53],
            tagged: false,
            cut: usize::MAX,
        })
        .collect();
    let error = rig.check(&many).expect_err("nobody says where to");
    assert!(error.to_string().contains("left: `Some("), "{error}");
}
