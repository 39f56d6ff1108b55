//! What is wrong in a runbook, shown at its place.

use std::{fmt, sync::Arc};

use super::span::Span;

/// A message about a place in a file.
///
/// It is shown as the message, the place, the line, and a caret under what is meant:
///
/// ```text
/// Cannot find device "ens9"
///  --> router.conf:4:31
///   |
/// 4 | ip address add 1.1.1.1/24 dev ens9
///   |                               ^^^^
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong, without a newline at the end.
    pub message: String,
    /// The file as the user named it.
    pub file: Arc<str>,
    /// The place.
    pub span: Span,
    /// The text of the line.
    pub source: String,
}

impl Diagnostic {
    /// About `span` of `text`, the contents of `file`.
    #[must_use]
    pub fn new(message: impl Into<String>, file: &Arc<str>, text: &str, span: Span) -> Self {
        let line = (span.line as usize).saturating_sub(1);
        Self {
            message: message.into(),
            file: Arc::clone(file),
            span,
            source: text.lines().nth(line).unwrap_or_default().to_owned(),
        }
    }

    /// As [`Diagnostic::new`], with the place in front of the message as a shell has it:
    /// `FILE:LINE:COLUMN: message`.
    #[must_use]
    pub fn shell(message: &str, file: &Arc<str>, text: &str, span: Span) -> Self {
        let message = format!("{file}:{}:{}: {message}", span.line, span.column);
        Self::new(message, file, text, span)
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Span {
            line,
            column,
            width,
        } = self.span;
        let number = line.to_string();
        let gutter = " ".repeat(number.len());
        // Tabs in front of the caret stay tabs, so that it stands where the word stands.
        let indent: String = self
            .source
            .chars()
            .take((column as usize).saturating_sub(1))
            .map(|c| if c == '\t' { '\t' } else { ' ' })
            .collect();
        writeln!(f, "{}", self.message)?;
        writeln!(f, "{gutter}--> {}:{line}:{column}", self.file)?;
        writeln!(f, "{gutter} |")?;
        writeln!(f, "{number} | {}", self.source)?;
        write!(
            f,
            "{gutter} | {indent}{}",
            "^".repeat(width.max(1) as usize)
        )
    }
}

impl std::error::Error for Diagnostic {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stands_under_the_word() {
        let text = "ip link\n\tip address add 1.1.1.1/24 dev ens9\n";
        let span = Span {
            line: 2,
            column: 32,
            width: 4,
        };
        let file = Arc::from("router.conf");
        assert_eq!(
            Diagnostic::new("Cannot find device \"ens9\"", &file, text, span).to_string(),
            "Cannot find device \"ens9\"\n\
             \x20--> router.conf:2:32\n\
             \x20 |\n\
             2 | \tip address add 1.1.1.1/24 dev ens9\n\
             \x20 | \t                              ^^^^"
        );
    }
}
