//! A training run, one iteration at a time.

use std::vec;

use common::layers::{Loss, SoftmaxWithLoss};
use common::matrix::all_finite;
use common::optimizers::Optimizer;
use common::{Diverged, Evaluation, Network, Sampling, count_right};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

use crate::points::Points;
use crate::settings::{Settings, TEST, TRAIN};

/// A network in training. Its state after any number of iterations depends on the settings alone.
pub struct Session {
    /// Training points.
    pub train: Points<f32>,
    /// Test points.
    pub test: Points<f32>,
    /// Network with two inputs, the coordinates, and two outputs, the scores of the classes.
    pub network: Network<f32>,
    /// Iterations so far.
    pub step: usize,
    optimizer: Optimizer<f32>,
    batch_size: usize,
    rng: ChaCha8Rng,
    /// Mini-batches left in this epoch.
    batches: vec::IntoIter<Vec<usize>>,
}

impl Session {
    /// Points and initial weights. The points do not depend on the network, nor the initial weights on the optimizer.
    pub fn new(settings: &Settings) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(settings.seed as u64);
        let [train, test] = [TRAIN, TEST].map(|n| settings.points.points(n, settings.noise, &mut rng));
        Self {
            train,
            test,
            network: settings.plan().build(&mut rng),
            step: 0,
            optimizer: settings.optimizer.optimizer(settings.lr),
            batch_size: settings.batch,
            rng,
            batches: Vec::new().into_iter(),
        }
    }

    /// Trains for one iteration.
    ///
    /// # Errors
    ///
    /// If the loss or a weight is no longer finite.
    pub fn advance(&mut self) -> Result<(), Diverged> {
        if self.batches.len() == 0 {
            self.batches = Sampling::Shuffled.epoch(TRAIN, self.batch_size, &mut self.rng).into_iter();
        }
        let indices = self.batches.next().expect("an epoch has a mini-batch");
        let Points { x, t } = self.train.select(&indices); //           1. mini-batch
        let loss = self.network.loss_and_gradient(x, &t); //            2. gradient
        self.optimizer.update(self.network.params_mut()); //            3. update
        self.step += 1; //                                              4. repeat
        let finite = loss.is_finite() && self.network.params().iter().all(|param| all_finite(&param.value));
        if finite { Ok(()) } else { Err(Diverged) }
    }

    /// Loss, without the penalty of weight decay, and accuracy on `points`.
    pub fn evaluate(&self, points: &Points<f32>) -> Evaluation {
        let scores = self.network.predict(points.x.clone());
        let loss = SoftmaxWithLoss::default().value(&scores, &points.t);
        Evaluation { loss: loss.into(), accuracy: count_right(&scores, &points.t) as f64 / points.t.len() as f64 }
    }
}

#[cfg(test)]
mod tests {
    use common::init::WeightInit;
    use common::layers::{Activation, Layer};
    use common::optimizers::Momentum;
    use common::{Matrix, MultiLayerNet};

    use super::*;
    use crate::points::Shape;
    use crate::settings::Part;

    fn session(query: &str) -> Session {
        Session::new(&Part::parse(query).unwrap().settings)
    }

    fn values(network: &Network<f32>) -> Vec<Matrix<f32>> {
        network.params().iter().map(|param| param.value.clone()).collect()
    }

    /// The same run, written with `common` alone.
    #[test]
    fn a_session_has_the_bits_of_the_training_loop() {
        let mut session = session(
            "points=spiral&hidden=8-5&activation=relu&init=he&optimizer=momentum&lr=0.05&decay=1e-3&batch=32&seed=7",
        );
        (0..50).for_each(|_| session.advance().unwrap());

        let mut rng = ChaCha8Rng::seed_from_u64(7);
        let points = Shape::Spiral.points::<f32>(100, 0.1, &mut rng);
        Shape::Spiral.points::<f32>(400, 0.1, &mut rng);
        let plan = MultiLayerNet {
            hidden_sizes: vec![8, 5],
            activation: Activation::Relu,
            weight_init: WeightInit::He,
            weight_decay: 1e-3,
            ..MultiLayerNet::new(2, 2)
        };
        let mut network = plan.build(&mut rng);
        let mut optimizer = Optimizer::new(Momentum::default(), 0.05);
        let epochs = (0..13).flat_map(|_| Sampling::Shuffled.epoch(100, 32, &mut rng));
        for indices in epochs.take(50) {
            let t = Vec::from_iter(indices.iter().map(|&n| points.t[n]));
            network.loss_and_gradient(points.x.select_rows(&indices), &t);
            optimizer.update(network.params_mut());
        }
        assert_eq!(values(&session.network), values(&network));
    }

    #[test]
    fn the_points_do_not_depend_on_the_network_nor_initial_weights_on_the_optimizer() {
        let (one, other) = (session("hidden=0"), session("hidden=8-8&batch=1"));
        assert_eq!((&one.train, &one.test), (&other.train, &other.test));
        assert_eq!(values(&other.network), values(&session("hidden=8-8&optimizer=adam&lr=1").network));
    }

    #[test]
    fn divergence_is_an_error() {
        let mut session = session("hidden=4&activation=relu&lr=1e30");
        assert_eq!((0..10).try_for_each(|_| session.advance()), Err(Diverged));
    }

    #[test]
    fn evaluation_is_that_of_the_network_without_the_penalty() {
        let mut session = session("decay=0.1");
        let evaluation = session.evaluate(&session.train);
        session.network.weight_decay = 0.0;
        assert_eq!(evaluation.loss as f32, session.network.loss(session.train.x.clone(), &session.train.t));
        let right = session.network.layers.predict(session.train.x.clone());
        let right = right.row_iter().zip(&session.train.t).filter(|(row, t)| (row[1] > row[0]) == (**t == 1)).count();
        assert_eq!(evaluation.accuracy, right as f64 / 100.0);
    }
}
