//! Status bars of policies: a pattern that says how loose a status is, and the word where it fits.

use maud::{Markup, html};

use super::{CELL, MARGIN, Picture, ROW, px};
use crate::export::markup::plain;
use crate::layout::{LaneScene, Shade, Status};

/// The height of a bar.
const HEIGHT: f64 = 15.0;
/// Every shade with its class and what it stands for, the strictest first.
const SHADES: [(Shade, &str, &str); 7] = [
    (Shade::Rung(0), "rung-0", "strictest status"),
    (Shade::Rung(1), "rung-1", "stricter"),
    (Shade::Rung(2), "rung-2", "looser"),
    (Shade::Rung(3), "rung-3", "loosest status"),
    (Shade::Nothing, "nothing", "nothing decided"),
    (Shade::Unclear, "unclear", "unclear"),
    (Shade::Elsewhere, "elsewhere", "status on no ladder"),
];

/// The patterns that the bars are filled with; nothing where no lane has a bar.
pub fn patterns(picture: &Picture) -> Markup {
    if !picture.scene.lanes.iter().any(|lane| !lane.strip.is_empty()) {
        return html! {};
    }
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

/// The bar of a lane, whose first row begins at `top`.
pub fn bar(lane: &LaneScene, top: f64) -> Markup {
    let y = top + (ROW - HEIGHT) / 2.0;
    html! {
        @for status in &lane.strip {
            @let x = MARGIN + f64::from(status.column) * CELL;
            g class="status" {
                (cells(status, x, y))
                @if !status.words.is_empty() {
                    text x=(px(MARGIN + f64::from(status.words_at) * CELL)) y=(px(top + 14.5)) { (plain(&status.words)) }
                }
            }
        }
    }
}

/// The run in the shades of all that it may be, one below the other.
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

fn class(shade: Shade) -> Option<&'static str> {
    SHADES.iter().find(|(known, ..)| *known == shade).map(|(_, class, _)| *class)
}

/// What the shades in the picture mean.
pub fn signs(picture: &Picture) -> Vec<(Markup, String)> {
    let shades = || picture.scene.lanes.iter().flat_map(|lane| &lane.strip).flat_map(|status| &status.shades);
    let used = SHADES.iter().filter(|(shade, ..)| shades().any(|seen| seen == shade));
    let sign = |(_, class, words): &(Shade, &str, &str)| {
        let class = format!("fill {class}");
        (html! { rect class=(class) x="0" y="-6" width="22" height="12" {} }, (*words).to_owned())
    };
    used.map(sign).collect()
}
