//! The kernel's knobs: `net.*` under /proc/sys, as far as they have an effect here.

use std::{collections::BTreeMap, str::FromStr};

use dataplane::iface::IfIndex;

use super::{Errno, Model, NetError};

/// A knob that holds a number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Knob {
    pub(super) name: &'static str,
    default: i64,
    least: i64,
    most: i64,
}

const INT: (i64, i64) = (i32::MIN as i64, i32::MAX as i64);

const COUNT: (i64, i64) = (0, i32::MAX as i64);

/// Seconds that fit into an `int` as ticks, of which there are 250 a second (`proc_dointvec_jiffies`).
const JIFFIES: (i64, i64) = (i32::MIN as i64 / 250, i32::MAX as i64 / 250);

/// Knobs that can only be read, as those of a kernel with more than 4 GiB of memory.
const READ_ONLY: &[(&str, i64)] = &[("net/netfilter/nf_conntrack_buckets", 262_144)];

/// A second name of `net.netfilter.nf_conntrack_max`.
const CT_MAX_ALIAS: &str = "net/nf_conntrack_max";

/// Declares a directory's knobs: a constant with the place of each, and the list.
macro_rules! knobs {
    ($(#[$doc:meta])* $module:ident { $($id:ident $name:literal $default:literal $range:expr;)* }) => {
        $(#[$doc])*
        pub(super) mod $module {
            use super::*;
            #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
            enum Place { $($id),* }
            $(
                #[allow(dead_code, reason = "some are only read by name")]
                pub(in crate::config) const $id: usize = Place::$id as usize;
            )*
            pub(in crate::config) static KNOBS: &[Knob] = &[
                $(Knob { name: $name, default: $default, least: $range.0, most: $range.1 }),*
            ];
        }
    };
}

knobs! {
    /// `net.ipv4.conf.*`.
    conf4 {
        ACCEPT_LOCAL "accept_local" 0 INT;
        ACCEPT_REDIRECTS "accept_redirects" 1 INT;
        ACCEPT_SOURCE_ROUTE "accept_source_route" 1 INT;
        ARP_ACCEPT "arp_accept" 0 INT;
        ARP_ANNOUNCE "arp_announce" 0 INT;
        ARP_IGNORE "arp_ignore" 0 INT;
        ARP_NOTIFY "arp_notify" 0 INT;
        BC_FORWARDING "bc_forwarding" 0 INT;
        FORWARDING "forwarding" 0 INT;
        IGNORE_ROUTES_WITH_LINKDOWN "ignore_routes_with_linkdown" 0 INT;
        LOG_MARTIANS "log_martians" 0 INT;
        PROMOTE_SECONDARIES "promote_secondaries" 0 INT;
        PROXY_ARP "proxy_arp" 0 INT;
        ROUTE_LOCALNET "route_localnet" 0 INT;
        RP_FILTER "rp_filter" 0 INT;
        SECURE_REDIRECTS "secure_redirects" 1 INT;
        SEND_REDIRECTS "send_redirects" 1 INT;
        SHARED_MEDIA "shared_media" 1 INT;
        SRC_VALID_MARK "src_valid_mark" 0 INT;
    }
}

knobs! {
    /// `net.ipv6.conf.*`.
    conf6 {
        ACCEPT_REDIRECTS "accept_redirects" 1 INT;
        ACCEPT_SOURCE_ROUTE "accept_source_route" 0 INT;
        // 2 and 3 would need a secret.
        ADDR_GEN_MODE "addr_gen_mode" 0 (0, 1);
        DISABLE_IPV6 "disable_ipv6" 0 INT;
        FORWARDING "forwarding" 0 INT;
        HOP_LIMIT "hop_limit" 64 (1, 255);
        IGNORE_ROUTES_WITH_LINKDOWN "ignore_routes_with_linkdown" 0 INT;
        PROXY_NDP "proxy_ndp" 0 INT;
    }
}

knobs! {
    /// `net.ipv4.neigh.*` and `net.ipv6.neigh.*`.
    neigh {
        BASE_REACHABLE_TIME_MS "base_reachable_time_ms" 30_000 COUNT;
        DELAY_FIRST_PROBE_TIME "delay_first_probe_time" 5 COUNT;
        GC_STALE_TIME "gc_stale_time" 60 COUNT;
        MCAST_SOLICIT "mcast_solicit" 3 COUNT;
        RETRANS_TIME_MS "retrans_time_ms" 1000 COUNT;
        UCAST_SOLICIT "ucast_solicit" 3 COUNT;
        UNRES_QLEN_BYTES "unres_qlen_bytes" 212_992 COUNT;
    }
}

knobs! {
    /// What the whole router has; the names are paths under /proc/sys.
    global {
        FIB_MULTIPATH_HASH_POLICY4 "net/ipv4/fib_multipath_hash_policy" 0 (0, 1);
        ICMP_ECHO_IGNORE_ALL "net/ipv4/icmp_echo_ignore_all" 0 (0, 1);
        ICMP_ECHO_IGNORE_BROADCASTS "net/ipv4/icmp_echo_ignore_broadcasts" 1 (0, 1);
        ICMP_ERRORS_USE_INBOUND_IFADDR "net/ipv4/icmp_errors_use_inbound_ifaddr" 0 (0, 1);
        ICMP_MSGS_BURST "net/ipv4/icmp_msgs_burst" 50 COUNT;
        ICMP_MSGS_PER_SEC "net/ipv4/icmp_msgs_per_sec" 1000 COUNT;
        ICMP_RATELIMIT "net/ipv4/icmp_ratelimit" 1000 COUNT;
        ICMP_RATEMASK "net/ipv4/icmp_ratemask" 6168 INT;
        IP_DEFAULT_TTL "net/ipv4/ip_default_ttl" 64 (1, 255);
        IP_FORWARD_USE_PMTU "net/ipv4/ip_forward_use_pmtu" 0 (0, 255);
        IP_NO_PMTU_DISC "net/ipv4/ip_no_pmtu_disc" 0 (0, 255);
        IPFRAG_HIGH_THRESH "net/ipv4/ipfrag_high_thresh" 4_194_304 (3_145_728, i64::MAX);
        IPFRAG_MAX_DIST "net/ipv4/ipfrag_max_dist" 64 COUNT;
        IPFRAG_TIME "net/ipv4/ipfrag_time" 30 COUNT;
        NEIGH4_GC_THRESH3 "net/ipv4/neigh/default/gc_thresh3" 1024 COUNT;
        FIB_MULTIPATH_HASH_POLICY6 "net/ipv6/fib_multipath_hash_policy" 0 (0, 1);
        ICMP6_ECHO_IGNORE_ALL "net/ipv6/icmp/echo_ignore_all" 0 (0, 255);
        ICMP6_ECHO_IGNORE_MULTICAST "net/ipv6/icmp/echo_ignore_multicast" 0 (0, 255);
        ICMP6_RATELIMIT "net/ipv6/icmp/ratelimit" 1000 COUNT;
        IP6FRAG_HIGH_THRESH "net/ipv6/ip6frag_high_thresh" 4_194_304 (3_145_728, i64::MAX);
        IP6FRAG_TIME "net/ipv6/ip6frag_time" 60 COUNT;
        NEIGH6_GC_THRESH3 "net/ipv6/neigh/default/gc_thresh3" 1024 COUNT;
        // `net.netfilter.*`: the kernel's limits come from nf_conntrack_standalone.c.
        CT_ACCT "net/netfilter/nf_conntrack_acct" 0 (0, 1);
        CT_CHECKSUM "net/netfilter/nf_conntrack_checksum" 1 (0, 1);
        CT_EXPECT_MAX "net/netfilter/nf_conntrack_expect_max" 4096 (1, i32::MAX as i64);
        CT_GENERIC_TIMEOUT "net/netfilter/nf_conntrack_generic_timeout" 600 JIFFIES;
        CT_GRE_TIMEOUT "net/netfilter/nf_conntrack_gre_timeout" 30 JIFFIES;
        CT_GRE_TIMEOUT_STREAM "net/netfilter/nf_conntrack_gre_timeout_stream" 180 JIFFIES;
        CT_ICMP_TIMEOUT "net/netfilter/nf_conntrack_icmp_timeout" 30 JIFFIES;
        CT_ICMPV6_TIMEOUT "net/netfilter/nf_conntrack_icmpv6_timeout" 30 JIFFIES;
        CT_LOG_INVALID "net/netfilter/nf_conntrack_log_invalid" 0 (0, 255);
        CT_MAX "net/netfilter/nf_conntrack_max" 262_144 COUNT;
        CT_SCTP_TIMEOUT_CLOSED "net/netfilter/nf_conntrack_sctp_timeout_closed" 10 JIFFIES;
        CT_SCTP_TIMEOUT_COOKIE_ECHOED "net/netfilter/nf_conntrack_sctp_timeout_cookie_echoed" 3 JIFFIES;
        CT_SCTP_TIMEOUT_COOKIE_WAIT "net/netfilter/nf_conntrack_sctp_timeout_cookie_wait" 3 JIFFIES;
        CT_SCTP_TIMEOUT_ESTABLISHED "net/netfilter/nf_conntrack_sctp_timeout_established" 210 JIFFIES;
        CT_SCTP_TIMEOUT_HEARTBEAT_SENT "net/netfilter/nf_conntrack_sctp_timeout_heartbeat_sent" 30 JIFFIES;
        CT_SCTP_TIMEOUT_SHUTDOWN_ACK_SENT "net/netfilter/nf_conntrack_sctp_timeout_shutdown_ack_sent" 3 JIFFIES;
        CT_SCTP_TIMEOUT_SHUTDOWN_RECD "net/netfilter/nf_conntrack_sctp_timeout_shutdown_recd" 3 JIFFIES;
        CT_SCTP_TIMEOUT_SHUTDOWN_SENT "net/netfilter/nf_conntrack_sctp_timeout_shutdown_sent" 3 JIFFIES;
        CT_TCP_BE_LIBERAL "net/netfilter/nf_conntrack_tcp_be_liberal" 0 (0, 1);
        CT_TCP_IGNORE_INVALID_RST "net/netfilter/nf_conntrack_tcp_ignore_invalid_rst" 0 (0, 1);
        CT_TCP_LOOSE "net/netfilter/nf_conntrack_tcp_loose" 1 (0, 1);
        CT_TCP_MAX_RETRANS "net/netfilter/nf_conntrack_tcp_max_retrans" 3 (0, 255);
        CT_TCP_TIMEOUT_CLOSE "net/netfilter/nf_conntrack_tcp_timeout_close" 10 JIFFIES;
        CT_TCP_TIMEOUT_CLOSE_WAIT "net/netfilter/nf_conntrack_tcp_timeout_close_wait" 60 JIFFIES;
        CT_TCP_TIMEOUT_ESTABLISHED "net/netfilter/nf_conntrack_tcp_timeout_established" 432_000 JIFFIES;
        CT_TCP_TIMEOUT_FIN_WAIT "net/netfilter/nf_conntrack_tcp_timeout_fin_wait" 120 JIFFIES;
        CT_TCP_TIMEOUT_LAST_ACK "net/netfilter/nf_conntrack_tcp_timeout_last_ack" 30 JIFFIES;
        CT_TCP_TIMEOUT_MAX_RETRANS "net/netfilter/nf_conntrack_tcp_timeout_max_retrans" 300 JIFFIES;
        CT_TCP_TIMEOUT_SYN_RECV "net/netfilter/nf_conntrack_tcp_timeout_syn_recv" 60 JIFFIES;
        CT_TCP_TIMEOUT_SYN_SENT "net/netfilter/nf_conntrack_tcp_timeout_syn_sent" 120 JIFFIES;
        CT_TCP_TIMEOUT_TIME_WAIT "net/netfilter/nf_conntrack_tcp_timeout_time_wait" 120 JIFFIES;
        CT_TCP_TIMEOUT_UNACKNOWLEDGED "net/netfilter/nf_conntrack_tcp_timeout_unacknowledged" 300 JIFFIES;
        CT_TIMESTAMP "net/netfilter/nf_conntrack_timestamp" 0 (0, 1);
        CT_UDP_TIMEOUT "net/netfilter/nf_conntrack_udp_timeout" 30 JIFFIES;
        CT_UDP_TIMEOUT_STREAM "net/netfilter/nf_conntrack_udp_timeout_stream" 120 JIFFIES;
    }
}

/// Where a directory's values are kept: for all links, for new ones, or for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    All,
    Default,
    Link(IfIndex),
}

/// A directory with a sub-directory for each link.
#[derive(Debug)]
struct Directory {
    knobs: &'static [Knob],
    all: Vec<i64>,
    default: Vec<i64>,
    /// What a link has been given of its own; else it follows `default`.
    links: BTreeMap<IfIndex, Vec<Option<i64>>>,
}

impl Directory {
    fn new(knobs: &'static [Knob]) -> Self {
        let defaults: Vec<i64> = knobs.iter().map(|knob| knob.default).collect();
        Self {
            knobs,
            all: defaults.clone(),
            default: defaults,
            links: BTreeMap::new(),
        }
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.knobs.iter().position(|knob| knob.name == name)
    }

    fn own(&self, link: IfIndex, place: usize) -> i64 {
        self.links
            .get(&link)
            .and_then(|values| values[place])
            .unwrap_or(self.default[place])
    }

    fn get(&self, whose: Whose, place: usize) -> i64 {
        match whose {
            Whose::All => self.all[place],
            Whose::Default => self.default[place],
            Whose::Link(link) => self.own(link, place),
        }
    }

    fn set(&mut self, whose: Whose, place: usize, value: i64) {
        match whose {
            Whose::All => self.all[place] = value,
            Whose::Default => self.default[place] = value,
            Whose::Link(link) => {
                if let Some(values) = self.links.get_mut(&link) {
                    values[place] = Some(value);
                }
            }
        }
    }

    /// Sets it for all, for new links, and for every link.
    fn set_everywhere(&mut self, place: usize, value: i64) {
        self.all[place] = value;
        self.default[place] = value;
        for values in self.links.values_mut() {
            values[place] = Some(value);
        }
    }

    /// Fixes what a link has now.
    fn fix(&mut self, link: IfIndex) {
        if let Some(values) = self.links.get_mut(&link) {
            for (value, default) in values.iter_mut().zip(&self.default) {
                value.get_or_insert(*default);
            }
        }
    }

    /// Changes what new links get, and leaves the present ones as they are.
    fn set_default_only(&mut self, place: usize, value: i64) {
        let old = self.default[place];
        for values in self.links.values_mut() {
            values[place].get_or_insert(old);
        }
        self.default[place] = value;
    }
}

/// All knobs.
#[derive(Debug)]
pub(super) struct Sysctls {
    conf4: Directory,
    conf6: Directory,
    neigh4: Directory,
    neigh6: Directory,
    global: Vec<i64>,
}

impl Default for Sysctls {
    fn default() -> Self {
        let mut conf4 = Directory::new(conf4::KNOBS);
        // The kernel accepts source routes only if `all` is set, too; it is not.
        conf4.all[conf4::ACCEPT_SOURCE_ROUTE] = 0;
        Self {
            conf4,
            conf6: Directory::new(conf6::KNOBS),
            neigh4: Directory::new(neigh::KNOBS),
            neigh6: Directory::new(neigh::KNOBS),
            global: global::KNOBS.iter().map(|knob| knob.default).collect(),
        }
    }
}

impl Sysctls {
    /// A link is new.
    pub(super) fn add_link(&mut self, link: IfIndex) {
        for directory in [
            &mut self.conf4,
            &mut self.conf6,
            &mut self.neigh4,
            &mut self.neigh6,
        ] {
            let values = vec![None; directory.knobs.len()];
            directory.links.insert(link, values);
        }
        // IPv6 links do not follow `default` once they are there.
        self.conf6.fix(link);
    }

    /// A link has no IPv6 any more; when it has again, it starts with the defaults of then.
    pub(super) fn forget6(&mut self, link: IfIndex) {
        for directory in [&mut self.conf6, &mut self.neigh6] {
            directory.links.remove(&link);
        }
    }

    /// A link has IPv6 again.
    pub(super) fn again6(&mut self, link: IfIndex) {
        for directory in [&mut self.conf6, &mut self.neigh6] {
            let values = vec![None; directory.knobs.len()];
            directory.links.entry(link).or_insert(values);
        }
        self.conf6.fix(link);
    }

    /// Whether a link has IPv6, if only its knobs.
    pub(super) fn has6(&self, link: IfIndex) -> bool {
        self.conf6.links.contains_key(&link)
    }

    /// A link is gone.
    pub(super) fn del_link(&mut self, link: IfIndex) {
        for directory in [
            &mut self.conf4,
            &mut self.conf6,
            &mut self.neigh4,
            &mut self.neigh6,
        ] {
            directory.links.remove(&link);
        }
    }

    /// A link has an IPv4 address: it does not follow `default` any more (`ipv4_devconf_setall`).
    pub(super) fn has_address4(&mut self, link: IfIndex) {
        self.conf4.fix(link);
    }

    pub(super) fn global(&self, place: usize) -> i64 {
        self.global[place]
    }

    pub(super) fn own4(&self, link: IfIndex, place: usize) -> i64 {
        self.conf4.own(link, place)
    }

    /// `IN_DEV_ORCONF`.
    pub(super) fn either4(&self, link: IfIndex, place: usize) -> bool {
        self.conf4.all[place] != 0 || self.own4(link, place) != 0
    }

    /// `IN_DEV_ANDCONF`.
    pub(super) fn both4(&self, link: IfIndex, place: usize) -> bool {
        self.conf4.all[place] != 0 && self.own4(link, place) != 0
    }

    /// `IN_DEV_MAXCONF`.
    pub(super) fn most4(&self, link: IfIndex, place: usize) -> i64 {
        self.conf4.all[place].max(self.own4(link, place))
    }

    pub(super) fn all6(&self, place: usize) -> i64 {
        self.conf6.all[place]
    }

    pub(super) fn own6(&self, link: IfIndex, place: usize) -> i64 {
        self.conf6.own(link, place)
    }

    pub(super) fn neigh4(&self, link: IfIndex, place: usize) -> i64 {
        self.neigh4.own(link, place)
    }

    pub(super) fn neigh6(&self, link: IfIndex, place: usize) -> i64 {
        self.neigh6.own(link, place)
    }
}

/// A knob that a path leads to.
#[derive(Clone, Copy, Debug)]
enum Target {
    Global(usize),
    /// A place in [`READ_ONLY`].
    ReadOnly(usize),
    /// `net.ipv4.ip_forward`: another name of `net.ipv4.conf.all.forwarding`.
    Conf4(Whose, usize),
    Conf6(Whose, usize),
    Neigh4(Whose, usize),
    Neigh6(Whose, usize),
    /// `base_reachable_time` in seconds, an old name.
    Seconds4(Whose),
    Seconds6(Whose),
}

impl Model {
    fn whose(&self, name: &str) -> Option<Whose> {
        match name {
            "all" => Some(Whose::All),
            "default" => Some(Whose::Default),
            name => self.link_by_name(name).map(|link| Whose::Link(link.index)),
        }
    }

    fn target(&self, path: &str) -> Option<Target> {
        if path == "net/ipv4/ip_forward" {
            return Some(Target::Conf4(Whose::All, conf4::FORWARDING));
        }
        if path == CT_MAX_ALIAS {
            return Some(Target::Global(global::CT_MAX));
        }
        if let Some(place) = global::KNOBS.iter().position(|knob| knob.name == path) {
            return Some(Target::Global(place));
        }
        if let Some(place) = READ_ONLY.iter().position(|(name, _)| *name == path) {
            return Some(Target::ReadOnly(place));
        }
        let rest = path.strip_prefix("net/")?;
        let (family, rest) = rest.split_once('/')?;
        let (directory, rest) = rest.split_once('/')?;
        let (name, knob) = rest.split_once('/')?;
        let whose = self.whose(name)?;
        let sysctls = &self.sysctls;
        if let Whose::Link(link) = whose
            && family == "ipv6"
            && !sysctls.has6(link)
        {
            return None;
        }
        match (family, directory) {
            ("ipv4", "conf") => Some(Target::Conf4(whose, sysctls.conf4.place(knob)?)),
            ("ipv6", "conf") => Some(Target::Conf6(whose, sysctls.conf6.place(knob)?)),
            (_, "neigh") if whose == Whose::All => None,
            ("ipv4", "neigh") if knob == "base_reachable_time" => Some(Target::Seconds4(whose)),
            ("ipv6", "neigh") if knob == "base_reachable_time" => Some(Target::Seconds6(whose)),
            ("ipv4", "neigh") => Some(Target::Neigh4(whose, sysctls.neigh4.place(knob)?)),
            ("ipv6", "neigh") => Some(Target::Neigh6(whose, sysctls.neigh6.place(knob)?)),
            (_, _) => None,
        }
    }

    /// The value of a knob by its path under /proc/sys (`net/ipv4/ip_forward`), as a read of the
    /// file gives it, without the newline.
    #[must_use]
    pub fn sysctl(&self, path: &str) -> Option<String> {
        let sysctls = &self.sysctls;
        let value = match self.target(path)? {
            Target::Global(place) => sysctls.global[place],
            Target::ReadOnly(place) => READ_ONLY[place].1,
            Target::Conf4(whose, place) => sysctls.conf4.get(whose, place),
            Target::Conf6(whose, place) => sysctls.conf6.get(whose, place),
            Target::Neigh4(whose, place) => sysctls.neigh4.get(whose, place),
            Target::Neigh6(whose, place) => sysctls.neigh6.get(whose, place),
            Target::Seconds4(whose) => {
                sysctls.neigh4.get(whose, neigh::BASE_REACHABLE_TIME_MS) / 1000
            }
            Target::Seconds6(whose) => {
                sysctls.neigh6.get(whose, neigh::BASE_REACHABLE_TIME_MS) / 1000
            }
        };
        Some(value.to_string())
    }

    /// Writes a knob.
    ///
    /// # Errors
    /// ENOENT if there is no such knob, EPERM if it can only be read, EINVAL for what it does not take.
    pub fn set_sysctl(&mut self, path: &str, value: &str) -> Result<(), NetError> {
        let target = self.target(path).ok_or(Errno::NoEnt)?;
        let value = number(value).ok_or(Errno::Inval)?;
        let checked = |knob: &Knob| {
            (knob.least..=knob.most)
                .contains(&value)
                .then_some(value)
                .ok_or(Errno::Inval)
        };
        match target {
            Target::Global(place) => self.sysctls.global[place] = checked(&global::KNOBS[place])?,
            Target::ReadOnly(_) => return Err(Errno::Perm.into()),
            Target::Conf4(whose, place) => {
                let value = checked(&conf4::KNOBS[place])?;
                self.set_conf4(whose, place, value);
            }
            Target::Conf6(whose, place) => {
                let value = checked(&conf6::KNOBS[place])?;
                self.set_conf6(whose, place, value);
            }
            Target::Neigh4(whose, place) => {
                let value = checked(&neigh::KNOBS[place])?;
                self.sysctls.neigh4.set(whose, place, value);
            }
            Target::Neigh6(whose, place) => {
                let value = checked(&neigh::KNOBS[place])?;
                self.sysctls.neigh6.set(whose, place, value);
            }
            Target::Seconds4(whose) | Target::Seconds6(whose) => {
                let place = neigh::BASE_REACHABLE_TIME_MS;
                let value = value.checked_mul(1000).ok_or(Errno::Inval)?;
                if !(0..=i64::from(i32::MAX)).contains(&value) {
                    return Err(Errno::Inval.into());
                }
                match target {
                    Target::Seconds4(_) => self.sysctls.neigh4.set(whose, place, value),
                    Target::Global(_)
                    | Target::ReadOnly(_)
                    | Target::Conf4(..)
                    | Target::Conf6(..)
                    | Target::Neigh4(..)
                    | Target::Neigh6(..)
                    | Target::Seconds6(_) => self.sysctls.neigh6.set(whose, place, value),
                }
            }
        }
        self.interfaces_changed();
        Ok(())
    }

    fn set_conf4(&mut self, whose: Whose, place: usize, value: i64) {
        let old = self.sysctls.conf4.get(whose, place);
        let conf = &mut self.sysctls.conf4;
        if place == conf4::FORWARDING {
            match whose {
                Whose::All if old != value => {
                    // `inet_forward_change`.
                    conf.set_everywhere(place, value);
                    conf.all[conf4::ACCEPT_REDIRECTS] = i64::from(value == 0);
                }
                Whose::All => {}
                Whose::Default => conf.set_default_only(place, value),
                Whose::Link(_) => conf.set(whose, place, value),
            }
            return;
        }
        conf.set(whose, place, value);
        if place == conf4::IGNORE_ROUTES_WITH_LINKDOWN {
            self.touch_all_routes();
        }
    }

    fn set_conf6(&mut self, whose: Whose, place: usize, value: i64) {
        let links: Vec<(IfIndex, i64)> = self
            .links
            .keys()
            .map(|link| (*link, self.sysctls.own6(*link, place)))
            .collect();
        let conf = &mut self.sysctls.conf6;
        let spreads = place == conf6::FORWARDING || place == conf6::DISABLE_IPV6;
        match whose {
            Whose::All if spreads => conf.set_everywhere(place, value),
            Whose::All | Whose::Default | Whose::Link(_) => conf.set(whose, place, value),
        }
        for (link, old) in links {
            let new = self.sysctls.own6(link, place);
            if (old != 0) == (new != 0) {
                continue;
            }
            if place == conf6::FORWARDING {
                self.forwarding6_changed(link);
            } else if place == conf6::DISABLE_IPV6 && new != 0 {
                self.ipv6_down(link, false);
            } else if place == conf6::DISABLE_IPV6 {
                self.ipv6_up(link);
            } else if place == conf6::IGNORE_ROUTES_WITH_LINKDOWN {
                self.touch_routes_of(link);
            }
        }
    }

    /// All knobs' paths, in the order of `sysctl -a`.
    #[must_use]
    pub fn sysctl_paths(&self) -> Vec<String> {
        let mut paths = vec!["net/ipv4/ip_forward".to_owned(), CT_MAX_ALIAS.to_owned()];
        paths.extend(READ_ONLY.iter().map(|(name, _)| (*name).to_owned()));
        paths.extend(global::KNOBS.iter().map(|knob| knob.name.to_owned()));
        let names: Vec<&str> = self.links.values().map(|link| link.name.as_str()).collect();
        for (prefix, knobs, all) in [
            ("net/ipv4/conf", conf4::KNOBS, true),
            ("net/ipv6/conf", conf6::KNOBS, true),
            ("net/ipv4/neigh", neigh::KNOBS, false),
            ("net/ipv6/neigh", neigh::KNOBS, false),
        ] {
            let fixed = ["all", "default"].into_iter().skip(usize::from(!all));
            for name in fixed.chain(names.iter().copied()) {
                paths.extend(
                    knobs
                        .iter()
                        .map(|knob| format!("{prefix}/{name}/{}", knob.name)),
                );
            }
        }
        paths.retain(|path| self.target(path).is_some());
        paths.sort_by(|a, b| a.split('/').cmp(b.split('/')));
        paths
    }
}

/// A number as `proc_dointvec` reads it: decimal, 0x… or 0…; what follows behind a blank is ignored.
fn number(text: &str) -> Option<i64> {
    let word = text.split_ascii_whitespace().next()?;
    let (negative, digits) = match word.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, word),
    };
    let value = if let Some(hex) = digits.strip_prefix("0x").or(digits.strip_prefix("0X")) {
        i64::from_str_radix(hex, 16).ok()?
    } else if digits.len() > 1 && digits.starts_with('0') {
        i64::from_str_radix(digits, 8).ok()?
    } else if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        i64::from_str(digits).ok()?
    } else {
        return None;
    };
    Some(if negative { -value } else { value })
}
