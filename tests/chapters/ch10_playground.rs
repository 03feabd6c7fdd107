//! `ch10_playground`: a server, which ends with Ctrl-C. What it answers is tested in its own crate.

use std::net::{Ipv4Addr, TcpListener};

use tests::{program, run};

use crate::programs::SERVER;

#[cfg(unix)]
#[test]
fn it_prints_its_address_and_ctrl_c_ends_it_with_exit_code_0() {
    let mut server = program(SERVER.0, SERVER.1);
    let stdout = tests::interrupted(server.arg("--no-browser"), "Ctrl-C");
    assert!(stdout.starts_with("http://127.0.0.1:"), "{stdout}");
}

#[test]
fn a_port_in_use_is_an_error_that_names_it() {
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let outcome = run(program(SERVER.0, SERVER.1).args(["--no-browser", "--port", &port]));
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(1), ""));
    assert!(outcome.stderr.starts_with(&format!("Error: cannot listen on port {port}; choose")), "{}", outcome.stderr);
}
