"""Files of the page: named by their content, squeezed, kept for a year."""

import re

from tests.page import Site


def test_the_style_sheet_is_one_file_named_by_its_content(site: Site) -> None:
    page = site.get("/")
    sheet = re.search(r'href="(/static/site\.css\?v=\w+)"', page.html)

    assert sheet is not None
    response = site.client.get(sheet.group(1), headers={"accept-encoding": "gzip"})
    assert response.headers["content-encoding"] == "gzip"
    assert "immutable" in response.headers["cache-control"]
    again = site.client.get(sheet.group(1), headers={"if-none-match": response.headers["etag"]})
    assert again.status_code == 304


def test_nothing_outside_the_folder_is_served(site: Site) -> None:
    for path in ("../pyproject.toml", "..%2fpyproject.toml", "css/../../pyproject.toml", "css/00-tokens.css"):
        assert site.client.get(f"/static/{path}").status_code == 404
