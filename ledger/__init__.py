"""The issuance ledger 交付管理台帳: its words, its rules, its book."""
