"""Papers that leave the screen: accessible PDFs (PDF/UA-1), and tables for a spreadsheet in which nothing is a formula."""

from callgov.documents.blocks import Block, Bullets, Document, Facts, Figure, Grid, Heading, Lines, Paragraph, Small
from callgov.documents.paper import pdf
from callgov.documents.tables import Cell, csv_file, neutral, xlsx_file

__all__ = [
    "Block",
    "Bullets",
    "Cell",
    "Document",
    "Facts",
    "Figure",
    "Grid",
    "Heading",
    "Lines",
    "Paragraph",
    "Small",
    "csv_file",
    "neutral",
    "pdf",
    "xlsx_file",
]
