/* The forms 我要提案 and 我要反映: judged as the checker would, written as a record's file. Nothing leaves the page. */
(() => {
  "use strict";
  const root = document.querySelector(".gk-intake");
  if (!root) return;
  const form = root.querySelector("form");
  const data = JSON.parse(root.dataset.gkIntake);
  const one = (selector) => root.querySelector(selector);
  const all = (selector, within) => Array.from((within || root).querySelectorAll(selector));
  const fields = all("[data-gk-path]").map((element) => ({
    element,
    path: element.dataset.gkPath,
    sort: element.dataset.gkAsked,
    required: "gkRequired" in element.dataset,
    outside: "gkOutside" in element.dataset,
    limit: Number(element.dataset.gkLimit) || 0,
    label: (element.dataset.gkPath.startsWith("提案人.") ? "提案人的" : "") + element.querySelector("legend, label").firstChild.textContent.trim(),
    control: element.querySelector("select, textarea, input"),
    error: element.querySelector(".gk-field__error"),
  }));
  const LINK_LIMIT = 7500; // hosts answer 414 to addresses over 8 kB
  const MAIL_LIMIT = 1900; // Windows hands no more than 2,083 characters to a mail program

  /* ---- What was typed ---- */

  // Half of a pair is no character, and cannot be written in any encoding.
  const whole = (letter) => letter.length > 1 || letter.charCodeAt(0) < 0xd800 || letter.charCodeAt(0) > 0xdfff;
  // Marks that turn a line round, and other characters that nobody sees; line ends of every make.
  const clean = (text) =>
    Array.from(text)
      .filter(whole)
      .join("")
      .replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/g, "")
      .replace(/[\t\u00a0]/g, " ");
  const lines = (text) => clean(text).split("\n").map((line) => line.replace(/^[\s\u3000]+|[\s\u3000]+$/g, "")).filter(Boolean);
  const single = (text) => lines(text).join(" ");

  function typed(field) {
    if (field.sort !== "radio") return field.control.value;
    const chosen = field.element.querySelector("input:checked");
    return chosen ? chosen.value : "";
  }

  const valueAt = (path) => {
    const field = fields.find((each) => each.path === path);
    return field ? single(typed(field)) : "";
  };

  /* The rows of a list, each as its label and value; rows in which nothing is written do not count. */
  function rows(legend) {
    const found = [];
    fields.filter((field) => field.path.startsWith(legend + ".")).forEach((field) => {
      const [, n, label] = /^[^.]+\.(\d+)\.?(.*)$/.exec(field.path);
      const row = found[n] || (found[n] = { n, fields: [], values: {} });
      row.fields.push(field);
      row.values[label] = single(typed(field));
    });
    return found.filter((row) => Object.values(row.values).some(Boolean));
  }

  const ITEM = /^\d{1,3}(?:[.)]\s+|[、．]\s*)(\S.*)$/;
  /* Each ask on one line; somebody who numbered several in one box asks several things. */
  function asks() {
    const found = [];
    rows("建议").forEach((row) => {
      lines(typed(row.fields[0])).forEach((line, n) => {
        const item = ITEM.exec(line);
        if (n && !item) found[found.length - 1] += " " + line;
        else found.push(item ? item[1] : line);
      });
    });
    return found;
  }

  /* ---- What may not be published ---- */

  const DIGITS = { "〇": 0, "零": 0, "○": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "幺": 1 };
  const contacts = data.contacts.map((each) => each.toLowerCase().replace(/[\s()+-]/g, ""));
  const GAP = "[\\s().\\-_·—–]{0,3}";
  const KINDS = [
    ["身份证号", new RegExp("(?:^|[^0-9])[1-9](?:" + GAP + "\\d){5}" + GAP + "(?:18|19|20)(?:" + GAP + "\\d){9}" + GAP + "[\\dXx](?![0-9])")],
    ["手机号", new RegExp("(?:^|[^0-9.])(?:(?:\\+|00)?86" + GAP + "|0)?(1[3-9](?:" + GAP + "\\d){9})(?!\\d)(?!\\.\\d)(?! ?[万亿]?元)")],
    ["银行卡号", new RegExp("(?:^|[^0-9])((?:62|60|9558|4|5[1-5]|35)(?:[ -]?\\d){12,17})(?![0-9])")],
    ["个人邮箱", /([\w.+-]+@[\w-]+(?:\.[\w-]+)+)/],
    ["微信或 QQ 号", /(?:微信|企鹅|qq|vx|wechat)号?码?\s*[:：是为]?\s*[a-z\d][\w-]{4,}/i],
    ["学籍号", /学籍号码?\s*[:：是为]?\s*[a-z]?\d{8,}/i],
    ["住址", /(?:住址|家庭地址|家住|现住|住在)[^\n，。；]{0,40}\d+\s*(?:号楼|号|栋|幢|单元|室|户)/],
  ];

  function personal(text) {
    const plain = text.normalize ? text.normalize("NFKC") : text;
    const spelt = plain.replace(/[〇零○一二三四五六七八九幺]/g, (letter) => DIGITS[letter]);
    const found = KINDS.find(([, pattern]) => {
      let rest = plain;
      for (let match = pattern.exec(rest); match; match = pattern.exec(rest)) {
        if (contacts.indexOf((match[1] || match[0]).toLowerCase().replace(/[\s()+-]/g, "")) < 0) return true;
        rest = rest.slice(match.index + match[0].length);
      }
      return false;
    });
    if (found) return found[0];
    return KINDS.slice(0, 2).some(([, pattern]) => pattern.test(spelt) && !pattern.test(plain)) ? "用汉字写的号码" : "";
  }

  /* ---- Judging ---- */

  const VERBS = { choice: "请选", radio: "请选", day: "请写", line: "请写", area: "请写" };

  function judged() {
    const found = [];
    const blame = (field, words) => found.push({ field, words });
    const listed = (field) => /\.\d+/.test(field.path);
    fields.filter((field) => !listed(field)).forEach((field) => judgeOne(field, blame));
    if (data.people.length) {
      judgeAsks(blame);
      judgePeople(blame);
    }
    return found.sort((a, b) => (a.field.element.compareDocumentPosition(b.field.element) & 2 ? 1 : -1));
  }

  function judgeOne(field, blame) {
    const text = typed(field).trim();
    const value = single(text);
    if (!value && field.required) return blame(field, VERBS[field.sort] + "“" + field.label + "”。");
    const size = Array.from(text).length;
    if (field.limit && size > field.limit) return blame(field, "“" + field.label + "”有 " + size + " 个字，最多 " + field.limit + " 个，请写短一些。");
    if (field.sort === "day" && value) return judgeDay(field, value, blame);
    const kind = field.outside || field.sort === "radio" || field.sort === "choice" ? "" : personal(text);
    if (kind) blame(field, "“" + field.label + "”里像是有" + kind + "，公开前要删去；请改成不带个人信息的写法。");
  }

  // The browser takes 31 February for the third of March.
  function isDay(value) {
    const day = new Date(value);
    return /^\d{4}-\d\d-\d\d$/.test(value) && !isNaN(day) && day.toISOString().slice(0, 10) === value;
  }

  function judgeDay(field, value, blame) {
    if (!isDay(value)) return blame(field, "“" + field.label + "”写成 2026-03-06 的样子。");
    if (value > today()) blame(field, "“" + field.label + "”在今天（" + today() + "）以后，请写今天或以前的日子。");
  }

  function judgeAsks(blame) {
    const written = rows("建议");
    const first = fields.find((field) => field.path === "建议.0");
    if (!written.length) return blame(first, "请至少写一条“建议”：要求怎样做。");
    written.forEach((row) => judgeOne(row.fields[0], blame));
  }

  function judgePeople(blame) {
    const written = rows("附议人").filter((row) => row.values["代表团"] || row.values["姓名"]);
    written.forEach((row) => row.fields.forEach((field) => judgeOne(Object.assign({}, field, { label: "附议人 " + (Number(row.n) + 1) + " 的" + field.label }), blame)));
    const key = (values) => values["代表团"] + "\n" + values["姓名"];
    const seen = [key({ "代表团": valueAt("提案人.代表团"), "姓名": valueAt("提案人.姓名") })];
    written.filter((row) => row.values["姓名"]).forEach((row) => {
      const place = seen.indexOf(key(row.values));
      const field = row.fields.find((each) => each.path.endsWith("姓名"));
      if (place === 0) blame(field, "附议人不能是提案人本人，请换一名代表。");
      else if (place > 0) blame(field, "这名附议人写了两次，请换一名代表。");
      seen.push(key(row.values));
    });
    if (written.length < data.seconders && valueAt("集体提案") !== "是") {
      const group = root.querySelector('[data-gk-group="附议人"]');
      blame({ element: group, control: group, error: group.querySelector(".gk-field__error") }, "附议人至少 " + data.seconders + " 名，现在写了 " + written.length + " 名。代表团集体提出的，“集体提案”选“是”。");
    }
  }

  function show(found) {
    const box = one("#gk-errors");
    const list = box.querySelector("ul");
    list.textContent = "";
    all(".gk-field__error").forEach((error) => {
      error.hidden = true;
      error.textContent = "";
    });
    all("[aria-invalid]").forEach((control) => control.removeAttribute("aria-invalid"));
    found.forEach(({ field, words }) => {
      const link = document.createElement("a");
      link.href = "#" + field.control.id;
      link.textContent = words;
      link.addEventListener("click", (event) => {
        event.preventDefault();
        field.control.focus();
        field.element.scrollIntoView({ block: "center" });
      });
      list.appendChild(document.createElement("li")).appendChild(link);
      field.error.textContent = words;
      field.error.hidden = false;
      const marked = field.sort === "radio" ? all("input", field.element) : [field.control];
      if (field.sort) marked.forEach((control) => control.setAttribute("aria-invalid", "true"));
    });
    box.querySelector("h3").textContent = "还有 " + found.length + " 处要改";
    box.hidden = !found.length;
    if (found.length) box.focus();
  }

  /* ---- Writing the record ---- */

  // Without these signs YAML reads a value as it stands; anything else goes into double quotes.
  const PLAIN = /^(?!(?:null|true|false|yes|no|on|off|y|n)$)[\u4e00-\u9fffA-Za-z（《][\u4e00-\u9fffA-Za-z0-9（）《》、，。？！·/]*$|^\d{4}-\d\d-\d\d$/i;
  const quoted = (text) => (PLAIN.test(text) ? text : '"' + text.replace(/["\\]/g, "\\$&") + '"');
  const STRUCTURE = /^(?:#{1,6}(?:\s|$)|>|`{3}|~{3}|[-*_=](?:\s*[-*_=]){2,}\s*$)/;
  /* A line of prose that would be read as a heading, a rule or a block of code keeps its sign as text. */
  const prose = (line) => line.replace(/\[\[/g, "[ [").replace(STRUCTURE, "\\$&");

  function person(values, names) {
    const isPublic = values["公开姓名"] === "是";
    return data.people
      .filter((label) => values[label] && (label !== "姓名" || names || isPublic))
      .map((label) => label + ": " + quoted(values[label]));
  }

  function front(names) {
    const values = Object.assign({}, data.fixed, narrowed());
    const out = [];
    data.order.forEach((label) => {
      if (label === "提案人") {
        const own = {};
        data.people.forEach((key) => (own[key] = valueAt("提案人." + key)));
        out.push("提案人:", ...person(own, names).map((line) => "  " + line));
      } else if (label === "附议人") {
        const written = rows("附议人").filter((row) => row.values["代表团"]);
        if (written.length) out.push("附议人:");
        written.forEach((row) => person(row.values, names).forEach((line, n) => out.push((n ? "    " : "  - ") + line)));
      } else {
        const value = values[label] || valueAt(label);
        if (value) out.push(label + ": " + quoted(value));
      }
    });
    return out;
  }

  /* What is about a person, or may not be shown, is for nobody but those who deal with it. */
  function narrowed() {
    if (valueAt("内容性质") === "涉及个人") return { "公开范围": "不公开", "限制公开理由": "内容涉及个人" };
    return valueAt("同意公开") === "否" ? { "公开范围": "不公开", "限制公开理由": "来信人不同意公开" } : {};
  }

  function record(names) {
    const out = ["---", ...front(names), "---"];
    data.sections.forEach((label) => {
      const text = label === "建议" ? asks().map((ask, n) => n + 1 + ". " + prose(ask)).join("\n") : lines(valueOf(label)).map(prose).join("\n\n");
      out.push("## " + label, text, "");
    });
    return out.join("\n");
  }

  const valueOf = (path) => typed(fields.find((field) => field.path === path));

  /* ---- Days ---- */

  const pad = (n) => String(n).padStart(2, "0");
  const iso = (day) => day.getFullYear() + "-" + pad(day.getMonth() + 1) + "-" + pad(day.getDate());
  const today = () => iso(new Date());
  const spoken = (day) => day.getFullYear() + "年" + (day.getMonth() + 1) + "月" + day.getDate() + "日";

  /* The latest day of an answer that is asked for on the reader's own today. */
  function due() {
    const [year, month, day] = data.first.split("-").map(Number);
    const now = new Date();
    const start = new Date(now.getFullYear(), now.getMonth(), now.getDate());
    const passed = Math.round((start - new Date(year, month - 1, day)) / 864e5);
    const offset = data.due.split(" ")[passed];
    if (passed < 0 || !offset) return null;
    const last = new Date(start.getFullYear(), start.getMonth(), start.getDate() + parseInt(offset, 10));
    return { start: spoken(start), last: spoken(last), provisional: offset.endsWith("*") };
  }

  function promised(before) {
    const found = due();
    if (!found) return "";
    const when = data.people.length ? "交办" : "收到并转交";
    const open = found.provisional ? "（暂定：那一年的放假安排尚未公布，公布后可能顺延）" : "";
    return before + "若今天（" + found.start + "）" + when + "，最迟 " + found.last + " 答复" + open + "。";
  }

  function answerer() {
    const leads = data.leads[valueAt("类别")];
    const who = leads ? "以往“" + valueAt("类别") + "”类提案多由" + leads.join("、") + "主办，这一件由审查决定。" : data.people.length ? "由哪个部门主办，审查时决定。" : "由哪个部门承办，转交时决定。";
    return promised(who + (data.people.length ? "从交办的第二天起 " : "从转交的第二天起 ") + data.span + "内答复。");
  }

  /* ---- Handing over ---- */

  let text = "";
  let saved = true;

  function make() {
    text = record(true);
    one("#gk-text").value = text;
    one("[data-gk-answer]").textContent = answerer();
    const year = (valueAt("提交日期") || valueAt("收到日期")).slice(0, 4);
    one("[data-gk-folder]").textContent = data.folder.replace(/\{year\}/g, year);
    mail();
    issue();
    sheet();
    const made = one("#gk-made");
    made.hidden = false;
    made.focus();
    made.scrollIntoView({ block: "start" });
  }

  function mail() {
    const links = all("[data-gk-mail]");
    const outside = fields.filter((field) => field.outside && typed(field).trim());
    const about = outside.map((field) => field.label + "：" + single(typed(field))).join("\n");
    const subject = data.noun + "：" + valueAt(data.title);
    const whole = [about, text].filter(Boolean).join("\n\n");
    const short = [about, data.noun + "见附件 " + data.file + "。"].filter(Boolean).join("\n\n");
    const query = (body) => "?subject=" + encodeURIComponent(subject) + "&body=" + encodeURIComponent(body.replace(/\n/g, "\r\n"));
    const fits = query(whole).length <= MAIL_LIMIT;
    links.forEach((link) => {
      link.href = "mailto:" + encodeURIComponent(link.dataset.gkMail).replace("%40", "@") + query(fits ? whole : short);
    });
    if (links.length) one("[data-gk-mail-note]").textContent = fits ? "点一下就用您的邮箱写好一封信，看过再发。" : "内容较长，放不进邮件链接：请先下载文件，再把它作为附件加到信里。";
  }

  function issue() {
    const part = one("[data-gk-issue]");
    if (!part || !data.issues) return;
    const [address, title, body] = data.issues;
    const hidden = narrowed()["公开范围"];
    part.hidden = Boolean(hidden);
    const query = (words) => address + "?" + encodeURIComponent(title) + "=" + encodeURIComponent(data.noun + "：" + valueAt(data.title)) + (words ? "&" + encodeURIComponent(body) + "=" + encodeURIComponent(words) : "");
    const shown = "````markdown\n" + record(false) + "````\n";
    const fits = query(shown).length <= LINK_LIMIT;
    one("[data-gk-issue-link]").href = hidden ? address : query(fits ? shown : "");
    const names = data.people.length ? "没有同意公开的姓名不写进去。" : "";
    one("[data-gk-issue-note]").textContent = (fits ? "标题和内容已经替您填好，登录后看过再提交。" : "内容较长，放不进链接，只填好了标题：请先复制下面的全文，打开后粘贴，并删去没有同意公开的姓名。") + (fits ? names : "") + "看得到那个仓库的人都看得到。";
  }

  function sheet() {
    all("[data-gk-fill]").forEach((place) => {
      const field = fields.find((each) => each.path === place.dataset.gkFill);
      place.textContent = field ? lines(typed(field)).join("\n") : "";
    });
    all("[data-gk-tick]").forEach((box) => {
      const [path, option] = box.dataset.gkTick.split("=");
      box.textContent = path && valueAt(path) === option ? "☑" : "□";
    });
    all("[data-gk-spare-row]").forEach((row) => {
      row.hidden = !valueAt(row.dataset.gkSpareRow + ".代表团");
    });
    all("[data-gk-fill-list]").forEach((list) => {
      list.textContent = "";
      const written = asks();
      while (written.length < 3) written.push("");
      written.forEach((ask) => (list.appendChild(document.createElement("li")).textContent = ask));
    });
  }

  function download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/markdown;charset=utf-8" }));
    link.download = data.file;
    document.body.appendChild(link).click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    saved = true;
  }

  function copy() {
    const area = one("#gk-text");
    const told = (done) => (one("[data-gk-copied]").textContent = done ? "已复制。" : "请按 Ctrl+C 复制选中的文字。");
    area.focus();
    area.select();
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(() => told(true), () => told(document.execCommand("copy")));
    else told(document.execCommand("copy"));
    saved = true;
  }

  /* ---- At work ---- */

  all("[data-gk-spare]").forEach((row) => (row.hidden = true));
  all("[data-gk-more]").forEach((button) => {
    const spare = all("[data-gk-spare]", button.closest("fieldset"));
    button.addEventListener("click", () => {
      const next = spare.find((row) => row.hidden);
      next.hidden = false;
      next.querySelector("select, textarea, input").focus();
      button.hidden = spare.every((row) => !row.hidden);
    });
  });
  fields.filter((field) => field.sort === "day").forEach((field) => (field.control.value = today()));
  if (due()) one("[data-gk-due]").textContent = promised("");
  form.addEventListener("input", () => {
    saved = false;
    one("#gk-made").hidden = true;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const found = judged();
    show(found);
    one("#gk-made").hidden = true;
    if (!found.length) make();
  });
  one("[data-gk-download]").addEventListener("click", download);
  one("[data-gk-copy]").addEventListener("click", copy);
  one("[data-gk-print]").addEventListener("click", () => window.print());
  all("[data-gk-mail], [data-gk-issue-link]").forEach((link) => link.addEventListener("click", () => (saved = true)));
  window.addEventListener("beforeprint", sheet);
  window.addEventListener("beforeunload", (event) => {
    if (saved) return;
    event.preventDefault();
    event.returnValue = "";
  });
  root.classList.add("gk-intake--live");
  form.hidden = false;
})();
