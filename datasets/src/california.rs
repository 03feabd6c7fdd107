//! California housing: the median house price in 20,640 districts, from the census of 1990, and eight features of each.
//!
//! Pace and Barry, "Sparse Spatial Autoregressions", Statistics and Probability Letters 33(3), 1997, pages 291 to 297.
//! The columns are those of scikit-learn's `fetch_california_housing`.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use common::Matrix;
use flate2::read::GzDecoder;
use tar::Archive;

use crate::download::{Downloader, RemoteFile, Timeouts};
use crate::{DataError, Table, read_bytes};

/// The archive on figshare, which scikit-learn downloads too, and on the page of its maintainer.
const MIRRORS: [&str; 2] =
    ["https://ndownloader.figshare.com/files/5976036", "https://www.dcc.fc.up.pt/~ltorgo/Regression/cal_housing.tgz"];

const ARCHIVE: RemoteFile = RemoteFile {
    name: "cal_housing.tgz",
    bytes: 441_963,
    sha256: "aaa5c9a6afe2225cc2aed2723682ae403280c4a3695a2ddda4ffb5d8215ea681",
};

/// The file in the archive that has the numbers. It may also lie in the folder itself, without the archive.
const MEMBER: &str = "CaliforniaHousing/cal_housing.data";
const PLAIN: &str = "cal_housing.data";

/// The columns of that file, which has no header.
const COLUMNS: [&str; 9] = [
    "longitude",
    "latitude",
    "housingMedianAge",
    "totalRooms",
    "totalBedrooms",
    "population",
    "households",
    "medianIncome",
    "medianHouseValue",
];

/// Loads the table from `folder`: from `cal_housing.data` if it is there, else from `cal_housing.tgz`, which is
/// downloaded if it is missing. 20,640 samples, 8 features. The target is the median house price in 100,000 dollars.
///
/// | feature | what |
/// |---|---|
/// | `MedInc` | median income, 10,000 dollars |
/// | `HouseAge` | median age of the houses, years; 52 means 52 and more |
/// | `AveRooms` | rooms per household |
/// | `AveBedrms` | bedrooms per household |
/// | `Population` | inhabitants of the district |
/// | `AveOccup` | inhabitants per household |
/// | `Latitude`, `Longitude` | place of the district, degrees |
///
/// # Errors
///
/// If both files are missing and no mirror delivers the archive, or if a file is damaged.
pub fn load(folder: &Path) -> Result<Table, DataError> {
    let plain = folder.join(PLAIN);
    if plain.exists() {
        return read(&plain.display().to_string(), &read_bytes(&plain)?);
    }
    let mut downloader = Downloader::new(MIRRORS.map(String::from).into(), Timeouts::default());
    downloader.download_missing(&[ARCHIVE], folder)?;
    let archive = folder.join(ARCHIVE.name);
    let unpacked = unpack(&archive).and_then(|text| read(&format!("{MEMBER} in {}", archive.display()), &text));
    let remedy = "Delete the archive to have it downloaded again";
    unpacked.map_err(|error| DataError::Damaged { error: error.into(), remedy })
}

/// The file [`MEMBER`] of the archive at `path`.
fn unpack(path: &Path) -> Result<Vec<u8>, DataError> {
    let file = File::open(path).map_err(|error| DataError::Read { path: path.into(), error })?;
    member(file).map_err(|error| DataError::Archive { path: path.into(), member: MEMBER, error })
}

fn member(archive: impl Read) -> io::Result<Vec<u8>> {
    for entry in Archive::new(GzDecoder::new(archive)).entries()? {
        let mut entry = entry?;
        if entry.path()?.as_ref() == Path::new(MEMBER) {
            let mut text = Vec::new();
            entry.read_to_end(&mut text)?;
            return Ok(text);
        }
    }
    Err(io::Error::new(io::ErrorKind::NotFound, "there is no such file in it"))
}

/// The table from the text of the file, with averages per household instead of sums over the district.
fn read(name: &str, text: &[u8]) -> Result<Table, DataError> {
    let Table { x, y, .. } = Table::from_csv_without_header(name, text, &COLUMNS)?;
    let column = |name| x.column(COLUMNS.iter().position(|&column| column == name).expect("it is one of the columns"));
    let households = column("households");
    if let Some(sample) = households.iter().position(|&households| households <= 0.0) {
        return Err(DataError::Households { name: name.into(), sample: sample + 1, households: households[sample] });
    }
    let per_household = |name| column(name).component_div(&households);
    let features = [
        ("MedInc", column("medianIncome").into_owned()),
        ("HouseAge", column("housingMedianAge").into_owned()),
        ("AveRooms", per_household("totalRooms")),
        ("AveBedrms", per_household("totalBedrooms")),
        ("Population", column("population").into_owned()),
        ("AveOccup", per_household("population")),
        ("Latitude", column("latitude").into_owned()),
        ("Longitude", column("longitude").into_owned()),
    ];
    Ok(Table {
        features: features.iter().map(|(name, _)| name.to_string()).collect(),
        x: Matrix::from_columns(&features.map(|(_, column)| column)),
        target: "price".into(),
        y: y / 100_000.0,
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    /// The first two lines of the real file.
    const TEXT: &str = "-122.230000,37.880000,41.000000,880.000000,129.000000,322.000000,126.000000,8.325200,452600.000000\n\
        -122.220000,37.860000,21.000000,7099.000000,1106.000000,2401.000000,1138.000000,8.301400,358500.000000\n";

    /// A folder with this file.
    fn folder_with(name: &str, bytes: &[u8]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), bytes).unwrap();
        folder
    }

    /// An archive of one file.
    fn archive_of(member: &str, text: &str) -> Vec<u8> {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
        archive.append_data(&mut header, member, text.as_bytes()).unwrap();
        archive.into_inner().unwrap().finish().unwrap()
    }

    #[test]
    fn the_columns_are_in_the_order_of_scikit_learn_and_sums_are_divided_by_households() {
        let Table { features, x, target, y } = load(folder_with(PLAIN, TEXT.as_bytes()).path()).unwrap();
        let names = ["MedInc", "HouseAge", "AveRooms", "AveBedrms", "Population", "AveOccup", "Latitude", "Longitude"];
        assert_eq!((&features[..], target.as_str()), (&names.map(String::from)[..], "price"));
        let first = [8.3252, 41.0, 880.0 / 126.0, 129.0 / 126.0, 322.0, 322.0 / 126.0, 37.88, -122.23];
        assert_eq!(Vec::from_iter(x.row(0).iter().copied()), first);
        assert_eq!(y.as_slice(), [4.526, 3.585]);
    }

    #[test]
    fn the_archive_gives_the_same_table_as_the_plain_file() {
        let [plain, packed] = [(PLAIN, TEXT.into()), (ARCHIVE.name, archive_of(MEMBER, TEXT))]
            .map(|(name, bytes): (_, Vec<u8>)| load(folder_with(name, &bytes).path()).unwrap());
        assert_eq!(plain, packed);
    }

    #[test]
    fn a_damaged_archive_is_named_with_what_to_do() {
        let (whole, other) = (archive_of(MEMBER, TEXT), archive_of("README", TEXT));
        for (bytes, what) in [
            (&b"<!DOCTYPE html>"[..], "invalid gzip header"),
            (&whole[..whole.len() / 2], "incomplete deflate stream"),
            (&other, "there is no such file in it"),
            (&archive_of(MEMBER, "1,2,3\n"), "line 1: the row has 3 cells instead of 9"),
        ] {
            let folder = folder_with(ARCHIVE.name, bytes);
            let message = load(folder.path()).unwrap_err().to_string();
            let (first, remedy) = message.split_once('\n').unwrap();
            assert!(first.contains(ARCHIVE.name) && first.contains(what), "{message}");
            assert_eq!(remedy, "Delete the archive to have it downloaded again");
        }
    }

    #[test]
    fn a_district_without_households_is_refused() {
        let text = format!("{TEXT}-122,37,41,880,129,322,0,8,452600\n");
        let message = load(folder_with(PLAIN, text.as_bytes()).path()).unwrap_err().to_string();
        assert!(
            message.ends_with("cal_housing.data: sample 3 has 0 households, but more than 0 are needed"),
            "{message}"
        );
    }
}
