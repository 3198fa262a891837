//! Processes jobs in parallel and delivers the results in order.

use std::collections::{BTreeMap, VecDeque};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::panic;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Number of jobs per thread that may wait for an earlier one: enough that no thread is idle, few
/// enough that memory does not grow with the input. A job may be a group of files.
const PENDING_PER_THREAD: usize = 4;
/// Number of results of a job that may wait for earlier jobs.
const PENDING_PER_JOB: usize = 4;

/// Runs `work` on each job in `threads` threads, and passes its results to `deliver` in the order
/// of the jobs until that returns `Break`. A job can have any number of results, which it passes to
/// its last argument as they become available. Jobs are created one at a time by whichever thread
/// is free. Each thread keeps its scratch state from one job to the next. A panic in any thread
/// stops all threads and is propagated.
pub(crate) fn for_each_ordered<J, S: Default, R: Send>(
    threads: NonZeroUsize,
    jobs: impl Iterator<Item = J> + Send,
    work: impl Fn(J, &mut S, &mut dyn FnMut(R) -> ControlFlow<()>) + Sync,
    deliver: impl FnMut(R) -> ControlFlow<()> + Send,
) {
    let jobs = Mutex::new(jobs.enumerate());
    let results = ReorderBuffer {
        state: Mutex::new(State {
            next: 0,
            pending: BTreeMap::new(),
            blocked: 0,
            stopped: false,
            deliver,
        }),
        advanced: Condvar::new(),
        capacity: threads.get().saturating_mul(PENDING_PER_THREAD),
    };
    let run = || {
        let _stop = StopOnPanic(&results);
        let mut scratch = S::default();
        loop {
            let job = lock(&jobs).next();
            let Some((number, job)) = job else { break };
            work(job, &mut scratch, &mut |result| {
                results.submit(number, result)
            });
            if results.end(number).is_break() {
                break;
            }
        }
    };
    thread::scope(|scope| {
        let mut others = Vec::new();
        for _ in 1..threads.get() {
            // If the system refuses to create more threads, continue with those that exist.
            let Ok(other) = thread::Builder::new().spawn_scoped(scope, run) else {
                break;
            };
            others.push(other);
        }
        run();
        for other in others {
            if let Err(panic) = other.join() {
                panic::resume_unwind(panic);
            }
        }
    });
}

/// Results that wait for those of earlier jobs.
struct ReorderBuffer<R, D> {
    state: Mutex<State<R, D>>,
    /// Notified when a job is the next one to be delivered, and when the run stops.
    advanced: Condvar,
    capacity: usize,
}

struct State<R, D> {
    /// Number of the job whose results are delivered.
    next: usize,
    /// Jobs from `next` on, by number.
    pending: BTreeMap<usize, Pending<R>>,
    /// Number of threads waiting for earlier jobs.
    blocked: usize,
    stopped: bool,
    deliver: D,
}

/// The results of a job that are not delivered yet.
struct Pending<R> {
    results: VecDeque<R>,
    has_ended: bool,
}

impl<R> Default for Pending<R> {
    fn default() -> Self {
        Self {
            results: VecDeque::new(),
            has_ended: false,
        }
    }
}

impl<R, D: FnMut(R) -> ControlFlow<()>> ReorderBuffer<R, D> {
    /// Delivers a result, or stores it until it is its turn. Blocks a thread whose job has many
    /// results that wait for earlier jobs; the earliest job never waits.
    fn submit(&self, number: usize, result: R) -> ControlFlow<()> {
        let mut state = self.wait_while(lock(&self.state), |state| {
            number != state.next && state.job(number).results.len() >= PENDING_PER_JOB
        });
        state.job(number).results.push_back(result);
        state.deliver_ready();
        self.notify(&state);
        state.flow()
    }

    /// Ends a job, and blocks a thread that is too far ahead of the others.
    fn end(&self, number: usize) -> ControlFlow<()> {
        let mut state = lock(&self.state);
        state.job(number).has_ended = true;
        state.deliver_ready();
        self.notify(&state);
        let capacity = self.capacity;
        self.wait_while(state, |state| number >= state.next.saturating_add(capacity))
            .flow()
    }

    fn wait_while<'s>(
        &self,
        mut state: MutexGuard<'s, State<R, D>>,
        mut is_early: impl FnMut(&mut State<R, D>) -> bool,
    ) -> MutexGuard<'s, State<R, D>> {
        state.blocked += 1;
        let mut state = self
            .advanced
            .wait_while(state, |state| !state.stopped && is_early(state))
            .unwrap_or_else(PoisonError::into_inner);
        state.blocked -= 1;
        state
    }

    /// Wakes waiting threads; skips the system call if there are none.
    fn notify(&self, state: &State<R, D>) {
        if state.blocked > 0 {
            self.advanced.notify_all();
        }
    }
}

impl<R, D: FnMut(R) -> ControlFlow<()>> State<R, D> {
    fn job(&mut self, number: usize) -> &mut Pending<R> {
        self.pending.entry(number).or_default()
    }

    fn deliver_ready(&mut self) {
        while !self.stopped
            && let Some(job) = self.pending.get_mut(&self.next)
        {
            if let Some(result) = job.results.pop_front() {
                // If it panics, nothing more is delivered.
                self.stopped = true;
                self.stopped = (self.deliver)(result).is_break();
            } else if job.has_ended {
                self.pending.remove(&self.next);
                self.next += 1;
            } else {
                break;
            }
        }
    }

    fn flow(&self) -> ControlFlow<()> {
        if self.stopped {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}

/// Stops all threads when one panics, since the others would wait forever for its result.
struct StopOnPanic<'a, R, D>(&'a ReorderBuffer<R, D>);

impl<R, D> Drop for StopOnPanic<'_, R, D> {
    fn drop(&mut self) {
        if thread::panicking() {
            lock(&self.0.state).stopped = true;
            self.0.advanced.notify_all();
        }
    }
}

/// Ignores poisoning, since a panic stops all threads anyway.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    const THREADS: NonZeroUsize = NonZeroUsize::new(3).unwrap();

    #[test]
    fn results_are_delivered_in_job_order() {
        for threads in [NonZeroUsize::MIN, THREADS] {
            let mut delivered = Vec::new();
            for_each_ordered(
                threads,
                0..100_u64,
                |job, (), submit| {
                    // Every seventh job is slow, and each has another number of results.
                    for part in 0..job % 10 {
                        if job % 7 == 0 {
                            thread::sleep(Duration::from_millis(1));
                        }
                        let _ = submit((job, part));
                    }
                },
                |result| {
                    delivered.push(result);
                    ControlFlow::Continue(())
                },
            );
            let parts = |job: u64| (0..job % 10).map(move |part| (job, part));
            let expected: Vec<_> = (0..100).flat_map(parts).collect();
            assert_eq!(delivered, expected, "{threads} threads");
        }
    }

    #[test]
    fn threads_run_ahead_only_up_to_a_bound() {
        let (started, delivered) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let furthest = AtomicUsize::new(0);
        for_each_ordered(
            THREADS,
            0..500,
            |job, (), submit| {
                let ahead =
                    started.fetch_add(1, Ordering::SeqCst) - delivered.load(Ordering::SeqCst);
                furthest.fetch_max(ahead, Ordering::SeqCst);
                if job == 0 {
                    thread::sleep(Duration::from_millis(50));
                }
                let _ = submit(());
            },
            |()| {
                delivered.fetch_add(1, Ordering::SeqCst);
                ControlFlow::Continue(())
            },
        );
        let bound = THREADS.get() * (PENDING_PER_THREAD + 1);
        assert!(furthest.into_inner() <= bound);
        assert_eq!(delivered.into_inner(), 500);
    }

    #[test]
    fn a_job_waits_with_many_results() {
        let produced = AtomicUsize::new(0);
        let mut delivered = 0;
        for_each_ordered(
            THREADS,
            0..2,
            |job, (), submit| {
                if job == 0 {
                    thread::sleep(Duration::from_millis(50));
                    assert!(produced.load(Ordering::SeqCst) <= PENDING_PER_JOB + 1);
                } else {
                    for _ in 0..100 {
                        produced.fetch_add(1, Ordering::SeqCst);
                        let _ = submit(());
                    }
                }
            },
            |()| {
                delivered += 1;
                ControlFlow::Continue(())
            },
        );
        assert_eq!(delivered, 100);
    }

    #[test]
    fn delivery_can_stop_the_run() {
        let mut delivered = 0;
        for_each_ordered(
            THREADS,
            0..,
            |_: u64, (), submit| {
                let _ = submit(());
            },
            |()| {
                delivered += 1;
                if delivered == 10 {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            },
        );
        assert_eq!(delivered, 10);
    }

    /// A panic in a worker, in the job iterator or in `deliver` stops all threads and is
    /// propagated.
    #[test]
    fn a_panic_does_not_block_other_threads() {
        for place in ["job", "work", "delivery"] {
            let (done, is_done) = mpsc::channel();
            thread::spawn(move || {
                let at = |here, number| assert!(here != place || number != 20, "{here}");
                let result = panic::catch_unwind(|| {
                    for_each_ordered(
                        THREADS,
                        (0..).inspect(|number: &u64| at("job", *number)),
                        |number, (), submit| {
                            at("work", number);
                            let _ = submit(number);
                        },
                        |number| {
                            at("delivery", number);
                            ControlFlow::Continue(())
                        },
                    );
                });
                done.send(result.is_err()).unwrap();
            });
            let result = is_done.recv_timeout(Duration::from_secs(30));
            assert_eq!(result, Ok(true), "{place}");
        }
    }
}
