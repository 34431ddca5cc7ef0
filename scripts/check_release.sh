#!/usr/bin/env bash
# Builds sdist and wheel from a clean checkout, installs each in an environment of its own, and runs the demo and the
# tests against the installed package. Prints the sizes. Leaves nothing behind but what is asked for.
#
# bash scripts/check_release.sh          all of it: some minutes, and the network for pip
# bash scripts/check_release.sh DIR      keeps sdist and wheel in DIR
set -euo pipefail
cd "$(dirname "$0")/.."
keep="${1:-}"
python="${PYTHON:-python3}"
work="$(mktemp -d)"
chmod 755 "$work" # a test becomes another user, who must reach the package
trap 'rm -rf "$work"' EXIT
unset PYTHONPATH DRAGOMAN_LEDGER
step() { printf '\n== %s\n' "$1"; }

step "checkout of $(git rev-parse --short HEAD), $("$python" --version)"
git archive --prefix=checkout/ HEAD | tar x -C "$work"

step "build"  # the wheel is built from the sdist, so that the sdist is known to be whole
"$python" -m venv "$work/tools"
"$work/tools/bin/pip" install -q build
"$work/tools/bin/python" -m build --outdir "$work/dist" "$work/checkout" > "$work/build.log" || { cat "$work/build.log"; exit 1; }
wheel="$(echo "$work"/dist/*.whl)" sdist="$(echo "$work"/dist/*.tar.gz)"
du -h --apparent-size "$wheel" "$sdist" | sed "s|$work/dist/||"
in_wheel="$("$work/tools/bin/python" -m zipfile -l "$wheel")" in_sdist="$(tar tzf "$sdist")"
for name in LICENSE NOTICE dragoman/py.typed dragoman/data/coder/coder.onnx dragoman/data/examples dragoman/store/views.sql; do
  grep -q "$name" <<< "$in_wheel" || { echo "the wheel lacks $name"; exit 1; }
done
for name in LICENSE NOTICE CHANGELOG.md tests/factory.py examples/ docs/ledger.md; do
  grep -q "/$name" <<< "$in_sdist" || { echo "the sdist lacks $name"; exit 1; }
done

install() { # NAME WHAT: an environment with it, and the demo in an empty folder
  step "$1: install and demo"
  "$python" -m venv "$work/$1"
  "$work/$1/bin/pip" install -q "$2"
  mkdir "$work/$1-home"
  (cd "$work/$1-home" && "$work/$1/bin/dragoman" --version && "$work/$1/bin/dragoman" demo --keep l > demo.txt && tail -n 3 demo.txt &&
    "$work/$1/bin/dragoman" ledger check l)
}

install sdist "$sdist"
install wheel "$wheel"
site="$("$work/wheel/bin/python" -c 'import dragoman, pathlib; print(pathlib.Path(dragoman.__file__).parent)')"
step "installed size"
du -sh --apparent-size "$site" | sed "s|$site|dragoman itself|"
du -sh --apparent-size "$(dirname "$site")" | sed "s|\t.*|\tall that is installed|"
du -s --apparent-size --block-size=M "$(dirname "$site")"/* | sort -rn | head -8 | sed "s|$(dirname "$site")/||"

step "tests against the installed wheel"
"$work/wheel/bin/pip" install -q "${wheel}[test]"
mv "$work/checkout/src/dragoman" "$work/checkout/src/not_on_the_path"
ln -s "$site" "$work/checkout/src/dragoman" # for tests that read the sources
(cd "$work/checkout" && "$work/wheel/bin/python" -c "import dragoman; assert 'site-packages' in dragoman.__file__, dragoman.__file__" &&
  "$work/wheel/bin/python" -m pytest -q -n 2 -p no:cacheprovider)

if [ -n "$keep" ]; then mkdir -p "$keep" && cp "$wheel" "$sdist" "$keep"; fi
step "ready: $(basename "$wheel"), $(basename "$sdist")"
