//! Checks a JSON document against the part of JSON Schema that the schemas in docs/ use, and
//! is stricter than the standard in two ways: a keyword it does not know fails (so that
//! nothing in the schema is silently ignored), and so does a key the schema does not
//! declare (so that nothing in the output goes undocumented).

use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Keywords that only inform.
const NOTES: [&str; 6] = ["$schema", "$id", "$defs", "title", "description", "format"];

pub struct Schema(Value);

impl Schema {
    /// A published schema.
    pub fn published(path: &str) -> Self {
        let text = std::fs::read_to_string(path).unwrap();
        Self(serde_json::from_str(&text).unwrap())
    }

    /// Every violation, as path and fault.
    pub fn faults(&self, document: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        self.check(&self.0, document, "$", &mut faults);
        faults
    }

    fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema.get("$ref").and_then(Value::as_str) {
            Some(path) => self.0.pointer(path.trim_start_matches('#')).unwrap(),
            None => schema,
        }
    }

    fn check(&self, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
        let schema = self.resolve(schema);
        let mut fault = |what: String| faults.push(format!("{at}: {what}"));
        let mut inner = Vec::new();
        for (keyword, rule) in schema.as_object().unwrap() {
            match keyword.as_str() {
                note if NOTES.contains(&note) => {}
                "type" => {
                    let wanted = names(rule);
                    if !wanted.iter().any(|name| is(value, name)) {
                        fault(format!("{value} is not {wanted:?}"));
                    }
                }
                "const" if rule == value => {}
                "enum" if rule.as_array().unwrap().contains(value) => {}
                "const" | "enum" => fault(format!("{value} is not {rule}")),
                "minimum" | "maximum" | "exclusiveMinimum" => {
                    if let (Some(number), Some(limit)) = (value.as_f64(), rule.as_f64()) {
                        let kept = match keyword.as_str() {
                            "minimum" => number >= limit,
                            "maximum" => number <= limit,
                            _ => number > limit,
                        };
                        if !kept {
                            fault(format!("{value} breaks {keyword} {rule}"));
                        }
                    }
                }
                "required" => {
                    for name in names(rule) {
                        if value.get(name).is_none() {
                            fault(format!("{name} is missing"));
                        }
                    }
                }
                "properties" => {
                    for (name, part) in rule.as_object().unwrap() {
                        if let Some(value) = value.get(name) {
                            self.check(part, value, &format!("{at}.{name}"), &mut inner);
                        }
                    }
                }
                "items" => {
                    for (i, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(rule, item, &format!("{at}[{i}]"), &mut inner);
                    }
                }
                "allOf" => {
                    for part in rule.as_array().unwrap() {
                        let mut some = Vec::new();
                        self.check(part, value, at, &mut some);
                        // Its undeclared keys are the other parts' business.
                        inner.extend(some.into_iter().filter(|f| !f.contains("undeclared")));
                    }
                }
                "anyOf" => {
                    let tried: Vec<Vec<String>> = rule
                        .as_array()
                        .unwrap()
                        .iter()
                        .map(|part| {
                            let mut some = Vec::new();
                            self.check(part, value, at, &mut some);
                            some
                        })
                        .collect();
                    if tried.iter().all(|some| !some.is_empty()) {
                        inner.extend(tried.into_iter().flatten());
                    }
                }
                other => fault(format!("the checker does not know {other}")),
            }
        }
        if let (Some(object), Some(_)) = (value.as_object(), schema.get("properties")) {
            let declared = self.declared(schema);
            for name in object.keys().filter(|name| !declared.contains(*name)) {
                faults.push(format!("{at}: {name} is undeclared"));
            }
        }
        faults.extend(inner);
    }

    /// Names of the properties of a schema and of those it builds on.
    fn declared(&self, schema: &Value) -> BTreeSet<String> {
        let own = schema.get("properties").and_then(Value::as_object);
        let mut all: BTreeSet<String> = own.into_iter().flat_map(Map::keys).cloned().collect();
        for part in schema
            .get("allOf")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            all.extend(self.declared(self.resolve(part)));
        }
        all
    }
}

fn names(rule: &Value) -> Vec<&str> {
    match rule {
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    }
}

fn is(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("no type {other}"),
    }
}
