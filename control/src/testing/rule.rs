//! Which rule, or which policy, is meant.

use std::sync::Arc;

use dataplane::{
    filter::{Match, RuleSpec, SourceLine, TableKind, TableRef, nft},
    route::Family,
    snapshot::Snapshot,
    trace::TraceStep,
};

use crate::{
    explain::{Told, nft_rule},
    lang::iptables::rule_text,
};

/// A rule or a policy, as a test names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// `rule filter:FORWARD:3`, and of nft's `rule inet:filter:forward:3`.
    Place(Table, String, usize),
    /// `rule router.conf:10`.
    Line(String, u32),
    /// `rule '-p tcp -m tcp --dport 23'`, `rule 'tcp dport 23 drop'`: a part of it, as `iptables -S` and `nft list`
    /// print it.
    Text(String),
    /// `comment 'no telnet'`.
    Comment(String),
    /// `policy filter:FORWARD`, `policy inet:filter:forward`.
    Policy(Table, String),
}

/// A table, as a test names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Table {
    /// One of iptables': `filter`.
    Xt(TableKind),
    /// One of nft's: `inet:filter`.
    Nft(nft::TableFamily, String),
}

impl Table {
    /// The table and the chain that `word` names.
    fn and_chain(word: &str) -> Option<(Self, String)> {
        let (first, rest) = word.split_once(':')?;
        if let Some(table) = TableKind::ALL
            .into_iter()
            .find(|table| table.name() == first)
        {
            return Some((Self::Xt(table), rest.to_owned()));
        }
        use nft::TableFamily::{Inet, Ip, Ip6};
        let family = [Ip, Ip6, Inet]
            .into_iter()
            .find(|family| family.name() == first)?;
        let (table, chain) = rest.split_once(':')?;
        Some((Self::Nft(family, table.to_owned()), chain.to_owned()))
    }

    /// Whether it is that table.
    fn is(&self, table: &TableRef) -> bool {
        match (self, table) {
            (Self::Xt(kind), TableRef::Xt(table)) => kind == table,
            (Self::Nft(family, name), TableRef::Nft(table)) => {
                *family == table.family && **name == *table.name
            }
            (Self::Xt(_), TableRef::Nft(_)) | (Self::Nft(..), TableRef::Xt(_)) => false,
        }
    }
}

impl Who {
    /// The rule that `word` names.
    pub(super) fn rule(word: &str) -> Option<Self> {
        if word.starts_with('-') || word.contains(' ') {
            let words: Vec<_> = word.split_whitespace().collect();
            return Some(Self::Text(words.join(" ")));
        }
        let (rest, number) = word.rsplit_once(':')?;
        if let Some((table, chain)) = Table::and_chain(rest) {
            let number = number.parse().ok().filter(|&number| number > 0)?;
            return Some(Self::Place(table, chain, number));
        }
        Some(Self::Line(rest.to_owned(), number.parse().ok()?))
    }

    /// The policy of the chain that `word` names.
    pub(super) fn policy(word: &str) -> Option<Self> {
        let (table, chain) = Table::and_chain(word)?;
        Some(Self::Policy(table, chain))
    }

    /// Whether a step is about that rule, or that policy.
    pub(super) fn is(&self, told: &Told, snapshot: &Snapshot) -> bool {
        if let TraceStep::Policy { table, chain, .. } = &told.step {
            return matches!(self, Self::Policy(t, c) if t.is(table) && **c == **chain);
        }
        Known::of(told, snapshot).is_some_and(|rule| self.names(&rule))
    }

    /// Whether it is that rule.
    fn names(&self, rule: &Known<'_>) -> bool {
        match self {
            Self::Place(table, chain, number) => {
                (chain.as_str(), *number) == (rule.chain, rule.number) && table.is(&rule.table)
            }
            Self::Line(file, line) => {
                let source = rule.source;
                source.is_some_and(|source| source.line == *line && is_file(source, file))
            }
            Self::Text(text) => rule.text().contains(text),
            Self::Comment(text) => rule.has_comment(text),
            Self::Policy(..) => false,
        }
    }

    /// Whether there is such a rule, or a chain that may have that policy.
    pub(super) fn exists(&self, snapshot: &Snapshot) -> bool {
        FAMILIES.into_iter().any(|family| {
            self.exists_in_nft(family, snapshot) || self.exists_in_xt(family, snapshot)
        })
    }

    /// Whether there is such a rule of nft's, or a base chain with a policy.
    fn exists_in_nft(&self, family: Family, snapshot: &Snapshot) -> bool {
        let mut chains = snapshot.filter(family).nft.iter();
        chains.any(|chain| {
            let table = TableRef::Nft(Arc::clone(&chain.table));
            if let Self::Policy(t, name) = self {
                return t.is(&table) && **name == *chain.name;
            }
            (1..).zip(&chain.rules).any(|(number, rule)| {
                self.names(&Known {
                    table: table.clone(),
                    chain: &chain.name,
                    number,
                    says: Says::Nft(rule.words.as_ref(), snapshot),
                    source: rule.source.as_ref(),
                })
            })
        })
    }

    fn exists_in_xt(&self, family: Family, snapshot: &Snapshot) -> bool {
        let mut chains = snapshot.filter(family).chains.iter();
        chains.any(|chain| {
            let table = TableRef::Xt(chain.table);
            if let Self::Policy(t, name) = self {
                let mut hooks = chain.table.hooks().iter();
                return t.is(&table)
                    && **name == *chain.name
                    && hooks.any(|hook| hook.chain() == name);
            }
            (1..).zip(&chain.rules).any(|(number, rule)| {
                self.names(&Known {
                    table: table.clone(),
                    chain: &chain.name,
                    number,
                    says: Says::Xt(family, &rule.spec),
                    source: rule.source.as_ref(),
                })
            })
        })
    }
}

/// A rule, and all that a test can name it by.
struct Known<'a> {
    table: TableRef,
    chain: &'a str,
    number: usize,
    says: Says<'a>,
    source: Option<&'a SourceLine>,
}

/// What a rule says.
enum Says<'a> {
    Xt(Family, &'a RuleSpec),
    Nft(Option<&'a Arc<dyn nft::Words>>, &'a Snapshot),
}

impl<'a> Known<'a> {
    /// The rule that a step is about.
    fn of(told: &'a Told, snapshot: &'a Snapshot) -> Option<Self> {
        if let TraceStep::Rule {
            table,
            chain,
            number,
            spec,
            source,
            ..
        } = &told.step
        {
            return Some(Self {
                table: TableRef::Xt(*table),
                chain,
                number: *number,
                says: Says::Xt(told.seen.family(), spec),
                source: source.as_ref(),
            });
        }
        if let TraceStep::NftRule {
            table,
            chain,
            number,
            source,
            words,
            ..
        } = &told.step
        {
            return Some(Self {
                table: TableRef::Nft(Arc::clone(table)),
                chain,
                number: *number,
                says: Says::Nft(words.as_ref(), snapshot),
                source: source.as_ref(),
            });
        }
        None
    }

    /// As `iptables -S` and `nft list` print it.
    fn text(&self) -> String {
        match self.says {
            Says::Xt(family, spec) => rule_text(family, self.chain, spec),
            Says::Nft(words, snapshot) => nft_rule(words, snapshot),
        }
    }

    fn has_comment(&self, text: &str) -> bool {
        match self.says {
            Says::Xt(_, spec) => comments(spec).any(|comment| comment == text),
            Says::Nft(words, _) => words.is_some_and(|words| words.comment() == Some(text)),
        }
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
pub(super) fn name(told: &Told, snapshot: &Snapshot) -> Option<String> {
    if let TraceStep::Policy { table, chain, .. } = &told.step {
        return Some(format!("policy {}:{chain}", table_name(table)));
    }
    let rule = Known::of(told, snapshot)?;
    let source = rule.source;
    let source = source.map(|source| format!(" ({}:{})", source.file, source.line));
    Some(format!(
        "rule {}{}: {}",
        place(&rule.table, rule.chain, rule.number),
        source.unwrap_or_default(),
        rule.text()
    ))
}

/// A table as [`Table`] names it.
pub(super) fn table_name(table: &TableRef) -> String {
    match table {
        TableRef::Xt(kind) => kind.name().to_owned(),
        TableRef::Nft(table) => format!("{}:{}", table.family.name(), table.name),
    }
}

/// A rule as [`Who::Place`] names it.
pub(super) fn place(table: &TableRef, chain: &str, number: usize) -> String {
    format!("{}:{chain}:{number}", table_name(table))
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
        let place = Who::Place(Table::Xt(TableKind::Filter), "FORWARD".to_owned(), 3);
        assert_eq!(Who::rule("filter:FORWARD:3"), Some(place));
        let inet = || Table::Nft(nft::TableFamily::Inet, "filter".to_owned());
        let place = Who::Place(inet(), "forward".to_owned(), 3);
        assert_eq!(Who::rule("inet:filter:forward:3"), Some(place));
        let policy = Who::Policy(inet(), "forward".to_owned());
        assert_eq!(Who::policy("inet:filter:forward"), Some(policy));
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
        let policy = Who::Policy(Table::Xt(TableKind::Nat), "OUTPUT".to_owned());
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
