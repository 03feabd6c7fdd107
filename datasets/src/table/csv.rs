//! Reader of CSV files.

use common::Matrix;
use csv::{Position, Reader, ReaderBuilder, StringRecord, Trim};
use thiserror::Error;

use super::Table;
use crate::DataError;

/// Why a table is invalid. `place` is the file and the line, counted from 1.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "the messages explain the fields")]
pub enum TableError {
    /// It is not UTF-8 text.
    #[error("{place}: the text is not UTF-8")]
    Encoding { place: String },
    /// It is empty, or has nothing but a header.
    #[error("{name}: there are no rows of numbers")]
    Empty { name: String },
    /// It has no features.
    #[error("{name}: the header names one column, but at least a feature and the target are needed")]
    Columns { name: String },
    /// A row is too short or too long.
    #[error("{place}: the row has {found} cells instead of {expected}")]
    Cells { place: String, found: usize, expected: usize },
    /// A cell is not a finite number.
    #[error("{place}: {column} is {cell:?}, not a number")]
    Number { place: String, column: String, cell: String },
}

impl Table {
    /// Reads CSV text: a header with the names, then one sample per line. The last column is the target. `name` is
    /// that of the file in messages.
    ///
    /// # Errors
    ///
    /// If there are no samples or no features, a row has more or fewer cells than the header, or a cell is not a finite
    /// number.
    pub fn from_csv(name: &str, text: &[u8]) -> Result<Self, DataError> {
        let file = CsvFile { name, text };
        let mut reader = file.reader(true);
        let header = reader.headers().map_err(|error| file.not_text(&error))?.clone();
        Ok(file.table(reader, &header)?)
    }

    /// [`Table::from_csv`] for text without a header, with the given names of the columns.
    ///
    /// # Errors
    ///
    /// As [`Table::from_csv`].
    pub fn from_csv_without_header(name: &str, text: &[u8], columns: &[&str]) -> Result<Self, DataError> {
        let file = CsvFile { name, text };
        Ok(file.table(file.reader(false), &columns.iter().collect())?)
    }
}

/// A file that is being read, and its name.
struct CsvFile<'a> {
    name: &'a str,
    text: &'a [u8],
}

impl<'a> CsvFile<'a> {
    fn reader(&self, has_headers: bool) -> Reader<&'a [u8]> {
        ReaderBuilder::new().has_headers(has_headers).flexible(true).trim(Trim::All).from_reader(self.text)
    }

    /// The table of the rows that `reader` still has, with the names in `header`.
    fn table(&self, mut reader: Reader<&[u8]>, header: &StringRecord) -> Result<Table, TableError> {
        let rows = reader.records().collect::<Result<Vec<_>, _>>().map_err(|error| self.not_text(&error))?;
        if rows.is_empty() {
            return Err(TableError::Empty { name: self.name.into() });
        }
        if header.len() < 2 {
            return Err(TableError::Columns { name: self.name.into() });
        }
        let numbers: Result<Vec<_>, _> = rows.iter().map(|row| self.numbers(row, header)).collect();
        let numbers = Matrix::from_row_slice(rows.len(), header.len(), &numbers?.concat());
        let d = header.len() - 1;
        Ok(Table {
            features: header.iter().take(d).map(String::from).collect(),
            x: numbers.columns(0, d).into_owned(),
            target: header[d].into(),
            y: numbers.columns(d, 1).into_owned(),
        })
    }

    /// The numbers in `row`, which has a cell for each name in `header`.
    fn numbers(&self, row: &StringRecord, header: &StringRecord) -> Result<Vec<f64>, TableError> {
        let place = || self.place(row.position());
        if row.len() != header.len() {
            return Err(TableError::Cells { place: place(), found: row.len(), expected: header.len() });
        }
        let number = |(column, cell): (&str, &str)| match cell.parse() {
            Ok(number) if f64::is_finite(number) => Ok(number),
            _ => Err(TableError::Number { place: place(), column: column.into(), cell: cell.into() }),
        };
        header.iter().zip(row).map(number).collect()
    }

    /// The only error of the `csv` reader itself, since rows may have any length: text that is not UTF-8.
    fn not_text(&self, error: &csv::Error) -> TableError {
        TableError::Encoding { place: self.place(error.position()) }
    }

    /// The file and the line of the row at `position`. The `csv` reader's line count excludes the line breaks just
    /// before a row: the second half of a Windows line break, and blank lines.
    fn place(&self, position: Option<&Position>) -> String {
        let end_of_last = position.map_or(0, |position| position.byte() as usize);
        let breaks = self.text[end_of_last..].iter().take_while(|byte| b"\r\n".contains(byte)).count();
        let line_breaks = self.text[..end_of_last + breaks].iter().filter(|&&byte| byte == b'\n').count();
        format!("{}, line {}", self.name, line_breaks + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &[u8]) -> String {
        Table::from_csv("file", text).unwrap_err().to_string()
    }

    #[test]
    fn the_last_column_is_the_target() {
        let read = Table::from_csv("file", b"a,b,c\n0, -0,0\n1.0,-1,1e1\n2,-2,+20\n").unwrap();
        assert_eq!((&read.features[..], read.target.as_str()), (&["a".into(), "b".into()][..], "c"));
        assert_eq!(read.x, Matrix::from_row_slice(3, 2, &[0.0, 0.0, 1.0, -1.0, 2.0, -2.0]));
        assert_eq!(read.y, Matrix::from_row_slice(3, 1, &[0.0, 10.0, 20.0]));
        assert_eq!((read.len(), read.is_empty()), (3, false));
        assert_eq!(
            Table::from_csv("file", b"\xef\xbb\xbf\"a\",b,c\r\n0,0,0\r\n1,-1,\"10\"\r\n\r\n2,-2,20").unwrap(),
            read
        );
    }

    #[test]
    fn without_a_header_the_first_line_is_a_sample() {
        let read = |text| Table::from_csv_without_header("file", text, &["a", "b"]);
        assert_eq!(read(b"1,2\n3,4\n").unwrap(), Table::from_csv("file", b"a,b\n1,2\n3,4\n").unwrap());
        assert_eq!(read(b"1,2\n3,x").unwrap_err().to_string(), "file, line 2: b is \"x\", not a number");
        assert_eq!(read(b"1\n").unwrap_err().to_string(), "file, line 1: the row has 1 cells instead of 2");
    }

    #[test]
    fn a_table_needs_a_sample_and_a_feature() {
        for text in [&b""[..], b"\n\n", b"a,b\n", b"a,b"] {
            assert_eq!(error(text), "file: there are no rows of numbers");
        }
        assert!(error(b"<html>\n</html>\n").starts_with("file: the header names one column, "));
    }

    #[test]
    fn a_row_of_another_length_is_named() {
        let message = |found| format!("file, line 3: the row has {found} cells instead of 2");
        assert_eq!(error(b"a,b\n1,2\n3\n"), message(1));
        assert_eq!(error(b"a,b\n1,2\n3,4,\n5,6"), message(3));
    }

    #[test]
    fn a_cell_that_is_not_a_number_is_named() {
        for cell in ["abc", "", "1 2", "NaN", "inf", "-1e999", "0x1", "1_000"] {
            let expected = format!("file, line 3: bmi is {cell:?}, not a number");
            assert_eq!(error(format!("bmi,y\n1,2\n{cell},4\n").as_bytes()), expected);
        }
        assert_eq!(error(b"a,b\n1,2\n3,-\n"), "file, line 3: b is \"-\", not a number");
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        for text in ["\n\na,b\n\n1,x\n", "a,b\r\n1,2\r\n1,2\r\n\r\n1,x\r\n", "\u{feff}a,b\n\"1\n\",2\n1,2\n1,x"] {
            assert_eq!(error(text.as_bytes()), "file, line 5: b is \"x\", not a number", "{text:?}");
        }
    }

    #[test]
    fn text_that_is_not_utf_8_is_named() {
        // 나이, 키: age and height in the Korean encoding of Windows.
        assert_eq!(error(b"\xb3\xaa\xc0\xcc,\xc5\xb0\n1,2\n"), "file, line 1: the text is not UTF-8");
        assert_eq!(error(b"a,b\r\n1,2\r\n\xff,2\r\n"), "file, line 3: the text is not UTF-8");
    }
}
