//! Translation, with packets made by hand.
