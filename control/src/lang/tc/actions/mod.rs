//! The kinds of actions: how their options are read and shown.

mod control;
mod gact;
mod mirred;
mod parse;
mod pedit;
mod police;
mod show;
mod skbedit;

pub(super) use mirred::words as mirred_words;
pub(super) use parse::{parse, parse_all, parse_police};
pub(super) use show::{One, Showing, print, print_numbered};

use parse::{Parsing, index, request, wrong};
use show::Shown;

use crate::config::qos::ActionRequest;
