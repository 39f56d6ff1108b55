//! The API: command lines over a unix socket, and what they print back.
//!
//! A client connects to the daemon's socket and sends requests, one after the other. Each message,
//! in both directions, is a length (32 bits, big-endian) and that many bytes of JSON.
//!
//! ```text
//! → {"argv":["ip","-batch","routes.txt"],"stdin":18000000}   then 18,000,000 bytes as they are
//! ← {"stdout":"…"}   any number of these, in the order in which the tool would have printed
//! ← {"stderr":"…"}
//! ← {"exit":0}       the last one
//! ```
//!
//! `stdin` is left out where the command reads nothing. A request is a transaction: it is executed
//! alone, and what it changes is in force when its `exit` arrives.

mod client;
mod proto;
mod server;

pub use client::{ClientError, call};
pub use proto::{MAX_REQUEST, MAX_STDIN, Reply, Request};
pub use server::{Call, Replies, Server, ServerError};
