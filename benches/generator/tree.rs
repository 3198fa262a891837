//! JSON documents as trees, of which members are set by pointers.

use super::Random;

/// A value: JSON text, or an object.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    Text(String),
    Object(Vec<(String, Node)>),
}

impl Default for Node {
    fn default() -> Self {
        Self::Object(Vec::new())
    }
}

/// The JSON text of a string that needs no escapes, or is escaped already.
pub(super) fn text(written: &str) -> String {
    format!("\"{written}\"")
}

/// The JSON text of a string.
pub(super) fn string(value: &str) -> String {
    serde_json::to_string(value).unwrap()
}

fn steps(pointer: &str) -> Vec<&str> {
    pointer.split('/').skip(1).collect()
}

impl Node {
    /// Sets a member; `pointer` needs no escapes.
    pub(crate) fn with(mut self, pointer: &str, json: String) -> Self {
        self.set(&steps(pointer), Some(json));
        self
    }

    /// Sets each member to a value, or removes it.
    pub(crate) fn changed(mut self, changes: &[(&str, Option<&str>)]) -> Self {
        for (pointer, json) in changes {
            self.set(&steps(pointer), json.map(str::to_owned));
        }
        self
    }

    fn set(&mut self, steps: &[&str], json: Option<String>) {
        let Some((step, steps)) = steps.split_first() else {
            *self = Self::Text(json.unwrap());
            return;
        };
        if let Self::Text(_) = self {
            *self = Self::default();
        }
        let Self::Object(members) = self else { return };
        match (members.iter().position(|(name, _)| name == step), &json) {
            (Some(at), None) if steps.is_empty() => drop(members.remove(at)),
            (Some(at), _) => members[at].1.set(steps, json),
            (None, None) => {}
            (None, Some(_)) => {
                let mut value = Self::default();
                value.set(steps, json);
                members.push(((*step).to_owned(), value));
            }
        }
    }

    pub(crate) fn shuffled(mut self, random: &mut Random) -> Self {
        if let Self::Object(members) = &mut self {
            random.shuffle(members);
            for (_, value) in members {
                *value = std::mem::take(value).shuffled(random);
            }
        }
        self
    }

    pub(crate) fn compact(&self) -> String {
        let mut json = String::new();
        self.write(&mut json, None);
        json
    }

    pub(crate) fn indented(&self) -> String {
        let mut json = String::new();
        self.write(&mut json, Some(0));
        json
    }

    fn write(&self, json: &mut String, depth: Option<usize>) {
        let members = match self {
            Self::Text(text) => return json.push_str(text),
            Self::Object(members) => members,
        };
        let inside = depth.map(|depth| depth + 1);
        let new_line = |json: &mut String, depth: Option<usize>| {
            if let Some(depth) = depth {
                json.push('\n');
                json.push_str(&"  ".repeat(depth));
            }
        };
        json.push('{');
        for (at, (name, value)) in members.iter().enumerate() {
            if at > 0 {
                json.push(',');
            }
            new_line(json, inside);
            json.push_str(&string(name));
            json.push_str(if depth.is_some() { ": " } else { ":" });
            value.write(json, inside);
        }
        if !members.is_empty() {
            new_line(json, depth);
        }
        json.push('}');
    }
}
