//! Values and validated values are read from every serde format alike.

#![no_main]

use std::fmt::Debug;

use anchorbrowser_schema::{Object, Valid, Validate};
use anchorbrowser_schema_fuzz::{document_types, number, with_type_of};
use libfuzzer_sys::fuzz_target;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

fuzz_target!(|input: &[u8]| {
    if let Some((&selector, document)) = input.split_first() {
        with_type_of!(document_types::selected(selector), T => {
            check_formats::<T>(document);
            compare::<T>(document);
        });
    }
});

/// A serde format: reads arbitrary bytes, and writes.
struct Format<T> {
    read: fn(&[u8]) -> Option<T>,
    read_valid: fn(&[u8]) -> Option<Valid<T>>,
    write: fn(&T) -> Option<Vec<u8>>,
}

/// The formats. JSON is the first one, since it is also the format of documents.
fn formats<T: Object + Serialize + DeserializeOwned>() -> [Format<T>; 4] {
    [
        Format {
            read: |bytes| serde_json::from_slice(bytes).ok(),
            read_valid: |bytes| serde_json::from_slice(bytes).ok(),
            write: |value| serde_json::to_vec(value).ok(),
        },
        Format {
            read: |bytes| ciborium::from_reader(bytes).ok(),
            read_valid: |bytes| ciborium::from_reader(bytes).ok(),
            write: |value| {
                let mut bytes = Vec::new();
                ciborium::into_writer(value, &mut bytes).ok()?;
                Some(bytes)
            },
        },
        Format {
            read: |bytes| rmp_serde::from_slice(bytes).ok(),
            read_valid: |bytes| rmp_serde::from_slice(bytes).ok(),
            write: |value| rmp_serde::to_vec_named(value).ok(),
        },
        Format {
            read: |bytes| serde_yaml_ng::from_slice(bytes).ok(),
            read_valid: |bytes| serde_yaml_ng::from_slice(bytes).ok(),
            write: |value| Some(serde_yaml_ng::to_string(value).ok()?.into_bytes()),
        },
    ]
}

/// What a format reads is written and read again as the same value, and is valid if it has no errors.
fn check_formats<T: Object + Validate + Serialize + DeserializeOwned + PartialEq + Debug>(
    document: &[u8],
) {
    for (index, format) in formats::<T>().iter().enumerate() {
        let valid = (format.read_valid)(document);
        let Some(value) = (format.read)(document) else {
            assert_eq!(valid, None, "format {index}");
            continue;
        };
        if let Some(valid) = valid {
            assert_eq!(*valid, value, "format {index}");
        }
        let written = (format.write)(&value).expect("every value can be written");
        let json = serde_json::to_vec(&value).expect("every value has a form in JSON");
        if index > 0 && !number::fit_64_bits(&json) {
            // Formats other than JSON round other numbers to doubles.
            continue;
        }
        // The document itself may repeat keys, of which the value keeps the last.
        let is_valid = (format.read_valid)(&written).is_some();
        assert_eq!(is_valid, value.is_valid(), "format {index}: {value:?}");
        assert_eq!((format.read)(&written), Some(value), "format {index}");
    }
}

/// A document in JSON is the same value in every format.
fn compare<T: Object + Serialize + DeserializeOwned + PartialEq + Debug>(document: &[u8]) {
    let Ok(json) = serde_json::from_slice::<Value>(document) else {
        return;
    };
    let expected = T::deserialize(&json).ok();
    let mut cbor = Vec::new();
    ciborium::into_writer(&json, &mut cbor).expect("CBOR has every value of JSON");
    assert_eq!(ciborium::from_reader(&cbor[..]).ok(), expected, "CBOR");
    let message_pack = rmp_serde::to_vec_named(&json).expect("MessagePack has every value of JSON");
    assert_eq!(
        rmp_serde::from_slice(&message_pack).ok(),
        expected,
        "MessagePack"
    );
    // `Value` rounds other numbers to doubles, so that the text is read as a different value.
    if number::are_exact(document) {
        assert_eq!(serde_json::from_slice(document).ok(), expected, "JSON");
    }
}
