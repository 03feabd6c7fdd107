//! Comparisons that say what a wrong result looks like.

use std::fmt::Debug;

use common::Matrix;

/// Nothing, or a sentence for the reader.
pub type Outcome = Result<(), String>;

/// A function that computes what a mistake results in, and the sentence for it.
pub type Mistake<X> = (fn(&X) -> f64, &'static str);

/// Relative to the largest element. A central difference is exact to about 1e-9.
const TOLERANCE: f64 = 1e-6;

/// A matrix from its rows.
pub fn rows<const R: usize, const C: usize>(rows: [[f64; C]; R]) -> Matrix<f64> {
    Matrix::from_row_slice(R, C, rows.as_flattened())
}

/// Fails with `sentence` unless `condition` holds.
pub fn ensure(condition: bool, sentence: impl Into<String>) -> Outcome {
    if condition { Ok(()) } else { Err(sentence.into()) }
}

/// Whether two matrices agree in shape and, but for rounding, in every element.
pub fn close(a: &Matrix<f64>, b: &Matrix<f64>) -> bool {
    let error = TOLERANCE * b.amax() + 1e-9;
    a.shape() == b.shape() && a.iter().zip(b).all(|(a, b)| a == b || (a - b).abs() <= error)
}

/// Whether two numbers agree but for rounding.
pub fn close_numbers(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() <= TOLERANCE * b.abs() + 1e-9
}

/// Fails unless `got` is close to `right`, with the sentence of the first of the `mistakes` that it is close to, or else
/// with one that describes the difference.
pub fn equal(name: &str, got: &Matrix<f64>, right: &Matrix<f64>, mistakes: &[(Matrix<f64>, &str)]) -> Outcome {
    if close(got, right) {
        return Ok(());
    }
    let mistake = mistakes.iter().find(|(wrong, _)| close(got, wrong));
    Err(mistake.map_or_else(|| difference(name, got, right), |(_, sentence)| (*sentence).into()))
}

/// [`equal`] for a single number.
pub fn equal_number(name: &str, got: f64, right: f64, mistakes: &[(f64, &str)]) -> Outcome {
    let matrix = |number| Matrix::from_element(1, 1, number);
    let mistakes: Vec<_> = mistakes.iter().map(|&(wrong, sentence)| (matrix(wrong), sentence)).collect();
    equal(name, &matrix(got), &matrix(right), &mistakes)
}

/// [`equal`] for a function, over several inputs. Each mistake is another function.
pub fn equal_function<X: Debug>(
    name: &str,
    inputs: &[X],
    got: impl Fn(&X) -> f64,
    right: fn(&X) -> f64,
    mistakes: &[Mistake<X>],
) -> Outcome {
    let got: Vec<f64> = inputs.iter().map(got).collect();
    let agrees = |f: fn(&X) -> f64| inputs.iter().zip(&got).all(|(x, &got)| close_numbers(got, f(x)));
    if agrees(right) {
        return Ok(());
    }
    if let Some((_, sentence)) = mistakes.iter().find(|(wrong, _)| agrees(*wrong)) {
        return Err((*sentence).into());
    }
    let different = inputs.iter().zip(&got).find(|&(x, &got)| !close_numbers(got, right(x)));
    let (x, &got) = different.expect("they do not agree");
    let arguments = format!("{x:?}");
    Err(is_not(&format!("{name}({})", arguments.trim_matches(['(', ')'])), got, right(x)))
}

/// How `got` differs from `right`.
fn difference(name: &str, got: &Matrix<f64>, right: &Matrix<f64>) -> String {
    let ((rows, columns), shape) = (got.shape(), right.shape());
    if (rows, columns) != shape {
        return format!("{name} is {rows} x {columns}, but should be {} x {}", shape.0, shape.1);
    }
    if close(&-got, right) {
        return format!("{name} has the right size but the wrong sign");
    }
    let factor = got.norm() / right.norm();
    if factor.is_finite() && (factor - 1.0).abs() > 0.01 && right.len() > 1 && close(&(got / factor), right) {
        return format!("{name} is {} times what it should be", short(factor));
    }
    let error = TOLERANCE * right.amax() + 1e-9;
    let wrong = |&at: &(usize, usize)| got[at].is_nan() || (got[at] - right[at]).abs() > error;
    let (i, j) = (0..rows).flat_map(|i| (0..columns).map(move |j| (i, j))).find(wrong).unwrap_or_default();
    let name = if right.len() == 1 { name.into() } else { format!("{name}[{i}, {j}]") };
    is_not(&name, got[(i, j)], right[(i, j)])
}

fn is_not(name: &str, got: f64, right: f64) -> String {
    let (a, b) = (short(got), short(right));
    let (a, b) = if a == b { (got.to_string(), right.to_string()) } else { (a, b) };
    format!("{name} is {a}, but should be {b}")
}

/// A number with at most six decimals, or in scientific notation where these do not suffice.
fn short(number: f64) -> String {
    let size = number.abs();
    if number == 0.0 || !number.is_finite() {
        return number.to_string();
    }
    if !(1e-3..1e6).contains(&size) {
        return format!("{number:.4e}");
    }
    format!("{number:.6}").trim_end_matches('0').trim_end_matches('.').into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_described_by_what_it_looks_like() {
        let right = rows([[1.0, -2.0], [3.0, 0.5]]);
        let sentence = |got: Matrix<f64>| equal("dx", &got, &right, &[(&right * 9.0, "nine")]).unwrap_err();
        assert_eq!(equal("dx", &(&right * (1.0 + 1e-9)), &right, &[]), Ok(()));
        assert_eq!(sentence(&right * 9.0), "nine");
        assert_eq!(sentence(right.columns(0, 1).into()), "dx is 2 x 1, but should be 2 x 2");
        assert_eq!(sentence(-&right), "dx has the right size but the wrong sign");
        assert_eq!(sentence(&right * 2.5), "dx is 2.5 times what it should be");
        assert_eq!(sentence(right.map(|x| if x == 3.0 { f64::NAN } else { x })), "dx[1, 0] is NaN, but should be 3");
        assert_eq!(sentence(right.add_scalar(1e-4)), "dx[0, 0] is 1.0001, but should be 1");
        assert_eq!(equal_number("the loss", 1e-8, 0.25, &[]).unwrap_err(), "the loss is 1.0000e-8, but should be 0.25");
    }

    #[test]
    fn a_function_is_compared_with_the_right_one_and_with_mistakes() {
        let compare = |got: fn(&f64) -> f64| equal_function("f", &[-1.0, 2.0], got, |x| x * x, &[(|x| x.abs(), "abs")]);
        assert_eq!(compare(|x| x * x), Ok(()));
        assert_eq!(compare(|x| x.abs()), Err("abs".into()));
        assert_eq!(compare(|_| 1.0), Err("f(2.0) is 1, but should be 4".into()));
    }
}
