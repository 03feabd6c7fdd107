//! The run of an exercise, in a process of its own with limits: the reader's code may loop forever or allocate without end.

use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::State;

const LIMIT: Duration = Duration::from_secs(10);

/// Virtual memory of the process, in KiB.
#[cfg(unix)]
const MEMORY: usize = 4 << 20;

/// What is shown of the output, in bytes.
const SHOWN: usize = 4096;

/// Runs the program of an exercise, at most [`LIMIT`] long.
pub fn run(program: &Path) -> io::Result<State> {
    let mut child = limited(program).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let (out, err) = (reader(child.stdout.take()), reader(child.stderr.take()));
    let status = wait(&mut child)?;
    let output = [out, err].map(|reader| reader.join().unwrap_or_default()).concat();
    let text = output.trim_end();
    Ok(match status {
        Some(status) if status.success() => State::Done,
        Some(status) if status.code() == Some(1) => State::Wrong(text.into()),
        Some(_) if text.contains("has overflowed its stack") => {
            State::Wrong("it calls itself without end: the stack has overflowed".into())
        }
        Some(_) if text.contains("memory allocation of") => {
            State::Wrong("it allocates more than 4 GiB of memory".into())
        }
        Some(status) => State::Wrong(format!("it was ended by the system ({status})\n{text}").trim_end().into()),
        None => State::Wrong(format!("it runs longer than {} s: is there a loop that never ends?", LIMIT.as_secs())),
    })
}

#[cfg(unix)]
fn limited(program: &Path) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!(r#"ulimit -v {MEMORY} 2>/dev/null; exec "$0""#)]).arg(program);
    shell
}

#[cfg(not(unix))]
fn limited(program: &Path) -> Command {
    Command::new(program)
}

/// Waits for the end of the process, and ends it after [`LIMIT`].
fn wait(child: &mut Child) -> io::Result<Option<ExitStatus>> {
    let start = Instant::now();
    while start.elapsed() < LIMIT {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(Duration::from_millis(2));
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}

/// Reads everything, so that the process never waits, and keeps the end of it.
fn reader(pipe: Option<impl Read + Send + 'static>) -> JoinHandle<String> {
    thread::spawn(move || {
        let (mut kept, mut buffer) = (Vec::new(), [0; SHOWN]);
        let Some(mut pipe) = pipe else { return String::new() };
        while let Ok(read @ 1..) = pipe.read(&mut buffer) {
            kept.extend_from_slice(&buffer[..read]);
            kept.drain(..kept.len().saturating_sub(SHOWN));
        }
        String::from_utf8_lossy(&kept).into_owned()
    })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// What becomes of a program that is this script.
    fn state(script: &str) -> State {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("program");
        std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&program, PermissionsExt::from_mode(0o755)).unwrap();
        run(&program).unwrap()
    }

    #[test]
    fn an_exercise_is_done_if_its_program_succeeds_and_else_its_output_is_the_answer() {
        assert_eq!(state("echo debugging"), State::Done);
        assert_eq!(state("echo the sentence; exit 1"), State::Wrong("the sentence".into()));
        let State::Wrong(text) = state("kill -9 $$") else { panic!() };
        assert!(text.starts_with("it was ended by the system (signal: 9"), "{text}");
    }

    #[test]
    fn of_endless_output_the_end_is_shown() {
        let State::Wrong(text) = state("i=0; while [ $i -lt 3000 ]; do echo line $i; i=$((i+1)); done; exit 1") else {
            panic!()
        };
        assert!(text.len() <= SHOWN && text.ends_with("line 2999"));
    }
}
