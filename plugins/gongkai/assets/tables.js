/* Sorting and filtering of tables. Without this script every row stands there in the school's own order. */
(function () {
  "use strict";

  var each = function (list, act) {
    Array.prototype.forEach.call(list, act);
  };

  function made(name, style, words) {
    var part = document.createElement(name);
    if (style) part.className = style;
    if (words) part.textContent = words;
    return part;
  }

  function words(cell) {
    return cell.textContent.replace(/\s+/g, " ").trim();
  }

  /* What a cell is sorted by: its number, its day, or its words. Nothing, and a dash, is no value. */
  function key(cell) {
    var held = cell && cell.querySelector("data[value], time[datetime]");
    if (held && held.hasAttribute("value")) return Number(held.getAttribute("value"));
    if (held) return held.getAttribute("datetime");
    var text = cell ? words(cell) : "";
    return text === "—" ? "" : text;
  }

  function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") return a - b;
    if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
    return a.localeCompare(b, "zh-CN", { numeric: true });
  }

  /* A row that the reader may move: neither a heading of rows nor their sum. */
  function isFree(row) {
    return !/gk-table__(group|sum)/.test(row.className);
  }

  function sorting(table, say) {
    var heads = table.tHead.rows[0].cells;
    var parts = [];
    each(table.tBodies, function (part) {
      if (part.hasAttribute("data-gk-in-order")) return;
      parts.push({ body: part, rows: Array.prototype.filter.call(part.rows, isFree) });
    });

    function put(part, rows) {
      var sum = part.body.querySelector(".gk-table__sum");
      rows.forEach(function (row) {
        part.body.insertBefore(row, sum);
      });
    }

    function sort(place, way) {
      parts.forEach(function (part) {
        if (!way) return put(part, part.rows);
        var keyed = part.rows.map(function (row, n) {
          return { row: row, key: key(row.cells[place]), n: n };
        });
        keyed.sort(function (a, b) {
          // What has no value stands last, whichever way; equals keep their order.
          if ((a.key === "") !== (b.key === "")) return a.key === "" ? 1 : -1;
          return compare(a.key, b.key) * way || a.n - b.n;
        });
        put(
          part,
          keyed.map(function (one) {
            return one.row;
          })
        );
      });
    }

    each(heads, function (head, place) {
      var name = words(head);
      var linked = head.querySelector("a");
      var button = made("button", "gk-sort", linked ? "" : name);
      button.type = "button";
      if (linked) button.setAttribute("aria-label", "按" + name + "排序");
      else head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () {
        var before = head.getAttribute("aria-sort");
        var numbers = head.className.indexOf("gk-num") >= 0;
        var first = numbers ? "descending" : "ascending";
        var second = numbers ? "ascending" : "descending";
        var now = !before ? first : before === first ? second : "";
        each(heads, function (other) {
          other.removeAttribute("aria-sort");
        });
        if (now) head.setAttribute("aria-sort", now);
        sort(place, now === "ascending" ? 1 : now ? -1 : 0);
        var told = numbers ? ["从大到小", "从小到大"] : ["从前到后", "从后到前"];
        say(now ? "按" + name + (now === first ? told[0] : told[1]) + "排列" : "恢复原来的次序");
      });
    });
  }

  function filtering(table, place, say) {
    var rows = Array.prototype.filter.call(table.querySelectorAll("tbody > tr"), isFree);
    var texts = rows.map(function (row) {
      return row.textContent.replace(/[\s,，]+/g, "").toLowerCase();
    });
    var levels = rows.map(function (row) {
      return Number(row.getAttribute("data-level") || 0);
    });
    var label = made("label", "gk-find-row", "在表里找");
    var field = made("input");
    var composing = false;
    field.type = "search";
    field.autocomplete = "off";
    label.appendChild(field);
    place.appendChild(label);

    /* The rows that match; a detail brings the rows it lies below, and a row its details. */
    function found(wanted) {
      var shown = texts.map(function (text) {
        return text.indexOf(wanted) >= 0;
      });
      var own = shown.slice();
      own.forEach(function (is, n) {
        if (!is) return;
        for (var up = n - 1, level = levels[n]; up >= 0 && level > 0; up -= 1) {
          if (levels[up] < level && rows[up].parentNode === rows[n].parentNode) {
            shown[up] = true;
            level = levels[up];
          }
        }
        for (var down = n + 1; down < rows.length && levels[down] > levels[n]; down += 1) shown[down] = true;
      });
      return shown;
    }

    function apply() {
      var wanted = field.value.replace(/[\s,，]+/g, "").toLowerCase();
      var shown = found(wanted);
      var count = 0;
      rows.forEach(function (row, n) {
        row.hidden = !shown[n];
        if (shown[n]) count += 1;
      });
      // Over and under a part of their rows, headings and sums would say too much.
      each(table.querySelectorAll(".gk-table__group, .gk-table__sum"), function (row) {
        row.hidden = Boolean(wanted);
      });
      if (table.tFoot) table.tFoot.hidden = Boolean(wanted);
      say(wanted ? "显示 " + count + " / " + rows.length + " 行" : "");
    }

    field.addEventListener("compositionstart", function () {
      composing = true;
    });
    field.addEventListener("compositionend", function () {
      composing = false;
      apply();
    });
    field.addEventListener("input", function () {
      if (!composing) apply();
    });
  }

  each(document.querySelectorAll("[data-gk-sort], [data-gk-filter]"), function (table) {
    var box = table.parentNode;
    var told = made("p", "gk-told");
    told.setAttribute("role", "status");
    box.parentNode.insertBefore(told, box);
    function say(sentence) {
      told.textContent = sentence;
    }
    if (table.hasAttribute("data-gk-filter")) filtering(table, told.previousElementSibling, say);
    if (table.hasAttribute("data-gk-sort")) sorting(table, say);
  });
})();
