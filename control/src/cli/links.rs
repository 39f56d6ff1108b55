//! Links under which the binary acts as another tool.

use std::{
    env, fs, io,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};

/// The tools that the binary can be.
pub(super) const TOOLS: &[&str] = &[
    "ip",
    "tc",
    "nft",
    "sysctl",
    "conntrack",
    "iptables",
    "iptables-save",
    "iptables-restore",
    "ip6tables",
    "ip6tables-save",
    "ip6tables-restore",
    "iptables-legacy",
    "iptables-legacy-save",
    "iptables-legacy-restore",
    "ip6tables-legacy",
    "ip6tables-legacy-save",
    "ip6tables-legacy-restore",
];

/// Makes a link for each tool in `dir` (made too if it is missing), and gives their paths.
///
/// A link that is there already is replaced; a file is not.
pub(super) fn install(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let binary = env::current_exe()?;
    fs::create_dir_all(dir)?;
    let mut made = Vec::new();
    for tool in TOOLS {
        let path = dir.join(tool);
        if path.is_symlink() {
            fs::remove_file(&path)?;
        }
        symlink(&binary, &path).map_err(|error| {
            io::Error::new(error.kind(), format!("{}: {error}", path.display()))
        })?;
        made.push(path);
    }
    Ok(made)
}
