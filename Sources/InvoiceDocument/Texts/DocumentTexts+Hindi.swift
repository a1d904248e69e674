public import Billing

extension DocumentTexts {
    /// Hindi, with European digits and Indian grouping, as business in India writes them.
    public static let hindi = DocumentTexts(
        language: "hi", words: .hindi,
        dates: DateStyle(
            months: [
                "जन॰", "फ़र॰", "मार्च", "अप्रैल", "मई", "जून", "जुल॰", "अग॰", "सित॰", "अक्टू॰", "नव॰", "दिस॰",
            ],
            pattern: "d MMM yyyy", patternWithoutYear: "d MMM"),
        putsCurrencyFirst: true, percent: "{}%",
        invoiceTitle: "बीजक", creditNoteTitle: "जमा पत्र", previewTitle: "बीजक का पूर्वावलोकन",
        statuses: [
            .paid: "भुगतान हो चुका", .due: "देय", .void: "रद्द", .uncollectible: "अवसूल",
            .preview: "पूर्वावलोकन", .draft: "मसौदा", .creditNote: "जमा पत्र",
        ],
        billTo: "प्राप्तकर्ता", issueDate: "जारी करने की तिथि",
        dueDate: "देय तिथि", corrects: "संबंधित बीजक",
        amountDue: "देय राशि", amountCredited: "जमा राशि",
        description: "विवरण", quantity: "मात्रा", unitPrice: "इकाई मूल्य",
        tax: "कर", amount: "राशि {}",
        usageGroup: "उपयोग {}", lateUsageGroup: "बाद में दर्ज उपयोग, {}", openingGroup: "सदस्यता {}",
        changeGroup: "{} का परिवर्तन", oneTimeGroup: "एकमुश्त शुल्क", unusedTime: "{}, अप्रयुक्त अवधि",
        remainingTime: "{}, शेष अवधि", minimumSpend: "{}, न्यूनतम शुल्क",
        changeTotal: "इस परिवर्तन का अंतर: {}",
        carriedForward: "आगे ले जाया गया", broughtForward: "पिछले पृष्ठ से",
        subtotal: "उप-योग", discount: "कूपन {}", netTotal: "कर से पहले कुल",
        taxWithoutName: "कर", taxBase: "{} पर", total: "कुल", includedTax: "{} सहित",
        balanceApplied: "शेष राशि का उपयोग", balanceCredited: "शेष राशि में जोड़ा गया",
        broughtOver: "पिछले बीजकों से लाया गया", paidOn: "{} को भुगतान", paid: "भुगतान",
        cardEnding: "अंतिम अंक {}",
        taxTable: "कर का सार", taxCategory: "श्रेणी", taxRate: "दर", taxableAmount: "कर योग्य राशि",
        taxAmount: "कर राशि",
        categoryNames: [
            .standard: "मानक दर", .zero: "शून्य दर", .exempt: "कर मुक्त",
            .reverseCharge: "रिवर्स चार्ज", .outside: "कर के दायरे से बाहर",
        ],
        categoryReasons: [
            .reverseCharge:
                "रिवर्स चार्ज (Reverse charge): कर का भुगतान ग्राहक करेगा (निर्देश 2006/112/EC, अनुच्छेद 196)।",
            .exempt: "कर मुक्त: ग्राहक कर से मुक्त है।",
            .outside: "कर के अधीन नहीं: विक्रेता के करों के दायरे से बाहर।",
        ],
        payment: "भुगतान", payAmount: "कृपया {} का भुगतान", payDate: " {} तक करें।",
        chargedAutomatically: "{} आपकी भुगतान विधि से लिए जाएँगे। आपको कुछ नहीं करना है।",
        paidInFull: "{} को भुगतान हुआ", paidWith: ", {}", nothingDue: "कोई भुगतान देय नहीं है।",
        previewNote: "यह पूर्वावलोकन है, बीजक नहीं: राशियाँ बदल सकती हैं।",
        voidNote: "यह बीजक रद्द कर दिया गया है। कोई भुगतान देय नहीं है।",
        page: "पृष्ठ {}", pageOf: " / {}",
        registrations: [
            "tax_id": "कर संख्या", "eu_vat": "VAT संख्या", "gb_vat": "VAT संख्या", "us_ein": "EIN",
            "in_gst": "GSTIN", "in_pan": "PAN", "ch_vat": "VAT संख्या",
        ])
}

extension ExplanationWords {
    /// Hindi.
    public static let hindi = ExplanationWords(
        numbers: NumberStyle(decimalSeparator: ".", groupSeparator: ",", grouping: .indian), of: "/",
        days: "दिन", hours: "घंटे", minutes: "मिनट", seconds: "सेकंड", unused: "{} अप्रयुक्त",
        used: "{} उपयोग", peak: "अधिकतम {}", latest: "अंतिम मान {}", different: "{} अलग-अलग",
        average: "औसत {}", included: "{} शामिल", roundedUp: "ऊपर पूर्णांकित",
        nothingBillable: "कुछ देय नहीं", flat: "{} एकमुश्त", packagesOf: "पैकेज ×", atMost: "अधिकतम {}",
        minimum: "न्यूनतम {}", less: "घटाकर {}", charged: "{} लिया गया", chargedBefore: "{} पहले लिया गया",
        coupon: "कूपन {}", punctuation: Punctuation(fullStop: "।"))
}
