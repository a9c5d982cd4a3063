// What was on the wall, hour by hour, as proof that a notice hung there on each of its days; and what went wrong.
(function (kiosk) {
  "use strict";
  const HOUR = 3600000;
  const DAYS = 90;
  // Signs in all: in whatever encoding a browser stores them, they stay below two megabytes.
  const MOST = 650000;
  const FORMULA = /^[\s\u200b-\u200d\u2060]*[=+@＝＋－＠-]/;
  const QUOTED = /[",\r\n]/;
  const HEADS = ["日期", "时段", "编号", "标题", "首次开始", "末次结束", "播放次数", "累计秒数", "时间可信"];

  // A page is a day: {slide: [number, title, {hour: [first second, last second, times, milliseconds]}]}.
  let key = "", page = {}, changed = 0, isKept = true, troubles = null;

  const is = value => !!value && typeof value === "object";

  const days = () => {
    const list = kiosk.kept.get("log");
    return Array.isArray(list) ? list.filter(is) : [];
  };

  const pageOf = name => {
    const found = kiosk.kept.get("log-" + name);
    return is(found) ? found : {};
  };

  const flush = () => {
    if (!changed) return;
    const list = days(), size = JSON.stringify(page).length;
    const at = list.findIndex(each => each[0] === key);
    if (at < 0) list.push([key, size]);
    else list[at][1] = size;
    const drop = () => kiosk.kept.set("log-" + list.shift()[0], null);
    while (list.length > DAYS || list.length > 1 && list.reduce((sum, each) => sum + each[1], 0) > MOST) drop();
    while (!(isKept = kiosk.kept.set("log-" + key, page)) && list.length > 1) drop();
    kiosk.kept.set("log", list);
    if (troubles) kiosk.kept.set("troubles", troubles);
    changed = 0;
  };

  const add = (told, from, to, times) => {
    const minute = kiosk.clock.minute(from), hour = minute.slice(11, 13);
    const day = minute.slice(0, 10) + (kiosk.clock.sure() ? "" : "?");
    if (day !== key) {
      flush();
      key = day;
      page = pageOf(key);
    }
    let slide = page[told.ident];
    if (!Array.isArray(slide) || !is(slide[2])) slide = ["", "", {}];
    slide[0] = (told.number || "").slice(0, 40);
    slide[1] = (told.title || "").slice(0, 200);
    const start = Math.floor(from / HOUR) * HOUR, seen = slide[2][hour] || [3600, 0, 0, 0];
    slide[2][hour] = [
      Math.min(seen[0], Math.floor((from - start) / 1000)),
      Math.max(seen[1], Math.ceil((to - start) / 1000)),
      seen[2] + times,
      seen[3] + to - from
    ];
    page[told.ident] = slide;
    changed = changed || performance.now();
  };

  // No day has a second after 23:59:59.
  const clock = (hour, second) => new Date(Math.min(hour * 3600 + second, 86399) * 1000).toISOString().slice(11, 19);

  // No cell becomes a formula.
  const cell = value => {
    const text = (FORMULA.test(value) ? "'" : "") + value;
    return QUOTED.test(text) ? "\"" + text.replace(/"/g, "\"\"") + "\"" : text;
  };

  const rows = name => {
    const day = name === key ? page : pageOf(name), made = [];
    Object.keys(day).forEach(ident => Object.keys(is(day[ident]) && day[ident][2] || {}).forEach(hour => {
      const [number, title, hours] = day[ident], [first, last, times, long] = hours[hour];
      const isSure = name.slice(-1) !== "?";
      made.push([name.slice(0, 10), hour + " 时", number, title, clock(hour, first), clock(hour, last), times,
        Math.round(long / 1000), isSure ? "是" : "否"]);
    }));
    return made.sort((a, b) => a[1] + a[4] < b[1] + b[4] ? -1 : 1);
  };

  kiosk.log = {
    // `told` is what the slide's element says of itself; a clock that was set meanwhile leaves the moment, not a length.
    shown(told, from, to) {
      if (!(to >= from && to - from < 2 * HOUR)) from = to;
      let times = 1;
      do {
        const end = Math.min(to, (Math.floor(from / HOUR) + 1) * HOUR);
        add(told, from, end, times);
        times = 0;
        from = end;
      } while (from < to);
    },

    trouble(ident, words) {
      const list = kiosk.log.troubles(), last = list[0], now = kiosk.clock.minute(kiosk.clock.now());
      if (last && last[1] === ident && last[2] === words) {
        last[0] = now;
        last[3]++;
      } else list.unshift([now, ident, words, 1]);
      list.splice(30);
      changed = changed || performance.now();
    },

    // Newest first: [minute, what it was about, words, how often in a row].
    troubles() {
      const stored = troubles || kiosk.kept.get("troubles");
      troubles = Array.isArray(stored) ? stored.filter(is) : [];
      return troubles;
    },

    csv() {
      flush();
      const all = [].concat(...days().map(each => rows(each[0])));
      return "\ufeff" + [HEADS].concat(all).map(row => row.map(cell).join() + "\r\n").join("");
    },

    note: () => ({since: days().length ? days()[0][0].slice(0, 10) : "", isKept})
  };

  document.addEventListener("DOMContentLoaded", () => {
    addEventListener("pagehide", flush);
    // Not at every slide: memory cards wear out.
    kiosk.tick((passed, now) => {
      if (changed && now - changed > 120000) flush();
    });
  });
})(self.kiosk = self.kiosk || {});
