// What time it is. The device's own clock is believed as far as the data's day and the server bear it out;
// how long something lasts is never measured with it, so that setting it neither stops nor hurries the show.
(function (kiosk) {
  "use strict";
  const MINUTE = 60000, DAY = 86400000, CHINA = 28800000;
  // What the server, and what a plausible device, said last, and when that was on the clock that cannot be set.
  let server = null, device = null;

  const first = () => Date.parse(document.body.dataset.day + "T00:00:00+08:00");
  const isPlausible = ms => ms >= first() && ms <= first() + 400 * DAY;
  const isNear = (one, other) => Math.abs(one - other) <= 5 * MINUTE;
  const after = told => told.time + performance.now() - told.at;

  const look = () => {
    const now = Date.now();
    if (server) return isNear(after(server), now) ? [now, ""] : [after(server), "本机时间不准，已按服务器校正"];
    if (isPlausible(now)) {
      device = {time: now, at: performance.now()};
      return [now, ""];
    }
    // The clock jumped while the wall was running: it goes on counting from where it was.
    if (device) return [after(device), "本机时间跳变，从跳变前接着走"];
    return [now, "本机时间可能不准", true];
  };

  kiosk.clock = {
    now: () => look()[0],

    // The same, or 0 while nobody can know.
    sure: () => look()[2] ? 0 : look()[0],

    reason: () => look()[1],

    // A Date header that was asked for at `sent`. One that is as wild as a wild device corrects nothing.
    hear(header, sent) {
      const at = performance.now();
      const time = Date.parse(header || "") + 500 + (at - sent) / 2;
      if (at - sent < MINUTE && (isPlausible(time) || time >= first() && isNear(time, Date.now()))) server = {time, at};
    },

    // A day as it is read aloud: 11月20日.
    spoken: day => +day.slice(5, 7) + "月" + +day.slice(8, 10) + "日",
    day: ms => new Date(ms + CHINA).toISOString().slice(0, 10),
    minute: ms => new Date(ms + CHINA).toISOString().slice(0, 16)
  };
})(self.kiosk = self.kiosk || {});
