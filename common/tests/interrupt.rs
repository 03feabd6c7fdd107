//! Ctrl-C, as a terminal sends it to a program.

#![cfg(unix)]

use std::env;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use common::interrupt;

/// Set in the program that is interrupted: this test, run once more.
const PROGRAM: &str = "COMMON_TESTS_INTERRUPT_PROGRAM";

#[test]
fn the_first_ctrl_c_is_a_request_and_the_second_ends_the_program() {
    if env::var_os(PROGRAM).is_some() {
        return program();
    }
    let mut program = Command::new(env::current_exe().unwrap());
    program.args(["--nocapture", "--test-threads", "1"]).env(PROGRAM, "").stdout(Stdio::piped()).stderr(Stdio::null());
    let mut program = program.spawn().unwrap();
    let mut lines = BufReader::new(program.stdout.take().unwrap()).lines().map(Result::unwrap);
    for line in ["training", "saving"] {
        assert!(lines.any(|printed| printed.ends_with(line)), "the program has ended without {line:?}");
        let interrupt = Command::new("sh").args(["-c", &format!("kill -INT {}", program.id())]).status();
        assert!(interrupt.unwrap().success());
    }
    assert_eq!(program.wait().unwrap().code(), Some(130));
}

/// Listens twice, waits for the request, and then does not end by itself before the test fails.
fn program() {
    interrupt::listen();
    interrupt::listen();
    assert!(!interrupt::requested());
    println!("training");
    while !interrupt::requested() {
        thread::sleep(Duration::from_millis(1));
    }
    println!("saving");
    thread::sleep(Duration::from_secs(60));
}
