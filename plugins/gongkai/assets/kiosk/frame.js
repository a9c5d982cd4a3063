// What stands around the slides: time, age of the data, place in the round; and what spares the panel.
(function (kiosk) {
  "use strict";
  const AWAKE = 3e5;
  const WEEK = "日一二三四五六";

  let parts, minute = -1, awake = 0;

  const write = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  const age = () => {
    const told = kiosk.supply.age();
    write(parts.age, told.banner || told.words);
    parts.foot.classList.toggle("loud", !!told.banner);
  };

  const clock = now => {
    if (!now) return write(parts.clock, "");
    const [day, hours] = kiosk.clock.minute(now).split("T");
    write(parts.clock, kiosk.clock.spoken(day) + " 星期" + WEEK[new Date(day).getUTCDay()] + "　" + hours);
  };

  const progress = state => {
    const done = "scaleX(" + state.done.toFixed(4) + ")";
    const isBack = state.done < parts.done;
    parts.done = state.done;
    parts.line.classList.toggle("back", isBack);
    if (parts.line.style.transform !== done) parts.line.style.transform = done;
  };

  // Once a minute everything stands a little elsewhere: never more than 1.5 % of the smaller side, nor 24 px.
  const shift = passed => {
    const now = Math.floor(passed / 6e4);
    if (now === minute) return;
    minute = now;
    const most = Math.min(24, Math.min(innerWidth, innerHeight) * 0.015);
    const moved = "translate(" + [0.7, 1.1].map(pace => Math.round(most * Math.sin(minute * pace)) + "px").join() + ")";
    [parts.bar, parts.main, parts.foot].forEach(part => { part.style.transform = moved; });
  };

  const darken = (state, now, passed) => {
    const isNight = !!(now && state.school.dark) && kiosk.within(state.school.dark, kiosk.clock.minute(now).slice(11));
    const isDark = isNight && passed > awake && !kiosk.dialog.isOpen() && !state.isOverride;
    if (parts.dark.hidden !== isDark) return;
    parts.dark.hidden = !isDark;
    kiosk.stage.cover();
  };

  kiosk.frame = {
    start() {
      const byId = id => document.getElementById(id);
      parts = {bar: byId("bar"), main: byId("slides"), foot: byId("foot"), clock: byId("clock"), age: byId("age"), done: 0};
      const line = parts.foot.appendChild(kiosk.make("div", "line"));
      parts.line = line.appendChild(kiosk.make("i"));
      parts.foot.appendChild(kiosk.make("p", "hint", "触摸看全文"));
      parts.hold = parts.foot.appendChild(kiosk.make("button", "hold", "暂停"));
      parts.place = parts.foot.appendChild(kiosk.make("p", "place"));
      parts.dark = document.body.appendChild(kiosk.make("div", "dark"));
      parts.dark.hidden = true;
      parts.hold.onclick = kiosk.stage.hold;
      kiosk.frame.turned();
    },

    // After a swap: the header changes its edge each hour, when everything changes anyway.
    turned() {
      const state = kiosk.stage.state();
      document.body.classList.toggle("flip", Math.floor(kiosk.clock.now() / 36e5) % 2);
      write(parts.place, state.count ? "第 " + state.place + " / " + state.count + " 屏" : "");
      write(parts.hold, state.heldFor ? "继续" : "暂停");
    },

    tick(passed, since) {
      const state = kiosk.stage.state();
      const now = kiosk.clock.sure();
      clock(now);
      age();
      progress(state);
      shift(since);
      darken(state, now, since);
    },

    isDark: () => !parts.dark.hidden,

    // Whether a touch only woke the screen.
    wake(since) {
      awake = since + AWAKE;
      if (!kiosk.frame.isDark()) return false;
      parts.dark.hidden = true;
      kiosk.stage.cover();
      return true;
    }
  };
})(self.kiosk = self.kiosk || {});
