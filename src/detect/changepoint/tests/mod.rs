//! The search against direct computation and against series whose change is known.

mod dense;
mod onset;
mod search;
mod upper_bound;

use crate::detect::tests::normals;
