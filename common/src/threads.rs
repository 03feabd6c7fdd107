//! Sharing small pieces of work between the cores.
//!
//! A training step is over in 300 µs and shares work several times. Waking a thread takes a tenth of that, and by then the
//! work is nearly done without it. So a program that runs one network calls [`stay_awake`] as soon as its data are loaded. One
//! that runs several networks at the same time has work for every core anyway, and does not.

/// Makes the calling thread one of rayon's, and keeps one of the others looking for work instead of falling asleep, at the
/// price of a busy core. With one core it does nothing. Results do not depend on it.
pub fn stay_awake() {
    // It fails if rayon's threads have been started before: then sharing is slower, no more.
    let started = rayon::ThreadPoolBuilder::new().use_current_thread().build_global();
    if started.is_ok() && rayon::current_num_threads() > 1 {
        rayon::spawn(|| {
            loop {
                if rayon::yield_now() != Some(rayon::Yield::Executed) {
                    std::thread::yield_now();
                }
            }
        });
    }
}
