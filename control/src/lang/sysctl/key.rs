//! Names of knobs: `net.ipv4.ip_forward`, or `net/ipv4/ip_forward`.

/// The path under /proc/sys of a key. The first separator says which of the two forms it is; in the
/// form with dots, a slash stands for a dot (`net.ipv4.conf.eth0/7.forwarding`).
pub(super) fn path(key: &str) -> String {
    let dotted = key
        .chars()
        .find(|c| matches!(c, '.' | '/'))
        .is_some_and(|first| first == '.');
    let path = if dotted {
        swap(key)
    } else {
        key.trim_start_matches("/proc/sys/").to_owned()
    };
    path.trim_end_matches('/').to_owned()
}

/// A path as it is shown.
pub(super) fn shown(path: &str) -> String {
    swap(path)
}

fn swap(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '.' => '/',
            '/' => '.',
            other => other,
        })
        .collect()
}

/// Whether `path` fits `pattern`, in which `*` stands for anything within one part.
pub(super) fn fits(pattern: &str, path: &str) -> bool {
    let (mut patterns, mut parts) = (pattern.split('/'), path.split('/'));
    loop {
        match (patterns.next(), parts.next()) {
            (None, None) => return true,
            (Some(pattern), Some(part)) if part_fits(pattern, part) => {}
            (_, _) => return false,
        }
    }
}

fn part_fits(pattern: &str, part: &str) -> bool {
    let Some((head, tail)) = pattern.split_once('*') else {
        return pattern == part;
    };
    let Some(mut rest) = part.strip_prefix(head) else {
        return false;
    };
    let mut pieces: Vec<&str> = tail.split('*').collect();
    let last = pieces.pop().unwrap_or_default();
    for piece in pieces {
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_name_the_same() {
        for (key, expected) in [
            ("net.ipv4.ip_forward", "net/ipv4/ip_forward"),
            ("net/ipv4/ip_forward", "net/ipv4/ip_forward"),
            ("/proc/sys/net/ipv4/ip_forward", "net/ipv4/ip_forward"),
            ("net.ipv4.conf.d1/7.tag", "net/ipv4/conf/d1.7/tag"),
            ("net/ipv4/conf/d1.7/tag", "net/ipv4/conf/d1.7/tag"),
        ] {
            assert_eq!(path(key), expected);
        }
        assert_eq!(shown("net/ipv4/conf/d1.7/tag"), "net.ipv4.conf.d1/7.tag");
    }

    #[test]
    fn a_star_stands_for_a_part() {
        for (pattern, fit) in [
            ("net/*/x", true),
            ("net/a*/x", true),
            ("net/*b*c/x", true),
            ("net/abc/*", true),
            ("net/*", false),
            ("net/b*/x", false),
            ("net/*b/x", false),
            ("*/x", false),
        ] {
            assert_eq!(fits(pattern, "net/abc/x"), fit, "{pattern}");
        }
    }
}
