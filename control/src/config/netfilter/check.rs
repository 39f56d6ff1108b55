//! What matches and targets may be used for (`checkentry` in the kernel's extensions).

use dataplane::{
    conntrack::{Helper, LABEL_BITS},
    filter::{
        Hook, Match, RuleSpec, TableKind, Target, Test,
        matches::{Addrtype, Hashlimit, Recent, RecentAction},
        targets::{CtTarget, Reject, Tcpmss},
    },
    route::Family,
};

use super::{
    super::Errno,
    error::Violation,
    hooks::{Hooks, Reach},
    table::Table,
};

const TCP: u8 = 6;
const UDP: u8 = 17;
const ICMP: u8 = 1;
const ICMP6: u8 = 58;
/// Protocols with ports, as multiport knows them: UDP-Lite, SCTP and DCCP besides TCP and UDP.
const WITH_PORTS: [u8; 5] = [TCP, UDP, 136, 132, 33];

/// Where a rule stands.
struct Place<'a> {
    family: Family,
    table: TableKind,
    /// The hooks from which packets come to it.
    hooks: Hooks,
    spec: &'a RuleSpec,
}

/// Checks all rules of a table, in order.
///
/// # Errors
/// The first that can't be used where it stands.
pub(super) fn table(table: &Table, family: Family, reach: &[Reach]) -> Result<(), Violation> {
    for (chain, reach) in table.chains().iter().zip(reach) {
        for (at, found) in chain.rules().iter().enumerate() {
            rule(table.kind(), family, reach.hooks(at), &found.spec)?;
        }
    }
    Ok(())
}

/// Checks a rule that packets come to from `hooks`.
///
/// # Errors
/// If it can't be used there.
pub(super) fn rule(
    table: TableKind,
    family: Family,
    hooks: Hooks,
    spec: &RuleSpec,
) -> Result<(), Violation> {
    if spec.matches.is_empty() && is_free(&spec.target) {
        return Ok(());
    }
    let place = Place {
        family,
        table,
        hooks,
        spec,
    };
    for found in &spec.matches {
        place.check_match(found)?;
    }
    place.check_target()
}

/// Whether the target can be used everywhere.
const fn is_free(target: &Target) -> bool {
    matches!(
        target,
        Target::Continue
            | Target::Accept
            | Target::Drop
            | Target::Return
            | Target::Chain { .. }
            | Target::Mark(_)
            | Target::Log(_)
    )
}

/// Whether connections are tracked for the sake of a rule (who calls `nf_ct_netns_get`).
pub(super) fn needs_conntrack(spec: &RuleSpec) -> bool {
    let target = match &spec.target {
        Target::Connmark(_)
        | Target::Dnat(_)
        | Target::Snat(_)
        | Target::Masquerade(_)
        | Target::Redirect(_)
        | Target::Netmap(_) => true,
        Target::Ct(ct) => !ct.notrack,
        Target::Continue
        | Target::Accept
        | Target::Drop
        | Target::Return
        | Target::Chain { .. }
        | Target::Classify(_)
        | Target::Dscp(_)
        | Target::Ecn(_)
        | Target::Hl(_)
        | Target::Log(_)
        | Target::Mark(_)
        | Target::Reject(_)
        | Target::Tcpmss(_)
        | Target::Tos(_)
        | Target::Trace
        | Target::Ttl(_) => false,
    };
    let by_match = |found: &Match| {
        matches!(
            found,
            Match::Conntrack(_)
                | Match::State(_)
                | Match::Connlabel(_)
                | Match::Connlimit(_)
                | Match::Connmark(_)
        )
    };
    target || spec.matches.iter().any(by_match)
}

impl Place<'_> {
    /// The protocol, if the rule is about one alone.
    fn proto(&self) -> Option<u8> {
        let proto = self.spec.ip.proto.as_ref()?;
        (!proto.not).then_some(proto.of)
    }

    fn tool(&self) -> &'static str {
        match self.family {
            Family::V4 => "ip_tables",
            Family::V6 => "ip6_tables",
        }
    }

    fn only_for(&self, what: &str, proto: u8) -> Result<(), Violation> {
        if self.proto() == Some(proto) {
            return Ok(());
        }
        Err(Violation::new(format!(
            "x_tables: {}: {what}: only valid for protocol {proto}",
            self.tool()
        )))
    }

    fn only_in(&self, what: &str, tables: &[TableKind]) -> Result<(), Violation> {
        if tables.contains(&self.table) {
            return Ok(());
        }
        let names: Vec<&str> = tables.iter().map(|table| table.name()).collect();
        Err(Violation::new(format!(
            "x_tables: {}: {what}: only valid in {} table, not {}",
            self.tool(),
            names.join(" or "),
            self.table.name()
        )))
    }

    fn only_from(&self, what: &str, hooks: &[Hook]) -> Result<(), Violation> {
        let usable = Hooks::of(hooks);
        if self.hooks.without(usable).is_empty() {
            return Ok(());
        }
        Err(Violation::new(format!(
            "x_tables: {}: {what}: used from hooks {}, but only usable from {}",
            self.tool(),
            self.hooks.names(),
            usable.names()
        )))
    }

    fn check_match(&self, found: &Match) -> Result<(), Violation> {
        let what = || format!("{} match", found.name());
        match found {
            Match::Tcp(_) => self.only_for(&what(), TCP),
            // `-m udp` has no other protocol here: UDP-Lite has a match of its own in the kernel.
            Match::Udp(_) => self.only_for(&what(), UDP),
            Match::Icmp(_) => self.only_for(&what(), ICMP),
            Match::Icmp6(_) => self.only_for(&what(), ICMP6),
            Match::Multiport(_) => match self.proto() {
                Some(proto) if WITH_PORTS.contains(&proto) => Ok(()),
                Some(_) | None => Err(Violation::new("multiport: only for protocols with ports")),
            },
            Match::Mac(_) => {
                self.only_from(&what(), &[Hook::Prerouting, Hook::Input, Hook::Forward])
            }
            Match::Rpfilter(_) => {
                self.only_from(&what(), &[Hook::Prerouting])?;
                match self.table {
                    TableKind::Raw | TableKind::Mangle => Ok(()),
                    TableKind::Nat | TableKind::Filter | TableKind::Security => {
                        Err(Violation::new(format!(
                            "xt_rpfilter: only valid in 'raw' or 'mangle' table, not '{}'",
                            self.table.name()
                        )))
                    }
                }
            }
            Match::Addrtype(addrtype) => self.check_addrtype(addrtype),
            Match::Ecn(ecn) if ecn.tcp_ece.is_some() || ecn.tcp_cwr.is_some() => {
                match self.proto() {
                    Some(TCP) => Ok(()),
                    Some(_) | None => Err(Violation::new(
                        "xt_ecn: cannot match TCP bits for non-tcp packets",
                    )),
                }
            }
            Match::Limit(limit) => {
                if !limit.is_valid() {
                    return Err(Violation {
                        errno: Errno::Range,
                        log: format!(
                            "xt_limit: Overflow, try lower: {}/{}",
                            limit.avg, limit.burst
                        ),
                    });
                }
                Ok(())
            }
            Match::Recent(recent) => check_recent(recent),
            Match::Hashlimit(hashlimit) => check_hashlimit(hashlimit, self.family),
            // The kernel says nothing about it.
            Match::Connlabel(connlabel) if connlabel.label.of >= LABEL_BITS => Err(Violation {
                errno: Errno::Range,
                log: format!(
                    "xt_connlabel: there is no label {}: the last one is {}",
                    connlabel.label.of,
                    LABEL_BITS - 1
                ),
            }),
            Match::Ecn(_)
            | Match::Comment(_)
            | Match::Connlabel(_)
            | Match::Connlimit(_)
            | Match::Connmark(_)
            | Match::Conntrack(_)
            | Match::Dscp(_)
            | Match::Hl(_)
            | Match::Iprange(_)
            | Match::Length(_)
            | Match::Mark(_)
            | Match::Pkttype(_)
            | Match::State(_)
            | Match::Statistic(_)
            | Match::Tos(_)
            | Match::Ttl(_) => Ok(()),
        }
    }

    fn check_addrtype(&self, addrtype: &Addrtype) -> Result<(), Violation> {
        const BROADCAST: u16 = 1 << 3;
        const BLACKHOLE: u16 = 1 << 6;
        const PROHIBIT: u16 = 1 << 8;
        let refuse = |why: &str| Err(Violation::new(format!("xt_addrtype: {why}")));
        let Addrtype {
            limit_iface_in,
            limit_iface_out,
            ..
        } = *addrtype;
        if limit_iface_in && limit_iface_out {
            return refuse("both incoming and outgoing interface limitation cannot be selected");
        }
        let coming = Hooks::of(&[Hook::Prerouting, Hook::Input]);
        if limit_iface_out && self.hooks.meets(coming) {
            return refuse("output interface limitation not valid in PREROUTING and INPUT");
        }
        let going = Hooks::of(&[Hook::Postrouting, Hook::Output]);
        if limit_iface_in && self.hooks.meets(going) {
            return refuse("input interface limitation not valid in POSTROUTING and OUTPUT");
        }
        if self.family == Family::V6 {
            let types = |test: &Option<Test<_>>| match test {
                Some(Test {
                    of: dataplane::filter::matches::AddrTypes(types),
                    ..
                }) => *types,
                None => 0,
            };
            let types = types(&addrtype.src) | types(&addrtype.dst);
            if types & BLACKHOLE != 0 {
                return refuse("ipv6 BLACKHOLE matching not supported");
            }
            if types >= PROHIBIT {
                return refuse("ipv6 PROHIBIT (THROW, NAT ..) matching not supported");
            }
            if types & BROADCAST != 0 {
                return refuse("ipv6 does not support BROADCAST matching");
            }
        }
        Ok(())
    }

    fn check_target(&self) -> Result<(), Violation> {
        use Hook::{Forward, Input, Output, Postrouting, Prerouting};
        let spec = self.spec;
        match &spec.target {
            Target::Snat(_) => {
                self.only_in("SNAT target", &[TableKind::Nat])?;
                self.only_from("SNAT target", &[Postrouting, Input])
            }
            Target::Dnat(_) => {
                self.only_in("DNAT target", &[TableKind::Nat])?;
                self.only_from("DNAT target", &[Prerouting, Output])
            }
            Target::Redirect(_) => {
                self.only_in("REDIRECT target", &[TableKind::Nat])?;
                self.only_from("REDIRECT target", &[Prerouting, Output])
            }
            Target::Masquerade(_) => {
                self.only_in("MASQUERADE target", &[TableKind::Nat])?;
                self.only_from("MASQUERADE target", &[Postrouting])
            }
            Target::Netmap(_) => {
                self.only_in("NETMAP target", &[TableKind::Nat])?;
                self.only_from("NETMAP target", &[Prerouting, Postrouting, Output, Input])
            }
            Target::Reject(reject) => {
                self.only_in("REJECT target", &[TableKind::Filter])?;
                self.only_from("REJECT target", &[Input, Forward, Output])?;
                if *reject == Reject::TcpReset && self.proto() != Some(TCP) {
                    let log = "ipt_REJECT: TCP_RESET invalid for non-tcp";
                    return Err(Violation::new(log));
                }
                Ok(())
            }
            Target::Ct(ct) => self.check_ct(ct),
            Target::Trace => self.only_in("TRACE target", &[TableKind::Raw]),
            Target::Tcpmss(tcpmss) => self.check_tcpmss(*tcpmss),
            Target::Ttl(_) => self.only_in("TTL target", &[TableKind::Mangle]),
            Target::Hl(_) => self.only_in("HL target", &[TableKind::Mangle]),
            Target::Tos(_) => self.only_in("TOS target", &[TableKind::Mangle]),
            Target::Dscp(_) => self.only_in("DSCP target", &[TableKind::Mangle]),
            Target::Ecn(ecn) => {
                self.only_in("ECN target", &[TableKind::Mangle])?;
                let bits = ecn.tcp_ece.is_some() || ecn.tcp_cwr.is_some() || ecn.tcp_remove;
                if bits && self.proto() != Some(TCP) {
                    let log = "ipt_ECN: cannot use operation on non-tcp rule";
                    return Err(Violation::new(log));
                }
                Ok(())
            }
            Target::Classify(_) => {
                self.only_from("CLASSIFY target", &[Forward, Output, Postrouting])
            }
            Target::Continue
            | Target::Accept
            | Target::Drop
            | Target::Return
            | Target::Chain { .. }
            | Target::Connmark(_)
            | Target::Log(_)
            | Target::Mark(_) => Ok(()),
        }
    }

    /// Deviation: there are no helpers but those of FTP and TFTP, and no policies of timeouts that could
    /// be named, as in a kernel without their modules.
    fn check_ct(&self, ct: &CtTarget) -> Result<(), Violation> {
        const NEED_PROTO: &str =
            "xt_CT: You must specify a L4 protocol and not use inversions on it";
        self.only_in("CT target", &[TableKind::Raw])?;
        if ct.notrack {
            return Ok(());
        }
        let missing = |log: String| {
            Err(Violation {
                errno: Errno::NoEnt,
                log,
            })
        };
        let has_proto = self.proto().is_some();
        let known = |name: &str| {
            let helper = Helper::named(name);
            helper.is_some_and(|helper| self.proto() == Some(helper.protocol()))
        };
        match (&ct.helper, &ct.timeout) {
            (Some(_), _) if !has_proto => missing(NEED_PROTO.to_owned()),
            (Some(helper), None) if known(helper) => Ok(()),
            (Some(helper), Some(timeout)) if known(helper) => {
                missing(format!("No such timeout policy \"{timeout}\""))
            }
            (Some(helper), _) => missing(format!("xt_CT: No such helper \"{helper}\"")),
            (None, Some(_)) if !has_proto => Err(Violation::new(NEED_PROTO)),
            (None, Some(timeout)) => missing(format!("No such timeout policy \"{timeout}\"")),
            (None, None) => Ok(()),
        }
    }

    fn check_tcpmss(&self, tcpmss: Tcpmss) -> Result<(), Violation> {
        use Hook::{Forward, Output, Postrouting};
        const SYN: u8 = 0x02;
        self.only_for("TCPMSS target", TCP)?;
        let usable = Hooks::of(&[Forward, Output, Postrouting]);
        if tcpmss == Tcpmss::ClampToPmtu && !self.hooks.without(usable).is_empty() {
            return Err(Violation::new(
                "xt_TCPMSS: path-MTU clamping only supported in FORWARD, OUTPUT and POSTROUTING hooks",
            ));
        }
        let is_syn = |found: &Match| {
            if let Match::Tcp(tcp) = found
                && let Some(flags) = tcp.flags
            {
                !flags.not && flags.of.1 & SYN != 0
            } else {
                false
            }
        };
        if self.spec.matches.iter().any(is_syn) {
            return Ok(());
        }
        Err(Violation::new("xt_TCPMSS: Only works on TCP SYN packets"))
    }
}

/// Whether a name can be one of a file (`xt_check_proc_name`). The kernel says nothing about it.
fn check_name(what: &str, name: &str) -> Result<(), Violation> {
    if name.is_empty() || matches!(name, "." | "..") || name.contains('/') {
        return Err(Violation::new(format!(
            "{what}: no file can have the name \"{name}\""
        )));
    }
    Ok(())
}

/// `recent_mt_check`.
fn check_recent(recent: &Recent) -> Result<(), Violation> {
    let looks = match recent.action.of {
        RecentAction::Check | RecentAction::Update => true,
        RecentAction::Set | RecentAction::Remove => false,
    };
    if !looks && (recent.seconds != 0 || recent.hit_count != 0 || recent.ttl || recent.reap) {
        // The kernel says nothing about it.
        return Err(Violation::new(
            "xt_recent: only rcheck and update look at when an address was seen",
        ));
    }
    if recent.hit_count > Recent::MAX_HIT_COUNT {
        return Err(Violation::new(format!(
            "xt_recent: hitcount ({}) is larger than allowed maximum ({})",
            recent.hit_count,
            Recent::MAX_HIT_COUNT
        )));
    }
    check_name("xt_recent", &recent.name)
}

/// `hashlimit_mt_check`.
fn check_hashlimit(hashlimit: &Hashlimit, family: Family) -> Result<(), Violation> {
    let range = |log: String| {
        Err(Violation {
            errno: Errno::Range,
            log: format!("xt_hashlimit: {log}"),
        })
    };
    check_name("xt_hashlimit", &hashlimit.name)?;
    if hashlimit.gc_interval == 0 || hashlimit.expire == 0 {
        // The kernel says nothing about it.
        return Err(Violation::new(
            "xt_hashlimit: a time of 0 can't be waited for",
        ));
    }
    if hashlimit.src_mask.max(hashlimit.dst_mask) > family.bits() {
        return Err(Violation::new("xt_hashlimit: no such prefix"));
    }
    if hashlimit.rate_match {
        if hashlimit.avg == 0 || hashlimit.avg > u64::from(u32::MAX) {
            return range("invalid rate".to_owned());
        }
        if hashlimit.interval == 0 {
            return Err(Violation::new("xt_hashlimit: invalid interval"));
        }
    } else if hashlimit.bytes {
        if !hashlimit.has_byte_price() {
            return Err(Violation::new(format!(
                "xt_hashlimit: overflow, rate too high: {}",
                hashlimit.avg
            )));
        }
    } else if !hashlimit.fits() {
        let (avg, burst) = (hashlimit.avg, hashlimit.burst);
        return range(format!("overflow, try lower: {avg}/{burst}"));
    }
    Ok(())
}
