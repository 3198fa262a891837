//! Tests of how `fix` replaces files: what it never loses, and who may read the result.

use std::fs::{self, Permissions};
use std::io::Write;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use rustix::fs::{XattrFlags, getxattr, setxattr};
use rustix::io::Errno;

use super::fix::{names, read, with_country};
use super::{Outcome, TestDir, VALID};

/// A directory with a stream of two documents, of which one can be fixed.
fn stream_dir(name: &str) -> (TestDir, String) {
    let text = format!("{}\n{VALID}\n", with_country("US"));
    (TestDir::new(name, &[("a.jsonl", text.as_bytes())]), text)
}

/// The name of the temporary file, if there is one.
fn temporary(dir: &TestDir) -> Option<String> {
    let mut names = names(dir).into_iter();
    names.find(|name| name.contains(".anchorbrowser-schema-"))
}

/// Starts to fix the stream, and returns once its new content is being written. It is complete only
/// when the next input, standard input, has been read.
fn start(dir: &TestDir, mut command: Command) -> Child {
    command
        .args(["fix", "--quiet", "--threads", "1", "a.jsonl", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    while temporary(dir).is_none() {
        sleep(Duration::from_millis(1));
    }
    child
}

fn finish(mut child: Child) -> Outcome {
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(VALID.as_bytes()).unwrap();
    drop(stdin);
    Outcome::of(child.wait_with_output().unwrap())
}

#[test]
fn files_that_change_meanwhile_are_left_alone() {
    type Change = fn(&Path);
    let changes: [(&str, Change, &str); 6] = [
        (
            "appended",
            |file| {
                let mut file = fs::File::options().append(true).open(file).unwrap();
                file.write_all(b"{}\n").unwrap();
            },
            "it changed while it was being fixed",
        ),
        (
            "overwritten",
            |file| fs::write(file, fs::read_to_string(file).unwrap().replace("US", "FR")).unwrap(),
            "it changed while it was being fixed",
        ),
        (
            "replaced",
            |file| {
                let other = file.with_extension("other");
                fs::copy(file, &other).unwrap();
                fs::rename(other, file).unwrap();
            },
            "it changed while it was being fixed",
        ),
        (
            "linked",
            |file| {
                fs::remove_file(file).unwrap();
                symlink("victim", file).unwrap();
            },
            "it changed while it was being fixed",
        ),
        (
            "narrowed",
            |file| fs::set_permissions(file, Permissions::from_mode(0o600)).unwrap(),
            "it changed while it was being fixed",
        ),
        (
            "removed",
            |file| fs::remove_file(file).unwrap(),
            "No such file or directory (os error 2)",
        ),
    ];
    for (name, change, reason) in changes {
        let (dir, _) = stream_dir(&format!("fix_changed_{name}"));
        fs::write(dir.0.join("victim"), "precious").unwrap();
        let child = start(&dir, dir.command(&[]));
        change(&dir.0.join("a.jsonl"));
        let expected = fs::read(dir.0.join("a.jsonl")).ok();
        let outcome = finish(child);
        assert_eq!(outcome.code, Some(2), "{name}");
        let error = format!("error: cannot write `a.jsonl`, which is left unchanged: {reason}\n");
        assert_eq!(outcome.stderr, error, "{name}");
        assert_eq!(fs::read(dir.0.join("a.jsonl")).ok(), expected, "{name}");
        assert_eq!(read(&dir, "victim"), b"precious", "{name}");
        assert_eq!(temporary(&dir), None, "{name}");
    }
}

fn send(signal: &str, child: &Child) {
    let mut kill = Command::new("kill");
    kill.args([format!("-{signal}"), child.id().to_string()]);
    assert!(kill.status().unwrap().success());
}

#[test]
fn signals_remove_temporary_files() {
    let signals = [
        ("HUP", 1),
        ("INT", 2),
        ("QUIT", 3),
        ("TERM", 15),
        ("XCPU", 24),
    ];
    for (signal, number) in signals {
        let (dir, text) = stream_dir(&format!("fix_signal_{signal}"));
        // Whoever runs the tests may ignore the signal, which would be inherited.
        let mut command = Command::new("env");
        command.current_dir(&dir.0).args([
            &format!("--default-signal={signal}"),
            "sh",
            "-c",
            // Some of the signals dump core.
            "ulimit -c 0; exec \"$0\" \"$@\"",
            env!("CARGO_BIN_EXE_anchorbrowser-schema"),
        ]);
        let mut child = start(&dir, command);
        // Nobody else may read the new file until it replaces the old one.
        let temporary_file = dir.0.join(temporary(&dir).unwrap());
        let mode = fs::metadata(temporary_file).unwrap().mode();
        assert_eq!(mode & 0o777, 0o600);
        // Waiting would close it, and the command could end by itself.
        let stdin = child.stdin.take();
        send(signal, &child);
        assert_eq!(child.wait().unwrap().signal(), Some(number));
        drop(stdin);
        assert_eq!(names(&dir), ["a.jsonl"], "{signal}");
        assert_eq!(read(&dir, "a.jsonl"), text.as_bytes());
    }
    // A signal that is ignored stays ignored.
    let (dir, text) = stream_dir("fix_signal_ignored");
    let mut command = Command::new("sh");
    command.current_dir(&dir.0).args([
        "-c",
        "trap '' HUP; exec \"$0\" \"$@\"",
        env!("CARGO_BIN_EXE_anchorbrowser-schema"),
    ]);
    let child = start(&dir, command);
    send("HUP", &child);
    assert_eq!(finish(child).code, Some(0));
    assert_eq!(read(&dir, "a.jsonl"), text.replace("US", "us").as_bytes());
}

/// Beyond the limit of the size of files, writing fails instead of ending the process.
#[test]
fn a_file_that_would_be_too_large_is_left_unchanged() {
    // Larger than one unit of `ulimit -f`, which is 512 or 1024 bytes.
    let text = format!("{}\n", with_country("US")).repeat(50);
    let dir = TestDir::new("fix_too_large", &[("a.jsonl", text.as_bytes())]);
    // Whoever runs the tests may ignore the signal, which would be inherited.
    let mut command = Command::new("env");
    command.current_dir(&dir.0).args([
        "--default-signal=XFSZ",
        "sh",
        "-c",
        "ulimit -f 1; exec \"$0\" \"$@\"",
        env!("CARGO_BIN_EXE_anchorbrowser-schema"),
        "fix",
        "--quiet",
        "a.jsonl",
    ]);
    let outcome = command.output().unwrap();
    assert_eq!(
        String::from_utf8_lossy(&outcome.stderr),
        "error: cannot write `a.jsonl`, which is left unchanged: File too large (os error 27)\n"
    );
    assert_eq!(outcome.status.code(), Some(2));
    assert_eq!(names(&dir), ["a.jsonl"]);
    assert_eq!(read(&dir, "a.jsonl"), text.as_bytes());
}

#[test]
fn files_with_hard_links_are_overwritten_on_request() {
    let (dir, text) = stream_dir("fix_hard_links");
    fs::hard_link(dir.0.join("a.jsonl"), dir.0.join("b")).unwrap();
    let outcome = dir.run(&["fix", "--quiet", "a.jsonl"]);
    outcome.assert_code(2);
    assert_eq!(
        outcome.stderr,
        "error: cannot write `a.jsonl`, which is left unchanged: it has several hard links; use \
         `--in-place` to overwrite all of them\n"
    );
    assert_eq!(read(&dir, "b"), text.as_bytes());
    dir.run(&["fix", "--quiet", "--in-place", "a.jsonl"])
        .assert_code(0);
    for name in ["a.jsonl", "b"] {
        assert_eq!(read(&dir, name), text.replace("US", "us").as_bytes());
    }
    assert_eq!(fs::metadata(dir.0.join("b")).unwrap().nlink(), 2);
    assert_eq!(names(&dir), ["a.jsonl", "b"]);
}

#[test]
fn links_in_directories_do_not_lead_out_of_the_given_paths() {
    let text = with_country("US");
    let files = [
        ("inside/a.json", text.as_bytes()),
        ("outside.json", text.as_bytes()),
    ];
    let dir = TestDir::new("fix_links_outside", &files);
    symlink("../outside.json", dir.0.join("inside/b.json")).unwrap();
    let outcome = dir.run(&["fix", "inside"]);
    assert!(outcome.code < Some(2), "{outcome:?}");
    assert_eq!(read(&dir, "outside.json"), text.as_bytes());
    assert_eq!(read(&dir, "inside/a.json"), with_country("us").as_bytes());
    // A link that is named leads to its target.
    dir.run(&["fix", "inside/b.json"]).assert_code(0);
    assert_eq!(read(&dir, "outside.json"), with_country("us").as_bytes());
}

const ACCESS_LIST: &str = "system.posix_acl_access";
const DEFAULT_LIST: &str = "system.posix_acl_default";

/// An access control list: version 2, and entries of a tag, permissions and an ID.
fn access_list(owner: u16, user: u16, group: u16, mask: u16, other: u16) -> Vec<u8> {
    const NO_ID: u32 = u32::MAX;
    let mut list = 2_u32.to_le_bytes().to_vec();
    let entries = [
        (1, owner, NO_ID),
        (2, user, 65534),
        (4, group, NO_ID),
        (0x10, mask, NO_ID),
        (0x20, other, NO_ID),
    ];
    for (tag, permissions, id) in entries {
        list.extend(u16::to_le_bytes(tag));
        list.extend(permissions.to_le_bytes());
        list.extend(id.to_le_bytes());
    }
    list
}

/// Sets an attribute; returns whether the file system supports it.
fn set(path: &Path, name: &str, value: &[u8]) -> bool {
    match setxattr(path, name, value, XattrFlags::empty()) {
        Err(Errno::NOTSUP) => false,
        other => {
            other.unwrap();
            true
        }
    }
}

fn get(path: &Path, name: &str) -> Option<Vec<u8>> {
    let mut value = vec![0; 1024];
    match getxattr(path, name, &mut value[..]) {
        Ok(length) => {
            value.truncate(length);
            Some(value)
        }
        Err(_) => None,
    }
}

#[test]
fn access_lists_and_attributes_are_kept() {
    let us = with_country("US");
    let dir = TestDir::new(
        "fix_access",
        &[("a.json", us.as_bytes()), ("d/b.json", us.as_bytes())],
    );
    let (first, directory) = (dir.0.join("a.json"), dir.0.join("d"));
    let second = directory.join("b.json");
    // The mask is not the group's access.
    let list = access_list(6, 4, 0, 4, 0);
    let default_list = access_list(7, 7, 7, 7, 7);
    fs::set_permissions(&second, Permissions::from_mode(0o640)).unwrap();
    if !set(&first, ACCESS_LIST, &list)
        || !set(&directory, DEFAULT_LIST, &default_list)
        || !set(&first, "user.note", b"kept")
    {
        eprintln!("skipped: the file system has no access control lists");
        return;
    }
    let mode = |path: &Path| fs::metadata(path).unwrap().mode();
    let modes = [mode(&first), mode(&second)];
    dir.run(&["fix", "a.json", "d"]).assert_code(0);
    assert_eq!([mode(&first), mode(&second)], modes);
    assert_eq!(get(&first, ACCESS_LIST), Some(list));
    assert_eq!(get(&first, "user.note").as_deref(), Some(&b"kept"[..]));
    // The new file does not inherit the list of its directory.
    assert_eq!(get(&second, ACCESS_LIST), None);
    assert_eq!(read(&dir, "d/b.json"), with_country("us").as_bytes());
}
