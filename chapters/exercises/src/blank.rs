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
