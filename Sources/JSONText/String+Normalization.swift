extension String {
    /// The text in NFC. Text that needs no work (ASCII, Latin, kana, ideographs, full-width forms, emoji without
    /// combining characters) is returned as it is. Linear; a run of more than 30 combining characters is treated in
    /// parts.
    public var normalizedNFC: String {
        if unicodeScalars.allSatisfy({ UnicodeForm.isSettled($0.value) }) { return self }
        var text = self
        return text.withUTF8 { text in
            var form = CanonicalForm()
            return form.applied(to: text).text
        }
    }

    /// The text in NFKC: NFC, and compatibility forms (half-width kana, full-width letters, `㈱`) replaced by plain
    /// ones. Linear; a run of more than 30 combining characters is treated in parts.
    public var normalizedNFKC: String {
        if utf8.allSatisfy({ $0 < 0x80 }) { return self }
        return UnicodeForm.compatibility(of: self)
    }
}
