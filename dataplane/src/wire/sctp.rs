//! The checksum of SCTP, which can't be corrected by difference as cheaply as the others: CRC-32C over
//! the whole packet (read RFC 9260 §6.8 and its appendix A).

/// Length of the common header, in bytes; its last four are the checksum.
const HEADER_LEN: usize = 12;

/// The polynomial 0x1edc6f41, its bits in reverse.
const POLYNOMIAL: u32 = 0x82f6_3b78;

/// The remainders of all bytes.
const TABLE: [u32; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = (crc >> 1) ^ (POLYNOMIAL * (crc & 1));
            bit += 1;
        }
        table[byte] = crc;
        byte += 1;
    }
    table
};

/// The checksum of the SCTP packet `bytes`, its own field taken for zero; `None` if the common header is
/// cut short.
#[must_use]
pub fn checksum(bytes: &[u8]) -> Option<u32> {
    let (header, chunks) = bytes.split_first_chunk::<HEADER_LEN>()?;
    let crc = step(step(!0, &header[..8]), &[0; 4]);
    Some(!step(crc, chunks))
}

/// Computes the checksum of the SCTP packet `bytes` and writes it; leaves a header that is cut short
/// alone.
pub fn refresh_checksum(bytes: &mut [u8]) {
    if let Some(crc) = checksum(bytes) {
        bytes[8..HEADER_LEN].copy_from_slice(&crc.to_le_bytes());
    }
}

fn step(crc: u32, bytes: &[u8]) -> u32 {
    bytes.iter().fold(crc, |crc, byte| {
        (crc >> 8) ^ TABLE[usize::from(crc as u8 ^ byte)]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crc32c(bytes: &[u8]) -> u32 {
        !step(!0, bytes)
    }

    #[test]
    fn rfc3720_examples() {
        assert_eq!(crc32c(b"123456789"), 0xe306_9283);
        assert_eq!(crc32c(&[0; 32]), 0x8a91_36aa);
        assert_eq!(crc32c(&[0xff; 32]), 0x62a8_ab43);
    }

    #[test]
    fn a_short_header_is_left_alone() {
        for len in 0..HEADER_LEN {
            let mut bytes = vec![1; len];
            refresh_checksum(&mut bytes);
            assert_eq!(bytes, vec![1; len]);
        }
    }
}
