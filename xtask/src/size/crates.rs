//! Which crate a function of a module is counted for, by its name. Must not know what
//! a module is.

/// Rust's own library, whose functions and traits everybody uses.
const LIBRARY: [&str; 3] = ["core", "alloc", "std"];
/// What has no Rust name: entry points, and what wasm-bindgen adds.
const NAMELESS: &str = "(no Rust name)";

/// The crate in which a function is written, by its name as wasm-bindgen leaves it.
///
/// - A closure belongs to where it is written, and so does an instance of a generic
///   function, whatever it is made for: what Yew does for a component of ours is Yew's.
/// - A method of a trait belongs to the type's crate, or, for a type of Rust's own, to the
///   trait's.
/// - Freeing a value belongs to its type's crate: no one writes that code.
pub fn crate_of(name: &str) -> String {
    let path = readable(name);
    let of = match path.strip_prefix("core::ptr::drop_in_place<") {
        Some(freed) => of_type(freed),
        None => of_path(&path),
    };
    match of.unwrap_or(NAMELESS) {
        // The compiler's own border to the allocator, which is std's.
        "__rustc" => "std".to_owned(),
        of => of.to_owned(),
    }
}

/// A name without hashes: that at its end, and those of crates, which the names in Rust's
/// own library have: `core[c5930c85a12de822]::fmt::write`.
pub fn readable(name: &str) -> String {
    let name = match name.rsplit_once("::h") {
        Some((name, hash)) if is_hash(hash) => name,
        _ => name,
    };
    let mut parts = name.split('[');
    let mut path = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(']') {
            Some((hash, rest)) if is_hash(hash) => path += rest,
            _ => path.extend(["[", part]),
        }
    }
    path
}

fn is_hash(text: &str) -> bool {
    text.len() >= 8 && text.bytes().all(|it| it.is_ascii_hexdigit())
}

/// Of a path that begins with a crate, or with `<Type>` or `<Type as Trait>`.
fn of_path(path: &str) -> Option<&str> {
    let Some(inner) = path.strip_prefix('<') else {
        return first_word(path);
    };
    let end = closing(inner)?;
    let inner = inner.get(..end)?;
    match inner.split_once(" as ") {
        Some((of, implemented)) => {
            let (of, implemented) = (of_type(of), first_word(implemented));
            of.filter(|it| !LIBRARY.contains(it))
                .or(implemented.filter(|it| !LIBRARY.contains(it)))
                .or(of)
                .or(implemented)
        }
        None => of_type(inner),
    }
}

/// The first crate named in a type that is not Rust's own, or else the first.
fn of_type(of: &str) -> Option<&str> {
    let words = of.split(|it: char| !it.is_alphanumeric() && it != '_' && it != ':');
    let mut paths = words.filter(|it| it.contains("::")).filter_map(first_word);
    let first = paths.next()?;
    let own = std::iter::once(first)
        .chain(paths)
        .find(|it| !LIBRARY.contains(it));
    own.or(Some(first))
}

/// The crate of a path: a word before `::`.
fn first_word(path: &str) -> Option<&str> {
    let (word, _) = path.split_once("::")?;
    let is_name = !word.is_empty() && word.chars().all(|it| it.is_alphanumeric() || it == '_');
    is_name.then_some(word)
}

/// Where the `<` that stands before `text` is closed.
fn closing(text: &str) -> Option<usize> {
    let mut open = 1;
    let mut before = ' ';
    for (at, letter) in text.char_indices() {
        match letter {
            '<' => open += 1,
            // Not the arrow of a function's type.
            '>' if before != '-' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some(at);
        }
        before = letter;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn belongs(name: &str, expected: &str) {
        assert_eq!(crate_of(name), expected, "{name}");
    }

    #[test]
    fn a_function_belongs_to_where_it_is_written() {
        belongs(
            "guidance_core::pack::Pack::from_bytes::h6cc5f9141f3d7dc5",
            "guidance_core",
        );
        belongs(
            "yew::dom_bundle::bnode::<impl yew::dom_bundle::traits::Reconcilable for yew::virtual_dom::vnode::VNode>::reconcile::h05b31d7f6db83d3c",
            "yew",
        );
        belongs("core[c5930c85a12de822]::str::slice_error_fail", "core");
        belongs(
            "<dlmalloc[e24a27700634d609]::dlmalloc::Dlmalloc<dlmalloc[e24a27700634d609]::sys::System>>::malloc",
            "dlmalloc",
        );
        belongs("__rustc[b7974e8690430dd9]::__rust_realloc", "std");
    }

    #[test]
    fn closures_and_instances_belong_to_where_they_are_written() {
        belongs(
            "guidance_widget::app::App::copy::{{closure}}::h10329a0fcd692908",
            "guidance_widget",
        );
        belongs(
            "yew::callback::Callback<IN,OUT>::reform::{{closure}}::h37e52317ee513836",
            "yew",
        );
        belongs(
            "<yew::html::component::lifecycle::CompStateInner<COMP> as yew::html::component::lifecycle::Stateful>::view::h7eadb75e7a27e7b9",
            "yew",
        );
        belongs("alloc::vec::Vec<T,A>::push::h3398657578cfc07b", "alloc");
    }

    #[test]
    fn methods_of_traits_belong_to_the_type_unless_it_is_rusts_own() {
        belongs(
            "<yew::dom_bundle::subtree_root::EventDescriptor as core::clone::Clone>::clone::hd2c4a556f7ef6317",
            "yew",
        );
        belongs(
            "<alloc::rc::Rc<T> as yew::utils::RcExt<T>>::unwrap_or_clone::hcf82d11f4e2d4645",
            "yew",
        );
        belongs(
            "<T as wasm_bindgen::convert::traits::ReturnWasmAbi>::return_abi::hd2d77843066b0fb2",
            "wasm_bindgen",
        );
        belongs(
            "<T as alloc::slice::<impl [T]>::to_vec_in::ConvertVec>::to_vec::h7f0178c7c95e2431",
            "alloc",
        );
        belongs(
            "<core::iter::adapters::map::Map<I,F> as core::iter::traits::iterator::Iterator>::next::h3c0e5d7b3203875b",
            "core",
        );
        belongs("<char as core[c5930c85a12de822]::fmt::Debug>::fmt", "core");
    }

    #[test]
    fn freeing_belongs_to_the_type() {
        belongs(
            "core::ptr::drop_in_place<alloc::rc::Rc<guidance_core::pack::Pack>>::he114ad0d866a7e8c",
            "guidance_core",
        );
        belongs(
            "core::ptr::drop_in_place<alloc::string::String>::h3c0e5d7b3203875b",
            "alloc",
        );
    }

    #[test]
    fn names_are_read_without_hashes() {
        let name = "guidance_core::pack::Pack::from_bytes::h6cc5f9141f3d7dc5";
        assert_eq!(readable(name), "guidance_core::pack::Pack::from_bytes");
        let name = "<[core::mem::maybe_uninit::MaybeUninit<T>; N] as core[c5930c85a12de822]::clone::Clone>";
        assert_eq!(
            readable(name),
            "<[core::mem::maybe_uninit::MaybeUninit<T>; N] as core::clone::Clone>"
        );
    }

    #[test]
    fn what_has_no_rust_name_says_so() {
        belongs("mount", NAMELESS);
        belongs("__wbindgen_malloc", NAMELESS);
        belongs("", NAMELESS);
    }
}
