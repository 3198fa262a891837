//! Processes jobs in parallel and delivers the results in order.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::panic;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Number of results per thread that may wait for an earlier one: enough that no thread is idle,
/// few enough that memory does not grow with the input. A result may be that of a group of files.
const PENDING_PER_THREAD: usize = 4;

/// Runs `work` on each job in `threads` threads, and passes the results to `deliver` in the order
/// of the jobs until it returns `Break`. Jobs are created one at a time by whichever thread is
/// free. Each thread keeps its scratch state from one job to the next. A panic in any thread stops
/// all threads and is propagated.
pub(crate) fn for_each_ordered<J, S: Default, R: Send>(
    threads: NonZeroUsize,
    jobs: impl Iterator<Item = J> + Send,
    work: impl Fn(J, &mut S) -> R + Sync,
    deliver: impl FnMut(R) -> ControlFlow<()> + Send,
) {
    let jobs = Mutex::new(jobs.enumerate());
    let results = ReorderBuffer {
        state: Mutex::new(State {
            next: 0,
            pending: VecDeque::new(),
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
            if results.submit(number, work(job, &mut scratch)).is_break() {
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

/// Results that wait for earlier ones.
struct ReorderBuffer<R, D> {
    state: Mutex<State<R, D>>,
    /// Notified when results were delivered.
    advanced: Condvar,
    capacity: usize,
}

struct State<R, D> {
    /// Number of the next result to deliver.
    next: usize,
    /// The results from `next` on, as far as they are available.
    pending: VecDeque<Option<R>>,
    /// Number of threads waiting for earlier results.
    blocked: usize,
    stopped: bool,
    deliver: D,
}

impl<R, D: FnMut(R) -> ControlFlow<()>> ReorderBuffer<R, D> {
    /// Stores a result, delivers all results whose turn it is, and blocks a thread that is too far
    /// ahead of the others.
    fn submit(&self, number: usize, result: R) -> ControlFlow<()> {
        let mut state = lock(&self.state);
        state.insert(number, result);
        // Skip the system call if no thread is waiting.
        if state.deliver_ready() && state.blocked > 0 {
            self.advanced.notify_all();
        }
        state.blocked += 1;
        let mut state = self
            .advanced
            .wait_while(state, |state| {
                !state.stopped && number >= state.next.saturating_add(self.capacity)
            })
            .unwrap_or_else(PoisonError::into_inner);
        state.blocked -= 1;
        if state.stopped {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}

impl<R, D: FnMut(R) -> ControlFlow<()>> State<R, D> {
    fn insert(&mut self, number: usize, result: R) {
        let index = number.saturating_sub(self.next);
        if index >= self.pending.len() {
            self.pending.resize_with(index + 1, || None);
        }
        if let Some(free) = self.pending.get_mut(index) {
            *free = Some(result);
        }
    }

    /// Returns whether any result was delivered.
    fn deliver_ready(&mut self) -> bool {
        let before = self.next;
        while !self.stopped
            && let Some(result) = self.pending.front_mut().and_then(Option::take)
        {
            self.pending.pop_front();
            self.next += 1;
            // If it panics, nothing more is delivered.
            self.stopped = true;
            self.stopped = (self.deliver)(result).is_break();
        }
        self.next > before
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
                |job, ()| {
                    // Every seventh job is slow.
                    if job % 7 == 0 {
                        thread::sleep(Duration::from_millis(2));
                    }
                    job * 10
                },
                |result| {
                    delivered.push(result);
                    ControlFlow::Continue(())
                },
            );
            let expected: Vec<_> = (0..100).map(|job| job * 10).collect();
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
            |job, ()| {
                let ahead =
                    started.fetch_add(1, Ordering::SeqCst) - delivered.load(Ordering::SeqCst);
                furthest.fetch_max(ahead, Ordering::SeqCst);
                if job == 0 {
                    thread::sleep(Duration::from_millis(50));
                }
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
    fn delivery_can_stop_the_run() {
        let mut delivered = 0;
        for_each_ordered(
            THREADS,
            0..,
            |_: u64, ()| (),
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
                        |number, ()| {
                            at("work", number);
                            number
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
