//! The downloader against good and bad servers on the loopback address.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use datasets::download::{DownloadError, Downloader, RemoteFile, Timeouts};
use tempfile::tempdir;

/// The file of `contents()`; its checksum was computed by another program.
const FILE: RemoteFile = RemoteFile {
    name: "numbers.gz",
    bytes: 100_000,
    sha256: "763f8ce895166fa3c021d67da6937a9cf5e3526d0a63e10442a0e81775760a11",
};

/// Timeouts that no test waits for, even on a busy machine.
const PATIENT: Timeouts = timeouts(Duration::from_secs(20));

/// Timeouts long enough for a good server on a busy machine, and short enough to wait for a bad one.
const IMPATIENT: Timeouts = timeouts(Duration::from_secs(1));

const fn timeouts(time: Duration) -> Timeouts {
    Timeouts { answer: time, stall: time, grace: time, bytes_per_second: 10_000 }
}

fn contents() -> Vec<u8> {
    (0..100_000u64).map(|i| ((i * i) >> 8) as u8).collect()
}

/// A response that announces the length of `body`.
fn response(status: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// A server that treats all connections alike, and counts them.
struct Server {
    address: String,
    connections: Arc<AtomicUsize>,
}

impl Server {
    /// Reads each request and lets `reply` send what it likes.
    fn start(reply: impl Fn(&mut TcpStream) -> io::Result<()> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        let connections = Arc::new(AtomicUsize::new(0));
        let (count, reply) = (connections.clone(), Arc::new(reply));
        thread::spawn(move || {
            for stream in listener.incoming().take(10) {
                count.fetch_add(1, Ordering::SeqCst);
                let reply = reply.clone();
                thread::spawn(move || answer(stream?, &*reply));
            }
        });
        Self { address, connections }
    }

    /// Sends these bytes and closes the connection.
    fn sending(bytes: Vec<u8>) -> Self {
        Self::start(move |stream| stream.write_all(&bytes))
    }

    /// Sends these bytes, and then nothing until the client leaves.
    fn hanging_after(bytes: Vec<u8>) -> Self {
        Self::start(move |stream| {
            stream.write_all(&bytes)?;
            stream.read_exact(&mut [0])
        })
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

/// Reads a request of at most 8 KiB up to its empty line, then replies.
fn answer(mut stream: TcpStream, reply: &dyn Fn(&mut TcpStream) -> io::Result<()>) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let request = BufReader::new(stream.try_clone()?.take(8192));
    for line in request.lines() {
        if line?.is_empty() {
            break;
        }
    }
    reply(&mut stream)
}

fn downloader(servers: &[&Server], timeouts: Timeouts) -> Downloader {
    Downloader::new(servers.iter().map(|server| server.address.clone()).collect(), timeouts)
}

/// Downloads from these servers into an empty folder; the file must be right.
fn succeed(servers: &[&Server], timeouts: Timeouts) {
    let folder = tempdir().unwrap();
    let path = downloader(servers, timeouts).download(&FILE, folder.path()).unwrap();
    assert_eq!(path, folder.path().join(FILE.name));
    assert!(fs::read(path).unwrap() == contents(), "the file differs from what was sent");
    assert_eq!(file_count(folder.path()), 1);
}

/// Downloads from a server into an empty folder, which must stay empty; returns the message.
fn fail(server: &Server, timeouts: Timeouts) -> String {
    let folder = tempdir().unwrap();
    let error = downloader(&[server], timeouts).download(&FILE, folder.path()).unwrap_err();
    assert!(matches!(error, DownloadError::Unavailable { .. }));
    assert_eq!(file_count(folder.path()), 0);
    error.to_string()
}

fn file_count(folder: &Path) -> usize {
    fs::read_dir(folder).unwrap().count()
}

#[test]
fn the_right_file_arrives() {
    succeed(&[&Server::sending(response("200 OK", &contents()))], PATIENT);
}

#[test]
fn the_folder_is_created_and_an_old_file_replaced() {
    let server = Server::sending(response("200 OK", &contents()));
    let parent = tempdir().unwrap();
    let folder = parent.path().join("new/folder");
    for _ in 0..2 {
        let path = downloader(&[&server], PATIENT).download(&FILE, &folder).unwrap();
        assert!(fs::read(&path).unwrap() == contents());
        fs::write(path, "old").unwrap();
    }
    assert_eq!(file_count(&folder), 1);
}

#[test]
fn an_address_without_a_slash_at_its_end_is_the_file() {
    let server = Server::sending(response("200 OK", &contents()));
    let address = format!("{}files/5976036", server.address);
    let folder = tempdir().unwrap();
    let path = Downloader::new(vec![address], PATIENT).download(&FILE, folder.path()).unwrap();
    assert_eq!(path, folder.path().join(FILE.name));
}

#[test]
fn a_wrong_checksum_is_refused() {
    let mut body = contents();
    body[99_999] ^= 1;
    let message = fail(&Server::sending(response("200 OK", &body)), PATIENT);
    assert!(message.contains("its SHA-256 differs"), "{message}");
}

#[test]
fn a_short_body_is_refused() {
    let message = fail(&Server::sending(response("200 OK", &contents()[1..])), PATIENT);
    assert!(message.contains("99999 bytes instead of 100000"), "{message}");
}

#[test]
fn a_body_shorter_than_announced_is_refused() {
    let mut bytes = response("200 OK", &contents());
    bytes.truncate(bytes.len() - 1);
    let message = fail(&Server::sending(bytes), PATIENT);
    assert!(message.contains("broken off after 99999 of 100000 bytes"), "{message}");
}

/// A server that announces no length, sends `body`, and goes on with zeros until the client leaves.
fn endless_after(body: Vec<u8>) -> Server {
    Server::start(move |stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")?;
        stream.write_all(&body)?;
        loop {
            stream.write_all(&[0; 10_000])?;
        }
    })
}

#[test]
fn bytes_after_the_file_are_ignored() {
    succeed(&[&endless_after(contents())], PATIENT);
}

#[test]
fn an_endless_body_with_a_wrong_beginning_is_refused() {
    let message = fail(&endless_after(contents()[1..].to_vec()), PATIENT);
    assert!(message.contains("its SHA-256 differs"), "{message}");
}

#[test]
fn a_download_does_not_wait_for_the_end_of_the_connection() {
    for head in ["HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 100001\r\n\r\n"] {
        succeed(&[&Server::hanging_after([head.as_bytes(), &contents()].concat())], IMPATIENT);
    }
}

#[test]
fn after_404_and_a_wrong_file_the_next_mirror_is_tried() {
    let missing = Server::sending(response("404 Not Found", b"no such file"));
    let wrong = Server::sending(response("200 OK", b"<html>Welcome to the hotel</html>"));
    let good = Server::sending(response("200 OK", &contents()));
    succeed(&[&missing, &wrong, &good], PATIENT);
}

#[test]
fn after_a_server_that_never_answers_the_next_mirror_is_tried() {
    let good = Server::sending(response("200 OK", &contents()));
    let start = Instant::now();
    succeed(&[&Server::hanging_after(vec![]), &good], IMPATIENT);
    assert!(start.elapsed() >= IMPATIENT.answer);
}

#[test]
fn a_server_that_stalls_is_given_up() {
    let mut half = response("200 OK", &contents());
    half.truncate(half.len() - 50_000);
    let message = fail(&Server::hanging_after(half), IMPATIENT);
    assert!(message.contains("broken off after 50000 of 100000 bytes (timeout"), "{message}");
}

#[test]
fn a_slow_server_may_take_longer_than_the_timeouts() {
    let slow = Server::start(|stream| {
        for part in response("200 OK", &contents()).chunks(25_000) {
            stream.write_all(part)?;
            thread::sleep(Duration::from_millis(300));
        }
        Ok(())
    });
    succeed(&[&slow], IMPATIENT);
}

/// A server that sends `head`, and then a zero now and then until the client leaves.
fn trickling_after(head: &'static str) -> Server {
    Server::start(move |stream| {
        stream.write_all(head.as_bytes())?;
        loop {
            stream.write_all(b"0")?;
            thread::sleep(Duration::from_millis(50));
        }
    })
}

#[test]
fn a_server_that_trickles_is_given_up_and_not_tried_again() {
    let trickling = trickling_after("HTTP/1.1 200 OK\r\n\r\n");
    let mut downloader = downloader(&[&trickling], IMPATIENT);
    let folder = tempdir().unwrap();
    let mut message = || downloader.download(&FILE, folder.path()).unwrap_err().to_string();
    let (first, second) = (message(), message());
    assert!(first.contains(": too slow: ") && first.contains(" B/s ("), "{first}");
    assert!(first.contains(" of 100000 bytes in "), "{first}");
    assert!(second.contains("not asked again (too slow: "), "{second}");
    assert_eq!((trickling.connections(), file_count(folder.path())), (1, 0));
}

#[test]
fn a_server_that_trickles_without_sending_the_file_is_given_up() {
    let trickling = trickling_after("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    let message = fail(&trickling, Timeouts { bytes_per_second: 100_000, ..IMPATIENT });
    assert!(message.contains("broken off after 0 of 100000 bytes (timeout"), "{message}");
}

#[test]
fn redirects_are_followed() {
    let good = Server::sending(response("200 OK", &contents()));
    let address = good.address.clone();
    let redirecting = Server::start(move |stream| {
        write!(stream, "HTTP/1.1 302 Found\r\nLocation: {address}elsewhere\r\nContent-Length: 0\r\n\r\n")
    });
    succeed(&[&redirecting], PATIENT);
    assert_eq!(good.connections(), 1);
}

#[test]
fn a_dead_mirror_is_tried_once_and_one_without_the_file_again() {
    let dead = Server::hanging_after(vec![]);
    let missing = Server::sending(response("404 Not Found", b""));
    // Of two equal timeouts either may come first on a busy machine.
    let timeouts = Timeouts { stall: PATIENT.stall, ..IMPATIENT };
    let mut downloader = downloader(&[&dead, &missing], timeouts);
    let folder = tempdir().unwrap();
    let mut message = || downloader.download(&FILE, folder.path()).unwrap_err().to_string();
    let first = message();
    assert!(first.contains("no answer within 1s"), "{first}");
    assert!(message().contains("not asked again (no answer within 1s)"));
    assert_eq!((dead.connections(), missing.connections()), (1, 2));
    assert_eq!(file_count(folder.path()), 0);
}

#[test]
fn a_good_file_survives_a_failing_download() {
    let folder = tempdir().unwrap();
    let path = folder.path().join(FILE.name);
    fs::write(&path, contents()).unwrap();
    let server = Server::sending(response("200 OK", b"something else"));
    downloader(&[&server], PATIENT).download(&FILE, folder.path()).unwrap_err();
    assert!(fs::read(path).unwrap() == contents());
    assert_eq!(file_count(folder.path()), 1);
}

/// Creates an empty file, last modified `minutes` ago.
fn plant(folder: &Path, name: &str, minutes: u64) {
    let file = fs::File::create(folder.join(name)).unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(60 * minutes)).unwrap();
}

#[test]
fn old_partial_files_of_the_same_file_are_removed() {
    let folder = tempdir().unwrap();
    let kept = [(".letters.gz.AbC123.part", 61), (".numbers.gz.AbC123.part", 59), (".numbers.gz.mine.part", 61)];
    kept.iter().for_each(|&(name, minutes)| plant(folder.path(), name, minutes));
    plant(folder.path(), ".numbers.gz.dEf456.part", 61);

    let server = Server::sending(response("200 OK", &contents()));
    downloader(&[&server], PATIENT).download(&FILE, folder.path()).unwrap();
    let mut names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, [kept[0].0, kept[1].0, kept[2].0, FILE.name]);
}

#[test]
fn old_partial_files_are_removed_even_if_the_file_is_there() {
    let folder = tempdir().unwrap();
    plant(folder.path(), FILE.name, 0);
    plant(folder.path(), ".numbers.gz.dEf456.part", 61);
    downloader(&[], PATIENT).download_missing(&[FILE], folder.path()).unwrap();
    assert_eq!(file_count(folder.path()), 1);
}

#[test]
fn the_message_says_why_and_what_to_do() {
    let missing = Server::sending(response("404 Not Found", b""));
    let folder = tempdir().unwrap();
    let file_address = format!("{}files/5976036", missing.address);
    let mirrors = vec!["http://127.0.0.1:1/".to_owned(), file_address.clone()];
    let error = Downloader::new(mirrors, PATIENT).download(&FILE, folder.path()).unwrap_err().to_string();
    let lines: Vec<&str> = error.lines().collect();
    assert_eq!(lines[0], "numbers.gz could not be downloaded:");
    assert!(lines[1].starts_with("  http://127.0.0.1:1/numbers.gz: io: "), "{error}");
    assert_eq!(lines[2], format!("  {file_address}: http status: 404"));
    let folder = folder.path().display();
    assert_eq!(lines[3], format!("Get it by hand from one of these addresses and put it into {folder}"));
    assert_eq!(lines.len(), 4);
}

#[test]
fn only_missing_files_are_downloaded() {
    let server = Server::sending(response("200 OK", &contents()));
    let folder = tempdir().unwrap();
    let files = ["a.gz", "b.gz", "c.gz"].map(|name| RemoteFile { name, ..FILE });
    fs::write(folder.path().join("b.gz"), "here").unwrap();
    downloader(&[&server], PATIENT).download_missing(&files, folder.path()).unwrap();
    let read = |name| fs::read(folder.path().join(name)).unwrap();
    assert!(read("a.gz") == contents() && read("b.gz") == b"here" && read("c.gz") == contents());
    assert_eq!(server.connections(), 2);
}

#[test]
fn the_message_names_all_missing_files() {
    let missing = Server::sending(response("404 Not Found", b""));
    let folder = tempdir().unwrap();
    let files = ["a.gz", "b.gz", "c.gz"].map(|name| RemoteFile { name, ..FILE });
    fs::write(folder.path().join("b.gz"), "here").unwrap();
    let error = downloader(&[&missing], PATIENT).download_missing(&files, folder.path()).unwrap_err();
    let expected = format!(
        "a.gz could not be downloaded:\n  {}a.gz: http status: 404\n\
         Get the missing files by hand from one of these mirrors and put them into {}:\n  a.gz\n  c.gz",
        missing.address,
        folder.path().display()
    );
    assert_eq!(error.to_string(), expected);
    assert_eq!(missing.connections(), 1);
}

#[test]
fn a_folder_that_cannot_be_created_and_a_file_that_cannot_be_written_are_named() {
    let good = Server::sending(response("200 OK", &contents()));
    let folder = tempdir().unwrap();
    let obstacle = folder.path().join("obstacle");
    fs::write(&obstacle, "").unwrap();
    let error = downloader(&[&good], PATIENT).download(&FILE, &obstacle).unwrap_err().to_string();
    assert!(error.starts_with(&format!("cannot create the folder {}: ", obstacle.display())), "{error}");

    let path = folder.path().join(FILE.name);
    fs::create_dir_all(path.join("not empty")).unwrap();
    let error = downloader(&[&good], PATIENT).download(&FILE, folder.path()).unwrap_err().to_string();
    assert!(error.starts_with(&format!("cannot write {}: ", path.display())), "{error}");
    assert_eq!(file_count(folder.path()), 2);
}
