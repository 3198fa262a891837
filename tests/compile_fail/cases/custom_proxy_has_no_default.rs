//! A custom proxy has no default.

use anchorbrowser_schema::CustomProxy;

fn main() {
    let _ = CustomProxy::default();
}
