import Monetary

/// What the lines of an issued invoice still hold after some credit notes.
struct CreditableRest {
    private let invoice: Invoice
    private var rest: [CreditParts]
    /// Units credited so far, by line.
    private var quantities: [ExactDecimal?]

    init(_ invoice: Invoice, lines: [CreditParts]) {
        self.invoice = invoice
        rest = lines
        quantities = lines.map { _ in nil }
    }

    /// With tax.
    var totalMinorUnits: Int64 { rest.reduce(0) { $0 + $1.totalMinorUnits } }

    mutating func subtract(_ note: CreditNoteDraft) throws(MonetaryError) {
        for line in note.lines {
            rest[line.line - 1].subtract(line.parts)
            guard let quantity = line.quantity else { continue }
            quantities[line.line - 1] = try (quantities[line.line - 1] ?? .zero) + quantity
        }
    }

    /// What an order takes, line by line.
    ///
    /// An order that comes to all that is left takes all of it, also what lines above and below zero hold against each
    /// other: no later note could, and every line and tax row ends at its whole.
    func lines(of extent: CreditNoteOrder.Extent) throws -> [CreditNoteLine] {
        let ordered = try orderedLines(of: extent)
        guard ordered.reduce(0, { $0 + $1.totalMinorUnits }) == totalMinorUnits else { return ordered }
        return try orderedLines(of: .whole).map { whole in
            ordered.first { $0.line == whole.line && $0.parts == whole.parts } ?? whole
        }
    }

    private func orderedLines(of extent: CreditNoteOrder.Extent) throws -> [CreditNoteLine] {
        switch extent {
        case .whole: return rest.indices.compactMap { line(at: $0, rest[$0]) }
        case .amount(let minorUnits): return try spread(minorUnits)
        case .tax(let minorUnits):
            let taxes = taxesOnly
            guard taxes.totalMinorUnits > 0 else {
                throw BillingError.rule("10.2", "no tax is left of invoice \(invoice.number) to credit")
            }
            return try taxes.spread(minorUnits ?? taxes.totalMinorUnits, of: "of tax ")
        case .lines(let parts):
            guard !parts.isEmpty else { throw BillingError.invalid("a credit of no line", "name a line") }
            var taken: Set<Int> = []
            for part in parts {
                guard rest.indices.contains(part.line - 1) else {
                    throw BillingError.invalid(
                        "line \(part.line)", "invoice \(invoice.number) has the lines 1 to \(rest.count)")
                }
                guard taken.insert(part.line).inserted else {
                    throw BillingError.invalid("line \(part.line) named twice", "name every line once")
                }
            }
            return try parts.sorted { $0.line < $1.line }.map(take)
        }
    }

    /// The same without the nets.
    private var taxesOnly: CreditableRest {
        var taxes = self
        for index in rest.indices { taxes.rest[index].baseMinorUnits = 0 }
        return taxes
    }

    /// An amount with tax over everything that is left: first over the nets and taxes of lines that are taxed alike,
    /// then each of these over its lines.
    private func spread(_ minorUnits: Int64, of what: String = "") throws -> [CreditNoteLine] {
        let total = totalMinorUnits
        guard (1...total).contains(minorUnits) else {
            let currency = invoice.content.currency
            throw BillingError.rule(
                "10.2",
                "\(currency.majorUnits(minorUnits)) \(currency.code) is not above zero and at most the "
                    + "\(currency.majorUnits(total)) \(what)that is left of invoice \(invoice.number)")
        }
        guard minorUnits < total else { return try orderedLines(of: .whole) }
        let groups = groupsOfOneTax
        var exact: [Ratio] = []
        for sum in groups.flatMap(sums) {
            exact.append(try Ratio(Int128(minorUnits) * Int128(sum), over: Int128(total)))
        }
        var shares = try apportion(minorUnits, near: exact)[...]
        var credited = rest
        for group in groups {
            for (column, sum) in sums(of: group).enumerated() {
                let share = shares.removeFirst()
                let parts = try split(share, of: sum, column: column, over: group)
                for (line, part) in zip(group, parts) { credited[line].set(part, column: column) }
            }
        }
        return credited.indices.compactMap { line(at: $0, credited[$0]) }
    }

    /// Lines that are taxed alike: their bases and their taxes each add up to something that must not be exceeded.
    private var groupsOfOneTax: [[Int]] {
        var groups: [(tax: LineTax?, lines: [Int])] = []
        for (index, line) in invoice.content.lines.enumerated() {
            if let group = groups.firstIndex(where: { $0.tax == line.tax }) {
                groups[group].lines.append(index)
            } else {
                groups.append((line.tax, [index]))
            }
        }
        return groups.map(\.lines)
    }

    /// What is left of the group's base and of each of its taxes.
    private func sums(of group: [Int]) -> [Int64] {
        guard let first = group.first else { return [] }
        return rest[first].amounts.indices.map { column in
            group.reduce(0) { $0 + rest[$1].amounts[column] }
        }
    }

    private func split(
        _ share: Int64, of sum: Int64, column: Int, over group: [Int]
    ) throws(MonetaryError) -> [Int64] {
        guard share != 0 else { return group.map { _ in 0 } }
        var exact: [Ratio] = []
        for line in group {
            exact.append(try Ratio(Int128(share) * Int128(rest[line].amounts[column]), over: Int128(sum)))
        }
        return try apportion(share, near: exact)
    }

    private func take(_ order: CreditNoteOrder.Line) throws -> CreditNoteLine {
        let index = order.line - 1
        var quantity: ExactDecimal?
        let parts: CreditParts
        switch order.part {
        case .rest: parts = rest[index]
        case .amount(let net): parts = try part(of: index, net: net)
        case .quantity(let units):
            quantity = units
            parts = try part(of: index, net: try net(of: units, at: index))
        }
        guard var line = line(at: index, parts) else {
            throw BillingError.rule("10.2", "nothing is left of line \(order.line) to credit")
        }
        line.quantity = quantity
        return line
    }

    /// What is left of the line's net as it stands on the invoice.
    private func net(at index: Int) -> Int64 {
        invoice.content.taxIsIncluded ? rest[index].totalMinorUnits : rest[index].baseMinorUnits
    }

    /// Units are shares of the units that no earlier note has taken, so that all of them take the whole line.
    private func net(of units: ExactDecimal, at index: Int) throws -> Int64 {
        let left = try invoice.content.lines[index].quantity - (quantities[index] ?? .zero)
        guard left > .zero, units > .zero, units <= left else {
            throw BillingError.invalid(
                "a quantity of \(units) of line \(index + 1)",
                left > .zero ? "above zero and at most \(left)" : "the line has no units left, give an amount"
            )
        }
        return try (Ratio(net(at: index)) * units.ratio / left.ratio).rounded()
    }

    /// A part of the net with its tax, split by 1.4 from what is left.
    private func part(of index: Int, net: Int64) throws -> CreditParts {
        let left = self.net(at: index)
        guard net != 0, (net > 0) == (left > 0), net.magnitude <= left.magnitude else {
            let currency = invoice.content.currency
            throw BillingError.rule(
                "10.2",
                "\(currency.majorUnits(net)) \(currency.code) cannot be taken from line \(index + 1), of which "
                    + "\(currency.majorUnits(left)) is left")
        }
        if invoice.content.taxIsIncluded {
            var exact: [Ratio] = []
            for amount in rest[index].amounts {
                exact.append(try Ratio(Int128(net) * Int128(amount), over: Int128(left)))
            }
            return rest[index].with(try apportion(net, near: exact)[...])
        }
        let weights = [Int64(net.magnitude), Int64(left.magnitude - net.magnitude)]
        var amounts = [net]
        for tax in rest[index].taxes { amounts.append(try allocate(tax.minorUnits, over: weights)[0]) }
        return rest[index].with(amounts[...])
    }

    /// nil where nothing is taken.
    private func line(at index: Int, _ parts: CreditParts) -> CreditNoteLine? {
        guard !parts.isZero else { return nil }
        let line = invoice.content.lines[index]
        return CreditNoteLine(
            line: index + 1, kind: line.kind, item: line.item, plan: line.plan, period: line.period,
            quantity: nil, tax: line.tax, parts: parts)
    }
}
