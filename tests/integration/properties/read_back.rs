//! Reports that are read back.

use anchorbrowser_schema::{Report, Revision, strategy};
use proptest::prelude::*;

use super::cases;
use crate::support::check_request;

fn round_trips(report: &Report) -> Result<(), TestCaseError> {
    let json = serde_json::to_string(report).unwrap();
    let read: Report = serde_json::from_str(&json).unwrap();
    prop_assert_eq!(serde_json::to_string(&read).unwrap(), &*json);
    prop_assert_eq!(&read, report, "{}", json);
    Ok(())
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn reports_round_trip(request in strategy::broken_request(Revision::default())) {
        round_trips(&check_request(&request.json))?;
    }

    #[test]
    fn reports_of_malformed_documents_round_trip(request in strategy::malformed_request()) {
        round_trips(&check_request(&request.json))?;
    }
}
