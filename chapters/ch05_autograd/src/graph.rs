//! 5.1 Computational graphs (계산 그래프): a tape as a table, and as a drawing for Mermaid and for Graphviz.

use common::Matrix;

use crate::Tape;
use crate::tape::Node;

/// The column headings of [`Tape::table`].
const HEADS: [&str; 5] = ["node", "operation", "inputs", "forward", "backward"];

impl Tape {
    /// A line for each node in the order of the computation: name, operation, inputs, value (forward) and gradient
    /// (backward). A large matrix is shown by its shape, a missing gradient as a dash, a node without a name by its
    /// number.
    pub fn table(&self) -> String {
        let nodes = self.nodes.borrow();
        let mut rows = vec![HEADS.map(String::from)];
        rows.extend((0..nodes.len()).map(|index| texts(&nodes, index)));
        let [node, operation, inputs, forward, backward] =
            [0, 1, 2, 3, 4].map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0));
        let lines = rows
            .iter()
            .map(|[a, b, c, d, e]| format!("{a:node$}  {b:operation$}  {c:inputs$}  {d:>forward$}  {e:>backward$}\n"));
        lines.collect()
    }

    /// The graph in the DOT language of Graphviz, from left to right: `dot -Tpng graph.dot -o graph.png` draws it.
    /// Parameters are boxes, constants dashed boxes, operations ellipses; each shows the same texts as in
    /// [`Tape::table`].
    pub fn dot(&self) -> String {
        let nodes = self.nodes.borrow();
        let mut dot = String::from("digraph tape {\n    rankdir=LR;\n");
        for (index, node) in nodes.iter().enumerate() {
            let [name, operation, _, forward, backward] = texts(&nodes, index).map(|text| escaped(&text));
            let shape = match &node.operation {
                Some(_) => "shape=ellipse",
                None if node.requires_grad => "shape=box",
                None => "shape=box, style=dashed",
            };
            let label = format!("{name}\\n{operation}\\nforward {forward}\\nbackward {backward}");
            dot += &format!("    n{index} [{shape}, label=\"{label}\"];\n");
            for input in inputs(node) {
                dot += &format!("    n{input} -> n{index};\n");
            }
        }
        dot + "}\n"
    }

    /// The graph in the language of Mermaid, which many sites and editors draw, as the book draws it: operations are
    /// circles; at each arrow are the value that flows along it, and below it the gradient that flows back. The gradient of
    /// a value with several arrows is the sum over them.
    pub fn mermaid(&self) -> String {
        let nodes = self.nodes.borrow();
        let mut graph = String::from("flowchart LR\n");
        let arrow = |from: usize, to: &str| {
            let [_, _, _, forward, backward] = texts(&nodes, from);
            format!("    n{from} -- \"{forward}<br>{backward}\" --> {to}\n")
        };
        for (index, node) in nodes.iter().enumerate() {
            graph += &match &node.operation {
                Some(operation) => format!("    n{index}((\"{}\"))\n", symbol(&operation.name)),
                None => format!("    n{index}[\"{}\"]\n", quoted(&name(&nodes, index))),
            };
            for &input in inputs(node) {
                graph += &arrow(input, &format!("n{index}"));
            }
        }
        let is_used = |index: usize| nodes.iter().any(|node| inputs(node).contains(&index));
        for result in (0..nodes.len()).filter(|&index| !is_used(index)) {
            graph += &arrow(result, &format!("r{result}[\"{}\"]", quoted(&name(&nodes, result))));
        }
        graph
    }
}

/// What the circle of an operation shows: a sign, the book's name of the matrix product, or the operation's own name.
fn symbol(operation: &str) -> &str {
    match operation {
        "add" => "+",
        "subtract" => "−",
        "multiply" => "×",
        "divide" => "÷",
        "matmul" => "dot",
        "softmax_cross_entropy" => "softmax<br>cross entropy",
        _ => operation,
    }
}

/// The columns of [`HEADS`] for a node.
fn texts(nodes: &[Node], index: usize) -> [String; 5] {
    let node = &nodes[index];
    let operation = match &node.operation {
        Some(operation) => &operation.name,
        None if node.requires_grad => "parameter",
        None => "constant",
    };
    let inputs: Vec<String> = inputs(node).iter().map(|&input| name(nodes, input)).collect();
    let backward = node.grad.as_ref().map_or("-".into(), text);
    [name(nodes, index), operation.into(), inputs.join(", "), text(&node.value), backward]
}

fn inputs(node: &Node) -> &[usize] {
    node.operation.as_ref().map_or(&[], |operation| &operation.inputs)
}

fn name(nodes: &[Node], index: usize) -> String {
    let name = &nodes[index].name;
    if name.is_empty() { format!("#{index}") } else { name.clone() }
}

/// A single number as it is, a matrix of up to six elements row by row, such as `[1 2; 3 4]`, and a larger one by its
/// shape.
fn text(m: &Matrix<f64>) -> String {
    match (m.shape(), m.len()) {
        ((1, 1), _) => number(m[0]),
        (_, 1..=6) => {
            let row = |i| m.row(i).iter().map(|&x| number(x)).collect::<Vec<_>>().join(" ");
            format!("[{}]", (0..m.nrows()).map(row).collect::<Vec<_>>().join("; "))
        }
        ((rows, columns), _) => format!("{rows} x {columns}"),
    }
}

/// Six digits at most; -0, as a product with 0 may be, is 0.
fn number(x: f64) -> String {
    let six_digits: f64 = format!("{x:.5e}").parse().expect("what a number prints is a number");
    (six_digits + 0.0).to_string()
}

/// Escaped for a quoted string of the DOT language.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

/// Escaped for a quoted string of Mermaid.
fn quoted(text: &str) -> String {
    text.replace('"', "#quot;").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar;

    /// `loss = mean(w·2)` with a weight of 1 x 2.
    fn small_tape() -> Tape {
        let tape = Tape::new();
        let w = tape.parameter(Matrix::from_element(1, 2, 0.5)).named("w");
        let loss = (w * tape.constant(scalar(2.0))).mean();
        loss.named("a \"loss\"").backward();
        tape
    }

    #[test]
    fn the_table_is_aligned_and_shows_every_node() {
        let expected = "\
node      operation  inputs    forward   backward
w         parameter          [0.5 0.5]      [1 1]
#1        constant                   2          -
#2        multiply   w, #1       [1 1]  [0.5 0.5]
a \"loss\"  mean       #2              1          1
";
        assert_eq!(small_tape().table(), expected);
    }

    #[test]
    fn the_drawing_has_a_node_for_each_node_and_an_edge_for_each_input() {
        let expected = r##"digraph tape {
    rankdir=LR;
    n0 [shape=box, label="w\nparameter\nforward [0.5 0.5]\nbackward [1 1]"];
    n1 [shape=box, style=dashed, label="#1\nconstant\nforward 2\nbackward -"];
    n2 [shape=ellipse, label="#2\nmultiply\nforward [1 1]\nbackward [0.5 0.5]"];
    n0 -> n2;
    n1 -> n2;
    n3 [shape=ellipse, label="a \"loss\"\nmean\nforward 1\nbackward 1"];
    n2 -> n3;
}
"##;
        assert_eq!(small_tape().dot(), expected);
    }

    #[test]
    fn the_arrows_of_mermaid_have_the_values_and_the_gradients() {
        let expected = r##"flowchart LR
    n0["w"]
    n1["#1"]
    n2(("×"))
    n0 -- "[0.5 0.5]<br>[1 1]" --> n2
    n1 -- "2<br>-" --> n2
    n3(("mean"))
    n2 -- "[1 1]<br>[0.5 0.5]" --> n3
    n3 -- "1<br>1" --> r3["a #quot;loss#quot;"]
"##;
        assert_eq!(small_tape().mermaid(), expected);
    }

    #[test]
    fn numbers_have_six_digits_at_most() {
        let texts = [110.00000000000001, 650.0, -269.3840000001, 1.0 / 3.0, -0.0, f64::NAN].map(number);
        assert_eq!(texts, ["110", "650", "-269.384", "0.333333", "0", "NaN"]);
    }

    #[test]
    fn matrices_of_up_to_six_elements_are_written_out() {
        let counted = |rows, columns| Matrix::from_fn(rows, columns, |i, j| (columns * i + j) as f64);
        let texts = [(1, 1), (1, 3), (3, 2), (7, 1)].map(|(rows, columns)| text(&counted(rows, columns)));
        assert_eq!(texts, ["0", "[0 1 2]", "[0 1; 2 3; 4 5]", "7 x 1"]);
    }

    #[test]
    fn names_in_any_script_are_aligned_and_escaped() {
        let tape = Tape::new();
        tape.parameter(scalar(1.0)).named("가중치");
        tape.constant(scalar(2.0)).named("C:\\\n2");
        let lines = tape.table();
        let columns = lines.lines().take(2).map(|line| line.chars().count()).collect::<Vec<_>>();
        assert_eq!(columns, ["node   operation  inputs  forward  backward".len(); 2], "{lines}");
        assert!(tape.dot().contains(r#"label="C:\\\n2\nconstant\nforward 2\nbackward -""#), "{}", tape.dot());
    }
}
