//! [`guidance_fuzz::case`] for LLVM's fuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| guidance_fuzz::case(bytes));
