//! FIT encoding: a header, definition and data messages, a checksum (Garmin, Flexible and
//! Interoperable Data Transfer protocol).

/// Byte order of a message's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Endian {
    /// Least significant byte first: nearly every watch.
    #[default]
    Little,
    /// Most significant byte first.
    Big,
}

/// Base types by their code in a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Base {
    /// One of a list.
    Enum = 0x00,
    /// Signed byte.
    Sint8 = 0x01,
    /// Unsigned byte.
    Uint8 = 0x02,
    /// Text, closed by a zero byte.
    String = 0x07,
    /// Bytes of no numeric meaning.
    Byte = 0x0D,
    /// Signed 16 bit.
    Sint16 = 0x83,
    /// Unsigned 16 bit.
    Uint16 = 0x84,
    /// Signed 32 bit.
    Sint32 = 0x85,
    /// Unsigned 32 bit.
    Uint32 = 0x86,
    /// Unsigned 32 bit, zero meaning absent.
    Uint32z = 0x8C,
}

impl Base {
    fn size(self) -> usize {
        match self {
            Self::Enum | Self::Sint8 | Self::Uint8 | Self::String | Self::Byte => 1,
            Self::Sint16 | Self::Uint16 => 2,
            Self::Sint32 | Self::Uint32 | Self::Uint32z => 4,
        }
    }

    /// What stands for "absent".
    fn invalid(self) -> i64 {
        match self {
            Self::Sint8 => 0x7F,
            Self::Sint16 => 0x7FFF,
            Self::Sint32 => 0x7FFF_FFFF,
            Self::Enum | Self::Uint8 | Self::Byte => 0xFF,
            Self::Uint16 => 0xFFFF,
            Self::Uint32 => 0xFFFF_FFFF,
            Self::Uint32z | Self::String => 0,
        }
    }
}

/// A field with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    number: u8,
    base: Base,
    value: Value,
    /// The size the definition claims, when it is to lie.
    claimed_size: Option<u8>,
    /// Set for a developer field: its developer data index.
    developer: Option<u8>,
}

#[derive(Debug, Clone, PartialEq)]
enum Value {
    Number(i64),
    Bytes(Vec<u8>),
}

impl Field {
    /// A number, or the base type's "absent".
    pub fn number(number: u8, base: Base, value: impl Into<Option<i64>>) -> Self {
        let value = value.into().unwrap_or(base.invalid());
        Self::plain(number, base, Value::Number(value))
    }

    /// Text, with its closing zero.
    pub fn text(number: u8, text: &str) -> Self {
        let mut bytes = text.as_bytes().to_vec();
        bytes.push(0);
        Self::bytes(number, Base::String, bytes)
    }

    /// Bytes as they are, under any base type.
    pub fn bytes(number: u8, base: Base, bytes: Vec<u8>) -> Self {
        Self::plain(number, base, Value::Bytes(bytes))
    }

    fn plain(number: u8, base: Base, value: Value) -> Self {
        Self {
            number,
            base,
            value,
            claimed_size: None,
            developer: None,
        }
    }

    /// Its number.
    pub fn id(&self) -> u8 {
        self.number
    }

    /// The same value under another number and base type.
    pub fn renumbered(&self, number: u8, base: Base) -> Self {
        Self {
            number,
            base,
            ..self.clone()
        }
    }

    /// Makes it a developer field of a developer data index.
    pub fn developer(mut self, index: u8) -> Self {
        self.developer = Some(index);
        self
    }

    /// Writes only `size` bytes under a base type that needs more, as COROS does.
    pub fn squeezed(mut self, size: u8) -> Self {
        self.claimed_size = Some(size);
        self
    }

    fn size(&self) -> u8 {
        let natural = match &self.value {
            Value::Number(_) => self.base.size(),
            Value::Bytes(bytes) => bytes.len(),
        };
        self.claimed_size.unwrap_or(natural as u8)
    }

    fn write(&self, endian: Endian, out: &mut Vec<u8>) {
        let mut bytes = match (&self.value, endian) {
            (Value::Bytes(bytes), _) => bytes.clone(),
            (Value::Number(n), Endian::Little) => n.to_le_bytes()[..self.base.size()].to_vec(),
            (Value::Number(n), Endian::Big) => n.to_be_bytes()[8 - self.base.size()..].to_vec(),
        };
        bytes.resize(usize::from(self.size()), 0);
        out.extend(bytes);
    }
}

/// A message: its global number and its fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Global message number, e.g. 20 for a record.
    pub global: u16,
    /// Its fields, developer fields last.
    pub fields: Vec<Field>,
}

/// The file header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// 14 with a checksum of its own, 12 without; anything else is wrong on purpose.
    pub size: u8,
    /// Leaves the header's checksum zero, which the protocol allows.
    pub zero_checksum: bool,
    /// Claims this size of data in place of the true one.
    pub claimed_data_size: Option<u32>,
}

impl Default for Header {
    fn default() -> Self {
        Self {
            size: 14,
            zero_checksum: false,
            claimed_data_size: None,
        }
    }
}

/// Collects messages and closes the file.
#[derive(Debug, Default)]
pub struct FitWriter {
    data: Vec<u8>,
    endian: Endian,
    header: Header,
    /// The definition in force for each local message type.
    defined: [Option<Vec<u8>>; 16],
}

impl FitWriter {
    /// An empty file.
    pub fn new(endian: Endian, header: Header) -> Self {
        Self {
            endian,
            header,
            ..Self::default()
        }
    }

    /// Writes a message under a local type, defining the type first where needed.
    pub fn message(&mut self, local: u8, message: &Message) {
        self.define(local, message);
        self.data.push(local & 0x0F);
        self.values(message);
    }

    /// Writes a message whose header carries the low five bits of the time (seconds). The
    /// message itself must not hold a timestamp; local types 0 to 3 only.
    pub fn compressed(&mut self, local: u8, seconds: u32, message: &Message) {
        self.define(local, message);
        self.data
            .push(0x80 | (local & 0x03) << 5 | (seconds & 0x1F) as u8);
        self.values(message);
    }

    /// Bytes as they are: damage, on purpose.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.data.extend(bytes);
    }

    /// Bytes of data so far, without header.
    pub fn len(&self) -> usize {
        self.data.len()
    }

    fn values(&mut self, message: &Message) {
        for field in &message.fields {
            field.write(self.endian, &mut self.data);
        }
    }

    fn define(&mut self, local: u8, message: &Message) {
        let (native, developer): (Vec<&Field>, Vec<&Field>) = message
            .fields
            .iter()
            .partition(|field| field.developer.is_none());
        let mut bytes = vec![0, u8::from(self.endian == Endian::Big)];
        bytes.extend(match self.endian {
            Endian::Little => message.global.to_le_bytes(),
            Endian::Big => message.global.to_be_bytes(),
        });
        bytes.push(native.len() as u8);
        for field in native {
            bytes.extend([field.number, field.size(), field.base as u8]);
        }
        let mut kind = 0x40 | local & 0x0F;
        if !developer.is_empty() {
            kind |= 0x20;
            bytes.push(developer.len() as u8);
            for field in developer {
                bytes.extend([field.number, field.size(), field.developer.unwrap_or(0)]);
            }
        }
        let slot = &mut self.defined[usize::from(local & 0x0F)];
        if slot.as_ref() != Some(&bytes) {
            self.data.push(kind);
            self.data.extend(&bytes);
            *slot = Some(bytes);
        }
    }

    /// The whole file: header, data, checksum.
    pub fn finish(self) -> Vec<u8> {
        let size = self
            .header
            .claimed_data_size
            .unwrap_or(self.data.len() as u32);
        // Protocol 2.0, profile 21.158.
        let mut file = vec![self.header.size, 0x20];
        file.extend(21158u16.to_le_bytes());
        file.extend(size.to_le_bytes());
        file.extend(b".FIT");
        if self.header.size >= 14 {
            let sum = if self.header.zero_checksum {
                0
            } else {
                checksum(&file)
            };
            file.extend(sum.to_le_bytes());
        }
        file.resize(usize::from(self.header.size), 0);
        file.extend(&self.data);
        let sum = checksum(&file);
        file.extend(sum.to_le_bytes());
        file
    }
}

/// CRC-16 with the reflected polynomial 0xA001, as the FIT protocol prescribes.
pub fn checksum(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0u16, |sum, &byte| {
        (0..8).fold(sum ^ u16::from(byte), |sum, _| {
            if sum & 1 == 1 {
                sum >> 1 ^ 0xA001
            } else {
                sum >> 1
            }
        })
    })
}
