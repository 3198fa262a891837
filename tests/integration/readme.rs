//! The README agrees with the library.

use anchorbrowser_schema::Rule;

#[test]
fn the_table_lists_all_rules() {
    let rows: Vec<String> = Rule::all()
        .map(|rule| {
            format!(
                "| `{rule}` | {} | {} |",
                rule.default_severity().name(),
                rule.summary()
            )
        })
        .collect();
    let readme = include_str!("../../README.md");
    let table: Vec<&str> = readme
        .lines()
        .skip_while(|line| !line.starts_with("| rule |"))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .collect();
    assert_eq!(table, rows);
}
