//! What must not compile: misuse that the types stop.
//!
//! The `.stderr` files hold what the stable compiler says, and a new one may word it otherwise. Then
//! see that each error is still the one that is meant, and write them anew:
//!
//! ```sh
//! TRYBUILD=overwrite cargo test --manifest-path tests/compile_fail/Cargo.toml
//! ```

#[test]
fn misuse_does_not_compile() {
    trybuild::TestCases::new().compile_fail("cases/*.rs");
}
