//! Sets, maps, their elements and objects in a batch of commands.

use std::sync::Arc;

use super::{
    batch::{Batch, Done, Marks, comment, whole},
    error::Error,
    evaluate,
    hints::Missing,
    syntax::{Command, Element, Handled, InTable, Name, NamedBlock, Place, SetBlock, Verb},
};
use crate::config::{
    Errno,
    nft::{self, NftFamily, Part, Refused},
};

impl Batch<'_> {
    pub(super) fn set_command(
        &mut self,
        of: &InTable,
        block: Option<&SetBlock>,
        is_map: bool,
        command: &Command,
    ) -> Done {
        let (_, table) = self.table(&of.table);
        self.known_table(table)?;
        let (Handled::Name(name), Some(block)) = (&of.name, block) else {
            return Ok(());
        };
        let create = command.verb == Verb::Create;
        self.set(table, name, block, is_map, (whole(command.place), create))
    }

    pub(super) fn set(
        &mut self,
        table: (NftFamily, &str, Place),
        name: &Name,
        block: &SetBlock,
        is_map: bool,
        (place, create): (Place, bool),
    ) -> Done {
        let scope = self.scope(table.0, table.1);
        let mut set = evaluate::set_block(name, block, is_map, &scope)?;
        set.source = self.source(place);
        let elements = Arc::unwrap_or_clone(std::mem::take(&mut set.elements));
        let marks = Marks {
            name: Some((&name.of, name.place)),
            ..Marks::new(place, table).hint(Missing::Set)
        };
        let like = set.clone();
        let done = self.draft.add_set((table.0, table.1), set, create);
        if !self.refuse(done, &marks) {
            return Ok(());
        }
        let written = block.elements.as_deref().unwrap_or_default();
        self.add_ready(
            table,
            (&like, elements),
            (written, name.place),
            (create, marks),
        );
        Ok(())
    }

    /// Adds elements that were evaluated from `written`.
    fn add_ready(
        &mut self,
        table: (NftFamily, &str, Place),
        (set, ready): (&nft::Set, Vec<nft::Element>),
        (written, place): (&[Element], Place),
        (create, marks): (bool, Marks<'_>),
    ) {
        if ready.is_empty() {
            return;
        }
        let done = self
            .draft
            .add_elements((table.0, table.1), &set.name, ready, create);
        self.refuse_element(done, table, set, (written, place), marks);
    }

    /// Notes what the kernel refuses about elements, which are in another order than they were written in.
    fn refuse_element(
        &mut self,
        done: Result<(), Refused>,
        table: (NftFamily, &str, Place),
        set: &nft::Set,
        (written, place): (&[Element], Place),
        mut marks: Marks<'_>,
    ) {
        if let Err(Refused {
            part: Part::Element(at),
            ..
        }) = done
        {
            let scope = self.scope(table.0, table.1);
            let all = evaluate::elements(written, set, place, &scope).unwrap_or_default();
            let is_it = |one: &&Element| {
                let one = evaluate::elements(std::slice::from_ref(*one), set, place, &scope);
                let key = all.get(at).map(|element| &element.key);
                one.is_ok_and(|one| one.first().map(|one| &one.key) == key)
            };
            marks.element = written.iter().find(is_it).map(|one| one.key.place);
        }
        self.refuse(done, &marks);
    }

    fn known_set<'s>(
        &'s self,
        table: (NftFamily, &str, Place),
        name: &Name,
    ) -> Result<&'s nft::Set, Vec<Error>> {
        self.known_table(table)?;
        let found = self.draft.ruleset().table(table.0, table.1);
        match found.and_then(|table| table.set(&name.of)) {
            Some(set) => Ok(set),
            None => Err(vec![self.not_found(
                Missing::Set,
                (table.0, table.1),
                &name.of,
                name.place,
            )]),
        }
    }

    pub(super) fn flush_set(&mut self, of: &InTable, is_map: bool, place: Place) -> Done {
        let (family, table) = self.table(&of.table);
        let Handled::Name(name) = &of.name else {
            return Ok(());
        };
        let set = self.known_set(table, name)?;
        if set.is_map() != is_map {
            return Err(vec![Error::new(Errno::NoEnt.text(), name.place)]);
        }
        self.note_members((family, table.1), &name.of);
        let done = self.draft.flush_set((family, table.1), &name.of);
        self.refuse(done, &Marks::new(place, table).named(&of.name));
        Ok(())
    }

    /// Takes note of what packets have put into a set.
    fn note_members(&mut self, (family, table): (NftFamily, &str), name: &str) {
        let ruleset = self.draft.ruleset();
        let set = ruleset
            .table(family, table)
            .and_then(|table| table.set(name));
        if let Some(members) = set.and_then(|set| (self.members)(set)) {
            // The set is there, and whatever is in it has had room.
            let _ = self.draft.note_members((family, table), name, members);
        }
    }

    pub(super) fn element_command(
        &mut self,
        verb: Verb,
        of: &InTable,
        elements: &[Element],
        place: Place,
    ) -> Done {
        let (family, table) = self.table(&of.table);
        let Handled::Name(name) = &of.name else {
            return Ok(());
        };
        let set = self.known_set(table, name)?.clone();
        let marks = Marks::new(place, table).named(&of.name);
        let scope = self.scope(family, table.1);
        let mut like = set;
        if verb == Verb::Delete && elements.iter().all(|element| element.data.is_none()) {
            // What they map to need not be said.
            (like.data, like.object) = (None, None);
        }
        let set = like;
        let ready = evaluate::elements(elements, &set, name.place, &scope)?;
        let written = (elements, name.place);
        if verb == Verb::Delete {
            self.note_members((family, table.1), &name.of);
            let done = self
                .draft
                .delete_elements((family, table.1), &name.of, &ready);
            self.refuse_element(done, table, &set, written, marks);
        } else {
            let create = verb == Verb::Create;
            self.add_ready(table, (&set, ready), written, (create, marks));
        }
        Ok(())
    }

    pub(super) fn add_object(
        &mut self,
        table: (NftFamily, &str, Place),
        name: &Handled,
        block: Option<&NamedBlock>,
        (place, create): (Place, bool),
    ) -> Done {
        let marks = Marks::new(place, table).named(name).hint(Missing::Object);
        let (Handled::Name(name), Some(block)) = (name, block) else {
            return Ok(());
        };
        let state = match evaluate::named(name, block) {
            Ok(state) => state,
            Err(errors) => {
                // The kernel says no more than that.
                let whole = errors
                    .into_iter()
                    .map(|error| Error::new(error.message, place));
                self.refusals.extend(whole);
                return Ok(());
            }
        };
        let object = nft::Object {
            name: name.of.as_str().into(),
            handle: 0,
            state,
            comment: comment(block.comment.as_ref()),
        };
        let done = self.draft.add_object((table.0, table.1), object, create);
        self.refuse(done, &marks);
        Ok(())
    }
}
