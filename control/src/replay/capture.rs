//! Captures: pcap and pcapng are read, pcap is written.

use std::{
    fmt,
    fs::File,
    io::{self, BufWriter, Read, Seek, Write},
    path::{Path, PathBuf},
};

use dataplane::time::Instant;
use pcap_file::{
    DataLink, Endianness, PcapError, TsResolution,
    pcap::{PcapHeader, PcapReader, PcapWriter, RawPcapPacket},
    pcapng::{Block, PcapNgReader, blocks::interface_description::InterfaceDescriptionOption},
};

const NANOS_PER_SECOND: u64 = 1_000_000_000;

/// What is wrong with a capture.
#[derive(Debug)]
pub struct CaptureError {
    file: PathBuf,
    /// The frame that it is about, from 1; 0 for the file itself.
    frame: u64,
    cause: Cause,
}

#[derive(Debug)]
enum Cause {
    Io(io::Error),
    Format(PcapError),
    /// The frames are not Ethernet's.
    LinkType(DataLink),
    /// A moment that the clock can't hold.
    Time,
    /// A pcapng block without a time, or of an interface that was not described.
    Block,
}

impl fmt::Display for CaptureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.file.display())?;
        if self.frame > 0 {
            write!(f, "frame {}: ", self.frame)?;
        }
        match &self.cause {
            Cause::Io(error) | Cause::Format(PcapError::IoError(error))
                if error.kind() == io::ErrorKind::UnexpectedEof =>
            {
                write!(f, "the file is cut short")
            }
            Cause::Io(error) => error.fmt(f),
            Cause::Format(error) => write!(f, "not a pcap or pcapng file: {error}"),
            Cause::LinkType(link) => write!(f, "the link type is {link:?}, not Ethernet"),
            Cause::Time => f.write_str("the time is out of range"),
            Cause::Block => f.write_str("the block has no time, or an interface unknown"),
        }
    }
}

impl std::error::Error for CaptureError {}

/// A captured frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// When it was captured; the clock counts from the Unix epoch.
    pub at: Instant,
    /// The bytes from the Ethernet header on.
    pub bytes: Vec<u8>,
    /// Whether it was longer on the wire than what was captured of it.
    pub cut: bool,
}

enum Format {
    Pcap(PcapReader<File>),
    PcapNg(PcapNgReader<File>),
}

/// A capture that is read frame by frame.
pub struct Capture {
    file: PathBuf,
    format: Format,
    frames: u64,
}

impl fmt::Debug for Capture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Capture")
            .field("file", &self.file)
            .field("frames", &self.frames)
            .finish_non_exhaustive()
    }
}

impl Capture {
    /// Opens a pcap or pcapng file of Ethernet frames.
    ///
    /// # Errors
    /// If it can't be read or is something else.
    pub fn open(path: &Path) -> Result<Self, CaptureError> {
        let fail = |cause| CaptureError {
            file: path.to_owned(),
            frame: 0,
            cause,
        };
        let mut file = File::open(path).map_err(|error| fail(Cause::Io(error)))?;
        let mut magic = [0; 4];
        file.read_exact(&mut magic)
            .and_then(|()| file.rewind())
            .map_err(|error| fail(Cause::Io(error)))?;
        /// The type of pcapng's section header block, the same in both byte orders.
        const SECTION_HEADER: [u8; 4] = [0x0a, 0x0d, 0x0d, 0x0a];
        let format = if magic == SECTION_HEADER {
            PcapNgReader::new(file).map(Format::PcapNg)
        } else {
            PcapReader::new(file).map(Format::Pcap)
        };
        let format = format.map_err(|error| fail(Cause::Format(error)))?;
        if let Format::Pcap(reader) = &format
            && reader.header().datalink != DataLink::ETHERNET
        {
            return Err(fail(Cause::LinkType(reader.header().datalink)));
        }
        Ok(Self {
            file: path.to_owned(),
            format,
            frames: 0,
        })
    }

    /// The next frame; `None` at the end.
    ///
    /// # Errors
    /// If the file goes on with something that is no frame.
    pub fn next_frame(&mut self) -> Result<Option<Frame>, CaptureError> {
        self.frames += 1;
        let frame = match &mut self.format {
            Format::Pcap(reader) => next_of_pcap(reader),
            Format::PcapNg(reader) => next_of_pcapng(reader),
        };
        frame.map_err(|cause| CaptureError {
            file: self.file.clone(),
            frame: self.frames,
            cause,
        })
    }
}

/// A moment from seconds and a fraction of which there are `per_second`.
fn instant(seconds: u64, fraction: u64, per_second: u64) -> Result<Instant, Cause> {
    let fraction = u128::from(fraction) * u128::from(NANOS_PER_SECOND) / u128::from(per_second);
    let nanos = u128::from(seconds) * u128::from(NANOS_PER_SECOND) + fraction;
    u64::try_from(nanos)
        .map(Instant::from_nanos)
        .map_err(|_| Cause::Time)
}

fn next_of_pcap(reader: &mut PcapReader<File>) -> Result<Option<Frame>, Cause> {
    let per_second = match reader.header().ts_resolution {
        TsResolution::MicroSecond => 1_000_000,
        TsResolution::NanoSecond => NANOS_PER_SECOND,
    };
    // The raw record: the library's own checks refuse frames that a snap length has cut.
    let Some(packet) = reader.next_raw_packet() else {
        return Ok(None);
    };
    let packet = packet.map_err(Cause::Format)?;
    Ok(Some(Frame {
        at: instant(packet.ts_sec.into(), packet.ts_frac.into(), per_second)?,
        cut: packet.orig_len > packet.incl_len,
        bytes: packet.data.into_owned(),
    }))
}

fn next_of_pcapng(reader: &mut PcapNgReader<File>) -> Result<Option<Frame>, Cause> {
    loop {
        let Some(block) = reader.next_block() else {
            return Ok(None);
        };
        let (interface, units, original, bytes) = match block.map_err(Cause::Format)? {
            // The library takes the timestamp for nanoseconds, whatever the interface's unit is.
            Block::EnhancedPacket(packet) => (
                packet.interface_id,
                packet.timestamp.as_nanos() as u64,
                packet.original_len,
                packet.data.into_owned(),
            ),
            Block::Packet(packet) => (
                packet.interface_id.into(),
                packet.timestamp,
                packet.original_len,
                packet.data.into_owned(),
            ),
            Block::SimplePacket(_) => return Err(Cause::Block),
            Block::SectionHeader(_)
            | Block::InterfaceDescription(_)
            | Block::NameResolution(_)
            | Block::InterfaceStatistics(_)
            | Block::SystemdJournalExport(_)
            | Block::Unknown(_) => continue,
        };
        let interface = reader.interfaces().get(interface as usize);
        let interface = interface.ok_or(Cause::Block)?;
        if interface.linktype != DataLink::ETHERNET {
            return Err(Cause::LinkType(interface.linktype));
        }
        let mut per_second = 1_000_000;
        let mut offset = 0;
        for option in &interface.options {
            if let InterfaceDescriptionOption::IfTsResol(resolution) = option {
                // The high bit says whether it is a power of 2 or of 10.
                let exponent = u32::from(resolution & 0x7f);
                let base: u64 = if resolution & 0x80 != 0 { 2 } else { 10 };
                per_second = base.checked_pow(exponent).ok_or(Cause::Time)?;
            } else if let InterfaceDescriptionOption::IfTsOffset(seconds) = option {
                offset = *seconds;
            }
        }
        let seconds = (units / per_second)
            .checked_add(offset)
            .ok_or(Cause::Time)?;
        return Ok(Some(Frame {
            at: instant(seconds, units % per_second, per_second)?,
            cut: original as usize > bytes.len(),
            bytes,
        }));
    }
}

/// A pcap file that is written frame by frame.
pub struct CaptureWriter {
    file: PathBuf,
    writer: PcapWriter<BufWriter<File>>,
    resolution: TsResolution,
    frames: u64,
}

impl fmt::Debug for CaptureWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CaptureWriter")
            .field("file", &self.file)
            .field("frames", &self.frames)
            .finish_non_exhaustive()
    }
}

impl CaptureWriter {
    /// Creates the file, or empties it.
    ///
    /// # Errors
    /// If it can't be written.
    pub fn create(path: &Path, nanoseconds: bool) -> Result<Self, CaptureError> {
        let fail = |cause| CaptureError {
            file: path.to_owned(),
            frame: 0,
            cause,
        };
        let file = File::create(path).map_err(|error| fail(Cause::Io(error)))?;
        let resolution = if nanoseconds {
            TsResolution::NanoSecond
        } else {
            TsResolution::MicroSecond
        };
        let header = PcapHeader {
            // What tcpdump writes; frames can't be longer.
            snaplen: 262_144,
            ts_resolution: resolution,
            // The same bytes on every machine.
            endianness: Endianness::Little,
            ..PcapHeader::default()
        };
        let writer = PcapWriter::with_header(BufWriter::new(file), header)
            .map_err(|error| fail(Cause::Format(error)))?;
        Ok(Self {
            file: path.to_owned(),
            writer,
            resolution,
            frames: 0,
        })
    }

    /// Appends a frame.
    ///
    /// # Errors
    /// If it can't be written.
    pub fn write(&mut self, at: Instant, bytes: &[u8]) -> Result<(), CaptureError> {
        self.frames += 1;
        let nanos = at.as_nanos();
        let fraction = (nanos % NANOS_PER_SECOND) as u32;
        let length = bytes.len() as u32;
        let written = u32::try_from(nanos / NANOS_PER_SECOND)
            .map_err(|_| Cause::Time)
            .and_then(|seconds| {
                let packet = RawPcapPacket {
                    ts_sec: seconds,
                    ts_frac: match self.resolution {
                        TsResolution::MicroSecond => fraction / 1000,
                        TsResolution::NanoSecond => fraction,
                    },
                    incl_len: length,
                    orig_len: length,
                    data: bytes.into(),
                };
                self.writer.write_raw_packet(&packet).map_err(Cause::Format)
            });
        written.map(drop).map_err(|cause| CaptureError {
            file: self.file.clone(),
            frame: self.frames,
            cause,
        })
    }

    /// Writes what is still in memory; gives the number of frames.
    ///
    /// # Errors
    /// If it can't be written.
    pub fn finish(self) -> Result<u64, CaptureError> {
        match self.writer.into_writer().flush() {
            Ok(()) => Ok(self.frames),
            Err(error) => Err(CaptureError {
                file: self.file,
                frame: 0,
                cause: Cause::Io(error),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{env, fs, process};

    use super::*;

    fn file(name: &str, bytes: &[u8]) -> PathBuf {
        let path = env::temp_dir().join(format!("tollgate-capture-{}-{name}", process::id()));
        fs::write(&path, bytes).expect("a writable folder");
        path
    }

    fn read_all(path: &Path) -> Result<Vec<Frame>, String> {
        let read = || {
            let mut capture = Capture::open(path)?;
            let mut frames = Vec::new();
            while let Some(frame) = capture.next_frame()? {
                frames.push(frame);
            }
            Ok(frames)
        };
        let frames = read().map_err(|error: CaptureError| {
            let text = error.to_string();
            text.split_once(": ").expect("a file").1.to_owned()
        });
        fs::remove_file(path).expect("it is there");
        frames
    }

    #[test]
    fn what_is_written_is_read() {
        for nanoseconds in [false, true] {
            let path = file(&format!("written-{nanoseconds}"), b"");
            let at = Instant::from_nanos(1_700_000_000_123_456_789);
            let mut writer = CaptureWriter::create(&path, nanoseconds).expect("writable");
            writer.write(at, b"frame").expect("writable");
            assert_eq!(writer.finish().expect("writable"), 1);
            let nanos = if nanoseconds { 789 } else { 0 };
            let expected = Frame {
                at: Instant::from_nanos(1_700_000_000_123_456_000 + nanos),
                bytes: b"frame".to_vec(),
                cut: false,
            };
            assert_eq!(read_all(&path), Ok(vec![expected]));
        }
    }

    /// A little-endian pcap with one frame of 4 bytes that had `original` on the wire.
    fn pcap(link: u8, original: u8) -> Vec<u8> {
        let mut bytes = vec![0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        bytes.extend([4, 0, 0, 0, link, 0, 0, 0]);
        bytes.extend([1, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0, original, 0, 0, 0]);
        bytes.extend(*b"abcd");
        bytes
    }

    #[test]
    fn frames_that_were_cut_are_known() {
        let frames = |original| read_all(&file(&format!("cut-{original}"), &pcap(1, original)));
        let frame = |cut| Frame {
            at: Instant::from_nanos(1_000_002_000),
            bytes: b"abcd".to_vec(),
            cut,
        };
        assert_eq!(frames(4), Ok(vec![frame(false)]));
        assert_eq!(frames(60), Ok(vec![frame(true)]));
    }

    #[test]
    fn other_files_are_refused() {
        let error = |name: &str, bytes: &[u8]| read_all(&file(name, bytes)).expect_err("refused");
        assert_eq!(error("empty", b""), "the file is cut short");
        assert!(error("text", b"hello, this is text, no capture").contains("not a pcap"));
        assert!(error("link", &pcap(101, 4)).contains("not Ethernet"));
        let whole = pcap(1, 4);
        for length in 25..whole.len() {
            let text = error(&format!("short-{length}"), &whole[..length]);
            assert_eq!(text, "frame 1: the file is cut short", "{length}");
        }
    }

    /// A pcapng with one frame of 4 bytes, captured after so many units of a resolution.
    fn pcapng(resolution: Option<u8>, units: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        let block = |bytes: &mut Vec<u8>, kind: u32, body: &[u8]| {
            let length = body.len() as u32 + 12;
            bytes.extend(kind.to_le_bytes());
            bytes.extend(length.to_le_bytes());
            bytes.extend(body);
            bytes.extend(length.to_le_bytes());
        };
        let mut header = vec![0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0];
        header.extend([0xff; 8]);
        block(&mut bytes, 0x0a0d_0d0a, &header);
        let mut interface = vec![1, 0, 0, 0, 0, 0, 0, 0];
        if let Some(resolution) = resolution {
            interface.extend([9, 0, 1, 0, resolution, 0, 0, 0, 0, 0, 0, 0]);
        }
        block(&mut bytes, 1, &interface);
        let mut packet = vec![0, 0, 0, 0];
        packet.extend(((units >> 32) as u32).to_le_bytes());
        packet.extend((units as u32).to_le_bytes());
        packet.extend([4, 0, 0, 0, 4, 0, 0, 0]);
        packet.extend(*b"abcd");
        block(&mut bytes, 6, &packet);
        bytes
    }

    #[test]
    fn pcapng_times_are_in_the_interfaces_unit() {
        for (resolution, units, nanos) in [
            (None, 1_000_002_u64, 1_000_002_000),
            (Some(9), 1_000_002, 1_000_002),
            (Some(3), 1_002, 1_002_000_000),
            (Some(0x80 | 10), 1536, 1_500_000_000),
        ] {
            let bytes = pcapng(resolution, units);
            let frames = read_all(&file(&format!("ng-{units}-{resolution:?}"), &bytes));
            let expected = Frame {
                at: Instant::from_nanos(nanos),
                bytes: b"abcd".to_vec(),
                cut: false,
            };
            assert_eq!(frames, Ok(vec![expected]));
        }
    }

    proptest::proptest! {
        #[test]
        fn damaged_captures_are_refused_without_panic(
            ng in proptest::bool::ANY,
            damage in proptest::collection::vec((0_usize..200, proptest::num::u8::ANY), 1..8),
            length in 0_usize..200,
        ) {
            let mut bytes = if ng { pcapng(Some(9), 1) } else { pcap(1, 4) };
            for (at, value) in damage {
                let at = at % bytes.len();
                bytes[at] = value;
            }
            bytes.truncate(length);
            // Readable or not: it ends.
            let _ = read_all(&file("damaged", &bytes));
        }
    }
}
