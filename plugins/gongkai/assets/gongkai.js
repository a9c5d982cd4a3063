/* Filters for long lists. Without this script the whole list is shown and the controls are not. */
(function () {
  "use strict";

  var own = document.currentScript && document.currentScript.src;

  function start(form) {
    var target = document.querySelector(form.getAttribute("data-target"));
    if (!target) return;
    var headings = target.querySelectorAll(".gk-rows__group");
    var items = Array.prototype.filter.call(
      target.tagName === "TABLE" ? target.querySelectorAll("tbody > tr") : target.children,
      function (item) {
        return !isHeading(item);
      }
    );
    var texts = items.map(function (item) {
      return item.textContent.replace(/\s+/g, "").toLowerCase();
    });
    var controls = Array.prototype.filter.call(form.elements, function (control) {
      return control.name;
    });
    var counts = document.querySelectorAll('[data-gk-count="' + target.id + '"]');
    var composing = false;

    function matches(item, text) {
      return controls.every(function (control) {
        var wanted = control.value.trim();
        if (!wanted) return true;
        if (control.name === "q") return text.indexOf(wanted.replace(/\s+/g, "").toLowerCase()) >= 0;
        var held = item.getAttribute("data-" + control.name) || "";
        return held === wanted || held.split("|").indexOf(wanted) >= 0;
      });
    }

    function isHeading(item) {
      return item.classList.contains("gk-rows__group");
    }

    function hasRows(heading) {
      var row = heading.nextElementSibling;
      while (row && row.hidden && !isHeading(row)) row = row.nextElementSibling;
      return row && !isHeading(row);
    }

    function apply() {
      var shown = 0;
      items.forEach(function (item, place) {
        item.hidden = !matches(item, texts[place]);
        if (!item.hidden) shown += 1;
      });
      Array.prototype.forEach.call(counts, function (count) {
        count.textContent = String(shown);
      });
      // A heading over a part of its rows would say too much; that of a year stays while a row of it is shown.
      Array.prototype.forEach.call(headings, function (heading) {
        heading.hidden = heading.classList.contains("gk-rows__group--year") ? !hasRows(heading) : shown < items.length;
      });
    }

    function read() {
      var query = new URLSearchParams(location.search);
      controls.forEach(function (control) {
        control.value = query.get(control.name) || "";
        if (control.selectedIndex === -1) control.selectedIndex = 0;
      });
    }

    function write() {
      var query = new URLSearchParams(location.search);
      controls.forEach(function (control) {
        var value = control.value.trim();
        if (value) query.set(control.name, value);
        else query.delete(control.name);
      });
      var words = query.toString();
      try {
        history.replaceState(history.state, "", location.pathname + (words ? "?" + words : "") + location.hash);
      } catch (refused) {
        /* Pages opened from a folder may not change their address; the filter works all the same. */
      }
    }

    function update() {
      // While Chinese is being composed the field holds letters nobody searches for.
      if (composing) return;
      apply();
      write();
    }

    form.hidden = false;
    form.addEventListener("compositionstart", function () {
      composing = true;
    });
    form.addEventListener("compositionend", function () {
      composing = false;
      update();
    });
    form.addEventListener("input", update);
    form.addEventListener("change", update);
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      update();
    });
    form.addEventListener("reset", function () {
      // The controls hold their old values until this event is over.
      setTimeout(function () {
        controls.forEach(function (control) {
          control.value = "";
        });
        update();
      }, 0);
    });
    window.addEventListener("popstate", function () {
      read();
      apply();
    });
    read();
    apply();
  }

  Array.prototype.forEach.call(document.querySelectorAll("form.gk-filters"), start);

  function load(address) {
    document.head.appendChild(document.createElement("script")).src = address;
  }

  // A page that needs a further script of the board says so.
  Array.prototype.forEach.call(document.querySelectorAll("[data-gk-script]"), function (part) {
    load(part.getAttribute("data-gk-script"));
  });

  // The script of tables lies beside this one.
  if (own && document.querySelector("[data-gk-sort], [data-gk-filter]")) load(own.replace("gongkai.js", "tables.js"));

  // A record's page belongs to the tab of its list; the theme marks only pages of the menu itself.
  if (!document.querySelector(".md-tabs__item--active")) {
    Array.prototype.forEach.call(document.querySelectorAll(".md-tabs__link"), function (link, place) {
      var ours = place && link.pathname.replace(/index\.html$/, "");
      if (ours && location.pathname.indexOf(ours) === 0) link.parentNode.classList.add("md-tabs__item--active");
    });
  }

  // Folded parts are evidence: paper shows them all.
  var folded = [];
  window.addEventListener("beforeprint", function () {
    folded = Array.prototype.slice.call(document.querySelectorAll("details:not([open])"));
    folded.forEach(function (part) {
      part.open = true;
    });
  });
  window.addEventListener("afterprint", function () {
    folded.forEach(function (part) {
      part.open = false;
    });
  });
})();
