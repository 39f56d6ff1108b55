//! Expressions that act: `log`, `reject`, `notrack` and `ct helper set`.

use super::{
    LogSpec, RejectKind,
    eval::{Outcome, Run},
};
use crate::{
    conntrack::{Ct, Helper, Status},
    drop_reason::DropReason,
    filter::targets::tell_logged,
    host,
    route::Family,
    wire::{icmpv4::code as code4, icmpv6::code as code6},
};

/// `nft_log_eval`. What is for a program that listens for a group is told to nobody.
pub(super) fn log(run: &mut Run<'_, '_>, spec: &LogSpec) -> Outcome {
    if spec.group.is_none() {
        let how = (spec.level, &*spec.prefix, spec.options);
        tell_logged(run.cx, run.at, run.packet, how);
        run.refuse("log");
    }
    Outcome::Next
}

/// `nft_reject_ipv4_eval`, `nft_reject_ipv6_eval` and `nft_reject_inet_eval`: the sender is told, and the packet
/// ends.
#[cold]
pub(super) fn reject(run: &mut Run<'_, '_>, kind: RejectKind) -> Outcome {
    run.refuse("reject");
    let code = match kind {
        RejectKind::With(reject) => {
            reject.answer(run.cx, run.at, run.packet);
            return Outcome::Drop(DropReason::NetfilterReject);
        }
        RejectKind::Icmpx(code) => of_both(run.at.family, code),
        RejectKind::Code(code) => code,
    };
    host::reject_unreachable(run.cx, run.at, run.packet, code);
    Outcome::Drop(DropReason::NetfilterReject)
}

/// What a code that both families have is in one of them (`nft_reject_icmp_code`, `nft_reject_icmpv6_code`).
const fn of_both(family: Family, code: u8) -> u8 {
    const NO_ROUTE: u8 = 0;
    const HOST_UNREACHABLE: u8 = 2;
    const ADMIN_PROHIBITED: u8 = 3;
    match (family, code) {
        (Family::V4, NO_ROUTE) => code4::NET_UNREACH,
        (Family::V4, HOST_UNREACHABLE) => code4::HOST_UNREACH,
        (Family::V4, ADMIN_PROHIBITED) => code4::PKT_FILTERED,
        (Family::V4, _) => code4::PORT_UNREACH,
        (Family::V6, NO_ROUTE) => code6::NOROUTE,
        (Family::V6, HOST_UNREACHABLE) => code6::ADDR_UNREACH,
        (Family::V6, ADMIN_PROHIBITED) => code6::ADM_PROHIBITED,
        (Family::V6, _) => code6::PORT_UNREACH,
    }
}

/// `nft_notrack_eval`: what was seen before (on its way through `lo`) is left as it is.
pub(super) fn notrack(run: &mut Run<'_, '_>) {
    match run.packet.meta.ct {
        Ct::None | Ct::Invalid => run.packet.meta.ct = Ct::Untracked,
        Ct::Template { .. } | Ct::Untracked | Ct::Of(_) => {}
    }
}

/// `nft_ct_helper_obj_eval`: for a new connection of the helper's protocol that has none.
pub(super) fn helper(run: &mut Run<'_, '_>, helper: Helper) {
    let Ct::Of(ct) = run.packet.meta.ct else {
        return;
    };
    let table = run.cx.conntrack();
    let takes = table.get(ct.id).is_some_and(|conn| {
        !conn.status.has_any(CONFIRMED_OR_HELPED) && conn.tuples[0].proto == helper.protocol()
    });
    if takes {
        table.open_helper(ct.id, helper);
        run.refuse("ct helper");
    }
}

/// Connections that are past having a helper.
const CONFIRMED_OR_HELPED: Status = Status(Status::CONFIRMED.0 | Status::HELPER.0);
