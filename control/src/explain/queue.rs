//! Where packets wait for their turn.

use dataplane::{
    iface::IfIndex,
    qos::{Handle, Parent, Qdisc},
    snapshot::Snapshot,
};

use super::why;

/// The qdiscs of an interface.
fn qdiscs(snapshot: &Snapshot, oif: IfIndex) -> &[Qdisc] {
    let interface = snapshot.interfaces.get(oif);
    let tree = interface.and_then(|interface| interface.qos.as_ref());
    tree.map_or(&[], |tree| &tree.qdiscs)
}

/// The kind of the qdisc with this name.
pub(super) fn kind(snapshot: &Snapshot, oif: IfIndex, qdisc: Handle) -> &'static str {
    let mut all = qdiscs(snapshot, oif).iter();
    let found = all.find(|known| known.handle == qdisc);
    found.map_or("qdisc", |qdisc| qdisc.kind.name())
}

/// Says where a packet was put that came to the traffic control of `oif`, and into which classes.
pub(crate) fn place(snapshot: &Snapshot, oif: IfIndex, classes: &[Handle]) -> String {
    let named = |qdisc: Handle| format!("{} {qdisc}", kind(snapshot, oif, qdisc));
    let place = match classes {
        [] => {
            let mut all = qdiscs(snapshot, oif).iter();
            let root = all.find(|qdisc| qdisc.parent == Parent::Root);
            root.map_or_else(
                || "in no class".to_owned(),
                |root| format!("by {}", named(root.handle)),
            )
        }
        [qdisc] if qdisc.minor() == 0 => format!("by {} past its classes", named(*qdisc)),
        classes => {
            let each = classes.iter().map(|class| match class.minor() {
                0 => format!("{} past its classes", named(*class)),
                _ => format!("class {class} of {}", named(class.qdisc())),
            });
            format!("in {}", each.collect::<Vec<_>>().join(", "))
        }
    };
    format!("{place} on {}", why::interface(snapshot, oif))
}
