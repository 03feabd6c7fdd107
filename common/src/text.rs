//! Wording of program output.

/// `count` and its unit, in the singular or plural.
///
/// ```
/// use common::text::counted;
/// assert_eq!([0, 1, 30].map(|steps| counted(steps, "step")), ["0 steps", "1 step", "30 steps"]);
/// ```
pub fn counted(count: usize, unit: &str) -> String {
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}
