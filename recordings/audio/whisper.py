"""The engine that we offer: faster-whisper with a model folder of the practice's own. `python -m recordings.audio.whisper FOLDER FILE`.

An optional extra (`pip install "callgov[speech]"`) and a program of its own, so that neither its memory nor its faults are the service's.
"""

import json
import sys
from importlib import import_module
from pathlib import Path


def main(folder: str, file: str) -> int:
    """Hear the file and write its lines. The model is read from the folder alone."""
    if not Path(folder).is_dir():
        sys.stderr.write("The model folder is not there.\n")
        return 2
    model = import_module("faster_whisper").WhisperModel(folder, device="cpu", compute_type="int8", local_files_only=True)
    segments, _about = model.transcribe(file, language="en", vad_filter=False)
    for segment in segments:
        sys.stdout.write(json.dumps({"from": segment.start, "until": segment.end, "words": segment.text.strip()}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
