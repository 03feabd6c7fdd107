//! The course's model, 8-3-3-3-1 with ReLU, written twice: as a class with a field for each layer, and as a list.

use clap::ValueEnum;
use common::init::WeightInit;
use common::layers::{Affine, Layer, MeanSquaredError, Param, Relu, Sequential};
use common::{Float, Matrix, Network};
use rand::Rng;

/// Units of each hidden layer.
const HIDDEN: usize = 3;

/// A linear layer as PyTorch initializes it.
fn linear<T: Float>(inputs: usize, outputs: usize, rng: &mut impl Rng) -> Affine<T> {
    Affine::init(WeightInit::Uniform, inputs, outputs, rng)
}

/// The course's second model, `nn.Sequential`: the list of its layers.
pub fn sequential<T: Float>(inputs: usize, rng: &mut impl Rng) -> Sequential<T> {
    Sequential(vec![
        Box::new(linear(inputs, HIDDEN, rng)),
        Box::new(Relu::default()),
        Box::new(linear(HIDDEN, HIDDEN, rng)),
        Box::new(Relu::default()),
        Box::new(linear(HIDDEN, HIDDEN, rng)),
        Box::new(Relu::default()),
        Box::new(linear(HIDDEN, 1, rng)),
    ])
}

/// The course's first model, a class that inherits from `nn.Module`. Here it is a struct that implements [`Layer`], so
/// that it can do whatever a layer can: be trained, saved, and be a part of a larger network.
///
/// PyTorch derives the backward pass from what `forward` does, and finds the parameters by itself. Here both are written
/// out; `Sequential` does it for a list.
pub struct HousingNet<T: Float> {
    linear1: Affine<T>,
    act1: Relu,
    linear2: Affine<T>,
    act2: Relu,
    linear3: Affine<T>,
    act3: Relu,
    linear4: Affine<T>,
}

impl<T: Float> HousingNet<T> {
    /// A network for `inputs` features. The same state of `rng` gives the same weights as [`sequential`].
    pub fn new(inputs: usize, rng: &mut impl Rng) -> Self {
        Self {
            linear1: linear(inputs, HIDDEN, rng),
            act1: Relu::default(),
            linear2: linear(HIDDEN, HIDDEN, rng),
            act2: Relu::default(),
            linear3: linear(HIDDEN, HIDDEN, rng),
            act3: Relu::default(),
            linear4: linear(HIDDEN, 1, rng),
        }
    }
}

impl<T: Float> Layer<T> for HousingNet<T> {
    fn predict(&self, x: Matrix<T>) -> Matrix<T> {
        let h = self.act1.predict(self.linear1.predict(x));
        let h = self.act2.predict(self.linear2.predict(h));
        let h = self.act3.predict(self.linear3.predict(h));
        self.linear4.predict(h)
    }

    fn forward(&mut self, x: Matrix<T>) -> Matrix<T> {
        let h = self.act1.forward(self.linear1.forward(x));
        let h = self.act2.forward(self.linear2.forward(h));
        let h = self.act3.forward(self.linear3.forward(h));
        self.linear4.forward(h)
    }

    fn backward(&mut self, dout: Matrix<T>) -> Matrix<T> {
        let dh = self.backward_to_first(dout);
        self.linear1.backward(dh)
    }

    fn backward_params(&mut self, dout: Matrix<T>) {
        let dh = self.backward_to_first(dout);
        self.linear1.backward_params(dh);
    }

    fn params(&self) -> Vec<&Param<T>> {
        self.linear_layers().into_iter().flat_map(|(_, layer)| layer.params()).collect()
    }

    fn params_mut(&mut self) -> Vec<&mut Param<T>> {
        let layers = [&mut self.linear1, &mut self.linear2, &mut self.linear3, &mut self.linear4];
        layers.into_iter().flat_map(Layer::params_mut).collect()
    }

    fn named_params(&self) -> Vec<(String, &Param<T>)> {
        let mut named = Vec::new();
        for (name, layer) in self.linear_layers() {
            named.extend(layer.params().into_iter().map(|param| (format!("{name}.{}", param.name), param)));
        }
        named
    }

    fn describe(&self) -> String {
        let linear = self.linear_layers().map(|(name, layer)| format!("  ({name}): {}\n", Layer::describe(layer)));
        format!("HousingNet(\n{}  (act1, act2, act3): ReLU()\n)", linear.concat())
    }
}

impl<T: Float> HousingNet<T> {
    /// ∂L/∂h for the output h of the first layer.
    fn backward_to_first(&mut self, dout: Matrix<T>) -> Matrix<T> {
        let dh = self.linear4.backward(dout);
        let dh = self.linear3.backward(self.act3.backward(dh));
        let dh = self.linear2.backward(self.act2.backward(dh));
        self.act1.backward(dh)
    }

    /// The layers with parameters, by their names.
    fn linear_layers(&self) -> [(&'static str, &Affine<T>); 4] {
        [("linear1", &self.linear1), ("linear2", &self.linear2), ("linear3", &self.linear3), ("linear4", &self.linear4)]
    }
}

/// How the model is written.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Model {
    /// A class with a field for each layer
    Class,
    /// A list of layers
    Sequential,
}

impl Model {
    /// The model for `inputs` features, untrained. Both are the same function of the same weights.
    pub fn build<T: Float>(self, inputs: usize, rng: &mut impl Rng) -> Network<T, MeanSquaredError<T>> {
        let layers: Vec<Box<dyn Layer<T>>> = match self {
            Self::Class => vec![Box::new(HousingNet::new(inputs, rng))],
            Self::Sequential => sequential(inputs, rng).0,
        };
        Network::with_loss(layers, MeanSquaredError::default())
    }
}
