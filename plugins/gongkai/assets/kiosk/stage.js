// The two layers of the wall: one is seen, the other is made ready. Nothing is swapped in before its pictures are there.
(function (kiosk) {
  "use strict";
  const READY = 1e4;
  const GRACE = 6e4;
  const DAY = 864e5;
  const HOUR = 36e5;
  const PAUSE = 3e5;

  let main, layers, front, slides, round, school;
  let place = -1, aim = 0, current = null, next = null;
  let spent = 0, stuck = 0, healthy = 0, heldFor = 0;
  let from = 0, covered = false, failures = {}, rescues = 0;

  // What failed three times is left out for a day. Where hardly anything else remains it was not the slides: all is forgotten.
  const isSkipped = slide => {
    const [count, until] = failures[slide.id] || [0, 0];
    const left = until - kiosk.clock.now();
    return count > 2 && left > 0 && left <= DAY;
  };

  const failed = (id, isBroken) => {
    if (!isBroken && !failures[id]) return;
    if (isBroken) failures[id] = [(failures[id] || [0])[0] % 3 + 1, kiosk.clock.now() + DAY];
    else delete failures[id];
    kiosk.kept.set("failed", failures);
  };

  // A box that was meddled with may remember nonsense; then nothing has failed.
  const remembered = () => {
    const kept = Object(kiosk.kept.get("failed"));
    return Object.keys(kept).every(id => Array.isArray(kept[id])) ? kept : {};
  };

  const chosen = () => {
    const due = kiosk.choose(slides, kiosk.clock.sure(), school);
    const good = due.filter(slide => !isSkipped(slide));
    if (good.length > 1) return good;
    if (good.length < due.length) kiosk.kept.set("failed", failures = {});
    return due.length ? due : slides.filter(slide => !slide.until);
  };

  const build = () => {
    main.textContent = "";
    layers = [0, 1].map(() => main.appendChild(kiosk.make("div", "layer")));
    front = 0;
    next = null;
  };

  // The slide alone, without what only the reading view shows; its links lead nowhere.
  const copied = slide => {
    const copy = slide.element.cloneNode(true);
    copy.removeAttribute("id");
    copy.querySelectorAll(".more").forEach(part => part.remove());
    kiosk.disarm(copy);
    return copy;
  };

  const decoded = picture => picture.decode ? picture.decode() : new Promise((good, bad) => {
    picture.onload = good;
    picture.onerror = bad;
    if (picture.complete) (picture.naturalWidth ? good : bad)();
  });

  const fill = (layer, slide) => {
    const copy = copied(slide);
    layer.textContent = "";
    layer.appendChild(copy);
    return Promise.all(Array.from(copy.querySelectorAll("img")).map(decoded));
  };

  const fail = (slide, words) => {
    next = null;
    aim++;
    failed(slide.id, true);
    kiosk.log.trouble(slide.ident, words);
  };

  // Makes the next slide ready in the hidden layer; a round of one that already stands there needs nothing.
  const prepare = () => {
    aim %= round.length;
    const slide = round[aim];
    const mine = next = {slide, isReady: false, waited: 0};
    if (current && slide.element === current.element) {
      mine.isReady = true;
      return;
    }
    try {
      fill(layers[1 - front], slide).then(
        () => { mine.isReady = true; },
        () => { if (next === mine) fail(slide, "图片没有装好"); }
      );
    } catch (broken) {
      fail(slide, "做不出来：" + broken.message);
    }
  };

  const end = () => {
    if (from && current) kiosk.log.shown(current.element.dataset, from, kiosk.clock.now());
    from = 0;
  };

  const begin = () => {
    from = covered ? 0 : kiosk.clock.now();
  };

  const show = () => {
    end();
    if (!current || next.slide.element !== current.element) {
      front = 1 - front;
      layers.forEach((layer, index) => layer.classList.toggle("on", index === front));
    }
    current = next.slide;
    place = aim++;
    next = null;
    spent = stuck = 0;
    failed(current.id, false);
    kiosk.kept.set("at", current.id);
    begin();
    kiosk.frame.turned();
    kiosk.supply.boundary();
  };

  // A round that has changed keeps its place; a slide that is no longer in it leaves at once.
  const refresh = () => {
    const before = round;
    round = chosen();
    if (!before || (round.length === before.length && round.every((slide, index) => slide === before[index]))) return;
    next = null;
    const at = current ? round.findIndex(slide => slide.id === current.id) : -1;
    if (at < 0) {
      aim = place < 0 || round.some(slide => slide.level > (current ? current.level : 0)) ? 0 : Math.max(place, 0);
      spent = Infinity;
    } else if (!round[place] || round[place].id !== current.id) {
      place = at;
      aim = at + 1;
    }
  };

  const rescue = () => {
    const tried = rescues++;
    kiosk.kept.set("rescues", rescues);
    healthy = 0;
    stuck -= GRACE;
    kiosk.log.trouble(current ? current.ident : "", "画面停住了，第 " + rescues + " 次恢复");
    next = null;
    aim++;
    spent = Infinity;
    if (tried % 3 === 0) return;
    if (tried % 3 === 2 && tried < 9) {
      kiosk.reload("画面停住了");
      return;
    }
    build();
    const slide = current || slides[0];
    layers[0].classList.add("on");
    fill(layers[0], slide).catch(() => null);
  };

  kiosk.stage = {
    start(element, data) {
      main = element;
      school = data;
      failures = remembered();
      rescues = +kiosk.kept.get("rescues") || 0;
      slides = kiosk.read(main);
      slides.forEach(slide => slide.element.remove());
      build();
      round = chosen();
      aim = Math.max(round.findIndex(slide => slide.id === kiosk.kept.get("at")), 0);
      if (round.length) prepare();
    },

    // A new set: what is seen stays until its time is over, then the new one plays on.
    adopt(fragment, data) {
      const fresh = kiosk.read(fragment);
      if (data.audience !== school.audience || !fresh.length) return false;
      school = data;
      Object.assign(document.body.dataset, data);
      slides = fresh;
      refresh();
      return true;
    },

    tick(passed) {
      refresh();
      if (!round.length) return;
      if (next && !next.isReady && !covered && (next.waited += passed) > READY) fail(next.slide, "图片太久没有装好");
      if (heldFor && !(heldFor = Math.max(heldFor - passed, 0))) kiosk.frame.turned();
      const isMoving = !covered && !heldFor;
      if (isMoving) spent += passed;
      if (!next && (!current || spent >= 2000)) prepare();
      if (next && next.isReady && (!current || (isMoving && spent >= current.seconds * 1000))) show();
    },

    // Judges progress, not life: a slide must have followed within its own time and a minute.
    watch(passed) {
      if (covered || heldFor) {
        stuck = 0;
        return;
      }
      stuck += passed;
      healthy += passed;
      if (rescues && healthy >= HOUR) kiosk.kept.set("rescues", rescues = 0);
      if (stuck > (current ? current.seconds * 1000 : 0) + GRACE) rescue();
    },

    // While something lies over the wall, or the browser shows something else, nothing moves or counts as shown.
    cover() {
      const isCovered = kiosk.dialog.isOpen() || kiosk.frame.isDark() || document.hidden;
      if (covered === isCovered) return;
      end();
      covered = isCovered;
      if (current) begin();
    },

    // Stops the show, or lets it go on.
    hold() {
      heldFor = heldFor ? 0 : PAUSE;
      kiosk.frame.turned();
    },

    end,

    records: () => slides.filter(slide => !slide.isAgain && kiosk.isValid(slide, kiosk.clock.sure(), school)),

    state: () => ({
      place: place + 1,
      count: round.length,
      done: current ? Math.min(spent / current.seconds / 1000, 1) : 0,
      heldFor,
      isOverride: round.some(slide => slide.level === 3),
      school,
      failures,
      rescues
    })
  };
})(self.kiosk = self.kiosk || {});
