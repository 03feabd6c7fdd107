//! The pages beside the chapters are complete: `chapters/README.md` has a row for every section of the book, and
//! `chapters/DIVERGENCES.md` a link to every README that says where it differs.

use std::fs;

use common::settings;

/// The book's sections from 1.5 to 8.5, each with the number of its subsections.
const SECTIONS: [(&str, usize); 43] = [
    ("1.5", 6),
    ("1.6", 3),
    ("2.1", 0),
    ("2.2", 2),
    ("2.3", 3),
    ("2.4", 2),
    ("2.5", 2),
    ("2.6", 0),
    ("3.1", 3),
    ("3.2", 7),
    ("3.3", 3),
    ("3.4", 3),
    ("3.5", 4),
    ("3.6", 3),
    ("4.1", 2),
    ("4.2", 5),
    ("4.3", 3),
    ("4.4", 2),
    ("4.5", 3),
    ("5.1", 3),
    ("5.2", 3),
    ("5.3", 3),
    ("5.4", 2),
    ("5.5", 2),
    ("5.6", 3),
    ("5.7", 4),
    ("6.1", 8),
    ("6.2", 4),
    ("6.3", 2),
    ("6.4", 3),
    ("6.5", 3),
    ("7.1", 0),
    ("7.2", 7),
    ("7.3", 1),
    ("7.4", 4),
    ("7.5", 0),
    ("7.6", 2),
    ("7.7", 2),
    ("8.1", 3),
    ("8.2", 4),
    ("8.3", 4),
    ("8.4", 3),
    ("8.5", 4),
];

fn page(name: &str) -> String {
    fs::read_to_string(settings::workspace().join("chapters").join(name)).unwrap()
}

#[test]
fn every_section_of_the_book_has_a_row_with_its_korean_title() {
    let page = page("README.md");
    let rows: Vec<_> = page.lines().filter_map(|line| line.strip_prefix("| ")).collect();
    let subsections = |section: &str, count: usize| (1..=count).map(|i| format!("{section}.{i}")).collect::<Vec<_>>();
    for (section, count) in SECTIONS {
        for number in [vec![section.to_owned()], subsections(section, count)].concat() {
            let is_its_row = |row: &&&str| row.trim_start_matches('*').split(' ').next() == Some(&number);
            let title = rows.iter().find(is_its_row).and_then(|row| row.split(" | ").next());
            assert!(title.is_some_and(|title| title.contains('(')), "there is no row for section {number}");
        }
    }
}

#[test]
fn every_readme_that_says_where_it_differs_has_its_entry() {
    let divergences = page("DIVERGENCES.md");
    let chapters = fs::read_dir(settings::workspace().join("chapters")).unwrap().map(|entry| entry.unwrap());
    for chapter in chapters.filter(|entry| entry.path().join("README.md").is_file()) {
        let name = chapter.file_name().into_string().unwrap();
        if page(&format!("{name}/README.md")).contains("\n## Where we differ") {
            let link = format!("({name}/README.md#where-we-differ");
            assert!(divergences.contains(&link), "there is no link to the README of {name}");
        }
    }
}
