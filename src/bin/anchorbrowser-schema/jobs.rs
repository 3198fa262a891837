//! Splits the inputs of a run into jobs.

use std::io::Read;
use std::sync::Arc;

use anchorbrowser_schema::Origin;

use crate::chunks::{BufferPool, Chunk, ChunkReader, Piece};
use crate::cli::InputFormat;
use crate::failure::Failure;
use crate::inputs::Input;

/// The unit of work of a thread.
#[derive(Debug)]
pub(crate) enum Job {
    /// Some lines of a stream.
    Lines(Arc<Input>, Chunk),
    /// A whole input, not read yet.
    Whole(Arc<Input>),
    /// A line of a stream that cannot be read.
    Skipped(Arc<Input>, Origin, Failure),
    /// An input that cannot be read, or not any further.
    Failed(Failure),
}

impl Job {
    fn is_discovered_file(&self) -> bool {
        matches!(self, Self::Whole(input) if input.is_discovered)
    }
}

/// Maximum number of files in a group.
const MAX_GROUP_SIZE: usize = 16;
/// Number of preceding files for each further file in a group. If there are only a few files, each may
/// be large and is better processed by its own thread.
const FILES_PER_GROUP_MEMBER: usize = 64;

/// The stream that is being read.
type StreamReader = (Arc<Input>, ChunkReader<Box<dyn Read + Send>>);

/// Turns inputs into jobs, in order. Streams are opened and read here, one chunk at a time.
pub(crate) struct Jobs<I, F> {
    inputs: I,
    stream: Option<StreamReader>,
    /// An input that was inspected but not started.
    next: Option<Result<Input, Failure>>,
    buffers: BufferPool,
    /// Called with each input before it is read.
    on_input: F,
}

impl<I: Iterator<Item = Result<Input, Failure>>, F: FnMut(&Input)> Jobs<I, F> {
    pub(crate) fn new(inputs: I, on_input: F) -> Self {
        Self {
            inputs,
            stream: None,
            next: None,
            buffers: BufferPool::default(),
            on_input,
        }
    }

    fn next_of_stream(&mut self) -> Option<Job> {
        let (input, chunks) = self.stream.as_mut()?;
        Some(match chunks.next()? {
            Ok(Piece::Lines(chunk)) => Job::Lines(Arc::clone(input), chunk),
            Ok(Piece::Skipped(at, error)) => {
                let failure = input.line_failure(at.position.line, &error);
                Job::Skipped(Arc::clone(input), at, failure)
            }
            Err(error) => Job::Failed(input.failure(&error)),
        })
    }

    /// The next job, if it is a file found in a directory. Does not start any other input, since a
    /// pipe could block.
    fn next_discovered(&mut self) -> Option<Job> {
        if self.stream.is_some() || self.next.is_some() {
            return None;
        }
        match self.inputs.next()? {
            Ok(input) if input.is_discovered && input.format != InputFormat::Ndjson => {
                self.start(input)
            }
            other => {
                self.next = Some(other);
                None
            }
        }
    }

    /// The job for an input, or `None` for a stream, which is read from then on.
    fn start(&mut self, input: Input) -> Option<Job> {
        (self.on_input)(&input);
        let input = Arc::new(input);
        if input.format != InputFormat::Ndjson {
            return Some(Job::Whole(input));
        }
        match input.open() {
            Ok(bytes) => {
                let limit = input.settings().max_input_bytes;
                let chunks = ChunkReader::new(bytes, limit, self.buffers.clone());
                self.stream = Some((input, chunks));
                None
            }
            Err(error) => Some(Job::Failed(input.failure(&error))),
        }
    }
}

impl<I, F> Iterator for Jobs<I, F>
where
    I: Iterator<Item = Result<Input, Failure>>,
    F: FnMut(&Input),
{
    type Item = Job;

    fn next(&mut self) -> Option<Job> {
        loop {
            if let Some(job) = self.next_of_stream() {
                return Some(job);
            }
            self.stream = None;
            let input = self.next.take().or_else(|| self.inputs.next());
            let job = match input? {
                Ok(input) => self.start(input),
                Err(failure) => Some(Job::Failed(failure)),
            };
            if job.is_some() {
                return job;
            }
        }
    }
}

/// Groups small files into one unit of work: taken one by one, threads that read a directory of
/// small files would spend a seventh of their time on contention.
pub(crate) struct JobGroups<I, F> {
    jobs: Jobs<I, F>,
    /// Number of files returned so far that were found in directories.
    files: usize,
}

impl<I, F> JobGroups<I, F> {
    pub(crate) fn new(jobs: Jobs<I, F>) -> Self {
        Self { jobs, files: 0 }
    }
}

impl<I, F> Iterator for JobGroups<I, F>
where
    I: Iterator<Item = Result<Input, Failure>>,
    F: FnMut(&Input),
{
    type Item = Vec<Job>;

    fn next(&mut self) -> Option<Vec<Job>> {
        let mut group = vec![self.jobs.next()?];
        if group.last().is_some_and(Job::is_discovered_file) {
            let size = (self.files / FILES_PER_GROUP_MEMBER).clamp(1, MAX_GROUP_SIZE);
            group.extend(std::iter::from_fn(|| self.jobs.next_discovered()).take(size - 1));
            self.files += group.len();
        }
        Some(group)
    }
}
