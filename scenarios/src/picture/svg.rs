//! A drawing that can be read on a bright and on a dark page.

use std::fmt::Write;

/// Width of a character of the labels in pixels, at 12 px in a typewriter's face.
pub(super) const CHAR: f64 = 7.25;

/// Colours for a bright page, and for a dark one where the reader's system says so. Everything stands on
/// a card of its own colour, so that it can be read whatever the page's colour is.
const STYLE: &str = "\
text{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#1d2430}
.card{fill:#fdfdfb;stroke:#8a93a3;stroke-opacity:.35}
.host{fill:#eef1f6;stroke:#8a93a3}
.router{fill:#dce9fb;stroke:#1f6feb;stroke-width:1.5}
.switch{fill:#fdfdfb;stroke:#8a93a3}
.off{fill:#fdfdfb;stroke:#8a93a3;stroke-opacity:.6}
.wire{stroke:#8a93a3;stroke-width:1.5;fill:none}
.met{stroke:#1f6feb;stroke-width:2.5;fill:none}
.end{stroke:#c62828;stroke-width:2.5}
.name{font-weight:bold}
.soft{fill:#6a7280}
.bad{fill:#c62828}
.middle{text-anchor:middle}
.right{text-anchor:end}
@media (prefers-color-scheme:dark){
text{fill:#e6e9ee}
.card,.switch,.off{fill:#1b2027}
.host{fill:#2a313b}
.router{fill:#22364f;stroke:#6cb0ff}
.met{stroke:#6cb0ff}
.end{stroke:#ff7b72}
.soft{fill:#9aa4b2}
.bad{fill:#ff7b72}
}";

/// A drawing that grows.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    shapes: String,
    width: f64,
    height: f64,
}

/// A number as SVG has it, without digits that nobody sees.
fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0")
        .map_or_else(|| text.clone(), str::to_owned)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

impl Canvas {
    /// Makes room up to a point.
    pub(super) fn reach(&mut self, x: f64, y: f64) {
        self.width = self.width.max(x);
        self.height = self.height.max(y);
    }

    pub(super) fn rect(&mut self, class: &str, (x, y): (f64, f64), (width, height): (f64, f64)) {
        self.reach(x + width, y + height);
        let (x, y, width, height) = (number(x), number(y), number(width), number(height));
        // Writing to a string never fails.
        let _ = writeln!(
            self.shapes,
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"5\"/>"
        );
    }

    /// A line through points, with an arrow at its end if `arrow` says so.
    pub(super) fn line(&mut self, class: &str, points: &[(f64, f64)], arrow: bool) {
        let mut path = String::new();
        for (at, &(x, y)) in points.iter().enumerate() {
            self.reach(x, y);
            let _ = write!(
                path,
                "{}{} {}",
                if at == 0 { "M" } else { " L" },
                number(x),
                number(y)
            );
        }
        if arrow && let [.., from, to] = points {
            path.push_str(&head(*from, *to));
        }
        let _ = writeln!(self.shapes, "<path class=\"{class}\" d=\"{path}\"/>");
    }

    pub(super) fn text(&mut self, class: &str, (x, y): (f64, f64), text: &str) {
        let wide = text.chars().count() as f64 * CHAR;
        if class.contains("middle") {
            self.reach(x + wide / 2.0, y + 4.0);
        } else if class.contains("right") {
            self.reach(x, y + 4.0);
        } else {
            self.reach(x + wide, y + 4.0);
        }
        let (x, y) = (number(x), number(y));
        let class = if class.is_empty() {
            String::new()
        } else {
            format!(" class=\"{class}\"")
        };
        let _ = writeln!(
            self.shapes,
            "<text{class} x=\"{x}\" y=\"{y}\">{}</text>",
            escaped(text)
        );
    }

    /// The whole, with what it shows in a sentence for those who can't see it.
    pub(super) fn finish(self, title: &str) -> String {
        let margin = 16.0;
        let (width, height) = ((self.width + margin).ceil(), (self.height + margin).ceil());
        let (w, h) = (number(width), number(height));
        let (inner_w, inner_h) = (number(width - 1.0), number(height - 1.0));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" role=\"img\">\n\
             <title>{}</title>\n<style>\n{STYLE}\n</style>\n\
             <rect class=\"card\" x=\"0.5\" y=\"0.5\" width=\"{inner_w}\" height=\"{inner_h}\" rx=\"8\"/>\n{}</svg>\n",
            escaped(title),
            self.shapes
        )
    }
}

/// The two strokes of an arrow's head.
fn head((x0, y0): (f64, f64), (x, y): (f64, f64)) -> String {
    const LEN: f64 = 7.0;
    let long = (x - x0).hypot(y - y0).max(1e-9);
    let (dx, dy) = ((x - x0) / long * LEN, (y - y0) / long * LEN);
    let stroke = |side: f64| {
        let (bx, by) = (x - dx - side * dy * 0.6, y - dy + side * dx * 0.6);
        format!(
            " M{} {} L{} {}",
            number(bx),
            number(by),
            number(x),
            number(y)
        )
    };
    stroke(1.0) + &stroke(-1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_is_as_large_as_what_is_in_it() {
        let mut canvas = Canvas::default();
        canvas.rect("host", (10.0, 10.0), (80.0, 40.0));
        canvas.text("", (20.0, 30.25), "a<b & c");
        canvas.line("met", &[(90.0, 30.0), (200.0, 30.0)], true);
        let svg = canvas.finish("One host");
        assert!(
            svg.contains("width=\"216\" height=\"66\" viewBox=\"0 0 216 66\""),
            "{svg}"
        );
        assert!(
            svg.contains("<text x=\"20\" y=\"30.2\">a&lt;b &amp; c</text>"),
            "{svg}"
        );
        assert!(
            svg.contains("d=\"M90 30 L200 30 M193 34.2 L200 30 M193 25.8 L200 30\""),
            "{svg}"
        );
        assert!(svg.contains("<title>One host</title>"), "{svg}");
    }
}
