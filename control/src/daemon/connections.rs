//! The connections of the running router, as commands see them.

use std::{
    net::IpAddr,
    sync::MutexGuard,
    thread,
    time::{SystemTime, UNIX_EPOCH},
};

use dataplane::{
    conntrack::{
        Conn, ConnId, Conntrack, CtCounters, CtNote, CtStats, Direction, ExpectNote, Expectation,
        Helper, NoLabels, Proto, Sctp, Tcp, TcpState, Tuple, Udp,
    },
    route::Family,
    time::{Duration, Instant},
    worker::Router,
};

use crate::{
    config::Errno,
    lang::conntrack::{Connection, ConnectionChange, Count, Expected, LabelChange, ProtocolState},
};

/// Places of a table that are looked at before its worker may have it again: a fraction of a
/// millisecond.
pub(super) const PIECE: u32 = 1024;

/// Does something with a piece of a table after the other, which it locks and `act` gives back: from a
/// place on, `act` says where the next piece begins.
pub(super) fn in_pieces<'a>(
    lock: impl Fn() -> MutexGuard<'a, Conntrack>,
    mut act: impl FnMut(MutexGuard<'a, Conntrack>, u32) -> Option<u32>,
) {
    let mut next = Some(0);
    while let Some(from) = next {
        next = act(lock(), from);
        // A worker may be waiting.
        thread::yield_now();
    }
}

/// Protocol numbers.
const TCP: u8 = 6;
const UDP: u8 = 17;

/// The connections of a router at one moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Connections<'a> {
    router: &'a Router,
    now: Instant,
}

impl<'a> Connections<'a> {
    pub(super) const fn new(router: &'a Router, now: Instant) -> Self {
        Self { router, now }
    }

    /// The table of a worker.
    fn table(&self, worker: usize) -> MutexGuard<'a, Conntrack> {
        let mut table = self.router.conntrack.of(worker);
        table.advance(self.now);
        table
    }

    /// The table that has the connection with this tuple, or would have it.
    fn table_of(&self, tuple: &Tuple) -> MutexGuard<'a, Conntrack> {
        self.table(self.router.conntrack.owner(tuple))
    }

    /// All tables, one after another.
    fn tables(&self) -> impl Iterator<Item = MutexGuard<'a, Conntrack>> {
        (0..self.router.conntrack.len()).map(|worker| self.table(worker))
    }

    /// Shows all of them, and sets their counters to 0 if `zero` says so.
    pub(super) fn each(&self, zero: bool, each: &mut dyn FnMut(&Connection)) {
        for worker in 0..self.router.conntrack.len() {
            self.each_of(worker, zero, each);
        }
    }

    fn each_of(&self, worker: usize, zero: bool, each: &mut dyn FnMut(&Connection)) {
        let mut piece = Vec::with_capacity(PIECE as usize);
        in_pieces(
            || self.table(worker),
            |mut table, from| {
                let (conns, rest) = table.chunk(from, PIECE, self.now);
                piece.extend(conns.map(|(id, conn)| (id, self.connection(&table, id, conn))));
                if zero {
                    for (id, _) in &piece {
                        table.zero_counters(*id);
                    }
                }
                drop(table);
                for (_, connection) in piece.drain(..) {
                    each(&connection);
                }
                rest
            },
        );
    }

    /// The connection with this tuple.
    pub(super) fn find(&self, tuple: &Tuple) -> Option<Connection> {
        let table = self.table_of(tuple);
        let (id, _) = table.find(tuple)?;
        let conn = table.get(id).filter(|conn| !conn.is_expired(self.now))?;
        Some(self.connection(&table, id, conn))
    }

    fn connection(&self, table: &Conntrack, id: ConnId, conn: &Conn) -> Connection {
        let more = (
            table.counters(id),
            table.began(id),
            table.labels(id).unwrap_or_default(),
        );
        Connection {
            children: u32::try_from(table.uses(id) - 1).unwrap_or(u32::MAX),
            helper: table.helper(id).map(Helper::name),
            ..connection(id, conn, more, (self.now, since_epoch()))
        }
    }

    /// The connections that are expected.
    pub(super) fn expected(&self) -> Vec<Expected> {
        let mut shown = Vec::new();
        for table in self.tables() {
            let all = table.expectations().filter(|one| one.until > self.now);
            shown.extend(all.filter_map(|one| {
                let master = table.get(one.master)?.tuples[0];
                Some(expected(one, (master, table.helper(one.master)), self.now))
            }));
        }
        shown
    }

    /// Expects nothing any more.
    pub(super) fn expect_nothing(&self) {
        self.tables()
            .for_each(|mut table| table.flush_expectations());
    }

    /// Makes one.
    pub(super) fn create(&self, new: &Connection) -> Result<(), Errno> {
        let mut conn = Conn::new([new.original, new.reply]);
        conn.status = new.status;
        conn.mark = new.mark;
        conn.proto = match (new.state, new.proto()) {
            (ProtocolState::Tcp(state), _) => Proto::Tcp(Tcp::in_state(state)),
            (ProtocolState::Sctp(state, tags), _) => Proto::Sctp(Sctp::in_state(state, tags)),
            (ProtocolState::None, TCP) => Proto::Tcp(Tcp::in_state(TcpState::None)),
            (ProtocolState::None, UDP) => Proto::Udp(Udp::begin(self.now)),
            (ProtocolState::None, _) => Proto::None,
        };
        let taken = conn.tuples.iter().any(|tuple| self.find(tuple).is_some());
        let mut table = self.table_of(&new.original);
        let snapshot = self.router.snapshots.current();
        let sysctls = snapshot.sysctls.conntrack;
        // Where there is no room for labels, the kernel makes the connection without them.
        let labels = snapshot.labels().then_some(new.labels);
        let inserted = if taken {
            None
        } else {
            table.insert_with(conn, seconds(new.timeout), self.now, labels)
        };
        match inserted {
            Some(id) => {
                if sysctls.acct {
                    table.open_counters(id);
                }
                if sysctls.timestamp {
                    table.stamp(id, self.now);
                }
                Ok(())
            }
            None if taken => Err(Errno::Exist),
            None => Err(Errno::NoMem),
        }
    }

    /// The number of the connection in the table, if it is still there.
    fn id(&self, table: &Conntrack, connection: &Connection) -> Option<ConnId> {
        let (id, direction) = table.find(&connection.original)?;
        let same = direction == Direction::Original && id.number() == connection.id;
        same.then_some(id)
    }

    /// Changes one; gives it as it is then. Labels come last: if it has no room for them, the rest is
    /// changed (`ctnetlink_change_conntrack`).
    pub(super) fn change(
        &self,
        old: &Connection,
        change: &ConnectionChange,
    ) -> Result<Connection, Errno> {
        let mut table = self.table_of(&old.original);
        let id = self.id(&table, old).ok_or(Errno::NoEnt)?;
        let conn = table.get(id).ok_or(Errno::NoEnt)?;
        let mut new = self.connection(&table, id, conn).changed(change)?;
        let conn = table.get_mut(id).ok_or(Errno::NoEnt)?;
        conn.status = new.status;
        conn.mark = new.mark;
        match (&mut conn.proto, change.state) {
            (Proto::Tcp(tcp), Some(ProtocolState::Tcp(state))) => tcp.set_state(state),
            (Proto::Sctp(sctp), Some(ProtocolState::Sctp(state, tags))) => {
                *sctp = Sctp::in_state(state, tags);
            }
            (Proto::None | Proto::Tcp(_) | Proto::Udp { .. } | Proto::Sctp(_), _) => {}
        }
        if change.timeout.is_some() {
            table.set_timeout(id, seconds(new.timeout), self.now);
        }
        if let Some(LabelChange { mask, data }) = change.labels {
            new.labels = table
                .replace_labels(id, data, mask)
                .map_err(|NoLabels| Errno::NoSpc)?;
        }
        table.changed_with_labels(id);
        Ok(new)
    }

    /// Ends one.
    pub(super) fn delete(&self, connection: &Connection) -> Result<(), Errno> {
        let mut table = self.table_of(&connection.original);
        let id = self.id(&table, connection).ok_or(Errno::NoEnt)?;
        if table.delete(id) {
            Ok(())
        } else {
            Err(Errno::NoEnt)
        }
    }

    /// Ends all of them.
    pub(super) fn flush(&self) {
        self.end(|_| true);
    }

    /// Ends those that were masqueraded to the links with these numbers: all of them, or those that
    /// were given this address. Gives how many.
    pub(super) fn forget_masqueraded(&self, gone: &[(u32, Option<IpAddr>)]) -> usize {
        self.end(|conn| {
            conn.masquerade != 0
                && gone.iter().any(|(link, address)| {
                    let to = conn.tuple(Direction::Reply).dst_addr();
                    *link == conn.masquerade && address.is_none_or(|address| address == to)
                })
        })
    }

    /// Connections of a family are tracked again.
    pub(super) fn forget_windows(&self, family: Family) {
        for worker in 0..self.router.conntrack.len() {
            in_pieces(
                || self.table(worker),
                |mut table, from| table.forget_windows_chunk(from, PIECE, family),
            );
        }
    }

    /// Ends those for which `ends` says so.
    fn end(&self, ends: impl Fn(&Conn) -> bool) -> usize {
        let mut ended = 0;
        for worker in 0..self.router.conntrack.len() {
            in_pieces(
                || self.table(worker),
                |mut table, from| {
                    let (count, rest) = table.delete_chunk(from, PIECE, |_, conn| ends(conn));
                    ended += count;
                    rest
                },
            );
        }
        ended
    }

    pub(super) fn count(&self) -> usize {
        self.tables().map(|table| table.count()).sum()
    }

    /// What each worker has counted.
    pub(super) fn stats(&self) -> Vec<CtStats> {
        self.tables().map(|table| table.stats()).collect()
    }

    /// Begins or ends to note what happens to connections.
    pub(super) fn listen(&self, wanted: bool) {
        for mut table in self.tables() {
            table.listen(wanted);
        }
    }

    /// What has happened to connections and to expectations since the last time, and how often more has.
    pub(super) fn events(&self) -> (Vec<CtNote>, Vec<ExpectNote>, u64) {
        let (mut all, mut expected, mut lost) = (Vec::new(), Vec::new(), 0);
        for mut table in self.tables() {
            let (notes, more) = table.take_events();
            all.extend(notes);
            expected.extend(table.take_expect_events());
            lost += more;
        }
        // Each worker's are in order.
        all.sort_by_key(|note| note.at);
        expected.sort_by_key(|note| note.at);
        (all, expected, lost)
    }
}

/// What a note tells of its connection, and when that was since the Unix epoch; it is `now`.
pub(super) fn noted(note: &CtNote, now: Instant) -> (Connection, Duration) {
    let more = (note.counters.as_ref(), note.began, note.labels);
    let wall_clock = since_epoch().saturating_sub(now.saturating_since(note.at));
    let connection = Connection {
        helper: note.helper.map(Helper::name),
        ..connection(note.id, &note.conn, more, (note.at, wall_clock))
    };
    (connection, wall_clock)
}

/// A connection of the data path, as commands show it at one moment of both clocks.
fn connection(
    id: ConnId,
    conn: &Conn,
    (counters, began, labels): (Option<&[CtCounters; 2]>, Option<Instant>, u128),
    (now, wall_clock): (Instant, Duration),
) -> Connection {
    let [original, reply] = conn.tuples;
    let count = |counters: &CtCounters| Count {
        packets: counters.packets,
        bytes: counters.bytes,
    };
    Connection {
        id: id.number(),
        original,
        reply,
        status: conn.status,
        mark: conn.mark,
        timeout: conn.expires.saturating_since(now),
        state: match &conn.proto {
            Proto::Tcp(tcp) => ProtocolState::Tcp(tcp.state()),
            Proto::Sctp(sctp) => ProtocolState::Sctp(sctp.state(), sctp.tags()),
            Proto::None | Proto::Udp { .. } => ProtocolState::None,
        },
        counts: counters.map(|[original, reply]| [count(original), count(reply)]),
        began: began.map(|began| wall_clock.saturating_sub(now.saturating_since(began))),
        children: 0,
        helper: None,
        labels,
    }
}

/// What a note tells of an expectation, and when that was since the Unix epoch; it is `now`.
pub(super) fn noted_expected(note: &ExpectNote, now: Instant) -> (Expected, Duration) {
    let wall_clock = since_epoch().saturating_sub(now.saturating_since(note.at));
    let shown = expected(&note.expectation, (note.master, note.helper), note.at);
    (shown, wall_clock)
}

fn expected(
    one: &Expectation,
    (master, helper): (Tuple, Option<Helper>),
    now: Instant,
) -> Expected {
    let len = if one.tuple.ipv6 { 16 } else { 4 };
    let whole = |mask: [u8; 16]| {
        let mut bytes = [0; 16];
        bytes[..len].copy_from_slice(&mask[..len]);
        bytes
    };
    Expected {
        timeout: one.until.saturating_since(now),
        tuple: one.tuple,
        mask: Tuple {
            src: whole(one.src_mask),
            dst: whole([0xff; 16]),
            src_port: one.src_port_mask,
            dst_port: u16::MAX,
            ..one.tuple
        },
        master,
        class: one.class,
        permanent: one.permanent,
        helper: helper.map(Helper::name),
    }
}

fn since_epoch() -> Duration {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
}

/// Whole seconds; what is longer than 136 years is that.
fn seconds(time: Duration) -> u32 {
    u32::try_from(time.as_secs()).unwrap_or(u32::MAX)
}
