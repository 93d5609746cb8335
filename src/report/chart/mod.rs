//! Figures: one a file.
