//! What the fuzz target `filters` does, on random bytes: none of them may make it panic.

use proptest::prelude::*;

#[path = "../fuzz/fuzz_targets/shared/filters.rs"]
mod filters;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn no_bytes_make_filters_panic(data in prop::collection::vec(any::<u8>(), 0..400)) {
        filters::fuzz(&data);
    }
}
