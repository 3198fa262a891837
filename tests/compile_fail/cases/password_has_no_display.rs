//! A password has no `Display`.

use anchorbrowser_schema::Password;

fn show(_: impl std::fmt::Display) {}

fn main() {
    show(Password::from("secret"));
}
