//! Rules, sets and elements, against what the real nft says.
