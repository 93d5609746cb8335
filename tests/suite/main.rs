//! The integration tests, one binary.
// In a test a panic reports the failure.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/answer.rs"]
mod answer;
#[path = "../support/bars.rs"]
mod bars;
#[path = "../support/examples.rs"]
mod examples;
#[path = "../support/fixture_list.rs"]
mod fixture_list;
#[path = "../support/judge.rs"]
mod judge;
#[path = "../support/mutation.rs"]
mod mutation;
#[path = "../support/odd_run.rs"]
mod odd_run;
#[path = "../support/oddities/mod.rs"]
mod oddities;
#[path = "../support/painted.rs"]
mod painted;
#[path = "../support/phrases.rs"]
mod phrases;
#[path = "../support/plant/mod.rs"]
mod plant;
#[path = "../support/ratings.rs"]
mod ratings;
#[path = "../support/roughness.rs"]
mod roughness;
#[path = "../support/rule_of_thumb.rs"]
mod rule_of_thumb;
#[path = "../support/same_answer.rs"]
mod same_answer;
#[path = "../support/schema.rs"]
mod schema;
#[path = "../support/shape_score.rs"]
mod shape_score;
#[path = "../support/sim/mod.rs"]
mod sim;
#[path = "../support/situations.rs"]
mod situations;
#[path = "../support/squad.rs"]
mod squad;
#[path = "../support/svg_parts.rs"]
mod svg_parts;
#[path = "../support/write/mod.rs"]
mod write;

mod accuracy;
mod advice;
mod architecture;
mod archives;
mod bench_truth;
mod broken_markup;
mod card;
mod chart_views;
mod charts;
mod clean_text;
mod cli;
mod cli_context;
mod cli_folders;
mod cli_messages;
mod cli_places;
mod constants;
mod dense_algebra;
mod dependencies;
mod embedded;
mod generated_docs;
mod history;
mod local_time;
mod named_in_docs;
mod odd_clocks;
mod odd_distances;
mod odd_motion;
mod one_record;
mod outputs;
mod page;
mod phrase_rules;
mod promised;
mod read_corpus;
mod read_damage;
mod read_differential;
mod read_limits;
mod read_mutations;
mod read_oddities;
mod readme;
mod real_shapes;
mod run_corpus;
mod run_properties;
mod runs_apart;
mod same_miles;
mod settings;
mod shells;
mod sim_truth;
mod strip;
mod terminal;
mod words;
mod written_files;
