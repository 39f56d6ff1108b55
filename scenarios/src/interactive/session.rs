//! What is typed in a lab, done.

use std::io;

use dataplane::time::{Duration, Instant};

use super::{
    World,
    complete::Words,
    console::{Console, Key},
    knobs::{Knob, describe, duration},
};
use crate::{
    jobs::{Input, JobId},
    lab::Place,
    tools::{self, Line},
};

/// How far time goes between two looks at a command, when it goes by as on the wall.
const SLICE: Duration = Duration::from_millis(20);
/// The same when nobody looks.
const FAST_SLICE: Duration = Duration::from_secs(1);
/// A command that waits for nothing but others, and has said nothing for so long, is interrupted if there
/// is nobody to do it.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long a command without an end runs when nobody looks.
const LONGEST: Duration = Duration::from_secs(4 * 3_600);

const HELP: &str = "\
Commands run on the machine of the prompt: ping, traceroute, curl, nc, nmap, ssh, scp, ss, tcpdump, arp, iperf3,
python3 -m http.server, sshd, …, and ip, iptables, conntrack, sysctl, tc on every machine. COMMAND & runs beside
the others (jobs, fg, kill); history lists what was typed. explain 'PACKET' tells what would become of a packet,
trace FILTER of those that pass.

NAME, lab on NAME        go to a machine              lab status               who is there, time, cables
lab time 10s             let time go by               lab time real|fast       as on the wall, or as fast as it can
lab link down HOST:IF    pull a cable out (up: in)    lab loss 5% [HOST[:IF]]  lose frames; delay 50ms, rate 10mbit
exit                     leave
";

/// Whether a session goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// It does.
    GoOn,
    /// Somebody wants to leave.
    Leave,
}

/// A command in the background.
#[derive(Debug)]
struct Background {
    number: usize,
    job: JobId,
    text: String,
    /// Bytes of its output that have been shown.
    shown: usize,
}

/// A session.
#[derive(Debug)]
pub struct Session {
    world: World,
    here: usize,
    jobs: Vec<Background>,
    /// Time goes by as on the wall.
    real: bool,
    /// The exit status of the last command.
    status: i32,
    /// Routers whose packets are watched.
    traced: Vec<Place>,
    /// What was typed, for `history`.
    typed: Vec<String>,
}

impl Session {
    /// At the first machine of a world. `real`: time goes by as on the wall.
    #[must_use]
    pub fn new(mut world: World, real: bool) -> Self {
        world.introduce();
        Self {
            world,
            here: 0,
            jobs: Vec::new(),
            real,
            status: 0,
            traced: Vec::new(),
            typed: Vec::new(),
        }
    }

    fn name(&self) -> &str {
        self.world
            .places
            .get(self.here)
            .map_or("?", |(name, _)| name)
    }

    fn place(&self) -> Option<Place> {
        self.world.places.get(self.here).map(|(_, place)| *place)
    }

    /// `root@server1:~# `
    #[must_use]
    pub fn prompt(&self) -> String {
        format!("root@{}:~# ", self.name())
    }

    /// The exit status of the last command.
    #[must_use]
    pub fn status(&self) -> i32 {
        self.status
    }

    /// Reads and does line by line until the end; gives the exit status of the last one.
    ///
    /// # Errors
    /// When the console can't be read or written.
    pub fn run(&mut self, console: &mut dyn Console) -> io::Result<i32> {
        loop {
            console.set_words(Words::of(&mut self.world));
            let waits_since = std::time::Instant::now();
            let Some(line) = console.read_line(&self.prompt())? else {
                return Ok(self.status);
            };
            if self.real {
                // While somebody thought, time went by.
                self.world.lab.run_for(waits_since.elapsed().min(LONGEST));
            }
            self.show_background(console)?;
            if self.execute(&line, console)? == Flow::Leave {
                return Ok(self.status);
            }
        }
    }

    /// Does one line.
    ///
    /// # Errors
    /// When the console can't be written.
    pub fn execute(&mut self, line: &str, console: &mut dyn Console) -> io::Result<Flow> {
        let words: Vec<&str> = line.split_whitespace().collect();
        if !words.is_empty() {
            self.typed.push(line.trim_end().to_owned());
        }
        if let [name] = words[..]
            && self.go_to(name)
        {
            return Ok(Flow::GoOn);
        }
        match words[..] {
            [] => {}
            ["exit" | "quit" | "logout"] => return Ok(Flow::Leave),
            ["help" | "?"] | ["lab"] | ["lab", "help"] => self.say(console, Ok(HELP.to_owned()))?,
            ["lab", ref rest @ ..] => {
                let answer = self.lab(rest, console);
                self.say(console, answer)?;
            }
            ["jobs"] => {
                let list: Vec<String> = self
                    .jobs
                    .iter()
                    .map(|job| {
                        format!("[{}]  Running                 {} &\n", job.number, job.text)
                    })
                    .collect();
                self.say(console, Ok(list.concat()))?;
            }
            ["history"] => {
                let lines = (1..).zip(&self.typed);
                let list: String = lines
                    .map(|(at, line)| format!("{at:5}  {line}\n"))
                    .collect();
                self.say(console, Ok(list))?;
            }
            ["fg", ref rest @ ..] => self.foreground_again(rest.first().copied(), console)?,
            ["kill", ref rest @ ..] => self.kill(rest, console)?,
            ["explain", ..] | ["tollgate", "explain", ..] => {
                let answer = self.explain(line);
                self.say(console, answer)?;
            }
            ["trace", ref rest @ ..] | ["tollgate", "trace", ref rest @ ..] => {
                let answer = self.trace(rest);
                self.say(console, answer)?;
            }
            ["drops"] => self.command("tollgate drops", console)?,
            _ => self.command(line, console)?,
        }
        self.show_background(console)?;
        self.show_traces(console)?;
        Ok(Flow::GoOn)
    }

    fn say(&mut self, console: &mut dyn Console, answer: Result<String, String>) -> io::Result<()> {
        match answer {
            Ok(text) => {
                self.status = 0;
                console.show(&text)
            }
            Err(complaint) => {
                self.status = 1;
                console.show(&format!("{complaint}\n"))
            }
        }
    }

    fn go_to(&mut self, name: &str) -> bool {
        let found = self
            .world
            .places
            .iter()
            .position(|(known, _)| known == name);
        if let Some(found) = found {
            self.here = found;
            self.status = 0;
        }
        found.is_some()
    }

    /// A command of the machine.
    fn command(&mut self, text: &str, console: &mut dyn Console) -> io::Result<()> {
        let line = match Line::parse(text) {
            Ok(line) => line,
            Err(complaint) => {
                self.status = 2;
                return console.show(&format!("{complaint}\n"));
            }
        };
        let Some(place) = self.place().filter(|_| !line.is_empty()) else {
            return Ok(());
        };
        let background = line.background;
        let input = match console.is_live() && !background {
            true => Input::Terminal,
            false => Input::Nothing,
        };
        let job = tools::start_line(&mut self.world.lab, place, line, input);
        if background {
            let number = self.jobs.last().map_or(1, |last| last.number + 1);
            self.jobs.push(Background {
                number,
                job,
                text: text.trim().trim_end_matches('&').trim_end().to_owned(),
                shown: 0,
            });
            self.status = 0;
            return console.show(&format!("[{number}]\n"));
        }
        self.foreground(job, 0, console)
    }

    /// Shows what a command prints until it ends.
    fn foreground(
        &mut self,
        job: JobId,
        mut shown: usize,
        console: &mut dyn Console,
    ) -> io::Result<()> {
        let live = console.is_live();
        let began = self.world.lab.now();
        let mut last_word = began;
        let mut partial = String::new();
        loop {
            let fresh = self.world.lab.jobs().output_from(job, shown);
            let end = fresh.rfind('\n').map_or(0, |end| end + 1);
            let (lines, rest) = fresh.split_at(end);
            if !lines.is_empty() {
                last_word = self.world.lab.now();
                show_over(console, &partial, lines)?;
                partial.clear();
                shown += end;
            }
            let done = self.world.lab.jobs().done(job);
            if rest != partial && (live || done.is_some()) {
                show_over(console, &partial, rest)?;
                partial = rest.to_owned();
            }
            if let Some(done) = done {
                if !partial.is_empty() && !live {
                    console.show("\n")?;
                }
                self.status = done.status;
                self.world.lab.jobs().forget(job);
                return Ok(());
            }
            let now = self.world.lab.now();
            let reads = self.world.lab.jobs().reads(job);
            let real = live && (self.real || reads);
            let slice = if real { SLICE } else { FAST_SLICE };
            match console.poll(if real { SLICE } else { Duration::ZERO }) {
                Key::Nothing => {}
                Key::Line(line) => self.world.lab.jobs().type_line(job, Some(&line)),
                Key::End => self.world.lab.jobs().type_line(job, None),
                // The terminal itself has shown it.
                Key::Interrupt => {
                    partial.clear();
                    self.world.lab.jobs().interrupt(job);
                }
            }
            let idle =
                self.world.lab.jobs().waits(job) && now.saturating_since(last_word) >= PATIENCE;
            if !live && (idle || now.saturating_since(began) >= LONGEST) {
                self.world.lab.jobs().interrupt(job);
            }
            let before = self.world.lab.jobs().output_len(job);
            self.world.lab.wait(now + slice, |lab| {
                let jobs = lab.jobs();
                let changed = jobs.done(job).is_some() || (!real && jobs.output_len(job) != before);
                changed.then_some(())
            });
        }
    }

    fn job(&self, word: Option<&str>) -> Result<usize, String> {
        let number = match word {
            None => self.jobs.last().map(|last| last.number),
            Some(word) => word.trim_start_matches('%').parse().ok(),
        };
        let found = self.jobs.iter().position(|job| Some(job.number) == number);
        found.ok_or_else(|| match word {
            Some(word) => format!("bash: {word}: no such job"),
            None => "bash: fg: current: no such job".to_owned(),
        })
    }

    fn foreground_again(
        &mut self,
        word: Option<&str>,
        console: &mut dyn Console,
    ) -> io::Result<()> {
        match self.job(word) {
            Ok(found) => {
                let background = self.jobs.remove(found);
                console.show(&format!("{}\n", background.text))?;
                self.foreground(background.job, background.shown, console)
            }
            Err(complaint) => self.say(console, Err(complaint)),
        }
    }

    /// `kill [-SIGNAL] %N…`: whatever the signal, as Ctrl-C.
    fn kill(&mut self, words: &[&str], console: &mut dyn Console) -> io::Result<()> {
        for word in words.iter().filter(|word| !word.starts_with('-')) {
            match self.job(Some(word)) {
                Ok(found) => {
                    let background = self.jobs.remove(found);
                    let done = tools::interrupt(&mut self.world.lab, background.job);
                    self.world.lab.jobs().forget(background.job);
                    let fresh = done.output.get(background.shown..).unwrap_or_default();
                    console.show(fresh)?;
                    self.status = 0;
                }
                Err(complaint) => {
                    self.say(console, Err(complaint.replace("bash:", "bash: kill:")))?
                }
            }
        }
        Ok(())
    }

    /// What commands in the background have printed, and which have ended.
    fn show_background(&mut self, console: &mut dyn Console) -> io::Result<()> {
        let mut left = Vec::new();
        for mut background in std::mem::take(&mut self.jobs) {
            let jobs = self.world.lab.jobs();
            let done = jobs.done(background.job);
            let fresh = jobs.output_from(background.job, background.shown);
            // Whole lines only, unless there will be no more.
            let end = match done {
                Some(_) => fresh.len(),
                None => fresh.rfind('\n').map_or(0, |end| end + 1),
            };
            background.shown += end;
            console.show(&fresh[..end])?;
            match done {
                Some(done) => {
                    let state = match done.status {
                        0 => "Done                   ".to_owned(),
                        status => format!("Exit {status:<18}"),
                    };
                    console.show(&format!(
                        "[{}]  {state} {}\n",
                        background.number, background.text
                    ))?;
                    self.world.lab.jobs().forget(background.job);
                }
                None => left.push(background),
            }
        }
        self.jobs = left;
        Ok(())
    }

    /// `explain [-b] PACKET [reply]`, with or without quotes.
    fn explain(&mut self, line: &str) -> Result<String, String> {
        /// What may stand behind a packet without quotes.
        const REPLY: &str = " reply";
        let rest = line
            .trim_start()
            .trim_start_matches("tollgate")
            .trim_start();
        let rest = rest.trim_start_matches("explain").trim();
        let mut words: Vec<String> = vec!["tollgate".to_owned(), "explain".to_owned()];
        if rest.contains(['\'', '"']) {
            let line = Line::parse(rest)?;
            words.extend(line.only_command().unwrap_or_default().iter().cloned());
        } else {
            let mut rest = rest;
            while let Some((option, after)) =
                rest.split_once(' ').filter(|(o, _)| o.starts_with('-'))
            {
                words.push(option.to_owned());
                rest = after.trim_start();
            }
            let packet = rest.trim_end_matches(REPLY);
            words.push(packet.to_owned());
            words.extend(rest[packet.len()..].split_whitespace().map(str::to_owned));
        }
        let argv: Vec<&str> = words.iter().map(String::as_str).collect();
        let place = self.place().ok_or("lab: there is no machine")?;
        let done = self.world.lab.machine(place).execute(&argv);
        match done.status {
            0 => Ok(done.output),
            _ => Err(done.output.trim_end().to_owned()),
        }
    }

    /// `trace FILTER`, `trace off`
    fn trace(&mut self, words: &[&str]) -> Result<String, String> {
        let place = self.place().ok_or("lab: there is no machine")?;
        let machine = self.world.lab.machine(place);
        if let ["off"] = words {
            machine.trace(None)?;
            self.traced.retain(|known| *known != place);
            return Ok(String::new());
        }
        let filter = if words.is_empty() {
            "all".to_owned()
        } else {
            words.join(" ")
        };
        machine.trace(Some(&filter))?;
        self.traced.push(place);
        Ok("watching; trace off ends it\n".to_owned())
    }

    fn show_traces(&mut self, console: &mut dyn Console) -> io::Result<()> {
        for place in self.traced.clone() {
            let told = self.world.lab.machine(place).traced();
            console.show(&told)?;
        }
        Ok(())
    }

    /// `lab …`
    fn lab(&mut self, words: &[&str], console: &mut dyn Console) -> Result<String, String> {
        match *words {
            ["on", name] => match self.go_to(name) {
                true => Ok(String::new()),
                false => Err(format!("lab: there is no machine \"{name}\"")),
            },
            ["status"] => Ok(self.describe()),
            ["time"] => Ok(format!("{}\n", clock(self.world.lab.now()))),
            ["time", "real"] => {
                self.real = true;
                Ok(String::new())
            }
            ["time", "fast"] => {
                self.real = false;
                Ok(String::new())
            }
            ["time", text] => {
                let time = duration(text).ok_or_else(|| {
                    format!("lab: time: \"{text}\" is no time; 10s, 200ms and 2min are")
                })?;
                self.world.lab.run_for(time);
                // Nowhere to complain if that can't be shown.
                let _ = self.show_background(console);
                Ok(String::new())
            }
            ["link", how @ ("up" | "down"), which] => {
                for cable in self.world.cables_of(Some(which))? {
                    self.world.lab.cut(cable, how == "down");
                }
                self.world.lab.settle();
                Ok(String::new())
            }
            [name @ ("loss" | "delay" | "rate"), value] => self.turn(name, value, None),
            [name @ ("loss" | "delay" | "rate"), value, which] => {
                self.turn(name, value, Some(which))
            }
            _ => Err(format!(
                "lab: \"{}\" is nothing that the lab can do; lab help says what is",
                words.join(" ")
            )),
        }
    }

    fn turn(&mut self, name: &str, value: &str, which: Option<&str>) -> Result<String, String> {
        let knob = Knob::read(name, value)?;
        for cable in self.world.cables_of(which)? {
            let spec = self.world.lab.cables().nth(cable).map(|(_, spec, _)| spec);
            if let Some(mut spec) = spec {
                knob.turn(&mut spec);
                self.world.lab.set_cable(cable, spec);
            }
        }
        Ok(String::new())
    }

    fn describe(&mut self) -> String {
        let pace = if self.real {
            "as on the wall"
        } else {
            "as fast as it can"
        };
        let mut out = format!("time {}, going by {pace}\n", clock(self.world.lab.now()));
        for (name, place) in self.world.places.clone() {
            let kind = match place {
                Place::Host(_) => "host",
                Place::Router(_) => "router",
            };
            let stack = self.world.lab.machine(place).machine().stack.clone();
            let stack = stack.lock();
            let links: Vec<String> = stack
                .links()
                .iter()
                .filter(|link| link.name != "lo")
                .map(|link| {
                    let nets: Vec<String> = link.reachable().map(ToString::to_string).collect();
                    let state = if link.up { "" } else { " down" };
                    format!("{}{state} {}", link.name, nets.join(" "))
                        .trim_end()
                        .to_owned()
                })
                .collect();
            let mark = if name == self.name() { '*' } else { ' ' };
            out += &format!("{mark} {name:10} {kind:7} {}\n", links.join(", "));
        }
        let cables: Vec<_> = self.world.lab.cables().collect();
        for (ends, spec, cut) in cables {
            let [one, other] = ends.map(|end| self.world.plug_name(end));
            out += &format!("  {one} -- {other}: {}\n", describe(&spec, cut));
        }
        for job in &self.jobs {
            out += &format!("  [{}] {} &\n", job.number, job.text);
        }
        out
    }
}

/// `0:00:12.345678`: hours, minutes and seconds since the lab began.
fn clock(now: Instant) -> String {
    let nanos = now.as_nanos();
    let (seconds, micros) = (nanos / 1_000_000_000, nanos / 1_000 % 1_000_000);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{hours}:{minutes:02}:{seconds:02}.{micros:06}")
}

/// Shows `text` where `partial`, a line without an end, stands already.
fn show_over(console: &mut dyn Console, partial: &str, text: &str) -> io::Result<()> {
    match text.strip_prefix(partial) {
        Some(rest) => console.show(rest),
        None => console.show(&format!("\r{text}")),
    }
}
