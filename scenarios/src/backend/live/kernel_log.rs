//! The kernel's log, which a machine has one of: namespaces other than the first may write to it while
//! a lesson reads it.

use std::{
    fs,
    os::unix::process::CommandExt,
    process::{self, Child, Command, Stdio},
};

use crate::backend::BackendError;

/// Whether namespaces other than the first may write to the log.
const KNOB: &str = "/proc/sys/net/netfilter/nf_log_all_netns";

/// While there is one, all namespaces may write to the kernel's log. A process that sees us go, in
/// whatever way, sets the knob back.
#[derive(Debug)]
pub(super) struct KernelLog(Child);

impl KernelLog {
    /// Turns the knob, and writes a mark into the log.
    pub(super) fn open() -> Result<Self, BackendError> {
        let before = fs::read_to_string(KNOB)?;
        let script = format!("cat >/dev/null; echo {} >{KNOB}", before.trim());
        // In a group of its own: Ctrl-C is not for it.
        let child = Command::new("sh")
            .args(["-c", &script])
            .stdin(Stdio::piped())
            .process_group(0)
            .spawn()?;
        fs::write(KNOB, "1")?;
        fs::write("/dev/kmsg", format!("{}\n", Self::mark()))?;
        Ok(Self(child))
    }

    /// The mark: what is behind it is ours, or of others who log at the same time.
    pub(super) fn mark() -> String {
        format!("tollgate lab {}", process::id())
    }
}

impl Drop for KernelLog {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}
