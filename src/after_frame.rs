//! What can wait until the screen that the user waits for is seen. Must not know what
//! it is.

use std::{cell::RefCell, mem};

use gloo::{
    render::{AnimationFrame, request_animation_frame},
    timers::callback::Timeout,
};

/// How long a frame is waited for, in milliseconds. None comes while nobody looks: the tab
/// is another, or the frame that the page stands in is hidden.
const LONGEST: u32 = 1_000;

/// All that waits, in order, and what it waits for.
#[derive(Default)]
struct Waiting {
    all: Vec<Box<dyn FnOnce()>>,
    next: Option<(AnimationFrame, Timeout)>,
}

thread_local! {
    /// One for all: to ask for a frame takes longer than most of what waits for it.
    static WAITING: RefCell<Waiting> = RefCell::default();
}

/// Does it once the browser has shown what is drawn now. What was asked for before is
/// done before.
pub fn after_frame(then: impl FnOnce() + 'static) {
    WAITING.with_borrow_mut(|waiting| {
        waiting.all.push(Box::new(then));
        waiting.next.get_or_insert_with(|| {
            let frame = request_animation_frame(|_| {
                WAITING.with_borrow_mut(|waiting| {
                    if let Some((_, timeout)) = &mut waiting.next {
                        *timeout = Timeout::new(0, run);
                    }
                });
            });
            (frame, Timeout::new(LONGEST, run))
        });
    });
}

fn run() {
    for then in WAITING.with_borrow_mut(mem::take).all {
        then();
    }
}
