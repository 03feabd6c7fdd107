//! Progress bars of long loops, on stderr; hidden where stderr is not a terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A progress bar of `length` steps. `set_message` puts a message, such as the loss, at its end.
pub fn bar(length: usize) -> ProgressBar {
    let style =
        ProgressStyle::with_template("{bar:40} {pos}/{len} [{elapsed} < {eta}] {msg}").expect("the template is valid");
    let bar = ProgressBar::new(length as u64).with_style(style);
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}
