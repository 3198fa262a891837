//! Stub.
use super::Form;
use crate::documents::Judged;
pub(crate) struct Sarif;
impl Form for Sarif {
    fn document(&self, _judged: &Judged<'_>, _out: &mut Vec<u8>) {}
}
