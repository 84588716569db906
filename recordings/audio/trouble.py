"""Why a file cannot be used: a code for programs and a sentence for people that says what is wrong and what to do."""

_EXPORT_AGAIN = "Export the call again from the telephone system, then import that file."

SENTENCES = {
    "empty": f"The file is empty. {_EXPORT_AGAIN}",
    "too_large": "The file is larger than a recording may be. Export the call in a compressed format such as MP3, or in parts.",
    "web_page": "This is a web page, not audio. The login to the telephone supplier's portal may have run out: log in and download again.",
    "archive": "This is a ZIP archive, not audio. Unpack it and import the files inside.",
    "not_audio": f"This is not an audio file that we know. {_EXPORT_AGAIN}",
    "no_audio": f"The file holds no sound. {_EXPORT_AGAIN}",
    "video": "The file holds video. Export the sound alone, then import that file.",
    "many_streams": "The file holds more than one sound track, so it is not clear which one is the call. Export the call alone.",
    "two_parts": f"The file holds two separate pieces of sound, and players disagree on which to play. {_EXPORT_AGAIN}",
    "no_samples": f"The file has a beginning but no sound in it: the recorder may have stopped at once. {_EXPORT_AGAIN}",
    "undecodable": f"The file is damaged and nothing in it can be played. {_EXPORT_AGAIN}",
    "contradictory": f"The file holds another kind or length of sound than it says, and players disagree on it. {_EXPORT_AGAIN}",
    "too_long": "The recording lasts longer than a telephone call can. Check that it is one call, then export it in parts.",
    "timed_out": f"Reading the file took too long and was stopped: it may be damaged. {_EXPORT_AGAIN}",
    "broke_decoder": f"Reading the file broke the audio program, which was stopped: it may be damaged or made to do harm. {_EXPORT_AGAIN}",
    "copy_failed": "Making the copy failed. Try again; if it fails again, the recording itself may be damaged.",
    "copy_length": "The copy does not last as long as what was asked for, so it was not kept. Check from and to against the recording.",
    "copy_heard": "The copy could not be proven: something can still be heard in a part that is silenced. Nothing can be released.",
    "copy_differs": "The copy could not be proven: elsewhere it does not sound like the recording. Nothing can be released.",
    "copy_not_clean": "The copy could not be proven: there is more in the file than sound. Nothing can be released.",
    "copy_too_large": "The stretch is too long for a WAV file. Choose MP3, or a shorter stretch.",
}


class UnusableAudio(Exception):
    """A file cannot be taken in as a recording. `code` is a key of SENTENCES, `sentence` its words."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.sentence = SENTENCES[code]
        super().__init__(self.sentence)


class CopyNotProven(UnusableAudio):
    """A copy would not be what was asked for, so there is none. Its codes begin with `copy`."""
