//! What the kernel (6.18) was seen to do, one rule at a time.

use std::fmt::Write as _;

use dataplane::{
    iface::{IfIndex, Scope},
    route::{Decision, FlowKey, RouteKind, TableId},
    snapshot::{Publisher, Snapshot},
};
use ipnet::IpNet;

use super::*;

fn link(model: &mut Model, name: &str) -> IfIndex {
    let index = model
        .add_link(LinkRequest::new(name, LinkKind::Dummy))
        .expect("the name is free");
    let up = LinkUpdate {
        up: Some(true),
        ..LinkUpdate::default()
    };
    model.set_link(index, &up).expect("it goes up");
    index
}

fn set_up(model: &mut Model, index: IfIndex, up: bool) {
    let update = LinkUpdate {
        up: Some(up),
        ..LinkUpdate::default()
    };
    model
        .set_link(index, &update)
        .expect("links go up and down");
}

fn address(link: IfIndex, text: &str) -> Address {
    let net: IpNet = text.parse().expect("a prefix");
    Address {
        link,
        local: net.addr(),
        peer: None,
        prefix_len: net.prefix_len(),
        broadcast: None,
        scope: Scope::UNIVERSE,
        label: None,
        metric: None,
        proto: None,
        flags: AddressFlags::default(),
        valid_until: None,
        preferred_until: None,
        origin: None,
    }
}

fn add_address(model: &mut Model, link: IfIndex, text: &str) {
    model
        .add_address(address(link, text), Existing::Refuse)
        .expect("the address is new");
}

fn del_address(model: &mut Model, link: IfIndex, text: &str) -> Result<(), NetError> {
    let net: IpNet = text.parse().expect("a prefix");
    model.del_address(&AddressMatch {
        link,
        local: net.addr(),
        prefix: Some((net.addr(), net.prefix_len())),
        label: None,
    })
}

/// A route as `ip route add` would fill it in.
fn route(dst: &str, via: Option<&str>, dev: Option<IfIndex>) -> Route {
    let dst: IpNet = dst.parse().expect("a prefix");
    let gateway = via.map(|via| via.parse().expect("an address"));
    let near = dst.addr().is_ipv4() && gateway.is_none();
    Route {
        dst,
        table: TableId::MAIN,
        tos: 0,
        kind: RouteKind::Unicast,
        protocol: 3,
        scope: if near { Scope::LINK } else { Scope::UNIVERSE },
        metric: 0,
        prefsrc: None,
        nexthops: if gateway.is_some() || dev.is_some() {
            vec![Nexthop {
                gateway,
                dev,
                weight: 1,
                onlink: false,
                linkdown: false,
                dead: false,
            }]
        } else {
            Vec::new()
        },
        metrics: RouteMetrics::default(),
        pref: 0,
        origin: None,
    }
}

fn add(model: &mut Model, route: &Route) -> Result<(), String> {
    model
        .add_route(route, Existing::Refuse)
        .map_err(|error| error.to_string())
}

/// The routes of a family (of all tables) one to a line.
fn dump(model: &Model, family: RouteFamily) -> String {
    let mut text = String::new();
    for route in model.routes(family, None) {
        let _ = write!(text, "{:?} {} t{}", route.kind, route.dst, route.table.0);
        for hop in &route.nexthops {
            if let Some(via) = hop.gateway {
                let _ = write!(text, " via {via}");
            }
            if let Some(dev) = hop.dev.and_then(|dev| model.link(dev)) {
                let _ = write!(text, " dev {}", dev.name);
            }
            if hop.dead {
                text.push_str(" dead");
            }
            if hop.linkdown {
                text.push_str(" linkdown");
            }
        }
        if let Some(src) = route.prefsrc {
            let _ = write!(text, " src {src}");
        }
        if route.metric != 0 {
            let _ = write!(text, " metric {}", route.metric);
        }
        text.push('\n');
    }
    text.replace("Unicast ", "")
}

fn dump_addresses(model: &Model, link: IfIndex) -> String {
    let mut text = String::new();
    for family in [RouteFamily::Inet, RouteFamily::Inet6] {
        for address in model.addresses(link, family) {
            let secondary = if address.flags.secondary {
                " secondary"
            } else {
                ""
            };
            let _ = write!(
                text,
                "{}/{}{secondary}, ",
                address.local, address.prefix_len
            );
        }
    }
    text
}

const LOOPBACK4: &str = "\
Local 127.0.0.0/8 t255 dev lo src 127.0.0.1
Local 127.0.0.1/32 t255 dev lo src 127.0.0.1
Broadcast 127.255.255.255/32 t255 dev lo src 127.0.0.1
";

#[test]
fn a_new_router_has_its_loopback() {
    let model = Model::new();
    assert_eq!(dump(&model, RouteFamily::Inet), LOOPBACK4);
    assert_eq!(
        dump(&model, RouteFamily::Inet6),
        "Local ::1/128 t255 dev lo\n"
    );
    assert_eq!(
        dump_addresses(&model, IfIndex::LOOPBACK),
        "127.0.0.1/8, ::1/128, "
    );
}

#[test]
fn addresses_bring_routes_and_links_take_them_away() {
    let mut model = Model::new();
    let va = link(&mut model, "va");
    add_address(&mut model, va, "10.0.0.1/24");
    let mut second = address(va, "10.0.0.2/24");
    second.broadcast = "10.0.0.255".parse().ok();
    model
        .add_address(second, Existing::Refuse)
        .expect("the address is new");
    assert_eq!(
        dump(&model, RouteFamily::Inet),
        "\
10.0.0.0/24 t254 dev va src 10.0.0.1
Local 10.0.0.1/32 t255 dev va src 10.0.0.1
Local 10.0.0.2/32 t255 dev va src 10.0.0.1
Broadcast 10.0.0.255/32 t255 dev va src 10.0.0.1
"
        .to_owned()
            + LOOPBACK4
    );
    set_up(&mut model, va, false);
    assert_eq!(
        dump(&model, RouteFamily::Inet),
        "\
Local 10.0.0.1/32 t255 dev va src 10.0.0.1
Local 10.0.0.2/32 t255 dev va src 10.0.0.1
"
        .to_owned()
            + LOOPBACK4
    );
    assert_eq!(
        dump_addresses(&model, va),
        "10.0.0.1/24, 10.0.0.2/24 secondary, "
    );
    set_up(&mut model, va, true);
    del_address(&mut model, va, "10.0.0.1/24").expect("it is there");
    assert_eq!(dump(&model, RouteFamily::Inet), LOOPBACK4);
    assert_eq!(
        del_address(&mut model, va, "10.0.0.1/24")
            .expect_err("it is gone")
            .to_string(),
        "Error: ipv4: Address not found."
    );
}

#[test]
fn a_secondary_is_promoted_if_that_is_wanted() {
    let mut model = Model::new();
    let va = link(&mut model, "va");
    model
        .set_sysctl("net/ipv4/conf/va/promote_secondaries", "1")
        .expect("there is such a knob");
    for text in ["10.0.0.1/24", "10.0.1.1/24", "10.0.0.2/24", "10.0.0.3/24"] {
        add_address(&mut model, va, text);
    }
    let far = route("9.0.0.0/8", Some("10.0.0.9"), None);
    add(&mut model, &far).expect("the gateway is on the link");
    del_address(&mut model, va, "10.0.0.1/24").expect("it is there");
    assert!(
        dump_addresses(&model, va).starts_with("10.0.1.1/24, 10.0.0.2/24, 10.0.0.3/24 secondary")
    );
    assert_eq!(
        dump(&model, RouteFamily::Inet),
        "\
9.0.0.0/8 t254 via 10.0.0.9 dev va
10.0.0.0/24 t254 dev va src 10.0.0.2
10.0.1.0/24 t254 dev va src 10.0.1.1
Local 10.0.0.2/32 t255 dev va src 10.0.0.2
Local 10.0.0.3/32 t255 dev va src 10.0.0.2
Broadcast 10.0.0.255/32 t255 dev va src 10.0.0.2
Local 10.0.1.1/32 t255 dev va src 10.0.1.1
Broadcast 10.0.1.255/32 t255 dev va src 10.0.1.1
"
        .to_owned()
            + LOOPBACK4
    );
}

#[test]
fn routes_are_refused_as_the_kernel_refuses_them() {
    let mut model = Model::new();
    let va = link(&mut model, "va");
    add_address(&mut model, va, "10.0.0.1/24");
    let mut refused = |route: &Route| add(&mut model, route).expect_err("it is refused");
    assert_eq!(
        refused(&route("1.2.3.0/24", None, None)),
        "RTNETLINK answers: No such device"
    );
    assert_eq!(
        refused(&route("1.2.3.1/24", None, Some(va))),
        "Error: Invalid prefix for given prefix length."
    );
    assert_eq!(
        refused(&route("1.2.3.0/24", Some("9.9.9.9"), None)),
        "Error: Nexthop has invalid gateway."
    );
    assert_eq!(
        refused(&route("1.2.3.0/24", Some("10.0.0.255"), None)),
        "Error: Nexthop has invalid gateway."
    );
    let mut blackhole = route("1.2.5.0/24", None, Some(va));
    blackhole.kind = RouteKind::Blackhole;
    blackhole.scope = Scope::UNIVERSE;
    assert_eq!(
        refused(&blackhole),
        "Error: Gateway, device and multipath can not be specified for this route type."
    );
    let mut src = route("1.2.6.0/24", None, Some(va));
    src.prefsrc = "3.3.3.3".parse().ok();
    assert_eq!(refused(&src), "Error: Invalid prefsrc address.");
    let mut near = route("1.2.6.0/24", Some("10.0.0.9"), None);
    near.scope = Scope::LINK;
    assert_eq!(refused(&near), "Error: Nexthop has invalid gateway.");
    near.scope = Scope::HOST;
    assert_eq!(
        refused(&near),
        "Error: Route with host scope can not have a gateway."
    );
    near.scope = Scope::NOWHERE;
    assert_eq!(refused(&near), "Error: Invalid scope.");
    // The kernel takes an own address for a gateway.
    let own = route("1.2.3.0/24", Some("10.0.0.1"), None);
    add(&mut model, &own).expect("it is taken");
    assert_eq!(
        add(&mut model, &own).expect_err("it is there"),
        "RTNETLINK answers: File exists"
    );
}

#[test]
fn routes_of_one_key_keep_their_order() {
    let mut model = Model::new();
    let va = link(&mut model, "va");
    add_address(&mut model, va, "10.0.0.1/24");
    let by = |via| route("1.2.3.0/24", Some(via), None);
    add(&mut model, &by("10.0.0.2")).expect("it is new");
    model
        .add_route(&by("10.0.0.3"), Existing::Append)
        .expect("it goes behind");
    model
        .add_route(&by("10.0.0.4"), Existing::Prepend)
        .expect("it goes in front");
    let gateways = |model: &Model| {
        model
            .routes(RouteFamily::Inet, Some(TableId::MAIN))
            .filter_map(|route| route.nexthops.first()?.gateway)
            .map(|via| via.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(gateways(&model), ["10.0.0.4", "10.0.0.2", "10.0.0.3"]);
    // A replaced one is the first.
    model
        .add_route(&by("10.0.0.5"), Existing::Replace)
        .expect("it takes the place");
    assert_eq!(gateways(&model), ["10.0.0.5", "10.0.0.2", "10.0.0.3"]);
    assert_eq!(
        model
            .add_route(&by("10.0.0.3"), Existing::Replace)
            .expect_err("it is there, further behind"),
        Errno::Exist.into()
    );
    let any = RouteMatch::to("1.2.3.0/24".parse().expect("a prefix"), TableId::MAIN);
    model.del_route(&any).expect("the first goes");
    assert_eq!(gateways(&model), ["10.0.0.2", "10.0.0.3"]);
    model
        .add_route(&by("10.0.0.6"), Existing::Prepend)
        .expect("it goes in front");
    model.del_route(&any).expect("the first goes");
    model.del_route(&any).expect("the first goes");
    assert_eq!(gateways(&model), ["10.0.0.3"]);
    model.del_route(&any).expect("the last goes");
    assert_eq!(model.del_route(&any), Err(Errno::Srch.into()));
}

#[test]
fn ipv6_routes_group_by_appending() {
    let mut model = Model::new();
    let va = link(&mut model, "va");
    let vb = link(&mut model, "vb");
    let dst = "2001:db8::/32";
    add(&mut model, &route(dst, None, Some(va))).expect("it is new");
    for (via, dev) in [(Some("fe80::2"), va), (None, vb), (Some("fe80::3"), vb)] {
        model
            .add_route(&route(dst, via, Some(dev)), Existing::Append)
            .expect("it goes behind");
    }
    let text = dump(&model, RouteFamily::Inet6);
    // The kernel loses sight of the one between the hops of the group.
    assert!(
        text.starts_with(
            "2001:db8::/32 t254 dev va metric 1024\n\
             2001:db8::/32 t254 via fe80::2 dev va via fe80::3 dev vb metric 1024\n\
             fe80::/64 t254 dev va metric 256\n"
        ),
        "{text}"
    );
    let refused = |model: &mut Model, route: &Route| add(model, route).expect_err("it is refused");
    assert_eq!(
        refused(&mut model, &route("2001::/64", Some("fe80::1"), None)),
        "Error: Egress device not specified."
    );
    assert_eq!(
        refused(&mut model, &route("2001::/64", Some("2003::1"), None)),
        "RTNETLINK answers: No route to host"
    );
    assert_eq!(
        refused(&mut model, &route("2001::/64", None, None)),
        "RTNETLINK answers: No such device"
    );
    let change = route("2001::/64", Some("fe80::2"), Some(va));
    assert_eq!(
        model
            .add_route(&change, Existing::Change)
            .expect_err("there is none")
            .to_string(),
        "Error: Can not replace route - no match found."
    );
}

#[test]
fn a_small_mtu_ends_ipv6() {
    let mut model = Model::new();
    let va = link(&mut model, "va");
    add_address(&mut model, va, "2001:db8::1/64");
    let mtu = |mtu| LinkUpdate {
        mtu: Some(mtu),
        ..LinkUpdate::default()
    };
    model.set_link(va, &mtu(1000)).expect("it is allowed");
    assert_eq!(dump_addresses(&model, va), "");
    assert_eq!(
        dump(&model, RouteFamily::Inet6),
        "Local ::1/128 t255 dev lo\n"
    );
    model.set_link(va, &mtu(1500)).expect("it is allowed");
    assert!(dump_addresses(&model, va).starts_with("fe80::"));
}

#[test]
fn forwarding_spreads_as_in_the_kernel() {
    let mut model = Model::new();
    let va = link(&mut model, "va");
    let get = |model: &Model, path: &str| model.sysctl(path).expect("there is such a knob");
    model.set_sysctl("net/ipv4/ip_forward", "1").expect("ok");
    for name in ["all", "default", "lo", "va"] {
        assert_eq!(
            get(&model, &format!("net/ipv4/conf/{name}/forwarding")),
            "1"
        );
    }
    model
        .set_sysctl("net/ipv4/conf/va/forwarding", "0")
        .expect("ok");
    // The value of `all` does not change, so nothing else does.
    model
        .set_sysctl("net/ipv4/conf/all/forwarding", "1")
        .expect("ok");
    assert_eq!(get(&model, "net/ipv4/conf/va/forwarding"), "0");
    model
        .set_sysctl("net/ipv6/conf/va/forwarding", "0")
        .expect("ok");
    model
        .set_sysctl("net/ipv6/conf/all/forwarding", "1")
        .expect("ok");
    assert_eq!(get(&model, "net/ipv6/conf/va/forwarding"), "1");
    add_address(&mut model, va, "2001:db8::1/64");
    assert!(dump(&model, RouteFamily::Inet6).contains("Anycast 2001:db8::/128 t255 dev va\n"));
    model
        .set_sysctl("net/ipv6/conf/all/forwarding", "0")
        .expect("ok");
    assert!(!dump(&model, RouteFamily::Inet6).contains("Anycast"));
    for bad in ["x", "", "99999999999"] {
        assert_eq!(
            model.set_sysctl("net/ipv4/ip_forward", bad),
            Err(Errno::Inval.into())
        );
    }
    assert_eq!(
        model.set_sysctl("net/ipv4/nosuch", "1"),
        Err(Errno::NoEnt.into())
    );
}

#[test]
fn rules_get_the_next_free_priority() {
    let mut model = Model::new();
    let rule = Rule {
        action: RuleAction::Lookup(TableId(99)),
        protocol: 3,
        ..model.rules(RouteFamily::Inet)[0].clone()
    };
    for _ in 0..2 {
        model.add_rule(rule.clone(), None).expect("it is new");
    }
    let priorities = |model: &Model| {
        model
            .rules(RouteFamily::Inet)
            .iter()
            .map(|rule| rule.priority)
            .collect::<Vec<_>>()
    };
    assert_eq!(priorities(&model), [0, 32764, 32765, 32766, 32767]);
    assert_eq!(
        model.add_rule(rule.clone(), Some(32764)),
        Err(Errno::Exist.into())
    );
    let back = Rule {
        action: RuleAction::Goto(3),
        ..rule
    };
    assert_eq!(
        model
            .add_rule(back, Some(5))
            .expect_err("it goes back")
            .to_string(),
        "Error: Backward goto not supported."
    );
    let mut which = RuleMatch::any(RouteFamily::Inet);
    which.action = Some(RuleAction::Lookup(TableId(99)));
    model.del_rule(&which).expect("the first goes");
    assert_eq!(priorities(&model), [0, 32765, 32766, 32767]);
    which.priority = Some(1);
    assert_eq!(model.del_rule(&which), Err(Errno::NoEnt.into()));
}

/// Where the compiled routing sends a packet of our own.
fn goes(publisher: &Publisher, dst: &str) -> String {
    let snapshot = publisher.current();
    let key = FlowKey {
        dst: dst.parse().expect("an address"),
        src: "0.0.0.0".parse().expect("an address"),
        iif: None,
        oif: None,
        mark: dataplane::packet::Mark::default(),
        tos: 0,
        proto: 0,
        sport: 0,
        dport: 0,
    };
    match snapshot.routing.lookup(&key) {
        Decision::Route(found) => {
            let hop = found.info.select(0);
            let via = hop.and_then(|hop| hop.gateway).map(|via| via.to_string());
            format!(
                "{:?} {} via {} dev {}",
                found.info.kind,
                found.prefix_len,
                via.unwrap_or_default(),
                hop.map_or(0, |hop| hop.oif.get())
            )
        }
        Decision::RefusedByRoute(refusal, _) => format!("{refusal:?}"),
        Decision::RefusedByRule(refusal, rule) => format!("{refusal:?} by rule {rule}"),
        Decision::NoRoute => "no route".to_owned(),
    }
}

#[test]
fn what_is_committed_is_routed() {
    let mut model = Model::new();
    let mut compiler = Compiler::new(1);
    let publisher = Publisher::new(Snapshot::default(), 1);
    compiler.commit(&mut model, &publisher);
    assert_eq!(goes(&publisher, "127.0.0.1"), "Local 32 via  dev 1");
    let va = link(&mut model, "va");
    let vb = link(&mut model, "vb");
    add_address(&mut model, va, "10.0.0.1/24");
    add_address(&mut model, vb, "10.0.1.1/24");
    add_address(&mut model, va, "2001:db8::1/64");
    add(&mut model, &route("9.0.0.0/8", Some("10.0.0.9"), None)).expect("new");
    let mut second = route("9.0.0.0/8", Some("10.0.1.9"), None);
    second.metric = 5;
    add(&mut model, &second).expect("new");
    add(&mut model, &route("2001::/16", Some("2001:db8::9"), None)).expect("new");
    compiler.commit(&mut model, &publisher);
    assert_eq!(goes(&publisher, "9.1.1.1"), "Unicast 8 via 10.0.0.9 dev 2");
    assert_eq!(goes(&publisher, "10.0.1.1"), "Local 32 via  dev 3");
    assert_eq!(
        goes(&publisher, "2001::7"),
        "Unicast 16 via 2001:db8::9 dev 2"
    );
    // A change of routes alone needs no new snapshot, if next hops like these are known.
    let epoch = publisher.current().epoch;
    add(&mut model, &route("9.1.0.0/16", Some("10.0.0.9"), None)).expect("new");
    compiler.commit(&mut model, &publisher);
    assert_eq!(publisher.current().epoch, epoch);
    assert_eq!(goes(&publisher, "9.1.1.1"), "Unicast 16 via 10.0.0.9 dev 2");
    set_up(&mut model, va, false);
    compiler.commit(&mut model, &publisher);
    assert_eq!(goes(&publisher, "9.2.1.1"), "Unicast 8 via 10.0.1.9 dev 3");
    assert_eq!(goes(&publisher, "2001::7"), "no route");
    let block = Rule {
        action: RuleAction::Prohibit,
        ..model.rules(RouteFamily::Inet)[0].clone()
    };
    model.add_rule(block, Some(100)).expect("new");
    compiler.commit(&mut model, &publisher);
    assert_eq!(goes(&publisher, "9.2.1.1"), "Prohibit by rule 100");
    assert_eq!(goes(&publisher, "10.0.1.1"), "Local 32 via  dev 3");
}

#[test]
fn a_successor_takes_over_numbers_and_counters() {
    let publisher = Publisher::new(Snapshot::default(), 1);
    let mut old = Model::new();
    let _first = link(&mut old, "va");
    let vb = link(&mut old, "vb");
    let mut compiler = Compiler::new(1);
    compiler.commit(&mut old, &publisher);
    let counters = |index| {
        let snapshot = publisher.current();
        let interface = snapshot.interfaces.get(index).expect("it is there");
        interface.counters.of(0).rx_packets.get()
    };
    let snapshot = publisher.current();
    let interface = snapshot.interfaces.get(vb).expect("it is there");
    interface.counters.of(0).rx_packets.add(7);
    let mut new = Model::new();
    new.inherit(&old);
    let fresh = link(&mut new, "vc");
    assert_eq!(link(&mut new, "vb"), vb);
    assert_ne!(fresh, vb);
    compiler.successor().commit(&mut new, &publisher);
    assert_eq!(counters(vb), 7);
    assert_eq!(counters(fresh), 0);
}

#[test]
fn an_xdp_port_joins_segments_if_another_port_takes_super_frames() {
    let mut model = Model::new();
    let add = |model: &mut Model, name: &str, kind: LinkKind| {
        model
            .add_link(LinkRequest::new(name, kind))
            .expect("the name is free")
    };
    let xdp = |dev: &str| LinkKind::Xdp {
        dev: dev.to_owned(),
        way: dataplane::io::XdpWay::default(),
        offload: false,
    };
    let joins = |model: &Model, index| model.joins_segments(model.link(index).expect("there"));
    let first = add(&mut model, "x0", xdp("eth0"));
    let second = add(&mut model, "x1", xdp("eth1"));
    assert!(!joins(&model, first) && !joins(&model, second));
    let tap = add(&mut model, "t0", LinkKind::Tap);
    assert!(joins(&model, first) && joins(&model, second));
    assert!(!joins(&model, tap), "a tap does if it is told to");
    let set = |model: &mut Model, index, on| {
        let update = LinkUpdate {
            gro: Some(on),
            ..LinkUpdate::default()
        };
        model.set_link(index, &update).expect("it is there");
    };
    set(&mut model, first, false);
    set(&mut model, tap, true);
    assert!(!joins(&model, first));
    assert!(!joins(&model, tap), "there is no other than itself");
    add(
        &mut model,
        "p0",
        LinkKind::Packet {
            dev: "eth2".to_owned(),
        },
    );
    assert!(joins(&model, tap));
}
