//! What a check answers.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::path::Path;
use std::process::{ExitCode, Termination};
use std::sync::Once;

/// The result of a check, returned by the `main` of an exercise: right, or a sentence that says what is wrong.
#[must_use]
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict(pub Result<(), String>);

impl Verdict {
    /// The verdict of `check`. A panic in it, such as `todo!()`, becomes a sentence too.
    pub(crate) fn of(check: impl FnOnce() -> Result<(), String>) -> Self {
        static HOOK: Once = Once::new();
        HOOK.call_once(listen);
        CHECKING.set(Some(String::new()));
        let result = panic::catch_unwind(AssertUnwindSafe(check));
        let panic = CHECKING.take().filter(|sentence| !sentence.is_empty());
        Self(result.unwrap_or_else(|_| Err(panic.unwrap_or("it panics in another thread".into()))))
    }
}

impl Termination for Verdict {
    /// Prints the sentence; exit code 0 if all is right, else 1.
    fn report(self) -> ExitCode {
        match self.0 {
            Ok(()) => ExitCode::SUCCESS,
            Err(sentence) => {
                println!("{sentence}");
                ExitCode::FAILURE
            }
        }
    }
}

thread_local! {
    /// During a check of this thread: what its panic says, empty until there is one.
    static CHECKING: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps the messages of panics in checks, and leaves all others to the standard library.
fn listen() {
    let other = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        CHECKING.with_borrow_mut(|sentence| match sentence {
            Some(sentence) => *sentence = describe(info),
            None => other(info),
        });
    }));
}

fn describe(info: &PanicHookInfo) -> String {
    let (file, line) = info.location().map_or(("", 0), |at| (at.file(), at.line()));
    let file = Path::new(file).file_name().unwrap_or_default().display();
    let payload = info.payload();
    let message = payload.downcast_ref::<&str>().copied().or(payload.downcast_ref::<String>().map(String::as_str));
    match message.unwrap_or("a panic without a message") {
        "not yet implemented" => format!("line {line} is still todo!()"),
        message => {
            let message = message.lines().map(str::trim).collect::<Vec<_>>().join(", ");
            format!("it panics: {message} ({file}, line {line})")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_sentence_with_its_place() {
        let line = line!() + 1;
        let blank = Verdict::of(|| todo!());
        assert_eq!(blank, Verdict(Err(format!("line {line} is still todo!()"))));
        let line = line!() + 1;
        let panic = Verdict::of(|| panic!("first\n  second"));
        assert_eq!(panic, Verdict(Err(format!("it panics: first, second (verdict.rs, line {line})"))));
    }
}
