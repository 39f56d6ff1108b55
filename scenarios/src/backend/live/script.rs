//! Small scripts that stand in front of tools on the nodes' PATH. What they change is what a terminal
//! would change too, or what the machine can't give to a namespace.

use std::{fs, os::unix::fs::PermissionsExt};

use super::{kernel_log::KernelLog, nodes::Live};
use crate::{backend::BackendError, lesson::Node};

impl Live {
    /// Writes those that all nodes have, into `/run/bin`.
    pub(super) fn common_scripts(&self) -> Result<(), BackendError> {
        // A line at a time, and each packet when it comes.
        let tcpdump = "exec /usr/bin/tcpdump -l --immediate-mode \"$@\"";
        self.script("bin", "tcpdump", tcpdump)?;
        // No progress where the page itself is shown.
        self.script("bin", "curl", "exec /usr/bin/curl -sS \"$@\"")?;
        // With the key that all hosts know; nobody is asked for a terminal.
        self.script(
            "bin",
            "ssh",
            "exec /usr/bin/ssh -T -F /run/ssh/config \"$@\"",
        )?;
        // The line that a terminal shows in the end: it has none without one.
        let scp = "set -o pipefail\nscript -qec \"/usr/bin/scp -O -F /run/ssh/config $*\" /dev/null | \
                   tr '\\r' '\\n' | grep . | tail -n 1";
        self.script("bin", "scp", scp)?;
        // What netfilter has written to the machine's log since we began.
        if let Some(KernelLog { mark, .. }) = &self.kernel_log {
            let dmesg =
                format!("/usr/bin/dmesg \"$@\" | sed '1,/{mark}/d' | grep 'IN=.* OUT='; true");
            self.script("bin", "dmesg", &dmesg)?;
        }
        // Tollgate speaks as the legacy variant does.
        for tool in ["iptables", "ip6tables"] {
            for verb in ["", "-save", "-restore"] {
                let legacy = format!("exec {tool}-legacy{verb} \"$@\"");
                self.script("bin", &format!("{tool}{verb}"), &legacy)?;
            }
        }
        Ok(())
    }

    /// Writes those of a live Tollgate, into the folder where its links are.
    pub(super) fn router_scripts(&self, node: usize) -> Result<(), BackendError> {
        let Node { name, nics, .. } = &self.topology.nodes[node];
        let folder = format!("{name}/bin");
        // The real ones would talk to the kernel of the namespace, which has no part in this.
        for tool in ["tc", "nft"] {
            if !self.run.join(&folder).join(tool).is_symlink() {
                let missing = format!("echo 'bash: {tool}: command not found'; exit 127");
                self.script(&folder, tool, &missing)?;
            }
        }
        // Its log has times of its own; `dmesg -t` shows none.
        let dmesg = format!(
            "case $* in *-t*) e='s/^[^ ]* kernel: //' ;; \
             *) e='s/^[^ ]*T\\([^ ]*\\)Z kernel: /[\\1] /' ;; esac\n\
             [ ! -e /run/{name}.log ] || sed \"$e\" /run/{name}.log"
        );
        self.script(&folder, "dmesg", &dmesg)?;
        // What Tollgate sends goes past the taps in front of its own cards (`PACKET_QDISC_BYPASS`): its
        // tcpdump listens at the far ends of the cables, and calls them by the cards' names.
        let (mut far, mut near) = (String::new(), String::new());
        for (nic, card) in nics.iter().enumerate() {
            let port = self.far_end(node, nic);
            far += &format!("{card}) a={port} ;; ");
            near += &format!("s/\\b{port}\\b/{card}/;");
        }
        let tcpdump = format!(
            "for a; do\n  if [ \"$last\" = -i ]; then case $a in {far}esac; fi\n  args+=(\"$a\") last=$a\ndone\n\
             exec nsenter --net={} /run/bin/tcpdump \"${{args[@]}}\" \
             2> >(trap '' INT TERM; exec sed -u '{near}')",
            self.sandbox.net().display()
        );
        self.script(&folder, "tcpdump", &tcpdump)
    }

    /// Writes a script into a folder of `/run`.
    pub(super) fn script(
        &self,
        folder: &str,
        name: &str,
        script: &str,
    ) -> Result<(), BackendError> {
        let folder = self.run.join(folder);
        fs::create_dir_all(&folder)?;
        let path = folder.join(name);
        fs::write(&path, format!("#!/bin/bash\n{script}\n"))?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
        Ok(())
    }
}
