//! Members that `--allow-members` and `allow-members` name.

use anchorbrowser_schema::{DocumentType, ObjectType, Revision};

use crate::member_names::is_known_name;

/// The name of an unknown member, or the pointer of one that a document can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AllowedMember(pub(crate) String);

impl AllowedMember {
    /// # Errors
    ///
    /// If no unknown member has this pointer.
    pub(crate) fn parse(member: &str) -> Result<Self, String> {
        let problem = match member.strip_prefix('/') {
            Some(tokens) => problem_of_pointer(member, tokens),
            None => path_of_names(member),
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
    let objects: Vec<_> = DocumentType::all()
        .flat_map(|root| objects_at(root, parent))
        .collect();
    if objects.is_empty() {
        return Some(format!("no document has an object at `{parent}`"));
    }
    let is_named = |object: &&ObjectType| {
        let member = object.member(name);
        member.is_some_and(|member| Revision::all().all(|revision| member.is_in(revision)))
    };
    objects
        .iter()
        .all(is_named)
        .then(|| format!("`{name}` is a known member of every object at `{parent}`"))
}

/// The objects that a document can have at a pointer without escapes.
fn objects_at(root: DocumentType, pointer: &str) -> Vec<&'static ObjectType> {
    let mut objects = root.objects().to_vec();
    for token in pointer.split('/').skip(1) {
        let members = objects.iter().filter_map(|object| object.member(token));
        objects = members
            .flat_map(|member| member.objects().to_vec())
            .collect();
    }
    objects
}

/// A path with dots, which would be taken for a name.
fn path_of_names(member: &str) -> Option<String> {
    let (first, _) = member.split_once(['.', '/'])?;
    is_known_name(first).then(|| {
        let pointer = member.replace('.', "/");
        format!("it is the name of a member; the JSON Pointer is `/{pointer}`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_names_a_member_that_can_be_unknown() {
        let table = [
            ("comment", None),
            ("x.y", None),
            ("x/y", None),
            ("", None),
            ("/comment", None),
            ("/", None),
            ("/x~1y~0", None),
            ("/browserConfiguration/comment", None),
            ("/browserConfiguration/proxy/comment", None),
            ("/proxy/comment", None),
            ("/data/comment", None),
            (
                "/data/code",
                Some("`code` is a known member of every object at `/data`"),
            ),
            // Known in some types or revisions only.
            ("/name", None),
            ("/browserConfiguration/tags", None),
            ("/browserConfiguration/proxy/server", None),
            (
                "/browserConfiguration/live_view/read_only",
                Some(
                    "`read_only` is a known member of every object at `/browserConfiguration/live_view`",
                ),
            ),
            (
                "/browserConfig/x",
                Some("no document has an object at `/browserConfig`"),
            ),
            ("/x/y", Some("no document has an object at `/x`")),
            ("/code/0", Some("no document has an object at `/code`")),
            ("/-/x", Some("no document has an object at `/-`")),
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
                    "it is the name of a member; the JSON Pointer is `/browserConfiguration/comment`",
                ),
            ),
            (
                "timeout/comment",
                Some("it is the name of a member; the JSON Pointer is `/timeout/comment`"),
            ),
        ];
        for (member, expected) in table {
            let problem = AllowedMember::parse(member).err();
            assert_eq!(problem.as_deref(), expected, "{member}");
        }
    }
}
