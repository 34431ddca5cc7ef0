"""HTML pages."""

from datetime import date

import pytest

from dragoman.read import read

PARAGRAPHS = [
    "The ministers of Norway and Oman signed an accord on fishing in Oslo on Monday, ending a quarrel of four years.",
    "Oman has long asked for it, the ministry said, and the navy of Norway will train its officers from the spring.",
    "Sweden, which had been told of the talks, made no comment, but an aide of the prime minister welcomed the news.",
    "The two sides will meet again in May, when a commission of engineers is to report on the cost of the new port.",
]


def page(*, head="", top="", paragraphs=PARAGRAPHS, bottom=""):
    text = "".join(f"<p>{p}</p>" for p in paragraphs)
    return (
        f"<!doctype html><html><head><meta charset='utf-8'><title>Envoys meet in Oslo - Baltic Herald</title>{head}</head>"
        f"<body><nav><ul><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li></ul></nav>{top}"
        f"<article><h1>Envoys meet in Oslo</h1>{text}</article>{bottom}<footer>All rights reserved.</footer></body></html>"
    )


def read_page(tmp_path, html, name="page.html"):
    path = tmp_path / name
    path.write_bytes(html if isinstance(html, bytes) else html.encode())
    [(doc, receipt)] = read([path])
    return doc, receipt


def body(doc):
    return [span.of(doc.text) for span in doc.body]


def test_article_is_read_without_its_furniture(tmp_path):
    head = (
        '<meta property="og:site_name" content="Baltic Herald"><meta name="author" content="Jane Roe">'
        '<meta property="article:published_time" content="2017-04-06T19:05:00Z">'
        '<link rel="canonical" href="https://news.example.org/envoys">'
    )
    doc, receipt = read_page(tmp_path, page(head=head))
    assert receipt.outcome == "ok"
    assert (doc.title, doc.published, doc.outlet, doc.author, doc.url) == (
        "Envoys meet in Oslo",
        date(2017, 4, 6),
        "Baltic Herald",
        "Jane Roe",
        "https://news.example.org/envoys",
    )
    assert body(doc) == PARAGRAPHS


def test_outlet_is_known_by_the_address_of_the_page(tmp_path):
    doc, _ = read_page(tmp_path, page(head='<link rel="canonical" href="https://www.theguardian.com/world/x">'))
    assert doc.outlet == "The Guardian"


def test_page_without_a_date_has_none(tmp_path):
    doc, _ = read_page(tmp_path, page())
    assert doc.published is None


def test_date_in_the_prose_is_no_publication_day(tmp_path):
    first = PARAGRAPHS[0].replace("Monday", "6 April 2011")
    doc, _ = read_page(tmp_path, page(paragraphs=[first, *PARAGRAPHS[1:]]))
    assert doc.published is None


@pytest.mark.parametrize("value", ["9999-12-31T25:61:61Z", "31 February 2020", "0000-00-00"])
def test_impossible_date_is_unknown_with_a_warning(tmp_path, value):
    head = f'<meta property="article:published_time" content="{value}">'
    doc, receipt = read_page(tmp_path, page(head=head))
    assert doc.published is None
    assert receipt.outcome == "warning"
    assert value in receipt.detail


def test_dateline_of_a_page_is_found(tmp_path):
    doc, _ = read_page(tmp_path, page(paragraphs=["OSLO (Reuters) - " + PARAGRAPHS[0], *PARAGRAPHS[1:]]))
    assert doc.dateline.of(doc.text) == "OSLO (Reuters) -"
    assert doc.credit == ("Reuters",)
    assert body(doc) == PARAGRAPHS


def test_short_page_is_read_block_by_block(tmp_path):
    html = (
        "<html><head><title>Talks</title></head><body><nav><a>Home</a></nav><h1>Envoys meet in Oslo</h1>"
        "<div class=byline>By Jane Roe</div><time>6 April 2017</time><p>Norway met <b>Oman</b> on Monday.</p>"
        "<aside>Most read</aside><script>var x = '<p>no</p>'</script><!-- <p>no</p> --></body></html>"
    )
    doc, receipt = read_page(tmp_path, html)
    assert receipt.outcome == "ok"
    assert body(doc) == ["Norway met Oman on Monday."]
    assert doc.published == date(2017, 4, 6)


@pytest.mark.parametrize(
    "html",
    [
        b"<html><head><meta charset='iso-8859-1'></head><body><p>The minister of C\xf4te d'Ivoire met \x93allies\x94.</p></body></html>",
        "<html><head><meta charset='utf-8'></head><body><p>The minister of Côte d'Ivoire met “allies”.</p></body></html>",
        "<html><body><p>The minister of C&ocirc;te d'Ivoire met &#8220;allies&#8221;.</p></body></html>".encode(
            "utf-16"
        ),
        (
            b"<html><head><meta http-equiv='Content-Type' content='text/html; charset=windows-1252'></head>"
            b"<body><p>The minister of C\xf4te d'Ivoire met \x93allies\x94.</p></body></html>"
        ),
    ],
)
def test_declared_charset_is_honoured(tmp_path, html):
    doc, receipt = read_page(tmp_path, html)
    assert body(doc) == ["The minister of Côte d'Ivoire met “allies”."]
    assert receipt.outcome == "ok"


@pytest.mark.parametrize("n_paragraphs", [1, 4])
def test_text_that_was_escaped_twice_is_unescaped_once(tmp_path, n_paragraphs):
    first = PARAGRAPHS[0] + " It is called &amp;lt;b&amp;gt; &amp; more."
    doc, _ = read_page(tmp_path, page(paragraphs=[first, *PARAGRAPHS[1:n_paragraphs]]))
    assert "called &lt;b&gt; & more." in doc.text


def test_page_without_text_is_skipped(tmp_path):
    doc, receipt = read_page(tmp_path, "<html><body><nav><a href='/'>Home</a></nav><script>x</script></body></html>")
    assert doc is None
    assert receipt.outcome == "skipped"


def test_deeply_nested_page_is_read(tmp_path):
    doc, receipt = read_page(
        tmp_path,
        "<html><head><title>Talks</title></head><body>" + "<div>" * 20_000 + "Norway met Oman." + "</div>" * 20_000,
    )
    assert receipt.outcome == "ok"
    assert body(doc) == ["Norway met Oman."]


@pytest.mark.parametrize("junk", ["<" * 50_000, "<a" * 50_000, "<!--" * 20_000, "<script>" * 20_000, "<p " * 20_000])
def test_broken_markup_ends_in_a_document_or_a_receipt(tmp_path, junk):
    _, receipt = read_page(tmp_path, f"<html><body><p>Norway met Oman on Monday.</p>{junk}</body></html>")
    assert receipt.outcome in {"ok", "warning", "skipped"}


def test_page_beyond_the_limit_fails_with_the_limit(tmp_path):
    doc, receipt = read_page(tmp_path, "<html><body><p>" + "x" * 5_000_001)
    assert doc is None
    assert receipt.outcome == "failed"
    assert "5,000,000 bytes" in receipt.detail
