//! A network namespace of the kernel, for a real tool.

use std::{
    ffi::OsStr,
    io::Write as _,
    process::{Command, Output, Stdio},
};

/// A network namespace that goes away with this.
pub struct Namespace(String);

impl Namespace {
    /// A new one. `name` need not be unique among processes.
    pub fn new(name: &str) -> Self {
        let namespace = format!("{name}-{}", std::process::id());
        let status = Command::new("ip")
            .args(["netns", "add", &namespace])
            .status()
            .expect("ip");
        assert!(status.success(), "a network namespace");
        Self(namespace)
    }

    /// A command in it.
    pub fn command(&self, words: &[impl AsRef<OsStr>]) -> Command {
        let mut command = Command::new("ip");
        command
            .args(["netns", "exec", &self.0])
            .args(words)
            .env("TZ", "UTC");
        command
    }

    /// What a command in it prints that reads `stdin`.
    pub fn run(&self, words: &[impl AsRef<OsStr>], stdin: &str) -> Output {
        let mut child = self
            .command(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("ip");
        // A tool that does not read its input may be gone already.
        let _ = child
            .stdin
            .take()
            .expect("a pipe")
            .write_all(stdin.as_bytes());
        child.wait_with_output().expect("its output")
    }
}

impl Drop for Namespace {
    fn drop(&mut self) {
        let _ = Command::new("ip").args(["netns", "del", &self.0]).status();
    }
}
