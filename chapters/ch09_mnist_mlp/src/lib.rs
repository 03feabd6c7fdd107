//! The course's digit classifier (documents 000 and 001) without PyTorch: its data ([`DataArgs`]), its model
//! ([`ModelArgs`]) and how it is printed ([`summary`]). The loader, the loss, the optimizer and the training loop are in
//! [`common`]; the experiment is `main.rs`.

mod data;
mod model;
mod softmax;
mod summary;

pub use data::{DataArgs, Images, Pixels};
pub use model::ModelArgs;
pub use softmax::Softmax;
pub use summary::summary;
