//! Reports: what is reported, at what level, in what words and where.

pub(crate) mod allowed_members;
pub(crate) mod brief;
pub(crate) mod diagnostics;
pub(crate) mod fix;
pub(crate) mod level;
pub(crate) mod origin;
pub(crate) mod path;
pub(crate) mod pointer;
pub(crate) mod positions;
pub(crate) mod problem_details;
mod read_back;
#[expect(
    clippy::module_inception,
    reason = "the report is one of the concepts of reports"
)]
pub(crate) mod report;
pub(crate) mod span;
pub(crate) mod violation;
