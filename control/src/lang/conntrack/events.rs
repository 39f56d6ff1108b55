//! `conntrack -E`: what happens to connections, as it happens.

use dataplane::{conntrack::CtEvent, time::Duration};

use super::{
    command::{EXPECT_BEGIN, XML_BEGIN, timestamp},
    connection::Connection,
    expected::Expected,
    options::{EventMask, Output, Parsed, Problem},
    print::{self, Context},
};

/// A running `conntrack -E`: says what it prints for each event.
#[derive(Clone, Debug)]
pub struct Events {
    /// `None` for those of expectations.
    wanted: Option<Box<Parsed>>,
    mask: EventMask,
    output: Output,
    /// Something was printed.
    begun: bool,
}

impl Events {
    pub(super) fn new(parsed: &Parsed) -> Result<Self, Problem> {
        parsed.check_masks()?;
        let mask = if parsed.given.has('e') {
            parsed.events
        } else {
            EventMask::ALL
        };
        Ok(Self {
            wanted: Some(Box::new(parsed.clone())),
            mask,
            output: parsed.output,
            begun: false,
        })
    }

    /// Events of expectations.
    pub(super) const fn of_expectations(output: Output) -> Self {
        Self {
            wanted: None,
            mask: EventMask::ALL,
            output,
            begun: false,
        }
    }

    /// What is printed when an expectation has come or gone; nothing if connections are watched.
    #[must_use]
    pub fn print_expected(
        &mut self,
        wall_clock: Duration,
        event: CtEvent,
        expected: &Expected,
    ) -> String {
        let mut text = String::new();
        if self.wanted.is_some() {
            return text;
        }
        if self.output.xml {
            if !self.begun {
                text.push_str(EXPECT_BEGIN);
            }
            text.push_str(&expected.xml(Some(event)));
        } else {
            if self.output.timestamp {
                text.push_str(&timestamp(wall_clock));
            }
            text.push_str(&expected.line(Some(event)));
        }
        self.begun = true;
        text.push('\n');
        text
    }

    /// What is printed when `event` has happened to `connection`; nothing if it is not watched.
    /// `wall_clock` is the time since the Unix epoch.
    ///
    /// Deviation: what a command did is shown as what packets do: it is not marked `[USERSPACE]`, as
    /// there is no netlink socket that it came by, and a mark of 0 is not told.
    #[must_use]
    pub fn print(
        &mut self,
        wall_clock: Duration,
        event: CtEvent,
        connection: &Connection,
    ) -> String {
        let mut text = String::new();
        let Some(wanted) = &self.wanted else {
            return text;
        };
        let watched = match event {
            CtEvent::New => self.mask.new,
            CtEvent::Update => self.mask.update,
            CtEvent::Destroy => self.mask.destroy,
        };
        if !watched || !wanted.selects(connection) {
            return text;
        }
        if self.output.xml {
            if !self.begun {
                text.push_str(XML_BEGIN);
            }
        } else if self.output.timestamp && !self.output.save {
            text.push_str(&timestamp(wall_clock));
        }
        self.begun = true;
        let context = Context::event(wall_clock, event);
        text.push_str(&print::line(
            connection,
            self.output,
            context,
            wanted.names.as_deref(),
        ));
        text.push('\n');
        text
    }
}
