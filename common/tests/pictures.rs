//! What can be seen in the pictures that are saved.

use std::fs::File;
use std::ops::Range;
use std::path::Path;

use common::Matrix;
use common::files::Save;
use common::plot::{Area, Chart, ChartGrid, HeatMap, Image, ImageGrid, PlotError, Series, Style};

type Rgb = [u8; 3];

/// The first two colours of the palette.
const BLUE: Rgb = [0, 114, 178];
const ORANGE: Rgb = [230, 159, 0];
const GREY: Rgb = [128, 128, 128];

/// The pixels of a saved file.
struct Picture {
    width: usize,
    pixels: Vec<Rgb>,
}

impl Picture {
    fn saved(save: impl FnOnce(&Path) -> Result<(), PlotError>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("picture.png");
        save(&path).unwrap();
        let mut reader = png::Decoder::new(File::open(path).unwrap()).read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size()];
        let info = reader.next_frame(&mut bytes).unwrap();
        assert_eq!(info.color_type, png::ColorType::Rgb);
        let (pixels, _) = bytes[..info.buffer_size()].as_chunks();
        Self { width: info.width as usize, pixels: pixels.to_vec() }
    }

    fn of(chart: &Chart) -> Self {
        Self::saved(|path| chart.save(path))
    }

    fn height(&self) -> usize {
        self.pixels.len() / self.width
    }

    /// The places `(x, y)` of the pixels that have a colour.
    fn places(&self, color: Rgb) -> Vec<(usize, usize)> {
        let places = self.pixels.iter().enumerate().filter(|(_, pixel)| **pixel == color);
        places.map(|(index, _)| (index % self.width, index / self.width)).collect()
    }

    /// The columns and the rows within which a colour lies.
    fn bounds(&self, color: Rgb) -> (Range<usize>, Range<usize>) {
        let (xs, ys): (Vec<_>, Vec<_>) = self.places(color).into_iter().unzip();
        let range = |v: &[usize]| *v.iter().min().unwrap()..*v.iter().max().unwrap() + 1;
        (range(&xs), range(&ys))
    }

    /// How many pixels are as dark as letters are.
    fn ink(&self) -> usize {
        self.pixels.iter().filter(|pixel| (1..=60).contains(&pixel[0]) && pixel[0] == pixel[2]).count()
    }
}

fn line(points: &[(f64, f64)], style: Style) -> Series {
    Series { points: points.to_vec(), style, ..Series::default() }
}

fn chart(series: &[Series]) -> Chart {
    Chart { series: series.to_vec(), ..Chart::default() }
}

/// Whether the blue line rises from left to right.
fn rises(places: &[(usize, usize)]) -> bool {
    let left = places.iter().min().unwrap();
    let right = places.iter().max().unwrap();
    right.1 < left.1
}

#[test]
fn larger_numbers_are_to_the_right_and_above() {
    let rising = line(&[(1.0, 1.0), (2.0, 2.0)], Style::Solid);
    let falling = line(&[(1.0, 2.0), (2.0, 1.0)], Style::Solid);
    assert!(rises(&Picture::of(&chart(&[rising])).places(BLUE)));
    assert!(!rises(&Picture::of(&chart(&[falling])).places(BLUE)));
}

#[test]
fn a_line_that_leaves_the_chart_keeps_its_direction() {
    let square = Area { x: 0.0..1.0, y: 0.0..1.0 };
    let to = |end| {
        let series = vec![line(&[(0.0, 0.0), (end, end)], Style::Solid)];
        Picture::of(&Chart { series, ..Chart::plane(&square) }).places(BLUE)
    };
    assert_eq!(to(1000.0), to(2.0));
}

#[test]
fn dashes_leave_gaps_and_marks_have_their_shapes() {
    let blue = |points: &[(f64, f64)], style| Picture::of(&chart(&[line(points, style)])).places(BLUE);
    let across = [(0.0, 0.0), (1.0, 1.0)];
    let solid = blue(&across, Style::Solid).len();
    for style in [Style::Dashed, Style::Dotted, Style::DashDotted] {
        assert!(blue(&across, style).len() < solid * 4 / 5, "{style:?}");
    }
    let middle = |places: &[(usize, usize)]| {
        let (xs, ys): (Vec<_>, Vec<_>) = places.iter().copied().unzip();
        let middle = |v: &[usize]| (v.iter().min().unwrap() + v.iter().max().unwrap()) / 2;
        (middle(&xs), middle(&ys))
    };
    let (cross, circle) = (blue(&[(1.0, 1.0)], Style::Crosses), blue(&[(1.0, 1.0)], Style::Circles));
    assert!(cross.contains(&middle(&cross)));
    assert!(!circle.contains(&middle(&circle)));
}

#[test]
fn the_head_of_an_arrow_is_at_its_second_point() {
    let picture = Picture::of(&chart(&[Series::arrows("", &[[(0.0, 0.0), (1.0, 0.0)]])]));
    let (columns, _) = picture.bounds(BLUE);
    let middle = (columns.start + columns.end) / 2;
    let (left, right): (Vec<_>, Vec<_>) = picture.places(BLUE).into_iter().partition(|(x, _)| *x < middle);
    assert!(right.len() > left.len());
}

#[test]
fn what_is_shaded_lies_behind_and_only_where_the_function_is_above_the_level() {
    let area = Area { x: 0.0..2.0, y: 0.0..1.0 };
    let region = Series::region("", &area, 1.0, |x, _| x);
    let across = line(&[(0.0, 0.5), (2.0, 0.5)], Style::Solid);
    let picture = Picture::of(&Chart { series: vec![across, region], ..Chart::plane(&area) });
    let (columns, rows) = picture.bounds(BLUE);
    assert!(rows.len() < 10 && columns.len() > 1000, "the line is whole, and nothing else is as blue");
    // A shade of orange, the second colour, on white: a quarter of it.
    let pale = ORANGE.map(|channel| (255.0 - 0.25 * (255.0 - f64::from(channel))).round() as u8);
    let near = |a: Rgb, b: Rgb| a.iter().zip(b).all(|(a, b)| a.abs_diff(b) <= 1);
    let at = |x: usize, y: usize| picture.pixels[y * picture.width + x];
    // Off the line and the grid, once in the left half and once in the right.
    let row = rows.start / 2 + picture.height() / 4;
    let (left, right) = (columns.start + columns.len() / 4 + 7, columns.end - columns.len() / 3 + 7);
    assert!(!near(at(left, row), pale) && near(at(right, row), pale));
}

#[test]
fn titles_names_and_legends_leave_ink() {
    let bare = chart(&[line(&[(0.0, 0.0), (1.0, 1.0)], Style::Solid)]);
    let ink = Picture::of(&bare).ink();
    let titled = Chart { title: "title".into(), ..bare.clone() };
    let named_x = Chart { x_label: "a long name".into(), ..bare.clone() };
    let named_y = Chart { y_label: "a long name".into(), ..bare.clone() };
    let mut labelled = bare.clone();
    labelled.series[0].label = "label".into();
    for (what, chart) in [("title", titled), ("x", named_x), ("y", named_y), ("legend", labelled)] {
        assert!(Picture::of(&chart).ink() > ink + 100, "{what}");
    }
}

#[test]
fn charts_of_a_grid_stand_in_order() {
    let rising = chart(&[line(&[(0.0, 0.0), (1.0, 1.0)], Style::Solid)]);
    let falling = chart(&[line(&[(0.0, 1.0), (1.0, 0.0)], Style::Solid)]);
    let grid = ChartGrid { title: String::new(), columns: 2, charts: vec![rising.clone(), falling, rising] };
    let picture = Picture::saved(|path| grid.save(path));
    let (middle, bottom) = (picture.width / 2, picture.height() / 2);
    let part = |right: bool, below: bool| -> Vec<(usize, usize)> {
        let places = picture.places(BLUE).into_iter();
        places.filter(|(x, y)| (*x >= middle) == right && (*y >= bottom + 30) == below).collect()
    };
    assert!(rises(&part(false, false)) && !rises(&part(true, false)) && rises(&part(false, true)));
    assert!(part(true, true).is_empty());
}

#[test]
fn images_stand_upright_and_in_order_over_their_captions() {
    // Grey at the upper right of the first image and at the lower left of the second.
    let image = |row, column, caption: &str| {
        let mut pixels = Matrix::zeros(2, 3);
        pixels[(row, column)] = 128.0 / 255.0;
        Image { pixels, caption: caption.into() }
    };
    let grid = |caption| ImageGrid {
        title: String::new(),
        columns: 2,
        images: vec![image(0, 2, caption), image(1, 0, caption)],
    };
    let picture = Picture::saved(|path| grid("").save(path));
    let side = picture.places(GREY).len() / 2;
    let side = (side as f64).sqrt() as usize;
    let (columns, rows) = picture.bounds(GREY);
    let first = picture.places(GREY)[0];
    assert_eq!(first, (columns.start, rows.start), "the first image's is above and to the left of the second one's");
    assert_eq!(rows.len(), 2 * side);
    assert!(columns.len() < 3 * side, "from the third column of the first image to the first of the second");
    let captioned = Picture::saved(|path| grid("caption").save(path));
    assert!(captioned.ink() > picture.ink() && captioned.height() > picture.height());
}

#[test]
fn errors_are_coloured_by_their_number_and_the_diagonal_is_not() {
    let counts = Matrix::from_row_slice(3, 3, &[1000, 0, 8, 2, 1000, 0, 0, 0, 1000]);
    let map = HeatMap { counts, ..HeatMap::default() };
    let picture = Picture::saved(|path| map.save(path));
    let (columns, rows) = picture.bounds(ORANGE);
    // The 8 is in the first row and the last column; lines of two pixels lie between the cells.
    let side = columns.len() + 2;
    let cell = |row: usize, column: usize| -> Vec<Rgb> {
        let (left, top) = (columns.start + column * side - 2 * side, rows.start + row * side);
        let row = |y: usize| &picture.pixels[y * picture.width + left..][..columns.len()];
        (top..top + rows.len()).flat_map(row).copied().collect()
    };
    assert_eq!(cell(0, 2)[0], ORANGE);
    assert_eq!(cell(1, 0)[0], ORANGE.map(|channel| 255 - (255 - channel) / 2), "half the colour for a quarter");
    let [red, green, blue] = cell(0, 0)[0];
    assert!(red > 200 && red == green && green == blue, "the diagonal is light grey");
    assert!(cell(0, 1).iter().all(|&pixel| pixel == [255; 3]), "a cell without errors is blank");
    for (row, column) in [(0, 0), (0, 2), (1, 0)] {
        assert!(cell(row, column).iter().any(|pixel| pixel[0] < 60), "no number in row {row}, column {column}");
    }
    for (x_label, y_label) in [("predicted", ""), ("", "true")] {
        let map = HeatMap { x_label: x_label.into(), y_label: y_label.into(), ..map.clone() };
        assert!(Picture::saved(|path| map.save(path)).ink() > picture.ink() + 100, "{x_label}{y_label}");
    }
}
