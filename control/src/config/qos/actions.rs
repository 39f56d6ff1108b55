//! Actions, which filters refer to by kind and number (`act_api.c`).

use std::collections::BTreeMap;

use dataplane::{
    qos::{Action, ActionKind, ActionState, Control},
    time::Instant,
};

use super::{
    change::{ToldAction, TrafficChange},
    device::{Device, Qdisc},
};
use crate::config::{Errno, Model, NetError};

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
    /// Its kind's name.
    pub name: &'static str,
    /// Its number; 0 for a new one.
    pub index: u32,
    /// What it does; `None` if only its number was said.
    pub kind: Option<ActionKind>,
    /// The words that say so, without those of the filter around it.
    pub words: String,
    /// Hexadecimal digits to tell it by (`cookie`); empty for none.
    pub cookie: String,
}

/// An action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionObject {
    /// What it does.
    pub kind: ActionKind,
    /// The words that said so.
    pub words: String,
    /// `cookie`.
    pub cookie: String,
    /// Filters that use it.
    pub bound: u32,
    /// It was made by itself, and stays when no filter uses it.
    pub by_hand: bool,
    /// What it has counted.
    pub state: ActionState,
}

impl ActionObject {
    /// Who knows it: the filters, and whoever made it by hand (`tcfa_refcnt`).
    #[must_use]
    pub fn references(&self) -> u32 {
        self.bound + u32::from(self.by_hand)
    }
}

fn explained(errno: Errno, message: &'static str) -> NetError {
    NetError::explained(errno, message)
}

/// All actions.
#[derive(Debug, Default)]
pub(super) struct Actions {
    all: BTreeMap<ActionId, ActionObject>,
    /// Of the configuration whose place this one takes: what is the same there goes on counting.
    inherited: BTreeMap<ActionId, (ActionKind, ActionState)>,
    /// When what is made now is made.
    pub(super) now: Instant,
}

impl Actions {
    /// The action of that kind and number.
    pub(super) fn get(&self, id: ActionId) -> Option<&ActionObject> {
        self.all.get(&id)
    }

    /// Those of a kind, by number.
    pub(super) fn of_kind(
        &self,
        name: &'static str,
    ) -> impl Iterator<Item = (ActionId, &ActionObject)> {
        let range = self.all.range((name, 0)..=(name, u32::MAX));
        range.map(|(id, object)| (*id, object))
    }

    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = (ActionId, &ActionObject)> {
        self.all.iter().map(|(id, object)| (*id, object))
    }

    /// Prepares for taking the place of `old`.
    pub(super) fn inherit(&mut self, old: &Self) {
        let state = |(id, object): (&ActionId, &ActionObject)| {
            (*id, (object.kind.clone(), object.state.clone()))
        };
        self.inherited = old.all.iter().map(state).collect();
    }

    /// Whether the actions of a filter are there or can be made.
    ///
    /// # Errors
    /// As the kernel.
    pub(super) fn check(&self, request: &ExtsRequest) -> Result<(), NetError> {
        let missing = |action: &&ActionRequest| {
            action.kind.is_none() && self.get((action.name, action.index)).is_none()
        };
        match request.actions.iter().find(missing) {
            Some(action) => Err(nothing_said(action.name)),
            None => Ok(()),
        }
    }

    fn insert(&mut self, id: ActionId, action: &ActionRequest, kind: ActionKind) {
        let known = self.inherited.remove(&id);
        let state = known.filter(|(old, _)| *old == kind);
        let state = state.map_or_else(|| ActionState::new(&kind, self.now), |(_, state)| state);
        self.all.insert(
            id,
            ActionObject {
                kind,
                words: action.words.clone(),
                cookie: action.cookie.clone(),
                bound: 0,
                by_hand: false,
                state,
            },
        );
    }

    /// Makes the actions of a filter, or takes those that are there already. They were
    /// [checked](Self::check).
    pub(super) fn bind(&mut self, request: &ExtsRequest) -> Exts {
        let mut exts = Exts {
            actions: Vec::with_capacity(request.actions.len()),
            police: request.police,
        };
        for action in &request.actions {
            let id = self.id(action);
            // What is there stays as it is: the filter takes part in it.
            if let (None, Some(kind)) = (self.get(id), &action.kind) {
                self.insert(id, action, kind.clone());
            }
            if let Some(object) = self.all.get_mut(&id) {
                object.bound += 1;
                exts.actions.push(id);
            }
        }
        exts
    }

    /// Its name, if none was given a new one.
    fn id(&self, action: &ActionRequest) -> ActionId {
        let index = match action.index {
            0 => self.free(action.name),
            index => index,
        };
        (action.name, index)
    }

    /// The lowest number that no action of the kind has.
    fn free(&self, name: &'static str) -> u32 {
        let mut free = 1;
        for ((_, index), _) in self.of_kind(name) {
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
            let Some(object) = self.all.get_mut(id) else {
                continue;
            };
            object.bound -= 1;
            if object.references() == 0 {
                self.all.remove(id);
            }
        }
    }

    /// A qdisc is gone, and so are its filters.
    pub(super) fn release_all(&mut self, qdisc: &Qdisc) {
        for exts in qdisc.exts() {
            self.release(exts);
        }
    }

    /// The actions of a filter, as the data path takes them.
    pub(super) fn compile(&self, exts: &Exts) -> Vec<Action> {
        exts.actions
            .iter()
            .filter_map(|id| {
                let object = self.get(*id)?;
                Some(Action {
                    index: id.1,
                    kind: object.kind.clone(),
                    state: object.state.clone(),
                })
            })
            .collect()
    }
}

/// Only a number was said of an action that there is not.
fn nothing_said(name: &str) -> NetError {
    match name {
        "mirred" => explained(Errno::Inval, "act_mirred: Unknown mirred option."),
        "pedit" => explained(Errno::Inval, "act_pedit: Pedit requires keys to be passed."),
        _ => Errno::Inval.into(),
    }
}

/// Whether an action asks for a chain, which only filters have.
fn goes_to_a_chain(kind: &ActionKind) -> bool {
    let goes = |control: Control| matches!(control, Control::GotoChain(_));
    match kind {
        ActionKind::Gact(spec) => goes(spec.control),
        ActionKind::Police(spec) => goes(spec.conform) || goes(spec.exceed),
        ActionKind::Mirred(spec) => goes(spec.control),
        ActionKind::Skbedit(spec) => goes(spec.control),
        ActionKind::Pedit(spec) => goes(spec.control),
    }
}

/// What the kernel says of a policer that no hardware could be told (`tcf_police_act_to_flow_act`).
fn no_offload(kind: &ActionKind) -> bool {
    let soft = |control: Control| matches!(control, Control::Reclassify | Control::Continue);
    match kind {
        ActionKind::Police(spec) => {
            soft(spec.exceed) || spec.exceed != spec.conform && soft(spec.conform)
        }
        ActionKind::Gact(_)
        | ActionKind::Mirred(_)
        | ActionKind::Skbedit(_)
        | ActionKind::Pedit(_) => false,
    }
}

impl Model {
    /// Makes actions by themselves, all or none (`RTM_NEWACTION`); with `replace` those that are there are changed.
    /// Gives what the kernel warns of.
    ///
    /// # Errors
    /// As the kernel.
    pub fn set_actions(
        &mut self,
        requests: &[ActionRequest],
        replace: bool,
    ) -> Result<Option<&'static str>, NetError> {
        let warning = "act_api: Failed to setup tc actions for offload.";
        let mut warned = None;
        let mut made = Vec::new();
        let mut told = Vec::new();
        for request in requests {
            match self.set_action(request, replace) {
                Ok((id, new)) => {
                    if new {
                        made.push(id);
                    }
                    told.push(id);
                    let object = self.traffic.action(id);
                    if object.is_some_and(|object| no_offload(&object.kind)) {
                        warned = Some(warning);
                    }
                }
                Err(error) => {
                    for id in made {
                        self.traffic.actions.all.remove(&id);
                    }
                    return Err(match warned {
                        // What was said last is what is heard.
                        Some(warning) if error.message.is_none() => explained(error.errno, warning),
                        Some(_) | None => error,
                    });
                }
            }
        }
        let told: Vec<_> = told
            .into_iter()
            .filter_map(|id| {
                let object = self.traffic.action(id)?;
                // Who changes one holds it meanwhile.
                let references = object.references() + u32::from(!made.contains(&id));
                Some(ToldAction::new(id, object, references))
            })
            .collect();
        self.tell(|| match replace {
            true => TrafficChange::ReplacedActions(told),
            false => TrafficChange::AddedActions(told),
        });
        Ok(warned)
    }

    /// Makes or changes an action; gives its name, and whether it is new.
    fn set_action(
        &mut self,
        request: &ActionRequest,
        replace: bool,
    ) -> Result<(ActionId, bool), NetError> {
        let actions = &mut self.traffic.actions;
        let id = actions.id(request);
        let exists = actions.get(id).is_some();
        if exists && !replace {
            return Err(Errno::Exist.into());
        }
        let kind = request.kind.clone().ok_or_else(|| nothing_said(id.0))?;
        if goes_to_a_chain(&kind) {
            return Err(explained(Errno::Inval, "can't goto NULL proto/chain."));
        }
        if !exists {
            actions.now = self.now;
            actions.insert(id, request, kind);
            if let Some(object) = actions.all.get_mut(&id) {
                object.by_hand = true;
            }
            return Ok((id, true));
        }
        if let Some(object) = actions.all.get_mut(&id) {
            object.kind = kind;
            object.words.clone_from(&request.words);
            object.cookie.clone_from(&request.cookie);
        }
        let uses = |device: &Device| {
            let mut exts = device.qdiscs().flat_map(Qdisc::exts);
            exts.any(|exts| exts.actions.contains(&id))
        };
        let devices = self.traffic.devices.iter();
        let changed = devices.filter(|(_, device)| uses(device));
        for link in changed.map(|(link, _)| *link).collect::<Vec<_>>() {
            self.traffic_changed(link);
        }
        Ok((id, false))
    }

    /// The actions of those names (`RTM_GETACTION`).
    ///
    /// # Errors
    /// As the kernel.
    pub fn get_actions(
        &self,
        ids: &[ActionId],
    ) -> Result<Vec<(ActionId, &ActionObject)>, NetError> {
        let get = |id: &ActionId| {
            if id.1 == 0 {
                return Err(explained(Errno::Inval, "Invalid TC action index value."));
            }
            let object = self.traffic.action(*id).ok_or_else(|| {
                explained(Errno::NoEnt, "TC action with specified index not found.")
            })?;
            Ok((*id, object))
        };
        ids.iter().map(get).collect()
    }

    /// Deletes actions (`RTM_DELACTION`).
    ///
    /// # Errors
    /// As the kernel; those in front of the one that a filter uses are gone.
    pub fn del_actions(&mut self, ids: &[ActionId]) -> Result<(), NetError> {
        self.get_actions(ids)?;
        let all = &mut self.traffic.actions.all;
        let mut gone = Vec::new();
        for id in ids {
            if all.get(id).is_some_and(|object| object.bound > 0) {
                return Err(explained(Errno::Perm, "Failed to delete TC action."));
            }
            if let Some(object) = all.remove(id) {
                gone.push(ToldAction::new(*id, &object, 0));
            }
        }
        self.tell(|| TrafficChange::DeletedActions(gone));
        Ok(())
    }

    /// Deletes the actions of a kind up to the first that a filter uses; gives what the kernel warns of
    /// (`tcf_del_walker`).
    ///
    /// # Errors
    /// EPERM if a filter uses the first.
    pub fn flush_actions(&mut self, name: &'static str) -> Result<Option<&'static str>, NetError> {
        let actions = &mut self.traffic.actions;
        let free = actions
            .of_kind(name)
            .take_while(|(_, object)| object.bound == 0);
        let free: Vec<_> = free.map(|(id, _)| id).collect();
        for id in &free {
            actions.all.remove(id);
        }
        let left = actions.of_kind(name).next().is_some();
        if left && free.is_empty() {
            return Err(Errno::Perm.into());
        }
        self.tell(|| TrafficChange::FlushedActions(name, free.len()));
        Ok(left.then_some("Unable to flush all TC actions."))
    }
}
