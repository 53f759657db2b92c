//! The steps that events make in the status of a policy.

use crate::model::{Clock, Date, Effect, Event, EventNo, Moment, Precision, Timeline, Word};

/// What one event says about a policy: that it has a status from then on, changed or restated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The event.
    pub event: EventNo,
    /// Which of its effects.
    pub place: usize,
    /// The status from then on; `None` where the effect expires and nothing says what follows.
    pub status: Option<Word>,
    /// The status before, where the record says so.
    pub was: Option<Word>,
    /// The first moment at which it may have happened.
    pub earliest: Moment,
    /// The moment by which it has happened.
    pub latest: Moment,
    /// Whether its date is marked `~` or `?`, so that its order to others is only possible.
    pub qualified: bool,
    /// Whether it has no date, so that it has no place on the track.
    pub undated: bool,
}

impl Step {
    /// Returns the steps that an effect of an event makes: its beginning and, where it expires, its end.
    pub(super) fn of(event: &Event, number: EventNo, place: usize) -> impl Iterator<Item = Self> {
        let effect = &event.effects[place];
        let begin = Self::at(event.holds_from(effect), number, place, Some(effect.status), effect.was);
        let end = event.clock(Clock::Expires);
        let end = end.map(|date| {
            let step = Self::at(Some(date), number, place, None, Some(effect.status));
            Self { earliest: after(date, step.earliest), latest: after(date, step.latest), ..step }
        });
        std::iter::once(begin).chain(end)
    }

    fn at(
        date: Option<&Date>,
        event: EventNo,
        place: usize,
        status: Option<Word>,
        was: Option<Word>,
    ) -> Self {
        Self {
            event,
            place,
            status,
            was,
            earliest: date.map_or(Moment::FIRST, Date::earliest),
            latest: date.map_or(Moment::LAST, Date::latest),
            qualified: date.is_some_and(|date| date.is_approximate() || date.is_uncertain()),
            undated: date.is_none(),
        }
    }

    /// Returns whether it is the end of what it began, rather than its beginning.
    pub fn is_expiry(&self) -> bool {
        self.status.is_none()
    }

    /// Returns the date at which it happened, as it is written; `None` when the record has none.
    pub fn date<'t>(&self, timeline: &'t Timeline) -> Option<&'t Date> {
        let event = timeline.event(self.event);
        if self.is_expiry() { event.clock(Clock::Expires) } else { event.holds_from(self.effect(timeline)) }
    }

    /// Returns the effect that it comes from.
    pub fn effect<'t>(&self, timeline: &'t Timeline) -> &'t Effect {
        &timeline.event(self.event).effects[self.place]
    }

    /// Returns whether this step restates the status already in force, by its own account.
    pub fn restates(&self) -> bool {
        self.status.is_some() && self.was == self.status
    }

    /// Sort key of a track: earliest moment, then the narrower date, then the event's number.
    pub(super) fn order(&self) -> (Moment, u64, EventNo, usize) {
        (self.earliest, self.latest.0.abs_diff(self.earliest.0), self.event, self.place)
    }
}

/// Returns the first moment after the day, or the time of day, on which a status expires: that day is the
/// last on which it holds.
fn after(date: &Date, moment: Moment) -> Moment {
    match date.precision() {
        _ if !moment.is_finite() => moment,
        Precision::Time => Moment(moment.0 + 1),
        _ => Moment(moment.day_end().0 + 1),
    }
}
