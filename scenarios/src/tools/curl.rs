//! `curl`, as 7.88 does HTTP and prints it on a terminal.

use std::net::{IpAddr, SocketAddr};

use dataplane::time::{Duration, Instant};

use super::{
    NEVER,
    getopt::{Bad, Options, Spec},
};
use crate::{
    jobs::{Family, File, Io, Stream},
    stack::SocketError,
};

const SPEC: Spec = Spec {
    short: "vsSIfo:Om:LH:X:d:46w:A:gkiN",
    long: &[
        ("verbose", false, 'v'),
        ("silent", false, 's'),
        ("show-error", false, 'S'),
        ("head", false, 'I'),
        ("fail", false, 'f'),
        ("output", true, 'o'),
        ("remote-name", false, 'O'),
        ("max-time", true, 'm'),
        ("connect-timeout", true, 'c'),
        ("location", false, 'L'),
        ("header", true, 'H'),
        ("request", true, 'X'),
        ("data", true, 'd'),
        ("ipv4", false, '4'),
        ("ipv6", false, '6'),
        ("write-out", true, 'w'),
        ("user-agent", true, 'A'),
        ("globoff", false, 'g'),
        ("insecure", false, 'k'),
        ("include", false, 'i'),
        ("no-buffer", false, 'N'),
        ("interface", true, 'p'),
    ],
    stops: false,
};
/// How long a connection may take to open.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(300);
/// What stands under `Server:`.
const AGENT: &str = "curl/7.88.1";

/// Why a transfer failed: curl's number, and what it prints.
struct Failure(i32, String);

/// A URL of HTTP.
struct Url {
    host: String,
    port: u16,
    path: String,
}

pub(super) async fn run(io: &Io, args: &[&str]) -> i32 {
    const HINT: &str = "curl: try 'curl --help' or 'curl --manual' for more information\n";
    let options = match Options::read(&SPEC, args) {
        Ok(options) => options,
        Err(bad) => {
            let complaint = match bad {
                Bad::Unknown(letter) => format!("option -{letter}: is unknown"),
                Bad::UnknownLong(name) => format!("option --{name}: is unknown"),
                Bad::NoValue(letter) => format!("option -{letter}: requires parameter"),
                Bad::NoLongValue(name) => format!("option --{name}: requires parameter"),
            };
            io.print(format!("curl: {complaint}\n{HINT}"));
            return 2;
        }
    };
    let Some(&url) = options.operands.first() else {
        io.print(format!("curl: no URL specified!\n{HINT}"));
        return 2;
    };
    let mut transfer = Transfer::new(io, &options);
    let end = transfer.run(url).await;
    transfer.finish();
    match end {
        Ok(()) => 0,
        Err(Failure(status, text)) => {
            if !options.has('s') || options.has('S') {
                io.print(format!("curl: ({status}) {text}\n"));
            }
            status
        }
    }
}

/// Reads `[http://]HOST[:PORT][/PATH]`.
fn parse(url: &str) -> Result<Url, Failure> {
    let bad = || Failure(3, "URL using bad/illegal format or missing URL".to_owned());
    let rest = match url.split_once("://") {
        Some(("http", rest)) => rest,
        Some((scheme, _)) => {
            return Err(Failure(
                1,
                format!("Protocol \"{scheme}\" not supported or disabled in libcurl"),
            ));
        }
        None => url,
    };
    let at = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(at);
    let path = match path.starts_with('/') {
        true => path.to_owned(),
        false => format!("/{path}"),
    };
    let authority = authority.rsplit('@').next().unwrap_or(authority);
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (host, port) = rest.split_once(']').ok_or_else(bad)?;
            (host, port.strip_prefix(':'))
        }
        None => match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        },
    };
    let port = match port {
        None | Some("") => 80,
        Some(port) => port.parse().map_err(|_| bad())?,
    };
    if host.is_empty() {
        return Err(bad());
    }
    Ok(Url {
        host: host.to_owned(),
        port,
        path,
    })
}

/// A transfer, and what is printed of it.
struct Transfer<'a> {
    io: &'a Io,
    options: &'a Options<'a>,
    began: Instant,
    end: Instant,
    status: u16,
    /// Bytes of the body that came, and that were announced.
    received: u64,
    announced: Option<u64>,
    body: Vec<u8>,
    file: Option<String>,
}

impl<'a> Transfer<'a> {
    fn new(io: &'a Io, options: &'a Options<'a>) -> Self {
        let seconds = |letter| {
            let value = options.value(letter).and_then(|value| value.parse().ok());
            value.filter(|value: &f64| (0.001..1e6).contains(value))
        };
        let end = match seconds('m') {
            Some(limit) => io.now() + Duration::from_secs_f64(limit),
            None => NEVER,
        };
        Self {
            io,
            options,
            began: io.now(),
            end,
            status: 0,
            received: 0,
            announced: None,
            body: Vec::new(),
            file: None,
        }
    }

    fn say(&self, text: &str) {
        if self.options.has('v') {
            self.io.print(format!("{text}\n"));
        }
    }

    fn millis(&self) -> u128 {
        self.io.now().saturating_since(self.began).as_millis()
    }

    async fn run(&mut self, url: &str) -> Result<(), Failure> {
        let url = parse(url)?;
        let family = match () {
            () if self.options.has('4') => Family::V4,
            () if self.options.has('6') => Family::V6,
            () => Family::Any,
        };
        self.file = match self.options.value('o') {
            Some(file) => Some(file.to_owned()),
            None if self.options.has('O') => url.path.rsplit('/').next().map(str::to_owned),
            None => None,
        };
        let address = self.io.resolve(&url.host, family);
        let address =
            address.ok_or_else(|| Failure(6, format!("Could not resolve host: {}", url.host)))?;
        let to = SocketAddr::new(address, url.port);
        let end = match self.connect(&url, to).await {
            Ok(stream) => self.exchange(&url, &stream).await,
            Err(failure) => Err(failure),
        };
        self.say("* Closing connection 0");
        end
    }

    async fn connect(&self, url: &Url, to: SocketAddr) -> Result<Stream, Failure> {
        self.say(&format!("*   Trying {to}..."));
        let limit = self.options.value('c').and_then(|value| value.parse().ok());
        let limit = limit.map_or(CONNECT_TIMEOUT, Duration::from_secs_f64);
        let deadline = self.began + limit;
        let connected = self.io.connect("curl", to, deadline.min(self.end)).await;
        let (host, address, port) = (&url.host, to.ip(), url.port);
        let error = match connected {
            Ok(stream) => {
                self.say(&format!(
                    "* Connected to {host} ({address}) port {port} (#0)"
                ));
                return Ok(stream);
            }
            Err(error) => error,
        };
        let millis = self.millis();
        let is_late = error == SocketError::TimedOut;
        if is_late && self.end <= self.io.now() {
            return Err(Failure(
                28,
                format!("Connection timed out after {millis} milliseconds"),
            ));
        }
        if is_late && deadline <= self.io.now() {
            let family = if address.is_ipv4() { "ipv4" } else { "ipv6" };
            self.say(&format!(
                "* {family} connect timeout after {}ms, move on!",
                limit.as_millis()
            ));
            let text = format!(
                "Failed to connect to {host} port {port} after {millis} ms: Timeout was reached"
            );
            self.say(&format!("* {text}"));
            return Err(Failure(28, text));
        }
        let at_once = error == SocketError::NetworkUnreachable && millis == 0;
        self.say(&if at_once {
            format!("* Immediate connect fail for {address}: {error}")
        } else {
            format!("* connect to {address} port {port} failed: {error}")
        });
        let text = format!(
            "Failed to connect to {host} port {port} after {millis} ms: Couldn't connect to server"
        );
        self.say(&format!("* {text}"));
        Err(Failure(if is_late { 28 } else { 7 }, text))
    }

    fn request(&self, url: &Url) -> String {
        let host = match url.host.parse::<IpAddr>() {
            Ok(IpAddr::V6(address)) => format!("[{address}]"),
            Ok(IpAddr::V4(_)) | Err(_) => url.host.clone(),
        };
        let host = match url.port {
            80 => host,
            port => format!("{host}:{port}"),
        };
        let data = self.options.value('d');
        let method = match self.options.value('X') {
            Some(method) => method,
            None if self.options.has('I') => "HEAD",
            None if data.is_some() => "POST",
            None => "GET",
        };
        let agent = self.options.value('A').unwrap_or(AGENT);
        let mut request = format!(
            "{method} {} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {agent}\r\nAccept: */*\r\n",
            url.path
        );
        let headers = self.options.list.iter();
        for (_, header) in headers.filter(|(letter, _)| *letter == 'H') {
            request += &format!("{header}\r\n");
        }
        if let Some(data) = data {
            request += &format!(
                "Content-Length: {}\r\nContent-Type: application/x-www-form-urlencoded\r\n",
                data.len()
            );
        }
        request + "\r\n"
    }

    async fn exchange(&mut self, url: &Url, stream: &Stream) -> Result<(), Failure> {
        let request = self.request(url);
        for line in request.lines() {
            self.say(&format!("> {line}"));
        }
        let data = self.options.value('d').unwrap_or_default();
        let whole = request + data;
        if let Err(error) = stream.write_all(whole.as_bytes()).await {
            return Err(Failure(55, format!("Send failure: {error}")));
        }
        let mut head: Vec<u8> = Vec::new();
        let body = loop {
            if let Some(at) = head.windows(4).position(|end| end == b"\r\n\r\n") {
                break head.split_off(at + 4);
            }
            match self.read(stream).await? {
                Some(bytes) => head.extend(bytes),
                None if head.is_empty() => {
                    self.say("* Empty reply from server");
                    return Err(Failure(52, "Empty reply from server".to_owned()));
                }
                None => break Vec::new(),
            }
        };
        self.show_head(&String::from_utf8_lossy(&head));
        if self.options.has('f') && self.status >= 400 {
            let text = format!("The requested URL returned error: {}", self.status);
            self.say(&format!("* {text}"));
            return Err(Failure(22, text));
        }
        if self.options.has('I') {
            return Ok(());
        }
        self.take(body);
        while self
            .announced
            .is_none_or(|announced| self.received < announced)
        {
            match self.read(stream).await? {
                Some(bytes) => self.take(bytes),
                None => break,
            }
        }
        match self.announced {
            Some(announced) if self.received < announced => {
                let left = announced - self.received;
                let text = format!("transfer closed with {left} bytes remaining to read");
                self.say(&format!("* {text}"));
                Err(Failure(18, text))
            }
            Some(_) | None => Ok(()),
        }
    }

    async fn read(&self, stream: &Stream) -> Result<Option<Vec<u8>>, Failure> {
        stream.read(self.end).await.map_err(|error| {
            let text = if error == SocketError::TimedOut && self.io.now() >= self.end {
                let so_far = match self.announced {
                    Some(announced) => format!("{} out of {announced}", self.received),
                    None => self.received.to_string(),
                };
                let millis = self.millis();
                format!(
                    "Operation timed out after {millis} milliseconds with {so_far} bytes received"
                )
            } else {
                format!("Recv failure: {error}")
            };
            self.say(&format!("* {text}"));
            let is_late = error == SocketError::TimedOut;
            Failure(if is_late { 28 } else { 56 }, text)
        })
    }

    fn show_head(&mut self, head: &str) {
        let mut lines = head.lines();
        let first = lines.next().unwrap_or_default();
        let code = first.split(' ').nth(1).and_then(|code| code.parse().ok());
        self.status = code.unwrap_or(0);
        if first.starts_with("HTTP/1.0") {
            self.say("* HTTP 1.0, assume close after body");
        }
        for line in lines {
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                self.announced = value.trim().parse().ok();
            }
        }
        for line in head.lines() {
            self.say(&format!("< {line}"));
            if self.options.has('I') || self.options.has('i') {
                self.io.print(format!("{line}\n"));
            }
        }
    }

    fn take(&mut self, bytes: Vec<u8>) {
        self.received += bytes.len() as u64;
        if self.file.is_some() {
            self.body.extend(bytes);
        } else {
            self.io.print(bytes);
        }
    }

    /// Writes the file, the meter, and what `-w` asks for.
    fn finish(&mut self) {
        if let Some(file) = &self.file {
            let body = std::mem::take(&mut self.body);
            if file != "/dev/null" && self.status != 0 {
                self.io.files_mut().insert(file.clone(), File::Bytes(body));
            }
            if !self.options.has('s') {
                self.io.print(self.meter());
            }
        }
        if let Some(format) = self.options.value('w') {
            let seconds = self.io.now().saturating_since(self.began).as_secs_f64();
            let text = format
                .replace("%{http_code}", &format!("{:03}", self.status))
                .replace("%{response_code}", &format!("{:03}", self.status))
                .replace("%{size_download}", &self.received.to_string())
                .replace("%{time_total}", &format!("{seconds:.6}"))
                .replace("\\n", "\n")
                .replace("%%", "%");
            self.io.print(text);
        }
    }

    fn meter(&self) -> String {
        let seconds = self.io.now().saturating_since(self.began).as_secs_f64();
        let speed = (self.received as f64 / seconds.max(1e-6)) as u64;
        let total = self.announced.unwrap_or(self.received);
        let percent = match total {
            0 => 0,
            total => self.received * 100 / total,
        };
        let clock = |seconds: u64| {
            format!(
                "{:2}:{:02}:{:02}",
                seconds / 3600,
                seconds / 60 % 60,
                seconds % 60
            )
        };
        let spent = match seconds as u64 {
            0 => "--:--:--".to_owned(),
            seconds => clock(seconds),
        };
        format!(
            "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n\
             {:33}Dload  Upload   Total   Spent    Left  Speed\n\
             {percent:3} {:>5}  {percent:3} {:>5}    0     0  {:>5}      0 {} {spent} --:--:-- {:>5}\n",
            "",
            short(total),
            short(self.received),
            short(speed),
            spent,
            short(speed)
        )
    }
}

/// Five characters for a number of bytes, as the meter prints it (`max5data`).
fn short(bytes: u64) -> String {
    const K: u64 = 1024;
    match bytes {
        0..100_000 => bytes.to_string(),
        _ if bytes < 10_000 * K => format!("{}k", bytes / K),
        _ if bytes < 100 * K * K => {
            format!("{}.{}M", bytes / (K * K), bytes % (K * K) / (K * K / 10))
        }
        _ if bytes < 10_000 * K * K => format!("{}M", bytes / (K * K)),
        _ => format!("{}G", bytes / (K * K * K)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_read() {
        for (url, host, port, path) in [
            ("10.2.1.21", "10.2.1.21", 80, "/"),
            ("http://server1:8080/a/b?c", "server1", 8080, "/a/b?c"),
            ("http://[fd00::2]:81/", "fd00::2", 81, "/"),
            ("server1?q", "server1", 80, "/?q"),
        ] {
            let read = parse(url).map_err(|failure| failure.1).expect(url);
            assert_eq!(
                (read.host.as_str(), read.port, read.path.as_str()),
                (host, port, path)
            );
        }
        for (url, status) in [("ftp://a", 1), ("a:99999", 3), (":80", 3)] {
            assert_eq!(
                parse(url).map(|_| ()).map_err(|failure| failure.0),
                Err(status)
            );
        }
    }

    #[test]
    fn numbers_take_five_places() {
        for (bytes, text) in [
            (3000, "3000"),
            (204_000, "199k"),
            (99_999, "99999"),
            (10_485_760, "10.0M"),
        ] {
            assert_eq!(short(bytes), text);
        }
    }
}
