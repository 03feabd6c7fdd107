//! Settings of a run, as they stand in the address of the page: `points=spiral&hidden=8-8&lr=0.03`. clap checks them, as it
//! does those of a command line.

use clap::{Args, Parser};
use common::MultiLayerNet;
use common::init::WeightInit;
use common::layers::Activation;
use common::optimizers::Method;
use common::settings::{count, count_from, not_negative, positive};

use crate::points::Shape;

/// Training points.
pub const TRAIN: usize = 100;
/// Test points.
pub const TEST: usize = 400;
/// Iterations of the longest run.
pub const LONGEST: usize = 20_000;

/// What a run depends on: the same settings give the same run, bit for bit.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// Shape of the points
    #[arg(long, value_enum, default_value_t)]
    pub points: Shape,

    /// Standard deviation of the noise
    #[arg(long, default_value_t = 0.1, value_parser = noise)]
    pub noise: f64,

    /// Units of the hidden layers, "4-2" for 4 and 2; "0" for none
    #[arg(long, default_value = "4", value_parser = hidden)]
    pub hidden: Hidden,

    /// Activation function of the hidden layers
    #[arg(long, value_enum, default_value_t = Activation::Tanh)]
    pub activation: Activation,

    /// Weight initialization: xavier, he, uniform, or a standard deviation
    #[arg(long, default_value = "xavier", value_parser = init)]
    pub init: WeightInit,

    /// Optimizer
    #[arg(long, value_enum, default_value_t)]
    pub optimizer: Method,

    /// Learning rate
    #[arg(long, default_value_t = 0.1, value_parser = positive)]
    pub lr: f64,

    /// Weight decay
    #[arg(long, default_value_t = 0.0, value_parser = not_negative)]
    pub decay: f64,

    /// Mini-batch size
    #[arg(long, default_value_t = 10, value_parser = count(TRAIN))]
    pub batch: usize,

    /// Random seed of points, initial weights and mini-batches
    #[arg(long, default_value_t = 1, value_parser = count_from(0, u32::MAX as usize))]
    pub seed: usize,
}

/// Units of each hidden layer. A name of its own, since clap takes `Vec` for a setting that may be repeated.
pub type Hidden = Box<[usize]>;

impl Settings {
    /// The network, before its weights are drawn.
    pub fn plan(&self) -> MultiLayerNet {
        MultiLayerNet {
            hidden_sizes: self.hidden.to_vec(),
            activation: self.activation,
            weight_init: self.init,
            weight_decay: self.decay,
            ..MultiLayerNet::new(2, 2)
        }
    }
}

/// The part of a run that the page asks for.
#[derive(Clone, Debug, Parser)]
#[command(no_binary_name = true, disable_help_flag = true)]
pub struct Part {
    /// Settings of the run.
    #[command(flatten)]
    pub settings: Settings,

    /// Iteration of the first frame; those before it are trained again
    #[arg(long, default_value_t = 0, value_parser = count_from(0, LONGEST))]
    pub from: usize,

    /// Iteration of the last frame
    #[arg(long, default_value_t = LONGEST, value_parser = count_from(0, LONGEST))]
    pub to: usize,

    /// Iterations from one frame to the next
    #[arg(long, default_value_t = 1, value_parser = count(1000))]
    pub speed: usize,
}

impl Part {
    /// Reads the query of an address.
    ///
    /// # Errors
    ///
    /// A sentence on the first setting that is unknown, repeated or invalid.
    pub fn parse(query: &str) -> Result<Self, String> {
        let arguments = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| format!("--{pair}"));
        Self::try_parse_from(arguments).map_err(|error| {
            let message = error.to_string();
            let sentence: Vec<&str> = message.lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
            sentence.join(" ").trim_start_matches("error: ").into()
        })
    }
}

fn noise(text: &str) -> Result<f64, String> {
    not_negative(text).ok().filter(|&noise| noise <= 0.5).ok_or_else(|| "it must be a number from 0 to 0.5".into())
}

fn hidden(text: &str) -> Result<Hidden, String> {
    if text == "0" {
        return Ok(Hidden::default());
    }
    let sizes: Option<Hidden> = text.split('-').map(|size| count(8)(size).ok()).collect();
    sizes.filter(|sizes| sizes.len() <= 4).ok_or_else(|| "it must be 0, or 1 to 4 layers of 1 to 8 units".into())
}

fn init(text: &str) -> Result<WeightInit, String> {
    match text {
        "xavier" => Ok(WeightInit::Xavier),
        "he" => Ok(WeightInit::He),
        "uniform" => Ok(WeightInit::Uniform),
        std => not_negative(std)
            .ok()
            .filter(|&std| std <= 10.0)
            .map(WeightInit::Std)
            .ok_or_else(|| "it must be xavier, he, uniform, or a standard deviation from 0 to 10".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_settings_has_the_defaults() {
        let Part { settings, from, to, speed } = Part::parse("").unwrap();
        assert_eq!((from, to, speed), (0, LONGEST, 1));
        assert_eq!((settings.points, settings.optimizer, &settings.hidden[..]), (Shape::Xor, Method::Sgd, &[4][..]));
    }

    #[test]
    fn every_setting_is_read() {
        let query = "points=moons&noise=0.2&hidden=8-3&activation=leaky-relu&init=0.01&optimizer=adamw&lr=0.5&decay=1e-3\
                     &batch=1&seed=7&from=5&to=6&speed=10";
        let Part { settings, from, to, speed } = Part::parse(query).unwrap();
        assert_eq!((settings.points, settings.noise, &settings.hidden[..]), (Shape::Moons, 0.2, &[8, 3][..]));
        assert_eq!((settings.activation, settings.init), (Activation::LeakyRelu, WeightInit::Std(0.01)));
        assert_eq!((settings.optimizer, settings.lr, settings.decay), (Method::AdamW, 0.5, 1e-3));
        assert_eq!((settings.batch, settings.seed, from, to, speed), (1, 7, 5, 6, 10));
    }

    #[test]
    fn an_invalid_setting_is_refused_with_a_sentence() {
        for (query, sentence) in [
            ("lr=0", "invalid value '0' for '--lr <LR>': it must be a finite number greater than 0"),
            ("lr=NaN", "it must be a finite number greater than 0"),
            ("lr=", "it must be a finite number greater than 0"),
            ("noise=0.6", "it must be a number from 0 to 0.5"),
            ("hidden=8-9", "it must be 0, or 1 to 4 layers of 1 to 8 units"),
            ("hidden=1-1-1-1-1", "it must be 0, or 1 to 4 layers of 1 to 8 units"),
            ("hidden=0-1", "it must be 0, or 1 to 4 layers of 1 to 8 units"),
            ("activation=step", "invalid value 'step' for '--activation <ACTIVATION>'"),
            ("init=11", "it must be xavier, he, uniform, or a standard deviation from 0 to 10"),
            ("optimizer=lion", "[possible values: sgd, momentum, nesterov, adagrad, rmsprop, adam, adamw]"),
            ("batch=101", "it must be a whole number from 1 to 100"),
            ("seed=-1", "it must be a whole number from 0 to 4294967295"),
            ("decay=inf", "it must be a finite number, 0 or greater"),
            ("speed=0", "it must be a whole number from 1 to 1000"),
            ("from=20001", "it must be a whole number from 0 to 20000"),
            ("lr=1&lr=2", "the argument '--lr <LR>' cannot be used multiple times"),
            ("help", "unexpected argument '--help' found"),
            ("=", "unexpected argument"),
            ("lr", "a value is required for '--lr <LR>' but none was supplied"),
            ("%ff\n", "unexpected argument"),
        ] {
            let message = Part::parse(query).unwrap_err();
            assert!(message.contains(sentence) && !message.contains('\n'), "{query}: {message}");
        }
    }
}
