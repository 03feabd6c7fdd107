//! The server over TCP: what it answers, what it refuses, and that nothing brings it down.

mod running;

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use running::start;

/// A server without test images.
fn server() -> u16 {
    start(Path::new("nowhere"))
}

/// Sends bytes, and returns what comes back until the server closes the connection.
fn send(port: u16, bytes: &[u8]) -> String {
    let mut connection = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    // It may be refused before all of it is sent.
    connection.write_all(bytes).ok();
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).ok();
    String::from_utf8_lossy(&answer).into_owned()
}

fn get(path: &str, port: u16, headers: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nconnection: close\r\n{headers}\r\n");
    send(port, request.as_bytes())
}

fn post(path: &str, port: u16, body: &[u8]) -> String {
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost:{port}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    send(port, &[head.as_bytes(), body].concat())
}

#[track_caller]
fn assert_status(answer: &str, status: u16, sentence: &str) {
    assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")) && answer.contains(sentence), "{answer}");
}

#[track_caller]
fn assert_still_answers(port: u16) {
    assert_status(&post("/api/digit?centring=true", port, &[0; 280 * 280]), 200, "\"probabilities\":[");
}

#[test]
fn both_pages_are_served_and_may_load_nothing_from_elsewhere() {
    let port = server();
    for (path, title) in [("/", "Draw a digit"), ("/learn", "<title>")] {
        let page = get(path, port, "");
        assert_status(&page, 200, title);
        for header in ["content-security-policy: default-src 'none'", "x-content-type-options: nosniff"] {
            assert!(page.contains(header), "{path} has no {header}");
        }
        let (_, page) = page.split_once("\r\n\r\n").unwrap();
        assert!(!page.contains("//cdn") && !page.contains("src=\"http"), "{path} refers to another server");
    }
}

#[test]
fn a_drawing_is_read_by_three_networks() {
    let port = server();
    let stroke: Vec<u8> = (0..280 * 280).map(|n| if (130..150).contains(&(n % 280)) { 255 } else { 0 }).collect();
    let answer = post("/api/digit?centring=true", port, &stroke);
    assert_status(&answer, 200, "\"image\":[0,");
    assert_eq!(answer.matches("\"probabilities\":[").count(), 3);
}

#[test]
fn requests_that_are_wrong_get_a_status_and_a_sentence() {
    let port = server();
    for (answer, status, sentence) in [
        (post("/api/digit?centring=true", port, b"garbage"), 400, "a drawing is 280 x 280 bytes"),
        (post("/api/digit", port, &[0; 280 * 280]), 400, "missing field `centring`"),
        (post("/api/digit?centring=true", port, &vec![1; 1 << 20]), 413, "length limit exceeded"),
        (get("/api/digit", port, ""), 405, ""),
        (get("/api/image?number=0", port, ""), 404, "cannot read nowhere"),
        (get("/api/image?number=-1", port, ""), 400, "number"),
        (get("/api/learn?seed=nothing", port, ""), 400, "seed"),
        (get("/Cargo.toml", port, ""), 404, ""),
        (get("/../Cargo.toml", port, ""), 404, ""),
        (get("/%2e%2e/Cargo.toml", port, ""), 404, ""),
        (send(port, b"\x16\x03\x01\x02\0\x01\0\r\n\r\n"), 400, ""),
    ] {
        assert_status(&answer, status, sentence);
    }
    assert_still_answers(port);
}

#[test]
fn only_its_own_pages_may_ask() {
    let port = server();
    let with_host = |host: &str| send(port, format!("GET / HTTP/1.1\r\n{host}connection: close\r\n\r\n").as_bytes());
    for host in ["", "host: example.org\r\n", "host: 127.0.0.1\r\n", "host: 127.0.0.1:1\r\n", "host: \u{e9}\r\n"] {
        assert_status(&with_host(host), 403, "only the pages of this server may ask");
    }
    assert_status(&with_host(&format!("host: localhost:{port}\r\n")), 200, "");
    for origin in ["http://example.org", "null", "https://127.0.0.1", &format!("http://127.0.0.1:{}", port ^ 1)] {
        assert_status(&get("/", port, &format!("origin: {origin}\r\n")), 403, "");
    }
    assert_status(&get("/", port, &format!("origin: http://127.0.0.1:{port}\r\n")), 200, "");
    let cross_site = "sec-fetch-site: cross-site\r\n";
    assert_status(&get("/api/learn", port, cross_site), 403, "");
    assert_status(&get("/learn", port, cross_site), 200, "");
}

#[test]
fn two_hundred_connections_at_once_are_all_answered() {
    let port = server();
    thread::scope(|scope| {
        let ask = |_| scope.spawn(move || assert_still_answers(port));
        let clients: Vec<_> = (0..200).map(ask).collect();
        clients.into_iter().for_each(|client| client.join().unwrap());
    });
}

/// Starts a training run, and returns its connection after the first frame, or the whole answer if it is refused.
fn begin_run(port: u16) -> Result<TcpStream, String> {
    let mut connection = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    write!(connection, "GET /api/learn HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nconnection: close\r\n\r\n").unwrap();
    let (mut answer, mut byte) = (Vec::new(), [0]);
    while connection.read(&mut byte).unwrap() == 1 {
        answer.push(byte[0]);
        if answer.ends_with(b"\ndata:") {
            return Ok(connection);
        }
    }
    Err(String::from_utf8(answer).unwrap())
}

#[test]
fn a_dropped_connection_ends_its_training_run_and_frees_its_place() {
    let port = server();
    let mut runs: Vec<_> = (0..4).map(|_| begin_run(port).unwrap()).collect();
    assert_status(&begin_run(port).unwrap_err(), 503, "4 training runs are going on already");
    runs.pop();
    let start = Instant::now();
    while begin_run(port).is_err() {
        assert!(start.elapsed() < Duration::from_secs(5), "the run goes on without its page");
        thread::sleep(Duration::from_millis(20));
    }
    assert_still_answers(port);
}

#[test]
#[ignore = "takes ten seconds"]
fn slow_requests_are_given_up() {
    let port = server();
    thread::scope(|scope| {
        scope.spawn(|| assert_eq!(send(port, b"GET / HTTP/1.1\r\nhost: "), ""));
        let half =
            format!("POST /api/digit?centring=true HTTP/1.1\r\nhost: localhost:{port}\r\ncontent-length: 9\r\n\r\n");
        assert_status(&send(port, half.as_bytes()), 408, "the request took too long");
    });
    assert_still_answers(port);
}
