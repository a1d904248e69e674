public import Billing

/// What a document says about drafts, references and paying by transfer.
public struct PaymentTexts: Sendable, Hashable {
    /// What a draft is not.
    public var draftNote: String
    /// Before the buyer's purchase order.
    public var purchaseOrder: String
    /// Before what the buyer sorts invoices by.
    public var buyerReference: String
    /// Before the name on the seller's account.
    public var payee: String
    /// Before the bank's name.
    public var bank: String
    /// Before what to write on the payment.
    public var reference: String
    /// Under the code.
    public var scanToPay: String
    /// What the code is, for those who do not see it.
    public var codeMeaning: String
    /// A credit note's reason: "Reason: {}".
    public var reason: Phrase
}

extension DocumentTexts {
    /// The words about paying.
    var paying: PaymentTexts {
        get { ownParts.paying ?? builtInPaymentTexts }
        set { ownParts.paying = newValue == builtInPaymentTexts ? nil : newValue }
    }

    private var builtInPaymentTexts: PaymentTexts {
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

extension PaymentTexts {
    static let english = PaymentTexts(
        draftNote: "This is a draft under review and not an invoice yet; it has no number.",
        purchaseOrder: "Purchase order", buyerReference: "Your reference", payee: "Pay to", bank: "Bank",
        reference: "Reference", scanToPay: "Scan to pay", codeMeaning: "Payment code", reason: "Reason: {}")
    static let german = PaymentTexts(
        draftNote: "Dies ist ein Entwurf in Prüfung und noch keine Rechnung; er hat keine Nummer.",
        purchaseOrder: "Bestellnummer", buyerReference: "Ihre Referenz", payee: "Zahlung an", bank: "Bank",
        reference: "Verwendungszweck", scanToPay: "Zum Zahlen scannen", codeMeaning: "Zahlcode",
        reason: "Grund: {}")
    static let french = PaymentTexts(
        draftNote:
            "Ceci est un brouillon en cours de vérification et pas encore une facture\u{202F}; il n’a pas de numéro.",
        purchaseOrder: "Bon de commande", buyerReference: "Votre référence", payee: "À l’ordre de",
        bank: "Banque", reference: "Référence", scanToPay: "Scanner pour payer",
        codeMeaning: "Code de paiement",
        reason: "Motif\u{A0}: {}")
    static let spanish = PaymentTexts(
        draftNote: "Esto es un borrador en revisión y todavía no una factura; no tiene número.",
        purchaseOrder: "Pedido de compra", buyerReference: "Su referencia", payee: "Beneficiario",
        bank: "Banco",
        reference: "Concepto", scanToPay: "Escanear para pagar", codeMeaning: "Código de pago",
        reason: "Motivo: {}")
    static let italian = PaymentTexts(
        draftNote: "Questa è una bozza in revisione e non ancora una fattura; non ha numero.",
        purchaseOrder: "Ordine d’acquisto", buyerReference: "Vostro riferimento", payee: "Beneficiario",
        bank: "Banca", reference: "Causale", scanToPay: "Scansiona per pagare",
        codeMeaning: "Codice di pagamento",
        reason: "Motivo: {}")
    static let dutch = PaymentTexts(
        draftNote: "Dit is een concept ter controle en nog geen factuur; het heeft geen nummer.",
        purchaseOrder: "Inkooporder", buyerReference: "Uw referentie", payee: "Begunstigde", bank: "Bank",
        reference: "Kenmerk", scanToPay: "Scan om te betalen", codeMeaning: "Betaalcode", reason: "Reden: {}")
    static let portuguese = PaymentTexts(
        draftNote: "Isto é um rascunho em revisão e ainda não uma fatura; não tem número.",
        purchaseOrder: "Ordem de compra", buyerReference: "A sua referência", payee: "Beneficiário",
        bank: "Banco",
        reference: "Referência", scanToPay: "Digitalize para pagar", codeMeaning: "Código de pagamento",
        reason: "Motivo: {}")
    static let polish = PaymentTexts(
        draftNote: "To jest projekt w trakcie weryfikacji, a nie faktura; nie ma numeru.",
        purchaseOrder: "Zamówienie", buyerReference: "Państwa odniesienie", payee: "Odbiorca", bank: "Bank",
        reference: "Tytuł przelewu", scanToPay: "Zeskanuj, aby zapłacić", codeMeaning: "Kod płatności",
        reason: "Powód: {}")
    static let japanese = PaymentTexts(
        draftNote: "これは確認中の下書きであり、請求書ではありません。番号はまだありません。",
        purchaseOrder: "注文番号", buyerReference: "貴社参照番号", payee: "振込先名義", bank: "銀行",
        reference: "振込内容", scanToPay: "読み取って支払う", codeMeaning: "支払いコード", reason: "理由：{}")
    static let hindi = PaymentTexts(
        draftNote: "यह समीक्षा में मसौदा है, अभी बीजक नहीं; इसका कोई क्रमांक नहीं है।",
        purchaseOrder: "क्रय आदेश", buyerReference: "आपका संदर्भ", payee: "प्राप्तकर्ता खाता", bank: "बैंक",
        reference: "संदर्भ", scanToPay: "भुगतान के लिए स्कैन करें", codeMeaning: "भुगतान कोड", reason: "कारण: {}")
}
