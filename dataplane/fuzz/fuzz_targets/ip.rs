//! A runbook of arbitrary text: nothing in it may panic, hang, or break the model.

#![no_main]

use control::{
    config::Model,
    lang::{
        Live, Offline, Output, Session, execute,
        runbook::{Action, Runbook},
        save,
    },
};
use dataplane::time::Instant;
use libfuzzer_sys::fuzz_target;

/// What is there before the input: links to refer to, and routes to be in the way of.
const SETTING: &str = "\
ip link add p0 address 02:00:00:00:00:01 type pcap
ip link add p1 address 02:00:00:00:00:02 type pcap
ip addr add 1.1.1.1/24 dev p0
ip addr add fd00:1::1/64 dev p0
ip addr add 2.2.2.1/24 dev p1
ip link set p0 up
ip link set p1 up
ip route add 5.5.5.0/24 via 1.1.1.2
ip rule add from 9.9.9.9 table 7
";

fn run(text: &str, model: &mut Model, live: &mut Offline) {
    let runbook = Runbook::new("fuzz", text.to_owned());
    for command in runbook.commands() {
        let Ok(command) = command else { return };
        if let Action::Execute(argv) = command.action() {
            let mut session = Session {
                model,
                live,
                origin: Some(runbook.origin(&command)),
            };
            execute(&argv, Some(b""), &mut session, &mut Output::default());
        }
    }
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let mut model = Model::new();
    let mut live = Offline::new(Instant::ZERO);
    run(SETTING, &mut model, &mut live);
    run(text, &mut model, &mut live);
    // What is left can be written down, and loads back to the same.
    let saved = save(&model, &live.neighbours()).expect("a configuration can be saved");
    let mut model = Model::new();
    let mut live = Offline::new(Instant::ZERO);
    run(&saved, &mut model, &mut live);
    let again = save(&model, &live.neighbours()).expect("a configuration can be saved");
    assert_eq!(saved, again);
});
