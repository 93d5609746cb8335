//! Headings of the article on running pain after 20 miles, verbatim: the places a piece
//! of advice can point to. The advice itself is in our own words.

/// How every output names the article: it has no address of its own.
pub const NAMED: &str = "the article on running pain after 20 miles on which this program is based";

/// The section of the report that holds its advice, in every output.
pub const REPORT_SECTION: &str = "The article's advice";

/// Why it comes late: accumulated fatigue, compensation, capacity.
pub const WHY: &str = "Why Runners Experience Pain After 20 Miles on Long Runs";
/// The table that sets fatigue beside injury.
pub const DIFFERENCE: &str = "The Difference Between Fatigue and Injury";
/// What pain in each place may be linked to.
pub const TELLING: &str = "What Your Running Pain After 20 Miles Is Actually Telling You";
/// The threshold of tolerance.
pub const FINE_AT_FIRST: &str = "Why Running Feels Fine at First Then Breaks Down After 20 Miles";
/// Small adjustments while discomfort is mild; easing off or stopping otherwise.
pub const DURING: &str = "What You Should Do During the Run";
/// The 24 to 48 hours after it.
pub const AFTER: &str = "What You Should Do After the Run";
/// Strength first, then speed of movement.
pub const TRAINING: &str = "How Runners Can Reduce Injury Risk in Marathon Training";
/// Closes the article: resilience is capacity above demand.
pub const BOTTOM_LINE: &str = "The Bottom Line";

/// Every heading, in the article's order.
pub const HEADINGS: &[&str] = &[
    WHY,
    DIFFERENCE,
    TELLING,
    FINE_AT_FIRST,
    DURING,
    AFTER,
    TRAINING,
    BOTTOM_LINE,
];

/// The distance the article is about, in miles.
pub const MILE: f64 = 20.0;
