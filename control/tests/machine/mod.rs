//! A machine with Debian's kernel (`tests/vm/`), for transcripts.

#![allow(
    clippy::panic,
    unreachable_pub,
    reason = "a machine that does not boot fails the test; each test is a crate of its own"
)]

use std::{
    env,
    fmt::Write as _,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::transcript::Action;

/// What no command prints.
const END: &str = "=-=-= end of output =-=-=";

/// Boots a machine that does all of `actions`; gives what each of them printed.
pub fn run(actions: &[&Action]) -> Vec<String> {
    let mut script = String::new();
    for action in actions {
        // Writing to a string never fails.
        let _ = writeln!(script, "{}\necho '{END}'", command(action));
    }
    let output = boot(&script);
    let mut outputs: Vec<String> = output
        .split(&format!("{END}\n"))
        .map(str::to_owned)
        .collect();
    // What stands behind the last mark is how the script ended.
    outputs.pop();
    assert_eq!(
        outputs.len(),
        actions.len(),
        "all that was printed:\n{output}"
    );
    outputs
}

fn boot(script: &str) -> String {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder =
        env::var_os("TOLLGATE_VM").map_or_else(|| package.join("../target/vm"), PathBuf::from);
    let mut child = Command::new(package.join("tests/vm/run"))
        .arg(folder)
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a machine");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(script.as_bytes()).expect("a script");
    drop(stdin);
    let output = child.wait_with_output().expect("its output");
    assert!(output.status.success(), "the machine works");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What the machine's shell is told.
fn command(action: &Action) -> String {
    match action {
        Action::Run { words, stdin } => {
            let mut line = String::new();
            if !stdin.is_empty() {
                let _ = write!(line, "printf %s {} | ", quoted(stdin));
            }
            for word in words {
                let _ = write!(line, "{} ", quoted(word));
            }
            format!(
                "{line}>/tmp/out 2>/tmp/err; s=$?; cat /tmp/out /tmp/err; [ $s = 0 ] || echo \"[$s]\""
            )
        }
        Action::Directive([kind, name, value]) => match kind.as_str() {
            "tap" | "idle" => {
                format!(
                    "modprobe tun; ip tuntap add dev {name} mode tap; ip link set {name} address {value}"
                )
            }
            "sysctl" | "kernel" => format!("sysctl -q -w {}={value}", name.replace('/', ".")),
            _ => panic!("no such directive: {kind}"),
        },
    }
}

fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}
