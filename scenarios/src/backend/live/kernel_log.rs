//! The kernel's log, which a machine has one of: namespaces other than the first may write to it while
//! a lesson reads it.

use std::{
    fs,
    os::unix::process::CommandExt,
    process::{self, Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

use crate::backend::BackendError;

/// Whether namespaces other than the first may write to the log.
const KNOB: &str = "/proc/sys/net/netfilter/nf_log_all_netns";

/// While there is one, all namespaces may write to the kernel's log. A process that sees us go, in
/// whatever way, sets the knob back.
#[derive(Debug)]
pub(super) struct KernelLog {
    restorer: Child,
    /// What is behind this line is ours, or of others who log at the same time.
    pub(super) mark: String,
}

/// The logs that this process has opened.
static OPENED: AtomicU32 = AtomicU32::new(0);

impl KernelLog {
    /// Turns the knob, and writes a mark into the log.
    pub(super) fn open() -> Result<Self, BackendError> {
        let before = fs::read_to_string(KNOB)?;
        let script = format!("cat >/dev/null; echo {} >{KNOB}", before.trim());
        // In a group of its own: Ctrl-C is not for it.
        let restorer = Command::new("sh")
            .args(["-c", &script])
            .stdin(Stdio::piped())
            .process_group(0)
            .spawn()?;
        fs::write(KNOB, "1")?;
        let number = OPENED.fetch_add(1, Ordering::Relaxed);
        let mark = format!("tollgate lab {}.{number}.", process::id());
        fs::write("/dev/kmsg", format!("{mark}\n"))?;
        Ok(Self { restorer, mark })
    }
}

impl Drop for KernelLog {
    fn drop(&mut self) {
        drop(self.restorer.stdin.take());
        let _ = self.restorer.wait();
    }
}
