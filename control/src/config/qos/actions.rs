//! Actions, which filters refer to by kind and number (`act_api.c`).

use std::collections::BTreeMap;

use dataplane::qos::{Action, ActionKind};

use super::device::Qdisc;

/// Which action: its kind's name and its number.
pub type ActionId = (&'static str, u32);

/// What a filter does with packets that match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exts {
    /// In order.
    pub actions: Vec<ActionId>,
    /// It is a `police` that was given without `action` (`TCA_OLD_COMPAT`).
    pub police: bool,
}

/// What a filter is asked to do with packets that match.
#[derive(Clone, Debug, Default)]
pub struct ExtsRequest {
    /// In order.
    pub actions: Vec<ActionRequest>,
    /// There is one, a `police` that was given without `action`.
    pub police: bool,
}

/// An action that is to be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionRequest {
    /// Its number; 0 for a new one.
    pub index: u32,
    /// What it does.
    pub kind: ActionKind,
    /// The words that say so, without those of the filter around it.
    pub words: String,
}

/// An action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionObject {
    /// What it does.
    pub kind: ActionKind,
    /// The words that said so.
    pub words: String,
    /// Filters that use it.
    pub bound: u32,
}

/// The name of an action's kind.
#[must_use]
pub(super) const fn name(kind: &ActionKind) -> &'static str {
    match kind {
        ActionKind::Gact(_) => "gact",
        ActionKind::Police(_) => "police",
        ActionKind::Mirred(_) => "mirred",
        ActionKind::Skbedit(_) => "skbedit",
        ActionKind::Pedit(_) => "pedit",
    }
}

/// All actions.
#[derive(Debug, Default)]
pub(super) struct Actions(BTreeMap<ActionId, ActionObject>);

impl Actions {
    /// The action of that kind and number.
    pub(super) fn get(&self, id: ActionId) -> Option<&ActionObject> {
        self.0.get(&id)
    }

    /// Makes the actions of a filter, or takes those that are there already.
    pub(super) fn bind(&mut self, request: &ExtsRequest) -> Exts {
        let mut exts = Exts {
            actions: Vec::with_capacity(request.actions.len()),
            police: request.police,
        };
        for action in &request.actions {
            let name = name(&action.kind);
            let index = match action.index {
                0 => self.free(name),
                index => index,
            };
            // What is there stays as it is: the filter takes part in it.
            let object = self.0.entry((name, index)).or_insert_with(|| ActionObject {
                kind: action.kind.clone(),
                words: action.words.clone(),
                bound: 0,
            });
            object.bound += 1;
            exts.actions.push((name, index));
        }
        exts
    }

    /// The lowest number that no action of the kind has.
    fn free(&self, name: &'static str) -> u32 {
        let mut free = 1;
        for (_, index) in self
            .0
            .range((name, 1)..=(name, u32::MAX))
            .map(|(id, _)| *id)
        {
            if index != free {
                break;
            }
            free += 1;
        }
        free
    }

    /// A filter is gone.
    pub(super) fn release(&mut self, exts: &Exts) {
        for id in &exts.actions {
            let Some(object) = self.0.get_mut(id) else {
                continue;
            };
            object.bound -= 1;
            if object.bound == 0 {
                self.0.remove(id);
            }
        }
    }

    /// A qdisc is gone, and so are its filters.
    pub(super) fn release_all(&mut self, qdisc: &Qdisc) {
        for block in qdisc.blocks.values() {
            for proto in block.chains.iter().flat_map(|chain| &chain.protos) {
                for entry in proto.entries() {
                    self.release(&entry.exts);
                }
            }
        }
        for entry in qdisc.u32.entries() {
            self.release(&entry.exts);
        }
    }

    /// The actions of a filter, as the data path takes them.
    pub(super) fn compile(&self, exts: &Exts) -> Vec<Action> {
        exts.actions
            .iter()
            .filter_map(|id| {
                Some(Action {
                    index: id.1,
                    kind: self.get(*id)?.kind.clone(),
                })
            })
            .collect()
    }
}
