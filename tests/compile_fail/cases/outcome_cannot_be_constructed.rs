//! Only a check creates an `Outcome`, which may become a `Valid`.

use anchorbrowser_schema::{CreateTaskRequest, Outcome, Report};

fn main() {
    let _ = Outcome {
        value: Some(CreateTaskRequest::new("not valid")),
        report: Report::default(),
    };
}
