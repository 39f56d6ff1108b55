//! `tollgate explain`.

use std::{path::Path, process::ExitCode};

use super::{
    args::{ExplainArgs, TraceArgs},
    main::{ask, fail, print},
};
use crate::{
    explain::{self, Detail, Injection, Question, TraceRequest},
    replay::Capture,
};

/// Tells what becomes of packets.
pub(super) fn run(args: ExplainArgs, socket: &Path) -> ExitCode {
    let question = match question(&args) {
        Ok(question) => question,
        Err(error) => {
            // A caret stands under a word of the first line.
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    if args.live {
        return ask_daemon(&args, &question, socket);
    }
    match explain::offline(&args.config, &question) {
        Ok(explanation) if args.json => {
            print([format!("{:#}\n", explain::json(&explanation))]);
            ExitCode::SUCCESS
        }
        Ok(explanation) => {
            let detail = Detail {
                brief: args.brief,
                ..Detail::default()
            };
            print([explain::text(&explanation, detail)]);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Shows packets of the daemon.
pub(super) fn trace(args: TraceArgs, socket: &Path) -> ExitCode {
    let request = TraceRequest {
        filter: args.filter.join(" "),
        port: args.port,
        count: args.count,
        json: args.json,
        brief: args.brief,
    };
    if let Err(error) = explain::filter(&request.filter) {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    match serde_json::to_string(&request) {
        Ok(request) => ask(socket, &["trace", &request]),
        Err(error) => fail(error),
    }
}

/// What is asked. Packets are read here already: what is wrong with them need not load anything.
fn question(args: &ExplainArgs) -> Result<Question, String> {
    let mut packets = Vec::new();
    if let Some(file) = &args.pcap {
        let capture = Capture::open(file).and_then(explain::capture);
        let (frames, cut) = capture.map_err(|error| error.to_string())?;
        if cut > 0 {
            eprintln!("frames left out, captured in part only: {cut}");
        }
        packets = frames;
    }
    for text in args.packet.iter().chain(&args.then) {
        if text == "reply" {
            packets.push(Injection::Reply);
            continue;
        }
        let parsed = text.parse::<explain::PacketSpec>();
        parsed.map_err(|error| error.to_string())?;
        packets.push(Injection::Packet(text.clone()));
    }
    Ok(Question {
        port: args.port.clone(),
        packets,
    })
}

fn ask_daemon(args: &ExplainArgs, question: &Question, socket: &Path) -> ExitCode {
    let question = match serde_json::to_string(question) {
        Ok(question) => question,
        Err(error) => return fail(error),
    };
    let mut words = vec!["explain"];
    if args.json {
        words.push("-j");
    }
    if args.brief {
        words.push("-b");
    }
    words.push(&question);
    ask(socket, &words)
}
