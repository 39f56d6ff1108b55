//! The terminal's screen.

use std::{
    fmt, io,
    time::{Duration, Instant},
};

use ratatui::{
    Frame,
    crossterm::event::{self, Event},
    text::Text,
};

use super::{counts::Counts, keys::Asked, rates::Rates, view::View};

/// Why there is no screen.
#[derive(Debug)]
pub enum ScreenError {
    /// The terminal can't be used.
    Terminal(io::Error),
    /// The daemon can't be asked.
    Daemon(String),
}

impl fmt::Display for ScreenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Terminal(error) => write!(f, "terminal: {error}"),
            Self::Daemon(error) => f.write_str(error),
        }
    }
}

impl std::error::Error for ScreenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Terminal(error) => Some(error),
            Self::Daemon(_) => None,
        }
    }
}

/// Shows on the terminal what `ask` gives, until `q`. A daemon that is gone meanwhile is asked again.
///
/// # Errors
/// See [`ScreenError`].
pub fn screen(
    interval: Duration,
    mut ask: impl FnMut() -> Result<Counts, String>,
) -> Result<(), ScreenError> {
    let mut before = ask().map_err(ScreenError::Daemon)?;
    let mut view = View::new(interval);
    view.show(Rates::between(None, &before));
    let mut terminal = ratatui::try_init().map_err(ScreenError::Terminal)?;
    let shown = (|| {
        let mut last = Instant::now();
        loop {
            terminal.draw(|frame| draw(&view, frame))?;
            let wait = if view.paused {
                // Keys wake it.
                Duration::from_secs(3600)
            } else {
                view.interval.saturating_sub(last.elapsed())
            };
            let asked = match event::poll(wait)?.then(event::read).transpose()? {
                Some(Event::Key(key)) => view.key(key),
                Some(_) => Asked::Nothing,
                None => Asked::Look,
            };
            match asked {
                Asked::Quit => return Ok(()),
                Asked::Look => {
                    last = Instant::now();
                    match ask() {
                        Ok(now) => {
                            view.show(Rates::between(Some(&before), &now));
                            before = now;
                        }
                        Err(problem) => view.complain(problem),
                    }
                }
                Asked::Nothing => {}
            }
        }
    })();
    ratatui::restore();
    shown.map_err(ScreenError::Terminal)
}

/// Draws the view on a whole screen.
pub(super) fn draw(view: &View, frame: &mut Frame<'_>) {
    let area = frame.area();
    let lines = view.lines(area.width.into(), area.height.into());
    frame.render_widget(Text::from(lines), area);
}
