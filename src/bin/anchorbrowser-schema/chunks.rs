//! Reads streams of lines in chunks of whole lines.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read};
use std::sync::{Arc, Mutex, PoisonError};

use anchorbrowser_schema::{Origin, Position};

use crate::failure::too_large;

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

/// A part of a stream.
#[derive(Debug)]
pub(crate) enum Piece {
    Lines(Chunk),
    /// A line that is too long, and why.
    Skipped(Origin, io::Error),
}

/// Splits a stream into chunks. A chunk is returned as soon as it contains a whole line, so that
/// documents of a slow stream are checked as they arrive.
pub(crate) struct ChunkReader<R> {
    input: R,
    /// Maximum length of a line.
    limit: usize,
    /// Bytes already read of the line after the last chunk.
    rest: Vec<u8>,
    /// Pieces already read.
    pieces: VecDeque<Piece>,
    offset: usize,
    line: usize,
    ended: bool,
    buffers: BufferPool,
}

impl<R: Read> ChunkReader<R> {
    pub(crate) fn new(input: R, limit: usize, buffers: BufferPool) -> Self {
        Self {
            input,
            limit,
            rest: Vec::new(),
            pieces: VecDeque::new(),
            offset: 0,
            line: 1,
            ended: false,
            buffers,
        }
    }

    /// Reads until a line is complete or the stream ends.
    fn read(&mut self) -> io::Result<Option<Piece>> {
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
            // No line has ended yet.
            if filled > self.limit {
                return self.skip_line(buffer, filled, too_large(self.limit));
            }
            if filled == bytes.len()
                && let Err(error) = grow(bytes, self.limit)
            {
                return self.skip_line(buffer, filled, error);
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
        let chunk = self.chunk(buffer, filled);
        if filled <= self.limit {
            return Ok(Some(Piece::Lines(chunk)));
        }
        self.split(&chunk);
        Ok(self.pieces.pop_front())
    }

    /// A chunk of the next bytes of the stream.
    fn chunk(&mut self, buffer: PooledBuffer, filled: usize) -> Chunk {
        let chunk = Chunk {
            buffer,
            filled,
            offset: self.offset,
            line: self.line,
        };
        self.offset += filled;
        self.line += memchr::memchr_iter(b'\n', chunk.text()).count();
        chunk
    }

    /// Splits a chunk at lines that are too long.
    fn split(&mut self, chunk: &Chunk) {
        (self.offset, self.line) = (chunk.offset, chunk.line);
        let mut lines = Vec::new();
        for line in chunk.text().split_inclusive(|byte| *byte == b'\n') {
            let length = line.strip_suffix(b"\n").unwrap_or(line).len();
            if length <= self.limit {
                lines.extend_from_slice(line);
                continue;
            }
            self.push_lines(std::mem::take(&mut lines));
            let skipped = Piece::Skipped(self.origin(), too_large(self.limit));
            self.pieces.push_back(skipped);
            self.offset += line.len();
            self.line += 1;
        }
        self.push_lines(lines);
    }

    /// Where the next line begins.
    fn origin(&self) -> Origin {
        Origin::new(self.offset, Position::new(self.line, 1))
    }

    fn push_lines(&mut self, bytes: Vec<u8>) {
        if !bytes.is_empty() {
            let filled = bytes.len();
            let pool = self.buffers.clone();
            let chunk = self.chunk(PooledBuffer { bytes, pool }, filled);
            self.pieces.push_back(Piece::Lines(chunk));
        }
    }

    /// Skips the rest of a line that is too long.
    fn skip_line(
        &mut self,
        buffer: PooledBuffer,
        filled: usize,
        error: io::Error,
    ) -> io::Result<Option<Piece>> {
        drop(buffer);
        let skipped = Piece::Skipped(self.origin(), error);
        self.offset += filled;
        let mut buffer = self.buffers.take();
        loop {
            let read = read_some(&mut self.input, &mut buffer.bytes)?;
            let bytes = buffer.bytes.get(..read).unwrap_or_default();
            if let Some(line_end) = memchr::memchr(b'\n', bytes) {
                self.offset += line_end + 1;
                self.line += 1;
                let rest = bytes.get(line_end + 1..).unwrap_or_default().to_vec();
                self.resume(rest);
                return Ok(Some(skipped));
            }
            self.offset += read;
            if read == 0 {
                self.ended = true;
                return Ok(Some(skipped));
            }
        }
    }

    /// Continues with bytes that were read after a line that is too long.
    fn resume(&mut self, mut bytes: Vec<u8>) {
        let lines = memchr::memrchr(b'\n', &bytes).map_or(0, |line_end| line_end + 1);
        self.rest = bytes.split_off(lines);
        if bytes.is_empty() {
            return;
        }
        let filled = bytes.len();
        let pool = self.buffers.clone();
        let chunk = self.chunk(PooledBuffer { bytes, pool }, filled);
        self.split(&chunk);
    }
}

/// Makes room for a longer line, up to the limit and one byte more.
fn grow(bytes: &mut Vec<u8>, limit: usize) -> io::Result<()> {
    let longer = bytes.len().saturating_mul(2).min(limit.saturating_add(1));
    bytes
        .try_reserve_exact(longer - bytes.len().min(longer))
        .map_err(|_| io::Error::other("it does not fit into memory"))?;
    bytes.resize(longer, 0);
    Ok(())
}

impl<R: Read> Iterator for ChunkReader<R> {
    type Item = io::Result<Piece>;

    fn next(&mut self) -> Option<io::Result<Piece>> {
        if let Some(piece) = self.pieces.pop_front() {
            return Some(Ok(piece));
        }
        if self.ended {
            return None;
        }
        let piece = self.read().transpose();
        if !matches!(piece, Some(Ok(_))) {
            self.ended = true;
        }
        piece
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
        let pieces = Pieces(pieces.into_iter().collect());
        ChunkReader::new(pieces, usize::MAX, BufferPool::default())
    }

    #[track_caller]
    fn lines(piece: io::Result<Piece>) -> Chunk {
        match piece.unwrap() {
            Piece::Lines(chunk) => chunk,
            skipped @ Piece::Skipped(..) => panic!("{skipped:?}"),
        }
    }

    #[test]
    fn long_lines_are_skipped() {
        let long = "x".repeat(3 * CHUNK_SIZE);
        let text = format!("a\n{long}\nbcde\nf\n12345\n\n123456\n{long}");
        for piece_size in [1, 7, 1000, usize::MAX] {
            let pieces = text
                .as_bytes()
                .chunks(piece_size)
                .map(|piece| Ok(piece.to_vec()));
            let reader = ChunkReader::new(Pieces(pieces.collect()), 4, BufferPool::default());
            let mut lines = Vec::new();
            for piece in reader {
                match piece.unwrap() {
                    Piece::Skipped(at, error) => lines.push((at.position.line, error.to_string())),
                    Piece::Lines(chunk) => {
                        let expected = text.get(chunk.offset..).unwrap().as_bytes();
                        assert!(expected.starts_with(chunk.text()), "{chunk:?}");
                        let found = str::from_utf8(chunk.text()).unwrap().lines();
                        lines.extend((chunk.line..).zip(found.map(str::to_owned)));
                    }
                }
            }
            let skipped = "it is larger than 4 bytes; see `--max-input-bytes`";
            let expected = ["a", skipped, "bcde", "f", skipped, "", skipped, skipped];
            let expected: Vec<_> = (1..).zip(expected.map(str::to_owned)).collect();
            assert_eq!(lines, expected, "{piece_size}");
        }
    }

    #[test]
    fn complete_lines_are_returned_immediately() {
        let pieces = ["a\nb", "b\n\nc", "c", "c\nd"];
        let read: Vec<_> = chunks(pieces.map(|piece| Ok(piece.into())))
            .map(|chunk| {
                let chunk = lines(chunk);
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
                let chunk = lines(chunk);
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
        assert_eq!(lines(chunks.next().unwrap()).text(), b"a\n");
        assert_eq!(chunks.next().unwrap().unwrap_err().to_string(), "gone");
        assert!(chunks.next().is_none());
    }

    #[test]
    fn buffers_are_reused() {
        let buffers = BufferPool::default();
        let text = vec![b'\n'; 8 * CHUNK_SIZE];
        let count = ChunkReader::new(&text[..], usize::MAX, buffers.clone())
            .map(|chunk| lines(chunk).text().len())
            .sum::<usize>();
        assert_eq!(count, text.len());
        assert_eq!(buffers.0.lock().unwrap().len(), 1);
    }
}
