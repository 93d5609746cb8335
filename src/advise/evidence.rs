//! Studies beside the article's advice, each with what it does not show.

/// How a higher cadence changes the load on knee and hip.
pub const HEIDERSCHEIT_2011: &str = "Heiderscheit 2011 (doi 10.1249/MSS.0b013e3181ebedf4): 5-10 % \
     more steps at the same speed lowered the load on knee and hip. Limits: 45 healthy runners on \
     a treadmill, not at the end of a long run.";
/// Whether a higher cadence prevents injury.
pub const ANDERSON_2022: &str = "Anderson 2022 (doi 10.1186/s40798-022-00504-0), a review of 37 \
     studies: a higher cadence changes loads, but there is insufficient evidence that it prevents \
     injury.";
/// Step length and the kneecap.
pub const WILLSON_2014: &str = "Willson 2014 (Clin Biomech 29:243): steps 10 % shorter lowered \
     patellofemoral stress by 7.5 % per mile. Limits: computed by a model of the joint, not \
     measured in it.";
/// Lean and the kneecap.
pub const TENG_2014: &str = "Teng and Powers 2014: leaning forward by 14 instead of 7 degrees \
     lowered peak patellofemoral stress from 21.5 to 20.2 MPa. Limits: computed by a model; a watch \
     cannot see lean.";
/// When to stop, when to look again.
pub const VINCENT_2017: &str = "Vincent and Vincent 2017 (doi 10.1249/JSR.0000000000000362): ease \
     or stop when pain sharpens or the gait changes, and look again after 24-48 hours. Limits: \
     clinical guidance, not a trial.";
/// What nobody has shown.
pub const NO_TRIAL: &str = "No study shows that raising cadence after the onset of fatigue \
     prevents injury.";
/// Where form changes in races.
pub const ONSETS: &str = "Onsets reported in races: km 20-22 (Clermont 2019, doi \
     10.1123/jab.2018-0453), abruptly near km 25 and 35 (Meyer 2021, doi 10.1055/a-1432-2336), km \
     26 (Billat 2020, Front Psychol 10:3026). Limits: few runners each, and they differ widely.";
/// Where heart rate and pace come apart.
pub const SMYTH_2022: &str = "Smyth 2022 (doi 10.1007/s40279-022-01680-5): in 82,303 marathons \
     heart rate and speed came apart at km 25.2 on average, give or take 9.9. Limits: effort, not \
     form.";
/// How steps change in an hour at a fixed speed.
pub const HUNTER_2007: &str = "Hunter and Smith 2007 (doi 10.1007/s00421-007-0456-1): in an hour \
     at a fixed speed cadence fell by 1.4 % and the step grew by 1.4 %: some drift is normal. \
     Limits: a mean over runners, who differ.";
