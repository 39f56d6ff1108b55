//! JSON as the tool's own writer lays it out.

use std::fmt::{self, Write};

/// A value.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value<'a> {
    /// A string, escaped when written.
    Text(&'a str),
    /// Anything that is shown as a string.
    Shown(&'a dyn Shown),
    /// A number.
    Number(u64),
    /// A number that may be negative.
    Signed(i64),
    /// A number with a fraction, already as it is to be written.
    Fraction(&'a str),
    /// `true` or `false`.
    Bool(bool),
    /// `null`.
    Null,
}

/// What can be both displayed and debugged, so that [`Value`] can.
pub(crate) trait Shown: fmt::Display + fmt::Debug {}

impl<T: fmt::Display + fmt::Debug> Shown for T {}

/// Writes JSON into a buffer of text.
#[derive(Debug)]
pub(crate) struct Json {
    pretty: bool,
    depth: usize,
    // What to write before the next value: a comma, or nothing.
    separator: bool,
}

impl Json {
    /// A writer at the start of a document.
    pub(crate) fn new(pretty: bool) -> Self {
        Self {
            pretty,
            depth: 0,
            separator: false,
        }
    }

    fn end_of_record(&mut self, out: &mut String) {
        if self.separator {
            out.push(',');
        }
        self.separator = true;
    }

    fn end_of_line(&self, out: &mut String) {
        if self.pretty {
            out.push('\n');
            for _ in 0..self.depth {
                out.push_str("    ");
            }
        }
    }

    fn begin(&mut self, out: &mut String, bracket: char) {
        self.end_of_record(out);
        out.push(bracket);
        self.depth += 1;
        self.separator = false;
    }

    fn end(&mut self, out: &mut String, bracket: char) {
        self.depth = self.depth.saturating_sub(1);
        if self.separator {
            self.end_of_line(out);
        }
        out.push(bracket);
        self.separator = true;
    }

    /// The name of the next value.
    pub(crate) fn name(&mut self, out: &mut String, name: &str) {
        self.end_of_record(out);
        self.end_of_line(out);
        self.separator = false;
        escape(out, name);
        out.push(':');
        if self.pretty {
            out.push(' ');
        }
    }

    /// Opens an object.
    pub(crate) fn begin_object(&mut self, out: &mut String) {
        self.begin(out, '{');
    }

    /// Closes an object.
    pub(crate) fn end_object(&mut self, out: &mut String) {
        self.end(out, '}');
    }

    /// Opens an array.
    pub(crate) fn begin_array(&mut self, out: &mut String) {
        self.begin(out, '[');
        if self.pretty {
            out.push(' ');
        }
    }

    /// Closes an array.
    pub(crate) fn end_array(&mut self, out: &mut String) {
        if self.pretty && self.separator {
            out.push(' ');
        }
        self.separator = false;
        self.end(out, ']');
    }

    /// A value.
    pub(crate) fn value(&mut self, out: &mut String, value: Value<'_>) {
        self.end_of_record(out);
        // Writing to a String does not fail.
        let _ = match value {
            Value::Text(text) => {
                escape(out, text);
                Ok(())
            }
            Value::Shown(shown) => {
                escape(out, &shown.to_string());
                Ok(())
            }
            Value::Number(number) => write!(out, "{number}"),
            Value::Signed(number) => write!(out, "{number}"),
            Value::Fraction(number) => out.write_str(number),
            Value::Bool(value) => write!(out, "{value}"),
            Value::Null => out.write_str("null"),
        };
    }
}

fn escape(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\u{c}' => out.push_str("\\f"),
            '\u{8}' => out.push_str("\\b"),
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            c => out.push(c),
        }
    }
    out.push('"');
}
