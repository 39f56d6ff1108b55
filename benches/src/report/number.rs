//! Numbers as the page shows them.

/// Digits that a value is rounded to, where nothing else is said.
pub(super) const DIGITS: u32 = 3;

/// A value rounded to so many digits that mean something, with commas in large numbers.
pub(super) fn shown(value: f64, digits: u32) -> String {
    if !value.is_finite() {
        return "-".to_owned();
    }
    if value == 0.0 {
        return "0".to_owned();
    }
    // How many of its digits stand before the point, after it was rounded.
    let precision = digits.saturating_sub(1) as usize;
    let rounded: f64 = format!("{value:.precision$e}").parse().unwrap_or(value);
    let before = rounded.abs().log10().floor() as i32 + 1;
    let decimals = (digits.cast_signed() - before).max(0) as usize;
    let text = format!("{rounded:.decimals$}");
    if rounded.abs() < 10_000.0 {
        return text;
    }
    let (sign, whole) = match text.strip_prefix('-') {
        Some(whole) => ("-", whole),
        None => ("", text.as_str()),
    };
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_rounded_to_digits_that_mean_something() {
        for (value, digits, text) in [
            (25.16, 3, "25.2"),
            (0.356, 2, "0.36"),
            (9.96, 2, "10"),
            (99.96, 3, "100"),
            (3.0, 2, "3.0"),
            (1887.4, 4, "1887"),
            (1887.4, 3, "1890"),
            (602.3, 2, "600"),
            (705_049.0, 3, "705,000"),
            (-12_345.0, 5, "-12,345"),
            (0.0, 2, "0"),
            (f64::NAN, 2, "-"),
        ] {
            assert_eq!(shown(value, digits), text);
        }
    }
}
