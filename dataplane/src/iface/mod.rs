//! Interfaces as the data path sees them: immutable, compiled by the control side.

mod addr;
#[cfg(test)]
pub(crate) mod fixture;
mod link;
mod table;

pub use addr::{Address4, Address6, Scope};
pub use link::{IfIndex, Interface, InterfaceKind, MacAddr, VlanId};
pub use table::InterfaceTable;
