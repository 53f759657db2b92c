//! `dateline add`: inserts an event at its date, in the style of the file.

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::ask::{ask, can_ask};
use super::exit::{DONE, Error, Result};
use super::mapping_args::ORDERS;
use super::named::named;
use super::output::print;
use super::selection_args::today;
use super::values;
use crate::check::{self, CodeFilter};
use crate::edit::add::{Insertion, NewEvent, file_for, insert, new_id};
use crate::edit::write;
use crate::load::{File, from_texts, load, read_texts};
use crate::model::{Date, DateStyle, DayOrder, Timeline};
use crate::problem::{Problem, Severity};
use crate::text::{counted, one_line, sanitize};

/// Arguments of `add`.
#[derive(Debug, Args)]
pub struct Add {
    /// The file, or the directory of the timeline, where the file is chosen by the date (a new one for a new
    /// year where files are named after years)
    #[arg(value_name = "PATH", default_value = ".")]
    path: PathBuf,
    /// Date of the event: EDTF, or `today`
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    date: Option<String>,
    /// How to read dates such as 05/06/2024, which are refused without it
    #[arg(long, value_name = "ORDER", value_parser = named(ORDERS))]
    date_order: Option<DayOrder>,
    /// Title: what happened, on one line
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Id; by default made from the title if the other events have ids
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Kind, such as `decision` or `report`
    #[arg(long, value_name = "KIND", add = values::kinds())]
    kind: Option<String>,
    /// Importance from 1 to 5; decides which labels stay in a crowded view
    #[arg(long, value_name = "NUMBER", add = values::importances())]
    importance: Option<String>,
    /// Summary: what happened, in full
    #[arg(long, value_name = "TEXT")]
    summary: Option<String>,
    /// Certainty of the record
    #[arg(long, value_name = "WORD", add = values::certainties())]
    certainty: Option<String>,
    /// Actors that took part: ids or names, separated by commas
    #[arg(long, value_name = "ACTOR", value_delimiter = ',', add = values::actors())]
    actor: Vec<String>,
    /// Tags, separated by commas
    #[arg(long, value_name = "TAG", value_delimiter = ',', add = values::tags())]
    tag: Vec<String>,
    /// Policy that the event changed; needs a --status
    #[arg(long, value_name = "POLICY", add = values::policies())]
    policy: Vec<String>,
    /// Status of the policy from then on
    #[arg(long, value_name = "STATUS", add = values::statuses())]
    status: Vec<String>,
    /// Links to other events, such as `responds-to:ID`, separated by commas
    #[arg(long, value_name = "RELATION:ID", value_delimiter = ',', add = values::links())]
    link: Vec<String>,
    /// Source: an address, or an id of the registry
    #[arg(long, value_name = "SOURCE", add = values::sources())]
    source: Vec<String>,
    /// Print the event and its place, and write nothing
    #[arg(long, short = 'n')]
    dry_run: bool,
}

/// A status that every ladder allows, for use until the real one is known.
const ANY_STATUS: &str = "unclear";

/// Writes the event unless it has errors, and reports its problems.
pub fn run(add: &Add) -> Result {
    let record = Record::read(add)?;
    let mut event = add.event()?;
    if add.title.is_none() || add.date.is_none() {
        if !can_ask() {
            let message = "--date and --title say when and what; on a terminal they are asked for";
            return Err(message.into());
        }
        record.ask_all(add, &mut event)?;
    }
    let timeline = &record.timeline;
    if event.id.is_empty() && timeline.events().iter().any(|event| !event.id_is_made) {
        event.id = new_id(timeline, &event.title);
    }
    let (file, insertion) = record.inserted(&event)?;
    let mut problems = record.problems(&file, &insertion);
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    let place = format!("{}:{}", file.name, insertion.lines.start);
    if errors == 0 && !add.dry_run {
        let change = insertion.change(&file).map_err(Error::Io)?;
        write(&[change])?;
        let mut loaded = load(std::slice::from_ref(&add.path), &mut io::empty());
        check::check(&mut loaded, CodeFilter::default());
        problems = of_lines(loaded.problems, &file, &insertion);
    }
    for problem in &problems {
        let _ = writeln!(io::stderr(), "{}", problem.render(false));
    }
    if errors > 0 {
        let count = counted(errors, "error");
        return Err(Error::Message(format!("the event has {count}; nothing was written")));
    }
    if add.dry_run {
        return print(DONE, |out| write!(out, "{}\n{}", sanitize(&place), sanitize(insertion.event())));
    }
    let name = if event.id.is_empty() { String::new() } else { format!(" as `{}`", event.id) };
    let _ = writeln!(io::stderr(), "{}", sanitize(&format!("added `{}`{name} at {place}", event.title)));
    Ok(DONE)
}

impl Add {
    /// Returns a date in EDTF, the current day for `today`, and a text that is no date unchanged.
    fn day(&self, text: &str) -> String {
        if text == "today" {
            return today().iso_day();
        }
        let date = Date::read(text, DateStyle { order: self.date_order, ..DateStyle::default() });
        date.map_or_else(|_| text.to_owned(), |date| date.text().to_owned())
    }

    /// Returns the event that the options describe.
    fn event(&self) -> Result<NewEvent> {
        if self.policy.len() != self.status.len() {
            let message = "each --policy goes with the --status that it got: --policy p --status permitted";
            return Err(message.into());
        }
        let text = |text: &Option<String>| one_line(text.as_deref().unwrap_or_default());
        let texts = |texts: &[String]| texts.iter().map(|text| one_line(text)).collect::<Vec<_>>();
        Ok(NewEvent {
            id: text(&self.id),
            date: self.day(&text(&self.date)),
            title: text(&self.title),
            kind: text(&self.kind),
            importance: text(&self.importance),
            summary: text(&self.summary),
            certainty: text(&self.certainty),
            actors: texts(&self.actor),
            tags: texts(&self.tag),
            effects: texts(&self.policy).into_iter().zip(texts(&self.status)).collect(),
            links: self.link.iter().map(|text| link(text)).collect::<Result<_>>()?,
            sources: texts(&self.source),
        })
    }
}

/// Parses `RELATION:ID`.
fn link(text: &str) -> Result<(String, String)> {
    let halves = text.split_once(':').map(|(relation, id)| (one_line(relation), one_line(id)));
    halves.filter(|(relation, id)| !relation.is_empty() && !id.is_empty()).ok_or_else(|| {
        let message =
            format!("--link takes RELATION:ID, such as `--link responds-to:other-event`, not `{text}`");
        message.into()
    })
}

/// The files of the timeline, and what was read from them.
struct Record {
    files: Vec<File>,
    timeline: Timeline,
}

impl Record {
    fn read(add: &Add) -> Result<Self> {
        if add.path.as_os_str() == "-" {
            return Err("standard input cannot be changed; name a file".into());
        }
        let (files, problems) = read_texts(std::slice::from_ref(&add.path));
        if let Some(problem) = problems.first() {
            return Err(Error::Message(problem.to_string()));
        }
        let timeline = from_texts(texts(&files), true).timeline;
        Ok(Self { files, timeline })
    }

    /// Returns the file that an event belongs to, and the insertion of the event into it.
    fn inserted(&self, event: &NewEvent) -> Result<(Cow<'_, File>, Insertion)> {
        let file = match &self.files[..] {
            [only] if only.named => Some(Cow::Borrowed(only)),
            files => file_for(files, event),
        };
        let message = "no file here is a list of events in YAML; name one, or start with `dateline init`";
        let file = file.ok_or(message)?;
        let insertion = insert(&file, event)?;
        Ok((file, insertion))
    }

    /// Returns the problems that loading the file with the inserted event would report for the event.
    fn problems(&self, file: &File, insertion: &Insertion) -> Vec<Problem> {
        let mut texts = texts(&self.files);
        let text = insertion.text.clone().into_bytes();
        match texts.iter_mut().find(|(name, _)| *name == file.name) {
            Some((_, old)) => *old = text,
            None => texts.push((file.name.clone(), text)),
        }
        of_lines(from_texts(texts, true).problems, file, insertion)
    }

    /// Asks for date, title, actors, policy and source where no option gives them.
    fn ask_all(&self, add: &Add, event: &mut NewEvent) -> Result<()> {
        let Timeline { policies, actors, .. } = &self.timeline;
        let list = |answer: &str| answer.split(',').map(one_line).filter(|name| !name.is_empty()).collect();
        if add.date.is_none() {
            self.ask(event, "When", &today().iso_day(), |event, answer| event.date = add.day(answer))?;
        }
        while event.title.is_empty() {
            self.ask(event, "What happened, in a line", "", |event, answer| {
                answer.clone_into(&mut event.title);
            })?;
        }
        if add.actor.is_empty() {
            let question = format!("Who took part{}", some(actors.iter().map(|actor| &*actor.id)));
            self.ask(event, &question, "", |event, answer| event.actors = list(answer))?;
        }
        if add.policy.is_empty() {
            let question =
                format!("Which policy it changed{}", some(policies.iter().map(|policy| &*policy.id)));
            self.ask(event, &question, "", |event, answer| {
                let policy = Some(answer.to_owned()).filter(|answer| !answer.is_empty());
                event.effects = policy.map(|policy| (policy, ANY_STATUS.to_owned())).into_iter().collect();
            })?;
            if !event.effects.is_empty() {
                self.ask(event, "Its status from then on", ANY_STATUS, |event, answer| {
                    answer.clone_into(&mut event.effects[0].1);
                })?;
            }
        }
        if add.source.is_empty() {
            let question = "Source: an address, or an id of the registry";
            self.ask(event, question, "", |event, answer| {
                event.sources =
                    Some(answer.to_owned()).filter(|answer| !answer.is_empty()).into_iter().collect();
            })?;
        }
        Ok(())
    }

    /// Repeats a question until the answer causes no problem, or only warnings and is typed a second time.
    fn ask(
        &self,
        event: &mut NewEvent,
        question: &str,
        usual: &str,
        set: impl Fn(&mut NewEvent, &str),
    ) -> Result<()> {
        let mut last = None;
        loop {
            let Some(answer) = ask(question, usual)? else {
                return Err("the input ended; nothing was written".into());
            };
            set(event, &answer);
            let mut tried = event.clone();
            if tried.title.is_empty() {
                "?".clone_into(&mut tried.title);
            }
            let (file, insertion) = self.inserted(&tried)?;
            let problems = self.problems(&file, &insertion);
            let is_error = problems.iter().any(|problem| problem.severity == Severity::Error);
            if problems.is_empty() || !is_error && last.as_ref() == Some(&answer) {
                return Ok(());
            }
            for problem in &problems {
                let _ = writeln!(io::stderr(), "  {problem}");
            }
            if !is_error {
                let _ = writeln!(io::stderr(), "  type it again to keep it");
            }
            last = Some(answer);
        }
    }
}

fn texts(files: &[File]) -> Vec<(String, Vec<u8>)> {
    files.iter().map(|file| (file.name.clone(), file.text.clone().into_bytes())).collect()
}

/// Returns the problems located in the lines of the new event.
fn of_lines(problems: Vec<Problem>, file: &File, insertion: &Insertion) -> Vec<Problem> {
    let is_of =
        |problem: &Problem| problem.at.file == file.name && insertion.lines.contains(&problem.at.line);
    problems.into_iter().filter(is_of).collect()
}

/// Returns the first few names, as a hint for a question: ` (us, uk, …)`.
fn some<'n>(names: impl Iterator<Item = &'n str>) -> String {
    const SHOWN: usize = 6;
    let names: Vec<&str> = names.collect();
    let more = if names.len() > SHOWN { ", …" } else { "" };
    let shown = names[..names.len().min(SHOWN)].join(", ");
    if shown.is_empty() { String::new() } else { format!(" ({shown}{more})") }
}
