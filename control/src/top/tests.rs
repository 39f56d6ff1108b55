//! What a screen shows, and what keys do to it.

use std::time::Duration;

use ratatui::{
    Terminal,
    backend::TestBackend,
    crossterm::event::{KeyCode, KeyEvent, KeyModifiers},
    style::Modifier,
};

use super::*;

/// A moment `seconds` after the first, with as many times the traffic of one second.
fn counts(seconds: u64) -> Counts {
    let port = |name: &str, state: &str, packets: u64| PortCounts {
        name: name.to_owned(),
        state: state.to_owned(),
        rx_packets: packets * seconds,
        rx_bytes: 125 * packets * seconds,
        rx_dropped: seconds,
        tx_packets: 2 * packets * seconds,
        tx_bytes: 250 * packets * seconds,
        ..PortCounts::default()
    };
    let class = |class: &str, packets: u64| ClassCounts {
        dev: "ens5".to_owned(),
        class: class.to_owned(),
        rate: 750_000,
        ceil: 1_000_000,
        packets: packets * seconds,
        bytes: 1250 * packets * seconds,
        drops: 3 * seconds,
        backlog: 15_140,
        qlen: 10,
        lended: 40 * seconds,
        borrowed: 20 * seconds,
        ..ClassCounts::default()
    };
    let flow = |n: u64| FlowCounts {
        proto: "tcp".to_owned(),
        source: format!("1.1.1.{n}:40000"),
        destination: "2.2.2.12:22".to_owned(),
        state: "ESTABLISHED".to_owned(),
        packets: 1000 * n,
        bytes: 1_000_000 * n,
        new_packets: 100 * n,
        new_bytes: 12_500 * n,
    };
    let drops = |reason: &str, packets: u64| DropCounts {
        reason: reason.to_owned(),
        description: format!("The reason {reason}."),
        packets: packets * seconds,
    };
    let worker = |load: u64, received: u64| WorkerCounts {
        cpu: Some(load * 10_000_000 * seconds),
        received: received * seconds,
    };
    Counts {
        at: 5_000_000_000 + seconds * 1_000_000_000,
        uptime: 310 + seconds,
        configuration: 3,
        totals: Totals {
            received: 812_000 * seconds,
            made: 12 * seconds,
            sent: 811_000 * seconds,
            forwarded: 810_000 * seconds,
            dropped: 2100 * seconds,
            held: 7,
        },
        drops: vec![drops("netfilter_drop", 100), drops("ip_rpfilter", 2000)],
        workers: vec![worker(37, 412_000), worker(12, 400_000)],
        ports: vec![
            port("lo", "UP", 0),
            port("ens4", "UP", 1000),
            port("ens5", "NO-CARRIER", 400_000),
        ],
        classes: vec![class("1:10", 75), class("1:30", 25)],
        connections: ConnectionCounts {
            count: 1234,
            max: 262_144,
            invalid: 5 * seconds,
            ..ConnectionCounts::default()
        },
        flows: Flows {
            counted: true,
            seconds: Some(1.0),
            top: (1..=30).rev().map(flow).collect(),
        },
    }
}

fn view() -> View {
    let mut view = View::new(Duration::from_secs(1));
    view.show(Rates::between(Some(&counts(1)), &counts(3)));
    view
}

/// What a terminal shows.
fn screen_of(view: &View, width: u16, height: u16) -> Vec<String> {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("memory");
    terminal
        .draw(|frame| screen::draw(view, frame))
        .expect("memory");
    let buffer = terminal.backend().buffer();
    let rows = buffer.content.chunks(width.into());
    rows.map(|row| {
        let row: String = row.iter().map(|cell| cell.symbol()).collect();
        row.trim_end().to_owned()
    })
    .collect()
}

fn press(view: &mut View, keys: &[KeyCode]) -> Asked {
    let mut asked = Asked::Nothing;
    for key in keys {
        asked = view.key(KeyEvent::new(*key, KeyModifiers::NONE));
    }
    asked
}

const HEADER: &str = "\
tollgate top: up 0:05:13, configuration 3, every 1s
packets/s    received 812k, forwarded 810k, sent 811k, made 12, dropped 2.10k; waiting 7
connections  1234 of 262144; per second: invalid 5, insert_failed 0, drop 0, early_drop 0
workers      0: 37% 412k/s, 1: 12% 400k/s
";

const PORTS: &str = "
PORT  STATE       RX pkt/s  RX bit/s  TX pkt/s  TX bit/s  drop/s  error/s
lo    UP                 0         0         0         0       1        0
ens4  UP             1.00k     1.00M     2.00k     2.00M       1        0
ens5  NO-CARRIER      400k      400M      800k      800M       1        0
";

const CLASSES: &str = "
CLASS  DEV   rate  ceil  bit/s  pkt/s  backlog  pkts  drop/s  lended/s  borrowed/s
1:10   ens5  750k 1.00M   750k     75    15.1k    10       3        40          20
1:30   ens5  750k 1.00M   250k     25    15.1k    10       3        40          20
";

const FLOWS: &str = "
FLOW  SOURCE         DESTINATION  STATE        pkt/s bit/s▼  bytes
tcp   1.1.1.30:40000 2.2.2.12:22  ESTABLISHED  3.00k  3.00M  30.0M
tcp   1.1.1.29:40000 2.2.2.12:22  ESTABLISHED  2.90k  2.90M  29.0M
";

const DROPS: &str = "
DROPPED        pkt/s▼  packets WHY
ip_rpfilter     2.00k    6.00k The reason ip_rpfilter.
netfilter_drop    100      300 The reason netfilter_drop.
";

#[test]
fn a_text_shows_all_panels() {
    let text = view().text(100);
    for part in [HEADER, PORTS, CLASSES, FLOWS, DROPS] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let flows = text.lines().filter(|line| line.contains(" 2.2.2.12:22 "));
    assert_eq!(flows.count(), 10, "{text}");
}

#[test]
fn a_screen_gives_each_panel_what_it_needs_and_flows_the_rest() {
    let shown = screen_of(&view(), 90, 30);
    let expected = [HEADER, PORTS, CLASSES].concat();
    assert_eq!(
        shown[..expected.lines().count()],
        expected.lines().collect::<Vec<_>>()
    );
    let flows = shown.iter().filter(|line| line.contains(" 2.2.2.12:22 "));
    // 30 lines without the header's 5, 3 + 2 + 2 rows, and two lines of each of four panels.
    assert_eq!(flows.count(), 10, "{shown:#?}");
    let drops = shown.iter().rev().skip(1).take(2).rev();
    assert!(
        drops
            .zip(DROPS.lines().skip(2))
            .all(|(shown, line)| shown == line),
        "{shown:#?}"
    );
}

#[test]
fn a_small_screen_shows_some_of_each() {
    let shown = screen_of(&view(), 40, 17);
    assert_eq!(shown.len(), 17);
    assert_eq!(shown[5], "PORT  STATE       RX pkt/s  RX bit/s  TX");
    for title in ["PORT", "CLASS", "FLOW", "DROPPED"] {
        let at = shown.iter().position(|line| line.starts_with(title));
        let below = at.and_then(|at| shown.get(at + 1)).map(String::as_str);
        assert!(
            below.is_some_and(|line| !line.is_empty()),
            "{title}: {shown:#?}"
        );
    }
    for (width, height) in [(1, 1), (5, 3), (0, 0), (200, 200)] {
        assert!(view().lines(width, height).len() <= height);
    }
}

#[test]
fn without_classes_and_counters_that_is_said() {
    let mut now = counts(3);
    now.classes.clear();
    now.drops.clear();
    now.flows = Flows::default();
    let mut view = View::new(Duration::from_secs(1));
    view.show(Rates::between(Some(&counts(1)), &now));
    let text = view.text(100);
    assert!(!text.contains("CLASS"), "{text}");
    assert!(
        text.contains("\n  not counted: `sysctl -w net.netfilter.nf_conntrack_acct=1`"),
        "{text}"
    );
    assert!(text.contains("\n  nothing was dropped\n"), "{text}");
    // Where there are no classes, none can be chosen.
    press(&mut view, &[KeyCode::Tab]);
    assert_eq!(view.chosen, Panel::Flows);
}

/// The first column of a panel's rows.
fn first_column(view: &View, title: &str) -> Vec<String> {
    let shown = screen_of(view, 100, 60);
    let rows = shown
        .iter()
        .skip_while(|line| !line.starts_with(title))
        .skip(1);
    let rows = rows.take_while(|line| !line.is_empty());
    rows.filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .collect()
}

#[test]
fn keys_choose_a_panel_and_sort_it() {
    let mut view = view();
    assert_eq!(first_column(&view, "PORT"), ["lo", "ens4", "ens5"]);
    // By name, then by state, then by received packets from the most on.
    press(&mut view, &[KeyCode::Char('>')]);
    assert_eq!(first_column(&view, "PORT▲"), ["ens4", "ens5", "lo"]);
    press(&mut view, &[KeyCode::Right, KeyCode::Right]);
    assert_eq!(first_column(&view, "PORT"), ["ens5", "ens4", "lo"]);
    press(&mut view, &[KeyCode::Char('r')]);
    assert_eq!(first_column(&view, "PORT"), ["lo", "ens4", "ens5"]);
    press(
        &mut view,
        &[KeyCode::Tab, KeyCode::Char('>'), KeyCode::Char('r')],
    );
    assert_eq!(view.chosen, Panel::Classes);
    assert_eq!(first_column(&view, "CLASS▼"), ["1:30", "1:10"]);
    // Before the first column is the daemon's order again.
    press(&mut view, &[KeyCode::Char('<')]);
    assert_eq!(first_column(&view, "CLASS"), ["1:10", "1:30"]);
    press(&mut view, &[KeyCode::BackTab, KeyCode::BackTab]);
    assert_eq!(view.chosen, Panel::Drops);
}

#[test]
fn the_chosen_panel_is_marked_and_scrolls() {
    let mut view = view();
    let marked = |view: &View| -> Vec<String> {
        let lines = view.lines(80, 24);
        let marked = lines.iter().filter(|line| {
            let mut spans = line.spans.iter();
            spans.any(|span| span.style.add_modifier.contains(Modifier::REVERSED))
        });
        marked.map(|line| line.to_string()).collect()
    };
    assert!(marked(&view)[0].starts_with("PORT"));
    press(&mut view, &[KeyCode::Tab, KeyCode::Tab]);
    let titles = marked(&view);
    assert_eq!(titles.len(), 1);
    assert!(titles[0].starts_with("FLOW"), "{titles:?}");
    let first_flow = |view: &View| {
        let shown = screen_of(view, 80, 24);
        let flow = shown.iter().find(|line| line.starts_with("tcp")).cloned();
        flow.expect("a flow")
    };
    assert!(first_flow(&view).contains("1.1.1.30:"));
    press(&mut view, &[KeyCode::Down, KeyCode::Down, KeyCode::Up]);
    assert!(first_flow(&view).contains("1.1.1.29:"));
    press(&mut view, &[KeyCode::Down; 100]);
    // The last rows fill the panel.
    let shown = screen_of(&view, 80, 24);
    assert!(
        shown.iter().any(|line| line.contains(" 1.1.1.1:")),
        "{shown:#?}"
    );
    assert!(
        shown.iter().filter(|line| line.starts_with("tcp")).count() > 2,
        "{shown:#?}"
    );
}

#[test]
fn keys_pause_hurry_help_and_quit() {
    let mut view = view();
    assert_eq!(press(&mut view, &[KeyCode::Char('p')]), Asked::Nothing);
    assert!(screen_of(&view, 100, 10)[0].ends_with("  paused"));
    assert_eq!(press(&mut view, &[KeyCode::Char(' ')]), Asked::Look);
    press(&mut view, &[KeyCode::Char('+')]);
    assert!(screen_of(&view, 100, 10)[0].ends_with("every 500ms"));
    press(&mut view, &[KeyCode::Char('-'); 9]);
    assert!(screen_of(&view, 100, 10)[0].ends_with("every 60s"));
    assert_eq!(press(&mut view, &[KeyCode::Char('h')]), Asked::Nothing);
    let help = screen_of(&view, 100, 20);
    assert!(
        help.iter().any(|line| line.starts_with("Tab, Shift-Tab")),
        "{help:#?}"
    );
    assert!(!help.iter().any(|line| line.starts_with("PORT")));
    assert_eq!(press(&mut view, &[KeyCode::Esc]), Asked::Nothing);
    assert!(
        screen_of(&view, 100, 20)
            .iter()
            .any(|line| line.starts_with("PORT"))
    );
    assert_eq!(press(&mut view, &[KeyCode::Esc]), Asked::Quit);
    assert_eq!(press(&mut view, &[KeyCode::Char('q')]), Asked::Quit);
    let control_c = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
    assert_eq!(view.key(control_c), Asked::Quit);
}

#[test]
fn a_daemon_that_is_gone_is_said_above_what_was_known() {
    let mut view = view();
    view.complain("the daemon is gone".to_owned());
    let shown = screen_of(&view, 100, 10);
    assert!(
        shown[0].ends_with("every 1s  the daemon is gone"),
        "{shown:#?}"
    );
    assert_eq!(shown[1], HEADER.lines().nth(1).expect("a line"));
    view.show(Rates::default());
    assert!(screen_of(&view, 100, 10)[0].ends_with("every 1s"));
}

#[test]
fn counters_that_went_back_give_no_rates() {
    let mut now = counts(3);
    now.ports[1].rx_packets = 0;
    let rates = Rates::between(Some(&counts(1)), &now);
    assert_eq!((rates.seconds, rates.ports[1].rx_packets), (2.0, 0.0));
    // The daemon was started anew: nothing is known of the time between.
    now.uptime = 1;
    let rates = Rates::between(Some(&counts(1)), &now);
    assert_eq!((rates.seconds, rates.received), (0.0, 0.0));
    assert_eq!(rates.connections.count, 1234);
    assert_eq!(Rates::between(None, &counts(3)).received, 0.0);
}

#[test]
fn what_the_daemon_says_survives_the_wire() {
    let counts = counts(3);
    let text = serde_json::to_string(&counts).expect("JSON");
    assert_eq!(
        serde_json::from_str::<Counts>(&text).expect("counts"),
        counts
    );
    let rates = serde_json::to_value(view().rates).expect("JSON");
    assert_eq!(rates["ports"][1]["rx_bits"], 1_000_000.0);
    assert_eq!(rates["classes"][1]["class"], "1:30");
    assert_eq!(rates["flows"][0]["source"], "1.1.1.30:40000");
    assert_eq!(rates["workers"][0]["load"], 0.37);
}
