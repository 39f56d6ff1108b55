//! What a program sees of the world: the clock, its terminal, the sockets and files of its machine.

use std::{
    cell::{Ref, RefMut},
    collections::VecDeque,
    future::{Future, poll_fn},
    net::{IpAddr, SocketAddr},
    pin::{Pin, pin},
    rc::Rc,
    sync::MutexGuard,
    task::Poll,
};

use dataplane::{
    iface::IfIndex,
    time::{Duration, Instant},
};

use super::{Done, Feed, Files, Input, Listener, Process, Stream, Udp, Wanted};
use crate::stack::{Owner, SocketError, Stack, Way};

/// The standard input of a program.
#[derive(Debug)]
pub(super) struct Stdin {
    bytes: VecDeque<u8>,
    ended: bool,
}

impl Stdin {
    pub(super) fn new(input: Input) -> Self {
        match input {
            Input::Nothing => Self {
                bytes: VecDeque::new(),
                ended: true,
            },
            Input::Terminal => Self {
                bytes: VecDeque::new(),
                ended: false,
            },
            Input::Bytes(bytes) => Self {
                bytes: bytes.into(),
                ended: true,
            },
        }
    }

    pub(super) fn type_line(&mut self, line: Option<&str>) {
        match line {
            Some(line) => {
                self.bytes.extend(line.bytes());
                self.bytes.push_back(b'\n');
            }
            None => self.ended = true,
        }
    }
}

/// What a program has of its standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// Bytes.
    Bytes(Vec<u8>),
    /// Nothing yet.
    Nothing,
    /// All has been read.
    End,
}

/// The world, for one program.
#[derive(Clone, Debug)]
pub struct Io(Rc<Process>);

impl Io {
    pub(super) fn new(process: Rc<Process>) -> Self {
        Self(process)
    }

    /// A program that this one starts: it runs as long as this one polls it, and has a standard input
    /// and output of its own.
    #[must_use]
    pub fn fork(&self, input: Input) -> Self {
        let control = &self.0.control;
        control.started.set(control.started.get() + 1);
        Self(Rc::new(Process {
            machine: Rc::clone(&self.0.machine),
            names: Rc::clone(&self.0.names),
            pid: self.0.pid + control.started.get(),
            control: Rc::clone(control),
            output: std::cell::RefCell::default(),
            stdin: std::cell::RefCell::new(Stdin::new(input)),
        }))
    }

    /// Takes what it has printed.
    #[must_use]
    pub fn take_output(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.output.borrow_mut())
    }

    /// Types at it, as [`super::Jobs::type_line`].
    pub fn type_line(&self, line: Option<&str>) {
        self.0.stdin.borrow_mut().type_line(line);
    }

    /// Goes on in the background: for who started it, it has ended well.
    pub fn daemonize(&self) {
        self.0.control.detached.set(true);
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.0.control.now.get()
    }

    /// The number of the program's process.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.0.pid
    }

    /// The name of the machine.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.0.machine.name
    }

    /// The sockets of the machine. Not to be held across an `await`.
    pub fn stack(&self) -> MutexGuard<'_, Stack> {
        self.0.machine.stack.lock()
    }

    /// The files of the machine, to read.
    #[must_use]
    pub fn files(&self) -> Ref<'_, Files> {
        self.0.machine.files.borrow()
    }

    /// The files of the machine, to change.
    #[must_use]
    pub fn files_mut(&self) -> RefMut<'_, Files> {
        self.0.machine.files.borrow_mut()
    }

    /// The program as the owner of a socket.
    #[must_use]
    pub fn owner(&self, name: &str, fd: u32) -> Owner {
        Owner {
            name: name.to_owned(),
            pid: self.0.pid,
            fd,
        }
    }

    /// Prints to the terminal.
    pub fn print(&self, text: impl AsRef<[u8]>) {
        self.0.output.borrow_mut().extend_from_slice(text.as_ref());
    }

    /// What is printed that has no end of line yet is replaced, as by a carriage return.
    pub fn reprint_line(&self, text: &str) {
        let mut output = self.0.output.borrow_mut();
        let line = output.iter().rposition(|byte| *byte == b'\n');
        output.truncate(line.map_or(0, |at| at + 1));
        output.extend_from_slice(text.as_bytes());
    }

    /// From now on Ctrl-C does not end the program, but its waits.
    pub fn catch_interrupt(&self) {
        self.0.control.catches.set(true);
    }

    /// Whether Ctrl-C has been pressed.
    #[must_use]
    pub fn interrupted(&self) -> bool {
        self.0.control.interrupted.get()
    }

    /// Waits until `ready` gives something, at the longest until `deadline` or Ctrl-C: `None` then.
    pub async fn until<T>(
        &self,
        deadline: Instant,
        mut ready: impl FnMut() -> Option<T>,
    ) -> Option<T> {
        poll_fn(|_| {
            if let Some(value) = ready() {
                return Poll::Ready(Some(value));
            }
            if self.now() >= deadline || self.interrupted() {
                return Poll::Ready(None);
            }
            self.wake_at(deadline);
            Poll::Pending
        })
        .await
    }

    fn wake_at(&self, deadline: Instant) {
        let wake = &self.0.control.wake;
        wake.set(wake.get().min(deadline));
    }

    /// Waits until `at`, or Ctrl-C.
    pub async fn sleep_until(&self, at: Instant) {
        self.until(at, || None::<()>).await;
    }

    /// Waits for `duration`, or Ctrl-C.
    pub async fn sleep(&self, duration: Duration) {
        self.sleep_until(self.now() + duration).await;
    }

    /// Runs `program`, but not beyond `deadline`: `None` then.
    pub async fn timeout<T>(
        &self,
        deadline: Instant,
        program: impl Future<Output = T>,
    ) -> Option<T> {
        let mut program = pin!(program);
        poll_fn(|context| {
            if let Poll::Ready(value) = program.as_mut().poll(context) {
                return Poll::Ready(Some(value));
            }
            if self.now() >= deadline {
                return Poll::Ready(None);
            }
            self.wake_at(deadline);
            Poll::Pending
        })
        .await
    }

    /// Runs `main` and, beside it, all that it puts into `others`; ends with `main`.
    pub async fn beside<T>(&self, others: &Others, main: impl Future<Output = T>) -> T {
        let mut main = pin!(main);
        poll_fn(|context| {
            let answer = main.as_mut().poll(context);
            // What `main` has just added has its turn as well.
            let mut running = std::mem::take(&mut *others.0.borrow_mut());
            running.retain_mut(|other| other.as_mut().poll(context).is_pending());
            let mut added = others.0.borrow_mut();
            running.append(&mut added);
            *added = running;
            answer
        })
        .await
    }

    /// Runs `program` until it is over or `stop` says so: `None` then, and it can go on.
    pub async fn race<F: Future>(
        &self,
        mut program: Pin<&mut F>,
        mut stop: impl FnMut() -> bool,
    ) -> Option<F::Output> {
        poll_fn(|context| match program.as_mut().poll(context) {
            Poll::Ready(value) => Poll::Ready(Some(value)),
            Poll::Pending if stop() => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        })
        .await
    }

    /// Whether it has printed something that nobody has taken.
    #[must_use]
    pub fn has_output(&self) -> bool {
        !self.0.output.borrow().is_empty()
    }

    /// Runs a program that this one has [started](Self::fork), and prints what it prints at once.
    pub async fn relay<T>(&self, started: &Self, program: impl Future<Output = T>) -> T {
        let mut program = pin!(program);
        poll_fn(|context| {
            let answer = program.as_mut().poll(context);
            self.print(started.take_output());
            answer
        })
        .await
    }

    /// The way to an address.
    pub async fn way_to(&self, to: IpAddr) -> Way {
        let question = self.stack().ask_way(to, IfIndex::LOOPBACK);
        let answer = self.until(Instant::FAR_FUTURE, || self.stack().answer(question));
        answer.await.unwrap_or(Err(SocketError::NetworkUnreachable))
    }

    /// Opens a connection to `to`, until `deadline` at the longest.
    ///
    /// # Errors
    /// If it does not come about.
    pub async fn connect(
        &self,
        program: &str,
        to: SocketAddr,
        deadline: Instant,
    ) -> Result<Stream, SocketError> {
        self.connect_from(program, None, 0, to, deadline).await
    }

    /// The same from an address and a port of the machine's, if they are given.
    ///
    /// # Errors
    /// If it does not come about.
    pub async fn connect_from(
        &self,
        program: &str,
        source: Option<IpAddr>,
        port: u16,
        to: SocketAddr,
        deadline: Instant,
    ) -> Result<Stream, SocketError> {
        let (chosen, mtu) = self.way_to(to.ip()).await?;
        let source = source.unwrap_or(chosen);
        let owner = self.owner(program, 3);
        let id = self
            .stack()
            .connect(SocketAddr::new(source, port), to, mtu, owner)?;
        let stream = Stream::new(self.clone(), id);
        let deadline = deadline.min(self.now() + Stack::opening_time());
        let opened = self.until(deadline, || self.stack().opened(id)).await;
        opened.unwrap_or(Err(SocketError::TimedOut))?;
        Ok(stream)
    }

    /// Listens for connections; see [`Stack::listen`].
    ///
    /// # Errors
    /// If somebody does already, or the address is not the machine's.
    pub fn listen(
        &self,
        program: &str,
        local: Option<IpAddr>,
        port: u16,
        families: (bool, bool),
        backlog: usize,
    ) -> Result<Listener, SocketError> {
        let owner = self.owner(program, if families.0 { 4 } else { 3 });
        let id = self.stack().listen(local, port, families, backlog, owner)?;
        Ok(Listener::new(self.clone(), id))
    }

    /// Waits for a connection to one of the listeners; `None` when `deadline` or Ctrl-C comes first.
    pub async fn accept(&self, listeners: &[Listener], deadline: Instant) -> Option<Stream> {
        let accepted = || listeners.iter().find_map(Listener::try_accept);
        self.until(deadline, accepted).await
    }

    /// Opens a UDP socket; see [`Stack::open_udp`].
    ///
    /// # Errors
    /// If the port is in use.
    pub fn udp(
        &self,
        program: &str,
        local: Option<IpAddr>,
        port: u16,
        remote: Option<SocketAddr>,
    ) -> Result<Udp, SocketError> {
        let owner = self.owner(program, 3);
        let id = self.stack().open_udp(local, port, remote, owner)?;
        Ok(Udp::new(self.clone(), id))
    }

    /// Executes a command of the machine's own languages: `ip`, `iptables`, …
    pub async fn command(&self, argv: &[&str], stdin: Vec<u8>) -> Done {
        self.feed(argv, stdin, &Feed::default()).await
    }

    /// The same for one that may go on (`nft monitor`): it has if somebody else holds `feed` then, which is given what
    /// is to be printed as it happens.
    pub async fn feed(&self, argv: &[&str], stdin: Vec<u8>, feed: &Feed) -> Done {
        let answer = Rc::default();
        self.0.machine.commands.borrow_mut().push_back(Wanted {
            argv: argv.iter().map(|&word| word.to_owned()).collect(),
            stdin,
            answer: Rc::clone(&answer),
            feed: Rc::clone(feed),
        });
        let done = self.until(Instant::FAR_FUTURE, || answer.borrow_mut().take());
        done.await.unwrap_or_default()
    }

    /// What stands at the standard input.
    #[must_use]
    pub fn typed(&self) -> Typed {
        let mut stdin = self.0.stdin.borrow_mut();
        if stdin.bytes.is_empty() {
            self.0.control.reads.set(!stdin.ended);
            return if stdin.ended {
                Typed::End
            } else {
                Typed::Nothing
            };
        }
        Typed::Bytes(stdin.bytes.drain(..).collect())
    }

    /// All of the standard input, once it has ended.
    pub async fn read_all(&self) -> Vec<u8> {
        let mut all = Vec::new();
        let read = self.until(Instant::FAR_FUTURE, || match self.typed() {
            Typed::Bytes(bytes) => {
                all.extend(bytes);
                None
            }
            Typed::Nothing => None,
            Typed::End => Some(()),
        });
        read.await;
        all
    }

    /// The address of a host that is given by name or address.
    #[must_use]
    pub fn resolve(&self, name: &str, family: Family) -> Option<IpAddr> {
        if let Ok(address) = name.parse::<IpAddr>() {
            return family.has(address).then_some(address);
        }
        if name == "localhost" {
            let v4 = IpAddr::from([127, 0, 0, 1]);
            return family.has(v4).then_some(v4);
        }
        let names = self.0.names.borrow();
        names.addresses(name).find(|address| family.has(*address))
    }

    /// The name of an address, if somebody gave it one.
    #[must_use]
    pub fn name_of(&self, address: IpAddr) -> Option<String> {
        self.0.names.borrow().name(address).map(str::to_owned)
    }
}

/// Which addresses of a name will do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Family {
    /// The first one.
    #[default]
    Any,
    /// IPv4 only.
    V4,
    /// IPv6 only.
    V6,
}

impl Family {
    fn has(self, address: IpAddr) -> bool {
        match self {
            Self::Any => true,
            Self::V4 => address.is_ipv4(),
            Self::V6 => address.is_ipv6(),
        }
    }
}

/// What runs beside a program: a server's connections.
#[derive(Default)]
pub struct Others(std::cell::RefCell<Vec<Pin<Box<dyn Future<Output = ()>>>>>);

impl Others {
    /// Adds one.
    pub fn add(&self, other: impl Future<Output = ()> + 'static) {
        self.0.borrow_mut().push(Box::pin(other));
    }
}

impl std::fmt::Debug for Others {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Others")
            .field("running", &self.0.borrow().len())
            .finish()
    }
}
