import Billing
import Monetary

/// A charge that its processor refuses for what it asks and not for who is to pay it, in words for an operator: what is
/// refused, and what to do about it. Nothing of it is dunned.
struct RefusedRequest: CustomStringConvertible {
    private let charge: SettledCharge
    private let code: DeclineCode

    /// nil for every other charge.
    init?(_ charge: SettledCharge) {
        guard charge.state == .refused, let code = charge.declineCode, code.isAboutRequest else { return nil }
        self.charge = charge
        self.code = code
    }

    /// What refusals have in common that are told once.
    var kind: [String] { [charge.processor, charge.currencyCode, code.rawValue] }

    var description: String {
        "\(charge.processor) does not charge \(amount) for invoice \(charge.invoiceNumber): \(code.rawValue); "
            + "\(advice); it is not dunned, and tried again every day"
    }

    private var advice: String {
        let settled =
            "settle it with `dueday invoice credit \(charge.invoiceNumber)` or `dueday payment record "
            + "\(charge.invoiceNumber)`"
        switch code {
        case .amountTooSmall:
            return
                "`minimum_charge` of the seller, for \(charge.currencyCode), makes small amounts wait for the next "
                + "invoice; \(settled)"
        case .malformedCharge:
            return
                "look at the `deployment` setting and at the method's ids, which have other characters than "
                + "letters, digits and _ : . -"
        default: return settled
        }
    }

    private var amount: String {
        do {
            let currency = try Currency(code: charge.currencyCode)
            return "\(currency.majorUnits(charge.amountMinorUnits)) \(currency.code)"
        } catch {
            // No invoice is issued in a currency that is not known; the refusal is told all the same.
            return "\(charge.amountMinorUnits) minor units of \(charge.currencyCode)"
        }
    }
}
