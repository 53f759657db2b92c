//! Policy bars: a pattern that shows how strict a status is, and its name where it fits.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::measures::{CELL, ROW, px};
use super::scene::Picture;
use crate::export::markup::plain;
use crate::layout::{LaneScene, Shade, Status};
use crate::text::width;

/// The height of a bar in pixels.
const HEIGHT: f64 = 15.0;
/// Every shade with its CSS class and its meaning, the strictest first.
const SHADES: [(Shade, &str, &str); 7] = [
    (Shade::Rung(0), "rung-0", "strictest status"),
    (Shade::Rung(1), "rung-1", "stricter"),
    (Shade::Rung(2), "rung-2", "looser"),
    (Shade::Rung(3), "rung-3", "loosest status"),
    (Shade::Nothing, "nothing", "nothing decided"),
    (Shade::Unclear, "unclear", "unclear"),
    (Shade::Elsewhere, "elsewhere", "status on no ladder"),
];

/// Returns the fill patterns of bars. A document with bars needs them once.
pub fn patterns() -> Markup {
    html! {
        defs {
            @for (name, lines) in [("rung-1", 2.4), ("rung-2", 1.4), ("rung-3", 0.6)] {
                pattern id={ "fill-" (name) } width="5" height="5" patternUnits="userSpaceOnUse"
                    patternTransform="rotate(45)" {
                    rect class="ground" width="5" height="5" {}
                    rect class=(name) width=(lines) height="5" {}
                }
            }
        }
    }
}

/// Draws the bar of a lane whose first row begins at `top`, in pixels.
pub fn bar(lane: &LaneScene, margin: f64, top: f64) -> Markup {
    let y = top + (ROW - HEIGHT) / 2.0;
    html! {
        @for status in &lane.strip {
            @let x = margin + f64::from(status.column) * CELL;
            g class="status" {
                (cells(status, x, y))
                @if !status.words.is_empty() {
                    (plate(status, margin, y))
                    text x=(px(margin + f64::from(status.words_at) * CELL)) y=(px(top + 14.5)) { (plain(&status.words)) }
                }
            }
        }
    }
}

/// Draws a light background that keeps the name of a status readable.
fn plate(status: &Status, margin: f64, y: f64) -> Markup {
    let (left, cells) = (margin + f64::from(status.words_at) * CELL, width(&status.words) as f64);
    html! {
        rect class="plate" x=(px(left - 3.0)) y=(px(y + 2.0)) width=(px(cells * CELL + 6.0)) height=(px(HEIGHT - 4.0)) rx="2" {}
    }
}

/// Draws a run; if several statuses are possible, their shades are stacked.
fn cells(status: &Status, x: f64, y: f64) -> Markup {
    let high = HEIGHT / status.shades.len() as f64;
    html! {
        @for (index, shade) in status.shades.iter().enumerate() {
            @if let Some(class) = class(*shade) {
                rect class={ "fill " (class) } x=(px(x)) y=(px(y + high * index as f64))
                    width=(px(f64::from(status.width) * CELL)) height=(px(high)) {}
            }
        }
    }
}

/// Returns the CSS class of a shade; `None` for an unknown status.
pub fn class(shade: Shade) -> Option<&'static str> {
    SHADES.iter().find(|(known, ..)| *known == shade).map(|(_, class, _)| *class)
}

/// Returns the legend of the shades in a picture: the names of the statuses in its bars, or else how strict
/// they are.
pub fn signs(picture: &Picture) -> Vec<(Markup, String)> {
    let strips = || picture.scene.lanes.iter().flat_map(|lane| &lane.strip);
    let used = SHADES.iter().filter(|(shade, ..)| strips().any(|status| status.shades.contains(shade)));
    let named = |shade: Shade| {
        let alone = strips().filter(|status| *status.shades == [shade] && !status.words.is_empty());
        let words: BTreeSet<&str> = alone.map(|status| &*status.words).collect();
        words.into_iter().collect::<Vec<_>>().join(", ")
    };
    let sign = |(shade, class, words): &(Shade, &str, &str)| {
        let class = format!("fill {class}");
        let named = Some(named(*shade)).filter(|named| !named.is_empty());
        let sign = html! { rect class=(class) x="0" y="-6" width="22" height="12" {} };
        (sign, named.map_or_else(|| (*words).to_owned(), |named| plain(&named)))
    };
    used.map(sign).collect()
}
