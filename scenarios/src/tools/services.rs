//! Names of ports, as `/etc/services` has them; the few that nmap calls otherwise come second.

/// Ports of TCP that people meet, and of UDP where the name is the same.
const SERVICES: &[(u16, &str)] = &[
    (7, "echo"),
    (9, "discard"),
    (13, "daytime"),
    (20, "ftp-data"),
    (21, "ftp"),
    (22, "ssh"),
    (23, "telnet"),
    (25, "smtp"),
    (37, "time"),
    (43, "whois"),
    (49, "tacacs"),
    (53, "domain"),
    (67, "bootps"),
    (68, "bootpc"),
    (69, "tftp"),
    (79, "finger"),
    (80, "http"),
    (88, "kerberos"),
    (110, "pop3"),
    (111, "sunrpc"),
    (113, "auth"),
    (119, "nntp"),
    (123, "ntp"),
    (135, "epmap"),
    (139, "netbios-ssn"),
    (143, "imap2"),
    (161, "snmp"),
    (179, "bgp"),
    (194, "irc"),
    (389, "ldap"),
    (443, "https"),
    (445, "microsoft-ds"),
    (465, "submissions"),
    (514, "shell"),
    (587, "submission"),
    (631, "ipp"),
    (636, "ldaps"),
    (873, "rsync"),
    (993, "imaps"),
    (995, "pop3s"),
    (1194, "openvpn"),
    (1433, "ms-sql-s"),
    (2049, "nfs"),
    (3306, "mysql"),
    (3389, "ms-wbt-server"),
    (5060, "sip"),
    (5432, "postgresql"),
    (5900, "rfb"),
    (6379, "redis"),
    (7000, "bbs"),
    (8080, "http-alt"),
];

/// What nmap calls otherwise, or knows where `/etc/services` has no name.
const NMAP: &[(u16, &str)] = &[
    (81, "hosts2-ns"),
    (82, "xfer"),
    (88, "kerberos-sec"),
    (90, "dnsix"),
    (91, "mit-dov"),
    (92, "npp"),
    (111, "rpcbind"),
    (113, "ident"),
    (135, "msrpc"),
    (143, "imap"),
    (465, "smtps"),
    (1337, "waste"),
    (2222, "EtherNetIP-1"),
    (3128, "squid-http"),
    (5000, "upnp"),
    (5201, "targus-getdata1"),
    (5900, "vnc"),
    (7000, "afs3-fileserver"),
    (7001, "afs3-callback"),
    (8000, "http-alt"),
    (8008, "http"),
    (8080, "http-proxy"),
    (8443, "https-alt"),
    (8888, "sun-answerbook"),
    (9000, "cslistener"),
    (9090, "zeus-admin"),
    (9999, "abyss"),
    (10000, "snet-sensor-mgmt"),
];

/// Names that only UDP has.
const UDP: &[(u16, &str)] = &[
    (514, "syslog"),
    (500, "isakmp"),
    (4789, "vxlan"),
    (51820, ""),
];

fn find(list: &[(u16, &'static str)], port: u16) -> Option<&'static str> {
    let found = list.iter().find(|(known, _)| *known == port)?;
    (!found.1.is_empty()).then_some(found.1)
}

/// `getservbyport`.
pub(super) fn by_port(port: u16, udp: bool) -> Option<&'static str> {
    if udp && let Some(name) = find(UDP, port) {
        return Some(name);
    }
    find(SERVICES, port)
}

/// `getservbyname`.
fn by_name(name: &str) -> Option<u16> {
    let found = SERVICES.iter().find(|(_, known)| *known == name)?;
    Some(found.0)
}

/// A port that is given by number or by name.
pub(super) fn port(word: &str) -> Option<u16> {
    word.parse().ok().or_else(|| by_name(word))
}

/// What nmap calls it.
pub(super) fn nmap(port: u16, udp: bool) -> &'static str {
    find(NMAP, port)
        .or_else(|| by_port(port, udp))
        .unwrap_or("unknown")
}
