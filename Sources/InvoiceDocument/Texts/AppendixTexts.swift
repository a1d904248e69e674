public import Billing

/// The words of the appendix that lists use.
public struct AppendixTexts: Sendable, Hashable {
    /// Over the table.
    public var title: String
    /// What was measured.
    public var used: String
    /// What costs nothing extra.
    public var included: String
    /// Use past it.
    public var billable: String
    /// A tier by its number; its bounds stand behind.
    public var tier: Phrase
    /// A fixed fee of a tier.
    public var flatFee: String
    /// The part of the period that the charge is for.
    public var share: String
    /// The most it comes to.
    public var cap: String
    /// What earlier invoices charged for the same use.
    public var chargedBefore: String
    /// What the line comes to.
    public var lineAmount: String
    /// Σ of all lines for use.
    public var total: String
}

extension DocumentTexts {
    /// The words of the appendix.
    var appendix: AppendixTexts {
        get { ownParts.appendix ?? builtInAppendixTexts }
        set { ownParts.appendix = newValue == builtInAppendixTexts ? nil : newValue }
    }

    private var builtInAppendixTexts: AppendixTexts {
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

extension AppendixTexts {
    static let english = AppendixTexts(
        title: "Use in detail", used: "Used", included: "Included", billable: "Billable", tier: "Tier {}",
        flatFee: "Flat fee", share: "Share of the period", cap: "At most", chargedBefore: "Charged before",
        lineAmount: "Amount of the line, rounded", total: "Use in all")
    static let german = AppendixTexts(
        title: "Verbrauch im Einzelnen", used: "Verbraucht", included: "Enthalten", billable: "Zu berechnen",
        tier: "Stufe {}", flatFee: "Pauschale", share: "Anteil am Zeitraum", cap: "Höchstens",
        chargedBefore: "Bereits berechnet", lineAmount: "Betrag der Position, gerundet",
        total: "Verbrauch gesamt")
    static let french = AppendixTexts(
        title: "Détail de la consommation", used: "Consommé", included: "Inclus", billable: "Facturable",
        tier: "Palier {}", flatFee: "Forfait", share: "Part de la période", cap: "Au plus",
        chargedBefore: "Déjà facturé", lineAmount: "Montant de la ligne, arrondi",
        total: "Consommation totale")
    static let spanish = AppendixTexts(
        title: "Detalle del consumo", used: "Consumido", included: "Incluido", billable: "Facturable",
        tier: "Tramo {}", flatFee: "Tarifa fija", share: "Parte del período", cap: "Como máximo",
        chargedBefore: "Ya facturado", lineAmount: "Importe de la línea, redondeado", total: "Consumo total")
    static let italian = AppendixTexts(
        title: "Dettaglio dei consumi", used: "Consumato", included: "Incluso", billable: "Fatturabile",
        tier: "Scaglione {}", flatFee: "Quota fissa", share: "Quota del periodo", cap: "Al massimo",
        chargedBefore: "Già fatturato", lineAmount: "Importo della riga, arrotondato", total: "Consumi totali"
    )
    static let dutch = AppendixTexts(
        title: "Verbruik in detail", used: "Verbruikt", included: "Inbegrepen", billable: "Te factureren",
        tier: "Schijf {}", flatFee: "Vast bedrag", share: "Deel van de periode", cap: "Ten hoogste",
        chargedBefore: "Eerder gefactureerd", lineAmount: "Bedrag van de regel, afgerond",
        total: "Verbruik totaal")
    static let portuguese = AppendixTexts(
        title: "Detalhe do consumo", used: "Consumido", included: "Incluído", billable: "Faturável",
        tier: "Escalão {}", flatFee: "Taxa fixa", share: "Parte do período", cap: "No máximo",
        chargedBefore: "Já faturado", lineAmount: "Valor da linha, arredondado", total: "Consumo total")
    static let polish = AppendixTexts(
        title: "Szczegóły zużycia", used: "Zużyto", included: "W cenie", billable: "Do rozliczenia",
        tier: "Próg {}", flatFee: "Opłata stała", share: "Część okresu", cap: "Najwyżej",
        chargedBefore: "Rozliczono wcześniej", lineAmount: "Kwota pozycji, zaokrąglona",
        total: "Zużycie razem")
    static let japanese = AppendixTexts(
        title: "使用量の内訳", used: "使用量", included: "含まれる量", billable: "請求対象", tier: "段階 {}",
        flatFee: "定額料金", share: "期間の割合", cap: "上限", chargedBefore: "請求済み",
        lineAmount: "明細金額（端数処理後）", total: "使用量合計")
    static let hindi = AppendixTexts(
        title: "उपयोग का विवरण", used: "उपयोग", included: "शामिल", billable: "देय मात्रा", tier: "स्तर {}",
        flatFee: "नियत शुल्क", share: "अवधि का भाग", cap: "अधिकतम", chargedBefore: "पहले लिया गया",
        lineAmount: "पंक्ति की राशि, पूर्णांकित", total: "कुल उपयोग")
}
