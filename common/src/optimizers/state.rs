//! What optimizers remember from step to step.

use rayon::prelude::*;

use crate::Float;
use crate::layers::Param;

/// `S` numbers for each number of each parameter, all 0 before the first step.
#[derive(Clone, Debug)]
pub struct State<T, const S: usize>(Vec<Vec<[T; S]>>);

impl<T: Float, const S: usize> State<T, S> {
    pub fn new() -> Self {
        Self(Vec::new())
    }

    /// Calls `step(w, g, state)` for every number w of every parameter, on all cores.
    pub fn update(&mut self, params: Vec<&mut Param<T>>, step: impl Fn(&mut T, T, &mut [T; S]) + Sync) {
        /// Numbers worth a thread of their own.
        const PIECE: usize = 1 << 14;
        if self.0.is_empty() {
            self.0 = params.iter().map(|param| vec![[T::zero(); S]; param.value.len()]).collect();
        }
        let (first, now) = (self.0.len(), params.len());
        assert_eq!(first, now, "an optimizer needs the same parameters at each step: {first} at the first, now {now}");
        for (param, state) in params.into_iter().zip(&mut self.0) {
            let (value, grad) = (param.value.as_mut_slice(), param.grad.as_slice());
            let (first, now, slopes) = (state.len(), value.len(), grad.len());
            assert!(
                first == now && now == slopes,
                "an optimizer needs the same parameters at each step: one of {first} numbers has {now} now, its gradient {slopes}"
            );
            let pieces = value.par_chunks_mut(PIECE).zip(grad.par_chunks(PIECE)).zip(state.par_chunks_mut(PIECE));
            pieces.for_each(|((value, grad), state)| {
                for ((w, &g), state) in value.iter_mut().zip(grad).zip(state) {
                    step(w, g, state);
                }
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Adam, Optimizer};
    use super::*;
    use crate::Matrix;

    /// A parameter of so many numbers, and a gradient that differs from number to number.
    fn param(len: usize) -> Param<f64> {
        let mut param = Param::new(Matrix::zeros(1, len));
        param.grad = Matrix::from_fn(1, len, |_, i| (i as f64).sin());
        param
    }

    #[test]
    fn a_parameter_that_is_cut_into_pieces_moves_as_its_numbers_do_alone() {
        let (mut whole, mut optimizer) = (param(40_000), Adam::new(0.1));
        for _ in 0..3 {
            optimizer.update(vec![&mut whole]);
        }
        for i in [0, 1, 16_383, 16_384, 20_000, 39_999] {
            let (mut alone, mut optimizer) = (param(1), Adam::new(0.1));
            alone.grad[0] = whole.grad[i];
            for _ in 0..3 {
                optimizer.update(vec![&mut alone]);
            }
            assert_eq!(alone.value[0], whole.value[i], "number {i}");
        }
    }

    #[test]
    fn parameters_have_states_of_their_own() {
        let (mut a, mut b, mut optimizer) = (param(3), param(2), Adam::new(0.1));
        optimizer.update(vec![&mut a, &mut b]);
        b.grad *= -1.0;
        optimizer.update(vec![&mut a, &mut b]);
        let (mut alone, mut optimizer) = (param(2), Adam::new(0.1));
        optimizer.update(vec![&mut alone]);
        alone.grad *= -1.0;
        optimizer.update(vec![&mut alone]);
        assert_eq!(alone.value, b.value);
    }

    #[test]
    #[should_panic(expected = "an optimizer needs the same parameters at each step: 2 at the first, now 1")]
    fn no_parameter_may_vanish() {
        let mut optimizer = Adam::new(0.1);
        optimizer.update(vec![&mut param(3), &mut param(2)]);
        optimizer.update(vec![&mut param(3)]);
    }

    #[test]
    #[should_panic(expected = "the same parameters at each step: one of 3 numbers has 2 now, its gradient 2")]
    fn no_parameter_may_change_its_size() {
        let mut optimizer = Adam::new(0.1);
        optimizer.update(vec![&mut param(3)]);
        optimizer.update(vec![&mut param(2)]);
    }
}
