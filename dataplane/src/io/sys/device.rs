//! Questions to the kernel about network devices (`netdevice(7)`), by device number so that a
//! renamed device is still found.
#![expect(unsafe_code, reason = "ioctl has no safe form")]

use std::{
    ffi::CStr,
    io,
    os::fd::{AsRawFd, BorrowedFd},
};

use crate::iface::MacAddr;

/// `ifr_flags` as [`NetDevice::flags`] gives them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::io) struct DeviceFlags {
    /// Administratively up (`IFF_UP`).
    pub(in crate::io) up: bool,
    /// Operational (`IFF_RUNNING`): up and with a carrier.
    pub(in crate::io) running: bool,
}

/// A name in the form that `ifreq` wants, `None` if it is empty, too long or has a zero byte.
pub(super) fn name_bytes(name: &str) -> Option<[libc::c_char; libc::IFNAMSIZ]> {
    let bytes = name.as_bytes();
    if bytes.is_empty() || bytes.len() >= libc::IFNAMSIZ || bytes.contains(&0) {
        return None;
    }
    let mut out = [0; libc::IFNAMSIZ];
    for (to, &from) in out.iter_mut().zip(bytes) {
        *to = from as libc::c_char;
    }
    Some(out)
}

/// The name in an `ifreq`.
pub(super) fn name_string(name: &[libc::c_char; libc::IFNAMSIZ]) -> String {
    let bytes = name.map(|c| c as u8);
    match CStr::from_bytes_until_nul(&bytes) {
        Ok(name) => name.to_string_lossy().into_owned(),
        Err(_) => String::new(),
    }
}

/// An `ifreq` that is all zero but for the name.
pub(super) fn request(name: [libc::c_char; libc::IFNAMSIZ]) -> libc::ifreq {
    // SAFETY: ifreq is a C struct of integers and a union of integers and one pointer, for all of
    // which zero bytes are a value.
    let mut request: libc::ifreq = unsafe { std::mem::zeroed() };
    request.ifr_name = name;
    request
}

/// Makes the request.
pub(super) fn call(
    fd: BorrowedFd<'_>,
    code: libc::c_ulong,
    request: &mut libc::ifreq,
) -> io::Result<()> {
    // SAFETY: every code that this crate passes reads and writes one ifreq, which `request` is,
    // exclusively borrowed for the call. None of the codes used follows the union's pointer.
    let result = unsafe { libc::ioctl(fd.as_raw_fd(), code as _, request) };
    if result < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(())
    }
}

/// A network device of the namespace that `socket` belongs to.
#[derive(Debug)]
pub(in crate::io) struct NetDevice<'a> {
    socket: BorrowedFd<'a>,
    index: i32,
}

impl<'a> NetDevice<'a> {
    /// The device of that name.
    pub(in crate::io) fn by_name(socket: BorrowedFd<'a>, name: &str) -> io::Result<Self> {
        let name = name_bytes(name).ok_or(io::ErrorKind::InvalidInput)?;
        let mut request = request(name);
        call(socket, libc::SIOCGIFINDEX as _, &mut request)?;
        // SAFETY: SIOCGIFINDEX succeeded and fills this member; any bytes are an integer.
        let index = unsafe { request.ifr_ifru.ifru_ifindex };
        Ok(Self { socket, index })
    }

    /// The device of that number, whether it exists or not.
    pub(in crate::io) fn by_index(socket: BorrowedFd<'a>, index: i32) -> Self {
        Self { socket, index }
    }

    /// Its number.
    pub(in crate::io) fn index(&self) -> i32 {
        self.index
    }

    /// A request that has the name which the device has now.
    fn request(&self) -> io::Result<libc::ifreq> {
        let mut request = request([0; libc::IFNAMSIZ]);
        request.ifr_ifru.ifru_ifindex = self.index;
        call(self.socket, libc::SIOCGIFNAME as _, &mut request)?;
        Ok(request)
    }

    /// Its flags.
    pub(in crate::io) fn flags(&self) -> io::Result<DeviceFlags> {
        let flags = self.raw_flags()?;
        Ok(DeviceFlags {
            up: flags & libc::IFF_UP != 0,
            running: flags & libc::IFF_RUNNING != 0,
        })
    }

    fn raw_flags(&self) -> io::Result<i32> {
        let mut request = self.request()?;
        call(self.socket, libc::SIOCGIFFLAGS as _, &mut request)?;
        // SAFETY: SIOCGIFFLAGS succeeded and fills this member; any bytes are an integer.
        Ok(i32::from(unsafe { request.ifr_ifru.ifru_flags }))
    }

    /// Sets `IFF_UP`.
    pub(in crate::io) fn bring_up(&self) -> io::Result<()> {
        let flags = self.raw_flags()?;
        if flags & libc::IFF_UP != 0 {
            return Ok(());
        }
        let mut request = self.request()?;
        request.ifr_ifru.ifru_flags = (flags | libc::IFF_UP) as libc::c_short;
        call(self.socket, libc::SIOCSIFFLAGS as _, &mut request)
    }

    /// How many queues it receives by (`ethtool -l`); 1 if it does not say.
    pub(in crate::io) fn queues(&self) -> io::Result<u32> {
        /// `ETHTOOL_GCHANNELS`.
        const GET_CHANNELS: u32 = 0x3c;
        // `struct ethtool_channels`: the command, four maxima, then receive, transmit, other, combined.
        let mut channels = [0_u32; 9];
        channels[0] = GET_CHANNELS;
        match self.ethtool(&mut channels) {
            Ok(()) => Ok((channels[5] + channels[8]).max(1)),
            Err(error) if error.raw_os_error() == Some(libc::EOPNOTSUPP) => Ok(1),
            Err(error) => Err(error),
        }
    }

    /// The name of its driver (`ethtool -i`).
    pub(in crate::io) fn driver(&self) -> io::Result<String> {
        /// `ETHTOOL_GDRVINFO`.
        const GET_DRIVER: u32 = 3;
        // `struct ethtool_drvinfo`: the command, then the name in 32 bytes, then what is not asked for.
        let mut info = [0_u32; 49];
        info[0] = GET_DRIVER;
        self.ethtool(&mut info)?;
        let name = info[1..9].iter().flat_map(|word| word.to_ne_bytes());
        let name: Vec<u8> = name.take_while(|byte| *byte != 0).collect();
        Ok(String::from_utf8_lossy(&name).into_owned())
    }

    /// Whether it finishes the checksums of what it sends (`ethtool -k`, tx-checksumming).
    pub(in crate::io) fn finishes_checksums(&self) -> io::Result<bool> {
        /// `ETHTOOL_GTXCSUM`.
        const GET_CHECKSUMS: u32 = 0x16;
        // `struct ethtool_value`: the command, and the answer.
        let mut value = [GET_CHECKSUMS, 0];
        self.ethtool(&mut value)?;
        Ok(value[1] != 0)
    }

    /// A question to the driver (`SIOCETHTOOL`), which answers in `words`. Their number is that of the
    /// structure that the command in the first word says.
    fn ethtool<const N: usize>(&self, words: &mut [u32; N]) -> io::Result<()> {
        let mut request = self.request()?;
        request.ifr_ifru.ifru_data = words.as_mut_ptr().cast();
        // SAFETY: the kernel follows the pointer and reads and writes the structure of the command there;
        // all callers pass one of its size, exclusively borrowed for the call.
        let result = unsafe {
            libc::ioctl(
                self.socket.as_raw_fd(),
                libc::SIOCETHTOOL as _,
                &raw mut request,
            )
        };
        if result < 0 {
            Err(io::Error::last_os_error())
        } else {
            Ok(())
        }
    }

    /// Its MTU in bytes.
    pub(in crate::io) fn mtu(&self) -> io::Result<u32> {
        let mut request = self.request()?;
        call(self.socket, libc::SIOCGIFMTU as _, &mut request)?;
        // SAFETY: SIOCGIFMTU succeeded and fills this member; any bytes are an integer.
        let mtu = unsafe { request.ifr_ifru.ifru_mtu };
        Ok(u32::try_from(mtu).unwrap_or(0))
    }

    /// Its Ethernet address, `None` if it is no Ethernet device.
    pub(in crate::io) fn mac(&self) -> io::Result<Option<MacAddr>> {
        let mut request = self.request()?;
        call(self.socket, libc::SIOCGIFHWADDR as _, &mut request)?;
        // SAFETY: SIOCGIFHWADDR succeeded and fills this member; any bytes are integers.
        let address = unsafe { request.ifr_ifru.ifru_hwaddr };
        if address.sa_family != libc::ARPHRD_ETHER {
            return Ok(None);
        }
        let [a, b, c, d, e, f, ..] = address.sa_data.map(|byte| byte as u8);
        Ok(Some(MacAddr([a, b, c, d, e, f])))
    }
}
