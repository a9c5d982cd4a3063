// Brings the parts to life: one timer, one listener for each kind of touch, and no way off this page.
(function (kiosk) {
  "use strict";
  const OPENS = /^(.|Enter|Tab|Arrow.+)$/;

  const beats = [];
  const jitter = Math.floor(Math.random() * 20);
  let last = 0, isOpening = false, renewal = 0, complained = "";

  const root = document.documentElement;
  root.classList.add("live");
  root.dataset.scheme = root.dataset.scheme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

  const complain = broken => {
    if (complained === broken.message) return;
    complained = broken.message;
    kiosk.log.trouble("", "程序出错：" + complained);
  };

  const guarded = (act, ...given) => {
    try {
      act(...given);
    } catch (broken) {
      complain(broken);
    }
  };

  kiosk.tick = act => beats.push(act);

  // Only a page that can be had again is left; otherwise the reload itself would put up the browser's error page.
  kiosk.reload = why => {
    const again = () => {
      kiosk.stage.end();
      kiosk.log.trouble("", "重新载入：" + why);
      location.reload();
    };
    kiosk.supply.reachable(isThere => { if (isThere) again(); });
  };

  // Every night after three, when nobody reads, with a few minutes of chance so that not all walls ask at once.
  const renew = (passed, since) => {
    const [hour, minute] = kiosk.clock.minute(kiosk.clock.now()).slice(11).split(":").map(Number);
    if (hour !== 3 || minute < jitter || since < renewal) return;
    renewal = since + 6e4;
    kiosk.reload("每日");
  };

  // A machine that slept has not played: no beat counts for more than five seconds.
  const beat = () => {
    const since = performance.now();
    const passed = Math.min(since - last, 5000);
    last = since;
    beats.forEach(act => guarded(act, passed, since));
  };

  const touch = () => {
    kiosk.dialog.touched();
    isOpening = false;
  };

  // Opens when the finger leaves. The click that the browser makes of the same touch must not hit what has opened.
  const release = event => {
    if (kiosk.dialog.isOpen() || event.target.closest(".hold")) return;
    isOpening = true;
    if (!kiosk.frame.wake(performance.now())) guarded(kiosk.reading.open);
  };

  const key = event => {
    touch();
    if (kiosk.dialog.isOpen()) return kiosk.dialog.key(event);
    if (!OPENS.test(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest(".hold") && /^(Enter| )$/.test(event.key)) return;
    event.preventDefault();
    if (!kiosk.frame.wake(performance.now())) guarded(kiosk.reading.open);
  };

  const swallow = event => {
    if (!isOpening) return;
    event.preventDefault();
    event.stopPropagation();
  };

  const listen = () => {
    document.addEventListener("pointerdown", touch);
    document.addEventListener("pointerup", release);
    document.addEventListener("keydown", key);
    document.addEventListener("click", swallow, true);
    document.addEventListener("wheel", kiosk.dialog.touched, {passive: true});
    ["contextmenu", "dragstart"].forEach(name => document.addEventListener(name, event => event.preventDefault()));
    document.addEventListener("visibilitychange", kiosk.stage.cover);
    addEventListener("pagehide", kiosk.stage.end);
    addEventListener("error", complain);
  };

  const start = () => {
    last = performance.now();
    renewal = last + 72e5;
    kiosk.stage.start(document.getElementById("slides"), Object.assign({}, document.body.dataset));
    kiosk.frame.start();
    [kiosk.stage.tick, kiosk.stage.watch, kiosk.frame.tick, kiosk.dialog.tick, renew].forEach(kiosk.tick);
    listen();
    kiosk.stage.cover();
    guarded(kiosk.supply.start, {adopt: kiosk.stage.adopt});
    beat();
    setInterval(beat, 1000);
  };

  document.addEventListener("DOMContentLoaded", start);
})(self.kiosk = self.kiosk || {});
