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

/// The stream that is being read.
type Stream = (Arc<Input>, Chunks<Box<dyn Read + Send>>);

/// Makes jobs of inputs, in their order. Streams are opened and read here, one chunk at a time.
pub(crate) struct Jobs<I, F> {
    inputs: I,
    stream: Option<Stream>,
    buffers: Buffers,
    /// Told of each input before it is read.
    begin: F,
}

impl<I, F: FnMut(&Input)> Jobs<I, F> {
    pub(crate) fn new(inputs: I, begin: F) -> Self {
        Self {
            inputs,
            stream: None,
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
            let job = match self.inputs.next()? {
                Ok(input) => self.enter(input),
                Err(failure) => Some(Job::Failed(failure)),
            };
            if job.is_some() {
                return job;
            }
        }
    }
}

/// The most files of a group, and for how many files before it there is one more in it. Where there
/// are few files, each may be large, and is better left to a thread of its own.
const LARGEST: usize = 16;
const FILES_FOR_ONE_MORE: usize = 64;

/// Jobs that are done together: to take them one by one, the threads that read a folder of small
/// files would stand in each other's way for a seventh of the time.
pub(crate) struct Groups<J> {
    jobs: J,
    /// Jobs handed out so far.
    count: usize,
    /// The first of the next group.
    next: Option<Job>,
}

impl<J> Groups<J> {
    pub(crate) fn new(jobs: J) -> Self {
        Self {
            jobs,
            count: 0,
            next: None,
        }
    }
}

impl<J: Iterator<Item = Job>> Iterator for Groups<J> {
    type Item = Vec<Job>;

    fn next(&mut self) -> Option<Vec<Job>> {
        let first = self.next.take().or_else(|| self.jobs.next())?;
        let size = (self.count / FILES_FOR_ONE_MORE).clamp(1, LARGEST);
        let mut group = vec![first];
        while group.len() < size && group.last().is_some_and(Job::is_found_file) {
            match self.jobs.next() {
                Some(job) if job.is_found_file() => group.push(job),
                other => {
                    self.next = other;
                    break;
                }
            }
        }
        self.count += group.len();
        Some(group)
    }
}
