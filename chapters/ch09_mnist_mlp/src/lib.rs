//! The course's digit classifier (documents 000 and 001) without PyTorch: its data ([`DataArgs`]) and its model
//! ([`ModelArgs`]). The loader, the loss, the optimizer and the training loop are in [`common`]; the experiment is
//! `main.rs`.

mod data;
mod model;
mod softmax;

pub use data::{DataArgs, Images, Pixels};
pub use model::ModelArgs;
pub use softmax::Softmax;
