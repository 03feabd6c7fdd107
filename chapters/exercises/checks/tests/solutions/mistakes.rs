// Typical mistakes, which `build.rs` makes in the solutions. This file is included there and in `main.rs`.

/// What is replaced in the solution, by what, and how the sentence for it begins.
type Mistake = (&'static str, &'static str, &'static str);

const MISTAKES: &[(&str, &[Mistake])] = &[
    (
        "gate",
        &[
            ("> 0.0", ">= 0.0", "perceptron gives 1 where b + w·x is exactly 0"),
            ("b + w[0] * x[0]", "w[0] * x[0]", "perceptron ignores the bias"),
            ("x[1] > 0.0", "x[1] > 2.0 * b", "perceptron takes b for the threshold"),
            ("[-0.5, -0.5], 0.7", "[0.5, 0.5], -0.7", "nand is AND"),
            ("[-0.5, -0.5], 0.7", "[-0.5, -0.5], 0.2", "nand is NOR"),
        ],
    ),
    (
        "xor",
        &[
            ("and(s1, s2)", "nand(s1, s2)", "xor is XNOR"),
            ("nand(x1, x2)", "and(x1, x2)", "xor is AND"),
            ("and(s1, s2)", "or(s1, s2)", "xor gives 1 for every input"),
            ("nand(x1, x2)", "or(x1, x2)", "xor is OR"),
        ],
    ),
    (
        "adder",
        &[
            ("(and(a, b), sum)", "(sum, and(a, b))", "half_adder returns (sum, carry)"),
            ("and(nand(a, b), or(a, b))", "or(a, b)", "half_adder gives the sum 1 for 1 + 1"),
            ("or(carry1, carry2)", "and(carry1, carry2)", "full_adder never carries"),
            ("or(carry1, carry2)", "carry1", "full_adder forgets the carry of the second"),
            ("half_adder(sum, c)", "(c, sum)", "full_adder ignores c"),
        ],
    ),
    (
        "step",
        &[
            ("x > 0.0", "x >= 0.0", "step(0) is 1"),
            ("x > 0.0", "x < 0.0", "step is 1 where x < 0"),
            ("{ 1.0 }", "{ x }", "step gives x itself"),
        ],
    ),
    (
        "sigmoid",
        &[
            ("(-x).exp()", "x.exp()", "sigmoid falls from 1 to 0"),
            ("(1.0 + (-x).exp()).recip()", "x.exp() / (1.0 + x.exp())", "sigmoid(1000) or sigmoid(-1000) is NaN"),
            (".recip()", "", "sigmoid is 1 + e⁻ˣ"),
            ("(1.0 + (-x).exp())", "(-x).exp()", "sigmoid is eˣ"),
        ],
    ),
    (
        "three_layers",
        &[
            ("add_row(dot(&z2, &w[2]), &b[2])", "add_row(dot(&z2, &w[2]), &b[2]).map(sigmoid)", "the output goes through"),
            ("add_row(dot(&z1, &w[1]), &b[1]).map(sigmoid)", "add_row(dot(&z1, &w[1]), &b[1])", "z2 is a2"),
            ("add_row(dot(&z2, &w[2]), &b[2])", "dot(&z2, &w[2])", "the bias b3 of the output is missing"),
            ("dot(x, &w[0])", "dot(&w[0], x)", "it panics"),
        ],
    ),
    (
        "softmax",
        &[
            ("(*x - max).exp()", "x.exp()", "softmax(1000, 1001) is NaN: subtract the maximum first"),
            ("row.max()", "x.max()", "softmax of (0, 1) in a batch with (2000, 2001) is NaN"),
            ("row /= row.sum();\n    }\n    y", "}\n let sum = y.sum();\n y / sum", "softmax divides by the sum of the whole batch"),
            ("row /= row.sum();", "", "the first row of softmax adds up to"),
            ("row.sum()", "row.len() as f64", "the first row of softmax adds up to"),
        ],
    ),
    (
        "batches",
        &[
            (" > scores[(n, best)]", " >= scores[(n, best)]", "argmax gives the last of two equal scores"),
            ("(0..t.len()).step_by", "(0..t.len() - batch_size + 1).step_by", "accuracy leaves out the last batch"),
            ("t[first + n]", "t[n]", "accuracy compares each batch with the first labels"),
            ("right as f64 / t.len() as f64", "right as f64 / 3.0", "accuracy is divided by the number of batches"),
            ("step_by(batch_size)", "step_by(t.len())", "accuracy"),
        ],
    ),
    (
        "mini_batch",
        &[
            ("0..t.len())", "0..t.len() - 1)", "the last sample is never drawn"),
            ("|_| rng.random_range(0..t.len())", "|n| n % t.len()", "two mini-batches are the same"),
            ("indices.iter().map(|&n| t[n])", "indices.iter().map(|_| t[rng.random_range(0..t.len())])", "the labels do not"),
            ("0..t.len())", "1..t.len())", "the first sample is never drawn"),
        ],
    ),
    (
        "cross_entropy",
        &[
            ("sum -= ", "sum += ", "the cross entropy has the wrong sign"),
            ("sum / t.len() as f64", "sum", "the cross entropy is a sum"),
            (" + 1e-7)", ")", "the cross entropy is infinite where"),
            ("t.len() as f64", "y.len() as f64", "the cross entropy is divided by N·C"),
            (".ln()", ".log10()", "the cross entropy has the logarithm to the base 10"),
        ],
    ),
    (
        "numerical_diff",
        &[
            ("f(x - h)", "f(x)", "the derivative is half as large"),
            ("(f(x + h) - f(x - h)) / (2.0 * h)", "(f(x + h) - f(x)) / h", "the derivative is a forward difference"),
            ("(2.0 * h)", "h", "the derivative is twice as large"),
            ("1e-4", "1e-50", "the derivative of x³ at 2 is"),
            ("f(x + h) - f(x - h)", "f(x - h) - f(x + h)", "the derivative has the wrong sign"),
            ("1e-4", "1e-8", "rounding spoils the derivative"),
        ],
    ),
    (
        "numerical_gradient",
        &[
            ("(2.0 * h)", "h", "the gradient is twice as large"),
            ("x[(i, j)] - h", "x[(i, j)]", "the gradient is half as large"),
            ("moved[(i, j)] = x[(i, j)];\n", "", "f is evaluated where several elements"),
        ],
    ),
    (
        "gradient_descent",
        &[
            ("x -= learning_rate", "x += learning_rate", "x climbs"),
            ("0..steps", "0..=steps", "there is one step too many"),
            ("0..steps", "1..steps", "there is one step too few"),
            ("(f, &x)", "(f, start)", "every step has the gradient at the start"),
            ("learning_rate * ", "", "the learning rate is not used"),
        ],
    ),
    (
        "two_layer_net",
        &[
            (".map(sigmoid)", "", "the hidden layer has no activation function"),
            ("softmax_cross_entropy(&self.predict(x), t)", "t.len() as f64 * softmax_cross_entropy(&self.predict(x), t)", "the loss is a sum"),
            ("softmax_cross_entropy(&self.predict(x), t)", "softmax_cross_entropy(&common::functions::softmax(&self.predict(x)), t)", "the loss takes softmax twice"),
            ("add_row(dot(&z1, &self.w2), &self.b2)", "common::functions::softmax(&add_row(dot(&z1, &self.w2), &self.b2))", "predict gives probabilities"),
            ("add_row(dot(&z1, &self.w2), &self.b2)", "dot(&z1, &self.w2)", "the bias b2 is missing"),
        ],
    ),
    (
        "training_loop",
        &[
            ("*w -= ", "*w += ", "the weights climb"),
            ("*w -= learning_rate * gradient;", "", "the weights do not change"),
            ("learning_rate * gradient", "gradient", "the learning rate is not used"),
            ("for _ in 0..iterations {\n        let batch = sample();", "let batch = sample();\n for _ in 0..iterations {", "every iteration has the same mini-batch"),
            ("losses.push(loss);", "", "there are 0 losses"),
            ("gradient(w, &batch);", "gradient(w, &sample());", "8 mini-batches are drawn"),
        ],
    ),
    (
        "simple_layers",
        &[
            ("(dout * self.y, dout * self.x)", "(dout * self.x, dout * self.y)", "(dx, dy) of MulLayer are swapped"),
            ("(dout * self.y, dout * self.x)", "(self.y, self.x)", "dx and dy of MulLayer do not depend on dout"),
            ("*self = Self { x, y };", "", "dx and dy of MulLayer are 0"),
            ("(dout, dout)", "(1.0, 1.0)", "dx and dy of AddLayer do not depend on dout"),
            ("(dout, dout)", "(dout / 2.0, dout / 2.0)", "AddLayer divides dout"),
        ],
    ),
    (
        "relu",
        &[
            ("{ 0.0 }", "{ -d }", "dx has the right size but the wrong sign where x < 0"),
            ("x > 0.0)", "x >= 0.0)", "dx is not 0 where x is exactly 0"),
            ("if positive { d }", "if positive { 1.0 }", "dx does not depend on dout"),
            ("&self.mask, |d, positive|", "&dout.map(|d| d > 0.0), |d, positive|", "dx is 0 where dout < 0"),
            ("{ 0.0 }", "{ d }", "dx is dout everywhere"),
        ],
    ),
    (
        "sigmoid_layer",
        &[
            (" * (1.0 - out)", "", "dx is dout·out: the factor 1 - out is missing"),
            ("self.out = x.map(sigmoid);\n        self.out.clone()", "self.out = x.clone(); x.map(sigmoid)", "dx is dout·x(1 - x)"),
            ("dout * out * (1.0 - out)", "out * (1.0 - out)", "dx does not depend on dout"),
            ("dout * out * (1.0 - out)", "-dout * out * (1.0 - out)", "dx has the right size but the wrong sign"),
            ("self.out = x.map(sigmoid)", "if self.out.is_empty() { self.out = x.map(sigmoid) }", "dx belongs to an earlier input"),
        ],
    ),
    (
        "affine",
        &[
            ("dot(transposed(&self.x), dout)", "dot(transposed(dout), &self.x)", "dw is 3 x 2, the transpose"),
            ("column_sums(dout)", "column_sums(dout) / dout.nrows() as f64", "db is the mean of dout"),
            ("column_sums(dout)", "dout.clone()", "db is dout itself"),
            ("add_row(dot(x, &self.w), &self.b)", "dot(x, &self.w)", "out is x·w: the bias is missing"),
            ("dot(dout, transposed(&self.w))", "dot(dout, &self.w)", "it panics"),
        ],
    ),
    (
        "softmax_with_loss",
        &[
            (" / self.t.len() as f64", "", "dx is 4 times too large"),
            ("&self.y - one_hot(&self.t, self.y.ncols())", "one_hot(&self.t, self.y.ncols()) - &self.y", "dx has the right size but the wrong sign"),
            ("self.t.len() as f64", "self.y.len() as f64", "dx is divided by N·C"),
            ("y: softmax(x)", "y: x.clone()", "dx is (x - t) / N"),
            ("(&self.y - one_hot(&self.t, self.y.ncols()))", "self.y.clone()", "dx is y / N"),
        ],
    ),
    (
        "network_of_layers",
        &[
            ("self.layers.iter_mut().rev()", "self.layers.iter_mut()", "∂L/∂w1[0, 0] is"),
            ("dout = layer.backward(dout);", "layer.backward(dout.clone());", "∂L/∂w1"),
            ("x = layer.forward(x);", "x = layer.predict(x);", "it panics: a backward pass needs a forward pass before it"),
            ("for layer in &self.layers {", "for layer in self.layers.iter().rev() {", "predict goes through the layers from the last"),
            ("dout = layer.backward(dout);", "", "∂L/∂w1 is 0: call backward of every layer"),
        ],
    ),
    (
        "gradient_check",
        &[
            (".abs()", "", "a gradient with an element 0.5 too small passes"),
            ("difference > largest || difference.is_nan()", "difference > largest", "a gradient with NaN in it passes"),
            ("largest = difference;", "largest += difference / 4.0;", "the difference is the mean over all elements"),
            ("in &differences", "in differences.iter().take(3)", "a gradient whose last element is wrong passes"),
        ],
    ),
    (
        "tape",
        &[
            ("grad[input] += ", "grad[input] = ", "x is used twice in xy + x"),
            ("(0..=output).rev()", "0..=output", "the nodes are visited from the first to the last"),
            ("vec![(a, y), (b, x)]", "vec![(a, x), (b, y)]", "the slopes of a product are swapped"),
            ("grad[output] = 1.0;", "", "the gradients of a product are 0"),
            ("grad[node] * slope", "slope", "grad[node] is not multiplied in"),
        ],
    ),
    (
        "sgd",
        &[
            ("*w -= ", "*w += ", "w climbs"),
            ("self.lr * g", "g", "the learning rate is not used"),
            ("*w -= self.lr * g", "*w = -self.lr * g", "w is replaced by the step"),
            ("*w -= self.lr * g;", "let _ = &*w - self.lr * g;", "w does not change"),
        ],
    ),
    (
        "momentum",
        &[
            ("*w += &self.v", "*w -= &self.v", "w climbs"),
            ("self.momentum * &self.v - self.lr * g", "&self.v - self.lr * g", "v is not slowed down"),
            ("self.momentum * &self.v - self.lr * g", "self.momentum * &self.v - g", "the learning rate is not used"),
            ("self.momentum * &self.v - self.lr * g", "-self.lr * g", "this is SGD"),
            ("self.momentum * &self.v - self.lr * g", "self.momentum * &self.v + self.lr * g", "w climbs"),
        ],
    ),
    (
        "adam",
        &[
            ("&self.m / (1.0 - beta1.powi(self.steps))", "&self.m", "m is not corrected"),
            ("&self.v / (1.0 - beta2.powi(self.steps))", "&self.v", "v is not corrected"),
            ("self.steps += 1;", "self.steps = 1;", "t is 1 in every step"),
            ("self.steps += 1;", "", "w is NaN"),
            ("(0.9_f64, 0.999_f64, 1e-8)", "(0.999_f64, 0.9_f64, 1e-8)", "β₁ and β₂ are swapped"),
            ("v.sqrt()", "v", "the path of w"),
        ],
    ),
    (
        "he",
        &[
            ("2.0 / inputs", "1.0 / inputs", "the standard deviation is √(1/D)"),
            (".sqrt()", "", "the standard deviation is 2/D"),
            ("2.0 / inputs", "2.0 / outputs", "the standard deviation is √(2/H)"),
            ("random_normal(inputs, outputs", "random_normal(outputs, inputs", "w is H x D"),
        ],
    ),
    (
        "batch_norm",
        &[
            ("+ 1e-5)", ")", "out is NaN where a column is constant"),
            (".sqrt()", "", "x - μ is divided by the variance"),
            ("gamma[d] * (*x - mean) / sigma + beta[d]", "beta[d] * (*x - mean) / sigma + gamma[d]", "γ and β are swapped"),
            ("gamma[d] * (*x - mean) / sigma + beta[d]", "(*x - mean) / sigma", "γ and β are missing"),
            ("column.variance()", "column.variance() * 4.0 / 3.0", "the variance is divided by N - 1"),
        ],
    ),
    (
        "batch_norm_backward",
        &[
            ("dout[(i, d)] - from_statistics", "dout[(i, d)]", "dx is γ/σ dout"),
            ("dbeta + x_hat[i] * dgamma", "dbeta", "dx lacks the term x̂ dγ/N"),
            (" / n as f64", "", "dx has dβ and x̂ dγ without 1/N"),
            ("dot(&x_hat)", "dot(&x.column(d))", "dγ is Σ dout x"),
            ("dout[(i, d)] - from", "dout[(i, d)] + from", "dx has the signs"),
        ],
    ),
    (
        "dropout",
        &[
            ("1.0 / (1.0 - self.ratio)", "1.0", "the units that remain are not scaled up"),
            ("{ 0.0 } else { scale }", "{ scale } else { 0.0 }", "units remain with probability"),
            ("return x.clone()", "return x * (1.0 - self.ratio)", "inference scales by 1 - ratio"),
            ("dout.component_mul(&self.mask)", "{ self.forward(dout, true) }", "backward drops other units"),
            ("dout.component_mul(&self.mask)", "dout.clone()", "dx is dout"),
        ],
    ),
    (
        "early_stopping",
        &[
            (">= patience", "> patience", "training goes on after"),
            ("loss < losses[best]", "loss <= losses[best]", "an equal loss counts"),
            ("epoch - best >=", "epoch - best + 1 >=", "training ends an epoch too early"),
            ("return (epoch, best)", "return (best, epoch)", "the result is (best epoch"),
            ("loss < losses[best]", "loss < losses[epoch.saturating_sub(1)]", "a loss is compared with"),
        ],
    ),
    (
        "output_size",
        &[
            (" / stride + 1", " / stride", "output_size is one too small"),
            ("2 * pad", "pad", "output_size counts the padding once"),
            ("(input + 2 * pad - filter) / stride", "(input + 2 * pad - filter).div_ceil(stride)", "output_size is rounded up"),
            (" / stride", "", "output_size does not depend on the stride"),
        ],
    ),
    (
        "im2col",
        &[
            ("oy * stride + fy, ox * stride + fx", "oy + fy, ox + fx", "the windows overlap"),
            ("oy * stride + fy, ox * stride + fx", "oy * stride + fx, ox * stride + fy", "fy and fx are swapped"),
            ("    col\n}", "    col.transpose()\n}", "col is transposed"),
            ("(column / (filter * filter), column / filter % filter, column % filter)", "(column % c, column / c / filter, column / c % filter)", "the channel changes fastest"),
            ("oy * stride + fy, ", "oy * stride + fy + 1, ", "it panics: the index"),
        ],
    ),
    (
        "convolution",
        &[
            ("add_row(dot(&im2col(x, filter, stride), transposed(w)), b)", "dot(&im2col(x, filter, stride), transposed(w))", "the bias is missing"),
            ("y[[row / (out_h * out_w), f, row / out_w % out_h, row % out_w]] = ", "let i = row * out.ncols() + f; let index = y.indices().nth(i).unwrap(); y[index] = ", "the product is taken for images as it is"),
            (", b);", ", &-b);", "the bias is subtracted"),
            ("transposed(w)", "w", "it panics"),
        ],
    ),
    (
        "pooling",
        &[
            ("f64::NEG_INFINITY", "0.0_f64", "the maximum of a window of negative pixels is 0"),
            ("oy * stride + py, ox * stride + px", "oy + py, ox + px", "the windows overlap"),
            ("max = max.max(x[[n, c, oy * stride + py, ox * stride + px]])", "max = if max < -1e9 { 0.0 } else { max } + x[[n, c, oy * stride + py, ox * stride + px]] / (size * size) as f64", "y is the mean of each window"),
            ("y[[n, c, oy, ox]] = max;", "", "y is 0"),
        ],
    ),
    (
        "augmentation",
        &[
            ("(i as isize - down, j as isize - right)", "(i as isize + down, j as isize + right)", "the image moves up and to the left"),
            ("(i as isize - down, j as isize - right)", "(i as isize - right, j as isize - down)", "down and right are swapped"),
            ("(i as isize - down, j as isize - right)", "((i as isize - down).rem_euclid(image.nrows() as isize), (j as isize - right).rem_euclid(image.ncols() as isize))", "what leaves the image comes back"),
            ("(i as isize - down, j as isize - right)", "((i as isize - down).clamp(0, image.nrows() as isize - 1), (j as isize - right).clamp(0, image.ncols() as isize - 1))", "the border repeats"),
        ],
    ),
    (
        "your_network",
        &[
            ("optimizer.update(network.params_mut());", "optimizer.lr = 0.0; optimizer.update(network.params_mut());", "train accuracy 0."),
            ("0.003", "1e30", "the loss is no longer finite"),
            ("0..1000", "0..20", "train accuracy 0."),
        ],
    ),
];
