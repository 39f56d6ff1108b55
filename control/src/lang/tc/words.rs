//! The words that make what there is, for a saved runbook.

use dataplane::qos::{ActionKind, FilterKind, QdiscKind};

use super::{actions, classifiers, protocol, qdiscs};
use crate::config::{
    Model,
    qos::{ActionObject, Entry, HtbClassState, U32Entry},
};

/// The commands that make a qdisc: verb and options. `given` is what it was last told, where that can't be found
/// out from what became of it.
pub(in crate::lang) fn qdisc_words(kind: &QdiscKind, given: &str) -> Vec<(&'static str, String)> {
    qdiscs::words(kind, given)
}

/// The options of a class.
pub(in crate::lang) fn class_words(state: &HtbClassState) -> String {
    qdiscs::class_words(state)
}

/// An EtherType.
pub(in crate::lang) fn protocol_words(number: u16) -> String {
    let name = protocol::name(number);
    if name.starts_with('[') {
        format!("{number:#x}")
    } else {
        name.into_owned()
    }
}

/// The options of a node of `u32`, without class and actions.
pub(in crate::lang) fn u32_words(entry: &U32Entry) -> String {
    classifiers::u32_words(entry)
}

/// The handle and the options of another filter, without class and actions.
pub(in crate::lang) fn filter_words(model: &Model, entry: &Entry) -> (String, String) {
    let handle = match &entry.kind {
        FilterKind::Fw(spec) => format!("{:#x}/{:#x}", entry.handle, spec.mask),
        FilterKind::U32(_)
        | FilterKind::Flower(_)
        | FilterKind::Matchall
        | FilterKind::Basic(_) => format!("{:#x}", entry.handle),
    };
    (handle, classifiers::words(model, entry))
}

/// An action with its number.
pub(in crate::lang) fn action_words(model: &Model, index: u32, action: &ActionObject) -> String {
    let words = match &action.kind {
        // Its link may have another name now.
        ActionKind::Mirred(spec) => actions::mirred_words(model, spec),
        ActionKind::Gact(_)
        | ActionKind::Police(_)
        | ActionKind::Skbedit(_)
        | ActionKind::Pedit(_) => action.words.clone(),
    };
    // The number stands before the cookie.
    let mut words = words
        .split(" cookie ")
        .next()
        .unwrap_or_default()
        .to_owned();
    if !words.split(' ').any(|word| word == "index") {
        words.push_str(&format!(" index {index}"));
    }
    if !action.cookie.is_empty() {
        words.push_str(&format!(" cookie {}", action.cookie));
    }
    words
}
