//! Lexer: query text to tokens with byte spans.

use std::ops::Range;

use super::fields::slip;
use super::mistake;
use super::pattern::{Pattern, is_bare};
use crate::problem::{Problem, Span};

/// Token with its byte range in the query.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) span: Range<usize>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum TokenKind {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `-` before a term, or the keyword `not`.
    Not,
    /// The keyword `and`, which is optional.
    And,
    /// The keyword `or`.
    Or,
    /// A bare word or quoted phrase.
    Text(Value),
    /// `name:value,value`, with at least one value.
    Field(String, Vec<Value>),
}

/// Quoted or bare value with its byte range.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Value {
    pub(super) text: String,
    pub(super) quoted: bool,
    pub(super) span: Range<usize>,
}

impl Value {
    /// Converts the value to a pattern; an unquoted `*` makes it a glob.
    pub(super) fn pattern(&self) -> Pattern {
        if self.quoted { Pattern::exact(&*self.text) } else { Pattern::glob(&*self.text) }
    }
}

/// Splits a query into tokens.
///
/// # Errors
/// When a quote is not closed, a value is empty, a comma is outside a field, or a word is syntax of another
/// query language.
pub(super) fn lex(text: &str) -> Result<Vec<Token>, Problem<Span>> {
    let mut lexer = Lexer { text, at: 0 };
    let mut tokens = Vec::new();
    loop {
        lexer.take_while(char::is_whitespace);
        let start = lexer.at;
        let Some(c) = lexer.peek() else { return Ok(tokens) };
        let kind = lexer.kind(c)?;
        tokens.push(Token { kind, span: start..lexer.at });
    }
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = &self.text[self.at..];
        let taken = &rest[..rest.find(|c| !wanted(c)).unwrap_or(rest.len())];
        self.at += taken.len();
        taken
    }

    fn one(&mut self, c: char, kind: TokenKind) -> TokenKind {
        self.at += c.len_utf8();
        kind
    }

    fn kind(&mut self, c: char) -> Result<TokenKind, Problem<Span>> {
        match c {
            '(' => Ok(self.one(c, TokenKind::Open)),
            ')' => Ok(self.one(c, TokenKind::Close)),
            '-' => Ok(self.one(c, TokenKind::Not)),
            '"' => self.value("").map(TokenKind::Text),
            ',' => Err(mistake(self.at..self.at + 1, "a comma goes only between the values of a field")
                .hint("write `country:us,gb`, without spaces, or quote the text")),
            _ => self.word(),
        }
    }

    fn word(&mut self) -> Result<TokenKind, Problem<Span>> {
        let start = self.at;
        let word = self.take_while(|c| is_bare(c) && c != ':');
        if self.peek() == Some(':') {
            self.at += 1;
            return Ok(TokenKind::Field(word.to_owned(), self.values(&self.text[start..self.at])?));
        }
        if let Some(meant) = slip(word) {
            return Err(mistake(start..self.at, format!("`{word}` is not in the query language"))
                .hint(format!("write {meant}; quote it to look for it as text")));
        }
        Ok(match word.to_ascii_lowercase().as_str() {
            "or" => TokenKind::Or,
            "and" => TokenKind::And,
            "not" => TokenKind::Not,
            _ => TokenKind::Text(Value { text: word.to_owned(), quoted: false, span: start..self.at }),
        })
    }

    fn values(&mut self, field: &str) -> Result<Vec<Value>, Problem<Span>> {
        let mut values = vec![self.value(field)?];
        while self.peek() == Some(',') {
            self.at += 1;
            values.push(self.value(",")?);
        }
        Ok(values)
    }

    /// Reads a quoted or bare value. `after` is the text before it, for the error message.
    fn value(&mut self, after: &str) -> Result<Value, Problem<Span>> {
        let start = self.at;
        let quoted = self.peek() == Some('"');
        let text = if quoted { self.quoted()? } else { self.take_while(is_bare).to_owned() };
        if text.trim().is_empty() {
            let place = if self.at > start { start..self.at } else { start - after.len()..start };
            let message = match after {
                "" => "there is nothing between these quotes".to_owned(),
                _ => format!("expected a value right after `{after}`"),
            };
            let error = mistake(place, message);
            return Err(if after.is_empty() { error } else { error.hint("write no space before a value") });
        }
        Ok(Value { text, quoted, span: start..self.at })
    }

    /// Reads a quoted text; a backslash escapes the next character.
    fn quoted(&mut self) -> Result<String, Problem<Span>> {
        let start = self.at;
        let mut text = String::new();
        let mut letters = self.text[start + 1..].char_indices();
        while let Some((at, c)) = letters.next() {
            match c {
                '"' => {
                    self.at = start + at + 2;
                    return Ok(text);
                }
                '\\' => text.extend(letters.next().map(|(_, c)| c)),
                _ => text.push(c),
            }
        }
        Err(mistake(start..self.text.len(), "this quote is not closed").hint("close it with `\"`"))
    }
}
