//! Networks with trained weights, as the programs of this chapter load them.

use std::path::PathBuf;

use clap::Args;
use common::layers::Image;
use common::weights::WeightsError;
use common::{Dataset, Network, files, settings};
use datasets::weights_file;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

use crate::{Architecture, build};

/// Settings of programs that only evaluate a network.
#[derive(Args, Clone, Debug)]
pub struct TrainedArgs {
    /// File of trained weights [default: the one in the crate for images of this size]
    #[arg(long, value_name = "FILE")]
    weights: Option<PathBuf>,

    /// Network that the weights are for
    #[arg(long, value_enum, default_value_t)]
    network: Architecture,
}

impl TrainedArgs {
    /// Loads the network for `images`, and prints where its weights come from.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or holds the weights of another network.
    pub fn load(&self, images: &Dataset) -> Result<Network<f32>, WeightsError> {
        let folder = settings::workspace().join("chapters/ch08_deep_convnet/weights");
        let file = self.weights.clone().unwrap_or_else(|| folder.join(weights_file(images.image_size())));
        // The initial weights are replaced.
        let mut network = build(&self.network.plan(), image_of(images), &mut ChaCha8Rng::seed_from_u64(0));
        network.load(&file)?;
        println!("weights from {}", files::relative(&file).display());
        Ok(network)
    }
}

/// Size of the images as the input of a network: one channel.
pub fn image_of(images: &Dataset) -> Image {
    let (height, width) = images.image_size();
    Image { channels: 1, height, width }
}
