//! What is wrong with a command.

use super::syntax::Place;
use crate::config::Errno;

/// What is wrong, and with what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// What is wrong, without `Error: `.
    pub message: String,
    /// With what: the first is underlined with `^`, others with `~`.
    pub places: Vec<Place>,
}

impl Error {
    /// About one place.
    #[must_use]
    pub fn new(message: impl Into<String>, place: Place) -> Self {
        Self {
            message: message.into(),
            places: vec![place],
        }
    }

    /// The kernel says `errno` about a place.
    #[must_use]
    pub fn refused(errno: Errno, place: Place) -> Self {
        let message = format!("Could not process rule: {}", errno.text());
        Self::new(message, place)
    }

    /// A file can't be read: `-f FILE` with the system's text.
    #[must_use]
    pub fn no_file(name: &str, reason: &str) -> Self {
        let nowhere = Place {
            input: u16::MAX,
            ..Place::default()
        };
        Self::new(format!("Could not open file \"{name}\": {reason}"), nowhere)
    }

    /// About a place, and another that it does not go together with.
    #[must_use]
    pub fn between(message: impl Into<String>, place: Place, other: Place) -> Self {
        Self {
            message: message.into(),
            places: vec![place, other],
        }
    }

    /// Likewise, if the other is known.
    #[must_use]
    pub fn beside(message: impl Into<String>, place: Place, other: Option<Place>) -> Self {
        let mut error = Self::new(message, place);
        error.places.extend(other);
        error
    }
}
