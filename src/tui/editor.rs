//! Runs the user's editor as git does: through the shell, with the terminal as its input.

use std::borrow::Cow;
use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};

/// The shell's exit code for a command that was not found.
const NOT_FOUND: i32 = 127;

/// Opens a file at a line in the editor given by the configuration, `VISUAL` or `EDITOR`, or else `vi`.
///
/// # Errors
/// Returns a message if the editor failed or could not be run.
pub fn edit(configured: Option<&str>, file: &Path, line: u32) -> Result<(), String> {
    let variables = ["VISUAL", "EDITOR"].map(|name| std::env::var(name).ok());
    let editor = chosen(configured, &variables);
    let mut command = Command::new("sh");
    command.args(["-c", &script(editor), "dateline"]).arg(operand(file).as_os_str()).arg(line.to_string());
    // Standard input may be the pipe that the data came from.
    if let Ok(terminal) = File::open("/dev/tty") {
        command.stdin(Stdio::from(terminal));
    }
    let help = "set `editor` in the configuration, VISUAL or EDITOR to your editor";
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) if status.code() == Some(NOT_FOUND) => Err(format!("cannot run `{editor}`; {help}")),
        Ok(status) => Err(format!("`{editor}` ended with {status}")),
        Err(error) => Err(format!("cannot run `{editor}` by `sh`: {error}")),
    }
}

/// Returns the path of a file in a form that no editor takes for an option or command, such as `-c…` and
/// `+:!…`.
fn operand(path: &Path) -> Cow<'_, Path> {
    let name = path.as_os_str().as_encoded_bytes();
    let is_option = name.starts_with(b"-") || name.starts_with(b"+");
    if is_option { Path::new(".").join(path).into() } else { path.into() }
}

/// Returns the first command that is not empty, or `vi`.
fn chosen<'a>(configured: Option<&'a str>, variables: &'a [Option<String>]) -> &'a str {
    let named = configured.into_iter().chain(variables.iter().flatten().map(String::as_str));
    named.map(str::trim).find(|command| !command.is_empty()).unwrap_or("vi")
}

/// Returns the shell command, in which `$1` is the file and `$2` the line. They replace `{file}` and
/// `{line}`, or else are appended in the syntax of the editor.
fn script(editor: &str) -> String {
    if editor.contains("{file}") {
        return editor.replace("{file}", r#""$1""#).replace("{line}", r#""$2""#);
    }
    let program = editor.split_whitespace().next().unwrap_or_default();
    let program = program.rsplit(['/', '\\']).next().unwrap_or_default().trim_end_matches(".exe");
    let place = match program {
        "code" | "code-insiders" | "codium" | "vscodium" | "cursor" | "windsurf" => r#"-g "$1:$2""#,
        "subl" | "sublime_text" | "zed" | "hx" | "helix" => r#""$1:$2""#,
        _ => r#""+$2" "$1""#,
    };
    format!("{editor} {place}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_editor_named_is_taken_and_an_empty_name_is_none() {
        let named = |names: [Option<&str>; 3]| {
            let variables = [names[1], names[2]].map(|name| name.map(str::to_owned));
            chosen(names[0], &variables).to_owned()
        };
        assert_eq!(named([Some("a"), Some("b"), Some("c")]), "a");
        assert_eq!(named([None, Some(""), Some("c -w")]), "c -w");
        assert_eq!(named([Some(" "), None, Some("")]), "vi");
    }

    #[test]
    fn every_editor_gets_the_line_as_it_takes_it() {
        for (editor, line) in [
            ("vim", r#"vim "+$2" "$1""#),
            ("emacs -nw", r#"emacs -nw "+$2" "$1""#),
            ("code --wait", r#"code --wait -g "$1:$2""#),
            ("/usr/bin/hx", r#"/usr/bin/hx "$1:$2""#),
            ("kate -l {line} {file}", r#"kate -l "$2" "$1""#),
            ("code -w -g {file}:{line}", r#"code -w -g "$1":"$2""#),
        ] {
            assert_eq!(script(editor), line);
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_shell_runs_the_editor_and_a_name_of_blanks_and_quotes_stays_one_name() {
        let folder = tempfile::tempdir().unwrap();
        let arguments = folder.path().join("told");
        let editor =
            format!("FROM=shell; printf '%s|' \"$FROM\" {{line}} {{file}} > {}", arguments.display());
        edit(Some(&editor), Path::new("a 'b' \"$c\".yaml"), 7).unwrap();
        assert_eq!(std::fs::read_to_string(arguments).unwrap(), "shell|7|a 'b' \"$c\".yaml|");
        let error = edit(Some("no-such-editor-here"), Path::new("a"), 1).unwrap_err();
        assert!(error.starts_with("cannot run `no-such-editor-here`; set `editor`"), "{error}");
        assert!(edit(Some("false"), Path::new("a"), 1).unwrap_err().starts_with("`false` ended with"));
    }
}
