//! The course's house price regression (document 003) without PyTorch: its data ([`DataArgs`]), its model, written as a
//! class ([`HousingNet`]) and as a list of layers ([`sequential`]), and the units that cannot learn ([`dead_units`]). The
//! loss, the optimizer and least squares are in [`common`]; the experiment is `main.rs`.

mod data;
mod dead;
mod model;

pub use data::DataArgs;
pub use dead::{HiddenLayer, dead_units};
pub use model::{HousingNet, Model, sequential};
