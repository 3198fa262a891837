//! Rule `base64-padding`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity};
use crate::string::push_fmt::push_fmt;
use crate::string::quote::Count;

/// The parameters of rule [`base64-padding`](crate::Rule::Base64Padding).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Base64Padding {
    /// The number of base64 symbols.
    pub symbols: usize,
    /// The number of `=`.
    pub padding: usize,
}

impl Definition for Base64Padding {
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str = "the base64 padding of the code is missing or incorrect";
    const SOURCE: &'static str = "RFC 4648 sections 3.2 and 4";

    fn message(&self, text: &mut String) {
        push_fmt!(
            text;
            " must be base64 in groups of four, padded with `=` only at the end, but has ",
            Count(self.symbols, "symbol"),
            " and ",
            self.padding,
            " `=`",
        );
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        let help = match (self.symbols % 4, self.padding) {
            (2, 0) => "append `==`, or encode the source code again if the code was cut off",
            (3, 0) => "append `=`, or encode the source code again if the code was cut off",
            (2, 1) => "append another `=`, or encode the source code again if the code was cut off",
            (3, 2) => "remove one `=`",
            (0, 1 | 2) => "remove the `=`",
            _ => "encode the source code again: the code was cut off or concatenated",
        };
        Some(help.into())
    }
}
