//! `ip tuntap`: tap links, by another name.

use super::{
    command::{refused, unknown_command},
    context::{Context, Done, answered},
    link, number,
    printer::Printer,
    usage,
};
use crate::{
    config::{Errno, LinkKind, LinkRequest},
    lang::args::{Args, Failure, Key, find, is_abbreviation},
};

#[derive(Clone, Copy)]
enum Command {
    Add,
    Del,
    Show,
    Help,
}

const COMMANDS: &[(Key, Command)] = &[
    (Key::Prefix("add"), Command::Add),
    (Key::Prefix("delete"), Command::Del),
    (Key::Prefix("show"), Command::Show),
    (Key::Prefix("lst"), Command::Show),
    (Key::Prefix("list"), Command::Show),
    (Key::Prefix("help"), Command::Help),
];

/// Runs `ip tuntap …`.
pub(crate) fn run(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let Some(word) = args.next() else {
        return show(context);
    };
    match find(COMMANDS, word) {
        Some(Command::Add) => add(context, args),
        Some(Command::Del) => del(context, args),
        Some(Command::Show) => show(context),
        Some(Command::Help) => Err(usage::exit(usage::TUNTAP)),
        None => Err(unknown_command(args, word, "tuntap")),
    }
}

/// The name, if one was given; the options have no effect on a tap link: it has as many queues as
/// there are workers, and virtio-net headers.
fn parse<'s>(args: &mut Args<'_, 's>) -> Result<Option<&'s str>, Failure> {
    let mut name = None;
    let mut mode = false;
    while let Some(word) = args.next() {
        match word {
            "mode" => {
                let word = args.value()?;
                if is_abbreviation(word, "tun") && word != "t" {
                    return Err(refused(args, "mode tun"));
                }
                if !is_abbreviation(word, "tap") {
                    let message = format!("Unknown tunnel mode \"{word}\"\n");
                    return Err(Failure::exit(255, message).at(args.last()));
                }
                mode = true;
            }
            "one_queue" | "multi_queue" | "vnet_hdr" => {}
            "pi" => return Err(refused(args, "\"pi\"")),
            "user" | "group" => {
                let word = args.value()?;
                if number::u32(word).is_none() {
                    return Err(refused(args, "a user or group by name"));
                }
                return Err(refused(args, "an owner of the link"));
            }
            _ => {
                let word = match word {
                    "dev" | "name" => args.value()?,
                    word => word,
                };
                if is_abbreviation(word, "help") {
                    return Err(usage::exit(usage::TUNTAP));
                }
                if name.is_some() {
                    return Err(args.garbage("name"));
                }
                if !link::is_link_name(word) {
                    return Err(args.invalid("\"name\" not a valid ifname"));
                }
                name = Some(word);
            }
        }
    }
    if !mode {
        return Err(Failure::returned(
            1,
            "You failed to specify a tunnel mode\n",
        ));
    }
    Ok(name)
}

fn add(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let name = parse(args)?.unwrap_or("tap%d");
    let request = LinkRequest {
        origin: context.origin(),
        ..LinkRequest::new(name, LinkKind::Tap)
    };
    match context.session.model.add_link(request) {
        Ok(_) => Ok(()),
        Err(error) if error.errno == Errno::Exist => Err(Failure::returned(
            1,
            "ioctl(TUNSETIFF): Device or resource busy\n",
        )),
        Err(error) => Err(answered(&error)),
    }
}

fn del(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let name = parse(args)?;
    // The kernel makes what is missing before it deletes it.
    let Some(link) = name.and_then(|name| context.find_link(name)) else {
        return Ok(());
    };
    if !matches!(link.kind, LinkKind::Tap) {
        return Err(Failure::returned(1, "ioctl(TUNSETIFF): Invalid argument\n"));
    }
    let index = link.index;
    context
        .session
        .model
        .del_link(index)
        .map_err(|error| answered(&error))
}

fn show(context: &mut Context<'_, '_>) -> Done {
    let mut text = std::mem::take(&mut context.text);
    let mut printer = Printer::new(&mut text, context.options);
    for link in context.session.model.links() {
        if !matches!(link.kind, LinkKind::Tap) {
            continue;
        }
        printer.open_object(None);
        let name = link.name.as_str();
        printer.show("ifname", format_args!("{name}:"), name);
        printer.open_array("flags", "");
        for flag in ["tap", "persist"] {
            printer.item(format_args!(" {flag}"), flag);
        }
        printer.close_array("");
        printer.text(format_args!("\n"));
        printer.close_object();
    }
    printer.finish();
    context.text = text;
    Ok(())
}
