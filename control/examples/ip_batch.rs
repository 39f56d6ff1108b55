//! Measures `ip -batch` of a million routes into the model: `cargo run --release --example ip_batch`.

use std::{fmt::Write as _, time::Instant};

use control::{
    config::Model,
    lang::{Offline, Output, Session, execute},
};

fn main() {
    let mut model = Model::new();
    let mut live = Offline::default();
    let mut run = |line: &str, stdin: &str| {
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let mut out = Output::default();
        let mut session = Session {
            model: &mut model,
            live: &mut live,
            origin: None,
        };
        let status = execute(&words, Some(stdin.as_bytes()), &mut session, &mut out);
        assert_eq!(status, 0, "{line}: {}", out.errors());
        out
    };
    run("ip link add ens4 type tap", "");
    run("ip addr add 10.0.0.1/8 dev ens4", "");
    run("ip link set ens4 up", "");
    let mut routes = String::new();
    for i in 0..1_000_000_u32 {
        let prefix = std::net::Ipv4Addr::from(0x0b00_0000 + i * 256);
        let gateway = 1 + i % 100;
        let _ = writeln!(
            routes,
            "route add {prefix}/24 via 10.0.0.{gateway} dev ens4"
        );
    }
    let start = Instant::now();
    run("ip -batch routes", &routes);
    println!("add 1,000,000: {:?}", start.elapsed());
    let start = Instant::now();
    let shown = run("ip route", "").stdout.len();
    println!("show: {:?} ({shown} bytes)", start.elapsed());
    let replaced = routes.replace("route add", "route replace");
    let start = Instant::now();
    run("ip -batch routes", &replaced);
    println!("replace 1,000,000: {:?}", start.elapsed());
}
