//! Transcripts in Markdown: the ```` ```console ```` blocks of a page are a terminal's log, and can
//! therefore be run.
//!
//! A line that starts with a prompt (`$ `, `# `, or `root@HOST:~# `) is a command; lines that follow
//! are what it prints, in the notation of [`expect`](crate::expect). A command goes on in the next
//! line after a backslash, or where the line starts with `> ` as the shell prompts for more. A line
//! `[exit N]` behind the output is the exit status that is expected, else zero.
//!
//! Words behind `console` say how the block is run: in the book `root` (needs root) and `live` (shows
//! a live machine: not run by tests); in a lesson `setup` (prepares what the lesson is about), and one
//! [`Clause`], which names backends and ends with a colon and a reason.

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text, and code that is not run: as it stands in the page, line by line.
    Prose(String),
    /// A terminal's log.
    Block(Block),
}

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
    /// The line of the page where it begins, from 1.
    pub line: usize,
    /// The words behind `console`, without the clause.
    pub words: Vec<String>,
    /// Where it is not run, or does not hold.
    pub clause: Option<Clause>,
    /// Its commands.
    pub steps: Vec<Step>,
}

/// What is different on some backends, and why: `only kernel: REASON`, `not lab: REASON`,
/// `fails lab netns: REASON`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// What the clause says.
    pub kind: ClauseKind,
    /// The backends that it names.
    pub backends: Vec<String>,
    /// Why.
    pub reason: String,
}

/// What a [`Clause`] says of the backends that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClauseKind {
    /// It is run on those only.
    Only,
    /// It is run on all but those.
    Not,
    /// It is known to fail on those, and a pass there is a surprise.
    Fails,
}

impl Clause {
    /// Reads a clause; `None` if the text is none. Backends are separated by spaces or commas.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (head, reason) = text.split_once(':')?;
        let mut words = head.split([' ', ',']).filter(|word| !word.is_empty());
        let kind = match words.next()? {
            "only" => ClauseKind::Only,
            "not" => ClauseKind::Not,
            "fails" => ClauseKind::Fails,
            _ => return None,
        };
        let backends: Vec<String> = words.map(str::to_owned).collect();
        let reason = reason.trim().to_owned();
        (!backends.is_empty() && !reason.is_empty()).then_some(Self {
            kind,
            backends,
            reason,
        })
    }

    /// Whether it is run on `backend`.
    #[must_use]
    pub fn runs_on(&self, backend: &str) -> bool {
        match self.kind {
            ClauseKind::Only => self.names(backend),
            ClauseKind::Not => !self.names(backend),
            ClauseKind::Fails => true,
        }
    }

    /// Whether it is known to fail on `backend`.
    #[must_use]
    pub fn fails_on(&self, backend: &str) -> bool {
        self.kind == ClauseKind::Fails && self.names(backend)
    }

    fn names(&self, backend: &str) -> bool {
        self.backends.iter().any(|name| name == backend)
    }
}

impl Block {
    /// A block that begins at a line, from what stands behind `console`.
    fn new(line: usize, info: &str) -> Self {
        let starts = |word: &&str| matches!(*word, "only" | "not" | "fails");
        let words: Vec<&str> = info.split([' ', ',']).filter(|w| !w.is_empty()).collect();
        let plain = words.iter().take_while(|word| !starts(word));
        let clause = words.iter().find(|word| starts(word)).and_then(|word| {
            let at = info.find(&format!("{word} "))?;
            Clause::read(&info[at..])
        });
        Self {
            line,
            words: plain.map(|&word| word.to_owned()).collect(),
            clause,
            steps: Vec::new(),
        }
    }

    /// Whether it is run on `backend`.
    #[must_use]
    pub fn runs_on(&self, backend: &str) -> bool {
        let clause = self.clause.as_ref();
        clause.is_none_or(|clause| clause.runs_on(backend))
    }

    /// Whether `word` stands behind `console`.
    #[must_use]
    pub fn has(&self, word: &str) -> bool {
        self.words.iter().any(|w| w == word)
    }
}

/// The `console` blocks of a Markdown page.
#[must_use]
pub fn blocks(page: &str) -> Vec<Block> {
    let block = |part| match part {
        Part::Block(block) => Some(block),
        Part::Prose(_) => None,
    };
    parts(page).into_iter().filter_map(block).collect()
}

/// A Markdown page, cut into text and `console` blocks.
#[must_use]
pub fn parts(page: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut prose = String::new();
    let mut lines = page.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let info = line.strip_prefix("```");
        let console = info.and_then(|info| info.strip_prefix("console"));
        let Some(info) = console.filter(|rest| rest.is_empty() || rest.starts_with([' ', ',']))
        else {
            prose += &format!("{line}\n");
            if info.is_some() {
                // Code that is not run: a prompt in it is none.
                for (_, line) in lines.by_ref() {
                    prose += &format!("{line}\n");
                    if line == "```" {
                        break;
                    }
                }
            }
            continue;
        };
        if !prose.is_empty() {
            parts.push(Part::Prose(std::mem::take(&mut prose)));
        }
        let mut block = Block::new(number + 1, info);
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
        parts.push(Part::Block(block));
    }
    if !prose.is_empty() {
        parts.push(Part::Prose(prose));
    }
    parts
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
        assert_eq!((blocks[0].line, blocks[1].line), (2, 12));
        assert_eq!((two.host.as_deref(), two.status), (Some("server1"), 1));
        assert_eq!(blocks[1].steps[0].command, "cat >file <<END\ntext\nEND");
        assert_eq!(blocks[1].steps[1].output, "1: lo: [..]\n...\n");
    }

    #[test]
    fn the_text_between_blocks_is_kept() {
        let page = "one\n```console\n$ true\n```\ntwo\n```sh\n$ false\n```\nthree\n";
        let parts = parts(page);
        let [Part::Prose(one), Part::Block(block), Part::Prose(rest)] = parts.as_slice() else {
            panic!("{parts:?}");
        };
        assert_eq!((one.as_str(), block.line), ("one\n", 2));
        assert_eq!(rest, "two\n```sh\n$ false\n```\nthree\n");
    }

    #[test]
    fn a_clause_names_backends_and_a_reason() {
        let block = Block::new(1, " setup only kernel, netns: the lab has no sshd");
        let clause = block.clause.as_ref().expect("a clause");
        assert!(block.has("setup") && block.words.len() == 1);
        assert!(clause.runs_on("kernel") && clause.runs_on("netns") && !clause.runs_on("lab"));
        assert_eq!(clause.reason, "the lab has no sshd");
        let clause = Clause::read("fails lab: there is no nft").expect("a clause");
        assert!(clause.runs_on("lab") && clause.fails_on("lab") && !clause.fails_on("kernel"));
        for wrong in ["only: x", "only lab", "only lab:", "never lab: x"] {
            assert_eq!(Clause::read(wrong), None, "{wrong}");
        }
    }
}
