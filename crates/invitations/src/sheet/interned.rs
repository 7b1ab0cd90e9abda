//! Values of which there are far fewer than rows.

use std::{borrow::Borrow, collections::HashMap, hash::Hash};

/// Each value once; rows hold its number.
#[derive(Debug)]
pub(super) struct Interned<T> {
    values: Vec<T>,
    numbers: HashMap<T, u32>,
}

impl<T> Default for Interned<T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            numbers: HashMap::new(),
        }
    }
}

impl<T: Eq + Hash + Clone> Interned<T> {
    pub(super) fn number<Q>(&mut self, value: &Q) -> u32
    where
        T: Borrow<Q>,
        Q: Eq + Hash + ToOwned<Owned = T> + ?Sized,
    {
        if let Some(number) = self.numbers.get(value) {
            return *number;
        }
        let number = u32::try_from(self.values.len()).expect("no more values than rows");
        self.values.push(value.to_owned());
        self.numbers.insert(value.to_owned(), number);
        number
    }

    pub(super) fn value(&self, number: u32) -> &T {
        &self.values[number as usize]
    }

    pub(super) fn values(&self) -> &[T] {
        &self.values
    }
}
