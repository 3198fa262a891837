//! `Task` and `TaskResponse`: their required members, and the rules that only responses have.

use anchorbrowser_schema::DocumentType;

use super::{Member, expect_all};

const ID: Member = Member {
    document_type: DocumentType::Task,
    pointer: "/id",
    template: r#"{"name": "t", "teamId": "7C9E6679-7425-40DE-944B-E07FC1F90AE7",
        "latestVersion": "1", "code": "c", "language": "typescript", "deleted": false,
        "createdAt": "2025-03-01T09:30:00Z", "updatedAt": "2025-03-01T09:30:00Z", "id": @}"#,
};
const CODE: Member = Member {
    document_type: DocumentType::Task,
    pointer: "/code",
    template: r#"{"name": "t", "teamId": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        "latestVersion": "1", "id": "3c90c3cc-0d44-4b50-8888-8dd25736052a",
        "language": "typescript", "deleted": false, "createdAt": "2025-03-01T09:30:00Z",
        "updatedAt": "2025-03-01T09:30:00Z", "code": @}"#,
};
const CREATED_AT: Member = Member {
    document_type: DocumentType::TaskResponse,
    pointer: "/data/createdAt",
    template: r#"{"data": {"name": "t", "teamId": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        "latestVersion": "1", "id": "3c90c3cc-0d44-4b50-8888-8dd25736052a", "code": "c",
        "language": "typescript", "deleted": false, "updatedAt": "2025-03-01T09:30:00Z",
        "createdAt": @}}"#,
};

#[test]
fn nine_members_of_a_task_are_required() {
    expect_all(
        r#"
            Task {}
            - required /code (document)
            - required /createdAt (document)
            - required /deleted (document)
            - required /id (document)
            - required /language (document)
            - required /latestVersion (document)
            - required /name (document)
            - required /teamId (document)
            - required /updatedAt (document)
            TaskResponse {}
            TaskResponse {"data": {"code": "", "id": 5, "language": "", "name": "t", "latestVersion": "", "createdAt": []}}
            - required /data/deleted {"code": "", "id": 5, "language": "", "name": "t", "latestVersion": "", "createdAt": []}
            - required /data/teamId {"code": "", "id": 5, "language": "", "name": "t", "latestVersion": "", "createdAt": []}
            - required /data/updatedAt {"code": "", "id": 5, "language": "", "name": "t", "latestVersion": "", "createdAt": []}
            - type /data/id 5
            - enum /data/language ""
            - type /data/createdAt []
        "#,
    );
}

#[test]
fn identifiers_are_uuids() {
    ID.expect_strings(&[
        ("3c90c3cc-0d44-4b50-8888-8dd25736052a", &[]),
        ("3C90C3CC-0D44-4B50-8888-8DD25736052A", &[]),
        ("3c90c3cc0d444b5088888dd25736052a", &["uuid"]),
    ]);
}

#[test]
fn timestamps_are_date_times() {
    CREATED_AT.expect_strings(&[
        ("2025-03-01T09:30:00Z", &[]),
        ("2025-03-01t09:30:00.25z", &[]),
        ("2024-02-29T23:59:59-23:59", &[]),
        ("2025-02-29T09:30:00Z", &["date-time"]),
    ]);
}

#[test]
fn code_of_a_task_is_any_string() {
    CODE.expect_strings(&[("", &[]), ("?", &[]), ("QR==", &[]), ("/w==", &[])]);
}
