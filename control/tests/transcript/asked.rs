//! Whether a real tool is asked, and whether what it prints is written down.

#![allow(dead_code, unreachable_pub, reason = "each test is a crate of its own")]

use std::process::Command;

/// Why `nft` can't be asked here.
pub fn nft_obstacle() -> Option<&'static str> {
    let Ok(version) = Command::new("nft").arg("--version").output() else {
        return Some("no nft");
    };
    if !rustix::process::geteuid().is_root() {
        return Some("not root");
    }
    if !version.stdout.starts_with(b"nftables v1.0.6 ") {
        return Some("nft is not 1.0.6");
    }
    None
}

/// Whether a tool is asked, which says so if it is not; with `TOLLGATE_REQUIRE_ALL` it has to be.
pub fn is_asked(tool: &str, obstacle: Option<&str>) -> bool {
    let Some(why) = obstacle else {
        return true;
    };
    assert!(
        std::env::var_os("TOLLGATE_REQUIRE_ALL").is_none(),
        "the real tool is required: {why}"
    );
    eprintln!("SKIP: the real {tool} is not asked: {why}");
    false
}

/// Whether recordings are to be written anew.
pub fn records() -> bool {
    std::env::var_os("TOLLGATE_RECORD").is_some()
}
