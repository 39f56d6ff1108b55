//! Labels of connections: 128 bits for each, which rules and commands set (`nf_conntrack_labels.c`).
//!
//! As in the kernel, a connection has room for labels only if a rule asks for labels when it is made;
//! a connection that was there before can't be labelled.

use super::{ConnId, Conntrack, CtEvent, slab::Slot};

/// Bits of labels that a connection has (`XT_CONNLABEL_MAXBIT` and one).
pub const LABEL_BITS: u16 = u128::BITS as u16;

/// The connection has no room for labels: no rule asked for any when it was made (`ENOSPC`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoLabels;

impl std::fmt::Display for NoLabels {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the connection has no room for labels")
    }
}

impl std::error::Error for NoLabels {}

impl Conntrack {
    /// Gives a connection room for labels; nothing happens to one that has it
    /// (`nf_ct_labels_ext_add`).
    pub fn open_labels(&mut self, id: ConnId) {
        if let Some(slot) = self.slab.get_mut(id)
            && !slot.is(Slot::LABELLED)
        {
            slot.flags |= Slot::LABELLED;
            self.labels.open(id.place);
        }
    }

    /// The labels of a connection, bit by bit; `None` if it has no room for any
    /// (`nf_ct_labels_find`).
    #[must_use]
    pub fn labels(&self, id: ConnId) -> Option<u128> {
        let labelled = self.slab.get(id)?.is(Slot::LABELLED);
        labelled.then(|| self.labels.get(id.place).copied())?
    }

    /// Sets one label, and tells those who listen if it is new (`-m connlabel --set`).
    ///
    /// # Errors
    /// The connection has no room for labels, or there is no such label.
    pub fn set_label(&mut self, id: ConnId, bit: u16) -> Result<(), NoLabels> {
        let bit = 1_u128.checked_shl(bit.into()).ok_or(NoLabels)?;
        let before = self.labels(id).ok_or(NoLabels)?;
        if self.replace_labels(id, bit, bit)? != before {
            self.changed_with_labels(id);
        }
        Ok(())
    }

    /// Clears the labels of `mask` and flips those of `data`; gives what is there then
    /// (`nf_connlabels_replace`). Telling those who listen is left to the caller.
    ///
    /// # Errors
    /// The connection has no room for labels.
    pub fn replace_labels(&mut self, id: ConnId, data: u128, mask: u128) -> Result<u128, NoLabels> {
        let before = self.labels(id).ok_or(NoLabels)?;
        let after = before & !mask ^ data;
        *self.labels.get_mut(id.place).ok_or(NoLabels)? = after;
        Ok(after)
    }

    /// Tells those who listen that the connection changed, and its labels: what a command did, and
    /// rules that set labels (`IPCT_LABEL`).
    pub fn changed_with_labels(&mut self, id: ConnId) {
        if self.slab.get(id).is_some_and(|slot| slot.is(Slot::TIMED)) {
            self.note_with(id.place, CtEvent::Update, true);
        }
    }
}
