import BillingFormats

/// A simulation's answer for people.
struct AnswerTables {
    private let answer: SimulationAnswer

    init(_ answer: SimulationAnswer) { self.answer = answer }

    func print() {
        for invoice in answer.invoices {
            Terminal.print(
                "\(invoice.number)  \(invoice.account)/\(invoice.subscription)  \(invoice.kind)  \(invoice.status)"
                    + "  issued \(invoice.issuedAt)")
            var table = Table([.left("  LINE"), .right("AMOUNT"), .right("DISCOUNT"), .left("HOW")])
            for line in invoice.lines {
                table.add("  \(line.kind) \(line.item)", line.amount, line.discount, line.explanation)
            }
            for tax in invoice.taxes {
                let name = tax.name ?? tax.category
                table.add("  tax \(tax.jurisdiction) \(name)", tax.amount, "", "\(tax.rate) % of \(tax.base)")
            }
            table.print()
            Terminal.print(
                "  total \(invoice.total) \(invoice.currency), balance \(invoice.balanceApplied),"
                    + " due \(invoice.amountDue), paid \(invoice.amountPaid)\n")
        }
        var payments = Table([
            .left("PAYMENT"), .left("AT"), .left("METHOD"), .right("AMOUNT"), .left("RESULT"),
        ])
        for payment in answer.payments {
            payments.add(
                payment.invoice, payment.at, payment.method, payment.amount,
                [payment.result, payment.code].compactMap { $0 }.joined(separator: ": "))
        }
        payments.print()
        Terminal.print()
        var subscriptions = Table([.left("SUBSCRIPTION"), .left("STATUS"), .left("CURRENT PERIOD")])
        for subscription in answer.subscriptions {
            subscriptions.add(
                subscription.id, subscription.status,
                "\(subscription.currentPeriodStart) – \(subscription.currentPeriodEnd)")
        }
        subscriptions.print()
        Terminal.print()
        var balances = Table([.left("ACCOUNT"), .right("BALANCE"), .left("")])
        for balance in answer.balances { balances.add(balance.account, balance.balance, balance.currency) }
        balances.print()
    }
}
