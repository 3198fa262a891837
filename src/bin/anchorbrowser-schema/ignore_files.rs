//! Ignore files: which paths of a repository git ignores.

use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder, gitconfig_excludes_path};

use crate::failure::Failure;
use crate::small_file::read_text as read;
use crate::source_name::relative_name;

/// Names of ignore files, the one that takes precedence first. `.ignore` is for tools other than
/// git.
const NAMES: [&str; 2] = [".ignore", ".gitignore"];
/// The ignore files that apply in a directory: those of its repository, and none above it.
#[derive(Debug, Default)]
pub(crate) struct IgnoreFiles {
    /// From the root of the repository to the current directory, with directories between them.
    directories: Vec<Directory>,
    /// Ignore files that cannot be read.
    failures: Vec<Failure>,
}

#[derive(Debug)]
struct Directory {
    path: PathBuf,
    is_repository_root: bool,
    /// The one that takes precedence first.
    rules: Vec<Gitignore>,
}

impl IgnoreFiles {
    /// Those that apply in a directory, which is given by canonical path.
    pub(crate) fn of(directory: &Path) -> Self {
        let mut files = Self::default();
        let Some(root) = repository_root(directory) else {
            return files;
        };
        let below = directory.strip_prefix(root).unwrap_or(Path::new(""));
        files.enter(root);
        let mut path = root.to_owned();
        for component in below {
            path.push(component);
            files.enter(&path);
        }
        files
    }

    /// Reads the ignore files of a directory, after those of the directory that contains it.
    pub(crate) fn enter(&mut self, directory: &Path) {
        self.leave_to(directory.parent());
        let is_repository_root = is_repository_root(directory);
        if self.directories.is_empty() && !is_repository_root {
            return;
        }
        let mut files: Vec<_> = NAMES.iter().map(|name| directory.join(name)).collect();
        if is_repository_root {
            files.push(git_directory(directory).join("info/exclude"));
            files.extend(gitconfig_excludes_path());
        }
        let mut rules = Vec::new();
        for file in files {
            match read(&file) {
                Ok(Some(text)) => rules.push(parse(directory, &text)),
                Ok(None) => {}
                Err(error) => self
                    .failures
                    .push(Failure::unreadable(relative_name(&file), &error)),
            }
        }
        self.directories.push(Directory {
            path: directory.to_owned(),
            is_repository_root,
            rules,
        });
    }

    /// Whether a path is ignored.
    pub(crate) fn ignores(&mut self, path: &Path, is_dir: bool) -> bool {
        if self.directories.is_empty() {
            return false;
        }
        self.leave_to(path.parent());
        for directory in self.directories.iter().rev() {
            for rules in &directory.rules {
                match rules.matched(path, is_dir) {
                    Match::None => {}
                    Match::Ignore(_) => return true,
                    Match::Whitelist(_) => return false,
                }
            }
            if directory.is_repository_root {
                break;
            }
        }
        false
    }

    /// Takes the next ignore file that cannot be read.
    pub(crate) fn take_failure(&mut self) -> Option<Failure> {
        self.failures.pop()
    }

    fn leave_to(&mut self, parent: Option<&Path>) {
        let is_above =
            |directory: &Directory| parent.is_some_and(|path| path.starts_with(&directory.path));
        while self.directories.last().is_some_and(|last| !is_above(last)) {
            self.directories.pop();
        }
    }
}

/// The root of the repository that contains a directory, if any.
pub(crate) fn repository_root(directory: &Path) -> Option<&Path> {
    directory.ancestors().find(|path| is_repository_root(path))
}

/// Whether a directory is the root of a repository, a worktree or a submodule.
pub(crate) fn is_repository_root(directory: &Path) -> bool {
    directory.join(".git").exists()
}

/// Where git keeps what a repository and its worktrees share. In a worktree `.git` is a file that
/// contains the path of a directory, which has a file with the path of the shared one.
fn git_directory(root: &Path) -> PathBuf {
    let git = root.join(".git");
    let Ok(Some(text)) = read(&git) else {
        return git;
    };
    let own = root.join(text.trim_start_matches("gitdir:").trim());
    match read(&own.join("commondir")) {
        Ok(Some(shared)) => own.join(shared.trim()),
        _ => own,
    }
}

fn parse(directory: &Path, text: &str) -> Gitignore {
    let mut builder = GitignoreBuilder::new(directory);
    for line in text.trim_start_matches('\u{feff}').lines() {
        // Git ignores malformed globs, too.
        let _ = builder.add_line(None, line);
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}
