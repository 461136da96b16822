"""Which printed form a paper is (書類種別)."""

from enum import StrEnum


class FormKind(StrEnum):
    """The kinds of paper that come back to the room; `unknown` is a kind too."""

    APPLICATION_FORM = "application_form"  # 交付申請書
    ISSUANCE_NOTICE = "issuance_notice"  # 交付通知書（兼照会書）
    REPLY_FORM = "reply_form"  # 回答書
    RECEIPT = "receipt"  # 受領書
    POWER_OF_ATTORNEY = "power_of_attorney"  # 委任状
    IDENTITY_DOCUMENT_COPY = "identity_document_copy"  # 本人確認書類の写し
    RETURNED_MAIL = "returned_mail"  # 返戻封筒
    CONSENT_FORM = "consent_form"  # 同意書
    PIN_SETTING_REQUEST = "pin_setting_request"  # 暗証番号設定依頼書
    UNKNOWN = "unknown"

    @property
    def is_attachment(self) -> bool:
        """Papers that belong to the form they were handed in with and open no set of their own."""
        return self in _ATTACHMENTS


_ATTACHMENTS = frozenset({FormKind.POWER_OF_ATTORNEY, FormKind.IDENTITY_DOCUMENT_COPY})
