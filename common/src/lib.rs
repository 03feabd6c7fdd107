//! What several chapters share (the book's `common/`).

mod dataset;
pub mod files;
mod float;
pub mod functions;
pub mod gradient;
mod history;
pub mod layers;
pub mod matrix;
pub mod plot;
pub mod progress;
pub mod settings;
pub mod threads;
pub mod weights;

pub use dataset::{Dataset, split_indices};
pub use float::Float;
pub use history::History;
pub use matrix::Matrix;
