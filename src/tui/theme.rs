//! Styles by role, and glyphs with an ASCII alternative.
//!
//! No meaning depends on colour alone: a glyph, a word or an attribute says the same. Themes are YAML files
//! that map roles to styles, both the built-in ones in `themes` and a user's own.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::OnceLock;

use ratatui::style::{Color, Modifier, Style};
use serde::{Deserialize, Deserializer, de::Error};
use strum::{EnumCount, EnumIter, EnumString, IntoStaticStr, VariantNames};

use crate::config::read_settings;
use crate::history::Move;
use crate::layout::Shade;
use crate::model::Certainty;
use crate::problem::Problem;

/// The purpose of a piece of text, which determines its style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, EnumIter, EnumCount, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Ordinary text.
    Plain,
    /// Secondary text.
    Quiet,
    /// Headings, the title, changes of status.
    Strong,
    /// Keys in the footer and in help.
    Key,
    /// The row or item under the cursor.
    Cursor,
    /// The vertical line through the lanes at the cursor.
    CursorLine,
    /// Events in the marked range.
    Range,
    /// A hit of the search.
    Hit,
    /// A filter that is on.
    Chip,
    /// A filter that is off.
    ChipOff,
    /// Borders of panes.
    Border,
    /// Errors.
    Error,
    /// Doubtful data: approximate, uncertain, disputed, weak.
    Doubt,
    /// Addresses.
    Link,
    /// Marks of events with an importance of at least [`WEIGHTY`].
    Weighty,
    /// Policy bars: statuses in the strictest quarter of their ladder.
    Strictest,
    /// Policy bars: the second strictest quarter.
    Stricter,
    /// Policy bars: the second loosest quarter.
    Looser,
    /// Policy bars: the loosest quarter.
    Loosest,
    /// Policy bars: no decision.
    Nothing,
    /// Policy bars: an unclear status.
    Unclear,
    /// Policy bars: a status that is on no ladder.
    Elsewhere,
}

impl From<Shade> for Role {
    fn from(shade: Shade) -> Self {
        match shade {
            Shade::Rung(0) => Self::Strictest,
            Shade::Rung(1) => Self::Stricter,
            Shade::Rung(2) => Self::Looser,
            Shade::Rung(_) => Self::Loosest,
            Shade::Nothing => Self::Nothing,
            Shade::Unclear => Self::Unclear,
            Shade::Elsewhere => Self::Elsewhere,
            Shade::Unknown => Self::Plain,
        }
    }
}

/// The style of each role, indexed by [`Role`].
#[derive(Debug, Default)]
pub struct Theme([Style; Role::COUNT]);

/// The built-in themes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, EnumCount, EnumString, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum BuiltIn {
    /// The terminal's 16 colours, on any background.
    Terminal,
    /// 24-bit colours for a dark background.
    Dark,
    /// 24-bit colours for a light background.
    Light,
    /// Without dim text.
    HighContrast,
    /// Without colours.
    Mono,
}

impl BuiltIn {
    /// Returns the theme, parsing it on first use.
    pub fn theme(self) -> &'static Theme {
        static READ: [OnceLock<Theme>; BuiltIn::COUNT] = [const { OnceLock::new() }; BuiltIn::COUNT];
        READ[self as usize].get_or_init(|| {
            let text = match self {
                Self::Terminal => include_str!("themes/terminal.yaml"),
                Self::Dark => include_str!("themes/dark.yaml"),
                Self::Light => include_str!("themes/light.yaml"),
                Self::HighContrast => include_str!("themes/high-contrast.yaml"),
                Self::Mono => include_str!("themes/mono.yaml"),
            };
            Theme::read(self.into(), text, &Theme::default()).0
        })
    }
}

/// A style in a theme file.
#[expect(clippy::struct_excessive_bools, reason = "each is a key of the file")]
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case", expecting = "colour and attributes")]
struct Paint {
    #[serde(deserialize_with = "color")]
    color: Option<Color>,
    #[serde(deserialize_with = "color")]
    on: Option<Color>,
    bold: bool,
    dim: bool,
    italic: bool,
    underlined: bool,
    reversed: bool,
    crossed_out: bool,
}

/// Parses a colour name such as `red` or `bright-red`, an index of the 256 colours, or `#rrggbb`.
fn color<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Color>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let unknown =
        || D::Error::custom(format!("`{text}` is no colour: write red, bright-red, 0 to 255 or \"#rrggbb\""));
    Color::from_str(&text).map(Some).map_err(|_| unknown())
}

impl From<Paint> for Style {
    fn from(paint: Paint) -> Self {
        let attributes = [
            (paint.bold, Modifier::BOLD),
            (paint.dim, Modifier::DIM),
            (paint.italic, Modifier::ITALIC),
            (paint.underlined, Modifier::UNDERLINED),
            (paint.reversed, Modifier::REVERSED),
            (paint.crossed_out, Modifier::CROSSED_OUT),
        ];
        let modifier = attributes.into_iter().filter_map(|(is_on, modifier)| is_on.then_some(modifier));
        Self { fg: paint.color, bg: paint.on, ..Self::new().add_modifier(modifier.collect()) }
    }
}

impl Theme {
    /// Parses a theme. Roles that it omits, or whose style is invalid, keep their style in `base`.
    pub fn read(name: &str, text: &str, base: &Self) -> (Self, Vec<Problem>) {
        let (roles, problems): (BTreeMap<Role, Paint>, _) = read_settings(name, text);
        let mut styles = base.0;
        roles.into_iter().for_each(|(role, paint)| styles[role as usize] = paint.into());
        (Self(styles), problems)
    }
}

/// The lowest importance that is marked.
pub const WEIGHTY: u8 = 4;

/// How the browser draws: a theme, and Unicode or ASCII.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// The styles by role.
    pub theme: &'static Theme,
    /// Whether to draw only ASCII characters.
    pub ascii: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self::new(BuiltIn::Terminal, false)
    }
}

impl Look {
    /// Creates the look of a built-in theme.
    pub fn new(theme: BuiltIn, ascii: bool) -> Self {
        Self { theme: theme.theme(), ascii }
    }

    /// Returns the style of a role.
    pub fn style(self, role: Role) -> Style {
        self.theme.0[role as usize]
    }

    /// Returns a cell of a policy bar: the stricter the status, the denser the pattern.
    pub fn shade(self, shade: Shade) -> &'static str {
        match shade {
            Shade::Rung(0) => self.or("█", "#"),
            Shade::Rung(1) => self.or("▓", "%"),
            Shade::Rung(2) => self.or("▒", "-"),
            Shade::Rung(_) => self.or("░", "."),
            Shade::Nothing => self.or("·", "'"),
            Shade::Unclear => "?",
            Shade::Elsewhere => self.or("≈", "@"),
            Shade::Unknown => " ",
        }
    }

    /// Returns the mark of a change of status by its direction.
    pub fn way(self, way: Move) -> &'static str {
        match way {
            Move::Loosening => self.or("▲", "^"),
            Move::Tightening => self.or("▼", "v"),
            Move::Neither => self.or("≠", "/"),
        }
    }

    /// Returns the glyph of a kind of event, the same in list, lanes and detail.
    pub fn kind(self, kind: Option<&str>) -> &'static str {
        let (glyph, ascii) = match kind.unwrap_or_default() {
            "decision" => ("◆", "D"),
            "authorization" => ("▲", "A"),
            "restriction" => ("▼", "V"),
            "refusal" => ("■", "N"),
            "proposal" => ("◇", "P"),
            "statement" => ("●", "s"),
            "report" => ("○", "r"),
            "clarification" => ("◎", "c"),
            "reaction" => ("▪", "x"),
            "agreement" => ("◈", "G"),
            "delivery" => ("▸", ">"),
            "first-use" => ("★", "*"),
            "legislative" | "law" => ("§", "L"),
            _ => ("•", "o"),
        };
        if self.ascii { ascii } else { glyph }
    }

    /// Returns the mark of a certainty; a space if the event is confirmed or has no certainty.
    pub fn certainty(self, certainty: Option<Certainty>) -> &'static str {
        match certainty {
            None | Some(Certainty::Confirmed) => " ",
            Some(Certainty::Reported) => "\"",
            Some(Certainty::Disputed) => self.or("‽", "X"),
            Some(Certainty::Unverified) => self.or("¿", "u"),
        }
    }

    /// Returns the mark of an importance: `!` from [`WEIGHTY`] on, else a space.
    pub fn weight(self, weight: u8) -> &'static str {
        if weight >= WEIGHTY { "!" } else { " " }
    }

    /// Returns `ascii` if only ASCII may be drawn, else `drawn`.
    pub fn or(self, drawn: &'static str, ascii: &'static str) -> &'static str {
        if self.ascii { ascii } else { drawn }
    }

    /// Returns a bar of the overview, from level 0 (empty) to 8 (full).
    pub fn level(self, level: u8) -> &'static str {
        const DRAWN: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
        const ASCII: [&str; 9] = [" ", ".", ".", ":", ":", "+", "+", "#", "#"];
        let levels = if self.ascii { ASCII } else { DRAWN };
        levels[usize::from(level.min(8))]
    }
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;

    use super::*;

    type Rgb = [u8; 3];

    /// Foreground, background and colours 0 to 7 of well-known palettes.
    const PALETTES: [(&str, Rgb, Rgb, [Rgb; 8]); 8] = [
        ("xterm", [229; 3], [0; 3], XTERM),
        ("xterm, black on white", [0; 3], [255; 3], XTERM),
        (
            "VS Code dark",
            [204; 3],
            [30; 3],
            [
                [0; 3],
                [205, 49, 49],
                [13, 188, 121],
                [229, 229, 16],
                [36, 114, 200],
                [188, 63, 188],
                [17, 168, 205],
                [229; 3],
            ],
        ),
        (
            "VS Code light",
            [51; 3],
            [255; 3],
            [
                [0; 3],
                [205, 49, 49],
                [0, 188, 0],
                [148, 152, 0],
                [4, 81, 165],
                [188, 5, 188],
                [5, 152, 188],
                [85; 3],
            ],
        ),
        ("Solarized dark", [131, 148, 150], [0, 43, 54], SOLARIZED),
        ("Solarized light", [101, 123, 131], [253, 246, 227], SOLARIZED),
        (
            "Gruvbox dark",
            [235, 219, 178],
            [40; 3],
            [
                [40; 3],
                [204, 36, 29],
                [152, 151, 26],
                [215, 153, 33],
                [69, 133, 136],
                [177, 98, 134],
                [104, 157, 106],
                [168, 153, 132],
            ],
        ),
        (
            "Gruvbox light",
            [60, 56, 54],
            [251, 241, 199],
            [
                [251, 241, 199],
                [204, 36, 29],
                [152, 151, 26],
                [215, 153, 33],
                [69, 133, 136],
                [177, 98, 134],
                [104, 157, 106],
                [124, 111, 100],
            ],
        ),
    ];
    const XTERM: [Rgb; 8] = [
        [0; 3],
        [205, 0, 0],
        [0, 205, 0],
        [205, 205, 0],
        [0, 0, 238],
        [205, 0, 205],
        [0, 205, 205],
        [229; 3],
    ];
    const SOLARIZED: [Rgb; 8] = [
        [7, 54, 66],
        [220, 50, 47],
        [133, 153, 0],
        [181, 137, 0],
        [38, 139, 210],
        [211, 54, 130],
        [42, 161, 152],
        [238, 232, 213],
    ];

    /// Roles that colour a glyph or pattern, never text. The glyph alone carries the meaning, so less
    /// contrast suffices.
    const MARKS: [Role; 9] = [
        Role::CursorLine,
        Role::Weighty,
        Role::Strictest,
        Role::Stricter,
        Role::Looser,
        Role::Loosest,
        Role::Nothing,
        Role::Unclear,
        Role::Elsewhere,
    ];

    /// Returns the contrast ratio of two colours (WCAG 2.2, 1.4.3), from 1 to 21.
    fn contrast(a: Rgb, b: Rgb) -> f64 {
        let channel = |value: u8| {
            let share = f64::from(value) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        let light = |[r, g, b]: Rgb| 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
        let (a, b) = (light(a) + 0.05, light(b) + 0.05);
        a.max(b) / a.min(b)
    }

    /// Returns the contrast ratio of a style on a palette.
    fn seen(style: Style, (_, text, background, colors): (&str, Rgb, Rgb, [Rgb; 8])) -> f64 {
        let rgb = |color: Option<Color>, otherwise: Rgb| match color {
            None => otherwise,
            Some(Color::Rgb(r, g, b)) => [r, g, b],
            Some(color) => {
                const NAMED: [Color; 8] = [
                    Color::Black,
                    Color::Red,
                    Color::Green,
                    Color::Yellow,
                    Color::Blue,
                    Color::Magenta,
                    Color::Cyan,
                    Color::Gray,
                ];
                colors[NAMED.iter().position(|named| *named == color).expect("a bright colour")]
            }
        };
        contrast(rgb(style.fg, text), rgb(style.bg, background))
    }

    #[test]
    fn sixteen_colours_leave_text_readable_and_marks_visible_on_every_palette() {
        for (role, palette) in Role::iter().flat_map(|role| PALETTES.map(|palette| (role, palette))) {
            let style = BuiltIn::Terminal.theme().0[role as usize];
            let contrast = seen(style, palette);
            if MARKS.contains(&role) {
                assert!(contrast >= 1.5, "{role:?} vanishes in {}: {contrast}", palette.0);
            } else if style.bg.is_some() {
                assert!(contrast >= 2.0, "{role:?} in {}: {contrast}", palette.0);
            } else {
                assert_eq!(style.fg, None, "{role:?} is text in a colour of the palette");
            }
        }
    }

    #[test]
    fn true_colours_reach_the_contrast_of_text_on_every_background_of_their_kind() {
        for (theme, is_dark) in [(BuiltIn::Dark, true), (BuiltIn::Light, false)] {
            let suits = |palette: &&(&str, Rgb, Rgb, [Rgb; 8])| (palette.2[1] < 128) == is_dark;
            for (role, palette) in
                Role::iter().flat_map(|role| PALETTES.iter().filter(suits).map(move |p| (role, *p)))
            {
                let style = theme.theme().0[role as usize];
                let is_line = MARKS.contains(&role) || role == Role::Border;
                let least = if is_line { 3.0 } else { 4.5 };
                // The default foreground is the user's choice.
                let contrast = seen(style, palette);
                assert!(
                    style.fg.is_none() || contrast >= least,
                    "{theme:?} {role:?} in {}: {contrast}",
                    palette.0
                );
            }
        }
    }

    #[test]
    fn a_theme_of_ones_own_changes_what_it_names_and_mistakes_keep_their_place() {
        let base = BuiltIn::Terminal.theme();
        let text = "quiet: {color: '#8899aa', italic: true}\nkye: {bold: true}\nlink: {color: redd}\nhit: {on: 11}\n";
        let (theme, problems) = Theme::read("mine.yaml", text, base);
        let of = |role: Role| theme.0[role as usize];
        assert_eq!(
            of(Role::Quiet),
            Style::new().fg(Color::Rgb(0x88, 0x99, 0xaa)).add_modifier(Modifier::ITALIC)
        );
        assert_eq!((of(Role::Hit).bg, of(Role::Key)), (Some(Color::Indexed(11)), base.0[Role::Key as usize]));
        let messages: Vec<String> = problems.iter().map(Problem::summary).collect();
        assert!(messages[0].starts_with("mine.yaml:2:1: error: unknown word `kye`"), "{messages:?}");
        assert_eq!(problems[0].hint.as_deref(), Some("did you mean `key`?"));
        assert!(messages[1].starts_with("mine.yaml:3:7: error: link: `redd` is no colour"), "{messages:?}");
        for theme in BuiltIn::iter() {
            let text = theme.theme().0;
            assert!(text.iter().any(|style| *style != Style::new()), "{theme:?} is empty");
        }
    }
}
