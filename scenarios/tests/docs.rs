//! The documentation: every link leads somewhere, and every transcript is what really happens.

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use scenarios::{
    expect::agree,
    netns::{Sandbox, available},
    shell::Shell,
    transcript::{Block, blocks},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn markdown_under(dir: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(dir)
        .expect("readable")
        .map(|entry| entry.expect("entry").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() && !path.ends_with("book") {
            markdown_under(&path, found);
        } else if path.extension().is_some_and(|e| e == "md") {
            found.push(path);
        }
    }
}

/// README.md, CHANGELOG.md and all pages of docs/.
fn pages() -> Vec<PathBuf> {
    let mut pages = vec![root().join("README.md"), root().join("CHANGELOG.md")];
    markdown_under(&root().join("docs"), &mut pages);
    pages
}

/// The targets of `[text](target)` outside of code blocks.
fn links(page: &str) -> Vec<String> {
    let mut links = Vec::new();
    let mut in_code = false;
    for line in page.lines() {
        if line.starts_with("```") {
            in_code = !in_code;
        }
        if in_code {
            continue;
        }
        for rest in line.split("](").skip(1) {
            if let Some((target, _)) = rest.split_once(')') {
                links.push(target.to_owned());
            }
        }
    }
    links
}

#[test]
fn every_link_leads_somewhere() {
    let mut broken = Vec::new();
    for page in pages() {
        let text = fs::read_to_string(&page).expect("readable");
        for link in links(&text) {
            let target = link.split('#').next().unwrap_or_default();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            if !page.parent().expect("a folder").join(target).exists() {
                broken.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "broken links:\n{}", broken.join("\n"));
}

#[test]
fn every_page_is_in_the_book() {
    let src = root().join("docs/src");
    let summary = fs::read_to_string(src.join("SUMMARY.md")).expect("SUMMARY.md");
    let listed: BTreeSet<PathBuf> = links(&summary)
        .iter()
        .map(|link| src.join(link).canonicalize().expect("a listed page exists"))
        .collect();
    let mut missing = Vec::new();
    let mut files = Vec::new();
    markdown_under(&root().join("docs"), &mut files);
    for file in files {
        let file = file.canonicalize().expect("a page");
        if !file.ends_with("SUMMARY.md") && !listed.contains(&file) {
            missing.push(file);
        }
    }
    assert!(missing.is_empty(), "not in SUMMARY.md: {missing:?}");
}

/// Runs the blocks of a page one after the other in one shell; gives what differs.
fn run_page(page: &Path, blocks: &[Block], mut shell: Shell) -> Vec<String> {
    let mut wrong = Vec::new();
    for step in blocks.iter().flat_map(|block| &block.steps) {
        let place = format!("{}:{}: {}", page.display(), step.line, step.command);
        let command = match &step.host {
            Some(host) => format!(
                "ip netns exec {host} bash -c '{}'",
                step.command.replace('\'', r"'\''")
            ),
            None => step.command.clone(),
        };
        match shell.run(&command, Duration::from_secs(60)) {
            Ok((status, output)) => {
                if status != step.status {
                    let expected = step.status;
                    wrong.push(format!(
                        "{place}\nexit status {status}, not {expected}\n{output}"
                    ));
                } else if let Err(difference) = agree(&step.output, &output) {
                    wrong.push(format!("{place}\n{difference}"));
                }
            }
            Err(error) => {
                wrong.push(format!("{place}\n{error}"));
                break;
            }
        }
    }
    wrong
}

/// An empty folder to run a page in, and a PATH on which `tollgate` is the one under test.
fn surroundings(page: &Path) -> (PathBuf, std::ffi::OsString) {
    let stem = page.file_stem().expect("a name").to_string_lossy();
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("docs-{stem}"));
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).expect("a folder");
    let binary = Path::new(env!("CARGO_BIN_EXE_tollgate"));
    let mut path = vec![binary.parent().expect("a folder").to_path_buf()];
    path.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    (dir, env::join_paths(path).expect("a PATH"))
}

fn run_pages(with_root: bool) {
    let mut wrong = Vec::new();
    for page in pages() {
        let text = fs::read_to_string(&page).expect("readable");
        let blocks: Vec<Block> = blocks(&text)
            .into_iter()
            .filter(|block| !block.has("live") && block.has("root") == with_root)
            .collect();
        if blocks.is_empty() {
            continue;
        }
        let (dir, path) = surroundings(&page);
        let bash = ["bash", "--noprofile", "--norc"];
        if with_root {
            let sandbox = Sandbox::new(&[]).expect("a sandbox");
            let mut command = sandbox.command::<&str>(None, &bash);
            command.env("PATH", &path);
            let mut shell = Shell::start(command).expect("a shell");
            // Who enters a mount namespace begins at its root.
            let enter = format!("cd '{}'", dir.display());
            let entered = shell.run(&enter, Duration::from_secs(60)).expect("a shell");
            assert_eq!(entered.0, 0, "{}", entered.1);
            wrong.extend(run_page(&page, &blocks, shell));
        } else {
            let mut command = Command::new("bash");
            command
                .args(&bash[1..])
                .current_dir(&dir)
                .env("PATH", &path);
            let shell = Shell::start(command).expect("a shell");
            wrong.extend(run_page(&page, &blocks, shell));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn transcripts_without_root_hold() {
    run_pages(false);
}

#[test]
fn transcripts_with_root_hold() {
    if available(&["ping", "traceroute", "tcpdump", "curl", "iperf3", "python3"]) {
        run_pages(true);
    }
}
