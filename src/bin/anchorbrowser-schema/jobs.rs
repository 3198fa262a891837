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
