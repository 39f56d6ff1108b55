//! What makes a chain one that packets come to by themselves.

use dataplane::filter::{Hook, Priority};

use super::{
    error::Error,
    syntax::{ChainBlock, Place},
};
use crate::config::{
    Errno,
    nft::{ChainType, NftFamily},
};

/// What makes a chain a base chain.
pub(super) fn base(
    family: NftFamily,
    block: &ChainBlock,
    place: Place,
) -> Result<Option<(ChainType, Hook, Priority)>, Vec<Error>> {
    let Some(base) = &block.base else {
        return Ok(None);
    };
    let wrong = |message: String, place: Place| Err(vec![Error::new(message, place)]);
    let kind = match &*base.kind.of {
        "filter" => ChainType::Filter,
        "nat" => ChainType::Nat,
        "route" => ChainType::Route,
        _ => return wrong("unknown chain type".to_owned(), base.kind.place),
    };
    let hook = match &*base.hook.of {
        "prerouting" => Hook::Prerouting,
        "input" => Hook::Input,
        "forward" => Hook::Forward,
        "output" => Hook::Output,
        "postrouting" => Hook::Postrouting,
        // The one hook of inet that Tollgate has not.
        "ingress" if family == NftFamily::Inet => {
            if base.devices.is_empty() {
                return wrong(
                    "Missing `device' in this chain definition".to_owned(),
                    place,
                );
            }
            return Err(vec![Error::refused(Errno::OpNotSupp, place)]);
        }
        "ingress" | "egress" => {
            let message = format!("The {} family does not support this hook", family.name());
            return wrong(message, base.hook.place);
        }
        _ => return wrong("unknown chain hook".to_owned(), base.hook.place),
    };
    if let Some(last) = base.devices.last() {
        let message = "This chain type cannot be bound to device".to_owned();
        // The word in front of them, too.
        let start = base.hook.place.end + 1;
        return wrong(
            message,
            Place {
                start,
                ..last.place
            },
        );
    }
    let priority = &base.priority;
    let named = match priority.of.name.as_deref() {
        None => 0,
        Some("raw") => -300,
        Some("mangle") => -150,
        Some("dstnat") if hook == Hook::Prerouting => -100,
        Some("filter") => 0,
        Some("security") => 50,
        Some("srcnat") if hook == Hook::Postrouting => 100,
        Some(_) => {
            let message = "invalid priority expression value in this context.".to_owned();
            return wrong(message, priority.place);
        }
    };
    let priority = Priority(i32::wrapping_add(named, priority.of.number));
    Ok(Some((kind, hook, priority)))
}
