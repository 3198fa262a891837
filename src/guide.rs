//! The guide: one page per task. This module exists only in the documentation.

// The pages link to the items of the crate.
#[allow(unused_imports, reason = "only documentation uses them")]
use crate::*;

/// Declares a module for each page.
macro_rules! pages {
    ($($page:ident)*) => {
        $(
            #[doc = include_str!(concat!("guide/", stringify!($page), ".md"))]
            pub mod $page {}
        )*
    };
}

pages! {
    ci client command fuzzer gateway performance pipeline revisions rules schemas secrets server versions
}
