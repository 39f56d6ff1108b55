//! `-batch` of iproute2's tools.

use std::sync::Arc;

use super::{Output, Session, args::Failure, span::Origin};

/// How a command ends.
type Done = Result<(), Failure>;

/// Runs the lines of a batch.
///
/// `object` is given the words of each line. The batch ends at the first error, unless `force` is set and the real
/// tool would not exit there.
pub(crate) fn run(
    name: &str,
    stdin: Option<&[u8]>,
    force: bool,
    session: &mut Session<'_>,
    out: &mut Output,
    mut object: impl FnMut(&[&str], &mut Session<'_>, &mut Output) -> Done,
) -> i32 {
    let Some(text) = stdin else {
        let message =
            format!("Cannot open file \"{name}\" for reading: No such file or directory\n");
        return Failure::returned(1, message).print(out);
    };
    let text = String::from_utf8_lossy(text);
    let origin = session.origin.take();
    let file: Arc<str> = name.into();
    let mut status = 0;
    let mut words = Vec::new();
    let mut lines = text.split_inclusive('\n').zip(1_u32..);
    while let Some((line, mut number)) = lines.next() {
        let line = strip_comment(line);
        session.origin = Some(Origin {
            file: Arc::clone(&file),
            line: number,
        });
        let done = if line.ends_with("\\\n") {
            let mut joined = line.to_owned();
            while joined.ends_with("\\\n") {
                joined.truncate(joined.len() - 2);
                let Some((more, at)) = lines.next() else {
                    break;
                };
                joined.push_str(strip_comment(more));
                number = at;
            }
            line_of(&joined, &mut Vec::new(), session, out, &mut object)
        } else {
            line_of(line, &mut words, session, out, &mut object)
        };
        if let Err(failure) = done {
            status = failure.print(out);
            if failure.exits {
                break;
            }
            out.stderr
                .extend_from_slice(format!("Command failed {name}:{number}\n").as_bytes());
            status = 1;
            if !force {
                break;
            }
        }
    }
    session.origin = origin;
    // The words of a batch are not those of our own command line.
    out.blame = None;
    status
}

fn line_of<'l>(
    line: &'l str,
    words: &mut Vec<&'l str>,
    session: &mut Session<'_>,
    out: &mut Output,
    object: &mut impl FnMut(&[&str], &mut Session<'_>, &mut Output) -> Done,
) -> Done {
    words.clear();
    split(line, words)?;
    if words.is_empty() {
        return Ok(());
    }
    object(words, session, out)
}

fn strip_comment(line: &str) -> &str {
    line.split_once('#').map_or(line, |(before, _)| before)
}

/// Splits a line of a batch as the tool does: blanks, and words that begin with a quote.
fn split<'l>(line: &'l str, words: &mut Vec<&'l str>) -> Done {
    const MOST: usize = 511;
    let bytes = line.as_bytes();
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    let mut at = 0;
    loop {
        at += bytes[at..].iter().take_while(|byte| is_blank(byte)).count();
        let Some(&first) = bytes.get(at) else {
            return Ok(());
        };
        if words.len() >= MOST {
            return Err(Failure::exit(1, "Too many arguments to command\n"));
        }
        // All of these are ASCII, so the places between them are those between characters.
        if matches!(first, b'\'' | b'"') {
            at += 1;
            let Some(len) = bytes[at..].iter().position(|&byte| byte == first) else {
                return Err(Failure::exit(1, "Unterminated quoted string\n"));
            };
            words.push(&line[at..at + len]);
            at += len + 1;
        } else {
            let rest = &bytes[at..];
            let len = rest.iter().position(is_blank).unwrap_or(rest.len());
            words.push(&line[at..at + len]);
            at += len;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_of_a_batch_line() {
        let mut words = Vec::new();
        split("  a 'b c'd \"\" e'f\n", &mut words).expect("balanced");
        assert_eq!(words, ["a", "b c", "d", "", "e'f"]);
        assert!(split("'a", &mut words).is_err());
    }
}
