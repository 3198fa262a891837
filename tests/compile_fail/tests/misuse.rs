//! Misuse that the types prevent must not compile.
//!
//! The `.stderr` files contain the messages of the stable compiler, which may change with a new
//! version. Check that each error is still the intended one, and regenerate the files:
//!
//! ```sh
//! TRYBUILD=overwrite cargo test --manifest-path tests/compile_fail/Cargo.toml
//! ```

#[test]
fn misuse_does_not_compile() {
    trybuild::TestCases::new().compile_fail("cases/*.rs");
}
