//! Every check accepts the solution, and rejects the blank and typical mistakes with the sentence meant for them.

use checks::Verdict;

include!("mistakes.rs");
include!(concat!(env!("OUT_DIR"), "/cases.rs"));

/// The `main` of an exercise as the solution has it, as the reader finds it, and with each of its [`MISTAKES`].
struct Case {
    name: &'static str,
    solution: fn() -> Verdict,
    blank: fn() -> Verdict,
    mistakes: &'static [fn() -> Verdict],
}

#[test]
fn every_check_accepts_the_solution() {
    for case in CASES {
        assert_eq!((case.solution)(), Verdict(Ok(())), "{}", case.name);
    }
}

#[test]
fn every_check_names_the_first_blank() {
    for case in CASES {
        let Verdict(Err(sentence)) = (case.blank)() else { panic!("the check of {} accepts its blank", case.name) };
        assert!(sentence.ends_with(" is still todo!()"), "{}: {sentence}", case.name);
    }
}

#[test]
fn every_check_rejects_three_typical_mistakes_or_more_with_the_sentence_meant_for_them() {
    let mut overlooked = Vec::new();
    for (case, (name, mistakes)) in CASES.iter().zip(MISTAKES) {
        assert_eq!((case.name, case.mistakes.len()), (*name, mistakes.len()));
        assert!(mistakes.len() >= 3, "{name} has too few mistakes");
        for (main, (from, to, beginning)) in case.mistakes.iter().zip(*mistakes) {
            let answer = main().0.err().unwrap_or_else(|| "it is right".into());
            if !answer.starts_with(beginning) {
                overlooked.push(format!("{name}, {to:?} for {from:?}: {answer}"));
            }
        }
    }
    assert!(overlooked.is_empty(), "{}", overlooked.join("\n"));
}
