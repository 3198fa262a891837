//! The names of the members that the contract knows, in any object.

use anchorbrowser_schema::{DocumentType, Member};

/// Whether the value of a member with this name is never shown.
pub(crate) fn is_secret_name(name: &str) -> bool {
    members().any(|member| member.is_secret() && member.name() == name)
}

/// Whether there is a member with this name.
pub(crate) fn is_known_name(name: &str) -> bool {
    members().any(|member| member.name() == name)
}

fn members() -> impl Iterator<Item = &'static Member> {
    let objects = DocumentType::all().flat_map(DocumentType::objects);
    objects.flat_map(|object| object.members())
}
