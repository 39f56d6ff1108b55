//! Results as JUnit's XML, which continuous integration reads.

use std::fmt::Write;

use super::{
    report::Counts,
    run::{FileResult, Outcome},
};

/// Results as JUnit's XML: a suite for each file.
#[must_use]
pub fn junit(results: &[FileResult]) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    for file in results {
        let counts = Counts::of(&file.cases);
        let name = escaped(&file.file);
        // Writing to a string never fails.
        let _ = writeln!(
            text,
            "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{}\" errors=\"{}\">",
            counts.all(),
            counts.failed,
            counts.errors
        );
        for case in &file.cases {
            let _ = write!(
                text,
                "    <testcase classname=\"{name}\" name=\"{}\" file=\"{name}\" line=\"{}\"",
                escaped(&case.name),
                case.line
            );
            match &case.outcome {
                Outcome::Passed => text.push_str("/>\n"),
                Outcome::Failed(failure) => {
                    let message = format!(
                        "expected: {}; happened: {}",
                        failure.expected, failure.happened
                    );
                    element(&mut text, "failure", &message, &failure.to_string());
                }
                Outcome::Error(diagnostic) => {
                    element(
                        &mut text,
                        "error",
                        &diagnostic.message,
                        &diagnostic.to_string(),
                    );
                }
            }
        }
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text
}

fn element(text: &mut String, kind: &str, message: &str, details: &str) {
    let (message, details) = (escaped(message), escaped(details));
    let _ = write!(
        text,
        ">\n      <{kind} message=\"{message}\">{details}</{kind}>\n    </testcase>\n"
    );
}

/// Text for an attribute or an element. XML has no way to write most control characters.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(c),
            c if c.is_control() => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_would_read_is_escaped() {
        assert_eq!(
            escaped("a<b> & \"c\"\u{1}"),
            "a&lt;b&gt; &amp; &quot;c&quot;\u{fffd}"
        );
    }
}
