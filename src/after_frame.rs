//! What can wait until the screen that the user waits for is seen. Must not know what
//! it is.

use std::{cell::RefCell, rc::Rc};

use gloo::{
    render::{AnimationFrame, request_animation_frame},
    timers::callback::Timeout,
};

/// How long a frame is waited for, in milliseconds. None comes while nobody looks: the tab
/// is another, or the frame that the page stands in is hidden.
const LONGEST: u32 = 1_000;

/// Something that is done after the next frame, unless this is dropped before.
pub struct AfterFrame {
    _frame: AnimationFrame,
    _after: Rc<RefCell<Timeout>>,
}

impl AfterFrame {
    /// Waits with `then` until the browser has shown what is drawn now.
    pub fn new(then: impl Fn() + Clone + 'static) -> Self {
        let after = Rc::new(RefCell::new(Timeout::new(LONGEST, then.clone())));
        let holds = after.clone();
        let _frame = request_animation_frame(move |_| {
            *holds.borrow_mut() = Timeout::new(0, then);
        });
        Self {
            _frame,
            _after: after,
        }
    }
}
