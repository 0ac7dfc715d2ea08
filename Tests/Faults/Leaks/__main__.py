"""Plants every leak into a copy of the package, builds it once, and runs the proofs with one leak at a time."""

import filecmp
import os
import pathlib
import shutil
import subprocess
import sys
import time

from plants import PLANTS, QUESTION, Plant

# What no leak and no proof needs.
WITHOUT = [
    "kyogikai", "kyogikaiTests", "Listener", "ListenerTests", "CLinux", "CouncilsTests", "JSONTextTests", "WebTests",
    "JournalTests", "StoreTests", "APITests", "ArchitectureTests",
]
FOUND = ("recorded an issue", "Fatal error")


def planted(root: pathlib.Path) -> dict[pathlib.Path, str]:
    """The sources that are not as they were, by their path."""
    texts: dict[pathlib.Path, str] = {}
    for plant in PLANTS:
        for path, old, new in plant.changes:
            file = pathlib.Path("Sources") / path
            text = texts.get(file) or (root / file).read_text(encoding="utf-8")
            if text.count(old) != 1:
                sys.exit(f"leaks: {plant.name}: {file} holds this {text.count(old)} times, not once: {old}")
            texts[file] = text.replace(old, new.replace("LEAK", f'isPlanted("{plant.name}")'))
    for file, text in texts.items():
        if file.parts[1] != "Councils" and "import Councils" not in text:
            texts[file] = "import Councils\n" + text
    texts[pathlib.Path("Sources/Councils/Planted.swift")] = QUESTION
    return texts


def refresh(root: pathlib.Path, copy: pathlib.Path) -> None:
    """The package with its leaks; files that are the same keep their time, so that only what changed is compiled."""
    texts = planted(root)
    wanted = {pathlib.Path("openapi.yaml"), *texts}
    for folder in ["Sources", "Tests", "config"]:
        wanted |= {file.relative_to(root) for file in (root / folder).rglob("*")
                   if file.is_file() and ".build" not in file.parts}
    for folder in ["Sources", "Tests"]:
        for file in (copy / folder).rglob("*"):
            if file.is_file() and file.relative_to(copy) not in wanted:
                file.unlink()
    for file in wanted:
        there = copy / file
        there.parent.mkdir(parents=True, exist_ok=True)
        if file in texts:
            if not there.exists() or there.read_text(encoding="utf-8") != texts[file]:
                there.write_text(texts[file], encoding="utf-8")
        elif not there.exists() or not filecmp.cmp(root / file, there, shallow=False):
            shutil.copyfile(root / file, there)
    names = ", ".join(f'"{name}"' for name in WITHOUT)
    manifest = (root / "Package.swift").read_text(encoding="utf-8")
    manifest += f"package.products = []\npackage.targets.removeAll {{ [{names}].contains($0.name) }}\n"
    if not (copy / "Package.swift").exists() or (copy / "Package.swift").read_text(encoding="utf-8") != manifest:
        (copy / "Package.swift").write_text(manifest, encoding="utf-8")


def run(copy: pathlib.Path, leak: str, tests: str) -> tuple[bool, str]:
    """Whether the proofs held, and what they said. A leak is found before all pairs are asked."""
    command = ["swift", "test", "--skip-build", "--package-path", str(copy), "--filter", tests]
    done = subprocess.run(
        command, env={**os.environ, "LEAK": leak, "TWINS": "10000" if leak else "2000"}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode == 0, done.stdout


def main() -> int:
    root, arguments = pathlib.Path(sys.argv[1]), sys.argv[2:]
    names = {plant.name: plant for plant in PLANTS}
    if arguments == ["--list"]:
        print("\n".join(names))
        return 0
    if unknown := [name for name in arguments if name not in names and name != "--all"]:
        print(f"leaks: no leak is called {unknown[0]}; --list names them", file=sys.stderr)
        return 2
    chosen: list[Plant] = PLANTS if "--all" in arguments else [names[name] for name in arguments] or PLANTS[:2]

    copy = root / ".build-leaks" / "package"
    refresh(root, copy)
    print("leaks: building", file=sys.stderr)
    start = time.monotonic()
    build = subprocess.run(
        ["swift", "build", "--build-tests", "--package-path", str(copy)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if build.returncode:
        print(build.stdout[-6000:], file=sys.stderr)
        return 1
    print(f"leaks: built in {time.monotonic() - start:.0f} s", file=sys.stderr)

    every = "|".join(sorted({plant.tests for plant in chosen}))
    holds, said = run(copy, "", f"^ConfidentialityTests\\.({every})/")
    if not holds:
        print(said[-6000:], file=sys.stderr)
        print("leaks: the proofs fail without any leak", file=sys.stderr)
        return 1

    survivors = 0
    print(f"{'leak':<26} {'result':<9} {'seconds':>7}  {'found by':<16} what", flush=True)
    for plant in chosen:
        start = time.monotonic()
        holds, said = run(copy, plant.name, f"^ConfidentialityTests\\.({plant.tests})/")
        isFound = not holds and any(word in said for word in FOUND)
        survivors += not isFound
        result = "found" if isFound else "SURVIVED" if holds else "not run"
        if result == "not run":
            print(said[-3000:], file=sys.stderr)
        print(f"{plant.name:<26} {result:<9} {time.monotonic() - start:>7.0f}  {plant.tests:<16} {plant.what}", flush=True)
    print(f"{len(chosen) - survivors} of {len(chosen)} found")
    return 1 if survivors else 0


sys.exit(main())
