//! `ProxyConfig`: whether a proxy is a custom proxy or an Anchor proxy.

use anchorbrowser_schema::{ProxyConfig, Rule, Validate, Violation};

use super::expect_all;

#[test]
fn a_proxy_with_type_custom_is_a_custom_proxy() {
    expect_all(
        r#"
            ProxyConfig {"server": "h:1", "username": "u", "password": "p", "active": true, "type": "custom"}
            ProxyConfig {"type": "custom"}
            - required /active (document)
            - required /password (document)
            - required /server (document)
            - required /username (document)
            ProxyConfig {"country_code": 5, "city": "c", "region": null, "type": "cust\u006fm", "active": true, "server": "h", "username": "u", "password": "p"}
            - unknown-property /country_code "country_code"
            - unknown-property /city "city"
            - unknown-property /region "region"
            - proxy-server-format /server "h"
            SessionConfig {"proxy": {"active": true, "password": "p", "type": "custom", "username": "u", "server": "h:1"}}
        "#,
    );
}

#[test]
fn any_other_proxy_is_an_anchor_proxy() {
    expect_all(
        r#"
            ProxyConfig {}
            - required /active (document)
            ProxyConfig {"server": "h:1", "username": "u", "password": "p", "active": true}
            - unknown-property /server "server"
            - unknown-property /username "username"
            - unknown-property /password "password"
            ProxyConfig {"server": {"a": 1, "a": 2}, "active": true}
            - unknown-property /server "server"
            - duplicate-key /server "a"
            ProxyConfig {"type": "Custom", "active": true}
            - enum /type "Custom"
            ProxyConfig {"type": null, "active": true, "server": "h"}
            - type /type null
            - unknown-property /server "server"
            SessionConfig {"proxy": {"active": null, "city": "c", "type": "anchor_gov", "country_code": "gb"}}
            - type /proxy/active null
            - city-requires-region /proxy/city "c"
            - city-unsupported /proxy/city "c"
            - country-not-allowed /proxy/country_code "gb"
            # A key with escapes, and whitespace before the colon.
            ProxyConfig {"active": true, "s\u0065rver"  : "\"\\"}
            - unknown-property /server "s\u0065rver"
            ProxyConfig {"active": true, "s\u0065rver" : {"a": 1, "a": 2}, "server"  :"\"\\"}
            - duplicate-key /server "a"
            - unknown-property /server "server"
        "#,
    );
}

#[test]
fn the_last_type_of_a_proxy_decides() {
    expect_all(
        r#"
            ProxyConfig {"type": "custom", "active": true, "server": "h", "type": "anchor_gov"}
            - unknown-property /server "server"
            - duplicate-key /type "type"
            ProxyConfig {"type": "anchor_gov", "active": true, "region": "r", "type": "custom"}
            - required /password (document)
            - required /server (document)
            - required /username (document)
            - unknown-property /region "region"
            - duplicate-key /type "type"
        "#,
    );
}

#[test]
fn members_are_read_in_any_order() {
    let kinds = [
        [
            r#""active":true"#,
            r#""type":"anchor_proxy""#,
            r#""country_code":"us""#,
            r#""region":"ca""#,
            r#""city":"c""#,
        ],
        [
            r#""active":true"#,
            r#""type":"custom""#,
            r#""server":"example.com:1""#,
            r#""username":"u""#,
            r#""password":"p""#,
        ],
    ];
    for mut members in kinds {
        let expected = ProxyConfig::from_json(format!("{{{}}}", members.join(","))).unwrap();
        for _ in 0..members.len() {
            members.rotate_left(1);
            let forward = members.join(",");
            members.reverse();
            let backward = members.join(",");
            members.reverse();
            for json in [format!("{{{forward}}}"), format!("{{{backward}}}")] {
                assert_eq!(ProxyConfig::from_json(&json).unwrap(), expected, "{json}");
            }
            let repeated = format!("{{{forward},{backward}}}");
            let report = ProxyConfig::from_json(&repeated).unwrap_err();
            let rules: Vec<_> = report.iter().map(Violation::rule).collect();
            assert_eq!(rules, [Rule::DuplicateKey.name(); 5], "{repeated}");
        }
    }
}
