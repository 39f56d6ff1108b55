//! Tables of cells in columns.

use std::cmp::Ordering;

use ratatui::{
    style::{Modifier, Style, Stylize},
    text::{Line, Span},
};

use super::number::short;

/// A part of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// The links.
    Ports,
    /// Classes of queueing disciplines.
    Classes,
    /// Connections.
    Flows,
    /// Why packets were dropped.
    Drops,
}

impl Panel {
    /// All, from top to bottom.
    pub const ALL: [Self; 4] = [Self::Ports, Self::Classes, Self::Flows, Self::Drops];
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// Words: to the left.
    Text(String),
    /// A number: to the right, short.
    Number(f64),
}

impl Cell {
    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => short(*number),
        }
    }

    fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Text(_), Self::Number(_)) => Ordering::Less,
            (Self::Number(_), Self::Text(_)) => Ordering::Greater,
        }
    }
}

/// By which column a table is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sort {
    pub(super) column: usize,
    /// From the largest on.
    pub(super) falling: bool,
}

/// Rows under titles.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// The titles of the columns; the first says what the table is about.
    pub(super) titles: &'static [&'static str],
    pub(super) rows: Vec<Vec<Cell>>,
    /// What is said instead of rows, if there are none.
    pub(super) empty: &'static str,
}

impl Table {
    /// Puts the rows in order; those that are equal stay in theirs.
    pub(super) fn sort(&mut self, sort: Sort) {
        self.rows.sort_by(|a, b| {
            let order = match (a.get(sort.column), b.get(sort.column)) {
                (Some(a), Some(b)) => a.order(b),
                (a, b) => a.is_some().cmp(&b.is_some()),
            };
            if sort.falling { order.reverse() } else { order }
        });
    }

    /// Lines as wide as `width`: the titles, and `count` rows from number `first` on. The title of
    /// the column that the table is sorted by is marked; all titles are, if the panel is `chosen`.
    pub(super) fn lines(
        &self,
        (first, count): (usize, usize),
        width: usize,
        sort: Option<Sort>,
        chosen: bool,
    ) -> Vec<Line<'static>> {
        let columns = self.columns();
        let mut lines = vec![self.title(&columns, width, sort, chosen)];
        if self.rows.is_empty() {
            lines.push(Line::from(Span::from(format!("  {}", self.empty)).dim()));
        }
        for row in self.rows.iter().skip(first).take(count) {
            let cells: Vec<String> = row.iter().map(Cell::text).collect();
            let cells = cells.iter().map(String::as_str).zip(&columns);
            lines.push(Line::from(joined(cells, width)));
        }
        lines
    }

    /// How wide each column is, and whether it is one of numbers: the same wherever it is scrolled to.
    fn columns(&self) -> Vec<(usize, bool)> {
        let titles = self.titles.iter().enumerate();
        titles
            .map(|(column, title)| {
                let cells = || self.rows.iter().filter_map(|row| row.get(column));
                let widest = cells().map(|cell| cell.text().chars().count()).max();
                // Room for the mark of a sorted column.
                let title = title.chars().count() + 1;
                let numbers = cells().any(|cell| matches!(cell, Cell::Number(_)));
                (title.max(widest.unwrap_or_default()), numbers)
            })
            .collect()
    }

    fn title(
        &self,
        columns: &[(usize, bool)],
        width: usize,
        sort: Option<Sort>,
        chosen: bool,
    ) -> Line<'static> {
        let marked: Vec<String> = self
            .titles
            .iter()
            .enumerate()
            .map(|(column, title)| match sort {
                Some(sort) if sort.column == column => {
                    format!("{title}{}", if sort.falling { '▼' } else { '▲' })
                }
                Some(_) | None => (*title).to_owned(),
            })
            .collect();
        let text = joined(marked.iter().map(String::as_str).zip(columns), width);
        let style = if chosen {
            Style::new().add_modifier(Modifier::REVERSED)
        } else {
            Style::new().add_modifier(Modifier::BOLD)
        };
        Line::from(Span::styled(format!("{text:<width$}"), style))
    }
}

/// Cells side by side, cut where the line ends.
fn joined<'c>(cells: impl Iterator<Item = (&'c str, &'c (usize, bool))>, width: usize) -> String {
    let mut line = String::new();
    for (at, (cell, &(wide, right))) in cells.enumerate() {
        if at > 0 {
            line.push(' ');
        }
        let cell = if right {
            format!("{cell:>wide$}")
        } else {
            format!("{cell:<wide$}")
        };
        line.push_str(&cell);
    }
    let line: String = line.trim_end().chars().take(width).collect();
    line
}
