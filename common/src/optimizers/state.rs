//! Optimizer state, kept between steps.

use pulp::Arch;
use rayon::prelude::*;

use crate::Float;
use crate::layers::Param;

/// Optimizer state: the number of steps, and the values that the rule keeps for each element of each parameter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State<T> {
    /// Number of steps, including the current one.
    pub steps: i32,
    /// For each parameter, `S` values per element, side by side; empty before the first step.
    pub memory: Vec<Vec<T>>,
}

impl<T: Float> State<T> {
    /// Calls `step(w, g, memory)` for each element w of each parameter, on all cores. The `S` values of its memory are
    /// initialized to 0.
    pub fn update<const S: usize>(
        &mut self,
        params: Vec<&mut Param<T>>,
        step: impl Fn(&mut T, T, &mut [T; S]) + Copy + Sync,
    ) {
        /// Elements per parallel task.
        const PIECE: usize = 1 << 14;
        if self.memory.is_empty() {
            self.memory = params.iter().map(|param| vec![T::zero(); S * param.value.len()]).collect();
        }
        let (first, now) = (self.memory.len(), params.len());
        assert_eq!(first, now, "an optimizer needs the same parameters at each step: {first} at the first, now {now}");
        let (negligible, subnormal) = (T::of(NEGLIGIBLE), T::of(SUBNORMAL));
        for (param, memory) in params.into_iter().zip(&mut self.memory) {
            let (memory, _) = memory.as_chunks_mut();
            let (value, grad) = (param.value.as_mut_slice(), param.grad.as_slice());
            let (first, now, slopes) = (memory.len(), value.len(), grad.len());
            assert!(
                first == now && now == slopes,
                "an optimizer needs the same parameters at each step: one of {first} elements has {now} now, its gradient {slopes}"
            );
            let pieces = value.par_chunks_mut(PIECE).zip(grad.par_chunks(PIECE)).zip(memory.par_chunks_mut(PIECE));
            pieces.for_each(|((value, grad), memory)| {
                // The closure gets its own copies: it keeps in registers what no weight can share its memory with.
                Arch::new().dispatch(move || {
                    for ((w, &g), memory) in value.iter_mut().zip(grad).zip(memory) {
                        step(w, g, memory);
                        flush(w, negligible);
                        memory.iter_mut().for_each(|value| flush(value, subnormal));
                    }
                });
            });
        }
    }
}

/// Weights below this are set to 0: next to any other, `f32` does not notice them. With weight decay, Adam shrinks the
/// weights of a unit that no longer learns by a factor at every step, and gradients become products of such weights.
const NEGLIGIBLE: f64 = 1e-20;

/// Below this, `f32` has only subnormal numbers, with which processors compute many times more slowly than with others.
/// The moving average of a gradient that has become 0 would stay among them forever.
const SUBNORMAL: f64 = f32::MIN_POSITIVE as f64;

/// Sets `x` to 0 if its absolute value is below `limit`.
fn flush<T: Float>(x: &mut T, limit: T) {
    *x = if x.abs() < limit { T::zero() } else { *x };
}

#[cfg(test)]
mod tests {
    use super::super::{Adam, Optimizer};
    use super::*;
    use crate::Matrix;
    use crate::layers::Role;

    fn adam() -> Optimizer<f64> {
        Optimizer::new(Adam::default(), 0.1)
    }

    /// A parameter of `len` elements, each with a different gradient.
    fn param(len: usize) -> Param<f64> {
        let mut param = Param::new("weight", Role::Weight, Matrix::zeros(1, len));
        param.grad = Matrix::from_fn(1, len, |_, i| (i as f64).sin());
        param
    }

    #[test]
    fn a_parameter_split_into_pieces_is_updated_like_its_elements_alone() {
        let (mut whole, mut optimizer) = (param(40_000), adam());
        for _ in 0..3 {
            optimizer.update(vec![&mut whole]);
        }
        for i in [0, 1, 16_383, 16_384, 20_000, 39_999] {
            let (mut alone, mut optimizer) = (param(1), adam());
            alone.grad[0] = whole.grad[i];
            for _ in 0..3 {
                optimizer.update(vec![&mut alone]);
            }
            assert_eq!(alone.value[0], whole.value[i], "element {i}");
        }
    }

    #[test]
    fn each_parameter_has_its_own_state() {
        let (mut a, mut b, mut optimizer) = (param(3), param(2), adam());
        optimizer.update(vec![&mut a, &mut b]);
        b.grad *= -1.0;
        optimizer.update(vec![&mut a, &mut b]);
        let (mut alone, mut optimizer) = (param(2), adam());
        optimizer.update(vec![&mut alone]);
        alone.grad *= -1.0;
        optimizer.update(vec![&mut alone]);
        assert_eq!(alone.value, b.value);
    }

    #[test]
    fn what_decays_without_end_becomes_0() {
        let mut param = Param::new("weight", Role::Weight, Matrix::from_element(1, 2, 1.0_f32));
        let mut optimizer = Optimizer::new(Adam::default(), 0.001);
        // The second element has a gradient only once, the first that of weight decay.
        for step in 0..10_000 {
            param.grad = Matrix::from_row_slice(1, 2, &[0.001 * param.value[0], if step == 0 { 1.0 } else { 0.0 }]);
            optimizer.update(vec![&mut param]);
        }
        let [_, _, m, v] = optimizer.state().memory[0][..] else { panic!("two values per element") };
        assert!(param.value[0] == 0.0, "the weight is {}", param.value[0]);
        assert!(m == 0.0 && v > 1e-12, "m is {m}, v is {v}");
    }

    #[test]
    #[should_panic(expected = "an optimizer needs the same parameters at each step: 2 at the first, now 1")]
    fn a_missing_parameter_panics() {
        let mut optimizer = adam();
        optimizer.update(vec![&mut param(3), &mut param(2)]);
        optimizer.update(vec![&mut param(3)]);
    }

    #[test]
    #[should_panic(expected = "the same parameters at each step: one of 3 elements has 2 now, its gradient 2")]
    fn a_parameter_of_another_size_panics() {
        let mut optimizer = adam();
        optimizer.update(vec![&mut param(3)]);
        optimizer.update(vec![&mut param(2)]);
    }
}
