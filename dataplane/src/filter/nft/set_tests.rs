//! Sets against a walk over their elements.

use std::sync::Arc;

use proptest::prelude::*;

use super::super::{
    Element, ElementKey, Set, SetFlags, SetSpec,
    data::Data,
    set_shared::{Member, SetError},
};
use crate::time::{Duration, Instant};

const NOW: Instant = Instant::from_nanos(1_000_000_000_000);

fn data(bytes: &[u8]) -> Data {
    Data(bytes.into())
}

fn element(key: ElementKey) -> Element {
    Element {
        key,
        data: None,
        exprs: Arc::new([]),
        timeout: None,
        expires: None,
    }
}

fn spec(key_len: u8, fields: &[u8], interval: bool) -> SetSpec {
    SetSpec {
        flags: SetFlags {
            interval,
            ..SetFlags::default()
        },
        key_len,
        fields: fields.to_vec(),
        ..SetSpec::default()
    }
}

/// The element that a value is in: each part between two ends, byte by byte.
fn slow(fields: &[u8], elements: &[ElementKey], key: &[u8]) -> Option<u32> {
    let agrees = |one: &ElementKey| {
        let (first, last) = match one {
            ElementKey::One(value) => (&value.0, &value.0),
            ElementKey::Range(first, last) => (&first.0, &last.0),
            ElementKey::Any => return false,
        };
        let mut at = 0;
        fields.iter().all(|len| {
            let part = at..at + usize::from(*len);
            at += usize::from(len.next_multiple_of(4));
            let value = &key[part.clone()];
            &first[part.clone()] <= value && value <= &last[part]
        })
    };
    let listed = elements.iter().position(agrees);
    let any = || elements.iter().position(|one| *one == ElementKey::Any);
    listed.or_else(any).map(|number| number as u32)
}

/// Few different values of up to six bytes: all but the last two are zero.
fn value(len: u8) -> impl Strategy<Value = Vec<u8>> {
    let value = prop_oneof![3 => 0..300u16, 1 => Just(u16::MAX)];
    value.prop_map(move |value| {
        let wide = [&[0; 16][..], &value.to_be_bytes()].concat();
        wide[wide.len() - usize::from(len)..].to_vec()
    })
}

fn parts(fields: &'static [u8]) -> impl Strategy<Value = (Vec<u8>, Vec<u8>)> {
    let part = |len: u8| (value(len), value(len), prop::bool::weighted(0.4));
    let parts: Vec<_> = fields.iter().map(|len| part(*len)).collect();
    parts.prop_map(|parts| {
        let (mut first, mut last) = (Vec::new(), Vec::new());
        for (a, b, one) in parts {
            let (from, to) = if one {
                (a.clone(), a)
            } else {
                (a.clone().min(b.clone()), a.max(b))
            };
            for (all, part) in [(&mut first, from), (&mut last, to)] {
                all.extend(&part);
                all.resize(all.len().next_multiple_of(4), 0);
            }
        }
        (first, last)
    })
}

/// Keys of which those that overlap an earlier one are left out if only one part is compared.
fn disjoint(keys: Vec<(Vec<u8>, Vec<u8>)>) -> Vec<ElementKey> {
    let mut kept: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
    for (first, last) in keys {
        if kept.iter().all(|(from, to)| last < *from || *to < first) {
            kept.push((first, last));
        }
    }
    kept.iter()
        .map(|(a, b)| ElementKey::Range(data(a), data(b)))
        .collect()
}

const FIELDS: [&[u8]; 4] = [&[4, 2], &[4, 4], &[2, 1, 6], &[16, 4, 2]];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn intervals_are_found_as_by_a_walk(
        len in prop::sample::select(&[2u8, 4, 6, 16][..]),
        any in any::<bool>(),
        seed in prop::collection::vec((0..300u16, 0..300u16), 0..60),
        keys in prop::collection::vec(0..310u16, 1..60),
    ) {
        let wide = |value: u16| {
            let wide = [&[0; 16][..], &value.to_be_bytes()].concat();
            wide[wide.len() - usize::from(len)..].to_vec()
        };
        let ranges = seed.iter().map(|(a, b)| (wide(*a.min(b)), wide(*a.max(b))));
        let mut elements = disjoint(ranges.collect());
        if any {
            elements.push(ElementKey::Any);
        }
        let given = elements.iter().cloned().map(element).collect();
        let set = Set::new(spec(len, &[], true), given);
        for key in keys.into_iter().map(wide) {
            prop_assert_eq!(set.number(&key, NOW), slow(&[len], &elements, &key));
        }
    }

    #[test]
    fn concatenations_are_found_as_by_a_walk(
        (fields, bounds, keys) in prop::sample::select(&FIELDS[..]).prop_flat_map(|fields| (
            Just(fields),
            prop::collection::vec(parts(fields), 0..150),
            prop::collection::vec(parts(fields), 1..60),
        )),
    ) {
        // Elements of concatenations may overlap: the first counts.
        let elements: Vec<_> = bounds
            .iter()
            .map(|(a, b)| ElementKey::Range(data(a), data(b)))
            .collect();
        let len = fields.iter().map(|len| len.next_multiple_of(4)).sum();
        let given = elements.iter().cloned().map(element).collect();
        let set = Set::new(spec(len, fields, true), given);
        for (key, _) in keys {
            prop_assert_eq!(set.number(&key, NOW), slow(fields, &elements, &key));
        }
    }

    #[test]
    fn single_values_are_found_as_by_a_walk(
        len in prop::sample::select(&[1u8, 2, 4, 6, 16][..]),
        values in prop::collection::vec(0..300u16, 0..100),
        keys in prop::collection::vec(0..310u16, 1..60),
    ) {
        let wide = |value: u16| {
            let wide = [&[0; 16][..], &value.to_be_bytes()].concat();
            wide[wide.len() - usize::from(len)..].to_vec()
        };
        let elements: Vec<_> = values.into_iter().map(wide).map(|key| ElementKey::One(data(&key))).collect();
        let given = elements.iter().cloned().map(element).collect();
        let set = Set::new(spec(len, &[], false), given);
        for key in keys.into_iter().map(wide) {
            prop_assert_eq!(set.number(&key, NOW), slow(&[len], &elements, &key));
        }
    }
}

#[test]
fn elements_of_a_fixed_set_go_in_time() {
    let key = |last: u8| ElementKey::Range(data(&[10, 0, 0, last]), data(&[10, 0, 0, last + 9]));
    let goes = Element {
        timeout: Some(5_000_000_000),
        expires: Some(NOW + Duration::from_secs(5)),
        ..element(key(10))
    };
    let set = Set::new(spec(4, &[], true), vec![element(key(0)), goes]);
    let later = NOW + Duration::from_secs(5);
    assert!(set.contains(&[10, 0, 0, 12], NOW));
    assert!(!set.contains(&[10, 0, 0, 12], later));
    assert!(set.contains(&[10, 0, 0, 2], later));
    assert_eq!(
        set.add((&element(key(50))).into(), NOW),
        Err(SetError::Fixed)
    );
}

/// A set of addresses that packets may change, whose elements go after ten seconds.
fn shared(size: u32) -> Set {
    let spec = SetSpec {
        flags: SetFlags {
            timeout: true,
            dynamic: true,
            ..SetFlags::default()
        },
        timeout: 10_000_000_000,
        size: Some(size),
        ..spec(4, &[], false)
    };
    Set::new(spec, vec![])
}

/// An element that was added [`NOW`].
fn member(last: u8, seconds: Option<u64>) -> Member {
    Member {
        timeout: seconds.map(|seconds| seconds * 1_000_000_000),
        expires: Some(NOW + Duration::from_secs(seconds.unwrap_or(10))),
        ..(&element(ElementKey::One(data(&[10, 0, 0, last])))).into()
    }
}

#[test]
fn the_control_side_lists_and_changes_a_shared_set() {
    let set = shared(100);
    for last in [3, 1, 2] {
        set.add(member(last, None), NOW).unwrap();
    }
    set.add(member(4, Some(3)), NOW).unwrap();
    assert_eq!(set.add(member(4, None), NOW), Err(SetError::Exists));
    let keys = |now| {
        let members = set.members(now).into_iter();
        members
            .map(|member| match member.key {
                ElementKey::One(key) => key.0[3],
                ElementKey::Range(..) | ElementKey::Any => 0,
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(keys(NOW), [1, 2, 3, 4]);
    let later = NOW + Duration::from_secs(4);
    assert_eq!(keys(later), [1, 2, 3]);
    assert_eq!(
        set.members(later)[0].expires,
        Some(NOW + Duration::from_secs(10))
    );
    let second = ElementKey::One(data(&[10, 0, 0, 2]));
    assert!(set.remove(&second, later).is_ok());
    assert_eq!(set.remove(&second, later).err(), Some(SetError::Missing));
    assert!(!set.contains(&[10, 0, 0, 2], later));
    set.flush();
    assert_eq!(keys(later), [0u8; 0]);
}

#[test]
fn what_has_gone_makes_room() {
    let set = shared(2);
    set.add(member(1, Some(1)), NOW).unwrap();
    set.add(member(2, None), NOW).unwrap();
    assert_eq!(set.add(member(3, None), NOW), Err(SetError::Full));
    let later = NOW + Duration::from_secs(1);
    assert_eq!(set.add(member(3, None), later), Ok(()));
    assert_eq!(set.add(member(4, None), later), Err(SetError::Full));
}

#[test]
fn sets_that_packets_may_change_are_shared() {
    let is_shared = |[constant, interval, timeout, dynamic]: [bool; 4], size| {
        let flags = SetFlags {
            constant,
            interval,
            timeout,
            dynamic,
        };
        let spec = SetSpec {
            flags,
            size,
            ..spec(4, &[], false)
        };
        spec.is_shared()
    };
    assert!(is_shared([false, false, true, false], None));
    assert!(is_shared([false, false, false, true], Some(3)));
    // A rule that changes it has given it a size.
    assert!(is_shared([false; 4], Some(SetSpec::SIZE)));
    assert!(!is_shared([false; 4], None));
    assert!(!is_shared([false; 4], Some(3)));
    assert!(!is_shared([false, true, true, false], None));
    assert!(!is_shared([true, false, false, false], None));
}

#[test]
fn whatever_is_nowhere_else_is_an_element_too() {
    let set = shared(2);
    let any = || Member {
        expires: Some(NOW + Duration::from_secs(10)),
        ..Member::from(&element(ElementKey::Any))
    };
    set.add(any(), NOW).unwrap();
    assert_eq!(set.add(any(), NOW), Err(SetError::Exists));
    assert!(set.contains(&[1, 2, 3, 4], NOW));
    assert!(!set.contains(&[1, 2, 3, 4], NOW + Duration::from_secs(10)));
}
