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
        "softmax",
        &[
            ("(*x - max).exp()", "x.exp()", "softmax(1000, 1001) is NaN: subtract the maximum first"),
            ("row.max()", "x.max()", "softmax of (0, 1) in a batch with (2000, 2001) is NaN"),
            ("row.sum()", "x.map(|y| (y - max).exp()).sum()", "softmax divides by the sum of the whole batch"),
            ("row /= row.sum();", "", "softmax[0, 0] is"),
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
        "affine",
        &[
            ("dot(transposed(&self.x), dout)", "dot(transposed(dout), &self.x)", "dw is 3 x 2, the transpose"),
            ("column_sums(dout)", "column_sums(dout) / dout.nrows() as f64", "db is the mean of dout"),
            ("column_sums(dout)", "dout.clone()", "db is dout itself"),
            ("add_row(dot(x, &self.w), &self.b)", "dot(x, &self.w)", "out is x·w: the bias is missing"),
            ("dot(dout, transposed(&self.w))", "dot(dout, &self.w)", "it panics"),
        ],
    ),
];
