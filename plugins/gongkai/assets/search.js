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
  const MOST_ROUNDS = 3;
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
    choices.hidden = false;
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
    return ((start ? "…" : "") + below.slice(start, start + 110) + (start + 110 < below.length ? "…" : "")).trim().replace(/\n+/g, " · ");
  }

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
    const words = hit.word ? "下面是也找了" + named(query) + "的结果" : hit.isPart ? "下面几条只在更长的数里有这几个数字" : "";
    if (!words || words === query.parting) return;
    const line = document.createElement("li");
    line.className = "gk-results__other";
    line.textContent = query.parting = words;
    list.append(line);
  }

  const named = (query) => query.words.map((word) => "“" + word + "”").join("");

  /* ---- showing ---- */

  function count(query) {
    const total = query.hits.length;
    const isOpen = query.isLoose || query.hits.slice(query.at).some((hit) => !hit.sure);
    const also = query.words.length ? "，也找了" + named(query) : "";
    further.hidden = query.at >= total;
    if (!total) told.textContent = "没有找到。换一个更短的词，或少写一个词、放宽范围再试。";
    else told.textContent = (isOpen ? "约 " : "找到 ") + total + " 条" + also + (further.hidden ? "" : "，先列 " + query.at + " 条") + (query.isLoose ? UNREAD : "");
  }

  /* What the next pages say: each with its hit, its card, its words to come, and how it says the terms. */
  async function examined(hits) {
    return Promise.all(hits.map(async (hit) => {
      const card = await index.card(hit.n);
      const words = card.isVerified ? index.read(card.address).catch(() => "") : Promise.resolve("");
      const how = hit.sure ? "whole" : await index.says(card.title, await words, hit.terms);
      return { hit, card, words, how };
    }));
  }

  /* Shows the next hits; a page that turns out not to say the words leaves them, one that says them less well goes last. */
  async function show(query, rounds = MOST_ROUNDS) {
    const next = await examined(query.hits.slice(query.at, query.at + query.wanted - query.shown));
    if (query !== asked) return;
    if (!query.at) list.textContent = "";
    query.isLoose = query.isLoose || next.some(({ card, how }) => card.isVerified && how === "unread");
    const gone = new Set(next.filter(({ how }) => how === "not").map(({ hit }) => hit));
    const later = rounds > 0 ? next.filter(({ how }) => how === "part").map(({ hit }) => hit) : [];
    const kept = next.filter(({ hit }) => !gone.has(hit) && !later.includes(hit));
    kept.forEach(({ hit, card, words }) => {
      parting(hit, query);
      const text = item(hit, card);
      words.then((whole) => whole && marked(text, around(whole, card.title, hit.terms), hit.terms));
    });
    later.forEach((hit) => Object.assign(hit, { sure: true, isPart: true }));
    query.hits = query.hits.filter((hit) => !gone.has(hit) && !later.includes(hit)).concat(later);
    query.at += kept.length;
    query.shown += kept.length;
    if (gone.size) offer((query.all = query.all.filter((hit) => !gone.has(hit))));
    query.words = query.words.filter((word) => query.hits.some((hit) => hit.word === word));
    if (rounds > 0 && query.shown < query.wanted && query.at < query.hits.length) await show(query, rounds - 1);
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
      Object.assign(query, { all, hits: suiting(all) });
      if (query.hits.length) await show(query);
      const more = query === asked && words ? await index.also(words, query.all) : [];
      if (query !== asked) return;
      query.all = query.all.concat(more);
      query.hits = query.hits.concat(suiting(more));
      query.words = [...new Set(query.hits.map((hit) => hit.word).filter(Boolean))];
      offer(query.all);
      if (!query.at) list.textContent = told.textContent = "";
      if (query.shown < query.wanted && query.at < query.hits.length) await show(query);
      else if (words || wanted.length) count(query);
    } catch (failed) {
      if (query !== asked) return;
      list.textContent = "";
      further.hidden = true;
      told.textContent = FAILED;
    }
  }

  function ask(isStep) {
    clearTimeout(timer);
    write(isStep);
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
