//! The course's example of automatic differentiation, the fruit shop of section 5.1 on the tape, and what PyTorch users
//! expect of `backward`, `grad` and `zero_grad`.

use approx::assert_abs_diff_eq;
use ch05_autograd::{Tape, Var, scalar, two_layer_net};
use common::Matrix;
use common::functions::{one_hot, softmax};
use common::gradient::numerical_diff;
use common::matrix::{argmax_rows, random_normal};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

/// The gradient with respect to a scalar.
fn slope(x: Var<'_>) -> f64 {
    x.grad().unwrap()[0]
}

#[test]
fn one_step_for_one_weight_has_the_figures_of_the_course() {
    let tape = Tape::new();
    let (x, y, w) = (tape.constant(scalar(30.2)), tape.constant(scalar(10.5)), tape.parameter(scalar(0.2)));
    let prediction = w * x;
    let loss = (y - prediction).powi(2);
    loss.backward();
    assert_abs_diff_eq!(prediction.item(), 6.04, epsilon = 1e-10);
    assert_abs_diff_eq!(loss.item(), 19.8916, epsilon = 1e-10);
    assert_abs_diff_eq!(slope(w), -269.384, epsilon = 1e-10);
    w.step(0.0001);
    assert_abs_diff_eq!(w.item(), 0.2269384, epsilon = 1e-10);
    tape.forward();
    assert_abs_diff_eq!(prediction.item(), 6.85353968, epsilon = 1e-8);
}

#[test]
fn two_apples_and_three_oranges_have_the_prices_and_gradients_of_the_book() {
    let tape = Tape::new();
    let leaves = [100.0, 2.0, 150.0, 3.0, 1.1].map(|value| tape.parameter(scalar(value)));
    let [apple_price, apples, orange_price, oranges, tax] = leaves;
    let (apple_sum, orange_sum) = (apple_price * apples, orange_price * oranges);
    let fruit = apple_sum + orange_sum;
    let total = fruit * tax;
    total.backward();
    let values = [apple_sum, orange_sum, fruit, total].map(Var::item);
    assert_eq!(values.map(|value| value.round()), [200.0, 450.0, 650.0, 715.0]);
    assert_abs_diff_eq!(total.item(), 715.0, epsilon = 1e-10);
    for (leaf, expected) in leaves.into_iter().zip([2.2, 110.0, 3.3, 165.0, 650.0]) {
        assert_abs_diff_eq!(slope(leaf), expected, epsilon = 1e-10);
    }
    for sum in [apple_sum, orange_sum, fruit] {
        assert_abs_diff_eq!(slope(sum), 1.1, epsilon = 1e-10);
    }
}

/// 5.2.2, 5.2.3: z = t², t = x + y, so ∂z/∂t = 2t and ∂z/∂x = 2t · 1.
#[test]
fn the_chain_rule_differentiates_the_square_of_a_sum() {
    let tape = Tape::new();
    let (x, y) = (tape.parameter(scalar(3.0)), tape.parameter(scalar(4.0)));
    let t = x + y;
    let z = t.powi(2);
    z.backward();
    assert_eq!([z, t, x, y].map(slope), [1.0, 14.0, 14.0, 14.0]);
}

#[test]
fn gradients_add_up_over_all_uses_of_a_variable() {
    let tape = Tape::new();
    let (x, y) = (tape.parameter(scalar(3.0)), tape.parameter(scalar(4.0)));
    let f = x * x * y + x * y + x;
    f.backward();
    assert_eq!((f.item(), slope(x), slope(y)), (51.0, 29.0, 12.0)); // 2xy + y + 1 and x² + x
    let formula = |x: f64, y: f64| x * x * y + x * y + x;
    assert_abs_diff_eq!(slope(x), numerical_diff(|x| formula(x, 4.0), 3.0), epsilon = 1e-8);
    assert_abs_diff_eq!(slope(y), numerical_diff(|y| formula(3.0, y), 4.0), epsilon = 1e-8);
}

#[test]
fn gradients_accumulate_until_zero_grad() {
    let tape = Tape::new();
    let (w, data) = (tape.parameter(scalar(2.0)), tape.constant(scalar(5.0)));
    let loss = (w * data).powi(2); // 25 w²
    assert_eq!(w.grad(), None);
    let mut seen = Vec::new();
    for _ in 0..3 {
        loss.backward();
        seen.push(slope(w));
    }
    assert_eq!(seen, [100.0, 200.0, 300.0]);
    tape.zero_grad();
    assert_eq!(w.grad(), None);
    loss.backward();
    assert_eq!((slope(w), data.grad()), (100.0, None));
}

#[test]
fn a_variable_that_requires_no_gradient_has_none() {
    let tape = Tape::new();
    let (w, data) = (tape.parameter(scalar(2.0)), tape.constant(scalar(5.0)));
    let square = data.powi(2);
    let product = square * w;
    product.backward();
    assert_eq!([w, data, square, product].map(Var::requires_grad), [true, false, false, true]);
    assert_eq!([w, data, square, product].map(|v| v.grad().is_some()), [true, false, false, true]);
}

#[test]
#[should_panic(expected = "multiply: (2, 3) and (4, 3) do not fit")]
fn shapes_that_do_not_broadcast_panic() {
    let tape = Tape::new();
    let _ = tape.constant(Matrix::zeros(2, 3)) * tape.constant(Matrix::zeros(4, 3));
}

#[test]
#[should_panic(expected = "backward: a loss is a single number, this one has the shape (2, 3)")]
fn backward_from_more_than_a_scalar_panics() {
    Tape::new().parameter(Matrix::zeros(2, 3)).backward();
}

/// Appendix A: each node of the graph has the gradient that ch05_backprop's README derives for it.
#[test]
fn softmax_and_cross_entropy_from_exp_sum_divide_and_ln_have_the_gradient_y_minus_t() {
    let labels = [1, 2, 0, 1];
    let (n, c) = (4, 3);
    let scores = [0.3, 2.9, 4.0, -1.2, 0.5, 0.5, 2.0, -3.0, 0.1, 0.0, 1.0, -1.0];
    let tape = Tape::new();
    let x = tape.parameter(Matrix::from_row_slice(n, c, &scores));
    let (t, ones) = (one_hot(&labels, c), tape.constant(Matrix::from_element(c, 1, 1.0)));

    let e = x.exp();
    let s = e.matmul(ones);
    let y = e / s;
    let loss = -(tape.constant(t.clone()) * y.ln()).sum() / tape.constant(scalar(n as f64));
    loss.backward();
    assert_abs_diff_eq!(y.value(), softmax(&x.value()), epsilon = 1e-12);

    let grads = [y, s, e, x].map(|node| node.grad().unwrap() * n as f64);
    let (y, s, e) = (y.value(), s.value(), e.value());
    let de = Matrix::from_fn(n, c, |i, k| 1.0 / s[i] - t[(i, k)] / e[(i, k)]);
    let expected = [-t.component_div(&y), s.map(|s| 1.0 / s), de, &y - &t];
    for (grad, expected) in grads.iter().zip(&expected) {
        assert_abs_diff_eq!(grad, expected, epsilon = 1e-12);
    }
}

/// Whether a 2-4-2 network with tanh learns XOR with the program's default settings.
fn learns_xor(seed: u64) -> bool {
    let (tape, rng) = (Tape::new(), &mut ChaCha8Rng::seed_from_u64(seed));
    let x = tape.constant(Matrix::from_row_slice(4, 2, &[0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0]));
    let (w1, w2) = (random_normal(2, 4, 1.0, rng), random_normal(4, 2, 1.0, rng));
    let parameters = [w1, Matrix::zeros(1, 4), w2, Matrix::zeros(1, 2)].map(|matrix| tape.parameter(matrix));
    let scores = two_layer_net(x, parameters, Var::tanh);
    let loss = scores.softmax_cross_entropy(&[0, 1, 1, 0]);
    for _ in 0..2_000 {
        tape.zero_grad();
        loss.backward();
        parameters.into_iter().for_each(|parameter| parameter.step(1.0));
        tape.forward();
    }
    argmax_rows(&scores.value()) == [0, 1, 1, 0].map(Some) && loss.item() < 0.01
}

#[test]
fn xor_is_learned_with_the_first_seed_and_with_nearly_all_of_a_hundred() {
    assert!(learns_xor(1));
    assert!((1..=100).filter(|&seed| learns_xor(seed)).count() >= 98);
}
