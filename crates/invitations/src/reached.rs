//! How far an invitation's customer has come. Unlike a [`Stage`](crate::stage::Stage), it does not depend on the day.

const STATUS_USED: i64 = 2;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reached {
    #[default]
    Nowhere,
    /// The customer has applied.
    Used,
    Bound,
}

impl Reached {
    pub(crate) fn by(status: Option<i64>, has_bind_time: bool) -> Self {
        match status {
            Some(STATUS_USED) if has_bind_time => Self::Bound,
            Some(STATUS_USED) => Self::Used,
            Some(_) | None => Self::Nowhere,
        }
    }
}
