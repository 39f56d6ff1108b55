//! Names of DiffServ classes, read RFC 2474, RFC 2597 and RFC 3246.

use super::{extension::Complaint, value::begins, xtoptions::parameter};

/// The code points, 0 to 63.
const CLASSES: [(&str, u8); 22] = [
    ("CS0", 0x00),
    ("CS1", 0x08),
    ("CS2", 0x10),
    ("CS3", 0x18),
    ("CS4", 0x20),
    ("CS5", 0x28),
    ("CS6", 0x30),
    ("CS7", 0x38),
    ("BE", 0x00),
    ("AF11", 0x0a),
    ("AF12", 0x0c),
    ("AF13", 0x0e),
    ("AF21", 0x12),
    ("AF22", 0x14),
    ("AF23", 0x16),
    ("AF31", 0x1a),
    ("AF32", 0x1c),
    ("AF33", 0x1e),
    ("AF41", 0x22),
    ("AF42", 0x24),
    ("AF43", 0x26),
    ("EF", 0x2e),
];

/// The code point of a class; what follows its name is not looked at, as in iptables.
pub(super) fn class(name: &str) -> Result<u8, Complaint> {
    CLASSES
        .iter()
        .find(|(class, _)| begins(name, class))
        .map(|(_, point)| *point)
        .ok_or_else(|| parameter(format!("Invalid DSCP value `{name}'")))
}
