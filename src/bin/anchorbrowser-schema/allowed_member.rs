//! Members that `--allow-members` and `allow-members` name.

use anchorbrowser_schema::{DocumentType, JsonType, ObjectType, Revision, redact};

use crate::escape::cut;

/// Characters of a pointer to show.
const MAX_QUOTED: usize = 64;

/// The name of an unknown member, or the pointer of one that a document can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AllowedMember(pub(crate) String);

impl AllowedMember {
    /// # Errors
    ///
    /// If no unknown member has this pointer, or if the name is a path.
    pub(crate) fn parse(member: &str) -> Result<Self, String> {
        let problem = match member.strip_prefix('/') {
            Some(tokens) => problem_of_pointer(member, tokens),
            None => problem_of_name(member),
        };
        match problem {
            Some(problem) => Err(problem),
            None => Ok(Self(member.to_owned())),
        }
    }
}

fn problem_of_pointer(pointer: &str, tokens: &str) -> Option<String> {
    let is_escape = |after: &str| after.starts_with(['0', '1']);
    if !tokens.split('~').skip(1).all(is_escape) {
        return Some("`~` must be followed by `0` or `1` in a JSON Pointer".to_owned());
    }
    let (parent, name) = pointer.rsplit_once('/')?;
    let objects: Vec<_> = known_objects()
        .into_iter()
        .filter(|(pointer, _)| pointer == parent)
        .collect();
    if objects.is_empty() {
        return Some(format!(
            "no document has an object at {}",
            quoted_parent(parent)
        ));
    }
    let is_named = |object: &ObjectType| {
        let member = object.member(name);
        member.is_some_and(|member| Revision::all().all(|revision| member.is_in(revision)))
    };
    let is_known = objects.iter().all(|(_, object)| is_named(object));
    is_known.then(|| format!("`{name}` is a known member of every object at `{parent}`"))
}

/// A path such as `timeout.comment`, which would be taken for the name of a member.
fn problem_of_name(member: &str) -> Option<String> {
    let path = member.replace('.', "/");
    let (parent, name) = path.rsplit_once('/')?;
    let suffix = format!("/{parent}");
    let objects = known_objects();
    let (pointer, _) = objects
        .iter()
        .find(|(pointer, _)| pointer.ends_with(&suffix))?;
    Some(format!(
        "a name has no path; write a JSON Pointer, such as `{pointer}/{}`",
        cut(name, MAX_QUOTED)
    ))
}

/// The objects that documents can have, and their pointers.
fn known_objects() -> Vec<(String, &'static ObjectType)> {
    DocumentType::all().flat_map(objects_in).collect()
}

fn objects_in(root: DocumentType) -> Vec<(String, &'static ObjectType)> {
    let roots = root.objects().iter();
    let mut found: Vec<_> = roots.map(|object| (String::new(), *object)).collect();
    let mut next = 0;
    while let Some((pointer, object)) = found.get(next).cloned() {
        for member in object.members() {
            let element = match member.json_type() {
                JsonType::Array => "/-",
                _ => "",
            };
            let inside = format!("{pointer}/{}{element}", member.name());
            let objects = member.objects().iter();
            found.extend(objects.map(|object| (inside.clone(), *object)));
        }
        next += 1;
    }
    found
}

/// The pointer of a parent in backticks, unless it is a URL with user info.
fn quoted_parent(pointer: &str) -> String {
    let decoded = pointer.replace("~1", "/").replace("~0", "~");
    if redact(&decoded) == decoded {
        format!("`{}`", cut(pointer, MAX_QUOTED))
    } else {
        "the parent of this pointer".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_names_a_member_that_can_be_unknown() {
        let long = "x".repeat(1000);
        let long = format!("/{long}/y");
        let no_long = format!("no document has an object at `/{}…`", "x".repeat(63));
        let table = [
            ("comment", None),
            ("x.y", None),
            ("x/y", None),
            ("name.de", None),
            ("code.ts", None),
            ("", None),
            ("/comment", None),
            ("/", None),
            ("/x~1y~0", None),
            ("/name.de", None),
            ("/browserConfiguration/comment", None),
            ("/browserConfiguration/proxy/comment", None),
            ("/proxy/comment", None),
            ("/data/comment", None),
            // Known in some types or revisions only.
            ("/name", None),
            ("/browserConfiguration/tags", None),
            ("/browserConfiguration/proxy/server", None),
            (
                "/data/code",
                Some("`code` is a known member of every object at `/data`"),
            ),
            (
                "/browserConfiguration/live_view/read_only",
                Some(
                    "`read_only` is a known member of every object at \
                     `/browserConfiguration/live_view`",
                ),
            ),
            (
                "/browserConfig/x",
                Some("no document has an object at `/browserConfig`"),
            ),
            ("/x/y", Some("no document has an object at `/x`")),
            ("/code/0", Some("no document has an object at `/code`")),
            ("/-/x", Some("no document has an object at `/-`")),
            (&long, Some(&no_long)),
            (
                "/https://u:hunter2@h/x",
                Some("no document has an object at the parent of this pointer"),
            ),
            (
                "/https:~1~1u:hunter2@h/x",
                Some("no document has an object at the parent of this pointer"),
            ),
            (
                "/x~2",
                Some("`~` must be followed by `0` or `1` in a JSON Pointer"),
            ),
            (
                "/x~",
                Some("`~` must be followed by `0` or `1` in a JSON Pointer"),
            ),
            (
                "browserConfiguration.comment",
                Some(
                    "a name has no path; write a JSON Pointer, such as \
                     `/browserConfiguration/comment`",
                ),
            ),
            (
                "timeout/comment",
                Some(
                    "a name has no path; write a JSON Pointer, such as \
                     `/browserConfiguration/timeout/comment`",
                ),
            ),
        ];
        for (member, expected) in table {
            let problem = AllowedMember::parse(member).err();
            assert_eq!(problem.as_deref(), expected, "{member}");
        }
    }
}
