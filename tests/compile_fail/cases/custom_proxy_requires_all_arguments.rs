//! A custom proxy requires a server, a user name and a password.

use anchorbrowser_schema::CustomProxy;

fn main() {
    let _ = CustomProxy::new("user", "password");
}
