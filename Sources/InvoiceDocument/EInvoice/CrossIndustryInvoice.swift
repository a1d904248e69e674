import Billing
import BillingCalendar
import Monetary

/// EN 16931 in CII D16B; the order of elements is the schema's.
struct CrossIndustryInvoice {
    let model: EInvoiceModel

    private var content: DocumentContent { model.content }

    func write(to xml: inout XMLWriter) {
        xml.element(
            "rsm:CrossIndustryInvoice",
            [
                "xmlns:rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
                "xmlns:ram":
                    "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
                "xmlns:udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
            ]
        ) { xml in
            writeContext(&xml)
            writeDocument(&xml)
            xml.element("rsm:SupplyChainTradeTransaction") { xml in
                for (index, line) in model.lines.enumerated() { write(line, number: index + 1, &xml) }
                writeAgreement(&xml)
                xml.element("ram:ApplicableHeaderTradeDelivery") { _ in }
                writeSettlement(&xml)
            }
        }
    }

    private func writeContext(_ xml: inout XMLWriter) {
        xml.element("rsm:ExchangedDocumentContext") { xml in
            if let process = model.profile.process {
                xml.element("ram:BusinessProcessSpecifiedDocumentContextParameter") {
                    $0.element("ram:ID", process)
                }
            }
            xml.element("ram:GuidelineSpecifiedDocumentContextParameter") {
                $0.element("ram:ID", model.profile.guideline)
            }
        }
    }

    private func writeDocument(_ xml: inout XMLWriter) {
        xml.element("rsm:ExchangedDocument") { xml in
            xml.element("ram:ID", content.number)
            xml.element("ram:TypeCode", model.typeCode)
            date("ram:IssueDateTime", content.issuedOn, &xml)
        }
    }

    private func write(_ line: EInvoiceLine, number: Int, _ xml: inout XMLWriter) {
        xml.element("ram:IncludedSupplyChainTradeLineItem") { xml in
            xml.element("ram:AssociatedDocumentLineDocument") { xml in
                xml.element("ram:LineID", "\(number)")
                if let note = line.note {
                    xml.element("ram:IncludedNote") { $0.element("ram:Content", note) }
                }
            }
            xml.element("ram:SpecifiedTradeProduct") { $0.element("ram:Name", line.name) }
            xml.element("ram:SpecifiedLineTradeAgreement") { xml in
                xml.element("ram:NetPriceProductTradePrice") { $0.element("ram:ChargeAmount", line.price) }
            }
            xml.element("ram:SpecifiedLineTradeDelivery") {
                $0.element("ram:BilledQuantity", line.quantity, ["unitCode": line.unitCode])
            }
            xml.element("ram:SpecifiedLineTradeSettlement") { xml in
                xml.element("ram:ApplicableTradeTax") { xml in
                    xml.element("ram:TypeCode", "VAT")
                    xml.element("ram:CategoryCode", line.category.rawValue)
                    xml.element("ram:RateApplicablePercent", rate(line.rate, line.category))
                }
                period(line.first, line.last, &xml)
                for allowance in line.allowances {
                    xml.element("ram:SpecifiedTradeAllowanceCharge") { xml in
                        xml.element("ram:ChargeIndicator") { $0.element("udt:Indicator", "false") }
                        xml.element("ram:ActualAmount", model.amount(allowance.minorUnits))
                        xml.element("ram:Reason", allowance.reason)
                    }
                }
                xml.element("ram:SpecifiedTradeSettlementLineMonetarySummation") {
                    $0.element("ram:LineTotalAmount", model.amount(line.netMinorUnits))
                }
            }
        }
    }

    private func writeAgreement(_ xml: inout XMLWriter) {
        xml.element("ram:ApplicableHeaderTradeAgreement") { xml in
            xml.element("ram:BuyerReference", content.buyerReference)
            party("ram:SellerTradeParty", content.seller, &xml)
            party("ram:BuyerTradeParty", content.buyer, &xml)
            if let order = content.purchaseOrder {
                xml.element("ram:BuyerOrderReferencedDocument") { $0.element("ram:IssuerAssignedID", order) }
            }
        }
    }

    private func party(_ name: StaticString, _ party: DocumentParty, _ xml: inout XMLWriter) {
        xml.element(name) { xml in
            xml.element("ram:ID", model.identifier(of: party))
            xml.element("ram:Name", party.name)
            if let register = party.registrations.first(where: { $0.register != nil }) {
                xml.element("ram:SpecifiedLegalOrganization") {
                    $0.element("ram:ID", register.value, ["schemeID": register.register ?? ""])
                }
            }
            if model.profile != .basic, let contact = party.contact {
                xml.element("ram:DefinedTradeContact") { xml in
                    xml.element("ram:PersonName", contact.name)
                    xml.element("ram:TelephoneUniversalCommunication") {
                        $0.element("ram:CompleteNumber", contact.phone)
                    }
                    xml.element("ram:EmailURIUniversalCommunication") {
                        $0.element("ram:URIID", contact.email)
                    }
                }
            }
            xml.element("ram:PostalTradeAddress") { xml in
                xml.element("ram:PostcodeCode", party.place?.postcode)
                let names: [StaticString] = ["ram:LineOne", "ram:LineTwo", "ram:LineThree"]
                for (element, line) in zip(names, party.threeLines) {
                    xml.element(element, line)
                }
                xml.element("ram:CityName", party.place?.city)
                xml.element("ram:CountryID", party.country)
            }
            if let endpoint = party.electronicAddress {
                xml.element("ram:URIUniversalCommunication") {
                    $0.element("ram:URIID", endpoint.value, ["schemeID": endpoint.scheme])
                }
            }
            for registration in model.registrations(of: party) {
                xml.element("ram:SpecifiedTaxRegistration") {
                    $0.element("ram:ID", registration.value, ["schemeID": registration.isVAT ? "VA" : "FC"])
                }
            }
        }
    }

    private func writeSettlement(_ xml: inout XMLWriter) {
        xml.element("ram:ApplicableHeaderTradeSettlement") { xml in
            xml.element("ram:PaymentReference", content.number)
            xml.element("ram:InvoiceCurrencyCode", content.currency.code)
            writeMeans(&xml)
            for tax in content.taxes { write(tax, &xml) }
            if let (first, last) = model.period { period(first, last, &xml) }
            xml.element("ram:SpecifiedTradePaymentTerms") { xml in
                xml.element("ram:Description", PaymentSection.sentence(content))
                date("ram:DueDateDateTime", content.dueOn, &xml)
            }
            writeSums(&xml)
            if let corrected = content.correctedNumber {
                xml.element("ram:InvoiceReferencedDocument") { $0.element("ram:IssuerAssignedID", corrected) }
            }
        }
    }

    /// BG-16.
    private func writeMeans(_ xml: inout XMLWriter) {
        guard let code = model.meansCode else { return }
        xml.element("ram:SpecifiedTradeSettlementPaymentMeans") { xml in
            xml.element("ram:TypeCode", code)
            guard let account = model.transferAccount, let iban = account.iban else { return }
            xml.element("ram:PayeePartyCreditorFinancialAccount") { xml in
                xml.element("ram:IBANID", iban.electronic)
                if model.profile != .basic { xml.element("ram:AccountName", content.payee) }
            }
            guard model.profile != .basic, let bic = account.bic else { return }
            xml.element("ram:PayeeSpecifiedCreditorFinancialInstitution") { $0.element("ram:BICID", bic) }
        }
    }

    private func write(_ tax: DocumentTaxRow, _ xml: inout XMLWriter) {
        xml.element("ram:ApplicableTradeTax") { xml in
            xml.element("ram:CalculatedAmount", model.amount(tax.amountMinorUnits))
            xml.element("ram:TypeCode", "VAT")
            xml.element("ram:ExemptionReason", content.texts.categoryReasons[tax.category])
            xml.element("ram:BasisAmount", model.amount(tax.baseMinorUnits))
            xml.element("ram:CategoryCode", tax.category.rawValue)
            xml.element("ram:RateApplicablePercent", rate(tax.rate, tax.category))
        }
    }

    private func writeSums(_ xml: inout XMLWriter) {
        xml.element("ram:SpecifiedTradeSettlementHeaderMonetarySummation") { xml in
            xml.element("ram:LineTotalAmount", model.amount(model.netMinorUnits))
            xml.element("ram:TaxBasisTotalAmount", model.amount(model.netMinorUnits))
            xml.element(
                "ram:TaxTotalAmount", model.amount(content.taxMinorUnits),
                ["currencyID": content.currency.code])
            xml.element("ram:GrandTotalAmount", model.amount(model.totalMinorUnits))
            xml.element("ram:TotalPrepaidAmount", model.amount(model.prepaidMinorUnits))
            xml.element("ram:DuePayableAmount", model.amount(model.dueMinorUnits))
        }
    }

    /// What is outside the scope of VAT has no rate (BR-O-05).
    private func rate(_ rate: ExactDecimal, _ category: TaxCategory) -> String? {
        category == .outside ? nil : rate.description
    }

    private func period(_ first: CivilDate, _ last: CivilDate, _ xml: inout XMLWriter) {
        xml.element("ram:BillingSpecifiedPeriod") { xml in
            date("ram:StartDateTime", first, &xml)
            date("ram:EndDateTime", last, &xml)
        }
    }

    /// Format 102: "20240229".
    private func date(_ name: StaticString, _ date: CivilDate, _ xml: inout XMLWriter) {
        let digits = "\(date.year * 10_000 + date.month * 100 + date.day)"
        xml.element(name) { $0.element("udt:DateTimeString", digits, ["format": "102"]) }
    }
}

extension DocumentParty {
    /// The norm has three lines for an address; further ones join the third.
    var threeLines: [String] {
        guard address.count > 3 else { return address }
        return Array(address.prefix(2)) + [address.dropFirst(2).joined(separator: ", ")]
    }
}

extension EInvoiceModel {
    /// BT-29: something must tell the seller's invoices from others (BR-CO-26), also without a VAT number.
    func identifier(of party: DocumentParty) -> String? { party == content.seller ? content.sellerID : nil }

    /// Registrations that may stand on this invoice; the norm has room for one of each kind.
    func registrations(of party: DocumentParty) -> [DocumentParty.Registration] {
        let vat = party.registrations.first { $0.isVAT && namesVATNumbers }
        // BT-32 exists for the seller only.
        let other =
            party == content.seller ? party.registrations.first { !$0.isVAT && $0.register == nil } : nil
        return [vat, other].compactMap { $0 }
    }
}
