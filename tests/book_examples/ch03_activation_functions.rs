//! 3.2: step and sigmoid.

use approx::assert_abs_diff_eq;
use ch03_activation_functions::ACTIVATIONS;
use tests::row;

#[test]
fn step_and_sigmoid_give_the_values_of_sections_3_2_2_and_3_2_4() {
    let [step, sigmoid, ..] = ACTIVATIONS.map(|activation| activation.h);
    let x = row([-1.0, 1.0, 2.0]);
    assert_eq!(x.map(step), row([0.0, 1.0, 1.0]));
    assert_abs_diff_eq!(x.map(sigmoid), row([0.26894142, 0.73105858, 0.88079708]), epsilon = 5e-9);
}
