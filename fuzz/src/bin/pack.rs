//! [`guidance_fuzz::pack`] for LLVM's fuzzer, with edits that know what a pack is.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| guidance_fuzz::pack(bytes));

libfuzzer_sys::fuzz_mutator!(|bytes: &mut [u8], size: usize, most: usize, seed: u32| {
    let edited = bytes
        .get(..size)
        .and_then(|json| guidance_fuzz::edited(json, seed))
        .filter(|json| json.len() <= most);
    match edited {
        Some(json) => {
            if let Some(room) = bytes.get_mut(..json.len()) {
                room.copy_from_slice(&json);
            }
            json.len()
        }
        None => libfuzzer_sys::fuzzer_mutate(bytes, size, most),
    }
});
