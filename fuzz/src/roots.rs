//! Roots, and the types that stand for them.

use anchorbrowser_schema::Root;

/// The root that a byte selects: `0` to `7` in ASCII, and every other byte one of them too.
///
/// # Panics
///
/// Never: there are eight roots.
#[must_use]
pub fn selected(byte: u8) -> Root {
    Root::all().nth(usize::from(byte & 7)).expect("eight roots")
}

/// Runs a body with a type's name bound to the type of a root.
#[macro_export]
macro_rules! with_type_of {
    ($root:expr, $type:ident => $body:expr) => {
        $crate::with_type_of!(@ $root, $type => $body;
            CreateTaskRequest SessionConfig ProxyConfig AnchorProxy
            CustomProxy Task TaskResponse ErrorResponse)
    };
    (@ $root:expr, $type:ident => $body:expr; $($name:ident)*) => {
        $crate::with_type_of!(@@ $root, [$type => $body] $($name)*)
    };
    (@@ $root:expr, $bound:tt $($name:ident)*) => {
        match $root {
            $(::anchorbrowser_schema::Root::$name => $crate::with_type_of!(@@@ $name $bound),)*
            other => unreachable!("{other} has no type"),
        }
    };
    (@@@ $name:ident [$type:ident => $body:expr]) => {{
        type $type = ::anchorbrowser_schema::$name;
        $body
    }};
}
