//! Links in READMEs and other pages are valid: files behind relative links, headings behind their `#`, and items named
//! after a file, as in ``[`src/lib.rs`](src/lib.rs): `item` ``.

use std::fs;
use std::path::{Path, PathBuf};

use common::settings;

/// READMEs and the pages beside them.
fn pages() -> Vec<PathBuf> {
    let root = settings::workspace();
    let files = |folder: PathBuf| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let crates = files(root.join("chapters")).filter(|path| path.is_dir());
    let folders = crates.chain(["", "chapters", "common", "datasets", "tests"].map(|folder| root.join(folder)));
    folders.flat_map(files).filter(|file| file.extension().is_some_and(|extension| extension == "md")).collect()
}

/// The relative links of a text, each with what follows it up to the next cell or sentence.
fn links(text: &str) -> Vec<(&str, &str)> {
    let parts = text.split("](").skip(1).filter_map(|part| part.split_once(')'));
    let relative = |target: &str| !target.starts_with('#') && !target.contains("://");
    parts.filter(|(target, _)| relative(target)).map(|(t, rest)| (t, rest.split(['|', ';']).next().unwrap())).collect()
}

/// The items that are named right after a link: `: `a`, `B::c``, by their last names.
fn items(after: &str) -> Vec<&str> {
    let Some(list) = after.strip_prefix(": `") else { return Vec::new() };
    let names = list.split("`, `").map(|name| name.split('`').next().unwrap());
    names.map(|name| name.rsplit("::").next().unwrap()).collect()
}

/// Whether the page has a heading with this anchor: its words in lower case, joined by hyphens, without punctuation.
fn has_heading(page: &Path, anchor: &str) -> bool {
    let letters = |c: &char| c.is_alphanumeric() || "-_ ".contains(*c);
    let slug = |heading: &str| heading.chars().filter(letters).collect::<String>().to_lowercase().replace(' ', "-");
    let text = fs::read_to_string(page).unwrap();
    text.lines().filter(|line| line.starts_with('#')).any(|line| slug(line.trim_start_matches('#').trim()) == anchor)
}

/// All Rust code in a file or folder.
fn code(path: &Path) -> String {
    if path.is_file() {
        return fs::read_to_string(path).unwrap();
    }
    fs::read_dir(path).unwrap().map(|entry| code(&entry.unwrap().path())).collect()
}

#[test]
fn every_relative_link_leads_to_a_file_or_heading_and_every_item_named_after_it_is_in_that_file() {
    let mut checked = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for (target, after) in links(&text) {
            let (file, anchor) = target.split_once('#').map_or((target, None), |(file, anchor)| (file, Some(anchor)));
            let path = page.parent().unwrap().join(file);
            let found = path.exists() && anchor.is_none_or(|anchor| has_heading(&path, anchor));
            assert!(found, "{}: there is no {target}", page.display());
            for item in items(after) {
                let code = code(&path);
                let found = code.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == item);
                assert!(found, "{}: there is no {item} in {target}", page.display());
                checked += 1;
            }
        }
    }
    assert!(checked > 100, "only {checked} items were found");
}
