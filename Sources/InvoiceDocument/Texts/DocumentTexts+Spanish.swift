public import Billing

extension DocumentTexts {
    /// Spanish, as in Spain.
    public static let spanish = DocumentTexts(
        language: "es", words: .spanish,
        dates: DateStyle(
            months: ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"],
            pattern: "d MMM yyyy", patternWithoutYear: "d MMM"),
        putsCurrencyFirst: false, percent: "{}\u{A0}%",
        invoiceTitle: "Factura", creditNoteTitle: "Factura rectificativa",
        previewTitle: "Vista previa de factura",
        statuses: [
            .paid: "PAGADA", .due: "PENDIENTE", .void: "ANULADA", .uncollectible: "INCOBRABLE",
            .preview: "VISTA PREVIA", .draft: "BORRADOR", .creditNote: "RECTIFICATIVA",
        ],
        billTo: "Facturar a", issueDate: "Fecha de emisión",
        dueDate: "Vencimiento", corrects: "Rectifica la factura",
        amountDue: "Importe a pagar", amountCredited: "Importe abonado",
        description: "Concepto", quantity: "Cantidad", unitPrice: "Precio unitario",
        tax: "Impuesto", amount: "Importe {}",
        usageGroup: "Consumo {}", lateUsageGroup: "Consumo registrado con retraso, {}",
        openingGroup: "Suscripción {}", changeGroup: "Cambio del {}", oneTimeGroup: "Cargos únicos",
        unusedTime: "{}, tiempo no utilizado", remainingTime: "{}, tiempo restante",
        minimumSpend: "{}, consumo mínimo", changeTotal: "Saldo de este cambio: {}",
        carriedForward: "Suma y sigue", broughtForward: "Suma anterior",
        subtotal: "Subtotal", discount: "Cupón {}", netTotal: "Total sin impuestos",
        taxWithoutName: "Impuesto", taxBase: "sobre {}", total: "Total", includedTax: "Incluye {}",
        balanceApplied: "Saldo aplicado", balanceCredited: "Añadido a su saldo",
        broughtOver: "Pendiente de facturas anteriores", paidOn: "Pagado el {}", paid: "Pagado",
        cardEnding: "terminada en {}",
        taxTable: "Resumen de impuestos", taxCategory: "Categoría", taxRate: "Tipo",
        taxableAmount: "Base imponible", taxAmount: "Cuota",
        categoryNames: [
            .standard: "Sujeto", .zero: "Tipo cero", .exempt: "Exento",
            .reverseCharge: "Inversión del sujeto pasivo", .outside: "No sujeto",
        ],
        categoryReasons: [
            .reverseCharge:
                "Inversión del sujeto pasivo (reverse charge), artículo 196 de la Directiva 2006/112/CE.",
            .exempt: "Exento de impuestos: el cliente está exento.",
            .outside: "No sujeto: fuera del ámbito de los impuestos del vendedor.",
        ],
        payment: "Pago", payAmount: "Le rogamos que pague {}", payDate: " antes del {} inclusive.",
        chargedAutomatically: "{} se cargarán en su método de pago. No tiene que hacer nada.",
        paidInFull: "Pagado el {}", paidWith: " con {}", nothingDue: "No hay nada que pagar.",
        previewNote: "Esto es una vista previa y no una factura: los importes aún pueden cambiar.",
        voidNote: "Esta factura ha sido anulada. No hay nada que pagar.",
        page: "Página {}", pageOf: " de {}",
        registrations: [
            "tax_id": "NIF", "eu_vat": "NIF-IVA", "gb_vat": "N.º IVA", "us_ein": "EIN", "in_gst": "GSTIN",
            "es_cif": "NIF", "ch_vat": "N.º IVA",
        ])
}

extension ExplanationWords {
    /// Spanish; thousands are set apart from five digits on.
    public static let spanish = ExplanationWords(
        numbers: NumberStyle(decimalSeparator: ",", groupSeparator: ".", grouping: .thousands(from: 5)),
        of: "de", days: "días", hours: "horas", minutes: "minutos", seconds: "segundos",
        unused: "tiempo no utilizado: {}",
        used: "{} consumidos", peak: "máximo {}", latest: "último valor {}",
        different: "{} distintos", average: "promedio {}", included: "{} incluidos",
        roundedUp: "redondeado hacia arriba", nothingBillable: "nada que pagar", flat: "{} fijos",
        packagesOf: "paquetes de", atMost: "como máximo {}", minimum: "mínimo {}", less: "menos {}",
        charged: "{} facturados", chargedBefore: "{} ya facturados", coupon: "cupón {}")
}
