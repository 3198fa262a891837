//! Only a check creates a `Valid`.

use anchorbrowser_schema::{CreateTaskRequest, Revision, Valid};

fn main() {
    let task = CreateTaskRequest::new("not valid");
    let _: Valid<CreateTaskRequest> = Valid { value: task, revision: Revision::V2025 };
}
