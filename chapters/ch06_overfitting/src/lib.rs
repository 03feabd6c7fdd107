//! 6.4 Proper training (바른 학습을 위해): a network with far more weights than images memorizes these images (6.4.1,
//! 오버피팅). [`Technique`] lists the remedies, [`Settings::train`] applies them.

mod images;
mod masks;
mod training;

pub use images::Images;
pub use masks::mean_with_masks;
pub use training::{Run, Settings};

use std::fmt;

use clap::ValueEnum;
use common::MultiLayerNet;
use common::init::WeightInit;
use datasets::CLASSES;

/// A technique against overfitting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Technique {
    /// Nothing: section 6.4.1 (오버피팅)
    None,
    /// A penalty on large weights: section 6.4.2 (가중치 감소)
    WeightDecay,
    /// Random units are dropped in training: section 6.4.3 (드롭아웃)
    Dropout,
    /// The input of an activation function is normalized: section 6.3 (배치 정규화)
    BatchNorm,
    /// Training stops when the validation loss no longer falls: course (조기 종료)
    EarlyStopping,
}

impl Technique {
    /// A network of six hidden layers of 100 ReLUs with He initialization, for images of D `pixels`. Early stopping
    /// does not change the network, only how long it is trained. Batch normalization gets smaller initial weights: it
    /// does not need He initialization, and relative to such weights the steps are too small to change the hidden
    /// layers.
    pub fn plan(self, pixels: usize, settings: &Settings) -> MultiLayerNet {
        let plan = MultiLayerNet { hidden_sizes: vec![100; 6], ..MultiLayerNet::new(pixels, CLASSES) };
        match self {
            Self::None | Self::EarlyStopping => plan,
            Self::WeightDecay => MultiLayerNet { weight_decay: settings.weight_decay, ..plan },
            Self::Dropout => MultiLayerNet { dropout: settings.dropout, ..plan },
            Self::BatchNorm => {
                let weight_init = WeightInit::Std(settings.batch_norm_std);
                MultiLayerNet { batch_norm: true, weight_init, ..plan }
            }
        }
    }
}

/// The name as it is typed after `--only`.
impl fmt::Display for Technique {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let value = self.to_possible_value().expect("no technique is hidden from the user");
        f.pad(value.get_name())
    }
}
