//! `define`, `redefine`, `undefine`, `$name` and `include`.

use std::{cmp::Reverse, collections::HashMap};

use super::{Parse, Parser, Scope, Stop, Token};
use crate::lang::nft::{
    misspell::closest,
    syntax::{Element, Expr, ExprKind, Place, Statement},
};

/// What is defined: outside of blocks, in the table in hand, in its chain, …
#[derive(Debug)]
pub(super) struct Definitions {
    scopes: Vec<HashMap<String, Definition>>,
    /// How much they may still expand to.
    budget: usize,
    /// How many have been made.
    made: usize,
}

#[derive(Clone, Debug)]
struct Definition {
    value: Expr,
    size: usize,
    depth: usize,
    /// Which it is of all that have been made.
    number: usize,
}

/// How many scopes there can be: `SCOPE_NEST_MAX`.
const MOST_SCOPES: usize = 4;

/// To how many expressions definitions may expand in all.
const MOST_EXPANDED: usize = 1 << 22;

impl Default for Definitions {
    fn default() -> Self {
        Self {
            scopes: vec![HashMap::new()],
            budget: MOST_EXPANDED,
            made: 0,
        }
    }
}

impl Definitions {
    fn find(&self, name: &str) -> Option<&Definition> {
        let mut scopes = self.scopes.iter().rev();
        scopes.find_map(|scope| scope.get(name))
    }

    fn bind(&mut self, name: String, definition: Definition) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.insert(name, definition);
        }
    }

    /// Takes back what was defined in the scope in hand. (Where it was not, nothing happens.)
    fn unbind(&mut self, name: &str) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.remove(name);
        }
    }
}

impl Parser<'_> {
    /// Reads what has definitions of its own.
    pub(super) fn scoped<T>(&mut self, read: impl FnOnce(&mut Self) -> Parse<T>) -> Parse<T> {
        let opens = self.definitions.scopes.len() < MOST_SCOPES;
        if opens {
            self.definitions.scopes.push(HashMap::new());
        } else {
            let place = self.last;
            self.error("too many levels of nesting", place);
            self.recovered += 1;
        }
        let result = self.within(read);
        if opens {
            self.definitions.scopes.pop();
        }
        result
    }

    /// What can stand between commands and in blocks alike.
    pub(super) fn common(&mut self) -> Parse<()> {
        let keyword = self.take();
        if keyword.token == Token::INCLUDE {
            let file = self.expect(Token::QUOTED)?;
            let name = self.text(file);
            self.separator()?;
            let place = self.since(keyword.place);
            return self.include(&name, place);
        }
        let name = self.expect(Token::STRING)?;
        let text = self.text(name);
        if keyword.token == Token::UNDEFINE {
            self.separator()?;
            self.definitions.unbind(&text);
            return Ok(());
        }
        self.expect(Token::ASSIGN)?;
        let value = self.apart(Self::initializer)?;
        self.separator()?;
        if keyword.token == Token::DEFINE && self.definitions.find(&text).is_some() {
            return Err(self.error(format!("redefinition of symbol '{text}'"), name.place));
        }
        let definition = Definition {
            size: size(&value),
            depth: depth(&value),
            number: self.definitions.made,
            value,
        };
        self.definitions.made += 1;
        self.definitions.bind(text, definition);
        Ok(())
    }

    /// Behind the value of a definition and a file's name.
    pub(super) fn separator(&mut self) -> Parse<()> {
        self.expect_of(&[Token::NEWLINE, Token::SEMICOLON])?;
        Ok(())
    }

    fn initializer(&mut self) -> Parse<Expr> {
        match self.peek() {
            Token::DASH => {
                let dash = self.take();
                let number = self.expect(Token::NUMBER)?;
                let value = int(number.number).wrapping_neg();
                Ok(Expr {
                    kind: ExprKind::Symbol(value.to_string()),
                    place: dash.place.to(number.place),
                })
            }
            Token::BRACE_OPEN => self.set(true),
            _ => self.right(true),
        }
    }

    /// `$name`: what it stands for.
    pub(super) fn variable(&mut self) -> Parse<Expr> {
        self.expect(Token::DOLLAR)?;
        let name = self.expect(Token::STRING)?;
        let text = self.text(name);
        self.value_of(&text, name.place)
    }

    /// What a name stands for, which is written at `place`.
    pub(super) fn value_of(&mut self, name: &str, place: Place) -> Parse<Expr> {
        let Some(definition) = self.definitions.find(name) else {
            return Err(self.unknown_identifier(name, place));
        };
        let (value, size, depth) = (definition.value.clone(), definition.size, definition.depth);
        self.deeper(depth)?;
        let Some(budget) = self.definitions.budget.checked_sub(size) else {
            let _ = self.error("definitions expand to too much", place);
            return Err(Stop::All);
        };
        self.definitions.budget = budget;
        Ok(value)
    }

    fn unknown_identifier(&mut self, name: &str, place: Place) -> Stop {
        // The last that was made comes first.
        let scopes = self.definitions.scopes.iter();
        let mut known: Vec<(usize, &str)> = scopes
            .flatten()
            .map(|(name, definition)| (definition.number, name.as_str()))
            .collect();
        known.sort_unstable_by_key(|(number, _)| Reverse(*number));
        let known = known.into_iter().map(|(_, name)| (name, name));
        let message = match closest(name, known) {
            Some(other) => {
                format!("unknown identifier '{name}'; did you mean identifier ‘{other}’?")
            }
            None => format!("unknown identifier '{name}'"),
        };
        self.error(message, place)
    }

    /// The files that a name or pattern of `include` means are read next.
    fn include(&mut self, name: &str, place: Place) -> Parse<()> {
        let settings = self.settings;
        let pattern = name.contains(['*', '?', '[']);
        let absolute = ["/", "./", "../"]
            .iter()
            .any(|begin| name.starts_with(begin));
        let mut paths = Vec::new();
        if absolute {
            paths.extend(settings.files.matching(name));
        } else {
            let default = [DEFAULT_INCLUDE_PATH.to_owned()];
            for directory in settings.include_paths.iter().chain(&default) {
                let found = settings.files.matching(&format!("{directory}/{name}"));
                let done = !pattern && !found.is_empty();
                // Those that are found later are read before.
                paths.splice(0..0, found);
                if done {
                    break;
                }
            }
        }
        if paths.is_empty() && !pattern {
            return Err(self.error(format!("File not found: {name}"), place));
        }
        if !paths.is_empty() && self.inputs.depth(place.input) >= DEEPEST_INCLUDE {
            let message = format!("Include nested too deeply, max {DEEPEST_INCLUDE} levels");
            return Err(self.error(message, place));
        }
        // The last begins first, and the others wait for its end.
        for path in paths.iter().rev() {
            let contents = match settings.files.read(path) {
                Ok(contents) => contents,
                Err(error) => {
                    let message = format!("Could not open file \"{path}\": {error}\n");
                    return Err(self.error(message, place));
                }
            };
            let contents = String::from_utf8_lossy(&contents).into_owned();
            let input = self.inputs.push(Some(path.clone()), contents, Some(place));
            let Some(input) = input else {
                return Err(self.exhausted());
            };
            self.lexer.read(self.inputs, input);
        }
        Ok(())
    }

    /// `@name`, or a variable that stands for it.
    pub(super) fn set_reference(&mut self) -> Parse<Expr> {
        match self.peek() {
            Token::AT => self.set_symbol(),
            Token::DOLLAR => self.variable(),
            _ => Err(self.unexpected(&[Token::AT, Token::DOLLAR])),
        }
    }

    /// `@name`.
    pub(super) fn set_symbol(&mut self) -> Parse<Expr> {
        let at = self.expect(Token::AT)?;
        let name = self.expect(Token::STRING)?;
        self.leave(Scope::At);
        Ok(Expr {
            kind: ExprKind::SetRef(self.text(name)),
            place: at.place.to(name.place),
        })
    }
}

/// Where nft looks for included files if not told.
const DEFAULT_INCLUDE_PATH: &str = "/etc";

/// How deep files may include each other: `MAX_INCLUDE_DEPTH`.
const DEEPEST_INCLUDE: usize = 16;

/// The number as the 32 bits that nft keeps of it.
pub(super) const fn int(number: u64) -> i32 {
    let [a, b, c, d, ..] = number.to_le_bytes();
    i32::from_le_bytes([a, b, c, d])
}

/// How many expressions one is made of.
fn size(expr: &Expr) -> usize {
    let mut size = 1;
    each(expr, &mut |inner| size += self::size(inner));
    size
}

/// How deep one is, as [`Parser::deeper`] counts.
fn depth(expr: &Expr) -> usize {
    let mut depth = 0;
    each(expr, &mut |inner| depth = depth.max(self::depth(inner)));
    let own = matches!(expr.kind, ExprKind::Binary(..) | ExprKind::Map(..));
    depth + usize::from(own)
}

/// The expressions right inside of one.
fn each(expr: &Expr, of: &mut dyn FnMut(&Expr)) {
    let element = |element: &Element, of: &mut dyn FnMut(&Expr)| {
        of(&element.key);
        element.data.iter().for_each(&mut *of);
        for statement in &element.statements {
            if let Statement::Object(_, expr) = &statement.of {
                of(expr);
            }
        }
    };
    match &expr.kind {
        ExprKind::Prefix(inner, _) => of(inner),
        ExprKind::Range(left, right)
        | ExprKind::Binary(_, left, right)
        | ExprKind::Map(left, right) => {
            of(left);
            of(right);
        }
        ExprKind::List(parts) | ExprKind::Concat(parts) => parts.iter().for_each(of),
        ExprKind::Set(elements) => {
            for one in elements {
                element(one, of);
            }
        }
        ExprKind::Jhash { of: inner, .. } => of(inner),
        ExprKind::Symbol(_)
        | ExprKind::Text(_)
        | ExprKind::Wildcard
        | ExprKind::SetRef(_)
        | ExprKind::Exists(_)
        | ExprKind::Verdict(_)
        | ExprKind::Payload(_)
        | ExprKind::Raw { .. }
        | ExprKind::Meta(_)
        | ExprKind::Ct(..)
        | ExprKind::Rt(..)
        | ExprKind::Socket(_)
        | ExprKind::Fib(_)
        | ExprKind::Exthdr(..)
        | ExprKind::ExthdrExists(_)
        | ExprKind::TcpOption(..)
        | ExprKind::TcpOptionExists(_)
        | ExprKind::IpOption(..)
        | ExprKind::Numgen { .. }
        | ExprKind::Symhash { .. }
        | ExprKind::Foreign(_) => {}
    }
}
