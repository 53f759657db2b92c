//! Parser: query text to a query, with errors that say what was expected and where.

use std::ops::Range;

use strum::IntoEnumIterator;

use super::ast::{Comparison, Operator, Property, Query, Term, TextScope};
use super::engine::published;
use super::facet::Facet;
use super::fields::{QueryField, names};
use super::lex::{Token, TokenKind, Value, lex};
use super::mistake;
use super::when::When;
use crate::model::{Certainty, Moment};
use crate::problem::{Problem, Span};
use crate::text::{did_you_mean, meant, nearest};

/// Longest query accepted, in bytes.
pub const MOST_BYTES: usize = 64 * 1024;
/// Deepest nesting of parentheses and `not` accepted.
pub const MOST_DEPTH: usize = 64;

impl Query {
    /// Parses a query; empty text is [`Query::Everything`]. `today` is the moment that `today` in dates
    /// refers to.
    ///
    /// # Errors
    /// When the text is not in the language, longer than [`MOST_BYTES`], or nested deeper than
    /// [`MOST_DEPTH`]. Values that no event has are accepted: see [`super::Index::unknown_values`].
    pub fn parse(text: &str, today: Moment) -> Result<Self, Problem<Span>> {
        if text.len() > MOST_BYTES {
            return Err(mistake(0..0, "this query is longer than 64 KiB"));
        }
        let tokens = lex(text)?;
        if tokens.is_empty() {
            return Ok(Self::Everything);
        }
        let mut parser = Parser { tokens: &tokens, at: 0, end: text.len(), today };
        let query = parser.any(0)?;
        match parser.peek() {
            None => Ok(query),
            Some(token) => Err(mistake(token.span.clone(), "this `)` has no `(`")),
        }
    }
}

/// Returns the values of all fields in a query, except globs, each with its byte range including quotes.
/// Empty if the text cannot be lexed.
pub fn values_of(text: &str) -> Vec<(QueryField, String, Range<usize>)> {
    let fields = lex(text).unwrap_or_default().into_iter().filter_map(|token| match token.kind {
        TokenKind::Field(name, values) => Some((QueryField::find(&name)?, values)),
        _ => None,
    });
    let values = fields.flat_map(|(field, values)| values.into_iter().map(move |value| (field, value)));
    values
        .filter(|(_, value)| !value.pattern().is_glob())
        .map(|(field, value)| (field, value.text, value.span))
        .collect()
}

struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
    end: usize,
    today: Moment,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    fn skip(&mut self, kind: &TokenKind) -> bool {
        let found = self.peek().is_some_and(|token| token.kind == *kind);
        self.at += usize::from(found);
        found
    }

    /// Parses parts separated by `or`.
    fn any(&mut self, depth: usize) -> Result<Query, Problem<Span>> {
        let mut parts = vec![self.all(depth)?];
        while self.skip(&TokenKind::Or) {
            parts.push(self.all(depth)?);
        }
        Ok(Query::or(parts))
    }

    /// Parses adjacent parts, with or without `and` between them.
    fn all(&mut self, depth: usize) -> Result<Query, Problem<Span>> {
        let mut parts = vec![self.one(depth)?];
        loop {
            let must_follow = self.skip(&TokenKind::And);
            match self.peek().map(|token| &token.kind) {
                None | Some(TokenKind::Close | TokenKind::Or) if !must_follow => {
                    return Ok(Query::and(parts));
                }
                _ => parts.push(self.one(depth)?),
            }
        }
    }

    fn one(&mut self, depth: usize) -> Result<Query, Problem<Span>> {
        let Some(token) = self.peek() else { return Err(self.missing(self.end..self.end)) };
        if depth > MOST_DEPTH {
            let message = format!("parentheses and `not` nest deeper than {MOST_DEPTH} here");
            return Err(mistake(token.span.clone(), message));
        }
        self.at += 1;
        match &token.kind {
            TokenKind::Not => self.one(depth + 1).map(Query::not),
            TokenKind::Open => self.group(token, depth),
            TokenKind::Text(value) if !value.quoted && value.text == "*" => Ok(Query::Everything),
            TokenKind::Text(value) => Ok(Query::Term(Term::Text(TextScope::Anywhere, vec![value.pattern()]))),
            TokenKind::Field(name, values) => self.field(name, values, token).map(Query::Term),
            TokenKind::Close | TokenKind::And | TokenKind::Or => {
                self.at -= 1;
                Err(self.missing(token.span.clone()))
            }
        }
    }

    fn group(&mut self, open: &Token, depth: usize) -> Result<Query, Problem<Span>> {
        let inner = self.any(depth + 1)?;
        if self.skip(&TokenKind::Close) {
            return Ok(inner);
        }
        Err(mistake(open.span.clone(), "this `(` is not closed"))
    }

    /// Returns the problem for a missing operand at `place`; the message depends on the token before it.
    fn missing(&self, place: Range<usize>) -> Problem<Span> {
        let before = self.at.checked_sub(1).and_then(|before| self.tokens.get(before));
        let message = match before.map(|token| &token.kind) {
            None if !place.is_empty() => "expected a word or a field before this",
            Some(TokenKind::Or) => "expected a word or a field after `or`",
            Some(TokenKind::And) => "expected a word or a field after `and`",
            Some(TokenKind::Not) => "expected a word or a field after `not`",
            Some(TokenKind::Open) => "expected a word or a field after `(`",
            _ => "expected a word or a field",
        };
        let error = mistake(place, message);
        match before.map(|token| &token.kind) {
            Some(TokenKind::Open | TokenKind::Text(_) | TokenKind::Field(..) | TokenKind::Close) => error,
            _ => error.hint("quote a word to look for it as text: `\"or\"`"),
        }
    }

    fn field(&self, name: &str, values: &[Value], token: &Token) -> Result<Term, Problem<Span>> {
        let patterns = || values.iter().map(Value::pattern).collect();
        let whens = || each(values, |value| When::parse(&value.text, value.text_start(), self.today));
        let field = QueryField::find(name).ok_or_else(|| unknown_field(name, values, token))?;
        match field {
            QueryField::Facet(facet) => {
                if facet == Facet::Certainty {
                    each(values, |value| word::<Certainty>(value, "certainty"))?;
                }
                Ok(Term::Value(facet, patterns()))
            }
            QueryField::Measure(measure) => {
                each(values, comparison).map(|comparisons| Term::Number(measure, comparisons))
            }
            QueryField::Status => Ok(Term::Status(patterns())),
            QueryField::Id => Ok(Term::Id(patterns())),
            QueryField::Text => Ok(Term::Text(TextScope::Anywhere, patterns())),
            QueryField::Title => Ok(Term::Text(TextScope::Title, patterns())),
            QueryField::Date(clock) => whens().map(|whens| Term::Date(clock, whens)),
            QueryField::Known => {
                let when = |value: &Value| published::parse(&value.text, value.text_start(), self.today);
                each(values, when).map(Term::Known)
            }
            QueryField::Is => {
                each(values, |value| word::<Property>(value, "word after `is:`,")).map(Term::Is)
            }
        }
    }
}

impl Value {
    /// Returns the byte at which the text, without its quote, starts in the query.
    fn text_start(&self) -> usize {
        self.span.start + usize::from(self.quoted)
    }
}

fn each<T>(
    values: &[Value],
    read: impl Fn(&Value) -> Result<T, Problem<Span>>,
) -> Result<Vec<T>, Problem<Span>> {
    values.iter().map(read).collect()
}

fn unknown_field(name: &str, values: &[Value], token: &Token) -> Problem<Span> {
    let value = values.first().map_or("", |value| value.text.as_str());
    if name.is_empty() {
        return mistake(token.span.start..token.span.start + 1, "expected the name of a field before `:`")
            .hint("write no space before the colon: `country:us`");
    }
    let hint = match (name.to_ascii_lowercase().as_str(), nearest(name, names())) {
        (negated, _) if negated.strip_prefix('!').and_then(QueryField::find).is_some() => {
            format!("write `-{}:{value}`", &negated[1..])
        }
        ("after" | "since" | "from", _) => format!("write `date:{value}..`"),
        ("before" | "until" | "to", _) => format!("write `date:..{value}`"),
        ("year" | "month" | "day" | "on" | "in", _) => format!("write `date:{value}`"),
        (_, Some(known)) => did_you_mean(known),
        _ => format!("the fields are {}; quote a text that has a colon", names().join(", ")),
    };
    let is_rewritten = hint.starts_with("write ");
    let end = if is_rewritten { token.span.end } else { token.span.start + name.len() };
    mistake(token.span.start..end, format!("unknown field `{name}`")).hint(hint)
}

/// Parses a word of a closed vocabulary, ignoring case; `what` names it in the error message.
fn word<T>(value: &Value, what: &str) -> Result<T, Problem<Span>>
where
    T: IntoEnumIterator + Copy + Into<&'static str>,
{
    let known: Vec<&'static str> = T::iter().map(Into::into).collect();
    let found = T::iter().find(|word| Into::<&str>::into(*word).eq_ignore_ascii_case(&value.text));
    found.ok_or_else(|| {
        let error = mistake(value.span.clone(), format!("unknown {what} `{}`", value.text));
        let hint = meant(&value.text, known.iter().copied());
        error.hint(hint.unwrap_or_else(|| format!("expected one of {}", known.join(", "))))
    })
}

/// `4`, `=4`, `<4`, `<=4`, `>4`, `>=4`
fn comparison(value: &Value) -> Result<Comparison, Problem<Span>> {
    let signed =
        Operator::SIGNS.iter().find_map(|(sign, operator)| Some((*operator, value.text.strip_prefix(sign)?)));
    let (operator, digits) = signed.unwrap_or((Operator::Equal, &value.text));
    let number = digits.parse().ok().filter(|_| digits.bytes().all(|digit| digit.is_ascii_digit()));
    number.map(|number| Comparison { operator, number }).ok_or_else(|| {
        mistake(value.span.clone(), format!("expected a number, not `{digits}`"))
            .hint("write `4`, `>=4`, `<4` or `2,3`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &str) -> Result<Query, Problem<Span>> {
        Query::parse(text, Moment::from_ymd(2024, 5, 22).unwrap())
    }

    fn canonical(text: &str) -> String {
        parse(text).unwrap_or_else(|error| panic!("{}", error.render(text))).to_string()
    }

    fn wrong(texts: &[&str]) -> String {
        let shown = |text: &&str| parse(text).unwrap_err().render(text);
        texts.iter().map(shown).collect::<Vec<_>>().join("\n\n")
    }

    #[test]
    fn the_query_of_the_design_reads_as_it_was_written() {
        let text = r#"country:us,gb kind:decision -tag:nuclear date:2024-05..2024-11 "storm shadow" (actor:blinken or role:proposer) certainty:confirmed status:permitted policy:us-weapons-russia links:>0 id:us-*"#;
        assert_eq!(canonical(text), text);
    }

    #[test]
    fn many_ways_to_write_a_query_have_one_canonical_text() {
        for (text, same) in [
            ("  ", ""),
            ("NOT Country:US and kyiv", "-country:US kyiv"),
            ("a b or c -(d e)", "a b or c -(d e)"),
            ("(a or (b or c)) ((d))", "(a or b or c) d"),
            ("--a", "a"),
            ("not (a or b)", "-(a or b)"),
            ("* a", "a"),
            ("-*", "-*"),
            ("text:\"or\"", "\"or\""),
            ("text:a,\"b c\"", "text:a,\"b c\""),
            ("tag:\"c*\",\"a\\\"b\\\\\"", "tag:\"c*\",\"a\\\"b\\\\\""),
            ("date:today..,!2024-05", "date:2024-05-22..,!2024-05"),
            ("date:2024-05~ in-force:../2025", "date:2024-05~ in-force:../2025"),
            ("importance:=4 sources:<2", "importance:4 sources:<2"),
            ("known:today,!2024-05", "known:2024-05-22,!2024-05"),
            ("date:2024-05-22T14:30:00Z", "date:2024-05-22T14:30:00Z"),
        ] {
            assert_eq!(canonical(text), same);
            assert_eq!(canonical(same), same);
        }
    }

    #[test]
    fn a_wrong_word_is_told_with_what_was_meant() {
        insta::assert_snapshot!(
            wrong(&["kyiv certianty:confirmed", "certainty:confimed", "is:sad", "before:2024", "https://x.org"]),
            @r#"
        kyiv certianty:confirmed
             ^^^^^^^^^ unknown field `certianty`
        help: did you mean `certainty`?

        certainty:confimed
                  ^^^^^^^^ unknown certainty `confimed`
        help: did you mean `confirmed`?

        is:sad
           ^^^ unknown word after `is:`, `sad`
        help: expected one of dated, undated, disputed, weak, approximate, uncertain, interval, reviewed, unreviewed

        before:2024
        ^^^^^^^^^^^ unknown field `before`
        help: write `date:..2024`

        https://x.org
        ^^^^^ unknown field `https`
        help: the fields are country, actor, role, kind, tag, topic, policy, certainty, publisher, member, file, importance, sources, links, status, id, text, title, is, date, known, announced, adopted, in-force, expires, reported; quote a text that has a colon
        "#
        );
    }

    #[test]
    fn a_wrong_date_or_number_is_told_at_its_place() {
        insta::assert_snapshot!(
            wrong(&[
                "date:2021-02-29", "date:05/06/2024", "date:>2024-05", "date:2024..2023", "date:2024/2025..2026", "known:2024..", "known:2024/2025",
                "kyiv importance:>high",
            ]),
            @r#"
        date:2021-02-29
                     ^^ day is out of range for the month
        help: dates are EDTF, such as `2024-05`, or ranges, `2024-05..`

        date:05/06/2024
                  ^^^^^ a slash parts the two ends of an interval, not day, month and year
        help: write `2024-05-06` or `2024-06-05`

        date:>2024-05
             ^^^^^^^^ year must have exactly four digits (or X)
        help: write `2024-05..`

        date:2024..2023
             ^^^^^^^^^^ this range ends before it starts

        date:2024/2025..2026
                      ^^^^^^ expected '-' before month
        help: dates are EDTF, such as `2024-05`, or ranges, `2024-05..`

        known:2024..
              ^^^^^^ `known:` takes one date, by whose end a source was published
        help: write `known:2024-06`; `known:2024-06 -known:2024-05` is what became known in June

        known:2024/2025
              ^^^^^^^^^ `known:` takes one date, by whose end a source was published
        help: write `known:2024-06`; `known:2024-06 -known:2024-05` is what became known in June

        kyiv importance:>high
                        ^^^^^ expected a number, not `high`
        help: write `4`, `>=4`, `<4` or `2,3`
        "#
        );
    }

    #[test]
    fn the_signs_of_other_languages_are_told_apart_from_texts() {
        insta::assert_snapshot!(
            wrong(&[
                "a && b", "a || b", "! a", "!country:us", "country=us", "kyiv importance>=4", "country :us",
                "date>2024",
            ]),
            @r#"
        a && b
          ^^ `&&` is not in the query language
        help: write nothing between the two, or `and`; quote it to look for it as text

        a || b
          ^^ `||` is not in the query language
        help: write `or`; quote it to look for it as text

        ! a
        ^ `!` is not in the query language
        help: write `-` before a field or word, or `not`; quote it to look for it as text

        !country:us
        ^^^^^^^^^^^ unknown field `!country`
        help: write `-country:us`

        country=us
        ^^^^^^^^^^ `country=us` is not in the query language
        help: write `country:us`; quote it to look for it as text

        kyiv importance>=4
             ^^^^^^^^^^^^^ `importance>=4` is not in the query language
        help: write `importance:>=4`; quote it to look for it as text

        country :us
                ^ expected the name of a field before `:`
        help: write no space before the colon: `country:us`

        date>2024
        ^^^^^^^^^ `date>2024` is not in the query language
        help: write `date:2024..`; quote it to look for it as text
        "#
        );
        assert_eq!(canonical("\"||\" \"tag=x\" a=b text:a<b"), "\"||\" \"tag=x\" a=b a<b");
    }

    #[test]
    fn what_is_missing_is_told_where_it_is_missing() {
        insta::assert_snapshot!(
            wrong(&[
                "(a or b", "a)", "a or", "or a", "a (", "()", "-", "\"storm", "country: us", "country:us, gb",
                "a, b", "\"\"",
            ]),
            @r#"
        (a or b
        ^ this `(` is not closed

        a)
         ^ this `)` has no `(`

        a or
            ^ expected a word or a field after `or`
        help: quote a word to look for it as text: `"or"`

        or a
        ^^ expected a word or a field before this
        help: quote a word to look for it as text: `"or"`

        a (
           ^ expected a word or a field after `(`

        ()
         ^ expected a word or a field after `(`

        -
         ^ expected a word or a field after `not`
        help: quote a word to look for it as text: `"or"`

        "storm
        ^^^^^^ this quote is not closed
        help: close it with `"`

        country: us
        ^^^^^^^^ expected a value right after `country:`
        help: write no space before a value

        country:us, gb
                  ^ expected a value right after `,`
        help: write no space before a value

        a, b
         ^ a comma goes only between the values of a field
        help: write `country:us,gb`, without spaces, or quote the text

        ""
        ^^ there is nothing between these quotes
        "#
        );
    }

    #[test]
    fn hostile_queries_get_an_answer_or_an_error_and_never_end_the_program() {
        let deep = 10_000;
        for text in ["(", "-", "not ", "(-", "a or (", ")", "\"", "a:", ","] {
            assert!(parse(&text.repeat(deep)).is_err(), "{text}");
        }
        assert!(parse(&format!("{}a{}", "(".repeat(64), ")".repeat(64))).is_ok());
        assert!(parse(&"x".repeat(1 << 20)).is_err());
        assert!(parse(&"a ".repeat(30_000)).is_ok());
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_or_printing_panic(text in "\\PC{0,40}|[a-z:()\"*,! or<>=.~/0-9-]{0,40}") {
            match parse(&text) {
                Ok(query) => prop_assert_eq!(parse(&query.to_string()), Ok(query)),
                Err(error) => prop_assert!(error.render(&text).contains('^')),
            }
        }
    }
}
