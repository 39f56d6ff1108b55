//! Names of chains and targets.

use dataplane::route::Family;

use super::program::Program;
use crate::lang::args::Failure;

/// The length that the name of a chain or an extension does not reach.
pub(super) const MAX_NAME: usize = 29;

/// The targets that iptables has for both families, whether we have them or not.
const TARGETS: &[&str] = &[
    "ACCEPT",
    "AUDIT",
    "CHECKSUM",
    "CLASSIFY",
    "CONNMARK",
    "CONNSECMARK",
    "CT",
    "DNAT",
    "DROP",
    "DSCP",
    "HMARK",
    "IDLETIMER",
    "LED",
    "LOG",
    "MARK",
    "MASQUERADE",
    "NETMAP",
    "NFLOG",
    "NFQUEUE",
    "NOTRACK",
    "QUEUE",
    "RATEEST",
    "REDIRECT",
    "REJECT",
    "RETURN",
    "SECMARK",
    "SET",
    "SNAT",
    "SYNPROXY",
    "TCPMSS",
    "TCPOPTSTRIP",
    "TEE",
    "TOS",
    "TPROXY",
    "TRACE",
    "standard",
];

/// The targets of one family alone.
const TARGETS4: &[&str] = &["CLUSTERIP", "ECN", "TTL", "ULOG"];
const TARGETS6: &[&str] = &["DNPT", "HL", "SNPT"];

/// Whether iptables has a target of that name.
pub(super) fn is_target(name: &str, family: Family) -> bool {
    let own = match family {
        Family::V4 => TARGETS4,
        Family::V6 => TARGETS6,
    };
    TARGETS.contains(&name) || own.contains(&name)
}

/// The name of a chain to be made (`assert_valid_chain_name`).
pub(super) fn check_chain_name(name: &str, program: &Program) -> Result<(), Failure> {
    if name.len() >= MAX_NAME {
        return Err(program.parameter(format_args!(
            "chain name `{name}' too long (must be under {MAX_NAME} chars)"
        )));
    }
    if let Some(first @ ('-' | '!')) = name.chars().next() {
        return Err(program.parameter(format_args!(
            "chain name not allowed to start with `{first}'"
        )));
    }
    if is_target(name, program.family) {
        return Err(program.parameter("chain name may not clash with target name"));
    }
    if name.contains(|c: char| c.is_ascii_whitespace()) {
        return Err(program.parameter(format_args!("Invalid chain name `{name}'")));
    }
    Ok(())
}

/// The word behind `-j` or `-g` (`parse_target`).
pub(super) fn check_target_name(name: &str, program: &Program) -> Result<(), Failure> {
    if name.is_empty() {
        return Err(program.parameter("Invalid target name (too short)"));
    }
    if name.len() >= MAX_NAME {
        let most = MAX_NAME - 1;
        return Err(program.parameter(format_args!(
            "Invalid target name `{name}' ({most} chars max)"
        )));
    }
    if name.contains(|c: char| c.is_ascii_whitespace()) {
        return Err(program.parameter(format_args!("Invalid target name `{name}'")));
    }
    Ok(())
}
