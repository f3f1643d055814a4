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

/// All that waits, in order, each with whose it is; and what it waits for.
#[derive(Default)]
struct Waiting {
    all: Vec<(u32, Box<dyn FnOnce()>)>,
    next: Option<(AnimationFrame, Timeout)>,
    owners: u32,
}

thread_local! {
    /// One for all: to ask for a frame takes longer than most of what waits for it.
    static WAITING: RefCell<Waiting> = RefCell::default();
}

/// Whose something is that waits. Once this is dropped, nothing of it is done any more.
pub struct AfterFrame(u32);

impl Default for AfterFrame {
    fn default() -> Self {
        WAITING.with_borrow_mut(|waiting| {
            waiting.owners = waiting.owners.wrapping_add(1);
            Self(waiting.owners)
        })
    }
}

impl AfterFrame {
    /// Does it once the browser has shown what is drawn now. What was asked for before is
    /// done before.
    pub fn then(&self, then: impl FnOnce() + 'static) {
        WAITING.with_borrow_mut(|waiting| {
            waiting.all.push((self.0, Box::new(then)));
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
}

impl Drop for AfterFrame {
    fn drop(&mut self) {
        // Dropped once the list is free again: what they hold could have something waiting, too.
        let _own: Vec<_> = WAITING.with_borrow_mut(|waiting| {
            waiting
                .all
                .extract_if(.., |(owner, _)| *owner == self.0)
                .collect()
        });
    }
}

fn run() {
    let (all, _next) =
        WAITING.with_borrow_mut(|waiting| (mem::take(&mut waiting.all), waiting.next.take()));
    for (_, then) in all {
        then();
    }
}
