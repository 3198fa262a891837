//! Members that the API adds must not break what is built on this crate.

use anchorbrowser_schema::Recording;

fn main() {
    let _ = Recording { active: None };
}
