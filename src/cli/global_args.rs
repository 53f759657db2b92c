//! Options of every command, allowed before and after its name.

use clap::Args;

use super::config_args::ConfigArgs;
use crate::config::{Color, Config};

/// Options that every command takes.
#[derive(Debug, Clone, Default, Args)]
pub struct GlobalArgs {
    #[command(flatten)]
    pub look: LookArgs,
    #[command(flatten)]
    pub config: ConfigArgs,
}

/// Options of colours and characters.
#[derive(Debug, Clone, Copy, Default, Args)]
#[command(next_help_heading = "Looks and configuration")]
pub struct LookArgs {
    /// When to use colours; `auto` if left out
    #[arg(long, global = true, value_name = "WHEN")]
    color: Option<Color>,
    /// Draw with ASCII characters only
    #[arg(long, global = true)]
    pub ascii: bool,
}

impl LookArgs {
    /// Fills in the configuration's settings where no option was given.
    pub fn or(self, config: &Config) -> Self {
        Self { color: self.color.or(config.color), ascii: self.ascii || config.ascii == Some(true) }
    }

    /// Returns whether to use colours; `terminal` says whether the output is a terminal.
    pub fn color_on(self, terminal: bool) -> bool {
        match self.color.unwrap_or_default() {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && variable("NO_COLOR").is_none() && !is_dumb(),
        }
    }
}

/// Returns the value of an environment variable that is set and not empty.
pub fn variable(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()).filter(|value| !value.is_empty())
}

/// Whether the terminal supports neither colours nor cursor movement.
pub fn is_dumb() -> bool {
    variable("TERM").is_some_and(|term| term == "dumb")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_overrides_the_configuration_also_with_its_usual_value() {
        let config = Config { color: Some(Color::Never), ..Config::default() };
        let look = |color| LookArgs { color, ascii: false }.or(&config).color;
        assert_eq!([None, Some(Color::Auto)].map(look), [Some(Color::Never), Some(Color::Auto)]);
    }
}
