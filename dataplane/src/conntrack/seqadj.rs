//! Sequence numbers of a connection of which a helper has made a line longer or shorter
//! (`nf_conntrack_seqadj`).

use super::tcp::before;
use crate::{
    checksum::Change,
    wire::tcp::{HEADER_LEN, TcpFields},
};

/// By how much the numbers of one direction are off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shift {
    /// Up to [`at`](Self::at), as the sender counts.
    before: i32,
    /// Behind it.
    after: i32,
    at: u32,
}

impl Shift {
    /// What is added to the sequence number `seq` of the sender (`nf_ct_seq_offset`).
    pub(super) const fn of(&self, seq: u32) -> i32 {
        if before(self.at, seq) {
            self.after
        } else {
            self.before
        }
    }

    /// What is taken from an acknowledgment of the receiver.
    const fn of_ack(&self, ack: u32) -> i32 {
        self.of(ack.wrapping_sub(self.before.cast_unsigned()))
    }

    /// The segment at `seq` is `by` bytes longer than the sender thinks. Sent again, it does not count
    /// again (`nf_ct_seqadj_set`).
    pub(super) const fn note(&mut self, seq: u32, by: i32) {
        if self.before == self.after || before(self.at, seq) {
            self.at = seq;
            self.before = self.after;
            self.after = self.after.wrapping_add(by);
        }
    }
}

/// Changes the numbers of a segment (`nf_ct_seq_adjust`): its own by what its sender's direction is off,
/// acknowledgments and the edges of SACK blocks by the other direction's. `partial`: its checksum is not
/// computed yet. `None` if its options can't be followed.
pub(crate) fn adjust(
    tcp: &mut [u8],
    sender: &Shift,
    receiver: &Shift,
    partial: bool,
) -> Option<()> {
    const MAX_HEADER_LEN: usize = 60;
    let fields = TcpFields::parse(tcp)?;
    let header = &mut tcp[..fields.header_len];
    let mut before = [0; MAX_HEADER_LEN];
    before[..header.len()].copy_from_slice(header);
    let seq = fields.seq.wrapping_add_signed(sender.of(fields.seq));
    header[4..8].copy_from_slice(&seq.to_be_bytes());
    replace_ack(&mut header[8..12], receiver);
    let whole = selective(&mut header[HEADER_LEN..], receiver);
    if !partial {
        let change = Change::NONE.bytes(&before[..header.len()], header);
        let field = change.of_checksum(u16::from_be_bytes([header[16], header[17]]));
        header[16..18].copy_from_slice(&field.to_be_bytes());
    }
    whole
}

fn replace_ack(field: &mut [u8], receiver: &Shift) {
    if let Some(field) = field.first_chunk_mut::<4>() {
        let ack = u32::from_be_bytes(*field);
        let by = receiver.of_ack(ack).wrapping_neg();
        *field = ack.wrapping_add_signed(by).to_be_bytes();
    }
}

/// SACK blocks. `None` if an option is cut off.
fn selective(mut options: &mut [u8], receiver: &Shift) -> Option<()> {
    const END: u8 = 0;
    const NOP: u8 = 1;
    const SACK: u8 = 5;
    loop {
        match *options {
            [] | [END, ..] => return Some(()),
            [NOP, ..] => options = &mut options[1..],
            [kind, len, ..] if len >= 2 => {
                let (option, rest) = options.split_at_mut_checked(usize::from(len))?;
                let blocks = &mut option[2..];
                if kind == SACK && blocks.len() % 8 == 0 {
                    for edge in blocks.chunks_exact_mut(4) {
                        replace_ack(edge, receiver);
                    }
                }
                options = rest;
            }
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checksum::checksum;

    /// A segment with these numbers and options, and a right sum (of no pseudo-header).
    fn segment(seq: u32, ack: u32, options: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0; HEADER_LEN];
        bytes[4..8].copy_from_slice(&seq.to_be_bytes());
        bytes[8..12].copy_from_slice(&ack.to_be_bytes());
        bytes[12] = (((HEADER_LEN + options.len()) / 4) << 4) as u8;
        bytes[13] = 0x10;
        bytes.extend_from_slice(options);
        bytes.extend_from_slice(b"data");
        let sum = checksum(&bytes);
        bytes[16..18].copy_from_slice(&sum.to_be_bytes());
        bytes
    }

    fn numbers(bytes: &[u8]) -> (u32, u32) {
        let fields = TcpFields::parse(bytes).unwrap();
        (fields.seq, fields.ack)
    }

    fn longer(at: u32, by: i32) -> Shift {
        let mut shift = Shift::default();
        shift.note(at, by);
        shift
    }

    #[test]
    fn what_follows_the_changed_line_is_shifted() {
        let sender = longer(1000, 3);
        for (seq, expected) in [(900, 900), (1000, 1000), (1001, 1004), (1030, 1033)] {
            let mut bytes = segment(seq, 5, &[]);
            adjust(&mut bytes, &sender, &Shift::default(), false).unwrap();
            assert_eq!(numbers(&bytes), (expected, 5));
            assert_eq!(checksum(&bytes), 0, "the sum is right");
        }
    }

    #[test]
    fn acknowledgments_and_sack_edges_are_shifted_back() {
        let receiver = longer(1000, -4);
        let mut options = vec![1, 1, 5, 10];
        options.extend_from_slice(&1040_u32.to_be_bytes());
        options.extend_from_slice(&1060_u32.to_be_bytes());
        let mut bytes = segment(7, 1020, &options);
        adjust(&mut bytes, &Shift::default(), &receiver, false).unwrap();
        assert_eq!(numbers(&bytes), (7, 1024));
        assert_eq!(bytes[24..28], 1044_u32.to_be_bytes());
        assert_eq!(bytes[28..32], 1064_u32.to_be_bytes());
        assert_eq!(checksum(&bytes), 0, "the sum is right");
    }

    #[test]
    fn a_line_that_is_sent_again_counts_once() {
        let mut shift = longer(1000, 3);
        shift.note(1000, 3);
        assert_eq!(shift.of(1001), 3);
        shift.note(1100, 2);
        assert_eq!((shift.of(1100), shift.of(1101)), (3, 5));
        shift.note(1050, 9);
        assert_eq!(
            shift.of(1101),
            5,
            "an older one is not told from one sent again"
        );
    }

    #[test]
    fn options_that_are_cut_off_are_noticed() {
        let mut bytes = segment(1, 1, &[5, 10, 0, 0]);
        let shift = longer(0, 1);
        assert_eq!(adjust(&mut bytes, &shift, &shift, false), None);
        let mut bytes = segment(1, 1, &[1, 1, 1, 5]);
        assert_eq!(adjust(&mut bytes, &shift, &shift, false), None);
    }
}
