"""The language check."""

import pytest

from dragoman.read.language import guess
from dragoman.read.limits import Limits
from dragoman.read.prose import Given, make_document

ENGLISH = "The ministers of Norway and Oman signed an accord in Oslo on Monday."
FRENCH = "Les ministres de la Norvège et d'Oman ont signé un accord lundi dans la capitale."


@pytest.mark.parametrize(
    ("words", "language"),
    [
        (ENGLISH, "en"),
        ("A UN report says that Eritrea armed al-Shabaab.", "en"),
        ("UN reports say Eritrea armed al-Shabaab in 2011.", None),
        ("A UN envoy met the emir's aides.", "en"),
        ("President Lula da Silva met the governor of Rio de Janeiro on the banks of the Rio de la Plata.", "en"),
        ("THE MINISTERS OF NORWAY AND OMAN SIGNED AN ACCORD.", "en"),
        ("Johnson met Lavrov in Moscow.", None),
        ("Le ministre a été reçu à Bogotá.", "fr"),
        ("Le Pen met Los Angeles mayor on the banks of the Rio de la Plata.", "en"),
        ("Norway met Oman", None),
        ("12 345", None),
        (FRENCH, "fr"),
        ("Die Minister haben am Montag in der Stadt ein Abkommen unterzeichnet, und das ist neu.", "de"),
        ("Los ministros de Noruega y Omán firmaron el lunes un acuerdo que entra en vigor con el año.", "es"),
        ("I ministri della Norvegia e dell'Oman hanno firmato un accordo che non è ancora nel testo.", "it"),
        ("Os ministros da Noruega e de Omã assinaram um acordo que não foi ainda lido pela imprensa.", "pt"),
        ("De ministers van Noorwegen en Oman hebben maandag het akkoord getekend, maar niet met Zweden.", "nl"),
        ("İki ülkenin bakanları pazartesi günü bir anlaşma imzaladı ve bu ziyaret için geldi.", "tr"),
        ("Министры подписали соглашение в понедельник, и это было неожиданно.", "ru"),
        ("Міністри підписали угоду в понеділок.", "uk"),
        ("وقع الوزيران اتفاقا يوم الاثنين.", "ar"),
        ("وزیران روز دوشنبه پیمان را امضا کردند و گفتند.", "fa"),
        ("两国部长周一签署了协议。", "zh"),
        ("両国の大臣は月曜日に合意に署名した。", "ja"),
        ("양국 장관이 월요일에 서명했다.", "ko"),
        ("Οι υπουργοί υπέγραψαν συμφωνία.", "el"),
        ("השרים חתמו על הסכם.", "he"),
        ("ᚠᚢᚦᚨᚱᚲ ᚷᚹᚺᚾᛁᛃ", "und"),
    ],
)
def test_language_of_a_paragraph(words, language):
    assert guess(words) == language


def read(text):
    return make_document(text, Given(), limits=Limits())


@pytest.mark.parametrize(("text", "language"), [(FRENCH, "fr"), ("Министры подписали соглашение.", "ru")])
def test_other_language_keeps_its_body_and_says_that_nothing_will_be_coded(text, language):
    doc, warnings = read(text)
    assert doc.language == language
    assert [span.of(text) for span in doc.body] == [text]
    assert warnings == (f'language "{language}" is not supported: nothing will be coded',)


def test_english_paragraphs_of_a_mixed_text_are_kept():
    text = f"{ENGLISH}\n\n{FRENCH}\n\n{ENGLISH}"
    doc, warnings = read(text)
    assert doc.language == "en"
    assert [span.of(text) for span in doc.body] == [ENGLISH, ENGLISH]
    assert "fr" in warnings[0]


def test_english_sentences_of_a_mixed_paragraph_are_kept():
    text = "Norway signed. Москва отказалась. Oman agreed."
    doc, _ = read(text)
    assert [span.of(text) for span in doc.body] == ["Norway signed.", "Oman agreed."]


def test_name_in_another_script_does_not_cut_an_english_sentence():
    text = "The ministry in Moscow (Москва) signed an accord with the port of Murmansk (Мурманск) on Monday."
    doc, warnings = read(text)
    assert [span.of(text) for span in doc.body] == [text]
    assert warnings == ()


def test_a_few_english_words_do_not_make_a_foreign_text_english():
    doc, _ = read("Breaking news\n\n" + "Министры подписали соглашение в понедельник. " * 10)
    assert doc.language == "ru"


def test_list_of_names_stays_in_an_english_text():
    names = ", ".join(f"Abel Kane{chr(97 + i % 26)}" for i in range(50))
    text = f"{ENGLISH}\n\nOslo: {names}"
    doc, warnings = read(text)
    assert len(doc.body) == 2
    assert warnings == ()


def test_long_text_without_any_small_word_is_of_unknown_language():
    doc, _ = read("Ko te wiki tuatahi tenei whare " * 20)
    assert doc.language == "und"
