//! A server for tests.

use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::mpsc;
use std::thread;

use ch10_playground::server::{App, serve};
use tokio::net::TcpListener;
use tokio::runtime;

/// Starts a server with the test images in `folder`, and returns its port. It runs as long as the tests.
pub fn start(folder: &Path) -> u16 {
    let (app, (port, started)) = (App::new(folder).unwrap(), mpsc::channel());
    thread::spawn(move || {
        runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
            port.send(listener.local_addr().unwrap().port()).unwrap();
            serve(listener, app).await.unwrap();
        });
    });
    started.recv().unwrap()
}
