//! `-m connmark`: the mark of the connection.

use super::Probe;
use crate::{
    conntrack::{Conn, Ct},
    filter::Test,
    forward::Context,
};

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
        let mark = match probe.packet.meta.ct {
            Ct::Of(ct) => cx.conntrack().get(ct.id).map(|conn| conn.mark),
            Ct::Template { .. } => Some(Conn::TEMPLATE.mark),
            Ct::None | Ct::Untracked | Ct::Invalid => None,
        };
        mark.is_some_and(|mark| self.mark.holds(mark & mask == value))
    }
}
