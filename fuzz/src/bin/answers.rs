//! [`guidance_fuzz::answers`] for LLVM's fuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| guidance_fuzz::answers(bytes));
