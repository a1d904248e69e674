import Billing
import BillingRun

// Invoices whose names are the difficulty.
extension Gallery {
    /// Names and descriptions that nobody expects, on a German invoice.
    func hostile() async throws -> [(name: String, item: UnrenderedInvoice)] {
        let simple = try await Self.spree(wish: "language: en").play()
        // What no font shows stands in a line only: a name must be on the page as it is in the XML.
        let names = [
            (
                "controls", "A\u{0}B\u{7}C\u{1B}[31m\u{85}\u{2028}D & <F> \"G\" (H) \\I) /J%",
                " \u{FEFF}\u{FFFE}\u{E000}"
            ),
            (
                "bidi",
                "Evil \u{202E}txet desrever\u{202C} \u{2067}isolated\u{2069} \u{200F}Ltd\u{200E} \u{061C}!",
                ""
            ),
            (
                "emoji", "Rocket Family Flag Ltd",
                " \u{1F680} \u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467} \u{1F1E9}\u{1F1EA}"
            ),
            ("scripts", "Ελληνικά Кириллица Tiếng Việt हिन्दी ไทย 日本語 中文", ""),
            ("long-word", String(repeating: "Donaudampfschifffahrtsgesellschaft", count: 12), ""),
            ("long-text", Self.longText, ""),
            ("marks", "\u{E9}\u{302}\u{303} Z\u{335}algo \u{1E8D}\u{301} q\u{30A}", ""),
        ]
        return try await rightToLeft()
            + names.map { name, text, more in
                var item = simple
                // A word that is broken over lines is several words to readers.
                item.buyer.name = String(text.prefix(text.contains(" ") ? 400 : 25))
                item.buyer.address = [String(text.prefix(200)), "10115 Berlin"]
                item.names.plans["pro"] = text + more
                return (name: "hostile-\(name)", item: item)
            }
    }

    /// Names that read from right to left, on two pages: of the buyer and of all that is sold, then of the seller alone.
    private func rightToLeft() async throws -> [(name: String, item: UnrenderedInvoice)] {
        var scenario = Self.manyLines(30)
        scenario.buyer += "\nlanguage: en"
        let invoice = try await scenario.play()
        return Self.leftwardNames.flatMap { names in
            var sold = invoice
            sold.buyer.name = names.company
            sold.buyer.address = [names.company, "10115 Berlin"]
            sold.names.plans["pro"] = names.plan
            for (index, module) in sold.names.addOns.keys.sorted().enumerated() {
                sold.names.addOns[module] = names.modules[index % names.modules.count]
            }
            var seller = invoice
            seller.seller.name = names.company
            seller.seller.address = [names.company, "10115 Berlin"]
            return [
                (name: "right-to-left-\(names.script)", item: sold),
                (name: "right-to-left-\(names.script)-seller", item: seller),
            ]
        }
    }

    private struct LeftwardNames {
        var script: String
        var company: String
        var plan: String
        var modules: [String]
    }

    private static let leftwardNames = [
        LeftwardNames(
            script: "hebrew", company: "חברת שלום עולם", plan: "חבילה מקצועית",
            modules: ["מסד נתונים נוסף", "גיבוי", "שעת ייעוץ", "תמיכה מורחבת לארגונים"]),
        LeftwardNames(
            script: "arabic", company: "مؤسسة النور للتجارة", plan: "الباقة الاحترافية",
            modules: ["قاعدة بيانات إضافية", "نسخ احتياطي", "ساعة استشارة", "دعم موسع للشركات"]),
    ]

    /// 4,000 characters of words.
    private static let longText = String(
        String(repeating: "A service that is described at great length, with every clause of it. ", count: 60)
            .prefix(4_000))
}
