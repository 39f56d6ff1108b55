//! The table that the kernel keeps classes in (`struct Qdisc_class_hash`): what it lists, it lists in this order.

use dataplane::qos::Handle;

/// Classes by their names.
#[derive(Clone, Debug)]
pub(super) struct ClassHash<T> {
    buckets: Vec<Vec<(Handle, T)>>,
    len: usize,
}

impl<T> Default for ClassHash<T> {
    fn default() -> Self {
        Self {
            buckets: (0..4).map(|_| Vec::new()).collect(),
            len: 0,
        }
    }
}

/// `qdisc_class_hash`.
const fn bucket(handle: Handle, buckets: usize) -> usize {
    let mut id = handle.0;
    id ^= id >> 8;
    id ^= id >> 4;
    id as usize & (buckets - 1)
}

impl<T> ClassHash<T> {
    /// The class of that name.
    pub(super) fn get(&self, handle: Handle) -> Option<&T> {
        self.buckets[bucket(handle, self.buckets.len())]
            .iter()
            .find(|(name, _)| *name == handle)
            .map(|(_, class)| class)
    }

    /// The same, to change it.
    pub(super) fn get_mut(&mut self, handle: Handle) -> Option<&mut T> {
        let at = bucket(handle, self.buckets.len());
        self.buckets[at]
            .iter_mut()
            .find(|(name, _)| *name == handle)
            .map(|(_, class)| class)
    }

    /// Adds a class, of which there is none. New ones stand in front in the kernel's lists, behind in ours.
    pub(super) fn insert(&mut self, handle: Handle, class: T) {
        let at = bucket(handle, self.buckets.len());
        self.buckets[at].push((handle, class));
        self.len += 1;
        if self.len * 4 > self.buckets.len() * 3 {
            self.grow();
        }
    }

    /// Twice as many buckets. What is moved is put in front, one after the other, and so turned round.
    fn grow(&mut self) {
        let size = self.buckets.len() * 2;
        let mut larger: Vec<Vec<(Handle, T)>> = (0..size).map(|_| Vec::new()).collect();
        for (handle, class) in self
            .buckets
            .drain(..)
            .flat_map(|list| list.into_iter().rev())
        {
            larger[bucket(handle, size)].push((handle, class));
        }
        self.buckets = larger;
    }

    /// Takes a class out.
    pub(super) fn remove(&mut self, handle: Handle) -> Option<T> {
        let at = bucket(handle, self.buckets.len());
        let bucket = &mut self.buckets[at];
        let found = bucket.iter().position(|(name, _)| *name == handle)?;
        self.len -= 1;
        Some(bucket.remove(found).1)
    }

    /// All, in the kernel's order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.buckets
            .iter()
            .flat_map(|bucket| bucket.iter().rev())
            .map(|(_, class)| class)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_is_found_until_it_is_taken_out() {
        let mut table = ClassHash::default();
        for minor in 1..=1000 {
            table.insert(Handle::new(1, minor), minor);
        }
        assert_eq!(table.iter().count(), 1000);
        assert_eq!(table.get(Handle::new(1, 77)), Some(&77));
        assert_eq!(table.get(Handle::new(2, 77)), None);
        assert_eq!(table.remove(Handle::new(1, 77)), Some(77));
        assert_eq!(table.remove(Handle::new(1, 77)), None);
        assert_eq!(table.iter().count(), 999);
    }
}
