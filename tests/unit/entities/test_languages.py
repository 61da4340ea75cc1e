from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon import data_file, project, training_data
from beacon.data_file import DataFileError
from beacon.entities.languages import LanguageDetector

MESSAGES: dict[str, list[str]] = data_file.load(
    Path(__file__).parent / "chat_messages.yml",
    {"type": "object", "additionalProperties": {"type": "array", "minItems": 15}},
)
LEAST_RIGHT = 0.95


# What nothing here reads. Those in Latin letters were written after the words of languages.yml.
UNREAD = {
    "ar": ["أحتاج مساعدة", "شخص يهددني بصورتي"],
    "fa": ["کسی عکس مرا دارد", "می ترسم چه کار کنم"],
    "ur": ["مجھے مدد چاہیے"],
    "he": ["אני צריך עזרה"],
    "ka": ["დამეხმარეთ გთხოვთ"],
    "hy": ["օգնեք ինձ խնդրում եմ"],
    "zh": ["有人要把我的照片发出去", "救命", "死"],
    "ja": ["助けてください", "しにたい"],
    "ko": ["도와주세요"],
    "hi": ["मुझे मदद चाहिए"],
    "th": ["ช่วยด้วย"],
    "am": ["እርዱኝ"],
    "et": ["keegi ähvardab mind minu piltidega", "ma kardan et ema saab teada", "palun aita mind"],
    "lv": ["kāds man draud ar manām bildēm", "man ir bail no viņa", "lūdzu palīdzi"],
    "lt": [
        "jis man grasina kad išsiųs nuotraukas draugams",
        "padėkit, labai bijau",
        "prašau padėk",
    ],
    "is": ["strákur er með mynd af mér og hótar mér", "ég þori ekki að segja neinum"],
    "vi": ["có người dọa đăng hình của em", "tôi không biết làm gì"],
    "so": ["nin ayaa ii hanjabay sawirkayga", "waan baqayaa fadlan i caawi"],
}


def test_all_22_languages_are_tested(languages: LanguageDetector) -> None:
    assert len(MESSAGES) == 22
    assert all(map(languages.reads, MESSAGES))


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, texts in UNREAD.items() for text in texts]
)
def test_what_nothing_here_reads_is_no_guess(
    languages: LanguageDetector, language: str, text: str
) -> None:
    detected = languages.detect(text)
    assert detected.language == language
    assert detected.confidence >= 0.6
    assert not languages.reads(language)


@pytest.mark.parametrize(
    "text",
    [
        "lol ツ",
        "¯\\_(ツ)_/¯ idk",
        "ಠ_ಠ",
        "(ಥ﹏ಥ) what do i do",
        "my friend بابا has my pic and wants money",
        "vyhráža sa že zverejní moje fotky",
        "noen har bilde av meg og vil ha penger",
        "grozi da bo objavil moje slike",
    ],
)
def test_faces_single_words_and_close_neighbours_stay_read(
    languages: LanguageDetector, text: str
) -> None:
    assert languages.reads(languages.detect(text).language)


def test_no_training_message_is_taken_for_a_language_that_nothing_reads(
    languages: LanguageDetector,
) -> None:
    messages = training_data.read(project.ROOT / "data" / "nlu")[::7]
    unread = [one.text for one in messages if not languages.reads(languages.detect(one.text)[0])]
    assert unread == []


def test_is_right_in_95_of_100_chat_messages(languages: LanguageDetector) -> None:
    pairs = [(language, text) for language, texts in MESSAGES.items() for text in texts]
    right = sum(languages.detect(text).language == language for language, text in pairs)
    assert right / len(pairs) >= LEAST_RIGHT


@pytest.mark.parametrize("text", MESSAGES["en"])
def test_english_is_never_taken_for_another_language(
    languages: LanguageDetector, text: str
) -> None:
    assert languages.detect(text).language == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("γεια", "el"),
        ("привіт, мені потрібна допомога", "uk"),
        ("нужна помощь", "ru"),
        ("имам нужда от помощ", "bg"),
        ("треба ми помоћ", "sr"),
        ("[name] hat mein bild geschickt", "de"),
        ("ca va pas", "fr"),
        ("co robic", "pl"),
        ("ne mogu vise", "hr"),
    ],
)
def test_script_letters_and_words_decide(
    languages: LanguageDetector, text: str, language: str
) -> None:
    assert languages.detect(text).language == language


@pytest.mark.parametrize("text", ["", "12", "???", "👍", "[name]"])
def test_without_letters_it_is_english_without_confidence(
    languages: LanguageDetector, text: str
) -> None:
    assert languages.detect(text)[:2] == ("en", 0.0)


@pytest.mark.parametrize("text", ["ok", "да", "hm", "varna"])
def test_confidence_is_low_in_doubt(languages: LanguageDetector, text: str) -> None:
    assert languages.detect(text).confidence < 0.6


@pytest.mark.parametrize("text", ["somebody has my picture", "ich hab angst vor ihm"])
def test_confidence_is_high_without_doubt(languages: LanguageDetector, text: str) -> None:
    assert languages.detect(text).confidence > 0.95


@given(st.text())
def test_any_text_has_a_known_language(text: str) -> None:
    detected = _DETECTOR.detect(text)
    assert detected.language in MESSAGES or not _DETECTOR.reads(detected.language)
    assert 0.0 <= detected.confidence <= 1.0


_DETECTOR = LanguageDetector()


def test_a_broken_file_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "languages.yml").write_text("en:\n  letters: ''\n", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"languages\.yml:1"):
        LanguageDetector(tmp_path)


@pytest.mark.parametrize(
    ("text", "chat"),
    [
        ("thanks", "pl"),
        ("insta", "es"),
        ("нет", "uk"),
        ("не знаю", "ru"),
        ("ne mogu više", "sr"),
        ("to je moja slika", "sr"),
        ("tak for det", "sv"),
    ],
)
def test_what_may_well_be_in_the_language_of_the_chat_has_it_as_a_rival(
    languages: LanguageDetector, text: str, chat: str
) -> None:
    detected = languages.detect(text)
    assert chat in detected.rivals or detected.language == chat


@pytest.mark.parametrize(
    ("text", "chat"),
    [
        ("er hat mein bild und will geld von mir", "en"),
        ("quelqu'un a ma photo et veut de l'argent", "nl"),
        ("я не знаю що мені робити, він погрожує", "ru"),
        ("أحتاج مساعدة", "en"),
    ],
)
def test_a_sentence_that_is_surely_in_another_language_has_not(
    languages: LanguageDetector, text: str, chat: str
) -> None:
    assert chat not in languages.detect(text).rivals
