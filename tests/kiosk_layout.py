"""Slides laid out in a real browser as a wall shows them, and what does not fit."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gongkai.views.board import Board
from gongkai.views.kiosk import bundle
from gongkai.views.kiosk.model import Slide
from playwright.sync_api import Browser

SCREENS = {
    "720p": (1280, 720),
    "1080p": (1920, 1080),
    "standing": (1080, 1920),
    "4K": (3840, 2160),
    "4:3": (1024, 768),
}

IN_LAYERS = """() => {
  const main = document.getElementById("slides");
  Array.from(main.children).forEach(slide => {
    const layer = main.appendChild(document.createElement("div"));
    layer.className = "layer on";
    layer.appendChild(slide);
    slide.querySelectorAll(".more").forEach(more => more.remove());
  });
}"""
"""Each slide in a layer of its own, as while it is seen."""

_FAULTS = """() => {
  const found = [];
  const touch = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
  document.querySelectorAll(".slide").forEach(slide => {
    const say = (what, words) => found.push(slide.id + ": " + what + ": " + words.slice(0, 24));
    const whole = slide.getBoundingClientRect();
    slide.querySelectorAll("p, h2, h3, span, strong, svg, text, img, figcaption").forEach(each => {
      const box = each.getBoundingClientRect();
      if (!box.width || !box.height) return;
      const inside = box.left > whole.left - 1 && box.right < whole.right + 1
        && box.top > whole.top - 1 && box.bottom < whole.bottom + 1;
      if (!inside) say("outside", each.textContent);
      if (each.scrollWidth > each.clientWidth + 2 && each.clientWidth) say("too wide", each.textContent);
    });
    const parts = Array.from(slide.children).concat(Array.from(slide.querySelector(".body").children));
    const boxes = parts.filter(part => part.className !== "body").map(part => [part, part.getBoundingClientRect()]);
    boxes.forEach(([a, first], n) => boxes.slice(n + 1).forEach(([b, second]) => {
      if (!a.contains(b) && touch(first, second)) say("overlap", a.textContent + " / " + b.textContent);
    }));
    slide.querySelectorAll("svg.gk-chart__drawing").forEach(drawing => {
      const texts = Array.from(drawing.querySelectorAll("text")).map(text => [text, text.getBoundingClientRect()]);
      texts.forEach(([a, first], n) => texts.slice(n + 1).forEach(([b, second]) => {
        if (touch(first, second)) say("overlap", a.textContent + " / " + b.textContent);
      }));
    });
  });
  return found;
}"""


def page_of(board: Board, slides: Iterable[Slide], *, dark: bool = False) -> str:
    """The kiosk's own page with its own style written into it, as it is while it plays."""
    html = bundle.page_of(board, tuple(slides), "x.js", "x.css").decode()
    html = re.sub(r"<meta http-equiv[^>]*>|<script[^>]*></script>", "", html)
    scheme = ' data-scheme="dark"' if dark else ""
    html = html.replace('<html lang="zh-CN"', f'<html lang="zh-CN" class="live"{scheme}', 1)
    return re.sub(r'<link rel="stylesheet"[^>]*>', lambda _: f"<style>{bundle.style().decode()}</style>", html)


def faults(chromium: Browser, html: str, screen: str) -> list[str]:
    """Everything on this screen that stands outside its slide, is wider than its place, or lies over something else."""
    width, height = SCREENS[screen]
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    try:
        page = context.new_page()
        page.set_content(html)
        page.evaluate(IN_LAYERS)
        found: list[str] = page.evaluate(_FAULTS)
        return found
    finally:
        context.close()
