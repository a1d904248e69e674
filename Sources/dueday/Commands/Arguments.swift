public import ArgumentParser
public import Billing
public import BillingCalendar
public import BillingRun
import Monetary

// The words of the rules as arguments: their raw values are what people type.

extension Stage: ExpressibleByArgument {}
extension Checkout.State: ExpressibleByArgument {}
extension ProcessorChoice.Processor: ExpressibleByArgument {}
extension BillingInterval.Unit: ExpressibleByArgument {}
extension ProrationBehavior: ExpressibleByArgument {}
extension ChangeTime: ExpressibleByArgument {}
extension Subscription.Status: ExpressibleByArgument {}
extension InvoiceStatus: ExpressibleByArgument {}
extension ElectronicInvoiceForm: ExpressibleByArgument {}
extension Account.Collection: ExpressibleByArgument {}
extension AccountEdit.OptionalFact: ExpressibleByArgument {}
extension PaymentAttempt.State: ExpressibleByArgument {}
extension Notice.Kind: ExpressibleByArgument {}
extension Delivery.Channel: ExpressibleByArgument {}
extension DeliveryResult.State: ExpressibleByArgument {}
extension Refund.State: ExpressibleByArgument {}
extension RefundRequest.Reason: ExpressibleByArgument {}
extension OrphanDecision.Verdict: ExpressibleByArgument {}

extension Currency {
    /// The minor units of an amount that somebody typed.
    func amount(typed text: String) throws -> Int64 {
        do {
            return try minorUnits(text)
        } catch {
            throw CommandFailure.usage("\(error): give an amount in \(code), such as \(majorUnits(2_500))")
        }
    }
}

/// An argument that may begin with a minus sign. The parser takes "-5.00" for options, so such an argument is declared
/// as all that it did not recognize, of which there must be one; "--" before it is as good.
enum SignedArgument {
    /// - Parameter what: what the argument is, for the error.
    static func only(_ unrecognized: [String], _ what: String) throws -> String {
        let words = unrecognized.filter { $0 != "--" }
        let unknown = words.first { word in
            word.hasPrefix("-") && !word.dropFirst().allSatisfy { "0123456789.,".contains($0) }
        }
        if let unknown { throw CommandFailure.usage("unknown option \(unknown)") }
        guard words.count == 1, let word = words.first else {
            throw CommandFailure.usage("\(what) is one argument, not \(words.joined(separator: " "))")
        }
        return word
    }
}
