import Monetary
import Testing

@Suite struct MonetaryErrorTests {
    @Test(arguments: [
        (MonetaryError.tooManyDigits("1.001", allowed: 2), "'1.001' has more than 2 digits after the point"),
        (.unknownCurrency("XAU"), "'XAU' is not an active ISO 4217 currency"),
        (.malformed("ten"), "'ten' is not a number"),
        (.negativeWeight("-1/2"), "an amount cannot be split over the negative weight -1/2"),
    ])
    func saysWhatIsWrongWithWhat(error: MonetaryError, text: String) {
        #expect("\(error)" == text)
    }
}
