// How the wall is doing, for whoever looks after it: opened by #health or by holding the top bar for three seconds.
(function (kiosk) {
  "use strict";
  let held = 0;

  const ago = ms => ms < 120000 ? "刚才" : Math.floor(ms / 60000) + " 分钟前";

  // The first eight digits of a sum, as they are read aloud.
  const signs = sum => sum ? (sum.slice(0, 4) + "-" + sum.slice(4, 8)).toUpperCase() : "还不知道";

  const facts = () => {
    const supply = kiosk.supply.note(), log = kiosk.log.note(), stage = kiosk.stage.state();
    const memory = (performance.memory || {}).usedJSHeapSize, up = Math.floor(performance.now() / 60000);
    const skipped = Object.keys(stage.failures).filter(ident => stage.failures[ident][0] > 2);
    return [
      ["给谁看", supply.audience],
      ["数据", kiosk.supply.age().words + "，指纹 " + signs(supply.page)],
      ["取数据", supply.tier + "；" + (supply.told || "还没有取过") + "；上次连上：" + ago(supply.away)],
      ["时钟", kiosk.clock.reason() || "正常"],
      ["校历", stage.school.doubts || "齐全"],
      ["跳过的屏", skipped.join("、") || "没有"],
      ["播放记录", (log.since ? "从 " + log.since + " 起" : "还没有") + (log.isKept ? "" : "；存不下，关机就没有了")],
      ["已运行", Math.floor(up / 60) + " 小时 " + up % 60 + " 分钟"],
      ["内存", memory ? Math.round(memory / 1048576) + " MB" : "不知道"],
      ["程序", document.querySelector("script").getAttribute("src")]
    ].concat(kiosk.log.troubles().slice(0, 8).map(each =>
      [each[0].slice(5).replace("T", " "), each[1] + " " + each[2] + (each[3] > 1 ? "，" + each[3] + " 次" : "")]));
  };

  const write = list => {
    list.textContent = "";
    facts().forEach(([name, words]) => {
      list.appendChild(kiosk.make("dt", "", name));
      list.appendChild(kiosk.make("dd", "", words));
    });
  };

  const save = () => {
    const link = kiosk.make("a");
    link.href = URL.createObjectURL(new Blob([kiosk.log.csv()], {type: "text/csv"}));
    link.download = "播放记录-" + kiosk.clock.day(kiosk.clock.now()) + ".csv";
    link.click();
    setTimeout(URL.revokeObjectURL, 60000, link.href);
  };

  const open = () => kiosk.dialog.open("本屏状况", (body, tools) => {
    const part = body.appendChild(kiosk.make("div"));
    part.appendChild(kiosk.make("h2", "", "本屏状况"));
    const list = part.appendChild(kiosk.make("dl", "health"));
    const button = (words, act) => { tools.appendChild(kiosk.make("button", "", words)).onclick = act; };
    write(list);
    button("导出播放记录", save);
    const ask = () => kiosk.supply.poll(true).then(() => write(list));
    button("现在取一次", ask);
    button("重新启动", () => ask().then(() => kiosk.reload("人工")));
  });

  kiosk.health = {open};

  const asked = () => {
    if (location.hash === "#health") open();
  };

  document.addEventListener("DOMContentLoaded", () => {
    const release = () => { held = 0; };
    document.getElementById("bar").addEventListener("pointerdown", () => { held = performance.now(); });
    ["pointerup", "pointercancel"].forEach(name => addEventListener(name, release));
    addEventListener("hashchange", asked);
    kiosk.tick((passed, now) => {
      if (!held || now - held < 3000) return;
      release();
      open();
    });
  });
  addEventListener("load", asked);
})(self.kiosk = self.kiosk || {});
