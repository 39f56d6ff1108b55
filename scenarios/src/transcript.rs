//! Transcripts in Markdown: the ```` ```console ```` blocks of a page are a terminal's log, and can
//! therefore be run.
//!
//! A line that starts with a prompt (`$ `, `# `, or `root@HOST:~# `) is a command; lines that follow
//! are what it prints, in the notation of [`expect`](crate::expect). A command goes on in the next
//! line after a backslash, or where the line starts with `> ` as the shell prompts for more. A line `[exit N]` behind the output is the exit status that is expected,
//! else zero. Words behind `console` say how the block is run: `root` (needs root), `live` (shows
//! a live machine: not run by tests).

/// A command of a transcript, and what it should print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The line of the page where it stands, from 1.
    pub line: usize,
    /// The host whose prompt it is, if the prompt names one.
    pub host: Option<String>,
    /// The command line.
    pub command: String,
    /// What should be printed.
    pub output: String,
    /// The exit status that is expected.
    pub status: i32,
}

/// A `console` block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// The words behind `console`.
    pub words: Vec<String>,
    /// Its commands.
    pub steps: Vec<Step>,
}

impl Block {
    /// Whether `word` stands behind `console`.
    #[must_use]
    pub fn has(&self, word: &str) -> bool {
        self.words.iter().any(|w| w == word)
    }
}

/// The `console` blocks of a Markdown page.
#[must_use]
pub fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((_, line)) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            continue;
        };
        let mut words = info
            .split([' ', ','])
            .filter(|w| !w.is_empty())
            .map(str::to_owned);
        let console = words.next().is_some_and(|word| word == "console");
        let mut block = Block {
            words: words.collect(),
            steps: Vec::new(),
        };
        let mut goes_on = false;
        for (number, line) in lines.by_ref() {
            if line == "```" {
                break;
            }
            if let (true, Some(step)) = (goes_on, block.steps.last_mut()) {
                step.command.truncate(step.command.len() - 1);
                step.command += line.trim_start();
                goes_on = line.ends_with('\\');
            } else if let (Some(more), Some(step)) =
                (line.strip_prefix("> "), unanswered(&mut block))
            {
                step.command.push('\n');
                step.command += more;
            } else if let Some((host, command)) = prompt(line) {
                goes_on = command.ends_with('\\');
                block.steps.push(Step {
                    line: number + 1,
                    host: host.map(str::to_owned),
                    command: command.to_owned(),
                    output: String::new(),
                    status: 0,
                });
            } else if let Some(step) = block.steps.last_mut() {
                match exit_status(line) {
                    Some(status) => step.status = status,
                    None => {
                        step.output += line;
                        step.output.push('\n');
                    }
                }
            }
        }
        if console {
            blocks.push(block);
        }
    }
    blocks
}

/// The last command, if nothing of its output has been seen.
fn unanswered(block: &mut Block) -> Option<&mut Step> {
    block.steps.last_mut().filter(|step| step.output.is_empty())
}

/// The host and the command of a line with a prompt.
fn prompt(line: &str) -> Option<(Option<&str>, &str)> {
    if let Some(command) = line.strip_prefix("$ ").or_else(|| line.strip_prefix("# ")) {
        return Some((None, command));
    }
    let (host, command) = line.strip_prefix("root@")?.split_once(":~# ")?;
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    host.chars().all(plain).then_some((Some(host), command))
}

fn exit_status(line: &str) -> Option<i32> {
    line.strip_prefix("[exit ")?.strip_suffix(']')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_and_outputs_are_told_apart() {
        let page = "\
# A page
```console root
$ echo one \\
    two
one two
root@server1:~# false
[exit 1]
```
```sh
$ not a transcript
```
```console
# cat >file <<END
> text
> END
# ip link
1: lo: [..]
...
```
";
        let blocks = blocks(page);
        assert_eq!(blocks.len(), 2);
        assert!(blocks[0].has("root") && !blocks[1].has("root"));
        let [one, two] = blocks[0].steps.as_slice() else {
            panic!("two steps: {blocks:?}");
        };
        assert_eq!(
            (one.command.as_str(), one.output.as_str()),
            ("echo one two", "one two\n")
        );
        assert_eq!((one.line, one.status, &one.host), (3, 0, &None));
        assert_eq!((two.host.as_deref(), two.status), (Some("server1"), 1));
        assert_eq!(blocks[1].steps[0].command, "cat >file <<END\ntext\nEND");
        assert_eq!(blocks[1].steps[1].output, "1: lo: [..]\n...\n");
    }
}
