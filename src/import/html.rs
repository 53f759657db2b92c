//! Converts HTML fragments to plain text and collects their links.

use html5gum::{DefaultEmitter, Error, Token, Tokenizer};

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

/// Reads an HTML fragment as a browser does (HTML Living Standard, section 13.2.5), except that a tag which never
/// ends is text. A `<` that opens no tag is text, too, as in `a < b`.
pub fn plain(html: &str) -> HtmlContent {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut content = HtmlContent::default();
    let mut link: Option<(String, usize)> = None;
    let (mut end, mut is_code, mut is_unfinished) = (0, false, false);
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        let (name, address) = match token {
            Token::StartTag(tag) => {
                end = tag.span.end;
                is_code = matches!(tag.name.as_slice(), b"script" | b"style");
                (tag.name, tag.attributes.get(b"href".as_slice()).map(|address| words(address)))
            }
            Token::EndTag(tag) => {
                (end, is_code) = (tag.span.end, false);
                (tag.name, None)
            }
            Token::String(text) => {
                end = text.span.end;
                content.text.push_str(&if is_code { String::new() } else { words(&text) });
                continue;
            }
            Token::Comment(comment) => {
                // What opens no tag and is no comment is taken for one: `</3`.
                let written = html.get(end..comment.span.end).unwrap_or_default();
                end = comment.span.end;
                if !["<!", "<?"].iter().any(|begin| written.starts_with(begin)) {
                    content.text.push_str(&words(written.as_bytes()));
                }
                continue;
            }
            Token::Doctype(doctype) => {
                end = doctype.span.end;
                continue;
            }
            Token::Error(error) => {
                is_unfinished |= *error == Error::EofInTag;
                continue;
            }
        };
        if name.as_slice() == b"a" {
            if let Some((address, from)) = link.take() {
                let label = content.text.get(from..).unwrap_or_default().trim().to_owned();
                content.links.push((address, label));
            }
            link = address.map(|address| (address, content.text.len()));
        } else if BLOCKS.iter().any(|block| block.as_bytes() == name.as_slice()) {
            content.text.push('\n');
        }
    }
    if is_unfinished {
        content.text.push_str(&words(html.as_bytes().get(end..).unwrap_or_default()));
    }
    let lines = content.text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    content.text = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    content
}

/// Returns a text of the fragment; line breaks in it count as spaces.
fn words(text: &[u8]) -> String {
    String::from_utf8_lossy(text).replace(['\n', '\r', '\t'], " ")
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
    fn every_character_reference_is_the_character_that_a_browser_shows() {
        assert_eq!(plain("&copy 2024 &#169; &#x2026; &uuml;&#150;&laquo;&nbsp;a").text, "© 2024 © … ü–« a");
        assert_eq!(
            plain("<a href='https://e.org/?a=1&copy=2'>x</a>").links[0].0,
            "https://e.org/?a=1&copy=2"
        );
    }

    #[test]
    fn comments_and_other_attributes_are_no_text_and_no_address() {
        assert_eq!(plain("a<!-- b > c -->d").text, "ad");
        assert_eq!(plain("a<!-- b --><!DOCTYPE html><?c?>d<e").text, "ad<e");
        let read = plain("<a data-href='no' href='https://e.org'>x</a> <a name='y'>y</a>");
        assert_eq!(read.links, [("https://e.org".to_owned(), "x".to_owned())]);
    }

    #[test]
    fn what_is_no_tag_is_text() {
        for text in [
            "a < b",
            "1 <2 and 3> 2",
            "&unknown; & &#xZZ;",
            "<",
            "<a",
            "x &",
            "<a <b <c",
            "abc <b",
            "x </b",
            "I </3 you",
        ] {
            assert_eq!(plain(text).text, text);
        }
        assert_eq!(plain("a<script>alert('<p>')</script>b").text, "ab");
    }

    proptest! {
        #[test]
        fn no_html_makes_it_panic(text in "(\\PC|[<>&;/a\"'#=!?\\- \r\n]){0,64}") {
            let read = plain(&text);
            prop_assert!(!read.text.contains("\n\n"));
        }
    }
}
