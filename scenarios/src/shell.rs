//! A shell that is given one command after the other, as somebody at a terminal would.

use std::{
    io::{self, Read, Write},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

/// Behind the output of each command comes a line with this and the exit status.
const MARK: &str = "--tollgate-transcript-mark--";

/// A running shell. Dropping it kills it.
#[derive(Debug)]
pub struct Shell {
    child: Child,
    stdin: Option<ChildStdin>,
    chunks: Receiver<Vec<u8>>,
    pending: String,
}

impl Shell {
    /// Starts one: `command` must start bash, reading commands from its standard input.
    ///
    /// # Errors
    /// When it can't be started.
    pub fn start(mut command: Command) -> io::Result<Self> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()?;
        let (sender, chunks) = channel();
        if let Some(mut stdout) = child.stdout.take() {
            thread::spawn(move || {
                let mut chunk = [0; 4096];
                while let Ok(n @ 1..) = stdout.read(&mut chunk) {
                    if sender.send(chunk[..n].to_vec()).is_err() {
                        break;
                    }
                }
            });
        }
        let mut shell = Self {
            stdin: child.stdin.take(),
            child,
            chunks,
            pending: String::new(),
        };
        // Both streams into one, in the order in which they are written.
        shell.write("exec 2>&1\n")?;
        Ok(shell)
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        match &mut self.stdin {
            Some(stdin) => stdin.write_all(text.as_bytes()),
            None => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    /// Runs a command line; gives its exit status and what it printed.
    ///
    /// # Errors
    /// When the shell has ended, or the command takes longer than `timeout`.
    pub fn run(&mut self, line: &str, timeout: Duration) -> io::Result<(i32, String)> {
        // Not a subshell: `cd` and variables stay. No input: a tool that reads would eat the script.
        self.write(&format!(
            "{{ {line}\n}} </dev/null\nprintf '\\n{MARK} %d\\n' $?\n"
        ))?;
        let deadline = Instant::now() + timeout;
        loop {
            if let Some((output, rest)) = self.pending.split_once(&format!("\n{MARK} "))
                && let Some((status, rest)) = rest.split_once('\n')
            {
                let status = status.parse().unwrap_or(-1);
                let output = output.to_owned();
                self.pending = rest.to_owned();
                return Ok((status, output));
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let chunk = self
                .chunks
                .recv_timeout(left)
                .map_err(|_| io::Error::other(format!("no end, only: {}", self.pending)))?;
            self.pending += &String::from_utf8_lossy(&chunk);
        }
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        drop(self.stdin.take());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_share_a_shell() {
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc"]);
        let mut shell = Shell::start(command).expect("bash");
        let second = Duration::from_secs(10);
        assert_eq!(
            shell.run("x=5; cd /", second).expect("run"),
            (0, String::new())
        );
        assert_eq!(
            shell.run("echo $x; pwd >&2; false", second).expect("run"),
            (1, "5\n/\n".into())
        );
        assert_eq!(
            shell.run("cat; printf no-newline", second).expect("run"),
            (0, "no-newline".into())
        );
        assert!(shell.run("exit 3", second).is_err());
    }
}
