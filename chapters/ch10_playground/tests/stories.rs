//! The runs that README and page link to: they are the same, their addresses are valid, and they end as the README says.

use std::collections::BTreeSet;
use std::fmt::Debug;

use ch10_playground::frame::{Frame, plane};
use ch10_playground::points::Shape;
use ch10_playground::session::Session;
use ch10_playground::settings::Part;
use clap::ValueEnum;
use common::layers::Activation;
use common::optimizers::Method;

const README: &str = include_str!("../README.md");
const PAGE: &str = include_str!("../pages/learn.html");

/// A run of the README: its settings, and the numbers of its row.
struct Story {
    query: &'static str,
    iterations: usize,
    losses: [f64; 2],
    accuracies: [f64; 2],
}

fn stories() -> Vec<Story> {
    let rows = README.lines().filter_map(|line| line.split_once("/learn?")?.1.split_once(") | "));
    let story = |(query, numbers): (&'static str, &str)| {
        let cells: Vec<_> = numbers.split(" | ").collect();
        let pair = |cell: &str| {
            let (train, test) = cell.split_once(", ").unwrap();
            [train, test].map(|number| number.parse().unwrap())
        };
        Story { query, iterations: cells[0].parse().unwrap(), losses: pair(cells[1]), accuracies: pair(cells[2]) }
    };
    rows.map(story).collect()
}

fn trained(query: &str, iterations: usize) -> Session {
    let mut session = Session::new(&Part::parse(query).unwrap().settings);
    rayon::scope(|_| (0..iterations).for_each(|_| session.advance().unwrap()));
    session
}

#[test]
fn every_run_ends_as_the_readme_says() {
    let stories = stories();
    assert!(stories.len() >= 12, "{} runs", stories.len());
    for Story { query, iterations, losses, accuracies } in stories {
        let session = trained(query, iterations);
        let found = [&session.train, &session.test].map(|points| session.evaluate(points));
        for (found, (loss, accuracy)) in found.iter().zip(losses.into_iter().zip(accuracies)) {
            // Processors differ in the last bits of a product.
            let near = (found.loss - loss).abs() < 0.002 + 0.01 * loss && (found.accuracy - accuracy).abs() < 0.011;
            assert!(near, "{query}: loss {loss} and accuracy {accuracy}, but {found:?}");
        }
    }
}

#[test]
fn six_relus_are_dead_everywhere_and_two_at_all_points() {
    let story = stories().into_iter().find(|story| story.query.contains("activation=relu&init=he&lr=3")).unwrap();
    let session = trained(story.query, 3);
    let frame = Frame::new(&session, &plane()).unwrap();
    let grey = |units: &Vec<Vec<u8>>| units.iter().filter(|unit| unit.iter().all(|&byte| byte == 128)).count();
    assert_eq!(frame.units.iter().map(grey).collect::<Vec<_>>(), [0, 6]);
    let later = trained(story.query, story.iterations);
    let z = later.network.layers.0[..4].iter().fold(later.train.x.clone(), |z, layer| layer.predict(z));
    assert_eq!(z.amax(), 0.0);
}

#[test]
fn the_page_links_to_the_runs_of_the_readme() {
    let links = PAGE.split("<a href=\"?").skip(1).map(|link| link.split('"').next().unwrap().replace("&amp;", "&"));
    let ours: BTreeSet<String> = stories().iter().map(|story| story.query.into()).collect();
    assert_eq!(links.collect::<BTreeSet<_>>(), ours);
}

/// The settings of the page's form with their choices, the first of which is the default.
fn choices() -> Vec<(&'static str, Vec<&'static str>)> {
    let selects = PAGE.split("<select name=\"").skip(1).filter_map(|select| select.split_once("</select>"));
    let selects = selects.filter_map(|(select, _)| select.split_once("\">")).filter(|(name, _)| *name != "layer");
    let choices = |list: &'static str| {
        let options = list.split("<option").skip(1).map(|option| option.split_once('>').unwrap());
        let value = |tag: &'static str, text: &'static str| tag.split('"').nth(1).unwrap_or(text.trim());
        let mut options: Vec<_> = options.map(|(tag, text)| (!tag.contains("selected"), value(tag, text))).collect();
        options.sort_by_key(|&(other, _)| other);
        options.into_iter().map(|(_, value)| value).collect()
    };
    selects.map(|(name, list)| (name, choices(list))).collect()
}

#[test]
fn the_page_has_the_defaults_of_the_settings_and_only_valid_choices() {
    let all = choices();
    let defaults: Vec<_> = all.iter().map(|(name, values)| format!("{name}={}", values[0])).collect();
    let [page, settings] = [&defaults.join("&"), ""].map(|query| format!("{:?}", Part::parse(query).unwrap().settings));
    assert_eq!((all.len(), page), (8, settings));
    for (name, values) in all {
        values.iter().for_each(|value| drop(Part::parse(&format!("{name}={value}")).unwrap()));
    }
}

#[test]
fn the_page_offers_every_shape_activation_and_optimizer() {
    fn names<V: ValueEnum + Debug>() -> Vec<String> {
        V::value_variants().iter().map(|value| value.to_possible_value().unwrap().get_name().into()).collect()
    }
    let sorted = |mut names: Vec<String>| {
        names.sort();
        names
    };
    let offered = |name: &str| {
        let (_, values) = choices().into_iter().find(|(other, _)| *other == name).unwrap();
        sorted(values.into_iter().map(String::from).collect())
    };
    assert_eq!(offered("points"), sorted(names::<Shape>()));
    assert_eq!(offered("activation"), sorted(names::<Activation>()));
    assert_eq!(offered("optimizer"), sorted(names::<Method>()));
}
