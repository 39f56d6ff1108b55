//! `u32`: how its options are read. What it looks at is read in [`super::u32_match`]; how it is shown is in
//! [`super::u32_show`].

use dataplane::qos::U32Node;

use super::{
    Parsed, Parsing, bad, class,
    u32_match::{Bad, Selecting, Wrong},
    what_is,
};
use crate::{
    config::qos::{FilterOptions, Selector, U32Options},
    lang::{
        args::{Args, Failure, is_abbreviation},
        ip::number,
        tc::{context::illegal, usage},
    },
};

/// A table, bucket and node (`get_u32_handle`): `HTID:HASH:NODE`, hexadecimal, each part may be left out; or a number
/// of 32 bits that begins with `0x`.
fn read_handle(text: &str) -> Option<u32> {
    if !text.contains(':') {
        let digits = text.strip_prefix("0x")?;
        return number::unsigned(digits, 16);
    }
    let mut rest = text;
    let mut part = |most: u64| -> Option<u64> {
        let (value, behind) = number::strtoul(rest, 16).unwrap_or((0, rest));
        let nothing = behind.len() == rest.len();
        if nothing && !behind.is_empty() && !behind.starts_with(':') || value > most {
            return None;
        }
        // Whatever is behind a number separates it from the next.
        let mut characters = behind.chars();
        characters.next();
        rest = characters.as_str();
        Some(value)
    };
    let table = part(0xfff)?;
    let bucket = part(0xff)?;
    let node = part(0xfff)?;
    Some((table << 20 | bucket << 12 | node) as u32)
}

/// What has been read.
struct Words {
    options: U32Options,
    node: U32Node,
    fixed_offset: bool,
    matched: bool,
    order: u32,
    sampled: bool,
}

/// `Illegal "WHAT"`, behind what there is to say of it.
fn illegal_part(what: &str, wrong: Wrong, args: &Args<'_, '_>) -> Failure {
    match wrong {
        Wrong::Failure(failure) => failure,
        Wrong::Bad(Bad(why)) => illegal(format!("{why}Illegal \"{what}\"\n")).at(args.last()),
    }
}

/// Reads the options.
pub(super) fn parse(parsing: &mut Parsing<'_, '_, '_>) -> Result<Parsed, Failure> {
    let mut parsed = Parsed::default();
    if let Some(text) = parsing.handle {
        parsed.handle = read_handle(text).ok_or_else(|| illegal("Illegal filter ID\n"))?;
    }
    if parsing.args.is_empty() {
        return Ok(parsed);
    }
    let mut words = Words {
        options: U32Options::default(),
        node: U32Node {
            bucket: 0,
            node: 0,
            keys: Vec::new(),
            class: None,
            link: None,
            hash: None,
            offset: 0,
            offset_at: None,
            eat: false,
            mark: None,
            actions: Vec::new(),
        },
        fixed_offset: false,
        matched: false,
        order: 0,
        sampled: false,
    };
    while let Some(word) = parsing.args.next() {
        words.read(word, parsing, &mut parsed)?;
    }
    if words.order != 0 {
        let node = parsed.handle & 0xfff;
        if node != 0 && node != words.order {
            return Err(illegal("\"order\" contradicts \"handle\"\n"));
        }
        parsed.handle |= words.order;
    }
    let mut options = words.options;
    if words.matched {
        options.selector = Some(Selector {
            node: words.node,
            fixed_offset: words.fixed_offset,
        });
    }
    options.table = options.table.filter(|table| *table != 0);
    parsed.options = FilterOptions::U32(Box::new(options));
    Ok(parsed)
}

impl Words {
    fn read(
        &mut self,
        word: &str,
        parsing: &mut Parsing<'_, '_, '_>,
        parsed: &mut Parsed,
    ) -> Result<(), Failure> {
        let args = &mut *parsing.args;
        if is_abbreviation(word, "match") {
            args.needs_more()?;
            let mut selecting = Selecting {
                args,
                keys: &mut self.node.keys,
                mark: &mut self.options.mark,
            };
            let done = selecting.selector();
            done.map_err(|wrong| illegal_part("match", wrong, args))?;
            self.matched = true;
        } else if is_abbreviation(word, "offset") {
            args.needs_more()?;
            self.offset(args)
                .map_err(|wrong| illegal_part("offset", wrong, args))?;
        } else if is_abbreviation(word, "hashkey") {
            args.needs_more()?;
            self.hashkey(args)
                .map_err(|wrong| illegal_part("hashkey", wrong, args))?;
        } else if is_abbreviation(word, "classid") || word == "flowid" {
            parsed.class = Some(class(args)?);
        } else if is_abbreviation(word, "divisor") {
            self.options.divisor = Some(divisor(args, "\"divisor\"")?);
        } else if is_abbreviation(word, "order") {
            let order = number::u32(args.value()?);
            self.order = order.ok_or_else(|| bad(args, "order"))?;
        } else if word == "link" {
            let link = read_handle(args.value()?).ok_or_else(|| bad(args, "link"))?;
            if link & 0xfff != 0 {
                return Err(illegal("\"link\" must be a hash table.\n").at(args.last()));
            }
            self.options.link = Some(link);
        } else if word == "ht" {
            let table = read_handle(args.value()?).ok_or_else(|| bad(args, "ht"))?;
            if parsing.handle.is_some() && table & 0xfff != 0 {
                return Err(illegal("\"ht\" must be a hash table.\n").at(args.last()));
            }
            let before = self.options.table.unwrap_or_default();
            self.options.table = Some(if self.sampled {
                before & 0xf_f000 | table & 0xfff0_0000
            } else {
                table & 0xffff_f000
            });
        } else if word == "sample" {
            self.sample(args)?;
        } else if let Some(exts) = super::exts(word, args, parsing.model)? {
            parsed.exts = exts;
        } else if word == "indev" {
            return Err(crate::lang::ip::refused(args, "\"indev\" of u32"));
        } else if word == "skip_hw" || word == "skip_sw" {
            return Err(crate::lang::ip::refused(args, word));
        } else if word == "help" {
            return Err(illegal(usage::U32));
        } else {
            return Err(what_is(args, usage::U32));
        }
        Ok(())
    }

    fn offset(&mut self, args: &mut Args<'_, '_>) -> Result<(), Wrong> {
        let (mut at, mut mask, mut shift) = self.node.offset_at.unwrap_or_default();
        let mut variable = self.node.offset_at.is_some();
        while let Some(word) = args.next() {
            if is_abbreviation(word, "plus") {
                let offset = number::i32(args.value()?).ok_or_else(Bad::quiet)?;
                self.node.offset = offset as u16;
                self.fixed_offset = true;
            } else if is_abbreviation(word, "at") {
                let offset = number::i32(args.value()?).ok_or_else(Bad::quiet)?;
                if offset % 2 != 0 {
                    return Err(Bad("offset \"at\" must be even\n".to_owned()).into());
                }
                at = offset as i16;
                variable = true;
            } else if is_abbreviation(word, "mask") {
                mask = number::unsigned(args.value()?, 16).ok_or_else(Bad::quiet)?;
                variable = true;
            } else if is_abbreviation(word, "shift") {
                shift = number::i32(args.value()?).ok_or_else(Bad::quiet)? as u8;
                variable = true;
            } else if is_abbreviation(word, "eat") {
                self.node.eat = true;
            } else {
                args.put_back();
                break;
            }
        }
        self.node.offset_at = variable.then_some((at, mask, shift));
        Ok(())
    }

    fn hashkey(&mut self, args: &mut Args<'_, '_>) -> Result<(), Wrong> {
        let (mut mask, mut at) = self.node.hash.unwrap_or_default();
        while let Some(word) = args.next() {
            if is_abbreviation(word, "mask") {
                mask = number::unsigned(args.value()?, 16).ok_or_else(Bad::quiet)?;
            } else if is_abbreviation(word, "at") {
                let offset = number::i32(args.value()?).ok_or_else(Bad::quiet)?;
                if offset % 4 != 0 {
                    return Err(Bad::quiet().into());
                }
                // The kernel has 16 bits for it.
                at = i32::from(offset as i16);
            } else {
                args.put_back();
                break;
            }
        }
        self.node.hash = Some((mask, at));
        Ok(())
    }

    /// `sample …`: the bucket that packets like this are in.
    fn sample(&mut self, args: &mut Args<'_, '_>) -> Result<(), Failure> {
        args.needs_more()?;
        let mut keys = Vec::new();
        let mut selecting = Selecting {
            args,
            keys: &mut keys,
            mark: &mut self.options.mark,
        };
        let done = selecting.selector();
        done.map_err(|wrong| illegal_part("sample", wrong, args))?;
        let [key] = keys.as_slice() else {
            let message = "\"sample\" must contain exactly ONE key.\n";
            return Err(illegal(message).at(args.last()));
        };
        let buckets = if args.take("divisor") {
            let divisor = divisor(args, "sample \"divisor\"")?;
            // The tool wants something behind it.
            args.needs_more()?;
            divisor
        } else {
            0x100
        };
        let hash = key.value & key.mask;
        let hash = match key.mask {
            0 => hash,
            mask => hash >> mask.trailing_zeros(),
        };
        let table = self.options.table.unwrap_or_default();
        self.options.table = Some((hash % buckets) << 12 | table & 0xfff0_0000);
        self.sampled = true;
        Ok(())
    }
}

fn divisor(args: &mut Args<'_, '_>, what: &str) -> Result<u32, Failure> {
    let divisor = number::u32(args.value()?);
    let divisor = divisor.filter(|n| (1..=0x100).contains(n) && n.is_power_of_two());
    divisor.ok_or_else(|| illegal(format!("Illegal {what}\n")).at(args.last()))
}
