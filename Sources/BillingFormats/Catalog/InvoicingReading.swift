internal import Billing
internal import Monetary

extension SellerInvoicing {
    /// The seller's keys that its documents follow.
    init(reading map: YAMLMap) throws(FormatError) {
        self.init()
        place = try PostalPlace(reading: map)
        contact = try map.optional("contact", Contact.init(reading:))
        electronicAddress = try map["electronic_address"]?.electronicAddress()
        bankAccounts = try map["bank_accounts"]?.list(BankAccount.init(reading:)) ?? []
        accent = try map["accent"]?.accent()
        logo = try map["logo"]?.shortText()
        paper = try map["paper"]?.word()
        note = try map["note"]?.shortText(limit: 2_000)
    }
}

extension BuyerInvoicing {
    /// An account's keys that its documents follow.
    init(reading map: YAMLMap) throws(FormatError) {
        self.init()
        purchaseOrder = try map["purchase_order"]?.shortText(limit: 255)
        reference = try map["buyer_reference"]?.shortText(limit: 255)
        electronicAddress = try map["electronic_address"]?.electronicAddress()
        place = try PostalPlace(reading: map)
        language = try map["language"]?.languageTag()
        electronicInvoice = try map["e_invoice"]?.word()
        if electronicInvoice == .xRechnung, let value = map["buyer_reference"], let reference,
            reference.contains("-"), !LeitwegID.isValid(reference)
        {
            throw value.error(
                "\(quoted(reference)) is not a Leitweg-ID", hint: "its two check digits do not fit")
        }
    }
}

extension PostalPlace {
    /// `city` and `postcode`, both or neither.
    fileprivate init?(reading map: YAMLMap) throws(FormatError) {
        let city = try map["city"]?.shortText(limit: 255)
        let postcode = try map["postcode"]?.shortText(limit: 100)
        switch (city, postcode) {
        case (let city?, let postcode?): self.init(city: city, postcode: postcode)
        case (nil, nil): return nil
        case (_?, nil): throw map.value.error(key: "postcode", "is missing", hint: "city has it beside it")
        case (nil, _?): throw map.value.error(key: "city", "is missing", hint: "postcode has it beside it")
        }
    }
}

extension SellerInvoicing.Contact {
    fileprivate init(reading value: YAMLValue) throws(FormatError) {
        let map = try value.map(keys: ["name", "phone", "email"])
        let phone = try map.required("phone")
        self.init(
            name: try map.required("name").shortText(limit: 255), phone: try phone.shortText(limit: 100),
            email: try map.required("email").shortText(limit: 255))
        // BR-DE-27 and 28.
        guard self.phone.filter(\.isNumber).count >= 3 else {
            throw phone.error(
                "\(quoted(self.phone)) is not a telephone number", hint: "at least three digits")
        }
        guard email.contains("@") else {
            throw try map.required("email").error("\(quoted(email)) is not an e-mail address")
        }
    }
}

extension BankAccount {
    fileprivate init(reading value: YAMLValue) throws(FormatError) {
        let map = try value.map(keys: ["currency", "holder", "bank", "iban", "bic", "upi", "details"])
        self.init()
        currency = try map["currency"]?.currency()
        // 70 characters is what payment orders have room for (EPC069-12, Swiss QR-bill).
        holder = try map["holder"]?.shortText(limit: 70)
        bank = try map["bank"]?.shortText(limit: 255)
        iban = try map["iban"]?.checked { text throws(BillingError) in try IBAN(parsing: text) }
        bic = try map["bic"]?.bic()
        upi = try map["upi"]?.upiAddress()
        details = try map["details"]?.entries().map { ($0.key, $0.value) }.details() ?? []
        guard iban != nil || upi != nil || !details.isEmpty else {
            throw value.error("says nowhere to pay to", hint: "write iban, upi or details")
        }
    }
}

extension [(String, YAMLValue)] {
    fileprivate func details() throws(FormatError) -> [BankAccount.Detail] {
        var details: [BankAccount.Detail] = []
        for (label, value) in self {
            details.append(BankAccount.Detail(label: label, value: try value.shortText(limit: 255)))
        }
        return details
    }
}

extension YAMLValue {
    /// A text made into a value that checks itself.
    fileprivate func checked<Value>(
        _ read: (String) throws(BillingError) -> Value
    ) throws(FormatError) -> Value {
        let text = try shortText(limit: 255)
        do throws(BillingError) {
            return try read(text)
        } catch {
            if case .invalid(let what, let fix) = error {
                throw self.error("\(what) is not valid", hint: fix)
            }
            throw self.error("\(error)")
        }
    }

    fileprivate func electronicAddress() throws(FormatError) -> ElectronicAddress {
        try checked { text throws(BillingError) in try ElectronicAddress(parsing: text) }
    }

    fileprivate func accent() throws(FormatError) -> SellerInvoicing.Accent {
        try checked { text throws(BillingError) in try SellerInvoicing.Accent(parsing: text) }
    }

    /// A language by the form of its tag ("de", "pt-BR").
    fileprivate func languageTag() throws(FormatError) -> String {
        let text = try shortText(limit: 35)
        let primary = text.prefix { $0 != "-" }
        guard (2...3).contains(primary.utf8.count), primary.utf8.allSatisfy({ $0 >= 0x61 && $0 <= 0x7A })
        else {
            throw error("\(quoted(text)) is not a language", hint: "a tag like de or pt-BR")
        }
        return text
    }

    /// A bank by the form of ISO 9362: eight or eleven letters and digits.
    fileprivate func bic() throws(FormatError) -> String {
        let text = try shortText(limit: 11).uppercased()
        let isForm = text.utf8.allSatisfy { ($0 >= 0x41 && $0 <= 0x5A) || ($0 >= 0x30 && $0 <= 0x39) }
        guard isForm, text.utf8.count == 8 || text.utf8.count == 11 else {
            throw error("\(quoted(text)) is not a BIC", hint: "eight or eleven letters and digits")
        }
        return text
    }

    fileprivate func upiAddress() throws(FormatError) -> String {
        let text = try shortText(limit: 255)
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let isForm = text.utf8.allSatisfy { byte in
            (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (byte >= 0x30 && byte <= 0x39)
                || ".-_@".utf8.contains(byte)
        }
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), isForm else {
            throw error("\(quoted(text)) is not a UPI address", hint: "like name@bank")
        }
        return text
    }
}
