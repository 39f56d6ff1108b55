//! A web server: `python3 -m http.server`, and `apache2` and `nginx` as far as a lab needs them.

use std::net::IpAddr;

use super::{NEVER, wall};
use crate::jobs::{File, Io, Listener, Others, Stream};

/// How a server presents itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Python,
    Apache,
    Nginx,
}

impl Kind {
    const fn server(self) -> &'static str {
        match self {
            Self::Python => "SimpleHTTP/0.6 Python/3.11.7",
            Self::Apache => "Apache/2.4.57 (Debian)",
            Self::Nginx => "nginx/1.22.1",
        }
    }
}

/// `apache2` and `nginx`: on port 80 of both families.
pub(super) async fn daemon(io: &Io, name: &str) -> i32 {
    let kind = if name == "nginx" {
        Kind::Nginx
    } else {
        Kind::Apache
    };
    match io.listen(name, None, 80, (true, true), 511) {
        Ok(listener) => serve(io, kind, &listener).await,
        Err(error) => {
            io.print(match kind {
                Kind::Nginx => {
                    format!("nginx: [emerg] bind() to 0.0.0.0:80 failed (98: {error})\n")
                }
                Kind::Apache | Kind::Python => format!(
                    "(98){error}: AH00072: make_sock: could not bind to address [::]:80\n\
                     no listening sockets available, shutting down\n"
                ),
            });
            1
        }
    }
}

/// `python3 -m http.server [-b ADDRESS] [-d DIRECTORY] [PORT]`; Python does nothing else here.
pub(super) async fn python(io: &Io, args: &[&str]) -> i32 {
    let ["-m", "http.server", args @ ..] = args else {
        io.print("python3: the lab has nothing of Python but -m http.server\n");
        return 1;
    };
    let (mut port, mut bind) = (8000, None);
    let mut words = args.iter();
    while let Some(&word) = words.next() {
        match word {
            "-b" | "--bind" => bind = words.next().and_then(|word| word.parse::<IpAddr>().ok()),
            "-d" | "--directory" | "-p" | "--protocol" => {
                words.next();
            }
            _ if word.starts_with('-') => {
                io.print(format!(
                    "usage: server.py [-h] [--cgi] [-b ADDRESS] [-d DIRECTORY] [-p VERSION] [port]\n\
                     server.py: error: unrecognized arguments: {word}\n"
                ));
                return 2;
            }
            _ => match word.parse() {
                Ok(number) => port = number,
                Err(_) => {
                    io.print(format!(
                        "usage: server.py [-h] [--cgi] [-b ADDRESS] [-d DIRECTORY] [-p VERSION] [port]\n\
                         server.py: error: argument port: invalid int value: '{word}'\n"
                    ));
                    return 2;
                }
            },
        }
    }
    let v6 = bind.is_some_and(|bind| bind.is_ipv6());
    let any = bind.is_some_and(|bind| bind.is_unspecified());
    let local = bind.filter(|_| !any);
    let listener = match io.listen("python3", local, port, (v6, v6 && any), 5) {
        Ok(listener) => listener,
        Err(error) => {
            io.print(format!("OSError: [Errno 98] {error}\n"));
            return 1;
        }
    };
    let shown = bind.map_or("0.0.0.0".to_owned(), |bind| bind.to_string());
    let url = if v6 {
        format!("[{shown}]")
    } else {
        shown.clone()
    };
    io.print(format!(
        "Serving HTTP on {shown} port {port} (http://{url}:{port}/) ...\n"
    ));
    io.catch_interrupt();
    let status = serve(io, Kind::Python, &listener).await;
    io.print("\nKeyboard interrupt received, exiting.\n");
    status
}

/// Answers until somebody presses Ctrl-C.
async fn serve(io: &Io, kind: Kind, listener: &Listener) -> i32 {
    let others = Others::default();
    let accept = async {
        while let Some(stream) = listener.accept(NEVER).await {
            let io = io.clone();
            others.add(async move { answer(&io, kind, stream).await });
        }
    };
    io.beside(&others, accept).await;
    0
}

/// Reads one request and answers it.
async fn answer(io: &Io, kind: Kind, stream: Stream) {
    let mut request: Vec<u8> = Vec::new();
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(NEVER).await {
            Ok(Some(bytes)) if request.len() < 65_536 => request.extend(bytes),
            Ok(_) | Err(_) => return,
        }
    }
    let request = String::from_utf8_lossy(&request).into_owned();
    let line = request.lines().next().unwrap_or_default();
    let mut words = line.split(' ');
    let (method, path) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or("/"),
    );
    let (status, reason, page) = page(io, kind, method, path);
    let version = if kind == Kind::Python { "1.0" } else { "1.1" };
    let date = wall::http_date(io.now());
    let mut head = format!(
        "HTTP/{version} {status} {reason}\r\nServer: {}\r\nDate: {date}\r\n",
        kind.server()
    );
    if status == 200 {
        head += &format!(
            "Content-type: text/html\r\nContent-Length: {}\r\n",
            page.len()
        );
        if kind != Kind::Python {
            head += "Connection: close\r\n";
        }
    } else {
        head += &format!(
            "Connection: close\r\nContent-Type: text/html;charset=utf-8\r\nContent-Length: {}\r\n",
            page.len()
        );
    }
    head += "\r\n";
    if kind == Kind::Python {
        let (_, from) = stream.ends();
        let when = wall::log_date(io.now());
        let log = |text: &str| io.print(format!("{} - - [{when}] {text}\n", from.ip()));
        if status != 200 {
            log(&format!("code {status}, message {reason}"));
        }
        log(&format!("\"{line}\" {status} -"));
    }
    if stream.write_all(head.as_bytes()).await.is_err() || method == "HEAD" {
        return;
    }
    for chunk in page.chunks(65_536) {
        if stream.write_all(&chunk).await.is_err() {
            return;
        }
    }
}

/// What is served at a path.
fn page(io: &Io, kind: Kind, method: &str, path: &str) -> (u16, String, File) {
    if !matches!(method, "GET" | "HEAD") {
        let message = format!("Unsupported method ('{method}')");
        let why = "501 - Server does not support this operation.";
        let page = error_page(501, &message, why);
        return (501, message, page);
    }
    let name = path
        .split(['?', '#'])
        .next()
        .unwrap_or(path)
        .trim_matches('/');
    let files = io.files();
    let found = match name {
        "" => files
            .get("index.html")
            .or_else(|| files.get("/var/www/html/index.html")),
        name => files.get(name),
    };
    let ok = |file| (200, "OK".to_owned(), file);
    match (found, name, kind) {
        (Some(file), _, _) => ok(file.clone()),
        (None, "", Kind::Python) => {
            let mut list = String::new();
            for name in files.keys().filter(|name| !name.contains('/')) {
                list += &format!("<li><a href=\"{name}\">{name}</a></li>\n");
            }
            ok(File::Bytes(
                format!(
                    "<!DOCTYPE HTML>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
                     <title>Directory listing for /</title>\n</head>\n<body>\n\
                     <h1>Directory listing for /</h1>\n<hr>\n<ul>\n{list}</ul>\n<hr>\n</body>\n</html>\n"
                )
                .into_bytes(),
            ))
        }
        (None, "", Kind::Apache | Kind::Nginx) => {
            let host = io.host();
            ok(File::Bytes(
                format!("<html><body><h1>It works!</h1><p>{host}</p></body></html>\n").into_bytes(),
            ))
        }
        (None, _, _) => {
            let message = "File not found";
            let why = "404 - Nothing matches the given URI.";
            (404, message.to_owned(), error_page(404, message, why))
        }
    }
}

fn error_page(code: u16, message: &str, why: &str) -> File {
    let page = format!(
        "<!DOCTYPE HTML>\n<html lang=\"en\">\n    <head>\n        <meta charset=\"utf-8\">\n        \
         <title>Error response</title>\n    </head>\n    <body>\n        <h1>Error response</h1>\n        \
         <p>Error code: {code}</p>\n        <p>Message: {message}.</p>\n        \
         <p>Error code explanation: {why}</p>\n    </body>\n</html>\n"
    );
    File::Bytes(page.into_bytes())
}
