//! The legend of a picture, with the signs that occur in it.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::draw::{arrow, mark, whisker};
use super::kinds::is_known;
use super::measures::px;
use super::scene::Picture;
use super::statuses;
use crate::export::markup::plain;
use crate::layout::{BarEnd, Item, Shape};

/// The shapes that use a sign, the sign, and its meaning.
type Sign = (fn(&Shape) -> bool, Markup, &'static str);

/// Returns the signs in a picture with their meanings. A sign is 22 pixels wide; its origin is the middle of
/// its left edge.
pub fn signs(picture: &Picture) -> Vec<(Markup, String)> {
    let mut signs = kinds(picture);
    let line = |class| html! { path class=(class) d="M1 0H21" {} };
    let point = html! { (whisker(11.0, 0.0)) (mark(None, 11.0, 0.0)) };
    let open = html! { (line("bar")) (arrow(21.0, 0.0, "l-6-4v8Z")) };
    let count = html! { g class="count" { circle cx="11" cy="0" r="7.5" {} text x="11" y="3.6" { "3" } } };
    let is_open = |shape: &Shape| {
        matches!(shape, Shape::Bar { left: BarEnd::Open, .. } | Shape::Bar { right: BarEnd::Open, .. })
    };
    let others: [Sign; 5] = [
        (|shape| matches!(shape, Shape::Point { fuzzy: true }), point, "day not certain"),
        (|shape| matches!(shape, Shape::Bar { fuzzy: true, .. }), line("bar fuzzy"), "any time of this span"),
        (|shape| matches!(shape, Shape::Bar { fuzzy: false, .. }), line("bar"), "all of this span"),
        (is_open, open, "no known start or end"),
        (|shape| matches!(shape, Shape::Count(_)), count, "several events"),
    ];
    let occurs = |is_it: fn(&Shape) -> bool| picture.items().any(|item| !item.outside && is_it(&item.shape));
    let others = others.into_iter().filter(|(is_it, ..)| occurs(*is_it));
    signs.extend(others.map(|(_, sign, words)| (sign, words.to_owned())));
    signs.extend(statuses::signs(picture));
    signs
}

/// Returns the signs of the kinds of events in a picture.
fn kinds(picture: &Picture) -> Vec<(Markup, String)> {
    let is_mark = |item: &&Item| !item.outside && matches!(item.shape, Shape::Point { .. });
    let timeline = picture.timeline;
    let kind = |item: &Item| timeline.event(item.event).kind.map(|kind| timeline.word(kind));
    let drawn: BTreeSet<Option<&str>> = picture.items().filter(is_mark).map(kind).collect();
    let (known, others): (Vec<_>, Vec<_>) = drawn.into_iter().partition(|kind| kind.is_some_and(is_known));
    let sign = |kind: Option<&str>, words: String| (mark(kind, 11.0, 0.0), words);
    let known = known.into_iter().flatten().map(|kind| sign(Some(kind), plain(kind)));
    known.chain((!others.is_empty()).then(|| sign(None, "other kind".to_owned()))).collect()
}

/// Lays out the legend in lines of at most `width` pixels. Returns it with the number of lines.
pub fn key(picture: &Picture, width: f64) -> (Markup, usize) {
    let (mut x, mut line) = (0.0, 0);
    let mut placed = Vec::new();
    for (sign, words) in signs(picture) {
        let wide = 28.0 + crate::text::width(&words) as f64 * 6.2 + 16.0;
        if x > 0.0 && x + wide > width {
            (x, line) = (0.0, line + 1);
        }
        placed.push((x, line, sign, words));
        x += wide;
    }
    let markup = html! {
        @for (x, line, sign, words) in placed {
            g transform={ "translate(" (px(x)) " " (px(f64::from(line) * 20.0)) ")" } {
                (sign)
                text x="28" y="4" { (words) }
            }
        }
    };
    (markup, line as usize + 1)
}
