//! `-m connlabel`: a label of the connection.

use super::Probe;
use crate::{conntrack::Ct, filter::Test, forward::Context};

/// `-m connlabel`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connlabel {
    /// `--label`: the number of a bit.
    pub label: Test<u16>,
    /// `--set`: a connection without the label is given it.
    pub set: bool,
}

impl Connlabel {
    /// `connlabel_mt`: what has no connection, or a connection without room for labels, does not have
    /// the label. Having been given it is as good as having it.
    pub(super) fn holds(&self, cx: &mut Context<'_>, probe: &Probe<'_>) -> bool {
        let has = match probe.packet.meta.ct {
            Ct::Of(ct) => {
                let table = cx.conntrack();
                let labels = table.labels(ct.id).unwrap_or_default();
                let bit = 1_u128.checked_shl(self.label.of.into()).unwrap_or(0);
                labels & bit != 0 || self.set && table.set_label(ct.id, self.label.of).is_ok()
            }
            Ct::None | Ct::Template { .. } | Ct::Untracked | Ct::Invalid => false,
        };
        self.label.holds(has)
    }
}
