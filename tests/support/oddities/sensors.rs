//! FIT files whose sensors are written in unusual places.

use super::fit_parts::{Kind, described, file};
use super::{Gives, Oddity, points_but};
use crate::write::{Base, Field};

/// Every such oddity.
pub const ODDITIES: &[Oddity] = &[Oddity {
    name: "formats/developer-beside-zeros.fit",
    shows: "A developer field named Cadence beside the watch's own, which is 0 throughout: the \
            developer's counts.",
    make: || {
        file(Kind {
            before: |w| described(w, 0, Base::Uint8, "Cadence", "RPM"),
            replace: |fields| {
                for field in fields.iter_mut().filter(|f| [4, 53].contains(&f.id())) {
                    *field = Field::number(field.id(), Base::Uint8, 0);
                }
            },
            extra: |_| vec![Field::number(0, Base::Uint8, 86).developer(0)],
            ..Kind::default()
        })
    },
    gives: Gives::Runs(|| points_but(|_, p| p.cadence_raw = Some(86.0)), &[]),
}];
