//! FIT files as watches, phones and damaged memory write them.

use super::fit_parts::*;
use super::{Gives, Oddity, POINTS, plain, plain_but, points_but, timer};
use crate::write::{Base, Endian, Field, Header};

/// Every oddity of FIT.
pub const ODDITIES: &[Oddity] = &[
    Oddity {
        name: "formats/plain.fit",
        shows: "A plain FIT file: every field of a record that is read.",
        make: || file(Kind::default()),
        gives: Gives::Runs(|| vec![plain()], &[]),
    },
    Oddity {
        name: "formats/big-endian.fit",
        shows: "Most significant byte first (Suunto, Wahoo).",
        make: || {
            file(Kind {
                endian: Endian::Big,
                ..Kind::default()
            })
        },
        gives: Gives::Runs(|| vec![plain()], &[]),
    },
    Oddity {
        name: "formats/header-12.fit",
        shows: "The old header of 12 bytes.",
        make: || {
            file(Kind {
                header: Header {
                    size: 12,
                    ..Header::default()
                },
                ..Kind::default()
            })
        },
        gives: Gives::Runs(|| vec![plain()], &[]),
    },
    Oddity {
        name: "formats/header-checksum-zero.fit",
        shows: "A header whose checksum is 0, which means that there is none.",
        make: || {
            let header = Header {
                zero_checksum: true,
                ..Header::default()
            };
            file(Kind {
                header,
                ..Kind::default()
            })
        },
        gives: Gives::Runs(|| vec![plain()], &[]),
    },
    Oddity {
        name: "formats/compressed-timestamps.fit",
        shows: "Record times as five bits in the message header, counted from the time before.",
        make: || {
            file(Kind {
                compressed: true,
                ..Kind::default()
            })
        },
        gives: Gives::Runs(|| vec![plain()], &[]),
    },
    Oddity {
        name: "formats/enhanced.fit",
        shows: "Speed and altitude twice: the enhanced fields count, not the plain ones. Accuracy.",
        make: || {
            file(Kind {
                extra: |_| {
                    vec![
                        Field::number(6, Base::Uint16, 9000),
                        Field::number(2, Base::Uint16, 9000),
                        Field::number(31, Base::Uint8, 4),
                    ]
                },
                replace: |fields| renumber(fields, &[(6, 73, Base::Uint32), (2, 78, Base::Uint32)]),
                ..Kind::default()
            })
        },
        gives: Gives::Runs(
            || points_but(|_, point| point.gps_accuracy_m = Some(4.0)),
            &[],
        ),
    },
    Oddity {
        name: "formats/developer-beside-native.fit",
        shows: "A developer field named Cadence beside the watch's own: the watch's own counts.",
        make: || {
            file(Kind {
                before: |w| described(w, 0, Base::Uint8, "Cadence", "RPM"),
                extra: |_| vec![Field::number(0, Base::Uint8, 171).developer(0)],
                ..Kind::default()
            })
        },
        gives: Gives::Runs(|| vec![plain()], &[]),
    },
    Oddity {
        name: "formats/stryd.fit",
        shows: "Stryd's developer fields alone: power, cadence, ground time, oscillation in \
                centimetres, stiffness, form power.",
        make: stryd,
        gives: Gives::Runs(
            || {
                points_but(|_, point| {
                    point.cadence_raw = Some(85.0);
                    point.dynamics = Default::default();
                    point.dynamics.contact_time_ms = Some(240.0);
                    point.dynamics.oscillation_mm = Some(80.0);
                    point.dynamics.leg_stiffness_kn_per_m = Some(10.0);
                    point.dynamics.form_power_w = Some(60.0);
                })
            },
            &[],
        ),
    },
    Oddity {
        name: "formats/undescribed-developer-field.fit",
        shows: "A developer field without a description: dropped, the rest is read.",
        make: || {
            file(Kind {
                extra: |_| vec![Field::number(7, Base::Uint16, 77).developer(3)],
                ..Kind::default()
            })
        },
        gives: Gives::Runs(|| vec![plain()], &[]),
    },
    Oddity {
        name: "formats/developer-field-of-wrong-size.fit",
        shows: "A developer field described as 16 bit, written in 3 bytes: dropped.",
        make: || {
            file(Kind {
                before: |w| described(w, 0, Base::Uint16, "Power", "Watts"),
                extra: |_| vec![Field::bytes(0, Base::Byte, vec![1, 2, 3]).developer(0)],
                ..Kind::default()
            })
        },
        gives: Gives::Runs(|| vec![plain()], &[]),
    },
    Oddity {
        name: "formats/coros-field-size.fit",
        shows: "COROS's event field: 32 bit by its type, one byte by its size.",
        make: || {
            file(Kind {
                before: |w| {
                    let mut event = timer_event(0, true);
                    event
                        .fields
                        .push(Field::number(3, Base::Uint32, 0).squeezed(1));
                    w.message(9, &event);
                },
                ..Kind::default()
            })
        },
        gives: Gives::Runs(|| plain_but(|run| run.timer.insert(0, timer(0, true))), &[]),
    },
    Oddity {
        name: "formats/multisport.fit",
        shows: "Three sessions (ride, transition, run) over one clock and one distance.",
        make: multisport,
        gives: Gives::Runs(three_sports, &[]),
    },
    Oddity {
        name: "formats/hr-messages.fit",
        shows: "Heart rates in messages of their own, from a strap under water: passed over.",
        make: || {
            file(Kind {
                between: |w, index| w.message(4, &stored_heart_rate(index)),
                ..Kind::default()
            })
        },
        gives: Gives::Runs(|| vec![plain()], &[]),
    },
    Oddity {
        name: "formats/pauses.fit",
        shows: "Timer stopped and started again; no records between.",
        make: || {
            file(Kind {
                keep: |index| !(15..25).contains(&index),
                between: |w, index| match index {
                    14 => w.message(1, &timer_event(14, false)),
                    25 => w.message(1, &timer_event(25, true)),
                    _ => {}
                },
                ..Kind::default()
            })
        },
        gives: Gives::Runs(
            || {
                plain_but(|run| {
                    run.points.drain(15..25);
                    run.timer.insert(1, timer(14, false));
                    run.timer.insert(2, timer(25, true));
                })
            },
            &[],
        ),
    },
    Oddity {
        name: "formats/smart-recording.fit",
        shows: "Records at irregular times, 1 to 7 s apart.",
        make: || {
            file(Kind {
                keep: smart,
                ..Kind::default()
            })
        },
        gives: Gives::Runs(
            || {
                plain_but(|run| {
                    let mut index = 0;
                    run.points.retain(|_| {
                        index += 1;
                        smart(index - 1)
                    });
                })
            },
            &[],
        ),
    },
    Oddity {
        name: "formats/no-distance.fit",
        shows: "Records without distance (Amazfit, Zepp).",
        make: || {
            file(Kind {
                replace: |fields| fields.retain(|f| f.id() != 5),
                ..Kind::default()
            })
        },
        gives: Gives::Runs(|| points_but(|_, point| point.distance_m = None), &[]),
    },
    Oddity {
        name: "formats/foot-pod-speed.fit",
        shows: "Speed packed with distance into three bytes (foot pods of old watches).",
        make: || {
            file(Kind {
                replace: |fields| {
                    fields.retain(|field| field.id() != 5 && field.id() != 6);
                    // 300 in the low twelve bits.
                    fields.push(Field::bytes(8, Base::Byte, vec![0x2C, 0x01, 0]));
                },
                ..Kind::default()
            })
        },
        gives: Gives::Runs(|| points_but(|_, point| point.distance_m = None), &[]),
    },
    Oddity {
        name: "formats/never-closed.fit",
        shows: "A recording that was never saved: data size 0 in the header, no session.",
        make: || {
            let header = Header {
                claimed_data_size: Some(0),
                ..Header::default()
            };
            file(Kind {
                header,
                closed: false,
                ..Kind::default()
            })
        },
        gives: Gives::Runs(|| unclosed(POINTS), &["never closed"]),
    },
    Oddity {
        name: "formats/cut.fit",
        shows: "Cut off in the middle of a record: everything before is kept.",
        make: || cut(10),
        gives: Gives::Runs(|| unclosed(29), &["cut off"]),
    },
    Oddity {
        name: "formats/cut-between-messages.fit",
        shows: "Cut off between two records, where a decoder sees no error.",
        make: || cut(0),
        gives: Gives::Runs(|| unclosed(30), &["cut off"]),
    },
    Oddity {
        name: "formats/damaged-middle.fit",
        shows: "70 bytes in the middle overwritten: the records around them are kept.",
        make: damaged_middle,
        gives: Gives::Runs(
            || plain_but(|run| drop(run.points.drain(14..17))),
            &["could not be read"],
        ),
    },
    Oddity {
        name: "formats/wrong-checksum.fit",
        shows: "One flipped bit: read, and reported.",
        make: || {
            let mut bytes = file(Kind::default());
            let last = bytes.len() - 1;
            bytes[last] ^= 1;
            bytes
        },
        gives: Gives::Runs(|| vec![plain()], &["checksum"]),
    },
    Oddity {
        name: "formats/stray-bytes.fit",
        shows: "83 bytes after the end that are not FIT data.",
        make: || [file(Kind::default()), (1..84).collect()].concat(),
        gives: Gives::Runs(|| vec![plain()], &["83 bytes follow"]),
    },
    Oddity {
        name: "formats/course.fit",
        shows: "A course, which says where to go and not how it was run: refused, with the reason.",
        make: || {
            file(Kind {
                file_type: 6,
                ..Kind::default()
            })
        },
        gives: Gives::Sentence("is a course"),
    },
    Oddity {
        name: "formats/settings.fit",
        shows: "A settings file: refused, with the reason.",
        make: || {
            file(Kind {
                file_type: 2,
                keep: |_| false,
                closed: false,
                ..Kind::default()
            })
        },
        gives: Gives::Sentence("is a settings file"),
    },
    Oddity {
        name: "formats/no-records.fit",
        shows: "An activity without records: refused, with the reason.",
        make: || {
            file(Kind {
                keep: |_| false,
                ..Kind::default()
            })
        },
        gives: Gives::Sentence("holds no record"),
    },
];
