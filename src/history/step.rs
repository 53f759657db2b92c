//! Steps: what single events say about the status of a policy.

use crate::model::{Clock, Date, Effect, Event, EventNo, Moment, Precision, Timeline, Word};

/// Statement of one event about a policy: its status from then on, new or restated, or its expiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The event that makes the statement.
    pub event: EventNo,
    /// Index in the event's effects.
    pub place: usize,
    /// Status after the step; `None` for an expiry.
    pub status: Option<Word>,
    /// Status before the step, if recorded.
    pub was: Option<Word>,
    /// First moment at which it may have happened.
    pub earliest: Moment,
    /// Last moment at which it may have happened.
    pub latest: Moment,
    /// Whether the date is approximate or uncertain, so that its order relative to others is never certain.
    pub qualified: bool,
    /// Whether it has no date, and so no position on the track.
    pub undated: bool,
}

impl Step {
    /// Iterates over the steps of an effect: its start and, if the event expires, its end.
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

    /// Returns whether it is the expiry of a status.
    pub fn is_expiry(&self) -> bool {
        self.status.is_none()
    }

    /// Returns the date of the step; `None` if not recorded.
    pub fn date<'t>(&self, timeline: &'t Timeline) -> Option<&'t Date> {
        let event = timeline.event(self.event);
        if self.is_expiry() { event.clock(Clock::Expires) } else { event.holds_from(self.effect(timeline)) }
    }

    /// Returns the effect that the step comes from.
    pub fn effect<'t>(&self, timeline: &'t Timeline) -> &'t Effect {
        &timeline.event(self.event).effects[self.place]
    }

    /// Returns whether the step's own `was` equals its status, so that it only restates what is already in
    /// force.
    pub fn restates(&self) -> bool {
        self.status.is_some() && self.was == self.status
    }

    /// Returns the sort key within a track: earliest moment, shorter date, event number, effect.
    pub(super) fn order(&self) -> (Moment, u64, EventNo, usize) {
        (self.earliest, self.latest.0.abs_diff(self.earliest.0), self.event, self.place)
    }
}

/// Returns the first moment after an expiry date: a status still holds on the day, or at the second, on which
/// it expires.
fn after(date: &Date, moment: Moment) -> Moment {
    match date.precision() {
        _ if !moment.is_finite() => moment,
        Precision::Time => Moment(moment.0 + 1),
        _ => Moment(moment.day_end().0 + 1),
    }
}
