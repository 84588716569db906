"""Papers for tests, one of each kind."""

from io import BytesIO
from zipfile import ZipFile

from recordings.attachments.services import Paper


def word(*parts: str) -> bytes:
    """A ZIP file with these parts, as a Word document is one."""
    file = BytesIO()
    with ZipFile(file, "w") as zipped:
        for part in parts:
            zipped.writestr(part, "x")
    return file.getvalue()


PDF = Paper("request.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n")
GOOD = (
    PDF,
    Paper("scan.JPG", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"),
    Paper("scan.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
    Paper("letter.docx", word("[Content_Types].xml", "word/document.xml")),
    Paper("mail.eml", b"From: a@force.example\r\nSubject: Request\r\n\r\nPlease send the recording.\r\n"),
    Paper("note.txt", "Caller asked by telephone. £5 was mentioned.\n".encode()),
)
