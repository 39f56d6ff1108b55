//! What keys do.

use std::time::Duration;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::{
    table::{Panel, Sort},
    view::View,
};

/// Times from one look at the daemon to the next.
const INTERVALS: [Duration; 7] = [
    Duration::from_millis(250),
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(5),
    Duration::from_secs(10),
    Duration::from_secs(60),
];

/// What a key asks of who shows the view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// To go on.
    Nothing,
    /// To look at the daemon at once.
    Look,
    /// To end.
    Quit,
}

impl View {
    /// A key was pressed.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "most keys of a keyboard do nothing here"
    )]
    pub fn key(&mut self, key: KeyEvent) -> Asked {
        if key.kind == KeyEventKind::Release {
            return Asked::Nothing;
        }
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Char('c') if ctrl => return Asked::Quit,
            KeyCode::Char('q') => return Asked::Quit,
            KeyCode::Esc if self.help => self.help = false,
            KeyCode::Esc => return Asked::Quit,
            KeyCode::Char('h' | '?') => self.help = !self.help,
            KeyCode::Char('p' | ' ') => {
                self.paused = !self.paused;
                if !self.paused {
                    return Asked::Look;
                }
            }
            KeyCode::Tab => self.choose(1),
            KeyCode::BackTab => self.choose(Panel::ALL.len() - 1),
            KeyCode::Char('>') | KeyCode::Right => self.sort_by(1),
            KeyCode::Char('<') | KeyCode::Left => self.sort_by(-1),
            KeyCode::Char('r') => {
                if let Some(sort) = &mut self.panel().sort {
                    sort.falling = !sort.falling;
                }
            }
            KeyCode::Down => self.scroll(1),
            KeyCode::Up => self.scroll(-1),
            KeyCode::Char('+') => {
                self.hurry(INTERVALS.into_iter().rev().find(|i| *i < self.interval))
            }
            KeyCode::Char('-') => self.hurry(INTERVALS.into_iter().find(|i| *i > self.interval)),
            _ => {}
        }
        Asked::Nothing
    }

    /// Chooses the panel that is `steps` after this one, among those that are shown.
    fn choose(&mut self, steps: usize) {
        for _ in 0..Panel::ALL.len() {
            let next = (self.chosen as usize + steps) % Panel::ALL.len();
            self.chosen = Panel::ALL[next];
            if self.is_shown(self.chosen) {
                return;
            }
        }
    }

    /// Sorts the chosen panel by the next column, or by the one before: numbers from the largest on.
    fn sort_by(&mut self, step: isize) {
        let columns = self.chosen.table(&self.rates).titles.len();
        let column = match self.panel().sort {
            Some(sort) => sort
                .column
                .checked_add_signed(step)
                .filter(|&column| column < columns),
            None if step > 0 => Some(0),
            None => Some(columns - 1),
        };
        // Beyond the ends is the order of the daemon.
        self.panel().sort = column.map(|column| Sort {
            column,
            falling: column > 0,
        });
    }

    fn scroll(&mut self, step: isize) {
        let rows = self.chosen.table(&self.rates).rows.len();
        let scrolled = &mut self.panel().scrolled;
        *scrolled = scrolled
            .saturating_add_signed(step)
            .min(rows.saturating_sub(1));
    }

    fn hurry(&mut self, interval: Option<Duration>) {
        self.interval = interval.unwrap_or(self.interval);
    }
}
