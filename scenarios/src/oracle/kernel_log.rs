//! The kernel's log, where `-j TRACE` of iptables without nftables tells what it meets.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Read, Seek, SeekFrom},
    os::unix::fs::OpenOptionsExt,
    process::Command,
};

/// `O_NONBLOCK`, on all architectures that Tollgate is built for.
const NONBLOCK: i32 = 0o4000;
/// Netfilter says something in namespaces other than the first only if this is set.
const ALL_NETNS: &str = "/proc/sys/net/netfilter/nf_log_all_netns";
/// The longest record that `/dev/kmsg` gives.
const RECORD: usize = 8192;

/// The lines that are logged from now on. They are those of all namespaces.
#[derive(Debug)]
pub struct KernelLog(File);

impl KernelLog {
    /// Opens it at its end, and has the kernel log what happens in namespaces.
    ///
    /// # Errors
    /// Without root, or without netfilter.
    pub fn open() -> io::Result<Self> {
        if !fs::exists(ALL_NETNS)? {
            Command::new("modprobe").arg("nf_log_syslog").status()?;
        }
        fs::write(ALL_NETNS, "1\n")?;
        let mut file = OpenOptions::new()
            .read(true)
            .custom_flags(NONBLOCK)
            .open("/dev/kmsg")?;
        file.seek(SeekFrom::End(0))?;
        Ok(Self(file))
    }

    /// The texts of the records since the last call.
    ///
    /// # Errors
    /// [`ErrorKind::BrokenPipe`] if records were overwritten before they were read; the next call gives
    /// those that are left.
    pub fn read(&mut self) -> io::Result<Vec<String>> {
        let mut lines = Vec::new();
        let mut record = [0; RECORD];
        loop {
            let len = match self.0.read(&mut record) {
                Ok(len) => len,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(lines),
                Err(error) => return Err(error),
            };
            // priority,sequence,time,flags;text, then lines of a dictionary.
            let text = String::from_utf8_lossy(&record[..len]);
            let text = text.split_once(';').map_or("", |(_, text)| text);
            lines.push(text.lines().next().unwrap_or_default().to_owned());
        }
    }
}
