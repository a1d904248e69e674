import Billing
import BillingFormats
import BillingRun
import BillingStore
import Monetary

/// Checkouts for people and programs.
enum CheckoutText {
    static func print(_ checkout: Checkout) {
        let amount = "\(checkout.currency.majorUnits(checkout.amountMinorUnits)) \(checkout.currency.code)"
        Terminal.print(
            "\(checkout.order.subscription)  \(checkout.state.rawValue)  \(checkout.processor) \(checkout.reference)"
        )
        Terminal.print("  first invoice   \(amount)")
        Terminal.print("  until           \(checkout.expiresAt)")
        if let url = checkout.url { Terminal.print("  page            \(url)") }
        Terminal.print("  then            dueday checkout confirm \(checkout.order.subscription)")
    }

    static func json(_ checkout: Checkout) -> OrderedJSON {
        [
            "subscription": .string(checkout.order.subscription), "account": .string(checkout.order.account),
            "plan": .string(checkout.order.plan), "state": .string(checkout.state.rawValue),
            "processor": .string(checkout.processor), "reference": .string(checkout.reference),
            "url": .text(checkout.url),
            "amount": .string(checkout.currency.majorUnits(checkout.amountMinorUnits)),
            "currency": .string(checkout.currency.code), "created_at": .string("\(checkout.createdAt)"),
            "expires_at": .string("\(checkout.expiresAt)"),
        ]
    }
}

/// Where the money of a checkout stands, for people and programs.
struct CheckoutMoneyText {
    private let booking: CheckoutBooking
    private let paid: CheckoutPayment
    private let checkout: Checkout
    /// What people know the invoice by; nil where no invoice takes it.
    private let invoiceNumber: String?

    init(
        _ booking: CheckoutBooking, _ paid: CheckoutPayment, _ checkout: Checkout, _ database: Database
    ) async throws {
        self.booking = booking
        self.paid = paid
        self.checkout = checkout
        switch booking {
        case .paid(let attempt), .owedBack(let attempt):
            invoiceNumber = try await database.books.reader.invoice(attempt.invoice)?.invoice.number
        case .onBalance: invoiceNumber = nil
        }
    }

    /// Whether people have something to do.
    var isOwedBack: Bool {
        if case .owedBack = booking { return true }
        return false
    }

    private var amount: String { checkout.currency.majorUnits(paid.amountMinorUnits) }

    var words: String {
        let money = "\(amount) \(checkout.currency.code) of \(paid.reference)"
        let account = checkout.order.account
        switch booking {
        case .paid: return "\(money) paid invoice \(invoiceNumber ?? "")"
        case .onBalance:
            return
                "\(money) are on the balance of \(account): its invoices use them first, and `dueday payment refund "
                + "\(paid.reference)` gives back what they leave"
        case .owedBack(let attempt):
            return
                "\(money) are owed back: invoice \(invoiceNumber ?? "") does not ask for them. Nothing is charged to "
                + "\(account) before `dueday payment refund \(attempt.id)` has given them back and the alarm is cleared "
                + "(`dueday alarms list`)"
        }
    }

    var json: OrderedJSON {
        let (outcome, attempt): (String, PaymentAttempt?) =
            switch booking {
            case .paid(let attempt): ("paid_invoice", attempt)
            case .owedBack(let attempt): ("owed_back", attempt)
            case .onBalance: ("on_balance", nil)
            }
        return [
            "reference": .string(paid.reference), "amount": .string(amount),
            "currency": .string(checkout.currency.code), "outcome": .string(outcome),
            "invoice": .text(invoiceNumber), "attempt": .text(attempt?.id),
        ]
    }
}
