//! The point of breakdown from run to run, as a table and one honest sentence.

use super::Row;
use super::cells::{self, kind};
use crate::detect::Kind;
use crate::history::{self, Direction, Mark, Said, Trend};
use crate::report::document::*;
use crate::report::words;
use crate::units::format;
use crate::units::{DisplayUnits, Metres};

/// A run that says something of the onset, in order of time.
pub struct Point<'a> {
    /// What the index says of it.
    pub row: &'a Row,
    /// When it was, and between which places its onset lies.
    pub mark: Mark,
}

impl Point<'_> {
    /// Fresh cadence at a speed, m/s, on the flat.
    pub fn cadence_spm(&self, speed_m_per_s: Option<f64>) -> Option<f64> {
        Some(self.row.curve?.cadence_spm(speed_m_per_s?, 0.0))
    }
}

/// What the chart of a trend is called.
const TITLE: &str = "Onset, form, decoupling and cadence from run to run";

/// Runs with an onset, and runs in which one was looked for and not found. Where the
/// verdict is "cannot tell" or a drift without a knee there is nothing to place. In order of time.
pub fn points<'a>(rows: &[&'a Row]) -> Vec<Point<'a>> {
    let mut points: Vec<Point> = (rows.iter())
        .filter_map(|row| {
            let mark = mark(row)?;
            Some(Point { row, mark })
        })
        .collect();
    points.sort_by_key(|p| p.mark.start_s);
    points
}

/// Between which places the onset of a run lies.
fn mark(row: &Row) -> Option<Mark> {
    let onset = row.onset.map(|onset| onset.interval());
    Mark::of(
        row.local_start_s()?,
        row.distance_m,
        row.kind()?,
        onset,
        row.eased_from_m,
    )
}

/// The latest run against the one before it.
pub enum Since<'a> {
    /// The onset surely came earlier: the two runs, the latest first.
    Earlier(&'a Row, &'a Row),
    /// It surely came later, or no more.
    Later(&'a Row, &'a Row),
    /// The intervals meet, so neither can be said.
    CannotTell,
}

impl Since<'_> {
    /// In one word for a table, and what sorts it: an earlier onset needs a look first.
    pub const fn short(&self) -> (&'static str, u8) {
        match self {
            Self::Earlier(..) => ("earlier", 0),
            Self::CannotTell => ("cannot tell", 1),
            Self::Later(..) => ("later", 2),
        }
    }
}

/// The latest run against the one before it, of runs in order of time that say where their onset
/// lies; `None` where the latest run does not, or no earlier one does. A change of form and a loss
/// of pace begin at places of their own, so two onsets are compared where they are of one kind.
pub fn since_last<'a>(runs: &[&'a Row]) -> Option<Since<'a>> {
    let (last, before) = runs.split_last()?;
    let this = mark(last)?;
    let is_placed = |row: &&&Row| last.onset.is_some() || row.onset.is_some();
    let comparable =
        |row: &&&&Row| row.onset.is_none() || last.onset.is_none() || row.verdict == last.verdict;
    let (previous, mark_before) = (before.iter().rev().filter(|row| comparable(&row)))
        .find_map(|row| Some((*row, mark(row)?)))
        // Two runs without an onset have none to compare.
        .filter(|(row, _)| is_placed(&row))?;
    Some(if history::came_earlier(&this, &mark_before) {
        Since::Earlier(last, previous)
    } else if history::came_later(&this, &mark_before) {
        Since::Later(last, previous)
    } else {
        Since::CannotTell
    })
}

/// The same as a sentence.
pub fn since_sentence(since: &Since, units: DisplayUnits) -> String {
    let place = |row: &Row| match row.onset {
        Some(onset) => {
            let place = words::began(onset.interval(), Metres(onset.distance_m), units);
            format!("{place} on {}", row.day())
        }
        None => format!("no onset on {}", row.day()),
    };
    let said = |side: &str, this: &Row, last: &Row| {
        let (this, last) = (place(this), place(last));
        format!("{side} than last time: {this}, after {last}.")
    };
    match since {
        Since::Earlier(this, last) => said("Earlier", this, last),
        Since::Later(this, last) => said("Later", this, last),
        Since::CannotTell => "Against last time: the intervals of the two latest runs meet, so \
                              neither earlier nor later can be said."
            .to_owned(),
    }
}

/// True where the runs look like two people's: see [`history::pool`].
fn are_of_two_runners(rows: &[&Row]) -> bool {
    let dated = rows.iter().filter(|row| row.started().is_some());
    let curves: Vec<_> = dated.filter_map(|row| row.curve).collect();
    matches!(history::pool(&curves), Said::TwoRunners(_))
}

fn two_runners() -> String {
    format!("{}.", words::capital(Row::TWO_RUNNERS))
}

/// What the runs of one runner say of where the onset moves; `None` where none of them says
/// anything.
pub fn said_of(rows: &[&Row], seed: u64) -> Option<String> {
    let marks: Vec<Mark> = points(rows).iter().map(|p| p.mark).collect();
    if are_of_two_runners(rows) {
        return Some(two_runners());
    }
    (!marks.is_empty()).then(|| sentence(&history::trend(&marks, seed)))
}

/// The section of the page; `None` where no run says anything. `athlete` is whose runs they are,
/// where there are others', and `id` the name of the section, its chart and its table.
pub fn section(
    rows: &[&Row],
    units: DisplayUnits,
    seed: u64,
    (athlete, id): (Option<&str>, String),
) -> Option<Block> {
    let points = points(rows);
    let title = match athlete {
        Some(name) => format!("{name}: is the point moving?"),
        None => "Is the point moving?".to_owned(),
    };
    let blocks = if rows.iter().any(|row| row.is_of_two_runners()) || are_of_two_runners(rows) {
        vec![Block::paragraph(two_runners())]
    } else if points.is_empty() {
        athlete?;
        let none = "None of these runs says where an onset would lie.";
        vec![Block::paragraph(none)]
    } else {
        let mut in_order: Vec<&Row> = rows.to_vec();
        in_order.sort_by(|a, b| a.local_order().cmp(b.local_order()));
        let marks: Vec<Mark> = points.iter().map(|p| p.mark).collect();
        let said = sentence(&history::trend(&marks, seed));
        let table = table(&points, units, athlete, format!("{id}-runs"));
        let data = Data::In(table.id.clone());
        let figure = Figure::new(&id, TITLE, said.clone(), data);
        let figure = Block::Figure(figure);
        let mut beside = Vec::new();
        if let Some(since) = since_last(&in_order) {
            let text = Text::default().strong(since_sentence(&since, units));
            beside.push(Block::paragraph(text));
        }
        beside.push(Block::paragraph(said));
        beside.extend(not_placed(rows).map(Block::note));
        beside.push(Block::Table(table));
        // A single run has no trend to draw. Notes need the whole width.
        match points.iter().any(|p| !notes(p.row, units).is_empty()) {
            _ if points.len() == 1 => beside,
            true => std::iter::once(figure).chain(beside).collect(),
            false => vec![Block::Columns(vec![vec![figure], beside])],
        }
    };
    Some(Block::section(id, title, blocks))
}

/// Runs that say nothing of the onset, by verdict; `None` where there are none.
fn not_placed(rows: &[&Row]) -> Option<String> {
    let says_nothing = |row: &&Row| {
        row.onset.is_none() && !matches!(row.kind(), Some(Kind::Steady | Kind::EasedOff))
    };
    let mut silent: Vec<&Row> = rows.iter().copied().filter(says_nothing).collect();
    silent.sort_by_key(|row| row.severity());
    let groups: Vec<String> = silent
        .chunk_by(|a, b| a.verdict == b.verdict)
        .map(|group| format!("{} {}", group.len(), kind(group[0]).to_lowercase()))
        .collect();
    (!groups.is_empty()).then(|| {
        format!(
            "Not among them: {}, since such a run has no point to place.",
            format::list(&groups, "and")
        )
    })
}

/// A p-value for those who do not read any: `chance alone would do this 8 times in 1,000`.
fn by_chance(p: f64) -> String {
    match p * 1000.0 {
        times if times < 1.0 => "chance alone would hardly ever do this".to_owned(),
        times if times < 9.5 => format!("chance alone would do this {times:.0} times in 1,000"),
        times if times >= 995.0 => "chance alone would nearly always do this".to_owned(),
        times => format!(
            "chance alone would do this {:.0} times in 100",
            times / 10.0
        ),
    }
    .replace(" 1 times", " once")
}

/// What the series says, and on what.
fn sentence(trend: &Trend) -> String {
    let runs = format::count(trend.runs, "run");
    if trend.with_onset == 0 {
        return format!("{runs}, none with an onset.");
    }
    let of = format!("{runs}, {} with an onset", trend.with_onset);
    let Some(p) = trend.p_value else {
        return format!(
            "Too few runs, or intervals too wide, to say whether the onset moves ({of}; a run \
             without one counts as later than where it was looked for)."
        );
    };
    let chance = by_chance(p);
    match trend.direction {
        Direction::Earlier => format!(
            "The onset comes earlier from run to run, which the article names as a sign of \
             overload ({of}; {chance})."
        ),
        Direction::Later => format!(
            "The onset comes later from run to run, or no longer comes at all ({of}; {chance})."
        ),
        // One onset among runs without any can hardly move.
        Direction::CannotTell if trend.with_onset == 1 => {
            format!("{of}: a single onset does not tell whether the point moves.")
        }
        Direction::CannotTell => format!(
            "No sign that the onset moves earlier or later from run to run ({of}; {chance})."
        ),
    }
}

/// The speed at which the runs' cadences are compared, m/s.
pub fn common_speed(points: &[Point]) -> Option<f64> {
    let curves = points.iter().filter_map(|p| p.row.curve);
    history::common_speed_m_per_s(curves.map(|c| c.reference_speed_m_per_s))
}

/// What was said about a run, in one cell: shoes, surface, heat, planned pace, notes.
fn notes(row: &Row, units: DisplayUnits) -> Vec<String> {
    let Some(said) = &row.context else {
        return Vec::new();
    };
    let planned = (said.target_pace_s_per_km)
        .map(|pace| format!("{} planned", format::pace_with_unit(pace, units)));
    let comment = said.comment.as_ref().map(|text| format!("Coach: {text}"));
    [
        comment,
        said.note.clone(),
        said.shoes.as_ref().map(|shoes| format!("shoes: {shoes}")),
        said.surface.clone(),
        said.heat.clone(),
        planned,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// One row per run, with the notes that were made about it.
fn table(points: &[Point], units: DisplayUnits, athlete: Option<&str>, id: String) -> Table {
    let speed = common_speed(points);
    let cadence = speed.map_or("Cadence".to_owned(), |v| {
        format!("Cadence at {}", format::pace_with_unit(1000.0 / v, units))
    });
    let title = match athlete {
        Some(name) => format!("Onset from run to run, {name}"),
        None => "Onset from run to run".to_owned(),
    };
    let onset = |p: &Point| match p.row.onset {
        Some(onset) => cells::onset(Some(onset), units),
        None => cells::value(Some(p.mark.low_m), |m| {
            format!("none up to {}", format::place(Metres(m), units))
        }),
    };
    let said = |p: &Point| match notes(p.row, units).join("; ") {
        none if none.is_empty() => Cell::plain(format::ABSENT),
        said => cells::name(&said),
    };
    let any = |of: fn(&Row) -> bool| points.iter().any(|p| of(p.row));
    let mut table = Table::new(id, title).sorted_by_next();
    let mut add = |column, cell: &dyn Fn(&Point) -> Cell| {
        table.add(column, points.iter().map(cell));
    };
    let number = |name: &str| Column::numbers(name, "");
    add(Column::words("Date"), &|p| cells::linked_day(p.row));
    add(number("Onset"), &onset);
    if any(|row| row.pain().is_some()) {
        add(number("Pain: run, 24 h, 48 h"), &|p| {
            cells::pain(p.row.pain())
        });
    }
    add(number("Cadence at the finish, vs usual"), &|p| {
        cells::change(p.row.form_change_pct)
    });
    add(number("Decoupling"), &|p| {
        cells::value(p.row.decoupling_pct, format::signed_percent)
    });
    add(number(&cadence), &|p| {
        cells::value(p.cadence_spm(speed), format::cadence)
    });
    if any(|row| row.exertion().is_some()) {
        add(number("How hard"), &|p| {
            cells::value(p.row.exertion(), |v| format::decimal(v, 0))
        });
    }
    if any(|row| !notes(row, DisplayUnits::Miles).is_empty()) {
        add(Column::words("Notes"), &said);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::super::row::tests::{onset, row};
    use super::*;
    use crate::report::{Context, Pain};

    #[test]
    fn a_share_of_chance_is_said_in_words_a_runner_reads() {
        assert_eq!(
            by_chance(0.004),
            "chance alone would do this 4 times in 1,000"
        );
        assert_eq!(
            by_chance(0.42),
            "chance alone would do this 42 times in 100"
        );
        assert_eq!(by_chance(1.0), "chance alone would nearly always do this");
    }

    /// The page of these runs.
    fn page(rows: &[&Row], athlete: Option<&str>) -> String {
        let named = |row: &&Row| Row {
            athlete: athlete.map(str::to_owned),
            ..(*row).clone()
        };
        let mut index = super::super::Index::new(rows.iter().map(named).collect(), Vec::new());
        index.one_runner = athlete.is_none();
        let page = index.render(DisplayUnits::Miles, None).unwrap().remove(0);
        String::from_utf8(page.bytes).unwrap()
    }

    #[test]
    fn after_easing_off_nothing_is_known_of_the_onset() {
        let mut eased = row("a.fit", Kind::EasedOff, None);
        eased.eased_from_m = Some(16_000.0);
        assert_eq!(points(&[&eased])[0].mark.low_m, 16_000.0);
    }

    #[test]
    fn a_run_without_onset_is_on_the_chart_and_one_that_cannot_tell_is_not() {
        let mut broke = row("a.fit", Kind::PaceFade, None);
        broke.onset = onset(29_000.0, 31_000.0);
        let rows = [
            broke,
            row("b.fit", Kind::Steady, None),
            row("c.fit", Kind::Undecided, None),
        ];
        let rows: Vec<&Row> = rows.iter().collect();
        let text = page(&rows, None);
        // An onset is a dot on paper; a run without one is a pin with a filled head. Each
        // stands in both drawings.
        let count = |part: &str| text.matches(part).count();
        assert_eq!(count("circle class=\"f-onset\""), 2, "{text}");
        assert_eq!(count("path class=\"f-fresh\""), 4, "legend and run");
        assert!(text.contains("Too few runs"), "{text}");
        assert!(text.contains("Not among them: 1 cannot tell,"), "{text}");
        assert!(text.contains("none up to mile 24.7"), "{text}");
    }

    fn with_onset(day: &str, kind: Kind, low: f64, high: f64) -> Row {
        let mut run = row(day, kind, None);
        run.start = format!("{day}T07:00:00Z");
        run.onset = onset(low, high);
        run
    }

    #[test]
    fn earlier_than_last_time_is_said_only_where_intervals_are_apart() {
        let first = with_onset("2026-03-01", Kind::PaceFade, 29_000.0, 31_000.0);
        let short = |runs: &[&Row]| since_last(runs).map(|since| since.short().0);
        let earlier = with_onset("2026-03-08", Kind::PaceFade, 20_000.0, 24_000.0);
        assert_eq!(short(&[&first, &earlier]), Some("earlier"));
        assert_eq!(short(&[&earlier, &first]), Some("later"));
        let meets = with_onset("2026-03-08", Kind::PaceFade, 20_000.0, 29_500.0);
        assert_eq!(short(&[&first, &meets]), Some("cannot tell"));
        // The edge of the search is no end of an interval.
        let mut open = earlier.clone();
        if let Some(onset) = &mut open.onset {
            onset.high_open = true;
        }
        assert_eq!(short(&[&first, &open]), Some("cannot tell"));
        // An onset of form is not set against one of pace, but against the run before that.
        let form = with_onset("2026-03-05", Kind::FormBreakdown, 10_000.0, 12_000.0);
        assert_eq!(short(&[&first, &form]), None);
        assert_eq!(short(&[&first, &form, &earlier]), Some("earlier"));
        let steady = row("2026-03-02", Kind::Steady, None);
        assert_eq!(short(&[&steady, &steady]), None, "nothing to compare");
        assert_eq!(short(&[&steady, &earlier]), Some("earlier"));
        assert_eq!(short(&[&first]), None);
        let said = since_last(&[&first, &earlier]).map(|s| since_sentence(&s, DisplayUnits::Miles));
        let wanted = "Earlier than last time: mile 13.7 (12.4-14.9) on 2026-03-08, after mile 18.6 \
                      (18.0-19.3) on 2026-03-01.";
        assert_eq!(said.as_deref(), Some(wanted));
    }

    #[test]
    fn pain_and_notes_stand_beside_the_onset() {
        let mut run = with_onset("2026-03-01", Kind::PaceFade, 29_000.0, 31_000.0);
        run.context = Some(Context {
            shoes: Some("blue".into()),
            comment: Some("Start <slower>.".into()),
            pain: Some(Pain {
                location: Some("left knee".into()),
                ..Pain::rated([Some(3), None, Some(1)])
            }),
            ..Context::default()
        });
        // A second run: one alone has no chart.
        let before = with_onset("2026-02-01", Kind::PaceFade, 29_000.0, 31_000.0);
        let text = page(&[&before, &run], Some("Ada"));
        for part in [
            "Ada: is the point",
            "3, -, 1",
            "left knee",
            "Start &lt;slower&gt;.; shoes: blue",
            "Worst pain",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
}
