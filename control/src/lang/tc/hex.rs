//! Bytes in hexadecimal digits.

/// The bytes of pairs of digits (`hex2mem`); a digit that is left over is not looked at.
pub(super) fn bytes(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let pairs = text.as_bytes().chunks_exact(2);
    pairs
        .map(|pair| {
            let [high, low] = pair else {
                return None;
            };
            u8::try_from(digit(high)? << 4 | digit(low)?).ok()
        })
        .collect()
}
