//! Which rule, or which policy, is meant.

use dataplane::{
    filter::{Match, RuleSpec, SourceLine, TableKind, TableRef},
    route::Family,
    snapshot::Snapshot,
    trace::TraceStep,
};

use crate::{explain::Told, lang::iptables::rule_text};

/// A rule or a policy, as a test names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// `rule filter:FORWARD:3`.
    Place(TableKind, String, usize),
    /// `rule router.conf:10`.
    Line(String, u32),
    /// `rule '-p tcp -m tcp --dport 23'`: a part of it, as `iptables -S` prints it.
    Text(String),
    /// `comment 'no telnet'`.
    Comment(String),
    /// `policy filter:FORWARD`.
    Policy(TableKind, String),
}

fn table(name: &str) -> Option<TableKind> {
    TableKind::ALL
        .into_iter()
        .find(|table| table.name() == name)
}

impl Who {
    /// The rule that `word` names.
    pub(super) fn rule(word: &str) -> Option<Self> {
        if word.starts_with('-') || word.contains(' ') {
            let words: Vec<_> = word.split_whitespace().collect();
            return Some(Self::Text(words.join(" ")));
        }
        let (rest, number) = word.rsplit_once(':')?;
        if let Some((name, chain)) = rest.split_once(':')
            && let Some(table) = table(name)
        {
            let number = number.parse().ok().filter(|&number| number > 0)?;
            return Some(Self::Place(table, chain.to_owned(), number));
        }
        Some(Self::Line(rest.to_owned(), number.parse().ok()?))
    }

    /// The policy of the chain that `word` names.
    pub(super) fn policy(word: &str) -> Option<Self> {
        let (name, chain) = word.split_once(':')?;
        Some(Self::Policy(table(name)?, chain.to_owned()))
    }

    /// Whether a step is about that rule, or that policy.
    pub(super) fn is(&self, told: &Told) -> bool {
        match (&told.step, self) {
            (
                TraceStep::Rule {
                    table,
                    chain,
                    number,
                    spec,
                    source,
                    ..
                },
                who,
            ) => {
                let place = (*table, &**chain, *number);
                who.names(told.seen.family(), place, spec, source.as_ref())
            }
            (TraceStep::Policy { table, chain, .. }, Self::Policy(t, c)) => {
                *table == TableRef::Xt(*t) && **c == **chain
            }
            (_, _) => false,
        }
    }

    /// Whether it is that rule.
    fn names(
        &self,
        family: Family,
        (table, chain, number): (TableKind, &str, usize),
        spec: &RuleSpec,
        source: Option<&SourceLine>,
    ) -> bool {
        match self {
            Self::Place(t, c, n) => (*t, c.as_str(), *n) == (table, chain, number),
            Self::Line(file, line) => {
                source.is_some_and(|source| source.line == *line && is_file(source, file))
            }
            Self::Text(text) => rule_text(family, chain, spec).contains(text),
            Self::Comment(text) => comments(spec).any(|comment| comment == text),
            Self::Policy(..) => false,
        }
    }

    /// Whether there is such a rule, or a chain that may have that policy.
    pub(super) fn exists(&self, snapshot: &Snapshot) -> bool {
        FAMILIES.into_iter().any(|family| {
            let mut chains = snapshot.filter(family).chains.iter();
            chains.any(|chain| match self {
                Self::Policy(table, name) => {
                    let mut hooks = table.hooks().iter();
                    *table == chain.table
                        && **name == *chain.name
                        && hooks.any(|hook| hook.chain() == name)
                }
                Self::Place(..) | Self::Line(..) | Self::Text(_) | Self::Comment(_) => {
                    (1..).zip(&chain.rules).any(|(number, rule)| {
                        let place = (chain.table, &*chain.name, number);
                        self.names(family, place, &rule.spec, rule.source.as_ref())
                    })
                }
            })
        })
    }
}

/// Whether a rule comes from the file that a test calls `name`: its last folders may be enough.
fn is_file(source: &SourceLine, name: &str) -> bool {
    source
        .file
        .strip_suffix(name)
        .is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

fn comments(spec: &RuleSpec) -> impl Iterator<Item = &str> {
    spec.matches.iter().filter_map(|one| {
        if let Match::Comment(comment) = one {
            return Some(&*comment.text);
        }
        None
    })
}

/// A rule or a policy that a step is about, as a test would name it, with the line that it comes from.
pub(super) fn name(told: &Told) -> Option<String> {
    if let TraceStep::Policy { table, chain, .. } = &told.step {
        return Some(format!("policy {table}:{chain}"));
    }
    if let TraceStep::Rule {
        table,
        chain,
        number,
        spec,
        source,
        ..
    } = &told.step
    {
        let place = place(*table, chain, *number);
        let text = rule_text(told.seen.family(), chain, spec);
        let source = source
            .as_ref()
            .map(|source| format!(" ({}:{})", source.file, source.line));
        return Some(format!(
            "rule {place}{}: {text}",
            source.unwrap_or_default()
        ));
    }
    None
}

/// A rule as [`Who::Place`] names it.
pub(super) fn place(table: TableKind, chain: &str, number: usize) -> String {
    format!("{}:{chain}:{number}", table.name())
}

/// Each family, in the order in which results tell of them.
pub(super) const FAMILIES: [Family; 2] = [Family::V4, Family::V6];

/// The name that iptables has for a family.
pub(super) const fn family(family: Family) -> &'static str {
    match family {
        Family::V4 => "iptables",
        Family::V6 => "ip6tables",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_named_by_place_line_or_text() {
        let place = Who::Place(TableKind::Filter, "FORWARD".to_owned(), 3);
        assert_eq!(Who::rule("filter:FORWARD:3"), Some(place));
        let line = Who::Line("conf/router.conf".to_owned(), 10);
        assert_eq!(Who::rule("conf/router.conf:10"), Some(line));
        let text = Who::Text("-p tcp -j DROP".to_owned());
        assert_eq!(Who::rule("-p tcp  -j DROP"), Some(text));
        for wrong in [
            "",
            "filter",
            "filter:FORWARD",
            "filter:FORWARD:0",
            "filter:FORWARD:x",
        ] {
            assert_eq!(Who::rule(wrong), None, "{wrong}");
        }
        let policy = Who::Policy(TableKind::Nat, "OUTPUT".to_owned());
        assert_eq!(Who::policy("nat:OUTPUT"), Some(policy));
        assert_eq!(Who::policy("nut:OUTPUT"), None);
    }

    #[test]
    fn the_last_folders_of_a_file_are_enough() {
        let source = SourceLine {
            file: "a/b/router.conf".into(),
            line: 1,
        };
        assert!(is_file(&source, "router.conf"));
        assert!(is_file(&source, "b/router.conf"));
        assert!(is_file(&source, "a/b/router.conf"));
        assert!(!is_file(&source, "outer.conf"));
    }
}
