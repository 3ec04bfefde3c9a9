"""Learn `knowledge/phrasings.npz` from `knowledge/phrasings.txt`, and say how well that recognises what it has not seen.

    .venv/bin/python tools/fit_phrasings.py [HELD_OUT.txt]

Prints precision and recall of the account's intents: fivefold on the shipped phrasings, and on a file that was held out.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from knowledge import recogniser
from knowledge.intents import decide
from knowledge.phrasings import FAQ, SHIPPED, Phrasing, read

FOLDS = 5


def judged(pairs: Sequence[tuple[Phrasing, str]]) -> str:
    """Word precision and recall of (phrasing, label found) over all labels but the FAQ's."""
    found = [(one, label) for one, label in pairs if label != FAQ]
    right = sum(label in one.label.split("|") for one, label in found)
    wanted = sum(one.label != FAQ for one, _ in pairs)
    return f"n {len(pairs)}, precision {right / len(found):.3f}, recall {right / wanted:.3f}"


def main() -> None:
    phrasings = read(SHIPPED)
    unseen = []
    for fold in range(FOLDS):
        rest = recogniser.fit([one for at, one in enumerate(phrasings) if at % FOLDS != fold])
        unseen += [(one, decide(one.text, rest)) for one in phrasings[fold::FOLDS]]
    print("shipped, fivefold:", judged(unseen))
    made = recogniser.fit(phrasings)
    recogniser.save(made)
    for name in sys.argv[1:]:
        held = [(one, decide(one.text, made)) for one in read(Path(name))]
        print(f"{name}:", judged(held))
        for one, label in held:
            if label not in one.label.split("|"):
                print(f"  {one.language} {one.text}: {one.label}, taken for {label}")


if __name__ == "__main__":
    main()
