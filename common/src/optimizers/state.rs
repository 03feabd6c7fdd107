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
        assert_eq!(params.len(), self.0.len(), "an optimizer keeps to its parameters");
        for (param, state) in params.into_iter().zip(&mut self.0) {
            let (value, grad) = (param.value.as_mut_slice(), param.grad.as_slice());
            assert_eq!((grad.len(), state.len()), (value.len(), value.len()), "an optimizer keeps to its parameters");
            let pieces = value.par_chunks_mut(PIECE).zip(grad.par_chunks(PIECE)).zip(state.par_chunks_mut(PIECE));
            pieces.for_each(|((value, grad), state)| {
                for ((w, &g), state) in value.iter_mut().zip(grad).zip(state) {
                    step(w, g, state);
                }
            });
        }
    }
}
