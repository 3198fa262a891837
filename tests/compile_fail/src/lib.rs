//! Empty: this package exists for its compile-fail cases.
