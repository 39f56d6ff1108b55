//! Round trips: of a datagram and its answer, with and without load, and of `ping`.

use std::{
    io,
    net::UdpSocket,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use rustix::thread::set_current_timer_slack;

use super::{
    interrupt,
    net::{HOST, Topology},
};

/// Requests a second. They are sent by the clock, whether earlier ones were answered or not: a stall is
/// seen by all requests that fall into it.
const RATE: f64 = 2000.0;
/// How long a socket's reader waits before it looks around.
const LOOK: Duration = Duration::from_millis(50);
/// Answers that take longer are lost.
const DRAIN: Duration = Duration::from_millis(250);
/// A request: when it was sent, in nanoseconds since the beginning.
const REQUEST: usize = 8;

/// Times of round trips.
#[derive(Clone, Debug)]
pub(super) struct Trips {
    /// In microseconds, ascending.
    sorted: Vec<f64>,
    /// How many there should be.
    asked: usize,
}

impl Trips {
    /// Of `asked` requests those that were answered, in microseconds.
    pub(super) fn new(mut times: Vec<f64>, asked: usize) -> Self {
        times.sort_by(f64::total_cmp);
        Self {
            sorted: times,
            asked,
        }
    }

    /// The smallest time that `per_mille` of the trips did not exceed, if there were any.
    pub(super) fn quantile(&self, per_mille: usize) -> Option<f64> {
        let rank = (self.sorted.len() * per_mille).div_ceil(1000);
        self.sorted.get(rank.saturating_sub(1)).copied()
    }

    /// Per cent that were not answered.
    pub(super) fn lost(&self) -> f64 {
        100.0 * (1.0 - self.sorted.len() as f64 / self.asked.max(1) as f64)
    }
}

/// Asks the second host from the first, [`RATE`] times a second.
pub(super) fn trips(topology: &Topology, time: Duration) -> io::Result<Trips> {
    let server = topology.hosts[1].within(|| UdpSocket::bind((HOST[1], 0)))??;
    let client = topology.hosts[0].within(|| UdpSocket::bind((HOST[0], 0)))??;
    client.connect(server.local_addr()?)?;
    for socket in [&server, &client] {
        socket.set_read_timeout(Some(LOOK))?;
    }
    let (start, done) = (Instant::now(), AtomicBool::new(false));
    thread::scope(|scope| {
        let answering = scope.spawn(|| answer(&server, &done));
        let receiving = scope.spawn(|| receive(&client, start, &done));
        let asked = ask(&client, start, time);
        thread::sleep(DRAIN);
        done.store(true, Ordering::Relaxed);
        let panicked = |_| Err(io::Error::other("a thread panicked"));
        answering.join().unwrap_or_else(panicked)?;
        let times = receiving
            .join()
            .unwrap_or_else(|_| Err(io::Error::other("a thread panicked")))?;
        Ok(Trips::new(times, asked?))
    })
}

/// Sends requests; gives their number.
fn ask(socket: &UdpSocket, start: Instant, time: Duration) -> io::Result<usize> {
    exact_sleep();
    let mut asked = 0;
    loop {
        interrupt::check()?;
        let at = Duration::from_secs_f64(asked as f64 / RATE);
        if at >= time {
            return Ok(asked);
        }
        thread::sleep(at.saturating_sub(start.elapsed()));
        let now = start.elapsed().as_nanos() as u64;
        socket.send(&now.to_ne_bytes())?;
        asked += 1;
    }
}

/// Makes sleeping in this thread as exact as it gets, where that is allowed.
pub(super) fn exact_sleep() {
    let _ = set_current_timer_slack(std::num::NonZeroU64::new(1));
}

/// Notes how long the answers took, in microseconds.
fn receive(socket: &UdpSocket, start: Instant, done: &AtomicBool) -> io::Result<Vec<f64>> {
    let mut times = Vec::new();
    let mut sent = [0; REQUEST];
    while !done.load(Ordering::Relaxed) {
        match socket.recv(&mut sent) {
            Ok(REQUEST) => {
                let sent = Duration::from_nanos(u64::from_ne_bytes(sent));
                times.push(start.elapsed().saturating_sub(sent).as_secs_f64() * 1e6);
            }
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
    Ok(times)
}

/// Sends everything back.
fn answer(socket: &UdpSocket, done: &AtomicBool) -> io::Result<()> {
    let mut request = [0; REQUEST];
    while !done.load(Ordering::Relaxed) {
        match socket.recv_from(&mut request) {
            Ok((len, from)) => drop(socket.send_to(&request[..len], from)?),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// What `ping` from the first host to the second says, a hundred times a second.
pub(super) fn pings(topology: &Topology, time: Duration) -> io::Result<Trips> {
    let count = (time.as_secs_f64() * 100.0).ceil().max(10.0) as usize;
    let line = format!("ping -n -i 0.01 -W 1 -c {count} {}", HOST[1]);
    let output = topology.hosts[0].exec(&line)?;
    Ok(Trips::new(
        times(&String::from_utf8_lossy(&output.stdout)),
        count,
    ))
}

/// The times in what `ping` prints, in microseconds.
fn times(output: &str) -> Vec<f64> {
    let time = |line: &str| {
        let (_, rest) = line.split_once("time=")?;
        let millis: f64 = rest.strip_suffix(" ms")?.parse().ok()?;
        Some(1e3 * millis)
    };
    output.lines().filter_map(time).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_times_that_were_measured() {
        let trips = Trips::new((1..=1000).rev().map(f64::from).collect(), 1000);
        assert_eq!(trips.quantile(500), Some(500.0));
        assert_eq!(trips.quantile(990), Some(990.0));
        assert_eq!(trips.quantile(999), Some(999.0));
        assert_eq!(trips.quantile(1000), Some(1000.0));
        let few = Trips::new(vec![3.0, 1.0, 2.0], 4);
        assert_eq!(
            (few.quantile(500), few.quantile(999)),
            (Some(2.0), Some(3.0))
        );
        assert_eq!((few.quantile(1), few.lost()), (Some(1.0), 25.0));
        assert_eq!(Trips::new(Vec::new(), 1).quantile(500), None);
    }

    #[test]
    fn times_of_ping_are_read_in_microseconds() {
        let output = "\
            PING 10.99.2.1 (10.99.2.1) 56(84) bytes of data.\n\
            64 bytes from 10.99.2.1: icmp_seq=1 ttl=63 time=0.053 ms\n\
            64 bytes from 10.99.2.1: icmp_seq=2 ttl=63 time=12.1 ms\n\
            \n\
            --- 10.99.2.1 ping statistics ---\n\
            2 packets transmitted, 2 received, 0% packet loss, time 1ms\n\
            rtt min/avg/max/mdev = 0.053/6.076/12.100/6.023 ms\n";
        assert_eq!(times(output), [53.0, 12_100.0]);
    }
}
