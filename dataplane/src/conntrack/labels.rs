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
        if self.slab.get(id).is_some() {
            self.forget_ways(id.place);
        }
        if self.slab.get(id).is_some_and(|slot| slot.is(Slot::TIMED)) {
            self.note_with(id.place, CtEvent::Update, true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::testing::{Lab, udp},
        *,
    };
    use crate::{conntrack::Ct, packet::Packet, route::Family};

    fn packet(port: u16) -> Packet {
        udp(Family::V4, (1, 2), (port, 53), b"?")
    }

    /// A connection of the table.
    fn connection(lab: &mut Lab, port: u16) -> ConnId {
        let Ct::Of(ct) = lab.pass(packet(port)) else {
            unreachable!("tracked")
        };
        ct.id
    }

    /// What was told since the last time: events with labels.
    fn told(lab: &mut Lab) -> Vec<(CtEvent, u128)> {
        let (notes, _) = lab.table.take_events();
        notes.iter().map(|note| (note.event, note.labels)).collect()
    }

    #[test]
    fn a_connection_without_room_has_no_labels() {
        let mut lab = Lab::new();
        let id = connection(&mut lab, 1);
        assert_eq!(lab.table.labels(id), None);
        assert_eq!(lab.table.set_label(id, 3), Err(NoLabels));
        assert_eq!(lab.table.replace_labels(id, 1, 1), Err(NoLabels));
        let before = lab.table.memory();
        lab.table.open_labels(id);
        assert_eq!(lab.table.labels(id), Some(0));
        assert!(lab.table.memory() > before, "room takes memory");
        lab.table.set_label(id, 127).expect("room");
        lab.table.open_labels(id);
        assert_eq!(lab.table.labels(id), Some(1 << 127), "room is made once");
        assert_eq!(lab.table.set_label(id, 128), Err(NoLabels));
    }

    #[test]
    fn a_mask_is_cleared_before_bits_are_flipped() {
        let mut lab = Lab::new();
        let id = connection(&mut lab, 1);
        lab.table.open_labels(id);
        let mut replace = |data, mask| lab.table.replace_labels(id, data, mask);
        assert_eq!(replace(0b1100, 0), Ok(0b1100));
        assert_eq!(replace(0b0101, 0b0101), Ok(0b1101), "added");
        assert_eq!(replace(0, 0b0100), Ok(0b1001), "taken out");
        assert_eq!(replace(0b0011, 0), Ok(0b1010), "flipped");
        assert_eq!(replace(0, u128::MAX), Ok(0));
    }

    #[test]
    fn the_next_connection_of_a_place_has_none_of_the_labels() {
        let mut lab = Lab::new();
        let old = connection(&mut lab, 1);
        lab.table.open_labels(old);
        lab.table.set_label(old, 5).expect("room");
        assert!(lab.table.delete(old));
        assert_eq!(lab.table.labels(old), None);
        let new = connection(&mut lab, 2);
        assert_eq!(new.place, old.place);
        assert_eq!(lab.table.labels(new), None);
        lab.table.open_labels(new);
        assert_eq!(lab.table.labels(new), Some(0));
    }

    #[test]
    fn labels_are_told_when_they_change_and_with_what_is_new() {
        let mut lab = Lab::new();
        lab.table.listen(true);
        let mut first = packet(1);
        lab.track(&mut first).expect("room");
        let Ct::Of(ct) = first.meta.ct else {
            unreachable!("tracked")
        };
        lab.table.open_labels(ct.id);
        lab.table.set_label(ct.id, 2).expect("room");
        assert_eq!(told(&mut lab), [], "it is not in the table");
        lab.confirm(&mut first).expect("no clash");
        assert_eq!(told(&mut lab), [(CtEvent::New, 4)]);
        lab.table.set_label(ct.id, 2).expect("room");
        assert_eq!(told(&mut lab), [], "it was there");
        lab.table.set_label(ct.id, 0).expect("room");
        assert_eq!(told(&mut lab), [(CtEvent::Update, 5)]);
        lab.table.changed(ct.id);
        lab.pass(udp(Family::V4, (2, 1), (53, 1), b"!"));
        assert_eq!(
            told(&mut lab),
            [(CtEvent::Update, 0), (CtEvent::Update, 0)],
            "other changes say nothing of labels"
        );
        lab.table.delete(ct.id);
        assert_eq!(told(&mut lab), [(CtEvent::Destroy, 0)]);
    }
}
