//! New members of the API must not break users of this crate.

use anchorbrowser_schema::Recording;

fn main() {
    let _ = Recording { active: None };
}
