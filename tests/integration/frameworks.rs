//! The extractors of frameworks, in real servers to which a client connects over loopback.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

use anchorbrowser_schema::{
    CreateTaskRequest, ProblemDetails, Report, Rule, Valid, Validate, Validator,
};

/// The greatest body that the servers read.
const SERVER_LIMIT: usize = 4000;
/// The greatest body that the servers' validator reads.
const VALIDATOR_LIMIT: usize = 2000;

/// Not the default one, so that an extractor with the default one is noticed.
fn validator() -> Validator {
    let validator = Validator::new().deny(Rule::UnknownProperty);
    validator.max_input_bytes(VALIDATOR_LIMIT)
}

async fn create(task: Valid<CreateTaskRequest>) -> String {
    format!("created {}", task.name)
}

async fn reject() -> Result<String, ProblemDetails> {
    let report = CreateTaskRequest::new("a b").check();
    Err(ProblemDetails::new(report).with_status(409))
}

fn bind() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

mod axum_server {
    use axum::Router;
    use axum::extract::{DefaultBodyLimit, FromRef};
    use axum::routing::{get, post};

    use super::*;

    #[derive(Clone)]
    struct AppState {
        validator: Validator,
    }

    impl FromRef<AppState> for Validator {
        fn from_ref(state: &AppState) -> Self {
            state.validator.clone()
        }
    }

    fn serve(app: Router) -> SocketAddr {
        let (listener, address) = bind();
        listener.set_nonblocking(true).unwrap();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread();
            let runtime = { runtime }.enable_io().build().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                axum::serve(listener, app).await.unwrap();
            });
        });
        address
    }

    #[test]
    fn a_validator_in_the_state_applies() {
        let app = Router::new()
            .route("/tasks", post(create))
            .route("/reject", get(reject))
            .layer(DefaultBodyLimit::max(SERVER_LIMIT));
        expect_answers(serve(app.with_state(AppState {
            validator: validator(),
        })));
        let app = Router::new().route("/tasks", post(create));
        expect_levels(serve(app.with_state(validator())), &validator());
    }

    #[test]
    fn without_state_the_default_validator_applies() {
        let app = Router::new().route("/tasks", post(create));
        expect_levels(serve(app), &Validator::new());
    }
}

mod actix_server {
    use actix_web::web::{self, Data, PayloadConfig, ServiceConfig};
    use actix_web::{App, HttpServer};

    use super::*;

    fn serve(configure: impl Fn(&mut ServiceConfig) + Clone + Send + 'static) -> SocketAddr {
        let (listener, address) = bind();
        thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let app = move || {
                    App::new()
                        .app_data(PayloadConfig::new(SERVER_LIMIT))
                        .configure(configure.clone())
                        .route("/tasks", web::post().to(create))
                        .route("/reject", web::get().to(reject))
                };
                let server = HttpServer::new(app).workers(1).disable_signals();
                server.listen(listener).unwrap().run().await.unwrap();
            });
        });
        address
    }

    #[test]
    fn a_validator_in_the_data_of_the_application_applies() {
        expect_answers(serve(|app| {
            app.app_data(validator());
        }));
        let shared = Data::new(validator());
        let address = serve(move |app| {
            app.app_data(shared.clone());
        });
        expect_levels(address, &validator());
    }

    #[test]
    fn without_data_the_default_validator_applies() {
        expect_levels(serve(|_| {}), &Validator::new());
    }
}

/// A response: its status, its media type and its body.
type Answer = (u16, String, String);

fn ask(address: SocketAddr, request: &str) -> Answer {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let mut headers = head.lines().filter_map(|line| line.split_once(": "));
    let media_type = headers.find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    (status, media_type.unwrap().1.to_owned(), body.to_owned())
}

fn post(address: SocketAddr, content_type: Option<&str>, body: &str) -> Answer {
    let content_type = content_type.map(|value| format!("Content-Type: {value}\r\n"));
    let request = format!(
        "POST /tasks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{}Content-Length: {}\r\n\r\n{body}",
        content_type.unwrap_or_default(),
        body.len(),
    );
    ask(address, &request)
}

/// Sends the body in chunks, without its length.
fn post_chunked(address: SocketAddr, body: &str) -> Answer {
    const CHUNK: usize = 100;

    let head = "POST /tasks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: \
                application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    let chunks = body.as_bytes().chunks(CHUNK);
    let chunks = chunks.map(|chunk| std::str::from_utf8(chunk).unwrap());
    let body = chunks.fold(String::new(), |body, chunk| {
        format!("{body}{:x}\r\n{chunk}\r\n", chunk.len())
    });
    ask(address, &format!("{head}{body}0\r\n\r\n"))
}

fn problem(report: Report, status: u16) -> Answer {
    let problem = ProblemDetails::new(report).with_status(status);
    let body = serde_json::to_string(&problem).unwrap();
    (status, ProblemDetails::MEDIA_TYPE.to_owned(), body)
}

/// A request of so many bytes.
fn long(bytes: usize) -> String {
    let start = r#"{"name": "t", "language": "typescript""#;
    format!("{start}{}}}", " ".repeat(bytes - start.len() - 1))
}

const INVALID: &str = r#"{
  "name": "web scraper",
  "tags": [],
  "browserConfiguration": {"initial_url": "hunter2", "proxy": {"password": ["hunter2"]}}
}"#;

/// Asserts the responses of a server with [`validator`] and [`SERVER_LIMIT`].
#[track_caller]
fn expect_answers(address: SocketAddr) {
    let json = Some("application/json");
    for body in [&long(100), &long(VALIDATOR_LIMIT)] {
        let (status, _, body) = post(address, json, body);
        assert_eq!((status, &*body), (200, "created t"));
    }
    assert_eq!(post_chunked(address, &long(VALIDATOR_LIMIT)).0, 200);
    let invalid = [
        (INVALID, 422),
        ("{", 400),
        ("", 400),
        (&long(VALIDATOR_LIMIT + 1), 413),
    ];
    for (body, status) in invalid {
        let report = validator()
            .accept_json::<CreateTaskRequest>(body)
            .unwrap_err();
        let answer = post(address, json, body);
        assert_eq!(answer, problem(report, status), "{body}");
        assert_eq!(post_chunked(address, body), answer, "{body}");
        assert!(!answer.2.contains("hunter2"));
    }
    let unread = [
        (
            json,
            long(SERVER_LIMIT + 1),
            413,
            "it is longer than the server's limit",
        ),
        (
            None,
            long(100),
            415,
            "its content type is not `application/json`",
        ),
        (
            Some("text/plain"),
            long(100),
            415,
            "its content type is not `application/json`",
        ),
    ];
    assert_eq!(post_chunked(address, &long(SERVER_LIMIT + 1)).0, 413);
    for (content_type, body, status, reason) in unread {
        let (actual, media_type, body) = post(address, content_type, &body);
        assert_eq!((actual, &*media_type), (status, ProblemDetails::MEDIA_TYPE));
        let body: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert_eq!(body["status"], status);
        assert_eq!(body["violations"][0]["rule"], "syntax");
        let detail = format!("the document is not JSON: {reason}");
        assert_eq!(body["violations"][0]["detail"], *detail);
    }
    let rejected = ask(
        address,
        "GET /reject HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    );
    assert_eq!(
        rejected,
        problem(CreateTaskRequest::new("a b").check(), 409)
    );
}

/// Asserts that a server applies the levels of this validator.
#[track_caller]
fn expect_levels(address: SocketAddr, validator: &Validator) {
    let body = r#"{"name": "t", "language": "typescript", "tags": []}"#;
    let (status, ..) = post(address, Some("application/json; charset=utf-8"), body);
    let is_valid = validator.is_valid_json::<CreateTaskRequest>(body);
    assert_eq!(status, if is_valid { 200 } else { 422 });
}

#[test]
fn responses_of_the_http_crate_have_status_media_type_and_body() {
    let report = CreateTaskRequest::from_json(INVALID).unwrap_err();
    let table = [(422, 422), (404, 404), (42, 500)];
    for (status, expected) in table {
        let problem = ProblemDetails::new(report.clone()).with_status(status);
        let response = http::Response::<Vec<u8>>::from(&problem);
        assert_eq!(response.status(), expected);
        assert_eq!(
            response.headers()["content-type"],
            "application/problem+json"
        );
        assert_eq!(response.body(), &serde_json::to_vec(&problem).unwrap());
        let owned = http::Response::<Vec<u8>>::from(problem);
        assert_eq!(owned.body(), response.body());
    }
}
