import Monetary

/// An invoice as a table, a line by the base (column 0) and the rows of its tax table (columns from 1): what was
/// issued, what is left, or what one note takes.
struct CreditTable {
    /// By line, then by column; a line has the columns that it is taxed by.
    private(set) var cells: [[Int: WideInteger]]

    private init(cells: [[Int: WideInteger]]) { self.cells = cells }

    /// What a note takes, over as many lines as the invoice has.
    init(note: CreditNoteDraft, lines: Int) {
        cells = Array(repeating: [:], count: lines)
        for line in note.lines where cells.indices.contains(line.line - 1) {
            cells[line.line - 1][0] = WideInteger(line.parts.baseMinorUnits)
            for tax in line.parts.taxes { cells[line.line - 1][tax.row] = WideInteger(tax.minorUnits) }
        }
        dropEmpty()
    }

    /// What was issued: the exact tax of each line, brought to the sums that were rounded (8.3, 8.4).
    init(issued invoice: InvoiceDraft) {
        let nets = invoice.lines.map { WideInteger($0.amountMinorUnits) - WideInteger($0.discountMinorUnits) }
        cells = nets.map { [0: $0] }
        var groups: [(tax: LineTax, lines: [Int])] = []
        for (index, line) in invoice.lines.enumerated() {
            guard let tax = line.tax else { continue }
            if let group = groups.firstIndex(where: { invoice.taxIsIncluded && $0.tax == tax }) {
                groups[group].lines.append(index)
            } else {
                groups.append((tax, [index]))
            }
        }
        for (tax, lines) in groups {
            for column in Self.columns(of: tax, in: invoice.taxes) {
                for line in lines { cells[line][column] = .zero }
            }
            guard invoice.taxIsIncluded, case .components(let components) = tax else { continue }
            takeIncluded(components, lines: lines, nets: nets, rows: invoice.taxes)
        }
        guard !invoice.taxIsIncluded else { return }
        for (index, row) in invoice.taxes.enumerated() {
            let lines = cells.indices.filter { cells[$0][index + 1] != nil }
            let exact = lines.map { line in
                let tax = WideFraction(nets[line]) * WideFraction(row.rate) / WideFraction(100)
                return invoice.taxRounding == .line ? WideFraction(tax.rounded) : tax
            }
            let shares = SplitCheck.shares(of: WideInteger(row.amountMinorUnits), near: exact)
            for (line, share) in zip(lines, shares) { cells[line][index + 1] = share }
        }
    }

    private mutating func takeIncluded(
        _ components: [LineTax.Component], lines: [Int], nets: [WideInteger], rows: [TaxAmount]
    ) {
        let rates = components.map { WideFraction($0.rate).inTrillionths }
        let hundred = WideInteger(100_000_000_000_000 as Int64)
        let divisor = hundred + rates.reduce(.zero, +)
        let gross = lines.reduce(WideInteger.zero) { $0 + nets[$1] }
        let tax = gross - WideFraction(gross * hundred, over: divisor).rounded
        for (place, share) in SplitCheck.shares(of: tax, over: rates).enumerated() {
            let column = Self.columns(of: .components([components[place]]), in: rows).first
            let exact = lines.map { WideFraction(nets[$0] * rates[place], over: divisor) }
            for (line, part) in zip(lines, SplitCheck.shares(of: share, near: exact)) {
                guard let column else { continue }
                cells[line][column] = (cells[line][column] ?? .zero) + part
                cells[line][0] = (cells[line][0] ?? .zero) - part
            }
        }
    }

    private static func columns(of tax: LineTax, in rows: [TaxAmount]) -> [Int] {
        rows.indices.filter { index in
            switch tax {
            case .components(let components):
                components.contains {
                    ($0.jurisdiction, $0.name, $0.rate) == (
                        rows[index].jurisdiction, rows[index].name, rows[index].rate
                    )
                }
            case .none(let category, let country):
                rows[index].name == nil && rows[index].category == category
                    && rows[index].jurisdiction == country
            }
        }
        .map { $0 + 1 }
    }

    static func - (left: Self, right: Self) -> Self {
        CreditTable(
            cells: zip(left.cells, right.cells).map { line, taken in
                line.merging(taken) { $0 - $1 }
            })
    }

    /// Lines of which nothing is taken have no place on a note.
    private mutating func dropEmpty() {
        for index in cells.indices where cells[index].values.allSatisfy({ $0.sign == 0 }) {
            cells[index] = [:]
        }
    }

    private func total(_ line: Int) -> WideInteger { cells[line].values.reduce(.zero, +) }
}

extension CreditTable {
    /// What an order takes of what is left: everything, where it comes to as much as everything.
    func taken(
        by extent: CreditNoteOrder.Extent, of invoice: InvoiceDraft, after earlier: [CreditNoteDraft]
    ) -> CreditTable {
        var taken = ordered(by: extent, of: invoice, after: earlier)
        if taken.total == total { taken = self }
        taken.dropEmpty()
        return taken
    }

    private var total: WideInteger { cells.indices.reduce(.zero) { $0 + total($1) } }

    private func ordered(
        by extent: CreditNoteOrder.Extent, of invoice: InvoiceDraft, after earlier: [CreditNoteDraft]
    ) -> CreditTable {
        var taken = self
        switch extent {
        case .whole: break
        case .amount(let minorUnits): taken = spread(WideInteger(minorUnits), of: invoice)
        case .tax(let minorUnits):
            let taxes = CreditTable(cells: cells.map { $0.merging([0: .zero]) { $1 } })
            taken = minorUnits.map { taxes.spread(WideInteger($0), of: invoice) } ?? taxes
        case .lines(let parts):
            for index in taken.cells.indices where !parts.contains(where: { $0.line == index + 1 }) {
                taken.cells[index] = [:]
            }
            for part in parts where taken.cells.indices.contains(part.line - 1) {
                let index = part.line - 1
                let net = invoice.taxIsIncluded ? total(index) : cells[index][0] ?? .zero
                guard let wanted = part.part.net(of: net, index, invoice, earlier) else { continue }
                taken.cells[index] = split(index, by: wanted, of: net, isIncluded: invoice.taxIsIncluded)
            }
        }
        return taken
    }

    /// The net taken, with its taxes in the same share.
    private func split(
        _ line: Int, by wanted: WideInteger, of net: WideInteger, isIncluded: Bool
    ) -> [Int: WideInteger] {
        guard net.sign != 0 else { return [:] }
        let columns = cells[line].keys.sorted()
        guard isIncluded else {
            var taken: [Int: WideInteger] = [0: wanted]
            for column in columns where column > 0 {
                let weights = [wanted.magnitude, (net - wanted).magnitude]
                taken[column] = SplitCheck.shares(of: cells[line][column] ?? .zero, over: weights)[0]
            }
            return taken
        }
        let exact = columns.map { Self.fraction(wanted, of: cells[line][$0] ?? .zero, in: net) }
        return Dictionary(
            uniqueKeysWithValues: zip(columns, SplitCheck.shares(of: wanted, near: exact)))
    }

    /// Over the columns of each way to be taxed, then over their lines.
    private func spread(_ amount: WideInteger, of invoice: InvoiceDraft) -> CreditTable {
        let all = total
        guard amount < all else { return self }
        var places: [(lines: [Int], column: Int, sum: WideInteger)] = []
        for (index, line) in invoice.lines.enumerated() {
            guard !invoice.lines[..<index].contains(where: { $0.tax == line.tax }) else { continue }
            let lines = invoice.lines.indices.filter { invoice.lines[$0].tax == line.tax }
            for column in cells[index].keys.sorted() {
                let sum = lines.reduce(WideInteger.zero) { $0 + (cells[$1][column] ?? .zero) }
                places.append((lines, column, sum))
            }
        }
        var taken = CreditTable(cells: cells.map { $0.mapValues { _ in .zero } })
        let shares = SplitCheck.shares(
            of: amount, near: places.map { Self.fraction(amount, of: $0.sum, in: all) })
        for (place, share) in zip(places, shares) where share.sign != 0 {
            let exact = place.lines.map { line in
                Self.fraction(share, of: cells[line][place.column] ?? .zero, in: place.sum)
            }
            for (line, part) in zip(place.lines, SplitCheck.shares(of: share, near: exact)) {
                taken.cells[line][place.column] = part
            }
        }
        return taken
    }

    /// amount × part ÷ whole, over a denominator above zero.
    private static func fraction(
        _ amount: WideInteger, of part: WideInteger, in whole: WideInteger
    ) -> WideFraction {
        WideFraction(whole.sign < 0 ? -(amount * part) : amount * part, over: whole.magnitude)
    }
}

extension CreditNoteOrder.Line.Part {
    /// The net that is taken of a line of which `left` is left; nil for all of it.
    fileprivate func net(
        of left: WideInteger, _ index: Int, _ invoice: InvoiceDraft, _ earlier: [CreditNoteDraft]
    ) -> WideInteger? {
        switch self {
        case .rest: return nil
        case .amount(let minorUnits): return WideInteger(minorUnits)
        case .quantity(let units):
            let used = earlier.flatMap(\.lines).filter { $0.line == index + 1 }.compactMap(\.quantity)
            let unitsLeft = used.reduce(WideFraction(invoice.lines[index].quantity)) { $0 - WideFraction($1) }
            guard unitsLeft.numerator.sign > 0 else { return .zero }
            return (WideFraction(left) * WideFraction(units) / unitsLeft).rounded
        }
    }
}
