//! The words of a capture filter.

/// A word or a sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Word(String),
    Number(u32),
    Sign(&'static str),
}

/// Signs, the longer ones first.
const SIGNS: [&str; 22] = [
    "&&", "||", "==", "!=", "<=", ">=", "<<", ">>", "(", ")", "[", "]", "!", "=", "<", ">", "&",
    "|", "+", "*", "%", "^",
];

/// Cuts a filter into tokens; `None` if it has a character that no filter has.
pub(super) fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut list = Vec::new();
    let mut rest = text.trim_start();
    // Within brackets a colon separates two numbers; elsewhere it is part of an address.
    let mut brackets = 0_u32;
    while let Some(first) = rest.chars().next() {
        if let Some(sign) = SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
            match sign {
                "[" => brackets += 1,
                "]" => brackets = brackets.saturating_sub(1),
                _ => {}
            }
            list.push(Token::Sign(sign));
            rest = rest[sign.len()..].trim_start();
            continue;
        }
        if brackets > 0 && first == ':' {
            list.push(Token::Sign(":"));
            rest = rest[1..].trim_start();
            continue;
        }
        if first == '-' {
            list.push(Token::Sign("-"));
            rest = rest[1..].trim_start();
            continue;
        }
        if first == '/' && brackets > 0 {
            list.push(Token::Sign("/"));
            rest = rest[1..].trim_start();
            continue;
        }
        let inner = |c: char| {
            c.is_ascii_alphanumeric()
                || matches!(c, '.' | '_' | '-' | '/')
                || (c == ':' && brackets == 0)
        };
        let end = rest.find(|c| !inner(c)).unwrap_or(rest.len());
        if end == 0 {
            return None;
        }
        let word = &rest[..end];
        list.push(number(word).map_or_else(|| Token::Word(word.to_owned()), Token::Number));
        rest = rest[end..].trim_start();
    }
    Some(list)
}

/// A number as C writes it.
fn number(word: &str) -> Option<u32> {
    if let Some(hex) = word.strip_prefix("0x") {
        return u32::from_str_radix(hex, 16).ok();
    }
    let digits = word.chars().all(|c| c.is_ascii_digit());
    match word.strip_prefix('0') {
        Some(octal) if digits && !octal.is_empty() => u32::from_str_radix(octal, 8).ok(),
        Some(_) | None => digits.then(|| word.parse().ok())?,
    }
}
