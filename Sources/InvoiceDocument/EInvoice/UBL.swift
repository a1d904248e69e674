import Billing
import BillingCalendar
import Monetary

/// Electronic invoices in OASIS UBL 2.1, as Peppol and XRechnung use it.
public enum UBL {
    /// The XML of an invoice, or of a credit note with its own root; the same content gives the same bytes.
    ///
    /// - Throws: as ``FacturX/xml(_:profile:)``.
    public static func xml(
        _ content: DocumentContent, profile: EInvoiceProfile = .en16931
    ) throws(DocumentError) -> [UInt8] {
        var writer = XMLWriter()
        UniversalBusinessLanguage(model: try EInvoiceModel(content, profile: profile))
            .write(to: &writer)
        return writer.bytes
    }
}

/// EN 16931 in UBL 2.1; the order of elements is the schema's.
struct UniversalBusinessLanguage {
    let model: EInvoiceModel

    private var content: DocumentContent { model.content }
    private var isCreditNote: Bool { content.status == .creditNote }
    private var currency: KeyValuePairs<StaticString, String> { ["currencyID": content.currency.code] }

    func write(to xml: inout XMLWriter) {
        let root: StaticString = isCreditNote ? "CreditNote" : "Invoice"
        xml.element(
            root,
            [
                "xmlns": "urn:oasis:names:specification:ubl:schema:xsd:\(root)-2",
                "xmlns:cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
                "xmlns:cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
            ]
        ) { xml in
            writeHeader(&xml)
            xml.element("cac:AccountingSupplierParty") { party(content.seller, &$0) }
            xml.element("cac:AccountingCustomerParty") { party(content.buyer, &$0) }
            writePayment(&xml)
            writeTaxes(&xml)
            writeSums(&xml)
            for (index, line) in model.lines.enumerated() { write(line, number: index + 1, &xml) }
        }
    }

    private func writeHeader(_ xml: inout XMLWriter) {
        xml.element("cbc:CustomizationID", model.profile.customization)
        xml.element("cbc:ProfileID", model.profile.process)
        xml.element("cbc:ID", content.number)
        xml.element("cbc:IssueDate", "\(content.issuedOn)")
        if !isCreditNote { xml.element("cbc:DueDate", "\(content.dueOn)") }
        xml.element(isCreditNote ? "cbc:CreditNoteTypeCode" : "cbc:InvoiceTypeCode", model.typeCode)
        xml.element("cbc:DocumentCurrencyCode", content.currency.code)
        xml.element("cbc:BuyerReference", content.buyerReference)
        if let (first, last) = model.period { period(first, last, &xml) }
        if let order = content.purchaseOrder {
            xml.element("cac:OrderReference") { $0.element("cbc:ID", order) }
        }
        if let corrected = content.correctedNumber {
            xml.element("cac:BillingReference") { xml in
                xml.element("cac:InvoiceDocumentReference") { $0.element("cbc:ID", corrected) }
            }
        }
    }

    private func party(_ party: DocumentParty, _ xml: inout XMLWriter) {
        xml.element("cac:Party") { xml in
            if let endpoint = party.electronicAddress {
                xml.element("cbc:EndpointID", endpoint.value, ["schemeID": endpoint.scheme])
            }
            if let identifier = model.identifier(of: party) {
                xml.element("cac:PartyIdentification") { $0.element("cbc:ID", identifier) }
            }
            xml.element("cac:PostalAddress") { xml in
                let lines = party.threeLines
                xml.element("cbc:StreetName", lines.first)
                xml.element("cbc:AdditionalStreetName", lines.dropFirst().first)
                xml.element("cbc:CityName", party.place?.city)
                xml.element("cbc:PostalZone", party.place?.postcode)
                if lines.count > 2 { xml.element("cac:AddressLine") { $0.element("cbc:Line", lines[2]) } }
                xml.element("cac:Country") { $0.element("cbc:IdentificationCode", party.country) }
            }
            for registration in model.registrations(of: party) {
                xml.element("cac:PartyTaxScheme") { xml in
                    xml.element("cbc:CompanyID", registration.value)
                    xml.element("cac:TaxScheme") { $0.element("cbc:ID", registration.isVAT ? "VAT" : "TAX") }
                }
            }
            xml.element("cac:PartyLegalEntity") { xml in
                xml.element("cbc:RegistrationName", party.name)
                if let register = party.registrations.first(where: { $0.register != nil }) {
                    xml.element("cbc:CompanyID", register.value, ["schemeID": register.register ?? ""])
                }
            }
            if let contact = party.contact {
                xml.element("cac:Contact") { xml in
                    xml.element("cbc:Name", contact.name)
                    xml.element("cbc:Telephone", contact.phone)
                    xml.element("cbc:ElectronicMail", contact.email)
                }
            }
        }
    }

    private func writePayment(_ xml: inout XMLWriter) {
        if let code = model.meansCode {
            xml.element("cac:PaymentMeans") { xml in
                xml.element("cbc:PaymentMeansCode", code)
                xml.element("cbc:PaymentID", content.number)
                guard let account = model.transferAccount, let iban = account.iban else { return }
                xml.element("cac:PayeeFinancialAccount") { xml in
                    xml.element("cbc:ID", iban.electronic)
                    xml.element("cbc:Name", content.payee)
                    guard let bic = account.bic else { return }
                    xml.element("cac:FinancialInstitutionBranch") { $0.element("cbc:ID", bic) }
                }
            }
        }
        xml.element("cac:PaymentTerms") { $0.element("cbc:Note", PaymentSection.sentence(content)) }
    }

    private func writeTaxes(_ xml: inout XMLWriter) {
        xml.element("cac:TaxTotal") { xml in
            xml.element("cbc:TaxAmount", model.amount(content.taxMinorUnits), currency)
            for tax in content.taxes {
                xml.element("cac:TaxSubtotal") { xml in
                    xml.element("cbc:TaxableAmount", model.amount(tax.baseMinorUnits), currency)
                    xml.element("cbc:TaxAmount", model.amount(tax.amountMinorUnits), currency)
                    category(
                        "cac:TaxCategory", tax.category, tax.rate,
                        reason: content.texts.categoryReasons[tax.category], &xml)
                }
            }
        }
    }

    private func category(
        _ name: StaticString, _ category: TaxCategory, _ rate: ExactDecimal, reason: String?,
        _ xml: inout XMLWriter
    ) {
        xml.element(name) { xml in
            xml.element("cbc:ID", category.rawValue)
            // What is outside the scope of VAT has no rate (BR-O-05).
            xml.element("cbc:Percent", category == .outside ? nil : rate.description)
            xml.element("cbc:TaxExemptionReason", reason)
            xml.element("cac:TaxScheme") { $0.element("cbc:ID", "VAT") }
        }
    }

    private func writeSums(_ xml: inout XMLWriter) {
        xml.element("cac:LegalMonetaryTotal") { xml in
            xml.element("cbc:LineExtensionAmount", model.amount(model.netMinorUnits), currency)
            xml.element("cbc:TaxExclusiveAmount", model.amount(model.netMinorUnits), currency)
            xml.element("cbc:TaxInclusiveAmount", model.amount(model.totalMinorUnits), currency)
            xml.element("cbc:PrepaidAmount", model.amount(model.prepaidMinorUnits), currency)
            xml.element("cbc:PayableAmount", model.amount(model.dueMinorUnits), currency)
        }
    }

    private func write(_ line: EInvoiceLine, number: Int, _ xml: inout XMLWriter) {
        xml.element(isCreditNote ? "cac:CreditNoteLine" : "cac:InvoiceLine") { xml in
            xml.element("cbc:ID", "\(number)")
            xml.element("cbc:Note", line.note)
            xml.element(
                isCreditNote ? "cbc:CreditedQuantity" : "cbc:InvoicedQuantity", line.quantity,
                ["unitCode": line.unitCode])
            xml.element("cbc:LineExtensionAmount", model.amount(line.netMinorUnits), currency)
            period(line.first, line.last, &xml)
            for allowance in line.allowances {
                xml.element("cac:AllowanceCharge") { xml in
                    xml.element("cbc:ChargeIndicator", "false")
                    xml.element("cbc:AllowanceChargeReason", allowance.reason)
                    xml.element("cbc:Amount", model.amount(allowance.minorUnits), currency)
                }
            }
            xml.element("cac:Item") { xml in
                xml.element("cbc:Name", line.name)
                category("cac:ClassifiedTaxCategory", line.category, line.rate, reason: nil, &xml)
            }
            xml.element("cac:Price") { $0.element("cbc:PriceAmount", line.price, currency) }
        }
    }

    private func period(_ first: CivilDate, _ last: CivilDate, _ xml: inout XMLWriter) {
        xml.element("cac:InvoicePeriod") { xml in
            xml.element("cbc:StartDate", "\(first)")
            xml.element("cbc:EndDate", "\(last)")
        }
    }
}
