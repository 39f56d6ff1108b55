//! JSON as nft writes it: in one line, with a blank behind each `:` and `,`, members in the order in which they were
//! put.

use std::fmt;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json {
    Null,
    Bool(bool),
    Number(i128),
    Text(String),
    List(Vec<Self>),
    Object(Vec<(&'static str, Self)>),
}

impl Json {
    /// An object of one member.
    pub(super) fn one(name: &'static str, value: impl Into<Self>) -> Self {
        Self::Object(vec![(name, value.into())])
    }

    /// The only one alone, several as a list.
    pub(super) fn alone_or_list(mut of: Vec<Self>) -> Self {
        match of.pop() {
            Some(only) if of.is_empty() => only,
            last => {
                of.extend(last);
                Self::List(of)
            }
        }
    }
}

impl From<&str> for Json {
    fn from(of: &str) -> Self {
        Self::Text(of.to_owned())
    }
}

impl From<String> for Json {
    fn from(of: String) -> Self {
        Self::Text(of)
    }
}

impl From<bool> for Json {
    fn from(of: bool) -> Self {
        Self::Bool(of)
    }
}

impl From<u64> for Json {
    fn from(of: u64) -> Self {
        Self::Number(of.into())
    }
}

impl From<u32> for Json {
    fn from(of: u32) -> Self {
        Self::Number(of.into())
    }
}

impl From<u16> for Json {
    fn from(of: u16) -> Self {
        Self::Number(of.into())
    }
}

impl From<i32> for Json {
    fn from(of: i32) -> Self {
        Self::Number(of.into())
    }
}

impl From<Vec<Self>> for Json {
    fn from(of: Vec<Self>) -> Self {
        Self::List(of)
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let separated = |f: &mut fmt::Formatter<'_>, place| match place {
            0 => Ok(()),
            _ => f.write_str(", "),
        };
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(is) => write!(f, "{is}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => write_text(text, f),
            Self::List(values) => {
                f.write_str("[")?;
                for (place, value) in values.iter().enumerate() {
                    separated(f, place)?;
                    write!(f, "{value}")?;
                }
                f.write_str("]")
            }
            Self::Object(members) => {
                f.write_str("{")?;
                for (place, (name, value)) in members.iter().enumerate() {
                    separated(f, place)?;
                    write!(f, "\"{name}\": {value}")?;
                }
                f.write_str("}")
            }
        }
    }
}

fn write_text(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("\"")?;
    for letter in text.chars() {
        match letter {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\t' => f.write_str("\\t")?,
            control if u32::from(control) < 0x20 => write!(f, "\\u{:04x}", u32::from(control))?,
            letter => write!(f, "{letter}")?,
        }
    }
    f.write_str("\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_written_in_one_line_in_order() {
        let of = Json::Object(vec![
            ("b", Json::List(vec![Json::Null, true.into(), 5_u32.into()])),
            ("a", "q\"\\\n".into()),
            ("c", Json::alone_or_list(vec!["x".into()])),
            ("d", Json::alone_or_list(vec!["x".into(), "y".into()])),
        ]);
        let expected = r#"{"b": [null, true, 5], "a": "q\"\\\n", "c": "x", "d": ["x", "y"]}"#;
        assert_eq!(of.to_string(), expected);
    }
}
