//! What the tools say of themselves.

use dataplane::route::Family;

use super::program::Program;

/// `iptables -h`, without extensions.
pub(super) fn main(program: &Program) -> String {
    let name = program.name;
    let (v4, v6, fragment) = match program.family {
        Family::V4 => (
            "Nothing",
            "Error",
            "[!] --fragment\t-f\t\tmatch second or further fragments only\n",
        ),
        Family::V6 => ("Error", "Nothing", ""),
    };
    format!(
        "{}\n\n\
Usage: {name} -[ACD] chain rule-specification [options]\n       \
{name} -I chain [rulenum] rule-specification [options]\n       \
{name} -R chain rulenum rule-specification [options]\n       \
{name} -D chain rulenum [options]\n       \
{name} -[LS] [chain [rulenum]] [options]\n       \
{name} -[FZ] [chain] [options]\n       \
{name} -[NX] chain\n       \
{name} -E old-chain-name new-chain-name\n       \
{name} -P chain target [options]\n       \
{name} -h (print this help information)\n\n\
{COMMANDS}\
Options:\n    \
--ipv4\t-4\t\t{v4} (line is ignored by ip6tables-restore)\n    \
--ipv6\t-6\t\t{v6} (line is ignored by iptables-restore)\n\
{OPTIONS}{fragment}  \
--modprobe=<command>\t\ttry to insert modules using this command\n  \
--set-counters -c PKTS BYTES\tset the counter during insert/append\n\
[!] --version\t-V\t\tprint package version.\n",
        program.version()
    )
}

const COMMANDS: &str = "\
Commands:
Either long or short options are allowed.
  --append  -A chain\t\tAppend to chain
  --check   -C chain\t\tCheck for the existence of a rule
  --delete  -D chain\t\tDelete matching rule from chain
  --delete  -D chain rulenum
\t\t\t\tDelete rule rulenum (1 = first) from chain
  --insert  -I chain [rulenum]
\t\t\t\tInsert in chain as rulenum (default 1=first)
  --replace -R chain rulenum
\t\t\t\tReplace rule rulenum (1 = first) in chain
  --list    -L [chain [rulenum]]
\t\t\t\tList the rules in a chain or all chains
  --list-rules -S [chain [rulenum]]
\t\t\t\tPrint the rules in a chain or all chains
  --flush   -F [chain]\t\tDelete all rules in  chain or all chains
  --zero    -Z [chain [rulenum]]
\t\t\t\tZero counters in chain or all chains
  --new     -N chain\t\tCreate a new user-defined chain
  --delete-chain
            -X [chain]\t\tDelete a user-defined chain
  --policy  -P chain target
\t\t\t\tChange policy on chain to target
  --rename-chain
            -E old-chain new-chain
\t\t\t\tChange chain name, (moving any references)

";

const OPTIONS: &str = "\
[!] --protocol\t-p proto\tprotocol: by number or name, eg. `tcp'
[!] --source\t-s address[/mask][...]
\t\t\t\tsource specification
[!] --destination -d address[/mask][...]
\t\t\t\tdestination specification
[!] --in-interface -i input name[+]
\t\t\t\tnetwork interface name ([+] for wildcard)
 --jump\t-j target
\t\t\t\ttarget for rule (may load target extension)
  --goto      -g chain
\t\t\t       jump to chain with no return
  --match\t-m match
\t\t\t\textended match (may load extension)
  --numeric\t-n\t\tnumeric output of addresses and ports
[!] --out-interface -o output name[+]
\t\t\t\tnetwork interface name ([+] for wildcard)
  --table\t-t table\ttable to manipulate (default: `filter')
  --verbose\t-v\t\tverbose mode
  --wait\t-w [seconds]\tmaximum wait to acquire xtables lock before give up
  --line-numbers\t\tprint line numbers when listing
  --exact\t-x\t\texpand numbers (display exact values)
";

/// `iptables-restore -h`.
pub(super) fn restore(program: &Program) -> String {
    format!(
        "Usage: {} [-c] [-v] [-V] [-t] [-h] [-n] [-w secs] [-W usecs] [-T table] [-M command] [file]
\t   [ --counters ]
\t   [ --verbose ]
\t   [ --version]
\t   [ --test ]
\t   [ --help ]
\t   [ --noflush ]
\t   [ --wait=<seconds>
\t   [ --table=<TABLE> ]
\t   [ --modprobe=<command> ]
",
        program.name
    )
}
