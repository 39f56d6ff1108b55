//! A folder for the files of a test.

#![allow(unreachable_pub, reason = "each test is a crate of its own")]

use std::{
    fs,
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use control::{
    config::Model,
    lang::{LoadError, Offline, load},
};

/// Files in a folder of their own, which goes with this.
pub struct Folder(PathBuf);

impl Folder {
    /// A new one.
    pub fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("tollgate-runbook-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).expect("a writable folder");
        Self(path)
    }

    /// A file in it; gives its path.
    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        fs::write(&path, text).expect("a writable folder");
        path.to_string_lossy().into_owned()
    }

    /// What a runbook makes of nothing.
    pub fn load(&self, text: &str) -> Result<Model, LoadError> {
        let path = self.file("runbook", text);
        let mut model = Model::new();
        load(&[path], &mut model, &mut Offline::default())?;
        Ok(model)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
