//! What the clocks on the machines' walls show: UTC.

use dataplane::time::{Duration, Instant};

/// Thursday, 1 April 2021, 09:00:00 UTC, in seconds since the Unix epoch: when every lab begins.
const BEGIN: u64 = 1_617_267_600;
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

/// The time since the Unix epoch.
pub(super) fn since_epoch(now: Instant) -> Duration {
    Duration::from_secs(BEGIN) + Duration::from_nanos(now.as_nanos())
}

/// A moment as people name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) year: u64,
    /// From 1.
    pub(super) month: u64,
    pub(super) day: u64,
    pub(super) hour: u64,
    pub(super) minute: u64,
    pub(super) second: u64,
    pub(super) micro: u32,
    weekday: usize,
}

/// The present moment.
pub(super) fn moment(now: Instant) -> Moment {
    let since = since_epoch(now);
    let (days, second) = (since.as_secs() / 86_400, since.as_secs() % 86_400);
    let (year, month, day) = civil(days);
    Moment {
        year,
        month,
        day,
        hour: second / 3600,
        minute: second / 60 % 60,
        second: second % 60,
        micro: since.subsec_micros(),
        weekday: (days % 7) as usize,
    }
}

/// Year, month and day of a day since the epoch, by eras of 400 years that begin in March.
fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let era = days / 146_097;
    let of_era = days % 146_097;
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 {
        march_month + 3
    } else {
        march_month - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    (year, month, day)
}

impl Moment {
    pub(super) fn month_name(&self) -> &'static str {
        MONTHS[(self.month as usize).clamp(1, 12) - 1]
    }

    pub(super) fn day_name(&self) -> &'static str {
        DAYS[self.weekday % 7]
    }

    /// `15:59:39`
    pub(super) fn clock(&self) -> String {
        format!("{:02}:{:02}:{:02}", self.hour, self.minute, self.second)
    }
}

/// `Thu, 01 Apr 2021 09:00:00 GMT`
pub(super) fn http_date(now: Instant) -> String {
    let at = moment(now);
    let (day, month, year) = (at.day, at.month_name(), at.year);
    format!(
        "{}, {day:02} {month} {year} {} GMT",
        at.day_name(),
        at.clock()
    )
}

/// `01/Apr/2021 09:00:00`
pub(super) fn log_date(now: Instant) -> String {
    let at = moment(now);
    format!(
        "{:02}/{}/{} {}",
        at.day,
        at.month_name(),
        at.year,
        at.clock()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_their_names() {
        assert_eq!(http_date(Instant::ZERO), "Thu, 01 Apr 2021 09:00:00 GMT");
        let later = Instant::ZERO + Duration::from_secs(86_400 * 275 + 3_661);
        assert_eq!(http_date(later), "Sat, 01 Jan 2022 10:01:01 GMT");
        assert_eq!(civil(0), (1970, 1, 1));
        assert_eq!(civil(18_321), (2020, 2, 29));
        assert_eq!(log_date(Instant::ZERO), "01/Apr/2021 09:00:00");
    }
}
