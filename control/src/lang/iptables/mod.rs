//! `iptables` and `ip6tables`, with `-save` and `-restore`: read iptables(8) and
//! iptables-extensions(8); the reference is iptables 1.8.9, its legacy variant.

mod address;
mod database;
mod extension;
#[cfg(test)]
mod extension_tests;
mod matches;
mod quote;
mod targets;
mod value;
mod xtoptions;
