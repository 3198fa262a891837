//! Globs that select files: one dialect, that of `.gitignore`, for arguments and configuration.

use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Globs relative to a directory. A glob with a `/` matches from the directory on, another one a
/// name at any depth; `*` does not match `/`; a directory stands for all files in it. With `!`, a
/// glob excludes. The last glob that matches applies.
#[derive(Clone, Debug)]
pub(crate) struct Globs {
    directory: PathBuf,
    matcher: Gitignore,
}

impl Globs {
    /// # Errors
    ///
    /// If a glob is malformed; the error has its index.
    pub(crate) fn new<'g>(
        directory: &Path,
        globs: impl IntoIterator<Item = &'g str>,
    ) -> Result<Self, (usize, ignore::Error)> {
        let mut builder = GitignoreBuilder::new("");
        builder.allow_unclosed_class(false);
        for (index, glob) in globs.into_iter().enumerate() {
            builder
                .add_line(None, &anchor(glob))
                .map_err(|error| (index, error))?;
        }
        Ok(Self {
            directory: directory.to_owned(),
            matcher: builder.build().map_err(|error| (0, error))?,
        })
    }

    /// Whether the globs select a path (`true`), exclude it (`false`), or neither.
    pub(crate) fn matched(&self, path: &Path, is_dir: bool) -> Option<bool> {
        if self.matcher.is_empty() {
            return None;
        }
        let path = path.strip_prefix(&self.directory).ok()?;
        match self.matcher.matched_path_or_any_parents(path, is_dir) {
            Match::None => None,
            Match::Ignore(_) => Some(true),
            Match::Whitelist(_) => Some(false),
        }
    }

    /// Whether the globs select a path.
    pub(crate) fn selects(&self, path: &Path, is_dir: bool) -> bool {
        self.matched(path, is_dir) == Some(true)
    }

    /// Whether any glob selects, rather than excludes.
    pub(crate) fn has_selection(&self) -> bool {
        self.matcher.num_ignores() > 0
    }
}

/// A glob that begins with `./` matches from the directory on.
fn anchor(glob: &str) -> String {
    let (not, glob) = match glob.strip_prefix('!') {
        Some(glob) => ("!", glob),
        None => ("", glob),
    };
    match glob.strip_prefix("./") {
        Some(glob) => format!("{not}/{}", glob.trim_start_matches("./")),
        None => format!("{not}{glob}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_match_like_ignore_files() {
        let paths = ["x.json", "a/x.json", "a/b/x.json"];
        // Globs, and whether they match each of the paths.
        let table: [(&[&str], [Option<bool>; 3]); 12] = [
            (&[], [None; 3]),
            (&["*.json"], [Some(true); 3]),
            (&["/*.json"], [Some(true), None, None]),
            (&["./*.json"], [Some(true), None, None]),
            (&["a/*.json"], [None, Some(true), None]),
            (&["a/**"], [None, Some(true), Some(true)]),
            (&["./a/**"], [None, Some(true), Some(true)]),
            (&["a"], [None, Some(true), Some(true)]),
            (&["a/"], [None, Some(true), Some(true)]),
            (&["b"], [None, None, Some(true)]),
            (&["!./a/b"], [None, None, Some(false)]),
            (
                &["*.json", "!a/*.json"],
                [Some(true), Some(false), Some(true)],
            ),
        ];
        for (globs, expected) in table {
            let globs = Globs::new(Path::new("/in"), globs.iter().copied()).unwrap();
            let found = paths.map(|path| globs.matched(&Path::new("/in").join(path), false));
            assert_eq!(found, expected, "{globs:?}");
            assert_eq!(globs.matched(Path::new("/other/a/x.json"), false), None);
        }
        assert_eq!(
            Globs::new(Path::new(""), ["a", "b["])
                .map_err(|(index, _)| index)
                .err(),
            Some(1)
        );
    }
}
