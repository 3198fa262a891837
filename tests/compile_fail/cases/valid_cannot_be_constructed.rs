//! Only a check creates a `Valid`.

use anchorbrowser_schema::{CreateTaskRequest, Valid};

fn main() {
    let task = CreateTaskRequest::new("not valid");
    let _: Valid<CreateTaskRequest> = Valid(task);
}
