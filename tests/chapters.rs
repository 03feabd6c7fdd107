//! Every program from end to end on embedded data: what it prints, what it writes and what it refuses.

#[path = "chapters/ch04_two_layer_net.rs"]
mod ch04_two_layer_net;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use common::settings;
use tests::{program, run, stdout};

/// A program, arguments that make it quick and keep it off the network, and the files that it writes.
struct Program {
    package: &'static str,
    binary: &'static str,
    arguments: &'static [&'static str],
    files: &'static [&'static str],
}

impl Program {
    const fn new(
        package: &'static str,
        binary: &'static str,
        arguments: &'static [&'static str],
        files: &'static [&'static str],
    ) -> Self {
        Self { package, binary, arguments, files }
    }
}

const PROGRAMS: [Program; 1] = [Program::new(
    "ch04_two_layer_net",
    "ch04_two_layer_net",
    &["--data", "digits", "--iterations", "50"],
    &["accuracy.png", "loss.png", "weights.safetensors"],
)];

/// Whether the file at `path` is a whole PNG.
fn is_png(path: &Path) -> bool {
    let bytes = fs::read(path).unwrap();
    bytes.starts_with(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR") && bytes.ends_with(b"IEND\xaeB`\x82")
}

#[test]
fn every_program_writes_its_files_and_names_them() {
    for Program { package, binary, arguments, files } in PROGRAMS {
        let output = tempfile::tempdir().unwrap();
        let stdout = stdout(program(package, binary).args(arguments).arg("--output").arg(output.path()));
        let expected: BTreeSet<_> = files.iter().map(|name| output.path().join(name)).collect();
        let written: BTreeSet<_> = fs::read_dir(&output).unwrap().map(|entry| entry.unwrap().path()).collect();
        let named = stdout.lines().filter_map(|line| line.strip_prefix("wrote "));
        let named: BTreeSet<_> = named.map(|path| settings::workspace().join(path)).collect();
        assert_eq!(written, expected, "{binary}");
        assert_eq!(named, expected, "{binary}");
        for file in expected.iter().filter(|file| file.extension().unwrap() == "png") {
            assert!(is_png(file), "{}", file.display());
        }
    }
}

#[test]
fn every_program_explains_itself_and_refuses_what_it_does_not_know() {
    for Program { package, binary, .. } in PROGRAMS {
        let help = stdout(program(package, binary).arg("--help"));
        assert!(help.contains(&format!("Usage: {binary}")), "{help}");
        let refused = run(program(package, binary).arg("--colour"));
        assert_eq!((refused.code, refused.stdout.as_str()), (Some(2), ""), "{binary}");
        assert!(refused.stderr.starts_with("error: unexpected argument '--colour' found"), "{}", refused.stderr);
    }
}

#[test]
fn every_program_names_an_output_folder_that_cannot_be_made() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "in the way").unwrap();
    for Program { package, binary, arguments, .. } in PROGRAMS.iter().filter(|program| !program.files.is_empty()) {
        for output in [&file, &file.join("plots")] {
            let outcome = run(program(package, binary).args(*arguments).arg("--output").arg(output));
            assert_eq!(outcome.code, Some(1), "{binary}");
            assert!(outcome.stderr.starts_with("Error: "), "{}", outcome.stderr);
            assert!(outcome.stderr.contains(&output.display().to_string()), "{}", outcome.stderr);
        }
    }
    assert_eq!(fs::read(&file).unwrap(), b"in the way");
}
