//! 7.4.1 4-dimensional arrays (4차원 배열).

use std::ops::{Index, IndexMut};

use common::{Float, Matrix};

/// A 4-dimensional array in row-major order, as in NumPy and PyTorch: images N x C x H x W (samples, channels, height,
/// width) or filters F x C x FH x FW. `x[[n, c, h, w]]` is an element, and panics outside of the array. Elements that
/// differ in w alone are contiguous in memory.
///
/// ```
/// use ch07_convnet::Array4;
/// let mut x = Array4::<f64>::zeros([10, 1, 28, 28]);
/// x[[9, 0, 27, 1]] = 0.5;
/// assert_eq!(x.shape(), [10, 1, 28, 28]);
/// assert_eq!(x.to_matrix(10)[(9, 27 * 28 + 1)], 0.5);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Array4<T> {
    shape: [usize; 4],
    data: Vec<T>,
}

impl<T: Float> Array4<T> {
    /// An array of the elements in `data`, in row-major order: element n, c, h, w is number ((n·C + c)·H + h)·W + w.
    ///
    /// # Panics
    ///
    /// If `data` does not have N·C·H·W elements.
    pub fn new(shape: [usize; 4], data: Vec<T>) -> Self {
        let count = data.len();
        assert_eq!(
            count,
            shape.iter().product::<usize>(),
            "Array4: {count} elements do not fill an array of {shape:?}"
        );
        Self { shape, data }
    }

    /// An array of zeros: `np.zeros(shape)`.
    pub fn zeros(shape: [usize; 4]) -> Self {
        Self::new(shape, vec![T::zero(); shape.iter().product()])
    }

    /// The elements of a matrix, row by row: `m.reshape(shape)`. Images N x (C·H·W) become N x C x H x W.
    ///
    /// # Panics
    ///
    /// If the numbers of elements differ.
    pub fn from_matrix(m: &Matrix<T>, shape: [usize; 4]) -> Self {
        Self::new(shape, m.transpose().as_slice().to_vec())
    }

    /// The elements as a matrix, row by row: `x.reshape(rows, -1)`. With N rows, the feature index is (c·H + h)·W + w.
    ///
    /// # Panics
    ///
    /// If the elements do not fill `rows` rows of the same length.
    pub fn to_matrix(&self, rows: usize) -> Matrix<T> {
        let columns = self.data.len() / rows.max(1);
        assert_eq!(rows * columns, self.data.len(), "Array4: {:?} does not fill {rows} rows", self.shape);
        Matrix::from_row_slice(rows, columns, &self.data)
    }

    /// The same elements in another shape: `x.reshape(shape)`.
    ///
    /// # Panics
    ///
    /// If the numbers of elements differ.
    pub fn reshape(self, shape: [usize; 4]) -> Self {
        Self::new(shape, self.data)
    }

    /// The dimensions in another order: `x.transpose(axes)`. Dimension i of the result is dimension `axes[i]` of `x`.
    ///
    /// # Panics
    ///
    /// If `axes` is not a permutation of 0, 1, 2, 3.
    pub fn transpose(&self, axes: [usize; 4]) -> Self {
        assert!((0..4).all(|axis| axes.contains(&axis)), "Array4: {axes:?} is not an order of four dimensions");
        let [_, c, h, w] = self.shape;
        // Strides in memory: how far apart neighbours are along each dimension of the result.
        let [by_n, by_c, by_h, by_w] = axes.map(|axis| [c * h * w, h * w, w, 1][axis]);
        let shape @ [_, c, h, w] = axes.map(|axis| self.shape[axis]);
        let from = |i| i / (c * h * w) * by_n + i / (h * w) % c * by_c + i / w % h * by_h + i % w * by_w;
        Self::new(shape, (0..self.data.len()).map(|i| self.data[from(i)]).collect())
    }

    /// The dimensions N, C, H, W.
    pub fn shape(&self) -> [usize; 4] {
        self.shape
    }

    /// Where an element is in `data`.
    fn position(&self, index: [usize; 4]) -> usize {
        let ([n, c, h, w], [_, channels, height, width]) = (index, self.shape);
        let inside = index.iter().zip(self.shape).all(|(&i, size)| i < size);
        assert!(inside, "Array4: {index:?} is outside of an array of {:?}", self.shape);
        ((n * channels + c) * height + h) * width + w
    }
}

impl<T: Float> Index<[usize; 4]> for Array4<T> {
    type Output = T;

    fn index(&self, index: [usize; 4]) -> &T {
        &self.data[self.position(index)]
    }
}

impl<T: Float> IndexMut<[usize; 4]> for Array4<T> {
    fn index_mut(&mut self, index: [usize; 4]) -> &mut T {
        let position = self.position(index);
        &mut self.data[position]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_of_samples_and_an_array_have_the_same_elements() {
        let m = Matrix::from_row_slice(2, 4, &[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]);
        let x = Array4::from_matrix(&m, [2, 1, 2, 2]);
        assert_eq!((x[[0, 0, 1, 0]], x[[1, 0, 0, 1]]), (2.0, 5.0));
        assert_eq!(x.to_matrix(2), m);
    }

    #[test]
    fn transpose_reorders_dimensions_and_back() {
        let x = Array4::new([1, 2, 3, 2], (0..12).map(f64::from).collect());
        let last = x.transpose([0, 2, 3, 1]); // channels last
        assert_eq!(last.shape(), [1, 3, 2, 2]);
        assert_eq!(last.to_matrix(6).row(1), Matrix::from_row_slice(1, 2, &[1.0, 7.0]).row(0));
        assert_eq!(last.transpose([0, 3, 1, 2]), x);
    }

    #[test]
    #[should_panic(expected = "Array4: [0, 0, 0, 2] is outside of an array of [1, 1, 2, 2]")]
    fn an_index_beyond_the_end_of_a_row_panics() {
        let _ = Array4::<f64>::zeros([1, 1, 2, 2])[[0, 0, 0, 2]];
    }

    #[test]
    #[should_panic(expected = "Array4: 3 elements do not fill an array of [1, 1, 2, 2]")]
    fn too_few_elements_panic() {
        Array4::new([1, 1, 2, 2], vec![0.0; 3]);
    }
}
