//! Numbers that fit in a column.

/// A number with three digits and a letter for thousands: `0`, `12`, `1.23k`, `812k`, `1.20G`.
pub(super) fn short(number: f64) -> String {
    const LETTERS: [&str; 6] = ["", "k", "M", "G", "T", "P"];
    let mut number = if number.is_finite() { number } else { 0.0 };
    let mut thousands = 0;
    // What would be rounded to four digits gets the next letter.
    while number >= 999.5 && thousands + 1 < LETTERS.len() {
        (number, thousands) = (number / 1000.0, thousands + 1);
    }
    let letter = LETTERS[thousands];
    if letter.is_empty() && (number.fract() == 0.0 || number >= 99.95) {
        format!("{number:.0}")
    } else if number >= 99.95 {
        format!("{number:.0}{letter}")
    } else if number >= 9.995 {
        format!("{number:.1}{letter}")
    } else {
        format!("{number:.2}{letter}")
    }
}

/// A time as `0:05:12`.
pub(super) fn clock(seconds: u64) -> String {
    let (hours, rest) = (seconds / 3600, seconds % 3600);
    format!("{hours}:{:02}:{:02}", rest / 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits_are_enough() {
        for (number, text) in [
            (0.0, "0"),
            (1.0, "1"),
            (0.5, "0.50"),
            (9.99, "9.99"),
            (12.34, "12.3"),
            (99.96, "100"),
            (999.0, "999"),
            (999.6, "1.00k"),
            (1_234.0, "1.23k"),
            (9_996.0, "10.0k"),
            (12_345.0, "12.3k"),
            (812_345.0, "812k"),
            (999_499.0, "999k"),
            (1_200_000_000.0, "1.20G"),
            (1e18, "1000P"),
            (f64::NAN, "0"),
        ] {
            assert_eq!(short(number), text, "{number}");
        }
        assert_eq!(clock(312), "0:05:12");
        assert_eq!(clock(360_000), "100:00:00");
    }
}
