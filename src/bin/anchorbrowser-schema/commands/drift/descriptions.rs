//! Hashes of the descriptions that the API's documents publish.
//!
//! The texts are not part of this project, but a changed text can mean a changed behavior. So there
//! is a table of hashes for each revision, one row for each member and for each object that is not
//! only the value of a member: its name, a tab, and the hash, or `-` if there is no description. To
//! generate it, run
//!
//! ```text
//! anchorbrowser-schema drift DOCUMENT --revision REVISION --descriptions
//! ```
//!
//! with the document of that revision. A member without a row is not compared.

use std::collections::BTreeMap;

use anchorbrowser_schema::Revision;

/// The hash of no description.
pub(super) const NONE: &str = "-";

/// The tables by the names of their revisions.
const TABLES: [(&str, &str); 2] = [
    ("2025", include_str!("descriptions/2025.tsv")),
    ("2026", include_str!("descriptions/2026.tsv")),
];

/// The rows of a revision's table.
pub(super) fn of_revision(revision: Revision) -> BTreeMap<&'static str, &'static str> {
    let tables = TABLES.iter().filter(|(name, _)| **name == revision);
    tables
        .flat_map(|(_, rows)| rows.lines())
        .filter_map(|row| row.split_once('\t'))
        .collect()
}

/// The 64-bit FNV-1a hash of a description, whose whitespace is normalized; the hash does not have to
/// withstand an attacker.
pub(super) fn hash(description: &str) -> String {
    const OFFSET_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x100_0000_01b3;
    if description.is_empty() {
        return NONE.to_owned();
    }
    let hash = description.bytes().fold(OFFSET_BASIS, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(PRIME)
    });
    format!("{hash:016x}")
}

/// A table of hashes by the names of members and objects.
pub(super) fn table(hashes: &BTreeMap<String, String>) -> String {
    let rows = hashes
        .iter()
        .map(|(name, hash)| [name.as_str(), "\t", hash, "\n"]);
    rows.flatten().collect()
}

/// One line of text without repeated whitespace, which depends on how a document is wrapped.
pub(super) fn normalize(description: &str) -> String {
    let words: Vec<_> = description.split_whitespace().collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use anchorbrowser_schema::{DocumentType, ObjectType};

    use super::*;

    /// The names of all objects and members.
    fn names() -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        let objects = DocumentType::all().flat_map(DocumentType::objects);
        let mut open: Vec<&ObjectType> = objects.copied().collect();
        while let Some(object) = open.pop() {
            names.insert(object.name().to_owned());
            for member in object.members() {
                names.insert(format!("{}.{}", object.name(), member.name()));
                open.extend(member.objects());
            }
        }
        names
    }

    #[test]
    fn each_revision_has_a_table_of_known_names() {
        let names = names();
        for revision in Revision::all() {
            let (_, rows) = TABLES.iter().find(|(name, _)| **name == revision).unwrap();
            let rows: Vec<_> = rows
                .lines()
                .map(|row| row.split_once('\t').unwrap())
                .collect();
            assert!(rows.is_sorted() && rows.len() > 40, "{revision}");
            for (name, hash) in rows {
                assert!(names.contains(name), "{name}");
                let is_hash = hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
                assert!(is_hash || hash == NONE, "{hash}");
            }
        }
    }

    /// Test vectors of the authors of FNV.
    #[test]
    fn hashes_are_fnv_1a() {
        assert_eq!(hash("a"), "af63dc4c8601ec8c");
        assert_eq!(hash("foobar"), "85944171f73967e8");
        assert_eq!(hash(""), NONE);
    }

    #[test]
    fn wrapping_does_not_matter() {
        assert_eq!(normalize(" a\n  b\tc \n"), "a b c");
    }
}
