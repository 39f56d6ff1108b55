//! `-m connmark`: the mark of the connection.

use super::Probe;
use crate::{conntrack::Ct, filter::Test, forward::Context};

/// `-m connmark`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connmark {
    /// `--mark VALUE/MASK`: (value, mask).
    pub mark: Test<(u32, u32)>,
}

impl Connmark {
    /// `connmark_mt`: what has no connection does not match, negated or not.
    pub(super) fn holds(&self, cx: &mut Context<'_>, probe: &Probe<'_>) -> bool {
        let (value, mask) = self.mark.of;
        match probe.packet.meta.ct {
            Ct::Of(ct) => cx
                .conntrack()
                .get(ct.id)
                .is_some_and(|conn| self.mark.holds(conn.mark & mask == value)),
            Ct::None | Ct::Template { .. } | Ct::Untracked | Ct::Invalid => false,
        }
    }
}
