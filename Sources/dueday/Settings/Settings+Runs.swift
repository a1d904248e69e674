import BillingFormats
import BillingRun
import Monetary

extension Settings {
    /// The bounds of runs.
    func brakes() throws -> Brakes {
        var brakes = Brakes(
            mostInvoices: try count(Self.brakeInvoices), mostGrowth: try count(Self.brakeGrowth))
        guard let value = self[Self.brakeTotal] else { return brakes }
        for bound in value.text.split(separator: ",") {
            let words = bound.split(separator: " ")
            guard words.count == 2, let currency = try? Currency(code: String(words[1])),
                let most = try? currency.minorUnits(String(words[0])), most > 0,
                brakes.mostBilledMinorUnits.updateValue(most, forKey: currency.code) == nil
            else {
                throw CommandFailure.usage(
                    "brake.total is \"\(value.text)\" (\(value.source)): it lists amounts with their currencies, each "
                        + "once, such as \"50000.00 USD, 20000.00 EUR\"")
            }
        }
        return brakes
    }

    /// Seconds after a boundary until which it stays open.
    func draftWindowSeconds() throws -> Int64 {
        guard let value = self[Self.finalizeAfter] else { return 0 }
        guard let seconds = DurationText.seconds(value.text), seconds <= 31 * 86_400 else {
            throw CommandFailure.usage(
                "finalize.after is \"\(value.text)\" (\(value.source)): it is a length of time up to 31d, such as 90m, "
                    + "6h or 2d")
        }
        return seconds
    }
}
