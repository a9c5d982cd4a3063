/* Search over the files that views/search.py writes. Classic scripts only, so it also works from a disk. */
(() => {
  "use strict";
  const form = document.querySelector("form.gk-find");
  if (!form) return;
  const [list, told, further] = ["results", "found", "further"].map((name) => document.getElementById("gk-" + name));
  const input = form.elements.q;
  const root = form.dataset.gkScript.replace("assets/gongkai/search.js", "");
  const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
  const STEP = 10;
  const kept = {};
  const waiting = {};
  let asked, timer, composing;

  window.gongkaiSearch = (name, data) => {
    kept[name] = data;
    waiting[name].forEach((then) => then());
  };

  function load(names, then) {
    let left = names.length;
    const one = () => --left || then();
    names.forEach((name) => {
      if (kept[name]) return one();
      if (waiting[name]) return waiting[name].push(one);
      waiting[name] = [one];
      const script = document.createElement("script");
      script.onerror = () => {
        delete waiting[name];
        told.textContent = "检索数据没有取到，请刷新后再试。";
      };
      script.src = form.dataset.folder + "/" + name + ".js";
      document.head.append(script);
    });
  }

  const plain = (text) => text.normalize("NFKC").toLowerCase();
  /* The same with every letter in its place, for marking. */
  const level = (text) => text.replace(/[^]/gu, (letter) => (plain(letter).length === letter.length ? plain(letter) : letter));

  /* Pairs that cover a term; what lies between two pairs is left to the verification. */
  function gramsOf(term) {
    const letters = Array.from(term);
    const last = letters.length - 2;
    return last < 0 ? letters : letters.slice(0, -1).map((letter, n) => letter + letters[n + 1]).filter((_, n) => n % 2 < 1 || n === last);
  }

  /* Where a gram lies: one shard, or for a frequent character alone all its shards. */
  function shards(gram) {
    const [first, second] = Array.from(gram, (letter) => letter.codePointAt(0));
    const [start, count] = kept.about.frequent[String.fromCodePoint(first)] || [first % kept.about.ordinary, 1];
    const places = second ? [second % count] : Array.from({ length: count }, (_, n) => n);
    return places.map((n) => "grams-" + (start + n));
  }

  function unpack(text, into) {
    let last = -1, gap = 0, scale = 1;
    for (const letter of text) {
      const digit = DIGITS.indexOf(letter);
      gap += (digit % 32) * scale;
      scale *= 32;
      if (digit < 32) continue;
      into.add((last += gap + 1));
      gap = 0;
      scale = 1;
    }
  }

  function holding(gram, part) {
    const all = new Set();
    shards(gram).forEach((name) => {
      const data = kept[name];
      // One character alone is held by whatever holds a pair that begins with it, or ends a run with it.
      const keys = Array.from(gram)[1] ? [gram] : Object.keys(data).filter((key) => key.startsWith(gram));
      keys.forEach((key) => unpack((data[key] || "").split("|")[part] || "", all));
    });
    return all;
  }

  function matches(grams, part) {
    const sets = grams.map((gram) => holding(gram, part)).sort((a, b) => a.size - b.size);
    return [...sets[0]].filter((n) => sets.every((set) => set.has(n))).sort((a, b) => a - b);
  }

  const block = (n) => kept.about.starts.filter((start) => start <= n).length - 1;

  function marked(parent, text, terms) {
    const low = level(text);
    for (let at = 0; at < text.length;) {
      let next = text.length, size = 0;
      terms.forEach((term) => {
        const place = low.indexOf(term, at);
        if (place >= 0 && place < next) [next, size] = [place, term.length];
      });
      parent.append(text.slice(at, next));
      at = next + size;
      if (!size) return;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(next, at);
      parent.append(mark);
    }
  }

  function around(words, terms) {
    const places = terms.map((term) => level(words).indexOf(term)).filter((place) => place > 0);
    const start = places.length ? Math.max(0, Math.min(...places) - 24) : 0;
    return (start ? "…" : "") + words.slice(start, start + 110) + (start + 110 < words.length ? "…" : "");
  }

  function item([address, title, label, words], terms) {
    const [line, link, small, text] = ["li", "a", "small", "p"].map((name) => document.createElement(name));
    link.href = root + address;
    small.textContent = label;
    marked(link, title, terms);
    marked(text, around(words, terms), terms);
    line.append(link, small, text);
    list.append(line);
  }

  function show(query) {
    const next = query.order.slice(query.at, query.at + STEP);
    load(["about", ...new Set(next.map((n) => "texts-" + block(n)))], () => {
      if (query !== asked) return;
      next.forEach((n) => {
        const place = block(n);
        const text = kept["texts-" + place][n - kept.about.starts[place]];
        const all = plain(text[1] + "\n" + text[3]);
        if (!query.terms.every((term) => all.includes(term))) return;
        item(text, query.terms);
        query.shown += 1;
      });
      query.at += STEP;
      further.hidden = query.at >= query.order.length;
      if (!further.hidden && query.shown < query.wanted) return show(query);
      if (!further.hidden) told.textContent = `约 ${query.order.length} 条，先列 ${query.shown} 条`;
      else told.textContent = query.shown ? `找到 ${query.shown} 条` : "没有找到。换一个更短的词，或少写一个词再试。";
    });
  }

  function search() {
    const terms = plain(input.value).split(/\s+/).filter(Boolean).slice(0, 8);
    const query = (asked = { terms, at: 0, shown: 0, wanted: STEP });
    if (!terms.length) {
      list.textContent = told.textContent = "";
      further.hidden = true;
      return;
    }
    load(["about"], () => {
      const grams = terms.flatMap(gramsOf);
      load([...new Set(grams.flatMap(shards))], () => {
        if (query !== asked) return;
        query.order = [...new Set([...matches(grams, 1), ...matches(grams, 0)])];
        list.textContent = "";
        show(query);
      });
    });
  }

  function ask() {
    const words = input.value.trim();
    try {
      history.replaceState(null, "", words ? "?q=" + encodeURIComponent(words) : location.pathname);
    } catch (refused) {
      /* Pages opened from a folder may not change their address. */
    }
    search();
  }

  function soon() {
    clearTimeout(timer);
    // While Chinese is being composed the field holds letters nobody searches for.
    timer = setTimeout(() => composing || ask(), 200);
  }

  input.addEventListener("compositionstart", () => (composing = true));
  input.addEventListener("compositionend", () => soon((composing = false)));
  input.addEventListener("input", soon);
  form.addEventListener("submit", (event) => ask(event.preventDefault()));
  further.addEventListener("click", () => show(asked, (asked.wanted = asked.shown + STEP)));
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const here = document.activeElement;
    const stops = [input, ...list.querySelectorAll("a")];
    const step = stops.includes(here) && { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stop = step ? stops[stops.indexOf(here) + step] : event.key === "/" && here.tagName !== "INPUT" && input;
    if (!stop) return;
    event.preventDefault();
    stop.focus();
  });
  input.value = new URLSearchParams(location.search).get("q") || "";
  search();
})();
