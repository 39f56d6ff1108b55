//! Where in a packet's way chains run, and in what order.

/// The five places of netfilter (`enum nf_inet_hooks`).
///
/// ```text
/// rx ─► PREROUTING ─► route ─┬─► INPUT ─► the router itself ─► route ─► OUTPUT ─┐
///                            │                                                  ▼
///                            └─► FORWARD ───────────────────────────────► POSTROUTING ─► tx
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Hook {
    /// Every packet that comes in, before its route is looked up.
    Prerouting,
    /// Packets for the router itself.
    Input,
    /// Packets on their way through; their TTL is already lower.
    Forward,
    /// Packets that the router makes.
    Output,
    /// Every packet that goes out.
    Postrouting,
}

impl Hook {
    /// All, in the kernel's order.
    pub const ALL: [Self; 5] = [
        Self::Prerouting,
        Self::Input,
        Self::Forward,
        Self::Output,
        Self::Postrouting,
    ];

    /// Its number, as the kernel counts.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The name of iptables' built-in chain there.
    #[must_use]
    pub const fn chain(self) -> &'static str {
        match self {
            Self::Prerouting => "PREROUTING",
            Self::Input => "INPUT",
            Self::Forward => "FORWARD",
            Self::Output => "OUTPUT",
            Self::Postrouting => "POSTROUTING",
        }
    }
}

/// When a base chain runs among the others of its hook: lower is earlier (`enum nf_ip_hook_priorities`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Priority(pub i32);

impl Priority {
    /// Fragments become packets.
    pub const DEFRAG: Self = Self(-400);
    /// iptables' raw table.
    pub const RAW: Self = Self(-300);
    /// Connection tracking.
    pub const CONNTRACK: Self = Self(-200);
    /// iptables' mangle table.
    pub const MANGLE: Self = Self(-150);
    /// Translation of destinations.
    pub const NAT_DST: Self = Self(-100);
    /// iptables' filter table.
    pub const FILTER: Self = Self(0);
    /// iptables' security table.
    pub const SECURITY: Self = Self(50);
    /// Translation of sources.
    pub const NAT_SRC: Self = Self(100);
    /// The connection of a packet that got this far becomes known to others.
    pub const CONFIRM: Self = Self(i32::MAX);
}

/// iptables' tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TableKind {
    /// Before connections are looked up.
    Raw,
    /// Changes to packets.
    Mangle,
    /// Translation; sees the first packet of a connection only.
    Nat,
    /// What may pass.
    Filter,
    /// After filter.
    Security,
}

impl TableKind {
    /// All.
    pub const ALL: [Self; 5] = [
        Self::Raw,
        Self::Mangle,
        Self::Nat,
        Self::Filter,
        Self::Security,
    ];

    /// The name after `-t`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Raw => "raw",
            Self::Mangle => "mangle",
            Self::Nat => "nat",
            Self::Filter => "filter",
            Self::Security => "security",
        }
    }

    /// The hooks that it has built-in chains at, in the kernel's order.
    #[must_use]
    pub const fn hooks(self) -> &'static [Hook] {
        use Hook::{Forward, Input, Output, Postrouting, Prerouting};
        match self {
            Self::Raw => &[Prerouting, Output],
            Self::Mangle => &[Prerouting, Input, Forward, Output, Postrouting],
            Self::Nat => &[Prerouting, Input, Output, Postrouting],
            Self::Filter | Self::Security => &[Input, Forward, Output],
        }
    }

    /// When it runs at `hook`.
    #[must_use]
    pub const fn priority(self, hook: Hook) -> Priority {
        match self {
            Self::Raw => Priority::RAW,
            Self::Mangle => Priority::MANGLE,
            Self::Nat => match hook {
                Hook::Prerouting | Hook::Output => Priority::NAT_DST,
                Hook::Input | Hook::Forward | Hook::Postrouting => Priority::NAT_SRC,
            },
            Self::Filter => Priority::FILTER,
            Self::Security => Priority::SECURITY,
        }
    }
}
