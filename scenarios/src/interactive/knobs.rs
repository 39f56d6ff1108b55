//! What of a cable can be broken on purpose, and how that is written.

use dataplane::time::Duration;

use super::World;
use crate::{
    lab::{Place, Plug},
    link::LinkSpec,
};

/// A change to a cable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Knob {
    /// Frames lost out of 10,000.
    Loss(u32),
    Delay(Duration),
    /// Bits a second.
    Rate(u64),
}

impl Knob {
    /// Reads `loss 5%`, `delay 50ms`, `rate 10mbit`.
    pub(super) fn read(name: &str, value: &str) -> Result<Self, String> {
        let bad = || format!("lab: {name}: \"{value}\" is not a {name}");
        match name {
            "loss" => {
                let percent = value.trim_end_matches('%').parse::<f64>().ok();
                let percent = percent.filter(|percent| (0.0..=100.0).contains(percent));
                Ok(Self::Loss((percent.ok_or_else(bad)? * 100.0).round() as u32))
            }
            "delay" => duration(value).map(Self::Delay).ok_or_else(bad),
            _ => rate(value).map(Self::Rate).ok_or_else(bad),
        }
    }

    pub(super) fn turn(self, spec: &mut LinkSpec) {
        match self {
            Self::Loss(loss) => spec.loss = loss,
            Self::Delay(delay) => spec.delay = delay,
            Self::Rate(rate) => spec.rate = rate,
        }
    }
}

/// `10s`, `50ms`, `2min`, a bare number of seconds.
pub(super) fn duration(text: &str) -> Option<Duration> {
    let at = text
        .find(|c: char| c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(at);
    let factor = match unit {
        "us" => 1e-6,
        "ms" => 1e-3,
        "" | "s" | "sec" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3_600.0,
        _ => return None,
    };
    let seconds = number.parse::<f64>().ok()? * factor;
    (0.0..=1e7)
        .contains(&seconds)
        .then(|| Duration::from_secs_f64(seconds))
}

/// `10mbit`, `100kbps` (bytes, as in tc), `1gbit`, a bare number of bits a second, `unlimited`.
fn rate(text: &str) -> Option<u64> {
    if text == "unlimited" {
        return Some(0);
    }
    let at = text
        .find(|c: char| c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(at);
    let unit = unit.to_ascii_lowercase();
    let (unit, bytes) = match unit.strip_suffix("bps") {
        Some(unit) => (unit, 8.0),
        None => (unit.strip_suffix("bit").unwrap_or(&unit), 1.0),
    };
    let factor = match unit {
        "" => 1.0,
        "k" => 1e3,
        "m" => 1e6,
        "g" => 1e9,
        _ => return None,
    };
    let rate = number.parse::<f64>().ok()? * factor * bytes;
    (1.0..=1e12).contains(&rate).then_some(rate as u64)
}

impl World {
    /// `HOST:IF` of a plug.
    pub(super) fn plug_name(&mut self, plug: Plug) -> String {
        let (place, card) = match plug {
            Plug::Host(host, card) => (Place::Host(host), card),
            Plug::Router(router, port) => (Place::Router(router), port),
            Plug::Switch(_, port) => return format!("switch:{port}"),
        };
        let found = self.places.iter().find(|(_, known)| *known == place);
        let name = found.map_or("?", |(name, _)| name).to_owned();
        let card = self.lab.machine(place).port_name(card);
        format!("{name}:{}", card.unwrap_or_else(|| "?".to_owned()))
    }

    /// The cables that a word means: `HOST:IF`, `HOST` for all of a machine's, nothing for all.
    pub(super) fn cables_of(&mut self, word: Option<&str>) -> Result<Vec<usize>, String> {
        let cables: Vec<[Plug; 2]> = self.lab.cables().map(|(ends, ..)| ends).collect();
        let mut found = Vec::new();
        for (place, ends) in cables.into_iter().enumerate() {
            let names = ends.map(|end| self.plug_name(end));
            let is = |name: &String| match word {
                None => true,
                Some(word) => {
                    name == word || name.split(':').next().is_some_and(|host| host == word)
                }
            };
            if names.iter().any(is) {
                found.push(place);
            }
        }
        match (found.is_empty(), word) {
            (true, Some(word)) => Err(format!("lab: no cable ends at \"{word}\"")),
            (_, _) => Ok(found),
        }
    }
}

/// What a cable is like, in words.
pub(super) fn describe(spec: &LinkSpec, cut: bool) -> String {
    if cut {
        return "cut".to_owned();
    }
    let rate = match spec.rate {
        0 => "unlimited".to_owned(),
        rate if rate % 1_000_000_000 == 0 => format!("{}gbit", rate / 1_000_000_000),
        rate if rate % 1_000_000 == 0 => format!("{}mbit", rate / 1_000_000),
        rate if rate % 1_000 == 0 => format!("{}kbit", rate / 1_000),
        rate => format!("{rate}bit"),
    };
    let delay = spec.delay.as_micros() as f64 / 1e3;
    let loss = match spec.loss {
        0 => String::new(),
        loss => format!(", loss {}%", f64::from(loss) / 100.0),
    };
    format!("{rate}, delay {delay}ms{loss}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knobs_are_read() {
        assert_eq!(Knob::read("loss", "5%"), Ok(Knob::Loss(500)));
        assert_eq!(
            Knob::read("delay", "50ms"),
            Ok(Knob::Delay(Duration::from_millis(50)))
        );
        assert_eq!(Knob::read("rate", "10mbit"), Ok(Knob::Rate(10_000_000)));
        assert_eq!(Knob::read("rate", "100kbps"), Ok(Knob::Rate(800_000)));
        assert!(Knob::read("loss", "101%").is_err() && Knob::read("rate", "fast").is_err());
        assert_eq!(duration("2min"), Some(Duration::from_secs(120)));
    }
}
