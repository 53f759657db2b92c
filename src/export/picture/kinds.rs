//! Signs of the kinds of events: outlines like the glyphs of the browser, independent of fonts, and the
//! family that determines their colour.

/// Returns the outline of a kind as an SVG path around the origin, and whether it is filled.
pub fn sign(kind: Option<&str>) -> (&'static str, bool) {
    match kind.unwrap_or_default() {
        "decision" => ("M0-6 6 0 0 6-6 0Z", true),
        "proposal" => ("M0-5.4 5.4 0 0 5.4-5.4 0Z", false),
        "agreement" => ("M-6 0-3-5.2H3L6 0 3 5.2H-3Z", true),
        "authorization" => ("M0-5.6 5.8 4.6-5.8 4.6Z", true),
        "restriction" => ("M0 5.6 5.8-4.6-5.8-4.6Z", true),
        "refusal" => ("M-4.7-4.7H4.7V4.7H-4.7Z", true),
        "reaction" => ("M-3.1-3.1H3.1V3.1H-3.1Z", true),
        "statement" => ("M-4.7 0A4.7 4.7 0 1 1 4.7 0A4.7 4.7 0 1 1-4.7 0Z", true),
        "report" => ("M-4.3 0A4.3 4.3 0 1 1 4.3 0A4.3 4.3 0 1 1-4.3 0Z", false),
        "clarification" => (
            "M-4.7 0A4.7 4.7 0 1 1 4.7 0A4.7 4.7 0 1 1-4.7 0ZM-1.7 0A1.7 1.7 0 1 1 1.7 0A1.7 1.7 0 1 1-1.7 0Z",
            false,
        ),
        "delivery" => ("M-4-5.2 5.4 0-4 5.2Z", true),
        "first-use" => ("M0-6.6 1.6-2.2 6.3-2 2.6.8 3.9 5.3 0 2.7-3.9 5.3-2.6.8-6.3-2-1.6-2.2Z", true),
        "legislative" | "law" => ("M-4.2-5.4H4.2V-3.4H1V3.4H4.2V5.4H-4.2V3.4H-1V-3.4H-4.2Z", true),
        _ => ("M-3.1 0A3.1 3.1 0 1 1 3.1 0A3.1 3.1 0 1 1-3.1 0Z", true),
    }
}

/// Returns the CSS class for what a kind of event does to a policy: loosens it, tightens it, acts otherwise,
/// or only states something.
fn family(kind: Option<&str>) -> &'static str {
    match kind.unwrap_or_default() {
        "authorization" | "delivery" | "first-use" => "opens",
        "restriction" | "refusal" => "shuts",
        "decision" | "proposal" | "agreement" | "legislative" | "law" => "acts",
        _ => "says",
    }
}

/// Returns the CSS classes of the sign of a kind: `mark acts`, with `hollow` for an outline.
pub fn class(kind: Option<&str>) -> String {
    let hollow = if sign(kind).1 { "" } else { " hollow" };
    format!("mark {}{hollow}", family(kind))
}

/// Returns whether a kind has a sign of its own.
pub fn is_known(kind: &str) -> bool {
    kind != "law" && sign(Some(kind)) != sign(None)
}
