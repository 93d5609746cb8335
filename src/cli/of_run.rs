//! What the command line and files beside a run say of it.

use formdrift::normalise::TimeZoneChoice;
use formdrift::report::Context;
use formdrift::units::DisplayUnits;

/// What holds for one run.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OfRun {
    /// Name of the runner, as reports print it.
    pub athlete: Option<String>,
    /// Miles or kilometres in reports; `None` if no file names them.
    pub units: Option<DisplayUnits>,
    /// Time zone in which its days and hours are shown.
    pub time_zone: Option<TimeZoneChoice>,
    /// The folder named after its athlete, for where nobody says otherwise.
    pub folder: Option<String>,
    /// Note, comment, shoes, surface, heat, target pace, effort and pain of this run.
    pub context: Context,
}

impl OfRun {
    /// What `self` says, and where it says nothing, what `outer` does.
    #[must_use]
    pub fn or(self, outer: Self) -> Self {
        Self {
            athlete: self.athlete.or(outer.athlete),
            units: self.units.or(outer.units),
            time_zone: self.time_zone.or(outer.time_zone),
            folder: self.folder.or(outer.folder),
            context: self.context.or(outer.context),
        }
    }
}
