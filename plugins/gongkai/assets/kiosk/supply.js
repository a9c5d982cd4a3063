// Where new slides come from: asked for every minute, taken over only when they are complete and every byte is right.
// Whatever the network does, what plays goes on.
(function (kiosk) {
  "use strict";
  const MINUTE = 60000;
  const MOST = 16e6;
  // So many times in a row a server must offer an older day before the wall believes that it is meant.
  const PATIENCE = 10;

  // SHA-256 by hand, for what is shorter than 512 MB: browsers have one for https alone.
  const roots = [], cubes = [];
  const bits = number => (number - Math.floor(number)) * 4294967296 | 0;
  for (let n = 2; cubes.length < 64; n++) {
    let by = 2;
    while (by * by <= n && n % by) by++;
    if (by * by <= n) continue;
    roots.push(bits(Math.sqrt(n)));
    cubes.push(bits(Math.cbrt(n)));
  }

  const sha256 = bytes => {
    const padded = new Uint8Array((bytes.length + 72 >> 6) << 6);
    const view = new DataView(padded.buffer), w = new Int32Array(64);
    const turn = (x, n) => x >>> n | x << 32 - n;
    let sum = roots.slice(0, 8);
    padded.set(bytes);
    padded[bytes.length] = 128;
    view.setUint32(padded.length - 4, bytes.length << 3);
    for (let at = 0; at < padded.length; at += 64) {
      let [a, b, c, d, e, f, g, h] = sum;
      for (let i = 0; i < 64; i++) {
        if (i < 16) w[i] = view.getInt32(at + i * 4);
        else {
          const x = w[i - 15], y = w[i - 2];
          w[i] = w[i - 16] + w[i - 7] + (turn(x, 7) ^ turn(x, 18) ^ x >>> 3) + (turn(y, 17) ^ turn(y, 19) ^ y >>> 10);
        }
        const one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + (e & f ^ ~e & g) + cubes[i] + w[i];
        const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + (a & b ^ a & c ^ b & c);
        h = g;
        g = f;
        f = e;
        e = d + one | 0;
        d = c;
        c = b;
        b = a;
        a = one + two | 0;
      }
      sum = [a, b, c, d, e, f, g, h].map((word, i) => word + sum[i] | 0);
    }
    return sum.map(word => ((word >>> 0) + 4294967296).toString(16).slice(1)).join("");
  };

  const isDisk = location.protocol === "file:";
  const workers = isDisk ? null : navigator.serviceWorker;
  const isKept = () => !!workers && !!workers.controller;
  let adopt, audience, playing = {}, pictures = {};
  let busy, next, failures = 0, healthy = 0, older = 0, contact, told = "", seen, worker, kept;

  // A server can answer without end, or never; nothing is waited for longer than a minute.
  const load = (name, stamp, most) => new Promise((good, bad) => {
    const stop = self.AbortController && new AbortController(), sent = performance.now(), parts = [];
    let size = 0;
    const fail = words => {
      clearTimeout(late);
      if (stop) stop.abort();
      bad(words);
    };
    const late = setTimeout(fail, MINUTE, "太慢，没有等到");
    fetch(name + "?" + stamp, {cache: "no-store", signal: (stop || {}).signal}).then(answer => {
      if (answer.status !== 200) throw "服务器回答 " + answer.status;
      const reader = answer.body.getReader();
      const more = got => {
        if (got.done) return new Response(new Blob(parts)).arrayBuffer();
        parts.push(got.value);
        size += got.value.length;
        if (size > most) throw "太大，没有收下";
        return reader.read().then(more);
      };
      return reader.read().then(more).then(bytes => {
        clearTimeout(late);
        good({bytes: new Uint8Array(bytes), date: answer.headers.get("Date"), sent});
      });
    }).catch(error => fail(error.message ? "连不上，或中途断了" : error));
  });

  const manifest = () => load("manifest.json", Date.now(), 1e5).then(got => {
    const text = new TextDecoder().decode(got.bytes);
    let list;
    try {
      list = JSON.parse(text);
    } catch (broken) {
      throw text.trim()[0] === "<" ? "来的是网页，可能要先登录上网" : "清单读不懂";
    }
    if (!list || list.format !== "gongkai-kiosk" || list.version !== 1) throw "清单读不懂";
    if (list.audience !== audience) throw "是另一种公开栏，没有收下";
    if (!/^[0-9a-f]{64} \d{4}-\d\d-\d\d$/.test(list.page + " " + list.day) || !(list.bytes < MOST)) throw "清单读不懂";
    kiosk.clock.hear(got.date, got.sent);
    return list;
  });

  // As data: what has been checked needs no second loading.
  const picture = name => pictures[name] || load(name, "", MOST).then(got => {
    const [sum, ending] = name.slice(9).split(".");
    if (sha256(got.bytes).slice(0, 16) !== sum) throw "图片传坏了";
    const image = new Image();
    let text = "";
    got.bytes.forEach(byte => { text += String.fromCharCode(byte); });
    return new Promise((good, bad) => {
      image.onload = () => good(image.src);
      image.onerror = () => bad("图片传坏了");
      image.src = "data:image/" + ending + ";base64," + btoa(text);
    });
  });

  // A whole page as text becomes the set that plays.
  const take = (text, page) => {
    const body = new DOMParser().parseFromString(text, "text/html").body;
    const main = body.querySelector("#slides");
    const images = Array.from(main.querySelectorAll("img"));
    return Promise.all(images.map(image => picture(image.getAttribute("src")))).then(made => {
      const fresh = {};
      images.forEach((image, at) => {
        fresh[image.getAttribute("src")] = made[at];
        image.src = made[at];
      });
      if (adopt(document.importNode(main, true), Object.assign({}, body.dataset)) === false) throw "新的一套放不上去";
      pictures = fresh;
      playing = {page, day: body.dataset.day};
    });
  };

  const player = list => Promise.all([list.script, list.style].map(name => load(name, "", MOST).then(got => {
    if (sha256(got.bytes).slice(0, 8) !== name.slice(6, 14)) throw "新的程序传坏了";
  })));

  // New slides may want a new player: the page starts anew, once for each, when all of it has been seen to be there.
  const renew = list => {
    const names = [list.script, list.style], once = names.join();
    if (names.every(name => document.querySelector("[src='" + name + "'], [href='" + name + "']"))) return;
    if (self.name === once || isKept() && kept !== list.page) return;
    return player(list).then(() => {
      self.name = once;
      kiosk.reload("换成新的程序");
    });
  };

  const bring = (list, byHand) => {
    older = list.day < playing.day ? older + 1 : 0;
    if (list.page === playing.page) return "已是最新";
    if (older && older < PATIENCE && !byHand) return "服务器上的较旧，再等等";
    return load("index.html", list.page, list.bytes).then(got => {
      const text = new TextDecoder().decode(got.bytes);
      if (sha256(got.bytes) !== list.page) throw "没有传完整，或传坏了";
      return take(text, list.page).then(() => {
        kiosk.kept.set("set", {page: list.page, text});
        return "换上了新的一套";
      });
    });
  };

  // Failures are asked about less and less often; a stretch of successes, not one, makes them forgotten.
  const settle = isGood => {
    busy = false;
    healthy = isGood ? healthy + 1 : 0;
    if (healthy > 2) failures = 0;
    const wait = isGood ? 1 : Math.pow(2, Math.min(failures++, 4));
    next = performance.now() + MINUTE * wait * (0.8 + Math.random() * 0.4);
  };

  const poll = byHand => {
    if (busy) return Promise.resolve("正在取");
    busy = true;
    return manifest().then(list => {
      contact = performance.now();
      return Promise.resolve(bring(list, byHand)).then(words => {
        told = words;
        return list.page === playing.page && renew(list);
      });
    }).then(() => {
      settle(true);
      if (worker && kept !== playing.page && !worker.waiting) worker.update().catch(() => 0);
    }).catch(error => {
      told = error.message ? "新的一套放不上去：" + error.message : error;
      kiosk.log.trouble("取新数据", told);
      settle(false);
    }).then(() => told);
  };

  // From a disk nothing can be read but scripts: current.js calls `newest`. A filled stick has one above all its sets.
  const ask = (address, after) => {
    const script = document.createElement("script");
    script.src = address + "?" + Date.now();
    script.onload = script.onerror = event => {
      script.remove();
      if (after && event.type === "error") ask(after);
    };
    document.head.appendChild(script);
  };

  // A folder being copied by hand is half new for a while, so what is new must be told twice, a minute apart.
  kiosk.newest = (page, folder) => {
    const isElsewhere = folder && location.pathname.indexOf("/" + folder + "/") < 0;
    contact = performance.now();
    if (!playing.page && !isElsewhere) playing.page = page;
    if (isDisk && page !== playing.page && page === seen) {
      if (!isElsewhere) location.reload();
      else if (/^[\w-]+$/.test(folder)) location.replace("../" + folder + "/index.html");
    }
    seen = page;
  };

  const enlist = () => {
    if (!workers) return;
    workers.addEventListener("message", event => { kept = event.data; });
    workers.register("sw.js", {updateViaCache: "none"}).then(made => {
      worker = made;
      if (worker.active) worker.active.postMessage("");
    }).catch(() => 0);
  };

  // The last whole set, should the browser have started with an older one.
  const remember = () => {
    const last = kiosk.kept.get("set"), text = last && last.text;
    if (isDisk || !text || sha256(new TextEncoder().encode(text)) !== last.page) return;
    const day = / data-day="([\d-]+)"/.exec(text);
    if (day && day[1] > playing.day) return take(text, last.page);
  };

  kiosk.supply = {
    sha256,
    poll,

    start(stage) {
      const body = document.body;
      adopt = stage.adopt;
      audience = body.dataset.audience;
      playing.day = body.dataset.day;
      contact = performance.now();
      next = contact + 2000 + Math.random() * 3000;
      Promise.resolve().then(remember).catch(() => 0);
      enlist();
      self.addEventListener("online", () => { next = Math.min(next, performance.now() + 5000); });
      kiosk.tick((passed, now) => {
        if (busy || now < next) return;
        if (!isDisk) poll();
        else {
          next = now + MINUTE;
          ask("../current.js", "current.js");
        }
      });
    },

    // A slide has ended: the moment for a worker with the set that plays.
    boundary() {
      if (worker && worker.waiting) worker.waiting.postMessage(playing.page);
    },

    // Whether the page can be had again, with all that it needs.
    reachable(then) {
      if (isDisk || isKept()) then(true);
      else manifest().then(list => player(list).then(() => load("index.html", list.page, list.bytes))).then(
        () => then(true), () => then(false)
      );
    },

    age() {
      const stale = +document.body.dataset.staleDays || 3, day = kiosk.clock.spoken(playing.day), now = kiosk.clock.sure();
      const away = Math.floor((performance.now() - contact) / MINUTE);
      const lasting = away < 60 ? away + " 分钟" : Math.floor(away / 60) + " 小时";
      const days = now && kiosk.days(playing.day, kiosk.clock.day(now));
      return {
        words: "数据截至 " + day + (away > 2 && !isDisk ? "　离线 " + lasting : "") +
          (now ? "" : "　" + kiosk.clock.reason()),
        banner: days > stale ? "内容停在 " + day + "，已 " + days + " 天没有更新" : ""
      };
    },

    // How new slides come; `kept` is the set with which the browser can start without a network.
    note: () => ({
      page: playing.page || kept,
      audience,
      away: performance.now() - contact,
      told,
      tier: isDisk ? "本地文件夹" : isKept() ? "联网，断网也能重启" : "联网，断网时不能重启",
      kept
    })
  };
})(self.kiosk = self.kiosk || {});
