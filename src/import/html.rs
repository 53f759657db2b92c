//! Converts HTML fragments to plain text and collects their links.

/// The content of an HTML fragment.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct HtmlContent {
    /// The text, with a line for each block and each line break.
    pub text: String,
    /// The addresses and labels of the links.
    pub links: Vec<(String, String)>,
}

/// Elements that begin and end a line.
const BLOCKS: [&str; 16] = [
    "p",
    "div",
    "br",
    "li",
    "ul",
    "ol",
    "tr",
    "table",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
];

/// Named character references that are decoded; others are kept as written.
const NAMED: [(&str, &str); 16] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", " "),
    ("ndash", "–"),
    ("mdash", "—"),
    ("hellip", "…"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("eacute", "é"),
    ("euro", "€"),
    ("copy", "©"),
];

/// Parses an HTML fragment. A `<` that opens no tag is text, as in `a < b`.
pub fn plain(html: &str) -> HtmlContent {
    let mut plain = HtmlContent::default();
    let mut link: Option<(String, usize)> = None;
    let mut lower: Option<String> = None;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        plain.say(&rest[..at]);
        rest = &rest[at..];
        if !is_tag(rest) {
            plain.text.push('<');
            rest = &rest[1..];
            continue;
        }
        // The rest after an unclosed tag is text. Ending here avoids quadratic time.
        let Some((tag, after)) = tag(rest) else { break };
        rest = after;
        let name: String =
            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "script" | "style" if !tag.starts_with('/') => {
                let from = html.len() - rest.len();
                let end =
                    lower.get_or_insert_with(|| html.to_ascii_lowercase())[from..].find(&format!("</{name}"));
                rest = &rest[end.unwrap_or(rest.len())..];
            }
            "a" => {
                if let Some((address, from)) = link.take() {
                    let label = plain.text.get(from..).unwrap_or_default().trim().to_owned();
                    plain.links.push((address, label));
                }
                link = attribute(tag, "href").map(|address| (address, plain.text.len()));
            }
            name if BLOCKS.contains(&name) => plain.text.push('\n'),
            _ => {}
        }
    }
    plain.say(rest);
    let lines = plain.text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    plain.text = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    plain
}

/// Returns whether the `<` at the start of a text opens a tag.
fn is_tag(text: &str) -> bool {
    let inner = text.strip_prefix('<').unwrap_or(text).trim_start_matches('/');
    inner.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!')
}

/// Splits off the tag at the start of a text. Returns its inside and the text after it; `None` if the tag is
/// not closed.
fn tag(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('<')?;
    let mut quote = None;
    for (at, c) in inner.char_indices() {
        match (quote, c) {
            (None, '>') => return Some((&inner[..at], &inner[at + 1..])),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

/// Returns the value of an attribute in the inside of a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let at = tag.to_ascii_lowercase().find(&format!("{name}="))? + name.len() + 1;
    let value = &tag[at..];
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next()?,
        _ => value.split_whitespace().next()?,
    };
    Some(without_entities(value))
}

impl HtmlContent {
    /// Adds the text between two tags; line breaks in it count as spaces.
    fn say(&mut self, html: &str) {
        self.text.push_str(&without_entities(html).replace(['\n', '\r', '\t'], " "));
    }
}

/// Decodes character references such as `&amp;`.
fn without_entities(html: &str) -> String {
    const LONGEST: usize = 10;
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(LONGEST + 1).position(|byte| byte == b';');
        let read = end.and_then(|end| Some((entity(rest.get(1..end)?)?, end)));
        let (c, length) = read.map_or_else(|| ("&".to_owned(), 1), |(c, end)| (c, end + 1));
        text.push_str(&c);
        rest = &rest[length..];
    }
    text + rest
}

fn entity(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let code = hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
        return char::from_u32(code?).map(String::from);
    }
    NAMED.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tags_go_blocks_become_lines_and_links_are_kept() {
        let read = plain(
            "<p>A &amp; B<br>C</p><p>see <a class=x href=\"https://e.org/?a=1&amp;b\">the <b>report</b></a>&nbsp;.</p>",
        );
        assert_eq!(read.text, "A & B\nC\nsee the report .");
        assert_eq!(read.links, [("https://e.org/?a=1&b".to_owned(), "the report".to_owned())]);
    }

    #[test]
    fn what_is_no_tag_is_text() {
        for text in ["a < b", "1 <2 and 3> 2", "&unknown; & &#xZZ; &#0x;", "<", "<a", "x &", "<a <b <c"] {
            assert_eq!(plain(text).text, text);
        }
        assert_eq!(plain("a<script>alert('<p>')</script>b").text, "ab");
        assert_eq!(plain("&#169; &#x2026;").text, "© …");
    }

    proptest! {
        #[test]
        fn no_html_makes_it_panic(text in "(\\PC|[<>&;/a\"'#= \n]){0,64}") {
            let read = plain(&text);
            prop_assert!(!read.text.contains("\n\n"));
        }
    }
}
