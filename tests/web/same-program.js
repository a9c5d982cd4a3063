// Reads [[source, squeezed], …] and says for each pair what keeps it from being one program in ECMAScript 2015.
"use strict";
const {parse} = require("acorn");

const pairs = JSON.parse(require("fs").readFileSync(0, "utf8"));
const PLACES = new Set(["type", "start", "end", "raw", "sourceFile"]);

function tree(code) {
  return parse(code, {ecmaVersion: 2015, sourceType: "script"});
}

// A name may have become another one, always the same and never one that something else has.
function differs(one, other, there, back, key) {
  if (one === null || typeof one !== "object") return one === other ? "" : `${key}: ${one} / ${other}`;
  if (one.type !== other.type) return `${one.type} / ${other.type}`;
  if (one.type === "Identifier" && key !== "name of a property") {
    if ((there.get(one.name) || other.name) !== other.name) return `${one.name} is two`;
    if ((back.get(other.name) || one.name) !== one.name) return `${other.name} is two`;
    there.set(one.name, other.name);
    back.set(other.name, one.name);
    return "";
  }
  for (const part of Object.keys(one)) {
    if (PLACES.has(part) || part === "shorthand" || part === "loc") continue;
    if (one.type === "VariableDeclaration" && part === "kind") continue;
    const isProperty = (one.type === "MemberExpression" && part === "property" && !one.computed) ||
      (one.type === "Property" && part === "key" && !one.computed);
    const found = differs(one[part], other[part], there, back, isProperty ? "name of a property" : part);
    if (found) return found;
  }
  return "";
}

// What is neither declared nor a property belongs to the browser, and must still be called what it was.
function foreign(there, declared) {
  return [...there].filter(([name, short]) => !declared.has(name) && name !== short).map(([name]) => name);
}

function declared(node, found, isPattern) {
  if (node === null || typeof node !== "object") return found;
  if (isPattern && node.type === "Identifier") found.add(node.name);
  for (const part of Object.keys(node)) {
    const names = (node.type === "VariableDeclarator" && part === "id") || part === "params" || part === "param" ||
      (/^Function/.test(node.type) && part === "id");
    const goesOn = isPattern && !(node.type === "AssignmentPattern" && part === "right") &&
      !(node.type === "Property" && part === "key");
    declared(node[part], found, names || goesOn);
  }
  return found;
}

function judged([source, squeezed]) {
  try {
    const one = tree(source), there = new Map();
    const found = differs(one, tree(squeezed), there, new Map(), "");
    return found || foreign(there, declared(one, new Set(), false)).join();
  } catch (refused) {
    return refused.message;
  }
}

process.stdout.write(JSON.stringify(pairs.map(judged)));
