import BillingCalendar
import Monetary

extension Subscription {
    /// Replaces one item's window at `at` by a credit and a charge that wait for the next invoice (4.1).
    ///
    /// Several changes of the item at this instant whose lines are still pending become one from the state before
    /// the first; when that changes nothing, no line is left.
    ///
    /// - Parameters:
    ///   - old: what the terms said before this change; nil when nothing was attached.
    ///   - item: what is charged from now on; nil when it is detached.
    ///   - basis: that of the plan now in force; a plan's window is credited by its own plan's (4.2).
    /// - Returns: whether a line was made.
    mutating func replaceWindow(
        of key: ChargeWindow.Item, from old: ItemTerms?, to item: ChargedItem?, at: Instant,
        basis: ProrationBasis, context: BillingContext
    ) throws -> Bool {
        let first = undoChanges(of: key, at: at)
        let termsBefore = first.map(\.termsBefore) ?? old
        if first != nil && termsBefore == item.map(ItemTerms.init) { return false }
        let before = windows.first { $0.item == key }

        var lineIDs: [Int] = []
        if let before {
            let line = try context.credit(for: before, from: at, basisInForce: basis, in: self)
            lineIDs.append(addPending(line, key: key, credits: before.pendingLineID))
        }
        var window: ChargeWindow?
        if let item {
            let line = try context.charge(item, from: at, basis: basis, in: self)
            lineIDs.append(addPending(line, key: key))
            window = ChargeWindow(
                item: key, itemID: item.id, quantity: item.quantity, period: line.period,
                netMinorUnits: line.netMinorUnits, taxCode: item.taxCode, tax: nil,
                pendingLineID: lineIDs.last)
        }
        setWindow(of: key, to: window)
        collapsible[key] = CollapsibleChange(
            at: at, termsBefore: termsBefore, windowBefore: before, lineIDs: lineIDs)
        return !lineIDs.isEmpty
    }

    /// Credits every window as it stands, the plan before add-ons (4.5, 4.7).
    mutating func creditAllWindows(from at: Instant, context: BillingContext) throws {
        let basisInForce = try context.plan(terms.plan).proration
        for window in windows where window.period.end > at {
            let line = try context.credit(for: window, from: at, basisInForce: basisInForce, in: self)
            _ = addPending(line, key: window.item, credits: window.pendingLineID)
        }
        windows = []
        collapsible = [:]
    }

    /// Takes the pending lines of earlier changes at this instant away and puts the window before them back.
    ///
    /// - Returns: the first of them; nil where there was none.
    private mutating func undoChanges(of key: ChargeWindow.Item, at: Instant) -> CollapsibleChange? {
        guard let earlier = collapsible.removeValue(forKey: key), earlier.at == at else { return nil }
        for pending in pendingLines where earlier.lineIDs.contains(pending.id) && key == .plan {
            planChargesMinorUnits -= pending.line.amountMinorUnits
        }
        pendingLines.removeAll { earlier.lineIDs.contains($0.id) }
        setWindow(of: key, to: earlier.windowBefore)
        return earlier
    }

    private mutating func addPending(
        _ line: InvoiceLine, key: ChargeWindow.Item, credits charge: Int? = nil
    ) -> Int {
        if key == .plan { planChargesMinorUnits += line.amountMinorUnits }
        return addPending(line, credits: charge)
    }

    /// - Parameter charge: the pending line that a credit takes back.
    /// - Returns: the id under which the line waits.
    mutating func addPending(_ line: InvoiceLine, credits charge: Int? = nil) -> Int {
        let id = nextLineID
        nextLineID += 1
        pendingLines.append(PendingLine(id: id, line: line, credits: charge))
        return id
    }

    /// A part of an issued charge was taken back by a credit note or a void: so much less of its window can still be
    /// credited (4.1). The rest keeps its share of the time, whatever time the part was for.
    ///
    /// - Parameter isUntaxed: whether all tax of it was taken back.
    mutating func takeBack(_ minorUnits: Int64, of charge: ChargedLine, isUntaxed: Bool) {
        for index in windows.indices where windows[index].charged == charge {
            windows[index].takeBack(minorUnits, isUntaxed: isUntaxed)
        }
        // What an undone change would put back.
        for key in collapsible.keys where collapsible[key]?.windowBefore?.charged == charge {
            collapsible[key]?.windowBefore?.takeBack(minorUnits, isUntaxed: isUntaxed)
        }
    }

    /// Keeps the windows in order: the plan first, add-ons by id.
    private mutating func setWindow(of key: ChargeWindow.Item, to window: ChargeWindow?) {
        windows.removeAll { $0.item == key }
        guard let window else { return }
        let index = windows.firstIndex { key.stands(before: $0.item) } ?? windows.endIndex
        windows.insert(window, at: index)
    }
}

extension ChargeWindow {
    fileprivate mutating func takeBack(_ minorUnits: Int64, isUntaxed: Bool) {
        netMinorUnits -= minorUnits
        if isUntaxed { tax = tax?.withoutTax }
    }
}

extension ChargeWindow.Item {
    fileprivate func stands(before other: ChargeWindow.Item) -> Bool {
        switch (self, other) {
        case (.plan, _): true
        case (.addOn, .plan): false
        case (.addOn(let id), .addOn(let otherID)): id.precedesByBytes(otherID)
        }
    }
}
