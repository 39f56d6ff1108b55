//! What all kinds of sockets need: results as errors, and options.
#![expect(unsafe_code, reason = "socket options have no safe form")]

use std::{
    io,
    os::fd::{AsRawFd, BorrowedFd},
    ptr,
};

/// The result of a system call that says -1 for an error.
pub(super) fn check(result: libc::c_int) -> io::Result<libc::c_int> {
    if result < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(result)
    }
}

/// `sizeof(T)` as the socket calls want it.
pub(super) const fn socklen<T>() -> libc::socklen_t {
    size_of::<T>() as libc::socklen_t
}

/// Sets an option of a level that is a C struct or integer.
pub(super) fn set<T: Copy>(
    fd: BorrowedFd<'_>,
    (level, option): (libc::c_int, libc::c_int),
    value: T,
) -> io::Result<()> {
    let value: *const T = &raw const value;
    // SAFETY: setsockopt only reads, and reads at most the given length from the pointer, which
    // is valid for that length.
    check(unsafe {
        libc::setsockopt(fd.as_raw_fd(), level, option, value.cast(), socklen::<T>())
    })?;
    Ok(())
}

/// Reads such an option into `value`. `T` is an integer or a C struct of integers.
pub(super) fn get<T: Copy>(
    fd: BorrowedFd<'_>,
    (level, option): (libc::c_int, libc::c_int),
    value: &mut T,
) -> io::Result<()> {
    let mut len = socklen::<T>();
    // SAFETY: the kernel writes at most `len` bytes to `value`, which is that large; the integers and
    // structs of integers that callers ask for may hold any bytes.
    check(unsafe {
        libc::getsockopt(
            fd.as_raw_fd(),
            level,
            option,
            ptr::from_mut(value).cast(),
            &raw mut len,
        )
    })?;
    Ok(())
}

/// Takes the pending error, if there is one (`SO_ERROR`); as long as it is there, the socket counts as
/// readable.
pub(super) fn take_error(fd: BorrowedFd<'_>) -> io::Result<Option<io::Error>> {
    let mut code: libc::c_int = 0;
    get(fd, (libc::SOL_SOCKET, libc::SO_ERROR), &mut code)?;
    Ok((code != 0).then(|| io::Error::from_raw_os_error(code)))
}
