public import Billing

extension DocumentTexts {
    /// Portuguese, in words that Portugal and Brazil share.
    public static let portuguese = DocumentTexts(
        language: "pt", words: .portuguese,
        dates: DateStyle(
            months: [
                "jan.", "fev.", "mar.", "abr.", "maio", "jun.", "jul.", "ago.", "set.", "out.", "nov.",
                "dez.",
            ],
            pattern: "dd/MM/yyyy", patternWithoutYear: "dd/MM"),
        putsCurrencyFirst: false, percent: "{}%",
        invoiceTitle: "Fatura", creditNoteTitle: "Nota de crédito", previewTitle: "Prévia da fatura",
        statuses: [
            .paid: "PAGA", .due: "A PAGAR", .void: "ANULADA", .uncollectible: "INCOBRÁVEL",
            .preview: "PRÉVIA", .draft: "RASCUNHO", .creditNote: "NOTA DE CRÉDITO",
        ],
        billTo: "Faturado a", issueDate: "Emitida em",
        dueDate: "Vencimento", corrects: "Corrige a fatura",
        amountDue: "Total a pagar", amountCredited: "Valor creditado",
        description: "Descrição", quantity: "Quantidade", unitPrice: "Preço unitário",
        tax: "Imposto", amount: "Valor {}",
        usageGroup: "Consumo {}", lateUsageGroup: "Consumo registado mais tarde, {}",
        openingGroup: "Assinatura {}", changeGroup: "Alteração em {}",
        oneTimeGroup: "Itens avulsos",
        unusedTime: "{}, período não utilizado", remainingTime: "{}, período restante",
        minimumSpend: "{}, consumo mínimo", changeTotal: "Saldo desta alteração: {}",
        carriedForward: "A transportar", broughtForward: "Transporte",
        subtotal: "Subtotal", discount: "Cupom {}", netTotal: "Total sem imposto",
        taxWithoutName: "Imposto", taxBase: "sobre {}", total: "Total", includedTax: "Inclui {}",
        balanceApplied: "Saldo utilizado", balanceCredited: "Creditado no seu saldo",
        broughtOver: "Transporte de faturas anteriores", paidOn: "Pago em {}", paid: "Pago",
        cardEnding: "com final {}",
        taxTable: "Resumo dos impostos", taxCategory: "Categoria", taxRate: "Taxa",
        taxableAmount: "Base tributável", taxAmount: "Valor do imposto",
        categoryNames: [
            .standard: "Taxa normal ou reduzida", .zero: "Taxa zero", .exempt: "Isento",
            .reverseCharge: "Autoliquidação", .outside: "Não sujeito",
        ],
        categoryReasons: [
            .reverseCharge:
                "IVA – autoliquidação (reverse charge): imposto devido pelo adquirente, artigo 196.º da Diretiva 2006/112/CE.",
            .exempt: "Isento de imposto: o cliente está isento.",
            .outside: "Não sujeito a imposto: fora do âmbito dos impostos do vendedor.",
        ],
        payment: "Pagamento", payAmount: "Pague {}", payDate: " até {}.",
        chargedAutomatically: "{} serão cobrados no seu meio de pagamento. Não precisa de fazer nada.",
        paidInFull: "Pago em {}", paidWith: " com {}", nothingDue: "Nada a pagar.",
        previewNote: "Isto é uma prévia e não uma fatura: os valores ainda podem mudar.",
        voidNote: "Esta fatura foi anulada. Nada a pagar.",
        page: "Página {}", pageOf: " de {}",
        registrations: [
            "tax_id": "N.º fiscal", "eu_vat": "N.º IVA", "gb_vat": "VAT no.", "us_ein": "EIN",
            "in_gst": "GSTIN", "br_cnpj": "CNPJ", "br_cpf": "CPF", "pt_nif": "NIF", "ch_vat": "N.º IVA",
        ])
}

extension ExplanationWords {
    /// Portuguese.
    public static let portuguese = ExplanationWords(
        numbers: NumberStyle(decimalSeparator: ",", groupSeparator: "."), of: "de", days: "dias",
        hours: "horas", minutes: "minutos", seconds: "segundos", unused: "tempo não utilizado: {}",
        used: "{} consumidos", peak: "máximo {}", latest: "último valor {}", different: "{} diferentes",
        average: "em média {}", included: "{} incluídos", roundedUp: "arredondado para cima",
        nothingBillable: "nada a pagar", flat: "{} fixos", packagesOf: "pacotes de", atMost: "no máximo {}",
        minimum: "mínimo {}", less: "menos {}", charged: "{} faturados", chargedBefore: "{} já faturados",
        coupon: "cupom {}")
}
