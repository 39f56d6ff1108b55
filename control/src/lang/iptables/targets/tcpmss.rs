//! `-j TCPMSS`.

use std::fmt::Write as _;

use dataplane::{
    filter::{Target, targets::Tcpmss},
    route::Family,
};

use crate::lang::iptables::{
    extension::{Complaint, Given, RuleView, TargetExtension, TargetParser},
    value,
    xtoptions::{Entry, Seen, options, parameter},
};

const SET_MSS: u8 = 0;
const CLAMP: u8 = 1;

const TABLE: [Entry; 2] = [
    Entry::value("set-mss", SET_MSS),
    Entry::flag("clamp-mss-to-pmtu", CLAMP),
];

pub(super) static TCPMSS4: TargetExtension = TargetExtension {
    name: "TCPMSS",
    families: &[Family::V4],
    options: &options(&TABLE),
    parser: |_| Parser::begin(),
    help: include_str!("help/tcpmss.txt"),
};

pub(super) static TCPMSS6: TargetExtension = TargetExtension {
    name: "TCPMSS",
    families: &[Family::V6],
    options: &options(&TABLE),
    parser: |_| Parser::begin(),
    help: include_str!("help/tcpmss6.txt"),
};

struct Parser {
    seen: Seen,
    /// What the last option says.
    found: Option<Tcpmss>,
}

impl Parser {
    fn begin() -> Box<dyn TargetParser> {
        Box::new(Self {
            seen: Seen::new("TCPMSS", &TABLE),
            found: None,
        })
    }
}

impl TargetParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        self.found = Some(match asked.id {
            SET_MSS => {
                // 65535 less an IP header.
                let max = match asked.rule.family {
                    Family::V4 => 65_515,
                    Family::V6 => 65_495,
                };
                let mss = value::number(asked, 0, max)?;
                Tcpmss::Set(u16::try_from(mss).unwrap_or(u16::MAX))
            }
            _ => Tcpmss::ClampToPmtu,
        });
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Target, Complaint> {
        let found = self
            .found
            .ok_or_else(|| parameter("TCPMSS target: At least one parameter is required"))?;
        self.seen.finish()?;
        Ok(Target::Tcpmss(found))
    }
}

pub(super) fn print(target: Tcpmss, out: &mut String) {
    let _ = match target {
        Tcpmss::Set(mss) => write!(out, " TCPMSS set {mss}"),
        Tcpmss::ClampToPmtu => write!(out, " TCPMSS clamp to PMTU"),
    };
}

pub(super) fn save(target: Tcpmss, out: &mut String) {
    let _ = match target {
        Tcpmss::Set(mss) => write!(out, " --set-mss {mss}"),
        Tcpmss::ClampToPmtu => write!(out, " --clamp-mss-to-pmtu"),
    };
}
