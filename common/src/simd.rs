//! Vectors: the several elements that one instruction of the processor computes on, as [`pulp`] knows them.

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
