//! Every lesson, on every backend.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use scenarios::{
    backend::{self, BackendError, Kind, Setup},
    lesson::{self, Lesson, Options, Report},
    netns::{attentive, available, wait_until},
};

fn setup(captures: bool) -> Setup {
    Setup {
        seed: 7,
        captures,
        tollgate: PathBuf::from(env!("CARGO_BIN_EXE_tollgate")),
    }
}

/// Runs a lesson; gives what was shown and what came of it, or why it could not be run.
fn run(lesson: &Lesson, kind: Kind) -> Result<(String, Report), BackendError> {
    let mut backend = backend::open(kind, lesson, &setup(false))?;
    let mut shown = Vec::new();
    let report = lesson::play(lesson, &mut *backend, &mut Options::default(), &mut shown);
    let report = report.expect("memory takes it");
    Ok((String::from_utf8(shown).expect("UTF-8"), report))
}

/// Runs all lessons; gives those that did not do what is written.
fn failures(kind: Kind) -> Vec<String> {
    let mut failures = Vec::new();
    for lesson in lesson::library() {
        let name = &lesson.name;
        if let Some(reason) = lesson.excluded_on(kind.name()) {
            eprintln!("{name}: not on {}: {reason}", kind.name());
            continue;
        }
        match run(&lesson, kind) {
            Ok((_, report)) => {
                for (line, reason) in &report.known {
                    eprintln!(
                        "{name}.md:{line}: known to fail on {}: {reason}",
                        kind.name()
                    );
                }
                for trouble in report.troubles {
                    let (line, command) = (trouble.line, trouble.command);
                    failures.push(format!("{name}.md:{line}: {command}\n{}", trouble.what));
                }
            }
            // What a kernel was built without is no fault of the lesson's.
            Err(error) => match error.lacks(&lesson) {
                Some(lacks) => {
                    eprintln!("SKIP {name} on {}: this kernel has no {lacks}", kind.name());
                }
                None => failures.push(format!("{name}: {error}")),
            },
        }
    }
    failures
}

#[track_caller]
fn all_hold(kind: Kind) {
    let failures = failures(kind);
    assert!(
        failures.is_empty(),
        "on {}:\n{}",
        kind.name(),
        failures.join("\n")
    );
}

#[test]
fn all_hold_in_the_lab() {
    all_hold(Kind::Lab);
}

#[test]
fn all_hold_in_namespaces_with_tollgate() {
    if available(&[]) {
        all_hold(Kind::Netns);
    }
}

#[test]
fn all_hold_in_namespaces_with_the_kernel() {
    if available(&[]) {
        all_hold(Kind::Kernel);
    }
}

const WRONG: &str = "\
---
title: What is written here is wrong
hosts: server1
routers: router1
links:
  - server1 ens4 -- router1 ens4
---
```console
root@router1:~# ip a a 1.1.1.1/24 dev ens4
root@router1:~# ip l s up ens4
root@router1:~# ip r
1.1.1.0/24 dev ens5 proto kernel scope link src 1.1.1.1
root@server1:~# ip a a 1.1.1.11/24 dev ens4
root@server1:~# ip l s up ens4
root@server1:~# ping -c 1 1.1.1.1
[..]
64 bytes from 1.1.1.1: icmp_seq=1 ttl=63 time=[..] ms
...
root@router1:~# ip a d 1.1.1.2/24 dev ens4
Error: ipv4: Address not found.
```
";

fn a_wrong_lesson_fails(kind: Kind) {
    let lesson = Lesson::read("wrong", WRONG).expect("a lesson");
    let (shown, report) = run(&lesson, kind).expect("a backend");
    let lines: Vec<usize> = report.troubles.iter().map(|trouble| trouble.line).collect();
    assert_eq!(lines, [11, 15, 19], "{shown}");
    assert_eq!(
        report.troubles[0].what,
        "- 1.1.1.0/24 dev ens5 proto kernel scope link src 1.1.1.1\n\
         + 1.1.1.0/24 dev ens4 proto kernel scope link src 1.1.1.1\n"
    );
    let ping = &report.troubles[1].what;
    assert!(
        ping.contains("- 64 bytes from 1.1.1.1: icmp_seq=1 ttl=63 time=[..] ms\n"),
        "{ping}"
    );
    assert!(
        ping.contains("+ 64 bytes from 1.1.1.1: icmp_seq=1 ttl=64 time="),
        "{ping}"
    );
    assert_eq!(report.troubles[2].what, "exit status 2, not 0\n");
    assert!(
        shown.contains("✗ wrong.md:15: not what is written\n"),
        "{shown}"
    );
}

#[test]
fn a_wrong_lesson_fails_in_the_lab() {
    a_wrong_lesson_fails(Kind::Lab);
}

#[test]
fn a_wrong_lesson_fails_in_namespaces() {
    if available(&["ping", "ethtool"]) {
        a_wrong_lesson_fails(Kind::Netns);
        a_wrong_lesson_fails(Kind::Kernel);
    }
}

/// Writes what every card of a lesson saw; gives the files' contents, by name.
fn captures(lesson: &Lesson, kind: Kind, folder: &str) -> Vec<(String, Vec<u8>)> {
    let mut backend = backend::open(kind, lesson, &setup(true)).expect("a backend");
    let report = lesson::play(
        lesson,
        &mut *backend,
        &mut Options::default(),
        &mut Vec::new(),
    );
    report.expect("memory takes it");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
    fs::create_dir_all(&folder).expect("a folder");
    let files = backend.captures(&folder).expect("captures");
    let read = |path: &PathBuf| {
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        (name, fs::read(path).expect("a capture"))
    };
    files.iter().map(read).collect()
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let mut sent = 0;
    for lesson in lesson::library() {
        if lesson.excluded_on("lab").is_some() {
            continue;
        }
        let name = format!("lesson-pcap-{}", lesson.name);
        let [one, other] = [1, 2].map(|_| captures(&lesson, Kind::Lab, &name));
        assert_eq!(one, other, "{}", lesson.name);
        // A header of 24 bytes, and then frames, unless the lesson sends none.
        sent += usize::from(one.iter().any(|(_, bytes)| bytes.len() > 24));
    }
    assert!(sent >= 25, "only {sent} lessons sent anything");
}

#[test]
fn captures_of_real_cards_are_kept() {
    if !available(&["tcpdump", "ethtool"]) {
        return;
    }
    let lesson = lesson::find("first-router").expect("a lesson");
    for kind in [Kind::Netns, Kind::Kernel] {
        let files = captures(&lesson, kind, &format!("lesson-pcap-{}", kind.name()));
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            names,
            [
                "server1-ens4.pcap",
                "server2-ens4.pcap",
                "router1-ens4.pcap",
                "router1-ens5.pcap"
            ]
        );
        // A header of 24 bytes; then ARP and pings, with 16 bytes more for each.
        for (name, bytes) in &files {
            let (kind, len) = (kind.name(), bytes.len());
            assert!(len > 500, "{name} on {kind}: {len} bytes");
        }
    }
}

/// What is missing is said before anything is made.
#[test]
fn a_tool_that_is_not_there_is_named() {
    let page = WRONG.replace("ping -c 1", "no-such-tool -c 1");
    let lesson = Lesson::read("missing", &page).expect("a lesson");
    for kind in Kind::ALL {
        if kind != Kind::Lab && !available(&[]) {
            continue;
        }
        match run(&lesson, kind) {
            Err(BackendError::Missing(missing)) => assert_eq!(missing, ["no-such-tool"]),
            other => panic!("on {}: {other:?}", kind.name()),
        }
    }
}

/// The processes that a process has started, and those that they have, and so on.
fn descendants(pid: u32) -> Vec<u32> {
    let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
    let children = children.unwrap_or_default();
    let children = children
        .split_whitespace()
        .filter_map(|pid| pid.parse().ok());
    children
        .flat_map(|child| [vec![child], descendants(child)].concat())
        .collect()
}

/// Ctrl-C in the middle, or worse, and nothing is left: no process, and so no namespace.
#[test]
fn nothing_is_left_of_a_lesson_that_was_interrupted() {
    if !available(&["ping", "ethtool", "kill"]) {
        return;
    }
    for (kind, signal) in [("netns", "INT"), ("kernel", "KILL")] {
        let mut child = attentive(env!("CARGO_BIN_EXE_tollgate"))
            .args(["lab", "run", "--bare", "--on", kind, "neighbours"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut shown = BufReader::new(child.stdout.take().expect("its output")).lines();
        // The command that takes three seconds.
        let waits = shown.any(|line| line.is_ok_and(|line| line.contains("ping -c 1 10.2.1.77")));
        assert!(waits, "{kind}");
        let family = descendants(child.id());
        assert!(family.len() > 4, "{kind}: {family:?}");
        let pid = child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-s", signal, &pid])
                .status()
                .expect("kill")
                .success()
        );
        assert!(!child.wait().expect("its end").success());
        let alive = || {
            family
                .iter()
                .any(|pid| Path::new(&format!("/proc/{pid}/ns/net")).exists())
        };
        let gone = wait_until(Duration::from_secs(10), || !alive());
        assert!(gone, "{kind}: of {family:?} some are left");
    }
}

/// Runs the binary; gives whether it succeeded and what it printed, both streams.
fn tollgate(args: &[&str]) -> (bool, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_tollgate"))
        .args(args)
        .stdin(Stdio::null())
        .output()
        .expect("it runs");
    let printed = [done.stdout, done.stderr].concat();
    (
        done.status.success(),
        String::from_utf8(printed).expect("UTF-8"),
    )
}

#[test]
fn the_exit_status_says_whether_all_that_ran_passed() {
    let (well, shown) = tollgate(&["lab", "list"]);
    assert!(
        well && shown.lines().count() == lesson::library().len(),
        "{shown}"
    );
    // With nobody at the terminal, nothing waits for Enter.
    let (well, shown) = tollgate(&["lab", "run", "--step", "first-router", "metrics"]);
    assert!(well && shown.contains("# A first router\n"), "{shown}");
    assert!(shown.contains("\nok      metrics on lab: "), "{shown}");
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wrong.md");
    fs::write(&file, WRONG).expect("a file");
    let file = file.to_str().expect("UTF-8");
    let (well, shown) = tollgate(&["lab", "run", "metrics", file]);
    assert!(
        !well && shown.contains("\nFAILED  wrong on lab: 3 of 7 commands"),
        "{shown}"
    );
    let (well, shown) = tollgate(&["lab", "run", "metrix"]);
    assert!(
        !well && shown.contains("there is no lesson metrix"),
        "{shown}"
    );
}
