/* The search page: what is typed and chosen goes into the address, what is found into the list. */
(() => {
  "use strict";
  const form = document.querySelector("form.gk-find[data-folder]");
  if (!form) return;
  const [list, told, further, choices] = ["results", "found", "further", "facets"].map((name) => document.getElementById("gk-" + name));
  const input = form.elements.q;
  const selects = Array.from(form.querySelectorAll("select"));
  const root = form.dataset.gkScript.replace("assets/gongkai/search.js", "");
  const STEP = 6;
  const MOST_TRIES = 4;
  const AHEAD = 3;
  const FIRST = 0x100;
  const FAILED = "检索数据没有取到，请检查网络后再按“搜索”。";
  const UNREAD = location.protocol === "file:" ? "（从磁盘打开，没有逐条核对原文）" : "（有的网页没有取到，没有核对原文）";
  let index, asked, timer, composing;

  /* ---- what is chosen ---- */

  const chosen = () => selects.filter((select) => select.value).map((select) => [select.name, select.value]);

  function valueOf(name, n) {
    const column = index.facets()[name];
    return column.values[column.pages.charCodeAt(n) - FIRST];
  }

  const suits = (n, wanted) => wanted.every(([name, value]) => valueOf(name, n) === value);

  /* How many hits each choice would leave, the other choices standing. */
  function offer(hits) {
    selects.forEach((select) => {
      const { values, pages } = index.facets()[select.name];
      const others = chosen().filter(([other]) => other !== select.name);
      const counts = new Array(values.length).fill(0);
      hits.forEach(({ n }) => {
        if (!others.length || suits(n, others)) counts[pages.charCodeAt(n) - FIRST] += 1;
      });
      const value = select.value;
      const offered = values.map((each, n) => [each, counts[n]]).filter(([each, count]) => each && (count || each === value));
      const options = offered.map(([each, count]) => new Option(each + "（" + count + "）", each, false, each === value));
      select.replaceChildren(new Option("全部", "", false, !value), ...options);
      select.closest("label").hidden = !offered.length;
    });
    choices.hidden = !hits.length && !chosen().length;
  }

  /* ---- the address ---- */

  function read() {
    const query = new URLSearchParams(location.search);
    input.value = query.get("q") || "";
    selects.forEach((select) => {
      const value = query.get(select.name) || "";
      if (value && !Array.from(select.options).some((option) => option.value === value)) select.add(new Option(value, value));
      select.value = value;
    });
  }

  function write(isStep) {
    const words = input.value.trim();
    const query = new URLSearchParams([...(words ? [["q", words]] : []), ...chosen()]).toString();
    if (query === location.search.slice(1)) return;
    try {
      history[isStep ? "pushState" : "replaceState"](null, "", query ? "?" + query : location.pathname);
    } catch (refused) {
      /* Pages opened from a folder may not change their address. */
    }
  }

  /* ---- a result ---- */

  function marked(parent, text, terms) {
    const { low, from } = index.level(text);
    for (let at = 0; at < low.length;) {
      const rest = low.slice(at);
      const found = terms.map((term) => [index.placeOf(term, rest).place, term.length]).filter(([place]) => place >= 0);
      const [place, size] = found.sort((one, other) => one[0] - other[0] || other[1] - one[1])[0] || [rest.length, 0];
      const start = at + place;
      parent.append(text.slice(from[at], from[start]));
      at = start + size;
      if (!size) return;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(from[start], from[at]);
      parent.append(mark);
    }
  }

  /* The words around the first hit below the heading, which is shown above them; its beginning, if the title says all. */
  function around(words, title, terms) {
    const heading = title.replace(/（[^（]*$/, "");
    const below = words.includes(heading) ? words.slice(words.indexOf(heading) + heading.length) : words;
    const { low, from } = index.level(below);
    const above = index.level(title).low;
    const sought = terms.filter((term) => index.placeOf(term, above).place < 0);
    const places = sought.map((term) => index.placeOf(term, low).place).filter((place) => place >= 0);
    const start = places.length ? Math.max(0, from[Math.min(...places)] - 24) : 0;
    const shown = (start ? "…" : "") + below.slice(start, start + 110) + (start + 110 < below.length ? "…" : "");
    // A line of marks alone, such as the arrow between two steps of a way, says nothing here.
    return shown.split("\n").filter((line) => /[\p{L}\p{N}]/u.test(line)).join(" · ").trim();
  }

  const surround = (text, words, title, terms) => words && marked(text, around(words, title, terms), terms);

  function item(hit, card) {
    const [line, link, small, text] = ["li", "a", "small", "p"].map((name) => document.createElement(name));
    link.href = root + card.address + (location.protocol === "file:" ? "index.html" : "");
    small.textContent = [valueOf("kind", hit.n), card.day, valueOf("status", hit.n), valueOf("department", hit.n)].filter(Boolean).join(" · ");
    marked(link, card.title, hit.terms);
    line.append(link, small, text);
    list.append(line);
    return text;
  }

  /* A line before the first hit that says less than what was asked. */
  function parting(hit, query) {
    const apart = () => "没有一处连着写“" + input.value.trim() + "”，下面是" + (hit.terms.length > 1 ? "同时有" : "有") + hit.terms.map((term) => "“" + term + "”").join("") + "的";
    const words = hit.isApart ? apart() : hit.word ? "下面是也找了" + named(query) + "的结果" : hit.isPart ? "下面几条只在更长的数里有这几个数字" : "";
    if (!words || words === query.parting) return;
    say((query.parting = words));
  }

  function say(words) {
    const line = document.createElement("li");
    line.className = "gk-results__other";
    line.textContent = words;
    list.append(line);
  }

  const named = (query) => query.words.map((word) => "“" + word + "”").join("");

  /* ---- showing ---- */

  function count(query) {
    const total = query.hits.length;
    const isOpen = query.isLoose || query.hits.slice(query.at).some((hit) => !hit.sure);
    const also = query.words.length ? "，也找了" + named(query) : "";
    further.hidden = query.at >= total;
    const nothing = /^[\da-f]{4}-[\da-f]{4}$/i.test(input.value) ? "没有这个指纹：抄错了一位，或贴出以后改过。按编号再找。" : "没有找到。换一个更短的词，或少写一个词、放宽范围再试。";
    if (!total) told.textContent = query.lacking || nothing;
    else told.textContent = (isOpen ? "约 " : "找到 ") + total + " 条" + also + (further.hidden ? "" : "，先列 " + query.at + " 条") + (query.isLoose ? UNREAD : "");
  }

  /* A hit's card, and its page on the way, read when it is its turn. */
  async function opened(hit) {
    const card = await index.card(hit.n);
    const page = card.isVerified ? index.page(card.address).catch(() => index.unread) : Promise.resolve(index.unread);
    return { hit, card, page };
  }

  /* The browser draws what was found before the next page is read. */
  const drawn = () => new Promise((done) => setTimeout(done));

  /* Shows the next hits, each once it is read. A page that does not say the words leaves them, one that says them less well goes last. */
  async function show(query) {
    const wanted = query.wanted - query.shown;
    const next = query.hits.slice(query.at, query.at + wanted * MOST_TRIES);
    const isAll = query.at + next.length === query.hits.length;
    const coming = [];
    const gone = new Set();
    const later = [];
    const kept = [];
    const open = (hit) => coming[coming.push(opened(hit)) - 1].catch(() => {});
    next.slice(0, Math.min(wanted, AHEAD)).forEach(open);
    for (let n = 0; n < coming.length; n += 1) {
      const { hit, card, page } = await coming[n];
      const how = hit.sure ? "whole" : await index.says(card.title, (await page)(), hit.terms);
      if (query !== asked) return;
      const hasMore = coming.length < next.length;
      query.isLoose = query.isLoose || (card.isVerified && how === "unread");
      if (how === "not") gone.add(hit);
      else if (how === "part" && !query.lacking && (hasMore || isAll)) later.push(Object.assign(hit, { sure: true, isPart: true }));
      else {
        if (!query.shown && !kept.length && !query.lacking) list.textContent = "";
        parting(hit, query);
        kept.push({ hit, card, page, text: item(hit, card) });
        await drawn();
      }
      if (hasMore && kept.length + coming.length - n - 1 < wanted) open(next[coming.length]);
    }
    if (query !== asked) return;
    kept.forEach(({ hit, card, page, text }) => page.then((words) => surround(text, words(), card.title, hit.terms)));
    query.hits = query.hits.filter((hit) => !gone.has(hit) && !later.includes(hit)).concat(later);
    query.at += kept.length;
    query.shown += kept.length;
    if (gone.size) offer((query.all = query.all.filter((hit) => !gone.has(hit))));
    query.words = query.words.filter((word) => query.hits.some((hit) => hit.word === word));
    if (isAll && later.length && query.shown < query.wanted) await show(query);
    else count(query);
  }

  async function search() {
    const query = (asked = { at: 0, shown: 0, wanted: STEP, words: [], isLoose: false });
    const words = input.value.trim();
    further.hidden = true;
    try {
      const all = await index.ask(words);
      if (query !== asked) return;
      const wanted = chosen();
      const suiting = (hits) => (words || wanted.length ? hits.filter((hit) => suits(hit.n, wanted)) : []);
      Object.assign(query, { all, hits: suiting(all), lacking: await index.lacking(words) });
      if (query !== asked) return;
      if (query.lacking && query.hits.length) {
        list.textContent = "";
        say(query.lacking + "下面是写着这几个数字的。");
      }
      // The first time the choices come first, so that they push no result down.
      if (choices.hidden) offer(all);
      if (query.hits.length) await show(query);
      const more = query === asked && words ? await index.also(words, query.all) : [];
      if (query !== asked) return;
      query.all = query.all.concat(more);
      query.hits = query.hits.concat(suiting(more));
      query.words = [...new Set(query.hits.map((hit) => hit.word).filter(Boolean))];
      if (!query.at) list.textContent = told.textContent = "";
      if (query.shown < query.wanted && query.at < query.hits.length) await show(query);
      else if (words || wanted.length) count(query);
      if (query === asked && words && !query.shown && !query.lacking) await showApart(query, words, suiting);
      if (query === asked) offer(query.all);
    } catch (failed) {
      if (query !== asked) return;
      list.textContent = "";
      further.hidden = true;
      told.textContent = FAILED;
    }
  }

  /* Nothing that was read says it as it was typed: what says its words somewhere. */
  async function showApart(query, words, suiting) {
    const all = await index.apart(words);
    if (query !== asked || !all.length) return;
    Object.assign(query, { all, hits: suiting(all), words: [], at: 0 });
    if (query.hits.length) await show(query);
  }

  function ask(isStep) {
    clearTimeout(timer);
    // The address is written while the first files are on their way: browsers take long over it.
    setTimeout(() => write(isStep));
    return search();
  }

  function soon() {
    clearTimeout(timer);
    // While Chinese is being composed the field holds letters nobody searches for.
    timer = setTimeout(() => composing || ask(false), 150);
  }

  /* ---- what the reader does ---- */

  function onKey(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const here = document.activeElement;
    const stops = [input, ...list.querySelectorAll("a")];
    const place = stops.indexOf(here);
    let stop = null;
    if (event.key === "Escape" && place > 0) stop = input;
    else if (event.key === "Escape" && place === 0 && input.value) ask(true, (input.value = ""));
    else if (event.key === "/" && place > 0) stop = input;
    else if (place >= 0) stop = stops[place + ({ ArrowDown: 1, ArrowUp: -1 }[event.key] || NaN)];
    if (!stop) return;
    event.preventDefault();
    stop.focus();
  }

  function start() {
    index = window.gongkaiIndex(form.dataset.folder, root);
    input.addEventListener("compositionstart", () => (composing = true));
    input.addEventListener("compositionend", () => soon((composing = false)));
    input.addEventListener("input", soon);
    selects.forEach((select) => select.addEventListener("change", () => ask(true)));
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      selects.forEach((select) => (select.value = ""));
      ask(true);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!composing) ask(true);
    });
    further.addEventListener("click", () => {
      further.hidden = true;
      asked.wanted = asked.shown + STEP;
      show(asked).catch(() => (told.textContent = FAILED));
    });
    document.addEventListener("keydown", onKey);
    window.addEventListener("popstate", () => search(read()));
    read();
    search();
  }

  const engine = document.createElement("script");
  engine.onload = start;
  engine.onerror = () => (told.textContent = FAILED);
  engine.src = form.dataset.index;
  document.head.append(engine);
})();
