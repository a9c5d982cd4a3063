/* Reads the files that views/search/pages.py writes: which pages hold a query, and what a page says.
   Classic scripts only, so it also works from a disk; there pages cannot be read, and hits stay unverified. */
(() => {
  "use strict";
  const PARTING = /[\s!"#$%&'()*+,:;<=>?@[\\\]^`{|}~、。〈〉《》「」『』【】〔〕‘’“”…—–·×÷−]+/;
  const DIGITS = Array.from({ length: 93 }, (_, n) => String.fromCharCode(33 + n)).filter((letter) => !'"\\|'.includes(letter));
  const VALUES = new Uint8Array(127);
  DIGITS.forEach((letter, n) => (VALUES[letter.charCodeAt(0)] = n));
  const LONGER = "~".charCodeAt(0);
  const COMMA = /([0-9０-９]),(?=[0-9０-９]{3}(?![0-9０-９]))/g;
  const NUMERALS = "〇一二三四五六七八九十";
  const MONTHS = ["", ...NUMERALS.slice(1), "十一", "十二"];
  const ASKING = new Set("怎么 怎样 如何 什么 为什么 多少 多少钱 是否 有没有 能不能 可以 请问 哪些 哪里 几个 的 了 吗 呢 啊 是 被 把 给 在 和 与 谁".split(" "));
  const QUOTING = /[!?;。“”‘’"《》〈〉「」『』【】]+|,(?![0-9])|[.:、·]+(?=\s|$)/g;
  const MOST_GRAMS = 9;
  const MOST_PAGES = 0x100000;
  const kept = {};
  const waiting = {};
  const variants = new Map();
  const spellings = new Map();

  window.gongkaiSearch = (name, data) => {
    kept[name] = data;
    waiting[name].done();
  };

  window.gongkaiIndex = (folder, root) => {
    function load(name) {
      if (waiting[name]) return waiting[name].promise;
      const wait = (waiting[name] = {});
      wait.promise = new Promise((done, failed) => {
        const script = document.createElement("script");
        wait.done = () => done(kept[name]);
        script.onerror = () => {
          delete waiting[name];
          failed(new Error(name));
        };
        script.src = folder + "/" + name + ".js";
        document.head.append(script);
      });
      return wait.promise;
    }

    /* ---- one spelling: the same as views/search/folding.py ---- */

    function letterFolded(letter) {
      let plain = spellings.get(letter);
      if (plain === undefined) {
        plain = Array.from(letter.normalize("NFKC").toLowerCase(), (each) => variants.get(each) || each).join("");
        spellings.set(letter, plain);
      }
      return plain;
    }

    function fold(text) {
      let low = "";
      for (const letter of text.replace(COMMA, "$1")) low += letterFolded(letter);
      return low;
    }

    /* A text folded, and for each of its units where in the text it came from, for marking. */
    function level(text) {
      let low = "", at = 0;
      const from = [];
      const commas = new Set(Array.from(text.matchAll(COMMA), (found) => found.index + 1));
      for (const letter of text) {
        const plain = commas.has(at) ? "" : letterFolded(letter);
        for (let n = 0; n < plain.length; n += 1) from.push(at);
        low += plain;
        at += letter.length;
      }
      from.push(text.length);
      return { low, from };
    }

    async function learnVariants() {
      if (variants.size) return false;
      const letters = Array.from(await load("variants"));
      for (let n = 0; n < letters.length; n += 2) variants.set(letters[n], letters[n + 1]);
      spellings.clear();
      return true;
    }

    /* ---- from grams to pages: the same as views/search/index.py ---- */

    /* Grams that cover a term, the telling ones first. */
    function gramsOf(term) {
      const found = new Set();
      term.split(PARTING).forEach((run) => {
        const letters = Array.from(run);
        const isDigit = letters.map((letter) => /[0-9]/.test(letter));
        if (letters.length === 1) found.add(run);
        for (let n = 0; n + 1 < letters.length; n += 1) {
          const isInside = isDigit[n] && isDigit[n + 1];
          if (isInside && isDigit[n + 2]) found.add(letters.slice(n, n + 3).join(""));
          else if (!isInside || !isDigit[n - 1]) found.add(letters[n] + letters[n + 1]);
        }
      });
      const all = [...found];
      const step = Math.ceil(all.length / MOST_GRAMS);
      return all.filter((_, n) => n % step === 0 || n === all.length - 1);
    }

    /* Whether every page that holds a term's grams holds the term. */
    const isSure = (term) => Array.from(term).length < 3 && !PARTING.test(term);

    function shardOf(gram) {
      const starts = kept.about.starts;
      let low = 0, high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle] <= gram) low = middle;
        else high = middle - 1;
      }
      return low;
    }

    /* The pages as grams number them: those of one kind beside each other, in their order. */
    const byKind = () => Uint32Array.from(kept.facets.kind.pages, (kind, n) => kind.charCodeAt(0) * MOST_PAGES + n).sort().map((each) => each % MOST_PAGES);

    /* Which of some pages a text tells; they are also marked. */
    function unpack(text, among, marked) {
      const found = [];
      let last = -1;
      for (let n = 0; n < text.length;) {
        let letters = 1, scale = 1;
        last += 1;
        for (; text.charCodeAt(n) === LONGER; n += 1) {
          letters += 1;
          last += scale *= DIGITS.length;
        }
        for (scale = 1; letters; letters -= 1) {
          last += VALUES[text.charCodeAt(n)] * scale;
          scale *= DIGITS.length;
          n += 1;
        }
        found.push(among[last]);
        marked[among[last]] = 1;
      }
      return found;
    }

    /* The pages that hold a gram, in their text and in their title; one character alone is held by whatever begins with it. */
    async function holding(gram) {
      const letters = Array.from(gram);
      const isLone = letters.length === 1;
      const first = shardOf(gram);
      const last = isLone ? shardOf(gram + "\uffff") : first;
      const names = Array.from({ length: last - first + 1 }, (_, n) => "grams-" + (first + n));
      const pages = [0, 1].map(() => new Uint8Array(kept.about.pages));
      const all = (kept.order = kept.order || byKind());
      const start = isLone ? gram : letters.slice(0, -1).join("");
      (await Promise.all(names.map(load))).forEach((shard) => {
        const [lasts, told] = shard[start] || ["", ""];
        const each = told.split(" ");
        Array.from(lasts).forEach((letter, n) => {
          if (isLone || letter === letters[letters.length - 1]) each[n].split("|").reduce((among, part, place) => unpack(part, among, pages[place]), all);
        });
      });
      return pages;
    }

    /* The pages that hold all the grams of all the terms, by place: 0 in the text, 1 in the title. */
    async function holdingAll(terms) {
      const grams = [...new Set([].concat(...terms.map(gramsOf)))];
      const held = await Promise.all(grams.map(holding));
      return [0, 1].map((place) => {
        const pages = [];
        if (!held.length) return pages;
        const [first, ...others] = held.map((each) => each[place]);
        for (let n = first.indexOf(1); n >= 0; n = first.indexOf(1, n + 1)) if (others.every((other) => other[n])) pages.push(n);
        return pages;
      });
    }

    /* ---- what was asked ---- */

    /* In one spelling, without the marks that only quote or end a question. */
    const asked = (words) => fold(words.replace(/([0-9０-９])，(?=[0-9０-９]{3}(?![0-9０-９]))/g, "$1,")).replace(QUOTING, " ");
    const termsOf = (words) => asked(words).split(/\s+/).filter((term) => term.split(PARTING).some(Boolean)).slice(0, 8);

    const plainly = (words) => asked(words).replace(/^指纹:?\s*(?=[0-9a-f])/, "").trim();
    const isFingerprint = (typed) => /^(?=.*[a-f])[0-9a-f]{4}(-?[0-9a-f]{1,4}|[–—−_./、][0-9a-f]{4})$/.test(typed);

    const padded = (_, term, meeting, serial) => [term.padStart(2, "0"), meeting.padStart(2, "0"), serial.padStart(3, "0")].join("-");

    /* A record's number in the ways one types it: 05-03-012, 050312, 05 03 012, 5-3-12; or a fingerprint of digits. */
    async function numbered(words) {
      const number = plainly(words).replace(/^([0-9]{1,2})\W([0-9]{1,2})\W([0-9]{1,3})$/, padded).replace(/[\s\-–—−_./、]/g, "");
      if (!/^[a-z]*[0-9]{4,}$/.test(number)) return { pages: [], number };
      const [pages] = await holding("#" + number);
      return { pages: Array.from(pages.keys()).filter((n) => pages[n]), number };
    }

    /* What to say of a number that is typed as a record's, and that no record has. */
    async function lacking(words) {
      if (!/^\d\d\W\d\d\W\d{2,3}$/.test(plainly(words))) return "";
      const { pages, number } = await numbered(words);
      return pages.length ? "" : "没有编号 " + spelt(number) + " 的记录。";
    }

    function spelt(number) {
      if (isFingerprint(number)) return number.slice(0, 4) + "-" + number.slice(4);
      return number.replace(/^([0-9]{2})([0-9]{2})([0-9]{2,3})$/, padded);
    }

    /* 第五届教代会第三次会议, 5届3次: as this site writes it, 五届三次. */
    function session(term) {
      const numeral = (typed) => (/^[0-9]+$/.test(typed) ? (typed > 10 ? "" : typed === "10" ? "十" : NUMERALS[Number(typed)]) : typed.replace(/^第/, ""));
      return term.replace(/第?([一二三四五六七八九十]+|[0-9]{1,2})届(?:教代会|教职工代表大会)?第?([一二三四五六七八九十]+|[0-9]{1,2})次/, (all, one, other) => {
        const parts = [numeral(one), numeral(other)];
        return parts.every(Boolean) ? parts[0] + "届" + parts[1] + "次" : all;
      });
    }

    function alternatives(terms) {
      const found = [];
      terms.forEach((term, n) => {
        const instead = new Set([session(term), asWritten(term)]);
        kept.about.synonyms.forEach((words) => {
          words.filter((word) => term.includes(word)).forEach((word) => {
            words.forEach((other) => !other.includes(word) && !word.includes(other) && instead.add(term.replace(word, other)));
          });
        });
        instead.delete(term);
        instead.forEach((other) => found.push({ word: other, terms: terms.map((each, place) => (place === n ? other : each)) }));
      });
      return found.slice(0, 4);
    }

    function hitsOf(pages, terms, word) {
      const sure = terms.every(isSure);
      return pages.map((n) => ({ n, terms, word, sure }));
    }

    function distinct(hits) {
      const seen = new Uint8Array(kept.about.pages);
      return hits.filter((hit) => !seen[hit.n] && (seen[hit.n] = 1));
    }

    /* Every page for a query, the best first: by its number, in the title, as a phrase, with all words. */
    async function find(words) {
      const { pages, number } = await numbered(words);
      const isSpelt = (pages.length || isFingerprint(plainly(words))) && spelt(number) !== number;
      const terms = isSpelt ? [spelt(number)] : termsOf(plainly(words));
      const [inText, inTitle] = await holdingAll(terms);
      const joined = terms.length > 1 && inText.length ? (await holdingAll([terms.join("")]))[0] : [];
      const there = new Set(joined.length ? inText : []);
      const first = pages.map((n) => ({ n, terms, sure: true }));
      const held = [...inTitle, ...joined.filter((n) => there.has(n)), ...inText];
      // The program's manual names whatever a school may write, so what the school wrote comes first.
      const [own, manual] = [true, false].map((isOwn) => held.filter((n) => isManual(n) !== isOwn));
      return distinct(first.concat(hitsOf([...own, ...manual], terms)));
    }

    const isManual = (n) => n >= kept.about.manual && n < kept.about.verified;

    /* The hits; where nothing is found, the query may be typed in traditional characters. */
    async function ask(words) {
      await Promise.all([load("about"), load("facets")]);
      if (!words) return hitsOf(Array.from({ length: kept.about.verified }, (_, n) => n), []);
      const found = await find(words);
      return found.length || !(await learnVariants()) ? found : find(words);
    }

    /* Further hits, by words that mean the same. */
    async function also(words, hits) {
      const found = [];
      for (const other of alternatives(termsOf(words))) {
        const [inText, inTitle] = await holdingAll(other.terms);
        found.push(...hitsOf([...inTitle, ...inText], other.terms, other.word));
      }
      return found.length ? distinct([...hits, ...found]).slice(hits.length) : found;
    }

    /* ---- what was asked in one run, word by word ---- */

    /* Days, months and amounts as pages write them: 十月 and 10月份 are 10月, 2026-3-6 is 2026年3月6日, 380元 is 380. */
    function asWritten(term) {
      const year = (typed) => Array.from(typed.replace(/零/g, "〇"), (digit) => NUMERALS.indexOf(digit)).join("");
      return term
        .replace(/[〇零一二三四五六七八九]{4}(?=年)/g, year)
        .replace(/十[一二]?月|[一二三四五六七八九]月/g, (month) => MONTHS.indexOf(month.slice(0, -1)) + "月")
        .replace(/月份/g, "月")
        .replace(/([0-9]{4})[-/.]0?([0-9]{1,2})(?:[-/.]0?([0-9]{1,2}))?(?![0-9])/, (_, year, month, day) => year + "年" + month + "月" + (day ? day + "日" : ""))
        .replace(/([0-9])(?:元|块钱?)$/, "$1");
    }

    /* The words of a term, where the browser can tell them; a single character is found anywhere, so it goes with the word before, or nothing is told apart. */
    function wordsIn(term) {
      const told = (run) => (Intl.Segmenter ? Array.from(new Intl.Segmenter("zh", { granularity: "word" }).segment(run), (each) => each.segment) : [run]);
      const parts = asWritten(term).match(/(?:[0-9]+年)?(?:[0-9]+月)?[0-9]+日|(?:[0-9]+年)?[0-9]+月|[0-9][0-9.,-]*年?|[^0-9]+/g) || [];
      const words = [""];
      [].concat(...parts.map((part) => (/^[0-9]/.test(part) ? [part] : told(part)))).forEach((word) => {
        const last = words[words.length - 1];
        if (ASKING.has(word)) words.push("");
        else if (word.length < 2 || last.length < 2) words[words.length - 1] = last + word;
        else words.push(word);
      });
      const found = words.filter(Boolean);
      return found.every((word) => word.length > 1) ? found : [asWritten(term)];
    }

    /* The pages that say all the words of a query somewhere, for one that no page says as it was typed. */
    async function apart(words) {
      const typed = termsOf(words);
      const terms = [...new Set([].concat(...typed.map(wordsIn)))];
      if (!terms.length || terms.join(" ") === typed.join(" ")) return [];
      const [inText, inTitle] = await holdingAll(terms);
      return distinct(hitsOf([...inTitle, ...inText], terms).filter(({ n }) => !isManual(n))).map((hit) => Object.assign(hit, { isApart: true }));
    }

    /* ---- what a page says: the same as views/search/texts.py ---- */

    const LABELS = /<(svg|thead|h2|dt|caption|summary|nav(?! class="gk-trail"))\b[^]*?<\/\1>|<details class="gk-details gk-(?:receipt|chart__data|past__all)"[^]*?<\/details>/g;
    const WITHIN_A_LINE = /<\/?(?:a|strong|em|b|del|code|data|time|mark|abbr)\b[^>]*>/g;

    const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: "\u00a0" };
    const letterOf = (all, code, name) => (name ? ENTITIES[name] || all : String.fromCodePoint(code[0] === "x" ? parseInt(code.slice(1), 16) : Number(code)));

    function wordsOf(markup) {
      const text = markup.replace(LABELS, "\n").replace(/<span class="gk-nowrap">([^<]*)<\/span>/g, "$1").replace(WITHIN_A_LINE, "");
      const plain = text.replace(/<[^>]*>/g, "\n").replace(/&(?:#(\d+|x[0-9a-f]+)|(\w+));/g, letterOf);
      const lines = plain.split("\n").map((line) => line.trim().replace(/\s+/g, " ")).filter(Boolean);
      return lines.join("\n").replace(/([^\x00-\x7f]) /g, "$1").replace(/ ([^\x00-\x7f])/g, "$1");
    }

    const canRead = location.protocol !== "file:" && "fetch" in window;
    const unread = () => "";

    async function page(address) {
      if (!canRead) return unread;
      const name = "words of " + address;
      if (!(name in kept)) {
        const answer = await fetch(root + address, { credentials: "same-origin" });
        const [article] = (answer.ok && (await answer.text()).match(/<article[^]*<\/article>/)) || [""];
        let words;
        kept[name] = () => (words === undefined ? (words = wordsOf(article)) : words);
      }
      return kept[name];
    }

    async function card(n) {
      const [address, title, day] = (await load("cards-" + Math.floor(n / kept.about.cards)))[n % kept.about.cards];
      return { address, title, day, isVerified: n < kept.about.verified };
    }

    /* Where a term stands; a number first as a number of its own, then within a longer one. */
    function placeOf(term, text) {
      if (!/^[0-9]/.test(term)) return { place: text.indexOf(term), isWhole: true };
      const pattern = term.replace(/[^0-9a-z]/g, "\\$&");
      const found = new RegExp("(?:^|[^0-9])" + pattern + (/^[0-9.]+$/.test(term) ? "(?![0-9])" : "")).exec(text);
      return found ? { place: found.index + found[0].length - term.length, isWhole: true } : { place: text.indexOf(term), isWhole: false };
    }

    /* How a page says the terms: "whole", "part" where only longer numbers hold one, "not", or "unread". */
    async function says(title, words, terms) {
      if (!words) return "unread";
      const places = () => {
        const text = fold(title + "\n" + words);
        return terms.map((term) => placeOf(term, text));
      };
      const isThere = (found) => found.every(({ place }) => place >= 0);
      let found = places();
      if (!isThere(found) && (await learnVariants())) found = places();
      return !isThere(found) ? "not" : found.every(({ isWhole }) => isWhole) ? "whole" : "part";
    }

    return { ask, also, apart, lacking, card, page, unread, says, level, placeOf, facets: () => kept.facets };
  };
})();
