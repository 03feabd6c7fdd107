//! A training run over TCP, as server-sent events.

mod running;

use std::io::{Read, Write, read_to_string};
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use running::start;

/// Asks for a part of a run, in HTTP/1.0, so that the answer is not divided into chunks.
fn ask(query: &str, port: u16) -> TcpStream {
    let mut connection = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    write!(connection, "GET /api/learn?{query} HTTP/1.0\r\nhost: 127.0.0.1:{port}\r\n\r\n").unwrap();
    connection
}

/// The events of a part of a run, after its points.
fn frames(query: &str, port: u16) -> Vec<(String, Value)> {
    let answer = read_to_string(ask(query, port)).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.0 200") && head.contains("content-type: text/event-stream"), "{head}");
    let event = |text: &str| {
        let (name, data) = text.strip_prefix("event: ").unwrap().split_once("\ndata: ").unwrap();
        (name.into(), serde_json::from_str(data).unwrap())
    };
    let mut events: Vec<(String, Value)> = body.trim_end().split("\n\n").map(event).collect();
    assert_eq!(events.remove(0).0, "points");
    events
}

#[test]
fn a_run_continued_after_a_pause_has_the_same_frames() {
    let port = start(Path::new("nowhere"));
    let query = |part: &str| format!("points=moons&hidden=8-8&optimizer=adam&speed=10&{part}");
    let [whole, before, after] = ["to=50", "to=30", "from=30&to=50"].map(|part| frames(&query(part), port));
    assert_eq!(whole.len(), 6);
    assert_eq!(whole[..4], before);
    assert_eq!(whole[3..], after);
}

#[test]
fn a_run_that_diverges_says_so_and_ends() {
    let (name, sentence) = frames("activation=relu&lr=1e30", start(Path::new("nowhere"))).pop().unwrap();
    assert!(name == "diverged" && sentence.as_str().unwrap().ends_with("choose a smaller learning rate"), "{sentence}");
}

#[test]
#[ignore = "takes half a minute"]
fn a_page_that_stops_reading_loses_its_run() {
    let port = start(Path::new("nowhere"));
    let idle = || {
        let mut connection = ask("hidden=8-8-8-8", port);
        connection.read_exact(&mut [0; 1000]).unwrap();
        connection
    };
    let _idle: Vec<_> = (0..4).map(|_| idle()).collect();
    let start = Instant::now();
    while read_to_string(ask("to=0", port)).unwrap().contains(" 503 ") {
        assert!(start.elapsed() < Duration::from_secs(60), "the runs go on");
        thread::sleep(Duration::from_millis(100));
    }
}
