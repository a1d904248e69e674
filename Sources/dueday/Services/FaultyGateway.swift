#if FAULT_INJECTION
    import Billing
    import FaultInjection
    import Foundation

    /// A gateway of a test build: it can die with half of a request sent (K4), and can do four of the wrong variants.
    struct FaultyGateway<Inner: PaymentGateway>: PaymentGateway {
        let inner: Inner
        let baseURL: String
        let path: String

        var repetition: RepetitionRule {
            WrongVariant.resendAfterExpiry.isOn
                ? .byKey(lifeSeconds: .max, absenceSeconds: .max) : inner.repetition
        }

        func send(_ charge: PreparedCharge) async -> ChargeAnswer {
            sendHalf(of: charge)
            var charge = charge
            if WrongVariant.newKeyPerSend.isOn { renewKey(of: &charge) }
            if WrongVariant.bodyRebuilt.isOn { rebuildBody(of: &charge) }
            let answer = await inner.send(charge)
            guard WrongVariant.serverErrorIsFailure.isOn, case .unknown(let reason) = answer,
                reason.contains("HTTP 5")
            else { return answer }
            return .declined(DeclineDetails("processing_error"), reference: nil)
        }

        /// Razorpay has no keys: what ties its requests together is the order's receipt.
        private func renewKey(of charge: inout PreparedCharge) {
            charge.idempotencyKey += ":\(UUID().uuidString)"
            guard processor == "razorpay" else { return }
            changePlan(of: &charge) { $0["receipt"] = "bc-\(UUID().uuidString.prefix(32))" }
        }

        private func rebuildBody(of charge: inout PreparedCharge) {
            if processor == "razorpay" {
                changePlan(of: &charge) { $0["description"] = "Sent by \(getpid())" }
            } else {
                charge.body += Array("&metadata[sent_by]=\(getpid())".utf8)
            }
        }

        private func changePlan(
            of charge: inout PreparedCharge, _ change: (inout [String: Any]) -> Void
        ) {
            guard
                var plan = (try? JSONSerialization.jsonObject(with: Data(charge.body))) as? [String: Any]
            else { fatalError("the debit's plan is no JSON object") }
            change(&plan)
            guard let body = try? JSONSerialization.data(withJSONObject: plan, options: .sortedKeys) else {
                fatalError("the debit's plan is not encoded")
            }
            charge.body = [UInt8](body)
        }

        private func sendHalf(of charge: PreparedCharge) {
            let address = URLComponents(string: baseURL)
            let head = [
                "POST \(path) HTTP/1.1", "Host: \(address?.host ?? "")",
                "Content-Type: application/x-www-form-urlencoded",
                "Content-Length: \(charge.body.count)", "Idempotency-Key: \(charge.idempotencyKey)", "", "",
            ].joined(separator: "\r\n")
            KillPoint.halfRequestSent.passSendingHalf(
                host: address?.host ?? "127.0.0.1", port: UInt16(address?.port ?? 80), head: head,
                body: charge.body)
        }
    }

    /// All else is as it is in service.
    extension FaultyGateway {
        var processor: String { inner.processor }

        func prepare(_ request: ChargeRequest) -> PreparedCharge { inner.prepare(request) }

        func lookUp(_ charge: PreparedCharge, sentAtOrAfter: Int64) async -> LookUpAnswer {
            await inner.lookUp(charge, sentAtOrAfter: sentAtOrAfter)
        }

        func cancel(_ charge: PreparedCharge, reference: String) async -> CancelAnswer {
            await inner.cancel(charge, reference: reference)
        }

        func prepareRefund(_ request: RefundRequest) -> PreparedRefund { inner.prepareRefund(request) }

        func sendRefund(_ refund: PreparedRefund) async -> RefundAnswer { await inner.sendRefund(refund) }

        func lookUpRefund(_ refund: PreparedRefund) async -> RefundLookUpAnswer {
            await inner.lookUpRefund(refund)
        }

        func refunds(ofCharge reference: String) async -> RefundListing {
            await inner.refunds(ofCharge: reference)
        }

        func savedMethods(ofCustomer reference: String) async -> SavedMethodListing {
            await inner.savedMethods(ofCustomer: reference)
        }

        func updateLink(_ request: UpdateLinkRequest) async -> UpdateLinkAnswer {
            await inner.updateLink(request)
        }

        func charges(createdAtOrAfter: Int64, withRefunds: Bool) async -> ChargeListing {
            await inner.charges(createdAtOrAfter: createdAtOrAfter, withRefunds: withRefunds)
        }

        func isDue(debitAt: Int64) -> Bool { inner.isDue(debitAt: debitAt) }

        func fetch(_ event: ProcessorEvent) async -> EventFinding { await inner.fetch(event) }
    }
#endif
