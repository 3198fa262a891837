//! The work of a run, piece by piece.

use std::io::Read;
use std::sync::Arc;

use crate::arguments::InputFormat;
use crate::chunks::{Buffers, Chunk, Chunks};
use crate::inputs::{Failure, Input};

/// What one thread works on at a time.
#[derive(Debug)]
pub(crate) enum Job {
    /// Some lines of a stream.
    Lines(Arc<Input>, Chunk),
    /// A whole input, still to be read.
    Whole(Arc<Input>),
    /// An input that cannot be read, or not further.
    Failed(Failure),
}

impl Job {
    fn is_found_file(&self) -> bool {
        matches!(self, Self::Whole(input) if input.is_found)
    }
}

/// The most files of a group.
const LARGEST: usize = 16;
/// So many files before a group allow it one more. Where there are few, each may be large, and is
/// better left to a thread of its own.
const FILES_FOR_ONE_MORE: usize = 64;

/// The stream that is being read.
type Stream = (Arc<Input>, Chunks<Box<dyn Read + Send>>);

/// Makes jobs of inputs, in their order. Streams are opened and read here, one chunk at a time.
pub(crate) struct Jobs<I, F> {
    inputs: I,
    stream: Option<Stream>,
    /// An input that was looked at, and is not begun.
    next: Option<Result<Input, Failure>>,
    buffers: Buffers,
    /// Told of each input before it is read.
    begin: F,
}

impl<I: Iterator<Item = Result<Input, Failure>>, F: FnMut(&Input)> Jobs<I, F> {
    pub(crate) fn new(inputs: I, begin: F) -> Self {
        Self {
            inputs,
            stream: None,
            next: None,
            buffers: Buffers::default(),
            begin,
        }
    }

    fn next_of_stream(&mut self) -> Option<Job> {
        let (input, chunks) = self.stream.as_mut()?;
        Some(match chunks.next()? {
            Ok(chunk) => Job::Lines(Arc::clone(input), chunk),
            Err(error) => Job::Failed(input.failure(&error)),
        })
    }

    /// The next job, if that is a file that was found in a folder. Nothing else is begun to find
    /// out: a pipe may keep one waiting.
    fn next_found(&mut self) -> Option<Job> {
        if self.stream.is_some() || self.next.is_some() {
            return None;
        }
        match self.inputs.next()? {
            Ok(input) if input.is_found && input.format != InputFormat::Ndjson => self.enter(input),
            other => {
                self.next = Some(other);
                None
            }
        }
    }

    /// The work on an input; none if that is a stream, which is read from then on.
    fn enter(&mut self, input: Input) -> Option<Job> {
        (self.begin)(&input);
        let input = Arc::new(input);
        if input.format != InputFormat::Ndjson {
            return Some(Job::Whole(input));
        }
        match input.open() {
            Ok(bytes) => {
                self.stream = Some((input, Chunks::new(bytes, self.buffers.clone())));
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
                Ok(input) => self.enter(input),
                Err(failure) => Some(Job::Failed(failure)),
            };
            if job.is_some() {
                return job;
            }
        }
    }
}

/// Jobs that are done together: to take them one by one, the threads that read a folder of small
/// files would stand in each other's way for a seventh of the time.
pub(crate) struct Groups<I, F> {
    jobs: Jobs<I, F>,
    /// Found files handed out so far.
    files: usize,
}

impl<I, F> Groups<I, F> {
    pub(crate) fn new(jobs: Jobs<I, F>) -> Self {
        Self { jobs, files: 0 }
    }
}

impl<I, F> Iterator for Groups<I, F>
where
    I: Iterator<Item = Result<Input, Failure>>,
    F: FnMut(&Input),
{
    type Item = Vec<Job>;

    fn next(&mut self) -> Option<Vec<Job>> {
        let mut group = vec![self.jobs.next()?];
        if group.last().is_some_and(Job::is_found_file) {
            let size = (self.files / FILES_FOR_ONE_MORE).clamp(1, LARGEST);
            group.extend(std::iter::from_fn(|| self.jobs.next_found()).take(size - 1));
            self.files += group.len();
        }
        Some(group)
    }
}
