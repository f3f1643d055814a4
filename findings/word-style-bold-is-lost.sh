#!/usr/bin/env bash
# pandoc (PyPI pypandoc_binary 1.17) and mammoth (npm 1.13.0) turn a Word file into HTML without
# the bold of a paragraph's style. python-docx (PyPI 1.2.0) writes a paragraph whose style is bold
# and one whose text is: LibreOffice draws both bold, the two converters keep the second only,
# and say nothing. Whoever makes a letter bold by its style loses that in both.
#
# Prints what each makes of the paragraphs. Seen with Node 20:
#   pandoc:  <p>by its style</p><p><strong>by itself</strong></p>
#   mammoth: <p>by its style</p><p><strong>by itself</strong></p>
# Fails if it changes. A remedy: say it in the text's own properties, too. Needs npm and pip.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts mammoth@1.13.0
python3 -m venv tools
tools/bin/pip install --quiet --disable-pip-version-check python-docx==1.2.0 pypandoc_binary==1.17

cat > write.py <<'PY'
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
letter = Document()
bold = letter.styles.add_style("Large print", WD_STYLE_TYPE.PARAGRAPH)
bold.font.bold = True
letter.add_paragraph("by its style", style=bold)
letter.add_paragraph().add_run("by itself").bold = True
letter.save("letter.docx")
PY
tools/bin/python write.py
pandoc=$(tools/bin/python -c 'import pypandoc; print(pypandoc.convert_file("letter.docx", "html").replace("\r", "").replace("\n", ""))')
mammoth=$(node -e 'require("mammoth").convertToHtml({ path: "letter.docx" }).then(({ value }) => console.log(value))')
echo "pandoc:  $pandoc"
echo "mammoth: $mammoth"
expected='<p>by its style</p><p><strong>by itself</strong></p>'
[ "$pandoc" = "$expected" ]
[ "$mammoth" = "$expected" ]
echo "seen as described"
