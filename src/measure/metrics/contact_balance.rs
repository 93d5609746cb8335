//! Ground contact balance, percent on the left foot: 50 is even.

use super::Metric;
use crate::measure::Channel;

/// Share of ground contact time on the left foot.
pub const CONTACT_BALANCE: Metric = Metric {
    key: "contact_balance_pct",
    name: "Contact balance, left",
    unit: "%",
    about: "Share of ground contact time on the left foot.",
    value: |t| t.mean(Channel::ContactBalance),
};
