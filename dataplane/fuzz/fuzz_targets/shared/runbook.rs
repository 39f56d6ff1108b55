//! A runbook of arbitrary text: nothing in it may panic, hang, or break the model.

use control::{
    config::Model,
    lang::{
        Live, Offline, Output, Session, execute,
        runbook::{Action, Input, Runbook},
        save,
    },
};
use dataplane::time::Instant;

fn run(text: &str, model: &mut Model, live: &mut Offline) {
    let runbook = Runbook::new("fuzz", text.to_owned());
    for command in runbook.commands() {
        let Ok(command) = command else { return };
        // What comes from files does not: nothing outside is touched.
        let stdin = match &command.input {
            Some(Input::Here { text, .. }) => text.as_bytes(),
            Some(Input::File(_)) | None => b"",
        };
        if let Action::Execute(argv) = command.action() {
            let mut session = Session {
                model,
                live,
                origin: Some(runbook.origin(&command)),
            };
            execute(&argv, Some(stdin), &mut session, &mut Output::default());
        }
    }
}

/// Executes `data` after `setting`. What is left can be written down, and loads back to the same.
pub fn fuzz(setting: &str, data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let mut model = Model::new();
    let mut live = Offline::new(Instant::ZERO);
    run(setting, &mut model, &mut live);
    run(text, &mut model, &mut live);
    let saved = save(&model, &live.neighbours()).expect("a configuration can be saved");
    let mut model = Model::new();
    let mut live = Offline::new(Instant::ZERO);
    run(&saved, &mut model, &mut live);
    let again = save(&model, &live.neighbours()).expect("a configuration can be saved");
    assert_eq!(saved, again);
}
