"""Which form a page is: by title, else by words; an attachment only if nothing speaks against."""

from dataclasses import replace
from pathlib import Path

import pytest

from ledger.forms import FormKind
from ocr.form import load_forms
from ocr.reading import Code
from ocr.recognise import by_title, by_words
from ocr.rows import rows_of
from tests.ocr.words import rows

FORMS = load_forms([Path(__file__).parents[2] / "config" / "forms"])
HEIGHT = 1000


def title(*texts: str) -> FormKind:
    return by_title(rows(*texts), HEIGHT, FORMS).kind


def words(*texts: str) -> FormKind:
    return by_words(rows(*texts), (), FORMS).kind


class TestATitle:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("個人番号カード交付申請書", FormKind.APPLICATION_FORM),
            ("個人番号カード交付申請書 兼 電子証明書発行申請書", FormKind.APPLICATION_FORM),
            ("個人番号カード交付・電子証明書発行通知書 兼 照会書", FormKind.ISSUANCE_NOTICE),
            ("個 人 番号カード 等受領 書", FormKind.RECEIPT),
            ("回 答 書", FormKind.REPLY_FORM),
            ("委 任 状", FormKind.POWER_OF_ATTORNEY),
            ("本人確認書類貼付台紙", FormKind.IDENTITY_DOCUMENT_COPY),
            ("個人番号カード交付通知書 在中　料金後納", FormKind.RETURNED_MAIL),
            ("暗証番号設定依頼書", FormKind.PIN_SETTING_REQUEST),
        ],
    )
    def test_tells_the_form(self, text: str, kind: FormKind) -> None:
        assert title("岡山市", text) is kind

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("個人香号カード等受領書", FormKind.RECEIPT),
            ("個人番号カード交付・ 電子証明書人通知書 業全書", FormKind.ISSUANCE_NOTICE),
            ("個人番号カード交付甲請書", FormKind.APPLICATION_FORM),
        ],
    )
    def test_may_be_misread_in_part(self, text: str, kind: FormKind) -> None:
        assert title(text) is kind

    @pytest.mark.parametrize(
        "text",
        [
            "暗証番号記載票",
            "個人番号カード 暗証番号記載票",
            "暗証番号届",
            "暗証番号設定届",
            "暗証番号等設定依頼書",
            "暗証番号初期化・再設定申請書",
            "個人番号カード 暗証番号の設定に関する依頼書",
            "電子証明書暗証番号設定届出書 兼 同意書",
            "暗証番号設定用紙（本人控）",
            "電子証明書 パスワード設定申出書",
            "暗 証 番 号 設 定 届　令和8年11月4日",
        ],
    )
    def test_may_leave_words_open(self, text: str) -> None:
        assert title("岡山市", text) is FormKind.PIN_SETTING_REQUEST

    @pytest.mark.parametrize(
        "text",
        [
            "暗証番号（希望する番号を記入し、目隠しシールを貼ってください）",
            "4　暗証番号設定控え",
            "暗証番号設定日 2025",
            "暗証番号の設定を依頼します",
            "暗証番号を忘れたときの申請書",
            "私は個人番号カードの受領及び暗証番号の設定に関する一切の権限を委任",
            "暗証番号設定届は別紙",
            "暗証番号の設定には予約が必要です。申請書",
            "利用者証明用暗証番号",
        ],
    )
    def test_with_open_words_is_no_sentence_about_it(self, text: str) -> None:
        assert title(text) is FormKind.UNKNOWN

    @pytest.mark.parametrize(
        "text",
        [
            "この委任状は本人が記入してください",  # a short title stands alone
            "回答言",  # a short title is read without a mistake
            "個人番号カードの受領及び電子証明書の発行に関する一切の権限",
            "個人番号カード(見本)",
            "本通知書・通知カード・本人確認書類",
            "□ 交付通知書",
            "3. 委任状",
            "持参品　交付通知書",  # the cell of a table
            "交付申請書ID 123",
            "書留郵便物等受領証",
            "住民票の写し等交付申請書",
            "受任通知書",
        ],
    )
    def test_is_not_seen_in_other_text(self, text: str) -> None:
        assert title(text) is FormKind.UNKNOWN

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("マイナンバーカード受領確認書", FormKind.RECEIPT),
            ("個人番号カード等受領証", FormKind.RECEIPT),
            ("カード受取確認票（受領書）", FormKind.RECEIPT),
            ("受　領　書　　令和7年11月5日", FormKind.RECEIPT),
            ("個人番号カード・電子証明書交付申請書", FormKind.APPLICATION_FORM),
            ("マイナンバーカード交付申請書（窓口用）", FormKind.APPLICATION_FORM),
            ("（マイナンバーカード）個人番号カード交付通知書", FormKind.ISSUANCE_NOTICE),
            ("マイナンバーカード交付通知書・照会書兼回答書", FormKind.ISSUANCE_NOTICE),
            ("マイナンバーカード交付通知書在中", FormKind.RETURNED_MAIL),
            ("照 会 回 答 書", FormKind.REPLY_FORM),
            ("照会書（兼回答書）", FormKind.REPLY_FORM),
            ("健康保険証利用申込みに関する同意書", FormKind.CONSENT_FORM),
            ("様式第5号 委任状", FormKind.POWER_OF_ATTORNEY),
            ("代理権授与通知書", FormKind.POWER_OF_ATTORNEY),
            ("本人確認書類（写）貼付用紙", FormKind.IDENTITY_DOCUMENT_COPY),
            ("本人確認書類（コピー）", FormKind.IDENTITY_DOCUMENT_COPY),
            ("個人番号カード 暗証番号記載票", FormKind.PIN_SETTING_REQUEST),
            ("暗証番号初期化・再設定申請書", FormKind.PIN_SETTING_REQUEST),
        ],
    )
    def test_is_told_by_its_last_word_whatever_stands_before_it(
        self, text: str, kind: FormKind
    ) -> None:
        assert title(text) is kind

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("回答書（個人番号カード交付申請に係る照会）", FormKind.REPLY_FORM),
            ("委任状（個人番号カード受領用）", FormKind.POWER_OF_ATTORNEY),
            ("個人番号カード交付のお知らせ（交付通知書兼照会書）", FormKind.ISSUANCE_NOTICE),
            ("【受領書】", FormKind.RECEIPT),
        ],
    )
    def test_in_brackets_counts_only_where_nothing_outside_does(
        self, text: str, kind: FormKind
    ) -> None:
        assert title(text) is kind

    def test_in_small_print_is_none_beside_a_large_one(self) -> None:
        large = [replace(one, bottom=one.top + 30) for one in rows("回答書")[0].words]
        small = rows("", "個人番号カード交付通知書")[0].words
        both = rows_of((*large, *(replace(one, line=1) for one in small)))
        assert by_title(both, HEIGHT, FORMS).kind is FormKind.REPLY_FORM

    def test_in_the_first_row_may_stand_low(self) -> None:
        slip = rows(*[""] * 12, "カード受領書", "受領日")
        assert by_title(slip, HEIGHT, FORMS).kind is FormKind.RECEIPT

    def test_of_two_slips_side_by_side_is_one(self) -> None:
        assert title("受領書　受領書") is FormKind.RECEIPT

    def test_stands_in_the_upper_part(self) -> None:
        below = [""] + [f"{n}" for n in range(12)] + ["委任状"]
        assert title(*[text or "x" for text in below]) is FormKind.UNKNOWN

    def test_says_in_which_row_it_was_read(self) -> None:
        recognised = by_title(rows("岡山市", "暗証番号設定依頼書"), HEIGHT, FORMS)
        assert recognised.title is not None
        assert recognised.title.text == "暗証番号設定依頼書"

    def test_that_starts_a_document_opens_one(self) -> None:
        assert by_title(rows("個人番号カード等受領書"), HEIGHT, FORMS).opens
        assert not by_title(rows("委任状"), HEIGHT, FORMS).opens

    def test_of_one_of_several_files_of_a_form_says_which_file_it_was(self) -> None:
        [shipped] = [form for form in FORMS if form.kind is FormKind.RECEIPT]
        both = (*FORMS, replace(shipped, titles=("来庁交付記録票",), file="ours.toml"))
        assert by_title(rows("来庁交付記録票"), HEIGHT, both).file == "ours.toml"
        assert by_title(rows("個人番号カード等受領書"), HEIGHT, both).file == "receipt.toml"


class TestWords:
    @pytest.mark.parametrize(
        ("texts", "kind"),
        [
            (["上記の者を代理人と定め、受領の権限を委任します。"], FormKind.POWER_OF_ATTORNEY),
            (["運転免許証(見本)", "岡山県公安委員会"], FormKind.IDENTITY_DOCUMENT_COPY),
            (["健康保険 被保険者証", "保険者番号 123"], FormKind.IDENTITY_DOCUMENT_COPY),
            (["交付期限　令和7年12月11日", "交付場所　北区役所"], FormKind.ISSUANCE_NOTICE),
            (["料金後納"], FormKind.RETURNED_MAIL),
        ],
    )
    def test_tell_the_form_where_the_title_cannot_be_read(
        self, texts: list[str], kind: FormKind
    ) -> None:
        assert words(*texts) is kind
        assert by_words(rows(*texts), (), FORMS).file == f"{kind.value}.toml"

    def test_of_one_card_are_not_enough(self) -> None:
        assert words("運転免許証") is FormKind.UNKNOWN

    def test_of_cards_in_sentences_tell_no_copy_of_one(self) -> None:
        listed = "Ａ：運転免許証、旅券、在留カードのうち１点　Ｂ：被保険者証、年金手帳などから２点"
        assert words("受け取りに必要なもの", listed) is FormKind.UNKNOWN

    def test_of_an_attachment_do_not_count_beside_one_of_a_form_that_starts_a_document(
        self,
    ) -> None:
        assert words("の権限を委任します", "交付期限") is FormKind.UNKNOWN

    def test_a_code_with_a_personal_number_is_a_copied_card(self) -> None:
        silenced = Code("QR Code", "", 0, 0, 9, 9)
        found = by_words(rows("個人番号"), (silenced,), FORMS)
        assert found.kind is FormKind.IDENTITY_DOCUMENT_COPY
        assert not found.opens
