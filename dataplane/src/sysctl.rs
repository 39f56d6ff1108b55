//! The kernel's knobs (`net.*` sysctls) that the data path obeys, under the kernel's names and with
//! its defaults (Documentation/networking/ip-sysctl.rst).

use std::time::Duration;

/// Knobs of the whole router.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sysctls {
    /// `net.ipv4.ip_default_ttl`.
    pub ip_default_ttl: u8,
    /// `net.ipv4.icmp_echo_ignore_all`.
    pub icmp_echo_ignore_all: bool,
    /// `net.ipv4.icmp_echo_ignore_broadcasts`.
    pub icmp_echo_ignore_broadcasts: bool,
    /// `net.ipv4.icmp_ratelimit`: least time between two errors to one destination.
    pub icmp_ratelimit: Duration,
    /// `net.ipv4.icmp_ratemask`: bit `t` is set if type `t` is limited.
    pub icmp_ratemask: u32,
    /// `net.ipv4.icmp_msgs_per_sec`: limited messages a second to all destinations together.
    pub icmp_msgs_per_sec: u32,
    /// `net.ipv4.icmp_msgs_burst`.
    pub icmp_msgs_burst: u32,
    /// `net.ipv4.icmp_errors_use_inbound_ifaddr`.
    pub icmp_errors_use_inbound_ifaddr: bool,
    /// `net.ipv4.ip_forward_use_pmtu`.
    pub ip_forward_use_pmtu: bool,
    /// `net.ipv4.ip_no_pmtu_disc`.
    pub ip_no_pmtu_disc: u8,
    /// `net.ipv4.fib_multipath_hash_policy`: 0 addresses, 1 addresses and ports.
    pub fib_multipath_hash_policy4: u8,
    /// `net.ipv4.ipfrag_time`.
    pub ipfrag_time: Duration,
    /// `net.ipv4.ipfrag_high_thresh`, in bytes.
    pub ipfrag_high_thresh: usize,
    /// `net.ipv4.ipfrag_max_dist`.
    pub ipfrag_max_dist: u32,
    /// `net.ipv6.conf.all.forwarding`: IPv6 packets are forwarded. What an interface's own knob says
    /// is whether the router is one there ([`Ipv6Conf::forwarding`]).
    pub ipv6_forwarding: bool,
    /// `net.ipv6.icmp.ratelimit`.
    pub icmp6_ratelimit: Duration,
    /// `net.ipv6.icmp.echo_ignore_all`.
    pub icmp6_echo_ignore_all: bool,
    /// `net.ipv6.icmp.echo_ignore_multicast`.
    pub icmp6_echo_ignore_multicast: bool,
    /// `net.ipv6.fib_multipath_hash_policy`.
    pub fib_multipath_hash_policy6: u8,
    /// `net.ipv6.ip6frag_time`.
    pub ip6frag_time: Duration,
    /// `net.ipv6.ip6frag_high_thresh`, in bytes.
    pub ip6frag_high_thresh: usize,
    /// `net.ipv4.neigh.default.gc_thresh3`: most IPv4 neighbours.
    pub neigh4_gc_thresh3: u32,
    /// `net.ipv6.neigh.default.gc_thresh3`: most IPv6 neighbours.
    pub neigh6_gc_thresh3: u32,
    /// `net.netfilter.nf_conntrack_*`.
    pub conntrack: CtSysctls,
}

impl Default for Sysctls {
    fn default() -> Self {
        Self {
            ip_default_ttl: 64,
            icmp_echo_ignore_all: false,
            icmp_echo_ignore_broadcasts: true,
            icmp_ratelimit: Duration::from_millis(1000),
            icmp_ratemask: 6168,
            icmp_msgs_per_sec: 10_000,
            icmp_msgs_burst: 10_000,
            icmp_errors_use_inbound_ifaddr: false,
            ip_forward_use_pmtu: false,
            ip_no_pmtu_disc: 0,
            fib_multipath_hash_policy4: 0,
            ipfrag_time: Duration::from_secs(30),
            ipfrag_high_thresh: 4 * 1024 * 1024,
            ipfrag_max_dist: 64,
            ipv6_forwarding: false,
            icmp6_ratelimit: Duration::from_millis(1000),
            icmp6_echo_ignore_all: false,
            icmp6_echo_ignore_multicast: false,
            fib_multipath_hash_policy6: 0,
            ip6frag_time: Duration::from_secs(60),
            ip6frag_high_thresh: 4 * 1024 * 1024,
            neigh4_gc_thresh3: 1024,
            neigh6_gc_thresh3: 1024,
            conntrack: CtSysctls::default(),
        }
    }
}

/// `net.netfilter.nf_conntrack_*`: read Documentation/networking/nf_conntrack-sysctl.rst.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CtSysctls {
    /// `nf_conntrack_max`: most connections; 0 for no limit.
    pub max: u32,
    /// `nf_conntrack_expect_max`.
    pub expect_max: u32,
    /// `nf_conntrack_acct`: packets and bytes of connections are counted.
    pub acct: bool,
    /// `nf_conntrack_checksum`: packets with a wrong checksum are invalid.
    pub checksum: bool,
    /// `nf_conntrack_log_invalid`: the protocol whose invalid packets are logged, 255 for all.
    pub log_invalid: u8,
    /// `nf_conntrack_timestamp`.
    pub timestamp: bool,
    /// `nf_conntrack_generic_timeout`, in seconds like all that follow.
    pub generic_timeout: u32,
    /// `nf_conntrack_icmp_timeout`.
    pub icmp_timeout: u32,
    /// `nf_conntrack_icmpv6_timeout`.
    pub icmpv6_timeout: u32,
    /// `nf_conntrack_udp_timeout`.
    pub udp_timeout: u32,
    /// `nf_conntrack_udp_timeout_stream`.
    pub udp_timeout_stream: u32,
    /// `nf_conntrack_gre_timeout`.
    pub gre_timeout: u32,
    /// `nf_conntrack_gre_timeout_stream`.
    pub gre_timeout_stream: u32,
    /// `nf_conntrack_tcp_be_liberal`: segments out of the window are no reason to be invalid.
    pub tcp_be_liberal: bool,
    /// `nf_conntrack_tcp_loose`: connections are picked up in the middle.
    pub tcp_loose: bool,
    /// `nf_conntrack_tcp_max_retrans`.
    pub tcp_max_retrans: u8,
    /// `nf_conntrack_tcp_ignore_invalid_rst`.
    pub tcp_ignore_invalid_rst: bool,
    /// `nf_conntrack_tcp_timeout_syn_sent`.
    pub tcp_timeout_syn_sent: u32,
    /// `nf_conntrack_tcp_timeout_syn_recv`.
    pub tcp_timeout_syn_recv: u32,
    /// `nf_conntrack_tcp_timeout_established`.
    pub tcp_timeout_established: u32,
    /// `nf_conntrack_tcp_timeout_fin_wait`.
    pub tcp_timeout_fin_wait: u32,
    /// `nf_conntrack_tcp_timeout_close_wait`.
    pub tcp_timeout_close_wait: u32,
    /// `nf_conntrack_tcp_timeout_last_ack`.
    pub tcp_timeout_last_ack: u32,
    /// `nf_conntrack_tcp_timeout_time_wait`.
    pub tcp_timeout_time_wait: u32,
    /// `nf_conntrack_tcp_timeout_close`.
    pub tcp_timeout_close: u32,
    /// `nf_conntrack_tcp_timeout_max_retrans`.
    pub tcp_timeout_max_retrans: u32,
    /// `nf_conntrack_tcp_timeout_unacknowledged`.
    pub tcp_timeout_unacknowledged: u32,
    /// `nf_conntrack_sctp_timeout_closed`.
    pub sctp_timeout_closed: u32,
    /// `nf_conntrack_sctp_timeout_cookie_wait`.
    pub sctp_timeout_cookie_wait: u32,
    /// `nf_conntrack_sctp_timeout_cookie_echoed`.
    pub sctp_timeout_cookie_echoed: u32,
    /// `nf_conntrack_sctp_timeout_established`.
    pub sctp_timeout_established: u32,
    /// `nf_conntrack_sctp_timeout_shutdown_sent`.
    pub sctp_timeout_shutdown_sent: u32,
    /// `nf_conntrack_sctp_timeout_shutdown_recd`.
    pub sctp_timeout_shutdown_recd: u32,
    /// `nf_conntrack_sctp_timeout_shutdown_ack_sent`.
    pub sctp_timeout_shutdown_ack_sent: u32,
    /// `nf_conntrack_sctp_timeout_heartbeat_sent`.
    pub sctp_timeout_heartbeat_sent: u32,
}

impl Default for CtSysctls {
    fn default() -> Self {
        Self {
            max: 262_144,
            expect_max: 4096,
            acct: false,
            checksum: true,
            log_invalid: 0,
            timestamp: false,
            generic_timeout: 600,
            icmp_timeout: 30,
            icmpv6_timeout: 30,
            udp_timeout: 30,
            udp_timeout_stream: 120,
            gre_timeout: 30,
            gre_timeout_stream: 180,
            tcp_be_liberal: false,
            tcp_loose: true,
            tcp_max_retrans: 3,
            tcp_ignore_invalid_rst: false,
            tcp_timeout_syn_sent: 120,
            tcp_timeout_syn_recv: 60,
            tcp_timeout_established: 432_000,
            tcp_timeout_fin_wait: 120,
            tcp_timeout_close_wait: 60,
            tcp_timeout_last_ack: 30,
            tcp_timeout_time_wait: 120,
            tcp_timeout_close: 10,
            tcp_timeout_max_retrans: 300,
            tcp_timeout_unacknowledged: 300,
            sctp_timeout_closed: 10,
            sctp_timeout_cookie_wait: 3,
            sctp_timeout_cookie_echoed: 3,
            sctp_timeout_established: 210,
            sctp_timeout_shutdown_sent: 3,
            sctp_timeout_shutdown_recd: 3,
            sctp_timeout_shutdown_ack_sent: 3,
            sctp_timeout_heartbeat_sent: 30,
        }
    }
}

/// `net.ipv4.conf.IF` as in force on one interface: the control side has combined it with `all`
/// (by AND, OR or maximum, as the kernel does for each).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ipv4Conf {
    /// `forwarding`.
    pub forwarding: bool,
    /// `rp_filter`: 0 off, 1 strict, 2 loose.
    pub rp_filter: u8,
    /// `send_redirects`.
    pub send_redirects: bool,
    /// `accept_redirects`.
    pub accept_redirects: bool,
    /// `secure_redirects`.
    pub secure_redirects: bool,
    /// `shared_media`.
    pub shared_media: bool,
    /// `accept_source_route`.
    pub accept_source_route: bool,
    /// `accept_local`.
    pub accept_local: bool,
    /// `route_localnet`.
    pub route_localnet: bool,
    /// `log_martians`.
    pub log_martians: bool,
    /// `proxy_arp`.
    pub proxy_arp: bool,
    /// `arp_ignore`.
    pub arp_ignore: u8,
    /// `arp_announce`.
    pub arp_announce: u8,
    /// `arp_accept`.
    pub arp_accept: u8,
    /// `arp_notify`.
    pub arp_notify: bool,
    /// `src_valid_mark`.
    pub src_valid_mark: bool,
    /// `bc_forwarding`.
    pub bc_forwarding: bool,
    /// `ignore_routes_with_linkdown`.
    pub ignore_routes_with_linkdown: bool,
}

impl Default for Ipv4Conf {
    fn default() -> Self {
        Self {
            forwarding: false,
            rp_filter: 0,
            send_redirects: true,
            accept_redirects: true,
            secure_redirects: true,
            shared_media: true,
            accept_source_route: false,
            accept_local: false,
            route_localnet: false,
            log_martians: false,
            proxy_arp: false,
            arp_ignore: 0,
            arp_announce: 0,
            arp_accept: 0,
            arp_notify: false,
            src_valid_mark: false,
            bc_forwarding: false,
            ignore_routes_with_linkdown: false,
        }
    }
}

/// `net.ipv6.conf.IF` as in force on one interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ipv6Conf {
    /// `forwarding`.
    pub forwarding: bool,
    /// `hop_limit`.
    pub hop_limit: u8,
    /// `disable_ipv6`.
    pub disable_ipv6: bool,
    /// `accept_redirects`.
    pub accept_redirects: bool,
    /// `accept_source_route`.
    pub accept_source_route: i32,
    /// `proxy_ndp`.
    pub proxy_ndp: bool,
}

impl Default for Ipv6Conf {
    fn default() -> Self {
        Self {
            forwarding: false,
            hop_limit: 64,
            disable_ipv6: false,
            accept_redirects: true,
            accept_source_route: 0,
            proxy_ndp: false,
        }
    }
}

/// `net.ipv4.neigh.IF` or `net.ipv6.neigh.IF`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NeighConf {
    /// `base_reachable_time_ms`.
    pub base_reachable_time: Duration,
    /// `retrans_time_ms`.
    pub retrans_time: Duration,
    /// `delay_first_probe_time`.
    pub delay_first_probe_time: Duration,
    /// `gc_stale_time`.
    pub gc_stale_time: Duration,
    /// `mcast_solicit`: multicast probes before giving up.
    pub mcast_solicit: u32,
    /// `ucast_solicit`: unicast probes before giving up.
    pub ucast_solicit: u32,
    /// `unres_qlen_bytes`: bytes that wait for a neighbour.
    pub unres_qlen_bytes: u32,
}

impl Default for NeighConf {
    fn default() -> Self {
        Self {
            base_reachable_time: Duration::from_secs(30),
            retrans_time: Duration::from_secs(1),
            delay_first_probe_time: Duration::from_secs(5),
            gc_stale_time: Duration::from_secs(60),
            mcast_solicit: 3,
            ucast_solicit: 3,
            unres_qlen_bytes: 212_992,
        }
    }
}
