//! Work on all cores, whose results come out in the order in which it went in.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::panic;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Results that each thread may have waiting for an earlier one: enough that no thread stands
/// still, few enough that memory does not grow with the input. (A result may be that of a group of
/// files.)
const WAITING: usize = 4;

/// Does `work` on each job by `threads` threads, and hands the results to `deliver` in the order of
/// the jobs, until that asks to stop. Jobs are made one at a time, by whichever thread is free; what
/// each thread works with it keeps from one job to the next.
/// A panic of any thread ends the work of all, and is handed on.
pub(crate) fn in_order<J, S: Default, R: Send>(
    threads: NonZeroUsize,
    jobs: impl Iterator<Item = J> + Send,
    work: impl Fn(J, &mut S) -> R + Sync,
    deliver: impl FnMut(R) -> ControlFlow<()> + Send,
) {
    let jobs = Mutex::new(jobs.enumerate());
    let line = Line {
        state: Mutex::new(State {
            next: 0,
            waiting: VecDeque::new(),
            held_back: 0,
            stopped: false,
            deliver,
        }),
        moved: Condvar::new(),
        longest: threads.get().saturating_mul(WAITING),
    };
    let run = || {
        let _stop = StopOnPanic(&line);
        let mut scratch = S::default();
        loop {
            let job = lock(&jobs).next();
            let Some((number, job)) = job else { break };
            if line.hand_in(number, work(job, &mut scratch)).is_break() {
                break;
            }
        }
    };
    thread::scope(|scope| {
        let mut others = Vec::new();
        for _ in 1..threads.get() {
            // Where the system gives no more threads, those that there are do the work.
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

/// Results that wait in line for those before them.
struct Line<R, D> {
    state: Mutex<State<R, D>>,
    /// Told when the line has moved on.
    moved: Condvar,
    longest: usize,
}

struct State<R, D> {
    /// The number of the result to deliver next.
    next: usize,
    /// The results from that one on, as far as they are there.
    waiting: VecDeque<Option<R>>,
    /// Threads that wait for the line to move on.
    held_back: usize,
    stopped: bool,
    deliver: D,
}

impl<R, D: FnMut(R) -> ControlFlow<()>> Line<R, D> {
    /// Takes a result, delivers those whose turn it is, and holds back a thread that is too far
    /// ahead of the others.
    fn hand_in(&self, number: usize, result: R) -> ControlFlow<()> {
        let mut state = lock(&self.state);
        state.take(number, result);
        // To tell nobody would cost a call of the system for each job.
        if state.deliver_those_next() && state.held_back > 0 {
            self.moved.notify_all();
        }
        state.held_back += 1;
        let mut state = self
            .moved
            .wait_while(state, |state| {
                !state.stopped && number >= state.next.saturating_add(self.longest)
            })
            .unwrap_or_else(PoisonError::into_inner);
        state.held_back -= 1;
        if state.stopped {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}

impl<R, D: FnMut(R) -> ControlFlow<()>> State<R, D> {
    fn take(&mut self, number: usize, result: R) {
        let place = number.saturating_sub(self.next);
        if place >= self.waiting.len() {
            self.waiting.resize_with(place + 1, || None);
        }
        if let Some(free) = self.waiting.get_mut(place) {
            *free = Some(result);
        }
    }

    /// Whether the line has moved on.
    fn deliver_those_next(&mut self) -> bool {
        let before = self.next;
        while !self.stopped
            && let Some(result) = self.waiting.front_mut().and_then(Option::take)
        {
            self.waiting.pop_front();
            self.next += 1;
            // If it panics, nothing more is delivered.
            self.stopped = true;
            self.stopped = (self.deliver)(result).is_break();
        }
        self.next > before
    }
}

/// Stops the work when its thread panics: the others would wait for a result that never comes.
struct StopOnPanic<'a, R, D>(&'a Line<R, D>);

impl<R, D> Drop for StopOnPanic<'_, R, D> {
    fn drop(&mut self) {
        if thread::panicking() {
            lock(&self.0.state).stopped = true;
            self.0.moved.notify_all();
        }
    }
}

/// A panic stops all work, whichever lock was held.
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
    fn results_come_out_in_the_order_of_the_jobs() {
        for threads in [NonZeroUsize::MIN, THREADS] {
            let mut delivered = Vec::new();
            in_order(
                threads,
                0..100_u64,
                |job, ()| {
                    // Every seventh job takes longest.
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
    fn no_thread_runs_ahead_without_bound() {
        let (started, delivered) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let furthest = AtomicUsize::new(0);
        in_order(
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
        let bound = THREADS.get() * (WAITING + 1);
        assert!(furthest.into_inner() <= bound);
        assert_eq!(delivered.into_inner(), 500);
    }

    #[test]
    fn delivery_can_stop_the_work() {
        let mut delivered = 0;
        in_order(
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

    /// The panic of a worker, of the jobs, or of the delivery ends the work, and is handed on.
    #[test]
    fn a_panic_does_not_hang_the_others() {
        for place in ["job", "work", "delivery"] {
            let (done, is_done) = mpsc::channel();
            thread::spawn(move || {
                let at = |here, number| assert!(here != place || number != 20, "{here}");
                let result = panic::catch_unwind(|| {
                    in_order(
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
            let told = is_done.recv_timeout(Duration::from_secs(30));
            assert_eq!(told, Ok(true), "{place}");
        }
    }
}
