import Billing

/// The words of the Swiss payment part, which the scheme prescribes in four languages (Style Guide QR-bill, annex A).
struct SwissBillTexts {
    var receipt: String
    var paymentPart: String
    var payableTo: String
    var reference: String
    var additional: String
    var payableBy: String
    var payableByBlank: String
    var currency: String
    var amount: String
    var acceptancePoint: String
    var separate: String
    var punctuation = Punctuation()

    static func of(language: String) -> SwissBillTexts {
        switch language {
        case "de": german
        case "fr": french
        case "it": italian
        default: english
        }
    }

    private static let english = SwissBillTexts(
        receipt: "Receipt", paymentPart: "Payment part", payableTo: "Account / Payable to",
        reference: "Reference", additional: "Additional information", payableBy: "Payable by",
        payableByBlank: "Payable by (name/address)", currency: "Currency", amount: "Amount",
        acceptancePoint: "Acceptance point", separate: "Separate before paying in")
    private static let german = SwissBillTexts(
        receipt: "Empfangsschein", paymentPart: "Zahlteil", payableTo: "Konto / Zahlbar an",
        reference: "Referenz", additional: "Zusätzliche Informationen", payableBy: "Zahlbar durch",
        payableByBlank: "Zahlbar durch (Name/Adresse)", currency: "Währung", amount: "Betrag",
        acceptancePoint: "Annahmestelle", separate: "Vor der Einzahlung abzutrennen")
    private static let french = SwissBillTexts(
        receipt: "Récépissé", paymentPart: "Section paiement", payableTo: "Compte / Payable à",
        reference: "Référence", additional: "Informations supplémentaires", payableBy: "Payable par",
        payableByBlank: "Payable par (nom/adresse)", currency: "Monnaie", amount: "Montant",
        acceptancePoint: "Point de dépôt", separate: "À détacher avant le versement",
        punctuation: ExplanationWords.french.punctuation)
    private static let italian = SwissBillTexts(
        receipt: "Ricevuta", paymentPart: "Sezione pagamento", payableTo: "Conto / Pagabile a",
        reference: "Riferimento", additional: "Informazioni supplementari", payableBy: "Pagabile da",
        payableByBlank: "Pagabile da (nome/indirizzo)", currency: "Valuta", amount: "Importo",
        acceptancePoint: "Punto di accettazione", separate: "Da staccare prima del versamento")
}
