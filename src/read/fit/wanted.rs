//! Which messages and fields of FIT are read. Numbers are those of the FIT profile.

/// Global numbers of the messages that are read.
pub(super) mod message {
    pub const FILE_ID: u16 = 0;
    pub const SPORT: u16 = 12;
    pub const SESSION: u16 = 18;
    pub const LAP: u16 = 19;
    pub const RECORD: u16 = 20;
    pub const EVENT: u16 = 21;
    pub const DEVICE_INFO: u16 = 23;
    pub const ACTIVITY: u16 = 34;
    pub const TIMESTAMP_CORRELATION: u16 = 162;
    pub const FIELD_DESCRIPTION: u16 = 206;
}

/// The timestamp has this number in every message.
pub(super) const TIMESTAMP: u8 = 253;

/// Numbers of the fields that are read from `record` messages.
pub(super) mod record {
    pub const LATITUDE: u8 = 0;
    pub const LONGITUDE: u8 = 1;
    pub const ALTITUDE: u8 = 2;
    pub const HEART_RATE: u8 = 3;
    pub const CADENCE: u8 = 4;
    pub const DISTANCE: u8 = 5;
    pub const SPEED: u8 = 6;
    pub const POWER: u8 = 7;
    pub const COMPRESSED_SPEED_DISTANCE: u8 = 8;
    pub const TEMPERATURE: u8 = 13;
    pub const GPS_ACCURACY: u8 = 31;
    pub const OSCILLATION: u8 = 39;
    pub const CONTACT_TIME: u8 = 41;
    pub const FRACTIONAL_CADENCE: u8 = 53;
    pub const ENHANCED_SPEED: u8 = 73;
    pub const ENHANCED_ALTITUDE: u8 = 78;
    pub const VERTICAL_RATIO: u8 = 83;
    pub const CONTACT_BALANCE: u8 = 84;
    pub const STEP_LENGTH: u8 = 85;
}

/// The fields read of a message, or `None` where the message is not read.
pub(super) fn fields(message: u16) -> Option<&'static [u8]> {
    Some(match message {
        message::FILE_ID => &[0, 1, 2, 8],
        message::SPORT => &[0, 1, 3],
        message::SESSION => &[2, 5, 6, 7, 8, 9, 110, 192, 193, TIMESTAMP],
        message::ACTIVITY => &[5, TIMESTAMP],
        message::TIMESTAMP_CORRELATION => &[3, TIMESTAMP],
        message::LAP => &[2, 7, 8, 9, TIMESTAMP],
        // Those of [`record`].
        message::RECORD => &[
            0, 1, 2, 3, 4, 5, 6, 7, 8, 13, 31, 39, 41, 53, 73, 78, 83, 84, 85, TIMESTAMP,
        ],
        message::EVENT => &[0, 1, TIMESTAMP],
        message::DEVICE_INFO => &[0, 2, 4, 27],
        _ => return None,
    })
}
