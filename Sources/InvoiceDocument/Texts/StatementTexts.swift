public import Billing

/// The words of statements of account and receipts.
public struct StatementTexts: Sendable, Hashable {
    /// "Statement of account"
    public var title: String
    /// "Receipt"
    public var receiptTitle: String
    /// Over the account's name.
    public var account: String
    /// Before the period of a statement.
    public var period: String
    /// Column head.
    public var date: String
    /// Column head.
    public var document: String
    /// Column head: what was charged.
    public var charged: String
    /// Column head: what was paid or credited.
    public var paid: String
    /// Column head, and the sum that is still open.
    public var balance: String
    /// The row at the head.
    public var opening: String
    /// The row at the foot.
    public var closing: String
    /// A payment, with how it was made.
    public var payment: Phrase
    /// A refund, with how it was made.
    public var refund: Phrase
    /// An amount that was given up.
    public var writtenOff: String
    /// The amount of a receipt.
    public var received: String
    /// Before the day of a payment.
    public var paidOn: String
    /// Before how it was paid.
    public var method: String
    /// What a receipt's payment was for.
    public var paidFor: String
    /// An invoice that was withdrawn.
    public var voided: String
    /// What was given to the account's balance.
    public var credit: String
    /// What was left of it when its time was up.
    public var expiredCredit: String
    /// A refund that the bank sent back, with what it was for.
    public var returnedRefund: Phrase
    /// A payment that the customer's bank took back, or gave back after all; with what it was for.
    public var disputed: Phrase
    /// Money that arrived without a processor.
    public var bankTransfer: String
}

extension DocumentTexts {
    /// The words of statements and receipts.
    public var statement: StatementTexts {
        get { ownParts.statement ?? builtInStatementTexts }
        set { ownParts.statement = newValue == builtInStatementTexts ? nil : newValue }
    }

    private var builtInStatementTexts: StatementTexts {
        switch language {
        case "de": .german
        case "fr": .french
        case "es": .spanish
        case "it": .italian
        case "nl": .dutch
        case "pt": .portuguese
        case "pl": .polish
        case "ja": .japanese
        case "hi": .hindi
        default: .english
        }
    }
}

extension StatementTexts {
    static let english = StatementTexts(
        title: "Statement of account", receiptTitle: "Receipt", account: "Account of", period: "Period",
        date: "Date", document: "Document", charged: "Charged", paid: "Paid", balance: "Balance",
        opening: "Opening balance", closing: "Closing balance", payment: "Payment, {}", refund: "Refund, {}",
        writtenOff: "Written off", received: "Amount received", paidOn: "Paid on", method: "Paid with",
        paidFor: "Paid for", voided: "Voided", credit: "Credit",
        expiredCredit: "Expired credit", returnedRefund: "Returned refund, {}",
        disputed: "Disputed payment, {}",
        bankTransfer: "Bank transfer")
    static let german = StatementTexts(
        title: "Kontoauszug", receiptTitle: "Quittung", account: "Konto von", period: "Zeitraum",
        date: "Datum",
        document: "Beleg", charged: "Belastet", paid: "Bezahlt", balance: "Saldo", opening: "Anfangssaldo",
        closing: "Endsaldo", payment: "Zahlung, {}", refund: "Erstattung, {}", writtenOff: "Ausgebucht",
        received: "Erhaltener Betrag", paidOn: "Bezahlt am", method: "Bezahlt mit", paidFor: "Bezahlt für",
        voided: "Storniert", credit: "Gutschrift",
        expiredCredit: "Verfallenes Guthaben", returnedRefund: "Zurückgekommene Erstattung, {}",
        disputed: "Bestrittene Zahlung, {}",
        bankTransfer: "Überweisung")
    static let french = StatementTexts(
        title: "Relevé de compte", receiptTitle: "Reçu", account: "Compte de", period: "Période",
        date: "Date",
        document: "Pièce", charged: "Débit", paid: "Crédit", balance: "Solde", opening: "Solde initial",
        closing: "Solde final", payment: "Paiement, {}", refund: "Remboursement, {}",
        writtenOff: "Passé en perte", received: "Montant reçu", paidOn: "Payé le", method: "Payé avec",
        paidFor: "Payé pour", voided: "Annulé", credit: "Avoir",
        expiredCredit: "Avoir expiré", returnedRefund: "Remboursement retourné, {}",
        disputed: "Paiement contesté, {}",
        bankTransfer: "Virement")
    static let spanish = StatementTexts(
        title: "Extracto de cuenta", receiptTitle: "Recibo", account: "Cuenta de", period: "Período",
        date: "Fecha", document: "Documento", charged: "Cargado", paid: "Pagado", balance: "Saldo",
        opening: "Saldo inicial", closing: "Saldo final", payment: "Pago, {}", refund: "Reembolso, {}",
        writtenOff: "Dado de baja", received: "Importe recibido", paidOn: "Pagado el", method: "Pagado con",
        paidFor: "Pagado por", voided: "Anulado", credit: "Saldo a favor",
        expiredCredit: "Saldo caducado", returnedRefund: "Reembolso devuelto, {}",
        disputed: "Pago impugnado, {}",
        bankTransfer: "Transferencia")
    static let italian = StatementTexts(
        title: "Estratto conto", receiptTitle: "Ricevuta", account: "Conto di", period: "Periodo",
        date: "Data",
        document: "Documento", charged: "Addebitato", paid: "Pagato", balance: "Saldo",
        opening: "Saldo iniziale", closing: "Saldo finale", payment: "Pagamento, {}", refund: "Rimborso, {}",
        writtenOff: "Stralciato", received: "Importo ricevuto", paidOn: "Pagato il", method: "Pagato con",
        paidFor: "Pagato per", voided: "Annullato", credit: "Credito",
        expiredCredit: "Credito scaduto", returnedRefund: "Rimborso restituito, {}",
        disputed: "Pagamento contestato, {}",
        bankTransfer: "Bonifico")
    static let dutch = StatementTexts(
        title: "Rekeningoverzicht", receiptTitle: "Kwitantie", account: "Rekening van", period: "Periode",
        date: "Datum", document: "Document", charged: "In rekening gebracht", paid: "Betaald",
        balance: "Saldo",
        opening: "Beginsaldo", closing: "Eindsaldo", payment: "Betaling, {}", refund: "Terugbetaling, {}",
        writtenOff: "Afgeboekt", received: "Ontvangen bedrag", paidOn: "Betaald op", method: "Betaald met",
        paidFor: "Betaald voor", voided: "Ingetrokken", credit: "Tegoed",
        expiredCredit: "Verlopen tegoed", returnedRefund: "Teruggekomen terugbetaling, {}",
        disputed: "Betwiste betaling, {}",
        bankTransfer: "Overschrijving")
    static let portuguese = StatementTexts(
        title: "Extrato de conta", receiptTitle: "Recibo", account: "Conta de", period: "Período",
        date: "Data",
        document: "Documento", charged: "Cobrado", paid: "Pago", balance: "Saldo", opening: "Saldo inicial",
        closing: "Saldo final", payment: "Pagamento, {}", refund: "Reembolso, {}", writtenOff: "Anulado",
        received: "Valor recebido", paidOn: "Pago em", method: "Pago com", paidFor: "Pago por",
        voided: "Cancelado", credit: "Crédito",
        expiredCredit: "Crédito expirado", returnedRefund: "Reembolso devolvido, {}",
        disputed: "Pagamento contestado, {}",
        bankTransfer: "Transferência")
    static let polish = StatementTexts(
        title: "Wyciąg z konta", receiptTitle: "Pokwitowanie", account: "Konto", period: "Okres",
        date: "Data",
        document: "Dokument", charged: "Obciążenia", paid: "Wpłaty", balance: "Saldo",
        opening: "Saldo początkowe", closing: "Saldo końcowe", payment: "Płatność, {}", refund: "Zwrot, {}",
        writtenOff: "Odpisano", received: "Otrzymana kwota", paidOn: "Zapłacono dnia",
        method: "Zapłacono przez",
        paidFor: "Zapłacono za", voided: "Unieważniono", credit: "Środki na koncie",
        expiredCredit: "Wygasłe środki", returnedRefund: "Zwrócony zwrot, {}",
        disputed: "Zakwestionowana płatność, {}",
        bankTransfer: "Przelew")
    static let japanese = StatementTexts(
        title: "取引明細書", receiptTitle: "領収書", account: "お取引先", period: "期間", date: "日付",
        document: "書類", charged: "請求額", paid: "入金額", balance: "残高", opening: "期首残高",
        closing: "期末残高", payment: "お支払い（{}）", refund: "返金（{}）", writtenOff: "貸倒処理",
        received: "領収金額", paidOn: "支払日", method: "支払方法", paidFor: "但し", voided: "取消", credit: "残高への入金",
        expiredCredit: "期限切れの残高", returnedRefund: "返金の差戻し（{}）", disputed: "異議申立てのあるお支払い（{}）",
        bankTransfer: "銀行振込")
    static let hindi = StatementTexts(
        title: "खाता विवरण", receiptTitle: "रसीद", account: "खाताधारक", period: "अवधि", date: "तिथि",
        document: "दस्तावेज़", charged: "नामे", paid: "जमा", balance: "शेष", opening: "आरंभिक शेष",
        closing: "अंतिम शेष", payment: "भुगतान, {}", refund: "वापसी, {}", writtenOff: "बट्टे खाते",
        received: "प्राप्त राशि", paidOn: "भुगतान की तिथि", method: "भुगतान का साधन", paidFor: "भुगतान किसका", voided: "रद्द",
        credit: "जमा राशि",
        expiredCredit: "समाप्त जमा राशि", returnedRefund: "लौटी हुई वापसी, {}", disputed: "विवादित भुगतान, {}",
        bankTransfer: "बैंक अंतरण")
}
