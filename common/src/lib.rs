//! Code shared by the chapters (the book's `common/`).

mod dataset;
mod early_stopping;
pub mod files;
mod float;
pub mod functions;
pub mod gradient;
mod history;
pub mod init;
pub mod interrupt;
pub mod layers;
pub mod matrix;
mod multi_layer_net;
mod network;
pub mod optimizers;
pub mod plot;
pub mod progress;
pub mod regression;
mod sampling;
pub mod settings;
mod simd;
mod summary;
pub mod text;
pub mod threads;
mod trainer;
pub mod weights;

pub use dataset::{Augmentation, Dataset, confusion_matrix, count_right, split_indices};
pub use early_stopping::EarlyStopping;
pub use float::Float;
pub use history::History;
pub use matrix::Matrix;
pub use multi_layer_net::MultiLayerNet;
pub use network::{Evaluation, Network};
pub use sampling::Sampling;
pub use summary::{parameters, summary};
pub use trainer::{Diverged, Epoch, Trainer};

/// Every training step allocates the same matrices as the one before. The system's allocator returns large ones to the
/// operating system in between, and has every page of them mapped again.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
