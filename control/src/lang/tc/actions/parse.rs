//! How actions are read (`parse_action`).

use dataplane::qos::ActionKind;

use super::{ActionRequest, gact, mirred, pedit, police, skbedit};
use crate::{
    config::{Model, qos::ExtsRequest},
    lang::{
        args::{Args, Failure, is_abbreviation},
        ip::{number, refused},
        tc::{context::illegal, hex},
    },
};

/// What actions read their options from.
pub(super) struct Parsing<'p, 'w, 's> {
    /// The words; the kind's name was taken last.
    pub(super) args: &'p mut Args<'w, 's>,
    /// The links.
    pub(super) model: &'p Model,
}

/// What is wrong with an action: the tool says something and goes back.
pub(super) fn wrong(message: impl Into<String>) -> Failure {
    illegal(message.into())
}

/// An action of the kind, without the words around its options.
pub(super) fn request(name: &'static str, index: u32, kind: Option<ActionKind>) -> ActionRequest {
    ActionRequest {
        name,
        index,
        kind,
        words: String::new(),
        cookie: String::new(),
    }
}

/// `index NUMBER`, if that follows.
pub(super) fn index(args: &mut Args<'_, '_>, who: &str) -> Result<u32, Failure> {
    match args.peek() {
        Some(word) if is_abbreviation(word, "index") => {
            args.next();
            let index = number::unsigned(args.value()?, 10);
            index.ok_or_else(|| wrong(format!("{who}Illegal \"index\"\n")).at(args.last()))
        }
        Some(_) | None => Ok(0),
    }
}

/// Reads `action KIND … [action KIND …]` in a filter; the first `action` is taken already.
///
/// # Errors
/// What the tool says, up to what the caller adds.
pub(in super::super) fn parse(
    args: &mut Args<'_, '_>,
    model: &Model,
) -> Result<ExtsRequest, Failure> {
    args.needs_more()?;
    Ok(ExtsRequest {
        actions: parse_all(args, model)?,
        police: false,
    })
}

/// Whether a word is a command of `tc actions`, which ends a list.
fn is_command(word: &str) -> bool {
    ["change", "replace", "delete", "get", "add"]
        .iter()
        .any(|command| is_abbreviation(word, command))
}

/// Reads `[action] KIND … [action KIND …]`.
///
/// # Errors
/// What the tool says, up to what the caller adds.
pub(in super::super) fn parse_all(
    args: &mut Args<'_, '_>,
    model: &Model,
) -> Result<Vec<ActionRequest>, Failure> {
    let mut actions = Vec::new();
    let mut expected = false;
    while let Some(word) = args.next() {
        match word {
            "action" => {
                expected = true;
                continue;
            }
            "help" => return Err(wrong("").at(args.last())),
            _ if matches!(word, "flowid" | "classid") || is_command(word) => {
                args.put_back();
                break;
            }
            _ => expected = false,
        }
        let left = args.left() + 1;
        let at = args.last();
        if word == "police" {
            args.needs_more()?;
        }
        let mut parsing = Parsing { args, model };
        let parsed = match word {
            "police" => police::parse(&mut parsing),
            "mirred" => mirred::parse(&mut parsing),
            "skbedit" => skbedit::parse(&mut parsing),
            "pedit" => pedit::parse(&mut parsing),
            _ => gact::parse(&mut parsing),
        };
        let mut action = parsed.map_err(|mut failure| {
            if !failure.exits {
                failure.message.to_mut().push_str(&format!(
                    "bad action parsing\nparse_action: bad value ({left}:{word})!\n"
                ));
            }
            failure.at(at)
        })?;
        action.cookie = cookie(args)?;
        if let Some(word) = args.peek()
            && ["hw_stats", "no_percpu", "skip_hw", "skip_sw"].contains(&word)
        {
            args.next();
            return Err(refused(args, &format!("\"{word}\" of actions")));
        }
        action.words = args.since(at).join(" ");
        actions.push(action);
    }
    if expected {
        let message = "bad action empty 1\nparse_action: bad value (0:(null))!\n";
        return Err(wrong(message).at(args.last()));
    }
    Ok(actions)
}

/// `cookie DIGITS`, if that follows.
fn cookie(args: &mut Args<'_, '_>) -> Result<String, Failure> {
    /// Digits of the longest (`TC_COOKIE_MAX_SIZE`).
    const MOST: usize = 32;
    if !args.take("cookie") {
        return Ok(String::new());
    }
    let text = args.value()?;
    if text.len() > MOST {
        return Err(args.invalid(&format!("{} Max allowed size {MOST}", text.len())));
    }
    match hex::bytes(text) {
        Some(_) if text.len() % 2 == 0 => Ok(text.to_ascii_lowercase()),
        Some(_) | None => Err(args.invalid("cookie must be a hex string\n")),
    }
}

/// Reads a `police` without `action` in front.
///
/// # Errors
/// What the tool says.
pub(in super::super) fn parse_police(
    args: &mut Args<'_, '_>,
    model: &Model,
) -> Result<ExtsRequest, Failure> {
    let first = args.last() + 1;
    let action: ActionRequest = police::parse(&mut Parsing { args, model })?;
    let words = format!("police {}", args.since(first).join(" "));
    Ok(ExtsRequest {
        actions: vec![ActionRequest { words, ..action }],
        police: true,
    })
}
