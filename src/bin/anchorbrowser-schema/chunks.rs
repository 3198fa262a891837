//! Reads streams of lines in chunks of whole lines.

use std::io::{self, ErrorKind, Read};
use std::sync::{Arc, Mutex, PoisonError};

/// Size of a chunk, unless a line is longer: small enough to stay in a core's own cache, large
/// enough that the cost of the read calls is negligible.
const CHUNK_SIZE: usize = 256 * 1024;

/// Consecutive whole lines of a stream.
#[derive(Debug)]
pub(crate) struct Chunk {
    buffer: PooledBuffer,
    filled: usize,
    /// Offset of the first byte in the stream.
    pub(crate) offset: usize,
    /// Number of the first line, from 1.
    pub(crate) line: usize,
}

impl Chunk {
    pub(crate) fn text(&self) -> &[u8] {
        self.buffer.bytes.get(..self.filled).unwrap_or_default()
    }
}

/// Splits a stream into chunks. A chunk is returned as soon as it contains a whole line, so that
/// documents of a slow stream are checked as they arrive.
pub(crate) struct ChunkReader<R> {
    input: R,
    /// Bytes already read of the line after the last chunk.
    rest: Vec<u8>,
    offset: usize,
    line: usize,
    ended: bool,
    buffers: BufferPool,
}

impl<R: Read> ChunkReader<R> {
    pub(crate) fn new(input: R, buffers: BufferPool) -> Self {
        Self {
            input,
            rest: Vec::new(),
            offset: 0,
            line: 1,
            ended: false,
            buffers,
        }
    }

    /// Reads until a line is complete or the stream ends.
    fn read(&mut self) -> io::Result<Option<Chunk>> {
        let mut buffer = self.buffers.take();
        let mut filled = self.rest.len();
        let bytes = &mut buffer.bytes;
        if bytes.len() < filled + CHUNK_SIZE / 2 {
            bytes.resize(filled + CHUNK_SIZE, 0);
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

impl<R: Read> Iterator for ChunkReader<R> {
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

/// Reuses buffers, so that the system does not have to clear new memory for each chunk.
#[derive(Clone, Debug, Default)]
pub(crate) struct BufferPool(Arc<Mutex<Vec<Vec<u8>>>>);

impl BufferPool {
    fn take(&self) -> PooledBuffer {
        let used = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        PooledBuffer {
            bytes: used.unwrap_or_else(|| vec![0; CHUNK_SIZE]),
            pool: self.clone(),
        }
    }
}

/// A buffer that returns to its pool when it is dropped.
#[derive(Debug)]
struct PooledBuffer {
    bytes: Vec<u8>,
    pool: BufferPool,
}

impl Drop for PooledBuffer {
    fn drop(&mut self) {
        // A buffer that had to grow for a long line is not worth keeping.
        if self.bytes.len() <= 2 * CHUNK_SIZE {
            let bytes = std::mem::take(&mut self.bytes);
            let mut buffers = self.pool.0.lock().unwrap_or_else(PoisonError::into_inner);
            buffers.push(bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use super::*;

    /// Returns one piece per call, then fails or ends.
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

    fn chunks(pieces: impl IntoIterator<Item = io::Result<Vec<u8>>>) -> ChunkReader<Pieces> {
        ChunkReader::new(Pieces(pieces.into_iter().collect()), BufferPool::default())
    }

    #[test]
    fn complete_lines_are_returned_immediately() {
        let pieces = ["a\nb", "b\n\nc", "c", "c\nd"];
        let read: Vec<_> = chunks(pieces.map(|piece| Ok(piece.into())))
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
            read,
            expected.map(|(offset, line, text)| (offset, line, text.into()))
        );
    }

    #[test]
    fn lines_longer_than_a_chunk_are_not_split() {
        let mut text = vec![b'a'; 5 * CHUNK_SIZE + 17];
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
    fn lines_before_a_read_error_are_returned() {
        let failure = Err(io::Error::other("gone"));
        let mut chunks = chunks([Ok("a\nb".into()), failure]);
        assert_eq!(chunks.next().unwrap().unwrap().text(), b"a\n");
        assert_eq!(chunks.next().unwrap().unwrap_err().to_string(), "gone");
        assert!(chunks.next().is_none());
    }

    #[test]
    fn buffers_are_reused() {
        let buffers = BufferPool::default();
        let text = vec![b'\n'; 8 * CHUNK_SIZE];
        let count = ChunkReader::new(&text[..], buffers.clone())
            .map(|chunk| chunk.unwrap().text().len())
            .sum::<usize>();
        assert_eq!(count, text.len());
        assert_eq!(buffers.0.lock().unwrap().len(), 1);
    }
}
