//! Document types, and the Rust types that correspond to them.

use anchorbrowser_schema::DocumentType;

/// The document type that a byte selects: `0` to `7` in ASCII, and every other byte modulo 8.
///
/// # Panics
///
/// Never: there are eight document types.
#[must_use]
pub fn selected(byte: u8) -> DocumentType {
    DocumentType::all()
        .nth(usize::from(byte & 7))
        .expect("eight document types")
}

/// Evaluates an expression with `$type` as an alias of the Rust type of a document type.
#[macro_export]
macro_rules! with_type_of {
    ($document_type:expr, $type:ident => $body:expr) => {
        $crate::with_type_of!(@ $document_type, $type => $body;
            CreateTaskRequest SessionConfig ProxyConfig AnchorProxy
            CustomProxy Task TaskResponse ErrorResponse)
    };
    (@ $document_type:expr, $type:ident => $body:expr; $($name:ident)*) => {
        $crate::with_type_of!(@@ $document_type, [$type => $body] $($name)*)
    };
    (@@ $document_type:expr, $bound:tt $($name:ident)*) => {
        match $document_type {
            $(::anchorbrowser_schema::DocumentType::$name => $crate::with_type_of!(@@@ $name $bound),)*
            other => unreachable!("{other} has no Rust type"),
        }
    };
    (@@@ $name:ident [$type:ident => $body:expr]) => {{
        type $type = ::anchorbrowser_schema::$name;
        $body
    }};
}
