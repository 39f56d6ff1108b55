//! What is shown of the rates, and how.

use std::time::Duration;

use ratatui::{
    style::{Style, Stylize},
    text::{Line, Span},
};

use super::{
    number::{clock, short},
    rates::{Rates, WorkerRates},
    table::{Panel, Sort, Table},
};

/// Flows in a text that has no height.
const FLOWS: usize = 10;

/// Lines above the panels.
const HEADER: usize = 5;

/// What is shown, and how.
#[derive(Clone, Debug)]
pub struct View {
    /// What happened in the last stretch of time.
    pub(super) rates: Rates,
    /// What went wrong when the daemon was asked last.
    pub(super) problem: Option<String>,
    /// The time from one look at the daemon to the next.
    pub(super) interval: Duration,
    pub(super) paused: bool,
    pub(super) help: bool,
    /// Which panel keys are about.
    pub(super) chosen: Panel,
    pub(super) panels: [PanelView; Panel::ALL.len()],
}

/// How a panel is shown.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PanelView {
    pub(super) sort: Option<Sort>,
    /// Rows that are above it.
    pub(super) scrolled: usize,
}

/// What the keys do.
const HELP: [&str; 8] = [
    "Tab, Shift-Tab   the next panel, the one before",
    "< and >          sort it by the column before, by the next",
    "r                turn the order round",
    "Up, Down         scroll it",
    "p, Space         pause, and go on",
    "+ and -          look more often, less often",
    "h, ?             this help",
    "q, Esc           quit",
];

impl View {
    /// Nothing known yet.
    #[must_use]
    pub fn new(interval: Duration) -> Self {
        Self {
            rates: Rates::default(),
            problem: None,
            interval,
            paused: false,
            help: false,
            chosen: Panel::Ports,
            panels: Panel::ALL.map(|panel| PanelView {
                sort: panel.sort(),
                scrolled: 0,
            }),
        }
    }

    /// Shows these rates from now on.
    pub fn show(&mut self, rates: Rates) {
        self.rates = rates;
        self.problem = None;
    }

    /// Says what went wrong, above what was known before.
    pub fn complain(&mut self, problem: String) {
        self.problem = Some(problem);
    }

    /// How the chosen panel is shown.
    pub(super) const fn panel(&mut self) -> &mut PanelView {
        &mut self.panels[self.chosen as usize]
    }

    /// A screen of `width` columns and `height` lines.
    #[must_use]
    pub fn lines(&self, width: usize, height: usize) -> Vec<Line<'static>> {
        let mut lines = self.header(width);
        if self.help {
            lines.extend(HELP.map(Line::from));
            lines.truncate(height);
            return lines;
        }
        let tables = self.tables();
        let shares = shares(&tables, height.saturating_sub(HEADER));
        for ((panel, table), rows) in tables.iter().zip(shares) {
            let how = self.panels[*panel as usize];
            let chosen = *panel == self.chosen;
            let first = how.scrolled.min(table.rows.len().saturating_sub(rows));
            lines.extend(table.lines((first, rows), width, how.sort, chosen));
            lines.push(Line::default());
        }
        lines.truncate(height);
        lines
    }

    /// All of it as text, with the flows that carry most.
    #[must_use]
    pub fn text(&self, width: usize) -> String {
        let mut lines = self.header(width);
        for (panel, table) in self.tables() {
            let rows = if panel == Panel::Flows {
                FLOWS
            } else {
                table.rows.len()
            };
            let sort = self.panels[panel as usize].sort;
            lines.extend(table.lines((0, rows), width, sort, false));
            lines.push(Line::default());
        }
        let lines = lines
            .iter()
            .map(|line| format!("{}\n", line.to_string().trim_end()));
        lines.collect()
    }

    /// The panels that are shown: classes only if there are some.
    fn tables(&self) -> Vec<(Panel, Table)> {
        let shown = Panel::ALL.into_iter().filter(|panel| self.is_shown(*panel));
        shown
            .map(|panel| {
                let mut table = panel.table(&self.rates);
                if let Some(sort) = self.panels[panel as usize].sort {
                    table.sort(sort);
                }
                (panel, table)
            })
            .collect()
    }

    pub(super) fn is_shown(&self, panel: Panel) -> bool {
        panel != Panel::Classes || !self.rates.classes.is_empty()
    }

    fn header(&self, width: usize) -> Vec<Line<'static>> {
        let Rates {
            uptime,
            configuration,
            received,
            forwarded,
            sent,
            made,
            dropped,
            held,
            connections,
            ..
        } = &self.rates;
        let title = format!(
            "tollgate top: up {}, configuration {configuration}, every {:?}",
            clock(*uptime),
            self.interval
        );
        let note = match (&self.problem, self.paused) {
            (Some(problem), _) => Span::styled(format!("  {problem}"), Style::new().red()),
            (None, true) => Span::from("  paused").bold(),
            (None, false) => Span::default(),
        };
        let packets = format!(
            "packets/s    received {}, forwarded {}, sent {}, made {}, dropped {}; waiting {held}",
            short(*received),
            short(*forwarded),
            short(*sent),
            short(*made),
            short(*dropped)
        );
        let table = format!(
            "connections  {} of {}; per second: invalid {}, insert_failed {}, drop {}, early_drop {}",
            connections.count,
            connections.max,
            short(connections.invalid),
            short(connections.insert_failed),
            short(connections.drop),
            short(connections.early_drop)
        );
        let workers = self.rates.workers.iter().enumerate();
        let workers: Vec<_> = workers
            .map(|(number, worker)| of_worker(number, worker))
            .collect();
        let workers = format!("workers      {}", workers.join(", "));
        let cut = |text: String| Line::from(text.chars().take(width).collect::<String>());
        vec![
            Line::from(vec![Span::from(title), note]),
            cut(packets),
            cut(table),
            cut(workers),
            Line::default(),
        ]
    }
}

fn of_worker(number: usize, worker: &WorkerRates) -> String {
    let received = short(worker.received);
    match worker.load {
        Some(load) => format!("{number}: {:.0}% {received}/s", 100.0 * load),
        None => format!("{number}: {received}/s"),
    }
}

/// How many rows of each table are shown on `height` lines, each with a title and a blank line: what
/// it has, as long as nobody else gets less than his share.
fn shares(tables: &[(Panel, Table)], height: usize) -> Vec<usize> {
    let wanted = |table: &Table| table.rows.len().max(1);
    let mut left = height.saturating_sub(2 * tables.len());
    let mut shares = vec![0; tables.len()];
    while left > 0 {
        let before = left;
        for (share, (_, table)) in shares.iter_mut().zip(tables) {
            if *share < wanted(table) && left > 0 {
                (*share, left) = (*share + 1, left - 1);
            }
        }
        if left == before {
            break;
        }
    }
    shares
}
