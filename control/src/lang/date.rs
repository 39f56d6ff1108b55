//! Dates, in UTC.

use std::fmt;

use dataplane::time::Duration;

const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// A moment in the calendar. Written as `asctime` writes it: `Mon Nov 23 17:02:43 2026`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Date {
    pub(crate) year: u64,
    /// From 1.
    pub(crate) month: usize,
    pub(crate) day: u64,
    /// Days since Sunday.
    pub(crate) weekday: usize,
    pub(crate) hour: u64,
    pub(crate) minute: u64,
    pub(crate) second: u64,
}

impl Date {
    /// The date that long after the Unix epoch.
    pub(crate) fn of(since_epoch: Duration) -> Self {
        let seconds = since_epoch.as_secs();
        let (days, second) = (seconds / 86_400, seconds % 86_400);
        let (year, month, day) = date(days);
        Self {
            year,
            month,
            day,
            // The epoch began on a Thursday.
            weekday: usize::try_from((days + 4) % 7).unwrap_or(0),
            hour: second / 3600,
            minute: second / 60 % 60,
            second: second % 60,
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            year,
            month,
            day,
            weekday,
            hour,
            minute,
            second,
        } = self;
        let (weekday, month) = (DAYS[*weekday], MONTHS[month - 1]);
        write!(
            f,
            "{weekday} {month} {day:>2} {hour:02}:{minute:02}:{second:02} {year}"
        )
    }
}

/// The date `days` days after 1 January 1970.
fn date(days: u64) -> (u64, usize, u64) {
    let mut year = 1970;
    let mut left = days;
    let is_leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    loop {
        let length = if is_leap(year) { 366 } else { 365 };
        if left < length {
            break;
        }
        left -= length;
        year += 1;
    }
    let february = if is_leap(year) { 29 } else { 28 };
    let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    for (month, length) in (1..).zip(lengths) {
        if left < length {
            return (year, month, left + 1);
        }
        left -= length;
    }
    (year, 12, 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        assert_eq!(date(0), (1970, 1, 1));
        assert_eq!(date(19_782), (2024, 2, 29));
        assert_eq!(date(19_783), (2024, 3, 1));
        let text = Date::of(Duration::from_secs(1_795_453_363)).to_string();
        assert_eq!(text, "Mon Nov 23 17:02:43 2026");
        let text = Date::of(Duration::ZERO).to_string();
        assert_eq!(text, "Thu Jan  1 00:00:00 1970");
    }
}
