//! Names of labels of connections: /etc/xtables/connlabel.conf, as libnetfilter_conntrack reads it. The
//! router reads it, not the machine that a command is given on, and each command reads it anew.

use std::{
    fs, io,
    path::PathBuf,
    sync::{PoisonError, RwLock},
};

use dataplane::conntrack::LABEL_BITS;

/// Where the names are.
pub const LABEL_FILE: &str = "/etc/xtables/connlabel.conf";

/// Bits that a name may stand for, although connections have fewer (`MAX_BITS`).
const MAX_BITS: u64 = 1024;

/// The longest piece of a line that is read at once, less the final zero.
const LINE: usize = 1023;

static FILE: RwLock<Option<PathBuf>> = RwLock::new(None);

/// Reads the names from another file, `None` for the usual one, from now on and for the whole process:
/// for tests.
pub fn use_label_file(file: Option<PathBuf>) {
    *FILE.write().unwrap_or_else(PoisonError::into_inner) = file;
}

/// Why there are no names.
#[derive(Debug)]
pub(super) enum NoNames {
    /// The file can't be read.
    File(io::Error),
    /// There are none in it.
    Empty,
}

impl NoNames {
    /// As strerror(3) has it.
    pub(super) fn text(&self) -> String {
        match self {
            Self::File(error) if error.kind() == io::ErrorKind::NotFound => {
                "No such file or directory".to_owned()
            }
            Self::File(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                "Permission denied".to_owned()
            }
            Self::File(error) => error.to_string(),
            Self::Empty => "Success".to_owned(),
        }
    }
}

/// The names and the bits that they stand for. No name and no bit is there twice: the first counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LabelNames(Vec<(String, u16)>);

impl LabelNames {
    /// The names in the file.
    ///
    /// # Errors
    /// There are none.
    pub(super) fn read() -> Result<Self, NoNames> {
        let file = FILE.read().unwrap_or_else(PoisonError::into_inner).clone();
        let file = file.unwrap_or_else(|| LABEL_FILE.into());
        let text = fs::read(file).map_err(NoNames::File)?;
        Self::parse(&text).ok_or(NoNames::Empty)
    }

    /// The names in the text of such a file: lines `BIT NAME`; what is no such line is left out.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        let mut names: Vec<(String, u16)> = Vec::new();
        let pieces = text
            .split(|byte| *byte == b'\n')
            .flat_map(|line| line.chunks(LINE));
        for piece in pieces.filter(|piece| piece.first() != Some(&b'#')) {
            let Some((bit, name)) = entry(piece) else {
                continue;
            };
            if !names
                .iter()
                .any(|(old, taken)| old == name || *taken == bit)
            {
                names.push((name.to_owned(), bit));
            }
        }
        names.sort_by_key(|(_, bit)| *bit);
        (!names.is_empty()).then_some(Self(names))
    }

    /// The bit of a name.
    pub(super) fn bit(&self, name: &str) -> Option<u16> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, bit)| *bit)
    }

    /// The name of a bit.
    pub(super) fn name(&self, bit: u16) -> Option<&str> {
        let found = self.0.binary_search_by_key(&bit, |(_, bit)| *bit).ok()?;
        Some(&self.0[found].0)
    }

    /// The names of the labels of a connection; labels without a name are left out.
    pub(super) fn of(&self, labels: u128) -> impl Iterator<Item = &str> {
        (0..LABEL_BITS)
            .filter(move |bit| labels >> bit & 1 != 0)
            .filter_map(|bit| self.name(bit))
    }
}

/// The bit and the name in a line.
fn entry(line: &[u8]) -> Option<(u16, &str)> {
    let line = line.split(|byte| *byte == 0).next()?;
    let (bit, rest) = strtoul(std::str::from_utf8(line).ok()?)?;
    let bit = u16::try_from(bit)
        .ok()
        .filter(|bit| u64::from(*bit) < MAX_BITS)?;
    let name = rest.trim_matches([' ', '\x0c', '\r', '\t', '\x0b']);
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'-');
    (!name.is_empty() && name.bytes().all(plain)).then_some((bit, name))
}

/// The number at the beginning of a text, and what follows it; `None` if there is none. As strtoul(3)
/// with the base 0.
pub(super) fn strtoul(text: &str) -> Option<(u64, &str)> {
    let text = text.trim_start_matches([' ', '\t', '\n', '\x0b', '\x0c', '\r']);
    let (negative, text) = match text.strip_prefix(['+', '-']) {
        Some(rest) => (text.starts_with('-'), rest),
        None => (false, text),
    };
    let hex = text
        .strip_prefix("0x")
        .or_else(|| text.strip_prefix("0X"))
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_hexdigit()));
    let (radix, digits) = match hex {
        Some(rest) => (16, rest),
        None if text.starts_with('0') => (8, text),
        None => (10, text),
    };
    let len = digits.len() - digits.trim_start_matches(|c: char| c.is_digit(radix)).len();
    let (number, rest) = digits.split_at(len);
    if number.is_empty() {
        return None;
    }
    // What does not fit is the largest number, negated or not.
    let value = match u64::from_str_radix(number, radix) {
        Ok(value) if negative => value.wrapping_neg(),
        Ok(value) => value,
        Err(_) => u64::MAX,
    };
    Some((value, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_the_library_reads_them() {
        let text = "# 5 comment\n0\teth0-in\n 1 indented \r\n0x0d hexed\n014 octal\n2 ssh\n2 again\n\
                    3 ssh\n4 a;b\n1023 last\n1024 beyond\nx none\n7 two words\n8\n-1 negative\n9nine";
        let names = LabelNames::parse(text.as_bytes()).unwrap();
        let read: Vec<_> = names.0.iter().map(|(name, bit)| (*bit, &**name)).collect();
        let expected = [
            (0, "eth0-in"),
            (1, "indented"),
            (2, "ssh"),
            (7, "two words"),
            (9, "nine"),
            (12, "octal"),
            (13, "hexed"),
            (1023, "last"),
        ];
        assert_eq!(read, expected);
        assert_eq!(names.bit("octal"), Some(12));
        assert_eq!(names.bit("again"), None);
        assert_eq!(names.name(3), None);
        let of: Vec<_> = names.of(1 << 127 | 1 << 13 | 1 << 3 | 1).collect();
        assert_eq!(of, ["eth0-in", "hexed"]);
    }

    #[test]
    fn a_file_without_names_is_none() {
        assert_eq!(LabelNames::parse(b""), None);
        assert_eq!(LabelNames::parse(b"# nothing\n5\n\xff 3\n"), None);
    }

    #[test]
    fn numbers_are_read_as_by_strtoul() {
        assert_eq!(strtoul(" +12x"), Some((12, "x")));
        assert_eq!(strtoul("-1"), Some((u64::MAX, "")));
        assert_eq!(strtoul("0x"), Some((0, "x")));
        assert_eq!(strtoul("09"), Some((0, "9")));
        assert_eq!(strtoul("99999999999999999999"), Some((u64::MAX, "")));
        assert_eq!(strtoul("-99999999999999999999"), Some((u64::MAX, "")));
        assert_eq!(strtoul("-x"), None);
        assert_eq!(strtoul(""), None);
    }
}
