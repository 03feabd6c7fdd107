//! From a solution to its blank: what the reader has to write is replaced by `todo!()`.

const BEGIN: &str = "// <solution>";
const END: &str = "// </solution>";

/// The exercise that belongs to the text of a solution: `todo!()` in place of the lines between each pair of marks.
pub fn blank(solution: &str) -> String {
    let (mut text, mut inside) = (String::new(), false);
    let mut lines = solution.lines().peekable();
    while let Some(line) = lines.next() {
        match line.trim() {
            BEGIN => inside = true,
            END => {
                inside = false;
                let is_last = lines.peek().is_none_or(|next| next.trim() == "}");
                text += &line.replace(END, if is_last { "todo!()\n" } else { "todo!();\n" });
            }
            _ if inside => {}
            _ => text += &format!("{line}\n"),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_marks_enclose_becomes_a_todo_that_fits_its_place() {
        let solution = "fn f() -> i32 {\n    // <solution>\n    let x = 1;\n    x\n    // </solution>\n}\n\
                        fn g(x: &mut i32) {\n    // <solution>\n    *x = 1;\n    // </solution>\n    h(x)\n}\n";
        assert_eq!(
            blank(solution),
            "fn f() -> i32 {\n    todo!()\n}\nfn g(x: &mut i32) {\n    todo!();\n    h(x)\n}\n"
        );
    }
}
