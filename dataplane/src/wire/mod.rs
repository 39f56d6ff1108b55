//! Header formats.
