//! Many runs in one index: a row a run.

mod row;

pub use row::{OnsetCell, Row, Value};
