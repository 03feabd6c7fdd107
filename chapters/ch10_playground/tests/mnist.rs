//! Centring and the networks on MNIST's test images, read from `$DLFS_DATASETS/mnist`. Nothing is downloaded.

use std::fs;

use ch10_playground::centring::{SIDE, centre_of_mass, centred, shifted};
use ch10_playground::digit::{Reader, readers};
use ch10_playground::test_images::{Choice, TestImages};
use common::{Dataset, Matrix, count_right};
use datasets::mnist;

fn images() -> Dataset {
    mnist::load_test(&datasets::folder().join("mnist")).unwrap()
}

/// Fraction of the images that a network reads right after `prepare`, which also gets the number of the image modulo 8.
fn accuracy(reader: &Reader, images: &Dataset, prepare: impl Fn(&Matrix<f64>, usize) -> Matrix<f64> + Sync) -> f64 {
    // A chunk has a multiple of 8 images.
    let right = images.map_chunks(|x: Matrix<f64>, t| {
        let mut prepared = Matrix::zeros(x.nrows(), x.ncols());
        for (n, row) in x.row_iter().enumerate() {
            let image = Matrix::from_row_iterator(SIDE, SIDE, row.iter().copied());
            let image = prepare(&image, n % 8).transpose();
            prepared.row_mut(n).copy_from_slice(image.map(|ink| ink as f32).as_slice());
        }
        count_right(&reader.scores(prepared), t)
    });
    right.iter().sum::<usize>() as f64 / images.len() as f64
}

#[test]
#[ignore = "needs MNIST: set DLFS_DATASETS"]
fn the_networks_are_those_of_the_chapters() {
    let (images, readers) = (images(), readers().unwrap());
    let accuracies = readers.each_ref().map(|reader| accuracy(reader, &images, |image, _| image.clone()));
    assert_eq!(accuracies, [0.9713, 0.9878, 0.9961]);
}

#[test]
#[ignore = "needs MNIST: set DLFS_DATASETS"]
fn centring_leaves_mnist_as_it_is() {
    let images = images();
    let (mut moved, mut changed) = (0.0, 0);
    for n in 0..images.len() {
        let image = images.picture(n);
        let again = centred(&image);
        let ((y, x), (new_y, new_x)) = (centre_of_mass(&image), centre_of_mass(&again));
        moved += (new_y - y).hypot(new_x - x) / images.len() as f64;
        changed += usize::from((again - image).amax() > 1e-9);
    }
    println!("moved by {moved:.5} pixels on average; {changed} images changed");
    assert!(moved < 0.01, "{moved}");
    assert!(changed < 10, "{changed}");
}

#[test]
#[ignore = "needs MNIST: set DLFS_DATASETS"]
fn the_readme_has_the_accuracies_on_shifted_images() {
    let (images, readers) = (images(), readers().unwrap());
    let mut rows = String::new();
    for pixels in 0..=6 {
        let directions = [(-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)];
        let shift =
            |image: &Matrix<f64>, n: usize| shifted(image, (directions[n].0 * pixels, directions[n].1 * pixels));
        let accuracies = readers.each_ref().map(|reader| {
            let alone = accuracy(reader, &images, shift);
            let centred = accuracy(reader, &images, |image, n| centred(&shift(image, n)));
            format!("{alone:.4} | {centred:.4}")
        });
        rows += &format!("| {pixels} | {} |\n", accuracies.join(" | "));
    }
    let readme = fs::read_to_string("README.md").unwrap();
    assert!(readme.contains(&rows), "README.md does not have this table:\n{rows}");
}

#[test]
#[ignore = "needs MNIST: set DLFS_DATASETS"]
fn every_image_that_counts_as_misread_is_misread() {
    let images = TestImages::load(&datasets::folder().join("mnist")).unwrap();
    let mut readers = readers().unwrap();
    for (index, misread) in [287, 122, 39].into_iter().enumerate() {
        let pick =
            |number, readers: &[Reader; 3]| images.pick(Choice { number, misread_by: Some(index) }, readers).unwrap();
        assert_eq!(pick(0, &readers).pixels, pick(misread, &readers).pixels);
        for number in [0, 1, misread - 1] {
            let image = pick(number, &readers);
            let pixels = Matrix::from_row_iterator(SIDE, SIDE, image.pixels.iter().map(|&ink| f64::from(ink) / 255.0));
            let probabilities = readers[index].read(&pixels).probabilities;
            assert!(probabilities.iter().any(|&other| other > probabilities[image.label]), "{image:?}");
        }
    }
    assert!(images.pick(Choice { number: 0, misread_by: Some(3) }, &readers).is_err());
}
