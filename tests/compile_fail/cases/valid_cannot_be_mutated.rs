//! A `Valid` provides no mutable access.

use anchorbrowser_schema::{CreateTaskRequest, Validate};

fn main() {
    let task = CreateTaskRequest::new("t").into_valid().unwrap();
    task.name.push('!');
}
