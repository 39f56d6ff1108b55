//! Strings in listings that can be read again (`xtables_save_string`).

/// Writes a space and the text, in quotation marks if it has other characters than letters, digits,
/// `-` and `_`, or none.
pub(super) fn save(text: &str, out: &mut String) {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    out.push(' ');
    if !text.is_empty() && text.bytes().all(plain) {
        out.push_str(text);
        return;
    }
    out.push('"');
    for c in text.chars() {
        if matches!(c, '"' | '\\' | '\'') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
}

/// The first `limit` bytes of a text, or somewhat less so that no character is cut.
///
/// Deviation: iptables cuts characters.
pub(super) fn cut(text: &str, limit: usize) -> &str {
    &text[..text.floor_char_boundary(limit)]
}
