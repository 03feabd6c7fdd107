//! Keeping rayon's threads awake for small parallel tasks.
//!
//! A training step takes 300 µs and forks parallel tasks several times. Waking a thread takes a tenth of that, and by
//! then the other threads have nearly finished. So a program that runs one network calls [`stay_awake`] as soon as its
//! data is loaded. A program that runs several networks in parallel keeps every core busy anyway, and does not.

/// Adds the calling thread to rayon's pool, and keeps one of the others polling for work instead of sleeping, at the
/// cost of a busy core. Does nothing with one core. Results do not depend on it.
pub fn stay_awake() {
    // It fails if rayon's pool has already been started: parallel tasks then only start more slowly.
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
