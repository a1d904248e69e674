import PaymentGateways

extension Settings {
    /// Seconds that a lease goes on after the last request of a charge must be over.
    private static let leaseMargin = 10

    /// Seconds of a charge's lease.
    ///
    /// - Throws: where it could end before the requests of one charge do: a second worker would take the charge over
    ///   while the first still talks about it.
    func leaseSeconds() throws -> Int64 {
        let seconds = try count(Self.chargeLease) ?? 180
        for (processor, longest) in longestCharges where seconds < longest + Self.leaseMargin {
            let least = longest + Self.leaseMargin
            throw CommandFailure.usage(
                "charge.lease is \(seconds) (\(self[Self.chargeLease]?.source ?? "default")): a charge through "
                    + "\(processor) may take \(longest) seconds, and with a shorter lease a second worker takes it over while "
                    + "the first still talks about it; set charge.lease to \(least) or more, or leave it out (180)"
            )
        }
        return Int64(seconds)
    }

    /// Seconds that one charge may take, by processor, the longest first. A sandbox on this machine makes nobody wait.
    private var longestCharges: [(processor: String, seconds: Int)] {
        let nobody = Secret("")
        let razorpay = RazorpayConfiguration(keyID: "", keySecret: nobody, mode: .test)
        let stripe = StripeConfiguration(secretKey: nobody, mode: .test)
        var charges: [(processor: String, seconds: Int)] = []
        if text(Self.razorpayKey) != nil, !isLocal(Self.razorpayURL) {
            charges.append(("razorpay", razorpay.longestChargeMilliseconds / 1_000))
        }
        if !stripeIsLocal { charges.append(("stripe", stripe.longestChargeMilliseconds / 1_000)) }
        return charges
    }
}
