//! A Debian kernel in a virtual machine.

use std::{fmt::Write, fs, path::PathBuf, process::Command};

use super::generate::{BANDS, Case};

/// Sends the frames of a file by a link, each with its mark: `MARK HEX` a line. The machine has no more than
/// the bare interpreter, hence the numbers.
const SENDER: &str = r#"
my ($link, $file) = @ARGV;
open(my $index, '<', "/sys/class/net/$link/ifindex") or die;
my $ifindex = <$index> + 0;
# AF_PACKET, SOCK_RAW; SOL_SOCKET, SO_MARK.
socket(my $socket, 17, 3, 0) or die;
my $address = pack('SnlSCCx8', 17, 0, $ifindex, 0, 0, 0);
open(my $frames, '<', $file) or die;
while (<$frames>) {
    my ($mark, $hex) = split;
    setsockopt($socket, 1, 36, pack('I', $mark)) or die;
    send($socket, pack('H*', $hex), 0, $address) or die "send: $!";
}
"#;

/// What the kernel counts for each case, behind a line with its version; `None` if nobody wants to know.
pub(super) fn ask(cases: u64, case: impl Fn(u64) -> Case) -> Option<String> {
    if std::env::var_os("TOLLGATE_ORACLE").is_none_or(|oracle| oracle != "vm") {
        return None;
    }
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let machine = std::env::var_os("TOLLGATE_VM").map_or(root.join("target/vm"), PathBuf::from);
    let folder = std::env::temp_dir().join(format!("tollgate-classifiers-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let mut files = Vec::new();
    let mut put = |name: String, text: String| {
        let path = folder.join(name);
        fs::write(&path, text).expect("it can be written");
        files.push(path);
    };
    put("send.pl".to_owned(), SENDER.to_owned());
    for seed in 1..=cases {
        let case = case(seed);
        let mut commands = format!("qdisc add dev va root handle 1: prio bands {BANDS} priomap");
        commands.push_str(&" 0".repeat(16));
        commands.push('\n');
        for (_, command) in &case.filters {
            let _ = writeln!(commands, "{command}");
        }
        let mut frames = String::new();
        for (mark, frame) in &case.frames {
            let hex: String = frame.iter().map(|byte| format!("{byte:02x}")).collect();
            let _ = writeln!(frames, "{mark} {hex}");
        }
        put(format!("case{seed}.tc"), commands);
        put(format!("case{seed}.frames"), frames);
    }
    // Bands in order, their packets in one line.
    let script = format!(
        "echo '#' Linux $(uname -r)\n\
         ip link add name va type veth peer name vb\n\
         sysctl -qw net.ipv6.conf.va.disable_ipv6=1 net.ipv6.conf.vb.disable_ipv6=1\n\
         ip link set va up; ip link set vb up\n\
         for n in $(seq {cases}); do\n\
         tc -batch /case$n.tc || echo case $n\n\
         perl /send.pl va /case$n.frames\n\
         echo $(tc -s class show dev va | sed -n 's/^ Sent .* bytes \\([0-9]*\\) pkt.*/\\1/p')\n\
         tc qdisc del dev va root\n\
         done\n"
    );
    let path = folder.join("script.sh");
    fs::write(&path, script).expect("it can be written");
    let output = Command::new("sh")
        .arg(root.join("control/tests/vm/run"))
        .args([&machine, &path])
        .args(&files)
        .env("TOLLGATE_VM_SECONDS", "300")
        .output()
        .expect("it starts");
    let _ = fs::remove_dir_all(&folder);
    let text = String::from_utf8_lossy(&output.stdout);
    let lines: Vec<_> = text.lines().map(str::trim_end).collect();
    assert!(output.status.success(), "{text}");
    let end = lines.iter().position(|line| line.starts_with("[exit"));
    let lines = &lines[..end.expect("it ended")];
    Some(lines.iter().map(|line| format!("{line}\n")).collect())
}
