//! Nor can they be left to a default.

use anchorbrowser_schema::CustomProxy;

fn main() {
    let _ = CustomProxy::default();
}
