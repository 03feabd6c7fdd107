//! 3.4, 3.5: the three-layer network and softmax.

use approx::{assert_abs_diff_eq, assert_relative_eq};
use common::functions::{sigmoid, sigmoid_grad, softmax, softmax_cross_entropy};
use common::{Float, Matrix};
use tests::row;

#[test]
fn softmax_gives_the_probabilities_of_section_3_5() {
    assert_abs_diff_eq!(softmax(&row([0.3, 2.9, 4.0])), row([0.01821127, 0.24519181, 0.73659691]), epsilon = 5e-9);
}

#[test]
fn softmax_of_large_numbers_does_not_overflow() {
    let expected = row([9.99954600e-1, 4.53978686e-5, 2.06106005e-9]);
    assert_relative_eq!(softmax(&row([1010.0, 1000.0, 990.0])), expected, max_relative = 1e-8);
}

#[test]
fn a_thousand_up_or_down_gives_no_nan() {
    fn check<T: Float>() {
        let thousands = Matrix::from_row_slice(2, 2, &[1000.0, -1000.0, -1000.0, 1000.0].map(T::of));
        let identity = Matrix::identity(2, 2);
        assert_eq!(softmax(&thousands), identity);
        assert_eq!(thousands.map(sigmoid), identity);
        assert_eq!(thousands.map(sigmoid_grad), Matrix::zeros(2, 2));
        assert_eq!(softmax_cross_entropy(&thousands, &[0, 1]), T::zero());
        assert_eq!(softmax_cross_entropy(&thousands, &[1, 0]), T::of(2000.0));
    }
    check::<f32>();
    check::<f64>();
}
