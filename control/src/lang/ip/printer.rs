//! Text or JSON, from one description of what is shown.

use std::fmt::{self, Write};

use super::{
    json::{Json, Value},
    options::Options,
};

/// Prints a list of objects: as text, or as JSON.
///
/// Each call gives both forms; the options decide which of them is written.
#[derive(Debug)]
pub(crate) struct Printer<'o> {
    out: &'o mut String,
    json: Option<Json>,
    newline: &'static str,
}

impl<'o> Printer<'o> {
    /// A printer at the start of a list.
    pub(crate) fn new(out: &'o mut String, options: &Options) -> Self {
        let mut json = options.json.then(|| Json::new(options.pretty));
        if let Some(json) = &mut json {
            json.begin_array(out);
        }
        Self {
            out,
            json,
            newline: if options.oneline { "\\" } else { "\n" },
        }
    }

    /// A printer of text, whatever the options say.
    pub(crate) fn plain(out: &'o mut String, options: &Options) -> Self {
        Self {
            out,
            json: None,
            newline: if options.oneline { "\\" } else { "\n" },
        }
    }

    /// Ends the list.
    pub(crate) fn finish(mut self) {
        if let Some(json) = &mut self.json {
            json.end_array(self.out);
            self.out.push('\n');
        }
    }

    /// Whether JSON is written.
    pub(crate) fn is_json(&self) -> bool {
        self.json.is_some()
    }

    /// A member of the object: `text`, or `"key": value`.
    pub(crate) fn show<'v>(
        &mut self,
        key: &str,
        text: fmt::Arguments<'_>,
        value: impl Into<Value<'v>>,
    ) {
        match &mut self.json {
            Some(json) => {
                json.name(self.out, key);
                json.value(self.out, value.into());
            }
            None => self.write(text),
        }
    }

    /// A member of the array: `text`, or the value.
    pub(crate) fn item<'v>(&mut self, text: fmt::Arguments<'_>, value: impl Into<Value<'v>>) {
        match &mut self.json {
            Some(json) => json.value(self.out, value.into()),
            None => self.write(text),
        }
    }

    /// What only the text has.
    pub(crate) fn text(&mut self, text: fmt::Arguments<'_>) {
        if self.json.is_none() {
            self.write(text);
        }
    }

    /// What only JSON has.
    pub(crate) fn json<'v>(&mut self, key: &str, value: impl Into<Value<'v>>) {
        if let Some(json) = &mut self.json {
            json.name(self.out, key);
            json.value(self.out, value.into());
        }
    }

    /// A line's end, which `-oneline` shows as a backslash.
    pub(crate) fn newline(&mut self) {
        if self.json.is_none() {
            self.out.push_str(self.newline);
        }
    }

    /// Opens an object: a member if it has a key.
    pub(crate) fn open_object(&mut self, key: Option<&str>) {
        if let Some(json) = &mut self.json {
            if let Some(key) = key {
                json.name(self.out, key);
            }
            json.begin_object(self.out);
        }
    }

    /// Closes the object.
    pub(crate) fn close_object(&mut self) {
        if let Some(json) = &mut self.json {
            json.end_object(self.out);
        }
    }

    /// Opens an array; the text begins with `text`.
    pub(crate) fn open_array(&mut self, key: &str, text: &str) {
        match &mut self.json {
            Some(json) => {
                json.name(self.out, key);
                json.begin_array(self.out);
            }
            None => self.out.push_str(text),
        }
    }

    /// Closes the array; the text ends with `text`.
    pub(crate) fn close_array(&mut self, text: &str) {
        match &mut self.json {
            Some(json) => json.end_array(self.out),
            None => self.out.push_str(text),
        }
    }

    fn write(&mut self, text: fmt::Arguments<'_>) {
        // Writing to a String does not fail.
        let _ = self.out.write_fmt(text);
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl From<$number> for Value<'_> {
            fn from(number: $number) -> Self {
                Self::Number(number.into())
            }
        })*
    };
}

numbers!(u8, u16, u32, u64);
