//! HTTP client: one request to one mirror.

use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{BinaryBytes, ProgressBar, ProgressFinish, ProgressStyle};
use sha2::{Digest, Sha256};
use ureq::Error::{Protocol, StatusCode, TooManyRedirects};

use super::{RemoteFile, Timeouts, partial};

/// Why a mirror has not delivered a file.
pub(super) enum Failure {
    /// The mirror did not answer, stopped answering, or is too slow.
    Silent(String),
    /// It answered, but not with the file.
    Refused(String),
    /// The file could not be written here.
    Disk(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

/// An HTTP client with its timeouts.
pub(super) struct Client {
    agent: ureq::Agent,
    timeouts: Timeouts,
}

impl Client {
    pub fn new(timeouts: Timeouts) -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_connect(Some(timeouts.answer)) // Shared by the addresses of a host: IPv6 may be a dead end.
            .timeout_per_read(Some(timeouts.stall))
            .build();
        Self { agent: config.into(), timeouts }
    }

    /// Downloads `url`, which should be `file`, into `folder`.
    pub fn fetch(&self, url: &str, file: &RemoteFile, folder: &Path) -> Result<(), Failure> {
        eprintln!("downloading {} ({}) from {url}", file.name, BinaryBytes(file.bytes));
        let body = self.ask(url, file)?;
        partial::replace(folder, file.name, |output| self.receive(body, file, output))
    }

    /// The response body, as soon as it begins. A separate thread sends the request, since a DNS lookup cannot be
    /// interrupted; if it takes too long, that thread is abandoned.
    fn ask(&self, url: &str, file: &RemoteFile) -> Result<impl Read + use<>, Failure> {
        let (sender, receiver) = mpsc::sync_channel(1);
        let request = self.agent.get(url).config().timeout_global(Some(self.timeouts.longest(file))).build();
        thread::spawn(move || drop(sender.send(request.call())));
        match receiver.recv_timeout(self.timeouts.answer) {
            Ok(Ok(response)) => Ok(response.into_body().into_reader()),
            Ok(Err(error @ (StatusCode(_) | Protocol(_) | TooManyRedirects))) => {
                Err(Failure::Refused(error.to_string()))
            }
            Ok(Err(error)) => Err(Failure::Silent(error.to_string())),
            Err(_) => Err(Failure::Silent(format!("no answer within {:?}", self.timeouts.answer))),
        }
    }

    /// Copies as many bytes from `body` to `output` as `file` has, and checks their SHA-256. Anything after them is
    /// ignored.
    fn receive(&self, body: impl Read, file: &RemoteFile, output: &mut impl Write) -> Result<(), Failure> {
        let wrong = |what: String| Err(Failure::Refused(format!("wrong file: {what}")));
        let mut body = progress_bar(file.bytes).wrap_read(body.take(file.bytes));
        let (mut hash, mut received, start) = (Sha256::new(), 0, Instant::now());
        let mut chunk = vec![0; 64 * 1024];
        while received < file.bytes {
            self.timeouts.check_speed(received, start.elapsed(), file)?;
            let read = body.read(&mut chunk);
            let count = read.map_err(|error| broken_off(error, received, file))?;
            if count == 0 {
                return wrong(format!("{received} bytes instead of {}", file.bytes));
            }
            received += count as u64;
            hash.update(&chunk[..count]);
            output.write_all(&chunk[..count])?;
        }
        if hexadecimal(&hash.finalize()) == file.sha256 { Ok(()) } else { wrong("its SHA-256 differs".to_owned()) }
    }
}

impl Timeouts {
    /// Fails if `received` bytes of `file` after `elapsed` are too slow.
    fn check_speed(&self, received: u64, elapsed: Duration, file: &RemoteFile) -> Result<(), Failure> {
        let speed = (received as f64 / elapsed.as_secs_f64()) as u64;
        if elapsed <= self.grace || speed >= self.bytes_per_second {
            return Ok(());
        }
        let progress = format!("{received} of {} bytes in {:.0} s", file.bytes, elapsed.as_secs_f64());
        Err(Failure::Silent(format!("too slow: {}/s ({progress})", BinaryBytes(speed))))
    }

    /// Time limit of one request: a server may keep sending chunk headers instead of the file.
    fn longest(&self, file: &RemoteFile) -> Duration {
        self.answer + self.grace + Duration::from_secs(file.bytes / self.bytes_per_second.max(1))
    }
}

/// A progress bar over the bytes of a file, on stderr if that is a terminal; cleared at the end, also on failure.
fn progress_bar(bytes: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {binary_bytes}/{binary_total_bytes} [{elapsed} < {eta}]")
        .expect("the template is valid");
    ProgressBar::new(bytes).with_style(style).with_finish(ProgressFinish::AndClear)
}

/// Classifies an error while receiving: only a timeout keeps the mirror from being tried again.
fn broken_off(error: io::Error, received: u64, file: &RemoteFile) -> Failure {
    let error = ureq::Error::from(error);
    let reason = format!("broken off after {received} of {} bytes ({error})", file.bytes);
    match error {
        ureq::Error::Timeout(_) => Failure::Silent(reason),
        _ => Failure::Refused(reason),
    }
}

/// Two lower-case hexadecimal digits per byte.
fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
