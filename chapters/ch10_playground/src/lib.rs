//! Two pages in the browser. Page 1: draw a digit, and see what three networks of the workspace read in it. Page 2:
//! watch a small network learn to separate points of two classes. The pages only draw; all that is computed is
//! computed here.

pub mod centring;
pub mod digit;
pub mod frame;
pub mod networks;
pub mod points;
pub mod run;
pub mod saliency;
pub mod server;
pub mod session;
pub mod settings;
pub mod test_images;
