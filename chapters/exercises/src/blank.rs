//! From a solution to its blank: what the reader has to write is replaced by `todo!()`.

const BEGIN: &str = "// <solution>";
const END: &str = "// </solution>";

/// The exercise that belongs to the text of a solution: `todo!()` in place of the lines between each pair of marks.
pub fn blank(solution: &str) -> String {
    let (mut text, mut inside) = (String::new(), false);
    for line in solution.lines() {
        match line.trim() {
            BEGIN => {
                inside = true;
                text += &line.replace(BEGIN, "todo!()\n");
            }
            END => inside = false,
            _ if inside => {}
            _ => text += &format!("{line}\n"),
        }
    }
    text
}
