//! The members of a `Valid` cannot be set.

use anchorbrowser_schema::{CreateTaskRequest, Validate};

fn main() {
    let task = CreateTaskRequest::new("t").into_valid().unwrap();
    task.code = None;
}
