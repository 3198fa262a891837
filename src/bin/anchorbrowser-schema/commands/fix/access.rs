//! Gives a new file the access of the file that it replaces.

use std::fs::File;
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};

/// Gives `new` the owner, group, mode, access control list and attributes of `old`. If the owner or the
/// group cannot be kept, the mode is restricted instead.
///
/// # Errors
///
/// If `new` would be accessible to a user who cannot access `old`, or an attribute would be lost.
pub(super) fn copy(old: &File, new: &File) -> io::Result<()> {
    let (found, own) = (old.metadata()?, new.metadata()?);
    let mut mode = found.mode() & 0o7777;
    let keeps_group = own.gid() == found.gid() || fchown(new, None, Some(found.gid())).is_ok();
    if !keeps_group {
        mode = without_group(mode);
    }
    let keeps_owner = own.uid() == found.uid() || fchown(new, Some(found.uid()), None).is_ok();
    if !keeps_owner {
        mode = without_owner(mode);
    }
    attributes::remove_access_list(new)?;
    new.set_permissions(PermissionsExt::from_mode(mode))?;
    attributes::copy(old, new, keeps_owner && keeps_group)
}

/// The mode for another group: neither its members nor those of the old one may do more than before.
fn without_group(mode: u32) -> u32 {
    let both = (mode >> 3) & mode & 0o7;
    mode & 0o5700 | both << 3 | both
}

/// The mode for another owner: the old one may not do more than before.
fn without_owner(mode: u32) -> u32 {
    let owner = (mode >> 6) & 0o7;
    mode & 0o3700 | mode & (owner << 3 | owner)
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
mod attributes {
    use std::ffi::{CStr, CString};
    use std::fs::File;
    use std::io;

    use rustix::fs::{
        XattrFlags, fgetxattr, fgetxattr_query, flistxattr, flistxattr_query, fremovexattr,
        fsetxattr,
    };
    use rustix::io::Errno;

    const ACCESS_LIST: &CStr = c"system.posix_acl_access";
    /// Signatures of the content, which the system writes.
    const SIGNATURES: [&CStr; 2] = [c"security.ima", c"security.evm"];

    /// Removes a list that a new file inherits from its directory.
    pub(super) fn remove_access_list(file: &File) -> io::Result<()> {
        match fremovexattr(file, ACCESS_LIST) {
            Ok(()) | Err(Errno::NODATA | Errno::NOTSUP) => Ok(()),
            // The directory has none.
            Err(_) if get(file, ACCESS_LIST).is_none() => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) fn copy(old: &File, new: &File, keeps_owner_and_group: bool) -> io::Result<()> {
        for name in names(old)? {
            if SIGNATURES.contains(&name.as_c_str()) {
                continue;
            }
            if *name == *ACCESS_LIST && !keeps_owner_and_group {
                return Err(io::Error::other(
                    "its access control list cannot be kept without its owner and group",
                ));
            }
            let Some(value) = get(old, &name) else {
                continue;
            };
            let copied = fsetxattr(new, &name, &value, XattrFlags::empty());
            if copied.is_err() && get(new, &name).as_ref() != Some(&value) {
                return Err(io::Error::other(format!(
                    "its attribute `{}` cannot be kept",
                    name.to_string_lossy()
                )));
            }
        }
        Ok(())
    }

    fn names(file: &File) -> io::Result<Vec<CString>> {
        let read = || {
            let mut names = vec![0; flistxattr_query(file)?];
            let length = flistxattr(file, &mut names[..])?;
            names.truncate(length);
            Ok(names)
        };
        let names = match read() {
            Ok(names) => names,
            Err(Errno::NOTSUP) => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        let names = names.split(|byte| *byte == 0);
        let names = names.filter(|name| !name.is_empty());
        Ok(names.filter_map(|name| CString::new(name).ok()).collect())
    }

    fn get(file: &File, name: &CStr) -> Option<Vec<u8>> {
        let mut value = vec![0; fgetxattr_query(file, name).ok()?];
        let length = fgetxattr(file, name, &mut value[..]).ok()?;
        value.truncate(length);
        Some(value)
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
mod attributes {
    use std::fs::File;
    use std::io;

    pub(super) fn remove_access_list(_: &File) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn copy(_: &File, _: &File, _: bool) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_are_narrowed() {
        // The mode, without its group, and without its owner.
        let table = [
            (0o664, 0o644, 0o664),
            (0o640, 0o600, 0o640),
            (0o604, 0o600, 0o604),
            (0o660, 0o600, 0o660),
            (0o644, 0o644, 0o644),
            (0o466, 0o466, 0o444),
            (0o6755, 0o4755, 0o2755),
        ];
        for (mode, other_group, other_owner) in table {
            assert_eq!(without_group(mode), other_group, "{mode:o}");
            assert_eq!(without_owner(mode), other_owner, "{mode:o}");
        }
    }
}
