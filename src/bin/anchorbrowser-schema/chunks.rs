//! Streams of lines, read in chunks of whole lines.

use std::io::{self, ErrorKind, Read};
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes of a chunk, unless a line is longer: few enough to stay in a core's own cache, many enough
/// that the calls to read them cost nothing beside the work.
const CHUNK: usize = 256 * 1024;

/// Whole lines of a stream, one after the other.
#[derive(Debug)]
pub(crate) struct Chunk {
    buffer: Buffer,
    filled: usize,
    /// The offset of the first byte in the stream.
    pub(crate) offset: usize,
    /// The number of the first line, from 1.
    pub(crate) line: usize,
}

impl Chunk {
    pub(crate) fn text(&self) -> &[u8] {
        self.buffer.bytes.get(..self.filled).unwrap_or_default()
    }
}

/// Cuts a stream into chunks. Each is handed out as soon as it holds a line, so that a slow stream
/// is judged as it comes.
pub(crate) struct Chunks<R> {
    input: R,
    /// What was read of the line after the last chunk.
    rest: Vec<u8>,
    offset: usize,
    line: usize,
    ended: bool,
    buffers: Buffers,
}

impl<R: Read> Chunks<R> {
    pub(crate) fn new(input: R, buffers: Buffers) -> Self {
        Self {
            input,
            rest: Vec::new(),
            offset: 0,
            line: 1,
            ended: false,
            buffers,
        }
    }

    /// Reads until there is a whole line, or the end.
    fn read(&mut self) -> io::Result<Option<Chunk>> {
        let mut buffer = self.buffers.take();
        let mut filled = self.rest.len();
        let bytes = &mut buffer.bytes;
        if bytes.len() < filled + CHUNK / 2 {
            bytes.resize(filled + CHUNK, 0);
        }
        if let Some(start) = bytes.get_mut(..filled) {
            start.copy_from_slice(&self.rest);
        }
        self.rest.clear();
        loop {
            if filled == bytes.len() {
                bytes.resize(filled * 2, 0);
            }
            let read = read_some(&mut self.input, bytes.get_mut(filled..).unwrap_or_default())?;
            let line_end =
                memchr::memrchr(b'\n', bytes.get(filled..filled + read).unwrap_or_default());
            let before = filled;
            filled += read;
            if read == 0 {
                self.ended = true;
                break;
            }
            if let Some(line_end) = line_end {
                let end = before + line_end + 1;
                self.rest
                    .extend_from_slice(bytes.get(end..filled).unwrap_or_default());
                filled = end;
                break;
            }
        }
        if filled == 0 {
            return Ok(None);
        }
        let chunk = Chunk {
            buffer,
            filled,
            offset: self.offset,
            line: self.line,
        };
        self.offset += filled;
        self.line += memchr::memchr_iter(b'\n', chunk.text()).count();
        Ok(Some(chunk))
    }
}

impl<R: Read> Iterator for Chunks<R> {
    type Item = io::Result<Chunk>;

    fn next(&mut self) -> Option<io::Result<Chunk>> {
        if self.ended {
            return None;
        }
        let chunk = self.read().transpose();
        if !matches!(chunk, Some(Ok(_))) {
            self.ended = true;
        }
        chunk
    }
}

fn read_some(input: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match input.read(buffer) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

/// Buffers that are used again, so that the system need not clear new memory for each chunk.
#[derive(Clone, Debug, Default)]
pub(crate) struct Buffers(Arc<Mutex<Vec<Vec<u8>>>>);

impl Buffers {
    fn take(&self) -> Buffer {
        let used = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Buffer {
            bytes: used.unwrap_or_else(|| vec![0; CHUNK]),
            home: self.clone(),
        }
    }
}

/// A buffer that goes back when it is no longer used.
#[derive(Debug)]
struct Buffer {
    bytes: Vec<u8>,
    home: Buffers,
}

impl Drop for Buffer {
    fn drop(&mut self) {
        // One that had to grow for a long line is not worth keeping.
        if self.bytes.len() <= 2 * CHUNK {
            let bytes = std::mem::take(&mut self.bytes);
            let mut buffers = self.home.0.lock().unwrap_or_else(PoisonError::into_inner);
            buffers.push(bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use super::*;

    /// Gives its pieces one a call, and then fails or ends.
    struct Pieces(VecDeque<io::Result<Vec<u8>>>);

    impl Read for Pieces {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let Some(piece) = self.0.pop_front() else {
                return Ok(0);
            };
            let mut piece = piece?;
            let rest = piece.split_off(piece.len().min(buffer.len()));
            buffer[..piece.len()].copy_from_slice(&piece);
            if !rest.is_empty() {
                self.0.push_front(Ok(rest));
            }
            Ok(piece.len())
        }
    }

    fn chunks(pieces: impl IntoIterator<Item = io::Result<Vec<u8>>>) -> Chunks<Pieces> {
        Chunks::new(Pieces(pieces.into_iter().collect()), Buffers::default())
    }

    #[test]
    fn lines_are_handed_out_as_soon_as_they_are_whole() {
        let pieces = ["a\nb", "b\n\nc", "c", "c\nd"];
        let told: Vec<_> = chunks(pieces.map(|piece| Ok(piece.into())))
            .map(|chunk| {
                let chunk = chunk.unwrap();
                (chunk.offset, chunk.line, chunk.text().to_vec())
            })
            .collect();
        let expected = [
            (0, 1, "a\n"),
            (2, 2, "bb\n\n"),
            (6, 4, "ccc\n"),
            (10, 5, "d"),
        ];
        assert_eq!(
            told,
            expected.map(|(offset, line, text)| (offset, line, text.into()))
        );
    }

    #[test]
    fn lines_longer_than_a_chunk_come_whole() {
        let mut text = vec![b'a'; 5 * CHUNK + 17];
        text.extend_from_slice(b"\nb\n");
        let joined: Vec<u8> = chunks([Ok(text.clone())])
            .flat_map(|chunk| {
                let chunk = chunk.unwrap();
                assert_eq!(chunk.text().last(), Some(&b'\n'));
                chunk.text().to_vec()
            })
            .collect();
        assert_eq!(joined, text);
    }

    #[test]
    fn what_was_read_before_a_failure_is_handed_out() {
        let failure = Err(io::Error::other("gone"));
        let mut chunks = chunks([Ok("a\nb".into()), failure]);
        assert_eq!(chunks.next().unwrap().unwrap().text(), b"a\n");
        assert_eq!(chunks.next().unwrap().unwrap_err().to_string(), "gone");
        assert!(chunks.next().is_none());
    }

    #[test]
    fn buffers_are_used_again() {
        let buffers = Buffers::default();
        let text = vec![b'\n'; 8 * CHUNK];
        let count = Chunks::new(&text[..], buffers.clone())
            .map(|chunk| chunk.unwrap().text().len())
            .sum::<usize>();
        assert_eq!(count, text.len());
        assert_eq!(buffers.0.lock().unwrap().len(), 1);
    }
}
