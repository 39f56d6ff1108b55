//! How delays are distributed: tables of quantiles, as iproute2 installs them as files (`*.dist`).

use std::{f64::consts::TAU, sync::OnceLock};

use super::random::Correlated;
use crate::{forward::Rng, qos::Dist};

/// Entries of a table.
pub(super) const ENTRIES: usize = 4096;
/// What stands for 1 in a table (`NETEM_DIST_SCALE`).
const SCALE: i64 = 8192;

pub(super) type Table = [i16; ENTRIES];

/// The table of a distribution; `None` for the even one.
pub(super) fn table(of: Dist) -> Option<&'static Table> {
    static NORMAL: OnceLock<Box<Table>> = OnceLock::new();
    static PARETO: OnceLock<Box<Table>> = OnceLock::new();
    static PARETO_NORMAL: OnceLock<Box<Table>> = OnceLock::new();
    let rounded = |value: f64| (value * SCALE as f64).round() as i16;
    Some(match of {
        Dist::Uniform => return None,
        Dist::Normal => NORMAL.get_or_init(|| {
            let quantiles = normal();
            Box::new(std::array::from_fn(|at| rounded(quantiles[at])))
        }),
        Dist::Pareto => {
            PARETO.get_or_init(|| Box::new(std::array::from_fn(|at| rounded(pareto(at)))))
        }
        Dist::ParetoNormal => PARETO_NORMAL.get_or_init(|| {
            let quantiles = normal();
            let mixed = |at| 0.25 * quantiles[at] + 0.75 * pareto(at);
            Box::new(std::array::from_fn(|at| rounded(mixed(at))))
        }),
    })
}

/// The quantiles of the normal distribution, entry `k` at `(4 k + 1/2) / 16,384`: from the median
/// outwards by the differential equation `dx/dp = sqrt(2 π) exp(x² / 2)`.
fn normal() -> Vec<f64> {
    const STEPS: usize = 32;
    let slope = |x: f64| TAU.sqrt() * (x * x / 2.0).exp();
    // One step of the classical Runge-Kutta method.
    let step = |x: f64, h: f64| {
        let a = slope(x);
        let b = slope(x + h / 2.0 * a);
        let c = slope(x + h / 2.0 * b);
        let d = slope(x + h * c);
        x + h / 6.0 * (a + 2.0 * b + 2.0 * c + d)
    };
    let advance = |x: f64, by: f64| {
        let h = by / STEPS as f64;
        (0..STEPS).fold(x, |x, _| step(x, h))
    };
    let grid = 4.0 / 16_384.0;
    let middle = ENTRIES / 2;
    let mut quantiles = vec![0.0; ENTRIES];
    // The median is half a step of 1/16,384 below the middle entry.
    quantiles[middle] = advance(0.0, grid / 8.0);
    for at in middle + 1..ENTRIES {
        quantiles[at] = advance(quantiles[at - 1], grid);
    }
    for at in (0..middle).rev() {
        quantiles[at] = advance(quantiles[at + 1], -grid);
    }
    quantiles
}

/// Entry `at` of the Pareto distribution with the exponent 3, with the mean (3/2) taken off and scaled.
fn pareto(at: usize) -> f64 {
    let u = 1.0 - at as f64 / ENTRIES as f64;
    let value = (u.cbrt().recip() - 1.5) * 4.0 / 3.0;
    value.min(f64::from(i16::MAX) / SCALE as f64)
}

/// A number with mean `mu` and deviation `sigma` (`tabledist`), in whatever unit they have.
pub(super) fn draw(
    mu: i64,
    sigma: i64,
    source: &mut Correlated,
    table: Option<&Table>,
    rng: &mut Rng,
) -> i64 {
    if sigma == 0 {
        return mu;
    }
    let random = source.next(rng);
    let Some(table) = table else {
        return i64::from(random) % (2 * sigma) + mu - sigma;
    };
    let t = i64::from(table[random as usize % ENTRIES]);
    let part = sigma % SCALE * t;
    let half = if part >= 0 { SCALE / 2 } else { -SCALE / 2 };
    (part + half) / SCALE + sigma / SCALE * t + mu
}
