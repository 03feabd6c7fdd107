//! The table: the course's data set, and a smaller one that needs no download.

use clap::{Args, ValueEnum};
use common::files;
use datasets::{DataError, Table, california, diabetes};

/// Which table, and whether its features are standardized.
#[derive(Args, Clone, Debug)]
pub struct DataArgs {
    /// Data set; the environment variable DLFS_DATASETS names the folder that contains california_housing/
    #[arg(long, value_enum, default_value_t = Source::Auto)]
    data: Source,

    /// Leave the features in their own units, as the course does without noticing
    #[arg(long)]
    no_scaling: bool,
}

/// Data set for regression.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Source {
    /// California housing from its folder, or else downloaded, or else the embedded diabetes data
    Auto,
    /// California housing, 20,640 districts with 8 features; an error if it cannot be loaded
    California,
    /// The 442 embedded diabetes patients with 10 features; never uses the network
    Diabetes,
}

impl DataArgs {
    /// Loads the table, and prints in one line which one and why.
    ///
    /// # Errors
    ///
    /// With `--data california`, if it is not in its folder and cannot be downloaded, or a file is damaged.
    pub fn load(&self) -> Result<Table, DataError> {
        let folder = datasets::folder().join("california_housing");
        let found = |table| (table, format!("California housing from {}", files::relative(&folder).display()));
        let (table, which) = match self.data {
            Source::Diabetes => (in_hundreds(), "the embedded diabetes data, as --data diabetes asks".into()),
            Source::California => found(california::load(&folder)?),
            Source::Auto => california::load(&folder).map(found).unwrap_or_else(|error| {
                eprintln!("{error}");
                (in_hundreds(), format!("the embedded diabetes data, because {}", error.reason()))
            }),
        };
        println!(
            "data: {} samples, {} features, and the target {}: {which}",
            table.len(),
            table.x.ncols(),
            table.target
        );
        Ok(table)
    }

    /// `table` with its features standardized by their mean and standard deviation in `train`, unless
    /// `--no-scaling` is set.
    pub fn scale(&self, table: &Table, train: &Table) -> Table {
        if self.no_scaling { table.clone() } else { table.standardized(train) }
    }
}

/// The diabetes table with its target in hundreds: as small as prices in 100,000 dollars, so that the same learning rate
/// suits both.
fn in_hundreds() -> Table {
    let table = diabetes::load();
    Table { target: "progression / 100".into(), y: &table.y / 100.0, ..table }
}
