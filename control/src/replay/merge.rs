//! Several captures as one sequence.

use super::{Capture, CaptureError, Frame};

/// Captures whose frames come out in the order of their times.
///
/// Frames of the same time come in the order of their captures. A capture that goes back in time is
/// not sorted: its frame comes when it is at the head, and the clock stays where it is.
#[derive(Debug)]
pub(super) struct Merge {
    heads: Vec<Option<Frame>>,
    captures: Vec<Capture>,
}

impl Merge {
    pub(super) fn new(mut captures: Vec<Capture>) -> Result<Self, CaptureError> {
        let heads = captures
            .iter_mut()
            .map(Capture::next_frame)
            .collect::<Result<_, _>>()?;
        Ok(Self { heads, captures })
    }

    /// The frame that [`Merge::next`] would give.
    pub(super) fn peek(&self) -> Option<&Frame> {
        self.heads.iter().flatten().min_by_key(|frame| frame.at)
    }

    /// The next frame and the number of its capture.
    pub(super) fn next(&mut self) -> Result<Option<(usize, Frame)>, CaptureError> {
        let first = self
            .heads
            .iter()
            .enumerate()
            .filter_map(|(number, head)| head.as_ref().map(|frame| (number, frame.at)))
            .min_by_key(|&(_, at)| at);
        let Some((number, _)) = first else {
            return Ok(None);
        };
        let after = self.captures[number].next_frame()?;
        let frame = std::mem::replace(&mut self.heads[number], after);
        Ok(frame.map(|frame| (number, frame)))
    }
}

#[cfg(test)]
mod tests {
    use std::{env, fs, process};

    use dataplane::time::Instant;

    use super::*;
    use crate::replay::CaptureWriter;

    #[test]
    fn frames_come_by_time_then_by_capture() {
        let captures = [
            [(5, b'a'), (7, b'b'), (6, b'c')].as_slice(),
            &[],
            &[(1, b'd'), (5, b'e'), (9, b'f')],
        ];
        let captures = captures
            .iter()
            .enumerate()
            .map(|(number, frames)| {
                let name = format!("tollgate-merge-{}-{number}", process::id());
                let path = env::temp_dir().join(name);
                let mut writer = CaptureWriter::create(&path, true).expect("writable");
                for &(at, byte) in *frames {
                    let at = Instant::from_nanos(at);
                    writer.write(at, &[byte]).expect("writable");
                }
                writer.finish().expect("writable");
                let capture = Capture::open(&path).expect("just written");
                fs::remove_file(&path).expect("it is there");
                capture
            })
            .collect();
        let mut merge = Merge::new(captures).expect("readable");
        let mut order = String::new();
        while let Some((number, frame)) = merge.next().expect("readable") {
            order.push_str(&number.to_string());
            order.push(char::from(frame.bytes[0]));
        }
        assert_eq!(order, "2d0a2e0b0c2f");
    }
}
