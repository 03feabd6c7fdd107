//! The exercises, in the book's order.

use std::fs;
use std::path::PathBuf;

use common::settings;

use crate::blank::blank;

/// An exercise. Its number, section and title are in its file.
#[derive(Clone, Copy, Debug)]
pub struct Exercise {
    /// The name by which the program knows it.
    pub name: &'static str,
    /// Shown with `--hint`.
    pub hint: &'static str,
    /// Where the chapters have it: file and item.
    pub compare: (&'static str, &'static str),
}

/// All exercises.
pub const EXERCISES: [Exercise; 5] = [
    Exercise {
        name: "gate",
        hint: "NAND is not AND: take weights and bias of AND, (0.5, 0.5) and -0.7, and flip every sign.",
        compare: ("chapters/ch02_perceptron/src/lib.rs", "perceptron"),
    },
    Exercise {
        name: "softmax",
        hint: "Go through the rows with `row_iter_mut`. `row.max()` is the maximum of a row, `row.apply` changes each element.",
        compare: ("common/src/functions/activations.rs", "softmax"),
    },
    Exercise {
        name: "numerical_gradient",
        hint: "Work on a copy of x: set one element to x + h, then to x - h, and put the old value back before the next one.",
        compare: ("common/src/gradient.rs", "numerical_gradient"),
    },
    Exercise {
        name: "relu",
        hint: "`x.map(…)` gives the mask, `dout.zip_map(&mask, …)` combines two matrices element by element.",
        compare: ("common/src/layers/relu.rs", "Relu"),
    },
    Exercise {
        name: "affine",
        hint: "Write down the shapes: only one product of w and dout is N x D, and only one of x and dout is D x H.",
        compare: ("common/src/layers/affine.rs", "Affine"),
    },
];

/// The folder of this crate.
pub fn folder() -> PathBuf {
    settings::workspace().join("chapters/exercises")
}

impl Exercise {
    /// The exercise with this name, or this number.
    pub fn find(name: &str) -> Option<Self> {
        EXERCISES.into_iter().find(|exercise| [exercise.name, &exercise.number().to_string()].contains(&name))
    }

    /// Its position in the list, from 1.
    pub fn number(self) -> usize {
        1 + EXERCISES.iter().position(|exercise| exercise.name == self.name).expect("it is in the list")
    }

    /// Its file name in `exercises/` and in `solutions/`.
    pub fn file(self) -> String {
        format!("{:02}_{}.rs", self.number(), self.name)
    }

    /// The reader's file.
    pub fn path(self) -> PathBuf {
        folder().join("exercises").join(self.file())
    }

    /// The file of its solution.
    pub fn solution(self) -> PathBuf {
        folder().join("solutions").join(self.file())
    }

    /// The text of the exercise before the reader has written anything.
    ///
    /// # Panics
    ///
    /// If the file of its solution cannot be read.
    pub fn blank(self) -> String {
        let solution = self.solution();
        blank(&fs::read_to_string(&solution).unwrap_or_else(|error| panic!("{}: {error}", solution.display())))
    }

    /// Section and title, from the first line of its blank.
    pub fn title(self) -> String {
        let blank = self.blank();
        let first = blank.lines().next().unwrap_or_default().trim_start_matches("//! ");
        first.rfind(')').map_or(first, |end| &first[..=end]).into()
    }
}
