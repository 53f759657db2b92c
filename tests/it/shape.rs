//! Whether a value has the shape that a JSON Schema asks for, as far as the schemas of answers go:
//! types, required and unknown keys, items, words, references.

use serde_json::Value;

/// Panics where `value` has another shape than `schema` says.
pub fn fits(value: &Value, schema: &str) {
    let root: Value = serde_json::from_str(schema).unwrap();
    let mut wrong = Vec::new();
    check(value, &root, &root, "$", &mut wrong);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn check(value: &Value, schema: &Value, root: &Value, at: &str, wrong: &mut Vec<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let found = root.pointer(reference.trim_start_matches('#')).unwrap();
        return check(value, found, root, at, wrong);
    }
    if let Some(ways) = schema["anyOf"].as_array() {
        let fits = |way: &Value| {
            let mut wrong = Vec::new();
            check(value, way, root, at, &mut wrong);
            wrong.is_empty()
        };
        if !ways.iter().any(fits) {
            wrong.push(format!("{at}: {value} is none of {ways:?}"));
        }
        return;
    }
    if let Some(words) = schema["enum"].as_array().filter(|words| !words.contains(value)) {
        wrong.push(format!("{at}: {value} is none of {words:?}"));
    }
    if schema.get("const").is_some_and(|constant| constant != value) {
        wrong.push(format!("{at}: {value} is not {}", schema["const"]));
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(some) => some.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !types.is_empty() && !types.iter().any(|one| is_of(value, one)) {
        wrong.push(format!("{at}: {value} is no {types:?}"));
    }
    if let Value::Array(items) = value {
        let least = schema["minItems"].as_u64().unwrap_or(0) as usize;
        if items.len() < least {
            wrong.push(format!("{at}: {} items are too few", items.len()));
        }
        items.iter().enumerate().for_each(|(place, item)| {
            check(item, &schema["items"], root, &format!("{at}[{place}]"), wrong);
        });
    }
    let Value::Object(fields) = value else { return };
    for key in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !fields.contains_key(key) {
            wrong.push(format!("{at}: `{key}` is missing"));
        }
    }
    for (key, field) in fields {
        let place = format!("{at}.{key}");
        match schema["properties"].get(key) {
            Some(property) => check(field, property, root, &place, wrong),
            None if schema["additionalProperties"] == false => {
                wrong.push(format!("{place} is unknown"));
            }
            None => check(field, &schema["additionalProperties"], root, &place, wrong),
        }
    }
}

fn is_of(value: &Value, kind: &str) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}
