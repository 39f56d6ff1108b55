//! The texts that a client reads for a command line, put together for whoever executes it.
//!
//! `nft -f FILE` reads FILE where it is started, and so it does with all that FILE includes: the client looks which
//! files those are, and sends them along.

use std::{cell::RefCell, collections::BTreeMap};

use serde::{Deserialize, Serialize};

use super::{
    error::Error,
    files::FileSystem,
    input::{Files, Inputs, NoFiles},
    options::Options,
    parse::{self, Settings},
};
use crate::lang::input::{read, text as text_of};

/// What a bundle begins with, unlike any text.
const MARK: &[u8] = b"\0nft\0";

/// What includes a file is written so, and not otherwise.
const INCLUDE: &[u8] = b"include";

/// Texts that were read.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Bundle {
    /// What `-f` names.
    text: Vec<u8>,
    /// What is included, by its name, or why it can't be read.
    files: BTreeMap<String, Result<Vec<u8>, String>>,
    /// The files that patterns stand for.
    patterns: BTreeMap<String, Vec<String>>,
}

impl Bundle {
    /// What a client has sent; what is no bundle is a text that nobody has looked at.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let bundle = bytes
            .strip_prefix(MARK)
            .and_then(|rest| serde_json::from_slice(rest).ok());
        bundle.unwrap_or_else(|| Self {
            text: bytes.to_vec(),
            ..Self::default()
        })
    }

    /// What `-f` names.
    pub(super) fn text(&self) -> &[u8] {
        &self.text
    }
}

impl Files for Bundle {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let read = self.files.get(path).cloned();
        read.unwrap_or_else(|| NoFiles.read(path))
    }

    fn matching(&self, pattern: &str) -> Vec<String> {
        self.patterns.get(pattern).cloned().unwrap_or_default()
    }
}

/// Reads what a command line needs: of `text`, if that is its standard input.
///
/// # Errors
/// What nft says of a file that can't be read, and its exit status.
pub(in crate::lang) fn bundle(
    words: &[&str],
    text: Option<Vec<u8>>,
) -> Result<Option<Vec<u8>>, (String, i32)> {
    let Ok(options) = Options::read(words) else {
        return Ok(None);
    };
    if let Some(line) = options.line() {
        let line = line.as_bytes();
        let inputs = options.inputs(line).filter(|_| may_include(&options, line));
        return Ok(inputs.map(|inputs| collect(&options, inputs, Vec::new())));
    }
    let Some(file) = options.file.as_deref() else {
        return Ok(None);
    };
    let text = match text {
        Some(text) if file == "-" => text,
        _ => read(file).map_err(|error| {
            let error = Error::no_file(Options::name_of(file), &text_of(&error));
            (Inputs::default().render(&error), 1)
        })?,
    };
    if !may_include(&options, &text) && !text.starts_with(MARK) {
        return Ok(Some(text));
    }
    let inputs = options.inputs(&text);
    Ok(inputs.map(|inputs| collect(&options, inputs, text)))
}

/// Whether something may be included: few texts do that, and others need not be looked at before they are executed.
fn may_include(options: &Options, text: &[u8]) -> bool {
    let may = |text: &[u8]| {
        let mut words = text.windows(INCLUDE.len());
        words.any(|word| word == INCLUDE)
    };
    let mut defines = options.defines.iter();
    may(text) || defines.any(|(name, value)| may(name.as_bytes()) || may(value.as_bytes()))
}

/// Whether a command line reads its standard input.
pub(in crate::lang) fn reads_stdin(words: &[&str]) -> bool {
    Options::read(words)
        .is_ok_and(|options| options.words.is_empty() && options.file.as_deref() == Some("-"))
}

/// Reads what a text includes.
fn collect(options: &Options, mut inputs: Inputs, text: Vec<u8>) -> Vec<u8> {
    let disk = Disk::default();
    let settings = Settings {
        include_paths: &options.include_paths,
        defines: &options.defines,
        files: &disk,
    };
    let _ = parse::parse(&mut inputs, &settings);
    let Disk { files, patterns } = disk;
    let bundle = Bundle {
        text,
        files: files.into_inner(),
        patterns: patterns.into_inner(),
    };
    let mut bytes = MARK.to_vec();
    // It consists of texts only: that can always be written.
    bytes.extend(serde_json::to_vec(&bundle).unwrap_or_default());
    bytes
}

/// The files of the machine; what is read is remembered.
#[derive(Default)]
struct Disk {
    files: RefCell<BTreeMap<String, Result<Vec<u8>, String>>>,
    patterns: RefCell<BTreeMap<String, Vec<String>>>,
}

impl Files for Disk {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let read = FileSystem.read(path);
        let mut files = self.files.borrow_mut();
        files.insert(path.to_owned(), read.clone());
        read
    }

    fn matching(&self, pattern: &str) -> Vec<String> {
        let found = FileSystem.matching(pattern);
        let mut patterns = self.patterns.borrow_mut();
        patterns.insert(pattern.to_owned(), found.clone());
        found
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_is_included_is_sent_along() {
        let folder = std::env::temp_dir().join(format!("tollgate-nft-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let one = folder.join("one.nft");
        fs::write(&one, "add table one\n").expect("a file");
        let text = format!("include \"{}/*.nft\"\n", folder.display());
        let bytes = bundle(&["nft", "-f", "-"], Some(text.clone().into_bytes()));
        let bytes = bytes.expect("read").expect("a bundle");
        let read = Bundle::read(&bytes);
        fs::remove_dir_all(&folder).expect("removed");
        assert_eq!(read.text(), text.as_bytes());
        let name = one.to_string_lossy().into_owned();
        assert_eq!(Files::read(&read, &name), Ok(b"add table one\n".to_vec()));
    }

    #[test]
    fn what_includes_nothing_is_sent_as_it_is() {
        let sent = |text: &[u8]| {
            let bytes = bundle(&["nft", "-f", "-"], Some(text.to_vec()));
            bytes.expect("read").expect("a text")
        };
        let text = b"add table t\n";
        assert_eq!(sent(text), text);
        assert_eq!(Bundle::read(&sent(text)).text(), text);
        // One that looks like a bundle is none.
        let bundled = sent(b"include \"/nowhere\"\n");
        assert_eq!(Bundle::read(&sent(&bundled)).text(), bundled);
        let like = MARK.repeat(2);
        assert_eq!(Bundle::read(&sent(&like)).text(), like);
    }
}
