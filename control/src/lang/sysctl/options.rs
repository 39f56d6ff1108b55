//! The options of `sysctl`.

/// What the options say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Options {
    /// `-a`
    pub(super) all: bool,
    /// `-b`: no newline behind values.
    pub(super) binary: bool,
    /// `-e`: unknown keys are no error.
    pub(super) ignore: bool,
    /// `-N`: only names.
    pub(super) names: bool,
    /// `-n`: only values.
    pub(super) values: bool,
    /// `-q`: what is set is not shown.
    pub(super) quiet: bool,
    /// `-w`: every word has to be a setting.
    pub(super) write: bool,
    /// `--dry-run`: nothing is set.
    pub(super) dry_run: bool,
    /// `-p`: settings come from a file.
    pub(super) load: bool,
    /// The file of `--load=FILE`.
    pub(super) file: Option<String>,
    /// `-h`
    pub(super) help: bool,
    /// `-V`
    pub(super) version: bool,
    /// What is no option.
    pub(super) words: Vec<String>,
}

/// What is wrong with them: the complaint, without the tool's name in front.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum OptionError {
    /// There is no such option.
    Unknown(String),
    /// There is one, and it is not for here.
    Refused(&'static str),
}

impl Options {
    /// Reads the arguments behind the tool's name, as getopt does: options may stand anywhere.
    pub(super) fn parse(arguments: &[String]) -> Result<Self, OptionError> {
        let mut options = Self::default();
        let mut only_words = false;
        for argument in arguments {
            match argument.strip_prefix('-') {
                _ if only_words => options.words.push(argument.clone()),
                None | Some("") => options.words.push(argument.clone()),
                Some("-") => only_words = true,
                Some(rest) => match rest.strip_prefix('-') {
                    Some(long) => options.long(long)?,
                    None => {
                        for letter in rest.chars() {
                            options.letter(letter)?;
                        }
                    }
                },
            }
        }
        Ok(options)
    }

    fn letter(&mut self, letter: char) -> Result<(), OptionError> {
        let flag = match letter {
            'a' | 'A' | 'X' => &mut self.all,
            'b' => &mut self.binary,
            'e' => &mut self.ignore,
            'N' => &mut self.names,
            'n' => &mut self.values,
            'q' => &mut self.quiet,
            'w' => &mut self.write,
            'p' | 'f' => &mut self.load,
            'h' | 'd' => &mut self.help,
            'V' => &mut self.version,
            'o' | 'x' => return Ok(()),
            'r' => return Err(OptionError::Refused("-r")),
            other => {
                return Err(OptionError::Unknown(format!("invalid option -- '{other}'")));
            }
        };
        *flag = true;
        Ok(())
    }

    fn long(&mut self, long: &str) -> Result<(), OptionError> {
        if let Some(file) = long.strip_prefix("load=") {
            self.load = true;
            self.file = Some(file.to_owned());
            return Ok(());
        }
        let flag = match long {
            "all" => &mut self.all,
            "binary" => &mut self.binary,
            "ignore" => &mut self.ignore,
            "names" => &mut self.names,
            "values" => &mut self.values,
            "quiet" => &mut self.quiet,
            "write" => &mut self.write,
            "dry-run" => &mut self.dry_run,
            "load" => &mut self.load,
            "help" => &mut self.help,
            "version" => &mut self.version,
            "deprecated" => return Ok(()),
            "system" => return Err(OptionError::Refused("--system")),
            _ if long == "pattern" || long.starts_with("pattern=") => {
                return Err(OptionError::Refused("--pattern"));
            }
            other => {
                return Err(OptionError::Unknown(format!(
                    "unrecognized option '--{other}'"
                )));
            }
        };
        *flag = true;
        Ok(())
    }
}

/// The file whose contents `sysctl ARGUMENTS` reads, if it does.
pub(crate) fn load_file(arguments: &[String]) -> Option<String> {
    let options = Options::parse(arguments).ok()?;
    let file = options.file.or_else(|| options.words.first().cloned());
    let default = || "/etc/sysctl.conf".to_owned();
    options.load.then(|| file.unwrap_or_else(default))
}
