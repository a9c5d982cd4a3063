# 常用命令：make site（检查并生成示范学校的网站） make serve（边改边看） make test（全部测试）
# Every step is plain Python underneath; CONTRIBUTING.md lists the same commands for machines without make.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

# The notice about MkDocs 2 speaks to developers of MkDocs and would only worry a clerk.
export NO_MKDOCS_2_WARNING := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := site
.PHONY: site serve history setup test browser screens lighthouse lint format bench wheel lock clean distclean

site: setup
	@$(BIN)/gongkai check
	@$(BIN)/mkdocs build --quiet
	@echo
	@echo "网站已生成在 site/ 文件夹。"
	@echo "怎样看：运行 make serve，再用浏览器打开 http://127.0.0.1:8000/ （按 Ctrl+C 结束）。"
	@today=$$(sed -n 's/^ *today: *[^0-9]*\([0-9-]*\).*/\1/p' mkdocs.yml); test -z "$$today" || \
	  echo "注意：示范学校把“今天”固定为 $$today（mkdocs.yml 里的 today），这样示例不会过期；换成本校记录时请删去这一行。"

serve: setup
	@$(BIN)/mkdocs serve

# The demo school in a repository of its own, with a commit for every week: pages that tell their past.
history: setup
	@rm -rf history
	@$(BIN)/python -m tests.demo_history history
	@cd history && ../$(BIN)/mkdocs build --quiet
	@echo "示范学校三年的仓库在 history/，网站在 history/site/；在 history/ 里可以试 gongkai review、gongkai check --history。"

setup: $(INSTALLED)

# Remade only when the lock or the package's own description changes, so nothing asks the network in between.
$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "需要 Python 3.11 或更新的版本；装好后运行 make PYTHON=python3.11（按实际名称填写）。"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear $(VENV) || \
	  { echo "建不了虚拟环境；Debian、Ubuntu 请先安装 python3-venv。"; exit 1; }
	@echo "正在安装依赖……"
	@$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# In the order of their names: the browser's long files come first, and none is left to one core at the end.
test: setup browser
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

browser:
	@sh .ci/browser

screens: site browser
	@$(BIN)/python -m tests.screenshots screens
	@echo "截图在 screens/，用浏览器打开 screens/index.html 一起看。"

lighthouse: site browser
	@cd tests/web/lighthouse && npm install --ignore-scripts --silent
	@$(BIN)/python -m tests.lighthouse

# All three always speak, so that one round of mending is enough.
lint: setup
	@passed=true; \
	$(BIN)/ruff check || passed=false; \
	$(BIN)/ruff format --check || passed=false; \
	$(BIN)/mypy || passed=false; \
	$$passed

format: setup
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

bench: setup
	@$(BIN)/pip install --quiet --require-hashes -r benchmarks/requirements.lock
	@$(BIN)/python -m benchmarks.run
	@$(BIN)/python -m benchmarks.history
	@$(BIN)/mkdocs build --quiet && $(BIN)/python -m benchmarks.search . site

wheel: setup
	@$(BIN)/hatchling build --target wheel

# Writes the lock anew from pyproject.toml, for every system and every Python from 3.11 on.
lock:
	@$(PYTHON) -m venv $(VENV)-lock
	@$(VENV)-lock/bin/pip install --quiet uv
	@$(VENV)-lock/bin/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --fork-strategy fewest --upgrade \
	  --generate-hashes --no-emit-index-url --custom-compile-command "make lock" --quiet --output-file requirements.lock
	@$(VENV)-lock/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --fork-strategy fewest --constraint requirements.lock \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet \
	  --output-file plugins/gongkai/skeleton_ci/common/ci/requirements.txt
	@rm -rf $(VENV)-lock

clean:
	@rm -rf site dist screens .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find plugins tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

distclean: clean
	@rm -rf $(VENV) $(VENV)-lock tests/web/node_modules tests/web/lighthouse/node_modules
