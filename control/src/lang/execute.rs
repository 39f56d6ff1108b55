//! A command line, given to its language.

use super::{Output, Session, conntrack, ip, iptables, nft, sysctl, tc};

/// Executes `argv` (the tool's name first); gives the exit status.
///
/// `stdin` is what the command reads: the contents of the file of `ip -batch FILE` (the file itself
/// is never opened here, its name is for messages).
pub fn execute(
    argv: &[String],
    stdin: Option<&[u8]>,
    session: &mut Session<'_>,
    out: &mut Output,
) -> i32 {
    let words: Vec<&str> = argv.iter().map(String::as_str).collect();
    match words.first().copied() {
        Some("ip") => ip::run(&words, stdin, session, out),
        Some("tc") => tc::run(&words, stdin, session, out),
        Some("nft") => nft::run(&words, stdin, session, out),
        Some("conntrack") => conntrack::run(argv, stdin, session, out),
        Some("sysctl") => sysctl::run(argv, stdin, session, out),
        name => {
            if let Some(status) = iptables::run(&words, stdin, session, out) {
                return status;
            }
            let name = name.unwrap_or_default();
            out.stderr
                .extend_from_slice(format!("{name}: command not found\n").as_bytes());
            127
        }
    }
}
