//! All interfaces, by number.

use std::sync::Arc;

use super::{IfIndex, Interface};

/// The interfaces, by number.
#[derive(Clone, Debug, Default)]
pub struct InterfaceTable {
    by_index: Vec<Option<Arc<Interface>>>,
}

impl InterfaceTable {
    /// The interface with this number.
    #[must_use]
    #[inline]
    pub fn get(&self, index: IfIndex) -> Option<&Arc<Interface>> {
        self.by_index.get(index.get() as usize)?.as_ref()
    }

    /// All, by ascending number.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Interface>> {
        self.by_index.iter().flatten()
    }
}

impl FromIterator<Arc<Interface>> for InterfaceTable {
    fn from_iter<I: IntoIterator<Item = Arc<Interface>>>(interfaces: I) -> Self {
        let mut by_index: Vec<Option<Arc<Interface>>> = Vec::new();
        for interface in interfaces {
            let index = interface.index.get() as usize;
            if by_index.len() <= index {
                by_index.resize(index + 1, None);
            }
            by_index[index] = Some(interface);
        }
        Self { by_index }
    }
}
