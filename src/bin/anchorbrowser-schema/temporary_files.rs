//! Temporary files, which are removed when a signal ends the process.

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::{NamedTempFile, TempPath};

/// The temporary files of this process.
static FILES: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn files() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    FILES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The path of a temporary file, which is removed with it.
#[derive(Debug)]
pub(crate) struct TemporaryPath {
    path: TempPath,
    _registered: Registered,
}

impl TemporaryPath {
    /// Renames the file, replacing the target.
    pub(crate) fn persist(self, target: &Path) -> io::Result<()> {
        self.path.persist(target)?;
        Ok(())
    }
}

/// The entry of a file, which is removed with it.
#[derive(Debug)]
struct Registered(PathBuf);

impl Drop for Registered {
    fn drop(&mut self) {
        files().remove(&self.0);
    }
}

/// Creates a temporary file that is removed when it is dropped, or when a signal that can be caught
/// ends the process.
pub(crate) fn create(
    make: impl FnOnce() -> io::Result<NamedTempFile>,
) -> io::Result<(File, TemporaryPath)> {
    #[cfg(unix)]
    signals::watch();
    // A signal is handled before or after this, not in between.
    let mut files = files();
    let (file, path) = make()?.into_parts();
    files.insert(path.to_path_buf());
    let registered = Registered(path.to_path_buf());
    let path = TemporaryPath {
        path,
        _registered: registered,
    };
    Ok((file, path))
}

#[cfg(unix)]
mod signals {
    use std::fs;
    use std::sync::{Arc, Once, mpsc};
    use std::thread;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXCPU, SIGXFSZ};
    use signal_hook::flag;
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    use super::files;

    /// Removes the temporary files when a signal arrives, and then ends the process as the signal
    /// would have.
    pub(super) fn watch() {
        static STARTED: Once = Once::new();
        STARTED.call_once(|| {
            // Beyond the limit of the size of files, writing fails with an error, which is reported.
            let _ = flag::register(SIGXFSZ, Arc::default());
            let (ready, is_ready) = mpsc::channel();
            let thread = thread::Builder::new().spawn(move || {
                let handled = [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXCPU].into_iter();
                let signals = Signals::new(handled.filter(|signal| !is_ignored(*signal)));
                let _ = ready.send(());
                if let Ok(mut signals) = signals {
                    remove_files(&mut signals);
                }
            });
            // If the system refuses to create a thread, signals end the process without this.
            if thread.is_ok() {
                let _ = is_ready.recv();
            }
        });
    }

    fn remove_files(signals: &mut Signals) {
        if let Some(signal) = signals.forever().next() {
            // The lock is kept so that no other file is created.
            let files = files();
            for file in files.iter() {
                // There is nobody left to report an error to.
                let _ = fs::remove_file(file);
            }
            let _ = emulate_default_handler(signal);
        }
    }

    /// Whether the process was started with a signal ignored, as `nohup` does with SIGHUP. It must
    /// stay ignored. Only Linux reports them.
    fn is_ignored(signal: i32) -> bool {
        let ignored = || {
            let status = fs::read_to_string("/proc/self/status").ok()?;
            let mask = status
                .lines()
                .find_map(|line| line.strip_prefix("SigIgn:"))?;
            let mask = u64::from_str_radix(mask.trim(), 16).ok()?;
            Some(mask >> (signal - 1) & 1 == 1)
        };
        ignored().unwrap_or(false)
    }
}
