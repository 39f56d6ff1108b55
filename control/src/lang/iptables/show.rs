//! Rules as `-L`, `-S` and `-v` show them.

use std::fmt::Write;

use dataplane::{
    filter::{Counts, IfacePattern, Masked, Match, Policy, RuleSpec, Target, Test},
    route::Family,
};

use super::{extension::RuleView, matches, network, proto, targets};

/// How a listing looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Format {
    pub(super) family: Family,
    /// `-n`.
    pub(super) numeric: bool,
    /// `-v`: counters and interfaces.
    pub(super) verbose: bool,
    /// `-x`: counters in full.
    pub(super) exact: bool,
    /// `--line-numbers`.
    pub(super) line_numbers: bool,
}

/// What extensions know of a rule.
pub(super) fn view(family: Family, spec: &RuleSpec) -> RuleView {
    RuleView {
        family,
        proto: spec.ip.proto,
    }
}

/// A number of packets or bytes in a column, with a blank behind it (`xtables_print_num`).
fn count(out: &mut String, number: u64, exact: bool) {
    // Writing to a string never fails.
    let _ = if exact {
        write!(out, "{number:>8} ")
    } else {
        write!(out, "{:>5} ", short(number))
    };
}

/// A number of packets or bytes, with `K`, `M`, `G` or `T` when it is large.
fn short(number: u64) -> String {
    const LARGEST: u64 = 99_999;
    const LARGEST_WITH_UNIT: u64 = 9999;
    if number <= LARGEST {
        return number.to_string();
    }
    let mut number = number;
    for unit in ["K", "M", "G"] {
        number = number.wrapping_add(500) / 1000;
        if number <= LARGEST_WITH_UNIT {
            return format!("{number}{unit}");
        }
    }
    format!("{}T", number.wrapping_add(500) / 1000)
}

/// What stands above the rules of a chain. `end` is the policy and its counters, or the number of
/// references.
pub(super) fn header(
    out: &mut String,
    format: &Format,
    chain: &str,
    end: Result<(Policy, Counts), usize>,
) {
    // Writing to a string never fails.
    let _ = match end {
        Ok((of, counts)) if format.verbose => {
            let shown = |number: u64| {
                if format.exact {
                    number.to_string()
                } else {
                    short(number)
                }
            };
            writeln!(
                out,
                "Chain {chain} (policy {} {} packets, {} bytes)",
                of.name(),
                shown(counts.packets),
                shown(counts.bytes)
            )
        }
        Ok((of, _)) => writeln!(out, "Chain {chain} (policy {})", of.name()),
        Err(references) => writeln!(out, "Chain {chain} ({references} references)"),
    };
    if format.line_numbers {
        out.push_str("num  ");
    }
    if format.verbose {
        out.push_str(if format.exact {
            "    pkts      bytes "
        } else {
            " pkts bytes "
        });
    }
    out.push_str("target     prot opt");
    if format.verbose {
        out.push_str(" in     out    ");
    }
    let _ = writeln!(out, " {:<19}  {:<19} ", "source", "destination");
}

/// The kernel's name of a target, which listings show.
fn target_name(target: &Target) -> &str {
    match target {
        Target::Continue => "",
        Target::Accept => "ACCEPT",
        Target::Drop => "DROP",
        Target::Return => "RETURN",
        Target::Chain { name, .. } => name,
        Target::Classify(_) => "CLASSIFY",
        Target::Connmark(_) => "CONNMARK",
        Target::Ct(_) => "CT",
        Target::Dnat(_) => "DNAT",
        Target::Dscp(_) => "DSCP",
        Target::Ecn(_) => "ECN",
        Target::Hl(_) => "HL",
        Target::Log(_) => "LOG",
        Target::Mark(_) => "MARK",
        Target::Masquerade(_) => "MASQUERADE",
        Target::Netmap(_) => "NETMAP",
        Target::Redirect(_) => "REDIRECT",
        Target::Reject(_) => "REJECT",
        Target::Snat(_) => "SNAT",
        Target::Tcpmss(_) => "TCPMSS",
        Target::Tos(_) => "TOS",
        Target::Trace => "TRACE",
        Target::Ttl(_) => "TTL",
    }
}

/// A rule in a listing, with the end of its line.
pub(super) fn listed(
    out: &mut String,
    format: &Format,
    number: usize,
    counts: Counts,
    spec: &RuleSpec,
) {
    // Writing to a string never fails.
    if format.line_numbers {
        let _ = write!(out, "{number:<4} ");
    }
    if format.verbose {
        count(out, counts.packets, format.exact);
        count(out, counts.bytes, format.exact);
    }
    let _ = write!(out, "{:<9} ", target_name(&spec.target));
    let (not, of) = match spec.ip.proto {
        Some(proto) => (proto.not, proto.of),
        None => (false, 0),
    };
    out.push(if not { '!' } else { ' ' });
    let _ = match proto::name(of, true) {
        Some(name) if !format.numeric => write!(out, "{name:<4} "),
        Some(_) | None => write!(out, "{of:<4} "),
    };
    fragment(out, spec);
    if format.verbose {
        let any = if format.numeric { "*" } else { "any" };
        let _ = write!(
            out,
            " {:<6} {:<6} ",
            interface(spec.ip.iif.as_ref(), any),
            interface(spec.ip.oif.as_ref(), any)
        );
    }
    for masked in [spec.ip.src, spec.ip.dst] {
        let (sign, text) = shown(masked, format.family, format.numeric);
        let _ = write!(out, "{sign}{text:<19} ");
    }
    details(out, format.family, format.numeric, spec);
    out.push('\n');
}

/// A rule as `-v` shows it when it is added or deleted, with the end of its line.
pub(super) fn told(out: &mut String, family: Family, spec: &RuleSpec) {
    // Writing to a string never fails.
    let _ = write!(out, "{} ", target_name(&spec.target));
    let (not, of) = match spec.ip.proto {
        Some(proto) => (proto.not, proto.of),
        None => (false, 0),
    };
    out.push(if not { '!' } else { ' ' });
    let _ = match proto::name(of, false) {
        Some(name) => write!(out, "{name} "),
        None => write!(out, "{of} "),
    };
    out.push_str("opt ");
    fragment(out, spec);
    let _ = write!(
        out,
        "in {} out {} ",
        interface(spec.ip.iif.as_ref(), "*"),
        interface(spec.ip.oif.as_ref(), "*")
    );
    let (sign, text) = shown(spec.ip.src, family, true);
    let _ = write!(out, "{sign}{text} ");
    let (sign, text) = shown(spec.ip.dst, family, true);
    let _ = write!(out, "{sign}-> {text}");
    out.push_str("  ");
    details(out, family, true, spec);
    out.push('\n');
}

fn fragment(out: &mut String, spec: &RuleSpec) {
    out.push_str(match spec.ip.fragment {
        Some(Test { not: true, .. }) => "!f ",
        Some(Test { not: false, .. }) => "-f ",
        None => "-- ",
    });
}

/// The pattern as it was given, or what stands for all.
fn interface(pattern: Option<&Test<IfacePattern>>, any: &str) -> String {
    match pattern {
        Some(Test { not, of }) => {
            let not = if *not { "!" } else { "" };
            let plus = if of.prefix { "+" } else { "" };
            format!("{not}{}{plus}", of.name)
        }
        None => any.to_owned(),
    }
}

fn shown(masked: Option<Test<Masked>>, family: Family, numeric: bool) -> (char, String) {
    let sign = match masked {
        Some(Test { not: true, .. }) => '!',
        Some(Test { not: false, .. }) | None => ' ',
    };
    let masked = masked.map(|masked| masked.of);
    (sign, network::shown(masked, family, numeric))
}

/// What extensions show behind the columns.
fn details(out: &mut String, family: Family, numeric: bool, spec: &RuleSpec) {
    if matches!(spec.target, Target::Chain { goto: true, .. }) {
        out.push_str("[goto] ");
    }
    let view = view(family, spec);
    for found in &spec.matches {
        matches::print(found, view, numeric, out);
    }
    targets::print(&spec.target, view, numeric, out);
}

/// Where counters stand in a saved rule.
#[derive(Clone, Copy, Debug)]
pub(super) enum SavedCounts {
    /// Nowhere.
    No,
    /// Nowhere, and the rule says all: the real tool leaves out `! -i +`, with which no packet is
    /// matched, and so writes a rule that matches them all.
    NoButAll,
    /// In front, as `[1:60] ` (`iptables-save -c`).
    Front(Counts),
    /// Before the target, as ` -c 1 60` (`-S -v`).
    Option(Counts),
}

/// A rule as a command, `-A CHAIN …`, with the end of its line.
pub(super) fn saved(
    out: &mut String,
    family: Family,
    chain: &str,
    spec: &RuleSpec,
    counts: SavedCounts,
) {
    // Writing to a string never fails.
    if let SavedCounts::Front(Counts { packets, bytes }) = counts {
        let _ = write!(out, "[{packets}:{bytes}] ");
    }
    let _ = write!(out, "-A {chain}");
    let not = |not: bool| if not { " !" } else { "" };
    for (letter, masked) in [('s', spec.ip.src), ('d', spec.ip.dst)] {
        if let Some(masked) = masked {
            let text = network::saved(masked.of);
            let _ = write!(out, "{} -{letter} {text}", not(masked.not));
        }
    }
    for (letter, pattern) in [('i', &spec.ip.iif), ('o', &spec.ip.oif)] {
        if let Some(pattern) = pattern
            && (!pattern.of.name.is_empty() || matches!(counts, SavedCounts::NoButAll))
        {
            let text = interface(Some(&Test::is(pattern.of.clone())), "");
            let _ = write!(out, "{} -{letter} {text}", not(pattern.not));
        }
    }
    if let Some(of) = spec.ip.proto {
        let _ = match proto::name(of.of, true) {
            Some(name) => write!(out, "{} -p {name}", not(of.not)),
            None => write!(out, "{} -p {}", not(of.not), of.of),
        };
    }
    if let Some(fragment) = spec.ip.fragment {
        let _ = write!(out, "{} -f", not(fragment.not));
    }
    let view = view(family, spec);
    for found in &spec.matches {
        saved_match(out, view, found);
    }
    if let SavedCounts::Option(Counts { packets, bytes }) = counts {
        let _ = write!(out, " -c {packets} {bytes}");
    }
    if let Target::Chain { name, goto } = &spec.target {
        let _ = write!(out, " -{} {name}", if *goto { 'g' } else { 'j' });
    } else if spec.target != Target::Continue {
        let old_name = matches!(&spec.target, Target::Ct(ct) if ct.old_name);
        let name = if old_name {
            "NOTRACK"
        } else {
            target_name(&spec.target)
        };
        let _ = write!(out, " -j {name}");
        targets::save(&spec.target, view, out);
    }
    out.push('\n');
}

/// A match as an option of a command, with a blank in front.
fn saved_match(out: &mut String, view: RuleView, found: &Match) {
    // Writing to a string never fails.
    let _ = write!(out, " -m {}", found.name());
    matches::save(found, view, out);
}

/// A rule as the command that adds it: `-A CHAIN …`.
pub(crate) fn rule_text(family: Family, chain: &str, spec: &RuleSpec) -> String {
    let mut text = String::new();
    saved(&mut text, family, chain, spec, SavedCounts::No);
    text.truncate(text.trim_end_matches('\n').len());
    text
}

/// One match of a rule as its command has it: `-m NAME …`.
pub(crate) fn match_text(family: Family, spec: &RuleSpec, found: &Match) -> String {
    let mut text = String::new();
    saved_match(&mut text, view(family, spec), found);
    text.trim_start().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_rounded() {
        let cases = [
            (0, "0"),
            (99_999, "99999"),
            (100_000, "100K"),
            (123_456, "123K"),
            (9_999_499, "9999K"),
            (9_999_500, "10M"),
            (1_234_567_890_123, "1235G"),
            (u64::MAX, "0K"),
        ];
        for (number, text) in cases {
            assert_eq!(short(number), text, "{number}");
        }
    }
}
