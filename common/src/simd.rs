//! SIMD vectors: the elements that one instruction of the processor computes on at once, through [`pulp`].

use pulp::Simd;

/// A type of which a processor `S` computes several values at once: 16 `f32` with AVX-512, 4 with SSE or NEON.
pub trait Lanes: Copy {
    /// A vector: as many values as `S` computes on at once.
    type Vector<S: Simd>: Copy;

    /// Number of values in a vector.
    fn lanes<S: Simd>() -> usize {
        size_of::<Self::Vector<S>>() / size_of::<Self>()
    }

    /// `value` in all lanes.
    fn broadcast<S: Simd>(simd: S, value: Self) -> Self::Vector<S>;

    /// `slice` as vectors, and the values at its end that do not fill one.
    fn vectors<S: Simd>(simd: S, slice: &[Self]) -> (&[Self::Vector<S>], &[Self]);

    /// [`Lanes::vectors`], mutable.
    fn vectors_mut<S: Simd>(simd: S, slice: &mut [Self]) -> (&mut [Self::Vector<S>], &mut [Self]);

    /// Values of a slice that does not fill a vector, and 0 in the other lanes.
    fn partial_load<S: Simd>(simd: S, slice: &[Self]) -> Self::Vector<S>;

    /// Writes the first lanes to a slice that a vector does not fit in.
    fn partial_store<S: Simd>(simd: S, slice: &mut [Self], vector: Self::Vector<S>);

    /// `a·b + c`, lane by lane.
    fn multiply_add<S: Simd>(simd: S, a: Self::Vector<S>, b: Self::Vector<S>, c: Self::Vector<S>) -> Self::Vector<S>;

    /// Sum of the lanes.
    fn lane_sum<S: Simd>(simd: S, vector: Self::Vector<S>) -> Self;
}

impl Lanes for f32 {
    type Vector<S: Simd> = S::f32s;

    #[inline(always)]
    fn broadcast<S: Simd>(simd: S, value: f32) -> S::f32s {
        simd.splat_f32s(value)
    }

    #[inline(always)]
    fn vectors<S: Simd>(_: S, slice: &[f32]) -> (&[S::f32s], &[f32]) {
        S::as_simd_f32s(slice)
    }

    #[inline(always)]
    fn vectors_mut<S: Simd>(_: S, slice: &mut [f32]) -> (&mut [S::f32s], &mut [f32]) {
        S::as_mut_simd_f32s(slice)
    }

    #[inline(always)]
    fn partial_load<S: Simd>(simd: S, slice: &[f32]) -> S::f32s {
        simd.partial_load_f32s(slice)
    }

    #[inline(always)]
    fn partial_store<S: Simd>(simd: S, slice: &mut [f32], vector: S::f32s) {
        simd.partial_store_f32s(slice, vector);
    }

    #[inline(always)]
    fn multiply_add<S: Simd>(simd: S, a: S::f32s, b: S::f32s, c: S::f32s) -> S::f32s {
        simd.mul_add_e_f32s(a, b, c)
    }

    #[inline(always)]
    fn lane_sum<S: Simd>(simd: S, vector: S::f32s) -> f32 {
        simd.reduce_sum_f32s(vector)
    }
}

impl Lanes for f64 {
    type Vector<S: Simd> = S::f64s;

    #[inline(always)]
    fn broadcast<S: Simd>(simd: S, value: f64) -> S::f64s {
        simd.splat_f64s(value)
    }

    #[inline(always)]
    fn vectors<S: Simd>(_: S, slice: &[f64]) -> (&[S::f64s], &[f64]) {
        S::as_simd_f64s(slice)
    }

    #[inline(always)]
    fn vectors_mut<S: Simd>(_: S, slice: &mut [f64]) -> (&mut [S::f64s], &mut [f64]) {
        S::as_mut_simd_f64s(slice)
    }

    #[inline(always)]
    fn partial_load<S: Simd>(simd: S, slice: &[f64]) -> S::f64s {
        simd.partial_load_f64s(slice)
    }

    #[inline(always)]
    fn partial_store<S: Simd>(simd: S, slice: &mut [f64], vector: S::f64s) {
        simd.partial_store_f64s(slice, vector);
    }

    #[inline(always)]
    fn multiply_add<S: Simd>(simd: S, a: S::f64s, b: S::f64s, c: S::f64s) -> S::f64s {
        simd.mul_add_e_f64s(a, b, c)
    }

    #[inline(always)]
    fn lane_sum<S: Simd>(simd: S, vector: S::f64s) -> f64 {
        simd.reduce_sum_f64s(vector)
    }
}

#[cfg(test)]
pub mod tests {
    use pulp::{Arch, Scalar, Scalar128b, Scalar256b, Scalar512b, WithSimd};

    use super::*;
    use crate::Float;

    /// What `kernel` computes with the vectors of several kinds of processors: this one's, others whose instructions it has,
    /// and vectors of 1 to 16 elements without special instructions.
    pub fn on_every_processor<K: WithSimd>(kernel: impl Fn() -> K) -> Vec<K::Output> {
        let mut results = vec![
            Arch::new().dispatch(kernel()),
            Scalar.vectorize(kernel()),
            Scalar128b.vectorize(kernel()),
            Scalar256b.vectorize(kernel()),
            Scalar512b.vectorize(kernel()),
        ];
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        results.extend(pulp::x86::V3::try_new().map(|simd| Simd::vectorize(simd, kernel())));
        results
    }

    /// Small whole numbers, of which every processor computes the same sums.
    pub fn whole<T: Float>(i: usize) -> T {
        T::of((i * 7 % 11) as f64)
    }

    /// `3·x + 1` of all elements, and their sum.
    struct Line<'a, T>(&'a [T]);

    impl<T: Float> WithSimd for Line<'_, T> {
        type Output = (Vec<T>, T);

        fn with_simd<S: Simd>(self, simd: S) -> Self::Output {
            let mut out = vec![T::zero(); self.0.len()];
            let ((x, x_rest), (y, y_rest)) = (T::vectors(simd, self.0), T::vectors_mut(simd, &mut out));
            assert_eq!((x.len(), x_rest.len()), (self.0.len() / T::lanes::<S>(), self.0.len() % T::lanes::<S>()));
            let (three, one) = (T::broadcast(simd, T::of(3.0)), T::broadcast(simd, T::one()));
            let line = |x| T::multiply_add(simd, three, x, one);
            let mut sum = T::partial_load(simd, x_rest);
            for (&x, y) in x.iter().zip(y) {
                *y = line(x);
                sum = T::multiply_add(simd, x, one, sum);
            }
            T::partial_store(simd, y_rest, line(T::partial_load(simd, x_rest)));
            (out, T::lane_sum(simd, sum))
        }
    }

    fn assert_every_element_is_reached<T: Float>() {
        for len in 0..40 {
            let x: Vec<T> = (1..=len).map(|i| T::of(f64::from(i))).collect();
            let line: Vec<T> = (1..=len).map(|i| T::of(f64::from(3 * i + 1))).collect();
            for result in on_every_processor(|| Line(&x)) {
                assert_eq!(result, (line.clone(), T::of(f64::from(len * (len + 1) / 2))));
            }
        }
    }

    #[test]
    fn vectors_and_the_rest_reach_every_element_on_every_processor() {
        assert_every_element_is_reached::<f32>();
        assert_every_element_is_reached::<f64>();
    }
}
