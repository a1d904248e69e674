public import Billing

extension DocumentTexts {
    /// Japanese.
    public static let japanese = DocumentTexts(
        language: "ja", words: .japanese,
        dates: DateStyle(
            months: (1...12).map { "\($0)月" }, pattern: "yyyy年M月d日", patternWithoutYear: "yyyy年M月d日",
            rangeSeparator: "～"),
        putsCurrencyFirst: true, percent: "{}%",
        invoiceTitle: "請求書", creditNoteTitle: "適格返還請求書", previewTitle: "請求書プレビュー",
        statuses: [
            .paid: "支払済み", .due: "未払い", .void: "無効", .uncollectible: "回収不能", .preview: "プレビュー", .draft: "下書き",
            .creditNote: "返還",
        ],
        billTo: "請求先", issueDate: "発行日",
        dueDate: "お支払期限", corrects: "対象の請求書",
        amountDue: "ご請求金額", amountCredited: "返還金額",
        description: "内容", quantity: "数量", unitPrice: "単価",
        tax: "税", amount: "金額 {}",
        usageGroup: "利用分 {}", lateUsageGroup: "後日計上の利用分 {}", openingGroup: "サブスクリプション {}",
        changeGroup: "{}の変更", oneTimeGroup: "一回限りの料金", unusedTime: "{}（未使用期間）",
        remainingTime: "{}（残り期間）", minimumSpend: "{}（最低利用料）",
        changeTotal: "この変更の差額：{}",
        carriedForward: "次頁へ繰越", broughtForward: "前頁より繰越",
        subtotal: "小計", discount: "クーポン {}", netTotal: "税抜合計",
        taxWithoutName: "税", taxBase: "（対象 {}）", total: "合計", includedTax: "内 {}",
        balanceApplied: "残高の充当", balanceCredited: "残高へ加算",
        broughtOver: "以前の請求書からの繰越", paidOn: "{} 支払済み", paid: "支払済み",
        cardEnding: "末尾 {}",
        taxTable: "税の内訳", taxCategory: "区分", taxRate: "税率", taxableAmount: "対象金額",
        taxAmount: "税額",
        categoryNames: [
            .standard: "課税", .zero: "ゼロ税率", .exempt: "非課税",
            .reverseCharge: "リバースチャージ", .outside: "不課税",
        ],
        categoryReasons: [
            .reverseCharge:
                "リバースチャージ（Reverse charge）：付加価値税は顧客が申告・納付します（指令 2006/112/EC 第 196 条）。",
            .exempt: "非課税：お客様は免税の対象です。",
            .outside: "不課税：販売者の課税対象外の取引です。",
        ],
        payment: "お支払い", payAmount: "{}を", payDate: "{}までにお支払いください。",
        chargedAutomatically: "{}は登録済みのお支払い方法に請求されます。お手続きは不要です。",
        paidInFull: "{}にお支払い済みです", paidWith: "（{}）", nothingDue: "お支払いは不要です。",
        previewNote: "これはプレビューであり、請求書ではありません。金額は変わることがあります。",
        voidNote: "この請求書は取り消されました。お支払いは不要です。",
        page: "{}", pageOf: " / {} ページ",
        registrations: [
            "tax_id": "税務番号", "eu_vat": "VAT 番号", "gb_vat": "VAT 番号", "us_ein": "EIN",
            "in_gst": "GSTIN", "jp_trn": "登録番号", "jp_cn": "法人番号", "ch_vat": "VAT 番号",
        ])
}

extension ExplanationWords {
    /// Japanese.
    public static let japanese = ExplanationWords(
        numbers: .english, of: "/", days: "日", hours: "時間", minutes: "分", seconds: "秒",
        unused: "未使用 {}", used: "使用 {}", peak: "最大 {}", latest: "最終値 {}", different: "異なる値 {}",
        average: "平均 {}", included: "込み {}", roundedUp: "切り上げ", nothingBillable: "請求なし",
        flat: "定額 {}", packagesOf: "パック ×", atMost: "上限 {}", minimum: "最低 {}", less: "控除 {}",
        charged: "請求額 {}", chargedBefore: "請求済み {}", coupon: "クーポン {}",
        punctuation: Punctuation(comma: "、", colon: "：", dash: "：", brackets: "（{}）", fullStop: "。"))
}
