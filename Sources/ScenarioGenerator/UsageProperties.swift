import Billing
import BillingCalendar
import BillingFormats
import Monetary

extension ScenarioProperties {
    /// Every usage line counts exactly the use that was known when its invoice was issued, and a late line begins
    /// where the lines before it ended (5.2, 5.7).
    static func usage(_ played: PlayedScenario) throws -> [String] {
        var violations: [String] = []
        var charged: [SegmentKey: Int64] = [:]
        for invoice in played.invoices {
            for line in invoice.content.lines {
                guard let inputs = line.usageInputs else { continue }
                let name = "\(invoice.number), \(line.kind.rawValue) \(line.item) of \(line.period)"
                let expected = try played.use(line, of: invoice)
                if inputs.used != expected {
                    violations.append("\(name): \(inputs.used) used, the events say \(expected) (5.2)")
                }
                let key = SegmentKey(
                    subscription: invoice.content.subscription, meter: line.item, start: line.period.start)
                if case .lateUsage(_, let before, _) = line.derivation, before != charged[key, default: 0] {
                    violations.append(
                        "\(name): \(charged[key, default: 0]) was charged before, not \(before) (5.7)")
                }
                charged[key, default: 0] += line.amountMinorUnits
            }
        }
        return violations
    }

    private struct SegmentKey: Hashable {
        var subscription: String
        var meter: String
        var start: Instant
    }
}

extension InvoiceLine {
    fileprivate var usageInputs: UsageDerivation? {
        switch derivation {
        case .usage(let inputs), .lateUsage(let inputs, _, _): inputs
        case .charge, .credit, .minimum: nil
        }
    }
}

extension PlayedScenario {
    /// A meter's total in the line's window, from the timeline and second by second where it is a gauge.
    fileprivate func use(_ line: InvoiceLine, of invoice: Invoice) throws -> Ratio {
        guard let meter = scenario.catalog.meters[line.item] else { return .zero }
        let known = events(of: meter, line: line, invoice: invoice)
        let inside = known.filter { line.period.contains($0.at) }
        let carried = meter.carriesValueIn ? known.last { $0.at < line.period.start }?.quantity : nil
        switch meter.aggregation {
        case .sum:
            var sum = Ratio.zero
            for event in inside { sum = try sum + event.quantity.ratio }
            return sum
        case .count: return Ratio(Int64(inside.count))
        case .unique: return Ratio(Int64(Set(inside.compactMap(\.key)).count))
        case .max:
            var most = carried?.ratio ?? .zero
            for event in inside { most = max(most, event.quantity.ratio) }
            return most
        case .last: return (inside.last?.quantity ?? carried)?.ratio ?? .zero
        case .timeWeighted:
            // Each value counts from where it begins to the window's end, less the one before from there on.
            var area = try (carried?.ratio ?? .zero) * Ratio(line.period.seconds)
            var value = carried?.ratio ?? .zero
            for event in inside {
                let change = try event.quantity.ratio - value
                area = try area + change * Ratio(event.at.seconds(until: line.period.end))
                value = event.quantity.ratio
            }
            return try area / Ratio(line.period.seconds)
        }
    }

    /// In the order that decides ties: recorded later wins, then written later.
    private func events(of meter: Meter, line: InvoiceLine, invoice: Invoice) -> [UsageEvent] {
        let events = scenario.timeline.compactMap { event -> UsageEvent? in
            guard case .usage(let use) = event.action, use.subscription == invoice.content.subscription,
                use.meter == meter.id, use.recordedAt < invoice.content.issuedAt
            else { return nil }
            return use
        }
        return events.enumerated()
            .sorted {
                ($0.element.at, $0.element.recordedAt, $0.offset) < (
                    $1.element.at, $1.element.recordedAt, $1.offset
                )
            }
            .map(\.element)
    }
}
