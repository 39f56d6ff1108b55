//! A Debian kernel in a virtual machine, for classes and for disciplines.

use std::{fs, path::PathBuf, process::Command};

/// Sends the frames of a file by a link, each with its mark: `MARK HEX` a line. What is dropped on the way is
/// no error here. The machine has no more than the bare interpreter, hence the numbers.
const SENDER: &str = r#"
my ($link, $file) = @ARGV;
open(my $index, '<', "/sys/class/net/$link/ifindex") or die;
my $ifindex = <$index> + 0;
# AF_PACKET, SOCK_RAW; SOL_SOCKET, SO_SNDBUFFORCE, SO_MARK.
socket(my $socket, 17, 3, 0) or die;
setsockopt($socket, 1, 32, pack('I', 1 << 22)) or die;
my $address = pack('SnlSCCx8', 17, 0, $ifindex, 0, 0, 0);
open(my $frames, '<', $file) or die;
while (<$frames>) {
    my ($mark, $hex) = split;
    setsockopt($socket, 1, 36, pack('I', $mark)) or die;
    send($socket, pack('H*', $hex), 0, $address);
}
"#;

/// Makes a pair of links, `va` and `vb`, without traffic of their own, and says which kernel it is.
const BEGIN: &str = "echo '#' Linux $(uname -r)
ip link add name va type veth peer name vb
sysctl -qw net.ipv6.conf.va.disable_ipv6=1 net.ipv6.conf.vb.disable_ipv6=1
ip link set va up; ip link set vb up
";

/// A line of the file that `send.pl` reads.
pub(super) fn line(mark: u32, frame: &[u8]) -> String {
    let hex: String = frame.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{mark} {hex}\n")
}

/// What a script says in the machine, with these files in `/` and `perl /send.pl va FILE` to send frames;
/// behind a line with the kernel's version. `None` if nobody wants to know.
pub(super) fn ask(script: &str, files: &[(String, String)]) -> Option<String> {
    if std::env::var_os("TOLLGATE_ORACLE").is_none_or(|oracle| oracle != "vm") {
        return None;
    }
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let machine = std::env::var_os("TOLLGATE_VM").map_or(root.join("target/vm"), PathBuf::from);
    let folder = std::env::temp_dir().join(format!("tollgate-oracle-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let put = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::write(&path, text).expect("it can be written");
        path
    };
    let script = put("script.sh", &format!("{BEGIN}{script}"));
    let mut paths = vec![put("send.pl", SENDER)];
    paths.extend(files.iter().map(|(name, text)| put(name, text)));
    let output = Command::new("sh")
        .arg(root.join("control/tests/vm/run"))
        .args([&machine, &script])
        .args(&paths)
        .env("TOLLGATE_VM_SECONDS", "300")
        .output()
        .expect("it starts");
    let _ = fs::remove_dir_all(&folder);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}");
    let lines: Vec<_> = text.lines().map(str::trim_end).collect();
    let end = lines.iter().position(|line| line.starts_with("[exit"));
    let lines = &lines[..end.expect("it ended")];
    Some(lines.iter().map(|line| format!("{line}\n")).collect())
}

/// What a kernel was `asked` now, put into the record of test `test` if that is wanted; without it, what is
/// `recorded` there.
pub(super) fn recorded(asked: Option<String>, test: &str, recorded: &str) -> String {
    let Some(asked) = asked else {
        return recorded.to_owned();
    };
    if std::env::var_os("TOLLGATE_RECORD").is_some() {
        let path = format!("{}/tests/{test}/recorded.txt", env!("CARGO_MANIFEST_DIR"));
        fs::write(path, &asked).expect("it can be written");
    }
    asked
}
