//! Names of hosts, as `/etc/hosts` would have them on every machine of a lab.

use std::net::IpAddr;

/// Names and their addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    list: Vec<(String, IpAddr)>,
}

impl Names {
    /// Adds a name. A name may have several addresses, an address several names.
    pub fn add(&mut self, name: &str, address: IpAddr) {
        let line = (name.to_owned(), address);
        if !self.list.contains(&line) {
            self.list.push(line);
        }
    }

    /// The addresses of a name, in the order in which they were added.
    pub fn addresses(&self, name: &str) -> impl Iterator<Item = IpAddr> {
        self.list
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, address)| *address)
    }

    /// The first name of an address.
    #[must_use]
    pub fn name(&self, address: IpAddr) -> Option<&str> {
        self.list
            .iter()
            .find(|(_, known)| *known == address)
            .map(|(name, _)| name.as_str())
    }

    /// All names, for completion.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|(name, _)| name.as_str())
    }
}
