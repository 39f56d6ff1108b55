//! `-L` and `-S`.

use std::fmt::Write;

use dataplane::{filter::Counts, route::Family};

use super::{
    parse::Parsed,
    show::{self, Format, SavedCounts},
};
use crate::config::netfilter::{Chain, Readings, Table};

/// Whether a chain is one of those that were asked for.
fn asked(parsed: &Parsed<'_>, chain: &Chain) -> bool {
    parsed.chain.is_none_or(|name| name == &*chain.name)
}

/// The rules of a chain that were asked for, with their numbers.
fn rules<'c>(
    parsed: &Parsed<'_>,
    chain: &'c Chain,
) -> impl Iterator<Item = (usize, &'c crate::config::netfilter::Rule)> {
    let only = parsed.number;
    (1..)
        .zip(chain.rules())
        .filter(move |(number, _)| only == 0 || *number == only)
}

/// `-L`; `false` if there is no such chain.
pub(super) fn list(
    parsed: &Parsed<'_>,
    family: Family,
    table: &Table,
    readings: &Readings,
    out: &mut String,
) -> bool {
    let format = Format {
        family,
        numeric: parsed.numeric,
        verbose: parsed.verbose > 0,
        exact: parsed.exact,
        line_numbers: parsed.line_numbers,
    };
    let references = table.all_references();
    let mut found = false;
    for (chain, references) in table.chains().iter().zip(references) {
        if !asked(parsed, chain) {
            continue;
        }
        if std::mem::replace(&mut found, true) {
            out.push('\n');
        }
        if parsed.number == 0 {
            let end = match &chain.base {
                Some(base) => Ok((base.policy, base.counted.counts(readings))),
                None => Err(references),
            };
            show::header(out, &format, &chain.name, end);
        }
        for (number, rule) in rules(parsed, chain) {
            let counts = rule.counted.counts(readings);
            show::listed(out, &format, number, counts, &rule.spec);
        }
    }
    found
}

/// `-S`; `false` if there is no such chain.
pub(super) fn list_rules(
    parsed: &Parsed<'_>,
    family: Family,
    table: &Table,
    readings: &Readings,
    out: &mut String,
) -> bool {
    let counters = parsed.verbose > 0;
    let chains = || table.chains().iter().filter(|chain| asked(parsed, chain));
    for chain in chains().filter(|_| parsed.number == 0) {
        // Writing to a string never fails.
        let _ = match &chain.base {
            Some(base) => write!(out, "-P {} {}", chain.name, base.policy.name()),
            None => write!(out, "-N {}", chain.name),
        };
        if let Some(base) = &chain.base
            && counters
        {
            let Counts { packets, bytes } = base.counted.counts(readings);
            let _ = write!(out, " -c {packets} {bytes}");
        }
        out.push('\n');
    }
    for chain in chains() {
        for (_, rule) in rules(parsed, chain) {
            let counts = if counters {
                SavedCounts::Option(rule.counted.counts(readings))
            } else {
                SavedCounts::No
            };
            show::saved(out, family, &chain.name, &rule.spec, counts);
        }
    }
    chains().next().is_some()
}
