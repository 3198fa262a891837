//! The names of the members that the contract knows, in any object.

use anchorbrowser_schema::{DocumentType, Member, ObjectType};

/// Whether the value of a member with this name is never shown.
pub(crate) fn is_secret_name(name: &str) -> bool {
    any_member(|member| member.is_secret() && member.name() == name)
}

/// Whether a text contains the name of a member whose value is never shown. Part of a longer name
/// counts, too.
pub(crate) fn mentions_secret_name(text: &str) -> bool {
    any_member(|member| member.is_secret() && text.contains(member.name()))
}

/// Whether there is a member with this name.
pub(crate) fn is_known_name(name: &str) -> bool {
    any_member(|member| member.name() == name)
}

fn any_member(is_meant: impl Fn(&Member) -> bool) -> bool {
    DocumentType::all().any(|root| any_inside(root.objects(), &is_meant))
}

/// Whether there is such a member in these objects, or in an object inside.
fn any_inside(objects: &[&ObjectType], is_meant: &impl Fn(&Member) -> bool) -> bool {
    let mut members = objects.iter().flat_map(|object| object.members());
    members.any(|member| is_meant(member) || any_inside(member.objects(), is_meant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_objects_inside_are_known() {
        let table = [
            ("password", true, true),
            ("max_duration", true, false),
            ("read_only", true, false),
            ("message", true, false),
            ("hunter2", false, false),
        ];
        for (name, is_known, is_secret) in table {
            let actual = (is_known_name(name), is_secret_name(name));
            assert_eq!(actual, (is_known, is_secret), "{name}");
        }
    }
}
