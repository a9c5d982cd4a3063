/* The page for addresses that lead nowhere: what was asked for, put into the search. It works without. */
(function () {
  "use strict";

  var form = document.querySelector(".gk-missed");
  var field = form && form.querySelector("input");
  if (!field || field.value) return;

  function words(path) {
    try {
      path = decodeURIComponent(path);
    } catch (error) {
      return ""; // half of a character: no word of ours
    }
    var parts = path.split("/").filter(function (part) {
      return part && !/^(index\.html?|record\.json|feed\.\w+)$/.test(part);
    });
    // The folder says only of which kind the record was; an act's name (resolution-1) says nothing without its record.
    var name = parts.pop() || "";
    if (/^[a-z]+-\d+$/.test(name) && parts.length > 1) name = parts.pop();
    return name.replace(/\.(html?|json|xml|csv|xlsx|ics|pdf)$/, "").replace(/[\u0000-\u001f\u202a-\u202e\u2066-\u2069]/g, "").slice(0, 100);
  }

  var root = form.getAttribute("data-root") || "/";
  var path = location.pathname;
  field.value = words(path.indexOf(root) === 0 ? path.slice(root.length) : path);
})();
