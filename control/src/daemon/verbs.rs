//! What the daemon says about itself: `tollgate drops`, `tollgate flows`, `tollgate status`.

use std::{fmt::Write, time::Duration};

use dataplane::{time::Instant, worker::Router};
use serde_json::json;

use super::{
    control::Control,
    drops,
    flows::{self, Selection},
    lifecycle::Options,
};
use crate::explain::{self, Detail, Question};

/// Whether JSON is asked for.
fn is_json(options: &[&str]) -> bool {
    options.contains(&"-j")
}

fn pretty(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}

/// `tollgate drops [-j]`
pub(super) fn drops(router: &Router, options: &[&str]) -> String {
    let totals = router.totals();
    if is_json(options) {
        pretty(&drops::json(&totals))
    } else {
        drops::text(&totals)
    }
}

/// `tollgate flows [-j] [-v]`
pub(super) fn flows(router: &Router, now: Instant, options: &[&str]) -> String {
    let select = Selection {
        all: options.contains(&"-v"),
    };
    if is_json(options) {
        pretty(&flows::json(router, now, select))
    } else {
        flows::text(router, now, select)
    }
}

/// `tollgate explain [-j|-b] QUESTION`, with a question as JSON.
pub(super) fn explain(router: &Router, now: Instant, words: &[&str]) -> Result<String, String> {
    let (question, options) = words.split_last().ok_or("explain: there is no question")?;
    let question: Question = serde_json::from_str(question).map_err(|error| error.to_string())?;
    let explanation =
        explain::explain(router, now, &question).map_err(|error| error.to_string())?;
    if is_json(options) {
        return Ok(pretty(&explain::json(&explanation)));
    }
    let brief = options.contains(&"-b");
    let detail = Detail {
        brief,
        ..Detail::default()
    };
    Ok(explain::text(&explanation, detail))
}

/// `tollgate status [-j]`
pub(super) fn status<W>(
    control: &Control<W>,
    options: &Options,
    uptime: Duration,
    words: &[&str],
) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let pid = std::process::id();
    let uptime = uptime.as_secs();
    let epoch = control.router().snapshots.current().epoch.0;
    let files: Vec<String> = options
        .files
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    let ports: Vec<(String, &'static str)> = control.ports().collect();
    if is_json(words) {
        let ports: Vec<_> = ports
            .iter()
            .map(|(name, state)| json!({ "name": name, "state": state }))
            .collect();
        return pretty(&json!({
            "version": version,
            "pid": pid,
            "uptime": uptime,
            "workers": options.workers,
            "runbooks": files,
            "configuration": epoch,
            "ports": ports,
            "offload": control.router().offload().summary().map(|(flows, packets)| {
                json!({ "flows": flows, "packets": packets })
            }),
        }));
    }
    let mut text = format!(
        "tollgate {version}, process {pid}, up {uptime} s, {} workers, configuration {epoch}\n",
        options.workers
    );
    // Writing to a string never fails.
    for file in files {
        let _ = writeln!(text, "runbook {file}");
    }
    for (name, state) in ports {
        let _ = writeln!(text, "port {name}: {state}");
    }
    if let Some((flows, packets)) = control.router().offload().summary() {
        let _ = writeln!(text, "offload: {flows} flows, {packets} packets replayed");
    }
    text
}
