"""The register as a book: its twenty-three columns, and how it leaves as a spreadsheet or on paper."""
