//! Timelines of any size, the same at every run: events of about 1 kB, 400 actors, dates of every
//! precision, one in twenty out of order, and every style in which YAML can be written.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};

/// An event as a program that knows the format would have it: what the typed passes read into.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Event {
    pub id: String,
    pub date: String,
    pub title: String,
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub importance: Option<u8>,
    pub summary: String,
    pub actors: Vec<Part>,
    pub countries: Vec<String>,
    pub tags: Vec<String>,
    pub effects: Vec<Effect>,
    pub certainty: String,
    pub sources: Vec<Source>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Part {
    pub actor: String,
    pub role: String,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Effect {
    pub policy: String,
    pub status: String,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Source {
    pub url: String,
    pub publisher: String,
    pub date: String,
    pub title: String,
}

/// A file of events.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct File {
    pub title: String,
    pub events: Vec<Event>,
}

const ACTORS: usize = 400;
const POLICIES: usize = 200;
const FIRST_YEAR: usize = 2000;
const YEARS: usize = 25;
const COUNTRIES: [&str; 24] = [
    "US", "GB", "UA", "RU", "DE", "FR", "PL", "NO", "SE", "FI", "EE", "LV", "LT", "NL", "BE", "IT", "ES",
    "CA", "DK", "CZ", "TR", "HU", "RO", "JP",
];
const KINDS: [&str; 8] =
    ["decision", "statement", "report", "proposal", "refusal", "first-use", "visit", "delivery"];
const STATUSES: [&str; 4] = ["banned", "restricted", "partly permitted", "permitted"];
const CERTAINTIES: [&str; 4] = ["confirmed", "reported", "disputed", "unverified"];
const SYLLABLES: [&str; 20] = [
    "ka", "ro", "mi", "ten", "sul", "va", "ber", "lo", "zin", "dra", "pe", "gor", "hal", "ni", "ost", "ur",
    "fel", "wes", "tra", "my",
];
const WORDS: [&str; 64] = [
    "the",
    "ministry",
    "says",
    "strike",
    "inside",
    "border",
    "weapons",
    "missile",
    "permits",
    "use",
    "against",
    "targets",
    "after",
    "visit",
    "talks",
    "on",
    "delivery",
    "of",
    "systems",
    "and",
    "training",
    "parliament",
    "votes",
    "for",
    "aid",
    "package",
    "general",
    "staff",
    "denies",
    "report",
    "about",
    "limits",
    "range",
    "allies",
    "agree",
    "to",
    "review",
    "policy",
    "at",
    "summit",
    "in",
    "capital",
    "president",
    "wants",
    "longer",
    "drones",
    "hit",
    "depot",
    "near",
    "front",
    "officials",
    "told",
    "reporters",
    "that",
    "no",
    "change",
    "was",
    "planned",
    "storm",
    "shadow",
    "ammunition",
    "request",
    "refused",
    "again",
];

/// `SplitMix64`, so that a seed means the same on every machine and in every year.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides as u64) as usize
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.roll(list.len())]
    }

    /// Low numbers far more often than high ones, as actors and tags are met.
    fn skewed(&mut self, sides: usize) -> usize {
        self.roll(sides).min(self.roll(sides)).min(self.roll(sides))
    }

    fn words(&mut self, count: usize) -> String {
        let words: Vec<&str> = (0..count).map(|_| self.of(&WORDS)).collect();
        words.join(" ")
    }
}

fn capital(text: &str) -> String {
    text[..1].to_uppercase() + &text[1..]
}

fn actor_name(number: usize) -> String {
    let mut dice = Dice(number as u64 + 1);
    let mut word = || capital(&(0..3).map(|_| dice.of(&SYLLABLES)).collect::<String>());
    format!("{} {}", word(), word())
}

fn date(dice: &mut Dice, number: usize, count: usize) -> String {
    let days = YEARS * 336;
    let at = if dice.roll(20) == 0 { dice.roll(days) } else { number * days / count.max(1) };
    let (year, month, day) = (FIRST_YEAR + at / 336, at % 336 / 28 + 1, at % 28 + 1);
    let exact = format!("{year}-{month:02}-{day:02}");
    match dice.roll(100) {
        0..70 => exact,
        70..80 => format!("{year}-{month:02}"),
        80..83 => format!("{year}"),
        83..86 => format!("{year}-2{}", month.div_ceil(3)),
        86..90 => format!("{exact}~"),
        90..93 => format!("{exact}?"),
        93..97 => format!("{exact}/{year}-{:02}-28", 12.min(month + dice.roll(3))),
        97 => format!("{exact}/.."),
        _ => format!("{exact}T{:02}:30:00Z", dice.roll(24)),
    }
}

/// The event with a number, of so many.
fn event(number: usize, count: usize) -> Event {
    let dice = &mut Dice(number as u64 * 7919 + 42);
    let date = date(dice, number, count);
    let published = date.get(..10).filter(|day| !day.contains(['/', '~', '?'])).unwrap_or("2025-11-30");
    let source = |dice: &mut Dice| Source {
        url: format!(
            "https://news{}.example.org/{number}/{}",
            dice.roll(60),
            dice.words(4).replace(' ', "-")
        ),
        publisher: format!("The {} Post", capital(dice.of(&SYLLABLES))),
        date: published.to_owned(),
        title: capital(&dice.words(7)),
    };
    Event {
        id: format!("event-{number}"),
        title: capital(&dice.words(9)),
        kind: dice.of(&KINDS).to_owned(),
        importance: (dice.roll(3) == 0).then(|| 1 + dice.roll(5) as u8),
        summary: (0..3).map(|_| capital(&dice.words(12)) + ".").collect::<Vec<_>>().join(" "),
        actors: (0..=dice.roll(2))
            .map(|_| Part {
                actor: actor_name(dice.skewed(ACTORS)),
                role: dice.of(&["speaker", "proposer", "decision-maker", "reporter"]).to_owned(),
            })
            .collect(),
        countries: (0..dice.roll(2)).map(|_| COUNTRIES[dice.skewed(COUNTRIES.len())].to_owned()).collect(),
        tags: (0..=dice.roll(2)).map(|_| format!("tag-{}", dice.skewed(60))).collect(),
        effects: (0..usize::from(dice.roll(6) == 0))
            .map(|_| Effect {
                policy: format!("policy-{}", dice.roll(POLICIES)),
                status: dice.of(&STATUSES).to_owned(),
            })
            .collect(),
        certainty: dice.of(&CERTAINTIES).to_owned(),
        sources: (0..=dice.roll(1)).map(|_| source(dice)).collect(),
        date,
    }
}

/// So many events as JSON Lines.
pub fn json_lines(count: usize, out: &mut dyn Write) -> io::Result<()> {
    for number in 0..count {
        serde_json::to_writer(&mut *out, &event(number, count))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// So many events as YAML, with the registries they name.
pub fn yaml(count: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "# Made by the benchmarks.\ntitle: Generated\nladders:\n  permission: [{}]",
        STATUSES.join(", ")
    )?;
    writeln!(out, "actors:")?;
    for number in 0..ACTORS {
        let country = COUNTRIES[number % COUNTRIES.len()];
        writeln!(
            out,
            "  actor-{number}: {{name: {}, kind: person, country: \"{country}\"}}",
            actor_name(number)
        )?;
    }
    writeln!(out, "policies:")?;
    for number in 0..POLICIES {
        writeln!(
            out,
            "  policy-{number}: {{title: Policy {number}, owner: actor-{number}, ladder: permission}}"
        )?;
    }
    writeln!(out, "events:")?;
    for number in 0..count {
        let event = event(number, count);
        match number % 20 {
            0..11 => block(&event, &Style { folded: true, quote: "" }, out)?,
            11..14 => block(&event, &Style { folded: false, quote: "\"" }, out)?,
            14..17 => block(&event, &Style { folded: true, quote: "'" }, out)?,
            17..19 => {
                writeln!(out, "  # {} was looked at again\n", event.id)?;
                block(&event, &Style { folded: false, quote: "" }, out)?;
            }
            _ => writeln!(out, "  - {}", serde_json::to_string(&event)?)?,
        }
    }
    Ok(())
}

struct Style {
    folded: bool,
    quote: &'static str,
}

fn block(event: &Event, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let q = style.quote;
    writeln!(out, "  - id: {}\n    date: {q}{}{q}\n    title: {q}{}{q}", event.id, event.date, event.title)?;
    writeln!(out, "    kind: {}", event.kind)?;
    if let Some(importance) = event.importance {
        writeln!(out, "    importance: {importance}  # of five")?;
    }
    let lines: Vec<&str> = event.summary.split_inclusive(". ").map(str::trim).collect();
    match (style.folded, q.is_empty()) {
        (true, _) => writeln!(out, "    summary: >-\n      {}", lines.join("\n      "))?,
        (false, true) => writeln!(out, "    summary: |-\n      {}", lines.join("\n      "))?,
        (false, false) => writeln!(out, "    summary: {q}{}{q}", lines.join("\n      "))?,
    }
    writeln!(out, "    actors:")?;
    for part in &event.actors {
        writeln!(out, "      - {{actor: {q}{}{q}, role: {}}}", part.actor, part.role)?;
    }
    // `NO` is a country here and stays one in quotes for readers of YAML 1.1.
    let countries: Vec<String> = event.countries.iter().map(|code| format!("\"{code}\"")).collect();
    writeln!(out, "    countries: [{}]\n    tags: [{}]", countries.join(", "), event.tags.join(", "))?;
    for effect in &event.effects {
        writeln!(out, "    effects:\n      - policy: {}\n        status: {}", effect.policy, effect.status)?;
    }
    writeln!(out, "    certainty: {}\n    sources:", event.certainty)?;
    for source in &event.sources {
        writeln!(out, "      - url: {q}{}{q}\n        publisher: {}", source.url, source.publisher)?;
        writeln!(out, "        date: {q}{}{q}\n        title: {q}{}{q}", source.date, source.title)?;
    }
    Ok(())
}
