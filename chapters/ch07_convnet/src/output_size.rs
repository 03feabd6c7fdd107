//! 7.2.4 Stride (스트라이드).

/// Output size of a convolution or pooling along one dimension,
/// (`input` + 2·`pad` - `filter`)/`stride` + 1. All are in pixels. What is left over at the end is ignored.
///
/// ```
/// use ch07_convnet::conv_output_size;
/// assert_eq!(conv_output_size(4, 3, 1, 1), 4);
/// assert_eq!(conv_output_size(7, 3, 2, 0), 3);
/// assert_eq!([28, 31].map(|input| conv_output_size(input, 5, 3, 2)), [10, 11]);
/// ```
///
/// # Panics
///
/// If the filter is larger than the padded input, or `filter` or `stride` is 0.
pub fn conv_output_size(input: usize, filter: usize, stride: usize, pad: usize) -> usize {
    let fits = stride > 0 && filter > 0 && filter <= input + 2 * pad;
    assert!(
        fits,
        "a filter of size {filter} with stride {stride} does not fit an input of size {input} with pad {pad}"
    );
    (input + 2 * pad - filter) / stride + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filter_may_be_as_large_as_the_padded_input() {
        assert_eq!(conv_output_size(3, 5, 4, 1), 1);
    }

    #[test]
    #[should_panic(expected = "a filter of size 6 with stride 4 does not fit an input of size 3 with pad 1")]
    fn a_filter_larger_than_the_padded_input_panics() {
        conv_output_size(3, 6, 4, 1);
    }

    #[test]
    #[should_panic(expected = "with stride 0 does not fit")]
    fn a_stride_of_zero_panics() {
        conv_output_size(4, 2, 0, 0);
    }
}
