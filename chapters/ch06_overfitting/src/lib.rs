//! 6.4 For right training (바른 학습을 위해): a network with far more weights than images learns these images by heart
//! (6.4.1, 오버피팅). [`Technique`] lists what can be done against it, [`Settings::train`] does it.

mod images;
mod training;

pub use images::Images;
pub use training::{Run, Settings};

use std::fmt;

use clap::ValueEnum;
use common::MultiLayerNet;
use common::init::WeightInit;
use datasets::CLASSES;

/// What is done against overfitting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Technique {
    /// Nothing: section 6.4.1 (오버피팅)
    None,
    /// Large weights cost: section 6.4.2 (가중치 감소)
    WeightDecay,
    /// Random units are left out in training: section 6.4.3 (드롭아웃)
    Dropout,
    /// What enters an activation function is normalized: section 6.3 (배치 정규화)
    BatchNorm,
    /// The training ends when the loss on validation images no longer falls: course (조기 종료)
    EarlyStopping,
}

impl Technique {
    /// A network of six hidden layers of 100 ReLUs with He's start, for images of D `pixels`. Early stopping does not change
    /// the network, only how long it is trained. Batch normalization begins with smaller weights: beside He's, which it does
    /// not need, the steps are too small to change what the hidden units see.
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

/// The name as it is typed behind `--only`.
impl fmt::Display for Technique {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let value = self.to_possible_value().expect("no technique is hidden from the user");
        f.pad(value.get_name())
    }
}
