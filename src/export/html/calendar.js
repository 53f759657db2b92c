// The axis: calendar-aware ticks that suit the zoom. Times are seconds since 1970, UTC.
const MINUTE = 60, HOUR = 3600, DAY = 86400;
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September",
  "October", "November", "December"];

const yearWords = (year) => (year > 0 ? String(year) : `${1 - year} BC`);

function civil(second) {
  const date = new Date(second * 1000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate(),
    hour: date.getUTCHours(), minute: date.getUTCMinutes() };
}

function secondOf(year, month, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day); // Date.UTC takes the years 0 to 99 for 1900 to 1999
  return date.getTime() / 1000;
}

const dayWords = (second) => {
  const { year, month, day } = civil(second);
  return `${day} ${MONTHS[month]} ${yearWords(year)}`;
};

// A day as EDTF writes it.
function isoDay(second) {
  const { year, month, day } = civil(second);
  const digits = String(Math.abs(year)).padStart(4, "0");
  const two = (number) => String(number).padStart(2, "0");
  return `${year < 0 ? "-" : ""}${digits}-${two(month + 1)}-${two(day)}`;
}

// The first second of the day that a text means, `2024-05-30`, `30 May 2024`, `2024-05`, `2024`; of a
// month or a year its first day or, with `last`, its last. NaN for anything else.
function dayOf(text, last = false) {
  const iso = text.trim().match(/^(-?\d{4,6})(?:-(\d\d?))?(?:-(\d\d?))?$/);
  const words = text.trim().match(/^(?:(\d\d?) )?([a-z]{3,9})\.? (\d{1,4})$/i);
  const named = words === null ? -1 : MONTHS.findIndex((name) => name.toLowerCase().startsWith(words[2].toLowerCase()));
  if (!iso && !(named >= 0)) return NaN;
  const [year, month, day] = iso ? [iso[1], iso[2] - 1, iso[3]].map(Number) : [words[3], named, words[1]].map(Number);
  if (Number.isNaN(month)) return last ? secondOf(year, 11, 31) : secondOf(year, 0, 1);
  if (!(month in MONTHS)) return NaN;
  if (!day) return last ? secondOf(year, month + 1, 0) : secondOf(year, month, 1);
  const second = secondOf(year, month, day);
  return civil(second).day === day ? second : NaN;
}

// A unit of the axis: its length, the pixels it wants, the start of the one around a second, the
// start of the next, and its names, the fullest first.
const minutes = (count) => ({
  seconds: count * MINUTE, wants: 46,
  start: (at) => Math.floor(at / (count * MINUTE)) * count * MINUTE,
  next: (at) => at + count * MINUTE,
  names: (at) => { const { hour, minute } = civil(at); return [`${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`]; },
});

// Stretches of so many days from the first of each month; a last one that is too short is left out.
const days = (count) => {
  const last = count === 1 ? 31 : 31 - count;
  return {
    seconds: count * DAY, wants: count === 1 ? 24 : 30,
    start: (at) => { const { year, month, day } = civil(at); return secondOf(year, month, Math.min(Math.floor((day - 1) / count) * count + 1, Math.max(last, 1))); },
    next: (at) => {
      const { year, month, day } = civil(at);
      const next = civil(secondOf(year, month, day + count));
      return next.month === month && next.day <= last ? secondOf(year, month, next.day) : secondOf(year, month + 1, 1);
    },
    names: (at) => { const { year, month, day } = civil(at); return [`${day} ${MONTHS[month].slice(0, 3)} ${yearWords(year)}`, `${day} ${MONTHS[month].slice(0, 3)}`, String(day)]; },
  };
};

const months = (count, letters = 3) => ({
  seconds: count * 30 * DAY, wants: letters === 1 ? 17 : 38,
  start: (at) => { const { year, month } = civil(at); return secondOf(year, month - month % count, 1); },
  next: (at) => { const { year, month } = civil(at); return secondOf(year, month + count, 1); },
  names: (at) => { const { year, month } = civil(at); return letters === 1 ? [MONTHS[month][0]] : [`${MONTHS[month]} ${yearWords(year)}`, `${MONTHS[month].slice(0, 3)} ${yearWords(year)}`, MONTHS[month].slice(0, 3)]; },
});

// Years as 10, 20, … of our era and 10 BC, 20 BC, … before it.
const years = (count) => {
  const start = (year) => {
    if (year > 0) return Math.max(Math.floor(year / count) * count, 1);
    return 1 - Math.ceil((1 - year) / count) * count;
  };
  return {
    seconds: count * 365 * DAY, wants: 46,
    start: (at) => secondOf(start(civil(at).year), 0, 1),
    next: (at) => {
      const { year } = civil(at);
      if (year > 0) return secondOf(year < count ? count : year + count, 0, 1);
      return secondOf(year + count > 0 ? 1 : year + count, 0, 1);
    },
    names: (at) => { const { year } = civil(at); return count < 10 || year <= 0 ? [yearWords(year)] : [`${year}–${year === 1 ? count - 1 : year + count - 1}`, yearWords(year)]; },
  };
};

const PAIRS = [
  ...[15, 60, 180, 360, 720].map((count) => [minutes(count), days(1)]),
  ...[1, 2, 7, 14].map((count) => [days(count), months(1)]),
  [months(1), years(1)], [months(1, 1), years(1)], [months(3), years(1)], [months(6), years(1)],
];

// The finest pair of units whose labels have room, [minor, major].
function units(perPixel) {
  const fits = ([minor]) => minor.seconds / perPixel >= minor.wants;
  const pair = PAIRS.find(fits);
  if (pair) return pair;
  for (let step = 1; ; step *= 10) {
    for (const factor of [1, 2, 5]) {
      const minor = years(step * factor);
      if (fits([minor]) || step > 1e8) return [minor, years(step * (factor === 5 ? 50 : 10))];
    }
  }
}

// Where a unit begins between two seconds, the one under way at the first included.
function starts(unit, from, to) {
  const found = [];
  let at = unit.start(from);
  while (at < to && found.length < 2000) {
    if (!Number.isFinite(at)) break;
    found.push(at);
    const next = unit.next(at);
    if (!(next > at)) break;
    at = next;
  }
  return found;
}
