//! The model as PyTorch's `print(model)` shows it, with the number of parameters.

use crate::Float;
use crate::layers::{Layer, Role, Sequential};

/// A model as PyTorch prints it, with the number of learned parameters beside each layer that has any, and their sum in
/// the last line.
///
/// ```
/// use common::{MultiLayerNet, summary};
/// use rand::{SeedableRng, rngs::ChaCha8Rng};
///
/// let plan = MultiLayerNet { hidden_sizes: vec![128, 64], ..MultiLayerNet::new(28 * 28, 10) };
/// let model = plan.build::<f32>(&mut ChaCha8Rng::seed_from_u64(1));
/// assert_eq!(summary(&model.layers), "\
/// Sequential(
///   (0): Linear(in_features=784, out_features=128, bias=True)  100,480
///   (1): ReLU()
///   (2): Linear(in_features=128, out_features=64, bias=True)     8,256
///   (3): ReLU()
///   (4): Linear(in_features=64, out_features=10, bias=True)        650
/// )
/// 109,386 parameters");
/// ```
pub fn summary<T: Float>(model: &Sequential<T>) -> String {
    let described = model.describe();
    let Some((_, layers)) = described.split_once('\n') else { return format!("{described}\n0 parameters") };
    let counts: Vec<usize> = model.0.iter().map(|layer| parameters(layer.as_ref())).collect();
    let widest = layers.lines().map(str::len).max().unwrap_or_default();
    let mut text = String::from("Sequential(\n");
    let mut next = counts.iter();
    for line in layers.lines() {
        // Layers inside of a layer are indented further.
        match line.strip_prefix("  (").and_then(|_| next.next()) {
            Some(&count) if count > 0 => text += &format!("{line:widest$}  {:>7}\n", thousands(count)),
            _ => text += &format!("{line}\n"),
        }
    }
    text + &format!("{} parameters", thousands(counts.iter().sum()))
}

/// Number of learned parameters of a layer: all but the running statistics of batch normalization.
pub fn parameters<T: Float>(layer: &dyn Layer<T>) -> usize {
    layer.params().iter().filter(|param| param.role != Role::Statistic).map(|param| param.value.len()).sum()
}

/// A number with a comma between thousands.
fn thousands(number: usize) -> String {
    match number / 1000 {
        0 => number.to_string(),
        more => format!("{},{:03}", thousands(more), number % 1000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Matrix;
    use crate::layers::{Affine, BatchNorm};

    #[test]
    fn every_parameter_is_counted_once() {
        let affine = || Box::new(Affine::<f64>::new(Matrix::zeros(2, 3), Matrix::zeros(1, 3)));
        let inner = Sequential(vec![affine(), Box::new(BatchNorm::new(3))]);
        let text = summary(&Sequential(vec![Box::new(inner), affine()]));
        let counts: Vec<&str> = text.lines().filter_map(|line| line.rsplit("  ").next()).collect();
        assert_eq!((counts[1], counts[5], counts[7]), ("15", "9", "24 parameters"), "{text}");
        assert_eq!(summary(&Sequential::<f64>(Vec::new())), "Sequential()\n0 parameters");
    }

    #[test]
    fn thousands_are_separated() {
        let texts = [0, 999, 1_000, 109_386, 1_000_001].map(thousands);
        assert_eq!(texts, ["0", "999", "1,000", "109,386", "1,000,001"]);
    }
}
