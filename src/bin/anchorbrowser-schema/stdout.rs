//! Standard output.

use std::io::{self, Write};

/// Standard output without a buffer. The standard library ignores errors of a standard output that
/// is not open for writing; this one reports them.
pub(crate) fn stdout() -> Box<dyn Write + Send> {
    #[cfg(unix)]
    {
        use std::fs::File;
        use std::os::fd::AsFd;
        if let Ok(stdout) = io::stdout().as_fd().try_clone_to_owned() {
            return Box::new(File::from(stdout));
        }
    }
    Box::new(io::stdout())
}
