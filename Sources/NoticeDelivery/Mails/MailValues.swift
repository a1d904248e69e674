import Billing
import BillingCalendar
import BillingRun
import Monetary

/// What a template can fill in: the notice's facts, and words made from them.
struct MailValues {
    private(set) var values: [String: String]

    init(_ notice: Notice, to recipient: MailRecipient, updateURL: String?) {
        values = notice.facts.filter { !$0.value.isEmpty }
        values["seller"] = recipient.seller.name
        values["account"] = recipient.account.id
        values["name"] = recipient.account.name ?? recipient.account.email ?? recipient.account.id
        values["update_url"] = updateURL
        values["reference"] = notice.facts["invoice_number"] ?? notice.facts["subscription"]
        addDates(zone: recipient.zone)
        addAmounts()
        addMethod(recipient)
        addInvoice(notice, recipient)
    }

    /// "due_at" gives "due_on", and every other instant its name with "_on": a date in the customer's zone.
    private mutating func addDates(zone: Zone) {
        for (name, text) in values {
            guard let instant = try? Instant(parsing: text) else { continue }
            let stem = name.hasSuffix("_at") ? String(name.dropLast(3)) : name
            values["\(stem)_on"] = Self.words(zone.date(of: instant))
        }
        for (name, text) in values where name.hasSuffix("_on") {
            // A month stands for its last day.
            let parts = text.split(separator: "-").compactMap { Int($0) }
            if parts.count == 2, let first = try? CivilDate(year: parts[0], month: parts[1], day: 1) {
                let last = CivilDate.daysInMonth(first.month, ofYear: first.year)
                values[name] = "\(last) \(Self.months[first.month - 1]) \(first.year)"
            } else if let date = try? CivilDate(parsing: text) {
                values[name] = Self.words(date)
            }
        }
    }

    private mutating func addAmounts() {
        guard let currency = values["currency"] else { return }
        for name in ["amount", "total"] {
            if let amount = values[name] { values["\(name)_text"] = "\(amount) \(currency)" }
        }
    }

    /// "your Visa card ending in 4242", by the method's id or the default.
    private mutating func addMethod(_ recipient: MailRecipient) {
        let named = values["method"].flatMap { id in recipient.methods.first { $0.id == id } }
        guard let method = named ?? (values["method"] == nil ? recipient.methods.first : nil) else {
            values["method_text"] = values["method_label"].map { "your \($0)" } ?? "your payment method"
            return
        }
        let brand = method.brand.map { $0.prefix(1).uppercased() + $0.dropFirst() + " card" }
        let kind = "your \(brand ?? "payment method")"
        values["method_text"] = method.last4.map { "\(kind) ending in \($0)" } ?? kind
        if values["expires_on"] == nil, let month = method.expiresOn {
            values["expires_on"] = month
            addDates(zone: recipient.zone)
        }
    }

    private mutating func addInvoice(_ notice: Notice, _ recipient: MailRecipient) {
        if let action = values["final_action"] { values["final_\(action)"] = "yes" }
        guard notice.kind == .invoiceIssued else { return }
        let isDue = notice.facts["status"] == InvoiceStatus.open.rawValue
        values[isDue ? "is_due" : "is_settled"] = "yes"
        if isDue && recipient.account.collection == .automatic && !recipient.methods.isEmpty {
            values["is_automatic"] = "yes"
        }
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ]

    private static func words(_ date: CivilDate) -> String {
        "\(date.day) \(months[date.month - 1]) \(date.year)"
    }
}
