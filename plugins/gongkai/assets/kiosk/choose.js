// Which slides play now, and in which order. Nothing here touches the page: the same question has the same answer.
(function (kiosk) {
  "use strict";
  const LEVELS = ["default", "window", "event", "override"];
  // After so many seconds without a notice one comes again, so that whoever passes by meets one every few minutes.
  const LATE = 240;

  // The slides of a page as plain facts. The second and later parts of one text know their first; what is shown again
  // at another time is written out only once, and `of` names it.
  kiosk.read = main => Array.from(main.querySelectorAll("section.slide")).reduce((slides, element) => {
    const data = element.dataset;
    const before = slides[slides.length - 1];
    const slide = {
      element: data.of && main.querySelector("[id='" + data.of + "']") || element,
      isAgain: "of" in data,
      id: element.id,
      ident: data.ident || element.id,
      number: data.number || "",
      title: data.title || "",
      seconds: Math.min(Math.max(+data.seconds || 15, 5), 120),
      level: Math.max(LEVELS.indexOf(data.level), 0),
      weight: Math.min(Math.max(Math.round(+data.weight) || 1, 1), 9),
      pinned: "pinned" in data,
      always: "always" in data,
      from: data.from || "",
      until: data.until || "",
      times: (data.times || "").split(",").filter(Boolean),
      weekdays: data.weekdays || "",
      days: data.days || "",
      part: data.part || "",
      first: null
    };
    const [part, parts] = slide.part.split("/");
    const goesOn = before && part > 1 && before.part === part - 1 + "/" + parts && before.title === slide.title;
    slide.first = goesOn ? before.first : slide;
    slides.push(slide);
    return slides;
  }, []);

  // Whole days from one day to another.
  kiosk.days = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 864e5);

  // Whether a time of day lies in "07:20-08:20"; "21:00-06:00" runs over midnight.
  kiosk.within = (times, hours) => {
    const [start, end] = times.split("-");
    return start < end ? start <= hours && hours < end : start <= hours || hours < end;
  };

  // Whether a slide's days have come and are not over. Without a time that can be trusted the day of the build decides.
  kiosk.isValid = (slide, now, school) => {
    if (!now) return !slide.until || slide.until.slice(0, 10) >= school.day;
    const minute = kiosk.clock.minute(now);
    const open = slide.until.length > 10 ? minute < slide.until : minute.slice(0, 10) <= slide.until;
    return slide.from <= minute && (!slide.until || open);
  };

  const letter = (day, weekday, school) =>
    (school.calendar || "")[kiosk.days(school.calendarFrom, day)] || (weekday < 6 ? "T" : "H");

  const isDue = (slide, now, school) => {
    if (!kiosk.isValid(slide, now, school)) return false;
    if (!now) return true;
    const [day, hours] = kiosk.clock.minute(now).split("T");
    const weekday = new Date(day).getUTCDay() || 7;
    return (!slide.times.length || slide.times.some(times => kiosk.within(times, hours))) &&
      (!slide.weekdays || slide.weekdays.indexOf(weekday) >= 0) &&
      (!slide.days || slide.days.indexOf(letter(day, weekday, school)) >= 0);
  };

  // The longer the round, the more often the notices come, each in its turn.
  const reminded = places => {
    const notices = places.filter(place => place.parts[0].always);
    let since = 0, turn = 0;
    return [].concat(...places.map(place => {
      const isNotice = place.parts[0].always, isLate = since >= LATE && notices.length && !isNotice;
      since = place.parts.reduce((sum, part) => sum + part.seconds, isNotice || isLate ? 0 : since);
      return isLate ? notices[turn++ % notices.length].parts.concat(place.parts) : place.parts;
    }));
  };

  // Pinned slides first, the others as in the document; one of weight n comes n times, spread over the round.
  const ordered = slides => {
    const texts = slides.filter(slide => slides.indexOf(slide.first) < 0 || slide.first === slide);
    const places = [];
    texts.forEach((slide, index) => {
      for (let time = 0; time < slide.weight; time++) {
        const at = slide.pinned && !time ? -1 : (index / texts.length + time / slide.weight) % 1;
        places.push({at, index, parts: slides.filter(part => part === slide || part.first === slide)});
      }
    });
    places.sort((one, other) => one.at - other.at || one.index - other.index);
    return reminded(places);
  };

  // One round of slides at a moment; `now` is 0 while no clock can be trusted.
  kiosk.choose = (slides, now, school) => {
    const due = slides.filter(slide => isDue(slide, now, school));
    const level = Math.max(0, ...due.map(slide => slide.level));
    if (!now) return ordered(due.filter(slide => slide.level === 3).concat(due.filter(slide => slide.level < 3)));
    return ordered(due.filter(slide => slide.level === level || (slide.always && level < 3)));
  };
})(self.kiosk = self.kiosk || {});
