//! 5.7.2 A network of layers (오차역전파법을 적용한 신경망 구현하기).
//!
//! ```text
//!      layers[0]          layers[1]          layers[2]          last
//! x ────────────► a1 ────────────► z1 ────────────► a2 ────────────► L
//!                da1◄──────────── dz1◄──────────── da2◄────────────
//! ```
//!
//! Here layers are those of `common`: `layer.predict(x)` computes an output, `layer.forward(x)` also keeps what
//! `layer.backward(dout)` needs; `backward` returns ∂L/∂x and leaves the gradients of weights and biases in the layer.

use checks::{NetworkOfLayers, Verdict, chapter5};
use common::Matrix;
use common::layers::{Layer, Loss, SoftmaxWithLoss};

/// Layers in order, and the loss.
pub struct Network {
    layers: Vec<Box<dyn Layer<f64>>>,
    last: SoftmaxWithLoss<f64>,
}

impl NetworkOfLayers for Network {
    /// The scores, N x C, of `x`, N x D.
    fn predict(&self, mut x: Matrix<f64>) -> Matrix<f64> {
        // <solution>
        for layer in &self.layers {
            x = layer.predict(x);
        }
        x
        // </solution>
    }

    /// The loss for the labels `t`, and in each layer its gradients. `last.forward(scores, t)` is the loss.
    fn loss_and_gradient(&mut self, mut x: Matrix<f64>, t: &[usize]) -> f64 {
        // <solution>
        for layer in &mut self.layers {
            x = layer.forward(x);
        }
        let loss = self.last.forward(x, t);
        let mut dout = self.last.backward();
        for layer in self.layers.iter_mut().rev() {
            dout = layer.backward(dout);
        }
        loss
        // </solution>
    }

    fn layers(&self) -> &[Box<dyn Layer<f64>>] {
        &self.layers
    }
}

/// `cargo run -p exercises -- network_of_layers` runs this check.
pub fn main() -> Verdict {
    chapter5::network_of_layers(|layers| Box::new(Network { layers, last: SoftmaxWithLoss::default() }))
}
