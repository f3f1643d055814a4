//! Typed rows: a `Table<QuestionIx, Question>` can only be asked with a
//! `QuestionIx`. Must not know what the rows mean.
//!
//! Indices are made by the loader, after it has resolved every id, so a
//! reference that points nowhere cannot exist in a pack.

use std::{marker::PhantomData, ops::Index};

use serde::{Deserialize, Serialize};

/// The index of a row in one kind of table.
pub trait Ix: Copy + Ord {
    /// The index of row `row`, counted from 0. Rows past 65,535 share the last index.
    fn new(row: usize) -> Self;
    /// The row, counted from 0.
    fn row(self) -> usize;
}

/// Defines an index type.
macro_rules! index {
    ($(#[$doc:meta] $name:ident),+ $(,)?) => {$(
        #[$doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub struct $name(u16);

        impl $crate::table::Ix for $name {
            fn new(row: usize) -> Self {
                Self(u16::try_from(row).unwrap_or(u16::MAX))
            }
            fn row(self) -> usize {
                usize::from(self.0)
            }
        }
    )+};
}
pub(crate) use index;

/// Rows of one kind, in file order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Table<I, T> {
    rows: Vec<T>,
    #[serde(skip)]
    index: PhantomData<I>,
}

impl<I, T> Default for Table<I, T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            index: PhantomData,
        }
    }
}

impl<I: Ix, T> Table<I, T> {
    /// Every row with its index, in file order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.rows
            .iter()
            .enumerate()
            .map(|(row, item)| (I::new(row), item))
    }

    /// Every index, in file order.
    pub fn indices(&self) -> impl Iterator<Item = I> + use<I, T> {
        (0..self.rows.len()).map(I::new)
    }

    /// The rows without their indices.
    pub fn rows(&self) -> &[T] {
        &self.rows
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The first row for which `is` holds.
    pub fn find(&self, mut is: impl FnMut(&T) -> bool) -> Option<I> {
        self.rows.iter().position(&mut is).map(I::new)
    }
}

impl<I, T> From<Vec<T>> for Table<I, T> {
    fn from(rows: Vec<T>) -> Self {
        Self {
            rows,
            index: PhantomData,
        }
    }
}

impl<I: Ix, T> Index<I> for Table<I, T> {
    type Output = T;
    #[expect(
        clippy::indexing_slicing,
        reason = "the one place that indexes: see the module's invariant"
    )]
    fn index(&self, index: I) -> &T {
        &self.rows[index.row()]
    }
}

/// Each item once, in order. For the few items that a page has: sorting code comes
/// again for every type, and is made for many.
pub fn in_order<T: Ord>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut all = Vec::new();
    for item in items {
        if let Err(place) = all.binary_search(&item) {
            all.insert(place, item);
        }
    }
    all
}

/// What is known about a few things: pairs in the order of their keys. `BTreeMap`
/// comes with a balanced tree for every kind of key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Map<K, V> {
    pairs: Vec<(K, V)>,
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self { pairs: Vec::new() }
    }
}

impl<K: Ord, V> Map<K, V> {
    /// What is known about `key`.
    pub fn get(&self, key: &K) -> Option<&V> {
        self.find(key)
            .ok()
            .and_then(|place| self.pairs.get(place))
            .map(|(_, value)| value)
    }

    /// Whether anything is known about `key`.
    pub fn contains_key(&self, key: &K) -> bool {
        self.find(key).is_ok()
    }

    /// Notes `value`, and gives what was known before.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let before = self.remove(&key);
        let (Ok(place) | Err(place)) = self.find(&key);
        self.pairs.insert(place, (key, value));
        before
    }

    /// Forgets `key`, and gives what was known about it.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        let place = self.find(key).ok()?;
        Some(self.pairs.remove(place).1)
    }

    /// Every key with what is known about it, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.pairs.iter().map(|(key, value)| (key, value))
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    fn find(&self, key: &K) -> Result<usize, usize> {
        self.pairs.binary_search_by(|(known, _)| known.cmp(key))
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<T: IntoIterator<Item = (K, V)>>(pairs: T) -> Self {
        let mut map = Self::default();
        for (key, value) in pairs {
            map.insert(key, value);
        }
        map
    }
}
